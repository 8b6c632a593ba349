/* SPDX-License-Identifier: ISC */
/* A peer that asks for what cannot be sent again: a mistake, a lie, or too much. */
#include "config.h"

#include "tests/util/chatutil.h"

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* N texts of the account, the first of them raw number 1. */
static void
send_texts(struct ch *c, int n)
{
	while (n-- > 0)
		au_text(&c->h, c->p.chat_id, "text");
}

struct odd_range {
	int32_t start, end; /* wire, to be added to that of raw 1 */
};

/* scenario 58: a client that does not double its numbers means no harm */
START_TEST(answers_no_impossible_request)
{
	static const struct odd_range ranges[] = {
		{ 4, 2 }, { 60, 4 },      /* backwards                  */
		{ 1, 3 }, { 0, 1 },       /* of the wrong side          */
		{ 61, 61 }, { -1, 2 },    /* and beyond what there is   */
		{ 0, 10 },                /* too many                   */
		{ INT32_MIN + 4, INT32_MIN + 2 },
	};
	struct ch c;
	size_t i;
	int kind;

	for (kind = 0; kind < 2; kind++) {
		ch_init(&c, _i);
		c.h.limits.resend_span = 4;
		c.h.config.policy = kind == 0 ? E2E_POLICY_STANDARD : E2E_POLICY_LENIENT;
		ch_ready(&c, roles[kind]);
		send_texts(&c, 8);
		for (i = 0; i < CU_N(ranges); i++) {
			uint32_t from = (uint32_t)sp_wire_in(&c.p, 1);

			sp_action(&c.p, ch_resend(&c, (int32_t)(from + (uint32_t)ranges[i].start),
			                          (int32_t)(from + (uint32_t)ranges[i].end)));
			ck_assert_uint_eq(au_count_sends(&c.h), 8);
			ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_RANGE), i + 1);
			ck_assert_int_eq(ch_chat(&c).in_seq, (int32_t)i + 1);
			ch_is_open(&c);
		}
		sp_action(&c.p, ch_asks(&c, 1, 4));
		ck_assert_uint_eq(au_count_sends(&c.h), 12);
		ch_close(&c);
	}
}
END_TEST

/* One of these is asked for, in its turn or ahead of it, from an account that has sent raw 0 to 8. */
static void
asks_for_unsent(struct ch *c, uint32_t policy, bool ahead, const struct odd_range *range)
{
	const uint32_t from = (uint32_t)sp_wire_in(&c->p, 1);
	const struct e2e_tl *action = ch_resend(c, (int32_t)(from + (uint32_t)range->start),
	                                        (int32_t)(from + (uint32_t)range->end));
	struct sp_packet k = ch_action_at(c, ahead ? 1 : 0, action);

	sp_send(&c->p, &k);
	ck_assert_uint_eq(ch_count(c, E2E_TL_DECRYPTED_MESSAGE_73), 0);
	if (policy != E2E_POLICY_LENIENT) {
		ch_is_closed(c, E2E_CHECK_RESEND_UNSENT);
		return;
	}
	ck_assert_uint_eq(ch_rejected(c, E2E_CHECK_RESEND_UNSENT), 1);
	ch_is_open(c);
	if (ahead)
		ch_text_at(c, 0, "missing");
	ck_assert_int_eq(ch_chat(c).in_seq, ahead ? 2 : 1);
	ck_assert_uint_eq(ch_rejected(c, 0), 1);
	ck_assert_uint_eq(ch_count(c, E2E_TL_DECRYPTED_MESSAGE_73), 0);
}

/* DOC seq_no: what was never sent ends the chat, all of it or its end, and however long it is */
START_TEST(ends_at_a_request_for_what_was_never_sent)
{
	static const struct odd_range ranges[] = {
		{ 14, 16 }, { 16, 16 }, { 60, 62 }, { 0, INT32_MAX - 3 }, { -8, 2 }, { -8, -6 },
		{ INT32_MIN + 4, 2 },
	};
	struct ch c;
	size_t i, p;

	for (p = 0; p < CU_N(policies); p++) {
		for (i = 0; i < CU_N(ranges); i++) {
			ch_open_policy(&c, _i, roles[i % 2], policies[p]);
			send_texts(&c, 8);
			au_forget(&c.h);
			asks_for_unsent(&c, policies[p], (i + p) % 2 == 1, &ranges[i]);
			ch_close(&c);
		}
	}
}
END_TEST

/* scenario 58: where it is strict, the range that TDLib closes for, too */
START_TEST(closes_for_an_impossible_request_where_it_is_strict)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.resend_span = 4;
	c.h.config.policy = E2E_POLICY_STRICT;
	ch_ready(&c, E2E_CREATOR);
	send_texts(&c, 8);
	sp_action(&c.p, ch_asks(&c, 1, 5));
	ch_is_closed(&c, E2E_CHECK_RESEND_RANGE);
	ck_assert_uint_eq(au_count_sends(&c.h), 8);
	ch_close(&c);
}
END_TEST

/* scenario 58: 1001 by default, as TDLib does */
START_TEST(answers_for_a_thousand)
{
	struct ch c;
	int n;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_REKEY;
	ch_ready(&c, E2E_ACCEPTOR);
	for (n = 0; n < 1002; n++)
		au_text(&c.h, c.p.chat_id, "x");
	au_forget(&c.h);
	sp_action(&c.p, ch_asks(&c, 1, 1002));
	ck_assert_uint_eq(au_count_sends(&c.h), 0);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_RANGE), 1);
	sp_action(&c.p, ch_asks(&c, 1, 1001));
	ck_assert_uint_eq(au_count_sends(&c.h), 1001);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ answers_no_impossible_request },
		{ ends_at_a_request_for_what_was_never_sent },
		{ closes_for_an_impossible_request_where_it_is_strict },
		{ answers_for_a_thousand },
	};

	return tu_run(cu_suite("chat_resend_range", tests, CU_N(tests)));
}
