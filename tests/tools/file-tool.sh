#!/bin/sh
# SPDX-License-Identifier: ISC
# e2e-file, from outside: vectors, sizes, resuming, refusals.  $E2E_FILE is the program.

# The names used here are simple, and ls is the portable way to see a mode:
# shellcheck disable=SC2086,SC2012

set -u

# shellcheck source=tests/tools/fileutil.sh
. "$(dirname "$0")/fileutil.sh"

# ---- The vector of the protocol notes -------------------------------------------

printf 'libe2e encrypted file test vector!' >vector
unhex 33be418a109d1e06dd576ee9457ce9f7d6e321896016b120368d85906a33e12c\
9697a588f6278c6aaaa22cb1dd79d8af >vector.want
check "the vector's length" has_bytes vector.want 48
line='size=34 container=48 fingerprint=0xf3084473 fingerprint_i32=-217561997'
for b in $backends; do
	works "vector $b" encrypt --backend "$b" --key $KEY --iv $IV vector vector.$b
	check "vector $b: container" cmp vector.$b vector.want
	check "vector $b: report" test "$(cat stdout)" = "$line"
	for key in given.key line.key; do
		works "vector $b $key" decrypt --backend "$b" -k $key -s 34 vector.want plain.$b.$key
		check "vector $b $key: plain" cmp plain.$b.$key vector
		check "vector $b $key: report" test "$(cat stdout)" = "$line"
	done
	works "fingerprint $b" fingerprint --backend "$b" -k given.key
	check "fingerprint $b: text" test "$(cat stdout)" = "${line#*8 }"
done
check "decrypted file is private" test "$(ls -l "plain.$b.line.key" | cut -c1-10)" = -rw-------
check "container follows umask" test "$(ls -l "vector.$b" | cut -c1-10)" = -rw-r--r--

# A peer may choose any key, also one of zeros.
zeros=$(printf '%064d' 0)
for b in $backends; do
	works "zeros $b" encrypt --backend "$b" --key "$zeros" --iv "$zeros" vector zeros.$b
	works "zeros $b: decrypt" decrypt --backend "$b" --key "$zeros" --iv "$zeros" -s 34 zeros.$b \
		zeros.plain.$b
	check "zeros $b: back" cmp zeros.plain.$b vector
done

# ---- Sizes, both ways, both backends ----------------------------------------------

for n in 0 1 15 16 17 524287 524288 524289 1048576 1048577 $BIG; do
	head -c $n big >in.$n
	round=$(((n + 15) / 16 * 16))
	for b in $backends; do
		works "$n $b: encrypt" encrypt --backend "$b" -k $n.$b.key in.$n enc.$n.$b
		check "$n $b: container size" has_bytes enc.$n.$b $round
		check "$n $b: encrypted at all" sh -c "test $n -eq 0 || ! cmp -s in.$n enc.$n.$b"
		for other in $backends; do
			works "$n $b $other: decrypt" decrypt --backend "$other" -k $n.$b.key \
				enc.$n.$b dec.$n.$b.$other
			check "$n $b $other: back" cmp dec.$n.$b.$other in.$n
		done
		works "$n $b: same key" encrypt --backend "$b" -k given.key in.$n same.$n.$b
		check "$n: same with every backend" cmp same.$n.$b same.$n."${backends%% *}"
	done
	rm -f dec.$n.*
done
works "random padding" encrypt --pad random -k given.key in.17 padded.1
works "random padding" encrypt --pad random -k given.key in.17 padded.2
check "random padding is random" sh -c '! cmp -s padded.1 padded.2'
works "random padding back" decrypt -k given.key -s 17 padded.1 padded.out
check "random padding is cut off" cmp padded.out in.17

# ---- An implementation that shares nothing with this one --------------------------------

cat >independent.py <<'END'
import sys
from hashlib import md5
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

key, iv = bytes(range(32)), bytes(range(32, 64))
aes = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
plain = open(sys.argv[1], "rb").read()
plain += bytes(-len(plain) % 16)
c, p, out = iv[:16], iv[16:], []
number = lambda b: int.from_bytes(b, "big")
for i in range(0, len(plain), 16):
    block = plain[i:i + 16]
    c = (number(aes.update((number(block) ^ number(c)).to_bytes(16, "big")))
         ^ number(p)).to_bytes(16, "big")
    p = block
    out.append(c)
