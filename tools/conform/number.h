/* SPDX-License-Identifier: ISC */
/* Numbers as they stand on the wire, least significant byte first. */
#ifndef CONFORM_NUMBER_H
#define CONFORM_NUMBER_H

#include <stdint.h>

static inline void
number_store32(uint8_t out[4], int32_t number)
{
	uint32_t bits = (uint32_t)number;

	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(bits >> 8 * i);
}

static inline void
number_store64(uint8_t out[8], int64_t number)
{
	uint64_t bits = (uint64_t)number;

	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(bits >> 8 * i);
}

#endif
