# SPDX-License-Identifier: ISC
"""Files: keys, containers, pieces, resuming, and what is refused."""
import gc
import hashlib
import io
import os
import tempfile
import unittest
import unittest.mock

import e2e
from e2e import crypto, files
from support import of_hex, vectors

# No two pieces of it are the same.
PLAIN = b"".join(hashlib.sha256(b"%d" % i).digest() for i in range(313))[:10_003]


def encrypted(key, plain=PLAIN, **more):
    out = io.BytesIO()
    files.copy(files.ENCRYPT, io.BytesIO(plain), out, len(plain), key, **more)
    return out.getvalue()


def encrypted_as(size, key, plain):
    """With another SIZE than PLAIN has."""
    files.copy(files.ENCRYPT, io.BytesIO(plain), io.BytesIO(), size, key)


class Keys(unittest.TestCase):
    def test_fingerprints(self):
        for row in vectors("file_key_fingerprint"):
            key = files.FileKey.received(*of_hex(row, "key", "iv"))
            self.assertEqual(key.fingerprint, row["fingerprint_i32"])

    def test_new(self):
        self.assertNotEqual(files.FileKey.new(), files.FileKey.new())
        self.assertNotIn("key=", repr(files.FileKey.new()))

    def test_kept(self):
        """A key that was stored without its fingerprint, which follows from it."""
        key = files.FileKey.new()
        self.assertEqual(files.FileKey(key.key, key.iv), key)
        self.assertEqual(files.FileKey(bytearray(key.key), memoryview(key.iv)), key)
        self.assertEqual(files.FileKey(key.key, key.iv, key.fingerprint), key)
        self.assertEqual(files.FileKey.received(bytearray(key.key), memoryview(key.iv)), key)
        for wrong in ((key.key, key.iv, key.fingerprint ^ 1), (key.key[1:], key.iv),
                      (key.key, key.iv + b"x"), (key.iv, key.key, key.fingerprint)):
            with self.assertRaises(e2e.ArgumentError):
                files.FileKey(*wrong)
        with self.assertRaises(TypeError):
            files.FileKey("k" * 32, key.iv)

    def test_kept_where_there_is_no_md5(self):
        key = files.FileKey.new()
        with unittest.mock.patch.object(crypto.Crypto, "_do", side_effect=e2e.BackendError("md5")):
            self.assertEqual(files.FileKey(key.key, key.iv, key.fingerprint), key)
            with self.assertRaises(e2e.BackendError):
                files.FileKey(key.key, key.iv)
            with self.assertRaises(e2e.ArgumentError):
                files.FileKey(key.key, key.iv, 2 ** 31)

    def test_wrong_length(self):
        with self.assertRaises(e2e.Refused) as caught:
            files.FileKey.received(bytes(31), bytes(32))
        self.assertEqual(caught.exception.name, "E2E_REFUSED_LENGTH")
        with self.assertRaises(e2e.ArgumentError):
            files.Cipher(files.FileKey(bytes(31), bytes(32), 1), files.ENCRYPT, 1)

    def test_zeros_are_a_key(self):
        key = files.FileKey.received(bytes(32), bytes(32))
        with files.Cipher(key, files.ENCRYPT, 16) as cipher:
            sealed = cipher.update(b"sixteen bytes!!!")
        with files.Cipher(key, files.DECRYPT, 16) as cipher:
            self.assertEqual(cipher.update(sealed), b"sixteen bytes!!!")

    def test_fingerprint_of_a_file(self):
        key = files.FileKey.new()
        key.check(key.fingerprint)
        with self.assertRaises(e2e.Refused) as caught:
            key.check(key.fingerprint ^ 1)
        self.assertEqual(caught.exception.name, "E2E_REFUSED_FINGERPRINT")
        with self.assertRaises(e2e.ArgumentError):
            key.check(2 ** 31)


