/* SPDX-License-Identifier: ISC */
/*
 * Two accounts talk, and one of them dies after any of its transactions, or between storing
 * one and saying so; the server sends it all again.  The conversation must end the same.
 */
#include "config.h"

#include "tests/util/cryptoutil.h"
#include "tests/util/accountutil.h"

#include <string.h>

#define A 0
#define B 1

struct world {
	struct au_host h[2];
	size_t done[2]; /* sends of each that the other has been given */
	int32_t chat_id;
	bool crashed;
};

/* What both had when their chat had just begun. */
struct start {
	struct rows rows[2];
	int64_t generation[2];
	int64_t key_fingerprint;
	int32_t chat_id;
};

static const int64_t users[] = { 100, 200 };

/* ---- The world ----------------------------------------------------------------------- */

static void
start_open(struct start *s, int backend)
{
	struct au_host h[2];
	int i;

	for (i = 0; i < 2; i++)
		au_open(&h[i], tu_backend((size_t)backend), users[i]);
	s->chat_id = au_make_pair(&h[A], &h[B]);
	s->key_fingerprint = au_chat(&h[A], s->chat_id).key_fingerprint;
	for (i = 0; i < 2; i++) {
		s->rows[i] = rows_copy(&h[i].rows);
		s->generation[i] = h[i].generation;
		au_close(&h[i]);
	}
}

static void
start_close(struct start *s)
{
	rows_free(&s->rows[A]);
	rows_free(&s->rows[B]);
}

static void
world_open(struct world *w, const struct start *s, int backend, uint32_t flags)
{
	int i;

	*w = (struct world){ .chat_id = s->chat_id };
	for (i = 0; i < 2; i++) {
		au_init(&w->h[i], tu_backend((size_t)backend), users[i]);
		w->h[i].script.seed += 777; /* not the numbers of the handshake once more */
		w->h[i].config.flags = flags;
		w->h[i].bytes_lane = i == B;
		w->h[i].answers = AU_AUTO_SENDS;
		w->h[i].rows = rows_copy(&s->rows[i]);
		w->h[i].generation = s->generation[i];
		au_start(&w->h[i]);
	}
}

static void
world_close(struct world *w)
{
	au_close(&w->h[A]);
	au_close(&w->h[B]);
}

/* If side I stopped in the middle: it dies, and the server begins again.  True if so. */
static bool
died(struct world *w, int i)
{
	if (!w->h[i].stopped)
		return false;
	w->crashed = true;
	au_restart(&w->h[i]);
	w->done[1 - i] = 0;
	return true;
}

/* Everything that is with the server reaches the other side. */
static void
deliver(struct world *w)
{
	bool more = true;
	int i;

	while (more) {
		more = false;
		for (i = 0; i < 2; i++) {
			struct au_call *call = au_send_at(&w->h[i], w->done[i]);

			if (call == NULL)
				continue;
			more = true;
			au_carry(&w->h[1 - i], call);
			if (!died(w, 1 - i))
				w->done[i]++;
		}
	}
}

/* ---- The conversation ---------------------------------------------------------------- */

static bool
is_queued(struct world *w, int i, int64_t id)
{
	size_t n;

	for (n = 0; n < au_count_events(&w->h[i], E2E_EVENT_QUEUED); n++)
		if (au_event(&w->h[i], E2E_EVENT_QUEUED, n)->random_id == id)
			return true;
	return false;
}

/* What is not in the rows was never said: the user says it again. */
static void
say(struct world *w, int i, int64_t id, const char *text)
{
	while (!is_queued(w, i, id)) {
		int64_t random_id = id;

		ck_assert_int_eq(e2e_send_text(w->h[i].account, w->chat_id, &random_id, text,
		                               strlen(text), 0, 0, w->h[i].now),
		                 E2E_OK);
		au_run(&w->h[i]);
		died(w, i);
	}
}

static void
new_key(struct world *w, int i, int64_t old)
{
	struct e2e_chat chat = au_chat(&w->h[i], w->chat_id);

	while (chat.key_fingerprint == old && chat.rekeying == E2E_REKEY_NONE) {
		ck_assert_int_eq(e2e_chat_rekey(w->h[i].account, w->chat_id, w->h[i].now), E2E_OK);
		au_run(&w->h[i]);
		died(w, i);
		chat = au_chat(&w->h[i], w->chat_id);
	}
}

static void
talk(struct world *w, int64_t old_key)
{
	say(w, A, 1001, "a1");
	say(w, A, 1002, "a2");
	deliver(w);
	say(w, B, 2001, "b1");
	say(w, A, 1003, "a3");
	deliver(w);
	new_key(w, A, old_key);
	deliver(w);
	say(w, B, 2002, "b2");
	deliver(w);
	say(w, A, 1004, "a4");
	say(w, B, 2003, "b3");
	deliver(w);
}

/* ---- How it ended -------------------------------------------------------------------- */

