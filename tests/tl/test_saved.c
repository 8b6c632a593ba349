/* SPDX-License-Identifier: ISC */
/* The bytes of saved state (tl/saved.h), for every row there is, against a reader of their own. */
#include "config.h"

#include "base/align.h"
#include "tests/util/stateutil.h"
#include "tests/util/testutil.h"

#include <string.h>

#define ROUNDS  100
#define OBJECTS 2048 /* no struct and no row of one is larger */

/* One row's struct, and its bytes. */
struct one {
	const struct e2e_i_saved_row *row;
	alignas(E2E_I_ALIGN) uint8_t object[OBJECTS];
	uint8_t bytes[OBJECTS];
	size_t n;
};

static void
pack(struct one *o)
{
	const size_t room = e2e_i_saved_room(o->row, o->object);

	ck_assert_uint_le(room, sizeof o->bytes);
	o->n = (size_t)(e2e_i_saved_put(o->bytes, o->row, o->object) - o->bytes);
	ck_assert_uint_le(o->n, room);
}

static void
make(struct one *o, size_t row, enum sr_fill how, uint64_t *seed)
{
	o->row = &e2e_i_saved_rows[row];
	ck_assert_uint_le(o->row->bytes, sizeof o->object);
	sr_fill(o->row, o->object, how, seed);
	pack(o);
}

/* What e2e_i_saved_get() says of N bytes at P, which it gets with nothing behind them. */
static int32_t
unpack(const struct e2e_i_saved_row *row, void *object, const uint8_t *p, size_t n)
{
	uint8_t *copy = tu_guarded_copy(p, n);
	struct e2e_bytes rest;
	int32_t err = e2e_i_saved_get(row, object, row->rest ? &rest : NULL,
	                              (struct e2e_bytes){ copy, n });

	tu_guarded_free(copy, n);
	return err;
}

/* ---- There and back -------------------------------------------------------------------- */

START_TEST(writes_what_the_state_says)
{
	uint64_t seed = 41;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		for (int i = 0; i < ROUNDS; i++) {
			struct sr_row s;
			struct one o;

			make(&o, row, i % 2 != 0 ? SR_ANY : SR_RANGES, &seed);
			sr_open(&s, o.bytes, o.n);
			ck_assert_ptr_eq(s.row, o.row);
			sr_says(&s, o.object);
		}
	}
}
END_TEST

START_TEST(reads_what_it_has_written)
{
	uint64_t seed = 42;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		for (int i = 0; i < ROUNDS; i++) {
			struct e2e_bytes rest = { NULL, 1 };
			struct one o, back;

			make(&o, row, SR_RANGES, &seed);
			memset(back.object, 0xff, sizeof back.object); /* padding, too */
			back.row = o.row;
			ck_assert_int_eq(e2e_i_saved_get(o.row, back.object,
			                                 o.row->rest ? &rest : NULL,
			                                 (struct e2e_bytes){ o.bytes, o.n }),
			                 E2E_OK);
			ck_assert(!o.row->rest || rest.n == 0);
			ck_assert(e2e_i_saved_same(o.row, o.object, back.object));
			pack(&back);
			ck_assert_uint_eq(back.n, o.n);
			ck_assert_mem_eq(back.bytes, o.bytes, o.n);
		}
	}
}
END_TEST

/* What is 0 takes no byte: a row grows only by what there is to say. */
START_TEST(writes_nothing_for_nothing)
{
	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		struct one o = { .row = &e2e_i_saved_rows[row] };

		pack(&o);
		ck_assert_uint_eq(o.n, 5);
	}
}
END_TEST

START_TEST(hands_on_the_rest)
{
	uint64_t seed = 43;
	size_t rows = 0;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		struct e2e_bytes rest;
		struct one o;

		make(&o, row, SR_RANGES, &seed);
		if (!o.row->rest)
			continue;
		rows++;
		memcpy(o.bytes + o.n, "the rest", 8);
		ck_assert_int_eq(e2e_i_saved_get(o.row, o.object, &rest,
		                                 (struct e2e_bytes){ o.bytes, o.n + 8 }),
		                 E2E_OK);
		ck_assert_ptr_eq(rest.p, o.bytes + o.n);
		ck_assert_uint_eq(rest.n, 8);
	}
	ck_assert_uint_eq(rows, 3);
}
END_TEST

/* ---- Comparing ------------------------------------------------------------------------- */

