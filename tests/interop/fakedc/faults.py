# SPDX-License-Identifier: ISC
"""Faults on request: pushes that are dropped, doubled, late or out of order; calls that fail.

Rules are tried in the order in which they were made, and the first that applies to a push or call
decides.  What is dropped from a push is still in the difference unless the rule says lose.
"""
import asyncio
import random
from typing import Callable, List, Optional

from .devices import Devices, Push
from .error import RpcError
from .log import Log
from .tl import Object

Predicate = Callable[[Object], bool]


class Rule:
    """One rule.  hits counts how often it applied; cancel() ends it, and so does its count."""

    def __init__(self, user_id: Optional[int], count: Optional[int]) -> None:
        self.user_id = user_id
        self.left = count
        self.hits = 0

    def cancel(self) -> None:
        """Never apply again."""
        self.left = 0

    def concerns(self, user_id: Optional[int]) -> bool:
        """Whether the rule is still alive and about this user."""
        return self.left != 0 and self.user_id in (None, user_id)

    def hit(self) -> None:
        self.hits += 1
        if self.left is not None:
            self.left -= 1


class PushRule(Rule):
    """What becomes of pushes.

    seconds is for delay and reorder, window for reorder, lose for drop.
    """

    def __init__(self, user_id: Optional[int], count: Optional[int], fate: str,
                 when: Optional[Predicate], probability: float, *, seconds: float = 0.0,
                 window: int = 0, lose: bool = False) -> None:
        super().__init__(user_id, count)
        self.fate = fate
        self.when = when
        self.probability = probability
        self.seconds = seconds
        self.window = window
        self.lose = lose


class CallRule(Rule):
    """What becomes of calls of one method.

    They get an error, or lose their answer by a cut, or are answered so many seconds later.
    """

    def __init__(self, method: str, user_id: Optional[int], count: Optional[int], *,
                 error: Optional[RpcError] = None, cut: bool = False,
                 seconds: float = 0.0) -> None:
        super().__init__(user_id, count)
        self.method = method
        self.error = error
        self.cut = cut
        self.seconds = seconds


class _Held:
    """A push that waits until others have overtaken it."""

    def __init__(self, push: Push, window: int, deliver: Callable[[], None]) -> None:
        self.device = push.device
        self.left = window
        self.deliver = deliver


