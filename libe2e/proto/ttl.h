/* SPDX-License-Identifier: ISC */
/* Compute how long a message lives, and when its timer starts (protocol 7.3). */
#ifndef E2E_PROTO_TTL_H
#define E2E_PROTO_TTL_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/message.h"

#define E2E_I_TTL_YEAR      (366 * 86400) /* seconds; a longer ttl is reduced to this     */
#define E2E_I_TTL_VIEW_ONCE INT32_MAX     /* destroyed when the viewer closes it          */

/* The chat's default after setMessageTTL(SECONDS): 0 to a year, in seconds (protocol 7.3.1). */
int32_t e2e_i_ttl_default(int32_t seconds);

/*
 * The seconds that MESSAGE lives after its timer has started, or 0 if it has no timer.  A video
 * or voice message lives longer than its duration (protocol 7.3.4).
 */
int32_t e2e_i_ttl_seconds(const struct e2e_i_message *message);

/* Whether MESSAGE may be viewed once: viewing destroys it, not a timer (protocol 7.3.6). */
bool e2e_i_ttl_once(const struct e2e_i_message *message);

/* Whether the timer starts when MESSAGE is opened, rather than read (protocol 7.3.2). */
bool e2e_i_ttl_opens(const struct e2e_i_message *message);

#endif
