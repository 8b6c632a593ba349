# SPDX-License-Identifier: ISC
"""What the tests of fakedc share: a server for each, clients that are logged in, conditions."""
import asyncio
import functools
import pathlib
import time
import unittest
from typing import Any, Callable, List, Tuple

import fakedc
from fakedc import RpcError
from fakedc.plain import PlainUser
from fakedc.tl import Object
from fakedc_client import Client

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 10.0


@functools.lru_cache(None)
def server_key() -> bytes:
    """One RSA key for all tests: making one takes a while."""
    return fakedc.generate_key()


async def until(condition: Callable[[], Any], timeout: float = TIMEOUT) -> None:
    """Wait until condition() is true; AssertionError if it does not become so."""
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        await asyncio.sleep(0.01)


class ServerCase(unittest.IsolatedAsyncioTestCase):
    """A test with a running server; options are the server's."""

    options: dict = {}

    async def asyncSetUp(self) -> None:
        asyncio.get_running_loop().slow_callback_duration = TIMEOUT
        self.server = fakedc.Server(server_key(), **self.options)
        await self.server.start()
        self.clients: List[Client] = []

    async def asyncTearDown(self) -> None:
        for client in self.clients:
            await client.disconnect()
        await self.server.stop()

    async def client(self, **transport: Any) -> Client:
        """A connected client without a key."""
        client = Client(self.server.port, self.server.public_key_pem)
        self.clients.append(client)
        await client.connect(**transport)
        return client

    async def login(self, user_id: int, **transport: Any) -> Client:
        """A client that is logged in."""
        client = await self.client(**transport)
        await client.make_key()
        client.listen()
        phone = "+" + fakedc.phone_of(user_id)
        sent = await client.call("auth.sendCode", phone_number=phone, ignored=b"")
        client.user_id = user_id
        await client.call("auth.signIn", phone_number=phone, phone_code=fakedc.CODE,
                          phone_code_hash=sent.phone_code_hash)
        return client

    async def second(self, user_id: int) -> Client:
        """Another session with the key with which this user has logged in last."""
        first = [c for c in self.clients if c.user_id == user_id][-1]
        client = await self.client()
        client.key, client.salt, client.user_id = first.key, first.salt, user_id
        client.listen()
        return client

    async def reconnect(self, client: Client) -> None:
        """A new connection in the same session."""
        await client.disconnect()
        await client.connect()
        client.listen()

    async def refused(self, text: str, call: Any) -> RpcError:
        """Await call, which must fail with this text."""
        with self.assertRaises(RpcError) as caught:
            await call
        self.assertEqual(caught.exception.text, text)
        return caught.exception

    async def pair(self) -> Tuple[PlainUser, PlainUser, Object, Object]:
        """Users 1 and 2 with an accepted chat: them, and the chat as each names it."""
        alice, bob = self.server.plain_user(1), self.server.plain_user(2)
        await request(alice, 2, 77)
        asked = (await next_update(bob)).chat
        await accept(bob, asked)
        done = (await next_update(alice)).chat
        return alice, bob, peer(done), peer(asked)


def peer(chat: Object) -> Object:
    """The InputEncryptedChat of an EncryptedChat."""
    return Object("inputEncryptedChat", chat_id=chat.id, access_hash=chat.access_hash)


async def next_update(user: PlainUser) -> Object:
    """The next update of a user without a client."""
    return await asyncio.wait_for(user.updates.get(), TIMEOUT)


async def request(user: Any, user_id: int, chat_id: int, g_a: bytes = b"\x05" * 256) -> Object:
    """messages.requestEncryption, by a PlainUser or a Client."""
    return await user.call(
        "messages.requestEncryption", random_id=chat_id, g_a=g_a,
        user_id=Object("inputUser", user_id=user_id, access_hash=fakedc.access_hash(user_id)))


async def accept(user: Any, chat: Object) -> Object:
    """messages.acceptEncryption."""
    return await user.call("messages.acceptEncryption", peer=peer(chat), g_b=b"\x06" * 256,
                           key_fingerprint=-9)


async def send(user: Any, chat: Object, random_id: int, data: bytes = b"x" * 80) -> Object:
    """messages.sendEncrypted."""
    return await user.call("messages.sendEncrypted", peer=chat, random_id=random_id, data=data)


async def difference(user: Any, qts: int) -> Object:
    """updates.getDifference."""
    return await user.call("updates.getDifference", pts=1, date=0, qts=qts)
