# SPDX-License-Identifier: ISC
"""Telegram for Android in secret chats.

What it does in its own way is in Habits below, each with the clause of the protocol notes that
it comes from. With a habit off the peer does what the documents say (chat.py, rekey.py).
"""

from dataclasses import dataclass
from typing import Any, List, Optional

from . import content, crypto, scripted, tl
from .chat import Chat, Heard, Post, Ram, Sent
from .rekey import ACCEPTED
from .tl import Object

QUEUE = 4             # messages that wait behind a hole
YEAR = 365 * 86400    # seconds
THUMB_BYTES, THUMB_SIDE = 6000, 100
# Constructors of the cloud that Android writes in place of those of the secret layers.
CLOUD = (
    "\ndocumentAttributeVideoCloud#d38ff1c2 flags:# round_message:flags.0?true"
    " supports_streaming:flags.1?true nosound:flags.3?true duration:double w:int h:int"
    " preload_prefix_size:flags.2?int = DocumentAttribute;\n")


@dataclass
class Habits(scripted.Habits):
    """Android's ways."""

    zero_padding: bool = True            # files end in zeros (observed 8)
    announced_layer: int = 151           # newer builds announce a layer that has no constructors
                                         # (observed 4, T4.2)
    announces_again: bool = True         # announces anew whenever the peer's layer rises (observed
                                         # 4)
    late_ack: bool = True                # in_seq_no is the last number received, not the next one
                                         # expected, once that is above 0 (observed 5.4, T5.2)
    queue_of_four: bool = True           # the 5th message out of order ends the chat; the queue is
                                         # in memory only (observed 5.4, T5.5)
    obeys_in_order: bool = True          # a request to resend waits for its turn (observed 5.4,
                                         # T5.7)
    refill_with_key_of_the_day: bool = True    # encrypts anew under the current key (observed 5.4,
                                               # T5.1)
    refill_with_layer_of_the_day: bool = True  # and with the current layer (observed 5.4, T5.1)
    clamps_requests: bool = True         # what the peer has acknowledged is not sent again
                                         # (observed 5.4)
    serves_ranges_once: bool = True      # a range that was served is never served again (observed
                                         # 5.4)
    placeholders: bool = True            # what is gone becomes a DeleteMessages of a random id with
                                         # in_seq_no = out_seq_no + 1 (observed 5.4, T5.1)
    forgets_actions: bool = False        # as if announcements, requests and steps of a re-key were
                                         # gone from its database always (observed 5.4)
    tolerates_numbers: bool = True       # no check of parity or of in_seq_no (observed 5.4)
    reads_mtproto1: bool = True          # below the number of the first message of MTProto 2
                                         # (observed 3.2)
    drops_short_random: bool = True      # random_bytes below 15: the message is dropped and not
                                         # counted, a hole for good (observed 3.3)
    weak_range: bool = True              # of g_a and g_b only 1 < g < p - 1 (observed 1, T1.3)
    aborts_when_smaller: bool = True     # crossing requests: sends AbortKey for its own before it
                                         # accepts the larger one (observed 6.2)
    aborts_unexpected: bool = True       # a step that it does not expect is answered with AbortKey
                                         # (observed 6.2)
    old_key_after_commit: bool = True    # as initiator it sends under the old key until a message
                                         # under the new one comes (observed 6.2, T6.2)
    own_thresholds: bool = True          # re-keys after 100 messages out or 120 in (observed 6.2)
    cloud_constructors: bool = True      # a GIF has an attribute of the cloud (T4.6)
    drops_bad_media: bool = True         # media whose key or iv is not 32 bytes is dropped
                                         # (observed 7.1)
    small_thumbs: bool = True            # thumbnails above 6000 bytes or 100x100 are ignored
                                         # (observed 7.1)
    limits_ttl: bool = True              # a time to live is cut to one year (observed 7.2)
    takes_bare_layer: bool = True        # a NotifyLayer of layer 8 without a wrapper (observed 4,
                                         # T4.7)


