/* SPDX-License-Identifier: ISC */
/* The keys, sizes and the cipher of encrypted files. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <stdlib.h>
#include <string.h>

#define PART    524288
#define LARGEST (PART + 17)
#define HUGE    (UINT64_C(0x8000000000000000) - 16) /* the longest file */

static const uint64_t sizes[] = { 0, 1, 15, 16, 17, 31, 32, 33, 1000, PART - 1, PART, PART + 1 };

static struct e2e_file_key
counted_key(struct e2e_crypto *crypto)
{
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	uint8_t bytes[64];

	cu_count(bytes, sizeof bytes, 0);
	ck_assert_int_eq(e2e_file_key_set(crypto, &key, bytes, 32, bytes + 32, 32), E2E_OK);
	return key;
}

/* ---- Keys --------------------------------------------------------------------------------- */

/* scenarios 23, 112 and 115: the vector FILE */
START_TEST(encrypts_to_the_published_bytes)
{
	static const char text[] = "libe2e encrypted file test vector!";
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_file_key key = counted_key(crypto);
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t want[48], out[48], back[48];
	size_t n;

	tu_hex(want, sizeof want, "33be418a109d1e06dd576ee9457ce9f7d6e321896016b120368d85906a33e12c"
	                          "9697a588f6278c6aaaa22cb1dd79d8af");
	ck_assert_int_eq(key.fingerprint, -217561997);
	ck_assert_int_eq(e2e_file_start(&file, &key, E2E_ENCRYPT, sizeof text - 1,
	                                E2E_FILE_PAD_ZERO, NULL), E2E_OK);
	ck_assert_int_eq(e2e_file_encrypt(crypto, &file, out, sizeof out, &n,
	                                  (const uint8_t *)text, sizeof text - 1), E2E_OK);
	ck_assert_uint_eq(n, sizeof want);
	ck_assert_mem_eq(out, want, sizeof want);
	ck_assert_int_eq(e2e_file_end(&file), E2E_OK);
	ck_assert_int_eq(e2e_file_start(&file, &key, E2E_DECRYPT, sizeof text - 1,
	                                E2E_FILE_PAD_ZERO, NULL), E2E_OK);
	ck_assert_int_eq(e2e_file_decrypt(crypto, &file, back, sizeof back, &n, want,
	                                  sizeof want), E2E_OK);
	ck_assert_uint_eq(n, sizeof text - 1);
	ck_assert_mem_eq(back, text, sizeof text - 1);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 115: the fingerprint is LE32(md5[0..4)) ^ LE32(md5[4..8)) of key and iv */
START_TEST(computes_any_fingerprint_by_the_rule)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	uint8_t bytes[64], md5[E2E_MD5_BYTES], got[4], want[4];
	struct e2e_bytes part = { bytes, sizeof bytes };
	uint64_t seed = 31;
	int round, i;

	for (round = 0; round < 50; round++) {
		tu_fill(&seed, bytes, sizeof bytes);
		ck_assert_int_eq(e2e_hash(crypto, E2E_HASH_MD5, md5, &part, 1), E2E_OK);
		for (i = 0; i < 4; i++)
			want[i] = md5[i] ^ md5[4 + i];
		ck_assert_int_eq(e2e_file_key_set(crypto, &key, bytes, 32, bytes + 32, 32), E2E_OK);
		cu_put32(got, (uint32_t)key.fingerprint);
		ck_assert_mem_eq(got, want, 4);
		ck_assert_mem_eq(key.key, bytes, 32);
		ck_assert_mem_eq(key.iv, bytes + 32, 32);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(refuses_keys_of_other_lengths)
{
	static const size_t bad[] = { 0, 16, 31, 33, 64 };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	uint8_t bytes[64] = { 0 };
	size_t i;

	for (i = 0; i < CU_N(bad); i++) {
		ck_assert_int_eq(e2e_file_key_set(crypto, &key, bytes, bad[i], bytes, 32),
		                 E2E_REFUSED_LENGTH);
		ck_assert_int_eq(e2e_file_key_set(crypto, &key, bytes, 32, bytes, bad[i]),
		                 E2E_REFUSED_LENGTH);
	}
	key.size = sizeof key - 1;
	ck_assert_int_eq(e2e_file_key_set(crypto, &key, bytes, 32, bytes, 32), E2E_ERR_VERSION);
	ck_assert_int_eq(e2e_file_key_new(crypto, &key), E2E_ERR_VERSION);
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(makes_fresh_keys)
{
	struct tu_script script = { .inner = tu_backend((size_t)_i), .seed = 1 };
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_file_key first = E2E_FILE_KEY_INIT, second = first, set = first;

	tu_scripted_backend(&scripted, &script);
	crypto = tu_crypto(&scripted);
	ck_assert_int_eq(e2e_file_key_new(crypto, &first), E2E_OK);
	ck_assert_uint_ge(script.random_bytes, 64);
	ck_assert_int_eq(e2e_file_key_new(crypto, &second), E2E_OK);
	ck_assert_mem_ne(first.key, second.key, 32);
	ck_assert_mem_ne(first.iv, second.iv, 32);
	ck_assert_mem_ne(first.key, first.iv, 32);
	ck_assert_int_eq(e2e_file_key_set(crypto, &set, first.key, 32, first.iv, 32), E2E_OK);
	ck_assert_int_eq(set.fingerprint, first.fingerprint);
	script.fail_after_script = true;
	ck_assert_int_eq(e2e_file_key_new(crypto, &second), E2E_ERR_BACKEND);
	e2e_crypto_free(crypto);
}
END_TEST

/*
 * A peer may choose any bytes: 32 zeros are a key, and a wiped or new one is none, whatever its
 * bytes are.
 */
START_TEST(knows_a_key_that_was_set_by_that_alone)
{
	static const uint8_t zeros[32];
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t box[32], want[32] = "sixteen bytes!!!and sixteen more", iv[32] = { 0 };
	size_t n;

	memset(key.key, 7, sizeof key.key);
	key.fingerprint = 7;
	ck_assert_int_eq(e2e_file_start(&file, &key, E2E_DECRYPT, 32, 0, NULL), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_file_key_check(&key, 7), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_file_key_set(crypto, &key, zeros, 32, zeros, 32), E2E_OK);
	memcpy(box, want, sizeof box);
	ck_assert_int_eq(e2e_ige(crypto, E2E_ENCRYPT, zeros, iv, box, sizeof box), E2E_OK);
	ck_assert_int_eq(e2e_file_start(&file, &key, E2E_DECRYPT, 32, 0, NULL), E2E_OK);
	ck_assert_int_eq(e2e_file_decrypt(crypto, &file, box, 32, &n, box, 32), E2E_OK);
	ck_assert_mem_eq(box, want, sizeof box);
	e2e_file_wipe(&file);
	e2e_crypto_free(crypto);
}
END_TEST

/* What the server says of a file is compared with the key of the message. */
START_TEST(compares_the_fingerprint_of_a_file)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_file_key key = E2E_FILE_KEY_INIT;

	ck_assert_int_eq(e2e_file_key_check(&key, 0), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_file_key_new(crypto, &key), E2E_OK);
	ck_assert_int_eq(e2e_file_key_check(&key, key.fingerprint), E2E_OK);
	for (int bit = 0; bit < 32; bit++)
		ck_assert_int_eq(e2e_file_key_check(&key, key.fingerprint ^ (int32_t)(1u << bit)),
		                 E2E_REFUSED_FINGERPRINT);
	key.size = sizeof key - 1;
	ck_assert_int_eq(e2e_file_key_check(&key, key.fingerprint), E2E_ERR_VERSION);
	e2e_crypto_free(crypto);
}
END_TEST

/* ---- Sizes -------------------------------------------------------------------------------- */

/* scenario 112: containers are rounded up to 16 */
START_TEST(rounds_containers_up_to_16)
{
	uint64_t n;

	(void)_i;
	for (n = 0; n < 100; n++)
		ck_assert_uint_eq(e2e_file_container_bytes(n), (n + 15) / 16 * 16);
	ck_assert_uint_eq(e2e_file_container_bytes(PART - 1), PART);
	ck_assert_uint_eq(e2e_file_container_bytes(PART), PART);
	ck_assert_uint_eq(e2e_file_container_bytes(PART + 1), PART + 16);
	ck_assert_uint_eq(e2e_file_container_bytes(UINT64_C(0xffffffff)), UINT64_C(0x100000000));
	ck_assert_uint_eq(e2e_file_container_bytes(HUGE - 15), HUGE);
	ck_assert_uint_eq(e2e_file_container_bytes(HUGE), HUGE);
}
END_TEST

/* scenario 114: sizes that cannot be */
START_TEST(judges_the_two_sizes)
{
	static const struct {
		int64_t media, container;
		bool good;
	} cases[] = {
		{ 0, 0, true }, { 1, 16, true }, { 15, 16, true }, { 16, 16, true },
		{ 17, 32, true }, { 31, 32, true }, { 32, 32, true },
		{ INT64_MAX - 15, INT64_MAX - 15, true }, { INT64_MAX - 30, INT64_MAX - 15, true },
		{ 0, 16, false }, { 16, 32, false }, { 1, 32, false }, { 1, 0, false },
		{ 17, 16, false }, { 33, 32, false }, { 5, 5, false }, { 5, 17, false },
		{ 20, 24, false }, { 1, 15, false }, { -1, 0, false }, { -1, 16, false },
		{ -16, 0, false }, { -16, -16, false }, { 0, -16, false }, { 16, -16, false },
		{ INT64_MIN, INT64_MIN, false }, { INT64_MIN, INT64_MAX, false },
		{ INT64_MIN, INT64_MAX - 15, false }, { INT64_MIN, 0, false },
		{ INT64_MAX, INT64_MIN, false }, { INT64_MAX, INT64_MAX, false },
		{ INT64_MAX, INT64_MAX - 15, false }, { INT64_MAX - 31, INT64_MAX - 15, false },
		{ INT64_MAX, 0, false }, { INT64_MAX - 15, INT64_MIN, false },
		{ 0, INT64_MAX - 15, false },
	};
	size_t i;

	(void)_i;
	for (i = 0; i < CU_N(cases); i++)
		ck_assert_msg(e2e_file_sizes_check(cases[i].media, cases[i].container) ==
		              (cases[i].good ? E2E_OK : E2E_REFUSED_SIZE), "case %zu", i);
}
END_TEST

/* ---- The cipher --------------------------------------------------------------------------- */

/* The next piece of a file of SIZE bytes at DONE: a multiple of 16 unless it is the last. */
static size_t
next_piece(uint64_t *seed, size_t size, size_t done)
{
	size_t blocks = (size - done) / 16, most = tu_next(seed) % 2 == 0 ? 4 : 9000;
	size_t n = (size_t)(tu_next(seed) % (most + 1)) * 16;

	if (n / 16 > blocks || blocks == 0)
		return size - done;
	return n == 0 ? 16 : n;
}

/* Encrypt or decrypt all of IN piece by piece, each in guarded memory of its exact size. */
static void
run(struct e2e_crypto *crypto, uint32_t way, uint64_t plain_n, uint32_t padding, uint8_t *out,
    const uint8_t *in, uint64_t *seed)
{
	struct e2e_file_key key = counted_key(crypto);
	struct e2e_file file = E2E_FILE_INIT;
	size_t in_n = way == E2E_ENCRYPT ? plain_n : (plain_n + 15) / 16 * 16;
	size_t done = 0, n, room, made, want;
	uint8_t *from, *to;

	ck_assert_int_eq(e2e_file_start(&file, &key, way, plain_n, padding, NULL), E2E_OK);
	while (done < in_n) {
		ck_assert_int_eq(e2e_file_end(&file), E2E_ERR_STATE);
		n = seed == NULL ? in_n : next_piece(seed, in_n, done);
		room = (n + 15) / 16 * 16;
		want = way == E2E_ENCRYPT ? room : done + n > plain_n ? plain_n - done : n;
		from = tu_guarded_copy(in + done, n);
		to = tu_guarded(room);
		ck_assert_int_eq((way == E2E_ENCRYPT ? e2e_file_encrypt : e2e_file_decrypt)(
			crypto, &file, to, room, &made, from, n), E2E_OK);
		ck_assert_uint_eq(made, want);
		memcpy(out + done, to, made);
		tu_guarded_free(from, n);
		tu_guarded_free(to, room);
		done += n;
		ck_assert_uint_eq(file.offset, (done + 15) / 16 * 16);
	}
	ck_assert_int_eq(e2e_file_end(&file), E2E_OK);
	e2e_file_wipe(&file);
	ck_assert_uint_eq(file.size, sizeof file);
	ck_assert(tu_all_zero((uint8_t *)&file + sizeof file.size,
	                      sizeof file - sizeof file.size));
}

struct buffers {
	uint8_t plain[LARGEST], whole[LARGEST + 16], pieces[LARGEST + 16], back[LARGEST + 16];
};

/* scenario 112: whole, in pieces, and by the bare cipher, forth and back */
START_TEST(gives_the_same_in_any_pieces)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct buffers *b = calloc(1, sizeof *b);
	struct e2e_file_key key = counted_key(crypto);
	uint8_t iv[32];
	uint64_t seed = 41;
	size_t i, n, container;

	ck_assert_ptr_nonnull(b);
	tu_fill(&seed, b->plain, LARGEST);
	for (i = 0; i < CU_N(sizes); i++) {
		n = (size_t)sizes[i];
		container = (n + 15) / 16 * 16;
		run(crypto, E2E_ENCRYPT, n, E2E_FILE_PAD_ZERO, b->whole, b->plain, NULL);
		run(crypto, E2E_ENCRYPT, n, E2E_FILE_PAD_ZERO, b->pieces, b->plain, &seed);
		ck_assert(memcmp(b->whole, b->pieces, container) == 0);
		memset(b->back, 0, sizeof b->back);
		memcpy(b->back, b->plain, n);
		memcpy(iv, key.iv, sizeof iv);
		ck_assert_int_eq(e2e_ige(crypto, E2E_ENCRYPT, key.key, iv, b->back, container),
		                 E2E_OK);
		ck_assert(memcmp(b->whole, b->back, container) == 0);
		run(crypto, E2E_DECRYPT, n, E2E_FILE_PAD_ZERO, b->back, b->whole, NULL);
		ck_assert(memcmp(b->back, b->plain, n) == 0);
		memset(b->back, 0, sizeof b->back);
		run(crypto, E2E_DECRYPT, n, E2E_FILE_PAD_ZERO, b->back, b->whole, &seed);
		ck_assert(memcmp(b->back, b->plain, n) == 0);
	}
	free(b);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 113: zeros or random bytes at the end */
START_TEST(decrypts_zero_and_random_padding_alike)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t plain[64], zero[64], random[2][64], back[64];
	size_t n, container;

	cu_count(plain, sizeof plain, 1);
	for (n = 1; n <= sizeof plain; n++) {
		container = (n + 15) / 16 * 16;
		run(crypto, E2E_ENCRYPT, n, E2E_FILE_PAD_ZERO, zero, plain, NULL);
		run(crypto, E2E_ENCRYPT, n, E2E_FILE_PAD_RANDOM, random[0], plain, NULL);
		run(crypto, E2E_ENCRYPT, n, E2E_FILE_PAD_RANDOM, random[1], plain, NULL);
		ck_assert(memcmp(zero, random[0], n / 16 * 16) == 0);
		if (n % 16 == 0)
			ck_assert(memcmp(zero, random[0], n) == 0);
		else if (n % 16 <= 8) /* 64 bits or more are random */
			ck_assert_mem_ne(random[0] + container - 16, random[1] + container - 16,
			                 16);
		run(crypto, E2E_DECRYPT, n, E2E_FILE_PAD_ZERO, back, zero, NULL);
		ck_assert(memcmp(back, plain, n) == 0);
		run(crypto, E2E_DECRYPT, n, E2E_FILE_PAD_ZERO, back, random[0], NULL);
		ck_assert(memcmp(back, plain, n) == 0);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(works_in_place)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_file_key key = counted_key(crypto);
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t plain[112], want[112], data[112];
	size_t n, made;

	cu_count(plain, sizeof plain, 7);
	for (n = 90; n <= 100; n++) {
		run(crypto, E2E_ENCRYPT, n, E2E_FILE_PAD_ZERO, want, plain, NULL);
		memcpy(data, plain, n);
		ck_assert_int_eq(e2e_file_start(&file, &key, E2E_ENCRYPT, n, E2E_FILE_PAD_ZERO,
		                                NULL), E2E_OK);
		ck_assert_int_eq(e2e_file_encrypt(crypto, &file, data, sizeof data, &made, data,
		                                  n), E2E_OK);
		ck_assert_mem_eq(data, want, made);
		ck_assert_int_eq(e2e_file_start(&file, &key, E2E_DECRYPT, n, E2E_FILE_PAD_ZERO,
		                                NULL), E2E_OK);
		ck_assert_int_eq(e2e_file_decrypt(crypto, &file, data, sizeof data, &made, data,
		                                  made), E2E_OK);
		ck_assert_uint_eq(made, n);
		ck_assert_mem_eq(data, plain, n);
	}
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ encrypts_to_the_published_bytes },
		{ computes_any_fingerprint_by_the_rule },
		{ refuses_keys_of_other_lengths },
		{ knows_a_key_that_was_set_by_that_alone },
		{ compares_the_fingerprint_of_a_file },
		{ makes_fresh_keys },
		{ rounds_containers_up_to_16 },
		{ judges_the_two_sizes },
		{ gives_the_same_in_any_pieces },
		{ decrypts_zero_and_random_padding_alike },
		{ works_in_place },
	};

	return tu_run(cu_suite("file", tests, CU_N(tests)));
}
