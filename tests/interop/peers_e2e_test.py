# SPDX-License-Identifier: ISC
"""libe2e against the scripted clients, in one process over a bad server in memory."""

import asyncio
import os
import random
import tempfile
import unittest
from typing import Any, Dict, List, Set

from peers import crypto
from peers.android import Android
from peers.iphone import Iphone
from peers.rekey import REQUESTED, Exchange
from peers.stub import Server, User

try:
    import e2e
    from peers.hosted import Hosted
except (ImportError, OSError) as missing:
    raise unittest.SkipTest(f"no libe2e for Python: {missing}")

SEED = int(os.environ.get("PEERS_SEED", "1"))
WAIT = 20.0    # seconds
REKEY = 30     # messages under one key


class Stage(unittest.IsolatedAsyncioTestCase):
    """libe2e is user 1, the other client user 2."""

    async def asyncSetUp(self) -> None:
        asyncio.get_running_loop().slow_callback_duration = 5.0

    async def begin(self, kind: type, habits: Any = None, seed: int = SEED,
                    we_ask: bool = True, **options: Any) -> None:
        """A chat that is ready, on a server without faults. options: of Hosted."""
        self.server = Server(seed)
        self.us = Hosted(self.server.plain_user(1), poll=0.1, timeout=WAIT, **options)
        self.peer = kind(self.server.plain_user(2), seed=seed, poll=0.1, timeout=WAIT,
                         habits=habits)
        self.sides = [self.us, self.peer]
        for side in self.sides:
            await side.spawn()
            self.addAsyncCleanup(side.stop)
        asks, accepts = self.sides if we_ask else self.sides[::-1]
        self.chat = await asks.call("request", user_id=2 if we_ask else 1)
        await accepts.wait("requested")
        await accepts.call("accept", chat=self.chat)
        for side in self.sides:
            await side.wait("ready")

    @property
    def theirs(self) -> Any:
        """The other client's side of the chat."""
        return self.peer.chats[self.chat]

    async def say(self, side: Any, text: str) -> int:
        self.assertEqual(self.records(self.us, "closed"), [])
        return await side.call("text", chat=self.chat, text=text)

    async def state(self, side: Any) -> Dict[str, Any]:
        return await side.call("state", chat=self.chat)

    async def said(self, side: Any, text: str) -> None:
        """A text of this side arrives."""
        await self.say(side, text)
        await self.sides[side is self.us].wait("text", text=text)

    async def hello(self) -> None:
        """A text each way: the layers are known."""
        await self.said(self.us, "hello")
        await self.said(self.peer, "hello")

    def lose(self, user_id: int, count: int = 1) -> None:
        """The server loses the next messages to a user, and after them no more."""
        left = [count]

        def loses(user: User, _message: Any) -> bool:
            left[0] -= user.user_id == user_id
            return user.user_id == user_id and left[0] >= 0

        self.server.loses = loses

    def records(self, side: Any, *kinds: str) -> List[Dict[str, Any]]:
        return [seen for seen in side.seen if seen["kind"] in kinds]

    def content(self) -> None:
        """The other client has nothing against us."""
        self.assertEqual(self.records(self.peer, "odd", "closed", "unsupported"), [])
        self.assertEqual(self.records(self.us, "closed"), [])

    async def calm(self) -> None:
        """The other client has nearly all that we have sent: Android bears four messages behind
        a hole and no more (T5.5), so who writes to it must not run ahead. What it had held when
        it was killed it misses only when more comes."""
        for tries in range(int(WAIT / 0.01)):
            missing = (await self.state(self.us))["out_seq"] - self.theirs.in_raw
            if missing <= 2 or (tries > 50 and not self.theirs.ram.held):
                return
            await asyncio.sleep(0.01)
        self.fail(f"not everything arrives: {await self.state(self.us)}, "
                  f"{await self.state(self.peer)}")


