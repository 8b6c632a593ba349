# SPDX-License-Identifier: ISC
"""The life of accounts: two of them over a server in this process."""
import unittest

import e2e
from e2e import ChatState, EventKind, Reason, picture, schema
from server import Clock, Host, RpcError, Server, join, pair, settle


def texts(host):
    return [event.body_text for event in host.events(EventKind.MESSAGE)]


class Handshake(unittest.TestCase):
    def setUp(self):
        self.server = Server(Clock())
        self.alice, self.bob = Host(self.server, 1), Host(self.server, 2)

    def start(self):
        chat_id = self.alice.account.chat_start(2, 4711)
        settle(self.alice, self.bob)
        return chat_id

    def test_accepted(self):
        chat_id = self.start()
        self.assertEqual(self.alice.account.chat(chat_id).state, ChatState.WAITING)
        self.assertEqual(self.bob.account.chat(chat_id).state, ChatState.REQUESTED)
        self.bob.account.accept(chat_id)
        settle(self.alice, self.bob)
        ours, theirs = (h.account.chat(chat_id) for h in (self.alice, self.bob))
        self.assertEqual((ours.state, theirs.state), (ChatState.ACTIVE, ChatState.ACTIVE))
        self.assertEqual((ours.creator, theirs.creator), (True, False))
        self.assertEqual((ours.user_id, theirs.user_id), (2, 1))
        self.assertEqual(ours.key_hash, theirs.key_hash)
        self.assertEqual(picture.matrix(ours.key_hash), picture.matrix(theirs.key_hash))
        self.assertEqual(ours.key_fingerprint, theirs.key_fingerprint)
        with self.alice.account.key(chat_id) as a, self.bob.account.key(chat_id) as b:
            self.assertEqual((a.value, a.fingerprint), (b.value, ours.key_fingerprint))
        self.assertEqual([chat.chat_id for chat in self.alice.account.chats()], [chat_id])

    def test_rejected(self):
        chat_id = self.start()
        self.bob.account.reject(chat_id)
        settle(self.alice, self.bob)
        closed = self.alice.events(EventKind.CHAT)[-1]
        self.assertEqual((closed.state, closed.reason), (ChatState.CLOSED, Reason.DISCARDED))
        self.assertEqual(closed.reason_text, e2e.reason_text(Reason.DISCARDED))
        self.assertEqual(self.alice.account.chat(chat_id).reason_text, closed.reason_text)

    def test_refused_by_the_server(self):
        self.server.errors.append((schema.MessagesRequestEncryption,
                                   RpcError(400, "USER_PRIVACY_RESTRICTED")))
        self.start()
        closed = self.alice.events(EventKind.CHAT)[-1]
        self.assertEqual((closed.state, closed.reason), (ChatState.CLOSED, Reason.SERVER))
        self.assertEqual((closed.code, closed.text), (400, "USER_PRIVACY_RESTRICTED"))

    def test_closed_with_history(self):
        chat_id = join(self.alice, self.bob)
        self.alice.account.close_chat(chat_id, delete_history=True)
        settle(self.alice, self.bob)
        closed = self.bob.events(EventKind.CHAT)[-1]
        self.assertEqual(closed.state, ChatState.CLOSED)
        self.assertTrue(closed.flags & e2e.MessageFlag.HISTORY)
        self.alice.account.forget(chat_id)
        settle(self.alice)
        self.assertEqual(self.alice.account.chats(), [])

    def test_verified_and_reported(self):
        chat_id = self.start()
        self.bob.account.report(chat_id)
        settle(self.bob)
        self.assertIsInstance(self.server.log[-1], schema.MessagesReportEncryptedSpam)
        self.bob.account.accept(chat_id)
        settle(self.alice, self.bob)
        self.alice.account.verify(chat_id)
        settle(self.alice)
        self.assertTrue(self.alice.account.chat(chat_id).verified)
        self.alice.account.verify(chat_id, False)
        self.assertFalse(self.alice.account.chat(chat_id).verified)

    def test_forged_fingerprint(self):
        """The server between the two is told from the peer."""
        chat_id = self.start()
        chat = self.server.chats[chat_id]
        chat.state = "ready"
        self.server.push(1, schema.UpdateEncryption(chat=self.server._chat_for(
            1, chat_id, chat, chat.g_a, 12345)))
        settle(self.alice)
        closed = self.alice.events(EventKind.CHAT)[-1]
        self.assertEqual((closed.state, closed.reason), (ChatState.CLOSED, Reason.FINGERPRINT))


