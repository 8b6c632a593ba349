/* SPDX-License-Identifier: ISC */
/* Every setting and every NOW at 0, at 1, at its bound and beyond it. */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "tests/util/rowsutil.h"

/* ---- Settings ---------------------------------------------------------------------------- */

struct setting {
	const char *name;
	size_t offset;
	int64_t most;
};

#define LIMIT(member) { #member, offsetof(struct e2e_limits, member), E2E_LIMIT_MAX }
#define COUNT(member) { #member, offsetof(struct e2e_timing, member), E2E_LIMIT_MAX }
#define TIME(member)  { #member, offsetof(struct e2e_timing, member), E2E_TIMING_MAX_MS }

static const struct setting limits[] = {
	LIMIT(requested_chats),
	LIMIT(early_messages),
	LIMIT(early_bytes),
	LIMIT(held_messages),
	LIMIT(held_bytes),
	LIMIT(ahead),
	LIMIT(outbox_messages),
	LIMIT(outbox_bytes),
	LIMIT(tail),
	LIMIT(resend_span),
	LIMIT(resend_repeats),
	LIMIT(resend_rate),
	LIMIT(timers),
	LIMIT(prime_checks),
	LIMIT(rejected_events),
	LIMIT(packet_bytes),
	LIMIT(peer_rekeys),
	LIMIT(account_rekeys),
};

static const struct setting counts[] = {
	COUNT(rekey_messages),
	COUNT(resend_tries),
	COUNT(ack_messages),
};

static const struct setting times[] = {
	TIME(rekey_age_ms),
	TIME(answer_delay_ms),
	TIME(resend_wait_ms),
	TIME(retry_ms),
	TIME(qts_wait_ms),
	TIME(rekey_late_ms),
	TIME(ack_ms),
	TIME(old_key_ms),
	TIME(gap_ms),
};

/* A new member is to be in one of these lists. */
_Static_assert(sizeof(struct e2e_limits) == 4 * (1 + CU_N(limits)), "a limit is not tried");
_Static_assert(sizeof(struct e2e_timing) == 4 * (1 + CU_N(counts)) + 8 * CU_N(times),
               "a time is not tried");

static void
set32(void *to, const struct setting *s, int64_t value)
{
	const uint32_t x = (uint32_t)value;

	memcpy((uint8_t *)to + s->offset, &x, sizeof x);
}

static void
set64(void *to, const struct setting *s, int64_t value)
{
	memcpy((uint8_t *)to + s->offset, &value, sizeof value);
}

/* H, with U's rows and settings of its own, goes on, and loses no chat. */
static void
lives(const struct ru *u, struct au_host *h, const char *what, int64_t value)
{
	ck_assert_int_eq(au_try_start(h), E2E_OK);
	ck_assert_uint_eq(h->refused, 0);
	au_run(h);
	ru_use(u, h);
	ck_assert_int_ge(e2e_deadline(h->account), 0);
	au_crash(h);
	ck_assert_int_eq(au_try_start(h), E2E_OK);
	ck_assert_msg(h->refused == 0, "%s %lld: saved what is refused", what, (long long)value);
	au_run(h);
	ck_assert_msg(ru_damaged(h) == 0, "%s %lld: a chat is lost", what, (long long)value);
	for (size_t i = 0; i < RU_CHATS; i++)
		ck_assert_msg(au_state(h, u->p[i].chat_id) == E2E_CHAT_ACTIVE, "%s %lld", what,
		              (long long)value);
}

static void
try_settings(const struct ru *u, size_t place, const struct setting *list, size_t n,
             void (*set)(void *to, const struct setting *s, int64_t value))
{
	for (size_t i = 0; i < n; i++) {
		const int64_t good[] = { 0, 1, list[i].most };

		for (size_t k = 0; k < CU_N(good); k++) {
			struct au_host h;

			ru_host(u, &h);
			set((uint8_t *)&h + place, &list[i], good[k]);
			lives(u, &h, list[i].name, good[k]);
			au_close(&h);
		}
	}
}

static void
refuse_settings(const struct ru *u, size_t place, const struct setting *list, size_t n,
                void (*set)(void *to, const struct setting *s, int64_t value))
{
	for (size_t i = 0; i < n; i++) {
		const int64_t bad[] = { list[i].most + 1, -1, INT64_MAX, INT64_MIN };

		for (size_t k = 0; k < CU_N(bad); k++) {
			struct au_host h;

			ru_host(u, &h);
			set((uint8_t *)&h + place, &list[i], bad[k]);
			if (set == set32 && (uint32_t)bad[k] == 0) {
				au_close(&h);
				continue;
			}
			ck_assert_msg(e2e_account_new(&h.account, &h.config) == E2E_ERR_ARGUMENT,
			              "%s %lld", list[i].name, (long long)bad[k]);
			ck_assert_ptr_null(h.account);
			au_close(&h);
		}
	}
}

