#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-peer, from outside: sessions between two of them, the store and death.  $E2E_PEER is the
# program.

set -u
# shellcheck source=tests/tools/peerutil.sh
. "$(dirname "$0")/peerutil.sh"

# ---- A chat, from the first line to the last ------------------------------------------------

chat --seed 0102
ok a state
has "A's state" '^chat state=active reason=none layer=144 key_hash=[0-9a-f]\{72\} key=[0-9a-f]\{16\} '
has "A's counters" ' in_seq=1 out_seq=1 .* holes=0 '
key_hash=$(field key_hash)
key=$(field key)
ok b state
same "one key hash" "$key_hash" "$(field key_hash)"
same "one key" "$key" "$(field key)"
same "it is the one of acceptEncryption" "$key" "$fingerprint"
ok a keys
has "the key itself" "^keys current=$key old= new= current_key=[0-9a-f]\{512\} old_key= new_key=\$"
same "A was told of its seed" "$(grep -c 'nothing here is random' a.err)" 1

ok a text 100 'Hello,  wörld \n = str= '
has "a text" '^queued random_id=100$'
has "a text" '^query [0-9]* sendEncrypted random_id=100 silent=0 data=[0-9a-f]* layer=144 in_seq_no=2 out_seq_no=3 tl=[0-9a-f]* str=Hello,  wörld \\n = str= $'
has "a text" '^sent_ok random_id=100 date=1700000000$'
tl=$(field tl)
packet=$(packets)
ok b recv "$packet" 1699999999
has "it arrives" "^message random_id=100 date=1699999999 ttl=0 layer=144 tl=$tl text=Hello,  wörld \\\\n = str= \$"
ok b recv "$packet"
none "the same packet again" '^message'
ok b text auto back
has "a random id is drawn" '^queued random_id=-\{0,1\}[1-9][0-9]*$'
has "B's numbers" ' in_seq_no=5 out_seq_no=2 '
carry a
has "it arrives at A" ' text=back$'

ok a ttl 60
carry b
has "ttl" '^set_ttl ttl=60$'
ok b read 100
carry a
has "read" '^read_message random_ids=100$'
ok a delete 100 101
has "an action" ' str={"_":"decryptedMessageActionDeleteMessages",.*}$'
carry b
has "delete" '^delete_messages random_ids=100,101$'
ok a flush
carry b
has "flush" '^flush_history$'
ok b screenshot
carry a
has "screenshot" '^screenshot random_ids=$'
ok a action_tl 4176b2cc4e74bf16
carry b
has "typing as an action" '^typing$'
ok a action_tl 4176b2ccf5c85efd
carry b
has "the end of typing" '^typing ended=1$'
ok a typing
has "typing" '^query [0-9]* setEncryptedTyping typing=1$'
ok a read_history 1700000000
has "read_history" '^query [0-9]* readEncryptedHistory max_date=1700000000$'
ok a close 1
has "close" '^query [0-9]* discardEncryption delete_history=1$'
has "close" '^chat state=closed reason=user '
no a text 1 'too late'
ok b discarded 1
has "discarded" '^chat state=closed reason=discarded '
both_stop

# ---- Holes ------------------------------------------------------------------------------------

chat
ok a text 1 one
one=$(packets)
ok a text 2 two
two=$(packets)
ok b recv "$two"
none "a message behind a hole" '^message'
has "a hole" '^health holes=1 since=17000000[0-9][0-9] health=holes$'
has "it is asked for" '^query [0-9]* sendEncryptedService .* str={"_":"decryptedMessageActionResend","start_seq_no":3,"end_seq_no":3}$'
carry a
same "it is sent again as it was" "$(packets | grep -c "^$one\$")" 1
same "both come, in order" "$(sed -n 's/^message.* text=//p' got | tr '\n' ' ')" "one two "
has "the hole is filled" '^health holes=0 since=0 health=good$'
both_stop

# ---- Calls that fail, and calls that wait -----------------------------------------------------------

