# SPDX-License-Identifier: ISC
"""A fake Telegram data centre for tests, on a loopback address; README.md says how to use it."""
from .accounts import CODE
from .devices import access_hash, phone_of
from .error import RpcError
from .faults import Faults
from .log import Log, Record
from .plain import PlainUser
from .rsa import generate as generate_key
from .server import Server
from .tl import Object, TlError

__all__ = ["CODE", "Faults", "Log", "Object", "PlainUser", "Record", "RpcError", "Server",
           "TlError", "access_hash", "generate_key", "phone_of"]
