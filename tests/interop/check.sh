#!/bin/sh
# SPDX-License-Identifier: ISC
# The fake data centre and the scripted clients by themselves.  Needs python3 with cryptography;
# what needs Telethon is skipped without it.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
top_builddir=$(cd "${top_builddir:-.}" && pwd)
python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import sys, cryptography; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
	echo "check.sh: no python3 of at least 3.9 with cryptography"
	exit 77
fi
E2E_LIBRARY=$top_builddir/libe2e/.libs/libe2e.so
PYTHONPATH=$srcdir/python:$srcdir/tests/interop
PYTHONDONTWRITEBYTECODE=1
export E2E_LIBRARY PYTHONPATH PYTHONDONTWRITEBYTECODE
cd "$srcdir/tests/interop" || exit 1
set -- fakedc_test worker_test oneway_test peers_test peers_habits_test
if test -n "${E2E_BRIEF-}"; then
	set -- # they do not depend on the build
fi
# A build without a shared library, or with sanitizers in it, has none that Python can load.
if "$python" -c 'import e2e' 2>/dev/null; then
	set -- "$@" peers_e2e_test peers_others_test
fi
if test $# -eq 0; then
	echo "check.sh: no libe2e for Python in this build"
	exit 77
fi
exec "$python" -m unittest "$@"
