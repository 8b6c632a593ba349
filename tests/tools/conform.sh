#!/bin/sh
# SPDX-License-Identifier: ISC
#
# e2e-conform judges every vector there is, with every backend; and it must not be
# possible to please it: each output that a line gives is falsified, verdicts are
# turned around, files are spoilt, and each time it has to notice.
#
# E2E_CONFORM is the program, srcdir the top of the source tree.

LC_ALL=C
export LC_ALL
: "${srcdir:=.}"
if [ -z "${E2E_CONFORM:-}" ]; then
	echo "conform.sh: E2E_CONFORM is not set" >&2
	exit 99
fi

vectors=$srcdir/tests/vectors
topics="aes_ige kdf_mtproto1 kdf_mtproto2 msg_e2e_v1 msg_e2e_v2 msg_cloud_v2
	key_fingerprint file_key_fingerprint key_visual dh bind_temp_auth_key tl_secret"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/e2e-conform.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM
# shellcheck source=tests/report.sh
. "$(dirname "$0")/../report.sh"

# run ARGUMENT... - the program; $status, $tmp/out and $tmp/err are what it gave
run()
{
	"$E2E_CONFORM" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

last_line()
{
	tail -n 1 "$tmp/out"
}

# ---- Everything there is, with everything there is -----------------------------

paths=
for topic in $topics; do
	paths="$paths $vectors/$topic.jsonl"
done
# shellcheck disable=SC2086
run --backend all --verbose $paths
cat "$tmp/out" "$tmp/err"
verdict $status "all vectors pass"

# Each line of each file was judged by each backend, and counted in one way.
backends=$(sed -n 's/^dh \([a-z]*\): .*/\1/p' "$tmp/out")
n_backends=$(echo "$backends" | grep -c .)
[ "$n_backends" -ge 1 ]
verdict $? "there is a backend"
for topic in $topics; do
	lines=$(grep -c . "$vectors/$topic.jsonl")
	for backend in $backends; do
		judged=$(awk -v head="$topic $backend: " \
			'index($0, head) == 1 { print $3 + $5 + $7 }' "$tmp/out")
		[ "$judged" = "$lines" ]
		verdict $? "$topic $backend: $lines lines are accounted for"
	done
done
[ "$(grep -c '^[a-z0-9_]* [a-z]*: .*, 0 skipped$' "$tmp/out")" -eq $((n_backends * 11)) ]
verdict $? "only AES-128 is skipped"
last_line | grep -q '^[1-9][0-9]* passed, 0 failed, [0-9]* skipped$'
verdict $? "the last line is the total"

for backend in $backends; do
	run --backend "$backend" "$vectors/key_visual.jsonl"
	[ $status -eq 0 ] && [ "$(wc -l <"$tmp/out")" -eq 2 ] &&
		grep -q "^key_visual $backend: 10 passed, 0 failed, 0 skipped\$" "$tmp/out" &&
		[ "$(last_line)" = "10 passed, 0 failed, 0 skipped" ]
	verdict $? "--backend $backend is that one alone"
done

# ---- Nothing false passes --------------------------------------------------------

# all_fail TOPIC WHAT - every line of $tmp/TOPIC.jsonl must fail, and say why
all_fail()
{
	lines=$(grep -c . "$tmp/$1.jsonl")
	run --verbose "$tmp/$1.jsonl"
	[ "$lines" -ge 1 ] && [ $status -eq 1 ] &&
		[ "$(last_line)" = "0 passed, $((lines * n_backends)) failed, 0 skipped" ] &&
		[ "$(grep -c '^[a-z0-9_-]*: .' "$tmp/out")" -eq $((lines * n_backends)) ]
	verdict $? "$2"
}

# falsify TOPIC PATTERN FIELD... - change the last digit of each field in turn, in the
# lines that match PATTERN and have the field
falsify()
{
	topic=$1
	pattern=$2
	shift 2
	for field; do
		start="\"$field\":\"\\{0,1\\}-\\{0,1\\}[0-9a-f]*"
		end="[^0-9a-f]"
		grep "$pattern" "$vectors/$topic.jsonl" | grep "${start}[0-9a-f]$end" |
			sed -e "s/\\($start\\)1\\($end\\)/\\12\\2/" -e t \
			-e "s/\\($start\\)[0-9a-f]\\($end\\)/\\11\\2/" >"$tmp/$topic.jsonl"
		all_fail "$topic" "$topic: no line passes with another $field"
	done
}

falsify aes_ige '"key_bits":256' ciphertext plaintext key iv len
falsify aes_ige . key_bits
falsify kdf_mtproto1 . aes_key aes_iv msg_key
falsify kdf_mtproto2 . aes_key aes_iv msg_key
falsify msg_e2e_v1 '"ciphertext"' key_fingerprint msg_key aes_key aes_iv ciphertext payload \
	padding key
falsify msg_e2e_v2 '"ciphertext"' key_fingerprint msg_key aes_key aes_iv ciphertext payload \
	padding key
falsify msg_cloud_v2 '"data"' auth_key_id msg_key packet auth_key salt session_id msg_id \
	seq_no data padding
falsify key_fingerprint . sha1 key_fingerprint key_fingerprint_i64 auth_key_id auth_key_id_i64 \
	auth_key_aux_hash key
falsify file_key_fingerprint . md5 fingerprint fingerprint_i32 key iv
falsify key_visual . visual initial_key layer46_key
falsify bind_temp_auth_key . perm_auth_key_id temp_auth_key_id bind_auth_key_inner \
	plaintext_without_padding msg_key encrypted_message nonce temp_session_id expires_at \
	msg_id random128 padding
# The lines of the production prime, which needs no test, are enough here.
falsify dh '"kind":"exchange".*"p":"c71caeb9' a b g_a g_b key key_fingerprint \
	key_fingerprint_i64 key_leading_zero_bytes g_a_leading_zero_bytes g_b_leading_zero_bytes

# turn TOPIC PATTERN FROM TO WHAT - replace FROM by TO in the lines that match PATTERN
turn()
{
	grep "$2" "$vectors/$1.jsonl" | grep "$3" | sed "s/$3/$4/" >"$tmp/$1.jsonl"
	all_fail "$1" "$1: $5"
}

turn key_visual . '"same_key":true' '"same_key":false' "two keys that are one"
turn key_visual . '"same_key":false' '"same_key":true' "one key that is two"
turn msg_e2e_v2 '"ciphertext"' '"sender_is_originator":true' '"sender_is_originator":false' \
	"the wrong sender"
for topic in msg_e2e_v1 msg_e2e_v2 msg_cloud_v2; do
	turn $topic . '"expect":"accept"' '"expect":"reject"' "a good packet to be refused"
	turn $topic . '"expect":"reject"' '"expect":"accept"' "a bad packet to be accepted"
done
production='"kind":"[pg][ga]","p":"c71caeb9'
turn dh "$production" '"verdict":"good"' '"verdict":"bad"' "good numbers called bad"
turn dh "$production" '"verdict":"bad"' '"verdict":"good"' "bad numbers called good"

# ---- Nothing false passes: objects -------------------------------------------------

# Lines with bytes in pieces can be long; the shorter ones of them say as much.
object='"expect":"ok".*"bytes":"'
pieces='"expect":"ok".*"bytes_len":[0-9]\{1,6\},'
falsify tl_secret "$object" bytes constructor_id layer random_id ttl random_bytes thumb thumb_w \
	thumb_h w h size duration key iv user_id ttl_seconds start_seq_no end_seq_no in_seq_no \
	out_seq_no exchange_id g_a g_b key_fingerprint volume_id local_id secret access_hash date \
	dc_id offset length reply_to_random_id grouped_id document_id waveform
falsify tl_secret "$pieces" bytes_len bytes_sha256 fill count constructor_id layer
# A double may only change where it has no exponent.
for field in lat long; do
	falsify tl_secret "\"expect\":\"ok\".*\"$field\":-\\{0,1\\}[0-9.]*[,}]" "$field"
done
for field in message mime_type caption file_name title performer url alt short_name language \
	via_bot_name phone_number first_name last_name address provider venue_id; do
	turn tl_secret "$object" "\"$field\":\"" '&x' "another $field"
done

# Vectors, flags and fields that are there or not.
for field in entities attributes; do
	turn tl_secret "$object" "\"$field\":\\[{[^]]*\\]" "\"$field\":[]" "no $field"
done
turn tl_secret "$object" '"random_ids":\[[^]]\{1,\}\]' '"random_ids":[]' "no ids"
turn tl_secret "$object" '"random_ids":\["[-0-9]*",' '"random_ids":[' "an id less"
turn tl_secret "$object" '"random_ids":\["' '&7","8","' "two ids more"
turn tl_secret "$object" '"entities":\[{' \
	'"entities":[{"_":"messageEntityBold","offset":0,"length":1},{' "an entity more"
for flag in silent voice round_message no_webpage; do
	turn tl_secret "$object" "\"$flag\":true" "\"$flag\":false" "$flag cleared"
done
for flag in silent no_webpage; do
	grep "$object" "$vectors/tl_secret.jsonl" | grep -v "\"$flag\"" |
		grep '"_":"decryptedMessage",' |
		sed "s/\"_\":\"decryptedMessage\",/&\"$flag\":true,/" >"$tmp/tl_secret.jsonl"
	all_fail tl_secret "tl_secret: $flag set"
done
for field in reply_to_random_id via_bot_name grouped_id; do
	turn tl_secret "$object" ",\"$field\":\"[^\"]*\"" '' "no $field"
done

# Constructors and types.
turn tl_secret "$object" '"constructor":"' '&x' "another constructor"
turn tl_secret "$object" '"fields":{"_":"' '&x' "another constructor in the fields"
turn tl_secret "$object" '"fields":{"_":"decryptedMessageMedia[A-DF-Za-z0-9][A-Za-z0-9]*"' \
	'"fields":{"_":"decryptedMessageMediaEmpty"' "fields of a constructor without any"
turn tl_secret "$object" '"fields":{"_":"decryptedMessage[0-9]*"' \
	'"fields":{"_":"decryptedMessageService"' "fields of another constructor"
turn tl_secret "$object" '"media":{"_":"decryptedMessageMediaEmpty"}' \
	'"media":{"_":"sendMessageTypingAction"}' "an object of another type inside"
turn tl_secret "$object" '"fields":{"_":"[A-Za-z0-9]*",' '&"unheard_of":1,' "an unknown field"
turn tl_secret "$object" '"ttl":' '"lifetime":' "a missing field"
turn tl_secret "$object" '"layer":[0-9]*,"fields"' '"layer":0,"fields"' "another layer"
turn tl_secret "$object" '"type":"DecryptedMessage[A-Za-z]*","layer"' \
	'"type":"MessageEntity","layer"' "another type"
turn tl_secret "$object" '"type":"MessageEntity","layer"' '"type":"DecryptedMessage","layer"' \
	"another type of entities"
turn tl_secret "$object" '"type":"' '&x' "an unknown type"

# Verdicts.
turn tl_secret . '"expect":"reject"' '"expect":"accept"' "bytes to be taken that are no object"
turn tl_secret . '"expect":"accept"' '"expect":"reject"' "bytes to be refused that are one"
turn tl_secret "$object" '"expect":"ok"' '"expect":"reject"' "an object to be refused"
turn tl_secret "$object" '"expect":"ok"\(.*"bytes":"[^"]*\)","source"' \
	'"expect":"accept"\100","source"' "a byte too much to be taken"
turn tl_secret '"constructor":"messageEntity' '"expect":"ok"\(.*"bytes":"[^"]*\)..","source"' \
	'"expect":"accept"\1","source"' "a byte too few to be taken"

# The same bytes with other verdicts that are right.
{
	grep "$object" "$vectors/tl_secret.jsonl" |
		sed 's/"expect":"ok"/"expect":"accept"/;s/"fields"/"other_fields"/'
	grep '"expect":"\(reject\|accept\)"' "$vectors/tl_secret.jsonl" |
		sed 's/"expect":"[a-z]*"/"expect":"lenient"/'
} >"$tmp/tl_secret.jsonl"
lines=$(grep -c . "$tmp/tl_secret.jsonl")
run --verbose "$tmp/tl_secret.jsonl"
[ $status -eq 0 ] && [ "$(last_line)" = "$((lines * n_backends)) passed, 0 failed, 0 skipped" ]
verdict $? "tl_secret: other verdicts that are right"

# An object that is in no file: bytes in pieces, a text as a run, fields in another order.
{
	printf '%s' '{"id":"pieces","expect":"ok","constructor":"messageEntityTextUrl",' \
		'"constructor_id":"76a6d327","type":"MessageEntity","layer":45,' \
		'"fields":{"length":2,"url":{"fill":"c3a9","count":3},"offset":-1,' \
		'"_":"messageEntityTextUrl"},' \
		'"bytes_parts":["27d3a676ffffffff","0200000006",{"count":3,"fill":"c3a9"},' \
		'{"fill_text":"\u0000","count":1}],"bytes_len":20}'
	echo
} >"$tmp/tl_secret.jsonl"
run --verbose "$tmp/tl_secret.jsonl"
[ $status -eq 0 ] && [ "$(last_line)" = "$n_backends passed, 0 failed, 0 skipped" ]
verdict $? "tl_secret: an object in other words"

# The same in one line among good ones: exit status 1, and the others are counted.
sed -e '2s/\("visual":"\)0/\11/' -e t -e '2s/\("visual":"\)./\10/' \
	"$vectors/key_visual.jsonl" >"$tmp/key_visual.jsonl"
run "$tmp/key_visual.jsonl"
[ $status -eq 1 ] &&
	[ "$(last_line)" = "$((9 * n_backends)) passed, $n_backends failed, 0 skipped" ]
verdict $? "one bad line among good ones"
run "$vectors/kdf_mtproto1.jsonl" "$tmp/key_visual.jsonl" "$vectors/kdf_mtproto2.jsonl"
[ $status -eq 1 ] &&
	[ "$(last_line)" = "$((61 * n_backends)) passed, $n_backends failed, 0 skipped" ]
verdict $? "one bad file among good ones"

# ---- A packet as it arrives, made of a line that sends one ---------------------------

# field NAME - of the line in $tmp/line
field()
{
	sed "s/.*\"$1\":\"\\{0,1\\}\\([^,\"}]*\\).*/\\1/" "$tmp/line"
}

# received EXPECT TO_CREATOR EXTRA - a line that receives the packet of $tmp/line
received()
{
	printf '{"id":"received","expect":"%s","key":"%s","receiver_is_originator":%s,' \
		"$1" "$(field key)" "$2"
	printf '"packet":"%s%s%s"%s}\n' "$(field key_fingerprint)" "$(field msg_key)" \
		"$(field ciphertext)" "$3"
}

grep '"sender_is_originator":true.*"ciphertext"' "$vectors/msg_e2e_v2.jsonl" | sed 1q >"$tmp/line"
file=$tmp/msg_e2e_v2.jsonl
payload=$(field payload)
{
	received accept false ""
	received accept false ",\"payload\":\"$payload\""
	received either false ",\"payload\":\"$payload\""
	received either true ""
	received reject true ""
} >"$file"
run --verbose "$file"
[ $status -eq 0 ] && [ "$(last_line)" = "$((5 * n_backends)) passed, 0 failed, 0 skipped" ]
verdict $? "received packets are judged truly"
{
	received reject false ""
	received accept true ""
	received accept false ",\"payload\":\"${payload}00\""
	received either false ",\"payload\":\"\""
} >"$file"
all_fail msg_e2e_v2 "a good packet to be refused, a reflected one to be accepted, other payloads"

# ---- What is no vector is an error ------------------------------------------------------

# wrong WHAT TEXT ARGUMENT... - exit status 2, and the message has TEXT
wrong()
{
	what=$1
	text=$2
	shift 2
	run "$@"
	[ $status -eq 2 ] && grep -q -- "$text" "$tmp/err"
	verdict $? "$what is an error"
}

# spoilt WHAT TOPIC SED_SCRIPT [FIRST_LINE] - spoil line 2 of a copy of a vector file
spoilt()
{
	sed -n "${4:-1}"',$p' "$vectors/$2.jsonl" | sed -e 3q >"$tmp/good"
	sed "2{
$3
}" "$tmp/good" >"$tmp/$2.jsonl"
	! cmp -s "$tmp/good" "$tmp/$2.jsonl"
	verdict $? "$1: the copy is spoilt"
	wrong "$1" "^e2e-conform: $tmp/$2.jsonl:2: ." "$tmp/$2.jsonl"
	! grep -q "^$2 " "$tmp/out" && [ "$(last_line)" = "0 passed, 0 failed, 0 skipped" ]
	verdict $? "$1: nothing is counted"
}

