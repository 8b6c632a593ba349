/* SPDX-License-Identifier: ISC */
/*
 * Both sides of every limit in struct e2e_limits: what takes exactly so much passes at that
 * limit, and at one below it something of it is refused, pushed out or waits.  The table has
 * every member; peer_rekeys and account_rekeys are in the tests of re-keys.
 */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "chatutil.h"
#include "primes.h"

/* What became of something that counts AMOUNT against a limit. */
struct outcome {
	uint32_t amount;
	bool passed; /* all of it, at once */
};

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

static struct outcome
requested_chats(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, true };
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

static struct outcome
early_messages(int backend, const struct e2e_limits *limits, uint32_t n)
{
	return (struct outcome){ n, early(backend, limits, n, 40) };
}

static struct outcome
early_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	return (struct outcome){ n * 56, early(backend, limits, n, 56) };
}

static struct outcome
prime_checks(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint8_t p[E2E_DH_BYTES], random[E2E_DH_BYTES];
	struct outcome o = { n, true };
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

static struct outcome
held_messages(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint32_t bytes;

	return (struct outcome){ n, holds(backend, limits, n, &bytes) };
}

static struct outcome
held_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o;

	o.passed = holds(backend, limits, n, &o.amount);
	return o;
}

/* N before it are missing. */
static struct outcome
ahead(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	ch_text_at(&c, 1 + (int32_t)n, "ahead");
	o.passed = ch_chat(&c).held == 1;
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_SEQ_AHEAD), o.passed ? 0 : 1);
	ch_close(&c);
	return o;
}

static struct outcome
timers(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, false };
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
static struct outcome
rejected_events(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint8_t junk[40] = { 9 };
	const struct e2e_bytes bytes = { junk, sizeof junk };
	struct outcome o = { n, false };
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
static struct outcome
packet_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { 0, false };
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

static struct outcome
outbox_messages(int backend, const struct e2e_limits *limits, uint32_t n)
{
	uint32_t bytes;

	return (struct outcome){ n, outbox(backend, limits, n, &bytes) };
}

static struct outcome
outbox_bytes(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o;

	o.passed = outbox(backend, limits, n, &o.amount);
	return o;
}

/* Of what is acknowledged, the Nth from the end is asked for. */
static struct outcome
tail(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, n + 2, true);
	asks(&c, 3, 3);
	o.passed = au_count_sends(&c.h) == 1;
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_GONE), o.passed ? 0 : 1);
	ch_close(&c);
	return o;
}

static struct outcome
resend_span(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, false };
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

static struct outcome
resend_repeats(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, 1, false);
	for (uint32_t i = 0; i < n; i++)
		asks(&c, 1, 1);
	o.passed = resent(&c, n);
	ch_close(&c);
	return o;
}

static struct outcome
resend_rate(int backend, const struct e2e_limits *limits, uint32_t n)
{
	struct outcome o = { n, false };
	struct ch c;

	open_under(&c, backend, limits);
	sends(&c, n, false);
	asks(&c, 1, n);
	o.passed = resent(&c, n);
	ch_close(&c);
	return o;
}

/* ---- All of them ----------------------------------------------------------------------------------- */

#define AT(member) #member, offsetof(struct e2e_limits, member), member

/* SOME and MORE: how many times it is done, both within the default. */
static const struct {
	const char *name;
	size_t offset;
	struct outcome (*does)(int backend, const struct e2e_limits *limits, uint32_t n);
	uint32_t some, more;
} members[] = {
	{ AT(requested_chats), 2, 5 },
	{ AT(early_messages), 2, 5 },
	{ AT(early_bytes), 2, 5 },
	{ AT(held_messages), 2, 20 },
	{ AT(held_bytes), 2, 20 },
	{ AT(ahead), 2, 1000 },
	{ AT(outbox_messages), 2, 20 },
	{ AT(outbox_bytes), 2, 20 },
	{ AT(tail), 2, 7 },
	{ AT(resend_span), 2, 40 },
	{ AT(resend_repeats), 2, 3 },
	{ AT(resend_rate), 2, 40 },
	{ AT(timers), 2, 20 },
	{ AT(prime_checks), 2, 3 },
	{ AT(rejected_events), 2, 20 },
	{ AT(packet_bytes), 2, 65537 },
};

