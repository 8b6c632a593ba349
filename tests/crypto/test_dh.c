/* SPDX-License-Identifier: ISC */
/* Public values, exponents and shared keys. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

#define N E2E_DH_BYTES

struct fixture {
	struct tu_script script;
	struct e2e_backend backend;
	struct e2e_crypto *crypto;
	struct e2e_dh_group group;
	uint8_t secret[N], value[N];
};

static void
set_up(struct fixture *f, int index, uint64_t seed)
{
	*f = (struct fixture){ .script = { .inner = tu_backend((size_t)index), .seed = seed } };
	tu_scripted_backend(&f->backend, &f->script);
	f->crypto = tu_crypto(&f->backend);
	f->group.size = sizeof f->group;
	e2e_dh_group_known(&f->group);
}

/* Draw a pair while the local randomness begins with LOCAL. */
static int32_t
draw(struct fixture *f, const uint8_t *local, size_t local_n, const uint8_t *server,
     size_t server_n)
{
	f->script.script = local;
	f->script.n = local_n;
	memset(f->secret, 0xcc, N);
	memset(f->value, 0xcc, N);
	return e2e_dh_keypair(f->crypto, &f->group, f->secret, f->value, server, server_n);
}

/* ADD (1 or -1) times 256^PLACE, PLACE counted from the last byte. */
static void
step(uint8_t value[N], int place, int add)
{
	int i = N - 1 - place;

	while (i >= 0) {
		value[i] = (uint8_t)(value[i] + add);
		if (value[i] != (add > 0 ? 0 : 0xff))
			return;
		i--;
	}
}

static void
expect_value(struct fixture *f, const uint8_t *value, size_t n, int32_t verdict)
{
	uint8_t *in = tu_guarded_copy(value, n), *padded = tu_guarded(N), want[N] = { 0 };

	memset(padded, 0xcc, N);
	if (verdict == E2E_OK)
		memcpy(want + N - n, value, n);
	ck_assert_int_eq(e2e_dh_value_check(&f->group, padded, in, n), verdict);
	ck_assert_mem_eq(padded, want, N);
	ck_assert_int_eq(e2e_dh_value_check(&f->group, NULL, in, n), verdict);
	tu_guarded_free(in, n);
	tu_guarded_free(padded, N);
}

