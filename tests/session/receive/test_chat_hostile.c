/* SPDX-License-Identifier: ISC */
/*
 * Whatever a peer or a server says is saved in a form that loads again: after every step all rows
 * are loaded into a second account.  And dates are dates also after January 2038.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "tests/util/chatutil.h"

#define LATER INT32_MIN /* the first date that looks negative: 2038-01-19 03:14:08 */

static const int32_t dates[] = {
	INT32_MIN, INT32_MIN + 1, -1, 0, 1, 1700000000, INT32_MAX - 1, INT32_MAX
};
static const int64_t longs[] = { INT64_MIN, -1, 0, 1, INT64_MAX };

static int32_t
date_of(uint32_t seconds)
{
	return e2e_i_signed32(seconds);
}

/* ---- Loading ----------------------------------------------------------------------------- */

/* All rows of H load and start, and no chat is damaged. */
static void
loads(struct au_host *h, const char *step, int64_t value)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	struct e2e_account *again;

	au_run(h);
	ck_assert_int_eq(e2e_account_new(&again, &h->config), E2E_OK);
	for (size_t i = 0; i < h->rows.n; i++) {
		const struct row_kept *row = &h->rows.v[i];

		ck_assert_msg(e2e_load(again, row->table, row->key, row->key_n, row->value,
		                       row->value_n) == E2E_OK,
		              "%s %lld: a row of table %u is refused", step, (long long)value,
		              (unsigned)row->table);
	}
	ck_assert_int_eq(e2e_start(again, h->now), E2E_OK);
	for (uint32_t i = 0; e2e_chat_at(again, &chat, i) == E2E_OK; i++)
		ck_assert_msg(chat.reason != E2E_REASON_STORE, "%s %lld: a chat is damaged", step,
		              (long long)value);
	e2e_account_free(again);
}

/* ---- From the peer ------------------------------------------------------------------------------ */

/* PACKET with DATE of the server. */
static void
deliver(struct ch *c, const struct sp_packet *packet, int32_t date)
{
	struct e2e_bytes bytes = sp_compose(&c->p, packet);

	ck_assert_int_eq(e2e_feed_message(c->h.account, c->p.chat_id, packet->random_id, date,
	                                  bytes.p, bytes.n, packet->file, 0, packet->qts,
	                                  c->h.now),
	                 E2E_OK);
	au_run(&c->h);
}

static void
text_at(struct ch *c, int32_t date)
{
	struct sp_packet k = sp_text_packet(&c->p, "text");

	deliver(c, &k, date);
}

static struct e2e_remote_file
strange_file(int64_t value)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;

	file.id = file.access_hash = file.bytes = value;
	file.dc_id = file.key_fingerprint = (int32_t)(value / 4294967297);
	return file;
}

/* Any ttl, in order, and behind a hole with a file. */
static void
messages(struct ch *c, int32_t date)
{
	static const int32_t ttl[] = { INT32_MIN, -1, 1, 60, 31622400, INT32_MAX };

	for (size_t i = 0; i < CU_N(ttl); i++) {
		struct e2e_tl_decrypted_message_73 *m = ch_message(c, "burns");
		struct sp_packet k = sp_text_packet(&c->p, "");

		m->ttl = ttl[i];
		m->random_id = k.random_id;
		k.message = (const void *)m;
		deliver(c, &k, date);
		loads(&c->h, "ttl", ttl[i]);
		sp_action(&c->p, ch_set_ttl(c, ttl[i]));
		loads(&c->h, "set ttl", ttl[i]);
	}
	for (size_t i = 0; i < CU_N(longs); i++) {
		struct e2e_remote_file file = strange_file(longs[i]);
		int32_t raw = c->p.out_seq;
		struct sp_packet k = ch_packet_at(c, raw + 1, "held");

		k.file = &file;
		deliver(c, &k, date);
		loads(&c->h, "held", longs[i]);
		c->p.out_seq = raw;
		text_at(c, date);
		c->p.out_seq++;
		loads(&c->h, "filled", longs[i]);
	}
}

/* Layers of announcements and of wrappers. */
static void
layers(struct ch *c)
{
	static const int32_t layer[] = { INT32_MIN, -1, 0, 46, 144, 145, 32767, 32768, INT32_MAX };

	for (size_t i = 0; i < CU_N(layer); i++) {
		struct sp_packet k = sp_text_packet(&c->p, "text");

		k.layer = layer[i];
		sp_send(&c->p, &k);
		loads(&c->h, "layer", layer[i]);
		sp_notify_layer(&c->p, layer[i]);
		loads(&c->h, "notifyLayer", layer[i]);
		au_text(&c->h, c->p.chat_id, "answer");
		loads(&c->h, "own", layer[i]);
	}
}

