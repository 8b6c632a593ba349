# SPDX-License-Identifier: ISC
"""Processes that are killed, commits that fail, rows that are damaged: nothing is lost, nothing
comes twice."""
import os
import signal
import tempfile
import unittest

import e2e
from e2e import ChatState, EventKind, Reason, Row
from server import Clock, Host, Server, join, settle


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class StoreThatDies(e2e.SQLiteStore):
    """Dies within, or just after, its commit number AT from now."""

    within = after = 0

    def commit(self, rows, events):
        if self.within:
            self.within -= 1
            if self.within == 0:
                self.join(lambda db: die())
        super().commit(rows, events)
        if self.after:
            self.after -= 1
            if self.after == 0:
                die()


class KillNine(unittest.TestCase):
    """Alice, whose store is a file, is killed in a process of her own; the server and bob are
    here."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "alice.db")
        self.server = Server(Clock())
        self.bob = Host(self.server, 2)
        self.alice = Host(self.server, 1, e2e.SQLiteStore(self.path))
        self.chat = join(self.alice, self.bob)
        self.alice.account.close()
        self.alice.store.close()

    def killed(self, life):
        """What LIFE(host, say) said with say(bytes) before it was killed.  It runs in a child,
        where nothing of the parent's sqlite is open."""
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reader)
                store = StoreThatDies(self.path)
                host = Host(self.server, 1, store)
                host.account.run()
                life(host, lambda data: os.write(writer, data))
            finally:
                os._exit(99)  # it was not killed
        os.close(writer)
        with os.fdopen(reader, "rb") as file:
            said = file.read()
        _, status = os.waitpid(pid, 0)
        self.assertTrue(os.WIFSIGNALED(status), status)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        return said

    def again(self):
        """Alice after the crash; her calls are not made yet."""
        self.alice.store = e2e.SQLiteStore(self.path)
        self.addCleanup(self.alice.store.close)
        self.alice.account = self.alice.load()
        return self.alice.account.run()

    def texts(self):
        return [event.body_text for event in self.bob.events(EventKind.MESSAGE)]

    def test_within_the_commit(self):
        def life(host, say):
            host.store.within = 1
            host.account.send_text(self.chat, "never was")
            host.account.run()
        self.killed(life)
        self.assertEqual(self.again(), [])
        self.alice.account.send_text(self.chat, "is")
        settle(self.alice, self.bob)
        self.assertEqual(self.texts(), ["is"])
        self.assertEqual(len(self.alice.events(EventKind.QUEUED)), 1)

    def test_after_the_commit(self):
        """Durable, and not confirmed to the account."""
        def life(host, say):
            host.store.after = 1
            host.account.send_text(self.chat, "kept")
            host.account.run()
        self.killed(life)
        self.alice.make(self.again())
        settle(self.alice, self.bob)
        self.assertEqual(self.texts(), ["kept"])
        self.assertEqual(len(self.alice.events(EventKind.QUEUED)), 1)
        self.assertEqual(len(self.alice.events(EventKind.SENT)), 1)

    def test_before_the_call(self):
        def life(host, say):
            host.account.send_text(self.chat, "x")
            call, = host.account.run()
            say(call.request)
            die()
        request = self.killed(life)
        call, = self.again()
        self.assertEqual(call.request, request)
        self.assertTrue(call.flags & e2e.CallFlag.REPEATED)
        self.alice.make([call])
        settle(self.alice, self.bob)
        self.assertEqual(self.texts(), ["x"])

    def test_after_the_call(self):
        """The server has it, and is given it again."""
        def life(host, say):
            host.account.send_text(self.chat, "x")
            call, = host.account.run()
            say(call.request)
            die()
        self.server.call(1, self.killed(life))
        self.alice.make(self.again())
        settle(self.alice, self.bob)
        self.assertEqual(self.texts(), ["x"])
        self.assertEqual(self.bob.account.chat(self.chat).duplicates, 1)

    def test_while_receiving(self):
        """Killed within and after the commit of a message; the update comes again."""
        self.bob.account.send_text(self.chat, "to alice")
        settle(self.bob)
        update = self.server.users[1].updates[0]
        for moment in ("within", "after", "after"):
            def life(host, say):
                setattr(host.store, moment, 1)
                host.account.feed_tl(update)
                host.account.run()
            # The second time there is nothing to commit any more.
            if moment == "after" and self.stored():
                break
            self.killed(life)
        self.alice.make(self.again())
        settle(self.alice, self.bob)
        self.assertEqual([e.body_text for e in self.alice.events(EventKind.MESSAGE)],
                         ["to alice"])

    def stored(self):
        with e2e.SQLiteStore(self.path) as store:
            return any(event.kind == EventKind.MESSAGE for event in store.events())

    def test_answer_and_done_are_one(self):
        """An event is done with the commit of its answer, or neither is."""
        self.bob.account.send_text(self.chat, "question")
        settle(self.bob)
        update = self.server.users[1].updates.pop()

        def answer(host):
            event, = host.events(EventKind.MESSAGE)
            host.store.done(event.number, join=True)
            host.account.send_text(self.chat, "answer")
            host.account.run()

        def early(host, say):
            host.account.feed_tl(update)
            host.account.run()
            host.store.within = 1
            answer(host)

        def late(host, say):
            host.store.after = 1
            answer(host)
        self.killed(early)
        self.assertTrue(self.stored())
        self.killed(late)
        self.assertFalse(self.stored())
        self.alice.make(self.again())
        settle(self.alice, self.bob)
        self.assertEqual(self.texts(), ["answer"])


