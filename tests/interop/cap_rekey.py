# SPDX-License-Identifier: ISC
"""Renewing keys (perfect forward secrecy): begun by either side, by both, with crashes and holes."""
import asyncio
import contextlib
import random
from typing import Any, AsyncIterator, List

from capability import capability
from stage import Failed, Side, Stage, is_message, until
from worker import CannotError

THRESHOLD = 100  # messages under one key, in and out, after which clients begin a re-key
REKEY_SECONDS = 60.0
MESSAGES, SHORT_MESSAGES = 1000, 260


@contextlib.asynccontextmanager
async def patient(stage: Stage) -> AsyncIterator[None]:
    """Meanwhile libe2e begins no re-key by itself."""
    options = stage.us.login_args.get("options", {})
    stage.us.login_args["options"] = {**options, "no_rekey": True}
    await stage.us.restart(kill=False)
    try:
        yield
    finally:
        stage.us.login_args["options"] = options
        await stage.us.restart(kill=False)


async def key(stage: Stage) -> Any:
    """The fingerprint of the key that libe2e sends with."""
    return (await stage.us.state())["key_fingerprint"]


async def start(a: Side, b: Side, stage: Stage) -> List[str]:
    """a begins a re-key: by order, or, where it takes none, by the number of its texts."""
    try:
        await a.do("rekey")
        return []
    except CannotError:
        return await stage.burst(a, THRESHOLD)


async def renewed(before: Any, stage: Stage) -> None:
    """Texts go both ways until the key is another one, and still do then."""
    async def look() -> Any:
        await stage.say(stage.us)
        await stage.say(stage.peer)
        return True if await key(stage) != before else None

    await until(look, "a new key", REKEY_SECONDS)
    await stage.say(stage.us)
    await stage.say(stage.peer)


async def _begin(a: Side, b: Side, stage: Stage) -> Any:
    """A new chat with a text each way; gives its key."""
    await stage.open(a)
    await stage.say(a)
    await stage.say(b)
    return await key(stage)


@capability("Re-keying", "begun by one side", own_chat=True)
async def one_side(a: Side, b: Side, stage: Stage) -> None:
    async with patient(stage):
        before = await _begin(a, b, stage)
        await stage.arrived(b, await start(a, b, stage))
        await renewed(before, stage)


@capability("Re-keying", "requests that cross", own_chat=True)
async def crossing(a: Side, b: Side, stage: Stage) -> None:
    before = await _begin(a, b, stage)
    stage.server.faults.delay(1.0, when=is_message)
    texts = await asyncio.gather(start(a, b, stage), start(b, a, stage))
    await stage.arrived(b, texts[0])
    await stage.arrived(a, texts[1])
    stage.server.faults.clear()
    await renewed(before, stage)


@capability("Re-keying", "SIGKILL of the other side in the middle", own_chat=True)
async def crash(a: Side, b: Side, stage: Stage) -> None:
    before = await _begin(a, b, stage)
    stage.server.faults.delay(0.5, when=is_message)
    texts = await start(a, b, stage)
    await b.restart(kill=True)
    stage.server.faults.clear()
    await stage.arrived(b, texts)
    await renewed(before, stage)


@capability("Re-keying", "the server loses a step", own_chat=True)
async def lost_step(a: Side, b: Side, stage: Stage) -> None:
    before = await _begin(a, b, stage)
    texts = (await start(a, b, stage))[:-1]
    stage.lose(a, 1)
    stage.lose(b, 1)
    texts += await stage.burst(a, 2)
    # If what is lost is b's request to resend, a sees the hole at b's next message only.
    await stage.burst(b, 1)
    await stage.arrived(b, texts)
    await renewed(before, stage)


@capability("Re-keying", "many messages, one re-key after another", own_chat=True)
async def many(a: Side, b: Side, stage: Stage) -> None:
    dice = random.Random(7)
    await _begin(a, b, stage)
    sent: dict = {a.name: [], b.name: []}
    n = SHORT_MESSAGES if stage.short else MESSAGES
    keys = {await key(stage)}
    while len(sent[a.name]) + len(sent[b.name]) < n:
        side = dice.choice((a, b))
        sent[side.name] += await stage.burst(side, dice.randint(1, 12))
        if dice.random() < 0.3:
            await stage.arrived(b, sent[a.name][-5:])
            await stage.arrived(a, sent[b.name][-5:])
            keys.add(await key(stage))
    await stage.arrived(b, sent[a.name], 120.0)
    await stage.arrived(a, sent[b.name], 120.0)
    if len(keys) < n // 200:
        raise Failed("only %d keys in %d messages" % (len(keys), n))