/* Another value in member I, whether it can be saved or not. */
static void
change(const struct e2e_i_saved_row *row, void *object, size_t i)
{
	static const uint8_t other[] = "other bytes";
	const struct e2e_i_saved_member *m = sr_member(row, i);
	const struct e2e_bytes span = { other, 5 };
	struct e2e_i_range range;
	uint8_t *p = (uint8_t *)object + m->offset;

	if (sr_is_number(row, i)) {
		sr_set(row, object, i, sr_value(row, object, i) ^ 1);
	} else if (m->kind == E2E_I_SAVED_SPAN) {
		memcpy(p, &span, sizeof span);
	} else if (m->kind == E2E_I_SAVED_RANGES) {
		memcpy(&range, p + (m->count - 1u) * sizeof range, sizeof range);
		range.from++;
		memcpy(p + (m->count - 1u) * sizeof range, &range, sizeof range);
	} else if (m->kind == E2E_I_SAVED_PART) {
		p[0] ^= 0x80;
	} else {
		p[m->count - 1] ^= 0x80;
	}
}

START_TEST(sees_every_member_that_differs)
{
	uint64_t seed = 44;
	size_t members = 0;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		struct one a, b;

		make(&a, row, SR_RANGES, &seed);
		for (size_t i = 0; i < a.row->n_members; i++) {
			const struct e2e_i_saved_member *m = sr_member(a.row, i);

			if (m->kind == E2E_I_SAVED_PART) /* one byte of it counts */
				sr_set(a.row, a.object, m->when - 1u, 1);
			memcpy(b.object, a.object, a.row->bytes);
			ck_assert(e2e_i_saved_same(a.row, a.object, b.object));
			change(a.row, b.object, i);
			ck_assert_msg(!e2e_i_saved_same(a.row, a.object, b.object),
			              "row %zu: member %zu", row, i);
			members++;
		}
	}
	ck_assert_uint_ge(members, 115);
}
END_TEST

/* Bytes that no member has are not compared. */
START_TEST(sees_no_padding)
{
	uint64_t seed = 45;
	size_t padded = 0;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		bool is_member[OBJECTS] = { false };
		struct one a, b;

		make(&a, row, SR_RANGES, &seed);
		for (size_t i = 0; i < a.row->n_members; i++) {
			static const size_t size[] = { 1, 1, 2, 4, 4, 8, 8, 1, 1,
				                       sizeof(struct e2e_bytes),
				                       sizeof(struct e2e_i_range) };
			const struct e2e_i_saved_member *m = sr_member(a.row, i);

			memset(&is_member[m->offset], 1, size[m->kind] * (m->count > 0 ? m->count : 1));
		}
		memcpy(b.object, a.object, a.row->bytes);
		for (size_t i = 0; i < a.row->bytes; i++) {
			if (is_member[i])
				continue;
			b.object[i] ^= 0xff;
			padded++;
		}
		ck_assert(e2e_i_saved_same(a.row, a.object, b.object));
	}
	ck_assert_uint_gt(padded, 0);
}
END_TEST

/* Spans are compared by what is in them. */
START_TEST(compares_spans_by_their_bytes)
{
	static const uint8_t text[] = "same same else";
	struct e2e_i_saved_dh a = { .p = { text, 4 } }, b = { .p = { text + 5, 4 } };

	ck_assert(e2e_i_saved_same(E2E_I_ROW_SAVED_DH, &a, &b));
	b.p.p = text + 10;
	ck_assert(!e2e_i_saved_same(E2E_I_ROW_SAVED_DH, &a, &b));
	b.p = (struct e2e_bytes){ text, 5 };
	ck_assert(!e2e_i_saved_same(E2E_I_ROW_SAVED_DH, &a, &b));
	a.p = (struct e2e_bytes){ NULL, 0 };
	b.p.n = 0;
	ck_assert(e2e_i_saved_same(E2E_I_ROW_SAVED_DH, &a, &b));
}
END_TEST

/* ---- What is no row -------------------------------------------------------------------- */

START_TEST(refuses_rows_that_are_cut)
{
	uint64_t seed = 46;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		struct one o, back;

		make(&o, row, SR_RANGES, &seed);
		for (size_t n = 0; n < o.n; n++)
			ck_assert_int_eq(unpack(o.row, back.object, o.bytes, n), E2E_ERR_VERSION);
		o.bytes[o.n] = 0;
		ck_assert_int_eq(unpack(o.row, back.object, o.bytes, o.n + 1),
		                 o.row->rest ? E2E_OK : E2E_ERR_VERSION);
	}
}
END_TEST

