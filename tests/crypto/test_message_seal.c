/* SPDX-License-Identifier: ISC */
/* Sealing messages of secret chats, MTProto 2, and the padding policies. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

#define FILL         0xcc
#define PAYLOADS_END 3000 /* each policy is tried on payloads of 0, 4, ... bytes up to here */

struct fixture {
	struct e2e_crypto *crypto;
	struct e2e_key key;
	uint8_t payload[PAYLOADS_END + 4];
	uint8_t packet[E2E_PACKET_ROOM(PAYLOADS_END + 4)];
	uint8_t plain[E2E_PACKET_ROOM(PAYLOADS_END + 4)];
};

static void
set_up(struct fixture *f, const struct e2e_backend *backend)
{
	uint64_t seed = 7;

	f->crypto = tu_crypto(backend);
	cu_key(f->crypto, &f->key);
	tu_fill(&seed, f->payload, sizeof f->payload);
}

/* How many bytes of padding sealing gives N bytes of payload; the packet must open. */
static size_t
padding_of(struct fixture *f, size_t n, const struct e2e_padding *padding)
{
	struct e2e_bytes payload;
	size_t packet_n = 0, whole;

	if (e2e_message_seal(f->crypto, f->packet, E2E_PACKET_ROOM(n), &packet_n, &f->key,
	                     E2E_ACCEPTOR, padding, f->payload, n) != E2E_OK)
		ck_abort_msg("%zu bytes were not sealed", n);
	if (packet_n > E2E_PACKET_ROOM(n) || packet_n < CU_HEAD + 4 + n)
		ck_abort_msg("a packet of %zu bytes for a payload of %zu", packet_n, n);
	whole = packet_n - CU_HEAD;
	if (whole % 16 != 0 || whole - 4 - n < 12 || whole - 4 - n > 1024)
		ck_abort_msg("%zu bytes of padding for %zu", whole - 4 - n, n);
	if (e2e_message_open(f->crypto, &payload, f->plain, sizeof f->plain, &f->key,
	                     E2E_ACCEPTOR, f->packet, packet_n) != E2E_OK ||
	    payload.n != n || memcmp(payload.p, f->payload, n) != 0)
		ck_abort_msg("a sealed payload of %zu bytes did not open", n);
	return whole - 4 - n;
}

static int32_t
seal(struct fixture *f, size_t n, uint32_t policy, uint32_t bytes)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	size_t packet_n = 1;
	int32_t result;

	padding.policy = policy;
	padding.bytes = bytes;
	memset(f->packet, FILL, sizeof f->packet);
	result = e2e_message_seal(f->crypto, f->packet, sizeof f->packet, &packet_n, &f->key,
	                          E2E_CREATOR, &padding, f->payload, n);
	if (result != E2E_OK && packet_n != 0)
		ck_abort_msg("a length of %zu after a failure", packet_n);
	if (result != E2E_OK && cu_shows(f->packet, sizeof f->packet, f->payload, n))
		ck_abort_msg("a failure shows the payload");
	return result;
}

/* The sizes TDLib uses for N bytes of length field and payload. */
static size_t
tdlib_size(size_t n)
{
	static const size_t sizes[] = { 64, 128, 192, 256, 384, 512, 768, 1024, 1280 };
	size_t i, size;

	for (i = 0; i < CU_N(sizes); i++)
		if (n + 12 <= sizes[i])
			return sizes[i];
	for (size = 1280; size < n + 12; size += 448)
		;
	return size;
}

