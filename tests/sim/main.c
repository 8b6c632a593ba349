/* SPDX-License-Identifier: ISC */
/*
 * sim - whole worlds of two users, a server and bad luck, each from one seed (scenario 128)
 *
 *     sim [--first N] [--seeds N] [--jobs N] [CHOICE...]      many worlds, and the crash matrix
 *     sim --seed N [CHOICE...] [--verbose]                    one of them again
 *     sim --calm --seed N [--who USER --crash N|--alloc N]    one of the matrix
 *
 * CHOICE is --kind NAME, --orders N or --backend NAME.  Without --seeds the environment's
 * E2E_SEEDS counts.  A world that fails is told by the line that lives it again.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "matrix.h"

#define SEEDS_DEFAULT  1000
#define MATRIX_SHARE   250 /* worlds to one matrix         */
#define ONEWAY_SHARE   60  /* worlds to one that is one-way */
#define LONG_SHARE     125 /* worlds to one that is long    */
#define MATRIX_ORDERS  10
#define MATRIX_EVERY   17  /* one of so many allocations   */
#define TWIN_SHARE     25  /* worlds to one lived with each backend */
#define JOBS_MAX       64

struct run {
	struct choice choice;
	uint64_t first, seeds;
	uint64_t seed;
	uint64_t jobs;
	uint64_t who, crash_at, alloc_at;
	bool one, calm;
};

static const struct option options[] = {
	{ "alloc", required_argument, NULL, 'a' },
	{ "backend", required_argument, NULL, 'b' },
	{ "calm", no_argument, NULL, 'm' },
	{ "crash", required_argument, NULL, 'c' },
	{ "first", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "kind", required_argument, NULL, 'k' },
	{ "orders", required_argument, NULL, 'o' },
	{ "seed", required_argument, NULL, 's' },
	{ "seeds", required_argument, NULL, 'n' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "who", required_argument, NULL, 'w' },
	{ NULL, 0, NULL, 0 },
};

static _Noreturn void
usage(FILE *to, int status)
{
	fputs("usage: sim [--first N] [--seeds N] [--jobs N] [--kind NAME] [--orders N]\n"
	      "           [--backend NAME]\n"
	      "       sim --seed N [--kind NAME] [--orders N] [--backend NAME] [--verbose]\n"
	      "       sim --calm --seed N [--who USER --crash N|--alloc N] [--verbose]\n", to);
	exit(status);
}

static uint64_t
number(const char *text)
{
	char *end;
	uint64_t n;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno != 0 || *end != '\0' || end == text || *text == '-') {
		fprintf(stderr, "sim: %s is no number\n", text);
		exit(2);
	}
	return n;
}

static int32_t
kind_number(const char *name)
{
	uint32_t i;

	for (i = 0; i < PLAN_KINDS; i++) {
		if (strcmp(plan_kind_name(i), name) == 0)
			return (int32_t)i;
	}
	fprintf(stderr, "sim: there is no kind %s\n", name);
	exit(2);
}

/* What the command line says, C being one of its options. */
static void
take(struct run *run, int c, const char *value)
{
	switch (c) {
	case 'a': run->alloc_at = number(value); break;
	case 'b': run->choice.backend = value; break;
	case 'c': run->crash_at = number(value); break;
	case 'f': run->first = number(value); break;
	case 'h': usage(stdout, 0);
	case 'j': run->jobs = number(value); break;
	case 'k': run->choice.kind = kind_number(value); break;
	case 'm': run->calm = true; break;
	case 'n': run->seeds = number(value); break;
	case 'o': run->choice.orders = (int32_t)(number(value) & INT32_MAX); break;
	case 's': run->one = true; run->seed = number(value); break;
	case 'v': run->choice.verbose = true; break;
	case 'w': run->who = number(value); break;
	default: usage(stderr, 2);
	}
}

/* ---- Worlds -------------------------------------------------------------------------- */

static bool
live_one(const struct run *run)
{
	struct plan plan;
	struct outcome outcome;
	bool ok;

	if (run->calm)
		plan_calm(&plan, run->seed, &run->choice);
	else
		plan_make(&plan, run->seed, &run->choice);
	plan.who = (uint32_t)run->who;
	plan.crash_at = run->crash_at;
	plan.alloc_at = run->alloc_at;
	ok = world_live(&plan, &outcome);
	printf("seed %" PRIu64 " (%s): %s; %" PRIu64 " steps, %zu and %zu bytes at most\n",
	       run->seed, plan_name(&plan), ok ? "well" : outcome.why, outcome.steps,
	       outcome.peak[0], outcome.peak[1]);
	return ok;
}

