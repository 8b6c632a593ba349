/* SPDX-License-Identifier: ISC */
/*
 * The state machine of a re-key (protocol 6; DOC api/end-to-end/pfs).  It works on ids and sequence
 * numbers and says what to do.  The caller, which holds the keys, does it and reports the result.
 * No input is fatal here: the policy decides what a chat is closed for.
 *
 * Beside the exchange under way, it remembers one of ours that we gave up, and one of the peer's
 * that we ignored.  An iPhone resolves crossing requests the other way round, and continues an
 * exchange that the documents and TDLib drop (protocol T6.1).
 *
 * Times are in milliseconds.  Ids are those of the exchange.  SEQ_NO is a sequence number, not
 * doubled as on the wire.
 */
#ifndef E2E_PROTO_REKEY_H
#define E2E_PROTO_REKEY_H

#include <stdbool.h>
#include <stdint.h>

#include <e2e/backend.h>

#include "tl/gen/state.h" /* struct e2e_i_rekey: all of it is saved */

#define E2E_I_REKEY_IDLE      0
#define E2E_I_REKEY_REQUESTED 1 /* we sent requestKey; `exponent` is ours                    */
#define E2E_I_REKEY_ACCEPTED  2 /* we sent acceptKey; the new key waits for commitKey        */
#define E2E_I_REKEY_SWITCHED  3 /* the new key is in use; the old one is still there         */

/* What the caller is to do. */
#define E2E_I_REKEY_NOTHING    0
#define E2E_I_REKEY_ACCEPT     1 /* send acceptKey for exchange_id, with `answer_value`    */
#define E2E_I_REKEY_COMMIT     2 /* make the key of `exponent` and g_b, and send commitKey */
#define E2E_I_REKEY_SWITCH     3 /* the peer committed: use the new key, and send a noop   */
#define E2E_I_REKEY_DROP       4 /* forget the new key                                     */
#define E2E_I_REKEY_UNEXPECTED 5 /* no exchange expects this; no change (protocol 6.2.1)   */

/*
 * requestKey(ID) was received.  VALUE is its g_a, checked and padded.  GAPS: whether the request
 * has to wait, because of a gap or because it is not under the current key.
 */
uint32_t e2e_i_rekey_on_request(struct e2e_i_rekey *r, int64_t id,
                                const uint8_t value[E2E_DH_BYTES], bool gaps, int64_t now);

/* acceptKey(ID) was received.  If the result is COMMIT, `exponent` is that of exchange_id. */
uint32_t e2e_i_rekey_on_accept(struct e2e_i_rekey *r, int64_t id);

/* commitKey(ID) was received in order, as SEQ_NO: it begins the new key's use (protocol 6.1.4). */
uint32_t e2e_i_rekey_on_commit(struct e2e_i_rekey *r, int64_t id, int32_t seq_no);

/* abortKey(ID) was received.  It has no effect once commitKey is sent (protocol 6.1.7). */
uint32_t e2e_i_rekey_on_abort(struct e2e_i_rekey *r, int64_t id);

/* A packet under the new key was received before commitKey (protocol 6.1.4). */
uint32_t e2e_i_rekey_on_new_key(struct e2e_i_rekey *r);

/*
 * A message was processed in order.  The peer sent it at SENT_AT, by the server's clock, and its
 * in_seq_no acknowledged ACKED of our messages.  ACCEPT if a request that we ignored is to be
 * accepted now: WAIT_MS after the first message that acknowledged ours.
 */
uint32_t e2e_i_rekey_on_message(struct e2e_i_rekey *r, int32_t acked, int64_t sent_at,
                                int64_t wait_ms);

/* All gaps are filled: ACCEPT if a request was postponed, or NOTHING. */
uint32_t e2e_i_rekey_on_filled(struct e2e_i_rekey *r, int64_t now);

/* We have sent requestKey(ID) as SEQ_NO; the caller has filled `exponent`. */
void e2e_i_rekey_requested(struct e2e_i_rekey *r, int64_t id, int32_t seq_no, int64_t now);

/* We have sent acceptKey as SEQ_NO. */
void e2e_i_rekey_answered(struct e2e_i_rekey *r, int32_t seq_no);

/* We have sent commitKey as SEQ_NO: the exchange is over, except for the old key. */
void e2e_i_rekey_committed(struct e2e_i_rekey *r, int32_t seq_no, int64_t now);

/*
 * The old key was erased.  e2e_i_rekey_is_over() says whether R, which may be NULL, has nothing
 * to remember then.
 */
void e2e_i_rekey_erased(struct e2e_i_rekey *r);
bool e2e_i_rekey_is_over(const struct e2e_i_rekey *r);

/* End the exchange under way without a new key; the remembered requests stay. */
void e2e_i_rekey_dropped(struct e2e_i_rekey *r);

/*
 * Whether a message with SEQ_NO under the new key, received in order, proves that no packet under
 * the old key is on its way, except in gaps (protocol 6.1.5, T6.2, T6.4).  Any message can prove
 * it, since TDLib sends no noop (T6.3).
 */
bool e2e_i_rekey_proves(const struct e2e_i_rekey *r, int32_t seq_no);

#endif
