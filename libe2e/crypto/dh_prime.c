/* SPDX-License-Identifier: ISC */
/*
 * Checks a Diffie-Hellman group: is p a safe prime of 2048 bits, and has g the right order?
 * (protocol 1.1, T1.5)
 */
#include "config.h"

#include "crypto/dh_prime.h"

#include "base/ct.h"

#include <stdbool.h>
#include <string.h>

#define N E2E_DH_BYTES

/* Miller-Rabin rounds on (p-1)/2: one in 2^128 composites survives (protocol 1.1.2, T1.5). */
#define ROUNDS 64

/* Telegram's own prime, good without a test (protocol 1.1.4; DOC mtproto/security_guidelines). */
const uint8_t e2e_i_dh_known_prime[N] = {
	0xc7, 0x1c, 0xae, 0xb9, 0xc6, 0xb1, 0xc9, 0x04, 0x8e, 0x6c, 0x52, 0x2f,
	0x70, 0xf1, 0x3f, 0x73, 0x98, 0x0d, 0x40, 0x23, 0x8e, 0x3e, 0x21, 0xc1,
	0x49, 0x34, 0xd0, 0x37, 0x56, 0x3d, 0x93, 0x0f, 0x48, 0x19, 0x8a, 0x0a,
	0xa7, 0xc1, 0x40, 0x58, 0x22, 0x94, 0x93, 0xd2, 0x25, 0x30, 0xf4, 0xdb,
	0xfa, 0x33, 0x6f, 0x6e, 0x0a, 0xc9, 0x25, 0x13, 0x95, 0x43, 0xae, 0xd4,
	0x4c, 0xce, 0x7c, 0x37, 0x20, 0xfd, 0x51, 0xf6, 0x94, 0x58, 0x70, 0x5a,
	0xc6, 0x8c, 0xd4, 0xfe, 0x6b, 0x6b, 0x13, 0xab, 0xdc, 0x97, 0x46, 0x51,
	0x29, 0x69, 0x32, 0x84, 0x54, 0xf1, 0x8f, 0xaf, 0x8c, 0x59, 0x5f, 0x64,
	0x24, 0x77, 0xfe, 0x96, 0xbb, 0x2a, 0x94, 0x1d, 0x5b, 0xcd, 0x1d, 0x4a,
	0xc8, 0xcc, 0x49, 0x88, 0x07, 0x08, 0xfa, 0x9b, 0x37, 0x8e, 0x3c, 0x4f,
	0x3a, 0x90, 0x60, 0xbe, 0xe6, 0x7c, 0xf9, 0xa4, 0xa4, 0xa6, 0x95, 0x81,
	0x10, 0x51, 0x90, 0x7e, 0x16, 0x27, 0x53, 0xb5, 0x6b, 0x0f, 0x6b, 0x41,
	0x0d, 0xba, 0x74, 0xd8, 0xa8, 0x4b, 0x2a, 0x14, 0xb3, 0x14, 0x4e, 0x0e,
	0xf1, 0x28, 0x47, 0x54, 0xfd, 0x17, 0xed, 0x95, 0x0d, 0x59, 0x65, 0xb4,
	0xb9, 0xdd, 0x46, 0x58, 0x2d, 0xb1, 0x17, 0x8d, 0x16, 0x9c, 0x6b, 0xc4,
	0x65, 0xb0, 0xd6, 0xff, 0x9c, 0xa3, 0x92, 0x8f, 0xef, 0x5b, 0x9a, 0xe4,
	0xe4, 0x18, 0xfc, 0x15, 0xe8, 0x3e, 0xbe, 0xa0, 0xf8, 0x7f, 0xa9, 0xff,
	0x5e, 0xed, 0x70, 0x05, 0x0d, 0xed, 0x28, 0x49, 0xf4, 0x7b, 0xf9, 0x59,
	0xd9, 0x56, 0x85, 0x0c, 0xe9, 0x29, 0x85, 0x1f, 0x0d, 0x81, 0x15, 0xf6,
	0x35, 0xb1, 0x05, 0xee, 0x2e, 0x4e, 0x15, 0xd0, 0x4b, 0x24, 0x54, 0xbf,
	0x6f, 0x4f, 0xad, 0xf0, 0x34, 0xb1, 0x04, 0x03, 0x11, 0x9c, 0xd8, 0xe3,
	0xb9, 0x2f, 0xcc, 0x5b,
};

/* ---- Numbers of N bytes, all public ------------------------------------------------ */

static uint32_t
remainder_by(const uint8_t x[N], uint32_t divisor)
{
	uint32_t r = 0;

	for (size_t i = 0; i < N; i++)
		r = (r << 8 | x[i]) % divisor;
	return r;
}

static void
halve(uint8_t x[N])
{
	for (size_t i = N - 1; i > 0; i--)
		x[i] = (uint8_t)(x[i] >> 1 | x[i - 1] << 7);
	x[0] >>= 1;
}

