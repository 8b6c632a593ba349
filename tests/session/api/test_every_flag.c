/* SPDX-License-Identifier: ISC */
/*
 * Every flag of a configuration makes the difference that is said of it, and every flag of an event
 * is there where it belongs and nowhere else.
 */
#include "config.h"

#include "tests/util/primes.h"
#include "everyutil.h"

#include <string.h>

#define NOTIFY E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

static const uint8_t fifteen[15];
static const uint8_t key32[32] = { 1 };

/* ---- Configurations: whether it is as the flag says ----------------------------------------- */

/* The host's limits, times and so on are the test's; FLAGS are added. */
static void
ready_with(struct ch *c, uint32_t flags)
{
	c->h.config.flags |= flags;
	if ((flags & E2E_CONFIG_NO_NOTIFY) == 0) {
		ch_ready(c, E2E_CREATOR);
		return;
	}
	c->h.answers = AU_AUTO_SENDS;
	au_start(&c->h);
	sp_open(&c->p, &c->h, CH_PEER);
	sp_account_asks(&c->p);
	sp_waiting(&c->p);
	sp_peer_accepts(&c->p);
	ck_assert_uint_eq(ch_chat(c).state, E2E_CHAT_ACTIVE);
	au_forget(&c->h);
}

static bool
with_mtproto1(struct ch *c, uint32_t flags)
{
	c->h.config.peer_layer = 46;
	ready_with(c, flags);
	au_text(&c->h, c->p.chat_id, "text");
	return ch_look(c, au_last_send(&c->h)).mtproto == 1;
}

static bool
with_chains(struct ch *c, uint32_t flags)
{
	ready_with(c, flags);
	c->h.answers = 0;
	au_text(&c->h, c->p.chat_id, "one");
	au_text(&c->h, c->p.chat_id, "two");
	if (au_count_sends(&c->h) == 2)
		ck_assert_uint_eq(au_send_at(&c->h, 1)->call.after, au_send_at(&c->h, 0)->call.id);
	return au_count_sends(&c->h) == 2;
}

static bool
with_ack_qts(struct ch *c, uint32_t flags)
{
	ready_with(c, flags);
	c->p.qts = 77;
	sp_text(&c->p, "text");
	return au_count_calls(&c->h, E2E_CALL_RECEIVED_QUEUE) == 1;
}

static bool
with_no_rekey(struct ch *c, uint32_t flags)
{
	c->h.timing.rekey_messages = 3;
	ready_with(c, flags);
	sp_text(&c->p, "in");
	for (int i = 0; i < 9; i++)
		au_text(&c->h, c->p.chat_id, "out");
	return ch_count(c, RK_REQUEST) == 0;
}

static bool
with_no_notify(struct ch *c, uint32_t flags)
{
	ready_with(c, flags);
	return ch_chat(c).out_seq == 0;
}

static bool
with_skip_first(struct ch *c, uint32_t flags)
{
	c->h.config.policy = E2E_POLICY_STRICT;
	c->h.timing.resend_tries = 1;
	ready_with(c, flags);
	ch_text_at(c, 1, "1");
	c->p.in_seq = ch_chat(c).out_seq;
	ch_text_at(c, 2, "2");
	for (int i = 0; i < 99 && ch_chat(c).in_seq == 0; i++)
		if (ch_chat(c).state != E2E_CHAT_ACTIVE || !au_due(&c->h))
			break;
	if (ch_chat(c).state == E2E_CHAT_ACTIVE)
		ch_delivered(c, "1|2");
	else
		ch_is_closed(c, E2E_REASON_WITHHELD);
	return ch_chat(c).state == E2E_CHAT_ACTIVE;
}

