/* SPDX-License-Identifier: ISC */
/* What the loops over everything that has a number share. */
#include "config.h"

#include "everyutil.h"

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
