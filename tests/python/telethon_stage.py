# SPDX-License-Identifier: ISC
"""What tests of e2e.telethon need: a fake data centre, users with Telethon clients, a chat.

Importing it skips the test module where python3-telethon is not installed.
"""
import asyncio
import logging
import os
import pathlib
import sys
import tempfile
import unittest
from typing import Any, Callable, List, Type

from support import SRCDIR

try:
    import telethon
    from telethon.crypto import rsa
    from telethon.sessions import SQLiteSession
except ImportError as error:
    raise unittest.SkipTest("python3-telethon is not installed") from error

INTEROP = os.path.join(SRCDIR, "tests", "interop")
sys.path.insert(0, INTEROP)

import e2e  # noqa: E402
import fakedc  # noqa: E402
from e2e import telethon as secret  # noqa: E402

ALICE, BOB = 1001, 1002
SECONDS = 120.0  # patience for a machine that has other work too, not a measure
KEY = fakedc.generate_key()
for _name in ("telethon", "asyncio"):   # lost connections and slow steps are no news here
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class User:
    """A user with a client, a store, and all events that came."""

    def __init__(self, server: fakedc.Server, folder: pathlib.Path, user_id: int,
                 **client_options: Any) -> None:
        self.server = server
        self.user_id = user_id
        self.folder = folder
        self.events: List[secret.SecretEvent] = []
        self.client_options = client_options
        self.account_options: Any = {}
        self.generation_path: Any = None
        self.store: Any = None
        self.client: Any = None
        self.chats: Any = None

    def prepare(self) -> None:
        """Make client, store and chats, not connected yet."""
        session = SQLiteSession(str(self.folder / str(self.user_id)))
        session.set_dc(self.server.dc_id, "127.0.0.1", self.server.port)
        self.client = telethon.TelegramClient(
            session, 1, "x", connection_retries=100, retry_delay=0.05, **self.client_options)
        self.store = e2e.SQLiteStore(self.folder / f"{self.user_id}.secret",
                                     self.generation_path)
        self.chats = secret.SecretChats(self.client, self.store, **self.account_options)
        self.chats.on()(self.events.append)

    async def log_in(self) -> None:
        """Connect, the first time with phone number and code."""
        await self.client.connect()
        if not await self.client.is_user_authorized():
            phone = fakedc.phone_of(self.user_id)
            await self.client.sign_in(phone)
            await self.client.sign_in(phone, fakedc.CODE)

    async def begin(self) -> "User":
        """Everything up to listening."""
        self.prepare()
        await self.log_in()
        await self.chats.start_listening()
        return self

    async def end(self) -> None:
        """Everything down to closed files."""
        if self.client is not None:
            await self.chats.stop()
            await self.client.disconnect()
            self.store.close()
            self.client = None

    async def again(self) -> None:
        """End and begin."""
        await self.end()
        await self.begin()

    def of(self, cls: Type[secret.SecretEvent]) -> List[Any]:
        """The events of a class."""
        return [event for event in self.events if isinstance(event, cls)]

    def texts(self) -> List[str]:
        """The texts that came."""
        return [event.text for event in self.of(secret.Message)]

    async def sees(self, cls: Type[secret.SecretEvent], count: int = 1) -> Any:
        """Wait until so many events of a class are there; the last of them."""
        await until(lambda: len(self.of(cls)) >= count, f"{count} {cls.__name__}")
        return self.of(cls)[count - 1]


async def until(condition: Callable[[], Any], what: str, seconds: float = SECONDS) -> None:
    """Wait for a condition; AssertionError if it does not become true."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        await asyncio.sleep(0.01)


class Stage(unittest.IsolatedAsyncioTestCase):
    """A server, and Alice and Bob, who listen."""

    async def asyncSetUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="e2e-telethon-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.server = fakedc.Server(KEY)
        await self.server.start()
        self.addAsyncCleanup(self.server.stop)
        rsa.add_key(self.server.public_key_pem, old=False)
        self.alice = await self.user(ALICE).begin()
        self.bob = await self.user(BOB).begin()

    def user(self, user_id: int, **client_options: Any) -> User:
        """A user who is ended after the test."""
        user = User(self.server, self.folder, user_id, **client_options)
        self.addAsyncCleanup(user.end)
        return user

    async def open(self) -> Any:
        """A chat that Alice asked Bob for; her handle."""
        peer = telethon.tl.types.InputPeerUser(BOB, fakedc.access_hash(BOB))
        chat = await self.alice.chats.start(peer)
        await (await self.bob.sees(secret.Requested)).accept()
        await asyncio.wait_for(chat.ready(), SECONDS)
        await self.bob.sees(secret.Ready)
        return chat

    def calls(self, method: str, user: User) -> List[Any]:
        """The server's records of a method that a user called."""
        return self.server.log.calls(method, user.user_id)
