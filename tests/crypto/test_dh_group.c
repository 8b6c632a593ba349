/* SPDX-License-Identifier: ISC */
/* Judging the prime and the generator that a server sends. */
#include "config.h"

#include "tests/util/cryptoutil.h"
#include "tests/util/primes.h"

#include <string.h>

#define ROUNDS_ALL 65 /* exponentiations that a good prime costs */

struct fixture {
	struct tu_script script;
	struct e2e_backend backend;
	struct e2e_crypto *crypto;
	struct e2e_dh_group group;
	uint8_t p[E2E_DH_BYTES];
};

static void
set_up(struct fixture *f, int index, uint64_t seed)
{
	*f = (struct fixture){ .script = { .inner = tu_backend((size_t)index), .seed = seed } };
	tu_scripted_backend(&f->backend, &f->script);
	f->crypto = tu_crypto(&f->backend);
	f->group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	tu_hex(f->p, sizeof f->p, prime_rfc3526);
}

/* Judge P and G; GROUP must change on success and only then. */
static int32_t
judge(struct fixture *f, const uint8_t *p, size_t n, int32_t g)
{
	uint8_t *in = tu_guarded_copy(p, n);
	struct e2e_dh_group group;
	int32_t got;

	memset(&group, 0xcc, sizeof group);
	group.size = sizeof group;
	f->group = group;
	f->script.modexp_calls = 0;
	got = e2e_dh_group_set(f->crypto, &f->group, in, n, g);
	ck_assert_uint_eq(f->group.size, sizeof f->group);
	if (got != E2E_OK)
		ck_assert_mem_eq(&f->group, &group, sizeof group);
	else
		ck_assert(f->group.g == g && memcmp(f->group.p, p, E2E_DH_BYTES) == 0);
	tu_guarded_free(in, n);
	return got;
}

/* scenarios 1, 2 and 4: the known prime, and which generators fit it */
START_TEST(accepts_the_known_prime_without_work)
{
	static const char want[] =
		"02f85e7687fc6f33ba678226a963b3c8a191b47c890cf30debe17c1d623b5af1";
	struct fixture f;
	struct e2e_dh_group known;
	uint8_t digest[E2E_SHA256_BYTES], expected[E2E_SHA256_BYTES];
	int32_t g;

	set_up(&f, _i, 0);
	memset(&known, 0, sizeof known);
	known.size = sizeof known;
	e2e_dh_group_known(&known);
	tu_hex(expected, sizeof expected, want);
	cu_sha256(f.crypto, digest, known.p, sizeof known.p);
	ck_assert_mem_eq(digest, expected, sizeof expected);
	ck_assert_int_eq(known.g, 3);
	for (g = -3; g <= 9; g++) {
		ck_assert_int_eq(judge(&f, known.p, sizeof known.p, g),
		                 g == 3 || g == 4 || g == 7 ? E2E_OK : E2E_REFUSED_GENERATOR);
		ck_assert_uint_eq(f.script.modexp_calls, 0);
	}
	ck_assert_int_eq(judge(&f, known.p, sizeof known.p, INT32_MIN), E2E_REFUSED_GENERATOR);
	ck_assert_int_eq(judge(&f, known.p, sizeof known.p, INT32_MAX), E2E_REFUSED_GENERATOR);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(tests_another_prime_once)
{
	struct fixture f;
	int32_t g;

	set_up(&f, _i, 1);
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_OK);
	ck_assert_uint_eq(f.script.modexp_calls, ROUNDS_ALL);
	ck_assert_uint_ge(f.script.random_bytes, 64); /* the bases are random */
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_OK);
	ck_assert_uint_eq(f.script.modexp_calls, 0);
	for (g = -3; g <= 9; g += g == 1 ? 7 : 1) /* not in 2..7 */
		ck_assert_int_eq(judge(&f, f.p, sizeof f.p, g), E2E_REFUSED_GENERATOR);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* Can G be a square modulo P, by the table of the documents?  P mod 840 decides. */
static bool
generates(const uint8_t p[E2E_DH_BYTES], int32_t g)
{
	unsigned rest = 0;
	size_t i;

	for (i = 0; i < E2E_DH_BYTES; i++)
		rest = (rest * 256 + p[i]) % 840;
	switch (g) {
	case 2:
		return rest % 8 == 7;
	case 3:
		return rest % 3 == 2;
	case 4:
		return true;
	case 5:
		return rest % 5 == 1 || rest % 5 == 4;
	case 6:
		return rest % 24 == 19 || rest % 24 == 23;
	case 7:
		return rest % 7 == 3 || rest % 7 == 5 || rest % 7 == 6;
	default:
		return false;
	}
}

