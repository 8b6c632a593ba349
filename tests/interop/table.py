# SPDX-License-Identifier: ISC
"""Write the compatibility table from what the last run saw.

usage: table.py RESULTS.json >doc/compatibility.md
"""
import json
import pathlib
import sys
from typing import Any, Dict, List, Tuple

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from peers.others import TITLES  # noqa: E402

NAMES = {"android": "Android (scripted)", "iphone": "iOS (scripted)", **TITLES,
         "libe2e": "libe2e"}
HEAD = """<!-- Made by `make interop` with tests/interop/table.py from what it saw; not edited. -->
# Compatibility

What libe2e, hosted by Telethon through the Python package `e2e`, was seen to do with other
clients. They talk through the fake data centre of tests/interop, inside a network namespace
without a way out. TDLib is the real one, as prebuilt for npm, with nothing changed but the
server's public key. The Android and iOS clients are scripts that keep to the known habits of the
real ones where these differ from the documents (tests/interop/peers); no such program was run.

The columns after iOS are scripts, too, with one habit each that other clients were seen to have; else
they keep to the documents. "opens in MTProto 1": its first message is a notifyLayer in MTProto 1,
wrapper 46 or 101. "no duplicate check": each packet counts and is shown, nothing waits for what is
missing, and what it is asked for it says anew. "resend numbers not doubled": its requests to resend
count messages. "vectors without ids": in what it writes and reads; what it sends again has an empty
vector behind it. "re-keys without end": after the first re-key always another. "no notifyLayer":
its wrappers have layer 144, and nothing else tells.

A peer that opens its chat in MTProto 1 with a notifyLayer, and goes on in MTProto 2, is read. One
that goes on in MTProto 1 with wrappers of layer 73 or more, as telethon-secret-chat does unless it
is told otherwise, stays unread: each such message is rejected as MTProto 1.

`->` is libe2e acting and the other client seeing it, `<-` the other way round. `pass` was seen;
a number stands for a note below: either the client has no means to do that, or what went wrong.
"""


def title(kind: str) -> str:
    """The heading of a column."""
    return NAMES.get(kind, kind.replace("tdlib-", "TDLib "))


class Notes:
    """Reasons, numbered in the order in which they appear."""

    def __init__(self) -> None:
        self.texts: List[str] = []

    def cell(self, outcome: Dict[str, Any]) -> str:
        """What stands in the table."""
        if outcome["verdict"] == "pass":
            return "pass"
        text = "%s: %s" % (outcome["verdict"], outcome["reason"].splitlines()[0])
        if text not in self.texts:
            self.texts.append(text)
        mark = "FAIL" if outcome["verdict"] == "fail" else "-"
        return "%s [%d]" % (mark, self.texts.index(text) + 1)


def rows(results: Dict[str, List[Dict[str, Any]]]) -> Dict[Tuple[str, str, str], Dict[str, Any]]:
    """(group, name, direction) -> kind -> outcome, in the order of the run."""
    table: Dict[Tuple[str, str, str], Dict[str, Any]] = {}
    for kind, outcomes in results.items():
        for outcome in outcomes:
            where = (outcome["group"], outcome["name"], outcome["direction"])
            table.setdefault(where, {})[kind] = outcome
    return table


def write(results: Dict[str, List[Dict[str, Any]]]) -> str:
    """The whole document."""
    notes, lines, group = Notes(), [HEAD], None
    kinds = list(results)
    for (of, name, direction), cells in rows(results).items():
        if of != group:
            group = of
            lines += ["", "## " + group, "",
                      "| | | " + " | ".join(title(kind) for kind in kinds) + " |",
                      "|---|---|" + "---|" * len(kinds)]
        lines.append("| %s | %s | %s |" % (
            name, "->" if direction == "to" else "<-",
            " | ".join(notes.cell(cells[kind]) if kind in cells else "" for kind in kinds)))
    if notes.texts:
        lines += ["", "## Notes", ""]
        lines += ["%d. %s" % (number, text) for number, text in enumerate(notes.texts, 1)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        sys.stdout.write(write(json.load(file)))
