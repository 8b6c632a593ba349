/* SPDX-License-Identifier: ISC */
/*
 * What a hostile hour and a hostile day cost at most: every shape of budget_peer.c and
 * budget_server.c against the table "Budgets" of SECURITY.md, which is read from there, so that
 * what is promised is what is tested.  E2E_SHOW_COSTS=1 prints what was spent as such a table, to
 * standard error, and asserts nothing but what the shapes do; E2E_SHAPE=name lives one shape only.
 */
#include "config.h"

#include "tests/util/budgetutil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIB 1024

/* Beyond this a deed, call or commit does not allocate; measured at 12. */
#define ALLOCS_EACH 64

static const struct bu_cost no_end = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };

static size_t
shapes_n(void)
{
	return bu_peer_shapes_n + bu_server_shapes_n;
}

static const struct bu_shape *
shape_at(size_t i)
{
	return i < bu_peer_shapes_n ? &bu_peer_shapes[i] : &bu_server_shapes[i - bu_peer_shapes_n];
}

/* ---- The table ------------------------------------------------------------------------------- */

static FILE *
open_table(void)
{
	const char *srcdir = getenv("srcdir");
	char name[4096];
	FILE *file;

	ck_assert_int_lt(snprintf(name, sizeof name, "%s/SECURITY.md",
	                          srcdir != NULL ? srcdir : "."), (int)sizeof name);
	file = fopen(name, "r");
	ck_assert_msg(file != NULL, "there is no %s", name);
	return file;
}

/* A number with commas between its thousands, at *TEXT and up to the next bar. */
static size_t
number(char **text)
{
	size_t n = 0;
	bool any = false;

	for (; **text != '|' && **text != '\0'; (*text)++) {
		if (**text >= '0' && **text <= '9') {
			n = 10 * n + (size_t)(**text - '0');
			any = true;
		} else {
			ck_assert(**text == ' ' || **text == ',');
		}
	}
	ck_assert_msg(any && **text == '|', "a row of budgets without a number");
	(*text)++;
	return n;
}

/* Is it "| `name` | hour | calls | commits | powers | KiB |", and for this? */
static bool
is_row(char *line, const char *name, bool day, struct bu_cost *budget)
{
	char head[64], *at = line;
	int n = snprintf(head, sizeof head, "| `%s` | %s |", name, day ? "day" : "hour");

	if (strncmp(line, head, (size_t)n) != 0)
		return false;
	at += n;
	budget->calls = number(&at);
	budget->commits = number(&at);
	budget->powers = number(&at);
	budget->peak = number(&at) * KIB;
	return true;
}

/* The row of SHAPE, which is there once. */
static struct bu_cost
budget_of(const struct bu_shape *shape, bool day)
{
	struct bu_cost budget = { 0 };
	FILE *file = open_table();
	char line[512];
	size_t rows = 0;

	while (fgets(line, sizeof line, file) != NULL)
		rows += is_row(line, shape->name, day, &budget);
	fclose(file);
	ck_assert_msg(rows == 1, "SECURITY.md has %zu budgets for a %s of %s", rows,
	              day ? "day" : "hour", shape->name);
	return budget;
}

/* ---- Hours and days ---------------------------------------------------------------------------- */

static void
show(const struct bu_shape *shape, bool day, const char *backend, const struct bu_cost *spent)
{
	fprintf(stderr, "| `%s` | %s | %zu | %zu | %zu | %zu | %s, %zu allocations\n", shape->name,
	        day ? "day" : "hour", spent->calls, spent->commits, spent->powers,
	        spent->peak / KIB + 1, backend, spent->allocs);
}

static void
live(size_t index, bool day)
{
	const struct bu_shape *shape = shape_at(index % shapes_n());
	size_t backend = index / shapes_n(), deeds = day ? BU_DAY / BU_DAY_BEAT :
	                                                   BU_HOUR / BU_HOUR_BEAT;
	bool showing = getenv("E2E_SHOW_COSTS") != NULL;
	const char *only = getenv("E2E_SHAPE");
	struct bu_cost budget, spent;

	if (only != NULL && strcmp(only, shape->name) != 0)
		return;
	budget = showing ? no_end : budget_of(shape, day);
	spent = bu_live((int)backend, shape, day, &budget);
	if (showing)
		show(shape, day, tu_backend(backend)->name, &spent);
	ck_assert_uint_le(spent.allocs, ALLOCS_EACH * (deeds + spent.calls + spent.commits));
}

/* scenario 144: a hostile hour costs what SECURITY.md says */
START_TEST(is_within_its_budget_for_an_hour)
{
	live((size_t)_i, false);
}
END_TEST

/* scenario 144: so does a hostile day */
START_TEST(is_within_its_budget_for_a_day)
{
	live((size_t)_i, true);
}
END_TEST

/* Every row is of a shape, so that nothing is promised that is not tested. */
START_TEST(all_that_is_promised_is_tested)
{
	FILE *file = open_table();
	char line[512];
	size_t rows = 0;

	while (fgets(line, sizeof line, file) != NULL)
		rows += strncmp(line, "| `", 3) == 0 &&
		        (strstr(line, "` | hour |") != NULL || strstr(line, "` | day |") != NULL);
	fclose(file);
	ck_assert_uint_eq(rows, 2 * shapes_n());
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("chat_budget");
	TCase *tcase = tcase_create("budget");
	size_t backends = tu_backend_count() < tu_builtin_count() ? tu_backend_count() :
	                                                            tu_builtin_count();
	int n;

	if (getenv("E2E_LEAN") != NULL)
		backends = 1; /* what is counted is the session's, and the other build counts it all */
	n = (int)(backends * shapes_n());
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, is_within_its_budget_for_an_hour, 0, n);
	/* a day costs most of the time, and has no code of its own */
	if (getenv("E2E_BRIEF") == NULL && getenv("E2E_LEAN") == NULL)
		tcase_add_loop_test(tcase, is_within_its_budget_for_a_day, 0, n);
	tcase_add_test(tcase, all_that_is_promised_is_tested);
	suite_add_tcase(suite, tcase);
	return tu_run(suite);
}
