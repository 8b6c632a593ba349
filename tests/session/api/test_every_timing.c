/* SPDX-License-Identifier: ISC */
/*
 * Every member of struct e2e_timing, to the millisecond or the message: what it delays or counts
 * has not happened one before, and has happened then, by default and where the host says so.
 */
#include "config.h"

#include "everyutil.h"
#include "tests/util/ttlutil.h"

#include <stddef.h>
#include <string.h>

#define MINUTE INT64_C(60000)
#define DAY    (24 * 60 * MINUTE)
#define RESEND E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND

/* A chat under TIMING in which each has sent a message, and nothing else happens by itself. */
static void
open_timed(struct ch *c, int backend, const struct e2e_timing *timing)
{
	ch_init(c, backend);
	c->h.timing = *timing;
	c->h.config.flags |= E2E_CONFIG_NO_ACK;
	ch_ready(c, E2E_CREATOR);
	sp_text(&c->p, "in");
	au_forget(&c->h);
}

/* Each deadline on the way is met; then MS have gone by. */
static void
live(struct ch *c, int64_t ms)
{
	const int64_t until = c->h.now + ms;

	while (e2e_deadline(c->h.account) <= until)
		ck_assert(au_due(&c->h));
	au_advance(&c->h, until - c->h.now);
}

/* ---- What each delays or counts: whether it has happened at N ------------------------------ */

/* One more than N messages, in and out, have passed under the key. */
static bool
at_rekey_messages(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	while (ch_chat(&c).key_uses < n + 1 && ch_chat(&c).rekeying == E2E_REKEY_NONE)
		au_text(&c.h, c.p.chat_id, "out");
	happened = ch_chat(&c).rekeying == E2E_REKEY_REQUESTED;
	ck_assert(!happened || ch_chat(&c).key_uses == n + 2); /* the request is one more */
	ch_close(&c);
	return happened;
}

/* The key is N old, and one message later the server has said so. */
static bool
at_rekey_age_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	au_advance(&c.h, ch_chat(&c).key_since + n - c.h.now);
	au_text(&c.h, c.p.chat_id, "what time is it");
	au_text(&c.h, c.p.chat_id, "now");
	happened = ch_chat(&c).rekeying == E2E_REKEY_REQUESTED;
	ch_close(&c);
	return happened;
}

static bool
at_answer_delay_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, &(const struct e2e_timing)E2E_TIMING_INIT);
	c.h.timing = *timing; /* its notifyLayer has gone out */
	au_restart(&c.h);
	au_forget(&c.h);
	ch_text_at(&c, 2, "behind a gap");
	if (n > 0)
		au_advance(&c.h, n);
	happened = ch_count(&c, RESEND) == 1;
	ch_close(&c);
	return happened;
}

/* A gap is asked for a second time. */
static bool
at_resend_wait_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	ch_text_at(&c, 2, "behind a gap");
	ck_assert_uint_eq(ch_count(&c, RESEND), 1);
	au_advance(&c.h, n);
	happened = ch_count(&c, RESEND) == 2;
	ch_close(&c);
	return happened;
}

/* A gap was asked for N times, and the chat is stuck. */
static bool
at_resend_tries(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	ch_text_at(&c, 2, "behind a gap");
	while ((int64_t)ch_count(&c, RESEND) < n)
		ck_assert(au_due(&c.h));
	happened = (ch_chat(&c).health & E2E_HEALTH_STUCK) != 0;
	ch_close(&c);
	return happened;
}

/* A chat that acknowledges by itself; one text of the peer's has not been answered. */
static void
open_acking(struct ch *c, int backend, const struct e2e_timing *timing)
{
	ch_init(c, backend);
	c->h.timing = *timing;
	c->h.config.flags |= E2E_CONFIG_NO_REKEY;
	ch_ready(c, E2E_CREATOR);
	sp_text(&c->p, "one");
}

static bool
at_ack_messages(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_acking(&c, backend, timing);
	for (int64_t i = 1; i < n; i++)
		sp_text(&c.p, "one more");
	happened = ch_count(&c, RK_NOOP) == 1;
	ch_close(&c);
	return happened;
}

