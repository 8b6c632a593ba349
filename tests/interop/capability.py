# SPDX-License-Identifier: ISC
"""The list of capabilities, and how one of them is tried.

A capability is a coroutine function (a, b, stage): a does something, b has to see it.  It raises
Failed when a client does not do what it should; CannotError, when a client has no such feature.
"""
import time
from typing import Any, Awaitable, Callable, Dict, List, NamedTuple

from stage import Failed, Side, Stage
from worker import CannotError, WorkerDied, WorkerError, WorkerTimeout

Trial = Callable[[Side, Side, Stage], Awaitable[None]]

TO_PEER = "to"        # a is libe2e
FROM_PEER = "from"    # a is the other client


class Capability(NamedTuple):
    """A row of the table.  own_chat: it opens its chat itself.  long: not in the short run."""

    group: str
    name: str
    trial: Trial
    own_chat: bool
    long: bool


class Outcome(NamedTuple):
    """A cell of the table.  verdict is "pass", "cannot" or "fail"; reason is for the others."""

    group: str
    name: str
    direction: str
    verdict: str
    reason: str
    seconds: float


CAPABILITIES: List[Capability] = []


def capability(group: str, name: str, *, own_chat: bool = False,
               long: bool = False) -> Callable[[Trial], Trial]:
    """Put a trial into the list; it is made in both directions."""
    def add(trial: Trial) -> Trial:
        CAPABILITIES.append(Capability(group, name, trial, own_chat, long))
        return trial
    return add


async def attempt(entry: Capability, direction: str, stage: Stage) -> Outcome:
    """Try one capability in one direction; whatever goes wrong is in the outcome."""
    a, b = (stage.us, stage.peer) if direction == TO_PEER else (stage.peer, stage.us)
    begin = time.monotonic()
    verdict, reason = "pass", ""
    before = len(stage.peer.worker.seen)
    try:
        _possible(entry, direction, stage)
        await _ready(entry, a, b, stage)
        await entry.trial(a, b, stage)
        _nothing_odd(stage.peer.worker.seen[before:])
    except CannotError as error:
        verdict, reason = "cannot", error.reason
    except (Failed, WorkerDied, WorkerError, WorkerTimeout, OSError) as error:
        verdict, reason = "fail", "%s: %s" % (type(error).__name__, error)
    stage.server.faults.clear()
    return Outcome(entry.group, entry.name, direction, verdict, reason,
                   time.monotonic() - begin)


def _possible(entry: Capability, direction: str, stage: Stage) -> None:
    """Some scripted clients say what they are known to have no means for."""
    lacks = getattr(stage.peer.worker, "lacks", None)
    reason = lacks(entry.name, direction) if lacks else None
    if reason is not None:
        raise CannotError(reason)


def _nothing_odd(records: List[Dict[str, Any]]) -> None:
    """The scripted clients tell what real ones put up with, but should not have to."""
    for record in records:
        if record["kind"] == "odd":
            raise Failed("libe2e did what it must not: %s" % record["reason"])


async def _ready(entry: Capability, a: Side, b: Side, stage: Stage) -> None:
    """Both run, and have a chat unless the capability opens one."""
    for side in (a, b):
        if not side.worker.running:
            await side.restart(kill=False)
    if not entry.own_chat and not await stage.is_open():
        await stage.open(a)
