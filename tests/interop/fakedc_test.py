#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The tests of fakedc: `python3 fakedc_test.py [TEST...]`; the parts are in fakedc_*_test.py."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PARTS = ("fakedc_protocol_test", "fakedc_session_test", "fakedc_chats_test", "fakedc_faults_test",
         "fakedc_telethon_test")


def load_tests(loader: unittest.TestLoader, _tests: unittest.TestSuite,
               _pattern: object) -> unittest.TestSuite:
    """All parts; unittest calls this."""
    return loader.loadTestsFromNames(PARTS)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    unittest.main(module=None if len(sys.argv) > 1 else "__main__")
