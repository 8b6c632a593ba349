# SPDX-License-Identifier: ISC
"""The verbs of a scripted peer: do_NAME is what call(NAME) does (tests/interop/README.md)."""

import asyncio
from pathlib import Path
from typing import Any, Dict, List, Optional

from fakedc.tl import Object
from worker import CannotError

from . import content, crypto, files
from .chat import CLOSED, PENDING, READY, Chat

Json = Dict[str, Any]


class Verbs:
    """Part of Peer: handshakes, and what a user does. Chats and messages are named by their ids
    (int)."""

    @staticmethod
    def cannot(reason: str) -> CannotError:
        """The error of a verb that cannot be obeyed."""
        return CannotError(reason)

    def chat_of(self, number: int, state: str = READY) -> Chat:
        """A chat by its id. Raises CannotError if it is in another state."""
        chat = self.chats.get(number)
        if chat is None:
            raise self.cannot(f"no chat {number}")
        if chat.state != state:
            raise self.cannot(f"chat {number} is {chat.state}")
        return chat

    def record_of(self, chat: Chat, message: int) -> content.Record:
        """A message by its id. Raises CannotError."""
        if message not in chat.messages:
            raise self.cannot(f"no message {message}")
        return chat.messages[message]

    async def do_login(self, **_: Any) -> None:
        """Nothing: the peer is logged in by being there."""

    async def do_stop(self) -> None:
        """Nothing: stop() does it."""

    # ---- Handshake -----------------------------------------------------------------------

    async def _group(self, chat: Chat) -> None:
        config = await self.rpc("messages.getDhConfig", version=0, random_length=256)
        chat.group = crypto.Group(int.from_bytes(config.p, "big"), config.g)

    async def _input_user(self, user_id: int) -> Object:
        """How calls name a user, who is found by phone."""
        contact = Object("inputPhoneContact", client_id=user_id, last_name="", note=None,
                         phone="+1555000%04d" % user_id, first_name="User%d" % user_id)
        found = await self.rpc("contacts.importContacts", contacts=[contact])
        for user in found.users:
            if user.id == user_id:
                return Object("inputUser", user_id=user_id, access_hash=user.access_hash)
        raise self.cannot(f"no user {user_id}")

    async def do_request(self, user_id: int) -> int:
        """Ask a user for a secret chat; its id."""
        user = await self._input_user(user_id)
        number = self.random.getrandbits(32) - (1 << 31) or 1
        chat = self.chat_class(self, number, True, user_id)
        await self._group(chat)
        chat.exponent, g_a = crypto.keypair(self.random, chat.group)
        self.chats[number] = chat           # the answer may be overtaken by encryptedChat
        result = await self.rpc("messages.requestEncryption", user_id=user, random_id=number,
                                g_a=g_a)
        chat.access_hash = chat.access_hash or result.access_hash
        return number

    def requested(self, update: Object) -> None:
        """A user asks for a secret chat."""
        chat = self.chat_class(self, update.id, False, update.admin_id)
        chat.access_hash, chat.g_a = update.access_hash, update.g_a
        self.chats[update.id] = chat
        self.record("requested", chat=update.id, user_id=update.admin_id)
        if self.habits.auto_accept is not None:
            asyncio.get_running_loop().call_later(self.habits.auto_accept, self._auto_accept,
                                                  update.id)

    def _auto_accept(self, number: int) -> None:
        if self.running and self.chats[number].state == PENDING:
            self._tasks.append(asyncio.create_task(
                self._guard(lambda: self.call("accept", chat=number))))

    async def do_accept(self, chat: int) -> None:
        """Accept a chat that was requested."""
        if self.chats.get(chat) is not None and self.chats[chat].state == READY:
            return
        accepted = self.chat_of(chat, PENDING)
        await self._group(accepted)
        accepted.exponent, g_b = crypto.keypair(self.random, accepted.group)
        try:
            key = accepted.first_key(accepted.g_a)
        except crypto.Refused as error:
            accepted.abandon(str(error))
            return
        try:
            await self.rpc("messages.acceptEncryption", peer=self.input_chat(accepted), g_b=g_b,
                           key_fingerprint=crypto.fingerprint(key))
        except Exception as error:  # pylint: disable=broad-except
            if not hasattr(error, "code"):
                raise
            accepted.end(f"{error.code} {error.text}")
            return
        accepted.start(key)

    def accepted(self, chat: Chat, update: Object) -> None:
        """The other side has accepted."""
        chat.access_hash = update.access_hash
        try:
            key = chat.first_key(update.g_a_or_b)
        except crypto.Refused as error:
            chat.abandon(str(error))
            return
        if chat.compares_fingerprint() and crypto.fingerprint(key) != update.key_fingerprint:
            chat.abandon("the fingerprint is another key's")
            return
        chat.start(key)

    async def do_reject(self, chat: int) -> None:
        """Turn a request down."""
        self.chat_of(chat, PENDING).abandon("rejected")

    async def do_close(self, chat: int) -> None:
        """End a chat."""
        found = self.chats.get(chat)
        if found is None or found.state == CLOSED:
            raise self.cannot(f"chat {chat} is not open")
        found.abandon("closed here")

    async def do_state(self, chat: int) -> Json:
        """What there is to know about a chat."""
        found = self.chats.get(chat)
        if found is None:
            raise self.cannot(f"no chat {chat}")
        return {"state": found.state, "reason": found.reason or found.stalled,
                "layer": found.layer(), "peer_layer": found.his_layer,
                "key_hash": found.key_hash.hex(), "ttl": found.ttl,
                "key_fingerprint": found.current.fingerprint if found.current else 0,
                "in_seq": found.in_raw, "out_seq": found.out_raw, "rekeys": found.rekeys,
                "acked": found.acked, "held": len(found.ram.held),
                "rekeying": found.exchange is not None}

    # ---- Messages ------------------------------------------------------------------------

    async def do_text(self, chat: int, text: str, entities: Optional[List[Json]] = None,
                      reply_to: Optional[int] = None, silent: bool = False) -> int:
        """Send a text."""
        found = self.chat_of(chat)
        layer = found.layer()
        return found.say(content.message(
            layer, self.new_id(), text, ttl=found.ttl, silent=silent,
            entities=content.entities(self.schema, layer, entities or []),
            reply_to_random_id=reply_to))

    async def do_file(self, chat: int, path: str, kind: str = "document",
                      thumb: Optional[str] = None, caption: str = "",
                      album: Optional[int] = None, **about: int) -> int:
        """Send a file. thumb: path of a small JPEG. album: a number that its files share.

        about: width and height in pixels, duration in seconds.
        """
        found = self.chat_of(chat)
        data = Path(path).read_bytes()
        secret = {name: crypto.random_bytes(self.random, 32) for name in ("key", "iv")}
        uploaded = await files.upload(
            self.rpc, self.new_id(),
            files.padded(data, self.random, self.habits.zero_padding), secret)
        layer = found.layer()
        media = found.file_media(kind, layer, Path(path).name,
                                 Path(thumb).read_bytes() if thumb else b"", about,
                                 {"size": len(data), **secret})
        return found.say(content.message(layer, self.new_id(), caption, ttl=found.ttl,
                                         media=media, grouped_id=album), uploaded)

    async def do_album(self, chat: int, files: List[Json]) -> List[int]:
        """Send several files as one; each is the arguments of `file`."""
        album = self.new_id()
        return [await self.do_file(chat, album=album, **one) for one in files]

    def _say_media(self, chat: int, name: str, **fields: Any) -> int:
        found = self.chat_of(chat)
        media = {"_": "decryptedMessageMedia" + name, **fields}
        return found.say(content.message(found.layer(), self.new_id(), "", ttl=found.ttl,
                                         media=media))

    async def do_contact(self, chat: int, phone_number: str, first_name: str,
                         last_name: str = "", user_id: int = 0) -> int:
        """Send a contact."""
        return self._say_media(chat, "Contact", phone_number=phone_number, user_id=user_id,
                               first_name=first_name, last_name=last_name)

    async def do_location(self, chat: int, lat: float, long: float) -> int:
        """Send a place, in degrees."""
        return self._say_media(chat, "GeoPoint", lat=lat, long=long)

    async def do_venue(self, chat: int, lat: float, long: float, title: str, address: str = "",
                       provider: str = "", venue_id: str = "") -> int:
        """Send a venue."""
        return self._say_media(chat, "Venue", lat=lat, long=long, title=title, address=address,
                               provider=provider, venue_id=venue_id)

    async def do_download(self, chat: int, message: int, path: str) -> None:
        """Fetch the file of a message."""
        record = self.record_of(self.chats[chat], message)
        if record.file is None:
            raise self.cannot(f"no file in message {message}")
        try:
            await files.download(self.rpc, record.file, record.media, Path(path))
        except files.BadFile as error:
            raise self.cannot(str(error)) from error

    async def do_history(self, chat: int) -> List[Json]:
        """The texts that came and are still there, oldest first."""
        return [{"message": number, "text": record.seen["text"]}
                for number, record in self.chats[chat].messages.items()
                if not record.out and record.seen["kind"] == "text"]

    # ---- Service messages ----------------------------------------------------------------

    def _act(self, chat: Chat, name: str, **fields: Any) -> None:
        chat.send_action({"_": "decryptedMessageAction" + name, **fields})
        chat.turn()

    async def do_ttl(self, chat: int, seconds: int) -> None:
        """Set how long messages live from now on."""
        found = self.chat_of(chat)
        found.ttl = seconds
        self._act(found, "SetMessageTTL", ttl_seconds=seconds)

    async def do_delete(self, chat: int, messages: List[int]) -> None:
        """Delete messages on both sides."""
        found = self.chat_of(chat)
        found.delete([number for number in messages if number in found.messages])
        self._act(found, "DeleteMessages", random_ids=messages)

    async def do_flush(self, chat: int) -> None:
        """Delete the whole history on both sides."""
        found = self.chat_of(chat)
        found.delete(list(found.messages))
        self._act(found, "FlushHistory")

    async def do_screenshot(self, chat: int, messages: Optional[List[int]] = None) -> None:
        """Say that a screenshot was taken."""
        self._act(self.chat_of(chat), "ScreenshotMessages", random_ids=messages or [])

    async def do_open(self, chat: int, message: int) -> None:
        """Open media: its time begins to run on both sides."""
        found = self.chat_of(chat)
        self.record_of(found, message)
        self.lifetimes.start(found, message)
        self._act(found, "ReadMessages", random_ids=[message])

    async def do_read(self, chat: int, message: int) -> None:
        """Read everything up to a message: the time of texts begins to run on both sides."""
        found = self.chat_of(chat)
        until = self.record_of(found, message).date
        self._read(found, until, False)
        await self.rpc("messages.readEncryptedHistory", peer=self.input_chat(found),
                       max_date=until)

    def read_by_peer(self, chat: Chat, until: int) -> None:
        """The other side has read ours up to this date."""
        self._read(chat, until, True)
        self.record("read", chat=chat.chat_id, max_date=until)

    def _read(self, chat: Chat, until: int, out: bool) -> None:
        for number, record in chat.messages.items():
            if record.out == out and record.date <= until and not record.timed_when_opened:
                self.lifetimes.start(chat, number)

    async def do_typing(self, chat: int) -> None:
        """Say that we are typing."""
        await self.rpc("messages.setEncryptedTyping", typing=True,
                       peer=self.input_chat(self.chat_of(chat)))

    # ---- What only tests do --------------------------------------------------------------

    async def do_rekey(self, chat: int) -> None:
        """Begin a re-key."""
        found = self.chat_of(chat)
        if not found.can_rekey():
            raise self.cannot("a re-key is under way")
        found.request_key()

    async def do_notify_layer(self, chat: int, layer: int) -> None:
        """Announce another layer, and keep to it."""
        found = self.chat_of(chat)
        found.own_layer = layer
        found.notify_layer(layer)

    async def do_forget(self, chat: int, message: int) -> None:
        """Lose the stored copy of a message, so that it cannot be sent again."""
        for sent in self.chat_of(chat).sent.values():
            if sent.random_id == message:
                sent.kept = False
