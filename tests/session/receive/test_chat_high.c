/* SPDX-License-Identifier: ISC */
/* Long chats: what is missing at a high number, and when a key is due after a failed re-key. */
#include "config.h"

#include "tests/util/rekeyutil.h"

#define RESEND E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND
#define SPAN   1000 /* numbers that one request asks for at most */

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };

/* A chat in which nothing happens by itself but what is asked for. */
static void
open_quiet(struct ch *c, int backend, uint32_t role)
{
	ch_init(c, backend);
	c->h.config.flags |= E2E_CONFIG_NO_REKEY | E2E_CONFIG_NO_ACK;
	ch_ready(c, role);
}

/* The peer sends texts, until N were received. */
static void
receives(struct ch *c, int32_t n)
{
	while (c->p.out_seq < n)
		ch_text_at(c, c->p.out_seq, "text");
	ck_assert_int_eq(ch_chat(c).in_seq, n);
	au_forget(&c->h);
}

/* ---- What is missing -------------------------------------------------------------------- */

/* N messages from number FIRST on are missing: those are asked for, once, and no other. */
static void
misses(struct ch *c, int32_t first, int32_t n)
{
	const int32_t x = c->p.role == E2E_CREATOR ? 1 : 0;
	size_t requests = 0;

	ch_text_at(c, first + n, "behind");
	for (int32_t at = first; at < first + n; at += SPAN) {
		const int32_t last = first + n - at > SPAN ? at + SPAN - 1 : first + n - 1;

		ch_is_resend(c, au_send_at(&c->h, requests++), 2 * at + x, 2 * last + x);
	}
	ck_assert_uint_eq(ch_count(c, RESEND), requests);
	ck_assert_uint_eq(ch_chat(c).holes, requests);
	for (int32_t raw = first; raw < first + n; raw++)
		ch_text_at(c, raw, "missing");
	ck_assert_int_eq(ch_chat(c).in_seq, first + n + 1);
	ck_assert_uint_eq(ch_chat(c).holes, 0);
	ck_assert_uint_eq(ch_rejected(c, 0), 0);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_MESSAGE), (size_t)n + 1);
	au_forget(&c->h);
}

/* TDLib ends a chat whose other side asks for a number that it never sent. */
START_TEST(asks_for_what_is_missing_at_any_number)
{
	static const int32_t at[] = { 0, 1, 499, 500, 501, 999, 1000, 1001, 3000 };
	static const int32_t many[] = { 1, 2, SPAN - 1, SPAN, SPAN + 1 };
	struct ch c;

	for (size_t i = 0; i < CU_N(roles); i++) {
		open_quiet(&c, _i, roles[i]);
		for (size_t k = 0; k < CU_N(at); k++) {
			if (at[k] < c.p.out_seq)
				continue;
			receives(&c, at[k]);
			misses(&c, at[k], 1);
		}
		for (size_t k = 0; k < CU_N(many); k++)
			misses(&c, c.p.out_seq, many[k]);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- When a key is due ------------------------------------------------------------------- */

#define KEY_MESSAGES 10

/* The peer has got REQUEST, and aborts; IN of its texts have been received before. */
static void
aborts(struct ch *c, const struct rk_said *request)
{
	c->p.in_seq = ch_chat(c).out_seq;
	sp_action(&c->p, rk_abort(c, request->id));
	ck_assert_uint_eq(ch_chat(c).rekeying, E2E_REKEY_NONE);
	au_forget(&c->h);
}

/* So many of ours go until the next request, which is of another exchange. */
static int
until_next(struct ch *c, const struct rk_said *before)
{
	int n = 0;

	while (ch_chat(c).rekeying == E2E_REKEY_NONE) {
		ck_assert_int_lt(n++, 100);
		au_text(&c->h, c->p.chat_id, "out");
	}
	ck_assert_int_ne(rk_said(c, RK_REQUEST).id, before->id);
	return n;
}

/* protocol 6.1: the next one is due after as many messages again, whoever sent those before. */
START_TEST(asks_for_a_key_as_late_again_after_an_abort)
{
	static const int in[] = { 1, 4, 9 };

	for (size_t i = 0; i < CU_N(in); i++) {
		struct rk_said request = { 0 };
		struct ch c;

		ch_init(&c, _i);
		c.h.config.flags |= E2E_CONFIG_NO_ACK;
		c.h.timing.rekey_messages = KEY_MESSAGES;
		ch_ready(&c, roles[i % 2]);
		for (int k = 0; k < in[i]; k++)
			sp_text(&c.p, "in");
		ck_assert_int_eq(until_next(&c, &request), KEY_MESSAGES - in[i]);
		for (int round = 0; round < 3; round++) {
			request = rk_said(&c, RK_REQUEST);
			aborts(&c, &request);
			ck_assert_int_eq(until_next(&c, &request), KEY_MESSAGES + 1);
		}
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ asks_for_what_is_missing_at_any_number },
		{ asks_for_a_key_as_late_again_after_an_abort },
	};

	return tu_run(cu_suite("chat_high", tests, CU_N(tests)));
}
