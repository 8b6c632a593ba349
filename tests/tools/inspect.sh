#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-inspect, from outside: packets of recorded sessions, packets broken in every way, forms
# of input, and that no key is ever shown.  $E2E_INSPECT is the program.

set -u

# shellcheck source=tests/tools/inspectutil.sh
. "$(dirname "$0")/inspectutil.sh"

# ---- Packets that are good ------------------------------------------------------------

# truth FILE PACKET_ID: what the program tells is what the file tells.
truth()
{
	what="$1 $2"
	use "$1" "$2"
	in=$(number in_seq_no)
	out=$(number out_seq_no)
	mtproto=$(number mtproto)
	layer=$(sed -n 's/.*"layer":\([0-9]*\),"in_seq_no":.*/\1/p' row)
	padding=$(number padding_length)
	test -n "$padding" || padding=$(($(member padding | tr -d '\n' | wc -c) / 2))
	name=$(sed -n 's/.*"object":{"_":"\([A-Za-z]*\)[0-9]*".*/\1/p' row)
	id=$(sed -n 's/.*"object":{[^{]*"random_id":"\([-0-9]*\)".*/\1/p' row)
	text=$(sed -n 's/.*"object":{[^{]*"message":"\([^"]*\)".*/\1/p' row)
	for value in "$in" "$out" "$layer" "$mtproto" "$padding" "$name" "$id"; do
		test -n "$value" || fail "$what: the file lacks a field"
	done

	run -k key -s "$sender" --json "$packet"
	ends 0 "$what"
	has '{"verdict":"ok","failed":0,' "$what"
	has "\"mtproto\":$mtproto," "$what"
	has "\"padding_bytes\":$padding," "$what"
	has "\"layer\":$layer,\"role\":\"$sender\",\"in_seq_no\":$in,\"out_seq_no\":$out," "$what"
	has "\"raw_in\":$((in / 2)),\"raw_out\":$((out / 2))," "$what"
	has "\"constructor\":\"$name\",\"message\":{\"_\":\"$name\",\"random_id\":\"$id\"" "$what"
	if test "$name" = decryptedMessage; then
		has "\"message\":\"$text\"" "$what"
	fi

	run -k key "$packet"
	ends 0 "$what, text, no --sender"
	has "in_seq_no ok $in = 2 * $((in / 2)) + $((in % 2))" "$what, text"
	has "out_seq_no ok $out = 2 * $((out / 2)) + $((out % 2))" "$what, text"
	has "length_field ok " "$what, text"
	has "padding ok $padding bytes" "$what, text"
	has " layer ok $layer " "$what, text"
	has "random_id: $id " "$what, text"
	if test "$mtproto" -eq 2; then
		has "sender ok $sender, found by trying both" "$what, text"
		has " mtproto ok 2 " "$what, text"
	else
		has "sender note $sender, by the parity of out_seq_no" "$what, text"
		has " mtproto note 1 " "$what, text"
	fi
	if test "$name" = decryptedMessage; then
		has "message: \"$text\"" "$what, text"
	fi
}

truth basic A0
truth basic B1
truth basic A4
truth td_basic_as_A B0
truth td_basic_as_A B3
truth td_gaps_as_B A3
truth telethon_session A0
truth telethon_session B1
truth upgrade_v1_to_v2 A0
truth upgrade_v1_to_v2 B0
truth upgrade_v1_to_v2 A3

use upgrade_v1_to_v2 A0
run -k key --mtproto 1 -s creator "$packet"
ends 0 "--mtproto 1"
use basic A4
run -k key --mtproto 2 -s creator "$packet"
ends 0 "--mtproto 2"

# ---- Packets that are broken ---------------------------------------------------------

# flip POSITION [DIGITS]: the packet with another lowest bit of the digit there, from 1.
flip()
{
	echo "${2:-$packet}" | awk -v at="$1" '{
		from = "0123456789abcdef"
		to = "1032547698badcfe"
		digit = substr(to, index(from, substr($0, at, 1)), 1)
		print substr($0, 1, at - 1) digit substr($0, at + 1)
	}'
}