class AndroidChat(Chat):
    """A chat with Android's habits."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.served: List[range] = []
        self.first_v2: Optional[int] = None    # number of the first message of MTProto 2
        if self.habits.announced_layer:
            self.own_layer = self.habits.announced_layer
        if self.habits.own_thresholds:
            self.rekey_in = 120

    # ---- Layers --------------------------------------------------------------------------

    def first_layer(self) -> int:
        return 46 if self.habits.mtproto1 else 73

    def raise_layer(self, layer: int) -> None:
        before = self.his_layer
        super().raise_layer(layer)
        if before < self.his_layer and before < self.own_layer and self.habits.announces_again:
            self.notify_layer(self.own_layer)

    def unwrapped(self, message: Object) -> None:
        action = message.get("action", {"_": ""})
        if self.habits.takes_bare_layer and action["_"] == "decryptedMessageActionNotifyLayer":
            self.raise_layer(action["layer"])
        else:
            super().unwrapped(message)

    # ---- Numbers -------------------------------------------------------------------------

    def acknowledges(self) -> int:
        """Its database has the number that was received last, transformed, and starts below 0;
        it writes that if it is above 0, else the one after it."""
        if not self.habits.late_ack:
            return super().acknowledges()
        side = 0 if self.creator else 1
        last = 2 * (self.in_raw - 1) + side
        return (last if last > 0 else last + 2) // 2

    def reads_mtproto1(self) -> bool:
        return self.habits.reads_mtproto1 or super().reads_mtproto1()

    def is_downgrade(self, heard: Heard) -> bool:
        """MTProto 1 after MTProto 2."""
        if heard.version == 2:
            self.first_v2 = min(heard.raw, heard.raw if self.first_v2 is None else self.first_v2)
        return heard.version == 1 and self.first_v2 is not None and heard.raw >= self.first_v2

    def fits(self, heard: Heard) -> bool:
        if self.is_downgrade(heard):
            self.dropped("MTProto 1 after MTProto 2")
            return False
        short = [reason for reason in heard.odd if reason.endswith("random_bytes")]
        if short and self.habits.drops_short_random:
            self.stall(short[0])
            return False
        return self.habits.tolerates_numbers or super().fits(heard)

    def judge(self, heard: Heard, odd: List[str]) -> bool:
        return self.habits.tolerates_numbers or super().judge(heard, odd)

    def hold(self, heard: Heard) -> None:
        if (self.habits.queue_of_four and heard.raw not in self.ram.held
                and len(self.ram.held) >= QUEUE):
            self.ram = Ram()
            self.abandon("a fifth message out of order (T5.5)")
            return
        super().hold(heard)

    def obeys_early(self) -> bool:
        return not self.habits.obeys_in_order

    def ahead(self, heard: Heard) -> None:
        """One request for each number that a hole begins with, up to what came."""
        if not self.habits.queue_of_four:
            super().ahead(heard)
        elif self.in_raw not in self.ram.asked:
            self.ask(self.in_raw, heard.raw - 1)

    # ---- Sending again -------------------------------------------------------------------

    def keeps(self, message: Object) -> bool:
        hidden = ("Resend", "NotifyLayer", "RequestKey", "AcceptKey", "CommitKey", "AbortKey",
                  "Noop")
        name = message.get("action", {"_": ""})["_"][len("decryptedMessageAction"):]
        return not (self.habits.forgets_actions and name in hidden)

    def trim(self) -> None:
        """Nothing: messages stay in the database."""

    def rewrite(self, raw: int, sent: Sent) -> None:
        """A deleted message is gone from the database."""
        if self.habits.placeholders:
            sent.kept = False
        else:
            super().rewrite(raw, sent)

    def bad_request(self, heard: Heard, reason: str) -> None:
        self.seen("odd", reason=reason)

    def asked(self, first: int, last: int, heard: Heard) -> None:
        if self.habits.clamps_requests:
            first = max(first, self.acked)
        last = min(last, self.out_raw - 1)
        if first > last:
            return
        if self.habits.serves_ranges_once:
            if any(first in done and last in done for done in self.served):
                return
            self.served.append(range(first, last + 1))
        for raw in range(first, last + 1):
            sent = self.sent.get(raw)
            if sent is None or not sent.kept:
                self._post_placeholder(raw)
            else:
                self._post_refill(raw, sent)

    def _post_refill(self, raw: int, sent: Sent) -> None:
        key, layer = sent.key, sent.layer
        if self.habits.refill_with_key_of_the_day:
            key = self.sending_key(raw)
        if self.habits.refill_with_layer_of_the_day:
            layer = self.layer()
        again = Sent(sent.message, sent.random_id, sent.in_raw, layer, key, sent.service)
        self.post_again(raw, sent, self.seal(raw, again), sent.random_id)

    def _post_placeholder(self, raw: int) -> None:
        if not self.habits.placeholders:
            self.seen("odd", reason=f"asked for {raw}, which is gone")
            return
        random_id = self.owner.new_id()
        message = content.deletion(self.owner.new_id(), random_id)
        # The wire's in_seq_no is out_seq_no + 1.
        in_raw = raw + 1 if self.creator else raw
        stand_in = Sent(message, random_id, in_raw, self.layer(), self.sending_key(raw), True)
        packet = self.seal(raw, stand_in)
        self.owner.post(self, Post(raw, packet, random_id, True, again=True))

    # ---- Re-keying -----------------------------------------------------------------------

    def first_key(self, public: bytes) -> bytes:
        return crypto.agree(self.exponent, public, self.group, not self.habits.weak_range)

    def shared(self, exponent: int, public: bytes) -> bytes:
        return crypto.agree(exponent, public, self.group, not self.habits.weak_range)

    def can_rekey(self) -> bool:
        """The old key does not matter to it."""
        return self.exchange is None and self.next is None

    def yields(self, exchange_id: int) -> bool:
        own = self.exchange
        if not self.habits.aborts_when_smaller or own.role == ACCEPTED:
            return super().yields(exchange_id)
        if own.exchange_id > exchange_id:
            return False
        self.abort_key(own.exchange_id)
        return True

    def commit_key(self) -> None:
        self.send_commit()
        if self.habits.old_key_after_commit:
            self.exchange = None           # note_key() switches
        else:
            self.switch()

    def unexpected(self, action: Object) -> None:
        if self.habits.aborts_unexpected:
            self.reset()
            self.abort_key(action["exchange_id"])
        else:
            super().unexpected(action)

    # ---- Content -------------------------------------------------------------------------

    def shows(self, message: Object) -> bool:
        media = message.get("media", {})
        bad = any(len(media.get(name, bytes(32))) != 32 for name in ("key", "iv"))
        if bad and self.habits.drops_bad_media:
            self.dropped("media with a bad key or iv")
            return False
        if (self.habits.small_thumbs and "thumb" in media and isinstance(media["thumb"], bytes)
                and (len(media["thumb"]) > THUMB_BYTES
                     or max(media["thumb_w"], media["thumb_h"]) > THUMB_SIDE)):
            media["thumb"] = b""
        return super().shows(message)

    def limit_ttl(self, seconds: int) -> int:
        seconds = super().limit_ttl(seconds)
        return min(seconds, YEAR) if self.habits.limits_ttl else seconds

    def file_media(self, *arguments: Any) -> Object:
        media = super().file_media(*arguments)
        if self.habits.cloud_constructors:
            for attribute in media.get("attributes", []):
                if arguments[0] == "animation" and attribute["_"] == "documentAttributeVideo_66":
                    attribute.update(_="documentAttributeVideoCloud", nosound=True,
                                     duration=float(attribute["duration"]))
        return media


class Android(scripted.Peer):
    """A user of Telegram for Android."""

    chat_class = AndroidChat
    habits_class = Habits

    def make_schema(self) -> tl.Schema:
        return tl.secret_schema(CLOUD)
