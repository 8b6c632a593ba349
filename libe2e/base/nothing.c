/* SPDX-License-Identifier: ISC */
/* Defines what pointers to no bytes and no elements point to, in place of NULL. */
#include "config.h"

#include "base/nothing.h"

const uint64_t e2e_i_nothing;
