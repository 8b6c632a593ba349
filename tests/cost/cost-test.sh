#!/bin/sh
# SPDX-License-Identifier: ISC
# cost.sh fails where it has to: the baselines as they are in the tree, made 3 % lower or higher,
# against what they are; dumps of which the sum is known; and each reason to skip.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd -P) || exit 1
cost=$srcdir/tests/cost/cost.sh
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
CC=${CC:-cc}
status=0

fail()
{
	echo "cost-test.sh: $1"
	cat "$work/out"
	status=1
}

# ---- The verdict ----------------------------------------------------------------------------

# The baseline of KIND as the counts of a run, each by PER_MILLE of it.
counts() # KIND PER_MILLE
{
	awk -v per_mille="$2" '!/^#/ && $1 !~ /:$/ { printf "%s %d\n", $1, $2 * per_mille / 1000 }' \
		"$srcdir/tests/cost/$1.baseline" >"$work/counts"
}

compare() # KIND
{
	sh "$cost" compare "$srcdir/tests/cost/$1.baseline" "$work/counts" >"$work/out" 2>&1
}

n_workloads=10
for kind in gcc clang; do
	counts $kind 1000
	rows=$(wc -l <"$work/counts")
	[ "$(cut -d. -f1 "$work/counts" | sort -u | wc -l)" -eq $n_workloads ] ||
		fail "not $n_workloads workloads in the baseline of $kind"
	compare $kind || fail "$kind: what costs the same fails"

	for per_mille in 981 1019; do
		counts $kind $per_mille
		compare $kind || fail "$kind: $per_mille in 1000 fails"
		! grep -q 'COSTS\|costs' "$work/out" || fail "$kind: $per_mille in 1000 is a change"
	done

	counts $kind 1030
	! compare $kind || fail "$kind: 3 % more are not seen"
	[ "$(grep -c '+3.00 %  COSTS MORE' "$work/out")" -eq "$rows" ] ||
		fail "$kind: 3 % more are not seen in each row"

	counts $kind 970
	compare $kind || fail "$kind: 3 % less fail"
	[ "$(grep -c 'costs less' "$work/out")" -eq "$rows" ] && grep -q 'renew' "$work/out" ||
		fail "$kind: 3 % less are not told"

	counts $kind 1000
	sed -i '1s/ .*/ 0/' "$work/counts"
	! compare $kind || fail "$kind: a workload in which nothing was counted passes"
	sed -i 1d "$work/counts"
	! compare $kind || fail "$kind: a workload that did not run passes"
	echo "new.path 5" >>"$work/counts"
	! compare $kind && grep -q 'new.path.*not in the baseline' "$work/out" ||
		fail "$kind: a workload without a baseline passes"
done

# ---- Counting -------------------------------------------------------------------------------

# 100 is spent in a function of ours, 20 in one that was inlined from a header of ours and 3 in
# ours after it; the rest in others' files, in a call, and before the first file.
cat >"$work/dump.1" <<'EOF'
desc: Trigger: Client Request: send.here
positions: line
events: Ir
7 5000
ob=/x/cost
fl=/r/libe2e/session/send.c
fn=send
10 60
11 40
fi=/r/libe2e/base/num.h
5 20
fi=/usr/include/bits/string.h
5 7000
fe=/r/libe2e/session/send.c
12 3
cob=/x/libnettle.so
cfi=/n/tl/sha256.c
cfn=sha256
calls=1 0
12 9000
fl=/r/tests/cost/account.c
fn=run_send
30 8000
fl=/n/libe2e/not/ours.c
fn=other
1 4000
EOF
cat >"$work/dump.2" <<'EOF'
desc: Trigger: Client Request: open.here
events: Ir
fl=/r/backends/ige.c
fn=decrypt
1 7
fl=/r/tl/gen/tables.c
fn=table
1 5
EOF
sh "$cost" count /r "$work/dump.1" "$work/dump.2" >"$work/out" 2>&1
[ "$(cat "$work/out")" = "send.here 123
open.here 12" ] || fail "dumps are added up wrongly"

# ---- Where it does not compare ----------------------------------------------------------------

# A build folder of both backends, and a source folder with baselines of a compiler of which
# there is none.
mkdir -p "$work/build" "$work/src/tests/cost" "$work/bin"
printf '#define E2E_WITH_NETTLE 1\n#define E2E_WITH_GCRYPT 1\n' >"$work/build/config.h"
for kind in gcc clang; do
	sed 's/^compiler: .*/compiler: of another world/' "$srcdir/tests/cost/$kind.baseline" \
		>"$work/src/tests/cost/$kind.baseline"
done
for tool in awk cat grep sed tr; do
	ln -s "$(command -v $tool)" "$work/bin/$tool"
done
# shellcheck disable=SC2086
set -- $CC
compiler=$(command -v "$1")
shell=$(command -v sh)

skips() # TEXT VARIABLE=VALUE...
{
	text=$1
	shift
	env srcdir="$srcdir" top_builddir="$work/build" CC="$CC" CFLAGS= LDFLAGS= "$@" \
		"$shell" "$cost" >"$work/out" 2>&1
	[ $? -eq 77 ] && grep -q "skipped: .*$text" "$work/out" || fail "does not skip: $text"
}

skips 'no gcc and no clang' CC=false
skips 'under the sanitizers' CFLAGS='-O1 -fsanitize=address'
skips 'there is no valgrind' PATH="$work/bin" CC="$compiler"
if command -v valgrind >/dev/null 2>&1; then
	skips 'both backends' top_builddir="$work/src"
	echo '#include <check.h>' | $CC -E ${COST_CFLAGS-} - >/dev/null 2>&1 &&
		skips 'the baseline is of of another world, and this is' srcdir="$work/src"
fi
exit $status
