# SPDX-License-Identifier: ISC
"""Width and height of an image from the beginning of its file."""

import struct
from typing import Tuple

HEAD_BYTES = 65536      # as many bytes of a file as size_of() may want

_JPEG_FRAMES = frozenset(range(0xc0, 0xd0)) - {0xc4, 0xc8, 0xcc}
_JPEG_BARE = frozenset(range(0xd0, 0xd8)) | {0x01}


def size_of(head: bytes) -> Tuple[int, int]:
    """Width and height in pixels of a JPEG, PNG, GIF or WebP image; (0, 0) if unknown."""
    try:
        if head[:2] == b"\xff\xd8":
            return _jpeg(head)
        if head[:8] == b"\x89PNG\r\n\x1a\n":
            width, height = struct.unpack_from(">II", head, 16)
            return width, height
        if head[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack_from("<HH", head, 6)
            return width, height
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _webp(head)
    except (IndexError, struct.error):
        pass
    return 0, 0


def _jpeg(head: bytes) -> Tuple[int, int]:
    """From the frame header; segments before it are skipped by their length."""
    at = 2
    while head[at] == 0xff:
        kind = head[at + 1]
        if kind in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        at += 2
        if kind not in _JPEG_BARE:
            at += struct.unpack_from(">H", head, at)[0]
    return 0, 0


def _webp(head: bytes) -> Tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3fff, height & 0x3fff
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", head, 21)[0]
        return (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1
    if kind == b"VP8X":
        return (int.from_bytes(head[24:27], "little") + 1,
                int.from_bytes(head[27:30], "little") + 1)
    return 0, 0
