# SPDX-License-Identifier: ISC
"""The cryptography of secret chats, from AES and hash functions up.

Keys are 256 bytes big-endian, fingerprints signed 64-bit integers. x is 0 for packets of the
chat's creator and 8 for packets of the other side (core.telegram.org/api/end-to-end).
"""

import hashlib
import struct
from random import Random
from typing import Callable, NamedTuple, Tuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_BYTES = 256
BLOCK = 16
# The server's prime, in the documents (mtproto/security_guidelines).
PRIME = int(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f"
    "48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37"
    "20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64"
    "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4"
    "a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754"
    "fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4"
    "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f"
    "0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b", 16)
GENERATOR = 3


class Refused(Exception):
    """A packet or a value that must not be accepted."""


class Group(NamedTuple):
    """Diffie-Hellman parameters of one chat."""

    prime: int = PRIME
    generator: int = GENERATOR


def sha1(*parts: bytes) -> bytes:
    """SHA-1 of the parts together."""
    return hashlib.sha1(b"".join(parts)).digest()


def sha256(*parts: bytes) -> bytes:
    """SHA-256 of the parts together."""
    return hashlib.sha256(b"".join(parts)).digest()


class Ige:
    """AES-256-IGE that goes on where the data before ended. One object for one direction."""

    def __init__(self, key: bytes, iv: bytes) -> None:
        """key: 32 bytes. iv: the ciphertext block before, then the plaintext block before."""
        if len(key) != 32 or len(iv) != 2 * BLOCK:
            raise ValueError("key and iv are 32 bytes each")
        self._aes = Cipher(algorithms.AES(key), modes.ECB())
        self._cipher = int.from_bytes(iv[:BLOCK], "big")
        self._plain = int.from_bytes(iv[BLOCK:], "big")

    def encrypt(self, data: bytes) -> bytes:
        """data: a multiple of 16 bytes."""
        aes, out = self._aes.encryptor().update, bytearray()
        cipher, plain = self._cipher, self._plain
        for block in _blocks(data):
            inner = aes((block ^ cipher).to_bytes(BLOCK, "big"))
            cipher, plain = int.from_bytes(inner, "big") ^ plain, block
            out += cipher.to_bytes(BLOCK, "big")
        self._cipher, self._plain = cipher, plain
        return bytes(out)

    def decrypt(self, data: bytes) -> bytes:
        """data: a multiple of 16 bytes."""
        aes, out = self._aes.decryptor().update, bytearray()
        cipher, plain = self._cipher, self._plain
        for block in _blocks(data):
            inner = aes((block ^ plain).to_bytes(BLOCK, "big"))
            plain, cipher = int.from_bytes(inner, "big") ^ cipher, block
            out += plain.to_bytes(BLOCK, "big")
        self._cipher, self._plain = cipher, plain
        return bytes(out)


def _blocks(data: bytes):
    if len(data) % BLOCK:
        raise ValueError("no multiple of 16 bytes")
    return (int.from_bytes(data[at:at + BLOCK], "big") for at in range(0, len(data), BLOCK))


def kdf2(key: bytes, msg_key: bytes, x: int) -> Tuple[bytes, bytes]:
    """AES key and IV of MTProto 2.0."""
    a = sha256(msg_key, key[x:x + 36])
    b = sha256(key[40 + x:76 + x], msg_key)
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]


def kdf1(key: bytes, msg_key: bytes, x: int = 0) -> Tuple[bytes, bytes]:
    """AES key and IV of MTProto 1.0. x is 0 for both sides of a secret chat."""
    a = sha1(msg_key, key[x:x + 32])
    b = sha1(key[32 + x:48 + x], msg_key, key[48 + x:64 + x])
    c = sha1(key[64 + x:96 + x], msg_key)
    d = sha1(msg_key, key[96 + x:128 + x])
    return a[:8] + b[8:] + c[4:16], a[8:] + b[:8] + c[16:] + d[:8]


def fingerprint(key: bytes) -> int:
    """The 64 low-order bits of SHA-1 of the key."""
    return struct.unpack("<q", sha1(key)[-8:])[0]


