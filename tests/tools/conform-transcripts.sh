#!/bin/sh
# SPDX-License-Identifier: ISC
#
# e2e-conform replays every transcript there is, with every backend and both policies; and it has
# to notice when a number, a key, a result or a line of one is another, or is missing.
#
# E2E_CONFORM is the program, srcdir the top of the source tree.

LC_ALL=C
export LC_ALL
: "${srcdir:=.}"
if [ -z "${E2E_CONFORM:-}" ]; then
	echo "conform-transcripts.sh: E2E_CONFORM is not set" >&2
	exit 99
fi

vectors=$srcdir/tests/vectors
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

# ---- Everything there is ---------------------------------------------------------

# judged FILE - how many lines speak about the library, with a session for each policy and side
judged()
{
	sides=$(sed -n '1s/.*"replay_as":"\([AB]\)".*/\1/p' "$1")
	for session in $(for side in ${sides:-A B}; do echo "$side:standard $side:strict"; done); do
		awk -v us="\"actor\":\"${session%:*}\"" -v policy="${session#*:}" '
			BEGIN { n = 1 }
			policy == "standard" && /"policy":"strict"/ { next }
			/^[^}]*"type":"(request|accept|complete)"/ { n++; next }
			/^[^}]*"type":"(send|resend|receive|rekey_exponent)"/ { n += index($0, us) > 0 }
			/^[^}]*"type":"(discard|receive_discarded)"/ { n += index($0, us) > 0 }
			/^[^}]*"type":"forged_packet"/ { n += index($0, us) == 0 }
			/^[^}]*"type":"peer_packet"/ && /"decrypted":/ { n += index($0, us) == 0 }
			END { print n }' "$1"
	done | awk '{ n += $1 } END { print n }'
}

