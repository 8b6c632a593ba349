#!/bin/sh
# SPDX-License-Identifier: ISC
# The examples run, and every packet of the recorded sessions that is under the key of the
# handshake opens to what it meant.
set -u
srcdir=${srcdir:-.}
top=${top_builddir:-.}
"$top/examples/first-chat" || exit 1

# The whole chat, with every turn that it is to take.
story=$(mktemp) || exit 1
trap 'rm -f "$story"' EXIT
"$top/examples/whole-chat" >"$story" || exit 1
cat "$story"
for line in 'Alice | knows that "Burn after reading." arrived' \
	'messages stay: self-destruction is off' '    Alice sees                   Bob sees' \
	'Bob   | chat is active' 'Alice | chat is active' 'destroys itself after 5 s' \
	'Bob   | a message has destroyed itself' '1 message deleted' 'it was asked for' \
	'reads: two' 'nothing is missing' 'has a new key' 'the power fails' \
	'reads: Saved before it is sent' 'reads: Once, and in order' 'closed by the other side'; do
	grep -qF "$line" "$story" || { echo "examples.sh: whole-chat does not show: $line"; exit 1; }
done
if grep -e 'knows that it' -e 'live for 0' "$story"; then
	echo "examples.sh: whole-chat tells less than it knows"
	exit 1
fi
# Both pictures, side by side, and they are the same.
pictures=$(sed -n 's/^   |\(.\{24\}\)|   |\(.\{24\}\)|.*/\1=\2/p' "$story")
if [ "$(echo "$pictures" | wc -l)" -ne 12 ] ||
	[ "$(echo "$pictures" | awk 'substr($0, 1, 24) == substr($0, 26)' | wc -l)" -ne 12 ]; then
	echo "examples.sh: no two equal pictures"
	exit 1
fi
[ -x "$top/examples/recorded" ] || exit 0
"$top/examples/recorded" "$srcdir"/tests/vectors/transcripts/*.jsonl >"$story" || exit 1
cat "$story"
# What is fatal by name, under one policy or both, and nothing else.
fatal='^  \(fatal\|strict\)_'
if [ "$(grep -c "$fatal" "$story")" -ne \
		"$(grep -c "$fatal.*; the last breaks a rule (.*): to refuse it is right\$" "$story")" ] ||
	grep -v "$fatal" "$story" | grep 'breaks a rule'; then
	echo "examples.sh: recorded does not say that refusing is right"
	exit 1
fi

# It can fail: a packet with one digit changed is reported.
work=$(mktemp) || exit 1
trap 'rm -f "$work" "$story"' EXIT
awk '/"type":"send"/ && !done { at = index($0, "\"packet\":\"") + 10 + 60
	c = substr($0, at, 1); $0 = substr($0, 1, at - 1) (c == "0" ? "1" : "0") substr($0, at + 1)
	done = 1 } { print }' "$srcdir/tests/vectors/transcripts/basic.jsonl" >"$work"
if "$top/examples/recorded" "$work"; then
	echo "examples.sh: a changed packet went unnoticed"
	exit 1
fi
exit 0
