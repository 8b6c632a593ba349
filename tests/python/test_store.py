# SPDX-License-Identifier: ISC
"""The store over SQLite: what it keeps, transactions, and that it is for one process alone."""
import logging
import multiprocessing
import os
import sqlite3
import stat
import tempfile
import unittest
import unittest.mock

import e2e
from e2e import EventKind, Row
from server import Clock, Host, Server, join, settle
from support import SRCDIR


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "chats.db")

    def open(self, **more):
        store = e2e.SQLiteStore(self.path, **more)
        self.addCleanup(store.close)
        return store


class Rows(WithFolder):
    def test_put_delete_and_again(self):
        store = self.open()
        store.commit([Row(1, b"", b"one"), Row(1, b"k", b"two"), Row(2, b"k", b"three")], [])
        store.commit([Row(1, b"k", b"new"), Row(2, b"k", b""), Row(3, b"x", b"")], [])
        want = {(1, b"", b"one"), (1, b"k", b"new")}
        self.assertEqual({(r.table, r.key, r.value) for r in store.rows()}, want)
        store.close()
        self.assertEqual({(r.table, r.key, r.value) for r in self.open().rows()}, want)

    def test_order_within_a_commit(self):
        store = self.open()
        store.commit([Row(1, b"k", b"a"), Row(1, b"k", b""), Row(1, b"k", b"b")], [])
        self.assertEqual([r.value for r in store.rows()], [b"b"])

    def test_values_are_not_shown(self):
        self.assertNotIn("secret", repr(Row(1, b"k", b"secret")))

    def test_mode(self):
        old = os.umask(0)
        self.addCleanup(os.umask, old)
        store = self.open()
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
        with store.transaction() as db:
            db.execute("CREATE TABLE mine (x)")
            for name in os.listdir(self.folder):
                mode = os.stat(os.path.join(self.folder, name)).st_mode
                self.assertEqual(stat.S_IMODE(mode), 0o600, name)

    def test_what_others_can_use_is_taken_from_them(self):
        """The file, its journal, and what a link is to; and nothing more is given than was."""
        real = os.path.join(self.folder, "real")
        os.symlink(real, self.path)     # to nothing yet
        self.open().close()
        self.assertEqual(stat.S_IMODE(os.stat(real).st_mode), 0o600)
        for mode, want in ((0o644, 0o600), (0o660, 0o600), (0o601, 0o600), (0o777, 0o700)):
            for name in (real, real + "-journal"):
                os.chmod(name, mode)
            with self.assertLogs("e2e", logging.WARNING) as logs:
                self.open().close()
            self.assertIn(f"(mode {mode:04o})", logs.output[0])
            for name in (real, real + "-journal"):
                self.assertEqual(stat.S_IMODE(os.stat(name).st_mode), want)

    def test_what_cannot_be_made_private(self):
        self.open().close()
        os.chmod(self.path, 0o644)
        with unittest.mock.patch("os.chmod", side_effect=PermissionError("not yours")):
            with self.assertRaisesRegex(e2e.StoreError, "not yours"):
                e2e.SQLiteStore(self.path)

    def test_no_path(self):
        os.chdir(self.folder)
        self.addCleanup(os.chdir, SRCDIR)
        for wrong in ("", ":memory:", self.folder):
            with self.assertRaises(e2e.StoreError, msg=wrong):
                e2e.SQLiteStore(wrong)
        self.assertEqual(os.listdir(self.folder), [])

    def test_old_values_are_overwritten(self):
        store = self.open()
        store.commit([Row(1, b"k", b"A very secret value" * 20)], [])
        store.commit([Row(1, b"k", b"")], [])
        store.close()
        with open(self.path, "rb") as file:
            self.assertNotIn(b"A very secret value", file.read())

    def test_journal_keeps_nothing_either(self):
        store = self.open()
        store.commit([Row(1, b"k", b"A very secret value" * 20)], [])
        store.commit([Row(1, b"k", b"")], [])
        store.commit([Row(1, b"l", b"another")], [])
        for name in os.listdir(self.folder):
            with open(os.path.join(self.folder, name), "rb") as file:
                self.assertNotIn(b"A very secret value", file.read(), name)

    def test_not_a_database(self):
        with open(self.path, "wb") as file:
            file.write(b"something else" * 100)
        with self.assertRaisesRegex(e2e.StoreError, "chats.db"):
            e2e.SQLiteStore(self.path)
        with self.assertRaises(e2e.StoreError):
            e2e.SQLiteStore(os.path.join(self.folder, "no", "such", "folder"))