static bool
with_known_prime(struct ch *c, uint32_t flags)
{
	uint8_t p[E2E_DH_BYTES], random[E2E_DH_BYTES];
	int32_t id;

	ready_with(c, flags);
	ck_assert_int_eq(e2e_chat_start(c->h.account, &id, 9, 90, c->h.now), E2E_OK);
	au_run(&c->h);
	cu_count(random, sizeof random, 1);
	tu_hex(p, sizeof p, prime_rfc3526);
	au_feed_dh_config(&c->h, 4, 2, p, sizeof p, random, sizeof random);
	return au_chat(&c->h, id).reason == E2E_REASON_DH;
}

static bool
with_no_ack(struct ch *c, uint32_t flags)
{
	c->h.timing.ack_messages = 2;
	ready_with(c, flags);
	sp_text(&c->p, "one");
	sp_text(&c->p, "two");
	return ch_count(c, RK_NOOP) == 0;
}

/* By bit: a flag that accounts take has to be here. */
static bool (*const with[32])(struct ch *c, uint32_t flags) = {
	with_mtproto1, with_chains, with_ack_qts, with_no_rekey,
	with_no_notify, with_skip_first, with_known_prime, with_no_ack,
};

START_TEST(does_what_every_flag_of_a_configuration_says)
{
	for (uint32_t bit = 0; bit < 32; bit++) {
		const uint32_t flag = UINT32_C(1) << bit;
		struct e2e_account *account;
		struct ch c;
		int32_t err;

		ch_init(&c, _i);
		c.h.config.flags = flag;
		err = e2e_account_new(&account, &c.h.config);
		e2e_account_free(account);
		ck_assert_msg((err == E2E_OK) == (with[bit] != NULL), "flag %u", (unsigned)flag);
		for (int set = 0; set < 2 && with[bit] != NULL; set++) {
			ch_init(&c, _i);
			ck_assert_msg(with[bit](&c, set ? flag : 0) == (set == 1), "flag %u is %d",
			              (unsigned)flag, set);
			ch_close(&c);
		}
	}
}
END_TEST

/* ---- E2E_CONFIG_NO_NOTIFY, wherever a notifyLayer would go out by itself -------------------- */

/* The peer announces LAYER as a client of layer 8 does, without a number. */
static void
announces(struct ch *c, int32_t layer)
{
	const struct e2e_tl_decrypted_message_action_notify_layer action = { NOTIFY, layer };
	const struct e2e_tl_decrypted_message_service_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 88, { fifteen, sizeof fifteen },
		(const void *)&action,
	};
	struct sp_packet k = ch_packet_at(c, 0, "");

	k.payload = ch_bytes(c, (const void *)&message);
	sp_send(&c->p, &k);
}

START_TEST(answers_no_old_announcement_where_the_host_does_it)
{
	for (int quiet = 0; quiet < 2; quiet++) {
		struct ch c;

		ch_init(&c, _i);
		ready_with(&c, quiet ? E2E_CONFIG_NO_NOTIFY : 0);
		announces(&c, 101);
		ck_assert_int_eq(ch_chat(&c).peer_layer, 101);
		ck_assert_uint_eq(ch_count(&c, NOTIFY), quiet ? 0 : 1);
		ch_close(&c);
	}
}
END_TEST

START_TEST(announces_no_higher_layer_where_the_host_does_it)
{
	for (int quiet = 0; quiet < 2; quiet++) {
		struct ch c;

		ch_init(&c, _i);
		c.h.config.layer = 73;
		ready_with(&c, quiet ? E2E_CONFIG_NO_NOTIFY : 0);
		c.h.config.layer = 144;
		au_restart(&c.h);
		ck_assert_uint_eq(ch_count(&c, NOTIFY), quiet ? 0 : 1);
		au_forget(&c.h);
		au_restart(&c.h); /* it is told once */
		ck_assert_uint_eq(ch_count(&c, NOTIFY), 0);
		ch_close(&c);
	}
}
END_TEST

/* ---- Events ---------------------------------------------------------------------------------- */

static void
flagged_service(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "text");

	k.service = true;
	sp_send(&c->p, &k);
}

