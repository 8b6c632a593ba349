# SPDX-License-Identifier: ISC
"""Width, height and duration of a video, from the boxes of its file (MP4, MOV, 3GP).

Only what is asked for is read: boxes are skipped by their length, since `moov`, which knows, is often
at the end. Other containers, and files that are broken, give zeros.
"""

import struct
from typing import BinaryIO, Dict, Iterator, NamedTuple, Tuple

BOXES_MAX = 10000       # of all kinds, in a file; real ones have some hundred
FIELDS_MAX = 128        # bytes of a box that are looked at
_INSIDE = frozenset((b"moov", b"trak", b"mdia", b"mvex"))


class About(NamedTuple):
    """Pixels and seconds; 0 for what is not known."""
    width: int
    height: int
    duration: int


class _Box(NamedTuple):
    """A box: its kind, and from where to where its contents are."""
    kind: bytes
    at: int
    end: int


def look_at(source: BinaryIO, start: int = 0) -> About:
    """What the file says that begins at `start` of source, which can seek. Raises OSError."""
    end = source.seek(0, 2)
    film: Dict[str, int] = {}
    tracks = []
    try:
        for box in _walk(source, start, end):
            if box.kind == b"trak":
                tracks.append({"video": 0, "width": 0, "height": 0})
            elif box.kind in (b"mvhd", b"mehd"):
                _film(film, box.kind, _fields(source, box))
            elif box.kind == b"tkhd" and tracks:
                tracks[-1]["width"], tracks[-1]["height"] = _size(_fields(source, box))
            elif box.kind == b"hdlr" and tracks:
                tracks[-1]["video"] = int(_fields(source, box)[8:12] == b"vide")
    except struct.error:
        pass    # cut off; what was read before counts
    width, height = next(((track["width"], track["height"]) for track in tracks
                          if track["video"]), (0, 0))
    units, scale = film.get("duration", 0), film.get("scale", 0)
    duration = -(-units // scale) if scale else 0   # what has begun counts
    return About(width, height, duration if duration < 1 << 31 else 0)


def _walk(source: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """All boxes, and those in them that matter, in the order of the file."""
    left = BOXES_MAX
    todo = [(start, end)]
    while todo and left:
        at, end = todo.pop()
        if end - at < 8:
            continue
        left -= 1
        source.seek(at)
        size, kind = struct.unpack(">I4s", source.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", source.read(8))[0], 16
        elif size == 0:     # up to the end
            size = end - at
        if size < head or size > end - at:
            return
        todo.append((at + size, end))
        if kind in _INSIDE:
            todo.append((at + head, at + size))
        yield _Box(kind, at + head, at + size)


def _fields(source: BinaryIO, box: _Box) -> bytes:
    source.seek(box.at)
    return source.read(min(box.end - box.at, FIELDS_MAX))


def _film(film: Dict[str, int], kind: bytes, data: bytes) -> None:
    """Duration and its unit. A file in fragments has the duration in `mehd`, if anywhere."""
    wide = data[:1] == b"\1"
    if kind == b"mehd":
        units = struct.unpack_from(">Q" if wide else ">I", data, 4)[0]
    else:
        film["scale"], units = struct.unpack_from(">IQ" if wide else ">II", data,
                                                  20 if wide else 12)
    if units != (1 << (64 if wide else 32)) - 1:    # that means that it is not known
        film["duration"] = max(film.get("duration", 0), units)


def _size(data: bytes) -> Tuple[int, int]:
    """Of a track as it is shown: the matrix may turn it by a quarter."""
    at = 52 if data[:1] == b"\1" else 40
    a, b, _, c, d = struct.unpack_from(">5i", data, at)
    width, height = (side >> 16 for side in struct.unpack_from(">II", data, at + 36))
    return (height, width) if b and c and not a and not d else (width, height)
