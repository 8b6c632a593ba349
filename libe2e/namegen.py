#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Turn names.list into everything that repeats a number, a name or a text of it.

    namegen.py [--list FILE] [--out FOLDER]

reads names.list beside itself and writes, below FOLDER (default: the tree),

    libe2e/e2e/names.h      the numbers, which is installed
    libe2e/names_list.h     the same as X macros, for tables and for tests
    python/e2e/_names.py    the enums of the Python package

Only maintainers run it; its output is committed, and tests/house/regen.sh compares.
"""

import argparse
import os
import re
import sys
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = 98       # where comments of the header end
CHECKS_MAX = 64    # E2E_CHECKS_MAX: reasons begin there
ACTS = {"I": "IGNORE", "R": "REPORT", "C": "CLOSE"}


class Fault(Exception):
    """What is wrong with the list."""


class List:
    """What a list of names.list is."""

    def __init__(self, heading, prefix, macro, text=False, acts=False, bits=False):
        self.heading, self.prefix, self.macro = heading, prefix, macro
        self.text, self.acts, self.bits = text, acts, bits
        self.entries = []

    @property
    def end(self):
        """The first number, or bit, after those of the list."""
        last = max(entry.number for entry in self.entries)
        return last * 2 if self.bits else last + 1


class Entry:
    def __init__(self, name, number, acts, text, doc, above):
        self.name, self.number, self.acts, self.text = name, number, acts, text
        self.doc, self.above = doc, above


def empty_lists():
    """Name in names.list: the list, still without entries."""
    return {
        "results": List("Results", "E2E_", "RESULT", text=True),
        "checks": List("Checks of a peer's messages", "E2E_CHECK_", "CHECK", text=True,
                       acts=True),
        "reasons": List("Reasons", "E2E_REASON_", "REASON", text=True),
        "states": List("Chats", "E2E_CHAT_", "CHAT"),
        "health": List("Health of a chat", "E2E_HEALTH_", "HEALTH", bits=True),
        "calls": List("Calls", "E2E_CALL_", "CALL", text=True),
        "events": List("Events", "E2E_EVENT_", "EVENT"),
    }


# ---- Reading -------------------------------------------------------------------------------

LINE = r'([A-Z][A-Z0-9_]*) +(-?\d+)%s(?: +"([^"\\]+)")?(?: +(.*))?'
WITH_ACTS = re.compile(LINE % "((?: +[A-Z])*)(?= )")
WITHOUT_ACTS = re.compile(LINE % "()")


def read_entry(line, kind, above):
    match = (WITH_ACTS if kind.acts else WITHOUT_ACTS).fullmatch(line)
    if not match:
        raise Fault("not understood")
    name, number, acts, text, doc = match.groups()
    acts = acts.split()
    if kind.acts and (len(acts) != 3 or any(act not in ACTS for act in acts)):
        raise Fault("three acts of I, R and C are wanted")
    if (text is not None) != kind.text:
        raise Fault("a text is missing" if kind.text else "no text is wanted")
    if doc and ("*/" in doc or doc.startswith('"')):
        raise Fault("no comment")
    return Entry(name, int(number), [ACTS[act] for act in acts], text, doc or "", above)


def read_list(text):
    """The lists of TEXT by their names, each with its entries."""
    lists, kind, above = empty_lists(), None, []
    for at, line in enumerate(text.split("\n"), 1):
        try:
            if line.startswith("== "):
                kind = lists[line[3:]]
            elif line.startswith(":"):
                above.append(line[2:])
            elif line.strip() and not line.startswith("#"):
                if kind is None:
                    raise Fault("of no list")
                kind.entries.append(read_entry(line.rstrip(), kind, above))
                above = []
        except KeyError:
            raise Fault(f"line {at}: no such list: {line}") from None
        except Fault as fault:
            raise Fault(f"line {at}: {fault}: {line}") from None
    check(lists)
    return lists


def once(what, values):
    seen = set()
    for value in values:
        if value in seen:
            raise Fault(f"{what}: {value} is there twice")
        seen.add(value)


def check(lists):
    """What lines alone do not show."""
    for name, kind in lists.items():
        if not kind.entries:
            raise Fault(f"{name}: empty")
        once(name, [entry.name for entry in kind.entries])
        once(name, [entry.number for entry in kind.entries])
        once(name, [entry.text for entry in kind.entries if kind.text])
    # These are numbered without a hole, so that tables can be counted.
    for name in ("checks", "states", "calls", "events"):
        numbers = [entry.number for entry in lists[name].entries]
        if numbers != list(range(1, len(numbers) + 1)):
            raise Fault(f"{name}: not numbered from 1 without a hole")
    if [e.number for e in lists["health"].entries] != \
            [1 << bit for bit in range(len(lists["health"].entries))]:
        raise Fault("health: not a bit each")
    if lists["checks"].end > CHECKS_MAX:
        raise Fault(f"checks: {CHECKS_MAX} and above are reasons")
    if any(0 < entry.number < CHECKS_MAX for entry in lists["reasons"].entries):
        raise Fault(f"reasons: 1 to {CHECKS_MAX - 1} are checks")
    both = lists["checks"].entries + lists["reasons"].entries
    once("checks and reasons", [entry.name for entry in both])
    once("checks and reasons", [entry.text for entry in both])


# ---- e2e/names.h ---------------------------------------------------------------------------


def comment(lines):
    """A comment above an entry."""
    if len(lines) == 1:
        return [f"/* {lines[0]} */"]
    return ["/*"] + [f" * {line}".rstrip() for line in lines] + [" */"]


def define(kind, entry, width, digits):
    """The lines of one entry: its number, and its comment beside it."""
    number = f"({entry.number})" if entry.number < 0 else \
        f"{entry.number}u" if kind.bits else str(entry.number)
    start = f"#define {(kind.prefix + entry.name).ljust(width)} {number.ljust(digits)} "
    if not entry.doc:
        return [start.rstrip()]
    room = COLUMNS - len(start) - len("/* ") - len(" */")
    lines = textwrap.wrap(entry.doc, room, break_long_words=False, break_on_hyphens=False)
    return [f"{start if i == 0 else ' ' * len(start)}/* {line.ljust(room)} */"
            for i, line in enumerate(lines)]


def header_list(kind):
    width = max(len(kind.prefix + entry.name) for entry in kind.entries)
    digits = len(str(max(abs(entry.number) for entry in kind.entries)))
    digits += 1 if kind.bits else 2 if min(e.number for e in kind.entries) < 0 else 0
    rule = "-" * (COLUMNS - len("/* ----  */") - len(kind.heading) - 1)
    lines = [f"/* ---- {kind.heading} {rule} */"]
    for i, entry in enumerate(kind.entries):
        if entry.above or i == 0:
            lines.append("")
        if entry.above:
            lines += comment(entry.above)
        lines += define(kind, entry, width, digits)
    return "\n".join(lines)


def header(lists):
    return HEADER.format(lists="\n\n".join(map(header_list, lists.values())))


HEADER = '''\
/* SPDX-License-Identifier: ISC */
/*
 * e2e/names.h - the numbers that have a name and a text
 *
 * Made by libe2e/namegen.py from libe2e/names.list; change that.  The other headers include it.
 * Numbers never change; a newer library may give others.
 */
#ifndef E2E_NAMES_H
#define E2E_NAMES_H

{lists}

#endif
'''


# ---- names_list.h --------------------------------------------------------------------------


def x_list(kind):
    rows = []
    for entry in kind.entries:
        words = [entry.name, entry.name.lower()] + entry.acts
        words += [f'"{entry.text}"'] if kind.text else []
        rows.append(f"\tX({', '.join(words)})")
    parameters = "NAME, name" + (", standard, strict, lenient" if kind.acts else "") + \
        (", text" if kind.text else "")
    return f"/* X({parameters}) */\n#define E2E_I_{kind.macro}S(X) \\\n" + " \\\n".join(rows) + \
        f"\n#define E2E_I_{kind.macro}_END {kind.end}"


def x_lists(lists):
    return X_LISTS.format(lists="\n\n".join(map(x_list, lists.values())))


X_LISTS = '''\
/* SPDX-License-Identifier: ISC */
/*
 * The entries of names.list for whoever makes a table of them: E2E_I_...S(X) is X() of each, and
 * E2E_I_..._END the first number (of health, the first bit) after the last.  It is not installed,
 * so it may change with every release.
 *
 * Made by libe2e/namegen.py; change names.list.
 */
#ifndef E2E_I_NAMES_LIST_H
#define E2E_I_NAMES_LIST_H

{lists}

#endif
'''


# ---- _names.py -----------------------------------------------------------------------------


def python_class(name, base, doc, members):
    lines = [f"    {member} = _abi.{constant}" for member, constant in members]
    return f'class {name}(enum.{base}):\n    """{doc}"""\n' + "\n".join(lines)


def python(lists):
    def members(*names):
        found = [(e.number, e.name, lists[n].prefix + e.name)
                 for n in names for e in lists[n].entries]
        return [entry[1:] for entry in sorted(found)]
    classes = [
        python_class("Reason", "IntEnum", REASON, members("checks", "reasons")),
        python_class("ChatState", "IntEnum", "How far a chat is.", members("states")),
        python_class("EventKind", "IntEnum",
                     "What an event says; e2e.Event has the members that belong to each.",
                     members("events")),
        python_class("Health", "IntFlag", "What is odd about a chat.", members("health")),
        python_class("CallMethod", "IntEnum", "Which method of the server a call is of.",
                     members("calls"))]
    return PYTHON.format(classes="\n\n\n".join(classes))


REASON = '''Why a chat was closed or a message rejected; the first ones are the checks of a peer's
    messages, in the order of looking.'''
PYTHON = '''\
# SPDX-License-Identifier: ISC
# Made by libe2e/namegen.py; change libe2e/names.list.
"""The numbers of e2e/names.h by name."""
import enum

from e2e import _abi


{classes}
'''


# ---- The whole -----------------------------------------------------------------------------


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", default=os.path.join(HERE, "names.list"))
    parser.add_argument("--out", default=os.path.dirname(HERE))
    options = parser.parse_args()
    try:
        with open(options.list, encoding="utf-8") as file:
            lists = read_list(file.read())
    except Fault as fault:
        sys.exit(f"namegen.py: {fault}")
    write(os.path.join(options.out, "libe2e", "e2e", "names.h"), header(lists))
    write(os.path.join(options.out, "libe2e", "names_list.h"), x_lists(lists))
    write(os.path.join(options.out, "python", "e2e", "_names.py"), python(lists))


if __name__ == "__main__":
    main()
