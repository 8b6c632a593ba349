# SPDX-License-Identifier: ISC
"""MTProto sessions: order, acknowledgement, repetition.

See core.telegram.org/mtproto/service_messages.  A session outlives its connections: what the
client has not acknowledged is sent again when it comes back.  It does not outlive a restart of the
server, and a client's next process makes a new one.
"""
import asyncio
import gzip
import itertools
import os
import time
from typing import Any, Callable, Dict, List, Optional, Protocol

from . import envelope, rpc, schema, tl
from .centre import Centre
from .devices import Device
from .envelope import Envelope, Message
from .error import RpcError
from .keys import AuthKey
from .rpc import Caller
from .tl import Object, Reader, TlError

CONTAINER = 0x73F1F8DC
RPC_RESULT = 0xF35C6D01
FUTURE_SALTS = 0xAE500895
GZIP_FROM = 512           # bytes; shorter results are not packed
KEPT_OUTCOMES = 20000     # calls whose outcome is remembered, for invokeAfterMsg and repetitions
AFTER_TIMEOUT = 2.0       # seconds to wait for the call that another one is to come after
TOO_OLD, TOO_NEW = 300, 30  # seconds between a msg_id and now

# codes of bad_msg_notification
ID_TOO_LOW, ID_TOO_HIGH, ID_PARITY, ID_TWICE = 16, 17, 18, 19
SEQNO_EVEN, BAD_SALT, BAD_CONTAINER = 35, 48, 64

_PASSIVE = ("msgs_ack", "msgs_state_info", "msgs_all_info", "http_wait")
_QUIET_CALLS = ("upload.", "help.")  # a session that makes no others is not for updates


class Wire(Protocol):
    """What a session needs of the connection that it uses."""

    def send(self, packet: bytes) -> None:
        """Send a packet."""

    def abort(self) -> None:
        """Break off."""


class _Sent:
    """A message to the client that waits for its acknowledgement."""

    def __init__(self, message: Message, answers: int, acked: List[Callable[[], None]]) -> None:
        self.message = message
        self.answers = answers
        self.acked = acked


