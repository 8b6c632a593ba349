/* SPDX-License-Identifier: ISC */
/* Made by tl/stategen.py from state.tl, which describes it; change that. */
#include "config.h"

#include "tl/gen/state.h"

/* The C type of each member is the one that its row of the table says. */
#define T(row, member, type) \
	_Static_assert(_Generic(((struct e2e_i_##row *)0)->member, type: 1, default: 0), \
	               #row "." #member " has another type")

/* A member begins where the one before it in memory ends. */
#define END(row, member) \
	(offsetof(struct e2e_i_##row, member) + sizeof((struct e2e_i_##row *)0)->member)
#define NEXT(row, before, member) \
	_Static_assert(END(row, before) == offsetof(struct e2e_i_##row, member), \
	               #row "." #member ": there is padding before it")

T(saved_account, generation, int64_t);
T(saved_account, qts, int32_t);
NEXT(saved_account, generation, qts);
T(saved_clock, time, int64_t);
T(saved_clock, debt, int64_t);
T(saved_clock, doubt, int64_t);
T(saved_clock, bogus, int64_t);
T(saved_clock, rollback, bool);
T(saved_clock, damage, bool);
NEXT(saved_clock, time, debt);
NEXT(saved_clock, debt, doubt);
NEXT(saved_clock, doubt, bogus);
NEXT(saved_clock, bogus, rollback);
NEXT(saved_clock, rollback, damage);
T(saved_verdict, verdict, int32_t);
T(saved_dh, version, int32_t);
T(saved_dh, g, int32_t);
T(saved_dh, p, struct e2e_bytes);
NEXT(saved_dh, p, version);
NEXT(saved_dh, version, g);
T(saved_chat, stage, uint32_t);
T(saved_chat, creator, bool);
T(saved_chat, verified, bool);
T(saved_chat, history, bool);
T(saved_chat, discard, bool);
T(saved_chat, has_hash, bool);
T(saved_chat, user_id, int64_t);
T(saved_chat, user_hash, int64_t);
T(saved_chat, access_hash, int64_t);
T(saved_chat, date, int32_t);
T(saved_chat, layer, int32_t);
T(saved_chat, reason, uint32_t);
T(saved_chat, g, int32_t);
T(saved_chat, p, struct e2e_bytes);
T(saved_chat, key_hash[0], uint8_t);
NEXT(saved_chat, user_id, user_hash);
NEXT(saved_chat, user_hash, access_hash);
NEXT(saved_chat, access_hash, p);
NEXT(saved_chat, p, stage);
NEXT(saved_chat, stage, date);
NEXT(saved_chat, date, layer);
NEXT(saved_chat, layer, reason);
NEXT(saved_chat, reason, g);
NEXT(saved_chat, g, creator);
NEXT(saved_chat, creator, verified);
NEXT(saved_chat, verified, history);
NEXT(saved_chat, history, discard);
NEXT(saved_chat, discard, has_hash);
NEXT(saved_chat, has_hash, key_hash);
T(counters, epoch, int64_t);
T(counters, in_seq, int32_t);
T(counters, out_seq, int32_t);
T(counters, acked, int32_t);
T(counters, sent, int32_t);
T(counters, seen_in, int32_t);
T(counters, peer_layer, int32_t);
T(counters, sent_layer, int32_t);
T(counters, last_layer, int32_t);
T(counters, key_in, int32_t);
T(counters, key_out, int32_t);
T(counters, v2, bool);
T(counters, used, bool);
T(counters, told, bool);
T(counters, unacknowledged, int32_t);
T(counters, noop_at, int64_t);
T(counters, v2_from, int32_t);
T(counters, newest_layer, int32_t);
T(counters, ttl, int32_t);
T(counters, due, uint32_t);
T(counters, due_at, int64_t);
T(counters, rekey_at, int32_t);
T(counters, read_due, int32_t);
T(counters, abort_id, int64_t);
T(counters, wanted[0], struct e2e_i_range);
T(counters, pushed, int32_t);
T(counters, caught, int32_t);
T(counters, gap_from, int32_t);
T(counters, gap_to, int32_t);
T(counters, fresh_at, int64_t);
T(counters, read_mark, int32_t);
T(counters, read_to, int32_t);
NEXT(counters, epoch, noop_at);
NEXT(counters, noop_at, due_at);
NEXT(counters, due_at, abort_id);
NEXT(counters, abort_id, fresh_at);
NEXT(counters, fresh_at, in_seq);
NEXT(counters, in_seq, out_seq);
NEXT(counters, out_seq, acked);
NEXT(counters, acked, sent);
NEXT(counters, sent, seen_in);
NEXT(counters, seen_in, peer_layer);
NEXT(counters, peer_layer, sent_layer);
NEXT(counters, sent_layer, last_layer);
NEXT(counters, last_layer, key_in);
NEXT(counters, key_in, key_out);
NEXT(counters, key_out, unacknowledged);
NEXT(counters, unacknowledged, v2_from);
NEXT(counters, v2_from, newest_layer);
NEXT(counters, newest_layer, ttl);
NEXT(counters, ttl, due);
NEXT(counters, due, rekey_at);
NEXT(counters, rekey_at, read_due);
NEXT(counters, read_due, wanted);
NEXT(counters, wanted, pushed);
NEXT(counters, pushed, caught);
NEXT(counters, caught, gap_from);
NEXT(counters, gap_from, gap_to);
NEXT(counters, gap_to, read_mark);
NEXT(counters, read_mark, read_to);
NEXT(counters, read_to, v2);
NEXT(counters, v2, used);
NEXT(counters, used, told);
T(saved_key, since, int64_t);
T(handshake, waiting, bool);
T(handshake, accepted, bool);
T(handshake, has_exponent, bool);
T(handshake, peer_n, uint32_t);
T(handshake, fingerprint, int64_t);
T(handshake, access_hash, int64_t);
T(handshake, admin_id, int64_t);
T(handshake, participant_id, int64_t);
T(handshake, date, int32_t);
T(handshake, exponent[0], uint8_t);
T(handshake, public_value[0], uint8_t);
T(handshake, peer_value[0], uint8_t);
NEXT(handshake, fingerprint, access_hash);
NEXT(handshake, access_hash, admin_id);
NEXT(handshake, admin_id, participant_id);
NEXT(handshake, participant_id, peer_n);
NEXT(handshake, peer_n, date);
NEXT(handshake, date, waiting);
NEXT(handshake, waiting, accepted);
NEXT(handshake, accepted, has_exponent);
NEXT(handshake, has_exponent, exponent);
NEXT(handshake, exponent, public_value);
NEXT(handshake, public_value, peer_value);
T(rekey, phase, uint32_t);
T(rekey, initiator, bool);
T(rekey, commit_seen, bool);
T(rekey, has_abandoned, bool);
T(rekey, has_ignored, bool);
T(rekey, has_answer, bool);
T(rekey, proved, bool);
T(rekey, postponed, bool);
T(rekey, exchange_id, int64_t);
T(rekey, request_seq, int32_t);
T(rekey, commit_seq, int32_t);
T(rekey, proof, int32_t);
T(rekey, since, int64_t);
T(rekey, abandoned_id, int64_t);
T(rekey, ignored_id, int64_t);
T(rekey, exponent[0], uint8_t);
T(rekey, answer_value[0], uint8_t);
T(rekey, abandoned_exponent[0], uint8_t);
T(rekey, ignored_value[0], uint8_t);
NEXT(rekey, exchange_id, since);
NEXT(rekey, since, abandoned_id);
NEXT(rekey, abandoned_id, ignored_id);
NEXT(rekey, ignored_id, phase);
NEXT(rekey, phase, request_seq);
NEXT(rekey, request_seq, commit_seq);
NEXT(rekey, commit_seq, proof);
NEXT(rekey, proof, initiator);
NEXT(rekey, initiator, commit_seen);
NEXT(rekey, commit_seen, has_abandoned);
NEXT(rekey, has_abandoned, has_ignored);
NEXT(rekey, has_ignored, has_answer);
NEXT(rekey, has_answer, proved);
NEXT(rekey, proved, postponed);
NEXT(rekey, postponed, exponent);
NEXT(rekey, exponent, answer_value);
NEXT(rekey, answer_value, abandoned_exponent);
NEXT(rekey, abandoned_exponent, ignored_value);
T(saved_outgoing, random_id, int64_t);
T(saved_outgoing, in_seq, int32_t);
T(saved_outgoing, asks_from, int32_t);
T(saved_outgoing, date, int32_t);
T(saved_outgoing, file_n, uint32_t);
T(saved_outgoing, layer, int16_t);
T(saved_outgoing, kind, uint8_t);
NEXT(saved_outgoing, random_id, in_seq);
NEXT(saved_outgoing, in_seq, asks_from);
NEXT(saved_outgoing, asks_from, date);
NEXT(saved_outgoing, date, file_n);
NEXT(saved_outgoing, file_n, layer);
NEXT(saved_outgoing, layer, kind);
T(saved_received, random_id, int64_t);
T(saved_received, key_fingerprint, int64_t);
T(saved_received, date, int32_t);
T(saved_received, kind, uint32_t);
T(saved_received, file_n, uint32_t);
NEXT(saved_received, random_id, key_fingerprint);
NEXT(saved_received, key_fingerprint, date);
NEXT(saved_received, date, kind);
NEXT(saved_received, kind, file_n);
T(saved_gap, end, int32_t);
T(saved_gap, tries, int32_t);
T(saved_gap, asked, int32_t);
T(saved_gap, covered, int32_t);
T(saved_gap, since, int64_t);
T(saved_gap, due, int64_t);
T(saved_gap, give_up, int64_t);
NEXT(saved_gap, since, due);
NEXT(saved_gap, due, give_up);
NEXT(saved_gap, give_up, end);
NEXT(saved_gap, end, tries);
NEXT(saved_gap, tries, asked);
NEXT(saved_gap, asked, covered);
T(saved_timer, kind, uint32_t);
T(saved_timer, ttl, int32_t);
T(saved_timer, date, int32_t);
T(saved_timer, started, int64_t);
T(saved_timer, due, int64_t);
NEXT(saved_timer, started, due);
NEXT(saved_timer, due, kind);
NEXT(saved_timer, kind, ttl);
NEXT(saved_timer, ttl, date);

#define M(row, member, n, type, if_, value, below, least, most) \
	{ .offset = offsetof(struct e2e_i_##row, member), .count = (n), \
	  .kind = E2E_I_SAVED_##type, .when = (if_), .is = (value), .high_of = (below), \
	  .low = (least), .high = (most) }

const struct e2e_i_saved_member e2e_i_saved_members[] = {
	M(saved_account, generation, 0, LONG, 0, 0, 0, 0, INT64_C(1152921504606846976)),
	M(saved_account, qts, 0, INT, 0, 0, 0, 0, INT32_MAX),
	M(saved_clock, time, 0, LONG, 0, 0, 0, 1, INT64_C(253402300799999)),
	M(saved_clock, debt, 0, LONG, 0, 0, 1, 0, INT64_MAX),
	M(saved_clock, doubt, 0, LONG, 0, 0, 1, 0, INT64_MAX),
	M(saved_clock, bogus, 0, LONG, 0, 0, 1, 0, INT64_MAX),
	M(saved_clock, rollback, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_clock, damage, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_verdict, verdict, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_dh, version, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_dh, g, 0, INT, 0, 0, 0, 2, 7),
	M(saved_dh, p, 0, SPAN, 0, 0, 0, 0, 0),
	M(saved_chat, stage, 0, UINT, 0, 0, 0, 1, 8),
	M(saved_chat, creator, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_chat, verified, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_chat, history, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_chat, discard, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_chat, has_hash, 0, TRUE, 0, 0, 0, 0, 1),
	M(saved_chat, user_id, 0, LONG, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(saved_chat, user_hash, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(saved_chat, access_hash, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(saved_chat, date, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_chat, layer, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_chat, reason, 0, UINT, 0, 0, 0, 0, 255),
	M(saved_chat, g, 0, INT, 0, 0, 0, 0, 7),
	M(saved_chat, p, 0, SPAN, 0, 0, 0, 0, 0),
	M(saved_chat, key_hash, 36, BYTES, 6, 0, 0, 0, 0),
	M(counters, epoch, 0, LONG, 0, 0, 0, 1, INT64_C(1099511627776)),
	M(counters, in_seq, 0, INT, 0, 0, 0, 0, 1073741823),
	M(counters, out_seq, 0, INT, 0, 0, 0, 0, 1073741823),
	M(counters, acked, 0, INT, 0, 0, 0, 0, 1073741823),
	M(counters, sent, 0, INT, 0, 0, 0, 0, 1073741823),
	M(counters, seen_in, 0, INT, 0, 0, 3, 0, INT32_MAX),
	M(counters, peer_layer, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(counters, sent_layer, 0, INT, 0, 0, 0, 0, 32767),
	M(counters, last_layer, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(counters, key_in, 0, INT, 0, 0, 2, 0, INT32_MAX),
	M(counters, key_out, 0, INT, 0, 0, 3, 0, INT32_MAX),
	M(counters, v2, 0, TRUE, 0, 0, 0, 0, 1),
	M(counters, used, 0, TRUE, 0, 0, 0, 0, 1),
	M(counters, told, 0, TRUE, 0, 0, 0, 0, 1),
	M(counters, unacknowledged, 0, INT, 0, 0, 0, 0, INT32_MAX),
	M(counters, noop_at, 0, LONG, 0, 0, 0, 0, INT64_C(256564540799999)),
	M(counters, v2_from, 0, INT, 12, 0, 0, 0, 1073741822),
	M(counters, newest_layer, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(counters, ttl, 0, INT, 0, 0, 0, 0, 31622400),
	M(counters, due, 0, UINT, 0, 0, 0, 0, UINT32_MAX),
	M(counters, due_at, 0, LONG, 0, 0, 0, 0, INT64_C(256564540799999)),
	M(counters, rekey_at, 0, INT, 0, 0, 0, 0, INT32_MAX),
	M(counters, read_due, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(counters, abort_id, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(counters, wanted, 4, RANGES, 0, 0, 3, 0, INT32_MAX),
	M(counters, pushed, 0, INT, 0, 0, 0, 0, 64),
	M(counters, caught, 0, INT, 0, 0, 4, 0, INT32_MAX),
	M(counters, gap_from, 0, INT, 0, 0, 29, 0, INT32_MAX),
	M(counters, gap_to, 0, INT, 0, 0, 2, 0, INT32_MAX),
	M(counters, fresh_at, 0, LONG, 0, 0, 0, 0, INT64_C(253402300799999)),
	M(counters, read_mark, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(counters, read_to, 0, INT, 0, 0, 3, 0, INT32_MAX),
	M(saved_key, since, 0, LONG, 0, 0, 0, 0, INT64_C(253402300799999)),
	M(handshake, waiting, 0, TRUE, 0, 0, 0, 0, 1),
	M(handshake, accepted, 0, TRUE, 0, 0, 0, 0, 1),
	M(handshake, has_exponent, 0, TRUE, 0, 0, 0, 0, 1),
	M(handshake, peer_n, 0, UINT, 0, 0, 0, 0, 256),
	M(handshake, fingerprint, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(handshake, access_hash, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(handshake, admin_id, 0, LONG, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(handshake, participant_id, 0, LONG, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(handshake, date, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(handshake, exponent, 256, BYTES, 3, 0, 0, 0, 0),
	M(handshake, public_value, 256, BYTES, 3, 0, 0, 0, 0),
	M(handshake, peer_value, 256, PART, 4, 0, 0, 0, 0),
	M(rekey, phase, 0, UINT, 0, 0, 0, 0, 3),
	M(rekey, initiator, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, commit_seen, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, has_abandoned, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, has_ignored, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, has_answer, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, proved, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, postponed, 0, TRUE, 0, 0, 0, 0, 1),
	M(rekey, exchange_id, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(rekey, request_seq, 0, INT, 0, 0, 0, 0, 1073741823),
	M(rekey, commit_seq, 0, INT, 0, 0, 0, 0, 1073741823),
	M(rekey, proof, 0, INT, 0, 0, 0, 0, 1073741823),
	M(rekey, since, 0, LONG, 0, 0, 0, 0, INT64_C(253402300799999)),
	M(rekey, abandoned_id, 0, ID, 4, 0, 0, INT64_MIN, INT64_MAX),
	M(rekey, ignored_id, 0, ID, 5, 0, 0, INT64_MIN, INT64_MAX),
	M(rekey, exponent, 256, BYTES, 1, 1, 0, 0, 0),
	M(rekey, answer_value, 256, BYTES, 6, 0, 0, 0, 0),
	M(rekey, abandoned_exponent, 256, BYTES, 4, 0, 0, 0, 0),
	M(rekey, ignored_value, 256, BYTES, 5, 0, 0, 0, 0),
	M(saved_outgoing, random_id, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(saved_outgoing, in_seq, 0, INT, 0, 0, 0, 0, 1073741823),
	M(saved_outgoing, asks_from, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_outgoing, date, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_outgoing, file_n, 0, UINT, 0, 0, 0, 0, UINT32_MAX),
	M(saved_outgoing, layer, 0, SHORT, 0, 0, 0, 0, 32767),
	M(saved_outgoing, kind, 0, BYTE, 0, 0, 0, 0, 255),
	M(saved_received, random_id, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(saved_received, key_fingerprint, 0, ID, 0, 0, 0, INT64_MIN, INT64_MAX),
	M(saved_received, date, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_received, kind, 0, UINT, 0, 0, 0, 0, 255),
	M(saved_received, file_n, 0, UINT, 0, 0, 0, 0, UINT32_MAX),
	M(saved_gap, end, 0, INT, 0, 0, 0, 0, 1073741822),
	M(saved_gap, tries, 0, INT, 0, 0, 0, 0, INT32_MAX),
	M(saved_gap, asked, 0, INT, 0, 0, 0, -1, 1073741822),
	M(saved_gap, covered, 0, INT, 0, 0, 0, 0, 1073741823),
	M(saved_gap, since, 0, LONG, 0, 0, 0, 0, INT64_C(253402300799999)),
	M(saved_gap, due, 0, LONG, 0, 0, 0, 0, INT64_C(256564540799999)),
	M(saved_gap, give_up, 0, LONG, 0, 0, 0, 0, INT64_C(256564540799999)),
	M(saved_timer, kind, 0, UINT, 0, 0, 0, 0, 7),
	M(saved_timer, ttl, 0, INT, 0, 0, 0, 1, INT32_MAX),
	M(saved_timer, date, 0, INT, 0, 0, 0, INT32_MIN, INT32_MAX),
	M(saved_timer, started, 0, LONG, 0, 0, 0, 0, INT64_C(253402300799999)),
	M(saved_timer, due, 0, LONG, 0, 0, 0, 0, INT64_C(256564540799999)),
};

#define R(row, number, place, n, free, length, last, has_spans, has_rest) \
	{ .id = (number), .first = (place), .n_members = (n), .bits = (free), .most = (length), \
	  .bytes = sizeof(struct e2e_i_##row), .solid = END(row, last), .spans = (has_spans), \
	  .rest = (has_rest) }

const struct e2e_i_saved_row e2e_i_saved_rows[E2E_I_ROWS] = {
	R(saved_account, 0x85d381bdu, 0, 2, 2, 29, qts, false, false),
	R(saved_clock, 0x549ff924u, 2, 6, 6, 54, damage, false, false),
	R(saved_verdict, 0xb2c7092au, 8, 1, 1, 19, verdict, false, false),
	R(saved_dh, 0xbbde3f48u, 9, 3, 3, 34, g, true, false),
	R(saved_chat, 0xb3270986u, 12, 15, 14, 111, key_hash, true, false),
	R(counters, 0xf2611c92u, 27, 32, 31, 218, told, false, false),
	R(saved_key, 0x9c849bc5u, 59, 1, 1, 24, since, false, true),
	R(handshake, 0x35245eaau, 60, 12, 9, 828, peer_value, false, false),
	R(rekey, 0xeb1813f2u, 72, 19, 13, 1092, ignored_value, false, false),
	R(saved_outgoing, 0x750668fcu, 91, 7, 7, 47, kind, false, true),
	R(saved_received, 0x8af2bc87u, 98, 5, 5, 45, file_n, false, true),
	R(saved_gap, 0x16616721u, 103, 7, 7, 64, covered, false, false),
	R(saved_timer, 0x643e8bb9u, 110, 5, 5, 49, date, false, false),
};
