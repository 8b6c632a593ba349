# SPDX-License-Identifier: ISC
"""What a strict peer demands of the other side of a secret chat.

TDLib closes a chat for most of what breaks these rules, so libe2e must never do it.  The
checker sees every packet that both sides hand to the server, decrypted, and what is given to
them, and judges each in the order of out_seq_no, which is the order of the peer.

Sides are 0, the creator, and 1.  Numbers are raw, counted from 0, unless called wire.
"""
import collections
import re
import struct

LAYERS = (46, 73, 101, 144)
RESEND_SPAN = 1000
REKEY_PROOFS = 100

SERVICE = 0x73164160
DELETE = 0x65614304
VECTOR = 0x1CB5C415
MESSAGES = {0x91CC4674: 8, 0x36B091DE: 8, 0x204D3878: 4, SERVICE: 4}  # where random_id stands
ACTIONS = {
    0x511110B0: "resend", 0xF3048883: "notifyLayer", 0xF3C9611B: "requestKey",
    0x6FE1735B: "acceptKey", 0xDD05EC6B: "abortKey", 0xEC2E0B9B: "commitKey",
    0xA82FDD63: "noop", DELETE: "deleteMessages",
}
INTERNAL = ("resend", "notifyLayer", "requestKey", "acceptKey", "abortKey", "commitKey", "noop")


class Broken(Exception):
    """A rule was broken; `rule` is its name."""

    def __init__(self, rule, text):
        super().__init__("%s: %s" % (rule, text))
        self.rule = rule


class Message:
    """One packet of a side, with what it decrypts to."""

    def __init__(self, side, method, random_id, silent, data, layer, wire_in, wire_out, tl):
        self.side, self.method, self.random_id, self.silent = side, method, random_id, silent
        self.data, self.layer, self.wire_in, self.wire_out = data, layer, wire_in, wire_out
        self.tl = tl
        self.key = data[:8]
        self.action, self.fields = parse_action(tl)

    @property
    def raw_out(self):
        return self.wire_out // 2

    @property
    def raw_in(self):
        return self.wire_in // 2

    def inner_random_id(self):
        at = MESSAGES.get(struct.unpack_from("<I", self.tl)[0]) if len(self.tl) >= 12 else None
        return None if at is None else struct.unpack_from("<q", self.tl, at)[0]

    def made_up(self, like, wire_out, tl):
        """This one, with the inside that it may have."""
        return Message(self.side, self.method, self.random_id, self.silent, self.data,
                       like.layer, like.wire_in, wire_out, tl)

    def __str__(self):
        return "%s %d (in %d, layer %d, %s)" % (
            "AB"[self.side], self.wire_out, self.wire_in, self.layer, self.action or "message")


def tl_bytes(tl, at):
    """The string at AT and where it ends."""
    n, head = tl[at], 1
    if n == 254:
        n, head = int.from_bytes(tl[at + 1:at + 4], "little"), 4
    return tl[at + head:at + head + n], at + (head + n + 3) // 4 * 4


def parse_action(tl):
    """The name and fields of the action in a boxed decryptedMessageService, else (None, {})."""
    if len(tl) < 16 or struct.unpack_from("<I", tl)[0] != SERVICE:
        return None, {}
    name = ACTIONS.get(struct.unpack_from("<I", tl, 12)[0], "other")
    fields = {}
    if name == "resend":
        fields["start"], fields["end"] = struct.unpack_from("<ii", tl, 16)
    elif name == "notifyLayer":
        fields["layer"] = struct.unpack_from("<i", tl, 16)[0]
    elif name == "deleteMessages":
        n = struct.unpack_from("<I", tl, 20)[0]
        fields["ids"] = list(struct.unpack_from("<%dq" % n, tl, 24))
    elif name in ("requestKey", "acceptKey", "abortKey", "commitKey"):
        fields["id"] = struct.unpack_from("<q", tl, 16)[0]
        if name == "acceptKey":
            _, end = tl_bytes(tl, 24)
            fields["key"] = tl[end:end + 8]
        elif name == "commitKey":
            fields["key"] = tl[24:32]
    return name, fields


