#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""e2e-peer with a store is killed, again and again, and prints each message once.

A writes texts to B, which is killed at a moment of chance: while it takes a packet, right when its
line for a message is read, while its output is read by nobody, or while it starts.  Then it is
started again and gets the packet again, as from a server that had no answer.  A line that B is
not sure of, `unsure line=HEX`, stands for one that was read before, or takes its place.
"""
import argparse
import os
import random
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the source tree stays as it is
from relay_peer import Failed, Peer, fields_of  # noqa: E402

A = ["--chat-id", "77", "--my-id", "1", "--peer-id", "2", "--access-hash", "5"]
B = ["--chat-id", "77", "--my-id", "2", "--peer-id", "1", "--access-hash", "6"]
LONG = 40000  # characters: more than a pipe takes


class Kills:
    def __init__(self, options, folder):
        self.rng = random.Random(options.seed)
        self.recent = []
        self.a = Peer("A", [options.peer] + A, self.log)
        self.b = Peer("B", [options.peer] + B + ["--auto-accept", "--store",
                                                 os.path.join(folder, "b.db")], self.log)
        self.told = {}  # how often each random_id was
        self.unsure = self.texts = 0

    def log(self, line):
        self.recent = self.recent[-60:] + [line[:200]]

    # ---- Lines ------------------------------------------------------------------------------

    def hear(self, lines):
        for line in lines:
            name, fields = fields_of(line)
            if name == "unsure":
                self.unsure += 1
                name, fields = fields_of(bytes.fromhex(fields["line"]).decode())
                if name == "message" and self.told.get(fields["random_id"]):
                    continue
            if name == "message":
                self.told[fields["random_id"]] = self.told.get(fields["random_id"], 0) + 1

    def do(self, peer, command):
        lines, why = peer.command(command)
        if why is not None:
            raise Failed("%s: %s: %s" % (peer.name, command[:60], why))
        return lines

    def queries(self, lines, field):
        """The field of every call that has it."""
        all_ = [fields_of(line.split(" ", 2)[2])[1] for line in lines if line.startswith("query ")]
        return [fields[field] for fields in all_ if field in fields]

    def packets(self, lines):
        return self.queries(lines, "data")

    def exchange(self, to, packets):
        """What was sent arrives, and what comes of it, until nothing does."""
        while packets:
            lines = [line for p in packets for line in self.do(to, "recv " + p)]
            if to is self.b:
                self.hear(lines)
            to, packets = self.a if to is self.b else self.b, self.packets(lines)

    def chat(self):
        lines = self.do(self.b, "requested " + self.queries(self.do(self.a, "create"), "g_a")[0])
        g_b, fingerprint = (self.queries(lines, f)[0] for f in ("g_b", "fingerprint"))
        told = self.do(self.a, "accepted %s %s" % (g_b, fingerprint))
        self.exchange(self.b, self.packets(told))
        self.exchange(self.a, self.packets(lines))

    # ---- Kills ------------------------------------------------------------------------------

    def kill_any_time(self, command):
        self.hear(self.b.kill(command, self.rng)[0])

    def kill_when_read(self, command):
        """As soon as the line of a message is here, the program may not have gone on."""
        self.b.write(command)
        line = ""
        while line is not None and not line.startswith("message ") and line != "ok":
            line = self.b.line()
            self.hear([line] if line is not None else [])
        self.hear(self.b.kill()[0])

    def kill_unread(self, command):
        """Nobody reads: a line that is longer than the pipe waits in it."""
        self.b.write(command)
        time.sleep(self.rng.random() * 5 * self.b.spent)
        self.hear(self.b.kill()[0])

    def kill_at_start(self, command):
        self.kill_any_time(command)
        for _ in range(self.rng.randrange(1, 4)):
            self.b.spawn()
            time.sleep(self.rng.random() * 0.02)
            self.hear(self.b.kill()[0])

    def step(self, n):
        self.texts += 1
        kind = (self.kill_any_time, self.kill_when_read, self.kill_when_read,
                self.kill_unread, self.kill_at_start)[n % 5]
        text = "x" * self.rng.choice((3, 300, 3000, LONG if kind == self.kill_unread else 9))
        packets = self.packets(self.do(self.a, "text %d %s" % (n + 1, text)))
        for packet in packets[:-1]:
            self.exchange(self.b, [packet])
        kind("recv " + packets[-1])
        self.b.spawn()
        back = self.do(self.b, "poke")
        self.hear(back)
        self.exchange(self.a, self.packets(back))
        self.exchange(self.b, packets[-1:])  # the server has it still
        self.judge(n)

    def judge(self, n):
        for i in range(1, n + 2):
            if self.told.get(str(i), 0) != 1:
                raise Failed("text %d was told %d times" % (i, self.told.get(str(i), 0)))

    def run(self, kills):
        self.chat()
        wrong = 0
        for n in range(kills):
            try:
                self.step(n)
            except Failed as failure:
                if not str(failure).startswith("text "):
                    raise
                wrong += 1
                print("kill %d: %s" % (n, failure))
                self.told[str(n + 1)] = 1
        self.a.end()
        self.b.end()
        return wrong


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--peer", default=os.environ.get("E2E_PEER", "e2e-peer"))
    p.add_argument("--kills", type=int, default=200)
    p.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    o = p.parse_args()
    fast = "/dev/shm" if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="e2e-kills.", dir=fast) as folder:
        kills = Kills(o, folder)
        try:
            wrong = kills.run(o.kills)
        except Failed as failure:
            print("\n".join(kills.recent[-20:]))
            print("FAIL: %s (--seed %d)" % (failure, o.seed))
            return 1
        finally:
            for peer in (kills.a, kills.b):
                if peer.process.poll() is None:
                    peer.process.kill()
                peer.process.wait()
    print("seed %d: %d kills, %d wrong, %d lines unsure" % (o.seed, o.kills, wrong, kills.unsure))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
