/* SPDX-License-Identifier: ISC */
/* Packets of a session: opened with whichever key they name, made again, and described. */
#ifndef CONFORM_PACKET_H
#define CONFORM_PACKET_H

#include "replay.h"

/* A packet that was opened. */
struct opened {
	int32_t mtproto;
	int64_t key_fingerprint;
	struct e2e_bytes payload;
	size_t padding_n;
	const struct e2e_tl_decrypted_message_layer *layer;
};

/* Remember the keys that the chat has now. */
void packet_learn_keys(struct replay *r, struct row *row);

/* Open PACKET of SENDER with whichever key it names; false, with the reason. */
bool packet_open(struct replay *r, struct row *row, struct opened *opened,
                 struct e2e_bytes packet, uint32_t sender);

/* The raw number of PACKET, or -1. */
int32_t packet_number(struct replay *r, struct e2e_bytes packet, uint32_t sender);

/*
 * What OPENED holds is MESSAGE, in a wrapper with the numbers that the row gives; of the
 * random_bytes any will do.
 */
void packet_holds(struct row *row, const struct opened *opened, const struct e2e_tl *message);

/* The given packet of one of our messages is what the given random values make. */
void packet_rebuilt(struct replay *r, struct step *step);

/* A packet of the other side holds what the line says. */
void packet_described(struct replay *r, struct step *step);

#endif
