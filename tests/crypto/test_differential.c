/* SPDX-License-Identifier: ISC */
/*
 * All backends give the same on the same random inputs and the same randomness.
 *
 *     E2E_SEED                   of the inputs (the same one each time by default)
 *     E2E_ROUNDS                 inputs for each function, 10000
 *     E2E_FIRST_ROUND            where to begin, 0: with E2E_ROUNDS=1 it replays one round
 *     E2E_DIFFERENTIAL_MODEXP    the same for what exponentiates, 300
 */
#include "config.h"

#include "tests/util/testutil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BACKENDS_MAX 8
#define TEXT_MAX     2048
#define EXIT_SKIPPED 77

/* Everything that one round has given with one backend. */
struct output {
	size_t n;
	uint8_t p[8192];
	bool failed; /* what can only succeed did not */
};

/* One round with one backend: what comes in by `seed`, what goes out. */
struct trial {
	struct e2e_crypto *crypto;
	const struct e2e_backend *backend; /* as it is, for modexp */
	void *state;
	uint64_t seed;
	struct output *out;
};

struct setup {
	const struct e2e_backend *inner;
	struct tu_script script;
	struct e2e_crypto *crypto;
	void *state;
};

static uint64_t
setting(const char *name, uint64_t fallback)
{
	const char *text = getenv(name);

	return text == NULL || *text == '\0' ? fallback : strtoull(text, NULL, 0);
}

static void
put(struct trial *t, const void *p, size_t n)
{
	if (n > sizeof t->out->p - t->out->n)
		ck_abort_msg("too small an output");
	if (n != 0)
		memcpy(t->out->p + t->out->n, p, n);
	t->out->n += n;
}

static void
must(struct trial *t, int32_t result)
{
	if (result != E2E_OK)
		t->out->failed = true;
}

/* The RESULT of opening a packet, which can be anything only if it is FORGED. */
static void
put_result(struct trial *t, int32_t result, bool forged)
{
	put(t, &result, sizeof result);
	if (!forged)
		must(t, result);
}

/* 0 to MOST; every fourth time one of the smallest, where the cases are. */
static size_t
draw_size(struct trial *t, size_t most)
{
	uint64_t draw = tu_next(&t->seed);
	size_t small = most < 64 ? most : 64;

	return (size_t)((draw >> 8) % ((draw & 3) == 0 ? small + 1 : most + 1));
}

static struct e2e_key
draw_key(struct trial *t)
{
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t value[E2E_KEY_BYTES];

	tu_fill(&t->seed, value, sizeof value);
	must(t, e2e_key_set(t->crypto, &key, value));
	return key;
}

/* ---- The functions, each with what it is given and gives ------------------------------- */

static void
try_hash(struct trial *t)
{
	static const size_t digest_n[] = { 0, E2E_MD5_BYTES, E2E_SHA1_BYTES, E2E_SHA256_BYTES };
	uint8_t text[TEXT_MAX], digest[E2E_SHA256_BYTES];
	struct e2e_bytes part[E2E_HASH_PARTS_MAX];
	size_t n_parts = 1 + tu_next(&t->seed) % E2E_HASH_PARTS_MAX;
	size_t n = draw_size(t, TEXT_MAX), used = 0, i;
	uint32_t algorithm;

	tu_fill(&t->seed, text, n);
	for (i = 0; i < n_parts; i++) {
		part[i].p = text + used;
		part[i].n = i == n_parts - 1 ? n - used : draw_size(t, n - used);
		used += part[i].n;
	}
	for (algorithm = E2E_HASH_MD5; algorithm <= E2E_HASH_SHA256; algorithm++) {
		must(t, e2e_hash(t->crypto, algorithm, digest, part, n_parts));
		put(t, digest, digest_n[algorithm]);
	}
}

static void
try_ige(struct trial *t, uint32_t way)
{
	uint8_t key[E2E_AES_KEY_BYTES], iv[E2E_AES_IV_BYTES], data[TEXT_MAX];
	size_t n = draw_size(t, TEXT_MAX) / 16 * 16, done, piece;

	tu_fill(&t->seed, key, sizeof key);
	tu_fill(&t->seed, iv, sizeof iv);
	tu_fill(&t->seed, data, n);
	for (done = 0; done < n; done += piece) {
		piece = draw_size(t, n - done) / 16 * 16;
		must(t, e2e_ige(t->crypto, way, key, iv, data + done, piece));
	}
	put(t, iv, sizeof iv);
	put(t, data, n);
}

static void
try_ige_encrypt(struct trial *t)
{
	try_ige(t, E2E_ENCRYPT);
}

static void
try_ige_decrypt(struct trial *t)
{
	try_ige(t, E2E_DECRYPT);
}