class Messages(unittest.TestCase):
    def setUp(self):
        self.alice, self.bob, self.chat = pair()

    def settle(self):
        settle(self.alice, self.bob)

    def test_text(self):
        first = self.alice.account.send_text(self.chat, "zażółć 🙂")
        self.settle()
        event = self.bob.events(EventKind.MESSAGE)[0]
        self.assertEqual((event.body_text, event.random_id), ("zażółć 🙂", first))
        self.assertEqual(event.message.message, "zażółć 🙂")
        self.assertIsNone(event.media)
        answer = self.bob.account.send_text(self.chat, "yes", reply_to=first, silent=True)
        self.settle()
        event = self.alice.events(EventKind.MESSAGE)[0]
        self.assertEqual((event.random_id, event.reply_to), (answer, first))
        self.assertTrue(event.flags & e2e.MessageFlag.SILENT)
        kinds = [e.kind for e in self.alice.events() if e.random_id == first]
        self.assertEqual(kinds, [EventKind.QUEUED, EventKind.SENT, EventKind.DELIVERED])

    def test_given_random_id(self):
        self.assertEqual(self.alice.account.send_text(self.chat, "x", random_id=-5), -5)

    def test_object(self):
        message = schema.DecryptedMessage(
            message="bold", entities=(schema.MessageEntityBold(offset=0, length=4),),
            media=schema.DecryptedMessageMediaVenue(lat=1.5, long=-2.5, title="here"))
        id_, lost = self.alice.account.send(self.chat, message)
        self.assertEqual(lost, 0)
        self.settle()
        event = self.bob.events(EventKind.MESSAGE)[0]
        self.assertEqual((event.random_id, event.entities, event.media),
                         (id_, message.entities, message.media))
        self.assertEqual(schema.decode(event.tl), event.message)
        again, _ = self.alice.account.send(self.chat, event.tl, random_id=0)
        self.assertEqual(again, id_)  # the one in the object

    def test_lost(self):
        alice, bob, chat = pair(layer=73)
        spoiler = schema.DecryptedMessage(message="secret", entities=(
            schema.MessageEntitySpoiler(offset=0, length=6),))
        self.assertEqual(alice.account.send(chat, spoiler)[1], e2e.Lost.SPOILERS)

    def test_file(self):
        media = schema.DecryptedMessageMediaDocument(
            mime_type="text/plain", size=100, key=bytes(32), iv=bytes(range(32)),
            attributes=(schema.DocumentAttributeFilename(file_name="a.txt"),), caption="see")
        file = e2e.InputFile(e2e.FileKind.UPLOADED, id=2 ** 62, parts=3, key_fingerprint=-9,
                             md5="0" * 32)
        self.alice.account.send(self.chat, schema.DecryptedMessage(media=media), file=file)
        calls = self.alice.account.run()
        self.assertEqual((calls[0].method, calls[0].file), (e2e.CallMethod.SEND_FILE, file))
        self.alice.make(calls)
        self.settle()
        event = self.bob.events(EventKind.MESSAGE)[0]
        self.assertEqual(event.file, e2e.RemoteFile(2 ** 62, 77, 3 * 1024, 2, -9))
        self.assertEqual(event.media, media)
        self.assertEqual(self.alice.events(EventKind.SENT)[-1].file, event.file)

    def test_other_orders(self):
        ids = [self.alice.account.send_text(self.chat, str(i)) for i in range(3)]
        self.alice.account.set_ttl(self.chat, 60)
        self.alice.account.screenshot(self.chat, ids[:1])
        self.alice.account.delete(self.chat, ids[1:])
        self.alice.account.opened(self.chat, ids[:1])
        self.alice.account.send_action(self.chat, schema.DecryptedMessageActionNoop())
        self.alice.account.flush(self.chat)
        self.settle()
        by_kind = {event.kind: event for event in self.bob.events()}
        self.assertEqual(by_kind[EventKind.TTL].ttl, 60)
        self.assertEqual(by_kind[EventKind.SCREENSHOT].ids, tuple(ids[:1]))
        self.assertEqual(set(by_kind[EventKind.DELETED].ids), set(ids[1:]))
        self.assertEqual(by_kind[EventKind.OPENED].ids, tuple(ids[:1]))
        self.assertIn(EventKind.FLUSHED, by_kind)
        self.assertEqual(self.bob.account.chat(self.chat).ttl, 60)

    def test_seen_once(self):
        id_ = self.alice.account.send(self.chat, schema.DecryptedMessage(
            message="once", ttl=e2e.TTL_VIEW_ONCE))[0]
        self.settle()
        event = self.bob.events(EventKind.MESSAGE)[-1]
        self.assertTrue(event.view_once)
        self.assertEqual(event.ttl, 0x7fffffff)
        self.bob.account.read(self.chat, event.date)
        self.settle()
        self.assertFalse(self.bob.events(EventKind.EXPIRED))
        self.assertEqual(self.bob.account.opened(self.chat, [id_]), 0)
        self.settle()
        self.assertEqual([event.ids for event in self.bob.events(EventKind.EXPIRED)], [(id_,)])
        self.assertFalse(self.alice.events(EventKind.OPENED))
        self.assertEqual([event.ids for event in self.alice.events(EventKind.EXPIRED)], [(id_,)])
        for seconds in (-1, e2e.TTL_VIEW_ONCE):
            with self.assertRaises(e2e.ArgumentError):
                self.alice.account.set_ttl(self.chat, seconds)

    def test_typing_and_read(self):
        self.alice.account.send_text(self.chat, "x")
        self.bob.account.typing(self.chat)
        self.settle()
        self.assertTrue(self.alice.events(EventKind.TYPING))
        self.assertFalse(self.alice.events(EventKind.TYPING)[0].flags & e2e.MessageFlag.TYPING_ENDED)
        for action, ended in ((schema.SendMessageRecordAudioAction(), False),
                              (schema.SendMessageCancelAction(), True)):
            self.bob.account.send_action(self.chat, schema.DecryptedMessageActionTyping(
                action=action))
            self.settle()
            event = self.alice.events(EventKind.TYPING)[-1]
            self.assertEqual(bool(event.flags & e2e.MessageFlag.TYPING_ENDED), ended)
            self.assertEqual(event.action.action, action)
        date = self.bob.events(EventKind.MESSAGE)[0].date
        self.bob.account.read(self.chat, date)
        self.settle()
        self.assertEqual(self.alice.events(EventKind.READ)[0].date, date)

    def test_no_deadline(self):
        fresh = e2e.Account(e2e.MemoryStore(), 1)
        self.assertIsNone(fresh.deadline)

    def test_expiry(self):
        clock = self.alice.server.clock
        self.alice.account.set_ttl(self.chat, 10)
        id_ = self.alice.account.send_text(self.chat, "soon gone")
        self.settle()
        self.bob.account.read(self.chat, self.bob.events(EventKind.MESSAGE)[0].date)
        self.settle()
        self.assertEqual(self.bob.account.deadline, clock.now + 10)
        clock.now += 11
        self.settle()
        for host in (self.alice, self.bob):
            self.assertEqual(host.events(EventKind.EXPIRED)[0].ids, (id_,))

    def test_rekey(self):
        self.alice.account.send_text(self.chat, "1")
        self.bob.account.send_text(self.chat, "2")
        self.settle()
        before = self.alice.account.chat(self.chat)
        self.alice.account.rekey(self.chat)
        self.settle()
        after = self.alice.account.chat(self.chat)
        self.assertNotEqual(after.key_fingerprint, before.key_fingerprint)
        self.assertEqual(after.key_hash, before.key_hash)
        event = self.bob.events(EventKind.REKEYED)[0]
        self.assertEqual(event.key_fingerprint, after.key_fingerprint)

    def test_hole(self):
        """A lost packet is asked for again; the health of the chat says so meanwhile."""
        for text in "ab":
            self.alice.account.send_text(self.chat, text)
        self.alice.step(), self.alice.step()
        updates = self.alice.server.users[2].updates
        del updates[0]
        while updates:
            self.bob.step()
        chat = self.bob.account.chat(self.chat)
        self.assertTrue(chat.health & e2e.Health.HOLES)
        self.assertEqual(self.bob.account.held(self.chat), [chat.in_seq + 1])
        self.assertEqual(texts(self.bob), [])
        self.settle()
        self.assertEqual(texts(self.bob), ["a", "b"])
        self.assertEqual([e.health for e in self.bob.events(EventKind.HEALTH)],
                         [e2e.Health.HOLES, 0])

    def test_skip(self):
        """The user does not wait for what is lost; what comes of it all the same is dropped."""
        for text in "ab":
            self.alice.account.send_text(self.chat, text)
        self.alice.step(), self.alice.step()
        updates = self.alice.server.users[2].updates
        del updates[0]
        while updates:
            self.bob.step()
        first = self.bob.account.chat(self.chat).in_seq
        self.bob.account.skip(self.chat)
        with self.assertRaises(e2e.StateError):
            self.bob.account.skip(self.chat)
        self.settle()
        self.assertEqual(texts(self.bob), ["b"])
        gap, = self.bob.events(EventKind.GAP)
        self.assertEqual((gap.chat_id, gap.first, gap.last), (self.chat, first, first))
        self.assertEqual(e2e.Event.unpack(gap.pack()), gap)
        chat = self.bob.account.chat(self.chat)
        self.assertEqual((chat.holes, chat.held, chat.late), (0, 0, 1))
        self.alice.account.send_text(self.chat, "c")
        self.settle()
        self.assertEqual(texts(self.bob), ["b", "c"])

    def test_many_both_ways(self):
        want = []
        for i in range(150):
            self.alice.account.send_text(self.chat, f"a{i}")
            self.bob.account.send_text(self.chat, f"b{i}")
            want.append(i)
            if i % 7 == 0:
                self.settle()
        self.settle()
        self.assertEqual(texts(self.bob), [f"a{i}" for i in want])
        self.assertEqual(texts(self.alice), [f"b{i}" for i in want])
        self.assertTrue(self.alice.events(EventKind.REKEYED))

    def test_restart_in_between(self):
        for i in range(5):
            self.alice.account.send_text(self.chat, f"{i}")
            self.alice.account.run()  # the calls are lost
            self.alice.restart()
            self.bob.restart()
        self.settle()
        self.assertEqual(texts(self.bob), list("01234"))