/* scenario 35: TDLib's sizes */
START_TEST(pads_to_the_sizes_of_tdlib)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	size_t n, want;

	set_up(&f, tu_backend((size_t)_i));
	for (n = 0; n <= PAYLOADS_END; n += 4) {
		want = tdlib_size(n + 4) - 4 - n;
		ck_assert_uint_eq(padding_of(&f, n, &padding), want);
		ck_assert_uint_eq(padding_of(&f, n, NULL), want);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(pads_minimally_with_12_to_27)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	size_t n, got;

	set_up(&f, tu_backend((size_t)_i));
	padding.policy = E2E_PADDING_MINIMAL;
	for (n = 0; n <= PAYLOADS_END; n += 4) {
		got = padding_of(&f, n, &padding);
		ck_assert_uint_ge(got, 12);
		ck_assert_uint_le(got, 27);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(pads_to_a_fixed_multiple)
{
	static const uint32_t multiples[] = { 16, 32, 48, 64, 256, 448, 512, 992, 1008 };
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	size_t n, i, got, step;

	set_up(&f, tu_backend((size_t)_i));
	padding.policy = E2E_PADDING_FIXED;
	for (i = 0; i < CU_N(multiples); i++) {
		step = padding.bytes = multiples[i];
		for (n = 0; n <= PAYLOADS_END; n += 4) {
			got = padding_of(&f, n, &padding);
			if ((got + 4 + n) % step != 0 || got >= 12 + step)
				ck_abort_msg("%zu bytes and %zu of padding up to a multiple of %zu",
				             n, got, step);
		}
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(pads_at_random_within_the_bound)
{
	static const uint32_t bounds[] = { 27, 28, 29, 43, 44, 100, 255, 256, 1000, 1023, 1024 };
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	size_t n, i, got;

	set_up(&f, tu_backend((size_t)_i));
	padding.policy = E2E_PADDING_RANDOM;
	for (i = 0; i < CU_N(bounds); i++) {
		padding.bytes = bounds[i];
		for (n = 0; n <= PAYLOADS_END; n += 4) {
			got = padding_of(&f, n, &padding);
			if (got > bounds[i])
				ck_abort_msg("%zu bytes of padding within %u", got,
				             (unsigned)bounds[i]);
		}
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

/* Every amount that fits within the bound occurs; the randomness is always the same. */
START_TEST(pads_with_all_random_amounts)
{
	static const uint32_t bounds[] = { 27, 100, 1024 };
	struct tu_script script = { .inner = tu_backend((size_t)_i), .seed = 3 };
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct e2e_backend scripted;
	struct fixture f;
	size_t n, i, pad, round;
	bool seen[1025];

	tu_scripted_backend(&scripted, &script);
	set_up(&f, &scripted);
	padding.policy = E2E_PADDING_RANDOM;
	for (i = 0; i < CU_N(bounds); i++) {
		padding.bytes = bounds[i];
		for (n = 40; n <= 52; n += 4) {
			memset(seen, 0, sizeof seen);
			for (round = 0; round < 60 * (bounds[i] / 16); round++)
				seen[padding_of(&f, n, &padding)] = true;
			for (pad = 12; pad <= bounds[i]; pad++)
				ck_assert_msg(seen[pad] == ((pad + 4 + n) % 16 == 0),
				              "%zu of padding for %zu bytes", pad, n);
		}
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(pads_exactly_or_not_at_all)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	uint32_t bytes;
	size_t n;
	bool fits;

	set_up(&f, tu_backend((size_t)_i));
	padding.policy = E2E_PADDING_EXACT;
	for (n = 0; n <= 16; n += 4) {
		for (bytes = 0; bytes <= 1100; bytes++) {
			fits = bytes >= 12 && bytes <= 1024 && (4 + n + bytes) % 16 == 0;
			padding.bytes = bytes;
			if (fits && padding_of(&f, n, &padding) != bytes)
				ck_abort_msg("not exactly %u", (unsigned)bytes);
			if (!fits && seal(&f, n, E2E_PADDING_EXACT, bytes) != E2E_ERR_ARGUMENT)
				ck_abort_msg("%u bytes were not refused", (unsigned)bytes);
		}
	}
	ck_assert_int_eq(seal(&f, 0, E2E_PADDING_EXACT, UINT32_MAX - 3), E2E_ERR_ARGUMENT);
	for (n = 20; n <= PAYLOADS_END; n += 92) {
		padding.bytes = (uint32_t)(28 - (n + 4 + 12) % 16);
		ck_assert_uint_eq(padding_of(&f, n, &padding), padding.bytes);
		ck_assert_int_eq(seal(&f, n, E2E_PADDING_EXACT, padding.bytes + 4),
		                 E2E_ERR_ARGUMENT);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(refuses_unknown_policies_and_bounds)
{
	static const struct {
		uint32_t policy, bytes;
	} bad[] = {
		{ E2E_PADDING_RANDOM, 0 }, { E2E_PADDING_RANDOM, 12 }, { E2E_PADDING_RANDOM, 26 },
		{ E2E_PADDING_RANDOM, 1025 }, { E2E_PADDING_RANDOM, UINT32_MAX },
		{ E2E_PADDING_FIXED, 0 }, { E2E_PADDING_FIXED, 8 }, { E2E_PADDING_FIXED, 15 },
		{ E2E_PADDING_FIXED, 17 }, { E2E_PADDING_FIXED, 24 }, { E2E_PADDING_FIXED, 1007 },
		{ E2E_PADDING_FIXED, 1024 }, { E2E_PADDING_FIXED, 4096 },
		{ E2E_PADDING_FIXED, 0xfffffff0 }, { 5, 16 }, { 0x80000000, 16 },
		{ UINT32_MAX, 16 },
	};
	struct fixture f;
	size_t i;

	set_up(&f, tu_backend((size_t)_i));
	for (i = 0; i < CU_N(bad); i++)
		ck_assert_msg(seal(&f, 48, bad[i].policy, bad[i].bytes) == E2E_ERR_ARGUMENT,
		              "policy %u with %u", (unsigned)bad[i].policy,
		              (unsigned)bad[i].bytes);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Lengths and room --------------------------------------------------------------- */

START_TEST(refuses_payloads_that_are_no_multiple_of_4)
{
	struct fixture f;
	size_t n;

	set_up(&f, tu_backend((size_t)_i));
	for (n = 0; n <= 100; n++)
		ck_assert_int_eq(seal(&f, n, E2E_PADDING_TDLIB, 0),
		                 n % 4 == 0 ? E2E_OK : E2E_ERR_ARGUMENT);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(seals_up_to_the_longest_payload)
{
	static const struct e2e_padding policies[] = {
		{ sizeof(struct e2e_padding), E2E_PADDING_TDLIB, 0 },
		{ sizeof(struct e2e_padding), E2E_PADDING_RANDOM, 1024 },
		{ sizeof(struct e2e_padding), E2E_PADDING_FIXED, 1008 },
		{ sizeof(struct e2e_padding), E2E_PADDING_EXACT, 1020 },
	};
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	size_t payload_n = E2E_PAYLOAD_MAX_BYTES, room = E2E_PACKET_ROOM(payload_n), n, i;
	uint8_t *payload = tu_guarded(payload_n + 4), *packet = tu_guarded(room);
	uint8_t *plain = tu_guarded(room);
	struct e2e_bytes got;
	struct e2e_key key;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(policies); i++) {
		ck_assert_int_eq(e2e_message_seal(crypto, packet, room, &n, &key, E2E_CREATOR,
		                                  &policies[i], payload, payload_n), E2E_OK);
		ck_assert_uint_le(n, E2E_PACKET_MAX_BYTES);
		ck_assert_int_eq(e2e_message_open(crypto, &got, plain, room, &key, E2E_CREATOR,
		                                  packet, n), E2E_OK);
		ck_assert_uint_eq(got.n, payload_n);
	}
	n = 1;
	ck_assert_int_eq(e2e_message_seal(crypto, packet, room, &n, &key, E2E_CREATOR, NULL,
	                                  payload, payload_n + 4), E2E_ERR_LIMIT);
	ck_assert_uint_eq(n, 0);
	tu_guarded_free(payload, payload_n + 4);
	tu_guarded_free(packet, room);
	tu_guarded_free(plain, room);
	e2e_crypto_free(crypto);
}
END_TEST

/* Seal into exactly ROOM bytes before a guard page. */
static void
seal_into(struct fixture *f, size_t n, size_t room, const struct e2e_padding *padding,
          int32_t verdict)
{
	uint8_t *packet = tu_guarded(room), *payload = tu_guarded_copy(f->payload, n);
	size_t packet_n = 1;
	int32_t got;

	memset(packet, FILL, room);
	got = e2e_message_seal(f->crypto, packet, room, &packet_n, &f->key, E2E_CREATOR,
	                       padding, payload, n);
	ck_assert_msg(got == verdict, "%d for %zu bytes in %zu", (int)got, n, room);
	ck_assert_uint_eq(packet_n, got == E2E_OK ? room : 0);
	ck_assert(got == E2E_OK || !cu_shows(packet, room, f->payload, n));
	ck_assert(memcmp(payload, f->payload, n) == 0);
	tu_guarded_free(packet, room);
	tu_guarded_free(payload, n);
}

START_TEST(wants_exactly_the_room_it_needs)
{
	static const uint32_t policies[] = { E2E_PADDING_TDLIB, E2E_PADDING_MINIMAL,
		                             E2E_PADDING_FIXED };
	static const size_t payloads[] = { 0, 4, 44, 48, 52, 496, 1000, 1264, 1268, 2996 };
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	size_t i, j, need;

	set_up(&f, tu_backend((size_t)_i));
	padding.bytes = 64;
	for (i = 0; i < CU_N(policies); i++) {
		padding.policy = policies[i];
		for (j = 0; j < CU_N(payloads); j++) {
			need = CU_HEAD + 4 + payloads[j] + padding_of(&f, payloads[j], &padding);
			seal_into(&f, payloads[j], need, &padding, E2E_OK);
			seal_into(&f, payloads[j], need - 1, &padding, E2E_ERR_LIMIT);
			seal_into(&f, payloads[j], CU_HEAD, &padding, E2E_ERR_LIMIT);
			seal_into(&f, payloads[j], 1, &padding, E2E_ERR_LIMIT);
		}
	}
	seal_into(&f, 48, 0, NULL, E2E_ERR_LIMIT);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Faults, randomness, memory ------------------------------------------------------- */

START_TEST(shows_nothing_when_the_backend_fails)
{
	static const struct cu_faults faults[] = {
		{ 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 2, 0, 0 }, { 0, 3, 0, 0 }, { 0, 0, 1, 0 },
	};
	struct e2e_backend faulty;
	struct fixture f;
	size_t i;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	set_up(&f, &faulty);
	for (i = 0; i < CU_N(faults); i++) {
		cu_faults = faults[i];
		ck_assert_int_eq(seal(&f, 480, E2E_PADDING_TDLIB, 0), E2E_ERR_BACKEND);
		cu_faults = faults[i];
		ck_assert_int_eq(seal(&f, 480, E2E_PADDING_RANDOM, 500), E2E_ERR_BACKEND);
	}
	ck_assert_int_eq(seal(&f, 480, E2E_PADDING_TDLIB, 0), E2E_OK);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(names_the_callers_faults)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	struct fixture f;
	size_t n = 1;

	set_up(&f, tu_backend((size_t)_i));
	padding.size = sizeof padding - 1;
	seal_into(&f, 48, 88, &padding, E2E_ERR_VERSION);
	padding.size = 0;
	seal_into(&f, 48, 88, &padding, E2E_ERR_VERSION);
	padding.size = sizeof padding + 32; /* of a newer caller */
	seal_into(&f, 48, 88, &padding, E2E_OK);
	ck_assert_int_eq(e2e_message_seal(f.crypto, f.packet, sizeof f.packet, &n, &f.key, 2,
	                                  NULL, f.payload, 48), E2E_ERR_ARGUMENT);
	ck_assert_uint_eq(n, 0);
	f.key.size = sizeof f.key - 1;
	seal_into(&f, 48, 88, NULL, E2E_ERR_VERSION);
	f.key.size = 0;
	seal_into(&f, 48, 88, NULL, E2E_ERR_VERSION);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* scenario 36: the same payload is never the same packet */
START_TEST(seals_the_same_payload_differently)
{
	struct fixture f;
	uint8_t first[24];
	int i;

	set_up(&f, tu_backend((size_t)_i));
	padding_of(&f, 48, NULL);
	memcpy(first, f.packet, sizeof first);
	for (i = 0; i < 100; i++) {
		padding_of(&f, 48, NULL);
		ck_assert_mem_eq(f.packet, first, 8);
		ck_assert_mem_ne(f.packet + 8, first + 8, 16);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(seals_without_allocating)
{
	struct tu_memory memory = { 0 };
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_allocator allocator;
	struct fixture f;
	size_t calls, n;

	tu_allocator(&allocator, &memory);
	set_up(&f, NULL);
	e2e_crypto_free(f.crypto);
	config.backend = tu_backend((size_t)_i);
	config.allocator = &allocator;
	ck_assert_int_eq(e2e_crypto_new(&f.crypto, &config), E2E_OK);
	calls = memory.calls;
	ck_assert_uint_gt(calls, 0);
	for (n = 0; n <= PAYLOADS_END; n += 100)
		padding_of(&f, n, NULL);
	ck_assert_uint_eq(memory.calls, calls);
	e2e_crypto_free(f.crypto);
	ck_assert_uint_eq(memory.live_blocks, 0);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ pads_to_the_sizes_of_tdlib },
		{ pads_minimally_with_12_to_27 },
		{ pads_to_a_fixed_multiple },
		{ pads_at_random_within_the_bound },
		{ pads_with_all_random_amounts },
		{ pads_exactly_or_not_at_all },
		{ refuses_unknown_policies_and_bounds },
		{ refuses_payloads_that_are_no_multiple_of_4 },
		{ seals_up_to_the_longest_payload },
		{ wants_exactly_the_room_it_needs },
		{ shows_nothing_when_the_backend_fails },
		{ names_the_callers_faults },
		{ seals_the_same_payload_differently },
		{ seals_without_allocating },
	};

	return tu_run(cu_suite("message_seal", tests, CU_N(tests)));
}