static void
try_kdf(struct trial *t)
{
	uint8_t key[E2E_KEY_BYTES], msg_key[E2E_MSG_KEY_BYTES], aes[2][32], iv[2][32];
	uint32_t x;

	tu_fill(&t->seed, key, sizeof key);
	tu_fill(&t->seed, msg_key, sizeof msg_key);
	for (x = 0; x <= 8; x += 8) {
		must(t, e2e_kdf_v1(t->crypto, aes[0], iv[0], key, msg_key, x));
		must(t, e2e_kdf_v2(t->crypto, aes[1], iv[1], key, msg_key, x));
		put(t, aes, sizeof aes);
		put(t, iv, sizeof iv);
	}
}

/* Any policy with a valid parameter. */
static struct e2e_padding
draw_padding(struct trial *t)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	uint32_t draw = (uint32_t)(tu_next(&t->seed) >> 8);

	padding.policy = draw % 4;
	if (padding.policy == E2E_PADDING_RANDOM)
		padding.bytes = 27 + (draw >> 4) % (1024 - 27 + 1);
	if (padding.policy == E2E_PADDING_FIXED)
		padding.bytes = 16 * (1 + (draw >> 4) % 63);
	return padding;
}

/* In one of four trials one bit of the packet is another one. */
static bool
perhaps_forge(struct trial *t, uint8_t *packet, size_t n)
{
	uint64_t draw = tu_next(&t->seed);
	size_t bit = (size_t)((draw >> 8) % (8 * n));

	if ((draw & 3) != 0)
		return false;
	packet[bit / 8] ^= (uint8_t)(1u << bit % 8);
	return true;
}

static void
try_message(struct trial *t)
{
	uint8_t text[TEXT_MAX], packet[E2E_PACKET_ROOM(TEXT_MAX)], plain[sizeof packet];
	size_t n = draw_size(t, TEXT_MAX) / 4 * 4, packet_n;
	uint32_t sender = (uint32_t)(tu_next(&t->seed) % 2);
	struct e2e_padding padding = draw_padding(t);
	struct e2e_key key = draw_key(t);
	struct e2e_bytes payload;
	bool forged;

	tu_fill(&t->seed, text, n);
	must(t, e2e_message_seal(t->crypto, packet, sizeof packet, &packet_n, &key, sender,
	                         &padding, text, n));
	put(t, packet, packet_n);
	forged = perhaps_forge(t, packet, packet_n);
	put_result(t, e2e_message_open(t->crypto, &payload, plain, sizeof plain, &key, sender,
	                               packet, packet_n), forged);
	put(t, payload.p, payload.n);
}

static void
try_message_v1(struct trial *t)
{
	uint8_t text[TEXT_MAX], packet[E2E_PACKET_ROOM(TEXT_MAX)], plain[sizeof packet];
	size_t n = draw_size(t, TEXT_MAX) / 4 * 4, packet_n;
	struct e2e_key key = draw_key(t);
	struct e2e_bytes payload;
	bool forged;

	tu_fill(&t->seed, text, n);
	must(t, e2e_message_seal_v1(t->crypto, packet, sizeof packet, &packet_n, &key, text, n));
	put(t, packet, packet_n);
	forged = perhaps_forge(t, packet, packet_n);
	put_result(t, e2e_message_open_v1(t->crypto, &payload, plain, sizeof plain, &key, packet,
	                                  packet_n), forged);
	put(t, payload.p, payload.n);
}

static void
try_cloud(struct trial *t)
{
	uint8_t text[TEXT_MAX], packet[E2E_CLOUD_ROOM(TEXT_MAX)], plain[sizeof packet];
	size_t n = draw_size(t, TEXT_MAX) / 4 * 4, packet_n;
	uint32_t sender = (uint32_t)(tu_next(&t->seed) % 2);
	struct e2e_padding padding = draw_padding(t);
	struct e2e_key key = draw_key(t);
	struct e2e_cloud_message message = E2E_CLOUD_MESSAGE_INIT, got = E2E_CLOUD_MESSAGE_INIT;
	bool forged;

	tu_fill(&t->seed, text, n);
	message.salt = (int64_t)tu_next(&t->seed);
	message.session_id = (int64_t)tu_next(&t->seed);
	message.msg_id = (int64_t)(tu_next(&t->seed) / 8 * 4 + sender);
	message.seq_no = (int32_t)(tu_next(&t->seed) >> 40);
	message.body = (struct e2e_bytes){ text, n };
	must(t, e2e_cloud_seal(t->crypto, packet, sizeof packet, &packet_n, &key, sender,
	                       &padding, &message));
	put(t, packet, packet_n);
	forged = perhaps_forge(t, packet, packet_n);
	put_result(t, e2e_cloud_open(t->crypto, &got, plain, sizeof plain, &key, sender,
	                             message.session_id, packet, packet_n), forged);
	put(t, got.body.p, got.body.n);
	got.body = (struct e2e_bytes){ NULL, 0 };
	put(t, &got, sizeof got);
}

