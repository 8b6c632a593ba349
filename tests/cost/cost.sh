#!/bin/sh
# SPDX-License-Identifier: ISC
# What fixed pieces of work cost, in instructions of libe2e's own code, against what they cost when
# the baseline was written.  Fails where one costs 2 % more.  HACKING.md, "Cost".
#   cost.sh                          build, count, compare
#   cost.sh baseline                 build, count, write the baseline of this compiler
#   cost.sh count ROOT DUMP...       what callgrind's dumps say of the code in ROOT
#   cost.sh compare BASELINE COUNTS  the verdict alone
# Exit: 0, 1 (it costs more, or a workload failed), 77 (cannot be compared here).
#
# The library is built here, in $top_builddir/tests/cost, with FLAGS and not with those of the
# build, so that one baseline holds for all builds by a compiler.  callgrind counts everything;
# taken is what debug information says is of libe2e, tl or backends: nothing of libcrypto, Nettle,
# libc or the program that gives the work.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd -P) || exit 1
top=${top_builddir:-.}
cc=${CC:-cc}
FLAGS='-std=c11 -O2 -fPIC -fvisibility=hidden -fno-stack-protector -gdwarf-4 -Wall -Wextra -Werror'
percent=2

skip() # WHY
{
	echo "cost.sh: skipped: $1"
	exit 77
}

# ---- The verdict ----------------------------------------------------------------------------

# Both files have lines NAME NUMBER; a baseline also has lines that begin with # or a word and
# a colon.
compare() # BASELINE COUNTS
{
	awk -v percent="$percent" '
		/^#/ || $1 ~ /:$/ { next }
		NR == FNR { was[$1] = $2; next }
		{ is[$1] = $2 }
		{ note = "" }
		!($1 in was) { note = "  is not in the baseline"; bad = 1 }
		$1 in was && $2 <= 0 { note = "  counted nothing"; bad = 1 }
		$1 in was && $2 > 0 { note = judge($2 / was[$1] - 1) }
		{ printf "%-24s %10d -> %10d%s\n", $1, was[$1], $2, note }
		END {
			for (name in was)
				if (!(name in is)) {
					print name ": was not counted"
					bad = 1
				}
			if (cheap)
				print "cost.sh: cheaper by more than " percent " %: renew the " \
					"baseline (make cost-baseline), or that much may be lost unseen"
			exit bad
		}
		function judge(change) {
			text = sprintf("  %+.2f %%", 100 * change)
			if (change * 100 > percent) {
				bad = 1
				return text "  COSTS MORE"
			}
			if (change * 100 < -percent) {
				cheap = 1
				return text "  costs less"
			}
			return text
		}' "$1" "$2"
}

# ---- Counting -------------------------------------------------------------------------------

# Dumps without compression: fl=, fi= and fe= name the file of what follows, calls= is followed
# by what the called cost, other lines of numbers are a place and what was spent there.
count() # ROOT DUMP...
{
	root=$1
	shift
	awk -v root="$root/" '
		function told() { if (name != "") print name, sum; name = ""; sum = 0 }
		FNR == 1 { told(); ours = 0; called = 0 }
		sub(/^desc: Trigger: Client Request: /, "") { name = $0; next }
		/^f[lie]=/ {
			file = substr($0, 4)
			ours = index(file, root) == 1 &&
				substr(file, length(root) + 1) ~ /^(libe2e|tl|backends)\//
			next
		}
		/^calls=/ { called = 1; next }
		/^[0-9]/ { if (ours && !called) sum += $2; called = 0 }
		END { told() }' "$@"
}