class Calls(unittest.TestCase):
    def setUp(self):
        self.alice, self.bob, self.chat = pair()

    def test_flood_wait(self):
        clock = self.alice.server.clock
        self.alice.server.errors.append((schema.MessagesSendEncrypted,
                                         RpcError(420, "FLOOD_WAIT_30")))
        self.alice.account.send_text(self.chat, "later")
        settle(self.alice, self.bob)
        self.assertEqual(texts(self.bob), [])
        self.assertEqual(self.alice.account.deadline, clock.now + 30)
        clock.now += 31
        settle(self.alice, self.bob)
        self.assertEqual(texts(self.bob), ["later"])

    def test_repeated_call_has_the_same_bytes(self):
        self.alice.account.send_text(self.chat, "x")
        call, = self.alice.account.run()
        self.alice.account.call_failed(call.id, 0)
        self.alice.server.clock.now += 5
        self.alice.account.tick()
        again, = self.alice.account.run()
        self.assertEqual((again.request, again.data), (call.request, call.data))
        self.assertTrue(again.flags & e2e.CallFlag.REPEATED)

    def test_refused_for_good(self):
        self.alice.server.errors.append((schema.MessagesSendEncrypted,
                                         RpcError(400, "MESSAGE_TOO_LONG")))
        id_ = self.alice.account.send_text(self.chat, "x")
        settle(self.alice, self.bob)
        failed, = self.alice.events(EventKind.FAILED)
        self.assertEqual((failed.random_id, failed.code, failed.text),
                         (id_, 400, "MESSAGE_TOO_LONG"))

    def test_strange_results(self):
        """Bytes that are none are a failure for now, and ids that are not out have no effect."""
        self.alice.account.send_text(self.chat, "x")
        call, = self.alice.account.run()
        self.alice.account.call_done(call.id, b"")
        self.alice.account.call_done(call.id, b"\1\2\3\4")
        self.alice.account.call_done(2 ** 64 - 1, b"")
        self.alice.account.call_failed(12345, 500, "text \udcff")
        self.alice.server.clock.now += 100
        settle(self.alice, self.bob)
        self.assertEqual(texts(self.bob), ["x"])

    def test_typed_lane(self):
        self.alice.account.send_text(self.chat, "x")
        call, = self.alice.account.run()
        self.alice.account.call_done_typed(call.id, date=5)
        self.alice.account.run()
        self.assertEqual(self.alice.events(EventKind.SENT)[-1].date, 5)
        self.bob.account.feed_message(self.chat, call.random_id, 5, call.data, qts=101)
        self.bob.account.run()
        self.assertEqual(texts(self.bob), ["x"])

    def test_hole_in_qts(self):
        """An update is missing: after a while the account wants a difference."""
        self.bob.account.feed_qts(100)
        settle(self.bob)
        data = schema.encode(schema.UpdateNewEncryptedMessage(
            message=schema.EncryptedMessage(chat_id=77, file=schema.EncryptedFileEmpty()),
            qts=140))
        self.bob.account.feed_tl(data)
        self.bob.account.run()
        self.alice.server.clock.now += 1
        self.bob.account.tick()
        call, = self.bob.account.run()
        self.assertEqual((call.method, call.request), (e2e.CallMethod.GET_DIFFERENCE, b""))
        self.bob.account.feed_qts(140)
        self.bob.account.call_done_typed(call.id)
        self.bob.account.run()
        self.assertEqual(self.bob.account.qts, 140)

    def test_verdicts(self):
        feed = self.alice.account.feed_tl
        self.assertEqual(feed(b"\1\2\3\4"), e2e.Verdict.UNKNOWN)
        self.assertEqual(feed(schema.encode(schema.UpdateEncryptedChatTyping())[:-1]),
                         e2e.Verdict.TL)
        self.assertEqual(feed(bytearray(schema.encode(schema.UpdateEncryptedChatTyping()))),
                         e2e.Verdict.TAKEN)

    def test_rejected_packet(self):
        self.bob.account.feed_message(self.chat, 99, 5, bytes(104))
        self.bob.account.run()
        event, = self.bob.events(EventKind.REJECTED)
        self.assertEqual(event.reason, Reason.KEY_ID)
        self.assertEqual(event.reason_text, e2e.reason_text(Reason.KEY_ID))


