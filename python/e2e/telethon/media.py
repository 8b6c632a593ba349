# SPDX-License-Identifier: ISC
"""What a file is, said as a DecryptedMessageMedia.

The kinds and constructors are those that other clients use in secret chats: photos and videos
have constructors of their own, everything else is a document with attributes.

What clients cannot open is not sent as what they would try to open (protocol 7.2.8): official
Android opens no photo that is larger than 1280 pixels, and the iPhone plays no video without width,
height and duration.
"""

import dataclasses
import io
import logging
import math
import mimetypes
import os
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from telethon import utils
from telethon.tl import types

from e2e import schema
from e2e.telethon import images, videos
from e2e.telethon.errors import FileRefused

KINDS = ("photo", "video", "video_note", "voice", "audio", "animation", "sticker", "document")
FILMS = ("video", "video_note", "animation")
PHOTO_MAX = 1280            # pixels of a side
THUMB_MAX_BYTES = 1 << 16   # far more than the 6000 that other clients show
DEFAULT_MIME = {"photo": "image/jpeg", "video": "video/mp4", "video_note": "video/mp4",
                "voice": "audio/ogg", "audio": "audio/mpeg", "animation": "video/mp4",
                "sticker": "image/webp"}
Probe = Callable[[], videos.About]
_log = logging.getLogger(__name__)


@dataclasses.dataclass
class Media:
    """A file that is to be sent. width and height in pixels, duration in seconds; thumb is a
    JPEG, of at most 90x90 pixels and 6000 bytes if all clients are to show it."""
    kind: str = "document"
    file_name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    attributes: Tuple[Any, ...] = ()    # of e2e.schema, beside those that kind asks for
    thumb: bytes = b""

    @property
    def is_film(self) -> bool:
        """It needs width, height and duration; an animation may be a GIF, which does not."""
        return self.kind in FILMS and (self.kind, self.mime_type) != ("animation", "image/gif")

    @property
    def is_whole(self) -> bool:
        """It has them. Telethon says 1x1 and 0 s of what it cannot read."""
        return self.width > 1 and self.height > 1 and self.duration > 0

    def to_schema(self, key: bytes, iv: bytes, size: int) -> Any:
        """The object for a file of so many bytes, encrypted under key and iv."""
        thumb_w, thumb_h = images.size_of(self.thumb)
        common: Dict[str, Any] = {"thumb": self.thumb, "thumb_w": thumb_w, "thumb_h": thumb_h,
                                  "size": size, "key": key, "iv": iv}
        if self.kind == "photo":
            return schema.DecryptedMessageMediaPhoto(w=self.width, h=self.height, **common)
        if self.kind == "video":
            return schema.DecryptedMessageMediaVideo(
                duration=self.duration, mime_type=self.mime_type, w=self.width, h=self.height,
                **common)
        return schema.DecryptedMessageMediaDocument(
            mime_type=self.mime_type, attributes=self._all_attributes(), **common)

    def _all_attributes(self) -> Tuple[Any, ...]:
        """Those of the kind, overridden by given ones of the same class."""
        wanted: List[Any] = []
        if self.file_name and self.kind not in ("voice", "video_note"):
            wanted.append(schema.DocumentAttributeFilename(file_name=self.file_name))
        if self.kind in ("voice", "audio"):
            wanted.append(schema.DocumentAttributeAudio(voice=self.kind == "voice",
                                                        duration=self.duration))
        if self.kind == "animation":
            wanted.append(schema.DocumentAttributeAnimated())
        if self.is_film and self.kind != "video":
            wanted.append(schema.DocumentAttributeVideo(
                round_message=self.kind == "video_note", duration=self.duration, w=self.width,
                h=self.height))
        if self.kind == "sticker":
            wanted.append(schema.DocumentAttributeSticker(
                stickerset=schema.InputStickerSetEmpty()))
        pictured = self.kind == "sticker" or self.mime_type.startswith("image/")
        if pictured and self.width and self.height:
            wanted.append(schema.DocumentAttributeImageSize(w=self.width, h=self.height))
        by_class: Dict[type, Any] = {type(one): one for one in wanted}
        by_class.update((type(one), one) for one in self.attributes)
        return tuple(by_class.values())


def describe(path: str, name: str, head: bytes, options: Dict[str, Any],
             probe: Optional[Probe] = None) -> Media:
    """What a file is, by what the caller said and by what it looks like.

    path: of the file, or "" if it has none. head: its first images.HEAD_BYTES bytes. options:
    kind, file_name, mime_type, width, height, duration, attributes, thumb; they are taken out.
    probe: looks at the whole of a video; without it that is the path, or the head.

    An image that is larger than PHOTO_MAX, or that does not say how large it is, and a video that
    does not say how large and how long it is, are documents unless `kind` says otherwise. Raises
    FileRefused for options that cannot be, and for such a video if `kind` says that it is one.
    """
    name = options.pop("file_name", None) or name
    given = options.pop("attributes", None) or ()
    mime = options.pop("mime_type", None) or mimetypes.guess_type(name)[0] or ""
    if not mime and head[:6] in (b"GIF87a", b"GIF89a"):
        mime = "image/gif"
    kind = options.pop("kind", None)
    asked = kind is not None
    kind = kind or _guess_kind(mime)
    if kind not in KINDS:
        raise FileRefused(f"a file is one of {', '.join(KINDS)}, not {kind!r}")
    real = images.size_of(head)
    media = Media(
        kind=kind, file_name=os.path.basename(name),
        mime_type=mime or DEFAULT_MIME.get(kind, "application/octet-stream"),
        width=_number(options, "width") or real[0], height=_number(options, "height") or real[1],
        duration=_number(options, "duration"), attributes=to_secret(given),
        thumb=_thumb(options.pop("thumb", None)))
    _complete(media, _attributes(path, kind, mime, given), probe or _prober(path, head))
    if kind == "photo" and not asked and not _opens_as_photo(media, real):
        media.kind = "document"
    if media.is_film and not media.is_whole:
        _refuse_film(media, asked)
    return media