class Exchange:
    """A side's re-keying, as TDLib keeps it: what it lets the other side do, and itself."""

    def __init__(self):
        self.state = "idle"      # requested, asked, accepted, answered
        self.id = 0
        self.key = None          # of the exchange, once it is told
        self.current = None      # the key this side sends with
        self.sent = collections.Counter()      # messages by their key
        self.received = collections.Counter()  # in order
        self.old_held = False
        self.never = True        # there was no exchange at all
        self.asked_at = 0        # number of our request
        self.proofs = 0          # messages that prove that the other side has it

    def set(self, state, exchange_id=0, key=None):
        self.state, self.id, self.key = state, exchange_id, key
        self.never = False

    def switch(self, key):
        self.set("idle")
        self.current, self.old_held = key, True

    # What the other side sends, in order.

    def receive(self, m):
        self.received[m.key] += 1
        if m.key == self.current:
            self.old_held = False
        self.proofs += m.raw_in > self.asked_at
        step = getattr(self, "receive_" + str(m.action), None)
        if step is not None:
            step(m)

    def receive_requestKey(self, m):
        theirs = m.fields["id"]
        if self.old_held or m.key != self.current:
            raise Broken("rekey_old_held", "%s while the key before is still held" % m)
        if self.state == "idle" or (self.state == "requested" and theirs > self.id):
            self.set("asked", theirs)
        elif self.state in ("asked", "accepted") and theirs == self.id:
            pass  # the answer was late, see send_requestKey
        elif self.state == "requested":
            if theirs == self.id:
                self.set("idle")
        else:
            raise Broken("rekey_request_twice", "%s while an exchange is %s" % (m, self.state))

    def receive_acceptKey(self, m):
        if self.state != "requested" or m.fields["id"] != self.id:
            raise Broken("rekey_accept", "%s, which is not expected (%s)" % (m, self.state))
        self.set("answered", self.id, m.fields["key"])

    def receive_commitKey(self, m):
        if self.state != "accepted" or m.fields["id"] != self.id or m.fields["key"] != self.key:
            raise Broken("rekey_commit", "%s, which is not expected (%s)" % (m, self.state))
        self.switch(self.key)

    def receive_abortKey(self, m):
        if m.fields["id"] == 0 and self.never:
            raise Broken("rekey_abort", "%s of no exchange" % m)
        if m.fields["id"] == self.id and self.state != "idle":
            if self.state != "requested":
                raise Broken("rekey_abort", "%s in the state %s" % (m, self.state))
            self.set("idle")

    # What this side sends.

    def send(self, m):
        step = getattr(self, "send_" + str(m.action), None)
        if step is not None:
            step(m)
        self.sent[m.key] += 1

    def send_requestKey(self, m):
        again = self.state == "requested" and m.fields["id"] == self.id
        if again and self.proofs > REKEY_PROOFS:
            pass  # TDLib would have answered long ago
        elif self.state != "idle":
            raise Broken("rekey_request_open", "%s while an exchange is %s" % (m, self.state))
        if self.old_held:
            raise Broken("rekey_request_old", "%s while the key before is still held" % m)
        sent, received = self.sent[m.key], self.received[m.key]
        if sent == 0 or received == 0:
            raise Broken("rekey_request_unused", "%s: %d sent and %d received under this key"
                         % (m, sent, received))
        self.set("requested", m.fields["id"])
        self.asked_at, self.proofs = m.raw_out, 0

    def send_acceptKey(self, m):
        if self.state != "asked" or m.fields["id"] != self.id:
            raise Broken("rekey_accept_own", "%s, but the state is %s" % (m, self.state))
        self.set("accepted", self.id, m.fields["key"])

    def send_commitKey(self, m):
        if self.state != "answered" or m.fields["id"] != self.id or m.fields["key"] != self.key:
            raise Broken("rekey_commit_own", "%s, but the state is %s" % (m, self.state))
        self.switch(self.key)

    def send_abortKey(self, m):
        if m.fields["id"] == 0:
            raise Broken("rekey_abort", "%s has the id 0" % m)


class Side:
    def __init__(self, index):
        self.index = index
        self.messages = []      # by number, as they were sent first
        self.rewritten = {}     # number: the version with a self-delete
        self.by_data = {}
        self.ids = set()
        self.done = 0           # of the other side's messages, processed before the last sent
        self.given = set()      # numbers of the other side's packets that it was given
        self.given_keys = set() # that they were under
        self.in_order = 0       # all numbers below were given
        self.killed = False     # e2e-peer has forgotten the keys that the account has not
        self.peer_layer = 73    # as far as it can know
        self.keys = []          # in the order of use
        self.exchange = Exchange()


