/* SPDX-License-Identifier: ISC */
/* Finding chats: by id, by deadline, and those that have a call to make. */
#ifndef E2E_SESSION_INDEX_H
#define E2E_SESSION_INDEX_H

#include "session/core/account.h"

/* The chat with ID, or NULL. */
struct e2e_i_chat *e2e_i_index_find(const struct e2e_account *account, int32_t id);

/* Add a new empty chat with ID, which must not be in use; NULL without memory. */
struct e2e_i_chat *e2e_i_index_add(struct e2e_account *account, int32_t id);

/* Remove CHAT from the index.  It is not freed. */
void e2e_i_index_remove(struct e2e_account *account, struct e2e_i_chat *chat);

/* Find CHAT by its core.id from now on, which has replaced OLD. */
void e2e_i_index_rename(struct e2e_account *account, struct e2e_i_chat *chat, int32_t old);

/* Set when CHAT next has something to do by itself, in the account's time; INT64_MAX: never. */
void e2e_i_index_deadline(struct e2e_account *account, struct e2e_i_chat *chat,
                          int64_t deadline);

/* The earliest deadline of all chats; INT64_MAX if there is none. */
int64_t e2e_i_index_first(const struct e2e_account *account);

/* Put CHAT into the ring of chats that may have a call to make; take it out. */
void e2e_i_index_ready(struct e2e_account *account, struct e2e_i_chat *chat);
void e2e_i_index_unready(struct e2e_account *account, struct e2e_i_chat *chat);

/* Free the index's own memory.  The chats must have been freed. */
void e2e_i_index_free(struct e2e_account *account);

#endif
