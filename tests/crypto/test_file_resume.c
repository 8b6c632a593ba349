/* SPDX-License-Identifier: ISC */
/* Taking an encrypted file up again, and what the caller must not do with one. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

#define PLAIN_N   100 /* seven blocks, the last not full */
#define CONTAINER 112
#define HUGE      (UINT64_C(0x8000000000000000) - 16) /* the longest file */

struct fixture {
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	struct e2e_file_key key;
	struct e2e_file file;
	uint8_t plain[CONTAINER], cipher[CONTAINER], out[CONTAINER + 32];
	size_t out_n;
};

static int32_t
step(struct fixture *f, const uint8_t *in, size_t n, size_t room)
{
	return (f->file.way == E2E_ENCRYPT ? e2e_file_encrypt : e2e_file_decrypt)(
		f->crypto, &f->file, f->out, room, &f->out_n, in, n);
}

static void
start(struct fixture *f, uint32_t way, const struct e2e_file_checkpoint *from)
{
	f->file = (struct e2e_file)E2E_FILE_INIT;
	ck_assert_int_eq(e2e_file_start(&f->file, &f->key, way, PLAIN_N, E2E_FILE_PAD_ZERO, from),
	                 E2E_OK);
}

static void
set_up(struct fixture *f, int index)
{
	cu_faulty_backend(&f->faulty, tu_backend((size_t)index));
	f->crypto = tu_crypto(&f->faulty);
	f->key = (struct e2e_file_key)E2E_FILE_KEY_INIT;
	ck_assert_int_eq(e2e_file_key_new(f->crypto, &f->key), E2E_OK);
	cu_count(f->plain, sizeof f->plain, 50);
	start(f, E2E_ENCRYPT, NULL);
	ck_assert_int_eq(step(f, f->plain, PLAIN_N, CONTAINER), E2E_OK);
	ck_assert_uint_eq(f->out_n, CONTAINER);
	memcpy(f->cipher, f->out, CONTAINER);
}

/* scenario 116: after every block, by a context that knows nothing of the first */
static void
resume_everywhere(struct fixture *f, uint32_t way, const uint8_t *in, size_t in_n,
                  const uint8_t *want, size_t want_n)
{
	struct e2e_crypto *first = f->crypto, *second = tu_crypto(NULL);
	struct e2e_file_checkpoint point;
	size_t done;

	for (done = 0; done < CONTAINER; done += 16) {
		start(f, way, NULL);
		if (done != 0) {
			ck_assert_int_eq(step(f, in, done, CONTAINER), E2E_OK);
			ck_assert_mem_eq(f->out, want, done);
		}
		point = (struct e2e_file_checkpoint)E2E_FILE_CHECKPOINT_INIT;
		ck_assert_int_eq(e2e_file_checkpoint_get(&f->file, &point), E2E_OK);
		ck_assert_uint_eq(point.offset, done);
		e2e_file_wipe(&f->file);
		f->crypto = second;
		start(f, way, &point);
		ck_assert_uint_eq(f->file.offset, done);
		ck_assert_int_eq(step(f, in + done, in_n - done, CONTAINER), E2E_OK);
		ck_assert_uint_eq(f->out_n, want_n - done);
		ck_assert_mem_eq(f->out, want + done, want_n - done);
		ck_assert_int_eq(e2e_file_end(&f->file), E2E_OK);
		f->crypto = first;
	}
	ck_assert_int_eq(e2e_file_checkpoint_get(&f->file, &point), E2E_OK);
	ck_assert_uint_eq(point.offset, e2e_file_container_bytes(f->file.plain_n));
	e2e_crypto_free(second);
}

