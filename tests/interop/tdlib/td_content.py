# SPDX-License-Identifier: ISC
"""Between the workers' words for what a message contains and td_api's objects."""

import base64
from typing import Any, Dict, List, Optional

Object = Dict[str, Any]

VIEW_ONCE = 0x7FFFFFFF    # the ttl of what may be seen a single time

ENTITIES = {
    "mention": "Mention", "hashtag": "Hashtag", "bot_command": "BotCommand", "url": "Url",
    "email": "EmailAddress", "bold": "Bold", "italic": "Italic", "code": "Code", "pre": "Pre",
    "text_url": "TextUrl", "underline": "Underline", "strike": "Strikethrough",
    "blockquote": "BlockQuote", "spoiler": "Spoiler", "custom_emoji": "CustomEmoji",
    "phone": "PhoneNumber", "cashtag": "Cashtag", "bank_card": "BankCardNumber",
    "mention_name": "MentionName",
}
ENTITY_NAMES = {"textEntityType" + theirs: ours for ours, theirs in ENTITIES.items()}
ENTITY_NAMES["textEntityTypePreCode"] = "pre"

# kind -> (td_api's class name, its field with the file)
FILES = {
    "document": ("Document", "document"), "photo": ("Photo", "photo"),
    "video": ("Video", "video"), "voice": ("VoiceNote", "voice_note"),
    "audio": ("Audio", "audio"), "animation": ("Animation", "animation"),
    "sticker": ("Sticker", "sticker"), "video_note": ("VideoNote", "video_note"),
}
FILE_KINDS = {"message" + name: (kind, field) for kind, (name, field) in FILES.items()}


# ---- Sending -----------------------------------------------------------------------------


def formatted_text(text: str, entities: Optional[List[Object]] = None) -> Object:
    """formattedText. entities: dicts with type, offset and length in UTF-16 code units."""
    return {"@type": "formattedText", "text": text,
            "entities": [_text_entity(entity) for entity in entities or []]}


def _text_entity(entity: Object) -> Object:
    kind = {"@type": "textEntityType" + ENTITIES[entity["type"]]}
    if entity["type"] == "text_url":
        kind["url"] = entity["url"]
    elif entity["type"] == "pre" and entity.get("language"):
        kind = {"@type": "textEntityTypePreCode", "language": entity["language"]}
    elif entity["type"] == "custom_emoji":
        kind["custom_emoji_id"] = str(entity["document_id"])
    elif entity["type"] == "mention_name":
        kind["user_id"] = entity["user_id"]
    return {"offset": entity["offset"], "length": entity["length"], "type": kind}


def text(words: str, entities: Optional[List[Object]]) -> Object:
    """inputMessageText without a preview of links."""
    return {"@type": "inputMessageText", "text": formatted_text(words, entities),
            "link_preview_options": {"is_disabled": True}}


def file(path: str, kind: str, caption: str, thumb: Optional[str], width: int, height: int,
         duration: int) -> Object:
    """inputMessageDocument, inputMessagePhoto and so on.

    width, height: pixels; duration: seconds. Older versions of td_api have the file and what
    belongs to it as fields of the message, newer ones in an object between the two. TDLib skips
    fields that it does not know, so this one object says it both ways.
    """
    name, field = FILES[kind]
    local = {"@type": "inputFileLocal", "path": path}
    about: Object = {"duration": duration, "width": width, "height": height, "length": width,
                     "waveform": base64.b64encode(bytes(63)).decode(), "title": "",
                     "performer": "", "emoji": "\U0001f642",
                     "disable_content_type_detection": True}
    if thumb:
        about["thumbnail"] = about["album_cover_thumbnail"] = {
            "thumbnail": {"@type": "inputFileLocal", "path": thumb},
            "width": 90, "height": 90}
    return {"@type": "inputMessage" + name, "caption": formatted_text(caption), **about,
            field: {**local, field: local, **about}}


def location(lat: float, long: float) -> Object:
    """inputMessageLocation, in degrees."""
    return {"@type": "inputMessageLocation", "location": {"latitude": lat, "longitude": long}}


def venue(lat: float, long: float, title: str, address: str, provider: str,
          venue_id: str) -> Object:
    """inputMessageVenue."""
    return {"@type": "inputMessageVenue",
            "venue": {"location": {"latitude": lat, "longitude": long}, "title": title,
                      "address": address, "provider": provider, "id": venue_id, "type": ""}}


