/* SPDX-License-Identifier: ISC */
/* Layers: which one is spoken, what is heard of the peer's, and what fits it. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

#define NOTIFY E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* The account sends a text; the layer of its wrapper. */
static int32_t
spoken(struct ch *c)
{
	struct sp_opened opened;

	au_text(&c->h, c->p.chat_id, "x");
	opened = ch_look(c, au_last_send(&c->h));
	ck_assert_int_eq(ch_chat(c).sent_layer, opened.layer);
	return opened.layer;
}

/* The layer that the account announced with CALL. */
static int32_t
announced(struct ch *c, const struct au_call *call)
{
	const struct e2e_tl_decrypted_message_action_notify_layer *action;
	struct sp_opened opened = ch_look(c, call);

	ck_assert_uint_eq(sp_kind(&opened), NOTIFY);
	action = (const void *)opened.action;
	return action->layer;
}

/* ---- Negotiation --------------------------------------------------------------------- */

/* scenario 70: the layer of the first wrapper is that of the configuration */
START_TEST(begins_with_the_layer_it_was_told)
{
	static const struct {
		int32_t own, peer, layer, announced;
	} start[] = {
		{ 0, 0, 73, 144 }, { 0, 46, 46, 144 }, { 0, 101, 101, 144 }, { 101, 0, 73, 101 },
		{ 46, 0, 46, 46 }, { 73, 144, 73, 73 },
	};
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(start); i++) {
		ch_init(&c, _i);
		c.h.config.layer = start[i].own;
		c.h.config.peer_layer = start[i].peer;
		ch_ready(&c, roles[i % 2]);
		c.h.first_call = 0;
		ck_assert_int_eq(announced(&c, au_send_at(&c.h, 0)), start[i].announced);
		ck_assert_int_eq(ch_look(&c, au_send_at(&c.h, 0)).layer, start[i].layer);
		ck_assert_int_eq(spoken(&c), start[i].layer);
		ck_assert_int_eq(ch_chat(&c).layer, start[i].announced);
		ch_close(&c);
	}
}
END_TEST

/* protocol 4.2: the layer that was announced is saved, or each start would announce it anew */
START_TEST(announces_what_an_upgrade_learned_once)
{
	size_t sends;
	struct ch c;

	ch_init(&c, _i);
	c.h.config.layer = 101;
	ch_ready(&c, E2E_CREATOR);
	sends = au_count_sends(&c.h);
	c.h.config.layer = 144;
	for (int start = 0; start < 3; start++) {
		au_restart(&c.h);
		ck_assert_uint_eq(au_count_sends(&c.h), sends + 1);
		ck_assert_int_eq(ch_chat(&c).layer, 144);
	}
	ck_assert_int_eq(announced(&c, au_send_at(&c.h, sends)), 144);
	ch_close(&c);
}
END_TEST

/* scenario 70: never another than an iPhone reads (protocol T4.1) */
START_TEST(follows_what_the_peer_announces)
{
	static const struct {
		int32_t first, layer, then;
	} peers[] = {
		{ 73, 144, 144 }, { 73, 151, 144 }, { 73, 143, 101 }, { 73, 123, 101 },
		{ 73, 101, 101 }, { 73, 100, 73 }, { 46, 66, 46 }, { 46, 46, 46 }, { 46, 73, 73 },
		{ 46, 151, 144 }, { 73, INT32_MAX, 144 },
	};
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(peers); i++) {
		ch_init(&c, _i);
		c.h.config.peer_layer = peers[i].first;
		ch_ready(&c, roles[i % 2]);
		c.p.layer = peers[i].first;
		sp_notify_layer(&c.p, peers[i].layer);
		ck_assert_int_eq(spoken(&c), peers[i].then);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		au_restart(&c.h);
		ck_assert_int_eq(spoken(&c), peers[i].then);
		ch_close(&c);
	}
}
END_TEST

