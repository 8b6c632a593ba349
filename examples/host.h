/* SPDX-License-Identifier: ISC */
/*
 * A host: what a program has around an account.  Rows are kept in memory where a messenger
 * has a database, and the server is a function of the same process.
 */
#ifndef EXAMPLES_HOST_H
#define EXAMPLES_HOST_H

#include <e2e/e2e.h>

#define HOST_ROWS 256
#define HOST_SENT 16

struct host_row {
	uint32_t table;
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	size_t key_n;
	uint8_t *value;
	size_t value_n;
};

/* A text that we sent, to be shown when it has arrived. */
struct host_text {
	int64_t random_id;
	const char *text;
};

struct host;

/* HOST made CALL: the server answers, and tells the other side. */
typedef int32_t host_call_fn(struct host *host, const struct e2e_call *call);

struct host {
	const char *name;
	host_call_fn *server; /* where calls go */
	int64_t user_id;
	struct e2e_account *account;
	int32_t chat_id;
	struct host_row row[HOST_ROWS];
	size_t n_rows;
	struct host_text sent[HOST_SENT]; /* our last texts          */
	size_t n_sent;
	int64_t last_message; /* random_id of the last one that came */
	int32_t last_date;    /* and its date                        */
	int pull_the_plug;    /* 1: die before the next call is made */
};

/* The time of everybody, Unix milliseconds. */
extern int64_t host_now;

/* Make the account and load the rows there are; a second time after host_die(). */
int32_t host_start(struct host *host);

/* As if the power failed: only the rows are left. */
void host_die(struct host *host);

/* We sent TEXT, static, as RANDOM_ID. */
void host_sent(struct host *host, int64_t random_id, const char *text);

/* Take all steps out.  *BUSY becomes 1 if there was one. */
int32_t host_run(struct host *host, int *busy);

void host_free(struct host *host);

#endif
