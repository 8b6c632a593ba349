# SPDX-License-Identifier: ISC
"""libe2e as the other clients have to bear it: hosted by Telethon, with the Python package.

A worker (worker.py). Chats are named by their ids, messages by their random_ids. What arrived is
kept in a table beside the account's rows, written in the transaction that takes the event out of
the store, so that `history` has every message once, whenever the process was killed.
"""

import logging
import pathlib
import sys
from typing import Any, Dict, List, Optional

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import e2e  # noqa: E402
from e2e import schema  # noqa: E402
from e2e import telethon as secret  # noqa: E402
from host_records import History, entities_of, record_of  # noqa: E402
from telethon import TelegramClient, functions, types  # noqa: E402
from telethon.crypto import rsa  # noqa: E402
from telethon.sessions import SQLiteSession  # noqa: E402
from worker import CannotError, Worker, run_worker  # noqa: E402

DC_ID = 1
API_ID, API_HASH = 1, "fakedc"
STATES = {e2e.ChatState.REQUESTED: "pending", e2e.ChatState.WAITING: "pending",
          e2e.ChatState.ACTIVE: "ready", e2e.ChatState.CLOSED: "closed"}
# Options of login that are flags of the account, and those that are its times.
FLAGS = {"no_rekey": e2e.Config.NO_REKEY, "no_notify": e2e.Config.NO_NOTIFY,
         "mtproto1": e2e.Config.MTPROTO1, "chains": e2e.Config.CHAINS,
         "skip_first": e2e.Config.SKIP_FIRST, "known_prime": e2e.Config.KNOWN_PRIME,
         "no_ack": e2e.Config.NO_ACK}
TIMES = ("rekey_messages", "rekey_age_ms", "answer_delay_ms", "resend_wait_ms", "resend_tries",
         "retry_ms", "qts_wait_ms", "rekey_late_ms", "ack_messages", "ack_ms", "old_key_ms",
         "gap_ms")


def account_options(options: Dict[str, Any]) -> Dict[str, Any]:
    """Options of `login` as e2e.Account has them; they are taken out."""
    flags = 0
    for name, flag in FLAGS.items():
        if options.pop(name, False):
            flags |= flag
    timing = e2e.Timing(**{name: options.pop(name) for name in TIMES if name in options})
    chosen = {name: options.pop(name) for name in ("layer", "peer_layer", "backend")
              if name in options}
    if "policy" in options:
        chosen["policy"] = e2e.Policy[options.pop("policy").upper()]
    return {"flags": flags, "timing": timing, **chosen}


