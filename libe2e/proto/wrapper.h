/* SPDX-License-Identifier: ISC */
/*
 * decryptedMessageLayer (protocol 4.1, 5.1): read by hand, so that the numbers are known, and
 * can be counted, even if nobody can read the message inside (protocol T4.5).
 */
#ifndef E2E_PROTO_WRAPPER_H
#define E2E_PROTO_WRAPPER_H

#include <e2e/schema.h>

/* Fewer random_bytes make Android drop a message without counting it (protocol 3.2.3). */
#define E2E_I_RANDOM_BYTES 15

struct e2e_i_wrapper {
	struct e2e_bytes random_bytes;
	int32_t layer;
	int32_t in_seq_no;
	int32_t out_seq_no;
	struct e2e_bytes message; /* boxed DecryptedMessage, not looked at */
};

/* E2E_OK, or E2E_REFUSED_UNKNOWN if PAYLOAD begins with another constructor, or _TL. */
int32_t e2e_i_wrapper_read(struct e2e_i_wrapper *wrapper, struct e2e_bytes payload);

#endif
