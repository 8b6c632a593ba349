# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# How the scripts that try a program from outside count and report; they source it.
# After it, end with: echo "$checks checks, $failures failed"; test "$failures" -eq 0

checks=0
failures=0

pass()
{
	checks=$((checks + 1))
}

# fail WHAT...: count and show a check that did not hold.
fail()
{
	checks=$((checks + 1))
	failures=$((failures + 1))
	echo "FAIL: $*" >&2
}

# check WHAT COMMAND...: the command succeeds.
check()
{
	what=$1
	shift
	if "$@"; then pass; else fail "$what"; fi
}

# verdict GOOD WHAT: GOOD is 0 if it held; else show the end of the last run, whose exit
# status is $status and whose output is in $tmp/out and $tmp/err.
verdict()
{
	if [ "$1" -eq 0 ]; then
		pass
		return
	fi
	fail "$2 (exit status $status)"
	sed 's/^/    /' "$tmp/out" "$tmp/err" | cut -c 1-300 | tail -n 8
}

# tool NAME PROGRAM: where PROGRAM is from any folder; NAME is the variable that says so.
tool()
{
	case $2 in
	/*) path=$2 ;;
	*) path=$(pwd)/$2 ;;
	esac
	if ! test -x "$path"; then
		echo "$0: no program $path (set $1)" >&2
		return 1
	fi
	echo "$path"
}

# said WANT TEXT WHAT: the last run, whose exit status is $status, ended with WANT, and TEXT is in
# the file stderr; false if not.
said()
{
	if test "$status" -ne "$1"; then
		fail "$3: exit $status, not $1: $(cat stderr)"
		return 1
	fi
	if ! grep -F -e "$2" stderr >/dev/null; then
		fail "$3: no '$2' in: $(cat stderr)"
		return 1
	fi
}
