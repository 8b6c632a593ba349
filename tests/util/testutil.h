/* SPDX-License-Identifier: ISC */
/*
 * What the test programs share: every backend there is, randomness that is
 * scripted, memory that ends at a guard page, an allocator that fails on demand.
 */
#ifndef E2E_TESTUTIL_H
#define E2E_TESTUTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <check.h>
#include <e2e/e2e.h>

#include "tools/common/wrap.h"

/* All backends to test: those built in, and OpenSSL's where the tests have it. */
const struct e2e_backend *tu_backend(size_t index); /* NULL after the last */
size_t tu_backend_count(void);

/* The number of backends built into the library, which come first. */
size_t tu_builtin_count(void);

/* A context over BACKEND (NULL: the default), freed by the caller; asserts success. */
struct e2e_crypto *tu_crypto(const struct e2e_backend *backend);

/*
 * Replaces the randomness of a backend.  Each call of `random` takes the next bytes
 * of SCRIPT; when they are used up it goes on with bytes from a fixed generator, or
 * fails if FAIL_AFTER_SCRIPT.  CALLS and BYTES count what was asked for.  Also counts
 * the calls and bytes of hash and ige, and the calls of modexp.
 */
struct tu_script {
	const struct e2e_backend *inner;
	const uint8_t *script;
	size_t n;
	bool fail_after_script;
	size_t random_calls, random_bytes;
	size_t hash_calls, hash_bytes;
	size_t ige_calls, ige_bytes;
	size_t modexp_calls;
	uint64_t seed;
	struct wrap wrap; /* filled by tu_scripted_backend() */
};

/* Fill OUT with a backend that wraps script->inner; SCRIPT must outlive its contexts. */
void tu_scripted_backend(struct e2e_backend *out, struct tu_script *script);

/* A small deterministic generator for test inputs (not for keys of anything). */
uint64_t tu_next(uint64_t *seed);
void tu_fill(uint64_t *seed, uint8_t *out, size_t n);

/*
 * N bytes whose end touches an inaccessible page (and whose start follows one, if N
 * is a multiple of the page size).  Reading or writing one byte further is a SIGSEGV.
 * tu_guarded_copy() fills it with the bytes at FROM.  Free with tu_guarded_free().
 */
uint8_t *tu_guarded(size_t n);
uint8_t *tu_guarded_copy(const uint8_t *from, size_t n);
void tu_guarded_free(uint8_t *p, size_t n);

/* An allocator that counts, fails its FAIL_AT-th call (0: never), and checks `free`. */
struct tu_memory {
	size_t calls, fail_at;
	size_t live_blocks, live_bytes, peak_bytes;
};
void tu_allocator(struct e2e_allocator *out, struct tu_memory *memory);

/* Hex to bytes: returns the length; asserts on bad hex or more than ROOM bytes. */
size_t tu_hex(uint8_t *out, size_t room, const char *hex);

bool tu_all_zero(const uint8_t *p, size_t n);

/* The runner: add SUITE's cases once (they loop over backends themselves), run, report. */
int tu_run(Suite *suite);

#endif