run --verbose "$vectors"/transcripts/*.jsonl
cat "$tmp/out" "$tmp/err"
verdict $status "all transcripts pass"
n_backends=$(grep -c '^basic [a-z]*: ' "$tmp/out")
[ "$n_backends" -ge 1 ]
verdict $? "there is a backend"
for file in "$vectors"/transcripts/*.jsonl; do
	name=$(basename "$file" .jsonl)
	lines=$(judged "$file")
	[ "$(grep -c "^$name [a-z]*: $lines passed, 0 failed, 0 skipped\$" "$tmp/out")" -eq \
		"$n_backends" ]
	verdict $? "$name: $lines lines are judged"
done

# ---- Nothing false passes --------------------------------------------------------

# deny NAME WHAT - the spoilt copy $tmp/NAME.jsonl must fail, and say where and why
deny()
{
	! cmp -s "$tmp/$1.jsonl" "$vectors/transcripts/$1.jsonl"
	verdict $? "$1: $2: the copy is spoilt"
	run --verbose "$tmp/$1.jsonl"
	[ $status -eq 1 ] && last_line | grep -q ' passed, [1-9][0-9]* failed, 0 skipped$' &&
		grep -q '^[AB]\(-[0-9]*\)\{0,1\}: .' "$tmp/out"
	verdict $? "$1: $2"
}

# change NAME PATTERN SED_SCRIPT WHAT - the last line that matches PATTERN is changed
change()
{
	line=$(grep -n "$2" "$vectors/transcripts/$1.jsonl" | tail -n 1 | cut -d : -f 1)
	sed "${line:-0,0}{
$3
}" "$vectors/transcripts/$1.jsonl" >"$tmp/$1.jsonl"
	deny "$1" "$4 (line $line)"
}

# digit NAME TYPE FIELD... - in the last line of TYPE that has it, each field gets another
# last digit
digit()
{
	name=$1
	type=$2
	shift 2
	for field; do
		start="\"$field\":\"\{0,1\}-\{0,1\}[0-9a-f]*"
		change "$name" "\"type\":\"$type\".*${start}[0-9a-f][^0-9a-f]" \
			"s/\\($start\\)1\\([^0-9a-f]\\)/\\12\\2/
t
s/\\($start\\)[0-9a-f]\\([^0-9a-f]\\)/\\11\\2/" "$type: another $field"
	done
}

state='in_seq_no_raw out_seq_no_raw peer_in_seq_no_raw peer_layer send_layer send_mtproto'
digit basic meta A_max_layer B_max_layer
digit basic request a g_a
digit basic accept b g_b key key_fingerprint key_fingerprint_i64
digit basic complete key key_fingerprint key_visual
# shellcheck disable=SC2086
digit basic send random_id layer in_seq_no out_seq_no mtproto key_fingerprint \
	layer_random_bytes padding plaintext packet $state
# shellcheck disable=SC2086
digit basic receive random_id $state
digit rekey_by_A rekey_exponent exchange_id exponent public new_key new_key_fingerprint \
	new_key_fingerprint_i64
digit gap_resend resend out_seq_no packet
digit upgrade_v1_to_v2 forged_packet mtproto plaintext packet layer in_seq_no
digit upgrade_v1_to_v2 meta initial_remote_layer
digit td_basic_as_A send api_random_id
digit td_basic_as_A peer_packet packet layer in_seq_no out_seq_no mtproto padding_length \
	plaintext random_id
digit td_gaps_as_B resend out_seq_no packet key_fingerprint
change td_basic_as_A '"type":"send".*"file"' 's/"dc_id":[0-9]*,"key_fingerprint":/&1/' \
	"another fingerprint of a file"
change td_basic_as_A '"type":"receive".*"file"' 's/"dc_id":/&1/' "another file"
change td_basic_as_A '"type":"send".*"method":"sendEncrypted",' \
	's/sendEncrypted/sendEncryptedService/' "a text as a service message"
change td_basic_as_A '"type":"send".*"method":"sendEncryptedService".*NotifyLayer' \
	's/sendEncryptedService/sendEncrypted/' "a service message as a text"

# Other results.
change gap_resend '"result":"queued"' 's/"result":"queued"/"result":"duplicate"/' \
	"what waits is no duplicate"
change gap_resend '"result":"duplicate"' 's/"result":"duplicate"/"result":"reject"/' \
	"a duplicate is no reject"
change gap_resend '"queued":\[9,' 's/"queued":\[9,/"queued":[/' "fewer messages wait"
change gap_resend '"queued":\[9' 's/"queued":\[9/"queued":[7,9/' "more messages wait"
change gap_resend '"processed":\[.*"A3".*"A4"' 's/"processed":\[{.*},{"packet_id":"A4"/&x/
s/"A4"x/"A5"/' "messages in another order"
change fatal_in_seq_no_parity '"result":"fatal"' 's/"fatal"/"reject"/g' "the chat is closed"
for name in fatal_negative_in_seq_no fatal_negative_out_seq_no fatal_resend_unsent; do
	change $name '"result":"fatal"' 's/"fatal"/"reject"/g' "the chat is closed"
	[ "$(grep -c ': standard: the chat was closed' "$tmp/out")" -eq "$n_backends" ] &&
		[ "$(grep -c ': strict: the chat was closed' "$tmp/out")" -eq "$n_backends" ]
	verdict $? "$name: under both policies"
done
change strict_layer_decreased '"result":"fatal"' 's/,"policy":"strict"//' "the standard policy goes on"
! grep -q ': strict: ' "$tmp/out" && grep -q ': standard: ' "$tmp/out"
verdict $? "strict_layer_decreased: under that policy only"
change upgrade_v1_to_v2 '"result":"reject"' \
	's/"result":"reject"/"result":"fatal"/;s/\["fatal","reject"\]/["fatal"]/' \
	"the chat stays open"
change upgrade_v1_to_v2 '"result":"reject"' 's/\["fatal","reject"\]/["reject"]/' \
	"the chat is closed, as TDLib does"
change rekey_by_A '"rekey":"requested"' 's/"requested"/"idle"/' "a re-key under way"
change rekey_by_A '"state_after":.*"new_key_fingerprint":"79' \
	's/\("new_key_fingerprint":\)"[0-9a-f]*"/\1null/g' "a key that is agreed"

# without NAME PATTERN - the last line that matches is taken away, and the others are counted
# anew
without()
{
	line=$(grep -n "$2" "$vectors/transcripts/$1.jsonl" | tail -n 1 | cut -d : -f 1)
	sed "${line:-0,0}d" "$vectors/transcripts/$1.jsonl" >"$tmp/$1.jsonl"
	run "$tmp/$1.jsonl"
	[ $status -ne 0 ]
	verdict $? "$1: without line $line"
	awk '{ sub(/"step":[0-9]*/, "\"step\":" NR - 1); print }' "$tmp/$1.jsonl" >"$tmp/counted"
	mv "$tmp/counted" "$tmp/$1.jsonl"
	run "$tmp/$1.jsonl"
	[ $status -ne 0 ]
	verdict $? "$1: without line $line, and counted anew"
}