class Checker:
    """Feed it with sent() and given(); they raise Broken.  finish() looks at the rest."""

    def __init__(self, own=(144, 144)):
        self.sides = [Side(0), Side(1)]
        self.own = own
        self.deletable = set()  # random_ids that may become self-deletes
        self.counts = {"messages": 0, "again": 0, "rewritten": 0, "resend": 0, "rekeys": 0}

    def start(self, fingerprint):
        """The chat is ready, with the key of this fingerprint (its bytes in a packet)."""
        for side in self.sides:
            side.exchange.current = fingerprint
            side.keys = [fingerprint]

    # ---- What a side gives to the server -----------------------------------------------

    def sent(self, m):
        side = self.sides[m.side]
        known = side.by_data.get(m.data)
        if known is not None:
            self.counts["again"] += 1
            self.check_again(side, known, m)
            return
        if not m.tl:
            m = self.guess(side, m)
        self.check_form(m)
        if m.raw_out < len(side.messages):
            self.check_rewritten(side, m)
            side.rewritten[m.raw_out] = m
            self.counts["rewritten"] += 1
        else:
            self.check_new(side, m)
            side.messages.append(m)
            self.counts["messages"] += 1
        side.by_data[m.data] = m

    def guess(self, side, m):
        """A packet that was never seen, and its side has no key for it any more: either one
        was rewritten, or it waited for its turn when e2e-peer, which remembers keys, was
        killed.  TL can only be made up, then."""
        first = next((one for one in side.messages if one.random_id == m.random_id), None)
        if first is not None and first.key == m.key and m.random_id in self.deletable:
            tl = struct.pack("<IqIIIq", SERVICE, m.random_id, DELETE, VECTOR, 1, m.random_id)
            return m.made_up(first, first.wire_out, tl)
        if first is None and side.killed and m.key in side.keys:
            last = side.messages[-1]
            return m.made_up(last, last.wire_out + 2, struct.pack("<IqI", SERVICE,
                                                                  m.random_id, 0))
        raise Broken("unreadable", "a packet of %s that does not open" % "AB"[m.side])

    def check_form(self, m):
        if m.wire_out < 0 or m.wire_in < 0:
            raise Broken("negative", str(m))
        if m.wire_out % 2 != 1 - m.side or m.wire_in % 2 != m.side:
            raise Broken("parity", str(m))
        if m.layer not in LAYERS:
            raise Broken("layer", str(m))
        if len(m.data) < 40 or (len(m.data) - 24) % 16 != 0:
            raise Broken("length", "%s: %d bytes" % (m, len(m.data)))
        if m.random_id == 0 or m.inner_random_id() != m.random_id:
            raise Broken("random_id", "%s: %s outside, %s inside"
                         % (m, m.random_id, m.inner_random_id()))
        service = m.method == "sendEncryptedService"
        if m.action in INTERNAL and not service or m.action is None and service:
            raise Broken("method", "%s by %s" % (m, m.method))

    def check_again(self, side, known, m):
        """The same bytes once more: all the rest has to be the same, too."""
        n = known.raw_out
        if (m.random_id, m.method) != (known.random_id, known.method):
            raise Broken("resend_changed", "%s with another random_id or method" % known)
        if n in side.rewritten and side.rewritten[n] is not known:
            raise Broken("resend_deleted", "%s after it was deleted" % known)

    def check_rewritten(self, side, m):
        """Other bytes under a number that was used: only a self-delete may be that."""
        first = side.messages[m.raw_out]
        if (m.wire_in, m.random_id) != (first.wire_in, first.random_id) or \
                m.action != "deleteMessages" or m.fields["ids"] != [first.random_id]:
            raise Broken("resend_other", "%s instead of %s" % (m, first))
        if not m.silent or m.method != "sendEncrypted":
            raise Broken("rewrite_form", "%s: %s, silent %s" % (m, m.method, m.silent))
        if m.random_id not in self.deletable:
            raise Broken("rewrite_unasked", str(m))
        if m.raw_out in side.rewritten:
            raise Broken("resend_other", "%s was rewritten already, with other bytes" % m)
        self.check_between(side, m)

    def check_between(self, side, m):
        """In the order of numbers, neither the layer nor the key may go back: what came under
        the new key ends the old one for TDLib, and what comes after that under the old one is
        lost."""
        before = side.messages[m.raw_out - 1] if m.raw_out > 0 else None
        after = side.messages[m.raw_out + 1] if m.raw_out + 1 < len(side.messages) else None
        if before is not None and m.layer < before.layer or \
                after is not None and m.layer > after.layer:
            raise Broken("layer_back", "%s between %s and %s" % (m, before, after))
        if m.key not in side.keys and m.key != side.exchange.current:
            raise Broken("key_unknown", "%s under %s" % (m, m.key.hex()))
        first = side.messages[m.raw_out]
        held = first.key == side.exchange.current or side.exchange.old_held
        if m.key != first.key and held:
            raise Broken("rewrite_key", "%s is not under the key of %s" % (m, first))

    def check_new(self, side, m):
        other = self.sides[1 - m.side]
        last = side.messages[-1] if side.messages else None
        if m.raw_out != len(side.messages):
            raise Broken("out_gap", "%s after %s" % (m, last))
        if last is None and m.action != "notifyLayer":
            raise Broken("first", "%s is the first message, and no notifyLayer" % m)
        if last is not None and m.wire_in < last.wire_in:
            raise Broken("in_back", "%s after %s" % (m, last))
        if last is not None and m.layer < last.layer:
            raise Broken("layer_back", "%s after %s" % (m, last))
        if m.raw_in > len(other.messages):
            raise Broken("in_ahead", "%s, but %d were sent" % (m, len(other.messages)))
        if m.raw_in > side.in_order:
            raise Broken("in_unseen", "%s, but only %d were given in order" % (m, side.in_order))
        if m.random_id in side.ids:
            raise Broken("random_id", "%s has a random_id that was used" % m)
        side.ids.add(m.random_id)
        self.process(side, m.raw_in)
        if m.action == "resend":
            self.check_resend(m, other)
        if m.action == "notifyLayer" and m.fields["layer"] != self.own[side.index]:
            raise Broken("notify", "%s tells layer %d" % (m, m.fields["layer"]))
        if m.layer > min(self.own[side.index], side.peer_layer):
            raise Broken("layer_above", "%s, but the peer told %d" % (m, side.peer_layer))
        self.check_key(side, other, m)
        side.exchange.send(m)
        self.counts["rekeys"] += m.action == "commitKey"

    def check_resend(self, m, other):
        """TDLib closes for numbers that were acknowledged or never sent, also within a range."""
        start, end = m.fields["start"], m.fields["end"]
        self.counts["resend"] += 1
        if start % 2 != 1 - other.index or end % 2 != 1 - other.index:
            raise Broken("resend_parity", "%s asks for %d to %d" % (m, start, end))
        if start > end or start < 0:
            raise Broken("resend_range", "%s asks for %d to %d" % (m, start, end))
        if end // 2 - start // 2 >= RESEND_SPAN:
            raise Broken("resend_span", "%s asks for %d to %d" % (m, start, end))
        if start // 2 < m.raw_in:
            raise Broken("resend_acked", "%s asks for %d, which it has" % (m, start))
        if end // 2 >= len(other.messages):
            raise Broken("resend_ahead", "%s asks for %d, which was not sent" % (m, end))

    def check_key(self, side, other, m):
        """Which key this message has to be under; the new one is used once the commit was
        sent or processed, and may be as soon as the commit or a packet under it came."""
        x = side.exchange
        if m.key == x.current:
            if m.key in side.keys and m.key != side.keys[-1]:
                raise Broken("key_back", "%s is under the key before" % m)
        elif x.state == "accepted" and m.key == x.key:
            if m.key not in side.given_keys and not self.commit_given(side, other):
                raise Broken("key_early", "%s is under the new key" % m)
        elif m.key in side.keys:
            raise Broken("key_late", "%s is not under the new key" % m)
        else:
            raise Broken("key_unknown", "%s under %s" % (m, m.key.hex()))
        if m.key not in side.keys:
            side.keys.append(m.key)

    def commit_given(self, side, other):
        return any(n in side.given and other.messages[n].action == "commitKey"
                   for n in range(side.done, len(other.messages)))

    def process(self, side, up_to):
        """Side has received the other's messages below UP_TO, in order."""
        other = self.sides[1 - side.index]
        while side.done < up_to:
            m = other.messages[side.done]
            side.done += 1
            side.exchange.receive(m)

    # ---- What a side is given --------------------------------------------------------------

    def given(self, to, data):
        """The other side's packet DATA, which is returned, was given to side TO."""
        side, other = self.sides[to], self.sides[1 - to]
        m = other.by_data.get(data)
        if m is None:
            return None
        side.given.add(m.raw_out)
        side.given_keys.add(m.key)
        side.peer_layer = max(side.peer_layer, m.layer, m.fields.get("layer", 0))
        while side.in_order in side.given:
            side.in_order += 1
        return m

    def finish(self):
        for side in self.sides:
            self.process(side, side.in_order)


FIELD = re.compile(r"(\w+)=(\S*)")


def message_of(side, line):
    """The Message of a `query` line of e2e-peer, or None if it is none."""
    words = line.split(" ", 3)
    if len(words) < 4 or not words[2].startswith("sendEncrypted"):
        return None
    head, _, text = words[3].partition(" str=")
    f = dict(FIELD.findall(head))
    number = lambda name: int(f[name]) if f.get(name) else -1
    return Message(side, words[2], int(f["random_id"]), f["silent"] == "1",
                   bytes.fromhex(f["data"]), number("layer"), number("in_seq_no"),
                   number("out_seq_no"), bytes.fromhex(f.get("tl", "")))
