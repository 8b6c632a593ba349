# SPDX-License-Identifier: ISC
"""Making an auth key (core.telegram.org/mtproto/auth_key): the server's side of one connection.

Permanent and temporary keys, the padding RSA_PAD and the one before it.  The number that the
client has to factor is always the same.
"""
import hashlib
import os
import time
from typing import Dict, Optional, Tuple

from . import dh, schema
from .aes import ige_decrypt, ige_encrypt
from .keys import AuthKey
from .rsa import ServerKey
from .tl import Object, Reader, TlError

FACTORS = (1229739323, 1402015859)
EXPONENT_BYTES = 32  # of the server's secret exponent: enough, and quick


def _number(value: int) -> bytes:
    """A number as the exchange writes it: big-endian, without leading zeros."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


class _Exchange:
    """What the server remembers between the three steps."""

    def __init__(self) -> None:
        self.server_nonce = os.urandom(16)
        self.new_nonce = b""
        self.expires_in = 0
        self.a = 0

    def key_and_iv(self) -> Tuple[bytes, bytes]:
        """The AES key and IV of the last steps, made of the nonces."""
        new, server = self.new_nonce, self.server_nonce
        one = hashlib.sha1(new + server).digest()
        two = hashlib.sha1(server + new).digest()
        three = hashlib.sha1(new + new).digest()
        return one + two[:12], two[12:] + three + new[:4]


class Handshake:
    """Answers the unencrypted messages of one connection; key is what came of it last."""

    def __init__(self, server_key: ServerKey) -> None:
        self._server_key = server_key
        self._exchanges: Dict[bytes, _Exchange] = {}
        self.key: Optional[AuthKey] = None

    def answer(self, body: bytes) -> bytes:
        """The answer to one message; TlError if it is not what should come now.

        TDLib puts random bytes behind its unencrypted messages and counts them in their length.
        """
        request = schema.MTPROTO.read(Reader(body))
        if request.name in ("req_pq", "req_pq_multi"):
            return schema.MTPROTO.encode(self._start(request))
        exchange = self._exchanges.get(request.get("nonce", b""))
        if exchange is None or request.get("server_nonce") != exchange.server_nonce:
            raise TlError("%s out of turn" % request.name)
        if request.name == "req_DH_params":
            return schema.MTPROTO.encode(self._offer(exchange, request))
        if request.name == "set_client_DH_params" and exchange.new_nonce:
            return schema.MTPROTO.encode(self._finish(exchange, request))
        raise TlError("%s out of turn" % request.name)

    def _start(self, request: Object) -> Object:
        exchange = self._exchanges[request.nonce] = _Exchange()
        return Object("resPQ", nonce=request.nonce, server_nonce=exchange.server_nonce,
                      pq=_number(FACTORS[0] * FACTORS[1]),
                      server_public_key_fingerprints=[self._server_key.fingerprint])

    def _inner(self, request: Object) -> Object:
        """The client's p_q_inner_data, out of whichever padding it is in."""
        for data in self._server_key.decrypt(request.encrypted_data):
            try:
                inner = schema.MTPROTO.read(Reader(data))
            except TlError:
                continue
            if inner.name.startswith("p_q_inner_data"):
                return inner
        raise TlError("no p_q_inner_data")

    def _offer(self, exchange: _Exchange, request: Object) -> Object:
        try:
            inner = self._inner(request)
        except ValueError as error:
            raise TlError(str(error)) from error
        factors = tuple(int.from_bytes(f, "big") for f in (request.p, request.q))
        if (factors != FACTORS or request.public_key_fingerprint != self._server_key.fingerprint
                or (inner.nonce, inner.server_nonce) != (request.nonce, request.server_nonce)):
            raise TlError("wrong factors, fingerprint or nonces")
        exchange.new_nonce = inner.new_nonce
        exchange.expires_in = inner.get("expires_in", 0)
        exchange.a = int.from_bytes(os.urandom(EXPONENT_BYTES), "big")
        data = schema.MTPROTO.encode(Object(
            "server_DH_inner_data", nonce=request.nonce, server_nonce=request.server_nonce,
            g=dh.G, dh_prime=dh.to_bytes(dh.PRIME), server_time=int(time.time()),
            g_a=dh.to_bytes(pow(dh.G, exchange.a, dh.PRIME))))
        data = hashlib.sha1(data).digest() + data
        data += os.urandom(-len(data) % 16)
        return Object("server_DH_params_ok", nonce=request.nonce,
                      server_nonce=request.server_nonce,
                      encrypted_answer=ige_encrypt(*exchange.key_and_iv(), data))

    def _finish(self, exchange: _Exchange, request: Object) -> Object:
        try:
            data = ige_decrypt(*exchange.key_and_iv(), request.encrypted_data)
        except ValueError as error:
            raise TlError(str(error)) from error
        reader = Reader(data[20:])
        inner = schema.MTPROTO.read(reader)
        if (inner.name != "client_DH_inner_data" or inner.nonce != request.nonce
                or hashlib.sha1(reader.data[:reader.at]).digest() != data[:20]):
            raise TlError("bad client_DH_inner_data")
        g_b = int.from_bytes(inner.g_b, "big")
        shared = dh.to_bytes(pow(g_b, exchange.a, dh.PRIME))
        names = dict(nonce=request.nonce, server_nonce=request.server_nonce)
        if not dh.acceptable(g_b):
            return Object("dh_gen_fail", new_nonce_hash3=_hash(exchange, shared, 3), **names)
        self.key = self._make_key(exchange, shared)
        del self._exchanges[request.nonce]
        return Object("dh_gen_ok", new_nonce_hash1=_hash(exchange, shared, 1), **names)

    @staticmethod
    def _make_key(exchange: _Exchange, shared: bytes) -> AuthKey:
        salt = bytes(a ^ b for a, b in zip(exchange.new_nonce, exchange.server_nonce[:8]))
        expires_at = int(time.time()) + exchange.expires_in if exchange.expires_in else 0
        return AuthKey(shared, int.from_bytes(salt, "little", signed=True), expires_at)


def _hash(exchange: _Exchange, shared: bytes, number: int) -> bytes:
    """new_nonce_hash1, 2 or 3."""
    aux = hashlib.sha1(shared).digest()[:8]
    return hashlib.sha1(exchange.new_nonce + bytes([number]) + aux).digest()[4:]