def key_hash(key: bytes) -> bytes:
    """What the key's picture is made of, 36 bytes, from the first key of a chat."""
    return sha1(key)[:16] + sha256(key)[:20]


def seal(key: bytes, x: int, payload: bytes, padding: Callable[[int], bytes]) -> bytes:
    """A packet of MTProto 2.0. padding(n) gives 12..1024 bytes after n bytes that make whole
    blocks of them."""
    plain = struct.pack("<I", len(payload)) + payload
    plain += padding(len(plain))
    msg_key = sha256(key[88 + x:120 + x], plain)[8:24]
    return (struct.pack("<q", fingerprint(key)) + msg_key
            + Ige(*kdf2(key, msg_key, x)).encrypt(plain))


def seal1(key: bytes, payload: bytes, random: Random) -> bytes:
    """A packet of MTProto 1.0."""
    plain = struct.pack("<I", len(payload)) + payload
    msg_key = sha1(plain)[4:]
    plain += random_bytes(random, -len(plain) % BLOCK)
    return struct.pack("<q", fingerprint(key)) + msg_key + Ige(*kdf1(key, msg_key)).encrypt(plain)


def open_packet(key: bytes, x: int, packet: bytes, mtproto1: bool) -> Tuple[bytes, int]:
    """The payload of a packet under this key, and the version of MTProto that it has.

    mtproto1: whether version 1 is tried after version 2. Raises Refused.
    """
    msg_key, data = packet[8:24], packet[24:]
    if not data or len(data) % BLOCK:
        raise Refused(f"{len(packet)} bytes are no packet")
    plain = Ige(*kdf2(key, msg_key, x)).decrypt(data)
    if sha256(key[88 + x:120 + x], plain)[8:24] == msg_key:
        return _unwrap(plain, 12, 1024), 2
    if mtproto1:
        plain = Ige(*kdf1(key, msg_key)).decrypt(data)
        length = struct.unpack("<I", plain[:4])[0]
        if sha1(plain[:4 + length])[4:] == msg_key:
            return _unwrap(plain, 0, 15), 1
    raise Refused("not authentic")


def _unwrap(plain: bytes, least: int, most: int) -> bytes:
    length = struct.unpack("<I", plain[:4])[0]
    if length % 4:
        raise Refused(f"a payload of {length} bytes")
    if not least <= len(plain) - 4 - length <= most:
        raise Refused(f"{len(plain) - 4 - length} bytes of padding")
    return plain[4:4 + length]


def packet_fingerprint(packet: bytes) -> int:
    """Under which key a packet says that it is. Raises Refused if it is too short for that."""
    if len(packet) < 24:
        raise Refused(f"{len(packet)} bytes are no packet")
    return struct.unpack("<q", packet[:8])[0]


def random_bytes(random: Random, count: int) -> bytes:
    """count bytes of a seeded generator."""
    return random.getrandbits(8 * count).to_bytes(count, "big") if count else b""


def keypair(random: Random, group: Group) -> Tuple[int, bytes]:
    """An exponent, and its public value with leading zeros stripped as official clients do."""
    exponent = random.getrandbits(2048)
    public = pow(group.generator, exponent, group.prime)
    return exponent, public.to_bytes(KEY_BYTES, "big").lstrip(b"\0")


def agree(exponent: int, public: bytes, group: Group, strict: bool = True) -> bytes:
    """The shared key. strict: the recommended range of the value, else only 1 < value < p - 1.

    Raises Refused for a value out of range.
    """
    value = int.from_bytes(public, "big")
    margin = 1 << 1984 if strict else 2
    if not margin <= value <= group.prime - margin:
        raise Refused("a Diffie-Hellman value out of range")
    return pow(value, exponent, group.prime).to_bytes(KEY_BYTES, "big")


def file_fingerprint(key: bytes, iv: bytes) -> int:
    """The signed 32-bit fingerprint of a file's key and iv (protocol 8.1)."""
    digest = hashlib.md5(key + iv).digest()
    low, high = struct.unpack("<ii", digest[:8])
    return low ^ high
