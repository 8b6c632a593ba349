/* SPDX-License-Identifier: ISC */
/*
 * Alone in its object file, so that a test program that defines the same function
 * is linked with its own.
 */
#include "config.h"

#include "base/ct.h"

uint32_t
e2e_i_ct_declassify(uint32_t bit)
{
	return bit;
}
