# SPDX-License-Identifier: ISC
"""Telegram's secret chats: the binding of libe2e.

    with SQLiteStore("chats.db") as store, Account(store, user_id) as account:
        for call in account.run():
            send call.request to the server, and tell how it went:
            account.call_done(call.id, result) or account.call_failed(call.id, code, text)
        account.feed_tl(update)
        for event in store.events():
            handle it, then store.done(event.number)

See README.md for a whole host.
"""
from e2e import schema
from e2e._library import lib as _lib
from e2e.account import Account
from e2e.config import Limits, Timing
from e2e.enums import (Act, CallFlag, CallMethod, ChatState, Config, EventKind, FileKind,
                       Health, Lost, MessageFlag, Policy, Reason, Rekey, Verdict, Which,
                       policy_act, reason_text)
from e2e.errors import (ArgumentError, BackendError, Error, LimitError, NoMemoryError, Refused,
                        StateError, StoreError, VersionError)
from e2e.records import TTL_VIEW_ONCE, Call, Chat, Event, InputFile, RemoteFile, Row
from e2e.store import MemoryStore, SQLiteStore, Store

__all__ = ["Account", "Act", "ArgumentError", "BackendError", "Call", "CallFlag", "CallMethod",
           "Chat", "ChatState", "Config", "Error", "Event", "EventKind", "FileKind", "Health",
           "InputFile", "LimitError", "Limits", "Lost", "MemoryStore", "MessageFlag",
           "NoMemoryError", "Policy", "Reason", "Refused", "Rekey", "RemoteFile", "Row",
           "SQLiteStore", "StateError", "Store", "StoreError", "TTL_VIEW_ONCE", "Timing",
           "Verdict", "VersionError", "Which", "library_version", "policy_act", "reason_text", "schema"]


def library_version() -> str:
    """The release of libe2e that runs, "MAJOR.MINOR.PATCH"."""
    return str(_lib.e2e_version().decode())
