/* SPDX-License-Identifier: ISC */
/* A key picture and a little colour for people. */
#ifndef E2E_EXAMPLES_TERMINAL_H
#define E2E_EXAMPLES_TERMINAL_H

#include <e2e/e2e.h>

/*
 * Print the picture of HASH with its text beside it: in colour on a terminal, in
 * characters elsewhere or when NO_COLOR is set.
 */
void terminal_picture(const uint8_t hash[E2E_KEY_HASH_BYTES]);

/* A headline. */
void terminal_step(const char *text);

#endif
