/* SPDX-License-Identifier: ISC */
/*
 * Sequence numbers (protocol 5; DOC api/end-to-end/seq_no).  A sequence number, SEQ_NO, counts the
 * messages of one side from 0.  On the wire, as out_seq_no and in_seq_no, it is doubled, and the
 * lowest bit says which side it belongs to.
 */
#ifndef E2E_PROTO_SEQNO_H
#define E2E_PROTO_SEQNO_H

#include <stdbool.h>
#include <stdint.h>

/* The highest sequence number that fits its form on the wire (protocol T5.9). */
#define E2E_I_SEQ_MAX ((INT32_C(1) << 30) - 2)

/* The x of a side: 0 for the creator of the chat, 1 for the side that accepted it. */
static inline int32_t
e2e_i_seq_x(bool creator)
{
	return creator ? 0 : 1;
}

/*
 * The out_seq_no and in_seq_no of message SEQ_NO of side X, which has RECEIVED messages of the
 * other (protocol 5.1.1).
 */
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

/* What is wrong with a pair of numbers from the wire. */
#define E2E_I_SEQ_GOOD     0
#define E2E_I_SEQ_PARITY   1 /* of the wrong side, or our own returned (protocol 5.2.1)   */
#define E2E_I_SEQ_RANGE    2 /* above E2E_I_SEQ_MAX                                       */
#define E2E_I_SEQ_NEGATIVE 3

/*
 * Read the sequence number of a message that side X sent with OUT_SEQ_NO and IN_SEQ_NO, and how
 * many messages it acknowledges, ACKS.  E2E_I_SEQ_GOOD, or what is wrong; both are 0 then.
 */
uint32_t e2e_i_seq_read(int32_t *seq_no, int32_t *acks, int32_t x, int32_t out_seq_no,
                        int32_t in_seq_no);

/* Where message SEQ_NO stands, when IN_SEQ messages have been received in order. */
#define E2E_I_SEQ_OLD   0 /* received before (protocol 5.2.2)           */
#define E2E_I_SEQ_NEXT  1
#define E2E_I_SEQ_AHEAD 2 /* others before it are missing (protocol 5.2.3) */
uint32_t e2e_i_seq_place(int32_t in_seq, int32_t seq_no);

/*
 * What ACKS of a message received in order means, when we have sent OUT_SEQ messages, of which
 * ACKED were acknowledged before (protocol 5.1.3, 5.2.4).
 */
#define E2E_I_ACK_GOOD  0
#define E2E_I_ACK_BACK  1 /* fewer than were acknowledged before */
#define E2E_I_ACK_AHEAD 2 /* more than were ever sent            */
uint32_t e2e_i_seq_ack(int32_t acked, int32_t out_seq, int32_t acks);

/*
 * Read the range of sequence numbers that a resend request of the peer asks for, where X is our
 * side.  It is good if all of them are among the OUT_SEQ messages that we have sent, and at most
 * SPAN of them.  If it is not, FIRST is 0 and LAST is -1.
 */
#define E2E_I_RANGE_GOOD   0
#define E2E_I_RANGE_BAD    1 /* reversed, of the wrong side, or more than SPAN sent messages   */
#define E2E_I_RANGE_UNSENT 2 /* some of them were never sent                                   */
uint32_t e2e_i_seq_range(int32_t *first, int32_t *last, int32_t x, int32_t start_seq_no,
                         int32_t end_seq_no, int32_t out_seq, int32_t span);

#endif
