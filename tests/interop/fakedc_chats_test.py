# SPDX-License-Identifier: ISC
"""What fakedc's calls do: logging in, secret chats, updates and their qts, files, its memory."""
import hashlib
import os
import pathlib
import tempfile
from typing import Any

import fakedc
from fakedc.plain import PlainUser
from fakedc.tl import Object
from fakedc_case import (ServerCase, accept, difference, next_update, peer, request, send,
                         server_key, until)


class LoginTest(ServerCase):
    """Users, contacts."""

    async def test_wrong_ways(self) -> None:
        client = await self.client()
        await client.make_key()
        client.listen()
        calls: Any = (("updates.getState", {}), ("contacts.getContacts", {"hash": 0}))
        for method, fields in calls:
            await self.refused("AUTH_KEY_UNREGISTERED", client.call(method, **fields))
        for phone in ("+155500000001", "15550000000", "+4930123456", "x"):
            await self.refused("PHONE_NUMBER_INVALID", client.call(
                "auth.sendCode", phone_number=phone, ignored=b""))
        sign = dict(phone_number=fakedc.phone_of(1), phone_code_hash="fakedc")
        await self.refused("PHONE_CODE_INVALID",
                           client.call("auth.signIn", phone_code="54321", **sign))
        await self.refused("PHONE_CODE_EMPTY", client.call("auth.signIn", phone_code="", **sign))
        await self.refused("AUTH_KEY_UNREGISTERED", client.call("updates.getState"))

    async def test_contacts(self) -> None:
        alice = self.server.plain_user(1)
        contact = Object("inputPhoneContact", client_id=9, phone="+" + fakedc.phone_of(2),
                         first_name="b", last_name="")
        found = await alice.call("contacts.importContacts", contacts=[contact])
        self.assertEqual((found.imported[0].user_id, found.imported[0].client_id), (2, 9))
        self.assertEqual((found.users[0].id, found.users[0].access_hash),
                         (2, fakedc.access_hash(2)))
        wrong = Object("inputUser", user_id=2, access_hash=1)
        self.assertEqual(await alice.call("users.getUsers", id=[wrong]), [])

    async def test_logging_out(self) -> None:
        alice, bob, chat, _ = await self.pair()
        await bob.call("auth.logOut")
        self.assertEqual((await next_update(alice)).chat.name, "encryptedChatDiscarded")
        await self.refused("ENCRYPTION_DECLINED", send(alice, chat, 1))
        await self.refused("AUTH_KEY_UNREGISTERED", bob.call("updates.getState"))


