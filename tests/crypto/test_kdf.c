/* SPDX-License-Identifier: ISC */
/* The derivation of AES keys from message keys, for MTProto 1 and 2. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

struct pin {
	const char *msg_key, *aes_key, *aes_iv;
	uint32_t x;
};

/* Key 00..ff: gotd/td, crypto/kdf_v1_test.go and keys_old_test.go. */
static const struct pin pins_v1[] = {
	{ "000102030405060708090a0b0c0d0e0f",
	  "17d7295ca9213d1ab656acdb1ad48b2ea7f3a8f7095098d5508b900bbd5fccfc",
	  "2d7d16a65a84108e9805656caa474501cc580aa2edc33abfd0bfad785464d1c6", 0 },
	{ "000102030405060708090a0b0c0d0e0f",
	  "bb17b07eb91110647098b069bd1a9b6fe5c4bcc3c31f8e67e831d07a61085f68",
	  "5197fc1e25b41fe36f18b5a3a8b2b36cb2cb061f1f157b3514fe42e74fb58359", 8 },
};

/* Key K; the message keys of the vectors V1, V2-0 and V2-8. */
static const struct pin pin_v1_k = {
	"ff5c588acbf922092b5aab1d84464e4c",
	"ba2994ba2de59e52d51acb979d394ea287b7dcb56a326212eb0a22b5fa2128b4",
	"30e9f3a135fa262c92a9880b173fb372a17399868302a6e6f0c10e37471bf1a8", 0
};

static const struct pin pins_v2_k[] = {
	{ "39dbebf16c1334aafa0db1f7293e7889",
	  "838a39ed35db5de32aee195c6451552396643707217208883c66b3d7d317e65a",
	  "9d52c43ba74fddfd2b495b39cc42e695257d5bcb50062a8f804c2bcd9d195de7", 0 },
	{ "f82bef05a8e89a79a2c95e91e657ae2d",
	  "f07f560f04a47de75f83ab013df0425b2ac08f57b2a7dc7348c505275b719fd4",
	  "c726584b6ff2d22c8da4408a1ed908513c573299f698dc5c1ebc02f2be883b2a", 8 },
};

typedef int32_t kdf_fn(struct e2e_crypto *, uint8_t *, uint8_t *, const uint8_t *,
                       const uint8_t *, uint32_t);

static void
check_pin(kdf_fn *kdf, struct e2e_crypto *crypto, const uint8_t *key, const struct pin *pin)
{
	uint8_t msg_key[16], want_key[32], want_iv[32];
	uint8_t *aes_key = tu_guarded(32), *iv = tu_guarded(32);

	tu_hex(msg_key, sizeof msg_key, pin->msg_key);
	tu_hex(want_key, sizeof want_key, pin->aes_key);
	tu_hex(want_iv, sizeof want_iv, pin->aes_iv);
	ck_assert_int_eq(kdf(crypto, aes_key, iv, key, msg_key, pin->x), E2E_OK);
	ck_assert_mem_eq(aes_key, want_key, 32);
	ck_assert_mem_eq(iv, want_iv, 32);
	tu_guarded_free(aes_key, 32);
	tu_guarded_free(iv, 32);
}

/* scenario 23: the vectors of MTProto 1 */
START_TEST(gives_published_keys_of_mtproto_1)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	uint8_t *counted = tu_guarded(E2E_KEY_BYTES);
	size_t i;

	cu_count(counted, E2E_KEY_BYTES, 0);
	for (i = 0; i < CU_N(pins_v1); i++)
		check_pin(e2e_kdf_v1, crypto, counted, &pins_v1[i]);
	cu_key(crypto, &key);
	check_pin(e2e_kdf_v1, crypto, key.value, &pin_v1_k);
	tu_guarded_free(counted, E2E_KEY_BYTES);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 23: the vectors of MTProto 2 */
START_TEST(gives_published_keys_of_mtproto_2)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key;
	size_t i;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(pins_v2_k); i++)
		check_pin(e2e_kdf_v2, crypto, key.value, &pins_v2_k[i]);
	e2e_crypto_free(crypto);
}
END_TEST

static void
hash_two(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest, const uint8_t *a,
         size_t a_n, const uint8_t *b, size_t b_n)
{
	uint8_t joined[128];
	struct e2e_bytes part = { joined, a_n + b_n };

	ck_assert(a_n + b_n <= sizeof joined);
	memcpy(joined, a, a_n);
	memcpy(joined + a_n, b, b_n);
	ck_assert_int_eq(e2e_hash(crypto, algorithm, digest, &part, 1), E2E_OK);
}

