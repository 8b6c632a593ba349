# SPDX-License-Identifier: ISC
"""Where an account keeps its rows, and the events that the application has not handled yet."""
import contextlib
import logging
import os
import sqlite3
import stat
import threading
import weakref
from typing import Callable, Iterable, Iterator, List, Optional, Protocol, Sequence

from e2e._given import int64
from e2e.errors import ArgumentError, StateError, StoreError
from e2e.records import Event, Row


class Store(Protocol):
    """What an Account needs.  It is called by the thread that uses the account, one call at a
    time."""

    def rows(self) -> Iterable[Row]:
        """All rows, in any order."""

    def commit(self, rows: Sequence[Row], events: Sequence[Event]) -> None:
        """Put or delete ROWS in this order and keep EVENTS, all or nothing, and return when they
        are durable.  If it raises, the account ends and has to be loaded again."""

    def generation(self) -> int:
        """The last number that keep_generation() was given, or 0.  It has to be kept apart from
        the rows, so that rows put back from a backup are noticed; a store that cannot returns
        0."""

    def keep_generation(self, generation: int) -> None:
        """Keep this number; losing the last ones does no harm.  The commit is durable by now: if
        this raises, that is logged, and the account goes on."""


_log = logging.getLogger("e2e")


def note_generation(store: Store, generation: int) -> None:
    """keep_generation(), whose failure must not make a failure of the commit before it."""
    try:
        store.keep_generation(generation)
    except Exception:  # pylint: disable=broad-except
        _log.warning("generation %d could not be kept: until one is, rows from a backup of now are "
                     "not noticed", generation, exc_info=True)


# A commit is on the disk when it is over, and nobody else can open the file meanwhile.  The lock
# comes first, so that a journal that a dead process left is kept when it is rolled back.
#
# What is deleted or replaced is erased.  secure_delete overwrites it in the database; the journal
# has whole pages as they were, is kept for that, and is overwritten after each transaction, see
# _erase(); no secret goes into a temporary file.  But where SQLite moves a value from one page to
# another, to keep its tree in balance, the copy that stays behind is overwritten by nothing.  Only
# the part of a record that lies in the tree itself moves, never an overflow page; so a filler
# before each secret value takes up all of that part.
_SETUP = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = MEMORY;
PRAGMA journal_mode = PERSIST;
PRAGMA secure_delete = ON;
PRAGMA synchronous = FULL;
"""

_COLUMNS = {
    "e2e_rows": ("tab, key, value", """
        (tab INTEGER NOT NULL, key BLOB NOT NULL, filler BLOB NOT NULL DEFAULT (zeroblob({n})),
        value BLOB NOT NULL, PRIMARY KEY (tab, key)) WITHOUT ROWID"""),
    "e2e_events": ("number, event", """
        (number INTEGER PRIMARY KEY AUTOINCREMENT, filler BLOB NOT NULL DEFAULT (zeroblob({n})),
        event BLOB NOT NULL)"""),
}

_JOURNAL_KEPT = 1 << 18     # bytes; a longer one would be overwritten whole after each commit


def _make_tables(db: sqlite3.Connection) -> None:
    """Those that are missing, and those from before there was a filler again: all pages of a
    table that goes are overwritten."""
    page_size, = db.execute("PRAGMA page_size").fetchone()
    for name, (columns, definition) in _COLUMNS.items():
        # SQLite keeps at most a quarter of a page of a record WITHOUT ROWID in the tree.
        filler = page_size // 4 + 64 if "WITHOUT ROWID" in definition else page_size
        create = f"CREATE TABLE IF NOT EXISTS {name} {definition.format(n=filler)}"
        db.execute(create)
        if "filler" in (column[1] for column in db.execute(f"PRAGMA table_info({name})")):
            continue
        db.execute(f"ALTER TABLE {name} RENAME TO {name}_old")
        db.execute(create)
        db.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {name}_old")
        if "AUTOINCREMENT" in definition:   # no number is given twice
            db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            db.execute("UPDATE sqlite_sequence SET name = ? WHERE name = ?",
                       (name, f"{name}_old"))
        db.execute(f"DROP TABLE {name}_old")


def _erase(name: str) -> None:
    """Overwrite the journal of this name, durably, after the end of a transaction.  While it may
    be needed to roll one back, after an error too, it begins with a mark of SQLite's."""
    try:
        file = open(name, "r+b", buffering=0)
    except FileNotFoundError:
        return
    with file:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            return
        if file.read(1) != b"\0":
            raise StoreError(f"{name}: is still needed")
        file.seek(0)
        left = size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 16)))
        os.fsync(file.fileno())
        if size > _JOURNAL_KEPT:
            file.truncate(_JOURNAL_KEPT)    # only zeros become free


def _create(name: str) -> None:
    """NAME is there for its owner alone.  Only a new file is opened here: closing one that is there
    would end the locks that this process may have on it."""
    try:
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        for suffix in ("", "-journal", "-wal"):
            _make_private(name + suffix)


def _make_private(name: str) -> None:
    """What others can use, they cannot from now on.  OSError if that is not possible."""
    try:
        mode = os.stat(name).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISREG(mode) and mode & 0o077:
        os.chmod(name, stat.S_IMODE(mode) & 0o700)
        _log.warning("%s: others could use it (mode %04o); it is private now", name,
                     stat.S_IMODE(mode))


