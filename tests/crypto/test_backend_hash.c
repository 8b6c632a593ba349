/* SPDX-License-Identifier: ISC */
/* The digests and the randomness of every backend. */
#include "config.h"

#include "test_backend_shared.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define DIGEST_MAX E2E_SHA256_BYTES

static const struct {
	uint32_t id;
	size_t n;
} algorithm[] = {
	{ E2E_HASH_MD5, E2E_MD5_BYTES },
	{ E2E_HASH_SHA1, E2E_SHA1_BYTES },
	{ E2E_HASH_SHA256, E2E_SHA256_BYTES },
};

/*
 * RFC 1321 (A.5) and FIPS 180-2 (appendices A and B); for the 56-byte text under MD5
 * and the million under MD5, CPython 3.11 hashlib.
 */
static const struct {
	const char *text; /* NULL: a million times 'a' */
	const char *digest[COUNT(algorithm)];
} known[] = {
	{ "", { "d41d8cd98f00b204e9800998ecf8427e",
	        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } },
	{ "abc", { "900150983cd24fb0d6963f7d28e17f72",
	           "a9993e364706816aba3e25717850c26c9cd0d89d",
	           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" } },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  { "8215ef0796a20bcaaae116d3876c664a", "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" } },
	{ NULL, { "7707d6ae4e027c70eea2a935c2296f21",
	          "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
	          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" } },
};

static void
hash(struct e2e_crypto *crypto, size_t a, uint8_t *digest, const struct e2e_bytes *part,
     size_t n_parts)
{
	ck_assert_int_eq(e2e_hash(crypto, algorithm[a].id, digest, part, n_parts), E2E_OK);
}

START_TEST(digests_of_known_texts)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t right[DIGEST_MAX], *got, *million = malloc(1000000);
	struct e2e_bytes part;
	size_t i, a;

	ck_assert_ptr_nonnull(million);
	memset(million, 'a', 1000000);
	for (i = 0; i < COUNT(known); i++) {
		part.p = known[i].text == NULL ? million : (const uint8_t *)known[i].text;
		part.n = known[i].text == NULL ? 1000000 : strlen(known[i].text);
		for (a = 0; a < COUNT(algorithm); a++) {
			size_t n = algorithm[a].n;

			ck_assert_uint_eq(tu_hex(right, sizeof right, known[i].digest[a]), n);
			got = tu_guarded(n); /* not a byte more than the digest is written */
			hash(crypto, a, got, &part, 1);
			ck_assert_mem_eq(got, right, n);
			tu_guarded_free(got, n);
		}
	}
	free(million);
	e2e_crypto_free(crypto);
}
END_TEST

/*
 * The digest of the digests of 300 texts; text number n is n bytes, of which number i
 * is 7 * i + n mod 256.  Computed with CPython 3.11 hashlib.
 */
START_TEST(digests_of_every_length_to_299)
{
	static const char *const right_hex[COUNT(algorithm)] = {
		"07078cab541bc45f0a66e2c0213a32f4",
		"dfc942b5ddc5fe6421ccada9be50fa42e873926c",
		"d5238871a46ac4a1a75ac3fb19d645b0b3b9e5f35f5f720e2b240d605c6b694e",
	};
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t all[300 * DIGEST_MAX], right[DIGEST_MAX], got[DIGEST_MAX], *text;
	struct e2e_bytes part;
	size_t a, n, i;

	for (a = 0; a < COUNT(algorithm); a++) {
		for (n = 0; n < 300; n++) {
			text = tu_guarded(n); /* not a byte more than the text is read */
			for (i = 0; i < n; i++)
				text[i] = (uint8_t)(7 * i + n);
			part = (struct e2e_bytes){ text, n };
			hash(crypto, a, all + n * algorithm[a].n, &part, 1);
			tu_guarded_free(text, n);
		}
		part = (struct e2e_bytes){ all, 300 * algorithm[a].n };
		hash(crypto, a, got, &part, 1);
		(void)tu_hex(right, sizeof right, right_hex[a]);
		ck_assert_mem_eq(got, right, algorithm[a].n);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(parts_split_anywhere_are_one_text)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t text[150], whole[DIGEST_MAX], got[DIGEST_MAX];
	struct e2e_bytes one = { text, sizeof text }, part[4];
	uint64_t seed = 1;
	size_t a, i, j, k;

	tu_fill(&seed, text, sizeof text);
	for (a = 0; a < COUNT(algorithm); a++) {
		hash(crypto, a, whole, &one, 1);
		for (i = 0; i <= sizeof text; i++) {
			for (j = i; j <= sizeof text; j++) {
				k = j + tu_next(&seed) % (sizeof text - j + 1);
				part[0] = (struct e2e_bytes){ text, i };
				part[1] = (struct e2e_bytes){ text + i, j - i };
				part[2] = (struct e2e_bytes){ text + j, sizeof text - j };
				hash(crypto, a, got, part, 3);
				ck_assert_mem_eq(got, whole, algorithm[a].n);
				part[2].n = k - j;
				part[3] = (struct e2e_bytes){ text + k, sizeof text - k };
				hash(crypto, a, got, part, 4);
				ck_assert_mem_eq(got, whole, algorithm[a].n);
			}
			part[1].n = sizeof text - i;
			part[1].p = text + i;
			part[0] = (struct e2e_bytes){ text, i };
			hash(crypto, a, got, part, 2);
			ck_assert_mem_eq(got, whole, algorithm[a].n);
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(empty_parts_may_be_null_and_count_for_nothing)
{
	static const uint8_t text[] = "abc";
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t right[DIGEST_MAX], got[DIGEST_MAX];
	struct e2e_bytes part[4];
	size_t a, n, full, i;

	for (a = 0; a < COUNT(algorithm); a++) {
		for (n = 1; n <= E2E_HASH_PARTS_MAX; n++) {
			for (full = 0; full <= n; full++) {
				for (i = 0; i < n; i++)
					part[i] = (struct e2e_bytes){ NULL, 0 };
				if (full < n)
					part[full] = (struct e2e_bytes){ text, 3 };
				hash(crypto, a, got, part, n);
				(void)tu_hex(right, sizeof right,
				             known[full < n ? 1 : 0].digest[a]);
				ck_assert_mem_eq(got, right, algorithm[a].n);
			}
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(rejects_no_parts_five_parts_and_other_algorithms)
{
	static const uint32_t unknown[] = { 0, 4, 256, UINT32_MAX, 0x10001 };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_bytes part[5] = { { NULL, 0 } };
	uint8_t digest[DIGEST_MAX];
	size_t a;

	for (a = 0; a < COUNT(algorithm); a++) {
		ck_assert_int_eq(e2e_hash(crypto, algorithm[a].id, digest, part, 0),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_hash(crypto, algorithm[a].id, digest, part, 5),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_hash(crypto, algorithm[a].id, digest, part, SIZE_MAX),
		                 E2E_ERR_ARGUMENT);
	}
	for (a = 0; a < COUNT(unknown); a++)
		ck_assert_int_eq(e2e_hash(crypto, unknown[a], digest, part, 1),
		                 E2E_ERR_ARGUMENT);
	e2e_crypto_free(crypto);
}
END_TEST

/* ---- Randomness --------------------------------------------------------------------- */

static void
draw(struct e2e_crypto *crypto, uint8_t *out, size_t n)
{
	ck_assert_int_eq(e2e_random(crypto, out, n), E2E_OK);
}

START_TEST(no_two_draws_are_alike)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_crypto *other = tu_crypto(tu_backend((size_t)_i));
	static uint8_t drawn[2000][16];
	size_t i, j, alike = 0;

	/* Many small draws, so that a store of random bytes is refilled a few times. */
	for (i = 0; i < COUNT(drawn); i++)
		draw(i % 5 == 0 ? other : crypto, drawn[i], sizeof drawn[i]);
	for (i = 0; i < COUNT(drawn); i++)
		for (j = 0; j < i; j++)
			alike += memcmp(drawn[i], drawn[j], sizeof drawn[i]) == 0;
	ck_assert_uint_eq(alike, 0);
	e2e_crypto_free(other);
	e2e_crypto_free(crypto);
}
END_TEST

/* A byte that is 0 in each of 20 draws was not drawn, but for a chance of 2^-160. */
START_TEST(draws_of_every_size_fill_exactly_their_bytes)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t seen[1200], *p;
	size_t n, i, round;

	ck_assert_int_eq(e2e_random(crypto, NULL, 0), E2E_OK);
	for (n = 1; n <= sizeof seen; n += n < 560 ? 1 : 40) {
		p = tu_guarded(n);
		memset(seen, 0, n);
		for (round = 0; round < 20; round++) {
			draw(crypto, p, n);
			for (i = 0; i < n; i++)
				seen[i] |= p[i];
		}
		for (i = 0; i < n; i++)
			ck_assert_uint_ne(seen[i], 0);
		tu_guarded_free(p, n);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* How often each value of a byte comes; far from the bounds a sound source can reach. */
START_TEST(large_draw_looks_like_bytes_drawn_evenly)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	size_t n = 100000, i, ones = 0, count[256] = { 0 };
	uint8_t *p = tu_guarded(n);

	draw(crypto, p, n);
	for (i = 0; i < n; i++) {
		count[p[i]]++;
		ones += (size_t)__builtin_popcount(p[i]);
	}
	/* About 391 of each value, deviation 20: 200 is ten deviations off. */
	for (i = 0; i < 256; i++)
		ck_assert(count[i] > 190 && count[i] < 590);
	/* 400,000 bits set, deviation 447. */
	ck_assert(ones > 395000 && ones < 405000);
	for (i = 0; i + 16 <= n; i += 16)
		ck_assert(!tu_all_zero(p + i, 16));
	tu_guarded_free(p, n);
	e2e_crypto_free(crypto);
}
END_TEST

/* What a child that goes on with our context draws. */
static void
draw_in_child(struct e2e_crypto *crypto, uint8_t *out, size_t n)
{
	int end[2], status;
	size_t got = 0;
	pid_t child;

	ck_assert_int_eq(pipe(end), 0);
	child = fork();
	ck_assert_int_ne(child, -1);
	if (child == 0) {
		int32_t err = e2e_random(crypto, out, n);

		_exit(err == E2E_OK && write(end[1], out, n) == (ssize_t)n ? 0 : 1);
	}
	(void)close(end[1]);
	while (got < n) {
		ssize_t more = read(end[0], out + got, n - got);

		ck_assert_int_gt(more, 0);
		got += (size_t)more;
	}
	(void)close(end[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

START_TEST(children_do_not_repeat_their_parent_or_each_other)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t warm[48], drawn[6][48];
	size_t round, i, j;

	for (round = 0; round < 20; round++) {
		draw(crypto, warm, 1 + round * 2);
		for (i = 0; i < COUNT(drawn); i++) {
			if (i % 2 == 0)
				draw_in_child(crypto, drawn[i], sizeof drawn[i]);
			else
				draw(crypto, drawn[i], sizeof drawn[i]);
		}
		for (i = 0; i < COUNT(drawn); i++)
			for (j = 0; j < i; j++)
				ck_assert_mem_ne(drawn[i], drawn[j], sizeof drawn[i]);
	}
	e2e_crypto_free(crypto);
}
END_TEST

TCase *
tb_case_hash(void)
{
	TCase *tc = tcase_create("hash");
	int n = (int)tu_backend_count();

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, digests_of_known_texts, 0, n);
	tcase_add_loop_test(tc, digests_of_every_length_to_299, 0, n);
	tcase_add_loop_test(tc, parts_split_anywhere_are_one_text, 0, n);
	tcase_add_loop_test(tc, empty_parts_may_be_null_and_count_for_nothing, 0, n);
	tcase_add_loop_test(tc, rejects_no_parts_five_parts_and_other_algorithms, 0, n);
	return tc;
}

TCase *
tb_case_random(void)
{
	TCase *tc = tcase_create("random");
	int n = (int)tu_backend_count();

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, no_two_draws_are_alike, 0, n);
	tcase_add_loop_test(tc, draws_of_every_size_fill_exactly_their_bytes, 0, n);
	tcase_add_loop_test(tc, large_draw_looks_like_bytes_drawn_evenly, 0, n);
	tcase_add_loop_test(tc, children_do_not_repeat_their_parent_or_each_other, 0, n);
	return tc;
}