def _complete(media: Media, attributes: Sequence[Any], probe: Probe) -> None:
    """Fill in what is missing, from the attributes, and for videos from the file."""
    video = _first(attributes, schema.DocumentAttributeVideo)
    sized = video or _first(attributes, schema.DocumentAttributeImageSize)
    timed = video or _first(attributes, schema.DocumentAttributeAudio)
    if sized is not None and (sized.w, sized.h) != (1, 1):
        media.width, media.height = media.width or sized.w, media.height or sized.h
    if timed is not None:
        media.duration = media.duration or timed.duration
    if media.is_film and not media.is_whole:
        about = probe()
        media.width = media.width if media.width > 1 else about.width
        media.height = media.height if media.height > 1 else about.height
        media.duration = media.duration or about.duration


def _prober(path: str, head: bytes) -> Probe:
    def probe() -> videos.About:
        with open(path, "rb") if path else io.BytesIO(head) as source:
            return videos.look_at(source)
    return probe


def _opens_as_photo(media: Media, real: Tuple[int, int]) -> bool:
    """By its real size, whatever the caller says of it; by what the caller says if that is all."""
    if 0 in real:
        real = media.width, media.height
    return 0 < min(real) and max(real) <= PHOTO_MAX


def _refuse_film(media: Media, asked: bool) -> None:
    """Make it a document if that is as good; FileRefused if the caller wants a video."""
    if asked or _first(media.attributes, schema.DocumentAttributeVideo) is not None:
        raise FileRefused(f"a {media.kind} without width, height or duration plays nowhere, and the "
                          "file does not tell: give them, or kind=\"document\"")
    _log.info("%s does not tell its size or duration: it is sent as a document", media.file_name)
    media.kind, media.width, media.height, media.duration = "document", 0, 0, 0


def _number(options: Dict[str, Any], name: str) -> int:
    """An option in pixels or seconds; parts of a second count as a whole one."""
    value = options.pop(name, None) or 0
    if not isinstance(value, (int, float)) or not 0 <= value < 1 << 31:
        raise FileRefused(f"{name} is {value!r}")
    return math.ceil(value)


def to_secret(attributes: Sequence[Any]) -> Tuple[Any, ...]:
    """Telethon's DocumentAttribute objects, or those of e2e.schema, as e2e.schema has them."""
    converted = (_one_to_secret(attribute) for attribute in attributes)
    return tuple(attribute for attribute in converted if attribute is not None)


def _one_to_secret(attribute: Any) -> Optional[Any]:
    if isinstance(attribute, schema.TLObject):
        return attribute
    if isinstance(attribute, types.DocumentAttributeSticker):
        return schema.DocumentAttributeSticker(alt=attribute.alt,
                                               stickerset=_sticker_set(attribute.stickerset))
    cls = getattr(schema, type(attribute).__name__, None)
    if cls is None:
        return None
    values = {field.name: _plain(field, getattr(attribute, field.name, None))
              for field in dataclasses.fields(cls)}
    return cls(**{name: value for name, value in values.items() if value is not None})


def _plain(field: "dataclasses.Field[Any]", value: Any) -> Any:
    """Later versions of Telethon have durations in parts of a second, and None for no flag."""
    return math.ceil(value) if field.type is int and isinstance(value, float) else value


def _sticker_set(stickerset: Any) -> Any:
    if isinstance(stickerset, types.InputStickerSetShortName):
        return schema.InputStickerSetShortName(short_name=stickerset.short_name)
    return schema.InputStickerSetEmpty()


def _attributes(path: str, kind: str, mime: str, given: Sequence[Any]) -> Tuple[Any, ...]:
    """Given ones, and what Telethon finds out about a file that has a path."""
    found: Sequence[Any] = given
    if path:
        found = utils.get_attributes(path, attributes=list(given), mime_type=mime or None,
                                     voice_note=kind == "voice",
                                     video_note=kind == "video_note")[0]
    return to_secret(found)


def _first(attributes: Sequence[Any], cls: type) -> Optional[Any]:
    return next((one for one in attributes if isinstance(one, cls)), None)


def _guess_kind(mime: str) -> str:
    if mime in ("image/jpeg", "image/png", "image/webp"):
        return "photo"
    if mime == "image/gif":
        return "animation"
    if mime.startswith("video/"):
        return "video"
    return "audio" if mime.startswith("audio/") else "document"


def _thumb(thumb: Any) -> bytes:
    """The bytes of a thumbnail that is given as bytes, path or file object."""
    if thumb is None:
        return b""
    if hasattr(thumb, "read"):
        thumb = thumb.read(THUMB_MAX_BYTES + 1)
    elif not isinstance(thumb, (bytes, bytearray)):
        with open(thumb, "rb") as file:
            thumb = file.read(THUMB_MAX_BYTES + 1)
    if len(thumb) > THUMB_MAX_BYTES:
        raise FileRefused(f"a thumbnail has at most {THUMB_MAX_BYTES} bytes")
    return bytes(thumb)
