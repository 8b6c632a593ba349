/* SPDX-License-Identifier: ISC */
/*
 * The entries of names.list for whoever makes a table of them: E2E_I_...S(X) is X() of each, and
 * E2E_I_..._END the first number (of health, the first bit) after the last.  It is not installed,
 * so it may change with every release.
 *
 * Made by libe2e/namegen.py; change names.list.
 */
#ifndef E2E_I_NAMES_LIST_H
#define E2E_I_NAMES_LIST_H

/* X(NAME, name, text) */
#define E2E_I_RESULTS(X) \
	X(OK, ok, "success") \
	X(ERR_ARGUMENT, err_argument, "an argument breaks a documented precondition") \
	X(ERR_NOMEM, err_nomem, "out of memory") \
	X(ERR_STATE, err_state, "not possible in this state") \
	X(ERR_LIMIT, err_limit, "a documented maximum is exceeded, or there is no room") \
	X(ERR_BACKEND, err_backend, "the cryptographic library or its randomness failed") \
	X(ERR_STORE, err_store, "saved data are damaged or from a newer version") \
	X(ERR_VERSION, err_version, "a struct's size or version is not known") \
	X(REFUSED_LENGTH, refused_length, "refused: not a possible length") \
	X(REFUSED_KEY_ID, refused_key_id, "refused: sealed for another key") \
	X(REFUSED_FORGED, refused_forged, "refused: not authentic") \
	X(REFUSED_PRIME, refused_prime, "refused: p is not a 2048-bit safe prime") \
	X(REFUSED_GENERATOR, refused_generator, "refused: bad generator") \
	X(REFUSED_VALUE, refused_value, "refused: bad Diffie-Hellman value") \
	X(REFUSED_SESSION, refused_session, "refused: another session") \
	X(REFUSED_MSG_ID, refused_msg_id, "refused: not a msg_id of that sender") \
	X(REFUSED_SIZE, refused_size, "refused: the sizes of file and container do not fit") \
	X(REFUSED_FINGERPRINT, refused_fingerprint, "refused: the fingerprint differs") \
	X(REFUSED_TL, refused_tl, "refused: not a TL object of that type") \
	X(REFUSED_UNKNOWN, refused_unknown, "refused: an unknown TL constructor")
#define E2E_I_RESULT_END 13

/* X(NAME, name, standard, strict, lenient, text) */
#define E2E_I_CHECKS(X) \
	X(LENGTH, length, REPORT, REPORT, REPORT, "no possible length of a packet") \
	X(KEY_ID, key_id, REPORT, REPORT, REPORT, "sealed for a key that is not here") \
	X(FORGED, forged, REPORT, REPORT, REPORT, "not authentic") \
	X(MTPROTO1, mtproto1, REPORT, CLOSE, REPORT, "MTProto 1 where MTProto 2 is due") \
	X(TL, tl, REPORT, CLOSE, REPORT, "authentic bytes that are no message") \
	X(OLD_LAYER, old_layer, REPORT, CLOSE, REPORT, "a message of layer 8 without a wrapper") \
	X(RANDOM_BYTES, random_bytes, REPORT, REPORT, IGNORE, "fewer than 15 random bytes") \
	X(PARITY, parity, CLOSE, CLOSE, REPORT, "sequence numbers of the wrong side") \
	X(SEQ_AHEAD, seq_ahead, REPORT, CLOSE, REPORT, "a sequence number far ahead") \
	X(IN_SEQ_BACK, in_seq_back, CLOSE, CLOSE, REPORT, "in_seq_no went back") \
	X(IN_SEQ_AHEAD, in_seq_ahead, CLOSE, CLOSE, REPORT, "in_seq_no acknowledges what was never sent") \
	X(REFILL_IN_SEQ, refill_in_seq, IGNORE, CLOSE, IGNORE, "in_seq_no of a message sent again does not fit") \
	X(LAYER_BACK, layer_back, IGNORE, CLOSE, IGNORE, "the layer of the wrapper went back") \
	X(UNKNOWN, unknown, IGNORE, CLOSE, IGNORE, "a constructor that this version does not know") \
	X(RESEND_RANGE, resend_range, REPORT, CLOSE, REPORT, "asked to resend a range that cannot be") \
	X(RESEND_GONE, resend_gone, REPORT, CLOSE, REPORT, "asked to resend what was acknowledged") \
	X(REKEY_STATE, rekey_state, IGNORE, CLOSE, IGNORE, "a step of a re-key that nothing waits for") \
	X(REKEY_VALUE, rekey_value, REPORT, CLOSE, REPORT, "g_b of a re-key is out of range") \
	X(ACCEPT_KEY, accept_key, REPORT, CLOSE, REPORT, "fingerprint of an acceptKey is not the key's") \
	X(REKEY_REQUEST, rekey_request, REPORT, REPORT, REPORT, "g_a of a re-key is out of range") \
	X(RANDOM_ID, random_id, REPORT, REPORT, REPORT, "random_id is 0") \
	X(NOTIFY_BACK, notify_back, IGNORE, REPORT, IGNORE, "notifyLayer with a lower layer") \
	X(SEQ_NEGATIVE, seq_negative, CLOSE, CLOSE, REPORT, "a negative sequence number") \
	X(RESEND_UNSENT, resend_unsent, CLOSE, CLOSE, REPORT, "asked to resend what was never sent") \
	X(COMMIT_KEY, commit_key, CLOSE, CLOSE, REPORT, "fingerprint of a commitKey is not the key's")