class Storms(Stage):
    """Everything at once: every text arrives once, in order, and keys are renewed."""

    async def storm(self, kind: type, habits: Any = None, seed: int = SEED,
                    texts: int = 150) -> None:
        dice = random.Random(seed)
        await self.begin(kind, habits, seed, we_ask=bool(seed % 2),
                         timing={"rekey_messages": REKEY})
        self.theirs.rekey_out = REKEY
        await self.hello()
        self.faults(kind, seed)
        sent: List[List[str]] = [[], []]
        for number in range(texts):
            who = dice.randrange(2)
            sent[who].append(f"{who}: {number}")
            if kind is Android:
                await self.calm()
            await self.say(self.sides[who], sent[who][-1])
            if dice.random() < 0.03:
                await dice.choice(self.sides).restart()
        self.server.loses = lambda *_: False
        self.server.heal()
        await self.arrived(sent)
        self.content()

    def faults(self, kind: type, seed: int) -> None:
        """The server loses, repeats, swaps. What the client would never ask for again is not lost
        for good: Android asks once for a hole and serves a range once; the iPhone keeps what it
        has no key for, so that it never misses a commitKey."""
        self.server.loss, self.server.twice, self.server.swapped = 0.1, 0.1, 0.05
        dice, known = random.Random(seed), set()  # type: random.Random, Set[int]

        def loses(user: User, message: Any) -> bool:
            service = message.name == "encryptedMessageService"
            spared = service and user.user_id == 2
            if kind is Android:
                spared = message.random_id in known or (service and user.user_id == 1)
            known.add(message.random_id)
            return not spared and dice.random() < 0.03

        self.server.loses = loses

    async def arrived(self, sent: List[List[str]]) -> None:
        """All texts, and a new key; more texts until then, as people write them."""
        for number in range(200):
            got = [[seen["text"] for seen in self.records(side, "text")
                    if seen["text"] != "hello"] for side in self.sides[::-1]]
            if got == sent and self.theirs.rekeys:
                return
            for who in (0, 1):
                self.assertEqual(got[who], sent[who][:len(got[who])])
            if kind_waits(self.peer):
                await self.calm()
            who = number % 2
            sent[who].append(f"{who}: more {number}")
            await self.say(self.sides[who], sent[who][-1])
            await asyncio.sleep(0.1)
        self.fail(f"texts or a new key are missing: {await self.state(self.us)}, "
                  f"{await self.state(self.peer)}")

    async def test_android(self) -> None:
        for seed in (SEED, SEED + 1):
            await self.storm(Android, seed=seed)

    async def test_iphone(self) -> None:
        for seed in (SEED, SEED + 1):
            await self.storm(Iphone, seed=seed)

    async def test_android_that_forgets_actions(self) -> None:
        await self.begin(Android, {"forgets_actions": True})
        await self.hello()
        self.lose(1)
        await self.peer.call("notify_layer", chat=self.chat, layer=151)
        await self.said(self.peer, "after the hole")
        self.content()

    async def test_single_habits_off(self) -> None:
        await self.storm(Android, {"late_ack": False, "old_key_after_commit": False,
                                   "refill_with_key_of_the_day": False}, texts=80)
        await self.storm(Iphone, {"inverted_tie_break": False, "seals_late": False,
                                  "keeps_all_keys": False, "waits_for_keys": False}, texts=80)


def kind_waits(peer: Any) -> bool:
    """Whether this client must not be run ahead of."""
    return isinstance(peer, Android)


