# SPDX-License-Identifier: ISC
"""What two users compare to know that nobody is between them: the 36 bytes of Chat.key_hash as
a picture, as text and as emoji."""
import ctypes
from typing import Iterator, Tuple

from e2e import _abi
from e2e._given import uint32
from e2e._library import lib, octets
from e2e.crypto import exactly
from e2e.errors import ArgumentError

SIDE: int = _abi.E2E_PICTURE_SIDE
LEGACY_SIDE: int = _abi.E2E_PICTURE_LEGACY_SIDE
HASH_BYTES: int = _abi.E2E_KEY_HASH_BYTES
LEGACY_HASH_BYTES: int = _abi.E2E_KEY_HASH_LEGACY_BYTES

SCALE_MAX = 1000

Matrix = Tuple[Tuple[int, ...], ...]


def _matrix(pixels: bytes, side: int) -> Matrix:
    return tuple(tuple(pixels[i:i + side]) for i in range(0, side * side, side))


def matrix(key_hash: bytes) -> Matrix:
    """12 rows of 12 palette indices from 0 to 3."""
    pixels = ctypes.create_string_buffer(SIDE * SIDE)
    lib.e2e_key_picture(pixels, exactly(key_hash, HASH_BYTES, "key_hash"))
    return _matrix(pixels.raw, SIDE)


def legacy_matrix(key_hash: bytes) -> Matrix:
    """The 8 rows of 8 that chats from before layer 46 show; the first 16 bytes of the hash."""
    pixels = ctypes.create_string_buffer(LEGACY_SIDE * LEGACY_SIDE)
    lib.e2e_key_picture_legacy(
        pixels, exactly(octets(key_hash)[:LEGACY_HASH_BYTES], LEGACY_HASH_BYTES, "key_hash"))
    return _matrix(pixels.raw, LEGACY_SIDE)


def rgb(colour: int) -> int:
    """The colour of a palette index as 0xRRGGBB."""
    return int(lib.e2e_picture_rgb(uint32(colour, "colour")))


def text(key_hash: bytes) -> str:
    """The first 32 bytes as clients print them: four lines of eight bytes in hex."""
    out = ctypes.create_string_buffer(_abi.E2E_KEY_TEXT_BYTES)
    lib.e2e_key_text(out, exactly(key_hash, HASH_BYTES, "key_hash"))
    return out.value.decode("ascii")


def emoji(key_hash: bytes) -> Tuple[int, ...]:
    """The five emoji that Android shows, as indices from 0 to 332 into the table of calls."""
    out = (ctypes.c_uint16 * _abi.E2E_KEY_EMOJI)()
    lib.e2e_key_emoji(out, exactly(key_hash, HASH_BYTES, "key_hash"))
    return tuple(out)


def ppm(key_hash: bytes, scale: int = 20) -> bytes:
    """The picture as a file of the format PPM, SCALE pixels for each square."""
    if not 1 <= uint32(scale, "scale") <= SCALE_MAX:
        raise ArgumentError(f"scale is {scale}")
    side = SIDE * scale
    return b"P6\n%d %d\n255\n" % (side, side) + b"".join(_lines(key_hash, scale))


def _lines(key_hash: bytes, scale: int) -> Iterator[bytes]:
    for row in matrix(key_hash):
        line = b"".join(rgb(colour).to_bytes(3, "big") * scale for colour in row)
        yield line * scale