/* Requests to resend, and a message far ahead. */
static void
numbers(struct ch *c)
{
	static const int32_t seq[] = { INT32_MIN, -1, 0, 1, 2, 2000, INT32_MAX - 1, INT32_MAX };

	for (size_t i = 0; i < CU_N(seq) * CU_N(seq); i++) {
		sp_resend(&c->p, seq[i / CU_N(seq)], seq[i % CU_N(seq)]);
		loads(&c->h, "resend", seq[i / CU_N(seq)]);
	}
	for (size_t i = 0; i < CU_N(seq); i++) {
		struct sp_packet k = sp_text_packet(&c->p, "text");

		c->p.out_seq--;
		k.out_seq_no = seq[i];
		sp_send(&c->p, &k);
		loads(&c->h, "out_seq_no", seq[i]);
		k.out_seq_no = sp_wire_out(&c->p, c->p.out_seq);
		k.in_seq_no = seq[i];
		sp_send(&c->p, &k);
		loads(&c->h, "in_seq_no", seq[i]);
	}
}

/* What the server says of our own messages and of what was read. */
static void
answers(struct ch *c, int32_t date)
{
	c->h.answers = 0;
	ck_assert_int_eq(e2e_send_ttl(c->h.account, c->p.chat_id, NULL, 60, c->h.now), E2E_OK);
	au_text(&c->h, c->p.chat_id, "burns");
	ch_document(c, 0);
	for (int i = 0; i < 3; i++) {
		struct e2e_remote_file file = strange_file(longs[i]);

		ck_assert_int_eq(e2e_call_done(c->h.account, au_last_send(&c->h)->call.id, date,
		                               &file, c->h.now),
		                 E2E_OK);
		loads(&c->h, "sent", date);
	}
	c->h.answers = AU_AUTO_SENDS;
	for (size_t i = 0; i < CU_N(dates); i++) {
		ck_assert_int_eq(e2e_feed_read(c->h.account, c->p.chat_id, dates[i], date, c->h.now),
		                 E2E_OK);
		loads(&c->h, "read", dates[i]);
		ck_assert_int_eq(e2e_chat_read(c->h.account, c->p.chat_id, dates[i], c->h.now),
		                 E2E_OK);
		loads(&c->h, "seen", dates[i]);
	}
}

/* scenario 147: whatever a peer says loads again */
START_TEST(saves_what_a_peer_says_so_that_it_loads)
{
	for (uint32_t role = 0; role < 2; role++) {
		struct ch c;

		ch_init(&c, _i);
		c.h.config.policy = E2E_POLICY_LENIENT;
		ch_ready(&c, role == 0 ? E2E_CREATOR : E2E_ACCEPTOR);
		for (size_t i = 0; i < CU_N(dates); i++)
			messages(&c, dates[i]);
		for (size_t i = 0; i < CU_N(dates); i++)
			answers(&c, dates[i]);
		layers(&c);
		numbers(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- Re-keys -------------------------------------------------------------------------------------- */

static struct e2e_tl_decrypted_message_action_request_key
request_key(struct ch *c, int64_t id)
{
	sp_draw(&c->p);
	return (struct e2e_tl_decrypted_message_action_request_key){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, id,
		{ c->p.public_value, sizeof c->p.public_value }
	};
}

/* A re-key that the account has begun; the peer has that, and not answered. */
static void
begin_rekey(struct ch *c, int backend, uint32_t role)
{
	struct sp_opened o;

	ch_open(c, backend, role);
	sp_text(&c->p, "one");
	au_text(&c->h, c->p.chat_id, "two");
	ck_assert_int_eq(e2e_chat_rekey(c->h.account, c->p.chat_id, c->h.now), E2E_OK);
	au_run(&c->h);
	o = sp_open_call(&c->p, au_last_send(&c->h));
	ck_assert_uint_eq(sp_kind(&o), E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY);
	c->p.in_seq = ch_chat(c).out_seq;
}

/* An ordinary message that acknowledges our request, of any date, must not cost the chat. */
START_TEST(saves_the_dates_of_a_rekey_so_that_they_load)
{
	for (size_t i = 0; i < CU_N(dates); i++) {
		struct e2e_tl_decrypted_message_action_request_key request;
		struct ch c;
		struct sp_packet k;

		begin_rekey(&c, _i, i % 2 == 0 ? E2E_CREATOR : E2E_ACCEPTOR);
		text_at(&c, dates[i]);
		loads(&c.h, "date", dates[i]);
		for (size_t n = 0; n < CU_N(longs); n++) {
			request = request_key(&c, longs[n]);
			k = sp_action_packet(&c.p, (const void *)&request);
			deliver(&c, &k, dates[i]);
			loads(&c.h, "requestKey", longs[n]);
			text_at(&c, dates[(i + n) % CU_N(dates)]);
			loads(&c.h, "date", dates[(i + n) % CU_N(dates)]);
		}
		au_restart(&c.h);
		ck_assert_uint_eq(au_state(&c.h, c.p.chat_id), E2E_CHAT_ACTIVE);
		ch_close(&c);
	}
}
END_TEST

/* The peer's request that we ignored is taken a minute later, across the end of 31 bits, too. */
START_TEST(waits_a_minute_for_an_answer_in_any_year)
{
	static const uint32_t first[] = { 1700000000, INT32_MAX - 30u, INT32_MAX + 1u, UINT32_MAX - 70u };

	for (size_t i = 0; i < CU_N(first); i++) {
		struct e2e_tl_decrypted_message_action_request_key request;
		struct ch c;

		begin_rekey(&c, _i, E2E_CREATOR);
		c.p.in_seq--; /* it does not have ours yet */
		request = request_key(&c, INT64_MIN); /* below ours: it is ignored */
		sp_action(&c.p, (const void *)&request);
		c.p.in_seq++;
		au_forget(&c.h);
		text_at(&c, date_of(first[i]));
		text_at(&c, date_of(first[i] + 59));
		ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY), 0);
		text_at(&c, date_of(first[i] + 60));
		ck_assert_msg(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY) == 1, "from %u", (unsigned)first[i]);
		loads(&c.h, "accepted late", first[i]);
		ch_close(&c);
	}
}
END_TEST

