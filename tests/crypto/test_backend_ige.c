/* SPDX-License-Identifier: ISC */
/* AES-256-IGE of every backend. */
#include "config.h"

#include "test_backend_shared.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define BLOCK 16

static void
ige(struct e2e_crypto *crypto, uint32_t way, const uint8_t key[32], uint8_t iv[32],
    uint8_t *data, size_t n)
{
	ck_assert_int_eq(e2e_ige(crypto, way, key, iv, data, n), E2E_OK);
}

/*
 * Row aes_ige-p-005: computed with Telethon 1.25.1 over libssl; TDLib 1.8.66, gotd/td,
 * MadelineProto 8.3.5, GramJS, mtcute and @mtproto/core give the same.
 */
static const char known_key[] =
	"4359b97121f9ad653163c992e6153cdcf93974293b7bcf2dd766f61a46254e71";
static const char known_iv[] =
	"b949ee912506e8b4837d3268ed3d7a02d45b93f1b941c9ceddcb409220161342";
static const char known_plain[] =
	"72a113863b209351beebde1c6e26f72e2c45e3c0661e80237653fbe10fc3f0fa"
	"a94a92fac707f6c79e016b67c26b3038";
static const char known_cipher[] =
	"d543bc805349f75c1fa962db3d2de4d7814671a0923a501baa5d805a287a8483"
	"cc34407011e35f0f849c8d7d70fcb2dc";

START_TEST(known_answer_both_ways)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[32], first_iv[32], iv[32], plain[48], cipher[48], data[48];

	(void)tu_hex(key, sizeof key, known_key);
	(void)tu_hex(first_iv, sizeof first_iv, known_iv);
	ck_assert_uint_eq(tu_hex(plain, sizeof plain, known_plain), 48);
	ck_assert_uint_eq(tu_hex(cipher, sizeof cipher, known_cipher), 48);

	memcpy(iv, first_iv, sizeof iv);
	memcpy(data, plain, sizeof data);
	ige(crypto, E2E_ENCRYPT, key, iv, data, sizeof data);
	ck_assert_mem_eq(data, cipher, sizeof data);
	/* The iv has become the last ciphertext block and the last plaintext block. */
	ck_assert_mem_eq(iv, cipher + 32, BLOCK);
	ck_assert_mem_eq(iv + BLOCK, plain + 32, BLOCK);

	memcpy(iv, first_iv, sizeof iv);
	ige(crypto, E2E_DECRYPT, key, iv, data, sizeof data);
	ck_assert_mem_eq(data, plain, sizeof data);
	ck_assert_mem_eq(iv, cipher + 32, BLOCK);
	ck_assert_mem_eq(iv + BLOCK, plain + 32, BLOCK);
	e2e_crypto_free(crypto);
}
END_TEST

/* Row aes_ige-p-025: key, iv and text all zero; same sources. */
START_TEST(known_answer_of_zeros)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[32] = { 0 }, iv[32] = { 0 }, data[64] = { 0 }, right[64];

	(void)tu_hex(right, sizeof right,
	             "dc95c078a2408989ad48a2149284208708c374848c228233c2b34f332bd2e9d3"
	             "8b70c515a6663d38cdb8e6532b2664915d0dcc192580aee9ef8a8568193f1b44");
	ige(crypto, E2E_ENCRYPT, key, iv, data, sizeof data);
	ck_assert_mem_eq(data, right, sizeof data);
	e2e_crypto_free(crypto);
}
END_TEST

/* The definition of the header, with single blocks that the backend itself ciphers. */
static void
ige_by_definition(struct e2e_crypto *crypto, uint32_t way, const uint8_t key[32],
                  const uint8_t iv[32], uint8_t *data, size_t n)
{
	const uint8_t *c = iv, *p = iv + BLOCK;
	uint8_t *in = malloc(n + BLOCK);
	size_t i, k;

	ck_assert_ptr_nonnull(in);
	memcpy(in, data, n);
	for (i = 0; i < n; i += BLOCK) {
		const uint8_t *before = way == E2E_ENCRYPT ? c : p;
		const uint8_t *after = way == E2E_ENCRYPT ? p : c;
		uint8_t none[32] = { 0 };

		for (k = 0; k < BLOCK; k++)
			data[i + k] ^= before[k];
		ige(crypto, way, key, none, data + i, BLOCK);
		for (k = 0; k < BLOCK; k++)
			data[i + k] ^= after[k];
		c = way == E2E_ENCRYPT ? data + i : in + i;
		p = way == E2E_ENCRYPT ? in + i : data + i;
	}
	free(in);
}

