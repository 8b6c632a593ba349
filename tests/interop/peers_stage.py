# SPDX-License-Identifier: ISC
"""Two clients with a chat on a server in memory: what the tests of the peers share."""

import asyncio
import unittest
from typing import Any, Dict, List, Tuple

from peers import crypto
from peers.scripted import Peer, habit_names
from peers.stub import Server

ACTION = "decryptedMessageAction"


class Talk(unittest.IsolatedAsyncioTestCase):
    """Two clients with a chat."""

    async def asyncSetUp(self) -> None:
        # The loop of a test is in debug mode; key exchanges are slow on purpose.
        asyncio.get_running_loop().slow_callback_duration = 5.0

    async def begin(self, kinds: Tuple[type, type], **habits: Any) -> int:
        """Two clients, the first of which asks for a chat; habits are those of both that have
        them."""
        self.server = Server()
        self.a, self.b = [
            kind(self.server.plain_user(number), seed=number, name="ab"[number - 1], timeout=10,
                 poll=0.05, habits={name: value for name, value in habits.items()
                                    if name in habit_names(kind)})
            for number, kind in enumerate(kinds, 1)]
        for peer in (self.a, self.b):
            await peer.spawn()
            self.addAsyncCleanup(peer.stop)
        self.chat = await self.a.call("request", user_id=2)
        await self.b.wait("requested", user_id=1)
        await self.b.call("accept", chat=self.chat)
        for peer in (self.a, self.b):
            await peer.wait("ready")
        await self.say(self.a, self.b)
        await self.say(self.b, self.a)
        return self.chat

    async def text(self, peer: Peer, text: str = "hello", **more: Any) -> int:
        return await peer.call("text", chat=self.chat, text=text, **more)

    async def say(self, peer: Peer, other: Peer, text: str = "hello") -> None:
        """A text arrives."""
        await self.text(peer, text)
        await other.wait("text", text=text)

    def side(self, peer: Peer) -> Any:
        return peer.chats[self.chat]

    def lose(self, receiver: Peer, count: int) -> None:
        """The server loses the next messages to somebody."""
        left = [count]

        def loses(user: Any, _message: Any) -> bool:
            if user is not receiver.user or not left[0]:
                return False
            left[0] -= 1
            return True

        self.server.loses = loses

    def packets(self, peer: Peer) -> List[Tuple[str, int, bytes]]:
        """(method, random_id, data) of what a peer has sent."""
        return [(method, arguments["random_id"], arguments["data"])
                for user_id, method, arguments in self.server.calls
                if user_id == peer.user.user_id and "data" in arguments]

    def wrappers(self, peer: Peer) -> List[Dict[str, Any]]:
        """What a peer has sent, opened with the keys that it had."""
        chat, found = self.side(peer), []
        for _, _, data in self.packets(peer):
            key = next(key for key in chat.keys
                       if key.fingerprint == crypto.packet_fingerprint(data))
            payload, _ = crypto.open_packet(key.data, 0 if chat.creator else 8, data, True)
            found.append(chat.schema.read(payload))
        return found

    def reasons(self, peer: Peer, kind: str) -> List[str]:
        return [seen["reason"] for seen in peer.seen if seen["kind"] == kind]

    async def many(self, count: int = 130) -> None:
        """Texts both ways, each seen before the next."""
        for number in range(count):
            await self.say(self.a, self.b, f"a{number}")
            await self.say(self.b, self.a, f"b{number}")
