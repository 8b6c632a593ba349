/* SPDX-License-Identifier: ISC */
/*
 * The renewal of a chat's key (protocol 6; DOC api/end-to-end/pfs), as a machine on numbers:
 * it says what is to be done, and whoever holds the keys does it and then tells it how that
 * went.  Nothing in it is fatal: what a chat is closed for is the policy's business.
 *
 * Beside the exchange under way it remembers one that we gave up and one of the peer's that
 * we ignored: an iPhone decides between crossing requests the other way round, and takes up
 * what documents and TDLib let fall (protocol T6.1).
 */
#ifndef E2E_PROTO_REKEY_H
#define E2E_PROTO_REKEY_H

#include <stdbool.h>
#include <stdint.h>

#include <e2e/backend.h>

#include "tl/gen/state.h" /* struct e2e_i_rekey: all of it is saved */

#define E2E_I_REKEY_IDLE      0
#define E2E_I_REKEY_REQUESTED 1 /* requestKey is sent; `exponent` is ours                    */
#define E2E_I_REKEY_ACCEPTED  2 /* acceptKey is sent; the new key waits for commitKey        */
#define E2E_I_REKEY_SWITCHED  3 /* the new key is in use; the one before is still there      */

/* What is to be done. */
#define E2E_I_REKEY_NOTHING    0
#define E2E_I_REKEY_ACCEPT     1 /* acceptKey for exchange_id with `answer_value`             */
#define E2E_I_REKEY_COMMIT     2 /* make the key with our exponent and the g_b given, commit  */
#define E2E_I_REKEY_SWITCH     3 /* the peer committed: use the new key, noop                 */
#define E2E_I_REKEY_DROP       4 /* forget the new key                                        */
#define E2E_I_REKEY_UNEXPECTED 5 /* no exchange waits for this; nothing changed (protocol 6.2.1) */

/* requestKey(ID) came, with VALUE, checked and padded; HOLES: some number is missing. */
uint32_t e2e_i_rekey_on_request(struct e2e_i_rekey *r, int64_t id,
                                const uint8_t value[E2E_DH_BYTES], bool gaps, int64_t now);

/* acceptKey(ID) came.  At COMMIT, `exponent` is the right one for exchange_id. */
uint32_t e2e_i_rekey_on_accept(struct e2e_i_rekey *r, int64_t id);

/* commitKey(ID) came in its turn, as raw number SEQ: the new key from now on (protocol 6.1.4). */
uint32_t e2e_i_rekey_on_commit(struct e2e_i_rekey *r, int64_t id, int32_t seq_no);

/* abortKey(ID) came: it is too late once commitKey is sent (protocol 6.1.7). */
uint32_t e2e_i_rekey_on_abort(struct e2e_i_rekey *r, int64_t id);

/* A packet under the new key came before its commitKey (protocol 6.1.4). */
uint32_t e2e_i_rekey_on_new_key(struct e2e_i_rekey *r);

/*
 * A message was processed in its turn, which the peer SENT then (milliseconds of the server's
 * clock) and whose in_seq_no acknowledged ACKED of ours.  ACCEPT if a request that we ignored is
 * to be accepted late, WAIT milliseconds after the first such message.
 */
uint32_t e2e_i_rekey_on_message(struct e2e_i_rekey *r, int32_t acked, int64_t sent_at, int64_t wait_ms);

/* Whether a postponed request is to be accepted now that no hole is open: ACCEPT or NOTHING. */
uint32_t e2e_i_rekey_on_filled(struct e2e_i_rekey *r, int64_t now);

/* We sent requestKey(ID) as raw number SEQ; `exponent` was filled by the caller. */
void e2e_i_rekey_requested(struct e2e_i_rekey *r, int64_t id, int32_t seq_no, int64_t now);

/* acceptKey went out as raw number SEQ. */
void e2e_i_rekey_answered(struct e2e_i_rekey *r, int32_t seq_no);

/* commitKey went out as raw number SEQ: the exchange is over, but for the old key. */
void e2e_i_rekey_committed(struct e2e_i_rekey *r, int32_t seq_no, int64_t now);

/* The old key was erased.  Whether there is nothing to be remembered then. */
void e2e_i_rekey_erased(struct e2e_i_rekey *r);
bool e2e_i_rekey_is_over(const struct e2e_i_rekey *r);

/* The exchange under way is over without a new key; what is remembered stays. */
void e2e_i_rekey_dropped(struct e2e_i_rekey *r);

/*
 * Whether a message that came in its turn as raw number SEQ under the new key proves that no
 * packet under the old key is on its way any more, holes apart (protocol 6.1.5, T6.2, T6.4).  Any
 * message will do: TDLib sends no noop (T6.3).
 */
bool e2e_i_rekey_proves(const struct e2e_i_rekey *r, int32_t seq_no);

#endif
