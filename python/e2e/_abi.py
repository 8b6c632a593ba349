# SPDX-License-Identifier: ISC
# Made by python/bindgen.py from libe2e/api.json; change the headers.
"""The binary interface of libe2e for ctypes: constants, structs, functions."""
# flake8: noqa: N801
from ctypes import (CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int32, c_int64, c_size_t,
                    c_uint8, c_uint16, c_uint32, c_uint64, c_void_p)

E2E_OK = 0
E2E_ERR_ARGUMENT = -1
E2E_ERR_NOMEM = -2
E2E_ERR_STATE = -3
E2E_ERR_LIMIT = -4
E2E_ERR_BACKEND = -5
E2E_ERR_STORE = -6
E2E_ERR_VERSION = -7
E2E_REFUSED_LENGTH = 1
E2E_REFUSED_KEY_ID = 2
E2E_REFUSED_FORGED = 3
E2E_REFUSED_PRIME = 4
E2E_REFUSED_GENERATOR = 5
E2E_REFUSED_VALUE = 6
E2E_REFUSED_SESSION = 7
E2E_REFUSED_MSG_ID = 8
E2E_REFUSED_SIZE = 9
E2E_REFUSED_FINGERPRINT = 10
E2E_REFUSED_TL = 11
E2E_REFUSED_UNKNOWN = 12
E2E_CHECK_LENGTH = 1
E2E_CHECK_KEY_ID = 2
E2E_CHECK_FORGED = 3
E2E_CHECK_MTPROTO1 = 4
E2E_CHECK_TL = 5
E2E_CHECK_OLD_LAYER = 6
E2E_CHECK_RANDOM_BYTES = 7
E2E_CHECK_PARITY = 8
E2E_CHECK_SEQ_AHEAD = 9
E2E_CHECK_IN_SEQ_BACK = 10
E2E_CHECK_IN_SEQ_AHEAD = 11
E2E_CHECK_REFILL_IN_SEQ = 12
E2E_CHECK_LAYER_BACK = 13
E2E_CHECK_UNKNOWN = 14
E2E_CHECK_RESEND_RANGE = 15
E2E_CHECK_RESEND_GONE = 16
E2E_CHECK_REKEY_STATE = 17
E2E_CHECK_REKEY_VALUE = 18
E2E_CHECK_ACCEPT_KEY = 19
E2E_CHECK_REKEY_REQUEST = 20
E2E_CHECK_RANDOM_ID = 21
E2E_CHECK_NOTIFY_BACK = 22
E2E_CHECK_SEQ_NEGATIVE = 23
E2E_CHECK_RESEND_UNSENT = 24
E2E_CHECK_COMMIT_KEY = 25
E2E_REASON_NONE = 0
E2E_REASON_USER = 64
E2E_REASON_DISCARDED = 65
E2E_REASON_ELSEWHERE = 66
E2E_REASON_DECLINED = 67
E2E_REASON_SERVER = 68
E2E_REASON_IDENTITY = 69
E2E_REASON_VALUE = 70
E2E_REASON_FINGERPRINT = 71
E2E_REASON_DH = 72
E2E_REASON_STORE = 73
E2E_REASON_NO_CHAT = 80
E2E_REASON_NOT_READY = 81
E2E_REASON_CLOSED = 82
E2E_REASON_HELD = 83
E2E_REASON_GROUP = 84
E2E_REASON_REQUESTS = 85
E2E_REASON_SKIPPED = 86
E2E_REASON_WITHHELD = 87
E2E_CHAT_REQUESTED = 1
E2E_CHAT_WAITING = 2
E2E_CHAT_ACTIVE = 3
E2E_CHAT_CLOSED = 4
E2E_HEALTH_HOLES = 1
E2E_HEALTH_STUCK = 2
E2E_HEALTH_SENDING = 4
E2E_HEALTH_KEY_OLD = 8
E2E_HEALTH_UNREADABLE = 16
E2E_HEALTH_OVERFLOW = 32
E2E_HEALTH_OUTDATED = 64
E2E_HEALTH_BACKEND = 128
E2E_HEALTH_BUSY = 256
E2E_CALL_GET_DH_CONFIG = 1
E2E_CALL_REQUEST = 2
E2E_CALL_ACCEPT = 3
E2E_CALL_DISCARD = 4
E2E_CALL_SEND = 5
E2E_CALL_SEND_SERVICE = 6
E2E_CALL_SEND_FILE = 7
E2E_CALL_SET_TYPING = 8
E2E_CALL_READ_HISTORY = 9
E2E_CALL_RECEIVED_QUEUE = 10
E2E_CALL_REPORT_SPAM = 11
E2E_CALL_GET_DIFFERENCE = 12
E2E_EVENT_CHAT = 1
E2E_EVENT_RENAMED = 2
E2E_EVENT_MESSAGE = 3
E2E_EVENT_SENT = 4
E2E_EVENT_FAILED = 5
E2E_EVENT_DELIVERED = 6
E2E_EVENT_READ = 7
E2E_EVENT_OPENED = 8
E2E_EVENT_DELETED = 9
E2E_EVENT_FLUSHED = 10
E2E_EVENT_TTL = 11
E2E_EVENT_EXPIRED = 12
E2E_EVENT_TYPING = 13
E2E_EVENT_SCREENSHOT = 14
E2E_EVENT_UNSUPPORTED = 15
E2E_EVENT_REJECTED = 16
E2E_EVENT_REKEYED = 17
E2E_EVENT_HEALTH = 18
E2E_EVENT_ROLLBACK = 19
E2E_EVENT_DH_REFUSED = 20
E2E_EVENT_QUEUED = 21
E2E_EVENT_GAP = 22
E2E_EVENT_LOGGED_OUT = 23
E2E_BACKEND_VERSION = 1
E2E_DH_BYTES = 256
E2E_HASH_PARTS_MAX = 4
E2E_HASH_MD5 = 1
E2E_HASH_SHA1 = 2
E2E_HASH_SHA256 = 3
E2E_MD5_BYTES = 16
E2E_SHA1_BYTES = 20
E2E_SHA256_BYTES = 32
E2E_DECRYPT = 0
E2E_ENCRYPT = 1
E2E_KEY_BYTES = 256
E2E_MSG_KEY_BYTES = 16
E2E_AES_KEY_BYTES = 32
E2E_AES_IV_BYTES = 32
E2E_KEY_HASH_BYTES = 36
E2E_KEY_HASH_LEGACY_BYTES = 16
E2E_PICTURE_SIDE = 12
E2E_PICTURE_LEGACY_SIDE = 8
E2E_PICTURE_COLOURS = 4
E2E_KEY_TEXT_BYTES = 100
E2E_KEY_EMOJI = 5
E2E_CALL_EMOJI = 4
E2E_EMOJI_TABLE = 333
E2E_PADDING_TDLIB = 0
E2E_PADDING_MINIMAL = 1
E2E_PADDING_RANDOM = 2
E2E_PADDING_FIXED = 3
E2E_PADDING_EXACT = 4
E2E_CREATOR = 0
E2E_ACCEPTOR = 1
E2E_PACKET_HEAD_BYTES = 24
E2E_PACKET_MIN_BYTES = 40
E2E_PACKET_MAX_BYTES = 16777192
E2E_PAYLOAD_MAX_BYTES = 16776128
E2E_CLIENT = 0
E2E_SERVER = 1
E2E_CLOUD_HEAD_BYTES = 32
E2E_CLOUD_BODY_MAX_BYTES = 16776100
E2E_BIND_BYTES = 104
E2E_BIND_INNER_BYTES = 40
E2E_FILE_PAD_ZERO = 0
E2E_FILE_PAD_RANDOM = 1
E2E_TL_ODD_PADDING = 1
E2E_TL_ODD_LENGTH = 2
E2E_TL_ODD_FLAGS = 4
E2E_TL_TEXT = 0
E2E_TL_JSON = 1
E2E_TL_KIND_FLAGS = 1
E2E_TL_KIND_INT = 2
E2E_TL_KIND_LONG = 3
E2E_TL_KIND_DOUBLE = 4
E2E_TL_KIND_STRING = 5
E2E_TL_KIND_BYTES = 6
E2E_TL_KIND_TRUE = 7
E2E_TL_KIND_LONGS = 8
E2E_TL_KIND_OBJECT = 9
E2E_TL_KIND_OBJECTS = 10
E2E_TL_SCHEMA_SECRET = 0
E2E_TL_SCHEMA_SERVER = 1
E2E_LAYER = 144
E2E_LOST_ENTITIES = 1
E2E_LOST_SPOILERS = 2
E2E_LOST_CUSTOM_EMOJI = 4
E2E_LOST_SILENT = 8
E2E_LOST_ALBUM = 16
E2E_LOST_NO_WEBPAGE = 32
E2E_LOST_ROUND = 64
E2E_LOST_TEXT = 128
E2E_LOST_SIZE = 256
E2E_TYPE_ANY = 0
E2E_TYPE_DECRYPTED_MESSAGE = 1
E2E_TYPE_DECRYPTED_MESSAGE_MEDIA = 2
E2E_TYPE_DECRYPTED_MESSAGE_ACTION = 3
E2E_TYPE_DECRYPTED_MESSAGE_LAYER = 4
E2E_TYPE_SEND_MESSAGE_ACTION = 5
E2E_TYPE_DOCUMENT_ATTRIBUTE = 6
E2E_TYPE_PHOTO_SIZE = 7
E2E_TYPE_FILE_LOCATION = 8
E2E_TYPE_MESSAGE_ENTITY = 9
E2E_TYPE_INPUT_STICKER_SET = 10
E2E_TYPE_BOOL = 11
E2E_TYPE_INPUT_USER = 12
E2E_TYPE_INPUT_ENCRYPTED_CHAT = 13
E2E_TYPE_ENCRYPTED_CHAT = 14
E2E_TYPE_ENCRYPTED_FILE = 15
E2E_TYPE_INPUT_ENCRYPTED_FILE = 16
E2E_TYPE_INPUT_FILE_LOCATION = 17
E2E_TYPE_ENCRYPTED_MESSAGE = 18
E2E_TYPE_MESSAGES_DH_CONFIG = 19
E2E_TYPE_MESSAGES_SENT_ENCRYPTED_MESSAGE = 20
E2E_TYPE_UPDATE = 21
E2E_CHECKS_MAX = 64
E2E_ACT_DEFAULT = 0
E2E_ACT_IGNORE = 1
E2E_ACT_REPORT = 2
E2E_ACT_CLOSE = 3
E2E_POLICY_STANDARD = 0
E2E_POLICY_STRICT = 1
E2E_POLICY_LENIENT = 2
E2E_NOW_MIN = 100000000000
E2E_NOW_MAX = 253402300799999
E2E_TIMING_MAX_MS = 3155760000000
E2E_LIMIT_MAX = 1073741824
E2E_CONFIG_MTPROTO1 = 1
E2E_CONFIG_CHAINS = 2
E2E_CONFIG_ACK_QTS = 4
E2E_CONFIG_NO_REKEY = 8
E2E_CONFIG_NO_NOTIFY = 16
E2E_CONFIG_SKIP_FIRST = 32
E2E_CONFIG_KNOWN_PRIME = 64
E2E_CONFIG_NO_ACK = 128
E2E_GENERATION_MAX = 1152921504606846976
E2E_STEP_NONE = 0
E2E_STEP_COMMIT = 1
E2E_STEP_CALL = 2
E2E_FILE_NONE = 0
E2E_FILE_UPLOADED = 1
E2E_FILE_BIG = 2
E2E_FILE_EXISTING = 3
E2E_CALL_SILENT = 1
E2E_CALL_DELETE_HISTORY = 2
E2E_CALL_TYPING = 4
E2E_CALL_REPEATED = 8
E2E_ROW_KEY_MAX_BYTES = 32
E2E_MESSAGE_SERVICE = 1
E2E_MESSAGE_PARTIAL = 2
E2E_MESSAGE_SILENT = 4
E2E_MESSAGE_WARNED = 8
E2E_MESSAGE_NO_FILE = 16
E2E_MESSAGE_OLD = 32
E2E_MESSAGE_NEWER_LAYER = 64
E2E_CHAT_HISTORY = 256
E2E_TYPING_ENDED = 512
E2E_REKEY_NONE = 0
E2E_REKEY_REQUESTED = 1
E2E_REKEY_ACCEPTED = 2
E2E_KEY_CURRENT = 0
E2E_KEY_OLD = 1
E2E_KEY_NEW = 2
E2E_SEND_SILENT = 1
E2E_TTL_VIEW_ONCE = 2147483647
E2E_TEXT_MAX_BYTES = 65536


