# SPDX-License-Identifier: ISC
"""Handshake, texts and what users do with them."""
from capability import capability
from stage import Failed, Side, Stage

KEY_HASH_BYTES = 36
LAYER = 144


@capability("Chat", "handshake", own_chat=True)
async def handshake(a: Side, b: Side, stage: Stage) -> None:
    await stage.open(a)
    await stage.say(a)
    await stage.say(b)


@capability("Chat", "same key hash")
async def key_hash(a: Side, b: Side, stage: Stage) -> None:
    hashes = [bytes.fromhex((await side.state())["key_hash"]) for side in (a, b)]
    if hashes[0] != hashes[1] or len(hashes[0]) != KEY_HASH_BYTES:
        raise Failed("the key hashes differ: %s, %s" % (hashes[0].hex(), hashes[1].hex()))


@capability("Chat", "layer of the other side becomes known", own_chat=True)
async def layers(a: Side, b: Side, stage: Stage) -> None:
    await stage.open(a)
    await stage.say(a)
    await stage.say(b)
    await b.until(lambda state: (state.get("peer_layer") or state["layer"]) >= LAYER,
                  "layer %d of the other side" % LAYER)


@capability("Chat", "a lower layer is announced", own_chat=True)
async def lower_layer(a: Side, b: Side, stage: Stage) -> None:
    await stage.open(a)
    await a.do("notify_layer", layer=101)
    await stage.say(a)
    await stage.say(b)


@capability("Chat", "request is refused", own_chat=True)
async def reject(a: Side, b: Side, stage: Stage) -> None:
    a.chat = await a.worker.call("request", user_id=b.user_id)
    record = await b.worker.wait("requested", user_id=a.user_id)
    b.chat = record["chat"]
    await b.do("reject")
    await a.sees("closed")


@capability("Chat", "closed", own_chat=True)
async def close(a: Side, b: Side, stage: Stage) -> None:
    await stage.open(a)
    await stage.say(a)
    await a.do("close")
    await b.sees("closed")
    if (await b.state())["state"] != "closed":
        raise Failed("%s still has an open chat" % b.name)


@capability("Messages", "text")
async def text(a: Side, b: Side, stage: Stage) -> None:
    await stage.say(a)
    strange = stage.words("\u2603 \U0001f469\u200d\U0001f680 \u05e9\u05dc\u05d5\u05dd\n<&>")
    await a.do("text", text=strange)
    await b.sees("text", text=strange)


@capability("Messages", "long text")
async def long_text(a: Side, b: Side, stage: Stage) -> None:
    words = (stage.words("long") + " \u00e4" * 2100)[:4095] + "."
    await a.do("text", text=words)
    await b.sees("text", text=words)


@capability("Messages", "text with entities")
async def entities(a: Side, b: Side, stage: Stage) -> None:
    words = stage.words("\U0001f680 bold italic code link")
    wanted = [("bold", 3, 4, None), ("italic", 8, 6, None), ("code", 15, 4, None),
              ("text_url", 20, 4, "https://example.org/")]
    await a.do("text", text=words, entities=[
        {"type": kind, "offset": offset, "length": length, **({"url": url} if url else {})}
        for kind, offset, length, url in wanted])
    record = await b.sees("text", text=words)
    got = [(entity["type"], entity["offset"], entity["length"], entity.get("url") or None)
           for entity in sorted(record.get("entities") or [], key=lambda e: e["offset"])]
    if got != wanted:
        raise Failed("%s saw the entities %s" % (b.name, got))


@capability("Messages", "reply")
async def reply(a: Side, b: Side, stage: Stage) -> None:
    question = stage.words("question")
    await b.do("text", text=question)
    asked = await a.sees("text", text=question)
    answer = stage.words("answer")
    await a.do("text", text=answer, reply_to=asked["message"])
    if not (await b.sees("text", text=answer)).get("reply_to"):
        raise Failed("%s does not see that it is a reply" % b.name)


@capability("Messages", "silent text")
async def silent(a: Side, b: Side, stage: Stage) -> None:
    words = stage.words("silent")
    await a.do("text", text=words, silent=True)
    await b.sees("text", text=words)


@capability("Messages", "typing")
async def typing(a: Side, b: Side, stage: Stage) -> None:
    await a.do("typing")
    await b.sees("typing")


@capability("Messages", "read mark")
async def read(a: Side, b: Side, stage: Stage) -> None:
    words = stage.words("read this")
    await a.do("text", text=words)
    record = await b.sees("text", text=words)
    await b.do("read", message=record["message"])
    await a.sees("read")


@capability("Service messages", "deleted messages")
async def delete(a: Side, b: Side, stage: Stage) -> None:
    words = stage.words("regretted")
    message = await a.do("text", text=words)
    theirs = (await b.sees("text", text=words))["message"]
    await a.do("delete", messages=[await _final(a, message)])
    await b.sees("deleted", where=lambda record: theirs in record["messages"])


@capability("Service messages", "flushed history")
async def flush(a: Side, b: Side, stage: Stage) -> None:
    await stage.say(a)
    await a.do("flush")
    await b.worker.wait("flushed", chat=b.chat)
    await stage.say(a)


@capability("Service messages", "screenshot")
async def screenshot(a: Side, b: Side, stage: Stage) -> None:
    words = stage.words("look")
    await b.do("text", text=words)
    theirs = (await a.sees("text", text=words))["message"]
    await a.do("screenshot", messages=[theirs])
    await b.sees("screenshot")


@capability("Service messages", "default time to live")
async def ttl(a: Side, b: Side, stage: Stage) -> None:
    for seconds in (60, 0):
        await a.do("ttl", seconds=seconds)
        await b.sees("ttl", seconds=seconds)


@capability("Self-destruction", "text expires after it was read")
async def expiry(a: Side, b: Side, stage: Stage) -> None:
    await a.do("ttl", seconds=2)
    await b.sees("ttl", seconds=2)
    words = stage.words("burns")
    await a.do("text", text=words)
    theirs = (await b.sees("text", text=words))["message"]
    await b.do("read", message=theirs)
    await b.sees("expired", where=lambda record: theirs in record["messages"])
    await a.sees("expired")
    await a.do("ttl", seconds=0)
    await b.sees("ttl", seconds=0)


async def _final(side: Side, message: object) -> object:
    """The handle of a message once the server has it; some clients give it another one then."""
    state = [record for record in side.worker.seen
             if record.get("kind") == "sent" and record.get("was") == message]
    return state[-1]["message"] if state else message
