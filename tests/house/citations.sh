#!/bin/sh
# SPDX-License-Identifier: ISC
# What comments cite is in doc/protocol.md, doc/observed.md and tests/scenarios.md, and what is there
# is cited (citations.py says what it looks at).  Needs python3, which building does not.
#   citations.sh [ROOT]      ROOT defaults to $srcdir
set -u
root=${1:-${srcdir:-.}}
python=${PYTHON:-python3}
if ! $python -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null; then
	echo "citations.sh: no python3"
	exit 77
fi
exec $python -B "$(dirname "$0")/citations.py" "$root"
