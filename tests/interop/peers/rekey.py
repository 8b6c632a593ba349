# SPDX-License-Identifier: ISC
"""Re-keying of one chat by the documents (core.telegram.org/api/end-to-end/pfs)."""

from dataclasses import dataclass
from typing import Any, Optional

from . import crypto
from .tl import Object

REQUESTED, ACCEPTED = "requested", "accepted"


@dataclass
class Key:
    """A key of a chat. first_raw: from which of our numbers on it is sent with; -1: not yet."""

    data: bytes
    fingerprint: int
    first_raw: int = -1


@dataclass
class Exchange:
    """A re-key that is under way. role: whether we asked for it or accepted it."""

    role: str
    exchange_id: int
    exponent: int


class Rekeying:
    """Part of Chat: its keys.

    current is sent with; old was before and still opens packets; next is agreed upon and not in
    use yet.
    """

    # When a key is to be replaced: messages sent, messages received; None does not count.
    rekey_out: Optional[int] = 100
    rekey_in: Optional[int] = 100

    def __init__(self) -> None:
        self.keys = []                              # all there ever were
        self.current: Optional[Key] = None
        self.old: Optional[Key] = None
        self.next: Optional[Key] = None
        self.exchange: Optional[Exchange] = None
        self.uses_out = self.uses_in = 0
        self.rekeys = 0

    def key_for(self, fingerprint: int) -> Optional[Key]:
        """The key to open a packet with, or None."""
        for key in (self.current, self.old, self.next):
            if key is not None and key.fingerprint == fingerprint:
                return key
        return None

    def sending_key(self, raw: int) -> Key:
        """The key for our message raw."""
        del raw
        return self.current

    def note_key(self, key: Key) -> None:
        """A message under this key is processed in order."""
        if key is self.next:
            self.switch()                           # the other side has it
        elif key is self.current:
            self.uses_in += 1
            self.old = None                         # nothing under the old one can follow

    def turn(self) -> None:
        """A user wrote or got a message: begin a re-key when it is time."""
        used = ((self.rekey_out is not None and self.uses_out >= self.rekey_out)
                or (self.rekey_in is not None and self.uses_in >= self.rekey_in))
        if used and self.can_rekey():
            self.request_key()

    def can_rekey(self) -> bool:
        """Whether nothing stands against a new exchange."""
        return self.exchange is None and self.next is None and self.old is None

    # ---- Steps ---------------------------------------------------------------------------

    def request_key(self) -> None:
        """Step 1, ours."""
        exponent, g_a = crypto.keypair(self.random, self.group)
        exchange_id = self.random.getrandbits(64) - (1 << 63)
        self.exchange = Exchange(REQUESTED, exchange_id, exponent)
        self.send_action({"_": "decryptedMessageActionRequestKey", "exchange_id": exchange_id,
                          "g_a": g_a})

    def on_RequestKey(self, heard: Any, action: Object) -> None:
        """Step 1, theirs."""
        del heard
        if self.exchange is None or self.yields(action["exchange_id"]):
            self.accept_key(action["exchange_id"], action["g_a"])

    def yields(self, exchange_id: int) -> bool:
        """Whether their request goes before what is under way: the larger number wins."""
        own = self.exchange
        if own.role == REQUESTED and own.exchange_id == exchange_id:
            self.reset()
            return False
        return own.role == ACCEPTED or own.exchange_id < exchange_id

    def accept_key(self, exchange_id: int, g_a: bytes) -> None:
        """Step 2, ours."""
        exponent, g_b = crypto.keypair(self.random, self.group)
        try:
            data = self.shared(exponent, g_a)
        except crypto.Refused:
            self.reset()
            self.abort_key(exchange_id)
            return
        self.exchange = Exchange(ACCEPTED, exchange_id, exponent)
        self.next = self.add_key(data)
        self.send_action({"_": "decryptedMessageActionAcceptKey", "exchange_id": exchange_id,
                          "g_b": g_b, "key_fingerprint": self.next.fingerprint})

    def shared(self, exponent: int, public: bytes) -> bytes:
        """The key of an exchange. Raises Refused."""
        return crypto.agree(exponent, public, self.group)

    def on_AcceptKey(self, heard: Any, action: Object) -> None:
        """Step 2, theirs."""
        del heard
        if not self.waits_for(REQUESTED, action):
            self.unexpected(action)
            return
        try:
            data = self.shared(self.exchange.exponent, action["g_b"])
        except crypto.Refused:
            data = b""
        if crypto.fingerprint(data) != action["key_fingerprint"]:
            self.wrong_key(action)
            return
        self.next = self.add_key(data)
        self.commit_key()

    def commit_key(self) -> None:
        """Step 3, ours: under the old key; everything after it is under the new one."""
        self.send_commit()
        self.switch()

    def send_commit(self) -> None:
        """The message of step 3."""
        self.send_action({"_": "decryptedMessageActionCommitKey",
                          "exchange_id": self.exchange.exchange_id,
                          "key_fingerprint": self.next.fingerprint})

    def on_CommitKey(self, heard: Any, action: Object) -> None:
        """Step 3, theirs."""
        del heard
        if not self.waits_for(ACCEPTED, action):
            self.unexpected(action)
        elif self.next.fingerprint != action["key_fingerprint"]:
            self.wrong_key(action)
        else:
            self.switch()
            self.send_action({"_": "decryptedMessageActionNoop"})

    def on_AbortKey(self, heard: Any, action: Object) -> None:
        """The other side gives the exchange up."""
        del heard
        if self.exchange is not None and self.exchange.exchange_id == action["exchange_id"]:
            self.reset()

    # ---- What can be wrong ---------------------------------------------------------------

    def waits_for(self, role: str, action: Object) -> bool:
        """Whether this step belongs to the exchange that is under way."""
        return (self.exchange is not None and self.exchange.role == role
                and self.exchange.exchange_id == action["exchange_id"])

    def unexpected(self, action: Object) -> None:
        """A step of no exchange that is under way."""
        self.seen("odd", reason=f"unexpected {action['_']} of {action['exchange_id']}")

    def wrong_key(self, action: Object) -> None:
        """A step with the fingerprint of another key."""
        self.seen("odd", reason=f"{action['_']} with the fingerprint of another key")
        self.reset()
        self.abort_key(action["exchange_id"])

    def abort_key(self, exchange_id: int) -> None:
        """Tell the other side that an exchange is given up."""
        self.send_action({"_": "decryptedMessageActionAbortKey", "exchange_id": exchange_id})

    def reset(self) -> None:
        """No exchange is under way."""
        self.exchange, self.next = None, None

    # ---- Keys ----------------------------------------------------------------------------

    def add_key(self, data: bytes) -> Key:
        """Remember a key."""
        self.keys.append(Key(data, crypto.fingerprint(data)))
        return self.keys[-1]

    def switch(self) -> None:
        """Send with the next key from now on."""
        self.old, self.current, self.next = self.current, self.next, None
        self.current.first_raw = self.out_raw
        self.exchange = None
        self.uses_out = self.uses_in = 0
        self.rekeys += 1
        self.seen("rekeyed", key_fingerprint=self.current.fingerprint)
