/* SPDX-License-Identifier: ISC */
/*
 * bench - how fast libe2e is, and how fast it could be
 *
 *     bench [--backend NAME] [--filter SUBSTRING] [--quick]
 *
 * --filter takes only rows whose name contains SUBSTRING.  --quick measures briefly and
 * leaves the largest texts out; its figures only show that the program works.
 * bench.h describes the output.
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define TEXT_MAX       (64 * BENCH_MIB)
#define TEXT_MAX_QUICK (1 * BENCH_MIB)
#define ARENA_EXTRA    (1 * BENCH_MIB)
#define PAGE           4096

static void (*const topics[])(struct bench *) = {
	bench_rows_cipher,
	bench_rows_hash,
	bench_rows_message,
	bench_rows_dh,
	bench_rows_file,
	bench_rows_tl,
	bench_rows_account,
};

static const struct option options[] = {
	{ "backend", required_argument, NULL, 'b' },
	{ "filter", required_argument, NULL, 'f' },
	{ "quick", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static _Noreturn void
usage(FILE *to, int status)
{
	fputs("usage: bench [--backend NAME] [--filter SUBSTRING] [--quick]\n", to);
	exit(status);
}

/* Bytes that are not all alike, and pages that are really there. */
static void
fill(uint8_t *p, size_t n)
{
	uint64_t x = 0x9e3779b97f4a7c15u;
	size_t i;

	for (i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		p[i] = (uint8_t)(x >> 32);
	}
}

static const struct bench_bare *
bare_for(const char *backend)
{
	const struct bench_bare *all[2];
	size_t i;

	all[0] = bench_bare_nettle();
	all[1] = bench_bare_gcrypt();
	for (i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i] != NULL && strcmp(all[i]->backend, backend) == 0)
			return all[i];
	return NULL;
}

static void
run_backend(struct bench *b, const struct e2e_backend *backend)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	size_t i;

	b->backend = backend;
	b->bare = bare_for(backend->name);
	if (b->bare == NULL)
		bench_fail("looking for the bare primitives of a backend", -1);
	config.backend = backend;
	bench_must(e2e_crypto_new(&b->crypto, &config), "e2e_crypto_new");
	b->bare_state = b->bare->open();
	for (i = 0; i < sizeof topics / sizeof topics[0]; i++)
		topics[i](b);
	b->bare->close(b->bare_state);
	e2e_crypto_free(b->crypto);
}

static const char *
read_options(struct bench *b, int argc, char **argv)
{
	const char *backend = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'b':
			backend = optarg;
			break;
		case 'f':
			b->filter = optarg;
			break;
		case 'q':
			b->quick = true;
			break;
		case 'h':
			usage(stdout, EXIT_SUCCESS);
		default:
			usage(stderr, 2);
		}
	}
	if (optind != argc)
		usage(stderr, 2);
	return backend;
}

int
main(int argc, char **argv)
{
	struct bench b = { 0 };
	const struct e2e_backend *backend;
	const char *name;
	size_t i;

	name = read_options(&b, argc, argv);
	if (name != NULL && e2e_backend_by_name(name) == NULL) {
		fprintf(stderr, "bench: no backend called %s\n", name);
		return 2;
	}
	b.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	b.text_max = b.quick ? TEXT_MAX_QUICK : TEXT_MAX;
	b.arena_n = b.text_max + ARENA_EXTRA;
	b.arena = aligned_alloc(PAGE, b.arena_n);
	if (b.arena == NULL)
		bench_fail("aligned_alloc", -1);
	fill(b.arena, b.arena_n);
	b.openssl = bench_openssl_open();
	for (i = 0; (backend = e2e_backend_at(i)) != NULL; i++)
		if (name == NULL || strcmp(name, backend->name) == 0)
			run_backend(&b, backend);
	if (b.openssl != NULL)
		bench_openssl_close(b.openssl);
	free(b.arena);
	if (ferror(stdout) || fflush(stdout) != 0)
		bench_fail("writing", -1);
	return EXIT_SUCCESS;
}
