# SPDX-License-Identifier: ISC
"""What a data centre is made of, for all who are called by its clients."""
import asyncio
import time
from typing import Any, Coroutine, Dict, Set, Tuple

from .devices import Devices, Line
from .faults import Faults
from .keys import AuthKey, KeyStore
from .log import Log

DC_ID = 1


class MessageIds:
    """Ids of the server's messages: increasing, made of the time."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, answer: bool) -> int:
        """The next id: 1 modulo 4 for what answers a message, else 3."""
        number = max(int(time.time() * 2 ** 32) & ~3, (self._last & ~3) + 4)
        self._last = number | (1 if answer else 3)
        return self._last


class Centre:
    """Keys, devices, sessions, and what is under way.  The server (server.py) is one that listens.

    chats and files are those of secret.py and files.py, which know what they are.
    """

    chats: Any
    files: Any

    def __init__(self, host: str, faults: Faults, log: Log, slice_limit: int) -> None:
        self.host = host
        self.port = 0
        self.dc_id = DC_ID
        self.slice_limit = slice_limit
        self.log = log
        self.keys = KeyStore()
        self.devices = Devices()
        self.ids = MessageIds()
        self.faults = faults
        self.faults.devices = self.devices
        self.faults.log = log
        self.sessions: Dict[Tuple[bytes, int], Line] = {}
        self._tasks: Set[asyncio.Task] = set()
        self._count = 0

    def spawn(self, work: Coroutine) -> None:
        """Do work beside everything else, until stop()."""
        self._keep(asyncio.ensure_future(work))

    def _keep(self, task: asyncio.Task) -> None:
        """Remember a task that stop() has to end."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def end_session(self, key: AuthKey, number: int) -> bool:
        """Forget a session; whether there was one."""
        session = self.sessions.pop((key.id, number), None)
        if session:
            session.end()
        return session is not None

    def count(self) -> int:
        """A number that grows with each call: what was used last."""
        self._count += 1
        return self._count
