#!/bin/sh
# SPDX-License-Identifier: ISC
# usage: interop.sh BUILDDIR run.py|kills.py|bot_talk.py [its arguments]
# Runs libe2e against other clients, in a network namespace without a way out: run.py against every
# one that can run here, the others against the newest TDLib.  Real TDLibs come by npm, once; without npm or its registry the scripted clients remain,
# and with E2E_INTEROP_TDLIB=yes that is an end with 77 at the beginning.
# Ends with 77 if nothing can run, with 1 if something failed.
set -u
: "${PYTHON:=/usr/bin/python3}"
here=$(cd "$(dirname "$0")" && pwd) || exit 99
build=$(cd "$1" && pwd) || exit 99
program=$2
shift 2
export PYTHON

skip()
{
	echo "interop.sh: skipped: $*" >&2
	exit 77
}

"$PYTHON" -c 'import telethon, cryptography' 2>/dev/null ||
	skip "$PYTHON has no telethon or no cryptography (Debian: python3-telethon, python3-cryptography)"
E2E_LIBRARY=$build/libe2e/.libs/libe2e.so
test -f "$E2E_LIBRARY" || skip "$E2E_LIBRARY is not there: built without shared libraries?"
PYTHONPATH=$here/../../python
export E2E_LIBRARY PYTHONPATH
work=$build/tests/interop
mkdir -p "$work"

"$here/tdlib/fetch.sh" "$work/tdlib"
case $? in
0) ;;
77)
	test "${E2E_INTEROP_TDLIB-}" != yes || skip "there is no TDLib to talk to"
	echo "interop.sh: without TDLib: only the scripted clients" >&2
	;;
*)
	exit 1
	;;
esac
if test "$program" = run.py; then
	set -- --tdlib "$work/tdlib" "$@"
else
	library=$(find "$work/tdlib" -path '*/[0-9]*/libtdjson.so' | sort -V | tail -n 1)
	test -z "$library" || set -- --tdlib "$library" --key "$work/tdlib/dc_key.pem" "$@"
fi
exec "$here/namespace.sh" "$PYTHON" -B "$here/$program" --logs "$work/logs" "$@"