class ChatTest(ServerCase):
    """The states of a chat."""

    async def test_dh_config(self) -> None:
        alice = self.server.plain_user(1)
        config = await alice.call("messages.getDhConfig", version=0, random_length=256)
        self.assertEqual((config.g, len(config.p), len(config.random)), (3, 256, 256))
        again = await alice.call("messages.getDhConfig", version=config.version, random_length=8)
        self.assertEqual((again.name, len(again.random)), ("messages.dhConfigNotModified", 8))
        await self.refused("RANDOM_LENGTH_INVALID", alice.call(
            "messages.getDhConfig", version=0, random_length=-1))

    async def test_bad_requests(self) -> None:
        alice = self.server.plain_user(1)
        await request(alice, 2, 5)
        await self.refused("RANDOM_ID_DUPLICATE", request(alice, 2, 5))
        await self.refused("USER_ID_INVALID", request(alice, 1, 6))
        await self.refused("USER_ID_INVALID", request(alice, 20000, 6))
        for g_a in (b"", b"\1", b"\xff" * 256, b"\5" * 257):
            await self.refused("DH_G_A_INVALID", request(alice, 2, 6, g_a))

    async def test_accepting(self) -> None:
        alice, bob, chat, other = await self.pair()
        asked = Object("encryptedChat", id=other.chat_id, access_hash=other.access_hash)
        await self.refused("ENCRYPTION_ALREADY_ACCEPTED", accept(bob, asked))
        for user, number in ((bob, chat.access_hash), (alice, chat.access_hash), (bob, 0)):
            wrong = Object("encryptedChat", id=chat.chat_id, access_hash=number)
            await self.refused("CHAT_ID_INVALID", accept(user, wrong))
        await alice.call("messages.discardEncryption", chat_id=chat.chat_id)
        await self.refused("ENCRYPTION_ALREADY_DECLINED", accept(bob, asked))

    async def test_discarding(self) -> None:
        alice, bob, chat, _ = await self.pair()
        discard = "messages.discardEncryption"
        await self.refused("CHAT_ID_EMPTY", alice.call(discard, chat_id=0))
        await self.refused("ENCRYPTION_ID_INVALID", alice.call(discard, chat_id=4))
        stranger = self.server.plain_user(3)
        await self.refused("ENCRYPTION_ID_INVALID", stranger.call(discard, chat_id=chat.chat_id))
        self.assertTrue(await bob.call(discard, chat_id=chat.chat_id, delete_history=True))
        told = (await next_update(alice)).chat
        self.assertEqual((told.name, told.id, told.history_deleted),
                         ("encryptedChatDiscarded", chat.chat_id, True))
        await self.refused("ENCRYPTION_ALREADY_DECLINED", alice.call(discard, chat_id=told.id))
        self.assertTrue(bob.updates.empty())

    async def test_rejecting(self) -> None:
        alice, bob = self.server.plain_user(1), self.server.plain_user(2)
        waiting = await request(alice, 2, 5)
        await self.refused("ENCRYPTION_ID_INVALID", send(alice, peer(waiting), 1))
        await bob.call("messages.discardEncryption", chat_id=5)
        self.assertEqual((await next_update(alice)).chat.name, "encryptedChatDiscarded")

    async def test_two_devices(self) -> None:
        """Both are asked, the first that accepts has the chat and its messages."""
        alice = self.server.plain_user(1)
        phone, desk = await self.login(2), await self.login(2)
        await request(alice, 2, 5)
        asked = [(await device.update()).chat for device in (phone, desk)]
        self.assertEqual([chat.name for chat in asked], ["encryptedChatRequested"] * 2)
        await accept(desk, asked[1])
        self.assertEqual((await phone.update()).chat.name, "encryptedChatDiscarded")
        await self.refused("ENCRYPTION_ALREADY_ACCEPTED", accept(phone, asked[0]))
        await self.refused("ENCRYPTION_ALREADY_ACCEPTED", phone.call(
            "messages.discardEncryption", chat_id=5))
        chat = (await next_update(alice)).chat
        await send(alice, peer(chat), 1)
        self.assertEqual((await desk.update()).name, "updateNewEncryptedMessage")
        self.assertTrue(phone.updates.empty())
        await self.refused("CHAT_ID_INVALID", send(phone, peer(asked[0]), 2))

    async def test_typing_and_reading(self) -> None:
        alice, bob, chat, _ = await self.pair()
        self.assertTrue(await alice.call("messages.setEncryptedTyping", peer=chat, typing=True))
        self.assertEqual((await next_update(bob)).name, "updateEncryptedChatTyping")
        await alice.call("messages.readEncryptedHistory", peer=chat, max_date=1000)
        update = await next_update(bob)
        self.assertEqual((update.name, update.max_date), ("updateEncryptedMessagesRead", 1000))
        await self.refused("MAX_DATE_INVALID", alice.call(
            "messages.readEncryptedHistory", peer=chat, max_date=-1))
        self.assertTrue(await alice.call("messages.reportEncryptedSpam", peer=chat))

    async def test_bad_messages(self) -> None:
        alice, _, chat, other = await self.pair()
        await self.refused("DATA_INVALID", send(alice, chat, 1, b""))
        await self.refused("DATA_TOO_LONG", send(alice, chat, 1, bytes((1 << 20) + 1)))
        await self.refused("CHAT_ID_INVALID", send(alice, other, 1))
        wrong = Object("inputEncryptedChat", chat_id=3, access_hash=0)
        await self.refused("CHAT_ID_INVALID", send(alice, wrong, 1))


