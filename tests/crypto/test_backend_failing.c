/* SPDX-License-Identifier: ISC */
/*
 * Every function over a backend that fails at its first, second, ... call: the failure
 * is passed on, and the outputs are what the header says of failures.
 */
#include "config.h"

#include "test_backend_shared.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define FILL   0xee /* what outputs hold before */
#define TEXT_N 96
#define ROOM   (E2E_CLOUD_ROOM(TEXT_N))

/* ---- What is run over it --------------------------------------------------------------- */

/* Inputs, and outputs that are set to FILL before each run. */
struct fixture {
	struct e2e_crypto *crypto;
	struct e2e_key key;
	struct e2e_dh_group group;
	struct e2e_file_key file_key;
	uint8_t secret_exp[E2E_DH_BYTES], value[E2E_DH_BYTES], prime[E2E_DH_BYTES];
	uint8_t text[TEXT_N], packet_v2[ROOM], packet_v1[ROOM], packet_cloud[ROOM];
	size_t v2_n, v1_n, cloud_n;

	uint8_t out[ROOM], more[ROOM];
	size_t out_n;
	struct e2e_bytes payload;
	struct e2e_key out_key;
	struct e2e_dh_group out_group;
	struct e2e_cloud_message message;
	struct e2e_file file, file_before;
	struct e2e_file_key out_file_key;
};

static struct e2e_cloud_message
cloud_message(const struct fixture *f)
{
	struct e2e_cloud_message message = E2E_CLOUD_MESSAGE_INIT;

	message.session_id = 5;
	message.msg_id = 400;
	message.body = (struct e2e_bytes){ f->text, TEXT_N };
	return message;
}

static void
fixture_init(struct fixture *f, const struct e2e_backend *backend)
{
	struct e2e_crypto *crypto = tu_crypto(backend);
	struct e2e_cloud_message message;
	uint64_t seed = 1;

	memset(f, 0, sizeof *f);
	f->key = (struct e2e_key)E2E_KEY_INIT;
	f->group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	f->file_key = (struct e2e_file_key)E2E_FILE_KEY_INIT;
	tu_fill(&seed, f->value, sizeof f->value);
	tu_fill(&seed, f->secret_exp, sizeof f->secret_exp);
	tu_fill(&seed, f->text, sizeof f->text);
	f->value[0] = 0x55;
	(void)tu_hex(f->prime, sizeof f->prime, tb_other_prime);
	e2e_dh_group_known(&f->group);
	message = cloud_message(f);
	ck_assert_int_eq(e2e_key_set(crypto, &f->key, f->secret_exp), E2E_OK);
	ck_assert_int_eq(e2e_file_key_new(crypto, &f->file_key), E2E_OK);
	ck_assert_int_eq(e2e_message_seal(crypto, f->packet_v2, ROOM, &f->v2_n, &f->key, 0, NULL,
	                                  f->text, TEXT_N), E2E_OK);
	ck_assert_int_eq(e2e_message_seal_v1(crypto, f->packet_v1, ROOM, &f->v1_n, &f->key,
	                                     f->text, TEXT_N), E2E_OK);
	ck_assert_int_eq(e2e_cloud_seal(crypto, f->packet_cloud, ROOM, &f->cloud_n, &f->key,
	                                E2E_CLIENT, NULL, &message), E2E_OK);
	e2e_crypto_free(crypto);
}

static void
fixture_fill(struct fixture *f)
{
	memset(f->out, FILL, sizeof f->out);
	memset(f->more, FILL, sizeof f->more);
	f->out_n = FILL;
	f->payload = (struct e2e_bytes){ f->out, FILL };
	memset(&f->out_key, FILL, sizeof f->out_key);
	f->out_key.size = sizeof f->out_key;
	memset(&f->out_group, FILL, sizeof f->out_group);
	f->out_group.size = sizeof f->out_group;
	f->message = cloud_message(f);
	f->out_file_key = (struct e2e_file_key)E2E_FILE_KEY_INIT;
}

/* The functions under test, each over the same fixture. */

static int32_t
run_random(struct fixture *f)
{
	return e2e_random(f->crypto, f->out, ROOM);
}

static int32_t
run_hash(struct fixture *f)
{
	struct e2e_bytes part = { f->text, TEXT_N };

	return e2e_hash(f->crypto, E2E_HASH_SHA256, f->out, &part, 1);
}

static int32_t
run_ige(struct fixture *f)
{
	return e2e_ige(f->crypto, E2E_ENCRYPT, f->value, f->more, f->out, 32);
}

