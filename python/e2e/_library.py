# SPDX-License-Identifier: ISC
"""Finding libe2e and telling ctypes about its functions.

In this order: the file that the environment variable E2E_LIBRARY names, libe2e.so beside this
package (where a wheel has it), what the system's linker finds.
"""
import ctypes
import ctypes.util
import os
from typing import Any, Type, TypeVar

from e2e import _abi

ABI_VERSION = 0  # of e2e_abi_version(), that this package was made for

S = TypeVar("S", bound=ctypes.Structure)


def find() -> str:
    """What to give to the linker.  Raises ImportError if there is no libe2e."""
    named = os.environ.get("E2E_LIBRARY")
    if named:
        return named
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libe2e.so")
    if os.path.exists(beside):
        return beside
    found = ctypes.util.find_library("e2e")
    if found is None:
        raise ImportError("there is no libe2e: install it, or set E2E_LIBRARY to the path of "
                          "libe2e.so")
    return found


def load(path: str) -> Any:
    """The library at PATH with the types of all functions set."""
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"libe2e cannot be loaded: {error}") from error
    for name, (result, arguments) in _abi.FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise ImportError(f"{path} has no {name}: another version of libe2e?") from None
        function.restype = result
        function.argtypes = arguments
    version = library.e2e_abi_version()
    if version != ABI_VERSION:
        raise ImportError(f"{path} has the binary interface {version}, not {ABI_VERSION}")
    return library


lib = load(find())


def sized(struct: Type[S]) -> S:
    """A struct of zeros with its size set, as the _INIT macros of C make it."""
    made = struct()
    made.size = ctypes.sizeof(struct)
    return made


def copied(struct: Type[S], pointer: Any) -> S:
    """A copy of what POINTER, which is not NULL, points to.  A library of another age has
    less or more of it: what it has not is 0."""
    made = struct()
    known = min(pointer.contents.size, ctypes.sizeof(struct))
    ctypes.memmove(ctypes.byref(made), pointer, known)
    return made


def octets(value: Any) -> bytes:
    """VALUE, which is bytes or like them.  TypeError for anything else, numbers too."""
    if isinstance(value, bytes):
        return value
    try:
        return bytes(memoryview(value))
    except TypeError:
        raise TypeError(f"bytes are wanted, not {type(value).__name__}") from None


def bytes_of(span: Any) -> bytes:
    """A copy of a struct e2e_bytes."""
    return ctypes.string_at(span.p, span.n) if span.n else b""
