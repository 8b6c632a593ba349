/* SPDX-License-Identifier: ISC */
/*
 * Every allocation, and every call of the cryptographic library, failing, one at a time:
 * E2E_ERR_NOMEM or E2E_ERR_BACKEND, nothing changed, and the same call once more works
 * (header, "Results"; scenario 126).
 */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

#define TRIES_MAX 10000

/* What fails. */
enum fault { MEMORY, HASH, IGE, MODEXP, FAULTS };

static size_t *const left[FAULTS] = {
	NULL, &cu_faults.hash, &cu_faults.ige, &cu_faults.modexp,
};

/* A call that is made until no allocation fails, and what it needs. */
struct attempt {
	struct au_host *h;
	enum fault fault;
	int32_t (*call)(struct attempt *attempt);
	int32_t chat_id;
	int64_t user_id;
	struct e2e_bytes bytes; /* of a packet, or a value */
	int64_t number;
	uint64_t id;            /* of a call */
};

/* The steps, each with every allocation failing in turn; gives how many failures there were. */
static size_t
steps_without_memory(struct au_host *h)
{
	size_t failures = 0, n;
	int32_t result;

	for (n = 1; n < TRIES_MAX; n++) {
		h->memory.fail_at = h->memory.calls + n;
		result = au_try_run(h);
		if (h->memory.calls < h->memory.fail_at) {
			ck_assert_int_eq(result, E2E_OK);
			h->memory.fail_at = 0;
			return failures;
		}
		if (result != E2E_OK)
			ck_assert_int_eq(result, E2E_ERR_NOMEM);
		failures++;
	}
	ck_abort_msg("the allocations do not end");
	return 0;
}

static int32_t call_dh(struct attempt *t);

/* Failure number N from now on, counted from 1, or none. */
static void
arm(struct attempt *t, size_t n)
{
	if (t->fault == MEMORY)
		t->h->memory.fail_at = n != 0 ? t->h->memory.calls + n : 0;
	else
		*left[t->fault] = n;
}

static bool
struck(const struct attempt *t)
{
	if (t->fault == MEMORY)
		return t->h->memory.calls >= t->h->memory.fail_at;
	return *left[t->fault] == 0;
}

/*
 * ATTEMPT with every failure in turn, and then with none; then the steps.  What the account
 * would send by itself may wait without an error; e2e_feed_dh_config() is a transaction for
 * each chat and one for the account, so that a part may have been done.
 */
static size_t
try_it(struct attempt *attempt)
{
	const int32_t error = attempt->fault == MEMORY ? E2E_ERR_NOMEM : E2E_ERR_BACKEND;
	struct au_host *h = attempt->h;
	size_t n;

	for (n = 1; n < TRIES_MAX; n++) {
		struct au_mark mark = au_mark(h);
		int32_t result;

		arm(attempt, n);
		result = attempt->call(attempt);
		if (!struck(attempt))
			ck_assert_int_eq(result, E2E_OK);
		arm(attempt, 0);
		if (result == E2E_OK) {
			au_mark_free(&mark);
			break;
		}
		ck_assert_int_eq(result, error);
		if (attempt->call == call_dh) {
			au_mark_free(&mark);
			continue;
		}
		au_unchanged(h, &mark);
	}
	ck_assert_uint_lt(n, TRIES_MAX);
	steps_without_memory(h);
	return n - 1;
}

/* Up to N sends are out, at once or when their time comes. */
static void
sends_later(struct au_host *h, size_t n)
{
	for (int i = 0; i < 5 && au_count_sends(h) < n; i++)
		au_due(h);
	ck_assert_uint_ge(au_count_sends(h), n);
}

/* The same, and memory did fail. */
static void
failed(struct attempt *attempt)
{
	size_t failures = try_it(attempt);

	if (attempt->fault == MEMORY)
		ck_assert_uint_gt(failures, 0);
}

/* ---- The calls ----------------------------------------------------------------------------- */

static int32_t
call_start(struct attempt *t)
{
	return e2e_chat_start(t->h->account, &t->chat_id, t->user_id, 70, t->h->now);
}

static int32_t
call_accept(struct attempt *t)
{
	return e2e_chat_accept(t->h->account, t->chat_id, t->h->now);
}

static int32_t
call_dh(struct attempt *t)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t random[32] = { 1 };

	e2e_dh_group_known(&group);
	return e2e_feed_dh_config(t->h->account, AU_DH_VERSION, group.g, group.p, sizeof group.p,
	                          random, sizeof random, t->h->now);
}

static int32_t
call_requested(struct attempt *t)
{
	return e2e_feed_requested(t->h->account, t->chat_id, AU_ACCESS_HASH, 1700000000, t->user_id,
	                          ST_USER, t->bytes.p, t->bytes.n, t->h->now);
}

static int32_t
call_waiting(struct attempt *t)
{
	return e2e_feed_waiting(t->h->account, t->chat_id, AU_ACCESS_HASH, 1700000000, ST_USER,
	                        t->user_id, t->h->now);
}

