/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "testutil.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend_openssl.h"

/* ---- Backends ------------------------------------------------------------- */

size_t
tu_builtin_count(void)
{
	size_t n = 0;

	while (e2e_backend_at(n) != NULL)
		n++;
	return n;
}

const struct e2e_backend *
tu_backend(size_t index)
{
	size_t n = tu_builtin_count();

	if (index < n)
		return e2e_backend_at(index);
	return index == n ? tu_backend_openssl() : NULL;
}

size_t
tu_backend_count(void)
{
	size_t n = 0;

	while (tu_backend(n) != NULL)
		n++;
	/* where the others are tested by another build of the matrix */
	return getenv("E2E_BRIEF") != NULL ? 1 : n;
}

struct e2e_crypto *
tu_crypto(const struct e2e_backend *backend)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_crypto *crypto = NULL;

	config.backend = backend;
	ck_assert_int_eq(e2e_crypto_new(&crypto, &config), E2E_OK);
	ck_assert_ptr_nonnull(crypto);
	return crypto;
}

/* ---- A backend with scripted randomness ------------------------------------- */

static int32_t
scripted_random(void *user, void *state, uint8_t *out, size_t n)
{
	struct tu_script *script = user;
	size_t take = n < script->n ? n : script->n;

	(void)state;
	script->random_calls++;
	script->random_bytes += n;
	if (take != 0) {
		memcpy(out, script->script, take);
		script->script += take;
		script->n -= take;
	}
	if (take == n)
		return E2E_OK;
	if (script->fail_after_script)
		return E2E_ERR_BACKEND;
	tu_fill(&script->seed, out + take, n - take);
	return E2E_OK;
}

static int32_t
scripted_hash(void *user, void *state, uint32_t algorithm, uint8_t *digest,
              const struct e2e_bytes *part, size_t n_parts)
{
	struct tu_script *script = user;
	size_t i;

	script->hash_calls++;
	for (i = 0; i < n_parts; i++)
		script->hash_bytes += part[i].n;
	return script->inner->hash(state, algorithm, digest, part, n_parts);
}

static int32_t
scripted_ige(void *user, void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32],
             uint8_t *data, size_t n)
{
	struct tu_script *script = user;

	script->ige_calls++;
	script->ige_bytes += n;
	return script->inner->ige(state, way, key, iv, data, n);
}

static int32_t
scripted_modexp(void *user, void *state, uint8_t out[E2E_DH_BYTES],
                const uint8_t base[E2E_DH_BYTES], const uint8_t secret_exp[E2E_DH_BYTES],
                const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct tu_script *script = user;

	script->modexp_calls++;
	return script->inner->modexp(state, out, base, secret_exp, odd_mod);
}

void
tu_scripted_backend(struct e2e_backend *out, struct tu_script *script)
{
	script->wrap = (struct wrap){
		.inner = script->inner,
		.name = "scripted",
		.user = script,
		.random = scripted_random,
		.hash = scripted_hash,
		.ige = scripted_ige,
		.modexp = scripted_modexp,
	};
	*out = wrap_backend(&script->wrap);
}

/* ---- Test inputs -------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t
tu_next(uint64_t *seed)
{
	uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

void
tu_fill(uint64_t *seed, uint8_t *out, size_t n)
{
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % 8 == 0)
			word = tu_next(seed);
		out[i] = (uint8_t)(word >> (8 * (i % 8)));
	}
}

static uint8_t
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c == '\0' ? NULL : strchr(digits, c);
	ck_assert_msg(at != NULL, "bad hex digit '%c'", c);
	return (uint8_t)(at - digits);
}

size_t
tu_hex(uint8_t *out, size_t room, const char *hex)
{
	size_t n = strlen(hex);
	size_t i;

	ck_assert_msg(n % 2 == 0, "an odd number of hex digits");
	ck_assert_msg(n / 2 <= room, "%zu bytes of hex do not fit in %zu", n / 2, room);
	for (i = 0; i < n / 2; i++)
		out[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
	return n / 2;
}

bool
tu_all_zero(const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* ---- Memory that ends at a guard page ------------------------------------------- */

static size_t
page_size(void)
{
	long page = sysconf(_SC_PAGESIZE);

	ck_assert_int_gt(page, 0);
	return (size_t)page;
}

/* N rounded up to whole pages. */
static size_t
pages_for(size_t n)
{
	size_t page = page_size();

	return (n + page - 1) / page * page;
}

uint8_t *
tu_guarded(size_t n)
{
	size_t page = page_size();
	size_t inside = pages_for(n);
	uint8_t *p;

	p = mmap(NULL, inside + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_msg(p != MAP_FAILED, "mmap failed");
	if (inside != 0)
		ck_assert_int_eq(mprotect(p + page, inside, PROT_READ | PROT_WRITE), 0);
	return p + page + inside - n;
}

uint8_t *
tu_guarded_copy(const uint8_t *from, size_t n)
{
	uint8_t *p = tu_guarded(n);

	if (n != 0)
		memcpy(p, from, n);
	return p;
}

void
tu_guarded_free(uint8_t *p, size_t n)
{
	size_t page = page_size();
	size_t inside = pages_for(n);

	ck_assert_int_eq(munmap(p + n - inside - page, inside + 2 * page), 0);
}

/* ---- An allocator that watches ---------------------------------------------------- */

#define BLOCK_MARK UINT64_C(0x6c69766520626c6b)

struct block {
	uint64_t mark;
	size_t n;
	alignas(max_align_t) unsigned char bytes[];
};

static void *
watched_alloc(void *user, size_t n)
{
	struct tu_memory *memory = user;
	struct block *block;

	memory->calls++;
	if (memory->calls == memory->fail_at)
		return NULL;
	block = malloc(sizeof *block + n);
	if (block == NULL) /* no ck_assert here: each one costs a write to a file */
		ck_abort_msg("out of memory");
	block->mark = BLOCK_MARK;
	block->n = n;
	memset(block->bytes, 0xa5, n); /* the library must not count on zeros */
	memory->live_blocks++;
	memory->live_bytes += n;
	if (memory->live_bytes > memory->peak_bytes)
		memory->peak_bytes = memory->live_bytes;
	return block->bytes;
}

static void
watched_free(void *user, void *p, size_t n)
{
	struct tu_memory *memory = user;
	struct block *block;

	if (p == NULL)
		ck_abort_msg("free of NULL");
	block = (struct block *)(void *)((unsigned char *)p - offsetof(struct block, bytes));
	if (block->mark != BLOCK_MARK)
		ck_abort_msg("free of what alloc did not give");
	if (block->n != n)
		ck_abort_msg("free of %zu bytes that were %zu", n, block->n);
	if (!tu_all_zero(block->bytes, n))
		ck_abort_msg("%zu bytes freed without a wipe", n);
	block->mark = 0;
	memory->live_blocks--;
	memory->live_bytes -= n;
	free(block);
}

void
tu_allocator(struct e2e_allocator *out, struct tu_memory *memory)
{
	*out = (struct e2e_allocator)E2E_ALLOCATOR_INIT;
	out->user = memory;
	out->alloc = watched_alloc;
	out->free = watched_free;
}

/* ---- The runner --------------------------------------------------------------------- */

int
tu_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