chat
ok a fail 1 500 INTERNAL ERROR
ok a text 1 one
none "a send that failed" '^sent'
one=$(packets)
ok a advance 5
same "it is made again, the same" "$(packets)" "$one"
has "and succeeds" '^sent_ok random_id=1 '
ok a fail 1 400 DATA_INVALID
ok a text 2 two
has "a text that is refused" '^sent_error random_id=2 code=400 text=DATA_INVALID$'
has "its number is used for its deletion" ' str={"_":"decryptedMessageActionDeleteMessages","random_ids":\["2"\]}$'
ok a auto off
ok a text 3 three
query=$(sed -n 's/^query \([0-9]*\) sendEncrypted .*/\1/p' got)
none "a call that waits" '^sent'
no a answer 99999 ok
no a answer "$query" maybe
ok a answer "$query" ok
has "it is answered" '^sent_ok random_id=3 '
no a answer "$query" ok
ok a text 4 four
first=$(packets)
query=$(sed -n 's/^query \([0-9]*\) sendEncrypted .*/\1/p' got)
ok a answer "$query" error 420 FLOOD_WAIT_7
ok a advance 6
same "not before it may" "x$(packets)" x
ok a advance 2
same "and then the same" "$(packets)" "$first"
ok a auto on
has "auto on answers what waits" '^sent_ok random_id=4 '
both_stop

# ---- Re-keying ----------------------------------------------------------------------------------------

chat
ok a text 1 one
carry b
ok b text 2 two
carry a
ok a state
key=$(field key)
ok a rekey
has "a re-key" ' str={"_":"decryptedMessageActionRequestKey",'
cp got said
no a rekey
cp said got
carry b
has "is accepted" ' str={"_":"decryptedMessageActionAcceptKey",'
has "is committed" ' str={"_":"decryptedMessageActionCommitKey",'
has "and both tell" '^rekeyed key='
ok a state
new=$(field key)
if test "$new" = "$key"; then fail "the key is still the old one"; else pass; fi
ok b state
same "one new key" "$new" "$(field key)"
ok a text 3 three
carry b
ok b text 4 four
carry a
ok a keys
has "the old key is gone" "^keys current=$new old= new= "
key_a=$(field current_key)
ok b keys
same "the keys" "$key_a" "$(field current_key)"
both_stop

# ---- Files ---------------------------------------------------------------------------------------------

# decryptedMessage: random_id 9, a document of 20 bytes.
key32=20$(printf '%064d' 7)000000
document=7446cc910002000009000000000000000000000001660000
document=${document}8297bd6a000000000000000000000000046d696d650000001400000000000000
document=$document$key32${key32}15c4b51c0000000000000000
chat
no a send_file_tl 00
no a send_tl "${document}00"
ok a send_file_tl "$document"
has "a file" '^query [0-9]* sendEncryptedFile random_id=9 silent=0 data=[0-9a-f]* file=[0-9]*,-\{0,1\}[0-9]*,32,2,-\{0,1\}[0-9]* layer='
file=$(field file)
ok b recv "$(packets)" 1700000001 "$file"
has "it arrives" "^message random_id=9 date=1700000001 ttl=0 layer=144 file=$file tl=$document text=f\$"
ok b action_tl 5ce41967
has "an action of a user" ' str={"_":"decryptedMessageActionFlushHistory"}$'
no b action_tl b01011510100000001000000
no b action_tl "$document"
both_stop

# ---- What is refused --------------------------------------------------------------------------------------

chat --policy strict
ok a text 1 one
packet=$(packets)
ok a recv "$packet"
has "our own packet" '^rejected reason=forged '
ok a recv 00
has "no packet" '^rejected reason=length '
ok a recv "0000000000000000$(echo "$packet" | cut -c 17-)"
has "another key" '^rejected reason=key_id '
ok a state
same "nothing of that closes a chat" "$(field state)" active
both_stop

start a --chat-id -5
ok a create
has "a chat of a negative id" '^query [0-9]* getDhConfig version=0 random_length=256$'
ok a state
same "its id" "$(field chat_id)" -5
no a create
no a accept
no a text 1 early
ok a discarded 0
has "it is declined" '^chat state=closed reason=discarded '
stop a

start a --chat-id 6 --auto-accept
ok a requested "$g_a"
has "--auto-accept" '^query [0-9]* acceptEncryption g_b='
stop a

