/* SPDX-License-Identifier: ISC */
/* Opening messages of secret chats, MTProto 2. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

#define FILL 0xcc

/* What the protocol allows as the length field of a decrypted body. */
#define PADDING_LEAST 12
#define PADDING_MOST  1024

struct vector {
	const char *msg_key, *wire;
	uint32_t sender;
};

static const struct vector vectors[] = {
	{ "39dbebf16c1334aafa0db1f7293e7889",
	  "9fb90628b1c1f31939dbebf16c1334aafa0db1f7293e78898bbef4d83f7270c477c0e45aee6bf224"
	  "d3760219408464fca00b0c0d8d6898816da88ee93c2b34e57458838ed9c3d9ff913c74b1121e52f0"
	  "9a142f54839842e5", E2E_CREATOR },
	{ "f82bef05a8e89a79a2c95e91e657ae2d",
	  "9fb90628b1c1f319f82bef05a8e89a79a2c95e91e657ae2d41cc0c07d3525d5dc10e107de48d2d51"
	  "0913fed26988750ea312dbde0a2ebb967742a651edb5b95883d5cb99b9726e66d3cb3377c719fbb4"
	  "eedb46f0a26efb66", E2E_ACCEPTOR },
};

#define WIRE_BYTES 88

static uint32_t
x_of(uint32_t sender)
{
	return sender == E2E_CREATOR ? 0 : 8;
}

/*
 * Open PACKET, both in memory that ends at a guard page, expecting VERDICT and that
 * nothing is left behind by a failure.
 */
static void
expect(struct e2e_crypto *crypto, const struct e2e_key *key, uint32_t sender,
       const uint8_t *packet, size_t n, int32_t verdict)
{
	size_t room = n < CU_HEAD ? 0 : n - CU_HEAD;
	uint8_t *in = tu_guarded_copy(packet, n), *plain = tu_guarded(room);
	struct e2e_bytes payload = { in, 1 };
	int32_t got;

	memset(plain, FILL, room);
	got = e2e_message_open(crypto, &payload, plain, room, key, sender, in, n);
	if (got != verdict)
		ck_abort_msg("%d instead of %d for %zu bytes", (int)got, (int)verdict, n);
	if (got == E2E_OK && (payload.p < plain || payload.n > room ||
	                      (size_t)(payload.p - plain) > room - payload.n))
		ck_abort_msg("the payload is not inside PLAIN");
	if (got != E2E_OK && payload.n != 0)
		ck_abort_msg("a refused packet has a payload");
	if (got == E2E_REFUSED_FORGED && !tu_all_zero(plain, room))
		ck_abort_msg("plaintext of a forged packet was left");
	if (got != E2E_OK && !cu_wiped_or_untouched(plain, room, FILL))
		ck_abort_msg("plaintext was left after %d", (int)got);
	if (n != 0 && memcmp(in, packet, n) != 0)
		ck_abort_msg("the packet was changed");
	tu_guarded_free(in, n);
	tu_guarded_free(plain, room);
}

