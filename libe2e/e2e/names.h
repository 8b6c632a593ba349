/* SPDX-License-Identifier: ISC */
/*
 * e2e/names.h - the numbers that have a name and a text
 *
 * Made by libe2e/namegen.py from libe2e/names.list; change that.  The other headers include it.
 * Numbers never change; a newer library may give others.
 */
#ifndef E2E_NAMES_H
#define E2E_NAMES_H

/* ---- Results ------------------------------------------------------------------------------- */

#define E2E_OK                  0

/* The caller's fault, or the machine's. */
#define E2E_ERR_ARGUMENT        (-1) /* a documented precondition was broken                    */
#define E2E_ERR_NOMEM           (-2) /* memory could not be had                                 */
#define E2E_ERR_STATE           (-3) /* the object is not in a state that allows this           */
#define E2E_ERR_LIMIT           (-4) /* larger than a documented maximum, or no room            */
#define E2E_ERR_BACKEND         (-5) /* the cryptographic library or its randomness failed      */
#define E2E_ERR_STORE           (-6) /* saved rows are damaged or newer (for the account)       */
#define E2E_ERR_VERSION         (-7) /* a struct's size or version is not known (0 is none)     */

/*
 * Verdicts on what came from outside.  E2E_REFUSED_FORGED covers every way in which
 * a packet can fail once its length and key id are plausible (wrong key, changed
 * bit, wrong direction, inner length or padding out of bounds): it is returned
 * after the same work whatever was wrong, and on purpose says no more.
 */
#define E2E_REFUSED_LENGTH      1    /* not a possible length; nothing was decrypted            */
#define E2E_REFUSED_KEY_ID      2    /* sealed for a key with another fingerprint               */
#define E2E_REFUSED_FORGED      3    /* not authentic                                           */
#define E2E_REFUSED_PRIME       4    /* p is no 2048-bit safe prime                             */
#define E2E_REFUSED_GENERATOR   5    /* g is not in 2..7 or has no prime order mod p            */
#define E2E_REFUSED_VALUE       6    /* a Diffie-Hellman value is out of range                  */
#define E2E_REFUSED_SESSION     7    /* authentic, but of another session                       */
#define E2E_REFUSED_MSG_ID      8    /* authentic, but msg_id is not one of that sender         */
#define E2E_REFUSED_SIZE        9    /* sizes of a file and its container do not fit            */
#define E2E_REFUSED_FINGERPRINT 10   /* a fingerprint differs (for the account)                 */
#define E2E_REFUSED_TL          11   /* these bytes are no TL object of that type               */
#define E2E_REFUSED_UNKNOWN     12   /* a constructor that this version does not know           */

/* ---- Checks of a peer's messages ----------------------------------------------------------- */

/*
 * The checks on what a peer sends, in the order in which they are made; the newest ones are at
 * the end.  The first three are on what is not authenticated: anybody who can reach the
 * server could fail them.  For the others the peer, or who holds its keys, is responsible.  The
 * numbers are also the `reason` of E2E_EVENT_REJECTED and of chats that were closed for a check.
 *
 * If the chat is not closed, a packet that fails 1 to 6, 8, 9 or 23 is dropped and nothing
 * changes.  With the others its number is consumed, and the message is handed on with
 * E2E_MESSAGE_WARNED; an action that cannot be done is not done.  RANDOM_BYTES is different:
 * with E2E_ACT_REPORT the number and what the wrapper says count, but the message is neither
 * handed on nor done ("must be ignored"); with E2E_ACT_IGNORE it is both.
 *
 * A packet whose number was received before is judged by the side and the sign of its numbers
 * only: what is in it closes nothing.  An in_seq_no that acknowledges what was never sent is
 * noticed when it comes, also if others are missing before it.  While E2E_EVENT_ROLLBACK waits for
 * e2e_resume(), IN_SEQ_AHEAD, REFILL_IN_SEQ and RESEND_UNSENT close nothing: the rows do not
 * know what was sent.
 *
 * MTProto 1 is read below the lowest number that was taken in MTProto 2, or while there is no such
 * number; a message of layer 8, which has no number, only while there is none.  In a wrapper of
 * layer 73 or more it is read only as a notifyLayer, because clients that people have open their
 * chats with one; under E2E_POLICY_STRICT, as by TDLib, not even so.  The rest is MTPROTO1.
 *
 * A packet of MTProto 1 may be one of ours that the server sent back, until its numbers have
 * the parity of the peer's.  So in MTProto 1 TL, OLD_LAYER, PARITY, SEQ_NEGATIVE, and RANDOM_BYTES
 * of layer 8 never close a chat: E2E_ACT_CLOSE reports them.  MTPROTO1 does not close it either for
 * what a server can bring about by delivering late or again: a wrapper below layer 73, or a number
 * that was received before.
 */