/* The rule holds besides the verdict on p, which is told here to spare the work. */
START_TEST(knows_the_rule_of_each_generator)
{
	struct fixture f;
	uint8_t digest[E2E_SHA256_BYTES];
	uint64_t seed = 17;
	int32_t g;
	int round;

	set_up(&f, _i, 2);
	for (round = 0; round < 200; round++) {
		tu_fill(&seed, f.p, sizeof f.p);
		f.p[0] |= 0x80;
		f.p[E2E_DH_BYTES - 1] |= 3; /* as every safe prime */
		ck_assert_int_eq(e2e_dh_prime_digest(f.crypto, digest, f.p, sizeof f.p), E2E_OK);
		ck_assert_int_eq(e2e_dh_verdict_set(f.crypto, digest, E2E_OK), E2E_OK);
		for (g = 2; g <= 7; g++) {
			ck_assert_int_eq(judge(&f, f.p, sizeof f.p, g),
			                 generates(f.p, g) ? E2E_OK : E2E_REFUSED_GENERATOR);
		}
	}
	e2e_crypto_free(f.crypto);
}
END_TEST

/* scenario 3: refused whatever the random bases, and the verdict is remembered */
START_TEST(refuses_deceiving_moduli)
{
	struct fixture f;
	uint64_t seed;
	uint8_t p[E2E_DH_BYTES];
	size_t i;

	for (seed = 1; seed <= 2; seed++) {
		set_up(&f, _i, 1000 * seed);
		for (i = 0; i < primes_bad_n; i++) {
			if (seed == 2 && i == 1)
				continue; /* the dear one, in which no base finds anything */
			tu_hex(p, sizeof p, primes_bad[i]);
			ck_assert_msg(judge(&f, p, sizeof p, 4) == E2E_REFUSED_PRIME,
			              "bad prime %zu", i);
			ck_assert_uint_le(f.script.modexp_calls, ROUNDS_ALL);
			ck_assert_int_eq(judge(&f, p, sizeof p, 4), E2E_REFUSED_PRIME);
			ck_assert_msg(f.script.modexp_calls == 0, "bad prime %zu again", i);
		}
		e2e_crypto_free(f.crypto);
	}
}
END_TEST