static int32_t
run_kdf_v1(struct fixture *f)
{
	return e2e_kdf_v1(f->crypto, f->out, f->more, f->value, f->text, 0);
}

static int32_t
run_kdf_v2(struct fixture *f)
{
	return e2e_kdf_v2(f->crypto, f->out, f->more, f->value, f->text, 8);
}

static int32_t
run_key_set(struct fixture *f)
{
	return e2e_key_set(f->crypto, &f->out_key, f->value);
}

static int32_t
run_key_hash(struct fixture *f)
{
	return e2e_key_hash(f->crypto, f->out, &f->key, NULL);
}

static int32_t
run_call_emoji(struct fixture *f)
{
	uint16_t emoji[E2E_CALL_EMOJI];

	return e2e_call_emoji(f->crypto, emoji, f->value, f->secret_exp, 255);
}

static int32_t
run_seal(struct fixture *f)
{
	return e2e_message_seal(f->crypto, f->out, ROOM, &f->out_n, &f->key, E2E_ACCEPTOR, NULL,
	                        f->text, TEXT_N);
}

static int32_t
run_seal_random(struct fixture *f)
{
	struct e2e_padding padding = E2E_PADDING_INIT;

	padding.policy = E2E_PADDING_RANDOM;
	padding.bytes = 100;
	return e2e_message_seal(f->crypto, f->out, ROOM, &f->out_n, &f->key, E2E_CREATOR,
	                        &padding, f->text, TEXT_N);
}

static int32_t
run_open(struct fixture *f)
{
	return e2e_message_open(f->crypto, &f->payload, f->out, ROOM, &f->key, E2E_CREATOR,
	                        f->packet_v2, f->v2_n);
}

static int32_t
run_seal_v1(struct fixture *f)
{
	return e2e_message_seal_v1(f->crypto, f->out, ROOM, &f->out_n, &f->key, f->text, TEXT_N);
}

static int32_t
run_open_v1(struct fixture *f)
{
	return e2e_message_open_v1(f->crypto, &f->payload, f->out, ROOM, &f->key, f->packet_v1,
	                           f->v1_n);
}

static int32_t
run_cloud_seal(struct fixture *f)
{
	return e2e_cloud_seal(f->crypto, f->out, ROOM, &f->out_n, &f->key, E2E_CLIENT, NULL,
	                      &f->message);
}

static int32_t
run_cloud_open(struct fixture *f)
{
	int32_t err = e2e_cloud_open(f->crypto, &f->message, f->out, ROOM, &f->key, E2E_CLIENT, 5,
	                             f->packet_cloud, f->cloud_n);

	f->payload = f->message.body;
	return err;
}

static int32_t
run_bind(struct fixture *f)
{
	struct e2e_bind_temp_key bind = E2E_BIND_TEMP_KEY_INIT;

	bind.msg_id = 400;
	return e2e_bind_temp_key_seal(f->crypto, f->out, &f->key, &bind);
}

static int32_t
run_group_set(struct fixture *f)
{
	return e2e_dh_group_set(f->crypto, &f->out_group, f->prime, sizeof f->prime, 2);
}

static int32_t
run_prime_digest(struct fixture *f)
{
	return e2e_dh_prime_digest(f->crypto, f->out, f->prime, sizeof f->prime);
}

static int32_t
run_keypair(struct fixture *f)
{
	return e2e_dh_keypair(f->crypto, &f->group, f->out, f->more, f->text, TEXT_N);
}

static int32_t
run_agree(struct fixture *f)
{
	return e2e_dh_agree(f->crypto, &f->out_key, &f->group, f->secret_exp, f->value,
	                    sizeof f->value);
}

static int32_t
run_file_key_new(struct fixture *f)
{
	return e2e_file_key_new(f->crypto, &f->out_file_key);
}

static int32_t
run_file_key_set(struct fixture *f)
{
	return e2e_file_key_set(f->crypto, &f->out_file_key, f->text, 32, f->text + 32, 32);
}

static int32_t
file_piece(struct fixture *f, uint32_t way)
{
	f->file = (struct e2e_file)E2E_FILE_INIT;
	ck_assert_int_eq(e2e_file_start(&f->file, &f->file_key, way, TEXT_N - 5,
	                                E2E_FILE_PAD_RANDOM, NULL), E2E_OK);
	f->file_before = f->file;
	if (way == E2E_ENCRYPT)
		return e2e_file_encrypt(f->crypto, &f->file, f->out, ROOM, &f->out_n, f->text,
		                        TEXT_N - 5);
	return e2e_file_decrypt(f->crypto, &f->file, f->out, ROOM, &f->out_n, f->text, TEXT_N);
}

