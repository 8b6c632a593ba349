# SPDX-License-Identifier: ISC
"""What happened on the server, for assertions and for people."""
import asyncio
import sys
import time
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple


class Record(NamedTuple):
    """One thing that happened.

    kind is "call" (details: request, an Object; result or error), "push" (update, and fate if a
    fault had a hand in it), "connect", "disconnect", "handshake" or "protocol" (an MTProto message
    that was refused).  name is the method, the update's constructor, or the transport.
    """
    time: float
    user_id: Optional[int]
    kind: str
    name: str
    details: Dict[str, Any]


class Log:
    """A growing list of records; wait_for() waits for one to come."""

    def __init__(self, verbose: bool = False) -> None:
        self.records: List[Record] = []
        self.verbose = verbose
        self._waiting: List[Tuple[Callable[[Record], bool], asyncio.Future]] = []

    def add(self, user_id: Optional[int], kind: str, name: str, **details: Any) -> None:
        record = Record(time.time(), user_id, kind, name, details)
        self.records.append(record)
        if self.verbose:
            print("%.3f" % record.time, user_id or "-", kind, name,
                  " ".join("%s=%s" % item for item in details.items()), file=sys.stderr)
        for predicate, future in self._waiting:
            if not future.done() and predicate(record):
                future.set_result(record)
        self._waiting = [entry for entry in self._waiting if not entry[1].done()]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def calls(self, method: Optional[str] = None, user_id: Optional[int] = None) -> List[Record]:
        """The calls so far, of one method or user if given."""
        return self._select("call", method, user_id)

    def pushes(self, update: Optional[str] = None, user_id: Optional[int] = None) -> List[Record]:
        """The pushed updates so far, of one constructor or user if given."""
        return self._select("push", update, user_id)

    def _select(self, kind: str, name: Optional[str], user_id: Optional[int]) -> List[Record]:
        return [r for r in self.records if r.kind == kind and name in (None, r.name)
                and user_id in (None, r.user_id)]

    async def wait_for(self, predicate: Callable[[Record], bool], timeout: float = 10.0,
                       start: int = 0) -> Record:
        """The first record from number start on for which predicate is true.

        asyncio.TimeoutError if none has come after so many seconds.
        """
        for record in self.records[start:]:
            if predicate(record):
                return record
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((predicate, future))
        return await asyncio.wait_for(future, timeout)
