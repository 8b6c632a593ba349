/* SPDX-License-Identifier: ISC */
/* The lists of a chat and their items. */
#ifndef E2E_SESSION_ITEMS_H
#define E2E_SESSION_ITEMS_H

#include "session/core/list.h"
#include "tl/gen/state.h"

/* The lists, each with its sorting key.  List N is saved in table E2E_I_TABLE_LISTS + N. */
#define E2E_I_OUTGOING 0 /* messages that were sent; by sequence number              */
#define E2E_I_HELD     1 /* messages that wait behind a gap; by sequence number      */
#define E2E_I_GAP      2 /* by first missing sequence number                         */
#define E2E_I_PENDING  3 /* packets that wait for the chat; by order of arrival      */
#define E2E_I_TIMER    4 /* messages that destroy themselves; by random_id           */
#define E2E_I_LISTS    5

/*
 * The member `saved` of an item is a row of tl/state.tl.  It is const, so that it cannot differ
 * from its row: to change an item, replace it through the transaction (transaction.h).
 */

/* A message that was sent.  Its blob is the packet, followed by the file reference. */
struct e2e_i_outgoing {
	struct e2e_i_item item;
	const struct e2e_i_saved_outgoing saved;

	/* not saved */
	int64_t resent_since; /* begin of the minute in which `resent` counts, in ms    */
	uint8_t resent;       /* how often it was sent once more in that minute         */
	uint8_t pushed;       /* how often it was sent once more without being asked for */
	uint8_t to_send;      /* 1: it is to be sent, or sent once more                 */
	uint8_t in_flight;    /* 1: the call that sends it is in flight                 */
	uint8_t done;         /* 1: the server has it                                   */
	uint8_t tries;        /* failed calls                                           */
	uint8_t loaded;       /* 1: loaded from a row                                   */
};

/* `kind` of an outgoing message. */
#define E2E_I_OUTGOING_METHOD  0x07 /* mask: E2E_CALL_SEND ... of its call           */
#define E2E_I_OUTGOING_ASKS    0x08 /* asks the peer to resend                       */
#define E2E_I_OUTGOING_SILENT  0x10 /* sent without a notification                   */
#define E2E_I_OUTGOING_USER    0x20 /* sent by the user, who is told how it goes     */
#define E2E_I_OUTGOING_REFILL  0x40 /* was rewritten to delete itself                */
#define E2E_I_OUTGOING_CONTENT 0x80 /* is a decryptedMessage, not a service message  */

/* `kind` of a received message. */
#define E2E_I_RECEIVED_SERVICE 1  /* the server calls it a service message             */
#define E2E_I_RECEIVED_FILE    2  /* has a file                                        */
#define E2E_I_RECEIVED_REFILL  4  /* filled a known gap                                */
#define E2E_I_RECEIVED_SERVED  8  /* its request to resend has been carried out        */
#define E2E_I_RECEIVED_WARNED  16 /* failed a check                                    */
#define E2E_I_RECEIVED_AHEAD   32 /* acknowledged a message that had not been sent yet */

/*
 * A received message that waits.  In E2E_I_HELD its blob is the decrypted message, in
 * E2E_I_PENDING the packet, each followed by the file reference.
 */
struct e2e_i_queued {
	struct e2e_i_item item;
	const struct e2e_i_saved_received saved;
};

/* A range of missing messages. */
struct e2e_i_gap {
	struct e2e_i_item item;
	const struct e2e_i_saved_gap saved;
};

/* How many gaps the peer is asked for at a time; later ones wait. */
#define E2E_I_GAPS_ASKED 4

/* `kind` of a timer. */
#define E2E_I_TIMER_OUT   1 /* of a message that we sent                                      */
#define E2E_I_TIMER_OPENS 2 /* starts when the message is opened, not when it is read         */
#define E2E_I_TIMER_ONCE  4 /* view once: `ttl` is E2E_I_TTL_VIEW_ONCE, and the timer never runs */

/* The timer of a message that destroys itself. */
struct e2e_i_timer {
	struct e2e_i_item item;
	const struct e2e_i_saved_timer saved;
};

#endif
