# SPDX-License-Identifier: ISC
"""What the store over SQLite forgets is in no file of its folder any more: the database and its
journal are searched after re-keys, deletions, closed chats, and kill -9 at every moment of a
commit."""
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import e2e
from e2e import EventKind, Row
from server import Clock, Host, Server, join, settle

TABLE_KEY = 6       # E2E_I_TABLE_KEY
KEY_BYTES = 256
TAG_BYTES = 8


class Names:
    """Values whose every 16 bytes say which value it is."""

    def __init__(self):
        self.last = 0
        self.live = {}      # what holds it: its name

    def value(self, holder, units):
        self.last += 1
        self.live[holder] = self.last
        return self.unit(self.last) * units

    @staticmethod
    def unit(name):
        return b"<unit>" + 2 * (b"%05d" % name)

    def dead(self, folder):
        """What is in the files and should not be: (file, name)."""
        found = set()
        alive = set(self.live.values())
        for file, data in files(folder):
            at = data.find(b"<unit>")
            while at >= 0:
                one, two = data[at + 6:at + 11], data[at + 11:at + 16]
                # Where the end of a page cuts it, it is none.
                if one == two and one.isdigit() and int(one) not in alive:
                    found.add((file, int(one)))
                at = data.find(b"<unit>", at + 1)
        return found


def files(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            yield name, file.read()


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "chats.db")

    def open(self):
        store = e2e.SQLiteStore(self.path)
        self.addCleanup(store.close)
        return store

    def holds(self, *secrets):
        """Which of these, or of their pieces of 16 bytes, any file has: their indices."""
        data = b"".join(data for _, data in files(self.folder))
        return [index for index, secret in enumerate(secrets)
                if any(secret[at:at + 16] in data for at in range(0, len(secret) - 15, 16))]


class Values(WithFolder):
    """Rows and events of all sizes, put and deleted in any order."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(311)
        self.names = Names()

    def units(self):
        return self.random.randint(1, self.random.choice((5, 56, 56, 600)))

    def rows(self, n):
        rows = []
        for _ in range(n):
            key = self.random.randrange(96)
            if key in self.names.live and self.random.random() < 0.5:
                del self.names.live[key]
                rows.append(Row(1, b"%d" % key, b""))
            else:
                rows.append(Row(1, b"%d" % key, self.names.value(key, self.units())))
        return rows

    def event(self):
        value = self.names.value("new event", self.units())
        return e2e.Event(kind=EventKind.MESSAGE, text=value.decode())

    def number_event(self, store):
        """The newest event is held under its number."""
        self.names.live[store.events()[-1].number, "event"] = self.names.live.pop("new event")

    def test_put_and_deleted(self):
        store = self.open()
        for _ in range(25):
            store.commit(self.rows(self.random.randint(1, 20)), [self.event()])
            self.number_event(store)
            self.assertEqual(self.names.dead(self.folder), set())
            while len(store.events()) > 12:
                number = self.random.choice(store.events()).number
                store.done(number)
                del self.names.live[number, "event"]
            self.assertEqual(self.names.dead(self.folder), set())
        store.close()
        self.assertEqual(self.names.dead(self.folder), set())

    def test_given_up(self):
        store = self.open()
        store.commit(self.rows(100), [])
        before = dict(self.names.live)

        def fail(db):
            raise ZeroDivisionError
        for _ in range(8):
            store.join(fail)
            with self.assertRaises(ZeroDivisionError):
                store.commit(self.rows(40), [self.event()])
            self.names.live = dict(before)
            self.assertEqual(self.names.dead(self.folder), set())

    def test_large(self):
        """The journal of a large transaction, too, and it does not stay large."""
        store = self.open()
        store.commit([Row(1, b"%d" % i, self.names.value(i, 20000)) for i in range(8)], [])
        store.commit([Row(1, b"%d" % i, b"") for i in range(8)], [])
        self.names.live.clear()
        self.assertEqual(self.names.dead(self.folder), set())
        self.assertLess(os.path.getsize(self.path + "-journal"), 1 << 20)

    def test_journal_that_is_needed(self):
        """SQLite may keep one after an error; it is not touched."""
        store = self.open()
        store.commit([Row(1, b"k", b"value")], [])
        with open(self.path + "-journal", "r+b") as file:
            file.write(b"\xd9")
        with self.assertRaisesRegex(e2e.StoreError, "still needed"):
            store._forget()

    def test_store_of_before(self):
        """Tables without a filler, with what SQLite left between their values."""
        db = sqlite3.connect(self.path, isolation_level=None)
        db.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = OFF;"
                         "CREATE TABLE e2e_rows (tab INTEGER NOT NULL, key BLOB NOT NULL,"
                         " value BLOB NOT NULL, PRIMARY KEY (tab, key)) WITHOUT ROWID;"
                         "CREATE TABLE e2e_events (number INTEGER PRIMARY KEY AUTOINCREMENT,"
                         " event BLOB NOT NULL)")
        for _ in range(10000):
            for row in self.rows(4):
                e2e.SQLiteStore._write(db, row)
            if self.names.dead(self.folder):
                break
        self.assertNotEqual(self.names.dead(self.folder), set())
        db.execute("INSERT INTO e2e_events VALUES (7, ?)", (self.event().pack(),))
        db.execute("INSERT INTO e2e_events VALUES (9, ?)", (self.event().pack(),))
        del self.names.live["new event"]
        db.execute("DELETE FROM e2e_events")
        db.close()
        store = self.open()
        self.assertEqual(self.names.dead(self.folder), set())
        self.assertEqual({int(row.key): int(row.value[6:11]) for row in store.rows()},
                         self.names.live)
        store.commit([], [self.event()])
        self.assertEqual([event.number for event in store.events()], [10])


class OtherJournals(WithFolder):
    """A database that an application had in another mode before."""

    def test_wal(self):
        db = sqlite3.connect(self.path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE mine (x)")
        db.commit()
        db.close()
        store = self.open()
        store.commit([Row(1, b"k", b"the old value..." * 99)], [])
        store.commit([Row(1, b"k", b"the new value..." * 99)], [])
        self.assertEqual(self.holds(b"the old value...", b"the new value..."), [1])
        self.assertEqual(sorted(os.listdir(self.folder)), ["chats.db", "chats.db-journal"])


class Chats(WithFolder):
    """Alice, whose store is a file, and what her chat forgets."""

    def setUp(self):
        super().setUp()
        self.server = Server(Clock())
        self.bob = Host(self.server, 2)
        self.alice = Host(self.server, 1, self.open())
        self.chat = join(self.alice, self.bob)
        self.done()

    def done(self):
        settle(self.alice, self.bob)
        for event in self.alice.store.events():
            self.alice.store.done(event.number)

    def talk(self):
        for _ in range(2):
            for host in self.alice, self.bob:
                host.account.send_text(self.chat, "and so on")
                settle(self.alice, self.bob)
        self.done()

    def key(self):
        """The key in use: the end of the one row in alice's table of keys, before its digest."""
        found = [row.value for row in self.alice.store.rows() if row.table == TABLE_KEY]
        self.assertEqual(len(found), 1)
        return found[0][-TAG_BYTES - KEY_BYTES:-TAG_BYTES]

    def test_rekey(self):
        self.talk()
        old = self.key()
        self.assertEqual(self.holds(old), [0])
        self.alice.account.rekey(self.chat)
        self.talk()
        new = self.key()
        self.assertEqual(self.holds(old, new), [1])

    def test_closed(self):
        self.talk()
        key = self.key()
        self.alice.account.close_chat(self.chat)
        self.done()
        self.assertEqual(self.holds(key), [])

    def test_deleted(self):
        number = self.bob.account.send_text(self.chat, "".join(map(str, range(500))))
        settle(self.alice, self.bob)
        event, = self.alice.events(EventKind.MESSAGE)
        packed = event.pack()[100:]     # after what all events begin with
        self.assertEqual(self.holds(packed), [0])
        self.bob.account.delete(self.chat, [number])
        self.done()
        self.assertEqual(self.holds(packed), [])