class e2e_bytes(Structure):
    pass


class e2e_allocator(Structure):
    pass


class e2e_backend(Structure):
    pass


class e2e_crypto(Structure):
    pass


class e2e_crypto_config(Structure):
    pass


class e2e_key(Structure):
    pass


class e2e_padding(Structure):
    pass


class e2e_cloud_message(Structure):
    pass


class e2e_bind_temp_key(Structure):
    pass


class e2e_dh_group(Structure):
    pass


class e2e_file_key(Structure):
    pass


class e2e_file(Structure):
    pass


class e2e_file_checkpoint(Structure):
    pass


class e2e_tl(Structure):
    pass


class e2e_tl_longs(Structure):
    pass


class e2e_tl_objects(Structure):
    pass


class e2e_tl_limits(Structure):
    pass


class e2e_tl_got(Structure):
    pass


class e2e_tl_info(Structure):
    pass


class e2e_tl_field_info(Structure):
    pass


class e2e_limits(Structure):
    pass


class e2e_timing(Structure):
    pass


class e2e_account(Structure):
    pass


class e2e_config(Structure):
    pass


class e2e_remote_file(Structure):
    pass


class e2e_input_file(Structure):
    pass


class e2e_call(Structure):
    pass


class e2e_step(Structure):
    pass


