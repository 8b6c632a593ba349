# SPDX-License-Identifier: ISC
"""Checks what callers give before ctypes sees it: ctypes cuts numbers without a word, and raises an
error of its own for other types.  Here anything that is no number, or does not fit, is an
ArgumentError; a wrong type in place of text, bytes or an object is a TypeError."""
from typing import Any, Type, TypeVar

from e2e.errors import ArgumentError

T = TypeVar("T")


def int32(value: int, name: str) -> int:
    """VALUE if it fits."""
    return _fits(value, name, -2 ** 31, 2 ** 31 - 1)


def int64(value: int, name: str) -> int:
    """VALUE if it fits."""
    return _fits(value, name, -2 ** 63, 2 ** 63 - 1)


def uint8(value: int, name: str) -> int:
    """VALUE if it fits."""
    return _fits(value, name, 0, 2 ** 8 - 1)


def uint32(value: int, name: str) -> int:
    """VALUE if it fits."""
    return _fits(value, name, 0, 2 ** 32 - 1)


def uint64(value: int, name: str) -> int:
    """VALUE if it fits."""
    return _fits(value, name, 0, 2 ** 64 - 1)


def _fits(value: int, name: str, least: int, most: int) -> int:
    if not isinstance(value, int) or not least <= value <= most:
        raise ArgumentError(f"{name} is {value!r}")
    return int(value)


def flag(value: bool, name: str) -> int:
    """VALUE, which is True or False, as a number."""
    if not isinstance(value, int) or value not in (0, 1):
        raise TypeError(f"{name} is True or False, not {value!r}")
    return int(value)


def text(value: str, name: str) -> str:
    """VALUE if it is text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is text, not {type(value).__name__}")
    return value


def one_of(cls: Type[T], value: Any, name: str) -> T:
    """VALUE if it is of class CLS."""
    if not isinstance(value, cls):
        raise TypeError(f"{name} is of the class {cls.__name__}, not {type(value).__name__}")
    return value
