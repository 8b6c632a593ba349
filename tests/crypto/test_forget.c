/* SPDX-License-Identifier: ISC */
/*
 * What is left behind: after sealing, opening and file encryption, no key of the message
 * stands anywhere in the memory of the process; and a key that was wiped is not used.
 */
#include "config.h"

#include "tests/util/testutil.h"

#include <stdio.h>
#include <string.h>

/* The address sanitizer's shadow is terabytes of memory that can be written. */
#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_IS_SEARCHABLE false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_IS_SEARCHABLE false
#endif
#endif
#ifndef MEMORY_IS_SEARCHABLE
#define MEMORY_IS_SEARCHABLE true
#endif

#define KEY_N     E2E_AES_KEY_BYTES

/*
 * What is searched for: a schedule for decryption has the key's first block as it is, but
 * not the second one beside it.
 */
#define PIECE_N   16
#define HIDE      0x5a
#define PAYLOAD_N 64

/* A key to look for, kept changed, so that the list itself is not found. */
struct wanted {
	uint8_t hidden[PIECE_N];
	size_t n;
};

/* Take the first block of SECRET, N bytes, and erase it. */
static void
hide(struct wanted *w, uint8_t *secret, size_t n)
{
	for (size_t i = 0; i < PIECE_N; i++)
		w->hidden[i] = secret[i] ^ HIDE;
	w->n = PIECE_N;
	e2e_wipe(secret, n);
}

static size_t
count_in(const uint8_t *p, size_t n, const struct wanted *w)
{
	size_t found = 0;

	for (size_t at = 0; n >= w->n && at <= n - w->n; at++) {
		size_t i = 0;

		while (i < w->n && (p[at + i] ^ HIDE) == w->hidden[i])
			i++;
		found += i == w->n;
	}
	return found;
}

/*
 * Copies of W in all memory that can be written, read in place.  Nothing is copied, so
 * that the search finds no copy of its own.
 */
static size_t
count_in_process(const struct wanted *w)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long long from, to;
	char line[512], mode[8];
	size_t found = 0;

	if (maps == NULL)
		return 0;
	while (fgets(line, sizeof line, maps) != NULL) {
		if (sscanf(line, "%llx-%llx %7s", &from, &to, mode) != 3 ||
		    strncmp(mode, "rw", 2) != 0 || strstr(line, "[v") != NULL)
			continue;
		found += count_in((const uint8_t *)(uintptr_t)from, (size_t)(to - from), w);
	}
	fclose(maps);
	return found;
}

struct work {
	struct e2e_crypto *crypto;
	struct wanted key[2];
	uint8_t packet[1024], plain[1024];
};

/* The AES key of the packet that was made, computed once more and hidden. */
static void
remember_message_key(struct work *w, struct wanted *to, const struct e2e_key *key)
{
	uint8_t aes_key[KEY_N], aes_iv[E2E_AES_IV_BYTES];

	ck_assert_int_eq(e2e_kdf_v2(w->crypto, aes_key, aes_iv, key->value, w->packet + 8, 0),
	                 E2E_OK);
	hide(to, aes_key, KEY_N);
	e2e_wipe(aes_iv, sizeof aes_iv);
}

static void
seal_and_open(struct work *w, bool open)
{
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t value[E2E_KEY_BYTES], payload[PAYLOAD_N] = { 1 };
	struct e2e_bytes got;
	size_t n;

	ck_assert_int_eq(e2e_random(w->crypto, value, sizeof value), E2E_OK);
	ck_assert_int_eq(e2e_key_set(w->crypto, &key, value), E2E_OK);
	ck_assert_int_eq(e2e_message_seal(w->crypto, w->packet, sizeof w->packet, &n, &key,
	                                  E2E_CREATOR, NULL, payload, sizeof payload),
	                 E2E_OK);
	if (open)
		ck_assert_int_eq(e2e_message_open(w->crypto, &got, w->plain, sizeof w->plain, &key,
		                                  E2E_CREATOR, w->packet, n),
		                 E2E_OK);
	remember_message_key(w, &w->key[0], &key);
	e2e_key_wipe(&key);
	hide(&w->key[1], value, KEY_N); /* the first bytes of the shared key */
	e2e_wipe(value, sizeof value);
	e2e_wipe(w->plain, sizeof w->plain);
}

