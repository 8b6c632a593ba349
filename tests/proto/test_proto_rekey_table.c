/* SPDX-License-Identifier: ISC */
/* Every phase of a re-key, and every input in it (protocol 6; scenarios 92 - 110). */
#include "config.h"

#include "test_proto_rekey_shared.h"

#include <stdio.h>
#include <string.h>

/* Ids of exchanges: ours, and three of the peer's. */
#define SMALL (-5)
#define OURS  10
#define LARGE 20
#define NEXT  30

/* Raw numbers of our requestKey and acceptKey and of a commitKey; times. */
#define REQUEST_SEQ 5
#define ANSWER_SEQ  6
#define COMMIT_SEQ  7
#define THEN        1000
#define NOW         2000

/* ---- How it can be ---------------------------------------------------------------------- */

static void
idle(struct e2e_i_rekey *r)
{
	memset(r, 0, sizeof *r);
}

static void
requested(struct e2e_i_rekey *r)
{
	idle(r);
	pr_order(r, OURS, REQUEST_SEQ, THEN);
}

/* A smaller request of the peer's crossed ours. */
static void
ignoring(struct e2e_i_rekey *r)
{
	requested(r);
	ck_assert_uint_eq(pr_request(r, SMALL, false, THEN), E2E_I_REKEY_NOTHING);
}

static void
accepted(struct e2e_i_rekey *r)
{
	idle(r);
	ck_assert_uint_eq(pr_request(r, LARGE, false, THEN), E2E_I_REKEY_ACCEPT);
}

static void
answered(struct e2e_i_rekey *r)
{
	accepted(r);
	pr_answered(r, ANSWER_SEQ);
}

/* A larger request of the peer's crossed ours. */
static void
crossed(struct e2e_i_rekey *r)
{
	requested(r);
	ck_assert_uint_eq(pr_request(r, LARGE, false, THEN), E2E_I_REKEY_ACCEPT);
	pr_answered(r, ANSWER_SEQ);
}

/* The same, and then the peer aborted its own. */
static void
remembering(struct e2e_i_rekey *r)
{
	crossed(r);
	ck_assert_uint_eq(pr_abort(r, LARGE), E2E_I_REKEY_DROP);
}

/* The ignored request was accepted after all. */
static void
late(struct e2e_i_rekey *r)
{
	ignoring(r);
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(pr_message(r, REQUEST_SEQ + 1, THEN), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_message(r, REQUEST_SEQ + 1, THEN + 60000), E2E_I_REKEY_ACCEPT);
	pr_answered(r, ANSWER_SEQ);
}

static void
initiator(struct e2e_i_rekey *r)
{
	requested(r);
	ck_assert_uint_eq(pr_accept(r, OURS), E2E_I_REKEY_COMMIT);
	pr_committed(r, COMMIT_SEQ, THEN);
}

static void
acceptor(struct e2e_i_rekey *r)
{
	answered(r);
	ck_assert_uint_eq(pr_commit(r, LARGE, COMMIT_SEQ), E2E_I_REKEY_SWITCH);
}

/* Switched by a packet under the new key; the commitKey is still missing. */
static void
early(struct e2e_i_rekey *r)
{
	answered(r);
	ck_assert_uint_eq(pr_new_key(r), E2E_I_REKEY_SWITCH);
}

/* Asked for the next key while holes are open. */
static void
postponed(struct e2e_i_rekey *r)
{
	acceptor(r);
	ck_assert_uint_eq(pr_request(r, NEXT, true, THEN), E2E_I_REKEY_NOTHING);
}

static void (*const setups[])(struct e2e_i_rekey *r) = {
	idle,  remembering, requested, ignoring, accepted, answered,
	crossed, late,      initiator, acceptor, early,    postponed,
};

/* ---- What can come ---------------------------------------------------------------------- */

enum input { REQUEST, REQUEST_HOLES, ACCEPT, COMMIT, ABORT, NEW_KEY, MESSAGE, FILLED };

/*
 * One cell for each setup: what is to be done (a: accept, c: commit, s: switch, d: drop,
 * u: unexpected, -: nothing), then the phase after (Idle, Requested, Accepted, Switched).
 * Blank: whoever holds the keys does not ask, as there is no new key before acceptKey.
 */
