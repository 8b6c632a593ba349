/* SPDX-License-Identifier: ISC */
/* A packet came: it is opened and placed (protocol 3.3, 5.2). */
#ifndef E2E_SESSION_PACKET_IN_H
#define E2E_SESSION_PACKET_IN_H

#include "session/core/transaction.h"

/* As the server handed it over. */
struct e2e_i_packet {
	int64_t random_id;
	int32_t date;
	uint32_t kind;         /* E2E_I_RECEIVED_SERVICE, _FILE      */
	struct e2e_bytes bytes;
	struct e2e_bytes file; /* encryptedFile as TL, or empty  */
};

/* Take PACKET in, for a chat in stage E2E_I_ACTIVE. */
int32_t e2e_i_packet_in_take(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet);

/* Keep PACKET until the chat is ready, as far as there is room (protocol T2.2). */
int32_t e2e_i_packet_in_pend(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet);

/* The chat is ready: take in what was kept. */
int32_t e2e_i_packet_in_ready(struct e2e_i_transaction *tx);

#endif
