/* SPDX-License-Identifier: ISC */
/* Timing in turns, medians, and the lines of output. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

#define WORKS_MAX (BENCH_AGAINST_MAX + 1)

/*
 * Turns are far shorter than a scheduler's time slice, and there are many of them: most are
 * then undisturbed even when other programs want the processor, and medians ignore the
 * others.  Longer turns would measure who was interrupted.
 */
#define TURN_NS    5e5
#define ROW_NS     5e8 /* for all rounds of a row, unless that is less than ROUNDS_MIN */
#define ROUNDS_MIN 9
#define ROUNDS_MAX 301

/*
 * --quick is for finding out whether the program works; its figures mean little.  Rounds
 * longer than QUICK_SLOW_NS happen once.
 */
#define QUICK_TURN_NS 1e5
#define QUICK_ROW_NS  5e6
#define QUICK_SLOW_NS 40e6

struct work {
	const struct bench_row *row;
	size_t side;
	void (*refill)(void *arg, size_t side, uint64_t calls);
	uint64_t calls; /* in one turn */
	double ns[ROUNDS_MAX];
};

static double
clock_ns(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		bench_fail("clock_gettime", -1);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/*
 * Nanoseconds of one of CALLS calls.  They are made through a pointer and work on memory that
 * other files see, so that no compiler can leave their work out.
 */
static double
time_turn(const struct work *work, uint64_t calls)
{
	const struct bench_row *row = work->row;
	void (*run)(void *arg) = work->side == 0 ? row->ours : row->against[work->side - 1].run;
	double start;
	uint64_t i;

	if (work->refill != NULL)
		work->refill(row->arg, work->side, calls);
	start = clock_ns();
	for (i = 0; i < calls; i++)
		run(row->arg);
	return (clock_ns() - start) / (double)calls;
}

/* How many calls make a turn of about TURN_NS; warms up on the way.  *NS gets its time. */
static uint64_t
choose_calls(const struct work *work, double turn_ns, double *ns)
{
	uint64_t calls = 1;
	double one;

	for (;;) {
		one = time_turn(work, calls);
		if (one * (double)calls >= turn_ns / 4)
			break;
		calls *= 2;
	}
	calls = one < turn_ns ? (uint64_t)(turn_ns / one) : 1;
	*ns = one * (double)calls;
	return calls;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, compare);
	return n % 2 != 0 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* Of rounds that take ROUND_NS each. */
static size_t
choose_rounds(const struct bench *b, double round_ns)
{
	double n = (b->quick ? QUICK_ROW_NS : ROW_NS) / round_ns;

	if (b->quick && round_ns > QUICK_SLOW_NS)
		return 1;
	if (n < ROUNDS_MIN)
		return ROUNDS_MIN;
	return n > ROUNDS_MAX ? ROUNDS_MAX : (size_t)n;
}

static void
print_line(const struct bench *b, const struct bench_row *row, size_t other, double ns,
           double ratio)
{
	printf("{\"name\":\"%s\", \"backend\":\"%s\", \"bytes\":%zu, \"ns\":%.1f, "
	       "\"mb_s\":%.3f, \"ratio\":%.3f, \"against\":\"%s\"}\n",
	       row->name, b->backend->name, row->bytes, ns, (double)row->bytes * 1e3 / ns,
	       ratio, row->against[other].name);
}

/* The medians; sorts the times, so the ratios, taken round by round, come first. */
static void
print_row(const struct bench *b, const struct bench_row *row, struct work *work,
          size_t rounds)
{
	double ratio[BENCH_AGAINST_MAX], quotient[ROUNDS_MAX], ns;
	size_t i, r;

	for (i = 0; i < row->n_against; i++) {
		for (r = 0; r < rounds; r++)
			quotient[r] = work[i + 1].ns[r] / work[0].ns[r];
		ratio[i] = median(quotient, rounds);
	}
	ns = median(work[0].ns, rounds);
	for (i = 0; i < row->n_against; i++)
		print_line(b, row, i, ns, ratio[i]);
	fflush(stdout);
}

void
bench_measure_refilled(const struct bench *b, const struct bench_row *row,
                       void (*refill)(void *arg, size_t side, uint64_t calls))
{
	double turn_ns = b->quick ? QUICK_TURN_NS : TURN_NS;
	double ns, round_ns = 0;
	struct work work[WORKS_MAX];
	size_t i, r, rounds, n = row->n_against + 1;

	if (b->progress)
		fprintf(stderr, "\r\033[K%s %zu over %s", row->name, row->bytes, b->backend->name);
	for (i = 0; i < n; i++) {
		work[i].row = row;
		work[i].side = i;
		work[i].refill = refill;
		work[i].calls = choose_calls(&work[i], turn_ns, &ns);
		round_ns += ns;
	}
	rounds = choose_rounds(b, round_ns);
	for (r = 0; r < rounds; r++)
		for (i = 0; i < n; i++)
			work[i].ns[r] = time_turn(&work[i], work[i].calls);
	if (b->progress)
		fputs("\r\033[K", stderr);
	print_row(b, row, work, rounds);
}

void
bench_measure(const struct bench *b, const struct bench_row *row)
{
	bench_measure_refilled(b, row, NULL);
}

bool
bench_wanted(const struct bench *b, const char *name)
{
	return b->filter == NULL || strstr(name, b->filter) != NULL;
}

void
bench_against(struct bench_row *row, const char *base, const char *tail,
              void (*run)(void *arg))
{
	int n;

	if (row->n_against == BENCH_AGAINST_MAX)
		bench_fail("too many comparisons", -1);
	n = snprintf(row->against[row->n_against].name, BENCH_NAME_MAX, "%s%s", base, tail);
	if (n < 0 || n >= BENCH_NAME_MAX)
		bench_fail("name too long", n);
	row->against[row->n_against++].run = run;
}

_Noreturn void
bench_fail(const char *what, long result)
{
	fflush(stdout);
	fprintf(stderr, "bench: %s failed (%ld)\n", what, result);
	exit(EXIT_FAILURE);
}
