#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-peer, from outside: randomness, lines and options that make no sense, every backend.
# $E2E_PEER is the program.

set -u
# shellcheck source=tests/tools/peerutil.sh
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
{ head -c 40000000 /dev/zero | tr '\0' 'a'; printf '\nstate\n'; } | "$E2E_PEER" --chat-id 3 >got 2>err
same "a line of 40 MB, and one after it" "$(tr '\n' ';' <got)" \
	"err the line is too long;err there is no chat yet;"

# ---- Input that cannot be read ------------------------------------------------------------

# unread TEXT WHAT: the last run ended with 1 and TEXT on standard error.
unread()
{
	status=$?
	if test "$status" -eq 1 && grep -e "$1" err >/dev/null; then pass; else
		fail "$2: $status, $(cat err)"
	fi
}

"$E2E_PEER" --chat-id 3 <. >got 2>err
unread 'standard input: Is a directory' "a folder for input"
"$E2E_PEER" --chat-id 3 <&- >got 2>err
unread 'standard input: ' "no input at all"
"$E2E_PEER" --chat-id 3 </dev/null >got 2>err
same "an empty input ends well" "$?" 0
if (ulimit -v 40000 && "$E2E_PEER" --chat-id 3 </dev/null) >got 2>err; then
	head -c 30000000 /dev/zero | tr '\0' 'a' >long
	(ulimit -v 40000 && "$E2E_PEER" --chat-id 3 <long) >got 2>err
	unread 'out of memory' "no memory for a line"
else
	echo "note: no limit for memory here, or a program that needs more"
fi

# ---- What a peer can fill ------------------------------------------------------------------

# The bytes of text= with all that a terminal obeys: C0, DEL, C1, and what turns text.
chat
odd=$(printf 'a\033[31m\177\302\200\302\205\302\233\302\237\330\234\342\200\216\342\200\217')
odd=$odd$(printf '\342\200\250\342\200\252\342\200\256\342\201\246\342\201\251z')
shown='a\\x1b\[31m\\x7f\\xc2\\x80\\xc2\\x85\\xc2\\x9b\\xc2\\x9f\\xd8\\x9c\\xe2\\x80\\x8e\\xe2\\x80\\x8f'
shown=$shown'\\xe2\\x80\\xa8\\xe2\\x80\\xaa\\xe2\\x80\\xae\\xe2\\x81\\xa6\\xe2\\x81\\xa9z'
ok a text 5 "$odd"
has "what we send" " str=$shown\$"
carry b
has "what comes" "^message random_id=5 .* text=$shown\$"
plain=$(printf '\302\240\303\274 \330\233\330\247 \342\200\215\342\200\257\342\201\245 \360\237\230\200')
ok a text 6 "$plain"
carry b
has "and what is only unusual" "^message random_id=6 .* text=$plain\$"
ok a fail 1 400 "DATA$odd"
ok a text 7 x
has "what a server says" "^sent_error random_id=7 code=400 text=DATA$shown\$"
both_stop

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
usage 'give the name of a file' --chat-id 1 --store ''

# What could be a key is repeated nowhere.
key=$(printf '%064d' 7)
for option in --chat-id --access-hash --policy --layer --backend --prime --seed --frobnicate; do
	usage . --chat-id 1 $option "x$key"
	none "$option" "$key"
	if grep "$key" err >/dev/null; then fail "$option repeats a key: $(cat err)"; else pass; fi
done
usage unknown "--sed=$key"
if grep "$key" err >/dev/null; then fail "a key with an unknown option: $(cat err)"; else pass; fi
"$E2E_PEER" --chat-id 1 --store "no/$key" </dev/null >got 2>err
same "a store that cannot be had" "$?" 1
if grep "$key" err >/dev/null; then fail "a key for a store: $(cat err)"; else pass; fi
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
