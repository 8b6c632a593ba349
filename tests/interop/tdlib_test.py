# SPDX-License-Identifier: ISC
"""Two real TDLibs of one version talk to each other through the fake data centre.

    tdlib_test.py LIBTDJSON.SO DC_KEY.PEM

Shows that a version of TDLib, its worker and the server fit together, with no libe2e involved.
Ends with 0, or with 1 after saying which step failed. Run it with namespace.sh.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Awaitable, Callable, List

import fakedc
from worker import CannotError, WorkerPeer

HERE = Path(__file__).resolve().parent
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c"
    "1912130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0"
    "000b080001000101011100ffc4001f0000010501010101010100000000000000000102030405060708090a0bff"
    "c400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a10823"
    "42b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a5354555657"
    "58595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aa"
    "b2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8"
    "f9faffda0008010100003f00fbfca28a28ffd9")


class Talk:
    """Both clients and their chat; one method per step, in the order of the file."""

    def __init__(self, server: fakedc.Server, library: Path, folder: Path) -> None:
        """folder: for the databases and files; empty."""
        self.server = server
        self.folder = folder
        self.chat = 0
        self.alice = self._peer("alice", library)
        self.bob = self._peer("bob", library)

    def _peer(self, name: str, library: Path) -> WorkerPeer:
        return WorkerPeer([sys.executable, "-B", str(HERE / "tdlib" / "worker.py")], name=name,
                          env={"TDJSON": str(library)}, log=self.folder / (name + ".log"))

    async def login(self, peer: WorkerPeer) -> str:
        """Log in; the version of TDLib."""
        user_id = 1001 if peer is self.alice else 1002
        home = self.folder / peer.name
        found = await peer.call("login", user_id=user_id, phone=fakedc.phone_of(user_id),
                                port=self.server.port, folder=str(home), timeout=60)
        return found["version"]

    async def step_start(self) -> None:
        """Both log in, one asks for a chat and the other accepts."""
        for peer in (self.alice, self.bob):
            await peer.spawn()
            version = await self.login(peer)
        print("TDLib", version, flush=True)
        self.chat = await self.alice.call("request", user_id=1002)
        await self.bob.wait("requested", chat=self.chat, user_id=1001)
        await self.bob.call("accept", chat=self.chat)
        for peer in (self.alice, self.bob):
            await peer.wait("ready", chat=self.chat)
        await self.say(self.alice, self.bob, "first")
        await self.say(self.bob, self.alice, "second")
        states = [await peer.call("state", chat=self.chat) for peer in (self.alice, self.bob)]
        assert states[0]["key_hash"] == states[1]["key_hash"], states
        assert len(states[0]["key_hash"]) == 72, states
        assert [state["layer"] for state in states] == [144, 144], states

    async def say(self, here: WorkerPeer, there: WorkerPeer, text: str, **args: object) -> dict:
        """A text arrives; the record of it, with the sender's handle as `sent`."""
        message = await here.call("text", chat=self.chat, text=text, **args)
        await here.wait("sent", chat=self.chat, message=message)
        return {**await there.wait("text", chat=self.chat, text=text), "sent": message}

    async def step_texts(self) -> None:
        """Entities, answers, and without a sound."""
        bold = [{"type": "bold", "offset": 0, "length": 2},
                {"type": "text_url", "offset": 3, "length": 4, "url": "http://example.org/"},
                {"type": "pre", "offset": 8, "length": 1, "language": "c"}]
        record = await self.say(self.alice, self.bob, "to read x", entities=bold)
        assert record["entities"] == bold, record
        answer = await self.say(self.bob, self.alice, "yes", reply_to=record["message"])
        assert answer["reply_to"] == record["sent"], answer
        quiet = await self.say(self.bob, self.alice, "quiet", silent=True)
        await self.alice.wait("notified", message=answer["message"], silent=False)
        await self.alice.wait("notified", message=quiet["message"], silent=True)

    async def step_files(self) -> None:
        """Every kind of file goes over and comes back out the same."""
        thumb = self.folder / "thumb.jpg"
        thumb.write_bytes(JPEG)
        for kind, name, data in (
                ("document", "a.bin", os.urandom(700001)), ("photo", "a.jpg", JPEG + b"picture"),
                ("video", "a.mp4", os.urandom(5000)), ("voice", "a.ogg", os.urandom(5000)),
                ("audio", "a.mp3", os.urandom(5000)), ("animation", "b.mp4", os.urandom(5000)),
                ("sticker", "a.webp", os.urandom(5000)), ("video_note", "c.mp4", os.urandom(99)),
                ("document", "big.bin", os.urandom(11000000))):
            (self.folder / name).write_bytes(data)
            await self._file(kind, name, data, thumb)

    async def _file(self, kind: str, name: str, data: bytes, thumb: Path) -> None:
        await self.alice.call("file", chat=self.chat, path=str(self.folder / name), kind=kind,
                              caption="see " + name, thumb=str(thumb))
        record = await self.bob.wait("file", chat=self.chat, file_kind=kind, size=len(data))
        assert record["caption"] == "see " + name or kind in ("sticker", "video_note"), record
        copy = self.folder / ("copy-" + name)
        await self.bob.call("download", chat=self.chat, message=record["message"], path=str(copy))
        assert copy.read_bytes() == data, record
        if record["thumb"]:
            await self.bob.call("download", chat=self.chat, message=record["message"],
                                path=str(copy), thumb=True)
            assert copy.read_bytes() == JPEG, record
        print("   ", kind, "with" if record["thumb"] else "without", "thumbnail", flush=True)

    async def step_album(self) -> None:
        """Two photos as one."""
        path = str(self.folder / "a.jpg")
        await self.bob.call("album", chat=self.chat, files=[{"path": path, "kind": "photo"}] * 2)
        records = [await self.alice.wait("file", chat=self.chat) for _ in range(2)]
        assert records[0]["album"] == records[1]["album"] is not None, records

    async def step_places(self) -> None:
        """A place, a named place, a contact."""
        await self.alice.call("location", chat=self.chat, lat=59.5, long=18.25)
        record = await self.bob.wait("place", place_kind="location")
        assert abs(record["lat"] - 59.5) + abs(record["long"] - 18.25) < 1e-6, record
        await self.alice.call("venue", chat=self.chat, lat=1.5, long=2.5, title="Here",
                              address="There", provider="foursquare", venue_id="v1")
        record = await self.bob.wait("place", place_kind="venue")
        assert (record["title"], record["venue_id"]) == ("Here", "v1"), record
        await self.alice.call("contact", chat=self.chat, phone_number="15550001003",
                              first_name="Carol", last_name="C")
        record = await self.bob.wait("place", place_kind="contact")
        assert record["first_name"] == "Carol", record

    async def step_actions(self) -> None:
        """Typing, reading, opening, a screenshot, deleting."""
        await self.alice.call("typing", chat=self.chat)
        await self.bob.wait("typing", chat=self.chat)
        record = await self.say(self.alice, self.bob, "read me")
        await self.bob.call("read", chat=self.chat, message=record["message"])
        await self.alice.wait("read", chat=self.chat)
        await self.bob.call("screenshot", chat=self.chat)
        await self.alice.wait("screenshot", chat=self.chat)
        await self.alice.call("delete", chat=self.chat, messages=[record["sent"]])
        await self.bob.wait("deleted", chat=self.chat, messages=[record["message"]])
        assert (await self.bob.call("history", chat=self.chat))[0]["text"] == "first"

    async def step_ttl(self) -> None:
        """A text goes after it was read, a photo after it was opened.

        The server names what was read by the second in which it was sent, and TDLib passes over
        a second that it has seen; so this begins in a new one.
        """
        began = int(time.time())
        while int(time.time()) == began:
            await asyncio.sleep(0.05)
        await self.alice.call("ttl", chat=self.chat, seconds=2)
        await self.bob.wait("ttl", chat=self.chat, seconds=2)
        record = await self.say(self.alice, self.bob, "short life")
        assert record["ttl"] == 2, record
        await self.bob.call("read", chat=self.chat, message=record["message"])
        await self.bob.wait("expired", messages=[record["message"]])
        await self.alice.wait("expired", messages=[record["sent"]])
        sent = await self.alice.call("file", chat=self.chat, path=str(self.folder / "a.jpg"),
                                     kind="photo")
        record = await self.bob.wait("file", chat=self.chat, file_kind="photo", ttl=2)
        await self.bob.call("open", chat=self.chat, message=record["message"])
        await self.alice.wait("opened", message=sent)
        await self.bob.wait("expired", messages=[record["message"]])
        await self.alice.wait("expired", messages=[sent])
        await self.alice.call("ttl", chat=self.chat, seconds=0)
        await self.bob.wait("ttl", chat=self.chat, seconds=0)

    async def step_restart(self) -> None:
        """Each is killed with messages under way to it; nothing is lost or comes twice.

        What it sends itself has to be with the server first: TDLib does not promise that a text
        outlives a SIGKILL in the moment after sendMessage.
        """
        for peer, other in ((self.alice, self.bob), (self.bob, self.alice)):
            text = "before the death of " + peer.name
            message = await peer.call("text", chat=self.chat, text=text)
            await peer.wait("sent", message=message)
            await peer.kill()
            await other.wait("text", text=text)
            await other.call("text", chat=self.chat, text="while it is dead")
            await peer.restart()
            await self.login(peer)
            await peer.wait("text", text="while it is dead")
            await self.say(other, peer, "after it")
            await self.say(peer, other, "and back")
        record = await self.say(self.alice, self.bob, "old message")
        await self.bob.restart()
        await self.login(self.bob)
        handle = await self._in_history("old message")
        await self.alice.call("delete", chat=self.chat, messages=[record["sent"]])
        await self.bob.wait("deleted", messages=[handle])
        file = [one for one in self.bob.seen if one["kind"] == "file"][0]
        await self.bob.call("download", chat=self.chat, message=file["message"],
                            path=str(self.folder / "again"))
        texts = [one["text"] for one in await self.bob.call("history", chat=self.chat)]
        assert texts.count("while it is dead") == texts.count("after it") == 1, texts
        assert "old message" not in texts, texts

    async def _in_history(self, text: str) -> str:
        """Bob's handle of a text, as soon as he has it.

        What came in the moment before a SIGKILL comes again, and under another handle.
        """
        end = time.monotonic() + self.bob.timeout
        while time.monotonic() < end:
            for one in await self.bob.call("history", chat=self.chat):
                if one["text"] == text:
                    return one["message"]
            await asyncio.sleep(0.05)
        raise AssertionError(f"no {text!r} in the history")

    async def step_flush(self) -> None:
        """The whole history goes."""
        await self.alice.call("flush", chat=self.chat)
        await self.bob.wait("flushed", chat=self.chat)
        assert await self.bob.call("history", chat=self.chat) == []

    async def step_close(self) -> None:
        """One ends the chat; both see it."""
        try:
            await self.bob.call("rekey", chat=self.chat)
        except CannotError as error:
            print("   ", error)
        await self.bob.call("close", chat=self.chat)
        await self.alice.wait("closed", chat=self.chat)
        state = await self.alice.call("state", chat=self.chat)
        assert state["state"] == "closed", state

    async def stop(self) -> None:
        """End both clients."""
        for peer in (self.alice, self.bob):
            assert await peer.stop() == 0, peer.stderr_tail()

    def steps(self) -> List[Callable[[], Awaitable[None]]]:
        """All steps, in the order of the file."""
        return [getattr(self, name) for name in vars(Talk) if name.startswith("step_")]


async def run(library: Path, key: Path) -> None:
    """All steps. Raises whatever goes wrong."""
    with tempfile.TemporaryDirectory() as folder:
        async with fakedc.Server(key.read_bytes()) as server:
            talk = Talk(server, library, Path(folder))
            try:
                for step in talk.steps():
                    started = time.monotonic()
                    await step()
                    print(f"ok: {step.__name__} {time.monotonic() - started:.1f} s", flush=True)
                await talk.stop()
            finally:
                await talk.alice.kill()
                await talk.bob.kill()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2])))
