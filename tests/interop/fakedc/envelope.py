# SPDX-License-Identifier: ISC
"""Encrypted messages (core.telegram.org/mtproto/description).

MTProto 2 both ways; MTProto 1 only inside auth.bindTempAuthKey.
"""
import hashlib
import os
from typing import NamedTuple, Tuple

from . import tl
from .aes import ige_decrypt, ige_encrypt
from .tl import Reader, TlError

FROM_CLIENT, FROM_SERVER = 0, 8  # the x of the key derivation


class Message(NamedTuple):
    """One message in an envelope or a container."""
    msg_id: int
    seqno: int
    body: bytes


class Envelope(NamedTuple):
    """What the outer encryption of a packet protects."""
    salt: int
    session_id: int
    message: Message


def key_id(auth_key: bytes) -> bytes:
    """The id of an auth key, 8 bytes."""
    return hashlib.sha1(auth_key).digest()[-8:]


def _key_and_iv(auth_key: bytes, msg_key: bytes, x: int) -> Tuple[bytes, bytes]:
    a = hashlib.sha256(msg_key + auth_key[x:x + 36]).digest()
    b = hashlib.sha256(auth_key[40 + x:76 + x] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]


def _msg_key(auth_key: bytes, plain: bytes, x: int) -> bytes:
    return hashlib.sha256(auth_key[88 + x:120 + x] + plain).digest()[8:24]


def seal(auth_key: bytes, envelope: Envelope, x: int = FROM_SERVER) -> bytes:
    """The packet: key id, msg_key, ciphertext with 12 to 27 bytes of padding."""
    message = envelope.message
    plain = (tl.int64(envelope.salt) + tl.int64(envelope.session_id) + tl.int64(message.msg_id)
             + tl.int32(message.seqno) + tl.int32(len(message.body)) + message.body)
    plain += os.urandom(12 + -(len(plain) + 12) % 16)
    msg_key = _msg_key(auth_key, plain, x)
    return key_id(auth_key) + msg_key + ige_encrypt(*_key_and_iv(auth_key, msg_key, x), plain)


def open_packet(auth_key: bytes, packet: bytes, x: int = FROM_CLIENT) -> Envelope:
    """The inverse of seal(); TlError for a packet that is not as the description wants it.

    Up to 15 bytes behind the last whole block are the transport's padding and ignored.
    """
    msg_key, coded = packet[8:24], packet[24:]
    coded = coded[:len(coded) // 16 * 16]
    plain = ige_decrypt(*_key_and_iv(auth_key, msg_key, x), coded)
    if _msg_key(auth_key, plain, x) != msg_key:
        raise TlError("wrong msg_key")
    reader = Reader(plain)
    salt, session_id, msg_id = reader.int64(), reader.int64(), reader.int64()
    seqno, length = reader.int32(), reader.int32()
    body = reader.raw(length)
    if length % 4 or not 12 <= len(plain) - reader.at <= 1024:
        raise TlError("bad length or padding")
    return Envelope(salt, session_id, Message(msg_id, seqno, body))


def open_binding(auth_key: bytes, packet: bytes) -> Message:
    """The message inside auth.bindTempAuthKey: MTProto 1 under the permanent key.

    See core.telegram.org/method/auth.bindTempAuthKey.  TlError for anything else.
    """
    msg_key, coded = packet[8:24], packet[24:]
    if packet[:8] != key_id(auth_key) or not coded or len(coded) % 16:
        raise TlError("not under this key")
    a = hashlib.sha1(msg_key + auth_key[:32]).digest()
    b = hashlib.sha1(auth_key[32:48] + msg_key + auth_key[48:64]).digest()
    c = hashlib.sha1(auth_key[64:96] + msg_key).digest()
    d = hashlib.sha1(msg_key + auth_key[96:128]).digest()
    key = a[:8] + b[8:20] + c[4:16]
    iv = a[8:20] + b[:8] + c[16:20] + d[:8]
    reader = Reader(ige_decrypt(key, iv, coded))
    reader.raw(16)
    msg_id, seqno, length = reader.int64(), reader.int32(), reader.int32()
    message = Message(msg_id, seqno, reader.raw(length))
    if hashlib.sha1(reader.data[:reader.at]).digest()[4:20] != msg_key:
        raise TlError("wrong msg_key")
    return message
