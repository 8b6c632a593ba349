/* SPDX-License-Identifier: ISC */
/* One function for each limit: so much of what it counts, and whether all of it passed. */
#include "config.h"

#include <string.h>

#include "tests/util/chatutil.h"
#include "tests/util/primes.h"
#include "test_chat_limits.h"

/*
 * A chat under LIMITS in which each has sent one message: the account its notifyLayer, which is
 * acknowledged, and the peer a noop that does it.
 */
static void
open_under(struct ch *c, int backend, const struct e2e_limits *limits)
{
	ch_init(c, backend);
	c->h.limits = *limits;
	c->h.config.flags |= E2E_CONFIG_NO_REKEY | E2E_CONFIG_NO_ACK;
	c->h.padding.policy = E2E_PADDING_MINIMAL; /* the same lengths every time */
	ch_ready(c, E2E_CREATOR);
	sp_noop(&c->p);
	ck_assert_int_eq(ch_chat(c).in_seq, 1);
	ck_assert_int_eq(ch_chat(c).out_seq, 1);
	ck_assert_int_eq(ch_chat(c).acked_seq, 1);
	au_forget(&c->h);
}

/* The account sends N texts, and the peer has them if ACKED. */
static void
sends(struct ch *c, uint32_t n, bool acked)
{
	for (uint32_t i = 0; i < n; i++) {
		au_text(&c->h, c->p.chat_id, "some text");
		sp_open_call(&c->p, au_last_send(&c->h));
	}
	if (acked)
		sp_text(&c->p, "acknowledged");
	au_forget(&c->h);
}

/* Numbers FIRST to LAST of the account are asked for again. */
static void
asks(struct ch *c, uint32_t first, uint32_t last)
{
	/* the peer asks for what it has not got */
	c->p.in_seq = (int32_t)au_chat(&c->h, c->p.chat_id).acked_seq;
	sp_action(&c->p, ch_resend(c, 2 * (int32_t)first + 1, 2 * (int32_t)last + 1));
}

/* ---- Chats that are not ready ---------------------------------------------------------- */

struct lt_outcome
lt_requested_chats(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, true };
	struct ch c;

	open_under(&c, backend, limits);
	for (uint32_t i = 0; i < n; i++)
		sp_peer_asks(&c.p, 1000 + (int32_t)i);
	for (uint32_t i = 0; i < n; i++)
		o.passed = o.passed && au_has_chat(&c.h, 1000 + (int32_t)i);
	ck_assert(au_has_chat(&c.h, 999 + (int32_t)n)); /* the last one always is */
	ch_close(&c);
	return o;
}

/* N packets of BYTES come before the chat is ready. */
static bool
early(int backend, const struct e2e_limits *limits, uint32_t n, size_t bytes)
{
	uint8_t junk[256] = { 9 };
	struct ch c;
	bool passed;

	ck_assert_uint_le(bytes, sizeof junk);
	ch_init(&c, backend);
	c.h.limits = *limits;
	au_start(&c.h);
	sp_open(&c.p, &c.h, CH_PEER);
	sp_peer_asks(&c.p, 31);
	sp_account_accepts(&c.p);
	for (uint32_t i = 0; i < n; i++)
		au_feed_message(&c.h, 31, 1 + i, (struct e2e_bytes){ junk, bytes }, NULL, false, 0);
	passed = ch_chat(&c).early == n;
	ck_assert(passed || ch_chat(&c).early == n - 1);
	ck_assert_uint_eq(ch_rejected(&c, E2E_REASON_NOT_READY), passed ? 0 : 1);
	ck_assert_uint_eq((ch_chat(&c).health & E2E_HEALTH_OVERFLOW) != 0, !passed);
	ch_close(&c);
	return passed;
}

struct lt_outcome
lt_early_messages(int backend, const struct e2e_limits *limits, uint32_t n)
{
	return (struct lt_outcome){ n, early(backend, limits, n, 40) };
}

struct lt_outcome
lt_early_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	return (struct lt_outcome){ n * 56, early(backend, limits, n, 56) };
}

