# SPDX-License-Identifier: ISC
"""TL primitives: objects, and reading and writing the basic types (core.telegram.org/mtproto/TL).

Integers are little-endian; they are read as signed, and written whether they are given signed or
unsigned.  Nothing here knows a constructor: see schema.py.
"""
import struct
from typing import Any, Dict

VECTOR = 0x1CB5C415
TRUE = 0x997275B5
FALSE = 0xBC799737


class TlError(Exception):
    """Bytes that are not what they should be, or an object that cannot be written."""


class Object:
    """A TL object: the name of its constructor (or method) and its fields.

    Fields are attributes.  In a decoded object all fields of the constructor are there; an absent
    optional field is None, an absent flag False.
    """

    __slots__ = ("name", "fields")

    def __init__(self, name: str, /, **fields: Any) -> None:
        self.name = name
        self.fields: Dict[str, Any] = fields

    def __getattr__(self, field: str) -> Any:
        try:
            return self.fields[field]
        except KeyError:
            raise AttributeError("%s has no field %s" % (self.name, field)) from None

    def get(self, field: str, default: Any = None) -> Any:
        """The field, or default if the object has none of this name."""
        return self.fields.get(field, default)

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, Object) and self.name == other.name
                and self.fields == other.fields)

    def __repr__(self) -> str:
        return "%s(%s)" % (self.name, ", ".join(
            "%s=%s" % (field, _short(value)) for field, value in self.fields.items()))

    def __reduce__(self):
        return (_restored, (self.name, self.fields))


def _restored(name: str, fields: Dict[str, Any]) -> Object:
    return Object(name, **fields)


def _short(value: Any) -> str:
    """value for people: long bytes are cut."""
    if isinstance(value, bytes) and len(value) > 16:
        return "%s... (%d bytes)" % (value[:8].hex(), len(value))
    return value.hex() if isinstance(value, bytes) else repr(value)


class Reader:
    """Reads basic types from bytes; every method raises TlError where the bytes end too soon."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def raw(self, length: int) -> bytes:
        """The next bytes as they are."""
        if length < 0 or self.at + length > len(self.data):
            raise TlError("%d bytes wanted, %d left" % (length, len(self.data) - self.at))
        self.at += length
        return self.data[self.at - length:self.at]

    def rest(self) -> bytes:
        """Everything that is left."""
        return self.raw(len(self.data) - self.at)

    def int32(self) -> int:
        return struct.unpack("<i", self.raw(4))[0]

    def uint32(self) -> int:
        return struct.unpack("<I", self.raw(4))[0]

    def int64(self) -> int:
        return struct.unpack("<q", self.raw(8))[0]

    def double(self) -> float:
        return struct.unpack("<d", self.raw(8))[0]

    def string(self) -> bytes:
        """A TL string: its length, the bytes, zeros up to a multiple of four."""
        length = self.raw(1)[0]
        head = 1
        if length == 254:
            length = int.from_bytes(self.raw(3), "little")
            head = 4
        data = self.raw(length)
        self.raw(-(head + length) % 4)
        return data


def int32(value: int) -> bytes:
    return struct.pack("<I", value & 0xFFFFFFFF)


def int64(value: int) -> bytes:
    return struct.pack("<Q", value & 0xFFFFFFFFFFFFFFFF)


def string(data: bytes) -> bytes:
    """data as a TL string (or TL bytes: they look the same)."""
    if len(data) < 254:
        head = bytes([len(data)])
    else:
        head = b"\xfe" + len(data).to_bytes(3, "little")
    return head + data + bytes(-(len(head) + len(data)) % 4)
