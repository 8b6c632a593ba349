# SPDX-License-Identifier: ISC
"""Secret chats as the server sees them (core.telegram.org/api/end-to-end).

The id of a chat is the random_id of messages.requestEncryption.  A request goes to all devices of
the other user; the first that accepts has the chat, and the others are told that it is over.  From
then on it belongs to two devices.  Each side has its own access_hash.

A message that is the same, byte for byte, as one that has not reached its receiver yet is answered
like that one and not queued again.  Later repetitions are delivered under a number of their own,
because clients fill holes by them.
"""
import os
import time
from typing import Dict, List, Optional

from . import accounts, dh, updates
from .centre import Centre
from .devices import Device
from .error import RpcError
from .rpc import Caller, method
from .tl import Object

WAITING, ACCEPTED, DISCARDED = "waiting", "accepted", "discarded"
DATA_LIMIT = 1 << 20  # bytes of one message
RANDOM_LIMIT = 1024   # bytes of messages.getDhConfig


def _random_hash() -> int:
    return int.from_bytes(os.urandom(8), "little", signed=True)


class Chat:
    """A secret chat; admin created it, participant was asked.  Devices are named by their ids."""

    def __init__(self, number: int, admin: Caller, participant_id: int, g_a: bytes) -> None:
        self.id = number
        self.state = WAITING
        self.date = int(time.time())
        self.admin_id = admin.user_id
        self.participant_id = participant_id
        self.devices: List[bytes] = [admin.device.id]
        self.admin_hash = _random_hash()
        self.participant_hash = _random_hash()
        self.g_a = g_a
        self.key_fingerprint = 0

    @property
    def users(self) -> List[int]:
        return [self.admin_id, self.participant_id]

    def access_hash(self, caller: Caller) -> Optional[int]:
        """The access_hash for this caller; None if the chat is none of their business."""
        if caller.device.id == self.devices[0]:
            return self.admin_hash
        free = self.state == WAITING and caller.user_id == self.participant_id
        return self.participant_hash if free or caller.device.id in self.devices else None

    def common(self, of_admin: bool) -> Dict[str, int]:
        """The fields that most EncryptedChat constructors share, for one side."""
        return dict(id=self.id, date=self.date, admin_id=self.admin_id,
                    access_hash=self.admin_hash if of_admin else self.participant_hash,
                    participant_id=self.participant_id)


class Chats:
    """All secret chats of the server."""

    def __init__(self, server: Centre) -> None:
        self.server = server
        self.chats: Dict[int, Chat] = {}

    def find(self, caller: Caller, peer: Object) -> Chat:
        """The chat of an InputEncryptedChat, if the caller may name it."""
        chat = self.chats.get(peer.chat_id)
        if chat is None or chat.access_hash(caller) != peer.access_hash:
            raise RpcError(400, "CHAT_ID_INVALID")
        return chat

    def open(self, caller: Caller, peer: Object) -> Chat:
        """The same, if messages can be sent in it."""
        chat = self.find(caller, peer)
        if chat.state == DISCARDED:
            raise RpcError(400, "ENCRYPTION_DECLINED")
        if chat.state == WAITING:
            raise RpcError(400, "ENCRYPTION_ID_INVALID")
        return chat

    def other(self, caller: Caller, chat: Chat) -> Optional[Device]:
        """The device at the other end of an accepted chat; None if it has logged out."""
        number = chat.devices[1 if caller.device.id == chat.devices[0] else 0]
        device = self.server.devices.get(number)
        return device if device and device.user_id else None

    def members(self, chat: Chat) -> List[Device]:
        """The devices that have to do with a chat now."""
        devices = [self.server.devices.get(number) for number in chat.devices]
        if chat.state == WAITING:
            devices += self.server.devices.of_user(chat.participant_id)
        return [d for d in devices if d]

    def tell(self, device: Device, chat: Chat, value: Object) -> None:
        """updateEncryption to one device."""
        update = Object("updateEncryption", chat=value, date=int(time.time()))
        updates.push_other(self.server, device, update, chat.users)

    def end(self, chat: Chat, by: Optional[Device], delete_history: bool) -> None:
        """A chat ends; all its devices but the one that did it are told."""
        members = self.members(chat)
        chat.state = DISCARDED
        for device in members:
            if device is not by:
                self.tell(device, chat, Object("encryptedChatDiscarded", id=chat.id,
                                               history_deleted=delete_history))

    def log_out(self, device: Device) -> None:
        """A device forgets its keys: its chats are over."""
        for chat in list(self.chats.values()):
            if device.id in chat.devices and chat.state != DISCARDED:
                self.end(chat, device, False)


@method("messages.getDhConfig")
def _get_dh_config(_caller: Caller, request: Object) -> Object:
    if not 0 <= request.random_length <= RANDOM_LIMIT:
        raise RpcError(400, "RANDOM_LENGTH_INVALID")
    random = os.urandom(request.random_length)
    if request.version == dh.VERSION:
        return Object("messages.dhConfigNotModified", random=random)
    return Object("messages.dhConfig", g=dh.G, p=dh.to_bytes(dh.PRIME), version=dh.VERSION,
                  random=random)


def _check_dh(value: bytes, error: str) -> None:
    if len(value) > 256 or not dh.acceptable(int.from_bytes(value, "big")):
        raise RpcError(400, error)


