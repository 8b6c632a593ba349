/* SPDX-License-Identifier: ISC */
/*
 * Runs the workloads under callgrind, which writes one dump for each, named WORKLOAD.PATH.  Run
 * without valgrind it only tests that the workloads do what they should.
 */
#include "config.h"

#include "cost.h"

#include "builtin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/callgrind.h>

#define SKIPPED 77 /* automake's word for it */

static const struct cost_workload *const workloads[] = {
	&cost_seal,    &cost_open,    &cost_file, &cost_decode, &cost_convert,
	&cost_send,    &cost_receive, &cost_load, &cost_rekey,  &cost_gap,
};

#define WORKLOADS ((int)(sizeof workloads / sizeof workloads[0]))

/* Chosen here and not by the processor, so that machines agree. */
static struct path {
	const char *name;
	struct e2e_backend backend;
} paths[COST_PATHS] = {
	[COST_NETTLE_MASKED] = { .name = "nettle-masked" },
	[COST_GCRYPT] = { .name = "gcrypt" },
	[COST_NETTLE_UNMASKED] = { .name = "nettle-unmasked" },
};

static void
choose_paths(void)
{
	e2e_i_nettle_forced(&paths[COST_NETTLE_MASKED].backend, E2E_I_NETTLE_MASKED);
	e2e_i_nettle_forced(&paths[COST_NETTLE_UNMASKED].backend, E2E_I_NETTLE_UNMASKED);
	paths[COST_GCRYPT].backend = e2e_i_backend_gcrypt;
}

/* What a path makes of 32 fixed bytes. */
static void
decrypt(const struct e2e_backend *backend, uint8_t data[32])
{
	static const uint8_t key[32] = { 1, 2, 3 };
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_crypto *crypto = NULL;
	uint8_t iv[32] = { 4, 5, 6 };

	memset(data, 7, 32);
	config.backend = backend;
	if (e2e_crypto_new(&crypto, &config) != E2E_OK ||
	    e2e_ige(crypto, E2E_DECRYPT, key, iv, data, 32) != E2E_OK)
		abort();
	e2e_crypto_free(crypto);
}

static bool
masked_works(void)
{
	uint8_t masked[32], unmasked[32];

	decrypt(&paths[COST_NETTLE_MASKED].backend, masked);
	decrypt(&paths[COST_NETTLE_UNMASKED].backend, unmasked);
	return memcmp(masked, unmasked, sizeof masked) == 0;
}

static void
count(const struct cost_workload *workload, const struct path *path)
{
	char name[64];
	void *work = workload->make(&path->backend);

	CALLGRIND_START_INSTRUMENTATION;
	workload->run(work);
	CALLGRIND_STOP_INSTRUMENTATION;
	(void)snprintf(name, sizeof name, "%s.%s", workload->name, path->name);
	CALLGRIND_DUMP_STATS_AT(name);
	workload->end(work);
}

START_TEST(costs_what_it_did)
{
	const struct cost_workload *workload = workloads[_i];

	for (int i = 0; i < workload->paths; i++)
		count(workload, &paths[i]);
}
END_TEST

/* In this process, as a child would have dumps of its own. */
int
main(void)
{
	Suite *suite = suite_create("cost");
	TCase *tcase = tcase_create("cost");
	SRunner *runner;
	int failed;

	choose_paths();
	if (!masked_works()) {
		puts("here Nettle's last round key is not where masks go");
		return SKIPPED;
	}
	tcase_add_loop_test(tcase, costs_what_it_did, 0, WORKLOADS);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
