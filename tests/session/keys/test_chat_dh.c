/* SPDX-License-Identifier: ISC */
/* The server's Diffie-Hellman parameters (scenarios 1 to 6). */
#include "config.h"

#include <string.h>

#include "tests/util/cryptoutil.h"
#include "tests/util/primes.h"
#include "tests/util/scripted.h"

#define USER 100
#define PEER 7
#define N    E2E_DH_BYTES

static void
known_prime(uint8_t p[N])
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&group);
	memcpy(p, group.p, N);
}

/* ---- Asking ------------------------------------------------------------------------- */

/* A chat that waits for the server's parameters. */
static int32_t
ask(struct au_host *h)
{
	int32_t chat_id = 0;

	ck_assert_int_eq(e2e_chat_start(h->account, &chat_id, PEER, 70, h->now), E2E_OK);
	au_run(h);
	ck_assert_uint_eq(au_state(h, chat_id), E2E_CHAT_WAITING);
	return chat_id;
}

static struct au_call *
open_dh_call(struct au_host *h)
{
	struct au_call *call = au_last_call(h, E2E_CALL_GET_DH_CONFIG);

	ck_assert_ptr_nonnull(call);
	ck_assert(!call->answered);
	return call;
}

/* The server answers with these parameters. */
static void
give(struct au_host *h, const uint8_t *p, size_t n, int32_t g, const uint8_t *random,
     size_t random_n)
{
	struct au_call *call = open_dh_call(h);

	au_feed_dh_config(h, AU_DH_VERSION + 1, g, p, n, random, random_n);
	ck_assert_int_eq(e2e_call_done(h->account, call->call.id, 0, NULL, h->now), E2E_OK);
	call->answered = true;
	au_run(h);
}

static void
give_plain(struct au_host *h, const uint8_t *p, size_t n, int32_t g)
{
	uint8_t random[N];

	cu_count(random, sizeof random, 1);
	give(h, p, n, g, random, sizeof random);
}

static void
taken(struct au_host *h, int32_t chat_id, size_t requests)
{
	ck_assert_uint_eq(au_count_calls(h, E2E_CALL_REQUEST), requests);
	ck_assert_uint_eq(au_state(h, chat_id), E2E_CHAT_WAITING);
	ck_assert_ptr_null(au_event(h, E2E_EVENT_DH_REFUSED, 0));
}

static void
refused(struct au_host *h, int32_t chat_id)
{
	const struct e2e_event *event = au_last_event(h, E2E_EVENT_DH_REFUSED);
	struct e2e_chat chat = au_chat(h, chat_id);

	ck_assert_ptr_nonnull(event);
	ck_assert_uint_ne(event->reason, 0);
	ck_assert_uint_eq(chat.state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(chat.reason, E2E_REASON_DH);
	ck_assert_uint_eq(au_count_calls(h, E2E_CALL_REQUEST), 0);
	ck_assert_uint_eq(au_count_calls(h, E2E_CALL_DISCARD), 0);
}

/* scenario 1: the known prime is not tested */
START_TEST(takes_the_known_prime_without_a_test_of_primality)
{
	for (int lane = 0; lane < 2; lane++) {
		struct au_host h;
		struct sp_peer p;
		int32_t chat_id;

		au_init(&h, tu_backend(_i), USER);
		h.bytes_lane = lane == 1;
		au_start(&h);
		sp_open(&p, &h, PEER);
		chat_id = ask(&h);
		ck_assert_int_eq(open_dh_call(&h)->call.version, 0);
		ck_assert_int_eq(open_dh_call(&h)->call.random_length, 256);
		ck_assert_uint_eq(h.script.modexp_calls, 0);
		sp_dh_config(&p);
		taken(&h, chat_id, 1);
		ck_assert_uint_eq(h.script.modexp_calls, 1); /* g_a */
		ck_assert_int_eq(au_last_call(&h, E2E_CALL_REQUEST)->call.chat_id, chat_id);
		ck_assert_int_eq(au_last_call(&h, E2E_CALL_REQUEST)->call.user_id, PEER);
		ck_assert_int_eq(au_last_call(&h, E2E_CALL_REQUEST)->call.access_hash, 70);
		sp_close(&p);
		au_close(&h);
	}
}
END_TEST

/* scenario 1: another chat names the version it has, and needs no new prime */
START_TEST(asks_with_the_version_that_it_has)
{
	struct au_host h;
	struct sp_peer p;

	au_open(&h, tu_backend(_i), USER);
	sp_open(&p, &h, PEER);
	sp_account_asks(&p);
	au_restart(&h);
	ask(&h);
	ck_assert_int_eq(open_dh_call(&h)->call.version, AU_DH_VERSION);
	sp_dh_config(&p);
	ck_assert_uint_ge(au_count_calls(&h, E2E_CALL_REQUEST), 2);
	sp_close(&p);
	au_close(&h);
}
END_TEST

/* scenarios 2 and 4: a generator that does not fit, or is out of range */
START_TEST(judges_the_generator)
{
	static const struct {
		int32_t g;
		bool good;
	} row[] = {
		{ 2, false }, { 3, true }, { 4, true },  { 5, false }, { 6, false },
		{ 7, true },  { 1, false }, { 8, false }, { -3, false }, { 0, false },
	};
	uint8_t prime[N];

	known_prime(prime);
	for (size_t i = 0; i < CU_N(row); i++) {
		struct au_host h;
		int32_t chat_id;

		au_open(&h, tu_backend(_i), USER);
		chat_id = ask(&h);
		give_plain(&h, prime, N, row[i].g);
		if (row[i].good)
			taken(&h, chat_id, 1);
		else
			refused(&h, chat_id);
		au_close(&h);
	}
}
END_TEST

/* The same answer again costs no exponentiation, before and after a restart. */
static void
refused_for_good(struct au_host *h, const uint8_t *p, size_t n)
{
	int32_t chat_id = ask(h);
	size_t before;

	give_plain(h, p, n, 4); /* 4 is a good generator of any prime */
	refused(h, chat_id);
	before = h->script.modexp_calls;
	ask(h);
	give_plain(h, p, n, 4);
	ck_assert_uint_eq(h->script.modexp_calls, before);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_DH_REFUSED), 2);
	au_restart(h);
	ask(h);
	give_plain(h, p, n, 4);
	ck_assert_uint_eq(h->script.modexp_calls, before);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_DH_REFUSED), 3);
	ck_assert_uint_eq(au_count_calls(h, E2E_CALL_REQUEST), 0);
}

