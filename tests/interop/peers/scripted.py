# SPDX-License-Identifier: ISC
"""A scripted client: what the clients of one user share, between chats and the server.

A Peer has the interface of WorkerPeer (worker.py): spawn(), call(), wait(), untaken(), seen,
stop(), kill(), restart(). It runs in the test's own process and event loop, and speaks to the
server through an object of it:

    await user.call("messages.sendEncrypted", peer=Object(...), ...)   a result, or an exception
                                                                       with code and text
    user.updates                                                       asyncio.Queue of Update

Objects of the server are fakedc.tl.Object.
"""

import asyncio
import collections
import re
import time
import traceback
from dataclasses import dataclass, fields
from random import Random
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from fakedc.tl import Object
from worker import WorkerDied, WorkerError, WorkerTimeout

from . import files, tl
from .chat import CLOSED, PENDING, Chat, Parcel, Post
from .lifetimes import Lifetimes
from .records import Records
from .verbs import Verbs

AGAIN = 0.2           # seconds until a call that failed for now is made again, at first
AGAIN_MOST = 5.0
FLOOD = re.compile(r"FLOOD_WAIT_(\d+)")


@dataclass
class Habits:
    """What a client does in its own way; each can be turned off. Clients add their own."""

    mtproto1: bool = False        # an old client: MTProto 1 and layer 46 at first (observed 3.1)
    zero_padding: bool = False    # files end in zeros, not in random bytes (protocol 8.2)
    auto_accept: Optional[float] = None    # seconds after which it accepts by itself (2.2)


class Discard:
    """A chat that the server has to be told is over."""


