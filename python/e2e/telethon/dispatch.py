# SPDX-License-Identifier: ISC
"""Hands the events of the store to handlers: in order, at least once.

An event leaves the store only after all its handlers ended. After a crash those that were not
done come again, first the one that was being handled. A handler that raises is logged, and its
event counts as handled, as Telethon does it; but where it was the account that was not there,
because the store had failed or an earlier handler's block had, the event comes again.
"""

import asyncio
import inspect
import logging
import sqlite3
from typing import Any, Awaitable, Callable, List, Optional, Set, Tuple, Type

from e2e.errors import StoreError
from e2e.records import Event
from e2e.telethon.errors import NotListening
from e2e.telethon.events import SecretEvent
from e2e.telethon.storage import HostStore

Handler = Callable[[Any], Optional[Awaitable[Any]]]
RETRY_WAIT = 1.0    # seconds after the store failed
# What SQLite says about statements, and not about the store: it would say so again for ever.
OF_THE_HANDLER = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError,
                  sqlite3.DataError, sqlite3.NotSupportedError)
BATCH = 100         # events that are read at once


class _NotNow(Exception):
    """The account was not there for a handler."""


class Dispatcher:
    """Reads events from the store and calls the handlers, one after the other."""

    def __init__(self, make: Callable[[Event], SecretEvent], store: HostStore,
                 running: Callable[[], bool], log: logging.Logger) -> None:
        """make: what handlers get for an event. running: whether the account is there."""
        self._make = make
        self._running = running
        self._store = store
        self._log = log
        self._handlers: List[Tuple[Tuple[Type[SecretEvent], ...], Handler]] = []
        self._wake: Optional[asyncio.Event] = None
        self._task: Optional["asyncio.Task[None]"] = None
        self._last = 0      # number of the last event that was handed out
        self._handled: List[int] = []   # events that have to leave the store
        self._gone: Set[int] = set()    # events that left the store together with orders

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
        self._last = 0
        self._handled.clear()
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

    def was_done(self, number: int) -> None:
        """The event was taken out of the store together with orders."""
        self._gone.add(number)

    async def _run(self) -> None:
        assert self._wake is not None
        task = asyncio.current_task()
        while self._task is task:
            await self._wake.wait()
            self._wake.clear()
            try:
                events = self._store.events(self._last, BATCH)
                await self._batch(events, task)
                if len(events) == BATCH:
                    self._wake.set()
            except _NotNow:
                await asyncio.sleep(RETRY_WAIT)
                self._wake.set()
            except Exception:  # pylint: disable=broad-except
                self._log.exception("the store of events failed; trying again")
                await asyncio.sleep(RETRY_WAIT)
                self._wake.set()

    async def _batch(self, events: List[Event], task: Any) -> None:
        """Handle events; those that nobody waits for leave the store together."""
        for raw in events:
            event = self._make(raw)
            handlers = [handler for classes, handler in self._handlers
                        if isinstance(event, classes)]
            if handlers:
                self._leave()
                await self._handle(event, handlers)
                if self._task is not task:
                    return
            self._last = event.number
            if event.number not in self._gone:
                self._handled.append(event.number)
            self._gone.discard(event.number)
        self._leave()

    def _leave(self) -> None:
        """Take what was handled out of the store."""
        if self._handled:
            self._store.done(self._handled)
            self._handled.clear()

    async def _handle(self, event: SecretEvent, handlers: List[Handler]) -> None:
        for handler in handlers:
            try:
                result = handler(event)
                if inspect.isawaitable(result):
                    await result
            except asyncio.CancelledError:
                if self._is_cancelled():
                    raise
                self._failed(handler, event)  # what it waited for was cancelled
            except Exception as error:  # pylint: disable=broad-except
                self._failed(handler, event)
                if isinstance(error, NotListening) or (
                        isinstance(error, (StoreError, sqlite3.Error)) and not self._running()
                        and not isinstance(error, OF_THE_HANDLER)):
                    raise _NotNow from error

    def _is_cancelled(self) -> bool:
        """Whether it is this task that is to end; Python before 3.11 does not tell."""
        task = asyncio.current_task()
        cancelling = getattr(task, "cancelling", None)
        return self._task is not task or cancelling is None or cancelling() > 0

    def _failed(self, handler: Handler, event: SecretEvent) -> None:
        self._log.exception("handler %s failed at %r", getattr(handler, "__qualname__", handler),
                            event)
