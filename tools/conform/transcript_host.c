/* SPDX-License-Identifier: ISC */
/*
 * The host of the account under test, and as much of the server as it takes: each commit
 * is durable at once, each call succeeds at once.
 */
#include "config.h"

#include "transcript.h"

#include <string.h>

#define START_MS       INT64_C(1700000000000)
#define ANSWER_MS      1000000 /* more than a transcript has lines between cause and answer */
#define NEVER_MS       INT64_C(1000000000000)
#define ANY            1000000000u
#define MTPROTO2_LAYER 73
#define DH_VERSION     1
#define FILE_BYTES     16

/* ---- The account ------------------------------------------------------------------ */

/* Whether the transcript leaves notifyLayer to the account. */
static bool
notifies(const struct replay *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct step *step = &r->step[i];
		const json_t *action = line_action(line_object(step->row.json));

		if (step->type == STEP_SEND && step->actor == r->side && draw_automatic(step) &&
		    strcmp(line_name(action), "decryptedMessageActionNotifyLayer") == 0)
			return true;
	}
	return false;
}

static int32_t
account_new(struct replay *r)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_limits limits = E2E_LIMITS_INIT;
	struct e2e_timing timing = E2E_TIMING_INIT;
	struct e2e_backend backend;

	backend = wrap_backend(&r->host.wrap);
	limits.resend_repeats = ANY;
	limits.resend_rate = ANY;
	limits.rejected_events = ANY;
	timing.answer_delay_ms = ANSWER_MS;
	timing.resend_wait_ms = NEVER_MS;
	config.flags = E2E_CONFIG_CHAINS | E2E_CONFIG_NO_REKEY;
	if (r->layer < MTPROTO2_LAYER || r->peer_layer < MTPROTO2_LAYER)
		config.flags |= E2E_CONFIG_MTPROTO1;
	if (!notifies(r))
		config.flags |= E2E_CONFIG_NO_NOTIFY;
	config.user_id = HOST_OUR_ID;
	config.backend = &backend;
	config.limits = &limits;
	config.timing = &timing;
	config.policy = r->policy;
	config.layer = r->layer;
	config.peer_layer = r->peer_layer;
	return e2e_account_new(&r->host.account, &config);
}

bool
host_open(struct replay *r, struct row *row)
{
	struct host *host = &r->host;

	host->wrap = (struct wrap){
		.inner = r->blocks->wrap.inner, .user = &host->draws, .random = draw_take
	};
	host->draws.step = SIZE_MAX;
	host->now = START_MS;
	host->made_end = &host->made;
	host->heard_end = &host->heard;
	return row_worked(row, "e2e_account_new", account_new(r)) &&
	       host_did(r, row, "e2e_start", e2e_start(host->account, host->now));
}

void
host_close(struct replay *r)
{
	e2e_account_free(r->host.account);
	r->host.account = NULL;
}

/* ---- Calls -------------------------------------------------------------------------- */

static void
keep_packet(struct host *host, struct row *row, const struct e2e_call *call)
{
	struct made *made = (struct made *)(void *)row_alloc(row, sizeof *made);

	*made = (struct made){
		.method = call->method,
		.random_id = call->random_id,
		.packet = line_copy(row, call->data),
	};
	if (call->file != NULL)
		made->file = *call->file;
	*host->made_end = made;
	host->made_end = &made->next;
}

/* The facts that come back with the answer to a call, before it is done. */
static int32_t
tell_result(struct replay *r, uint32_t method)
{
	const struct e2e_dh_group *group = &r->group;
	struct host *host = &r->host;
	int32_t date = host_date(r);

	switch (method) {
	case E2E_CALL_GET_DH_CONFIG:
		return e2e_feed_dh_config(host->account, DH_VERSION, group->g, group->p,
		                          sizeof group->p, NULL, 0, host->now);
	case E2E_CALL_REQUEST:
		return e2e_feed_waiting(host->account, host->chat_id, HOST_ACCESS_HASH, date, HOST_OUR_ID,
		                        HOST_PEER_ID, host->now);
	case E2E_CALL_ACCEPT:
		return e2e_feed_accepted(host->account, host->chat_id, HOST_ACCESS_HASH, date, HOST_PEER_ID,
		                         HOST_OUR_ID, host->g_a.p, host->g_a.n, host->key_fingerprint,
		                         host->now);
	default:
		return E2E_OK;
	}
}