class Peer(Records, Verbs):
    """One user's client with its secret chats."""

    chat_class = Chat
    habits_class = Habits

    def __init__(self, user: Any, *, habits: Optional[Dict[str, Any]] = None, seed: int = 0,
                 name: str = "", timeout: float = 30.0, poll: float = 1.0,
                 clock: Callable[[], float] = time.time) -> None:
        """user: who the peer is to the server. habits: those that differ from the client's.

        seed: of everything random. poll: seconds of silence after which the server is asked for
        what was missed; 0 for never. Raises TypeError for a habit that the client has not.
        """
        super().__init__(name or type(self).__name__.lower(), timeout)
        self.user, self.poll = user, poll
        self.habits = self.habits_class(**(habits or {}))
        self.random = Random(seed)
        self.schema = self.make_schema()
        self.lifetimes = Lifetimes(clock)
        self.chats: Dict[int, Chat] = {}
        self.work: Deque[Tuple[Chat, Any]] = collections.deque()
        self.qts: Optional[int] = None
        self.date = 0
        self._tasks: List["asyncio.Task[None]"] = []
        self._more: Optional[asyncio.Event] = None
        self._lock: Optional[asyncio.Lock] = None
        self.broken = "not started"

    def make_schema(self) -> tl.Schema:
        """The constructors that this client knows."""
        return tl.secret_schema()

    def new_id(self) -> int:
        """A random 64-bit id that is not 0."""
        return self.random.getrandbits(64) - (1 << 63) or 1

    # ---- As a worker ---------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """True between spawn() and kill()."""
        return bool(self._tasks)

    async def spawn(self) -> "Peer":
        """Start, or go on with what is durable. Returns self."""
        if self.running:
            raise WorkerError(f"{self.name} is running already")
        self.broken = ""
        self._more, self._lock = asyncio.Event(), asyncio.Lock()
        self._more.set()
        self.lifetimes.resume(self.chats)
        self._tasks = [asyncio.create_task(self._guard(self._listen)),
                       asyncio.create_task(self._guard(self._transmit))]
        return self

    async def call(self, verb: str, timeout: Optional[float] = None, **args: Any) -> Any:
        """Do something, one call after the other; what do_VERB returns.

        Raises CannotError, WorkerDied or WorkerTimeout.
        """
        if self.broken:
            raise WorkerDied(f"{self.name}: call of {verb}: {self.broken}")
        method = getattr(self, "do_" + verb, None)
        if method is None:
            raise self.cannot("no verb " + verb)
        limit = self.timeout if timeout is None else timeout
        async with self._lock:
            try:
                return await asyncio.wait_for(method(**args), limit)
            except asyncio.TimeoutError:
                raise WorkerTimeout(
                    f"{self.name}: call of {verb}: no answer in {limit:g} s") from None

    async def stop(self, timeout: float = 20.0) -> int:
        """Send what waits and end; 0, or 1 if the peer had broken down."""
        status = 1 if self.broken and self.running else 0
        if self.running and not self.broken:
            try:
                await asyncio.wait_for(self._idle(), timeout)
            except asyncio.TimeoutError:
                pass
        await self.kill()
        return status

    async def kill(self) -> int:
        """End at once; what the real client has in memory only is lost."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.lifetimes.pause()
        for chat in self.chats.values():
            chat.forget_ram()
        self.fail(self.broken or "killed")
        return 0

    async def restart(self) -> "Peer":
        """kill(), then spawn()."""
        await self.kill()
        return await self.spawn()

    async def _idle(self) -> None:
        while self.work and not self.broken:
            await asyncio.sleep(0.01)

    async def _guard(self, loop: Any) -> None:
        """An error in the peer itself must fail the test."""
        try:
            await loop()
        except Exception:  # pylint: disable=broad-except
            self.fail("broke down:\n" + traceback.format_exc())

    # ---- To the server -------------------------------------------------------------------

    async def rpc(self, method: str, **arguments: Any) -> Any:
        """Make a call, again and again as long as the server says that it may work later.

        Raises the server's error for the others.
        """
        wait = AGAIN
        while True:
            try:
                return await self.user.call(method, **arguments)
            except ConnectionError:
                flood = None
            except Exception as error:  # pylint: disable=broad-except
                if not hasattr(error, "code"):
                    raise
                flood = FLOOD.match(error.text)
                if flood is None and error.code not in (420, 429) and 0 < error.code < 500:
                    raise
            await asyncio.sleep(float(flood[1]) if flood else wait)
            wait = min(2 * wait, AGAIN_MOST)

    @staticmethod
    def input_chat(chat: Chat) -> Object:
        """How calls name a chat."""
        return Object("inputEncryptedChat", chat_id=chat.chat_id, access_hash=chat.access_hash)

    def post(self, chat: Chat, post: Post) -> None:
        """A message goes out when those before it have."""
        self._add_work(chat, post)

    def discard(self, chat: Chat) -> None:
        """Tell the server that a chat is over."""
        self._add_work(chat, Discard())

    def _add_work(self, chat: Chat, item: Any) -> None:
        self.work.append((chat, item))
        if self._more is not None:
            self._more.set()

    async def _transmit(self) -> None:
        while True:
            await self._more.wait()
            while self.work:
                chat, item = self.work[0]
                if isinstance(item, Discard):
                    await self._discard(chat)
                elif chat.state != CLOSED:
                    await self._send(chat, item)
                self.work.popleft()
            self._more.clear()

    async def _discard(self, chat: Chat) -> None:
        try:
            await self.rpc("messages.discardEncryption", chat_id=chat.chat_id,
                           delete_history=False)
        except Exception as error:  # pylint: disable=broad-except
            if not hasattr(error, "code"):
                raise
            # It is over already, or the other side was quicker.

    async def _send(self, chat: Chat, post: Post) -> None:
        packet = chat.packet_of(post)
        if packet is None:
            return
        arguments = {"peer": self.input_chat(chat), "random_id": post.random_id, "data": packet}
        method = "messages.sendEncryptedService"
        if not post.service:
            arguments["silent"] = post.silent
            method = "messages.sendEncrypted"
            if post.file is not None:
                method, arguments["file"] = "messages.sendEncryptedFile", post.file
        try:
            result = await self.rpc(method, **arguments)
        except Exception as error:  # pylint: disable=broad-except
            if not hasattr(error, "code"):
                raise
            self._refused(chat, post, error)
            return
        if not post.again:
            self._accepted(chat, post, result)

    def _accepted(self, chat: Chat, post: Post, result: Object) -> None:
        record, sent = chat.messages.get(post.random_id), chat.sent.get(post.raw)
        if record is None:
            return
        record.date = result.date
        if result.name == "messages.sentEncryptedFile":
            record.file = result.file
            if sent is not None and sent.file is not None:
                sent.file = files.reference(result.file)
        self.record("sent", chat=chat.chat_id, message=post.random_id)

    def _refused(self, chat: Chat, post: Post, error: Any) -> None:
        if error.code == 403 or error.text.startswith("ENCRYPTION_"):
            chat.end(f"{error.code} {error.text}")
        elif post.random_id in chat.messages:
            self.record("failed", chat=chat.chat_id, message=post.random_id,
                        reason=f"{error.code} {error.text}")

    # ---- From the server -----------------------------------------------------------------

    async def _listen(self) -> None:
        if self.qts is None:
            state = await self.rpc("updates.getState")
            self.qts, self.date = state.qts, state.date
        await self._difference()
        getter = asyncio.ensure_future(self.user.updates.get())
        try:
            while True:
                # asyncio.wait_for() would swallow a cancellation that comes with an update.
                await asyncio.wait({getter}, timeout=self.poll or None)
                if not getter.done():
                    await self._difference()
                    continue
                update = getter.result()
                getter = asyncio.ensure_future(self.user.updates.get())
                await self._take(update)
        finally:
            getter.cancel()

    async def _take(self, update: Object) -> None:
        """An update of the server's; then tell it what need not come again."""
        before = self.qts
        if update.name == "updateNewEncryptedMessage":
            await self._qts(update)
        elif update.name == "updatesTooLong":
            await self._difference()
        else:
            self._update(update)
        if self.qts != before:
            await self.rpc("messages.receivedQueue", max_qts=self.qts)

    async def _qts(self, update: Object) -> None:
        """An update with a number: in its turn, once (protocol 9.1)."""
        if update.qts > self.qts + 1:
            await self._difference()
        if update.qts == self.qts + 1:
            self._message(update.message)
            self.qts = update.qts

    async def _difference(self) -> None:
        """Fetch what was missed."""
        while True:
            got = await self.rpc("updates.getDifference", pts=1, date=self.date, qts=self.qts)
            if got.name not in ("updates.difference", "updates.differenceSlice"):
                return
            for update in got.other_updates:
                self._update(update)
            for message in got.new_encrypted_messages:
                self._message(message)
            last = got.name == "updates.difference"
            state = got.state if last else got.intermediate_state
            self.qts, self.date = state.qts, state.date
            if last:
                return

    def _message(self, message: Object) -> None:
        chat = self.chats.get(message.chat_id)
        if chat is None:
            self.record("dropped", chat=message.chat_id, reason="no such chat")
            return
        file = message.get("file")
        if file is not None and file.name != "encryptedFile":
            file = None
        chat.receive(Parcel(message.bytes, message.date, file))

    def _update(self, update: Object) -> None:
        if update.name == "updateEncryption":
            self._chat_update(update.chat)
        elif update.name == "updateNewEncryptedMessage":
            self._message(update.message)
        elif update.name == "updateEncryptedChatTyping" and update.chat_id in self.chats:
            self.record("typing", chat=update.chat_id)
        elif update.name == "updateEncryptedMessagesRead" and update.chat_id in self.chats:
            self.read_by_peer(self.chats[update.chat_id], update.max_date)

    def _chat_update(self, update: Object) -> None:
        chat = self.chats.get(update.id)
        if update.name == "encryptedChatRequested" and chat is None:
            self.requested(update)
        elif chat is None:
            return
        elif update.name == "encryptedChatDiscarded":
            chat.end("discarded")
        elif update.name == "encryptedChat" and chat.creator and chat.state == PENDING:
            self.accepted(chat, update)


def habit_names(client: type) -> List[str]:
    """The habits of a class of Peer that can be given to it."""
    return [field.name for field in fields(client.habits_class)]
