/* SPDX-License-Identifier: ISC */
/*
 * Two sides that talk, each with one machine and numbers for keys: whatever crosses, each
 * can read the other, and in the end both have the same key.  One of them may be an iPhone
 * (observed 6.2, T6.1).
 */
#include "config.h"

#include "test_proto_rekey_shared.h"

#include <string.h>

#define WAY    512 /* packets on their way, at most                             */
#define REPEAT 8   /* a request is repeated after more proofs that it was read  */

enum kind { TEXT, NOOP, REQUEST, ACCEPT, COMMIT, ABORT };

struct packet {
	enum kind kind;
	int64_t id;
	uint64_t value;       /* g_a or g_b                  */
	uint64_t fingerprint; /* of acceptKey and commitKey  */
	uint64_t key;         /* under which it is           */
	int32_t raw, acked;
};

enum { CURRENT, OLD, NEW, KEYS };

struct side {
	struct side *peer;
	struct e2e_i_rekey r;
	struct packet way[WAY]; /* to the peer, in order */
	size_t first, n;
	uint64_t key[KEYS];
	uint64_t *seed;
	int64_t now;
	int32_t out, in, acked;
	bool accept, commit, noop; /* due */
	size_t switched;

	/* of an iPhone, whose phases are REQUESTED, ACCEPTED and IDLE */
	bool iphone;
	uint32_t phase;
	int64_t id;
	uint64_t exponent, accepted;
	uint64_t ring[64]; /* it keeps all its keys */
	size_t n_ring;
};

/* ---- Numbers for keys ------------------------------------------------------------------- */

/* g^x is x times this, and the shared key the product of all three. */
#define G UINT64_C(0x9e3779b97f4a7c15)

static uint64_t
draw(struct side *s)
{
	return tu_next(s->seed) | 1;
}

static void
store(uint8_t out[E2E_DH_BYTES], uint64_t x)
{
	for (size_t i = 0; i < E2E_DH_BYTES; i += sizeof x)
		memcpy(out + i, &x, sizeof x);
}

static uint64_t
load(const uint8_t in[E2E_DH_BYTES])
{
	uint64_t x;

	memcpy(&x, in, sizeof x);
	return x;
}

/* ---- Both kinds ------------------------------------------------------------------------- */

static void
put(struct side *s, struct packet p)
{
	p.key = s->key[CURRENT];
	p.raw = s->out++;
	p.acked = s->in;
	PR_TRUE(s->n < WAY);
	s->way[(s->first + s->n++) % WAY] = p;
}

static void
change(struct side *s, uint64_t key)
{
	s->key[OLD] = s->key[CURRENT];
	s->key[CURRENT] = key;
	s->key[NEW] = 0;
	s->ring[s->n_ring++ % PR_N(s->ring)] = key;
	s->switched++;
}

/* ---- Ours: what session/keys/rekeying.c does ------------------------------------------------- */

/* A new request, or the same again if the peer has read it and says nothing. */
static void
order(struct side *s)
{
	const bool again = s->r.phase == E2E_I_REKEY_REQUESTED && !s->commit &&
	                   s->r.proof > REPEAT;
	const uint64_t x = again ? load(s->r.exponent) : draw(s);
	const int64_t id = again ? s->r.exchange_id : (int64_t)tu_next(s->seed);

	if ((s->r.phase != E2E_I_REKEY_IDLE && !again) || s->key[OLD] != 0)
		return;
	store(s->r.exponent, x);
	e2e_i_rekey_requested(&s->r, id, s->out, s->now);
	put(s, (struct packet){ .kind = REQUEST, .id = id, .value = x * G });
}

static void
will_accept(struct side *s)
{
	s->key[OLD] = s->key[NEW] = 0;
	s->commit = false;
	s->accept = true;
}

static void
give_up(struct side *s)
{
	s->key[NEW] = 0;
	s->accept = s->commit = false;
}

static void
on_request(struct side *s, const struct packet *p)
{
	uint8_t value[E2E_DH_BYTES];
	uint32_t act;

	store(value, p->value);
	act = e2e_i_rekey_on_request(&s->r, p->id, value, p->key != s->key[CURRENT], s->now);
	if (act == E2E_I_REKEY_ACCEPT)
		will_accept(s);
	else if (act == E2E_I_REKEY_DROP)
		give_up(s);
}

static void
on_accept(struct side *s, const struct packet *p)
{
	if (e2e_i_rekey_on_accept(&s->r, p->id) != E2E_I_REKEY_COMMIT || s->commit)
		return;
	s->accept = false;
	s->key[NEW] = load(s->r.exponent) * p->value;
	PR_TRUE(s->key[NEW] == p->fingerprint); /* the exponent is the right one */
	s->commit = true;
}

