/* SPDX-License-Identifier: ISC */
/* Exponentiation with 2048 bits, and what is made of it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define PRIME_CHECK_MODEXPS 65 /* e2e_dh_group_set() in crypto.h */

/* RFC 3526, section 3, group 14: a safe prime that is not Telegram's. */
static const uint8_t group14[E2E_DH_BYTES] = {
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc9, 0x0f, 0xda, 0xa2,
	0x21, 0x68, 0xc2, 0x34, 0xc4, 0xc6, 0x62, 0x8b, 0x80, 0xdc, 0x1c, 0xd1,
	0x29, 0x02, 0x4e, 0x08, 0x8a, 0x67, 0xcc, 0x74, 0x02, 0x0b, 0xbe, 0xa6,
	0x3b, 0x13, 0x9b, 0x22, 0x51, 0x4a, 0x08, 0x79, 0x8e, 0x34, 0x04, 0xdd,
	0xef, 0x95, 0x19, 0xb3, 0xcd, 0x3a, 0x43, 0x1b, 0x30, 0x2b, 0x0a, 0x6d,
	0xf2, 0x5f, 0x14, 0x37, 0x4f, 0xe1, 0x35, 0x6d, 0x6d, 0x51, 0xc2, 0x45,
	0xe4, 0x85, 0xb5, 0x76, 0x62, 0x5e, 0x7e, 0xc6, 0xf4, 0x4c, 0x42, 0xe9,
	0xa6, 0x37, 0xed, 0x6b, 0x0b, 0xff, 0x5c, 0xb6, 0xf4, 0x06, 0xb7, 0xed,
	0xee, 0x38, 0x6b, 0xfb, 0x5a, 0x89, 0x9f, 0xa5, 0xae, 0x9f, 0x24, 0x11,
	0x7c, 0x4b, 0x1f, 0xe6, 0x49, 0x28, 0x66, 0x51, 0xec, 0xe4, 0x5b, 0x3d,
	0xc2, 0x00, 0x7c, 0xb8, 0xa1, 0x63, 0xbf, 0x05, 0x98, 0xda, 0x48, 0x36,
	0x1c, 0x55, 0xd3, 0x9a, 0x69, 0x16, 0x3f, 0xa8, 0xfd, 0x24, 0xcf, 0x5f,
	0x83, 0x65, 0x5d, 0x23, 0xdc, 0xa3, 0xad, 0x96, 0x1c, 0x62, 0xf3, 0x56,
	0x20, 0x85, 0x52, 0xbb, 0x9e, 0xd5, 0x29, 0x07, 0x70, 0x96, 0x96, 0x6d,
	0x67, 0x0c, 0x35, 0x4e, 0x4a, 0xbc, 0x98, 0x04, 0xf1, 0x74, 0x6c, 0x08,
	0xca, 0x18, 0x21, 0x7c, 0x32, 0x90, 0x5e, 0x46, 0x2e, 0x36, 0xce, 0x3b,
	0xe3, 0x9e, 0x77, 0x2c, 0x18, 0x0e, 0x86, 0x03, 0x9b, 0x27, 0x83, 0xa2,
	0xec, 0x07, 0xa2, 0x8f, 0xb5, 0xc5, 0x5d, 0xf0, 0x6f, 0x4c, 0x52, 0xc9,
	0xde, 0x2b, 0xcb, 0xf6, 0x95, 0x58, 0x17, 0x18, 0x39, 0x95, 0x49, 0x7c,
	0xea, 0x95, 0x6a, 0xe5, 0x15, 0xd2, 0x26, 0x18, 0x98, 0xfa, 0x05, 0x10,
	0x15, 0x72, 0x8e, 0x5a, 0x8a, 0xac, 0xaa, 0x68, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff,
};
#define GROUP14_G 2

struct dh_case {
	const struct bench *b;
	void *state; /* of the backend, apart from the context's */
	struct e2e_dh_group group;
	struct e2e_key key;
	uint8_t secret[E2E_DH_BYTES];
	uint8_t value[E2E_DH_BYTES];
	uint8_t out[E2E_DH_BYTES];
	uint8_t secret_out[E2E_DH_BYTES];
};

