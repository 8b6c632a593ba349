# SPDX-License-Identifier: ISC
"""What handlers get: one class for each thing that can happen.

Every event has `number`, its place in the store. Numbers grow, an event keeps its number when it
is handed out again after a restart, and a number that a program has dealt with never means
anything else. random_ids are chosen by their senders and name a message only within its chat.
"""

from typing import Any, ContextManager, Dict, List, Optional, Tuple, Type

from e2e.enums import ChatState, EventKind, MessageFlag
from e2e.records import Event, RemoteFile
from e2e.telethon import entities
from e2e.telethon.chat import Handles, SecretChat
from e2e.telethon.once import Once


class SecretEvent:
    """Something that happened in a secret chat."""

    def __init__(self, chats: Handles, raw: Event) -> None:
        self.chats = chats
        self.raw = raw          # all fields, as e2e.h describes struct e2e_event
        self.chat_id: int = raw.chat_id

    @property
    def number(self) -> int:
        """Place in the store."""
        return int(self.raw.number)

    @property
    def date(self) -> int:
        """Unix time of the server in seconds; 0 where the event has none."""
        return int(self.raw.date)

    @property
    def chat(self) -> SecretChat:
        """The chat, for answering."""
        return self.chats.chat(self.chat_id)

    def once(self) -> ContextManager[Once]:
        """A block that happens exactly once: all orders given in it, what the functions given
        to Once.join() write, and that this event was handled are one transaction. After an
        exception nothing of it happened. Until the block ends nothing else is committed: do not
        wait for the network in it, as send_file() does."""
        return self.chats.once(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} chat={self.chat_id} number={self.number}>"


class Requested(SecretEvent):
    """Another user, it may be anybody, asks for a chat: accept(), reject(), or do nothing."""

    @property
    def user_id(self) -> int:
        """Who asks."""
        return int(self.raw.value)

    async def accept(self) -> None:
        """Agree. Ready comes when both sides have the key."""
        await self.chats.accept(self.chat_id)

    async def reject(self) -> None:
        """Refuse."""
        await self.chats.reject(self.chat_id)


class Waiting(SecretEvent):
    """A chat that we asked for or accepted waits for the other side or the server."""


class Ready(SecretEvent):
    """Both sides have the key; chat.key_hash is for comparing."""


class Closed(SecretEvent):
    """The chat is over for good."""

    @property
    def reason(self) -> int:
        """E2E_REASON_* or E2E_CHECK_*."""
        return int(self.raw.reason)

    @property
    def reason_text(self) -> str:
        """The reason in English."""
        return str(self.raw.reason_text)

    @property
    def error(self) -> Tuple[int, str]:
        """Code and text of the server's error where that was the reason, else 0 and ""."""
        return int(self.raw.code), str(self.raw.text)

    @property
    def delete_history(self) -> bool:
        """The other side asks to delete our copy, too."""
        return bool(self.raw.flags & MessageFlag.HISTORY)


class Renamed(SecretEvent):
    """A chat that waits got a new id; chat_id is the new one."""

    @property
    def old_chat_id(self) -> int:
        """Its id until now."""
        return int(self.raw.value)


class Message(SecretEvent):
    """A message of the other side; in the order in which they were sent, each once."""

    @property
    def random_id(self) -> int:
        """The message's id within its chat."""
        return int(self.raw.random_id)

    @property
    def text(self) -> str:
        """Text or caption; what is not UTF-8 in it is replaced."""
        if self.raw.body:
            return self.raw.body_text
        return entities.to_text(getattr(self.raw.media, "caption", ""))

    @property
    def entities(self) -> List[Any]:
        """Formatting as Telethon's MessageEntity objects, in UTF-16 units."""
        return entities.from_secret(self.raw.entities)

    @property
    def media(self) -> Any:
        """The DecryptedMessageMedia (e2e.schema), or None."""
        return self.raw.media

    @property
    def action(self) -> Any:
        """The DecryptedMessageAction of a service message of no other kind, or None."""
        return self.raw.action

    @property
    def partial(self) -> bool:
        """Something in it was unknown and left out."""
        return bool(self.raw.flags & MessageFlag.PARTIAL)

    @property
    def newer(self) -> bool:
        """It was written in a layer above ours: tell the user that a newer version may show more."""
        return bool(self.raw.flags & MessageFlag.NEWER_LAYER)

    @property
    def file(self) -> Optional[RemoteFile]:
        """The file on the server, or None."""
        return self.raw.file

    @property
    def ttl(self) -> int:
        """Seconds after reading or opening until it destroys itself; 0 for never, or
        e2e.TTL_VIEW_ONCE."""
        return int(self.raw.ttl)

    @property
    def view_once(self) -> bool:
        """To be seen once: show it only when the user asks for it, and call opened() when the
        user closes it."""
        return self.raw.view_once

    @property
    def reply_to(self) -> int:
        """random_id of the message that this one answers, or 0."""
        return int(self.raw.reply_to)

    @property
    def grouped_id(self) -> int:
        """The same for all parts of an album; 0 if it is none."""
        return int(self.raw.grouped_id)

    @property
    def silent(self) -> bool:
        """The sender wants no notification."""
        return bool(self.raw.flags & MessageFlag.SILENT)

    async def reply(self, text: str, **options: Any) -> int:
        """Answer this message; see SecretChats.send_message()."""
        return await self.chats.send_message(self.chat_id, text, reply_to=self.random_id,
                                             **options)

    async def download(self, file: Any, **options: Any) -> int:
        """Fetch and decrypt its file; see SecretChats.download()."""
        return await self.chats.download(self, file, **options)

    async def mark_read(self) -> None:
        """Everything up to this message has been seen."""
        await self.chats.mark_read(self.chat_id, self.date)

    async def opened(self) -> None:
        """Self-destructing media is about to be looked at, and may be unless this fails; what
        is to be seen once (view_once) was closed. Expired comes, for the latter at once."""
        await self.chats.opened(self.chat_id, [self.random_id])


