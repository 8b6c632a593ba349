/* SPDX-License-Identifier: ISC */
/* A chat's keys, as proto/rekey.h orders (protocol 6). */
#ifndef E2E_SESSION_REKEYING_H
#define E2E_SESSION_REKEYING_H

#include "session/turn.h"

/* An action of a re-key, in its turn. */
int32_t e2e_i_rekeying_request(struct e2e_i_turn *turn);
int32_t e2e_i_rekeying_accept(struct e2e_i_turn *turn);
int32_t e2e_i_rekeying_commit(struct e2e_i_turn *turn);
int32_t e2e_i_rekeying_abort(struct e2e_i_turn *turn);

/* An authentic packet under the new key came. */
int32_t e2e_i_rekeying_new_key(struct e2e_i_work *work);

/* A message was processed in its turn: late answers, and old keys that are not needed. */
int32_t e2e_i_rekeying_after(struct e2e_i_turn *turn);

/* Nothing needs the key before the current one any more, or it is too old to be kept. */
int32_t e2e_i_rekeying_erase_old(struct e2e_i_work *work);

/*
 * Messages were given up, and the answer to our requestKey may have been among them: that exchange
 * is over, with an abortKey, and the next has another id.
 */
int32_t e2e_i_rekeying_lost(struct e2e_i_work *work);

/*
 * The greatest age of the old key, which runs from the first authentic message under the new one:
 * when it is erased in any case, or 0 if that is not known yet; and erase it if that is over.
 */
int64_t e2e_i_rekeying_old_until(const struct e2e_account *account,
                                 const struct e2e_i_core *core);
int32_t e2e_i_rekeying_age(struct e2e_i_work *work);

/* Whether a re-key may begin: E2E_OK or E2E_ERR_STATE (protocol T6.7). */
int32_t e2e_i_rekeying_may(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* requestKey, acceptKey, commitKey, made now. */
int32_t e2e_i_rekeying_send_request(struct e2e_i_work *work);
int32_t e2e_i_rekeying_send_accept(struct e2e_i_work *work);
int32_t e2e_i_rekeying_send_commit(struct e2e_i_work *work);

#endif
