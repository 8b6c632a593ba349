/* SPDX-License-Identifier: ISC */
/*
 * Loops over everything that has a number: a check, an event, a call, a time, a flag that is added
 * without a row in one of the tables here fails the test, and so does a row that reaches nothing.
 */
#ifndef E2E_TESTS_EVERYUTIL_H
#define E2E_TESTS_EVERYUTIL_H

#include "names_list.h"
#include "tests/util/rekeyutil.h"

#include <check.h>

/* One test case for each kind of number. */
TCase *every_check(void);
TCase *every_event(void);
TCase *every_call(void);
TCase *every_timing(void);
TCase *every_flag(void);
TCase *every_health(void);

/* A case of this NAME with N tests. */
TCase *every_case(const char *name, const struct cu_test *test, size_t n);

#endif
