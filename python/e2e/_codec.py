# SPDX-License-Identifier: ISC
"""Between the objects of e2e.schema and the structs of C, in both directions.

The structs are walked by the library's own description of them (e2e_tl_field_get()): which
member is where, of what kind, and under which flag.
"""
import ctypes
import keyword
import struct
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple, Type

from e2e import _abi, _constructors
from e2e._given import uint32
from e2e._library import lib, octets, sized
from e2e._object import TLObject
from e2e.errors import ArgumentError, check

NUMBERS = {_abi.E2E_TL_KIND_FLAGS: "I", _abi.E2E_TL_KIND_INT: "i",
           _abi.E2E_TL_KIND_LONG: "q", _abi.E2E_TL_KIND_DOUBLE: "d"}
POINTER = struct.Struct("P")
SPAN = struct.Struct("PN")  # a pointer and how many, as in struct e2e_bytes


@dataclass(frozen=True)
class Field:
    """One field of a constructor: the attribute, and where the struct has it."""
    name: str
    kind: int
    offset: int
    flag: int
    type: int  # of the objects in it


@dataclass(frozen=True)
class Layout:
    """A constructor: its class, its names and its struct."""
    cls: Type[TLObject]
    name: str
    size: int
    type: int
    schema: int
    layer: int
    fields: Tuple[Field, ...]
    known_flags: int


def _layout(cls: Type[TLObject]) -> Layout:
    info = sized(_abi.e2e_tl_info)
    check(lib.e2e_tl_info_get(ctypes.byref(info), cls.CTOR), cls.__name__)
    fields = []
    for index in range(info.n_fields):
        field = sized(_abi.e2e_tl_field_info)
        check(lib.e2e_tl_field_get(ctypes.byref(field), cls.CTOR, index), cls.__name__)
        name = field.name.decode()
        fields.append(Field(name + "_" if keyword.iskeyword(name) else name, field.kind,
                            field.offset, field.flag, field.type))
    known = 0
    for known_field in fields:
        known |= known_field.flag
    return Layout(cls, info.name.decode(), info.struct_bytes, info.type, info.schema,
                  info.layer, tuple(fields), known)


def _classes() -> Dict[int, Type[TLObject]]:
    return {cls.CTOR: cls for cls in vars(_constructors).values()
            if isinstance(cls, type) and issubclass(cls, TLObject) and cls.CTOR}


CLASSES: Dict[int, Type[TLObject]] = _classes()
_layouts: Dict[int, Layout] = {}


def layout_of(ctor: int) -> Layout:
    """The struct of constructor CTOR.  ArgumentError if there is none."""
    layout = _layouts.get(ctor)
    if layout is None:
        if ctor not in CLASSES:
            raise ArgumentError(f"no constructor {ctor:#010x}")
        layout = _layouts[ctor] = _layout(CLASSES[ctor])
    return layout


# ---- From C --------------------------------------------------------------------------------


def read(address: Optional[int]) -> Optional[TLObject]:
    """A copy of the struct e2e_tl at ADDRESS; None for NULL."""
    if not address:
        return None
    layout = layout_of(ctypes.c_uint32.from_address(address).value)
    memory = ctypes.string_at(address, layout.size)
    values: Dict[str, Any] = {}
    flags = 0
    for field in layout.fields:
        if field.kind == _abi.E2E_TL_KIND_FLAGS:
            flags = struct.unpack_from("I", memory, field.offset)[0]
            values["unknown_flags"] = flags & ~layout.known_flags
        elif field.kind == _abi.E2E_TL_KIND_TRUE:
            values[field.name] = bool(flags & field.flag)
        elif not field.flag or flags & field.flag:
            values[field.name] = _read_field(field, memory)
    return layout.cls(**values)


def _read_field(field: Field, memory: bytes) -> Any:
    kind = field.kind
    if kind in NUMBERS:
        return struct.unpack_from(NUMBERS[kind], memory, field.offset)[0]
    if kind == _abi.E2E_TL_KIND_OBJECT:
        return read(POINTER.unpack_from(memory, field.offset)[0])
    address, n = SPAN.unpack_from(memory, field.offset)
    if kind in (_abi.E2E_TL_KIND_STRING, _abi.E2E_TL_KIND_BYTES):
        value = ctypes.string_at(address, n) if n else b""
        return value if kind == _abi.E2E_TL_KIND_BYTES else text_of(value)
    if not n:
        return ()
    if kind == _abi.E2E_TL_KIND_LONGS:
        return tuple((ctypes.c_int64 * n).from_address(address))
    pointers = (ctypes.c_void_p * n).from_address(address)
    return tuple(read(pointer) for pointer in pointers)


