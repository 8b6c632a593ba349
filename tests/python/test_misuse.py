# SPDX-License-Identifier: ISC
"""Wrong use: each class of error, numbers that do not fit, and configurations that cannot be."""
import dataclasses
import gc
import time
import unittest

import e2e
from e2e import _abi, schema
from e2e.errors import check
from server import Clock, Host, Server, pair, settle


class Classes(unittest.TestCase):
    def test_every_result_has_a_class_and_a_name(self):
        classes = {-1: e2e.ArgumentError, -2: e2e.NoMemoryError, -3: e2e.StateError,
                   -4: e2e.LimitError, -5: e2e.BackendError, -6: e2e.StoreError,
                   -7: e2e.VersionError}
        names = {value: name for name, value in vars(_abi).items()
                 if name.startswith(("E2E_ERR_", "E2E_REFUSED_"))}
        self.assertEqual({code for code in names if code < 0}, set(classes))
        self.assertIn(_abi.E2E_REFUSED_UNKNOWN, names)
        for code, name in names.items():
            with self.assertRaises(classes.get(code, e2e.Refused)) as caught:
                check(code, "somewhere")
            error = caught.exception
            self.assertIs(type(error), classes.get(code, e2e.Refused))
            self.assertIsInstance(error, e2e.Error)
            self.assertEqual((error.code, error.name), (code, name))
            self.assertIn(name, str(error))
            self.assertIn("somewhere", str(error))
            self.assertTrue(error.text)
        check(0, "nowhere")

    def test_numbers_of_the_future(self):
        for code, kind in ((-99, e2e.Error), (99, e2e.Refused)):
            with self.assertRaises(kind) as caught:
                check(code, "")
            self.assertEqual((caught.exception.code, caught.exception.name), (code, str(code)))

    def test_python_knows_them_too(self):
        self.assertTrue(issubclass(e2e.ArgumentError, ValueError))
        self.assertTrue(issubclass(e2e.NoMemoryError, MemoryError))


