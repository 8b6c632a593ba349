# SPDX-License-Identifier: ISC
"""What is in a packet of a secret chat, and what is wrong with it, as e2e-inspect --json tells.

    found = inspect.inspect(data, key)
    found["verdict"], found["failed"], found["checks"], found.get("message") ...

The members are those of the man page e2e-inspect(1), but without `expected` and `means` in the
checks, which are for people.  It is for the owner of the key: tell nobody else why a packet
fails.  The result holds the message, the keys of files that it brings only if they are asked for,
and never the key.
"""
from typing import Any, Dict, Optional, Union

from e2e import _abi, _trial, schema
from e2e._codec import CLASSES
from e2e._inspect_tl import Report, inspect_bytes, role_of
from e2e._trial import FINGERPRINT_BYTES, HEAD_BYTES, Trial, Trials
from e2e._walk import first_id
from e2e._library import octets
from e2e.crypto import ACCEPTOR, CREATOR, KEY_BYTES, Crypto, Key, exactly
from e2e.errors import ArgumentError, Refused

MIN_BYTES: int = _abi.E2E_PACKET_MIN_BYTES
PADDING = {1: (0, 15), 2: (12, 1024)}
KeyLike = Union[Key, bytes]


def inspect(data: bytes, key: Optional[KeyLike] = None, sender: Optional[int] = None,
            mtproto: int = 0, tl: bool = False, crypto: Optional[Crypto] = None, *,
            expose_keys: bool = False) -> Dict[str, Any]:
    """DATA is a packet, or an object of TL: that if TL is set, or if it begins with a known
    constructor and not with the fingerprint of KEY.

    key      the chat's: a Key or its 256 bytes
    sender   crypto.CREATOR or ACCEPTOR; None to try both
    mtproto  the version that the packet must have; 0 to try 2 and then 1

    expose_keys  show keys of files; without it None takes their place, and bytes that could not
                 be read, or are no packet by their length, are left out if they may have a key
    """
    data = octets(data)
    if sender not in (None, CREATOR, ACCEPTOR) or mtproto not in (0, 1, 2):
        raise ArgumentError(f"sender is {sender!r}, mtproto {mtproto!r}")
    context = crypto or Crypto()
    own = key if key is None or isinstance(key, Key) else \
        context.key(exactly(key, KEY_BYTES, "key"))
    inspector = _Inspector(context, own, sender, mtproto, expose_keys)
    fingerprint = own.fingerprint & 0xffffffff if own is not None else None
    ctor = first_id(data)
    if tl or (len(data) >= 4 and ctor in CLASSES and ctor != fingerprint):
        inspector.object(data)
    else:
        inspector.report.fact("input", "packet")
        inspector.packet(data)
    if own is not None and own is not key:
        own.wipe()
    return inspector.report.result()


def _fingerprint_of(packet: bytes) -> int:
    return int.from_bytes(packet[:FINGERPRINT_BYTES], "little", signed=True)


