# SPDX-License-Identifier: ISC
"""Files of every kind, albums, places and contacts."""
import base64
import pathlib
from typing import Any

from capability import capability
from stage import Failed, Side, Stage

SMALL_BYTES = 5000
LARGE_BYTES = 11 << 20  # more than fits upload.saveFilePart's kind of file
SHORT_LARGE_BYTES = 1 << 20
TRANSFER_SECONDS = 120.0

# A grey square of 8 x 8; clients look no further than at a JPEG's header.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJ"
    "DRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==")


async def transfer(a: Side, b: Side, stage: Stage, path: pathlib.Path, kind: str,
                   **more: Any) -> dict:
    """Send a file; what b downloads is the same, byte for byte."""
    caption = stage.words(kind)
    await a.worker.call("file", timeout=TRANSFER_SECONDS, chat=a.chat, path=str(path), kind=kind,
                        caption=caption, **more)
    record = await b.sees("file", TRANSFER_SECONDS, caption=caption)
    await same_file(b, stage, record, path)
    return record


async def same_file(b: Side, stage: Stage, record: dict, path: pathlib.Path) -> None:
    """b downloads the file of a record, and it is the one at path."""
    copy = stage.folder / ("copy-%s" % path.name)
    await b.worker.call("download", timeout=TRANSFER_SECONDS, chat=b.chat,
                        message=record["message"], path=str(copy))
    if copy.read_bytes() != path.read_bytes():
        raise Failed("%s downloads other bytes" % b.name)
    copy.unlink()


def picture(stage: Stage) -> pathlib.Path:
    """A new file with a picture."""
    path = stage.make_file(0, "picture-%s.jpg" % stage.words("").strip())
    path.write_bytes(JPEG)
    return path


@capability("Files", "small document")
async def small(a: Side, b: Side, stage: Stage) -> None:
    record = await transfer(a, b, stage, stage.make_file(SMALL_BYTES), "document")
    if record["size"] != SMALL_BYTES:
        raise Failed("%s sees %s bytes" % (b.name, record["size"]))


@capability("Files", "documents of 1, 15, 16 and 17 bytes", long=True)
async def tiny(a: Side, b: Side, stage: Stage) -> None:
    for n in (1, 15, 16, 17):
        await transfer(a, b, stage, stage.make_file(n), "document")


@capability("Files", "large document")
async def large(a: Side, b: Side, stage: Stage) -> None:
    n = SHORT_LARGE_BYTES if stage.short else LARGE_BYTES
    await transfer(a, b, stage, stage.make_file(n + 5), "document")


@capability("Files", "document with a thumbnail")
async def thumbnail(a: Side, b: Side, stage: Stage) -> None:
    record = await transfer(a, b, stage, stage.make_file(SMALL_BYTES), "document",
                            thumb=str(picture(stage)))
    if not record["thumb"]:
        raise Failed("%s sees no thumbnail" % b.name)


def _kind(kind: str, suffix: str, **more: Any) -> None:
    """Put a trial for one kind of media into the list."""
    @capability("Files", kind)
    async def trial(a: Side, b: Side, stage: Stage) -> None:
        path = picture(stage) if suffix == "jpg" else stage.make_file(
            SMALL_BYTES, "%s.%s" % (stage.words(kind).replace(" ", "-"), suffix))
        record = await transfer(a, b, stage, path, kind, **more)
        if record["file_kind"] != kind:
            raise Failed("%s sees a %s" % (b.name, record["file_kind"]))


_kind("photo", "jpg", width=8, height=8)
_kind("video", "mp4", width=320, height=240, duration=3)
_kind("animation", "mp4", width=320, height=240, duration=1)
_kind("voice", "ogg", duration=2)
_kind("audio", "mp3", duration=2)


@capability("Files", "album")
async def album(a: Side, b: Side, stage: Stage) -> None:
    files = [{"path": str(picture(stage)), "kind": "photo", "caption": stage.words("album"),
              "width": 8, "height": 8} for _ in range(3)]
    await a.worker.call("album", timeout=TRANSFER_SECONDS, chat=a.chat, files=files)
    records = [await b.sees("file", TRANSFER_SECONDS, caption=one["caption"]) for one in files]
    if len({record["album"] for record in records}) != 1 or not records[0]["album"]:
        raise Failed("%s sees no album: %s" % (b.name, [r["album"] for r in records]))


@capability("Self-destruction", "photo opened")
async def opened(a: Side, b: Side, stage: Stage) -> None:
    await a.do("ttl", seconds=5)
    await b.sees("ttl", seconds=5)
    path = picture(stage)
    caption = stage.words("view once")
    await a.worker.call("file", timeout=TRANSFER_SECONDS, chat=a.chat, path=str(path),
                        kind="photo", caption=caption, width=8, height=8)
    record = await b.sees("file", TRANSFER_SECONDS, caption=caption)
    await same_file(b, stage, record, path)
    await b.do("open", message=record["message"])
    await a.sees("opened")
    await a.do("ttl", seconds=0)
    await b.sees("ttl", seconds=0)


@capability("Places and people", "contact")
async def contact(a: Side, b: Side, stage: Stage) -> None:
    await a.do("contact", phone_number="+15550009999", first_name="Ada", last_name="Lovelace")
    await b.sees("place", place_kind="contact", first_name="Ada")


@capability("Places and people", "location")
async def location(a: Side, b: Side, stage: Stage) -> None:
    await a.do("location", lat=52.5, long=13.25)
    record = await b.sees("place", place_kind="location")
    if abs(record["lat"] - 52.5) + abs(record["long"] - 13.25) > 1e-6:
        raise Failed("%s sees another place" % b.name)


@capability("Places and people", "venue")
async def venue(a: Side, b: Side, stage: Stage) -> None:
    await a.do("venue", lat=48.5, long=2.25, title="Cafe", address="Rue 1")
    await b.sees("place", place_kind="venue", title="Cafe")