class TypedHost(Host):
    """A host that decodes what the server says and gives it over in parts."""

    def make(self, calls):
        account = self.account
        for call in calls:
            result = schema.decode(self.server.call(self.user_id, call.request))
            date = 0
            if isinstance(result, schema.MessagesDhConfig):
                account.feed_dh_config(result.version, result.g, result.p, result.random)
            elif isinstance(result, schema.TypeEncryptedChat):
                self.feed_chat(result)
            elif isinstance(result, schema.TypeMessagesSentEncryptedMessage):
                date = result.date
            account.call_done_typed(call.id, date)
        return bool(calls)

    def feed_chat(self, chat):
        account, same = self.account, {}
        for name in ("access_hash", "date", "admin_id", "participant_id"):
            same[name] = getattr(chat, name, None)
        if isinstance(chat, schema.EncryptedChatRequested):
            account.feed_requested(chat.id, **same, g_a=chat.g_a)
        elif isinstance(chat, schema.EncryptedChatWaiting):
            account.feed_waiting(chat.id, **same)
        elif isinstance(chat, schema.EncryptedChat):
            account.feed_accepted(chat.id, **same, g_a_or_b=chat.g_a_or_b,
                                  key_fingerprint=chat.key_fingerprint)
        else:
            account.feed_discarded(chat.id, chat.history_deleted)

    def step(self):
        busy = self.make(self.account.run())
        updates = self.server.users[self.user_id].updates
        if not updates:
            return busy
        update = schema.decode(updates.pop(0))
        if isinstance(update, schema.UpdateEncryption):
            self.feed_chat(update.chat)
        elif isinstance(update, schema.UpdateEncryptedChatTyping):
            self.account.feed_typing(update.chat_id)
        elif isinstance(update, schema.UpdateEncryptedMessagesRead):
            self.account.feed_read(update.chat_id, update.max_date, update.date)
        else:
            m = update.message
            self.account.feed_message(
                m.chat_id, m.random_id, m.date, m.bytes, qts=update.qts,
                service=isinstance(m, schema.EncryptedMessageService))
        return True


