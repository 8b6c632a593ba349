/* SPDX-License-Identifier: ISC */
/*
 * Calls: what a chat has to ask the server follows from its state, so nothing has to be
 * remembered over a crash; which calls are out is known only while the account lives.
 */
#ifndef E2E_SESSION_CALLS_H
#define E2E_SESSION_CALLS_H

#include "session/work.h"

/* The next call, or NULL in *CALL; E2E_ERR_NOMEM. */
int32_t e2e_i_calls_next(struct e2e_account *account, const struct e2e_call **call);

/* The serialised form of account->call, into it; E2E_ERR_NOMEM. */
int32_t e2e_i_calls_request(struct e2e_account *account, struct e2e_bytes file);

/* The call ID that is out, or NULL; and take it out of those. */
struct e2e_i_call *e2e_i_calls_find(struct e2e_account *account, uint64_t id);
void e2e_i_calls_end(struct e2e_account *account, struct e2e_i_call *call);

/* Whether METHOD sends a message of a chat. */
bool e2e_i_calls_is_send(uint32_t method);

/* Chat CHAT_ID is gone: answers to its calls concern nobody. */
void e2e_i_calls_forget(struct e2e_account *account, int32_t chat_id);

/* How long to wait after failure number TRIES, from 1, that told to wait WAIT_S seconds. */
int64_t e2e_i_calls_backoff(const struct e2e_account *account, uint32_t tries, int64_t wait_s);

/* Whether a repeated send failed only because the server had it already (protocol 0.1.4). */
bool e2e_i_calls_had(const struct e2e_i_call *call, int32_t code, struct e2e_bytes text);

/* Whether the server does not know this login any more, and never will again (protocol 0.1.5). */
bool e2e_i_calls_logged_out(int32_t code, struct e2e_bytes text);

/* Whether a failure is for now, and the seconds its text asks to wait (protocol 0.1.2). */
bool e2e_i_calls_for_now(int32_t code, struct e2e_bytes text, int64_t *wait_s);

/* Whether TEXT begins with NAME. */
bool e2e_i_calls_says(struct e2e_bytes text, const char *name);

/* The file of a send from its TL; E2E_ERR_STORE.  md5 points into SAVED. */
int32_t e2e_i_calls_file_read(struct e2e_input_file *file, struct e2e_bytes saved);

/* inputEncryptedFile of FILE as TL; 0 if there is none or it does not fit into ROOM. */
size_t e2e_i_calls_file(uint8_t *out, size_t room, const struct e2e_input_file *file);

#endif
