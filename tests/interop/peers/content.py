# SPDX-License-Identifier: ISC
"""Between what people do and DecryptedMessage objects."""

import struct
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from .tl import Object, Reader, Schema, TLError

WRAPPER = 0x1BE31789
SECRET_TTL = 60    # seconds; media that lives no longer is timed from when it is opened
ENTITIES = {
    "mention": "Mention", "hashtag": "Hashtag", "bot_command": "BotCommand", "url": "Url",
    "email": "Email", "bold": "Bold", "italic": "Italic", "code": "Code", "pre": "Pre",
    "text_url": "TextUrl", "underline": "Underline", "strike": "Strike",
    "blockquote": "Blockquote", "spoiler": "Spoiler", "custom_emoji": "CustomEmoji",
    "phone": "Phone", "cashtag": "Cashtag", "bank_card": "BankCard", "unknown": "Unknown",
    "mention_name": "MentionName",
}
NAMES = {constructor: name for name, constructor in ENTITIES.items()}
MIME = {"photo": "image/jpeg", "video": "video/mp4", "voice": "audio/ogg",
        "audio": "audio/mpeg", "animation": "video/mp4", "sticker": "image/webp",
        "video_note": "video/mp4", "document": "application/octet-stream"}
# Pixels and seconds of what is sent, where nobody says anything else.
ABOUT = {"width": 640, "height": 640, "duration": 3}


@dataclass
class Record:
    """A message as it stands in a chat's history. seen: the record that tells of it."""

    random_id: int
    out: bool
    date: int
    ttl: int
    seen: Dict[str, Any]
    media: Optional[Object] = None
    file: Optional[Object] = None      # EncryptedFile

    @property
    def timed_when_opened(self) -> bool:
        """Whether its time runs from when it is opened, not from when it is read."""
        kind = self.seen.get("file_kind")
        return kind in ("photo", "video", "voice", "video_note") and self.ttl <= SECRET_TTL


def read_wrapper(schema: Schema, payload: bytes) -> Object:
    """A decryptedMessageLayer with message None and the reason in `problem` if that cannot be
    read; or another object. Raises TLError."""
    try:
        return {"problem": "", **schema.read(payload)}
    except TLError as error:
        reader = Reader(payload)
        if reader.plain("<I") != WRAPPER:
            raise
        random_bytes = reader.bytes()
        layer, in_seq_no, out_seq_no = struct.unpack("<iii", reader.raw(12))
        return {"_": "decryptedMessageLayer", "random_bytes": random_bytes, "layer": layer,
                "in_seq_no": in_seq_no, "out_seq_no": out_seq_no, "message": None,
                "problem": str(error)}


def message(layer: int, random_id: int, text: str, **fields: Any) -> Object:
    """A DecryptedMessage for this wrapper layer; what the layer cannot say is left out.

    fields: ttl, media, entities, reply_to_random_id, silent, grouped_id.
    """
    obj = {"random_id": random_id, "ttl": fields.get("ttl", 0), "message": text}
    if layer < 45:
        media = fields.get("media") or {"_": "decryptedMessageMediaEmpty"}
        return {"_": "decryptedMessage_17", **obj, "media": media}
    names = ["media", "entities", "reply_to_random_id"]
    if layer >= 73:
        names += ["silent", "grouped_id"]
    obj.update((name, fields[name]) for name in names if fields.get(name))
    return {"_": "decryptedMessage_73" if layer >= 73 else "decryptedMessage_45", **obj}


def deletion(random_id: int, target: int) -> Object:
    """A service message that deletes a message."""
    return {"_": "decryptedMessageService_17", "random_id": random_id,
            "action": {"_": "decryptedMessageActionDeleteMessages", "random_ids": [target]}}


# ---- Entities ----------------------------------------------------------------------------


def entities(schema: Schema, layer: int, listed: List[Dict[str, Any]]) -> List[Object]:
    """MessageEntity objects of dicts with type, offset, length; those above the layer are left
    out."""
    made = [{**entity, "_": "messageEntity" + ENTITIES[entity["type"]]} for entity in listed]
    for entity in made:
        del entity["type"]
    return [entity for entity in made if schema.highest_layer(entity)[0] <= layer]


def listed_entities(found: List[Object]) -> List[Dict[str, Any]]:
    """The reverse of entities()."""
    made = []
    for entity in found:
        rest = {name: value for name, value in entity.items() if name != "_"}
        made.append({"type": NAMES[entity["_"][len("messageEntity"):]], **rest})
    return made


# ---- Media -------------------------------------------------------------------------------


