# SPDX-License-Identifier: ISC
"""A server in memory: secret chats, files and the update box, with faults. No network.

For tests of the peers alone, and of libe2e against them. It answers as tests/interop/fakedc does,
but only what secret chats need, and at once.
"""

import asyncio
import time
from random import Random
from typing import Any, Callable, Dict, List, Tuple

from fakedc.tl import Object

from . import crypto

FIRST_QTS = 100
SLICE = 100          # messages in one difference
LATE = 0.05          # seconds that a message waits for another to overtake it


class Refusal(Exception):
    """An error that a call is answered with."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code, self.text = code, text


class User:
    """Somebody who is logged in."""

    def __init__(self, server: "Server", user_id: int) -> None:
        self.server, self.user_id = server, user_id
        self.updates: "asyncio.Queue[Object]" = asyncio.Queue()
        self.qts = FIRST_QTS
        self.waiting: List[Tuple[int, Object]] = []     # (qts, EncryptedMessage)
        self.others: List[Object] = []                  # updates without a number

    async def call(self, method: str, **arguments: Any) -> Any:
        """Make a call. Raises Refusal."""
        await asyncio.sleep(0)
        return self.server.perform(self, method, arguments)


class Server:
    """loss: of pushes, which a difference brings. lost: of messages for good. twice: of pushes
    that come again. swapped: of messages that the one after overtakes. All are probabilities.
    """

    def __init__(self, seed: int = 0, loss: float = 0.0, lost: float = 0.0, twice: float = 0.0,
                 swapped: float = 0.0) -> None:
        self.random = Random(seed)
        self.loss, self.lost, self.twice, self.swapped = loss, lost, twice, swapped
        self.users: Dict[int, User] = {}
        self.chats: Dict[int, Dict[str, Any]] = {}
        self.parts: Dict[int, Dict[int, bytes]] = {}
        self.files: Dict[int, Tuple[Object, bytes]] = {}
        self.late: Dict[int, Object] = {}               # by receiver
        self.calls: List[Tuple[int, str, Dict[str, Any]]] = []
        # Looks at each call before it is carried out, and may raise Refusal.
        self.before: Callable[[User, str, Dict[str, Any]], None] = lambda *_: None
        # Whether a message (receiver, EncryptedMessage) is lost for good.
        self.loses: Callable[[User, Object], bool] = lambda *_: False

    def plain_user(self, user_id: int) -> User:
        """The user with this id, who is there from now on."""
        return self.users.setdefault(user_id, User(self, user_id))

    def heal(self) -> None:
        """No faults from now on."""
        self.loss = self.lost = self.twice = self.swapped = 0.0
        for user_id in list(self.late):
            self._arrive(self.users[user_id], self.late.pop(user_id))

    def perform(self, user: User, method: str, arguments: Dict[str, Any]) -> Any:
        """Carry a call out."""
        self.calls.append((user.user_id, method, arguments))
        self.before(user, method, arguments)
        return getattr(self, "_" + method.replace(".", "_"))(user, **arguments)

    # ---- Chats ---------------------------------------------------------------------------

    def _messages_getDhConfig(self, _user: User, version: int, random_length: int) -> Object:
        del version
        return Object("messages.dhConfig", g=crypto.GENERATOR, version=1,
                      p=crypto.PRIME.to_bytes(crypto.KEY_BYTES, "big"),
                      random=crypto.random_bytes(self.random, random_length))

    def _contacts_importContacts(self, _user: User, contacts: List[Object]) -> Object:
        users = [Object("user", id=int(contact.phone[-4:]), access_hash=7)
                 for contact in contacts]
        return Object("contacts.importedContacts", users=users)

    def _describe(self, chat: Dict[str, Any], user: User, name: str, **more: Any) -> Object:
        number = 1 if user.user_id == chat["admin"] else 2
        return Object(name, id=chat["id"], access_hash=chat["id"] * 10 + number,
                      date=int(time.time()), admin_id=chat["admin"],
                      participant_id=chat["participant"], **more)

    def _push(self, user: User, update: Object) -> None:
        user.others.append(update)
        if self.random.random() >= self.loss:
            user.updates.put_nowait(update)

    def _push_chat(self, user: User, chat: Object) -> None:
        self._push(user, Object("updateEncryption", chat=chat, date=int(time.time())))

    def _messages_requestEncryption(self, user: User, user_id: Object, random_id: int,
                                    g_a: bytes) -> Object:
        if random_id in self.chats:
            raise Refusal(400, "RANDOM_ID_DUPLICATE")
        other = self.users[user_id.user_id]
        chat = {"id": random_id, "admin": user.user_id, "participant": other.user_id,
                "g_a": g_a, "state": "requested"}
        self.chats[random_id] = chat
        self._push_chat(other, self._describe(chat, other, "encryptedChatRequested", g_a=g_a))
        return self._describe(chat, user, "encryptedChatWaiting")

    def _messages_acceptEncryption(self, user: User, peer: Object, g_b: bytes,
                                   key_fingerprint: int) -> Object:
        chat = self.chats[peer.chat_id]
        if chat["state"] != "requested":
            raise Refusal(400, "ENCRYPTION_ALREADY_" + chat["state"].upper())
        chat["state"] = "accepted"
        other = self.users[chat["admin"]]
        self._push_chat(other, self._describe(chat, other, "encryptedChat", g_a_or_b=g_b,
                                              key_fingerprint=key_fingerprint))
        return self._describe(chat, user, "encryptedChat", g_a_or_b=chat["g_a"],
                              key_fingerprint=key_fingerprint)

    def _messages_discardEncryption(self, user: User, chat_id: int,
                                    delete_history: bool = False) -> bool:
        chat = self.chats[chat_id]
        if chat["state"] == "declined":
            raise Refusal(400, "ENCRYPTION_ALREADY_DECLINED")
        chat["state"] = "declined"
        self._push_chat(self._other(user, chat), Object(
            "encryptedChatDiscarded", id=chat_id, history_deleted=delete_history))
        return True

    def _other(self, user: User, chat: Dict[str, Any]) -> User:
        mine = chat["admin"] == user.user_id
        return self.users[chat["participant" if mine else "admin"]]

    # ---- Messages ------------------------------------------------------------------------

    def _messages_sendEncrypted(self, user: User, peer: Object, random_id: int, data: bytes,
                                silent: bool = False) -> Object:
        del silent
        return self._send(user, peer, "encryptedMessage", random_id=random_id, bytes=data,
                          file=Object("encryptedFileEmpty"))

    def _messages_sendEncryptedService(self, user: User, peer: Object, random_id: int,
                                       data: bytes) -> Object:
        return self._send(user, peer, "encryptedMessageService", random_id=random_id, bytes=data)

    def _messages_sendEncryptedFile(self, user: User, peer: Object, random_id: int, data: bytes,
                                    file: Object, silent: bool = False) -> Object:
        del silent
        stored = self._store(file)
        sent = self._send(user, peer, "encryptedMessage", random_id=random_id, bytes=data,
                          file=stored)
        return Object("messages.sentEncryptedFile", date=sent.date, file=stored)

    def _send(self, user: User, peer: Object, name: str, **fields: Any) -> Object:
        chat = self.chats[peer.chat_id]
        if chat["state"] != "accepted":
            raise Refusal(400, "ENCRYPTION_DECLINED")
        now = int(time.time())
        self._deliver(self._other(user, chat),
                      Object(name, chat_id=peer.chat_id, date=now, **fields))
        return Object("messages.sentEncryptedMessage", date=now)

    def _deliver(self, receiver: User, message: Object) -> None:
        if self.random.random() < self.lost or self.loses(receiver, message):
            receiver.qts += 1
            return
        before = self.late.pop(receiver.user_id, None)
        if before is None and self.random.random() < self.swapped:
            self.late[receiver.user_id] = message
            asyncio.get_running_loop().call_later(LATE, self._overtaken, receiver, message)
            return
        self._arrive(receiver, message)
        if before is not None:
            self._arrive(receiver, before)

    def _overtaken(self, receiver: User, message: Object) -> None:
        if self.late.get(receiver.user_id) is message:
            self._arrive(receiver, self.late.pop(receiver.user_id))

    def _arrive(self, receiver: User, message: Object) -> None:
        receiver.qts += 1
        receiver.waiting.append((receiver.qts, message))
        update = Object("updateNewEncryptedMessage", message=message, qts=receiver.qts)
        if self.random.random() >= self.loss:
            receiver.updates.put_nowait(update)
        if self.random.random() < self.twice:
            receiver.updates.put_nowait(update)

    def _messages_readEncryptedHistory(self, user: User, peer: Object, max_date: int) -> bool:
        self._push(self._other(user, self.chats[peer.chat_id]), Object(
            "updateEncryptedMessagesRead", chat_id=peer.chat_id, max_date=max_date,
            date=int(time.time())))
        return True

    def _messages_setEncryptedTyping(self, user: User, peer: Object, typing: bool) -> bool:
        del typing
        self._other(user, self.chats[peer.chat_id]).updates.put_nowait(
            Object("updateEncryptedChatTyping", chat_id=peer.chat_id))
        return True

    # ---- Updates -------------------------------------------------------------------------

    def _updates_getState(self, user: User) -> Object:
        return Object("updates.state", pts=1, qts=user.qts, date=int(time.time()), seq=0)

    def _messages_receivedQueue(self, user: User, max_qts: int) -> List[int]:
        user.waiting = [entry for entry in user.waiting if entry[0] > max_qts]
        return []

    def _updates_getDifference(self, user: User, pts: int, date: int, qts: int) -> Object:
        del pts, date
        self._messages_receivedQueue(user, qts)
        others, user.others = user.others, []
        if not user.waiting and not others and qts == user.qts:
            return Object("updates.differenceEmpty", date=int(time.time()), seq=0)
        first = user.waiting[:SLICE]
        whole = len(first) == len(user.waiting)
        state = self._updates_getState(user)
        if not whole:
            state = Object("updates.state", pts=1, qts=first[-1][0], date=state.date, seq=0)
        name, place = (("updates.difference", "state") if whole
                       else ("updates.differenceSlice", "intermediate_state"))
        return Object(name, new_encrypted_messages=[message for _, message in first],
                      other_updates=others, **{place: state})

    # ---- Files ---------------------------------------------------------------------------

    def _upload_saveFilePart(self, _user: User, file_id: int, file_part: int,
                             **rest: Any) -> bool:
        self.parts.setdefault(file_id, {})[file_part] = rest["bytes"]
        return True

    _upload_saveBigFilePart = _upload_saveFilePart

    def _store(self, file: Object) -> Object:
        if file.name == "inputEncryptedFile":
            return self.files[file.id][0]
        parts = self.parts[file.id]
        if sorted(parts) != list(range(file.parts)):
            raise Refusal(400, "FILE_PARTS_INVALID")
        data = b"".join(parts[part] for part in range(file.parts))
        stored = Object("encryptedFile", id=file.id, access_hash=file.id ^ 99, size=len(data),
                        dc_id=2, key_fingerprint=file.key_fingerprint)
        self.files[file.id] = (stored, data)
        return stored

    def _upload_getFile(self, _user: User, location: Object, offset: int, limit: int) -> Object:
        data = self.files[location.id][1]
        return Object("upload.file", bytes=data[offset:offset + limit])
