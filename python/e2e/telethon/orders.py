# SPDX-License-Identifier: ISC
"""What can be asked of the secret chats of one client, by the ids of chats.

Below the handles of chats (chat.py) and the events (events.py), which ask it: what is said here of
them is only that they have an id.
"""

import asyncio
import contextlib
import logging
from typing import Any, Callable, Iterator, List, Optional, Protocol, Sequence, Union

from e2e import picture
from e2e.account import Account
from e2e.records import Chat
from e2e.telethon import sending, transfer
from e2e.telethon.engine import Engine
from e2e.telethon.errors import NotListening
from e2e.telethon.once import Once
from e2e.telethon.storage import HostStore


class OfChat(Protocol):
    """What belongs to a chat: its handle, an event of it."""

    @property
    def chat_id(self) -> int:
        """The chat's id."""


class OfEvent(Protocol):
    """An event."""

    @property
    def number(self) -> int:
        """Its place in the store."""


class OfMessage(Protocol):
    """A message of the other side."""

    @property
    def random_id(self) -> int:
        """The message's id within its chat."""

    @property
    def date(self) -> int:
        """Unix time of the server in seconds."""

    @property
    def raw(self) -> Any:
        """The e2e.Event that it came as."""


ChatLike = Union[int, OfChat]
MessageLike = Union[int, OfMessage]
Progress = Callable[[int, int], Any]


