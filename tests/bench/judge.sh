#!/bin/sh
# SPDX-License-Identifier: ISC
#
# judge.sh [FILE...] - hold the output of bench against the bars that libe2e sets itself
#
# Reads the files or standard input and prints a line for each bar and backend.  Of several
# runs it takes the median.  Exit status 0 only if every bar was measured and met.  Run it
# on a quiet machine, never in make check.
#
# - ige_encrypt of 1 MiB has 0.93 of the speed of OpenSSL's AES-256-CBC encryption, which
#   has the same chain of dependent operations, and ige_decrypt 0.78.
# - Sealing and opening a message take no more than 1.25 times what their bare primitives
#   take (ratio 0.80), for every size measured.  The randomness of the padding is not
#   among them; the lines with a dash show sealing against primitives that draw it from
#   the kernel, for information.
# - A message through an account takes no more than 1.3 times as long with 10000 chats as
#   with 10, and as number 100000 of its chat as number 100 (ratio 0.77).  For information:
#   with 10000 chats of which none is in the caches, and what an account adds to sealing
#   and opening.

cat -- "${@:--}" | awk '
function text(key,    s)
{
	if (!match($0, "\"" key "\":\"[^\"]*\""))
		return ""
	s = substr($0, RSTART, RLENGTH - 1)
	sub(/^"[a-z_]*":"/, "", s)
	return s
}

function number(key,    s)
{
	if (!match($0, "\"" key "\":[0-9.]+"))
		return -1
	s = substr($0, RSTART, RLENGTH)
	sub(/^"[a-z_]*":/, "", s)
	return s + 0
}

function median(key,    i, j, v, x, n)
{
	n = count[key]
	for (i = 1; i <= n; i++) {
		x = seen[key, i]
		for (j = i; j > 1 && v[j - 1] > x; j--)
			v[j] = v[j - 1]
		v[j] = x
	}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

function show(verdict, ratio, bar, name, bytes, backend, against)
{
	printf "%-4s %-8s %-24s %8d  %6s %s  of %s\n", verdict, backend, name, bytes,
	       ratio < 0 ? "none" : sprintf("%.3f", ratio), bar, against
}

function judge(bar, name, bytes, backend, against,    key, ratio)
{
	key = name SUBSEP bytes SUBSEP backend SUBSEP against
	ratio = key in count ? median(key) : -1
	if (bar > 0)
		show(ratio >= bar ? "ok" : "FAIL", ratio, sprintf(">= %.2f", bar), name,
		     bytes, backend, against)
	else if (ratio >= 0)
		show("-", ratio, "       ", name, bytes, backend, against)
	bad += bar > 0 && ratio < bar
}

function message(backend, bytes)
{
	judge(0.80, "message_seal", bytes, backend, backend "-bare")
	judge(0, "message_seal", bytes, backend, backend "-bare+getrandom")
	judge(0.80, "message_open", bytes, backend, backend "-bare")
}

function account(backend)
{
	judge(0.77, "account_chats_10000", 64, backend, "account_chats_10")
	judge(0, "account_chats_10000_cold", 64, backend, "account_chats_10")
	judge(0.77, "account_message_100000", 64, backend, "account_message_100")
	judge(0, "account_send", 64, backend, "message_seal")
	judge(0, "account_receive", 64, backend, "message_open")
}

{
	if (!(text("backend") in known)) {
		known[text("backend")] = 1
		order[++backends] = text("backend")
	}
	key = text("name") SUBSEP number("bytes") SUBSEP text("backend") SUBSEP text("against")
	seen[key, ++count[key]] = number("ratio")
}

END {
	cbc = "openssl-aes-256-cbc-encrypt"
	for (i = 1; i <= backends; i++) {
		judge(0.93, "ige_encrypt", 1048576, order[i], cbc)
		judge(0.78, "ige_decrypt", 1048576, order[i], cbc)
		message(order[i], 64)
		message(order[i], 1024)
		message(order[i], 16384)
		account(order[i])
	}
	if (backends == 0)
		print "FAIL nothing was measured"
	exit backends == 0 || bad > 0
}
'
