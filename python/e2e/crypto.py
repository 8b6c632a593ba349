# SPDX-License-Identifier: ISC
"""The building blocks of secret chats (e2e/crypto.h), on bytes and numbers.

Secrets that come back as `bytes` cannot be erased by anybody: Python copies them as it likes.
Key, which most functions take, can.
"""
import contextlib
import ctypes
import threading
import weakref
from dataclasses import dataclass
from typing import Any, Iterator, List, Optional, Tuple

from e2e import _abi
from e2e._given import flag, int32, int64, one_of, text, uint32
from e2e._library import bytes_of, lib, octets, sized
from e2e.errors import ArgumentError, StateError, check

KEY_BYTES: int = _abi.E2E_KEY_BYTES
CREATOR: int = _abi.E2E_CREATOR    # of a chat: who asked for it
ACCEPTOR: int = _abi.E2E_ACCEPTOR  # who accepted it
CLIENT: int = _abi.E2E_CLIENT
SERVER: int = _abi.E2E_SERVER
MD5: int = _abi.E2E_HASH_MD5
SHA1: int = _abi.E2E_HASH_SHA1
SHA256: int = _abi.E2E_HASH_SHA256
DIGEST_BYTES = {MD5: _abi.E2E_MD5_BYTES, SHA1: _abi.E2E_SHA1_BYTES, SHA256: _abi.E2E_SHA256_BYTES}


def backends() -> List[str]:
    """The names of the cryptographic libraries of this build, the default one first."""
    found: List[str] = []
    while True:
        pointer = lib.e2e_backend_at(len(found))
        if not pointer:
            return found
        found.append(pointer.contents.name.decode())


def backend_struct(name: Optional[str]) -> Any:
    """The backend NAME, or None for the default.  ArgumentError if there is none."""
    if name is None:
        return None
    pointer = lib.e2e_backend_by_name(text(name, "backend").encode("utf-8", "replace"))
    if not pointer:
        raise ArgumentError(f"no backend {name!r}; there are {', '.join(backends())}")
    return pointer


def exactly(value: bytes, n: int, name: str) -> bytes:
    """VALUE if it has N bytes: the library cannot see how many there are."""
    found = octets(value)
    if len(found) != n:
        raise ArgumentError(f"{name} has {len(found)} bytes, not {n}")
    return found


class Key:
    """A 2048-bit key in memory that wipe() erases, as it is when the object goes.  `value` makes
    a copy that cannot be erased."""

    def __init__(self) -> None:
        self._struct = sized(_abi.e2e_key)
        self._wipe = weakref.finalize(self, lib.e2e_key_wipe, ctypes.pointer(self._struct))

    @property
    def pointer(self) -> Any:
        """For functions of the library."""
        return ctypes.byref(self._struct)

    @property
    def fingerprint(self) -> int:
        """The last 8 bytes of SHA1 of the value, as a little-endian int64; 0 once wiped."""
        return int(self._struct.fingerprint)

    @property
    def value(self) -> bytes:
        """The 256 bytes, big-endian."""
        return bytes(self._struct.value)

    def wipe(self) -> None:
        """Erase it."""
        lib.e2e_key_wipe(self.pointer)

    def __enter__(self) -> "Key":
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return f"<Key {self.fingerprint & 0xffffffffffffffff:016x}>"


@dataclass(frozen=True)
class Padding:
    """How many random bytes follow a sealed text: a policy, and its number of bytes."""
    policy: int
    bytes: int = 0

    TDLIB = _abi.E2E_PADDING_TDLIB
    MINIMAL = _abi.E2E_PADDING_MINIMAL
    RANDOM = _abi.E2E_PADDING_RANDOM
    FIXED = _abi.E2E_PADDING_FIXED
    EXACT = _abi.E2E_PADDING_EXACT


@dataclass(frozen=True)
class CloudMessage:
    """What an encrypted message of MTProto 2 carries; `body` is its message_data."""
    salt: int
    session_id: int
    msg_id: int
    seq_no: int
    body: bytes


@dataclass(frozen=True)
class Group:
    """A prime and a generator that were found good: Crypto.group() or known_group()."""
    g: int
    p: bytes

    def struct(self) -> Any:
        made = sized(_abi.e2e_dh_group)
        made.g = int32(self.g, "g")
        ctypes.memmove(made.p, exactly(self.p, _abi.E2E_DH_BYTES, "p"), _abi.E2E_DH_BYTES)
        return ctypes.byref(made)


