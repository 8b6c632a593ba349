/* SPDX-License-Identifier: ISC */
/* What a server that has no key can do without end. */
#include "config.h"

#include "tests/util/budgetutil.h"
#include "tests/util/primes.h"

#include <string.h>

#define OTHERS 3  /* chats that were asked for and wait           */
#define TRIES  20 /* of a user to begin a chat, over parameters */

static bool
sends(const struct bu_call *call)
{
	return au_is_send(call->method);
}

/* ---- In passing ------------------------------------------------------------------------------ */

static void
typing(struct bu *b, uint32_t i)
{
	(void)i;
	for (uint32_t k = 0; k < 10; k++) {
		ck_assert_int_eq(e2e_feed_typing(b->c.h.account, b->c.p.chat_id, b->c.h.now),
		                 E2E_OK);
		bu_pump(b);
	}
}

static void
reading(struct bu *b, uint32_t i)
{
	int32_t date = (int32_t)(b->c.h.now / BU_SECOND);

	for (uint32_t k = 0; k < 10; k++) {
		ck_assert_int_eq(e2e_feed_read(b->c.h.account, b->c.p.chat_id,
		                               date - (int32_t)(i + k) % 7, date, b->c.h.now),
		                 E2E_OK);
		bu_pump(b);
	}
}

/* ---- Packets --------------------------------------------------------------------------------- */

/* Of all lengths, half of them with the fingerprint of the key, which everybody sees. */
static void
forge(struct bu *b, uint32_t i)
{
	size_t n = i < 2048 ? i : b->seed % (64 * 1024);

	bu_fill(b, b->packet, n);
	if (i % 2 == 0 && n >= 8)
		for (size_t k = 0; k < 8; k++)
			b->packet[k] = (uint8_t)((uint64_t)b->c.p.key.fingerprint >> 8 * k);
	bu_deliver(b, b->packet, n);
}

/* As long as an int32 can say, for a limit of 1 MiB. */
static void
forge_long(struct bu *b, uint32_t i)
{
	static uint8_t packet[4 << 20];

	b->c.p.mtproto = 2;
	for (size_t k = 0; k < 8; k++)
		packet[k] = (uint8_t)((uint64_t)b->c.p.key.fingerprint >> 8 * k);
	bu_deliver(b, packet, (1u << 20) - 7 + 16 * (size_t)(i % 3) + (i % 7 == 0 ? 3u << 20 : 0));
}

static uint8_t replayed[4096];
static size_t replayed_n;

static void
record(struct bu *b)
{
	bu_text(b);
	bu_text_at(b, 1000, 0, b->c.p.out_seq++);
	/* its own packet, as it passes through the server */
	ck_assert_int_eq(e2e_message_seal(b->c.p.crypto, replayed, sizeof replayed, &replayed_n,
	                                  &b->c.p.key, b->c.p.role, NULL, b->payload, 1000),
	                 E2E_OK);
	bu_text(b);
	/* the last one that was delivered comes again */
	memcpy(replayed, b->packet, 256);
	replayed_n = 256;
}

/* What was right once, under ids that are new. */
static void
replay(struct bu *b, uint32_t i)
{
	(void)i;
	bu_deliver(b, replayed, replayed_n);
}

/* Numbers of the queue that leap, so that a difference is wanted each time. */
static void
leap_queue(struct bu *b, uint32_t i)
{
	b->qts = 1000 + (int32_t)i * 3;
	bu_fill(b, b->packet, 100);
	bu_deliver(b, b->packet, 100);
}

/* ---- Results --------------------------------------------------------------------------------- */

/* Somebody writes, so that there is something to be sent. */
static void
write_one(struct bu *b, uint32_t i)
{
	int64_t id = 0;

	if (i % 10 != 0)
		return;
	ck_assert_int_eq(e2e_send_text(b->c.h.account, b->c.p.chat_id, &id, "hello", 5, 0, 0,
	                               b->c.h.now), E2E_OK);
	bu_pump(b);
}

static enum bu_end
fail_with(struct bu *b, const struct bu_call *call, int32_t code, const char *error)
{
	if (!sends(call))
		return BU_DONE;
	b->code = code;
	b->error = error;
	return BU_FAILED;
}

static enum bu_end
answer_500(struct bu *b, const struct bu_call *call)
{
	return fail_with(b, call, 500, "INTERNAL");
}

static enum bu_end
answer_flood(struct bu *b, const struct bu_call *call)
{
	return fail_with(b, call, 420, "FLOOD_WAIT_0");
}

static enum bu_end
answer_nothing(struct bu *b, const struct bu_call *call)
{
	return fail_with(b, call, 0, "");
}

static enum bu_end
answer_garbage(struct bu *b, const struct bu_call *call)
{
	(void)b;
	(void)call;
	return BU_GARBAGE;
}

/* ---- Chats ----------------------------------------------------------------------------------- */

static void
start_some(struct bu *b, uint32_t i)
{
	int32_t id;

	if (i >= OTHERS)
		return;
	ck_assert_int_eq(e2e_chat_start(b->c.h.account, &id, 50 + i, 70, b->c.h.now), E2E_OK);
	bu_pump(b);
}

/* The id that we drew is somebody else's, each time. */
static enum bu_end
answer_taken(struct bu *b, const struct bu_call *call)
{
	b->code = 400;
	b->error = "RANDOM_ID_DUPLICATE";
	return call->method == E2E_CALL_REQUEST ? BU_FAILED : BU_DONE;
}