static const struct {
	enum input input;
	int64_t id; /* of MESSAGE: how many it acknowledges */
	const char *outcome;
} inputs[] = {
	/*                       idle rem. req. ign. acc. ans. cro. late ini. acp. ear. post */
	{ REQUEST, SMALL,       "aA   aA   -R   -R   aA   aA   aA   -A   aA   aA   aA   aA" },
	{ REQUEST, OURS,        "aA   aA   dI   dI   aA   aA   aA   aA   -S   aA   aA   aA" },
	{ REQUEST, LARGE,       "aA   aA   aA   aA   -A   -A   -A   aA   aA   -S   -S   -S" },
	{ REQUEST, NEXT,        "aA   aA   aA   aA   aA   aA   aA   aA   aA   aA   aA   aA" },
	{ REQUEST_HOLES, SMALL, "aA   aA   -R   -R   aA   aA   aA   -A   -S   -S   -S   -S" },
	{ REQUEST_HOLES, OURS,  "aA   aA   dI   dI   aA   aA   aA   aA   -S   -S   -S   -S" },
	{ REQUEST_HOLES, LARGE, "aA   aA   aA   aA   -A   -A   -A   aA   -S   -S   -S   -S" },
	{ REQUEST_HOLES, NEXT,  "aA   aA   aA   aA   aA   aA   aA   aA   -S   -S   -S   -S" },
	{ ACCEPT, SMALL,        "uI   uI   uR   uR   uA   uA   uA   uA   uS   uS   uS   uS" },
	{ ACCEPT, OURS,         "uI   cR   cR   cR   uA   uA   -A   cR   uS   uS   uS   uS" },
	{ ACCEPT, LARGE,        "uI   uI   uR   uR   uA   uA   uA   uA   uS   uS   uS   uS" },
	{ ACCEPT, NEXT,         "uI   uI   uR   uR   uA   uA   uA   uA   uS   uS   uS   uS" },
	{ COMMIT, SMALL,        "uI   uI   uR   uR   uA   uA   uA   sS   uS   uS   uS   uS" },
	{ COMMIT, OURS,         "uI   uI   uR   uR   uA   uA   uA   uA   uS   uS   uS   uS" },
	{ COMMIT, LARGE,        "uI   uI   uR   uR        sS   sS   uA   uS   -S   -S   -S" },
	{ COMMIT, NEXT,         "uI   uI   uR   uR   uA   uA   uA   uA   uS   uS   uS   uS" },
	{ ABORT, SMALL,         "-I   -I   -R   -R   -A   -A   -A   dI   -S   -S   -S   -S" },
	{ ABORT, OURS,          "-I   -I   dI   dI   -A   -A   -A   -A   -S   -S   -S   -S" },
	{ ABORT, LARGE,         "-I   -I   -R   -R   dI   dI   dI   -A   -S   -S   -S   -S" },
	{ ABORT, NEXT,          "-I   -I   -R   -R   -A   -A   -A   -A   -S   -S   -S   -S" },
	{ NEW_KEY, 0,           "-I   -I   -R   -R        sS   sS   sS   -S   -S   -S   -S" },
	{ MESSAGE, 0,           "-I   -I   -R   -R   -A   -A   -A   -A   -S   -S   -S   -S" },
	{ MESSAGE, REQUEST_SEQ, "-I   -I   -R   -R   -A   -A   -A   -A   -S   -S   -S   -S" },
	{ MESSAGE, REQUEST_SEQ + 1,
	                        "-I   -I   -R   -R   -A   -A   -A   -A   -S   -S   -S   -S" },
	{ MESSAGE, ANSWER_SEQ + 1,
	                        "-I   -I   -R   -R   -A   -A   -A   -A   -S   -S   -S   -S" },
	{ FILLED, 0,            "-I   -I   -R   -R   -A   -A   -A   -A   -S   -S   -S   aA" },
};

static uint32_t
give(struct e2e_i_rekey *r, enum input input, int64_t id)
{
	switch (input) {
	case REQUEST:
		return pr_request(r, id, false, NOW);
	case REQUEST_HOLES:
		return pr_request(r, id, true, NOW);
	case ACCEPT:
		return pr_accept(r, id);
	case COMMIT:
		return pr_commit(r, id, COMMIT_SEQ + 2);
	case ABORT:
		return pr_abort(r, id);
	case NEW_KEY:
		return pr_new_key(r);
	case MESSAGE:
		return pr_message(r, (int32_t)id, NOW);
	default:
		return pr_filled(r, NOW);
	}
}

/* ---- What comes of it ------------------------------------------------------------------- */

