/* SPDX-License-Identifier: ISC */
/*
 * The TL codec under any bytes: the first byte chooses the type, the others are decoded.
 * What is decoded is encoded, compared and printed.  Built with libFuzzer, or with
 * replay.c to run over files.
 */
#include "config.h"

#include <e2e/schema.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 64 /* small: most objects are cut */

#define REQUIRE(what) \
	do { \
		if (!(what)) \
			broken(#what, __LINE__); \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
broken(const char *what, int line)
{
	fprintf(stderr, "fuzz_tl: line %d: not so: %s\n", line, what);
	abort();
}

static void *
memory_of(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	REQUIRE(p != NULL);
	return p;
}

/* How many types there are, ANY included. */
static uint32_t
count_types(void)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	uint32_t n = 0;

	for (size_t i = 0; e2e_tl_info_at(&info, i) == E2E_OK; i++)
		n = info.type > n ? info.type : n;
	return n + 1;
}

/* Cut to SHOWN, and whole: the same text, of the length that was said. */
static void
print(const struct e2e_tl *object, uint32_t format)
{
	char *small = memory_of(SHOWN), *whole;
	size_t said, n;

	REQUIRE(e2e_tl_print(small, SHOWN, &said, object, format) == E2E_OK);
	REQUIRE(strlen(small) == (said < SHOWN ? said : SHOWN - 1));
	whole = memory_of(said + 1);
	REQUIRE(e2e_tl_print(whole, said + 1, &n, object, format) == E2E_OK);
	REQUIRE(n == said && strlen(whole) == said);
	REQUIRE(memcmp(small, whole, strlen(small)) == 0);
	free(whole);
	free(small);
}

/* OBJECT came from N bytes at FROM without anything odd, or with. */
static void
encode(uint32_t type, const struct e2e_tl *object, uint32_t odd, const uint8_t *from, size_t n)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t measured, put_n, again_n;
	uint8_t *put, *again;
	void *memory;

	REQUIRE(e2e_tl_measure(&measured, type, object) == E2E_OK);
	REQUIRE((odd & E2E_TL_ODD_LENGTH) != 0 ? measured <= n : measured == n);
	put = memory_of(measured);
	REQUIRE(e2e_tl_put(put, measured, &put_n, type, object) == E2E_OK);
	REQUIRE(put_n == measured);
	REQUIRE((odd & ~E2E_TL_ODD_FLAGS) != 0 || memcmp(put, from, n) == 0);
	REQUIRE(e2e_tl_put(put, measured - 1, &put_n, type, object) == E2E_ERR_LIMIT);
	REQUIRE(e2e_tl_put(put, measured, &put_n, type, object) == E2E_OK);

	memory = memory_of(E2E_TL_ROOM(measured));
	REQUIRE(e2e_tl_get(&got, memory, E2E_TL_ROOM(measured), type, put, measured, NULL)
	        == E2E_OK);
	REQUIRE(got.odd == (odd & E2E_TL_ODD_FLAGS));
	again = memory_of(measured);
	REQUIRE(e2e_tl_put(again, measured, &again_n, type, got.object) == E2E_OK);
	REQUIRE(again_n == measured && memcmp(put, again, measured) == 0);
	free(again);
	free(memory);
	free(put);
}

/* What is left of an object with flags that are not known is one, up to the rest. */
static void
unknown_flags(const struct e2e_tl_got *got, const uint8_t *from, size_t n)
{
	const struct e2e_bytes rest = got->rest;

	REQUIRE((got->odd & E2E_TL_ODD_FLAGS) != 0);
	REQUIRE(rest.n < n && rest.p == from + (n - rest.n));
	REQUIRE(got->object != NULL);
}

/* The rest begins with the unknown id and ends where the input ends. */
static void
unknown(uint32_t type, const struct e2e_tl_got *got, const uint8_t *from, size_t n)
{
	struct e2e_bytes rest = got->rest;
	size_t measured;
	int32_t err;

	REQUIRE(rest.n >= 4 && rest.n <= n && rest.p == from + (n - rest.n));
	REQUIRE(e2e_tl_name(got->unknown) == NULL);
	REQUIRE(((uint32_t)rest.p[0] | (uint32_t)rest.p[1] << 8 | (uint32_t)rest.p[2] << 16
	         | (uint32_t)rest.p[3] << 24) == got->unknown);
	REQUIRE((got->object == NULL) == (rest.n == n));
	err = e2e_tl_measure(&measured, type, got->object);
	REQUIRE(err == E2E_OK || err == E2E_ERR_ARGUMENT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static uint32_t n_types;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	uint32_t type;
	void *memory;
	int32_t err;

	if (n == 0)
		return 0;
	if (n_types == 0)
		n_types = count_types();
	type = data[0] % n_types;
	data++;
	n--;
	memory = memory_of(E2E_TL_ROOM(n));
	err = e2e_tl_get(&got, memory, E2E_TL_ROOM(n), type, data, n, NULL);
	REQUIRE(err == e2e_tl_check(type, data, n, NULL));
	REQUIRE(err == E2E_OK || err == E2E_REFUSED_TL || err == E2E_REFUSED_UNKNOWN);
	REQUIRE(err != E2E_OK || got.object != NULL);
	REQUIRE(err != E2E_REFUSED_TL || got.object == NULL);
	if (err == E2E_OK)
		encode(type, got.object, got.odd, data, n);
	if (err == E2E_REFUSED_UNKNOWN && e2e_tl_name(got.unknown) != NULL)
		unknown_flags(&got, data, n);
	else if (err == E2E_REFUSED_UNKNOWN)
		unknown(type, &got, data, n);
	print(got.object, E2E_TL_TEXT);
	print(got.object, E2E_TL_JSON);
	free(memory);
	return 0;
}
