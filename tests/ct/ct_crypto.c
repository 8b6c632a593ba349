/* SPDX-License-Identifier: ISC */
/*
 * Everything that touches a secret, run under valgrind with the secrets marked as
 * undefined: it then reports each branch and each address that depends on one.
 *
 *     ct_crypto          all functions over all built-in backends
 *     ct_crypto leak     branch on a secret, to see that valgrind reports it
 */
#include "config.h"

#include "base/ct.h"
#include "tools/common/wrap.h"

#include <e2e/e2e.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#define TEXT_N 64
#define ROOM   E2E_CLOUD_ROOM(TEXT_N)

#define SECRET(p, n) VALGRIND_MAKE_MEM_UNDEFINED(p, n)
#define PUBLIC(p, n) VALGRIND_MAKE_MEM_DEFINED(p, n)

/*
 * Takes the place of the library's own, which does nothing: the verdict BIT is meant
 * to be known from here on.
 */
uint32_t
e2e_i_ct_declassify(uint32_t bit)
{
	PUBLIC(&bit, sizeof bit);
	return bit;
}

static void
fail(const char *what, int32_t result)
{
	fprintf(stderr, "ct_crypto: %s: %s\n", what, e2e_strerror(result));
	exit(2);
}

/* RESULT is public: every function returns it after its verdict. */
static void
expect(const char *what, int32_t result, int32_t right)
{
	if (VALGRIND_CHECK_MEM_IS_DEFINED(&result, sizeof result) != 0)
		fprintf(stderr, "ct_crypto: %s: its result depends on a secret\n", what);
	PUBLIC(&result, sizeof result);
	if (result != right)
		fail(what, result);
}

static void
ok(const char *what, int32_t result)
{
	expect(what, result, E2E_OK);
}

/* ---- A backend whose randomness is the same each time and secret ----------------------- */

struct secret_random {
	struct wrap wrap;
	uint64_t counter;
};

static int32_t
secret_random(void *user, void *state, uint8_t *out, size_t n)
{
	struct secret_random *random = user;
	size_t i;

	(void)state;
	for (i = 0; i < n; i++) {
		random->counter = random->counter * UINT64_C(6364136223846793005) +
		                  1442695040888963407;
		out[i] = (uint8_t)(random->counter >> 56);
	}
	SECRET(out, n);
	return E2E_OK;
}

/* RANDOM is filled, and must stay. */
static struct e2e_crypto *
secret_crypto(struct secret_random *random, const struct e2e_backend *inner)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_crypto *crypto;
	struct e2e_backend backend;

	*random = (struct secret_random){
		.wrap = { .inner = inner, .name = "secret", .user = random, .random = secret_random },
	};
	backend = wrap_backend(&random->wrap);
	config.backend = &backend;
	ok("crypto_new", e2e_crypto_new(&crypto, &config));
	return crypto;
}

/* ---- The functions ------------------------------------------------------------------------ */

struct secrets {
	struct e2e_crypto *crypto;
	struct e2e_key key;
	uint8_t text[TEXT_N];
	uint8_t packet[ROOM], plain[ROOM];
	size_t n;
};

/* Bytes that are all different from each other, and secret. */
static void
secret_bytes(uint8_t *out, size_t n, unsigned from)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (uint8_t)(151 * i + from);
	SECRET(out, n);
}

/* The key is secret; its fingerprint is sent with every packet. */
static void
run_key(struct secrets *s)
{
	uint8_t value[E2E_KEY_BYTES], hash[E2E_KEY_HASH_BYTES];
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	uint8_t msg_key[E2E_MSG_KEY_BYTES] = { 1, 2, 3 };

	secret_bytes(value, sizeof value, 7);
	s->key = (struct e2e_key)E2E_KEY_INIT;
	ok("key_set", e2e_key_set(s->crypto, &s->key, value));
	PUBLIC(&s->key.fingerprint, sizeof s->key.fingerprint);
	ok("key_hash", e2e_key_hash(s->crypto, hash, &s->key, NULL));
	ok("kdf_v1", e2e_kdf_v1(s->crypto, aes_key, aes_iv, value, msg_key, 0));
	ok("kdf_v1", e2e_kdf_v1(s->crypto, aes_key, aes_iv, value, msg_key, 8));
	ok("kdf_v2", e2e_kdf_v2(s->crypto, aes_key, aes_iv, value, msg_key, 0));
	ok("kdf_v2", e2e_kdf_v2(s->crypto, aes_key, aes_iv, value, msg_key, 8));
	ok("ige", e2e_ige(s->crypto, E2E_ENCRYPT, aes_key, aes_iv, s->text, TEXT_N));
	ok("ige", e2e_ige(s->crypto, E2E_DECRYPT, aes_key, aes_iv, s->text, TEXT_N));
}

