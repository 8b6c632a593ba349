#!/bin/sh
# SPDX-License-Identifier: ISC
# libe2e on other processors: i386 (32 bits, numbers of 64 bits aligned to 4), armhf (32 bits)
# and s390x (big-endian), built by Debian's cross compilers and run under qemu-user: all Check
# programs, all vectors and transcripts, with the undefined behaviour sanitizer, which also
# knows how each processor wants its numbers aligned.
#
#   tests/portability.sh              all three (make portability)
#   tests/portability.sh ARCH...      some of them
#   tests/portability.sh sample       a minute's worth, on i386 only; without the compiler, the
#                                     emulator or the packages it says "skipped" and is content
#
# The foreign libraries come from a private apt root in the build folder; the system's own
# packages and lists are left alone.  PORTABILITY_DIR is that folder (build/portability).
# The last line is `portability: N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
base=${PORTABILITY_DIR:-$root/build/portability}
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
packages="libc6-dev nettle-dev libgmp-dev libgcrypt20-dev libjansson-dev check"
sample_tests="tests/test_base tests/test_tl tests/test_chat_start tests/test_chat_send
	tests/test_chat_ttl"
passed=0
failed=0

# The names of ARCH: the compiler's, the folder's of its libraries, the emulator's.
names() # ARCH
{
	arch=$1
	case $arch in
	i386) triplet=i686-linux-gnu libs=i386-linux-gnu qemu=qemu-i386 loader=ld-linux.so.2 ;;
	armhf) triplet=arm-linux-gnueabihf libs=$triplet qemu=qemu-arm loader= ;;
	s390x) triplet=s390x-linux-gnu libs=$triplet qemu=qemu-s390x loader= ;;
	*)
		echo "portability.sh: $arch: I know i386, armhf and s390x" >&2
		exit 2
		;;
	esac
	here=$base/$arch
	sys=$here/root
	log=$here/log
}

# Prints what is missing on this system, or nothing.
missing()
{
	for tool in apt-get dpkg-deb pkg-config; do
		command -v $tool >/dev/null || echo "no $tool (this is for Debian)"
	done
	command -v $triplet-gcc >/dev/null || echo "no $triplet-gcc (apt-get install gcc-$triplet)"
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
			Acquire::Retries "2";
			Acquire::http::Timeout "20";
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
	[ ! -f "$sys/.complete" ] || return 0
	rm -rf "$here/apt" "$sys"
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
			: >"$sys/.complete"
	) >"$here/apt.log" 2>&1
}

# ---- Building and running ----------------------------------------------------------------

# Writes $here/run, which runs a program of ARCH: under the emulator, or, if there is none,
# by this kernel, as those of x86-64 know i386.
write_run()
{
	for emulator in $qemu-static $qemu; do
		if command -v $emulator >/dev/null; then
			printf '#!/bin/sh\nexec %s -L "%s" "$@"\n' $emulator "$sys" >"$here/run"
			chmod +x "$here/run"
			return
		fi
	done
	[ -n "$loader" ] || return 1
	printf '#!/bin/sh\nexec "%s" --library-path "%s" "$@"\n' "$sys/lib/$loader" \
		"$sys/lib/$libs:$sys/usr/lib/$libs" >"$here/run"
	chmod +x "$here/run"
	"$here/run" "$sys/usr/bin/getconf" INT_MAX >/dev/null 2>&1
}

configure() # CFLAGS
{
	mkdir -p "$here/build" && cd "$here/build" || return 1
	[ -f config.status ] && [ config.status -nt "$root/configure" ] && return 0
	PKG_CONFIG_SYSROOT_DIR=$sys \
		PKG_CONFIG_LIBDIR=$sys/usr/lib/$libs/pkgconfig:$sys/usr/share/pkgconfig \
		"$root/configure" -q --build="$("$root/build-aux/config.guess")" --host=$triplet \
		--with-backend=both --enable-werror --disable-shared PKG_CONFIG=pkg-config \
		CC="$triplet-gcc --sysroot=$sys" CFLAGS="$1"
}
