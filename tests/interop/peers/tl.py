# SPDX-License-Identifier: ISC
"""A TL codec that reads the project's schema files when the program runs.

Objects are dicts: "_" is the constructor's name, the other keys are its fields; a field whose
flag is not set is absent. Where several layers define a constructor of the same name, the name
has the layer behind it: decryptedMessage_73. bytes are bytes, string is str, Bool is bool, a
Vector is a list. Integers are signed, as TL has them.
"""

import re
import struct
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

Object = Dict[str, Any]

FOLDER = Path(__file__).resolve().parents[3] / "tl"
VECTOR = 0x1CB5C415
TRUE = 0x997275B5
FALSE = 0xBC799737
PLAIN = {"int": "<i", "long": "<q", "double": "<d", "#": "<I"}
LINE = re.compile(r"([\w.]+)#([0-9a-f]{1,8})((?: \w+:[\w.<>#?]+)*) = ([\w.<>]+);$")
FLAG = re.compile(r"(\w+)\.(\d+)\?(.+)$")
SECTION = re.compile(r"---(?:layer )?(\w+)---$")


class TLError(ValueError):
    """Bytes that are no such object, or an object that the schema does not allow."""


class UnknownConstructor(TLError):
    """A constructor that no schema file has."""

    def __init__(self, number: int) -> None:
        super().__init__(f"unknown constructor {number:08x}")
        self.number = number


class Field(NamedTuple):
    """name, type; flag: the bit of the flags field that tells whether it is there, or None."""

    name: str
    type: str
    flag: Optional[int]


class Constructor(NamedTuple):
    """One line of a schema file. layer: 0 where the file has none."""

    name: str
    number: int
    fields: List[Field]
    type: str
    layer: int


class Schema:
    """Constructors by name and by number."""

    def __init__(self, text: str) -> None:
        """text: schema lines, with --- sections and // comments."""
        self.by_name: Dict[str, Constructor] = {}
        self.by_number: Dict[int, Constructor] = {}
        found = _parse(text)
        names = [constructor.name for constructor in found]
        for constructor in found:
            name = constructor.name
            if names.count(name) > 1:
                name = f"{name}_{constructor.layer}"
            self.by_name[name] = constructor._replace(name=name)
            self.by_number[constructor.number] = self.by_name[name]

    def write(self, obj: Object) -> bytes:
        """The bytes of a boxed object. Raises TLError for what the schema does not allow."""
        constructor = self.by_name.get(obj["_"])
        if constructor is None:
            raise TLError(f"no constructor {obj['_']}")
        unknown = set(obj) - {"_"} - {field.name for field in constructor.fields}
        if unknown:
            raise TLError(f"{obj['_']} has no field {sorted(unknown)}")
        out = [struct.pack("<I", constructor.number)]
        for field in constructor.fields:
            out.append(self._write_field(constructor, field, obj))
        return b"".join(out)

    def read(self, data: bytes, expected: str = "") -> Object:
        """The object that these bytes are. expected: its type, or "" for any.

        Raises UnknownConstructor, or TLError for other bytes and for trailing ones.
        """
        reader = Reader(data)
        obj = self._read_boxed(reader, expected)
        if reader.at != len(data):
            raise TLError(f"{len(data) - reader.at} bytes after {obj['_']}")
        return obj

    def highest_layer(self, value: Any) -> Tuple[int, str]:
        """The newest layer among the constructors in an object, and the name of that one."""
        if isinstance(value, list):
            return max((self.highest_layer(item) for item in value), default=(0, ""))
        if not isinstance(value, dict):
            return 0, ""
        own = self.by_name[value["_"]]
        inner = [self.highest_layer(item) for name, item in value.items() if name != "_"]
        return max(inner + [(own.layer, own.name)])

    def _write_field(self, constructor: Constructor, field: Field, obj: Object) -> bytes:
        if field.type == "#":
            bits = sum({1 << other.flag for other in constructor.fields
                        if other.flag is not None and _present(other, obj)})
            return struct.pack("<I", bits)
        if field.flag is not None and (field.type == "true" or not _present(field, obj)):
            return b""
        if field.name not in obj:
            raise TLError(f"{obj['_']} needs {field.name}")
        return self.write_value(field.type, obj[field.name])

    def write_value(self, kind: str, value: Any) -> bytes:
        """The bytes of a value of any type."""
        if kind in PLAIN:
            return struct.pack(PLAIN[kind], value)
        if kind == "bytes":
            return _pack_bytes(value)
        if kind == "string":
            return _pack_bytes(value.encode("utf-8", "surrogateescape"))
        if kind == "Bool":
            return struct.pack("<I", TRUE if value else FALSE)
        if kind.startswith("Vector<"):
            items = [self.write_value(kind[7:-1], item) for item in value]
            return struct.pack("<II", VECTOR, len(items)) + b"".join(items)
        return self.write(value)

    def _read_boxed(self, reader: "Reader", expected: str) -> Object:
        number = reader.plain("<I")
        constructor = self.by_number.get(number)
        if constructor is None:
            raise UnknownConstructor(number)
        if expected and constructor.type != expected:
            raise TLError(f"{constructor.name} is no {expected}")
        obj: Object = {"_": constructor.name}
        flags = 0
        for field in constructor.fields:
            if field.type == "#":
                flags = reader.plain("<I")
            elif field.flag is not None and not flags >> field.flag & 1:
                continue
            elif field.type == "true":
                obj[field.name] = True
            else:
                obj[field.name] = self._read_value(reader, field.type)
        return obj

    def _read_value(self, reader: "Reader", kind: str) -> Any:
        if kind in PLAIN:
            return reader.plain(PLAIN[kind])
        if kind == "bytes":
            return reader.bytes()
        if kind == "string":
            return reader.bytes().decode("utf-8", "surrogateescape")
        if kind == "Bool":
            return self._read_bool(reader)
        if kind.startswith("Vector<"):
            if reader.plain("<I") != VECTOR:
                raise TLError("no vector")
            count = reader.plain("<I")
            if count > len(reader.data):
                raise TLError("a vector longer than the data")
            return [self._read_value(reader, kind[7:-1]) for _ in range(count)]
        return self._read_boxed(reader, kind)

    @staticmethod
    def _read_bool(reader: "Reader") -> bool:
        number = reader.plain("<I")
        if number not in (TRUE, FALSE):
            raise TLError("no Bool")
        return number == TRUE


