# SPDX-License-Identifier: ISC
"""The account's own updates.getDifference.

Telethon has a state of updates of its own: advanced before handlers run, saved only at an orderly
end, and the server's present state when there is none. So it is not used. The account's qts,
which is part of the committed rows, says what has to be fetched; pts and date, which decide about
updates without a number, are kept beside the rows.
"""

import datetime
from typing import Any, Callable, Optional

from telethon.extensions import BinaryReader
from telethon.tl import TLObject, functions, types
from telethon.tl.types import updates as difference_types

from e2e.account import Account
from e2e.telethon import rpc
from e2e.telethon.engine import Engine
from e2e.telethon.storage import HostStore, Mark

SECRET_UPDATES = (types.UpdateEncryption, types.UpdateNewEncryptedMessage,
                  types.UpdateEncryptedMessagesRead, types.UpdateEncryptedChatTyping)
VECTOR = (0x1cb5c415).to_bytes(4, "little")
# Ordinary messages are of no use here: above so many the server says where to go on instead.
PTS_LIMIT = 1000


class Difference(functions.updates.GetDifferenceRequest):
    """One slice of a difference. It is fed where its bytes are read, before the connection
    acknowledges the answer."""

    def __init__(self, engine: Engine, mark: Mark) -> None:
        date = datetime.datetime.fromtimestamp(mark[1], datetime.timezone.utc)
        super().__init__(pts=mark[0], date=date, qts=engine.account.qts,
                         pts_total_limit=PTS_LIMIT)
        self._engine = engine
        self._asked = mark
        self.mark: Optional[Mark] = None    # where to go on
        self.final = False

    def read_result(self, reader: BinaryReader) -> TLObject:
        """Called by Telethon's connection, which takes no more heed of the result."""
        result = reader.tgread_object()
        self._take(result)
        return result

    def _take(self, result: Any) -> None:
        pts, date = self._asked
        if isinstance(result, difference_types.DifferenceEmpty):
            self.mark, self.final = (pts, _seconds(result.date)), True
        elif isinstance(result, difference_types.DifferenceTooLong):
            self.mark, self.final = (result.pts, date), result.pts == pts
        elif isinstance(result, (difference_types.Difference, difference_types.DifferenceSlice)):
            self.final = isinstance(result, difference_types.Difference)
            state = result.state if self.final else result.intermediate_state
            self._feed_content(result)
            feed_qts(self._engine, state.qts)
            self.mark = state.pts, _seconds(state.date)

    def _feed_content(self, result: Any) -> None:
        """Keys before messages, the end of a chat after them."""
        others = [update for update in result.other_updates if isinstance(update, SECRET_UPDATES)]
        for update in filter(_opens_chat, others):
            feed(self._engine, update)
        messages = result.new_encrypted_messages
        if messages:
            vector = VECTOR + len(messages).to_bytes(4, "little") + b"".join(map(bytes, messages))
            self._engine.fact(lambda account: account.feed_tl(vector))
        for update in others:
            if not _opens_chat(update):
                feed(self._engine, update)


async def fetch(client: Any, engine: Engine, store: HostStore) -> None:
    """Fetch and feed everything that the account does not have. Raises rpc.CallFailed."""
    if not engine.running:
        raise rpc.CallFailed(rpc.NO_ANSWER, "there is no account")
    mark = store.load_mark()
    if mark is None:
        mark = await _first_state(client, engine)
        engine.fact(_keeping(store, mark))
    final = False
    while not final:
        if not engine.running:
            raise rpc.CallFailed(rpc.NO_ANSWER, "the account has ended")
        account = engine.account
        request = Difference(engine, mark)
        await rpc.invoke(client, request)
        if request.mark is None or not engine.running or engine.account is not account:
            raise rpc.CallFailed(rpc.NO_ANSWER, "the difference could not be taken")
        mark, final = request.mark, request.final
        engine.fact(_keeping(store, mark))


def _keeping(store: HostStore, mark: Mark) -> Callable[[Account], None]:
    return lambda _: store.save_mark(mark)


async def _first_state(client: Any, engine: Engine) -> Mark:
    """Begin where the server is. What came before is for chats whose keys we do not have."""
    state = await rpc.invoke(client, functions.updates.GetStateRequest())
    if engine.running and engine.account.qts == 0:
        feed_qts(engine, state.qts)
    return state.pts, _seconds(state.date)


def feed(engine: Engine, update: TLObject) -> None:
    """Tell the account of one update."""
    tl = bytes(update)
    engine.fact(lambda account: account.feed_tl(tl))


def feed_qts(engine: Engine, qts: int) -> None:
    """Everything up to this qts was fed."""
    if qts > 0:
        engine.fact(lambda account: account.feed_qts(qts))


def _opens_chat(update: TLObject) -> bool:
    return (isinstance(update, types.UpdateEncryption)
            and not isinstance(update.chat, types.EncryptedChatDiscarded))


def _seconds(date: Any) -> int:
    """Telethon gives dates as datetime, or as None for 0."""
    return int(date.timestamp()) if date is not None else 0
