/* SPDX-License-Identifier: ISC */
/*
 * What the tests of proto/rekey.h share: its functions with values that say which exchange
 * they belong to, and after each a look at what the machine still keeps.
 */
#ifndef E2E_TEST_PROTO_REKEY_SHARED_H
#define E2E_TEST_PROTO_REKEY_SHARED_H

#include "tests/util/testutil.h"

#include "proto/rekey.h"

#define PR_N(a) (sizeof(a) / sizeof(a)[0])

/* ck_assert() where there are millions of them: it tells the runner of each. */
#define PR_TRUE(x)                                                                          \
	do {                                                                                \
		if (!(x))                                                                   \
			ck_abort_msg("%s:%d: not so: %s", __FILE__, __LINE__, #x);          \
	} while (0)

/* Values (g_a) and exponents of exchange ID, never zero. */
#define PR_VALUE    1
#define PR_EXPONENT 2
void pr_fill(uint8_t out[E2E_DH_BYTES], int64_t id, uint8_t what);
bool pr_is(const uint8_t p[E2E_DH_BYTES], int64_t id, uint8_t what);

/*
 * Asserts that R keeps no more secrets than its phase needs, and the right ones: an exponent
 * only while its own request is open, the rest only under its flag.
 */
void pr_sane(const struct e2e_i_rekey *r);

/* The inputs, each followed by pr_sane(). */
uint32_t pr_request(struct e2e_i_rekey *r, int64_t id, bool holes, int64_t now);
uint32_t pr_accept(struct e2e_i_rekey *r, int64_t id);
uint32_t pr_commit(struct e2e_i_rekey *r, int64_t id, int32_t seq);
uint32_t pr_abort(struct e2e_i_rekey *r, int64_t id);
uint32_t pr_new_key(struct e2e_i_rekey *r);
uint32_t pr_message(struct e2e_i_rekey *r, int32_t acked, int64_t now);
uint32_t pr_filled(struct e2e_i_rekey *r, int64_t now);

/* What we do: requestKey with the exponent of ID, acceptKey, commitKey, giving up. */
void pr_order(struct e2e_i_rekey *r, int64_t id, int32_t seq, int64_t now);
void pr_answered(struct e2e_i_rekey *r, int32_t seq);
void pr_committed(struct e2e_i_rekey *r, int32_t seq, int64_t now);
void pr_dropped(struct e2e_i_rekey *r);

/* The cases of test_proto_rekey. */
TCase *pr_case_table(void);
TCase *pr_case_peers(void);
TCase *pr_case_pair(void);

#endif
