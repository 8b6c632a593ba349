/* SPDX-License-Identifier: ISC */
/*
 * A bounded cursor over untrusted bytes.  The first value that cannot be read makes it bad, and it
 * stays so: it returns zeros and empty strings from then on.  So it is enough to check `bad` once,
 * at the end.
 */
#ifndef E2E_TL_READER_H
#define E2E_TL_READER_H

#include "base/num.h"

#include <e2e/schema.h>

struct e2e_i_reader {
	const uint8_t *p;
	size_t left;
	uint32_t bad; /* 1: something could not be read */
	uint32_t odd; /* E2E_TL_ODD_*                   */
};

/* Take the next N bytes; NULL, and the reader is bad, if there are fewer. */
static inline const uint8_t *
e2e_i_reader_take(struct e2e_i_reader *r, size_t n)
{
	const uint8_t *p = r->p;

	if (n > r->left) {
		r->bad = 1;
		r->left = 0;
		return NULL;
	}
	r->p += n;
	r->left -= n;
	return p;
}

static inline uint32_t
e2e_i_reader_u32(struct e2e_i_reader *r)
{
	const uint8_t *p = e2e_i_reader_take(r, 4);

	return p != NULL ? e2e_i_load_le32(p) : 0;
}

static inline uint64_t
e2e_i_reader_u64(struct e2e_i_reader *r)
{
	const uint8_t *p = e2e_i_reader_take(r, 8);

	return p != NULL ? e2e_i_load_le64(p) : 0;
}

/* Take a string or bytes, as a span of the input without length and padding; empty if bad. */
struct e2e_bytes e2e_i_reader_string(struct e2e_i_reader *r);

#endif
