# SPDX-License-Identifier: ISC
"""Broken streams of messages, each of which the checker of relay_check.py has to notice."""
import struct

from relay_check import SERVICE, Broken, Checker, Message, message_of

KEY = [bytes([k]) * 8 for k in range(1, 5)]


def action(random_id, ctor, *fields):
    return struct.pack("<IqI", SERVICE, random_id, ctor) + b"".join(fields)


def text(random_id, words=b"words"):
    body = bytes([len(words)]) + words
    return (struct.pack("<IIqi", 0x91CC4674, 0, random_id, 0) + body + bytes(-len(body) % 4))


def notify(random_id, layer=144):
    return action(random_id, 0xF3048883, struct.pack("<i", layer))


def resend(random_id, start, end):
    return action(random_id, 0x511110B0, struct.pack("<ii", start, end))


def delete(random_id, *ids):
    return action(random_id, 0x65614304, struct.pack("<II%dq" % len(ids), 0x1CB5C415,
                                                     len(ids), *ids))


def request(random_id, exchange):
    return action(random_id, 0xF3C9611B, struct.pack("<q", exchange), b"\3abc")


def accept(random_id, exchange, key):
    return action(random_id, 0x6FE1735B, struct.pack("<q", exchange), b"\3abc", key)


def commit(random_id, exchange, key):
    return action(random_id, 0xEC2E0B9B, struct.pack("<q", exchange), key)


def abort(random_id, exchange):
    return action(random_id, 0xDD05EC6B, struct.pack("<q", exchange))


class Stream:
    """Two sides that keep to the rules, but for what a step is told to do otherwise."""

    def __init__(self):
        self.checker = Checker()
        self.checker.start(KEY[0])
        self.key = [KEY[0], KEY[0]]
        self.last_id = 0
        self.sent = [[], []]

    def send(self, side, make=text, args=(), **other):
        """The next message of SIDE, with everything in OTHER instead of what is right."""
        self.last_id += 1
        count, seen = len(self.sent[side]), self.checker.sides[side].in_order
        raw_out, raw_in = other.pop("raw_out", count), other.pop("raw_in", seen)
        random_id = other.pop("random_id", self.last_id)
        tl = make(random_id, *args)
        service = make in (notify, resend, request, accept, commit, abort)
        m = {"method": "sendEncryptedService" if service else "sendEncrypted",
             "random_id": random_id, "silent": False, "layer": 144 if count > 0 else 73,
             "wire_in": 2 * raw_in + side, "wire_out": 2 * raw_out + 1 - side, "tl": tl}
        key = other.pop("key", self.key[side])
        size = other.pop("size", 64)
        m.update(other)
        body = struct.pack("<qiB", self.last_id, m["wire_out"], side) + tl
        m["data"] = (key + body).ljust(size + 24, b"\0")[:size + 24]
        m = other.get("message") or Message(side=side, **{k: m[k] for k in (
            "method", "random_id", "silent", "data", "layer", "wire_in", "wire_out", "tl")})
        self.checker.sent(m)
        if m.raw_out == count:
            self.sent[side].append(m)
        return m

    def give(self, side, m):
        self.checker.given(side, m.data)

    def both(self, side, *args, **other):
        """Send, and give it to the other side."""
        m = self.send(side, *args, **other)
        self.give(1 - side, m)
        return m

    def opened(self):
        self.both(0, notify)
        self.both(1, notify)
        return self

    def talk(self, n=2):
        for _ in range(n):
            self.both(0)
            self.both(1)
        return self

    def switched(self):
        """A re-key that side 0 asked for, up to its commit."""
        self.both(0, request, (7,))
        self.both(1, accept, (7, KEY[1]))
        self.both(0, commit, (7, KEY[1]))
        self.key[0] = KEY[1]
        return self

    def rekeyed(self):
        self.switched()
        self.key[1] = KEY[1]
        self.both(1)
        self.both(0)
        return self


def again(s, m, **other):
    """The packet of M once more, with OTHER members."""
    names = ("side", "method", "random_id", "silent", "data", "layer", "wire_in", "wire_out", "tl")
    s.checker.sent(Message(**dict({name: getattr(m, name) for name in names}, **other)))


