/* SPDX-License-Identifier: ISC */
/*
 * What a chat costs: memory while nothing happens, memory while a message is taken, bytes of
 * rows for a message sent and a message received.  Counted, not timed; tests/bench has the
 * times.
 */
#include "config.h"

#include "tests/util/accountutil.h"
#include "tests/util/chatutil.h"
#include "tests/util/cryptoutil.h"
#include "tests/util/rowtag.h"

#include <stdlib.h>
#include <string.h>

#define USER     100
#define PEER     200
#define MESSAGES 100 /* each way, before a chat is measured */
#define BURST    500 /* at once                              */

#define TEXT_BYTES (900 * 1024) /* of the longest message             */
#define OBJECTS    16384        /* as many as a vector is taken with */

#define CHAT_MAX_BYTES 2048 /* of an idle chat, beyond its keys */

/*
 * Rows, keys and values, puts and deletes.  Sending writes the counters and the outbox, then
 * the counters again.  Receiving writes the counters and the qts; of what it acknowledges
 * stubs, and it deletes those before the tail.
 */
#define SEND_MAX_BYTES    256 /* beyond the packet, from the order to SENT  */
#define RECEIVE_MAX_BYTES 96  /* beyond                                      */
#define ACK_MAX_BYTES     80  /* for each message that it acknowledges       */

/* Two accounts with a chat; A is the one that is measured. */
struct cost {
	struct au_host a, b;
	int32_t chat_id;
};

/* ---- Life -------------------------------------------------------------------------------- */

static void
cost_open(struct cost *c, int backend)
{
	au_init(&c->a, tu_backend((size_t)backend), USER);
	au_init(&c->b, tu_backend((size_t)backend), PEER);
	c->a.answers = c->b.answers = AU_AUTO_SENDS;
	au_start(&c->a);
	au_start(&c->b);
}

static void
cost_close(struct cost *c)
{
	au_close(&c->a);
	au_close(&c->b);
}

static void
from_each(struct cost *c)
{
	au_text(&c->a, c->chat_id, "a text as long as most of them are");
	au_carry_all(&c->a, &c->b);
	au_text(&c->b, c->chat_id, "another text");
	au_carry_all(&c->a, &c->b);
}

/* Until A's chat is at rest: no key but the current one, everything acknowledged. */
static void
come_to_rest(struct cost *c)
{
	for (int i = 0; i < MESSAGES; i++) {
		struct e2e_chat chat = au_chat(&c->a, c->chat_id);

		if (chat.rekeying == E2E_REKEY_NONE && chat.old_key_fingerprint == 0 &&
		    chat.acked_seq == chat.out_seq) {
			ck_assert_uint_eq(chat.unsent + chat.held + chat.holes + chat.timers, 0);
			ck_assert_uint_eq(chat.health, 0);
			return;
		}
		from_each(c);
	}
	ck_abort_msg("the chat does not come to rest");
}

/* A new chat, in which first A sends FIRST texts, and then each of them MESSAGES in turn. */
static void
lived_chat(struct cost *c, int first)
{
	c->chat_id = au_make_pair(&c->a, &c->b);
	while (first-- > 0)
		au_text(&c->a, c->chat_id, "a text as long as most of them are");
	au_carry_all(&c->a, &c->b);
	for (int i = 0; i < MESSAGES; i++)
		from_each(c);
	come_to_rest(c);
}

/* What the keys of chat CHAT_ID take. */
static size_t
key_bytes(struct au_host *h, int32_t chat_id)
{
	struct e2e_key key = E2E_KEY_INIT;
	size_t n = 0;

	for (uint32_t which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++)
		if (e2e_chat_key(h->account, &key, chat_id, which) == E2E_OK)
			n += E2E_KEY_BYTES;
	return n;
}

/* ---- Many chats ---------------------------------------------------------------------------- */

static void
load(struct au_host *h, const struct row_kept *row)
{
	ck_assert_int_eq(e2e_load(h->account, row->table, row->key, row->key_n, row->value,
	                          row->value_n),
	                 E2E_OK);
}

/* Load ROW, of a chat, as one of chat ID. */
static void
load_as(struct au_host *h, struct row_kept *row, int32_t id)
{
	for (size_t i = 0; i < 4; i++)
		row->key[i] = (uint8_t)((uint32_t)id >> (24 - 8 * i));
	ck_assert_int_eq(row_tag(e2e_account_crypto(h->account), USER, row->table, row->key,
	                         row->key_n, row->value, row->value_n),
	                 E2E_OK);
	load(h, row);
}

/* A host of the same user with the rows of A's only chat under the ids 1 to N. */
static void
open_many(struct au_host *h, const struct cost *c, int backend, int32_t n)
{
	struct rows rows = rows_copy(&c->a.rows);

	au_init(h, tu_backend((size_t)backend), USER);
	h->now = c->a.now;
	ck_assert_int_eq(e2e_account_new(&h->account, &h->config), E2E_OK);
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].key_n < 4 || rows.v[i].key_n == E2E_SHA256_BYTES) {
			load(h, &rows.v[i]);
			continue;
		}
		for (int32_t id = 1; id <= n; id++)
			load_as(h, &rows.v[i], id);
	}
	rows_free(&rows);
	ck_assert_int_eq(e2e_start(h->account, h->now), E2E_OK);
	au_run(h);
	for (int32_t id = 1; id <= n; id++)
		ck_assert_uint_eq(au_state(h, id), E2E_CHAT_ACTIVE);
}

