/* SPDX-License-Identifier: ISC */
/*
 * After fork(): a child never repeats a byte of its parent, also where the kernel, or what
 * stands in for it, says of madvise() that it did what it did not.
 */
#include "config.h"

#include "tests/util/testutil.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(MADV_WIPEONFORK) && defined(SYS_madvise) && defined(SYS_getrandom)

#define DRAW_N 32

/* ---- What stands in for madvise() and getentropy() ---------------------------------------- */

#define HONEST     0 /* the system's own                                     */
#define BELIEVES   1 /* 0 for whatever advice, and does nothing (qemu-user)  */
#define FORGETS    2 /* knows which advice there is, and does nothing        */
#define REFUSES    3 /* knows no advice at all                               */
#define BEHAVIOURS 4

static int behaviour;
static size_t asked; /* calls of getentropy() */

/* Found before the C library's, also by the library under test. */
int
madvise(void *at, size_t n, int advice)
{
	switch (behaviour) {
	case HONEST:
		return (int)syscall(SYS_madvise, at, n, advice);
	case BELIEVES:
		return 0;
	case FORGETS:
		if (advice >= 0)
			return 0;
		break;
	default:
		break;
	}
	errno = EINVAL;
	return -1;
}

int
getentropy(void *out, size_t n)
{
	asked++;
	return syscall(SYS_getrandom, out, n, 0) == (long)n ? 0 : -1;
}

/* ---- Forking ------------------------------------------------------------------------------ */

/* The next DRAW_N bytes of CRYPTO in a child of this process. */
static void
draw_in_child(struct e2e_crypto *crypto, uint8_t out[DRAW_N])
{
	int status, end[2];
	pid_t child;

	ck_assert_int_eq(pipe(end), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		uint8_t drawn[DRAW_N];
		bool good = e2e_random(crypto, drawn, sizeof drawn) == E2E_OK &&
		            write(end[1], drawn, sizeof drawn) == (ssize_t)sizeof drawn;

		_exit(good ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(read(end[0], out, DRAW_N), DRAW_N);
	close(end[0]);
	close(end[1]);
}

START_TEST(a_child_never_repeats_its_parent)
{
	for (behaviour = 0; behaviour < BEHAVIOURS; behaviour++) {
		struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
		uint8_t drawn[4][DRAW_N];

		/* there is a store now, if there ever is one */
		ck_assert_int_eq(e2e_random(crypto, drawn[0], DRAW_N), E2E_OK);
		draw_in_child(crypto, drawn[1]);
		draw_in_child(crypto, drawn[2]);
		ck_assert_int_eq(e2e_random(crypto, drawn[3], DRAW_N), E2E_OK);
		for (size_t i = 0; i < 4; i++) {
			for (size_t j = 0; j < i; j++)
				ck_assert_msg(memcmp(drawn[i], drawn[j], DRAW_N) != 0,
				              "behaviour %d: draws %zu and %zu are the same",
				              behaviour, j, i);
		}
		e2e_crypto_free(crypto);
	}
}
END_TEST

/* Calls of getentropy() for 64 draws, each of which a store of some KiB could serve. */
static size_t
calls_for_draws(const struct e2e_backend *backend)
{
	struct e2e_crypto *crypto = tu_crypto(backend);
	uint8_t drawn[DRAW_N];

	asked = 0;
	for (size_t i = 0; i < 64; i++)
		ck_assert_int_eq(e2e_random(crypto, drawn, DRAW_N), E2E_OK);
	e2e_crypto_free(crypto);
	return asked;
}

/* A store only where the kernel can be believed; built-in backends have one at all. */
START_TEST(keeps_a_store_only_where_madvise_can_be_believed)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	uint8_t *page = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	                     0);
	bool honest;

	ck_assert(page != MAP_FAILED);
	behaviour = HONEST;
	honest = madvise(page, 65536, -1) != 0 && madvise(page, 65536, MADV_WIPEONFORK) == 0;
	ck_assert_int_eq(munmap(page, 65536), 0);
	if (honest)
		ck_assert_uint_le(calls_for_draws(backend), 2);
	behaviour = BELIEVES;
	ck_assert_uint_ge(calls_for_draws(backend), 64);
	behaviour = REFUSES;
	ck_assert_uint_ge(calls_for_draws(backend), 64);
	behaviour = FORGETS; /* the process id is what helps there */
	ck_assert_uint_le(calls_for_draws(backend), 2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("fork");
	TCase *fork_case = tcase_create("fork");
	int n = (int)tu_builtin_count();

	tcase_add_loop_test(fork_case, a_child_never_repeats_its_parent, 0, n);
	tcase_add_loop_test(fork_case, keeps_a_store_only_where_madvise_can_be_believed, 0, n);
	suite_add_tcase(suite, fork_case);
	return tu_run(suite);
}

#else

/* There is nothing to believe: every draw is a system call (entropy.c). */
int
main(void)
{
	return 77;
}

#endif
