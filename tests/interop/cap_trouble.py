# SPDX-License-Identifier: ISC
"""What goes wrong on the way: holes, crashes, a server that fails."""
import asyncio
from typing import Any, Awaitable, List

from capability import capability
from stage import STEP_SECONDS, Failed, Side, Stage, is_message, until

BURST = 12


async def until_hits(rule: Any, n: int) -> None:
    """A fault has happened n times."""
    async def look() -> Any:
        return True if rule.hits >= n else None
    await until(look, "%d lost messages" % n, STEP_SECONDS)


# ---- Holes ---------------------------------------------------------------------------------

@capability("Holes", "the server loses messages")
async def lost(a: Side, b: Side, stage: Stage) -> None:
    before = await stage.burst(a, 1)
    await stage.arrived(b, before)
    rule = stage.lose(b, 3)
    gone = await stage.burst(a, 3)
    await until_hits(rule, 3)
    after = await stage.burst(a, 2)
    await stage.arrived(b, before + gone + after)


@capability("Holes", "two holes at once, and one each way")
async def two_holes(a: Side, b: Side, stage: Stage) -> None:
    sent: dict = {a.name: [], b.name: []}
    for x, y in ((a, b), (b, a), (a, b)):
        rule = stage.lose(y, 1)
        sent[x.name] += await stage.burst(x, 1)
        await until_hits(rule, 1)
        sent[x.name] += await stage.burst(x, 1)
    await stage.arrived(b, sent[a.name])
    await stage.arrived(a, sent[b.name])


@capability("Holes", "deleted before it was delivered")
async def deleted_early(a: Side, b: Side, stage: Stage) -> None:
    rule = stage.lose(b, 1)
    secret = stage.words("never to be seen")
    message = await a.do("text", text=secret)
    sent = await a.sees("sent", where=lambda r: message in (r["message"], r.get("was")))
    await until_hits(rule, 1)
    await a.do("delete", messages=[sent["message"]])
    after = await stage.burst(a, 2)
    await stage.arrived(b, after)
    if secret in await b.received() or any(
            record.get("text") == secret for record in b.worker.seen):
        raise Failed("%s saw a text that had been deleted" % b.name)


@capability("Server", "pushes come twice and out of order")
async def disorder(a: Side, b: Side, stage: Stage) -> None:
    stage.server.faults.duplicate(b.user_id, when=is_message, probability=0.3)
    stage.server.faults.reorder(2, b.user_id, when=is_message, probability=0.3)
    stage.server.faults.delay(0.3, b.user_id, when=is_message, probability=0.3)
    await stage.arrived(b, await stage.burst(a, BURST))


@capability("Server", "pushes are missing, the difference has them")
async def difference(a: Side, b: Side, stage: Stage) -> None:
    stage.server.faults.drop(b.user_id, 4, is_message)
    texts = await stage.burst(a, 6)
    stage.server.faults.disconnect(b.user_id)
    await stage.arrived(b, texts)


@capability("Server", "sends fail for a while (500, FLOOD_WAIT)")
async def failing(a: Side, b: Side, stage: Stage) -> None:
    stage.server.faults.error("messages.sendEncrypted", 500, "INTERNAL", 2, a.user_id)
    texts = await stage.burst(a, 2)
    stage.server.faults.flood_wait("messages.sendEncrypted", 1, 2, a.user_id)
    await stage.arrived(b, texts + await stage.burst(a, 3))


@capability("Server", "an answer is lost, the message was taken")
async def no_answer(a: Side, b: Side, stage: Stage) -> None:
    stage.server.faults.lose_answer("messages.sendEncrypted", 1, a.user_id)
    await stage.arrived(b, await stage.burst(a, 3))


@capability("Server", "restart in the middle of messages")
async def server_restart(a: Side, b: Side, stage: Stage) -> None:
    texts = await stage.burst(a, 3)
    restarting = asyncio.ensure_future(stage.server.restart(1.0))
    texts += await stage.burst(a, 3)
    await restarting
    await stage.arrived(b, texts + await stage.burst(a, 2))


# ---- Crashes ---------------------------------------------------------------------------------

def _crash(what: str, kill: bool, of_receiver: bool) -> None:
    """Put a trial into the list: one side ends amid a burst, and goes on."""
    @capability("Crashes", "%s of the %s amid messages" % (
        what, "receiver" if of_receiver else "sender"))
    async def trial(a: Side, b: Side, stage: Stage) -> None:
        texts = await stage.burst(a, 4)
        if kill and a is stage.peer and not of_receiver:
            await stage.arrived(b, texts)  # TDLib writes a moment after it said that it would send
        if of_receiver:
            await asyncio.gather(_collect(texts, stage.burst(a, 6, 0.05)), b.restart(kill))
        else:
            await a.restart(kill)
        texts += await stage.burst(a, 3)
        await stage.arrived(b, texts)


async def _collect(into: List[str], work: Awaitable[List[str]]) -> None:
    into += await work


for _receiver in (True, False):
    _crash("restart", False, _receiver)
    _crash("SIGKILL", True, _receiver)


@capability("Crashes", "SIGKILL between request and acceptance", own_chat=True)
async def crash_handshake(a: Side, b: Side, stage: Stage) -> None:
    a.chat = await a.worker.call("request", user_id=b.user_id)
    if a is stage.us:
        await a.restart(kill=True)
    record = await b.worker.wait("requested", user_id=a.user_id)
    b.chat = record["chat"]
    if a is stage.peer:
        await asyncio.sleep(1.0)  # TDLib writes a moment after it has asked
        await a.restart(kill=True)
    await b.do("accept")
    for side in (a, b):
        await side.until(lambda state: state["state"] == "ready", "a chat that is ready")
    await stage.say(a)
    await stage.say(b)


@capability("Crashes", "SIGKILL while a hole is open")
async def crash_hole(a: Side, b: Side, stage: Stage) -> None:
    stage.lose(b, 2)
    texts = await stage.burst(a, 2)
    texts += await stage.burst(a, 1)
    await b.restart(kill=True)
    texts += await stage.burst(a, 2)
    await stage.arrived(b, texts, 90.0)
