# SPDX-License-Identifier: ISC
"""The store as the adapter uses it: several commits as one, and where updates go on."""

import contextlib
import sqlite3
from typing import Any, Callable, ContextManager, Iterable, List, Optional, Sequence, Tuple, cast

from e2e.records import Event, Row
from e2e.store import note_generation

Join = Callable[[sqlite3.Connection], None]
Mark = Tuple[int, int]      # pts, date (Unix time in seconds) of an updates.state

_TABLE = ("CREATE TABLE IF NOT EXISTS e2e_telethon"
          " (one INTEGER PRIMARY KEY CHECK (one = 1), pts INTEGER, date INTEGER)")


class HostStore:
    """Stands between the account and a store of e2e. It is an e2e.Store itself."""

    def __init__(self, store: Any) -> None:
        """store: an e2e.SQLiteStore, or what has its methods; without `transaction`, as in
        e2e.MemoryStore, marks live in memory."""
        self._store = store
        self.owner = store      # one account at a time is over it, see e2e.Account
        self._mark: Optional[Mark] = None
        self._held: Optional[Tuple[List[Row], List[Event]]] = None
        self._generation = 0
        # Called with the events of each commit when they are durable; must not raise.
        self.committed: Callable[[Sequence[Event]], None] = lambda events: None

    def rows(self) -> Iterable[Row]:
        """See e2e.Store."""
        return list(self._store.rows())

    def commit(self, rows: Sequence[Row], events: Sequence[Event]) -> None:
        """See e2e.Store. Between hold() and release() nothing is written."""
        if self._held is None:
            self._store.commit(rows, events)
            self.committed(events)
            return
        self._held[0].extend(rows)
        self._held[1].extend(events)

    def generation(self) -> int:
        """See e2e.Store."""
        return int(self._store.generation())

    def keep_generation(self, generation: int) -> None:
        """See e2e.Store."""
        self._generation = generation
        if self._held is None:
            self._store.keep_generation(generation)

    def hold(self) -> None:
        """Collect commits from now on."""
        self._held = ([], [])

    def release(self, joined: Sequence[Join]) -> None:
        """Commit what was collected, and what these functions write, in one transaction."""
        assert self._held is not None
        rows, events = self._held
        self._held = None
        for function in joined:
            self._store.join(function)
        self._store.commit(rows, events)
        if self._generation:
            note_generation(self._store, self._generation)
        self.committed(events)

    def drop(self) -> None:
        """Forget what was collected."""
        self._held = None

    def events(self, after: int, limit: int) -> List[Event]:
        """Events that are not done, in order, beginning after this number; at most so many."""
        return list(self._store.events(after=after, limit=limit))

    def done(self, numbers: Iterable[int]) -> None:
        """These events are handled."""
        with self._transaction():
            for number in numbers:
                self._store.done(number)

    def done_joined(self, number: int) -> Join:
        """The same, as something to give to release()."""
        def done(_: sqlite3.Connection) -> None:
            self._store.done(number)
        return done

    def _transaction(self) -> ContextManager[Any]:
        transaction = getattr(self._store, "transaction", contextlib.nullcontext)
        return cast(ContextManager[Any], transaction())

    def load_mark(self) -> Optional[Mark]:
        """Where updates go on, or None at the very first start."""
        if self._mark is None and hasattr(self._store, "transaction"):
            with self._transaction() as db:
                db.execute(_TABLE)
                self._mark = db.execute("SELECT pts, date FROM e2e_telethon").fetchone()
        return self._mark

    def save_mark(self, mark: Mark) -> None:
        """Keep it, if it is another one. Raises what the store raises."""
        if mark == self.load_mark():
            return
        if hasattr(self._store, "transaction"):
            with self._transaction() as db:
                db.execute("INSERT OR REPLACE INTO e2e_telethon VALUES (1, ?, ?)", mark)
        self._mark = mark