spoilt "an unfinished line" key_visual 's/}$//'
spoilt "an empty line" key_visual 's/.*//'
spoilt "no JSON" key_visual 's/^{/[/'
spoilt "an array" key_visual 's/.*/[1,2]/'
spoilt "two objects in a line" key_visual 's/$/{}/'
spoilt "a field twice" key_visual 's/}$/,"visual":"00"}/'
spoilt "a line without id" key_visual 's/"id"/"no_id"/'
spoilt "an id that is no text" key_visual 's/"id":"[^"]*"/"id":7/'
spoilt "a missing output" key_visual 's/"visual"/"visua1"/'
spoilt "a missing input" key_visual 's/"initial_key"/"initial"/'
spoilt "an odd number of digits" key_visual 's/"visual":"./"visual":"/'
spoilt "a digit that is none" key_visual 's/"visual":"./"visual":"g/'
spoilt "an output that is too short" key_visual 's/"visual":"../"visual":"/'
spoilt "a key that is too long" key_visual 's/"initial_key":"/"initial_key":"00/'
spoilt "bytes that are a number" key_visual 's/"visual":"[^"]*"/"visual":12/'
spoilt "a truth that is text" key_visual 's/"same_key":[a-z]*/"same_key":"true"/'
spoilt "a number that is text" kdf_mtproto2 's/"x":\([08]\)/"x":"\1"/'
spoilt "a negative x" kdf_mtproto2 's/"x":[08]/"x":-8/'
spoilt "a fraction" kdf_mtproto2 's/"x":[08]/"x":8.0/'
spoilt "33 bits" file_key_fingerprint 's/"fingerprint_i32":[-0-9]*/"fingerprint_i32":2147483648/'
spoilt "65 bits" key_fingerprint \
	's/"auth_key_id_i64":"[^"]*"/"auth_key_id_i64":"9223372036854775808"/'
