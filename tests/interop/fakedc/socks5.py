# SPDX-License-Identifier: ISC
"""A SOCKS5 front (RFC 1928): for clients whose data centre addresses are compiled in.

Such a client is told to use the server as its proxy; wherever it wants to be connected to, it
stays here.
"""
import ipaddress
from typing import Tuple

from .transport import Stream

VERSION = 5
_NO_AUTHENTICATION = b"\x05\x00"
_SUCCEEDED = b"\x05\x00\x00\x01" + bytes(6)


async def accept(stream: Stream) -> Tuple[str, int]:
    """Talk SOCKS5 after its first byte; the address and port that the client asks for."""
    methods = (await stream.read(1))[0]
    await stream.read(methods)
    stream.write(_NO_AUTHENTICATION)
    kind = (await stream.read(4))[3]
    if kind in (1, 4):
        address = str(ipaddress.ip_address(await stream.read(4 if kind == 1 else 16)))
    else:
        length = (await stream.read(1))[0]
        address = (await stream.read(length)).decode("ascii", "replace")
    port = int.from_bytes(await stream.read(2), "big")
    stream.write(_SUCCEEDED)
    return address, port
