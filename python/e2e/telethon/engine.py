# SPDX-License-Identifier: ISC
"""Runs an account inside an asyncio event loop: commits, calls, time.

Everything that changes the account happens synchronously in the event loop: a fact or an order
goes in, and pump() commits what it caused before anything else runs. Calls are tasks; their
results come back as facts. When the store fails, the account is thrown away and made again from
what was committed, which is all that others have ever seen of it.
"""

import asyncio
import contextlib
import functools
import logging
import time
from typing import Any, Awaitable, Callable, Dict, Iterator, List, Optional, TypeVar

from e2e.account import Account
from e2e.enums import CallMethod
from e2e.records import Call
from e2e.telethon import rpc
from e2e.telethon.errors import NotListening
from e2e.telethon.storage import HostStore, Join

NOT_IMPLEMENTED = 501
SHORTEST_WAIT = 0.01    # seconds between two ticks
LONGEST_WAIT = 3600.0   # seconds; a clock that was set is noticed after that
REOPEN_WAIT = 1.0       # seconds after the store failed, then twice as long, and so on
REOPEN_LONGEST = 60.0
# What the server says when it has taken the same call before. Telethon sends calls again after
# it reconnected; the account has to know that they were, and so repeats them itself.
TAKEN_BEFORE = frozenset({"ENCRYPTION_ALREADY_ACCEPTED", "RANDOM_ID_DUPLICATE"})
REFRESH = -1            # stands for the number of a call

Result = TypeVar("Result")


