# SPDX-License-Identifier: ISC
"""SecretChats: the secret chats of one Telethon client."""

import asyncio
import logging
from typing import Any, Callable, List, Type

from e2e.account import Account
from e2e.enums import Config
from e2e.telethon.chat import Handles
from e2e.telethon.dispatch import Dispatcher, Handler
from e2e.telethon.engine import Engine
from e2e.telethon.errors import NotListening
from e2e.telethon.events import SecretEvent, class_of
from e2e.telethon.storage import HostStore
from e2e.telethon.updates import Updates


class SecretChats(Handles):
    """The secret chats of the user that a Telethon client is logged in as.

    Several of them, each with its own client and store, may live in one process. Everything has
    to be called in the event loop of the client. A chat is given as the SecretChat that start()
    returned, as an event, or by its id.

    Errors of all orders: e2e.StateError if the chat's state does not allow it, e2e.ArgumentError
    if there is no such chat or a value is out of range, e2e.LimitError if too much waits to be
    sent, NotListening while there is no account.
    """

    def __init__(self, client: Any, store: Any, **account_options: Any) -> None:
        """client: a telethon.TelegramClient. store: an e2e.SQLiteStore of this user alone, which
        the caller closes after stop(). account_options: of e2e.Account (policy, limits, timing,
        layer, flags and so on); arrived messages are acknowledged in any case.
        """
        super().__init__(client, HostStore(store), logging.getLogger(__name__))
        self.store = store
        self._options = dict(account_options)
        self._options["flags"] = int(self._options.get("flags", 0)) | Config.ACK_QTS
        self._updates = Updates(client, self._host_store, self.log)
        self._engine = Engine(client, self._host_store, self._make_account,
                              self._updates.fetch, self.log)
        self._dispatcher = Dispatcher(lambda raw: class_of(raw)(self, raw), self._host_store,
                                      lambda: self._engine.running, self.log)
        self._was_done = self._dispatcher.was_done
        self._engine.listen(self._changed)
        self._host_store.committed = self._committed

    # ---- Life ------------------------------------------------------------------------------

    async def start_listening(self) -> None:
        """Load the account and go on where it was. The client has to be connected and logged in.

        Ends by itself when the client disconnects; call it again after connecting again. Raises
        e2e.StoreError if the store belongs to another user or is damaged.
        """
        if self._listening:
            return
        me = await self.client.get_me(input_peer=True)
        if me is None:
            raise NotListening("the client is not logged in")
        self.user_id = int(me.user_id)
        self._engine.open()
        self._listening = True
        self._dispatcher.start()
        self._updates.start(self._engine)
        self.client.disconnected.add_done_callback(self._disconnected)

    async def stop(self) -> None:
        """Stop listening. What is committed goes on at the next start_listening()."""
        tasks = self._stop()
        tasks = [task for task in tasks if task is not asyncio.current_task()]
        if tasks:
            await asyncio.wait(tasks)

    async def __aenter__(self) -> "SecretChats":
        await self.start_listening()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _stop(self) -> "List[asyncio.Task[None]]":
        if not self._listening:
            return []
        self._listening = False
        tasks = self._dispatcher.stop() + self._updates.stop() + self._engine.close()
        self._changed()
        return tasks

    def _disconnected(self, future: "asyncio.Future[Any]") -> None:
        if not future.cancelled():
            future.exception()      # it was seen, and is the client's to report
        self._stop()

    def _make_account(self) -> Account:
        return Account(self._host_store, self.user_id, **self._options)

    def _changed(self) -> None:
        self._dispatcher.wake()
        self._wake_waiters()

    # ---- Events ----------------------------------------------------------------------------

    def on(self, *classes: Type[SecretEvent]) -> Callable[[Handler], Handler]:
        """Decorator: call the function for events of these classes, or for all events.

        Handlers run one after the other, in the order of the events; a coroutine is awaited
        before the next event. An event comes again after a restart unless all its handlers
        ended; see SecretEvent.once() for what must not happen twice. Such a block ends the event
        for all handlers: after a crash none gets it again.
        """
        def decorate(handler: Handler) -> Handler:
            self._dispatcher.add(classes, handler)
            return handler
        return decorate

    def remove_handler(self, handler: Handler) -> None:
        """Do not call it any more."""
        self._dispatcher.remove(handler)