#define PLACE(member) offsetof(struct au_host, member)

START_TEST(lives_with_every_limit)
{
	struct ru u;

	ru_build(&u, _i);
	try_settings(&u, PLACE(limits), limits, CU_N(limits), set32);
	ru_free(&u);
}
END_TEST

/* scenario 146: every time of struct e2e_timing at its ends */
START_TEST(lives_with_every_time)
{
	struct ru u;

	ru_build(&u, _i);
	try_settings(&u, PLACE(timing), counts, CU_N(counts), set32);
	try_settings(&u, PLACE(timing), times, CU_N(times), set64);
	ru_free(&u);
}
END_TEST

START_TEST(refuses_settings_beyond)
{
	struct ru u;
	struct au_host h;

	ru_build(&u, _i);
	refuse_settings(&u, PLACE(limits), limits, CU_N(limits), set32);
	refuse_settings(&u, PLACE(timing), counts, CU_N(counts), set32);
	refuse_settings(&u, PLACE(timing), times, CU_N(times), set64);
	for (int i = 0; i < 3; i++) {
		const int64_t generation[] = { -1, E2E_GENERATION_MAX + 1, INT64_MAX };

		ru_host(&u, &h);
		h.config.generation = generation[i];
		ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_ERR_ARGUMENT);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* A host that keeps the largest generation that there is: a rollback, and then no more. */
START_TEST(goes_on_from_the_last_generation)
{
	struct ru u;
	struct au_host h;

	ru_build(&u, _i);
	ru_host(&u, &h);
	h.generation = E2E_GENERATION_MAX;
	au_start(&h);
	ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 1);
	ck_assert_int_eq(e2e_resume(h.account, h.now), E2E_OK);
	au_run(&h);
	ck_assert_int_eq(h.generation, E2E_GENERATION_MAX);
	for (int i = 0; i < 3; i++) {
		au_forget(&h);
		au_restart(&h);
		ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 0);
		ru_works(&u, &h, 0);
	}
	au_close(&h);
	ru_free(&u);
}
END_TEST

/* ---- NOW -------------------------------------------------------------------------------------- */

static const struct e2e_tl_decrypted_message_action_noop noop = {
	E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP
};
static const struct e2e_tl_decrypted_message_service_17 message = {
	E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 0, (const void *)&noop
};

/* What each needs besides: an active chat and one that is of no use. */
struct at {
	struct e2e_account *a;
	int32_t chat, none;
};

#define P ((const uint8_t *)"")

static int32_t
feed_at(const struct at *c, int which, int64_t now)
{
	uint8_t read[16] = { 0 }; /* of no chat */

	cu_put32(read, E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ);
	switch (which) {
	case 0:
		return e2e_tick(c->a, now);
	case 1:
		return e2e_feed_tl(c->a, read, sizeof read, now);
	case 2:
		return e2e_feed_dh_config(c->a, 1, 3, P, 0, P, 0, now);
	case 3:
		return e2e_feed_dh_not_modified(c->a, P, 0, now);
	case 4:
		return e2e_feed_requested(c->a, c->none, 1, 1, 6, RU_USER + 1, P, 0, now);
	case 5:
		return e2e_feed_waiting(c->a, c->none, 1, 1, 1, 1, now);
	case 6:
		return e2e_feed_accepted(c->a, c->none, 1, 1, 1, 1, P, 0, 1, now);
	case 7:
		return e2e_feed_discarded(c->a, c->none, 0, now);
	case 8:
		return e2e_feed_message(c->a, c->none, 1, 1, P, 0, NULL, 0, 0, now);
	case 9:
		return e2e_feed_read(c->a, c->chat, 1, 1, now);
	case 10:
		return e2e_feed_typing(c->a, c->chat, now);
	case 11:
		return e2e_feed_qts(c->a, 1, now);
	case 12:
		return e2e_call_done(c->a, UINT64_MAX, 1, NULL, now);
	case 13:
		return e2e_call_done_tl(c->a, UINT64_MAX, P, 0, now);
	default:
		return e2e_call_failed(c->a, UINT64_MAX, 1, "", 0, now);
	}
}

