#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Whether bench works and its output has the agreed form; nothing about speed.
# BENCH is the program, relative to the directory that make runs in.

bench=${BENCH:-tests/bench/bench}
if ! test -x "$bench"; then
	echo "no $bench"
	exit 77
fi
out=$(mktemp) || exit 99
trap 'rm -f "$out" "$out.err"' EXIT
trap 'exit 99' HUP INT TERM
failed=0

fail()
{
	echo "FAIL: $*"
	failed=1
}

"$bench" --quick >"$out" || fail "exit status $?"
test -s "$out" || fail "no output"

# The form of every line, exactly as bench.h says.
number='[0-9][0-9]*\.[0-9]*'
word='[A-Za-z0-9_+-]*'
form="{\"name\":\"$word\", \"backend\":\"$word\", \"bytes\":[0-9]*, \"ns\":$number"
form="$form, \"mb_s\":$number, \"ratio\":$number, \"against\":\"$word\"}"
if grep -v "^$form\$" "$out"; then
	fail "these lines have another form"
fi
if sort "$out" | sed 's/"ns".*"against"/"against"/' | sort | uniq -d | grep .; then
	fail "these lines are there twice"
fi

# A parser of JSON as the last word, where there is one.
if python3 -c '' 2>/dev/null; then
	python3 -c '
import json, sys
fields = {"name": str, "backend": str, "bytes": int, "ns": float, "mb_s": float,
          "ratio": float, "against": str}
for line in sys.stdin:
    row = json.loads(line)
    assert list(row) == list(fields), row
    for key, kind in fields.items():
        assert isinstance(row[key], kind), (key, row)
    assert row["ns"] > 0 and row["ratio"] > 0, row
' <"$out" || fail "no good JSON"
fi

# md5 is missing: a library may refuse it.
backends=$(sed 's/.*"backend":"\([^"]*\)".*/\1/' "$out" | sort -u)
for backend in $backends; do
	for name in ige_encrypt ige_decrypt sha256 sha1 kdf_v1 kdf_v2 key_fingerprint \
	            message_seal message_open modexp prime_check prime_check_known keypair \
	            agree file_encrypt file_decrypt account_send account_receive \
	            account_chats_10000 account_message_100000; do
		grep -q "\"name\":\"$name\", \"backend\":\"$backend\"" "$out" ||
			fail "no $name over $backend"
	done
done

# --filter and --backend leave the others out.
first=$(echo "$backends" | sed q)
"$bench" --quick --backend "$first" --filter kdf >"$out" || fail "exit status $?"
test "$(wc -l <"$out")" -eq 2 || fail "--filter kdf gives other than two lines"
if grep -v "\"name\":\"kdf_v[12]\", \"backend\":\"$first\"" "$out"; then
	fail "--backend or --filter let these through"
fi
if "$bench" --backend no-such >"$out" 2>&1; then
	fail "an unknown backend passes"
fi

# make -s bench prints nothing else on standard output, also when it has to build first.
if test -n "${MAKE-}" && test -n "${top_builddir-}" && test -f "$top_builddir/Makefile"; then
	rm -f "$top_builddir/tests/bench/bench" "$top_builddir"/tests/bench/bench-bench.*o*
	MAKEFLAGS='' $MAKE -s -C "$top_builddir" bench BENCHFLAGS='--quick --filter kdf' \
		>"$out" 2>"$out.err" || fail "make bench: exit status $?: $(cat "$out.err")"
	grep bench-bench "$out.err" >/dev/null || fail "make bench had nothing to build"
	test -s "$out" || fail "make bench prints nothing"
	if grep -v "^$form\$" "$out"; then
		fail "make -s bench prints these on standard output"
	fi
fi

exit $failed
