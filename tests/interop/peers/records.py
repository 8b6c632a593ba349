# SPDX-License-Identifier: ISC
"""What a peer has seen, and waiting for it, as WorkerPeer does it for processes."""

import asyncio
from typing import Any, Callable, Dict, List, Optional

from worker import WorkerDied, WorkerTimeout

Seen = Dict[str, Any]


class Records:
    """Records in the order in which they came; wait() hands each out once."""

    def __init__(self, name: str, timeout: float) -> None:
        """name: for messages. timeout: seconds that wait() waits unless told otherwise."""
        self.name, self.timeout = name, timeout
        self.seen: List[Seen] = []
        self._untaken: List[Seen] = []
        self._arrived: Optional[asyncio.Event] = None
        self.broken = ""

    def record(self, kind: str, **fields: Any) -> None:
        """Something happened. None fields are left out."""
        seen = {"kind": kind}
        seen.update((name, value) for name, value in fields.items() if value is not None)
        self.seen.append(seen)
        self._untaken.append(seen)
        self._notify()

    def fail(self, reason: str) -> None:
        """Nothing more will come; every wait ends."""
        self.broken = reason
        self._notify()

    def untaken(self, kind: str, where: Optional[Callable[[Seen], bool]] = None,
                **match: Any) -> List[Seen]:
        """The records of this kind that came and that no wait() returned yet."""
        return [seen for seen in self._untaken
                if seen["kind"] == kind
                and all(seen.get(name) == value for name, value in match.items())
                and (where is None or where(seen))]

    async def wait(self, kind: str, timeout: Optional[float] = None,
                   where: Optional[Callable[[Seen], bool]] = None, **match: Any) -> Seen:
        """The oldest record of this kind that no wait returned yet.

        match: fields that must be equal; where: a further condition. Raises WorkerTimeout, or
        WorkerDied when the peer is not running.
        """
        limit = self.timeout if timeout is None else timeout
        what = f"{self.name}: wait for {kind} {match or ''}".rstrip()
        try:
            return await asyncio.wait_for(self._find(what, kind, where, match), limit)
        except asyncio.TimeoutError:
            raise WorkerTimeout(f"{what}: nothing in {limit:g} s") from None

    async def _find(self, what: str, kind: str, where: Any, match: Seen) -> Seen:
        while True:
            found = self.untaken(kind, where, **match)
            if found:
                self._untaken = [seen for seen in self._untaken if seen is not found[0]]
                return found[0]
            if self.broken:
                raise WorkerDied(f"{what}: {self.broken}")
            if self._arrived is None:
                self._arrived = asyncio.Event()
            await self._arrived.wait()

    def _notify(self) -> None:
        """Wake every wait, each of which looks again."""
        if self._arrived is not None:
            self._arrived.set()
            self._arrived = None
