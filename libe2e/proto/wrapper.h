/* SPDX-License-Identifier: ISC */
/*
 * Read decryptedMessageLayer, the wrapper of a message (protocol 4.1, 5.1).  It is read apart from
 * the message inside, so that the sequence numbers are counted even if the message cannot be
 * decoded (protocol T4.5).
 */
#ifndef E2E_PROTO_WRAPPER_H
#define E2E_PROTO_WRAPPER_H

#include <e2e/schema.h>

/* With fewer random_bytes, Android drops a message without counting it (protocol 3.2.3). */
#define E2E_I_RANDOM_BYTES 15

struct e2e_i_wrapper {
	struct e2e_bytes random_bytes;
	int32_t layer;
	int32_t in_seq_no;
	int32_t out_seq_no;
	struct e2e_bytes message; /* a boxed DecryptedMessage, not decoded; borrowed */
};

/*
 * Fill WRAPPER from PAYLOAD, from which it borrows.  E2E_REFUSED_UNKNOWN if PAYLOAD begins with
 * another constructor, E2E_REFUSED_TL if it is too short or malformed.
 */
int32_t e2e_i_wrapper_read(struct e2e_i_wrapper *wrapper, struct e2e_bytes payload);

#endif
