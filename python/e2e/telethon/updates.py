# SPDX-License-Identifier: ISC
"""Hears what the server says about secret chats.

Updates are taken as they come from the network. Those that Telethon gets by a difference of its
own are only heard through its handlers; encrypted messages among them have qts 0, and pushes that
came meanwhile were dropped. They are fed as they are, and a difference of our own follows.
"""

import asyncio
import logging
from typing import Any, Callable, List, Optional

from telethon import events
from telethon.tl import TLObject, types

from e2e.telethon import difference, hooks, rpc
from e2e.telethon.engine import Engine
from e2e.telethon.storage import HostStore

SOON = 0.2          # seconds after a difference of Telethon's, to make one for many updates
RETRY_FIRST = 1.0   # seconds after a failure, then twice as long, and so on
RETRY_LONGEST = 60.0


class Updates:
    """The way from a client to an engine, while there is one."""

    def __init__(self, client: Any, store: HostStore, log: logging.Logger) -> None:
        """Made before the client connects, so that the client confirms nothing of ours."""
        self._client = client
        self._store = store
        self._log = log
        self._engine: Optional[Engine] = None
        self._lock: Optional[asyncio.Lock] = None
        self._task: Optional["asyncio.Task[None]"] = None
        self._builder = events.Raw(types=difference.SECRET_UPDATES)
        self._undo: List[Callable[[], None]] = []
        self._qts = 0
        hooks.limit_qts(client, self._confirmable)

    def start(self, engine: Engine) -> None:
        """Hear updates from now on, and fetch what was missed."""
        self._engine = engine
        self._lock = asyncio.Lock()
        self._client.add_event_handler(self._on_raw, self._builder)
        self._undo = [hooks.tap(self._client, self._on_network),
                      hooks.after_reconnect(self._client, self._on_reconnect)]
        self.refresh()

    def stop(self) -> "List[asyncio.Task[None]]":
        """Hear nothing more. Returns the tasks that were cancelled."""
        self._confirmable()
        self._client.remove_event_handler(self._on_raw, self._builder)
        for undo in self._undo:
            undo()
        self._undo = []
        self._engine = None
        if self._task is None:
            return []
        self._task.cancel()
        return [self._task]

    def refresh(self, wait: float = 0.0) -> None:
        """Make a difference in the background after so many seconds, if none is on its way."""
        if self._engine is not None and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._refresh(wait))

    async def fetch(self) -> None:
        """Make the difference now. Raises rpc.CallFailed."""
        if self._lock is None or self._engine is None:
            raise rpc.CallFailed(rpc.NO_ANSWER, "not listening")
        async with self._lock:
            if self._engine is not None:
                await difference.fetch(self._client, self._engine, self._store)

    def _confirmable(self) -> int:
        """The highest qts that anybody may tell to the server."""
        if self._engine is not None and self._engine.running:
            self._qts = self._engine.account.qts
        return self._qts

    def _on_network(self, update: TLObject) -> None:
        if self._engine is not None and isinstance(update, difference.SECRET_UPDATES):
            difference.feed(self._engine, update)
            setattr(update, "_e2e_heard", True)

    def _on_reconnect(self) -> None:
        """Pushes of the time between are lost."""
        if self._engine is not None:
            self._engine.reconnected()
        self.refresh()

    async def _on_raw(self, update: TLObject) -> None:
        if self._engine is None or getattr(update, "_e2e_heard", False):
            return
        difference.feed(self._engine, update)
        if isinstance(update, types.UpdateNewEncryptedMessage) and update.qts == 0:
            self.refresh(SOON)

    async def _refresh(self, wait: float) -> None:
        await asyncio.sleep(wait)
        wait = RETRY_FIRST
        while self._engine is not None:
            try:
                await self.fetch()
                return
            except rpc.CallFailed as failure:
                self._log.warning("no difference of updates: %s", failure)
            await asyncio.sleep(wait)
            wait = min(wait * 2, RETRY_LONGEST)
