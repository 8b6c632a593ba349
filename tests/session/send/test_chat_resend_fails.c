/* SPDX-License-Identifier: ISC */
/*
 * What was acknowledged is made anew when it is asked for; where that fails, nothing is left that
 * goes out without bytes when the request is given again (found by the simulator).
 */
#include "config.h"

#include "tests/util/chatutil.h"

START_TEST(never_sends_a_packet_without_bytes)
{
	struct sp_packet ask;
	struct e2e_bytes packet;
	struct au_call *call;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	au_text(&c.h, c.p.chat_id, "to be acknowledged");
	c.p.in_seq = ch_chat(&c).out_seq;
	sp_text(&c.p, "acknowledges it");
	au_forget(&c.h);
	ask = ch_action_at(&c, c.p.out_seq, ch_resend(&c, 1, 1));
	packet = sp_compose(&c.p, &ask);
	c.h.script.n = 0;
	c.h.script.fail_after_script = true;
	ck_assert_int_eq(e2e_feed_message(c.h.account, c.p.chat_id, 5, 1700000000, packet.p,
	                                  packet.n, NULL, 0, 0, c.h.now), E2E_ERR_BACKEND);
	c.h.script.fail_after_script = false;
	ck_assert_int_eq(e2e_feed_message(c.h.account, c.p.chat_id, 5, 1700000000, packet.p,
	                                  packet.n, NULL, 0, 0, c.h.now), E2E_OK);
	au_run(&c.h);
	call = au_last_send(&c.h);
	ck_assert_ptr_nonnull(call);
	ck_assert_uint_gt(call->call.data.n, 0);
	ck_assert_int_eq(sp_open_call(&c.p, call).out_raw, 0);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("chat_resend_fails");
	TCase *tcase = tcase_create("fails");

	tcase_add_loop_test(tcase, never_sends_a_packet_without_bytes, 0,
	                    (int)tu_backend_count());
	suite_add_tcase(suite, tcase);
	return tu_run(suite);
}
