# SPDX-License-Identifier: ISC
"""Limits and times of an account.  0 stands for the library's default, which each comment gives."""
import ctypes
import dataclasses
from typing import Any, Type

from e2e import _abi
from e2e._given import one_of
from e2e._library import sized
from e2e._object import by_name
from e2e.errors import ArgumentError


@by_name(frozen=True, kw_only=True)
class Limits:
    """What others can make an account hold or do.  Byte counts are of payloads."""
    requested_chats: int = 0   # 100: requests of others that nobody has answered
    early_messages: int = 0    # 64 a chat: messages that come before it is ready
    early_bytes: int = 0       # 1 MiB a chat
    held_messages: int = 0     # 1000 a chat: messages that wait behind a gap
    held_bytes: int = 0        # 8 MiB a chat
    ahead: int = 0             # 100000: how many may be missing in front of a message
    outbox_messages: int = 0   # 10000 a chat: sent, not acknowledged by the peer
    outbox_bytes: int = 0      # 64 MiB a chat, of packets
    tail: int = 0              # 8 a chat: acknowledged messages that requests still get
    resend_span: int = 0       # 1001: messages one request may ask for
    resend_repeats: int = 0    # 3: times a message is sent again in a minute, 255 at most
    resend_rate: int = 0       # 2000: messages a chat sends again in a minute
    timers: int = 0            # 10000 a chat for each side: self-destructing messages
    prime_checks: int = 0      # 4: unknown primes of the server that are tested an hour
    rejected_events: int = 0   # 60 a minute for each chat
    packet_bytes: int = 0      # 1 MiB: a longer packet is refused before anything else
    peer_rekeys: int = 0       # 6 an hour a chat: re-keys that the peer begins too early
    account_rekeys: int = 0    # 600 an hour: re-keys of all chats


@by_name(frozen=True, kw_only=True)
class Timing:
    """When things happen by themselves."""
    rekey_messages: int = 0    # 100: more messages under one key start a re-key
    rekey_age_ms: int = 0      # 7 days: a key of that age that was used, the same
    answer_delay_ms: int = 0   # 0: automatic answers wait that long for tick()
    resend_wait_ms: int = 0    # 10 s: after that a gap is asked for again
    resend_tries: int = 0      # 8: requests for one gap, then the chat is reported stuck
    ack_messages: int = 0      # 64: received ones that a noop acknowledges by itself
    retry_ms: int = 0          # 1 s: a call that failed for now is made again
    qts_wait_ms: int = 0       # 700: a gap in qts leads to CallMethod.GET_DIFFERENCE
    rekey_late_ms: int = 0     # 1 minute: then a re-key of the peer that crossed ours is taken
    ack_ms: int = 0            # 1 hour: or so long after the first of them
    old_key_ms: int = 0        # 7 days: the greatest age of the key before a re-key
    gap_ms: int = 0            # 1 day: a gap is not given up before it is that old


def to_struct(struct: Type[ctypes.Structure], values: Any) -> Any:
    """A pointer to STRUCT with VALUES, a dataclass with the same names, or None for None."""
    if values is None:
        return None
    cls, name = (Limits, "limits") if struct is LIMITS else (Timing, "timing")
    made, values = sized(struct), one_of(cls, values, name)
    for field in dataclasses.fields(values):
        value = getattr(values, field.name)
        setattr(made, field.name, value)
        if getattr(made, field.name) != value:
            raise ArgumentError(f"{field.name} is {value!r}")
    return ctypes.pointer(made)


LIMITS = _abi.e2e_limits
TIMING = _abi.e2e_timing