spoilt "a long that is a number" key_fingerprint 's/"auth_key_id_i64":"[^"]*"/"auth_key_id_i64":5/'
spoilt "a long with a blank" key_fingerprint 's/"auth_key_id_i64":"/&  /'
spoilt "a long with a plus" key_fingerprint 's/"auth_key_id_i64":"-\{0,1\}/"auth_key_id_i64":"+/'
spoilt "an empty long" key_fingerprint 's/"auth_key_id_i64":"[^"]*"/"auth_key_id_i64":""/'
spoilt "a long with a tail" key_fingerprint 's/"auth_key_id_i64":"-\{0,1\}[0-9]*/&a/'
spoilt "an AES key of 31 bytes" aes_ige 's/"key":"../"key":"/' 3
spoilt "an iv of 31 bytes" aes_ige 's/"iv":"../"iv":"/' 3
spoilt "an expectation that is none" msg_e2e_v2 's/"expect":"[a-z]*"/"expect":"maybe"/'
spoilt "no expectation" msg_e2e_v2 's/"expect"/"expects"/'
spoilt "another version" msg_e2e_v2 's/"version":2/"version":1/'
spoilt "a message without ciphertext" msg_e2e_v2 's/"ciphertext"/"cipher"/'
spoilt "a packet without receiver" msg_e2e_v2 's/"receiver_is_originator"/"receiver"/' 64
spoilt "a direction that is none" msg_cloud_v2 's/"direction":"[a-z_]*"/"direction":"up"/'
spoilt "a message without data" msg_cloud_v2 's/"data"/"date"/'
spoilt "an arrived packet without session" msg_cloud_v2 's/"session_id"/"session"/' 42
spoilt "a kind that is none" dh 's/"kind":"pg"/"kind":"qg"/'
spoilt "a verdict that is none" dh 's/"verdict":"[a-z]*"/"verdict":"fair"/'
spoilt "an exchange without exponents" dh \
	's/"a":"[0-9a-f]*",//;s/"b":"[0-9a-f]*",//' 94
