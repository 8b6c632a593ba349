#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""stategen.py refuses what state.tl must not say, and an id changes with what is saved.

    test_stategen.py TL

TL is the folder of stategen.py and state.tl.
"""

import os
import sys
import unittest
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
TL = os.path.join(HERE, "..", "tl")
if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]):
    TL = sys.argv.pop(1)
sys.path.insert(0, os.path.abspath(TL))

import stategen  # noqa: E402


def rows(*members, name="a"):
    """The rows of a state.tl with one row, of MEMBERS."""
    text = "---limits---\nTEN = 10\n\n---rows---\n\n// A row.\n" + name + "\n"
    _, found = stategen.parse(text + "".join(f"\t{m}\n" for m in members))
    for row in found:
        row.check()
    return found


def member(text, *before):
    return rows(*before, text)[0].members[-1]


class Takes(unittest.TestCase):
    def test_ranges(self):
        self.assertEqual((member("x:int[0..TEN]").low, member("x:int[0..TEN]").high), (0, 10))
        self.assertEqual(member("x:int[-1..3]").low, -1)
        self.assertEqual(member("x:int[1..]").high, (1 << 31) - 1)
        self.assertEqual(member("x:byte").high, 255)
        bound = member("x:int[0..y]", "y:int")
        self.assertEqual((bound.high_of, bound.high), ("y", (1 << 31) - 1))

    def test_conditions(self):
        self.assertEqual((member("x:y?int", "y:true").when, member("x:y=2?int", "y:uint").is_),
                         (1, 2))
        part = member("x:bytes[n/TEN]", "n:uint[0..TEN]")
        self.assertEqual((part.type, part.when, part.n), ("part", 1, 10))

    def test_the_real_one(self):
        limits, found = stategen.load(TL)
        self.assertEqual(limits["SEQ_COUNT_MAX"], limits["SEQ_NO_MAX"] + 1)
        self.assertEqual(len({row.id for row in found}), len(found))


class Refuses(unittest.TestCase):
    def refused(self, why, *members, name="a"):
        with self.assertRaisesRegex(stategen.Fault, why):
            rows(*members, name=name)

    def test_what_it_does_not_know(self):
        self.refused("no such type", "x:float")
        self.refused("not understood", "x int")
        self.refused("not understood", "x:int", name="A-b")
        self.refused("not understood", "x:bytes(3)")

    def test_ranges(self):
        self.refused("no range", "x:int[3..2]")
        self.refused("no range", "x:int[0,3]")
        self.refused("no range", "x:int[LOW..3]")
        self.refused("no number z", "x:int[0..z]")
        self.refused("no range", "x:true[0..1]")

    def test_conditions(self):
        self.refused("no number y", "x:y?int")
        self.refused("no number y", "x:y?int", "y:true")  # it comes too late
        self.refused("no condition", "y:true", "x:y?true")
        self.refused("able to be missing", "y:true", "x:y?int[1..3]")

    def test_arrays(self):
        self.refused("needs a condition", "x:bytes[TEN]")
        self.refused("can be more than", "n:uint", "x:bytes[n/TEN]")
        self.refused("can be more than", "n:int[-1..3]", "x:bytes[n/TEN]")
        self.refused("no size", "y:true", "x:y?bytes[MANY]")

    def test_rows(self):
        self.refused("there are two", "x:int", "x:long")
        self.refused("comes last", "x:int", "rest", "y:int")
        self.refused("no member")
        self.refused("more than 63", *(f"x{i}:int" for i in range(64)))


class Ids(unittest.TestCase):
    def test_is_the_crc32_of_name_and_members(self):
        self.assertEqual(rows("x:int[0..TEN]", "y:x?bytes[TEN]", "rest")[0].id,
                         zlib.crc32(b"a x:int y:x?bytes[TEN] rest"))

    def test_changes_with_what_is_saved_only(self):
        self.assertEqual(rows("x:int[0..3] // why")[0].id, rows("x:int")[0].id)
        ids = {rows("x:int")[0].id, rows("x:long")[0].id, rows("y:int")[0].id,
               rows("x:int", "y:int")[0].id, rows("y:int", "x:int")[0].id,
               rows("x:int", name="b")[0].id}
        self.assertEqual(len(ids), 6)

    def test_stays_when_it_is_given(self):
        self.assertEqual(rows("x:int", name="a#0000000f")[0].id, 15)


if __name__ == "__main__":
    unittest.main()
