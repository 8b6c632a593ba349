# SPDX-License-Identifier: ISC
"""libe2e against clients with habits that the documents do not have (peers/others.py)."""

import asyncio
import unittest
from typing import Any, List

from fakedc.tl import Object
from peers.others import Bare, Counter, Endless, Mute, Opener, Undoubled
from peers.stub import Refusal
from peers_e2e_test import Stage, e2e

NO_SUCH_RANGE = "asked to resend a range that cannot be"
AHEAD = "in_seq_no acknowledges what was never sent"
IMPATIENT = {"resend_wait_ms": 50, "resend_tries": 2, "gap_ms": 200}
MAIN_CALL = "messages.sendEncrypted"


class Other(Stage):
    """What the tests share."""

    def reasons(self) -> List[str]:
        """Why libe2e has rejected something."""
        return [seen["reason"] for seen in self.records(self.us, "rejected")]

    def texts(self) -> List[str]:
        """What libe2e has shown."""
        return [seen["text"] for seen in self.records(self.us, "text")]

    async def active(self) -> None:
        self.assertEqual((await self.state(self.us))["state"], e2e.ChatState.ACTIVE)

    def lose_answer(self, of: Any, refuse_again: bool) -> None:
        """The server takes a text, and its answer is lost. refuse_again: it knows random_ids."""
        original, lost = of.user.call, []  # type: Any, List[int]

        async def call(method: str, **arguments: Any) -> Object:
            if method != MAIN_CALL or (lost and arguments["random_id"] != lost[0]):
                return await original(method, **arguments)
            if lost and refuse_again:
                raise Refusal(400, "RANDOM_ID_DUPLICATE")
            result = await original(method, **arguments)
            if not lost:
                lost.append(arguments["random_id"])
                raise ConnectionError("no answer")
            return result

        of.user.call = call


class Lost(Opener):
    """The server loses its notifyLayer, once."""

    def __init__(self, user: Any, **more: Any) -> None:
        left = [True]

        def loses(receiver: Any, _message: Any) -> bool:
            lost = receiver.user_id == 1 and left[0]
            left[0] = left[0] and not lost
            return lost

        user.server.loses = loses
        super().__init__(user, **more)


class Overtaken(Opener):
    """What comes after its notifyLayer is there first."""

    def __init__(self, user: Any, **more: Any) -> None:
        server, held = user.server, []  # type: Any, List[Any]
        arrive = server._arrive  # pylint: disable=protected-access

        def after(receiver: Any, message: Any) -> None:
            if receiver.user_id == 1 and not held:
                held.append(message)
                return
            arrive(receiver, message)
            if receiver.user_id == 1 and len(held) == 1:
                held.append(None)
                arrive(receiver, held[0])

        server._arrive = after  # pylint: disable=protected-access
        super().__init__(user, **more)


class OpensInMtproto1(Other):
    """A notifyLayer under number 0."""

    async def test_is_read(self) -> None:
        for layer in (46, 101):
            for we_ask in (True, False):
                for flags in (0, e2e.Config.MTPROTO1):
                    await self.begin(Opener, {"layers": (layer,)}, we_ask=we_ask, flags=flags)
                    await self.hello()
                    self.assertEqual(self.reasons(), [])
                    self.assertEqual((await self.state(self.us))["peer_layer"], 144)
                    self.content()

    async def test_is_read_late(self) -> None:
        """What is in MTProto 2 was there before, or the notifyLayer had to be asked for."""
        for kind in (Overtaken, Lost):
            for layer in (46, 101):
                await self.begin(kind, {"layers": (layer,)})
                await self.said(self.peer, "after it")
                await self.hello()
                self.assertEqual(self.reasons(), [])
                self.content()

    async def test_strict_reads_what_tdlib_reads(self) -> None:
        await self.begin(Opener, {"layers": (46,)}, policy=e2e.Policy.STRICT)
        await self.hello()
        self.assertEqual(self.reasons(), [])
        await self.begin(Opener, {"layers": (101,)}, policy=e2e.Policy.STRICT)
        self.assertIn("MTProto 1", (await self.us.wait("closed"))["reason"])

    async def test_who_goes_on_stays_unread(self) -> None:
        await self.begin(Opener, {"layers": (101,), "goes_on": True})
        await self.said(self.us, "hello")
        for number in range(3):
            await self.say(self.peer, f"{number}")
            self.assertIn("MTProto 1", (await self.us.wait("rejected"))["reason"])
        state = await self.state(self.us)
        self.assertEqual((self.texts(), state["peer_layer"]), ([], 144))
        await self.active()


