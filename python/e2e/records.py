# SPDX-License-Identifier: ISC
"""What goes in and out of an account, as immutable values that own their bytes."""
import base64
import dataclasses
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Dict, Optional, Tuple, Union

from e2e import _abi, schema
from e2e.enums import CallMethod, ChatState, EventKind, FileKind, Reason, named, reason_text


TTL_VIEW_ONCE = _abi.E2E_TTL_VIEW_ONCE  # the ttl of a message that is to be seen once


@dataclass(frozen=True)
class Row:
    """One row of the store: put VALUE under (TABLE, KEY), or delete it if VALUE is empty.
    Values hold keys."""
    table: int
    key: bytes
    value: bytes

    def __repr__(self) -> str:
        return f"Row(table={self.table}, key={self.key.hex()}, {len(self.value)} bytes)"


@dataclass(frozen=True)
class RemoteFile:
    """A file on the server, as encryptedFile describes it; `size` is of the container."""
    id: int
    access_hash: int
    size: int
    dc_id: int
    key_fingerprint: int


@dataclass(frozen=True)
class InputFile:
    """The file that goes with a message, inputEncryptedFile.

    UPLOADED  id, parts, md5 (32 hex digits, or empty), key_fingerprint
    BIG       id, parts, key_fingerprint
    EXISTING  id, access_hash
    """
    kind: FileKind
    id: int
    access_hash: int = 0
    parts: int = 0
    key_fingerprint: int = 0
    md5: str = ""


@dataclass(frozen=True)
class Call:
    """A method of the server to call.  `request` is the whole of it, boxed TL, to be sent as it
    is; the other members say the same in parts.  It goes out once: how it went is told to
    Account.call_done() or call_failed().

    after  the id of the call that has to be put before (invokeAfterMsg), or 0
    """
    id: int
    after: int
    method: Union[CallMethod, int]
    flags: int
    chat_id: int
    access_hash: int
    user_id: int
    random_id: int
    key_fingerprint: int
    version: int
    random_length: int
    max_date: int
    max_qts: int
    g_x: bytes
    data: bytes
    request: bytes
    file: Optional[InputFile]


