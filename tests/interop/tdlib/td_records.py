# SPDX-License-Identifier: ISC
"""TDLib's updates as seen records."""

import time
from typing import Any, Callable, Dict

import td_content
from td_memory import Memory

Object = Dict[str, Any]

# TDLib's chat identifier of a secret chat is this plus the chat's own identifier.
SECRET_CHATS = -2000000000000
STATES = {"secretChatStatePending": "pending", "secretChatStateReady": "ready",
          "secretChatStateClosed": "closed"}
TIMER_SLACK = 1.0    # seconds that a self-destruction may come early by our clock


def chat_of(chat_id: int) -> int:
    """The handle of a secret chat, which is the chat's identifier on the server."""
    return chat_id - SECRET_CHATS


def is_secret(chat_id: int) -> bool:
    """Whether TDLib's chat identifier is that of a secret chat."""
    return abs(chat_id - SECRET_CHATS) <= 1 << 31


class Records:
    """Turns updates into records; keeps what it has to know for that."""

    def __init__(self, seen: Callable[..., None], memory: Memory) -> None:
        """seen: Worker.seen."""
        self._seen = seen
        self._memory = memory
        self._lifetimes: Dict[str, int] = {}     # seconds, by handle, of what destroys itself
        self._started: Dict[str, float] = {}     # when its time began to run (monotonic)

    def take(self, update: Object) -> None:
        """An update of TDLib."""
        method = getattr(self, "_" + update["@type"], None)
        if method is not None and is_secret(update.get("chat_id", SECRET_CHATS)):
            method(update)

    def start_timer(self, handle: str) -> None:
        """A message was read or opened here: if it destroys itself, its time runs."""
        if handle in self._lifetimes:
            self._started.setdefault(handle, time.monotonic())

    def _updateSecretChat(self, update: Object) -> None:
        chat = update["secret_chat"]
        number = chat["id"]
        state = STATES[chat["state"]["@type"]]
        is_new = str(number) not in self._memory.states
        if not self._memory.change_state(number, state):
            return
        if is_new and not chat["is_outbound"]:
            self._seen("requested", chat=number, user_id=chat["user_id"])
        if state != "pending":
            self._seen(state, chat=number)

    def _updateNewMessage(self, update: Object) -> None:
        message = update["message"]
        if not is_secret(message["chat_id"]):
            return
        chat = chat_of(message["chat_id"])
        handle = self._memory.handle(chat, message["id"])
        self._remember_lifetime(handle, message)
        record = td_content.record(message["content"])
        if record is None or message["is_outgoing"]:
            return
        if record["kind"] in ("text", "file", "place"):
            record.update(self._message_fields(message), message=handle)
        self._seen(chat=chat, **record)

    def _message_fields(self, message: Object) -> Object:
        """What records of all messages that people write have."""
        album = message.get("media_album_id", "0")
        reply = message.get("reply_to")
        reply_to = None
        if reply and reply.get("message_id"):
            reply_to = self._memory.handle(chat_of(message["chat_id"]), reply["message_id"])
        return {"out": False, "ttl": td_content.lifetime(message), "reply_to": reply_to,
                "album": album if album != "0" else None}

    def _remember_lifetime(self, handle: str, message: Object) -> None:
        seconds = td_content.lifetime(message)
        if seconds:
            self._lifetimes[handle] = seconds

    def _updateNotificationGroup(self, update: Object) -> None:
        """The only place where td_api tells whether a message came with a sound."""
        for notification in update["added_notifications"]:
            message = notification["type"].get("message")
            if message is not None:
                chat = chat_of(update["chat_id"])
                self._seen("notified", chat=chat, silent=notification["is_silent"],
                           message=self._memory.handle(chat, message["id"]))

    def _updateMessageSendSucceeded(self, update: Object) -> None:
        message = update["message"]
        if is_secret(message["chat_id"]):
            chat = chat_of(message["chat_id"])
            self._memory.change_id(chat, update["old_message_id"], message["id"])
            handle = self._memory.handle(chat, message["id"])
            self._remember_lifetime(handle, message)
            self._seen("sent", chat=chat, message=handle)

    def _updateMessageSendFailed(self, update: Object) -> None:
        message = update["message"]
        if is_secret(message["chat_id"]):
            chat = chat_of(message["chat_id"])
            self._memory.change_id(chat, update["old_message_id"], message["id"])
            error = update.get("error") or {"code": update.get("error_code"),
                                            "message": update.get("error_message")}
            self._seen("failed", chat=chat, message=self._memory.handle(chat, message["id"]),
                       error="{code} {message}".format(**error))

    def _updateDeleteMessages(self, update: Object) -> None:
        if not update["is_permanent"] or update["from_cache"]:
            return
        chat = chat_of(update["chat_id"])
        handles = [self._memory.handle(chat, message) for message in update["message_ids"]]
        expired = [handle for handle in handles if self._is_over(handle)]
        deleted = [handle for handle in handles if handle not in expired]
        if expired:
            self._seen("expired", chat=chat, messages=expired)
        if deleted:
            self._seen("deleted", chat=chat, messages=deleted)

    def _is_over(self, handle: str) -> bool:
        """Whether a message goes because of its own time: td_api does not say why it goes."""
        if handle not in self._started:
            return False
        age = time.monotonic() - self._started[handle]
        return age + TIMER_SLACK >= self._lifetimes[handle]

    def _updateMessageContent(self, update: Object) -> None:
        if update["new_content"]["@type"].startswith("messageExpired"):
            chat = chat_of(update["chat_id"])
            self._seen("expired", chat=chat,
                       messages=[self._memory.handle(chat, update["message_id"])])

    def _updateChatReadOutbox(self, update: Object) -> None:
        chat = chat_of(update["chat_id"])
        last = update["last_read_outbox_message_id"]
        for handle in self._lifetimes:
            of_chat, _, first = handle.partition(":")
            if of_chat == str(chat) and self._memory.message(f"{chat}:{first}") <= last:
                self.start_timer(handle)
        if last:
            self._seen("read", chat=chat, message=self._memory.handle(chat, last))

    def _updateMessageContentOpened(self, update: Object) -> None:
        chat = chat_of(update["chat_id"])
        handle = self._memory.handle(chat, update["message_id"])
        self.start_timer(handle)
        self._seen("opened", chat=chat, message=handle)

    def _updateChatAction(self, update: Object) -> None:
        if update["action"]["@type"] == "chatActionTyping":
            self._seen("typing", chat=chat_of(update["chat_id"]))