start a --chat-id 6
ok a requested "$g_a"
has "a request" '^chat state=requested reason=none layer=[0-9]* key_hash= key=$'
ok a reject
has "is rejected" '^query [0-9]* discardEncryption delete_history=0$'
stop a

start a --chat-id 6 --g 5
ok a create
has "a bad generator" '^dh_refused reason='
none "a bad generator" 'requestEncryption'
stop a

# RFC 3526, group 14: as good as Telegram's, but not the same.
other_prime=ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22\
514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6\
f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d\
c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb\
9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603\
9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510\
15728e5a8aacaa68ffffffffffffffff
start a --chat-id 6 --g 2 --prime "$other_prime"
ok a create
has "another good prime" '^query [0-9]* requestEncryption '
stop a

start a --chat-id 6 --g 2 --prime "$other_prime" --known-prime
ok a create
has "--known-prime" '^dh_refused reason='
none "--known-prime" 'requestEncryption'
stop a

start a --chat-id 6 --known-prime
ok a create
has "--known-prime and Telegram's" '^query [0-9]* requestEncryption '
stop a

start a --chat-id 6 --auto-accept
ok a requested 01
has "a bad g_a" '^chat state=closed reason=value '
stop a

# ---- One side writes ------------------------------------------------------------------

# answers_to_65 ARGS: $count is how often B sends something while it gets 65 texts.
answers_to_65()
{
	chat --no-rekey "$@"
	count=0
	number=0
	while test "$number" -lt 65; do
		number=$((number + 1))
		say a text "$number" 'and another thing'
		say b recv "$(packets)"
		count=$((count + $(packets | wc -l)))
	done
	ok b state
	same "$* 65 texts arrive" "$(field held)" 0
	both_stop
}

answers_to_65
same "64 texts are acknowledged" "$count" 1
answers_to_65 --no-ack
same "--no-ack" "$count" 0

# ---- MTProto 1 -----------------------------------------------------------------------------------------------

chat --mtproto1 --layer 46 --peer-layer 46
ok a text 1 'from another time'
has "layer 46" ' layer=46 .* str=from another time$'
ok b recv "$(packets)"
has "layer 46" '^message .* layer=46 .* text=from another time$'
ok a state
same "MTProto 1" "$(field mtproto)" 1
both_stop

# ---- Death, in memory and in a file -------------------------------------------------------------------------------

deaths()
{
	ok a crash 1
	ok a text 1 one
	same "death: sent once" "$(grep -c '^queued random_id=1$' got)" 1
	carry b
	has "death: it arrives" ' text=one$'
	ok a state
	sed 's/ epoch=.*//; s/ rejected=[0-9]*//' got >before
	ok a restart
	none "death: nothing is told again" '^message\|^queued\|^sent'
	ok a state
	sed 's/ epoch=.*//; s/ rejected=[0-9]*//' got >after
	same "death: the same after a restart" "$(cat after)" "$(cat before)"
	ok b text 2 two
	packet=$(packets)
	ok a crash 1
	ok a recv "$packet"
	same "death: told once" "$(grep -c ' text=two$' got)" 1
	ok a recv "$packet"
	none "death: and not twice" ' text=two$'
	ok a auto off
	ok a text 3 three
	packet=$(packets)
	ok a restart
	same "death: the same call" "$(packets)" "$packet"
	ok a auto on
	has "death: it is answered" '^sent_ok random_id=3 '
}

chat
deaths
both_stop

if "$E2E_PEER" --chat-id 1 --store try.db </dev/null 2>err; then
	same "the store is for its owner" "$(find try.db -perm 600)" try.db
	with_store=1
else
	if grep 'this build has no SQLite' err >/dev/null; then pass; else
		fail "--store: $(cat err)"
	fi
	with_store=
fi

# once COMMAND...: a process of its own for them: what is in the file is all there is.
once()
{
	printf '%s\n' "$@" | "$E2E_PEER" --chat-id 77 --my-id 1 --peer-id 2 --access-hash 5 --expose-keys \
		--store a.db >got 2>err
	status=$?
}

