/* SPDX-License-Identifier: ISC */
/* Rows of saved state, taken apart and put together by the description in tl/saved.h. */
#include "config.h"

#include "stateutil.h"

#include "testutil.h"

#include <check.h>
#include <string.h>

/* ---- The description ----------------------------------------------------------------- */

const struct e2e_i_saved_member *
sr_member(const struct e2e_i_saved_row *row, size_t i)
{
	if (i >= row->n_members) /* no ck_assert(): there are millions of these */
		ck_abort_msg("a row of %u has no member %zu", (unsigned)row->n_members, i);
	return &e2e_i_saved_members[row->first + i];
}

bool
sr_is_number(const struct e2e_i_saved_row *row, size_t i)
{
	return sr_member(row, i)->kind <= E2E_I_SAVED_ID;
}

size_t
sr_place(const struct e2e_i_saved_row *row, size_t offset)
{
	for (size_t i = 0; i < row->n_members; i++)
		if (sr_member(row, i)->offset == offset)
			return i;
	ck_abort_msg("no such member");
	return 0;
}

const struct e2e_i_saved_row *
sr_row_of(const uint8_t *p, size_t n)
{
	for (size_t i = 0; n >= 4 && i < E2E_I_ROWS; i++) {
		const uint32_t id = e2e_i_saved_rows[i].id;

		if (p[0] == (id & 255) && p[1] == (id >> 8 & 255) && p[2] == (id >> 16 & 255) &&
		    p[3] == id >> 24)
			return &e2e_i_saved_rows[i];
	}
	return NULL;
}

/* Whether the condition of member I is met by OBJECT, if it has one. */
static bool
is_met(const struct e2e_i_saved_row *row, const void *object, size_t i)
{
	const struct e2e_i_saved_member *m = sr_member(row, i);

	if (m->when == 0)
		return true;
	if (m->is != 0)
		return sr_value(row, object, m->when - 1u) == m->is;
	return sr_value(row, object, m->when - 1u) != 0;
}

/* Whether member I of S is written, by the values of S. */
static bool
is_there(const struct sr_row *s, size_t i)
{
	const struct e2e_i_saved_member *m = sr_member(s->row, i);

	if (m->when == 0)
		return s->v[i] != 0;
	return m->is != 0 ? s->v[m->when - 1] == m->is : s->v[m->when - 1] != 0;
}

/* ---- Structs ------------------------------------------------------------------------- */

int64_t
sr_value(const struct e2e_i_saved_row *row, const void *object, size_t i)
{
	const struct e2e_i_saved_member *m = sr_member(row, i);
	const uint8_t *p = (const uint8_t *)object + m->offset;
	union {
		bool t;
		uint8_t byte;
		int16_t s;
		int32_t i;
		uint32_t u;
		int64_t l;
		struct e2e_bytes span;
	} x;

	memset(&x, 0, sizeof x);
	switch (m->kind) {
	case E2E_I_SAVED_TRUE:
		memcpy(&x, p, sizeof x.t);
		return x.t;
	case E2E_I_SAVED_BYTE:
		memcpy(&x, p, sizeof x.byte);
		return x.byte;
	case E2E_I_SAVED_SHORT:
		memcpy(&x, p, sizeof x.s);
		return x.s;
	case E2E_I_SAVED_INT:
		memcpy(&x, p, sizeof x.i);
		return x.i;
	case E2E_I_SAVED_UINT:
		memcpy(&x, p, sizeof x.u);
		return x.u;
	case E2E_I_SAVED_SPAN:
		memcpy(&x, p, sizeof x.span);
		return (int64_t)x.span.n;
	default:
		memcpy(&x, p, sizeof x.l);
		return x.l;
	}
}

