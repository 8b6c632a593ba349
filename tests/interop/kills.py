# SPDX-License-Identifier: ISC
"""SIGKILL of the host at random moments while both sides send: nothing is lost, nothing repeated.

usage: kills.py [--kills N] [--handshakes N] [--seed N] [--tdlib LIBRARY --key PEM] [--catch-up]
                [--logs FOLDER]

The other side is TDLib if its patched LIBRARY is given (with the server's private key that it was
patched for), else another host. E2E_LIBRARY and PYTHONPATH tell where libe2e and the package are.
"""

import argparse
import asyncio
import contextlib
import os
import pathlib
import random
import sys
import tempfile
from typing import Any, Dict, List, Optional, Set

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from fakedc import Server  # noqa: E402
from worker import WorkerDied, WorkerError, WorkerPeer, WorkerTimeout  # noqa: E402

VICTIM, SENDER = 1001, 1002
PAUSE = 0.03            # seconds between two texts of a side
AFTER_SPAWN = 2.5       # a kill comes at most so many seconds after the start of the process,
AFTER_LOGIN = 0.5       # or after the login
AFTER_REQUEST = 0.3     # or after a chat was asked for
ACCEPT_SECONDS = 10.0
ARRIVE_SECONDS = 120.0
GONE = (WorkerDied, WorkerError, WorkerTimeout)


class Lost(Exception):
    """The histories are not what was sent."""


class Kills:
    """A victim, a sender and what they sent."""

    def __init__(self, victim: WorkerPeer, sender: WorkerPeer,
                 login: Dict[int, Dict[str, Any]], seed: int) -> None:
        """login: arguments of the verb by user."""
        self.victim = victim
        self.sender = sender
        self.dice = random.Random(seed)
        self.sent: List[str] = []           # by the sender, in order
        self.kept: List[str] = []           # by the victim, whose answer came
        self.unsure: Set[str] = set()       # by the victim, who died before the answer
        self._login = login
        self._chats: Dict[int, int] = {}
        self._done = False

    async def run(self, kills: int) -> None:
        """Raises Lost, or what a worker raises."""
        await self._open()
        sending = asyncio.ensure_future(self._send())
        try:
            for _ in range(kills):
                await self._one_life()
        finally:
            self._done = True
            await sending
        await self._begin(self.victim, VICTIM)
        await self._compare()

    async def handshakes(self, kills: int) -> None:
        """As many chats, asked for by either side, whose opening the victim does not survive."""
        for number in range(kills):
            if not self.victim.running:
                await self._begin(self.victim, VICTIM)
            chat = await self._opening(number % 2 == 0)
            if chat is None:
                continue    # the victim died before the order was taken
            for worker in (self.victim, self.sender):
                await self._ready(worker, chat)
            for worker, other in ((self.victim, self.sender), (self.sender, self.victim)):
                await worker.call("text", chat=chat, text="through")
                await other.wait("text", chat=chat, text="through")

    async def _opening(self, by_victim: bool) -> Optional[int]:
        """The id of a chat; both sides of it use the server's."""
        asker, asked = (self.victim, self.sender) if by_victim else (self.sender, self.victim)
        user_id = SENDER if by_victim else VICTIM
        chat: Optional[int] = None
        request = asyncio.ensure_future(asker.call("request", user_id=user_id))
        accept = asyncio.ensure_future(self._accept(asked))
        await asyncio.sleep(self.dice.uniform(0.0, AFTER_REQUEST))
        await self.victim.kill()
        with contextlib.suppress(*GONE):
            chat = await request
        await self._begin(self.victim, VICTIM)
        if not await accept and chat is not None:
            await self._accept_late(asked, chat)
        return chat

    @staticmethod
    async def _accept(asked: WorkerPeer) -> bool:
        """Accept what is asked for next; whether that was done."""
        with contextlib.suppress(*GONE):
            record = await asked.wait("requested", timeout=ACCEPT_SECONDS)
            await asked.call("accept", chat=record["chat"])
            return True
        return False

    @staticmethod
    async def _accept_late(asked: WorkerPeer, chat: int) -> None:
        """Accept a chat whose record came before the death, or never will."""
        end = asyncio.get_running_loop().time() + ACCEPT_SECONDS
        while asyncio.get_running_loop().time() < end:
            with contextlib.suppress(WorkerError):
                await asked.call("accept", chat=chat)
                return
            await asyncio.sleep(0.1)

    async def _ready(self, worker: WorkerPeer, chat: int) -> None:
        end = asyncio.get_running_loop().time() + ARRIVE_SECONDS
        state: Dict[str, Any] = {}
        while state.get("state") != "ready":
            state = await worker.call("state", chat=chat)
            if state["state"] == "closed" or asyncio.get_running_loop().time() > end:
                raise Lost(f"{worker.name} has no chat {chat}: {state}")
            await asyncio.sleep(0.05)

    async def _begin(self, worker: WorkerPeer, user_id: int) -> None:
        await worker.spawn()
        await worker.call("login", timeout=60, user_id=user_id, **self._login[user_id])

    async def _open(self) -> None:
        await self._begin(self.victim, VICTIM)
        await self._begin(self.sender, SENDER)
        self._chats[SENDER] = await self.sender.call("request", user_id=VICTIM)
        asked = await self.victim.wait("requested")
        self._chats[VICTIM] = asked["chat"]
        await self.victim.call("accept", chat=asked["chat"])
        await self.sender.wait("ready")
        await self.victim.wait("ready")
        await self.victim.kill()

    async def _send(self) -> None:
        while not self._done:
            text = f"sender {len(self.sent)}"
            await self.sender.call("text", chat=self._chats[SENDER], text=text)
            self.sent.append(text)
            await asyncio.sleep(PAUSE)

    async def _one_life(self) -> None:
        """From the start of the process to its end."""
        logged_in = asyncio.Event()
        life = asyncio.ensure_future(self._live(logged_in))
        if self.dice.random() < 0.5:
            await asyncio.sleep(self.dice.uniform(0.0, AFTER_SPAWN))
        else:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(logged_in.wait(), 30)
            await asyncio.sleep(self.dice.uniform(0.0, AFTER_LOGIN))
        while not self.victim.running and not life.done():
            await asyncio.sleep(0.01)
        await self.victim.kill()
        await life

    async def _live(self, logged_in: asyncio.Event) -> None:
        """Log in and send until killed."""
        with contextlib.suppress(*GONE):
            await self._begin(self.victim, VICTIM)
            logged_in.set()
            while True:
                await self._text()
                await asyncio.sleep(PAUSE)

    async def _text(self) -> None:
        text = f"victim {len(self.kept) + len(self.unsure)}"
        try:
            await self.victim.call("text", chat=self._chats[VICTIM], text=text)
            self.kept.append(text)
        except GONE:
            self.unsure.add(text)
            raise

    async def _compare(self) -> None:
        have = await self._history(self.victim, VICTIM, set(self.sent))
        if have != self.sent:
            raise Lost(_difference("the victim", self.sent, have))
        have = await self._history(self.sender, SENDER, set(self.kept))
        wanted = [text for text in have if text not in self.unsure]
        if wanted != self.kept or len(set(have)) != len(have):
            raise Lost(_difference("the sender", self.kept, have))

    async def _history(self, worker: WorkerPeer, user_id: int, wanted: Set[str]) -> List[str]:
        """The texts that a side has, as soon as all wanted ones are there or time is over."""
        end = asyncio.get_running_loop().time() + ARRIVE_SECONDS
        while True:
            have = [entry["text"]
                    for entry in await worker.call("history", chat=self._chats[user_id])]
            if wanted <= set(have) or asyncio.get_running_loop().time() > end:
                return have
            await asyncio.sleep(0.2)


