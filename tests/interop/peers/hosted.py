# SPDX-License-Identifier: ISC
"""libe2e as a peer in this process, through the Python package, without Telethon.

It has the interface of scripted.Peer as far as tests of the peers need it, and turns what the
account wants into calls of the same in-process user: bytes on its side, objects on the server's.
"""

import asyncio
import time
import traceback
from typing import Any, Dict, List, Optional

import e2e
from fakedc.tl import Object
from worker import WorkerDied

from . import tl
from .records import Records

SCHEMA = tl.server_schema()
# Waits are short: the server in memory answers at once.
TIMING = {"resend_wait_ms": 200, "retry_ms": 50, "qts_wait_ms": 50,
          "rekey_late_ms": 1}
NAMES = {e2e.EventKind.SENT: "sent", e2e.EventKind.FAILED: "failed",
         e2e.EventKind.DELIVERED: "delivered"}


def to_object(value: Any) -> Any:
    """A decoded value as the server's user takes it."""
    if isinstance(value, list):
        return [to_object(item) for item in value]
    if not isinstance(value, dict):
        return value
    return Object(value["_"], **{name: to_object(item) for name, item in value.items()
                                 if name != "_"})


def to_dict(value: Any) -> Any:
    """The reverse of to_object()."""
    if isinstance(value, list):
        return [to_dict(item) for item in value]
    if not isinstance(value, Object):
        return value
    known = {field.name for field in SCHEMA.by_name[value.name].fields}
    return {"_": value.name, **{name: to_dict(item) for name, item in value.fields.items()
                                if name in known}}


