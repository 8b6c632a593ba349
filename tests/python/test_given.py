# SPDX-License-Identifier: ISC
"""Whatever is given to a function of the package: the answer is an e2e.Error, a TypeError or a
ValueError, never an error of ctypes or of the inside, and no number is cut in silence.  What is like
bytes is taken wherever bytes are."""
import ctypes
import inspect as signatures
import tempfile
import unittest

import e2e
from e2e import crypto, enums, files, inspect, picture, schema
from server import pair

CONTEXT = crypto.Crypto()
KEY = CONTEXT.key(bytes(255) + b"k")
GROUP = crypto.known_group()
SEALED = CONTEXT.seal(KEY, crypto.CREATOR, bytes(16))
OLD = CONTEXT.seal_v1(KEY, bytes(16))
CLOUD = crypto.CloudMessage(1, 2, 4, 0, bytes(16))
FILE = files.FileKey(bytes(range(32)), bytes(32))
MESSAGE = schema.DecryptedMessage(message="x")
VALUE = CONTEXT.keypair(GROUP)[1]
FIELDS = dict(chat_id=5, access_hash=6, date=7, admin_id=2, participant_id=1)

# Calls that are right; each argument is then made wrong in turn.
CRYPTO = [
    ("backend_struct", crypto.backend_struct, dict(name=CONTEXT.backend)),
    ("Crypto", crypto.Crypto, dict(backend=None)),
    ("value_check", crypto.value_check, dict(group=GROUP, value=VALUE)),
    ("random", CONTEXT.random, dict(n=3)),
    ("hash", CONTEXT.hash, dict(algorithm=crypto.SHA1)),
    ("ige", CONTEXT.ige, dict(way=1, key=bytes(32), iv=bytes(32), data=bytes(32))),
    ("kdf_v1", CONTEXT.kdf_v1, dict(key=bytes(256), msg_key=bytes(16), x=0)),
    ("kdf_v2", CONTEXT.kdf_v2, dict(key=bytes(256), msg_key=bytes(16), x=8)),
    ("key", CONTEXT.key, dict(value=KEY.value)),
    ("key_hash", CONTEXT.key_hash, dict(initial=KEY, layer46=None)),
    ("call_emoji", CONTEXT.call_emoji, dict(key=bytes(256), g_a=VALUE)),
    ("seal", CONTEXT.seal, dict(key=KEY, sender=0, payload=bytes(16), padding=None)),
    ("open", CONTEXT.open, dict(key=KEY, sender=0, packet=SEALED)),
    ("seal_v1", CONTEXT.seal_v1, dict(key=KEY, payload=bytes(16))),
    ("open_v1", CONTEXT.open_v1, dict(key=KEY, packet=OLD)),
    ("cloud_seal", CONTEXT.cloud_seal, dict(key=KEY, sender=0, message=CLOUD, padding=None)),
    ("cloud_open", CONTEXT.cloud_open, dict(key=KEY, sender=0, session_id=2, packet=CONTEXT.
                                            cloud_seal(KEY, 0, CLOUD))),
    ("bind_temp_key", CONTEXT.bind_temp_key, dict(
        permanent=KEY, nonce=1, temp_auth_key_id=2, temp_session_id=3, expires_at=4, msg_id=4)),
    ("group", CONTEXT.group, dict(p=GROUP.p, g=3)),
    ("prime_digest", CONTEXT.prime_digest, dict(p=GROUP.p)),
    ("set_verdict", CONTEXT.set_verdict, dict(digest=bytes(32), good=True)),
    ("keypair", CONTEXT.keypair, dict(group=GROUP, server_random=bytes(256))),
    ("agree", CONTEXT.agree, dict(group=GROUP, exponent=bytes(255) + b"\5", value=VALUE)),
]
OTHERS = [
    ("FileKey", files.FileKey, dict(key=bytes(32), iv=bytes(32), fingerprint=None)),
    ("received", files.FileKey.received, dict(key=bytes(32), iv=bytes(32))),
    ("container_size", files.container_size, dict(size=5)),
    ("sizes_fit", files.sizes_fit, dict(media=5, container=16)),
    ("Cipher", files.Cipher, dict(key=FILE, way=files.ENCRYPT, size=100, padding=0, start=None)),
    ("update", lambda data: files.Cipher(FILE, files.ENCRYPT, 32).update(data), dict(data=bytes(32))),
    ("matrix", picture.matrix, dict(key_hash=bytes(36))),
    ("legacy_matrix", picture.legacy_matrix, dict(key_hash=bytes(36))),
    ("text", picture.text, dict(key_hash=bytes(36))),
    ("emoji", picture.emoji, dict(key_hash=bytes(36))),
    ("ppm", picture.ppm, dict(key_hash=bytes(36), scale=2)),
    ("rgb", picture.rgb, dict(colour=1)),
    ("encode", schema.encode, dict(value=MESSAGE, type_=schema.ANY)),
    ("decode", schema.decode, dict(data=schema.encode(MESSAGE), type_=schema.ANY)),
    ("decode_partly", schema.decode_partly, dict(data=schema.encode(MESSAGE), type_=schema.ANY)),
    ("to_text", schema.to_text, dict(value=MESSAGE)),
    ("to_json", schema.to_json, dict(value=MESSAGE)),
    ("name_of", schema.name_of, dict(ctor=1)),
    ("type_of", schema.type_of, dict(value=MESSAGE)),
    ("wrapper_layer", schema.wrapper_layer, dict(own=144, peer=73)),
    ("convert", schema.convert, dict(message=MESSAGE, layer=73)),
    ("inspect", inspect.inspect, dict(data=SEALED, key=KEY.value, sender=0, mtproto=2)),
    ("reason_text", enums.reason_text, dict(reason=1)),
    ("policy_act", enums.policy_act, dict(policy=0, check=1)),
]
ORDERS = {
    "chat_start": dict(user_id=3, access_hash=4), "chat": {}, "held": {}, "key": dict(which=0),
    "accept": {}, "reject": {}, "close_chat": dict(delete_history=False), "forget": {},
    "verify": dict(verified=True), "report": {}, "skip": {}, "typing": dict(typing=True),
    "read": dict(max_date=5), "rekey": {},
    "send_text": dict(text="x", reply_to=0, silent=False, random_id=0),
    "send": dict(message=MESSAGE, file=None, silent=False, random_id=0),
    "send_action": dict(action=schema.DecryptedMessageActionTyping(
        action=schema.SendMessageTypingAction()), random_id=0),
    "set_ttl": dict(seconds=5, random_id=0), "delete": dict(ids=[1], random_id=0),
    "flush": dict(random_id=0), "screenshot": dict(ids=[1], random_id=0),
    "opened": dict(ids=[1], random_id=0),
}
FACTS = {
    "feed_tl": dict(data=bytes(4)),
    "feed_message": dict(chat_id=1, random_id=1, date=1, data=bytes(50), file=None, service=False,
                         qts=0),
    "feed_requested": dict(FIELDS, g_a=VALUE), "feed_waiting": FIELDS,
    "feed_accepted": dict(FIELDS, g_a_or_b=VALUE, key_fingerprint=0),
    "feed_discarded": dict(chat_id=5, history_deleted=False),
    "feed_dh_config": dict(version=1, g=3, p=GROUP.p, random=bytes(256)),
    "feed_dh_not_modified": dict(random=bytes(256)),
    "feed_read": dict(chat_id=5, max_date=1, date=1), "feed_typing": dict(chat_id=5),
    "feed_qts": dict(qts=1), "call_done": dict(call_id=1, result=bytes(4)),
    "call_done_typed": dict(call_id=1, date=0, file=None),
    "call_failed": dict(call_id=1, code=0, text=""),
}
WRONG = ["text", "\ud800", b"\1\2\3", bytearray(3), memoryview(b"abcd").cast("I"), 5, -1, 2 ** 31,
         2 ** 63, 2 ** 64 + 1, -2 ** 64, 1.5, float("nan"), None, [], [1], ["x"], (), {}, object(),
         MESSAGE, FILE, KEY, GROUP, CLOUD, e2e.Limits(), e2e.Timing(), True,
         e2e.RemoteFile(1, 2, 2 ** 70, 4, 5), e2e.InputFile("x", 1), e2e.InputFile(1, 1, md5=b"x"),
         e2e.InputFile(1, 1, md5="\xe9"), files.Checkpoint(-1, bytes(32)),
         files.Checkpoint(2 ** 64 + 16, bytes(32)), crypto.Padding("x"), crypto.Padding(3, -1),
         crypto.Group("x", GROUP.p), crypto.Group(2 ** 32 + 3, GROUP.p),
         crypto.CloudMessage(2 ** 64, 2, 4, 0, b""), crypto.CloudMessage(1, 2, 4, 0, "x")]
