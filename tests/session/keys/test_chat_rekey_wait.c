/* SPDX-License-Identifier: ISC */
/*
 * A request of the peer that has to wait is not forgotten: neither over a re-key of our own, nor
 * because the key before only waits for an acknowledgement (found by the simulator: an iPhone
 * whose request is forgotten answers none of ours, for ever).
 */
#include "config.h"

#include "tests/util/rekeyutil.h"

/*
 * A re-key is over, but what we sent under the old key is not acknowledged; then the peer asks for
 * another one while a number after it is missing.
 */
static void
make_it_wait(struct ch *c)
{
	struct sp_packet request;
	int32_t raw;

	rk_peer_requests(c, 1);
	rk_peer_agrees(c, 1);
	rk_peer_commits(c, 1);
	c->p.old_key = c->p.key;
	c->p.key = c->p.new_key;
	sp_text(&c->p, "under the new key");
	ck_assert(rk_has(c, E2E_KEY_OLD));
	raw = c->p.out_seq;
	sp_draw(&c->p);
	ch_text_at(c, raw + 2, "early");
	request = ch_action_at(c, raw, rk_request(c, 2, rk_value(c)));
	sp_send(&c->p, &request);
	c->p.out_seq = raw + 3;
	ck_assert_uint_eq(ch_chat(c).holes, 1);
	ck_assert_uint_eq(ch_count(c, RK_ACCEPT), 1);
}

START_TEST(is_answered_once_nothing_is_missing)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	make_it_wait(&c);
	ch_text_at(&c, c.p.out_seq - 2, "filled");
	ck_assert_uint_eq(ch_chat(&c).holes, 0);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 2);
	rk_peer_agrees(&c, 2);
	rk_peer_commits(&c, 2);
	rk_peer_switches(&c);
	sp_noop(&c.p);
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ch_close(&c);
}
END_TEST

START_TEST(is_not_forgotten_over_an_order)
{
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	make_it_wait(&c);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	ch_text_at(&c, c.p.out_seq - 2, "filled");
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	au_run(&c.h);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 2);
	rk_peer_agrees(&c, 2);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("chat_rekey_wait");
	TCase *tcase = tcase_create("wait");
	int n = (int)tu_backend_count();

	tcase_add_loop_test(tcase, is_answered_once_nothing_is_missing, 0, n);
	tcase_add_loop_test(tcase, is_not_forgotten_over_an_order, 0, n);
	suite_add_tcase(suite, tcase);
	return tu_run(suite);
}
