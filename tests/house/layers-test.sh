#!/bin/sh
# SPDX-License-Identifier: ISC
# layers.sh says nothing about the tree as it is, and finds each kind of breach.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fresh()
{
	rm -rf "$work/tree"
	mkdir "$work/tree"
	# shellcheck disable=SC2046
	(cd "$srcdir" && tar cf - configure.ac Makefile.am m4/e2e.m4 libe2e backends tl tools \
		examples $(find tests -name '*.[ch]' -o -name '*.sh') python/e2e) | (cd "$work/tree" && tar xf -)
	chmod -R u+w "$work/tree"
}

run()
{
	sh "$srcdir/tests/house/layers.sh" "$work/tree" >"$work/out" 2>&1
}

must_find() # TEXT
{
	if run || ! grep -q "$1" "$work/out"; then
		echo "layers.sh did not find: $1"
		cat "$work/out"
		exit 1
	fi
	fresh
}

fresh
run || { cat "$work/out"; exit 1; }

echo '#include "crypto/crypto.h"' >>"$work/tree/libe2e/base/ct.c"
must_find 'base/ct.c:.*crypto/crypto.h'
echo '#include <e2e/crypto.h>' >>"$work/tree/backends/ige.c"
must_find 'backends/ige.c:.*e2e/crypto.h'
echo '#include "session/keys/rekeying.h"' >>"$work/tree/libe2e/session/send/outbox.c"
must_find 'send/outbox.c:.*session/keys/rekeying.h'
mkdir "$work/tree/libe2e/session/cellar"
must_find 'cellar: nothing says whom'
echo '#include <nettle/aes.h>' >>"$work/tree/libe2e/crypto/key.c"
must_find 'crypto/key.c:.*nettle/aes.h'
echo '#include "config.h"' >>"$work/tree/libe2e/base/ct.h"
must_find 'ct.h: a header includes config.h'
sed -i '/config\.h/d' "$work/tree/libe2e/base/arena.c"
must_find 'arena.c: config.h is not included first'
printf '{\n#ifdef X\n#endif\n}\n' >>"$work/tree/libe2e/base/mem.c"
must_find 'mem.c:.*#if within a function'
sed -i 1d "$work/tree/libe2e/base/num.h"
must_find 'num.h: no SPDX line'
: >"$work/tree/libe2e/base/num.h"
must_find 'num.h: nothing is in it'

# Circles: of two headers; hidden behind a header of others, by a function and by a variable; by
# way of a third file, in another folder; through a macro.
tree=$work/tree
echo '#include "base/pool.h"' >>"$tree/libe2e/base/mem.h"
must_find 'base/mem.h:.*base/mem includes libe2e/base/pool.h'
cat >>"$tree/tools/inspect/say.c" <<'EOF'
void
say_packet(struct inspect *in)
{
	(void)inspect_packet(in, NULL, 0);
}
EOF
must_find 'inspect/say uses inspect_packet of tools/inspect/packet.c'
echo 'extern int run_count;' >>"$tree/tools/file/file.h"
echo 'int run_count = 1;' >>"$tree/tools/file/run.c"
echo 'static const int *const counted = &run_count;' >>"$tree/tools/file/io.c"
must_find 'file/io uses run_count of tools/file/run.c'
echo '#include "peer/peer.h"' >>"$tree/tools/hex.c"
must_find 'tools/hex includes tools/peer/peer.h'
cat >>"$tree/tools/peer/text.h" <<'EOF'
#include "command.h"
#define TEXT_QUIT(p) \\
	command_list(p)
EOF
must_find 'peer/text includes tools/peer/command.h'

# What is only said, in a comment or a string, is no use of it, nor is a member or a struct.
cat >>"$tree/tools/inspect/say.c" <<'EOF'
/* Not inspect_packet(), and
   not inspect_object() either. */
struct trials_run { int report_part; };
static int
nothing(struct trials_run *p)
{
	return "inspect_packet()"[0] + p->report_part + '"';
}
EOF
run || { cat "$work/out"; exit 1; }
fresh

# Python: at the top of the file, inside a function, for types only, by the package's name.
py=$tree/python/e2e
echo 'from e2e.store import Store' >>"$py/errors.py"
must_find 'e2e/errors imports python/e2e/store.py'
printf 'def f():\n    import e2e.account\n' >>"$py/records.py"
must_find 'e2e/records imports python/e2e/account.py'
printf 'if TYPE_CHECKING:\n    from . import (\n        chats)\n' >>"$py/telethon/chat.py"
must_find 'telethon/chat imports python/e2e/telethon/chats.py'
echo 'import e2e' >>"$py/_given.py"
must_find 'e2e/_given imports python/e2e/__init__.py'
printf '"""\nfrom e2e.store import Store\n"""\n# import e2e\nimport telethon\n' >>"$py/errors.py"
run || { cat "$work/out"; exit 1; }
