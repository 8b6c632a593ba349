# SPDX-License-Identifier: ISC
"""What goes wrong, as exceptions with the number and the name that libe2e gives it.

An Error below 0 is the fault of the caller or of the machine, and something can be done about
it.  A Refused is a verdict on bytes that came from outside.
"""
from typing import Dict, Type

from e2e import _abi
from e2e._library import lib


class Error(Exception):
    """A result of the library that is not success.

    code    the number, E2E_ERR_* or E2E_REFUSED_*
    name    that name, such as "E2E_ERR_STATE"
    text    what the library says about it
    where   what was tried, or nothing
    """

    code: int = 0

    def __init__(self, where: str = "", code: int = 0) -> None:
        self.code = code or type(self).code
        self.name = _NAMES.get(self.code, str(self.code))
        self.text = lib.e2e_strerror(self.code).decode()
        self.where = where
        super().__init__(where, self.code)

    def __str__(self) -> str:
        text = f"{self.text} ({self.name})"
        return f"{self.where}: {text}" if self.where else text


class ArgumentError(Error, ValueError):
    """A documented precondition was broken: no such chat, a value out of range."""
    code = _abi.E2E_ERR_ARGUMENT


class NoMemoryError(Error, MemoryError):
    """Memory could not be had.  Nothing was changed; the same may be tried again."""
    code = _abi.E2E_ERR_NOMEM


class StateError(Error):
    """The account, chat or file is not in a state that allows this."""
    code = _abi.E2E_ERR_STATE


class LimitError(Error):
    """Larger than a documented maximum, or no room."""
    code = _abi.E2E_ERR_LIMIT


class BackendError(Error):
    """The cryptographic library or its randomness failed."""
    code = _abi.E2E_ERR_BACKEND


class StoreError(Error):
    """Stored rows are damaged, or the store cannot be had."""
    code = _abi.E2E_ERR_STORE


class VersionError(Error):
    """A newer library wrote the rows, or library and package do not fit."""
    code = _abi.E2E_ERR_VERSION


class Refused(Error):
    """Bytes from outside were refused; nothing happened."""


_NAMES: Dict[int, str] = {
    value: name for name, value in vars(_abi).items()
    if name.startswith(("E2E_ERR_", "E2E_REFUSED_"))}
_CLASSES: Dict[int, Type[Error]] = {
    cls.code: cls for cls in (ArgumentError, NoMemoryError, StateError, LimitError,
                              BackendError, StoreError, VersionError)}


def check(result: int, where: str) -> None:
    """Raise what RESULT of the function WHERE stands for, if it is not success."""
    if result != _abi.E2E_OK:
        raise _CLASSES.get(result, Refused if result > 0 else Error)(where, result)
