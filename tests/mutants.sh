#!/bin/sh
# SPDX-License-Identifier: ISC
# tests/mutants/mutants.py, tried with a project of one source: it counts what tests kill, shows
# what survives, leaves out what is no other program, and knows what was judged.
set -u
here=$(cd "$(dirname "$0")" && pwd)
for program in python3 gcc gcov make; do
	if ! command -v $program >/dev/null; then
		echo "mutants.sh: no $program"
		exit 77
	fi
done
# shellcheck source=tests/report.sh
. "$here/report.sh"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/e2e-mutants.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
# The outer make's compiler is not for the make inside.
unset CFLAGS LDFLAGS
CC=gcc
export CC

: >"$tmp/none"
cat >"$tmp/judged" <<'END'
# A comment.

libe2e/base/clamp.c clamp
-    return   low;
+		;
=the tests of this fixture forget it
END

# try JUDGED ARGUMENTS...: sets $status; the output is in $tmp/out and $tmp/err.
try()
{
	list=$1
	shift
	python3 -B "$here/mutants/mutants.py" --root "$here/mutants/fixture" --work "$tmp/work" --jobs 2 \
		--judged "$list" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

# says TEXT: the output has the line, or the beginning of it.
says()
{
	grep -F -e "$1" "$tmp/out" >/dev/null
	verdict $? "the output has no '$1'"
}

ends()
{
	test "$status" -eq "$1"
	verdict $? "the exit status is to be $1"
}

file=libe2e/base/clamp.c
relation=$file:15:12:relation:'<='
lost=$file:14:3:drop-return:';'
loop=$file:27:16:relation:'>='
header=libe2e/base/clamp.h:15:17:constant:2

# What is killed, and what is not.
try "$tmp/none" --id "$relation" --id "$lost" --id "$loop" --id "$header"
ends 1
says "$relation: killed by tests/test_clamp (status 1)"
says "$loop: killed by tests/test_sum (status 1)"
says "$header: killed by tests/test_sum (status 1)"
says "survived 0 tests: $lost"
says "-		return low;"
says "+		;"
says "libe2e/base        3 of   4 killed,  75.0 %   too few"

# The last run's survivors again, judged now.
try "$tmp/judged" --survivors
ends 0
says "$lost: survived 0 tests: judged"
says "libe2e/base        0 of   0 killed, 100.0 %, 1 judged"

# Comments, strings and directives are not changed, and what gives the same object code does not
# count.
try "$tmp/none" --list --count 1000 --file $file
ends 0
says "$file:16:3:drop-return:;"
says "$file:26:15:constant:1"
for line in 2 6 8 29; do
	! grep "^$file:$line:" "$tmp/out"
	verdict $? "line $line is nothing to change"
done
! grep "^$file:23:3[0-9]:" "$tmp/out"
verdict $? "a number that nothing comes of is nothing to change"

# The seed gives the order.
for seed in 7 7 8; do
	try "$tmp/none" --list --count 5 --seed $seed
	ends 0
	test "$(grep -c . "$tmp/out")" -eq 5
	verdict $? "five are chosen"
	mv "$tmp/out" "$tmp/out.$seed$(test -e "$tmp/out.$seed" && echo again)"
done
: >"$tmp/out"
cmp -s "$tmp/out.7" "$tmp/out.7again"
verdict $? "the same seed gives the same mutants"
! cmp -s "$tmp/out.7" "$tmp/out.8"
verdict $? "another seed gives others"

# What cannot be.
try "$tmp/none" --id "$file:1:1:relation:<"
ends 2
sed '$d' "$tmp/judged" >"$tmp/bad"
try "$tmp/bad" --list
ends 2
# The committed list can be read; what of it the sources no longer have is told, no more.
python3 -B "$here/mutants/mutants.py" --check-judged >"$tmp/out" 2>"$tmp/err"
status=$?
ends 0
cat "$tmp/out"

echo "$checks checks, $failures failed"
test "$failures" -eq 0
