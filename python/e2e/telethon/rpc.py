# SPDX-License-Identifier: ISC
"""One attempt at one call of the server, through a Telethon client.

The account decides itself whether, when and in which order a call is repeated. Telethon's own
`client(request)` sleeps through flood waits and repeats after errors of the server, so calls of
the account go to the client's sender directly: one attempt, and a failure as the server said it.
A sender that loses its connection sends what is unanswered again after reconnecting; the bytes
are the same, so server and peer recognise them.
"""

import asyncio
from typing import Any, Dict, Tuple, Type

from telethon import errors
from telethon.extensions import BinaryReader
from telethon.tl import TLRequest

NO_ANSWER = 0
CALL_TIMEOUT = 60.0     # seconds; an answer that comes later is not waited for

# Texts that the server sends with another code than the family of Telethon's class has.
_CODE_OF = {"USER_IS_BLOCKED": 403, "USER_DELETED": 403, "MSG_WAIT_FAILED": 500}

_TEXT_OF: Dict[Type[Exception], str] = {
    **{error: text for text, error in errors.rpc_errors_dict.items()},
    **{error: text.replace("(\\d+)", "%d") for text, error in errors.rpc_errors_re},
}


class RawRequest(TLRequest):
    """A request that is serialised already, and whose result is wanted as bytes."""

    def __init__(self, request: bytes) -> None:
        """request: boxed TL of one method with its arguments."""
        if len(request) < 4:
            raise ValueError("a request has at least a constructor id")
        self.request = request
        self.CONSTRUCTOR_ID = int.from_bytes(request[:4], "little")  # pylint: disable=C0103

    def __bytes__(self) -> bytes:
        return self.request

    _bytes = __bytes__

    def to_dict(self) -> Dict[str, Any]:
        """For Telethon's logs; never the contents, which are of no use there."""
        return {"_": "RawRequest", "constructor": f"{self.CONSTRUCTOR_ID:08x}",
                "bytes": len(self.request)}

    @staticmethod
    def read_result(reader: BinaryReader) -> bytes:
        """The boxed result as the server sent it, without what comes after it.

        Telethon hands over the rest of the packet, too, with padding and other messages. Only
        reading the object shows its end; a bare vector of numbers is none, and nobody minds
        what comes after that.
        """
        start = reader.tell_position()
        try:
            reader.tgread_object()
            length = reader.tell_position() - start
        except (errors.TypeNotFoundError, BufferError, ValueError):
            length = -1
        reader.set_position(start)
        return bytes(reader.read(length))


class CallFailed(Exception):
    """The call has no result. code and text are those of rpc_error; 0 and why without one."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}".strip())
        self.code = code
        self.text = text


def error_of(error: errors.RPCError) -> Tuple[int, str]:
    """Code and text of rpc_error as the server sent them.

    Telethon's classes keep the code of their family and a sentence of their own; the server's
    text is the key under which Telethon finds the class.
    """
    text = _TEXT_OF.get(type(error), "")
    if "%d" in text:
        number = next((value for name, value in vars(error).items()
                       if name != "code" and isinstance(value, int)), 0)
        text = text % number
    text = text or str(error.message or error)
    return _CODE_OF.get(text, int(error.code or 400)), text


async def invoke(client: Any, request: TLRequest, timeout: float = CALL_TIMEOUT) -> Any:
    """Make one attempt and return the result, bytes for a RawRequest.

    timeout: seconds. Raises CallFailed; CancelledError only if this task itself is cancelled.
    """
    try:
        future = _send(client, request)
    except ConnectionError as error:
        raise CallFailed(NO_ANSWER, str(error)) from error
    try:
        done, _ = await asyncio.wait({future}, timeout=timeout)
    finally:
        future.cancel()
    if not done:
        raise CallFailed(NO_ANSWER, f"no answer in {timeout:g} s")
    if future.cancelled():
        raise CallFailed(NO_ANSWER, "disconnected")
    failure = future.exception()
    if isinstance(failure, errors.RPCError):
        raise CallFailed(*error_of(failure)) from failure
    if failure is not None:
        raise CallFailed(NO_ANSWER, f"{type(failure).__name__}: {failure}") from failure
    return future.result()


def _send(client: Any, request: TLRequest) -> "asyncio.Future[Any]":
    """Put the request into the queue of the client's connection to its own data centre."""
    sender = getattr(client, "_sender", None)
    if sender is not None:
        return sender.send(request)
    return asyncio.ensure_future(client(request))
