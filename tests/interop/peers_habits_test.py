# SPDX-License-Identifier: ISC
"""Re-keying and layers of the scripted clients, and what they notice about the other side."""

import unittest
from typing import Any, List

from peers import crypto
from peers.android import Android
from peers.iphone import Iphone
from peers.rekey import ACCEPTED, REQUESTED, Exchange
from peers_stage import ACTION, Talk


class Numbers(Talk):
    """What they write as in_seq_no, and what they say about others' numbers."""

    async def in_numbers(self, kinds: Any, **habits: Any) -> List[int]:
        """in_seq_no of texts of a, each after one more message of b's."""
        await self.begin(kinds, **habits)
        await self.say(self.b, self.a)
        before = len(self.packets(self.a))
        for _ in range(3):
            await self.say(self.b, self.a)
            await self.say(self.a, self.b)
        chat = self.side(self.a)
        return [chat.in_raw - wrapper["in_seq_no"] // 2 - 2 + index
                for index, wrapper in enumerate(self.wrappers(self.a)[before:])]

    async def test_late_acknowledgement(self) -> None:
        self.assertEqual(await self.in_numbers((Android, Iphone)), [1, 1, 1])
        self.assertEqual(await self.in_numbers((Android, Iphone), late_ack=False), [0, 0, 0])
        self.assertEqual(await self.in_numbers((Iphone, Android)), [0, 0, 0])

    async def test_first_acknowledgement(self) -> None:
        """Number 0 of the creator's peer is 0 on the wire, so Android writes what follows it."""
        await self.begin((Android, Android))
        for peer in (self.a, self.b):
            chat = self.side(peer)
            for received in range(4):
                chat.in_raw = received
                wire = chat.in_wire(chat.acknowledges())
                last = chat.out_wire(0) ^ 1 | 2 * (received - 1)
                self.assertEqual(wire, last if last > 0 else last + 2)

    async def test_odd_numbers_are_told(self) -> None:
        await self.begin((Iphone, Android), seals_late=False)
        chat = self.side(self.a)
        chat.acknowledges = lambda: 1000
        await self.say(self.a, self.b)
        chat.acknowledges = lambda: 0
        await self.say(self.a, self.b)
        odd = self.reasons(self.b, "odd")
        self.assertIn("1000 of", odd[0])
        self.assertIn("went back", odd[1])

    async def test_documents_close_for_odd_numbers(self) -> None:
        await self.begin((Iphone, Android), tolerates_numbers=False, seals_late=False)
        self.side(self.a).acknowledges = lambda: 1000
        await self.text(self.a)
        self.assertIn("1000 of", (await self.b.wait("closed"))["reason"])

    async def test_short_random_bytes_stall_android(self) -> None:
        await self.begin((Iphone, Android))
        original = crypto.random_bytes
        self.addCleanup(setattr, crypto, "random_bytes", original)
        crypto.random_bytes = lambda random, n: original(random, 14 if n == 15 else n)
        await self.text(self.a)
        self.assertIn("14 random_bytes", (await self.b.wait("closed"))["reason"])

    async def test_first_number_of_iphone(self) -> None:
        await self.begin((Iphone, Iphone), begins_with_one=True)
        self.assertEqual([wrapper["out_seq_no"] for wrapper in self.wrappers(self.a)][:2], [3, 5])


class Layers(Talk):
    """Which layers they announce, write and bear."""

    async def test_announcements(self) -> None:
        await self.begin((Android, Iphone))
        announced = [[wrapper["message"]["action"]["layer"] for wrapper in self.wrappers(peer)
                      if wrapper["message"].get("action", {"_": ""})["_"]
                      == ACTION + "NotifyLayer"] for peer in (self.a, self.b)]
        self.assertEqual(announced, [[151, 151], [46, 144]])
        self.assertEqual(self.wrappers(self.a)[-1]["layer"], 144)

    async def test_iphone_reads_no_other_layer(self) -> None:
        for layer, fine in ((73, True), (101, True), (46, True), (143, False), (151, False)):
            await self.begin((Android, Iphone))
            self.side(self.a).layer = lambda layer=layer: layer
            await self.text(self.a, "layer")
            if fine:
                await self.b.wait("text", text="layer")
            else:
                self.assertIn(str(layer), (await self.b.wait("closed"))["reason"])

    async def test_iphone_writes_no_other_layer(self) -> None:
        await self.begin((Iphone, Android))
        for his, ours in ((143, 101), (151, 144), (100, 73), (46, 46)):
            self.side(self.a).his_layer = his
            self.assertEqual(self.side(self.a).layer(), ours)

    async def test_constructor_above_the_layer(self) -> None:
        await self.begin((Android, Iphone))
        self.side(self.a).seal = self.sealed_low(self.side(self.a).seal)
        await self.text(self.a, "bold", entities=[{"type": "spoiler", "offset": 0, "length": 1}])
        await self.b.wait("text", text="bold")
        self.assertIn("messageEntitySpoiler", self.reasons(self.b, "odd")[0])

    @staticmethod
    def sealed_low(seal: Any) -> Any:
        """A seal that writes layer 101 whatever is inside."""
        def low(raw: int, sent: Any) -> bytes:
            sent.layer = 101
            return seal(raw, sent)
        return low

    async def test_old_clients(self) -> None:
        await self.begin((Android, Android), mtproto1=True, announced_layer=46)
        packet = self.packets(self.a)[-1][2]
        chat = self.side(self.a)
        payload, version = crypto.open_packet(chat.current.data, 0, packet, True)
        self.assertEqual(version, 1)
        self.assertEqual(chat.schema.read(payload)["message"]["_"], "decryptedMessage_45")

    async def test_cloud_constructor(self) -> None:
        for habit, kind in ((True, "unsupported"), (False, "file")):
            await self.begin((Android, Iphone), cloud_constructors=habit)
            await self.a.call("file", chat=self.chat, path=__file__, kind="animation")
            await self.b.wait(kind)


