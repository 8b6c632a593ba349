/* SPDX-License-Identifier: ISC */
/*
 * A chat in which only one side writes.  Two accounts with a delay between them: the other side
 * acknowledges by itself, keys are renewed in time, and neither end ever runs into a limit.
 */
#include "config.h"

#include "tests/util/accountutil.h"
#include "tests/util/cryptoutil.h"

#include <stdlib.h>
#include <string.h>

#define LATENCY_MS 100
#define HOUR_MS    INT64_C(3600000)
#define DAY_MS     (24 * HOUR_MS)

/* A send on its way. */
struct flight {
	size_t call;
	int64_t at;
};

struct end {
	struct au_host h;
	struct flight *flights;
	size_t n, next, seen, room;
	uint32_t uses_max;  /* the most messages that were seen under one key            */
	size_t sends;
};

struct line {
	struct end a, b;
	int32_t chat_id;
	int64_t latency;
};

static void
open_line(struct line *l, int backend, uint32_t flags_a, uint32_t flags_b)
{
	memset(l, 0, sizeof *l);
	l->latency = LATENCY_MS;
	au_init(&l->a.h, tu_backend(backend), 100);
	au_init(&l->b.h, tu_backend(backend), 200);
	l->a.h.config.flags |= flags_a;
	l->b.h.config.flags |= flags_b;
	au_start(&l->a.h);
	au_start(&l->b.h);
	l->chat_id = au_make_pair(&l->a.h, &l->b.h);
	l->a.h.answers = l->b.h.answers = AU_AUTO_ALL;
	au_forget(&l->a.h);
	au_forget(&l->b.h);
	l->a.seen = l->a.h.n_calls;
	l->b.seen = l->b.h.n_calls;
}

static void
close_line(struct line *l)
{
	free(l->a.flights);
	free(l->b.flights);
	au_close(&l->a.h);
	au_close(&l->b.h);
}

/* What END has sent since it was looked at goes on its way. */
static void
note_sends(struct line *l, struct end *end)
{
	struct e2e_chat chat = au_chat(&end->h, l->chat_id);

	if (chat.key_uses > end->uses_max)
		end->uses_max = chat.key_uses;
	for (; end->seen < end->h.n_calls; end->seen++) {
		if (!au_is_send(end->h.calls[end->seen]->call.method))
			continue;
		if (end->n == end->room) {
			end->room = end->room == 0 ? 64 : 2 * end->room;
			end->flights = realloc(end->flights, end->room * sizeof *end->flights);
			ck_assert_ptr_nonnull(end->flights);
		}
		end->flights[end->n++] = (struct flight){ end->seen, end->h.now + l->latency };
		end->sends++;
	}
}

static bool
arrives(struct line *l, struct end *from, struct end *to)
{
	if (from->next == from->n || from->flights[from->next].at > from->h.now)
		return false;
	au_carry(&to->h, from->h.calls[from->flights[from->next++].call]);
	note_sends(l, &l->a);
	note_sends(l, &l->b);
	return true;
}

/* It is NOW at both ends: what is due happens, what has arrived is taken in. */
static void
go_to(struct line *l, int64_t now)
{
	struct end *ends[] = { &l->a, &l->b };

	for (size_t i = 0; i < 2; i++) {
		ends[i]->h.now = now;
		if (e2e_deadline(ends[i]->h.account) <= now)
			au_advance(&ends[i]->h, 0);
		note_sends(l, ends[i]);
	}
	while (arrives(l, &l->a, &l->b) || arrives(l, &l->b, &l->a))
		;
}

/* Time passes until nothing is to be done within MS. */
static void
pass(struct line *l, int64_t ms)
{
	const int64_t end = l->a.h.now + ms;

	for (;;) {
		int64_t next = end;
		int64_t times[] = {
			e2e_deadline(l->a.h.account), e2e_deadline(l->b.h.account),
			l->a.next < l->a.n ? l->a.flights[l->a.next].at : INT64_MAX,
			l->b.next < l->b.n ? l->b.flights[l->b.next].at : INT64_MAX,
		};

		for (size_t i = 0; i < 4; i++)
			next = times[i] < next ? times[i] : next;
		go_to(l, next > l->a.h.now ? next : l->a.h.now);
		if (l->a.h.now >= end)
			return;
	}
}

