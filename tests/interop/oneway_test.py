# SPDX-License-Identifier: ISC
"""How cap_oneway.py reads a log, and what it finds fault with."""

import unittest
from typing import Any, List

from cap_oneway import USES, Packet, Period, judge, packets, periods
from fakedc.log import Record
from fakedc.tl import Object
from stage import Failed

A, B, CHAT = 1001, 1002, 77
OLD, NEW = b"older789", b"newer789"


def said(of: str, key: bytes) -> List[Packet]:
    """Messages under a key: texts a, b, service messages A, B, requestKey or acceptKey 1, 2 of
    users A and B."""
    return [Packet(A if one in "aA1" else B, key, one in "ab", one in "12") for one in of]


def sent(user_id: int, random_id: int, n: int, name: str = "messages.sendEncrypted",
         chat: int = CHAT, **more: Any) -> Record:
    """A call in the log, with n bytes behind the fingerprint."""
    request = Object(name, peer=Object("inputEncryptedChat", chat_id=chat), random_id=random_id,
                     data=OLD + bytes(n))
    return Record(0.0, user_id, "call", name, {"request": request, **more})


class Reading(unittest.TestCase):
    """From the log to what passed under each key."""

    def test_packets(self) -> None:
        service = "messages.sendEncryptedService"
        log = [sent(A, 1, 400), sent(A, 1, 400), sent(B, 1, 400, service), sent(A, 2, 50, service),
               sent(A, 3, 50, chat=78), sent(A, 4, 50, error="500"),
               Record(0.0, A, "push", "updateNewEncryptedMessage", {})]
        self.assertEqual(packets(log, CHAT), [Packet(A, OLD, True, False),
                                              Packet(B, OLD, False, True),
                                              Packet(A, OLD, False, False)])

    def test_crossing(self) -> None:
        for of, crossing in (
                ("aaa1aa2aaA", 4),      # the writer asks
                ("aaa2aa1aaBaaa", 4),   # the reader does; texts after commitKey count
                ("aaa2a1a2aaA", 4),     # both do, and the writer wins
                ("aBaa1aa2aaBA", 4),    # the reader acknowledges besides
                ("aaaBa", 0)):
            self.assertEqual(periods(said(of, OLD) + said("aaa", NEW)),
                             [Period(len(of), crossing), Period(3, 0)], of)

    def test_under_way(self) -> None:
        self.assertEqual(periods(said("aa1aaa", OLD)), [Period(6, 3)])

    def test_late_under_the_old_key(self) -> None:
        self.assertEqual(periods(said("a1a2A", OLD) + said("B", NEW) + said("aa", OLD)),
                         [Period(7, 1), Period(1, 0)])

    def test_no_commit(self) -> None:
        with self.assertRaises(Failed):
            periods(said("aa1a2aaB", OLD) + said("a", NEW))


class Judging(unittest.TestCase):
    """Both sides of each limit."""

    def test_uses(self) -> None:
        judge([Period(USES + 7, 7), Period(1, 0)], 200)
        with self.assertRaises(Failed):
            judge([Period(USES + 7, 6), Period(1, 0)], 200)

    def test_keys(self) -> None:
        judge([Period(100, 5)] * 11, 2000)
        with self.assertRaises(Failed):
            judge([Period(100, 5)] * 10, 2000)


if __name__ == "__main__":
    unittest.main()
