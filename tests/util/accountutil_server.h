/* SPDX-License-Identifier: ISC */
/* The objects that the server of accountutil.h answers with and tells. */
#ifndef E2E_ACCOUNTUTIL_SERVER_H
#define E2E_ACCOUNTUTIL_SERVER_H

#include "accountutil.h"

/* The server's time, in seconds. */
int32_t au_date(const struct au_host *h);

/* OBJECT of TYPE in bytes, freed by the caller. */
struct e2e_bytes au_serialised(uint32_t type, const void *object);

/* A chat of H's user that waits for PARTICIPANT_ID, one that has its key, a file. */
struct e2e_tl_encrypted_chat_waiting au_waiting_chat(const struct au_host *h, int32_t chat_id,
                                                     int64_t participant_id);
struct e2e_tl_encrypted_chat au_agreed_chat(const struct au_host *h, int32_t chat_id, bool creator,
                                            int64_t peer_id, struct e2e_bytes g_x,
                                            int64_t key_fingerprint);
struct e2e_tl_encrypted_file au_file_object(const struct e2e_remote_file *file);

#endif
