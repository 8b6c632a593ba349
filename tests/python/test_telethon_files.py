# SPDX-License-Identifier: ISC
"""e2e.telethon: files, albums, and what is said about them."""
import dataclasses
import io
import os
import struct
import tempfile
import unittest
from typing import Any, List, Tuple

from telethon_stage import ALICE, Stage

import e2e
from e2e import schema
from e2e import telethon as secret
from e2e.telethon import entities, images, media, transfer, videos
from telethon import errors
from telethon.tl import types

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000"
                     "ffc0001108001e0028030122000211010311") + bytes(50)
PART = transfer.PART_BYTES


def jpeg(width: int, height: int) -> bytes:
    """The beginning of one."""
    return JPEG[:25] + struct.pack(">HH", height, width) + JPEG[29:]


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", width, height)


def box(kind: bytes, *inside: bytes) -> bytes:
    data = b"".join(inside)
    return struct.pack(">I4s", len(data) + 8, kind) + data


def film(width: int = 320, height: int = 240, duration: int = 3500, handler: bytes = b"vide",
         turned: bool = False, wide: bool = False, tail: bool = False,
         fragments: bool = False) -> bytes:
    """An MP4 without pictures. duration: in milliseconds. wide: its fields have 64 bits. tail: what
    tells comes after the contents, whose length has 64 bits."""
    form, head = (">QQIQ", b"\1\0\0\0") if wide else (">IIII", bytes(4))
    total = 0 if fragments else duration
    mvhd = box(b"mvhd", head, struct.pack(form, 5, 6, 1000, total), bytes(80))
    mvex = box(b"mvex", box(b"mehd", bytes(4), struct.pack(">I", duration))) if fragments else b""
    matrix = (0, 1 << 16, 0, -1 << 16, 0) if turned else (1 << 16, 0, 0, 0, 1 << 16)
    times = struct.pack(">QQIIQ" if wide else ">IIIII", 5, 6, 1, 0, duration)
    tkhd = box(b"tkhd", head, times, bytes(16), struct.pack(">5i", *matrix), bytes(16),
               struct.pack(">II", width << 16, height << 16))
    sound = box(b"trak", box(b"tkhd", bytes(84)), box(b"mdia", box(b"hdlr", bytes(8), b"soun")))
    seen = box(b"trak", tkhd, box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12))))
    moov = box(b"moov", mvhd, sound, seen, mvex)
    mdat = struct.pack(">I4sQ", 1, b"mdat", 116) + bytes(100)
    return box(b"ftyp", b"isom", bytes(4)) + (mdat + moov if tail else moov + mdat)


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

    async def test_videos_are_looked_at(self) -> None:
        """Wherever in the file they tell, and whatever kind of file it is; before the upload."""
        chat = await self.open()
        data = film(tail=True) + box(b"free", bytes(100_000))
        data = data[:16] + box(b"free", bytes(100_000)) + data[16:]
        path = self.folder / "a.mp4"
        path.write_bytes(data)
        late = io.BytesIO(b"skipped" + data)
        count = 0
        for file in (path, data, late, transfer.Upload(self.alice.client, path)):
            for kind in ("video", "video_note", "animation"):
                if isinstance(file, transfer.Upload) and kind != "video":
                    continue
                count += 1
                late.seek(len(b"skipped"))
                await chat.send_file(file, kind=kind, file_name="a.mp4")
                message = await self.received(count)
                found = message.media
                self.assertEqual((found.w, found.h, found.duration), (320, 240, 4))
                target = io.BytesIO()
                await message.download(target)
                self.assertEqual(target.getvalue(), data)
        uploads = len(self.calls("upload.saveFilePart", self.alice))
        with self.assertRaises(secret.FileRefused):
            await chat.send_file(b"no film", kind="video")
        self.assertEqual(len(self.calls("upload.saveFilePart", self.alice)), uploads)

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

    async def test_what_ends_early(self) -> None:
        """On the server, at any byte; nothing is made of it, and nobody else is blamed."""
        chat = await self.open()
        await chat.send_file(os.urandom(PART + 100), file_name="x")
        message = await self.received()
        whole = io.BytesIO()
        await message.download(whole)

        class Short:
            """The client, but for what the server has."""

            def __init__(self, client: Any, size: int) -> None:
                self.client, self.size = client, size

            async def iter_download(self, *args: Any, **options: Any) -> Any:
                left = self.size
                async for chunk in self.client.iter_download(*args, **options):
                    yield chunk[:left]
                    left -= len(chunk[:left])
                    if left == 0:
                        break

        for size in (0, 1, 15, 16, 17, 5000, PART - 1, PART, PART + 1, PART + 111):
            target = io.BytesIO()
            with self.assertRaises(secret.FileRefused, msg=size):
                await transfer.Download(Short(self.bob.client, size), message.raw).run(target)
            self.assertEqual(target.getvalue(), whole.getvalue()[:len(target.getvalue())])

    async def test_target_that_takes_little(self) -> None:
        chat = await self.open()
        data = os.urandom(5000)
        await chat.send_file(data, file_name="x")

        class Slow(io.RawIOBase):
            took = b""

            def write(self, data: Any) -> int:
                self.took += bytes(data[:100])
                return min(len(data), 100)

        target = Slow()
        await (await self.received()).download(target)
        self.assertEqual(target.took, data)

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
        for name, head, kind, cls in (("a.jpg", JPEG, "photo", "Photo45"),
                                      ("a.mp4", film(), "video", "Video45"),
                                      ("a.gif", b"", "animation", "Document143"),
                                      ("a.mp3", b"", "audio", "Document143"),
                                      ("a.zip", b"", "document", "Document143")):
            described = media.describe("", name, head, {})
            self.assertEqual(described.kind, kind)
            made = described.to_schema(bytes(32), bytes(32), 5)
            self.assertEqual(type(made).__name__, "DecryptedMessageMedia" + cls)
            schema.encode(made)

    def test_photos_that_do_not_open_are_documents(self) -> None:
        for sides, kind in (((1280, 1280), "photo"), ((1281, 5), "document"),
                            ((5, 1281), "document"), ((4000, 3000), "document"),
                            ((0, 0), "document")):
            for name, head in (("a.jpg", jpeg(*sides)), ("a.png", png(*sides))):
                described = media.describe("", name, head, {})
                self.assertEqual(described.kind, kind, sides)
                made = described.to_schema(bytes(32), bytes(32), 5)
                self.assertEqual((made.w, made.h), sides)
                schema.encode(made)
                forced = media.describe("", name, head, {"kind": "photo"})
                self.assertEqual((forced.kind, forced.width), ("photo", sides[0]))
        self.assertEqual(made.mime_type, "image/png")
        # What the file says cannot be talked away, but what it does not say can be told.
        small = {"width": 100, "height": 100}
        for head, kind in ((jpeg(4000, 3000), "document"), (b"", "photo")):
            self.assertEqual(media.describe("", "a.jpg", head, dict(small)).kind, kind)
        made = media.describe("", "a.jpg", jpeg(4000, 3000), {}).to_schema(b"", b"", 5)
        self.assertEqual(made.attributes, (
            schema.DocumentAttributeFilename(file_name="a.jpg"),
            schema.DocumentAttributeImageSize(w=4000, h=3000)))

    def test_videos_that_do_not_play_are_documents(self) -> None:
        """Or refused, if they were asked for."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.mp4")
            for data in (b"", b"no film", film(width=0), film(height=0), film(duration=0),
                         film(handler=b"soun"), film(duration=2 ** 32 - 1), film()[:60]):
                with open(path, "wb") as file:
                    file.write(data)
                for where in ("", path):
                    made = media.describe(where, "a.mp4", data, {}).to_schema(b"", b"", 5)
                    self.assertEqual(made.attributes,
                                     (schema.DocumentAttributeFilename(file_name="a.mp4"),))
                    for kind in media.FILMS:
                        with self.assertRaises(secret.FileRefused):
                            media.describe(where, "a.mp4", data, {"kind": kind})
                        told = media.describe(where, "a.mp4", data, {
                            "kind": kind, "width": 320, "height": 240, "duration": 2.5})
                        made = told.to_schema(b"", b"", 5)
                        self.assertEqual((made.w, made.h, made.duration), (320, 240, 3))
            for wrong in (types.DocumentAttributeVideo(0, 1, 1),
                          types.DocumentAttributeVideo(0, 320, 240)):
                with self.assertRaises(secret.FileRefused):
                    media.describe("", "a.mp4", b"", {"attributes": [wrong]})
        for wrong in ({"width": -1}, {"height": "x"}, {"duration": float("nan")},
                      {"width": 2 ** 31}):
            with self.assertRaises(secret.FileRefused):
                media.describe("", "a.mp4", film(), dict(wrong))

    def test_gif_is_no_film(self) -> None:
        head = b"GIF89a" + struct.pack("<HH", 50, 60)
        for name in ("a.gif", ""):
            made = media.describe("", name, head, {"kind": "animation"}).to_schema(b"", b"", 5)
            self.assertEqual(made.mime_type, "image/gif")
            self.assertEqual(made.attributes[-2:], (
                schema.DocumentAttributeAnimated(), schema.DocumentAttributeImageSize(w=50, h=60)))

    def test_what_a_video_says(self) -> None:
        for more, want in (({}, (320, 240, 4)), ({"turned": True}, (240, 320, 4)),
                           ({"wide": True}, (320, 240, 4)), ({"tail": True}, (320, 240, 4)),
                           ({"duration": 1}, (320, 240, 1)), ({"fragments": True}, (320, 240, 4)),
                           ({"duration": 0}, (320, 240, 0)), ({"handler": b"soun"}, (0, 0, 4))):
            data = film(**more)
            self.assertEqual(videos.look_at(io.BytesIO(data)), want, more)
            self.assertEqual(videos.look_at(io.BytesIO(b"before" + data), 6), want, more)
            for cut in range(0, len(data), 3):
                videos.look_at(io.BytesIO(data[:cut]))
                broken = bytearray(data)
                broken[cut] ^= 0xff
                videos.look_at(io.BytesIO(broken))
        self.assertEqual(videos.look_at(io.BytesIO(bytes(100))), (0, 0, 0))
        endless = struct.pack(">I4s", 8, b"free") * (videos.BOXES_MAX + 1) + film()
        self.assertEqual(videos.look_at(io.BytesIO(endless)), (0, 0, 0))

    def test_attributes_of_later_telethons(self) -> None:
        """They have seconds in parts."""
        class DocumentAttributeVideo:
            duration, w, h, round_message = 2.2, 40, 50, None
        self.assertEqual(media.to_secret([DocumentAttributeVideo()]),
                         (schema.DocumentAttributeVideo(duration=3, w=40, h=50),))

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
