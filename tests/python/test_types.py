# SPDX-License-Identifier: ISC
"""The type hints of the package, if mypy or pyright is there, and the names that such programs see:
they run nothing, and know of __all__ only what is written out."""
import ast
import importlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import unittest

from e2e import schema
from support import SRCDIR

MYPY = shutil.which("mypy", path="/usr/bin") or shutil.which("mypy")
PYRIGHT = shutil.which("pyright")
PACKAGE = os.path.join(SRCDIR, "python", "e2e")

# What a program may say, and, marked, what it may not.
USES = """\
import dataclasses
import e2e
from e2e import files, schema
from e2e.schema import DecryptedMessageMediaPhoto, MessageEntityBold, TypeDecryptedMessage

message = schema.DecryptedMessage(message="x", entities=(MessageEntityBold(offset=0, length=1),))
message = dataclasses.replace(message, media=DecryptedMessageMediaPhoto(w=1, h=1))
same: TypeDecryptedMessage = message
data: bytes = e2e.schema.encode(same)
number: int = files.FileKey(data, data).fingerprint
state: bool = e2e.ChatState.ACTIVE in [chat.state for chat in e2e.Account(
    e2e.MemoryStore(), 1, limits=e2e.Limits(tail=3)).chats()]
schema.DecryptedMessage("x")  # wrong
e2e.Limits(3)  # wrong
schema.DecryptedMessage(message=b"x")  # wrong
schema.NoSuchThing  # wrong
"""
WRONG = [number for number, line in enumerate(USES.splitlines(), 1) if line.endswith("# wrong")]


def modules(folder=PACKAGE, prefix="e2e"):
    """The modules that users import, and their files."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name == "__init__.py":
            yield prefix, path
        elif os.path.exists(os.path.join(path, "__init__.py")):
            yield from modules(path, f"{prefix}.{name}")
        elif name.endswith(".py") and not name.startswith("_"):
            yield f"{prefix}.{name[:-3]}", path


def tree_of(module):
    """The syntax of the MODULE of the package."""
    path = os.path.join(os.path.dirname(PACKAGE), *module.split("."))
    path = os.path.join(path, "__init__.py") if os.path.isdir(path) else path + ".py"
    with open(path, encoding="utf-8") as file:
        return ast.parse(file.read())


def targets(line):
    """The names that an assignment is to."""
    found = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
    return [one.id for one in found if isinstance(one, ast.Name)]


def exported(module):
    """__all__ as it is written, or None.  AssertionError if it is computed."""
    found = None
    for line in tree_of(module).body:
        mentions = [node for node in ast.walk(line)
                    if isinstance(node, ast.Name) and node.id == "__all__"]
        if mentions:
            assert found is None and isinstance(line, ast.Assign), \
                f"{module}: __all__ is changed in line {line.lineno}"
            found = ast.literal_eval(line.value)
    return found


def bound(module):
    """The names that MODULE has, as one sees that reads it."""
    names = set()
    for line in tree_of(module).body:
        if isinstance(line, (ast.ClassDef, ast.FunctionDef)):
            names.add(line.name)
        elif isinstance(line, (ast.Assign, ast.AnnAssign)):
            names.update(targets(line))
        elif isinstance(line, ast.Import):
            names.update(alias.asname or alias.name.split(".")[0] for alias in line.names)
        elif isinstance(line, ast.ImportFrom) and line.names[0].name == "*":
            names.update(exported(line.module))
        elif isinstance(line, ast.ImportFrom):
            names.update(alias.asname or alias.name for alias in line.names)
    return names


class Names(unittest.TestCase):
    def test_all_is_written_out(self):
        n = 0
        for module, _ in modules():
            names = exported(module)
            if names is None:
                continue
            n += 1
            self.assertLessEqual(set(names), bound(module), module)
            self.assertEqual(len(names), len(set(names)), module)
            if "telethon" not in module:  # which need not be installed
                real = importlib.import_module(module)
                self.assertEqual(names, real.__all__)
                for name in names:
                    self.assertTrue(hasattr(real, name), f"{module}.{name}")
        self.assertGreater(n, 3)

    def test_schema_has_all_constructors(self):
        """Under the names of their classes, of their types, and of the newest of each."""
        names = set(exported("e2e.schema"))
        constructors = importlib.import_module("e2e._constructors")
        self.assertEqual({name for name, value in vars(constructors).items()
                          if isinstance(value, type)} - {"Media"}, names & set(vars(constructors)))
        for cls in schema.CLASSES.values():
            self.assertIn(cls.__name__, names)
            self.assertIs(getattr(schema, cls.__name__), cls)
        self.assertLessEqual({"DecryptedMessage", "TypeDecryptedMessage", "encode", "decode"}, names)


class Types(unittest.TestCase):
    @unittest.skipUnless(MYPY, "no mypy")
    def test_strict(self):
        """Without what is for Telethon, which has no types of its own."""
        files = [os.path.join(PACKAGE, name) for name in sorted(os.listdir(PACKAGE))
                 if name.endswith(".py")]
        with tempfile.TemporaryDirectory() as cache:
            said = subprocess.run(
                [MYPY, "--config-file", os.path.join(SRCDIR, "python", "pyproject.toml"),
                 "--cache-dir", cache, *files], cwd=cache, capture_output=True, text=True,
                check=False)
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)

    def used(self, command):
        """What is said about USES: the lines that are wrong, and no others."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "uses.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(USES)
            said = subprocess.run([*command, path], cwd=folder, capture_output=True, text=True,
                                  check=False,
                                  env={**os.environ, "MYPYPATH": os.path.dirname(PACKAGE)})
        lines = sorted({int(line.split(".py:")[1].split(":")[0])
                        for line in said.stdout.splitlines() if "error:" in line})
        self.assertEqual(lines, WRONG, said.stdout + said.stderr)

    @unittest.skipUnless(MYPY, "no mypy")
    def test_uses_by_mypy(self):
        self.used([MYPY, "--strict", "--cache-dir", os.devnull])

    @unittest.skipUnless(PYRIGHT, "no pyright")
    def test_uses_by_pyright(self):
        self.used([PYRIGHT])

    def test_marked(self):
        spec = importlib.util.find_spec("e2e")
        self.assertTrue(os.path.exists(os.path.join(os.path.dirname(spec.origin), "py.typed")))


if __name__ == "__main__":
    unittest.main()
