# SPDX-License-Identifier: ISC
"""Only the tag of the wheel is not in pyproject.toml: with a libe2e.so beside the package it is
for this platform and every Python 3, without one for every platform."""
import os

import setuptools

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

HAS_LIBRARY = os.path.exists(os.path.join("e2e", "libe2e.so"))


class Distribution(setuptools.Distribution):
    """With a library it belongs where modules in C belong."""

    def has_ext_modules(self):
        return HAS_LIBRARY


class Wheel(bdist_wheel):
    """But it is for no Python in particular."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setuptools.setup(distclass=Distribution, cmdclass={"bdist_wheel": Wheel})
