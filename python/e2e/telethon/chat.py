# SPDX-License-Identifier: ISC
"""A handle for one chat, for programs that do not want to carry ids around."""

from typing import TYPE_CHECKING, Any, List, Union

from e2e.enums import ChatState
from e2e.records import Chat
from e2e.telethon.errors import ChatClosed

if TYPE_CHECKING:
    from e2e.telethon.chats import SecretChats


class SecretChat:
    """A secret chat of an account. Its methods are those of SecretChats with the chat given."""

    def __init__(self, chats: "SecretChats", chat_id: int) -> None:
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
