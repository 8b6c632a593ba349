#!/bin/sh
# SPDX-License-Identifier: ISC
# libe2e on other processors: i386 (32 bits; numbers of 64 bits aligned to 4), armhf (32 bits)
# and s390x (big-endian), built by Debian's cross compilers and run under qemu-user: all Check
# programs, all vectors and transcripts, the fuzzers' corpus and some worlds of the simulator.
# Undefined behaviour ends a program there, and so does memory that is not aligned as the
# processor's own ABI says.
#
#   tests/portability.sh              all three (make portability); i386 without an emulator if
#                                     the kernel knows i386
#   tests/portability.sh ARCH...      some of them
#   tests/portability.sh sample       a minute of it, i386 only, without an emulator if the
#                                     kernel knows i386; where the system or the network cannot
#                                     do it, it says "skipped" and why, and ends with 77
#
# The foreign libraries come from a private apt root in the build folder; the system's own
# packages and lists stay as they are.  PORTABILITY_DIR is that folder (build/portability).
# The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
base=${PORTABILITY_DIR:-$root/build/portability}
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
vectors=$root/tests/vectors
sample_tests="tests/base/test_base tests/tl/test_tl tests/crypto/test_message tests/session/api/test_chat_start
	tests/session/send/test_chat_send tests/session/chat/test_chat_ttl"
foreign_programs="tests/tl/transcripts_tl tests/fuzz/replay_tl tests/fuzz/replay_account"
passed=0
failed=0

# What ARCH is called by the compiler, by its libraries' folder and by the emulator.
names() # ARCH
{
	arch=$1
	case $arch in
	i386) triplet=i686-linux-gnu libs=i386-linux-gnu qemu=qemu-i386 ;;
	armhf) triplet=arm-linux-gnueabihf libs=$triplet qemu=qemu-arm ;;
	s390x) triplet=s390x-linux-gnu libs=$triplet qemu=qemu-s390x ;;
	*)
		echo "portability.sh: $arch: I know i386, armhf and s390x" >&2
		exit 2
		;;
	esac
	here=$base/$arch
	sys=$here/root
	packages="libc6-dev nettle-dev libgmp-dev libgcrypt20-dev libjansson-dev check
		libsqlite3-dev libssl-dev"
}

# An x86-64 gcc makes programs for i386 too, given that processor's libgcc; so the sample
# needs no cross compiler, which Debian cannot install beside gcc-multilib.
find_compiler()
{
	if command -v $triplet-gcc >/dev/null; then
		cc="$triplet-gcc --sysroot=$sys"
	elif [ $arch = i386 ] && gcc -dumpmachine 2>/dev/null | grep -q '^x86_64-linux-gnu$'; then
		version=$(gcc -dumpversion)
		cc="gcc -m32 --sysroot=$sys -B$sys/usr/lib/gcc/$triplet/$version/"
		packages="$packages libgcc-$version-dev"
	else
		return 1
	fi
}

# Prints what is missing here, if anything is.
missing()
{
	for tool in apt-get dpkg-deb pkg-config make; do
		command -v $tool >/dev/null || echo "no $tool (this is for Debian)"
	done
	find_compiler || echo "no $triplet-gcc (apt-get install gcc-$triplet)"
	[ -x configure ] || echo "no configure (./autogen.sh)"
	[ ! -f config.status ] || echo "the source folder is configured itself (make distclean)"
}

# ---- The foreign libraries -------------------------------------------------------------