static void
on_commit(struct side *s, const struct packet *p)
{
	const bool ours = s->r.phase == E2E_I_REKEY_ACCEPTED && s->r.exchange_id == p->id;

	if (ours)
		PR_TRUE(s->key[NEW] == p->fingerprint);
	if (e2e_i_rekey_on_commit(&s->r, p->id, p->raw) != E2E_I_REKEY_SWITCH)
		return;
	change(s, s->key[NEW]);
	s->noop = true;
}

/* What a message in its turn leads to: the old key goes, an ignored request is accepted. */
static void
after(struct side *s, const struct packet *p)
{
	if (s->key[OLD] != 0 && p->key == s->key[CURRENT] && e2e_i_rekey_proves(&s->r, p->raw)) {
		s->key[OLD] = 0;
		e2e_i_rekey_dropped(&s->r);
	}
	if (s->commit)
		return;
	if (e2e_i_rekey_on_message(&s->r, s->acked, s->now, 60000) == E2E_I_REKEY_ACCEPT ||
	    (s->key[OLD] == 0 && e2e_i_rekey_on_filled(&s->r, s->now) == E2E_I_REKEY_ACCEPT))
		will_accept(s);
}

static void
take(struct side *s, const struct packet *p)
{
	PR_TRUE(p->key == s->key[CURRENT] || p->key == s->key[OLD] || p->key == s->key[NEW]);
	if (p->key == s->key[NEW] && e2e_i_rekey_on_new_key(&s->r) == E2E_I_REKEY_SWITCH) {
		change(s, s->key[NEW]);
		s->noop = true;
	}
	if (p->kind == REQUEST)
		on_request(s, p);
	else if (p->kind == ACCEPT)
		on_accept(s, p);
	else if (p->kind == COMMIT)
		on_commit(s, p);
	else if (p->kind == ABORT && e2e_i_rekey_on_abort(&s->r, p->id) == E2E_I_REKEY_DROP)
		give_up(s);
	after(s, p);
}

static void
answer(struct side *s)
{
	if (s->accept && s->r.has_answer) {
		const uint64_t x = draw(s), value = load(s->r.answer_value);

		e2e_i_rekey_answered(&s->r, s->out);
		s->key[NEW] = x * value;
		put(s, (struct packet){ .kind = ACCEPT, .id = s->r.exchange_id, .value = x * G,
		                        .fingerprint = s->key[NEW] });
	}
	if (s->commit) {
		const int32_t raw = s->out;

		put(s, (struct packet){ .kind = COMMIT, .id = s->r.exchange_id,
		                        .fingerprint = s->key[NEW] });
		e2e_i_rekey_committed(&s->r, raw, s->now);
		change(s, s->key[NEW]);
	}
	if (s->noop)
		put(s, (struct packet){ .kind = NOOP });
	s->accept = s->commit = s->noop = false;
}

/* ---- An iPhone (observed 6.2) ----------------------------------------------------------- */

static void
iphone_order(struct side *s)
{
	if (s->phase != E2E_I_REKEY_IDLE)
		return;
	s->phase = E2E_I_REKEY_REQUESTED;
	s->id = (int64_t)tu_next(s->seed);
	s->exponent = draw(s);
	put(s, (struct packet){ .kind = REQUEST, .id = s->id, .value = s->exponent * G });
}

static void
iphone_request(struct side *s, const struct packet *p)
{
	const uint64_t x = draw(s);

	if (s->phase == E2E_I_REKEY_REQUESTED) {
		if (p->id >= s->id)
			return; /* and waits for ever */
		put(s, (struct packet){ .kind = ABORT, .id = s->id });
	}
	s->phase = E2E_I_REKEY_ACCEPTED;
	s->id = p->id;
	s->accepted = x * p->value;
	put(s, (struct packet){ .kind = ACCEPT, .id = p->id, .value = x * G,
	                        .fingerprint = s->accepted });
}

static void
iphone_take(struct side *s, const struct packet *p)
{
	bool known = false;

	for (size_t i = 0; i < PR_N(s->ring); i++)
		known |= p->key != 0 && p->key == s->ring[i];
	PR_TRUE(known);
	if (p->kind == REQUEST) {
		iphone_request(s, p);
	} else if (p->kind == ACCEPT && s->phase == E2E_I_REKEY_REQUESTED && p->id == s->id) {
		put(s, (struct packet){ .kind = COMMIT, .id = s->id, .fingerprint = p->fingerprint });
		change(s, s->exponent * p->value);
		s->phase = E2E_I_REKEY_IDLE;
	} else if (p->kind == COMMIT && s->phase == E2E_I_REKEY_ACCEPTED && p->id == s->id) {
		PR_TRUE(s->accepted == p->fingerprint);
		change(s, s->accepted);
		s->phase = E2E_I_REKEY_IDLE;
		put(s, (struct packet){ .kind = NOOP });
	} else if (p->kind == ABORT && p->id == s->id) {
		s->phase = E2E_I_REKEY_IDLE;
	}
}