class Hosted(Records):
    """One account of libe2e; its rows outlive kill()."""

    def __init__(self, user: Any, *, name: str = "libe2e", timeout: float = 30.0,
                 poll: float = 1.0, timing: Optional[Dict[str, int]] = None,
                 **options: Any) -> None:
        """user, poll: as of scripted.Peer. timing, options: of e2e.Account."""
        super().__init__(name, timeout)
        self.user, self.poll, self.options = user, poll, options
        self.options["timing"] = e2e.Timing(**{**TIMING, **(timing or {})})
        self.store = e2e.MemoryStore()
        self.told = 0
        self.account: Optional[e2e.Account] = None
        self.date = 0
        self._tasks: List["asyncio.Task[None]"] = []
        self._calls: "asyncio.Queue[e2e.Call]" = asyncio.Queue()
        self.broken = "not started"

    # ---- As a worker ---------------------------------------------------------------------

    async def spawn(self) -> "Hosted":
        """Load the rows and go on."""
        self.broken = ""
        self._calls = asyncio.Queue()
        self.account = e2e.Account(self.store, self.user.user_id, **self.options)
        self.step()
        self._tasks = [asyncio.create_task(self._guard(self._listen)),
                       asyncio.create_task(self._guard(self._make_calls))]
        return self

    async def kill(self) -> int:
        """Lose everything but the rows."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.account is not None and not self.account.closed:
            self.account.close()
        self.fail(self.broken or "killed")
        return 0

    stop = kill

    async def restart(self) -> "Hosted":
        """kill(), then spawn()."""
        await self.kill()
        return await self.spawn()

    async def _guard(self, loop: Any) -> None:
        try:
            await loop()
        except Exception:  # pylint: disable=broad-except
            self.fail("broke down:\n" + traceback.format_exc())

    # ---- The account ---------------------------------------------------------------------

    def step(self) -> None:
        """Commit what is due, tell of events, queue calls."""
        for call in self.account.run():
            self._calls.put_nowait(call)
        for event in self.store.events():
            if event.number > self.told:
                self.told = event.number
                self._tell(event)

    async def _make_calls(self) -> None:
        while True:
            call = await self._calls.get()
            if call.method == e2e.CallMethod.GET_DIFFERENCE:
                await self._difference()
                self.account.call_done_typed(call.id)
            else:
                await self._make(call)
            self.step()

    async def _make(self, call: e2e.Call) -> None:
        request = SCHEMA.read(call.request)
        method = request.pop("_")
        try:
            result = await self.user.call(method, **{
                name: to_object(value) for name, value in request.items()})
        except ConnectionError:
            self.account.call_failed(call.id, 0)
        except Exception as error:  # pylint: disable=broad-except
            if not hasattr(error, "code"):
                raise
            self.account.call_failed(call.id, error.code, error.text)
        else:
            self.account.call_done(call.id, SCHEMA.write_value(SCHEMA.by_name[method].type,
                                                               to_dict(result)))

    async def _listen(self) -> None:
        state = await self.user.call("updates.getState")
        if not self.date:
            self.account.feed_qts(state.qts)
            self.date = state.date
        await self._difference()
        getter = asyncio.ensure_future(self.user.updates.get())
        try:
            while True:
                self.step()
                await asyncio.wait({getter}, timeout=self._patience())
                if getter.done():
                    self._feed(getter.result())
                    getter = asyncio.ensure_future(self.user.updates.get())
                elif self.account.deadline is not None and self.account.deadline <= time.time():
                    self.account.tick()
                else:
                    await self._difference()
        finally:
            getter.cancel()

    def _patience(self) -> float:
        """Seconds until there is something to do without an update."""
        if self.account.deadline is None:
            return self.poll
        return min(self.poll, max(0.0, self.account.deadline - time.time()))

    def _feed(self, update: Object) -> None:
        if update.name in SCHEMA.by_name:
            self.account.feed_tl(SCHEMA.write(to_dict(update)))
            self.step()

    async def _difference(self) -> None:
        while True:
            got = await self.user.call("updates.getDifference", pts=1, date=self.date,
                                       qts=self.account.qts)
            if got.name not in ("updates.difference", "updates.differenceSlice"):
                return
            for update in got.other_updates:
                self._feed(update)
            for message in got.new_encrypted_messages:
                self.account.feed_tl(SCHEMA.write(to_dict(message)))
                self.step()
            last = got.name == "updates.difference"
            self.account.feed_qts((got.state if last else got.intermediate_state).qts)
            self.step()
            if last:
                return

    def _tell(self, event: e2e.Event) -> None:
        """A record for an event."""
        kind, chat = event.kind, event.chat_id
        if kind == e2e.EventKind.MESSAGE:
            what = "file" if hasattr(event.media, "key") else "text"
            self.record(what, chat=chat, message=event.random_id, text=event.body_text,
                        flags=event.flags, there=event.file is not None)
        elif kind in NAMES:
            self.record(NAMES[kind], chat=chat, message=event.random_id)
        elif kind == e2e.EventKind.REJECTED:
            self.record("rejected", chat=chat, reason=event.reason_text)
        elif kind == e2e.EventKind.HEALTH:
            self.record("health", chat=chat, health=event.health)
        elif kind == e2e.EventKind.REKEYED:
            self.record("rekeyed", chat=chat, key_fingerprint=event.key_fingerprint)
        elif kind == e2e.EventKind.CHAT:
            name = {e2e.ChatState.REQUESTED: "requested", e2e.ChatState.ACTIVE: "ready",
                    e2e.ChatState.CLOSED: "closed"}.get(event.state)
            if name is not None:
                self.record(name, chat=chat, reason=event.reason_text)

    # ---- Verbs ---------------------------------------------------------------------------

    async def call(self, verb: str, **args: Any) -> Any:
        """request, accept, close, text, delete, rekey, state. Raises WorkerDied, e2e.Error."""
        if self.broken:
            raise WorkerDied(f"{self.name}: call of {verb}: {self.broken}")
        result = getattr(self, "_do_" + verb)(**args)
        self.step()
        return result

    def _do_request(self, user_id: int) -> int:
        return self.account.chat_start(user_id, 7)

    def _do_accept(self, chat: int) -> None:
        self.account.accept(chat)

    def _do_close(self, chat: int) -> None:
        self.account.close_chat(chat)

    def _do_text(self, chat: int, text: str) -> int:
        return self.account.send_text(chat, text)

    def _do_delete(self, chat: int, messages: List[int]) -> None:
        self.account.delete(chat, messages)

    def _do_rekey(self, chat: int) -> None:
        self.account.rekey(chat)

    def _do_state(self, chat: int) -> Dict[str, Any]:
        info = self.account.chat(chat)
        return {"state": info.state, "reason": info.reason_text, "in_seq": info.in_seq,
                "out_seq": info.out_seq, "acked": info.acked_seq, "held": info.held,
                "rekeying": info.rekeying, "key_fingerprint": info.key_fingerprint,
                "peer_layer": info.peer_layer, "health": info.health, "holes": info.holes,
                "key_hash": info.key_hash.hex()}
