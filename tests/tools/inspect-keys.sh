#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-inspect, from outside: keys of files and of rows, and keys in wrong places, are not shown.
# $E2E_INSPECT is the program.

set -u

# shellcheck source=tests/tools/inspectutil.sh
. "$(dirname "$0")/inspectutil.sh"

use basic A4

# ---- Keys of files -----------------------------------------------------------------------

# A decryptedMessage of layer 73 with a document, whose key and iv are two numbers.
file_key=$(printf '%064d' 7123456)
file_iv=$(printf '%064d' 8123456)
media=8297bd6a000000000000000000000000046d696d650000001400000000000000
media=${media}20${file_key}00000020${file_iv}00000015c4b51c0000000000000000
document=7446cc910002000009000000000000000000000001660000$media
secret "$file_key"
secret "$file_iv"
run --tl "$(wrapper "$document")"
ends 0 "a file's key"
has "key: not shown (32 bytes) iv: not shown (32 bytes)" "a file's key"
has "file key note not shown --expose-keys shows it." "a file's key"
has "size: 20 " "a file's key: its size"
run --tl --json "$(wrapper "$document")"
ends 0 "a file's key, JSON"
has '"size":"20","key":null,"iv":null,' "a file's key, JSON"
has '"keys_hidden":2,' "a file's key, JSON"
if python3 -c '' 2>/dev/null; then
	python3 -c 'import json, sys; json.load(sys.stdin)' <stdout
	verdict=$?
	if test $verdict -eq 0; then pass; else fail "a file's key: no JSON: $(cat stdout)"; fi
fi
# A newer message, and one with something behind it: what is left over can have the key.
for odd in "efbeadde$media" "${document}0000000000000000" \
	"$(echo "$document" | sed 's/15c4b51c/efbeadde/')$document"; do
	for form in --tl --json; do
		run $form "$(wrapper "$odd")"
		ends 1 "a file's key in what is left, $form"
	done
done
run --tl "$(wrapper "efbeadde$media")"
has "rest note 120 bytes, not shown They can have a key in them; --expose-keys" "what is left"

# shown FORMAT ARGS...: asked for, they are shown.
shown()
{
	"$E2E_INSPECT" "$@" >stdout 2>stderr # not among all outputs
	status=$?
}
shown --expose-keys --tl "$(wrapper "$document")"
ends 0 "--expose-keys"
has "key: $file_key (32 bytes) iv: $file_iv (32 bytes)" "--expose-keys"
shown --expose-keys --tl --json "$(wrapper "$document")"
has "\"key\":\"$file_key\",\"iv\":\"$file_iv\"" "--expose-keys, JSON"
shown --expose-keys --tl --json "$(wrapper "efbeadde$media")"
has "\"object_rest\":\"efbeadde$media\"" "--expose-keys, what is left"

# ---- Rows of saved state, which have keys ---------------------------------------------

# saved_key of tl/state.tl, which no schema has: that its time is there, the time, and the key
id=$(sed -n 's/^.R(saved_key, 0x\(..\)\(..\)\(..\)\(..\)u,.*/\4\3\2\1/p' \
	"$vectors/../../tl/gen/state.c")
test "${#id}" -eq 8 || fail "no saved_key in state.c"
for row in "${id}0102$key" "${id}0102${key}0123456789abcdef"; do
	for form in --tl --json; do
		run $form "$row"
		ends 1 "a row of saved state, $form"
		has "not shown" "a row of saved state, $form"
	done
done

# ---- A key in every wrong place -----------------------------------------------------------

typo=$(echo "$key" | sed 's/^\(.\{100\}\)./\1x/')
says 2 "[...]: " "digits for a file" -k "$key" "$packet"
says 2 "unknown, or lacks its value" "a mistyped option" --kye="$key" "$packet"
says 2 "size of a key" "a key for INPUT" "$key"
says 2 "size of a key" "a key as an object" --tl "$key"
says 2 "size of a key" "the key's file for INPUT" --json key
says 2 "hexadecimal but for 1 characters" "a mistyped key for INPUT" "$typo"
says 2 "neither hexadecimal nor 256 bytes" "a mistyped key" --key "$typo" "$packet"
says 2 "no '[...]'" "a key for a backend" --backend "$key" "$packet"
says 2 "creator or acceptor" "a key for a sender" -s "$key" "$packet"
spaced=$(echo "$key" | sed 's/../& /g')
coloned=$(echo "$key" | sed 's/../&:/g')
for word in "$spaced" "$coloned" "$(base64_of "$key")" "no/$key" "$file_key" "$(base64_of "$file_key")"; do
	says 2 "[...]: " "a key in groups for a file" -k "$word" "$packet"
	says 2 "no '[...]'" "a key in groups for a backend" --backend "$word" "$packet"
	says 2 "1 or 2, not '[...]'" "a key in groups for a version" --mtproto "$word" "$packet"
	says 2 "base64, not '[...]'" "a key in groups for a format" --format "$word" "$packet"
	cat stderr >>groups
done
if grep -F -e "$(echo "$spaced" | cut -c 1-48)" -e "$(echo "$coloned" | cut -c 1-48)" \
	-e "$(base64_of "$key" | cut -c 1-20)" -e "$(base64_of "$file_key" | cut -c 1-20)" groups; then
	fail "a key in groups is repeated"
else
	pass
fi
says 2 "size of a key" "a file's key for INPUT" "$file_key"
says 2 "size of a key" "key and iv for INPUT" "$file_key$file_iv"
says 2 "size of a key" "a file's key as an object" --tl "$file_key"
printf '%s\n%s\n' "$file_key" "$file_iv" >pair.key
says 2 "size of a key" "a file of both" pair.key
printf '# Key.\nkey=%s\niv=%s\nsize=34\n' "$file_key" "$file_iv" >file.key
says 2 "the digits of a key" "the key file of a file" file.key
says 2 "the digits of a key" "the key file of a file, raw" --format raw file.key
says 2 "the digits of a key" "the digits of a key, raw" --format raw key
# A key that lacks some, or has too many: no packet is as long, and nothing of it is shown.
for wrong in "${file_key%??}" "${file_key}00" "${file_iv#00}" "$(echo "$key" | cut -c 3-)" "${key}aa" \
	"$(echo "$key" | cut -c 1-500)"; do
	for form in --json --format=hex --tl; do
		run "$form" "$wrong"
		ends 1 "a mistyped key, $form"
		cat stdout stderr >>mistyped
		run -k key "$form" "$wrong"
		ends 1 "a mistyped key, $form, with one"
		cat stdout stderr >>mistyped
	done
done
echo "$key" | cut -c 3-18 >few
echo "$file_key" | cut -c 1-16 >>few
if tr 'A-F' 'a-f' <mistyped | grep -F -f few >line; then
	fail "of a mistyped key is shown: $(cut -c 1-300 line)"
else
	pass
fi

# ---- No key in any output ----------------------------------------------------------------

no_secret "not shown (32 bytes)"

echo "$checks checks, $failures failed"
test "$failures" -eq 0
