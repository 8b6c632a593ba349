/* SPDX-License-Identifier: ISC */
/* A long life: the heap does not grow with the messages sealed and opened. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_MALLINFO2
#include <malloc.h>
#define HEAP_IN_USE() (mallinfo2().uordblks + mallinfo2().hblkhd)
#else
#define HEAP_IN_USE() ((size_t)0)
#endif

#define PAIRS_DEFAULT 100000
#define PAIRS_FIRST   1000 /* until here caches may fill */
#define PAYLOAD_MOST  1024

/* Bytes of the process that are in use in the heap; 0 where nobody can say. */
static size_t
heap_in_use(void)
{
	return HEAP_IN_USE();
}

/* E2E_PAIRS in the environment: a million for a release. */
static unsigned long
pairs_wanted(void)
{
	const char *text = getenv("E2E_PAIRS");
	unsigned long n = text == NULL ? 0 : strtoul(text, NULL, 10);

	return n > PAIRS_FIRST ? n : PAIRS_DEFAULT;
}

/* Seal and open once; every 7th packet is damaged.  No ck_assert, which allocates. */
static bool
one_pair(struct e2e_crypto *crypto, const struct e2e_key *key, const uint8_t *from,
         unsigned long i)
{
	static uint8_t packet[E2E_PACKET_ROOM(PAYLOAD_MOST)], plain[sizeof packet];
	size_t n = i * 4 % PAYLOAD_MOST, packet_n;
	uint32_t sender = i % 2 == 0 ? E2E_CREATOR : E2E_ACCEPTOR;
	struct e2e_bytes payload;

	if (e2e_message_seal(crypto, packet, sizeof packet, &packet_n, key, sender, NULL, from,
	                     n) != E2E_OK)
		return false;
	if (i % 7 == 0) {
		packet[8 + i % (packet_n - 8)] ^= 1;
		return e2e_message_open(crypto, &payload, plain, sizeof plain, key, sender,
		                        packet, packet_n) == E2E_REFUSED_FORGED;
	}
	return e2e_message_open(crypto, &payload, plain, sizeof plain, key, sender, packet,
	                        packet_n) == E2E_OK &&
		payload.n == n && memcmp(payload.p, from, n) == 0;
}

START_TEST(does_not_grow_with_messages)
{
	static uint8_t from[PAYLOAD_MOST];
	struct tu_memory memory = { 0 };
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_allocator allocator;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	unsigned long i, good = 0, pairs = pairs_wanted();
	size_t calls, live, heap, heap_end;

	tu_allocator(&allocator, &memory);
	config.backend = tu_backend((size_t)_i);
	config.allocator = &allocator;
	ck_assert_int_eq(e2e_crypto_new(&crypto, &config), E2E_OK);
	cu_key(crypto, &key);
	cu_count(from, sizeof from, 1);
	calls = memory.calls;
	live = memory.live_bytes;
	ck_assert_uint_gt(live, 0);
	for (i = 0; i < PAIRS_FIRST; i++)
		good += one_pair(crypto, &key, from, i);
	heap = heap_in_use();
	for (; i < pairs; i++)
		good += one_pair(crypto, &key, from, i);
	heap_end = heap_in_use();
	ck_assert_uint_eq(good, pairs);
	ck_assert_uint_eq(heap_end, heap);
	ck_assert_uint_eq(memory.calls, calls);
	ck_assert_uint_eq(memory.live_bytes, live);
	e2e_crypto_free(crypto);
	ck_assert_uint_eq(memory.live_blocks, 0);
	ck_assert_uint_eq(memory.live_bytes, 0);
}
END_TEST

/* Contexts come and go: as much is in use after the last as after the first few. */
START_TEST(does_not_grow_with_contexts)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	struct tu_memory memory = { 0 };
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_allocator allocator;
	struct e2e_crypto *crypto;
	uint8_t bytes[32];
	size_t heap = 0;
	int i, good = 0;

	tu_allocator(&allocator, &memory);
	config.backend = backend;
	config.allocator = &allocator;
	for (i = 0; i < 1000; i++) {
		if (i == 100)
			heap = heap_in_use();
		good += e2e_crypto_new(&crypto, &config) == E2E_OK &&
			e2e_random(crypto, bytes, sizeof bytes) == E2E_OK;
		e2e_crypto_free(crypto);
	}
	ck_assert_uint_eq(heap_in_use(), heap);
	ck_assert_int_eq(good, 1000);
	ck_assert_uint_eq(memory.live_blocks, 0);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ does_not_grow_with_messages },
		{ does_not_grow_with_contexts },
	};

	return tu_run(cu_suite("leak", tests, CU_N(tests)));
}
