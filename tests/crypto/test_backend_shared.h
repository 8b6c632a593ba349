/* SPDX-License-Identifier: ISC */
/* What the parts of test_backend share. */
#ifndef E2E_TEST_BACKEND_SHARED_H
#define E2E_TEST_BACKEND_SHARED_H

#include "tests/util/testutil.h"

/* One state of a backend, without a context around it. */
struct tb_raw {
	const struct e2e_backend *backend;
	void *state;
};

/* Memory as the header promises it, and open. */
void tb_raw_open(struct tb_raw *raw, const struct e2e_backend *backend);
void tb_raw_close(struct tb_raw *raw);

/* A safe prime that is not Telegram's, for which 2 is a good generator. */
extern const char tb_other_prime[];

/* A backend over INNER that fails at one call of one kind. */
enum tb_kind { TB_RANDOM, TB_HASH, TB_IGE, TB_MODEXP, TB_KINDS };

struct tb_fault {
	const struct e2e_backend *inner;
	enum tb_kind kind;
	size_t at;    /* this call of that kind fails, counted from 1; 0: none */
	size_t calls; /* of that kind so far                                   */
	int32_t result;
	struct wrap wrap; /* filled by tb_faulty_crypto() */
};

/* A context over it, freed by the caller; FAULT must outlive it. */
struct e2e_crypto *tb_faulty_crypto(struct tb_fault *fault);

/* The cases; each test that is looped gets the index of a backend. */
TCase *tb_case_hash(void);
TCase *tb_case_random(void);
TCase *tb_case_ige(void);
TCase *tb_case_modexp(void);
TCase *tb_case_context(void);
TCase *tb_case_threads(void);
TCase *tb_case_failing(void);

#endif
