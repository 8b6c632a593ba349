#!/bin/sh
# SPDX-License-Identifier: ISC
# Every promise about builds at once: each choice of backend with each compiler, without a
# warning and with make check; the sanitizers; the tarball of each choice; the short form of
# make interop; and that none of it changes a tracked file.  Each in its own folder under
# build/matrix.
#
#   tests/matrix.sh [NAME...]     only the builds whose names match
#
# The last line is `N passed, N failed`, over the tests of all builds.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
logs=$root/build/matrix
passed=0
failed=0
mkdir -p "$logs"

wanted() # NAME
{
	[ -z "$only" ] && return 0
	for pattern in $only; do
		case $1 in $pattern) return 0 ;; esac
	done
	return 1
}

# Add up automake's summaries (one for each make check in the log).
count() # LOG WORD
{
	awk -v word="# $2:" 'index($0, word) == 1 { n += $3 } END { print n + 0 }' "$1"
}

# What ran, how it went, and the end of the log if it went wrong.
report() # NAME STATUS SECONDS
{
	log=$logs/$1.log
	ok=$(count "$log" PASS)
	bad=$(($(count "$log" FAIL) + $(count "$log" ERROR) + $(count "$log" XPASS)))
	skip=$(count "$log" SKIP)
	[ "$2" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
	[ "$ok" -gt 0 ] || { bad=$((bad + 1)); echo "no test ran in $1"; }
	passed=$((passed + ok))
	failed=$((failed + bad))
	printf '%-22s %4d passed, %d failed, %d skipped (%d s)\n' "$1" "$ok" "$bad" "$skip" "$3"
	if [ "$bad" -gt 0 ]; then
		tail -n 60 "$log"
		find "$logs/$1" -name test-suite.log -exec tail -n 200 {} +
	fi
}

build() # NAME CONFIGURE-ARGUMENTS...
{
	name=$1
	shift
	wanted "$name" || return 0
	start=$(date +%s)
	rm -rf "${logs:?}/$name"
	mkdir "$logs/$name"
	(
		cd "$logs/$name" &&
			"$root/configure" -q --enable-werror "$@" &&
			make -s -j"$jobs" &&
			make -j"$jobs" check
	) >"$logs/$name.log" 2>&1
	report "$name" $? $(($(date +%s) - start))
}

# distcheck builds from a read-only unpacked tarball, in a folder beside it.
dist() # BACKEND
{
	name=distcheck-$1
	wanted "$name" || return 0
	start=$(date +%s)
	rm -rf "${logs:?}/$name"
	mkdir "$logs/$name"
	(
		cd "$logs/$name" &&
			"$root/configure" -q --with-backend="$1" &&
			make -j"$jobs" distcheck DISTCHECK_BACKEND="$1"
	) >"$logs/$name.log" 2>&1
	report "$name" $? $(($(date +%s) - start))
}

# libe2e against other clients, with the first build; real TDLibs if npm can fetch them.
interop()
{
	wanted interop && [ -f "$logs/both-gcc/Makefile" ] || return 0
	start=$(date +%s)
	log=$logs/interop.log
	(cd "$logs/both-gcc" && make -s interop-short) >"$log" 2>&1
	status=$?
	sum=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, .*/\1 \2/p' "$log" | tail -n 1)
	ok=${sum% *}
	bad=${sum#* }
	if grep -q '^interop.sh: skipped' "$log"; then
		echo "interop                skipped: $(sed -n 's/^interop.sh: skipped: //p' "$log")"
		return 0
	fi
	[ -n "$sum" ] || { ok=0 bad=1; }
	[ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
	passed=$((passed + ok))
	failed=$((failed + bad))
	printf '%-22s %4d passed, %d failed (%d s)\n' interop "$ok" "$bad" \
		$(($(date +%s) - start))
	grep '^interop.sh: ' "$log"
	[ "$bad" -eq 0 ] || { grep -A1 '^fail' "$log"; tail -n 30 "$log"; }
}

only="$*"
before=$(git status --porcelain 2>/dev/null)

# The builds of one backend test just that one, and a few worlds of the simulator; the first
# build and the sanitizers test them all.
unset E2E_BRIEF
: "${E2E_SEEDS:=1000}"
export E2E_SEEDS
build both-gcc --with-backend=both CC=gcc
interop
ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
	build sanitizers --with-backend=both --disable-shared CC=clang \
	CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'
E2E_BRIEF=1
E2E_SEEDS=30
export E2E_BRIEF
build both-clang --with-backend=both CC=clang
for backend in nettle gcrypt; do
	for cc in gcc clang; do
		build "$backend-$cc" --with-backend=$backend CC=$cc
	done
done
for backend in both nettle gcrypt; do
	dist $backend
done

if [ "$before" != "$(git status --porcelain 2>/dev/null)" ]; then
	echo "a build changed or left files in the source tree:"
	git status --porcelain
	failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