static int32_t
call_accepted(struct attempt *t)
{
	bool creator = t->id == 0;

	return e2e_feed_accepted(t->h->account, t->chat_id, AU_ACCESS_HASH, 1700000000,
	                         creator ? ST_USER : t->user_id, creator ? t->user_id : ST_USER,
	                         t->bytes.p, t->bytes.n, t->number, t->h->now);
}

static int32_t
call_done(struct attempt *t)
{
	return e2e_call_done(t->h->account, t->id, 1700000001, NULL, t->h->now);
}

static int32_t
call_failed(struct attempt *t)
{
	return e2e_call_failed(t->h->account, t->id, 400, "DATA_TOO_LONG", 13, t->h->now);
}

static int32_t
call_text(struct attempt *t)
{
	return e2e_send_text(t->h->account, t->chat_id, &t->number, "text", 4, 0, 0, t->h->now);
}

static int32_t
call_delete(struct attempt *t)
{
	return e2e_send_delete(t->h->account, t->chat_id, NULL, &t->number, 1, t->h->now);
}

static int32_t
call_message(struct attempt *t)
{
	return e2e_feed_message(t->h->account, t->chat_id, 1, 1700000000, t->bytes.p, t->bytes.n,
	                        NULL, 0, (int32_t)t->number, t->h->now);
}

static int32_t
call_tick(struct attempt *t)
{
	return e2e_tick(t->h->account, t->h->now);
}

static int32_t
call_close(struct attempt *t)
{
	return e2e_chat_close(t->h->account, t->chat_id, 1, t->h->now);
}

static int32_t
call_rekey(struct attempt *t)
{
	return e2e_chat_rekey(t->h->account, t->chat_id, t->h->now);
}

/* An account over a backend that fails where cu_faults says. */
static void
open_faulty(struct st *s, int backend)
{
	static struct e2e_backend faulty;

	cu_faults = (struct cu_faults){ 0 };
	cu_faulty_backend(&faulty, tu_backend((size_t)backend));
	st_init(s, backend);
	s->h.script.inner = &faulty;
	st_ready(s);
}

/* ---- The handshake -------------------------------------------------------------------------- */

static void
asks(int backend, enum fault fault)
{
	struct st s;
	struct attempt t = { .h = &s.h, .fault = fault, .user_id = ST_PEER };

	open_faulty(&s, backend);
	t.call = call_start;
	failed(&t);
	s.p.chat_id = t.chat_id;
	s.p.role = E2E_ACCEPTOR;
	t.id = au_last_call(&s.h, E2E_CALL_GET_DH_CONFIG)->call.id;
	t.call = call_dh;
	try_it(&t);
	t.call = call_done;
	try_it(&t);
	t.id = au_last_call(&s.h, E2E_CALL_REQUEST)->call.id;
	sp_agree(&s.p);
	t.call = call_waiting;
	try_it(&t);
	t.call = call_done;
	try_it(&t);
	t.id = 0;
	t.bytes = (struct e2e_bytes){ s.p.public_value, sizeof s.p.public_value };
	t.number = s.p.key.fingerprint;
	t.call = call_accepted;
	failed(&t);
	ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
	sends_later(&s.h, 1);
	sp_open_call(&s.p, au_last_send(&s.h));
	sp_text(&s.p, "works");
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 1);
	st_close(&s);
}

START_TEST(asks_though_all_may_fail)
{
	for (int fault = MEMORY; fault < FAULTS; fault++)
		asks(_i, (enum fault)fault);
}
END_TEST

static void
accepts(int backend, enum fault fault)
{
	struct st s;
	struct attempt t = { .h = &s.h, .fault = fault, .user_id = ST_PEER, .chat_id = 31 };

	open_faulty(&s, backend);
	s.p.role = E2E_CREATOR;
	s.p.chat_id = 31;
	sp_draw(&s.p);
	t.bytes = (struct e2e_bytes){ s.p.public_value, sizeof s.p.public_value };
	t.call = call_requested;
	failed(&t);
	t.call = call_accept;
	failed(&t);
	t.id = au_last_call(&s.h, E2E_CALL_GET_DH_CONFIG)->call.id;
	t.call = call_dh;
	try_it(&t);
	t.call = call_done;
	try_it(&t);
	st_agree(&s);
	t.id = au_last_call(&s.h, E2E_CALL_ACCEPT)->call.id;
	t.number = s.p.key.fingerprint;
	t.call = call_accepted;
	failed(&t);
	t.call = call_done;
	try_it(&t);
	ck_assert_uint_eq(au_state(&s.h, 31), E2E_CHAT_ACTIVE);
	sends_later(&s.h, 1);
	sp_open_call(&s.p, au_last_send(&s.h));
	sp_text(&s.p, "works");
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 1);
	st_close(&s);
}

START_TEST(accepts_though_all_may_fail)
{
	for (int fault = MEMORY; fault < FAULTS; fault++)
		accepts(_i, (enum fault)fault);
}
END_TEST

/* ---- An active chat -------------------------------------------------------------------- */

