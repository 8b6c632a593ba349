# SPDX-License-Identifier: ISC
"""One TCP connection of a client: transport, key exchange, and handing packets to sessions."""
import asyncio
import struct
from typing import Set

from . import envelope, socks5, tl, transport
from .centre import Centre
from .handshake import Handshake
from .rsa import ServerKey
from .session import Session, session_of
from .tl import Reader, TlError

NO_KEY = bytes(8)
AUTH_KEY_UNKNOWN = -404  # the transport error for a key that the server does not know


class Connection:
    """Runs until the client goes away or something makes no sense."""

    def __init__(self, server: Centre, server_key: ServerKey, reader: asyncio.StreamReader,
                 writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._stream = transport.Stream(reader, writer)
        self._transport: transport.Codec  # set by _greet()
        self._handshake = Handshake(server_key)
        self._sessions: Set[Session] = set()

    async def run(self) -> None:
        """Serve the client."""
        try:
            await self._greet()
            while True:
                self._packet(await self._transport.read(self._stream))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except TlError as error:
            self._server.log.add(None, "protocol", "refused", error=str(error))
        finally:
            for session in self._sessions:
                session.detach(self)
            self._server.log.add(None, "disconnect", "")
            self._stream.close()

    async def _greet(self) -> None:
        """Find out how the client talks."""
        first, wanted = await self._stream.read(1), None
        if first[0] == socks5.VERSION:
            wanted = await socks5.accept(self._stream)
            first = b""
        self._transport, dc_id = await transport.detect(self._stream, first)
        self._server.log.add(None, "connect", self._transport.name, socks=wanted, dc_id=dc_id)

    def send(self, packet: bytes) -> None:
        self._stream.write(self._transport.frame(packet))

    def abort(self) -> None:
        """Break the connection off."""
        for session in self._sessions:
            session.detach(self)
        self._stream.abort()

    def _packet(self, packet: bytes) -> None:
        number = packet[:8]
        if number == NO_KEY:
            return self._unencrypted(packet)
        key = self._server.keys.get(number)
        if key is None:
            return self.send(struct.pack("<i", AUTH_KEY_UNKNOWN))
        message = envelope.open_packet(key.key, packet)
        session = session_of(self._server, key, message.session_id)
        self._sessions.add(session)
        session.attach(self)
        return session.receive(message)

    def _unencrypted(self, packet: bytes) -> None:
        """A message of the key exchange."""
        reader = Reader(packet)
        reader.raw(16)
        body = reader.raw(reader.int32())
        answer = self._handshake.answer(body)
        key, self._handshake.key = self._handshake.key, None
        if key:
            self._server.keys.add(key)
            self._server.log.add(None, "handshake", "temporary" if key.expires_at else "permanent")
        self.send(NO_KEY + tl.int64(self._server.ids.next(True)) + tl.int32(len(answer)) + answer)
