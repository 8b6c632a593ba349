/* SPDX-License-Identifier: ISC */
/* What our side receives, and what becomes of it. */
#include "config.h"

#include "tl_json.h"
#include "transcript.h"

#include <inttypes.h>
#include <string.h>

/* What a host can see of a packet that was fed. */
struct outcome {
	int32_t in_order;   /* messages that were processed, this one or those behind it  */
	bool closed;
	bool rejected;      /* with an event that says why                                */
	bool duplicate;     /* counted as one that had been there                         */
	bool waits;         /* its number is among those behind a hole                    */
	uint32_t reason;
};

/* ---- Feeding ------------------------------------------------------------------------- */

static int64_t
container_id(struct row *row)
{
	const json_t *outside = row->json, *object = line_object(row->json);
	int64_t random_id = 0;

	if (row_has(row, "api_random_id"))
		return row_i64(row, "api_random_id");
	row->json = object;
	if (object != NULL)
		random_id = row_i64(row, "random_id");
	row->json = outside;
	return random_id;
}

static bool
is_service(struct row *row)
{
	if (row_has(row, "method"))
		return line_is(row, "method", "sendEncryptedService");
	return strncmp(line_name(line_object(row->json)), "decryptedMessageService",
	               strlen("decryptedMessageService")) == 0;
}

static bool
feed(struct replay *r, struct row *row, struct step *source)
{
	struct e2e_remote_file file = line_file(row, "file");
	struct e2e_bytes packet = row_bytes(&source->row, "packet");
	int64_t random_id = container_id(&source->row);

	if (file.size != 0 && row_has(&source->row, "file") &&
	    !json_equal(json_object_get(row->json, "file"),
	                json_object_get(source->row.json, "file")))
		return row_differs(row, "the file is not the one that was sent");
	return !row->malformed && !source->row.malformed &&
	       host_did(r, row, "e2e_feed_message",
	                e2e_feed_message(r->host.account, r->host.chat_id, random_id,
	                                 host_date(r), packet.p, packet.n,
	                                 file.size != 0 ? &file : NULL,
	                                 is_service(&source->row), 0, r->host.now));
}

/* Whether the packet of SOURCE is one of those behind a hole. */
static bool
is_held(struct replay *r, struct step *source)
{
	struct opened opened;
	struct row look;
	int32_t raw;
	bool held = false;

	row_start(&look, source->row.json);
	if (packet_open(r, &look, &opened, row_bytes(&look, "packet"), source->actor)) {
		for (uint32_t i = 0; !held && e2e_chat_held(r->host.account, &raw, r->host.chat_id,
		                                            i) == E2E_OK; i++)
			held = raw == opened.layer->out_seq_no / 2;
	}
	row_end(&look);
	return held;
}

static struct outcome
observe(struct replay *r, struct step *source, const struct e2e_chat *before,
        const struct e2e_chat *after)
{
	struct outcome outcome = {
		.in_order = after->in_seq - before->in_seq,
		.closed = after->state == E2E_CHAT_CLOSED && before->state != E2E_CHAT_CLOSED,
		.duplicate = after->duplicates != before->duplicates,
		.reason = after->reason,
	};

	if (outcome.closed)
		return outcome;
	outcome.waits = outcome.in_order == 0 && is_held(r, source);
	for (const struct heard *h = r->host.heard; h != NULL && !outcome.rejected; h = h->next) {
		outcome.rejected = h->event.kind == E2E_EVENT_REJECTED;
		outcome.reason = h->event.reason;
	}
	return outcome;
}

/* ---- The result ------------------------------------------------------------------------ */

enum result { PROCESSED, QUEUED, DUPLICATE, REJECT, FATAL };

/* The meaning of a word; what follows "queued" is for people. */
static bool
read_result(struct row *row, const json_t *json, enum result *result)
{
	static const char *const words[] = { "processed", "queued", "duplicate", "reject", "fatal" };
	const char *word = json_string_value(json);

	for (size_t i = 0; word != NULL && i < sizeof words / sizeof words[0]; i++) {
		*result = (enum result)i;
		if (strcmp(word, words[i]) == 0 ||
		    (*result == QUEUED && strncmp(word, words[i], strlen(words[i])) == 0))
			return true;
	}
	row_malformed(row, "a result that is unknown");
	return false;
}