static int32_t
run_file_encrypt(struct fixture *f)
{
	return file_piece(f, E2E_ENCRYPT);
}

static int32_t
run_file_decrypt(struct fixture *f)
{
	return file_piece(f, E2E_DECRYPT);
}

/* ---- What must hold after a failure ------------------------------------------------------ */

static void
out_wiped(const struct fixture *f)
{
	ck_assert(tu_all_zero(f->out, ROOM));
}

static void
pair_wiped(const struct fixture *f)
{
	ck_assert(tu_all_zero(f->out, E2E_DH_BYTES));
	ck_assert(tu_all_zero(f->more, E2E_DH_BYTES));
}

static void
key_wiped(const struct fixture *f)
{
	struct e2e_key wiped = E2E_KEY_INIT;

	ck_assert_mem_eq(&f->out_key, &wiped, sizeof wiped);
}

static void
group_unchanged(const struct fixture *f)
{
	struct e2e_dh_group group;

	memset(&group, FILL, sizeof group);
	group.size = sizeof group;
	ck_assert_mem_eq(&f->out_group, &group, sizeof group);
}

/* Only what was there before or zeros: nothing that came from a text is left. */
static void
out_wiped_or_untouched(const struct fixture *f)
{
	size_t i;

	for (i = 0; i < ROOM; i++)
		ck_assert(f->out[i] == 0 || f->out[i] == FILL);
}

/* The file may be gone on with, and the piece is nowhere. */
static void
file_piece_wiped(const struct fixture *f)
{
	ck_assert_mem_eq(&f->file, &f->file_before, sizeof f->file);
	ck_assert_uint_eq(f->out_n, 0);
	out_wiped_or_untouched(f);
}

static void
plain_wiped(const struct fixture *f)
{
	out_wiped_or_untouched(f);
	ck_assert_uint_eq(f->payload.n, 0);
}

/* No 8 bytes of the text occur in the packet: it is random, so none do by chance. */
static void
packet_empty(const struct fixture *f)
{
	size_t i;

	ck_assert_uint_eq(f->out_n, 0);
	for (i = 0; i + 8 <= TEXT_N; i += 4)
		ck_assert_ptr_null(memmem(f->out, ROOM, f->text + i, 8));
}

/* ---- All together -------------------------------------------------------------------------- */

static const struct {
	const char *name;
	int32_t (*run)(struct fixture *f);
	void (*check)(const struct fixture *f); /* NULL: the header promises nothing */
	bool uses[TB_KINDS];                    /* which of the backend's functions, at least */
} function[] = {
	{ "random", run_random, out_wiped, { [TB_RANDOM] = true } },
	{ "hash", run_hash, NULL, { [TB_HASH] = true } },
	{ "ige", run_ige, NULL, { [TB_IGE] = true } },
	{ "kdf_v1", run_kdf_v1, NULL, { [TB_HASH] = true } },
	{ "kdf_v2", run_kdf_v2, NULL, { [TB_HASH] = true } },
	{ "key_set", run_key_set, key_wiped, { [TB_HASH] = true } },
	{ "key_hash", run_key_hash, NULL, { [TB_HASH] = true } },
	{ "call_emoji", run_call_emoji, NULL, { [TB_HASH] = true } },
	{ "message_seal", run_seal, packet_empty,
	  { [TB_RANDOM] = true, [TB_HASH] = true, [TB_IGE] = true } },
	{ "message_seal, random padding", run_seal_random, packet_empty,
	  { [TB_RANDOM] = true, [TB_HASH] = true, [TB_IGE] = true } },
	{ "message_open", run_open, plain_wiped, { [TB_HASH] = true, [TB_IGE] = true } },
	{ "message_seal_v1", run_seal_v1, packet_empty,
	  { [TB_RANDOM] = true, [TB_HASH] = true, [TB_IGE] = true } },
	{ "message_open_v1", run_open_v1, plain_wiped, { [TB_HASH] = true, [TB_IGE] = true } },
	{ "cloud_seal", run_cloud_seal, packet_empty,
	  { [TB_RANDOM] = true, [TB_HASH] = true, [TB_IGE] = true } },
	{ "cloud_open", run_cloud_open, plain_wiped, { [TB_HASH] = true, [TB_IGE] = true } },
	{ "bind_temp_key_seal", run_bind, out_wiped_or_untouched,
	  { [TB_RANDOM] = true, [TB_HASH] = true, [TB_IGE] = true } },
	{ "dh_group_set", run_group_set, group_unchanged,
	  { [TB_RANDOM] = true, [TB_MODEXP] = true } },
	{ "dh_prime_digest", run_prime_digest, NULL, { [TB_HASH] = true } },
	{ "dh_keypair", run_keypair, pair_wiped, { [TB_RANDOM] = true, [TB_MODEXP] = true } },
	{ "dh_agree", run_agree, key_wiped, { [TB_HASH] = true, [TB_MODEXP] = true } },
	{ "file_key_new", run_file_key_new, NULL, { [TB_RANDOM] = true, [TB_HASH] = true } },
	{ "file_key_set", run_file_key_set, NULL, { [TB_HASH] = true } },
	{ "file_encrypt", run_file_encrypt, file_piece_wiped,
	  { [TB_RANDOM] = true, [TB_IGE] = true } },
	{ "file_decrypt", run_file_decrypt, file_piece_wiped, { [TB_IGE] = true } },
};

