#!/bin/sh
# SPDX-License-Identifier: ISC
# The generated files are what tlgen.py makes of the schemas, stategen.py of state.tl and namegen.py
# of names.list, and the first two refuse what they should.  Needs python3, which building does not.
set -u
srcdir=${srcdir:-.}
python=${PYTHON:-python3}
if ! $python -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null; then
	echo "regen.sh: no python3"
	exit 77
fi
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

same() # FILE MADE [GENERATOR]
{
	if ! diff "$1" "$2" >"$work/diff"; then
		echo "regen.sh: $1 (<) is not what ${3:-tlgen.py} makes (>); run it"
		head -20 "$work/diff"
		status=1
	fi
}

$python "$srcdir/tl/tlgen.py" --out "$work" || exit 1
same "$srcdir/libe2e/e2e/schema.h" "$work/schema.h"
same "$srcdir/tl/gen/tables.c" "$work/gen/tables.c"
$python "$srcdir/tl/stategen.py" --out "$work" || exit 1
same "$srcdir/tl/gen/state.h" "$work/gen/state.h" stategen.py
same "$srcdir/tl/gen/state.c" "$work/gen/state.c" stategen.py
$python "$srcdir/libe2e/namegen.py" --out "$work" || exit 1
for made in libe2e/e2e/names.h libe2e/names_list.h python/e2e/_names.py; do
	same "$srcdir/$made" "$work/$made" namegen.py
done
$python "$srcdir/tests/tl/test_tlgen.py" "$srcdir/tl" || status=1
$python "$srcdir/tests/tl/test_stategen.py" "$srcdir/tl" || status=1
exit $status