static void
try_key(struct trial *t)
{
	struct e2e_key key = draw_key(t), later = draw_key(t);
	uint8_t hash[E2E_KEY_HASH_BYTES], g_a[E2E_DH_BYTES];
	uint16_t emoji[E2E_CALL_EMOJI];
	size_t n = 1 + draw_size(t, E2E_DH_BYTES - 1);

	put(t, &key.fingerprint, sizeof key.fingerprint);
	put(t, key.value, sizeof key.value);
	must(t, e2e_key_hash(t->crypto, hash, &key, NULL));
	put(t, hash, sizeof hash);
	must(t, e2e_key_hash(t->crypto, hash, &key, &later));
	put(t, hash, sizeof hash);
	tu_fill(&t->seed, g_a, n);
	must(t, e2e_call_emoji(t->crypto, emoji, key.value, g_a, n));
	put(t, emoji, sizeof emoji);
}

static void
try_bind(struct trial *t)
{
	struct e2e_bind_temp_key bind = E2E_BIND_TEMP_KEY_INIT;
	struct e2e_key key = draw_key(t);
	uint8_t message[E2E_BIND_BYTES];

	bind.expires_at = (int32_t)(tu_next(&t->seed) >> 40);
	bind.nonce = (int64_t)tu_next(&t->seed);
	bind.temp_auth_key_id = (int64_t)tu_next(&t->seed);
	bind.temp_session_id = (int64_t)tu_next(&t->seed);
	bind.msg_id = (int64_t)(tu_next(&t->seed) / 8 * 4);
	must(t, e2e_bind_temp_key_seal(t->crypto, message, &key, &bind));
	put(t, message, sizeof message);
}

static void
try_file_key(struct trial *t)
{
	struct e2e_file_key file_key = E2E_FILE_KEY_INIT;
	uint8_t key[E2E_AES_KEY_BYTES], iv[E2E_AES_IV_BYTES];

	must(t, e2e_file_key_new(t->crypto, &file_key));
	put(t, &file_key, sizeof file_key);
	tu_fill(&t->seed, key, sizeof key);
	tu_fill(&t->seed, iv, sizeof iv);
	must(t, e2e_file_key_set(t->crypto, &file_key, key, sizeof key, iv, sizeof iv));
	put(t, &file_key, sizeof file_key);
}

static void
try_file(struct trial *t)
{
	struct e2e_file_key file_key = E2E_FILE_KEY_INIT;
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t text[TEXT_MAX], data[TEXT_MAX + 16];
	size_t n = draw_size(t, TEXT_MAX), cut = draw_size(t, n) / 16 * 16, head = 0, tail = 0;
	uint32_t padding = (uint32_t)(tu_next(&t->seed) % 2);

	tu_fill(&t->seed, text, n);
	must(t, e2e_file_key_new(t->crypto, &file_key));
	must(t, e2e_file_start(&file, &file_key, E2E_ENCRYPT, n, padding, NULL));
	must(t, e2e_file_encrypt(t->crypto, &file, data, sizeof data, &head, text, cut));
	must(t, e2e_file_encrypt(t->crypto, &file, data + head, sizeof data - head, &tail,
	                         text + cut, n - cut));
	must(t, e2e_file_end(&file));
	put(t, data, head + tail);
	must(t, e2e_file_start(&file, &file_key, E2E_DECRYPT, n, padding, NULL));
	must(t, e2e_file_decrypt(t->crypto, &file, data, sizeof data, &tail, data,
	                         head + tail));
	must(t, e2e_file_end(&file));
	put(t, &tail, sizeof tail);
	put(t, data, tail);
}

/* Any base, any exponent, any odd modulus; some of them short. */
static void
try_modexp(struct trial *t)
{
	uint8_t base[E2E_DH_BYTES], exp[E2E_DH_BYTES], mod[E2E_DH_BYTES], power[E2E_DH_BYTES];
	uint64_t draw = tu_next(&t->seed);

	tu_fill(&t->seed, base, sizeof base);
	tu_fill(&t->seed, exp, sizeof exp);
	tu_fill(&t->seed, mod, sizeof mod);
	if ((draw & 3) == 0)
		memset(base, 0, (draw >> 8) % sizeof base);
	if ((draw & 12) == 0)
		memset(exp, 0, (draw >> 16) % sizeof exp);
	if ((draw & 48) == 0)
		memset(mod, 0, (draw >> 24) % (sizeof mod - 1));
	mod[E2E_DH_BYTES - 1] |= 3; /* odd and above 1 */
	must(t, t->backend->modexp(t->state, power, base, exp, mod));
	put(t, power, sizeof power);
}