static void
sends(int backend, enum fault fault)
{
	struct st s;
	struct attempt t = { .h = &s.h, .fault = fault };

	open_faulty(&s, backend);
	sp_asked(&s.p);
	t.chat_id = s.p.chat_id;
	t.call = call_text;
	failed(&t);
	ck_assert_int_ne(t.number, 0);
	t.id = au_last_send(&s.h)->call.id;
	t.call = call_done;
	try_it(&t);
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_SENT)->random_id, t.number);
	t.call = call_delete;
	failed(&t);
	t.number = 0;
	t.call = call_text;
	try_it(&t);
	for (int i = 0; i < 5 && au_last_event(&s.h, E2E_EVENT_FAILED) == NULL; i++) {
		t.id = au_last_send(&s.h)->call.id;
		if (sp_open_call(&s.p, au_last_send(&s.h)).random_id == t.number)
			t.call = call_failed;
		else
			t.call = call_done;
		try_it(&t);
	}
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_FAILED)->random_id, t.number);
	t.call = call_close;
	try_it(&t);
	ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_CLOSED);
	t.id = au_last_call(&s.h, E2E_CALL_DISCARD)->call.id;
	t.call = call_done;
	try_it(&t);
	st_close(&s);
}

START_TEST(sends_though_all_may_fail)
{
	for (int fault = MEMORY; fault < FAULTS; fault++)
		sends(_i, (enum fault)fault);
}
END_TEST

static void
receives(int backend, enum fault fault)
{
	struct st s;
	struct attempt t = { .h = &s.h, .fault = fault, .call = call_message };
	struct sp_packet k[5];

	open_faulty(&s, backend);
	s.h.answers = AU_AUTO_SENDS;
	sp_asked(&s.p);
	t.chat_id = s.p.chat_id;
	for (size_t i = 0; i < 5; i++)
		k[i] = sp_text_packet(&s.p, "message");
	t.bytes = sp_compose(&s.p, &k[0]); /* in order */
	failed(&t);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 1);
	t.bytes = sp_compose(&s.p, &k[3]); /* a hole */
	try_it(&t);
	ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).held, 1);
	sends_later(&s.h, 2); /* notifyLayer, and a resend request */
	t.bytes = sp_compose(&s.p, &k[2]); /* a smaller hole */
	try_it(&t);
	t.bytes = sp_compose(&s.p, &k[1]); /* none */
	try_it(&t);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 4);
	t.bytes = sp_compose(&s.p, &k[2]); /* a duplicate */
	try_it(&t);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 4);
	t.bytes.n -= 16; /* a forgery */
	try_it(&t);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_REJECTED), 1);
	t.bytes = sp_compose(&s.p, &k[4]);
	try_it(&t);
	for (size_t i = 0; i < 5; i++)
		ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, i)->random_id, k[i].random_id);
	st_close(&s);
}

START_TEST(receives_though_all_may_fail)
{
	for (int fault = MEMORY; fault < FAULTS; fault++)
		receives(_i, (enum fault)fault);
}
END_TEST

static void
renews_the_key(int backend, enum fault fault, int64_t exchange_id)
{
	struct st s;
	struct attempt t = { .h = &s.h, .fault = fault };
	struct e2e_tl_decrypted_message_action_request_key request = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY,
		.exchange_id = exchange_id,
	};
	struct sp_packet k;

	open_faulty(&s, backend);
	s.h.answers = AU_AUTO_SENDS;
	sp_asked(&s.p);
	sp_noop(&s.p);
	t.chat_id = s.p.chat_id;
	t.call = call_rekey;
	failed(&t);
	ck_assert_uint_eq(au_chat(&s.h, t.chat_id).rekeying, E2E_REKEY_REQUESTED);
	sp_draw(&s.p); /* and the peer at the same time */
	request.g_a = (struct e2e_bytes){ s.p.public_value, sizeof s.p.public_value };
	k = sp_action_packet(&s.p, (const void *)&request);
	t.bytes = sp_compose(&s.p, &k);
	t.call = call_message;
	failed(&t);
	/* a week makes a re-key due, two of them would be a change by time alone: KEY_OLD */
	s.h.now += INT64_C(10) * 86400 * 1000;
	t.call = call_tick;
	try_it(&t);
	ck_assert_uint_eq(au_state(&s.h, t.chat_id), E2E_CHAT_ACTIVE);
	st_close(&s);
}

START_TEST(renews_the_key_though_all_may_fail)
{
	for (int fault = MEMORY; fault < FAULTS; fault++) {
		renews_the_key(_i, (enum fault)fault, INT64_MAX); /* the peer's wins */
		renews_the_key(_i, (enum fault)fault, INT64_MIN); /* and loses       */
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ asks_though_all_may_fail },
		{ accepts_though_all_may_fail },
		{ sends_though_all_may_fail },
		{ receives_though_all_may_fail },
		{ renews_the_key_though_all_may_fail },
	};

	return tu_run(cu_suite("chat_nomem", tests, CU_N(tests)));
}