#define E2E_CHECK_LENGTH        1  /* no possible length of a packet                            */
#define E2E_CHECK_KEY_ID        2  /* sealed for a key we do not have                           */
#define E2E_CHECK_FORGED        3  /* our key, but not authentic                                */
#define E2E_CHECK_MTPROTO1      4  /* MTProto 1 where only 2 is read, see above                 */
#define E2E_CHECK_TL            5  /* authentic bytes that are no decryptedMessageLayer         */
#define E2E_CHECK_OLD_LAYER     6  /* a message of layer 8, without a wrapper                   */
#define E2E_CHECK_RANDOM_BYTES  7  /* fewer than 15 random_bytes                                */
#define E2E_CHECK_PARITY        8  /* in_seq_no or out_seq_no of the wrong side                 */
#define E2E_CHECK_SEQ_AHEAD     9  /* out_seq_no beyond limits.ahead, or what can be counted    */
#define E2E_CHECK_IN_SEQ_BACK   10 /* in_seq_no is below that of the message before             */
#define E2E_CHECK_IN_SEQ_AHEAD  11 /* in_seq_no acknowledges what was never sent                */
#define E2E_CHECK_REFILL_IN_SEQ 12 /* the same two, in a message that was sent again            */
#define E2E_CHECK_LAYER_BACK    13 /* the wrapper's layer is below that of the one before       */
#define E2E_CHECK_UNKNOWN       14 /* a constructor that this version does not know             */
#define E2E_CHECK_RESEND_RANGE  15 /* asked to resend a range that is reversed, of the wrong    */
                                   /* side, or too long                                         */
#define E2E_CHECK_RESEND_GONE   16 /* asked to resend what was acknowledged long ago            */
#define E2E_CHECK_REKEY_STATE   17 /* a step of a re-key that no exchange waits for             */
#define E2E_CHECK_REKEY_VALUE   18 /* g_b of an acceptKey out of range                          */
#define E2E_CHECK_ACCEPT_KEY    19 /* acceptKey with a fingerprint that is not the new key's:   */
                                   /* abortKey                                                  */
#define E2E_CHECK_REKEY_REQUEST 20 /* g_a of a requestKey out of range: abortKey                */
#define E2E_CHECK_RANDOM_ID     21 /* random_id 0, of a decryptedMessage: it is not handed on   */
#define E2E_CHECK_NOTIFY_BACK   22 /* notifyLayer below what was known: not followed            */
#define E2E_CHECK_SEQ_NEGATIVE  23 /* out_seq_no or in_seq_no negative                          */
#define E2E_CHECK_RESEND_UNSENT 24 /* asked to resend what was never sent                       */
#define E2E_CHECK_COMMIT_KEY    25 /* commitKey with a fingerprint that is not the new key's:   */
                                   /* where the chat stays, E2E_HEALTH_UNREADABLE               */

/* ---- Reasons ------------------------------------------------------------------------------- */