class Crossing(Talk):
    """Who gives way when both ask for a new key."""

    async def crossing(self, kind: type, own: int, theirs: int, **habits: Any) -> List[str]:
        """What a sends when it gets the request `theirs` after its own request."""
        await self.begin((kind, Android), **habits)
        chat = self.side(self.a)
        exponent, public = crypto.keypair(self.a.random, chat.group)
        chat.exchange = Exchange(REQUESTED, own, exponent)
        sent: List[str] = []
        chat.send_action = lambda action: sent.append(
            f"{action['_'][len(ACTION):]} {action['exchange_id']}")
        chat.on_RequestKey(None, {"exchange_id": theirs, "g_a": public})
        if chat.exchange is not None:
            sent.append(chat.exchange.role)
        return sent

    async def test_android(self) -> None:
        self.assertEqual(await self.crossing(Android, 5, -5), [REQUESTED])
        self.assertEqual(await self.crossing(Android, -5, 5),
                         ["AbortKey -5", "AcceptKey 5", ACCEPTED])
        self.assertEqual(await self.crossing(Android, -5, 5, aborts_when_smaller=False),
                         ["AcceptKey 5", ACCEPTED])

    async def test_iphone_turns_it_round(self) -> None:
        self.assertEqual(await self.crossing(Iphone, 5, -5),
                         ["AbortKey 5", "AcceptKey -5", ACCEPTED])
        self.assertEqual(await self.crossing(Iphone, -5, 5), [REQUESTED])
        self.assertEqual(await self.crossing(Iphone, -5, -5), [REQUESTED])

    async def test_iphone_by_the_documents(self) -> None:
        self.assertEqual(await self.crossing(Iphone, 5, -5, inverted_tie_break=False),
                         [REQUESTED])
        self.assertEqual(await self.crossing(Iphone, -5, 5, inverted_tie_break=False),
                         ["AcceptKey 5", ACCEPTED])
        self.assertEqual(await self.crossing(Iphone, -5, -5, inverted_tie_break=False), [])


class Keys(Talk):
    """Which keys they use when."""

    async def test_initiators_after_commit(self) -> None:
        for kind, habits, switched in ((Android, {}, False), (Iphone, {}, True),
                                       (Android, {"old_key_after_commit": False}, True)):
            await self.begin((kind, Android), **habits)
            chat = self.side(self.a)
            chat.send_action = lambda action: None
            exponent, _ = crypto.keypair(self.a.random, chat.group)
            _, public = crypto.keypair(self.b.random, chat.group)
            chat.exchange = Exchange(REQUESTED, 1, exponent)
            data = crypto.agree(exponent, public, chat.group)
            chat.on_AcceptKey(None, {"_": ACTION + "AcceptKey", "exchange_id": 1, "g_b": public,
                                     "key_fingerprint": crypto.fingerprint(data)})
            self.assertEqual(chat.current.data == data, switched)
            self.assertIsNotNone(chat.key_for(crypto.fingerprint(data)))

    async def test_iphone_waits_for_a_key(self) -> None:
        """A packet under the new key overtakes the commitKey."""
        await self.begin((Android, Iphone), old_key_after_commit=False)
        held: List[Any] = []
        chat = self.side(self.b)
        receive = chat.receive

        def late(parcel: Any) -> None:
            """The commitKey, the third message of the exchange's initiator, comes last."""
            if chat.exchange is not None and chat.exchange.role == ACCEPTED and not held:
                held.append(parcel)
            else:
                receive(parcel)

        chat.receive = late
        await self.a.call("rekey", chat=self.chat)
        await self.a.wait("rekeyed")
        await self.text(self.a, "too early")
        await self.say(self.b, self.a, "time goes by")
        self.assertEqual(len(chat.kept), 1)
        receive(held[0])
        await self.b.wait("text", text="too early")

    async def test_unknown_key_is_dropped_by_android(self) -> None:
        await self.begin((Iphone, Android))
        chat = self.side(self.a)
        foreign = chat.add_key(bytes(255) + b"\x01")
        chat.sending_key = lambda raw: foreign
        await self.text(self.a)
        await self.b.wait("dropped")
        self.assertEqual(self.side(self.b).state, "ready")

    async def test_rekey_by_order(self) -> None:
        for kinds in ((Android, Iphone), (Iphone, Android)):
            await self.begin(kinds)
            for peer, other in ((self.a, self.b), (self.b, self.a)):
                await peer.call("rekey", chat=self.chat)
                await other.wait("rekeyed")
                await self.say(other, peer)
                await peer.wait("rekeyed")
                await self.say(peer, other)
                self.assertEqual(self.side(peer).current.data, self.side(other).current.data)


if __name__ == "__main__":
    unittest.main()
