/* SPDX-License-Identifier: ISC */
/* Made by tl/stategen.py from state.tl, which describes it; change that. */
#ifndef E2E_TL_STATE_H
#define E2E_TL_STATE_H

#include "tl/saved_row.h"

#define E2E_I_STATE_SEQ_NO_MAX 1073741822
#define E2E_I_STATE_SEQ_COUNT_MAX 1073741823
#define E2E_I_STATE_NOW_MAX INT64_C(253402300799999)
#define E2E_I_STATE_TIME_MAX INT64_C(256564540799999)
#define E2E_I_STATE_GENERATION_MAX INT64_C(1152921504606846976)
#define E2E_I_STATE_EPOCH_MAX INT64_C(1099511627776)
#define E2E_I_STATE_TTL_MAX 31622400
#define E2E_I_STATE_PUSHED_MAX 64
#define E2E_I_STATE_LAYER_MAX 32767
#define E2E_I_STATE_REASON_MAX 255
#define E2E_I_STATE_KIND_MAX 255
#define E2E_I_STATE_TIMER_KINDS 7
#define E2E_I_STATE_STAGES 8
#define E2E_I_STATE_PHASES 3
#define E2E_I_STATE_DH_BYTES 256
#define E2E_I_STATE_KEY_HASH_BYTES 36
#define E2E_I_STATE_RANGES 4

/* For tl/saved.h. */
#define E2E_I_ROW_SAVED_ACCOUNT (&e2e_i_saved_rows[0])
#define E2E_I_ROW_SAVED_CLOCK (&e2e_i_saved_rows[1])
#define E2E_I_ROW_SAVED_VERDICT (&e2e_i_saved_rows[2])
#define E2E_I_ROW_SAVED_DH (&e2e_i_saved_rows[3])
#define E2E_I_ROW_SAVED_CHAT (&e2e_i_saved_rows[4])
#define E2E_I_ROW_COUNTERS (&e2e_i_saved_rows[5])
#define E2E_I_ROW_SAVED_KEY (&e2e_i_saved_rows[6])
#define E2E_I_ROW_HANDSHAKE (&e2e_i_saved_rows[7])
#define E2E_I_ROW_REKEY (&e2e_i_saved_rows[8])
#define E2E_I_ROW_SAVED_OUTGOING (&e2e_i_saved_rows[9])
#define E2E_I_ROW_SAVED_RECEIVED (&e2e_i_saved_rows[10])
#define E2E_I_ROW_SAVED_GAP (&e2e_i_saved_rows[11])
#define E2E_I_ROW_SAVED_TIMER (&e2e_i_saved_rows[12])
#define E2E_I_ROWS 13

extern const struct e2e_i_saved_member e2e_i_saved_members[];
extern const struct e2e_i_saved_row e2e_i_saved_rows[];

/* The account. */
struct e2e_i_saved_account {
	int64_t generation; /* starts, and epochs of forgotten chats */
	int32_t qts;        /* all up to it is durable */
};

/* The clock. */
struct e2e_i_saved_clock {
	int64_t time;  /* of the account when this was written */
	int64_t debt;  /* of the host's clock, which is behind */
	int64_t doubt; /* of a leap that the server has not confirmed */
	int64_t bogus; /* what of `time` never was: leaps that were taken back */
	bool rollback; /* e2e_resume() is awaited */
	bool damage;   /* rows were damaged when the rollback was noticed */
};

/* A verdict on a prime; its digest is the key. */
struct e2e_i_saved_verdict {
	int32_t verdict; /* E2E_OK or E2E_REFUSED_PRIME */
};

/* The last Diffie-Hellman parameters of the server. */
struct e2e_i_saved_dh {
	struct e2e_bytes p; /* of the account's groups */
	int32_t version;
	int32_t g;
};

/* What seldom changes about a chat. */
struct e2e_i_saved_chat {
	int64_t user_id;
	int64_t user_hash;    /* access_hash of the user, for the request */
	int64_t access_hash;
	struct e2e_bytes p;   /* of `group`, empty for the known prime */
	uint32_t stage;       /* E2E_I_ASKED ... */
	int32_t date;
	int32_t layer;        /* that we announced */
	uint32_t reason;      /* E2E_REASON_*, E2E_CHECK_*: why it is closed */
	int32_t g;            /* of `group`, or 0 */
	bool creator;
	bool verified;
	bool history;         /* discard with history, or was discarded so */
	bool discard;         /* the server has still to be told */
	bool has_hash;        /* key_hash is there */
	uint8_t key_hash[36];
};