/* Why a chat was closed, beside E2E_CHECK_*. */
#define E2E_REASON_NONE        0
#define E2E_REASON_USER        64 /* e2e_chat_close() or e2e_chat_reject()                      */
#define E2E_REASON_DISCARDED   65 /* by the other side, or by another device of ours            */
#define E2E_REASON_ELSEWHERE   66 /* accepted on another device                                 */
#define E2E_REASON_DECLINED    67 /* the server says that it was declined, or is over           */
#define E2E_REASON_SERVER      68 /* the server refused for good: code and text in the event    */
#define E2E_REASON_IDENTITY    69 /* the server changed who takes part                          */
#define E2E_REASON_VALUE       70 /* g_a or g_b is out of range                                 */
#define E2E_REASON_FINGERPRINT 71 /* the key is not the one the peer says it has. It catches    */
                                  /* mistakes; who is in between could send a fingerprint that  */
                                  /* fits, so it authenticates nobody: compare the key picture  */
#define E2E_REASON_DH          72 /* the server's prime or generator is bad                     */
#define E2E_REASON_STORE       73 /* a row of it is damaged, or from another account            */

/* Why a message was rejected, beside E2E_CHECK_*. */
#define E2E_REASON_NO_CHAT     80 /* no chat has this id                                        */
#define E2E_REASON_NOT_READY   81 /* the chat is not ready, and too many wait already; it is    */
                                  /* asked for again later                                      */
#define E2E_REASON_CLOSED      82
#define E2E_REASON_HELD        83 /* too many wait behind a gap: it is asked for again later    */
#define E2E_REASON_GROUP       84 /* no Diffie-Hellman parameters were asked for                */
#define E2E_REASON_REQUESTS    85 /* too many chats are requested                               */
#define E2E_REASON_SKIPPED     86 /* a first message that never came was given up               */
#define E2E_REASON_WITHHELD    87 /* what the peer was asked for again and again, and did not   */
                                  /* send: the gap was given up, or under E2E_POLICY_STRICT the */
                                  /* chat closed                                                */

/* ---- Chats --------------------------------------------------------------------------------- */

/* `state` of a chat. */
#define E2E_CHAT_REQUESTED 1 /* asked for by the other side, and not answered yet               */
#define E2E_CHAT_WAITING   2 /* asked for or accepted by us, and not ready yet                  */
#define E2E_CHAT_ACTIVE    3
#define E2E_CHAT_CLOSED    4 /* for good; its keys are erased                                   */

/* ---- Health of a chat ---------------------------------------------------------------------- */

/* What is wrong with a chat for longer than a moment. */
#define E2E_HEALTH_HOLES      1u   /* messages are missing and were asked for                   */
#define E2E_HEALTH_STUCK      2u   /* they were asked for resend_tries times, in vain           */
#define E2E_HEALTH_SENDING    4u   /* a send has been failing for more than a minute            */
#define E2E_HEALTH_KEY_OLD    8u   /* a re-key is overdue: the peer does not answer             */
#define E2E_HEALTH_UNREADABLE 16u  /* packets came that no key of ours opens, or will come      */
                                   /* after a COMMIT_KEY                                        */
#define E2E_HEALTH_OVERFLOW   32u  /* a limit was hit, and something was not kept               */
#define E2E_HEALTH_OUTDATED   64u  /* the peer sent what this version does not know, or writes  */
                                   /* in a layer above ours; goes when ours has grown           */
#define E2E_HEALTH_BACKEND    128u /* the cryptographic library fails; trying again             */
#define E2E_HEALTH_BUSY       256u /* the peer asks for more re-keys than are answered in an    */
                                   /* hour: they wait                                           */

/* ---- Calls --------------------------------------------------------------------------------- */

/* Methods. */
#define E2E_CALL_GET_DH_CONFIG  1  /* version, random_length                                    */
#define E2E_CALL_REQUEST        2  /* chat_id as random_id, user_id, access_hash, g_x           */
#define E2E_CALL_ACCEPT         3  /* chat_id, access_hash, g_x, key_fingerprint                */
#define E2E_CALL_DISCARD        4  /* chat_id, flags                                            */
#define E2E_CALL_SEND           5  /* messages.sendEncrypted: chat_id, access_hash, random_id,  */
                                   /* data, flags                                               */
