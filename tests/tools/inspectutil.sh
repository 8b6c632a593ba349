# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# For the scripts that try e2e-inspect: they source this.  They work in a folder of their own, which
# goes away at the end, and keep all outputs and secrets.  $E2E_INSPECT is the program.

# Those who source this use them:
# shellcheck disable=SC2034

LC_ALL=C
export LC_ALL
umask 077

# shellcheck source=tests/report.sh
. "$(dirname "$0")/../report.sh"

E2E_INSPECT=$(tool E2E_INSPECT "${E2E_INSPECT:-./e2e-inspect}") || exit 1
: "${srcdir:=.}"
vectors=$(cd "$srcdir/tests/vectors" && pwd) || exit 1

dir=$(mktemp -d "${TMPDIR:-/tmp}/e2e-inspect.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1

: >all
: >secrets

# The program, with its output in files and in the heap of all outputs.
run()
{
	"$E2E_INSPECT" "$@" >stdout 2>stderr
	status=$?
	cat stdout stderr >>all
}

# ends STATUS WHAT: how the last run ended.
ends()
{
	if test "$status" -eq "$1"; then pass; else
		fail "$2: exit $status, not $1: $(cat stderr)"
	fi
}

# has TEXT WHAT: the last output has TEXT in it, however its lines are broken.
has()
{
	if tr -s ' \n' '  ' <stdout | grep -F -e "$1" >/dev/null; then pass; else
		fail "$2: no '$1' in: $(cat stdout)"
	fi
}

# says STATUS TEXT WHAT ARGS...: a run that fails with TEXT on standard error alone.
says()
{
	want=$1
	text=$2
	what=$3
	shift 3
	run "$@"
	if ! said "$want" "$text" "$what"; then
		return
	elif test -s stdout; then
		fail "$what: something on standard output"
	else
		pass
	fi
}

# ---- Vectors ---------------------------------------------------------------------

# Every run of 16 bytes of the digits $1, a line each, into the list of secrets.
secret()
{
	echo "$1" | awk '{ for (i = 1; i + 31 <= length($0); i += 2) print substr($0, i, 32) }' \
		>>secrets
}

# member NAME: its text in the line, up to a quote.
member()
{
	sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' row
}

number()
{
	sed -n 's/.*"'"$1"'":\(-\{0,1\}[0-9]*\)[,}].*/\1/p' row
}

# use FILE PACKET_ID: the packet goes to $packet, what is known of it to the file row and
# $sender, the key to the file key.
use()
{
	grep '"type":"complete"' "$vectors/transcripts/$1.jsonl" >row
	key=$(member key)
	grep "\"packet_id\":\"$2\"" "$vectors/transcripts/$1.jsonl" \
		| grep -E '"type":"(send|peer_packet|forged_packet)"' | head -n 1 \
		| sed 's/,"state_after":.*//' >row
	packet=$(member packet)
	sender=acceptor
	grep '"actor":"A"' row >/dev/null && sender=creator
	test "${#key}" -eq 512 || fail "$1 has no key"
	test "${#packet}" -ge 80 || fail "$1 has no packet $2"
	echo "$key" >key
	secret "$key"
}

# vector FILE ID: the same for a line of msg_e2e_*.
vector()
{
	grep "\"id\":\"$2\"" "$vectors/$1.jsonl" >row
	key=$(member key)
	packet=$(member packet)
	test "${#key}" -eq 512 || fail "$2 has no key"
	sender=acceptor
	grep -E '"(sender_is_originator":true|receiver_is_originator":false)' row >/dev/null &&
		sender=creator
	echo "$key" >key
	secret "$key"
}

# A wrapper of layer 144 around $1.
wrapper()
{
	echo "8917e31b0f000102030405060708090a0b0c0d0e900000000200000005000000$1"
}

base64_of()
{
	echo "$1" | awk '{
		set = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
		digits = "0123456789abcdef"
		n = length($0)
		for (i = 1; i <= n; i += 6) {
			bits = 0
			for (k = 0; k < 6; k++)
				bits = bits * 16 + index(digits, substr($0 "00000", i + k, 1)) - 1
			out = ""
			for (k = 0; k < 4; k++) {
				out = substr(set, bits % 64 + 1, 1) out
				bits = int(bits / 64)
			}
			if (n - i < 2) out = substr(out, 1, 2) "=="
			else if (n - i < 4) out = substr(out, 1, 3) "="
			printf "%s", out
		}
		print ""
	}'
}

# no_secret TEXT: no key of those that were used is in any output, and TEXT is.
no_secret()
{
	# the list finds a key where there is one, and the heap of outputs has what it should
	if grep -F -f secrets key >/dev/null; then pass; else fail "the list of secrets"; fi
	if grep -F -e "$1" all >/dev/null; then pass; else fail "the heap of outputs"; fi
	tr 'A-F' 'a-f' <all >lower
	if grep -F -f secrets lower >/dev/null; then
		fail "a key, or 16 bytes of it, is in the output"
	else
		pass
	fi
}
