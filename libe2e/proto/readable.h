/* SPDX-License-Identifier: ISC */
/* Whether clients can read a message that is to be sent. */
#ifndef E2E_PROTO_READABLE_H
#define E2E_PROTO_READABLE_H

#include <stdbool.h>

#include "proto/message.h"

/* Of one list in an action. */
#define E2E_I_IDS_MAX 1000

/*
 * E2E_ERR_ARGUMENT for a MESSAGE, whose VIEW is filled, that no client can read; FILE: a file is
 * to go with it.  E2E_ERR_LIMIT for what is longer than any client takes.  Its time to live is
 * not judged here.
 */
int32_t e2e_i_readable_check(const struct e2e_i_message *view, const struct e2e_tl *message,
                             bool file);

#endif