class Contents(unittest.TestCase):
    def setUp(self):
        self.key = files.FileKey.new()

    def test_there_and_back(self):
        for n in (0, 1, 15, 16, 17, 5000, 10_003):
            sealed = encrypted(self.key, PLAIN[:n])
            self.assertEqual(len(sealed), files.container_size(n))
            out = io.BytesIO()
            files.copy(files.DECRYPT, io.BytesIO(sealed), out, n, self.key)
            self.assertEqual(out.getvalue(), PLAIN[:n])

    def test_paddings(self):
        self.assertEqual(encrypted(self.key), encrypted(self.key))
        self.assertNotEqual(encrypted(self.key, padding=files.PAD_RANDOM),
                            encrypted(self.key, padding=files.PAD_RANDOM))

    def test_parts(self):
        parts = list(files.encrypt_parts(io.BytesIO(PLAIN), len(PLAIN), self.key, 1024))
        self.assertEqual([len(p) for p in parts[:-1]], [1024] * 9)
        self.assertEqual(b"".join(parts), encrypted(self.key))
        with self.assertRaises(e2e.ArgumentError):
            list(files.encrypt_parts(io.BytesIO(PLAIN), len(PLAIN), self.key, 1000))

    def test_source_that_gives_little(self):
        class Slow(io.BytesIO):
            def read(self, n=-1):
                return super().read(min(n, 100))
        parts = files.encrypt_parts(Slow(PLAIN), len(PLAIN), self.key, 1024)
        self.assertEqual(b"".join(parts), encrypted(self.key))

    def test_short_source(self):
        """However much is missing, whole blocks and parts too: nothing waits for ever."""
        n = len(PLAIN)
        for have in (0, 1, 15, 16, 1024, n // 2, n - 16, n - 5, n - 1):
            with self.assertRaises(e2e.StateError, msg=have):
                list(files.encrypt_parts(io.BytesIO(PLAIN[:have]), n, self.key, 1024))
            with self.assertRaises(e2e.StateError, msg=have):
                encrypted_as(n, self.key, PLAIN[:have])
        sealed = encrypted(self.key)
        for have in (0, 1, 16, 4096, len(sealed) - 16, len(sealed) - 1):
            with self.assertRaises(e2e.StateError, msg=have):
                files.copy(files.DECRYPT, io.BytesIO(sealed[:have]), io.BytesIO(), n, self.key)

    def test_source_that_became_shorter(self):
        """Between two parts, and where an upload goes on."""
        source = io.BytesIO(PLAIN)
        parts = files.encrypt_parts(source, len(PLAIN), self.key, 1024)
        next(parts)
        source.truncate(2048)
        with self.assertRaises(e2e.StateError):
            list(parts)
        cipher = files.Cipher(self.key, files.ENCRYPT, len(PLAIN))
        cipher.update(PLAIN[:4096])
        with self.assertRaises(e2e.StateError):
            list(files.encrypt_parts(source, len(PLAIN), self.key, 1024,
                                     start=cipher.checkpoint))

    def test_target_that_takes_little(self):
        class Slow(io.RawIOBase):
            took = b""
            most = 100

            def write(self, data):
                self.took += bytes(data[:self.most])
                return min(len(data), self.most) or None
        target = Slow()
        files.copy(files.ENCRYPT, io.BytesIO(PLAIN), target, len(PLAIN), self.key)
        self.assertEqual(target.took, encrypted(self.key))
        target.most = 0
        with self.assertRaises(OSError):
            files.copy(files.ENCRYPT, io.BytesIO(PLAIN), target, len(PLAIN), self.key)

    def test_all_kinds_of_bytes(self):
        sealed = encrypted(self.key)
        for kind in (bytes, bytearray, memoryview, lambda b: memoryview(b).cast("I")):
            with files.Cipher(self.key, files.ENCRYPT, 10_000) as cipher:
                self.assertEqual(cipher.update(kind(PLAIN[:1024])), sealed[:1024])
        for wrong in ("text", 5, None, [1, 2]):
            with self.assertRaises(TypeError):
                files.Cipher(self.key, files.ENCRYPT, 100).update(wrong)

    def test_resumed_upload(self):
        """Three parts go out, the process ends, and another goes on from what was written
        down."""
        cipher = files.Cipher(self.key, files.ENCRYPT, len(PLAIN))
        first = b"".join(cipher.update(PLAIN[i:i + 1024]) for i in range(0, 3072, 1024))
        point = cipher.checkpoint
        cipher.close()
        kept = files.Checkpoint(point.offset, bytes(point.chain))
        rest = files.encrypt_parts(io.BytesIO(PLAIN), len(PLAIN), self.key, 1024, start=kept)
        self.assertEqual(first + b"".join(rest), encrypted(self.key))

    def test_resumed_download(self):
        sealed = encrypted(self.key)
        cipher = files.Cipher(self.key, files.DECRYPT, len(PLAIN))
        plain = cipher.update(sealed[:4096])
        later = files.Cipher(self.key, files.DECRYPT, len(PLAIN), start=cipher.checkpoint)
        self.assertEqual(later.offset, 4096)
        plain += later.update(sealed[4096:])
        later.finish()
        self.assertEqual(plain, PLAIN)

    def test_resumed_at_the_end(self):
        cipher = files.Cipher(self.key, files.ENCRYPT, len(PLAIN))
        cipher.update(PLAIN)
        again = files.Cipher(self.key, files.ENCRYPT, len(PLAIN), start=cipher.checkpoint)
        again.finish()

    def test_wrong_use(self):
        cipher = files.Cipher(self.key, files.ENCRYPT, 100)
        with self.assertRaises(e2e.StateError):
            cipher.finish()
        with self.assertRaises(e2e.ArgumentError):
            cipher.update(bytes(15))
        with self.assertRaises(e2e.LimitError):
            cipher.update(bytes(112))
        with self.assertRaises(e2e.ArgumentError):
            files.Cipher(self.key, 7, 100)
        with self.assertRaises(e2e.ArgumentError):
            files.Cipher(self.key, files.ENCRYPT, -1)
        with self.assertRaises(e2e.ArgumentError):
            files.Cipher(self.key, files.ENCRYPT, 100, start=files.Checkpoint(8, bytes(32)))
        with self.assertRaises(e2e.ArgumentError):
            files.Cipher(self.key, files.ENCRYPT, 100, start=files.Checkpoint(128, bytes(32)))
        cipher.update(bytes(96))
        self.assertEqual(cipher.offset, 96)

    def test_closed(self):
        cipher = files.Cipher(self.key, files.ENCRYPT, 100)
        cipher.close()
        with self.assertRaises(e2e.Error):
            cipher.update(bytes(16))

    def test_key_is_wiped_with_the_cipher(self):
        cipher = files.Cipher(self.key, files.ENCRYPT, 100)
        struct = cipher._struct
        self.assertEqual(bytes(struct.key), self.key.key)
        del cipher
        gc.collect()
        self.assertEqual(bytes(struct.key), bytes(32))

    def test_sizes(self):
        self.assertTrue(files.sizes_fit(10_003, 10_016))
        for media, container in ((-1, 16), (17, 16), (16, 17), (16, 32)):
            self.assertFalse(files.sizes_fit(media, container))
        self.assertEqual(files.container_size(files.SIZE_MAX), 2 ** 63 - 16)
        with self.assertRaises(e2e.ArgumentError):
            files.container_size(2 ** 63)


class OnDisk(unittest.TestCase):
    def test_files(self):
        key = files.FileKey.new()
        with tempfile.TemporaryDirectory() as folder:
            names = [os.path.join(folder, n) for n in ("plain", "sealed", "again")]
            with open(names[0], "wb") as file:
                file.write(PLAIN)
            self.assertEqual(files.encrypt_file(names[0], names[1], key), len(PLAIN))
            files.decrypt_file(names[1], names[2], len(PLAIN), key)
            with open(names[2], "rb") as file:
                self.assertEqual(file.read(), PLAIN)
            with self.assertRaises(e2e.Refused):
                files.decrypt_file(names[1], names[2], len(PLAIN) - 16, key)
            for wrong in (lambda: files.encrypt_file(names[0], names[0], key),
                          lambda: files.decrypt_file(names[1], names[1], len(PLAIN), key)):
                with self.assertRaises(e2e.ArgumentError):
                    wrong()
            self.assertEqual([os.path.getsize(n) for n in names], [len(PLAIN), 10_016, len(PLAIN)])


if __name__ == "__main__":
    unittest.main()