open(sys.argv[2], "wb").write(b"".join(out))
d = md5(key + iv).digest()
value = int.from_bytes(d[:4], "little") ^ int.from_bytes(d[4:8], "little")
print(value - (value >> 31 << 32))
END
if python3 -c 'import cryptography.hazmat.primitives.ciphers' 2>/dev/null; then
	for n in 0 1 16 17 524289 $BIG; do
		number=$(python3 independent.py in.$n independent.$n)
		for b in $backends; do
			check "$n $b: independent container" cmp independent.$n same.$n.$b
		done
	done
	check "independent fingerprint" test "$number" = -217561997
else
	echo "note: no python3 with cryptography: no comparison with it"
fi

# ---- Key files -------------------------------------------------------------------------------

check "new key file is private" test "$(ls -l 17."$b".key | cut -c1-10)" = -rw-------
check "new key file names the size" grep -x size=17 17."$b".key >/dev/null
check "keys differ" sh -c "! cmp -s 17.$b.key 16.$b.key"
cp 17."$b".key before.key
says 1 "enc.17.$b: exists" "existing OUT" encrypt -k 17."$b".key in.17 enc.17."$b"
works "key file again" encrypt -k 17."$b".key in.17 again
check "key file used before: note" grep -F 'has been used before, for the same' stderr >/dev/null
check "key file used before: same" cmp again enc.17."$b"
check "key file is not changed" cmp before.key 17."$b".key
says 1 "in.16: has 16 bytes, 17.$b.key says 17" "key of another file" \
	encrypt -k 17."$b".key in.16 none
check "key file names the content" grep -x 'content=[0-9a-f]\{64\}' 17."$b".key >/dev/null
printf 'another content.\n' >other.17
check "another content of the same size" has_bytes other.17 17
says 1 "17.$b.key has been used before, for another content" "another content" \
	encrypt -k 17."$b".key other.17 none
says 1 "for another content" "another content, quiet" encrypt -q -k 17."$b".key other.17 none
cp enc.17."$b" none
says 1 "for another content" "another content, -F" encrypt -F -k 17."$b".key other.17 none
check "another content, -F: OUT is untouched" cmp none enc.17."$b"
: >none
says 1 "for another content" "another content, -r" encrypt -r -k 17."$b".key other.17 none
rm none
{ head -c $((BIG - 1)) big; printf x; } >other.big
works "a large content" encrypt -k large.key big large.enc
says 1 "for another content" "its last byte is another" encrypt -k large.key other.big none
grep -v content 17."$b".key >old.key
chmod 600 old.key
says 1 "old.key has been used before, and does not say for what" "a key file of before" \
	encrypt -k old.key in.17 none
says 1 "and does not say for what" "a key file of before, nothing to compare" \
	encrypt -r -k old.key in.17 none
head -c 16 enc.17."$b" >begun
works "a key file of before: resume" encrypt -r -k old.key in.17 begun
check "a key file of before: identical" cmp begun enc.17."$b"
for b2 in $backends; do
	# shellcheck disable=SC2002 # a pipe is wanted
	cat big | "$E2E_FILE" encrypt --backend "$b2" -k piped.key -s $BIG - piped.enc >stdout 2>stderr
	check "$b2: a pipe: its content is added" test "$(grep -c '^content=' piped.key)" -eq 1
	works "$b2: a pipe: the same content" encrypt -k piped.key big piped.again
	check "$b2: a pipe: identical" cmp piped.enc piped.again
	says 1 "for another content" "$b2: a pipe: another content" encrypt -k piped.key other.big none
	cat big | "$E2E_FILE" encrypt -k piped.key -s $BIG - none >stdout 2>stderr
	check "$b2: a pipe with a used key: refused" test $? -eq 1
	check "$b2: a pipe with a used key: why" \
		grep -F 'a pipe cannot be compared' stderr >/dev/null
	rm piped.key piped.enc piped.again
