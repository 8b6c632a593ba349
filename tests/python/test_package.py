# SPDX-License-Identifier: ISC
"""How the package finds its library, and that both are of one release."""
import ctypes.util
import glob
import json
import os
import subprocess
import sys
import tempfile
import unittest

import e2e
from support import SRCDIR


def imported(**environment):
    """What a new Python says that imports the package with these variables."""
    variables = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-B", "-c", "import e2e; print(e2e.library_version())"],
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True, text=True, check=False)


class Library(unittest.TestCase):
    def test_named(self):
        said = imported(E2E_LIBRARY=os.environ["E2E_LIBRARY"])
        self.assertEqual(said.stdout.strip(), e2e.library_version(), said.stderr)

    def test_missing(self):
        said = imported(E2E_LIBRARY="/no/such/libe2e.so")
        self.assertIn("ImportError: libe2e cannot be loaded", said.stderr)

    def test_another_library(self):
        said = imported(E2E_LIBRARY=ctypes.util.find_library("c"))
        self.assertRegex(said.stderr, "ImportError: .* has no e2e_")

    def test_beside_the_package(self):
        with tempfile.TemporaryDirectory() as folder:
            package = os.path.join(folder, "e2e")
            os.mkdir(package)
            for path in glob.glob(os.path.join(os.path.dirname(e2e.__file__), "*.py")):
                os.symlink(path, os.path.join(package, os.path.basename(path)))
            os.symlink(os.path.realpath(os.environ["E2E_LIBRARY"]),
                       os.path.join(package, "libe2e.so"))
            said = imported(E2E_LIBRARY=None, PYTHONPATH=folder)
            self.assertEqual(said.stdout.strip(), e2e.library_version(), said.stderr)


class Release(unittest.TestCase):
    def test_version(self):
        with open(os.path.join(SRCDIR, "python", "pyproject.toml"), encoding="utf-8") as file:
            self.assertIn(f'version = "{e2e.library_version()}"\n', file.read())

    def test_whole_list(self):
        """api.json has each function that a header marks."""
        marked = 0
        for path in glob.glob(os.path.join(SRCDIR, "libe2e", "e2e", "*.h")):
            with open(path, encoding="utf-8") as file:
                marked += sum(line.startswith("E2E_API ") for line in file)
        with open(os.path.join(SRCDIR, "libe2e", "api.json"), encoding="utf-8") as file:
            self.assertEqual(len(json.load(file)["functions"]), marked)


if __name__ == "__main__":
    unittest.main()