@method("messages.requestEncryption")
def _request_encryption(caller: Caller, request: Object) -> Object:
    chats = caller.server.chats
    user_id = accounts.resolve(caller, request.user_id)
    if user_id is None or user_id == caller.user_id:
        raise RpcError(400, "USER_ID_INVALID")
    _check_dh(request.g_a, "DH_G_A_INVALID")
    if request.random_id == 0 or request.random_id in chats.chats:
        raise RpcError(400, "RANDOM_ID_DUPLICATE")
    chat = Chat(request.random_id, caller, user_id, request.g_a)
    chats.chats[chat.id] = chat
    for device in caller.server.devices.of_user(user_id):
        chats.tell(device, chat, Object("encryptedChatRequested", g_a=chat.g_a,
                                        **chat.common(of_admin=False)))
    return Object("encryptedChatWaiting", **chat.common(of_admin=True))


@method("messages.acceptEncryption")
def _accept_encryption(caller: Caller, request: Object) -> Object:
    chats = caller.server.chats
    chat = chats.chats.get(request.peer.chat_id)
    if (chat is None or chat.participant_id != caller.user_id
            or chat.participant_hash != request.peer.access_hash):
        raise RpcError(400, "CHAT_ID_INVALID")
    if chat.state != WAITING:
        raise RpcError(400, "ENCRYPTION_ALREADY_DECLINED" if chat.state == DISCARDED
                       else "ENCRYPTION_ALREADY_ACCEPTED")
    _check_dh(request.g_b, "DH_G_B_INVALID")
    chat.state = ACCEPTED
    chat.devices.append(caller.device.id)
    chat.key_fingerprint = request.key_fingerprint
    for device in caller.server.devices.of_user(chat.participant_id):
        if device is not caller.device:
            chats.tell(device, chat, Object("encryptedChatDiscarded", id=chat.id))
    admin = caller.server.devices.of_key(chat.devices[0])
    chats.tell(admin, chat, Object(
        "encryptedChat", g_a_or_b=request.g_b, key_fingerprint=chat.key_fingerprint,
        **chat.common(of_admin=True)))
    return Object("encryptedChat", g_a_or_b=chat.g_a, key_fingerprint=chat.key_fingerprint,
                  **chat.common(of_admin=False))


@method("messages.discardEncryption")
def _discard_encryption(caller: Caller, request: Object) -> bool:
    chats = caller.server.chats
    chat = chats.chats.get(request.chat_id)
    if request.chat_id == 0:
        raise RpcError(400, "CHAT_ID_EMPTY")
    if chat is None or caller.user_id not in chat.users:
        raise RpcError(400, "ENCRYPTION_ID_INVALID")
    if chat.state == DISCARDED:
        raise RpcError(400, "ENCRYPTION_ALREADY_DECLINED")
    if chat.access_hash(caller) is None:
        raise RpcError(400, "ENCRYPTION_ALREADY_ACCEPTED")
    chats.end(chat, caller.device, request.delete_history)
    return True


def _send(caller: Caller, request: Object, name: str, file: Optional[Object] = None) -> int:
    """Queue a message for the other side; its date (that of the first one, for a repetition)."""
    chat = caller.server.chats.open(caller, request.peer)
    if not request.data:
        raise RpcError(400, "DATA_INVALID")
    if len(request.data) > DATA_LIMIT:
        raise RpcError(400, "DATA_TOO_LONG")
    date = int(time.time())
    device = caller.server.chats.other(caller, chat)
    if device is None:
        return date
    first = device.box.undelivered(name, request.random_id, request.data)
    if first is not None:
        return first.date
    fields = dict(random_id=request.random_id, chat_id=chat.id, date=date, bytes=request.data)
    if file is not None:
        fields["file"] = file
    updates.push_message(caller.server, device, Object(name, **fields))
    return date


@method("messages.sendEncrypted")
def _send_encrypted(caller: Caller, request: Object) -> Object:
    date = _send(caller, request, "encryptedMessage", Object("encryptedFileEmpty"))
    return Object("messages.sentEncryptedMessage", date=date)


@method("messages.sendEncryptedService")
def _send_encrypted_service(caller: Caller, request: Object) -> Object:
    date = _send(caller, request, "encryptedMessageService")
    return Object("messages.sentEncryptedMessage", date=date)


@method("messages.sendEncryptedFile")
def _send_encrypted_file(caller: Caller, request: Object) -> Object:
    caller.server.chats.open(caller, request.peer)
    file = caller.server.files.resolve(caller, request.file)
    date = _send(caller, request, "encryptedMessage", file)
    return Object("messages.sentEncryptedFile", date=date, file=file)


@method("messages.uploadEncryptedFile")
def _upload_encrypted_file(caller: Caller, request: Object) -> Object:
    caller.server.chats.open(caller, request.peer)
    return caller.server.files.resolve(caller, request.file)


@method("messages.setEncryptedTyping")
def _set_encrypted_typing(caller: Caller, request: Object) -> bool:
    chat = caller.server.chats.open(caller, request.peer)
    device = caller.server.chats.other(caller, chat)
    if device and request.typing:
        updates.push_passing(caller.server, device,
                             Object("updateEncryptedChatTyping", chat_id=chat.id))
    return True


@method("messages.readEncryptedHistory")
def _read_encrypted_history(caller: Caller, request: Object) -> bool:
    chat = caller.server.chats.open(caller, request.peer)
    now = int(time.time())
    if request.max_date < 0:
        raise RpcError(400, "MAX_DATE_INVALID")
    device = caller.server.chats.other(caller, chat)
    if device:
        update = Object("updateEncryptedMessagesRead", chat_id=chat.id, date=now,
                        max_date=min(request.max_date, now))
        updates.push_other(caller.server, device, update, ())
    return True


@method("messages.reportEncryptedSpam")
def _report_encrypted_spam(caller: Caller, request: Object) -> bool:
    caller.server.chats.find(caller, request.peer)
    return True
