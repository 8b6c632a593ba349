/* SPDX-License-Identifier: ISC */
/* Bytes as hexadecimal digits, for the command line tools. */
#ifndef TOOLS_HEX_H
#define TOOLS_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the text of N bytes, with the NUL at its end. */
#define TOOL_HEX_BYTES(n) (2 * (size_t)(n) + 1)

/*
 * Decode HEX, digits of either case up to a NUL, into OUT, which has ROOM bytes.
 * *N is the number of bytes.  False, and *N is 0, if there is an odd number of
 * digits, anything that is no digit, or more than ROOM bytes; OUT may have been
 * written to then.
 */
bool tool_hex_decode(uint8_t *out, size_t room, size_t *n, const char *hex);

/* Write N bytes at P as TOOL_HEX_BYTES(N) characters, in lower case, to OUT. */
void tool_hex_encode(char *out, const uint8_t *p, size_t n);

#endif