class UpdatesTest(ServerCase):
    """qts, getDifference, repetition."""

    options = {"slice_limit": 3}

    async def test_numbers(self) -> None:
        alice, bob, chat, other = await self.pair()
        for number in range(3):
            await send(alice, chat, number + 1)
        self.assertEqual([(await next_update(bob)).qts for _ in range(3)], [101, 102, 103])
        self.assertEqual((await bob.call("updates.getState")).qts, 103)
        await send(bob, other, 1)
        self.assertEqual((await next_update(alice)).qts, 101)

    async def test_slices(self) -> None:
        alice, bob, chat, _ = await self.pair()
        for number in range(7):
            await send(alice, chat, number + 1)
        got, qts, names = [], 100, []
        for _ in range(3):
            found = await difference(bob, qts)
            names.append(found.name)
            got += [m.random_id for m in found.new_encrypted_messages]
            qts = (found.get("intermediate_state") or found.get("state")).qts
        self.assertEqual(got, list(range(1, 8)))
        self.assertEqual(names, ["updates.differenceSlice"] * 2 + ["updates.difference"])
        self.assertEqual((qts, (await difference(bob, qts)).name),
                         (107, "updates.differenceEmpty"))

    async def test_until_acknowledged(self) -> None:
        alice, bob, chat, _ = await self.pair()
        for number in (1, 2):
            await send(alice, chat, number)
        for _ in range(2):
            self.assertEqual(len((await difference(bob, 100)).new_encrypted_messages), 2)
        self.assertEqual(await bob.call("messages.receivedQueue", max_qts=101), [1])
        self.assertEqual(len((await difference(bob, 100)).new_encrypted_messages), 1)
        await self.refused("MAX_QTS_INVALID", bob.call("messages.receivedQueue", max_qts=103))

    async def test_repetition(self) -> None:
        """Until the first one has arrived, the same bytes are not queued again."""
        alice, bob, chat, _ = await self.pair()
        self.server.faults.drop(2, count=2)
        first = await send(alice, chat, 9)
        self.assertEqual((await send(alice, chat, 9)).date, first.date)
        await send(alice, chat, 9, b"y" * 80)
        self.assertEqual(len((await difference(bob, 100)).new_encrypted_messages), 2)
        await send(alice, chat, 9)
        self.assertEqual((await next_update(bob)).qts, 103)
        self.assertTrue(bob.updates.empty())

    async def test_updates_without_number(self) -> None:
        """updateEncryption waits in the difference of a client that does not acknowledge it."""
        bob = await self.login(2)
        bob.acknowledges = False
        await request(self.server.plain_user(1), 2, 5)
        await bob.update()
        found = await difference(bob, 100)
        self.assertEqual([u.chat.id for u in found.other_updates], [5])
        self.assertEqual(sorted(user.id for user in found.users), [1, 2])
        bob.acknowledges = True
        await difference(bob, 100)
        await bob.call("updates.getState")
        device = self.server.devices.of_user(2)[0]
        await until(lambda: not device.box.others)
        self.assertEqual((await difference(bob, 100)).name, "updates.differenceEmpty")

    async def test_too_long(self) -> None:
        bob = await self.login(2)
        self.server.push_too_long(2)
        self.assertEqual((await bob.update()).name, "updatesTooLong")