class FailingStore(e2e.MemoryStore):
    """Its next commit raises ERROR; without effect, or after it, if AFTER."""

    error = None
    after = False

    def commit(self, rows, events):
        error, self.error = self.error, None
        if error is None or self.after:
            super().commit(rows, events)
        if error is not None:
            raise error


class FailedCommit(unittest.TestCase):
    def setUp(self):
        self.server = Server(Clock())
        self.alice = Host(self.server, 1, FailingStore())
        self.bob = Host(self.server, 2)
        self.chat = join(self.alice, self.bob)

    def fail(self, error, after=False):
        self.alice.store.error, self.alice.store.after = error, after
        self.alice.account.send_text(self.chat, "x")
        with self.assertRaises(type(error)):
            self.alice.account.run()
        self.assertTrue(self.alice.account.closed)
        with self.assertRaises(e2e.StateError):
            self.alice.account.run()
        with self.assertRaises(e2e.StateError):
            self.alice.account.send_text(self.chat, "y")
        self.alice.account.close()
        self.alice.account = self.alice.load()
        settle(self.alice, self.bob)
        return [event.body_text for event in self.bob.events(EventKind.MESSAGE)]

    def test_nothing_written(self):
        self.assertEqual(self.fail(OSError("disk full")), [])

    def test_all_written(self):
        self.assertEqual(self.fail(OSError("who knows"), after=True), ["x"])

    def test_interrupted(self):
        self.assertEqual(self.fail(KeyboardInterrupt()), [])

    def test_nothing_is_confirmed_before_it_is_durable(self):
        """Within the commit of a message its qts is not to be told to the server."""
        seen = []

        class Store(e2e.MemoryStore):
            host = None

            def commit(self, rows, events):
                account = self.host.account
                before = account.qts, account.generation
                super().commit(rows, events)
                seen.append(before + (account.qts, account.generation))
        store = Store()
        carol = Host(self.server, 3, store)
        store.host = carol
        chat = join(self.bob, carol)
        carol.account.feed_qts(carol.server.users[3].qts)
        carol.account.run()
        qts, generation = carol.account.qts, carol.account.generation
        self.bob.account.send_text(chat, "x")
        settle(self.bob)
        seen.clear()
        settle(carol)
        self.assertEqual(seen[0], (qts, generation, qts, generation))
        self.assertEqual(carol.account.qts, qts + 1)
        self.assertGreater(carol.account.generation, generation)

    def test_within_a_transaction_of_the_application(self):
        with tempfile.TemporaryDirectory() as folder, \
                e2e.SQLiteStore(os.path.join(folder, "db")) as store:
            account = e2e.Account(store, 1)
            with store.transaction():
                with self.assertRaises(e2e.StateError):
                    account.run()
            self.assertTrue(account.closed)


class Damage(unittest.TestCase):
    def setUp(self):
        self.server = Server(Clock())
        self.alice, self.bob = Host(self.server, 1), Host(self.server, 2)
        self.chat = join(self.alice, self.bob)
        self.other = join(self.alice, self.bob)
        self.alice.account.close()
        self.rows = list(self.alice.store.rows())

    def damaged(self, row):
        store = e2e.MemoryStore()
        bad = bytes([row.value[0] ^ 1]) + row.value[1:]
        store.commit([Row(r.table, r.key, bad if r is row else r.value) for r in self.rows], [])
        return store

    def test_each_row(self):
        """One damaged row closes its chat, or makes the whole be refused; it never goes
        unnoticed."""
        closed = refused = 0
        for row in self.rows:
            store = self.damaged(row)
            try:
                account = e2e.Account(store, 1, clock=self.server.clock)
            except e2e.StoreError as error:
                self.assertEqual((error.code, error.name), (-6, "E2E_ERR_STORE"))
                refused += 1
                continue
            with account:
                account.run()
                gone = [e for e in store.events() if e.kind == EventKind.CHAT
                        and e.state == ChatState.CLOSED]
                if gone:
                    closed += 1
                    self.assertEqual([e.reason for e in gone], [Reason.STORE])
                    alive = [c for c in account.chats() if c.state == ChatState.ACTIVE]
                    self.assertEqual(len(alive), 1)
        self.assertGreater(closed, 3)
        self.assertEqual(refused, 1)

    def test_rows_of_another_user(self):
        with self.assertRaises(e2e.StoreError):
            e2e.Account(self.alice.store, 3)

    def test_lost_account_row(self):
        for row in self.rows:
            store = e2e.MemoryStore()
            store.commit([r for r in self.rows if r is not row], [])
            try:
                e2e.Account(store, 1).close()
            except e2e.StoreError:
                return
        self.fail("no row was missed")

    def test_row_that_no_account_makes(self):
        store = e2e.MemoryStore()
        store.commit([Row(99, b"key", b"value")], [])
        with self.assertRaises(e2e.ArgumentError):
            e2e.Account(store, 1)


if __name__ == "__main__":
    unittest.main()
