/* SPDX-License-Identifier: ISC */
/*
 * tests/bench/bench.h - what the parts of the bench program share
 *
 * The program prints one JSON object a line:
 *
 *     {"name":…, "backend":…, "bytes":…, "ns":…, "mb_s":…, "ratio":…, "against":…}
 *
 * name     what of libe2e was timed; names and their meaning stay from release to release
 * backend  the built-in backend it ran over
 * bytes    the size of its input: the text of a cipher or a hash, the payload of a message,
 *          256 for the key and Diffie-Hellman rows; of a kdf the 64 bytes it makes; the
 *          text of the rows of an account
 * ns       nanoseconds of one call, the median of the rounds
 * mb_s     bytes in 10^6 a second, from ns
 * ratio    speed of ours / speed of `against` = ns of `against` / ns of ours; 1.0 is equal
 *          and more is better
 * against  what it is compared with.  A name compared with several things has several lines.
 *
 * Ours and everything it is compared with are timed in turns, A B C A B C, each turn long
 * enough for the clock, in at least nine rounds, some hundred where calls are short.  The
 * ratio is taken within each round and is the median of these, so that a machine that
 * changes its speed changes it for both.
 * All sides of a row work on the same memory, which was written before.
 *
 * `against` is either the physical limit or what libe2e's own work costs:
 * - openssl-aes-256-cbc-encrypt: CBC encryption has the same chain of dependent block
 *   operations as IGE in both directions, so the fastest CBC there is bounds IGE.
 *   Decryption is compared with CBC *encryption* as well: CBC decryption is parallel.
 * - LIBRARY-...: the primitives that the backend's library offers, called directly, with
 *   the same lengths and the same number of key set-ups, and nothing around them.
 * - message_seal, message_open: of the same payload, for a message through an account, from
 *   the order to E2E_EVENT_SENT, and from the fact to the commit of E2E_EVENT_MESSAGE.
 * - account_chats_10, account_message_100: the same with fewer chats or a younger chat.  Of
 *   the 10000 chats only ten are talked in, as in an account that has no more; in _cold all
 *   are, so that none is in the processor's caches when its turn comes.
 */
#ifndef E2E_BENCH_H
#define E2E_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>

#define BENCH_AGAINST_MAX 3
#define BENCH_NAME_MAX    64
#define BENCH_KIB         ((size_t)1024)
#define BENCH_MIB         ((size_t)1024 * 1024)

/*
 * The primitives of one cryptographic library without libe2e.  Every function stops the
 * program on failure, so that no run times an error path.
 */
struct bench_bare {
	const char *backend;     /* the libe2e backend that this stands beside        */
	const char *cbc_name;    /* `against` for cbc()                               */
	const char *modexp_name; /* `against` for modexp()                            */

	void *(*open)(void);
	void (*close)(void *state);

	/* The digest ALGORITHM (E2E_HASH_*) of one byte string. */
	void (*hash)(void *state, uint32_t algorithm, uint8_t *digest, const uint8_t *data,
	             size_t n);

	/* Key set-up and AES-256-CBC encryption in place; N is a multiple of 16. */
	void (*cbc)(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data,
	            size_t n);

	/*
	 * Key set-up and a chain of single-block AES-256 decryptions in place, each fed with
	 * the XOR of the next block and the last output: the plainest serial decryption.
	 */
	void (*unchain)(void *state, const uint8_t key[32], const uint8_t iv[16],
	                uint8_t *data, size_t n);

	/* Operands for the calls of modexp() that follow, big-endian, E2E_DH_BYTES each. */
	void (*modexp_set)(void *state, const uint8_t *base, const uint8_t *exponent,
	                   const uint8_t *odd_mod);
	void (*modexp)(void *state);
};

/* NULL where the build has no such backend, or no such library or call. */
const struct bench_bare *bench_bare_nettle(void);
const struct bench_bare *bench_bare_gcrypt(void);

/* OpenSSL's CBC, used as bench_bare.cbc; open() gives NULL in builds without it. */
void *bench_openssl_open(void);
void bench_openssl_close(void *state);
void bench_openssl_cbc(void *state, const uint8_t key[32], const uint8_t iv[16],
                       uint8_t *data, size_t n);

/* One call of the kernel for N random bytes; the first says whether there is one. */
bool bench_getrandom_works(void);
void bench_getrandom(uint8_t *out, size_t n);

/* A run of the program over one backend. */
struct bench {
	const struct e2e_backend *backend;
	struct e2e_crypto *crypto;
	const struct bench_bare *bare;
	void *bare_state;
	void *openssl; /* NULL: not there                               */
	uint8_t *arena; /* written, aligned to a page                    */
	size_t arena_n; /* the largest text, and some                    */
	size_t text_max; /* texts above this are left out                 */
	const char *filter; /* NULL: all                                     */
	bool quick;
	bool progress;
};

/*
 * One comparison: OURS and up to BENCH_AGAINST_MAX others, all called with ARG.  They may
 * run any number of times in any order.
 */
struct bench_row {
	const char *name;
	size_t bytes;
	void *arg;
	void (*ours)(void *arg);
	size_t n_against;
	struct {
		char name[BENCH_NAME_MAX];
		void (*run)(void *arg);
	} against[BENCH_AGAINST_MAX];
};

/* Whether rows called NAME were asked for. */
bool bench_wanted(const struct bench *b, const char *name);

/* Compare ROW also with RUN, called BASE followed by TAIL. */
void bench_against(struct bench_row *row, const char *base, const char *tail,
                   void (*run)(void *arg));

/* Time ROW and print a line for each comparison. */
void bench_measure(const struct bench *b, const struct bench_row *row);

/*
 * The same where calls use something up: REFILL comes before each turn and is not timed; SIDE,
 * 0 for ours, will be called CALLS times.
 */
void bench_measure_refilled(const struct bench *b, const struct bench_row *row,
                            void (*refill)(void *arg, size_t side, uint64_t calls));

/* Stop the program, saying that WHAT failed with RESULT; does not return. */
_Noreturn void bench_fail(const char *what, long result);

/* For results of libe2e that must be E2E_OK. */
static inline void
bench_must(int32_t result, const char *what)
{
	if (result != E2E_OK)
		bench_fail(what, (long)result);
}

/* The topics: each measures its rows that are wanted. */
void bench_rows_cipher(struct bench *b);
void bench_rows_file(struct bench *b);
void bench_rows_hash(struct bench *b);
void bench_rows_message(struct bench *b);
void bench_rows_dh(struct bench *b);
void bench_rows_tl(struct bench *b);
void bench_rows_account(struct bench *b);

#endif
