# SPDX-License-Identifier: ISC
"""Broken streams of messages, each of which the checker of relay_check.py has to notice."""
from relay_check import Broken, message_of
from relay_stream import (KEY, Stream, abort, accept, again, commit, delete, notify, request,
                          resend, text)


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


def good_late(s):
    s.opened().talk()
    s.both(0, request, (7,))
    for _ in range(101):
        s.both(1)
    s.send(0, request, (7,))
    s.both(1, accept, (7, KEY[1]))
    s.give(1, s.sent[0][-1])
    s.both(0, commit, (7, KEY[1]))


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
        good_abort, good_late, good_repeat)
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
