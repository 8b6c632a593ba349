# SPDX-License-Identifier: ISC
"""The cipher of files: a fresh key for each, from front to back, in pieces, and resumable.

    key = files.FileKey.new()
    with open("photo.jpg", "rb") as source:
        for part in files.encrypt_parts(source, size, key, 512 * 1024):
            upload it
    send the message with key.key, key.iv, and InputFile(..., key_fingerprint=key.fingerprint)

A file's content is authenticated by nothing: who can change the ciphertext changes the file.
"""
import ctypes
import os
import weakref
from dataclasses import dataclass
from typing import Any, BinaryIO, Iterator, Optional

from e2e import _abi
from e2e._given import int32, int64, one_of, uint32, uint64
from e2e._library import lib, octets, sized
from e2e._streams import read_up_to, write_all
from e2e.crypto import Crypto, exactly
from e2e.errors import ArgumentError, BackendError, StateError, check

ENCRYPT: int = _abi.E2E_ENCRYPT
DECRYPT: int = _abi.E2E_DECRYPT
PAD_ZERO: int = _abi.E2E_FILE_PAD_ZERO      # as Android does: a resumed upload is identical
PAD_RANDOM: int = _abi.E2E_FILE_PAD_RANDOM  # as TDLib does
BLOCK = 16
PIECE = 128 * 1024  # what is done at once
SIZE_MAX = 2 ** 63 - 16


@dataclass(frozen=True, init=False, repr=False)
class FileKey:
    """The key of one file, 32 bytes and 32 bytes; it travels in the message, the fingerprint, which
    follows from it, in InputFile and RemoteFile."""
    key: bytes
    iv: bytes
    fingerprint: int

    def __init__(self, key: bytes, iv: bytes, fingerprint: Optional[int] = None) -> None:
        """One that was kept.  ArgumentError if a length is wrong, or if FINGERPRINT is given and is
        of another key; where the backend has no MD5 it has to be given, and is believed.  For
        what a peer sent, see received()."""
        key = exactly(key, _abi.E2E_AES_KEY_BYTES, "key")
        iv = exactly(iv, _abi.E2E_AES_IV_BYTES, "iv")
        try:
            own = FileKey.received(key, iv).fingerprint
        except BackendError:
            if fingerprint is None:
                raise
            own = int32(fingerprint, "fingerprint")
        if fingerprint not in (None, own):
            raise ArgumentError(f"fingerprint is {fingerprint!r}, of another key")
        self._take(key, iv, own)

    def _take(self, key: bytes, iv: bytes, fingerprint: int) -> None:
        for name, value in (("key", key), ("iv", iv), ("fingerprint", fingerprint)):
            object.__setattr__(self, name, value)

    @classmethod
    def new(cls, crypto: Optional[Crypto] = None) -> "FileKey":
        """A fresh one.  Every content needs its own."""
        struct = sized(_abi.e2e_file_key)
        (crypto or Crypto())._do("e2e_file_key_new", ctypes.byref(struct))
        return cls._of(struct)

    @classmethod
    def received(cls, key: bytes, iv: bytes, crypto: Optional[Crypto] = None) -> "FileKey":
        """That of a message.  Refused if a length is wrong: clients drop such messages."""
        struct, key, iv = sized(_abi.e2e_file_key), octets(key), octets(iv)
        (crypto or Crypto())._do("e2e_file_key_set", ctypes.byref(struct), key, len(key), iv,
                                 len(iv))
        return cls._of(struct)

    def check(self, fingerprint: int) -> None:
        """Refused if FINGERPRINT, of a RemoteFile, is not this key's: then the file is another, and
        is not to be fetched.  That it fits proves nothing."""
        struct = self.struct()
        result = lib.e2e_file_key_check(ctypes.byref(struct), int32(fingerprint, "fingerprint"))
        lib.e2e_wipe(ctypes.byref(struct), ctypes.sizeof(struct))
        check(result, "FileKey.check")

    @classmethod
    def _of(cls, struct: Any) -> "FileKey":
        made = cls.__new__(cls)
        made._take(bytes(struct.key), bytes(struct.iv), struct.fingerprint)
        lib.e2e_wipe(ctypes.byref(struct), ctypes.sizeof(struct))
        return made

    def __repr__(self) -> str:
        return f"<FileKey {self.fingerprint & 0xffffffff:08x}>"

    def struct(self) -> Any:
        made = sized(_abi.e2e_file_key)
        made.set, made.fingerprint = 1, self.fingerprint
        ctypes.memmove(made.key, exactly(self.key, _abi.E2E_AES_KEY_BYTES, "key"),
                       _abi.E2E_AES_KEY_BYTES)
        ctypes.memmove(made.iv, exactly(self.iv, _abi.E2E_AES_IV_BYTES, "iv"),
                       _abi.E2E_AES_IV_BYTES)
        return made


