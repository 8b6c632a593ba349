# SPDX-License-Identifier: ISC
"""One secret chat as the documents have it: numbers, holes, keys, what is seen.

Numbers are raw here, counted from 0 for each side; only the wire form is transformed
(core.telegram.org/api/end-to-end/seq_no). Every method that real clients override in their own
way is small and says what the documents want. Nothing here waits or calls the server: packets
come in through receive(), and go out as posts that the owner takes away.

A Chat is durable but for its `ram`, which a kill empties.
"""

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from . import content, crypto
from .actions import Actions
from .rekey import Key, Rekeying
from .tl import Object, TLError

PENDING, READY, CLOSED = "pending", "ready", "closed"
RANDOM_BYTES = 15    # in the wrapper, at least (protocol 3.2.3)


@dataclass
class Sent:
    """A message of ours, by what is needed to send it again."""

    message: Object
    random_id: int
    in_raw: int
    layer: int
    key: Key
    service: bool
    silent: bool = False
    file: Optional[Object] = None      # InputEncryptedFile
    kept: bool = True                  # the client still has it
    packet: Optional[bytes] = None     # as it went out first


@dataclass
class Post:
    """A call of sendEncrypted* that has to be made."""

    raw: int
    packet: Optional[bytes]            # None: sealed when it goes out
    random_id: int
    service: bool
    silent: bool = False
    file: Optional[Object] = None
    again: bool = False                # not the first time


@dataclass
class Heard:
    """A message of the other side, opened."""

    raw: int
    in_raw: int
    layer: int
    key: Key
    message: Optional[Object]          # None: not to be understood
    problem: str = ""                  # why
    date: int = 0
    file: Optional[Object] = None      # EncryptedFile
    odd: List[str] = field(default_factory=list)
    obeyed: bool = False               # the request to resend in it
    version: int = 2                   # of MTProto

    @property
    def action(self) -> Object:
        """The action of a service message, else an object without a name."""
        return (self.message or {}).get("action", {"_": ""})


@dataclass
class Parcel:
    """A packet as it came from the server."""

    packet: bytes
    date: int
    file: Optional[Object]


@dataclass
class Ram:
    """What does not outlive the program."""

    held: Dict[int, Heard] = field(default_factory=dict)
    asked: set = field(default_factory=set)