def text_of(value: bytes) -> str:
    """Text of a peer.  Bytes that are not UTF-8 become lone surrogates and can be turned back."""
    return value.decode("utf-8", "surrogateescape")


def bytes_of_text(value: str) -> bytes:
    """The bytes of text_of().  ArgumentError for other lone surrogates, TypeError for no text."""
    if not isinstance(value, str):
        raise TypeError(f"text is wanted, not {type(value).__name__}")
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise ArgumentError(f"no text: {error}") from None


# ---- To C ----------------------------------------------------------------------------------


class Built:
    """An object as a struct of C, for the inside of a `with`; its memory is wiped then, for it
    may have held keys of files."""

    def __init__(self, value: TLObject) -> None:
        self._alive: List[Any] = []
        self._address = self._build(value)

    def __enter__(self) -> Any:
        """A pointer to it."""
        return ctypes.cast(self._address, ctypes.POINTER(_abi.e2e_tl))

    def __exit__(self, *_: object) -> None:
        for memory in self._alive:
            ctypes.memset(memory, 0, ctypes.sizeof(memory))

    def _room(self, n: int) -> Any:
        """N bytes of zeros, aligned for every member."""
        memory = (ctypes.c_uint64 * ((n + 7) // 8))()
        self._alive.append(memory)
        return memory

    def _build(self, value: TLObject) -> int:
        if not isinstance(value, TLObject):
            raise ArgumentError(f"no object of e2e.schema: {type(value).__name__}")
        layout = layout_of(value.CTOR)
        memory = self._room(layout.size)
        struct.pack_into("I", memory, 0, value.CTOR)
        flags, flags_at = 0, None
        for field in layout.fields:
            if field.kind == _abi.E2E_TL_KIND_FLAGS:
                flags_at = field.offset
                continue
            inside = getattr(value, field.name)
            if field.kind == _abi.E2E_TL_KIND_TRUE and not isinstance(inside, bool):
                raise ArgumentError(f"{layout.cls.__name__}.{field.name} is True or False, not "
                                    f"{inside!r}")
            if field.flag:
                if inside is None or inside is False:
                    continue
                flags |= field.flag
            if field.kind != _abi.E2E_TL_KIND_TRUE:
                self._write(memory, field, inside, layout.cls.__name__)
        if flags_at is not None:
            unknown = uint32(getattr(value, "unknown_flags"), "unknown_flags")
            struct.pack_into("I", memory, flags_at, flags | unknown & ~layout.known_flags)
        return ctypes.addressof(memory)

    def _write(self, memory: Any, field: Field, value: Any, where: str) -> None:
        try:
            if field.kind in NUMBERS:
                struct.pack_into(NUMBERS[field.kind], memory, field.offset, value)
            elif field.kind == _abi.E2E_TL_KIND_OBJECT:
                address = self._build(value) if value is not None else 0
                POINTER.pack_into(memory, field.offset, address)
            else:
                SPAN.pack_into(memory, field.offset, *self._span(field.kind, value))
        except (struct.error, TypeError) as error:
            raise ArgumentError(f"{where}.{field.name}: {error}") from None

    def _span(self, kind: int, value: Any) -> Tuple[int, int]:
        """Where the elements of VALUE are, and how many."""
        if kind == _abi.E2E_TL_KIND_STRING:
            value = bytes_of_text(value)
        elif kind == _abi.E2E_TL_KIND_LONGS:
            value = struct.pack(f"{len(value)}q", *value)
        elif kind == _abi.E2E_TL_KIND_OBJECTS:
            value = struct.pack(f"{len(value)}P", *[self._build(v) for v in value])
        value = octets(value)
        n = len(value)
        memory = self._room(n)
        ctypes.memmove(memory, value, n)
        size = {_abi.E2E_TL_KIND_LONGS: 8,
                _abi.E2E_TL_KIND_OBJECTS: POINTER.size}.get(kind, 1)
        return ctypes.addressof(memory), n // size
