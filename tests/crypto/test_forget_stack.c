/* SPDX-License-Identifier: ISC */
/*
 * What is left behind on the stack by each operation, down to what a library left below our frames:
 * it is searched for every 8 bytes of every secret (stackutil.h).
 */
#include "config.h"

#include "tests/util/stackutil.h"

#include <stdio.h>
#include <string.h>

#define TEXT_N      96
#define SECRETS_MAX 8
#define CREATOR_X   0
#define CLIENT_X    0

struct secret {
	const char *name;
	const uint8_t *p;
	size_t n;
};

/* Nothing of it is on a stack, so that no copy is the test's own. */
struct work {
	struct e2e_crypto *crypto;
	struct e2e_key key;
	struct e2e_file_key file_key;
	struct e2e_file file;
	struct e2e_dh_group group;
	struct e2e_cloud_message message;
	struct e2e_bind_temp_key bind;
	struct e2e_bytes got;
	uint8_t value[E2E_KEY_BYTES], exponent[E2E_DH_BYTES], public_value[E2E_DH_BYTES];
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES], chain[E2E_AES_IV_BYTES];
	uint8_t text[TEXT_N], data[TEXT_N], hash[E2E_KEY_HASH_BYTES];
	uint8_t packet[E2E_CLOUD_ROOM(TEXT_N)], plain[E2E_CLOUD_ROOM(TEXT_N)];
	size_t n;
	struct secret secret[SECRETS_MAX];
	size_t n_secrets;
	int32_t err;
};

static struct work w;

/* ---- Searching --------------------------------------------------------------------------- */

static void
secret(const char *name, const uint8_t *p, size_t n)
{
	ck_assert_uint_lt(w.n_secrets, SECRETS_MAX);
	w.secret[w.n_secrets++] = (struct secret){ name, p, n };
}

/* ---- Operations, each with what it must not leave --------------------------------------- */

static void
make_file_key(void)
{
	w.err = e2e_file_key_new(w.crypto, &w.file_key);
}

static void
set_file_key(void)
{
	w.err = e2e_file_key_set(w.crypto, &w.file_key, w.aes_key, sizeof w.aes_key, w.aes_iv,
	                         sizeof w.aes_iv);
}

static void
encrypt_file(void)
{
	w.err = e2e_file_start(&w.file, &w.file_key, E2E_ENCRYPT, TEXT_N, E2E_FILE_PAD_ZERO, NULL);
	if (w.err == E2E_OK)
		w.err = e2e_file_encrypt(w.crypto, &w.file, w.data, sizeof w.data, &w.n, w.text,
		                         TEXT_N);
}

static void
decrypt_file(void)
{
	w.err = e2e_file_start(&w.file, &w.file_key, E2E_DECRYPT, TEXT_N, E2E_FILE_PAD_ZERO, NULL);
	if (w.err == E2E_OK)
		w.err = e2e_file_decrypt(w.crypto, &w.file, w.plain, sizeof w.plain, &w.n, w.data,
		                         TEXT_N);
}

static void
encrypt_ige(void)
{
	memcpy(w.data, w.text, TEXT_N);
	memcpy(w.chain, w.aes_iv, sizeof w.chain);
	w.err = e2e_ige(w.crypto, E2E_ENCRYPT, w.aes_key, w.chain, w.data, TEXT_N);
}

static void
decrypt_ige(void)
{
	memcpy(w.chain, w.aes_iv, sizeof w.chain);
	w.err = e2e_ige(w.crypto, E2E_DECRYPT, w.aes_key, w.chain, w.data, TEXT_N);
}

static void
set_key(void)
{
	w.err = e2e_key_set(w.crypto, &w.key, w.value);
}

static void
hash_key(void)
{
	w.err = e2e_key_hash(w.crypto, w.hash, &w.key, &w.key);
}

static void
seal(void)
{
	w.err = e2e_message_seal(w.crypto, w.packet, sizeof w.packet, &w.n, &w.key, E2E_CREATOR,
	                         NULL, w.text, TEXT_N);
}

static void
open_sealed(void)
{
	w.err = e2e_message_open(w.crypto, &w.got, w.plain, sizeof w.plain, &w.key, E2E_CREATOR,
	                         w.packet, w.n);
}

static void
seal_v1(void)
{
	w.err = e2e_message_seal_v1(w.crypto, w.packet, sizeof w.packet, &w.n, &w.key, w.text,
	                            TEXT_N);
}

static void
open_v1(void)
{
	w.err = e2e_message_open_v1(w.crypto, &w.got, w.plain, sizeof w.plain, &w.key, w.packet,
	                            w.n);
}

static void
cloud_seal(void)
{
	w.message.body = (struct e2e_bytes){ w.text, TEXT_N };
	w.message.msg_id = 4;
	w.err = e2e_cloud_seal(w.crypto, w.packet, sizeof w.packet, &w.n, &w.key, E2E_CLIENT, NULL,
	                       &w.message);
}