def file_media(kind: str, layer: int, name: str, thumb: bytes, about: Dict[str, int],
               file: Dict[str, Any]) -> Object:
    """The media object of a file. thumb: a small JPEG, or nothing. about: width, height,
    duration, as in ABOUT. file: its size, key and iv."""
    side = 90 if thumb else 0
    about = {**ABOUT, **about}
    media = {"thumb": thumb, "thumb_w": side, "thumb_h": side, "caption": "", **file}
    if kind == "photo":
        return {"_": "decryptedMessageMediaPhoto_45", "w": about["width"], "h": about["height"],
                **media}
    if kind == "video":
        return {"_": "decryptedMessageMediaVideo_45", "mime_type": MIME[kind],
                "w": about["width"], "h": about["height"], "duration": about["duration"],
                **media}
    version = 143 if layer >= 143 else 45
    return {"_": f"decryptedMessageMediaDocument_{version}", "mime_type": MIME[kind],
            "attributes": attributes(kind, name, about), **media}


def attributes(kind: str, name: str, about: Dict[str, int]) -> List[Object]:
    """DocumentAttribute objects of a file."""
    found: List[Object] = [{"_": "documentAttributeFilename", "file_name": name}]
    seconds = about["duration"]
    video = {"_": "documentAttributeVideo_66", "duration": seconds, "w": about["width"],
             "h": about["height"]}
    if kind == "voice":
        found = [{"_": "documentAttributeAudio_46", "voice": True, "duration": seconds,
                  "waveform": bytes(range(63))}]
    elif kind == "audio":
        found.append({"_": "documentAttributeAudio_46", "duration": seconds, "title": name,
                      "performer": "Nobody"})
    elif kind == "animation":
        found += [{"_": "documentAttributeAnimated"}, video]
    elif kind == "video_note":
        found = [{**video, "round_message": True}]
    elif kind == "sticker":
        found += [{"_": "documentAttributeImageSize", "w": 512, "h": 512},
                  {"_": "documentAttributeSticker_45", "alt": "\U0001f642",
                   "stickerset": {"_": "inputStickerSetEmpty"}}]
    return found


def kind_of(media: Object) -> str:
    """What a media object is: a file_kind, "location", "contact", "venue", "web_page" or ""."""
    name = media["_"][len("decryptedMessageMedia"):].split("_")[0]
    plain = {"Photo": "photo", "Video": "video", "Audio": "voice", "GeoPoint": "location",
             "Contact": "contact", "Venue": "venue", "WebPage": "web_page", "Empty": ""}
    if name in plain:
        return plain[name]
    return _document_kind({attribute["_"].split("_")[0][len("documentAttribute"):]: attribute
                           for attribute in media.get("attributes", [])})


def _document_kind(found: Dict[str, Object]) -> str:
    if "Sticker" in found:
        return "sticker"
    if "Animated" in found:
        return "animation"
    if "Audio" in found:
        return "voice" if found["Audio"].get("voice") else "audio"
    if "Video" in found:
        return "video_note" if found["Video"].get("round_message") else "video"
    return "document"


def file_name(media: Object) -> str:
    """The name of a file, or ""."""
    for attribute in media.get("attributes", []):
        if attribute["_"] == "documentAttributeFilename":
            return attribute["file_name"]
    return media.get("file_name", "")


# ---- Records -----------------------------------------------------------------------------


def record(message_object: Object, date: int, file: Optional[Object], out: bool) -> Record:
    """The history's record of a DecryptedMessage. file: the EncryptedFile that came with it."""
    ttl = max(0, message_object.get("ttl", 0))
    seen = {"message": message_object["random_id"], "ttl": ttl, "out": out}
    media = message_object.get("media")
    kind = kind_of(media) if media else ""
    if kind in ("location", "contact", "venue"):
        fields = {name: value for name, value in media.items() if name != "_"}
        seen.update(kind="place", place_kind=kind, **fields)
    elif kind and kind != "web_page":
        caption = message_object["message"] or media.get("caption", "")
        seen.update(kind="file", file_kind=kind, size=media["size"], name=file_name(media),
                    caption=caption, thumb=bool(media["thumb"]), there=file is not None,
                    album=message_object.get("grouped_id"))
    else:
        seen.update(kind="text", text=message_object["message"])
    seen.update(entities=listed_entities(message_object.get("entities", [])),
                reply_to=message_object.get("reply_to_random_id"),
                silent=bool(message_object.get("silent")))
    return Record(message_object["random_id"], out, date, ttl, seen, media, file)