class Session:
    """One session: connection is the one it uses now, or None."""

    def __init__(self, server: Centre, key: AuthKey, number: int) -> None:
        self.server = server
        self.key = key
        self.id = number
        self.layer = 0
        self.connection: Optional[Wire] = None
        self.device: Optional[Device] = None
        self.wants_updates = False
        self.last_used = 0
        self._announced = False  # by new_session_created
        self._content = 0
        self._unacked: Dict[int, _Sent] = {}
        self._outcomes: Dict[int, asyncio.Future] = {}
        self._seen: Dict[int, None] = {}
        if not key.expires_at or key.permanent:
            self.join(server.devices.of_key(key.permanent or key.id))

    # its place in the server

    def join(self, device: Device) -> None:
        """Become one of a device's sessions."""
        self.device = device
        self.layer = self.layer or device.layer
        if self not in device.sessions:
            device.sessions.append(self)

    def end(self) -> None:
        """Forget everything: the session is over."""
        self.connection = None
        self._unacked.clear()
        if self.device and self in self.device.sessions:
            self.device.sessions.remove(self)

    @property
    def connected(self) -> bool:
        return self.connection is not None

    @property
    def user_id(self) -> Optional[int]:
        return self.device.user_id if self.device else None

    def attach(self, connection: Wire) -> None:
        """The client uses this connection now; what it may have missed is sent again."""
        if connection is not self.connection:
            self.connection = connection
            for number, sent in list(self._unacked.items()):
                if _age(number) > TOO_OLD:
                    del self._unacked[number]  # clients ignore it
                else:
                    self._write(sent.message)

    def detach(self, connection: Wire) -> None:
        """The connection is gone."""
        if connection is self.connection:
            self.connection = None

    def cut(self) -> None:
        """Break the connection off."""
        if self.connection:
            self.connection.abort()
            self.connection = None

    # sending

    def send(self, body: bytes, *, answers: int = 0, content: bool = True,
             acked: Any = None) -> None:
        """Send a message; acked (a function or a list of them) is called on its acknowledgement.

        answers is the msg_id of the call that it answers, or 0.
        """
        message = Message(self.server.ids.next(bool(answers)), self._content * 2 + content, body)
        self._content += content
        if content:
            actions = acked if isinstance(acked, list) else [acked] if acked else []
            self._unacked[message.msg_id] = _Sent(message, answers, actions)
        self._write(message)

    def _write(self, message: Message) -> None:
        if self.connection:
            packet = envelope.seal(self.key.key, Envelope(self.key.salt(), self.id, message))
            self.connection.send(packet)

    def _service(self, answers: int, name: str, content: bool = False, **fields: Any) -> None:
        """Send a service message."""
        self.send(schema.MTPROTO.encode(Object(name, **fields)), answers=answers, content=content)

    # receiving

    def receive(self, packet: Envelope) -> None:
        """Handle what came in one packet."""
        message = packet.message
        error = self._check(message)
        if error:
            return self._refuse(message, error)
        if not self.key.good_salt(packet.salt):
            self._service(message.msg_id, "bad_server_salt", bad_msg_id=message.msg_id,
                          bad_msg_seqno=message.seqno, error_code=BAD_SALT,
                          new_server_salt=self.key.salt())
            return None
        contents = self._contents(message)
        if not self._announced:
            self._announced = True
            # a client sends again what is older than first_msg_id, so the oldest one counts
            first = min(m.msg_id for m in contents + [message])
            self._service(message.msg_id, "new_session_created", True, first_msg_id=first,
                          unique_id=_random_long(), server_salt=self.key.salt())
        self.last_used = self.server.count()
        received = [m.msg_id for m in contents if self._handle(m)]
        if received:
            self._service(message.msg_id, "msgs_ack", msg_ids=received)
        return None

    def _refuse(self, message: Message, code: int) -> None:
        self.server.log.add(self.user_id, "protocol", "bad_msg_notification", code=code)
        self._service(message.msg_id, "bad_msg_notification", bad_msg_id=message.msg_id,
                      bad_msg_seqno=message.seqno, error_code=code)

    @staticmethod
    def _check(message: Message) -> int:
        """The code for what is wrong with a message's id, or 0."""
        if message.msg_id % 4:
            return ID_PARITY
        age = _age(message.msg_id)
        if age > TOO_OLD:
            return ID_TOO_LOW
        return ID_TOO_HIGH if age < -TOO_NEW else 0

    def _contents(self, message: Message) -> List[Message]:
        """The messages of a packet: those of a container, or the one that there is."""
        if Reader(message.body).uint32() != CONTAINER:
            return [message]
        if message.msg_id in self._seen:
            self._refuse(message, ID_TWICE)
            return []
        try:
            contents = _container(message)
        except TlError:
            self._refuse(message, BAD_CONTAINER)
            return []
        self._remember(message.msg_id)
        return contents

    def _remember(self, msg_id: int) -> None:
        self._seen[msg_id] = None
        if len(self._seen) > KEPT_OUTCOMES:
            for old in list(itertools.islice(self._seen, KEPT_OUTCOMES // 2)):
                del self._seen[old]
                self._outcomes.pop(old, None)

    def _handle(self, message: Message) -> bool:
        """Handle one message of a packet; whether it is to be acknowledged."""
        content = bool(message.seqno & 1)
        if message.msg_id in self._seen:
            self._repeat(message.msg_id)
            return content
        try:
            body = rpc.unpacked(message.body)
            known = schema.MTPROTO.by_id.get(Reader(body).uint32())
            service = schema.MTPROTO.decode(body) if known else None
        except TlError:
            self._refuse(message, BAD_CONTAINER)
            return False
        if service is None and not content:
            self._refuse(message, SEQNO_EVEN)
            return False
        self._remember(message.msg_id)
        if service is None:
            self._call(message.msg_id, body)
        else:
            self._serve(message.msg_id, service)
        return content

    def _repeat(self, msg_id: int) -> None:
        """The client sent a call again: it may have missed the answer."""
        for sent in list(self._unacked.values()):
            if sent.answers == msg_id:
                self._write(sent.message)

    # service messages

    def _serve(self, msg_id: int, message: Object) -> None:
        handler = getattr(self, "_on_" + message.name, None)
        if handler:
            handler(msg_id, message)
        elif message.name not in _PASSIVE:
            self.server.log.add(self.user_id, "protocol", "ignored", message=message)

    def _on_msgs_ack(self, _msg_id: int, message: Object) -> None:
        for number in message.msg_ids:
            sent = self._unacked.pop(number, None)
            for action in sent.acked if sent else ():
                action()

    def _on_ping(self, msg_id: int, message: Object) -> None:
        self._service(msg_id, "pong", msg_id=msg_id, ping_id=message.ping_id)

    _on_ping_delay_disconnect = _on_ping

    def _on_get_future_salts(self, msg_id: int, message: Object) -> None:
        salts = self.key.future_salts(message.num)
        out = [tl.int32(FUTURE_SALTS), tl.int64(msg_id), tl.int32(int(time.time())),
               tl.int32(len(salts))]
        out += [tl.int32(since) + tl.int32(until) + tl.int64(salt) for since, until, salt in salts]
        self.send(b"".join(out), answers=msg_id, content=False)

    def _on_msgs_state_req(self, msg_id: int, message: Object) -> None:
        """4: received; 1: nothing is known."""
        info = bytes(4 if number in self._seen else 1 for number in message.msg_ids)
        self._service(msg_id, "msgs_state_info", req_msg_id=msg_id, info=info)

    def _on_msg_resend_req(self, _msg_id: int, message: Object) -> None:
        for number in message.msg_ids:
            sent = self._unacked.get(number)
            if sent:
                self._write(sent.message)

    def _on_rpc_drop_answer(self, msg_id: int, _message: Object) -> None:
        self._answer(msg_id, schema.MTPROTO.encode(Object("rpc_answer_unknown")), [])

    def _on_destroy_session(self, msg_id: int, message: Object) -> None:
        """Another session of the same key; the one that asks goes on."""
        other = message.session_id != self.id
        known = other and self.server.end_session(self.key, message.session_id)
        self._service(msg_id, "destroy_session_ok" if known else "destroy_session_none",
                      session_id=message.session_id)

    def _on_destroy_auth_key(self, msg_id: int, _message: Object) -> None:
        self._answer(msg_id, schema.MTPROTO.encode(Object("destroy_auth_key_ok")), [])
        self.server.keys.remove(self.key.id)

    # calls

    def _call(self, msg_id: int, body: bytes) -> None:
        """Start a call; without invokeAfterMsg and faults it is over before this returns."""
        future = asyncio.get_running_loop().create_future()
        self._outcomes[msg_id] = future
        try:
            call = rpc.unwrap(body)
        except RpcError as error:
            self.server.log.add(self.user_id, "call", "unknown", error=str(error))
            future.set_result(False)
            return self._answer(msg_id, rpc.encode_error(error), [])
        if call.layer:
            self.layer = call.layer
            if self.device:
                self.device.layer = call.layer
        if call.updates and not call.request.name.startswith(_QUIET_CALLS):
            self.wants_updates = True
        waits = [self._outcomes[m] for m in call.after
                 if m in self._outcomes and not self._outcomes[m].done()]
        unknown = [m for m in call.after if m not in self._outcomes]
        if waits or unknown:
            self.server.spawn(self._call_after(msg_id, call, future))
        else:
            self._perform(msg_id, call, future)
        return None

    async def _call_after(self, msg_id: int, call: rpc.Call, future: asyncio.Future) -> None:
        """Wait until the calls that this one is to come after are over, even if still to come."""
        deadline = time.monotonic() + AFTER_TIMEOUT
        for number in call.after:
            while number not in self._outcomes and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
            if number in self._outcomes:
                await self._outcomes[number]
        self._perform(msg_id, call, future)

    def _perform(self, msg_id: int, call: rpc.Call, future: asyncio.Future) -> None:
        """Carry a call out and answer it, as far as faults allow."""
        caller = Caller(self.server, self.device, self.layer, self, msg_id)
        name, user_id = call.request.name, self.user_id
        try:
            if not all(m in self._outcomes and self._outcomes[m].result() for m in call.after):
                raise RpcError(400, "MSG_WAIT_FAILED")
            result = rpc.perform(caller, call.request)
            data = rpc.encode_result(call.request, result, self.layer or schema.LATEST)
            future.set_result(True)
        except RpcError as error:
            data = rpc.encode_error(error)
            future.set_result(False)
        faults = self.server.faults
        if faults.lost_answer(name, user_id):
            # if the client repeats the call, it is carried out once more
            del self._seen[msg_id], self._outcomes[msg_id]
            return self.cut()
        seconds = faults.slowness(name, user_id)
        if seconds:
            loop = asyncio.get_running_loop()
            loop.call_later(seconds, lambda: self._answer(msg_id, data, caller.acked))
        else:
            self._answer(msg_id, data, caller.acked)
        return None

    def _answer(self, msg_id: int, data: bytes, acked: List[Callable[[], None]]) -> None:
        """Send rpc_result, packed if that makes it shorter."""
        if len(data) >= GZIP_FROM:
            packed = tl.int32(rpc.GZIP_PACKED) + tl.string(gzip.compress(data, 1))
            data = min(data, packed, key=len)
        self.send(tl.int32(RPC_RESULT) + tl.int64(msg_id) + data, answers=msg_id, acked=acked)


def session_of(server: Centre, key: AuthKey, number: int) -> Session:
    """The session with this id under this key, a new one if need be."""
    session = server.sessions.get((key.id, number))
    if not isinstance(session, Session):
        session = server.sessions[(key.id, number)] = Session(server, key, number)
    return session


def _age(msg_id: int) -> float:
    """Seconds since a msg_id was made."""
    return time.time() - (msg_id >> 32)


def _random_long() -> int:
    return int.from_bytes(os.urandom(8), "little", signed=True)


def _container(message: Message) -> List[Message]:
    """The messages of a container; TlError if one cannot be there."""
    reader = Reader(message.body)
    reader.uint32()
    contents = []
    for _ in range(reader.uint32()):
        msg_id, seqno, length = reader.int64(), reader.int32(), reader.int32()
        body = reader.raw(length)
        if Reader(body).uint32() == CONTAINER or msg_id >= message.msg_id:
            raise TlError("a container in a container, or a message after its container")
        contents.append(Message(msg_id, seqno, body))
    return contents
