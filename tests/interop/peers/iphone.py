# SPDX-License-Identifier: ISC
"""Telegram for iOS in secret chats.

What it does in its own way is in Habits below, each with the clause of the protocol notes that
it comes from. With a habit off the peer does what the documents say (chat.py, rekey.py).
"""

from dataclasses import dataclass
from typing import Any, List, Optional

from . import crypto, scripted
from .chat import Chat, Heard, Parcel, Post, Sent
from .rekey import REQUESTED, Key
from .tl import Object

LAYERS = (46, 73, 101, 144)
OFTEN = 4    # every so many messages behind a hole it asks again


@dataclass
class Habits(scripted.Habits):
    """The iPhone's ways."""

    announces_46_first: bool = True      # layer 46, then the real one (observed 4)
    only_known_layers: bool = True       # a wrapper layer other than 8, 17..46, 73, 101, 144 ends
                                         # the reading of the chat (observed 4, T4.1)
    begins_with_one: bool = False        # its first number may be 1; number 0 never comes (T5.6)
    takes_one_as_first: bool = True      # and the peer's first number may be 1 (T5.6)
    tolerates_numbers: bool = True       # no check of parity or of in_seq_no (observed 5.4)
    repeats_requests: bool = True        # may ask for the same hole again (observed 5.4)
    ignores_bad_requests: bool = True    # a request to resend of the wrong parity, or for what is
                                         # gone, is ignored (observed 5.4)
    reads_mtproto1: bool = True          # always reads MTProto 1 (observed 3.2)
    seals_late: bool = True              # in_seq_no is that of the moment of sending (observed 5.4)
    refill_with_new_random_id: bool = True     # the API's random_id is another one (observed 5.4,
                                               # T5.1)
    refill_as_service: bool = True       # by sendEncryptedService, so a file is lost (observed 5.4)
    refill_with_layer_of_the_day: bool = True  # and with the current layer (T5.1)
    keeps_one_more: bool = True          # forgets below in_seq_no - 1 (observed 5.4)
    keeps_all_keys: bool = True          # keys are chosen by number, none is dropped (observed 5.4,
                                         # 6.2)
    waits_for_keys: bool = True          # packets under unknown keys are tried later (observed 3.2,
                                         # 6.2)
    weak_rekey_range: bool = True        # g_a of a re-key is not checked (observed 1)
    trusts_fingerprint: bool = True      # the creator does not compare the server's one (observed
                                         # 2.1)
    trusts_accept: bool = True           # commits whatever fingerprint AcceptKey has (observed 6.2)
    inverted_tie_break: bool = True      # accepts the smaller number, after AbortKey for its own; a
                                         # larger one is ignored (observed 6.2, T6.1)
    counts_sent_only: bool = True        # re-keys after 100 messages sent (observed 6.2)