class TypedLane(unittest.TestCase):
    def test_whole_life(self):
        server = Server(Clock())
        alice, bob = TypedHost(server, 1), TypedHost(server, 2)
        chat = join(alice, bob)
        alice.account.send_text(chat, "x")
        bob.account.typing(chat)
        settle(alice, bob)
        self.assertEqual(texts(bob), ["x"])
        self.assertTrue(alice.events(EventKind.TYPING))
        bob.account.read(chat, server.date())
        settle(alice, bob)
        self.assertTrue(alice.events(EventKind.READ))
        alice.account.close_chat(chat, delete_history=True)
        settle(alice, bob)
        closed = bob.events(EventKind.CHAT)[-1]
        self.assertEqual((closed.reason, closed.flags),
                         (Reason.DISCARDED, e2e.MessageFlag.HISTORY))

    def test_dh_not_modified(self):
        """The second chat asks with the version that is known."""
        server = Server(Clock())
        alice, bob = Host(server, 1), Host(server, 2)
        join(alice, bob)
        alice.account.chat_start(2, 4711)
        call, = alice.account.run()
        self.assertEqual((call.method, call.version), (e2e.CallMethod.GET_DH_CONFIG, 3))
        alice.account.feed_dh_not_modified(bytes(256))
        alice.account.call_done_typed(call.id)
        request, = alice.account.run()
        self.assertEqual(request.method, e2e.CallMethod.REQUEST)


