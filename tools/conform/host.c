/* SPDX-License-Identifier: ISC */
/* The account of a replay: made, asked for its steps, answered. */
#include "config.h"

#include "common/steps.h"
#include "draw.h"
#include "host.h"
#include "packet.h"

#define START_MS       INT64_C(1700000000000)
#define ANSWER_MS      1000000 /* more than a transcript has lines between cause and answer */
#define NEVER_MS       INT64_C(1000000000000)
#define ANY            1000000000u
#define MTPROTO2_LAYER 73
#define DH_VERSION     1
#define FILE_BYTES     16

/* Whether the transcript leaves notifyLayer to the account. */
static bool
notifies(const struct replay *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct step *step = &r->step[i];

		if (step_sends(r, step) && draw_automatic(step) &&
		    line_acts(line_object(step->row.json), "NotifyLayer"))
			return true;
	}
	return false;
}

bool
host_open(struct replay *r, struct row *row)
{
	struct host *host = &r->host;
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_limits limits = E2E_LIMITS_INIT;
	struct e2e_timing timing = E2E_TIMING_INIT;
	struct e2e_backend backend;

	host->wrap = (struct wrap){
		.inner = r->blocks->wrap.inner, .user = &host->draws, .random = draw_take
	};
	host->draws.step = SIZE_MAX;
	host->now = START_MS;
	host->made_end = &host->made;
	host->heard_end = &host->heard;
	backend = wrap_backend(&host->wrap);
	limits.resend_repeats = limits.resend_rate = limits.rejected_events = ANY;
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
	return row_worked(row, "e2e_account_new", e2e_account_new(&host->account, &config)) &&
	       host_did(r, row, "e2e_start", e2e_start(host->account, host->now));
}

void
host_close(struct replay *r)
{
	e2e_account_free(r->host.account);
	r->host.account = NULL;
}

/* ---- Calls -------------------------------------------------------------------------- */

struct run {
	struct replay *r;
	struct row *row;
};

static void
keep_packet(struct host *host, struct row *row, const struct e2e_call *call)
{
	struct made *made = row_alloc(row, sizeof *made);

	*made = (struct made){
		.method = call->method,
		.random_id = call->random_id,
		.packet = row_copy(row, call->data),
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
		return e2e_feed_waiting(host->account, host->chat_id, HOST_ACCESS_HASH, date,
		                        HOST_OUR_ID, HOST_PEER_ID, host->now);
	case E2E_CALL_ACCEPT:
		return e2e_feed_accepted(host->account, host->chat_id, HOST_ACCESS_HASH, date,
		                         HOST_PEER_ID, HOST_OUR_ID, host->g_a.p, host->g_a.n,
		                         host->key_fingerprint, host->now);
	default:
		return E2E_OK;
	}
}

/* Note what CALL says and answer it.  It is gone after the first call to the account. */
static int32_t
take_call(void *user, const struct e2e_call *call)
{
	const struct run *run = user;
	struct host *host = &run->r->host;
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	bool with_file = call->method == E2E_CALL_SEND_FILE;
	uint64_t id = call->id;
	int32_t result;

	if (call->file != NULL) {
		file.id = call->file->id;
		file.access_hash = call->file->access_hash;
		file.key_fingerprint = call->file->key_fingerprint;
	}
	file.bytes = FILE_BYTES;
	if (call->method == E2E_CALL_REQUEST || call->method == E2E_CALL_ACCEPT) {
		host->chat_id = call->chat_id;
		host->g_x = row_copy(run->row, call->g_x);
		host->key_fingerprint = call->key_fingerprint;
	} else if (call->method == E2E_CALL_SEND || call->method == E2E_CALL_SEND_SERVICE ||
	           with_file) {
		keep_packet(host, run->row, call);
	} else if (call->method == E2E_CALL_DISCARD) {
		host->told = true;
		host->told_flags = call->flags;
	}
	result = tell_result(run->r, call->method);
	return result != E2E_OK ? result : e2e_call_done(host->account, id, host_date(run->r),
	                                                 with_file ? &file : NULL, host->now);
}

/* ---- Events ---------------------------------------------------------------------------- */

/* The message of EVENT, decoded again from a copy of its bytes; NULL if it has none. */
static const struct e2e_tl *
copy_message(struct row *row, const struct e2e_event *event)
{
	struct e2e_bytes tl = row_copy(row, event->tl);
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(tl.n);

	/* Something unknown at the end leaves an object, too. */
	if (event->message == NULL ||
	    e2e_tl_get(&got, row_alloc(row, room), room, E2E_TYPE_DECRYPTED_MESSAGE, tl.p, tl.n,
	               NULL) < 0)
		return NULL;
	return got.object;
}

static int32_t
take_event(void *user, const struct e2e_event *event)
{
	const struct run *run = user;
	struct host *host = &run->r->host;
	struct heard *heard = row_alloc(run->row, sizeof *heard);
	struct e2e_bytes ids = { (const void *)event->ids.v, event->ids.n * sizeof(int64_t) };

	heard->event = (struct e2e_event){
		.kind = event->kind,
		.flags = event->flags,
		.random_id = event->random_id,
		.ttl = event->ttl,
		.state = event->state,
		.reason = event->reason,
		.message = copy_message(run->row, event),
		.ids = { (const void *)row_copy(run->row, ids).p, event->ids.n },
	};
	if (event->file != NULL)
		heard->file = *event->file;
	*host->heard_end = heard;
	host->heard_end = &heard->next;
	return E2E_OK;
}

/* ---- The loop ---------------------------------------------------------------------------- */

bool
host_did(struct replay *r, struct row *row, const char *what, int32_t result)
{
	struct run run = { r, row };
	struct steps steps = {
		.account = r->host.account, .user = &run, .event = take_event, .call = take_call,
	};

	if (!row_worked(row, what, result))
		return false;
	result = steps_run(&steps);
	if (!row_worked(row, steps.failed, result))
		return false;
	packet_learn_keys(r, row);
	return true;
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
