# SPDX-License-Identifier: ISC
"""Between the structs of e2e/e2e.h and the values of records.py.  Everything is copied."""
import ctypes
import dataclasses
from typing import Any, Optional

from e2e import _abi
from e2e._given import int32, int64, one_of, text, uint32
from e2e._library import bytes_of, copied, sized
from e2e.enums import CallMethod, ChatState, EventKind, FileKind, Reason, named
from e2e.errors import ArgumentError
from e2e.records import Call, Chat, Event, InputFile, RemoteFile, Row


def row(struct: Any) -> Row:
    return Row(struct.table, bytes_of(struct.key), bytes_of(struct.value))


def remote_file(pointer: Any) -> Optional[RemoteFile]:
    if not pointer:
        return None
    file = copied(_abi.e2e_remote_file, pointer)
    return RemoteFile(file.id, file.access_hash, file.bytes, file.dc_id, file.key_fingerprint)


def remote_file_struct(file: Optional[RemoteFile]) -> Any:
    """A pointer for an argument, or None."""
    if file is None:
        return None
    struct, file = sized(_abi.e2e_remote_file), one_of(RemoteFile, file, "file")
    struct.id, struct.access_hash = int64(file.id, "id"), int64(file.access_hash, "access_hash")
    struct.bytes, struct.dc_id = int64(file.size, "size"), int32(file.dc_id, "dc_id")
    struct.key_fingerprint = int32(file.key_fingerprint, "key_fingerprint")
    return ctypes.pointer(struct)


def input_file(pointer: Any) -> Optional[InputFile]:
    if not pointer:
        return None
    file = copied(_abi.e2e_input_file, pointer)
    return InputFile(FileKind(file.kind), file.id, file.access_hash, file.parts,
                     file.key_fingerprint, bytes_of(file.md5).decode("latin-1"))


def input_file_struct(file: Optional[InputFile]) -> Any:
    """A pointer for an argument, or None."""
    if file is None:
        return None
    struct, file = sized(_abi.e2e_input_file), one_of(InputFile, file, "file")
    struct.kind, struct.id = uint32(file.kind, "kind"), int64(file.id, "id")
    struct.access_hash = int64(file.access_hash, "access_hash")
    struct.parts = int32(file.parts, "parts")
    struct.key_fingerprint = int32(file.key_fingerprint, "key_fingerprint")
    pointer = ctypes.pointer(struct)
    if file.md5:
        if not text(file.md5, "md5").isascii():
            raise ArgumentError(f"md5 is {file.md5!r}")
        digits = ctypes.create_string_buffer(file.md5.encode("ascii"))
        struct.md5.p, struct.md5.n = ctypes.addressof(digits), len(digits) - 1
        struct.alive = digits  # as long as the struct
    return pointer


def call(pointer: Any) -> Call:
    struct = copied(_abi.e2e_call, pointer)
    return Call(
        id=struct.id, after=struct.after, method=named(CallMethod, struct.method),
        flags=struct.flags, chat_id=struct.chat_id, access_hash=struct.access_hash,
        user_id=struct.user_id, random_id=struct.random_id,
        key_fingerprint=struct.key_fingerprint, version=struct.version,
        random_length=struct.random_length, max_date=struct.max_date, max_qts=struct.max_qts,
        g_x=bytes_of(struct.g_x), data=bytes_of(struct.data),
        request=bytes_of(struct.request), file=input_file(struct.file))


def event(struct: Any) -> Event:
    ids = tuple(struct.ids.v[:struct.ids.n]) if struct.ids.n else ()
    return Event(
        kind=named(EventKind, struct.kind), chat_id=struct.chat_id, flags=struct.flags,
        random_id=struct.random_id, value=struct.value, key_fingerprint=struct.key_fingerprint,
        date=struct.date, ttl=struct.ttl, layer=struct.layer, code=struct.code,
        state=named(ChatState, struct.state), reason=named(Reason, struct.reason),
        health=struct.health, unknown=struct.unknown, tl=bytes_of(struct.tl), ids=ids,
        text=bytes_of(struct.text).decode("utf-8", "replace"), file=remote_file(struct.file),
        reply_to=struct.reply_to, grouped_id=struct.grouped_id, body=bytes_of(struct.body),
        first=struct.first, last=struct.last)


def chat(struct: Any) -> Chat:
    values = {field.name: getattr(struct, field.name) for field in dataclasses.fields(Chat)}
    values["state"] = named(ChatState, struct.state)
    values["reason"] = named(Reason, struct.reason)
    values["key_hash"] = bytes(struct.key_hash) if struct.has_key else b""
    for name in ("creator", "verified", "has_key"):
        values[name] = bool(values[name])
    return Chat(**values)
