#!/bin/sh
# SPDX-License-Identifier: ISC
# Every promise about builds at once: each choice of backend with each compiler, without a
# warning and with make check; the sanitizers; the tarball of each choice; a sample of what has a
# target of its own; and that none of it changes a tracked file.
#
#   tests/matrix.sh [NAME...]     only the parts whose names match
#
# Each part works in a folder of its own under build/matrix, with a log beside it, and two are at
# work at a time.  A line every half minute tells how far they are.  The last line is
# `N passed, N failed`, over the tests of all parts.  HACKING.md, "Tests", tells which part is
# there for what.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
logs=$root/build/matrix
state=$logs/state
only="$*"
tick_s=30

# ---- The parts ------------------------------------------------------------------------------

# The longest first.  Each part is one line; what it takes is said where its function is.
parts()
{
	ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 E2E_LEAN=1 E2E_ROUNDS=2000 \
		build sanitizers "source_tests=" --with-backend=both --disable-shared CC=clang \
		CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'
	build both-gcc "" --with-backend=both CC=gcc

	# All of the tests that are to be run once were; the backends and compilers from here on.
	E2E_BRIEF=1
	E2E_SEEDS=30
	export E2E_BRIEF E2E_SEEDS
	dist both clang ""
	dist nettle gcc "tool_tests= source_tests="
	dist gcrypt gcc "tool_tests= source_tests="
	build nettle-clang "tool_tests= source_tests=" --with-backend=nettle --disable-static CC=clang
	build gcrypt-clang "tool_tests= source_tests=" --with-backend=gcrypt --disable-shared CC=clang

	# At most a minute each, of what has a target of its own: one line, `sample NAME COMMAND...`.
	sample interop "$root/tests/interop/interop.sh" . run.py --sample --jobs 4 \
		tdlib android iphone libe2e
	sample portability "$root/tests/portability.sh" sample
}

# Built without a warning, and make check, less the lists of tests that LESS empties.
build() # NAME LESS CONFIGURE-ARGUMENTS...
{
	part=$1 kind=build
	take "$part" || return 0
	run build_here "$@"
}

build_here()
{
	less=$2
	shift 2
	# shellcheck disable=SC2086
	"$root/configure" -q --enable-werror "$@" && make -s -j"$jobs" &&
		make -j"$jobs" check $less
}

# distcheck-BACKEND-CC: the tarball, unpacked where nothing can be written, is built without a
# warning in a folder beside it, with make check; what it installs it removes again.
dist() # BACKEND CC LESS
{
	part=distcheck-$1-$2 kind=build
	take "$part" || return 0
	run dist_here "$@"
}

dist_here()
{
	# shellcheck disable=SC2086
	"$root/configure" -q --with-backend="$1" CC="$2" &&
		XZ_OPT=-1 make -j"$jobs" distcheck DISTCHECK_BACKEND="$1" \
			DISTCHECK_CONFIGURE_FLAGS="--enable-werror CC=$2" $3
}

# COMMAND runs in the folder of both-gcc once that is built and tested.  Where it cannot run it ends
# with status 77, and its last line says why; otherwise its last `N passed, N failed` is counted,
# and a command that prints none is one test itself.
sample() # NAME COMMAND...
{
	part=$1 kind=sample
	take "$part" || return 0
	run sample_here "$@"
}

sample_here()
{
	shift
	while chosen both-gcc && [ ! -f "$state/both-gcc/result" ]; do sleep 1; done
	cd "$logs/both-gcc" 2>/dev/null && [ -f Makefile ] || {
		echo "matrix.sh: skipped: there is no build both-gcc"
		return 77
	}
	"$@"
}

# ---- Taking turns -----------------------------------------------------------------------------

chosen() # NAME
{
	[ -z "$only" ] && return 0
	for pattern in $only; do
		case $1 in $pattern) return 0 ;; esac
	done
	return 1
}

# Whether the part is wanted and nobody else has it: of two workers one makes the folder.
take() # NAME
{
	chosen "$1" && mkdir "$state/$1" 2>/dev/null
}

# The part $part in its folder; in $state/$part is "running" while it runs, "result" when it ended.
run() # FUNCTION ARGUMENTS...
{
	log=$logs/$part.log
	start=$(date +%s)
	rm -rf "${logs:?}/$part"
	mkdir "$logs/$part"
	: >"$state/$part/running"
	echo "configuring" >"$log"
	(cd "$logs/$part" && "$@") >>"$log" 2>&1 </dev/null
	status=$?
	rm "$state/$part/running"
	report $status $(($(date +%s) - start)) >"$state/$part/report"
	cat "$state/$part/report"
	mv "$state/$part/sum" "$state/$part/result"
}

# ---- What came of it ----------------------------------------------------------------------------

