# SPDX-License-Identifier: ISC
"""The part of e2e.schema that is no class of a constructor: the way to bytes and back."""
import ctypes
import json
from dataclasses import dataclass
from typing import Any, Optional, Tuple

from e2e import _abi
from e2e._codec import CLASSES, Built, layout_of, read
from e2e._given import int32, one_of, uint32
from e2e._library import bytes_of, lib, octets, sized
from e2e._object import Method, TLObject
from e2e.errors import Refused, check

LAYER: int = _abi.E2E_LAYER  # the highest layer that this version knows

# Types for decode(), as numbers of the library.
ANY: int = _abi.E2E_TYPE_ANY
DECRYPTED_MESSAGE: int = _abi.E2E_TYPE_DECRYPTED_MESSAGE
DECRYPTED_MESSAGE_LAYER: int = _abi.E2E_TYPE_DECRYPTED_MESSAGE_LAYER

__all__ = ["ANY", "CLASSES", "DECRYPTED_MESSAGE", "DECRYPTED_MESSAGE_LAYER", "Got", "LAYER",
           "Method", "TLObject", "convert", "decode", "decode_partly", "encode", "name_of",
           "to_json", "to_text", "type_of", "wrapper_layer"]


@dataclass(frozen=True)
class Got:
    """What decode_partly() found.

    object   what could be decoded; its fields from the unknown one on are empty
    odd      E2E_TL_ODD_* of the library: 1 padding, 2 a long form of length, 4 unknown flags
    unknown  the constructor that is not known, or whose flags are not; None if all are
    rest     the bytes from that constructor on, or those that were not read
    """
    object: Optional[TLObject]
    odd: int
    unknown: Optional[int]
    rest: bytes


def encode(value: TLObject, type_: int = ANY) -> bytes:
    """The bytes of VALUE, boxed.  ArgumentError for a field that cannot be so, LimitError for
    strings of 2^24 bytes."""
    name, n = type(value).__name__, ctypes.c_size_t()
    type_ = uint32(type_, "type_")
    with Built(value) as pointer:
        check(lib.e2e_tl_measure(ctypes.byref(n), type_, pointer), name)
        out = ctypes.create_string_buffer(max(n.value, 1))
        check(lib.e2e_tl_put(out, n.value, ctypes.byref(n), type_, pointer), name)
    return out.raw[:n.value]


def decode(data: bytes, type_: int = ANY) -> TLObject:
    """The object whose bytes DATA is, the whole of it.  Refused if it is none of TYPE_, or
    holds a constructor, or a field of a flag, that this version does not know."""
    got = decode_partly(data, type_)
    if got.unknown is not None:
        what = "flags of constructor" if got.unknown in CLASSES else "constructor"
        raise Refused(f"{what} {got.unknown:#010x}", _abi.E2E_REFUSED_UNKNOWN)
    assert got.object is not None
    return got.object


def decode_partly(data: bytes, type_: int = ANY) -> Got:
    """The same, but at a constructor that is not known it ends, and tells what came before; so
    it does, if nothing else makes sense of DATA, behind flags that are not known."""
    data, type_ = octets(data), uint32(type_, "type_")
    memory = (ctypes.c_uint64 * ((6 * len(data) + 512) // 8 + 1))()  # E2E_TL_ROOM
    got = sized(_abi.e2e_tl_got)
    result = lib.e2e_tl_get(ctypes.byref(got), memory, ctypes.sizeof(memory), type_, data,
                            len(data), None)
    if result != _abi.E2E_REFUSED_UNKNOWN:
        check(result, "decode")
    address = ctypes.cast(got.object, ctypes.c_void_p).value
    found = Got(read(address), got.odd, got.unknown if result else None,
                bytes_of(got.rest) if result else b"")
    ctypes.memset(memory, 0, ctypes.sizeof(memory))
    return found


def to_text(value: TLObject) -> str:
    """Lines for people: a field each, indented."""
    return _printed(value, _abi.E2E_TL_TEXT)


def to_json(value: TLObject) -> Any:
    """What JSON can say of VALUE: long as a decimal string, bytes in hex."""
    return json.loads(_printed(value, _abi.E2E_TL_JSON))


def _printed(value: TLObject, form: int) -> str:
    n = ctypes.c_size_t()
    with Built(value) as pointer:
        check(lib.e2e_tl_print(None, 0, ctypes.byref(n), pointer, form), "print")
        out = ctypes.create_string_buffer(n.value + 1)
        check(lib.e2e_tl_print(out, len(out), ctypes.byref(n), pointer, form), "print")
    return out.value.decode()


def name_of(ctor: int) -> Optional[str]:
    """The name of constructor CTOR as in its schema, or None."""
    name = lib.e2e_tl_name(uint32(ctor, "ctor"))
    return name.decode() if name is not None else None


def type_of(value: TLObject) -> int:
    """The number of VALUE's type; 0 for a method."""
    return layout_of(one_of(TLObject, value, "value").CTOR).type


def wrapper_layer(own: int, peer: int) -> int:
    """The layer of what a client of layer OWN sends to a peer of layer PEER."""
    return int(lib.e2e_layer_wrapper(int32(own, "own"), int32(peer, "peer")))


def convert(message: TLObject, layer: int) -> Tuple[TLObject, int]:
    """MESSAGE as a peer of LAYER (46, 73, 101 or 144) understands it, and what that cost
    (e2e.Lost).  An account does this by itself.  LimitError for a file that is too large for the
    layer, ArgumentError for a message of a generation that is not sent today."""
    # More than E2E_LAYER_ROOM() of any message that takes so many bytes.
    memory = (ctypes.c_uint64 * (128 + 8 * len(encode(message))))()
    out, lost = ctypes.POINTER(_abi.e2e_tl)(), ctypes.c_uint32()
    with Built(message) as pointer:
        check(lib.e2e_layer_convert(ctypes.byref(out), ctypes.byref(lost), memory,
                                    ctypes.sizeof(memory), pointer, int32(layer, "layer")), "convert")
        converted = read(ctypes.cast(out, ctypes.c_void_p).value)
    assert converted is not None
    return converted, lost.value