class KnowsNoNumbers(Other):
    """Copies count, and are shown."""

    async def test_texts(self) -> None:
        await self.begin(Counter)
        for _ in range(5):
            await self.hello()
        self.assertEqual(self.reasons(), [])
        self.content()

    async def test_copy_that_the_server_made(self) -> None:
        """What it acknowledges then was never sent, which the documents close a chat for."""
        await self.begin(Counter)
        await self.hello()
        self.lose_answer(self.us, False)
        await self.said(self.us, "once")
        while [seen["text"] for seen in self.records(self.peer, "text")].count("once") < 2:
            await asyncio.sleep(0.01)
        await self.peer.call("text", chat=self.chat, text="counted")
        self.assertEqual((await self.us.wait("closed"))["reason"], AHEAD)

    async def test_lenient_bears_it(self) -> None:
        await self.begin(Counter, policy=e2e.Policy.LENIENT)
        await self.hello()
        self.lose_answer(self.us, False)
        await self.said(self.us, "once")
        while [seen["text"] for seen in self.records(self.peer, "text")].count("once") < 2:
            await asyncio.sleep(0.01)
        await self.said(self.peer, "counted")
        self.assertEqual(self.reasons(), [AHEAD])
        await self.active()

    async def test_server_that_knows_what_it_has(self) -> None:
        await self.begin(Counter)
        await self.hello()
        self.lose_answer(self.us, True)
        message = await self.say(self.us, "once")
        await self.us.wait("sent", message=message)
        for _ in range(3):
            await self.hello()
        self.assertEqual([seen["text"] for seen in self.records(self.peer, "text")].count("once"),
                         1)
        self.content()

    async def test_what_is_lost_comes_anew(self) -> None:
        await self.begin(Counter, timing=IMPATIENT)
        await self.hello()
        self.lose(1)
        await self.say(self.peer, "lost")
        texts = ["found"]
        await self.say(self.peer, "found")
        while "found" not in self.texts():    # what comes has to cover the requests
            self.assertLess(len(texts), 60, await self.state(self.us))
            texts.append(f"more {len(texts)}")
            await self.say(self.peer, texts[-1])
            await asyncio.sleep(0.1)
        await self.us.wait("text", text=texts[-1])
        shown = self.texts()
        self.assertIn("lost", shown)
        self.assertEqual([text for text in shown if text not in ("hello", "lost")], texts)
        await self.active()


class DoesNotDouble(Other):
    """Requests to resend with numbers of another kind."""

    async def test_harms_nothing(self) -> None:
        for we_ask in (True, False):
            await self.begin(Undoubled, we_ask=we_ask)
            for _ in range(6):
                await self.hello()
            for first, last in ((5, 5), (6, 6), (3, 6), (4, 5), (0, 0), (1, 1)):
                self.theirs.ask(first, last)
            await self.hello()
            self.assertLessEqual(set(self.reasons()), {NO_SUCH_RANGE,
                                                       "asked to resend what was acknowledged"})
            self.assertIn(NO_SUCH_RANGE, self.reasons())
            self.content()
            await self.active()


class HasNoVectorIds(Other):
    """What has a vector cannot be read; what comes behind it can."""

    async def test_deletion(self) -> None:
        await self.begin(Bare)
        await self.hello()
        message = await self.say(self.peer, "stays")
        await self.us.wait("text", text="stays")
        await self.peer.call("delete", chat=self.chat, messages=[message])
        await self.hello()
        self.assertTrue((await self.state(self.us))["health"] & e2e.Health.OUTDATED)
        await self.active()

    async def test_refill(self) -> None:
        """It has its number, and nobody can read it."""
        await self.begin(Bare)
        await self.hello()
        self.lose(1)
        await self.say(self.peer, "lost")
        await self.said(self.peer, "found")
        await self.hello()
        self.assertEqual([text for text in self.texts() if text != "hello"], ["found"])
        self.assertEqual((await self.state(self.us))["holes"], 0)
        await self.active()


class RekeysWithoutEnd(Other):
    """So many are answered, the others wait."""

    async def test_budget(self) -> None:
        texts = 60
        await self.begin(Endless)
        await self.hello()
        await self.peer.call("rekey", chat=self.chat)
        for number in range(texts):
            await self.said(self.us, f"{number}")
        await self.us.wait("health", where=lambda seen: bool(
            seen["health"] & e2e.Health.BUSY))
        uses = self.theirs.in_raw + self.theirs.out_raw
        self.assertGreater(self.theirs.rekeys, 3)
        self.assertLessEqual(self.theirs.rekeys, 6 + uses // 50 + 1)
        await self.hello()
        await self.active()


class SaysNoLayer(Other):
    """We write for the oldest layer until it has said something."""

    async def test_layers(self) -> None:
        for we_ask in (True, False):
            await self.begin(Mute, we_ask=we_ask)
            await self.said(self.us, "first")
            self.assertEqual(self.theirs.last_layer, 73)
            await self.said(self.peer, "here")
            await self.said(self.us, "second")
            self.assertEqual(self.theirs.last_layer, 144)
            self.content()


if __name__ == "__main__":
    unittest.main()
