# SPDX-License-Identifier: ISC
"""Transports: packets in a TCP stream (core.telegram.org/mtproto/mtproto-transports).

The client's first bytes tell which one it uses: full, abridged, intermediate or padded
intermediate, the last three also obfuscated.  A SOCKS5 greeting may come before (socks5.py).
"""
import asyncio
import os
import random
import struct
import zlib
from typing import Callable, Optional, Tuple, Union

from .aes import ctr
from .tl import TlError

PACKET_MAX = 16 << 20
ABRIDGED, INTERMEDIATE, PADDED = b"\xef" * 4, b"\xee" * 4, b"\xdd" * 4


class Stream:
    """A TCP connection, with a cipher in each direction if it is obfuscated."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._decrypt: Callable[[bytes], bytes] = bytes
        self._encrypt: Callable[[bytes], bytes] = bytes

    def obfuscate(self, decrypt: Callable[[bytes], bytes],
                  encrypt: Callable[[bytes], bytes]) -> None:
        """Pass everything from here on through these."""
        self._decrypt, self._encrypt = decrypt, encrypt

    async def read(self, length: int) -> bytes:
        """Exactly so many bytes; asyncio.IncompleteReadError at the end."""
        return self._decrypt(await self._reader.readexactly(length))

    def write(self, data: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(self._encrypt(data))

    def close(self) -> None:
        self._writer.close()

    def abort(self) -> None:
        """Close at once, what was written last may never arrive."""
        self._writer.transport.abort()


class Abridged:
    """A length of one byte, in words; of three after 7f."""

    name = "abridged"

    async def read(self, stream: Stream) -> bytes:
        words = (await stream.read(1))[0] & 0x7F
        if words == 0x7F:
            words = int.from_bytes(await stream.read(3), "little")
        return await stream.read(_checked(4 * words))

    def frame(self, packet: bytes) -> bytes:
        words = len(packet) // 4
        if words < 0x7F:
            return bytes([words]) + packet
        return b"\x7f" + words.to_bytes(3, "little") + packet


class Intermediate:
    """A length of four bytes; padded: up to 15 bytes behind the packet count in it."""

    def __init__(self, padded: bool) -> None:
        self.padded = padded
        self.name = "padded intermediate" if padded else "intermediate"

    async def read(self, stream: Stream) -> bytes:
        length = struct.unpack("<I", await stream.read(4))[0] & 0x7FFFFFFF
        return await stream.read(_checked(length))

    def frame(self, packet: bytes) -> bytes:
        if self.padded:
            packet += os.urandom(random.randrange(16))
        return struct.pack("<I", len(packet)) + packet


class Full:
    """Length, number of the packet, packet, CRC32; first is what was read of it already."""

    name = "full"

    def __init__(self, first: bytes) -> None:
        self._first = first
        self._sent = 0

    async def read(self, stream: Stream) -> bytes:
        head = self._first + await stream.read(8 - len(self._first))
        self._first = b""
        length = struct.unpack("<I", head[:4])[0]
        rest = await stream.read(_checked(length - 8))
        if zlib.crc32(head + rest[:-4]) != struct.unpack("<I", rest[-4:])[0]:
            raise TlError("wrong checksum")
        return rest[:-4]

    def frame(self, packet: bytes) -> bytes:
        data = struct.pack("<II", len(packet) + 12, self._sent) + packet
        self._sent += 1
        return data + struct.pack("<I", zlib.crc32(data))


def _checked(length: int) -> int:
    if not 4 <= length <= PACKET_MAX:
        raise TlError("a packet of %d bytes" % length)
    return length


Codec = Union[Abridged, Intermediate, Full]


def _by_tag(tag: bytes) -> Codec:
    if tag == ABRIDGED:
        return Abridged()
    if tag in (INTERMEDIATE, PADDED):
        return Intermediate(tag == PADDED)
    raise TlError("unknown transport %s" % tag.hex())


async def detect(stream: Stream, first: bytes = b"") -> Tuple[Codec, Optional[int]]:
    """The transport, and the data centre that an obfuscated one names; first was read already.

    A full transport starts with a length and the packet number 0.  Obfuscated connections never
    have zeros there: their first 64 bytes are random, with both keys in them.
    """
    first = first or await stream.read(1)
    if first[:1] == ABRIDGED[:1]:
        return Abridged(), None
    first += await stream.read(4 - len(first))
    if first in (INTERMEDIATE, PADDED):
        return _by_tag(first), None
    first += await stream.read(4)
    if first[4:8] == bytes(4):
        return Full(first), None
    head = first + await stream.read(56)
    mirrored = head[8:56][::-1]
    decrypt = ctr(head[8:40], head[40:56])
    stream.obfuscate(decrypt, ctr(mirrored[:32], mirrored[32:]))
    clear = decrypt(head)
    return _by_tag(clear[56:60]), struct.unpack("<h", clear[60:62])[0]
