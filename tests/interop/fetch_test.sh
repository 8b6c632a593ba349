#!/bin/sh
# SPDX-License-Identifier: ISC
# tdlib/fetch.sh with an npm that fails in every way: only a wrong checksum is a failure, all else is
# a skip that says why in its last line.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 99
: "${PYTHON:=/usr/bin/python3}"
export PYTHON
if ! "$PYTHON" -c 'import cryptography' 2>/dev/null; then
	echo "fetch_test.sh: $PYTHON has no module cryptography"
	exit 77
fi

# shellcheck source=tests/report.sh
. "$here/../report.sh"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/e2e-fetch.XXXXXX") || exit 99
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM
mkdir "$tmp/bin"
cat >"$tmp/bin/npm" <<'END'
#!/bin/sh
cat "$FAKE_NPM"
exit "$FAKE_STATUS"
END
chmod +x "$tmp/bin/npm"
PATH=$tmp/bin:$PATH
FAKE_NPM=$tmp/said
FAKE_STATUS=1
export PATH FAKE_NPM FAKE_STATUS

# ends STATUS LAST WHAT [FOLDER]: how fetch.sh ends, and what its last line has.
ends()
{
	"$here/tdlib/fetch.sh" "${4-$tmp/folder}" >"$tmp/out" 2>"$tmp/err"
	status=$?
	if [ $status -eq "$1" ] && tail -n 1 "$tmp/err" | grep -F -e "$2" >/dev/null &&
		[ "$1" -eq 1 -o "$(wc -l <"$tmp/err")" -eq 1 ]; then
		verdict 0 "$3"
	else
		verdict 1 "$3, not $1 and '$2'"
	fi
}

# code CODE LAST: npm fails with CODE, in the words of old and new versions.
code()
{
	for word in ERR! error; do
		printf 'npm warn x y\nnpm %s code %s\nnpm %s and more\n' "$word" "$1" "$word" >"$tmp/said"
		ends 77 "fetch.sh: skipped: $2" "$1"
	done
}

for tls in SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT_LOCALLY CERT_HAS_EXPIRED \
	UNABLE_TO_VERIFY_LEAF_SIGNATURE DEPTH_ZERO_SELF_SIGNED_CERT ERR_TLS_CERT_ALTNAME_INVALID \
	ERR_SSL_WRONG_VERSION_NUMBER EPROTO; do
	code $tls "the npm registry cannot be trusted ($tls)"
done
for net in ENOTFOUND EAI_AGAIN ECONNREFUSED ECONNRESET ETIMEDOUT ERR_SOCKET_TIMEOUT ENETUNREACH \
	ENOTCACHED; do
	code $net "the npm registry cannot be reached ($net)"
done
code E503 "the npm registry refused (E503)"
code E404 "the npm registry refused (E404)"
code EBADPLATFORM "there is no prebuilt TDLib for this machine"
code ENOSPC "no space is left"
code EACCES "npm failed (EACCES)"
code ESOMETHINGNEW "npm failed (ESOMETHINGNEW)"
echo 'node: bad option' >"$tmp/said"
ends 77 "fetch.sh: skipped: node: bad option" "an npm that does not start"
: >"$tmp/said"
FAKE_STATUS=139
ends 77 "fetch.sh: skipped: npm ended with 139" "an npm that says nothing"
FAKE_STATUS=0
ends 77 "fetch.sh: skipped: npm has brought no " "an npm that brings nothing"
for version in $(sed -n 's/^ *"tdlib-\([0-9.]*\)": "npm:.*/\1/p' "$here/tdlib/package.json"); do
	mkdir -p "$tmp/made/node_modules/tdlib-$version"
	echo "no keys in here" >"$tmp/made/node_modules/tdlib-$version/libtdjson.so"
done
ends 77 "could not be patched" "a TDLib without Telegram's keys" "$tmp/made"
FAKE_STATUS=1
printf 'npm ERR! code EINTEGRITY\nnpm ERR! sha512-AAAA\n' >"$tmp/said"
ends 1 "does not have its pinned checksum" "a wrong checksum"
printf 'npm error code ENOTFOUND\nnpm error EINTEGRITY sha512-AAAA\n' >"$tmp/said"
ends 1 "does not have its pinned checksum" "a wrong checksum among other things"
: >"$tmp/file"
ends 77 "cannot be made" "a file in the place of the folder" "$tmp/file"

echo "$checks checks, $failures failed"
test "$failures" -eq 0