static void
do_file(struct work *w, uint32_t way)
{
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t data[PAYLOAD_N] = { 7 };
	size_t n;

	ck_assert_int_eq(e2e_file_key_new(w->crypto, &key), E2E_OK);
	ck_assert_int_eq(e2e_file_start(&file, &key, way, sizeof data, E2E_FILE_PAD_ZERO, NULL),
	                 E2E_OK);
	if (way == E2E_ENCRYPT)
		ck_assert_int_eq(e2e_file_encrypt(w->crypto, &file, data, sizeof data, &n, data,
		                                  sizeof data),
		                 E2E_OK);
	else
		ck_assert_int_eq(e2e_file_decrypt(w->crypto, &file, data, sizeof data, &n, data,
		                                  sizeof data),
		                 E2E_OK);
	e2e_file_wipe(&file);
	hide(&w->key[0], key.key, KEY_N);
	e2e_wipe(&key, sizeof key);
}

static bool
can_look(void)
{
	static uint8_t planted[PIECE_N];
	struct wanted w;

	if (!MEMORY_IS_SEARCHABLE)
		return false;

	/* The search finds what is there, where there is a /proc at all. */
	tu_fill(&(uint64_t){ 42 }, planted, sizeof planted);
	for (size_t i = 0; i < PIECE_N; i++)
		w.hidden[i] = planted[i] ^ HIDE;
	w.n = PIECE_N;
	return count_in_process(&w) > 0;
}

START_TEST(leaves_no_key_of_a_message_or_file_in_memory)
{
	static struct work w;

	if (!can_look())
		return;
	w.crypto = tu_crypto(tu_backend((size_t)_i));
	seal_and_open(&w, false);
	ck_assert_uint_eq(count_in_process(&w.key[0]), 0);
	ck_assert_uint_eq(count_in_process(&w.key[1]), 0);
	seal_and_open(&w, true);
	ck_assert_uint_eq(count_in_process(&w.key[0]), 0);
	ck_assert_uint_eq(count_in_process(&w.key[1]), 0);
	do_file(&w, E2E_ENCRYPT);
	ck_assert_uint_eq(count_in_process(&w.key[0]), 0);
	do_file(&w, E2E_DECRYPT);
	ck_assert_uint_eq(count_in_process(&w.key[0]), 0);
	e2e_crypto_free(w.crypto);
}
END_TEST

START_TEST(refuses_a_key_that_was_never_set_or_was_wiped)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key = E2E_KEY_INIT;
	struct e2e_file_key file_key = E2E_FILE_KEY_INIT;
	struct e2e_file file = E2E_FILE_INIT;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_cloud_message message = E2E_CLOUD_MESSAGE_INIT;
	struct e2e_bind_temp_key bind = E2E_BIND_TEMP_KEY_INIT;
	uint8_t packet[256] = { 0 }, plain[256], secret_exp[E2E_DH_BYTES] = { 5 };
	uint8_t hash[E2E_KEY_HASH_BYTES];
	struct e2e_bytes got;
	size_t n;

	/* As a hostile peer can cause it, if the host does not look at the result. */
	e2e_dh_group_known(&group);
	ck_assert_int_eq(e2e_dh_agree(crypto, &key, &group, secret_exp, (const uint8_t *)"\1", 1),
	                 E2E_REFUSED_VALUE);
	ck_assert_int_eq(e2e_message_seal(crypto, packet, sizeof packet, &n, &key, E2E_CREATOR,
	                                  NULL, plain, 0),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_message_seal_v1(crypto, packet, sizeof packet, &n, &key, plain, 0),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_message_open(crypto, &got, plain, sizeof plain, &key, E2E_CREATOR,
	                                  packet, 40),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_message_open_v1(crypto, &got, plain, sizeof plain, &key, packet, 40),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_cloud_seal(crypto, packet, sizeof packet, &n, &key, E2E_CLIENT, NULL,
	                                &message),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_cloud_open(crypto, &message, plain, sizeof plain, &key, E2E_CLIENT, 0,
	                                packet, 72),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_bind_temp_key_seal(crypto, packet, &key, &bind), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, NULL), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_file_start(&file, &file_key, E2E_ENCRYPT, 1, E2E_FILE_PAD_ZERO, NULL),
	                 E2E_ERR_STATE);
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("forget");
	TCase *memory = tcase_create("memory");
	int n = (int)tu_backend_count();

	tcase_set_timeout(memory, 600);
	tcase_add_loop_test(memory, leaves_no_key_of_a_message_or_file_in_memory, 0, n);
	tcase_add_loop_test(memory, refuses_a_key_that_was_never_set_or_was_wiped, 0, n);
	suite_add_tcase(suite, memory);
	return tu_run(suite);
}