# The compiler by its own words: gcc 12.2.0 x86_64-linux-gnu 64
describe()
{
	words=$(printf '%s\n' '#ifdef __clang__' clang '#elif defined __GNUC__' gcc '#endif' \
		'__VERSION__ __SIZEOF_POINTER__' | $cc -E -P - 2>/dev/null) || return 1
	# shellcheck disable=SC2086
	set -- $(echo "$words" | tr -d '"')
	[ $# -ge 3 ] || return 1
	kind=$1
	compiler="$* $($cc -dumpmachine)"
}

# What may be where it is compared, and what must be as it was.
ready()
{
	describe || skip "no gcc and no clang: $cc"
	case "$cc ${CFLAGS-} ${LDFLAGS-}" in
	*-fsanitize*) skip "under the sanitizers; builds without them tell" ;;
	esac
	command -v valgrind >/dev/null 2>&1 || skip "there is no valgrind"
	grep -q 'define E2E_WITH_NETTLE 1' "$top/config.h" 2>/dev/null &&
		grep -q 'define E2E_WITH_GCRYPT 1' "$top/config.h" ||
		skip "the baselines are for a build with both backends"
	for header in check.h valgrind/callgrind.h; do
		# shellcheck disable=SC2086
		echo "#include <$header>" | $cc -E ${COST_CFLAGS-} - >/dev/null 2>&1 ||
			skip "there is no $header"
	done
	baseline=$srcdir/tests/cost/$kind.baseline
}

same_as_baseline()
{
	[ -f "$baseline" ] || skip "there is no baseline of $kind"
	was=$(sed -n 's/^compiler: //p' "$baseline")
	[ "$compiler" = "$was" ] || skip "the baseline is of $was, and this is $compiler"
	[ "$FLAGS" = "$(sed -n 's/^flags: //p' "$baseline")" ] || {
		echo "cost.sh: the baseline is of other flags; renew it (make cost-baseline)"
		exit 1
	}
}

# One command, as the sources of the library are in folders that may change.
build()
{
	tests=$srcdir/tests
	# shellcheck disable=SC2046,SC2086
	$cc $FLAGS -DHAVE_CONFIG_H -I"$(cd "$top" && pwd -P)" -I"$srcdir/libe2e" -I"$srcdir" \
		-I"$srcdir/backends" -I"$srcdir/tools" -I"$tests" ${COST_CFLAGS-} \
		-U_FORTIFY_SOURCE -o "$work/cost" \
		$(find "$srcdir/libe2e" "$srcdir/tl" "$srcdir/backends" -name '*.c') \
		"$tests"/cost/*.c "$tests"/util/accountutil*.c "$tests/util/testutil.c" \
		"$tests/util/backend_openssl_none.c" "$srcdir"/tools/common/*.c ${LDFLAGS-} ${COST_LIBS-}
}

# Leaves the counts in $work/counts and callgrind's dumps beside them.
measure()
{
	work=$top/tests/cost/$kind.work
	rm -rf "$work"
	mkdir -p "$work" || exit 1
	build || { echo "cost.sh: the workloads cannot be built"; exit 1; }
	valgrind --tool=callgrind --instr-atstart=no --compress-strings=no --compress-pos=no \
		--callgrind-out-file="$work/dump" "$work/cost" >"$work/log" 2>&1
	status=$?
	[ $status -ne 77 ] || skip "$(grep -v '^==' "$work/log" | tail -n 1)"
	[ $status -eq 0 ] || { cat "$work/log"; exit 1; }
	count "$srcdir" "$work"/dump.* | sort >"$work/counts"
}

renew()
{
	{
		echo "# Instructions of libe2e's own code: make cost-baseline (HACKING.md, \"Cost\")"
		echo "compiler: $compiler"
		echo "flags: $FLAGS"
		cat "$work/counts"
	} >"$baseline"
	cat "$baseline"
}

case ${1-} in
'')
	ready
	same_as_baseline
	measure
	compare "$baseline" "$work/counts" || {
		echo "cost.sh: to see where: callgrind_annotate --auto=no of what is in $work"
		exit 1
	}
	;;
baseline)
	ready
	measure
	renew
	;;
count | compare)
	"$@"
	;;
*)
	sed -n '3,8s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
