/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "host.h"

#include "tests/util/rowtag.h"

#include <string.h>

#define DATE        ((int32_t)(BENCH_NOW / 1000))
#define ACCESS_HASH 70
#define DH_VERSION  3
#define NO_REKEY    (1u << 30) /* messages under one key */

const char bench_text[BENCH_TEXT_BYTES + 1] =
	"A text of 64 bytes, which is as long as most of what people say.";

/* ---- Rows ---------------------------------------------------------------------------- */

/* FROM as a row of chat ID; chats' rows have keys that begin with it. */
static void
copy_as(const struct bench *b, struct rows *rows, int64_t user_id, const struct row_kept *from,
        int32_t id)
{
	const struct e2e_row row = rows_view(from);
	struct row_kept *to = rows_add(rows, &row);

	for (size_t i = 0; i < 4 && id != 0; i++)
		to->key[i] = (uint8_t)((uint32_t)id >> (24 - 8 * i));
	bench_must(row_tag(b->crypto, user_id, to->table, to->key, to->key_n, to->value,
	                   to->value_n),
	           "hash of a row");
}

struct rows
bench_rows_many(const struct bench *b, int64_t user_id, const struct rows *rows, int32_t n)
{
	struct rows many = { NULL, 0, 0 };
	int32_t id;
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (rows->v[i].key_n < 4 || rows->v[i].key_n == E2E_SHA256_BYTES)
			copy_as(b, &many, user_id, &rows->v[i], 0);
	for (id = 1; id <= n; id++)
		for (i = 0; i < rows->n; i++)
			if (rows->v[i].key_n >= 4 && rows->v[i].key_n != E2E_SHA256_BYTES)
				copy_as(b, &many, user_id, &rows->v[i], id);
	return many;
}

/* ---- Steps --------------------------------------------------------------------------- */

static int32_t
take_row(void *user, const struct e2e_row *row)
{
	((struct bench_host *)user)->bytes += row->key.n + row->value.n;
	return E2E_OK;
}

static int32_t
take_event(void *user, const struct e2e_event *event)
{
	struct bench_host *h = user;

	h->sent += event->kind == E2E_EVENT_SENT;
	h->received += event->kind == E2E_EVENT_MESSAGE;
	return E2E_OK;
}

static void
answer_dh_config(struct bench_host *h)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&group);
	bench_must(e2e_feed_dh_config(h->account, DH_VERSION, group.g, group.p, sizeof group.p,
	                              NULL, 0, BENCH_NOW),
	           "e2e_feed_dh_config");
}

static void
answer_request(struct bench_host *h, const struct e2e_call *call)
{
	struct e2e_account *other = h->other->account;

	bench_must(e2e_feed_requested(other, call->chat_id, ACCESS_HASH, DATE, h->user_id,
	                              h->other->user_id, call->g_x.p, call->g_x.n, BENCH_NOW),
	           "e2e_feed_requested");
	bench_must(e2e_chat_accept(other, call->chat_id, BENCH_NOW), "e2e_chat_accept");
	bench_must(e2e_feed_waiting(h->account, call->chat_id, ACCESS_HASH, DATE, h->user_id,
	                            h->other->user_id, BENCH_NOW),
	           "e2e_feed_waiting");
}

/* The call's bytes live until the account is told something: the other one comes first. */
static void
answer_accept(struct bench_host *h, const struct e2e_call *call)
{
	struct bench_host *both[2];
	size_t i;

	both[0] = h->other;
	both[1] = h;
	for (i = 0; i < 2; i++)
		bench_must(e2e_feed_accepted(both[i]->account, call->chat_id, ACCESS_HASH, DATE,
		                             h->other->user_id, h->user_id, call->g_x.p,
		                             call->g_x.n, call->key_fingerprint, BENCH_NOW),
		           "e2e_feed_accepted");
}

