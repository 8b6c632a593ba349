# SPDX-License-Identifier: ISC
"""Do the citations in the tree and the numbers of the specification agree?

usage: citations.py [ROOT]

A citation is "protocol 5.2.3" (also a section, "protocol 5.2"), "T6.1", "Annex A", "observed 5.1" or
"scenario 41"; a list goes on after a comma, "and" or "or", a range with "to" or "-". Wrong are:

- a number that is cited and not there, or is there twice;
- a rule or trap of doc/protocol.md that no code cites, a scenario that no test names by itself
  (tests/house/citations.except has what is excused, each with a reason);
- a comment that says a number and no words;
- what looks like a citation in another form, a heading of a document that it does not have, and in
  an installed header whatever is not installed.

What is wrong is printed, a line each, and the exit status is 1.
"""

import os
import re
import sys

FOLDERS = ("backends", "doc", "examples", "libe2e", "python", "tests", "tl", "tools")
ENDS = (".c", ".h", ".in", ".py", ".sh", ".tl", ".list", ".md", ".1", ".7")
NOT_OURS = {"vectors", "corpus", "node_modules", "__pycache__", "gen", ".libs", ".deps"}
CODE = ("backends/", "libe2e/", "python/e2e/", "tl/", "tools/")
DOCUMENTS = ("doc/protocol.md", "doc/observed.md", "tests/scenarios.md")
SELF = ("tests/house/citations.py", "tests/house/citations.sh", "tests/house/citations-test.sh",
        "tests/house/citations.except")
INSTALLED = re.compile(r"libe2e/e2e/\w+\.h$|tl/schema\.h\.in$|libe2e/names\.list$")
MAY_BE_EXCUSED = 12
LEAST = {"files": 500, "citations": 700, "protocol": 150, "observed": 20, "scenario": 120}

ITEM = r"(?:T\d+\.\d+|Annex [A-Z]|\d+(?:\.\d+){0,2})(?![\w]|\.\d)"
SEP = r"(?:\s*,\s*(?:and\s+)?|\s+-\s+|\s+(?:and|or|to)\s+)"
LIST = ITEM + "(?:" + SEP + ITEM + ")*"
CITATION = re.compile(r"\b(?:(?P<what>protocol|observed|scenarios?)\s+(?P<list>" + LIST + ")"
                      r"|(?P<alone>T\d+\.\d+\b|Annex [A-Z]\b))", re.I)
WRONG_FORM = (
    (re.compile(r"\b(?:tdlib|peers)-observed"), "not a document of this project"),
    (re.compile(r"\.\./shared/\w+\.md"), "not a document of this project"),
    (re.compile(r"\bissue \d+"), "an issue is not part of the project"),
    (re.compile(r"\b\w+\.md,? \d"), "documents are cited by a heading or as in citations.py"),
    (re.compile(r"\bprotocol \d+\.\d+,? (?:rules? )?\d+(?![.\d])"), "a rule has a number of its own"),
)
BARE = re.compile(r"(?<![\w.])\d+\.\d+(?:\.\d+)?,? (?:and )?T\d+\.\d+")
BARE_START = re.compile(r"(?:/\*|#|//)\s+(\d+\.\d+(?:, ?T?\d+\.\d+)*:)")
HEADING = re.compile(r"\b(\w+\.md),? \"([^\"]+)\"")
LEADER = re.compile(r"^\s*(?:/?\*+|//+|#+(?!include|define|if|e)|:(?= )|\.\\\")?\s?")


class Trouble:
    """What was found, in the order in which it was."""

    def __init__(self):
        self.lines = []

    def say(self, text):
        self.lines.append(text)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as stream:
        return stream.read()


def flatten(text):
    """TEXT as one line, without the signs before comments, and where each line begins in it."""
    parts, starts, n = [], [], 0
    for line in text.split("\n"):
        line = LEADER.sub("", line).rstrip() + " "
        starts.append(n)
        parts.append(line)
        n += len(line)
    return "".join(parts), starts


def line_of(starts, offset):
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle
        else:
            high = middle
    return low + 1


