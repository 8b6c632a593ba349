# SPDX-License-Identifier: ISC
"""e2e.telethon: chats, messages, events, and its use of Telethon."""
import asyncio
import dataclasses
import logging
import unittest
from typing import Any, List

from telethon_stage import ALICE, BOB, SECONDS, Stage, until

import e2e
import fakedc
from e2e import telethon as secret
from e2e.telethon import difference, rpc
from e2e.telethon.events import class_of
from telethon import errors
from telethon.extensions import BinaryReader
from telethon.tl import types
from telethon.tl.types import updates as difference_types
from telethon.tl.types import RpcError


class Kinds(unittest.TestCase):
    """The classes of events."""

    def test_each_kind_and_state_has_its_own(self) -> None:
        raw = [e2e.Event(kind=kind) for kind in e2e.EventKind if kind != e2e.EventKind.CHAT]
        raw += [e2e.Event(kind=e2e.EventKind.CHAT, state=state) for state in e2e.ChatState]
        classes = [class_of(event) for event in raw]
        self.assertNotIn(secret.Other, classes)
        self.assertEqual(len(set(classes)), len(classes))


class Chats(Stage):
    """The life of a chat."""

    async def test_handshake_gives_both_the_same_picture(self) -> None:
        chat = await self.open()
        self.assertEqual(chat.user_id, BOB)
        self.assertEqual(self.bob.of(secret.Requested)[0].chat.user_id, ALICE)
        self.assertEqual(self.alice.chats.key_picture(chat),
                         self.bob.chats.key_picture(chat.chat_id))
        self.assertEqual([info.chat_id for info in self.bob.chats.all()], [chat.chat_id])

    async def test_refused(self) -> None:
        peer = types.InputPeerUser(BOB, fakedc.access_hash(BOB))
        chat = await self.alice.chats.start(peer)
        await (await self.bob.sees(secret.Requested)).reject()
        with self.assertRaises(secret.ChatClosed) as caught:
            await asyncio.wait_for(chat.ready(), SECONDS)
        self.assertEqual(caught.exception.reason, e2e.Reason.DISCARDED)
        self.assertEqual((await self.alice.sees(secret.Closed)).reason, e2e.Reason.DISCARDED)

    async def test_closed_with_reason(self) -> None:
        chat = await self.open()
        await chat.close(delete_history=True)
        event = await self.bob.sees(secret.Closed)
        self.assertEqual(event.reason, e2e.Reason.DISCARDED)
        self.assertTrue(event.delete_history)
        self.assertTrue(event.reason_text)
        with self.assertRaises(e2e.StateError):
            await self.bob.chats.send_message(event, "too late")
        await self.bob.chats.forget(event)
        with self.assertRaises(e2e.ArgumentError):
            self.bob.chats.info(event)

    async def test_unknown_user_and_chat(self) -> None:
        with self.assertRaises(TypeError):
            await self.alice.chats.start(types.InputPeerChat(5))
        with self.assertRaises(e2e.ArgumentError):
            await self.alice.chats.send_message(12345, "nowhere")

    async def test_handle_follows_a_chat_that_is_renamed(self) -> None:
        self.server.faults.error("messages.requestEncryption", 400, "RANDOM_ID_DUPLICATE", 1, ALICE)
        peer = types.InputPeerUser(BOB, fakedc.access_hash(BOB))
        chat = await self.alice.chats.start(peer)
        first = chat.chat_id
        await (await self.bob.sees(secret.Requested)).accept()
        await asyncio.wait_for(chat.ready(), SECONDS)
        event = self.alice.of(secret.Renamed)[0]
        self.assertEqual((event.old_chat_id, event.chat_id), (first, chat.chat_id))
        self.assertNotEqual(first, chat.chat_id)

    async def test_rollback(self) -> None:
        chat = await self.open()
        await self.alice.end()
        store = self.folder / f"{ALICE}.secret"
        backup = store.read_bytes()
        self.alice.generation_path = self.folder / "generation"
        await self.alice.begin()
        await self.alice.chats.send_message(chat.chat_id, "one")
        await self.bob.sees(secret.Message)
        await self.alice.end()
        store.write_bytes(backup)
        await self.alice.begin()
        await self.alice.sees(secret.Rollback)
        with self.assertRaises(e2e.StateError):
            await self.alice.chats.send_message(chat.chat_id, "two")
        await self.alice.chats.resume()
        await self.alice.chats.send_message(chat.chat_id, "two")
        await self.alice.chats.send_message(chat.chat_id, "three")
        await self.alice.sees(secret.Sent, 3)

    async def test_rekey(self) -> None:
        chat = await self.open()
        for side in (self.alice, self.bob):
            await side.chats.send_message(chat.chat_id, "first")
        await self.alice.sees(secret.Message)
        await self.bob.sees(secret.Message)
        picture = self.alice.chats.key_picture(chat)
        await self.alice.chats.rekey(chat)
        event = await self.alice.sees(secret.Rekeyed)
        self.assertEqual(event.key_fingerprint, chat.info.key_fingerprint)
        self.assertEqual(self.alice.chats.key_picture(chat), picture)


    async def test_skip(self) -> None:
        chat = await self.open()
        with self.assertRaises(e2e.StateError):
            await self.bob.chats.skip(chat.chat_id)
        await chat.send_message("hi")
        await (await self.bob.sees(secret.Message)).reply("hi")
        await self.alice.sees(secret.Message)
        rule = self.server.faults.drop(
            BOB, when=lambda update: update.name == "updateNewEncryptedMessage", lose=True)
        await chat.send_message("one")
        await until(lambda: rule.hits, "a lost message")
        rule.cancel()
        self.server.faults.drop(
            ALICE, when=lambda update: update.name == "updateNewEncryptedMessage", lose=True)
        await chat.send_message("two")
        await until(lambda: self.bob.chats.info(chat.chat_id).holes, "a gap")
        await self.bob.chats.skip(chat.chat_id)
        gap = await self.bob.sees(secret.Gap)
        self.assertEqual(gap.first, gap.last)
        await self.bob.sees(secret.Message, 2)
        self.assertEqual(self.bob.texts(), ["hi", "two"])


