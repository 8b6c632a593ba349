# SPDX-License-Identifier: ISC
"""Two clients, a server between them and a chat: what every capability is tried on."""
import asyncio
import itertools
import os
import pathlib
from typing import Any, Awaitable, Callable, Dict, List, Optional

from fakedc import Server
from worker import WorkerError
NEW_MESSAGE = "updateNewEncryptedMessage"
STEP_SECONDS = 20.0


class Failed(Exception):
    """A client did not do what the capability asks for; the text says what was missing."""


class Side:
    """One client, the user it is logged in as, and its handle of the chat that is tried.

    login holds what the worker needs to log in; it is used again after each restart.
    """

    def __init__(self, worker: Any, user_id: int, name: str,
                 login: Optional[Dict[str, Any]] = None) -> None:
        self.worker = worker
        self.user_id = user_id
        self.name = name
        self.login_args = login or {}
        self.chat: Optional[int] = None

    async def begin(self) -> None:
        """Start the client and log in."""
        await self.worker.spawn()
        await self.worker.call("login", timeout=60, user_id=self.user_id, **self.login_args)

    async def do(self, verb: str, **args: Any) -> Any:
        """Carry a verb out in the chat."""
        return await self.worker.call(verb, chat=self.chat, **args)

    async def sees(self, kind: str, timeout: float = STEP_SECONDS,
                   where: Optional[Callable[[Dict[str, Any]], bool]] = None,
                   **match: Any) -> Dict[str, Any]:
        """The next record of this kind in the chat; Failed if none comes."""
        chat = self.chat

        def fits(record: Dict[str, Any]) -> bool:
            return (record.get("chat") == chat and (where is None or where(record))
                    and all(record.get(name) == value for name, value in match.items()))

        try:
            return await self.worker.wait(kind, timeout=timeout, where=fits)
        except Exception as error:
            wanted = " ".join("%s=%.60r" % item for item in match.items())
            raise Failed("%s saw no %s %s within %g s (%s)" % (
                self.name, kind, wanted, timeout, _short(error))) from error

    async def state(self) -> Dict[str, Any]:
        """What the client says of the chat."""
        return await self.do("state")

    async def until(self, holds: Callable[[Dict[str, Any]], bool], what: str,
                    timeout: float = STEP_SECONDS) -> Dict[str, Any]:
        """The state of the chat as soon as something holds for it; Failed if it never does."""
        async def look() -> Optional[Dict[str, Any]]:
            state = await self.state()
            return state if holds(state) else None
        return await until(look, "%s: %s" % (self.name, what), timeout)

    async def restart(self, kill: bool) -> None:
        """End the client, in order or with SIGKILL, and start it again."""
        await (self.worker.kill() if kill else self.worker.stop())
        await self.worker.restart()
        await self.worker.call("login", timeout=60, user_id=self.user_id, **self.login_args)

    async def received(self) -> List[str]:
        """The texts that the client has of the other side, in order."""
        return [entry["text"] for entry in await self.do("history")]


class Stage:
    """The server, both sides, and a folder for files.  short: fewer and smaller of everything;
    sample: as few as show anything."""

    def __init__(self, server: Server, us: Side, peer: Side, folder: pathlib.Path,
                 short: bool, sample: bool = False) -> None:
        self.server = server
        self.us = us
        self.peer = peer
        self.folder = folder
        self.short = short
        self.sample = sample
        self._numbers = itertools.count(1)

    def other(self, side: Side) -> Side:
        """The other side of the chat."""
        return self.peer if side is self.us else self.us

    def words(self, what: str = "text") -> str:
        """A text that was not used before."""
        return "%s %d" % (what, next(self._numbers))

    def make_file(self, n: int, name: str = "") -> pathlib.Path:
        """A new file of n random bytes."""
        path = self.folder / (name or "file-%d.bin" % next(self._numbers))
        path.write_bytes(os.urandom(n))
        return path

    async def open(self, requester: Side) -> None:
        """A new chat that this side asks for; both are ready afterwards."""
        accepter = self.other(requester)
        requester.chat = await requester.worker.call("request", user_id=accepter.user_id)
        record = await accepter.worker.wait("requested", timeout=STEP_SECONDS,
                                            user_id=requester.user_id)
        accepter.chat = record["chat"]
        await accepter.do("accept")
        await requester.sees("ready")
        await accepter.sees("ready")

    async def is_open(self) -> bool:
        """Whether there is a chat that both sides can use."""
        for side in (self.us, self.peer):
            if side.chat is None or not side.worker.running:
                return False
            try:
                if (await side.state())["state"] != "ready":
                    return False
            except WorkerError:
                return False  # it does not know the chat any more
        return True

    async def settle(self) -> None:
        """A text each way arrives: whatever was going on before is over."""
        self.server.faults.clear()
        for side in (self.us, self.peer, self.us):
            await self.say(side)

    async def say(self, side: Side, **args: Any) -> str:
        """A text arrives at the other side, once."""
        text = self.words()
        await side.do("text", text=text, **args)
        await self.other(side).sees("text", text=text)
        return text

    async def burst(self, side: Side, n: int, pause: float = 0.0) -> List[str]:
        """A side sends n texts, with pauses of so many seconds; they are given back."""
        texts = [self.words("burst") for _ in range(n)]
        for text in texts:
            await side.do("text", text=text)
            if pause:
                await asyncio.sleep(pause)
        return texts

    async def arrived(self, side: Side, texts: List[str], timeout: float = 60.0) -> None:
        """All texts arrive at this side, in order, each once."""
        async def look() -> Optional[List[str]]:
            have = [text for text in await side.received() if text in wanted]
            return have if len(have) >= len(texts) else None

        wanted = set(texts)
        have = await until(look, "%s: %d texts" % (side.name, len(texts)), timeout)
        if have != texts:
            raise Failed("%s has %d texts of %d, or in another order" % (
                side.name, len(have), len(texts)))

    def lose(self, side: Side, count: int) -> Any:
        """The server loses the next messages to a side for ever."""
        return self.server.faults.drop(side.user_id, count, is_message, lose=True)


def is_message(update: Any) -> bool:
    """Whether an update of the server carries an encrypted message."""
    return update.name == NEW_MESSAGE


async def until(look: Callable[[], Awaitable[Any]], what: str, timeout: float) -> Any:
    """What look() gives as soon as it gives something; Failed after timeout seconds."""
    end = asyncio.get_running_loop().time() + timeout
    while True:
        found = await look()
        if found is not None:
            return found
        if asyncio.get_running_loop().time() > end:
            raise Failed("%s: not within %g s" % (what, timeout))
        await asyncio.sleep(0.1)


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__

