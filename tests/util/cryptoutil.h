/* SPDX-License-Identifier: ISC */
/*
 * What the tests of the building blocks share: the inputs of the published vectors,
 * packets made by hand from the formulas of the documents, and backends that fail.
 */
#ifndef E2E_CRYPTOUTIL_H
#define E2E_CRYPTOUTIL_H

#include "testutil.h"

#define CU_PAYLOAD_BYTES 48
#define CU_HEAD          E2E_PACKET_HEAD_BYTES

/* The key K[i] = (37 i + 11) mod 256 of the vectors. */
void cu_key(struct e2e_crypto *crypto, struct e2e_key *key);

/* The payload of the vectors V2-0, V2-8 and V1: a wrapped Noop. */
extern const char cu_payload_hex[];

void cu_put32(uint8_t *to, uint32_t value); /* little-endian */
void cu_put64(uint8_t *to, uint64_t value);

/* FROM, FROM + 1 and so on. */
void cu_count(uint8_t *out, size_t n, uint8_t from);

void cu_sha1(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA1_BYTES], const void *p, size_t n);
void cu_sha256(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA256_BYTES], const void *p,
               size_t n);

/* The exponents EXP(TAG) of the vectors: SHA256(TAG || i) for i = 0 to 7. */
void cu_exp(struct e2e_crypto *crypto, uint8_t out[E2E_DH_BYTES], const char *tag);

/*
 * Packets with a valid msg_key around any decrypted BODY of N bytes, a multiple of
 * 16, well formed or not.  MTProto 1 hashes the first HASHED bytes only.  Both
 * return the length of PACKET, N + 24.
 */
size_t cu_packet_v2(struct e2e_crypto *crypto, uint8_t *packet, const uint8_t key[E2E_KEY_BYTES],
                    uint32_t x, const uint8_t *body, size_t n);
size_t cu_packet_v1(struct e2e_crypto *crypto, uint8_t *packet, const uint8_t key[E2E_KEY_BYTES],
                    const uint8_t *body, size_t n, size_t hashed);

/* Does one of the 8-byte pieces of WHAT, N bytes, occur in P, P_N bytes? */
bool cu_shows(const uint8_t *p, size_t p_n, const uint8_t *what, size_t n);

/* Is P all zero, or still all FILL? */
bool cu_wiped_or_untouched(const uint8_t *p, size_t n, uint8_t fill);

/* Which call fails with E2E_ERR_BACKEND, counted from 1; 0: none.  Set all before use. */
struct cu_faults {
	size_t random, hash, ige, modexp;
};
extern struct cu_faults cu_faults;

/* Fill OUT with INNER, but for the failures in cu_faults.  One at a time. */
void cu_faulty_backend(struct e2e_backend *out, const struct e2e_backend *inner);

/* A suite of N tests, each run once for every backend; _i is its index. */
struct cu_test {
	const TTest *test;
};
Suite *cu_suite(const char *name, const struct cu_test *test, size_t n);

#define CU_N(array) (sizeof(array) / sizeof((array)[0]))

#endif
