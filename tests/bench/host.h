/* SPDX-License-Identifier: ISC */
/*
 * A host around an account, for timing: it does with steps what every host must, and nothing
 * else.  Rows are only looked at, unless they are to be kept.
 */
#ifndef E2E_BENCH_HOST_H
#define E2E_BENCH_HOST_H

#include "bench.h"

#include "tools/common/steps.h"

#define BENCH_NOW        INT64_C(1700000000000) /* Unix milliseconds; time stands still */
#define BENCH_TEXT_BYTES 64

extern const char bench_text[BENCH_TEXT_BYTES + 1];

struct bench_host {
	struct e2e_account *account;
	int64_t user_id;
	struct bench_host *other; /* what is sent arrives there; NULL: nowhere      */
	struct rows *keep;  /* rows are kept there; NULL: nowhere             */
	uint64_t bytes;           /* of rows                                        */
	uint64_t sent, received;  /* events                                         */
};

/*
 * An account of USER_ID with ROWS, which keeps those that it writes in KEEP; NULL for none.
 * It never renews a key by itself.
 */
void bench_host_open(struct bench_host *h, const struct bench *b, int64_t user_id,
                     const struct rows *rows, struct rows *keep);
void bench_host_close(struct bench_host *h);

/* Take all steps out and answer every call. */
void bench_host_run(struct bench_host *h);

/* An active chat that A asked B for, two open hosts that are each other's `other`; its id. */
int32_t bench_host_pair(struct bench_host *a, struct bench_host *b);

/* ROWS of USER_ID, who has one chat, with N chats instead that have the ids 1 to N. */
struct rows bench_rows_many(const struct bench *b, int64_t user_id, const struct rows *rows,
                            int32_t n);

/* ---- The other side ------------------------------------------------------------------- */

#define BENCH_PACKET_ROOM 512

struct bench_packet {
	int64_t random_id;
	size_t n;
	uint8_t bytes[BENCH_PACKET_ROOM];
};

/* One who accepted the chat and knows its key. */
struct bench_peer {
	struct e2e_key key;
	int32_t in_raw; /* messages that it has received */
	int64_t next_id;
	uint8_t payload[BENCH_PACKET_ROOM]; /* of the last packet */
	size_t payload_n;
};

/* The peer's message number RAW, with a text of BENCH_TEXT_BYTES. */
void bench_peer_text(struct bench_peer *peer, const struct bench *b,
                     struct bench_packet *packet, int32_t raw);

#endif