static bool
at_ack_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_acking(&c, backend, timing);
	au_advance(&c.h, n);
	happened = ch_count(&c, RK_NOOP) == 1;
	ch_close(&c);
	return happened;
}

/* A call that failed for now is made again. */
static bool
at_retry_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "text");
	au_fail(&c.h, au_last_send(&c.h), 500, "INTERNAL");
	au_advance(&c.h, n);
	happened = au_count_sends(&c.h) == 2;
	ch_close(&c);
	return happened;
}

static bool
at_qts_wait_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	c.p.qts = 77;
	sp_text(&c.p, "77");
	c.p.qts = 79;
	sp_text(&c.p, "79");
	au_advance(&c.h, n);
	happened = au_count_calls(&c.h, E2E_CALL_GET_DIFFERENCE) == 1;
	ch_close(&c);
	return happened;
}

/* Of two requests that crossed the peer's, which is smaller, is accepted; it goes on talking. */
static bool
at_rekey_late_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	rk_fill(&c, 0x01);
	rk_order(&c);
	rk_unfill(&c);
	rk_peer_requests(&c, -1);
	c.p.in_seq = ch_chat(&c).out_seq; /* it has ours */
	sp_noop(&c.p);
	au_advance(&c.h, n);
	for (int i = 0; i < 12; i++)
		sp_noop(&c.p);
	happened = ch_count(&c, RK_ACCEPT) == 1;
	ch_close(&c);
	return happened;
}

/* The key before a re-key, under which a message is missing, is erased. */
static bool
at_old_key_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct ch c;
	bool happened;

	open_timed(&c, backend, timing);
	rk_peer_requests(&c, 7);
	rk_peer_agrees(&c, 7);
	c.p.out_seq++; /* this one is lost */
	rk_peer_commits(&c, 7);
	rk_peer_switches(&c);
	sp_text(&c.p, "under the new one");
	ck_assert(rk_has(&c, E2E_KEY_OLD));
	au_advance(&c.h, n);
	au_text(&c.h, c.p.chat_id, "the server says what time it is");
	au_advance(&c.h, 0);
	happened = !rk_has(&c, E2E_KEY_OLD);
	ch_close(&c);
	return happened;
}

/* A gap for which all requests have arrived is given up, after one request more. */
static bool
at_gap_ms(int backend, const struct e2e_timing *timing, int64_t n)
{
	struct e2e_timing soon = *timing;
	struct ch c;
	bool happened;
	int64_t begun;

	soon.resend_tries = 1;
	soon.resend_wait_ms = 1000;
	open_timed(&c, backend, &soon);
	ch_text_at(&c, 2, "behind a gap");
	begun = c.h.now;
	c.p.in_seq = ch_chat(&c).out_seq;
	ch_text_at(&c, 3, "it has the request");
	live(&c, begun + n - c.h.now);
	au_text(&c.h, c.p.chat_id, "the server says what time it is");
	au_advance(&c.h, 0);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	/* the last request is out, and waits for so long */
	live(&c, soon.resend_wait_ms);
	happened = au_count_events(&c.h, E2E_EVENT_GAP) == 1;
	ch_close(&c);
	return happened;
}

/* ---- All of them --------------------------------------------------------------------------- */

#define AT(member) #member, offsetof(struct e2e_timing, member), \
	sizeof((struct e2e_timing *)0)->member, at_##member

/* By default, and two values of the host's; it happens MORE after that. */
static const struct {
	const char *name;
	size_t offset, size;
	bool (*at)(int backend, const struct e2e_timing *timing, int64_t n);
	int64_t normal, some, other, more;
} members[] = {
	{ AT(rekey_messages), 100, 5, 30, 0 },
	{ AT(rekey_age_ms), 7 * DAY, MINUTE, DAY, 1 }, /* older than that */
	{ AT(answer_delay_ms), 0, 2000, MINUTE, 0 },
	{ AT(resend_wait_ms), 10000, 1234, MINUTE, 0 },
	{ AT(resend_tries), 8, 2, 3, 0 },
	{ AT(ack_messages), 64, 2, 9, 0 },
	{ AT(retry_ms), 1000, 77, MINUTE, 0 },
	{ AT(qts_wait_ms), 700, 1, MINUTE, 0 },
	{ AT(rekey_late_ms), MINUTE, 5000, 2 * MINUTE, 0 },
	{ AT(ack_ms), 60 * MINUTE, 50, MINUTE, 0 },
	{ AT(old_key_ms), 7 * DAY, MINUTE, DAY, 0 },
	{ AT(gap_ms), DAY, 2 * MINUTE, 2 * DAY, 0 },
};