#define E2E_CALL_SEND_SERVICE   6  /* messages.sendEncryptedService: the same                   */
#define E2E_CALL_SEND_FILE      7  /* messages.sendEncryptedFile: the same, and file            */
#define E2E_CALL_SET_TYPING     8  /* chat_id, access_hash, flags                               */
#define E2E_CALL_READ_HISTORY   9  /* chat_id, access_hash, max_date                            */
#define E2E_CALL_RECEIVED_QUEUE 10 /* max_qts                                                   */
#define E2E_CALL_REPORT_SPAM    11 /* chat_id, access_hash                                      */
#define E2E_CALL_GET_DIFFERENCE 12 /* the host's own updates.getDifference; no request          */

/* ---- Events -------------------------------------------------------------------------------- */

/* `kind` of an event, and which of its members belong to it. */
#define E2E_EVENT_CHAT        1  /* state, reason, flags, code, text: a chat is there, or its   */
                                 /* state changed; `value` is the other side's user id          */
#define E2E_EVENT_RENAMED     2  /* a chat that waits got a new id; `value` is the old one      */
#define E2E_EVENT_MESSAGE     3  /* random_id, date, ttl, layer, message, tl, file, flags: in   */
                                 /* the order in which the peer sent them, each once            */
#define E2E_EVENT_SENT        4  /* random_id, date, file: the server has it; with              */
                                 /* E2E_CONFIG_CHAINS it may come twice after a crash           */
#define E2E_EVENT_FAILED      5  /* random_id, code, text: it will never arrive                 */
#define E2E_EVENT_DELIVERED   6  /* random_id: the peer's device has acknowledged it            */
#define E2E_EVENT_READ        7  /* date: what we sent up to then was read; value: when         */
#define E2E_EVENT_OPENED      8  /* ids, random_id, date: the peer opened (readMessages)        */
#define E2E_EVENT_DELETED     9  /* ids, random_id, date: delete these, the peer's and ours     */
#define E2E_EVENT_FLUSHED     10 /* random_id, date: delete all messages before this event      */
#define E2E_EVENT_TTL         11 /* ttl, random_id, date: the default of the chat is now this   */
#define E2E_EVENT_EXPIRED     12 /* ids: their time is over, delete them; a chat that closes    */
                                 /* names all that still have one; an id may be unknown if a    */
                                 /* row was damaged                                             */
#define E2E_EVENT_TYPING      13 /* flags: E2E_TYPING_ENDED if it is over; of the message it    */
                                 /* came in, if any, random_id, date, action                    */
#define E2E_EVENT_SCREENSHOT  14 /* ids (may be none), random_id, date: the peer took photos    */
#define E2E_EVENT_UNSUPPORTED 15 /* random_id (0 if not known), date, layer, tl, unknown:       */
                                 /* something newer than this version; tell the user            */
#define E2E_EVENT_REJECTED    16 /* reason (E2E_CHECK_*, E2E_REASON_*), random_id, date         */
#define E2E_EVENT_REKEYED     17 /* key_fingerprint: the chat has a new key                     */
#define E2E_EVENT_HEALTH      18 /* health: see struct e2e_chat                                 */
#define E2E_EVENT_ROLLBACK    19 /* see e2e_start(); `value` is what the rows count             */
#define E2E_EVENT_DH_REFUSED  20 /* reason: the server's prime or generator is bad              */
#define E2E_EVENT_QUEUED      21 /* random_id: a message of the user's is saved in the rows     */
#define E2E_EVENT_GAP         22 /* first, last, reason: messages that never came are given up; */
                                 /* those after them come now                                   */
#define E2E_EVENT_LOGGED_OUT  23 /* code, text: the server does not know this login any more;   */
                                 /* no call comes until the next e2e_start()                    */

#endif
