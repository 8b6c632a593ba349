# SPDX-License-Identifier: ISC
"""The scripted clients among themselves, over a server in memory."""

import json
import struct
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List, Tuple

from peers import content, crypto, files, tl
from peers.android import Android
from peers.iphone import Iphone
from peers.stub import Server
from peers_stage import ACTION, Talk
from worker import CannotError, WorkerDied, WorkerTimeout

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
# Reasons to refuse a packet that do not concern its opening: the key is found by its fingerprint,
# either version of MTProto is opened here, and only parity tells who has written version 1.
OTHERS_MATTER = ("key_fingerprint", "the other protocol version", "reflected to its own sender")


def vectors(name: str) -> List[Dict[str, Any]]:
    """The rows of a file of vectors."""
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


class Vectors(unittest.TestCase):
    """The building blocks against what other implementations computed."""

    def test_tl(self) -> None:
        schema = tl.secret_schema()
        rows = [row for row in vectors("tl_secret.jsonl") if "bytes" in row]
        good = [bytes.fromhex(row["bytes"]) for row in rows if row["expect"] == "ok"]
        bad = [bytes.fromhex(row["bytes"]) for row in rows if row["expect"] == "reject"]
        self.assertGreater(min(len(good), len(bad)), 50)
        for data in good:
            self.assertEqual(schema.write(schema.read(data)), data)
        for data in bad:
            self.assertRaises(tl.TLError, schema.read, data)

    def test_tl_refuses_what_is_no_field(self) -> None:
        with self.assertRaises(tl.TLError):
            tl.secret_schema().write({"_": ACTION + "Noop", "layer": 1})
        with self.assertRaises(tl.TLError):
            tl.secret_schema().write({"_": ACTION + "NotifyLayer"})

    def test_packets(self) -> None:
        for version in (1, 2):
            for row in vectors(f"msg_e2e_v{version}.jsonl"):
                if "payload" in row:
                    if len(row["payload"]) % 8 == 0:    # others are no TL
                        self.opened(row, version)
                elif not any(words in row["reason"] for words in OTHERS_MATTER):
                    self.refused(row, version)

    def opened(self, row: Dict[str, Any], version: int) -> None:
        key, payload = bytes.fromhex(row["key"]), bytes.fromhex(row["payload"])
        packet = bytes.fromhex(row["key_fingerprint"] + row["msg_key"] + row["ciphertext"])
        x = 0 if row["sender_is_originator"] else 8
        self.assertEqual(crypto.open_packet(key, x, packet, True), (payload, version))
        if version == 2:
            padding = bytes.fromhex(row["padding"])
            self.assertEqual(crypto.seal(key, x, payload, lambda _: padding), packet)

    def refused(self, row: Dict[str, Any], version: int) -> None:
        key, packet = bytes.fromhex(row["key"]), bytes.fromhex(row["packet"])
        x = 8 if row["receiver_is_originator"] else 0
        with self.assertRaises((crypto.Refused, tl.TLError), msg=row["id"]):
            crypto.packet_fingerprint(packet)
            payload, _ = crypto.open_packet(key, x, packet, version == 1)
            content.read_wrapper(tl.secret_schema(), payload)

    def test_fingerprints(self) -> None:
        for row in vectors("key_fingerprint.jsonl"):
            number = struct.unpack("<q", bytes.fromhex(row["key_fingerprint"]))[0]
            self.assertEqual(crypto.fingerprint(bytes.fromhex(row["key"])), number)
        for row in vectors("file_key_fingerprint.jsonl"):
            self.assertEqual(row["fingerprint_i32"], crypto.file_fingerprint(
                bytes.fromhex(row["key"]), bytes.fromhex(row["iv"])))

    def test_values_out_of_range(self) -> None:
        group = crypto.Group()
        edge = (1 << 1984) - 1
        for value in (0, 1, edge, crypto.PRIME - edge, crypto.PRIME - 1):
            with self.assertRaises(crypto.Refused):
                crypto.agree(5, value.to_bytes(256, "big"), group)
        crypto.agree(5, edge.to_bytes(256, "big"), group, strict=False)