/* Packets are what the server sees. */
static void
sent(struct secrets *s)
{
	PUBLIC(s->packet, s->n);
}

/* Where a packet is changed: key id, msg_key, first, middle and last block. */
static size_t
place(const struct secrets *s, int i)
{
	const size_t at[] = { 0, 8, 23, 24, 40, s->n / 2, s->n - 17, s->n - 1 };

	return at[i];
}

#define PLACES 8

static int32_t
refusal(int i)
{
	return i == 0 ? E2E_REFUSED_KEY_ID : E2E_REFUSED_FORGED;
}

static int32_t
open_v2(struct secrets *s, uint32_t sender)
{
	struct e2e_bytes payload;

	return e2e_message_open(s->crypto, &payload, s->plain, ROOM, &s->key, sender, s->packet,
	                        s->n);
}

static void
run_message(struct secrets *s)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	int i;

	secret_bytes(s->text, TEXT_N, 3);
	for (padding.policy = 0; padding.policy <= E2E_PADDING_MINIMAL; padding.policy++) {
		ok("message_seal", e2e_message_seal(s->crypto, s->packet, ROOM, &s->n, &s->key,
		                                    E2E_CREATOR, &padding, s->text, TEXT_N));
		sent(s);
		ok("message_open", open_v2(s, E2E_CREATOR));
		expect("message_open", open_v2(s, E2E_ACCEPTOR), E2E_REFUSED_FORGED);
		for (i = 0; i < PLACES; i++) {
			s->packet[place(s, i)] ^= 0x40;
			expect("message_open", open_v2(s, E2E_CREATOR), refusal(i));
			s->packet[place(s, i)] ^= 0x40;
		}
	}
}

static int32_t
open_v1(struct secrets *s)
{
	struct e2e_bytes payload;

	return e2e_message_open_v1(s->crypto, &payload, s->plain, ROOM, &s->key, s->packet, s->n);
}

static void
run_message_v1(struct secrets *s)
{
	int i;

	secret_bytes(s->text, TEXT_N, 3);
	ok("message_seal_v1", e2e_message_seal_v1(s->crypto, s->packet, ROOM, &s->n, &s->key,
	                                          s->text, TEXT_N));
	sent(s);
	ok("message_open_v1", open_v1(s));
	for (i = 0; i < PLACES - 2; i++) { /* the padding is not authenticated */
		s->packet[place(s, i)] ^= 0x40;
		expect("message_open_v1", open_v1(s), refusal(i));
		s->packet[place(s, i)] ^= 0x40;
	}
}

static int32_t
open_cloud(struct secrets *s, uint32_t sender)
{
	struct e2e_cloud_message message = E2E_CLOUD_MESSAGE_INIT;

	return e2e_cloud_open(s->crypto, &message, s->plain, ROOM, &s->key, sender, 5, s->packet,
	                      s->n);
}

static void
run_cloud(struct secrets *s)
{
	struct e2e_cloud_message message = E2E_CLOUD_MESSAGE_INIT;
	int i;

	secret_bytes(s->text, TEXT_N, 3);
	message.session_id = 5;
	message.msg_id = 400;
	message.body = (struct e2e_bytes){ s->text, TEXT_N };
	ok("cloud_seal", e2e_cloud_seal(s->crypto, s->packet, ROOM, &s->n, &s->key, E2E_CLIENT,
	                                NULL, &message));
	sent(s);
	ok("cloud_open", open_cloud(s, E2E_CLIENT));
	for (i = 0; i < PLACES; i++) {
		s->packet[place(s, i)] ^= 0x40;
		expect("cloud_open", open_cloud(s, E2E_CLIENT), refusal(i));
		s->packet[place(s, i)] ^= 0x40;
	}
}