static void
run_modexp(void *arg)
{
	struct dh_case *c = arg;

	bench_must(c->b->backend->modexp(c->state, c->out, c->value, c->secret, c->group.p),
	           "modexp of the backend");
}

/* A context of its own each time: it would remember the verdict. */
static void
run_prime_check(void *arg)
{
	struct dh_case *c = arg;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_crypto *crypto;

	config.backend = c->b->backend;
	bench_must(e2e_crypto_new(&crypto, &config), "e2e_crypto_new");
	bench_must(e2e_dh_group_set(crypto, &group, group14, sizeof group14, GROUP14_G),
	           "e2e_dh_group_set");
	e2e_crypto_free(crypto);
}

static void
run_prime_known(void *arg)
{
	struct dh_case *c = arg;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	bench_must(e2e_dh_group_set(c->b->crypto, &group, c->group.p, E2E_DH_BYTES, c->group.g),
	           "e2e_dh_group_set");
}

static void
run_keypair(void *arg)
{
	struct dh_case *c = arg;

	bench_must(e2e_dh_keypair(c->b->crypto, &c->group, c->secret_out, c->out, NULL, 0),
	           "e2e_dh_keypair");
}

static void
run_agree(void *arg)
{
	struct dh_case *c = arg;

	bench_must(e2e_dh_agree(c->b->crypto, &c->key, &c->group, c->secret, c->value,
	                        E2E_DH_BYTES),
	           "e2e_dh_agree");
}

static void
run_bare(void *arg)
{
	struct dh_case *c = arg;

	c->b->bare->modexp(c->b->bare_state);
}

static void
run_bare_many(void *arg)
{
	struct dh_case *c = arg;
	size_t i;

	for (i = 0; i < PRIME_CHECK_MODEXPS; i++)
		c->b->bare->modexp(c->b->bare_state);
}

/* ROW against bare exponentiations of BASE to C's secret modulo P; TAIL says how many. */
static void
dh_row(const struct bench *b, const char *name, struct dh_case *c, void (*ours)(void *arg),
       const uint8_t *base, const uint8_t *p)
{
	struct bench_row row = { name, E2E_DH_BYTES, c, ours, 0, { { "", NULL } } };

	if (!bench_wanted(b, name))
		return;
	b->bare->modexp_set(b->bare_state, base, c->secret, p);
	if (p == group14)
		bench_against(&row, b->bare->modexp_name, "-x65", run_bare_many);
	else
		bench_against(&row, b->bare->modexp_name, "", run_bare);
	bench_measure(b, &row);
}

static void
open_state(struct dh_case *c)
{
	const struct e2e_backend *backend = c->b->backend;

	c->state = calloc(1, backend->state_size == 0 ? 1 : backend->state_size);
	if (c->state == NULL)
		bench_fail("calloc", -1);
	bench_must(backend->open(c->state, backend->user), "open of the backend");
}

void
bench_rows_dh(struct bench *b)
{
	struct dh_case c = { 0 };
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t g[E2E_DH_BYTES] = { 0 };

	c.b = b;
	c.group = group;
	c.key = key;
	e2e_dh_group_known(&c.group);
	g[E2E_DH_BYTES - 1] = (uint8_t)c.group.g;
	open_state(&c);
	bench_must(e2e_dh_keypair(b->crypto, &c.group, c.secret, c.value, NULL, 0),
	           "e2e_dh_keypair");
	bench_must(e2e_dh_keypair(b->crypto, &c.group, c.secret, c.out, NULL, 0),
	           "e2e_dh_keypair");
	dh_row(b, "modexp", &c, run_modexp, c.value, c.group.p);
	dh_row(b, "prime_check", &c, run_prime_check, c.value, group14);
	dh_row(b, "prime_check_known", &c, run_prime_known, c.value, c.group.p);
	dh_row(b, "keypair", &c, run_keypair, g, c.group.p);
	dh_row(b, "agree", &c, run_agree, c.value, c.group.p);
	b->backend->close(c.state);
	free(c.state);
}