# A process that puts one value in the place of another, and dies in write() number sys.argv[2].
KILLED = """
import os, sys
import e2e
store = e2e.SQLiteStore(sys.argv[1])
sys.stdout.write("open")
sys.stdout.flush()
sys.stdin.read(1)
store.commit([e2e.Row(1, b"k", b"the new value..." * 700), e2e.Row(1, b"l", b"")], [])
os.write(1, b"committed")
sys.stdin.read(1)
"""


class KillNine(WithFolder):
    OLD, NEW = b"the old value..." * 500, b"the new value..." * 700

    def setUp(self):
        super().setUp()
        with self.open() as store:
            store.commit([Row(1, b"k", self.OLD), Row(1, b"l", self.OLD)], [])

    def start(self, limit):
        """KILLED, which dies when it writes beyond byte LIMIT of a file."""
        def prepare():
            import resource
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        code = KILLED
        if limit:   # Python ignores it
            code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)" + KILLED
        return subprocess.Popen([sys.executable, "-c", code, self.path], preexec_fn=prepare,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def test_after_a_commit(self):
        with self.start(0) as process:
            process.stdin.write(b"xx")
            process.stdin.close()
            self.assertEqual(process.stdout.read(), b"opencommitted")
            process.wait()
        self.assertEqual(self.holds(self.OLD, self.NEW), [1])

    def test_before_the_journal_is_overwritten(self):
        """It is when the store is opened again."""
        pid = os.fork()
        if pid == 0:
            try:
                store = e2e.SQLiteStore(self.path)
                store._forget = lambda: os.kill(os.getpid(), signal.SIGKILL)
                store.commit([Row(1, b"k", self.NEW), Row(1, b"l", b"")], [])
            finally:
                os._exit(99)    # it was not killed
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), -signal.SIGKILL)
        self.assertEqual(self.holds(self.OLD, self.NEW), [0, 1])
        store = self.open()
        self.assertEqual(self.holds(self.OLD, self.NEW), [1])
        self.assertEqual([row.value for row in store.rows()], [self.NEW])

    def test_within_a_commit(self):
        """At each place of a file where a write can end the process."""
        died = whole = 0
        for limit in range(1024, os.path.getsize(self.path) + 40000, 5120):
            with self.start(limit) as process:
                process.stdin.write(b"xx")
                process.stdin.close()
                said = process.stdout.read()
                process.wait()
            died += process.returncode == -signal.SIGXFSZ
            with self.open() as store:
                rows = {row.key: row.value for row in store.rows()}
                if said.endswith(b"committed"):
                    self.assertEqual(rows, {b"k": self.NEW})
                    whole += 1
                self.assertIn(rows, ({b"k": self.NEW}, {b"k": self.OLD, b"l": self.OLD}))
                self.assertEqual(self.holds(self.OLD, self.NEW), [b"l" not in rows])
                store.commit([Row(1, b"k", self.OLD), Row(1, b"l", self.OLD)], [])
                self.assertEqual(self.holds(self.OLD, self.NEW), [0])
        self.assertGreater(died, 2)
        self.assertGreater(whole, 0)


if __name__ == "__main__":
    unittest.main()
