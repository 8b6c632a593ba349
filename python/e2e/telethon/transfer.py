# SPDX-License-Identifier: ISC
"""Encrypted files up and down, part by part, through Telethon's own calls.

The cipher chains every block to the one before, so parts go in order, and going on in the middle
takes the last block of plaintext and of ciphertext before. An upload keeps them; a download finds
them in the file that is there and on the server.
"""

import asyncio
import inspect
import io
import os
import secrets
from typing import IO, Any, BinaryIO, Callable, Optional, Tuple

from telethon.tl import functions, types

from e2e import files
from e2e._streams import read_up_to, write_all
from e2e.enums import FileKind
from e2e.errors import Refused
from e2e.records import Event, InputFile, RemoteFile
from e2e.telethon import images, videos
from e2e.telethon.errors import FileRefused

PART_BYTES = 512 * 1024
PARTS_MAX = 4000                        # of the same size, no checksum (protocol 8.5)
MAX_BYTES = PART_BYTES * PARTS_MAX      # with the premium limit of a server, twice as much
BIG_BYTES = 10 * 1024 * 1024            # above, the calls for big files are used
# What is asked for begins at a multiple of this and does not reach over a multiple of 1 MiB; so
# whole parts are asked for, but for the little before the place where a download goes on.
OFFSET_UNIT = 4096

Progress = Optional[Callable[[int, int], Any]]