static void
cloud_open(void)
{
	w.err = e2e_cloud_open(w.crypto, &w.message, w.plain, sizeof w.plain, &w.key, E2E_CLIENT,
	                       w.message.session_id, w.packet, w.n);
}

static void
bind_key(void)
{
	w.bind.msg_id = 4;
	w.err = e2e_bind_temp_key_seal(w.crypto, w.packet, &w.key, &w.bind);
}

static void
make_exponent(void)
{
	w.err = e2e_dh_keypair(w.crypto, &w.group, w.exponent, w.public_value, NULL, 0);
}

static void
agree(void)
{
	w.err = e2e_dh_agree(w.crypto, &w.key, &w.group, w.exponent, w.public_value, E2E_DH_BYTES);
}

/* ---- What they must not leave ------------------------------------------------------------- */

static void
file_secrets(void)
{
	secret("key of a file", w.file_key.key, sizeof w.file_key.key);
	secret("iv of a file", w.file_key.iv, sizeof w.file_key.iv);
	secret("text", w.text, TEXT_N);
}

static void
ige_secrets(void)
{
	secret("AES key", w.aes_key, sizeof w.aes_key);
	secret("AES iv", w.aes_iv, sizeof w.aes_iv);
	secret("text", w.text, TEXT_N);
}

static void
key_secrets(void)
{
	secret("shared key", w.value, sizeof w.value);
}

static void
message_secrets(void)
{
	key_secrets();
	ck_assert_int_eq(e2e_kdf_v2(w.crypto, w.aes_key, w.aes_iv, w.value, w.packet + 8,
	                            CREATOR_X),
	                 E2E_OK);
	secret("AES key", w.aes_key, sizeof w.aes_key);
	secret("AES iv", w.aes_iv, sizeof w.aes_iv);
	secret("text", w.text, TEXT_N);
}

static void
v1_secrets(void)
{
	key_secrets();
	ck_assert_int_eq(e2e_kdf_v1(w.crypto, w.aes_key, w.aes_iv, w.value, w.packet + 8,
	                            CLIENT_X),
	                 E2E_OK);
	secret("AES key", w.aes_key, sizeof w.aes_key);
	secret("AES iv", w.aes_iv, sizeof w.aes_iv);
	secret("text", w.text, TEXT_N);
}

static void
bind_secrets(void)
{
	key_secrets();
	ck_assert_int_eq(e2e_kdf_v1(w.crypto, w.aes_key, w.aes_iv, w.value, w.packet + 8,
	                            CLIENT_X),
	                 E2E_OK);
	secret("AES key", w.aes_key, sizeof w.aes_key);
	secret("AES iv", w.aes_iv, sizeof w.aes_iv);
}

static void
exponent_secrets(void)
{
	secret("exponent", w.exponent, sizeof w.exponent);
}

static void
agreed_secrets(void)
{
	exponent_secrets();
	secret("agreed key", w.key.value, sizeof w.key.value);
}

struct operation {
	const char *name;
	void (*run)(void);
	void (*secrets)(void);
};

static const struct operation operations[] = {
	{ "e2e_file_key_new", make_file_key, file_secrets },
	{ "e2e_file_encrypt", encrypt_file, file_secrets },
	{ "e2e_file_decrypt", decrypt_file, file_secrets },
	{ "e2e_file_key_set", set_file_key, file_secrets },
	{ "e2e_ige, encrypting", encrypt_ige, ige_secrets },
	{ "e2e_ige, decrypting", decrypt_ige, ige_secrets },
	{ "e2e_key_set", set_key, key_secrets },
	{ "e2e_key_hash", hash_key, key_secrets },
	{ "e2e_message_seal", seal, message_secrets },
	{ "e2e_message_open", open_sealed, message_secrets },
	{ "e2e_message_seal_v1", seal_v1, v1_secrets },
	{ "e2e_message_open_v1", open_v1, v1_secrets },
	{ "e2e_cloud_seal", cloud_seal, message_secrets },
	{ "e2e_cloud_open", cloud_open, message_secrets },
	{ "e2e_bind_temp_key_seal", bind_key, bind_secrets },
	{ "e2e_dh_keypair", make_exponent, exponent_secrets },
	{ "e2e_dh_agree", agree, agreed_secrets },
};

#define OPERATIONS (sizeof operations / sizeof operations[0])

/* ---- The tests ----------------------------------------------------------------------------- */

static void
begin(int backend)
{
	memset(&w, 0, sizeof w);
	w.crypto = tu_crypto(tu_backend((size_t)backend));
	w.key = (struct e2e_key)E2E_KEY_INIT;
	w.file_key = (struct e2e_file_key)E2E_FILE_KEY_INIT;
	w.file = (struct e2e_file)E2E_FILE_INIT;
	w.group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	w.message = (struct e2e_cloud_message)E2E_CLOUD_MESSAGE_INIT;
	w.bind = (struct e2e_bind_temp_key)E2E_BIND_TEMP_KEY_INIT;
	e2e_dh_group_known(&w.group);
	ck_assert_int_eq(e2e_random(w.crypto, w.value, sizeof w.value), E2E_OK);
	ck_assert_int_eq(e2e_random(w.crypto, w.aes_key, sizeof w.aes_key), E2E_OK);
	ck_assert_int_eq(e2e_random(w.crypto, w.aes_iv, sizeof w.aes_iv), E2E_OK);
	ck_assert_int_eq(e2e_random(w.crypto, w.text, sizeof w.text), E2E_OK);
}

