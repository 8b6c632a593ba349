# SPDX-License-Identifier: ISC
"""Formatting of text, between Telethon's entities and those of secret chats.

Both count in UTF-16 code units and use the same names. What the other side's layer does not know
is left out by the library when the message is sent; what secret chats have in no layer is left
out here.
"""

import dataclasses
from typing import Any, Iterable, List, Optional, Sequence, Tuple

from telethon.tl import types

from e2e import schema


def to_text(value: Any) -> str:
    """Text of a peer as valid Unicode: bytes that were not UTF-8 become U+FFFD."""
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    return str(data.decode("utf-8", "replace"))


def to_secret(entities: Optional[Iterable[Any]]) -> Tuple[Any, ...]:
    """Telethon's MessageEntity objects, or those of e2e.schema, as objects of e2e.schema."""
    converted = (_one_to_secret(entity) for entity in entities or ())
    return tuple(entity for entity in converted if entity is not None)


def from_secret(entities: Sequence[Any]) -> List[Any]:
    """Objects of e2e.schema as Telethon's; what Telethon does not know is left out."""
    converted = (_one_from_secret(entity) for entity in entities)
    return [entity for entity in converted if entity is not None]


def _one_to_secret(entity: Any) -> Optional[Any]:
    if isinstance(entity, schema.TLObject):
        return entity
    name = type(entity).__name__
    values = dict(vars(entity))
    if name == "InputMessageEntityMentionName":
        name = "MessageEntityMentionName"
        values["user_id"] = getattr(entity.user_id, "user_id", entity.user_id)
    cls = getattr(schema, name, None)
    if cls is None:
        return None
    if not -1 << 31 <= values.get("user_id", 0) < 1 << 31:
        return None     # the field has 32 bits
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{key: value for key, value in values.items() if key in known})


def _one_from_secret(entity: Any) -> Optional[Any]:
    cls = getattr(types, type(entity).__name__, None)
    if cls is None:
        return None
    return cls(**{field.name: _plain(getattr(entity, field.name))
                  for field in dataclasses.fields(entity)})


def _plain(value: Any) -> Any:
    return to_text(value) if isinstance(value, str) else value