def numbers(root, trouble):
    """What is there: {"protocol": {number: is it to be cited?}, "observed": ..., "scenario": ...}"""
    there = {"protocol": {}, "observed": {}, "scenario": {}}

    def add(kind, number, due):
        if number in there[kind]:
            trouble.say(f"{kind} {number} is there twice")
        there[kind][number] = due

    for line in read(os.path.join(root, DOCUMENTS[0])).split("\n"):
        for pattern, due in ((r"#+ (\d+(?:\.\d+)?)\.? ", False), (r"# (Annex [A-Z])\. ", False),
                             (r"\*\*(T?\d+(?:\.\d+)+)\*\* ", True)):
            match = re.match(pattern, line)
            if match:
                add("protocol", match[1], due)
    for line in read(os.path.join(root, DOCUMENTS[1])).split("\n"):
        match = re.match(r"#+ (\d+(?:\.\d+)?)\.? ", line)
        if match:
            add("observed", match[1], False)
    for line in read(os.path.join(root, DOCUMENTS[2])).split("\n"):
        match = re.match(r"\*\*(\d+)\. ", line)
        if match:
            add("scenario", match[1], True)
    return there


def sources(root):
    """The files that are searched, relative to ROOT."""
    found = [name for name in os.listdir(root) if name.endswith(".md")]
    for folder in FOLDERS:
        for where, folders, names in os.walk(os.path.join(root, folder)):
            folders[:] = sorted(set(folders) - NOT_OURS)
            found += [os.path.relpath(os.path.join(where, name), root) for name in names
                      if name.endswith(ENDS)]
    return sorted(set(found) - set(SELF))


def between(first, last):
    """The numbers of a range, 3 to 5 or T4.2 - T4.4; None if it is none."""
    head, _, a = first.rpartition(".")
    other, _, b = last.rpartition(".")
    if head != other or not a.isdigit() or not b.isdigit() or int(a) >= int(b):
        return None
    return [head + "." * bool(head) + str(n) for n in range(int(a), int(b) + 1)]


def cited(match, at, trouble):
    """(kind, number, is it named by itself?) for each number of MATCH, which is at AT."""
    if match["alone"]:
        return [("protocol", match["alone"], True)]
    document = match["what"].lower().rstrip("s")
    found, before, separator = [], None, ""
    for part in re.split("(" + SEP + ")", match["list"]):
        if re.fullmatch(SEP, part):
            separator = part.strip(" ,\n")
            continue
        kind = "protocol" if part[0] in "TA" else document
        if separator in ("to", "-") and before is not None:
            many = between(before, part)
            if many is None:
                trouble.say(f"{at}: {before} to {part} is no range")
                many = [part]
            found.pop()
            found += [(kind, number, False) for number in many]
        else:
            found.append((kind, part, True))
        before, separator = part, ""
    return found


def comments(name, text):
    """(offset, text) of each comment of a source."""
    if name.endswith((".c", ".h", ".in")):
        for match in re.finditer(r"/\*.*?\*/(?:\n[ \t]+/\*.*?\*/(?=\n))*", text, re.S):
            yield match.start(), match[0]
    elif name.endswith((".py", ".sh")):
        for match in re.finditer(r"(?:^[ \t]*#.*\n)+|[ \t]#[ \t].*(?:\n[ \t]+#[ \t].*)*",
                                 text, re.M):
            yield match.start(), match[0]
        if name.endswith(".py"):
            for match in re.finditer(r'^[ \t]*""".*?"""', text, re.S | re.M):
                yield match.start(), match[0]


def only_numbers(text):
    """Whether the comment TEXT cites, and says nothing else."""
    flat = flatten(text)[0]
    rest = CITATION.sub(" ", flat)
    return rest != flat and len(re.findall(r"[A-Za-z]{2,}", rest)) < (1 if "---" in flat else 2)


