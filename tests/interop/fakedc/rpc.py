# SPDX-License-Identifier: ISC
"""Calls: the table of methods, the calls around other calls, errors, faults.

A method is a function with the decorator @method(NAME): it takes a Caller and the request and
returns the result, or raises RpcError.  It does not wait for anything, so calls never interleave.
"""
import traceback
import zlib
from typing import Any, Callable, Dict, List, NamedTuple, Optional

from . import schema, tl
from .centre import Centre
from .devices import Device
from .error import RpcError
from .tl import Object, Reader, TlError

GZIP_PACKED = 0x3072CFA1
GZIP_MAX = 16 << 20  # bytes of what a client packs


class Caller:
    """Who makes a call, and what the call came in.

    layer is the caller's API layer; session and msg_id matter to auth.bindTempAuthKey only.
    """

    def __init__(self, server: Centre, device: Optional[Device], layer: int,
                 session: Any = None, msg_id: int = 0) -> None:
        self.server = server
        self._device = device
        self.layer = layer
        self.session = session
        self.msg_id = msg_id
        self.acked: List[Callable[[], None]] = []

    @property
    def device(self) -> Device:
        """The caller's device; RpcError for a temporary key that is not bound."""
        if self._device is None:
            raise RpcError(401, "AUTH_KEY_PERM_EMPTY")
        return self._device

    @property
    def user_id(self) -> int:
        """The user who is logged in, or 0."""
        return self._device.user_id or 0 if self._device else 0

    def when_acked(self, action: Callable[[], None]) -> None:
        """Have action called once the client has acknowledged the answer."""
        self.acked.append(action)


class _Entry(NamedTuple):
    function: Callable[[Caller, Object], Any]
    login: bool


_METHODS: Dict[str, _Entry] = {}


def method(name: str, login: bool = True) -> Callable:
    """Enter a function into the table; login: only for devices that are logged in."""
    def enter(function: Callable) -> Callable:
        _METHODS[name] = _Entry(function, login)
        return function
    return enter


class Call(NamedTuple):
    """A call without the calls around it."""
    request: Object
    layer: Optional[int]
    updates: bool
    after: List[int]


def unpacked(body: bytes) -> bytes:
    """body without gzip_packed, which may stand around a message or around any query in it."""
    reader = Reader(body)
    if reader.uint32() != GZIP_PACKED:
        return body
    try:
        data = zlib.decompressobj(47).decompress(reader.string(), GZIP_MAX)
    except zlib.error as error:
        raise TlError(str(error)) from error
    if len(data) < 4:
        raise TlError("nothing packed")
    return data


def unwrap(body: bytes) -> Call:
    """Take the calls around a call off; RpcError if it cannot be read."""
    layer, updates, after = None, True, []
    try:
        while True:
            body = unpacked(body)
            number = Reader(body).uint32()
            if schema.API.method(number) is None:
                raise RpcError(400, "INPUT_METHOD_INVALID_%d_%d" % (number, layer or 0))
            request = schema.API.decode(body)
            if request.name == "invokeWithLayer":
                layer = request.layer
            elif request.name == "invokeWithoutUpdates":
                updates = False
            elif request.name == "invokeAfterMsg":
                after.append(request.msg_id)
            elif request.name == "invokeAfterMsgs":
                after.extend(request.msg_ids)
            elif request.name != "initConnection":
                return Call(request, layer, updates, after)
            body = request.query
    except TlError as error:
        raise RpcError(400, "INPUT_FETCH_ERROR") from error


def perform(caller: Caller, request: Object) -> Any:
    """Carry a call out and enter it in the log; RpcError is raised and logged."""
    details: Dict[str, Any] = {"request": request}
    try:
        details["result"] = _perform(caller, request)
        return details["result"]
    except RpcError as error:
        details["error"] = str(error)
        raise
    finally:
        caller.server.log.add(caller.user_id or None, "call", request.name, **details)


def _perform(caller: Caller, request: Object) -> Any:
    entry = _METHODS.get(request.name)
    if entry is None:
        raise RpcError(400, "METHOD_INVALID")
    caller.server.faults.raise_error(request.name, caller.user_id)
    if entry.login and not caller.device.user_id:
        raise RpcError(401, "AUTH_KEY_UNREGISTERED")
    try:
        return entry.function(caller, request)
    except RpcError:
        raise
    except Exception:
        traceback.print_exc()
        raise RpcError(500, "INTERNAL") from None


def encode_result(request: Object, result: Any, layer: int) -> bytes:
    """The bytes of a result for a client of this layer."""
    if isinstance(result, Object):
        return schema.API.encode(result, layer)
    return schema.API.encode_type(result, schema.API.constructor(request.name).type, layer)


def encode_error(error: RpcError) -> bytes:
    return schema.MTPROTO.encode(
        Object("rpc_error", error_code=error.code, error_message=error.text))


def decode_result(request_name: str, data: bytes) -> Any:
    """What encode_result() and encode_error() wrote; RpcError is raised."""
    if Reader(data).uint32() == schema.MTPROTO.constructor("rpc_error").id:
        error = schema.MTPROTO.decode(data)
        raise RpcError(error.error_code, error.error_message)
    type_name = schema.API.constructor(request_name).type
    return schema.API.read_type(tl.Reader(data), type_name)
