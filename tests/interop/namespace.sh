#!/bin/sh
# SPDX-License-Identifier: ISC
# usage: namespace.sh COMMAND [ARGUMENT...]
# Runs a command in a network namespace of its own, where nothing but this machine's loopback can
# be reached, and proves that the command did not even try to reach anything else: the default
# route leads to an interface "out" that swallows and counts packets.
#
# Ends with the command's status; with 1 if a packet went out; with 77 if this machine does not
# allow namespaces.

set -u
if test $# -eq 0; then
	echo "usage: namespace.sh COMMAND [ARGUMENT...]" >&2
	exit 99
fi

skip()
{
	echo "namespace.sh: skipped: $*" >&2
	exit 77
}

# An interface that swallows packets: a dummy, or one end of a cable with nobody at the other.
add_out()
{
	ip link add out type dummy 2>/dev/null ||
		ip link add out type veth peer name far 2>/dev/null ||
		skip "no interface of type dummy or veth can be made"
	if ip link show far >/dev/null 2>&1; then
		echo 1 >/proc/sys/net/ipv6/conf/far/disable_ipv6 || skip "IPv6 cannot be turned off"
		ip link set far arp off multicast off up || skip "no veth interface"
	fi
}

# Neither interface takes part in IPv6, whose autoconfiguration sends packets unasked. A program
# that tries to reach something by IPv6 is counted by the kernel as having no route.
set_up()
{
	ip link set lo up || skip "no loopback interface"
	add_out
	if test -e /proc/sys/net/ipv6/conf/out; then
		echo 1 >/proc/sys/net/ipv6/conf/out/disable_ipv6 || skip "IPv6 cannot be turned off"
	fi
	ip link set out arp off multicast off up || skip "no interface for the default route"
	ip address add 192.0.2.1/32 dev out || skip "no address for the default route"
	ip route add default dev out || skip "no default route"
}

# How many packets left through "out", were dropped there or had no route; nothing if it is gone.
went_out()
{
	cat /proc/net/dev /proc/net/snmp6 2>/dev/null | awk '
		$1 == "out:" { found = 1; count += $11 + $12 + $13 }
		$1 == "Ip6OutNoRoutes" { count += $2 }
		END { if (found) print count }'
}

inside()
{
	set_up
	before=$(went_out)
	"$@"
	status=$?
	after=$(went_out)
	if test -z "$after" || test "$after" != "$before"; then
		echo "namespace.sh: packets tried to leave the machine: $before, now $after" >&2
		cat /proc/net/dev >&2
		exit 1
	fi
	echo "namespace.sh: no packet tried to leave the machine" >&2
	exit $status
}

if test "$1" = --inside; then
	shift
	inside "$@"
fi
command -v unshare >/dev/null || skip "there is no unshare"
command -v ip >/dev/null || skip "there is no ip (iproute2)"
if unshare -n true 2>/dev/null; then
	exec unshare -n -- "$0" --inside "$@"
fi
if unshare -r -n true 2>/dev/null; then
	exec unshare -r -n -- "$0" --inside "$@"
fi
skip "network namespaces are not allowed here"
