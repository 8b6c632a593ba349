#!/bin/sh
# SPDX-License-Identifier: ISC
# A number of names.list without its row, text or name cannot be built: namegen.py refuses it, the
# compiler does, or regen.sh would see it.  Each kind is tried on a copy, and one line is enough to
# add a check.  Needs python3, which building does not.
set -u
srcdir=${srcdir:-.}
python=${PYTHON:-python3}
cc=${CC:-cc}
if ! $python -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null; then
	echo "names.sh: no python3"
	exit 77
fi
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
made="libe2e/e2e/names.h libe2e/names_list.h python/e2e/_names.py"
status=0

fail()
{
	echo "names.sh: $1"
	status=1
}

# A copy of what is needed in $work/tree.
fresh()
{
	rm -rf "$work/tree"
	mkdir -p "$work/tree/python/e2e" "$work/tree/tools" || exit 1
	cp -R "$srcdir/libe2e" "$work/tree/" &&
		cp -R "$srcdir/tools/peer" "$srcdir/tools/common" "$work/tree/tools/" &&
		cp "$srcdir"/tools/*.h "$work/tree/tools/" &&
		cp "$srcdir/python/e2e/_names.py" "$work/tree/python/e2e/" &&
		chmod -R u+w "$work/tree" || exit 1
}

edit() # SED FILE
{
	sed "$1" "$work/tree/$2" >"$work/edited" || exit 1
	cmp -s "$work/edited" "$work/tree/$2" && fail "'$1' edits nothing"
	mv "$work/edited" "$work/tree/$2"
}

add() # LIST LINE: at the end of LIST
{
	awk -v list="== $1" -v line="$2" '
		/^== / { if (inside) print line; inside = $0 == list }
		{ print }
		END { if (inside) print line }' "$work/tree/libe2e/names.list" >"$work/list" || exit 1
	mv "$work/list" "$work/tree/libe2e/names.list"
}

generate()
{
	$python "$work/tree/libe2e/namegen.py" 2>"$work/said"
}

# What regen.sh asks: are the made files those of the list?
is_made()
{
	$python "$work/tree/libe2e/namegen.py" --out "$work/made" || exit 1
	for file in $made; do
		cmp -s "$work/tree/$file" "$work/made/$file" || return 1
	done
}

compiles() # FILE
{
	$cc -std=c11 -Wall -Wextra -Werror -fsyntax-only -I. -I"$work/tree/libe2e" \
		-I"$work/tree/tools" "$work/tree/$1" 2>"$work/said"
}

next() # KIND: the first free number
{
	sed -n "s/^#define E2E_I_$1_END //p" "$srcdir/libe2e/names_list.h"
}

all="libe2e/session/core/policy.c libe2e/session/core/reason.c libe2e/strerror.c tools/peer/names.c
tools/peer/event.c"
check=$(next CHECK)
reason=$(next REASON)
event=$(next EVENT)
call=$(next CALL)
health=$(next HEALTH)

fresh
is_made || fail "the tree is not what namegen.py makes of it"
for file in $all; do
	compiles "$file" || { fail "$file"; cat "$work/said"; }
done

# ---- Lines that are refused -----------------------------------------------------------------

refused() # SAID LIST LINE
{
	fresh
	add "$2" "$3"
	if generate || ! grep -q "$1" "$work/said"; then
		fail "not refused: $3"
		cat "$work/said"
	fi
}

refused 'three acts' checks "NEW $check \"a text\" words"
refused 'three acts' checks "NEW $check R C \"a text\" words"
refused 'three acts' checks "NEW $check R C X \"a text\" words"
refused 'a text is missing' checks "NEW $check R C R words"
refused 'not understood' checks "NEW R C R \"a text\" words"
refused 'without a hole' checks "NEW $((check + 1)) R C R \"a text\" words"
refused 'there twice' checks "NEW $((check - 1)) R C R \"a text\" words"
refused 'there twice' checks "PARITY $check R C R \"a text\" words"
refused 'there twice' checks "NEW $check R C R \"not authentic\" words"
refused 'there twice' reasons "PARITY $reason \"a text\" words"
refused 'there twice' reasons "NEW $reason \"not authentic\" words"
refused 'are checks' reasons "NEW $check \"a text\" words"
refused 'a text is missing' reasons "NEW $reason words"
refused 'a text is missing' results "ERR_NEW -99 words"
refused 'a text is missing' calls "NEW $call words"
refused 'no text is wanted' events "NEW $event \"a text\" words"
refused 'without a hole' events "NEW $((event + 1)) words"
refused 'a bit each' health "NEW $((health + 1)) words"
refused 'no such list' events '== others'

# ---- Numbers that are not of the list --------------------------------------------------------

# seen SED FILE: the comparison sees FILE edited like that.
seen()
{
	fresh
	edit "$1" "$2"
	is_made && fail "'$1' of $2 is not seen"
}

seen "s/^#define E2E_CHECK_TL .*/&\\
#define E2E_CHECK_NEW $check/" libe2e/e2e/names.h
seen "s/^#define E2E_EVENT_CHAT .*/&\\
#define E2E_EVENT_NEW $event/" libe2e/e2e/names.h
seen '/X(PARITY, /d' libe2e/names_list.h
seen '/ PARITY = /d' python/e2e/_names.py
for list in checks reasons results states health calls events; do
	fresh
	case $list in
	checks) line="NEW $check R C R \"a text\" words" ;;
	reasons) line="NEW $reason \"a text\"" ;;
	results) line='ERR_NEW -99 "a text" words' ;;
	states) line="NEW $(next CHAT)" ;;
	health) line="NEW $health words" ;;
	calls) line="NEW $call \"aText\" words" ;;
	events) line="NEW $event words" ;;
	esac
	add "$list" "$line"
	is_made && fail "a line of $list without make regen is not seen"