/* scenario 3: what is no safe prime is refused, and tested once */
START_TEST(refuses_what_is_no_safe_prime_and_remembers_it)
{
	uint8_t prime[N], bad[N];
	struct au_host h;
	size_t worked = 0;

	known_prime(prime);
	for (size_t i = 0; i < 4 + primes_bad_n; i++) {
		size_t n = N;

		memcpy(bad, prime, N);
		if (i == 0)
			bad[0] &= 0x7f; /* 2047 bits */
		else if (i == 1)
			bad[N - 1] ^= 1; /* even */
		else if (i == 2)
			bad[100] ^= 0x10;
		else if (i == 3)
			n = N - 1;
		else
			tu_hex(bad, N, primes_bad[i - 4]);
		au_open(&h, tu_backend(_i), USER);
		refused_for_good(&h, bad, n);
		worked += h.script.modexp_calls;
		au_close(&h);
	}
	ck_assert_uint_gt(worked, 0); /* else there was nothing to remember */
}
END_TEST

/* scenario 3, turned round: a prime that is good and new is tested once */
START_TEST(takes_another_safe_prime_and_remembers_it)
{
	uint8_t prime[N];
	struct au_host h;
	struct sp_peer p;
	size_t first;

	tu_hex(prime, N, prime_rfc3526);
	au_open(&h, tu_backend(_i), USER);
	sp_open(&p, &h, PEER);
	ask(&h);
	give_plain(&h, prime, N, 2);
	ck_assert_uint_eq(au_count_calls(&h, E2E_CALL_REQUEST), 1);
	ck_assert_uint_gt(h.script.modexp_calls, 64);
	first = h.script.modexp_calls;
	au_restart(&h);
	ask(&h);
	give_plain(&h, prime, N, 2);
	ck_assert_uint_ge(au_count_calls(&h, E2E_CALL_REQUEST), 2);
	ck_assert_uint_le(h.script.modexp_calls, first + 2);
	/* The key is agreed in that group. */
	p.role = E2E_ACCEPTOR;
	p.group.g = 2;
	memcpy(p.group.p, prime, N);
	p.chat_id = au_last_call(&h, E2E_CALL_REQUEST)->call.chat_id;
	sp_waiting(&p);
	sp_peer_accepts(&p);
	ck_assert_uint_eq(au_state(&h, p.chat_id), E2E_CHAT_ACTIVE);
	sp_close(&p);
	au_close(&h);
}
END_TEST

