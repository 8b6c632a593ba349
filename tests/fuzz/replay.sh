#!/bin/sh
# SPDX-License-Identifier: ISC
# Every fuzz target over its corpus, once, without libFuzzer.
set -u
srcdir=${srcdir:-.}
replay=${REPLAY_TL:-${top_builddir:-.}/tests/fuzz/replay_tl}
[ -x "$replay" ] || { echo "replay.sh: no $replay"; exit 1; }
[ -f "$srcdir/tests/fuzz/corpus/tl/nasty-unknown" ] || { echo "replay.sh: no corpus"; exit 1; }
"$replay" "$srcdir"/tests/fuzz/corpus/tl/* || exit 1
"${top_builddir:-.}/tests/fuzz/replay_account" "$srcdir"/tests/fuzz/corpus/account/*