/* scenario 70: a wrapper tells as much */
START_TEST(learns_from_wrappers)
{
	static const int32_t layers[][2] = { { 73, 73 }, { 101, 101 }, { 143, 101 }, { 144, 144 },
		{ 151, 144 } };
	struct ch c;
	size_t i;

	ch_open(&c, _i, E2E_CREATOR);
	for (i = 0; i < CU_N(layers); i++) {
		c.p.layer = layers[i][0];
		sp_text(&c.p, "x");
		ck_assert_int_eq(ch_chat(&c).peer_layer, layers[i][0]);
		ck_assert_int_eq(spoken(&c), layers[i][1]);
	}
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 71, and its strict form: TDLib demands that ours never falls (protocol T4.3) */
START_TEST(never_goes_back)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		sp_notify_layer(&c.p, 144);
		ck_assert_int_eq(spoken(&c), 144);
		sp_notify_layer(&c.p, 73);
		ck_assert_int_eq(spoken(&c), 144);
		ck_assert_int_eq(ch_chat(&c).peer_layer, 144);
		ck_assert_int_eq(ch_chat(&c).in_seq, 2);
		if (policies[i] == E2E_POLICY_STRICT)
			ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_NOTIFY_BACK), 1);
		ch_is_open(&c);
		sp_notify_layer(&c.p, -1);
		ck_assert_int_eq(spoken(&c), 144);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* protocol T4.4: the layer of the peer's wrappers may fall, but TDLib closes for it */
START_TEST(bears_wrappers_that_go_back)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		sp_text(&c.p, "144");
		c.p.layer = 101;
		sp_text(&c.p, "101");
		if (policies[i] == E2E_POLICY_STRICT) {
			ch_is_closed(&c, E2E_CHECK_LAYER_BACK);
		} else {
			ch_delivered(&c, "144|101");
			ck_assert_int_eq(ch_chat(&c).peer_layer, 144);
			ck_assert_int_eq(spoken(&c), 144);
			ch_is_open(&c);
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 72: Android announces 151, for which no document has a constructor */
START_TEST(reads_a_layer_it_does_not_know)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		c.p.layer = 151;
		sp_text(&c.p, "from Android");
		ch_delivered(&c, "from Android");
		ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->layer, 151);
		ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->flags,
		                  E2E_MESSAGE_NEWER_LAYER);
		ck_assert_uint_eq(ch_chat(&c).health, E2E_HEALTH_OUTDATED);
		ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_HEALTH)->health,
		                  E2E_HEALTH_OUTDATED);
		ck_assert_int_eq(ch_chat(&c).peer_layer, 151);
		ck_assert_int_eq(spoken(&c), 144);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- Layer 8 ------------------------------------------------------------------------- */

static const uint8_t fifteen[15] = { 8 };

/* A notifyLayer of layer 8 as bytes. */
static struct e2e_bytes
old_notify(struct ch *c, int32_t layer)
{
	struct e2e_tl_decrypted_message_action_notify_layer action = { NOTIFY, layer };
	struct e2e_tl_decrypted_message_service_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 88, { fifteen, sizeof fifteen },
		(const void *)&action,
	};

	return ch_bytes(c, (const void *)&message);
}

/* The service message of layer 8 with ACTION, in a wrapper with numbers. */
static void
old_service(struct ch *c, int64_t random_id, const void *action)
{
	const struct e2e_tl_decrypted_message_service_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, random_id,
		{ fifteen, sizeof fifteen }, action,
	};
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.message_tl = ch_bytes(c, (const void *)&message);
	sp_send(&c->p, &k);
}