class _Inspector:
    """One run."""

    def __init__(self, context: Crypto, key: Optional[Key], sender: Optional[int],
                 mtproto: int, expose_keys: bool) -> None:
        self.context, self.key, self.sender, self.mtproto = context, key, sender, mtproto
        self.report = Report(expose_keys)

    def object(self, data: bytes) -> None:
        """An object that came bare, and the packet in it if there is one."""
        self.report.fact("input", "object")
        self.report.part = "object"
        got = inspect_bytes(self.report, data, "object_", self.mtproto, self.sender)
        found = got.object
        if isinstance(found, schema.UpdateNewEncryptedMessage):
            found = found.message
        if isinstance(found, (schema.EncryptedMessage, schema.EncryptedMessageService)) and \
                (found.bytes or got.unknown is None):
            self.packet(found.bytes)

    def packet(self, data: bytes) -> None:
        report = self.report
        report.part = "packet"
        if self.key is not None and len(data) >= MIN_BYTES:
            self._opened(data, self.key)
            return
        self._length(data)
        self._fingerprint(data, None)
        if len(data) >= HEAD_BYTES and self._may_show(data):
            its = data[FINGERPRINT_BYTES:HEAD_BYTES].hex()
            report.fact("msg_key", its)
            report.check("note", "msg_key", its)
        if self.key is None:
            report.check("failed", "key", "none was given")

    def _opened(self, data: bytes, key: Key) -> None:
        """All checks of a packet that has a block at least."""
        report, before = self.report, self.report.failed
        trials = _trial.run(self.context, key.value, data, self.sender, self.mtproto)
        best, length = trials.best, -1
        self._length(data)
        self._fingerprint(data, best)
        self._msg_key(trials, data)
        if best is not None:
            self._version(best)
            self._sender(best)
            length = self._length_field(best)
        if best is not None and length >= 0:
            self._padding(best, length)
        self._library(trials, data, key, report.failed == before)
        if best is not None and length >= 0 and best.good:
            self._payload(best, best.text[4:4 + length])

    def _payload(self, best: Trial, payload: bytes) -> None:
        report = self.report
        report.part = "payload"
        report.fact("payload_bytes", len(payload))
        sender = self.sender if best.mtproto == 1 else best.sender
        inspect_bytes(report, payload, "", best.mtproto, sender, of_packet=True)

    # ---- The head ----------------------------------------------------------------------------

    def _length(self, data: bytes) -> None:
        n = len(data)
        self.report.fact("packet_bytes", n)
        if n >= MIN_BYTES and (n - HEAD_BYTES) % 16 == 0:
            self.report.check("ok", "length", f"{n} bytes: {HEAD_BYTES} of head, "
                                              f"{n - HEAD_BYTES} encrypted")
        else:
            self.report.check("failed", "length", f"{n} bytes")

    def _may_show(self, data: bytes) -> bool:
        """Whether the head of DATA is that of a packet; else it could be anything."""
        n = len(data)
        return self.report.expose_keys or (n >= MIN_BYTES and (n - HEAD_BYTES) % 16 == 0) or (
            self.key is not None and self.key.fingerprint == _fingerprint_of(data))

    def _fingerprint(self, data: bytes, best: Optional[Trial]) -> None:
        report = self.report
        if len(data) < FINGERPRINT_BYTES:
            report.check("failed", "key_fingerprint", "cut off")
            return
        if best is None and not self._may_show(data):
            report.check("note", "key_fingerprint", "not shown")
            return
        its, value = data[:FINGERPRINT_BYTES], _fingerprint_of(data)
        found = f"{its.hex()} ({value})"
        report.fact("packet_fingerprint", its.hex())
        if self.key is None:
            report.check("note", "key_fingerprint", found)
            return
        report.fact("key_fingerprint", self.key.fingerprint.to_bytes(8, "little",
                                                                     signed=True).hex())
        if value == self.key.fingerprint:
            report.check("ok", "key_fingerprint", f"{found}, that of the key")
        else:
            report.check("failed", "key_fingerprint", found)

    def _msg_key(self, trials: Trials, data: bytes) -> None:
        best = trials.best
        if not self._may_show(data) and (best is None or not best.good):
            self.report.check("failed", "msg_key", "not shown")
            return
        its = data[FINGERPRINT_BYTES:HEAD_BYTES].hex()
        self.report.fact("msg_key", its)
        self.report.fact("msg_key_computed", trials.told.msg_key.hex())
        self.report.check("ok" if trials.told.good else "failed", "msg_key", its)

    # ---- How it opened -----------------------------------------------------------------------

    def _version(self, best: Trial) -> None:
        self.report.fact("mtproto", best.mtproto)
        if self.mtproto not in (0, best.mtproto):
            verdict = "failed"
        else:
            verdict = "note" if best.mtproto == 1 else "ok"
        self.report.check(verdict, "mtproto", str(best.mtproto))

    def _sender(self, best: Trial) -> None:
        report, role = self.report, role_of(best.sender)
        if best.mtproto == 1:
            report.fact("sender", role_of(self.sender))
            report.check("note", "sender", f"{role_of(self.sender)}; MTProto 1 does not tell")
            return
        report.fact("sender", role)
        if self.sender is None:
            report.check("ok", "sender", f"{role}, found by trying both")
        else:
            report.check("ok" if self.sender == best.sender else "failed", "sender", role)

    def _length_field(self, best: Trial) -> int:
        """The length, or -1 if it cannot be."""
        length, space = first_id(best.text), len(best.text) - 4
        shown = length - 2 ** 32 if length >= 2 ** 31 else length
        self.report.fact("length_field", shown)
        if length > space:
            self.report.check("failed", "length_field",
                              f"{shown}, {'negative' if shown < 0 else 'too large'}")
            return -1
        self.report.check("failed" if length % 4 else "ok", "length_field", str(shown))
        return length

    def _padding(self, best: Trial, length: int) -> None:
        n = len(best.text) - 4 - length
        least, most = PADDING[best.mtproto]
        self.report.fact("padding_bytes", n)
        if least <= n <= most:
            self.report.check("ok", "padding", f"{n} bytes")
        else:
            self.report.check("failed", "padding", f"{n} bytes, " + (
                "below the minimum" if n < least else "above the maximum"))

    def _library(self, trials: Trials, data: bytes, key: Key, expect: bool) -> None:
        """What the library itself says must be what was found here."""
        best = trials.best
        way = best if best is not None and best.wanted else trials.first
        text, opens = "opens it", True
        try:
            if way.mtproto == 1:
                self.context.open_v1(key, data)
            else:
                self.context.open(key, way.sender or 0, data)
        except Refused as refused:
            text, opens = refused.text, False
        if opens and not expect:
            text = "success"
        self.report.check("note" if opens == expect else "failed", "libe2e", text)
