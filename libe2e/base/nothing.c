/* SPDX-License-Identifier: ISC */
/* Defines what empty spans and vectors point to instead of NULL. */
#include "config.h"

#include "base/nothing.h"

const uint64_t e2e_i_nothing;
