# SPDX-License-Identifier: ISC
"""Users inside the server's own process: a device without a connection, for scripted peers."""
import asyncio
from typing import Any

from . import rpc, schema
from .centre import Centre
from .devices import Device
from .rpc import Caller
from .tl import Object


class PlainDevice(Device):
    """A device whose updates go into a queue."""

    def __init__(self, number: bytes, user_id: int) -> None:
        super().__init__(number)
        self.user_id = user_id
        self.queue: "asyncio.Queue[Object]" = asyncio.Queue()

    def push(self, updates: Object, acked: Any) -> bool:
        """Updates without a number count as acknowledged at once."""
        if acked:
            acked()
        for update in updates.get("updates") or [updates]:
            self.queue.put_nowait(update)
        return True


class PlainUser:
    """A user who is logged in without a client.

    Everything is as for clients, faults too, except the MTProto below.  Messages wait in the
    difference until messages.receivedQueue or updates.getDifference names their qts.
    """

    def __init__(self, server: Centre, user_id: int, device: PlainDevice) -> None:
        self._server = server
        self.user_id = user_id
        self.device = device

    @property
    def updates(self) -> "asyncio.Queue[Object]":
        """The updates that are pushed, one by one."""
        return self.device.queue

    async def call(self, method: str, **fields: Any) -> Any:
        """Call a method; its result as after a journey over the wire, or RpcError."""
        request = schema.API.decode(schema.API.encode(Object(method, **fields)))
        caller = Caller(self._server, self.device, schema.LATEST)
        await asyncio.sleep(self._server.faults.slowness(method, self.user_id))
        result = rpc.perform(caller, request)
        if self._server.faults.lost_answer(method, self.user_id):
            raise ConnectionError("the answer was lost")
        for action in caller.acked:
            action()
        return rpc.decode_result(method, rpc.encode_result(request, result, schema.LATEST))
