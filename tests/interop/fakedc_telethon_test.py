# SPDX-License-Identifier: ISC
"""Telethon against fakedc, over each of its transports; skipped where it is not installed."""
import asyncio
import logging
import os
import unittest
from typing import Any

import fakedc
from fakedc_case import TIMEOUT, ServerCase

try:
    from telethon import TelegramClient, events
    from telethon.crypto import rsa
    from telethon.network import connection
    from telethon.sessions import MemorySession
    from telethon.tl import functions, types
except ImportError:
    TelegramClient = None


@unittest.skipIf(TelegramClient is None, "Telethon is not installed")
class TelethonTest(ServerCase):
    """Two clients log in and have a secret chat."""

    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        rsa.add_key(self.server.public_key_pem, old=False)
        logging.getLogger("telethon").setLevel(logging.ERROR)
        self.telethons: list = []

    async def asyncTearDown(self) -> None:
        for client in self.telethons:
            await client.disconnect()
        await super().asyncTearDown()

    async def telethon(self, user_id: int, transport: Any = None, session: Any = None) -> Any:
        """A Telethon client that is logged in; its updates are in client.got."""
        if session is None:
            session = MemorySession()
            session.set_dc(self.server.dc_id, "127.0.0.1", self.server.port)
        client = TelegramClient(session, 1, "hash", request_retries=1, retry_delay=0.1,
                                connection=transport or connection.ConnectionTcpFull)
        client.got = asyncio.Queue()
        client.add_event_handler(client.got.put, events.Raw())
        self.telethons.append(client)
        await client.connect()
        phone = fakedc.phone_of(user_id)
        await client.send_code_request(phone)
        me = await client.sign_in(phone, fakedc.CODE)
        self.assertEqual(me.id, user_id)
        return client

    async def update(self, client: Any) -> Any:
        """The next update; Telethon hands an empty difference over as one, which is skipped."""
        while True:
            update = await asyncio.wait_for(client.got.get(), TIMEOUT)
            if not isinstance(update, types.Updates):
                return update

    async def chat(self, alice: Any, bob: Any) -> tuple:
        """The chat as each side names it."""
        contact = types.InputPhoneContact(1, "+" + fakedc.phone_of(1002), "b", "")
        found = await alice(functions.contacts.ImportContactsRequest([contact]))
        user = types.InputUser(1002, found.users[0].access_hash)
        await alice(functions.messages.GetDhConfigRequest(0, 256))
        await alice(functions.messages.RequestEncryptionRequest(user, b"\5" * 256, -9))
        asked = (await self.update(bob)).chat
        self.assertIsInstance(asked, types.EncryptedChatRequested)
        his = types.InputEncryptedChat(asked.id, asked.access_hash)
        await bob(functions.messages.AcceptEncryptionRequest(his, b"\6" * 256, 99))
        done = (await self.update(alice)).chat
        self.assertIsInstance(done, types.EncryptedChat)
        return types.InputEncryptedChat(done.id, done.access_hash), his

    async def talk(self, transport: Any) -> None:
        alice = await self.telethon(1001, transport)
        bob = await self.telethon(1002, transport)
        hers, his = await self.chat(alice, bob)
        for sender, receiver, peer in ((alice, bob, hers), (bob, alice, his)):
            await sender(functions.messages.SendEncryptedRequest(peer, b"z" * 80, random_id=3))
            update = await self.update(receiver)
            self.assertEqual((update.qts, update.message.bytes), (101, b"z" * 80))

    async def test_full(self) -> None:
        await self.talk(connection.ConnectionTcpFull)

    async def test_abridged(self) -> None:
        await self.talk(connection.ConnectionTcpAbridged)

    async def test_intermediate(self) -> None:
        await self.talk(connection.ConnectionTcpIntermediate)

    async def test_obfuscated(self) -> None:
        await self.talk(connection.ConnectionTcpObfuscated)

    async def test_file(self) -> None:
        alice, bob = await self.telethon(1001), await self.telethon(1002)
        hers, _ = await self.chat(alice, bob)
        content = os.urandom(700000)
        handle = await alice.upload_file(content, file_name="x")
        file = types.InputEncryptedFileUploaded(handle.id, handle.parts, handle.md5_checksum, 4)
        await alice(functions.messages.SendEncryptedFileRequest(hers, b"z" * 80, file))
        sent = (await self.update(bob)).message.file
        self.assertEqual((sent.size, sent.key_fingerprint), (len(content), 4))
        location = types.InputEncryptedFileLocation(sent.id, sent.access_hash)
        pieces = [piece async for piece in bob.iter_download(
            location, file_size=sent.size, dc_id=sent.dc_id)]
        self.assertEqual(b"".join(pieces), content)

    async def test_restart(self) -> None:
        """Telethon comes back by itself, and what it missed is in the difference."""
        alice, bob = await self.telethon(1001), await self.telethon(1002)
        hers, _ = await self.chat(alice, bob)
        await self.server.restart(0.1)
        await alice(functions.messages.SendEncryptedRequest(hers, b"z" * 80, random_id=3))
        await bob.catch_up()
        update = await self.update(bob)
        self.assertEqual(update.message.random_id, 3)

    async def test_gap(self) -> None:
        """A push that never comes makes Telethon fetch the difference."""
        alice, bob = await self.telethon(1001), await self.telethon(1002)
        hers, _ = await self.chat(alice, bob)
        for number in (1, 2, 3):
            if number == 2:
                self.server.faults.drop(1002, count=1)
            await alice(functions.messages.SendEncryptedRequest(hers, b"z" * 80,
                                                                random_id=number))
        got = [(await self.update(bob)).message.random_id for _ in range(3)]
        self.assertEqual(sorted(got), [1, 2, 3])
