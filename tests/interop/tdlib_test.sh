#!/bin/sh
# SPDX-License-Identifier: ISC
# usage: tdlib_test.sh FOLDER [VERSION...]
# Two real TDLibs talk to each other through the fake data centre, in a network namespace: every
# version of fetch.sh, or the ones named. FOLDER is where fetch.sh keeps the libraries.
# Ends with 77 if there is no TDLib to be had or no namespace.

set -u
: "${PYTHON:=/usr/bin/python3}"
here=$(cd "$(dirname "$0")" && pwd) || exit 99
if test $# -eq 0; then
	echo "usage: tdlib_test.sh FOLDER [VERSION...]" >&2
	exit 99
fi
folder=$1
shift
"$here/tdlib/fetch.sh" "$folder" || exit $?
if test $# -eq 0; then
	for library in "$folder"/*/libtdjson.so; do
		set -- "$@" "$(basename "$(dirname "$library")")"
	done
fi
for version in "$@"; do
	"$here/namespace.sh" "$PYTHON" -B "$here/tdlib_test.py" \
		"$folder/$version/libtdjson.so" "$folder/dc_key.pem"
	status=$?
	test $status -eq 77 && exit 77
	if test $status -ne 0; then
		echo "tdlib_test.sh: TDLib $version failed" >&2
		exit 1
	fi
done
