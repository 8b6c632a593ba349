#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Make the first inputs of fuzz_tl from the vectors.

    make_corpus.py VECTORS FOLDER

VECTORS is tests/vectors/tl_secret.jsonl.  FOLDER gets the shortest object of each
constructor, and some files that are wrong in ways that a fuzzer is slow to find.  The
first byte of each file is the number of a type: 0 is any.
"""

import json
import os
import struct
import sys

VECTOR = 0x1cb5c415
MESSAGE_73, AUDIO_46, DOCUMENT_45 = 0x91cc4674, 0x9852f9c6, 0x7afe8ae2
ENTITY_BOLD, ANIMATED, DELETE = 0xbd610bc9, 0x11b58939, 0x65614304
LAYER, CONTACT, GEO = 0x1be31789, 0x588a0a97, 0x35480a59


def ints(*values):
    return b"".join(struct.pack("<I", v & 0xffffffff) for v in values)


def string(text):
    head = bytes([len(text)]) if len(text) < 254 else struct.pack("<I", len(text) << 8 | 254)
    body = head + text
    return body + bytes(-len(body) % 4)


def shortest(path):
    """The shortest accepted object of each constructor."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["expect"] != "ok" or "bytes" not in row:
                continue
            data = bytes.fromhex(row["bytes"])
            name = row["constructor"]
            if name not in found or len(data) < len(found[name]):
                found[name] = data
    return found


def message(flags, *rest):
    return ints(MESSAGE_73, flags, 1, 0, 0) + string(b"text") + b"".join(rest)


def document(*attributes_and_rest):
    head = ints(DOCUMENT_45) + string(b"") + ints(0, 0) + string(b"") + ints(1)
    return head + string(b"") + string(b"") + b"".join(attributes_and_rest)


def nasty():
    entity = ints(ENTITY_BOLD, 0, 4)
    audio = ints(AUDIO_46, 0, 1)
    wrapper = ints(LAYER) + string(bytes(15)) + ints(144, 0, 1)
    return {
        "empty": b"",
        "unknown": ints(0xdeadbeef) + bytes(12),
        "unknown-message": wrapper + ints(0xdeadbeef, 1, 2, 3),
        "unknown-media": message(1 << 9 | 1 << 7, ints(0xdeadbeef, 5)),
        "unknown-entity": message(1 << 7, ints(VECTOR, 3), entity, ints(0xdeadbeef, 0, 4),
                                  entity),
        "unknown-attribute": document(ints(VECTOR, 2), ints(ANIMATED), ints(0xdeadbeef),
                                      string(b"")),
        "count-1-more": message(1 << 7, ints(VECTOR, 3), entity, entity),
        "count-2-31": message(1 << 7, ints(VECTOR, 0x80000000), entity),
        "count-all-that-is-left": document(ints(VECTOR, 3 * 50), audio * 50),
        "count-and-unknown": document(ints(VECTOR, 3 * 50), audio * 49, ints(0xdeadbeef, 0, 0)),
        "longs-too-many": ints(DELETE, VECTOR, 0x20000001, 1, 2),
        "all-attributes-animated": document(ints(VECTOR, 99), ints(ANIMATED) * 99, string(b"")),
        "odd-padding": ints(CONTACT) + b"\1a\1\2" + string(b"") + string(b"") + ints(0),
        "odd-length": ints(CONTACT) + ints(3 << 8 | 254) + b"abc\0" + string(b"")
        + string(b"") + ints(0),
        "odd-flags": message(0xffffffff & ~(1 << 9 | 1 << 7 | 1 << 11 | 1 << 3 | 1 << 17)),
        "length-255": ints(CONTACT) + b"\xff\0\0\0\0\0\0\0",
        "length-2-24": ints(CONTACT) + b"\xfe\xff\xff\xff",
        "not-utf-8": message(0)[:-8] + string(b"\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80\0\"\\"),
        "doubles": ints(GEO) + struct.pack("<dd", float("nan"), 5e-324),
        "left-over": message(0) + bytes(4),
        "flag-left-over": message(1 << 20 | 1 << 7, ints(VECTOR, 1), entity, ints(1, 2)),
        "flag-before-entities": message(1 << 20 | 1 << 7, ints(ANIMATED, VECTOR, 1), entity),
        "flag-of-attribute": document(ints(VECTOR, 2), ints(AUDIO_46, 1 << 20, 1, ENTITY_BOLD),
                                      ints(ANIMATED), string(b"")),
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    files = dict(shortest(sys.argv[1]))
    for name, data in nasty().items():
        files["nasty-" + name] = data
    os.makedirs(sys.argv[2], exist_ok=True)
    for name, data in files.items():
        with open(os.path.join(sys.argv[2], name), "wb") as file:
            file.write(b"\0" + data)
    print(len(files), "files")


if __name__ == "__main__":
    main()
