# SPDX-License-Identifier: ISC
"""Logging in (with the code 12345), other users, and the configuration."""
import time
from typing import List, Optional

from . import envelope, schema, tl
from .box import Box
from .devices import access_hash, exists, user_object, user_of_phone
from .error import RpcError
from .rpc import Caller, method
from .tl import Object, TlError

CODE = "12345"
CODE_HASH = "fakedc"
def resolve(caller: Caller, user: Object) -> Optional[int]:
    """The id of an InputUser, or None if it names nobody or has a wrong access_hash."""
    if user.name == "inputUserSelf":
        return caller.user_id
    known = user.name == "inputUser" and exists(user.user_id)
    return user.user_id if known and user.access_hash == access_hash(user.user_id) else None


@method("help.getConfig", login=False)
def _get_config(caller: Caller, _request: Object) -> Object:
    now = int(time.time())
    server = caller.server
    option = Object("dcOption", id=server.dc_id, ip_address=server.host, port=server.port)
    return Object(
        "config", date=now, expires=now + 3600, test_mode=True, this_dc=server.dc_id,
        dc_options=[option], dc_txt_domain_name="", chat_size_max=200, megagroup_size_max=200000,
        forwarded_count_max=100, online_update_period_ms=210000, offline_blur_timeout_ms=5000,
        offline_idle_timeout_ms=30000, online_cloud_timeout_ms=300000,
        notify_cloud_delay_ms=30000, notify_default_delay_ms=1500, push_chat_period_ms=60000,
        push_chat_limit=2, saved_gifs_limit=200, edit_time_limit=172800,
        revoke_time_limit=172800, revoke_pm_time_limit=172800, rating_e_decay=2419200,
        stickers_recent_limit=200, stickers_faved_limit=5, channels_read_media_period=604800,
        pinned_dialogs_count_max=5, pinned_infolder_count_max=100, call_receive_timeout_ms=20000,
        call_ring_timeout_ms=90000, call_connect_timeout_ms=30000, call_packet_timeout_ms=10000,
        me_url_prefix="https://t.me/", caption_length_max=1024, message_length_max=4096,
        webfile_dc_id=server.dc_id)


@method("help.getNearestDc", login=False)
def _get_nearest_dc(caller: Caller, _request: Object) -> Object:
    return Object("nearestDc", country="XX", this_dc=caller.server.dc_id,
                  nearest_dc=caller.server.dc_id)


@method("auth.bindTempAuthKey", login=False)
def _bind_temp_auth_key(caller: Caller, request: Object) -> bool:
    """Every field of the inner message has to agree with where the call came from."""
    session = caller.session
    permanent = caller.server.keys.get(tl.int64(request.perm_auth_key_id))
    if permanent is None or permanent.expires_at or session is None:
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID")
    if not session.key.expires_at:
        raise RpcError(400, "TEMP_AUTH_KEY_EMPTY")
    if session.key.permanent not in (b"", permanent.id):
        raise RpcError(400, "TEMP_AUTH_KEY_ALREADY_BOUND")
    try:
        message = envelope.open_binding(permanent.key, request.encrypted_message)
        inner = schema.MTPROTO.decode(message.body)
    except TlError:
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID") from None
    expected = Object(
        "bind_auth_key_inner", nonce=request.nonce, perm_auth_key_id=request.perm_auth_key_id,
        temp_auth_key_id=int.from_bytes(session.key.id, "little", signed=True),
        temp_session_id=session.id, expires_at=request.expires_at)
    if inner != expected or message.msg_id != caller.msg_id:
        raise RpcError(400, "ENCRYPTED_MESSAGE_INVALID")
    if request.expires_at <= time.time():
        raise RpcError(400, "EXPIRES_AT_INVALID")
    session.key.permanent = permanent.id
    session.join(caller.server.devices.of_key(permanent.id))
    return True


@method("auth.sendCode", login=False)
def _send_code(_caller: Caller, request: Object) -> Object:
    if user_of_phone(request.phone_number) is None:
        raise RpcError(400, "PHONE_NUMBER_INVALID")
    return Object("auth.sentCode", type=Object("auth.sentCodeTypeApp", length=len(CODE)),
                  phone_code_hash=CODE_HASH)


@method("auth.signIn", login=False)
def _sign_in(caller: Caller, request: Object) -> Object:
    user_id = user_of_phone(request.phone_number)
    if user_id is None:
        raise RpcError(400, "PHONE_NUMBER_INVALID")
    if request.phone_code_hash != CODE_HASH:
        raise RpcError(400, "PHONE_CODE_EXPIRED")
    if request.phone_code != CODE:
        raise RpcError(400, "PHONE_CODE_INVALID" if request.phone_code else "PHONE_CODE_EMPTY")
    caller.device.user_id = user_id
    return Object("auth.authorization", user=user_object(user_id, user_id))


@method("auth.logOut")
def _log_out(caller: Caller, _request: Object) -> Object:
    """Everything that waits for the device is lost, and its secret chats end."""
    caller.server.chats.log_out(caller.device)
    caller.device.user_id = None
    caller.device.box = Box()
    return Object("auth.loggedOut")


@method("account.updateStatus")
def _update_status(_caller: Caller, _request: Object) -> bool:
    return True


@method("users.getUsers")
def _get_users(caller: Caller, request: Object) -> List[Object]:
    ids = [resolve(caller, user) for user in request.id]
    return [user_object(i, caller.user_id) for i in ids if i is not None]


@method("contacts.getContacts")
def _get_contacts(_caller: Caller, _request: Object) -> Object:
    return Object("contacts.contacts", contacts=[], saved_count=0, users=[])


@method("contacts.importContacts")
def _import_contacts(caller: Caller, request: Object) -> Object:
    """How a client learns of another user, and of their access_hash."""
    imported = []
    for contact in request.contacts:
        user_id = user_of_phone(contact.phone)
        if user_id is not None:
            imported.append(Object("importedContact", user_id=user_id,
                                   client_id=contact.client_id))
    users = [user_object(i.user_id, caller.user_id) for i in imported]
    return Object("contacts.importedContacts", imported=imported, popular_invites=[],
                  retry_contacts=[], users=users)
