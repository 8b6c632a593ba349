/* SPDX-License-Identifier: ISC */
/*
 * Sequence numbers (protocol 5; DOC api/end-to-end/seq_no).  Raw numbers count messages from
 * 0; on the wire they are doubled, and the lowest bit says whose they are.
 */
#ifndef E2E_PROTO_SEQNO_H
#define E2E_PROTO_SEQNO_H

#include <stdbool.h>
#include <stdint.h>

/* Above it a raw number does not fit its form on the wire (protocol T5.9). */
#define E2E_I_SEQ_MAX ((INT32_C(1) << 30) - 2)

/* x of a side: 0 for the creator of the chat, 1 for who accepted it. */
static inline int32_t
e2e_i_seq_x(bool creator)
{
	return creator ? 0 : 1;
}

/* out_seq_no and in_seq_no of what side X sends (protocol 5.1.1). */
static inline int32_t
e2e_i_seq_out(int32_t x, int32_t seq_no)
{
	return 2 * seq_no + 1 - x;
}

static inline int32_t
e2e_i_seq_in(int32_t x, int32_t received)
{
	return 2 * received + x;
}

/* What a pair of numbers from the wire can be. */
#define E2E_I_SEQ_GOOD     0
#define E2E_I_SEQ_PARITY   1 /* of the wrong side, or our own come back (protocol 5.2.1)  */
#define E2E_I_SEQ_RANGE    2 /* above what can be counted                                 */
#define E2E_I_SEQ_NEGATIVE 3

/*
 * The raw numbers of a message that side X sent with OUT_SEQ_NO and IN_SEQ_NO, one of
 * E2E_I_SEQ_*; the raw numbers are 0 if it is not good.
 */
uint32_t e2e_i_seq_read(int32_t *seq_no, int32_t *acks, int32_t x, int32_t out_seq_no,
                        int32_t in_seq_no);

/* Where a message stands among those received in order so far, IN_SEQ of them. */
#define E2E_I_SEQ_OLD   0 /* was received before (protocol 5.2.2) */
#define E2E_I_SEQ_NEXT  1
#define E2E_I_SEQ_AHEAD 2 /* others are missing (protocol 5.2.3) */
uint32_t e2e_i_seq_place(int32_t in_seq, int32_t seq_no);

/* What in_seq_no of a message whose turn it is says about ours (protocol 5.1.3, 5.2.4). */
#define E2E_I_ACK_GOOD  0
#define E2E_I_ACK_BACK  1 /* below what was acknowledged before */
#define E2E_I_ACK_AHEAD 2 /* more than was ever sent             */
uint32_t e2e_i_seq_ack(int32_t acked, int32_t out_seq, int32_t acks);

/*
 * The raw range that a resend request of the peer, X being our side, asks for; good if it is
 * of messages that were sent, OUT_SEQ of them, and of no more than SPAN.
 */
#define E2E_I_RANGE_GOOD   0
#define E2E_I_RANGE_BAD    1 /* reversed, of the wrong side, or more than SPAN of what was sent */
#define E2E_I_RANGE_UNSENT 2 /* some of it was never sent                                       */
uint32_t e2e_i_seq_range(int32_t *first, int32_t *last, int32_t x, int32_t start_seq_no,
                         int32_t end_seq_no, int32_t out_seq, int32_t span);

#endif
