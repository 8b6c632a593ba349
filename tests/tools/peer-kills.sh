#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-peer --store is killed hundreds of times, and each message is printed once.  $E2E_PEER is
# the program, $PEER_KILLS how often (300).

set -u
: "${E2E_PEER:=./e2e-peer}"
: "${PEER_KILLS:=300}"
export E2E_PEER
if ! command -v python3 >/dev/null; then
	echo "peer-kills.sh: no python3"
	exit 77
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/e2e-peer.XXXXXX") || exit 1
"$E2E_PEER" --chat-id 1 --store "$dir/try.db" </dev/null 2>"$dir/err"
status=$?
without=$(grep -c 'this build has no SQLite' "$dir/err")
rm -rf "$dir"
if test "$without" -gt 0; then
	echo "peer-kills.sh: this build has no SQLite"
	exit 77
fi
test "$status" -eq 0 || { echo "peer-kills.sh: --store: status $status"; exit 1; }
exec python3 -B "$(dirname "$0")/peer_kills.py" --kills "$PEER_KILLS"