/* TIMING with VALUE as the member number I. */
static void
set(struct e2e_timing *timing, size_t i, int64_t value)
{
	const uint32_t count = (uint32_t)value;
	uint8_t *to = (uint8_t *)timing + members[i].offset;

	if (members[i].size == sizeof count)
		memcpy(to, &count, sizeof count);
	else
		memcpy(to, &value, sizeof value);
}

static void
try_member(int backend, size_t i, int64_t value)
{
	struct e2e_timing timing = E2E_TIMING_INIT;
	const int64_t when = (value != 0 ? value : members[i].normal) + members[i].more;

	set(&timing, i, value);
	if (when > 0 && members[i].at(backend, &timing, when - 1))
		ck_abort_msg("%s is %lld, and it happens before", members[i].name,
		             (long long)value);
	if (!members[i].at(backend, &timing, when))
		ck_abort_msg("%s is %lld, and it has not happened", members[i].name,
		             (long long)value);
}

START_TEST(is_exact_in_every_time)
{
	for (size_t i = 0; i < CU_N(members); i++) {
		try_member(_i, i, 0);
		try_member(_i, i, members[i].some);
		try_member(_i, i, members[i].other);
	}
}
END_TEST

/* A member that is added has to come here: together they fill the struct. */
START_TEST(has_every_time)
{
	uint8_t seen[sizeof(struct e2e_timing)] = { 0 };

	(void)_i;
	memset(seen, 1, sizeof(uint32_t)); /* its size */
	for (size_t i = 0; i < CU_N(members); i++) {
		for (size_t k = 0; k < members[i].size; k++)
			ck_assert_uint_eq(seen[members[i].offset + k]++, 0);
	}
	/* but for what aligns them */
	for (size_t i = 0, gap = 0; i < sizeof seen; i++) {
		gap = seen[i] != 0 ? 0 : gap + 1;
		ck_assert_uint_le(gap, sizeof(uint32_t));
	}
}
END_TEST

static int32_t
makes(struct au_host *h, size_t i, int64_t value)
{
	struct e2e_timing timing = E2E_TIMING_INIT;
	struct e2e_account *account = NULL;
	int32_t err;

	set(&timing, i, value);
	h->config.timing = &timing;
	err = e2e_account_new(&account, &h->config);
	e2e_account_free(account);
	return err;
}

START_TEST(refuses_every_time_beyond_its_bounds)
{
	struct au_host h;

	au_init(&h, tu_backend((size_t)_i), CH_USER);
	for (size_t i = 0; i < CU_N(members); i++) {
		const bool is_count = members[i].size == sizeof(uint32_t);
		const int64_t most = is_count ? E2E_LIMIT_MAX : E2E_TIMING_MAX_MS;

		ck_assert_int_eq(makes(&h, i, most), E2E_OK);
		ck_assert_int_eq(makes(&h, i, most + 1), E2E_ERR_ARGUMENT);
		ck_assert_int_eq(makes(&h, i, is_count ? UINT32_MAX : INT64_MAX), E2E_ERR_ARGUMENT);
		if (!is_count) {
			ck_assert_int_eq(makes(&h, i, -1), E2E_ERR_ARGUMENT);
			ck_assert_int_eq(makes(&h, i, INT64_MIN), E2E_ERR_ARGUMENT);
		}
	}
	ck_assert_uint_eq(h.memory.live_blocks, 0);
}
END_TEST

TCase *
every_timing(void)
{
	const struct cu_test tests[] = {
		{ is_exact_in_every_time },
		{ has_every_time },
		{ refuses_every_time_beyond_its_bounds },
	};

	return every_case("timing", tests, CU_N(tests));
}
