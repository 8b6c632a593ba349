/* SPDX-License-Identifier: ISC */
/* Between test_chat_limits.c and test_chat_limits_tries.c. */
#ifndef TEST_CHAT_LIMITS_H
#define TEST_CHAT_LIMITS_H

#include <stdbool.h>

#include <e2e/e2e.h>

/* What became of something that counts AMOUNT against a limit. */
struct lt_outcome {
	uint32_t amount;
	bool passed; /* all of it, at once */
};

/* What the member of that name counts, N times, in an account under LIMITS. */
typedef struct lt_outcome lt_try(int backend, const struct e2e_limits *limits, uint32_t n);

lt_try lt_requested_chats;
lt_try lt_early_messages;
lt_try lt_early_bytes;
lt_try lt_held_messages;
lt_try lt_held_bytes;
lt_try lt_ahead;
lt_try lt_outbox_messages;
lt_try lt_outbox_bytes;
lt_try lt_tail;
lt_try lt_resend_span;
lt_try lt_resend_repeats;
lt_try lt_resend_rate;
lt_try lt_timers;
lt_try lt_prime_checks;
lt_try lt_rejected_events;
lt_try lt_packet_bytes;

#endif