/* ---- Handshakes -------------------------------------------------------------------------------------- */

static void
handshakes(struct au_host *h, int32_t date, int64_t value)
{
	static const size_t sizes[] = { 0, 1, 255, 256, 257, 300 };
	const int64_t user = value > 0 && value != 100 ? value : 7;
	uint8_t g[300];
	int32_t id;

	memset(g, 0x77, sizeof g);
	for (size_t i = 0; i < CU_N(sizes); i++) {
		id = 1000 + (int32_t)i;
		ck_assert_int_eq(e2e_feed_requested(h->account, id, value, date, value, 100, g,
		                                    sizes[i], h->now),
		                 E2E_OK);
		loads(h, "requested, by whoever that is", date);
		ck_assert_int_eq(e2e_feed_requested(h->account, id, value, date, user, 100, g,
		                                    sizes[i], h->now),
		                 E2E_OK);
		loads(h, "requested", date);
		ck_assert_int_eq(e2e_chat_accept(h->account, id, h->now), E2E_OK);
		loads(h, "accept", date);
		ck_assert_int_eq(e2e_feed_message(h->account, id, value, date, g, sizes[i], NULL, 1,
		                                  0, h->now),
		                 E2E_OK);
		loads(h, "early", date);
		ck_assert_int_eq(e2e_feed_accepted(h->account, id, value, date, value, 100, g,
		                                   sizes[i], value, h->now),
		                 E2E_OK);
		loads(h, "accepted", date);
		ck_assert_int_eq(e2e_feed_discarded(h->account, id, 1, h->now), E2E_OK);
		loads(h, "discarded", date);
		(void)!e2e_chat_forget(h->account, id, h->now);
		au_run(h);
		ck_assert_int_eq(e2e_chat_start(h->account, &id, user, value, h->now), E2E_OK);
		au_run(h);
		ck_assert_int_eq(e2e_feed_message(h->account, id, value, date, g, sizes[i], NULL, 1,
		                                  0, h->now),
		                 E2E_OK);
		ck_assert_int_eq(e2e_feed_accepted(h->account, id, value, date, 100, value, g,
		                                   sizes[i], value, h->now),
		                 E2E_OK);
		loads(h, "accepted first", date);
		ck_assert_int_eq(e2e_feed_waiting(h->account, id, value, date, 100, value, h->now),
		                 E2E_OK);
		loads(h, "waiting", date);
		ck_assert_int_eq(e2e_chat_close(h->account, id, 0, h->now), E2E_OK);
		loads(h, "closed", date);
		(void)!e2e_chat_forget(h->account, id, h->now);
	}
}

