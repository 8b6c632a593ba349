/* SPDX-License-Identifier: ISC */
/* Runs the loops over everything that has a number; see test_every_*.c. */
#include "config.h"

#include "everyutil.h"

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
