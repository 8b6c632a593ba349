/* SPDX-License-Identifier: ISC */
/* Workloads over whole accounts: two of them talk, or one is loaded. */
#include "config.h"

#include "cost.h"

#include "tests/util/accountutil.h"

#include <stdlib.h>
#include <string.h>

#define MESSAGES   60 /* below 64, where a noop would acknowledge them */
#define LOST_FIRST 10 /* of them, in a gap ...                         */
#define LOST_LAST  29
#define CHATS      5  /* of the account that is loaded */
#define LOADS      8

#define TEXT "A text of 64 bytes, which is as long as most of what people say."

struct pair {
	struct au_host a, b;
	int32_t chat_id;
	int64_t key_fingerprint; /* of the chat when it was made */
};

/* ---- Two accounts --------------------------------------------------------------------- */

/* A chat between them renews its key only by order. */
static void
host_open(struct au_host *h, const struct e2e_backend *backend, int64_t user_id)
{
	au_init(h, backend, user_id);
	h->timing.rekey_messages = E2E_LIMIT_MAX;
	h->answers = AU_AUTO_SENDS;
	au_start(h);
}

static void *
pair_new(const struct e2e_backend *backend)
{
	struct pair *p = cost_new(sizeof *p);

	host_open(&p->a, backend, 100);
	host_open(&p->b, backend, 200);
	p->chat_id = au_make_pair(&p->a, &p->b);
	p->key_fingerprint = au_chat(&p->a, p->chat_id).key_fingerprint;
	au_forget(&p->a);
	au_forget(&p->b);
	return p;
}

static void
pair_end(struct pair *p)
{
	ck_assert_uint_eq(au_state(&p->a, p->chat_id), E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(au_state(&p->b, p->chat_id), E2E_CHAT_ACTIVE);
	au_close(&p->a);
	au_close(&p->b);
	free(p);
}

/* A document with a caption, in a file that the server has. */
static void
send_document(struct au_host *h, int32_t chat_id)
{
	static const uint8_t key[E2E_AES_KEY_BYTES] = { 1 };
	struct e2e_tl_decrypted_message_media_document_143 media = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143, .size = 4000,
		.key = { key, sizeof key }, .iv = { key, sizeof key },
	};
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA,
		.message = { (const uint8_t *)TEXT, strlen(TEXT) },
		.media = (const void *)&media,
	};
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;

	file.kind = E2E_FILE_EXISTING;
	file.id = 5;
	file.access_hash = 6;
	cost_must(e2e_send_message(h->account, chat_id, NULL, NULL, (const void *)&message, &file,
	                           0, h->now));
	au_run(h);
}

static void
send_all(struct au_host *h, int32_t chat_id)
{
	for (int i = 0; i < MESSAGES; i++) {
		if (i % 6 == 5)
			send_document(h, chat_id);
		else
			au_text(h, chat_id, TEXT);
	}
}

/* Messages FIRST to LAST of A arrive: its texts by fields, its documents as bytes. */
static void
carry(struct pair *p, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i++) {
		p->b.bytes_lane = i % 6 == 5;
		au_carry(&p->b, au_send_at(&p->a, i));
	}
	p->a.carried = p->a.n_calls;
}

/* ---- send, receive -------------------------------------------------------------------- */

static void
run_send(void *work)
{
	struct pair *p = work;

	send_all(&p->a, p->chat_id);
}

static void
send_end(void *work)
{
	struct pair *p = work;

	ck_assert_uint_eq(au_count_sends(&p->a), MESSAGES);
	ck_assert_uint_eq(au_count_events(&p->a, E2E_EVENT_SENT), MESSAGES);
	pair_end(p);
}

static void *
sent_new(const struct e2e_backend *backend)
{
	struct pair *p = pair_new(backend);

	send_all(&p->a, p->chat_id);
	return p;
}

static void
run_receive(void *work)
{
	carry(work, 0, MESSAGES - 1);
}

static void
receive_end(void *work)
{
	struct pair *p = work;

	ck_assert_uint_eq(au_count_events(&p->b, E2E_EVENT_MESSAGE), MESSAGES);
	ck_assert_uint_eq(au_chat(&p->b, p->chat_id).holes, 0);
	pair_end(p);
}

