/* SPDX-License-Identifier: ISC */
/* What is too long, but no packet: results and errors of calls, values of a handshake. */
#include "config.h"

#include "tests/util/tightutil.h"

#include <string.h>

/* 16000 ids: as objects they take far more than a small block. */
static struct e2e_bytes
many_ids(struct ch *c)
{
	struct e2e_tl_decrypted_message_action_delete_messages action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
		{ sp_new(&c->p, 16000 * sizeof(int64_t)), 16000 },
	};

	return tight_boxed(c, &action);
}

/* An object that means nothing here is not decoded; the call is made again. */
START_TEST(decodes_nothing_that_it_does_not_want)
{
	struct tight t;
	struct e2e_bytes ids;
	struct au_call *call;

	tight_open(&t, _i, E2E_CREATOR);
	ids = many_ids(&t.c);
	ck_assert_int_eq(e2e_feed_tl(t.c.h.account, ids.p, ids.n, t.c.h.now),
	                 E2E_REFUSED_UNKNOWN);
	t.c.h.answers = 0;
	au_text(&t.c.h, t.c.p.chat_id, "hello");
	call = au_last_send(&t.c.h);
	ck_assert_int_eq(e2e_call_done_tl(t.c.h.account, call->call.id, ids.p, ids.n, t.c.h.now),
	                 E2E_OK);
	ck_assert_int_eq(e2e_call_done_tl(t.c.h.account, call->call.id, t.junk, HUGE_BYTES,
	                                  t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	au_advance(&t.c.h, 60000);
	ck_assert_uint_eq(au_count_sends(&t.c.h), 2);
	ck_assert_uint_lt(t.cap.largest, SMALL);
	tight_close(&t);
}
END_TEST

/* The text of a server's error is looked at and passed on up to 1024 bytes. */
START_TEST(takes_no_more_of_an_error_than_it_can_use)
{
	static const char reason[] = "MSG_TOO_LONG_OR_SO";
	struct tight t;
	const struct e2e_event *event;
	int64_t id;

	tight_open(&t, _i, E2E_ACCEPTOR);
	t.c.h.answers = 0;
	id = au_text(&t.c.h, t.c.p.chat_id, "refused");
	memcpy(t.junk, reason, sizeof reason - 1);
	ck_assert_int_eq(e2e_call_failed(t.c.h.account, au_last_send(&t.c.h)->call.id, 400,
	                                 (const char *)t.junk, HUGE_BYTES, t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	event = au_last_event(&t.c.h, E2E_EVENT_FAILED);
	ck_assert_ptr_nonnull(event);
	ck_assert_int_eq(event->random_id, id);
	ck_assert_uint_eq(event->text.n, 1024);
	ck_assert_mem_eq(event->text.p, t.junk, 1024);
	ck_assert_uint_lt(t.cap.largest, SMALL);
	tight_close(&t);
}
END_TEST

/* And one that ends the chat. */
START_TEST(closes_with_a_text_of_any_length)
{
	static const char reason[] = "ENCRYPTION_DECLINED ";
	struct tight t;

	tight_open(&t, _i, E2E_CREATOR);
	t.c.h.answers = 0;
	au_text(&t.c.h, t.c.p.chat_id, "refused");
	memcpy(t.junk, reason, sizeof reason - 1);
	ck_assert_int_eq(e2e_call_failed(t.c.h.account, au_last_send(&t.c.h)->call.id, 400,
	                                 (const char *)t.junk, HUGE_BYTES, t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	ck_assert_uint_eq(ch_chat(&t.c).state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(au_last_event(&t.c.h, E2E_EVENT_CHAT)->text.n, 1024);
	tight_close(&t);
}
END_TEST

/* Values of a handshake as long as TL can carry. */
START_TEST(refuses_long_values_of_a_handshake)
{
	struct tight t;
	int32_t id;

	tight_open(&t, _i, E2E_CREATOR);
	au_feed_requested(&t.c.h, 41, 8, t.junk, HUGE_BYTES);
	ck_assert_int_eq(e2e_chat_accept(t.c.h.account, 41, t.c.h.now), E2E_OK);
	au_run(&t.c.h);
	ck_assert_uint_eq(ch_chat(&t.c).state, E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(au_chat(&t.c.h, 41).reason, E2E_REASON_VALUE);

	ck_assert_int_eq(e2e_chat_start(t.c.h.account, &id, 9, 90, t.c.h.now), E2E_OK);
	au_run(&t.c.h);
	ck_assert_int_eq(e2e_feed_dh_config(t.c.h.account, 4, 3, t.junk, HUGE_BYTES, t.junk,
	                                    HUGE_BYTES, t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	ck_assert_uint_eq(au_chat(&t.c.h, id).reason, E2E_REASON_DH);
	ck_assert_int_eq(e2e_feed_dh_not_modified(t.c.h.account, t.junk, HUGE_BYTES, t.c.h.now),
	                 E2E_OK);
	ck_assert_int_eq(e2e_feed_accepted(t.c.h.account, t.c.p.chat_id, 1, 1, 1, 1, t.junk,
	                                   HUGE_BYTES, 1, t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	ck_assert_uint_lt(t.cap.largest, SMALL);
	tight_close(&t);
}
END_TEST

/* The same as a result: two strings, each as long as TL has them. */
START_TEST(takes_two_long_strings_in_one_result)
{
	const size_t n = 16777215;
	struct tight t;
	uint8_t *p;
	struct e2e_tl_messages_dh_config config = { .ctor = E2E_TL_MESSAGES_DH_CONFIG };
	struct e2e_bytes bytes;
	int32_t id;

	tight_open(&t, _i, E2E_CREATOR);
	p = sp_new(&t.c.p, n);
	config.g = 3;
	config.p = (struct e2e_bytes){ p, n };
	config.random = (struct e2e_bytes){ p, n };
	bytes = tight_boxed(&t.c, &config);
	ck_assert_int_eq(e2e_chat_start(t.c.h.account, &id, 9, 90, t.c.h.now), E2E_OK);
	au_run(&t.c.h);
	ck_assert_int_eq(e2e_call_done_tl(t.c.h.account,
	                                  au_last_call(&t.c.h, E2E_CALL_GET_DH_CONFIG)->call.id,
	                                  bytes.p, bytes.n, t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	ck_assert_uint_eq(au_chat(&t.c.h, id).reason, E2E_REASON_DH);
	ck_assert_uint_lt(t.cap.largest, SMALL);
	tight_close(&t);
}
END_TEST

/* Numbers of the server that cannot be are no error of the host. */
START_TEST(passes_over_a_qts_that_cannot_be)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ck_assert_int_eq(e2e_feed_qts(c.h.account, 7, c.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_qts(c.h.account, -1, c.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_qts(c.h.account, INT32_MIN, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_int_eq(e2e_qts(c.h.account), 7);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ decodes_nothing_that_it_does_not_want },
		{ takes_no_more_of_an_error_than_it_can_use },
		{ closes_with_a_text_of_any_length },
		{ refuses_long_values_of_a_handshake },
		{ takes_two_long_strings_in_one_result },
		{ passes_over_a_qts_that_cannot_be },
	};

	return tu_run(cu_suite("chat_long_server", tests, CU_N(tests)));
}
