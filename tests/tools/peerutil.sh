# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# Two e2e-peer processes for the scripts that try it: they source this.  They work in a folder
# of their own, which goes away at the end.  $E2E_PEER is the program.

LC_ALL=C
export LC_ALL

# shellcheck source=tests/report.sh
. "$(dirname "$0")/../report.sh"

E2E_PEER=$(tool E2E_PEER "${E2E_PEER:-./e2e-peer}") || exit 1

dir=$(mktemp -d "${TMPDIR:-/tmp}/e2e-peer.XXXXXX") || exit 1
running=
cleanup()
{
	for process in $running; do
		kill "$process" 2>/dev/null
	done
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
cd "$dir" || exit 1

# ---- Two processes that stay -------------------------------------------------------------

# start a|b ARGS...: a process; what it says goes through fifos on file descriptors.
start()
{
	name=$1
	shift
	rm -f "$name.in" "$name.out"
	mkfifo "$name.in" "$name.out" || exit 1
	# Without the other's descriptors, or that one would not see the end of its input.
	"$E2E_PEER" "$@" <"$name.in" >"$name.out" 2>"$name.err" 3>&- 4<&- 5>&- 6<&- &
	running="$running $!"
	if test "$name" = a; then
		pid_a=$!
		exec 3>a.in 4<a.out
	else
		pid_b=$!
		exec 5>b.in 6<b.out
	fi
}

# stop a|b: the end of its input; $status is how it ends.
stop()
{
	if test "$1" = a; then
		exec 3>&-
		wait "$pid_a"
		status=$?
		exec 4<&-
	else
		exec 5>&-
		wait "$pid_b"
		status=$?
		exec 6<&-
	fi
}

# say a|b COMMAND: its event lines into the file got, its last line into $last.
say()
{
	name=$1
	shift
	if test "$name" = a; then
		printf '%s\n' "$*" >&3
		hear <&4 >got
	else
		printf '%s\n' "$*" >&5
		hear <&6 >got
	fi
	last=$(cat last)
}

hear()
{
	: >last
	while IFS= read -r line; do
		case $line in
		ok | err\ *)
			printf '%s\n' "$line" >last
			return
			;;
		esac
		printf '%s\n' "$line"
	done
}

# ok a|b COMMAND: it succeeds.
ok()
{
	say "$@"
	if test "$last" = ok; then pass; else fail "$*: $last"; fi
}

# no a|b COMMAND: it fails.
no()
{
	say "$@"
	case $last in
	err\ ?*) pass ;;
	*) fail "$*: $last, not err" ;;
	esac
}

# has WHAT PATTERN: a line of the last command matches, as a basic regular expression.
has()
{
	if grep -e "$2" got >/dev/null; then pass; else fail "$1: no '$2' in: $(cut -c 1-300 got)"; fi
}

# none WHAT PATTERN: no line does.
none()
{
	if grep -e "$2" got >/dev/null; then fail "$1: '$2' in: $(cut -c 1-300 got)"; else pass; fi
}

# same WHAT A B
same()
{
	if test -n "$2" && test "$2" = "$3"; then pass; else fail "$1: '$2' and '$3'"; fi
}

# field NAME: its value in the last line that has it.
field()
{
	sed -n "s/.* $1=\([^ ]*\).*/\1/p" got | tail -n 1
}

# packets: the data= of every send in the last output.
packets()
{
	sed -n 's/^query [0-9]* sendEncrypted.* data=\([0-9a-f]*\) .*/\1/p' got
}

# carry a|b: what was sent in the last output arrives there, and what comes of it goes on
# from side to side until nothing does; everything that both said is in the file heard.
carry()
{
	to=$1
	: >heard
	while mail=$(packets) && test -n "$mail"; do
		: >answers
		for packet in $mail; do
			ok "$to" recv "$packet"
			cat got >>heard
			cat got >>answers
		done
		cp answers got
		if test "$to" = a; then to=b; else to=a; fi
	done
	cp heard got
}

# chat [ARGS...]: two processes with a chat between them; A is its creator.
chat()
{
	start a --chat-id 77 --my-id 1 --peer-id 2 --access-hash 5 --expose-keys "$@"
	start b --chat-id 77 --my-id 2 --peer-id 1 --access-hash 6 --expose-keys "$@"
	ok a create
	g_a=$(field g_a)
	ok b requested "$g_a"
	ok b accept
	g_b=$(field g_b)
	fingerprint=$(field fingerprint)
	cp got said
	ok a accepted "$g_b" "$fingerprint"
	carry b
	cp said got
	carry a
}

both_stop()
{
	stop a
	same "A ends well" "$status" 0
	stop b
	same "B ends well" "$status" 0
}
