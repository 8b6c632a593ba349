# SPDX-License-Identifier: ISC
"""Only the tag of the wheel is not in pyproject.toml: with a libe2e.so beside the package it is
for this platform and every Python 3, without one for every platform."""
import os

from setuptools import setup

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

HAS_LIBRARY = os.path.exists(os.path.join("e2e", "libe2e.so"))


class Wheel(bdist_wheel):
    """A wheel that may have a library in it, but no module in C."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = not HAS_LIBRARY

    def get_tag(self):
        platform = super().get_tag()[2]
        return "py3", "none", platform


setup(cmdclass={"bdist_wheel": Wheel})
