# SPDX-License-Identifier: ISC
"""e2e.telethon: files, albums, and what is said about them."""
import dataclasses
import io
import os
import struct
import unittest
from typing import Any, List, Tuple

from telethon_stage import ALICE, Stage

import e2e
from e2e import schema
from e2e import telethon as secret
from e2e.telethon import entities, images, media, transfer
from telethon import errors
from telethon.tl import types

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000"
                     "ffc0001108001e0028030122000211010311") + bytes(50)
PART = transfer.PART_BYTES


def with_media(event: e2e.Event, other: Any) -> e2e.Event:
    """EVENT as if OTHER were the medium of its message."""
    message = dataclasses.replace(event.message, media=other)
    return dataclasses.replace(event, tl=schema.encode(message))


class Files(Stage):
    """Up and down through the server."""

    async def received(self, count: int = 1) -> Any:
        """The message with the file that Bob got."""
        return await self.bob.sees(secret.Message, count)

    async def test_sizes_around_blocks_and_parts(self) -> None:
        chat = await self.open()
        for count, size in enumerate((1, 15, 16, 17, PART - 1, PART, PART + 1), 1):
            data = os.urandom(size)
            await chat.send_file(data, file_name="some.bin", parse_mode=None,
                                 caption=f"**{size}**")
            message = await self.received(count)
            self.assertEqual(message.text, f"**{size}**")
            self.assertEqual(media.describe("", "", b"", {}).kind, "document")
            target = io.BytesIO()
            self.assertEqual(await message.download(target), size)
            self.assertEqual(target.getvalue(), data)

    async def test_big_file_with_progress(self) -> None:
        chat = await self.open()
        path, copy = self.folder / "big.bin", self.folder / "copy.bin"
        size = transfer.BIG_BYTES + 5
        path.write_bytes(os.urandom(1 << 20) * 10 + b"12345")
        up: List[Tuple[int, int]] = []
        down: List[Tuple[int, int]] = []

        async def went_up(done: int, total: int) -> None:
            up.append((done, total))

        await chat.send_file(str(path), progress_callback=went_up)
        self.assertEqual(len(self.calls("upload.saveBigFilePart", self.alice)), 21)
        message = await self.received()
        await message.download(copy, progress_callback=lambda *args: down.append(args))
        self.assertEqual(copy.read_bytes(), path.read_bytes())
        for seen in (up, down):
            self.assertEqual(seen[-1], (size, size))
            self.assertEqual(seen, sorted(seen))
            self.assertEqual(len(seen), 21)

    async def test_upload_goes_on_where_it_failed(self) -> None:
        chat = await self.open()
        data = os.urandom(3 * PART)
        upload = transfer.Upload(self.alice.client, io.BytesIO(data))

        def fail_next(_done: int, _all: int) -> None:
            self.server.faults.error("upload.saveFilePart", 400, "FILE_PART_INVALID", 1, ALICE)

        with self.assertRaises(errors.FilePartInvalidError):
            await upload.run(fail_next)
        self.assertFalse(upload.complete)
        await upload.run()
        parts = [record.details["request"].file_part
                 for record in self.calls("upload.saveFilePart", self.alice)]
        self.assertEqual(parts, [0, 1, 1, 2])
        await chat.send_file(upload, kind="document", file_name="x")
        with self.assertRaises(secret.FileRefused):
            await chat.send_file(upload)
        upload.remote = (await self.alice.sees(secret.Sent)).file
        await chat.send_file(upload, kind="photo")
        for count in (1, 2):
            target = io.BytesIO()
            await (await self.received(count)).download(target)
            self.assertEqual(target.getvalue(), data)
        self.assertEqual(len(self.calls("upload.saveFilePart", self.alice)), 4)

    async def test_download_goes_on_with_what_is_there(self) -> None:
        chat = await self.open()
        data = os.urandom(2 * PART + 100)
        await chat.send_file(data, file_name="x")
        message = await self.received()
        copy = self.folder / "copy"
        for have in (0, 1, 5000, PART, 2 * PART + 99, 2 * PART + 100):
            copy.write_bytes(data[:have])
            before = len(self.calls("upload.getFile", self.bob))
            await message.download(copy, resume=True)
            self.assertEqual(copy.read_bytes(), data, have)
            if have >= 2 * PART:
                self.assertLessEqual(len(self.calls("upload.getFile", self.bob)) - before, 2)
        copy.write_bytes(b"something longer" * 100000)
        await message.download(copy)
        self.assertEqual(copy.read_bytes(), data)

    async def test_album_thumb_and_attributes(self) -> None:
        chat = await self.open()
        await self.bob.chats.send_message(chat.chat_id, "hi")
        await self.alice.sees(secret.Message)
        numbers = await chat.send_file([JPEG, JPEG, b"other"], caption=["a", "b"], kind="photo")
        await self.received(3)
        album = self.bob.of(secret.Message)
        self.assertEqual([one.random_id for one in album], numbers)
        self.assertEqual(len({one.grouped_id for one in album} - {0}), 1)
        self.assertEqual([one.text for one in album], ["a", "b", ""])
        self.assertEqual((album[0].media.w, album[0].media.h), (40, 30))
        await chat.send_file(b"sound", kind="voice", duration=7, thumb=JPEG, ttl=9)
        voice = await self.received(4)
        self.assertEqual(voice.media.attributes,
                         (schema.DocumentAttributeAudio(voice=True, duration=7),))
        self.assertEqual((voice.media.thumb, voice.media.thumb_w), (JPEG, 40))
        self.assertEqual((voice.media.mime_type, voice.ttl, voice.grouped_id),
                         ("audio/ogg", 9, 0))

    async def test_what_cannot_be_sent(self) -> None:
        chat = await self.open()
        for file in (b"", 5, io.BytesIO()):
            with self.assertRaises(secret.FileRefused):
                await chat.send_file(file)
        with self.assertRaises(secret.FileRefused):
            await chat.send_file(b"x", kind="hologram")
        with self.assertRaises(TypeError):
            await chat.send_file(b"x", unknown_option=1)
        with self.assertRaises(OSError):
            await chat.send_file(self.folder / "not there")
        self.assertEqual(self.calls("upload.saveFilePart", self.alice), [])

    async def test_what_cannot_be_right(self) -> None:
        chat = await self.open()
        await chat.send_file(b"contents", file_name="x")
        message = await self.received()
        good = message.raw
        for change in ({"size": 24}, {"size": 0}, {"key_fingerprint": 1}):
            bad = dataclasses.replace(good, file=dataclasses.replace(good.file, **change))
            with self.assertRaises(secret.FileRefused):
                await self.bob.chats.download(secret.Message(self.bob.chats, bad), io.BytesIO())
        known = good.message.media
        for change in ({"key": b""}, {"key": bytes(31)}, {"iv": bytes(33)}, {"key": bytes(32)}):
            bad = with_media(good, dataclasses.replace(known, **change))
            with self.assertRaises(secret.FileRefused, msg=change):
                await self.bob.chats.download(secret.Message(self.bob.chats, bad), io.BytesIO())
        # a medium that has a size and no key, with a file that nobody asked for
        bad = with_media(good, schema.DecryptedMessageMediaExternalDocument(
            size=known.size, mime_type="image/webp", thumb=schema.PhotoSizeEmpty(type="")))
        with self.assertRaises(secret.FileRefused):
            await self.bob.chats.download(secret.Message(self.bob.chats, bad), io.BytesIO())
        with self.assertRaises(secret.FileRefused):
            await message.download(io.BytesIO(), max_size=7)
        without = secret.Message(self.bob.chats, dataclasses.replace(good, file=None))
        with self.assertRaises(secret.FileRefused):
            await without.download(io.BytesIO())
        self.assertEqual(self.calls("upload.getFile", self.bob), [])

    async def test_file_survives_restart(self) -> None:
        chat = await self.open()
        await chat.send_file(b"contents", file_name="x")
        message = await self.received()
        packed = message.raw.pack()
        await self.bob.again()
        target = io.BytesIO()
        await self.bob.chats.download(
            secret.Message(self.bob.chats, e2e.Event.unpack(packed)), target)
        self.assertEqual(target.getvalue(), b"contents")