@dataclass(frozen=True)
class Event:
    """Something for the application.  Members that do not belong to `kind` are 0 or empty.

    CHAT         state, reason, flags, code, text: a chat is there, or its state changed; `value`
                 is the user on the other side
    RENAMED      a chat that waits got a new id; `value` is the old one
    MESSAGE      random_id, date, ttl, layer, message, tl, file, flags, and of the message
                 body, media, entities, reply_to, grouped_id
    SENT         random_id, date, file: the server has it
    FAILED       random_id, code, text: it will never arrive
    DELIVERED    random_id: the peer's device has acknowledged it
    READ         date: what we sent up to then was read; `value`: when
    OPENED       ids, random_id, date: the peer opened these
    DELETED      ids, random_id, date: delete these, the peer's and ours
    FLUSHED      random_id, date: delete all messages before this event
    TTL          ttl, random_id, date: the chat's default is now this
    EXPIRED      ids: their time is over, delete them; an id may be unknown
    TYPING       flags: TYPING_ENDED if it is over; of the message it came in, if any, random_id,
                 date, action
    SCREENSHOT   ids, random_id, date: the peer took photos
    UNSUPPORTED  random_id, date, layer, tl, unknown: something newer than this version
    REJECTED     reason, random_id, date
    REKEYED      key_fingerprint
    HEALTH       health
    ROLLBACK     `value`: the rows are from a backup, or cannot be counted; see Account.resume()
    DH_REFUSED   reason: the server's prime or generator is bad
    QUEUED       random_id: a message of the user's is in the rows
    GAP          first, last, reason: messages that never came are given up
    LOGGED_OUT   code, text: the server does not know this login any more; no call comes until the
                 next start

    Dates are Unix seconds of the server, ttl seconds, or TTL_VIEW_ONCE (view_once): shown only
    when the user asks for it, and named to Account.opened() when the user closes it.  random_ids
    are chosen by their senders: look them up within the chat.  `text` is of the server's error.  `body` need not be UTF-8
    (body_text is), sizes and lengths in `message` need not be sane.  `number` is the place in
    the store, and 0 before it is there.
    """
    kind: Union[EventKind, int]
    chat_id: int = 0
    flags: int = 0
    random_id: int = 0
    value: int = 0
    key_fingerprint: int = 0
    date: int = 0
    ttl: int = 0
    layer: int = 0
    code: int = 0
    state: Union[ChatState, int] = 0
    reason: Union[Reason, int] = Reason.NONE
    health: int = 0
    unknown: int = 0
    tl: bytes = b""
    ids: Tuple[int, ...] = ()
    text: str = ""
    file: Optional[RemoteFile] = None
    reply_to: int = 0
    grouped_id: int = 0
    body: bytes = b""
    first: int = 0
    last: int = 0
    number: int = dataclasses.field(default=0, compare=False)

    @property
    def reason_text(self) -> str:
        """The reason in words; empty if there is none."""
        return reason_text(self.reason) if self.reason else ""

    @property
    def view_once(self) -> bool:
        """The message is to be seen once."""
        return self.ttl == TTL_VIEW_ONCE

    @property
    def body_text(self) -> str:
        """The message's text; U+FFFD for what is no UTF-8."""
        return self.body.decode("utf-8", "replace")

    @cached_property
    def message(self) -> Optional[schema.TLObject]:
        """DecryptedMessage or DecryptedMessageService of any layer, up to the first thing in it
        that this version does not know."""
        if not self.tl:
            return None
        return schema.decode_partly(self.tl, schema.DECRYPTED_MESSAGE).object

    @property
    def media(self) -> Optional[schema.TLObject]:
        """The DecryptedMessageMedia of the message."""
        return getattr(self.message, "media", None)

    @property
    def action(self) -> Optional[schema.TLObject]:
        """The DecryptedMessageAction of the message."""
        return getattr(self.message, "action", None)

    @property
    def entities(self) -> Tuple[schema.TLObject, ...]:
        """The MessageEntities of the message; their offsets count UTF-16 units."""
        return getattr(self.message, "entities", None) or ()

    def pack(self) -> bytes:
        """The event in bytes, for a store; without its number."""
        return json.dumps(self.to_dict(), separators=(",", ":")).encode()

    @classmethod
    def unpack(cls, packed: bytes, number: int = 0) -> "Event":
        """What pack() packed, also by another version of this package."""
        return cls.from_dict(json.loads(packed), number)

    def to_dict(self) -> Dict[str, Any]:
        """What is not empty, in types of JSON; bytes as base64."""
        found: Dict[str, Any] = {}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name == "number" or not value:
                continue
            if isinstance(value, bytes):
                value = base64.b64encode(value).decode()
            elif isinstance(value, RemoteFile):
                value = dataclasses.asdict(value)
            elif isinstance(value, int):
                value = int(value)
            found[field.name] = value
        return found

    @classmethod
    def from_dict(cls, found: Dict[str, Any], number: int = 0) -> "Event":
        """The reverse of to_dict(); names that are not known are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {name: value for name, value in found.items() if name in known}
        for name in ("tl", "body"):
            if name in values:
                values[name] = base64.b64decode(values[name])
        for name, kind in (("kind", EventKind), ("state", ChatState), ("reason", Reason)):
            if name in values:
                values[name] = named(kind, values[name])
        if "file" in values:
            values["file"] = RemoteFile(**values["file"])
        values["ids"] = tuple(values.get("ids", ()))
        values["number"] = number
        return cls(**values)


@dataclass(frozen=True)
class Chat:
    """Everything about a chat that a user or a maintainer asks for, at one moment.

    dates, ttl        seconds; key_since, hole_since Unix milliseconds
    key_hash          for e2e.picture; empty if the chat has no key yet
    in_seq, out_seq   messages received in order, sent; acked_seq of these acknowledged
    holes, held       gaps, and messages that wait behind them
    late              messages that came for a gap that had been given up, and were dropped
    """
    chat_id: int
    state: Union[ChatState, int]
    reason: Union[Reason, int]
    user_id: int
    access_hash: int
    date: int
    creator: bool
    layer: int
    peer_layer: int
    sent_layer: int
    ttl: int
    mtproto: int
    verified: bool
    key_hash: bytes
    has_key: bool
    key_fingerprint: int
    key_since: int
    key_uses: int
    rekeying: int
    old_key_fingerprint: int
    new_key_fingerprint: int
    in_seq: int
    out_seq: int
    acked_seq: int
    unsent: int
    held: int
    holes: int
    hole_since: int
    early: int
    timers: int
    rejected: int
    duplicates: int
    late: int
    health: int
    epoch: int

    @property
    def reason_text(self) -> str:
        """Why the chat was closed, in words; empty if it was not."""
        return reason_text(self.reason) if self.reason else ""
