# SPDX-License-Identifier: ISC
"""All ways to open a packet.  Crypto.open() says no more than that a packet is forged; here the
owner of the key wants to know why, so its steps are done one by one."""
from dataclasses import dataclass
from typing import List, Optional

from e2e import _abi, crypto
from e2e._codec import CLASSES, layout_of
from e2e._walk import first_id
from e2e.crypto import ACCEPTOR, CREATOR, Crypto

FINGERPRINT_BYTES = 8
HEAD_BYTES: int = _abi.E2E_PACKET_HEAD_BYTES
MESSAGES = (_abi.E2E_TYPE_DECRYPTED_MESSAGE_LAYER, _abi.E2E_TYPE_DECRYPTED_MESSAGE)


@dataclass
class Trial:
    """One way to open a packet, and how it went.

    wanted    the options allow it
    good      msg_key is right
    readable  the text begins as a message, so key and beginning are right
    """
    mtproto: int
    sender: Optional[int]
    wanted: bool
    text: bytes = b""
    msg_key: bytes = b""
    good: bool = False
    readable: bool = False


@dataclass
class Trials:
    """`best` is the first good way, else the first readable one; `first` the first that was
    wanted."""
    best: Optional[Trial]
    first: Trial

    @property
    def told(self) -> Trial:
        """The way whose msg_key is shown."""
        return self.best or self.first


def run(context: Crypto, key: bytes, packet: bytes, sender: Optional[int],
        mtproto: int) -> Trials:
    """Open PACKET, which has a block at least, with KEY, the wanted ways first."""
    ways = []
    for version, role in ((2, CREATOR), (2, ACCEPTOR), (1, None)):
        wanted = (role is None or sender in (None, role)) and mtproto in (0, version)
        ways.append(Trial(version, role, wanted))
    ways.sort(key=lambda way: not way.wanted)
    for way in ways:
        _open(context, key, packet, way)
        if way.good:
            break
    return Trials(_first(ways, "good") or _first(ways, "readable"), ways[0])


def _first(ways: List[Trial], what: str) -> Optional[Trial]:
    return next((way for way in ways if getattr(way, what)), None)


def _open(context: Crypto, key: bytes, packet: bytes, way: Trial) -> None:
    its = packet[FINGERPRINT_BYTES:HEAD_BYTES]
    blocks = packet[HEAD_BYTES:]
    blocks = blocks[:len(blocks) // 16 * 16]
    if way.mtproto == 1:
        aes_key, aes_iv = context.kdf_v1(key, its, 0)
    else:
        aes_key, aes_iv = context.kdf_v2(key, its, 8 * (way.sender or 0))
    way.text = context.ige(_abi.E2E_DECRYPT, aes_key, aes_iv, blocks)[0]
    way.msg_key = _msg_key(context, key, way)
    way.good = way.msg_key == its
    ctor = first_id(way.text[4:])
    way.readable = ctor in CLASSES and layout_of(ctor).type in MESSAGES


def _msg_key(context: Crypto, key: bytes, way: Trial) -> bytes:
    """As the version computes it (protocol 3.1.2): MTProto 1 over what the length field says, or
    over all if that is too much."""
    if way.mtproto == 2:
        at = 88 + 8 * (way.sender or 0)
        return context.hash(crypto.SHA256, key[at:at + 32], way.text)[8:24]
    length = first_id(way.text)
    covered = way.text if length > len(way.text) - 4 else way.text[:4 + length]
    return context.hash(crypto.SHA1, covered)[4:20]
