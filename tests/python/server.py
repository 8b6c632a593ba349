# SPDX-License-Identifier: ISC
"""A server of secret chats in this process, and hosts that are its users: enough to let accounts
talk.  Everything goes through the serialised methods, results and updates."""
import ctypes
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

import e2e
from e2e import _abi, schema
from e2e._library import lib, sized

START = 1_700_000_000


class Clock:
    """Unix time that goes on when told."""

    def __init__(self) -> None:
        self.now = float(START)

    def __call__(self) -> float:
        return self.now


class RpcError(Exception):
    """rpc_error of the server."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(code, text)
        self.code, self.text = code, text


@dataclass
class User:
    """What the server knows of one user."""
    updates: List[bytes] = field(default_factory=list)
    qts: int = 100


@dataclass
class SecretChat:
    """What the server knows of one chat."""
    admin: int
    participant: int
    g_a: bytes
    state: str = "requested"


def known_prime() -> bytes:
    """The prime that Telegram's servers send."""
    group = sized(_abi.e2e_dh_group)
    lib.e2e_dh_group_known(ctypes.byref(group))
    return bytes(group.p)


class Server:
    """call() is what a connection would do; updates wait until they are fetched."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.users: Dict[int, User] = {}
        self.chats: Dict[int, SecretChat] = {}
        self.log: List[schema.TLObject] = []
        self.errors: List[Tuple[type, RpcError]] = []  # each once, for the next such method

    def date(self) -> int:
        return int(self.clock())

    def push(self, user_id: int, update: schema.TLObject) -> None:
        self.users[user_id].updates.append(schema.encode(update))

    def call(self, user_id: int, request: bytes) -> bytes:
        """The boxed result of REQUEST, or RpcError."""
        method = schema.decode(request)
        self.log.append(method)
        for index, (kind, error) in enumerate(self.errors):
            if isinstance(method, kind):
                del self.errors[index]
                raise error
        name = type(method).__name__
        handler = getattr(self, "_" + name[len("Messages"):])
        return schema.encode(handler(user_id, method))

    # ---- Methods ---------------------------------------------------------------------------

    def _GetDhConfig(self, user_id: int, m: Any) -> schema.TLObject:
        return schema.MessagesDhConfig(g=3, p=known_prime(), version=3,
                                       random=bytes(m.random_length))

    def _chat_for(self, user_id: int, chat_id: int, chat: SecretChat,
                  g_a_or_b: bytes = b"", fingerprint: int = 0) -> schema.TLObject:
        same = {"id": chat_id, "access_hash": chat_id * 1000 + user_id, "date": self.date(),
                "admin_id": chat.admin, "participant_id": chat.participant}
        if chat.state == "ready":
            return schema.EncryptedChat(**same, g_a_or_b=g_a_or_b, key_fingerprint=fingerprint)
        if user_id == chat.admin:
            return schema.EncryptedChatWaiting(**same)
        return schema.EncryptedChatRequested(**same, g_a=chat.g_a)

    def _RequestEncryption(self, user_id: int, m: Any) -> schema.TLObject:
        chat = self.chats.setdefault(m.random_id, SecretChat(user_id, m.user_id.user_id, m.g_a))
        self._tell(chat.participant, self._chat_for(chat.participant, m.random_id, chat))
        return self._chat_for(user_id, m.random_id, chat)

    def _AcceptEncryption(self, user_id: int, m: Any) -> schema.TLObject:
        chat = self.chats[m.peer.chat_id]
        if chat.state != "requested":
            raise RpcError(400, "ENCRYPTION_ALREADY_ACCEPTED")
        chat.state = "ready"
        self._tell(chat.admin, self._chat_for(chat.admin, m.peer.chat_id, chat, m.g_b,
                                              m.key_fingerprint))
        return self._chat_for(user_id, m.peer.chat_id, chat, chat.g_a, m.key_fingerprint)

    def _DiscardEncryption(self, user_id: int, m: Any) -> schema.TLObject:
        chat = self.chats[m.chat_id]
        chat.state = "discarded"
        other = chat.participant if user_id == chat.admin else chat.admin
        self._tell(other, schema.EncryptedChatDiscarded(
            id=m.chat_id, history_deleted=m.delete_history))
        return schema.BoolTrue()

    def _tell(self, user_id: int, chat: schema.TLObject) -> None:
        self.push(user_id, schema.UpdateEncryption(chat=chat, date=self.date()))

    def _SendEncrypted(self, user_id: int, m: Any) -> schema.TLObject:
        return self._deliver(user_id, m, schema.EncryptedMessage, schema.EncryptedFileEmpty())

    def _SendEncryptedFile(self, user_id: int, m: Any) -> schema.TLObject:
        file = schema.EncryptedFile(id=m.file.id, access_hash=77, size=m.file.parts * 1024,
                                    dc_id=2, key_fingerprint=m.file.key_fingerprint)
        return self._deliver(user_id, m, schema.EncryptedMessage, file)

    def _SendEncryptedService(self, user_id: int, m: Any) -> schema.TLObject:
        return self._deliver(user_id, m, schema.EncryptedMessageService, None)

    def _deliver(self, user_id: int, m: Any, kind: Any,
                 file: Optional[schema.TLObject]) -> schema.TLObject:
        """What is sent again is delivered again, as the real server does."""
        chat = self.chats[m.peer.chat_id]
        if chat.state != "ready":
            raise RpcError(400, "ENCRYPTION_DECLINED")
        to = self.users[chat.participant if user_id == chat.admin else chat.admin]
        to.qts += 1
        more = {} if file is None else {"file": file}
        message = kind(random_id=m.random_id, chat_id=m.peer.chat_id, date=self.date(),
                       bytes=m.data, **more)
        to.updates.append(schema.encode(
            schema.UpdateNewEncryptedMessage(message=message, qts=to.qts)))
        if isinstance(file, schema.EncryptedFile):
            return schema.MessagesSentEncryptedFile(date=self.date(), file=file)
        return schema.MessagesSentEncryptedMessage(date=self.date())

    def _SetEncryptedTyping(self, user_id: int, m: Any) -> schema.TLObject:
        chat = self.chats[m.peer.chat_id]
        other = chat.participant if user_id == chat.admin else chat.admin
        self.push(other, schema.UpdateEncryptedChatTyping(chat_id=m.peer.chat_id))
        return schema.BoolTrue()

    def _ReadEncryptedHistory(self, user_id: int, m: Any) -> schema.TLObject:
        chat = self.chats[m.peer.chat_id]
        other = chat.participant if user_id == chat.admin else chat.admin
        self.push(other, schema.UpdateEncryptedMessagesRead(
            chat_id=m.peer.chat_id, max_date=m.max_date, date=self.date()))
        return schema.BoolTrue()

    def _ReportEncryptedSpam(self, user_id: int, m: Any) -> schema.TLObject:
        return schema.BoolTrue()


class Host:
    """A user with an account over STORE."""

    def __init__(self, server: Server, user_id: int, store: Any = None, **options: Any) -> None:
        self.server, self.user_id, self.options = server, user_id, options
        self.store = e2e.MemoryStore() if store is None else store
        server.users.setdefault(user_id, User())
        self.account = self.load()

    def load(self) -> e2e.Account:
        return e2e.Account(self.store, self.user_id, clock=self.server.clock, **self.options)

    def restart(self) -> None:
        """As after a crash, as far as the account is concerned."""
        self.account.close()
        self.account = self.load()

    def step(self) -> bool:
        """Make the calls that wait and take one update.  False if there was nothing to do."""
        busy = self.make(self.account.run())
        updates = self.server.users[self.user_id].updates
        if updates:
            assert self.account.feed_tl(updates[0]) == e2e.Verdict.TAKEN
            busy |= self.make(self.account.run())
            del updates[0]
            return True
        due = self.account.deadline
        if due is not None and due <= self.server.clock():
            self.account.tick()
            return True
        return busy

    def make(self, calls: List[e2e.Call]) -> bool:
        for call in calls:
            try:
                result = self.server.call(self.user_id, call.request)
            except RpcError as error:
                self.account.call_failed(call.id, error.code, error.text)
            else:
                self.account.call_done(call.id, result)
        return bool(calls)

    def events(self, *kinds: e2e.EventKind) -> List[e2e.Event]:
        """The events of these kinds that are in the store, or all."""
        return [event for event in self.store.events() if not kinds or event.kind in kinds]


def settle(*hosts: Host) -> None:
    """Until nobody has anything to do."""
    while any([host.step() for host in hosts]):
        pass


def pair(**options: Any) -> Tuple[Host, Host, int]:
    """Two hosts with an active chat, and its id."""
    server = Server(Clock())
    alice, bob = Host(server, 1, **options), Host(server, 2, **options)
    return alice, bob, join(alice, bob)


def join(alice: Host, bob: Host) -> int:
    chat_id = alice.account.chat_start(bob.user_id, 4711)
    settle(alice, bob)
    bob.account.accept(chat_id)
    settle(alice, bob)
    assert alice.account.chat(chat_id).state == e2e.ChatState.ACTIVE
    return chat_id