/* A newer version has more members, or another row altogether. */
START_TEST(tells_what_is_newer)
{
	uint64_t seed = 47;

	for (size_t row = 0; row < E2E_I_ROWS; row++) {
		const size_t next = (row + 1) % E2E_I_ROWS;
		uint8_t bytes[OBJECTS + SR_BYTES];
		struct sr_row s;
		struct one o;

		make(&o, row, SR_RANGES, &seed);
		sr_open(&s, o.bytes, o.n);
		for (unsigned bit = o.row->bits; bit < 64; bit++) {
			s.unknown = UINT64_C(1) << bit;
			ck_assert_int_eq(unpack(o.row, o.object, bytes,
			                        sr_close(&s, bytes, sizeof bytes)),
			                 E2E_ERR_VERSION);
		}
		ck_assert_int_eq(unpack(&e2e_i_saved_rows[next], o.object, o.bytes, o.n),
		                 E2E_ERR_STORE); /* a known one in a wrong place is damage */
		o.bytes[0] ^= 1;
		ck_assert_int_eq(unpack(o.row, o.object, o.bytes, o.n), E2E_ERR_VERSION);
	}
}
END_TEST

/* More than 64 bits, and bytes that say nothing but that there are more. */
START_TEST(refuses_numbers_that_are_none)
{
	struct one o = { .row = E2E_I_ROW_SAVED_VERDICT };
	struct e2e_i_saved_verdict *state = (void *)o.object;

	state->verdict = 1;
	pack(&o);
	ck_assert_uint_eq(o.n, 6);
	ck_assert_int_eq(unpack(o.row, o.object, o.bytes, 6), E2E_OK);
	memset(o.bytes + 5, 0x80, 12);
	o.bytes[14] = 1; /* 2 ^ 63, halved and not negative */
	ck_assert_int_eq(unpack(o.row, o.object, o.bytes, 15), E2E_ERR_STORE);
	o.bytes[14] = 2; /* 2 ^ 64 */
	ck_assert_int_eq(unpack(o.row, o.object, o.bytes, 15), E2E_ERR_VERSION);
	o.bytes[14] = 0x80;
	for (size_t n = 5; n < 17; n++)
		ck_assert_int_eq(unpack(o.row, o.object, o.bytes, n), E2E_ERR_VERSION);
}
END_TEST

/* Anything behind an id is read to its end at most, whatever it says. */
START_TEST(reads_any_bytes)
{
	uint64_t seed = 48;
	size_t taken = 0;

	for (size_t i = 0; i < 20 * ROUNDS; i++) {
		struct one o = { .row = &e2e_i_saved_rows[i % E2E_I_ROWS] }, back;
		size_t n = 4 + tu_next(&seed) % 80;
		int32_t err;

		make(&o, i % E2E_I_ROWS, SR_RANGES, &seed);
		if (tu_next(&seed) % 2 == 0)
			tu_fill(&seed, o.bytes + 4, n);
		else
			n = o.n;
		o.bytes[4 + tu_next(&seed) % 8] = (uint8_t)tu_next(&seed);
		err = unpack(o.row, back.object, o.bytes, n);
		if (err != E2E_OK && err != E2E_ERR_STORE && err != E2E_ERR_VERSION)
			ck_abort_msg("%d", (int)err);
		taken += err == E2E_OK;
	}
	ck_assert_uint_gt(taken, 100);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("saved");
	TCase *bytes = tcase_create("bytes"), *compare = tcase_create("compare");
	TCase *refuse = tcase_create("refuse");

	tcase_add_test(bytes, writes_what_the_state_says);
	tcase_add_test(bytes, reads_what_it_has_written);
	tcase_add_test(bytes, writes_nothing_for_nothing);
	tcase_add_test(bytes, hands_on_the_rest);
	tcase_add_test(compare, sees_every_member_that_differs);
	tcase_add_test(compare, sees_no_padding);
	tcase_add_test(compare, compares_spans_by_their_bytes);
	tcase_add_test(refuse, refuses_rows_that_are_cut);
	tcase_add_test(refuse, tells_what_is_newer);
	tcase_add_test(refuse, refuses_numbers_that_are_none);
	tcase_add_test(refuse, reads_any_bytes);
	suite_add_tcase(suite, bytes);
	suite_add_tcase(suite, compare);
	suite_add_tcase(suite, refuse);
	return tu_run(suite);
}