spoilt "padding of 9 bytes" bind_temp_auth_key 's/"padding":"/"padding":"00/'

cp "$vectors/key_visual.jsonl" "$tmp/no_such_topic.jsonl"
cp "$vectors/key_visual.jsonl" "$tmp/key_visual.json"
cp "$vectors/key_visual.jsonl" "$tmp/.jsonl"
cp "$vectors/key_visual.jsonl" "$tmp/tl_secret.jsonl"
: >"$tmp/dh.jsonl"
wrong "an unknown topic" 'no_such_topic' "$tmp/no_such_topic.jsonl"
wrong "another suffix" 'jsonl' "$tmp/key_visual.json"
wrong "no name" 'jsonl' "$tmp/.jsonl"
wrong "an empty file" 'empty' "$tmp/dh.jsonl"
wrong "a missing file" 'missing' "$tmp/missing.jsonl"
wrong "a folder" . "$tmp"
mkdir "$tmp/folder" "$tmp/folder/kdf_mtproto1.jsonl"
wrong "a folder with a topic's name" 'kdf_mtproto1' "$tmp/folder/kdf_mtproto1.jsonl"
wrong "no file" 'usage' --verbose
wrong "an unknown option" 'usage' --no-such-option "$vectors/key_visual.jsonl"
wrong "an unknown backend" 'no-such-backend' --backend no-such-backend "$vectors/key_visual.jsonl"
wrong "an empty file among good ones" 'empty' "$vectors/kdf_mtproto1.jsonl" "$tmp/dh.jsonl" \
	"$vectors/kdf_mtproto2.jsonl"
