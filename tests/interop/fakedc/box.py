# SPDX-License-Identifier: ISC
"""What waits for a device until its client has acknowledged it (core.telegram.org/api/updates).

Each device has its own row of qts numbers, because a secret chat belongs to one device.  An
encrypted message gets the next qts and waits until the client names that qts or a higher one.
updateEncryption and updateEncryptedMessagesRead have no number: they wait until the client
acknowledges the MTProto message that carried them.
"""
from typing import List, NamedTuple, Tuple

from .tl import Object

FIRST_QTS = 100


class Pending(NamedTuple):
    """An encrypted message."""
    qts: int
    message: Object


class Other(NamedTuple):
    """An update without a number; users are the ids of those it is about."""
    update: Object
    users: Tuple[int, ...]


class Box:
    """What waits for one device."""

    def __init__(self) -> None:
        self.qts = FIRST_QTS
        self.messages: List[Pending] = []
        self.others: List[Other] = []

    def add(self, message: Object) -> int:
        """Queue an encrypted message; its qts."""
        self.qts += 1
        self.messages.append(Pending(self.qts, message))
        return self.qts

    def acknowledge(self, qts: int) -> List[int]:
        """Forget messages up to this qts; their random_ids."""
        gone = [p.message.random_id for p in self.messages if p.qts <= qts]
        self.messages = [p for p in self.messages if p.qts > qts]
        return gone

    def lose(self, qts: int) -> None:
        """Forget one message as if it had never been: its number stays used."""
        self.messages = [p for p in self.messages if p.qts != qts]

    def forget(self, other: Other) -> None:
        """Forget an update without a number, if it is still there."""
        self.others = [o for o in self.others if o is not other]
