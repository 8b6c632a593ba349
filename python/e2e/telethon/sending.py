# SPDX-License-Identifier: ISC
"""Messages as e2e.schema has them, from what callers give: text, formatting, files, albums."""

import dataclasses
import secrets
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from telethon import utils

from e2e import schema
from e2e.telethon import entities, media, transfer

ALBUM_MAX = 10


def parse(client: Any, text: str, parse_mode: Any,
          given: Optional[Sequence[Any]]) -> Tuple[str, Tuple[Any, ...]]:
    """Text and formatting. parse_mode: as in Telethon; () for the client's own."""
    if given is not None:
        return text, entities.to_secret(given)
    mode = client.parse_mode if parse_mode == () else utils.sanitize_parse_mode(parse_mode)
    if not mode:
        return text, ()
    text, found = mode.parse(text)
    return text, entities.to_secret(one for one in found if one.length > 0)


def text_message(text: str, found: Sequence[Any], *, reply_to: int = 0, silent: bool = False,
                 link_preview: bool = True, grouped_id: int = 0, file: Any = None) -> Any:
    """A decryptedMessage. file: the DecryptedMessageMedia that the text goes with."""
    return schema.DecryptedMessage(
        message=text, media=file, entities=tuple(found) or None, silent=silent,
        no_webpage=not link_preview, reply_to_random_id=reply_to or None,
        grouped_id=grouped_id or None)


def with_ttl(message: Any, ttl: int) -> Any:
    """The same with this ttl, if it has none and can have one."""
    if ttl and getattr(message, "ttl", None) == 0:
        return dataclasses.replace(message, ttl=ttl)
    return message


def with_this_ttl(message: Any, ttl: int) -> Any:
    """The same with this ttl, whatever its own is. ValueError if it cannot have one."""
    if hasattr(message, "ttl"):
        return dataclasses.replace(message, ttl=ttl)
    if ttl:
        raise ValueError("this message cannot have a ttl")
    return message


def random_long() -> int:
    """A random int64 above 0."""
    return secrets.randbelow((1 << 63) - 1) + 1


class FileSender:
    """Sends files to one chat, alone or as albums. All are uploaded before the first is sent."""

    def __init__(self, client: Any, order: Callable[..., int], progress: Any,
                 options: Dict[str, Any]) -> None:
        """order: sends a message to the chat; as Orders.send() with the chat given."""
        self._client = client
        self._order = order
        self._progress = progress
        self._reply_to = getattr(options.get("reply_to", 0), "random_id",
                                 options.get("reply_to", 0))
        self._silent = bool(options.pop("silent", False))
        self._ttl = options.pop("ttl", None)
        self._random_id = options.pop("random_id", 0)
        self._parse_mode = options.pop("parse_mode", ())
        self._entities = options.pop("entities", None)
        self._grouped_id = options.pop("grouped_id", 0)
        options.pop("reply_to", None)
        self._options = options

    async def send(self, file: Any, caption: Any) -> Any:
        """Send a file, or each of a list. Returns random_ids likewise."""
        if not utils.is_list_like(file):
            return self._send(await self._prepare(file, caption), self._grouped_id,
                              self._random_id)
        files = list(file)
        captions = list(caption) if utils.is_list_like(caption) else [caption]
        captions += [""] * (len(files) - len(captions))
        prepared = [await self._prepare(one, text) for one, text in zip(files, captions)]
        sent: List[int] = []
        for start in range(0, len(prepared), ALBUM_MAX):
            album = prepared[start:start + ALBUM_MAX]
            grouped_id = self._grouped_id or (random_long() if len(album) > 1 else 0)
            sent.extend(self._send(one, grouped_id, 0) for one in album)
        return sent

    async def _prepare(self, file: Any, caption: str) -> Tuple[Any, transfer.Upload, str, Any]:
        """Upload a file. Returns its media, the upload, and its text with formatting."""
        options = dict(self._options)
        upload = file if isinstance(file, transfer.Upload) else transfer.Upload(
            self._client, file)
        described = media.describe(upload.path, upload.name, upload.head(), options,
                                   upload.probe)
        if options:
            raise TypeError(f"send_file() has no option {', '.join(options)}")
        text, found = parse(self._client, caption, self._parse_mode, self._entities)
        if not upload.complete:
            await upload.run(self._progress)
        content = described.to_schema(upload.key, upload.iv, upload.size)
        return content, upload, text, found

    def _send(self, prepared: Tuple[Any, transfer.Upload, str, Any], grouped_id: int,
              random_id: int) -> int:
        content, upload, text, found = prepared
        message = text_message(text, found, reply_to=self._reply_to, silent=self._silent,
                               grouped_id=grouped_id, file=content)
        number = self._order(message, file=upload.input_file(), silent=self._silent,
                             ttl=self._ttl, random_id=random_id)
        upload.sent = True
        return number
