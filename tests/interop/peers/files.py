# SPDX-License-Identifier: ISC
"""Encrypted files: up to the server and down from it (protocol 8.5)."""

import asyncio
from pathlib import Path
from random import Random
from typing import Any, Dict

from fakedc.tl import Object

from . import crypto

PART = 128 * 1024           # bytes of a part
BIG = 10 * 1024 * 1024      # bytes above which a file is big for the server


class BadFile(Exception):
    """A file that does not fit its message."""


def padded(data: bytes, random: Random, zeros: bool) -> bytes:
    """A file's bytes in whole blocks. zeros: with what is added, else it is random."""
    missing = -len(data) % crypto.BLOCK
    return data + (bytes(missing) if zeros else crypto.random_bytes(random, missing))


async def upload(rpc: Any, file_id: int, data: bytes, secret: Dict[str, bytes]) -> Object:
    """Encrypt and upload whole blocks; the InputEncryptedFile. rpc: makes a call."""
    ige, big = crypto.Ige(**secret), len(data) > BIG
    parts = max(1, -(-len(data) // PART))
    for part in range(parts):
        chunk = ige.encrypt(data[part * PART:(part + 1) * PART])
        fields = {"file_id": file_id, "file_part": part, "bytes": chunk}
        if big:
            await rpc("upload.saveBigFilePart", file_total_parts=parts, **fields)
        else:
            await rpc("upload.saveFilePart", **fields)
        await asyncio.sleep(0)
    mark = crypto.file_fingerprint(**secret)
    if big:
        return Object("inputEncryptedFileBigUploaded", id=file_id, parts=parts,
                      key_fingerprint=mark)
    # Official clients leave the checksum empty (protocol 8.5).
    return Object("inputEncryptedFileUploaded", id=file_id, parts=parts, md5_checksum="",
                  key_fingerprint=mark)


async def download(rpc: Any, file: Object, media: Dict[str, Any], path: Path) -> None:
    """Fetch and decrypt a file. Raises BadFile where file and message do not fit."""
    secret = {"key": media["key"], "iv": media["iv"]}
    if file.key_fingerprint != crypto.file_fingerprint(**secret):
        raise BadFile(f"key_fingerprint {file.key_fingerprint} of another key")
    if file.size % crypto.BLOCK or not 0 <= file.size - media["size"] < crypto.BLOCK:
        raise BadFile(f"{file.size} bytes on the server for {media['size']}")
    ige, plain = crypto.Ige(**secret), bytearray()
    place = Object("inputEncryptedFileLocation", id=file.id, access_hash=file.access_hash)
    while len(plain) < file.size:
        got = await rpc("upload.getFile", location=place, offset=len(plain), limit=PART)
        if not got.bytes:
            raise BadFile(f"the server has only {len(plain)} of {file.size} bytes")
        plain += ige.decrypt(got.bytes)
        await asyncio.sleep(0)
    path.write_bytes(plain[:media["size"]])


def reference(file: Object) -> Object:
    """The InputEncryptedFile of a file that is on the server already."""
    return Object("inputEncryptedFile", id=file.id, access_hash=file.access_hash)
