/* SPDX-License-Identifier: ISC */
/* A thread whose stack can be searched when it has ended; see stackutil.h. */
#include "config.h"

#include "stackutil.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define STACK_IS_SEARCHABLE false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STACK_IS_SEARCHABLE false
#endif
#endif
#ifndef STACK_IS_SEARCHABLE
#define STACK_IS_SEARCHABLE true
#endif

#define STACK_N (512 * 1024)

const bool su_is_searchable = STACK_IS_SEARCHABLE;

static void *
run_operation(void *operation)
{
	void (*const *run)(void) = operation;

	(*run)();
	return NULL;
}

uint8_t *
su_after(void (*run)(void))
{
	uint8_t *stack = mmap(NULL, STACK_N, PROT_READ | PROT_WRITE,
	                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_attr_t attr;
	pthread_t thread;

	ck_assert(stack != MAP_FAILED);
	ck_assert_int_eq(pthread_attr_init(&attr), 0);
	ck_assert_int_eq(pthread_attr_setstack(&attr, stack, STACK_N), 0);
	ck_assert_int_eq(pthread_create(&thread, &attr, run_operation, &run), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	pthread_attr_destroy(&attr);
	return stack;
}

void
su_free(uint8_t *stack)
{
	ck_assert_int_eq(munmap(stack, STACK_N), 0);
}

size_t
su_count(const uint8_t *stack, const uint8_t *secret, size_t n)
{
	const uint8_t *const end = stack + STACK_N;
	size_t found = 0;

	while (stack < end && *stack == 0) /* it grows down: nobody was there */
		stack++;
	for (size_t from = 0; from + SU_PIECE_N <= n; from++) {
		const uint8_t *at = stack;

		while ((at = memchr(at, secret[from], (size_t)(end - at))) != NULL) {
			if (end - at < SU_PIECE_N)
				break;
			found += memcmp(at, secret + from, SU_PIECE_N) == 0;
			at++;
		}
	}
	return found;
}