class Lost(Talk):
    """Holes, and what the clients do about them."""

    async def test_refills_of_android(self) -> None:
        await self.begin((Android, Iphone))
        self.lose(self.b, 1)
        before = len(self.packets(self.a))
        await self.text(self.a, "lost")
        await self.say(self.a, self.b, "found")
        await self.b.wait("text", text="lost")
        first, again = self.packets(self.a)[before], self.packets(self.a)[before + 2]
        self.assertEqual(first[:2], again[:2])
        self.assertNotEqual(first[2], again[2])     # encrypted anew
        wrappers = self.wrappers(self.a)
        for name in ("in_seq_no", "out_seq_no", "message"):
            self.assertEqual(wrappers[before][name], wrappers[before + 2][name])

    async def test_refills_with_the_key_of_the_day(self) -> None:
        for habit in (True, False):
            await self.begin((Android, Android), refill_with_key_of_the_day=habit)
            self.lose(self.b, 1)
            await self.text(self.a, "lost")
            chat = self.side(self.a)
            old = chat.current
            chat.next = chat.add_key(bytes(255) + b"\1")
            chat.switch()
            chat.post_again = lambda raw, sent, packet, number: found.append(packet)
            found: List[bytes] = []
            chat.asked(chat.out_raw - 1, chat.out_raw - 1, None)
            key = chat.current if habit else old
            self.assertEqual(crypto.packet_fingerprint(found[0]), key.fingerprint)

    async def test_refills_of_iphone(self) -> None:
        await self.begin((Iphone, Android))
        self.lose(self.b, 1)
        before = len(self.packets(self.a))
        await self.text(self.a, "lost")
        await self.say(self.b, self.a, "meanwhile")
        await self.say(self.a, self.b, "found")
        await self.b.wait("text", text="lost")
        first, again = self.packets(self.a)[before], self.packets(self.a)[-1]
        self.assertEqual((first[0], again[0]),
                         ("messages.sendEncrypted", "messages.sendEncryptedService"))
        self.assertNotEqual(first[1], again[1])
        wrappers = self.wrappers(self.a)
        self.assertEqual(wrappers[before]["message"], wrappers[-1]["message"])
        self.assertGreater(wrappers[-1]["in_seq_no"], wrappers[before]["in_seq_no"])

    async def test_file_lost_by_a_refill_of_iphone(self) -> None:
        await self.begin((Iphone, Android))
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"content")
            file.flush()
            self.lose(self.b, 1)
            await self.a.call("file", chat=self.chat, path=file.name)
        await self.say(self.a, self.b, "found")
        self.assertFalse((await self.b.wait("file"))["there"])

    async def test_placeholder(self) -> None:
        await self.begin((Android, Iphone))
        self.lose(self.b, 1)
        message = await self.text(self.a, "lost")
        await self.a.call("forget", chat=self.chat, message=message)
        await self.say(self.a, self.b, "found")
        last = self.wrappers(self.a)[-1]
        self.assertEqual(last["message"]["action"]["_"], ACTION + "DeleteMessages")
        self.assertNotEqual(last["message"]["action"]["random_ids"], [message])
        self.assertEqual(last["in_seq_no"], last["out_seq_no"] + 1)

    async def test_range_is_served_once(self) -> None:
        for habit in (True, False):
            await self.begin((Android, Iphone), serves_ranges_once=habit)
            self.lose(self.b, 1)
            await self.text(self.a, "lost")
            await self.say(self.a, self.b, "found")
            await self.b.wait("text", text="lost")
            side, chat = self.side(self.b), self.side(self.a)
            before, chat.acked = len(self.a.work), 0
            chat.asked(side.in_raw - 2, side.in_raw - 2, None)
            self.assertEqual(len(self.a.work) - before, 0 if habit else 1)

    async def test_fifth_message_out_of_order(self) -> None:
        for habit in (True, False):
            await self.begin((Iphone, Android), queue_of_four=habit)
            self.lose(self.b, 1)
            self.side(self.a).obey = lambda heard: None
            for _ in range(6):
                await self.text(self.a)
            if habit:
                self.assertIn("fifth", (await self.b.wait("closed"))["reason"])
                await self.a.wait("closed")
            else:
                await self.say(self.b, self.a, "still there")
                self.assertEqual(len(self.side(self.b).ram.held), 5)

    async def test_kill_with_a_hole(self) -> None:
        for kind, left in ((Android, 0), (Iphone, 1)):
            await self.begin((Android, kind))
            self.side(self.a).obey = lambda heard: None
            self.lose(self.b, 1)
            await self.text(self.a, "lost")
            await self.text(self.a, "held")
            while not self.side(self.b).ram.held:
                await self.a.wait("sent")
                await self.text(self.b, "time goes by")
                await self.a.wait("text", text="time goes by")
            await self.b.restart()
            self.assertEqual(len(self.side(self.b).ram.held), left)
            del self.side(self.a).obey
            self.server.loses = lambda *_: False
            for words in ("one", "two", "three", "four"):
                await self.text(self.a, words)
            for words in ("lost", "held", "four"):
                await self.b.wait("text", text=words)

    async def test_request_behind_a_hole(self) -> None:
        """Android obeys it when its turn comes, the iPhone at once."""
        for kind in (Android, Iphone):
            await self.begin((Android, kind))
            served: List[Tuple[int, int]] = []
            self.side(self.b).asked = lambda first, last, heard: served.append((first, last))
            self.side(self.a).obey = lambda heard: None
            self.lose(self.b, 1)
            await self.text(self.a, "lost")
            self.side(self.a).ask(1, 1)
            await self.text(self.a, "held")
            await self.say(self.b, self.a, "time goes by")
            self.assertEqual(bool(served), kind is Iphone)


