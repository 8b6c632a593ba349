/* SPDX-License-Identifier: ISC */
/* Says how much padding a message gets under each policy (protocol 3.2, 3.3). */
#include "config.h"

#include "crypto/padding.h"

#include "base/num.h"

#define BLOCK 16

/* Above the last size TDLib goes on in steps (protocol 3.2.2). */
#define TDLIB_STEP 448

/* Minimal padding is at most MIN + 15; FIXED may add up to its step less one block. */
#define FIXED_MAX  1008
#define RANDOM_MIN (E2E_I_PADDING_MIN + BLOCK - 1)

static size_t
total_minimal(size_t n)
{
	return e2e_i_round_up(n + E2E_I_PADDING_MIN, BLOCK);
}

static size_t
total_tdlib(size_t n)
{
	static const size_t sizes[] = { 64, 128, 192, 256, 384, 512, 768, 1024, 1280 };
	const size_t n_sizes = sizeof sizes / sizeof sizes[0];
	const size_t last = sizes[n_sizes - 1];
	size_t least = total_minimal(n);

	for (size_t i = 0; i < n_sizes; i++) {
		if (least <= sizes[i])
			return sizes[i];
	}
	return last + e2e_i_round_up(least - last, TDLIB_STEP);
}

/* Every number of blocks from none to what fits into MAX bytes is as likely. */
static int32_t
total_random(struct e2e_crypto *crypto, size_t *total, size_t n, size_t max)
{
	size_t least = total_minimal(n);
	uint32_t choices = (uint32_t)((max - (least - n)) / BLOCK + 1);
	uint8_t draw[4];
	int32_t err = e2e_i_crypto_random(crypto, draw, sizeof draw);

	if (err != E2E_OK)
		return err;
	*total = least + BLOCK * (size_t)((uint64_t)e2e_i_load_le32(draw) * choices >> 32);
	return E2E_OK;
}

static int32_t
total_fixed(size_t *total, size_t n, size_t step)
{
	if (step < BLOCK || step > FIXED_MAX || step % BLOCK != 0)
		return E2E_ERR_ARGUMENT;
	*total = e2e_i_round_up(n + E2E_I_PADDING_MIN, step);
	return E2E_OK;
}

static int32_t
total_exact(size_t *total, size_t n, size_t bytes)
{
	if (bytes < E2E_I_PADDING_MIN || bytes > E2E_I_PADDING_MAX || (n + bytes) % BLOCK != 0)
		return E2E_ERR_ARGUMENT;
	*total = n + bytes;
	return E2E_OK;
}

int32_t
e2e_i_padding_total(struct e2e_crypto *crypto, size_t *total, size_t n,
                    const struct e2e_padding *padding)
{
	static const struct e2e_padding tdlib = E2E_PADDING_INIT;

	if (padding == NULL)
		padding = &tdlib;
	if (padding->size < sizeof *padding)
		return E2E_ERR_VERSION;
	switch (padding->policy) {
	case E2E_PADDING_TDLIB:
		*total = total_tdlib(n);
		return E2E_OK;
	case E2E_PADDING_MINIMAL:
		*total = total_minimal(n);
		return E2E_OK;
	case E2E_PADDING_RANDOM:
		if (padding->bytes < RANDOM_MIN || padding->bytes > E2E_I_PADDING_MAX)
			return E2E_ERR_ARGUMENT;
		return total_random(crypto, total, n, padding->bytes);
	case E2E_PADDING_FIXED:
		return total_fixed(total, n, padding->bytes);
	case E2E_PADDING_EXACT:
		return total_exact(total, n, padding->bytes);
	default:
		return E2E_ERR_ARGUMENT;
	}
}
