/* SPDX-License-Identifier: ISC */
/* Making contexts: what is refused, what is given back, and two at once. */
#include "config.h"

#include "test_backend_shared.h"

#include <stdalign.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- A host's backend that counts ---------------------------------------------------- */

struct host {
	int32_t open_result;
	size_t opened, closed, state_size;
	bool dirty; /* a state did not come zeroed and aligned */
};

/* Only the first member is used when the state is that small. */
struct host_state {
	struct host *host;
	uint8_t secret[100];
};

static int32_t
host_open(void *state, void *user)
{
	struct host *host = user;

	if (!tu_all_zero(state, host->state_size) ||
	    (uintptr_t)state % alignof(max_align_t) != 0)
		host->dirty = true;
	host->opened++;
	if (host->state_size == sizeof(struct host_state)) {
		struct host_state *s = state;

		s->host = host;
		memset(s->secret, 0x5a, sizeof s->secret);
	}
	return host->open_result;
}

static void
host_close(void *state)
{
	struct host_state *s = state;

	s->host->closed++;
}

static int32_t
host_random(void *state, uint8_t *out, size_t n)
{
	(void)state;
	memset(out, 7, n);
	return E2E_OK;
}

static int32_t
host_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
          size_t n_parts)
{
	(void)state;
	(void)algorithm;
	(void)part;
	(void)n_parts;
	memset(digest, 7, E2E_MD5_BYTES);
	return E2E_OK;
}

static int32_t
host_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
         size_t n)
{
	(void)state;
	(void)way;
	(void)key;
	(void)iv;
	memset(data, 7, n);
	return E2E_OK;
}

static int32_t
host_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
            const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	(void)state;
	(void)base;
	(void)secret_exp;
	(void)odd_mod;
	memset(out, 7, E2E_DH_BYTES);
	return E2E_OK;
}

/* Everything that a context is made of, and what must hold of it afterwards. */
struct making {
	struct host host;
	struct tu_memory memory;
	struct e2e_backend backend;
	struct e2e_allocator allocator;
	struct e2e_crypto_config config;
};

static void
making_init(struct making *m)
{
	*m = (struct making){ .host = { .state_size = sizeof(struct host_state) } };
	m->backend = (struct e2e_backend){
		.size = sizeof m->backend,
		.version = E2E_BACKEND_VERSION,
		.name = "host",
		.user = &m->host,
		.state_size = sizeof(struct host_state),
		.open = host_open,
		.close = host_close,
		.random = host_random,
		.hash = host_hash,
		.ige = host_ige,
		.modexp = host_modexp,
	};
	tu_allocator(&m->allocator, &m->memory);
	m->config = (struct e2e_crypto_config)E2E_CRYPTO_CONFIG_INIT;
	m->config.backend = &m->backend;
	m->config.allocator = &m->allocator;
}

/* No context comes of M, but RESULT, and nothing is left behind. */
static void
check_refused(const struct making *m, int32_t result)
{
	static char somewhere;
	struct e2e_crypto *crypto = (struct e2e_crypto *)(void *)&somewhere;

	ck_assert_int_eq(e2e_crypto_new(&crypto, &m->config), result);
	ck_assert_ptr_null(crypto);
	ck_assert_uint_eq(m->memory.live_blocks, 0);
	ck_assert(!m->host.dirty);
}

/* ---- Contexts that come to be ---------------------------------------------------------- */

START_TEST(no_config_means_all_defaults)
{
	struct e2e_crypto *crypto = NULL;

	ck_assert_int_eq(e2e_crypto_new(&crypto, NULL), E2E_OK);
	ck_assert_ptr_nonnull(crypto);
	ck_assert_str_eq(e2e_crypto_backend(crypto), e2e_backend_by_name(NULL)->name);
	e2e_crypto_free(crypto);
	e2e_crypto_free(NULL);
}
END_TEST

