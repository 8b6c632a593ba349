/* SPDX-License-Identifier: ISC */
/* Finding chats: by id, by the next thing to happen, by having something to send. */
#ifndef E2E_SESSION_INDEX_H
#define E2E_SESSION_INDEX_H

#include "session/core/account.h"

/* The chat ID, or NULL. */
struct e2e_i_chat *e2e_i_index_find(const struct e2e_account *account, int32_t id);

/* A new empty chat ID, which there is not, in the index; NULL without memory. */
struct e2e_i_chat *e2e_i_index_add(struct e2e_account *account, int32_t id);

/* Take CHAT out; it is not freed. */
void e2e_i_index_remove(struct e2e_account *account, struct e2e_i_chat *chat);

/* CHAT, found under OLD so far, has another core.id now. */
void e2e_i_index_rename(struct e2e_account *account, struct e2e_i_chat *chat, int32_t old);

/* CHAT's next thing happens at DEADLINE. */
void e2e_i_index_deadline(struct e2e_account *account, struct e2e_i_chat *chat,
                          int64_t deadline);

/* The first of these, of all chats; INT64_MAX if there is none. */
int64_t e2e_i_index_first(const struct e2e_account *account);

/* CHAT may have a call to make. */
void e2e_i_index_ready(struct e2e_account *account, struct e2e_i_chat *chat);
void e2e_i_index_unready(struct e2e_account *account, struct e2e_i_chat *chat);

/* Free the index's own memory; there are no chats in it. */
void e2e_i_index_free(struct e2e_account *account);

#endif