class e2e_row(Structure):
    pass


class e2e_event(Structure):
    pass


class e2e_chat(Structure):
    pass


e2e_bytes._fields_ = [
    ("p", c_void_p),
    ("n", c_size_t),
]

e2e_allocator._fields_ = [
    ("size", c_uint32),
    ("user", c_void_p),
    ("alloc", CFUNCTYPE(c_void_p, c_void_p, c_size_t)),
    ("free", CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)),
]

e2e_backend._fields_ = [
    ("size", c_uint32),
    ("version", c_uint32),
    ("name", c_char_p),
    ("user", c_void_p),
    ("state_size", c_size_t),
    ("open", CFUNCTYPE(c_int32, c_void_p, c_void_p)),
    ("close", CFUNCTYPE(None, c_void_p)),
    ("random", CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_size_t)),
    ("hash", CFUNCTYPE(c_int32, c_void_p, c_uint32, POINTER(c_uint8), POINTER(e2e_bytes),
        c_size_t)),
    ("ige", CFUNCTYPE(c_int32, c_void_p, c_uint32, c_void_p, POINTER(c_uint8),
        POINTER(c_uint8), c_size_t)),
    ("modexp", CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8), c_void_p, c_void_p, c_void_p)),
]

e2e_crypto_config._fields_ = [
    ("size", c_uint32),
    ("backend", POINTER(e2e_backend)),
    ("allocator", POINTER(e2e_allocator)),
]

