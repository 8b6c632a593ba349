/* SPDX-License-Identifier: ISC */
/*
 * Messages through a whole account: what that costs beside sealing and opening, and whether
 * it grows with the number of chats or with the number of messages there were before.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "host.h"

#define USER 100
#define PEER 200

#define FEW_CHATS     10
#define MANY_CHATS    10000
#define FEW_MESSAGES  100
#define MANY_MESSAGES 100000

/* One of the account's for so many of the peer's, when a chat is made older. */
#define ANSWER_EVERY 10

/* Chats are visited in an order that no cache foresees. */
#define STRIDE 7919

/*
 * An account and what its peer is about to say: packets, made before each turn, for all chats
 * in turns.  All chats of a line have one key and the same numbers, so that a packet is good in
 * any of them.
 */
struct line {
	const struct bench *b;
	struct bench_host host;
	struct bench_peer peer;
	const struct rows *again; /* if not NULL: each turn begins with these rows  */
	int32_t chat_id;                /* the first ...                                  */
	uint32_t n_chats;               /* of so many that the peer talks in              */
	uint32_t step;                  /* from one id to the next                        */
	int32_t base;                   /* messages of the peer in each chat at first ... */
	uint64_t fed;                   /* and in all chats together since then           */
	struct bench_packet *packet;
	size_t room, next;
};

/* ---- A line --------------------------------------------------------------------------- */

static void
more_room(struct line *line, size_t n)
{
	if (n <= line->room)
		return;
	free(line->packet);
	line->packet = calloc(n, sizeof *line->packet);
	if (line->packet == NULL)
		bench_fail("calloc", -1);
	line->room = n;
}

/* The number of the message that comes INDEX messages from now. */
static int32_t
line_number(const struct line *line, uint64_t index)
{
	return line->base + (int32_t)((line->fed + index) / line->n_chats);
}

/* What the peer will say in the next CALLS calls of line_feed(). */
static void
line_refill(struct line *line, uint64_t calls)
{
	size_t i;

	if (line->again != NULL) {
		bench_host_close(&line->host);
		bench_host_open(&line->host, line->b, USER, line->again, NULL);
		line->fed = 0;
	}
	more_room(line, calls);
	line->next = 0;
	for (i = 0; i < calls; i++)
		bench_peer_text(&line->peer, line->b, &line->packet[i], line_number(line, i));
}

static void
line_feed(struct line *line)
{
	const struct bench_packet *packet = &line->packet[line->next++];
	const uint64_t received = line->host.received;
	const uint64_t chat = line->fed++ * STRIDE % line->n_chats * line->step;

	bench_must(e2e_feed_message(line->host.account, line->chat_id + (int32_t)chat,
	                            packet->random_id, 0, packet->bytes, packet->n, NULL, 0, 0,
	                            BENCH_NOW),
	           "e2e_feed_message");
	bench_host_run(&line->host);
	if (line->host.received != received + 1)
		bench_fail("receiving", (long)line->fed);
}

static void
line_send(struct line *line)
{
	const uint64_t sent = line->host.sent;

	bench_must(e2e_send_text(line->host.account, line->chat_id, NULL, bench_text,
	                         BENCH_TEXT_BYTES, 0, 0,
	                         BENCH_NOW),
	           "e2e_send_text");
	bench_host_run(&line->host);
	line->peer.in_raw++;
	if (line->host.sent != sent + 1)
		bench_fail("sending", (long)sent);
}

/* The peer says something, and acknowledges what it has. */
static void
line_hear(struct line *line)
{
	line_refill(line, 1);
	line_feed(line);
}

/* Until the peer has sent N messages and acknowledged everything. */
static void
line_age(struct line *line, int32_t n)
{
	while (line_number(line, 0) < n) {
		if (line_number(line, 0) % ANSWER_EVERY == 0)
			line_send(line);
		line_hear(line);
	}
}

static void
line_close(struct line *line)
{
	bench_host_close(&line->host);
	free(line->packet);
}

/* ---- The chat that all are made from ----------------------------------------------------- */

/* A line with a new chat, FEW_MESSAGES old, and its rows. */
static void
line_make(struct line *line, const struct bench *b, struct rows *rows)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	struct bench_host other;

	*line = (struct line){ .b = b, .n_chats = 1, .step = 1 };
	bench_host_open(&line->host, b, USER, NULL, rows);
	bench_host_open(&other, b, PEER, NULL, NULL);
	line->chat_id = bench_host_pair(&line->host, &other);
	bench_must(e2e_chat_get(other.account, &chat, line->chat_id), "e2e_chat_get");
	line->base = chat.out_seq;
	line->peer.in_raw = chat.in_seq;
	line->peer.next_id = 1;
	line->peer.key = (struct e2e_key)E2E_KEY_INIT;
	bench_must(e2e_chat_key(other.account, &line->peer.key, line->chat_id, E2E_KEY_CURRENT),
	           "e2e_chat_key");
	bench_host_close(&other);
	line->host.other = NULL;
	line_age(line, FEW_MESSAGES);
	line->host.keep = NULL;
}