struct lt_outcome
lt_prime_checks(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint8_t p[E2E_DH_BYTES], random[E2E_DH_BYTES];
	struct lt_outcome o = { n, true };
	struct ch c;
	int32_t id;

	cu_count(random, sizeof random, 1);
	open_under(&c, backend, limits);
	for (uint32_t i = 0; i < n; i++) {
		ck_assert_uint_lt(i, primes_bad_n);
		ck_assert_int_eq(e2e_chat_start(c.h.account, &id, 9, 90, c.h.now), E2E_OK);
		au_run(&c.h);
		tu_hex(p, sizeof p, primes_bad[i]);
		au_feed_dh_config(&c.h, 4, 4, p, sizeof p, random, sizeof random);
	}
	o.passed = au_count_events(&c.h, E2E_EVENT_DH_REFUSED) == n;
	ck_assert_uint_eq(ch_rejected(&c, E2E_REASON_GROUP), o.passed ? 0 : 1);
	ch_close(&c);
	return o;
}

/* ---- What the peer sends -------------------------------------------------------------------- */

/* N messages from number 2 on wait for number 1; the bytes of their payloads into *BYTES. */
static bool
holds(int backend, const struct e2e_limits *limits, uint32_t n, uint32_t *bytes)
{
	struct ch c;
	bool passed;

	*bytes = 0;
	open_under(&c, backend, limits);
	for (uint32_t raw = 2; raw <= n + 1; raw++) {
		struct sp_packet packet = ch_packet_at(&c, (int32_t)raw, "some text");

		*bytes += (uint32_t)sp_payload(&c.p, &packet).n;
		sp_send(&c.p, &packet);
	}
	passed = ch_chat(&c).held == n;
	ck_assert(passed || ch_chat(&c).held == n - 1);
	ck_assert_uint_eq(ch_rejected(&c, E2E_REASON_HELD), passed ? 0 : 1);
	ch_close(&c);
	return passed;
}

struct lt_outcome
lt_held_messages(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint32_t bytes;

	return (struct lt_outcome){ n, holds(backend, limits, n, &bytes) };
}

struct lt_outcome
lt_held_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o;

	o.passed = holds(backend, limits, n, &o.amount);
	return o;
}

/* N before it are missing. */
struct lt_outcome
lt_ahead(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	ch_text_at(&c, 1 + (int32_t)n, "ahead");
	o.passed = ch_chat(&c).held == 1;
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_SEQ_AHEAD), o.passed ? 0 : 1);
	ch_close(&c);
	return o;
}

struct lt_outcome
lt_timers(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	for (uint32_t i = 0; i < n; i++) {
		struct sp_packet packet = sp_packet(&c.p);
		struct e2e_tl_decrypted_message_73 *message = ch_message(&c, "soon gone");

		message->ttl = 60;
		packet.message = (const void *)message;
		sp_send(&c.p, &packet);
	}
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), n);
	o.passed = ch_chat(&c).timers == n;
	ck_assert(o.passed || ch_chat(&c).timers == n - 1);
	ck_assert_uint_eq((ch_chat(&c).health & E2E_HEALTH_OVERFLOW) != 0, !o.passed);
	ch_close(&c);
	return o;
}

/* For one chat, and in the same minute for what is of no chat. */
struct lt_outcome
lt_rejected_events(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint8_t junk[40] = { 9 };
	const struct e2e_bytes bytes = { junk, sizeof junk };
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	for (uint32_t i = 0; i < n; i++) {
		au_feed_message(&c.h, c.p.chat_id, 1, bytes, NULL, false, 0);
		au_feed_message(&c.h, c.p.chat_id + 1, 1, bytes, NULL, false, 0);
	}
	o.passed = ch_rejected(&c, 0) == 2 * n;
	ck_assert(o.passed || ch_rejected(&c, 0) == 2 * (n - 1));
	ck_assert_uint_eq(ch_chat(&c).rejected, n);
	ch_close(&c);
	return o;
}

