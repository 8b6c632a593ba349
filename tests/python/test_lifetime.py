# SPDX-License-Identifier: ISC
"""Memory, threads and interruptions."""
import ctypes
import gc
import os
import sys
import threading
import unittest
import weakref

import e2e
from e2e import EventKind, Row, crypto
from server import Clock, Host, Server, join, pair, settle

PACKAGE = os.path.dirname(e2e.__file__)


class Memory(unittest.TestCase):
    def test_records_outlive_the_account(self):
        """Rows, events and calls are copies: what is freed with the account may be filled with
        anything."""
        alice, bob, chat = pair()
        alice.account.send_text(chat, "kept")
        call, = alice.account.run()
        request = bytes(bytearray(call.request))
        alice.make([call])
        settle(alice, bob)
        events, rows = bob.events(), list(bob.store.rows())
        before = [event.pack() for event in events], [bytes(bytearray(r.value)) for r in rows]
        freed = weakref.ref(bob.account)
        alice.account.close()
        bob.account = None
        gc.collect()
        self.assertIsNone(freed())
        junk = [ctypes.create_string_buffer(b"\xff" * n, n) for n in range(8, 4000, 8)]
        self.assertEqual(([e.pack() for e in events], [r.value for r in rows]), before)
        self.assertEqual(call.request, request)
        self.assertEqual(events[-1].message.message, "kept")
        del junk

    def test_freed_once(self):
        """By close(), by the collector, by a failed start: never twice."""
        for _ in range(50):
            account = e2e.Account(e2e.MemoryStore(), 1)
            account.close()
            account.close()
            del account
            e2e.Account(e2e.MemoryStore(), 1)
            store = e2e.MemoryStore()
            store.commit([Row(99, b"k", b"v")], [])
            with self.assertRaises(e2e.ArgumentError):
                e2e.Account(store, 1)
        gc.collect()

    def test_cycle(self):
        """An account within a cycle of references is collected."""
        store = e2e.MemoryStore()
        store.account = e2e.Account(store, 1)
        freed = weakref.ref(store.account)
        del store
        gc.collect()
        self.assertIsNone(freed())

    def test_key_is_wiped_when_it_goes(self):
        context = crypto.Crypto()
        key = context.key(bytes(range(256)))
        struct = key._struct
        del key
        gc.collect()
        self.assertEqual(bytes(struct.value), bytes(256))


class Threads(unittest.TestCase):
    def test_one_at_a_time(self):
        """Several threads order, and run, at once: every text arrives once."""
        alice, bob, chat = pair()
        out, failed = [], []
        lock = threading.Lock()

        def work(number):
            try:
                for i in range(20):
                    alice.account.send_text(chat, f"{number}:{i}")
                    try:
                        calls = alice.account.run()
                    except e2e.StateError:
                        continue  # another thread is in run()
                    with lock:
                        out.extend(calls)
            except BaseException as error:
                failed.append(error)
        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        alice.make(out)
        settle(alice, bob)
        texts = [e.body_text for e in bob.events(EventKind.MESSAGE)]
        self.assertEqual(sorted(texts), sorted(f"{n}:{i}" for n in range(4) for i in range(20)))
        for n in range(4):
            self.assertEqual([t for t in texts if t.startswith(f"{n}:")],
                             [f"{n}:{i}" for i in range(20)])

    def test_another_thread_waits_for_the_commit(self):
        entered, go_on = threading.Event(), threading.Event()

        class Store(e2e.MemoryStore):
            slow = False

            def commit(self, rows, events):
                if self.slow:
                    entered.set()
                    go_on.wait(60)
                super().commit(rows, events)
        store = Store()
        alice, bob = Host(Server(Clock()), 1, store), None
        bob = Host(alice.server, 2)
        chat = join(alice, bob)
        store.slow = True
        alice.account.send_text(chat, "x")
        runs = threading.Thread(target=alice.account.run)
        runs.start()
        self.assertTrue(entered.wait(60))
        asked = []
        asks = threading.Thread(target=lambda: asked.append(alice.account.chat(chat)))
        asks.start()
        self.assertEqual(asked, [])
        go_on.set()
        runs.join(60)
        asks.join(60)
        self.assertEqual(asked[0].out_seq, alice.account.chat(chat).out_seq)


class Interruptions(unittest.TestCase):
    """KeyboardInterrupt before any line of the package that run() comes to: the account is made
    again from its store, and nothing is lost or comes twice."""

    def interrupted(self, work, line):
        """Whether WORK was interrupted before its line number LINE."""
        left = line

        def trace(frame, event, _):
            nonlocal left
            if os.path.dirname(frame.f_code.co_filename) != PACKAGE:
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    sys.settrace(None)
                    raise KeyboardInterrupt
            return trace
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            work()
        except KeyboardInterrupt:
            return True
        finally:
            sys.settrace(before)
        return False

    def test_run(self):
        server = Server(Clock())
        alice, bob = Host(server, 1), Host(server, 2)
        chat = join(alice, bob)
        ended, line = 0, 0
        while True:
            alice.account.send_text(chat, f"{line}")
            line += 1
            if not self.interrupted(lambda: alice.make(alice.account.run()), line):
                break
            ended += alice.account.closed
            alice.account.close()
            alice.account = alice.load()
            alice.make(alice.account.run())
            self.assertLess(line, 10_000)
        self.assertGreater(ended, 50)
        settle(alice, bob)
        got = [event.random_id for event in bob.events(EventKind.MESSAGE)]
        self.assertEqual(got, [e.random_id for e in alice.events(EventKind.QUEUED)])
        self.assertGreater(len(got), 50)
        texts = [event.body_text for event in bob.events(EventKind.MESSAGE)]
        self.assertEqual(texts, sorted(set(texts), key=int))


if __name__ == "__main__":
    unittest.main()
