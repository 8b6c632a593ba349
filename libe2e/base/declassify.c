/* SPDX-License-Identifier: ISC */
/*
 * Defines e2e_i_ct_declassify(), alone in its object file: a test program that defines the function
 * itself is then linked with its own.
 */
#include "config.h"

#include "base/ct.h"

uint32_t
e2e_i_ct_declassify(uint32_t bit)
{
	return bit;
}
