#!/bin/sh
# SPDX-License-Identifier: ISC
# From nothing to a secret chat on the screen, on Debian 12 as root or with sudo.
#
#   ./quickstart.sh         install what is missing, build, show a chat
#   ./quickstart.sh check   the same, then every test: both backends, both compilers, the
#                           sanitizers, the release tarball, samples of what takes long
set -eu
cd "$(dirname "$0")"

# To build, to test, and to test with all compilers and checkers.
build_packages="gcc make libc6-dev autoconf automake libtool pkg-config xz-utils
	nettle-dev libgmp-dev libgcrypt20-dev libjansson-dev libsqlite3-dev"
check_packages="g++ clang libclang-rt-14-dev check libssl-dev valgrind mandoc git python3
	python3-cryptography python3-telethon python3-setuptools python3-wheel iproute2"

log=$PWD/build/quickstart.log

say()
{
	printf '\n== %s\n' "$1"
}

# Do what nobody has to see; if it fails, say what failed, how the log ends and where it is.
quietly() # WHAT COMMAND...
{
	what=$1
	shift
	mkdir -p build
	printf '\n== %s: %s\n' "$what" "$*" >>"$log"
	"$@" >>"$log" 2>&1 && return
	{
		echo "quickstart.sh: $what failed; the end of it:"
		tail -n 15 "$log" | sed 's/^/    /'
		echo "quickstart.sh: all of it is in $log"
	} >&2
	return 1
}

missing() # PACKAGES: those that are not installed
{
	for package in $1; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' ||
			printf '%s ' "$package"
	done
}

as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo "$@"
	else
		echo "run this as root, or install sudo: $*" >&2
		return 1
	fi
}

install_packages() # PACKAGES
{
	if ! command -v dpkg-query >/dev/null 2>&1; then
		echo "quickstart.sh: not a Debian system; I take it that you have:" $1 >&2
		return
	fi
	wanted=$(missing "$1")
	[ -n "$wanted" ] || return 0
	say "Installing ${wanted% }"
	quietly "apt-get update" as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q ||
		return
	# shellcheck disable=SC2086
	quietly "apt-get install" as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -q -y --no-install-recommends $wanted
}

# For real TDLibs to talk to; the tests do without if it cannot be had.
install_npm()
{
	command -v npm >/dev/null 2>&1 || (install_packages npm) ||
		echo "quickstart.sh: no npm: no tests with real TDLibs" >&2
}

jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)

build_all()
{
	[ -x configure ] && [ configure -nt configure.ac ] && [ configure -nt m4/e2e.m4 ] ||
		./autogen.sh || return
	mkdir -p build/quickstart && cd build/quickstart || return
	[ -f config.status ] || ../../configure -q --with-backend=both || return
	make -s -j"$jobs"
}

build()
{
	if [ -f config.status ]; then
		echo "quickstart.sh: this folder is configured itself; 'make distclean' first" >&2
		exit 1
	fi
	say "Building with both backends in build/quickstart (a minute or two; the log is $log)"
	(quietly "the build" build_all)
}

# What recorded cannot do with building blocks: an account goes through all of each session.
replay()
{
	[ -x build/quickstart/tools/e2e-conform ] || return 0
	quietly "the replay of these sessions" \
		build/quickstart/tools/e2e-conform tests/vectors/transcripts/*.jsonl
	printf '\n  As a client in all of them, libe2e took and refused what it had to: %s\n' \
		"$(tail -n 1 "$log")"
}

show()
{
	say "Two people, one secret chat"
	build/quickstart/examples/whole-chat
	build/quickstart/examples/recorded tests/vectors/transcripts/*.jsonl
	replay
	say "Done.  Next: README.md, and the headers in libe2e/e2e"
}

case ${1-} in
'' | check)
	mkdir -p build
	: >"$log"
	;;
esac
case ${1-} in
'')
	install_packages "$build_packages"
	build
	show
	;;
check)
	install_packages "$build_packages $check_packages"
	install_npm
	build
	show
	say "The whole test suite"
	exec tests/matrix.sh
	;;
*)
	sed -n '3,8s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
