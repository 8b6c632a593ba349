# SPDX-License-Identifier: ISC
"""The account of the library behind an e2e.Account: one thread at a time, and when it is freed."""
import contextlib
import threading
import weakref
from typing import Any, Callable, Iterator

from e2e._library import lib
from e2e.errors import ArgumentError, StateError, check


class Handle:
    """Lets one thread at a time use the account, and none once it is closed."""

    def __init__(self, pointer: Any, clock: Callable[[], float]) -> None:
        self._free = weakref.finalize(self, lib.e2e_account_free, pointer)
        self._pointer: Any = pointer
        self._clock = clock
        self._lock = threading.RLock()
        self._running = False

    def close(self) -> None:
        """Wipe and free the account's memory; what was not committed is lost.  It may be called
        twice.  StateError within a commit."""
        with self._lock:
            if self._running:
                raise StateError("close() within a commit")
            self._end()

    def _end(self) -> None:
        self._running = False
        self._pointer = None
        self._free()

    @property
    def closed(self) -> bool:
        """It was closed, or has ended by a failed commit."""
        return self._pointer is None

    def _now(self) -> int:
        """Unix milliseconds.  ArgumentError for what no clock shows."""
        now = float(self._clock())
        if not abs(now) < 1e15:
            raise ArgumentError(f"the clock shows {now!r}")
        return int(now * 1000)

    @contextlib.contextmanager
    def _inside(self) -> Iterator[Any]:
        with self._lock:
            if self._pointer is None:
                raise StateError("the account has ended; make it again from its store")
            yield self._pointer

    def _do(self, name: str, *arguments: Any) -> None:
        """The function NAME of the library; what it returns is raised."""
        with self._inside() as pointer:
            check(getattr(lib, name)(pointer, *arguments), name)
