# SPDX-License-Identifier: ISC
"""fakedc's sessions: what a client may do wrong, what is repeated, in which order calls happen."""
import asyncio
import time

from fakedc import envelope, rpc, schema
from fakedc.envelope import Message
from fakedc.tl import Object
from fakedc_case import ServerCase, accept, peer, request, send, until
from fakedc_client import Client, container, gzipped


class BadMessageTest(ServerCase):
    """bad_msg_notification and bad_server_salt."""

    async def refused_with(self, client: Client, message: Message, code: int) -> None:
        client.send_message(message)
        notice = await client.notice("bad_msg_notification")
        self.assertEqual((notice.bad_msg_id, notice.error_code), (message.msg_id, code))

    async def test_ids(self) -> None:
        client = await self.login(1)
        body = schema.MTPROTO.encode(Object("ping", ping_id=1))
        now = int(time.time()) << 32
        for msg_id, code in ((client.next_id() + 1, 18), (now - (301 << 32), 16),
                             (now + (40 << 32), 17)):
            await self.refused_with(client, Message(msg_id, client.next_seqno(False), body), code)

    async def test_even_seqno_of_a_call(self) -> None:
        client = await self.login(1)
        message = Message(client.next_id(), 2, client.body("updates.getState"))
        await self.refused_with(client, message, 35)

    async def test_bad_containers(self) -> None:
        client = await self.login(1)
        ping = Message(client.next_id(), client.next_seqno(),
                       schema.MTPROTO.encode(Object("ping", ping_id=1)))
        inner = container(client, [ping])
        await self.refused_with(client, container(client, [inner]), 64)
        good = container(client, [ping])
        client.send_message(good)
        await client.notice("pong")
        await self.refused_with(client, good, 19)
        short = Message(client.next_id(), client.next_seqno(False), good.body[:-4])
        await self.refused_with(client, short, 64)

    async def test_bad_envelope(self) -> None:
        """A length that is no multiple of four, or a changed byte, ends the connection."""
        client = await self.login(1)
        body = schema.MTPROTO.encode(Object("ping", ping_id=1))
        client.send_message(Message(client.next_id(), client.next_seqno(False), body + b"a"))
        await until(client.cut_off)
        await self.reconnect(client)
        packet = bytearray(envelope.seal(client.key, envelope.Envelope(
            client.salt, client.session_id, Message(client.next_id(), 0, body)), 0))
        packet[-1] ^= 1
        client.send_packet(bytes(packet))
        await until(client.cut_off)
        errors = [r.details["error"] for r in self.server.log if r.name == "refused"]
        self.assertEqual(errors, ["bad length or padding", "wrong msg_key"])

    async def test_bad_salt(self) -> None:
        client = await self.login(1)
        right, client.salt = client.salt, 12345
        message_id = client.send_service("ping", ping_id=1)
        notice = await client.notice("bad_server_salt")
        self.assertEqual((notice.bad_msg_id, notice.error_code), (message_id, 48))
        self.assertEqual(client.salt, notice.new_server_salt)
        client.send_service("ping", ping_id=2)
        self.assertEqual((await client.notice("pong")).ping_id, 2)
        client.salt = right
        client.send_service("ping", ping_id=3)
        self.assertEqual((await client.notice("pong")).ping_id, 3)


