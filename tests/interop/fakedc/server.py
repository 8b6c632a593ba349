# SPDX-License-Identifier: ISC
"""The data centre as a whole: listening, what it remembers, restarting."""
import asyncio
import ipaddress
import os
import pathlib
from typing import Coroutine, Dict, Optional, Set, Tuple, Union

from . import accounts, rsa, state
from .accounts import Devices
from .connection import Connection
from .faults import Faults
from .files import Files
from .keys import AuthKey, KeyStore
from .log import Log
from .plain import PlainDevice, PlainUser
from .secret import Chats
from .session import MessageIds, Session
from .tl import Object

DC_ID = 1
SLICE_LIMIT = 100


class Server:
    """A fake data centre on a loopback address.

    private_key_pem is an RSA key of 2048 bits (a new one if None); clients have to know its public
    half, public_key_pem.  state_file, if given, is read by start() and written by stop(), so that
    keys, logins, chats, files and waiting messages outlive the process.  slice_limit is how many
    messages one updates.getDifference brings at most.
    """

    def __init__(self, private_key_pem: Optional[bytes] = None, *,
                 faults: Optional[Faults] = None, host: str = "127.0.0.1",
                 state_file: Union[str, os.PathLike, None] = None, verbose: bool = False,
                 slice_limit: int = SLICE_LIMIT) -> None:
        self.host = _loopback(host)
        self.port = 0
        self.dc_id = DC_ID
        self.slice_limit = slice_limit
        self.server_key = rsa.ServerKey(private_key_pem or rsa.generate())
        self.state_file = pathlib.Path(state_file) if state_file else None
        self.log = Log(verbose)
        self.faults = faults or Faults()
        self.faults.server = self
        self.keys = KeyStore()
        self.devices = Devices()
        self.chats = Chats(self)
        self.files = Files(self.dc_id)
        self.ids = MessageIds()
        self._sessions: Dict[Tuple[bytes, int], Session] = {}
        self._connections: Set[Connection] = set()
        self._tasks: Set[asyncio.Task] = set()
        self._listener: Optional[asyncio.AbstractServer] = None
        self._count = 0

    @property
    def public_key_pem(self) -> bytes:
        """The public key as clients have it compiled in (PKCS#1 PEM)."""
        return self.server_key.public_pem

    # life

    async def start(self, port: int = 0) -> None:
        """Listen on this port, or on a free one, which is then in self.port."""
        if self.state_file and self.state_file.exists() and not self.keys.all():
            state.load(self, self.state_file.read_bytes())
        self._listener = await asyncio.start_server(self._accept, self.host, port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening, cut all connections and forget all sessions; the rest is kept."""
        if self._listener:
            self._listener.close()
            await self._listener.wait_closed()
            self._listener = None
        for connection in list(self._connections):
            connection.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for session in list(self._sessions.values()):
            session.end()
        self._sessions.clear()
        if self.state_file:
            self.state_file.write_bytes(state.dump(self))

    async def restart(self, downtime: float = 0.0) -> None:
        """Stop, and start on the same port after so many seconds."""
        await self.stop()
        await asyncio.sleep(downtime)
        await self.start(self.port)

    async def __aenter__(self) -> "Server":
        await self.start(self.port)
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(self, reader, writer)
        self._connections.add(connection)
        task = asyncio.current_task()
        assert task
        self._keep(task)
        try:
            await connection.run()
        except asyncio.CancelledError:
            pass  # by stop()
        finally:
            self._connections.discard(connection)

    def spawn(self, work: Coroutine) -> None:
        """Do work beside everything else, until stop()."""
        self._keep(asyncio.ensure_future(work))

    def _keep(self, task: asyncio.Task) -> None:
        """Remember a task that stop() has to end."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # what it remembers

    def session(self, key: AuthKey, number: int) -> Session:
        """The session with this id under this key, a new one if need be."""
        session = self._sessions.get((key.id, number))
        if session is None:
            session = self._sessions[(key.id, number)] = Session(self, key, number)
        return session

    def end_session(self, key: AuthKey, number: int) -> bool:
        """Forget a session; whether there was one."""
        session = self._sessions.pop((key.id, number), None)
        if session:
            session.end()
        return session is not None

    def count(self) -> int:
        """A number that grows with each call: what was used last."""
        self._count += 1
        return self._count

    # for tests

    def plain_user(self, user_id: int) -> PlainUser:
        """A user without a client, always the same one for an id; see plain.py."""
        if not accounts.exists(user_id):
            raise ValueError("there is no user %d" % user_id)
        number = b"plain" + user_id.to_bytes(3, "big")
        device = self.devices.get(number)
        if not isinstance(device, PlainDevice):
            device = PlainDevice(number, user_id)
            self.devices.add(device)
        return PlainUser(self, user_id, device)

    def push_too_long(self, user_id: int) -> None:
        """Send updatesTooLong to a user's clients: they have to get the difference."""
        for device in self.devices.of_user(user_id):
            device.push(Object("updatesTooLong"), None)


def _loopback(host: str) -> str:
    """host as an address, if it is one of this machine's own; else ValueError."""
    address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    if not address.is_loopback:
        raise ValueError("a fake data centre listens on a loopback address only, not on %s" % host)
    return str(address)