static void
complain(const struct plan *plan, const struct choice *choice, const char *why)
{
	printf("FAIL: %s\n      tests/sim/sim --seed %" PRIu64 " --kind %s --orders %" PRIu32,
	       why, plan->seed, plan_name(plan), plan->orders);
	if (choice->backend != NULL)
		printf(" --backend %s", choice->backend);
	puts(" --verbose");
	fflush(stdout);
}

/* The same seed with each backend: what leaves the accounts is the same, byte for byte. */
static bool
live_twins(uint64_t seed, const struct choice *choice)
{
	struct choice each = *choice;
	struct outcome first = { 0 }, next;
	struct plan plan;
	size_t i;

	for (i = 0; e2e_backend_at(i) != NULL; i++) {
		each.backend = e2e_backend_at(i)->name;
		plan_make(&plan, seed, &each);
		if (!world_live(&plan, i == 0 ? &first : &next)) {
			complain(&plan, &each, i == 0 ? first.why : next.why);
			return false;
		}
		if (i != 0 && next.digest != first.digest) {
			complain(&plan, &each, "the backends differ");
			return false;
		}
	}
	return true;
}

static bool
live_seed(uint64_t seed, const struct choice *choice)
{
	struct plan plan;
	struct outcome outcome;

	if (seed % TWIN_SHARE == 0 && choice->backend == NULL)
		return live_twins(seed, choice);
	plan_make(&plan, seed, choice);
	if (world_live(&plan, &outcome))
		return true;
	complain(&plan, choice, outcome.why);
	return false;
}

/* World number I is one in SHARE: one more is lived, of a KIND that no seed decides for. */
static void
live_special(const struct run *run, uint64_t i, int32_t kind, uint64_t share, struct tally *tally)
{
	struct choice choice = run->choice;
	bool ok;

	if (i % share != 0 || choice.kind >= 0)
		return;
	choice.kind = kind;
	ok = live_seed((run->first + i) / share, &choice);
	*(ok ? &tally->passed : &tally->failed) += 1;
}

/* Every JOBS-th seed from the one that is this JOB's. */
static void
live_share(const struct run *run, uint64_t job, struct tally *tally)
{
	struct choice calm = run->choice;
	uint64_t i;

	if (calm.orders < 0)
		calm.orders = MATRIX_ORDERS;
	for (i = job; i < run->seeds; i += run->jobs) {
		bool ok = live_seed(run->first + i, &run->choice);

		*(ok ? &tally->passed : &tally->failed) += 1;
		if (i % MATRIX_SHARE == 0 && run->choice.kind < 0)
			matrix_run(run->first + i, &calm, MATRIX_EVERY, tally);
		live_special(run, i, PLAN_ONEWAY, ONEWAY_SHARE, tally);
		live_special(run, i, PLAN_LONG, LONG_SHARE, tally);
	}
}

static void
wait_for(int from, pid_t child, struct tally *tally)
{
	struct tally part = { 0, 1 };
	int status = 0;

	if (read(from, &part, sizeof part) != sizeof part)
		part = (struct tally){ 0, 1 };
	close(from);
	if (waitpid(child, &status, 0) != child || status != 0)
		part.failed++;
	tally->passed += part.passed;
	tally->failed += part.failed;
}

static int
live_many(const struct run *run)
{
	struct tally tally = { 0, 0 };
	int from[JOBS_MAX];
	pid_t child[JOBS_MAX];
	uint64_t job;

	fflush(stdout);
	for (job = 0; job < run->jobs; job++) {
		int ends[2];

		if (pipe(ends) != 0 || (child[job] = fork()) < 0) {
			perror("sim");
			return EXIT_FAILURE;
		}
		if (child[job] == 0) {
			struct tally part = { 0, 0 };

			live_share(run, job, &part);
			fflush(stdout);
			_exit(write(ends[1], &part, sizeof part) == sizeof part ? 0 : 1);
		}
		close(ends[1]);
		from[job] = ends[0];
	}
	for (job = 0; job < run->jobs; job++)
		wait_for(from[job], child[job], &tally);
	printf("%" PRIu64 " passed, %" PRIu64 " failed\n", tally.passed, tally.failed);
	return tally.failed == 0 && tally.passed != 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	const char *seeds = getenv("E2E_SEEDS");
	struct run run = {
		.choice = { -1, -1, NULL, false }, .first = 1,
		.seeds = seeds != NULL ? number(seeds) : SEEDS_DEFAULT, .jobs = 2, .who = 2,
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		take(&run, c, optarg);
	if (optind != argc || run.jobs == 0 || run.jobs > JOBS_MAX)
		usage(stderr, 2);
	if (run.choice.backend != NULL && e2e_backend_by_name(run.choice.backend) == NULL) {
		fprintf(stderr, "sim: there is no backend %s\n", run.choice.backend);
		return 2;
	}
	if (run.one)
		return live_one(&run) ? EXIT_SUCCESS : EXIT_FAILURE;
	return live_many(&run);
}
