#!/bin/sh
# SPDX-License-Identifier: ISC
# The wheel of the Python package is built without a network, and is all that a stranger needs:
# installed in an empty folder it makes a key picture, with its own libe2e.so.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
top_builddir=$(cd "${top_builddir:-.}" && pwd)
python=${PYTHON:-/usr/bin/python3}
library=$top_builddir/libe2e/.libs/libe2e.so
if ! "$python" -c 'import sys, setuptools, wheel; sys.exit(sys.version_info < (3, 9))' \
		2>/dev/null; then
	echo "python-wheel.sh: no python3 of at least 3.9 with setuptools and wheel"
	exit 77
fi
test -f "$library" || { echo "python-wheel.sh: no shared library in this build"; exit 77; }
if grep -q -e __asan_init -e __tsan_init -e __msan_init "$library"; then
	echo "python-wheel.sh: the library has sanitizers"
	exit 77
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fail()
{
	echo "python-wheel.sh: $1"
	test -f "$work/log" && tail -20 "$work/log"
	exit 1
}

files() { find "$srcdir/python" | sort; }
before=$(files)
wheel=$(env -i PATH="$PATH" http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 \
	"$python" -B "$srcdir/python/mkwheel.py" --library "$library" --out "$work/dist" \
	2>"$work/log") || fail "no wheel was built"
test "$before" = "$(files)" || fail "the build has written in the source folder"
case $wheel in
*/e2e-*-py3-none-linux_*.whl|*/e2e-*-py3-none-*_*.whl) ;;
*) fail "the wheel is called $wheel" ;;
esac

if "$python" -m pip --version >/dev/null 2>&1; then
	"$python" -m pip install --quiet --no-index --no-deps --no-compile --target "$work/site" \
		"$wheel" >"$work/log" 2>&1 || fail "pip does not install it"
else
	"$python" -m zipfile -e "$wheel" "$work/site" || fail "no zip file"
fi

cd "$work" || exit 1
env -i PATH="$PATH" PYTHONPATH="$work/site" "$python" -B - "$work/site" <<'END' ||
import os, sys
import e2e
from e2e import crypto, picture
where = os.path.join(os.path.realpath(sys.argv[1]), "e2e")
assert os.path.realpath(os.path.dirname(e2e.__file__)) == where, e2e.__file__
with open("/proc/self/maps") as maps:
    loaded = {line.split()[-1] for line in maps if "libe2e" in line}
assert loaded == {os.path.join(where, "libe2e.so")}, loaded
context = crypto.Crypto()
key = context.key(bytes(range(256)))
image = picture.ppm(context.key_hash(key))
assert image.startswith(b"P6\n240 240\n255\n") and len(image) == 15 + 240 * 240 * 3
END
	fail "the installed wheel does not work"
exit 0
