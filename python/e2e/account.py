# SPDX-License-Identifier: ISC
"""The account: one logged-in user on one device, with that user's secret chats.

It has no network and no clock of its own.  The host tells it what the server sent and how calls
went (_facts.py), what the user wants (_orders.py) and that time went by (tick), and calls run()
after any of these: that commits to the store what changed, and returns the calls to make.
"""
import ctypes
import time
import weakref
from typing import Any, Callable, List, Mapping, Optional

from e2e import _abi, _convert, config
from e2e._given import int32, int64, uint8, uint32
from e2e._facts import Facts
from e2e._library import lib, octets, sized
from e2e._orders import Orders
from e2e.crypto import Crypto, backend_struct
from e2e.enums import Act, Policy, Reason
from e2e.errors import ArgumentError, NoMemoryError, StateError, check
from e2e.records import Call
from e2e.store import Store, note_generation

NEVER = 0x7fffffffffffffff

# Which account lives over which store: two over one would overwrite each other's rows.
_living: "weakref.WeakKeyDictionary[Store, weakref.ref[Account]]" = weakref.WeakKeyDictionary()


class Account(Facts, Orders):
    """An account whose rows are in STORE.

    user_id       of the user, above 0; rows of another are refused with StoreError
    policy, acts  what is done about peers' mistakes: a preset, and exceptions from it
    flags         e2e.Config
    layer         46, 73, 101 or 144; 0 for the highest
    peer_layer    of a new peer, at first, 46 or more; 0 for 73
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
        owner = getattr(store, "owner", store)  # of a store that stands before another
        living = _living.get(owner, lambda: None)()
        if living is not None and not living.closed:
            raise StateError("another account is over this store; close it first")
        if owner in _living:    # what was joined to a commit of the former account goes with it
            getattr(owner, "unjoin", lambda: None)()
        self._store = store
        self._ready: List[Call] = []
        struct = sized(_abi.e2e_config)
        struct.user_id, struct.flags = int64(user_id, "user_id"), uint32(flags, "flags")
        struct.policy, struct.layer = uint32(policy, "policy"), int32(layer, "layer")
        struct.peer_layer = int32(peer_layer, "peer_layer")
        struct.backend = backend_struct(backend)
        struct.limits = config.to_struct(config.LIMITS, limits)
        struct.timing = config.to_struct(config.TIMING, timing)
        struct.generation = int64(store.generation(), "generation")
        for number, act in dict(acts or {}).items():
            if not isinstance(number, int) or not 0 <= number < _abi.E2E_CHECKS_MAX:
                raise ArgumentError(f"no check {number!r}")
            struct.act[number] = uint8(act, "act")
        pointer = ctypes.POINTER(_abi.e2e_account)()
        check(lib.e2e_account_new(ctypes.byref(pointer), ctypes.byref(struct)), "Account")
        super().__init__(pointer, clock)
        _living[owner] = weakref.ref(self)
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

    def __enter__(self) -> "Account":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
                self._end()  # a step may have been handed out, and be lost
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
        note_generation(self._store, lib.e2e_generation(pointer))

    # ---- Time, and the rest ------------------------------------------------------------------

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
        """Go on after EventKind.ROLLBACK: chats with damaged rows are closed, and the next start is
        no rollback.  Peers drop messages whose numbers they have seen."""
        self._do("e2e_resume", self._now())

    @property
    def crypto(self) -> Crypto:
        """The building blocks on this account's backend.  Not in another thread than one that
        uses the account; StateError once the account is closed."""
        with self._inside() as pointer:
            return Crypto._of_account(self, lib.e2e_account_crypto(pointer))