class Reader:
    """A place in bytes that may end too early."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def raw(self, count: int) -> bytes:
        """The next count bytes."""
        if len(self.data) - self.at < count:
            raise TLError("the data ends too early")
        self.at += count
        return self.data[self.at - count:self.at]

    def plain(self, form: str) -> Any:
        """One number in struct's notation."""
        return struct.unpack(form, self.raw(struct.calcsize(form)))[0]

    def bytes(self) -> bytes:
        """A TL string, with its padding to a multiple of 4."""
        length, head = self.raw(1)[0], 1
        if length == 254:
            length, head = int.from_bytes(self.raw(3), "little"), 4
        elif length == 255:
            raise TLError("no length of a string")
        value = self.raw(length)
        self.raw(-(head + length) % 4)
        return value


def _pack_bytes(value: bytes) -> bytes:
    if len(value) < 254:
        head = bytes([len(value)])
    elif len(value) < 1 << 24:
        head = b"\xfe" + len(value).to_bytes(3, "little")
    else:
        raise TLError("a string of 16 MiB or more")
    return head + value + bytes(-(len(head) + len(value)) % 4)


def _present(field: Field, obj: Object) -> bool:
    """Whether an optional field is to be written; false and None are as good as absent."""
    value = obj.get(field.name)
    return value is not None and not (field.type == "true" and not value)


def _parse(text: str) -> List[Constructor]:
    found, layer = [], 0
    for line in text.splitlines():
        section = SECTION.match(line)
        if section:
            layer = int(section[1]) if section[1].isdigit() else 0
            continue
        if not line or line.startswith("//"):
            continue
        match = LINE.match(line)
        if match is None:
            raise TLError(f"no schema line: {line}")
        fields = [_field(*part.split(":", 1)) for part in match[3].split()]
        found.append(Constructor(match[1], int(match[2], 16), fields, match[4], layer))
    return found


def _field(name: str, kind: str) -> Field:
    match = FLAG.match(kind)
    if match:
        return Field(name, match[3], int(match[2]))
    return Field(name, kind, None)


def secret_schema(more: str = "") -> Schema:
    """What travels inside the encryption. more: further schema lines."""
    return Schema((FOLDER / "secret.tl").read_text(encoding="utf-8") + more)


def server_schema() -> Schema:
    """Updates, results and methods of the server."""
    return Schema((FOLDER / "server.tl").read_text(encoding="utf-8"))