class FilesTest(ServerCase):
    """Uploading, sending, downloading."""

    async def upload(self, user: PlainUser, content: bytes, part: int, big: bool = False) -> int:
        """Upload by parts; how many there were."""
        parts = [content[at:at + part] for at in range(0, len(content), part)]
        for number, data in enumerate(parts):
            fields: Any = dict(file_id=7, file_part=number, bytes=data)
            if big:
                fields["file_total_parts"] = len(parts)
            method = "upload.saveBigFilePart" if big else "upload.saveFilePart"
            self.assertTrue(await user.call(method, **fields))
        return len(parts)

    async def send_file(self, user: PlainUser, chat: Object, file: Object) -> Object:
        sent = await user.call("messages.sendEncryptedFile", peer=chat, file=file,
                               random_id=int.from_bytes(os.urandom(7), "big"), data=b"x" * 80)
        return sent.file

    async def download(self, user: PlainUser, file: Object, limit: int) -> bytes:
        location = Object("inputEncryptedFileLocation", id=file.id, access_hash=file.access_hash)
        content, offset = b"", 0
        while True:
            piece = await user.call("upload.getFile", location=location, offset=offset,
                                    limit=limit)
            content += piece.bytes
            offset += limit
            if len(piece.bytes) < limit:
                return content

    @staticmethod
    def uploaded(parts: int, md5: str = "") -> Object:
        return Object("inputEncryptedFileUploaded", id=7, parts=parts, md5_checksum=md5,
                      key_fingerprint=-3)

    async def test_small_and_big(self) -> None:
        alice, bob, chat, other = await self.pair()
        for size, part, big in ((16, 1024, False), (5000, 1024, False), (65536, 32768, False),
                                (11 << 20, 524288, True)):
            content = os.urandom(size)
            parts = await self.upload(alice, content, part, big)
            md5 = hashlib.md5(content).hexdigest()
            file = self.uploaded(parts, md5)
            if big:
                file = Object("inputEncryptedFileBigUploaded", id=7, parts=parts,
                              key_fingerprint=-3)
            sent = await self.send_file(alice, chat, file)
            self.assertEqual((sent.size, sent.key_fingerprint, sent.dc_id), (size, -3, 1))
            self.assertEqual((await next_update(bob)).message.file, sent)
            self.assertEqual(await self.download(bob, sent, 1 << 18), content)
            again = Object("inputEncryptedFile", id=sent.id, access_hash=sent.access_hash)
            self.assertEqual(await self.send_file(bob, other, again), sent)

    async def test_bad_parts(self) -> None:
        alice = self.server.plain_user(1)
        save = "upload.saveFilePart"
        for number, data, text in ((-1, b"a", "FILE_PART_INVALID"),
                                   (8000, b"a", "FILE_PART_INVALID"), (0, b"", "FILE_PART_EMPTY"),
                                   (0, bytes(524289), "FILE_PART_TOO_BIG")):
            await self.refused(text, alice.call(save, file_id=1, file_part=number, bytes=data))
        await self.refused("FILE_PARTS_INVALID", alice.call(
            "upload.saveBigFilePart", file_id=1, file_part=3, file_total_parts=3, bytes=b"a"))

    async def test_bad_files(self) -> None:
        alice, _, chat, _ = await self.pair()
        await self.upload(alice, bytes(3000), 1024)
        for file, text in ((self.uploaded(4), "FILE_PART_3_MISSING"),
                           (self.uploaded(2), "FILE_PARTS_INVALID"),
                           (self.uploaded(0), "FILE_PARTS_INVALID"),
                           (Object("inputEncryptedFileEmpty"), "FILE_EMTPY"),
                           (Object("inputEncryptedFile", id=1, access_hash=2), "FILE_ID_INVALID"),
                           (Object("inputEncryptedFileBigUploaded", id=7, parts=3,
                                   key_fingerprint=0), "FILE_PART_0_MISSING")):
            await self.refused(text, self.send_file(alice, chat, file))
        await self.refused("MD5_CHECKSUM_INVALID",
                           self.send_file(alice, chat, self.uploaded(3, "0" * 32)))
        for part in (1000, 3072):
            parts = await self.upload(alice, bytes(part * 2), part)
            await self.refused("FILE_PART_SIZE_INVALID",
                               self.send_file(alice, chat, self.uploaded(parts)))

    async def test_last_part_too_long(self) -> None:
        alice, _, chat, _ = await self.pair()
        for number, size in enumerate((1024, 2048)):
            await alice.call("upload.saveFilePart", file_id=7, file_part=number, bytes=bytes(size))
        await self.refused("FILE_PART_SIZE_INVALID",
                           self.send_file(alice, chat, self.uploaded(2)))

    async def test_bad_downloads(self) -> None:
        alice, _, chat, _ = await self.pair()
        parts = await self.upload(alice, bytes(20000), 4096)
        file = await self.send_file(alice, chat, self.uploaded(parts))
        location = Object("inputEncryptedFileLocation", id=file.id, access_hash=file.access_hash)
        for offset, limit, text in ((1, 4096, "OFFSET_INVALID"), (-4096, 4096, "OFFSET_INVALID"),
                                    (0, 0, "LIMIT_INVALID"), (0, 5000, "LIMIT_INVALID"),
                                    (0, 12288, "LIMIT_INVALID"), (0, 2 << 20, "LIMIT_INVALID"),
                                    (1044480, 8192, "LIMIT_INVALID")):
            await self.refused(text, alice.call("upload.getFile", location=location,
                                                offset=offset, limit=limit))
        piece = await alice.call("upload.getFile", location=location, offset=1024, limit=3072,
                                 precise=True)
        self.assertEqual(len(piece.bytes), 3072)
        location.fields["access_hash"] += 1
        await self.refused("FILE_ID_INVALID", alice.call("upload.getFile", location=location,
                                                         offset=0, limit=4096))


