# SPDX-License-Identifier: ISC
"""The type hints of the package, if mypy is there."""
import importlib.util
import os
import shutil
import subprocess
import tempfile
import unittest

from support import SRCDIR

MYPY = shutil.which("mypy", path="/usr/bin") or shutil.which("mypy")


class Types(unittest.TestCase):
    @unittest.skipUnless(MYPY, "no mypy")
    def test_strict(self):
        """Without what is for Telethon, which has no types of its own."""
        package = os.path.join(SRCDIR, "python", "e2e")
        files = [os.path.join(package, name) for name in sorted(os.listdir(package))
                 if name.endswith(".py")]
        with tempfile.TemporaryDirectory() as cache:
            said = subprocess.run(
                [MYPY, "--config-file", os.path.join(SRCDIR, "python", "pyproject.toml"),
                 "--cache-dir", cache, *files], cwd=cache, capture_output=True, text=True,
                check=False)
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)

    def test_marked(self):
        spec = importlib.util.find_spec("e2e")
        self.assertTrue(os.path.exists(os.path.join(os.path.dirname(spec.origin), "py.typed")))


if __name__ == "__main__":
    unittest.main()