static bool
is_one(const uint8_t x[N])
{
	uint8_t rest = 0;

	for (size_t i = 0; i < N - 1; i++)
		rest |= x[i];
	return rest == 0 && x[N - 1] == 1;
}

/* ---- The checks ---------------------------------------------------------------------- */

/* Which p each g generates the right subgroup for (protocol 1.1.3). */
int32_t
e2e_i_dh_check_generator(const uint8_t p[N], int32_t g)
{
	uint32_t r;
	bool good = false;

	switch (g) {
	case 2:
		good = remainder_by(p, 8) == 7;
		break;
	case 3:
		good = remainder_by(p, 3) == 2;
		break;
	case 4:
		good = true;
		break;
	case 5:
		r = remainder_by(p, 5);
		good = r == 1 || r == 4;
		break;
	case 6:
		r = remainder_by(p, 24);
		good = r == 19 || r == 23;
		break;
	case 7:
		r = remainder_by(p, 7);
		good = r == 3 || r == 5 || r == 6;
		break;
	default:
		break;
	}
	return good ? E2E_OK : E2E_REFUSED_GENERATOR;
}

/* Has p, or q = (p-1)/2, a divisor below 1000?  q does if p leaves 1. */
static bool
has_small_divisor(const uint8_t p[N])
{
	for (uint32_t d = 3; d < 1000; d += 2) {
		uint32_t r = remainder_by(p, d);

		if (r == 0 || r == 1)
			return true;
	}
	return false;
}

/* Draw a random number from 2 to Q - 2. */
static int32_t
draw_base(struct e2e_crypto *crypto, uint8_t base[N], const uint8_t q_minus_1[N])
{
	/* q has 2047 bits, so every second draw fits on average: 128 misses are a fault */
	for (int tries = 0; tries < 128; tries++) {
		int32_t err = e2e_i_crypto_random(crypto, base, N);
		uint8_t high = 0;

		if (err != E2E_OK)
			return err;
		base[0] &= 0x7f;
		for (size_t i = 0; i < N - 1; i++)
			high |= base[i];
		if ((high != 0 || base[N - 1] > 1) && e2e_i_ct_less(base, q_minus_1, N))
			return E2E_OK;
	}
	return E2E_ERR_BACKEND;
}

/*
 * One round of Miller-Rabin on the odd number q, read from the top: for a prime,
 * base^(q-1) is 1, and each square root of 1 on the way down is 1 or -1; after a -1, or
 * when the exponent is odd, nothing more can be asked.  Most rounds need one power.
 */
static int32_t
miller_rabin(struct e2e_crypto *crypto, const uint8_t q[N], const uint8_t q_minus_1[N])
{
	uint8_t base[N], exponent[N], power[N];
	int32_t err = draw_base(crypto, base, q_minus_1);

	memcpy(exponent, q_minus_1, N);
	while (err == E2E_OK && (exponent[N - 1] & 1) == 0) {
		halve(exponent);
		err = e2e_i_crypto_modexp(crypto, power, base, exponent, q);
		if (err != E2E_OK)
			return err;
		if (memcmp(power, q_minus_1, N) == 0)
			return E2E_OK;
		if (!is_one(power))
			return E2E_REFUSED_PRIME;
	}
	return err;
}

/*
 * 2^(p-1) = 1 mod p.  With q prime and p = 2q + 1 not divisible by 3 this proves p
 * prime (Pocklington: 2^2 - 1 = 3 has no factor in common with p).
 */
static int32_t
fermat(struct e2e_crypto *crypto, const uint8_t p[N])
{
	uint8_t two[N] = { 0 }, exponent[N], power[N];
	int32_t err;

	two[N - 1] = 2;
	memcpy(exponent, p, N);
	exponent[N - 1] ^= 1;
	err = e2e_i_crypto_modexp(crypto, power, two, exponent, p);
	if (err != E2E_OK)
		return err;
	return is_one(power) ? E2E_OK : E2E_REFUSED_PRIME;
}

/* The first round already tells nearly every composite q, then Fermat nearly every p. */
int32_t
e2e_i_dh_check_prime(struct e2e_crypto *crypto, const uint8_t p[N])
{
	uint8_t q[N], q_minus_1[N];
	int32_t err;

	/* 2048 bits, and odd with an odd half: p = 3 mod 4. */
	if (p[0] < 0x80 || (p[N - 1] & 3) != 3)
		return E2E_REFUSED_PRIME;
	if (memcmp(p, e2e_i_dh_known_prime, N) == 0)
		return E2E_OK;
	if (has_small_divisor(p))
		return E2E_REFUSED_PRIME;

	memcpy(q, p, N);
	halve(q);
	memcpy(q_minus_1, q, N);
	q_minus_1[N - 1] ^= 1;
	err = miller_rabin(crypto, q, q_minus_1);
	if (err == E2E_OK)
		err = fermat(crypto, p);
	for (int round = 1; round < ROUNDS && err == E2E_OK; round++)
		err = miller_rabin(crypto, q, q_minus_1);
	return err;
}