# Add up automake's summaries (one for each make check in the log).
count() # WORD
{
	awk -v word="# $1:" 'index($0, word) == 1 { n += $3 } END { print n + 0 }' "$log"
}

# Sets ok, bad and skipped, and for a sample that cannot run why.
judge() # STATUS
{
	own=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1)
	ok=0 bad=0 skipped=0 why=
	if grep -q '^# PASS: ' "$log"; then
		ok=$(count PASS)
		bad=$(($(count FAIL) + $(count ERROR) + $(count XPASS)))
		skipped=$(count SKIP)
	elif [ "$kind" = sample ] && [ "$1" -eq 77 ]; then
		skipped=1
		why=$(tail -n 1 "$log")
		return
	elif [ "$kind" = sample ] && [ -n "$own" ]; then
		ok=${own% *}
		bad=${own#* }
	elif [ "$kind" = sample ] && [ "$1" -eq 0 ]; then
		ok=1
	fi
	[ "$1" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
	[ $((ok + bad)) -gt 0 ] || { bad=1; echo "no test ran in $part"; }
}

# What ran, how it went, and the end of the log if it went wrong.
report() # STATUS SECONDS
{
	judge "$1"
	echo "$ok $bad" >"$state/$part/sum"
	printf '%-22s %4d passed, %d failed, %d skipped (%d s)%s\n' "$part" "$ok" "$bad" \
		"$skipped" "$2" "${why:+: $why}"
	[ "$bad" -gt 0 ] || return 0
	tail -n 60 "$log"
	find "$logs/$part" -name test-suite.log -exec tail -n 200 {} +
}

# ---- That it goes on ---------------------------------------------------------------------------

# The tests that the part is at (they have a log and no result yet), or else its log's last line.
doing() # NAME
{
	tests=$(find "$logs/$1" -path '*/tests/*' -name '*.log' 2>/dev/null | while read -r log; do
		[ -f "${log%.log}.trs" ] || basename "$log" .log
	done | tr '\n' ' ')
	[ -n "$tests" ] || tests=$(tail -n 1 "$logs/$1.log" | tr -s ' \t' ' ' | cut -c -60)
	echo "$1: ${tests% }"
}

tick()
{
	now=
	passing=
	for mark in "$state"/*; do
		part=${mark##*/}
		passing="$passing $logs/$part.log"
		[ ! -f "$mark/running" ] || now="$now${now:+; }$(doing "$part")"
	done
	# shellcheck disable=SC2086
	printf '... %d min, %d passed; %s\n' $((($(date +%s) - began) / 60)) \
		"$(cat $passing 2>/dev/null | grep -c '^PASS: ')" "$now"
}

ticker()
{
	trap 'kill "$nap" 2>/dev/null; exit 0' TERM
	while :; do
		sleep "$tick_s" &
		nap=$!
		wait "$nap"
		tick
	done
}

# ---- All of it --------------------------------------------------------------------------------

# A worker is this script again, in a session of its own, so that one signal ends its whole tree.
if [ -n "${E2E_MATRIX_WORKER-}" ]; then
	unset E2E_MATRIX_WORKER
	parts
	exit 0
fi

# Two makes that find the same Makefile.in out of date would make it at the same time.
if [ ! -x configure ] || [ -n "$(find . -path ./build -prune -o \
		\( -name '*.am' -o -name configure.ac -o -name e2e.m4 \) -newer Makefile.in -print)" ]; then
	./autogen.sh || exit 1
fi

workers=
pulse=
stop()
{
	# shellcheck disable=SC2086
	for worker in $workers; do kill -TERM "-$worker" 2>/dev/null; done
	[ -z "$pulse" ] || { kill "$pulse" 2>/dev/null; wait "$pulse" 2>/dev/null; }
	workers=
	pulse=
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

before=$(git status --porcelain 2>/dev/null)
began=$(date +%s)
rm -rf "$state"
mkdir -p "$state"
# What is not set here is what the parts set.
unset E2E_BRIEF
: "${E2E_SEEDS:=1000}"
export E2E_SEEDS
for worker in 1 2; do
	E2E_MATRIX_WORKER=$worker setsid "$root/tests/matrix.sh" "$@" &
	workers="$workers $!"
done
ticker &
pulse=$!

passed=0
failed=0
for worker in $workers; do
	wait "$worker" || { echo "a worker ended before its time"; failed=$((failed + 1)); }
done
workers=
stop
for part in "$state"/*; do
	if read -r ok bad <"$part/result"; then
		passed=$((passed + ok))
		failed=$((failed + bad))
	else
		failed=$((failed + 1))
	fi
done
if [ "$before" != "$(git status --porcelain 2>/dev/null)" ]; then
	echo "a build changed or left files in the source tree:"
	git status --porcelain
	failed=$((failed + 1))
fi
echo "$((($(date +%s) - began + 59) / 60)) min in all"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