class Host(Worker):
    """One user; most verbs are one call of e2e.telethon.SecretChats."""

    client: TelegramClient
    chats: secret.SecretChats
    history: History

    def __init__(self) -> None:
        super().__init__()
        self._store: Optional[e2e.SQLiteStore] = None
        self._layers: Dict[int, int] = {}

    async def do_login(self, user_id: int, phone: str, port: int, key: str, folder: str,
                       host: str = "127.0.0.1", code: str = "12345",
                       options: Optional[Dict[str, Any]] = None) -> int:
        """key: file with the server's public key. options: catch_up (Telethon's), and what
        account_options() takes. Goes on with what the folder holds."""
        options = dict(options or {})
        rsa.add_key(pathlib.Path(key).read_bytes(), old=False)
        session = SQLiteSession(str(pathlib.Path(folder) / "telethon"))
        session.set_dc(DC_ID, host, port)
        self.client = TelegramClient(
            session, API_ID, API_HASH, connection_retries=1000, retry_delay=0.2,
            catch_up=bool(options.pop("catch_up", False)), receive_updates=True)
        self._store = e2e.SQLiteStore(pathlib.Path(folder) / "secret.db")
        self.history = History(self._store)
        self.chats = secret.SecretChats(self.client, self._store, **account_options(options))
        if options:
            raise ValueError(f"unknown options: {', '.join(options)}")
        self.chats.on()(self._on_event)
        await self.client.connect()
        if not await self.client.is_user_authorized():
            await self.client.sign_in(phone)
            await self.client.sign_in(phone, code)
        await self.chats.start_listening()
        return user_id

    async def finish(self) -> None:
        if self._store is not None:
            await self.chats.stop()
            await self.client.disconnect()
            self._store.close()

    def _on_event(self, event: secret.SecretEvent) -> None:
        """Tell the parent, and keep what belongs to the history."""
        record = record_of(event)
        if record is not None:
            self.seen(record.pop("kind"), chat=event.chat_id, **record)
        with event.once() as once:
            once.join(lambda db: self.history.take(db, event))
        self._tell_layer(event.chat_id)

    def _tell_layer(self, chat: int) -> None:
        """There is no event for a peer's layer; it is looked at after each event."""
        try:
            layer = self.chats.info(chat).peer_layer
        except (e2e.ArgumentError, secret.NotListening):
            return
        if layer != self._layers.setdefault(chat, layer):
            self._layers[chat] = layer
            self.seen("layer", chat=chat, layer=layer)

    # ---- Chats -----------------------------------------------------------------------------

    async def do_request(self, user_id: int) -> int:
        """Ask a user, who is found by the phone number that goes with the id."""
        contact = types.InputPhoneContact(client_id=user_id, phone=f"+1555000{user_id:04d}",
                                          first_name=f"User{user_id}", last_name="")
        found = await self.client(functions.contacts.ImportContactsRequest([contact]))
        chat = await self.chats.start(found.users[0])
        return chat.chat_id

    async def do_accept(self, chat: int) -> None:
        await self.chats.accept(chat)

    async def do_reject(self, chat: int) -> None:
        await self.chats.reject(chat)

    async def do_close(self, chat: int) -> None:
        await self.chats.close(chat)

    async def do_state(self, chat: int) -> Dict[str, Any]:
        """The chat as it is; one that was forgotten is closed."""
        try:
            info = self.chats.info(chat)
        except e2e.ArgumentError:
            return {"state": "closed", "reason": "forgotten", "layer": 0, "key_hash": ""}
        return {"state": STATES[info.state], "reason": info.reason_text, "layer": info.layer,
                "peer_layer": info.peer_layer, "key_hash": info.key_hash.hex(),
                "key_fingerprint": info.key_fingerprint, "ttl": info.ttl,
                "in_seq": info.in_seq, "out_seq": info.out_seq, "acked_seq": info.acked_seq,
                "rekeying": info.rekeying, "held": info.held, "holes": info.holes,
                "unsent": info.unsent, "health": info.health, "mtproto": info.mtproto}

    async def do_rekey(self, chat: int) -> None:
        await self.chats.rekey(chat)

    async def do_notify_layer(self, chat: int, layer: int) -> None:
        await self.chats.send_action(chat, schema.DecryptedMessageActionNotifyLayer(layer=layer))

    # ---- Messages --------------------------------------------------------------------------

    async def do_text(self, chat: int, text: str, entities: Optional[List[Dict[str, Any]]] = None,
                      reply_to: Optional[int] = None, silent: bool = False) -> int:
        return await self.chats.send_message(chat, text, entities=entities_of(entities or []),
                                             reply_to=reply_to or 0, silent=silent)

    async def do_file(self, chat: int, path: str, kind: str = "document",
                      thumb: Optional[str] = None, caption: str = "",
                      album: Optional[int] = None, **about: Any) -> int:
        """about: width, height, duration, file_name, mime_type."""
        return await self.chats.send_file(chat, path, kind=kind, thumb=thumb, caption=caption,
                                          parse_mode=None, grouped_id=album or 0, **about)

    async def do_album(self, chat: int, files: List[Dict[str, Any]]) -> List[int]:
        """files: dicts with the arguments of `file`, but for chat and album."""
        uploads = [await self.chats.upload(one["path"]) for one in files]
        grouped_id = secret.random_long()
        return [await self.chats.send_file(chat, upload, kind=one.get("kind", "photo"),
                                           caption=one.get("caption", ""), parse_mode=None,
                                           width=one.get("width"), height=one.get("height"),
                                           duration=one.get("duration"),
                                           thumb=one.get("thumb"), grouped_id=grouped_id)
                for upload, one in zip(uploads, files)]

    async def do_contact(self, chat: int, phone_number: str, first_name: str, last_name: str = "",
                         user_id: int = 0) -> int:
        return self._send(chat, schema.DecryptedMessageMediaContact(
            phone_number=phone_number, first_name=first_name, last_name=last_name,
            user_id=user_id))

    async def do_location(self, chat: int, lat: float, long: float) -> int:
        return self._send(chat, schema.DecryptedMessageMediaGeoPoint(lat=lat, long=long))

    async def do_venue(self, chat: int, lat: float, long: float, title: str, address: str = "",
                       provider: str = "", venue_id: str = "") -> int:
        return self._send(chat, schema.DecryptedMessageMediaVenue(
            lat=lat, long=long, title=title, address=address, provider=provider,
            venue_id=venue_id))

    def _send(self, chat: int, media: Any) -> int:
        return self.chats.send(chat, schema.DecryptedMessage(media=media))

    async def do_download(self, chat: int, message: int, path: str) -> int:
        """Returns the size in bytes."""
        raw = self.history.event(chat, message)
        if raw is None:
            raise CannotError(f"no message {message} in chat {chat}")
        return await self.chats.download(secret.Message(self.chats, raw), path)

    async def do_history(self, chat: int) -> List[Dict[str, Any]]:
        """What arrived from the other side and was not deleted, in order."""
        return self.history.messages(chat)

    # ---- What users do with messages -------------------------------------------------------

    async def do_ttl(self, chat: int, seconds: int) -> int:
        return await self.chats.set_ttl(chat, seconds)

    async def do_delete(self, chat: int, messages: List[int]) -> int:
        sent = await self.chats.delete(chat, messages)
        with self._database() as db:
            self.history.delete(db, chat, messages)
        return sent

    async def do_flush(self, chat: int) -> int:
        sent = await self.chats.flush(chat)
        with self._database() as db:
            self.history.flush(db, chat)
        return sent

    async def do_screenshot(self, chat: int, messages: Optional[List[int]] = None) -> int:
        return await self.chats.screenshot(chat, messages or [])

    async def do_read(self, chat: int, message: int) -> None:
        raw = self.history.event(chat, message)
        if raw is None:
            raise CannotError(f"no message {message} in chat {chat}")
        await self.chats.mark_read(chat, raw.date)

    async def do_open(self, chat: int, message: int) -> int:
        return await self.chats.opened(chat, [message])

    async def do_typing(self, chat: int) -> None:
        await self.chats.typing(chat)

    def _database(self) -> Any:
        assert self._store is not None
        return self._store.transaction()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("telethon").setLevel(logging.WARNING)
    run_worker(Host())