/* A text of N bytes and what is around it. */
struct lt_outcome
lt_packet_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { 0, false };
	struct e2e_tl_decrypted_message_73 *message;
	struct sp_packet packet;
	struct ch c;

	open_under(&c, backend, limits);
	packet = sp_packet(&c.p);
	message = ch_message(&c, "");
	message->message = (struct e2e_bytes){ sp_new(&c.p, n), n };
	packet.message = (const void *)message;
	o.amount = (uint32_t)sp_compose(&c.p, &packet).n;
	c.h.bytes_lane = n % 2 == 0;
	sp_send(&c.p, &packet);
	o.passed = au_count_events(&c.h, E2E_EVENT_MESSAGE) == 1;
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_LENGTH), o.passed ? 0 : 1);
	ch_is_open(&c);
	ch_close(&c);
	return o;
}

/* ---- What the account sends -------------------------------------------------------------------- */

/* N texts, not acknowledged; the bytes of their packets into *BYTES. */
static bool
outbox(int backend, const struct e2e_limits *limits, uint32_t n, uint32_t *bytes)
{
	struct ch c;
	int32_t err = E2E_OK;
	uint32_t i;

	*bytes = 0;
	open_under(&c, backend, limits);
	for (i = 0; i < n; i++) {
		err = e2e_send_text(c.h.account, c.p.chat_id, NULL, "some text", 9, 0, 0, c.h.now);
		au_run(&c.h);
		if (err != E2E_OK)
			break;
		*bytes += (uint32_t)au_last_send(&c.h)->call.data.n;
		sp_open_call(&c.p, au_last_send(&c.h));
	}
	ck_assert(err == E2E_OK || (err == E2E_ERR_LIMIT && i == n - 1));
	ck_assert_int_eq(ch_chat(&c).out_seq, 1 + (int32_t)(err == E2E_OK ? n : n - 1));
	/* once the peer has them, there is room again */
	if (n > 1) {
		sp_text(&c.p, "acknowledged");
		ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "some text", 9, 0, 0,
		                               c.h.now),
		                 E2E_OK);
		au_run(&c.h);
	}
	ch_close(&c);
	return err == E2E_OK;
}

struct lt_outcome
lt_outbox_messages(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint32_t bytes;

	return (struct lt_outcome){ n, outbox(backend, limits, n, &bytes) };
}

struct lt_outcome
lt_outbox_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o;

	o.passed = outbox(backend, limits, n, &o.amount);
	return o;
}

/* Of what is acknowledged, the Nth from the end is asked for. */
struct lt_outcome
lt_tail(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, n + 2, true);
	asks(&c, 3, 3);
	o.passed = au_count_sends(&c.h) == 1;
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_GONE), o.passed ? 0 : 1);
	ch_close(&c);
	return o;
}

struct lt_outcome
lt_resend_span(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, n + 1, false);
	asks(&c, 2, n + 1);
	o.passed = au_count_sends(&c.h) == n;
	ck_assert(o.passed || au_count_sends(&c.h) == 0);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_RANGE), o.passed ? 0 : 1);
	ch_close(&c);
	return o;
}

/* What waits for the next minute comes then. */
static bool
resent(struct ch *c, uint32_t n)
{
	const size_t at_once = au_count_sends(&c->h);

	ck_assert(at_once == n || at_once == n - 1);
	ck_assert_uint_eq(ch_rejected(c, 0), 0);
	au_advance(&c->h, 60 * 1000);
	ck_assert_uint_ge(au_count_sends(&c->h), n);
	return at_once == n;
}

struct lt_outcome
lt_resend_repeats(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, 1, false);
	for (uint32_t i = 0; i < n; i++)
		asks(&c, 1, 1);
	o.passed = resent(&c, n);
	ch_close(&c);
	return o;
}

struct lt_outcome
lt_resend_rate(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct lt_outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, n, false);
	asks(&c, 1, n);
	o.passed = resent(&c, n);
	ch_close(&c);
	return o;
}