static void
try_dh(struct trial *t)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t exp[E2E_DH_BYTES], value[E2E_DH_BYTES], entropy[256];
	size_t n = draw_size(t, sizeof entropy);

	e2e_dh_group_known(&group);
	tu_fill(&t->seed, entropy, n);
	must(t, e2e_dh_keypair(t->crypto, &group, exp, value, entropy, n));
	put(t, exp, sizeof exp);
	put(t, value, sizeof value);
	tu_fill(&t->seed, value, sizeof value);
	value[0] &= 0x7f;
	must(t, e2e_dh_agree(t->crypto, &key, &group, exp, value, sizeof value));
	put(t, &key, sizeof key);
}

/* ---- Rounds ------------------------------------------------------------------------------ */

static const struct function {
	const char *name;
	void (*run)(struct trial *t);
	bool slow;
} function[] = {
	{ "hash", try_hash, false },
	{ "ige, encrypting", try_ige_encrypt, false },
	{ "ige, decrypting", try_ige_decrypt, false },
	{ "kdf", try_kdf, false },
	{ "message", try_message, false },
	{ "message of MTProto 1", try_message_v1, false },
	{ "cloud message", try_cloud, false },
	{ "key", try_key, false },
	{ "binding", try_bind, false },
	{ "file key", try_file_key, false },
	{ "file", try_file, false },
	{ "modexp", try_modexp, true },
	{ "dh", try_dh, true },
};

static void
setup_init(struct setup *setup, const struct e2e_backend *inner)
{
	struct e2e_backend scripted;

	memset(setup, 0, sizeof *setup);
	setup->inner = inner;
	setup->script.inner = inner;
	tu_scripted_backend(&scripted, &setup->script);
	setup->crypto = tu_crypto(&scripted);
	setup->state = calloc(1, inner->state_size + 1);
	ck_assert_ptr_nonnull(setup->state);
	ck_assert_int_eq(inner->open(setup->state, inner->user), E2E_OK);
}

static void
setup_free(struct setup *setup)
{
	setup->inner->close(setup->state);
	free(setup->state);
	e2e_crypto_free(setup->crypto);
}

static void
run_one(const struct function *f, struct setup *setup, uint64_t seed, struct output *out)
{
	struct trial t = {
		.crypto = setup->crypto,
		.backend = setup->inner,
		.state = setup->state,
		.seed = seed,
		.out = out,
	};

	setup->script.seed = ~seed;
	out->n = 0;
	out->failed = false;
	f->run(&t);
}

static void
run_round(const struct function *f, struct setup *setup, size_t n, uint64_t seed,
          uint64_t round)
{
	static struct output first, other;
	uint64_t mixed = seed + round * UINT64_C(0xd1342543de82ef95);
	size_t i;

	for (i = 0; i < n; i++) {
		struct output *out = i == 0 ? &first : &other;

		run_one(f, &setup[i], mixed, out);
		if (out->failed || out->n == 0)
			ck_abort_msg("%s fails with %s: E2E_SEED=%llu E2E_FIRST_ROUND=%llu",
			             f->name, setup[i].inner->name, (unsigned long long)seed,
			             (unsigned long long)round);
		if (out->n != first.n || memcmp(out->p, first.p, first.n) != 0)
			ck_abort_msg("%s: %s differs from %s: E2E_SEED=%llu E2E_FIRST_ROUND=%llu",
			             f->name, setup[i].inner->name, setup[0].inner->name,
			             (unsigned long long)seed, (unsigned long long)round);
	}
}

START_TEST(backends_agree)
{
	const struct function *f = &function[_i];
	uint64_t seed = setting("E2E_SEED", 20240229);
	uint64_t first = setting("E2E_FIRST_ROUND", 0), round;
	uint64_t rounds = f->slow ? setting("E2E_DIFFERENTIAL_MODEXP", 300)
	                          : setting("E2E_ROUNDS", 10000);
	struct setup setup[BACKENDS_MAX];
	size_t n = tu_backend_count(), i;

	ck_assert_uint_le(n, BACKENDS_MAX);
	for (i = 0; i < n; i++)
		setup_init(&setup[i], tu_backend(i));
	for (round = first; round - first < rounds; round++)
		run_round(f, setup, n, seed, round);
	while (n-- > 0)
		setup_free(&setup[n]);
}
END_TEST

int
main(void)
{
	Suite *suite;
	TCase *tc;

	if (tu_backend_count() < 2) {
		puts("one backend has nobody to differ from");
		return EXIT_SKIPPED;
	}
	suite = suite_create("differential");
	tc = tcase_create("differential");
	tcase_set_timeout(tc, 3600);
	tcase_add_loop_test(tc, backends_agree, 0, (int)(sizeof function / sizeof *function));
	suite_add_tcase(suite, tc);
	return tu_run(suite);
}
