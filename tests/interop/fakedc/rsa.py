# SPDX-License-Identifier: ISC
"""The server's RSA key, under which the client's first secret comes.

See core.telegram.org/mtproto/auth_key.
"""
import hashlib
from typing import List

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from . import tl
from .aes import ige_decrypt

EXPONENT = 65537
BITS = 2048


def generate() -> bytes:
    """A new private key as PEM."""
    key = rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS)
    return key.private_bytes(serialization.Encoding.PEM,
                             serialization.PrivateFormat.TraditionalOpenSSL,
                             serialization.NoEncryption())


class ServerKey:
    """A private key of 2048 bits with exponent 65537; ValueError for any other."""

    def __init__(self, private_pem: bytes) -> None:
        key = serialization.load_pem_private_key(private_pem, None)
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size != BITS:
            raise ValueError("the server's key must be RSA with %d bits" % BITS)
        self._numbers = key.private_numbers()
        self._n = self._numbers.public_numbers.n
        if self._numbers.public_numbers.e != EXPONENT:
            raise ValueError("the server's key must have the exponent %d" % EXPONENT)
        self.public_pem: bytes = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
        self.fingerprint = self._fingerprint()

    def _fingerprint(self) -> int:
        """The last 64 bits of the SHA-1 of the TL form, as a signed long."""
        exponent = EXPONENT.to_bytes(3, "big")
        digest = hashlib.sha1(tl.string(self._n.to_bytes(256, "big")) + tl.string(exponent))
        return int.from_bytes(digest.digest()[-8:], "little", signed=True)

    def _power(self, number: int) -> int:
        """number to the private exponent, by the Chinese remainder theorem."""
        key = self._numbers
        by_p, by_q = pow(number, key.dmp1, key.p), pow(number, key.dmq1, key.q)
        return by_q + (by_p - by_q) * key.iqmp % key.p * key.q

    def decrypt(self, encrypted: bytes) -> List[bytes]:
        """What encrypted can mean, best first: RSA_PAD if its hash is right, and the old padding.

        Behind the data of either form there is padding: whoever decodes it must bear that.
        ValueError if encrypted is not below the modulus.
        """
        number = int.from_bytes(encrypted, "big")
        if number >= self._n:
            raise ValueError("an RSA message above the modulus")
        padded = self._power(number).to_bytes(256, "big")
        found = [] if padded[0] else [padded[21:]]
        modern = _rsa_pad_inverse(padded)
        return ([modern] if modern else []) + found


def _rsa_pad_inverse(padded: bytes) -> bytes:
    """The data of 192 bytes in RSA_PAD, or nothing if it is something else."""
    coded = padded[32:]
    key = bytes(a ^ b for a, b in zip(padded[:32], hashlib.sha256(coded).digest()))
    plain = ige_decrypt(key, bytes(32), coded)
    data = plain[:192][::-1]
    return data if hashlib.sha256(key + data).digest() == plain[192:] else b""
