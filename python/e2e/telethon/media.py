# SPDX-License-Identifier: ISC
"""What a file is, said as a DecryptedMessageMedia.

The kinds and constructors are those that other clients use in secret chats: photos and videos
have constructors of their own, everything else is a document with attributes.
"""

import dataclasses
import mimetypes
import os
from typing import Any, Dict, List, Optional, Sequence, Tuple

from telethon import utils
from telethon.tl import types

from e2e import schema
from e2e.telethon import images
from e2e.telethon.errors import FileRefused

KINDS = ("photo", "video", "video_note", "voice", "audio", "animation", "sticker", "document")
THUMB_MAX_BYTES = 1 << 16   # far more than the 6000 that other clients show
DEFAULT_MIME = {"photo": "image/jpeg", "video": "video/mp4", "video_note": "video/mp4",
                "voice": "audio/ogg", "audio": "audio/mpeg", "animation": "video/mp4",
                "sticker": "image/webp"}


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
        if self.kind in ("video_note", "animation"):
            wanted.append(schema.DocumentAttributeVideo(
                round_message=self.kind == "video_note", duration=self.duration, w=self.width,
                h=self.height))
        if self.kind == "sticker":
            wanted.append(schema.DocumentAttributeSticker(
                stickerset=schema.InputStickerSetEmpty()))
            wanted.append(schema.DocumentAttributeImageSize(w=self.width, h=self.height))
        by_class: Dict[type, Any] = {type(one): one for one in wanted}
        by_class.update((type(one), one) for one in self.attributes)
        return tuple(by_class.values())


def describe(path: str, name: str, head: bytes, options: Dict[str, Any]) -> Media:
    """What a file is, by what the caller said and by what it looks like.

    path: of the file, or "" if it has none. head: its first images.HEAD_BYTES bytes. options:
    kind, file_name, mime_type, width, height, duration, attributes, thumb; they are taken out.
    Raises FileRefused for options that cannot be.
    """
    name = options.pop("file_name", None) or name
    given = options.pop("attributes", None) or ()
    mime = options.pop("mime_type", None) or mimetypes.guess_type(name)[0] or ""
    kind = options.pop("kind", None) or _guess_kind(mime)
    if kind not in KINDS:
        raise FileRefused(f"a file is one of {', '.join(KINDS)}, not {kind!r}")
    attributes = _attributes(path, kind, mime, given)
    width, height = images.size_of(head)
    video = _first(attributes, schema.DocumentAttributeVideo)
    audio = _first(attributes, schema.DocumentAttributeAudio)
    return Media(
        kind=kind, file_name=os.path.basename(name),
        mime_type=mime or DEFAULT_MIME.get(kind, "application/octet-stream"),
        width=options.pop("width", None) or width or getattr(video, "w", 0),
        height=options.pop("height", None) or height or getattr(video, "h", 0),
        duration=options.pop("duration", None) or getattr(video or audio, "duration", 0),
        attributes=to_secret(given), thumb=_thumb(options.pop("thumb", None)))


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
    values = {field.name: getattr(attribute, field.name, None)
              for field in dataclasses.fields(cls)}
    return cls(**{name: value for name, value in values.items() if value is not None})


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