static bool
is_result(const struct outcome *outcome, enum result result, size_t n_processed)
{
	bool dropped = outcome->in_order == 0 && !outcome->closed && n_processed == 0;

	switch (result) {
	case PROCESSED:
		return !outcome->closed && outcome->in_order > 0 &&
		       (size_t)outcome->in_order == n_processed;
	case QUEUED:
		return dropped && outcome->waits;
	case DUPLICATE:
		return dropped && outcome->duplicate;
	case REJECT:
		return dropped && outcome->rejected;
	default:
		return outcome->closed && n_processed == 0;
	}
}

static bool
result_differs(struct row *row, const struct outcome *outcome)
{
	const char *what = outcome->closed       ? "the chat was closed"
	                   : outcome->rejected   ? "the packet was rejected"
	                   : outcome->waits      ? "the packet waits behind a hole"
	                   : outcome->duplicate  ? "the packet counts as a duplicate"
	                                         : "";

	if (outcome->closed || outcome->rejected)
		return row_differs(row, "%s: %s", what, e2e_reason_text(outcome->reason));
	if (*what != '\0')
		return row_differs(row, "%s", what);
	return row_differs(row, "%" PRId32 " messages were processed, not %zu", outcome->in_order,
	                   json_array_size(json_object_get(row->json, "processed")));
}

/* Whether OUTCOME is the line's result or another one that it allows; which, in *RESULT. */
static bool
result_agrees(struct row *row, const struct outcome *outcome, enum result *result)
{
	const json_t *acceptable = json_object_get(row->json, "acceptable");
	size_t n = json_array_size(json_object_get(row->json, "processed"));

	if (!read_result(row, json_object_get(row->json, "result"), result))
		return false;
	if (is_result(outcome, *result, n))
		return true;
	for (size_t i = 0; i < json_array_size(acceptable); i++) {
		if (!read_result(row, json_array_get(acceptable, i), result))
			return false;
		if (is_result(outcome, *result, *result == PROCESSED ? n : 0))
			return true;
	}
	return result_differs(row, outcome);
}

/* ---- All of it -------------------------------------------------------------------------- */

bool
play_receive(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	struct step *source = line_of_packet(r, line_text(row, "packet_id"), r->at);
	struct e2e_chat before, after;
	struct outcome outcome;
	enum result result;

	if (source == NULL)
		row_malformed(row, "no line before gives this packet");
	if (!json_is_array(json_object_get(row->json, "processed")))
		row_malformed(row, "field \"processed\" is missing or no array");
	if (row->malformed || !host_chat(r, row, &before) || !feed(r, row, source) ||
	    !host_chat(r, row, &after))
		return false;
	outcome = observe(r, source, &before, &after);
	if (!result_agrees(row, &outcome, &result))
		return false;
	if (result == FATAL)
		return r->host.told || row_differs(row, "the server was not told of the end");
	return heard_agrees(r, row) && state_agrees(r, row);
}

bool
receive_described(struct replay *r, struct step *step)
{
	const json_t *processed = json_object_get(step->row.json, "processed");
	struct row *row = &step->row;

	for (size_t i = 0; i < json_array_size(processed); i++) {
		const json_t *entry = json_array_get(processed, i);
		const char *packet_id = json_string_value(json_object_get(entry, "packet_id"));
		struct step *source = NULL;
		struct opened opened;

		if (packet_id != NULL)
			source = line_of_packet(r, packet_id, (size_t)(step - r->step));
		if (source == NULL) {
			row_malformed(row, "field \"processed\" has an unknown packet");
			return false;
		}
		if (!packet_open(r, row, &opened, row_bytes(&source->row, "packet"),
		                 source->actor) ||
		    !tl_json_same(row, opened.layer->message, json_object_get(entry, "object")))
			return false;
	}
	return true;
}