static void
run_bind(struct secrets *s)
{
	struct e2e_bind_temp_key bind = E2E_BIND_TEMP_KEY_INIT;
	uint8_t message[E2E_BIND_BYTES];

	bind.msg_id = 400;
	bind.nonce = 9;
	ok("bind_temp_key_seal", e2e_bind_temp_key_seal(s->crypto, message, &s->key, &bind));
}

static void
run_dh(struct secrets *s)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t secret_exp[E2E_DH_BYTES], g_a[E2E_DH_BYTES], server[256] = { 1, 2, 3 };

	e2e_dh_group_known(&group);
	ok("dh_keypair", e2e_dh_keypair(s->crypto, &group, secret_exp, g_a, server,
	                                sizeof server));
	PUBLIC(g_a, sizeof g_a);
	secret_bytes(secret_exp, sizeof secret_exp, 11); /* whatever it was marked as */
	ok("dh_agree", e2e_dh_agree(s->crypto, &key, &group, secret_exp, g_a, sizeof g_a));
}

/* The two pieces of a file of TEXT_N - 3 bytes, there or back. */
static void
run_file_pieces(struct secrets *s, struct e2e_file *file,
                int32_t (*step)(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *out,
                                size_t room, size_t *out_n, const uint8_t *in, size_t n),
                size_t n)
{
	size_t out_n;

	ok("file", step(s->crypto, file, s->text, TEXT_N, &out_n, s->text, 32));
	ok("file", step(s->crypto, file, s->text + 32, TEXT_N - 32, &out_n, s->text + 32, n - 32));
	ok("file_end", e2e_file_end(file));
}

static void
run_file(struct secrets *s)
{
	struct e2e_file_key file_key = E2E_FILE_KEY_INIT;
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t key[E2E_AES_KEY_BYTES], iv[E2E_AES_IV_BYTES];

	secret_bytes(key, sizeof key, 1);
	secret_bytes(iv, sizeof iv, 2);
	secret_bytes(s->text, TEXT_N, 3);
	ok("file_key_set", e2e_file_key_set(s->crypto, &file_key, key, sizeof key, iv, sizeof iv));
	ok("file_key_new", e2e_file_key_new(s->crypto, &file_key));
	ok("file_start", e2e_file_start(&file, &file_key, E2E_ENCRYPT, TEXT_N - 3,
	                                E2E_FILE_PAD_RANDOM, NULL));
	run_file_pieces(s, &file, e2e_file_encrypt, TEXT_N - 3);
	PUBLIC(s->text, TEXT_N);
	ok("file_start", e2e_file_start(&file, &file_key, E2E_DECRYPT, TEXT_N - 3,
	                                E2E_FILE_PAD_ZERO, NULL));
	run_file_pieces(s, &file, e2e_file_decrypt, TEXT_N);
}

/* ---- The proof that it can fail -------------------------------------------------------------- */

static int
leak(void)
{
	volatile int found = 0;
	uint8_t secret[16];

	secret_bytes(secret, sizeof secret, 1);
	if (secret[5] == 0x40)
		found = 1;
	return found;
}

int
main(int argc, char **argv)
{
	static struct secrets s;
	struct secret_random random;
	size_t i;

	if (argc > 1 && strcmp(argv[1], "leak") == 0)
		return leak();
	for (i = 0; e2e_backend_at(i) != NULL; i++) {
		printf("%s\n", e2e_backend_at(i)->name);
		s.crypto = secret_crypto(&random, e2e_backend_at(i));
		run_key(&s);
		run_message(&s);
		run_message_v1(&s);
		run_cloud(&s);
		run_bind(&s);
		run_dh(&s);
		run_file(&s);
		e2e_crypto_free(s.crypto);
	}
	return 0;
}