class ServiceTest(ServerCase):
    """Service messages and containers."""

    async def test_new_session(self) -> None:
        client = await self.client()
        await client.make_key()
        client.listen()
        first = Message(client.next_id(), client.next_seqno(),
                        schema.MTPROTO.encode(Object("ping", ping_id=1)))
        client.send_message(container(client, [first]))
        self.assertEqual((await client.notice("new_session_created")).first_msg_id, first.msg_id)
        self.assertEqual((await client.notice("pong")).msg_id, first.msg_id)
        self.assertEqual((await client.notice("msgs_ack")).msg_ids, [first.msg_id])

    async def test_new_session_after_a_refusal(self) -> None:
        """What was refused does not count as the start of a session."""
        await self.login(1)
        client = await self.second(1)
        client.salt = 12345
        client.send_service("ping", ping_id=1)
        await client.notice("bad_server_salt")
        first = client.send_service("ping", ping_id=2)
        self.assertEqual((await client.notice("new_session_created")).first_msg_id, first)

    async def test_container_and_gzip(self) -> None:
        client = await self.login(1)
        calls = []
        inside = schema.API.encode(Object("invokeWithoutUpdates", query=gzipped(
            schema.API.encode(Object("updates.getState")))))
        for body in (client.body("updates.getState"), gzipped(client.body("updates.getState")),
                     inside):
            calls.append(Message(client.next_id(), client.next_seqno(), body))
        futures = [client.expect(call.msg_id) for call in calls]
        client.send_message(container(client, calls))
        for future in futures:
            data = await asyncio.wait_for(future, 10)
            self.assertEqual(rpc.decode_result("updates.getState", data).qts, 100)

    async def test_state_and_salts(self) -> None:
        client = await self.login(1)
        known = client.send_service("ping", ping_id=1)
        client.send_service("msgs_state_req", True, msg_ids=[known, 4])
        self.assertEqual((await client.notice("msgs_state_info")).info, b"\4\1")
        client.send_service("get_future_salts", True, num=3)
        salts = (await client.notice("future_salts")).salts
        self.assertEqual(len({salt for _, _, salt in salts}), 3)
        self.assertTrue(salts[0][0] <= time.time() < salts[0][1])
        good = [self.server.keys.all()[0].good_salt(salt) for _, _, salt in salts]
        self.assertEqual(good, [True, False, False])

    async def test_unreadable_calls(self) -> None:
        client = await self.login(1)
        good = schema.API.encode(Object("help.getConfig"))
        for body, text in ((b"\1\2\3\4", "INPUT_METHOD_INVALID_67305985_0"),
                           (good + bytes(4), "INPUT_FETCH_ERROR"),
                           (client.body("messages.getDhConfig", version=0,
                                        random_length=1)[:-4], "INPUT_FETCH_ERROR")):
            message = Message(client.next_id(), client.next_seqno(), body)
            future = client.expect(message.msg_id)
            client.send_message(message)
            error = schema.MTPROTO.decode(await asyncio.wait_for(future, 10))
            self.assertEqual((error.error_code, error.error_message), (400, text))

    async def test_destroyed_session(self) -> None:
        client, other = await self.login(1), await self.second(1)
        await other.call("updates.getState")
        for number, name in ((99, "none"), (client.session_id, "none"), (other.session_id, "ok")):
            client.send_service("destroy_session", True, session_id=number)
            notice = await client.notice("destroy_session_" + name)
            self.assertEqual(notice.session_id, number)
        other.service = asyncio.Queue()
        await other.call("updates.getState")
        await other.notice("new_session_created")


class RepetitionTest(ServerCase):
    """What is sent twice, by the client or by the server."""

    async def test_call_sent_again(self) -> None:
        client = await self.login(1)
        client.acknowledges = False
        message = Message(client.next_id(), client.next_seqno(), client.body("updates.getState"))
        answers = []
        for _ in range(2):
            future = client.expect(message.msg_id)
            client.send_message(message)
            answers.append(await asyncio.wait_for(future, 10))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(len(self.server.log.calls("updates.getState")), 1)

    async def test_call_with_lost_answer_sent_again(self) -> None:
        """The server has forgotten it, so it is carried out once more."""
        client = await self.login(1)
        self.server.faults.lose_answer("updates.getState")
        message = Message(client.next_id(), client.next_seqno(), client.body("updates.getState"))
        future = client.expect(message.msg_id)
        client.send_message(message)
        await until(client.cut_off)
        await self.reconnect(client)
        client.send_message(message)
        await asyncio.wait_for(future, 10)
        self.assertEqual(len(self.server.log.calls("updates.getState")), 2)

    async def test_update_comes_again(self) -> None:
        """Until it is acknowledged, at every reconnection."""
        bob = await self.login(2)
        alice = self.server.plain_user(1)
        bob.acknowledges = False
        await bob.call("updates.getState")
        await request(alice, 2, 5)
        first = await bob.update()
        await self.reconnect(bob)
        bob.acknowledges = True
        await bob.call("updates.getState")
        self.assertEqual(await bob.update(), first)
        bob.acknowledge()
        device = self.server.devices.of_user(2)[0]
        await until(lambda: not device.box.others)
        await self.reconnect(bob)
        await bob.call("updates.getState")
        self.assertTrue(bob.updates.empty())

    async def test_answer_after_reconnection(self) -> None:
        """A call whose answer is slow is answered in the next connection."""
        client = await self.login(1)
        self.server.faults.slow("updates.getState", 0.3)
        message = Message(client.next_id(), client.next_seqno(), client.body("updates.getState"))
        future = client.expect(message.msg_id)
        client.send_message(message)
        await self.server.log.wait_for(lambda r: r.name == "updates.getState")
        await self.reconnect(client)
        client.send_service("ping", ping_id=1)
        await asyncio.wait_for(future, 10)