/* scenario 3: the known prime with one bit flipped */
START_TEST(refuses_a_flipped_bit_of_the_known_prime)
{
	struct fixture f;
	struct e2e_dh_group known;
	size_t bit;

	set_up(&f, _i, 3);
	memset(&known, 0, sizeof known);
	known.size = sizeof known;
	e2e_dh_group_known(&known);
	for (bit = 0; bit < 2048; bit += bit < 8 || bit >= 2039 ? 1 : 97) {
		known.p[bit / 8] ^= (uint8_t)(0x80U >> bit % 8);
		ck_assert_msg(judge(&f, known.p, sizeof known.p, 4) == E2E_REFUSED_PRIME,
		              "bit %zu flipped", bit);
		known.p[bit / 8] ^= (uint8_t)(0x80U >> bit % 8);
	}
	ck_assert_int_eq(judge(&f, known.p, sizeof known.p, 4), E2E_OK);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* scenario 3: other sizes than 2048 bits, and even numbers, cost no exponentiation */
START_TEST(refuses_other_sizes_and_even_numbers)
{
	struct fixture f;
	uint8_t p[E2E_DH_BYTES + 8] = { 0 };
	size_t n;
	int32_t got;

	set_up(&f, _i, 4);
	for (n = 0; n <= E2E_DH_BYTES + 8; n++) {
		memset(p, 0xff, sizeof p);
		memcpy(p, f.p, n < E2E_DH_BYTES ? n : E2E_DH_BYTES);
		if (n == E2E_DH_BYTES)
			continue;
		ck_assert_int_eq(judge(&f, p, n, 4), E2E_REFUSED_PRIME);
		ck_assert_uint_eq(f.script.modexp_calls, 0);
	}
	memcpy(p, f.p, E2E_DH_BYTES);
	p[0] = 0x7f; /* 2047 bits */
	ck_assert_int_eq(judge(&f, p, E2E_DH_BYTES, 4), E2E_REFUSED_PRIME);
	ck_assert_uint_eq(f.script.modexp_calls, 0);
	p[0] = 0xff;
	p[E2E_DH_BYTES - 1] ^= 1;
	ck_assert_int_eq(judge(&f, p, E2E_DH_BYTES, 4), E2E_REFUSED_PRIME);
	ck_assert_uint_eq(f.script.modexp_calls, 0);
	memset(p, 0, sizeof p);
	ck_assert_int_eq(judge(&f, p, E2E_DH_BYTES, 4), E2E_REFUSED_PRIME);
	memcpy(p + 1, f.p, E2E_DH_BYTES); /* one zero in front: taken or not, but not cut */
	f.group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	got = e2e_dh_group_set(f.crypto, &f.group, p, E2E_DH_BYTES + 1, 4);
	ck_assert(got == E2E_OK || got == E2E_REFUSED_PRIME);
	ck_assert(memcmp(f.group.p, f.p, E2E_DH_BYTES) == 0 || got != E2E_OK);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Bases ------------------------------------------------------------------------------ */

/* Randomness of zeros, ones or twos makes no good base; it must not make a verdict. */
START_TEST(is_not_misled_by_weak_randomness)
{
	static uint8_t weak[4 * 64 * E2E_DH_BYTES];
	struct fixture f;
	uint8_t bad[E2E_DH_BYTES];
	size_t i, low;

	for (low = 0; low < 3; low++) {
		memset(weak, 0, sizeof weak);
		for (i = E2E_DH_BYTES - 1; i < sizeof weak; i += E2E_DH_BYTES)
			weak[i] = (uint8_t)low;
		set_up(&f, _i, 5);
		for (i = 2; i < primes_bad_n; i++) { /* those that a base must betray */
			tu_hex(bad, sizeof bad, primes_bad[i]);
			f.script.script = weak;
			f.script.n = 40 * E2E_DH_BYTES;
			ck_assert_msg(judge(&f, bad, sizeof bad, 4) == E2E_REFUSED_PRIME,
			              "bad prime %zu", i);
		}
		e2e_crypto_free(f.crypto);
	}
	set_up(&f, _i, 5);
	f.script.script = weak;
	f.script.n = 40 * E2E_DH_BYTES;
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 4), E2E_OK);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* Without randomness there is no verdict, and none is remembered. */
START_TEST(gives_no_verdict_without_randomness)
{
	struct fixture f;

	set_up(&f, _i, 6);
	f.script.fail_after_script = true;
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_ERR_BACKEND);
	f.script.fail_after_script = false;
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_OK);
	ck_assert_uint_eq(f.script.modexp_calls, ROUNDS_ALL);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(gives_no_verdict_when_an_exponentiation_fails)
{
	static const size_t at[] = { 1, ROUNDS_ALL };
	struct e2e_dh_group group = E2E_DH_GROUP_INIT, empty = E2E_DH_GROUP_INIT;
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	uint8_t p[E2E_DH_BYTES];
	size_t i;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	tu_hex(p, sizeof p, prime_rfc3526);
	for (i = 0; i < CU_N(at); i++) {
		cu_faults.modexp = at[i];
		ck_assert_int_eq(e2e_dh_group_set(crypto, &group, p, sizeof p, 2),
		                 E2E_ERR_BACKEND);
		ck_assert_mem_eq(&group, &empty, sizeof group);
	}
	ck_assert_int_eq(e2e_dh_group_set(crypto, &group, p, sizeof p, 2), E2E_OK);
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(wants_a_group_of_known_size)
{
	struct fixture f;

	set_up(&f, _i, 7);
	f.group.size = sizeof f.group - 1;
	ck_assert_int_eq(e2e_dh_group_set(f.crypto, &f.group, f.p, sizeof f.p, 2),
	                 E2E_ERR_VERSION);
	f.group.size = 0;
	ck_assert_int_eq(e2e_dh_group_set(f.crypto, &f.group, f.p, sizeof f.p, 2),
	                 E2E_ERR_VERSION);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Verdicts ---------------------------------------------------------------------------- */

/* Two contexts are told opposite verdicts: both believe it, without any work. */
START_TEST(uses_a_verdict_it_was_told)
{
	static const int32_t verdicts[] = { E2E_OK, E2E_REFUSED_PRIME };
	struct fixture f;
	uint8_t digest[E2E_SHA256_BYTES], other[E2E_SHA256_BYTES];
	size_t i;

	for (i = 0; i < CU_N(verdicts); i++) {
		set_up(&f, _i, 8);
		f.script.fail_after_script = true; /* no verdict of its own */
		ck_assert_int_eq(e2e_dh_prime_digest(f.crypto, digest, f.p, sizeof f.p), E2E_OK);
		ck_assert_int_eq(e2e_dh_verdict_set(f.crypto, digest, verdicts[i]), E2E_OK);
		ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), verdicts[i]);
		ck_assert_uint_eq(f.script.modexp_calls, 0);
		f.p[100] ^= 1; /* and only for that number */
		ck_assert_int_ne(judge(&f, f.p, sizeof f.p, 2), E2E_OK);
		ck_assert_int_eq(e2e_dh_prime_digest(f.crypto, other, f.p, sizeof f.p), E2E_OK);
		ck_assert_mem_ne(other, digest, sizeof digest);
		f.p[100] ^= 1;
		/* the verdict is on p alone, and the last word counts */
		ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 4), verdicts[i]);
		ck_assert_int_eq(e2e_dh_verdict_set(f.crypto, digest, verdicts[1 - i]), E2E_OK);
		ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), verdicts[1 - i]);
		e2e_crypto_free(f.crypto);
	}
}
END_TEST

