# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# For the scripts that try e2e-file: they source this.  They work in a folder of their own, which
# goes away at the end, with a key in given.key and 3 MiB in big.  $E2E_FILE is the program.

# Those who source this use them:
# shellcheck disable=SC2034

LC_ALL=C
export LC_ALL
umask 022

# shellcheck source=tests/report.sh
. "$(dirname "$0")/../report.sh"

E2E_FILE=$(tool E2E_FILE "${E2E_FILE:-./e2e-file}") || exit 1

dir=$(mktemp -d "${TMPDIR:-/tmp}/e2e-file.XXXXXX") || exit 1
background=
cleanup()
{
	for process in $background; do
		kill "$process" 2>/dev/null
	done
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1

# The program, with its output in files, its exit status in $status.
run()
{
	"$E2E_FILE" "$@" >stdout 2>stderr </dev/null
	status=$?
}

works()
{
	what=$1
	shift
	run "$@"
	if test "$status" -eq 0; then pass; else
		fail "$what: exit $status: $(cat stderr)"
	fi
}

# says STATUS TEXT WHAT ARGS...: ends with STATUS and standard error contains TEXT.
says()
{
	want=$1
	text=$2
	what=$3
	shift 3
	run "$@"
	! said "$want" "$text" "$what" || pass
}

absent()
{
	for name in "$@"; do
		! test -e "$name" || return 1
	done
}

bytes()
{
	wc -c <"$1" | tr -d ' '
}

has_bytes()
{
	test "$(bytes "$1")" -eq "$2"
}

unhex()
{
	# shellcheck disable=SC2046,SC2059 # octal escapes on purpose
	printf "$(echo "$1" | sed 's/../0x& /g' | xargs printf '\\%03o')"
}

KEY=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
IV=202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
BIG=3145733 # 3 MiB + 5
backends=$("$E2E_FILE" --version | sed -n 's/^backends: //p')
check "--version names no backend" test -n "$backends"
printf '%s\n%s\n' $KEY $IV >given.key
printf 'key=%s iv=%s # one line\n' $KEY $IV >line.key
chmod 600 given.key line.key
# Always the same bytes: at 1 byte, one in 256 random files fits another key as well.
seq 1 1000000 | head -c $BIG >big
check "a big file" has_bytes big $BIG
