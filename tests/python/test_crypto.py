# SPDX-License-Identifier: ISC
"""The building blocks against the vectors of other implementations, for each backend, and what
they refuse."""
import gc
import hashlib
import unittest

import e2e
from e2e import crypto
from support import of_hex, vectors


class OfBackend:
    """Tests that run for each backend of the build."""

    backend = ""

    def setUp(self):
        self.crypto = crypto.Crypto(self.backend)
        self.addCleanup(self.crypto.close)

    def test_primitives(self):
        self.assertEqual(self.crypto.backend, self.backend)
        for algorithm, name in ((crypto.MD5, "md5"), (crypto.SHA1, "sha1"),
                                (crypto.SHA256, "sha256")):
            self.assertEqual(self.crypto.hash(algorithm, b"a", b"", b"bc"),
                             hashlib.new(name, b"abc").digest())
        self.assertEqual(len(self.crypto.random(100)), 100)
        self.assertNotEqual(self.crypto.random(16), self.crypto.random(16))
        self.assertEqual(self.crypto.random(0), b"")

    def test_ige(self):
        for row in vectors("aes_ige"):
            key, iv, plain, sealed = of_hex(row, "key", "iv", "plaintext", "ciphertext")
            if len(key) == 32:
                self.assertEqual(self.crypto.ige(1, key, iv, plain)[0], sealed)
                self.assertEqual(self.crypto.ige(0, key, iv, sealed)[0], plain)

    def test_ige_in_pieces(self):
        key, iv, data = bytes(range(32)), bytes(32), bytes(range(64))
        whole, _ = self.crypto.ige(1, key, iv, data)
        first, chain = self.crypto.ige(1, key, iv, data[:16])
        self.assertEqual(first + self.crypto.ige(1, key, chain, data[16:])[0], whole)

    def test_kdf(self):
        for topic, kdf in (("kdf_mtproto1", self.crypto.kdf_v1),
                           ("kdf_mtproto2", self.crypto.kdf_v2)):
            for row in vectors(topic):
                key, msg_key, *want = of_hex(row, "key", "msg_key", "aes_key", "aes_iv")
                self.assertEqual(list(kdf(key, msg_key, row["x"])), want)

    def test_keys(self):
        for row in vectors("key_fingerprint"):
            key = self.crypto.key(bytes.fromhex(row["key"]))
            self.assertEqual(key.fingerprint, int(row["key_fingerprint_i64"]))

    def test_key_hash(self):
        for row in vectors("key_visual"):
            initial, later = (self.crypto.key(v) for v in of_hex(row, "initial_key",
                                                                 "layer46_key"))
            want = bytes.fromhex(row["visual"])
            self.assertEqual(self.crypto.key_hash(initial, later), want)
            if row["same_key"]:
                self.assertEqual(self.crypto.key_hash(initial), want)

    def packets(self, topic):
        for row in vectors(topic):
            key = self.crypto.key(bytes.fromhex(row["key"]))
            if "payload" in row:
                parts = of_hex(row, "key_fingerprint", "msg_key", "ciphertext")
                yield row, key, b"".join(parts), row["sender_is_originator"]
            else:
                yield row, key, bytes.fromhex(row["packet"]), not row["receiver_is_originator"]

    def judge(self, row, opened):
        if row["expect"] == "accept" and len(row.get("payload", "")) % 8 == 0:
            payload = opened()
            if "payload" in row:
                self.assertEqual(payload.hex(), row["payload"])
        elif row["expect"] == "reject":
            with self.assertRaises(e2e.Refused, msg=row["id"]) as caught:
                opened()
            self.assertIn(caught.exception.name, ("E2E_REFUSED_LENGTH", "E2E_REFUSED_KEY_ID",
                                                  "E2E_REFUSED_FORGED"))

    def test_messages(self):
        for row, key, packet, by_creator in self.packets("msg_e2e_v2"):
            sender = crypto.CREATOR if by_creator else crypto.ACCEPTOR
            self.judge(row, lambda: self.crypto.open(key, sender, packet))

    def test_messages_v1(self):
        for row, key, packet, _ in self.packets("msg_e2e_v1"):
            self.judge(row, lambda: self.crypto.open_v1(key, packet))

    def test_seal(self):
        key = self.crypto.key(bytes(range(256)))
        for n in (0, 4, 100, 5000):
            packet = self.crypto.seal(key, crypto.ACCEPTOR, bytes(n),
                                      crypto.Padding(crypto.Padding.MINIMAL))
            self.assertLess(len(packet), n + 24 + 4 + 28)
            self.assertEqual(self.crypto.open(key, crypto.ACCEPTOR, packet), bytes(n))
            with self.assertRaises(e2e.Refused) as caught:
                self.crypto.open(key, crypto.CREATOR, packet)
            self.assertEqual(caught.exception.name, "E2E_REFUSED_FORGED")
            self.assertEqual(self.crypto.open_v1(key, self.crypto.seal_v1(key, bytes(n))),
                             bytes(n))
        with self.assertRaises(e2e.ArgumentError):
            self.crypto.seal(key, crypto.CREATOR, b"abc")

    def test_cloud(self):
        for row in vectors("msg_cloud_v2"):
            key = self.crypto.key(bytes.fromhex(row["auth_key"]))
            sender = crypto.CLIENT if row["direction"] == "client_to_server" else crypto.SERVER
            session, packet = int(row["session_id"]), bytes.fromhex(row["packet"])
            if row["expect"] == "accept" and "data" in row and len(row["data"]) % 8 == 0:
                message = self.crypto.cloud_open(key, sender, session, packet)
                self.assertEqual(message, crypto.CloudMessage(
                    int(row["salt"]), session, int(row["msg_id"]), row["seq_no"],
                    bytes.fromhex(row["data"])))
                again = self.crypto.cloud_seal(key, sender, message)
                self.assertEqual(self.crypto.cloud_open(key, sender, session, again), message)
            elif row["expect"] == "reject":
                with self.assertRaises(e2e.Refused, msg=row["id"]):
                    self.crypto.cloud_open(key, sender, session, packet)

    def test_bind(self):
        for row in vectors("bind_temp_auth_key"):
            key = self.crypto.key(bytes.fromhex(row["perm_auth_key"]))
            message = self.crypto.bind_temp_key(
                key, int(row["nonce"]), int(row["temp_auth_key_id"]),
                int(row["temp_session_id"]), row["expires_at"], int(row["msg_id"]))
            # Random bytes are in it: the same length, and the same inside.
            self.assertEqual(len(message), len(row["encrypted_message"]) // 2)
            plain = self.opened_v1(key, message)
            self.assertEqual(plain[16:72].hex(), row["plaintext_without_padding"][32:])

    def opened_v1(self, key, message):
        aes_key, aes_iv = self.crypto.kdf_v1(key.value, message[8:24], 0)
        return self.crypto.ige(0, aes_key, aes_iv, message[24:])[0]

    def test_exchange(self):
        for row in vectors("dh"):
            if row["kind"] == "exchange" and row["g"] == 3 and "a" in row:
                group = self.crypto.group(bytes.fromhex(row["p"]), row["g"])
                a, g_b, want = of_hex(row, "a", "g_b", "key")
                key = self.crypto.agree(group, a, g_b)
                self.assertEqual(key.value, want)
                self.assertEqual(key.fingerprint, int(row["key_fingerprint_i64"]))

    def test_group_and_values(self):
        known = crypto.known_group()
        for row in vectors("dh"):
            if row.get("verdict") != "bad":
                continue
            if row["kind"] == "pg":
                with self.assertRaises(e2e.Refused, msg=row["id"]) as caught:
                    self.crypto.group(bytes.fromhex(row["p"]), row["g"])
                self.assertIn(caught.exception.name,
                              ("E2E_REFUSED_PRIME", "E2E_REFUSED_GENERATOR"))
            elif bytes.fromhex(row["p"]) == known.p:
                with self.assertRaises(e2e.Refused, msg=row["id"]):
                    crypto.value_check(known, bytes.fromhex(row["g_a"]))

    def test_verdict(self):
        """Kept verdicts are believed, and nothing else is computed."""
        good = next(bytes.fromhex(row["p"]) for row in vectors("dh")
                    if row.get("verdict") == "good" and row["kind"] == "pg"
                    and bytes.fromhex(row["p"]) != crypto.known_group().p)
        digest = self.crypto.prime_digest(good)
        self.assertEqual(len(digest), 32)
        self.crypto.set_verdict(digest, False)
        with self.assertRaises(e2e.Refused) as caught:
            self.crypto.group(good, 3)
        self.assertEqual(caught.exception.name, "E2E_REFUSED_PRIME")

    def test_keypair(self):
        group = crypto.known_group()
        (a, g_a), (b, g_b) = (self.crypto.keypair(group, bytes(256)) for _ in "ab")
        self.assertEqual(self.crypto.agree(group, a, g_b).value,
                         self.crypto.agree(group, b, g_a).value)
        self.assertEqual(crypto.value_check(group, g_a.lstrip(b"\0")), g_a)

    def test_call_emoji(self):
        emoji = self.crypto.call_emoji(bytes(range(256)), b"\1\2\3")
        self.assertEqual(len(emoji), 4)
        self.assertTrue(all(0 <= index < 333 for index in emoji))


for name in crypto.backends():
    globals()["Test" + name.title()] = type("Test" + name.title(),
                                            (OfBackend, unittest.TestCase), {"backend": name})


class WrongUse(unittest.TestCase):
    def setUp(self):
        self.crypto = crypto.Crypto()

    def test_backend(self):
        with self.assertRaisesRegex(e2e.ArgumentError, "no backend 'rot13'"):
            crypto.Crypto("rot13")

    def test_lengths_that_the_library_cannot_see(self):
        for wrong in (lambda c: c.key(bytes(255)), lambda c: c.kdf_v2(bytes(256), bytes(15), 0),
                      lambda c: c.ige(1, bytes(31), bytes(32), b""),
                      lambda c: c.ige(1, bytes(32), bytes(33), b""),
                      lambda c: c.call_emoji(bytes(1), b"\1"),
                      lambda c: c.agree(crypto.known_group(), bytes(255), b"\1")):
            with self.assertRaises(e2e.ArgumentError):
                wrong(self.crypto)

    def test_other_arguments(self):
        with self.assertRaises(e2e.ArgumentError):
            self.crypto.hash(9, b"")
        with self.assertRaises(e2e.ArgumentError):
            self.crypto.hash(crypto.SHA1, *[b"x"] * 5)
        with self.assertRaises(e2e.ArgumentError):
            self.crypto.ige(1, bytes(32), bytes(32), bytes(15))
        with self.assertRaises(e2e.ArgumentError):
            self.crypto.kdf_v2(bytes(256), bytes(16), 4)

    def test_wiped_key(self):
        key = self.crypto.key(bytes(range(256)))
        with key:
            self.assertNotEqual(key.fingerprint, 0)
        self.assertEqual((key.fingerprint, key.value), (0, bytes(256)))
        with self.assertRaises(e2e.StateError):
            self.crypto.seal(key, crypto.CREATOR, b"")
        with self.assertRaises(e2e.StateError):
            self.crypto.seal(crypto.Key(), crypto.CREATOR, b"")
        self.assertNotIn("value", repr(key))

    def test_closed(self):
        self.crypto.close()
        self.crypto.close()
        with self.assertRaises(e2e.StateError):
            self.crypto.random(1)

    def test_context_of_an_account(self):
        account = e2e.Account(e2e.MemoryStore(), 1)
        context = account.crypto
        self.assertEqual(len(context.random(8)), 8)
        context.close()  # it is the account's
        self.assertEqual(len(account.crypto.random(8)), 8)
        account.close()
        with self.assertRaises(e2e.StateError):
            context.random(8)
        kept = e2e.Account(e2e.MemoryStore(), 1).crypto
        gc.collect()
        self.assertEqual(len(kept.random(8)), 8)


if __name__ == "__main__":
    unittest.main()