/* Run FUNCTION[i] so that FAULT happens.  A context of its own: verdicts are remembered. */
static int32_t
run_with_fault(size_t i, struct fixture *f, struct tb_fault *fault)
{
	int32_t err;

	fault->calls = 0;
	fixture_fill(f);
	f->crypto = tb_faulty_crypto(fault);
	err = function[i].run(f);
	e2e_crypto_free(f->crypto);
	return err;
}

/* Of many exponentiations and the draws before them only some are made to fail: they cost. */
static size_t
next_call(size_t at, size_t last)
{
	return last > 16 && at == 3 ? last : at + 1;
}

static void
check_failure(size_t i, struct fixture *f, struct tb_fault *fault, int32_t result)
{
	int32_t err;

	fault->result = result;
	err = run_with_fault(i, f, fault);
	ck_assert_msg(err == result, "%s: %d after call %zu of kind %d", function[i].name,
	              (int)err, fault->at, (int)fault->kind);
	if (function[i].check != NULL)
		function[i].check(f);
}

static void
check_function(size_t i, struct fixture *f, struct tb_fault *fault)
{
	const char *name = function[i].name;
	size_t last;

	fault->at = 0;
	ck_assert_msg(run_with_fault(i, f, fault) == E2E_OK, "%s", name);
	last = fault->calls;
	ck_assert_msg(last > 0 || !function[i].uses[fault->kind], "%s does not use kind %d",
	              name, (int)fault->kind);
	for (fault->at = 1; fault->at <= last; fault->at = next_call(fault->at, last)) {
		check_failure(i, f, fault, E2E_ERR_BACKEND);
		if (fault->kind == TB_MODEXP && fault->at == 1) /* where the header lists it */
			check_failure(i, f, fault, E2E_ERR_NOMEM);
	}
}

START_TEST(failures_are_passed_on_and_leave_nothing)
{
	static struct fixture f;
	struct tb_fault fault = { .inner = tu_backend((size_t)_i) };
	size_t i;

	fixture_init(&f, fault.inner);
	for (fault.kind = 0; fault.kind < TB_KINDS; fault.kind++)
		for (i = 0; i < COUNT(function); i++)
			check_function(i, &f, &fault);
}
END_TEST

/* Scenario 123, the part of the building blocks: no entropy, nothing sealed. */
START_TEST(without_randomness_nothing_is_sealed)
{
	static struct fixture f;
	struct tu_script script = {
		.inner = tu_backend((size_t)_i),
		.fail_after_script = true,
	};
	struct e2e_backend backend;

	fixture_init(&f, script.inner);
	tu_scripted_backend(&backend, &script);
	f.crypto = tu_crypto(&backend);
	fixture_fill(&f);
	ck_assert_int_eq(run_seal(&f), E2E_ERR_BACKEND);
	packet_empty(&f);
	fixture_fill(&f);
	ck_assert_int_eq(run_keypair(&f), E2E_ERR_BACKEND);
	pair_wiped(&f);
	fixture_fill(&f);
	ck_assert_int_eq(run_file_key_new(&f), E2E_ERR_BACKEND);
	fixture_fill(&f);
	ck_assert_int_eq(run_bind(&f), E2E_ERR_BACKEND);
	fixture_fill(&f);
	ck_assert_int_eq(run_open(&f), E2E_OK); /* which needs none */
	e2e_crypto_free(f.crypto);
}
END_TEST

TCase *
tb_case_failing(void)
{
	TCase *tc = tcase_create("failing");
	int n = (int)tu_backend_count();

	tcase_set_timeout(tc, 300);
	tcase_add_loop_test(tc, failures_are_passed_on_and_leave_nothing, 0, n);
	tcase_add_loop_test(tc, without_randomness_nothing_is_sealed, 0, n);
	return tc;
}