class Messages(Stage):
    """Texts, and what users do with messages."""

    async def test_formatting_reply_silent(self) -> None:
        chat = await self.open()
        await self.bob.chats.send_message(chat.chat_id, "hi")    # now Alice knows his layer
        first = await self.alice.sees(secret.Message)
        await chat.send_message("\U0001f680 **bold** [link](https://e.org/)", reply_to=first,
                                silent=True)
        await chat.send_message("<u>under</u> &amp;", parse_mode="html", random_id=77)
        await chat.send_message("**as it is**", parse_mode=None)
        await self.bob.sees(secret.Message, 3)
        one, two, three = self.bob.of(secret.Message)
        self.assertEqual(one.text, "\U0001f680 bold link")
        self.assertEqual(one.entities, [types.MessageEntityBold(3, 4),
                                        types.MessageEntityTextUrl(8, 4, "https://e.org/")])
        self.assertTrue(one.silent and not two.silent)
        sent = self.bob.of(secret.Queued)[0].random_id
        self.assertEqual((one.reply_to, first.random_id), (sent, sent))
        self.assertEqual((two.text, two.random_id), ("under &", 77))
        self.assertEqual(two.entities, [types.MessageEntityUnderline(0, 5)])
        self.assertEqual((three.text, three.entities), ("**as it is**", []))

    async def test_what_became_of_it(self) -> None:
        chat = await self.open()
        number = await chat.send_message("one")
        for cls in (secret.Queued, secret.Sent):
            self.assertEqual((await self.alice.sees(cls)).random_id, number)
        await self.bob.chats.send_message(chat.chat_id, "two")
        self.assertEqual((await self.alice.sees(secret.Delivered)).random_id, number)
        self.server.faults.error("messages.sendEncrypted", 400, "DATA_INVALID", 1, ALICE)
        number = await chat.send_message("refused")
        event = await self.alice.sees(secret.Failed)
        self.assertEqual((event.random_id, event.error), (number, (400, "DATA_INVALID")))

    async def test_chained_calls_keep_their_order(self) -> None:
        self.alice.account_options["flags"] = e2e.Config.CHAINS
        await self.alice.again()
        chat = await self.open()
        self.server.faults.error("messages.sendEncrypted", 500, "MSG_WAIT_FAILED", 2, ALICE)
        self.server.faults.slow("messages.sendEncrypted", 0.1, 3, ALICE)
        for i in range(10):
            await chat.send_message(str(i))
        await self.bob.sees(secret.Message, 10)
        self.assertEqual(self.bob.texts(), [str(i) for i in range(10)])

    async def test_service_messages(self) -> None:
        chat = await self.open()
        number = await chat.send_message("soon gone")
        message = await self.bob.sees(secret.Message)
        self.assertFalse(message.newer or message.partial)
        flags = dataclasses.replace(message.raw, flags=e2e.MessageFlag.NEWER_LAYER)
        self.assertTrue(secret.Message(message.chats, flags).newer)
        await message.mark_read()
        await self.alice.sees(secret.Read)
        await chat.chats.delete(chat, [number])
        self.assertEqual((await self.bob.sees(secret.Deleted)).random_ids, (number,))
        await self.bob.chats.screenshot(message, [number])
        self.assertEqual((await self.alice.sees(secret.Screenshot)).random_ids, (number,))
        await self.bob.chats.opened(message, [number])
        self.assertEqual((await self.alice.sees(secret.Opened)).random_ids, (number,))
        await self.bob.chats.typing(message)
        self.assertFalse((await self.alice.sees(secret.Typing)).ended)
        await self.bob.chats.send_action(message, e2e.schema.DecryptedMessageActionTyping(
            action=e2e.schema.SendMessageCancelAction()))
        self.assertTrue((await self.alice.sees(secret.Typing, 2)).ended)
        await self.alice.chats.flush(chat)
        await self.bob.sees(secret.Flushed)

    async def test_ttl_and_expiry(self) -> None:
        chat = await self.open()
        await self.alice.chats.set_ttl(chat, 1)
        self.assertEqual((await self.bob.sees(secret.Ttl)).seconds, 1)
        number = await chat.send_message("for a second")
        message = await self.bob.sees(secret.Message)
        self.assertEqual(message.ttl, 1)
        await message.mark_read()
        for side in (self.bob, self.alice):
            self.assertEqual((await side.sees(secret.Expired)).random_ids, (number,))

    async def test_seen_once(self) -> None:
        chat = await self.open()
        number = await chat.send_message("once", ttl=e2e.TTL_VIEW_ONCE)
        message = await self.bob.sees(secret.Message)
        self.assertTrue(message.view_once)
        self.assertEqual(await self.bob.chats.opened(message, [number]), 0)
        self.assertEqual((await self.bob.sees(secret.Expired)).random_ids, (number,))
        await message.mark_read()   # all that the other side ever hears
        self.assertEqual((await self.alice.sees(secret.Expired)).random_ids, (number,))

    async def test_the_ttl_that_is_given(self) -> None:
        chat = await self.open()
        await self.alice.chats.set_ttl(chat, 60)
        own = e2e.schema.DecryptedMessage(message="own", ttl=30)
        for i, (ttl, expected) in enumerate(((None, 30), (5, 5), (0, 0)), 1):
            self.alice.chats.send(chat, own, ttl=ttl)
            self.assertEqual((await self.bob.sees(secret.Message, i)).ttl, expected)
        noop = e2e.schema.DecryptedMessageService(action=e2e.schema.DecryptedMessageActionNoop())
        with self.assertRaises(ValueError):
            self.alice.chats.send(chat, noop, ttl=5)
        self.alice.chats.send(chat, noop, ttl=0)


