# SPDX-License-Identifier: ISC
"""The numbers of the headers by name; those of e2e/names.h are in _names.py.  A newer library may
give others: what reads them falls back to a plain int (named())."""
import enum
from typing import Type, TypeVar, Union

from e2e import _abi
from e2e._given import uint32
from e2e._library import lib
from e2e._names import CallMethod, ChatState, EventKind, Health, Reason

__all__ = ["Act", "CallFlag", "CallMethod", "ChatState", "Config", "EventKind", "FileKind",
           "Health", "Lost", "MessageFlag", "Policy", "Reason", "Rekey", "Verdict", "Which", "named",
           "policy_act", "reason_text"]

E = TypeVar("E", bound=enum.IntEnum)


def named(kind: Type[E], value: int) -> Union[E, int]:
    """VALUE as a member of KIND, or as it is."""
    try:
        return kind(value)
    except ValueError:
        return value


class Policy(enum.IntEnum):
    """What is done about peers that do not keep to the protocol."""
    STANDARD = _abi.E2E_POLICY_STANDARD
    STRICT = _abi.E2E_POLICY_STRICT
    LENIENT = _abi.E2E_POLICY_LENIENT


class Act(enum.IntEnum):
    """What is done when a check fails."""
    DEFAULT = _abi.E2E_ACT_DEFAULT
    IGNORE = _abi.E2E_ACT_IGNORE
    REPORT = _abi.E2E_ACT_REPORT
    CLOSE = _abi.E2E_ACT_CLOSE


class MessageFlag(enum.IntFlag):
    """`flags` of an event."""
    SERVICE = _abi.E2E_MESSAGE_SERVICE
    PARTIAL = _abi.E2E_MESSAGE_PARTIAL
    SILENT = _abi.E2E_MESSAGE_SILENT
    WARNED = _abi.E2E_MESSAGE_WARNED
    NO_FILE = _abi.E2E_MESSAGE_NO_FILE
    OLD = _abi.E2E_MESSAGE_OLD
    NEWER_LAYER = _abi.E2E_MESSAGE_NEWER_LAYER
    HISTORY = _abi.E2E_CHAT_HISTORY
    TYPING_ENDED = _abi.E2E_TYPING_ENDED


class CallFlag(enum.IntFlag):
    """`flags` of a call."""
    SILENT = _abi.E2E_CALL_SILENT
    DELETE_HISTORY = _abi.E2E_CALL_DELETE_HISTORY
    TYPING = _abi.E2E_CALL_TYPING
    REPEATED = _abi.E2E_CALL_REPEATED


class Config(enum.IntFlag):
    """`flags` of an Account."""
    MTPROTO1 = _abi.E2E_CONFIG_MTPROTO1
    CHAINS = _abi.E2E_CONFIG_CHAINS
    ACK_QTS = _abi.E2E_CONFIG_ACK_QTS
    NO_REKEY = _abi.E2E_CONFIG_NO_REKEY
    NO_NOTIFY = _abi.E2E_CONFIG_NO_NOTIFY
    SKIP_FIRST = _abi.E2E_CONFIG_SKIP_FIRST
    KNOWN_PRIME = _abi.E2E_CONFIG_KNOWN_PRIME
    NO_ACK = _abi.E2E_CONFIG_NO_ACK


class Lost(enum.IntFlag):
    """What a message lost, or had changed, on its way to an older layer."""
    ENTITIES = _abi.E2E_LOST_ENTITIES
    SPOILERS = _abi.E2E_LOST_SPOILERS
    CUSTOM_EMOJI = _abi.E2E_LOST_CUSTOM_EMOJI
    SILENT = _abi.E2E_LOST_SILENT
    ALBUM = _abi.E2E_LOST_ALBUM
    NO_WEBPAGE = _abi.E2E_LOST_NO_WEBPAGE
    ROUND = _abi.E2E_LOST_ROUND
    TEXT = _abi.E2E_LOST_TEXT
    SIZE = _abi.E2E_LOST_SIZE


class FileKind(enum.IntEnum):
    """Which inputEncryptedFile goes with a message."""
    NONE = _abi.E2E_FILE_NONE
    UPLOADED = _abi.E2E_FILE_UPLOADED
    BIG = _abi.E2E_FILE_BIG
    EXISTING = _abi.E2E_FILE_EXISTING


class Which(enum.IntEnum):
    """Which key of a chat."""
    CURRENT = _abi.E2E_KEY_CURRENT
    OLD = _abi.E2E_KEY_OLD
    NEW = _abi.E2E_KEY_NEW


class Rekey(enum.IntEnum):
    """How far a re-key is."""
    NONE = _abi.E2E_REKEY_NONE
    REQUESTED = _abi.E2E_REKEY_REQUESTED
    ACCEPTED = _abi.E2E_REKEY_ACCEPTED


class Verdict(enum.IntEnum):
    """What Account.feed_tl() made of the bytes."""
    TAKEN = _abi.E2E_OK
    TL = _abi.E2E_REFUSED_TL            # cut off, or bytes left over
    UNKNOWN = _abi.E2E_REFUSED_UNKNOWN  # not for secret chats


def reason_text(reason: int) -> str:
    """A short English text for a Reason."""
    return str(lib.e2e_reason_text(uint32(reason, "reason")).decode())


def policy_act(policy: Policy, check: Reason) -> Act:
    """What the preset POLICY does about a failed CHECK; DEFAULT if that is no check."""
    return Act(lib.e2e_policy_get(uint32(policy, "policy"), uint32(check, "check")))