/* Limit prime_checks: a server cannot make the account test primes without an end. */
START_TEST(tests_a_few_unknown_primes_an_hour)
{
	uint8_t bad[N], good[N];
	struct au_host h;
	size_t before;

	tu_hex(good, N, prime_rfc3526);
	au_init(&h, tu_backend(_i), USER);
	h.limits.prime_checks = 2;
	au_start(&h);
	for (size_t i = 0; i < 2; i++) {
		tu_hex(bad, N, primes_bad[i]);
		ask(&h);
		give_plain(&h, bad, N, 4);
	}
	before = h.script.modexp_calls;
	ask(&h);
	give_plain(&h, good, N, 2);
	ck_assert_uint_eq(h.script.modexp_calls, before);
	ck_assert_uint_eq(au_count_calls(&h, E2E_CALL_REQUEST), 0);
	au_advance(&h, 3600 * 1000);
	ask(&h);
	give_plain(&h, good, N, 2);
	ck_assert_uint_ge(au_count_calls(&h, E2E_CALL_REQUEST), 1);
	au_close(&h);
}
END_TEST

/* ---- E2E_CONFIG_KNOWN_PRIME ------------------------------------------------------------ */

static void
open_strict(struct au_host *h, int backend)
{
	au_init(h, tu_backend((size_t)backend), USER);
	h->config.flags = E2E_CONFIG_KNOWN_PRIME;
	au_start(h);
}

/* Good or bad, any number of them: none costs a power, and none is remembered. */
START_TEST(refuses_any_other_prime_where_the_host_wants_the_known_one)
{
	uint8_t prime[N], other[N];
	struct au_host h;

	known_prime(prime);
	open_strict(&h, _i);
	for (size_t i = 0; i < 12; i++) {
		int32_t chat_id = ask(&h);

		if (i % 2 == 0)
			tu_hex(other, N, prime_rfc3526);
		else
			tu_hex(other, N, primes_bad[i % primes_bad_n]);
		give_plain(&h, other, N, 2);
		refused(&h, chat_id);
		ck_assert_uint_eq(au_last_event(&h, E2E_EVENT_DH_REFUSED)->reason, E2E_REASON_DH);
		ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_DH_REFUSED), i + 1);
	}
	ck_assert_uint_eq(h.script.modexp_calls, 0);
	ask(&h);
	ck_assert_int_eq(open_dh_call(&h)->call.version, 0);
	give_plain(&h, prime, N, 3);
	ck_assert_uint_eq(au_count_calls(&h, E2E_CALL_REQUEST), 1);
	ck_assert_uint_eq(h.script.modexp_calls, 1);
	au_close(&h);
}
END_TEST

/* The flag says nothing about the generator. */
START_TEST(judges_the_generator_of_the_known_prime)
{
	uint8_t prime[N];

	known_prime(prime);
	for (int32_t g = 2; g <= 4; g++) {
		struct au_host h;
		int32_t chat_id;

		open_strict(&h, _i);
		chat_id = ask(&h);
		give_plain(&h, prime, N, g);
		if (g == 2)
			refused(&h, chat_id);
		else
			taken(&h, chat_id, 1);
		au_close(&h);
	}
}
END_TEST

/* Parameters that were taken before the host set the flag are not used again. */
START_TEST(forgets_another_prime_that_was_taken_before)
{
	static const uint8_t random[8] = { 1 };
	uint8_t other[N], prime[N];
	struct au_host h;
	int32_t chat_id;

	tu_hex(other, N, prime_rfc3526);
	known_prime(prime);
	au_open(&h, tu_backend((size_t)_i), USER);
	ask(&h);
	give_plain(&h, other, N, 2);
	ck_assert_uint_eq(au_count_calls(&h, E2E_CALL_REQUEST), 1);
	h.config.flags = E2E_CONFIG_KNOWN_PRIME;
	au_restart(&h);
	au_run(&h);
	chat_id = ask(&h);
	ck_assert_int_eq(open_dh_call(&h)->call.version, 0);
	ck_assert_int_eq(e2e_feed_dh_not_modified(h.account, random, sizeof random, h.now), E2E_OK);
	au_run(&h);
	ck_assert_uint_eq(au_last_event(&h, E2E_EVENT_REJECTED)->reason, E2E_REASON_GROUP);
	ck_assert_uint_eq(au_state(&h, chat_id), E2E_CHAT_WAITING);
	ck_assert_uint_eq(au_last_call(&h, E2E_CALL_REQUEST)->call.chat_id != chat_id, 1);
	give_plain(&h, other, N, 2);
	ck_assert_uint_eq(au_state(&h, chat_id), E2E_CHAT_CLOSED);
	ck_assert_uint_eq(au_chat(&h, chat_id).reason, E2E_REASON_DH);
	chat_id = ask(&h);
	give_plain(&h, prime, N, 3);
	ck_assert_int_eq(au_last_call(&h, E2E_CALL_REQUEST)->call.chat_id, chat_id);
	au_restart(&h);
	ask(&h);
	ck_assert_int_ne(open_dh_call(&h)->call.version, 0); /* what was taken now is kept */
	au_close(&h);
}
END_TEST