static void
close_many(struct au_host *h)
{
	e2e_account_free(h->account);
	h->account = NULL;
	ck_assert_uint_eq(h->memory.live_blocks, 0);
	ck_assert_uint_eq(h->memory.live_bytes, 0);
	au_close(h);
}

/* ---- Memory --------------------------------------------------------------------------------- */

START_TEST(is_small_while_nothing_happens)
{
	struct cost c;
	struct au_host h;
	size_t live, live_1000, keys;

	cost_open(&c, _i);
	lived_chat(&c, 0);
	open_many(&h, &c, _i, 500);
	live = h.memory.live_bytes;
	close_many(&h);
	open_many(&h, &c, _i, 1000);
	live_1000 = h.memory.live_bytes;
	keys = 500 * key_bytes(&h, 1);
	close_many(&h);
	ck_assert_uint_gt(live_1000 - live, keys);
	ck_assert_uint_le(live_1000 - live - keys, 500 * CHAT_MAX_BYTES);
	cost_close(&c);
}
END_TEST

/* Memory that grew while the chat was busy counts as well. */
START_TEST(is_small_after_a_life)
{
	static const int firsts[] = { 0, BURST };
	struct cost c;

	cost_open(&c, _i);
	lived_chat(&c, BURST); /* what the account itself needs is there then */
	for (size_t i = 0; i < CU_N(firsts); i++) {
		size_t live = c.a.memory.live_bytes, n;

		lived_chat(&c, firsts[i]);
		n = c.a.memory.live_bytes - live - key_bytes(&c.a, c.chat_id);
		ck_assert_msg(n <= CHAT_MAX_BYTES, "%zu bytes after a burst of %d", n, firsts[i]);
	}
	cost_close(&c);
}
END_TEST

/* How much more memory there was for a moment than before, when PACKET was fed. */
static size_t
peak_of_feeding(struct au_host *h, int32_t chat_id, const struct e2e_call *call)
{
	size_t before;

	/* once to make the buffers that stay */
	ck_assert_int_eq(e2e_feed_message(h->account, chat_id, call->random_id, 0, call->data.p,
	                                  call->data.n, NULL, 0, 0, h->now),
	                 E2E_OK);
	au_run(h);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_MESSAGE), 1);
	before = h->memory.live_bytes;
	h->memory.peak_bytes = before;
	ck_assert_int_eq(e2e_feed_message(h->account, chat_id + 1, call->random_id, 0,
	                                  call->data.p, call->data.n, NULL, 0, 0, h->now),
	                 E2E_OK);
	au_run(h);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_MESSAGE), 2);
	ck_assert_uint_eq(h->memory.live_bytes, before);
	return h->memory.peak_bytes - before;
}

START_TEST(takes_a_message_in_the_same_memory_beside_more_chats)
{
	struct cost c;
	struct au_host h;
	const struct au_call *call;
	size_t few, many;

	cost_open(&c, _i);
	lived_chat(&c, 0);
	open_many(&h, &c, _i, 10);
	au_text(&c.b, c.chat_id, "for every copy of the chat");
	call = au_last_send(&c.b);
	few = peak_of_feeding(&h, 5, &call->call);
	close_many(&h);
	open_many(&h, &c, _i, 1000);
	many = peak_of_feeding(&h, 500, &call->call);
	close_many(&h);
	ck_assert_uint_eq(few, many);
	cost_close(&c);
}
END_TEST

/* What taking in a packet around MESSAGE needs at a time, in bytes for each thousand of its own. */
static size_t
thousandths_of(struct ch *c, const void *message)
{
	struct sp_packet k = sp_packet(&c->p);
	struct e2e_bytes packet;
	size_t live;

	k.message = message;
	packet = sp_compose(&c->p, &k);
	live = c->h.memory.live_bytes;
	c->h.memory.peak_bytes = live;
	au_feed_message(&c->h, k.chat_id, k.random_id, packet, NULL, false, 0);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_MESSAGE), 1);
	au_forget(&c->h);
	return (c->h.memory.peak_bytes - live) * 1000 / packet.n;
}

/* A document with N attributes of twelve bytes, which are the widest ones in memory. */
static const void *
of_small_objects(struct ch *c, size_t n)
{
	struct e2e_tl_document_attribute_audio_46 *audio = sp_new(&c->p, sizeof *audio);
	struct e2e_tl_decrypted_message_media_document_143 *media = sp_new(&c->p, sizeof *media);
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "");
	const struct e2e_tl **v = sp_new(&c->p, n * sizeof *v);

	audio->ctor = E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46;
	for (size_t i = 0; i < n; i++)
		v[i] = (const void *)audio;
	media->ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143;
	media->attributes = (struct e2e_tl_objects){ v, n };
	message->flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message->media = (const void *)media;
	return message;
}