class Engine:
    """One account that runs. All methods belong to the event loop's thread."""

    def __init__(self, client: Any, store: HostStore, make_account: Callable[[], Account],
                 difference: Callable[[], Awaitable[None]], log: logging.Logger) -> None:
        """client: a Telethon client. make_account: a new account, loaded from the store.

        difference: fetches and feeds an updates difference; raises rpc.CallFailed.
        """
        self._client = client
        self._store = store
        self._make_account = make_account
        self._difference = difference
        self._log = log
        self._account: Optional[Account] = None
        self._tasks: Dict[int, "asyncio.Task[None]"] = {}
        self._timer: Optional[asyncio.TimerHandle] = None
        self._reopen_wait = REOPEN_WAIT
        self._held = False
        self._reconnects = 0
        self._listeners: List[Callable[[], None]] = []

    @property
    def account(self) -> Account:
        """The account. Raises NotListening when there is none at the moment."""
        if self._account is None:
            raise NotListening("the account is not running: call start_listening(), or see the "
                               "log if the store failed")
        return self._account

    @property
    def running(self) -> bool:
        """True between open() and close(), but for the time after the store failed."""
        return self._account is not None

    def listen(self, changed: Callable[[], None]) -> None:
        """changed() is called after each commit, and must not raise."""
        self._listeners.append(changed)

    def reconnected(self) -> None:
        """The client has a new connection, and sends again what was not answered."""
        self._reconnects += 1

    def open(self) -> None:
        """Load the account and begin. Raises what the store or the account raises."""
        self._reopen_wait = REOPEN_WAIT
        try:
            self._account = self._make_account()
            self._follow(self._account.run())
        except BaseException:
            self.close()
            raise

    def close(self) -> "List[asyncio.Task[None]]":
        """Stop. Calls under way are abandoned and made again next time.

        Returns their tasks, which are cancelled but may not have ended yet.
        """
        if self._account is not None:
            self._account.close()
        self._account = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        return tasks

    def order(self, function: Callable[[Account], Result]) -> Result:
        """Give the account an order and commit it. Raises what the account or store raises."""
        result = function(self.account)
        self.pump()
        return result

    def fact(self, function: Callable[[Account], Any]) -> None:
        """Tell the account what happened. Never raises: what fails is learnt again later."""
        if self._account is None:
            return
        try:
            function(self._account)
        except Exception as error:  # pylint: disable=broad-except
            self._fail(error)
            return
        with contextlib.suppress(Exception):    # it has been logged, and mends itself
            self.pump()

    def pump(self) -> None:
        """Commit what is to be committed, and make the calls that are due.

        Raises what the store raises; the account is gone then, and comes back by itself.
        """
        if self._account is None or self._held:
            return
        try:
            self._follow(self._account.run())
        except Exception as error:
            self._fail(error)
            raise

    @contextlib.contextmanager
    def together(self) -> Iterator[List[Join]]:
        """A block whose orders become durable together at its end, or not at all.

        Functions that are put into the list that it gives write in the same transaction. After
        an exception nothing of the block was done, and the account is loaded again.
        """
        account = self.account
        if self._held:
            raise RuntimeError("there is such a block already")
        self._held = True
        joined: List[Join] = []
        try:
            yield joined
            if self._account is not account:
                raise NotListening("the account stopped meanwhile")
            self._store.hold()
            calls = account.run()
            self._store.release(joined)
        except BaseException as error:
            self._store.drop()
            if self._account is account:
                self._fail(error, quietly=True)
            raise
        finally:
            self._held = False
        self._follow(calls)

    def _follow(self, calls: List[Call]) -> None:
        loop = asyncio.get_running_loop()
        for call in calls:
            task = loop.create_task(self._make(self.account, call))
            self._tasks[call.id] = task
            task.add_done_callback(functools.partial(self._ended, call.id))
        self._arm()
        for changed in self._listeners:
            changed()

    def _ended(self, number: int, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(number) is task:
            del self._tasks[number]

    def _arm(self) -> None:
        """Wake up for the account's deadline."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline = self.account.deadline
        if deadline is None:
            return
        wait = min(max(deadline - time.time(), SHORTEST_WAIT), LONGEST_WAIT)
        self._timer = asyncio.get_running_loop().call_later(wait, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self.fact(lambda account: account.tick())

    async def _make(self, account: Account, call: Call) -> None:
        """Make one call and report how it went."""
        before = self._tasks.get(call.after)
        if before is not None:
            await asyncio.wait({before})
        try:
            result = await self._perform(call)
        except rpc.CallFailed as failure:
            self._log.info("call %d, method %d, failed: %s", call.id, call.method, failure)
            code, text = failure.code, failure.text
            report = lambda a: a.call_failed(call.id, code, text)   # noqa: E731
        else:
            report = lambda a: a.call_done(call.id, result)         # noqa: E731
        if self._account is account:
            self.fact(report)

    async def _perform(self, call: Call) -> bytes:
        if call.method == CallMethod.GET_DIFFERENCE:
            await self._difference()
            return b""
        if not call.request:
            raise rpc.CallFailed(NOT_IMPLEMENTED, "a method that this adapter does not know")
        reconnects = self._reconnects
        try:
            return bytes(await rpc.invoke(self._client, rpc.RawRequest(call.request)))
        except rpc.CallFailed as failure:
            if failure.text in TAKEN_BEFORE and self._reconnects != reconnects:
                raise rpc.CallFailed(rpc.NO_ANSWER, f"sent twice: {failure.text}") from failure
            raise

    def _fail(self, error: BaseException, quietly: bool = False) -> None:
        """Throw the account away and make it again from the store."""
        if not quietly:
            self._log.error("the store or the account failed; it is loaded again in %g s",
                            self._reopen_wait, exc_info=error)
        self.close()
        wait = 0.0 if quietly else self._reopen_wait
        self._timer = asyncio.get_running_loop().call_later(wait, self._reopen)
        if not quietly:
            self._reopen_wait = min(self._reopen_wait * 2, REOPEN_LONGEST)

    def _reopen(self) -> None:
        self._timer = None
        try:
            self._account = self._make_account()
            self._follow(self._account.run())
        except Exception as error:  # pylint: disable=broad-except
            self._fail(error)
            return
        self._reopen_wait = REOPEN_WAIT
        self._refresh()

    def _refresh(self) -> None:
        """What came while the account was gone is in the difference."""
        async def refresh() -> None:
            with contextlib.suppress(rpc.CallFailed):
                await self._difference()
        task = asyncio.get_running_loop().create_task(refresh())
        self._tasks[REFRESH] = task
        task.add_done_callback(functools.partial(self._ended, REFRESH))
