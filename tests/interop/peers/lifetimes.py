# SPDX-License-Identifier: ISC
"""Self-destruct timers (protocol 7.3.5): each side lets messages expire by itself."""

import asyncio
from typing import Any, Callable, Dict, List, Tuple


class Lifetimes:
    """When messages expire. Deadlines are durable; the running timers are not."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """clock: Unix time in seconds."""
        self._clock = clock
        self._deadlines: Dict[Tuple[int, int], float] = {}
        self._timers: Dict[Tuple[int, int], asyncio.TimerHandle] = {}

    def start(self, chat: Any, random_id: int) -> None:
        """The time of a message begins to run, unless it runs already or has no end."""
        entry = (chat.chat_id, random_id)
        record = chat.messages[random_id]
        if record.ttl and entry not in self._deadlines:
            self._deadlines[entry] = self._clock() + record.ttl
            self._arm(chat, random_id)

    def forget(self, chat_id: int, random_ids: List[int]) -> None:
        """Messages are gone already."""
        for random_id in random_ids:
            self._deadlines.pop((chat_id, random_id), None)
            timer = self._timers.pop((chat_id, random_id), None)
            if timer is not None:
                timer.cancel()

    def pause(self) -> None:
        """The program ends."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def resume(self, chats: Dict[int, Any]) -> None:
        """The program runs again."""
        for chat_id, random_id in list(self._deadlines):
            self._arm(chats[chat_id], random_id)

    def _arm(self, chat: Any, random_id: int) -> None:
        entry = (chat.chat_id, random_id)
        left = max(0.0, self._deadlines[entry] - self._clock())
        loop = asyncio.get_running_loop()
        self._timers[entry] = loop.call_later(left, self._expire, chat, random_id)

    def _expire(self, chat: Any, random_id: int) -> None:
        self._deadlines.pop((chat.chat_id, random_id), None)
        self._timers.pop((chat.chat_id, random_id), None)
        chat.messages.pop(random_id, None)
        chat.seen("expired", messages=[random_id])