/* scenario 147: whatever a server says, too */
START_TEST(saves_what_a_server_says_so_that_it_loads)
{
	static const int32_t numbers32[] = { INT32_MIN, -1, 0, 1, INT32_MAX };
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct au_host h;

	au_init(&h, tu_backend((size_t)_i), 100);
	h.answers = AU_AUTO_SENDS;
	au_start(&h);
	e2e_dh_group_known(&group);
	for (size_t i = 0; i < CU_N(numbers32); i++) {
		int32_t id;

		ck_assert_int_eq(e2e_chat_start(h.account, &id, 7, 70, h.now), E2E_OK);
		au_run(&h);
		ck_assert_int_eq(e2e_feed_dh_config(h.account, numbers32[i], 3, group.p,
		                                    sizeof group.p, NULL, 0, h.now),
		                 E2E_OK);
		loads(&h, "version", numbers32[i]);
		ck_assert_int_eq(e2e_feed_message(h.account, numbers32[i], 1, 1, group.p, 100, NULL,
		                                  0, numbers32[i], h.now),
		                 E2E_OK);
		loads(&h, "qts", numbers32[i]);
	}
	for (size_t i = 0; i < CU_N(dates); i++)
		handshakes(&h, dates[i], longs[i % CU_N(longs)]);
	au_close(&h);
}
END_TEST

/* ---- After 2038 ---------------------------------------------------------------------------------------- */

/* A message of the peer's that destroys itself after a minute, of DATE. */
static void
burning(struct ch *c, int32_t date)
{
	struct e2e_tl_decrypted_message_73 *m = ch_message(c, "burns");
	struct sp_packet k = sp_text_packet(&c->p, "");

	m->ttl = 60;
	m->random_id = k.random_id;
	k.message = (const void *)m;
	deliver(c, &k, date);
}

START_TEST(burns_what_was_read_after_2038)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.now = ((int64_t)(uint32_t)LATER + 20) * 1000;
	ch_ready(&c, E2E_CREATOR);
	burning(&c, LATER + 10);
	ck_assert_int_eq(e2e_chat_read(c.h.account, c.p.chat_id, INT32_MAX, c.h.now), E2E_OK);
	au_run(&c.h);
	au_advance(&c.h, 61000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 0); /* it was not read yet */
	ck_assert_int_eq(e2e_chat_read(c.h.account, c.p.chat_id, LATER + 10, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_int_eq(au_last_call(&c.h, E2E_CALL_READ_HISTORY)->call.max_date, LATER + 10);
	/* what is older does not take that back */
	ck_assert_int_eq(e2e_chat_read(c.h.account, c.p.chat_id, 1700000000, c.h.now), E2E_OK);
	au_run(&c.h);
	au_advance(&c.h, 61000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 1);
	ch_close(&c);
}
END_TEST

START_TEST(burns_what_the_peer_read_after_2038)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.now = INT64_C(2200000000) * 1000;
	ch_ready(&c, E2E_ACCEPTOR);
	ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, NULL, 60, c.h.now), E2E_OK);
	au_text(&c.h, c.p.chat_id, "burns");
	ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, INT32_MAX, 0, c.h.now), E2E_OK);
	au_run(&c.h);
	au_advance(&c.h, 61000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 0);
	ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, date_of(2200000061), 0, c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	au_advance(&c.h, 61000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 1);
	ch_close(&c);
}
END_TEST

/* A request of 2039 is not older than one of 2023. */
START_TEST(pushes_the_oldest_request_out_after_2038)
{
	struct au_host h;

	au_init(&h, tu_backend((size_t)_i), 100);
	h.limits.requested_chats = 2;
	au_start(&h);
	for (int32_t id = 1; id <= 3; id++) {
		int32_t date = id == 1 ? LATER : id == 2 ? 1700000000 : LATER + 1;

		ck_assert_int_eq(e2e_feed_requested(h.account, id, 1, date, 7, 100, NULL, 0, h.now),
		                 E2E_OK);
		au_run(&h);
	}
	ck_assert(au_has_chat(&h, 1));
	ck_assert(!au_has_chat(&h, 2));
	ck_assert(au_has_chat(&h, 3));
	au_close(&h);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ saves_what_a_peer_says_so_that_it_loads },
		{ saves_the_dates_of_a_rekey_so_that_they_load },
		{ waits_a_minute_for_an_answer_in_any_year },
		{ saves_what_a_server_says_so_that_it_loads },
		{ burns_what_was_read_after_2038 },
		{ burns_what_the_peer_read_after_2038 },
		{ pushes_the_oldest_request_out_after_2038 },
	};

	return tu_run(cu_suite("chat_hostile", tests, CU_N(tests)));
}
