#!/bin/sh
# SPDX-License-Identifier: ISC
# Two e2e-peer and a bad server between them, in short; tests/tools/relay.py alone is the long form.
# $E2E_PEER is the program, $RELAY_MESSAGES how many texts go each way (300).

set -u
: "${E2E_PEER:=./e2e-peer}"
: "${RELAY_MESSAGES:=300}"
export E2E_PEER
here=$(dirname "$0")
if ! command -v python3 >/dev/null; then
	echo "relay.sh: no python3" >&2
	exit 77
fi
if ! test -x "$E2E_PEER"; then
	echo "relay.sh: no program $E2E_PEER (set E2E_PEER)" >&2
	exit 1
fi

# shellcheck source=tests/report.sh
. "$here/../report.sh"

relay()
{
	check "relay.py $*" python3 -B "$here/relay.py" "$@"
}

# Each time another course of things; the seed is in the output, to have it again.
dir=$(mktemp -d "${TMPDIR:-/tmp}/e2e-relay.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
relay --self-test
if "$E2E_PEER" --chat-id 1 --store "$dir/try" </dev/null 2>/dev/null; then
	relay --messages "$RELAY_MESSAGES"
else
	echo "relay.sh: no --store in this build: without kill -9" >&2
fi
relay --messages "$RELAY_MESSAGES" --memory --auto off --policy standard
relay --messages "$RELAY_MESSAGES" --memory --auto off --chains --fail 0.02 --loss 0.2
set --
for backend in $("$E2E_PEER" --version | sed -n 's/^backends: //p'); do
	set -- "$@" --backend "$backend"
done
relay --messages "$RELAY_MESSAGES" --memory --auto on "$@"

echo "$checks checks, $failures failed"
test "$failures" -eq 0