/* What the header says of each action, done to R, which is as it was before. */
static void
expect_accept(struct e2e_i_rekey *r, int64_t id)
{
	if (r->phase == E2E_I_REKEY_REQUESTED) { /* ours is given up, but not forgotten */
		r->has_abandoned = true;
		r->abandoned_id = r->exchange_id;
		memcpy(r->abandoned_exponent, r->exponent, E2E_DH_BYTES);
		memset(r->exponent, 0, E2E_DH_BYTES);
	}
	r->phase = E2E_I_REKEY_ACCEPTED;
	r->exchange_id = id;
	r->since = NOW;
	r->has_answer = true;
	pr_fill(r->answer_value, id, PR_VALUE);
	r->has_ignored = r->postponed = false;
	r->ignored_id = 0;
	memset(r->ignored_value, 0, E2E_DH_BYTES);
}

static void
forget_abandoned(struct e2e_i_rekey *r)
{
	r->has_abandoned = false;
	r->abandoned_id = 0;
	memset(r->abandoned_exponent, 0, E2E_DH_BYTES);
}

static void
expect_commit(struct e2e_i_rekey *r, int64_t id)
{
	r->phase = E2E_I_REKEY_REQUESTED;
	r->exchange_id = id;
	pr_fill(r->exponent, id, PR_EXPONENT);
	if (r->has_abandoned && r->abandoned_id == id)
		forget_abandoned(r);
}

static void
expect_switch(struct e2e_i_rekey *r, bool commit)
{
	r->phase = E2E_I_REKEY_SWITCHED;
	r->initiator = false;
	r->commit_seen = commit;
	r->commit_seq = COMMIT_SEQ + 2;
	forget_abandoned(r);
}

static void
expect_drop(struct e2e_i_rekey *r)
{
	r->phase = E2E_I_REKEY_IDLE;
	r->has_answer = false;
	memset(r->answer_value, 0, E2E_DH_BYTES);
	memset(r->exponent, 0, E2E_DH_BYTES);
}

/* Nothing is to be done, but something may be remembered or forgotten. */
static void
expect_nothing(struct e2e_i_rekey *r, enum input input, int64_t id)
{
	const bool request = input == REQUEST || input == REQUEST_HOLES;

	if (request && id != r->exchange_id) {
		r->has_ignored = true;
		r->postponed = r->phase == E2E_I_REKEY_SWITCHED;
		r->ignored_id = id;
		pr_fill(r->ignored_value, id, PR_VALUE);
	}
	if (input == ABORT && r->has_ignored && id == r->ignored_id) {
		r->has_ignored = r->postponed = false;
		r->ignored_id = 0;
		memset(r->ignored_value, 0, E2E_DH_BYTES);
	}
	if (input == COMMIT && !r->commit_seen) {
		r->commit_seen = true;
		r->commit_seq = COMMIT_SEQ + 2;
	}
	if (input == MESSAGE && r->phase == E2E_I_REKEY_REQUESTED && id > r->request_seq) {
		r->proof++;
		r->since = NOW;
	}
}

static void
expect(struct e2e_i_rekey *r, char act, enum input input, int64_t id)
{
	switch (act) {
	case 'a':
		expect_accept(r, input == FILLED ? r->ignored_id : id);
		break;
	case 'c':
		expect_commit(r, id);
		break;
	case 's':
		expect_switch(r, input == COMMIT);
		break;
	case 'd':
		expect_drop(r);
		break;
	case '-':
		expect_nothing(r, input, id);
		break;
	default:
		break;
	}
}

/* Equal in all that counts in the phase they are in. */
static void
compare(const struct e2e_i_rekey *a, const struct e2e_i_rekey *b, const char *where)
{
	ck_assert_msg(a->phase == b->phase, "phase %u for %u: %s", a->phase, b->phase, where);
	ck_assert_msg(a->has_abandoned == b->has_abandoned &&
	                      a->abandoned_id == b->abandoned_id &&
	                      memcmp(a->abandoned_exponent, b->abandoned_exponent,
	                             E2E_DH_BYTES) == 0,
	              "abandoned: %s", where);
	ck_assert_msg(a->has_ignored == b->has_ignored && a->ignored_id == b->ignored_id &&
	                      a->postponed == b->postponed &&
	                      memcmp(a->ignored_value, b->ignored_value, E2E_DH_BYTES) == 0,
	              "ignored: %s", where);
	ck_assert_msg(a->has_answer == b->has_answer &&
	                      memcmp(a->answer_value, b->answer_value, E2E_DH_BYTES) == 0,
	              "answer: %s", where);
	ck_assert_msg(memcmp(a->exponent, b->exponent, E2E_DH_BYTES) == 0, "exponent: %s", where);
	if (a->phase != E2E_I_REKEY_IDLE)
		ck_assert_msg(a->exchange_id == b->exchange_id, "exchange_id: %s", where);
	if (a->phase == E2E_I_REKEY_ACCEPTED && a->has_answer)
		ck_assert_msg(a->since == b->since, "since: %s", where);
	if (a->phase == E2E_I_REKEY_REQUESTED)
		ck_assert_msg(a->request_seq == b->request_seq && a->proof == b->proof,
		              "request: %s", where);
	if (a->phase == E2E_I_REKEY_SWITCHED) {
		ck_assert_msg(a->initiator == b->initiator && a->commit_seen == b->commit_seen,
		              "who: %s", where);
		ck_assert_msg(!a->commit_seen || a->commit_seq == b->commit_seq, "commit_seq: %s",
		              where);
	}
}