static int32_t
order_at(const struct at *c, int which, int64_t now)
{
	static const int64_t id = 1;
	uint8_t tl[4];
	int32_t chat;

	cu_put32(tl, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP);
	switch (which) {
	case 0:
		return e2e_chat_start(c->a, &chat, 6, 60, now);
	case 1:
		return e2e_chat_accept(c->a, c->chat, now);
	case 2:
		return e2e_chat_reject(c->a, c->chat, now);
	case 3:
		return e2e_chat_forget(c->a, c->chat, now);
	case 4:
		return e2e_chat_verify(c->a, c->chat, 1, now);
	case 5:
		return e2e_chat_report(c->a, c->chat, now);
	case 6:
		return e2e_chat_typing(c->a, c->chat, 1, now);
	case 7:
		return e2e_chat_read(c->a, c->chat, 1, now);
	case 8:
		return e2e_chat_rekey(c->a, c->chat, now);
	case 9:
		return e2e_send_message(c->a, c->chat, NULL, NULL, (const void *)&message, NULL, 0, now);
	case 10:
		return e2e_send_tl(c->a, c->chat, NULL, NULL, tl, sizeof tl, NULL, 0, now);
	case 11:
		return e2e_send_text(c->a, c->chat, NULL, "x", 1, 0, 0, now);
	case 12:
		return e2e_send_action(c->a, c->chat, NULL, (const void *)&noop, now);
	case 13:
		return e2e_send_ttl(c->a, c->chat, NULL, 5, now);
	case 14:
		return e2e_send_delete(c->a, c->chat, NULL, &id, 1, now);
	case 15:
		return e2e_send_screenshot(c->a, c->chat, NULL, &id, 1, now);
	case 16:
		return e2e_send_opened(c->a, c->chat, NULL, &id, 1, now);
	case 17:
		return e2e_send_flush(c->a, c->chat, NULL, now);
	default:
		return e2e_chat_close(c->a, c->chat, 0, now);
	}
}

#define FEEDS  15
#define ORDERS 19

/* Nothing happens at a NOW that cannot be. */
START_TEST(refuses_every_now_beyond)
{
	/* among them a time in seconds, and one in microseconds */
	static const int64_t bad[] = { -1, INT64_MIN, 0, 1, 1700000000, E2E_NOW_MIN - 1,
		                       E2E_NOW_MAX + 1, INT64_C(1700000000000000), INT64_MAX,
		                       INT64_MAX - 1 };
	struct au_host h;
	struct ru u;

	ru_build(&u, _i);
	for (size_t i = 0; i < CU_N(bad); i++) {
		struct au_mark mark;
		struct at c;
		int32_t loaded;

		ru_host(&u, &h);
		ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_OK);
		ck_assert_int_eq(e2e_start(h.account, bad[i]), E2E_ERR_ARGUMENT);
		au_crash(&h);
		h.generation++;
		ck_assert_int_eq(ru_start(&h, &loaded), E2E_OK);
		ck_assert_int_eq(e2e_resume(h.account, bad[i]), E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_resume(h.account, h.now), E2E_OK);
		au_run(&h);
		mark = au_mark(&h);
		c = (struct at){ h.account, u.p[1].chat_id, 12345 };
		for (int k = 0; k < FEEDS; k++)
			ck_assert_msg(feed_at(&c, k, bad[i]) == E2E_ERR_ARGUMENT, "fact %d", k);
		for (int k = 0; k < ORDERS; k++)
			ck_assert_msg(order_at(&c, k, bad[i]) == E2E_ERR_ARGUMENT, "order %d", k);
		au_unchanged(&h, &mark);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* The first and the last are as good as any; time that goes to and fro costs no chat. */
START_TEST(lives_at_the_ends_of_time)
{
	static const int64_t end[] = { E2E_NOW_MIN, E2E_NOW_MIN + 1, E2E_NOW_MAX - 1,
		                       E2E_NOW_MAX };
	struct ru u;

	ru_build(&u, _i);
	for (size_t i = 0; i < 3 * CU_N(end); i++) {
		struct au_host h;
		struct at c;

		ru_host(&u, &h);
		h.now = end[i % CU_N(end)];
		au_start(&h);
		h.answers = AU_AUTO_SENDS;
		c = (struct at){ h.account, u.p[1].chat_id, 12345 };
		for (int k = 0; k < FEEDS + ORDERS - 1; k++) {
			int64_t now = end[(i + (i < CU_N(end) ? 0 : (size_t)k)) % CU_N(end)];
			int32_t result = k < FEEDS ? feed_at(&c, k, now)
			                           : order_at(&c, k - FEEDS, now);

			ck_assert_msg(result >= 0 || result == E2E_ERR_STATE, "%d gave %d", k,
			              (int)result);
			au_run(&h);
			ck_assert_int_ge(e2e_deadline(h.account), 0);
		}
		au_restart(&h);
		ck_assert_uint_eq(ru_damaged(&h), 0);
		ck_assert_uint_eq(au_state(&h, u.p[1].chat_id), E2E_CHAT_ACTIVE);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ lives_with_every_limit },    { lives_with_every_time },
		{ refuses_settings_beyond },   { goes_on_from_the_last_generation },
		{ refuses_every_now_beyond },  { lives_at_the_ends_of_time },
	};

	return tu_run(cu_suite("chat_bounds", tests, CU_N(tests)));
}
