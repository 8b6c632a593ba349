# SPDX-License-Identifier: ISC
"""A chat in which one side writes and the other, who reads it all, never answers.

Keys have to be renewed all the same, and what was sent has to be acknowledged: by what clients send
by themselves.  What passed under each key is read from the server's log, without the keys: a packet
begins with the fingerprint of its key, and of the service messages only requestKey and acceptKey
are longer than a number of 2048 bits.
"""
import asyncio
from typing import Any, Dict, List, NamedTuple, Optional, Sequence

from capability import capability
from stage import Failed, Side, Stage, until

TEXTS, SHORT_TEXTS, SAMPLE_TEXTS = 2000, 300, 120
WINDOW = 4             # texts on their way: 200 ms of them, at one each 50 ms
USES = 120             # messages under a key, but for the texts between requestKey and commitKey
TEXTS_OF_A_KEY = 200   # at least one new key in so many texts
OUTBOX = 200           # messages of libe2e that are not acknowledged
LOOK_EACH = 10         # texts, between two looks at the outbox
PACE_SECONDS = 60.0
DONE_SECONDS = 120.0
IDLE_SECONDS = 20.0    # until a TDLib is taken for idle
PUBLIC_BYTES = 256     # g_a, g_b
SENDS = ("messages.sendEncrypted", "messages.sendEncryptedService")
# Of a client's records, what must not come.
ERRORS = ("failed", "closed", "rejected", "gap", "rollback", "odd", "dropped")


class Packet(NamedTuple):
    """A message on the server.  key: the fingerprint."""

    user_id: int
    key: bytes
    text: bool
    public: bool   # requestKey or acceptKey


class Period(NamedTuple):
    """What passed under one key: all messages, and the texts between requestKey and commitKey."""

    messages: int
    crossing: int


def packets(records: Sequence[Any], chat: int) -> List[Packet]:
    """The messages of a chat in a log, in order, each once; chat: the server's id."""
    found, known = [], set()
    for record in records:
        if record.kind != "call" or record.name not in SENDS or "error" in record.details:
            continue
        request = record.details["request"]
        if request.peer.chat_id != chat or (record.user_id, request.random_id) in known:
            continue
        known.add((record.user_id, request.random_id))
        text = record.name == SENDS[0]
        found.append(Packet(record.user_id, request.data[:8], text,
                            not text and len(request.data) > PUBLIC_BYTES))
    return found


def periods(of: Sequence[Packet]) -> List[Period]:
    """One for each key, in the order in which they came into use."""
    keys: Dict[bytes, List[Packet]] = {}
    for packet in of:
        keys.setdefault(packet.key, []).append(packet)
    return [Period(len(under), _crossing(under, number == len(keys) - 1))
            for number, under in enumerate(keys.values())]


def _crossing(under: Sequence[Packet], last: bool) -> int:
    """The texts between requestKey and commitKey.  last: no commitKey may be there yet."""
    public = [at for at, packet in enumerate(under) if packet.public]
    if not public:
        return 0
    end: Optional[int] = len(under)
    if not last:
        accepter = under[public[-1]].user_id
        end = max((at for at, packet in enumerate(under) if at > public[-1]
                   and not packet.text and packet.user_id != accepter), default=None)
        if end is None:
            raise Failed("a key was left without a commitKey")
    return sum(packet.text for packet in under[public[0]:end])


def judge(of: Sequence[Period], texts: int) -> None:
    """Raises Failed for a key that was used too often, and for too few of them."""
    for number, period in enumerate(of, 1):
        if period.messages - period.crossing > USES:
            raise Failed("%d messages under key %d, and %d between requestKey and commitKey" % (
                period.messages - period.crossing, number, period.crossing))
    if len(of) - 1 < texts // TEXTS_OF_A_KEY:
        raise Failed("%d new keys in %d texts" % (len(of) - 1, texts))


class Line:
    """The chat of a trial: a writes, b reads."""

    def __init__(self, a: Side, b: Side, stage: Stage) -> None:
        self.a, self.b, self.stage = a, b, stage
        self.log_start = len(stage.server.log)
        self.seen_start = {side.name: len(side.worker.seen) for side in (a, b)}
        # what libe2e is to say of the chat, for what the client does on purpose
        self.bearable = getattr(stage.peer.worker, "health", 0)
        self.sent: List[str] = []
        self._arrived = 0
        self._looked = self.seen_start[b.name]

    def arrived(self) -> int:
        """How many texts b has told of."""
        seen = self.b.worker.seen
        self._arrived += sum(record["kind"] == "text" and record["chat"] == self.b.chat
                             for record in seen[self._looked:])
        self._looked = len(seen)
        return self._arrived

    async def room(self, window: int) -> None:
        """Until at most so many texts are on their way."""
        end = asyncio.get_running_loop().time() + PACE_SECONDS
        while len(self.sent) - self.arrived() > window:
            if asyncio.get_running_loop().time() > end:
                raise Failed("%s has %d texts of %d, and no more within %g s" % (
                    self.b.name, self.arrived(), len(self.sent), PACE_SECONDS))
            await asyncio.sleep(0.005)

    async def outbox(self) -> None:
        """What libe2e keeps until it is acknowledged has a bound, at either end."""
        for side in (self.a, self.b):
            state = await side.state()
            waiting = state.get("out_seq", 0) - state.get("acked_seq", state.get("acked", 0))
            if waiting > OUTBOX:
                raise Failed("%s has %d messages in its outbox" % (side.name, waiting))
            if state.get("health", 0) & ~self.bearable:
                raise Failed("the health of %s's chat is %#x" % (side.name, state["health"]))

    def no_error(self) -> None:
        """Neither side told of anything that is wrong."""
        for side in (self.a, self.b):
            for record in side.worker.seen[self.seen_start[side.name]:]:
                if record.get("chat") == side.chat and (
                        record["kind"] in ERRORS or record.get("health", 0) & ~self.bearable):
                    raise Failed("%s: %r" % (side.name, record))

    def periods(self) -> List[Period]:
        """What passed under each key."""
        records = self.stage.server.log.records[self.log_start:]
        return periods(packets(records, self.stage.us.chat))


@capability("Re-keying", "one side writes, the other never answers", own_chat=True)
async def one_way(a: Side, b: Side, stage: Stage) -> None:
    line = Line(a, b, stage)
    await stage.open(a)
    n = SAMPLE_TEXTS if stage.sample else SHORT_TEXTS if stage.short else TEXTS
    while len(line.sent) < n:
        line.sent += await stage.burst(a, 1)
        await line.room(WINDOW)
        if len(line.sent) % LOOK_EACH == 0:
            await line.outbox()
    await line.room(0)
    await stage.arrived(b, line.sent, DONE_SECONDS)
    if len(await b.received()) != n:
        raise Failed("%s has other texts besides" % b.name)

    async def settled() -> Any:
        return True if not (await stage.us.state())["rekeying"] else None

    try:
        await until(settled, "the last re-key is over", IDLE_SECONDS)
    except Failed:
        if not stage.peer.name.startswith("peer-tdlib"):
            raise
        # An idle TDLib can sit on its commitKey until its next event (observed 6.1).
        line.sent += await stage.burst(a, 1)
        n += 1
        await stage.arrived(b, line.sent, DONE_SECONDS)
        await until(settled, "the last re-key is over after one more text", DONE_SECONDS)
    await line.outbox()
    line.no_error()
    judge(line.periods(), n)