class Orders(unittest.TestCase):
    def setUp(self):
        self.alice, self.bob, self.chat = pair(limits=e2e.Limits(outbox_messages=3))
        self.account = self.alice.account

    def test_no_such_chat(self):
        for name, arguments in (("accept", ()), ("reject", ()), ("close_chat", ()),
                                ("forget", ()), ("verify", ()), ("report", ()),
                                ("typing", ()), ("read", (1,)), ("rekey", ()), ("chat", ()),
                                ("key", ()), ("send_text", ("x",)), ("set_ttl", (1,)),
                                ("delete", ([1],)), ("flush", ()), ("screenshot", ()),
                                ("opened", ([1],))):
            with self.assertRaises(e2e.ArgumentError, msg=name):
                getattr(self.account, name)(self.chat + 1, *arguments)

    def test_state(self):
        with self.assertRaises(e2e.StateError):
            self.account.accept(self.chat)
        with self.assertRaises(e2e.StateError):
            self.account.forget(self.chat)
        self.account.close_chat(self.chat)
        settle(self.alice, self.bob)
        with self.assertRaises(e2e.StateError):
            self.account.send_text(self.chat, "x")
        with self.assertRaises(e2e.StateError):
            self.bob.account.set_ttl(self.chat, 5)

    def test_limit(self):
        for _ in range(2):
            self.account.send_text(self.chat, "x")
        with self.assertRaises(e2e.LimitError):
            for _ in range(5):
                self.account.send_text(self.chat, "x")
        settle(self.alice, self.bob)  # the account is none the worse

    def test_text(self):
        for wrong in ("", "a\0b", "\ud800", "x" * 65537, "\udcff"):
            with self.assertRaises((e2e.ArgumentError, e2e.LimitError), msg=repr(wrong[:5])):
                self.account.send_text(self.chat, wrong)

    def test_message(self):
        for wrong in (b"", b"\1\2\3\4", schema.BoolTrue(), schema.DecryptedMessageLayer(),
                      schema.DecryptedMessageActionResend(start_seq_no=0, end_seq_no=1),
                      schema.DecryptedMessageActionCommitKey(), 5, "text", None):
            with self.assertRaises((e2e.ArgumentError, TypeError), msg=repr(wrong)):
                self.account.send(self.chat, wrong)

    def test_unreadable(self):
        media = schema.DecryptedMessageMediaPhoto(w=1, h=1, size=5, key=bytes(32), iv=bytes(32))
        file = e2e.InputFile(e2e.FileKind.UPLOADED, id=1, parts=1)
        for wrong, sent in (
                (schema.DecryptedMessage(), None),
                (schema.DecryptedMessage(message="x", ttl=-7), None),
                (schema.DecryptedMessage(message="\0"), None),
                (schema.DecryptedMessage(message="x", entities=(
                    schema.MessageEntityBold(offset=0, length=2),)), None),
                (schema.DecryptedMessage(message="\U0001f600", entities=(
                    schema.MessageEntityBold(offset=0, length=1),)), None),
                (schema.DecryptedMessage(media=media), None),
                (schema.DecryptedMessage(message="x"), file),
                (schema.DecryptedMessage(media=dataclasses.replace(media, key=bytes(5))), file),
                (schema.DecryptedMessage(media=dataclasses.replace(media, size=-5)), file)):
            with self.assertRaises(e2e.ArgumentError, msg=repr(wrong)):
                self.account.send(self.chat, wrong, file=sent)
        self.account.send(self.chat, schema.DecryptedMessage(media=media), file=file)

    def test_oneself(self):
        for wrong in (1, 0, -3):      # Alice is 1
            with self.assertRaises(e2e.ArgumentError):
                self.account.chat_start(wrong, 1)

    def test_ids(self):
        for wrong in ([], [2 ** 63], ["x"]):
            with self.assertRaises(e2e.ArgumentError):
                self.account.delete(self.chat, wrong)
        with self.assertRaises(e2e.LimitError):
            self.account.delete(self.chat, list(range(1001)))

    def test_numbers_that_do_not_fit(self):
        """ctypes would cut them in silence."""
        for wrong in (lambda a: a.accept(self.chat + 2 ** 32), lambda a: a.chat(2 ** 31),
                      lambda a: a.chat_start(2 ** 63, 0), lambda a: a.chat_start(1, -2 ** 63 - 1),
                      lambda a: a.set_ttl(self.chat, 2 ** 31), lambda a: a.feed_qts(2 ** 32),
                      lambda a: a.send_text(self.chat, "x", random_id=2 ** 64),
                      lambda a: a.call_failed(1, 2 ** 31), lambda a: a.call_failed(-1, 0),
                      lambda a: a.read(self.chat, 1.5), lambda a: a.chat("1"),
                      lambda a: a.send(self.chat, schema.DecryptedMessage(), e2e.InputFile(
                          e2e.FileKind.UPLOADED, id=2 ** 63))):
            with self.assertRaises(e2e.ArgumentError):
                wrong(self.account)
        self.assertEqual(self.account.chat(self.chat).state, e2e.ChatState.ACTIVE)

    def test_bytes(self):
        for wrong in ("text", 5, None):
            with self.assertRaises(TypeError):
                self.account.feed_tl(wrong)
            with self.assertRaises(TypeError):
                self.account.call_done(1, wrong)


