#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Two e2e-peer processes and a bad server between them.

Every packet of one goes to the other, but for those that are lost; they come twice, late and
in another order, calls fail, both sides crash, are restarted and killed, and keys are renewed.
At the end each has to have got what the other sent, each message once and in order, and both
have to agree on the state of the chat; and no packet may break a rule of relay_check.py.
"""
import argparse
import os
import random
import struct
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the source tree stays as it is
from relay_check import VECTOR, Broken                      # noqa: E402
import relay_check_test                                     # noqa: E402
import relay_server_test                                    # noqa: E402
from relay_peer import Failed, fields_of                    # noqa: E402
from relay_server import ERRORS, Entry, Server              # noqa: E402

NOT_NOW = "not possible in this state"
SCREENSHOT = 0x8AC1F475
IDLE = 150       # times 20 seconds without any progress: longer than anything waits


class Relay(Server):
    """What users, time and bad luck do."""

    # ---- Orders -------------------------------------------------------------------------------

    def order(self, side, command, entry):
        """An order that the other side hears of."""
        end = self.ends[side]
        end.entries.append(entry)
        if entry.random_id:
            end.by_id[entry.random_id] = entry
        done = self.do(side, command)
        if done is None and entry.random_id:
            # It is in the outbox already, or it is new.
            lines, why = end.peer.command(command)
            self.hear(side, lines)
            if why is not None:
                raise Failed("%s: '%s' again failed: %s" % (end.peer.name, command, why))
        elif done is None:
            entry.must = False

    def text(self, side):
        end = self.ends[side]
        end.texts += 1
        entry = Entry("message", "%s-%d-%s" % ("AB"[side], end.texts,
                                               "x" * self.rng.choice((0, 0, 3, 40, 700))),
                      self.rng.randrange(1, 1 << 63))
        if self.chance(0.02):
            self.order(side, "send_file_tl " + document(self.rng, entry).hex(), entry)
        else:
            self.order(side, "text %d %s" % (entry.random_id, entry.value), entry)

    def act(self, side):
        """An action other than a text.  No two are the same: one that was ordered when its
        process was killed may be missing."""
        end, other = self.ends[side], self.ends[1 - side]
        kind = self.rng.choice(("ttl", "screenshot", "read", "delete", "rekey"))
        new = str(1000000 + len(end.entries))
        if kind == "ttl":
            self.order(side, "ttl " + new, Entry("set_ttl", new))
        elif kind == "screenshot":
            tl = struct.pack("<IIIq", SCREENSHOT, VECTOR, 1, int(new))
            self.order(side, "action_tl " + tl.hex(), Entry("screenshot", new))
        elif kind == "read" and end.got - end.used:
            rid = self.rng.choice(sorted(end.got - end.used)[-20:])
            end.used.add(rid)
            self.order(side, "read %d" % rid, Entry("read_message", str(rid)))
        elif kind == "delete":
            self.delete(side, end, other)
        elif kind == "rekey":
            self.do(side, "rekey", may_fail=(NOT_NOW,))

    def delete(self, side, end, other):
        """Delete a text of either side: our own, if it is not acknowledged, is not sent again,
        and neither is one of the other side."""
        candidates = list(end.by_id)[-5:] + list(end.got)[-5:]
        rid = self.rng.choice([r for r in candidates if r not in end.deleted] or [0])
        if rid == 0:
            return
        entry = end.by_id.get(rid)
        if entry is not None and rid not in other.got:
            entry.must = False
        end.deleted.add(rid)
        self.checker.deletable.add(rid)
        self.order(side, "delete %d" % rid, Entry("delete_messages", str(rid)))

    # ---- Time and trouble ------------------------------------------------------------------------

    def advance(self, seconds):
        for side in (0, 1):
            self.do(side, "advance %d" % seconds)

    def toggle(self, side):
        if self.o.auto != "mixed":
            return
        end = self.ends[side]
        if self.do(side, "auto " + ("off" if end.automatic else "on")) is not None:
            end.automatic = not end.automatic
            if end.automatic:
                self.settle(side)

    def settle(self, side):
        """The side has answered what waited by itself; the server had it, then."""
        for _, packet in self.ends[side].waiting:
            if packet is not None:
                self.carry(side, *packet)
        self.ends[side].waiting = []

    def trouble(self, side):
        end = self.ends[side]
        kind = self.rng.choice(("crash", "crash", "restart", "kill", "fail", "poke"))
        if kind == "crash":
            self.counts["crash"] += 1
            self.do(side, "crash %d" % self.rng.randrange(1, 5))
        elif kind == "restart":
            self.counts["restart"] += 1
            end.waiting = []  # its calls are made again
            self.do(side, "restart")
        elif kind == "kill" and self.o.kill > 0:
            self.kill(side)
        elif kind == "fail" and end.automatic:
            n = self.rng.randrange(1, 4)
            self.counts["fail"] += n
            if self.do(side, "fail %d %d %s" % ((n,) + self.rng.choice(ERRORS))):
                end.fails = n
        else:
            self.do(side, "poke")

    # ---- A run ---------------------------------------------------------------------------------------

    def setup(self):
        self.do(0, "create")
        while self.later:
            side, command = self.later.pop(0)
            self.do(side, command)
        for side in (0, 1):
            lines, _ = self.ends[side].peer.command("state")
            if fields_of(lines[-1])[1]["state"] != "active":
                raise Failed("the chat is not active: " + lines[-1])
        self.calm = self.o.kill == 0
        for side in (0, 1) if self.o.auto == "off" else ():
            self.do(side, "auto off")
            self.ends[side].automatic = False

    def step(self):
        side = self.rng.randrange(2)
        end, other = self.ends[side], self.ends[1 - side]
        roll = self.rng.random()
        if roll < 0.2:
            if end.texts < self.o.messages and \
                    max(len(other.packets), len(end.waiting)) < self.o.flight:
                self.text(side)
        elif roll < 0.6:
            if end.packets:
                self.deliver(side)
        elif roll < 0.9:
            if end.waiting:
                self.answer(side)
        elif roll < 0.93:
            self.advance(self.rng.randrange(1, 2 * self.o.pace))
        elif roll < 0.945:
            if self.chance(self.o.trouble):
                self.trouble(side)
        elif roll < 0.955:
            self.act(side)
        elif roll < 0.96:
            self.toggle(side)

    def busy(self):
        return any(end.texts < self.o.messages for end in self.ends)

    def drain(self):
        """The server is good from here on: everything has to come to rest."""
        self.calm = True
        self.o.loss = self.o.twice = self.o.late = self.o.fail = 0
        for side in (0, 1):
            self.do(side, "fail 0 0")
            self.ends[side].fails = 0
            self.do(side, "auto on")
            self.ends[side].automatic = True
            self.settle(side)
            self.text(side)
        idle, before = 0, None
        while idle < IDLE:
            while any(end.packets for end in self.ends):
                for side in (0, 1):
                    if self.ends[side].packets:
                        self.deliver(side)
            left = self.unrest()
            if not left:
                return
            idle = idle + 1 if left == before else 0
            before = left
            self.advance(20)
        raise Failed("it does not come to rest: " + before)

    def state(self, side):
        lines, why = self.ends[side].peer.command("state")
        if why is not None:
            raise Failed("state: " + why)
        return fields_of(lines[-1])[1]

    def unrest(self):
        """What is still to be done, or nothing."""
        states = [self.state(side) for side in (0, 1)]
        open_ = []
        for side in (0, 1):
            s = states[side]
            heard = self.ends[1 - side].heard
            left = [e.value for e in self.ends[side].entries[heard:] if e.must]
            if left:
                open_.append("%s was not heard: %s" % ("AB"[side], left[:3]))
            open_ += ["%s %s=%s" % ("AB"[side], k, s[k]) for k, v in
                      (("holes", "0"), ("held", "0"), ("unsent", "0"), ("rekeying", "none"))
                      if s[k] != v]
            if s["in_seq"] != states[1 - side]["out_seq"]:
                open_.append("%s in_seq=%s of %s" % ("AB"[side], s["in_seq"],
                                                     states[1 - side]["out_seq"]))
        return ", ".join(open_)

    def agree(self):
        """Both sides have the same chat."""
        a, b = self.state(0), self.state(1)
        for one, two in (("key_hash", "key_hash"), ("key", "key"), ("state", "state"),
                         ("layer", "layer"), ("own_layer", "peer_layer"),
                         ("peer_layer", "own_layer")):
            if a[one] != b[two] or a[one] == "":
                raise Failed("A has %s=%s, B has %s=%s" % (one, a[one], two, b[two]))
        keys = [fields_of(self.ends[s].peer.command("keys")[0][-1])[1]["current_key"]
                for s in (0, 1)]
        if keys[0] != keys[1] or len(keys[0]) != 512:
            raise Failed("the keys differ")
        self.checker.finish()

    def run(self):
        self.setup()
        while self.busy():
            self.step()
        self.drain()
        self.agree()
        for end in self.ends:
            end.peer.end()


def tl_string(value):
    head = bytes([len(value)])
    return head + value + bytes(-(len(value) + 1) % 4)


def document(rng, entry):
    """A decryptedMessage of layer 73 with a document of layer 143."""
    key, iv = rng.randbytes(32), rng.randbytes(32)
    media = struct.pack("<I", 0x6ABD9782) + tl_string(b"") + struct.pack("<ii", 0, 0) + \
        tl_string(b"text/plain") + struct.pack("<q", rng.randrange(1, 100000)) + \
        tl_string(key) + tl_string(iv) + struct.pack("<II", 0x1CB5C415, 0) + tl_string(b"")
    entry.value = entry.value[:60]
    return struct.pack("<IIqi", 0x91CC4674, 1 << 9, entry.random_id, 0) + \
        tl_string(entry.value.encode()) + media


def options_read():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--peer", default=os.environ.get("E2E_PEER", "e2e-peer"),
                   help="the program ($E2E_PEER)")
    p.add_argument("--messages", type=int, default=5000, help="texts each way (5000)")
    p.add_argument("--seed", type=int, default=None, help="of this script's choices")
    p.add_argument("--loss", type=float, default=0.1)
    p.add_argument("--twice", type=float, default=0.05)
    p.add_argument("--late", type=float, default=0.1, help="packets that others overtake")
    p.add_argument("--fail", type=float, default=0.1, help="of calls that wait for an answer")
    p.add_argument("--kill", type=float, default=0.005, help="kill -9 in a command")
    p.add_argument("--flight", type=int, default=8,
                   help="packets on their way to a side, above which nothing new is sent")
    p.add_argument("--pace", type=int, default=4, help="seconds in 33 steps")
    p.add_argument("--trouble", type=float, default=1, help="part of the usual crashes and so on")
    p.add_argument("--auto", choices=("on", "off", "mixed"), default="mixed",
                   help="who answers calls")
    p.add_argument("--policy", default="strict")
    p.add_argument("--backend", action="append", help="twice: one for each side")
    p.add_argument("--chains", action="store_true")
    p.add_argument("--memory", dest="store", action="store_false", help="no files, no kills")
    p.add_argument("--dir", help="for the stores; they stay there then")
    p.add_argument("--log", help="a file for everything that is said")
    p.add_argument("--self-test", action="store_true", help="try the checker alone")
    o = p.parse_args()
    if o.seed is None:
        o.seed = random.SystemRandom().randrange(1 << 32)
    if not o.store:
        o.kill = 0
    return o


def check_checker():
    """Whether what has to be noticed is noticed."""
    wrong = 0
    for name, module in (("rules", relay_check_test), ("events", relay_server_test)):
        failures, n = module.self_test()
        for failure in failures:
            print("FAIL: %s: %s" % (name, failure))
        print("%s: %d cases, %d wrong" % (name, n, len(failures)))
        wrong += len(failures)
    return wrong == 0


def run(o):
    began = time.monotonic()
    relay = Relay(o)
    try:
        relay.run()
    except (Failed, Broken) as failure:
        print("\n".join(line[:300] for line in relay.recent[-25:]))
        print("FAIL: %s (--seed %d)" % (failure, o.seed))
        return False
    finally:
        for end in relay.ends:
            if end.peer.process.poll() is None:
                end.peer.process.kill()
            end.peer.process.wait()
    counts = dict(relay.checker.counts, **relay.counts)
    print("seed %d, %.0f s: " % (o.seed, time.monotonic() - began) +
          ", ".join("%d %s" % (n, what) for what, n in counts.items()))
    return True


def fast_folder():
    """Memory, where there is a folder of it: tens of thousands of commits wait for the disk."""
    if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK):
        return "/dev/shm"
    return None


def main():
    o = options_read()
    if o.self_test:
        return 0 if check_checker() else 1
    if o.dir:
        return 0 if run(o) else 1
    with tempfile.TemporaryDirectory(prefix="e2e-relay.", dir=fast_folder()) as o.dir:
        return 0 if run(o) else 1


if __name__ == "__main__":
    sys.exit(main())
