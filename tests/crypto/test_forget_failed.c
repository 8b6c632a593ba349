/* SPDX-License-Identifier: ISC */
/* What is left behind where something fails in the middle, and by the IGE of the backends. */
#include "config.h"

#include "backends/ige.h"
#include "tests/util/cryptoutil.h"
#include "tests/util/stackutil.h"

#include <string.h>

#define FILL   0x77
#define TEXT_N 96

/* Nothing of it is on a stack, so that no copy is the test's own. */
static struct {
	uint8_t iv[E2E_AES_IV_BYTES], text[TEXT_N], data[TEXT_N];
	uint8_t before[E2E_I_BLOCK]; /* what CBC goes on from           */
	size_t blocks;               /* so many are decrypted, then it fails */
	int32_t err;
} w;

/* ---- Randomness that fails ----------------------------------------------------------------- */

/* A context over backend number BACKEND whose draw number N fails. */
static struct e2e_crypto *
failing_at(int backend, struct e2e_backend *faulty, size_t n)
{
	cu_faulty_backend(faulty, tu_backend((size_t)backend));
	cu_faults.random = n;
	return tu_crypto(faulty);
}

/* The padding is drawn last: the key's identity and its times stand in front of it by then. */
START_TEST(wipes_a_binding_that_could_not_be_sealed)
{
	for (size_t n = 1; n <= 2; n++) {
		struct e2e_backend faulty;
		struct e2e_crypto *crypto = failing_at(_i, &faulty, n);
		struct e2e_key key = E2E_KEY_INIT;
		struct e2e_bind_temp_key bind = E2E_BIND_TEMP_KEY_INIT;
		uint8_t message[E2E_BIND_BYTES];

		cu_key(crypto, &key);
		bind.msg_id = 4;
		bind.nonce = bind.temp_auth_key_id = bind.temp_session_id = 0x0102030405060708;
		memset(message, FILL, sizeof message);
		ck_assert_int_eq(e2e_bind_temp_key_seal(crypto, message, &key, &bind),
		                 E2E_ERR_BACKEND);
		ck_assert(tu_all_zero(message, sizeof message));
		e2e_key_wipe(&key);
		e2e_crypto_free(crypto);
	}
}
END_TEST

/* The text is copied to where it is encrypted before the rest of its last block is drawn. */
START_TEST(wipes_a_text_that_could_not_be_encrypted)
{
	const char text[] = "a text that is no multiple of sixteen";
	struct e2e_backend faulty;
	struct e2e_crypto *crypto = failing_at(_i, &faulty, 0);
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t out[64];
	size_t n = 9;

	ck_assert_int_eq(e2e_file_key_new(crypto, &key), E2E_OK);
	cu_faults.random = 1;
	ck_assert_int_eq(e2e_file_start(&file, &key, E2E_ENCRYPT, sizeof text,
	                                E2E_FILE_PAD_RANDOM, NULL),
	                 E2E_OK);
	memset(out, FILL, sizeof out);
	ck_assert_int_eq(e2e_file_encrypt(crypto, &file, out, sizeof out, &n,
	                                  (const uint8_t *)text, sizeof text),
	                 E2E_ERR_BACKEND);
	ck_assert(cu_wiped_or_untouched(out, 48, FILL));
	ck_assert(!cu_shows(out, sizeof out, (const uint8_t *)text, sizeof text));
	e2e_file_wipe(&file);
	e2e_crypto_free(crypto);
}
END_TEST

/* ---- IGE, without what erases the stack below it -------------------------------------- */

/* As good as no cipher, and so none that leaves anything on the stack itself. */
static int32_t
encrypt_cbc(void *cipher, uint8_t *data, size_t n)
{
	(void)cipher;
	for (size_t i = 0; i < n; i++) {
		uint8_t *before = &w.before[i % E2E_I_BLOCK];

		*before = data[i] = (uint8_t)((data[i] ^ *before) + 0x35);
	}
	return E2E_OK;
}

static int32_t
decrypt_xor(void *cipher, uint8_t pair[2 * E2E_I_BLOCK])
{
	(void)cipher;
	for (size_t i = 0; i < E2E_I_BLOCK; i++)
		pair[E2E_I_BLOCK + i] = (uint8_t)(pair[E2E_I_BLOCK + i] - 0x35) ^ pair[i];
	return w.blocks-- > 1 ? E2E_OK : E2E_ERR_BACKEND;
}

static const struct e2e_i_ige ige = { NULL, encrypt_cbc, decrypt_xor };

static void
encrypt(void)
{
	w.err = e2e_i_ige_encrypt(&ige, w.iv, w.data, sizeof w.data);
}

static void
decrypt(void)
{
	w.err = e2e_i_ige_decrypt(&ige, w.iv, w.data, sizeof w.data);
}

/* Pieces of SECRET that RUN leaves. */
static size_t
left_by(void (*run)(void), int32_t err, const uint8_t *secret, size_t n)
{
	uint8_t *stack;
	size_t found;

	memset(w.iv, 1, sizeof w.iv);
	memset(w.before, 1, sizeof w.before);
	stack = su_after(run);
	ck_assert_int_eq(w.err, err);
	found = su_count(stack, secret, n);
	su_free(stack);
	return found;
}

/*
 * Decrypting fails at the second block, whose text is then in memory of ours, combined with the
 * third one.  (The last one a compiler may have in a register that it saves, see doc/design.md,
 * "The stack below".)
 */
START_TEST(leaves_no_block_of_a_text_behind_in_ige)
{
	uint8_t *const second = w.text + E2E_I_BLOCK;
	static uint8_t secret[E2E_I_BLOCK];
	uint64_t seed = 5;
	size_t found = 0;

	(void)_i;
	if (!su_is_searchable)
		return;
	tu_fill(&seed, w.text, sizeof w.text);
	for (int round = 0; round < 2; round++) { /* what is bound lazily saves registers */
		memcpy(w.data, w.text, sizeof w.data);
		found = left_by(encrypt, E2E_OK, w.text, TEXT_N);
		e2e_i_ige_xor(secret, second, w.data + 2 * E2E_I_BLOCK);
		w.blocks = 2;
		found += left_by(decrypt, E2E_ERR_BACKEND, secret, sizeof secret);
		ck_assert_mem_eq(w.data, w.text, 2 * E2E_I_BLOCK);
	}
	ck_assert_uint_eq(found, 0);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ wipes_a_binding_that_could_not_be_sealed },
		{ wipes_a_text_that_could_not_be_encrypted },
		{ leaves_no_block_of_a_text_behind_in_ige },
	};

	return tu_run(cu_suite("forget_failed", tests, CU_N(tests)));
}
