# SPDX-License-Identifier: ISC
"""What waits for a device until its client has acknowledged it (core.telegram.org/api/updates).

Each device has its own row of qts numbers, because a secret chat belongs to one device.  An
encrypted message gets the next qts and waits until the client names that qts or a higher one.
updateEncryption and updateEncryptedMessagesRead have no number: they wait until the client
acknowledges the MTProto message that carried them.
"""
import dataclasses
from typing import List, NamedTuple, Optional, Tuple

from .tl import Object

FIRST_QTS = 100


@dataclasses.dataclass
class Pending:
    """An encrypted message; delivered once the client has acknowledged what carried it."""
    qts: int
    message: Object
    delivered: bool = False


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

    def add(self, message: Object) -> Pending:
        """Queue an encrypted message under the next qts."""
        self.qts += 1
        self.messages.append(Pending(self.qts, message))
        return self.messages[-1]

    def undelivered(self, name: str, random_id: int, data: bytes) -> Optional[Object]:
        """A message like this that the client has not received yet."""
        for pending in self.messages:
            found = pending.message
            if (found.random_id == random_id and not pending.delivered and found.name == name
                    and found.bytes == data):
                return found
        return None

    def acknowledge(self, qts: int) -> List[int]:
        """Forget messages up to this qts; their random_ids."""
        gone = [p.message.random_id for p in self.messages if p.qts <= qts]
        self.messages = [p for p in self.messages if p.qts > qts]
        return gone

    def lose(self, pending: Pending) -> None:
        """Forget one message as if it had never been: its number stays used."""
        self.messages = [p for p in self.messages if p is not pending]

    def forget(self, other: Other) -> None:
        """Forget an update without a number, if it is still there."""
        self.others = [o for o in self.others if o is not other]
