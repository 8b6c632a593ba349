/* SPDX-License-Identifier: ISC */
/*
 * What the tests of the small structures share: memory with a fence behind each block, which
 * can fail.
 */
#ifndef E2E_TEST_SESSION_PARTS_SHARED_H
#define E2E_TEST_SESSION_PARTS_SHARED_H

#include "tests/util/testutil.h"

#define PARTS_N(a) (sizeof(a) / sizeof(a)[0])

/* ck_assert() where there are millions of them: it tells the runner of each. */
#define PARTS_TRUE(x)                                                                       \
	do {                                                                                \
		if (!(x))                                                                   \
			ck_abort_msg("%s:%d: not so: %s", __FILE__, __LINE__, #x);          \
	} while (0)

/*
 * An allocator that asserts, when a block is freed, that it was wiped and that nothing was
 * written behind it.  Its FAIL_AT-th call from now on fails (0: none does).
 */
struct parts_memory {
	struct e2e_allocator allocator;
	size_t calls, fail_at;
	size_t live, live_bytes;
};

void parts_memory_init(struct parts_memory *memory);
void parts_fail(struct parts_memory *memory, size_t at);

/* The cases of test_session_parts. */
TCase *parts_case_list(void);
TCase *parts_case_undo(void);
TCase *parts_case_index(void);
TCase *parts_case_rows(void);
TCase *parts_case_saved(void);
TCase *parts_case_items(void);

#endif