static int32_t
take_call(void *user, const struct e2e_call *call)
{
	struct bench_host *h = user;
	const uint64_t id = call->id;

	switch (call->method) {
	case E2E_CALL_GET_DH_CONFIG:
		answer_dh_config(h);
		break;
	case E2E_CALL_REQUEST:
		answer_request(h, call);
		break;
	case E2E_CALL_ACCEPT:
		answer_accept(h, call);
		break;
	case E2E_CALL_SEND:
	case E2E_CALL_SEND_SERVICE:
		if (h->other != NULL)
			bench_must(e2e_feed_message(h->other->account, call->chat_id,
			                            call->random_id, DATE, call->data.p,
			                            call->data.n, NULL, 0, 0, BENCH_NOW),
			           "e2e_feed_message");
		break;
	default:
		bench_fail("expecting a call", (long)call->method);
	}
	return e2e_call_done(h->account, id, DATE, NULL, BENCH_NOW);
}

void
bench_host_run(struct bench_host *h)
{
	struct steps steps = {
		.account = h->account, .rows = h->keep, .user = h,
		.row = take_row, .event = take_event, .call = take_call,
	};
	int32_t result = steps_run(&steps);

	bench_must(result, steps.failed);
}

/* ---- Life ---------------------------------------------------------------------------- */

void
bench_host_open(struct bench_host *h, const struct bench *b, int64_t user_id,
                const struct rows *rows, struct rows *keep_in)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_timing timing = E2E_TIMING_INIT;

	*h = (struct bench_host){ .user_id = user_id, .keep = keep_in };
	timing.rekey_messages = NO_REKEY;
	config.user_id = user_id;
	config.backend = b->backend;
	config.timing = &timing;
	bench_must(e2e_account_new(&h->account, &config), "e2e_account_new");
	if (rows != NULL)
		bench_must(steps_load(h->account, rows), "e2e_load");
	bench_must(e2e_start(h->account, BENCH_NOW), "e2e_start");
	bench_host_run(h);
}

void
bench_host_close(struct bench_host *h)
{
	e2e_account_free(h->account);
	h->account = NULL;
}

int32_t
bench_host_pair(struct bench_host *a, struct bench_host *b)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	int32_t chat_id;
	size_t i;

	a->other = b;
	b->other = a;
	bench_must(e2e_chat_start(a->account, &chat_id, b->user_id, ACCESS_HASH, BENCH_NOW),
	           "e2e_chat_start");
	for (i = 0; i < 8; i++) {
		bench_host_run(a);
		bench_host_run(b);
	}
	bench_must(e2e_chat_at(a->account, &chat, 0), "e2e_chat_at");
	if (chat.state != E2E_CHAT_ACTIVE || chat.unsent > 0)
		bench_fail("expecting an active chat", (long)chat.state);
	return chat.chat_id;
}

/* ---- The other side ------------------------------------------------------------------ */

/* Numbers on the wire: the acceptor's are even, the creator's odd (protocol 5.1.1). */
void
bench_peer_text(struct bench_peer *peer, const struct bench *b, struct bench_packet *packet,
                int32_t raw)
{
	static const uint8_t random[15];
	const struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.random_id = peer->next_id++,
		.message = { (const uint8_t *)bench_text, BENCH_TEXT_BYTES },
	};
	const struct e2e_tl_decrypted_message_layer layer = {
		E2E_TL_DECRYPTED_MESSAGE_LAYER, { random, sizeof random }, E2E_LAYER,
		2 * peer->in_raw + 1, 2 * raw, (const struct e2e_tl *)&message,
	};

	packet->random_id = message.random_id;
	bench_must(e2e_tl_put(peer->payload, sizeof peer->payload, &peer->payload_n,
	                      E2E_TYPE_DECRYPTED_MESSAGE_LAYER, (const struct e2e_tl *)&layer),
	           "e2e_tl_put");
	bench_must(e2e_message_seal(b->crypto, packet->bytes, sizeof packet->bytes, &packet->n,
	                            &peer->key, E2E_ACCEPTOR, NULL, peer->payload,
	                            peer->payload_n),
	           "e2e_message_seal");
}
