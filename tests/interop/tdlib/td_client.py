# SPDX-License-Identifier: ISC
"""One TDLib client in asyncio: requests as coroutines, updates to a callback.

TDLib's JSON interface (td_json_client.h) is a library of four functions; requests and answers are
td_api objects with their type in "@type". A thread waits for what TDLib has to say and hands it
to the event loop.
"""

import asyncio
import ctypes
import json
import threading
from typing import Any, Callable, Dict

Object = Dict[str, Any]

RECEIVE_SECONDS = 1.0    # how long the thread sleeps in TDLib when there is nothing


class TdError(Exception):
    """TDLib answered a request with an error."""

    def __init__(self, request: str, error: Object) -> None:
        """request: name of the method; error: td_api's object."""
        super().__init__(f"{request}: {error['code']} {error['message']}")
        self.code = error["code"]


def load(path: str) -> ctypes.CDLL:
    """Load a libtdjson.so. Raises OSError."""
    library = ctypes.CDLL(path)
    library.td_create_client_id.restype = ctypes.c_int
    library.td_send.argtypes = [ctypes.c_int, ctypes.c_char_p]
    library.td_send.restype = None
    library.td_receive.argtypes = [ctypes.c_double]
    library.td_receive.restype = ctypes.c_char_p
    library.td_execute.argtypes = [ctypes.c_char_p]
    library.td_execute.restype = ctypes.c_char_p
    return library


class TdClient:
    """The one client of this process. Make it inside the event loop.

    TDLib starts to work for it with the first call().
    """

    def __init__(self, path: str, on_update: Callable[[Object], None], verbosity: int) -> None:
        """path: the library. on_update: called in the event loop with every update.

        verbosity: TDLib's log level; its log goes to standard error. Raises OSError.
        """
        self._library = load(path)
        self._on_update = on_update
        self._loop = asyncio.get_running_loop()
        self._waiting: Dict[int, "asyncio.Future[Object]"] = {}
        self._last_extra = 0
        self._closed = threading.Event()
        self._library.td_execute(json.dumps(
            {"@type": "setLogVerbosityLevel", "new_verbosity_level": verbosity}).encode())
        self._client = self._library.td_create_client_id()
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    async def call(self, method: str, **fields: Any) -> Object:
        """Send a request and return the answer. Raises TdError."""
        self._last_extra += 1
        future: "asyncio.Future[Object]" = self._loop.create_future()
        self._waiting[self._last_extra] = future
        request = {"@type": method, "@extra": self._last_extra, **fields}
        self._library.td_send(self._client, json.dumps(request).encode())
        answer = await future
        if answer["@type"] == "error":
            raise TdError(method, answer)
        return answer

    def end(self) -> None:
        """Stop receiving; after authorizationStateClosed."""
        self._closed.set()
        self._thread.join()

    def _receive(self) -> None:
        """The thread. Only it calls td_receive, whose result lives until the next call."""
        while not self._closed.is_set():
            text = self._library.td_receive(RECEIVE_SECONDS)
            if text is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._take, json.loads(text))

    def _take(self, value: Object) -> None:
        future = self._waiting.pop(value.get("@extra", 0), None)
        if future is None:
            self._on_update(value)
        elif not future.done():
            future.set_result(value)
