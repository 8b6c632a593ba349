/* SPDX-License-Identifier: ISC */
/* Reads decryptedMessageLayer, the wrapper of a message (protocol 4.1, 5.1). */
#include "config.h"

#include "proto/wrapper.h"

#include "tl/reader.h"

#include <string.h>

int32_t
e2e_i_wrapper_read(struct e2e_i_wrapper *wrapper, struct e2e_bytes payload)
{
	struct e2e_i_reader r = { .p = payload.p, .left = payload.n };

	memset(wrapper, 0, sizeof *wrapper);
	if (e2e_i_reader_u32(&r) != E2E_TL_DECRYPTED_MESSAGE_LAYER)
		return r.bad ? E2E_REFUSED_TL : E2E_REFUSED_UNKNOWN;
	wrapper->random_bytes = e2e_i_reader_string(&r);
	wrapper->layer = e2e_i_signed32(e2e_i_reader_u32(&r));
	wrapper->in_seq_no = e2e_i_signed32(e2e_i_reader_u32(&r));
	wrapper->out_seq_no = e2e_i_signed32(e2e_i_reader_u32(&r));
	wrapper->message.n = r.left;
	wrapper->message.p = e2e_i_reader_take(&r, r.left);
	return r.bad ? E2E_REFUSED_TL : E2E_OK;
}
