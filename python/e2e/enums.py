# SPDX-License-Identifier: ISC
"""The numbers of e2e/e2e.h by name.  A newer library may give others: what reads them falls
back to a plain int (named())."""
import enum
from typing import Type, TypeVar, Union

from e2e import _abi
from e2e._library import lib

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


class Reason(enum.IntEnum):
    """Why a chat was closed or a message rejected; the first ones are the checks of a peer's
    messages, in the order of looking."""
    NONE = _abi.E2E_REASON_NONE
    LENGTH = _abi.E2E_CHECK_LENGTH
    KEY_ID = _abi.E2E_CHECK_KEY_ID
    FORGED = _abi.E2E_CHECK_FORGED
    MTPROTO1 = _abi.E2E_CHECK_MTPROTO1
    TL = _abi.E2E_CHECK_TL
    OLD_LAYER = _abi.E2E_CHECK_OLD_LAYER
    RANDOM_BYTES = _abi.E2E_CHECK_RANDOM_BYTES
    PARITY = _abi.E2E_CHECK_PARITY
    SEQ_RANGE = _abi.E2E_CHECK_SEQ_RANGE
    IN_SEQ_BACK = _abi.E2E_CHECK_IN_SEQ_BACK
    IN_SEQ_AHEAD = _abi.E2E_CHECK_IN_SEQ_AHEAD
    REFILL_IN_SEQ = _abi.E2E_CHECK_REFILL_IN_SEQ
    LAYER_BACK = _abi.E2E_CHECK_LAYER_BACK
    UNKNOWN = _abi.E2E_CHECK_UNKNOWN
    RESEND_RANGE = _abi.E2E_CHECK_RESEND_RANGE
    RESEND_GONE = _abi.E2E_CHECK_RESEND_GONE
    REKEY_STATE = _abi.E2E_CHECK_REKEY_STATE
    REKEY_VALUE = _abi.E2E_CHECK_REKEY_VALUE
    REKEY_KEY = _abi.E2E_CHECK_REKEY_KEY
    REKEY_REQUEST = _abi.E2E_CHECK_REKEY_REQUEST
    RANDOM_ID = _abi.E2E_CHECK_RANDOM_ID
    NOTIFY_BACK = _abi.E2E_CHECK_NOTIFY_BACK
    USER = _abi.E2E_REASON_USER
    DISCARDED = _abi.E2E_REASON_DISCARDED
    ELSEWHERE = _abi.E2E_REASON_ELSEWHERE
    DECLINED = _abi.E2E_REASON_DECLINED
    SERVER = _abi.E2E_REASON_SERVER
    IDENTITY = _abi.E2E_REASON_IDENTITY
    VALUE = _abi.E2E_REASON_VALUE
    FINGERPRINT = _abi.E2E_REASON_FINGERPRINT
    DH = _abi.E2E_REASON_DH
    STORE = _abi.E2E_REASON_STORE
    NO_CHAT = _abi.E2E_REASON_NO_CHAT
    NOT_READY = _abi.E2E_REASON_NOT_READY
    CLOSED = _abi.E2E_REASON_CLOSED
    HELD = _abi.E2E_REASON_HELD
    GROUP = _abi.E2E_REASON_GROUP
    REQUESTS = _abi.E2E_REASON_REQUESTS
    SKIPPED = _abi.E2E_REASON_SKIPPED


class ChatState(enum.IntEnum):
    """How far a chat is."""
    REQUESTED = _abi.E2E_CHAT_REQUESTED
    WAITING = _abi.E2E_CHAT_WAITING
    ACTIVE = _abi.E2E_CHAT_ACTIVE
    CLOSED = _abi.E2E_CHAT_CLOSED


class EventKind(enum.IntEnum):
    """What an event says; e2e.Event has the members that belong to each."""
    CHAT = _abi.E2E_EVENT_CHAT
    RENAMED = _abi.E2E_EVENT_RENAMED
    MESSAGE = _abi.E2E_EVENT_MESSAGE
    SENT = _abi.E2E_EVENT_SENT
    FAILED = _abi.E2E_EVENT_FAILED
    DELIVERED = _abi.E2E_EVENT_DELIVERED
    READ = _abi.E2E_EVENT_READ
    OPENED = _abi.E2E_EVENT_OPENED
    DELETED = _abi.E2E_EVENT_DELETED
    FLUSHED = _abi.E2E_EVENT_FLUSHED
    TTL = _abi.E2E_EVENT_TTL
    EXPIRED = _abi.E2E_EVENT_EXPIRED
    TYPING = _abi.E2E_EVENT_TYPING
    SCREENSHOT = _abi.E2E_EVENT_SCREENSHOT
    UNSUPPORTED = _abi.E2E_EVENT_UNSUPPORTED
    REJECTED = _abi.E2E_EVENT_REJECTED
    REKEYED = _abi.E2E_EVENT_REKEYED
    HEALTH = _abi.E2E_EVENT_HEALTH
    ROLLBACK = _abi.E2E_EVENT_ROLLBACK
    DH_REFUSED = _abi.E2E_EVENT_DH_REFUSED
    QUEUED = _abi.E2E_EVENT_QUEUED


class MessageFlag(enum.IntFlag):
    """`flags` of an event."""
    SERVICE = _abi.E2E_MESSAGE_SERVICE
    PARTIAL = _abi.E2E_MESSAGE_PARTIAL
    SILENT = _abi.E2E_MESSAGE_SILENT
    WARNED = _abi.E2E_MESSAGE_WARNED
    NO_FILE = _abi.E2E_MESSAGE_NO_FILE
    OLD = _abi.E2E_MESSAGE_OLD
    HISTORY = _abi.E2E_CHAT_HISTORY


class Health(enum.IntFlag):
    """What is odd about a chat."""
    HOLES = _abi.E2E_HEALTH_HOLES
    STUCK = _abi.E2E_HEALTH_STUCK
    SENDING = _abi.E2E_HEALTH_SENDING
    KEY_OLD = _abi.E2E_HEALTH_KEY_OLD
    UNREADABLE = _abi.E2E_HEALTH_UNREADABLE
    OVERFLOW = _abi.E2E_HEALTH_OVERFLOW
    OUTDATED = _abi.E2E_HEALTH_OUTDATED
    BACKEND = _abi.E2E_HEALTH_BACKEND


class CallMethod(enum.IntEnum):
    """Which method of the server a call is of."""
    GET_DH_CONFIG = _abi.E2E_CALL_GET_DH_CONFIG
    REQUEST = _abi.E2E_CALL_REQUEST
    ACCEPT = _abi.E2E_CALL_ACCEPT
    DISCARD = _abi.E2E_CALL_DISCARD
    SEND = _abi.E2E_CALL_SEND
    SEND_SERVICE = _abi.E2E_CALL_SEND_SERVICE
    SEND_FILE = _abi.E2E_CALL_SEND_FILE
    SET_TYPING = _abi.E2E_CALL_SET_TYPING
    READ_HISTORY = _abi.E2E_CALL_READ_HISTORY
    RECEIVED_QUEUE = _abi.E2E_CALL_RECEIVED_QUEUE
    REPORT_SPAM = _abi.E2E_CALL_REPORT_SPAM
    GET_DIFFERENCE = _abi.E2E_CALL_GET_DIFFERENCE


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
    return str(lib.e2e_reason_text(reason).decode())


def policy_act(policy: Policy, check: Reason) -> Act:
    """What the preset POLICY does about a failed CHECK; DEFAULT if that is no check."""
    return Act(lib.e2e_policy_get(policy, check))