done
check "refused contents leave nothing" absent none
says 1 "is the key file" "OUT is the key file" encrypt -F -k 17."$b".key in.17 17."$b".key
ln -s 17."$b".key link
says 1 "is the key file" "OUT links to the key file" encrypt -F -k 17."$b".key in.17 link
check "key file is not changed by all that" cmp before.key 17."$b".key
ln -s nowhere dangling.key
says 1 "dangling.key: File exists" "key file is a dangling link" \
	encrypt -k dangling.key in.17 none
check "key file is a dangling link: not followed" absent nowhere none
says 1 "missing.key: No such file" "decrypt without its key file" \
	decrypt -k missing.key enc.17."$b" none
chmod 644 before.key
works "readable key file" fingerprint -k before.key
check "readable key file: note" grep -F 'before.key can be read by other users' stderr >/dev/null
echo "$KEY" | cut -c 3- | sed p >short.key
says 1 "short.key:1: key has 62 hexadecimal digits, 64 are needed" "short key" \
	fingerprint -k short.key
printf 'iv=%s\nkey=%sg\n' $IV "${KEY%?}" >bad.key
says 1 "bad.key:2: key is not hexadecimal" "bad key" fingerprint -k bad.key
printf 'key=%s\n' $KEY >half.key
says 1 "half.key: has no iv" "half a key" fingerprint -k half.key
printf 'key=%s\niv=%s\nkey=%s\n' $KEY $IV $KEY >twice.key
says 1 "twice.key:3: a second key" "two keys" fingerprint -k twice.key
printf 'key=%s\niv=%s\nkeys=%s\n' $KEY $IV $KEY >other.key
says 1 "other.key:3: not one of" "unknown word" fingerprint -k other.key
head -c 64 /dev/zero >zero.key
says 1 "zero.key: is not a key file" "a binary key file" fingerprint -k zero.key
says 1 "big: is not a key file" "a large key file" fingerprint -k big
check "no key in messages" sh -c "! grep -F ${KEY%????} stderr"

works "new key, printed" encrypt --print-key in.17 printed.enc
sed -n 1,2p stdout >printed.key
works "printed key" decrypt -q -k printed.key -s 17 printed.enc printed.out
check "printed key: back" cmp printed.out in.17
works "key is not printed" encrypt -k unprinted.key in.17 unprinted.enc
check "key is not printed" sh -c '! grep -E "key=|iv=" stdout stderr'

# ---- Fingerprints -----------------------------------------------------------------------------

for f in -217561997 4077405299 0xf3084473 0XF3084473; do
	works "fingerprint $f" decrypt -k given.key -s 34 -f $f vector.want f.$f
	check "fingerprint $f: decrypted" cmp f.$f vector
done
differ='fingerprint: computed 0xf3084473 (-217561997), given 0xf3084472 (-217561998)'
says 1 "$differ by --fingerprint" "wrong fingerprint" \
	decrypt -k given.key -s 34 -f 0xf3084472 vector.want none
says 1 "$differ by --fingerprint" "wrong fingerprint alone" \
	fingerprint -k given.key -f -217561998
says 0 "note: $differ" "wrong fingerprint ignored" \
	decrypt -k given.key -s 34 -f -217561998 --ignore-fingerprint vector.want ignored
check "wrong fingerprint ignored: decrypted" cmp ignored vector
printf 'key=%s\niv=%s\nfingerprint=0xf3084472\n' $KEY $IV >wrong.key
says 1 "$differ by wrong.key" "wrong fingerprint in the key file" \
	decrypt -k wrong.key -s 34 vector.want none
says 2 "fingerprint is neither" "no fingerprint" fingerprint -k given.key -f f3084473
says 2 "fingerprint is neither" "fingerprint too large" fingerprint -k given.key -f 0x1f3084473

# ---- Rules for sizes ----------------------------------------------------------------------------

says 1 "size of the file is not known" "no size" decrypt -k given.key vector.want none
says 1 "size: -1 is negative" "negative size" decrypt -k given.key -s -1 vector.want none
says 1 "vector.want: has 48 bytes, fewer than the file's size of 49" "size above container" \
	decrypt -k given.key -s 49 vector.want none
says 1 "vector.want: has 48 bytes, 16 more than the file's size of 32" "container too large" \
	decrypt -k given.key -s 32 vector.want none
