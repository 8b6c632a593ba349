/* SPDX-License-Identifier: ISC */
/*
 * What a function leaves on the stack: it runs in a thread whose stack is ours and which ends right
 * after it, so no other call writes over what it left, and all of it can be searched.
 */
#ifndef E2E_STACKUTIL_H
#define E2E_STACKUTIL_H

#include "testutil.h"

#define SU_PIECE_N 8 /* bytes of a secret that are looked for together */

/* A sanitizer puts frames elsewhere, and keeps copies of them: false. */
extern const bool su_is_searchable;

/* RUN in a thread of its own; its stack as it left it, freed with su_free(). */
uint8_t *su_after(void (*run)(void));
void su_free(uint8_t *stack);

/* How many places of STACK hold SU_PIECE_N bytes of SECRET that stand together in it. */
size_t su_count(const uint8_t *stack, const uint8_t *secret, size_t n);

#endif
