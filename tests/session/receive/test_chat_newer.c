/* SPDX-License-Identifier: ISC */
/* When one end is newer than the other: what the user is told, and the other end. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

#define NOTIFY E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

/* ---- The peer is newer ------------------------------------------------------------------ */

/* Android announces 151 and writes 144 */
START_TEST(minds_no_layer_that_is_only_announced)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	sp_notify_layer(&c.p, 151);
	sp_text(&c.p, "from Android");
	ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->flags, 0);
	ck_assert_uint_eq(ch_chat(&c).health, 0);
	ck_assert_ptr_null(au_last_event(&c.h, E2E_EVENT_HEALTH));
	ch_close(&c);
}
END_TEST

/* A text of layer 144, or what is of no known constructor, while ours is 101. */
static void
write_newer(struct ch *c, int backend, int unknown)
{
	struct sp_packet k;

	ch_init(c, backend);
	c->h.config.layer = 101;
	ch_ready(c, E2E_CREATOR);
	c->p.layer = unknown ? 101 : 144;
	k = sp_text_packet(&c->p, "text");
	if (unknown)
		k.message_tl = ch_strange(c, k.message, k.message->ctor, 0x12345678);
	sp_send(&c->p, &k);
}

/* scenario 135: until ours has grown, over restarts; whatever the peer writes meanwhile */
START_TEST(is_outdated_until_its_layer_has_grown)
{
	struct ch c;

	for (int unknown = 0; unknown < 2; unknown++) {
		const uint32_t kind = unknown ? E2E_EVENT_UNSUPPORTED : E2E_EVENT_MESSAGE;

		write_newer(&c, _i, unknown);
		ck_assert_uint_eq(au_last_event(&c.h, kind)->flags & E2E_MESSAGE_NEWER_LAYER,
		                  unknown ? 0 : E2E_MESSAGE_NEWER_LAYER);
		c.p.layer = 101;
		sp_text(&c.p, "text");
		ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->flags &
		                          E2E_MESSAGE_NEWER_LAYER, 0);
		au_restart(&c.h);
		ck_assert_uint_eq(ch_chat(&c).health, E2E_HEALTH_OUTDATED);
		c.h.config.layer = 144;
		au_restart(&c.h);
		ck_assert_uint_eq(ch_chat(&c).health, 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- We are newer ----------------------------------------------------------------------- */

#define CHATS 5 /* the first three are active, the fourth is closed, the last was only asked for */

/* An account of layer 101 that has told so in its chats. */
static void
open_many(struct ch *c, struct sp_peer *peers, int backend)
{
	ch_init(c, backend);
	c->h.config.layer = 101;
	au_start(&c->h);
	for (int i = 0; i < CHATS; i++) {
		sp_open(&peers[i], &c->h, CH_PEER + i);
		if (i == 0)
			sp_accepted(&peers[i]);
		else if (i < CHATS - 1)
			sp_asked(&peers[i]);
		else
			sp_peer_asks(&peers[i], 4300);
	}
	ck_assert_int_eq(e2e_chat_close(c->h.account, peers[3].chat_id, 0, c->h.now), E2E_OK);
	au_run(&c->h);
	au_forget(&c->h);
}

/* How many announcements of LAYER went to PEER since au_forget(). */
static size_t
told(struct ch *c, struct sp_peer *peer, int32_t layer)
{
	size_t n = 0;

	for (size_t i = 0; i < au_count_sends(&c->h); i++) {
		const struct au_call *call = au_send_at(&c->h, i);
		const struct e2e_tl_decrypted_message_action_notify_layer *action;
		struct sp_opened opened;

		if (call->call.chat_id != peer->chat_id)
			continue;
		opened = sp_open_call(peer, call);
		ck_assert_uint_eq(sp_kind(&opened), NOTIFY);
		action = (const void *)opened.action;
		ck_assert_int_eq(action->layer, layer);
		n++;
	}
	return n;
}

/* scenario 135: when ours has grown, every chat is told, once; and none that cannot be */
START_TEST(tells_all_chats_when_its_layer_has_grown)
{
	static const struct {
		uint32_t flags;
		int32_t layer;
		bool tells;
	} later[] = {
		{ 0, 0, true }, { 0, 144, true }, { 0, 101, false }, { 0, 73, false },
		{ E2E_CONFIG_NO_NOTIFY, 0, false },
	};

	for (size_t i = 0; i < CU_N(later); i++) {
		struct sp_peer peers[CHATS];
		struct ch c;

		open_many(&c, peers, _i);
		c.h.config.layer = later[i].layer;
		c.h.config.flags = later[i].flags;
		au_restart(&c.h);
		for (int k = 0; k < CHATS; k++)
			ck_assert_uint_eq(told(&c, &peers[k], 144), later[i].tells && k < 3);
		for (int k = 0; k < 3; k++)
			ck_assert_int_eq(au_chat(&c.h, peers[k].chat_id).layer,
			                 later[i].tells ? 144 : 101);
		au_forget(&c.h);
		au_restart(&c.h); /* it is said once */
		ck_assert_uint_eq(au_count_sends(&c.h), 0);
		for (int k = 0; k < 3; k++) {
			sp_text(&peers[k], "after");
			ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->chat_id,
			                 peers[k].chat_id);
		}
		for (int k = 0; k < CHATS; k++)
			sp_close(&peers[k]);
		au_close(&c.h);
	}
}
END_TEST

/* What was to be told and did not get out is told after the crash, with the same bytes. */
START_TEST(tells_all_chats_in_spite_of_a_crash)
{
	struct sp_peer peers[CHATS];
	struct ch c;

	open_many(&c, peers, _i);
	c.h.config.layer = 0;
	c.h.answers = 0;
	au_restart(&c.h);
	ck_assert_uint_eq(au_count_sends(&c.h), 3);
	au_restart(&c.h);
	ck_assert_uint_eq(au_count_sends(&c.h), 6);
	for (size_t k = 0; k < 3; k++) {
		const struct e2e_call *first = &au_send_at(&c.h, k)->call;
		size_t same = 0;

		for (size_t i = 3; i < 6; i++) {
			const struct e2e_call *again = &au_send_at(&c.h, i)->call;

			same += again->chat_id == first->chat_id &&
			        again->random_id == first->random_id &&
			        again->data.n == first->data.n &&
			        memcmp(again->data.p, first->data.p, first->data.n) == 0;
		}
		ck_assert_uint_eq(same, 1);
		ck_assert_uint_eq(told(&c, &peers[k], 144), 2);
	}
	for (int k = 0; k < CHATS; k++)
		sp_close(&peers[k]);
	au_close(&c.h);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ minds_no_layer_that_is_only_announced },
		{ is_outdated_until_its_layer_has_grown },
		{ tells_all_chats_when_its_layer_has_grown },
		{ tells_all_chats_in_spite_of_a_crash },
	};

	return tu_run(cu_suite("chat_newer", tests, CU_N(tests)));
}