/* Pieces of OPERATION's secrets on the stack that it leaves, with a line for each secret. */
static size_t
left_by(const struct operation *operation)
{
	uint8_t *stack = su_after(operation->run);
	size_t found = 0;

	ck_assert_msg(w.err == E2E_OK, "%s: %s", operation->name, e2e_strerror(w.err));
	w.n_secrets = 0;
	operation->secrets();
	for (size_t i = 0; i < w.n_secrets; i++) {
		size_t n = su_count(stack, w.secret[i].p, w.secret[i].n);

		if (n > 0)
			fprintf(stderr, "%s leaves %zu pieces of: %s\n", operation->name, n,
			        w.secret[i].name);
		found += n;
	}
	su_free(stack);
	return found;
}

START_TEST(leaves_no_secret_on_the_stack)
{
	size_t found = 0;

	if (!su_is_searchable)
		return;
	begin(_i);
	/* twice: what is bound lazily saves registers the first time */
	for (size_t i = 0; i < 2 * OPERATIONS; i++)
		found += left_by(&operations[i % OPERATIONS]);
	ck_assert_uint_eq(found, 0);
	e2e_crypto_free(w.crypto);
}
END_TEST

/* An operation that leaves what it must not: the search is no empty one. */
static void
leave_the_text(void)
{
	volatile uint8_t copy[TEXT_N];

	for (size_t i = 0; i < TEXT_N; i++)
		copy[i] = w.text[i];
	w.err = copy[0] == w.text[0] ? E2E_OK : E2E_ERR_STATE;
}

START_TEST(finds_what_is_left_on_the_stack)
{
	const struct operation careless = { "a test", leave_the_text, ige_secrets };

	if (!su_is_searchable)
		return;
	begin(_i);
	ck_assert_uint_gt(left_by(&careless), 0);
	e2e_crypto_free(w.crypto);
}
END_TEST

/* ---- A library that fails ------------------------------------------------------------------ */

static struct e2e_backend inner;
static unsigned hashes_left; /* that go well */

/* It fails with all of its input still on the stack. */
static int32_t
hash_and_fail(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
              size_t n_parts)
{
	volatile uint8_t copy[512];
	size_t n = 0;

	if (hashes_left > 0) {
		hashes_left--;
		return inner.hash(state, algorithm, digest, part, n_parts);
	}
	for (size_t i = 0; i < n_parts; i++)
		for (size_t k = 0; k < part[i].n && n < sizeof copy; k++)
			copy[n++] = part[i].p[k];
	return n > 0 && copy[0] == part[0].p[0] ? E2E_ERR_BACKEND : E2E_ERR_NOMEM;
}

/* Each hash of sealing and opening is the one that fails once. */
START_TEST(leaves_no_secret_where_a_hash_fails)
{
	static void (*const run[])(void) = { seal, open_sealed, seal_v1, open_v1, cloud_seal,
		                             cloud_open, bind_key };
	struct e2e_backend failing;
	struct e2e_crypto *good;
	size_t found = 0;

	if (!su_is_searchable)
		return;
	begin(_i);
	inner = failing = *tu_backend((size_t)_i);
	failing.hash = hash_and_fail;
	good = w.crypto;
	w.crypto = tu_crypto(&failing);
	for (size_t i = 0; i < sizeof run / sizeof run[0]; i++) {
		for (unsigned n = 0; n < 16; n++) {
			uint8_t *stack;

			hashes_left = 16;
			set_key();
			if (i % 2 == 1)
				run[i - 1](); /* what is to be opened */
			hashes_left = n;
			stack = su_after(run[i]);
			w.n_secrets = 0;
			key_secrets();
			secret("text", w.text, TEXT_N);
			for (size_t k = 0; k < w.n_secrets && w.err != E2E_OK; k++)
				found += su_count(stack, w.secret[k].p, w.secret[k].n);
			su_free(stack);
			if (w.err == E2E_OK)
				break;
		}
		ck_assert_int_eq(w.err, E2E_OK); /* with enough of them */
	}
	ck_assert_uint_eq(found, 0);
	e2e_crypto_free(w.crypto);
	e2e_crypto_free(good);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("forget_stack");
	TCase *stack = tcase_create("stack");
	int n = (int)tu_backend_count();

	tcase_set_timeout(stack, 600);
	tcase_add_loop_test(stack, finds_what_is_left_on_the_stack, 0, n);
	tcase_add_loop_test(stack, leaves_no_secret_on_the_stack, 0, n);
	tcase_add_loop_test(stack, leaves_no_secret_where_a_hash_fails, 0, n);
	suite_add_tcase(suite, stack);
	return tu_run(suite);
}
