#!/bin/sh
# SPDX-License-Identifier: ISC
# layers.sh says nothing about the tree as it is, and finds each kind of breach.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fresh()
{
	rm -rf "$work/tree"
	mkdir "$work/tree"
	(cd "$srcdir" && tar cf - configure.ac Makefile.am m4/e2e.m4 libe2e backends tl tools \
		examples tests/*.sh tests/*.[ch]) | (cd "$work/tree" && tar xf -)
	chmod -R u+w "$work/tree"
}

run()
{
	sh "$srcdir/tests/layers.sh" "$work/tree" >"$work/out" 2>&1
}

must_find() # TEXT
{
	if run || ! grep -q "$1" "$work/out"; then
		echo "layers.sh did not find: $1"
		cat "$work/out"
		exit 1
	fi
	fresh
}

fresh
run || { cat "$work/out"; exit 1; }

echo '#include "crypto/crypto.h"' >>"$work/tree/libe2e/base/ct.c"
must_find 'base/ct.c:.*crypto/crypto.h'
echo '#include <e2e/crypto.h>' >>"$work/tree/backends/ige.c"
must_find 'backends/ige.c:.*e2e/crypto.h'
echo '#include <nettle/aes.h>' >>"$work/tree/libe2e/crypto/key.c"
must_find 'crypto/key.c:.*nettle/aes.h'
echo '#include "config.h"' >>"$work/tree/libe2e/base/ct.h"
must_find 'ct.h: a header includes config.h'
sed -i '/config\.h/d' "$work/tree/libe2e/base/arena.c"
must_find 'arena.c: config.h is not included first'
printf '{\n#ifdef X\n#endif\n}\n' >>"$work/tree/libe2e/base/mem.c"
must_find 'mem.c:.*#if within a function'
sed -i 1d "$work/tree/libe2e/base/num.h"
must_find 'num.h: no SPDX line'
: >"$work/tree/libe2e/base/num.h"
must_find 'num.h: nothing is in it'
