/* SPDX-License-Identifier: ISC */
/*
 * What the tests of the TL codec share: objects built from the tables alone, a generator
 * of random ones, comparison in depth, and bytes written by hand.
 */
#ifndef E2E_TLUTIL_H
#define E2E_TLUTIL_H

#include "testutil.h"

#include <e2e/schema.h>

#define TL_N(array) (sizeof(array) / sizeof((array)[0]))

/* An id that no schema has, and that of every vector. */
#define TL_STRANGE UINT32_C(0xdeadbeef)
#define TL_VECTOR  UINT32_C(0x1cb5c415)

/* Memory of objects, given back all at once; asserts that it suffices. */
struct tl_pool {
	uint8_t *block;
	size_t room, used;
};

void tl_pool_open(struct tl_pool *pool);
void tl_pool_close(struct tl_pool *pool);

/* N zero bytes, aligned for anything. */
void *tl_new(struct tl_pool *pool, size_t n);

/* ---- The tables ------------------------------------------------------------------- */

size_t tl_count(void);   /* constructors         */
uint32_t tl_types(void); /* types, ANY included  */
struct e2e_tl_info tl_info(uint32_t ctor);
struct e2e_tl_info tl_info_at(size_t index);
struct e2e_tl_field_info tl_field(uint32_t ctor, uint32_t field);

/* All flags that the schema has for CTOR. */
uint32_t tl_flags(uint32_t ctor);

/* The constructor number WHICH (modulo how many there are) of TYPE, not ANY. */
uint32_t tl_ctor_of(uint32_t type, size_t which);
size_t tl_ctors_of(uint32_t type);

/* ---- Objects ------------------------------------------------------------------------ */

/* All zero and empty, no optional field, one of the least objects where there must be one. */
struct e2e_tl *tl_least(struct tl_pool *pool, uint32_t ctor);

/* Anything in the fields; the top one has FLAGS, those inside have flags at random. */
struct e2e_tl *tl_random(struct tl_pool *pool, uint64_t *seed, uint32_t ctor, uint32_t flags);

/* Equal in all that is encoded; doubles by their bits. */
bool tl_same(const struct e2e_tl *a, const struct e2e_tl *b);

/* The encoding of OBJECT, in the pool. */
struct e2e_bytes tl_encode(struct tl_pool *pool, uint32_t type, const struct e2e_tl *object);

/* Decode with just E2E_TL_ROOM() from the pool; the verdict, which e2e_tl_check() shares. */
int32_t tl_decode(struct tl_pool *pool, struct e2e_tl_got *got, uint32_t type,
                  struct e2e_bytes bytes);

/* ---- Bytes by hand -------------------------------------------------------------------- */

struct tl_wire {
	size_t n;
	uint8_t b[8192];
};

void tl_u32(struct tl_wire *w, uint32_t x);
void tl_u64(struct tl_wire *w, uint64_t x);
void tl_string(struct tl_wire *w, const char *text); /* up to 253 characters */
void tl_raw(struct tl_wire *w, const void *bytes, size_t n);
struct e2e_bytes tl_bytes(const struct tl_wire *w);

/* ---- From the environment --------------------------------------------------------------- */

uint64_t tl_rounds(uint64_t by_default); /* E2E_ROUNDS */
uint64_t tl_seed(void);                  /* E2E_SEED   */

/* ---- The cases of test_tl ------------------------------------------------------------------ */

TCase *tl_case_put(void);
TCase *tl_case_get(void);
TCase *tl_case_limits(void);
TCase *tl_case_memory(void);
TCase *tl_case_unknown(void);
TCase *tl_case_odd(void);
TCase *tl_case_flags(void);
TCase *tl_case_print(void);
TCase *tl_case_print_values(void);
TCase *tl_case_utf8(void);
TCase *tl_case_tables(void);

#endif
