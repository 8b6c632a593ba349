#!/bin/sh
# SPDX-License-Identifier: ISC
# The examples run, and every packet of the recorded sessions that is under the key of the
# handshake opens to what it meant.
set -u
srcdir=${srcdir:-.}
top=${top_builddir:-.}
"$top/examples/first-chat" || exit 1
[ -x "$top/examples/recorded" ] || exit 0
"$top/examples/recorded" "$srcdir"/tests/vectors/transcripts/*.jsonl || exit 1

# It can fail: a packet with one digit changed is reported.
work=$(mktemp) || exit 1
trap 'rm -f "$work"' EXIT
awk '/"type":"send"/ && !done { at = index($0, "\"packet\":\"") + 10 + 60
	c = substr($0, at, 1); $0 = substr($0, 1, at - 1) (c == "0" ? "1" : "0") substr($0, at + 1)
	done = 1 } { print }' "$srcdir/tests/vectors/transcripts/basic.jsonl" >"$work"
if "$top/examples/recorded" "$work"; then
	echo "examples.sh: a changed packet went unnoticed"
	exit 1
fi
exit 0
