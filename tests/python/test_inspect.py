# SPDX-License-Identifier: ISC
"""e2e.inspect against the program e2e-inspect, whose results it has, and against what is known of
recorded packets."""
import dataclasses
import json
import os
import subprocess
import unittest

import e2e
from e2e import crypto, inspect, schema
from support import transcripts, vectors

TOOL = os.environ.get("E2E_INSPECT")
ROLES = {"creator": crypto.CREATOR, "acceptor": crypto.ACCEPTOR}


def packets():
    """(key, sender, row) of every recorded packet under the first key of its chat."""
    for rows in transcripts().values():
        key = next(row["key"] for row in rows if row["type"] == "complete")
        for row in rows:
            if "packet" in row and row["type"] in ("send", "peer_packet", "forged_packet"):
                sender = "creator" if row["actor"] == "A" else "acceptor"
                yield bytes.fromhex(key), sender, row


def broken(packet):
    """PACKET with one thing wrong, in many ways."""
    for at in (0, 7, 8, 23, 24, 30, len(packet) // 2, len(packet) - 1):
        yield packet[:at] + bytes([packet[at] ^ 1]) + packet[at + 1:]
    for n in (1, 15, 16, 32, 48):
        yield packet[:-n]
    for n in (7, 16, 23):
        yield packet + bytes(range(n))
    for n in (0, 5, 8, 23, 24, 39, 40):
        yield packet[:n]


@unittest.skipUnless(TOOL and os.path.exists(TOOL), "no e2e-inspect")
class LikeTheTool(unittest.TestCase):
    """The same JSON, but for `expected` and `means`."""

    def compare(self, data, key=None, sender=None, mtproto=0, tl=False):
        """Without keys of files, and with them; the latter is returned."""
        self.compare_one(data, key, sender, mtproto, tl, False)
        return self.compare_one(data, key, sender, mtproto, tl, True)

    def compare_one(self, data, key, sender, mtproto, tl, expose_keys):
        command = [TOOL, "--json", "--format", "hex", "-"]
        if key is not None:
            command += ["--key", key.hex()]
        if sender is not None:
            command += ["--sender", sender]
        if mtproto:
            command += ["--mtproto", str(mtproto)]
        if tl:
            command += ["--tl"]
        if expose_keys:
            command += ["--expose-keys"]
        said = subprocess.run(command, input=data.hex().encode(), capture_output=True, check=False)
        self.assertIn(said.returncode, (0, 1), said.stderr)
        want = json.loads(said.stdout)
        for check in want["checks"]:
            check.pop("expected", None)
            check.pop("means", None)
        have = inspect.inspect(data, key, ROLES.get(sender), mtproto, tl,
                               expose_keys=expose_keys)
        self.assertEqual(have, want)
        self.assertEqual(said.returncode, have["failed"] > 0)
        return have

    def test_recorded(self):
        verdicts = set()
        for number, (key, sender, row) in enumerate(packets()):
            if number % 7:
                continue
            data = bytes.fromhex(row["packet"])
            given = (sender, None, "creator", "acceptor")[number % 4]
            verdicts.add(self.compare(data, key, given, (0, 0, 0, 2, 1)[number % 5])["verdict"])
        self.assertEqual(verdicts, {"ok", "failed"})

    def test_broken(self):
        for number, (key, sender, row) in enumerate(packets()):
            if number % 150 == 0:
                for data in broken(bytes.fromhex(row["packet"])):
                    self.compare(data, key, sender)

    def test_without_a_key(self):
        _, _, row = next(packets())
        for data in broken(bytes.fromhex(row["packet"])):
            self.compare(data)

    def test_made_with_the_key(self):
        """Authentic and wrong inside."""
        for topic in ("msg_e2e_v1", "msg_e2e_v2"):
            for row in vectors(topic):
                if "packet" in row and "receiver_is_originator" in row:
                    self.compare(bytes.fromhex(row["packet"]), bytes.fromhex(row["key"]))

    def test_objects(self):
        for number, row in enumerate(vectors("tl_secret")):
            if "bytes" in row and len(row["bytes"]) < 5000 and \
                    number % (16 if row["expect"] == "ok" else 2) == 0:
                self.compare(bytes.fromhex(row["bytes"]), tl=True)

    def test_objects_cut_off(self):
        data = schema.encode(schema.DecryptedMessageLayer(
            random_bytes=bytes(15), layer=101, out_seq_no=5, message=schema.DecryptedMessage(
                entities=(schema.MessageEntityBold(), schema.MessageEntityTextUrl(url="x")),
                media=schema.DecryptedMessageMediaDocument(thumb=bytes(50)))))
        for n in range(0, len(data), 8):
            self.compare(data[:n], tl=True)
        for at in range(4, len(data), 8):
            self.compare(data[:at] + b"\xef\xbe\xad\xde" + data[at + 4:], tl=True)
            self.compare(data[:at] + b"\xff\xff\xff\xff" + data[at + 4:], tl=True)
        self.compare(data + bytes(8), tl=True)

    def test_of_the_server(self):
        key, sender, row = next(packets())
        for kind, more in ((schema.EncryptedMessage, {"file": schema.EncryptedFileEmpty()}),
                           (schema.EncryptedMessageService, {})):
            message = kind(random_id=1, bytes=bytes.fromhex(row["packet"]), **more)
            for value in (message, schema.UpdateNewEncryptedMessage(message=message, qts=5)):
                found = self.compare(schema.encode(value), key, sender)
                self.assertEqual(found["payload"], row["plaintext"])
        self.compare(schema.encode(schema.EncryptedMessageService()), key)

    def test_saved_state_is_not_shown(self):
        """Rows can hold keys: what is saved is no object, by its id neither."""
        self.assertFalse([name for name in dir(schema) if name.startswith("State")])
        saved = (0x9c849bc5).to_bytes(4, "little") + bytes(range(256))
        found = self.compare(saved, tl=True)
        self.assertNotIn("object", found)


class Alone(unittest.TestCase):
    def test_truth(self):
        """What is known of the recorded packets."""
        n = 0
        for key, sender, row in packets():
            if row["type"] == "forged_packet" or row["packet"][:16] != fingerprint_of(key):
                continue  # made against the protocol, or after a re-key
            n += 1
            found = inspect.inspect(bytes.fromhex(row["packet"]), key, ROLES[sender],
                                    expose_keys=True)
            self.assertEqual(found["verdict"], "ok", row)
            self.assertEqual((found["sender"], found["role"]), (sender, sender))
            for name, own in (("mtproto", "mtproto"), ("layer", "layer"),
                              ("in_seq_no", "in_seq_no"), ("out_seq_no", "out_seq_no"),
                              ("payload", "plaintext")):
                self.assertEqual(found[name], row.get(own, found[name]))
            self.assertNotIn(key.hex()[:32], json.dumps(found))
        self.assertGreater(n, 100)

    def test_keys_of_files(self):
        """They are shown to nobody who did not ask, nor are bytes that could have them."""
        file_key, file_iv = bytes(range(32)), bytes(range(32, 64))
        media = [cls(key=file_key, iv=file_iv) for cls in schema.CLASSES.values()
                 if {"key", "iv"} <= {f.name for f in dataclasses.fields(cls)}]
        self.assertGreater(len(media), 8)
        with crypto.Crypto() as context, context.key(bytes(255) + b"x") as key:
            for one in media:
                data = schema.encode(schema.DecryptedMessageLayer(
                    random_bytes=bytes(15), layer=144, out_seq_no=1,
                    message=schema.DecryptedMessage8(media=one)))
                packet = context.seal(key, crypto.CREATOR, data)
                for way in ((packet, key), (data, None), (data + bytes(4), None),
                            (b"\xef\xbe\xad\xde" + data, None), (packet + data, None)):
                    hidden = json.dumps(inspect.inspect(*way, tl=way[1] is None))
                    self.assertNotIn(file_key.hex(), hidden)
                    self.assertNotIn(file_iv.hex(), hidden)
                found = inspect.inspect(packet, key)
                self.assertEqual((found["message"]["media"]["key"], found["keys_hidden"]),
                                 (None, 2))
                found = inspect.inspect(packet, key, expose_keys=True)
                self.assertEqual(found["message"]["media"]["key"], file_key.hex())
                self.assertEqual(found["payload"], data.hex())

    def test_wrong_arguments(self):
        data = bytes.fromhex(next(packets())[2]["packet"])
        for wrong in (dict(sender=5), dict(mtproto=3), dict(key=bytes(255))):
            with self.assertRaises(e2e.ArgumentError, msg=wrong):
                inspect.inspect(data, **wrong)
        self.assertEqual(inspect.inspect(bytearray(data)), inspect.inspect(data))

    def test_forms_of_the_key(self):
        value, _, row = next(packets())
        data = bytes.fromhex(row["packet"])
        with crypto.Crypto() as context, context.key(value) as key:
            self.assertEqual(inspect.inspect(data, key, crypto=context),
                             inspect.inspect(data, value))
            self.assertEqual(inspect.inspect(data, bytearray(value)), inspect.inspect(data, key))
            self.assertNotEqual(key.fingerprint, 0)  # the caller's is left alone
        with self.assertRaises(e2e.ArgumentError):
            inspect.inspect(data, bytes(255))


def fingerprint_of(value):
    """As the transcripts write it."""
    with crypto.Crypto() as context, context.key(value) as key:
        return key.fingerprint.to_bytes(8, "little", signed=True).hex()


if __name__ == "__main__":
    unittest.main()