void
sr_set(const struct e2e_i_saved_row *row, void *object, size_t i, int64_t value)
{
	const struct e2e_i_saved_member *m = sr_member(row, i);
	const bool t = value != 0;
	const uint8_t byte = (uint8_t)value;
	const int16_t s = (int16_t)value;
	const int32_t narrow = (int32_t)value;
	const uint32_t u = (uint32_t)value;
	uint8_t *p = (uint8_t *)object + m->offset;

	if (!sr_is_number(row, i))
		ck_abort_msg("member %zu is no number", i);
	if (m->kind == E2E_I_SAVED_TRUE)
		memcpy(p, &t, sizeof t);
	else if (m->kind == E2E_I_SAVED_BYTE)
		memcpy(p, &byte, sizeof byte);
	else if (m->kind == E2E_I_SAVED_SHORT)
		memcpy(p, &s, sizeof s);
	else if (m->kind == E2E_I_SAVED_INT)
		memcpy(p, &narrow, sizeof narrow);
	else if (m->kind == E2E_I_SAVED_UINT)
		memcpy(p, &u, sizeof u);
	else
		memcpy(p, &value, sizeof value);
}

/* Whether a later member of ROW has as many bytes as member I says. */
static bool
is_length(const struct e2e_i_saved_row *row, size_t i)
{
	for (size_t k = i + 1; k < row->n_members; k++) {
		const struct e2e_i_saved_member *m = sr_member(row, k);

		if (m->kind == E2E_I_SAVED_PART && m->when == i + 1)
			return true;
	}
	return false;
}

/* One of LOW to HIGH, often an end of it. */
static int64_t
within(int64_t low, int64_t high, uint64_t *seed)
{
	const uint64_t span = (uint64_t)high - (uint64_t)low;
	uint64_t n = 0;

	if (tu_next(seed) % 4 == 0)
		return tu_next(seed) % 2 == 0 ? low : high;
	tu_fill(seed, (uint8_t *)&n, 1 + tu_next(seed) % 8);
	n = span == UINT64_MAX ? n : n % (span + 1);
	n += (uint64_t)low;
	memcpy(&low, &n, sizeof low);
	return low;
}

static void
fill_number(const struct e2e_i_saved_row *row, void *object, size_t i, enum sr_fill how,
            uint64_t *seed)
{
	const struct e2e_i_saved_member *m = sr_member(row, i);
	int64_t low = INT64_MIN, high = INT64_MAX;

	if (how == SR_RANGES || is_length(row, i)) {
		low = m->low;
		high = m->high;
	}
	if (how == SR_RANGES && m->high_of != 0 && sr_value(row, object, m->high_of - 1u) < high)
		high = sr_value(row, object, m->high_of - 1u);
	sr_set(row, object, i, within(low, high, seed));
}

static void
fill_ranges(const struct e2e_i_saved_row *row, void *object, size_t i, uint64_t *seed)
{
	const struct e2e_i_saved_member *m = sr_member(row, i);
	const int64_t end = m->high_of != 0 ? sr_value(row, object, m->high_of - 1u) : m->high;
	const size_t n = end < 1 ? 0 : tu_next(seed) % (m->count + 1u);

	for (size_t k = 0; k < n; k++) { /* the others stay empty */
		struct e2e_i_range range;

		range.to = (int32_t)within(1, end, seed);
		range.from = (int32_t)within(0, range.to - 1, seed);
		memcpy((uint8_t *)object + m->offset + k * sizeof range, &range, sizeof range);
	}
}

/* A member that others may not be above comes before them. */
static void
fill_member(const struct e2e_i_saved_row *row, void *object, size_t i, enum sr_fill how,
            uint64_t *seed)
{
	static const uint8_t constant[256] = { 0xc0, 1, 2, 3, [255] = 0xcf };
	const struct e2e_i_saved_member *m = sr_member(row, i);
	struct e2e_bytes span = { constant, 256 };
	const bool can_be_0 = how == SR_ANY || (m->low <= 0 && m->high >= 0);

	if (how == SR_RANGES && !is_met(row, object, i))
		return;
	if (can_be_0 && m->kind != E2E_I_SAVED_BYTES && tu_next(seed) % 4 == 0)
		return;
	if (sr_is_number(row, i))
		fill_number(row, object, i, how, seed);
	else if (m->kind == E2E_I_SAVED_RANGES)
		fill_ranges(row, object, i, seed);
	else if (m->kind == E2E_I_SAVED_SPAN)
		memcpy((uint8_t *)object + m->offset, &span, sizeof span);
	else
		tu_fill(seed, (uint8_t *)object + m->offset, m->count);
}

