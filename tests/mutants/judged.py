# SPDX-License-Identifier: ISC
"""The file of survivors that were judged: changes that no test can or need notice, and why.

    libe2e/proto/seqno.c e2e_i_seq_read
    -the lines of the original
    +what they become
    =equivalent: why

An entry is found by its file, its function and its lines, less their space, so that it may move.
"""


class Malformed(Exception):
    pass


def squeeze(lines):
    return " ".join(" ".join(lines).split())


def key(mutant):
    old, new = mutant.diff()
    return mutant.path, mutant.function or "-", squeeze(old), squeeze(new)


def read(path):
    """{key: reason} of the file, which may be empty."""
    entries, entry = {}, None
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            if line[0] not in "-+=":
                head = line.split()
                if len(head) != 2 or entry is not None:
                    raise Malformed("%s:%d: FILE FUNCTION is expected" % (path, number))
                entry = (head, [], [])
            elif entry is None:
                raise Malformed("%s:%d: no FILE FUNCTION before it" % (path, number))
            elif line[0] == "=":
                if not line[1:].strip() or not entry[1]:
                    raise Malformed("%s:%d: no change or no reason" % (path, number))
                (name, function), old, new = entry
                entries[name, function, squeeze(old), squeeze(new)] = line[1:].strip()
                entry = None
            else:
                entry[1 if line[0] == "-" else 2].append(line[1:])
    if entry is not None:
        raise Malformed("%s: the last entry has no reason" % path)
    return entries


def form(mutant, reason):
    """An entry for the file."""
    old, new = mutant.diff()
    return "\n".join(["%s %s" % (mutant.path, mutant.function or "-")] + ["-" + o for o in old] +
                     ["+" + n for n in new] + ["=" + reason])