def contact(phone_number: str, first_name: str, last_name: str, user_id: int) -> Object:
    """inputMessageContact."""
    return {"@type": "inputMessageContact",
            "contact": {"phone_number": phone_number, "first_name": first_name,
                        "last_name": last_name, "vcard": "", "user_id": user_id}}


# ---- Receiving ---------------------------------------------------------------------------


def record(content: Object) -> Optional[Object]:
    """The fields of a seen record, with its kind, for the content of a message.

    None for what people do not look at (a contact has joined, and the like).
    """
    name = content["@type"]
    if name in FILE_KINDS:
        return _file_record(content)
    reader = RECORDS.get(name)
    return reader(content) if reader else None


def _text_record(content: Object) -> Object:
    words = content["text"]
    return {"kind": "text", "text": words["text"], "entities": _entities(words["entities"])}


def _entities(entities: List[Object]) -> List[Object]:
    """The reverse of formatted_text()."""
    listed = []
    for entity in entities:
        theirs = entity["type"]
        ours = {"type": ENTITY_NAMES.get(theirs["@type"], theirs["@type"]),
                "offset": entity["offset"], "length": entity["length"]}
        for field in ("url", "language", "user_id"):
            if field in theirs:
                ours[field] = theirs[field]
        if "custom_emoji_id" in theirs:
            ours["document_id"] = int(theirs["custom_emoji_id"])
        listed.append(ours)
    return listed


def _file_record(content: Object) -> Object:
    kind, field = FILE_KINDS[content["@type"]]
    about = content[field]
    caption = content.get("caption", {"text": "", "entities": []})
    return {"kind": "file", "file_kind": kind, "size": file_of(content)["size"],
            "name": about.get("file_name", ""), "caption": caption["text"],
            "entities": _entities(caption["entities"]),
            "thumb": thumbnail_of(content) is not None, "there": True}


def file_of(content: Object) -> Object:
    """td_api's file of a message with one. Raises KeyError if it has none."""
    kind, field = FILE_KINDS[content["@type"]]
    if kind == "photo":
        return content["photo"]["sizes"][-1]["photo"]
    names = {"voice": "voice", "video_note": "video"}
    return content[field][names.get(kind, field)]


def thumbnail_of(content: Object) -> Optional[Object]:
    """td_api's file with the thumbnail of a message with a file, or None."""
    kind, field = FILE_KINDS[content["@type"]]
    about = content[field]
    if kind == "photo":
        return about["sizes"][0]["photo"] if len(about["sizes"]) > 1 else None
    thumbnail = about.get("thumbnail") or about.get("album_cover_thumbnail")
    return thumbnail["file"] if thumbnail else None


def _location_record(content: Object) -> Object:
    return {"kind": "place", "place_kind": "location", "lat": content["location"]["latitude"],
            "long": content["location"]["longitude"]}


def _venue_record(content: Object) -> Object:
    found = content["venue"]
    return {"kind": "place", "place_kind": "venue", "lat": found["location"]["latitude"],
            "long": found["location"]["longitude"], "title": found["title"],
            "address": found["address"], "provider": found["provider"],
            "venue_id": found["id"]}


def _contact_record(content: Object) -> Object:
    found = content["contact"]
    return {"kind": "place", "place_kind": "contact", "phone_number": found["phone_number"],
            "first_name": found["first_name"], "last_name": found["last_name"],
            "user_id": found["user_id"]}


def _emoji_record(content: Object) -> Object:
    """A text that is a single emoji, which TDLib may show moving."""
    return {"kind": "text", "text": content["emoji"], "entities": []}


RECORDS = {
    "messageText": _text_record,
    "messageAnimatedEmoji": _emoji_record,
    "messageLocation": _location_record,
    "messageVenue": _venue_record,
    "messageContact": _contact_record,
    "messageScreenshotTaken": lambda content: {"kind": "screenshot"},
    "messageChatSetMessageAutoDeleteTime":
        lambda content: {"kind": "ttl", "seconds": content["message_auto_delete_time"]},
    "messageUnsupported": lambda content: {"kind": "unsupported"},
}


def lifetime(message: Object) -> int:
    """Seconds after which a message destroys itself; 0: never."""
    kind = message.get("self_destruct_type")
    if not kind:
        return 0
    return kind.get("self_destruct_time", VIEW_ONCE)