void
sr_fill(const struct e2e_i_saved_row *row, void *object, enum sr_fill how, uint64_t *seed)
{
	memset(object, 0, row->bytes);
	for (unsigned pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < row->n_members; i++) {
			const struct e2e_i_saved_member *m = sr_member(row, i);
			unsigned turn = m->high_of != 0 ? 1 : 0;

			if (turn == 1 && sr_member(row, m->high_of - 1u)->high_of != 0)
				turn = 2;
			if (turn == pass)
				fill_member(row, object, i, how, seed);
		}
	}
}

void
sr_says(const struct sr_row *s, const void *object)
{
	for (size_t i = 0; i < s->row->n_members; i++) {
		const struct e2e_i_saved_member *m = sr_member(s->row, i);
		const uint8_t *p = (const uint8_t *)object + m->offset;
		struct e2e_bytes span = { p, m->count };

		if (!is_met(s->row, object, i)) {
			if (s->v[i] != 0 || s->bytes[i] != NULL)
				ck_abort_msg("member %zu is there", i);
			continue;
		}
		if (sr_is_number(s->row, i)) {
			if (s->v[i] != sr_value(s->row, object, i))
				ck_abort_msg("member %zu", i);
			continue;
		}
		if (m->kind == E2E_I_SAVED_RANGES) {
			if (memcmp(s->range[i], p, m->count * sizeof(struct e2e_i_range)) != 0)
				ck_abort_msg("member %zu", i);
			continue;
		}
		if (m->kind == E2E_I_SAVED_PART)
			span.n = (size_t)sr_value(s->row, object, m->when - 1u);
		if (m->kind == E2E_I_SAVED_SPAN)
			memcpy(&span, p, sizeof span);
		if (s->v[i] != (int64_t)span.n ||
		    (span.n > 0 && memcmp(s->bytes[i], span.p, span.n) != 0))
			ck_abort_msg("member %zu", i);
	}
}

/* ---- Apart --------------------------------------------------------------------------- */

struct cursor {
	const uint8_t *p, *end;
};

static uint64_t
take(struct cursor *c)
{
	uint64_t n = 0;
	unsigned shift = 0;

	for (;;) {
		if (c->p >= c->end || shift >= 64)
			ck_abort_msg("the row is cut, or a number too long");
		n |= (uint64_t)(*c->p & 127) << shift;
		if (*c->p++ < 128)
			return n;
		shift += 7;
	}
}

static int64_t
take_signed(struct cursor *c)
{
	const uint64_t n = take(c), half = n / 2;

	return n % 2 == 0 ? (int64_t)half : -(int64_t)half - 1;
}

static const uint8_t *
take_bytes(struct cursor *c, uint64_t n)
{
	const uint8_t *p = c->p;

	if (n > (uint64_t)(c->end - c->p))
		ck_abort_msg("the row is cut");
	c->p += n;
	return p;
}

static void
take_member(struct cursor *c, struct sr_row *s, size_t i)
{
	const struct e2e_i_saved_member *m = sr_member(s->row, i);
	const uint8_t *p;
	uint64_t id = 0;

	switch (m->kind) {
	case E2E_I_SAVED_TRUE:
		s->v[i] = 1;
		break;
	case E2E_I_SAVED_ID:
		p = take_bytes(c, 8);
		for (int k = 7; k >= 0; k--)
			id = id << 8 | p[k];
		memcpy(&s->v[i], &id, sizeof id);
		break;
	case E2E_I_SAVED_BYTES:
		s->v[i] = m->count;
		s->bytes[i] = take_bytes(c, m->count);
		break;
	case E2E_I_SAVED_PART:
		s->v[i] = s->v[m->when - 1];
		s->bytes[i] = take_bytes(c, (uint64_t)s->v[i]);
		break;
	case E2E_I_SAVED_SPAN:
		s->v[i] = (int64_t)take(c);
		s->bytes[i] = take_bytes(c, (uint64_t)s->v[i]);
		break;
	case E2E_I_SAVED_RANGES:
		s->v[i] = (int64_t)take(c);
		ck_assert_int_le(s->v[i], m->count);
		for (int64_t k = 0; k < s->v[i]; k++) {
			s->range[i][k].from = (int32_t)take_signed(c);
			s->range[i][k].to = (int32_t)take_signed(c);
		}
		break;
	default:
		s->v[i] = take_signed(c);
		break;
	}
}