START_TEST(context_tells_its_backend)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	struct e2e_crypto *crypto = tu_crypto(backend);

	ck_assert_str_eq(e2e_crypto_backend(crypto), backend->name);
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(states_are_zeroed_aligned_opened_and_closed_once_and_wiped)
{
	struct making m;
	struct e2e_crypto *crypto;
	uint8_t out[10], right[10];

	making_init(&m);
	ck_assert_int_eq(e2e_crypto_new(&crypto, &m.config), E2E_OK);
	ck_assert_uint_eq(m.host.opened, 1);
	ck_assert_uint_eq(m.host.closed, 0);
	ck_assert_uint_ge(m.memory.live_bytes, sizeof(struct host_state));

	/* Backend and allocator were copied: the originals may go. */
	memset(&m.backend, 0, sizeof m.backend);
	memset(&m.allocator, 0, sizeof m.allocator);
	memset(&m.config, 0, sizeof m.config);
	ck_assert_str_eq(e2e_crypto_backend(crypto), "host");
	ck_assert_int_eq(e2e_random(crypto, out, sizeof out), E2E_OK);
	memset(right, 7, sizeof right);
	ck_assert_mem_eq(out, right, sizeof out);

	/* tu_allocator's free looks whether the state (0x5a by now) was wiped. */
	e2e_crypto_free(crypto);
	ck_assert_uint_eq(m.host.closed, 1);
	ck_assert_uint_eq(m.memory.live_blocks, 0);
	ck_assert(!m.host.dirty);
}
END_TEST

/* Whoever was compiled against a newer header passes larger structs. */
START_TEST(larger_structs_of_newer_callers_are_taken)
{
	struct { struct e2e_crypto_config config; uint8_t more[64]; } config;
	struct { struct e2e_backend backend; uint8_t more[64]; } backend;
	struct { struct e2e_allocator allocator; uint8_t more[64]; } allocator;
	struct e2e_crypto *crypto;
	struct making m;

	making_init(&m);
	memset(&config, 0xa5, sizeof config);
	memset(&backend, 0xa5, sizeof backend);
	memset(&allocator, 0xa5, sizeof allocator);
	config.config = m.config;
	backend.backend = m.backend;
	allocator.allocator = m.allocator;
	config.config.size = sizeof config;
	config.config.backend = &backend.backend;
	config.config.allocator = &allocator.allocator;
	backend.backend.size = sizeof backend;
	backend.backend.version = E2E_BACKEND_VERSION + 1;
	allocator.allocator.size = sizeof allocator;
	ck_assert_int_eq(e2e_crypto_new(&crypto, &config.config), E2E_OK);
	ck_assert_str_eq(e2e_crypto_backend(crypto), "host");
	e2e_crypto_free(crypto);
	ck_assert_uint_eq(m.memory.live_blocks, 0);
}
END_TEST

START_TEST(nothing_but_creation_allocates)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct tu_memory memory = { 0 };
	struct e2e_allocator allocator;
	struct e2e_crypto *crypto;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t value[E2E_KEY_BYTES] = { 1 }, packet[E2E_PACKET_ROOM(64)], plain[64 + 1024];
	uint8_t text[64] = { 2 };
	struct e2e_bytes payload;
	size_t n, calls;

	tu_allocator(&allocator, &memory);
	config.backend = tu_backend((size_t)_i);
	config.allocator = &allocator;
	ck_assert_int_eq(e2e_crypto_new(&crypto, &config), E2E_OK);
	calls = memory.calls;
	ck_assert_uint_ge(calls, 1);
	ck_assert_int_eq(e2e_key_set(crypto, &key, value), E2E_OK);
	ck_assert_int_eq(e2e_message_seal(crypto, packet, sizeof packet, &n, &key, E2E_CREATOR,
	                                  NULL, text, sizeof text), E2E_OK);
	ck_assert_int_eq(e2e_message_open(crypto, &payload, plain, sizeof plain, &key,
	                                  E2E_CREATOR, packet, n), E2E_OK);
	ck_assert_uint_eq(payload.n, sizeof text);
	ck_assert_uint_eq(memory.calls, calls);
	e2e_crypto_free(crypto);
	ck_assert_uint_eq(memory.live_blocks, 0);
}
END_TEST

/* ---- Contexts that do not -------------------------------------------------------------- */

START_TEST(rejects_structs_smaller_than_the_first_version)
{
	struct making m;
	uint32_t n;

	for (n = 0; n < sizeof m.config; n++) {
		making_init(&m);
		m.config.size = n;
		check_refused(&m, E2E_ERR_VERSION);
	}
	for (n = 0; n < sizeof m.allocator; n++) {
		making_init(&m);
		m.allocator.size = n;
		check_refused(&m, E2E_ERR_VERSION);
	}
	for (n = 0; n < sizeof m.backend; n++) {
		making_init(&m);
		m.backend.size = n;
		check_refused(&m, E2E_ERR_VERSION);
	}
}
END_TEST

