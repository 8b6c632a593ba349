/* SPDX-License-Identifier: ISC */
/*
 * Giving up a gap: going on without what the peer does not send again (protocol 5.4.3).
 *
 * A server that drops what fills a gap can make a chat wait for ever, so a gap is given up when
 * the peer has got resend_tries of our requests for it, as its in_seq_no proves, over at least
 * gap_ms, and it is still open after one request more.  The same server can bring that about: what
 * is given up was withheld or lost, and which of the two nobody can tell.  So the user is told the
 * numbers, and STRICT closes the chat instead.
 */
#ifndef E2E_SESSION_GIVE_UP_H
#define E2E_SESSION_GIVE_UP_H

#include "session/core/transaction.h"

/* Go on without the first gap, if it was asked for a last time in vain; or close the chat. */
int32_t e2e_i_give_up_first(struct e2e_i_transaction *tx);

/* The same at any time; a gap that has become hopeless is asked for that last time. */
int32_t e2e_i_give_up_look(struct e2e_i_transaction *tx);

/* The same by order of the user, at any time; E2E_ERR_STATE if nothing can be skipped. */
int32_t e2e_i_give_up_by_order(struct e2e_i_transaction *tx);

#endif