# What keeps to the rules, and may not be refused.

def good_talk(s):
    s.opened().talk(5)


def good_resend(s):
    s.opened()
    lost = s.send(0)
    late = s.both(0)
    s.both(1, resend, (lost.wire_out, lost.wire_out))
    again(s, lost)
    s.give(1, lost)
    s.talk()
    again(s, late)


def good_delete(s):
    s.opened()
    lost = s.send(0)
    s.checker.deletable.add(lost.random_id)
    s.both(0, delete, (lost.random_id,))
    s.send(0, delete, (lost.random_id,), raw_out=lost.raw_out, raw_in=lost.raw_in,
           random_id=lost.random_id, silent=True)


def good_guess(s):
    m = s.opened().send(0)
    s.checker.deletable.add(m.random_id)
    s.send(0, random_id=m.random_id, raw_out=m.raw_out, tl=b"", silent=True, layer=-1)
    s.checker.sides[0].killed = True
    s.send(0, tl=b"", raw_out=-1, layer=-1)


def good_rekey(s):
    s.opened().talk().rekeyed().talk()
    s.both(1, request, (8,))
    s.both(0, accept, (8, KEY[2]))
    s.both(1, commit, (8, KEY[2]))
    s.key = [KEY[2], KEY[2]]
    s.talk()


def good_crossing(s):
    s.opened().talk()
    mine = s.send(0, request, (5,))
    theirs = s.send(1, request, (-6,))
    s.give(1, mine)
    s.give(0, theirs)
    s.both(1, accept, (5, KEY[1]))
    s.both(0, commit, (5, KEY[1]))