/* A text with MEDIA, and the id FROM in it replaced by TO. */
static void
send_media(struct ch *c, const struct e2e_tl *media, uint32_t from, uint32_t to)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "text");
	struct sp_packet k = sp_text_packet(&c->p, "");

	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message->media = media;
	k.message_tl = ch_strange(c, (const void *)message, from, to);
	sp_send(&c->p, &k);
}

static void
flagged_partial(struct ch *c)
{
	static const struct e2e_tl_decrypted_message_media_geo_point place = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 1.5, 2.5,
	};

	send_media(c, (const void *)&place, place.ctor, 0xdeadbeef);
}

static void
flagged_silent(struct ch *c)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "text");
	struct sp_packet k = sp_text_packet(&c->p, "");

	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT;
	k.message = (const void *)message;
	sp_send(&c->p, &k);
}

static void
flagged_warned(struct ch *c)
{
	ch_text_at(c, 0, "before");
	c->p.layer = 101;
	au_forget(&c->h);
	sp_text(&c->p, "the layer of its wrapper went back");
}

static void
flagged_no_file(struct ch *c)
{
	static const struct e2e_tl_decrypted_message_media_document_45 document = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45, .size = 4000,
		.key = { key32, 32 }, .iv = { key32, 32 },
	};

	send_media(c, (const void *)&document, document.ctor, document.ctor);
}

static void
flagged_old(struct ch *c)
{
	static const struct e2e_tl_decrypted_message_media_empty empty = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY,
	};
	static const struct e2e_tl_decrypted_message_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_8, 99, { fifteen, sizeof fifteen },
		{ (const uint8_t *)"text", 4 }, (const void *)&empty,
	};
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.message = (const void *)&message;
	sp_send(&c->p, &k);
}

static void
flagged_newer_layer(struct ch *c)
{
	c->p.layer = 200;
	sp_text(&c->p, "text");
}

static const struct {
	uint32_t flag, with; /* another that goes along */
	void (*send)(struct ch *c);
} flagged[] = {
	{ 0, 0, NULL },
	{ E2E_MESSAGE_SERVICE, 0, flagged_service },
	{ E2E_MESSAGE_PARTIAL, E2E_MESSAGE_WARNED, flagged_partial },
	{ E2E_MESSAGE_SILENT, 0, flagged_silent },
	{ E2E_MESSAGE_WARNED, 0, flagged_warned },
	{ E2E_MESSAGE_NO_FILE, 0, flagged_no_file },
	{ E2E_MESSAGE_OLD, 0, flagged_old },
	{ E2E_MESSAGE_NEWER_LAYER, 0, flagged_newer_layer },
};

START_TEST(flags_a_message_for_what_it_is)
{
	for (size_t i = 0; i < CU_N(flagged); i++) {
		const struct e2e_event *event;
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		if (flagged[i].send != NULL)
			flagged[i].send(&c);
		else
			sp_text(&c.p, "text");
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 1);
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert_uint_eq(event->flags, flagged[i].flag | flagged[i].with);
		ch_close(&c);
	}
}
END_TEST

START_TEST(says_whether_the_history_goes_with_the_chat)
{
	for (int history = 0; history < 2; history++) {
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		au_feed_discarded(&c.h, c.p.chat_id, history == 1);
		ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_CHAT)->flags,
		                  history == 1 ? E2E_CHAT_HISTORY : 0);
		ck_assert_uint_eq(ch_chat(&c).reason, E2E_REASON_DISCARDED);
		ch_close(&c);
	}
}
END_TEST

TCase *
every_flag(void)
{
	const struct cu_test tests[] = {
		{ does_what_every_flag_of_a_configuration_says },
		{ answers_no_old_announcement_where_the_host_does_it },
		{ announces_no_higher_layer_where_the_host_does_it },
		{ flags_a_message_for_what_it_is },
		{ says_whether_the_history_goes_with_the_chat },
	};

	return every_case("flag", tests, CU_N(tests));
}