/* DOC api/end-to-end: aes_key = a[0..8) b[8..24) a[24..32), iv with a and b exchanged. */
static void
naive_v2(struct e2e_crypto *crypto, uint8_t *aes_key, uint8_t *iv, const uint8_t *key,
         const uint8_t *msg_key, uint32_t x)
{
	uint8_t a[32], b[32];

	hash_two(crypto, E2E_HASH_SHA256, a, msg_key, 16, key + x, 36);
	hash_two(crypto, E2E_HASH_SHA256, b, key + 40 + x, 36, msg_key, 16);
	memcpy(aes_key, a, 32);
	memcpy(aes_key + 8, b + 8, 16);
	memcpy(iv, b, 32);
	memcpy(iv + 8, a + 8, 16);
}

/* DOC api/end-to-end_v1. */
static void
naive_v1(struct e2e_crypto *crypto, uint8_t *aes_key, uint8_t *iv, const uint8_t *key,
         const uint8_t *msg_key, uint32_t x)
{
	uint8_t a[20], b[20], c[20], d[20], mid[32];

	memcpy(mid, msg_key, 16);
	memcpy(mid + 16, key + 48 + x, 16);
	hash_two(crypto, E2E_HASH_SHA1, a, msg_key, 16, key + x, 32);
	hash_two(crypto, E2E_HASH_SHA1, b, key + 32 + x, 16, mid, 32);
	hash_two(crypto, E2E_HASH_SHA1, c, key + 64 + x, 32, msg_key, 16);
	hash_two(crypto, E2E_HASH_SHA1, d, msg_key, 16, key + 96 + x, 32);
	memcpy(aes_key, a, 8);
	memcpy(aes_key + 8, b + 8, 12);
	memcpy(aes_key + 20, c + 4, 12);
	memcpy(iv, a + 8, 12);
	memcpy(iv + 12, b, 8);
	memcpy(iv + 20, c + 16, 4);
	memcpy(iv + 24, d, 8);
}

START_TEST(agrees_with_the_formulas_on_any_key)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[E2E_KEY_BYTES], msg_key[16], aes_key[32], iv[32], want_key[32], want_iv[32];
	uint64_t seed = 1;
	uint32_t x;
	int round;

	for (round = 0; round < 50; round++) {
		tu_fill(&seed, key, sizeof key);
		tu_fill(&seed, msg_key, sizeof msg_key);
		x = round % 2 == 0 ? 0 : 8;
		ck_assert_int_eq(e2e_kdf_v2(crypto, aes_key, iv, key, msg_key, x), E2E_OK);
		naive_v2(crypto, want_key, want_iv, key, msg_key, x);
		ck_assert_mem_eq(aes_key, want_key, 32);
		ck_assert_mem_eq(iv, want_iv, 32);
		ck_assert_int_eq(e2e_kdf_v1(crypto, aes_key, iv, key, msg_key, x), E2E_OK);
		naive_v1(crypto, want_key, want_iv, key, msg_key, x);
		ck_assert_mem_eq(aes_key, want_key, 32);
		ck_assert_mem_eq(iv, want_iv, 32);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(refuses_every_other_x)
{
	static const uint32_t more[] = { 0x80000000, 0x80000008, 0xfffffff8, UINT32_MAX };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t key[E2E_KEY_BYTES] = { 0 }, msg_key[16] = { 0 }, aes_key[32], iv[32];
	uint32_t i, x;

	for (i = 0; i < 300 + CU_N(more); i++) {
		x = i < 300 ? i : more[i - 300];
		if (x == 0 || x == 8)
			continue;
		ck_assert_int_eq(e2e_kdf_v1(crypto, aes_key, iv, key, msg_key, x),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_kdf_v2(crypto, aes_key, iv, key, msg_key, x),
		                 E2E_ERR_ARGUMENT);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* Whatever hash call fails, the derivation fails; with none it does not. */
START_TEST(reports_a_failing_hash)
{
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	uint8_t key[E2E_KEY_BYTES] = { 0 }, msg_key[16] = { 0 }, aes_key[32], iv[32];
	size_t at;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	for (at = 1; at <= 4; at++) {
		cu_faults.hash = at;
		ck_assert_int_eq(e2e_kdf_v1(crypto, aes_key, iv, key, msg_key, 0),
		                 E2E_ERR_BACKEND);
	}
	for (at = 1; at <= 2; at++) {
		cu_faults.hash = at;
		ck_assert_int_eq(e2e_kdf_v2(crypto, aes_key, iv, key, msg_key, 8),
		                 E2E_ERR_BACKEND);
	}
	ck_assert_int_eq(e2e_kdf_v2(crypto, aes_key, iv, key, msg_key, 8), E2E_OK);
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ gives_published_keys_of_mtproto_1 },
		{ gives_published_keys_of_mtproto_2 },
		{ agrees_with_the_formulas_on_any_key },
		{ refuses_every_other_x },
		{ reports_a_failing_hash },
	};

	return tu_run(cu_suite("kdf", tests, CU_N(tests)));
}
