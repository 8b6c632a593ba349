/* SPDX-License-Identifier: ISC */
/* Numbers on the wire, and the wrapper that carries them (protocol 4.1, 5.1; scenarios 38 - 58). */
#include "config.h"

#include "tests/util/testutil.h"

#include "proto/seqno.h"
#include "proto/wrapper.h"

#include <string.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

/* ---- Raw and wire ----------------------------------------------------------------------- */

/* scenario 38, protocol 5.1.1: the creator sends odd out_seq_nos and even in_seq_nos */
START_TEST(doubles_numbers_and_marks_the_side)
{
	static const struct {
		bool creator;
		int32_t raw_out, raw_in, out_seq_no, in_seq_no;
	} c[] = {
		{ false, 0, 0, 0, 1 }, { false, 1, 0, 2, 1 },  { false, 2, 0, 4, 1 },
		{ true, 0, 0, 1, 0 },  { true, 1, 0, 3, 0 },   { true, 2, 0, 5, 0 },
		{ true, 3, 3, 7, 6 },  { false, 7, 9, 14, 19 },
	};

	for (size_t i = 0; i < N(c); i++) {
		int32_t x = e2e_i_seq_x(c[i].creator), out, in;

		ck_assert_int_eq(e2e_i_seq_out(x, c[i].raw_out), c[i].out_seq_no);
		ck_assert_int_eq(e2e_i_seq_in(x, c[i].raw_in), c[i].in_seq_no);
		ck_assert_uint_eq(e2e_i_seq_read(&out, &in, x, c[i].out_seq_no, c[i].in_seq_no),
		                  E2E_I_SEQ_GOOD);
		ck_assert_int_eq(out, c[i].raw_out);
		ck_assert_int_eq(in, c[i].raw_in);
	}
}
END_TEST

/* protocol T5.9: the last number, and the acknowledgement of it, still fit in 31 bits */
START_TEST(fits_up_to_the_last_number)
{
	for (int32_t x = 0; x <= 1; x++) {
		int32_t last = e2e_i_seq_out(x, E2E_I_SEQ_MAX);
		int32_t all = e2e_i_seq_in(x, E2E_I_SEQ_MAX + 1), out, in;

		ck_assert_int_eq(last, INT32_MAX - 2 - x);
		ck_assert_int_eq(all, INT32_MAX - 1 + x);
		ck_assert_uint_eq(e2e_i_seq_read(&out, &in, x, last, all), E2E_I_SEQ_GOOD);
		ck_assert_int_eq(out, E2E_I_SEQ_MAX);
		ck_assert_int_eq(in, E2E_I_SEQ_MAX + 1);
		ck_assert_uint_eq(e2e_i_seq_read(&out, &in, x, last + 2, all), E2E_I_SEQ_RANGE);
		ck_assert_int_eq(out, 0);
		ck_assert_int_eq(in, 0);
	}
}
END_TEST

/* scenario 39, protocol 5.2.1: also what is our own, come back */
START_TEST(sees_the_wrong_side_in_either_number)
{
	static const struct {
		int32_t x, out_seq_no, in_seq_no;
	} c[] = {
		{ 0, 0, 0 },   { 0, 1, 1 },   { 0, 0, 1 },    { 1, 1, 1 },
		{ 1, 0, 0 },   { 1, 1, 0 },   { 0, 1000, 8 }, { 1, INT32_MAX, 1 },
		{ 1, 0, 1000 }, { 0, 1, INT32_MAX },
	};

	for (size_t i = 0; i < N(c); i++) {
		int32_t out = 77, in = 77;

		ck_assert_uint_eq(e2e_i_seq_read(&out, &in, c[i].x, c[i].out_seq_no,
		                                 c[i].in_seq_no),
		                  E2E_I_SEQ_PARITY);
		ck_assert_int_eq(out, 0);
		ck_assert_int_eq(in, 0);
	}
	for (int32_t raw = 0; raw < 50; raw++) {
		int32_t out, in, x = raw % 2;

		ck_assert_uint_eq(e2e_i_seq_read(&out, &in, 1 - x, e2e_i_seq_out(x, raw),
		                                 e2e_i_seq_in(x, 2 * raw)),
		                  E2E_I_SEQ_PARITY);
	}
}
END_TEST