/* scenario 23: the published packets open */
START_TEST(opens_the_published_packets)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	struct e2e_bytes payload;
	uint8_t wire[WIRE_BYTES], want[CU_PAYLOAD_BYTES], plain[WIRE_BYTES - CU_HEAD];
	size_t i;

	cu_key(crypto, &key);
	tu_hex(want, sizeof want, cu_payload_hex);
	for (i = 0; i < CU_N(vectors); i++) {
		tu_hex(wire, sizeof wire, vectors[i].wire);
		ck_assert_int_eq(e2e_message_open(crypto, &payload, plain, sizeof plain, &key,
		                                  vectors[i].sender, wire, sizeof wire), E2E_OK);
		ck_assert_uint_eq(payload.n, sizeof want);
		ck_assert_mem_eq(payload.p, want, sizeof want);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 23, the other way: with the padding of the vector the same bytes come out */
START_TEST(seals_to_the_published_packets)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	const struct e2e_padding *policies[3] = { NULL, &padding, &padding };
	uint8_t wire[WIRE_BYTES], payload[CU_PAYLOAD_BYTES], random[12];
	uint8_t packet[E2E_PACKET_ROOM(CU_PAYLOAD_BYTES)];
	struct tu_script script = { .inner = tu_backend((size_t)_i), .fail_after_script = true };
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	size_t n, i;

	tu_scripted_backend(&scripted, &script);
	crypto = tu_crypto(&scripted);
	cu_key(crypto, &key);
	cu_count(random, sizeof random, 0xa0);
	tu_hex(payload, sizeof payload, cu_payload_hex);
	for (i = 0; i < 3 * CU_N(vectors); i++) {
		padding.policy = i / 2 == 1 ? E2E_PADDING_MINIMAL : E2E_PADDING_EXACT;
		padding.bytes = sizeof random;
		script.script = random;
		script.n = sizeof random;
		tu_hex(wire, sizeof wire, vectors[i % 2].wire);
		ck_assert_int_eq(e2e_message_seal(crypto, packet, sizeof packet, &n, &key,
		                                  vectors[i % 2].sender, policies[i / 2], payload,
		                                  sizeof payload), E2E_OK);
		ck_assert_uint_eq(n, sizeof wire);
		ck_assert_mem_eq(packet, wire, sizeof wire);
		ck_assert_uint_eq(script.n, 0);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 24: our own packet, sent back */
START_TEST(refuses_a_reflected_packet)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint8_t wire[WIRE_BYTES];

	cu_key(crypto, &key);
	tu_hex(wire, sizeof wire, vectors[0].wire);
	expect(crypto, &key, E2E_CREATOR, wire, sizeof wire, E2E_OK);
	expect(crypto, &key, E2E_ACCEPTOR, wire, sizeof wire, E2E_REFUSED_FORGED);
	tu_hex(wire, sizeof wire, vectors[1].wire);
	expect(crypto, &key, E2E_ACCEPTOR, wire, sizeof wire, E2E_OK);
	expect(crypto, &key, E2E_CREATOR, wire, sizeof wire, E2E_REFUSED_FORGED);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 25: any bit flipped */
START_TEST(refuses_every_flipped_bit)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint8_t wire[WIRE_BYTES];
	size_t v, bit;

	cu_key(crypto, &key);
	for (v = 0; v < CU_N(vectors); v++) {
		tu_hex(wire, sizeof wire, vectors[v].wire);
		for (bit = 0; bit < 8 * sizeof wire; bit++) {
			wire[bit / 8] ^= (uint8_t)(1U << bit % 8);
			expect(crypto, &key, vectors[v].sender, wire, sizeof wire,
			       bit < 64 ? E2E_REFUSED_KEY_ID : E2E_REFUSED_FORGED);
			wire[bit / 8] ^= (uint8_t)(1U << bit % 8);
		}
		expect(crypto, &key, vectors[v].sender, wire, sizeof wire, E2E_OK);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* scenarios 26 and 27: 0, 7, 23, 24 and 39 bytes, and what is no block */
START_TEST(refuses_every_impossible_length)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint8_t packet[200] = { 0 };
	size_t n;
	bool possible;

	cu_key(crypto, &key);
	cu_put64(packet, (uint64_t)key.fingerprint);
	for (n = 0; n <= sizeof packet; n++) {
		possible = n >= E2E_PACKET_MIN_BYTES && (n - CU_HEAD) % 16 == 0;
		expect(crypto, &key, E2E_CREATOR, packet, n,
		       possible ? E2E_REFUSED_FORGED : E2E_REFUSED_LENGTH);
	}
	packet[0] ^= 1; /* the length is judged first */
	expect(crypto, &key, E2E_CREATOR, packet, 41, E2E_REFUSED_LENGTH);
	expect(crypto, &key, E2E_CREATOR, packet, 40, E2E_REFUSED_KEY_ID);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 27: a genuine packet with 1 to 15 bytes more */
START_TEST(refuses_trailing_bytes)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint8_t wire[WIRE_BYTES + 16] = { 0 };
	size_t more;

	cu_key(crypto, &key);
	tu_hex(wire, WIRE_BYTES, vectors[0].wire);
	expect(crypto, &key, E2E_CREATOR, wire, WIRE_BYTES, E2E_OK);
	for (more = 1; more < 16; more++)
		expect(crypto, &key, E2E_CREATOR, wire, WIRE_BYTES + more, E2E_REFUSED_LENGTH);
	expect(crypto, &key, E2E_CREATOR, wire, WIRE_BYTES + 16, E2E_REFUSED_FORGED);
	e2e_crypto_free(crypto);
}
END_TEST

/* The longest packet opens, the next possible length and all above are refused. */
START_TEST(opens_up_to_the_longest_packet)
{
	static const size_t excess[] = { 1, 15, 16, 32 };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	size_t body_n = E2E_PACKET_MAX_BYTES - CU_HEAD, n, i;
	uint8_t *body = tu_guarded(body_n + 32), *packet = tu_guarded(E2E_PACKET_MAX_BYTES + 32);
	struct e2e_key key;

	cu_key(crypto, &key);
	ck_assert_uint_eq(body_n % 16, 0);
	cu_put32(body, (uint32_t)(body_n - 4 - PADDING_LEAST));
	n = cu_packet_v2(crypto, packet, key.value, 0, body, body_n);
	expect(crypto, &key, E2E_CREATOR, packet, n, E2E_OK);
	for (i = 0; i < CU_N(excess); i++)
		expect(crypto, &key, E2E_CREATOR, packet, n + excess[i], E2E_REFUSED_LENGTH);
	cu_put32(body, (uint32_t)(body_n + 16 - 4 - PADDING_LEAST));
	n = cu_packet_v2(crypto, packet, key.value, 0, body, body_n + 16);
	expect(crypto, &key, E2E_CREATOR, packet, n, E2E_REFUSED_LENGTH);
	tu_guarded_free(body, body_n + 32);
	tu_guarded_free(packet, E2E_PACKET_MAX_BYTES + 32);
	e2e_crypto_free(crypto);
}
END_TEST

/* ---- Packets with a valid msg_key --------------------------------------------------- */

static int32_t
verdict_on(uint32_t length, size_t body_n)
{
	uint64_t text = (uint64_t)length + 4;

	if (length % 4 != 0 || text + PADDING_LEAST > body_n || text + PADDING_MOST < body_n)
		return E2E_REFUSED_FORGED;
	return E2E_OK;
}

static void
expect_length(struct e2e_crypto *crypto, const struct e2e_key *key, uint32_t sender,
              uint32_t length, size_t body_n, int32_t verdict)
{
	static uint8_t body[4096], packet[CU_HEAD + 4096];
	size_t n;

	ck_assert(body_n <= sizeof body);
	cu_count(body, body_n, 1);
	cu_put32(body, length);
	n = cu_packet_v2(crypto, packet, key->value, x_of(sender), body, body_n);
	expect(crypto, key, sender, packet, n, verdict);
}

/* scenario 28: a length beyond the body */
START_TEST(refuses_lengths_beyond_the_body)
{
	static const uint32_t beyond[] = {
		0xffffffff, 0xfffffffc, 0xfffffff0, 0xffffffc0, 0xfffffc04, 0xfffffc00, 0x80000000,
		0x80000004, 0x7ffffffc, 0x7fffffff, 0x01000000, 0x10000, 0x100, 64, 60,
	};
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	size_t i;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(beyond); i++) {
		expect_length(crypto, &key, E2E_CREATOR, beyond[i], 64, E2E_REFUSED_FORGED);
		expect_length(crypto, &key, E2E_ACCEPTOR, beyond[i], 16, E2E_REFUSED_FORGED);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* scenarios 26, 28 and 29: body - 4, body - 4 - 11, body - 4 - 12, and long padding */
START_TEST(refuses_short_and_long_padding)
{
	static const struct {
		uint32_t padding;
		int32_t verdict;
	} cases[] = {
		{ 0, E2E_REFUSED_FORGED }, { 4, E2E_REFUSED_FORGED }, { 8, E2E_REFUSED_FORGED },
		{ 11, E2E_REFUSED_FORGED }, { 12, E2E_OK }, { 16, E2E_OK }, { 460, E2E_OK },
		{ 1020, E2E_OK }, { 1024, E2E_OK }, { 1025, E2E_REFUSED_FORGED },
		{ 1028, E2E_REFUSED_FORGED }, { 1040, E2E_REFUSED_FORGED },
	};
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	size_t i;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(cases); i++) {
		expect_length(crypto, &key, E2E_CREATOR, 2048 - 4 - cases[i].padding, 2048,
		              cases[i].verdict);
		expect_length(crypto, &key, E2E_ACCEPTOR, 1056 - 4 - cases[i].padding, 1056,
		              cases[i].verdict);
	}
	expect_length(crypto, &key, E2E_CREATOR, 0, 16, E2E_OK); /* an empty payload */
	e2e_crypto_free(crypto);
}
END_TEST

/* scenarios 28 to 30: every length that fits and the next ones, in bodies of all kinds */
START_TEST(judges_every_length_by_the_rule)
{
	static const size_t bodies[] = { 16, 32, 64, 1024, 1040, 1056, 1072 };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint32_t length;
	size_t i;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(bodies); i++)
		for (length = 0; length <= bodies[i] + 20; length++)
			expect_length(crypto, &key, E2E_CREATOR, length, bodies[i],
			              verdict_on(length, bodies[i]));
	e2e_crypto_free(crypto);
}
END_TEST

/* ---- Arguments and work -------------------------------------------------------------- */

START_TEST(wants_room_for_the_whole_body)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_bytes payload = { NULL, 1 };
	uint8_t wire[WIRE_BYTES], *plain;
	struct e2e_key key;
	size_t room;

	cu_key(crypto, &key);
	tu_hex(wire, sizeof wire, vectors[0].wire);
	for (room = 1; room < WIRE_BYTES - CU_HEAD; room++) {
		plain = tu_guarded(room);
		memset(plain, FILL, room);
		payload.n = 1;
		ck_assert_int_eq(e2e_message_open(crypto, &payload, plain, room, &key,
		                                  E2E_CREATOR, wire, sizeof wire), E2E_ERR_LIMIT);
		ck_assert_uint_eq(payload.n, 0);
		ck_assert(cu_wiped_or_untouched(plain, room, FILL));
		tu_guarded_free(plain, room);
	}
	ck_assert_int_eq(e2e_message_open(crypto, &payload, NULL, 0, &key, E2E_CREATOR, wire,
	                                  sizeof wire), E2E_ERR_LIMIT);
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(names_the_callers_faults)
{
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	struct e2e_key key, key2;
	uint8_t wire[WIRE_BYTES];
	size_t at;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	cu_key(crypto, &key);
	tu_hex(wire, sizeof wire, vectors[0].wire);
	expect(crypto, &key, 2, wire, sizeof wire, E2E_ERR_ARGUMENT);
	expect(crypto, &key, UINT32_MAX, wire, sizeof wire, E2E_ERR_ARGUMENT);
	key2 = key;
	key2.size = sizeof key2 - 1;
	expect(crypto, &key2, E2E_CREATOR, wire, sizeof wire, E2E_ERR_VERSION);
	key2.size = 0;
	expect(crypto, &key2, E2E_CREATOR, wire, sizeof wire, E2E_ERR_VERSION);
	key2.size = sizeof key2 + 64; /* of a newer caller */
	expect(crypto, &key2, E2E_CREATOR, wire, sizeof wire, E2E_OK);
	cu_faults.ige = 1;
	expect(crypto, &key, E2E_CREATOR, wire, sizeof wire, E2E_ERR_BACKEND);
	for (at = 1; at <= 3; at++) { /* two in the KDF, one for msg_key */
		cu_faults.hash = at;
		expect(crypto, &key, E2E_CREATOR, wire, sizeof wire, E2E_ERR_BACKEND);
	}
	e2e_crypto_free(crypto);
}
END_TEST

struct work {
	size_t random_calls, hash_calls, hash_bytes, ige_calls, ige_bytes, allocations;
};

/* The work of opening one packet of 1056 bytes with this length field. */
static struct work
work_of(const struct e2e_backend *backend, uint32_t length, size_t damage, uint32_t sender,
        int32_t verdict)
{
	static uint8_t body[1056], packet[CU_HEAD + 1056], plain[1056];
	struct tu_script script = { .inner = backend };
	struct tu_memory memory = { 0 };
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_allocator allocator;
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	struct e2e_bytes payload;
	struct work work;

	tu_scripted_backend(&scripted, &script);
	tu_allocator(&allocator, &memory);
	config.backend = &scripted;
	config.allocator = &allocator;
	ck_assert_int_eq(e2e_crypto_new(&crypto, &config), E2E_OK);
	cu_key(crypto, &key);
	cu_put32(body, length);
	cu_packet_v2(crypto, packet, key.value, 0, body, sizeof body);
	packet[damage] ^= damage != 0;
	script = (struct tu_script){ .inner = backend, .wrap = script.wrap };
	memory.calls = 0;
	ck_assert_int_eq(e2e_message_open(crypto, &payload, plain, sizeof plain, &key, sender,
	                                  packet, sizeof packet), verdict);
	work = (struct work){ script.random_calls, script.hash_calls, script.hash_bytes,
	                      script.ige_calls, script.ige_bytes, memory.calls };
	e2e_crypto_free(crypto);
	return work;
}

/* scenario 34: whatever is wrong, the hashing and deciphering are the same */
START_TEST(works_the_same_for_every_packet)
{
	static const struct {
		uint32_t length, sender;
		size_t damage;
		int32_t verdict;
	} cases[] = {
		{ 1040, E2E_CREATOR, 0, E2E_OK },
		{ 28, E2E_CREATOR, 0, E2E_OK },
		{ 1040, E2E_CREATOR, 8, E2E_REFUSED_FORGED },    /* msg_key          */
		{ 1040, E2E_CREATOR, 24, E2E_REFUSED_FORGED },   /* the first block  */
		{ 1040, E2E_CREATOR, 1079, E2E_REFUSED_FORGED }, /* the last         */
		{ 1040, E2E_ACCEPTOR, 0, E2E_REFUSED_FORGED },   /* direction        */
		{ 1052, E2E_CREATOR, 0, E2E_REFUSED_FORGED },    /* no padding       */
		{ 24, E2E_CREATOR, 0, E2E_REFUSED_FORGED },      /* too much padding */
		{ 1039, E2E_CREATOR, 0, E2E_REFUSED_FORGED },    /* no multiple of 4 */
		{ 0xffffffff, E2E_CREATOR, 0, E2E_REFUSED_FORGED },
		{ 0xffffffff, E2E_CREATOR, 8, E2E_REFUSED_FORGED },
	};
	struct work first, work;
	size_t i;

	first = work_of(tu_backend((size_t)_i), cases[0].length, 0, E2E_CREATOR, E2E_OK);
	ck_assert_uint_eq(first.ige_bytes, 1056);
	ck_assert_uint_ge(first.hash_bytes, 32 + 1056);
	ck_assert_uint_eq(first.random_calls, 0);
	ck_assert_uint_eq(first.allocations, 0);
	for (i = 1; i < CU_N(cases); i++) {
		work = work_of(tu_backend((size_t)_i), cases[i].length, cases[i].damage,
		               cases[i].sender, cases[i].verdict);
		ck_assert_msg(memcmp(&work, &first, sizeof work) == 0,
		              "case %zu: %zu hashes of %zu bytes, %zu bytes of IGE", i,
		              work.hash_calls, work.hash_bytes, work.ige_bytes);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ opens_the_published_packets },
		{ seals_to_the_published_packets },
		{ refuses_a_reflected_packet },
		{ refuses_every_flipped_bit },
		{ refuses_every_impossible_length },
		{ refuses_trailing_bytes },
		{ opens_up_to_the_longest_packet },
		{ refuses_lengths_beyond_the_body },
		{ refuses_short_and_long_padding },
		{ judges_every_length_by_the_rule },
		{ wants_room_for_the_whole_body },
		{ names_the_callers_faults },
		{ works_the_same_for_every_packet },
	};

	return tu_run(cu_suite("message", tests, CU_N(tests)));
}
