# SPDX-License-Identifier: ISC
"""libe2e, hosted by Telethon with the Python package, against every other client, offline.

usage: run.py [--short | --sample] [--only WORDS] [--all] [--tdlib FOLDER] [--json FILE]
              [--logs FOLDER] [--jobs N] [PEER ...]

PEER is tdlib-VERSION, tdlib (the newest), android, iphone, one of peers/others.py (opens-v1,
copies, undoubled, bare, endless, mute) or libe2e; none means all that can run.
A fake data centre in this process joins them, one for each PEER, N at once.  --only tries the
capabilities whose group or name contains WORDS; --all also those that a client is known to have no
means for.
--short does with fewer and smaller of everything; --sample is that in one direction only, in turns:
from libe2e and to it, the other way round for the next PEER.
E2E_LIBRARY and PYTHONPATH tell where the library and the package are.  Ends with 1 if a capability
failed.  In the table "cannot" says what a client has no means for.
"""
import argparse
import asyncio
import json
import os
import pathlib
import sys
import tempfile
from typing import Any, Dict, List, Optional, Sequence

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import cap_media  # noqa: E402,F401  each fills the list of capabilities, in this order
import cap_rekey  # noqa: E402,F401
import cap_oneway  # noqa: E402,F401
import cap_talk  # noqa: E402,F401
import cap_trouble  # noqa: E402,F401
from capability import (  # noqa: E402
    CAPABILITIES, FROM_PEER, TO_PEER, Capability, Outcome, attempt)
from fakedc import Server  # noqa: E402
from peers.android import Android  # noqa: E402
from peers.iphone import Iphone  # noqa: E402
from peers.others import OTHERS  # noqa: E402
from stage import Side, Stage  # noqa: E402
from worker import WorkerPeer  # noqa: E402

US, PEER = 1001, 1002
SCRIPTED = {"android": Android, "iphone": Iphone, **OTHERS}
GROUPS = ["Chat", "Messages", "Service messages", "Self-destruction", "Files",
          "Places and people", "Re-keying", "Holes", "Server", "Crashes"]


class Run:
    """Everything against one client: the arguments, the server, and what came out."""

    def __init__(self, kind: str, options: argparse.Namespace, folder: pathlib.Path) -> None:
        self.kind = kind
        self.options = options
        self.folder = folder / kind
        self.folder.mkdir()
        self.outcomes: List[Outcome] = []

    def key(self) -> Optional[bytes]:
        """The server's private key: the one that TDLib's copies are patched for, if there is one."""
        file = self.options.tdlib / "dc_key.pem" if self.options.tdlib else None
        return file.read_bytes() if file and file.exists() else None

    def log(self, name: str) -> pathlib.Path:
        """A file for what a worker writes."""
        self.options.logs.mkdir(parents=True, exist_ok=True)
        return self.options.logs / (name + ".log")

    def side(self, server: Server, command: List[str], user_id: int, name: str,
             env: Optional[Dict[str, str]] = None) -> Side:
        """A client in a process of its own."""
        folder = self.folder / name
        folder.mkdir()
        public = self.folder / "server.pem"
        public.write_bytes(server.public_key_pem)
        worker = WorkerPeer([sys.executable, "-B", *command], name=name, log=self.log(name),
                            env={**os.environ, **(env or {})})
        return Side(worker, user_id, name, {
            "phone": "+1555000%04d" % user_id, "host": "127.0.0.1", "port": server.port,
            "key": str(public), "folder": str(folder), "code": "12345"})

    def host(self, server: Server, user_id: int, name: str) -> Side:
        """libe2e, hosted by Telethon."""
        return self.side(server, [str(HERE / "host.py")], user_id, name)

    def peer(self, server: Server, name: str) -> Side:
        """The other client."""
        kind = self.kind
        if kind in SCRIPTED:
            worker = SCRIPTED[kind](server.plain_user(PEER), seed=1)
            if self.options.all:
                worker.lacks = None
            return Side(worker, PEER, name)
        if kind == "libe2e":
            return self.host(server, PEER, name)
        library = self.options.tdlib / kind.split("-", 1)[1] / "libtdjson.so"
        return self.side(server, [str(HERE / "tdlib" / "worker.py")], PEER, name,
                         {"TDJSON": str(library)})

    async def against(self) -> None:
        """All capabilities, with a server of its own."""
        async with Server(self.key()) as server:
            us = self.host(server, US, "us-" + self.kind)
            if self.kind == "iphone":
                us.login_args["options"] = {"rekey_late_ms": 2000}  # instead of a minute
            peer = self.peer(server, "peer-" + self.kind)
            stage = Stage(server, us, peer, self.folder, self.options.short,
                          self.options.sample)
            try:
                await us.begin()
                await peer.begin()
                await self._all(stage)
            finally:
                await asyncio.gather(*(end(side) for side in (us, peer)))

    def directions(self, entry: Capability) -> Sequence[str]:
        """Which ways a capability is tried."""
        if not self.options.sample:
            return TO_PEER, FROM_PEER
        turn = CAPABILITIES.index(entry) + self.options.peers.index(self.kind)
        return (TO_PEER if turn % 2 == 0 else FROM_PEER,)

    async def _all(self, stage: Stage) -> None:
        for entry in sorted(CAPABILITIES, key=lambda one: GROUPS.index(one.group)):
            words = self.options.only
            if (entry.long and self.options.short) or (
                    words and words not in entry.group and words not in entry.name):
                continue
            for direction in self.directions(entry):
                outcome = await attempt(entry, direction, stage)
                self.outcomes.append(outcome)
                say(self.kind, outcome)