# cut BYTES: without the last ones.
cut_off()
{
	echo "$packet" | awk -v n="$1" '{ print substr($0, 1, length($0) - 2 * n) }'
}

# wrong WHAT CHECK FOUND MEANS ARGS...: CHECK fails as FOUND and is explained by MEANS, in
# both forms.
wrong()
{
	what=$1
	check=$2
	found=$3
	means=$4
	shift 4
	run --json "$@"
	ends 1 "$what"
	has '{"verdict":"failed","failed":' "$what"
	has "\"check\":\"$check\",\"verdict\":\"failed\",\"found\":\"$found" "$what"
	awk '{ gsub(/[{]"part"/, "\n&"); print }' stdout |
		grep -F "\"check\":\"$check\",\"verdict\":\"failed\"" >line
	if grep -F -e "$means" line >/dev/null; then pass; else
		fail "$what: no '$means' in: $(cat line)"
	fi
	run "$@"
	ends 1 "$what, text"
	has " $check FAILED $found" "$what, text"
	has "$means" "$what, text"
	if tail -n 1 stdout | grep '^FAILED: [1-9][0-9]* failed$' >/dev/null; then pass; else
		fail "$what: no last line"
	fi
}

use basic A4
good=$(echo "$packet" | cut -c 17-48)
wrong "flipped fingerprint" key_fingerprint "271f6afe5a5f2d26" \
	"The key opens it all the same: only the fingerprint was changed." -k key "$(flip 2)"
has "expected: 261f6afe5a5f2d26 (2750959791813304102), that of the key" "flipped fingerprint"
wrong "flipped msg_key" msg_key "$(flip 48 | cut -c 17-48)" \
	"The key is named right and no direction or version opens it" -k key "$(flip 48)"
wrong "flipped first block" msg_key "$good" \
	"msg_key or the beginning of the encrypted part was changed" -k key "$(flip 50)"