class Refills(Stage):
    """What comes when libe2e asks for a hole, and what libe2e sends when it is asked."""

    async def test_of_iphone(self) -> None:
        """Another in_seq_no, another random_id of the API, as a service message (T5.1)."""
        await self.begin(Iphone)
        await self.hello()
        self.lose(1)
        await self.say(self.peer, "lost")
        await self.said(self.us, "meanwhile")
        await self.say(self.peer, "found")
        for text in ("lost", "found"):
            await self.us.wait("text", text=text)
        await self.say(self.peer, "last")
        await self.us.wait("text", text="last")
        self.assertEqual([seen["text"] for seen in self.records(self.us, "text")],
                         ["hello", "lost", "found", "last"])
        self.assertEqual(self.records(self.us, "rejected"), [])

    async def test_request_that_acknowledges_what_it_asks_for(self) -> None:
        """The iPhone may ask twice, and writes the in_seq_no of the moment when it sends."""
        await self.begin(Iphone)
        for number in range(20):
            await self.said(self.us, f"{number}")
        self.theirs.ask(3, 3)
        await self.said(self.peer, "is anybody there?")
        self.assertEqual(self.records(self.us, "closed", "rejected"), [])

    async def test_of_iphone_with_a_file(self) -> None:
        """The refill has no file: the message is there all the same."""
        await self.begin(Iphone)
        await self.hello()
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"content")
            file.flush()
            self.lose(1)
            await self.peer.call("file", chat=self.chat, path=file.name)
        await self.said(self.peer, "found")
        self.assertFalse((await self.us.wait("file"))["there"])

    async def test_placeholders_of_android(self) -> None:
        """DeleteMessages of an id that nobody knows, in = out + 1 (T5.1)."""
        for we_ask in (True, False):
            await self.begin(Android, we_ask=we_ask)
            await self.hello()
            for text in ("one", "two", "three"):
                await self.said(self.peer, text)
            self.lose(1)
            message = await self.say(self.peer, "lost")
            await self.peer.call("forget", chat=self.chat, message=message)
            await self.said(self.peer, "found")
            await self.said(self.us, "thank you")
            self.content()

    async def test_of_android_after_a_rekey(self) -> None:
        """A number of before under the key of the day (T6.4, scenario 54)."""
        await self.begin(Android)
        await self.hello()
        chat = self.theirs
        self.lose(1)
        await self.say(self.peer, "lost")
        await self.us.call("rekey", chat=self.chat)
        await self.peer.wait("rekeyed")
        chat.ram.asked.clear()
        await self.say(self.peer, "found")
        for text in ("lost", "found"):
            await self.us.wait("text", text=text)
        await self.hello()
        self.assertEqual((await self.state(self.us))["key_fingerprint"],
                         (await self.state(self.peer))["key_fingerprint"])
        self.content()

    async def test_both_have_a_hole(self) -> None:
        """Android obeys requests in order only, so each waits for the other (T5.7)."""
        for kind in (Android, Iphone):
            await self.begin(kind)
            await self.hello()
            self.server.loses = lambda user, message: message.random_id in lost
            lost: Set[int] = set()
            for side in self.sides:
                original = side.user.call

                async def call(method: str, original: Any = original, **arguments: Any) -> Any:
                    if method == "messages.sendEncrypted" and len(lost) < 2:
                        lost.add(arguments["random_id"])
                    return await original(method, **arguments)

                side.user.call = call
            for side in self.sides:
                await self.say(side, "lost")
            while len(lost) < 2:
                await asyncio.sleep(0.01)
            self.server.loses = lambda *_: False
            for side in self.sides:
                await self.say(side, "found")
            for side in self.sides:
                for text in ("lost", "found"):
                    await side.wait("text", text=text)
            self.content()

    async def test_ours_are_in_order(self) -> None:
        """A hole of three under a queue of four."""
        await self.begin(Android)
        await self.hello()
        self.lose(2, 3)
        for text in ("a", "b", "c", "d"):
            await self.say(self.us, text)
        for text in ("a", "b", "c", "d"):
            await self.peer.wait("text", text=text)
        self.content()

    async def test_deleted_text_is_not_sent_again(self) -> None:
        for kind in (Android, Iphone):
            await self.begin(kind)
            await self.hello()
            self.lose(2)
            message = await self.say(self.us, "secret")
            await self.us.wait("sent", message=message)
            await self.us.call("delete", chat=self.chat, messages=[message])
            await self.said(self.us, "after")
            texts = [seen["text"] for seen in self.records(self.peer, "text")]
            self.assertEqual(texts, ["hello", "after"])
            self.content()