class Chat(Actions, Rekeying):
    """One side of one secret chat."""

    own_layer = 144

    def __init__(self, owner: Any, chat_id: int, creator: bool, user_id: int) -> None:
        """owner: the Peer. user_id: of the other side."""
        super().__init__()
        self.owner, self.habits = owner, owner.habits
        self.random, self.schema = owner.random, owner.schema
        self.chat_id, self.creator, self.user_id = chat_id, creator, user_id
        self.access_hash = 0
        self.state, self.reason, self.stalled = PENDING, "", ""
        self.group = crypto.Group()
        self.exponent = 0
        self.g_a = b""
        self.key_hash = b""
        self.in_raw = self.out_raw = self.acked = 0
        self.his_layer = self.first_layer()
        self.last_layer = self.last_in = 0
        self.ttl = 0
        self.sent: Dict[int, Sent] = {}
        self.messages: Dict[int, content.Record] = {}
        self.early: List[Parcel] = []
        self.ram = Ram()

    # ---- Life ----------------------------------------------------------------------------

    def start(self, key: bytes) -> None:
        """The handshake is over and the key known."""
        self.keys.append(Key(key, crypto.fingerprint(key), 0))
        self.current = self.keys[-1]
        self.key_hash = crypto.key_hash(key)
        self.state = READY
        self.seen("ready")
        self.ready()
        early, self.early = self.early, []
        for parcel in early:
            self.receive(parcel)

    def ready(self) -> None:
        """Announce our layer, first of all."""
        self.notify_layer(self.own_layer)

    def end(self, reason: str) -> None:
        """The chat is over, by whoever."""
        if self.state != CLOSED:
            self.state, self.reason = CLOSED, reason
            self.seen("closed", reason=reason)

    def abandon(self, reason: str) -> None:
        """The other side broke a rule at which this client closes the chat."""
        self.end(reason)
        self.owner.discard(self)

    def stall(self, reason: str) -> None:
        """The other side broke a rule at which this client shows nothing more, for good."""
        if not self.stalled:
            self.stalled = reason
            self.seen("closed", reason="stalled: " + reason)

    def forget_ram(self) -> None:
        """The program was killed."""
        self.ram = Ram()

    def seen(self, kind: str, **fields: Any) -> None:
        """Tell whoever runs the peer."""
        self.owner.record(kind, chat=self.chat_id, **fields)

    def dropped(self, reason: str) -> None:
        """A packet was thrown away."""
        self.seen("dropped", reason=reason)

    # ---- Handshake -----------------------------------------------------------------------

    def first_key(self, public: bytes) -> bytes:
        """The key from the other side's value. Raises crypto.Refused."""
        return crypto.agree(self.exponent, public, self.group)

    def compares_fingerprint(self) -> bool:
        """Whether the creator looks at the fingerprint that comes with encryptedChat."""
        return True

    # ---- Layers --------------------------------------------------------------------------

    def first_layer(self) -> int:
        """The layer that a peer is thought to have before it says anything."""
        return 73

    def layer(self) -> int:
        """The wrapper layer of what we send now."""
        return max(46, min(self.own_layer, self.his_layer))

    def raise_layer(self, layer: int) -> None:
        """The other side is known to understand this layer."""
        if layer > self.his_layer:
            self.his_layer = layer
            self.seen("layer", layer=layer)

    def notify_layer(self, layer: int) -> None:
        """Tell the other side which layer we have."""
        self.send_action({"_": "decryptedMessageActionNotifyLayer", "layer": layer})

    # ---- Sending -------------------------------------------------------------------------

    def out_wire(self, raw: int) -> int:
        """out_seq_no of our message raw."""
        return 2 * raw + (1 if self.creator else 0)

    def in_wire(self, raw: int) -> int:
        """in_seq_no for raw messages that were received."""
        return 2 * raw + (0 if self.creator else 1)

    def acknowledges(self) -> int:
        """What we write as in_seq_no, raw: the next number that we expect."""
        return self.in_raw

    def keeps(self, message: Object) -> bool:
        """Whether the client can send this message again later."""
        return bool(message)

    def send(self, message: Object, random_id: int, **how: Any) -> Sent:
        """Send a message under the next number. how: service, silent, file as in Sent."""
        sent = Sent(message, random_id, self.acknowledges(), self.layer(),
                    self.sending_key(self.out_raw), kept=self.keeps(message), **how)
        raw, self.out_raw = self.out_raw, self.out_raw + 1
        self.sent[raw] = sent
        self.uses_out += 1
        self.owner.post(self, Post(raw, self.first_packet(raw, sent), random_id, sent.service,
                                   sent.silent, sent.file))
        return sent

    def first_packet(self, raw: int, sent: Sent) -> Optional[bytes]:
        """The packet of a new message, or None to make it when it goes out."""
        sent.packet = self.seal(raw, sent)
        return sent.packet

    def say(self, message: Object, file: Optional[Object] = None) -> int:
        """Send what a user has written. file: its InputEncryptedFile. The random_id."""
        random_id = message["random_id"]
        self.messages[random_id] = content.record(message, 0, None, True)
        self.send(message, random_id, service=False, silent=bool(message.get("silent")),
                  file=file)
        self.turn()
        return random_id

    def file_media(self, *arguments: Any) -> Object:
        """The media object of a file; arguments as of content.file_media()."""
        return content.file_media(*arguments)

    def send_action(self, action: Object) -> int:
        """Send a service message; its random_id."""
        random_id = self.owner.new_id()
        self.send({"_": "decryptedMessageService_17", "random_id": random_id,
                   "action": action}, random_id, service=True)
        return random_id

    def seal(self, raw: int, sent: Sent) -> bytes:
        """The packet of a message."""
        payload = self.schema.write({
            "_": "decryptedMessageLayer", "layer": sent.layer, "message": sent.message,
            "random_bytes": crypto.random_bytes(self.random, RANDOM_BYTES),
            "in_seq_no": self.in_wire(sent.in_raw), "out_seq_no": self.out_wire(raw)})
        if self.writes_mtproto1(sent.layer):
            return crypto.seal1(sent.key.data, payload, self.random)
        return crypto.seal(sent.key.data, 0 if self.creator else 8, payload, self.padding)

    def writes_mtproto1(self, layer: int) -> bool:
        """Whether a message with this wrapper layer goes out in MTProto 1."""
        return self.habits.mtproto1 and layer < 73

    def padding(self, length: int) -> bytes:
        """Random padding for MTProto 2."""
        more = 16 * self.random.randrange(3)
        return crypto.random_bytes(self.random, 12 + (-length - 12) % 16 + more)

    def post_again(self, raw: int, sent: Sent, packet: Optional[bytes], random_id: int) -> None:
        """Send a message of ours once more."""
        self.owner.post(self, Post(raw, packet, random_id, sent.service, sent.silent, sent.file,
                                   again=True))

    def packet_of(self, post: Post) -> Optional[bytes]:
        """The bytes of a post that goes out now; None if it need not go any more."""
        return post.packet

    # ---- Receiving -----------------------------------------------------------------------

    def receive(self, parcel: Parcel) -> None:
        """A packet came."""
        if self.state == PENDING:
            self.early.append(parcel)
        if self.state != READY or self.stalled:
            return
        heard = self.open(parcel)
        if heard is not None:
            self.take(heard)

    def open(self, parcel: Parcel) -> Optional[Heard]:
        """The message in a packet; None if nothing can be done with it now."""
        try:
            key = self.key_for(crypto.packet_fingerprint(parcel.packet))
            if key is None:
                self.unknown_key(parcel)
                return None
            payload, version = crypto.open_packet(key.data, 8 if self.creator else 0,
                                                  parcel.packet, self.reads_mtproto1())
            wrapper = content.read_wrapper(self.schema, payload)
        except (crypto.Refused, TLError) as error:
            self.dropped(str(error))
            return None
        if wrapper["_"] != "decryptedMessageLayer":
            self.unwrapped(wrapper)
            return None
        heard = self.unwrap(wrapper, key, parcel)
        heard.version = version
        return heard

    def unwrap(self, wrapper: Object, key: Key, parcel: Parcel) -> Heard:
        """The message in a wrapper."""
        heard = Heard(wrapper["out_seq_no"] // 2, wrapper["in_seq_no"] // 2, wrapper["layer"],
                      key, wrapper["message"], wrapper["problem"], parcel.date, parcel.file)
        if wrapper["out_seq_no"] < 0 or wrapper["out_seq_no"] % 2 == self.out_wire(0):
            heard.odd.append(f"out_seq_no {wrapper['out_seq_no']} of the wrong side")
        if wrapper["in_seq_no"] < 0 or wrapper["in_seq_no"] % 2 == self.in_wire(0):
            heard.odd.append(f"in_seq_no {wrapper['in_seq_no']} of the wrong side")
        if len(wrapper["random_bytes"]) < RANDOM_BYTES:
            heard.odd.append(f"{len(wrapper['random_bytes'])} random_bytes")
        layer, name = self.schema.highest_layer(heard.message)
        if layer > max(46, heard.layer):
            heard.odd.append(f"{name} in a wrapper of layer {heard.layer}")
        return heard

    def reads_mtproto1(self) -> bool:
        """Whether MTProto 1 is tried: not after layer 73 is known."""
        return self.his_layer < 73

    def unknown_key(self, parcel: Parcel) -> None:
        """A packet under no key that we have now."""
        number = crypto.packet_fingerprint(parcel.packet)
        self.dropped(f"no key {number & (1 << 64) - 1:016x}")

    def unwrapped(self, message: Object) -> None:
        """A message of layer 8, without a wrapper."""
        self.dropped("no wrapper: " + message["_"])

    def take(self, heard: Heard) -> None:
        """Put a message where its number belongs."""
        if not self.fits(heard):
            return
        if heard.raw < self.in_raw:
            return
        if heard.raw > self.in_raw:
            self.hold(heard)
            return
        self.process(self.ram.held.pop(heard.raw, heard))
        while self.state == READY and not self.stalled and self.in_raw in self.ram.held:
            self.process(self.ram.held.pop(self.in_raw))

    def fits(self, heard: Heard) -> bool:
        """Look at a message as soon as it is there. False: nothing more is done with it."""
        if heard.odd:
            self.abandon(heard.odd[0])
        return not heard.odd

    def hold(self, heard: Heard) -> None:
        """A message is ahead of a hole."""
        if heard.raw not in self.ram.held:
            self.ram.held[heard.raw] = heard
            self.ahead(heard)
            if self.obeys_early() and heard.action["_"] == "decryptedMessageActionResend":
                heard.obeyed = True
                self.obey(heard)

    def obeys_early(self) -> bool:
        """Whether a request to resend is obeyed although its message has to wait."""
        return True

    def ahead(self, heard: Heard) -> None:
        """Ask for what is missing before this message, once for each hole."""
        first = max([self.in_raw] + [raw + 1 for raw in self.ram.held if raw < heard.raw])
        if first < heard.raw and first not in self.ram.asked:
            self.ask(first, heard.raw - 1)

    def ask(self, first: int, last: int) -> None:
        """Ask for the other side's messages first to last."""
        self.ram.asked.add(first)
        side = 0 if self.creator else 1
        self.send_action({"_": "decryptedMessageActionResend",
                          "start_seq_no": 2 * first + side, "end_seq_no": 2 * last + side})

    # ---- In order ------------------------------------------------------------------------

    def process(self, heard: Heard) -> None:
        """It is this message's turn."""
        odd = self.oddities(heard)
        for reason in odd:
            self.seen("odd", reason=reason)
        if not self.judge(heard, odd):
            return
        self.in_raw = heard.raw + 1
        self.last_layer = max(self.last_layer, heard.layer)
        self.last_in = heard.in_raw
        self.note_key(heard.key)
        self.raise_layer(heard.layer)
        self.acknowledged(heard.in_raw)
        if heard.message is None:
            self.seen("unsupported", reason=heard.problem)
        elif "action" in heard.message:
            self.act(heard)
        elif self.shows(heard.message):
            record = content.record(heard.message, heard.date, heard.file, False)
            self.messages[record.random_id] = record
            self.seen(**record.seen)
            self.turn()

    def shows(self, message: Object) -> bool:
        """Whether a message reaches the user."""
        return message["random_id"] not in self.messages

    def oddities(self, heard: Heard) -> List[str]:
        """What the documents forbid about a message whose turn it is."""
        odd = list(heard.odd)
        if heard.in_raw < self.last_in:
            odd.append(f"in_seq_no went back from {self.last_in} to {heard.in_raw}, raw")
        if heard.in_raw > self.out_raw:
            odd.append(f"in_seq_no {heard.in_raw} of {self.out_raw} sent, raw")
        if heard.layer < self.last_layer:
            odd.append(f"layer {heard.layer} after {self.last_layer}")
        return odd

    def judge(self, heard: Heard, odd: List[str]) -> bool:
        """Whether the message is processed; what is odd closes the chat."""
        del heard
        if odd:
            self.abandon(odd[0])
        return not odd

    def acknowledged(self, raw: int) -> None:
        """The other side has all of ours below raw."""
        for number in range(self.acked, min(raw, self.out_raw)):
            sent = self.sent.get(number)
            if sent is not None and sent.random_id in self.messages:
                self.seen("delivered", message=sent.random_id)
        self.acked = max(self.acked, raw)
        self.trim()

    def trim(self) -> None:
        """Forget what was acknowledged."""
        for number in [number for number in self.sent if number < self.acked]:
            del self.sent[number]

    def act(self, heard: Heard) -> None:
        """Do what a service message says."""
        action = heard.action
        handler = getattr(self, "on_" + action["_"][len("decryptedMessageAction"):], None)
        if handler is not None:
            handler(heard, action)
