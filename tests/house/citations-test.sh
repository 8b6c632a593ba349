#!/bin/sh
# SPDX-License-Identifier: ISC
# citations.sh says nothing about the tree as it is, and finds each kind of fault.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
python=${PYTHON:-python3}
if ! $python -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null; then
	echo "citations-test.sh: no python3"
	exit 77
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fresh()
{
	rm -rf "$work/tree"
	mkdir "$work/tree"
	(cd "$srcdir" && find README.md HACKING.md SECURITY.md backends doc examples libe2e python \
		tests tl tools -name vectors -prune -o -name corpus -prune -o -name node_modules -prune \
		-o -type f \( -name '*.[ch]' -o -name '*.in' -o -name '*.py' -o -name '*.sh' \
		-o -name '*.tl' -o -name '*.list' -o -name '*.md' -o -name '*.[17]' \
		-o -name citations.except \) -print | tar cf - -T -) | (cd "$work/tree" && tar xf -)
	chmod -R u+w "$work/tree"
}

run()
{
	sh "$srcdir/tests/house/citations.sh" "$work/tree" >"$work/out" 2>&1
}

# Each of TEXT..., extended regular expressions, is found in the tree as it was edited.
must_find()
{
	if run; then
		echo "citations.sh found nothing, and was to find: $1"
		exit 1
	fi
	for text in "$@"; do
		grep -qE "$text" "$work/out" || {
			echo "citations.sh did not find: $text"
			head -40 "$work/out"
			exit 1
		}
	done
	fresh
}

# edit SED FILE: which has to change something.
edit()
{
	sed "$1" "$work/tree/$2" >"$work/edited" || exit 1
	cmp -s "$work/edited" "$work/tree/$2" && { echo "'$1' edits nothing"; exit 1; }
	cp "$work/edited" "$work/tree/$2"
}

add() # FILE LINE...
{
	file=$1
	shift
	printf '%s\n' "$@" >>"$work/tree/$file"
}

fresh
run || { cat "$work/out"; exit 1; }

# A number that is not there, or is there twice.
add libe2e/base/num.h '/* as everybody does it (protocol 5.2.77) */'
add tools/peer/event.c '/* as everybody does it (T6.99) */'
add tests/tl/test_tl.c '/* as everybody does it (observed 5.1, 77.1) */'
add python/e2e/files.py '# as everybody does it, scenario 999'
add tests/crypto/test_key.c '/* both ends of it hold (scenarios 1 to 3 and' ' * 998) */'
add tests/crypto/test_dh.c '/* all of these are right (protocol T4.2 - T4.77) */'
add doc/design.md 'As everybody does it (Annex Z).'
add doc/protocol.md 'This is as 5.2.66 says.' '**5.2.1** Once more.'
edit '/^\*\*T5\.10\*\* /s/T5\.10/T5.11/' doc/protocol.md
must_find 'base/num.h:[0-9]+: there is no protocol 5.2.77' \
	'peer/event.c:[0-9]+: there is no protocol T6.99' \
	'test_tl.c:[0-9]+: there is no observed 77.1' \
	'files.py:[0-9]+: there is no scenario 999' \
	'test_key.c:[0-9]+: there is no scenario 998' \
	'test_dh.c:[0-9]+: there is no protocol T4.9' \
	'design.md:[0-9]+: there is no protocol Annex Z' \
	'protocol.md:[0-9]+: there is no 5.2.66' \
	'protocol 5.2.1 is there twice' \
	'there is no protocol T5.10'

# Whatever is there has to be cited: in code, or by a test that names it by itself.
add doc/protocol.md '' '**5.2.88** A rule that nobody knows.' '' '**T9.88** One that only a test knows.'
add tests/tl/test_tl.c '/* a trap that only a test knows (T9.88) */'
add tests/scenarios.md '' '**188. New.** A scenario that nobody knows.' '' \
	'**148. New.** One within a range.' '' '**149. New.** And one more.' '' \
	'**189. New.** One that only code knows.'
add tests/tl/test_tl.c '/* in a range is not enough (scenarios 147 to 149) */'
add libe2e/base/mem.c '/* not a test, but a scenario 189 all the same */'
must_find 'no code cites protocol 5.2.88' \
	'no code cites protocol T9.88' \
	'no test cites scenario 188' \
	'no test cites scenario 148' \
	'no test cites scenario 189'

# Excuses: each with a number and a reason, needed, and few.
add tests/scenarios.md '' '**188. New.** A scenario that nobody can try.'
add tests/house/citations.except 'scenario 188: it takes a year of waiting'
run || { cat "$work/out"; exit 1; }
add tests/scenarios.md '' '**189. New.** A scenario that nobody can try.'
add tests/house/citations.except 'scenario 189: no' 'scenario 41: it takes a year of waiting'
for n in 01 02 03 04 05 06 07 08 09 10 11; do
	add tests/scenarios.md '' "**2$n. New.** A scenario that nobody can try."
	add tests/house/citations.except "scenario 2$n: it takes a year of waiting"
done
must_find 'scenario 41.*excuses what needs no excuse' \
	'scenario 189.*has no number and reason' \
	'no test cites scenario 189' \
	'13 are excused'

# Comments without words, other forms, and public headers that cite what is not installed.
add libe2e/base/mem.c '/* protocol 5.2.1, T5.1 */' '/* everybody does it (protocol 5.2 rule 3) */' \
	'/* everybody does it (tdlib-observed) */' '/* everybody does it (doc/design.md 5) */' \
	'/* everybody does it (issue 10) */' '/* everybody does it (4.2, T4.1) */' \
	'/* everybody does it (doc/design.md, "No such heading") */'
add tests/tl/test_tl.c '/* scenario 41 */' '	n = 1; /* scenarios 41 and 42 */'
add tests/interop/table.py '# T5.1' 'n = 1  # 5.4: as everybody does it'
add libe2e/e2e/crypto.h '/* as everybody does it (scenario 41) */' '/* everybody does it (doc/design.md) */'
must_find 'mem.c:[0-9]+: only a number' \
	'mem.c:[0-9]+: "protocol 5.2 rule 3": a rule has' \
	'mem.c:[0-9]+: "tdlib-observed": not a document' \
	'mem.c:[0-9]+: "design.md 5"' \
	'mem.c:[0-9]+: "issue 10"' \
	'mem.c:[0-9]+: "4.2, T4.1": of which document' \
	'mem.c:[0-9]+: design.md has no "No such heading"' \
	'test_tl.c:[0-9]+: only a number, no words: /. scenario 41 ' \
	'test_tl.c:[0-9]+: only a number, no words: /. scenarios 41 and 42 ' \
	'table.py:[0-9]+: only a number' \
	'table.py:[0-9]+: "5.4:": of which document' \
	'crypto.h:[0-9]+: scenario 41 is not installed' \
	'crypto.h:[0-9]+: design.md is not installed'

# Nothing to look at is not right either.
: >"$work/tree/doc/protocol.md"
: >"$work/tree/doc/observed.md"
: >"$work/tree/tests/scenarios.md"
must_find 'only 0 numbers of kind "protocol"' \
	'only 0 numbers of kind "observed"' \
	'only 0 numbers of kind "scenario"'
rm -rf "$work/tree/libe2e" "$work/tree/tests"/*/*.[ch] "$work/tree/tests"/session
must_find 'only [0-9]+ files were found' 'only [0-9]+ citations were found'
rm "$work/tree/doc/protocol.md"
must_find 'protocol.md'