class Rekeys(Stage):
    """Requests that cross (T6.1, scenarios 99 to 102), and other clients' steps."""

    async def crossing(self, kind: type, their_id: int) -> None:
        await self.begin(kind)
        await self.hello()
        chat = self.theirs
        exponent, g_a = crypto.keypair(self.peer.random, chat.group)
        chat.exchange = Exchange(REQUESTED, their_id, exponent)
        before = chat.current.fingerprint
        await self.us.call("rekey", chat=self.chat)
        chat.send_action({"_": "decryptedMessageActionRequestKey", "exchange_id": their_id,
                          "g_a": g_a})
        for number in range(40):
            await self.said(self.us, f"we {number}")
            await self.said(self.peer, f"they {number}")
            await asyncio.sleep(0.05)  # the server's dates have to go on, too
            ours = (await self.state(self.us))["key_fingerprint"]
            if ours != before and ours == chat.current.fingerprint:
                break
        else:
            self.fail(f"no new key: {await self.state(self.us)}, {await self.state(self.peer)}")
        await self.hello()
        self.assertEqual(self.records(self.us, "rejected", "closed"), [])
        self.assertEqual(self.records(self.peer, "closed", "dropped"), [])

    async def test_crossing(self) -> None:
        for kind in (Android, Iphone):
            for their_id in (-(1 << 63) + 1, (1 << 63) - 1):
                await self.crossing(kind, their_id)

    async def test_one_after_another(self) -> None:
        for kind in (Android, Iphone):
            await self.begin(kind)
            await self.hello()
            for side in (self.us, self.peer, self.peer, self.us):
                await side.call("rekey", chat=self.chat)
                for each in self.sides:
                    await self.renewed(each)
                    await self.hello()
            self.content()

    async def renewed(self, side: Any) -> None:
        """This side has a new key, after texts each way if need be."""
        for _ in range(20):
            if side.untaken("rekeyed"):
                break
            await self.hello()
        await side.wait("rekeyed")


class Ways(Stage):
    """Layers, constructors, versions."""

    async def test_layer_151(self) -> None:
        await self.begin(Android)
        await self.hello()
        self.assertEqual((await self.state(self.us))["peer_layer"], 151)
        self.assertEqual((await self.state(self.peer))["peer_layer"], 144)
        self.content()

    async def test_constructor_of_the_cloud(self) -> None:
        """tdlib/td#2848: the message is there, with a flag (scenario 75)."""
        await self.begin(Android)
        await self.hello()
        await self.peer.call("file", chat=self.chat, path=__file__, kind="animation",
                             caption="look")
        seen = await self.us.wait("file")
        self.assertEqual((seen["text"], seen["there"]), ("look", True))
        self.assertTrue(seen["flags"] & e2e.MessageFlag.PARTIAL)
        await self.hello()

    async def test_old_clients(self) -> None:
        for kind in (Android, Iphone):
            await self.begin(kind, {"mtproto1": True}, we_ask=False, peer_layer=46,
                             flags=e2e.Config.MTPROTO1)
            await self.hello()
            self.content()

    async def test_iphone_that_begins_with_one(self) -> None:
        await self.begin(Iphone, {"begins_with_one": True}, flags=e2e.Config.SKIP_FIRST,
                         timing={"resend_wait_ms": 50, "resend_tries": 2, "gap_ms": 200})
        await self.said(self.us, "hello")
        texts = []
        while not self.records(self.us, "text"):    # what comes has to cover both requests
            self.assertLess(len(texts), 30, await self.state(self.us))
            texts.append("text %d" % len(texts))
            await self.say(self.peer, texts[-1])
            await asyncio.sleep(0.1)
        await self.us.wait("text", text=texts[-1])
        self.assertEqual([record["text"] for record in self.records(self.us, "text")], texts)
        await self.hello()
        self.assertEqual((await self.state(self.us))["state"], e2e.ChatState.ACTIVE)

    async def test_same_key(self) -> None:
        for kind in (Android, Iphone):
            for we_ask in (True, False):
                await self.begin(kind, we_ask=we_ask)
                await self.hello()
                states = [await self.state(side) for side in self.sides]
                self.assertEqual(states[0]["key_hash"], states[1]["key_hash"])
                await self.us.call("close", chat=self.chat)
                await self.peer.wait("closed")


if __name__ == "__main__":
    unittest.main()
