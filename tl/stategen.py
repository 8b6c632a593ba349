#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Turn state.tl into the structs and tables of saved state.

    stategen.py [--tl FOLDER] [--out FOLDER]

reads state.tl, which describes its own language, from the folder of this script, and writes
gen/state.h and gen/state.c there or below FOLDER.  Only maintainers run it.  Its output is
committed, and tests/house/regen.sh compares.
"""

import argparse
import os
import re
import sys
import textwrap
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))

# Numbers: C type, size, least and greatest value, most bytes when written.
INT64 = (-1 << 63, (1 << 63) - 1)
NUMBERS = {
    "true": ("bool", 1, 0, 1, 0),
    "byte": ("uint8_t", 1, 0, 0xff, 2),
    "short": ("int16_t", 2, -0x8000, 0x7fff, 3),
    "int": ("int32_t", 4, -1 << 31, (1 << 31) - 1, 5),
    "uint": ("uint32_t", 4, 0, (1 << 32) - 1, 5),
    "long": ("int64_t", 8, *INT64, 10),
    "id": ("int64_t", 8, *INT64, 8),
}
MEMBERS = 64   # of a row at most
BITS = 63      # members of a row without a condition, at most
COUNT = 10     # bytes of a number at most
RANGE = 2 * 5  # bytes of both ends of a range at most
WIDTH = 100    # columns


class Fault(Exception):
    """What is wrong with state.tl."""


class Member:
    def __init__(self, text, comment, row, limits):
        match = re.fullmatch(r"(\w+):(?:(\w+)(?:=(\d+))?\?)?([a-z]+)(.*)", text)
        if not match:
            raise Fault(f"{row.name}: not understood: {text}")
        self.name, when, value, self.type, rest = match.groups()
        self.comment, self.row, self.limits = comment, row, limits
        self.when = row.above(when, self.name) if when else 0
        self.is_ = int(value) if value else 0
        self.n = self.low = self.high = 0
        self.low_of = self.high_of = None
        self.shape(rest)

    def number(self, text):
        if re.fullmatch(r"-?\d+", text):
            return int(text)
        return self.limits.get(text)

    def shape(self, rest):
        """What follows the type: a size, a range, or both."""
        if self.type in NUMBERS:
            self.low, self.high = NUMBERS[self.type][2:4]
            self.range(rest)
            if self.type == "true" and (rest or self.when):
                raise Fault(f"{self.row.name}.{self.name}: true has no range and no condition")
        elif self.type == "ranges":
            match = re.fullmatch(r"\[(\w+)\](\[.*\])?", rest)
            if not match or self.when:
                raise Fault(f"{self.row.name}.{self.name}: ranges[N][0..END]")
            self.n = self.number(match.group(1))
            self.low, self.high = 0, (1 << 31) - 1
            self.range(match.group(2) or "")
        elif self.type == "bytes":
            self.bytes(rest)
        else:
            raise Fault(f"{self.row.name}.{self.name}: no such type: {self.type}")

    def range(self, text):
        match = re.fullmatch(r"(?:\[(-?\w+)\.\.(\w*)\])?", text)
        if not match:
            raise Fault(f"{self.row.name}.{self.name}: no range: {text}")
        low, high = match.groups()
        if low:
            self.low = self.number(low)
        if high:
            bound = self.number(high)
            self.high_of = high if bound is None else None
            self.high = self.high if bound is None else bound
        if self.low is None or not self.low <= self.high:
            raise Fault(f"{self.row.name}.{self.name}: no range: {text}")

    def bytes(self, rest):
        match = re.fullmatch(r"(?:\[(?:(\w+)/)?(\w+)\])?", rest)
        if not match:
            raise Fault(f"{self.row.name}.{self.name}: not understood: bytes{rest}")
        length, n = match.groups()
        if n is None:
            self.type = "span"
            return
        self.n = self.number(n)
        if length and not self.when:
            self.type, self.when = "part", self.row.above(length, self.name)
            of = self.row.members[self.when - 1]
            if of.low < 0 or of.high > (self.n or 0):
                raise Fault(f"{self.row.name}.{self.name}: {length} can be more than {n}")
        elif not self.when:
            raise Fault(f"{self.row.name}.{self.name}: an array needs a condition or a length")
        if not self.n:
            raise Fault(f"{self.row.name}.{self.name}: no size: {n}")

    @property
    def align(self):
        if self.type in NUMBERS:
            return NUMBERS[self.type][1]
        return {"span": 8, "ranges": 4}.get(self.type, 0)

    @property
    def ctype(self):
        if self.type in NUMBERS:
            return NUMBERS[self.type][0]
        return {"span": "struct e2e_bytes",
                "ranges": "struct e2e_i_range"}.get(self.type, "uint8_t")

    @property
    def most(self):
        """Bytes that it takes at most, without the bytes of a span."""
        if self.type in NUMBERS:
            return NUMBERS[self.type][4]
        return {"span": COUNT, "ranges": 1 + self.n * RANGE}.get(self.type, self.n)

    @property
    def declaration(self):
        n = f"[{self.n}]" if self.n else ""
        return f"{self.ctype} {self.name}{n};"

    def table(self):
        high_of = self.row.place(self.high_of, self.name) if self.high_of else 0
        return (f"\tM({self.row.name}, {self.name}, {self.n}, {self.type.upper()}, "
                f"{self.when}, {self.is_}, {high_of}, {number(self.low)}, {number(self.high)}),")

    def assertion(self):
        index = "[0]" if self.n else ""
        return f"T({self.row.name}, {self.name}{index}, {self.ctype});"


class Row:
    def __init__(self, text, doc):
        match = re.fullmatch(r"([a-z]\w*)(?:#([0-9a-f]{8}))?", text)
        if not match:
            raise Fault(f"not understood: {text}")
        self.name, self.given = match.groups()
        self.doc, self.members, self.rest, self.words = doc, [], None, []

    def add(self, text, comment, limits):
        if self.rest is not None:
            raise Fault(f"{self.name}: the rest comes last")
        self.words.append(re.sub(r"\[[^\]]*\.\.[^\]]*\]", "", text))
        if text == "rest":
            self.rest = comment
            return
        member = Member(text, comment, self, limits)
        if member.name in [m.name for m in self.members]:
            raise Fault(f"{self.name}.{member.name}: there are two")
        self.members.append(member)

    def place(self, name, of):
        """The number of member NAME, from 1 as in the table; OF is the member that names it."""
        for i, member in enumerate(self.members, 1):
            if member.name == name and member.type in NUMBERS:
                return i
        raise Fault(f"{self.name}.{of}: no number {name}")

    def above(self, name, of):
        return self.place(name, of)

    @property
    def id(self):
        if self.given:
            return int(self.given, 16)
        return zlib.crc32(" ".join([self.name] + self.words).encode())

    def check(self):
        if not self.members or len(self.members) > MEMBERS:
            raise Fault(f"{self.name}: no member, or too many")
        if sum(m.when == 0 for m in self.members) > BITS:
            raise Fault(f"{self.name}: more than {BITS} members without a condition")
        for member in self.members:
            member.table()
            if member.when and member.type in NUMBERS and not member.low <= 0 <= member.high:
                raise Fault(f"{self.name}.{member.name}: it must be able to be missing")

    @property
    def order(self):
        """The members as they lie in memory: padding only at the end, which assertions check."""
        return sorted(self.members, key=lambda m: -m.align)

    def struct(self):
        lines = [f"/* {self.doc} */"]
        if len(lines[0]) > WIDTH:
            lines = ["/*"] + [f" * {x}" for x in textwrap.wrap(self.doc, WIDTH - 3)] + [" */"]
        lines.append(f"struct e2e_i_{self.name} {{")
        column = max(len(m.declaration) for m in self.members)
        for member in self.order:
            note = f" /* {member.comment} */" if member.comment else ""
            if 8 + column + len(note) > WIDTH:
                lines += ["\t" + note.strip(), "\t" + member.declaration]
            else:
                lines.append(("\t" + member.declaration.ljust(column) + note).rstrip())
        return "\n".join(lines + ["};"])

    def table(self, first):
        most = 4 + COUNT + sum(m.most for m in self.members)
        bits = sum(m.when == 0 for m in self.members)
        spans = "true" if any(m.type == "span" for m in self.members) else "false"
        rest = "true" if self.rest is not None else "false"
        return (f"\tR({self.name}, 0x{self.id:08x}u, {first}, {len(self.members)}, {bits}, {most}, "
                f"{self.order[-1].name}, {spans}, {rest}),")

    def assertions(self):
        lines = [m.assertion() for m in self.members]
        lines += [f"NEXT({self.name}, {a.name}, {b.name});"
                  for a, b in zip(self.order, self.order[1:])]
        return lines


def number(value):
    """VALUE as a C constant."""
    names = {-1 << 63: "INT64_MIN", (1 << 63) - 1: "INT64_MAX", -1 << 31: "INT32_MIN",
             (1 << 31) - 1: "INT32_MAX", (1 << 32) - 1: "UINT32_MAX"}
    return names.get(value) or (str(value) if abs(value) < 1 << 31 else f"INT64_C({value})")


def parse(text):
    limits, rows, doc, section, row = {}, [], [], "", None
    for line in text.splitlines():
        code, _, comment = (x.strip() for x in line.partition("//"))
        heading = re.fullmatch(r"---(\w+)---", code)
        if heading:
            section, doc = heading.group(1), []
        elif not code and not comment:
            row, doc = None, []
        elif not code:
            doc.append(comment)
        elif section == "limits":
            match = re.fullmatch(r"(\w+) = (\d+)", code)
            if not match:
                raise Fault(f"no limit: {code}")
            limits[match.group(1)] = int(match.group(2))
        elif line.startswith("\t") and row is not None:
            row.add(code, comment, limits)
        elif section == "rows" and row is None and not line.startswith("\t"):
            row = Row(code, " ".join(doc))
            rows.append(row)
        else:
            raise Fault(f"not understood: {line}")
    return limits, rows


def load(folder):
    with open(os.path.join(folder, "state.tl"), encoding="utf-8") as file:
        limits, rows = parse(file.read())
    for row in rows:
        row.check()
    for what, of in (("name", lambda r: r.name), ("id", lambda r: r.id)):
        if len({of(r) for r in rows}) != len(rows):
            raise Fault(f"two rows of one {what}")
    return limits, rows


def header(limits, rows):
    defines = [f"#define E2E_I_STATE_{name} {number(value)}" for name, value in limits.items()]
    numbers = [f"#define E2E_I_ROW_{row.name.upper()} (&e2e_i_saved_rows[{i}])"
               for i, row in enumerate(rows)]
    numbers.append(f"#define E2E_I_ROWS {len(rows)}")
    return HEADER.format(limits="\n".join(defines), numbers="\n".join(numbers),
                         structs="\n\n".join(row.struct() for row in rows))


def tables(rows):
    members, table, asserts = [], [], []
    for row in rows:
        table.append(row.table(len(members)))
        members += [m.table() for m in row.members]
        asserts += row.assertions()
    return TABLES.format(rows="\n".join(table), members="\n".join(members),
                         asserts="\n".join(asserts))


HEADER = """\
/* SPDX-License-Identifier: ISC */
/* Generated by tl/stategen.py from state.tl: edit that. */
#ifndef E2E_TL_STATE_H
#define E2E_TL_STATE_H

