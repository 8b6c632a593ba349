#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""tlgen.py refuses bad schemas, and every id is the CRC32 of its line.

    test_tlgen.py TL

TL is the folder of tlgen.py and the schemas.  The ids are computed here again, from the
text of the lines, by code that shares nothing with tlgen.py.
"""

import os
import re
import sys
import tempfile
import unittest
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
TL = os.path.join(HERE, "..", "tl")
if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]):
    TL = sys.argv.pop(1)
sys.path.insert(0, os.path.abspath(TL))

import tlgen  # noqa: E402

LAYERS = {8: 14, 17: 18, 20: 5, 23: 12, 45: 21, 46: 5, 66: 3, 73: 1, 101: 3, 143: 1, 144: 2}
SERVER = 38


def lines_of(schema):
    """(heading, line) of each constructor."""
    heading, found = "", []
    with open(os.path.join(TL, schema + ".tl"), encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.startswith("---"):
                heading = line.strip("-")
            elif line.strip() and not line.startswith("//"):
                found.append((heading, line))
    return found


def crc(line, bytes_as="string"):
    """Of the line without id, semicolon, `true` fields and angle brackets."""
    text = re.sub(r"#[0-9a-f]{8}\b", "", line).rstrip(";")
    text = re.sub(r" \w+:flags\.\d+\?true\b", "", text)
    text = re.sub(r"(?<=[:?])bytes\b", bytes_as, text)
    text = text.replace("<", " ").replace(">", "")
    return zlib.crc32(text.encode("ascii"))


def given(line):
    match = re.match(r"[\w.]+#([0-9a-f]{8}) ", line)
    return int(match.group(1), 16) if match else None


class Ids(unittest.TestCase):
    def test_published_ones_are_the_crc32_of_their_lines(self):
        self.assertEqual(crc("boolTrue = Bool;"), 0x997275b5)
        self.assertEqual(crc("boolFalse = Bool;"), 0xbc799737)
        self.assertEqual(crc("error code:int text:string = Error;"), 0xc4b9f9bb)

    def test_all_but_one_are_the_crc32_of_their_lines(self):
        by_hand = [line.split()[0] for schema in ("secret", "server")
                   for _, line in lines_of(schema) if given(line) != crc(line)]
        self.assertEqual(by_hand, ["decryptedMessageMediaDocument#6abd9782"])

    def test_the_one_is_the_crc32_with_bytes_as_it_stands(self):
        line, = [line for _, line in lines_of("secret") if "#6abd9782 " in line]
        self.assertNotEqual(crc(line), 0x6abd9782)
        self.assertEqual(crc(line, bytes_as="bytes"), 0x6abd9782)

    def test_only_that_one_is_marked(self):
        for schema in tlgen.SCHEMAS:
            with open(os.path.join(TL, schema + ".tl"), encoding="utf-8") as file:
                marked = re.findall(r"^//!id given by hand\n(\S+)", file.read(), re.M)
            wanted = ["decryptedMessageMediaDocument#6abd9782"] if schema == "secret" else []
            self.assertEqual(marked, wanted)

    def test_generator_keeps_the_ids_that_are_given(self):
        ctors, _ = tlgen.load(TL)
        made = sorted(c.id for c in ctors)
        written = sorted(given(line) for schema in ("secret", "server")
                         for _, line in lines_of(schema))
        self.assertEqual(made, written)


class Counts(unittest.TestCase):
    def test_each_layer_has_its_constructors(self):
        count = {}
        for heading, _ in lines_of("secret"):
            layer = int(re.fullmatch(r"layer (\d+)", heading).group(1))
            count[layer] = count.get(layer, 0) + 1
        self.assertEqual(count, LAYERS)
        self.assertEqual(sum(count.values()), 85)

    def test_server_schema_is_whole(self):
        self.assertEqual(len(lines_of("server")), SERVER)


def parsed(*lines, section="types"):
    return tlgen.parse(1, f"---{section}---\n" + "\n".join(lines) + "\n")


class Refusals(unittest.TestCase):
    def load(self, secret="", server=""):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("secret", secret), ("server", server)):
                with open(os.path.join(folder, name + ".tl"), "w", encoding="utf-8") as file:
                    file.write("---types---\n" + text)
            return tlgen.load(folder)

    def refused(self, why, *lines):
        with self.assertRaisesRegex(tlgen.Fault, why):
            self.load(server="\n".join(lines))

    def test_takes_what_is_right(self):
        ctors, types = self.load(server="a x:B = A;\nb y:int z:string = B;\n")
        self.assertEqual([c.name for c in ctors], ["a", "b"])
        self.assertEqual(list(types), ["A", "B"])

    def test_cycles(self):
        self.refused("cycle: A -> A", "a x:A = A;")
        self.refused("cycle: A -> B -> A", "a x:B = A;", "b x:A = B;")
        self.refused("cycle: A -> B -> C -> A", "a x:B = A;", "b x:C = B;", "c x:A = C;")
        self.refused("cycle", "a x:Vector<A> = A;")
        self.refused("cycle", "a flags:# x:flags.0?A = A;", "a0 = A;")

    def test_types_that_there_are_not(self):
        self.refused("unknown type", "a x:B = A;")
        self.refused("unknown type", "a x:Vector<B> = A;")
        self.refused("unknown type", "a x:Vector<int> = A;")
        self.refused("unknown type", "a flags:# x:flags.1?B = A;")
        self.refused("unknown type", "a x:int256 = A;")

    def test_wrong_ids(self):
        right = zlib.crc32(b"a x:int = A")
        self.load(server=f"a#{right:08x} x:int = A;")
        self.refused("the id is", f"a#{right ^ 1:08x} x:int = A;")
        self.refused("the id is", "//!id given by hand", f"a#{right:08x} x:int = A;")
        self.refused("not understood", "a#12345 x:int = A;")
        self.refused("not understood", "a#1234567G x:int = A;")

    def test_mark_of_ids_by_hand_is_for_one_line(self):
        self.load(server="//!id given by hand\na#00000001 = A;\nb = B;")
        self.refused("the id is", "//!id given by hand", "a#00000001 = A;", "b#00000002 = B;")

    def test_two_constructors_of_one_id(self):
        self.refused("one id", "//!id given by hand", "a#00000001 = A;",
                     "//!id given by hand", "b#00000001 = A;")

    def test_two_constructors_of_one_c_name(self):
        self.refused("one C name", "fooBar = A;", "foo_bar x:int = A;")
        self.refused("one C name", "a.b = A;", "aB = A;")
        self.refused("one C name", "a = A;", "a x:int = A;")

    def test_misuse_of_flags(self):
        self.refused("no flags before", "a x:flags.0?int = A;")
        self.refused("no flags before", "a x:flags.0?int flags:# = A;")
        self.refused("called so", "a bits:# x:int = A;")
        self.refused("true without a flag", "a x:true = A;")
        self.refused("above 31", "a flags:# x:flags.32?int = A;")
        self.refused("two fields of one name|flags", "a flags:# flags:# = A;")

    def test_flags_that_depend_on_themselves(self):
        self.refused("flags", "a flags:flags.0?# x:int = A;")

    def test_names_of_fields(self):
        self.refused("one name", "a x:int x:long = A;")
        self.refused("clash", "a ctor:int = A;")

    def test_lines_that_are_no_schema(self):
        self.refused("not understood", "a x:int = A")
        self.refused("not understood", "a x:int")
        self.refused("not understood", "= A;")
        self.refused("not understood", "a  x:int = A;")

    def test_words_of_c_get_an_underscore(self):
        ctor, = parsed("a long:int default:string x:int = A;")
        self.assertEqual([f.member for f in ctor.fields], ["long_", "default_", "x"])


class Numbers(unittest.TestCase):
    def test_least_bytes_by_hand(self):
        _, types = tlgen.load(TL)
        least = tlgen.least_bytes(types)
        self.assertEqual(least["DocumentAttribute"], 4)
        self.assertEqual(least["MessageEntity"], 12)
        self.assertEqual(least["InputStickerSet"], 4)
        self.assertEqual(least["PhotoSize"], 8)
        self.assertEqual(least["FileLocation"], 24)
        self.assertEqual(least["DecryptedMessage"], 4 + 8 + 4)  # service of layer 17
        self.assertEqual(least["Bool"], 4)

    def test_same_input_gives_the_same_output(self):
        ctors, types = tlgen.load(TL)
        again = tlgen.load(TL)
        self.assertEqual(tlgen.tables(ctors, types), tlgen.tables(*again))
        self.assertEqual(tlgen.header(ctors, types, "@SCHEMA@"),
                         tlgen.header(*again, "@SCHEMA@"))


if __name__ == "__main__":
    unittest.main()
