# SPDX-License-Identifier: ISC
"""The bad server between two e2e-peer processes: what becomes of calls, packets and events."""
import os
import random
import struct

from relay_check import Checker, message_of
from relay_peer import Failed, Peer, fields_of

CHAT_ID = 1702243
WINDOW = 3       # of packets that may overtake one another
ERRORS = ((420, "FLOOD_WAIT_3"), (429, "FLOOD"), (500, "INTERNAL"), (-503, "Timeout"), (0, ""))
GONE = "no such query waits"
QUIET = ("health", "sent_ok", "delivered", "queued", "rekeyed", "read_history", "chat",
         "expired")


def sure(lines, seen):
    """What was told after a kill, with an event of `unsure` if it was not among what was SEEN."""
    for line in lines:
        if line.startswith("unsure line="):
            line = bytes.fromhex(line[12:]).decode()
            if line in seen:
                continue
        yield line


class Entry:
    """Something a side ordered, and what the other side has to be told."""

    def __init__(self, kind, value, random_id=0):
        self.kind, self.value, self.random_id = kind, value, random_id
        self.must = True    # else it may be missing
        self.tl = None      # of the message, once a packet with it was seen
        self.file = None


class End:
    """One side, as the relay knows it."""

    def __init__(self, peer):
        self.peer = peer
        self.entries = []    # what it ordered
        self.by_id = {}
        self.heard = 0       # of the other's entries
        self.got = set()     # random_ids of the other's texts
        self.used = set()    # of these, the ones that were read
        self.deleted = set()  # of both sides' texts, the ones that it deleted
        self.ok = set()      # random_ids with sent_ok
        self.packets = []    # on their way to it
        self.waiting = []    # its calls, if it does not answer them itself: (id, Message)
        self.automatic = True
        self.fails = 0
        self.texts = 0