def check_form(root, name, text, flat, starts, spans, trouble):
    for pattern, why in WRONG_FORM:
        for match in pattern.finditer(flat):
            trouble.say(f"{name}:{line_of(starts, match.start())}: \"{match[0]}\": {why}")
    for match in BARE.finditer(flat):
        if not any(a <= match.start() < b for a, b in spans):
            trouble.say(f"{name}:{line_of(starts, match.start())}: \"{match[0]}\": of which document?")
    for match in BARE_START.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        trouble.say(f"{name}:{line}: \"{match[1]}\": of which document?")
    for match in HEADING.finditer(flat):
        files = [os.path.join(root, folder, match[1])
                 for folder in ("", "doc", "tests", "tests/interop", "python")]
        have = [flatten(line)[0].strip() for file in files if os.path.exists(file)
                for line in read(file).split("\n") if line.startswith("#")]
        if match[2] not in have:
            trouble.say(f"{name}:{line_of(starts, match.start())}: {match[1]} has no \"{match[2]}\"")
    if INSTALLED.search(name):
        for match in re.finditer(r"\b(?!protocol\b|observed\b)\w+\.md\b|\bscenarios? \d+", flat):
            trouble.say(f"{name}:{line_of(starts, match.start())}: {match[0]} is not installed")


def search(root, there, trouble):
    """What is cited, {(kind, number)}: by code, and by tests that name it by itself."""
    code, tests, count = set(), set(), 0
    names = sources(root)
    for name in names:
        text = read(os.path.join(root, name))
        flat, starts = flatten(text)
        spans = []
        for match in CITATION.finditer(flat):
            at = f"{name}:{line_of(starts, match.start())}"
            spans.append(match.span())
            for kind, number, alone in cited(match, at, trouble):
                count += 1
                if number not in there[kind]:
                    trouble.say(f"{at}: there is no {kind} {number}")
                elif alone and name.startswith(CODE):
                    code.add((kind, number))
                elif alone and name.startswith("tests/") and not name.endswith(".md"):
                    tests.add((kind, number))
        if name == DOCUMENTS[0]:
            for match in re.finditer(r"(?<![\w.])\d+\.\d+\.\d+(?![\w.]*\w)", flat):
                if match[0] not in there["protocol"]:
                    trouble.say(f"{name}:{line_of(starts, match.start())}: there is no {match[0]}")
        check_form(root, name, text, flat, starts, spans, trouble)
        for offset, comment in comments(name, text):
            if only_numbers(comment):
                line = text.count("\n", 0, offset) + 1
                trouble.say(f"{name}:{line}: only a number, no words: {comment.strip()}")
    for what, n in (("files", len(names)), ("citations", count)):
        if n < LEAST[what]:
            trouble.say(f"only {n} {what} were found in {root}")
    return code, tests


def excused(root, trouble):
    """{(kind, number): the line} of tests/house/citations.except."""
    found = {}
    for line in read(os.path.join(root, SELF[3])).split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        match = re.match(r"(protocol|scenario) (T?[\d.]+): (.*)", line)
        if match is None or len(match[3].split()) < 4:
            trouble.say(f"{SELF[3]}: \"{line}\" has no number and reason")
        else:
            found[match[1], match[2]] = line
    if len(found) > MAY_BE_EXCUSED:
        trouble.say(f"{SELF[3]}: {len(found)} are excused, and at most {MAY_BE_EXCUSED} may be")
    return found


def main(root):
    trouble = Trouble()
    there = numbers(root, trouble)
    for kind, found in there.items():
        if len(found) < LEAST[kind]:
            trouble.say(f"only {len(found)} numbers of kind \"{kind}\" are there")
    code, tests = search(root, there, trouble)
    excuses = excused(root, trouble)
    for kind, by, who in (("protocol", code, "code"), ("scenario", tests, "test")):
        for number, due in there[kind].items():
            if due and (kind, number) not in by and excuses.pop((kind, number), None) is None:
                trouble.say(f"no {who} cites {kind} {number}")
    for line in excuses.values():
        trouble.say(f"{SELF[3]}: \"{line}\" excuses what needs no excuse")
    print("\n".join(trouble.lines), end="\n" if trouble.lines else "")
    return 1 if trouble.lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))
