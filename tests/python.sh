#!/bin/sh
# SPDX-License-Identifier: ISC
# The Python package over the library of this build: tests/python/test_*.py.  Arguments, if there
# are any, are for unittest (say, test_account).  $PYTHON is Debian's python3, or another of at
# least 3.9.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
top_builddir=$(cd "${top_builddir:-.}" && pwd)
python=${PYTHON:-/usr/bin/python3}
E2E_LIBRARY=$top_builddir/libe2e/.libs/libe2e.so
E2E_SRCDIR=$srcdir
PYTHONPATH=$srcdir/python:$srcdir/tests/python
PYTHONDONTWRITEBYTECODE=1
export E2E_LIBRARY E2E_SRCDIR PYTHONPATH PYTHONDONTWRITEBYTECODE

skip()
{
	echo "python.sh: $1"
	exit 77
}

"$python" -c 'import sys, sqlite3; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
	skip "no python3 of at least 3.9 with sqlite3"
test -f "$E2E_LIBRARY" || skip "no shared library in this build"
# A library with these sanitizers cannot be loaded into a program without them.
grep -q -e __asan_init -e __tsan_init -e __msan_init "$E2E_LIBRARY" &&
	skip "the library has sanitizers"

cd "$srcdir/tests/python" || exit 1
if test $# -gt 0; then
	exec "$python" -m unittest "$@"
fi
# Telethon and the crashes are the same over every build.
if test -n "${E2E_BRIEF-}"; then
	exec "$python" -m unittest test_account test_api test_crypto test_files test_given test_misuse
fi
exec "$python" -m unittest discover -p 'test_*.py'