const struct cost_workload cost_send = {
	"send", COST_FIRST, pair_new, run_send, send_end,
};
const struct cost_workload cost_receive = {
	"receive", COST_FIRST, sent_new, run_receive, receive_end,
};

/* ---- gap ------------------------------------------------------------------------------- */

/* Some are lost, what follows waits, and they are asked for, sent again, and taken in. */
static void
run_gap(void *work)
{
	struct pair *p = work;

	carry(p, 0, LOST_FIRST - 1);
	carry(p, LOST_LAST + 1, MESSAGES - 1);
	au_carry_all(&p->a, &p->b);
}

static void
gap_end(void *work)
{
	const struct pair *p = work;

	ck_assert_uint_gt(au_count_sends(&p->a), MESSAGES);
	receive_end(work);
}

const struct cost_workload cost_gap = {
	"gap", COST_FIRST, sent_new, run_gap, gap_end,
};

/* ---- rekey ------------------------------------------------------------------------------ */

/* A message each way has to go under a key before it is renewed. */
static void *
talked_new(const struct e2e_backend *backend)
{
	struct pair *p = pair_new(backend);

	au_text(&p->a, p->chat_id, TEXT);
	au_text(&p->b, p->chat_id, TEXT);
	au_carry_all(&p->a, &p->b);
	return p;
}

static void
run_rekey(void *work)
{
	struct pair *p = work;

	cost_must(e2e_chat_rekey(p->a.account, p->chat_id, p->a.now));
	au_run(&p->a);
	au_carry_all(&p->a, &p->b);
}

static void
rekey_end(void *work)
{
	struct pair *p = work;
	const struct e2e_chat a = au_chat(&p->a, p->chat_id), b = au_chat(&p->b, p->chat_id);

	ck_assert_int_ne(a.key_fingerprint, p->key_fingerprint);
	ck_assert_int_eq(a.key_fingerprint, b.key_fingerprint);
	ck_assert_uint_eq(a.rekeying, E2E_REKEY_NONE);
	ck_assert_uint_eq(b.rekeying, E2E_REKEY_NONE);
	pair_end(p);
}

const struct cost_workload cost_rekey = {
	"rekey", COST_FIRST, talked_new, run_rekey, rekey_end,
};

/* ---- load -------------------------------------------------------------------------------- */

/* A chat with everything sent unacknowledged, and with a gap before most of what came. */
static void
add_chat(struct au_host *h, const struct e2e_backend *backend, int64_t user_id)
{
	struct au_host peer;
	int32_t chat_id;

	host_open(&peer, backend, user_id);
	chat_id = au_make_pair(h, &peer);
	au_forget(&peer);
	for (int i = 0; i < 10; i++) {
		au_text(h, chat_id, TEXT);
		au_text(&peer, chat_id, TEXT);
	}
	for (size_t i = 1; i < 10; i++)
		au_carry(h, au_send_at(&peer, i));
	au_close(&peer);
}

static void *
load_new(const struct e2e_backend *backend)
{
	struct au_host *h = cost_new(sizeof *h);

	host_open(h, backend, 100);
	for (int i = 0; i < CHATS; i++)
		add_chat(h, backend, 200 + i);
	return h;
}

static void
run_load(void *work)
{
	for (int i = 0; i < LOADS; i++)
		au_restart(work);
}

static void
load_end(void *work)
{
	struct au_host *h = work;
	struct e2e_chat chat = E2E_CHAT_INIT;

	for (uint32_t i = 0; i < CHATS; i++) {
		ck_assert_int_eq(e2e_chat_at(h->account, &chat, i), E2E_OK);
		ck_assert_uint_eq(chat.state, E2E_CHAT_ACTIVE);
		ck_assert_uint_eq(chat.holes, 1);
	}
	ck_assert_int_eq(e2e_chat_at(h->account, &chat, CHATS), E2E_ERR_ARGUMENT);
	au_close(h);
	free(h);
}

const struct cost_workload cost_load = {
	"load", COST_FIRST, load_new, run_load, load_end,
};
