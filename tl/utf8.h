/* SPDX-License-Identifier: ISC */
/* Characters in UTF-8. */
#ifndef E2E_TL_UTF8_H
#define E2E_TL_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The bytes of the character that P, of N bytes (at least 1), begins with; 0 if it is malformed. */
size_t e2e_i_utf8_next(const uint8_t *p, size_t n);

#endif