START_TEST(resumes_encrypting_after_every_block)
{
	struct fixture f;

	set_up(&f, _i);
	resume_everywhere(&f, E2E_ENCRYPT, f.plain, PLAIN_N, f.cipher, CONTAINER);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(resumes_decrypting_after_every_block)
{
	struct fixture f;

	set_up(&f, _i);
	resume_everywhere(&f, E2E_DECRYPT, f.cipher, CONTAINER, f.plain, PLAIN_N);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(refuses_impossible_checkpoints)
{
	static const uint64_t bad[] = { 1, 8, 15, 17, PLAIN_N, CONTAINER - 1, CONTAINER + 1,
		CONTAINER + 16, UINT64_C(0x100000000), UINT64_C(0x8000000000000000), HUGE,
		UINT64_MAX - 15, UINT64_MAX };
	struct e2e_file_checkpoint point = E2E_FILE_CHECKPOINT_INIT;
	struct fixture f;
	size_t i;

	set_up(&f, _i);
	for (i = 0; i < CU_N(bad); i++) {
		point.offset = bad[i];
		ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, PLAIN_N,
		                                E2E_FILE_PAD_ZERO, &point), E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_DECRYPT, PLAIN_N,
		                                E2E_FILE_PAD_ZERO, &point), E2E_ERR_ARGUMENT);
	}
	point.offset = 16; /* beyond an empty file */
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, 0, E2E_FILE_PAD_ZERO,
	                                &point), E2E_ERR_ARGUMENT);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(refuses_unknown_ways_and_sizes)
{
	struct e2e_file_checkpoint point = E2E_FILE_CHECKPOINT_INIT;
	struct e2e_file_key old_key;
	struct fixture f;

	set_up(&f, _i);
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, 2, 5, E2E_FILE_PAD_ZERO, NULL),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, UINT32_MAX, 5, E2E_FILE_PAD_ZERO, NULL),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, 5, 2, NULL),
	                 E2E_ERR_ARGUMENT);
	old_key = f.key;
	old_key.size--;
	ck_assert_int_eq(e2e_file_start(&f.file, &old_key, E2E_ENCRYPT, 5, E2E_FILE_PAD_ZERO,
	                                NULL), E2E_ERR_VERSION);
	point.size--;
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, 5, E2E_FILE_PAD_ZERO,
	                                &point), E2E_ERR_VERSION);
	start(&f, E2E_ENCRYPT, NULL);
	ck_assert_int_eq(e2e_file_checkpoint_get(&f.file, &point), E2E_ERR_VERSION);
	f.file.size--;
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, 5, E2E_FILE_PAD_ZERO, NULL),
	                 E2E_ERR_VERSION);
	ck_assert_int_eq(step(&f, f.plain, 16, 16), E2E_ERR_VERSION);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Wrong use ----------------------------------------------------------------------------- */

/* The piece is refused with VERDICT, and the file goes on as if it had not come. */
static void
expect_refused(struct fixture *f, size_t n, size_t room, int32_t verdict)
{
	struct e2e_file before = f->file;
	const uint8_t *in = f->file.way == E2E_ENCRYPT ? f->plain : f->cipher;

	ck_assert_msg(step(f, in, n, room) == verdict, "%zu bytes into %zu", n, room);
	ck_assert_mem_eq(&f->file, &before, sizeof before);
}