/* scenario 47: a number that cannot be counted */
START_TEST(refuses_what_cannot_be_counted)
{
	static const struct {
		int32_t x, out_seq_no, in_seq_no;
	} c[] = {
		{ 0, INT32_MAX, 0 }, { 1, INT32_MAX - 1, 1 }, { 0, -1, 0 },         { 0, 1, -2 },
		{ 1, -2, 1 },        { 1, 0, -1 },            { 0, INT32_MIN, 0 },  { 1, INT32_MIN, 1 },
		{ 0, 1, INT32_MIN }, { 1, 0, INT32_MIN + 1 }, { 0, -1, -1 },        { 1, -1, -1 },
	};

	for (size_t i = 0; i < N(c); i++) {
		int32_t out = 77, in = 77;

		ck_assert_uint_eq(e2e_i_seq_read(&out, &in, c[i].x, c[i].out_seq_no,
		                                 c[i].in_seq_no),
		                  c[i].out_seq_no < 0 || c[i].in_seq_no < 0 ? E2E_I_SEQ_NEGATIVE
		                                                            : E2E_I_SEQ_RANGE);
		ck_assert_int_eq(out, 0);
		ck_assert_int_eq(in, 0);
	}
}
END_TEST

/* Every pair is one of the three, and good ones come back as they were. */
START_TEST(reads_only_what_it_would_write)
{
	uint64_t seed = 1;

	for (int i = 0; i < 200000; i++) {
		int32_t a = (int32_t)(uint32_t)tu_next(&seed), b = (int32_t)(uint32_t)tu_next(&seed);
		int32_t x = i % 2, out, in;

		if (i % 3 == 0) {
			a &= INT32_MAX;
			b &= INT32_MAX;
		}
		if (e2e_i_seq_read(&out, &in, x, a, b) == E2E_I_SEQ_GOOD) {
			ck_assert(out >= 0 && out <= E2E_I_SEQ_MAX);
			ck_assert(in >= 0 && in <= E2E_I_SEQ_MAX + 1);
			ck_assert_int_eq(e2e_i_seq_out(x, out), a);
			ck_assert_int_eq(e2e_i_seq_in(x, in), b);
		} else {
			ck_assert(out == 0 && in == 0);
		}
	}
}
END_TEST

/* ---- Order ------------------------------------------------------------------------------ */

/* scenarios 40 and 41: old, in order or ahead (protocol 5.2.2, 5.2.3) */
START_TEST(places_a_message_before_at_or_behind_its_turn)
{
	static const int32_t at[] = { 0, 1, 2, 1000, E2E_I_SEQ_MAX };

	for (size_t i = 0; i < N(at); i++) {
		ck_assert_uint_eq(e2e_i_seq_place(at[i], at[i]), E2E_I_SEQ_NEXT);
		ck_assert_uint_eq(e2e_i_seq_place(at[i] + 1, at[i]), E2E_I_SEQ_OLD);
		ck_assert_uint_eq(e2e_i_seq_place(at[i], at[i] + 1), E2E_I_SEQ_AHEAD);
	}
	ck_assert_uint_eq(e2e_i_seq_place(E2E_I_SEQ_MAX, 0), E2E_I_SEQ_OLD);
	ck_assert_uint_eq(e2e_i_seq_place(0, E2E_I_SEQ_MAX), E2E_I_SEQ_AHEAD);
}
END_TEST

/* protocol 5.2.4; scenarios 48, 49: as many as were sent is right, one more is not */
START_TEST(judges_acknowledgements)
{
	static const struct {
		int32_t acked, out_seq, raw_in;
		uint32_t verdict;
	} c[] = {
		{ 0, 0, 0, E2E_I_ACK_GOOD },  { 0, 0, 1, E2E_I_ACK_AHEAD },
		{ 0, 5, 0, E2E_I_ACK_GOOD },  { 0, 5, 5, E2E_I_ACK_GOOD },
		{ 0, 5, 6, E2E_I_ACK_AHEAD }, { 3, 5, 3, E2E_I_ACK_GOOD },
		{ 3, 5, 2, E2E_I_ACK_BACK },  { 3, 5, 0, E2E_I_ACK_BACK },
		{ 5, 5, 5, E2E_I_ACK_GOOD },  { 5, 5, 4, E2E_I_ACK_BACK },
		{ 5, 5, 6, E2E_I_ACK_AHEAD }, { 0, 1, E2E_I_SEQ_MAX + 1, E2E_I_ACK_AHEAD },
	};

	for (size_t i = 0; i < N(c); i++)
		ck_assert_uint_eq(e2e_i_seq_ack(c[i].acked, c[i].out_seq, c[i].raw_in),
		                  c[i].verdict);
}
END_TEST