static void
check_cell(size_t setup, size_t input)
{
	static const char acts[] = "-acsdu", phases[] = "IRAS";
	const char *cell = inputs[input].outcome + 5 * setup;
	struct e2e_i_rekey before, after;
	char where[64];
	uint32_t act;

	snprintf(where, sizeof where, "setup %zu, input %zu (%s)", setup, input, cell);
	setups[setup](&before);
	memcpy(&after, &before, sizeof after);
	act = give(&after, inputs[input].input, inputs[input].id);
	ck_assert_uint_le(act, E2E_I_REKEY_UNEXPECTED);
	ck_assert_msg(acts[act] == cell[0], "action %u: %s", act, where);
	ck_assert_msg(phases[after.phase] == cell[1], "phase %u: %s", after.phase, where);
	if (cell[0] == 'u') {
		ck_assert_msg(memcmp(&before, &after, sizeof after) == 0, "changed: %s", where);
		return;
	}
	expect(&before, cell[0], inputs[input].input, inputs[input].id);
	compare(&after, &before, where);
}

/* every input in every phase (protocol 6.1, 6.2, T6.1) */
START_TEST(does_as_the_table_says)
{
	for (size_t i = 0; i < PR_N(inputs); i++) {
		ck_assert_uint_eq(strlen(inputs[i].outcome), 5 * PR_N(setups) - 3);
		for (size_t s = 0; s < PR_N(setups); s++) {
			if (inputs[i].outcome[5 * s] != ' ')
				check_cell(s, i);
		}
	}
}
END_TEST

/* protocol T6.2, T6.4: only a message under the new key, and behind the peer's commitKey */
START_TEST(proves_nothing_before_it_switched)
{
	for (size_t s = 0; s < PR_N(setups); s++) {
		struct e2e_i_rekey r;

		setups[s](&r);
		for (int32_t seq = 0; seq < 20; seq++) {
			bool proof = false;

			if (setups[s] == initiator)
				proof = true;
			if (setups[s] == acceptor || setups[s] == postponed)
				proof = seq > COMMIT_SEQ;
			ck_assert_msg(e2e_i_rekey_proves(&r, seq) == proof, "setup %zu, %d", s, seq);
		}
	}
}
END_TEST

/* What we do ourselves leaves only what it needs; we ask while nothing is open but our own. */
START_TEST(begins_anew_and_gives_up)
{
	for (size_t s = 0; s < PR_N(setups); s++) {
		struct e2e_i_rekey r;

		setups[s](&r);
		pr_dropped(&r);
		ck_assert_uint_eq(r.phase, E2E_I_REKEY_IDLE);
		ck_assert(!r.has_answer);

		setups[s](&r);
		if (r.phase != E2E_I_REKEY_IDLE && r.phase != E2E_I_REKEY_REQUESTED)
			continue;
		pr_order(&r, 40, 9, NOW);
		ck_assert_uint_eq(r.phase, E2E_I_REKEY_REQUESTED);
		ck_assert_int_eq(r.exchange_id, 40);
		ck_assert_int_eq(r.request_seq, 9);
		ck_assert_int_eq(r.proof, 0);
		ck_assert(!r.has_abandoned && !r.has_ignored && !r.postponed);
	}
}
END_TEST

TCase *
pr_case_table(void)
{
	TCase *table = tcase_create("table");

	tcase_add_test(table, does_as_the_table_says);
	tcase_add_test(table, proves_nothing_before_it_switched);
	tcase_add_test(table, begins_anew_and_gives_up);
	return table;
}