# An apt of its own: the system's Debian, another processor, nothing installed.
write_apt()
{
	mkdir -p "$here/apt/lists/partial" "$here/apt/archives/partial" && : >"$here/apt/status" &&
		cat >"$here/apt/apt.conf" <<-END
			APT::Architecture "$arch";
			APT::Architectures { "$arch"; };
			APT::Install-Recommends "0";
			APT::Sandbox::User "$(id -un)";
			Acquire::Languages "none";
			Acquire::Retries "1";
			Acquire::http::Timeout "10";
			Debug::NoLocking "1";
			Dir::State "$here/apt";
			Dir::State::status "$here/apt/status";
			Dir::Cache "$here/apt";
			Dir::Etc::sourcelist "$here/apt/sources.list";
			Dir::Etc::sourceparts "/dev/null";
		END
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	apt-get indextargets --format "deb [signed-by=$keys] \$(REPO_URI) \$(RELEASE) main" \
		'Created-By: Packages' 'Origin: Debian' 2>/dev/null | sort -u >"$here/apt/sources.list"
	[ -s "$here/apt/sources.list" ] || (
		. /etc/os-release
		echo "deb [signed-by=$keys] http://deb.debian.org/debian $VERSION_CODENAME main"
	) >"$here/apt/sources.list"
}

