#!/bin/sh
# SPDX-License-Identifier: ISC
# What e2e-peer --store forgets is in no file any more: keys and texts are looked for in the whole
# folder of the store after a re-key, a deletion, the end of a chat, and death in the middle of a
# commit.  $E2E_PEER is the program.

set -u
# shellcheck source=tests/tools/peerutil.sh
. "$(dirname "$0")/peerutil.sh"

if ! "$E2E_PEER" --chat-id 1 --store try.db </dev/null 2>err; then
	grep 'this build has no SQLite' err >/dev/null || { cat err >&2; exit 1; }
	echo "$0: this build has no SQLite"
	exit 77
fi

# A file or two of the store, each as one line of hex.
mkdir store
dump()
{
	for file in store/*; do
		od -An -v -tx1 "$file" | tr -d ' \n'
		echo
	done >dumped
}

# pieces HEX: its 16 byte pieces, one a line.
pieces()
{
	printf '%s\n' "$1" | fold -w 32 | grep '.\{32\}'
}

# A text of several pages, which says NAME in each of its pieces, and its hex.
long_text()
{
	text=
	n=0
	while test $n -lt 64; do
		text=$text$(printf '%s %05d, ' "$1" $n)
		n=$((n + 1))
	done
}
hex_of()
{
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# gone WHAT HEX..., there WHAT HEX: none of the pieces, or any, is in the store.
gone()
{
	what=$1
	shift
	dump
	for hex in "$@"; do
		pieces "$hex" >wanted
		if test -s wanted && ! grep -F -f wanted dumped >/dev/null; then pass; else
			fail "$what: $(pieces "$hex" | while read -r piece; do
				grep -c -F -e "$piece" dumped
			done | sort | uniq -c | tr '\n' ';') (pieces; files that have them)"
		fi
	done
}
there()
{
	dump
	pieces "$2" >wanted
	if grep -F -f wanted dumped >/dev/null; then pass; else fail "$1: not in the store"; fi
}

store_a()
{
	start a --chat-id 77 --my-id 1 --peer-id 2 --access-hash 5 --expose-keys --store store/a.db
}
kill_a()
{
	kill -9 "$pid_a"
	wait "$pid_a" 2>/dev/null
	exec 3>&- 4<&-
}
current_key()
{
	ok a keys
	field current_key
}

store_a
start b --chat-id 77 --my-id 2 --peer-id 1 --access-hash 6 --expose-keys
ok a create
g_a=$(field g_a)
ok b requested "$g_a"
ok b accept
g_b=$(field g_b)
fingerprint=$(field fingerprint)
cp got said
ok a accepted "$g_b" "$fingerprint"
carry b
cp said got
carry a
ok b text auto pong
carry a
ok a text auto ping
carry b

# ---- A re-key ----------------------------------------------------------------------------

first=$(current_key)
there "the key in use" "$first"
ok a rekey
carry b
ok a keys
n=0
while test -n "$(field old)" && test $n -lt 8; do
	n=$((n + 1))
	ok b text auto pong
	carry a
	ok a text auto ping
	carry b
	ok a keys
done
has "a new key and no other" ' old= new= '
second=$(field current_key)
if test "$first" = "$second"; then fail "no re-key"; else pass; fi
there "the new key" "$second"
gone "after a re-key" "$first"
kill_a
gone "after a re-key and kill -9" "$first"
store_a
gone "and a new start" "$first"

# ---- Messages -------------------------------------------------------------------------------

# Ours is kept as the packet that it was sent as; the peer's is in an event, also in hex.
long_text ours
ok a text 100 "$text"
ours=$(packets)
there "a packet that is not acknowledged" "$ours"
carry b
ok a delete 100
carry b
ok b text auto pong
carry a
gone "our message, deleted and acknowledged" "$ours" "$(hex_of "$text")"
long_text theirs
theirs="$(hex_of "$text") $(hex_of "$(hex_of "$text")")"
ok b text 200 "$text"
carry a
has "a text comes" '^message random_id=200 '
# shellcheck disable=SC2086 # two words
gone "a message that was told" $theirs
ok b delete 200
carry a
has "it is deleted" '^delete_messages random_ids=200$'
kill_a
# shellcheck disable=SC2086
gone "after a deletion and kill -9" "$ours" $theirs

# ---- Death in the middle of a commit -----------------------------------------------------------

# limited N COMMAND...: a process that dies when it writes beyond byte N * 512 of a file.
limited()
{
	limit=$1
	shift
	printf '%s\n' "$@" >commands
	# shellcheck disable=SC3045 # -c keeps core files away where it is known
	(ulimit -c 0
	 ulimit -f "$limit"
	 exec "$E2E_PEER" --chat-id 77 --my-id 1 --peer-id 2 --access-hash 5 --expose-keys \
		--store store/a.db) <commands 2>err | cat >got
	grep '^ok$' got >/dev/null && fail "no death in a commit"
}

# The journal is written first and fits; then the database grows, and cannot.
long_text never
never=$text$text$text$text
never=$never$never$never$never
never=$never$never$never$never # nearly the longest text: more than the free pages take
ok b text 300 "$never"
packet=$(packets)
never="$(hex_of "$never") $(hex_of "$(hex_of "$never")")"
limited $(($(wc -c <store/a.db) / 512)) "recv $packet"
if test "$(od -An -N1 -tu1 store/a.db-journal)" -gt 0; then pass; else
	fail "it did not die in a commit"
fi
inode=$(ls -i store/a.db-journal)
store_a
same "the journal is overwritten, not deleted" "$(ls -i store/a.db-journal)" "$inode"
ok a state
has "it starts again" '^chat state=active '
# shellcheck disable=SC2086
gone "after death in a commit" $never "$first" "$ours" $theirs
ok a recv "$packet"
has "and the message comes" '^message random_id=300 '
# shellcheck disable=SC2086
gone "after that" $never "$first" "$ours" $theirs

# ---- The end of the chat -------------------------------------------------------------------------

ok a keys
same "the key is still the second" "$(field current_key)" "$second"
there "the last key" "$second"
long_text last
ok a text 400 "$text"
unread=$(packets)
there "a packet that nobody gets" "$unread"
ok a close 1
ok a state
has "closed" '^chat state=closed '
gone "after the end of the chat" "$second" "$first" "$unread"
kill_a
gone "after the end of the chat and kill -9" "$second" "$first" "$unread"
store_a
stop a
same "A ends well" "$status" 0
# shellcheck disable=SC2086
gone "after all" "$second" "$first" "$unread" "$ours" $theirs $never
stop b
same "B ends well" "$status" 0

echo "$checks checks, $failures failed"
test "$failures" -eq 0
