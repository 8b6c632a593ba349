/* SPDX-License-Identifier: ISC */
/* How long messages live, and from when (protocol 7.3). */
#ifndef E2E_PROTO_TTL_H
#define E2E_PROTO_TTL_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/message.h"

#define E2E_I_TTL_YEAR      (366 * 86400) /* more is cut to it                            */
#define E2E_I_TTL_VIEW_ONCE INT32_MAX     /* gone when the viewer closes it               */

/* The default of a chat after setMessageTTL(SECONDS): 0 up to a year (protocol 7.3.1). */
int32_t e2e_i_ttl_default(int32_t seconds);

/*
 * The seconds that MESSAGE lives once its timer runs, or 0 if time does not destroy it; a
 * video or voice message lives at least as long as it lasts (protocol 7.3.4).
 */
int32_t e2e_i_ttl_seconds(const struct e2e_i_message *message);

/* Whether MESSAGE is to be seen once: not time destroys it but a look at it (protocol 7.3.6). */
bool e2e_i_ttl_once(const struct e2e_i_message *message);

/* Whether that timer starts only when the message is opened, not read (protocol 7.3.2). */
bool e2e_i_ttl_opens(const struct e2e_i_message *message);

#endif