# Unpacked, not installed: nothing of them is run but what our programs load.
fetch()
{
	[ "$(cat "$sys/.complete" 2>/dev/null)" != "$packages" ] || return 0
	echo "$arch: fetching libraries"
	rm -rf "$here/apt" "$sys" "$here/build"
	write_apt || return 1
	(
		APT_CONFIG=$here/apt/apt.conf
		export APT_CONFIG
		apt-get update -q # of several lists one may be late; what counts is the next line
		# shellcheck disable=SC2086
		apt-get install -q -y --download-only $packages &&
			mkdir "$sys" &&
			for deb in "$here"/apt/archives/*.deb; do
				dpkg-deb -x "$deb" "$sys" || exit 1
			done &&
			rm -rf "$here/apt/archives" "$here/apt/lists" &&
			echo "$packages" >"$sys/.complete"
	) >"$here/apt.log" 2>&1
}

# ---- Building and running ----------------------------------------------------------------

# Writes $here/run, which runs a program of ARCH; "native" asks this kernel first.
write_run() # [native]
{
	loader=$sys/lib/ld-linux.so.2
	if [ "${1-}" = native ] && "$loader" --help >/dev/null 2>&1; then
		set -- "$loader" --library-path "$sys/lib/$libs:$sys/usr/lib/$libs"
	elif command -v $qemu-static >/dev/null; then
		set -- $qemu-static -L "$sys"
	elif command -v $qemu >/dev/null; then
		set -- $qemu -L "$sys"
	else
		return 1
	fi
	{
		echo '#!/bin/sh'
		printf 'exec'
		printf ' "%s"' "$@"
		echo ' "$@"'
	} >"$here/run"
	chmod +x "$here/run"
}

configure()
{
	mkdir -p "$here/build" && cd "$here/build" || return 1
	[ ! config.status -nt "$root/configure" ] || return 0
	PKG_CONFIG_SYSROOT_DIR=$sys \
		PKG_CONFIG_LIBDIR=$sys/usr/lib/$libs/pkgconfig:$sys/usr/share/pkgconfig \
		"$root/configure" -q --build="$("$root/build-aux/config.guess")" --host=$triplet \
		--with-backend=both --enable-werror --disable-shared PKG_CONFIG=pkg-config CC="$cc" \
		CFLAGS='-O1 -g -fsanitize=undefined -fsanitize-undefined-trap-on-error'
}

# A fetched package was not what the signed list says: the one thing that is no bad luck.
wrong_checksum()
{
	grep -q 'Hash Sum mismatch' "$here/apt.log" 2>/dev/null
}

# All that has to be there before anything is built, or false, and why.
prepare() # [native]
{
	why=$(missing)
	[ -z "$why" ] || return 1
	find_compiler
	mkdir -p "$here"
	why="the libraries for $arch could not be fetched ($here/apt.log)"
	rm -f "$here/apt.log"
	fetch || return 1
	why="nothing to run programs of $arch with (apt-get install qemu-user-static)"
	write_run "$@"
}

count() # NAME STATUS
{
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
		echo "$arch: PASS: $1"
	else
		failed=$((failed + 1))
		echo "$arch: FAIL: $1 (status $2)"
		tail -n 40 "$here/log"
	fi
}

# Check programs in automake's harness; each is named when it is done.
checks() # MAKE-ARGUMENTS...
{
	make -j"$jobs" LOG_COMPILER="$here/run" AM_COLOR_TESTS=no "$@" 2>&1 | tee "$here/log" |
		grep --line-buffered -E '^(PASS|FAIL|ERROR|XPASS|SKIP): ' |
		tee "$here/checks" | sed -u "s/^/$arch: /"
	ok=$(grep -c '^PASS' "$here/checks")
	bad=$(grep -cE '^(FAIL|ERROR|XPASS)' "$here/checks")
	passed=$((passed + ok))
	failed=$((failed + bad))
	[ "$bad" -eq 0 ] || tail -n 200 test-suite.log
	[ "$ok" -gt 0 ] || count "no test ran" 1
}

program() # NAME PROGRAM ARGUMENTS...
{
	name=$1
	shift
	"$here/run" "$@" >"$here/log" 2>&1
	count "$name" $?
}

# ---- The whole and the sample ------------------------------------------------------------

# An emulator is ten times slower: there the tests run with fewer rounds and, unless E2E_BRIEF is
# set and empty, with the first backend alone.  The vectors are always for all backends.
how_much()
{
	unset E2E_BRIEF E2E_ROUNDS
	grep -q qemu "$here/run" || return 0
	E2E_ROUNDS=$rounds
	export E2E_ROUNDS
	[ -n "$brief" ] || return 0
	E2E_BRIEF=1
	export E2E_BRIEF
}

# Everything on ARCH; what it cannot do is a failure.
whole() # ARCH
{
	names "$1"
	prepare native || { failed=$((failed + 1)); echo "$arch: FAIL: $why"; return; }
	echo "$arch: building"
	how_much
	{ configure && make -s -j"$jobs"; } >"$here/log" 2>&1
	count build $?
	E2E_RUN=$here/run
	export E2E_RUN
	checks check-foreign
	unset E2E_BRIEF
	program differential tests/crypto/test_differential # which needs two backends to compare
	program vectors tools/e2e-conform --backend all "$vectors"/*.jsonl
	program transcripts tools/e2e-conform --backend all "$vectors"/transcripts/*.jsonl
	make -s -j"$jobs" $foreign_programs >"$here/log" 2>&1
	program transcripts_tl tests/tl/transcripts_tl "$vectors"/transcripts/*.jsonl
	program replay_tl tests/fuzz/replay_tl "$root"/tests/fuzz/corpus/tl/*
	program replay_account tests/fuzz/replay_account "$root"/tests/fuzz/corpus/account/*
	cd "$root" || exit 1
}

# Some Check programs, the transcripts, and all vectors but those that test primes.
sample()
{
	names i386
	prepare native || {
		wrong_checksum || { echo "portability.sh: skipped: $why"; exit 77; }
		cat "$here/apt.log"
		count "$why: wrong checksum" 1
		return
	}
	{ configure && make -s -j"$jobs" tools/e2e-conform; } >"$here/log" 2>&1
	count build $?
	checks check-TESTS check_PROGRAMS= TESTS="$sample_tests"
	mkdir -p "$here/vectors" && cp "$vectors"/*.jsonl "$here/vectors" &&
		grep '"kind":"exchange".*"p":"c71caeb9' "$vectors/dh.jsonl" >"$here/vectors/dh.jsonl"
	program vectors tools/e2e-conform --backend all "$here"/vectors/*.jsonl
	program transcripts tools/e2e-conform --backend all "$vectors"/transcripts/*.jsonl
}

# CK_TIMEOUT_MULTIPLIER: an emulator is slow, and nothing here is about time.
CK_TIMEOUT_MULTIPLIER=60
E2E_SEEDS=${E2E_SEEDS:-20}
export CK_TIMEOUT_MULTIPLIER E2E_SEEDS
if [ "${1-}" = sample ]; then
	E2E_BRIEF=1
	export E2E_BRIEF
	sample
else
	[ $# -gt 0 ] || set -- i386 armhf s390x
	brief=${E2E_BRIEF-1} rounds=${E2E_ROUNDS:-200}
	for each; do
		whole "$each"
	done
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