wrong "flipped last block" msg_key "$good" \
	"the encrypted part was changed further on" -k key "$(flip "${#packet}")"
wrong "cut by 1" length "151 bytes" \
	"The beginning opens: the packet was cut off, and 1 byte is missing" \
	-k key "$(cut_off 1)"
has "which this exceeds by 15" "cut by 1"
wrong "cut by 16" msg_key "$good" "changed further on, or cut off" -k key "$(cut_off 16)"
wrong "cut by 16" padding "0 bytes, below the minimum" \
	"Blocks at the end are missing or too many." -k key "$(cut_off 16)"
wrong "cut by 32" length_field "108, too large" "The packet was cut off" \
	-k key "$(cut_off 32)"
wrong "7 bytes behind" length "159 bytes" \
	"The packet is whole without the last 7 bytes: these are trailing bytes." \
	-k key "${packet}01020304050607"
wrong "a block behind" msg_key "$good" \
	"It would match without the last 16 bytes: whole blocks were put behind the packet." \
	-k key "${packet}000102030405060708090a0b0c0d0e0f"
wrong "23 bytes behind" length "175 bytes" \
	"The packet is whole without the last 23 bytes: these are trailing bytes." \
	-k key "${packet}000102030405060708090a0b0c0d0e0f00010203040506"
wrong "reflected" sender "creator" "a reflected packet" -k key -s acceptor "$packet"
wrong "head alone" length "24 bytes" "Cut off, or no packet." -k key "$(cut_off 128)"
wrong "wrong version asked for" mtproto 2 "It opens as a packet of MTProto 2 only." \
	-k key --mtproto 1 "$packet"
wrong "no key" key "none was given" "Nothing else can be told without the key" "$packet"
has "key_fingerprint note 261f6afe5a5f2d26 (2750959791813304102)" "no key"
has "msg_key note $good" "no key"

use td_basic_as_A B3
theirs=$packet
use basic A4
wrong "wrong key" key_fingerprint "$(echo "$theirs" | cut -c 1-16)" "Sealed under another key" \
	-k key "$theirs"
wrong "wrong key" msg_key "$(echo "$theirs" | cut -c 17-48)" \
	"It opens in no direction and version, as a packet of another key does." \
	-k key "$theirs"

use upgrade_v1_to_v2 A0
run -k key -s acceptor "$packet"
ends 1 "reflected, MTProto 1"
has "sequence note both numbers are wrong Both numbers have the parity of the other role" \
	"reflected, MTProto 1"
use fatal_in_seq_no_parity forged0
wrong "in_seq_no" in_seq_no "5, which is odd" "an even number, as the creator sends it" \
	-k key "$packet"
has "sequence note in_seq_no is wrong One number has the parity of the other role" "in_seq_no"
use fatal_out_seq_no_parity forged0
wrong "out_seq_no" out_seq_no "8, which is even" "an odd number, as the creator sends it" \
	-k key "$packet"
use fatal_negative_in_seq_no forged0
wrong "negative in_seq_no" in_seq_no "-2" "0 or more" -k key "$packet"
use upgrade_v1_to_v2 forged0
wrong "MTProto 1 at layer 73" layer 73 "below 73 in a packet of MTProto 1" -k key "$packet"

# Made with the key and a valid msg_key, by another implementation.
inside()
{
	vector "$1" "$2"
	shift 2
	wrong "$(member reason)" "$1" "$2" "$3" -k key -s "$sender" "$packet"
	has " msg_key ok " "$(member reason)"
}

inside msg_e2e_v2 e2e_v2-p-n015 padding "0 bytes, below the minimum" "12 to 1024 bytes"
inside msg_e2e_v2 e2e_v2-p-n017 padding "8 bytes, below the minimum" "12 to 1024 bytes"
inside msg_e2e_v2 e2e_v2-p-n018 padding "1028 bytes, above the maximum" "12 to 1024 bytes"
inside msg_e2e_v2 e2e_v2-p-n020 length_field "96, too large" "The object there ends after 72 bytes"
inside msg_e2e_v2 e2e_v2-p-n021 length_field "-4, negative" "The object there ends after 72 bytes"
inside msg_e2e_v2 e2e_v2-p-n025 length_field "71" "a multiple of 4"
inside msg_e2e_v1 e2e_v1-p-n015 padding "36 bytes, above the maximum" \
	"MTProto 1 does not authenticate padding"
vector msg_e2e_v2 e2e_v2-p-n029
wrong "MTProto 1 when 2 was asked for" mtproto 1 "2, as --mtproto says" \
	-k key --mtproto 2 "$packet"

# ---- TL --------------------------------------------------------------------------------

# A layer notification, which stands behind the 36 bytes of its wrapper.
notify=$(sed -n 's/.*"packet_id":"A0".*"plaintext":"\([0-9a-f]*\)".*/\1/p' \
	"$vectors/transcripts/basic.jsonl" | head -n 1 | cut -c 73-)
run --tl --json "$(wrapper "$notify")"
ends 0 "a bare wrapper"
has '"message":{"_":"decryptedMessageService"' "a bare wrapper"
has '"raw_in":1,"raw_out":2,' "a bare wrapper"
run "$(wrapper "$notify")"
ends 0 "a bare wrapper without --tl"
has "decryptedMessageActionNotifyLayer" "a bare wrapper without --tl"
run "$notify"
ends 0 "a bare message"
has "wrapper note none A message without layer and sequence numbers" "a bare message"
wrong "TL trailing bytes" tl \
	"the object ends at byte 52 and 8 trailing bytes follow" \
	"A faulty sender, or a field that the schema here does not have." \
	--tl "$(wrapper "${notify}0102030405060708")"
has " layer ok 144 " "TL trailing bytes: the object"
run --tl --json "$(wrapper "${notify}0102030405060708")"
has '"object_trailing_bytes":8,' "TL trailing bytes"
# A text of layer 73 with flag 20, and 8 bytes that may belong to it, or entities that are none.
fields=0100000000000000000000000474657874000000
wrong "unknown flag" tl \
	"the object ends at byte 60 and 8 trailing bytes follow" \
	"A faulty sender, or a field that the schema here does not have." \
	--tl "$(wrapper "7446cc9100001000${fields}0102030405060708")"
has "odd note a flag is set that the schema does not have" "unknown flag"
has '"text"' "unknown flag: the object"
wrong "unknown flag before a vector" tl \
	"at byte 64: decryptedMessageLayer.message/decryptedMessage.entities should be a vector" \
	"The constructor there is" \
	--tl "$(wrapper "7446cc9180001000${fields}55555555")"
has '"text"' "unknown flag before a vector: the object"
wrong "unknown message" tl \
	"unknown constructor 0xdeadbeef at byte 32, decryptedMessageLayer.message" \
	"so the last 8 bytes stay undecoded" --tl "$(wrapper efbeadde01020304)"
has "rest: efbeadde01020304 (8 bytes)" "unknown message"
has "out_seq_no ok 5 = 2 * 2 + 1" "unknown message: what comes before it"
run --tl --json "$(wrapper efbeadde01020304)"
has '"object_unknown":"0xdeadbeef",' "unknown message"
has '"object_rest":"efbeadde01020304",' "unknown message"
wrong "unknown first" tl "unknown constructor 0xdeadbeef at byte 0, the object" \
	"so the last 8 bytes stay undecoded" --tl efbeadde01020304
wrong "cut off TL" tl \
	"at byte 48: decryptedMessageLayer.message/decryptedMessageService.action/decrypted" \
	"4 bytes, and 0 are left" --tl "$(wrapper "$(echo "$notify" | cut -c 1-32)")"
wrong "another type" tl \
	"at byte 32: decryptedMessageLayer.message has a constructor of another type" \
	"The constructor there is 0xc21f497e (encryptedFileEmpty)." \
	--tl "$(wrapper 7e491fc2)"
wrong "short random_bytes" random_bytes "3 bytes" "Telegram for Android drops such a message" \
	--tl "8917e31b03000102900000000200000005000000$notify"
wrong "no layer" layer 7 "There is no such layer." \
	--tl "8917e31b0f000102030405060708090a0b0c0d0e070000000200000005000000$notify"
run --tl "8917e31b0f000102030405060708090a0b0c0d0e970000000200000005000000$notify"
ends 0 "layer 151"
has "layer note 151 Newer than 144" "layer 151"

# ---- What the server sends ------------------------------------------------------------

use basic A4
sized=$(printf '%02x' $((${#packet} / 2)))
service=064b73230807060504030201110000002200000098${packet}000000
test "$sized" = 98 || fail "the packet has another length than this test thinks"
whole=9abdbc1218c118ed0807060504030201110000002200000098${packet}0000007e491fc233000000
run -k key "$service"
ends 0 "encryptedMessageService"
has "random_id: 72623859790382856 " "encryptedMessageService"
has "padding ok 16 bytes" "encryptedMessageService: the packet"
run -k key --json "$whole"
ends 0 "updateNewEncryptedMessage"
has '"input":"object"' "updateNewEncryptedMessage"
has '"object":{"_":"updateNewEncryptedMessage","message":{"_":"encryptedMessage",' \
	"updateNewEncryptedMessage"
has '"message":{"_":"decryptedMessage","random_id":"7326248012404768704"' \
	"updateNewEncryptedMessage: the message"
wrong "a server's object without a key" key "none was given" "Nothing else can be told" "$whole"
wrong "a broken packet in an object" msg_key "$good" "the encrypted part was changed" -k key \
	"$(flip 316 "$whole")"

# ---- Forms of input --------------------------------------------------------------------

unhex()
{
	# shellcheck disable=SC2046,SC2059 # octal escapes on purpose
	printf "$(echo "$1" | sed 's/../0x& /g' | xargs printf '\\%03o')"
}

run -k key --json "$packet"
ends 0 "hexadecimal argument"
cp stdout want
same()
{
	ends 0 "$1"
	if cmp -s stdout want; then pass; else fail "$1: not the same: $(cat stdout)"; fi
}

unhex "$packet" >raw
echo "$packet" | tr 'a-f' 'A-F' | fold -w 60 >hexadecimal
base64_of "$packet" >base64
base64_of "$packet" | tr '+/' '-_' | tr -d '=' | fold -w 76 >base64url
for file in raw hexadecimal base64 base64url; do
	run -k key --json "$file"
	same "a file: $file"
	run -k key --json - <"$file"
	same "standard input: $file"
done
run -k key --json --format raw raw
same "--format raw"
run -k key --json --format base64 "$(cat base64)"
same "--format base64, argument"
run -k key --json -- "$(cat base64)"
same "base64 argument"
run --key "$key" --json "$packet"
same "--key"
unhex "$key" >key.raw
run -k key.raw --json "$packet"
same "a binary key file"
fold -w 64 key >key.lines
run -k key.lines --json "$packet"
same "a key file of many lines"
run -k - --json "$packet" <key
same "a key from standard input"
chmod 644 key.lines
run -k key.lines --json "$packet"
same "a key file that others can read"
if grep 'key.lines can be read by other users' stderr >/dev/null; then pass; else
	fail "no note about a key file that others can read"
fi
for backend in $("$E2E_INSPECT" --version | sed -n 's/^backends: //p'); do
	run -k key --json --backend "$backend" "$packet"
	same "--backend $backend"
done

# ---- Usage ----------------------------------------------------------------------------

says 2 "give one INPUT" "no input" -k key
says 2 "give one INPUT" "two inputs" -k key 00 00
says 2 "either --key-file or --key" "two keys" -k key --key "$key" 00
says 2 "Try 'e2e-inspect --help'" "an unknown option" --frobnicate 00
says 2 "creator or acceptor" "a sender" -s bob 00
says 2 "--mtproto is 1 or 2" "a version" --mtproto 3 00
says 2 "--format is auto, raw, hex or base64" "a format" --format octal 00
says 2 "this build has no 'none'" "a backend" --backend none 00
says 2 "cannot both be standard input" "one stream for two" -k - -
says 2 "no file, and neither hexadecimal nor base64" "no file" "./absent.file"
says 2 "no file, and too short for bytes" "a mistyped file" recieved
says 2 "no file, and too short for bytes" "nothing" ""
says 2 "odd number of hexadecimal digits" "odd hexadecimal" abcdef012
says 2 "is not hexadecimal" "no hexadecimal" --format hex 0g
says 2 "is not base64" "no base64" --format base64 "A"
says 2 "is not base64" "a hole in base64" --format base64 "AB=C"
says 2 "No such file" "no key file" -k absent 00
says 2 "has 510 hexadecimal digits, 512 are needed" "a short key" \
	--key "$(echo "$key" | cut -c 3-)" "$packet"
says 2 "neither hexadecimal nor 256 bytes" "no key" -k want "$packet"
says 2 "irectory" "a folder" -k key "$dir"
run --help
ends 0 "--help"
has "Usage: e2e-inspect" "--help"
run --version
ends 0 "--version"
has "backends: " "--version"

# ---- No key in any output ----------------------------------------------------------------

vector msg_e2e_v2 e2e_v2-p-000
run -k key "$(member key_fingerprint)$(member msg_key)$(member ciphertext)"
has "libe2e note opens it" "a packet of which the AES key is known"
secret "$(member aes_key)"
secret "$(member aes_iv)"

no_secret "$good"

echo "$checks checks, $failures failed"
test "$failures" -eq 0
