/* SPDX-License-Identifier: ISC */
/* Every event of names.list comes, once, for what it is said to come for. */
#include "config.h"

#include "tests/util/primes.h"
#include "everyutil.h"
#include "tests/util/ttlutil.h"

/* ---- How each comes about; the functions have the names of the list ------------------------ */

/* The chat is open, in the role of the creator; what came so far is forgotten. */

static void
cause_chat(struct ch *c)
{
	ck_assert_int_eq(e2e_chat_close(c->h.account, c->p.chat_id, 0, c->h.now), E2E_OK);
}

/* The account asks for one more chat, and getDhConfig was answered: the call is out. */
static int32_t
asks(struct ch *c)
{
	int32_t id;

	c->h.answers = AU_AUTO_SENDS;
	ck_assert_int_eq(e2e_chat_start(c->h.account, &id, 9, 90, c->h.now), E2E_OK);
	au_run(&c->h);
	return id;
}

static void
cause_renamed(struct ch *c)
{
	asks(c);
	sp_dh_config(&c->p);
	au_fail(&c->h, au_last_call(&c->h, E2E_CALL_REQUEST), 400, "RANDOM_ID_DUPLICATE");
}

static void
cause_message(struct ch *c)
{
	sp_text(&c->p, "text");
}

static void
cause_sent(struct ch *c)
{
	au_text(&c->h, c->p.chat_id, "text");
}

static void
cause_failed(struct ch *c)
{
	c->h.answers = 0;
	au_text(&c->h, c->p.chat_id, "text");
	au_fail(&c->h, au_last_send(&c->h), 400, "DATA_INVALID");
}

static void
cause_delivered(struct ch *c)
{
	au_text(&c->h, c->p.chat_id, "text");
	c->p.in_seq = ch_chat(c).out_seq;
	sp_noop(&c->p);
}

static void
cause_read(struct ch *c)
{
	tt_is_read(c, tt_today(c));
}

static void
cause_opened(struct ch *c)
{
	sp_action(&c->p, ch_longs(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES,
	                          (const int64_t[]){ 5 }, 1));
}

static void
cause_deleted(struct ch *c)
{
	sp_action(&c->p, ch_longs(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
	                          (const int64_t[]){ 5 }, 1));
}

static void
cause_flushed(struct ch *c)
{
	sp_action(&c->p, ch_simple(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY));
}

static void
cause_ttl(struct ch *c)
{
	sp_action(&c->p, ch_set_ttl(c, 60));
}

static void
cause_expired(struct ch *c)
{
	tt_receive(c, 3, NULL);
	tt_reads(c, tt_today(c));
	au_advance(&c->h, 3000);
}

static void
cause_typing(struct ch *c)
{
	ck_assert_int_eq(e2e_feed_typing(c->h.account, c->p.chat_id, c->h.now), E2E_OK);
}

static void
cause_screenshot(struct ch *c)
{
	sp_action(&c->p, ch_longs(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES,
	                          (const int64_t[]){ 5 }, 1));
}

static void
cause_unsupported(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.message_tl = ch_strange(c, k.message, E2E_TL_DECRYPTED_MESSAGE_73, 0xdeadbeef);
	sp_send(&c->p, &k);
}

static void
cause_rejected(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.raw = ch_string("too short");
	sp_send(&c->p, &k);
}

static void
cause_rekeyed(struct ch *c)
{
	rk_by_peer(c, 900);
}

static void
cause_health(struct ch *c)
{
	ch_text_at(c, c->p.out_seq + 1, "behind a gap");
}

static void
cause_rollback(struct ch *c)
{
	const struct rows saved = rows_copy(&c->h.rows);

	au_text(&c->h, c->p.chat_id, "text");
	au_crash(&c->h);
	rows_free(&c->h.rows);
	c->h.rows = saved;
	au_start(&c->h);
}

static void
cause_dh_refused(struct ch *c)
{
	uint8_t p[E2E_DH_BYTES], random[E2E_DH_BYTES];

	cu_count(random, sizeof random, 1);
	asks(c);
	tu_hex(p, sizeof p, primes_bad[0]);
	au_feed_dh_config(&c->h, 4, 4, p, sizeof p, random, sizeof random);
}

