# SPDX-License-Identifier: ISC
"""The data centre as a whole: listening, what it remembers, restarting."""
import asyncio
import ipaddress
import os
import pathlib
from typing import Optional, Set, Union

from . import devices, rsa, state
from .centre import Centre
from .connection import Connection
from .faults import Faults
from .files import Files
from .log import Log
from .plain import PlainDevice, PlainUser
from .secret import Chats
from .tl import Object

SLICE_LIMIT = 100


class Server(Centre):
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
        super().__init__(_loopback(host), faults or Faults(), Log(verbose), slice_limit)
        self.server_key = rsa.ServerKey(private_key_pem or rsa.generate())
        self.state_file = pathlib.Path(state_file) if state_file else None
        self.chats = Chats(self)
        self.files = Files(self.dc_id)
        self._connections: Set[Connection] = set()
        self._listener: Optional[asyncio.AbstractServer] = None

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
        for session in list(self.sessions.values()):
            session.end()
        self.sessions.clear()
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
        connection = Connection(self, self.server_key, reader, writer)
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

    # for tests

    def plain_user(self, user_id: int) -> PlainUser:
        """A user without a client, always the same one for an id; see plain.py."""
        if not devices.exists(user_id):
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