without basic '"type":"request"'
without basic '"type":"accept"'
without basic '"packet_id":"B0".*"plaintext"'
without basic '"type":"receive".*"packet_id":"A4"'
without gap_resend '"type":"resend"'
without gap_resend '"type":"send".*"Resend"\|"decryptedMessageActionResend".*"plaintext"'
without rekey_by_A '"type":"rekey_exponent"'
without rekey_by_A '"type":"send".*ActionCommitKey'
without td_delete_rewrite_as_A '"type":"receive".*"packet_id":"B2r"'
without td_threshold_as_B '"type":"send".*ActionNoop'

# ---- What is no transcript is an error --------------------------------------------

# spoilt_transcript WHAT LINE SED_SCRIPT - spoil that line of a copy of a transcript
spoilt_transcript()
{
	sed "$2{
$3
}" "$vectors/transcripts/basic.jsonl" >"$tmp/basic.jsonl"
	! cmp -s "$tmp/basic.jsonl" "$vectors/transcripts/basic.jsonl"
	verdict $? "$1: the copy is spoilt"
	run "$tmp/basic.jsonl"
	[ $status -eq 2 ] && grep -q "^e2e-conform: $tmp/basic.jsonl:$2: ." "$tmp/err"
	verdict $? "$1 is an error"
	! grep -q "^basic " "$tmp/out" && [ "$(last_line)" = "0 passed, 0 failed, 0 skipped" ]
	verdict $? "$1: nothing is counted"
}

spoilt_transcript "a side that is none" 1 's/"step":0/&,"replay_as":"C"/'
spoilt_transcript "no prime" 1 's/"p":/"q":/'
spoilt_transcript "no layer" 1 's/"A_max_layer"/"max_layer"/'
spoilt_transcript "a second first line" 2 's/"request"/"meta"/'
spoilt_transcript "a type that is none" 5 's/"send"/"sends"/'
spoilt_transcript "an actor that is none" 5 's/"actor":"A"/"actor":"C"/'
spoilt_transcript "no exponent" 2 's/"a":/"x":/'
spoilt_transcript "a message without random values" 5 's/"random":/"rand":/'
spoilt_transcript "a message without packet" 5 's/"packet":/"bytes":/'
spoilt_transcript "a packet from nowhere" 7 's/"packet_id":"A0"/"packet_id":"A9"/'
spoilt_transcript "a result that is none" 7 's/"result":"processed"/"result":"good"/'
spoilt_transcript "a policy that is none" 7 's/"result":/"policy":"strict","result":/'
spoilt_transcript "a policy of another line" 5 's/"actor":/"policy":"strict","actor":/'
spoilt_transcript "no messages" 7 's/"processed":\[/"done":[/'
spoilt_transcript "a state that is none" 7 's/"state_after":{/"state_after":7,"x":{/'

echo "conform-transcripts.sh: $checks checks, $failures failed"
[ "$failures" -eq 0 ]
