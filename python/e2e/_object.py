# SPDX-License-Identifier: ISC
"""What all objects of TL have in common."""
import dataclasses
import functools
import sys
from typing import TYPE_CHECKING, Any, Callable, ClassVar, Dict, Type, TypeVar

__all__ = ["Media", "Method", "TLObject", "by_name"]

T = TypeVar("T")


def _refuse_places(cls: Type[T]) -> Type[T]:
    """CLS, a dataclass, whose fields can be given by name only."""
    init: Callable[..., None] = getattr(cls, "__init__")

    @functools.wraps(init)
    def by_name_only(self: Any, *places: Any, **names: Any) -> None:
        if places:
            raise TypeError(f"{cls.__name__} takes its fields by name: it was given {places!r}")
        init(self, **names)

    setattr(cls, "__init__", by_name_only)
    setattr(cls, "__match_args__", ())
    return cls


# The order of fields is that of a schema or a struct, where flags come first and anything may be
# put between two: DecryptedMessage("x") would set a flag, or another one tomorrow.  To what checks
# types it is the same as the decorator of dataclasses, which has had kw_only since Python 3.10.
if TYPE_CHECKING:
    from dataclasses import dataclass as by_name
else:
    def by_name(*, kw_only: bool, **options: Any) -> Any:
        """dataclasses.dataclass() with kw_only."""
        if sys.version_info >= (3, 10):
            return dataclasses.dataclass(kw_only=kw_only, **options)
        return lambda cls: _refuse_places(dataclasses.dataclass(**options)(cls))


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


class Media(TLObject):
    """A DecryptedMessageMedia. Documents have in their attributes what photos and videos have in
    fields; here all have it, and 0 for what is not said."""

    @property
    def w(self) -> int:
        """Width in pixels."""
        return self._said("w")

    @property
    def h(self) -> int:
        """Height in pixels."""
        return self._said("h")

    @property
    def duration(self) -> int:
        """In seconds."""
        return self._said("duration")

    def _said(self, name: str) -> int:
        attributes = getattr(self, "attributes", None) or ()
        return next((int(getattr(one, name)) for one in attributes if hasattr(one, name)), 0)


class Method(TLObject):
    """A method of the server, with its arguments."""


def _plain(value: Any) -> Any:
    if isinstance(value, TLObject):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    return value