class Life(Stage):
    """Beginning, ending, and a store that fails."""

    @staticmethod
    def ours() -> List[Any]:
        """Tasks of the adapter."""
        return [task for task in asyncio.all_tasks() if "e2e/telethon" in repr(task)]

    async def test_no_task_is_left_after_stop(self) -> None:
        await self.open()
        self.assertTrue(self.ours())
        await self.alice.chats.stop()
        await self.bob.chats.stop()
        self.assertEqual(self.ours(), [])
        with self.assertRaises(secret.NotListening):
            self.alice.chats.all()
        await self.alice.chats.stop()

    async def test_no_task_is_left_after_disconnect(self) -> None:
        chat = await self.open()
        await self.bob.chats.stop()
        waiting = asyncio.ensure_future(self.alice.chats.wait(lambda: False))
        await chat.send_message("not acknowledged yet")
        await self.alice.client.disconnect()
        with self.assertRaises(secret.NotListening):
            await asyncio.wait_for(waiting, SECONDS)
        await until(lambda: not self.ours(), "no task")
        await self.alice.client.connect()
        await self.alice.chats.start_listening()
        await self.bob.chats.start_listening()
        await self.bob.sees(secret.Message)

    async def test_stop_within_a_handler(self) -> None:
        chat = await self.open()
        self.bob.chats.on(secret.Message)(lambda event: event.chats.stop())
        await chat.send_message("stop")
        await until(lambda: not self.bob.chats._listening, "stopped")  # pylint: disable=W0212
        await until(lambda: len(self.ours()) == 1, "only Alice's dispatcher")

    async def test_store_that_fails(self) -> None:
        chat = await self.open()
        original, failures = self.bob.store.commit, []

        def commit(rows: Any, events: Any) -> None:
            if not failures:
                failures.append(1)
                raise OSError("no space left on device")
            original(rows, events)

        self.bob.store.commit = commit
        with self.assertLogs("e2e.telethon", logging.ERROR):
            await chat.send_message("one")
            await until(lambda: failures, "a failure")
        with self.assertRaises(secret.NotListening):
            await self.bob.chats.send_message(chat.chat_id, "now")
        await chat.send_message("two")
        await self.bob.sees(secret.Message, 2)
        self.assertEqual(self.bob.texts(), ["one", "two"])

    async def test_store_of_another_user(self) -> None:
        await self.alice.chats.stop()
        stranger = secret.SecretChats(self.alice.client, self.bob.store)
        await self.bob.chats.stop()
        with self.assertRaises(e2e.StoreError):
            await stranger.start_listening()
        self.assertEqual(self.ours(), [])