class OrderTest(ServerCase):
    """invokeAfterMsg."""

    async def start(self, client: Client, after: list, method: str, **fields: object) -> tuple:
        query = schema.API.encode(Object(method, **fields))
        for number in after:
            query = schema.API.encode(Object("invokeAfterMsg", msg_id=number, query=query))
        message = Message(client.next_id(), client.next_seqno(), query)
        future = client.expect(message.msg_id)
        client.send_message(message)
        return message.msg_id, future

    async def result(self, future: "asyncio.Future[bytes]", method: str) -> object:
        return rpc.decode_result(method, await asyncio.wait_for(future, 10))

    async def test_after_a_failure(self) -> None:
        client = await self.login(1)
        bad, future = await self.start(client, [], "messages.receivedQueue", max_qts=-1)
        worse, second = await self.start(client, [bad], "updates.getState")
        _, third = await self.start(client, [worse], "updates.getState")
        await self.refused("MAX_QTS_INVALID", self.result(future, "messages.receivedQueue"))
        await self.refused("MSG_WAIT_FAILED", self.result(second, "updates.getState"))
        await self.refused("MSG_WAIT_FAILED", self.result(third, "updates.getState"))

    async def test_after_what_comes_later(self) -> None:
        client = await self.login(1)
        earlier = Message(client.next_id(), client.next_seqno(), client.body("updates.getState"))
        _, future = await self.start(client, [earlier.msg_id], "help.getConfig")
        client.send_message(earlier)
        await self.result(future, "help.getConfig")
        names = [r.name for r in self.server.log.calls() if r.user_id == 1]
        self.assertEqual(names[-2:], ["updates.getState", "help.getConfig"])

    async def test_after_nothing(self) -> None:
        client = await self.login(1)
        _, future = await self.start(client, [4], "updates.getState")
        await self.refused("MSG_WAIT_FAILED", self.result(future, "updates.getState"))


class ClientChatTest(ServerCase):
    """A secret chat between two clients, over the wire."""

    async def test_chat(self) -> None:
        alice, bob = await self.login(1), await self.login(2, name="abridged", obfuscated=True)
        waiting = await request(alice, 2, -77)
        self.assertEqual((waiting.name, waiting.id), ("encryptedChatWaiting", -77))
        asked = (await bob.update()).chat
        self.assertEqual((asked.name, asked.id, asked.g_a),
                         ("encryptedChatRequested", -77, b"\x05" * 256))
        done = await accept(bob, asked)
        told = (await alice.update()).chat
        self.assertEqual((told.name, told.g_a_or_b, told.key_fingerprint, told.access_hash),
                         ("encryptedChat", b"\x06" * 256, -9, waiting.access_hash))
        self.assertEqual((done.access_hash, done.key_fingerprint), (asked.access_hash, -9))
        for sender, receiver, chat in ((alice, bob, told), (bob, alice, asked)):
            await send(sender, peer(chat), 5, b"secret" * 20)
            update = await receiver.update()
            self.assertEqual((update.qts, update.message.bytes), (101, b"secret" * 20))

    async def test_pushes_go_to_a_connected_session(self) -> None:
        """Even if another one was used later."""
        bob = await self.login(2)
        later = await self.second(2)
        await later.call("updates.getState")
        await later.disconnect()
        sessions = self.server.devices.of_user(2)[0].sessions
        await until(lambda: [s.connected for s in sessions] == [True, False])
        await request(self.server.plain_user(1), 2, 8)
        self.assertEqual((await bob.update()).chat.id, 8)

    async def test_layer(self) -> None:
        """Said once, it is known in the device's other sessions."""
        mine = schema.API.encode(Object("users.getUsers", id=[Object("inputUserSelf")]))
        for layer in (144, 227):
            bob = await self.login(2)
            bob.layer = layer
            await bob.call("updates.getState")
            later = await self.second(2)
            message = Message(later.next_id(), later.next_seqno(), mine)
            future = later.expect(message.msg_id)
            later.send_message(message)
            data = await asyncio.wait_for(future, 10)
            user = schema.API.constructor("user", layer)
            self.assertEqual(data[8:12], user.id.to_bytes(4, "little"))

    async def test_pushes_go_to_the_session_in_use(self) -> None:
        """The client's next process has another session; uploads are not for updates."""
        bob = await self.login(2)
        files = await self.second(2)
        await files.call("upload.saveFilePart", file_id=1, file_part=0, bytes=b"a")
        await request(self.server.plain_user(1), 2, 8)
        self.assertEqual((await bob.update()).chat.id, 8)
        await bob.disconnect()
        await until(lambda: not any(s.wants_updates and s.connected
                                    for s in self.server.devices.of_user(2)[0].sessions))
        await files.call("updates.getState")
        await request(self.server.plain_user(1), 2, 9)
        self.assertEqual((await files.update()).chat.id, 9)
