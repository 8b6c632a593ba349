/* SPDX-License-Identifier: ISC */
/*
 * Giving up a gap: going on without messages that the peer does not resend (protocol 5.4.3).
 *
 * A server that drops what fills a gap could make a chat wait for ever.  So a gap is given up when
 * the peer has received resend_tries of our requests for it, as its in_seq_no proves, over at least
 * gap_ms, and the gap is still open after one more request.  But the same server can also force us
 * to give up: nobody can tell whether a message was withheld or lost.  So the user is told the
 * sequence numbers, and STRICT closes the chat instead.
 *
 * All functions may return E2E_ERR_NOMEM.
 */
#ifndef E2E_SESSION_GIVE_UP_H
#define E2E_SESSION_GIVE_UP_H

#include "session/core/transaction.h"

/* Give up the first gap, or close the chat, if the last request for it was in vain. */
int32_t e2e_i_give_up_first(struct e2e_i_transaction *tx);

/* The same for a chat in any state.  If the first gap has become hopeless, ask a last time. */
int32_t e2e_i_give_up_look(struct e2e_i_transaction *tx);

/* Give up the first gap at once, as the user said so.  E2E_ERR_STATE if there is none. */
int32_t e2e_i_give_up_by_order(struct e2e_i_transaction *tx);

#endif
