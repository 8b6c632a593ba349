# SPDX-License-Identifier: ISC
"""Between the adapter's events and the workers' words, and what a host keeps of its chats."""

import sqlite3
from typing import Any, Dict, List, Optional, Tuple

import e2e
from e2e import schema
from e2e import telethon as secret

Record = Dict[str, Any]

# Words of the workers for classes of e2e.schema: MessageEntity + the second.
ENTITIES = {
    "mention": "Mention", "hashtag": "Hashtag", "bot_command": "BotCommand", "url": "Url",
    "email": "Email", "bold": "Bold", "italic": "Italic", "code": "Code", "pre": "Pre",
    "text_url": "TextUrl", "underline": "Underline", "strike": "Strike",
    "blockquote": "Blockquote", "spoiler": "Spoiler", "custom_emoji": "CustomEmoji",
    "phone": "Phone", "cashtag": "Cashtag", "bank_card": "BankCard",
    "mention_name": "MentionName"}
_WORDS = {"MessageEntity" + name: word for word, name in ENTITIES.items()}


def entities_of(given: List[Record]) -> List[Any]:
    """Objects of e2e.schema for dicts with type, offset, length and what belongs to the type."""
    return [getattr(schema, "MessageEntity" + ENTITIES[one["type"]])(
        **{name: value for name, value in one.items() if name != "type"}) for one in given]


def _entity_records(raw: e2e.Event) -> List[Record]:
    found = []
    for entity in raw.entities:
        values = entity.to_dict()
        name = values.pop("_")
        found.append({"type": _WORDS.get(name, name), **values})
    return found


def record_of(event: secret.SecretEvent) -> Optional[Record]:
    """The seen record for an event, or None for what no other worker tells."""
    if isinstance(event, secret.Message):
        return _message(event)
    if isinstance(event, (secret.Sent, secret.Failed, secret.Delivered)):
        record = {"kind": type(event).__name__.lower(), "message": event.random_id}
        if isinstance(event, secret.Failed):
            record["error"] = list(event.error)
        return record
    if isinstance(event, (secret.Deleted, secret.Expired, secret.Opened, secret.Screenshot)):
        return {"kind": type(event).__name__.lower(), "messages": list(event.random_ids)}
    return _other(event)


def _other(event: secret.SecretEvent) -> Optional[Record]:
    if isinstance(event, secret.Requested):
        return {"kind": "requested", "user_id": event.chat.user_id}
    if isinstance(event, secret.Closed):
        return {"kind": "closed", "reason": event.reason_text, "reason_number": event.reason}
    if isinstance(event, secret.Ttl):
        return {"kind": "ttl", "seconds": event.seconds}
    if isinstance(event, secret.Rekeyed):
        return {"kind": "rekeyed", "key_fingerprint": event.key_fingerprint}
    if isinstance(event, secret.Rejected):
        return {"kind": "rejected", "reason": event.reason_text, "reason_number": event.reason}
    if isinstance(event, secret.Health):
        return {"kind": "health", "health": event.health}
    if isinstance(event, secret.Gap):
        return {"kind": "gap", "first": event.first, "last": event.last}
    if isinstance(event, secret.Typing):
        return {"kind": "typing", "ended": event.ended}
    if isinstance(event, (secret.Ready, secret.Read, secret.Flushed, secret.Unsupported,
                          secret.Rollback, secret.Renamed)):
        return {"kind": type(event).__name__.lower()}
    return None


def _message(event: secret.Message) -> Record:
    common = {"message": event.random_id, "text": event.text,
              "entities": _entity_records(event.raw), "reply_to": event.reply_to or None,
              "silent": event.silent, "ttl": event.ttl, "out": False}
    media = event.media
    place = _place(media)
    if place is not None:
        return {**common, **place, "kind": "place"}
    if hasattr(media, "key"):
        return {**common, **_file(media), "kind": "file", "caption": event.text,
                "album": event.grouped_id or None, "there": event.file is not None}
    return {**common, "kind": "text"}