ALLOWED = (e2e.Error, TypeError, ValueError)


def calls(account, chat_id):
    """All that there are, and for an account with a chat."""
    yield from CRYPTO
    yield from OTHERS
    for name, arguments in ORDERS.items():
        whose = {} if name == "chat_start" else {"chat_id": chat_id}
        yield name, getattr(account, name), {**whose, **arguments}
    for name, arguments in FACTS.items():
        yield name, getattr(account, name), arguments


class Given(unittest.TestCase):
    def setUp(self):
        self.alice, _, self.chat_id = pair()

    def calls(self):
        return list(calls(self.alice.account, self.chat_id))

    def test_no_function_is_left_out(self):
        of_account = {name for cls in e2e.Account.__mro__[:-2] for name, value in vars(cls).items()
                      if not name.startswith("_") and signatures.isfunction(value)}
        self.assertEqual(of_account - set(ORDERS) - set(FACTS),
                         {"run", "tick", "chats", "resume"})
        of_crypto = {name for name, value in vars(crypto.Crypto).items()
                     if not name.startswith("_") and signatures.isfunction(value)}
        self.assertEqual(of_crypto - {name for name, _, _ in CRYPTO}, {"close"})
        for module in (crypto, files, picture, enums):
            have = {name for name, value in vars(module).items() if not name.startswith("_")
                    and signatures.isfunction(value) and value.__module__ == module.__name__}
            listed = {name for name, _, _ in CRYPTO + OTHERS}
            self.assertEqual(have - listed - {
                "backends", "exactly", "known_group", "named", "encrypt_parts", "copy",
                "encrypt_file", "decrypt_file"}, set(), module)

    def test_wrong(self):
        for name, function, right in self.calls():
            for argument in right:
                for wrong in WRONG:
                    if name == "random" and wrong == 2 ** 31:
                        continue    # is right, if one has the memory
                    try:
                        function(**{**right, argument: wrong})
                    except ALLOWED as error:
                        self.assertNotIsInstance(error, ctypes.ArgumentError)
                        self.assertNotIn("AttributeError", str(error))
                    except Exception as error:
                        self.fail(f"{name}({argument}={wrong!r}): {type(error).__name__}: {error}")

    def test_numbers_are_not_cut(self):
        """2^64 and 2^32 more than what is right is something else."""
        for name, function, right in self.calls():
            for argument, value in right.items():
                for more in (2 ** 64, 2 ** 32, -2 ** 64):
                    if type(value) is int and not (more == 2 ** 32 and argument in WIDE):
                        with self.assertRaises(e2e.ArgumentError, msg=(name, argument, more)):
                            function(**{**right, argument: value + more})

    def test_all_kinds_of_bytes(self):
        for name, function, right in self.calls():
            for argument, value in right.items():
                if not isinstance(value, bytes) or argument == "message":
                    continue
                for kind in (bytearray, memoryview):
                    try:
                        function(**{**right, argument: kind(value)})
                    except e2e.StateError:
                        pass    # of a handshake that is over
                with self.assertRaises(TypeError, msg=(name, argument)):
                    function(**{**right, argument: "t" * len(value)})

    def test_text_is_text(self):
        account = self.alice.account
        for wrong in (b"x", bytearray(b"x"), 5, None, ["x"]):
            with self.assertRaises(TypeError):
                account.send_text(self.chat_id, wrong)
            with self.assertRaises(TypeError):
                account.call_failed(1, 0, wrong)
        for wrong in (b"nettle", 5):
            with self.assertRaises(TypeError):
                crypto.Crypto(wrong)

    def test_account(self):
        """What it is made of."""
        for argument in ("user_id", "policy", "acts", "limits", "timing", "flags", "layer",
                         "peer_layer", "backend", "clock"):
            for wrong in WRONG + [{1: "x"}, {"x": 1}, {1: 2 ** 32}, lambda: "x", lambda: None,
                                  lambda: float("inf"), lambda: float("nan"), lambda: 1e30]:
                store = e2e.MemoryStore()
                try:
                    e2e.Account(**{"store": store, "user_id": 1, argument: wrong}).close()
                except ALLOWED as error:
                    self.assertNotIsInstance(error, ctypes.ArgumentError)
                except Exception as error:
                    self.fail(f"{argument}={wrong!r}: {type(error).__name__}: {error}")
        for wrong in (e2e.Limits(), e2e.Timing()):
            name = "timing" if isinstance(wrong, e2e.Limits) else "limits"
            with self.assertRaises(TypeError):
                e2e.Account(e2e.MemoryStore(), 1, **{name: wrong})
        with self.assertRaises(TypeError):
            e2e.Limits(5)
        with self.assertRaises(TypeError):
            e2e.Timing(5)

    def test_store(self):
        with tempfile.TemporaryDirectory() as folder:
            with e2e.SQLiteStore(folder + "/db") as store:
                for wrong in WRONG:
                    try:
                        store.done(wrong)
                        store.events(wrong)
                    except ALLOWED:
                        pass


# Arguments that have 64 bits, or none of their own.
WIDE = {"user_id", "access_hash", "random_id", "admin_id", "participant_id", "key_fingerprint",
        "reply_to", "call_id", "nonce", "temp_auth_key_id", "temp_session_id", "msg_id",
        "session_id", "size", "media", "container", "n"}


if __name__ == "__main__":
    unittest.main()