stored()
{
	once create
	g_a=$(field g_a)
	start b --chat-id 77 --my-id 2 --peer-id 1 --access-hash 6
	ok b requested "$g_a"
	ok b accept
	greeting=$(packets)
	once "accepted $(field g_b) $(field fingerprint)"
	has "a stored chat" '^chat state=active '
	carry_once
	once "recv $greeting"
	once 'advance 100' 'text 1 one' 'auto off' 'text 2 two'
	same "a stored chat ends well" "$status" 0
	has "the clock is stored" '^sent_ok random_id=1 date=1700000100$'
	none "a call that waited" '^sent_ok random_id=2 '
	cp got said
	once poke
	has "is made again" '^query [0-9]* sendEncrypted random_id=2 '
	has "and answered" '^sent_ok random_id=2 date=1700000100$'
	cat got >>said
	cp said got
	carry_once
	has "both come" ' text=one$'
	same "both come, once" "$(grep -c ' text=two$' got)" 1
}

# What is in got goes to B.
carry_once()
{
	mail=$(packets)
	: >heard
	for packet in $mail; do
		ok b recv "$packet"
		cat got >>heard
	done
	cp heard got
}

# An event is printed at the next start if its process died before it could.
undelivered()
{
	ok b text 5 five
	packet=$(packets)
	once "recv $packet"
	has "a stored message" ' text=five$'
	once "recv $packet"
	none "a stored message, twice" ' text=five$'
	test -c /dev/full || return 0
	ok b text 6 six
	packet=$(packets)
	echo "recv $packet" | "$E2E_PEER" --chat-id 77 --my-id 1 --peer-id 2 --access-hash 5 \
		--store a.db >/dev/full 2>err
	same "no place for output" "$?" 1
	once "recv $packet"
	same "an event that could not be printed" "$(grep -c ' text=six$' got)" 1
	once "recv $packet"
	none "it was told" ' text=six$'
}

# kill -9 when nothing is going on, and a second process for the same file.
killed()
{
	start a --chat-id 77 --my-id 1 --peer-id 2 --access-hash 5 --expose-keys --store a.db
	ok a text 7 seven
	ok a state
	field key_hash >before
	field out_seq >>before
	once poke
	same "a store that is in use" "$status" 1
	same "and why" "$(grep -c 'database is locked' err)" 1
	kill -9 "$pid_a"
	wait "$pid_a" 2>/dev/null
	exec 3>&- 4<&-
	once state
	none "after kill -9 nothing is told again" '^queued\|^sent_ok\|^message'
	field key_hash >after
	field out_seq >>after
	same "after kill -9 nothing is lost" "$(cat after)" "$(cat before)"
	once "text 8 eight"
	has "and it goes on" '^sent_ok random_id=8 '
	stop b
}

# private WHAT: others cannot use any of its files.
private()
{
	for file in own.db own.db-journal own.db-printed; do
		same "$1: $file is private" "$(find $file -perm 600)" $file
	done
}

# A store that others could read is made private, and it is said; any name is a file's.
others_read()
{
	rm -f own.db*
	(umask 0; exec "$E2E_PEER" --chat-id 1 --store own.db </dev/null 2>err)
	private "a new store"
	same "a new store: nothing to say" "$(wc -c <err | tr -d ' ')" 0
	chmod 644 own.db own.db-journal
	"$E2E_PEER" --chat-id 1 --store own.db </dev/null 2>err
	same "a store that others could read" "$?" 0
	private "a store that others could read"
	same "it is said" "$(grep -c 'others could use .*own.db.* (mode 0644); it is private now' err)" 2
	: >other.db
	chmod 666 other.db
	"$E2E_PEER" --chat-id 1 --store other.db </dev/null 2>err
	same "an empty file of others" "$(find other.db -perm 600)" other.db
	for name in :memory: file:x ' '; do
		"$E2E_PEER" --chat-id 1 --store "$name" </dev/null 2>err
		check "a store called '$name'" test -s "$name"
	done
}

if test -n "$with_store"; then
	others_read
	stored
	undelivered
	killed
fi

echo "$checks checks, $failures failed"
test "$failures" -eq 0
