# SPDX-License-Identifier: ISC
"""What outlives the server's process: keys, logins, chats, files, waiting messages; as JSON."""
import base64
import json
from typing import Any, Dict

from .box import Box, Other, Pending
from .centre import Centre
from .devices import Device
from .files import StoredFile
from .keys import AuthKey
from .plain import PlainDevice
from .secret import Chat
from .tl import Object


def _to_json(value: Any) -> Any:
    """Bytes and objects in a form that JSON knows."""
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Object):
        return {"object": value.name,
                "fields": {name: _to_json(field) for name, field in value.fields.items()}}
    if isinstance(value, (list, tuple)):
        return [_to_json(item) for item in value]
    if isinstance(value, dict):
        return {"dict": {name: _to_json(item) for name, item in value.items()}}
    return value


def _from_json(value: Any) -> Any:
    """The inverse of _to_json(); tuples come back as lists."""
    if isinstance(value, list):
        return [_from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    if "object" in value:
        return Object(value["object"],
                      **{name: _from_json(field) for name, field in value["fields"].items()})
    return {name: _from_json(item) for name, item in value["dict"].items()}


def dump(server: Centre) -> bytes:
    """All that is to outlive the process; uploads that nothing has named are not part of it."""
    keys = [[k.key, k.first_salt, k.expires_at, k.created, k.permanent] for k in server.keys.all()]
    devices = [_device(d) for d in server.devices.all()]
    chats = [vars(chat) for chat in server.chats.chats.values()]
    files = [list(file) for file in server.files.stored.values()]
    everything = dict(keys=keys, devices=devices, chats=chats, files=files)
    return json.dumps(_to_json(everything), indent=1).encode()


def _device(device: Device) -> Dict[str, Any]:
    return dict(id=device.id, user_id=device.user_id, layer=device.layer, qts=device.box.qts,
                messages=[[p.qts, p.message, p.delivered] for p in device.box.messages],
                others=device.box.others, plain=isinstance(device, PlainDevice))


def load(server: Centre, data: bytes) -> None:
    """Fill a new server with what dump() wrote."""
    found = _from_json(json.loads(data))
    for fields in found["keys"]:
        server.keys.add(AuthKey(*fields))
    for fields in found["devices"]:
        server.devices.add(_load_device(fields))
    for fields in found["chats"]:
        chat = Chat.__new__(Chat)
        vars(chat).update(fields)
        server.chats.chats[chat.id] = chat
    for fields in found["files"]:
        file = StoredFile(*fields)
        server.files.stored[file.id] = file


def _load_device(fields: Dict[str, Any]) -> Device:
    if fields["plain"]:
        device: Device = PlainDevice(fields["id"], fields["user_id"])
    else:
        device = Device(fields["id"])
        device.user_id = fields["user_id"]
    device.layer = fields["layer"]
    device.box = Box()
    device.box.qts = fields["qts"]
    device.box.messages = [Pending(*pending) for pending in fields["messages"]]
    device.box.others = [Other(update, tuple(users)) for update, users in fields["others"]]
    return device
