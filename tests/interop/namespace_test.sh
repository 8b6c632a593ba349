#!/bin/sh
# SPDX-License-Identifier: ISC
# namespace.sh lets loopback pass, gives back the command's status, and notices what tries to
# leave: a datagram, a connection, a name to look up, IPv6.

set -u
: "${PYTHON:=/usr/bin/python3}"
here=$(cd "$(dirname "$0")" && pwd) || exit 99
failures=0

# expect STATUS WHAT CODE: the Python code in a namespace ends with this status.
expect()
{
	"$here/namespace.sh" "$PYTHON" -c "import socket
def send(family, address):
    try:
        socket.socket(family, socket.SOCK_DGRAM).sendto(b'x', (address, 9))
    except OSError as error:
        print(error)
$3" >/dev/null 2>&1
	status=$?
	test $status -eq 77 && { echo "namespace_test.sh: skipped: no namespaces here"; exit 77; }
	if test $status -eq "$1"; then
		echo "ok: $2"
	else
		echo "FAILED: $2: status $status, not $1"
		failures=$((failures + 1))
	fi
}

expect 0 "nothing happens" ""
expect 0 "loopback" "send(socket.AF_INET, '127.0.0.1'); send(socket.AF_INET6, '::1')"
expect 3 "the command's own status" "raise SystemExit(3)"
expect 1 "a datagram" "send(socket.AF_INET, '8.8.8.8')"
test ! -e /proc/net/snmp6 ||
	expect 1 "a datagram by IPv6" "send(socket.AF_INET6, '2001:db8::1')"
expect 1 "a connection" "
s = socket.socket(); s.settimeout(0.2)
try:
    s.connect(('149.154.167.40', 443))
except OSError:
    pass"
test $failures -eq 0
