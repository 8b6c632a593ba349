#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Build the wheel of the package e2e, with a libe2e.so in it, without a network.

    mkwheel.py --library libe2e.so --out FOLDER

The package is copied to a folder of its own and built there by its backend (setuptools), so that
nothing is written where the sources are.  Prints the path of the wheel.
"""
import argparse
import contextlib
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def copy_package(folder, library):
    """The sources and LIBRARY, as setuptools wants them, in FOLDER."""
    for name in ("pyproject.toml", "setup.py", "README.md"):
        shutil.copyfile(os.path.join(HERE, name), os.path.join(folder, name))
    package = os.path.join(folder, "e2e")
    shutil.copytree(os.path.join(HERE, "e2e"), package, copy_function=shutil.copyfile,
                    ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    make_writable(package)  # a copy of a folder that is not, as in make distcheck
    shutil.copyfile(library, os.path.join(package, "libe2e.so"))


def make_writable(folder):
    for path, _, _ in os.walk(folder):
        os.chmod(path, 0o755)


def build(folder, out):
    """The name of the wheel, built in OUT; what the backend prints goes to standard error."""
    from setuptools import build_meta
    before = os.getcwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return build_meta.build_wheel(out)
    finally:
        os.chdir(before)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", required=True, help="the shared library of a build")
    parser.add_argument("--out", required=True, help="where the wheel goes")
    options = parser.parse_args()
    out = os.path.abspath(options.out)
    os.makedirs(out, exist_ok=True)
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory(prefix="e2e-wheel.") as folder:
        copy_package(folder, options.library)
        print(os.path.join(out, build(folder, out)))


if __name__ == "__main__":
    main()
