# SPDX-License-Identifier: ISC
"""What all objects of TL have in common."""
import dataclasses
from typing import Any, ClassVar, Dict


@dataclasses.dataclass(frozen=True, repr=False)
class TLObject:
    """An object of TL: immutable, comparable; e2e.schema encodes and decodes it."""
    CTOR: ClassVar[int] = 0

    def __repr__(self) -> str:
        """Only what is not as in an empty object, as Python would read it."""
        parts = [f"{field.name}={getattr(self, field.name)!r}"
                 for field in dataclasses.fields(self)
                 if getattr(self, field.name) != field.default]
        return f"{type(self).__name__}({', '.join(parts)})"

    def to_dict(self) -> Dict[str, Any]:
        """Names and values; objects inside become dicts, too, with "_" for their class."""
        return {"_": type(self).__name__,
                **{field.name: _plain(getattr(self, field.name))
                   for field in dataclasses.fields(self)}}


class Method(TLObject):
    """A method of the server, with its arguments."""


def _plain(value: Any) -> Any:
    if isinstance(value, TLObject):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    return value