/* Parameters of which nothing is right, or whose prime has to be tested first. */
static enum bu_end
answer_primes(struct bu *b, const struct bu_call *call)
{
	uint8_t p[E2E_DH_BYTES], random[E2E_DH_BYTES] = { 0 };

	if (call->method != E2E_CALL_GET_DH_CONFIG)
		return BU_DONE;
	(void)tu_hex(p, sizeof p, primes_bad[b->spent.calls % primes_bad_n]);
	ck_assert_int_eq(e2e_feed_dh_config(b->c.h.account, (int32_t)b->spent.calls, 3, p,
	                                    sizeof p, random, sizeof random, b->c.h.now), E2E_OK);
	bu_pump(b);
	return BU_FAILED;
}

/* The user tries it once more each minute, and soon has enough of it. */
static void
start_again(struct bu *b, uint32_t i)
{
	uint32_t beats = b->day ? 6 : 60;

	if (i % beats == 0 && i / beats < TRIES)
		start_some(b, 0);
}

/* Requests of people whom nobody knows. */
static void
ask_for_chats(struct bu *b, uint32_t i)
{
	uint8_t g_a[E2E_DH_BYTES];

	for (uint32_t k = 0; k < 4; k++) {
		bu_fill(b, g_a, sizeof g_a);
		g_a[0] = 0x40;
		ck_assert_int_eq(e2e_feed_requested(b->c.h.account, (int32_t)(1000 + 4 * i + k),
		                                    1, (int32_t)(b->c.h.now / BU_SECOND),
		                                    9000 + i, CH_USER, g_a, sizeof g_a,
		                                    b->c.h.now), E2E_OK);
		bu_pump(b);
	}
}

/* Ends, beginnings and answers of chats that there are not, and of one that is long active. */
static void
lie_about_chats(struct bu *b, uint32_t i)
{
	struct e2e_account *a = b->c.h.account;
	int32_t id = i % 2 == 0 ? b->c.p.chat_id : (int32_t)(5000 + i);
	int32_t date = (int32_t)(b->c.h.now / BU_SECOND);
	uint8_t g_a[E2E_DH_BYTES];

	bu_fill(b, g_a, sizeof g_a);
	if (i % 3 == 0)
		ck_assert_int_eq(e2e_feed_waiting(a, id, 1, date, CH_USER, CH_PEER, b->c.h.now),
		                 E2E_OK);
	else if (i % 3 == 1)
		ck_assert_int_eq(e2e_feed_accepted(a, id, 1, date, CH_USER, CH_PEER, g_a,
		                                   sizeof g_a, 1, b->c.h.now), E2E_OK);
	else if (id != b->c.p.chat_id)
		ck_assert_int_eq(e2e_feed_discarded(a, id, i % 2, b->c.h.now), E2E_OK);
	bu_pump(b);
}

/* A chat of ours that is not ready yet, and packets for it. */
static void
ask_one(struct bu *b)
{
	sp_account_asks(&b->c.p);
	sp_waiting(&b->c.p);
}

static void
come_early(struct bu *b, uint32_t i)
{
	size_t n = 24 + 16 * (size_t)(i % 4000);

	bu_fill(b, b->packet, n);
	bu_deliver(b, b->packet, n);
}

static void
rubbish_bytes(struct bu *b, uint32_t i)
{
	static const uint32_t ctors[] = {
		E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE, E2E_TL_UPDATE_ENCRYPTION,
		E2E_TL_ENCRYPTED_MESSAGE, E2E_TL_ENCRYPTED_CHAT_REQUESTED,
		E2E_TL_MESSAGES_DH_CONFIG, E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ,
	};
	size_t n = b->seed % 2000;

	bu_fill(b, b->packet, n);
	for (size_t k = 0; k < 4 && k < n; k++)
		b->packet[k] = (uint8_t)(ctors[i % 6] >> 8 * k);
	ck_assert_int_ge(e2e_feed_tl(b->c.h.account, b->packet, n, b->c.h.now), 0);
	bu_pump(b);
}

const struct bu_shape bu_server_shapes[] = {
	{ "typing", NULL, NULL, typing, NULL, false, false },
	{ "read", NULL, NULL, reading, NULL, false, false },
	{ "forged", NULL, NULL, forge, NULL, false, false },
	{ "forged-long", NULL, NULL, forge_long, NULL, false, false },
	{ "replay", NULL, record, replay, NULL, false, false },
	{ "queue", NULL, NULL, leap_queue, NULL, false, false },
	{ "sends-500", NULL, NULL, write_one, answer_500, false, false },
	{ "sends-flood", NULL, NULL, write_one, answer_flood, false, false },
	{ "sends-lost", NULL, NULL, write_one, answer_nothing, false, false },
	{ "garbage", NULL, NULL, write_one, answer_garbage, false, false },
	{ "id-taken", NULL, NULL, start_some, answer_taken, false, false },
	{ "primes", NULL, NULL, start_again, answer_primes, false, false },
	{ "requested", NULL, NULL, ask_for_chats, NULL, false, false },
	{ "chats", NULL, NULL, lie_about_chats, NULL, false, false },
	{ "early", NULL, ask_one, come_early, NULL, false, true },
	{ "bytes", NULL, NULL, rubbish_bytes, NULL, false, false },
};
const size_t bu_server_shapes_n = sizeof bu_server_shapes / sizeof bu_server_shapes[0];