e2e_key._fields_ = [
    ("size", c_uint32),
    ("set", c_uint32),
    ("fingerprint", c_int64),
    ("value", c_uint8 * 256),
]

e2e_padding._fields_ = [
    ("size", c_uint32),
    ("policy", c_uint32),
    ("bytes", c_uint32),
]

e2e_cloud_message._fields_ = [
    ("size", c_uint32),
    ("seq_no", c_int32),
    ("salt", c_int64),
    ("session_id", c_int64),
    ("msg_id", c_int64),
    ("body", e2e_bytes),
]

e2e_bind_temp_key._fields_ = [
    ("size", c_uint32),
    ("expires_at", c_int32),
    ("nonce", c_int64),
    ("temp_auth_key_id", c_int64),
    ("temp_session_id", c_int64),
    ("msg_id", c_int64),
]

e2e_dh_group._fields_ = [
    ("size", c_uint32),
    ("g", c_int32),
    ("p", c_uint8 * 256),
]

e2e_file_key._fields_ = [
    ("size", c_uint32),
    ("fingerprint", c_int32),
    ("key", c_uint8 * 32),
    ("iv", c_uint8 * 32),
    ("set", c_uint32),
]

e2e_file._fields_ = [
    ("size", c_uint32),
    ("way", c_uint32),
    ("padding", c_uint32),
    ("reserved", c_uint32),
    ("plain_n", c_uint64),
    ("offset", c_uint64),
    ("key", c_uint8 * 32),
    ("chain", c_uint8 * 32),
]

e2e_file_checkpoint._fields_ = [
    ("size", c_uint32),
    ("reserved", c_uint32),
    ("offset", c_uint64),
    ("chain", c_uint8 * 32),
]

e2e_tl._fields_ = [
    ("ctor", c_uint32),
]

e2e_tl_longs._fields_ = [
    ("v", POINTER(c_int64)),
    ("n", c_size_t),
]

e2e_tl_objects._fields_ = [
    ("v", POINTER(POINTER(e2e_tl))),
    ("n", c_size_t),
]

e2e_tl_limits._fields_ = [
    ("size", c_uint32),
    ("max_vector", c_uint32),
    ("max_bytes", c_size_t),
]

e2e_tl_got._fields_ = [
    ("size", c_uint32),
    ("odd", c_uint32),
    ("object", POINTER(e2e_tl)),
    ("unknown", c_uint32),
    ("reserved", c_uint32),
    ("rest", e2e_bytes),
]

e2e_tl_info._fields_ = [
    ("size", c_uint32),
    ("ctor", c_uint32),
    ("name", c_char_p),
    ("type", c_uint32),
    ("schema", c_uint32),
    ("layer", c_uint32),
    ("n_fields", c_uint32),
    ("struct_bytes", c_size_t),
]

e2e_tl_field_info._fields_ = [
    ("size", c_uint32),
    ("kind", c_uint32),
    ("name", c_char_p),
    ("offset", c_size_t),
    ("flag", c_uint32),
    ("type", c_uint32),
]