class MemoryTest(ServerCase):
    """What outlives a restart, and a process."""

    async def test_restart(self) -> None:
        bob = await self.login(2)
        alice = self.server.plain_user(1)
        await request(alice, 2, 5)
        asked = (await bob.update()).chat
        await accept(bob, asked)
        chat = peer((await next_update(alice)).chat)
        port = self.server.port
        await self.server.restart(0.1)
        self.assertEqual(self.server.port, port)
        await send(alice, chat, 1)
        await self.reconnect(bob)
        self.assertEqual((await difference(bob, 100)).new_encrypted_messages[0].random_id, 1)
        self.assertEqual((await bob.notice("new_session_created")).name, "new_session_created")

    async def test_state_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "state")
            self.server.state_file = path
            bob = await self.login(2)
            alice = self.server.plain_user(1)
            await request(alice, 2, 5)
            await accept(bob, (await bob.update()).chat)
            chat = peer((await next_update(alice)).chat)
            await alice.call("upload.saveFilePart", file_id=7, file_part=0, bytes=b"content")
            file = (await alice.call("messages.sendEncryptedFile", peer=chat, random_id=1,
                                     data=b"x" * 80, file=FilesTest.uploaded(1))).file
            await self.server.stop()
            self.server.state_file = None
            second = fakedc.Server(server_key(), state_file=path)
            await second.start()
            bob.port = second.port
            await self.reconnect(bob)
            await self.remembers(bob, second.plain_user(1), chat, file)
            await bob.disconnect()
            await second.stop()

    async def remembers(self, bob: Any, alice: PlainUser, chat: Object, file: Object) -> None:
        """The other server knows the users, the chat, the message and its file."""
        found = await difference(bob, 100)
        self.assertEqual([m.file for m in found.new_encrypted_messages], [file])
        await send(alice, chat, 2)
        self.assertEqual((await bob.update()).qts, 102)
        location = Object("inputEncryptedFileLocation", id=file.id, access_hash=file.access_hash)
        piece = await bob.call("upload.getFile", location=location, offset=0, limit=4096)
        self.assertEqual(piece.bytes, b"content")
