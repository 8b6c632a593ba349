# SPDX-License-Identifier: ISC
"""What the user wants of an account: chats, and messages in them.

All of these: ArgumentError if there is no such chat or a value is out of range, StateError if
the chat's state does not allow it.
"""
import ctypes
from typing import Any, List, Optional, Sequence, Tuple, Union

from e2e import _abi, _convert, schema
from e2e._codec import bytes_of_text
from e2e._given import flag, int32, int64, uint32
from e2e._handle import Handle
from e2e._library import lib, octets, sized
from e2e.crypto import Key
from e2e.enums import Which
from e2e.records import Chat, InputFile

Message = Union[schema.TLObject, bytes]


class Orders(Handle):
    """The part of an Account that is told what to do."""

    # ---- Chats -------------------------------------------------------------------------------

    def chat_start(self, user_id: int, access_hash: int) -> int:
        """Ask a user for a chat; its id is returned.  EventKind.RENAMED may change it.
        ArgumentError for the account's own user."""
        chat_id = ctypes.c_int32()
        self._do("e2e_chat_start", ctypes.byref(chat_id), int64(user_id, "user_id"),
                 int64(access_hash, "access_hash"), self._now())
        return chat_id.value

    def chat(self, chat_id: int) -> Chat:
        """The chat as it is now.  ArgumentError if there is none."""
        struct = sized(_abi.e2e_chat)
        self._do("e2e_chat_get", ctypes.byref(struct), int32(chat_id, "chat_id"))
        return _convert.chat(struct)

    def chats(self) -> List[Chat]:
        """All chats, in no special order."""
        found: List[Chat] = []
        struct = sized(_abi.e2e_chat)
        with self._inside() as pointer:
            while lib.e2e_chat_at(pointer, ctypes.byref(struct), len(found)) == _abi.E2E_OK:
                found.append(_convert.chat(struct))
        return found

    def held(self, chat_id: int) -> List[int]:
        """The numbers, counted from 0, of all messages that wait behind a gap."""
        found: List[int] = []
        seq = ctypes.c_int32()
        with self._inside() as pointer:
            while lib.e2e_chat_held(pointer, ctypes.byref(seq), int32(chat_id, "chat_id"),
                                    len(found)) == _abi.E2E_OK:
                found.append(seq.value)
        return found

    def key(self, chat_id: int, which: Which = Which.CURRENT) -> Key:
        """A key of the chat; wipe() it.  ArgumentError if there is none."""
        key = Key()
        self._do("e2e_chat_key", key.pointer, int32(chat_id, "chat_id"),
                 uint32(which, "which"))
        return key

    def _order(self, name: str, chat_id: int, *arguments: Any) -> None:
        self._do(name, int32(chat_id, "chat_id"), *arguments, self._now())

    def accept(self, chat_id: int) -> None:
        """Answer a REQUESTED chat."""
        self._order("e2e_chat_accept", chat_id)

    def reject(self, chat_id: int) -> None:
        """Decline a REQUESTED chat."""
        self._order("e2e_chat_reject", chat_id)

    def close_chat(self, chat_id: int, delete_history: bool = False) -> None:
        """End a chat for both sides; the peer may be asked to delete its copy."""
        self._order("e2e_chat_close", chat_id, flag(delete_history, "delete_history"))

    def forget(self, chat_id: int) -> None:
        """Delete the last rows of a CLOSED chat, or of a REQUESTED one that is ignored."""
        self._order("e2e_chat_forget", chat_id)

    def verify(self, chat_id: int, verified: bool = True) -> None:
        """The user has compared the key picture, or takes it back."""
        self._order("e2e_chat_verify", chat_id, flag(verified, "verified"))

    def report(self, chat_id: int) -> None:
        """Report a REQUESTED chat as spam; it is not closed by that."""
        self._order("e2e_chat_report", chat_id)

    def skip(self, chat_id: int) -> None:
        """Give up the first gap now: go on without the messages that are missing.  An event of
        kind GAP names them."""
        self._order("e2e_chat_skip", chat_id)

    def typing(self, chat_id: int, typing: bool = True) -> None:
        """We are typing, or not any more."""
        self._order("e2e_chat_typing", chat_id, flag(typing, "typing"))

    def read(self, chat_id: int, max_date: int) -> None:
        """The user has seen everything up to MAX_DATE, a date of the server."""
        self._order("e2e_chat_read", chat_id, int32(max_date, "max_date"))

    def rekey(self, chat_id: int) -> None:
        """Begin a re-key now.  StateError if that is not possible at the moment."""
        self._order("e2e_chat_rekey", chat_id)

    # ---- Sending -----------------------------------------------------------------------------

    # Each of these takes a sequence number and returns the message's random_id: RANDOM_ID, or a
    # new one if that is 0.  A RANDOM_ID that is in the chat's outbox is not sent again.
    # LimitError if the outbox is full, the message too large, or there is no room for its timer,
    # StateError if the chat is not ACTIVE.

    def _send(self, name: str, chat_id: int, random_id: int, *arguments: Any) -> int:
        id_ = ctypes.c_int64(int64(random_id, "random_id"))
        self._order(name, chat_id, ctypes.byref(id_), *arguments)
        return id_.value

    def send_text(self, chat_id: int, text: str, reply_to: int = 0, silent: bool = False,
                  random_id: int = 0) -> int:
        """Plain text, with the chat's default ttl."""
        encoded = bytes_of_text(text)
        return self._send("e2e_send_text", chat_id, random_id, encoded, len(encoded),
                          int64(reply_to, "reply_to"), flag(silent, "silent"))

    def send(self, chat_id: int, message: Message, file: Optional[InputFile] = None,
             silent: bool = False, random_id: int = 0) -> Tuple[int, int]:
        """Any DecryptedMessage or DecryptedMessageAction that a user may send, or its bytes.  It
        is made to fit the peer's layer; the second result says what that cost (e2e.Lost).  Its
        own random_id, if not 0, stands for RANDOM_ID.  ArgumentError for what no client can read:
        text that is not UTF-8 or has NUL, nothing at all, a medium without its file or with a key
        that has not 32 bytes, negative sizes, entities beyond the text or within a character."""
        data = schema.encode(message) if isinstance(message, schema.TLObject) \
            else octets(message)
        lost = ctypes.c_uint32()
        id_ = self._send("e2e_send_tl", chat_id, random_id, ctypes.byref(lost), data, len(data),
                         _convert.input_file_struct(file), flag(silent, "silent"))
        return id_, lost.value

    def send_action(self, chat_id: int, action: Message, random_id: int = 0) -> int:
        """Any DecryptedMessageAction that a user may send."""
        return self.send(chat_id, action, random_id=random_id)[0]

    def set_ttl(self, chat_id: int, seconds: int, random_id: int = 0) -> int:
        """From now on messages destroy themselves SECONDS after they were read; 0 for never.
        TTL_VIEW_ONCE is of a message, and no time of a chat."""
        return self._send("e2e_send_ttl", chat_id, random_id, int32(seconds, "seconds"))

    def _send_ids(self, name: str, chat_id: int, ids: Sequence[int], random_id: int) -> int:
        array = (ctypes.c_int64 * max(len(ids), 1))(*[int64(i, "random_id") for i in ids])
        return self._send(name, chat_id, random_id, array, len(ids))

    def delete(self, chat_id: int, ids: Sequence[int], random_id: int = 0) -> int:
        """Delete 1 to 1000 messages on both sides."""
        return self._send_ids("e2e_send_delete", chat_id, ids, random_id)

    def flush(self, chat_id: int, random_id: int = 0) -> int:
        """Delete the whole history on both sides."""
        return self._send("e2e_send_flush", chat_id, random_id)

    def screenshot(self, chat_id: int, ids: Sequence[int] = (), random_id: int = 0) -> int:
        """The user photographed 0 to 1000 messages."""
        return self._send_ids("e2e_send_screenshot", chat_id, ids, random_id)

    def opened(self, chat_id: int, ids: Sequence[int], random_id: int = 0) -> int:
        """The user opened 1 to 1000 self-destructing media; their timers start on both sides.
        Give the order before they are shown, and do not show them if it fails.

        What is to be seen once (TTL_VIEW_ONCE) is named here when the user closes it: it expires,
        and the other side is not told.  0 if nothing was sent."""
        return self._send_ids("e2e_send_opened", chat_id, ids, random_id)
