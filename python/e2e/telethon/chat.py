# SPDX-License-Identifier: ISC
"""A handle for one chat, for programs that do not want to carry ids around."""

import logging
import weakref
from typing import Any, List, Sequence, Union

from telethon import utils

from e2e.enums import ChatState, EventKind
from e2e.records import Chat, Event
from e2e.telethon.errors import ChatClosed
from e2e.telethon.orders import ChatLike, Orders, chat_id_of
from e2e.telethon.storage import HostStore


class SecretChat:
    """A secret chat of an account. Its methods are those of SecretChats with the chat given."""

    def __init__(self, chats: Orders, chat_id: int) -> None:
        self.chats = chats
        self.chat_id = chat_id      # changes once, at most, while the chat waits

    def __repr__(self) -> str:
        return f"<SecretChat {self.chat_id}>"

    @property
    def info(self) -> Chat:
        """Everything about it, as of now. Raises e2e.ArgumentError if it was forgotten."""
        return self.chats.info(self)

    @property
    def user_id(self) -> int:
        """The other side."""
        return int(self.info.user_id)

    async def ready(self) -> "SecretChat":
        """Wait until messages can be sent. Raises ChatClosed if that will never be."""
        await self.chats.wait(lambda: self.info.state in (ChatState.ACTIVE, ChatState.CLOSED))
        info = self.info
        if info.state == ChatState.CLOSED:
            raise ChatClosed(self.chat_id, info.reason, info.reason_text)
        return self

    async def accept(self) -> None:
        """Agree to a chat that was asked for."""
        await self.chats.accept(self)

    async def reject(self) -> None:
        """Refuse a chat that was asked for."""
        await self.chats.reject(self)

    async def close(self, delete_history: bool = False) -> None:
        """End it for both sides."""
        await self.chats.close(self, delete_history)

    async def send_message(self, text: str, **options: Any) -> int:
        """See SecretChats.send_message()."""
        return await self.chats.send_message(self, text, **options)

    async def send_file(self, file: Any, **options: Any) -> Union[int, List[int]]:
        """See SecretChats.send_file()."""
        return await self.chats.send_file(self, file, **options)


class Handles(Orders):
    """Orders, and a handle for each chat."""

    def __init__(self, client: Any, host_store: HostStore, log: logging.Logger) -> None:
        super().__init__(client, host_store, log)
        self.user_id = 0        # our own; known while listening
        self._handles: "weakref.WeakValueDictionary[int, SecretChat]" = (
            weakref.WeakValueDictionary())

    def chat(self, chat: ChatLike) -> SecretChat:
        """The handle of a chat."""
        if isinstance(chat, SecretChat):
            return chat
        chat_id = chat_id_of(chat)
        handle = self._handles.get(chat_id)
        if handle is None:
            handle = SecretChat(self, chat_id)
            self._handles[chat_id] = handle
        return handle

    async def start(self, user: Any) -> SecretChat:
        """Ask a user (anything that Telethon knows users by) for a secret chat.

        Returns at once; `await chat.ready()` waits for the user. Raises ValueError if Telethon
        does not know the user, TypeError for what is none.
        """
        peer = utils.get_input_user(await self.client.get_input_entity(user))
        user_id = getattr(peer, "user_id", self.user_id)
        access_hash = getattr(peer, "access_hash", 0)
        return self.chat(self._engine.order(
            lambda account: account.chat_start(user_id, access_hash)))

    def _committed(self, events: Sequence[Event]) -> None:
        """A handle has to know its chat's new id before anybody uses it again."""
        for event in events:
            if event.kind == EventKind.RENAMED:
                handle = self._handles.pop(event.value, None)
                if handle is not None:
                    handle.chat_id = event.chat_id
                    self._handles[event.chat_id] = handle
