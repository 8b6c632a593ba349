# SPDX-License-Identifier: ISC
"""Files that give or take less at a time than was asked for, as unbuffered ones do."""
import io
from typing import IO


def read_up_to(source: IO[bytes], n: int) -> bytes:
    """N bytes, or fewer at the end of SOURCE."""
    data = source.read(n)
    while 0 < len(data) < n:
        more = source.read(n - len(data))
        if not more:
            break
        data += more
    return data


def write_all(target: IO[bytes], data: bytes) -> None:
    """The whole of DATA.  OSError if TARGET takes nothing more."""
    while data:
        n = target.write(data)
        if n is None and not isinstance(target, io.RawIOBase):
            return      # no file of Python's, which does not say how much it took
        if not n:
            raise BlockingIOError("the target takes nothing more")
        data = data[n:]
