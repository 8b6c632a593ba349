# SPDX-License-Identifier: ISC
"""Users, and the devices where they are logged in.

There are 9999 users.  The one with phone number +1555000NNNN has the id NNNN.  A device is a
permanent auth key: a client that keeps its key stays logged in.
"""
import hashlib
import re
from typing import Any, Callable, Dict, List, Optional, Protocol, Sequence

from . import schema
from .box import Box
from .tl import Object

_PHONE = re.compile(r"\+?1555000(\d{4})")


def exists(user_id: int) -> bool:
    """Whether there is a user with this id."""
    return 1 <= user_id <= 9999


def phone_of(user_id: int) -> str:
    """The phone number of a user, without the +."""
    return "1555000%04d" % user_id


def user_of_phone(phone: str) -> Optional[int]:
    """The id of the user with this phone number, or None."""
    match = _PHONE.fullmatch(phone.strip())
    user_id = int(match.group(1)) if match else 0
    return user_id if exists(user_id) else None


def access_hash(user_id: int) -> int:
    """The access_hash that everybody gets for this user."""
    digest = hashlib.sha256(b"user %d" % user_id).digest()
    return int.from_bytes(digest[:8], "little", signed=True)


def user_object(user_id: int, seen_by: Optional[int]) -> Object:
    """The user as another one (or they themselves) see them."""
    own = user_id == seen_by
    return Object("user", self=own, contact=not own, mutual_contact=not own, id=user_id,
                  access_hash=access_hash(user_id), first_name="User%d" % user_id,
                  phone=phone_of(user_id))


class Line(Protocol):
    """What a device needs of a session: where to send updates to, and whether it is there."""
    layer: int
    last_used: int
    wants_updates: bool

    @property
    def connected(self) -> bool:
        """Whether a client is at the other end now."""

    def send(self, body: bytes, *, acked: Any = None) -> None:
        """Send a message; acked is called when it is acknowledged."""

    def cut(self) -> None:
        """Break the connection off."""

    def end(self) -> None:
        """The session is over."""


class Device:
    """A client's installation: a permanent auth key, who is logged in there, what waits for it.

    id is the key's id (8 bytes); sessions are the MTProto sessions that it uses.
    """

    def __init__(self, number: bytes) -> None:
        self.id = number
        self.user_id: Optional[int] = None
        self.layer = 0
        self.box = Box()
        self.sessions: List[Line] = []

    def update_session(self) -> Optional[Line]:
        """Where updates are sent: the last one used that wants them, a connected one first."""
        wanting = [s for s in self.sessions if s.wants_updates]
        return max(wanting, key=lambda s: (s.connected, s.last_used)) if wanting else None

    def push(self, updates: Object, acked: Any) -> bool:
        """Send updates to the client; acked() is called when it acknowledges them.

        False if there is no session to send them in.
        """
        session = self.update_session()
        if session is None:
            return False
        session.send(schema.API.encode(updates, session.layer), acked=acked)
        return True


class Devices:
    """All devices, by key and by user."""

    def __init__(self) -> None:
        self._devices: Dict[bytes, Device] = {}

    def add(self, device: Device) -> None:
        self._devices[device.id] = device

    def of_key(self, number: bytes) -> Device:
        """The device with this permanent key, a new one if there is none yet."""
        return self._devices.setdefault(number, Device(number))

    def get(self, number: bytes) -> Optional[Device]:
        return self._devices.get(number)

    def of_user(self, user_id: int) -> List[Device]:
        """The devices where the user is logged in."""
        return [d for d in self._devices.values() if d.user_id == user_id]

    def all(self) -> List[Device]:
        return list(self._devices.values())


class Push:
    """An update on its way to a device.

    acked() is to be called when the client has acknowledged it, lose() when nobody is ever to hear
    of it again.
    """

    def __init__(self, device: Device, update: Object, users: Sequence[int],
                 acked: Callable[[], None], lose: Callable[[], None]) -> None:
        self.device = device
        self.update = update
        self.users = users
        self.acked = acked
        self.lose = lose