class Options(unittest.TestCase):
    def test_policy(self):
        self.assertEqual(e2e.policy_act(e2e.Policy.STANDARD, Reason.FORGED), e2e.Act.REPORT)
        self.assertEqual(e2e.policy_act(e2e.Policy.STANDARD, Reason.USER), e2e.Act.DEFAULT)
        checks = [reason for reason in Reason if 0 < reason < 64]
        closing = {policy: sum(e2e.policy_act(policy, check) == e2e.Act.CLOSE
                               for check in checks) for policy in e2e.Policy}
        self.assertEqual(closing[e2e.Policy.LENIENT], 0)
        self.assertGreater(closing[e2e.Policy.STRICT], closing[e2e.Policy.STANDARD])

    def test_acts(self):
        """One check that closes the chat although the preset does not."""
        server = Server(Clock())
        alice = Host(server, 1)
        bob = Host(server, 2, acts={Reason.KEY_ID: e2e.Act.CLOSE})
        chat_id = join(alice, bob)
        bob.account.feed_message(chat_id, 99, 5, bytes(104))
        settle(alice, bob)
        self.assertEqual(bob.account.chat(chat_id).reason, Reason.KEY_ID)

    def test_reason_texts(self):
        self.assertEqual(len({e2e.reason_text(reason) for reason in Reason}), len(Reason))

    def test_timing_and_flags(self):
        alice, bob, chat = pair(timing=e2e.Timing(rekey_messages=5))
        for i in range(5):
            alice.account.send_text(chat, str(i))
            bob.account.send_text(chat, str(i))
            settle(alice, bob)
        self.assertTrue(alice.events(EventKind.REKEYED))
        quiet, other, chat = pair(flags=e2e.Config.NO_REKEY,
                                  timing=e2e.Timing(rekey_messages=5))
        for i in range(10):
            quiet.account.send_text(chat, str(i))
            settle(quiet, other)
        self.assertEqual(quiet.events(EventKind.REKEYED), [])

    def test_acknowledging(self):
        for flags, timing, sends in ((0, e2e.Timing(ack_messages=5), 2),
                                     (e2e.Config.NO_ACK, e2e.Timing(ack_messages=5), 0),
                                     (0, e2e.Timing(), 0)):
            alice, bob, chat = pair(flags=flags, timing=timing)
            before = bob.account.chat(chat).out_seq
            for i in range(10):
                alice.account.send_text(chat, str(i))
                settle(alice, bob)
            self.assertEqual(bob.account.chat(chat).out_seq - before, sends)

    def test_known_prime(self):
        alice, bob, chat = pair(flags=e2e.Config.KNOWN_PRIME)
        alice.account.send_text(chat, "x")
        settle(alice, bob)
        self.assertEqual(texts(bob), ["x"])

    def test_backends(self):
        from e2e import crypto
        for name in crypto.backends():
            alice, bob, chat = pair(backend=name)
            self.assertEqual(alice.account.crypto.backend, name)
            alice.account.send_text(chat, "x")
            settle(alice, bob)
            self.assertEqual(texts(bob), ["x"])


if __name__ == "__main__":
    unittest.main()
