# SPDX-License-Identifier: ISC
"""The account: one logged-in user on one device, with that user's secret chats.

It has no network and no clock of its own.  The host tells it what the server sent (feed_*), how
calls went (call_*), what the user wants (chat_*, send_*) and that time went by (tick), and
calls run() after any of these: that commits to the store what changed, and returns the calls
to make.
"""
import contextlib
import ctypes
import threading
import time
import weakref
from typing import Any, Callable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from e2e import _abi, _convert, config, schema
from e2e._codec import bytes_of_text
from e2e._convert import int32, int64, uint8, uint32, uint64
from e2e._library import lib, octets, sized
from e2e.crypto import Crypto, Key, backend_struct
from e2e.enums import Act, Policy, Reason, Verdict, Which
from e2e.errors import ArgumentError, NoMemoryError, StateError, check
from e2e.records import Call, Chat, InputFile, RemoteFile
from e2e.store import Store

Message = Union[schema.TLObject, bytes]
NEVER = 0x7fffffffffffffff

# Which account lives over which store: two over one would overwrite each other's rows.
_living: "weakref.WeakKeyDictionary[Store, weakref.ref[Account]]" = weakref.WeakKeyDictionary()


class Account:
    """An account whose rows are in STORE.

    user_id       of the user; rows of another are refused with StoreError
    policy, acts  what is done about peers' mistakes: a preset, and exceptions from it
    flags         e2e.Config
    layer         46, 73, 101 or 144; 0 for the highest
    peer_layer    of a new peer, at first; 0 for 73
    backend       "nettle" or "gcrypt"; None for the default of the library
    clock         gives Unix seconds, as time.time() does

    All rows are loaded and the account is started; call run().  StoreError and VersionError if
    the rows are damaged as a whole or newer, StateError if STORE has an account already.

    One thread at a time is inside; others wait.  If a commit fails, or run() is interrupted, the
    account has ended: every method raises StateError, and a new one has to be made from the same
    store.  Nothing is lost by that.  `with` closes it, which wipes its memory.
    """

    def __init__(self, store: Store, user_id: int, *, policy: Policy = Policy.STANDARD,
                 acts: Optional[Mapping[Reason, Act]] = None,
                 limits: Optional[config.Limits] = None,
                 timing: Optional[config.Timing] = None, flags: int = 0, layer: int = 0,
                 peer_layer: int = 0, backend: Optional[str] = None,
                 clock: Callable[[], float] = time.time) -> None:
        living = _living.get(store, lambda: None)()
        if living is not None and not living.closed:
            raise StateError("another account is over this store; close it first")
        self._store = store
        self._clock = clock
        self._lock = threading.RLock()
        self._running = False
        self._ready: List[Call] = []
        struct = sized(_abi.e2e_config)
        struct.user_id, struct.flags = int64(user_id, "user_id"), uint32(flags, "flags")
        struct.policy, struct.layer = uint32(policy, "policy"), int32(layer, "layer")
        struct.peer_layer = int32(peer_layer, "peer_layer")
        struct.backend = backend_struct(backend)
        struct.limits = config.to_struct(config.LIMITS, limits)
        struct.timing = config.to_struct(config.TIMING, timing)
        struct.generation = store.generation()
        for number, act in (acts or {}).items():
            if not 0 <= number < _abi.E2E_CHECKS_MAX:
                raise ArgumentError(f"no check {number!r}")
            struct.act[number] = uint8(act, "act")
        pointer = ctypes.POINTER(_abi.e2e_account)()
        check(lib.e2e_account_new(ctypes.byref(pointer), ctypes.byref(struct)), "Account")
        self._free = weakref.finalize(self, lib.e2e_account_free, pointer)
        self._pointer: Any = pointer
        _living[store] = weakref.ref(self)
        try:
            self._load()
        except BaseException:
            self.close()
            raise

    def _load(self) -> None:
        """Damaged and newer rows are remembered by the library: start() says what follows."""
        later = (_abi.E2E_ERR_STORE, _abi.E2E_ERR_VERSION)
        for row in self._store.rows():
            key, value = octets(row.key), octets(row.value)
            result = lib.e2e_load(self._pointer, uint32(row.table, "table"), key, len(key),
                                  value, len(value))
            if result not in later:
                check(result, "e2e_load")
        self._do("e2e_start", self._now())

    # ---- Life --------------------------------------------------------------------------------

    def close(self) -> None:
        """Wipe and free the account's memory; what was not committed is lost.  It may be called
        twice.  StateError within a commit."""
        with self._lock:
            if self._running:
                raise StateError("close() within a commit")
            self._end()

    def _end(self) -> None:
        self._running = False
        self._pointer = None
        self._ready = []
        self._free()

    @property
    def closed(self) -> bool:
        """It was closed, or has ended by a failed commit."""
        return self._pointer is None

    def __enter__(self) -> "Account":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _now(self) -> int:
        """Unix milliseconds."""
        return int(self._clock() * 1000)

    @contextlib.contextmanager
    def _inside(self) -> Iterator[Any]:
        with self._lock:
            if self._pointer is None:
                raise StateError("the account has ended; make it again from its store")
            yield self._pointer

    def _do(self, name: str, *arguments: Any) -> None:
        with self._inside() as pointer:
            check(getattr(lib, name)(pointer, *arguments), name)

    # ---- Steps -------------------------------------------------------------------------------

    def run(self) -> List[Call]:
        """Commit everything that changed, and return the calls to make, in this order; each is
        returned once.  What the store raises is raised after the account has ended.  NoMemoryError
        leaves it as it is: run() again later.  StateError within a commit."""
        with self._inside() as pointer:
            if self._running:
                raise StateError("run() within a commit")
            try:
                self._running = True
                result = self._steps(pointer)
                self._running = False
                if result == _abi.E2E_OK:
                    calls, self._ready = self._ready, []
                    return calls
            except BaseException:
                # A step may have been handed out and be lost.
                self._end()
                raise
            raise NoMemoryError("e2e_next")

    def _steps(self, pointer: Any) -> int:
        """Take steps until there are no more, or there is no memory; that result."""
        while True:
            step = sized(_abi.e2e_step)
            result = int(lib.e2e_next(pointer, ctypes.byref(step)))
            if result == NoMemoryError.code:
                return result
            check(result, "e2e_next")
            if step.kind == _abi.E2E_STEP_NONE:
                return result
            if step.kind == _abi.E2E_STEP_CALL:
                self._ready.append(_convert.call(step.call))
            elif step.kind == _abi.E2E_STEP_COMMIT:
                self._commit(pointer, step)

    def _commit(self, pointer: Any, step: Any) -> None:
        row, event = sized(_abi.e2e_row), sized(_abi.e2e_event)
        rows, events = [], []
        for index in range(step.n_rows):
            check(lib.e2e_row_at(pointer, ctypes.byref(row), index), "e2e_row_at")
            rows.append(_convert.row(row))
        for index in range(step.n_events):
            check(lib.e2e_event_at(pointer, ctypes.byref(event), index), "e2e_event_at")
            events.append(_convert.event(event))
        self._store.commit(rows, events)
        check(lib.e2e_committed(pointer, step.id), "e2e_committed")
        self._store.keep_generation(lib.e2e_generation(pointer))

    def call_done(self, call_id: int, result: bytes) -> None:
        """Call CALL_ID succeeded; RESULT is the boxed result as the server sent it.  Bytes that
        are none of this method count as a failure for now."""
        data = octets(result)
        self._do("e2e_call_done_tl", uint64(call_id, "call_id"), data, len(data), self._now())

    def call_done_typed(self, call_id: int, date: int = 0,
                        file: Optional[RemoteFile] = None) -> None:
        """The same for hosts that decode results themselves: what came back was fed before; DATE
        and FILE are of the sent message."""
        self._do("e2e_call_done", uint64(call_id, "call_id"), int32(date, "date"),
                 _convert.remote_file_struct(file), self._now())

    def call_failed(self, call_id: int, code: int, text: str = "") -> None:
        """Call CALL_ID failed with rpc_error CODE and TEXT; CODE 0 if there was no answer.  Do
        not make the call again: the account does, if it is to be made again."""
        encoded = text.encode("utf-8", "replace")
        self._do("e2e_call_failed", uint64(call_id, "call_id"), int32(code, "code"), encoded,
                 len(encoded), self._now())

    @property
    def deadline(self) -> Optional[float]:
        """When tick() is due, in seconds of the clock; None for never."""
        with self._inside() as pointer:
            due = lib.e2e_deadline(pointer)
        return None if due == NEVER else due / 1000

    def tick(self) -> None:
        """Time went by.  Early, late and repeated ticks do no harm."""
        self._do("e2e_tick", self._now())

    @property
    def generation(self) -> int:
        """A number that grows with everything that is committed."""
        with self._inside() as pointer:
            return int(lib.e2e_generation(pointer))

    def resume(self) -> None:
        """Go on after EventKind.ROLLBACK.  Peers drop messages whose numbers they have seen."""
        self._do("e2e_resume", self._now())

    @property
    def crypto(self) -> Crypto:
        """The building blocks on this account's backend.  Not in another thread than one that
        uses the account; StateError once the account is closed."""
        with self._inside() as pointer:
            return Crypto._of_account(self, lib.e2e_account_crypto(pointer))

    # ---- Facts -------------------------------------------------------------------------------

    def feed_tl(self, data: bytes) -> Verdict:
        """One boxed Update, EncryptedChat, EncryptedMessage, messages.DhConfig or
        messages.SentEncryptedMessage, or the vector new_encrypted_messages of a difference.
        Everything else is UNKNOWN and does no harm."""
        data = octets(data)
        with self._inside() as pointer:
            result = lib.e2e_feed_tl(pointer, data, len(data), self._now())
            if result not in (_abi.E2E_REFUSED_TL, _abi.E2E_REFUSED_UNKNOWN):
                check(result, "feed_tl")
            return Verdict(result)

    def feed_message(self, chat_id: int, random_id: int, date: int, data: bytes,
                     file: Optional[RemoteFile] = None, service: bool = False,
                     qts: int = 0) -> None:
        """encryptedMessage or encryptedMessageService; QTS of its update, or 0 if it came in a
        difference."""
        data = octets(data)
        self._do("e2e_feed_message", int32(chat_id, "chat_id"), int64(random_id, "random_id"),
                 int32(date, "date"), data, len(data), _convert.remote_file_struct(file),
                 int(service), int32(qts, "qts"), self._now())

    def feed_qts(self, qts: int) -> None:
        """The qts of an updates.state: at the first start, and after each difference once all
        its messages were fed."""
        self._do("e2e_feed_qts", int32(qts, "qts"), self._now())

    @property
    def qts(self) -> int:
        """The highest qts that may be told to the server: everything up to it is durable."""
        with self._inside() as pointer:
            return int(lib.e2e_qts(pointer))

    # ---- Chats -------------------------------------------------------------------------------

    def chat_start(self, user_id: int, access_hash: int) -> int:
        """Ask a user for a chat; its id is returned.  EventKind.RENAMED may change it."""
        chat_id = ctypes.c_int32()
        self._do("e2e_chat_start", ctypes.byref(chat_id), int64(user_id, "user_id"),
                 int64(access_hash, "access_hash"), self._now())
        return chat_id.value

    def chat(self, chat_id: int) -> Chat:
        """The chat as it is now.  ArgumentError if there is none."""
        struct = sized(_abi.e2e_chat)
        self._do("e2e_chat_get", ctypes.byref(struct), int32(chat_id, "chat_id"))
        return _convert.chat(struct)

    def chats(self) -> List[Chat]:
        """All chats, in no special order."""
        found: List[Chat] = []
        struct = sized(_abi.e2e_chat)
        with self._inside() as pointer:
            while lib.e2e_chat_at(pointer, ctypes.byref(struct), len(found)) == _abi.E2E_OK:
                found.append(_convert.chat(struct))
        return found

    def held(self, chat_id: int) -> List[int]:
        """The out_seq_no of all messages that wait behind a hole."""
        found: List[int] = []
        seq = ctypes.c_int32()
        with self._inside() as pointer:
            while lib.e2e_chat_held(pointer, ctypes.byref(seq), int32(chat_id, "chat_id"),
                                    len(found)) == _abi.E2E_OK:
                found.append(seq.value)
        return found

    def key(self, chat_id: int, which: Which = Which.CURRENT) -> Key:
        """A key of the chat; wipe() it.  ArgumentError if there is none."""
        key = Key()
        self._do("e2e_chat_key", key.pointer, int32(chat_id, "chat_id"), which)
        return key

    def _order(self, name: str, chat_id: int, *arguments: Any) -> None:
        self._do(name, int32(chat_id, "chat_id"), *arguments, self._now())

    def accept(self, chat_id: int) -> None:
        """Answer a REQUESTED chat."""
        self._order("e2e_chat_accept", chat_id)

    def reject(self, chat_id: int) -> None:
        """Decline a REQUESTED chat."""
        self._order("e2e_chat_reject", chat_id)

    def close_chat(self, chat_id: int, delete_history: bool = False) -> None:
        """End a chat for both sides; the peer may be asked to delete its copy."""
        self._order("e2e_chat_close", chat_id, int(delete_history))

    def forget(self, chat_id: int) -> None:
        """Delete the last rows of a CLOSED chat, or of a REQUESTED one that is ignored."""
        self._order("e2e_chat_forget", chat_id)

    def verify(self, chat_id: int, verified: bool = True) -> None:
        """The user has compared the key picture, or takes it back."""
        self._order("e2e_chat_verify", chat_id, int(verified))

    def report(self, chat_id: int) -> None:
        """Report a REQUESTED chat as spam; it is not closed by that."""
        self._order("e2e_chat_report", chat_id)

    def typing(self, chat_id: int, typing: bool = True) -> None:
        """We are typing, or not any more."""
        self._order("e2e_chat_typing", chat_id, int(typing))

    def read(self, chat_id: int, max_date: int) -> None:
        """The user has seen everything up to MAX_DATE, a date of the server."""
        self._order("e2e_chat_read", chat_id, int32(max_date, "max_date"))

    def rekey(self, chat_id: int) -> None:
        """Begin a re-key now.  StateError if that is not possible at the moment."""
        self._order("e2e_chat_rekey", chat_id)

    # ---- Sending -----------------------------------------------------------------------------

    # Each of these takes a sequence number and returns the message's random_id: RANDOM_ID, or a
    # new one if that is 0.  A RANDOM_ID that is in the chat's outbox is not sent again.
    # LimitError if the outbox is full or the message too large, StateError if the chat is not
    # ACTIVE.

    def _send(self, name: str, chat_id: int, random_id: int, *arguments: Any) -> int:
        id_ = ctypes.c_int64(int64(random_id, "random_id"))
        self._order(name, chat_id, ctypes.byref(id_), *arguments)
        return id_.value

    def send_text(self, chat_id: int, text: str, reply_to: int = 0, silent: bool = False,
                  random_id: int = 0) -> int:
        """Plain text, with the chat's default ttl."""
        encoded = bytes_of_text(text)
        return self._send("e2e_send_text", chat_id, random_id, encoded, len(encoded),
                          int64(reply_to, "reply_to"), int(silent))

    def send(self, chat_id: int, message: Message, file: Optional[InputFile] = None,
             silent: bool = False, random_id: int = 0) -> Tuple[int, int]:
        """Any DecryptedMessage or DecryptedMessageAction that a user may send, or its bytes.  It
        is made to fit the peer's layer; the second result says what that cost (e2e.Lost).  Its
        own random_id, if not 0, stands for RANDOM_ID."""
        data = schema.encode(message) if isinstance(message, schema.TLObject) \
            else octets(message)
        lost = ctypes.c_uint32()
        id_ = self._send("e2e_send_tl", chat_id, random_id, ctypes.byref(lost), data, len(data),
                         _convert.input_file_struct(file), int(silent))
        return id_, lost.value

    def send_action(self, chat_id: int, action: Message, random_id: int = 0) -> int:
        """Any DecryptedMessageAction that a user may send."""
        return self.send(chat_id, action, random_id=random_id)[0]

    def set_ttl(self, chat_id: int, seconds: int, random_id: int = 0) -> int:
        """From now on messages destroy themselves SECONDS after they were read; 0 for never."""
        return self._send("e2e_send_ttl", chat_id, random_id, int32(seconds, "seconds"))

    def _send_ids(self, name: str, chat_id: int, ids: Sequence[int], random_id: int) -> int:
        array = (ctypes.c_int64 * max(len(ids), 1))(*[int64(i, "random_id") for i in ids])
        return self._send(name, chat_id, random_id, array, len(ids))

    def delete(self, chat_id: int, ids: Sequence[int], random_id: int = 0) -> int:
        """Delete 1 to 1000 messages on both sides."""
        return self._send_ids("e2e_send_delete", chat_id, ids, random_id)

    def flush(self, chat_id: int, random_id: int = 0) -> int:
        """Delete the whole history on both sides."""
        return self._send("e2e_send_flush", chat_id, random_id)

    def screenshot(self, chat_id: int, ids: Sequence[int] = (), random_id: int = 0) -> int:
        """The user photographed 0 to 1000 messages."""
        return self._send_ids("e2e_send_screenshot", chat_id, ids, random_id)

    def opened(self, chat_id: int, ids: Sequence[int], random_id: int = 0) -> int:
        """The user opened 1 to 1000 self-destructing media; their timers start on both sides."""
        return self._send_ids("e2e_send_opened", chat_id, ids, random_id)
