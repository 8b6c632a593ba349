# SPDX-License-Identifier: ISC
"""fakedc's faults: each does what it says, to those it is for, and no more often."""
import asyncio
import unittest
from typing import Any, Callable

from fakedc import Faults, RpcError
from fakedc.tl import Object
from fakedc_case import ServerCase, accept, difference, next_update, peer, request, send, until


def is_message(update: Object) -> bool:
    return update.name == "updateNewEncryptedMessage"


class PushFaultTest(ServerCase):
    """Pushes: the numbers of the messages that arrive, and what the difference says."""

    async def numbers(self, rule: Callable[[Faults], Any], count: int, arrive: int) -> list:
        """The qts numbers that bob gets when alice sends so many; rule is made before that."""
        self.alice, self.bob, self.chat, _ = await self.pair()
        rule(self.server.faults)
        for number in range(count):
            await send(self.alice, self.chat, number + 1)
        return [(await next_update(self.bob)).qts - 100 for _ in range(arrive)]

    async def missed(self) -> list:
        found = await difference(self.bob, 100)
        return [m.random_id for m in found.get("new_encrypted_messages", [])]

    async def test_drop(self) -> None:
        got = await self.numbers(lambda f: f.drop(2, count=2), 4, 2)
        self.assertEqual((got, await self.missed()), ([3, 4], [1, 2, 3, 4]))

    async def test_lose(self) -> None:
        got = await self.numbers(
            lambda f: f.drop(2, when=lambda u: u.qts in (102, 103), lose=True), 4, 2)
        self.assertEqual((got, await self.missed()), ([1, 4], [1, 4]))
        self.assertEqual((await difference(self.bob, 100)).state.qts, 104)

    async def test_duplicate(self) -> None:
        got = await self.numbers(lambda f: f.duplicate(2, count=1), 2, 3)
        self.assertEqual(got, [1, 1, 2])

    async def test_reorder(self) -> None:
        got = await self.numbers(lambda f: f.reorder(2, 2, count=1), 4, 4)
        self.assertEqual(got, [2, 3, 1, 4])

    async def test_reorder_of_the_last(self) -> None:
        got = await self.numbers(lambda f: f.reorder(5, 2, count=1, seconds=0.1), 1, 1)
        self.assertEqual(got, [1])

    async def test_delay(self) -> None:
        got = await self.numbers(lambda f: f.delay(0.2, 2, count=1), 3, 3)
        self.assertEqual(got, [2, 3, 1])

    async def test_other_user(self) -> None:
        got = await self.numbers(lambda f: f.drop(1), 2, 2)
        self.assertEqual(got, [1, 2])

    async def test_probability(self) -> None:
        def fates(seed: int) -> list:
            faults = Faults(seed)
            return [faults._random.random() < 0.5 for _ in range(50)]
        self.assertEqual(fates(1), fates(1))
        self.assertNotEqual(fates(1), fates(2))
        self.alice, self.bob, self.chat, _ = await self.pair()
        rule = self.server.faults.drop(2, probability=0.5)
        for number in range(60):
            await send(self.alice, self.chat, number + 1)
        self.assertTrue(10 < rule.hits < 50)
        rule.cancel()
        hits = rule.hits
        await send(self.alice, self.chat, 100)
        self.assertEqual(rule.hits, hits)

    async def test_handshake_update_dropped(self) -> None:
        """What has no qts can be dropped too, and comes with the difference."""
        bob = await self.login(2)
        self.server.faults.drop(2, when=lambda u: u.name == "updateEncryption", count=1)
        await request(self.server.plain_user(1), 2, 5)
        found = await difference(bob, 100)
        self.assertEqual(found.other_updates[0].chat.id, 5)

    async def test_clear(self) -> None:
        self.alice, self.bob, self.chat, _ = await self.pair()
        self.server.faults.reorder(5, 2, seconds=1000)
        await send(self.alice, self.chat, 1)
        self.server.faults.clear()
        self.assertEqual((await next_update(self.bob)).qts, 101)


class CallFaultTest(ServerCase):
    """Calls that fail."""

    async def test_error(self) -> None:
        alice, bob, chat, _ = await self.pair()
        self.server.faults.error("messages.sendEncrypted", 500, "INTERNAL", count=2, user_id=1)
        for _ in range(2):
            error = await self.refused("INTERNAL", send(alice, chat, 1))
            self.assertEqual(error.code, 500)
        await send(alice, chat, 2)
        self.assertEqual((await next_update(bob)).message.random_id, 2)
        self.assertEqual(len(self.server.log.calls("messages.sendEncrypted")), 3)

    async def test_flood_wait(self) -> None:
        alice = self.server.plain_user(1)
        self.server.faults.flood_wait("updates.getState", 17)
        error = await self.refused("FLOOD_WAIT_17", alice.call("updates.getState"))
        self.assertEqual(error.code, 420)
        await alice.call("updates.getState")

    async def test_lost_answer(self) -> None:
        """The effect happens, the connection breaks, a repetition is carried out again."""
        alice, bob = await self.login(1), self.server.plain_user(2)
        await request(alice, 2, 5)
        await accept(bob, (await next_update(bob)).chat)
        chat = peer((await alice.update()).chat)
        self.server.faults.lose_answer("messages.sendEncrypted")
        call = asyncio.ensure_future(send(alice, chat, 1))
        self.assertEqual((await next_update(bob)).message.random_id, 1)
        await until(alice.cut_off)
        self.assertFalse(call.done())
        call.cancel()
        await self.reconnect(alice)
        await send(alice, chat, 1)
        self.assertEqual((await next_update(bob)).qts, 102)

    async def test_lost_answer_of_a_plain_user(self) -> None:
        alice, bob, chat, _ = await self.pair()
        self.server.faults.lose_answer("messages.sendEncrypted")
        with self.assertRaises(ConnectionError):
            await send(alice, chat, 1)
        self.assertEqual((await next_update(bob)).message.random_id, 1)

    async def test_disconnect(self) -> None:
        alice, bob = await self.login(1), await self.login(2)
        self.server.faults.disconnect(1)
        await until(alice.cut_off)
        await bob.call("updates.getState")
        self.assertFalse(bob.cut_off())
        await self.reconnect(alice)
        await alice.call("updates.getState")


class RuleTest(unittest.TestCase):
    """The first rule that applies decides."""

    def test_order(self) -> None:
        faults = Faults()
        first = faults.error("a", 400, "FIRST", count=1)
        second = faults.error("a", 400, "SECOND", count=None)
        texts = []
        for _ in range(3):
            with self.assertRaises(RpcError) as caught:
                faults.raise_error("a", 1)
            texts.append(caught.exception.text)
        self.assertEqual(texts, ["FIRST", "SECOND", "SECOND"])
        self.assertEqual((first.hits, second.hits), (1, 2))
        second.cancel()
        faults.raise_error("a", 1)
        faults.raise_error("b", 1)