e2e_limits._fields_ = [
    ("size", c_uint32),
    ("requested_chats", c_uint32),
    ("early_messages", c_uint32),
    ("early_bytes", c_uint32),
    ("held_messages", c_uint32),
    ("held_bytes", c_uint32),
    ("ahead", c_uint32),
    ("outbox_messages", c_uint32),
    ("outbox_bytes", c_uint32),
    ("tail", c_uint32),
    ("resend_span", c_uint32),
    ("resend_repeats", c_uint32),
    ("resend_rate", c_uint32),
    ("timers", c_uint32),
    ("prime_checks", c_uint32),
    ("rejected_events", c_uint32),
    ("packet_bytes", c_uint32),
    ("peer_rekeys", c_uint32),
    ("account_rekeys", c_uint32),
]

e2e_timing._fields_ = [
    ("size", c_uint32),
    ("rekey_messages", c_uint32),
    ("rekey_age_ms", c_int64),
    ("answer_delay_ms", c_int64),
    ("resend_wait_ms", c_int64),
    ("resend_tries", c_uint32),
    ("ack_messages", c_uint32),
    ("retry_ms", c_int64),
    ("qts_wait_ms", c_int64),
    ("rekey_late_ms", c_int64),
    ("ack_ms", c_int64),
    ("old_key_ms", c_int64),
    ("gap_ms", c_int64),
]

e2e_config._fields_ = [
    ("size", c_uint32),
    ("flags", c_uint32),
    ("user_id", c_int64),
    ("backend", POINTER(e2e_backend)),
    ("allocator", POINTER(e2e_allocator)),
    ("limits", POINTER(e2e_limits)),
    ("timing", POINTER(e2e_timing)),
    ("padding", POINTER(e2e_padding)),
    ("policy", c_uint32),
    ("layer", c_int32),
    ("peer_layer", c_int32),
    ("reserved", c_uint32),
    ("act", c_uint8 * 64),
    ("generation", c_int64),
]

e2e_remote_file._fields_ = [
    ("size", c_uint32),
    ("dc_id", c_int32),
    ("id", c_int64),
    ("access_hash", c_int64),
    ("bytes", c_int64),
    ("key_fingerprint", c_int32),
    ("reserved", c_uint32),
]

e2e_input_file._fields_ = [
    ("size", c_uint32),
    ("kind", c_uint32),
    ("id", c_int64),
    ("access_hash", c_int64),
    ("parts", c_int32),
    ("key_fingerprint", c_int32),
    ("md5", e2e_bytes),
]

e2e_call._fields_ = [
    ("size", c_uint32),
    ("method", c_uint32),
    ("id", c_uint64),
    ("after", c_uint64),
    ("access_hash", c_int64),
    ("user_id", c_int64),
    ("random_id", c_int64),
    ("key_fingerprint", c_int64),
    ("chat_id", c_int32),
    ("flags", c_uint32),
    ("version", c_int32),
    ("random_length", c_int32),
    ("max_date", c_int32),
    ("max_qts", c_int32),
    ("g_x", e2e_bytes),
    ("data", e2e_bytes),
    ("request", e2e_bytes),
    ("file", POINTER(e2e_input_file)),
]

e2e_step._fields_ = [
    ("size", c_uint32),
    ("kind", c_uint32),
    ("id", c_uint64),
    ("n_rows", c_uint32),
    ("n_events", c_uint32),
    ("call", POINTER(e2e_call)),
]

e2e_row._fields_ = [
    ("size", c_uint32),
    ("table", c_uint32),
    ("key", e2e_bytes),
    ("value", e2e_bytes),
]

e2e_event._fields_ = [
    ("size", c_uint32),
    ("kind", c_uint32),
    ("chat_id", c_int32),
    ("flags", c_uint32),
    ("random_id", c_int64),
    ("value", c_int64),
    ("key_fingerprint", c_int64),
    ("date", c_int32),
    ("ttl", c_int32),
    ("layer", c_int32),
    ("code", c_int32),
    ("state", c_uint32),
    ("reason", c_uint32),
    ("health", c_uint32),
    ("unknown", c_uint32),
    ("message", POINTER(e2e_tl)),
    ("tl", e2e_bytes),
    ("ids", e2e_tl_longs),
    ("text", e2e_bytes),
    ("file", POINTER(e2e_remote_file)),
    ("reply_to", c_int64),
    ("grouped_id", c_int64),
    ("body", e2e_bytes),
    ("media", POINTER(e2e_tl)),
    ("action", POINTER(e2e_tl)),
    ("entities", e2e_tl_objects),
    ("first", c_int32),
    ("last", c_int32),
]