def known_group() -> Group:
    """The prime that Telegram's servers have always sent, with g = 3."""
    struct = sized(_abi.e2e_dh_group)
    lib.e2e_dh_group_known(ctypes.byref(struct))
    return Group(struct.g, bytes(struct.p))


def value_check(group: Group, value: bytes) -> bytes:
    """A public value (g_a, g_b) with all its 256 bytes; Refused if it is out of range."""
    padded, value = ctypes.create_string_buffer(_abi.E2E_DH_BYTES), octets(value)
    check(lib.e2e_dh_value_check(_group(group), padded, value, len(value)), "value_check")
    return padded.raw


class Crypto:
    """A context over a backend; None is the default of the library.  One thread at a time is
    inside, others wait.  It is closed with `with`, by close(), or when it goes."""

    def __init__(self, backend: Optional[str] = None) -> None:
        config = sized(_abi.e2e_crypto_config)
        config.backend = backend_struct(backend)
        pointer = ctypes.POINTER(_abi.e2e_crypto)()
        check(lib.e2e_crypto_new(ctypes.byref(pointer), ctypes.byref(config)), "Crypto")
        self._free = weakref.finalize(self, lib.e2e_crypto_free, pointer)
        self._pointer: Any = pointer
        self._lock = threading.RLock()
        self._account: Any = None

    @classmethod
    def _of_account(cls, account: Any, pointer: Any) -> "Crypto":
        """The context of an account, which stays the account's."""
        made = cls.__new__(cls)
        made._pointer, made._account = pointer, account
        return made

    def close(self) -> None:
        """Wipe and free the context, but not one of an account."""
        if self._account is None:
            with self._lock:
                self._pointer = None
                self._free()

    def __enter__(self) -> "Crypto":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _inside(self) -> Iterator[Any]:
        if self._account is not None:
            with self._account._inside():
                yield self._pointer
            return
        with self._lock:
            if self._pointer is None:
                raise StateError("the context was closed")
            yield self._pointer

    def _do(self, name: str, *arguments: Any) -> None:
        with self._inside() as pointer:
            check(getattr(lib, name)(pointer, *arguments), name)

    @property
    def backend(self) -> str:
        """The name of the backend in use."""
        with self._inside() as pointer:
            return str(lib.e2e_crypto_backend(pointer).decode())

    # ---- Primitives ------------------------------------------------------------------------

    def random(self, n: int) -> bytes:
        """N unpredictable bytes."""
        out = ctypes.create_string_buffer(max(uint32(n, "n"), 1))
        self._do("e2e_random", out, n)
        return out.raw[:n]

    def hash(self, algorithm: int, *parts: bytes) -> bytes:
        """The digest of the concatenation of 1 to 4 parts; MD5, SHA1 or SHA256."""
        if algorithm not in DIGEST_BYTES:
            raise ArgumentError(f"no algorithm {algorithm}")
        parts = tuple(octets(part) for part in parts)
        spans = (_abi.e2e_bytes * max(len(parts), 1))()
        alive = [ctypes.create_string_buffer(part, len(part)) for part in parts if part]
        for span, memory in zip([s for s, p in zip(spans, parts) if p], alive):
            span.p, span.n = ctypes.addressof(memory), len(memory)
        digest = ctypes.create_string_buffer(DIGEST_BYTES[algorithm])
        self._do("e2e_hash", algorithm, digest, spans, len(parts))
        return digest.raw

    def ige(self, way: int, key: bytes, iv: bytes, data: bytes) -> Tuple[bytes, bytes]:
        """AES-256-IGE of DATA, a multiple of 16 bytes, and the IV to go on with.  WAY is 1 to
        encrypt, 0 to decrypt.  It authenticates nothing."""
        chain = ctypes.create_string_buffer(exactly(iv, _abi.E2E_AES_IV_BYTES, "iv"),
                                            _abi.E2E_AES_IV_BYTES)
        data = octets(data)
        memory = ctypes.create_string_buffer(data, max(len(data), 1))
        self._do("e2e_ige", uint32(way, "way"), exactly(key, _abi.E2E_AES_KEY_BYTES, "key"),
                 chain, memory, len(data))
        return memory.raw[:len(data)], chain.raw

    def kdf_v1(self, key: bytes, msg_key: bytes, x: int) -> Tuple[bytes, bytes]:
        """AES key and IV of a message of MTProto 1."""
        return self._kdf("e2e_kdf_v1", key, msg_key, x)

    def kdf_v2(self, key: bytes, msg_key: bytes, x: int) -> Tuple[bytes, bytes]:
        """AES key and IV of a message of MTProto 2; X is 0 or 8."""
        return self._kdf("e2e_kdf_v2", key, msg_key, x)

    def _kdf(self, name: str, key: bytes, msg_key: bytes, x: int) -> Tuple[bytes, bytes]:
        aes_key = ctypes.create_string_buffer(_abi.E2E_AES_KEY_BYTES)
        aes_iv = ctypes.create_string_buffer(_abi.E2E_AES_IV_BYTES)
        self._do(name, aes_key, aes_iv, exactly(key, KEY_BYTES, "key"),
                 exactly(msg_key, _abi.E2E_MSG_KEY_BYTES, "msg_key"), uint32(x, "x"))
        return aes_key.raw, aes_iv.raw

    # ---- Keys ------------------------------------------------------------------------------

    def key(self, value: bytes) -> Key:
        """The key with VALUE, 256 bytes big-endian with all leading zeros."""
        key = Key()
        self._do("e2e_key_set", key.pointer, exactly(value, KEY_BYTES, "value"))
        return key

    def key_hash(self, initial: Key, layer46: Optional[Key] = None) -> bytes:
        """The 36 bytes that two users compare (e2e.picture); LAYER46 only for a chat that began
        below layer 46."""
        out = ctypes.create_string_buffer(_abi.E2E_KEY_HASH_BYTES)
        self._do("e2e_key_hash", out, _key(initial),
                 None if layer46 is None else _key(layer46))
        return out.raw

    def call_emoji(self, key: bytes, g_a: bytes) -> Tuple[int, ...]:
        """The four emoji of a call, as indices into the table of 333."""
        out, value = (ctypes.c_uint16 * _abi.E2E_CALL_EMOJI)(), octets(g_a)
        self._do("e2e_call_emoji", out, exactly(key, KEY_BYTES, "key"), value,
                 len(value))
        return tuple(out)

    # ---- Messages --------------------------------------------------------------------------

    def seal(self, key: Key, sender: int, payload: bytes,
             padding: Optional[Padding] = None) -> bytes:
        """The packet of PAYLOAD, the bytes of a decryptedMessageLayer, with MTProto 2.  SENDER is
        CREATOR or ACCEPTOR."""
        payload = octets(payload)
        return self._sealed("e2e_message_seal", len(payload), _key(key),
                            uint32(sender, "sender"), _padding(padding), payload, len(payload))

    def open(self, key: Key, sender: int, packet: bytes) -> bytes:
        """The payload of PACKET, which SENDER sealed.  Refused if it is not authentic."""
        return self._opened("e2e_message_open", packet, _key(key),
                            uint32(sender, "sender"))

    def seal_v1(self, key: Key, payload: bytes) -> bytes:
        """The same with MTProto 1, which was given up in 2017; for tests."""
        payload = octets(payload)
        return self._sealed("e2e_message_seal_v1", len(payload), _key(key), payload,
                            len(payload))

    def open_v1(self, key: Key, packet: bytes) -> bytes:
        """The same with MTProto 1: its authenticity is weak."""
        return self._opened("e2e_message_open_v1", packet, _key(key))

    def _sealed(self, name: str, n: int, *arguments: Any) -> bytes:
        room = n + _abi.E2E_PACKET_HEAD_BYTES + _abi.E2E_CLOUD_HEAD_BYTES + 1024
        packet, packet_n = ctypes.create_string_buffer(room), ctypes.c_size_t()
        self._do(name, packet, room, ctypes.byref(packet_n), *arguments)
        return packet.raw[:packet_n.value]

    def _opened(self, name: str, packet: bytes, *arguments: Any) -> bytes:
        packet = octets(packet)
        plain, payload = ctypes.create_string_buffer(max(len(packet), 1)), _abi.e2e_bytes()
        self._do(name, ctypes.byref(payload), plain, len(plain), *arguments, packet,
                 len(packet))
        opened = bytes_of(payload)
        lib.e2e_wipe(plain, len(plain))
        return opened

    def cloud_seal(self, key: Key, sender: int, message: CloudMessage,
                   padding: Optional[Padding] = None) -> bytes:
        """The packet of an encrypted message of the cloud, SENDER being CLIENT or SERVER."""
        struct = sized(_abi.e2e_cloud_message)
        message, data = one_of(CloudMessage, message, "message"), octets(message.body)
        for name in ("salt", "session_id", "msg_id"):
            setattr(struct, name, int64(getattr(message, name), name))
        struct.seq_no = int32(message.seq_no, "seq_no")
        body = ctypes.create_string_buffer(data, max(len(data), 1))
        struct.body.p, struct.body.n = ctypes.addressof(body), len(data)
        return self._sealed("e2e_cloud_seal", len(data), _key(key), uint32(sender, "sender"),
                            _padding(padding), ctypes.byref(struct))

    def cloud_open(self, key: Key, sender: int, session_id: int, packet: bytes) -> CloudMessage:
        """What PACKET of SENDER carries.  Refused if it is not authentic or of another session;
        times, repeated msg_ids and salts are for the caller to judge."""
        packet = octets(packet)
        plain, message = (ctypes.create_string_buffer(max(len(packet), 1)),
                          sized(_abi.e2e_cloud_message))
        self._do("e2e_cloud_open", ctypes.byref(message), plain, len(plain), _key(key),
                 uint32(sender, "sender"), int64(session_id, "session_id"), packet, len(packet))
        opened = CloudMessage(message.salt, message.session_id, message.msg_id, message.seq_no,
                              bytes_of(message.body))
        lib.e2e_wipe(plain, len(plain))
        return opened

    def bind_temp_key(self, permanent: Key, nonce: int, temp_auth_key_id: int,
                      temp_session_id: int, expires_at: int, msg_id: int) -> bytes:
        """The argument encrypted_message of auth.bindTempAuthKey."""
        bind = sized(_abi.e2e_bind_temp_key)
        for name, value in (("nonce", nonce), ("temp_auth_key_id", temp_auth_key_id),
                            ("temp_session_id", temp_session_id), ("msg_id", msg_id)):
            setattr(bind, name, int64(value, name))
        bind.expires_at = int32(expires_at, "expires_at")
        out = ctypes.create_string_buffer(_abi.E2E_BIND_BYTES)
        self._do("e2e_bind_temp_key_seal", out, _key(permanent), ctypes.byref(bind))
        return out.raw

    # ---- Diffie-Hellman --------------------------------------------------------------------

    def group(self, p: bytes, g: int) -> Group:
        """The parameters of messages.dhConfig, checked; another prime than the known one costs
        about a second.  Refused if they are bad."""
        struct, p = sized(_abi.e2e_dh_group), octets(p)
        self._do("e2e_dh_group_set", ctypes.byref(struct), p, len(p), int32(g, "g"))
        return Group(struct.g, bytes(struct.p))

    def prime_digest(self, p: bytes) -> bytes:
        """What names a prime, to keep the verdict on it over restarts."""
        digest, p = ctypes.create_string_buffer(_abi.E2E_SHA256_BYTES), octets(p)
        self._do("e2e_dh_prime_digest", digest, p, len(p))
        return digest.raw

    def set_verdict(self, digest: bytes, good: bool) -> None:
        """The verdict that group() came to earlier.  It is believed: who can write to where it
        was kept decides on it."""
        self._do("e2e_dh_verdict_set", exactly(digest, _abi.E2E_SHA256_BYTES, "digest"),
                 _abi.E2E_OK if flag(good, "good") else _abi.E2E_REFUSED_PRIME)

    def keypair(self, group: Group, server_random: bytes = b"") -> Tuple[bytes, bytes]:
        """A fresh exponent and its public value.  SERVER_RANDOM can only add to it."""
        server_random = octets(server_random)
        exponent = ctypes.create_string_buffer(_abi.E2E_DH_BYTES)
        public = ctypes.create_string_buffer(_abi.E2E_DH_BYTES)
        self._do("e2e_dh_keypair", _group(group), exponent, public, server_random,
                 len(server_random))
        drawn = exponent.raw
        lib.e2e_wipe(exponent, len(exponent))
        return drawn, public.raw

    def agree(self, group: Group, exponent: bytes, value: bytes) -> Key:
        """The shared key from our exponent and the peer's VALUE.  Refused if VALUE is out of
        range."""
        key, value = Key(), octets(value)
        self._do("e2e_dh_agree", key.pointer, _group(group),
                 exactly(exponent, _abi.E2E_DH_BYTES, "exponent"), value, len(value))
        return key


def _key(key: Key) -> Any:
    """A pointer to the key in KEY."""
    return one_of(Key, key, "key").pointer


def _group(group: Group) -> Any:
    return one_of(Group, group, "group").struct()


def _padding(padding: Optional[Padding]) -> Any:
    if padding is None:
        return None
    struct = sized(_abi.e2e_padding)
    padding = one_of(Padding, padding, "padding")
    struct.policy = uint32(padding.policy, "policy")
    struct.bytes = uint32(padding.bytes, "bytes")
    return ctypes.byref(struct)