#include "tl/saved_row.h"

{limits}

/* The rows, as the functions of tl/saved.h take them. */
{numbers}

extern const struct e2e_i_saved_member e2e_i_saved_members[];
extern const struct e2e_i_saved_row e2e_i_saved_rows[];

{structs}

#endif
"""

TABLES = """\
/* SPDX-License-Identifier: ISC */
/* Generated by tl/stategen.py from state.tl: edit that. */
#include "config.h"

#include "tl/gen/state.h"

/* Assert that the C type of a member is the one in the table. */
#define T(row, member, type) \\
\t_Static_assert(_Generic(((struct e2e_i_##row *)0)->member, type: 1, default: 0), \\
\t               #row "." #member " has another type")

/* Assert that a member begins where the one before it in memory ends. */
#define END(row, member) \\
\t(offsetof(struct e2e_i_##row, member) + sizeof((struct e2e_i_##row *)0)->member)
#define NEXT(row, before, member) \\
\t_Static_assert(END(row, before) == offsetof(struct e2e_i_##row, member), \\
\t               #row "." #member ": there is padding before it")

{asserts}

#define M(row, member, n, type, if_, value, below, least, most) \\
\t{{ .offset = offsetof(struct e2e_i_##row, member), .count = (n), \\
\t  .kind = E2E_I_SAVED_##type, .when = (if_), .is = (value), .high_of = (below), \\
\t  .low = (least), .high = (most) }}

const struct e2e_i_saved_member e2e_i_saved_members[] = {{
{members}
}};

#define R(row, number, place, n, free, length, last, has_spans, has_rest) \\
\t{{ .id = (number), .first = (place), .n_members = (n), .bits = (free), .most = (length), \\
\t  .bytes = sizeof(struct e2e_i_##row), .solid = END(row, last), .spans = (has_spans), \\
\t  .rest = (has_rest) }}

const struct e2e_i_saved_row e2e_i_saved_rows[E2E_I_ROWS] = {{
{rows}
}};
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tl", default=HERE, help="the folder of state.tl")
    parser.add_argument("--out", help="write gen/state.h and gen/state.c there")
    options = parser.parse_args()
    try:
        limits, rows = load(options.tl)
    except Fault as fault:
        sys.exit(f"stategen.py: {fault}")
    out = options.out or HERE
    write(os.path.join(out, "gen", "state.h"), header(limits, rows))
    write(os.path.join(out, "gen", "state.c"), tables(rows))


if __name__ == "__main__":
    main()
