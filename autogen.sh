#!/bin/sh
# SPDX-License-Identifier: ISC
# From a git checkout to ./configure.  Debian: autoconf automake libtool pkg-config.
set -e
cd "$(dirname "$0")"
exec autoreconf --install --warnings=all
