/* SPDX-License-Identifier: ISC */
/*
 * libgcrypt in FIPS mode, where its secure memory cannot grow and it ends the process when a
 * power finds none: many contexts, powers in many threads, and a host that holds that memory.
 * The mode is asked for by a variable that libgcrypt reads once, so the program runs itself again
 * with it; other backends just pass.
 */
#define _GNU_SOURCE /* RTLD_DEFAULT */
#include "config.h"

#include "tests/util/testutil.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MODE     "LIBGCRYPT_FORCE_FIPS_MODE"
#define CONTEXTS 64
#define THREADS  12
#define HELD_MAX 4096
#define STEP     64 /* bytes that the host holds at a time */

/* What it is for has to work, not only to fail in good order. */
static int32_t
use(struct e2e_crypto *crypto)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t exponent[E2E_DH_BYTES], value[E2E_DH_BYTES], packet[256], plain[256];
	struct e2e_bytes got;
	size_t n;
	int32_t err;

	e2e_dh_group_known(&group);
	err = e2e_dh_keypair(crypto, &group, exponent, value, NULL, 0);
	if (err == E2E_OK)
		err = e2e_dh_agree(crypto, &key, &group, exponent, value, sizeof value);
	if (err == E2E_OK)
		err = e2e_message_seal(crypto, packet, sizeof packet, &n, &key, E2E_CREATOR, NULL,
		                       (const uint8_t *)"text", 4);
	if (err == E2E_OK)
		err = e2e_message_open(crypto, &got, plain, sizeof plain, &key, E2E_CREATOR,
		                       packet, n);
	return err;
}

START_TEST(holds_many_contexts)
{
	struct e2e_crypto *crypto[CONTEXTS];

	for (size_t i = 0; i < CONTEXTS; i++) {
		crypto[i] = tu_crypto(tu_backend((size_t)_i));
		ck_assert_int_eq(use(crypto[i]), E2E_OK);
	}
	for (size_t i = 0; i < CONTEXTS; i++)
		e2e_crypto_free(crypto[i]);
}
END_TEST

struct job {
	const struct e2e_backend *backend;
	int32_t err;
};

static void *
work(void *user)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct job *job = user;
	struct e2e_crypto *crypto;

	config.backend = job->backend;
	job->err = e2e_crypto_new(&crypto, &config);
	for (int i = 0; i < 4 && job->err == E2E_OK; i++)
		job->err = use(crypto);
	e2e_crypto_free(crypto);
	return NULL;
}

START_TEST(takes_powers_in_many_threads)
{
	pthread_t thread[THREADS];
	struct job job[THREADS];

	for (size_t i = 0; i < THREADS; i++) {
		job[i] = (struct job){ tu_backend((size_t)_i), E2E_OK };
		ck_assert_int_eq(pthread_create(&thread[i], NULL, work, &job[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
		ck_assert_int_eq(job[i].err, E2E_OK);
	}
}
END_TEST

/*
 * A host that takes secure memory for itself, in small pieces, until there is none: each power
 * succeeds or says E2E_ERR_BACKEND, and the process lives.
 */
START_TEST(refuses_a_power_without_secure_memory)
{
	void *(*take)(size_t n) = NULL;
	void (*give)(void *p) = NULL;
	void *symbol;
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	void *held[HELD_MAX];
	size_t n = 0, refused = 0;
	int32_t err = E2E_OK;

	/* an object pointer that is a function's, as POSIX has it */
	symbol = dlsym(RTLD_DEFAULT, "gcry_malloc_secure");
	memcpy(&take, &symbol, sizeof take);
	symbol = dlsym(RTLD_DEFAULT, "gcry_free");
	memcpy(&give, &symbol, sizeof give);
	if (strcmp(tu_backend((size_t)_i)->name, "gcrypt") != 0 || take == NULL || give == NULL)
		goto out;
	while (n < HELD_MAX && (held[n] = take(STEP)) != NULL) {
		n++;
		if (n % 8 != 0)
			continue;
		err = use(crypto);
		refused += err != E2E_OK;
		ck_assert(err == E2E_OK || err == E2E_ERR_BACKEND);
	}
	ck_assert_uint_gt(n, 0);
	if (n < HELD_MAX) /* it cannot grow */
		ck_assert_uint_gt(refused, 0);
	while (n > 0)
		give(held[--n]);
	ck_assert_int_eq(use(crypto), E2E_OK);
out:
	e2e_crypto_free(crypto);
}
END_TEST

int
main(int argc, char **argv)
{
	const char *run = getenv("E2E_RUN"); /* what runs programs of another processor */
	char *again[] = { (char *)(uintptr_t)run, argv[0], NULL };
	Suite *suite;
	TCase *fips;
	int n = (int)tu_builtin_count();

	(void)argc;
	if (getenv(MODE) == NULL) {
		if (setenv(MODE, "1", 1) == 0)
			(void)execv(run != NULL ? run : argv[0], run != NULL ? again : argv);
		return EXIT_FAILURE;
	}
	suite = suite_create("fips");
	fips = tcase_create("fips");
	tcase_set_timeout(fips, 600);
	tcase_add_loop_test(fips, holds_many_contexts, 0, n);
	tcase_add_loop_test(fips, takes_powers_in_many_threads, 0, n);
	tcase_add_loop_test(fips, refuses_a_power_without_secure_memory, 0, n);
	suite_add_tcase(suite, fips);
	return tu_run(suite);
}