static void
cause_queued(struct ch *c)
{
	cause_sent(c);
}

static void
cause_gap(struct ch *c)
{
	ch_text_at(c, c->p.out_seq + 1, "behind a gap");
	ck_assert_int_eq(e2e_chat_skip(c->h.account, c->p.chat_id, c->h.now), E2E_OK);
}

static void
cause_logged_out(struct ch *c)
{
	c->h.answers = 0;
	au_text(&c->h, c->p.chat_id, "text");
	au_fail(&c->h, au_last_send(&c->h), 401, "AUTH_KEY_UNREGISTERED");
}

/* ---- All of them --------------------------------------------------------------------------- */

/* An event that is added to names.list does not compile without a function of its name. */
#define CAUSE(NAME, name) [E2E_EVENT_##NAME] = { #NAME, cause_##name },

static const struct {
	const char *name;
	void (*cause)(struct ch *c);
} kinds[] = { E2E_I_EVENTS(CAUSE) };

START_TEST(tells_of_everything_that_has_an_event)
{
	for (uint32_t kind = 1; kind < E2E_I_EVENT_END; kind++) {
		const struct e2e_event *event;
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		kinds[kind].cause(&c);
		au_run(&c.h);
		ck_assert_msg(au_count_events(&c.h, kind) == 1, "%s came %zu times",
		              kinds[kind].name, au_count_events(&c.h, kind));
		event = au_last_event(&c.h, kind);
		if (kind != E2E_EVENT_RENAMED && kind != E2E_EVENT_DH_REFUSED)
			ck_assert_int_eq(event->chat_id,
			                 kind == E2E_EVENT_LOGGED_OUT || kind == E2E_EVENT_ROLLBACK
			                         ? 0 : c.p.chat_id);
		ch_close(&c);
	}
}
END_TEST

/* ---- What is in one ------------------------------------------------------------------------ */

static const struct e2e_event *
typed(struct ch *c, uint32_t action)
{
	const struct e2e_tl ctor = { action };
	struct e2e_tl_decrypted_message_action_typing *typing = sp_new(&c->p, sizeof *typing);
	struct e2e_tl *copy = sp_new(&c->p, sizeof *copy);

	*copy = ctor;
	typing->ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING;
	typing->action = copy;
	au_forget(&c->h);
	sp_action(&c->p, (const void *)typing);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_TYPING), 1);
	return au_last_event(&c->h, E2E_EVENT_TYPING);
}

START_TEST(says_whether_typing_begins_or_ends)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ck_assert_uint_eq(typed(&c, E2E_TL_SEND_MESSAGE_TYPING_ACTION)->flags,
	                  E2E_MESSAGE_SERVICE);
	ck_assert_uint_eq(typed(&c, E2E_TL_SEND_MESSAGE_CANCEL_ACTION)->flags,
	                  E2E_MESSAGE_SERVICE | E2E_TYPING_ENDED);
	ch_close(&c);
}
END_TEST

START_TEST(names_what_the_peer_photographed)
{
	static const int64_t ids[] = { 5, -6, 7 };
	const struct e2e_event *event;
	struct ch c;

	for (size_t n = 0; n <= CU_N(ids); n++) {
		ch_open(&c, _i, E2E_CREATOR);
		sp_action(&c.p, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES,
		                         ids, n));
		event = au_last_event(&c.h, E2E_EVENT_SCREENSHOT);
		ck_assert_ptr_nonnull(event);
		ck_assert_uint_eq(event->ids.n, n);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(event->ids.v[i], ids[i]);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELETED), 0);
		ch_close(&c);
	}
}
END_TEST

TCase *
every_event(void)
{
	const struct cu_test tests[] = {
		{ tells_of_everything_that_has_an_event },
		{ says_whether_typing_begins_or_ends },
		{ names_what_the_peer_photographed },
	};

	return every_case("event", tests, CU_N(tests));
}
