#!/bin/sh
# SPDX-License-Identifier: ISC
# The TL codec allocates nothing: no function of it refers to an allocator.
set -u
nm=${NM:-nm}
archive=${1:-tl/.libs/libtl.a}
[ -f "$archive" ] || { echo "tl-alloc.sh: no $archive"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# The sanitizers' own names begin with an underscore.
$nm -u "$archive" 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u >"$work/used"
grep -q '^memcpy$\|^e2e_i_arena_alloc$' "$work/used" ||
	{ echo "tl-alloc.sh: $archive could not be read"; exit 1; }
if grep -xE '(m|c|re|reallo|pv|v)alloc|reallocarray|aligned_alloc|posix_memalign|memalign|free|mmap|sbrk|strn?dup|v?asprintf|e2e_i_mem_.*|alloca' \
	"$work/used"; then
	echo "tl-alloc.sh: the codec refers to these"
	exit 1
fi
