/* SPDX-License-Identifier: ISC */
/* The only place that erases. */
#ifndef E2E_BASE_WIPE_H
#define E2E_BASE_WIPE_H

#include <stddef.h>

/* Set N bytes at P to zero; no optimiser may remove it.  P may be NULL if N is 0. */
void e2e_i_wipe(void *p, size_t n);

#endif