works "15 bytes of padding" decrypt -k given.key -s 33 vector.want limit.33
works "no padding" decrypt -k given.key -s 48 vector.want limit.48
check "sizes at the limits" test "$(bytes limit.33) $(bytes limit.48)" = "33 48"
head -c 47 vector.want >part
says 1 "part: has 47 bytes, which is no multiple of 16" "cut container" \
	decrypt -k given.key -s 34 part none
says 1 "size: 17.$b.key says 17, --size says 16" "two sizes" \
	decrypt -k 17."$b".key -s 16 enc.17."$b" none
says 1 "in.17: has 17 bytes, --size says 18" "wrong size of a file" \
	encrypt -k given.key -s 18 in.17 none
says 1 "size: -1 is negative" "negative size of a file" encrypt -k given.key -s -1 in.17 none
says 2 "size is not a number" "no size at all" decrypt -k given.key -s 34k vector.want none
says 1 "standard input: is no ordinary file, its size must be given" "pipe without size" \
	encrypt -k given.key - none
check "refused runs leave nothing" absent none

# ---- Streams ---------------------------------------------------------------------------------------

# pipe FILE ARGS...: run with FILE through a pipe, standard output in stdout.
pipe()
{
	from=$1
	shift
	# shellcheck disable=SC2002 # a pipe is wanted
	cat "$from" | "$E2E_FILE" "$@" >stdout 2>stderr
	status=$?
}

pipe big encrypt -k given.key -s $BIG - -
check "pipe: encrypts" test $status -eq 0
check "pipe: container" cmp stdout same.$BIG."$b"
check "pipe: no note" test "$(wc -l <stderr)" -eq 1
check "pipe: report" grep "^size=$BIG container=$((BIG + 11)) " stderr >/dev/null
pipe same.$BIG."$b" decrypt -k given.key -s $BIG -q - -
check "pipe: decrypts" test $status -eq 0
check "pipe: plain" cmp stdout big
check "pipe: quiet" test ! -s stderr
"$E2E_FILE" decrypt -k given.key -s $BIG - redirected <same.$BIG."$b" >stdout 2>stderr
check "redirected: plain" cmp redirected big
pipe in.17 encrypt -k given.key -s 18 - short
check "short pipe: refused" test $status -eq 1
check "short pipe: why" grep -F 'standard input: ended after 17 of 18 bytes' stderr >/dev/null
pipe in.17 encrypt -k given.key -s 16 - long
check "long pipe: refused" test $status -eq 1
check "long pipe: why" \
	grep -F 'standard input: goes on behind the 16 bytes expected' stderr >/dev/null
pipe vector.want decrypt -k given.key -s 32 - long
check "long container in a pipe: refused" test $status -eq 1
check "bad pipes leave nothing" absent short long

# An ordinary file that changes: the program waits in the pipe it writes to, meanwhile.
mkfifo pipe
for change in shorter longer; do
	cp big changing
	"$E2E_FILE" encrypt -F -k given.key changing pipe >stdout 2>stderr &
	pid=$!
	background=$pid
	exec 8<pipe # goes on when the program has opened it, and so has seen the size
	case $change in
	shorter) head -c 2000000 big >changing ;;
	longer) cat in.1 >>changing ;;
	esac
	cat <&8 >/dev/null
	exec 8<&-
	wait "$pid"
	status=$?
	background=
	check "$change: refused" test $status -eq 1
	check "$change: why" grep -F "changing: became $change while" stderr >/dev/null
done

# ---- Files that cannot be used ------------------------------------------------------------------------

says 1 "missing: No such file" "no IN" encrypt -k n.key missing none
says 1 ".: Is a directory" "IN is a directory" encrypt -k n.key . none
says 1 ".: Is a directory" "OUT is a directory" encrypt -k n.key in.17 .
says 1 "no/where: No such file" "no folder for OUT" encrypt -k n.key in.17 no/where
check "no key is made for nothing" absent n.key none
says 1 "no/key: No such file" "no folder for the key" encrypt -k no/key in.17 none
check "no OUT without its key" absent none
cp in.17 keep
says 1 "keep: is the same file as keep" "OUT is IN" encrypt -F -k given.key keep keep
ln keep hard
says 1 "hard: is the same file as keep" "OUT is a link to IN" encrypt -F -k given.key keep hard
says 1 "hard: is the same file as keep" "resume onto IN" encrypt -r -k given.key keep hard
check "IN is untouched" cmp keep in.17
if test -w /dev/full; then
	says 1 "/dev/full: No space left" "full disk" encrypt -F -k given.key in.17 /dev/full
	"$E2E_FILE" fingerprint -k given.key >/dev/full 2>stderr
	check "full standard output" test $? -eq 1