class Together(Talk):
    """What all clients can do, with each other."""

    async def test_pairs(self) -> None:
        for kinds in ((Android, Android), (Android, Iphone), (Iphone, Android),
                      (Iphone, Iphone)):
            await self.begin(kinds)
            states = [await peer.call("state", chat=self.chat) for peer in (self.a, self.b)]
            self.assertEqual(states[0]["key_hash"], states[1]["key_hash"])
            for peer in (self.a, self.b):
                self.assertEqual(self.reasons(peer, "odd"), [])

    async def test_same_kind_renews_keys(self) -> None:
        for kind in (Android, Iphone):
            await self.begin((kind, kind))
            await self.many()
            fingerprints = [self.side(peer).current.fingerprint for peer in (self.a, self.b)]
            self.assertEqual(self.side(self.a).rekeys, 1)
            self.assertEqual(fingerprints[0], fingerprints[1])

    async def test_texts(self) -> None:
        await self.begin((Android, Iphone))
        entity = {"type": "text_url", "offset": 0, "length": 2, "url": "https://example.org"}
        message = await self.text(self.a, "link", entities=[entity], silent=True)
        seen = await self.b.wait("text", text="link")
        self.assertEqual((seen["message"], seen["entities"], seen["silent"]),
                         (message, [entity], True))
        answer = await self.text(self.b, "yes", reply_to=message)
        self.assertEqual((await self.a.wait("text", message=answer))["reply_to"], message)

    async def test_entities_above_the_layer_are_left_out(self) -> None:
        await self.begin((Android, Iphone))
        await self.b.call("notify_layer", chat=self.chat, layer=73)
        await self.say(self.b, self.a)
        self.side(self.a).his_layer = 73
        await self.text(self.a, "plain", entities=[{"type": "spoiler", "offset": 0, "length": 2}])
        self.assertEqual((await self.b.wait("text", text="plain"))["entities"], [])

    async def test_files(self) -> None:
        for kinds in ((Android, Iphone), (Iphone, Android)):
            await self.begin(kinds)
            with tempfile.TemporaryDirectory() as folder:
                for size in (1, 16, 17, files.PART, files.PART + 1):
                    await self.file(Path(folder), size)

    async def file(self, folder: Path, size: int) -> None:
        """A file arrives as it was."""
        path, copy = folder / "file.bin", folder / "copy"
        path.write_bytes(bytes(index % 251 for index in range(size)))
        await self.a.call("file", chat=self.chat, path=str(path), caption="take this")
        seen = await self.b.wait("file")
        self.assertEqual((seen["size"], seen["name"], seen["caption"], seen["file_kind"]),
                         (size, "file.bin", "take this", "document"))
        await self.b.call("download", chat=self.chat, message=seen["message"], path=str(copy))
        self.assertEqual(copy.read_bytes(), path.read_bytes())

    async def test_service_messages(self) -> None:
        await self.begin((Iphone, Android))
        message = await self.text(self.a, "secret")
        await self.b.wait("text", text="secret")
        await self.a.call("ttl", chat=self.chat, seconds=9)
        await self.b.wait("ttl", seconds=9)
        await self.b.call("screenshot", chat=self.chat, messages=[message])
        await self.a.wait("screenshot", messages=[message])
        await self.b.call("open", chat=self.chat, message=message)
        await self.a.wait("opened")
        await self.a.call("delete", chat=self.chat, messages=[message])
        await self.b.wait("deleted", messages=[message])
        self.assertNotIn("secret", [text["text"] for text in
                                    await self.b.call("history", chat=self.chat)])
        await self.b.call("flush", chat=self.chat)
        await self.a.wait("flushed")
        self.assertEqual(await self.a.call("history", chat=self.chat), [])

    async def test_expiry_over_a_restart(self) -> None:
        await self.begin((Android, Iphone))
        now = [1e9]
        self.b.lifetimes._clock = lambda: now[0]  # pylint: disable=protected-access
        await self.a.call("ttl", chat=self.chat, seconds=100)
        message = await self.text(self.a, "short")
        await self.b.wait("text", text="short")
        await self.b.call("read", chat=self.chat, message=message)
        await self.a.wait("read")
        await self.b.kill()
        now[0] += 101
        await self.b.restart()
        await self.b.wait("expired", messages=[message])

    async def test_bad_server(self) -> None:
        for kinds in ((Android, Iphone), (Iphone, Android), (Iphone, Iphone)):
            await self.begin(kinds)
            self.server.loss, self.server.twice = 0.3, 0.3
            for number in range(30):
                await self.text(self.a, f"a{number}")
                await self.text(self.b, f"b{number}")
            for number in range(30):
                await self.b.wait("text", text=f"a{number}")
                await self.a.wait("text", text=f"b{number}")

    async def test_closing_and_refusing(self) -> None:
        await self.begin((Android, Iphone))
        await self.a.call("close", chat=self.chat)
        await self.b.wait("closed")
        with self.assertRaises(CannotError):
            await self.text(self.b)
        chat = await self.b.call("request", user_id=1)
        await self.a.wait("requested", chat=chat)
        await self.a.call("reject", chat=chat)
        await self.b.wait("closed", chat=chat)

    async def test_accepting_by_itself(self) -> None:
        server = Server()
        asks = Android(server.plain_user(1), timeout=10)
        accepts = Iphone(server.plain_user(2), habits={"auto_accept": 0.0})
        for peer in (asks, accepts):
            await peer.spawn()
            self.addAsyncCleanup(peer.stop)
        chat = await asks.call("request", user_id=2)
        await asks.wait("ready", chat=chat)

    async def test_being_dead(self) -> None:
        await self.begin((Android, Iphone))
        await self.a.kill()
        with self.assertRaises(WorkerDied):
            await self.text(self.a)
        with self.assertRaises(WorkerDied):
            await self.a.wait("text")
        await self.text(self.b, "while you were away")
        await self.a.restart()
        await self.a.wait("text", text="while you were away")
        with self.assertRaises(WorkerTimeout):
            await self.a.wait("text", timeout=0.05)

    def test_unknown_habits(self) -> None:
        with self.assertRaises(TypeError):
            Android(Server().plain_user(1), habits={"announces_46_first": True})


if __name__ == "__main__":
    unittest.main()