/* A line with N chats as FROM's is in ROWS, of which N_CHATS are talked in. */
static void
line_copy(struct line *line, const struct line *from, const struct rows *rows, uint32_t n,
          uint32_t n_chats)
{
	struct rows many = bench_rows_many(from->b, USER, rows, (int32_t)n);

	*line = (struct line){
		.b = from->b,
		.peer = from->peer,
		.chat_id = 1,
		.n_chats = n_chats,
		.step = n / n_chats,
		.base = FEW_MESSAGES,
	};
	bench_host_open(&line->host, from->b, USER, &many, NULL);
	rows_free(&many);
}

/* ---- Rows --------------------------------------------------------------------------------- */

struct account_case {
	const struct bench *b;
	struct line line, other;
	struct bench_packet packet;
	uint8_t plain[BENCH_PACKET_ROOM];
};

static void
run_feed(void *arg)
{
	struct account_case *c = arg;

	line_feed(&c->line);
}

static void
run_feed_other(void *arg)
{
	struct account_case *c = arg;

	line_feed(&c->other);
}

static void
run_send(void *arg)
{
	struct account_case *c = arg;

	line_send(&c->line);
}

/* The peer seals what is as long as what the account sends. */
static void
run_seal(void *arg)
{
	struct account_case *c = arg;
	const struct bench_peer *peer = &c->line.peer;

	bench_must(e2e_message_seal(c->b->crypto, c->packet.bytes, sizeof c->packet.bytes,
	                            &c->packet.n, &peer->key, E2E_CREATOR, NULL, peer->payload,
	                            peer->payload_n),
	           "e2e_message_seal");
}

static void
run_open(void *arg)
{
	struct account_case *c = arg;
	struct e2e_bytes payload;

	bench_must(e2e_message_open(c->b->crypto, &payload, c->plain, sizeof c->plain,
	                            &c->line.peer.key, E2E_CREATOR, c->packet.bytes,
	                            c->packet.n),
	           "e2e_message_open");
}

static void
refill_feed(void *arg, size_t side, uint64_t calls)
{
	struct account_case *c = arg;

	if (side == 0)
		line_refill(&c->line, calls);
	else if (c->other.host.account != NULL)
		line_refill(&c->other, calls);
}

static void
refill_send(void *arg, size_t side, uint64_t calls)
{
	struct account_case *c = arg;

	(void)calls;
	if (side == 0)
		line_hear(&c->line);
}

static void
measure(struct account_case *c, const char *name, void (*ours)(void *arg),
        void (*refill)(void *arg, size_t side, uint64_t calls), const char *against,
        void (*other)(void *arg))
{
	struct bench_row row = {
		.name = name,
		.bytes = BENCH_TEXT_BYTES,
		.arg = c,
		.ours = ours,
	};

	bench_against(&row, against, "", other);
	bench_measure_refilled(c->b, &row, refill);
}

static void
message_rows(struct account_case *c)
{
	if (bench_wanted(c->b, "account_send"))
		measure(c, "account_send", run_send, refill_send, "message_seal", run_seal);
	run_seal(c);
	if (bench_wanted(c->b, "account_receive"))
		measure(c, "account_receive", run_feed, refill_feed, "message_open", run_open);
}

/* Chat 1 of 1, as it is after many messages, and as it was after few. */
static void
old_row(struct account_case *c, const struct rows *rows)
{
	struct rows again;

	if (!bench_wanted(c->b, "account_message_100000"))
		return;
	line_copy(&c->other, &c->line, rows, 1, 1);
	again = bench_rows_many(c->b, USER, rows, 1);
	c->other.again = &again;
	line_age(&c->line, MANY_MESSAGES);
	measure(c, "account_message_100000", run_feed, refill_feed, "account_message_100",
	        run_feed_other);
	line_close(&c->other);
	rows_free(&again);
}

/* An account with many chats, N_CHATS of them talked in, and one that has only few. */
static void
many_row(const struct account_case *made, const struct rows *rows, const char *name,
         uint32_t n_chats)
{
	struct account_case c = { .b = made->b };

	if (!bench_wanted(c.b, name))
		return;
	line_copy(&c.line, &made->line, rows, MANY_CHATS, n_chats);
	line_copy(&c.other, &made->line, rows, FEW_CHATS, FEW_CHATS);
	measure(&c, name, run_feed, refill_feed, "account_chats_10", run_feed_other);
	line_close(&c.line);
	line_close(&c.other);
}

void
bench_rows_account(struct bench *b)
{
	static const char *const names[] = { "account_send", "account_receive",
		                             "account_chats_10000", "account_chats_10000_cold",
		                             "account_message_100000" };
	struct rows rows = { NULL, 0, 0 };
	struct account_case c = { .b = b };
	bool wanted = false;
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		wanted |= bench_wanted(b, names[i]);
	if (!wanted)
		return;
	line_make(&c.line, b, &rows);
	many_row(&c, &rows, "account_chats_10000", FEW_CHATS);
	many_row(&c, &rows, "account_chats_10000_cold", MANY_CHATS);
	old_row(&c, &rows);
	message_rows(&c);
	line_close(&c.line);
	rows_free(&rows);
}
