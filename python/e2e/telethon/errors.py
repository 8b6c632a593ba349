# SPDX-License-Identifier: ISC
"""Exceptions of the adapter, beside e2e.Error and Telethon's own."""


class SecretChatsError(Exception):
    """What this adapter raises by itself; the message says why."""


class NotListening(SecretChatsError):
    """There is no running account: before start_listening(), after stop(), or while the store
    fails. What was committed is safe."""


class ChatClosed(SecretChatsError):
    """The chat ended while its end was not what was waited for."""

    def __init__(self, chat_id: int, reason: int, reason_text: str) -> None:
        """reason: e2e's E2E_REASON_* or E2E_CHECK_*."""
        super().__init__(f"chat {chat_id} is closed: {reason_text} ({reason})")
        self.chat_id = chat_id
        self.reason = reason
        self.reason_text = reason_text


class FileRefused(SecretChatsError):
    """A file that cannot be sent, or one that was received and cannot be right."""