/* What changes with every message. */
struct e2e_i_counters {
	int64_t epoch;                /* transactions of the chat */
	int64_t noop_at;              /* when a noop goes unless another message does, or 0 */
	int64_t due_at;
	int64_t abort_id;             /* of the exchange to be aborted */
	/* of the first message under the current key while the old is here */
	int64_t fresh_at;
	int32_t in_seq;               /* received in order */
	int32_t out_seq;              /* sent */
	int32_t acked;                /* of these, acknowledged */
	int32_t sent;                 /* of these, with the server */
	int32_t seen_in;              /* of ours, as many as any authentic message acknowledges */
	int32_t peer_layer;           /* the highest that the peer has announced */
	int32_t sent_layer;           /* of our wrappers */
	int32_t last_layer;           /* of the peer's last wrapper */
	int32_t key_in;               /* uses of the current key, received */
	int32_t key_out;              /* ... sent */
	int32_t unacknowledged;       /* messages but noops that came in order since our last one */
	int32_t v2_from;              /* the lowest number that was taken in MTProto 2 */
	int32_t newest_layer;         /* the peer's highest of those above ours, or 0 */
	int32_t ttl;
	uint32_t due;                 /* E2E_I_DUE_* */
	int32_t rekey_at;             /* uses at which to begin a re-key, or 0 for the configured */
	int32_t read_due;             /* max_date to be told to the server, or 0 */
	struct e2e_i_range wanted[4]; /* what the peer asks for again, the first one being served */
	int32_t pushed;               /* copies that were sent unasked */
	/* acked, if that is from behind a gap, see check_ack(), or 0 */
	int32_t caught;
	int32_t gap_from;             /* the last gap that was given up, to before gap_to, or 0 */
	int32_t gap_to;
	int32_t read_mark;            /* date up to which the peer has read, as it was told ... */
	/* ... when the messages before this one had no date yet; or 0 */
	int32_t read_to;
	bool v2;                      /* a message was taken in MTProto 2 */
	bool used;                    /* anything but noops went under the current key */
	bool told;                    /* of our layer, after something unknown */
};

/* A key; its bytes are in the box. */
struct e2e_i_saved_key {
	int64_t since;
};

/* A handshake under way. */
struct e2e_i_handshake {
	int64_t fingerprint;
	int64_t access_hash;       /* as encryptedChat said */
	int64_t admin_id;
	int64_t participant_id;
	uint32_t peer_n;
	int32_t date;
	bool waiting;              /* encryptedChatWaiting came */
	bool accepted;             /* encryptedChat came; peer_value is g_b */
	bool has_exponent;         /* exponent and public_value are there */
	uint8_t exponent[256];
	uint8_t public_value[256];
	uint8_t peer_value[256];
};

/* A renewal of the key, under way or just done; what it means is in proto/rekey.h. */
struct e2e_i_rekey {
	int64_t exchange_id;
	/* when the exchange began, or the first proof of it came */
	int64_t since;
	int64_t abandoned_id;
	int64_t ignored_id;
	uint32_t phase;                  /* E2E_I_REKEY_* */
	int32_t request_seq;             /* raw number of our requestKey, or acceptKey */
	int32_t commit_seq;              /* raw number of the commitKey, ours or theirs */
	int32_t proof;                   /* messages that came from a peer who has that */
	bool initiator;                  /* of the exchange that led to SWITCHED */
	bool commit_seen;                /* SWITCHED as acceptor: commitKey came in its turn */
	bool has_abandoned;              /* a request of ours that we gave up */
	bool has_ignored;                /* a request of the peer's */
	bool has_answer;                 /* acceptKey is still to be made, for `answer_value` */
	/* the old key waits for known gaps and acknowledgements only */
	bool proved;
	bool postponed;                  /* the ignored one is to be accepted when no gap is open */
	uint8_t exponent[256];           /* ours, while it is REQUESTED */
	uint8_t answer_value[256];
	uint8_t abandoned_exponent[256];
	uint8_t ignored_value[256];      /* g_a, padded */
};

/* A message that was sent and may be asked for again. */
struct e2e_i_saved_outgoing {
	int64_t random_id;
	int32_t in_seq;    /* that it acknowledges */
	int32_t asks_from; /* first number that it asks for, with E2E_I_SENT_ASKS */
	int32_t date;
	uint32_t file_n;   /* of the blob, bytes of the file reference */
	int16_t layer;     /* of its wrapper */
	uint8_t kind;      /* method, and E2E_I_SENT_* */
};

/*
 * A message that came and waits: behind a gap (decrypted), or for the chat to be ready (the
 * packet).
 */
struct e2e_i_saved_received {
	int64_t random_id;
	int64_t key_fingerprint; /* of the key it came under; 0 of a packet */
	int32_t date;
	uint32_t kind;           /* E2E_I_CAME_* */
	uint32_t file_n;         /* of the blob, bytes of the file */
};

/* A gap in what came; its first number is the key. */
struct e2e_i_saved_gap {
	int64_t since;
	int64_t due;     /* when it is asked for next */
	int64_t give_up; /* when it is given up, once the last request was made, or 0 */
	int32_t end;     /* its last number */
	int32_t tries;   /* how often it was asked for */
	int32_t asked;   /* our number of the newest request for it, or -1 */
	int32_t covered; /* requests for it that the peer's in_seq_no has covered */
};

/* A message that will destroy itself. */
struct e2e_i_saved_timer {
	int64_t started; /* 0: not yet */
	int64_t due;
	uint32_t kind;   /* E2E_I_TIMER_* */
	int32_t ttl;     /* in seconds */
	int32_t date;    /* of the server, unsigned; of ours, 0 before it has it */
};

#endif