static void
heard(struct au_host *h, const char *texts)
{
	const struct e2e_event *event;
	char got[256] = "";
	size_t i;

	for (i = 0; (event = au_event(h, E2E_EVENT_MESSAGE, i)) != NULL; i++) {
		const struct e2e_tl_decrypted_message_73 *m = (const void *)event->message;

		ck_assert_uint_eq(m->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
		ck_assert_uint_lt(strlen(got) + m->message.n, sizeof got);
		strncat(got, (const char *)m->message.p, m->message.n);
	}
	ck_assert_str_eq(got, texts);
}

/* What has one random_id has the same bytes, however often it went out. */
static void
never_changed(struct au_host *h)
{
	size_t i, j;

	for (i = 0; i < au_count_sends(h); i++) {
		const struct e2e_call *x = &au_send_at(h, i)->call;

		for (j = 0; j < i; j++) {
			const struct e2e_call *y = &au_send_at(h, j)->call;

			if (x->random_id != y->random_id)
				continue;
			ck_assert_uint_eq(x->data.n, y->data.n);
			ck_assert_mem_eq(x->data.p, y->data.p, x->data.n);
		}
	}
}

static void
each_once(struct au_host *h, uint32_t kind, size_t want)
{
	size_t i, j, n = au_count_events(h, kind);

	ck_assert_uint_eq(n, want);
	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			ck_assert_int_ne(au_event(h, kind, i)->random_id,
			                 au_event(h, kind, j)->random_id);
}

/* But that the server gave it once more what was under a key that is gone by now. */
static void
nothing_was_wrong(struct au_host *h)
{
	const struct e2e_event *event;
	size_t i;

	for (i = 0; (event = au_event(h, E2E_EVENT_REJECTED, i)) != NULL; i++)
		ck_assert_uint_eq(event->reason, E2E_CHECK_KEY_ID);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_FAILED), 0);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_ROLLBACK), 0);
}

static void
ended_well(struct world *w, int64_t old_key)
{
	struct e2e_chat a = au_chat(&w->h[A], w->chat_id), b = au_chat(&w->h[B], w->chat_id);
	int i;

	heard(&w->h[B], "a1a2a3a4");
	heard(&w->h[A], "b1b2b3");
	each_once(&w->h[A], E2E_EVENT_SENT, 4);
	each_once(&w->h[B], E2E_EVENT_SENT, 3);
	each_once(&w->h[A], E2E_EVENT_QUEUED, 4);
	each_once(&w->h[A], E2E_EVENT_DELIVERED, 3); /* nothing came back after the last */
	each_once(&w->h[B], E2E_EVENT_DELIVERED, 2);
	for (i = 0; i < 2; i++) {
		never_changed(&w->h[i]);
		nothing_was_wrong(&w->h[i]);
		ck_assert_uint_eq(au_count_events(&w->h[i], E2E_EVENT_REKEYED), 1);
	}
	ck_assert_uint_eq(a.state, E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(b.state, E2E_CHAT_ACTIVE);
	ck_assert_int_eq(a.in_seq, b.out_seq);
	ck_assert_int_eq(b.in_seq, a.out_seq);
	ck_assert_uint_eq(a.held + b.held + a.holes + b.holes + a.unsent + b.unsent, 0);
	ck_assert_int_eq(a.key_fingerprint, b.key_fingerprint);
	ck_assert_int_ne(a.key_fingerprint, old_key);
	ck_assert_mem_eq(a.key_hash, b.key_hash, sizeof a.key_hash);
}

/* ---- Every moment -------------------------------------------------------------------- */

/* SIDE dies after each of its transactions in turn, before or after the account knows. */
static void
every_moment(int backend, int side, bool unconfirmed)
{
	struct start s;
	struct world w;
	int64_t n;
	bool more = true;

	start_open(&s, backend);
	for (n = unconfirmed ? 1 : 0; more; n++) {
		ck_assert_int_lt(n, 200);
		world_open(&w, &s, backend, n % 2 ? E2E_CONFIG_CHAINS : 0);
		w.h[side].commits_left = n;
		w.h[side].unconfirmed = unconfirmed;
		talk(&w, s.key_fingerprint);
		ended_well(&w, s.key_fingerprint);
		more = w.crashed;
		world_close(&w);
	}
	ck_assert_int_gt(n, 10);
	start_close(&s);
}

/* scenario 66: a crash after any transaction loses, repeats and renumbers nothing */
START_TEST(survives_death_of_who_asked_for_the_chat)
{
	every_moment(_i, A, false);
}
END_TEST

START_TEST(survives_death_of_who_accepted_it)
{
	every_moment(_i, B, false);
}
END_TEST

/* scenario 66: the transaction is durable, but the account never heard of it */
START_TEST(survives_death_with_a_commit_in_its_hands)
{
	every_moment(_i, A, true);
	every_moment(_i, B, true);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ survives_death_of_who_asked_for_the_chat },
		{ survives_death_of_who_accepted_it },
		{ survives_death_with_a_commit_in_its_hands },
	};

	return tu_run(cu_suite("chat_crash", tests, CU_N(tests)));
}