def good_early_key(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    lost = s.send(0, commit, (7, KEY[1]))
    s.key[0] = KEY[1]
    s.both(0)
    s.key[1] = KEY[1]
    s.both(1)
    again(s, lost)
    s.give(1, lost)
    s.talk()


def good_abort(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, abort, (7,))
    s.both(0)


def good_repeat(s):
    s.opened().talk()
    s.both(0, request, (7,))
    for _ in range(101):
        s.both(1)
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.both(0)


# (the rule, what breaks it)

def out_gap(s):
    s.opened().send(0, raw_out=3)


def first(s):
    s.send(0)


def parity_out(s):
    s.opened().send(0, wire_out=4)


def parity_in(s):
    s.opened().send(1, wire_in=2)


def negative(s):
    s.opened().send(1, wire_in=-1)


def layer(s):
    s.opened().send(0, layer=143)


def layer_back(s):
    s.opened().talk().send(1, layer=101)


def layer_above(s):
    s.send(0, notify, layer=144)


def notify_layer(s):
    s.send(0, notify, (101,))


def length(s):
    s.opened().send(0, size=60)


def random_id_twice(s):
    s.opened()
    s.send(0, random_id=99)
    s.send(0, random_id=99)


def random_id_outside(s):
    s.opened().send(0, text, tl=text(5))


def method_text(s):
    s.opened().send(0, method="sendEncryptedService")


def method_service(s):
    s.opened().talk().send(0, request, (7,), method="sendEncrypted")


def unreadable(s):
    s.opened().send(0, tl=b"")


def unreadable_again(s):
    m = s.opened().send(0)
    s.send(0, random_id=m.random_id, raw_out=m.raw_out, tl=b"", silent=True, layer=-1)


def in_back(s):
    s.opened().talk().send(0, raw_in=1)


def in_ahead(s):
    s.opened().talk().send(0, raw_in=4)


def in_unseen(s):
    s.opened()
    s.send(1)
    s.send(0, raw_in=2)


def resend_changed(s):
    m = s.opened().send(0)
    again(s, m, random_id=77)


def resend_other(s):
    m = s.opened().send(0)
    s.send(0, raw_out=m.raw_out, raw_in=m.raw_in, random_id=m.random_id)


def resend_in_seq(s):
    m = s.opened().send(0)
    s.checker.deletable.add(m.random_id)
    s.both(1)
    s.send(0, delete, (m.random_id,), raw_out=m.raw_out, random_id=m.random_id, silent=True)


def resend_deleted(s):
    m = s.opened().send(0)
    s.checker.deletable.add(m.random_id)
    s.send(0, delete, (m.random_id,), raw_out=m.raw_out, random_id=m.random_id, silent=True)
    again(s, m)


def rewrite_form(s):
    m = s.opened().send(0)
    s.checker.deletable.add(m.random_id)
    s.send(0, delete, (m.random_id,), raw_out=m.raw_out, random_id=m.random_id)


def rewrite_unasked(s):
    m = s.opened().send(0)
    s.send(0, delete, (m.random_id,), raw_out=m.raw_out, random_id=m.random_id, silent=True)


def rewrite_layer(s):
    m = s.send(0, notify)
    lost = s.send(0, layer=73)
    s.give(1, m)
    s.both(1, notify)
    s.send(0, layer=73)
    s.checker.deletable.add(lost.random_id)
    s.send(0, delete, (lost.random_id,), raw_out=lost.raw_out, raw_in=lost.raw_in,
           random_id=lost.random_id, silent=True, layer=144)


def rewrite_key(s):
    s.opened().talk()
    lost = s.both(0)
    s.switched()
    s.checker.deletable.add(lost.random_id)
    s.send(0, delete, (lost.random_id,), raw_out=lost.raw_out, raw_in=lost.raw_in,
           random_id=lost.random_id, silent=True, key=KEY[1])


def resend_parity(s):
    s.opened().talk().both(0, resend, (3, 5))


def resend_range(s):
    s.opened().talk()
    s.send(0), s.send(0)
    s.both(1, resend, (9, 7))


def resend_span(s):
    s.opened()
    for _ in range(1002):
        s.send(0)
    s.both(1, resend, (3, 3 + 2 * 1000))


def resend_acked(s):
    s.opened().talk().both(1, resend, (3, 3))


def resend_ahead(s):
    s.opened().talk()
    s.send(0)
    s.both(1, resend, (7, 9))


def rekey_request_open(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(0, request, (8,))


def rekey_request_early(s):
    s.opened().talk()
    s.both(0, request, (7,))
    for _ in range(100):
        s.both(1)
    s.both(0, request, (7,))


def rekey_request_accepted(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.both(1, request, (9,))


def rekey_request_old(s):
    s.opened().talk().switched()
    s.both(0)
    s.both(0, request, (8,))


def rekey_request_unused(s):
    s.opened().talk().switched()
    s.key[1] = KEY[1]
    s.both(1)
    s.both(0, request, (8,))


def rekey_request_twice(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.send(1, accept, (7, KEY[1]))
    s.checker.sides[0].exchange.set("idle")  # a sender that forgot its own
    s.both(0, request, (8,))
    s.both(1)


def rekey_old_held(s):
    s.opened().talk().switched()
    s.key[1] = KEY[1]
    s.both(1)
    s.checker.sides[1].exchange.old_held = True
    s.both(0)
    s.both(0, request, (8,), key=KEY[1])
    s.checker.sides[1].exchange.current = KEY[2]
    s.both(1)


def rekey_accept_own(s):
    s.opened().talk().both(1, accept, (7, KEY[1]))


def rekey_accept_wrong(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (8, KEY[1]))


def rekey_accept_twice(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.both(1, accept, (7, KEY[1]))


def rekey_accept(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.checker.sides[0].exchange.set("idle")
    s.both(0)


def rekey_commit_own(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(0, commit, (7, KEY[1]))


def rekey_commit_key(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.both(0, commit, (7, KEY[2]))


def rekey_commit(s):
    s.opened().talk().switched()
    s.checker.sides[1].exchange.set("idle")
    s.both(1)


def crossing_smaller(s):
    s.opened().talk()
    mine = s.send(0, request, (5,))
    theirs = s.send(1, request, (-6,))
    s.give(1, mine)
    s.give(0, theirs)
    s.both(0, accept, (-6, KEY[1]))


def crossing_equal(s):
    s.opened().talk()
    mine = s.send(0, request, (5,))
    theirs = s.send(1, request, (5,))
    s.give(1, mine)
    s.give(0, theirs)
    s.both(1, accept, (5, KEY[1]))


def abort_zero(s):
    s.opened().both(0, abort, (0,))


def abort_accepted(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.both(0, abort, (7,))
    s.both(1)


def key_early(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.both(1, key=KEY[1])


def key_late_initiator(s):
    s.opened().talk().switched()
    s.both(0, key=KEY[0])


def key_late_acceptor(s):
    s.opened().talk().switched()
    s.both(1, key=KEY[0])


def key_back(s):
    s.opened().talk()
    s.both(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.send(0, commit, (7, KEY[1]))
    s.key[0] = KEY[1]
    s.both(0)
    s.both(1, key=KEY[1])
    s.both(1, key=KEY[0])


def key_unknown(s):
    s.opened().send(0, key=KEY[3])


GOOD = (good_talk, good_resend, good_delete, good_guess, good_rekey, good_crossing, good_early_key,
        good_abort, good_repeat)
BROKEN = (
    ("out_gap", out_gap), ("first", first), ("parity", parity_out), ("parity", parity_in),
    ("negative", negative), ("layer", layer), ("layer_back", layer_back),
    ("layer_above", layer_above), ("notify", notify_layer), ("length", length),
    ("random_id", random_id_twice), ("random_id", random_id_outside), ("method", method_text),
    ("method", method_service), ("unreadable", unreadable),
    ("unreadable", unreadable_again), ("in_back", in_back),
    ("in_ahead", in_ahead), ("in_unseen", in_unseen), ("resend_changed", resend_changed),
    ("resend_other", resend_other), ("resend_other", resend_in_seq),
    ("resend_deleted", resend_deleted), ("rewrite_form", rewrite_form),
    ("rewrite_unasked", rewrite_unasked), ("layer_back", rewrite_layer),
    ("rewrite_key", rewrite_key), ("resend_parity", resend_parity), ("resend_range", resend_range),
    ("resend_span", resend_span), ("resend_acked", resend_acked), ("resend_ahead", resend_ahead),
    ("rekey_request_open", rekey_request_open), ("rekey_request_open", rekey_request_accepted),
    ("rekey_request_open", rekey_request_early),
    ("rekey_request_old", rekey_request_old), ("rekey_request_unused", rekey_request_unused),
    ("rekey_request_twice", rekey_request_twice), ("rekey_old_held", rekey_old_held),
    ("rekey_accept_own", rekey_accept_own), ("rekey_accept_own", rekey_accept_wrong),
    ("rekey_accept_own", rekey_accept_twice), ("rekey_accept", rekey_accept),
    ("rekey_commit_own", rekey_commit_own), ("rekey_commit_own", rekey_commit_key),
    ("rekey_commit", rekey_commit), ("rekey_accept_own", crossing_smaller),
    ("rekey_accept_own", crossing_equal), ("rekey_abort", abort_zero),
    ("rekey_abort", abort_accepted), ("key_early", key_early), ("key_late", key_late_initiator),
    ("key_late", key_late_acceptor), ("key_back", key_back), ("key_unknown", key_unknown),
)


def outcome(script):
    """The rule that SCRIPT breaks, or None."""
    stream = Stream()
    try:
        script(stream)
        stream.checker.finish()
    except Broken as broken:
        return broken.rule
    return None


def line_is_read():
    m = message_of(1, "query 3 sendEncrypted random_id=-5 silent=1 data=%s layer=144 in_seq_no=7"
                      " out_seq_no=8 tl=%s str=a str= b" % ("00" * 40, text(-5).hex()))
    return (m.random_id, m.silent, m.layer, m.wire_in, m.wire_out, m.tl, len(m.data)) == \
        (-5, True, 144, 7, 8, text(-5), 40)


def self_test():
    """The failures, and how much was tried."""
    failures = []
    for script in GOOD:
        rule = outcome(script)
        if rule is not None:
            failures.append("%s is refused: %s" % (script.__name__, rule))
    for want, script in BROKEN:
        rule = outcome(script)
        if rule != want:
            failures.append("%s: found %s, not %s" % (script.__name__, rule, want))
    if not line_is_read():
        failures.append("a query line is read wrongly")
    return failures, len(GOOD) + len(BROKEN) + 1
