# SPDX-License-Identifier: ISC
"""Schemas: .tl files next to this one, and objects to and from bytes according to them.

A schema file has one constructor a line, `name#id field:type ... = Type;`, then methods after
`---methods---`.  `---layer N---` means: what follows holds from API layer N on; of several
constructors with one name the newest that the client's layer knows is written.  All ids are read,
whatever the layer.  The type `!X`, a query inside another, is taken as the rest of the bytes.
"""
import pathlib
import re
import struct
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from . import tl
from .tl import Object, Reader, TlError

LATEST = 1 << 30  # a layer above all others


class Field(NamedTuple):
    """One field; a field with a flag is there if the bit of the named flags field is set."""
    name: str
    type: str
    flags: str
    bit: int


class Constructor(NamedTuple):
    """One line of a schema."""
    name: str
    id: int
    fields: Tuple[Field, ...]
    type: str
    since: int
    method: bool


_LINE = re.compile(r"([\w.]+)#([0-9a-f]{1,8})((?: \w+:[\w.<>?!%#]+)*) = ([\w.<>]+);")
_FIELD = re.compile(r"(\w+):(?:(\w+)\.(\d+)\?)?([\w.<>!%#]+)")
_VECTOR = re.compile(r"[Vv]ector<(.+)>")
_BASIC: Dict[str, Tuple[Callable[[Reader], Any], Callable[[Any], bytes]]] = {
    "#": (Reader.uint32, tl.int32),
    "int": (Reader.int32, tl.int32),
    "long": (Reader.int64, tl.int64),
    "double": (Reader.double, lambda value: struct.pack("<d", value)),
    "int128": (lambda reader: reader.raw(16), bytes),
    "int256": (lambda reader: reader.raw(32), bytes),
    "bytes": (Reader.string, tl.string),
    "string": (lambda reader: reader.string().decode("utf-8", "replace"),
               lambda value: tl.string(value.encode())),
    "Bool": (lambda reader: _read_bool(reader),
             lambda value: tl.int32(tl.TRUE if value else tl.FALSE)),
    "!X": (Reader.rest, bytes),
}


def _read_bool(reader: Reader) -> bool:
    number = reader.uint32()
    if number not in (tl.TRUE, tl.FALSE):
        raise TlError("%08x is no Bool" % number)
    return number == tl.TRUE


def _present(value: Object, field: Field) -> bool:
    """Whether value has this optional field; 0 and "" are values, None and False are not."""
    found = value.get(field.name)
    return found is not None and found is not False


class Schema:
    """The constructors and methods of some schema files."""

    def __init__(self, *names: str) -> None:
        self.by_id: Dict[int, Constructor] = {}
        self.by_name: Dict[str, List[Constructor]] = {}
        for name in names:
            self._load(pathlib.Path(__file__).with_name(name))

    def _load(self, path: pathlib.Path) -> None:
        since, method = 0, False
        for line in path.read_text(encoding="utf-8").splitlines():
            heading = re.fullmatch(r"---(?:layer (\d+)|(types|methods))---", line)
            if heading:
                since = int(heading.group(1) or 0)
                method = heading.group(2) == "methods" if heading.group(2) else method
            elif line and not line.startswith("//"):
                self._add(line, since, method)

    def _add(self, line: str, since: int, method: bool) -> None:
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError("bad line in a schema: %s" % line)
        name, number, fields, result = match.groups()
        constructor = Constructor(
            name, int(number, 16),
            tuple(Field(f[0], f[3], f[1], int(f[2] or 0)) for f in _FIELD.findall(fields)),
            result, since, method)
        if constructor.id in self.by_id:
            raise ValueError("id %s appears twice" % number)
        self.by_id[constructor.id] = constructor
        self.by_name.setdefault(name, []).append(constructor)

    def constructor(self, name: str, layer: int = LATEST) -> Constructor:
        """The newest constructor with this name that layer knows; the oldest if it knows none."""
        versions = self.by_name.get(name)
        if not versions:
            raise TlError("no constructor %s" % name)
        known = [c for c in versions if c.since <= layer]
        return max(known, key=lambda c: c.since) if known else versions[0]

    def encode(self, value: Object, layer: int = LATEST) -> bytes:
        """A boxed object as a client of this layer reads it; TlError if a field is missing."""
        constructor = self.constructor(value.name, layer)
        flags: Dict[str, int] = {}
        for field in constructor.fields:
            if field.flags and _present(value, field):
                flags[field.flags] = flags.get(field.flags, 0) | 1 << field.bit
        out = [tl.int32(constructor.id)]
        for field in constructor.fields:
            if field.type == "#":
                out.append(tl.int32(flags.get(field.name, 0)))
            elif field.type == "true" or field.flags and not _present(value, field):
                continue
            elif field.name not in value.fields:
                raise TlError("%s lacks %s" % (value.name, field.name))
            else:
                out.append(self.encode_type(value.fields[field.name], field.type, layer))
        return b"".join(out)

    def encode_type(self, value: Any, type_name: str, layer: int = LATEST) -> bytes:
        """A value of the named type, as it stands in a field or as the result of a method."""
        if type_name in _BASIC:
            return _BASIC[type_name][1](value)
        vector = _VECTOR.fullmatch(type_name)
        if vector:
            items = [self.encode_type(item, vector.group(1), layer) for item in value]
            return tl.int32(tl.VECTOR) + tl.int32(len(items)) + b"".join(items)
        return self.encode(value, layer)

    def decode(self, data: bytes) -> Object:
        """The one boxed object that data is; TlError if it is something else or has more."""
        reader = Reader(data)
        value = self.read(reader)
        if reader.at != len(data):
            raise TlError("%d bytes after %s" % (len(data) - reader.at, value.name))
        return value

    def read(self, reader: Reader) -> Object:
        """The next boxed object."""
        number = reader.uint32()
        constructor = self.by_id.get(number)
        if constructor is None:
            raise TlError("no constructor %08x" % number)
        fields: Dict[str, Any] = {}
        for field in constructor.fields:
            present = not field.flags or bool(fields[field.flags] >> field.bit & 1)
            if field.type == "true":
                fields[field.name] = present
            else:
                fields[field.name] = self.read_type(reader, field.type) if present else None
        return Object(constructor.name, **fields)

    def read_type(self, reader: Reader, type_name: str) -> Any:
        """The next value of the named type."""
        if type_name in _BASIC:
            return _BASIC[type_name][0](reader)
        vector = _VECTOR.fullmatch(type_name)
        if not vector:
            return self.read(reader)
        if reader.uint32() != tl.VECTOR:
            raise TlError("no vector where one should be")
        count = reader.int32()
        if count < 0 or count > len(reader.data):
            raise TlError("a vector of %d" % count)
        return [self.read_type(reader, vector.group(1)) for _ in range(count)]

    def method(self, number: int) -> Optional[Constructor]:
        """The method with this id, or None."""
        constructor = self.by_id.get(number)
        return constructor if constructor and constructor.method else None


MTPROTO = Schema("mtproto.tl")
API = Schema("api.tl")
