/* SPDX-License-Identifier: ISC */
/* Compares secret bytes in a time that does not depend on them. */
#include "config.h"

#include "base/ct.h"

uint32_t
e2e_i_ct_equal(const uint8_t *p, const uint8_t *q, size_t n)
{
	uint32_t differ = 0;

	for (size_t i = 0; i < n; i++)
		differ |= (uint32_t)(p[i] ^ q[i]);
	return e2e_i_ct_is_zero(differ);
}

uint32_t
e2e_i_ct_less(const uint8_t *a, const uint8_t *b, size_t n)
{
	uint32_t borrow = 0;

	/* Subtract from the last byte on; a borrow out of the first byte means A < B. */
	while (n > 0) {
		n--;
		borrow = ((uint32_t)a[n] - b[n] - borrow) >> 31;
	}
	E2E_I_CT_HIDE(borrow);
	return borrow;
}
