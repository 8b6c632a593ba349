/* SPDX-License-Identifier: ISC */
/* Key pictures and a little colour for people. */
#ifndef E2E_EXAMPLES_TERMINAL_H
#define E2E_EXAMPLES_TERMINAL_H

#include <e2e/e2e.h>

/*
 * Print what the two sides of a chat have on their screens side by side, the picture of each
 * one's hash, and the text of the first: in colour on a terminal, in characters elsewhere or
 * when NO_COLOR is set.
 */
void terminal_pictures(const char *const name[2], const uint8_t *const hash[2]);

/* A headline. */
void terminal_step(const char *text);

#endif