#define E2E_I_CHECK_END 26

/* X(NAME, name, text) */
#define E2E_I_REASONS(X) \
	X(NONE, none, "no reason") \
	X(USER, user, "closed by the user") \
	X(DISCARDED, discarded, "closed by the other side") \
	X(ELSEWHERE, elsewhere, "accepted on another device") \
	X(DECLINED, declined, "declined, or over for the server") \
	X(SERVER, server, "refused by the server") \
	X(IDENTITY, identity, "identity mismatch") \
	X(VALUE, value, "bad DH value") \
	X(FINGERPRINT, fingerprint, "fingerprint mismatch") \
	X(DH, dh, "bad prime or generator") \
	X(STORE, store, "a saved row is damaged") \
	X(NO_CHAT, no_chat, "no such chat") \
	X(NOT_READY, not_ready, "the chat is not ready") \
	X(CLOSED, closed, "the chat is closed") \
	X(HELD, held, "too many messages wait behind a hole") \
	X(GROUP, group, "parameters that nobody asked for") \
	X(REQUESTS, requests, "too many chats are requested") \
	X(SKIPPED, skipped, "a first message that never came") \
	X(WITHHELD, withheld, "withheld or lost")
#define E2E_I_REASON_END 88

/* X(NAME, name) */
#define E2E_I_CHATS(X) \
	X(REQUESTED, requested) \
	X(WAITING, waiting) \
	X(ACTIVE, active) \
	X(CLOSED, closed)
#define E2E_I_CHAT_END 5

/* X(NAME, name) */
#define E2E_I_HEALTHS(X) \
	X(HOLES, holes) \
	X(STUCK, stuck) \
	X(SENDING, sending) \
	X(KEY_OLD, key_old) \
	X(UNREADABLE, unreadable) \
	X(OVERFLOW, overflow) \
	X(OUTDATED, outdated) \
	X(BACKEND, backend) \
	X(BUSY, busy)
#define E2E_I_HEALTH_END 512

/* X(NAME, name, text) */
#define E2E_I_CALLS(X) \
	X(GET_DH_CONFIG, get_dh_config, "getDhConfig") \
	X(REQUEST, request, "requestEncryption") \
	X(ACCEPT, accept, "acceptEncryption") \
	X(DISCARD, discard, "discardEncryption") \
	X(SEND, send, "sendEncrypted") \
	X(SEND_SERVICE, send_service, "sendEncryptedService") \
	X(SEND_FILE, send_file, "sendEncryptedFile") \
	X(SET_TYPING, set_typing, "setEncryptedTyping") \
	X(READ_HISTORY, read_history, "readEncryptedHistory") \
	X(RECEIVED_QUEUE, received_queue, "receivedQueue") \
	X(REPORT_SPAM, report_spam, "reportEncryptedSpam") \
	X(GET_DIFFERENCE, get_difference, "getDifference")
#define E2E_I_CALL_END 13

/* X(NAME, name) */
#define E2E_I_EVENTS(X) \
	X(CHAT, chat) \
	X(RENAMED, renamed) \
	X(MESSAGE, message) \
	X(SENT, sent) \
	X(FAILED, failed) \
	X(DELIVERED, delivered) \
	X(READ, read) \
	X(OPENED, opened) \
	X(DELETED, deleted) \
	X(FLUSHED, flushed) \
	X(TTL, ttl) \
	X(EXPIRED, expired) \
	X(TYPING, typing) \
	X(SCREENSHOT, screenshot) \
	X(UNSUPPORTED, unsupported) \
	X(REJECTED, rejected) \
	X(REKEYED, rekeyed) \
	X(HEALTH, health) \
	X(ROLLBACK, rollback) \
	X(DH_REFUSED, dh_refused) \
	X(QUEUED, queued) \
	X(GAP, gap) \
	X(LOGGED_OUT, logged_out)
#define E2E_I_EVENT_END 24

#endif