done

# ---- What the compiler refuses ---------------------------------------------------------------

# breaks FILE SED HEADER: with HEADER edited like that, FILE does not compile.
breaks()
{
	fresh
	edit "$2" "$3"
	compiles "$1" && fail "$1 compiles with '$2' of $3"
}

breaks libe2e/session/core/policy.c '/X(PARITY, /d' libe2e/names_list.h
breaks libe2e/session/core/policy.c '/E2E_CHECK_PARITY/d' libe2e/e2e/names.h
breaks libe2e/session/core/policy.c 's/X(PARITY, parity, CLOSE,/X(PARITY, parity,/' libe2e/names_list.h
breaks libe2e/session/core/policy.c "s/^#define E2E_I_CHECK_END .*/#define E2E_I_CHECK_END $((check + 1))/" \
	libe2e/names_list.h
breaks libe2e/session/core/reason.c 's/\(X(PARITY.*\), "[^"]*"/\1/' libe2e/names_list.h
breaks libe2e/session/core/reason.c 's/\(#define E2E_CHECK_TL *\)5 /\16 /' libe2e/e2e/names.h
breaks libe2e/session/core/reason.c 's/\(X(USER.*\), "[^"]*"/\1/' libe2e/names_list.h
breaks libe2e/strerror.c 's/\(X(ERR_STATE.*\), "[^"]*"/\1/' libe2e/names_list.h
breaks tools/peer/event.c '/X(TTL, /d' libe2e/names_list.h
breaks tools/peer/event.c 's/show_queued(/show_it(/' tools/peer/event.c
fresh
add events "NEW $event words"
generate || fail "a good event is refused"
compiles tools/peer/event.c && fail "e2e-peer compiles without show_new()"

# ---- One line is enough ----------------------------------------------------------------------

fresh
add checks "NEW $check R C I \"a new text\" words"
add reasons "NEW_REASON $reason \"another text\" words"
generate || { fail "good lines are refused"; cat "$work/said"; }
grep -q " NEW = _abi.E2E_CHECK_NEW\$" "$work/tree/python/e2e/_names.py" || fail "no Reason.NEW"
grep -q "^#define E2E_CHECK_NEW .*/\\* words" "$work/tree/libe2e/e2e/names.h" || fail "no comment"
cat >"$work/try.c" <<'EOF'
#include <e2e/e2e.h>
#include <stdio.h>

int
main(void)
{
	printf("%d %d %d %s, %s\n", (int)e2e_policy_get(E2E_POLICY_STANDARD, E2E_CHECK_NEW),
	       (int)e2e_policy_get(E2E_POLICY_STRICT, E2E_CHECK_NEW),
	       (int)e2e_policy_get(E2E_POLICY_LENIENT, E2E_CHECK_NEW),
	       e2e_reason_text(E2E_CHECK_NEW), e2e_reason_text(E2E_REASON_NEW_REASON));
	return 0;
}
EOF
if $cc -std=c11 -I. -I"$work/tree/libe2e" -o "$work/try" "$work/try.c" \
		"$work/tree/libe2e/session/core/policy.c" "$work/tree/libe2e/session/core/reason.c"; then
	said=$("$work/try")
	test "$said" = "2 3 1 a new text, another text" || fail "the new check: $said"
else
	fail "a new check does not compile"
fi
compiles tools/peer/names.c || fail "e2e-peer has no name for a new check"
exit $status
