#!/bin/sh
# SPDX-License-Identifier: ISC
# What `make install` leaves is enough for a stranger: a program found through pkg-config
# alone compiles, links (against the shared and the static library) and runs.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
cc=${CC:-cc}
command -v pkg-config >/dev/null 2>&1 || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

${MAKE:-make} install DESTDIR="$work" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
pc=$(find "$work" -name libe2e.pc)
[ -n "$pc" ] || { echo "install.sh: no libe2e.pc"; exit 1; }
# What the headers cite is there, too.
for document in protocol.md observed.md; do
	[ -n "$(find "$work" -name $document)" ] || { echo "install.sh: no $document"; exit 1; }
done
PKG_CONFIG_PATH=$(dirname "$pc")${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH
libdir=$(cd "$(dirname "$pc")/.." && pwd)
prefix=$(dirname "$libdir")
with="--define-variable=prefix=$prefix --define-variable=libdir=$libdir
	--define-variable=includedir=$prefix/include"

cat >"$work/t.c" <<'EOF'
#include <e2e/e2e.h>
#include <stdio.h>

int
main(void)
{
	struct e2e_crypto *crypto;
	uint8_t byte[32];

	if (e2e_crypto_new(&crypto, NULL) != E2E_OK || e2e_random(crypto, byte, 32) != E2E_OK)
		return 1;
	printf("%s %s\n", e2e_version(), e2e_crypto_backend(crypto));
	e2e_crypto_free(crypto);
	return 0;
}
EOF
compile() # OUTPUT FLAGS...
{
	out=$1
	shift
	# shellcheck disable=SC2086
	$cc ${CFLAGS-} "$work/t.c" -o "$out" "$@" ${LDFLAGS-} || exit 1
}

# shellcheck disable=SC2086,SC2046
if [ -f "$libdir/libe2e.so" ]; then
	compile "$work/shared" $(pkg-config $with --cflags --libs libe2e)
	LD_LIBRARY_PATH="$libdir" "$work/shared" || exit 1
	# A shared link names the backend's libraries nowhere.
	pkg-config $with --libs libe2e | grep -E -- '-l(nettle|gmp|gcrypt)' && exit 1
fi
if [ -f "$libdir/libe2e.a" ]; then
	rm -f "$libdir"/libe2e.so* "$libdir"/libe2e.la
	compile "$work/static" $(pkg-config $with --static --cflags --libs libe2e)
	"$work/static" || exit 1
fi
exit 0