/* scenario 5: "not modified" where nothing is known */
START_TEST(asks_again_with_version_0_after_a_senseless_not_modified)
{
	static const uint8_t bytes[] = { 0x35, 0x46, 0xe2, 0xc0, 3, 1, 2, 3 };

	for (int lane = 0; lane < 2; lane++) {
		struct au_host h;
		struct sp_peer p;
		struct au_call *call;
		int32_t chat_id;

		au_open(&h, tu_backend(_i), USER);
		sp_open(&p, &h, PEER);
		chat_id = ask(&h);
		call = open_dh_call(&h);
		if (lane == 0) {
			ck_assert_int_eq(e2e_feed_dh_not_modified(h.account, bytes + 5, 3, h.now),
			                 E2E_OK);
			ck_assert_int_eq(e2e_call_done(h.account, call->call.id, 0, NULL, h.now),
			                 E2E_OK);
		} else {
			ck_assert_int_ge(e2e_call_done_tl(h.account, call->call.id, bytes,
			                                  sizeof bytes, h.now),
			                 E2E_OK);
		}
		call->answered = true;
		au_run(&h);
		ck_assert_uint_eq(au_count_calls(&h, E2E_CALL_REQUEST), 0);
		ck_assert_uint_eq(au_state(&h, chat_id), E2E_CHAT_WAITING);
		for (int i = 0; i < 10 && au_count_calls(&h, E2E_CALL_GET_DH_CONFIG) < 2; i++)
			au_due(&h);
		ck_assert_int_eq(open_dh_call(&h)->call.version, 0);
		sp_dh_config(&p);
		taken(&h, chat_id, 1);
		sp_close(&p);
		au_close(&h);
	}
}
END_TEST

/* The g_a that comes of a server's RANDOM and the local SEED. */
static void
g_a_of(uint8_t g_a[N], int backend, uint64_t seed, const uint8_t *random, size_t n)
{
	uint8_t prime[N];
	struct au_host h;
	const struct e2e_call *call;
	size_t drawn;

	known_prime(prime);
	au_init(&h, tu_backend((size_t)backend), USER);
	h.script.seed = seed;
	au_start(&h);
	ask(&h);
	drawn = h.script.random_bytes;
	give(&h, prime, N, 3, random, n);
	ck_assert_uint_ge(h.script.random_bytes - drawn, N); /* an exponent of 2048 bits */
	call = &au_last_call(&h, E2E_CALL_REQUEST)->call;
	ck_assert_uint_ge(call->g_x.n, 1);
	ck_assert_uint_le(call->g_x.n, N);
	memset(g_a, 0, N);
	memcpy(g_a + N - call->g_x.n, call->g_x.p, call->g_x.n);
	au_close(&h);
}

/* scenario 6: the server's random bytes are never used alone */
START_TEST(never_counts_on_the_randomness_of_the_server)
{
	static const uint8_t zeros[N + 100];
	static const size_t lengths[] = { N, 0, 1, N + 100 };
	uint8_t one[N], two[N];

	for (size_t i = 0; i < CU_N(lengths); i++) {
		g_a_of(one, _i, 1, zeros, lengths[i]);
		g_a_of(two, _i, 2, zeros, lengths[i]);
		ck_assert(memcmp(one, two, N) != 0);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_the_known_prime_without_a_test_of_primality },
		{ asks_with_the_version_that_it_has },
		{ judges_the_generator },
		{ refuses_what_is_no_safe_prime_and_remembers_it },
		{ takes_another_safe_prime_and_remembers_it },
		{ tests_a_few_unknown_primes_an_hour },
		{ refuses_any_other_prime_where_the_host_wants_the_known_one },
		{ judges_the_generator_of_the_known_prime },
		{ forgets_another_prime_that_was_taken_before },
		{ asks_again_with_version_0_after_a_senseless_not_modified },
		{ never_counts_on_the_randomness_of_the_server },
	};

	return tu_run(cu_suite("chat_dh", tests, CU_N(tests)));
}
