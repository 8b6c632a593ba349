/* SPDX-License-Identifier: ISC */
/*
 * An account under anything that a server, a peer who has the keys, or a damaged store can do
 * (scenario 129).  The input is a list of doings on a chat that is ready; each account is made
 * from the same rows.  Nothing from outside may be an error, and nothing may crash.
 */
#include "config.h"

#include "tools/common/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHAT    7
#define HASH    99
#define PEER    1001
#define SELF    1002
#define STARTED INT64_C(1700000000000)

#define REQUIRE(what)                                                                       \
	do {                                                                                \
		if (!(what))                                                                \
			broken(#what, __LINE__);                                            \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
broken(const char *what, int line)
{
	fprintf(stderr, "fuzz_account: line %d: not so: %s\n", line, what);
	abort();
}

/* ---- A host ------------------------------------------------------------------------------- */

struct host {
	struct e2e_account *account;
	struct rows rows;
	uint64_t call;     /* the last one that came out */
	uint32_t policy;
	int64_t now;
};

static struct rows ready; /* the rows of an account with a chat that is ready */
static struct e2e_key key = E2E_KEY_INIT;
static struct e2e_crypto *crypto;

static int32_t
host_load(struct host *host)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	int32_t err;

	config.user_id = SELF;
	config.policy = host->policy % 3;
	config.flags = (host->policy & 4) != 0 ? E2E_CONFIG_CHAINS | E2E_CONFIG_MTPROTO1 : 0;
	err = e2e_account_new(&host->account, &config);
	REQUIRE(err == E2E_OK);
	for (size_t i = 0; i < host->rows.n; i++) {
		const struct row_kept *r = &host->rows.v[i];

		err = e2e_load(host->account, r->table, r->key, r->key_n, r->value, r->value_n);
		REQUIRE(err == E2E_OK || err == E2E_ERR_STORE || err == E2E_ERR_VERSION ||
		        err == E2E_ERR_ARGUMENT);
	}
	return e2e_start(host->account, host->now);
}

static int32_t
host_event(void *user, const struct e2e_event *event)
{
	size_t n;

	(void)user;
	return event->message == NULL ? E2E_OK :
	                                e2e_tl_print(NULL, 0, &n, event->message, E2E_TL_JSON);
}

static int32_t
host_call(void *user, const struct e2e_call *call)
{
	((struct host *)user)->call = call->id;
	return E2E_OK;
}

/* Take steps out, and look at all of each. */
static void
host_run(struct host *host)
{
	struct steps steps = {
		.account = host->account, .rows = &host->rows, .user = host,
		.event = host_event, .call = host_call,
	};

	REQUIRE(steps_run(&steps) == E2E_OK);
}

/* ---- The rows that every input begins with ----------------------------------------------------- */

static void
make_ready(void)
{
	struct host host = { .now = STARTED };
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t secret_exp[E2E_DH_BYTES], g_a[E2E_DH_BYTES];

	e2e_dh_group_known(&group);
	REQUIRE(e2e_crypto_new(&crypto, NULL) == E2E_OK);
	REQUIRE(e2e_dh_keypair(crypto, &group, secret_exp, g_a, NULL, 0) == E2E_OK);
	REQUIRE(host_load(&host) == E2E_OK);
	REQUIRE(e2e_feed_requested(host.account, CHAT, HASH, 1, PEER, SELF, g_a, sizeof g_a,
	                           host.now) == E2E_OK);
	REQUIRE(e2e_chat_accept(host.account, CHAT, host.now) == E2E_OK);
	host_run(&host);
	REQUIRE(e2e_feed_dh_config(host.account, 1, 3, group.p, sizeof group.p, NULL, 0,
	                           host.now) == E2E_OK);
	REQUIRE(e2e_call_done(host.account, host.call, 0, NULL, host.now) == E2E_OK);
	host_run(&host);
	REQUIRE(e2e_feed_accepted(host.account, CHAT, HASH, 1, PEER, SELF, NULL, 0, 0,
	                          host.now) == E2E_OK);
	REQUIRE(e2e_call_done(host.account, host.call, 0, NULL, host.now) == E2E_OK);
	host_run(&host);
	REQUIRE(e2e_chat_key(host.account, &key, CHAT, E2E_KEY_CURRENT) == E2E_OK);
	e2e_account_free(host.account);
	ready = host.rows;
}

/* ---- Doings ------------------------------------------------------------------------------------- */

struct input {
	const uint8_t *p;
	size_t n;
};

static uint8_t
byte(struct input *in)
{
	if (in->n == 0)
		return 0;
	in->n--;
	return *in->p++;
}

static struct e2e_bytes
take(struct input *in, size_t most)
{
	size_t n = byte(in) * (size_t)4;
	struct e2e_bytes bytes;

	n = n > most ? most : n;
	n = n > in->n ? in->n : n;
	bytes = (struct e2e_bytes){ in->p, n };
	in->p += n;
	in->n -= n;
	return bytes;
}

/* A payload that only who has the key can send. */
static void
feed_payload(struct host *host, struct e2e_bytes payload)
{
	static uint8_t packet[E2E_PACKET_ROOM(2048)];
	size_t n = 0;

	payload.n -= payload.n % 4;
	REQUIRE(e2e_message_seal(crypto, packet, sizeof packet, &n, &key, E2E_CREATOR, NULL,
	                         payload.p, payload.n) == E2E_OK);
	REQUIRE(e2e_feed_message(host->account, CHAT, 5, 1, packet, n, NULL, 0, 0, host->now) ==
	        E2E_OK);
}

/* A wrapper with numbers near what is expected, around anything. */
static void
feed_wrapped(struct host *host, struct input *in)
{
	static uint8_t payload[2048];
	struct e2e_chat chat = E2E_CHAT_INIT;
	struct e2e_bytes inner;
	uint32_t head[3];
	size_t n = 4;
	const uint32_t layers[4] = { 46, 73, 144, 200 };

	REQUIRE(e2e_chat_get(host->account, &chat, CHAT) == E2E_OK);
	memcpy(payload, "\x89\x17\xe3\x1b\x0f" "0123456789abcde", 20);
	n = 20;
	head[0] = layers[byte(in) % 4];
	head[1] = (uint32_t)(2 * (chat.out_seq - byte(in) % 4));
	head[2] = (uint32_t)(2 * (chat.in_seq + (int8_t)byte(in) / 16) + 1);
	memcpy(payload + n, head, sizeof head);
	n += sizeof head;
	inner = take(in, sizeof payload - n);
	memcpy(payload + n, inner.p, inner.n);
	feed_payload(host, (struct e2e_bytes){ payload, n + inner.n });
}

static void
answer(struct host *host, struct input *in)
{
	static const struct {
		int32_t code;
		const char *text;
	} errors[] = {
		{ 0, "" },
		{ 429, "FLOOD_WAIT_3" },
		{ 400, "DATA_INVALID" },
		{ 400, "ENCRYPTION_DECLINED" },
		{ 500, "MSG_WAIT_FAILED" },
	};
	const uint8_t which = byte(in);
	struct e2e_bytes tl;

	if (which < 100) {
		REQUIRE(e2e_call_done(host->account, host->call, 1, NULL, host->now) == E2E_OK);
	} else if (which < 200) {
		const char *text = errors[which % 5].text;

		REQUIRE(e2e_call_failed(host->account, host->call, errors[which % 5].code, text,
		                        strlen(text), host->now) == E2E_OK);
	} else {
		tl = take(in, 1024);
		REQUIRE(e2e_call_done_tl(host->account, host->call, tl.p, tl.n, host->now) ==
		        E2E_OK);
	}
}

static void
order(struct host *host, struct input *in)
{
	const int64_t ids[2] = { 5, byte(in) };
	const struct e2e_bytes tl = take(in, 512);
	int64_t random_id = byte(in);
	uint32_t lost;
	int32_t err;

	switch (byte(in) % 6) {
	case 0:
		err = e2e_send_text(host->account, CHAT, &random_id, "text", 4, 0, 0, host->now);
		break;
	case 1:
		err = e2e_send_delete(host->account, CHAT, NULL, ids, 2, host->now);
		break;
	case 2:
		err = e2e_send_flush(host->account, CHAT, NULL, host->now);
		break;
	case 3:
		err = e2e_send_tl(host->account, CHAT, &random_id, &lost, tl.p, tl.n, NULL, 0,
		                  host->now);
		break;
	case 4:
		err = e2e_chat_rekey(host->account, CHAT, host->now);
		break;
	default:
		err = e2e_chat_read(host->account, CHAT, INT32_MAX, host->now);
		break;
	}
	REQUIRE(err == E2E_OK || err == E2E_ERR_STATE || err == E2E_ERR_ARGUMENT ||
	        err == E2E_ERR_LIMIT);
}

/* As after a crash; with a damaged row if DAMAGE. */
static void
restart(struct host *host, struct input *in, int damage)
{
	e2e_account_free(host->account);
	if (damage && host->rows.n > 0) {
		struct row_kept *row = &host->rows.v[byte(in) % host->rows.n];
		const size_t at = ((size_t)byte(in) << 8 | byte(in)) % row->value_n;

		row->value[at] ^= (uint8_t)(1 + byte(in) % 255);
	}
	if (host_load(host) == E2E_OK)
		return;
	/* the account's own row: begin again */
	e2e_account_free(host->account);
	rows_free(&host->rows);
	host->rows = rows_copy(&ready);
	REQUIRE(host_load(host) == E2E_OK);
}

static void
one(struct host *host, struct input *in)
{
	struct e2e_bytes bytes;
	int32_t err;

	switch (byte(in) % 9) {
	case 0:
		bytes = take(in, 1024);
		err = e2e_feed_tl(host->account, bytes.p, bytes.n, host->now);
		REQUIRE(err >= 0);
		break;
	case 1:
		bytes = take(in, 1024);
		REQUIRE(e2e_feed_message(host->account, CHAT, 1, 1, bytes.p, bytes.n, NULL, 0,
		                         byte(in), host->now) == E2E_OK);
		break;
	case 2:
		feed_payload(host, take(in, 1024));
		break;
	case 3:
	case 4:
		feed_wrapped(host, in);
		break;
	case 5:
		answer(host, in);
		break;
	case 6:
		host->now += (int64_t)byte(in) * byte(in) * 100;
		REQUIRE(e2e_tick(host->account, host->now) == E2E_OK);
		break;
	case 7:
		order(host, in);
		break;
	default:
		restart(host, in, byte(in) % 4 == 0);
		break;
	}
	host_run(host);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct input in = { data, n };
	struct host host = { .now = STARTED };

	if (ready.n == 0)
		make_ready();
	host.policy = byte(&in);
	host.rows = rows_copy(&ready);
	REQUIRE(host_load(&host) == E2E_OK);
	host_run(&host);
	while (in.n > 0) {
		struct e2e_chat chat = E2E_CHAT_INIT;

		if (e2e_chat_get(host.account, &chat, CHAT) != E2E_OK)
			break;
		one(&host, &in);
	}
	e2e_account_free(host.account);
	rows_free(&host.rows);
	return 0;
}
