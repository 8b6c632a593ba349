/* SPDX-License-Identifier: ISC */
/* Messages of secret chats in MTProto 1. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

#define FILL 0xcc

/* The vector V1: its padding is 12 bytes of ee. */
static const char wire_hex[] =
	"9fb90628b1c1f319ff5c588acbf922092b5aab1d84464e4c633fcc4cac2e2764575845d9875669ca4e6f"
	"7d0ff200fd0f4a77ed5103f56484affe95f239497177a92991bc0ffd40cc9c753169c599e9b09fdc08fc"
	"1cb3d584";

#define WIRE_BYTES 88

/* Open PACKET in guarded memory; what is not a success must leave nothing. */
static int32_t
open_v1(struct e2e_crypto *crypto, const struct e2e_key *key, const uint8_t *packet, size_t n)
{
	size_t room = n < CU_HEAD ? 0 : n - CU_HEAD;
	uint8_t *in = tu_guarded_copy(packet, n), *plain = tu_guarded(room);
	struct e2e_bytes payload = { in, 1 };
	int32_t got;

	memset(plain, FILL, room);
	got = e2e_message_open_v1(crypto, &payload, plain, room, key, in, n);
	if (got == E2E_OK && (payload.p < plain || payload.n > room ||
	                      (size_t)(payload.p - plain) > room - payload.n))
		ck_abort_msg("the payload is not inside PLAIN");
	if (got != E2E_OK && payload.n != 0)
		ck_abort_msg("a refused packet has a payload");
	if (got == E2E_REFUSED_FORGED && !tu_all_zero(plain, room))
		ck_abort_msg("plaintext of a forged packet was left");
	if (got != E2E_OK && !cu_wiped_or_untouched(plain, room, FILL))
		ck_abort_msg("plaintext was left after %d", (int)got);
	tu_guarded_free(in, n);
	tu_guarded_free(plain, room);
	return got;
}

/* scenario 23: the vector V1 */
START_TEST(seals_and_opens_the_published_packet)
{
	struct tu_script script = { .inner = tu_backend((size_t)_i), .fail_after_script = true };
	uint8_t wire[WIRE_BYTES], payload[CU_PAYLOAD_BYTES], random[12], plain[64];
	uint8_t *packet = tu_guarded(WIRE_BYTES);
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_bytes got;
	struct e2e_key key;
	size_t n;

	tu_scripted_backend(&scripted, &script);
	crypto = tu_crypto(&scripted);
	cu_key(crypto, &key);
	memset(random, 0xee, sizeof random);
	script.script = random;
	script.n = sizeof random;
	tu_hex(wire, sizeof wire, wire_hex);
	tu_hex(payload, sizeof payload, cu_payload_hex);
	ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, WIRE_BYTES, &n, &key, payload,
	                                     sizeof payload), E2E_OK);
	ck_assert_uint_eq(n, sizeof wire);
	ck_assert_mem_eq(packet, wire, sizeof wire);
	ck_assert_uint_eq(script.n, 0);
	ck_assert_int_eq(e2e_message_open_v1(crypto, &got, plain, sizeof plain, &key, wire,
	                                     sizeof wire), E2E_OK);
	ck_assert_uint_eq(got.n, sizeof payload);
	ck_assert_mem_eq(got.p, payload, sizeof payload);
	tu_guarded_free(packet, WIRE_BYTES);
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(opens_what_it_sealed_with_least_padding)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t payload[512], packet[CU_HEAD + 4 + 512 + 16], plain[4 + 512 + 16];
	struct e2e_bytes got;
	struct e2e_key key;
	size_t payload_n, n, want;

	cu_key(crypto, &key);
	cu_count(payload, sizeof payload, 9);
	for (payload_n = 0; payload_n <= sizeof payload; payload_n += 4) {
		want = CU_HEAD + (4 + payload_n + 15) / 16 * 16;
		ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, want, &n, &key, payload,
		                                     payload_n), E2E_OK);
		ck_assert_uint_eq(n, want);
		ck_assert_int_eq(e2e_message_open_v1(crypto, &got, plain, n - CU_HEAD, &key,
		                                     packet, n), E2E_OK);
		ck_assert_uint_eq(got.n, payload_n);
		ck_assert(memcmp(got.p, payload, payload_n) == 0);
		ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, want - 1, &n, &key, payload,
		                                     payload_n), E2E_ERR_LIMIT);
		ck_assert_uint_eq(n, 0);
	}
	for (payload_n = 1; payload_n < 40; payload_n += payload_n % 4 == 3 ? 2 : 1) {
		n = 1;
		ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, sizeof packet, &n, &key,
		                                     payload, payload_n), E2E_ERR_ARGUMENT);
		ck_assert_uint_eq(n, 0);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(refuses_payloads_above_the_maximum)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	size_t payload_n = E2E_PAYLOAD_MAX_BYTES, room = E2E_PACKET_ROOM(payload_n), n = 1;
	uint8_t *payload = tu_guarded(payload_n + 4), *packet = tu_guarded(room);
	struct e2e_key key;

	cu_key(crypto, &key);
	ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, room, &n, &key, payload,
	                                     payload_n + 4), E2E_ERR_LIMIT);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, room, &n, &key, payload, payload_n),
	                 E2E_OK);
	ck_assert_int_eq(open_v1(crypto, &key, packet, n), E2E_OK);
	tu_guarded_free(payload, payload_n + 4);
	tu_guarded_free(packet, room);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 25: any bit flipped, in MTProto 1 */
