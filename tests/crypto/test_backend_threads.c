/* SPDX-License-Identifier: ISC */
/* Contexts at once in several threads, and one that moves between them. */
#include "config.h"

#include "test_backend_shared.h"

#include <pthread.h>
#include <string.h>

#define THREADS 4
#define ROUNDS  150
#define TEXT_MAX 400

/* What one thread computes from its SEED alone. */
struct job {
	const struct e2e_backend *backend; /* NULL: `crypto` is given */
	struct e2e_crypto *crypto;
	uint64_t seed;
	uint8_t digest[E2E_SHA256_BYTES];
	bool failed;
};

/* No ck_assert in what threads do: it would jump out of their test. */
static bool
seal_and_open(struct e2e_crypto *crypto, const struct e2e_key *key, const uint8_t *text,
              size_t text_n)
{
	uint8_t packet[E2E_PACKET_ROOM(TEXT_MAX)], plain[sizeof packet];
	struct e2e_bytes payload;
	size_t n;

	return e2e_message_seal(crypto, packet, sizeof packet, &n, key, E2E_ACCEPTOR, NULL,
	                        text, text_n) == E2E_OK &&
	       e2e_message_open(crypto, &payload, plain, sizeof plain, key, E2E_ACCEPTOR,
	                        packet, n) == E2E_OK &&
	       payload.n == text_n && (text_n == 0 || memcmp(payload.p, text, text_n) == 0);
}

/* Put the digest of itself, TEXT and KEY into the job's digest. */
static bool
mix(struct job *job, const uint8_t *text, size_t text_n, const struct e2e_key *key)
{
	uint8_t digest[E2E_SHA256_BYTES];
	struct e2e_bytes part[3] = {
		{ job->digest, sizeof job->digest },
		{ text, text_n },
		{ key->value, sizeof key->value },
	};

	if (e2e_hash(job->crypto, E2E_HASH_SHA256, digest, part, 3) != E2E_OK)
		return false;
	memcpy(job->digest, digest, sizeof digest);
	return true;
}

static bool
one_round(struct job *job, const struct e2e_dh_group *group, bool with_dh)
{
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t value[E2E_KEY_BYTES], secret_exp[E2E_DH_BYTES], text[TEXT_MAX], aes[32], iv[32];
	size_t text_n = 4 * (tu_next(&job->seed) % (TEXT_MAX / 4 + 1));
	size_t whole = text_n / 16 * 16;

	tu_fill(&job->seed, value, sizeof value);
	tu_fill(&job->seed, secret_exp, sizeof secret_exp);
	tu_fill(&job->seed, text, text_n);
	if (e2e_key_set(job->crypto, &key, value) != E2E_OK ||
	    !seal_and_open(job->crypto, &key, text, text_n) ||
	    e2e_kdf_v2(job->crypto, aes, iv, value, secret_exp, 8) != E2E_OK ||
	    e2e_ige(job->crypto, E2E_ENCRYPT, aes, iv, text, whole) != E2E_OK)
		return false;
	value[0] = 0x55; /* below p */
	if (with_dh && e2e_dh_agree(job->crypto, &key, group, secret_exp, value,
	                            sizeof value) != E2E_OK)
		return false;
	return mix(job, text, text_n, &key);
}

static void *
work(void *arg)
{
	struct job *job = arg;
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	int i;

	e2e_dh_group_known(&group);
	config.backend = job->backend;
	if (job->backend != NULL && e2e_crypto_new(&job->crypto, &config) != E2E_OK) {
		job->failed = true;
		return NULL;
	}
	for (i = 0; i < ROUNDS && !job->failed; i++)
		job->failed = !one_round(job, &group, i % 50 == 0);
	if (job->backend != NULL)
		e2e_crypto_free(job->crypto);
	return NULL;
}

/* The digest a thread must come to, computed alone. */
static void
alone(const struct job *job, uint8_t digest[E2E_SHA256_BYTES])
{
	struct job same = *job;

	(void)work(&same);
	ck_assert(!same.failed);
	memcpy(digest, same.digest, sizeof same.digest);
}

START_TEST(threads_with_a_context_each_do_not_disturb_each_other)
{
	struct job job[THREADS];
	uint8_t right[THREADS][E2E_SHA256_BYTES];
	pthread_t thread[THREADS];
	size_t i;

	for (i = 0; i < THREADS; i++) {
		job[i] = (struct job){ .backend = tu_backend((size_t)_i), .seed = i };
		alone(&job[i], right[i]);
	}
	for (i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, work, &job[i]), 0);
	for (i = 0; i < THREADS; i++) {
		ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
		ck_assert(!job[i].failed);
		ck_assert_mem_eq(job[i].digest, right[i], sizeof right[i]);
	}
}
END_TEST

/* One thread for each backend: they share a process, and some a library below them. */
START_TEST(backends_side_by_side_come_to_the_same)
{
	struct job job[8];
	uint8_t right[E2E_SHA256_BYTES];
	pthread_t thread[8];
	size_t n = tu_backend_count(), i;

	ck_assert_uint_le(n, 8);
	for (i = 0; i < n; i++)
		job[i] = (struct job){ .backend = tu_backend(i), .seed = 77 };
	alone(&job[0], right);
	for (i = 0; i < n; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, work, &job[i]), 0);
	for (i = 0; i < n; i++) {
		ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
		ck_assert(!job[i].failed);
		ck_assert_mem_eq(job[i].digest, right, sizeof right);
	}
}
END_TEST

START_TEST(context_moves_between_threads)
{
	struct job job = { .backend = tu_backend((size_t)_i), .seed = 5 };
	uint8_t right[E2E_SHA256_BYTES];
	pthread_t thread;
	int i;

	alone(&job, right);
	job.crypto = tu_crypto(job.backend);
	job.backend = NULL;
	for (i = 0; i < 3; i++) {
		job.seed = 5;
		memset(job.digest, 0, sizeof job.digest);
		ck_assert_int_eq(pthread_create(&thread, NULL, work, &job), 0);
		ck_assert_int_eq(pthread_join(thread, NULL), 0);
		ck_assert(!job.failed);
		ck_assert_mem_eq(job.digest, right, sizeof right);
	}
	e2e_crypto_free(job.crypto);
}
END_TEST

TCase *
tb_case_threads(void)
{
	TCase *tc = tcase_create("threads");
	int n = (int)tu_backend_count();

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, threads_with_a_context_each_do_not_disturb_each_other, 0, n);
	tcase_add_test(tc, backends_side_by_side_come_to_the_same);
	tcase_add_loop_test(tc, context_moves_between_threads, 0, n);
	return tc;
}
