/* SPDX-License-Identifier: ISC */
/*
 * What the command line tools may show: no key that was given in the wrong place, and no
 * character that a terminal obeys.
 */
#ifndef TOOLS_SHOWN_H
#define TOOLS_SHOWN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/backend.h>

#if defined(__GNUC__)
#define TOOL_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define TOOL_PRINTF(f, a)
#endif

/*
 * How many bytes of TEXT can be shown as they are, up to the first that cannot; *ODD is the
 * length of that one, 0 at the end.  What cannot are control characters (below U+0020, U+007F to
 * U+009F), those that turn the direction of text or end its line (U+061C, U+200E, U+200F, U+2028
 * to U+202E, U+2066 to U+2069), and all bytes from 0x80 on unless the whole is UTF8.
 */
size_t tool_shown(size_t *odd, struct e2e_bytes text, bool utf8);

/*
 * WORD of the command line as a message may repeat it: as it is if it is too short to be a key
 * or the name of a file that exists, or ends as the name of a file does; else "[...]".
 */
const char *tool_word(const char *word);

/* Whether WORD, or what stands behind its last slash, is made of the digits of a key. */
bool tool_is_key(const char *word);

/* "PROGRAM: " and a line to standard error, what cannot be shown as \xNN. */
void tool_say(const char *program, const char *format, va_list args) TOOL_PRINTF(2, 0);

#endif