class Configurations(unittest.TestCase):
    def test_wrong(self):
        for wrong in (dict(flags=1 << 20), dict(flags=1 << 40), dict(policy=9), dict(layer=99),
                      dict(peer_layer=-5), dict(peer_layer=45), dict(acts={5: 77}), dict(acts={64: 1}),
                      dict(acts={-1: 1}), dict(backend="none"), dict(policy=-1),
                      dict(limits=e2e.Limits(held_messages=2 ** 32)),
                      dict(timing=e2e.Timing(retry_ms=2 ** 63))):
            with self.assertRaises(e2e.ArgumentError, msg=wrong):
                e2e.Account(e2e.MemoryStore(), 1, **wrong)
        for user_id in (0, -1, 2 ** 63):
            with self.assertRaises(e2e.ArgumentError):
                e2e.Account(e2e.MemoryStore(), user_id)
        with self.assertRaises(e2e.ArgumentError):      # a clock that gives something else
            e2e.Account(e2e.MemoryStore(), 1, clock=lambda: time.time() / 1000)

    def test_names_of_limits_and_timing(self):
        for ours, struct in ((e2e.Limits, _abi.e2e_limits), (e2e.Timing, _abi.e2e_timing)):
            self.assertEqual([f.name for f in dataclasses.fields(ours)],
                             [n for n, _ in struct._fields_ if n != "size" and not n.startswith("reserved")])

    def test_closed(self):
        account = e2e.Account(e2e.MemoryStore(), 1)
        with account:
            account.run()
        account.close()
        for wrong in (account.run, account.chats, account.tick, lambda: account.deadline,
                      lambda: account.qts, lambda: account.crypto,
                      lambda: account.generation, lambda: account.feed_tl(b"")):
            with self.assertRaises(e2e.StateError):
                wrong()

    def test_two_over_one_store(self):
        store = e2e.MemoryStore()
        first = e2e.Account(store, 1)
        with self.assertRaisesRegex(e2e.StateError, "another account"):
            e2e.Account(store, 1)
        first.run()
        first.close()
        second = e2e.Account(store, 1)
        second.run()
        del second  # a forgotten one does not stand in the way
        gc.collect()
        e2e.Account(store, 1).close()

    def test_enums_are_whole(self):
        """Each constant of the header has its member."""
        for prefix, kind in (("E2E_EVENT_", e2e.EventKind), ("E2E_HEALTH_", e2e.Health),
                             ("E2E_CONFIG_", e2e.Config), ("E2E_LOST_", e2e.Lost),
                             ("E2E_POLICY_", e2e.Policy), ("E2E_ACT_", e2e.Act),
                             ("E2E_REKEY_", e2e.Rekey)):
            names = {n[len(prefix):] for n in vars(_abi) if n.startswith(prefix)}
            self.assertEqual(names, {member.name for member in kind})
        # The flags of a closed chat and of typing are with those of a message.
        states = {n[len("E2E_CHAT_"):] for n in vars(_abi) if n.startswith("E2E_CHAT_")}
        flags = {n[len("E2E_MESSAGE_"):] for n in vars(_abi) if n.startswith("E2E_MESSAGE_")}
        self.assertEqual(states, {m.name for m in e2e.ChatState} | {"HISTORY"})
        flags |= {"HISTORY"} | {n[len("E2E_"):] for n in vars(_abi) if n.startswith("E2E_TYPING_")}
        self.assertEqual(flags, {m.name for m in e2e.MessageFlag})
        reasons = {value for name, value in vars(_abi).items()
                   if name.startswith(("E2E_REASON_", "E2E_CHECK_"))}
        self.assertEqual(reasons, {int(reason) for reason in e2e.Reason})
        calls = {name[len("E2E_CALL_"):] for name in vars(_abi)
                 if name.startswith("E2E_CALL_")} - {"EMOJI"}
        self.assertEqual(calls, {m.name for m in e2e.CallMethod} | {f.name for f in e2e.CallFlag})

    def test_within_a_commit(self):
        """What a store must not do."""
        class Store(e2e.MemoryStore):
            account = None
            raised = []

            def commit(self, rows, events):
                for wrong in (self.account.run, self.account.close):
                    try:
                        wrong()
                    except e2e.StateError as error:
                        self.raised.append(error)
                super().commit(rows, events)
        store = Store()
        host = Host(Server(Clock()), 1, store)
        store.account = host.account
        host.account.run()
        self.assertEqual(len(store.raised), 2)
        self.assertFalse(host.account.closed)


if __name__ == "__main__":
    unittest.main()