START_TEST(rejects_backends_of_version_0)
{
	struct making m;

	making_init(&m);
	m.backend.version = 0;
	check_refused(&m, E2E_ERR_VERSION);
	ck_assert_uint_eq(m.host.opened, 0);
}
END_TEST

START_TEST(rejects_backends_with_something_missing)
{
	struct making m;
	int missing;

	for (missing = 0; missing < 7; missing++) {
		making_init(&m);
		switch (missing) {
		case 0:
			m.backend.open = NULL;
			break;
		case 1:
			m.backend.close = NULL;
			break;
		case 2:
			m.backend.random = NULL;
			break;
		case 3:
			m.backend.hash = NULL;
			break;
		case 4:
			m.backend.ige = NULL;
			break;
		case 5:
			m.backend.modexp = NULL;
			break;
		default:
			m.backend.name = NULL;
			break;
		}
		check_refused(&m, E2E_ERR_ARGUMENT);
		ck_assert_uint_eq(m.host.opened, 0);
	}
}
END_TEST

START_TEST(rejects_allocators_with_half_missing)
{
	struct making m;

	making_init(&m);
	m.allocator.alloc = NULL;
	check_refused(&m, E2E_ERR_ARGUMENT);
	making_init(&m);
	m.allocator.free = NULL;
	check_refused(&m, E2E_ERR_ARGUMENT);
}
END_TEST

START_TEST(passes_on_that_open_failed_and_does_not_close)
{
	static const int32_t result[] = { E2E_ERR_BACKEND, E2E_ERR_NOMEM };
	struct making m;
	size_t i;

	for (i = 0; i < COUNT(result); i++) {
		making_init(&m);
		m.host.open_result = result[i];
		check_refused(&m, result[i]);
		ck_assert_uint_eq(m.host.opened, 1);
		ck_assert_uint_eq(m.host.closed, 0);
	}
}
END_TEST

START_TEST(reports_memory_that_cannot_be_had)
{
	struct making m;
	struct e2e_crypto *crypto;
	size_t fail_at;

	for (fail_at = 1; fail_at < 100; fail_at++) {
		making_init(&m);
		m.memory.fail_at = fail_at;
		if (e2e_crypto_new(&crypto, &m.config) == E2E_OK)
			break;
		making_init(&m);
		m.memory.fail_at = fail_at;
		check_refused(&m, E2E_ERR_NOMEM);
		ck_assert_uint_eq(m.host.opened, m.host.closed);
	}
	ck_assert_uint_gt(fail_at, 1);
	ck_assert_uint_lt(fail_at, 100);
	e2e_crypto_free(crypto);
	ck_assert_uint_eq(m.memory.live_blocks, 0);
}
END_TEST

START_TEST(real_backends_survive_that_memory_cannot_be_had)
{
	struct making m;
	struct e2e_crypto *crypto;
	size_t fail_at;

	for (fail_at = 1; fail_at < 100; fail_at++) {
		making_init(&m);
		m.config.backend = tu_backend((size_t)_i);
		m.memory.fail_at = fail_at;
		if (e2e_crypto_new(&crypto, &m.config) == E2E_OK)
			break;
		ck_assert_ptr_null(crypto);
		ck_assert_uint_eq(m.memory.live_blocks, 0);
	}
	ck_assert(fail_at > 1 && fail_at < 100);
	e2e_crypto_free(crypto);
	ck_assert_uint_eq(m.memory.live_blocks, 0);
}
END_TEST

TCase *
tb_case_context(void)
{
	TCase *tc = tcase_create("context");
	int n = (int)tu_backend_count();

	tcase_add_test(tc, no_config_means_all_defaults);
	tcase_add_loop_test(tc, context_tells_its_backend, 0, n);
	tcase_add_test(tc, states_are_zeroed_aligned_opened_and_closed_once_and_wiped);
	tcase_add_test(tc, larger_structs_of_newer_callers_are_taken);
	tcase_add_loop_test(tc, nothing_but_creation_allocates, 0, n);
	tcase_add_test(tc, rejects_structs_smaller_than_the_first_version);
	tcase_add_test(tc, rejects_backends_of_version_0);
	tcase_add_test(tc, rejects_backends_with_something_missing);
	tcase_add_test(tc, rejects_allocators_with_half_missing);
	tcase_add_test(tc, passes_on_that_open_failed_and_does_not_close);
	tcase_add_test(tc, reports_memory_that_cannot_be_had);
	tcase_add_loop_test(tc, real_backends_survive_that_memory_cannot_be_had, 0, n);
	return tc;
}