/* N texts from FROM, one each 50 ms. */
static void
talk(struct line *l, struct end *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		au_text(&from->h, l->chat_id, "and another thing");
		note_sends(l, from);
		pass(l, 50);
	}
	pass(l, 10 * l->latency);
}

static size_t
rekeys(const struct end *end)
{
	return au_count_events(&end->h, E2E_EVENT_REKEYED);
}

static void
ends_agree(struct line *l, struct end *from, struct end *to, size_t texts)
{
	struct e2e_chat a = au_chat(&l->a.h, l->chat_id), b = au_chat(&l->b.h, l->chat_id);

	ck_assert_uint_eq(a.state, E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(b.state, E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(au_count_events(&to->h, E2E_EVENT_MESSAGE), texts);
	ck_assert_uint_eq(au_count_events(&from->h, E2E_EVENT_FAILED), 0);
	ck_assert_int_eq(a.key_fingerprint, b.key_fingerprint);
	ck_assert_uint_eq(rekeys(&l->a), rekeys(&l->b));
}

static const struct {
	uint32_t flags_a, flags_b;
	bool from_a;
} ways[] = {
	{ 0, 0, true },
	{ 0, 0, false },
	{ E2E_CONFIG_CHAINS, E2E_CONFIG_CHAINS, true },
	{ E2E_CONFIG_NO_REKEY, 0, true },
	{ 0, E2E_CONFIG_NO_REKEY, true },
	{ E2E_CONFIG_NO_REKEY, 0, false },
};

/* scenario 130: of 600 texts one way, five re-keys, no key used for more than 120 messages and the
 * crossing */
START_TEST(renews_its_key_again_and_again)
{
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		struct line l;
		struct end *from, *to;

		open_line(&l, _i, ways[i].flags_a, ways[i].flags_b);
		from = ways[i].from_a ? &l.a : &l.b;
		to = ways[i].from_a ? &l.b : &l.a;
		talk(&l, from, 600);
		ends_agree(&l, from, to, 600);
		ck_assert_uint_ge(rekeys(&l.a), 5);
		/* a re-key takes three ways of 100 ms: 6 texts pass meanwhile, seen from afar 8 */
		ck_assert_uint_le(l.a.uses_max, 120 + 8);
		ck_assert_uint_le(l.b.uses_max, 120 + 8);
		close_line(&l);
	}
}
END_TEST

/* scenario 131: who sent the message that passes the mark asks; the other end has no reason to */
START_TEST(does_not_cross)
{
	struct line l;
	size_t n;

	open_line(&l, _i, 0, 0);
	l.a.sends = l.b.sends = 0;
	talk(&l, &l.a, 3000);
	ends_agree(&l, &l.a, &l.b, 3000);
	n = rekeys(&l.a);
	ck_assert_uint_ge(n, 25);
	/* four messages each (request, accept, commit, noop), and what acknowledges 64 */
	ck_assert_uint_le(l.a.sends + l.b.sends, 3000 + 4 * n + 3000 / 64);
	/* four powers each: g_a, g_b, and twice the key */
	ck_assert_uint_le(l.a.h.script.modexp_calls + l.b.h.script.modexp_calls, 4 * n + 8);
	close_line(&l);
}
END_TEST

/* more texts than an outbox has room for, without a word from the other side */
START_TEST(has_no_end)
{
	struct line l;

	open_line(&l, _i, 0, 0);
	l.a.h.limits.outbox_messages = 200;
	au_restart(&l.a.h);
	l.a.h.answers = AU_AUTO_ALL;
	talk(&l, &l.a, 1000);
	ends_agree(&l, &l.a, &l.b, 1000);
	ck_assert_int_ge(au_chat(&l.a.h, l.chat_id).acked_seq, 1000 - 64);
	close_line(&l);
}
END_TEST

/* scenario 130: without re-keys, noops acknowledge; after 64 messages, or an hour */
START_TEST(acknowledges_by_itself)
{
	struct line l;
	size_t before;

	open_line(&l, _i, E2E_CONFIG_NO_REKEY, E2E_CONFIG_NO_REKEY);
	pass(&l, DAY_MS); /* what acknowledges the first notifyLayer */
	before = l.b.sends;
	talk(&l, &l.a, 63);
	ck_assert_uint_eq(l.b.sends, before);
	pass(&l, HOUR_MS - 63 * 50 - 20 * LATENCY_MS);
	ck_assert_uint_eq(l.b.sends, before);
	pass(&l, 20 * LATENCY_MS + 63 * 50);
	ck_assert_uint_eq(l.b.sends, before + 1);
	ck_assert_int_eq(au_chat(&l.a.h, l.chat_id).acked_seq, au_chat(&l.a.h, l.chat_id).out_seq);
	talk(&l, &l.a, 64);
	ck_assert_uint_eq(l.b.sends, before + 2);
	pass(&l, DAY_MS); /* nothing was received since but one that counts for nothing */
	ck_assert_uint_eq(l.b.sends, before + 2);
	talk(&l, &l.a, 10);
	talk(&l, &l.b, 1); /* a text does it as well */
	pass(&l, DAY_MS);
	ck_assert_uint_eq(l.b.sends, before + 3);
	close_line(&l);
}
END_TEST

/* what waits to be acknowledged is known after a restart */
START_TEST(acknowledges_after_a_restart)
{
	struct line l;
	size_t before;

	open_line(&l, _i, E2E_CONFIG_NO_REKEY, E2E_CONFIG_NO_REKEY);
	pass(&l, DAY_MS);
	before = l.b.sends;
	talk(&l, &l.a, 40);
	au_restart(&l.b.h);
	l.b.h.answers = AU_AUTO_ALL;
	talk(&l, &l.a, 24);
	ck_assert_uint_eq(l.b.sends, before + 1);
	talk(&l, &l.a, 1);
	au_restart(&l.b.h);
	l.b.h.answers = AU_AUTO_ALL;
	pass(&l, HOUR_MS);
	ck_assert_uint_eq(l.b.sends, before + 2);
	close_line(&l);
}
END_TEST

START_TEST(does_not_acknowledge_where_it_is_told_so)
{
	struct line l;
	size_t before;

	open_line(&l, _i, E2E_CONFIG_NO_REKEY, E2E_CONFIG_NO_REKEY | E2E_CONFIG_NO_ACK);
	before = l.b.sends;
	talk(&l, &l.a, 200);
	pass(&l, DAY_MS);
	ck_assert_uint_eq(l.b.sends, before);
	close_line(&l);
}
END_TEST

/* two that have nothing to say do not answer each other for ever */
START_TEST(does_not_answer_noops)
{
	struct line l;
	size_t sends;

	open_line(&l, _i, 0, 0);
	pass(&l, DAY_MS);
	sends = l.a.sends + l.b.sends;
	ck_assert_uint_le(sends, 2);
	/* both said their layers: that key is renewed once, and noops are no use of the next */
	pass(&l, 9 * DAY_MS);
	ck_assert_uint_le(l.a.sends + l.b.sends, sends + 6);
	sends = l.a.sends + l.b.sends;
	pass(&l, 60 * DAY_MS);
	ck_assert_uint_eq(l.a.sends + l.b.sends, sends);
	close_line(&l);
}
END_TEST

/* after commitKey its sender shows the new key, if nothing else does */
START_TEST(shows_the_new_key)
{
	struct line l;
	struct e2e_chat a, b;

	open_line(&l, _i, 0, 0);
	talk(&l, &l.a, 1);
	talk(&l, &l.b, 1);
	ck_assert_int_eq(e2e_chat_rekey(l.a.h.account, l.chat_id, l.a.h.now), E2E_OK);
	au_run(&l.a.h);
	note_sends(&l, &l.a);
	pass(&l, 5000);
	a = au_chat(&l.a.h, l.chat_id);
	b = au_chat(&l.b.h, l.chat_id);
	ck_assert_int_eq(a.key_fingerprint, b.key_fingerprint);
	ck_assert_uint_eq(rekeys(&l.a), 1);
	ck_assert_int_eq(a.old_key_fingerprint, 0);
	ck_assert_int_eq(b.old_key_fingerprint, 0);
	/* a message was sent and received under it, at both ends: the next may begin at once */
	ck_assert_int_eq(e2e_chat_rekey(l.b.h.account, l.chat_id, l.b.h.now), E2E_OK);
	au_run(&l.b.h);
	close_line(&l);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ renews_its_key_again_and_again },
		{ does_not_cross },
		{ has_no_end },
		{ acknowledges_by_itself },
		{ acknowledges_after_a_restart },
		{ does_not_acknowledge_where_it_is_told_so },
		{ does_not_answer_noops },
		{ shows_the_new_key },
	};

	return tu_run(cu_suite("chat_oneway", tests, CU_N(tests)));
}
