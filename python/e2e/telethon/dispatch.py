# SPDX-License-Identifier: ISC
"""Hands the events of the store to handlers: in order, at least once.

An event leaves the store only after all its handlers ended. After a crash those that were not
done come again, first the one that was being handled. A handler that raises is logged, and its
event counts as handled, as Telethon does it.
"""

import asyncio
import inspect
import logging
from typing import TYPE_CHECKING, Any, Awaitable, Callable, List, Optional, Tuple, Type

from e2e.telethon.events import SecretEvent, class_of
from e2e.telethon.storage import HostStore

if TYPE_CHECKING:
    from e2e.telethon.chats import SecretChats

Handler = Callable[[Any], Optional[Awaitable[Any]]]
RETRY_WAIT = 1.0    # seconds after the store failed


class Dispatcher:
    """Reads events from the store and calls the handlers, one after the other."""

    def __init__(self, chats: "SecretChats", store: HostStore, log: logging.Logger) -> None:
        self._chats = chats
        self._store = store
        self._log = log
        self._handlers: List[Tuple[Tuple[Type[SecretEvent], ...], Handler]] = []
        self._wake: Optional[asyncio.Event] = None
        self._task: Optional["asyncio.Task[None]"] = None
        self._done = 0      # number of the last event that was handled

    def add(self, classes: Tuple[Type[SecretEvent], ...], handler: Handler) -> None:
        """Call handler for events of these classes; of all if there are none."""
        self._handlers.append((classes or (SecretEvent,), handler))

    def remove(self, handler: Handler) -> None:
        """Do not call handler any more."""
        self._handlers = [pair for pair in self._handlers if pair[1] != handler]

    def start(self) -> None:
        """Begin with what a former process left."""
        self._wake = asyncio.Event()
        self._wake.set()
        self._done = 0
        self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> "List[asyncio.Task[None]]":
        """End; the handler that runs is cancelled, and its event comes again next time.

        Returns the task, unless it is the one that calls this.
        """
        task, self._task = self._task, None
        if task is None or task is asyncio.current_task():
            return []
        task.cancel()
        return [task]

    def wake(self) -> None:
        """There may be new events."""
        if self._wake is not None:
            self._wake.set()

    def mark_done(self, number: int) -> None:
        """Take an event out of the store, if that was not done already."""
        if number > self._done:
            self._store.done(number)
            self._done = number

    def was_done(self, number: int) -> None:
        """The event was taken out of the store together with orders."""
        self._done = max(self._done, number)

    async def _run(self) -> None:
        assert self._wake is not None
        task = asyncio.current_task()
        while self._task is task:
            await self._wake.wait()
            self._wake.clear()
            try:
                for raw in self._store.events(after=self._done):
                    await self._handle(class_of(raw)(self._chats, raw))
                    if self._task is not task:
                        return
            except Exception:  # pylint: disable=broad-except
                self._log.exception("the store of events failed; trying again")
                await asyncio.sleep(RETRY_WAIT)
                self._wake.set()

    async def _handle(self, event: SecretEvent) -> None:
        for classes, handler in list(self._handlers):
            if not isinstance(event, classes):
                continue
            try:
                result = handler(event)
                if inspect.isawaitable(result):
                    await result
            except Exception:  # pylint: disable=broad-except
                self._log.exception("handler %s failed at %r",
                                    getattr(handler, "__qualname__", handler), event)
        self.mark_done(event.number)