async def end(side: Side) -> None:
    """End a client that may be gone already."""
    if side.worker.running:
        try:
            await side.worker.stop()
        except Exception as error:  # the outcome is known by now
            print("%s did not end: %s" % (side.name, error), file=sys.stderr)
            await side.worker.kill()


def say(kind: str, outcome: Outcome) -> None:
    """One line for people."""
    arrow = "libe2e -> %s" % kind if outcome.direction == TO_PEER else "%s -> libe2e" % kind
    print("%-6s %-26s %s: %s (%.1f s)%s" % (
        outcome.verdict, arrow, outcome.group, outcome.name, outcome.seconds,
        "\n       " + outcome.reason if outcome.reason else ""), flush=True)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--tdlib", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--logs", type=pathlib.Path, default=pathlib.Path("logs"))
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("peers", nargs="*")
    options = parser.parse_args()
    options.short = options.short or options.sample
    tdlibs = ["tdlib-" + version for version in versions(options.tdlib)]
    if not options.peers:
        options.peers = [*tdlibs, *SCRIPTED, "libe2e"]
    options.peers = [name for kind in options.peers
                     for name in (tdlibs[-1:] if kind == "tdlib" else [kind])]
    return options


def versions(folder: Optional[pathlib.Path]) -> List[str]:
    """The versions of TDLib that are in a folder, the newest last."""
    found = [path.parent.name for path in folder.glob("*/libtdjson.so")] if folder else []
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def report(runs: List[Run], path: pathlib.Path) -> None:
    """All outcomes, for table.py."""
    path.write_text(json.dumps({
        run.kind: [outcome._asdict() for outcome in run.outcomes] for run in runs}, indent=1) + "\n")


async def main() -> int:
    """The status that the process ends with."""
    options = arguments()
    turn = asyncio.Semaphore(options.jobs)

    async def take_turn(run: Run) -> None:
        async with turn:
            await run.against()

    with tempfile.TemporaryDirectory(prefix="e2e-interop-") as folder:
        runs = [Run(kind, options, pathlib.Path(folder)) for kind in options.peers]
        await asyncio.gather(*(take_turn(run) for run in runs))
    if options.json:
        report(runs, options.json)
    verdicts: List[Any] = [outcome.verdict for run in runs for outcome in run.outcomes]
    print("%d passed, %d failed, %d cannot be tried" % (
        verdicts.count("pass"), verdicts.count("fail"), verdicts.count("cannot")))
    return 1 if "fail" in verdicts or not verdicts else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