class SQLiteStore:
    """A store in an SQLite database, which an application may share with tables of its own.

    PATH is made for this user alone (mode 0600) if it is not there, and what others can use is
    taken from them: what it holds is as secret as the chats.  GENERATION_PATH is a small file in
    another place than the backups of PATH, or None.  StoreError if the database cannot be opened
    or made private, or another process has it.

    Events stay until done(): handle them in order, and one that was handled without done(),
    because of a crash, comes again.
    """

    def __init__(self, path: "str | os.PathLike[str]",
                 generation_path: "Optional[str | os.PathLike[str]]" = None) -> None:
        self._generation_path = os.fsdecode(generation_path) if generation_path else None
        name = os.fsdecode(path)
        if name in ("", ":memory:"):    # SQLite would lose these at the end
            raise StoreError(f"{name!r} is no path; MemoryStore is one for tests")
        name = os.path.realpath(name)
        if self._generation_path and os.path.realpath(self._generation_path) == name:
            raise ArgumentError("generation_path is the path of the database")
        try:
            _create(name)
            self._open(name)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{name}: {error}") from error

    def _open(self, name: str) -> None:
        self._lock = threading.RLock()
        self._joined: List[Callable[[sqlite3.Connection], None]] = []
        self._db = sqlite3.connect(name, timeout=0, isolation_level=None,
                                   check_same_thread=False)
        self._close = weakref.finalize(self, self._db.close)
        try:
            self._db.executescript(_SETUP)
            mode, = self._db.execute("PRAGMA journal_mode").fetchone()
            if mode not in ("persist", "memory"):
                raise StoreError(f"{name}: its journal_mode stays {mode}")
            self._db.execute("BEGIN EXCLUSIVE")
            _make_tables(self._db)
            self._db.execute("COMMIT")
            # SQLite has made the path absolute and has followed links.
            path = self._db.execute("PRAGMA database_list").fetchone()[2]
            self._journal = path + "-journal" if path else ""
            self._forget()
        except (OSError, sqlite3.Error, StoreError):
            self._close()
            raise

    def _forget(self) -> None:
        if self._journal:
            _erase(self._journal)

    # ---- What an account needs -------------------------------------------------------------

    def rows(self) -> Iterable[Row]:
        with self._lock:
            found = self._db.execute("SELECT tab, key, value FROM e2e_rows").fetchall()
        return [Row(table, bytes(key), bytes(value)) for table, key, value in found]

    def commit(self, rows: Sequence[Row], events: Sequence[Event]) -> None:
        with self._lock:
            if self._db.in_transaction:
                raise StateError("the account was run within a transaction of its store")
            joined, self._joined = self._joined, []
            with self.transaction() as db:
                for row in rows:
                    self._write(db, row)
                db.executemany("INSERT INTO e2e_events (event) VALUES (?)",
                               [(event.pack(),) for event in events])
                for function in joined:
                    function(db)

    @staticmethod
    def _write(db: sqlite3.Connection, row: Row) -> None:
        if row.value:
            db.execute("INSERT OR REPLACE INTO e2e_rows (tab, key, value) VALUES (?, ?, ?)",
                       (row.table, row.key, row.value))
        else:
            db.execute("DELETE FROM e2e_rows WHERE tab = ? AND key = ?", (row.table, row.key))

    def generation(self) -> int:
        if self._generation_path is None:
            return 0
        try:
            with open(self._generation_path, encoding="ascii") as file:
                return max(int64(int(file.read(100)), "generation"), 0)
        except (FileNotFoundError, ValueError):
            return 0
        except OSError as error:
            raise StoreError(f"{self._generation_path}: {error}") from error

    def keep_generation(self, generation: int) -> None:
        if self._generation_path is None:
            return
        new = self._generation_path + ".new"
        with open(new, "w", encoding="ascii") as file:
            file.write(str(generation))
        os.replace(new, self._generation_path)

    # ---- What an application needs ---------------------------------------------------------

    def events(self, after: int = 0, limit: int = -1) -> List[Event]:
        """What is not done, in order, beginning after number AFTER; at most LIMIT of them."""
        with self._lock:
            found = self._db.execute("SELECT number, event FROM e2e_events WHERE number > ?"
                                     " ORDER BY number LIMIT ?",
                                     (int64(after, "after"), int64(limit, "limit"))).fetchall()
        return [Event.unpack(bytes(packed), number) for number, packed in found]

    def done(self, number: int, join: bool = False) -> None:
        """Event NUMBER is handled.  With JOIN it becomes so with the next commit of the account
        and not before.  So an answer is given exactly once: Account.run(), that nothing else
        waits; order the answer; done(number, join=True); Account.run()."""
        number = int64(number, "number")
        if join:
            self.join(lambda db: self._done(db, number))
            return
        with self.transaction() as db:
            self._done(db, number)

    @staticmethod
    def _done(db: sqlite3.Connection, number: int) -> None:
        db.execute("DELETE FROM e2e_events WHERE number = ?", (number,))

    def join(self, function: Callable[[sqlite3.Connection], None]) -> None:
        """Call FUNCTION once, in the transaction of the account's next commit.  If it raises, the
        commit fails and the account ends."""
        with self._lock:
            self._joined.append(function)

    def unjoin(self) -> None:
        """Forget what was joined to a commit that was not: that of an account which has ended."""
        with self._lock:
            self._joined = []

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is done to the connection, and done(), inside of the `with`: all or nothing.
        Transactions may be nested; only the outer one counts.  Do not run the account in it."""
        with self._lock:
            outer = not self._db.in_transaction
            try:
                if outer:
                    self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                if outer:
                    self._db.execute("COMMIT")
                    self._forget()
            except BaseException:
                if outer and self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                    self._forget()
                raise

    def close(self) -> None:
        """Give the file free.  The account has to be closed before."""
        with self._lock:
            self._close()

    def __enter__(self) -> "SQLiteStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class MemoryStore(SQLiteStore):
    """The same in memory, gone with the process, for tests."""

    def __init__(self) -> None:
        self._open(":memory:")
        self._generation = 0

    def generation(self) -> int:
        return self._generation

    def keep_generation(self, generation: int) -> None:
        self._generation = generation
