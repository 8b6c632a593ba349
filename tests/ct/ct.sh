#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Run ct_crypto under valgrind: no branch and no address in libe2e may depend on a secret.
# First see that the check can fail at all.  Exit: 0, 1 (found one), 77 (cannot check).
#
#     CT_CRYPTO   the program (tests/ct/ct_crypto); through libtool if that made it
#     srcdir      where the sources are
set -u

top=${top_builddir:-.}
program=${CT_CRYPTO:-$top/tests/ct/ct_crypto}
suppressions=${srcdir:-.}/tests/ct/libraries.supp
[ -r "$suppressions" ] || suppressions=$(dirname "$0")/libraries.supp

if ! command -v valgrind >/dev/null 2>&1; then
	echo "ct: there is no valgrind"
	exit 77
fi
if [ ! -x "$program" ]; then
	echo "ct: there is no $program (valgrind/memcheck.h, Debian: valgrind)"
	exit 77
fi

if grep -q __asan_init "$program"; then
	echo "ct: valgrind and the address sanitizer do not go together"
	exit 77
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# A program of an uninstalled libtool library is a script around the real one.
run()
{
	set -- valgrind --quiet --error-exitcode=9 --error-limit=no --num-callers=30 \
	    --suppressions="$suppressions" "$program" "$@"
	if [ -x "$top/libtool" ]; then
		"$top/libtool" --mode=execute "$@"
	else
		"$@"
	fi
}

run leak >"$log" 2>&1
status=$?
if grep -q "debuginfo reader" "$log"; then
	echo "ct: this valgrind cannot read this compiler's debug information (try -gdwarf-4)"
	exit 77
fi
if [ $status -ne 9 ]; then
	echo "ct: a branch on a secret was made on purpose and not reported (status $status)"
	cat "$log"
	exit 1
fi

run >"$log" 2>&1
status=$?
if [ $status -ne 0 ] || grep -q "depends on a secret" "$log"; then
	echo "ct: secrets show (status $status):"
	cat "$log"
	exit 1
fi
cat "$log"
echo "ct: no branch and no address depends on a secret"
exit 0