void
sr_open(struct sr_row *s, const uint8_t *p, size_t n)
{
	struct cursor c;
	uint64_t bits;

	memset(s, 0, sizeof *s);
	ck_assert_uint_le(n, sizeof s->room);
	memcpy(s->room, p, n);
	c = (struct cursor){ s->room, s->room + n };
	s->row = sr_row_of(p, n);
	ck_assert_ptr_nonnull(s->row);
	ck_assert_uint_le(s->row->n_members, SR_MEMBERS);
	c.p += 4;
	bits = take(&c);
	for (size_t i = 0; i < s->row->n_members; i++) {
		bool there = bits % 2 != 0;

		if (sr_member(s->row, i)->when != 0)
			there = is_there(s, i);
		else
			bits /= 2;
		if (there)
			take_member(&c, s, i);
	}
	ck_assert_uint_eq(bits, 0);
	ck_assert(s->row->rest || c.p == c.end);
	s->rest = c.p;
	s->rest_n = (size_t)(c.end - c.p);
}

/* ---- Together ------------------------------------------------------------------------ */

static uint8_t *
give(uint8_t *p, uint64_t n)
{
	while (n > 127) {
		*p++ = (uint8_t)(n % 128 + 128);
		n /= 128;
	}
	*p++ = (uint8_t)n;
	return p;
}

static uint8_t *
give_signed(uint8_t *p, int64_t n)
{
	return give(p, n >= 0 ? 2 * (uint64_t)n : 2 * (uint64_t)(-(n + 1)) + 1);
}

/* An array that is there only now is of zeros. */
static uint8_t *
give_array(uint8_t *p, const uint8_t *from, size_t n)
{
	memset(p, 0, n);
	if (from != NULL)
		memcpy(p, from, n);
	return p + n;
}

static uint8_t *
give_member(uint8_t *p, const struct sr_row *s, size_t i)
{
	const struct e2e_i_saved_member *m = sr_member(s->row, i);

	switch (m->kind) {
	case E2E_I_SAVED_TRUE:
		return p;
	case E2E_I_SAVED_ID:
		for (int k = 0; k < 8; k++)
			*p++ = (uint8_t)((uint64_t)s->v[i] >> 8 * k);
		return p;
	case E2E_I_SAVED_BYTES:
		return give_array(p, s->bytes[i], m->count);
	case E2E_I_SAVED_SPAN:
		p = give(p, (uint64_t)s->v[i]);
		return give_array(p, s->bytes[i], (size_t)s->v[i]);
	case E2E_I_SAVED_PART:
		return give_array(p, s->bytes[i], (size_t)s->v[i]);
	case E2E_I_SAVED_RANGES:
		p = give(p, (uint64_t)s->v[i]);
		for (int64_t k = 0; k < s->v[i]; k++) {
			p = give_signed(p, s->range[i][k].from);
			p = give_signed(p, s->range[i][k].to);
		}
		return p;
	default:
		return give_signed(p, s->v[i]);
	}
}

size_t
sr_close(const struct sr_row *s, uint8_t *p, size_t room)
{
	uint8_t *const begin = p;
	uint64_t bits = 0, bit = 1;

	ck_assert_uint_ge(room, SR_BYTES);
	for (int k = 0; k < 4; k++)
		*p++ = (uint8_t)(s->row->id >> 8 * k);
	for (size_t i = 0; i < s->row->n_members; i++) {
		if (sr_member(s->row, i)->when != 0)
			continue;
		bits |= is_there(s, i) ? bit : 0;
		bit *= 2;
	}
	p = give(p, bits | s->unknown);
	for (size_t i = 0; i < s->row->n_members; i++)
		if (is_there(s, i))
			p = give_member(p, s, i);
	if (s->rest_n > 0)
		memcpy(p, s->rest, s->rest_n);
	p += s->rest_n;
	ck_assert_uint_le((size_t)(p - begin), room);
	return (size_t)(p - begin);
}