class Faults:
    """The rules of a server; seed makes the probabilities repeatable."""

    def __init__(self, seed: int = 0) -> None:
        self.devices: Devices  # of the centre, which sets these two
        self.log: Log
        self._random = random.Random(seed)
        self._pushes: List[PushRule] = []
        self._calls: List[CallRule] = []
        self._held: List[_Held] = []

    # pushes: user_id None means every user, count None for ever; when(update) may choose

    def drop(self, user_id: Optional[int] = None, count: Optional[int] = None,
             when: Optional[Predicate] = None, probability: float = 1.0,
             lose: bool = False) -> PushRule:
        """Do not push; with lose, let the update vanish from the difference too."""
        return self._push(PushRule(user_id, count, "dropped", when, probability, lose=lose))

    def duplicate(self, user_id: Optional[int] = None, count: Optional[int] = None,
                  when: Optional[Predicate] = None, probability: float = 1.0) -> PushRule:
        """Push twice."""
        return self._push(PushRule(user_id, count, "duplicated", when, probability))

    def delay(self, seconds: float, user_id: Optional[int] = None, count: Optional[int] = None,
              when: Optional[Predicate] = None, probability: float = 1.0) -> PushRule:
        """Push so much later."""
        return self._push(PushRule(user_id, count, "delayed", when, probability,
                                   seconds=seconds))

    def reorder(self, window: int = 1, user_id: Optional[int] = None,
                count: Optional[int] = None, when: Optional[Predicate] = None,
                probability: float = 1.0, seconds: float = 1.0) -> PushRule:
        """Push after the next window pushes to the device, or after seconds at the latest."""
        return self._push(PushRule(user_id, count, "reordered", when, probability,
                                   window=window, seconds=seconds))

    # calls

    def error(self, method: str, code: int, text: str, count: Optional[int] = 1,
              user_id: Optional[int] = None) -> CallRule:
        """Answer the next calls of a method with an error, without any effect."""
        return self._call(CallRule(method, user_id, count, error=RpcError(code, text)))

    def flood_wait(self, method: str, seconds: int, count: Optional[int] = 1,
                   user_id: Optional[int] = None) -> CallRule:
        """Answer the next calls with 420 FLOOD_WAIT_n."""
        return self.error(method, 420, "FLOOD_WAIT_%d" % seconds, count, user_id)

    def lose_answer(self, method: str, count: Optional[int] = 1,
                    user_id: Optional[int] = None) -> CallRule:
        """Carry the next calls out, but cut the connection instead of answering."""
        return self._call(CallRule(method, user_id, count, cut=True))

    def slow(self, method: str, seconds: float, count: Optional[int] = 1,
             user_id: Optional[int] = None) -> CallRule:
        """Carry the next calls out and answer so much later."""
        return self._call(CallRule(method, user_id, count, seconds=seconds))

    def disconnect(self, user_id: int) -> None:
        """Cut all connections of a user now."""
        for device in self.devices.of_user(user_id):
            for session in list(device.sessions):
                session.cut()

    def clear(self) -> None:
        """End all rules and push what is held back."""
        for rule in self._pushes + self._calls:
            rule.cancel()
        self._pushes, self._calls = [], []
        for held in self._held[:]:
            self._release(held)

    # what the server asks

    def route(self, push: Push, deliver: Callable[[], None]) -> None:
        """Let deliver happen as the rules want it: never, soon, later or twice."""
        loop = asyncio.get_running_loop()
        rule = self._match(push)
        if rule is None:
            loop.call_soon(deliver)
        else:
            rule.hit()
            self._apply(rule, push, deliver)
        for held in [h for h in self._held if h.device is push.device]:
            held.left -= 1
            if held.left < 0:
                self._release(held)

    def _apply(self, rule: PushRule, push: Push, deliver: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        if rule.fate == "dropped":
            if rule.lose:
                push.lose()
            self.log.add(push.device.user_id, "push", push.update.name,
                                update=push.update, fate="lost" if rule.lose else "dropped")
        elif rule.fate == "duplicated":
            loop.call_soon(deliver)
            loop.call_soon(deliver)
        elif rule.fate == "delayed":
            loop.call_later(rule.seconds, deliver)
        else:
            held = _Held(push, rule.window, deliver)
            self._held.append(held)
            loop.call_later(rule.seconds, lambda: self._release(held))

    def _release(self, held: _Held) -> None:
        """Push what was held back, unless that has happened."""
        if held in self._held:
            self._held.remove(held)
            asyncio.get_running_loop().call_soon(held.deliver)

    def raise_error(self, method: str, user_id: Optional[int]) -> None:
        """Raise the error that a rule wants for this call."""
        rule = self._find(method, user_id, lambda r: r.error is not None)
        if rule and rule.error:
            raise rule.error

    def lost_answer(self, method: str, user_id: Optional[int]) -> bool:
        """Whether the answer to this call is to be lost."""
        return self._find(method, user_id, lambda r: r.cut) is not None

    def slowness(self, method: str, user_id: Optional[int]) -> float:
        """How many seconds the answer to this call is to be held back."""
        rule = self._find(method, user_id, lambda r: r.seconds > 0)
        return rule.seconds if rule else 0.0

    def _find(self, method: str, user_id: Optional[int],
              kind: Callable[[CallRule], bool]) -> Optional[CallRule]:
        for rule in self._calls:
            if rule.method == method and kind(rule) and rule.concerns(user_id):
                rule.hit()
                return rule
        return None

    def _match(self, push: Push) -> Optional[PushRule]:
        for rule in self._pushes:
            if (rule.concerns(push.device.user_id)
                    and (rule.when is None or rule.when(push.update))
                    and self._random.random() < rule.probability):
                return rule
        return None

    def _push(self, rule: PushRule) -> PushRule:
        self._pushes.append(rule)
        return rule

    def _call(self, rule: CallRule) -> CallRule:
        self._calls.append(rule)
        return rule