START_TEST(refuses_pieces_that_do_not_fit_when_encrypting)
{
	struct fixture f;
	size_t n;

	set_up(&f, _i);
	start(&f, E2E_ENCRYPT, NULL);
	for (n = 1; n < PLAIN_N; n++)
		if (n % 16 != 0)
			expect_refused(&f, n, CONTAINER, E2E_ERR_ARGUMENT);
	expect_refused(&f, CONTAINER, CONTAINER, E2E_ERR_LIMIT);
	expect_refused(&f, PLAIN_N, CONTAINER - 1, E2E_ERR_LIMIT);
	expect_refused(&f, PLAIN_N, PLAIN_N, E2E_ERR_LIMIT);
	expect_refused(&f, 32, 31, E2E_ERR_LIMIT);
	expect_refused(&f, 16, 0, E2E_ERR_LIMIT);
	ck_assert_int_eq(step(&f, f.plain, 96, 96), E2E_OK);
	expect_refused(&f, 1, 16, E2E_ERR_ARGUMENT);
	expect_refused(&f, 3, 16, E2E_ERR_ARGUMENT);
	expect_refused(&f, 16, 16, E2E_ERR_LIMIT);
	expect_refused(&f, 4, 15, E2E_ERR_LIMIT);
	ck_assert_int_eq(e2e_file_end(&f.file), E2E_ERR_STATE);
	ck_assert_int_eq(step(&f, f.plain + 96, 4, 16), E2E_OK);
	ck_assert_mem_eq(f.out, f.cipher + 96, 16);
	expect_refused(&f, 16, 16, E2E_ERR_LIMIT);
	ck_assert_int_eq(e2e_file_end(&f.file), E2E_OK);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(refuses_pieces_that_do_not_fit_when_decrypting)
{
	struct fixture f;
	size_t n;

	set_up(&f, _i);
	start(&f, E2E_DECRYPT, NULL);
	for (n = 1; n < CONTAINER; n++)
		if (n % 16 != 0)
			expect_refused(&f, n, CONTAINER, E2E_ERR_ARGUMENT);
	expect_refused(&f, CONTAINER + 16, CONTAINER + 16, E2E_ERR_LIMIT);
	expect_refused(&f, CONTAINER, PLAIN_N, E2E_ERR_LIMIT);
	expect_refused(&f, CONTAINER, CONTAINER - 1, E2E_ERR_LIMIT);
	ck_assert_int_eq(step(&f, f.cipher, 96, 96), E2E_OK);
	ck_assert_int_eq(e2e_file_end(&f.file), E2E_ERR_STATE);
	expect_refused(&f, 4, 16, E2E_ERR_ARGUMENT);
	expect_refused(&f, 32, 32, E2E_ERR_LIMIT);
	ck_assert_int_eq(step(&f, f.cipher + 96, 16, 16), E2E_OK);
	ck_assert_uint_eq(f.out_n, PLAIN_N - 96);
	ck_assert_mem_eq(f.out, f.plain + 96, PLAIN_N - 96);
	expect_refused(&f, 16, 16, E2E_ERR_LIMIT);
	ck_assert_int_eq(e2e_file_end(&f.file), E2E_OK);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(refuses_the_wrong_way)
{
	struct e2e_file before;
	struct fixture f;

	set_up(&f, _i);
	start(&f, E2E_DECRYPT, NULL);
	before = f.file;
	ck_assert_int_eq(e2e_file_encrypt(f.crypto, &f.file, f.out, 32, &f.out_n, f.plain, 16),
	                 E2E_ERR_ARGUMENT);
	ck_assert_mem_eq(&f.file, &before, sizeof before);
	start(&f, E2E_ENCRYPT, NULL);
	before = f.file;
	ck_assert_int_eq(e2e_file_decrypt(f.crypto, &f.file, f.out, 32, &f.out_n, f.cipher, 16),
	                 E2E_ERR_ARGUMENT);
	ck_assert_mem_eq(&f.file, &before, sizeof before);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* After the failure the same piece gives the same bytes as without it. */
START_TEST(survives_a_failing_backend)
{
	struct fixture f;
	uint32_t way;

	set_up(&f, _i);
	for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
		const uint8_t *in = way == E2E_ENCRYPT ? f.plain : f.cipher;
		const uint8_t *want = way == E2E_ENCRYPT ? f.cipher : f.plain;

		start(&f, way, NULL);
		cu_faults.ige = 1;
		expect_refused(&f, 48, 48, E2E_ERR_BACKEND);
		ck_assert_int_eq(step(&f, in, 48, 48), E2E_OK);
		ck_assert_mem_eq(f.out, want, 48);
		cu_faults.ige = 1;
		expect_refused(&f, 48, 48, E2E_ERR_BACKEND);
		ck_assert_int_eq(step(&f, in + 48, 48, 48), E2E_OK);
		ck_assert_mem_eq(f.out, want + 48, 48);
	}
	f.file = (struct e2e_file)E2E_FILE_INIT;
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, PLAIN_N,
	                                E2E_FILE_PAD_RANDOM, NULL), E2E_OK);
	cu_faults.random = 1;
	expect_refused(&f, PLAIN_N, CONTAINER, E2E_ERR_BACKEND);
	ck_assert_int_eq(step(&f, f.plain, PLAIN_N, CONTAINER), E2E_OK);
	ck_assert_mem_eq(f.out, f.cipher, 96);
	e2e_crypto_free(f.crypto);
}
END_TEST

