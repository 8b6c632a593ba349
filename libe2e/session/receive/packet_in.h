/* SPDX-License-Identifier: ISC */
/* Packets from the server: opening them, and taking the messages in them (protocol 3.3, 5.2). */
#ifndef E2E_SESSION_PACKET_IN_H
#define E2E_SESSION_PACKET_IN_H

#include "session/core/transaction.h"

/* A packet as the server delivered it; all bytes are borrowed. */
struct e2e_i_packet {
	int64_t random_id;     /* that the server shows                 */
	int32_t date;          /* of the server, Unix seconds, unsigned */
	uint32_t kind;         /* E2E_I_RECEIVED_SERVICE, _FILE         */
	struct e2e_bytes bytes;
	struct e2e_bytes file; /* encryptedFile as TL, or empty         */
};

/*
 * Open PACKET for a chat in stage E2E_I_ACTIVE: take its message if it is next in order, hold it if
 * it is ahead, drop it if it is a duplicate or a check fails.  E2E_ERR_NOMEM, or what the backend
 * fails with.
 */
int32_t e2e_i_packet_in_take(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet);

/* Whether N can be the length of a packet (protocol T3.2, T3.3). */
static inline bool
e2e_i_packet_in_has_length(const struct e2e_account *account, size_t n)
{
	return n >= E2E_PACKET_MIN_BYTES && n <= account->limits.packet_bytes &&
	       (n - E2E_PACKET_HEAD_BYTES) % 16 == 0;
}

#endif
