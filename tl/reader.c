/* SPDX-License-Identifier: ISC */
/* Reads strings, in the short and the long form of their length, from untrusted bytes. */
#include "config.h"

#include "tl/reader.h"

#include "tl/data.h"

/* Read the length of a string; *HEAD is how many bytes it takes.  A first byte of 255 is bad. */
static size_t
string_length(struct e2e_i_reader *r, size_t *head)
{
	const uint8_t *p = e2e_i_reader_take(r, 1);

	*head = 1;
	if (p == NULL || p[0] <= E2E_I_TL_SHORT_MAX)
		return p != NULL ? p[0] : 0;
	if (p[0] != E2E_I_TL_LONG_FORM) {
		r->bad = 1;
		r->left = 0;
		return 0;
	}
	*head = 4;
	p = e2e_i_reader_take(r, 3);
	if (p == NULL)
		return 0;
	return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16;
}

struct e2e_bytes
e2e_i_reader_string(struct e2e_i_reader *r)
{
	struct e2e_bytes s = { NULL, 0 };
	const uint8_t *p, *fill;
	size_t head, n = string_length(r, &head), fill_n;

	if (head == 4 && n <= E2E_I_TL_SHORT_MAX)
		r->odd |= E2E_TL_ODD_LENGTH;
	p = e2e_i_reader_take(r, n);
	fill_n = (4 - (head + n) % 4) % 4;
	fill = e2e_i_reader_take(r, fill_n);
	if (r->bad)
		return s;
	for (size_t i = 0; i < fill_n; i++)
		r->odd |= fill[i] != 0 ? E2E_TL_ODD_PADDING : 0;
	s.p = p;
	s.n = n;
	return s;
}