fi
# What is decrypted is for its owner only, also where something was before.
mode()
{
	ls -l "$1" | cut -c1-10
}
for how in -F -r; do
	: >shared
	chmod 666 shared
	works "decrypt $how" decrypt $how -k given.key -s 34 vector.want shared
	check "decrypt $how: private" test "$(mode shared)" = -rw-------
	check "decrypt $how: says so" grep -F 'note: shared is readable for its owner only now (mode was 0666)' \
		stderr >/dev/null
	check "decrypt $how: all of it" cmp shared vector
done
chmod 640 shared
works "decrypt a complete one" decrypt -q -r -k given.key -s 34 vector.want shared
check "decrypt a complete one: private" test "$(mode shared)" = -rw-------
check "decrypt a complete one: quiet" test ! -s stderr
chmod 644 shared
works "encrypt -F" encrypt -F -k given.key vector shared
check "encrypt -F: as it was" test "$(mode shared)" = -rw-r--r--
rm shared
works "overwrite" encrypt -F -k given.key in.17 enc.524289."$b"
check "overwrite: all of it" cmp enc.524289."$b" same.17."$b"

# ---- Resuming -------------------------------------------------------------------------------------------

# cuts DIRECTION IN WHOLE ARGS...: cut WHOLE everywhere interesting, and resume.
cuts()
{
	direction=$1
	in=$2
	whole=$3
	shift 3
	size=$(bytes "$whole")
	for cut in 0 1 15 16 17 65535 65536 131072 131073 131088 1048576 1048577 \
		$((size - 17)) $((size - 16)) $((size - 1)) "$size"; do
		if test "$cut" -lt 0 || test "$cut" -gt "$size"; then
			continue
		fi
		head -c "$cut" "$whole" >part
		works "$direction $size at $cut" "$direction" -r -k given.key "$@" "$in" part
		check "$direction $size at $cut: identical" cmp part "$whole"
		head -c "$cut" "$whole" >part
		works "$direction $size at $cut recheck" \
			"$direction" -r --recheck -k given.key "$@" "$in" part
		check "$direction $size at $cut recheck: identical" cmp part "$whole"
	done
}

for n in 1 16 17 $BIG; do
	cuts encrypt in.$n same.$n."$b"
	cuts decrypt same.$n."$b" in.$n -s $n
done
works "resume nothing" encrypt -r -k given.key in.17 nothing
check "resume nothing: whole" cmp nothing same.17."$b"
works "resume with a new key" encrypt -r -k new.key in.17 nothing.new
cp nothing.new nothing.whole
head -c 16 nothing.whole >nothing.new
works "resume with a new key, again" encrypt -r -k new.key in.17 nothing.new
check "resume with a new key: identical" cmp nothing.new nothing.whole
head -c 1000000 padded.1 >part
works "resume padded" encrypt -r --pad random -k given.key in.17 part
check "resume leaves random padding alone" cmp part padded.1

# refused_part WHAT TEXT CUT ARGS...: OUT is PART, and stays as it is.
refused_part()
{
	what=$1
	text=$2
	shift 2
	cp part part.before
	says 1 "$text" "$what" "$@"
	check "$what: OUT is untouched" cmp part part.before
}

printf '%s\n%s\n' $IV $KEY >swapped.key
for cut in 1 16 17 65536 1048577 $BIG; do
	head -c $cut same.$BIG."$b" >part
	refused_part "encrypt at $cut with another key" "are not what this key and in.$BIG give" \
		encrypt -r -k swapped.key in.$BIG part
	head -c $cut in.$BIG >part
	refused_part "decrypt at $cut with another key" "are not what this key and" \
		decrypt -r -k swapped.key -s $BIG same.$BIG."$b" part