START_TEST(refuses_other_verdicts)
{
	static const int32_t bad[] = { -1, E2E_ERR_BACKEND, E2E_REFUSED_LENGTH,
		E2E_REFUSED_GENERATOR, E2E_REFUSED_VALUE, INT32_MIN, INT32_MAX };
	struct fixture f;
	uint8_t digest[E2E_SHA256_BYTES];
	size_t i;

	set_up(&f, _i, 9);
	ck_assert_int_eq(e2e_dh_prime_digest(f.crypto, digest, f.p, sizeof f.p), E2E_OK);
	for (i = 0; i < CU_N(bad); i++)
		ck_assert_int_eq(e2e_dh_verdict_set(f.crypto, digest, bad[i]), E2E_ERR_ARGUMENT);
	f.script.fail_after_script = true; /* it would need its own verdict, and cannot */
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_ERR_BACKEND);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* More verdicts than any memory of "the last few" holds: the last is there, all are right. */
START_TEST(survives_more_groups_than_it_remembers)
{
	struct fixture f;
	uint8_t digest[E2E_SHA256_BYTES], bad[E2E_DH_BYTES];
	uint64_t seed = 99;
	int i;

	set_up(&f, _i, 10);
	tu_hex(bad, sizeof bad, primes_bad[0]);
	ck_assert_int_eq(judge(&f, bad, sizeof bad, 4), E2E_REFUSED_PRIME);
	for (i = 0; i < 1000; i++) {
		tu_fill(&seed, digest, sizeof digest);
		ck_assert_int_eq(e2e_dh_verdict_set(f.crypto, digest, i % 2 == 0 ?
		                 E2E_OK : E2E_REFUSED_PRIME), E2E_OK);
	}
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_OK);
	ck_assert_uint_eq(f.script.modexp_calls, ROUNDS_ALL);
	ck_assert_int_eq(judge(&f, bad, sizeof bad, 4), E2E_REFUSED_PRIME);
	ck_assert_int_eq(judge(&f, f.p, sizeof f.p, 2), E2E_OK);
	ck_assert_uint_eq(f.script.modexp_calls, 0);
	ck_assert_int_eq(judge(&f, bad, sizeof bad, 4), E2E_REFUSED_PRIME);
	ck_assert_uint_eq(f.script.modexp_calls, 0);
	e2e_crypto_free(f.crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ accepts_the_known_prime_without_work },
		{ tests_another_prime_once },
		{ knows_the_rule_of_each_generator },
		{ refuses_deceiving_moduli },
		{ refuses_a_flipped_bit_of_the_known_prime },
		{ refuses_other_sizes_and_even_numbers },
		{ is_not_misled_by_weak_randomness },
		{ gives_no_verdict_without_randomness },
		{ gives_no_verdict_when_an_exponentiation_fails },
		{ wants_a_group_of_known_size },
		{ uses_a_verdict_it_was_told },
		{ refuses_other_verdicts },
		{ survives_more_groups_than_it_remembers },
	};

	return tu_run(cu_suite("dh_group", tests, CU_N(tests)));
}