/* In other tests. */
static const size_t elsewhere[] = {
	offsetof(struct e2e_limits, peer_rekeys),
	offsetof(struct e2e_limits, account_rekeys),
};

static void
try_member(int backend, size_t i, uint32_t n)
{
	const struct e2e_limits defaults = E2E_LIMITS_INIT;
	struct outcome o = members[i].does(backend, &defaults, n);
	const uint32_t amount = o.amount;

	if (!o.passed)
		ck_abort_msg("%s: %u do not pass by default", members[i].name, (unsigned)n);
	for (uint32_t limit = amount - 1; limit <= amount + 1; limit++) {
		struct e2e_limits limits = defaults;

		memcpy((uint8_t *)&limits + members[i].offset, &limit, sizeof limit);
		o = members[i].does(backend, &limits, n);
		if (o.passed != (amount <= limit))
			ck_abort_msg("%s is %u, and %u %s", members[i].name, (unsigned)limit,
			             (unsigned)amount, o.passed ? "pass" : "do not pass");
	}
}

START_TEST(is_exact_at_every_limit)
{
	for (size_t i = 0; i < CU_N(members); i++) {
		try_member(_i, i, members[i].some);
		try_member(_i, i, members[i].more);
	}
}
END_TEST

/* A member that is added has to come here. */
START_TEST(has_every_member)
{
	const size_t n = (sizeof(struct e2e_limits) - sizeof(uint32_t)) / sizeof(uint32_t);
	uint32_t seen[sizeof(struct e2e_limits) / sizeof(uint32_t)] = { 0 };

	ck_assert_uint_eq(CU_N(members) + CU_N(elsewhere), n);
	for (size_t i = 0; i < CU_N(members); i++)
		seen[members[i].offset / sizeof(uint32_t)]++;
	for (size_t i = 0; i < CU_N(elsewhere); i++)
		seen[elsewhere[i] / sizeof(uint32_t)]++;
	for (size_t i = 1; i <= n; i++)
		ck_assert_uint_eq(seen[i], 1);
}
END_TEST

/* The two defaults that a real client meets exactly. */
START_TEST(is_exact_at_the_defaults)
{
	const struct e2e_limits defaults = E2E_LIMITS_INIT;

	ck_assert(resend_span(_i, &defaults, 1001).passed);
	ck_assert(!resend_span(_i, &defaults, 1002).passed);
	ck_assert(tail(_i, &defaults, 8).passed);
	ck_assert(!tail(_i, &defaults, 9).passed);
	ck_assert(early_messages(_i, &defaults, 64).passed);
	ck_assert(!early_messages(_i, &defaults, 65).passed);
	ck_assert(held_messages(_i, &defaults, 1000).passed);
	ck_assert(!held_messages(_i, &defaults, 1001).passed);
	ck_assert(ahead(_i, &defaults, 100000).passed);
	ck_assert(!ahead(_i, &defaults, 100001).passed);
	ck_assert(rejected_events(_i, &defaults, 60).passed);
	ck_assert(!rejected_events(_i, &defaults, 61).passed);
}
END_TEST

/* What counts in a byte has no limit above it: more is taken for that. */
START_TEST(takes_more_repeats_for_what_can_be_counted)
{
	struct e2e_limits limits = E2E_LIMITS_INIT;

	limits.resend_repeats = 1000;
	ck_assert(resend_repeats(_i, &limits, UINT8_MAX).passed);
	ck_assert(!resend_repeats(_i, &limits, UINT8_MAX + 1).passed);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ is_exact_at_every_limit },
		{ has_every_member },
		{ is_exact_at_the_defaults },
		{ takes_more_repeats_for_what_can_be_counted },
	};

	return tu_run(cu_suite("chat_limits", tests, CU_N(tests)));
}
