# SPDX-License-Identifier: ISC
"""What several tests need: where the vectors are, and how to read them."""
import json
import os
from typing import Any, Dict, Iterator, List

HERE = os.path.dirname(os.path.abspath(__file__))
SRCDIR = os.environ.get("E2E_SRCDIR") or os.path.dirname(os.path.dirname(HERE))
VECTORS = os.path.join(SRCDIR, "tests", "vectors")


def read_lines(path: str) -> Iterator[Dict[str, Any]]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def vectors(topic: str) -> List[Dict[str, Any]]:
    """The lines of a topic."""
    return list(read_lines(os.path.join(VECTORS, topic + ".jsonl")))


def transcripts() -> Dict[str, List[Dict[str, Any]]]:
    """All recorded sessions by name."""
    folder = os.path.join(VECTORS, "transcripts")
    return {name[:-len(".jsonl")]: list(read_lines(os.path.join(folder, name)))
            for name in sorted(os.listdir(folder)) if name.endswith(".jsonl")}


def of_hex(row: Dict[str, Any], *names: str) -> List[bytes]:
    """Members of ROW that are bytes."""
    return [bytes.fromhex(row[name]) for name in names]
