# SPDX-License-Identifier: ISC
"""Files: uploading by parts, encrypted files, downloading (core.telegram.org/api/files).

Parts belong to the user who uploads them and become a file when a message names them.  A file can
be named again by its id and access_hash.
"""
import hashlib
import os
from typing import Dict, NamedTuple, Optional, Tuple

from .error import RpcError
from .rpc import Caller, method
from .tl import Object

PART_UNIT = 1024          # a part's size is a multiple of it, except the last one's
PART_MAX = 512 * 1024     # and divides this
PARTS_MAX = 8000
SMALL_MAX = 10 << 20      # above this, only saveBigFilePart
CHUNK = 1 << 20           # a download never crosses a multiple of this


class Upload:
    """Parts of a file that nothing has named yet; total is known for big files."""

    def __init__(self, total: Optional[int]) -> None:
        self.total = total
        self.parts: Dict[int, bytes] = {}


class StoredFile(NamedTuple):
    """An encrypted file."""
    id: int
    access_hash: int
    key_fingerprint: int
    content: bytes


class Files:
    """All uploads and files of the server."""

    def __init__(self, dc_id: int) -> None:
        self.dc_id = dc_id
        self.uploads: Dict[Tuple[int, int], Upload] = {}  # by user and the client's file id
        self.stored: Dict[int, StoredFile] = {}

    def save_part(self, caller: Caller, file_id: int, part: int, data: bytes,
                  total: Optional[int]) -> None:
        """Keep a part; one that is sent again replaces the earlier one."""
        if not 0 <= part < PARTS_MAX:
            raise RpcError(400, "FILE_PART_INVALID")
        if not data:
            raise RpcError(400, "FILE_PART_EMPTY")
        if len(data) > PART_MAX:
            raise RpcError(400, "FILE_PART_TOO_BIG")
        if total is not None and (total > PARTS_MAX or total != -1 and part >= total):
            raise RpcError(400, "FILE_PARTS_INVALID")
        upload = self.uploads.setdefault((caller.user_id, file_id), Upload(total))
        if (upload.total is None) != (total is None):
            raise RpcError(400, "FILE_PART_INVALID")
        upload.total = total
        upload.parts[part] = data

    def _assemble(self, caller: Caller, file_id: int, parts: int, big: bool) -> bytes:
        """The content of a finished upload, which is forgotten."""
        upload = self.uploads.get((caller.user_id, file_id))
        if not 0 < parts <= PARTS_MAX:
            raise RpcError(400, "FILE_PARTS_INVALID")
        if upload is None or (upload.total is not None) != big:
            raise RpcError(400, "FILE_PART_0_MISSING")
        for part in range(parts):
            if part not in upload.parts:
                raise RpcError(400, "FILE_PART_%d_MISSING" % part)
        if len(upload.parts) != parts or big and upload.total not in (-1, parts):
            raise RpcError(400, "FILE_PARTS_INVALID")
        size = len(upload.parts[0])
        whole = parts == 1 or size % PART_UNIT == 0 and PART_MAX % size == 0
        even = all(len(upload.parts[part]) == size for part in range(parts - 1))
        if not whole or not even or len(upload.parts[parts - 1]) > size:
            raise RpcError(400, "FILE_PART_SIZE_INVALID")
        content = b"".join(upload.parts[part] for part in range(parts))
        if not big and len(content) > SMALL_MAX:
            raise RpcError(400, "FILE_PARTS_INVALID")
        del self.uploads[(caller.user_id, file_id)]
        return content

    def resolve(self, caller: Caller, file: Object) -> Object:
        """The EncryptedFile that an InputEncryptedFile becomes."""
        if file.name == "inputEncryptedFileEmpty":
            raise RpcError(400, "FILE_EMTPY")
        if file.name == "inputEncryptedFile":
            return self.describe(self.find(file))
        big = file.name == "inputEncryptedFileBigUploaded"
        content = self._assemble(caller, file.id, file.parts, big)
        if not big and file.md5_checksum:
            if hashlib.md5(content).hexdigest() != file.md5_checksum.lower():
                raise RpcError(400, "MD5_CHECKSUM_INVALID")
        stored = StoredFile(int.from_bytes(os.urandom(7), "little"),
                            int.from_bytes(os.urandom(8), "little", signed=True),
                            file.key_fingerprint, content)
        self.stored[stored.id] = stored
        return self.describe(stored)

    def find(self, file: Object) -> StoredFile:
        """The file with this id and access_hash."""
        stored = self.stored.get(file.id)
        if stored is None or stored.access_hash != file.access_hash:
            raise RpcError(400, "FILE_ID_INVALID")
        return stored

    def describe(self, file: StoredFile) -> Object:
        return Object("encryptedFile", id=file.id, access_hash=file.access_hash,
                      size=len(file.content), dc_id=self.dc_id,
                      key_fingerprint=file.key_fingerprint)


@method("upload.saveFilePart")
def _save_file_part(caller: Caller, request: Object) -> bool:
    caller.server.files.save_part(caller, request.file_id, request.file_part, request.bytes, None)
    return True


@method("upload.saveBigFilePart")
def _save_big_file_part(caller: Caller, request: Object) -> bool:
    caller.server.files.save_part(caller, request.file_id, request.file_part, request.bytes,
                                  request.file_total_parts)
    return True


@method("upload.getFile")
def _get_file(caller: Caller, request: Object) -> Object:
    """A piece of a file; what lies behind its end is empty."""
    if request.location.name != "inputEncryptedFileLocation":
        raise RpcError(400, "LOCATION_INVALID")
    unit = 1024 if request.precise else 4096
    offset, limit = request.offset, request.limit
    if offset < 0 or offset % unit:
        raise RpcError(400, "OFFSET_INVALID")
    if not 0 < limit <= CHUNK or limit % unit or not request.precise and CHUNK % limit:
        raise RpcError(400, "LIMIT_INVALID")
    if offset // CHUNK != (offset + limit - 1) // CHUNK:
        raise RpcError(400, "LIMIT_INVALID")
    file = caller.server.files.find(request.location)
    return Object("upload.file", type=Object("storage.fileUnknown"), mtime=0,
                  bytes=file.content[offset:offset + limit])
