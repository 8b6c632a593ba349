# SPDX-License-Identifier: ISC
"""Private copies of libtdjson.so that trust the key of the fake data centre.

TDLib talks only to a data centre that proves to own one of the RSA keys that are compiled in. They
stand in the library as PEM text, and the text of every RSA-2048 key with the exponent 65537 has
the same length, so a copy with another key is made by replacing text by text.

The copy is for offline tests on this machine: it must never be installed or given away, because
whoever has the private key could pose as Telegram's servers to it.

    patch_keys.py make-key KEY.pem              a fresh private key, if there is none
    patch_keys.py patch KEY.pem LIBRARY COPY    fails if there is nothing to replace
"""

import os
import re
import sys
from pathlib import Path
from typing import List, Tuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PEM_KEY = re.compile(rb"-----BEGIN RSA PUBLIC KEY-----\n"
                     rb"[A-Za-z0-9+/=\n]+"
                     rb"-----END RSA PUBLIC KEY-----")


def make_key(path: Path) -> None:
    """Write a new RSA-2048 private key in PEM, readable only by us, unless the file exists."""
    if path.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    write_whole(path, key.private_bytes(serialization.Encoding.PEM,
                                        serialization.PrivateFormat.TraditionalOpenSSL,
                                        serialization.NoEncryption()))


def public_pem(path: Path) -> bytes:
    """The public half of a private key file as TDLib has it in its text: PKCS#1 PEM."""
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    return key.public_key().public_bytes(serialization.Encoding.PEM,
                                         serialization.PublicFormat.PKCS1).rstrip(b"\n")


def replace_keys(library: bytes, pem: bytes) -> Tuple[bytes, int]:
    """The library with every RSA key of the same length replaced, and how many there were."""
    count = 0

    def replacement(match: "re.Match[bytes]") -> bytes:
        nonlocal count
        if len(match.group()) != len(pem):
            return match.group()
        count += 1
        return pem

    return PEM_KEY.sub(replacement, library), count


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, with mode 0600."""
    part = path.with_name(path.name + ".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    part.replace(path)


def main(args: List[str]) -> int:
    """The command line that the text at the top of this file shows."""
    if len(args) == 2 and args[0] == "make-key":
        make_key(Path(args[1]))
        return 0
    if len(args) != 4 or args[0] != "patch":
        print(__doc__, file=sys.stderr)
        return 99
    key, library, copy = (Path(arg) for arg in args[1:])
    patched, count = replace_keys(library.read_bytes(), public_pem(key))
    if count == 0:
        print(f"patch_keys.py: {library} has no RSA key of the expected form", file=sys.stderr)
        return 1
    write_whole(copy, patched)
    print(f"patch_keys.py: {copy}: {count} keys replaced")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