/* ---- The world -------------------------------------------------------------------------- */

static void
arrive(struct side *from)
{
	struct side *s = from->peer;
	struct packet p;

	if (from->n == 0)
		return;
	p = from->way[from->first];
	from->first = (from->first + 1) % WAY;
	from->n--;
	PR_TRUE(p.raw == s->in);
	s->in++;
	s->acked = p.acked;
	if (s->iphone)
		iphone_take(s, &p);
	else
		take(s, &p);
}

/* One thing happens to S, or from it.  SLOW: its answers wait until it is their turn. */
static void
happen(struct side *s, bool slow)
{
	const uint64_t what = tu_next(s->seed) % 12;

	s->now += (int64_t)(tu_next(s->seed) % 3000);
	if (what < 6)
		arrive(s->peer);
	else if (what < 10 && s->n < WAY / 2)
		put(s, (struct packet){ .kind = TEXT });
	else if (what == 10 && s->iphone && s->n < WAY / 2)
		iphone_order(s);
	else if (what == 10 && s->n < WAY / 2)
		order(s);
	if (!s->iphone && (!slow || what == 11))
		answer(s);
}

/* All that is on its way arrives, and then both have some more to say. */
static void
calm(struct side *a, struct side *b)
{
	for (int round = 0; round < 24; round++) {
		struct side *both[] = { a, b };

		for (size_t i = 0; i < 2; i++) {
			put(both[i], (struct packet){ .kind = TEXT });
			both[i]->now += 20000;
			while (both[i]->n > 0)
				arrive(both[i]);
			if (!both[i]->peer->iphone)
				answer(both[i]->peer);
		}
	}
}

static bool
settled(const struct side *s)
{
	if (s->iphone)
		return s->phase == E2E_I_REKEY_IDLE;
	return s->r.phase == E2E_I_REKEY_IDLE && s->key[OLD] == 0 && s->key[NEW] == 0;
}

static void
talk(uint64_t seed, bool iphone, bool slow)
{
	static struct side a, b;

	memset(&a, 0, sizeof a);
	memset(&b, 0, sizeof b);
	a.peer = &b;
	b.peer = &a;
	b.iphone = iphone;
	a.seed = b.seed = &seed;
	change(&a, 1);
	change(&b, 1);
	a.key[OLD] = b.key[OLD] = 0;
	for (int i = 0; i < 2000; i++) {
		happen(&a, slow);
		happen(&b, slow);
		if (i % 200 == 199) {
			calm(&a, &b);
			PR_TRUE(settled(&a) && settled(&b));
			PR_TRUE(a.key[CURRENT] == b.key[CURRENT]);
		}
	}
	PR_TRUE(a.switched == b.switched);
	ck_assert_uint_gt(a.switched, 10);
}

/* scenarios 93, 99 and 105: two of ours end with one key */
START_TEST(two_of_ours_end_with_one_key)
{
	for (uint64_t seed = 1; seed <= 100; seed++)
		talk(seed, false, false);
}
END_TEST

/* The same when answers wait, e2e_timing.answer_delay_ms, while texts do not. */
START_TEST(two_slow_ones_end_with_one_key)
{
	for (uint64_t seed = 1; seed <= 100; seed++)
		talk(seed, false, true);
}
END_TEST

/* scenarios 100, 101 and 104: an iPhone ends with our key */
START_TEST(an_iphone_ends_with_our_key)
{
	for (uint64_t seed = 1; seed <= 100; seed++)
		talk(seed, true, false);
}
END_TEST

START_TEST(an_iphone_bears_with_us_if_we_are_slow)
{
	for (uint64_t seed = 1; seed <= 100; seed++)
		talk(seed, true, true);
}
END_TEST

TCase *
pr_case_pair(void)
{
	TCase *pair = tcase_create("pair");

	tcase_set_timeout(pair, 60);
	tcase_add_test(pair, two_of_ours_end_with_one_key);
	tcase_add_test(pair, two_slow_ones_end_with_one_key);
	tcase_add_test(pair, an_iphone_ends_with_our_key);
	tcase_add_test(pair, an_iphone_bears_with_us_if_we_are_slow);
	return pair;
}
