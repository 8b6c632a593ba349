/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/nothing.h"

const uint64_t e2e_i_nothing;
