/* SPDX-License-Identifier: ISC */
/* Check that clients can read a message, before it is sent. */
#ifndef E2E_PROTO_READABLE_H
#define E2E_PROTO_READABLE_H

#include <stdbool.h>

#include "proto/message.h"

/* The most random_ids in the list of an action. */
#define E2E_I_IDS_MAX 1000

/*
 * Check MESSAGE, whose VIEW is filled; FILE says whether it is sent with a file.
 * E2E_ERR_ARGUMENT if no client can read it, E2E_ERR_LIMIT if it is longer than any client
 * accepts.  The ttl is not checked.
 */
int32_t e2e_i_readable_check(const struct e2e_i_message *view, const struct e2e_tl *message,
                             bool file);

#endif
