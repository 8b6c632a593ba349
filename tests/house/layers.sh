#!/bin/sh
# SPDX-License-Identifier: ISC
# Who may include whom (HACKING.md, "Layers"), and nothing else.
#   layers.sh [ROOT]      ROOT defaults to $srcdir
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
root=${1:-${srcdir:-.}}
cd "$root" || exit 1
bad=0
checked=0

# Every quoted or e2e include of FILE must match PATTERN.
allow() # PATTERN FILE...
{
	pattern=$1
	shift
	checked=$((checked + $#))
	grep -sHnE '^[[:space:]]*#[[:space:]]*include.*("|<e2e/)' "$@" |
		grep -vE ":.*:.*($pattern)" >>"$found"
}

found=$(mktemp) || exit 1
trap 'rm -f "$found"' EXIT

own='"config\.h"'
list='"names_list\.h"'
allow '<e2e/backend\.h>' libe2e/e2e/crypto.h
allow '<e2e/(backend|crypto|names|schema)\.h>' libe2e/e2e/e2e.h
allow '<e2e/names\.h>' libe2e/e2e/backend.h
allow '^$' libe2e/e2e/names.h libe2e/names_list.h
allow "$own|<e2e/backend\.h>|\"base/" libe2e/base/*.[ch]
allow "$own|<e2e/(backend|schema)\.h>|\"(base|tl)/" tl/*.[ch] tl/gen/*.[ch]
allow "$own|<e2e/(backend|schema)\.h>|\"(base|tl|proto)/" libe2e/proto/*.[ch]
allow "$own|<e2e/(backend|crypto)\.h>|\"(base|crypto)/" libe2e/crypto/*.[ch]
# The rooms of session/: each sees those before it, but for chat, send and keys, which see no rows.
rooms=
room() # NAME THOSE-IT-SEES
{
	name=$1
	rooms="$rooms$name "
	allow "$own|<e2e/|\"(base|tl|proto|crypto)/|\"session/($2)/|$list" "libe2e/session/$name"/*.[ch]
}
room core 'core'
room store 'core|store'
room chat 'core|chat'
room send 'core|chat|send'
room keys 'core|chat|send|keys'
room receive 'core|store|chat|send|keys|receive'
room api 'core|store|chat|send|keys|receive|api'
for folder in libe2e/session/*; do
	case " $rooms" in
	*" ${folder##*/} "*) ;;
	*) echo "$folder: nothing says whom this may include" >>"$found" ;;
	esac
done
allow "$own|<e2e/|$list" libe2e/*.c
allow "$own|<e2e/backend\.h>|\"base/wipe\.h\"|\"(builtin|entropy|ige)\.h\"" backends/*.[ch]

# Nobody includes, uses or imports somebody who knows it, there or in tools, tests or Python.
sh "$here/circles.sh" . >>"$found" || bad=1

# The libraries are nobody's business but the backends'.
grep -HnE 'include[[:space:]]*<(nettle/|gmp|gcrypt|openssl/)' libe2e/*.c libe2e/*/*.[ch] libe2e/*/*/*.[ch] \
	tl/*.[ch] tools/*.[ch] tools/*/*.[ch] examples/*.[ch] 2>/dev/null >>"$found"

# config.h comes first in every .c of ours and is in no header.
sources=$(ls libe2e/*.c libe2e/*/*.c libe2e/*/*/*.c backends/*.c tools/*.c tools/*/*.c examples/*.c 2>/dev/null)
# shellcheck disable=SC2086
awk 'FNR == 1 { told(); name = FILENAME; first = "" }
     first == "" && /^[ \t]*#[ \t]*include/ { first = $0 }
     END { told() }
     function told() {
	if (name != "" && first != "#include \"config.h\"")
		print name ": config.h is not included first"
     }' $sources tl/*.c >>"$found"
grep -lE 'include.*"config\.h"' libe2e/*/*.h libe2e/*/*/*.h backends/*.h tools/*.h tools/*/*.h 2>/dev/null |
	sed 's|$|: a header includes config.h|' >>"$found"

# No preprocessor condition within a function (a line between { and } in column 1).
# shellcheck disable=SC2086
awk 'FNR == 1 || /^\}/ { inside = 0 } /^\{/ { inside = 1 }
     inside && /^[ \t]*#[ \t]*(if|ifdef|ifndef|else|endif)/ {
     print FILENAME ":" FNR ": #if within a function" }' $sources >>"$found"

# The licence stands in the first two lines of everything that can hold a comment.
# shellcheck disable=SC2046
awk 'FNR == 1 { told(); name = FILENAME; has = 0 }
     FNR <= 2 && /SPDX-License-Identifier: ISC/ { has = 1 }
     END { told() }
     function told() { if (name != "" && !has) print name ": no SPDX line" }' \
	$(ls configure.ac Makefile.am m4/e2e.m4 */Makefrag.am */*/Makefrag.am libe2e/e2e/*.h libe2e/*.c \
		libe2e/*/*.[ch] libe2e/*/*/*.[ch] backends/*.[ch] tools/*.[ch] tools/*/*.[ch] examples/*.[ch] \
		tests/*/*.[ch] tests/*/*/*.[ch] tests/*.sh tests/*/*.sh 2>/dev/null) >>"$found"

# awk passes by what has no line.
find libe2e backends tl tools examples tests -name '*.[ch]' -size 0 |
	sed 's|$|: nothing is in it|' >>"$found"

if [ "$checked" -lt 20 ]; then
	echo "layers.sh: only $checked files were found in $root" >>"$found"
fi
if [ -s "$found" ]; then
	cat "$found"
	bad=1
fi
exit $bad
