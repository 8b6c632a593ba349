/* SPDX-License-Identifier: ISC */
/* A packet that comes: fed to the account, and what a host can see of it against the line. */
#include "config.h"

#include "heard.h"
#include "host.h"
#include "packet.h"
#include "receive.h"
#include "state.h"
#include "tl_json.h"

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

enum result { PROCESSED, QUEUED, DUPLICATE, REJECT, FATAL };

/* ---- Feeding ------------------------------------------------------------------------- */

static bool
is_service(const struct row *row)
{
	static const char prefix[] = "decryptedMessageService";

	if (row_has(row, "method"))
		return row_says(row, "method", "sendEncryptedService");
	return strncmp(line_name(line_object(row->json)), prefix, sizeof prefix - 1) == 0;
}

static bool
feed(struct replay *r, struct row *row, struct row *source)
{
	struct e2e_remote_file file = line_file(row);
	struct e2e_bytes packet = row_bytes(source, "packet");
	const json_t *id = row_get(source, "api_random_id");

	if (id == NULL)
		id = json_object_get(line_object(source->json), "random_id");
	if (file.size != 0 && row_has(source, "file") &&
	    !json_equal(row_get(row, "file"), row_get(source, "file")))
		return row_differs(row, "the file is not the one that was sent");
	return !row->malformed && !source->malformed &&
	       host_did(r, row, "e2e_feed_message",
	                e2e_feed_message(r->host.account, r->host.chat_id,
	                                 value_i64(source, id, "random_id"), host_date(r),
	                                 packet.p, packet.n, file.size != 0 ? &file : NULL,
	                                 is_service(source), 0, r->host.now));
}

static bool
is_held(struct replay *r, struct step *source)
{
	int32_t number = packet_number(r, row_bytes(&source->row, "packet"), source->actor), raw;

	for (uint32_t i = 0;
	     e2e_chat_held(r->host.account, &raw, r->host.chat_id, i) == E2E_OK; i++) {
		if (raw == number)
			return true;
	}
	return false;
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

/* Whether JSON is a word for what came out; what follows "queued" is for people. */
static bool
allows(struct row *row, const json_t *json, const struct outcome *outcome, size_t n_processed)
{
	static const char *const words[] = {
		"processed", "queued", "duplicate", "reject", "fatal",
	};
	const char *word = json_string_value(json);

	for (size_t i = 0; word != NULL && i < sizeof words / sizeof words[0]; i++) {
		if (i == QUEUED ? strncmp(word, words[i], strlen(words[i])) == 0
		                : strcmp(word, words[i]) == 0)
			return is_result(outcome, (enum result)i,
			                 i == PROCESSED ? json_array_size(row_get(row, "processed"))
			                                : n_processed);
	}
	row_malformed(row, "a result that is unknown");
	return false;
}

static bool
result_agrees(struct row *row, const struct outcome *outcome)
{
	const json_t *acceptable = row_get(row, "acceptable");
	size_t n = json_array_size(row_get(row, "processed"));
	bool good = allows(row, row_get(row, "result"), outcome, n);

	for (size_t i = 0; i < json_array_size(acceptable) && !good; i++)
		good = allows(row, json_array_get(acceptable, i), outcome, 0);
	if (good)
		return true;
	if (outcome->closed || outcome->rejected)
		return row_differs(row, "%s: %s", outcome->closed ? "the chat was closed"
		                                                  : "the packet was rejected",
		                   e2e_reason_text(outcome->reason));
	return row_differs(row, "%d messages were processed, not %zu%s", (int)outcome->in_order, n,
	                   outcome->waits       ? ", and the packet waits behind a hole"
	                   : outcome->duplicate ? ", and the packet counts as a duplicate"
	                                        : "");
}

void
receive_play(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	struct step *source = step_of_packet(r, row_text(row, "packet_id"), r->at);
	struct e2e_chat before, after;
	struct outcome outcome;

	if (source == NULL)
		row_malformed(row, "no line before gives this packet");
	if (!json_is_array(row_get(row, "processed")))
		row_malformed(row, "processed is missing or no array");
	if (row->malformed || !host_chat(r, row, &before) || !feed(r, row, &source->row) ||
	    !host_chat(r, row, &after))
		return;
	outcome = observe(r, source, &before, &after);
	if (!result_agrees(row, &outcome))
		return;
	if (outcome.closed) {
		if (!r->host.told)
			row_differs(row, "the server was not told of the end");
		return;
	}
	heard_agrees(r, row);
	state_agrees(r, row);
}

void
receive_described(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const json_t *processed = row_get(row, "processed");

	for (size_t i = 0; i < json_array_size(processed); i++) {
		const json_t *entry = json_array_get(processed, i);
		const char *packet_id = json_string_value(json_object_get(entry, "packet_id"));
		struct step *source = NULL;
		struct opened opened;

		if (packet_id != NULL)
			source = step_of_packet(r, packet_id, (size_t)(step - r->step));
		if (source == NULL)
			row_malformed(row, "processed has an unknown packet");
		else if (packet_open(r, row, &opened, row_bytes(&source->row, "packet"),
		                     source->actor))
			tl_json_same(row, opened.layer->message, json_object_get(entry, "object"));
	}
}
