/* SPDX-License-Identifier: ISC */
/* The two lanes by which facts enter an account: fields, and TL. */
#ifndef SIM_FEED_H
#define SIM_FEED_H

#include "host.h"

#define DH_VERSION 3

int32_t feed_dh(struct host *host, int32_t version);
int32_t feed_chat(struct host *host, const struct server_chat *chat);
int32_t feed_push(struct host *host, const struct push *push);

int32_t feed_push_tl(struct host *host, const struct push *push);

/* new_encrypted_messages of a difference. */
int32_t feed_parcels_tl(struct host *host, struct parcel *const *parcel, size_t n);

struct e2e_bytes feed_answer_tl(struct host *host, const struct wire_call *call,
                                const struct answer *answer);

#endif
