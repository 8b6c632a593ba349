/* SPDX-License-Identifier: ISC */
/* Everything that can be odd about a chat is told when it begins, and when it is over. */
#include "config.h"

#include "everyutil.h"

#include <string.h>

/* ---- How each comes about; the functions have the names of the list ------------------------ */

static void
cause_holes(struct ch *c)
{
	ch_text_at(c, c->p.out_seq + 1, "behind a gap");
}

static void
cause_stuck(struct ch *c)
{
	cause_holes(c);
	for (int i = 0; i < 50 && (ch_chat(c).health & E2E_HEALTH_STUCK) == 0; i++)
		ck_assert(au_due(&c->h));
}

static void
cause_sending(struct ch *c)
{
	const int64_t begun = c->h.now;

	c->h.answers = 0;
	au_text(&c->h, c->p.chat_id, "text");
	while (c->h.now < begun + 60000) {
		ck_assert_uint_eq(ch_chat(c).health, 0);
		au_fail(&c->h, au_last_send(&c->h), 500, "INTERNAL");
		ck_assert(au_due(&c->h));
	}
	au_fail(&c->h, au_last_send(&c->h), 500, "INTERNAL");
}

/* No re-key is possible: the peer never writes.  Twice as many messages pass. */
static void
cause_key_old(struct ch *c)
{
	for (int i = 0; i < 200; i++) {
		ck_assert_uint_eq(ch_chat(c).health, 0);
		au_text(&c->h, c->p.chat_id, "text");
	}
}

static void
cause_unreadable(struct ch *c)
{
	struct e2e_key other = E2E_KEY_INIT;

	cu_key(c->p.crypto, &other);
	for (int i = 0; i < 3; i++) {
		struct sp_packet k = sp_text_packet(&c->p, "other");

		ck_assert_uint_eq(ch_chat(c).health, 0);
		k.key = &other;
		sp_send(&c->p, &k);
	}
	e2e_key_wipe(&other);
}

static void
cause_overflow(struct ch *c)
{
	ch_text_at(c, 2, "one may wait");
	ck_assert_uint_eq(ch_chat(c).health & E2E_HEALTH_OVERFLOW, 0);
	ch_text_at(c, 3, "and no more"); /* see the limits below */
}

static void
cause_outdated(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.message_tl = ch_strange(c, k.message, E2E_TL_DECRYPTED_MESSAGE_73, 0xdeadbeef);
	sp_send(&c->p, &k);
}

/* Randomness fails where the account has to ask for what is missing; the message is kept. */
static void
cause_backend(struct ch *c)
{
	c->h.script.fail_after_script = true;
	cause_holes(c);
	ck_assert_uint_eq(ch_chat(c).held, 1);
}

static void
cause_busy(struct ch *c)
{
	for (int64_t id = 1; id <= 2; id++) {
		ck_assert_uint_eq(ch_chat(c).health, 0);
		sp_action(&c->p, rk_request(c, id, ch_string("\1")));
	}
}

/* ---- All of them --------------------------------------------------------------------------- */

/* What is odd as well, since one brings the other. */
#define BESIDE (E2E_HEALTH_HOLES)

/* A bit that is added to names.list does not compile without a function of its name. */
#define ODD(NAME, name) { #NAME, E2E_HEALTH_##NAME, cause_##name },

static const struct {
	const char *name;
	uint32_t bit;
	void (*cause)(struct ch *c);
} odd[] = { E2E_I_HEALTHS(ODD) };

static void
open_chat(struct ch *c, int backend)
{
	ch_init(c, backend);
	c->h.limits.held_messages = 1;
	c->h.limits.peer_rekeys = 1;
	c->h.config.flags |= E2E_CONFIG_NO_ACK;
	ch_ready(c, E2E_CREATOR);
}

START_TEST(tells_of_everything_that_is_odd)
{
	for (size_t i = 0; i < CU_N(odd); i++) {
		struct ch c;

		open_chat(&c, _i);
		odd[i].cause(&c);
		ck_assert_msg((ch_chat(&c).health & ~BESIDE) == (odd[i].bit & ~BESIDE),
		              "%s: %u", odd[i].name, (unsigned)ch_chat(&c).health);
		ck_assert_uint_ne(ch_chat(&c).health & odd[i].bit, 0);
		ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_HEALTH)->health,
		                  ch_chat(&c).health);
		ch_close(&c);
	}
}
END_TEST

/* ---- What is over -------------------------------------------------------------------------- */

/* A library that fails is tried again after a second, two, and so on; then the answer goes out. */
START_TEST(tells_that_the_library_works_again)
{
	int64_t wait = 1000;
	struct ch c;

	open_chat(&c, _i);
	cause_backend(&c);
	for (int i = 0; i < 8; i++) {
		const int64_t before = c.h.now;

		ck_assert(au_due(&c.h));
		ck_assert_int_eq(c.h.now - before, wait);
		ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_BACKEND, 0);
		wait = wait < 30000 ? 2 * wait : 60000;
	}
	ck_assert_uint_eq(au_count_sends(&c.h), 0);
	c.h.script.fail_after_script = false;
	ck_assert(au_due(&c.h));
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 1);
	ck_assert_uint_eq(ch_chat(&c).health, E2E_HEALTH_HOLES);
	ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_HEALTH)->health, E2E_HEALTH_HOLES);
	/* the next failure is the first one again */
	ch_text_at(&c, 0, "missing");
	ck_assert_uint_eq(ch_chat(&c).health, 0);
	c.h.script.fail_after_script = true;
	cause_holes(&c);
	ck_assert_int_eq(e2e_deadline(c.h.account), c.h.now + 1000);
	ch_close(&c);
}
END_TEST

TCase *
every_health(void)
{
	const struct cu_test tests[] = {
		{ tells_of_everything_that_is_odd },
		{ tells_that_the_library_works_again },
	};

	return every_case("health", tests, CU_N(tests));
}
