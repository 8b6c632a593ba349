# SPDX-License-Identifier: ISC
"""The three places where Telethon's public interface is not enough.

Telethon (seen with 1.25.1) treats an update as received before a handler has seen it: the MTProto
message that carried it is acknowledged, its qts is passed to updates.getDifference, and either
lets the server forget it. It also fetches no difference after it lost its connection. Each
function here closes one of these gaps, does nothing where a client has other insides, and
returns a function that undoes it.
"""

from typing import Any, Callable, Optional

from telethon.tl import TLObject

Undo = Callable[[], None]


def tap(client: Any, hear: Callable[[TLObject], None]) -> Undo:
    """Call hear(update) for each update from the network before it is acknowledged.

    The connection puts what it receives into a queue, in the same step of the event loop in
    which it notes the acknowledgement that it will send later. hear() must not raise.
    """
    queue = getattr(client, "_updates_queue", None)
    if queue is None:
        return _nothing
    original = queue.put_nowait

    def put_nowait(updates: Any) -> None:
        for update in _each(updates):
            hear(update)
        original(updates)

    queue.put_nowait = put_nowait
    return lambda: _restore(queue, "put_nowait", put_nowait)


def limit_qts(client: Any, limit: Callable[[], int]) -> Undo:
    """Let the client's own differences confirm no more than the qts that limit() gives.

    It has to be in place before the client connects: one that catches up asks at once.
    """
    box = getattr(client, "_message_box", None)
    if box is None:
        return _nothing
    original = type(box)

    class LimitedBox(original):     # type: ignore[misc, valid-type]
        """Telethon's state of updates, whose slots allow another class, but no attribute."""
        __slots__ = ()

        def get_difference(self) -> Optional[Any]:
            request = super().get_difference()
            if request is not None:
                request.qts = min(request.qts, limit())
            return request

    box.__class__ = LimitedBox

    def undo() -> None:
        if type(box) is LimitedBox:     # pylint: disable=unidiomatic-typecheck
            box.__class__ = original
    return undo


def after_reconnect(client: Any, reconnected: Callable[[], None]) -> Undo:
    """Call reconnected() when the client has a new connection after it lost one.

    The client's sender has one place for a callback, which is shared here.
    """
    sender: Any = getattr(client, "_sender", None)
    if not hasattr(sender, "_auto_reconnect_callback"):
        return _nothing
    original = sender._auto_reconnect_callback
    active = True

    async def callback() -> None:
        if active:
            reconnected()
        if original is not None:
            await original()

    def undo() -> None:
        nonlocal active
        active = False
        if sender._auto_reconnect_callback is callback:
            sender._auto_reconnect_callback = original

    sender._auto_reconnect_callback = callback
    return undo


def _each(updates: Any) -> Any:
    """The updates in what a server pushes at once."""
    if hasattr(updates, "updates"):
        return updates.updates
    return [updates.update] if hasattr(updates, "update") else []


def _restore(holder: Any, name: str, mine: Any) -> None:
    """Take away our own attribute, unless somebody else has put theirs over it."""
    if vars(holder).get(name) is mine:
        delattr(holder, name)


def _nothing() -> None:
    """There is nothing to undo."""
