/* SPDX-License-Identifier: ISC */
#ifndef E2E_TL_UTF8_H
#define E2E_TL_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length of the character at P, of which N (at least 1) bytes are there, or 0. */
size_t e2e_i_utf8_next(const uint8_t *p, size_t n);

#endif
