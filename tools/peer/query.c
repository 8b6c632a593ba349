/* SPDX-License-Identifier: ISC */
/* Calls: what they look like, and the answers of a server that lives in here. */
#include "config.h"

#include "peer.h"
#include "../hex.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DH_VERSION     1 /* of the server's prime; the account has 0 before it knows one */
#define FILE_DC        2

/* ---- Showing ---------------------------------------------------------------------- */

static bool
is_send(uint32_t method)
{
	return method == E2E_CALL_SEND || method == E2E_CALL_SEND_SERVICE ||
	       method == E2E_CALL_SEND_FILE;
}

/*
 * The file on the server that an uploaded one becomes.  The server here remembers nothing:
 * the id says the size, and the access hash the key's fingerprint, when a file that it has
 * already is sent again.
 */
static struct e2e_remote_file
remote_file(const struct e2e_input_file *file)
{
	struct e2e_remote_file remote = E2E_REMOTE_FILE_INIT;
	bool exists = file->kind == E2E_FILE_EXISTING;

	remote.id = file->id;
	remote.access_hash = exists ? file->access_hash : file->key_fingerprint;
	remote.bytes = file->id & PEER_FILE_BYTES_MASK;
	remote.dc_id = FILE_DC;
	remote.key_fingerprint = (int32_t)remote.access_hash;
	return remote;
}

/* The query that has to come before CALL; the account has a number of its own for it. */
static void
show_after(struct peer *p, struct text *line, const struct e2e_call *call)
{
	for (size_t i = 0; i < p->n_queries && call->after != 0; i++) {
		if (p->queries[i].call == call->after)
			text_add(line, " after=%" PRIu64, p->queries[i].id);
	}
}

static void
show_send(struct peer *p, struct text *line, const struct e2e_call *call)
{
	text_add(line, " random_id=%" PRId64 " silent=%d", call->random_id,
	         (call->flags & E2E_CALL_SILENT) != 0);
	show_after(p, line, call);
	text_add(line, " data=");
	text_hex(line, call->data);
	if (call->file != NULL) {
		struct e2e_remote_file file = remote_file(call->file);

		text_add(line, " file=");
		text_file(line, &file);
	}
	text_add(line, " ");
	packet_show(p, line, call->data);
}

static void
show(struct peer *p, struct text *line, const struct e2e_call *call)
{
	if (is_send(call->method)) {
		show_send(p, line, call);
		return;
	}
	switch (call->method) {
	case E2E_CALL_GET_DH_CONFIG:
		text_add(line, " version=%d random_length=%d", (int)call->version,
		         (int)call->random_length);
		break;
	case E2E_CALL_REQUEST:
		text_add(line, " g_a=");
		text_hex(line, call->g_x);
		break;
	case E2E_CALL_ACCEPT:
		text_add(line, " g_b=");
		text_hex(line, call->g_x);
		text_add(line, " fingerprint=%016" PRIx64, (uint64_t)call->key_fingerprint);
		break;
	case E2E_CALL_DISCARD:
		text_add(line, " delete_history=%d", (call->flags & E2E_CALL_DELETE_HISTORY) != 0);
		break;
	case E2E_CALL_SET_TYPING:
		text_add(line, " typing=%d", (call->flags & E2E_CALL_TYPING) != 0);
		break;
	case E2E_CALL_READ_HISTORY:
		text_add(line, " max_date=%d", (int)call->max_date);
		break;
	case E2E_CALL_RECEIVED_QUEUE:
		text_add(line, " max_qts=%d", (int)call->max_qts);
		break;
	default:
		break; /* these have no arguments but the chat */
	}
}

/* ---- The list --------------------------------------------------------------------- */

static void
remember(struct peer *p, const struct query *query)
{
	if (p->n_queries == p->query_room) {
		size_t room = p->query_room > 0 ? 2 * p->query_room : 16;
		struct query *larger = realloc(p->queries, room * sizeof *larger);

		if (larger == NULL)
			peer_die("%s", e2e_strerror(E2E_ERR_NOMEM));
		p->queries = larger;
		p->query_room = room;
	}
	p->queries[p->n_queries++] = *query;
}

static void
forget(struct peer *p, struct query *query)
{
	size_t at = (size_t)(query - p->queries);

	p->n_queries--;
	memmove(&p->queries[at], &p->queries[at + 1], (p->n_queries - at) * sizeof *query);
}

void
query_forget_all(struct peer *p)
{
	p->n_queries = 0;
}

