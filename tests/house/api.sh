#!/bin/sh
# SPDX-License-Identifier: ISC
# libe2e/api.json is what apigen.py makes of the headers, the made parts of the Python package are
# what bindgen.py makes of it, and a change of a header is seen.  Needs python3, which building
# does not.
set -u
srcdir=${srcdir:-.}
python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
	echo "api.sh: no python3 of at least 3.9"
	exit 77
fi
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

same() # FILE MADE GENERATOR
{
	if ! diff "$1" "$2" >"$work/diff"; then
		echo "api.sh: $1 (<) is not what $3 makes (>); run it"
		head -20 "$work/diff"
		status=1
	fi
}

"$python" "$srcdir/libe2e/apigen.py" --out "$work/api.json" || exit 1
same "$srcdir/libe2e/api.json" "$work/api.json" libe2e/apigen.py
"$python" "$srcdir/python/bindgen.py" --api "$work/api.json" --out "$work" || exit 1
same "$srcdir/python/e2e/_abi.py" "$work/_abi.py" python/bindgen.py
same "$srcdir/python/e2e/_constructors.py" "$work/_constructors.py" python/bindgen.py
same "$srcdir/python/e2e/schema.py" "$work/schema.py" python/bindgen.py

# changed HEADER SED: with that header edited like that the list is another one, or there is none.
changed()
{
	header=$1
	shift
	rm -rf "$work/e2e"
	cp -R "$srcdir/libe2e/e2e" "$work/e2e" && chmod -R u+w "$work/e2e" || exit 1
	sed "$1" "$srcdir/libe2e/e2e/$header" >"$work/e2e/$header"
	if cmp -s "$srcdir/libe2e/e2e/$header" "$work/e2e/$header"; then
		echo "api.sh: '$1' edits nothing"
		status=1
	elif "$python" "$srcdir/libe2e/apigen.py" --headers "$work/e2e" --out "$work/other" \
			2>/dev/null && cmp -s "$work/api.json" "$work/other"; then
		echo "api.sh: '$1' is not seen"
		status=1
	fi
}

changed names.h 's/^#define E2E_EVENT_SENT .* 4 /#define E2E_EVENT_SENT 5 /'
changed e2e.h 's/^	int32_t max_qts;/	int64_t max_qts;/'
changed e2e.h 's/^	int32_t max_qts;//'
changed e2e.h 's/int32_t max_date, int32_t date,/int32_t date, int32_t max_date,/'
changed e2e.h 's/uint8_t act\[E2E_CHECKS_MAX\]/uint8_t act[E2E_NO_SUCH]/'
changed e2e.h 's/^struct e2e_account;/typedef struct e2e_account e2e_account;/'
exit $status