class Unsupported(SecretEvent):
    """Something newer than this version came; the user should update."""

    @property
    def random_id(self) -> int:
        """The message's id, or 0 if it is not known."""
        return int(self.raw.random_id)


class OfMessage(SecretEvent):
    """What concerns one message that we sent."""

    @property
    def random_id(self) -> int:
        """As it was returned when the message was sent."""
        return int(self.raw.random_id)


class Queued(OfMessage):
    """A message is in the store, and will be sent."""


class Sent(OfMessage):
    """The server has the message."""

    @property
    def file(self) -> Optional[RemoteFile]:
        """What the server calls the file that was uploaded with it, or None."""
        return self.raw.file


class Delivered(OfMessage):
    """The other side's device has acknowledged the message."""


class Failed(OfMessage):
    """The message will never arrive."""

    @property
    def error(self) -> Tuple[int, str]:
        """Code and text of the server's error."""
        return int(self.raw.code), str(self.raw.text)


class OfMessages(SecretEvent):
    """What concerns several messages."""

    @property
    def random_ids(self) -> Tuple[int, ...]:
        """Ids of messages of this chat, the other side's or ours; they may be unknown."""
        return tuple(self.raw.ids)


class Deleted(OfMessages):
    """The other side deletes these messages on both sides."""


class Expired(OfMessages):
    """The time of these self-destructing messages is over: delete them."""


class Opened(OfMessages):
    """The other side opened these self-destructing messages of ours."""


class Screenshot(OfMessages):
    """The other side photographed these messages, or the chat."""


class Flushed(SecretEvent):
    """The other side deletes all messages before this event on both sides."""


class Read(SecretEvent):
    """The other side has read what we sent up to `date`."""


class Ttl(SecretEvent):
    """The other side changed the self-destruct time of new messages."""

    @property
    def seconds(self) -> int:
        """The new time; 0 for never."""
        return int(self.raw.ttl)


class Typing(SecretEvent):
    """The other side is typing, or does something like it, or not any more."""

    @property
    def ended(self) -> bool:
        """It is over."""
        return bool(self.raw.flags & MessageFlag.TYPING_ENDED)


class Rejected(SecretEvent):
    """A packet was dropped, or accepted with a warning."""

    @property
    def reason(self) -> int:
        """E2E_CHECK_* or E2E_REASON_*."""
        return int(self.raw.reason)

    @property
    def reason_text(self) -> str:
        """The reason in English."""
        return str(self.raw.reason_text)


class Rekeyed(SecretEvent):
    """The chat has a new key. The key picture stays as it is."""

    @property
    def key_fingerprint(self) -> int:
        """Of the new key."""
        return int(self.raw.key_fingerprint)


class Health(SecretEvent):
    """Something is odd about the chat, or is not any more."""

    @property
    def health(self) -> int:
        """E2E_HEALTH_* bits; 0 if all is well."""
        return int(self.raw.health)


class Rollback(SecretEvent):
    """The store was put back from a backup: nothing is sent until SecretChats.resume()."""


class DhRefused(SecretEvent):
    """The server's prime or generator is bad; no chat can be made with it."""


class Gap(SecretEvent):
    """Messages of the other side were withheld or lost, and the chat goes on without them."""

    @property
    def first(self) -> int:
        """The number of the first, counted from 0."""
        return int(self.raw.first)

    @property
    def last(self) -> int:
        """The number of the last."""
        return int(self.raw.last)


class LoggedOut(SecretEvent):
    """The server does not know this login any more; nothing is sent until a new start."""

    @property
    def code(self) -> int:
        """Of the server's error."""
        return int(self.raw.code)

    @property
    def text(self) -> str:
        """Its name, for example SESSION_REVOKED."""
        return str(self.raw.text)


class Other(SecretEvent):
    """A kind of event that this adapter does not know; see raw."""


_STATES: Dict[int, Type[SecretEvent]] = {
    ChatState.REQUESTED: Requested, ChatState.WAITING: Waiting, ChatState.ACTIVE: Ready,
    ChatState.CLOSED: Closed}

_KINDS: Dict[int, Type[SecretEvent]] = {
    EventKind.RENAMED: Renamed, EventKind.MESSAGE: Message, EventKind.SENT: Sent,
    EventKind.FAILED: Failed, EventKind.DELIVERED: Delivered, EventKind.READ: Read,
    EventKind.OPENED: Opened, EventKind.DELETED: Deleted, EventKind.FLUSHED: Flushed,
    EventKind.TTL: Ttl, EventKind.EXPIRED: Expired, EventKind.TYPING: Typing,
    EventKind.SCREENSHOT: Screenshot, EventKind.UNSUPPORTED: Unsupported,
    EventKind.REJECTED: Rejected, EventKind.REKEYED: Rekeyed, EventKind.HEALTH: Health,
    EventKind.ROLLBACK: Rollback, EventKind.DH_REFUSED: DhRefused, EventKind.QUEUED: Queued,
    EventKind.GAP: Gap,
    EventKind.LOGGED_OUT: LoggedOut}


def class_of(raw: Event) -> Type[SecretEvent]:
    """The class for an event of the account."""
    if raw.kind == EventKind.CHAT:
        return _STATES.get(raw.state, Other)
    return _KINDS.get(raw.kind, Other)
