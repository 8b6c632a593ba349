#!/bin/sh
# SPDX-License-Identifier: ISC
# usage: fetch.sh FOLDER
# Makes FOLDER/VERSION/libtdjson.so for every version of TDLib in package.json, patched to trust
# the fake data centre whose private key is FOLDER/dc_key.pem (made if it is not there).
#
# The versions and their checksums are pinned in package-lock.json; no code of the packages is
# run. Everything is kept in FOLDER, of the build tree: a second run needs no network. The copies
# must never be installed or given away; patch_keys.py says why.
# Ends with 1 if a package does not have its pinned checksum or this folder is damaged.  All that
# can be wrong with the machine or the network is 77 and a last line that says what: no npm, a
# registry that cannot be reached or trusted, no space, no TDLib for this kind of machine, a library
# that cannot be patched.

set -u
: "${PYTHON:=/usr/bin/python3}"
here=$(cd "$(dirname "$0")" && pwd) || exit 99
if test $# -ne 1; then
	echo "usage: fetch.sh FOLDER" >&2
	exit 99
fi
umask 077

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

mkdir -p "$1" 2>/dev/null && folder=$(cd "$1" && pwd) || skip "the folder $1 cannot be made"

# The stamp names what the copies were made from: the pinned packages and the key.
state()
{
	cat "$here/package.json" "$here/package-lock.json" "$folder/dc_key.pem" | sha256sum
}

"$PYTHON" -c 'import cryptography' 2>/dev/null || skip "$PYTHON has no module cryptography"
"$PYTHON" -B "$here/patch_keys.py" make-key "$folder/dc_key.pem" 2>"$folder/npm.log" ||
	skip "the key of the fake data centre cannot be made"
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
cp -f "$here/package.json" "$here/package-lock.json" "$folder" ||
	skip "nothing can be written to $folder"
trap 'rm -rf "$folder/node_modules"' EXIT
trap 'exit 1' HUP INT TERM

# What npm says was wrong: its code, or its last line if it has none.
npm_reason()
{
	code=$(sed -n 's/^npm \(ERR!\|error\) code \([A-Z0-9_]*\).*/\2/p' "$folder/npm.log" | head -n 1)
	case $code in
	'') tail -n 1 "$folder/npm.log" ;;
	EBADPLATFORM) echo "there is no prebuilt TDLib for this machine" ;;
	ENOSPC) echo "no space is left" ;;
	*CERT* | *SSL* | *TLS* | *SIGNATURE* | EPROTO)
		echo "the npm registry cannot be trusted ($code)" ;;
	E[45][0-9][0-9]) echo "the npm registry refused ($code)" ;;
	ENOTFOUND | EAI_AGAIN | ECONN* | *TIMEDOUT* | ENET* | EHOST* | ENOTCACHED | ERR_*)
		echo "the npm registry cannot be reached ($code)" ;;
	*) echo "npm failed ($code)" ;;
	esac
}

(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline \
	--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=120000) \
	>"$folder/npm.log" 2>&1
status=$?
if test $status -ne 0; then
	grep -q EINTEGRITY "$folder/npm.log" && {
		cat "$folder/npm.log" >&2
		fail "a package does not have its pinned checksum"
	}
	reason=$(npm_reason)
	skip "${reason:-npm ended with $status}; $folder/npm.log has more"
fi
rm -f "$folder/stamp"
for version in $versions; do
	library=$folder/node_modules/tdlib-$version/libtdjson.so
	test -f "$library" || skip "npm has brought no $library"
	mkdir -p "$folder/$version" || skip "nothing can be written to $folder"
	"$PYTHON" -B "$here/patch_keys.py" patch "$folder/dc_key.pem" "$library" \
		"$folder/$version/libtdjson.so" >>"$folder/npm.log" 2>&1 ||
		skip "TDLib $version could not be patched; $folder/npm.log has more"
done
state >"$folder/stamp" || skip "nothing can be written to $folder"
