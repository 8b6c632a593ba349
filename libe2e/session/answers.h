/* SPDX-License-Identifier: ISC */
/*
 * Messages that the account sends by itself: notifyLayer, requests to resend, the steps of a
 * re-key.  What is due is part of a chat's state, so it is made later if it cannot be now.
 */
#ifndef E2E_SESSION_ANSWERS_H
#define E2E_SESSION_ANSWERS_H

#include "session/work.h"

/* WHAT (E2E_I_DUE_*) is to be sent. */
void e2e_i_answers_due(struct e2e_i_work *work, uint32_t what);

/* notifyLayer(LAYER) is the next message that goes out. */
void e2e_i_answers_announced(struct e2e_i_work *work, int32_t layer);

/* A message was sent or came: a re-key is due if the key has been used enough. */
int32_t e2e_i_answers_rekey_due(struct e2e_i_work *work);

/*
 * Make what is due and whose time has come.  Where the backend or memory fails, that is
 * tried again at the next tick, and E2E_OK is returned.
 */
int32_t e2e_i_answers_make(struct e2e_i_work *work);

#endif