e2e_chat._fields_ = [
    ("size", c_uint32),
    ("chat_id", c_int32),
    ("state", c_uint32),
    ("reason", c_uint32),
    ("user_id", c_int64),
    ("access_hash", c_int64),
    ("date", c_int32),
    ("creator", c_uint32),
    ("layer", c_int32),
    ("peer_layer", c_int32),
    ("sent_layer", c_int32),
    ("ttl", c_int32),
    ("mtproto", c_uint32),
    ("verified", c_uint32),
    ("key_hash", c_uint8 * 36),
    ("has_key", c_uint32),
    ("key_fingerprint", c_int64),
    ("key_since", c_int64),
    ("key_uses", c_uint32),
    ("rekeying", c_uint32),
    ("old_key_fingerprint", c_int64),
    ("new_key_fingerprint", c_int64),
    ("in_seq", c_int32),
    ("out_seq", c_int32),
    ("acked_seq", c_int32),
    ("unsent", c_uint32),
    ("held", c_uint32),
    ("holes", c_uint32),
    ("hole_since", c_int64),
    ("early", c_uint32),
    ("timers", c_uint32),
    ("rejected", c_uint32),
    ("duplicates", c_uint32),
    ("late", c_uint32),
    ("health", c_uint32),
    ("epoch", c_int64),
]