class Upload:
    """A file that is encrypted and uploaded once. key and iv go into messages and nowhere else.

    The server gives what was uploaded a name when it is sent; only by that name (Sent.file) can
    it be sent again, to the same or another chat.
    """

    def __init__(self, client: Any, file: Any, max_size: int = MAX_BYTES) -> None:
        """file: path, bytes, or a binary file object, read from where it stands to its end (into
        memory if it cannot seek). Raises FileRefused, OSError."""
        self._client = client
        self.path = os.fspath(file) if isinstance(file, (str, os.PathLike)) else ""
        self.name = os.path.basename(self.path or str(getattr(file, "name", "")))
        self._open, self._start = _opener(file, self.path)
        self.size, self._head = _look_at(self._open, self._start, bool(self.path))
        if not 0 < self.size <= max_size:
            raise FileRefused(f"a file of {self.size} bytes; it can have 1 to {max_size}")
        self._key = files.FileKey.new()
        self._id = secrets.randbits(63)
        self._done = 0      # parts
        self._point: Optional[files.Checkpoint] = None
        self._running = False
        self.sent = False
        self.remote: Optional[RemoteFile] = None    # the caller's to set, from Sent.file

    @property
    def key(self) -> bytes:
        """For the message's media."""
        return self._key.key

    @property
    def iv(self) -> bytes:
        """For the message's media."""
        return self._key.iv

    @property
    def parts(self) -> int:
        """In how many parts it is uploaded."""
        return -(-files.container_size(self.size) // PART_BYTES)

    @property
    def complete(self) -> bool:
        """All parts are with the server."""
        return self._done == self.parts

    def head(self) -> bytes:
        """The beginning of the file."""
        return self._head

    def probe(self) -> videos.About:
        """What the file says of itself if it is a video."""
        source = self._open()
        try:
            return videos.look_at(source, self._start)
        finally:
            if self.path:
                source.close()
            else:
                source.seek(self._start)

    def input_file(self) -> InputFile:
        """What goes with the message. The server keeps an upload that is not sent for hours.
        Raises FileRefused if it was sent, and the name that it has since is not known."""
        if self.remote is not None:
            return InputFile(FileKind.EXISTING, self.remote.id, self.remote.access_hash)
        if self.sent:
            raise FileRefused("it was sent already: set `remote` to the `file` of the Sent event")
        kind = FileKind.BIG if self.size > BIG_BYTES else FileKind.UPLOADED
        return InputFile(kind, self._id, parts=self.parts, key_fingerprint=self._key.fingerprint)

    async def run(self, progress_callback: Progress = None) -> None:
        """Upload what is not uploaded yet; after a failure, call it again.

        progress_callback(done, all) gets bytes, and may be a coroutine function. Raises what the
        client raises, and FileRefused if the file has changed.
        """
        if self._running:
            raise RuntimeError("the upload is running already")
        self._running = True
        source = self._open()
        try:
            offset = self._point.offset if self._point else 0
            source.seek(self._start + offset)
            with files.Cipher(self._key, files.ENCRYPT, self.size, start=self._point) as cipher:
                while not self.complete:
                    await self._part(source, cipher)
                    await _tell(progress_callback, min(cipher.offset, self.size), self.size)
        finally:
            self._running = False
            if self.path:
                source.close()

    async def _part(self, source: BinaryIO, cipher: files.Cipher) -> None:
        want = min(PART_BYTES, self.size - cipher.offset)
        plain = await asyncio.get_running_loop().run_in_executor(None, read_up_to, source, want)
        if len(plain) != want:
            raise FileRefused("the file became shorter while it was read")
        data = cipher.update(plain)
        if self.size > BIG_BYTES:
            request = functions.upload.SaveBigFilePartRequest(self._id, self._done, self.parts,
                                                              data)
        else:
            request = functions.upload.SaveFilePartRequest(self._id, self._done, data)
        if not await self._client(request):
            raise FileRefused(f"the server did not take part {self._done}")
        self._done += 1
        self._point = cipher.checkpoint


class Download:
    """The file of a message."""

    def __init__(self, client: Any, event: Event, max_size: int = MAX_BYTES) -> None:
        """Raises FileRefused if there is none, or one that cannot be right."""
        if event.file is None or event.media is None:
            raise FileRefused("the message has no file")
        media: Any = event.media
        self.size = int(getattr(media, "size", 0))
        self._client = client
        self._remote = event.file
        if not files.sizes_fit(self.size, self._remote.size) or self.size == 0:
            raise FileRefused(f"{self.size} bytes cannot be in a container of "
                              f"{self._remote.size}")
        if self.size > max_size:
            raise FileRefused(f"{self.size} bytes are more than {max_size}")
        self._key = _key_of(media, self._remote)

    async def run(self, file: Any, progress_callback: Progress = None,
                  resume: bool = False) -> int:
        """Fetch it into a path or a binary file object; returns the size in bytes."""
        if not isinstance(file, (str, os.PathLike)):
            await self._into(file, progress_callback, resume)
            return self.size
        mode = "r+b" if resume and os.path.exists(file) else "w+b"
        with open(file, mode) as target:
            await self._into(target, progress_callback, resume)
        return self.size

    async def _into(self, target: IO[bytes], progress_callback: Progress, resume: bool) -> None:
        point = await self._checkpoint(target) if resume else None
        start = point.offset if point else 0
        if resume:
            target.seek(start)
            target.truncate()
        with files.Cipher(self._key, files.DECRYPT, self.size, start=point) as cipher:
            async for chunk in self._chunks(start):
                left = self._remote.size - cipher.offset
                data = bytes(chunk[:left])
                if len(data) % files.BLOCK:
                    break
                write_all(target, cipher.update(data))
                await _tell(progress_callback, min(cipher.offset, self.size), self.size)
                if cipher.offset == self._remote.size:
                    break
            if cipher.offset != self._remote.size:
                raise FileRefused(f"the file ends at {cipher.offset} of {self._remote.size} "
                                  "bytes")
            cipher.finish()
        target.flush()

    async def _checkpoint(self, target: IO[bytes]) -> Optional[files.Checkpoint]:
        """Where to go on with what is in the target: the blocks before come from there and from
        the server."""
        have = min(target.seek(0, io.SEEK_END), self.size - 1)
        offset = have // PART_BYTES * PART_BYTES
        if offset == 0:
            return None
        target.seek(offset - files.BLOCK)
        plain = target.read(files.BLOCK)
        async for chunk in self._chunks(offset - OFFSET_UNIT, OFFSET_UNIT):
            cipher_block = bytes(chunk[OFFSET_UNIT - files.BLOCK:OFFSET_UNIT])
            if len(cipher_block) == files.BLOCK:
                return files.Checkpoint(offset, cipher_block + plain)
            break
        return None

    def _chunks(self, offset: int, request_size: int = PART_BYTES) -> Any:
        location = types.InputEncryptedFileLocation(self._remote.id, self._remote.access_hash)
        return self._client.iter_download(
            location, offset=offset, request_size=request_size, file_size=self._remote.size,
            dc_id=self._remote.dc_id)


def _key_of(media: Any, remote: RemoteFile) -> files.FileKey:
    """The key of a medium; not every medium has one, and a peer may write anything there."""
    try:
        key = files.FileKey.received(getattr(media, "key", b""), getattr(media, "iv", b""))
    except Refused as error:
        raise FileRefused("the message has no key of 32 bytes for the file") from error
    try:
        key.check(remote.key_fingerprint)
    except Refused as error:
        raise FileRefused("the file on the server is of another key") from error
    return key


def _opener(file: Any, path: str) -> Tuple[Callable[[], BinaryIO], int]:
    """A function that opens the file, and where its contents begin in it."""
    if path:
        return (lambda: open(path, "rb")), 0
    if isinstance(file, (bytes, bytearray, memoryview)):
        data = bytes(file)
        return (lambda: io.BytesIO(data)), 0
    if not hasattr(file, "read"):
        raise FileRefused(f"a file is a path, bytes or a file object, not {type(file).__name__}")
    if not file.seekable():
        data = file.read()      # its size has to be known before the first part is uploaded
        return (lambda: io.BytesIO(data)), 0
    start = file.tell()
    return (lambda: file), start


def _look_at(opener: Callable[[], BinaryIO], start: int, close: bool) -> Tuple[int, bytes]:
    """Size and beginning of a file."""
    source = opener()
    try:
        source.seek(start)
        head = source.read(images.HEAD_BYTES)
        size = source.seek(0, io.SEEK_END) - start
        source.seek(start)
        return size, head
    finally:
        if close:
            source.close()


async def _tell(progress_callback: Progress, done: int, total: int) -> None:
    if progress_callback is None:
        return
    result = progress_callback(done, total)
    if inspect.isawaitable(result):
        await result