/* As e2e.h says at struct e2e_limits: a host's allocator has to be able to give that. */
START_TEST(takes_a_packet_in_the_memory_that_is_said)
{
	struct e2e_tl_decrypted_message_73 *text;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	text = ch_message(&c, "");
	text->message = (struct e2e_bytes){ sp_new(&c.p, TEXT_BYTES), TEXT_BYTES };
	ck_assert_uint_le(thousandths_of(&c, text), 2100);
	ck_assert_uint_le(thousandths_of(&c, of_small_objects(&c, OBJECTS)), 8100);
	ch_close(&c);
}
END_TEST

/* ---- Rows ------------------------------------------------------------------------------------ */

/* What came out of the steps. */
struct tally {
	struct au_host *h;
	size_t rows;   /* bytes of keys and values */
	size_t packet; /* of the send              */
	size_t sent, delivered, messages;
};

static int32_t
tally_row(void *user, const struct e2e_row *row)
{
	((struct tally *)user)->rows += row->key.n + row->value.n;
	return E2E_OK;
}

static int32_t
tally_event(void *user, const struct e2e_event *event)
{
	struct tally *t = user;

	t->sent += event->kind == E2E_EVENT_SENT;
	t->delivered += event->kind == E2E_EVENT_DELIVERED;
	t->messages += event->kind == E2E_EVENT_MESSAGE;
	return E2E_OK;
}

static int32_t
tally_call(void *user, const struct e2e_call *call)
{
	struct tally *t = user;

	ck_assert_uint_eq(call->method, E2E_CALL_SEND);
	ck_assert_uint_eq(t->packet, 0);
	t->packet = call->data.n;
	return e2e_call_done(t->h->account, call->id, 1, NULL, t->h->now);
}

/* Take all steps out, and answer the one send that there may be. */
static struct tally
tally_run(struct au_host *h)
{
	struct tally t = { .h = h };
	struct steps steps = {
		.account = h->account, .user = &t, .row = tally_row, .event = tally_event,
		.call = tally_call,
	};

	ck_assert_int_eq(steps_run(&steps), E2E_OK);
	return t;
}

/* N letters, freed by the caller. */
static char *
letters(size_t n)
{
	char *text = calloc(n + 1, 1);

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', n);
	return text;
}

static const size_t lengths[] = { 1, 64, 1000, 5000, E2E_TEXT_MAX_BYTES };

START_TEST(writes_a_sent_text_once)
{
	struct cost c;

	cost_open(&c, _i);
	lived_chat(&c, 0);
	for (size_t i = 0; i < CU_N(lengths); i++) {
		char *text = letters(lengths[i]);
		struct tally t;

		ck_assert_int_eq(e2e_send_text(c.a.account, c.chat_id, NULL, text, lengths[i], 0, 0,
		                               c.a.now),
		                 E2E_OK);
		t = tally_run(&c.a);
		ck_assert_uint_eq(t.sent, 1);
		ck_assert_uint_gt(t.packet, lengths[i]);
		ck_assert_uint_gt(t.rows, t.packet);
		ck_assert_msg(t.rows <= t.packet + SEND_MAX_BYTES,
		              "%zu bytes of rows for a packet of %zu", t.rows, t.packet);
		free(text);
	}
	cost_close(&c);
}
END_TEST

/* The text itself is in the event; no row depends on its length. */
START_TEST(writes_little_for_a_received_text)
{
	struct cost c;

	cost_open(&c, _i);
	lived_chat(&c, 0);
	for (size_t i = 0; i < CU_N(lengths); i++) {
		const size_t acked = 5 * i;
		char *text = letters(lengths[i]);
		const struct e2e_call *call;
		struct tally t;

		for (size_t n = 0; n < acked; n++)
			au_text(&c.a, c.chat_id, "to be acknowledged");
		au_carry_all(&c.a, &c.b);
		au_text(&c.b, c.chat_id, text);
		call = &au_last_send(&c.b)->call;
		ck_assert_int_eq(e2e_feed_message(c.a.account, c.chat_id, call->random_id, 0,
		                                  call->data.p, call->data.n, NULL, 0,
		                                  (int32_t)i + 1, c.a.now),
		                 E2E_OK);
		t = tally_run(&c.a);
		ck_assert_uint_eq(t.messages, 1);
		ck_assert_uint_eq(t.delivered, acked);
		ck_assert_msg(t.rows <= RECEIVE_MAX_BYTES + acked * ACK_MAX_BYTES,
		              "%zu bytes of rows for a text of %zu that acknowledges %zu", t.rows,
		              lengths[i], acked);
		free(text);
	}
	cost_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ is_small_while_nothing_happens },
		{ is_small_after_a_life },
		{ takes_a_message_in_the_same_memory_beside_more_chats },
		{ takes_a_packet_in_the_memory_that_is_said },
		{ writes_a_sent_text_once },
		{ writes_little_for_a_received_text },
	};

	return tu_run(cu_suite("chat_cost", tests, CU_N(tests)));
}
