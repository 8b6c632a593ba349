#!/bin/sh
# SPDX-License-Identifier: ISC
# usage: fetch.sh FOLDER
# Makes FOLDER/VERSION/libtdjson.so for every version of TDLib in package.json, patched to trust
# the fake data centre whose private key is FOLDER/dc_key.pem (made if it is not there).
#
# The versions and their checksums are pinned in package-lock.json; no code of the packages is
# run. Everything is kept in FOLDER, of the build tree: a second run needs no network. The copies
# must never be installed or given away; patch_keys.py says why.
# Ends with 77 if npm is missing, the registry cannot be reached or there is no TDLib for this
# kind of machine, with 1 if a checksum is wrong or a library could not be patched.

set -u
: "${PYTHON:=/usr/bin/python3}"
here=$(cd "$(dirname "$0")" && pwd) || exit 99
if test $# -ne 1; then
	echo "usage: fetch.sh FOLDER" >&2
	exit 99
fi
umask 077
mkdir -p "$1" && folder=$(cd "$1" && pwd) || exit 99

skip()
{
	echo "fetch.sh: skipped: $*" >&2
	exit 77
}

fail()
{
	echo "fetch.sh: $*" >&2
	exit 1
}

# The stamp names what the copies were made from: the pinned packages and the key.
state()
{
	cat "$here/package.json" "$here/package-lock.json" "$folder/dc_key.pem" | sha256sum
}

"$PYTHON" -c 'import cryptography' 2>/dev/null || skip "$PYTHON has no module cryptography"
"$PYTHON" -B "$here/patch_keys.py" make-key "$folder/dc_key.pem" || fail "no key"
versions=$(sed -n 's/^ *"tdlib-\([0-9.]*\)": "npm:.*/\1/p' "$here/package.json")
test -n "$versions" || fail "package.json names no version"
complete=yes
for version in $versions; do
	test -f "$folder/$version/libtdjson.so" || complete=no
done
if test $complete = yes && test "$(cat "$folder/stamp" 2>/dev/null)" = "$(state)"; then
	exit 0
fi

command -v npm >/dev/null || skip "npm is not installed"
cp -f "$here/package.json" "$here/package-lock.json" "$folder" || exit 99
trap 'rm -rf "$folder/node_modules"' EXIT
trap 'exit 1' HUP INT TERM
if ! (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline \
	--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=120000) \
	>"$folder/npm.log" 2>&1; then
	cat "$folder/npm.log" >&2
	grep -q EINTEGRITY "$folder/npm.log" && fail "a package does not have its pinned checksum"
	grep -q EBADPLATFORM "$folder/npm.log" && skip "there is no prebuilt TDLib for this machine"
	grep -Eq 'ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENET|EHOSTUNREACH|ENOTCACHED|E50[0-9]|ERR_SOCKET' \
		"$folder/npm.log" && skip "the npm registry cannot be reached"
	fail "npm ci failed"
fi
rm -f "$folder/stamp"
for version in $versions; do
	mkdir -p "$folder/$version" || exit 99
	"$PYTHON" -B "$here/patch_keys.py" patch "$folder/dc_key.pem" \
		"$folder/node_modules/tdlib-$version/libtdjson.so" \
		"$folder/$version/libtdjson.so" || fail "TDLib $version could not be patched"
done
state >"$folder/stamp"