/* Note what CALL says and answer it.  It is gone after the first call to the account. */
static bool
answer(struct replay *r, struct row *row, const struct e2e_call *call)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	struct host *host = &r->host;
	uint32_t method = call->method;
	uint64_t id = call->id;

	if (call->file != NULL) {
		file.id = call->file->id;
		file.access_hash = call->file->access_hash;
		file.key_fingerprint = call->file->key_fingerprint;
	}
	file.bytes = FILE_BYTES;
	if (method == E2E_CALL_REQUEST || method == E2E_CALL_ACCEPT) {
		host->chat_id = call->chat_id;
		host->g_x = line_copy(row, call->g_x);
		host->key_fingerprint = call->key_fingerprint;
	} else if (method == E2E_CALL_SEND || method == E2E_CALL_SEND_SERVICE ||
	           method == E2E_CALL_SEND_FILE) {
		keep_packet(host, row, call);
	} else if (method == E2E_CALL_DISCARD) {
		host->told = true;
		host->told_flags = call->flags;
	}
	return row_worked(row, "a result of a call", tell_result(r, method)) &&
	       row_worked(row, "e2e_call_done",
	                  e2e_call_done(host->account, id, host_date(r),
	                                method == E2E_CALL_SEND_FILE ? &file : NULL,
	                                host->now));
}

/* ---- Events ---------------------------------------------------------------------------- */

/* The message of EVENT, decoded again from a copy of its bytes; NULL if it has none. */
static const struct e2e_tl *
copy_message(struct row *row, const struct e2e_event *event)
{
	struct e2e_bytes tl = line_copy(row, event->tl);
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(tl.n);

	/* Something unknown at the end leaves an object, too. */
	if (event->message == NULL ||
	    e2e_tl_get(&got, row_alloc(row, room), room, E2E_TYPE_DECRYPTED_MESSAGE, tl.p, tl.n,
	               NULL) < 0)
		return NULL;
	return got.object;
}

static void
keep_event(struct host *host, struct row *row, const struct e2e_event *event)
{
	struct heard *heard = (struct heard *)(void *)row_alloc(row, sizeof *heard);
	struct e2e_bytes ids = { (const uint8_t *)event->ids.v,
	                         event->ids.n * sizeof *event->ids.v };

	heard->event = (struct e2e_event){
		.kind = event->kind,
		.flags = event->flags,
		.random_id = event->random_id,
		.ttl = event->ttl,
		.state = event->state,
		.reason = event->reason,
		.message = copy_message(row, event),
		.ids = { (const int64_t *)(const void *)line_copy(row, ids).p, event->ids.n },
	};
	if (event->file != NULL)
		heard->file = *event->file;
	*host->heard_end = heard;
	host->heard_end = &heard->next;
}

static bool
commit(struct host *host, struct row *row, const struct e2e_step *step)
{
	for (uint32_t i = 0; i < step->n_events; i++) {
		struct e2e_event event = E2E_EVENT_INIT;

		if (!row_worked(row, "e2e_event_at", e2e_event_at(host->account, &event, i)))
			return false;
		keep_event(host, row, &event);
	}
	return row_worked(row, "e2e_committed", e2e_committed(host->account, step->id));
}

/* ---- The loop ---------------------------------------------------------------------------- */

bool
host_run(struct replay *r, struct row *row)
{
	for (;;) {
		struct e2e_step step = E2E_STEP_INIT;

		if (!row_worked(row, "e2e_next", e2e_next(r->host.account, &step)))
			return false;
		if (step.kind == E2E_STEP_NONE)
			break;
		if (!(step.kind == E2E_STEP_COMMIT ? commit(&r->host, row, &step)
		                                   : answer(r, row, step.call)))
			return false;
	}
	packet_learn_keys(r, row);
	return true;
}

bool
host_did(struct replay *r, struct row *row, const char *what, int32_t result)
{
	return row_worked(row, what, result) && host_run(r, row);
}

bool
host_answers(const struct replay *r)
{
	return e2e_deadline(r->host.account) <= r->host.now + ANSWER_MS;
}

bool
host_wait(struct replay *r, struct row *row)
{
	struct host *host = &r->host;
	struct made **end = host->made_end;
	int64_t due = e2e_deadline(host->account), before;

	while (host->made_end == end && host_answers(r)) {
		before = due;
		if (due > host->now)
			host->now = due;
		if (!host_did(r, row, "e2e_tick", e2e_tick(host->account, host->now)))
			return false;
		due = e2e_deadline(host->account);
		if (due <= before)
			return row_differs(row, "e2e_deadline() stands still after a tick");
	}
	return true;
}

struct made *
host_claim(struct replay *r, struct made **link)
{
	struct made *made = *link;

	*link = made->next;
	if (*link == NULL)
		r->host.made_end = link;
	return made;
}

int32_t
host_date(const struct replay *r)
{
	return (int32_t)(r->host.now / 1000);
}

bool
host_chat(struct replay *r, struct row *row, struct e2e_chat *chat)
{
	*chat = (struct e2e_chat)E2E_CHAT_INIT;
	return row_worked(row, "e2e_chat_get",
	                  e2e_chat_get(r->host.account, chat, r->host.chat_id));
}