def try_to_open(path, answer):
    """In another process."""
    try:
        e2e.SQLiteStore(path).close()
        answer.put("opened")
    except e2e.StoreError as error:
        answer.put(str(error))


class Lock(WithFolder):
    def elsewhere(self):
        context = multiprocessing.get_context("fork")
        answer = context.Queue()
        process = context.Process(target=try_to_open, args=(self.path, answer))
        process.start()
        said = answer.get(timeout=60)
        process.join()
        return said

    def test_second_process(self):
        store = self.open()
        self.assertIn("locked", self.elsewhere())
        store.commit([Row(1, b"", b"x")], [])
        self.assertIn("locked", self.elsewhere())
        store.close()
        self.assertEqual(self.elsewhere(), "opened")

    def test_same_process(self):
        self.open()
        with self.assertRaises(e2e.StoreError):
            e2e.SQLiteStore(self.path)
        self.assertIn("locked", self.elsewhere())  # the attempt has not ended the lock


class Events(WithFolder):
    def events(self, *ids):
        return [e2e.Event(kind=EventKind.SENT, random_id=i) for i in ids]

    def ids(self, store, **which):
        return [event.random_id for event in store.events(**which)]

    def test_numbers(self):
        store = self.open()
        store.commit([], self.events(10, 11))
        store.commit([], self.events(12))
        found = store.events()
        self.assertEqual([e.number for e in found], sorted(e.number for e in found))
        self.assertEqual(self.ids(store), [10, 11, 12])
        self.assertEqual(self.ids(store, after=found[0].number), [11, 12])
        self.assertEqual(self.ids(store, limit=2), [10, 11])
        for event in found:
            store.done(event.number)
        store.commit([], self.events(13))
        self.assertGreater(store.events()[0].number, found[-1].number)

    def test_done_survives(self):
        store = self.open()
        store.commit([], self.events(1, 2, 3))
        store.done(store.events()[0].number)
        store.close()
        self.assertEqual(self.ids(self.open()), [2, 3])

    def test_transaction_of_the_application(self):
        store = self.open()
        store.commit([], self.events(1, 2))
        first, second = store.events()
        with store.transaction() as db:
            db.execute("CREATE TABLE mine (id INTEGER)")
            db.execute("INSERT INTO mine VALUES (?)", (first.random_id,))
            store.done(first.number)
        with self.assertRaises(ZeroDivisionError):
            with store.transaction() as db:
                db.execute("INSERT INTO mine VALUES (?)", (second.random_id,))
                store.done(second.number)
                raise ZeroDivisionError
        with store.transaction() as db:
            self.assertEqual(db.execute("SELECT id FROM mine").fetchall(), [(1,)])
        self.assertEqual(self.ids(store), [2])

    def test_inner_failure_undoes_the_outer(self):
        store = self.open()
        store.commit([], self.events(1))
        with self.assertRaises(ZeroDivisionError):
            with store.transaction():
                with store.transaction():
                    store.done(store.events()[0].number)
                raise ZeroDivisionError
        self.assertEqual(self.ids(store), [1])

    def test_joined(self):
        store = self.open()
        store.commit([], self.events(1, 2))
        first, second = store.events()
        store.done(first.number, join=True)
        self.assertEqual(self.ids(store), [1, 2])
        store.commit([], [])
        self.assertEqual(self.ids(store), [2])
        store.done(second.number, join=True)

        def fail(db):
            raise ZeroDivisionError
        store.join(fail)
        with self.assertRaises(ZeroDivisionError):
            store.commit([Row(1, b"", b"x")], [])
        self.assertEqual((self.ids(store), list(store.rows())), ([2], []))

    def test_joined_to_an_account_that_ended(self):
        """Its commit will not be, and that of the next account is another."""
        store = self.open()
        alice, bob = Host(Server(Clock()), 1, store), None
        bob = Host(alice.server, 2)
        chat_id = join(alice, bob)
        bob.account.send_text(chat_id, "hi")
        settle(bob, alice)
        event = alice.events(EventKind.MESSAGE)[0]
        alice.account.send_text(chat_id, "the answer")
        store.done(event.number, join=True)
        alice.account.close()           # as KeyboardInterrupt within run() does it
        alice.account = alice.load()
        alice.account.set_ttl(chat_id, 5)
        settle(alice, bob)
        self.assertEqual([e.number for e in alice.events(EventKind.MESSAGE)], [event.number])

    def test_commit_within_a_transaction(self):
        """Not durable when it returned, and so refused."""
        store = self.open()
        with store.transaction():
            with self.assertRaises(e2e.StateError):
                store.commit([Row(1, b"", b"x")], [])


