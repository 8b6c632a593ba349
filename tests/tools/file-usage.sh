#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-file, from outside: progress, wrong usage, and that no key is repeated that was given in a
# wrong place.  $E2E_FILE is the program.

set -u

# shellcheck source=tests/tools/fileutil.sh
. "$(dirname "$0")/fileutil.sh"

head -c 17 big >in.17
printf 'libe2e encrypted file test vector!' >vector
works "a small container" encrypt -k given.key in.17 enc.17
works "the vector's container" encrypt -k given.key vector vector.want

# ---- Progress ------------------------------------------------------------------------------

works "progress" encrypt --progress -k given.key big progress.enc
check "progress: a bar" grep '100%.* of 3.0 MiB.*\[##*\]' stderr >/dev/null
works "no progress for a small file" encrypt -k given.key big progress.none
check "no progress for a small file: silent" test ! -s stderr
COLUMNS=20
export COLUMNS
works "narrow progress" encrypt -F --progress -k given.key big progress.enc
unset COLUMNS
check "narrow progress: percentage alone" \
	sh -c "tr '\\r' '\\n' <stderr | grep '^100% *\$' >/dev/null"
check "narrow progress: fits" sh -c "! tr '\\r' '\\n' <stderr | grep '.\\{20\\}' >/dev/null"

# On a terminal the bar is for large files only.
cat >terminal.py <<'END'
import os, pty, sys
os.environ["COLUMNS"] = "60" # for a terminal that does not know how wide it is
sys.exit(1 if pty.spawn(sys.argv[1:], stdin_read=lambda fd: b"") else 0)
END
terminal()
{
	python3 terminal.py "$E2E_FILE" "$@" >screen 2>/dev/null </dev/null
}
if python3 -c 'import os, pty; [os.close(fd) for fd in pty.openpty()]' 2>/dev/null; then
	cat big big big >bigger
	check "terminal: large file" terminal encrypt -k given.key bigger bigger.enc
	check "terminal: bar" grep '100%  9.0 of 9.0 MiB' screen >/dev/null
	check "terminal: large file, quiet" terminal encrypt -F -q -k given.key bigger bigger.enc
	check "terminal: no bar" sh -c '! grep % screen'
	check "terminal: small file" terminal encrypt -F -k given.key big bigger.enc
	check "terminal: no bar" sh -c '! grep % screen'
	terminal encrypt -k given.key in.17 -
	check "terminal: no container" grep -F 'standard output is a terminal' screen >/dev/null
	check "terminal: plain text" terminal decrypt -k given.key -s 34 vector.want -
	check "terminal: plain text" grep -F 'libe2e encrypted file' screen >/dev/null
else
	echo "note: no python3, or no terminals to be had: nothing is tried on one"
fi

# ---- A key in every wrong place ------------------------------------------------------------

# It is repeated nowhere, and no file gets its name.
unsaid()
{
	says "$@"
	check "$3: not repeated" sh -c "! grep -E '${KEY%????}|0001 0203' stdout stderr"
}
spaced=$(echo $KEY | sed 's/..../& /g')
unsaid 1 "[...]: No such file" "a key for the key file" decrypt -k $KEY enc.17 none
unsaid 1 "[...]: No such file" "a key in groups for the key file" decrypt -k "$spaced" enc.17 none
unsaid 1 "made of a key's digits" "a key for a new key file" encrypt -k $KEY in.17 none
unsaid 1 "made of a key's digits" "a key in groups for a new key file" encrypt -k "$spaced" in.17 none
unsaid 1 "[...]: No such file" "a key for IN" encrypt -k given.key $KEY none
unsaid 1 "[...]: No such file" "a key for a folder" encrypt -k given.key in.17 no/$KEY
unsaid 2 "size is not a number" "a key for the size" decrypt -s $KEY -k given.key vector.want none
unsaid 2 "fingerprint is neither" "a key for the fingerprint" fingerprint -k given.key -f 0x$KEY
unsaid 2 "--pad is zero or random" "a key for the padding" encrypt --pad $KEY -k n.key in.17 none
unsaid 2 "this build has no" "a key for the backend" encrypt --backend $KEY -k n.key in.17 none
unsaid 2 "an option is unknown" "a mistyped option" encrypt --kye=$KEY --iv $IV in.17 none
unsaid 2 "an option is unknown" "an option that takes nothing" encrypt --force=$KEY in.17 none
unsaid 2 "the command is one of" "a key for the command" $KEY
printf 'key=%s\niv=%s\nsize=%s\n' $KEY $IV $KEY >odd.key
unsaid 1 "odd.key:3: size is not a number" "a key for the size in a key file" fingerprint -k odd.key
printf 'key=%s\niv=%s\n%s=1\n' $KEY $IV $KEY >odd.key
unsaid 1 "odd.key:3: not one of" "a key for a name in a key file" fingerprint -k odd.key
check "no file has a key's name" absent $KEY "$spaced" none n.key
"$E2E_FILE" decrypt -k given.key -s 0 - none <&- >stdout 2>stderr
check "standard input that is closed: refused" test $? -eq 1

# ---- Usage ---------------------------------------------------------------------------------

works "help" --help
check "help: text" grep -F 'e2e-file decrypt' stdout >/dev/null
says 2 "give a command" "no command"
says 2 "the command is one of" "unknown command" crypt -k given.key in.17 none
says 2 "give IN and OUT" "no OUT" encrypt -k given.key in.17
says 2 "no key: give --key-file" "no key" encrypt in.17 none
says 2 "no key: give --key-file" "no key" decrypt in.17 none
says 2 "--key and --iv are given together" "no iv" encrypt --key $KEY in.17 none
says 2 "either --key-file, or --key and --iv" "two ways" \
	encrypt -k given.key --key $KEY --iv $IV in.17 none
says 2 "command line: key has 62 hexadecimal digits" "short --key" \
	encrypt --key "${KEY%??}" --iv $IV in.17 none
says 2 "either --resume or --force" "resume and force" encrypt -rF -k given.key in.17 none
says 2 "--recheck goes with --resume" "recheck alone" encrypt --recheck -k given.key in.17 none
says 2 "--pad is zero or random" "unknown padding" encrypt --pad one -k given.key in.17 none
says 2 "this build has no 'none'" "unknown backend" \
	encrypt --backend none -k given.key in.17 none
says 2 "Try 'e2e-file --help'" "unknown option" encrypt --keyfile given.key in.17 none
check "wrong usage leaves nothing" absent none

echo "$checks checks, $failures failed (backends: $backends)"
test "$failures" -eq 0