START_TEST(follows_the_definition_and_comes_back)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[32], first_iv[32], iv[32], text[1040], data[1040], slow[1040];
	uint64_t seed = 1;
	uint32_t way;
	size_t n;

	for (n = 0; n <= sizeof text; n += BLOCK) {
		for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
			tu_fill(&seed, key, sizeof key);
			tu_fill(&seed, first_iv, sizeof first_iv);
			tu_fill(&seed, text, n);
			memcpy(data, text, n);
			memcpy(slow, text, n);
			memcpy(iv, first_iv, sizeof iv);
			ige(crypto, way, key, iv, data, n);
			ige_by_definition(crypto, way, key, first_iv, slow, n);
			ck_assert_mem_eq(data, slow, n);
			memcpy(iv, first_iv, sizeof iv);
			ige(crypto, way == E2E_ENCRYPT ? E2E_DECRYPT : E2E_ENCRYPT, key, iv,
			    data, n);
			ck_assert_mem_eq(data, text, n);
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

struct pieces {
	uint8_t key[32], first_iv[32], last_iv[32], text[608], right[608];
	size_t n;
};

/* TEXT cut at CUT and at ANOTHER gives what it gave whole, and leaves the same iv. */
static void
check_cut(struct e2e_crypto *crypto, uint32_t way, const struct pieces *s, size_t cut,
          size_t another)
{
	uint8_t iv[32], data[608];

	memcpy(iv, s->first_iv, sizeof iv);
	memcpy(data, s->text, s->n);
	ige(crypto, way, s->key, iv, data, cut);
	ige(crypto, way, s->key, iv, data + cut, another - cut);
	ige(crypto, way, s->key, iv, data + another, s->n - another);
	ck_assert_mem_eq(data, s->right, s->n);
	ck_assert_mem_eq(iv, s->last_iv, sizeof iv);
}

START_TEST(pieces_equal_the_whole_at_every_cut)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct pieces s;
	uint64_t seed = 2;
	uint32_t way;
	size_t cut, blocks;

	for (s.n = 0; s.n <= 600; s.n += BLOCK) {
		for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
			tu_fill(&seed, s.key, sizeof s.key);
			tu_fill(&seed, s.first_iv, sizeof s.first_iv);
			tu_fill(&seed, s.text, s.n);
			memcpy(s.last_iv, s.first_iv, sizeof s.last_iv);
			memcpy(s.right, s.text, s.n);
			ige(crypto, way, s.key, s.last_iv, s.right, s.n);
			for (cut = 0; cut <= s.n; cut += BLOCK) {
				blocks = (s.n - cut) / BLOCK + 1;
				check_cut(crypto, way, &s, cut, cut);
				check_cut(crypto, way, &s, cut, s.n);
				check_cut(crypto, way, &s, cut,
				          cut + tu_next(&seed) % blocks * BLOCK);
			}
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(rejects_lengths_that_are_no_multiple_of_16)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[32] = { 1 }, iv[32] = { 2 }, old_iv[32] = { 2 }, *data, *old;
	uint32_t way;
	size_t n;

	for (n = 1; n <= 600; n++) {
		if (n % BLOCK == 0)
			continue;
		data = tu_guarded(n);
		memset(data, 0x5a, n);
		old = tu_guarded_copy(data, n);
		for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
			ck_assert_int_eq(e2e_ige(crypto, way, key, iv, data, n),
			                 E2E_ERR_ARGUMENT);
			ck_assert_mem_eq(data, old, n);
			ck_assert_mem_eq(iv, old_iv, sizeof iv);
		}
		tu_guarded_free(old, n);
		tu_guarded_free(data, n);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(rejects_other_ways)
{
	static const uint32_t way[] = { 2, 3, 256, 0x80000000, UINT32_MAX };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[32] = { 1 }, iv[32] = { 2 }, old_iv[32] = { 2 };
	uint8_t data[32] = { 3 }, old[32] = { 3 };
	size_t i;

	for (i = 0; i < COUNT(way); i++) {
		ck_assert_int_eq(e2e_ige(crypto, way[i], key, iv, data, sizeof data),
		                 E2E_ERR_ARGUMENT);
		ck_assert_mem_eq(data, old, sizeof data);
		ck_assert_mem_eq(iv, old_iv, sizeof iv);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(nothing_to_do_touches_nothing)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[32] = { 1 }, iv[32] = { 2 }, old_iv[32] = { 2 }, *data = tu_guarded(0);
	uint32_t way;

	for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
		ige(crypto, way, key, iv, data, 0);
		ige(crypto, way, key, iv, NULL, 0);
		ck_assert_mem_eq(iv, old_iv, sizeof iv);
	}
	tu_guarded_free(data, 0);
	e2e_crypto_free(crypto);
}
END_TEST

/* Key, iv and data at every address modulo 16, and at one right before a guard page. */
START_TEST(works_at_any_address_and_stays_inside)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t text[112], right[112], key[32], first_iv[32], iv[32];
	uint8_t *k, *v, *d;
	uint64_t seed = 3;
	uint32_t way;
	size_t shift;

	tu_fill(&seed, text, sizeof text);
	tu_fill(&seed, key, sizeof key);
	tu_fill(&seed, first_iv, sizeof first_iv);
	for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
		memcpy(right, text, sizeof text);
		memcpy(iv, first_iv, sizeof iv);
		ige(crypto, way, key, iv, right, sizeof right);
		for (shift = 0; shift < BLOCK; shift++) {
			k = tu_guarded(32 + shift);
			v = tu_guarded(32 + shift);
			d = tu_guarded(sizeof text + shift);
			memcpy(k, key, sizeof key);
			memcpy(v, first_iv, sizeof iv);
			memcpy(d, text, sizeof text);
			ige(crypto, way, k, v, d, sizeof text);
			ck_assert_mem_eq(d, right, sizeof right);
			ck_assert_mem_eq(v, iv, sizeof iv);
			ck_assert_mem_eq(k, key, sizeof key);
			tu_guarded_free(k, 32 + shift);
			tu_guarded_free(v, 32 + shift);
			tu_guarded_free(d, sizeof text + shift);
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* A context that goes to and fro between keys and ways remembers nothing of them. */
START_TEST(calls_do_not_leave_traces_in_each_other)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i)), *fresh;
	uint8_t key[32], iv[32], same_iv[32], data[96], same[96];
	uint64_t seed = 4;
	int i;

	for (i = 0; i < 300; i++) {
		size_t n = tu_next(&seed) % 7 * BLOCK;
		uint32_t way = (uint32_t)(tu_next(&seed) % 2);

		tu_fill(&seed, key, sizeof key);
		tu_fill(&seed, iv, sizeof iv);
		tu_fill(&seed, data, sizeof data);
		memcpy(same, data, sizeof same);
		memcpy(same_iv, iv, sizeof iv);
		ige(crypto, way, key, iv, data, n);
		fresh = tu_crypto(tu_backend((size_t)_i));
		ige(fresh, way, key, same_iv, same, n);
		e2e_crypto_free(fresh);
		ck_assert_mem_eq(data, same, sizeof data);
		ck_assert_mem_eq(iv, same_iv, sizeof iv);
	}
	e2e_crypto_free(crypto);
}
END_TEST

TCase *
tb_case_ige(void)
{
	TCase *tc = tcase_create("ige");
	int n = (int)tu_backend_count();

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, known_answer_both_ways, 0, n);
	tcase_add_loop_test(tc, known_answer_of_zeros, 0, n);
	tcase_add_loop_test(tc, follows_the_definition_and_comes_back, 0, n);
	tcase_add_loop_test(tc, pieces_equal_the_whole_at_every_cut, 0, n);
	tcase_add_loop_test(tc, rejects_lengths_that_are_no_multiple_of_16, 0, n);
	tcase_add_loop_test(tc, rejects_other_ways, 0, n);
	tcase_add_loop_test(tc, nothing_to_do_touches_nothing, 0, n);
	tcase_add_loop_test(tc, works_at_any_address_and_stays_inside, 0, n);
	tcase_add_loop_test(tc, calls_do_not_leave_traces_in_each_other, 0, n);
	return tc;
}
