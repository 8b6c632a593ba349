/* SPDX-License-Identifier: ISC */
/*
 * Fixed pieces of work, the instructions of which are counted (cost.sh).  Each is made ready
 * without being counted, runs once, is asked whether the right thing came of it, and ends.
 * Nothing in a run depends on chance, on the clock or on addresses.
 */
#ifndef E2E_COST_H
#define E2E_COST_H

#include "tests/util/testutil.h"

/* The ways through the backends; a workload is run on the first so many of them. */
enum cost_path { COST_NETTLE_MASKED, COST_GCRYPT, COST_NETTLE_UNMASKED, COST_PATHS };

#define COST_FIRST     (COST_NETTLE_MASKED + 1)
#define COST_LIBRARIES (COST_GCRYPT + 1)

struct cost_workload {
	const char *name;
	int paths;
	void *(*make)(const struct e2e_backend *backend);
	void (*run)(void *work);
	void (*end)(void *work); /* asserts what came of it, and frees it */
};

/* Sealing and opening packets, and a file there and back. */
extern const struct cost_workload cost_seal, cost_open, cost_file;

/* The TL codec, and messages for older layers. */
extern const struct cost_workload cost_decode, cost_convert;

/* Accounts. */
extern const struct cost_workload cost_send, cost_receive, cost_load, cost_rekey, cost_gap;

/* N zero bytes; asserts that there are any. */
void *cost_new(size_t n);

/* A result that is not E2E_OK ends the program; unlike ck_assert() it costs nothing. */
void cost_must(int32_t result);

#endif