/* ---- What is asked for again ------------------------------------------------------------ */

static void
range_is(int32_t x, int32_t start, int32_t end, int32_t out_seq, int32_t first, int32_t last)
{
	int32_t a = 77, b = 77;

	ck_assert_uint_eq(e2e_i_seq_range(&a, &b, x, start, end, out_seq, 1001),
	                  E2E_I_RANGE_GOOD);
	ck_assert_int_eq(a, first);
	ck_assert_int_eq(b, last);
}

/* What is not granted is an empty one, too. */
static void
range_is_not(uint32_t verdict, int32_t x, int32_t start, int32_t end, int32_t out_seq)
{
	int32_t a = 77, b = 77;

	ck_assert_uint_eq(e2e_i_seq_range(&a, &b, x, start, end, out_seq, 1001), verdict);
	ck_assert_int_gt(a, b);
}

static void
range_is_bad(int32_t x, int32_t start, int32_t end, int32_t out_seq)
{
	range_is_not(E2E_I_RANGE_BAD, x, start, end, out_seq);
}

static void
range_is_unsent(int32_t x, int32_t start, int32_t end, int32_t out_seq)
{
	range_is_not(E2E_I_RANGE_UNSENT, x, start, end, out_seq);
}

/* scenarios 41, 55: the numbers are our own out_seq_nos */
START_TEST(understands_a_request_to_resend)
{
	range_is(1, 2, 4, 10, 1, 2);
	range_is(0, 3, 5, 10, 1, 2);
	range_is(0, 1, 1, 1, 0, 0);
	range_is(1, 0, 0, 1, 0, 0);
	range_is(0, 1, 19, 10, 0, 9);
	range_is(1, 0, 18, 10, 0, 9);
	range_is(0, e2e_i_seq_out(0, E2E_I_SEQ_MAX), e2e_i_seq_out(0, E2E_I_SEQ_MAX),
	         E2E_I_SEQ_MAX + 1, E2E_I_SEQ_MAX, E2E_I_SEQ_MAX);
}
END_TEST

/* scenario 58: reversed, of the wrong side, even where it is also beyond what was sent */
START_TEST(refuses_a_range_that_cannot_be)
{
	range_is_bad(0, 5, 3, 10);
	range_is_bad(1, 4, 2, 10);
	range_is_bad(0, 2, 4, 10);
	range_is_bad(0, 3, 4, 10);
	range_is_bad(0, 2, 5, 10);
	range_is_bad(1, 3, 5, 10);
	range_is_bad(1, 2, 5, 10);
	range_is_bad(0, 1, -1, 10);
	range_is_bad(1, 2, INT32_MIN, 10);
	range_is_bad(0, 101, 51, 10);
	range_is_bad(1, 101, 111, 10);
	range_is_bad(0, INT32_MIN, INT32_MAX, 10);
	range_is_bad(0, -2, 3, 10);
	range_is_bad(1, -1, 2, 10);
}
END_TEST

/* scenario 58: in part or as a whole; a negative number is none that was sent */
START_TEST(knows_what_was_never_sent)
{
	range_is_unsent(0, 1, 21, 10);
	range_is_unsent(1, 0, 20, 10);
	range_is_unsent(0, 21, 21, 10);
	range_is_unsent(0, 1, 1, 0);
	range_is_unsent(1, 0, INT32_MAX - 1, 10);
	range_is_unsent(0, INT32_MAX, INT32_MAX, 10);
	range_is_unsent(0, -1, 3, 10);
	range_is_unsent(1, -2, 2, 10);
	range_is_unsent(0, INT32_MIN + 1, -1, 10);
	range_is_unsent(1, INT32_MIN, INT32_MAX - 1, 10);
}
END_TEST

