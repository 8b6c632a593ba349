/* SPDX-License-Identifier: ISC */
/* The lists of a chat, and what is in them. */
#ifndef E2E_SESSION_ITEMS_H
#define E2E_SESSION_ITEMS_H

#include "session/core/list.h"
#include "tl/gen/state.h"

/* Lists of a chat; their tables are E2E_I_TABLE_LISTS and on. */
#define E2E_I_OUTGOING  0 /* by sequence number                  */
#define E2E_I_HELD  1 /* by sequence number                  */
#define E2E_I_GAP  2 /* by its first sequence number        */
#define E2E_I_PENDING 3 /* by order of coming             */
#define E2E_I_TIMER 4 /* by random_id                   */
#define E2E_I_LISTS 5
/*
 * What is `saved` of an item is of tl/state.tl.  It is const, so that nothing can change it where
 * its row does not: an item that is to say something else is replaced, through the transaction.
 */

/* A message that was sent: blob is the packet, then the file reference. */
struct e2e_i_outgoing {
	struct e2e_i_item item;
	const struct e2e_i_saved_outgoing saved;

	/* not saved */
	int64_t resent_since;
	uint8_t resent;       /* times since resent_since                      */
	uint8_t pushed;       /* times it was sent again and nobody had asked  */
	uint8_t to_send;        /* 1: to be sent (again)     */
	uint8_t in_flight;          /* 1: its call is out        */
	uint8_t done;         /* 1: the server has it      */
	uint8_t tries;        /* failures                  */
	uint8_t loaded;       /* 1: from a row             */
};

/* `kind` of a sent message: the method in the low bits. */
#define E2E_I_OUTGOING_METHOD 0x07
#define E2E_I_OUTGOING_ASKS   0x08 /* a request to resend         */
#define E2E_I_OUTGOING_SILENT 0x10
#define E2E_I_OUTGOING_USER   0x20 /* the user's: events tell how it goes */
#define E2E_I_OUTGOING_REFILL  0x40 /* was rewritten as a self-delete       */
#define E2E_I_OUTGOING_CONTENT 0x80 /* decryptedMessage, not a service one  */

/* `kind` of a message that came. */
#define E2E_I_RECEIVED_SERVICE 1
#define E2E_I_RECEIVED_FILE    2
#define E2E_I_RECEIVED_REFILL  4  /* filled a gap that was known               */
#define E2E_I_RECEIVED_SERVED  8  /* the resend request in it was obeyed already */
#define E2E_I_RECEIVED_WARNED  16
#define E2E_I_RECEIVED_AHEAD   32 /* acknowledged what was not sent when it came */

/* A message that waits behind a gap (blob: payload, file) or for the chat (packet, file). */
struct e2e_i_queued {
	struct e2e_i_item item;
	const struct e2e_i_saved_received saved;
};

struct e2e_i_gap {
	struct e2e_i_item item;
	const struct e2e_i_saved_gap saved;
};

/* Gaps that are asked for at one time; the later ones wait. */
#define E2E_I_GAPS_ASKED 4

#define E2E_I_TIMER_OUT   1 /* ours               */
#define E2E_I_TIMER_OPENS 2 /* opened, not read   */
#define E2E_I_TIMER_ONCE  4 /* seen once: `ttl` is E2E_I_TTL_VIEW_ONCE, and it never runs */
struct e2e_i_timer {
	struct e2e_i_item item;
	const struct e2e_i_saved_timer saved;
};

#endif
