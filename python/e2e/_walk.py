# SPDX-License-Identifier: ISC
"""A walk through bytes by what the schema says of itself: schema.decode() only tells that bytes
are no object; this tells at which field, and why."""
import enum
from typing import List

from e2e import _abi
from e2e._codec import CLASSES, Field, layout_of

VECTOR = 0x1cb5c415
LONG_FORM = 254
MAX_VECTOR = 16384  # E2E_TL_LIMITS_INIT


class Kind(enum.Enum):
    """What kind of problem it is."""
    CUT_OFF = 1
    COUNT = 2
    CONSTRUCTOR = 3
    STRING = 4


class Problem(Exception):
    """The walk ends here."""

    def __init__(self, kind: Kind, text: str, want: int = 0) -> None:
        super().__init__(text)
        self.kind, self.text, self.want = kind, text, want


class Walk:
    """After run(): `problem`, or None if an object ended well; `at` where that is, or where the
    object ends; `path` of names to it; `id` the constructor that did not fit."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._names: List[str] = []
        self.at = 0
        self.id = 0
        self.problem: "Problem | None" = None
        try:
            self._object(_abi.E2E_TYPE_ANY)
        except Problem as problem:
            self.problem = problem

    @property
    def left(self) -> int:
        """Bytes behind `at`."""
        return len(self._data) - self.at

    @property
    def path(self) -> str:
        return "".join(self._names)

    def _skip(self, n: int) -> None:
        if n > self.left:
            raise Problem(Kind.CUT_OFF, "is cut off", n)
        self.at += n

    def _number(self) -> int:
        value = first_id(self._data[self.at:self.at + 4])
        self._skip(4)
        return value

    def _string(self) -> None:
        head, n = 1, self._data[self.at] if self.left else 0
        if n > LONG_FORM:
            raise Problem(Kind.STRING, "has the length byte 255, which no string has")
        if n == LONG_FORM:
            if self.left < 4:
                self._skip(4)
            head, n = 4, first_id(self._data[self.at:self.at + 4]) >> 8
        self._skip((head + n + 3) // 4 * 4)

    def _count(self, least: int) -> int:
        """The head of a vector of elements that take LEAST bytes each."""
        self.id = self._number()
        if self.id != VECTOR:
            raise Problem(Kind.CONSTRUCTOR, "should be a vector and has another constructor")
        n = self._number()
        if n > self.left // least:
            raise Problem(Kind.COUNT, "has more elements than there are bytes for", n)
        if n > MAX_VECTOR:
            raise Problem(Kind.COUNT, "has more elements than any message needs", n)
        return n

    def _field(self, field: Field) -> None:
        kind = field.kind
        if kind == _abi.E2E_TL_KIND_INT:
            self._skip(4)
        elif kind in (_abi.E2E_TL_KIND_LONG, _abi.E2E_TL_KIND_DOUBLE):
            self._skip(8)
        elif kind in (_abi.E2E_TL_KIND_STRING, _abi.E2E_TL_KIND_BYTES):
            self._string()
        elif kind == _abi.E2E_TL_KIND_LONGS:
            self._skip(8 * self._count(8))
        elif kind == _abi.E2E_TL_KIND_OBJECT:
            self._object(field.type)
        elif kind == _abi.E2E_TL_KIND_OBJECTS:
            for _ in range(self._count(4)):
                self._object(field.type)

    def _object(self, type_: int) -> None:
        self.id = first_id(self._data[self.at:self.at + 4])
        if self.left < 4:
            self._skip(4)
        if self.id not in CLASSES:
            raise Problem(Kind.CONSTRUCTOR, "has a constructor that this version does not know")
        layout = layout_of(self.id)
        if type_ not in (_abi.E2E_TYPE_ANY, layout.type):
            raise Problem(Kind.CONSTRUCTOR, "has a constructor of another type")
        self._skip(4)
        self._names.append(("/" if self._names else "") + layout.name)
        flags = 0
        for field in layout.fields:
            if field.flag and not flags & field.flag:
                continue
            self._names.append("." + field.name)
            if field.kind == _abi.E2E_TL_KIND_FLAGS:
                flags = self._number()
            else:
                self._field(field)
            self._names.pop()
        self._names.pop()


def first_id(data: bytes) -> int:
    """The first four bytes as a number; 0 if there are fewer."""
    return int.from_bytes(data[:4], "little") if len(data) >= 4 else 0
