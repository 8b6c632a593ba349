# SPDX-License-Identifier: ISC
"""What the host tells an account: what the server sent, and how calls went.

feed_tl() and call_done() take bytes as they came; the others are for hosts that have decoded them.
"""
from typing import Optional, Tuple

from e2e import _abi, _convert
from e2e._given import flag, int32, int64, text as text_of, uint64
from e2e._handle import Handle
from e2e._library import lib, octets
from e2e.enums import Verdict
from e2e.errors import check
from e2e.records import RemoteFile


class Facts(Handle):
    """The part of an Account that hears."""

    # ---- From the server ---------------------------------------------------------------------

    def feed_tl(self, data: bytes) -> Verdict:
        """One boxed Update, EncryptedChat, EncryptedMessage, messages.DhConfig or
        messages.SentEncryptedMessage, or the vector new_encrypted_messages of a difference.
        Everything else is UNKNOWN and does no harm."""
        data = octets(data)
        with self._inside() as pointer:
            result = lib.e2e_feed_tl(pointer, data, len(data), self._now())
            if result not in (_abi.E2E_REFUSED_TL, _abi.E2E_REFUSED_UNKNOWN):
                check(result, "feed_tl")
            return Verdict(result)

    def feed_message(self, chat_id: int, random_id: int, date: int, data: bytes,
                     file: Optional[RemoteFile] = None, service: bool = False,
                     qts: int = 0) -> None:
        """encryptedMessage or encryptedMessageService; QTS of its update, or 0 if it came in a
        difference."""
        data = octets(data)
        self._do("e2e_feed_message", int32(chat_id, "chat_id"), int64(random_id, "random_id"),
                 int32(date, "date"), data, len(data), _convert.remote_file_struct(file),
                 flag(service, "service"), int32(qts, "qts"), self._now())

    def feed_requested(self, chat_id: int, access_hash: int, date: int, admin_id: int,
                       participant_id: int, g_a: bytes) -> None:
        """encryptedChatRequested."""
        data = octets(g_a)
        self._do("e2e_feed_requested", *_chat(chat_id, access_hash, date, admin_id,
                                              participant_id), data, len(data), self._now())

    def feed_waiting(self, chat_id: int, access_hash: int, date: int, admin_id: int,
                     participant_id: int) -> None:
        """encryptedChatWaiting."""
        self._do("e2e_feed_waiting", *_chat(chat_id, access_hash, date, admin_id,
                                            participant_id), self._now())

    def feed_accepted(self, chat_id: int, access_hash: int, date: int, admin_id: int,
                      participant_id: int, g_a_or_b: bytes, key_fingerprint: int) -> None:
        """encryptedChat.  For a chat that we accepted, G_A_OR_B is not looked at, and
        KEY_FINGERPRINT 0 is not compared."""
        data = octets(g_a_or_b)
        self._do("e2e_feed_accepted", *_chat(chat_id, access_hash, date, admin_id,
                                             participant_id), data, len(data),
                 int64(key_fingerprint, "key_fingerprint"), self._now())

    def feed_discarded(self, chat_id: int, history_deleted: bool = False) -> None:
        """encryptedChatDiscarded."""
        self._do("e2e_feed_discarded", int32(chat_id, "chat_id"),
                 flag(history_deleted, "history_deleted"), self._now())

    def feed_dh_config(self, version: int, g: int, p: bytes, random: bytes) -> None:
        """messages.dhConfig, for all chats that wait for it."""
        prime, drawn = octets(p), octets(random)
        self._do("e2e_feed_dh_config", int32(version, "version"), int32(g, "g"), prime,
                 len(prime), drawn, len(drawn), self._now())

    def feed_dh_not_modified(self, random: bytes) -> None:
        """messages.dhConfigNotModified, the same."""
        drawn = octets(random)
        self._do("e2e_feed_dh_not_modified", drawn, len(drawn), self._now())

    def feed_read(self, chat_id: int, max_date: int, date: int) -> None:
        """updateEncryptedMessagesRead."""
        self._do("e2e_feed_read", int32(chat_id, "chat_id"), int32(max_date, "max_date"),
                 int32(date, "date"), self._now())

    def feed_typing(self, chat_id: int) -> None:
        """updateEncryptedChatTyping."""
        self._do("e2e_feed_typing", int32(chat_id, "chat_id"), self._now())

    def feed_qts(self, qts: int) -> None:
        """The qts of an updates.state: at the first start, and after each difference once all
        its messages were fed."""
        self._do("e2e_feed_qts", int32(qts, "qts"), self._now())

    @property
    def qts(self) -> int:
        """The highest qts that may be told to the server: everything up to it is durable."""
        with self._inside() as pointer:
            return int(lib.e2e_qts(pointer))

    # ---- How calls went ----------------------------------------------------------------------

    def call_done(self, call_id: int, result: bytes) -> None:
        """Call CALL_ID succeeded; RESULT is the boxed result as the server sent it.  Bytes that
        are none of this method count as a failure for now."""
        data = octets(result)
        self._do("e2e_call_done_tl", uint64(call_id, "call_id"), data, len(data), self._now())

    def call_done_typed(self, call_id: int, date: int = 0,
                        file: Optional[RemoteFile] = None) -> None:
        """The same for hosts that decode results themselves: what came back was fed before; DATE
        and FILE are of the sent message."""
        self._do("e2e_call_done", uint64(call_id, "call_id"), int32(date, "date"),
                 _convert.remote_file_struct(file), self._now())

    def call_failed(self, call_id: int, code: int, text: str = "") -> None:
        """Call CALL_ID failed with rpc_error CODE and TEXT; CODE 0 if there was no answer.  Do
        not make the call again: the account does, if it is to be made again."""
        encoded = text_of(text, "text").encode("utf-8", "replace")
        self._do("e2e_call_failed", uint64(call_id, "call_id"), int32(code, "code"), encoded,
                 len(encoded), self._now())


def _chat(chat_id: int, access_hash: int, date: int, admin_id: int,
          participant_id: int) -> Tuple[int, ...]:
    """What all generations of encryptedChat begin with."""
    return (int32(chat_id, "chat_id"), int64(access_hash, "access_hash"), int32(date, "date"),
            int64(admin_id, "admin_id"), int64(participant_id, "participant_id"))
