# SPDX-License-Identifier: ISC
"""What a side may say and what not, for relay_server.py: told once, in order, and true."""
from argparse import Namespace
from random import Random

from relay_check import Checker, Message
from relay_peer import Failed
from relay_server import End, Entry, Server
from relay_stream import KEY, text


class FakePeer:
    """It is killed with SEEN printed, and says NEW when it is started again."""

    def __init__(self, name):
        self.name = name
        self.seen, self.whole, self.new = [], False, []

    def kill(self, command, rng):
        return list(self.seen), self.whole

    def spawn(self):
        pass

    def command(self, command):
        return list(self.new), None


def server():
    """B has ordered nothing, A three texts and a ttl; the second text may be missing."""
    s = Server.__new__(Server)
    s.o = Namespace(chains=False, twice=0)
    s.rng, s.checker, s.given, s.later = Random(1), Checker(), None, []
    s.counts = {"kill": 0, "twice": 0}
    s.ends = [End(FakePeer("A")), End(FakePeer("B"))]
    a = s.ends[0]
    for n in (1, 2, 3):
        entry = Entry("message", "A-%d" % n, 10 + n)
        entry.tl = "00"
        a.entries.append(entry)
        a.by_id[entry.random_id] = entry
    a.entries[1].must = False
    a.entries.append(Entry("set_ttl", "7"))
    return s


def told(n, random_id=None, tl="00"):
    return "message random_id=%d date=1 ttl=0 layer=144 tl=%s text=A-%d" % (
        10 + n if random_id is None else random_id, tl, n)


def late(s, order):
    """The last packet given was one of A's that B had (1) or had not (0) processed."""
    s.given = Message(0, "sendEncrypted", 5, False, KEY[0], 144, 0, 1, text(5))
    s.checker.sides[1].in_order = order
    s.hear(1, ["rejected reason=key_id random_id=0 date=1"])


def unsure(line):
    return "unsure line=" + line.encode().hex()


def killed(s, seen, new, whole=False):
    peer = s.ends[1].peer
    peer.seen, peer.new, peer.whole = seen, new, whole
    s.kill(1, "poke")


TTL = "set_ttl ttl=7"
GOOD = (
    ("all", lambda s: s.hear(1, [told(1), told(2), told(3), TTL])),
    ("without what may be missing", lambda s: s.hear(1, [told(1), told(3), TTL])),
    ("a text that was deleted", lambda s: s.hear(1, [told(1), "delete_messages random_ids=12"])),
    ("other events", lambda s: s.hear(1, ["health holes=1 since=1 health=holes", "queued"])),
    ("delivered", lambda s: (s.hear(1, [told(1)]), s.hear(0, ["delivered random_id=11"]))),
    ("sent_error", lambda s: s.hear(0, ["sent_error random_id=12 code=400 text=X"])),
    ("a copy under an old key", lambda s: late(s, 1)),
    ("killed, unsure", lambda s: killed(s, [told(1)], [unsure(told(1)), told(2)])),
    ("killed, unsure before a line", lambda s: killed(s, [], [unsure(told(1)), told(2)])),
    ("killed, not told again", lambda s: killed(s, [told(1)], [told(2)])),
    ("killed before a line", lambda s: killed(s, [], [told(1)])),
)
BAD = (
    ("twice", lambda s: s.hear(1, [told(1), told(1)])),
    ("not in order", lambda s: s.hear(1, [told(2), told(1)])),
    ("lost", lambda s: s.hear(1, [told(1), TTL])),
    ("never sent", lambda s: s.hear(1, [told(4)])),
    ("one's own", lambda s: s.hear(0, [told(1)])),
    ("another content", lambda s: s.hear(1, [told(1, tl="01")])),
    ("another random_id", lambda s: s.hear(1, [told(1, random_id=99)])),
    ("another file", lambda s: s.hear(1, [told(1).replace(" tl=", " file=1,2,3,4,5 tl=")])),
    ("another ttl", lambda s: s.hear(1, [told(1), told(3), "set_ttl ttl=8"])),
    ("a text that was not deleted", lambda s: s.hear(1, ["delete_messages random_ids=11"])),
    ("closed", lambda s: s.hear(1, ["chat state=closed reason=parity layer=144"])),
    ("discarded", lambda s: s.hear(1, ["query 1 discardEncryption delete_history=0"])),
    ("rejected", lambda s: s.hear(1, ["rejected reason=forged random_id=0 date=1"])),
    ("a new one under an old key", lambda s: late(s, 0)),
    ("unsupported", lambda s: s.hear(1, ["unsupported random_id=11 date=1 layer=1 unknown=1"])),
    ("sent_ok twice", lambda s: s.hear(0, 2 * ["sent_ok random_id=11 date=1"])),
    ("sent_error", lambda s: s.hear(0, ["sent_error random_id=11 code=400 text=X"])),
    ("delivered", lambda s: s.hear(0, ["delivered random_id=11"])),
    ("killed, told again", lambda s: killed(s, [told(1)], [told(1), told(2)])),
    ("killed, unsure of another", lambda s: killed(s, [told(1)], [unsure(told(3)), told(2)])),
    ("killed, told after its ok", lambda s: killed(s, [told(1)], [told(1)], whole=True)),
    ("killed, told in part", lambda s: killed(s, [told(1), told(2)], [told(2)])),
    ("killed, lost", lambda s: killed(s, [], [told(3)])),
)


def self_test():
    """The failures, and how much was tried."""
    failures = []
    for wanted, cases in ((None, GOOD), (Failed, BAD)):
        for name, case in cases:
            found = None
            try:
                case(server())
            except Failed:
                found = Failed
            if found is not wanted:
                failures.append("%s: %s" % (name, "refused" if found else "not noticed"))
    return failures, len(GOOD) + len(BAD)
