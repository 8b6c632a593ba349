#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The TL codec against every plaintext of every recorded session; and it has to notice
# when anything in such a file is another digit.
#
# TRANSCRIPTS_TL is the program, srcdir the top of the source tree.

LC_ALL=C
export LC_ALL
: "${srcdir:=.}"
if [ -z "${TRANSCRIPTS_TL:-}" ]; then
	echo "transcripts-tl.sh: TRANSCRIPTS_TL is not set" >&2
	exit 99
fi

transcripts=$srcdir/tests/vectors/transcripts
tmp=$(mktemp -d "${TMPDIR:-/tmp}/transcripts-tl.XXXXXX") || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 99' HUP INT TERM
# shellcheck source=tests/report.sh
. "$(dirname "$0")/../report.sh"

# run FILE... - the program; $status, $tmp/out and $tmp/err are what it gave
run()
{
	"$TRANSCRIPTS_TL" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

run "$transcripts"/*.jsonl
cat "$tmp/out" "$tmp/err"
verdict $status "all transcripts pass"
files=$(printf '%s\n' "$transcripts"/*.jsonl | grep -c .)
[ "$(grep -c '^[^ ]*\.jsonl: [1-9][0-9]* passed, 0 failed$' "$tmp/out")" -eq "$files" ]
verdict $? "each file has plaintexts"
plaintexts=$(cat "$transcripts"/*.jsonl | tr ',' '\n' | grep -c '"plaintext":')
[ "$(tail -n 1 "$tmp/out")" = "$plaintexts passed, 0 failed" ]
verdict $? "$plaintexts plaintexts are accounted for"

# falsify FILE WHAT PATTERN SED_SCRIPT - in the lines that match PATTERN, which the script
# has to change, each plaintext must fail
falsify()
{
	grep -e "$3" "$transcripts/$1" >"$tmp/true"
	sed "$4" "$tmp/true" >"$tmp/false"
	{
		sed 1q "$transcripts/$1"
		cat "$tmp/false"
	} >"$tmp/$1"
	lines=$(grep -c . "$tmp/false")
	same=$(cat "$tmp/true" "$tmp/false" | sort | uniq -d | grep -c .)
	[ "$lines" -ge 1 ] && [ "$same" -eq 0 ]
	verdict $? "$1: each of $lines lines has another $2"
	run "$tmp/$1"
	[ $status -eq 1 ] && [ "$(tail -n 1 "$tmp/out")" = "0 passed, $lines failed" ]
	verdict $? "$1: no line passes with another $2"
}

# digits FILE PATTERN FIELD... - change the last digit of the last of each field in turn
digits()
{
	file=$1
	pattern=$2
	shift 2
	for field; do
		start=".*\"$field\":\"\\{0,1\\}-\\{0,1\\}[0-9a-f]*"
		falsify "$file" "$field" "$pattern.*\"$field\":\"\\{0,1\\}-\\{0,1\\}[0-9a-f]" \
			"s/^\\($start\\)1\\([^0-9a-f]\\)/\\12\\2/;t
s/^\\($start\\)[0-9a-f]\\([^0-9a-f]\\)/\\11\\2/"
	done
}

digits basic.jsonl '"type":"send"' plaintext layer in_seq_no out_seq_no layer_random_bytes \
	random_id ttl
digits td_basic_as_A.jsonl '"type":"peer_packet"' plaintext layer in_seq_no out_seq_no random_id
digits fatal_in_seq_no_decreased.jsonl '"wrapped"' plaintext layer in_seq_no out_seq_no \
	random_bytes random_id
send='"type":"send".*'
falsify basic.jsonl message "$send\"message\":\"" 's/"message":"/&x/'
falsify basic.jsonl constructor "$send\"_\":\"decryptedMessage\"" \
	's/"_":"decryptedMessage"/"_":"decryptedMessage8"/'
falsify basic.jsonl "(new) field" "$send" 's/"object":{/&"unheard_of":1,/'
falsify basic.jsonl "(missing) object" "$send" 's/"object":/"other":/'
falsify basic.jsonl "(missing) number" "$send" 's/"in_seq_no":/"other":/'
falsify fatal_in_seq_no_decreased.jsonl message '"wrapped"' 's/"message":"/&x/'

# One bad line among good ones, bad files among good ones.
sed '/"type":"send"/{
s/"random_id":"-\{0,1\}/&1/
: end
n
b end
}' "$transcripts/basic.jsonl" >"$tmp/basic.jsonl"
run "$tmp/basic.jsonl"
[ $status -eq 1 ] && grep -q '^[1-9][0-9]* passed, 1 failed$' "$tmp/out"
verdict $? "one bad line among good ones"
sed 1q "$transcripts/basic.jsonl" >"$tmp/meta.jsonl"
sed 1d "$transcripts/basic.jsonl" >"$tmp/headless.jsonl"
head -c 2000 "$transcripts/basic.jsonl" >"$tmp/cut.jsonl"
: >"$tmp/empty.jsonl"
for file in meta headless cut empty missing; do
	run "$transcripts/gap_resend.jsonl" "$tmp/$file.jsonl" "$transcripts/rekey_by_A.jsonl"
	[ $status -eq 1 ] && grep -q "^$tmp/$file.jsonl: .* 1 failed\$" "$tmp/out"
	verdict $? "a file that is $file fails"
done
run
[ $status -eq 1 ]
verdict $? "no file is no success"

echo "transcripts-tl.sh: $checks checks, $failures failed"
[ "$failures" -eq 0 ]