def _place(media: Any) -> Optional[Record]:
    """A place or a person."""
    if isinstance(media, schema.DecryptedMessageMediaGeoPoint):
        return {"place_kind": "location", "lat": media.lat, "long": media.long}
    if isinstance(media, schema.DecryptedMessageMediaVenue):
        return {"place_kind": "venue", "lat": media.lat, "long": media.long,
                "title": media.title, "address": media.address}
    if isinstance(media, schema.DecryptedMessageMediaContact):
        return {"place_kind": "contact", "phone_number": media.phone_number,
                "first_name": media.first_name, "last_name": media.last_name}
    return None


def _file(media: Any) -> Record:
    kind, name = file_kind(media)
    return {"file_kind": kind, "name": name, "size": media.size,
            "thumb": bool(getattr(media, "thumb", b""))}


def file_kind(media: Any) -> Tuple[str, str]:
    """What a file is to people, and its name."""
    constructor = type(media).__name__
    for part, kind in (("Photo", "photo"), ("Video", "video"), ("Audio", "voice")):
        if "Media" + part in constructor:
            return kind, ""
    name, kind = "", "document"
    for attribute in media.attributes:
        constructor = type(attribute).__name__
        if "Filename" in constructor:
            name = attribute.file_name
        elif "Animated" in constructor:
            kind = "animation"
        elif "Sticker" in constructor:
            kind = "sticker"
        elif "Audio" in constructor:
            kind = "voice" if getattr(attribute, "voice", False) else "audio"
        elif "Video" in constructor and kind == "document":
            kind = "video_note" if getattr(attribute, "round_message", False) else "video"
    return kind, name


class History:
    """The messages of the other side, in a table of the account's database."""

    def __init__(self, store: e2e.SQLiteStore) -> None:
        self._store = store
        with store.transaction() as db:
            # The filler is for the secrets behind it: see "What is deleted" in python/README.md.
            db.execute("CREATE TABLE IF NOT EXISTS host_messages (number INTEGER PRIMARY KEY,"
                       " chat INTEGER, random_id INTEGER,"
                       " filler BLOB NOT NULL DEFAULT (zeroblob(4096)), text TEXT, event BLOB)")

    def take(self, db: sqlite3.Connection, event: secret.SecretEvent) -> None:
        """Do to the table what an event asks for. A number that is there already fails: an
        event would have come twice."""
        if isinstance(event, secret.Message):
            db.execute("INSERT INTO host_messages (number, chat, random_id, text, event)"
                       " VALUES (?, ?, ?, ?, ?)",
                       (event.number, event.chat_id, event.random_id, event.text,
                        event.raw.pack()))
        elif isinstance(event, (secret.Deleted, secret.Expired)):
            self.delete(db, event.chat_id, list(event.random_ids))
        elif isinstance(event, secret.Flushed):
            self.flush(db, event.chat_id)

    @staticmethod
    def delete(db: sqlite3.Connection, chat: int, random_ids: List[int]) -> None:
        """Forget some messages of a chat."""
        db.executemany("DELETE FROM host_messages WHERE chat = ? AND random_id = ?",
                       [(chat, random_id) for random_id in random_ids])

    @staticmethod
    def flush(db: sqlite3.Connection, chat: int) -> None:
        """Forget all messages of a chat."""
        db.execute("DELETE FROM host_messages WHERE chat = ?", (chat,))

    def messages(self, chat: int) -> List[Record]:
        """What is there of a chat, in order."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT random_id, text FROM host_messages WHERE chat = ?"
                              " ORDER BY number", (chat,)).fetchall()
        return [{"message": random_id, "text": text} for random_id, text in rows]

    def event(self, chat: int, random_id: int) -> Optional[e2e.Event]:
        """The event that brought a message, or None."""
        with self._store.transaction() as db:
            row = db.execute("SELECT event, number FROM host_messages WHERE chat = ? AND"
                             " random_id = ? ORDER BY number LIMIT 1",
                             (chat, random_id)).fetchone()
        return e2e.Event.unpack(bytes(row[0]), row[1]) if row else None