/* aa48327d consumes its number, and its action is done, as by the service message of layer 17 */
START_TEST(does_what_a_service_message_of_layer_8_says)
{
	static const struct e2e_tl_decrypted_message_action_set_message_ttl ttl = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL, 33,
	};
	static const struct e2e_tl_decrypted_message_action_notify_layer layer = { NOTIFY, 101 };
	const struct e2e_event *event;
	struct ch c;

	for (size_t i = 0; i < CU_N(policies) * CU_N(roles); i++) {
		ch_open_policy(&c, _i, roles[i / 3], policies[i % 3]);
		c.p.layer = i % 2 == 0 ? 46 : 73;
		old_service(&c, 777, &ttl);
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ck_assert_int_eq(ch_chat(&c).ttl, 33);
		event = au_last_event(&c.h, E2E_EVENT_TTL);
		ck_assert_int_eq(event->ttl, 33);
		ck_assert_int_eq(event->random_id, 777);
		old_service(&c, 778, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
		                              (const int64_t[]){ 5, 6 }, 2));
		event = au_last_event(&c.h, E2E_EVENT_DELETED);
		ck_assert_uint_eq(event->ids.n, 2);
		ck_assert_int_eq(event->random_id, 778);
		old_service(&c, 779, &layer);
		ck_assert_int_eq(ch_chat(&c).peer_layer, 101);
		ck_assert_int_eq(spoken(&c), 101);
		ck_assert_int_eq(ch_chat(&c).in_seq, 3);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_UNSUPPORTED), 0);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 76: unwrapped, or in a wrapper of layer 8 without numbers (tdlib/td#341) */
START_TEST(hears_the_layer_of_old_clients)
{
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < 4; i++) {
		ch_open_policy(&c, _i, roles[i % 2],
		               i < 2 ? E2E_POLICY_STANDARD : E2E_POLICY_LENIENT);
		k = ch_packet_at(&c, 0, "");
		if (i % 2 == 0) {
			k.payload = old_notify(&c, 101);
		} else {
			k.message_tl = old_notify(&c, 101);
			k.layer = 8;
			k.in_seq_no = k.out_seq_no = -1;
		}
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).peer_layer, 101);
		ck_assert_int_eq(ch_chat(&c).in_seq, 0);
		ck_assert_int_eq(ch_chat(&c).held, 0);
		ck_assert_uint_eq(ch_count(&c, NOTIFY), 1);
		ck_assert_int_eq(announced(&c, ch_last(&c, NOTIFY)), 144);
		ck_assert_int_eq(spoken(&c), 101);
		ch_is_open(&c);
		sp_send(&c.p, &k); /* it is no question that is answered for ever */
		ck_assert_uint_eq(ch_count(&c, NOTIFY), 1);
		ch_text_at(&c, 0, "first");
		ch_delivered(&c, "first");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 77: a text of layer 8 is not delivered */
START_TEST(hears_no_old_texts)
{
	struct e2e_tl_decrypted_message_media_empty empty = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY,
	};
	struct e2e_tl_decrypted_message_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_8, 99, { fifteen, sizeof fifteen }, ch_string("old"),
		(const void *)&empty,
	};
	struct sp_packet k;
	struct ch c;
	int quiet;

	for (quiet = 0; quiet < 2; quiet++) {
		ch_init(&c, _i);
		if (quiet)
			c.h.config.act[E2E_CHECK_OLD_LAYER] = E2E_ACT_IGNORE;
		ch_ready(&c, roles[quiet]);
		k = ch_packet_at(&c, 0, "");
		k.payload = ch_bytes(&c, (const void *)&message);
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).in_seq, 0);
		ch_delivered(&c, "");
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_OLD_LAYER), quiet ? 0 : 1);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ begins_with_the_layer_it_was_told },
		{ announces_what_an_upgrade_learned_once },
		{ follows_what_the_peer_announces },
		{ learns_from_wrappers },
		{ never_goes_back },
		{ bears_wrappers_that_go_back },
		{ reads_a_layer_it_does_not_know },
		{ does_what_a_service_message_of_layer_8_says },
		{ hears_the_layer_of_old_clients },
		{ hears_no_old_texts },
	};

	return tu_run(cu_suite("chat_layer", tests, CU_N(tests)));
}