/* scenario 7: both ends of the range are in it */
START_TEST(accepts_values_within_both_bounds)
{
	struct fixture f;
	uint8_t v[N];

	set_up(&f, _i, 0);
	memset(v, 0, N);
	expect_value(&f, v, N, E2E_REFUSED_VALUE); /* 0 */
	step(v, 0, 1);
	expect_value(&f, v, N, E2E_REFUSED_VALUE); /* 1 */
	memset(v, 0, N);
	step(v, 248, 1);
	expect_value(&f, v, N, E2E_OK); /* 2^1984 */
	step(v, 0, -1);
	expect_value(&f, v, N, E2E_REFUSED_VALUE);
	memcpy(v, f.group.p, N);
	expect_value(&f, v, N, E2E_REFUSED_VALUE); /* p */
	step(v, 0, 1);
	expect_value(&f, v, N, E2E_REFUSED_VALUE);
	step(v, 0, -1);
	step(v, 0, -1);
	expect_value(&f, v, N, E2E_REFUSED_VALUE); /* p - 1 */
	memcpy(v, f.group.p, N);
	step(v, 248, -1);
	expect_value(&f, v, N, E2E_OK); /* p - 2^1984 */
	step(v, 0, 1);
	expect_value(&f, v, N, E2E_REFUSED_VALUE);
	step(v, 0, -1);
	step(v, 0, -1);
	expect_value(&f, v, N, E2E_OK);
	memset(v, 0xff, N);
	expect_value(&f, v, N, E2E_REFUSED_VALUE);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* scenario 8: 1 to 256 bytes, stripped or not */
START_TEST(accepts_values_with_and_without_leading_zeros)
{
	struct fixture f;
	uint8_t v[N + 1] = { 0 };
	size_t n;

	set_up(&f, _i, 0);
	expect_value(&f, v, 0, E2E_REFUSED_VALUE);
	for (n = 1; n <= N; n++) {
		cu_count(v, n, 1);
		expect_value(&f, v, n, n >= 249 ? E2E_OK : E2E_REFUSED_VALUE);
	}
	memset(v, 0, sizeof v);
	cu_count(v + 2, N - 1, 1);
	expect_value(&f, v + 2, N - 1, E2E_OK);
	expect_value(&f, v + 1, N, E2E_OK);
	expect_value(&f, v, N + 1, E2E_REFUSED_VALUE);
	v[0] = 1;
	expect_value(&f, v, N + 1, E2E_REFUSED_VALUE);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Exponents ------------------------------------------------------------------------- */

struct pair {
	const char *tag, *begins, *ends, *sha256;
};

static const struct pair pairs[] = {
	{ "libe2e-a", "8c5bf557367a9f9a", "058bedd9a75b4d2d",
	  "ef40c984874bc987a039b1ce310c83bd36dfdf5edc3cd125e40cd46ae2e5fc9c" },
	{ "libe2e-b", "c0292a754dd11be2", "8b26d4fa07af04a1",
	  "168e8d84721f043c23bb7a281542ce81aae2d6ceb1a5fb86275fdf3b75dfdcc2" },
};

static void
expect_pair(struct fixture *f, const struct pair *pair)
{
	uint8_t want[E2E_SHA256_BYTES], got[E2E_SHA256_BYTES], exponent[N];

	cu_exp(f->crypto, exponent, pair->tag);
	ck_assert_mem_eq(f->secret, exponent, N);
	tu_hex(want, 8, pair->begins);
	ck_assert_mem_eq(f->value, want, 8);
	tu_hex(want, 8, pair->ends);
	ck_assert_mem_eq(f->value + N - 8, want, 8);
	tu_hex(want, sizeof want, pair->sha256);
	cu_sha256(f->crypto, got, f->value, N);
	ck_assert_mem_eq(got, want, sizeof want);
}

/* The local randomness is the exponent when the server adds none. */
START_TEST(computes_the_published_values)
{
	struct fixture f;
	uint8_t exponent[N];
	size_t i;

	set_up(&f, _i, 0);
	for (i = 0; i < CU_N(pairs); i++) {
		cu_exp(f.crypto, exponent, pairs[i].tag);
		ck_assert_int_eq(draw(&f, exponent, N, NULL, 0), E2E_OK);
		expect_pair(&f, &pairs[i]);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

/* 3^0 and 3^1 are out of range: the next draw is taken. */
START_TEST(draws_again_when_out_of_range)
{
	struct fixture f;
	uint8_t local[3 * N] = { 0 };

	set_up(&f, _i, 0);
	local[2 * N - 1] = 1;
	cu_exp(f.crypto, local + 2 * (size_t)N, pairs[0].tag);
	ck_assert_int_eq(draw(&f, local, sizeof local, NULL, 0), E2E_OK);
	expect_pair(&f, &pairs[0]);
	ck_assert_uint_eq(f.script.modexp_calls, 3);
	ck_assert_uint_eq(f.script.n, 0);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(gives_up_when_no_draw_is_in_range)
{
	static uint8_t zeros[128 * N];
	struct fixture f;

	set_up(&f, _i, 0);
	f.script.fail_after_script = true;
	ck_assert_int_eq(draw(&f, zeros, sizeof zeros, NULL, 0), E2E_ERR_BACKEND);
	ck_assert(tu_all_zero(f.secret, N));
	ck_assert(tu_all_zero(f.value, N));
	ck_assert_int_eq(draw(&f, zeros, N - 1, NULL, 0), E2E_ERR_BACKEND);
	ck_assert(tu_all_zero(f.secret, N));
	ck_assert(tu_all_zero(f.value, N));
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(wipes_both_when_an_exponentiation_fails)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	uint8_t secret[N], value[N];

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	e2e_dh_group_known(&group);
	memset(secret, 0xcc, N);
	memset(value, 0xcc, N);
	cu_faults.modexp = 1;
	ck_assert_int_eq(e2e_dh_keypair(crypto, &group, secret, value, NULL, 0),
	                 E2E_ERR_BACKEND);
	ck_assert(tu_all_zero(secret, N));
	ck_assert(tu_all_zero(value, N));
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 6: the server's bytes neither replace the local ones nor stop anything */
START_TEST(mixes_any_server_randomness)
{
	static const size_t lengths[] = { 0, 1, 16, 255, 256 };
	struct fixture f;
	uint8_t server[N + 1], local[2][N], seen[2 * CU_N(lengths) + 1][N];
	uint64_t seed = 21;
	size_t i, j, n = 0;

	set_up(&f, _i, 0);
	tu_fill(&seed, local[0], N);
	tu_fill(&seed, local[1], N);
	tu_fill(&seed, server, sizeof server);
	for (i = 0; i < 2 * CU_N(lengths); i++, n++) {
		ck_assert_int_eq(draw(&f, local[i % 2], N, server, lengths[i / 2]), E2E_OK);
		ck_assert_int_eq(e2e_dh_value_check(&f.group, NULL, f.value, N), E2E_OK);
		ck_assert(!tu_all_zero(f.secret, 32)); /* all of its 2048 bits are drawn */
		ck_assert(!tu_all_zero(f.secret + N - 32, 32));
		memcpy(seen[n], f.value, N);
	}
	memset(server, 0, sizeof server);
	ck_assert_int_eq(draw(&f, local[0], N, server, N), E2E_OK);
	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			ck_assert_mem_ne(seen[i], seen[j], N);
	ck_assert_int_eq(draw(&f, local[0], N, server, N + 1), E2E_ERR_LIMIT);
	ck_assert(tu_all_zero(f.secret, N));
	ck_assert(tu_all_zero(f.value, N));
	e2e_crypto_free(f.crypto);
}
END_TEST

/* A server that knew our bytes and sent them back would not make an exponent of zero. */
START_TEST(survives_a_server_that_echoes)
{
	struct fixture f;
	uint8_t local[N], ours[N];

	set_up(&f, _i, 5);
	cu_exp(f.crypto, local, "echo");
	ck_assert_int_eq(draw(&f, local, N, local, N), E2E_OK);
	ck_assert_int_eq(e2e_dh_value_check(&f.group, NULL, f.value, N), E2E_OK);
	memcpy(ours, f.value, N);
	ck_assert_int_eq(draw(&f, NULL, 0, local, N), E2E_OK);
	ck_assert_mem_ne(ours, f.value, N);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- The shared key ---------------------------------------------------------------------- */

struct shared {
	const char *tag, *fingerprint, *begins, *ends, *sha256; /* NULL: not published */
};

/* With EXP("libe2e-a") on this side; the fingerprints as bytes on the wire. */
static const struct shared shared[] = {
	{ "libe2e-b", "e1fdcf1480ae7f24", "5b594e2b025ca6c4", "cdd967756b09c84c",
	  "9b9a82856ddfd2a36c4abbb134dbc1178f8af29850d6f1737c578638c2e69fad" },
	{ "libe2e-b175", "3743281597f5631c", "0036751a13f72600", NULL,
	  "ea03c213e2fa525e9c1fe5528cb8d1e3a3d4e542e35c75dcc90165a7c81030bc" },
	{ "libe2e-b82", "585b7991239d0cfe", NULL, NULL, NULL },
};

static void
expect_key(struct fixture *f, const struct e2e_key *key, const struct shared *want)
{
	uint8_t bytes[E2E_SHA256_BYTES], got[E2E_SHA256_BYTES];

	tu_hex(bytes, 8, want->fingerprint);
	cu_put64(got, (uint64_t)key->fingerprint);
	ck_assert_mem_eq(got, bytes, 8);
	if (want->begins != NULL) {
		tu_hex(bytes, 8, want->begins);
		ck_assert_mem_eq(key->value, bytes, 8);
	}
	if (want->ends != NULL) {
		tu_hex(bytes, 8, want->ends);
		ck_assert_mem_eq(key->value + N - 8, bytes, 8);
	}
	if (want->sha256 != NULL) {
		tu_hex(bytes, sizeof bytes, want->sha256);
		cu_sha256(f->crypto, got, key->value, N);
		ck_assert_mem_eq(got, bytes, sizeof bytes);
	}
}

/* scenarios 8 and 9, LZ-G and LZ: both sides, and values with their zeros or without */
START_TEST(agrees_on_the_published_keys)
{
	struct fixture f;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t a[N], g_a[N], exponent[N];
	size_t i, zeros;

	set_up(&f, _i, 0);
	cu_exp(f.crypto, a, "libe2e-a");
	ck_assert_int_eq(draw(&f, a, N, NULL, 0), E2E_OK);
	memcpy(g_a, f.value, N);
	for (i = 0; i < CU_N(shared); i++) {
		cu_exp(f.crypto, exponent, shared[i].tag);
		ck_assert_int_eq(draw(&f, exponent, N, NULL, 0), E2E_OK);
		zeros = f.value[0] == 0;
		ck_assert_uint_eq(zeros, i == 2);
		ck_assert_int_eq(e2e_dh_agree(f.crypto, &key, &f.group, a, f.value, N), E2E_OK);
		expect_key(&f, &key, &shared[i]);
		e2e_key_wipe(&key);
		ck_assert_int_eq(e2e_dh_agree(f.crypto, &key, &f.group, a, f.value + zeros,
		                              N - zeros), E2E_OK);
		expect_key(&f, &key, &shared[i]);
		e2e_key_wipe(&key);
		ck_assert_int_eq(e2e_dh_agree(f.crypto, &key, &f.group, exponent, g_a, N),
		                 E2E_OK);
		expect_key(&f, &key, &shared[i]);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

/* scenario 7, for the whole exchange */
START_TEST(agrees_on_no_key_with_a_bad_value)
{
	static const size_t lengths[] = { 0, 1, N, N, N, N + 1 };
	struct fixture f;
	struct e2e_key key;
	uint8_t bad[6][N + 1] = { { 0 } };
	size_t i;

	set_up(&f, _i, 0);
	cu_exp(f.crypto, f.secret, "libe2e-a");
	bad[1][0] = 1;
	memcpy(bad[2], f.group.p, N);
	step(bad[2], 0, -1); /* p - 1, of order 2 */
	memcpy(bad[3], f.group.p, N);
	memset(bad[4] + 8, 0xff, N - 8);
	cu_count(bad[5] + 1, N, 1);
	for (i = 0; i < CU_N(lengths); i++) {
		cu_key(f.crypto, &key);
		f.script.modexp_calls = 0;
		ck_assert_int_eq(e2e_dh_agree(f.crypto, &key, &f.group, f.secret, bad[i],
		                              lengths[i]), E2E_REFUSED_VALUE);
		ck_assert_uint_eq(key.size, sizeof key);
		ck_assert_int_eq(key.fingerprint, 0);
		ck_assert(tu_all_zero(key.value, sizeof key.value));
		ck_assert_uint_eq(f.script.modexp_calls, 0);
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(wipes_the_key_when_the_backend_fails)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	uint8_t secret[N], value[N];
	int kind;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	e2e_dh_group_known(&group);
	ck_assert_int_eq(e2e_dh_keypair(crypto, &group, secret, value, NULL, 0), E2E_OK);
	for (kind = 0; kind < 2; kind++) {
		cu_key(crypto, &key);
		cu_faults = (struct cu_faults){ 0, kind == 0, 0, kind == 1 };
		ck_assert_int_eq(e2e_dh_agree(crypto, &key, &group, secret, value, N),
		                 E2E_ERR_BACKEND);
		ck_assert_int_eq(key.fingerprint, 0);
		ck_assert(tu_all_zero(key.value, sizeof key.value));
	}
	cu_faults = (struct cu_faults){ 0, 0, 0, 0 };
	key.size = sizeof key - 1;
	ck_assert_int_eq(e2e_dh_agree(crypto, &key, &group, secret, value, N), E2E_ERR_VERSION);
	key.size = sizeof key;
	ck_assert_int_eq(e2e_dh_agree(crypto, &key, &group, secret, value, N), E2E_OK);
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ accepts_values_within_both_bounds },
		{ accepts_values_with_and_without_leading_zeros },
		{ computes_the_published_values },
		{ draws_again_when_out_of_range },
		{ gives_up_when_no_draw_is_in_range },
		{ wipes_both_when_an_exponentiation_fails },
		{ mixes_any_server_randomness },
		{ survives_a_server_that_echoes },
		{ agrees_on_the_published_keys },
		{ agrees_on_no_key_with_a_bad_value },
		{ wipes_the_key_when_the_backend_fails },
	};

	return tu_run(cu_suite("dh", tests, CU_N(tests)));
}