class Network(Stage):
    """What the server and Telethon do to calls and updates."""

    def differences(self) -> int:
        """How often the adapter asked for Bob's difference; Telethon sets no limit."""
        return sum(record.details["request"].get("pts_total_limit") is not None
                   for record in self.calls("updates.getDifference", self.bob))

    async def test_one_attempt_and_no_sleep_by_telethon(self) -> None:
        chat = await self.open()
        self.server.faults.error("messages.sendEncrypted", 500, "INTERNAL", 1, ALICE)
        before = len(self.calls("messages.sendEncrypted", self.alice))
        number = await chat.send_message("one")
        await until(lambda: chat.info.unsent == 0, "sent")
        self.assertEqual(len(self.calls("messages.sendEncrypted", self.alice)), before + 2)
        self.server.faults.flood_wait("messages.sendEncrypted", 1, 1, ALICE)
        await chat.send_message("two", random_id=5)
        await self.alice.sees(secret.Sent, 2)
        self.assertEqual([event.random_id for event in self.alice.of(secret.Sent)], [number, 5])
        await self.bob.sees(secret.Message, 2)
        self.assertEqual(self.bob.texts(), ["one", "two"])

    async def test_lost_answers_of_the_handshake(self) -> None:
        for method, user in (
                ("messages.getDhConfig", ALICE), ("messages.requestEncryption", ALICE),
                ("messages.getDhConfig", BOB), ("messages.acceptEncryption", BOB)):
            self.alice.events.clear()
            self.bob.events.clear()
            rule = self.server.faults.lose_answer(method, 1, user)
            chat = await self.open()
            self.assertEqual(rule.hits, 1)
            await chat.send_message(method)
            await (await self.bob.sees(secret.Message)).reply("yes")
            await self.alice.sees(secret.Message)
            self.assertEqual(self.bob.of(secret.Closed) + self.alice.of(secret.Renamed), [])

    async def test_lost_push_comes_by_our_difference(self) -> None:
        chat = await self.open()
        self.server.faults.drop(BOB, 1)
        await chat.send_message("one")
        await chat.send_message("two")
        await self.bob.sees(secret.Message, 2)
        self.assertEqual(self.bob.texts(), ["one", "two"])

    async def test_difference_in_slices(self) -> None:
        chat = await self.open()
        await self.bob.end()
        for i in range(10):
            await chat.send_message(str(i))
        await until(lambda: chat.info.unsent == 0, "sent")
        self.server.slice_limit = 3
        await self.bob.begin()
        await self.bob.sees(secret.Message, 10)
        self.assertEqual(self.bob.texts(), [str(i) for i in range(10)])
        self.assertGreater(self.differences(), 3)

    async def test_difference_that_is_too_long(self) -> None:
        engine = self.bob.chats._engine     # pylint: disable=protected-access
        request = difference.Difference(engine, (5, 6))
        too_long = difference_types.DifferenceTooLong(pts=900)
        request.read_result(BinaryReader(bytes(too_long)))
        self.assertEqual((request.mark, request.final), ((900, 6), False))

    async def test_difference_of_telethon(self) -> None:
        chat = await self.open()
        self.server.faults.drop(BOB, 2)
        await chat.send_message("one")
        await chat.send_message("two")
        await until(lambda: chat.info.unsent == 0, "sent")
        before = self.differences()
        self.server.push_too_long(BOB)
        await self.bob.sees(secret.Message, 2)
        self.assertEqual(self.bob.texts(), ["one", "two"])
        await until(lambda: self.differences() > before, "a difference of our own")

    async def test_messages_of_the_time_without_connection(self) -> None:
        chat = await self.open()
        await chat.send_message("zero")
        await (await self.bob.sees(secret.Message)).reply("settled")
        await self.alice.sees(secret.Message)
        rule = self.server.faults.drop(BOB, 1)
        await chat.send_message("one")
        await until(lambda: rule.hits, "dropped")
        self.server.faults.disconnect(BOB)
        await self.bob.sees(secret.Message, 2)

    async def test_heard_before_other_handlers_of_the_client(self) -> None:
        self.bob.client_options["sequential_updates"] = True
        await self.bob.again()
        called = asyncio.Event()

        async def never_ends(_: Any) -> None:
            called.set()
            await asyncio.Event().wait()

        self.bob.client.add_event_handler(never_ends)
        chat = await self.open()
        await asyncio.wait_for(called.wait(), SECONDS)
        await chat.send_message("one")
        await self.bob.sees(secret.Message)

    async def test_telethon_that_catches_up_confirms_nothing(self) -> None:
        chat = await self.open()
        await self.bob.end()
        for i in range(5):
            await chat.send_message(str(i))
        await until(lambda: chat.info.unsent == 0, "sent")
        self.bob.client_options["catch_up"] = True
        self.bob.prepare()
        await self.bob.log_in()
        self.server.push_too_long(BOB)
        before = len(self.calls("updates.getDifference", self.bob))
        await until(lambda: len(self.calls("updates.getDifference", self.bob)) > before,
                    "Telethon's difference")
        await self.bob.chats.start_listening()
        await self.bob.sees(secret.Message, 5)
        self.assertEqual(self.bob.texts(), ["0", "1", "2", "3", "4"])

    async def test_acknowledged_only_when_durable(self) -> None:
        chat = await self.open()
        commit = self.bob.store.commit
        self.bob.store.commit = lambda rows, events: 1 / 0
        before = self.calls("messages.receivedQueue", self.bob)[-1].details["request"].max_qts
        with self.assertLogs("e2e.telethon", logging.ERROR):
            await chat.send_message("one")
            await until(lambda: not self.bob.chats._engine.running, "failed")
        last = self.calls("messages.receivedQueue", self.bob)[-1].details["request"].max_qts
        self.assertEqual(last, before)
        self.bob.store.commit = commit
        await self.bob.sees(secret.Message)

    async def test_restart_of_the_server(self) -> None:
        chat = await self.open()
        await chat.send_message("one")
        restarting = asyncio.ensure_future(self.server.restart(0.3))
        await chat.send_message("two")
        await restarting
        await chat.send_message("three")
        await self.bob.sees(secret.Message, 3)
        self.assertEqual(self.bob.texts(), ["one", "two", "three"])


class Errors(unittest.TestCase):
    """What the server said, in spite of Telethon's own words for it."""

    def test_code_and_text(self) -> None:
        for code, text in ((420, "FLOOD_WAIT_17"), (400, "ENCRYPTION_DECLINED"),
                           (500, "MSG_WAIT_FAILED"), (403, "USER_IS_BLOCKED"),
                           (400, "NEVER_HEARD_OF"), (400, "FILE_PART_3_MISSING"),
                           (303, "USER_MIGRATE_2"), (401, "AUTH_KEY_UNREGISTERED"),
                           (429, "SLOW_DOWN")):
            error = errors.rpc_message_to_error(RpcError(code, text), None)
            self.assertEqual(rpc.error_of(error), (code, text))


if __name__ == "__main__":
    unittest.main()