@dataclass(frozen=True)
class Checkpoint:
    """Where a file can be taken up again, also by another process: OFFSET bytes of the container
    are done.  It holds a block of the file: keep it as secret."""
    offset: int
    chain: bytes

    def __repr__(self) -> str:
        return f"<Checkpoint at {self.offset}>"


def container_size(size: int) -> int:
    """The length of the container of a file of SIZE bytes: rounded up to 16."""
    if uint64(size, "size") > SIZE_MAX:
        raise ArgumentError(f"size is {size}")
    return int(lib.e2e_file_container_bytes(size))


def sizes_fit(media: int, container: int) -> bool:
    """Whether the size in a message and that of the RemoteFile can be of one file.  If not, do
    not download it: other data could hide in it."""
    result = lib.e2e_file_sizes_check(int64(media, "media"), int64(container, "container"))
    if result == _abi.E2E_REFUSED_SIZE:
        return False
    check(result, "sizes_fit")
    return True


class Cipher:
    """One file of SIZE bytes being encrypted or decrypted from front to back.  It holds the key,
    and is wiped by close(), by `with`, or when it goes."""

    def __init__(self, key: FileKey, way: int, size: int, padding: int = PAD_ZERO,
                 start: Optional[Checkpoint] = None, crypto: Optional[Crypto] = None) -> None:
        container_size(size)
        self._crypto = crypto or Crypto()
        self._way = way
        self._struct = sized(_abi.e2e_file)
        self._wipe = weakref.finalize(self, lib.e2e_file_wipe, ctypes.pointer(self._struct))
        file_key, point = one_of(FileKey, key, "key").struct(), None
        if start is not None:
            point = sized(_abi.e2e_file_checkpoint)
            point.offset = uint64(one_of(Checkpoint, start, "start").offset, "offset")
            ctypes.memmove(point.chain,
                           exactly(start.chain, _abi.E2E_AES_IV_BYTES, "chain"),
                           _abi.E2E_AES_IV_BYTES)
        result = lib.e2e_file_start(ctypes.byref(self._struct), ctypes.byref(file_key),
                                    uint32(way, "way"), size, uint32(padding, "padding"),
                                    ctypes.byref(point) if point else None)
        lib.e2e_wipe(ctypes.byref(file_key), ctypes.sizeof(file_key))
        check(result, "Cipher")

    @property
    def offset(self) -> int:
        """Bytes of the container that are done."""
        return int(self._struct.offset)

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the file could be taken up again."""
        point = sized(_abi.e2e_file_checkpoint)
        check(lib.e2e_file_checkpoint_get(ctypes.byref(self._struct), ctypes.byref(point)),
              "checkpoint")
        return Checkpoint(point.offset, bytes(point.chain))

    def update(self, data: bytes) -> bytes:
        """The next piece, a multiple of 16 bytes but for the last one of a file being encrypted.
        A failure leaves the cipher as it was."""
        data = octets(data)
        name = "e2e_file_encrypt" if self._way == ENCRYPT else "e2e_file_decrypt"
        room = (len(data) + BLOCK - 1) // BLOCK * BLOCK
        out, n = ctypes.create_string_buffer(max(room, 1)), ctypes.c_size_t()
        with self._crypto._inside() as context:
            check(getattr(lib, name)(context, ctypes.byref(self._struct), out, room,
                                     ctypes.byref(n), data, len(data)), name)
        done = out.raw[:n.value]
        if self._way == DECRYPT:
            lib.e2e_wipe(out, len(out))
        return done

    def finish(self) -> None:
        """StateError if the file is not done."""
        check(lib.e2e_file_end(ctypes.byref(self._struct)), "finish")

    def close(self) -> None:
        """Wipe it."""
        lib.e2e_file_wipe(ctypes.byref(self._struct))

    def __enter__(self) -> "Cipher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def encrypt_parts(source: BinaryIO, size: int, key: FileKey, part: int,
                  padding: int = PAD_ZERO, start: Optional[Checkpoint] = None,
                  crypto: Optional[Crypto] = None) -> Iterator[bytes]:
    """The container of the SIZE bytes of SOURCE in parts of PART bytes (a multiple of 16; 512 KiB
    is usual).  START, from Cipher.checkpoint, is where an upload goes on; SOURCE is sought there.
    StateError if SOURCE is shorter."""
    if part <= 0 or part % BLOCK:
        raise ArgumentError(f"parts of {part} bytes")
    with Cipher(key, ENCRYPT, size, padding, start, crypto) as cipher:
        if start is not None:
            source.seek(start.offset)
        while cipher.offset < container_size(size):
            yield cipher.update(_next(source, min(part, size - cipher.offset)))
        cipher.finish()


def _next(source: BinaryIO, n: int) -> bytes:
    """N bytes.  StateError if SOURCE has not so many: without them nothing would ever go on."""
    data = read_up_to(source, n)
    if len(data) < n:
        raise StateError(f"the source ends {n - len(data)} bytes or more before its size")
    return data


def copy(way: int, source: BinaryIO, target: BinaryIO, size: int, key: FileKey,
         padding: int = PAD_ZERO, crypto: Optional[Crypto] = None) -> None:
    """Encrypt or decrypt the whole of SOURCE into TARGET; SIZE is of the plain file.  StateError
    if SOURCE is shorter, when the beginning has been written."""
    with Cipher(key, way, size, padding, None, crypto) as cipher:
        total = container_size(size)
        end = size if way == ENCRYPT else total
        while cipher.offset < total:
            write_all(target, cipher.update(_next(source, min(PIECE, end - cipher.offset))))
        cipher.finish()


def encrypt_file(source: "os.PathLike[str] | str", target: "os.PathLike[str] | str",
                 key: FileKey, padding: int = PAD_ZERO) -> int:
    """Encrypt a file into another; the plain size is returned."""
    with open(source, "rb") as plain:
        size = os.fstat(plain.fileno()).st_size
        with _another(plain, target) as sealed:
            copy(ENCRYPT, plain, sealed, size, key, padding)
    return size


def decrypt_file(source: "os.PathLike[str] | str", target: "os.PathLike[str] | str",
                 size: int, key: FileKey) -> None:
    """Decrypt a container into a file of SIZE bytes.  Refused if the sizes do not fit."""
    with open(source, "rb") as sealed:
        container = os.fstat(sealed.fileno()).st_size
        check(lib.e2e_file_sizes_check(int64(size, "size"), container), "decrypt_file")
        with _another(sealed, target) as plain:
            copy(DECRYPT, sealed, plain, size, key)


def _another(source: BinaryIO, target: "os.PathLike[str] | str") -> BinaryIO:
    """TARGET, empty, to be written.  ArgumentError if it is SOURCE, which would be lost."""
    if os.path.exists(target) and os.path.samestat(os.fstat(source.fileno()), os.stat(target)):
        raise ArgumentError(f"{os.fspath(target)}: source and target are one file")
    return open(target, "wb")
