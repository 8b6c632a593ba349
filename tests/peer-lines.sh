#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-peer, from outside: randomness, lines and options that make no sense, every backend.
# $E2E_PEER is the program.

set -u
# shellcheck source=tests/peerutil.sh
. "$(dirname "$0")/peerutil.sh"

# ---- Randomness -----------------------------------------------------------------------

drawn()
{
	echo create | "$E2E_PEER" --chat-id 5 "$@" 2>/dev/null
}

same "the same seed" "$(drawn --seed ab12)" "$(drawn --seed ab12)"
drawn --seed ab12 >one
drawn --seed ab13 >two
if cmp -s one two; then fail "another seed gives the same"; else pass; fi
drawn >one
drawn >two
if cmp -s one two; then fail "no seed gives the same"; else pass; fi

# ---- Lines that make no sense -----------------------------------------------------------

chat
while IFS= read -r line; do
	no a "$line"
done <<'EOF'

   
nonsense
 text
text
text 1
text x hello
text 99999999999999999999 hello
text 1.5 hello
recv
recv 0
recv 0g
recv 00 x
recv 00 1 2
recv 00 1 1,2,3,4
recv 00 1 1,2,3,4,5,6
recv 00 1 1,2,3,4,x
recv 00 1 ,,,,
recv 00 99999999999
send_tl
send_tl 00
send_tl zz
send_tl 7446cc91
send_file_tl 7446cc91
action_tl
action_tl 00000000
accepted
accepted 00
accepted 00 12
accepted 00 12345678901234567
accepted zz 1234567890123456
requested
requested xyz
discarded
discarded 2
discarded 0 0
close 2
close 0 1
ttl
ttl x
read
read x
delete
delete 1 x
flush now
screenshot now
typing now
poke now
read_history
read_history x
rekey now
advance
advance -1
advance 1.5
advance 99999999999999999999
advance 2147483647
restart now
crash
crash 0
crash x
auto
auto maybe
auto on off
answer
answer 1
answer x ok
answer -1 ok
answer 1 ok
fail
fail 1
fail x 1 y
fail -1 1 y
state now
keys now
quit now
create now
create
accept
accept now
reject now
waiting now
EOF
ok a text 1 'still there'
both_stop

# No line ends it: commands and words, mixed by chance.
awk 'BEGIN {
	srand(7)
	n = split("create requested accept reject accepted waiting discarded recv text send_tl " \
		"send_file_tl action_tl ttl read delete flush screenshot typing read_history " \
		"rekey advance poke close restart crash auto answer fail state keys on off ok " \
		"error 0 1 -1 77 2147483648 9223372036854775807 -9223372036854775808 00 ff " \
		"7446cc91 5ce41967 , 1,2,3,4,5 0123456789abcdef a= \\ \303\274 \377 \001 " \
		"7446cc9100020000", word, " ")
	for (i = 0; i < 4000; i++) {
		line = ""
		for (k = int(rand() * 5); k >= 0; k--)
			line = line word[1 + int(rand() * n)] (rand() < 0.9 ? " " : "")
		print line
	}
}' >lines
"$E2E_PEER" --chat-id 3 --auto-accept <lines >got 2>err
same "the end of senseless lines" "$?" 0
same "an answer for each of them" "$(grep -c '^ok$\|^err ' got)" "$(grep -c '' lines)"
printf 'text 1 a\0b\nstate' | "$E2E_PEER" --chat-id 3 >got 2>err
same "a NUL, and no end of line" "$(grep -c '^err ' got)" 2
head -c 3000000 /dev/zero | tr '\0' 'a' | "$E2E_PEER" --chat-id 3 >got 2>err
same "a line of 3 MB" "$(cat got)" "err no such command"

# ---- Options ------------------------------------------------------------------------------

# usage TEXT ARGS...: status 2, and TEXT on standard error.
usage()
{
	text=$1
	shift
	"$E2E_PEER" "$@" </dev/null >got 2>err
	status=$?
	if test "$status" -eq 2 && grep -e "$text" err >/dev/null; then pass; else
		fail "$*: $status, $(cat err)"
	fi
}

usage 'give --chat-id'
usage 'give --chat-id' --chat-id 0
usage 'chat-id is a number' --chat-id x
usage 'chat-id is a number' --chat-id 2147483648
usage 'my-id is a number' --chat-id 1 --my-id ''
usage 'standard, strict or lenient' --chat-id 1 --policy lax
usage '46, 73, 101 or 144' --chat-id 1 --layer 143
usage "this build has no 'none'" --chat-id 1 --backend none
usage '1 to 64 bytes' --chat-id 1 --seed x
usage '1 to 64 bytes' --chat-id 1 --seed ''
usage '1 to 256 bytes' --chat-id 1 --prime 0
usage 'no arguments but options' --chat-id 1 more
usage "Try 'e2e-peer --help'" --frobnicate
"$E2E_PEER" --help >got 2>err
same "--help" "$?" 0
has "--help" '^Usage: e2e-peer --chat-id N'
"$E2E_PEER" --version >got 2>err
same "--version" "$?" 0
# shellcheck disable=SC2013 # one line of words
for backend in $(sed -n 's/^backends: //p' got); do
	chat --backend "$backend"
	ok a text 1 "by $backend"
	carry b
	has "--backend $backend" " text=by $backend\$"
	both_stop
done

echo "$checks checks, $failures failed"
test "$failures" -eq 0
