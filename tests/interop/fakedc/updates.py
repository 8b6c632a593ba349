# SPDX-License-Identifier: ISC
"""Pushing updates, and getting what was missed (core.telegram.org/api/updates).

There are no cloud messages here, so pts is always 1 and seq always 0.
"""
import time
from typing import List, Sequence

from .box import Box, Other, Pending
from .centre import Centre
from .devices import Device, Push, user_object
from .error import RpcError
from .rpc import Caller, method
from .tl import Object

PTS = 1


def push_message(server: Centre, device: Device, message: Object) -> None:
    """Queue an encrypted message for a device and push it."""
    box = device.box
    pending = box.add(message)
    update = Object("updateNewEncryptedMessage", message=message, qts=pending.qts)
    _push(server, Push(device, update, (), lambda: _arrived(box, [pending], ()),
                       lambda: box.lose(pending)))


def push_other(server: Centre, device: Device, update: Object, users: Sequence[int]) -> None:
    """Push an update without a number, which waits for its acknowledgement."""
    box, other = device.box, Other(update, tuple(users))
    box.others.append(other)
    _push(server, Push(device, update, users, lambda: box.forget(other),
                       lambda: box.forget(other)))


def push_passing(server: Centre, device: Device, update: Object) -> None:
    """Push an update that is nothing worth later: typing."""
    _push(server, Push(device, update, (), lambda: None, lambda: None))


def _arrived(box: Box, messages: Sequence[Pending], others: Sequence[Other]) -> None:
    """The client has acknowledged what carried these."""
    for pending in messages:
        pending.delivered = True
    for other in others:
        box.forget(other)


def _push(server: Centre, push: Push) -> None:
    server.faults.route(push, lambda: _deliver(server, push))


def _deliver(server: Centre, push: Push) -> None:
    """Hand an update to the device's session, if it has one; otherwise it waits in the box."""
    device = push.device
    if device.user_id is None:
        return
    updates = Object("updates", updates=[push.update], chats=[], date=int(time.time()), seq=0,
                     users=[user_object(user, device.user_id) for user in push.users])
    sent = device.push(updates, push.acked)
    server.log.add(device.user_id, "push", push.update.name, update=push.update,
                   fate="sent" if sent else "waits")


def _state(qts: int) -> Object:
    return Object("updates.state", pts=PTS, qts=qts, date=int(time.time()), seq=0,
                  unread_count=0)




@method("updates.getState")
def _get_state(caller: Caller, _request: Object) -> Object:
    return _state(caller.device.box.qts)


@method("updates.getDifference")
def _get_difference(caller: Caller, request: Object) -> Object:
    """Everything after the qts that the client names, at most a slice of it at once."""
    box = caller.device.box
    box.acknowledge(request.qts)
    limit = min(caller.server.slice_limit, request.get("qts_limit") or caller.server.slice_limit)
    waiting, others = box.messages[:limit], list(box.others)
    if not waiting and not others and request.qts >= box.qts:
        return Object("updates.differenceEmpty", date=int(time.time()), seq=0)
    caller.when_acked(lambda: _arrived(box, waiting, others))
    whole = len(waiting) == len(box.messages)
    state = _state(box.qts if whole else waiting[-1].qts)
    users = sorted({user for other in others for user in other.users})
    found = dict(new_messages=[], new_encrypted_messages=[p.message for p in waiting],
                 other_updates=[other.update for other in others], chats=[],
                 users=[user_object(user, caller.user_id) for user in users])
    if whole:
        return Object("updates.difference", state=state, **found)
    return Object("updates.differenceSlice", intermediate_state=state, **found)


@method("messages.receivedQueue")
def _received_queue(caller: Caller, request: Object) -> List[int]:
    """The client has stored everything up to max_qts."""
    if not 0 <= request.max_qts <= caller.device.box.qts:
        raise RpcError(400, "MAX_QTS_INVALID")
    return caller.device.box.acknowledge(request.max_qts)
