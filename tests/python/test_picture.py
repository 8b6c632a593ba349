# SPDX-License-Identifier: ISC
"""Key pictures: bits of the hash, two for a square, lowest first; the same rules as are in the
C tests, computed here."""
import unittest

import e2e
from e2e import picture
from support import vectors


def squares(data: bytes, n: int):
    """N numbers of two bits, the lowest bits of each byte first."""
    return [data[i // 4] >> 2 * (i % 4) & 3 for i in range(n)]


class Pictures(unittest.TestCase):
    def hashes(self):
        for row in vectors("key_visual"):
            yield bytes.fromhex(row["visual"])

    def test_matrix(self):
        for key_hash in self.hashes():
            rows = picture.matrix(key_hash)
            self.assertEqual([len(row) for row in rows], [12] * 12)
            self.assertEqual([square for row in rows for square in row], squares(key_hash, 144))
            legacy = picture.legacy_matrix(key_hash)
            self.assertEqual([s for row in legacy for s in row], squares(key_hash, 64))
            self.assertEqual(legacy, picture.legacy_matrix(key_hash[:16]))

    def test_text(self):
        for key_hash in self.hashes():
            digits = "".join(picture.text(key_hash).split())
            self.assertEqual(digits.lower(), key_hash[:32].hex())
            self.assertEqual(picture.text(key_hash).count("\n"), 3)

    def test_emoji(self):
        for key_hash in self.hashes():
            self.assertEqual(len(picture.emoji(key_hash)), 5)
            self.assertTrue(all(0 <= index <= 332 for index in picture.emoji(key_hash)))

    def test_ppm(self):
        key_hash = next(self.hashes())
        image = picture.ppm(key_hash, 2)
        self.assertTrue(image.startswith(b"P6\n24 24\n255\n"))
        pixels = image[len(b"P6\n24 24\n255\n"):]
        self.assertEqual(len(pixels), 24 * 24 * 3)
        for y in range(24):
            for x in range(24):
                at = 3 * (24 * y + x)
                self.assertEqual(int.from_bytes(pixels[at:at + 3], "big"),
                                 picture.rgb(picture.matrix(key_hash)[y // 2][x // 2]))

    def test_colours(self):
        self.assertEqual(len({picture.rgb(i) for i in range(4)}), 4)
        self.assertEqual(picture.rgb(4), 0)

    def test_wrong_length(self):
        for wrong in (picture.matrix, picture.text, picture.emoji, picture.legacy_matrix):
            with self.assertRaises(e2e.ArgumentError):
                wrong(bytes(15))


if __name__ == "__main__":
    unittest.main()