done
head -c $BIG /dev/zero >mixed
head -c 1048577 same.$BIG."$b" >part
refused_part "another file" "are not what this key and mixed give" \
	encrypt -r -k given.key mixed part
{ head -c 16 /dev/zero; tail -c +17 big; } >mixed
touch part
check "touched" test ! mixed -nt part
refused_part "a difference at the start" "bytes 0 to 65536 are not" \
	encrypt -r -k given.key mixed part
{ head -c 200000 big; head -c 16 /dev/zero; tail -c +200017 big; } >mixed
touch part
check "touched" test ! mixed -nt part
refused_part "a difference in the middle" "bytes 0 to 524288 are not" \
	encrypt -r --recheck -k given.key mixed part
touch -t 203001010000 mixed
refused_part "a difference in the middle of a newer file" "bytes 0 to 524288 are not" \
	encrypt -r -k given.key mixed part
{ head -c 1048560 same.$BIG."$b"; head -c 16 /dev/zero; } >part
refused_part "a hole at the end" "are not what this key and" \
	encrypt -r -k given.key in.$BIG part
{ head -c 1048576 same.$BIG."$b"; printf 0123456; } >part
refused_part "another piece of a block" "the last 7 bytes are not" \
	encrypt -r -k given.key in.$BIG part
{ head -c 3145728 same.$BIG."$b"; printf 0123456; } >part
refused_part "another piece of the last block" "the last 7 bytes are not" \
	encrypt -r -k given.key in.$BIG part
cat same.17."$b" in.1 >part
refused_part "too long" "part: has 33 bytes, the whole result only 32" \
	encrypt -r -k given.key in.17 part
cp same.17."$b" part
refused_part "key file lost" "there is no key file lost.key" encrypt -r -k lost.key in.17 part
check "key file lost: none made" absent lost.key
pipe in.17 encrypt -r -k given.key -s 17 - part
check "resume from a pipe: refused" test $status -eq 1
check "resume from a pipe: why" grep -F 'standard input: is no ordinary file' stderr >/dev/null
check "resume from a pipe: OUT is untouched" cmp part same.17."$b"

# Interrupted in earnest: by a limit, and by a signal.
rm -f part stop.key
(
	ulimit -f 2048
	"$E2E_FILE" encrypt -k stop.key big part >stdout 2>stderr
)
check "limit: fails" test $? -eq 1
check "limit: why" grep -F 'part: File too large' stderr >/dev/null
check "limit: what now" grep -F "of $((BIG + 11)) bytes; --resume goes on" stderr >/dev/null
check "limit: OUT is kept" sh -c "test $(bytes part) -gt 0 -a $(bytes part) -lt $BIG"
works "limit: resume" encrypt -r -k stop.key big part
works "limit: whole" encrypt -k stop.key big whole
check "limit: identical" cmp part whole
rm -f part
exec 9<>pipe
head -c 1500000 big >&9 &
writer=$!
"$E2E_FILE" encrypt --key $KEY --iv $IV -s $BIG pipe part >stdout 2>stderr &
pid=$!
background="$writer $pid"
tries=0
while ! { test -f part && has_bytes part 1048576; } && test $tries -lt 30; do
	tries=$((tries + 1))
	sleep 1
done
if test -r /proc/self/cmdline; then
	check "key is on the command line no more" \
		sh -c "! tr '\\0' ' ' </proc/$pid/cmdline | grep -E '$KEY|$IV' >/dev/null"
	check "the command line can be seen" \
		sh -c "tr '\\0' ' ' </proc/$pid/cmdline | grep -e '--key' >/dev/null"
fi
: >waiting
(
	tries=0
	while test -f waiting && test $tries -lt 30; do
		tries=$((tries + 1))
		sleep 1
	done
	test ! -f waiting || kill -KILL "$pid"
) &
guard=$!
kill -TERM "$pid"
wait "$pid" 2>/dev/null
status=$?
rm waiting
kill "$writer" 2>/dev/null
wait "$writer" "$guard" 2>/dev/null
background=
check "signal: dies of it" test $status -eq 143
exec 9>&-
check "signal: message" grep -F 'stopped by signal 15' stderr >/dev/null
check "signal: OUT is kept" has_bytes part 1048576
works "signal: resume" encrypt -r -k given.key big part
check "signal: identical" cmp part same.$BIG."$b"

echo "$checks checks, $failures failed (backends: $backends)"
test "$failures" -eq 0
