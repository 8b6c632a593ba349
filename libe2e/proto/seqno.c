/* SPDX-License-Identifier: ISC */
/* Reads and checks sequence numbers (protocol 5.1, 5.2; DOC api/end-to-end/seq_no). */
#include "config.h"

#include "proto/seqno.h"

uint32_t
e2e_i_seq_read(int32_t *seq_no, int32_t *acks, int32_t x, int32_t out_seq_no,
               int32_t in_seq_no)
{
	*seq_no = 0;
	*acks = 0;
	if (out_seq_no < 0 || in_seq_no < 0)
		return E2E_I_SEQ_NEGATIVE;
	if (out_seq_no % 2 != 1 - x || in_seq_no % 2 != x)
		return E2E_I_SEQ_PARITY;
	if (out_seq_no / 2 > E2E_I_SEQ_MAX || in_seq_no / 2 > E2E_I_SEQ_MAX + 1)
		return E2E_I_SEQ_RANGE;
	*seq_no = out_seq_no / 2;
	*acks = in_seq_no / 2;
	return E2E_I_SEQ_GOOD;
}

uint32_t
e2e_i_seq_place(int32_t in_seq, int32_t seq_no)
{
	if (seq_no < in_seq)
		return E2E_I_SEQ_OLD;
	return seq_no == in_seq ? E2E_I_SEQ_NEXT : E2E_I_SEQ_AHEAD;
}

uint32_t
e2e_i_seq_ack(int32_t acked, int32_t out_seq, int32_t acks)
{
	if (acks > out_seq)
		return E2E_I_ACK_AHEAD;
	return acks < acked ? E2E_I_ACK_BACK : E2E_I_ACK_GOOD;
}

/*
 * The numbers in a request are values of our out_seq_no, so their parity is known.  TDLib does not
 * check it, and an iPhone ignores a wrong one silently (observed 5.2, 5.4).  A peer that forgets to
 * double its numbers has the wrong parity for most of them, and never asks for an unsent message
 * (protocol 5.2.9).
 */
uint32_t
e2e_i_seq_range(int32_t *first, int32_t *last, int32_t x, int32_t start_seq_no,
                int32_t end_seq_no, int32_t out_seq, int32_t span)
{
	*first = 0;
	*last = -1;
	if (end_seq_no < start_seq_no || (start_seq_no & 1) != 1 - x || (end_seq_no & 1) != 1 - x)
		return E2E_I_RANGE_BAD;
	if (start_seq_no < 0 || end_seq_no / 2 >= out_seq)
		return E2E_I_RANGE_UNSENT;
	if (end_seq_no / 2 - start_seq_no / 2 >= span)
		return E2E_I_RANGE_BAD;
	*first = start_seq_no / 2;
	*last = end_seq_no / 2;
	return E2E_I_RANGE_GOOD;
}