/* observed 5.2, T5.4: TDLib closes at more than 1000 apart; to ask for that is no sin */
START_TEST(bounds_the_span_of_a_request)
{
	range_is(0, 1, 2 * 999 + 1, 5000, 0, 999);
	range_is(1, 4, 2 * 1001, 5000, 2, 1001);
	range_is_bad(0, 1, 2 * 1001 + 1, 5000);
	range_is_bad(1, 0, 2 * 4999, 5000);
	range_is_bad(0, 1, e2e_i_seq_out(0, E2E_I_SEQ_MAX), E2E_I_SEQ_MAX + 1);
}
END_TEST

/* whatever the span is: so many messages, and not one more */
START_TEST(grants_exactly_the_span)
{
	static const int32_t spans[] = { 1, 2, 3, 100, 1000, 1001, 1 << 29 };
	const int32_t from = 7;

	for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
		for (int32_t x = 0; x < 2; x++) {
			const int32_t n = spans[i], start = e2e_i_seq_out(x, from);
			int32_t a, b;

			ck_assert_uint_eq(e2e_i_seq_range(&a, &b, x, start,
			                                  e2e_i_seq_out(x, from + n - 1),
			                                  E2E_I_SEQ_MAX, n),
			                  E2E_I_RANGE_GOOD);
			ck_assert_int_eq(a, from);
			ck_assert_int_eq(b - a + 1, n);
			ck_assert_uint_eq(e2e_i_seq_range(&a, &b, x, start,
			                                  e2e_i_seq_out(x, from + n),
			                                  E2E_I_SEQ_MAX, n),
			                  E2E_I_RANGE_BAD);
		}
	}
}
END_TEST

/* ---- The wrapper ------------------------------------------------------------------------ */

/* protocol Annex B, the layer object PT */
static const char pt[] =
	"8917e31b0f101112131415161718191a1b1c1d1e90000000000000000100000060411673"
	"080706050403020163dd2fa8";

START_TEST(reads_the_wrapper_of_the_vector)
{
	struct e2e_i_wrapper wrapper;
	uint8_t bytes[64];
	size_t n = tu_hex(bytes, sizeof bytes, pt);

	ck_assert_uint_eq(n, 48);
	ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ bytes, n }), E2E_OK);
	ck_assert_uint_eq(wrapper.random_bytes.n, 15);
	ck_assert_uint_ge(wrapper.random_bytes.n, E2E_I_RANDOM_BYTES);
	ck_assert_ptr_eq(wrapper.random_bytes.p, bytes + 5);
	ck_assert_int_eq(wrapper.layer, 144);
	ck_assert_int_eq(wrapper.in_seq_no, 0);
	ck_assert_int_eq(wrapper.out_seq_no, 1);
	ck_assert_ptr_eq(wrapper.message.p, bytes + 32);
	ck_assert_uint_eq(wrapper.message.n, 16);
}
END_TEST

/* protocol T4.5, scenario 73: the numbers are known whatever is inside */
START_TEST(does_not_look_at_the_message)
{
	struct e2e_i_wrapper wrapper;
	uint8_t bytes[64];
	size_t n = tu_hex(bytes, sizeof bytes, pt);

	memset(bytes + 32, 0xee, 16);
	for (size_t cut = 32; cut <= n; cut++) {
		uint8_t *p = tu_guarded_copy(bytes, cut);

		ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ p, cut }),
		                 E2E_OK);
		ck_assert_int_eq(wrapper.out_seq_no, 1);
		ck_assert_uint_eq(wrapper.message.n, cut - 32);
		tu_guarded_free(p, cut);
	}
}
END_TEST

/* protocol T4.7, 4.1: signed numbers, layers that do not exist; nothing is judged here */
START_TEST(reads_numbers_with_their_sign)
{
	static const char odd[] = "8917e31b0000000097000000ffffffff00000080";
	struct e2e_i_wrapper wrapper;
	uint8_t bytes[64];
	size_t n = tu_hex(bytes, sizeof bytes, odd);

	ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ bytes, n }), E2E_OK);
	ck_assert_uint_eq(wrapper.random_bytes.n, 0);
	ck_assert_int_eq(wrapper.layer, 151);
	ck_assert_int_eq(wrapper.in_seq_no, -1);
	ck_assert_int_eq(wrapper.out_seq_no, INT32_MIN);
	ck_assert_uint_eq(wrapper.message.n, 0);
}
END_TEST