class Orders:
    """Everything that one can ask of chats, a chat being given by its id or what belongs to it."""

    _engine: Engine     # made by SecretChats
    _was_done: Callable[[int], None]    # told of events that left the store together with orders

    def __init__(self, client: Any, host_store: HostStore, log: logging.Logger) -> None:
        self.client = client
        self.log = log
        self._host_store = host_store
        self._waiters: "List[asyncio.Future[None]]" = []
        self._listening = False

    @contextlib.contextmanager
    def once(self, event: OfEvent) -> Iterator[Once]:
        """See SecretEvent.once()."""
        with self._engine.together() as joined:
            yield Once(joined)
            joined.append(self._host_store.done_joined(event.number))
        self._was_done(event.number)

    async def wait(self, condition: Callable[[], bool]) -> None:
        """Until condition() is true; it is asked after every commit. NotListening at a stop."""
        while not condition():
            if not self._listening:
                raise NotListening("stopped while waiting")
            waiter: "asyncio.Future[None]" = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter

    def _wake_waiters(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    # ---- Chats -----------------------------------------------------------------------------

    def info(self, chat: ChatLike) -> Chat:
        """Everything about a chat, as of now."""
        return self._engine.account.chat(chat_id_of(chat))

    def all(self) -> List[Chat]:
        """All chats, in no special order."""
        return self._engine.account.chats()

    def key_picture(self, chat: ChatLike) -> picture.Matrix:
        """12 rows of 12 palette indices, which both users compare outside of the chat. It never
        changes; e2e.picture has it in other forms. e2e.ArgumentError while there is no key."""
        return picture.matrix(self.info(chat).key_hash)

    async def accept(self, chat: ChatLike) -> None:
        """Agree to a chat that was asked for."""
        self._order(chat, Account.accept)

    async def reject(self, chat: ChatLike) -> None:
        """Refuse a chat that was asked for."""
        self._order(chat, Account.reject)

    async def close(self, chat: ChatLike, delete_history: bool = False) -> None:
        """End a chat for both sides; what is not sent yet fails."""
        self._order(chat, Account.close_chat, delete_history)

    async def forget(self, chat: ChatLike) -> None:
        """Delete the last traces of a closed chat, or of a request that is ignored."""
        self._order(chat, Account.forget)

    async def report_spam(self, chat: ChatLike) -> None:
        """Report a request; it is not refused by that."""
        self._order(chat, Account.report)

    async def verify(self, chat: ChatLike, verified: bool = True) -> None:
        """The user has compared the key picture, or takes it back."""
        self._order(chat, Account.verify, verified)

    async def rekey(self, chat: ChatLike) -> None:
        """Begin to agree on a new key now; e2e.StateError if that cannot be at the moment."""
        self._order(chat, Account.rekey)

    async def skip(self, chat: ChatLike) -> None:
        """Give up the first gap now: go on without the messages that are missing. Gap names
        them; e2e.StateError if nothing is missing."""
        self._order(chat, Account.skip)

    async def resume(self) -> None:
        """Go on after Rollback."""
        self._engine.order(Account.resume)

    # ---- Messages --------------------------------------------------------------------------

    async def send_message(self, chat: ChatLike, text: str, *,
                           reply_to: MessageLike = 0, silent: bool = False,
                           parse_mode: Any = (), entities: Optional[Sequence[Any]] = None,
                           link_preview: bool = True, ttl: Optional[int] = None,
                           random_id: int = 0) -> int:
        """Send a text and return its random_id.

        text: 1 to 65536 bytes of UTF-8. parse_mode: "md", "html", None for plain text, or an
        object of Telethon's kind; as the client does it if not given. entities: formatting
        instead of parsing. ttl: seconds, e2e.TTL_VIEW_ONCE, or 0 for none; the chat's own if not
        given. random_id: of the caller's
        choice; one that is in the chat's outbox is not sent again.
        """
        text, found = sending.parse(self.client, text, parse_mode, entities)
        message = sending.text_message(text, found, reply_to=random_id_of(reply_to),
                                       silent=silent, link_preview=link_preview)
        return self.send(chat, message, silent=silent, ttl=ttl, random_id=random_id)

    def send(self, chat: ChatLike, message: Any, *, file: Any = None, silent: bool = False,
             ttl: Optional[int] = None, random_id: int = 0) -> int:
        """Send an e2e.schema.DecryptedMessage as it is, but for the ttl. Returns its random_id.

        file: the e2e.InputFile that goes with its media. ttl: as in send_message(), instead of
        the message's own; if not given, the chat's for a message that has none. Raises
        ValueError if the message cannot have the ttl that was given.
        """
        chat_id = chat_id_of(chat)
        account = self._engine.account
        if ttl is None:
            message = sending.with_ttl(message, account.chat(chat_id).ttl)
        else:
            message = sending.with_this_ttl(message, ttl)
        number, lost = self._engine.order(
            lambda account: account.send(chat_id, message, file, silent, random_id))
        if lost:
            self.log.info("chat %d: what the other side's layer lacks was left out: %#x",
                          chat_id, lost)
        return number

    async def send_file(self, chat: ChatLike, file: Any, *, caption: Any = "",
                        progress_callback: Optional[Progress] = None,
                        **options: Any) -> Any:
        """Encrypt, upload and send a file, or a list of files as an album.

        file: path, bytes, or a binary file object that can be read to its end; caption may be a
        list for an album. options: kind ("photo", "video", "video_note", "voice", "audio",
        "animation", "sticker", "document"; guessed from the name if not given), thumb (JPEG of
        at most 90x90 as path or bytes), file_name, mime_type, attributes (Telethon's), width,
        height, duration, grouped_id (parts of one album that are sent by several calls), and
        reply_to, silent, parse_mode, entities, ttl, random_id as in send_message().
        progress_callback(done, all) gets bytes.

        What other clients could not open is a document if `kind` is not given: an image larger
        than 1280 pixels, or of unknown size; a video whose width, height or duration is neither
        given nor said by the file (MP4 and MOV are looked at). The iPhone plays no video without
        them, and wants a thumb besides, which has to be given.

        Returns the random_id, or a list of them. Raises FileRefused for a file that is empty or
        too large, or a video without width, height or duration if `kind` asks for one, and what
        the upload raises.
        """
        return await sending.FileSender(
            self.client, lambda message, **how: self.send(chat, message, **how),
            progress_callback, options).send(file, caption)

    async def upload(self, file: Any, progress_callback: Optional[Progress] = None
                     ) -> transfer.Upload:
        """Encrypt and upload a file without sending it; give it to send_file() instead of a
        path. To go on after a failure, make the transfer.Upload first, and call its run()."""
        upload = transfer.Upload(self.client, file)
        await upload.run(progress_callback)
        return upload

    async def download(self, message: OfMessage, file: Any, *,
                       progress_callback: Optional[Progress] = None, resume: bool = False,
                       max_size: int = transfer.MAX_BYTES) -> int:
        """Fetch and decrypt the file of a message; returns its size in bytes.

        file: path, or a binary file object. resume: go on with a file that an interrupted
        download left there. Raises FileRefused if the message has no file, or sizes or a key that
        cannot be, is larger than max_size bytes, or ends early. Nothing authenticates the contents.
        """
        return await transfer.Download(self.client, message.raw, max_size).run(
            file, progress_callback, resume)

    async def set_ttl(self, chat: ChatLike, seconds: int) -> int:
        """From now on messages destroy themselves so long after they were read; 0 for never."""
        return self._order(chat, Account.set_ttl, seconds)

    async def delete(self, chat: ChatLike, random_ids: Sequence[int]) -> int:
        """Delete 1 to 1000 messages on both sides."""
        return self._order(chat, Account.delete, random_ids)

    async def flush(self, chat: ChatLike) -> int:
        """Delete the whole history on both sides."""
        return self._order(chat, Account.flush)

    async def screenshot(self, chat: ChatLike, random_ids: Sequence[int] = ()) -> int:
        """Tell that these messages were photographed."""
        return self._order(chat, Account.screenshot, random_ids)

    async def opened(self, chat: ChatLike, random_ids: Sequence[int]) -> int:
        """Tell that self-destructing media is about to be looked at; its time begins. Do not show
        it if this fails. Returns the random_id of the message that says so.

        What is to be seen once (Message.view_once) is named when the user closes it: it expires
        at once, and the other side is not told. If nothing else is named, returns 0.
        """
        return self._order(chat, Account.opened, random_ids)

    async def mark_read(self, chat: ChatLike, max_date: Union[int, OfMessage]) -> None:
        """Everything up to this date of the server, or this message, was seen."""
        self._order(chat, Account.read, getattr(max_date, "date", max_date))

    async def typing(self, chat: ChatLike, typing: bool = True) -> None:
        """Tell that the user is typing, or not any more."""
        self._order(chat, Account.typing, typing)

    async def send_action(self, chat: ChatLike, action: Any) -> int:
        """Any DecryptedMessageAction of e2e.schema that a user may send."""
        return self._order(chat, Account.send_action, action)

    # ---- Inside ----------------------------------------------------------------------------

    def _order(self, chat: ChatLike, method: Callable[..., Any], *arguments: Any) -> Any:
        chat_id = chat_id_of(chat)
        return self._engine.order(lambda account: method(account, chat_id, *arguments))


def chat_id_of(chat: ChatLike) -> int:
    """The id of what a caller gave as a chat."""
    return chat if isinstance(chat, int) else chat.chat_id


def random_id_of(message: MessageLike) -> int:
    """The random_id of what a caller gave as a message."""
    return message if isinstance(message, int) else message.random_id
