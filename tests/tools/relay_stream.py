# SPDX-License-Identifier: ISC
"""Made-up messages of two sides, for relay_check_test.py."""
import struct

from relay_check import DELETE, SERVICE, VECTOR, Checker, Message

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
    return action(random_id, DELETE, struct.pack("<II%dq" % len(ids), VECTOR, len(ids), *ids))


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