class IphoneChat(Chat):
    """A chat with the iPhone's habits."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.kept: List[Parcel] = []     # under keys that are not known yet
        self.new_key = False
        if self.habits.counts_sent_only:
            self.rekey_in = None
        if self.habits.begins_with_one:
            self.out_raw = self.acked = 1

    # ---- Layers --------------------------------------------------------------------------

    def first_layer(self) -> int:
        return 46 if self.habits.mtproto1 else 73

    def ready(self) -> None:
        if self.habits.announces_46_first:
            self.notify_layer(46)
        super().ready()

    def layer(self) -> int:
        """The largest that it knows itself."""
        layer = super().layer()
        if not self.habits.only_known_layers:
            return layer
        return max(known for known in LAYERS if known <= layer)

    def judge(self, heard: Heard, odd: List[str]) -> bool:
        known = heard.layer == 8 or 17 <= heard.layer <= 46 or heard.layer in LAYERS
        if not known and self.habits.only_known_layers:
            self.stall(f"a wrapper of layer {heard.layer} (T4.1)")
            return False
        return self.habits.tolerates_numbers or super().judge(heard, odd)

    # ---- Numbers -------------------------------------------------------------------------

    def reads_mtproto1(self) -> bool:
        return self.habits.reads_mtproto1 or super().reads_mtproto1()

    def fits(self, heard: Heard) -> bool:
        if self.in_raw == 0 and heard.raw == 1 and self.habits.takes_one_as_first:
            self.in_raw = 1
        return self.habits.tolerates_numbers or super().fits(heard)

    def ahead(self, heard: Heard) -> None:
        if self.habits.repeats_requests and len(self.ram.held) % OFTEN == 0:
            self.ask(self.in_raw, min(self.ram.held) - 1)
        else:
            super().ahead(heard)

    def forget_ram(self) -> None:
        """Nothing: what was received and is to be sent stands in a log on the disk."""

    def first_packet(self, raw: int, sent: Sent) -> Optional[bytes]:
        return None if self.habits.seals_late else super().first_packet(raw, sent)

    def packet_of(self, post: Post) -> Optional[bytes]:
        """Sealed when it goes out, with the in_seq_no of the moment."""
        sent = self.sent.get(post.raw)
        if post.packet is not None or sent is None:
            return post.packet
        sent.in_raw = self.acknowledges()
        sent.packet = self.seal(post.raw, sent)
        return sent.packet

    # ---- Sending again -------------------------------------------------------------------

    def trim(self) -> None:
        kept = 1 if self.habits.keeps_one_more else 0
        for number in [number for number in self.sent if number < self.acked - kept]:
            del self.sent[number]

    def bad_request(self, heard: Heard, reason: str) -> None:
        if self.habits.ignores_bad_requests:
            self.seen("odd", reason=reason)
        else:
            super().bad_request(heard, reason)

    def asked(self, first: int, last: int, heard: Heard) -> None:
        if not self.habits.ignores_bad_requests:
            super().asked(first, last, heard)
            return
        for raw in range(first, min(last, self.out_raw - 1) + 1):
            sent = self.sent.get(raw)
            if sent is None:
                self.bad_request(heard, f"asked for {raw}, acknowledged before")
            else:
                self._post_refill(raw, sent)

    def _post_refill(self, raw: int, sent: Sent) -> None:
        if self.habits.refill_with_layer_of_the_day:
            sent.layer = self.layer()
        random_id = self.owner.new_id() if self.habits.refill_with_new_random_id else \
            sent.random_id
        service = sent.service or self.habits.refill_as_service
        packet = None if self.habits.seals_late else self.seal(raw, sent)
        self.owner.post(self, Post(raw, packet, random_id, service, sent.silent, sent.file,
                                   again=True))

    # ---- Keys ----------------------------------------------------------------------------

    def key_for(self, fingerprint: int) -> Optional[Key]:
        if not self.habits.keeps_all_keys:
            return super().key_for(fingerprint)
        for key in self.keys:
            if key.fingerprint == fingerprint and key.first_raw >= 0:
                return key
        return None

    def sending_key(self, raw: int) -> Key:
        if not self.habits.keeps_all_keys:
            return super().sending_key(raw)
        return max((key for key in self.keys if 0 <= key.first_raw <= raw),
                   key=lambda key: key.first_raw)

    def unknown_key(self, parcel: Parcel) -> None:
        if self.habits.waits_for_keys:
            self.kept.append(parcel)
        else:
            super().unknown_key(parcel)

    def switch(self) -> None:
        super().switch()
        self.new_key = True

    def receive(self, parcel: Parcel) -> None:
        super().receive(parcel)
        if self.new_key:
            self.new_key, kept, self.kept = False, self.kept, []
            for waiting in kept:
                self.receive(waiting)

    # ---- Re-keying -----------------------------------------------------------------------

    def compares_fingerprint(self) -> bool:
        return not self.habits.trusts_fingerprint

    def shared(self, exponent: int, public: bytes) -> bytes:
        return crypto.agree(exponent, public, self.group, not self.habits.weak_rekey_range)

    def can_rekey(self) -> bool:
        """It keeps all keys, so old ones do not matter."""
        return self.exchange is None

    def yields(self, exchange_id: int) -> bool:
        own = self.exchange
        if not self.habits.inverted_tie_break or own.role != REQUESTED:
            return super().yields(exchange_id)
        if exchange_id >= own.exchange_id:
            return False
        self.abort_key(own.exchange_id)
        return True

    def unexpected(self, action: Object) -> None:
        """Nothing: after crossing requests such steps are to be expected."""

    def wrong_key(self, action: Object) -> None:
        """An AcceptKey is committed with the key that is its own; after a bad CommitKey it waits
        for ever."""
        if not self.habits.trusts_accept:
            super().wrong_key(action)
            return
        self.seen("odd", reason=f"{action['_']} with the fingerprint of another key")
        if self.exchange.role == REQUESTED:
            self.next = self.add_key(self.shared(self.exchange.exponent, action["g_b"]))
            self.commit_key()


class Iphone(scripted.Peer):
    """A user of Telegram for iOS."""

    chat_class = IphoneChat
    habits_class = Habits
