#!/bin/sh
# SPDX-License-Identifier: ISC
# The headers, the version script and the libraries agree on what is exported; the static
# library defines nothing outside e2e_; no writable data is shared by all users.
set -u
srcdir=${srcdir:-.}
nm=${NM:-nm}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

fail()
{
	echo "symbols.sh: $1"
	status=1
}

# Comments away, then every name that follows E2E_API.
cat "$srcdir"/libe2e/e2e/*.h | sed -e 's|/\*.*\*/||' -e '\|/\*|,\|\*/|d' | tr '\n' ' ' |
	sed 's/;/;\n/g' | grep 'E2E_API' |
	sed -nE 's/.*E2E_API[^(]*[ *](e2e_[a-z0-9_]+) *\(.*/\1/p' | sort -u >"$work/headers"
sed -n 's/^[[:space:]]*\(e2e_[a-z0-9_]*\);.*/\1/p' "$srcdir/libe2e/libe2e.map" |
	sort -u >"$work/map"
[ "$(wc -l <"$work/headers")" -ge 40 ] || fail "the headers could not be read"
diff "$work/headers" "$work/map" >"$work/diff" ||
	{ fail "headers (<) and libe2e.map (>) differ"; cat "$work/diff"; }

shared=libe2e/.libs/libe2e.so
if [ -f "$shared" ]; then
	$nm -D --defined-only "$shared" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
		sort -u >"$work/shared"
	diff "$work/map" "$work/shared" >"$work/diff" ||
		{ fail "libe2e.map (<) and libe2e.so (>) differ"; cat "$work/diff"; }
else
	echo "symbols.sh: no shared library was built; only the static one is looked at"
fi

static=libe2e/.libs/libe2e.a
if [ -f "$static" ]; then
	$nm -g --defined-only "$static" 2>/dev/null | awk 'NF == 3 { print $2, $3 }' >"$work/static"
	[ -s "$work/static" ] || fail "libe2e.a could not be read"
	# Names of the sanitizers' and the compiler's own begin with an underscore.
	grep -vE ' (e2e_|_)' "$work/static" && fail "names outside e2e_ in libe2e.a"
	# .data.rel.ro is written by the loader only: constant tables of pointers.  What
	# libgcrypt shares by a whole process is started once for all of it, and its secure
	# memory is for one power at a time in FIPS mode.
	$nm -f sysv "$static" 2>/dev/null | awk -F'|' '
		{ gsub(/ /, "", $7); gsub(/ /, "", $1) }
		$7 ~ /^\.(data|bss|tdata|tbss)$|COM/ && $1 !~ /^(_|\.L|libgcrypt_once$|libgcrypt_one_power$)/ {
			print $1, $7 }' |
		grep . && fail "writable data in libe2e.a"
fi
[ -f "$shared" ] || [ -f "$static" ] || fail "no library was found"
exit $status