class Server:
    def __init__(self, options):
        self.o = options
        self.rng = random.Random(options.seed)
        self.checker = Checker()
        self.later = []   # (side, command): what the server has to tell
        self.calm = True  # no kills
        self.given = None  # the last Message that was delivered
        self.recent = []
        self.file = open(options.log, "w") if options.log else None
        self.counts = dict.fromkeys(("lost", "twice", "crash", "restart", "kill", "fail",
                                     "refused", "commands"), 0)
        self.ends = [End(Peer("AB"[i], self.arguments(i), self.log)) for i in (0, 1)]

    def arguments(self, side):
        a = [self.o.peer, "--chat-id", str(CHAT_ID), "--access-hash", str(100 + side),
             "--my-id", str(1 + side), "--peer-id", str(2 - side), "--policy", self.o.policy,
             "--expose-keys", "--seed", "%08x%02x" % (self.o.seed, side)]
        if self.o.store:
            a += ["--store", os.path.join(self.o.dir, "AB"[side] + ".db")]
        if side == 1:
            a += ["--auto-accept"]
        if self.o.chains:
            a += ["--chains"]
        if self.o.backend:
            a += ["--backend", self.o.backend[side % len(self.o.backend)]]
        return a

    def log(self, line):
        self.recent.append(line)
        if len(self.recent) > 400:
            del self.recent[:200]
        if self.file:
            print(line, file=self.file)

    def chance(self, p):
        return self.rng.random() < p

    # ---- Commands -------------------------------------------------------------------------

    def do(self, side, command, may_fail=()):
        """True if it was done, False if it failed as it may, None if nobody knows."""
        end = self.ends[side]
        self.counts["commands"] += 1
        if not self.calm and self.chance(self.o.kill):
            return self.kill(side, command)
        lines, why = end.peer.command(command)
        self.hear(side, lines)
        if why is None:
            return True
        if why not in may_fail:
            raise Failed("%s: '%s' failed: %s" % (end.peer.name, command[:60], why))
        return False

    def kill(self, side, command=None):
        """Kill it, start it again.  No event that it has printed comes again; one that it is
        not sure of does by another name."""
        end = self.ends[side]
        self.counts["kill"] += 1
        seen, whole = end.peer.kill(command, self.rng)
        end.fails = 0
        end.automatic = True
        self.checker.sides[side].killed = True
        self.hear(side, seen, killed=True)
        end.waiting = []
        end.peer.spawn()
        lines, why = end.peer.command("poke")
        if why is not None:
            raise Failed("%s: poke failed: %s" % (end.peer.name, why))
        self.hear(side, sure(lines, seen))
        return True if whole or command is None else None

    # ---- What a side says ---------------------------------------------------------------------

    def hear(self, side, lines, killed=False):
        for line in lines:
            name, fields = fields_of(line)
            if name == "query":
                self.hear_query(side, line, killed)
            elif name in QUIET:
                self.hear_quiet(side, name, fields)
            elif name == "sent_error":
                self.hear_error(side, fields)
            elif name == "rejected":
                self.hear_rejected(side, fields["reason"])
            else:
                self.hear_entry(side, name, fields)

    def hear_quiet(self, side, name, f):
        end, other = self.ends[side], self.ends[1 - side]
        if name == "chat" and f["state"] == "closed":
            raise Failed("%s closed the chat: %s" % (end.peer.name, f["reason"]))
        if name == "sent_ok":
            if f["random_id"] in end.ok and not self.o.chains:
                raise Failed("%s: sent_ok twice of %s" % (end.peer.name, f["random_id"]))
            end.ok.add(f["random_id"])
        entry = end.by_id.get(int(f["random_id"])) if name == "delivered" else None
        if entry is not None and entry.must and entry.random_id not in other.got:
            raise Failed("%s: delivered %s, which the other side does not have"
                         % (end.peer.name, f["random_id"]))

    def hear_rejected(self, side, reason):
        """Nothing may be rejected but what is given too early, and copies of what was
        processed under a key that is gone."""
        late = reason == "key_id" and self.given is not None and \
            self.given.raw_out < self.checker.sides[side].in_order
        if reason not in ("held", "not_ready") and not late:
            raise Failed("%s rejected a packet: %s" % ("AB"[side], reason))

    def hear_error(self, side, f):
        entry = self.ends[side].by_id.get(int(f["random_id"]))
        if entry is None or entry.must:
            raise Failed("%s: sent_error of %s" % ("AB"[side], f["random_id"]))

    def hear_entry(self, side, name, f):
        """The other side's message or action arrived here: the next one that it ordered?"""
        end, entries = self.ends[side], self.ends[1 - side].entries
        value = f.get("text") if name == "message" else f.get("ttl", f.get("random_ids", ""))
        at = next((i for i in range(end.heard, len(entries))
                   if (entries[i].kind, entries[i].value) == (name, value) or
                   self.replaced(entries[i], name, value)), None)
        if at is None:
            raise Failed("%s: %s '%s' comes twice, or was never sent"
                         % (end.peer.name, name, value))
        missing = [e.value for e in entries[end.heard:at] if e.must]
        if missing:
            raise Failed("%s: %s '%s' comes before %s" % (end.peer.name, name, value, missing))
        end.heard = at + 1
        if name == "message":
            self.compare(end, entries[at], f)

    def replaced(self, entry, name, value):
        """A text that was deleted on its way arrives as its own deletion."""
        return name == "delete_messages" and not entry.must and value == str(entry.random_id)

    def compare(self, end, entry, f):
        end.got.add(entry.random_id)
        if int(f["random_id"]) != entry.random_id or f.get("file") != entry.file or \
                entry.tl not in (None, f["tl"]):
            raise Failed("%s: '%s' arrived with other content" % (end.peer.name, entry.value))

    # ---- Calls --------------------------------------------------------------------------------

    def hear_query(self, side, line, killed):
        end = self.ends[side]
        words = line.split(" ")
        m = message_of(side, line)
        if m is None:
            if words[2] == "discardEncryption":
                raise Failed("%s discards the chat" % end.peer.name)
            if not end.automatic:
                end.waiting.append((int(words[1]), None))
            self.hear_setup(side, words[2], fields_of(line.split(" ", 2)[2])[1])
            return
        self.checker.sent(m)
        file = fields_of(line.split(" ", 2)[2])[1].get("file")
        entry = end.by_id.get(m.random_id)
        if entry is not None and m.action is None and m.tl:
            entry.tl, entry.file = m.tl.hex(), file
        if end.fails > 0:
            end.fails -= 1
            there = self.chance(0.3)  # the server did it, and said otherwise
        elif killed:
            there = self.chance(0.5)
        elif end.automatic:
            there = True
        else:
            end.waiting.append((int(words[1]), (m, file)))
            return
        if there:
            self.carry(side, m, file)

    def carry(self, side, m, file):
        packets = self.ends[1 - side].packets
        packets.append((m.data, file))
        if self.chance(self.o.twice):
            self.counts["twice"] += 1
            packets.insert(self.rng.randrange(len(packets)), (m.data, file))

    def hear_setup(self, side, method, f):
        """The two calls that make a chat; the checker has to know its key."""
        if method == "requestEncryption" and not self.checker.sides[0].keys:
            self.later.append((1, "requested " + f["g_a"]))
        if method == "acceptEncryption" and not self.checker.sides[0].keys:
            self.checker.start(struct.pack("<Q", int(f["fingerprint"], 16)))
            self.later.append((0, "accepted %s %s" % (f["g_b"], f["fingerprint"])))

    def deliver(self, to):
        end = self.ends[to]
        late = self.chance(self.o.late)
        at = self.rng.randrange(min(WINDOW, len(end.packets))) if late else 0
        data, file = end.packets.pop(at)
        if self.chance(self.o.loss):
            self.counts["lost"] += 1
            return
        self.given = self.checker.given(to, data)
        command = "recv " + data.hex()
        if file is not None or self.chance(0.2):
            command += " %d" % (1700000000 + self.rng.randrange(100000))
        if file is not None:
            command += " " + file
        if self.do(to, command) is None:
            end.packets.insert(0, (data, file))  # it was not acknowledged

    def answer(self, side):
        """One of the calls that wait.  In a chain what follows a failed call fails, too."""
        end = self.ends[side]
        at = self.rng.randrange(len(end.waiting)) if not self.o.chains else 0
        query, packet = end.waiting.pop(at)
        if packet is None or not self.chance(self.o.fail):
            if packet is not None:
                self.carry(side, *packet)
            self.do(side, "answer %d ok" % query, may_fail=(GONE,))
            return
        entry = end.by_id.get(packet[0].random_id)
        if entry is not None and packet[0].action is None and self.chance(0.1) and \
                packet[0].random_id not in self.checker.deletable:
            self.refuse(side, query, entry)
            return
        if self.chance(0.3):
            self.carry(side, *packet)
        self.counts["fail"] += 1
        error = self.rng.choice(ERRORS)
        failed = [query]
        if self.o.chains:
            failed += [q for q, _ in end.waiting]
            end.waiting = []
        for i, q in enumerate(failed):
            self.do(side, "answer %d error %d %s" % ((q,) + (error if i == 0 else
                                                             (500, "MSG_WAIT_FAILED"))),
                    may_fail=(GONE,))

    def refuse(self, side, query, entry):
        """The server does not take this text at all."""
        self.counts["refused"] += 1
        entry.must = False
        self.checker.deletable.add(entry.random_id)
        self.do(side, "answer %d error 400 DATA_INVALID" % query,
                may_fail=(GONE,))