# Result, and arguments.
FUNCTIONS = {
    "e2e_strerror": (c_char_p, (c_int32,)),
    "e2e_backend_by_name": (POINTER(e2e_backend), (c_char_p,)),
    "e2e_backend_at": (POINTER(e2e_backend), (c_size_t,)),
    "e2e_crypto_new": (c_int32, (POINTER(POINTER(e2e_crypto)), POINTER(e2e_crypto_config))),
    "e2e_crypto_free": (None, (POINTER(e2e_crypto),)),
    "e2e_crypto_backend": (c_char_p, (POINTER(e2e_crypto),)),
    "e2e_wipe": (None, (c_void_p, c_size_t)),
    "e2e_random": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), c_size_t)),
    "e2e_hash": (c_int32, (POINTER(e2e_crypto), c_uint32, POINTER(c_char), POINTER(e2e_bytes),
        c_size_t)),
    "e2e_ige": (c_int32, (POINTER(e2e_crypto), c_uint32, c_char_p, POINTER(c_char),
        POINTER(c_char), c_size_t)),
    "e2e_kdf_v1": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), POINTER(c_char), c_char_p,
        c_char_p, c_uint32)),
    "e2e_kdf_v2": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), POINTER(c_char), c_char_p,
        c_char_p, c_uint32)),
    "e2e_key_set": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_key), c_char_p)),
    "e2e_key_wipe": (None, (POINTER(e2e_key),)),
    "e2e_key_hash": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), POINTER(e2e_key),
        POINTER(e2e_key))),
    "e2e_key_picture": (None, (POINTER(c_char), c_char_p)),
    "e2e_key_picture_legacy": (None, (POINTER(c_char), c_char_p)),
    "e2e_picture_rgb": (c_uint32, (c_uint32,)),
    "e2e_key_text": (None, (POINTER(c_char), c_char_p)),
    "e2e_key_emoji": (None, (POINTER(c_uint16), c_char_p)),
    "e2e_call_emoji": (c_int32, (POINTER(e2e_crypto), POINTER(c_uint16), c_char_p, c_char_p,
        c_size_t)),
    "e2e_message_seal": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), c_size_t,
        POINTER(c_size_t), POINTER(e2e_key), c_uint32, POINTER(e2e_padding), c_char_p,
        c_size_t)),
    "e2e_message_open": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_bytes), POINTER(c_char),
        c_size_t, POINTER(e2e_key), c_uint32, c_char_p, c_size_t)),
    "e2e_message_seal_v1": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), c_size_t,
        POINTER(c_size_t), POINTER(e2e_key), c_char_p, c_size_t)),
    "e2e_message_open_v1": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_bytes), POINTER(c_char),
        c_size_t, POINTER(e2e_key), c_char_p, c_size_t)),
    "e2e_cloud_seal": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), c_size_t,
        POINTER(c_size_t), POINTER(e2e_key), c_uint32, POINTER(e2e_padding),
        POINTER(e2e_cloud_message))),
    "e2e_cloud_open": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_cloud_message),
        POINTER(c_char), c_size_t, POINTER(e2e_key), c_uint32, c_int64, c_char_p, c_size_t)),
    "e2e_bind_temp_key_seal": (c_int32, (POINTER(e2e_crypto), POINTER(c_char),
        POINTER(e2e_key), POINTER(e2e_bind_temp_key))),
    "e2e_dh_group_known": (None, (POINTER(e2e_dh_group),)),
    "e2e_dh_group_set": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_dh_group), c_char_p,
        c_size_t, c_int32)),
    "e2e_dh_prime_digest": (c_int32, (POINTER(e2e_crypto), POINTER(c_char), c_char_p,
        c_size_t)),
    "e2e_dh_verdict_set": (c_int32, (POINTER(e2e_crypto), c_char_p, c_int32)),
    "e2e_dh_value_check": (c_int32, (POINTER(e2e_dh_group), POINTER(c_char), c_char_p,
        c_size_t)),
    "e2e_dh_keypair": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_dh_group), POINTER(c_char),
        POINTER(c_char), c_char_p, c_size_t)),
    "e2e_dh_agree": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_key), POINTER(e2e_dh_group),
        c_char_p, c_char_p, c_size_t)),
    "e2e_file_key_new": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_file_key))),
    "e2e_file_key_set": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_file_key), c_char_p,
        c_size_t, c_char_p, c_size_t)),
    "e2e_file_key_check": (c_int32, (POINTER(e2e_file_key), c_int32)),
    "e2e_file_container_bytes": (c_uint64, (c_uint64,)),
    "e2e_file_sizes_check": (c_int32, (c_int64, c_int64)),
    "e2e_file_start": (c_int32, (POINTER(e2e_file), POINTER(e2e_file_key), c_uint32, c_uint64,
        c_uint32, POINTER(e2e_file_checkpoint))),
    "e2e_file_encrypt": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_file), POINTER(c_char),
        c_size_t, POINTER(c_size_t), c_char_p, c_size_t)),
    "e2e_file_decrypt": (c_int32, (POINTER(e2e_crypto), POINTER(e2e_file), POINTER(c_char),
        c_size_t, POINTER(c_size_t), c_char_p, c_size_t)),
    "e2e_file_end": (c_int32, (POINTER(e2e_file),)),
    "e2e_file_checkpoint_get": (c_int32, (POINTER(e2e_file), POINTER(e2e_file_checkpoint))),
    "e2e_file_wipe": (None, (POINTER(e2e_file),)),
    "e2e_tl_get": (c_int32, (POINTER(e2e_tl_got), c_void_p, c_size_t, c_uint32, c_char_p,
        c_size_t, POINTER(e2e_tl_limits))),
    "e2e_tl_check": (c_int32, (c_uint32, c_char_p, c_size_t, POINTER(e2e_tl_limits))),
    "e2e_utf8_check": (c_int32, (c_char_p, c_size_t)),
    "e2e_tl_measure": (c_int32, (POINTER(c_size_t), c_uint32, POINTER(e2e_tl))),
    "e2e_tl_put": (c_int32, (POINTER(c_char), c_size_t, POINTER(c_size_t), c_uint32,
        POINTER(e2e_tl))),
    "e2e_tl_print": (c_int32, (POINTER(c_char), c_size_t, POINTER(c_size_t), POINTER(e2e_tl),
        c_uint32)),
    "e2e_tl_name": (c_char_p, (c_uint32,)),
    "e2e_tl_info_get": (c_int32, (POINTER(e2e_tl_info), c_uint32)),
    "e2e_tl_info_at": (c_int32, (POINTER(e2e_tl_info), c_size_t)),
    "e2e_tl_field_get": (c_int32, (POINTER(e2e_tl_field_info), c_uint32, c_uint32)),
    "e2e_layer_wrapper": (c_int32, (c_int32, c_int32)),
    "e2e_layer_convert": (c_int32, (POINTER(POINTER(e2e_tl)), POINTER(c_uint32), c_void_p,
        c_size_t, POINTER(e2e_tl), c_int32)),
    "e2e_version": (c_char_p, ()),
    "e2e_abi_version": (c_uint32, ()),
    "e2e_policy_get": (c_uint32, (c_uint32, c_uint32)),
    "e2e_account_new": (c_int32, (POINTER(POINTER(e2e_account)), POINTER(e2e_config))),
    "e2e_account_free": (None, (POINTER(e2e_account),)),
    "e2e_load": (c_int32, (POINTER(e2e_account), c_uint32, c_char_p, c_size_t, c_char_p,
        c_size_t)),
    "e2e_start": (c_int32, (POINTER(e2e_account), c_int64)),
    "e2e_resume": (c_int32, (POINTER(e2e_account), c_int64)),
    "e2e_generation": (c_int64, (POINTER(e2e_account),)),
    "e2e_account_crypto": (POINTER(e2e_crypto), (POINTER(e2e_account),)),
    "e2e_next": (c_int32, (POINTER(e2e_account), POINTER(e2e_step))),
    "e2e_committed": (c_int32, (POINTER(e2e_account), c_uint64)),
    "e2e_row_at": (c_int32, (POINTER(e2e_account), POINTER(e2e_row), c_uint32)),
    "e2e_event_at": (c_int32, (POINTER(e2e_account), POINTER(e2e_event), c_uint32)),
    "e2e_call_done": (c_int32, (POINTER(e2e_account), c_uint64, c_int32,
        POINTER(e2e_remote_file), c_int64)),
    "e2e_call_done_tl": (c_int32, (POINTER(e2e_account), c_uint64, c_char_p, c_size_t,
        c_int64)),
    "e2e_call_failed": (c_int32, (POINTER(e2e_account), c_uint64, c_int32, c_char_p, c_size_t,
        c_int64)),
    "e2e_deadline": (c_int64, (POINTER(e2e_account),)),
    "e2e_tick": (c_int32, (POINTER(e2e_account), c_int64)),
    "e2e_feed_tl": (c_int32, (POINTER(e2e_account), c_char_p, c_size_t, c_int64)),
    "e2e_feed_dh_config": (c_int32, (POINTER(e2e_account), c_int32, c_int32, c_char_p,
        c_size_t, c_char_p, c_size_t, c_int64)),
    "e2e_feed_dh_not_modified": (c_int32, (POINTER(e2e_account), c_char_p, c_size_t, c_int64)),
    "e2e_feed_requested": (c_int32, (POINTER(e2e_account), c_int32, c_int64, c_int32, c_int64,
        c_int64, c_char_p, c_size_t, c_int64)),
    "e2e_feed_waiting": (c_int32, (POINTER(e2e_account), c_int32, c_int64, c_int32, c_int64,
        c_int64, c_int64)),
    "e2e_feed_accepted": (c_int32, (POINTER(e2e_account), c_int32, c_int64, c_int32, c_int64,
        c_int64, c_char_p, c_size_t, c_int64, c_int64)),
    "e2e_feed_discarded": (c_int32, (POINTER(e2e_account), c_int32, c_uint32, c_int64)),
    "e2e_feed_message": (c_int32, (POINTER(e2e_account), c_int32, c_int64, c_int32, c_char_p,
        c_size_t, POINTER(e2e_remote_file), c_uint32, c_int32, c_int64)),
    "e2e_feed_read": (c_int32, (POINTER(e2e_account), c_int32, c_int32, c_int32, c_int64)),
    "e2e_feed_typing": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_feed_qts": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_qts": (c_int32, (POINTER(e2e_account),)),
    "e2e_reason_text": (c_char_p, (c_uint32,)),
    "e2e_chat_get": (c_int32, (POINTER(e2e_account), POINTER(e2e_chat), c_int32)),
    "e2e_chat_at": (c_int32, (POINTER(e2e_account), POINTER(e2e_chat), c_uint32)),
    "e2e_chat_held": (c_int32, (POINTER(e2e_account), POINTER(c_int32), c_int32, c_uint32)),
    "e2e_chat_key": (c_int32, (POINTER(e2e_account), POINTER(e2e_key), c_int32, c_uint32)),
    "e2e_chat_start": (c_int32, (POINTER(e2e_account), POINTER(c_int32), c_int64, c_int64,
        c_int64)),
    "e2e_chat_accept": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_chat_reject": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_chat_close": (c_int32, (POINTER(e2e_account), c_int32, c_uint32, c_int64)),
    "e2e_chat_forget": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_chat_verify": (c_int32, (POINTER(e2e_account), c_int32, c_uint32, c_int64)),
    "e2e_chat_skip": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_chat_report": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_chat_typing": (c_int32, (POINTER(e2e_account), c_int32, c_uint32, c_int64)),
    "e2e_chat_read": (c_int32, (POINTER(e2e_account), c_int32, c_int32, c_int64)),
    "e2e_chat_rekey": (c_int32, (POINTER(e2e_account), c_int32, c_int64)),
    "e2e_send_message": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64),
        POINTER(c_uint32), POINTER(e2e_tl), POINTER(e2e_input_file), c_uint32, c_int64)),
    "e2e_send_tl": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64),
        POINTER(c_uint32), c_char_p, c_size_t, POINTER(e2e_input_file), c_uint32, c_int64)),
    "e2e_send_text": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64), c_char_p,
        c_size_t, c_int64, c_uint32, c_int64)),
    "e2e_send_action": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64),
        POINTER(e2e_tl), c_int64)),
    "e2e_send_ttl": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64), c_int32,
        c_int64)),
    "e2e_send_delete": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64),
        POINTER(c_int64), c_size_t, c_int64)),
    "e2e_send_flush": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64), c_int64)),
    "e2e_send_screenshot": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64),
        POINTER(c_int64), c_size_t, c_int64)),
    "e2e_send_opened": (c_int32, (POINTER(e2e_account), c_int32, POINTER(c_int64),
        POINTER(c_int64), c_size_t, c_int64)),
}