/* ---- Files of any length -------------------------------------------------------------------- */

/* The last two blocks of the longest file there can be. */
START_TEST(knows_the_longest_file)
{
	static const uint64_t tail[] = { HUGE, HUGE - 15 };
	struct e2e_file_checkpoint point = E2E_FILE_CHECKPOINT_INIT;
	struct fixture f;
	size_t i;

	set_up(&f, _i);
	for (i = 0; i < CU_N(tail); i++) {
		point.offset = HUGE - 32;
		ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, tail[i],
		                                E2E_FILE_PAD_ZERO, &point), E2E_OK);
		ck_assert_int_eq(step(&f, f.plain, 16, 16), E2E_OK);
		ck_assert_int_eq(e2e_file_checkpoint_get(&f.file, &point), E2E_OK);
		ck_assert_uint_eq(point.offset, HUGE - 16);
		expect_refused(&f, 32, 32, E2E_ERR_LIMIT);
		ck_assert_int_eq(step(&f, f.plain, i == 0 ? 16 : 1, 16), E2E_OK);
		ck_assert_uint_eq(f.out_n, 16);
		ck_assert_uint_eq(f.file.offset, HUGE);
		ck_assert_int_eq(e2e_file_end(&f.file), E2E_OK);
	}
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_ENCRYPT, HUGE + 1,
	                                E2E_FILE_PAD_ZERO, NULL), E2E_ERR_LIMIT);
	ck_assert_int_eq(e2e_file_start(&f.file, &f.key, E2E_DECRYPT, UINT64_MAX,
	                                E2E_FILE_PAD_ZERO, NULL), E2E_ERR_LIMIT);
	e2e_crypto_free(f.crypto);
}
END_TEST

START_TEST(ends_an_empty_file_at_once)
{
	struct fixture f;
	uint32_t way;

	set_up(&f, _i);
	for (way = E2E_DECRYPT; way <= E2E_ENCRYPT; way++) {
		ck_assert_int_eq(e2e_file_start(&f.file, &f.key, way, 0, E2E_FILE_PAD_RANDOM, NULL),
		                 E2E_OK);
		ck_assert_int_eq(e2e_file_end(&f.file), E2E_OK);
		f.out_n = 1;
		ck_assert_int_eq(step(&f, NULL, 0, 0), E2E_OK);
		ck_assert_uint_eq(f.out_n, 0);
		expect_refused(&f, 16, 16, E2E_ERR_LIMIT);
	}
	start(&f, E2E_ENCRYPT, NULL);
	ck_assert_int_eq(step(&f, NULL, 0, 0), E2E_OK); /* nothing, in the middle */
	ck_assert_uint_eq(f.out_n, 0);
	ck_assert_int_eq(step(&f, f.plain, PLAIN_N, CONTAINER), E2E_OK);
	ck_assert_mem_eq(f.out, f.cipher, CONTAINER);
	e2e_crypto_free(f.crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ resumes_encrypting_after_every_block },
		{ resumes_decrypting_after_every_block },
		{ refuses_impossible_checkpoints },
		{ refuses_unknown_ways_and_sizes },
		{ refuses_pieces_that_do_not_fit_when_encrypting },
		{ refuses_pieces_that_do_not_fit_when_decrypting },
		{ refuses_the_wrong_way },
		{ survives_a_failing_backend },
		{ knows_the_longest_file },
		{ ends_an_empty_file_at_once },
	};

	return tu_run(cu_suite("file_resume", tests, CU_N(tests)));
}
