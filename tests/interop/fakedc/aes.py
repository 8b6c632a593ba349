# SPDX-License-Identifier: ISC
"""AES-256 in the modes that MTProto uses: IGE for messages, CTR for obfuscated connections.

IGE is not in the cryptography package.  With c[i] = E(p[i] ^ c[i-1]) ^ p[i-1] and
d[i] = c[i] ^ p[i-1] one gets d[i] = E(p[i] ^ p[i-2] ^ d[i-1]): d is the CBC encryption of
p[i] ^ p[i-2].  So a whole buffer is encrypted with one CBC pass and two XORs of big numbers.
Decryption has no such form and goes block by block (about 0.1 s a megabyte).
"""
from typing import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16


def _xor(a: bytes, b: bytes) -> bytes:
    number = int.from_bytes(a, "little") ^ int.from_bytes(b, "little")
    return number.to_bytes(len(a), "little")


def ige_encrypt(key: bytes, iv: bytes, plain: bytes) -> bytes:
    """plain (whole blocks) in AES-256-IGE; iv is 32 bytes, first c[0], then p[0]."""
    if len(plain) % BLOCK:
        raise ValueError("IGE wants whole blocks")
    if not plain:
        return b""
    one_back = (iv[BLOCK:] + plain)[:len(plain)]
    two_back = (bytes(BLOCK) + one_back)[:len(plain)]
    cbc = Cipher(algorithms.AES(key), modes.CBC(iv[:BLOCK])).encryptor()
    return _xor(cbc.update(_xor(plain, two_back)), one_back)


def ige_decrypt(key: bytes, iv: bytes, coded: bytes) -> bytes:
    """The inverse of ige_encrypt()."""
    if len(coded) % BLOCK:
        raise ValueError("IGE wants whole blocks")
    decrypt = Cipher(algorithms.AES(key), modes.ECB()).decryptor().update
    number = int.from_bytes
    last_coded, last_plain = number(iv[:BLOCK], "big"), number(iv[BLOCK:], "big")
    out = []
    for at in range(0, len(coded), BLOCK):
        block = number(coded[at:at + BLOCK], "big")
        plain = decrypt((block ^ last_plain).to_bytes(BLOCK, "big"))
        last_plain = number(plain, "big") ^ last_coded
        last_coded = block
        out.append(last_plain.to_bytes(BLOCK, "big"))
    return b"".join(out)


def ctr(key: bytes, iv: bytes) -> Callable[[bytes], bytes]:
    """A function that continues an AES-256-CTR stream with every call."""
    return Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor().update