START_TEST(reads_long_random_bytes)
{
	struct e2e_i_wrapper wrapper;
	uint8_t bytes[8 + 1000 + 12 + 4] = { 0x89, 0x17, 0xe3, 0x1b, 254, 1000 % 256, 1000 / 256 };

	bytes[sizeof bytes - 16] = 73;
	bytes[sizeof bytes - 12] = 6;
	bytes[sizeof bytes - 8] = 9;
	ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ bytes, sizeof bytes }),
	                 E2E_OK);
	ck_assert_ptr_eq(wrapper.random_bytes.p, bytes + 8);
	ck_assert_uint_eq(wrapper.random_bytes.n, 1000);
	ck_assert_int_eq(wrapper.layer, 73);
	ck_assert_int_eq(wrapper.in_seq_no, 6);
	ck_assert_int_eq(wrapper.out_seq_no, 9);
	ck_assert_uint_eq(wrapper.message.n, 4);
}
END_TEST

/* scenario 78: a wrapper that is cut off */
START_TEST(refuses_a_wrapper_that_is_cut_off)
{
	struct e2e_i_wrapper wrapper;
	uint8_t bytes[64];

	tu_hex(bytes, sizeof bytes, pt);
	for (size_t cut = 0; cut < 32; cut++) {
		uint8_t *p = tu_guarded_copy(bytes, cut);

		ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ p, cut }),
		                 E2E_REFUSED_TL);
		tu_guarded_free(p, cut);
	}
	bytes[4] = 253; /* random_bytes longer than what there is */
	ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ bytes, 48 }),
	                 E2E_REFUSED_TL);
	memset(bytes + 4, 0xff, 4);
	ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ bytes, 48 }),
	                 E2E_REFUSED_TL);
}
END_TEST

/* T4.7: a bare message of layer 8, or anything else */
START_TEST(says_that_it_is_no_wrapper)
{
	static const char *const other[] = {
		"60411673080706050403020163dd2fa8", /* decryptedMessageService */
		"7d3248aa000000000000000000",       /* the same of layer 8 */
		"00000000", "ffffffff", "1be31789",
	};

	for (size_t i = 0; i < N(other); i++) {
		struct e2e_i_wrapper wrapper;
		uint8_t bytes[64];
		size_t n = tu_hex(bytes, sizeof bytes, other[i]);

		ck_assert_int_eq(e2e_i_wrapper_read(&wrapper, (struct e2e_bytes){ bytes, n }),
		                 E2E_REFUSED_UNKNOWN);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("proto_seqno");
	TCase *numbers = tcase_create("numbers"), *wrapper = tcase_create("wrapper");

	tcase_add_test(numbers, doubles_numbers_and_marks_the_side);
	tcase_add_test(numbers, fits_up_to_the_last_number);
	tcase_add_test(numbers, sees_the_wrong_side_in_either_number);
	tcase_add_test(numbers, refuses_what_cannot_be_counted);
	tcase_add_test(numbers, reads_only_what_it_would_write);
	tcase_add_test(numbers, places_a_message_before_at_or_behind_its_turn);
	tcase_add_test(numbers, judges_acknowledgements);
	tcase_add_test(numbers, understands_a_request_to_resend);
	tcase_add_test(numbers, refuses_a_range_that_cannot_be);
	tcase_add_test(numbers, knows_what_was_never_sent);
	tcase_add_test(numbers, bounds_the_span_of_a_request);
	tcase_add_test(numbers, grants_exactly_the_span);
	suite_add_tcase(suite, numbers);
	tcase_add_test(wrapper, reads_the_wrapper_of_the_vector);
	tcase_add_test(wrapper, does_not_look_at_the_message);
	tcase_add_test(wrapper, reads_numbers_with_their_sign);
	tcase_add_test(wrapper, reads_long_random_bytes);
	tcase_add_test(wrapper, refuses_a_wrapper_that_is_cut_off);
	tcase_add_test(wrapper, says_that_it_is_no_wrapper);
	suite_add_tcase(suite, wrapper);
	return tu_run(suite);
}
