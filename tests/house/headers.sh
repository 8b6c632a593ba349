#!/bin/sh
# SPDX-License-Identifier: ISC
# Each public header compiles alone, as C and as C++, without a warning, and keeps the
# rules of the binary interface: no enum, bool, long, bit-field or union.
set -u
srcdir=${srcdir:-.}
cc=${CC:-cc}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

for header in "$srcdir"/libe2e/e2e/*.h; do
	name=e2e/$(basename "$header")
	echo "#include <$name>" >"$work/t.c"
	echo "int t; /* not empty */" >>"$work/t.c"
	cp "$work/t.c" "$work/t.cc"
	$cc -std=c11 -Wall -Wextra -Wpedantic -Werror -I"$srcdir/libe2e" -c "$work/t.c" \
		-o "$work/t.o" || status=1
	if command -v c++ >/dev/null 2>&1; then
		c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -I"$srcdir/libe2e" \
			-c "$work/t.cc" -o "$work/t.o" || status=1
	fi
	# Comments away; then the words that no signature may have.
	if sed -e 's|/\*.*\*/||' -e '\|/\*|,\|\*/|d' "$header" |
		grep -nwE 'enum|bool|_Bool|long|union|unsigned|time_t|va_list'; then
		echo "headers.sh: $name: not allowed in the interface"
		status=1
	fi
done
exit $status