START_TEST(refuses_every_flipped_bit)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint8_t wire[WIRE_BYTES];
	size_t bit;

	cu_key(crypto, &key);
	tu_hex(wire, sizeof wire, wire_hex);
	for (bit = 0; bit < 8 * sizeof wire; bit++) {
		wire[bit / 8] ^= (uint8_t)(1U << bit % 8);
		ck_assert_int_eq(open_v1(crypto, &key, wire, sizeof wire),
		                 bit < 64 ? E2E_REFUSED_KEY_ID : E2E_REFUSED_FORGED);
		wire[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	ck_assert_int_eq(open_v1(crypto, &key, wire, sizeof wire), E2E_OK);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenarios 26 and 27: lengths that cannot be */
START_TEST(refuses_every_impossible_length)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	size_t most = E2E_PACKET_MAX_BYTES + 16, n;
	uint8_t *packet = tu_guarded(most);
	struct e2e_key key;

	cu_key(crypto, &key);
	cu_put64(packet, (uint64_t)key.fingerprint);
	for (n = 0; n <= 200; n++)
		ck_assert_int_eq(open_v1(crypto, &key, packet, n),
		                 n >= E2E_PACKET_MIN_BYTES && (n - CU_HEAD) % 16 == 0 ?
		                 E2E_REFUSED_FORGED : E2E_REFUSED_LENGTH);
	ck_assert_int_eq(open_v1(crypto, &key, packet, most), E2E_REFUSED_LENGTH);
	tu_guarded_free(packet, most);
	e2e_crypto_free(crypto);
}
END_TEST

/*
 * A body of BODY_N bytes that claims LENGTH, with a msg_key of the first HASHED bytes,
 * which is what the sender of so much text would compute.
 */
static int32_t
open_made(struct e2e_crypto *crypto, const struct e2e_key *key, uint32_t length, size_t body_n,
          size_t hashed)
{
	static uint8_t body[2048], packet[CU_HEAD + 2048];
	size_t n;

	ck_assert(body_n <= sizeof body);
	cu_count(body, body_n, 3);
	cu_put32(body, length);
	n = cu_packet_v1(crypto, packet, key->value, body, body_n, hashed);
	return open_v1(crypto, key, packet, n);
}

/* scenario 32, as far as the envelope goes */
START_TEST(accepts_padding_below_16_only)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	size_t body_n, padding;

	cu_key(crypto, &key);
	for (body_n = 16; body_n <= 1056; body_n += 16) {
		for (padding = 0; padding <= body_n - 4 && padding <= 128; padding += 4)
			ck_assert_int_eq(open_made(crypto, &key, (uint32_t)(body_n - 4 - padding),
			                           body_n, body_n - padding),
			                 padding < 16 ? E2E_OK : E2E_REFUSED_FORGED);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/*
 * Texts that are no multiple of 4 were never sent.  Refusing them and taking them are
 * both right, as long as the padding is below 16.
 */
START_TEST(is_consistent_about_odd_lengths)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	size_t padding;
	int32_t got;

	cu_key(crypto, &key);
	for (padding = 1; padding <= 75; padding += padding % 4 == 3 ? 2 : 1) {
		got = open_made(crypto, &key, (uint32_t)(80 - 4 - padding), 80, 80 - padding);
		if (got != E2E_REFUSED_FORGED)
			ck_assert_msg(got == E2E_OK && padding < 16, "%d for %zu", (int)got,
			              padding);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* A length field that lies, with the msg_key of everything that could be meant by it. */
START_TEST(refuses_lengths_beyond_the_body)
{
	static const uint32_t lies[] = {
		0xffffffff, 0xfffffffc, 0xfffffff8, 0xfffffff0, 0xfffffc04, 0x80000000, 0x7ffffffc,
		0x01000000, 0x10000, 96, 80, 68, 64, 61,
	};
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	size_t i, hashed;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(lies); i++)
		for (hashed = 0; hashed <= 64; hashed++)
			ck_assert_int_eq(open_made(crypto, &key, lies[i], 64, hashed),
			                 E2E_REFUSED_FORGED);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 31: the other version's packets look forged to each opener */
START_TEST(refuses_packets_of_the_other_version)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t wire[WIRE_BYTES], v2[WIRE_BYTES], payload[CU_PAYLOAD_BYTES], plain[64];
	struct e2e_bytes got;
	struct e2e_key key;
	uint32_t sender;
	size_t n;

	cu_key(crypto, &key);
	tu_hex(wire, sizeof wire, wire_hex);
	tu_hex(payload, sizeof payload, cu_payload_hex);
	for (sender = E2E_CREATOR; sender <= E2E_ACCEPTOR; sender++) {
		got.n = 1;
		ck_assert_int_eq(e2e_message_open(crypto, &got, plain, sizeof plain, &key, sender,
		                                  wire, sizeof wire), E2E_REFUSED_FORGED);
		ck_assert_uint_eq(got.n, 0);
		ck_assert(tu_all_zero(plain, sizeof plain));
		ck_assert_int_eq(e2e_message_seal(crypto, v2, sizeof v2, &n, &key, sender, NULL,
		                                  payload, sizeof payload), E2E_OK);
		ck_assert_int_eq(open_v1(crypto, &key, v2, n), E2E_REFUSED_FORGED);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* The work of opening 1072 bytes: good, or wrong in one way. */
static struct tu_script
work_of(const struct e2e_backend *backend, uint32_t length, size_t hashed, size_t damage,
        int32_t verdict)
{
	static uint8_t body[1072], packet[CU_HEAD + 1072], plain[1072];
	struct tu_script script = { .inner = backend };
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_bytes payload;
	struct e2e_key key;

	tu_scripted_backend(&scripted, &script);
	crypto = tu_crypto(&scripted);
	cu_key(crypto, &key);
	cu_put32(body, length);
	cu_packet_v1(crypto, packet, key.value, body, sizeof body, hashed);
	packet[damage] ^= damage != 0;
	script = (struct tu_script){ .inner = backend, .wrap = script.wrap };
	ck_assert_int_eq(e2e_message_open_v1(crypto, &payload, plain, sizeof plain, &key, packet,
	                                     sizeof packet), verdict);
	e2e_crypto_free(crypto);
	return script;
}

/* scenario 34: as many calls, and hashing that differs by less than a block at most */
START_TEST(works_the_same_for_every_packet)
{
	static const struct {
		uint32_t length;
		size_t hashed, damage;
		int32_t verdict;
	} cases[] = {
		{ 1068, 1072, 0, E2E_OK },
		{ 1056, 1060, 0, E2E_OK },
		{ 1068, 1072, 8, E2E_REFUSED_FORGED },
		{ 1068, 1072, 24, E2E_REFUSED_FORGED },
		{ 1068, 1072, 1095, E2E_REFUSED_FORGED },
		{ 1052, 1056, 0, E2E_REFUSED_FORGED }, /* 16 bytes of padding */
		{ 0, 4, 0, E2E_REFUSED_FORGED },
		{ 0xffffffff, 1072, 0, E2E_REFUSED_FORGED },
		{ 0x80000000, 1072, 0, E2E_REFUSED_FORGED },
	};
	struct tu_script first, work;
	size_t i;

	first = work_of(tu_backend((size_t)_i), 1068, 1072, 0, E2E_OK);
	ck_assert_uint_eq(first.ige_bytes, 1072);
	for (i = 0; i < CU_N(cases); i++) {
		work = work_of(tu_backend((size_t)_i), cases[i].length, cases[i].hashed,
		               cases[i].damage, cases[i].verdict);
		ck_assert_msg(work.hash_calls == first.hash_calls, "case %zu: %zu hashes", i,
		              work.hash_calls);
		ck_assert_msg(work.hash_bytes <= first.hash_bytes &&
		              work.hash_bytes + 16 > first.hash_bytes, "case %zu: %zu hashed", i,
		              work.hash_bytes);
		ck_assert_uint_eq(work.ige_calls, first.ige_calls);
		ck_assert_uint_eq(work.ige_bytes, first.ige_bytes);
		ck_assert_uint_eq(work.random_calls, 0);
	}
}
END_TEST

START_TEST(names_the_callers_faults)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t wire[WIRE_BYTES], plain[64], packet[WIRE_BYTES], payload[CU_PAYLOAD_BYTES] = { 0 };
	struct e2e_bytes got = { NULL, 1 };
	struct e2e_key key;
	size_t n = 1;

	cu_key(crypto, &key);
	tu_hex(wire, sizeof wire, wire_hex);
	ck_assert_int_eq(e2e_message_open_v1(crypto, &got, plain, sizeof plain - 1, &key, wire,
	                                     sizeof wire), E2E_ERR_LIMIT);
	ck_assert_uint_eq(got.n, 0);
	key.size = sizeof key - 1;
	ck_assert_int_eq(open_v1(crypto, &key, wire, sizeof wire), E2E_ERR_VERSION);
	ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, sizeof packet, &n, &key, payload,
	                                     sizeof payload), E2E_ERR_VERSION);
	ck_assert_uint_eq(n, 0);
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ seals_and_opens_the_published_packet },
		{ opens_what_it_sealed_with_least_padding },
		{ refuses_payloads_above_the_maximum },
		{ refuses_every_flipped_bit },
		{ refuses_every_impossible_length },
		{ accepts_padding_below_16_only },
		{ is_consistent_about_odd_lengths },
		{ refuses_lengths_beyond_the_body },
		{ refuses_packets_of_the_other_version },
		{ works_the_same_for_every_packet },
		{ names_the_callers_faults },
	};

	return tu_run(cu_suite("message_v1", tests, CU_N(tests)));
}
