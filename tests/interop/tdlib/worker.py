# SPDX-License-Identifier: ISC
"""A real TDLib as a worker of the interoperability tests.

The environment variable TDJSON has the path of a libtdjson.so that trusts the fake data centre
(see fetch.sh), TDLIB_VERBOSITY its log level (0, only what ends it; from 1 on there is a complaint
for every method that the fake server does not have). The handle of a chat is the chat's identifier
on the server; that of a message is a text, which stays the same for all its life.
"""

import asyncio
import base64
import os
import shutil
import sys
from pathlib import Path
from typing import Any, Callable, Coroutine, Dict, List, Optional, Set

# The module `worker` is that of the folder above, not this file; hence its place in the path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# pylint: disable=wrong-import-position
import td_content  # noqa: E402
from td_client import Object, TdClient  # noqa: E402
from td_memory import Memory  # noqa: E402
from td_records import SECRET_CHATS, STATES, Records, chat_of, is_secret  # noqa: E402
from worker import CannotError, Worker, run_worker  # noqa: E402

HISTORY_PAGE = 100
DOWNLOAD_PRIORITY = 32


class TdlibWorker(Worker):
    """The verbs, on one TDLib client, which the verb `login` makes.

    A verb fails with TDLib's error text if TDLib refuses the request.
    """

    _td: TdClient
    _memory: Memory
    _records: Records

    def __init__(self) -> None:
        super().__init__()
        self._authorization: "asyncio.Queue[str]" = asyncio.Queue()
        self._made = False
        self._shown: Set[int] = set()
        self._tasks: Set["asyncio.Task[None]"] = set()

    # ---- Life ----------------------------------------------------------------------------

    async def do_login(self, user_id: int, phone: str, port: int, folder: str,
                       host: str = "127.0.0.1", code: str = "12345", **_: Any) -> Object:
        """Log in, or go on from the database in the folder. Returns TDLib's version."""
        home = Path(folder) / "tdlib"
        home.mkdir(parents=True, exist_ok=True)
        self._memory = Memory(home / "worker.json")
        self._records = Records(self.seen, self._memory)
        self._td = TdClient(os.environ["TDJSON"], self._update,
                            int(os.environ.get("TDLIB_VERBOSITY", "0")))
        self._made = True
        proxy = asyncio.create_task(self._use_proxy(host, port))
        answers: Dict[str, Callable[[], Coroutine[Any, Any, Any]]] = {
            "authorizationStateWaitTdlibParameters": lambda: self._set_parameters(home),
            "authorizationStateWaitPhoneNumber": lambda: self._td.call(
                "setAuthenticationPhoneNumber", phone_number=phone),
            "authorizationStateWaitCode": lambda: self._td.call(
                "checkAuthenticationCode", code=code),
        }
        state = ""
        while state != "authorizationStateReady":
            state = await self._authorization.get()
            if state in answers:
                await answers[state]()
        await proxy
        await self._td.call("setOption", name="notification_group_count_max",
                            value={"@type": "optionValueInteger", "value": "10"})
        version = await self._td.call("getOption", name="version")
        return {"version": version["value"], "user_id": user_id}

    async def _use_proxy(self, host: str, port: int) -> None:
        """Reach every data centre through the SOCKS5 server of the fake one.

        It has to be asked for before TDLib opens its first connection, and is answered only
        after the parameters are set. Older versions have the parts of the proxy as fields of the
        request, newer ones in an object; each skips the other's.
        """
        proxy = {"server": host, "port": port,
                 "type": {"@type": "proxyTypeSocks5", "username": "", "password": ""}}
        await self._td.call("addProxy", enable=True, proxy=proxy, **proxy)

    async def _set_parameters(self, home: Path) -> None:
        await self._td.call(
            "setTdlibParameters", use_test_dc=True, database_directory=str(home / "db"),
            files_directory=str(home / "files"), use_file_database=True,
            use_chat_info_database=True, use_message_database=True, use_secret_chats=True,
            api_id=1, api_hash="0" * 32, system_language_code="en", device_model="test",
            system_version="1", application_version="1")

    async def finish(self) -> None:
        """Let TDLib write its database to the end."""
        if not self._made:
            return
        await self._td.call("close")
        while await self._authorization.get() != "authorizationStateClosed":
            pass
        self._td.end()

    def _update(self, update: Object) -> None:
        if update["@type"] == "updateAuthorizationState":
            self._authorization.put_nowait(update["authorization_state"]["@type"])
            return
        self._records.take(update)
        if update["@type"] == "updateSecretChat":
            self._show(update["secret_chat"])
        elif update["@type"] == "updateChatLastMessage" and not update.get("last_message"):
            if is_secret(update["chat_id"]):
                self._start(self._tell_if_flushed(chat_of(update["chat_id"])))

    def _show(self, chat: Object) -> None:
        """Have a chat on the screen, as it were: TDLib tells of typing only then."""
        async def show() -> None:
            await self._td.call("createSecretChat", secret_chat_id=number)
            await self._td.call("openChat", chat_id=SECRET_CHATS + number)

        number = chat["id"]
        if STATES[chat["state"]["@type"]] == "ready" and number not in self._shown:
            self._shown.add(number)
            self._start(show())

    async def _tell_if_flushed(self, chat: int) -> None:
        """td_api shows a flush only by a chat that has no message any more."""
        if not (await self._page(chat, 0, 1)):
            self.seen("flushed", chat=chat)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work beside the verbs."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, method: str, **fields: Any) -> Object:
        """A request that changes something, which outlives a SIGKILL when this returns.

        TDLib answers first and writes a moment later. It has no call to wait for that, but
        changing the key of its database, here to the same, rewrites what there is to be written.
        """
        answer = await self._td.call(method, **fields)
        await self._td.call("setDatabaseEncryptionKey", new_encryption_key="")
        return answer

    # ---- Chats ---------------------------------------------------------------------------

    async def do_request(self, user_id: int) -> int:
        """Ask a user, who is found by phone, for a secret chat."""
        contact = {"phone_number": f"+1555000{user_id:04d}", "first_name": f"User{user_id}",
                   "last_name": ""}
        found = await self._td.call("importContacts", contacts=[contact])
        if found["user_ids"] != [user_id]:
            raise CannotError(f"no user {user_id}")
        chat = await self._do("createNewSecretChat", user_id=user_id)
        return chat["type"]["secret_chat_id"]

    async def do_accept(self, chat: int) -> None:
        """Nothing to do: TDLib accepts every request by itself."""
        await self._td.call("getSecretChat", secret_chat_id=chat)

    async def do_reject(self, chat: int) -> None:
        """Not possible."""
        raise CannotError("TDLib accepts every request by itself")

    async def do_close(self, chat: int) -> None:
        """End a chat."""
        await self._do("closeSecretChat", secret_chat_id=chat)

    async def do_state(self, chat: int) -> Object:
        """What TDLib tells of a chat. layer: the lower one of both sides."""
        found = await self._td.call("getSecretChat", secret_chat_id=chat)
        info = await self._td.call("getChat", chat_id=SECRET_CHATS + chat)
        return {"state": STATES[found["state"]["@type"]], "layer": found["layer"],
                "key_hash": base64.b64decode(found["key_hash"]).hex(),
                "ttl": info["message_auto_delete_time"], "key_fingerprint": None, "rekeys": None}

    async def do_history(self, chat: int) -> List[Object]:
        """The incoming texts in TDLib's database, oldest first."""
        texts: List[Object] = []
        last = 0
        while True:
            page = await self._page(chat, last, HISTORY_PAGE)
            if not page:
                return texts[::-1]
            last = page[-1]["id"]
            for message in page:
                record = td_content.record(message["content"])
                if record and record["kind"] == "text" and not message["is_outgoing"]:
                    texts.append({"message": self._memory.handle(chat, message["id"]),
                                  "text": record["text"]})

    async def _page(self, chat: int, last: int, limit: int) -> List[Object]:
        """The newest messages in the database, or those before the message `last`."""
        page = await self._td.call("getChatHistory", chat_id=SECRET_CHATS + chat, offset=0,
                                   from_message_id=last, limit=limit, only_local=True)
        return page["messages"]

    # ---- Messages ------------------------------------------------------------------------

    async def do_text(self, chat: int, text: str, entities: Optional[List[Object]] = None,
                      reply_to: Optional[str] = None, silent: bool = False) -> str:
        """Send a text."""
        return await self._send(chat, td_content.text(text, entities), reply_to, silent)

    async def do_file(self, chat: int, **about: Any) -> str:
        """Send a file; the arguments are those of _file()."""
        about.pop("album", None)
        return await self._send(chat, _file(**about))

    async def do_album(self, chat: int, files: List[Object]) -> List[str]:
        """Send several files as one; each is the arguments of `file`."""
        sent = await self._do("sendMessageAlbum", chat_id=SECRET_CHATS + chat,
                              input_message_contents=[_file(**one) for one in files])
        return [self._memory.handle(chat, message["id"]) for message in sent["messages"]]

    async def do_contact(self, chat: int, phone_number: str, first_name: str,
                         last_name: str = "", user_id: int = 0) -> str:
        """Send a contact."""
        return await self._send(chat, td_content.contact(phone_number, first_name, last_name,
                                                         user_id))

    async def do_location(self, chat: int, lat: float, long: float) -> str:
        """Send a place, in degrees."""
        return await self._send(chat, td_content.location(lat, long))

    async def do_venue(self, chat: int, lat: float, long: float, title: str, address: str = "",
                       provider: str = "", venue_id: str = "") -> str:
        """Send a place with a name."""
        return await self._send(chat, td_content.venue(lat, long, title, address, provider,
                                                       venue_id))

    async def _send(self, chat: int, content: Object, reply_to: Optional[str] = None,
                    silent: bool = False) -> str:
        reply: Dict[str, Any] = {}
        if reply_to is not None:
            reply["reply_to"] = {"@type": "inputMessageReplyToMessage",
                                 "message_id": self._memory.message(reply_to)}
        message = await self._do(
            "sendMessage", chat_id=SECRET_CHATS + chat, input_message_content=content,
            options={"disable_notification": silent}, **reply)
        return self._memory.handle(chat, message["id"])

    async def do_download(self, chat: int, message: str, path: str, thumb: bool = False) -> int:
        """Download the file of a message, or its thumbnail, to a path. Returns its bytes."""
        found = await self._td.call("getMessage", chat_id=SECRET_CHATS + chat,
                                    message_id=self._memory.message(message))
        content = found["content"]
        file = td_content.thumbnail_of(content) if thumb else td_content.file_of(content)
        if file is None:
            raise CannotError("the file has no thumbnail")
        done = await self._td.call("downloadFile", file_id=file["id"], offset=0, limit=0,
                                   priority=DOWNLOAD_PRIORITY, synchronous=True)
        shutil.copyfile(done["local"]["path"], path)
        return done["size"]

    # ---- What is done to messages --------------------------------------------------------

    async def do_ttl(self, chat: int, seconds: int) -> None:
        """Change after how many seconds new messages destroy themselves; 0: never."""
        await self._do("setChatMessageAutoDeleteTime", chat_id=SECRET_CHATS + chat,
                       message_auto_delete_time=seconds)

    async def do_delete(self, chat: int, messages: List[str]) -> None:
        """Delete messages on both sides."""
        await self._do("deleteMessages", chat_id=SECRET_CHATS + chat, revoke=True,
                       message_ids=[self._memory.message(handle) for handle in messages])

    async def do_flush(self, chat: int) -> None:
        """Delete the whole history on both sides."""
        await self._do("deleteChatHistory", chat_id=SECRET_CHATS + chat, revoke=True,
                       remove_from_chat_list=False)

    async def do_screenshot(self, chat: int, messages: Optional[List[str]] = None) -> None:
        """Say that a screenshot was taken; without messages, of the last one."""
        shown = [self._memory.message(handle) for handle in messages or []]
        if not shown:
            shown = [message["id"] for message in await self._page(chat, 0, 1)]
        await self._view(chat, shown, "messageSourceScreenshot")

    async def do_read(self, chat: int, message: str) -> None:
        """Read everything up to a message."""
        self._records.start_timer(message)
        await self._view(chat, [self._memory.message(message)], "messageSourceChatHistory")

    async def _view(self, chat: int, messages: List[int], source: str) -> None:
        await self._do("viewMessages", chat_id=SECRET_CHATS + chat, force_read=True,
                       message_ids=messages, source={"@type": source})

    async def do_open(self, chat: int, message: str) -> None:
        """Open media."""
        self._records.start_timer(message)
        await self._do("openMessageContent", chat_id=SECRET_CHATS + chat,
                       message_id=self._memory.message(message))

    async def do_typing(self, chat: int) -> None:
        """Say that we are typing."""
        await self._td.call("sendChatAction", chat_id=SECRET_CHATS + chat,
                            action={"@type": "chatActionTyping"})

    async def do_rekey(self, chat: int) -> None:
        """Not possible."""
        raise CannotError("TDLib decides by itself when to re-key")

    async def do_notify_layer(self, chat: int, layer: int) -> None:
        """Not possible."""
        raise CannotError("TDLib announces its layer by itself")


def _file(path: str, kind: str = "document", caption: str = "", thumb: Optional[str] = None,
          width: int = 640, height: int = 640, duration: int = 3) -> Object:
    """The content of a message with a file. thumb: path of a JPEG."""
    return td_content.file(path, kind, caption, thumb, width, height, duration)


if __name__ == "__main__":
    run_worker(TdlibWorker())
