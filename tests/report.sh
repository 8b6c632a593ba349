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