class Generation(WithFolder):
    def test_kept_apart(self):
        path = os.path.join(self.folder, "generation")
        store = self.open(generation_path=path)
        self.assertEqual(store.generation(), 0)
        store.keep_generation(2 ** 40)
        self.assertEqual(store.generation(), 2 ** 40)
        with open(path, "w", encoding="ascii") as file:
            file.write("rubbish")
        self.assertEqual(store.generation(), 0)
        self.assertEqual(e2e.MemoryStore().generation(), 0)

    def test_failure_costs_no_more_than_the_number(self):
        """The rows are durable by then: the account goes on, and so does the next number."""
        folder = os.path.join(self.folder, "elsewhere")
        os.mkdir(folder)
        store = self.open(generation_path=os.path.join(folder, "generation"))
        alice, bob = Host(Server(Clock()), 1, store), None
        os.rmdir(folder)
        with self.assertLogs("e2e", logging.WARNING) as logs:
            bob = Host(alice.server, 2)
            chat_id = join(alice, bob)
        self.assertIn("could not be kept", logs.output[0])
        self.assertFalse(alice.account.closed)
        os.mkdir(folder)
        alice.account.send_text(chat_id, "goes out")
        settle(alice, bob)
        self.assertEqual(store.generation(), alice.account.generation)
        self.assertEqual(bob.events(EventKind.MESSAGE)[-1].body_text, "goes out")

    def test_any_failure(self):
        class Store(e2e.MemoryStore):
            def keep_generation(self, generation):
                raise ZeroDivisionError
        with self.assertLogs("e2e", logging.WARNING):
            alice, bob = Host(Server(Clock()), 1, Store()), None
            bob = Host(alice.server, 2)
            join(alice, bob)
        self.assertFalse(alice.account.closed)

    def test_numbers_that_cannot_be(self):
        path = os.path.join(self.folder, "generation")
        store = self.open(generation_path=path)
        for wrong in ("-5", "9" * 30, str(2 ** 63), "1.5", "9" * 200, "\xff"):
            with open(path, "w", encoding="latin-1") as file:
                file.write(wrong)
            self.assertEqual(store.generation(), 0, wrong)
            e2e.Account(store, 1).close()
        os.remove(path)
        os.mkdir(path)
        with self.assertRaises(e2e.StoreError):
            e2e.Account(store, 1)

    def test_own_path(self):
        """The number would take the place of the database."""
        os.symlink(self.path, self.path + ".link")
        for path in (self.path, self.path + ".link"):
            with self.assertRaises(e2e.ArgumentError):
                e2e.SQLiteStore(self.path, path)

    def test_backup_is_noticed(self):
        """Rows put back from a backup: no chat sends until resume()."""
        store = self.open(generation_path=os.path.join(self.folder, "generation"))
        server = Server(Clock())
        alice, bob = Host(server, 1, store), Host(server, 2)
        chat_id = join(alice, bob)
        alice.account.close()
        backup = list(store.rows())
        alice.account = alice.load()
        alice.account.send_text(chat_id, "after the backup")
        settle(alice, bob)
        alice.account.close()
        store.commit([Row(r.table, r.key, b"") for r in store.rows()] + backup, [])
        alice.account = alice.load()
        alice.account.run()
        self.assertTrue(alice.events(EventKind.ROLLBACK))
        with self.assertRaises(e2e.StateError):
            alice.account.send_text(chat_id, "too early")
        alice.account.resume()
        alice.account.send_text(chat_id, "goes out")


class Shared(WithFolder):
    def test_other_tables_are_left_alone(self):
        db = sqlite3.connect(self.path)
        db.execute("CREATE TABLE mine (x)")
        db.commit()
        db.close()
        store = self.open()
        store.commit([Row(1, b"", b"x")], [])
        with store.transaction() as db:
            self.assertEqual(db.execute("SELECT count(*) FROM mine").fetchone(), (0,))


if __name__ == "__main__":
    unittest.main()