void
query_add(struct peer *p, const struct e2e_call *call)
{
	struct query query = { .id = ++p->last_query, .call = call->id, .method = call->method,
		               .version = call->version, .key_fingerprint = call->key_fingerprint,
		               .file = E2E_REMOTE_FILE_INIT };
	struct text line = { NULL, 0, 0 };

	if (call->file != NULL)
		query.file = remote_file(call->file);
	if (is_send(call->method) && p->fail_n > 0) {
		p->fail_n--;
		query.fails = true;
	}
	remember(p, &query);
	text_add(&line, "query %" PRIu64 " %s", query.id, name_method(call->method));
	show(p, &line, call);
	puts(line.p);
	text_free(&line);
}

struct query *
query_find(struct peer *p, int64_t id)
{
	for (size_t i = 0; i < p->n_queries; i++) {
		if (id > 0 && p->queries[i].id == (uint64_t)id)
			return &p->queries[i];
	}
	return NULL;
}

/* ---- Facts ------------------------------------------------------------------------ */

static const char *
feed_dh_config(struct peer *p, int32_t version)
{
	const struct peer_options *o = p->options;
	uint8_t random[E2E_DH_BYTES];
	int32_t result = e2e_random(p->crypto, random, sizeof random);

	if (result != E2E_OK)
		return peer_why(result);
	if (version == DH_VERSION)
		return peer_why(e2e_feed_dh_not_modified(p->account, random, sizeof random, p->now));
	return peer_why(e2e_feed_dh_config(p->account, DH_VERSION, o->g, o->prime, o->prime_n,
	                                   random, sizeof random, p->now));
}

const char *
feed_waiting(struct peer *p)
{
	const struct peer_options *o = p->options;

	return peer_why(e2e_feed_waiting(p->account, p->chat_id, o->access_hash, peer_date(p),
	                                 o->my_id, o->peer_id, p->now));
}

const char *
feed_accepted(struct peer *p, struct e2e_bytes g_x, int64_t fingerprint)
{
	const struct peer_options *o = p->options;
	struct e2e_chat chat = E2E_CHAT_INIT;
	bool creator = !peer_chat(p, &chat) || chat.creator;

	return peer_why(e2e_feed_accepted(p->account, p->chat_id, o->access_hash, peer_date(p),
	                                  creator ? o->my_id : o->peer_id,
	                                  creator ? o->peer_id : o->my_id, g_x.p, g_x.n,
	                                  fingerprint, p->now));
}

/* ---- Answers ---------------------------------------------------------------------- */

/* What acceptEncryption returns: the chat, with what the other side sent. */
static const char *
accepted_by_us(struct peer *p, int64_t fingerprint)
{
	uint8_t bytes[E2E_DH_BYTES];
	size_t n = 0;

	if (p->g_a.n > 0 && !tool_hex_decode(bytes, sizeof bytes, &n, p->g_a.p))
		return "g_a is lost";
	return feed_accepted(p, (struct e2e_bytes){ bytes, n }, fingerprint);
}

/* The fact that comes with the answer, if there is one. */
static const char *
feed_answer(struct peer *p, const struct query *query)
{
	switch (query->method) {
	case E2E_CALL_GET_DH_CONFIG: return feed_dh_config(p, query->version);
	case E2E_CALL_REQUEST: return feed_waiting(p);
	case E2E_CALL_ACCEPT: return accepted_by_us(p, query->key_fingerprint);
	default: return NULL;
	}
}

const char *
query_done(struct peer *p, struct query *query)
{
	struct query done = *query;
	const char *why;

	forget(p, query);
	why = feed_answer(p, &done);
	if (why != NULL)
		return why;
	return peer_why(e2e_call_done(p->account, done.call,
	                              is_send(done.method) ? peer_date(p) : 0,
	                              done.method == E2E_CALL_SEND_FILE ? &done.file : NULL, p->now));
}

const char *
query_failed(struct peer *p, struct query *query, int32_t code, const char *text)
{
	uint64_t call = query->call;

	forget(p, query);
	return peer_why(e2e_call_failed(p->account, call, code, text, strlen(text), p->now));
}

const char *
query_answer_next(struct peer *p, bool *answered)
{
	*answered = false;
	for (size_t i = 0; i < p->n_queries; i++) {
		struct query *query = &p->queries[i];

		if (!query->fails && !p->automatic)
			continue;
		*answered = true;
		return query->fails ? query_failed(p, query, p->fail_code, p->fail_text.p) :
		                      query_done(p, query);
	}
	return NULL;
}