class Descriptions(unittest.TestCase):
    """Without a network."""

    def test_image_sizes(self) -> None:
        self.assertEqual(images.size_of(JPEG), (40, 30))
        png = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 3, 4)
        self.assertEqual(images.size_of(png), (3, 4))
        self.assertEqual(images.size_of(b"GIF89a" + struct.pack("<HH", 5, 6)), (5, 6))
        webp = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x06\0\0\x07\0\0"
        self.assertEqual(images.size_of(webp), (7, 8))
        for cut in range(len(png)):
            self.assertEqual(images.size_of(png[:cut]), (0, 0))
        for cut in range(29):
            self.assertEqual(images.size_of(JPEG[:cut]), (0, 0))

    def test_kinds(self) -> None:
        for name, kind, cls in (("a.jpg", "photo", "Photo45"), ("a.mp4", "video", "Video45"),
                                ("a.gif", "animation", "Document143"),
                                ("a.mp3", "audio", "Document143"),
                                ("a.zip", "document", "Document143")):
            described = media.describe("", name, b"", {})
            self.assertEqual(described.kind, kind)
            made = described.to_schema(bytes(32), bytes(32), 5)
            self.assertEqual(type(made).__name__, "DecryptedMessageMedia" + cls)
            schema.encode(made)

    def test_attributes_of_telethon(self) -> None:
        given = [types.DocumentAttributeVideo(duration=3, w=4, h=5, round_message=True),
                 types.DocumentAttributeSticker("x", types.InputStickerSetShortName("set")),
                 types.DocumentAttributeHasStickers()]
        described = media.describe("", "x.mp4", b"", {"attributes": given,
                                                     "kind": "video_note"})
        self.assertEqual((described.width, described.height, described.duration), (4, 5, 3))
        made = described.to_schema(bytes(32), bytes(32), 5)
        self.assertEqual(made.attributes, (
            schema.DocumentAttributeVideo(round_message=True, duration=3, w=4, h=5),
            schema.DocumentAttributeSticker(
                alt="x", stickerset=schema.InputStickerSetShortName(short_name="set"))))

    def test_entities(self) -> None:
        given = [types.MessageEntityPre(0, 3, "c"), types.MessageEntityCustomEmoji(1, 2, 5),
                 types.MessageEntityBold(0, 1), types.MessageEntityMentionName(0, 1, 7),
                 types.MessageEntityMentionName(0, 1, 1 << 40)]
        made = entities.to_secret(given)
        self.assertEqual(made, (
            schema.MessageEntityPre(offset=0, length=3, language="c"),
            schema.MessageEntityCustomEmoji(offset=1, length=2, document_id=5),
            schema.MessageEntityBold(offset=0, length=1),
            schema.MessageEntityMentionName(offset=0, length=1, user_id=7)))
        self.assertEqual(entities.from_secret(made), given[:4])
        self.assertEqual(entities.to_secret(made), made)
        self.assertEqual(entities.to_text(b"a\xff"), "a\ufffd")


if __name__ == "__main__":
    unittest.main()