[ "$(last_line)" = "$((52 * n_backends)) passed, 0 failed, 0 skipped" ]
verdict $? "the good ones are still counted"

grep '"key_bits":128' "$vectors/aes_ige.jsonl" >"$tmp/aes_ige.jsonl"
run --verbose "$tmp/aes_ige.jsonl"
[ $status -eq 1 ] && [ "$(last_line)" = "0 passed, 0 failed, $((2 * n_backends)) skipped" ] &&
	[ "$(grep -c ': skipped: .*AES-256 only' "$tmp/out")" -eq $((2 * n_backends)) ]
verdict $? "skipping everything is no success, and has a reason"

run --help
[ $status -eq 0 ] && grep -q '^usage: ' "$tmp/out" && [ ! -s "$tmp/err" ]
verdict $? "--help"
run --version
[ $status -eq 0 ] && grep -q '^e2e-conform [0-9]*\.[0-9]*\.[0-9]*' "$tmp/out"
verdict $? "--version"
if [ -c /dev/full ]; then
	"$E2E_CONFORM" "$vectors/key_visual.jsonl" >/dev/full 2>"$tmp/err"
	status=$?
	: >"$tmp/out"
	[ $status -eq 2 ]
	verdict $? "output that does not arrive is an error"
fi

echo "conform.sh: $checks checks, $failures failed"
[ "$failures" -eq 0 ]