def _difference(who: str, wanted: List[str], have: List[str]) -> str:
    missing = [text for text in wanted if text not in set(have)]
    twice = sorted({text for text in have if have.count(text) > 1})
    return (f"{who} has {len(have)} texts, {len(wanted)} were sent; missing {missing[:10]}, "
            f"repeated {twice[:10]}, {'in' if sorted(have) == have else 'perhaps in another'} "
            "order")


async def torture(folder: pathlib.Path, kills: int, seed: int, *,
                  library: Optional[pathlib.Path] = None, key: Optional[bytes] = None,
                  catch_up: bool = False, handshakes: int = 0, logs: Optional[pathlib.Path] = None) -> Kills:
    """Everything, in a folder of its own. Returns what was sent; raises Lost."""
    async with Server(key) as server:
        public = folder / "server.pem"
        public.write_bytes(server.public_key_pem)
        login = {}
        for user_id, name in ((VICTIM, "victim"), (SENDER, "sender")):
            (folder / name).mkdir()
            login[user_id] = {"phone": "+1555000%04d" % user_id, "host": "127.0.0.1",
                              "port": server.port, "key": str(public),
                              "folder": str(folder / name), "code": "12345"}
        login[VICTIM]["options"] = {"catch_up": catch_up}
        sender = HERE / "tdlib" / "worker.py" if library else HERE / "host.py"
        run = Kills(_worker(HERE / "host.py", "victim", logs, {}),
                    _worker(sender, "sender", logs, {"TDJSON": str(library)} if library else {}),
                    login, seed)
        try:
            await run.run(kills)
            await run.handshakes(handshakes)
        finally:
            await asyncio.gather(run.victim.stop(), run.sender.stop())
        return run


def _worker(script: pathlib.Path, name: str, logs: Optional[pathlib.Path],
            env: Dict[str, str]) -> WorkerPeer:
    return WorkerPeer([sys.executable, "-B", str(script)], name=name,
                      env={**os.environ, **env}, log=logs / f"{name}.log" if logs else None)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--handshakes", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tdlib", type=pathlib.Path)
    parser.add_argument("--key", type=pathlib.Path)
    parser.add_argument("--catch-up", action="store_true")
    parser.add_argument("--logs", type=pathlib.Path)
    options = parser.parse_args()
    if options.logs:
        options.logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="e2e-kills-") as folder:
        try:
            run = asyncio.run(torture(
                pathlib.Path(folder), options.kills, options.seed, library=options.tdlib,
                key=options.key.read_bytes() if options.key else None,
                catch_up=options.catch_up, handshakes=options.handshakes, logs=options.logs))
        except Lost as error:
            print(f"FAILED: {error}")
            return 1
    print(f"{options.kills} kills; {len(run.sent)} texts to the victim, {len(run.kept)} from it "
          f"and {len(run.unsure)} unsure: none lost, none repeated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
