/* SPDX-License-Identifier: ISC */
/* Runs the loops over everything that has a number; see test_every.h. */
#include "config.h"

#include "test_every.h"

/* What is looped over does not depend on the library, so one of them will do. */
TCase *
every_case(const char *name, const struct cu_test *test, size_t n)
{
	TCase *made = tcase_create(name);

	tcase_set_timeout(made, 300);
	for (size_t i = 0; i < n; i++)
		tcase_add_loop_test(made, test[i].test, 0, 1);
	return made;
}

int
main(void)
{
	Suite *suite = suite_create("every");

	suite_add_tcase(suite, every_check());
	suite_add_tcase(suite, every_event());
	suite_add_tcase(suite, every_call());
	suite_add_tcase(suite, every_timing());
	suite_add_tcase(suite, every_flag());
	suite_add_tcase(suite, every_health());
	return tu_run(suite);
}
