/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_BYTES     32
#define POLICY_BYTES 16

/* Whose lines of a type say something about our side. */
enum judged {
	NONE,
	OURS,
	THEIRS,
	BOTH,
};

/*
 * A line is played in its turn, and described at the end of the session, when all keys are
 * known.  Either may be NULL.
 */
struct kind {
	const char *word;
	enum step_type type;
	enum judged judged;
	bool (*play)(struct replay *r, struct step *step);
	bool (*describe)(struct replay *r, struct step *step);
};

static bool
describe_sent(struct replay *r, struct step *step)
{
	return packet_rebuilt(r, &step->row);
}

static bool
describe_packet(struct replay *r, struct step *step)
{
	return packet_described(r, &step->row);
}

static const struct kind kinds[] = {
	{ "meta", STEP_META, NONE, NULL, NULL },
	{ "request", STEP_REQUEST, BOTH, play_request, NULL },
	{ "accept", STEP_ACCEPT, BOTH, play_accept, NULL },
	{ "complete", STEP_COMPLETE, BOTH, play_complete, NULL },
	{ "send", STEP_SEND, OURS, play_send, describe_sent },
	{ "resend", STEP_RESEND, OURS, play_resend, NULL },
	{ "receive", STEP_RECEIVE, OURS, play_receive, receive_described },
	{ "forged_packet", STEP_FORGED, THEIRS, NULL, describe_packet },
	{ "rekey_exponent", STEP_EXPONENT, OURS, play_exponent, NULL },
	{ "peer_packet", STEP_PEER_PACKET, THEIRS, NULL, describe_packet },
	{ "peer_accepts", STEP_PEER_ACCEPTS, NONE, NULL, NULL },
	{ "peer_event", STEP_PEER_EVENT, NONE, NULL, NULL },
	{ "peer_discard", STEP_PEER_DISCARD, NONE, NULL, NULL },
	{ "receive_discarded", STEP_DISCARDED, OURS, play_discarded, NULL },
	{ "discard", STEP_DISCARD, OURS, play_discard, NULL },
	{ "note", STEP_NOTE, NONE, NULL, NULL },
};

static const struct row_word sides[] = {
	{ "A", E2E_CREATOR },
	{ "B", E2E_ACCEPTOR },
	{ NULL, 0 },
};

/* ---- Reading ----------------------------------------------------------------------- */

static const struct kind *
kind_of(const struct step *step)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (kinds[i].type == step->type)
			return &kinds[i];
	}
	abort();
}

/* The policies, in the order of replaying. */
static const struct row_word policies[] = {
	{ "standard", E2E_POLICY_STANDARD },
	{ "strict", E2E_POLICY_STRICT },
	{ NULL, 0 },
};

/* What is fatal only because TDLib closes there, no document, is left out where that is not asked. */
static bool
is_played(const struct replay *r, const struct step *step)
{
	return !step->strict || r->policy == E2E_POLICY_STRICT;
}

static bool
is_judged(const struct replay *r, const struct step *step)
{
	if (!is_played(r, step))
		return false;
	switch (kind_of(step)->judged) {
	case OURS:
		return step->actor == r->side;
	case THEIRS:
		return step->actor != r->side;
	case BOTH:
		return true;
	default:
		return false;
	}
}

static void
read_type(struct step *step)
{
	const char *word = line_text(&step->row, "type");

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strcmp(kinds[i].word, word) == 0) {
			step->type = kinds[i].type;
			return;
		}
	}
	row_malformed(&step->row, "a line of the unknown type \"%.40s\"", word);
}

static void
read_step(struct replay *r, size_t at)
{
	struct step *step = &r->step[at];
	struct row *row = &step->row;

	row_start(row, r->file->lines[at]);
	read_type(step);
	step->strict = row_has(row, "policy");
	if (step->strict && (step->type != STEP_RECEIVE || !line_is(row, "policy", "strict") ||
	                     !line_is(row, "result", "fatal")))
		row_malformed(row, "field \"policy\" is for what is fatal with \"strict\" only");
	step->actor = NO_SIDE;
	if (step->type != STEP_META && step->type != STEP_NOTE)
		step->actor = (uint32_t)row_choice(row, "actor", sides);
	if (step->type == STEP_META && at > 0)
		row_malformed(row, "a second line of the type \"meta\"");
	step->judged = is_judged(r, step);
	step->good = true;
	/* Lines are counted, so that none is missing. */
	if (row_has(row, "step") && row_i32(row, "step") != (int64_t)at) {
		step->judged = true;
		step->good = row_differs(row, "this is not line %zu of the session", at);
	}
}

static bool
read_meta(struct replay *r)
{
	struct row *row = &r->step[0].row;
	struct e2e_bytes p = row_bytes(row, "p");
	int32_t g = row_i32(row, "g");

	r->group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	r->layer = row_i32(row, r->side == E2E_CREATOR ? "A_max_layer" : "B_max_layer");
	r->peer_layer = row_i32(row, "initial_remote_layer");
	return !row->malformed &&
	       row_worked(row, "e2e_dh_group_set",
	                  e2e_dh_group_set(r->blocks->crypto, &r->group, p.p, p.n, g));
}

/* Whether no other line sends a packet with the id of STEP, one that sends. */
static bool
is_first(struct replay *r, const struct step *step)
{
	const char *id = json_string_value(json_object_get(step->row.json, "packet_id"));

	for (const struct step *other = r->step; id != NULL && other < step; other++) {
		if (other->type == STEP_SEND && line_is(&other->row, "packet_id", id))
			return false;
	}
	return id != NULL;
}

/* ---- Playing --------------------------------------------------------------------------- */

static void
play_step(struct replay *r, size_t at)
{
	struct step *step = &r->step[at];
	struct host *host = &r->host;
	const struct kind *kind = kind_of(step);

	if (kind->play == NULL || !is_judged(r, step))
		return;
	if (host->account == NULL) {
		step->good = row_differs(&step->row, "there is no account");
		return;
	}
	if (step->type == STEP_SEND && !is_first(r, step))
		row_malformed(&step->row, "field \"packet_id\" is missing, or was given before");
	r->at = at;
	host->now++;
	host->draws.step = at;
	host->draws.padding = NULL;
	host->heard = NULL;
	host->heard_end = &host->heard;
	step->good = kind->play(r, step) && step->good;
}

static void
describe_step(struct replay *r, size_t at)
{
	struct step *step = &r->step[at];
	const struct kind *kind = kind_of(step);
	bool given = step->type != STEP_PEER_PACKET || row_has(&step->row, "decrypted");

	if (kind->describe == NULL || !is_judged(r, step))
		return;
	step->judged = given;
	if (given)
		step->good = kind->describe(r, step) && step->good;
}

/* What belongs to no line: the account was made, and did nothing that is not there. */
static void
judge_session(struct replay *r)
{
	struct step *session = &r->step[0];
	size_t n = 0;

	for (const struct made *made = r->host.made; made != NULL; made = made->next)
		n++;
	if (n > 0)
		session->good = row_differs(&session->row,
		                            "%zu packets came out that the transcript does not have",
		                            n);
}

static void
play(struct replay *r)
{
	struct step *session = &r->step[0];

	session->judged = true;
	draw_plan(r);
	if (!read_meta(r) || !host_open(r, &session->row))
		session->good = false;
	for (size_t i = 1; i < r->n; i++)
		play_step(r, i);
	judge_session(r);
	for (size_t i = 1; i < r->n; i++)
		describe_step(r, i);
	host_close(r);
}

/* ---- Telling ----------------------------------------------------------------------------- */

/* False, after a message, if a line is malformed. */
static bool
well_formed(const struct replay *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->step[i].row.malformed) {
			file_complain(r->file, i + 1, "%s", r->step[i].row.why);
			return false;
		}
	}
	return true;
}

static void
tell(const struct replay *r, const struct transcript_report *report)
{
	const char *side = sides[r->side].word;
	char id[ID_BYTES], why[ROW_WHY_BYTES + POLICY_BYTES];

	for (size_t i = 0; i < r->n; i++) {
		const struct step *step = &r->step[i];

		if (!step->judged)
			continue;
		snprintf(id, sizeof id, "%s-%zu", side, i);
		snprintf(why, sizeof why, "%s: %s", policies[r->policy].word, step->row.why);
		report->tell(report->user, i > 0 ? id : side,
		             step->good ? VERDICT_PASS : VERDICT_FAIL, why);
	}
}

static bool
judge_side(const struct vector_file *file, struct rig *blocks, uint32_t side, uint32_t policy,
           const struct transcript_report *report)
{
	struct replay r = {
		.file = file, .blocks = blocks, .side = side, .policy = policy, .n = file->n
	};
	bool good;

	r.step = calloc(r.n, sizeof *r.step);
	if (r.step == NULL) {
		file_complain(file, 0, "out of memory");
		return false;
	}
	for (size_t i = 0; i < r.n; i++)
		read_step(&r, i);
	good = well_formed(&r);
	if (good) {
		play(&r);
		good = well_formed(&r);
	}
	if (good)
		tell(&r, report);
	for (size_t i = 0; i < r.n; i++)
		row_end(&r.step[i].row);
	free(r.step);
	return good;
}

bool
transcript_judge(const struct vector_file *file, struct rig *blocks,
                 const struct transcript_report *report)
{
	struct row meta;
	uint32_t first = E2E_CREATOR, last = E2E_ACCEPTOR;
	bool good;

	row_start(&meta, file->lines[0]);
	if (row_has(&meta, "replay_as"))
		first = last = (uint32_t)row_choice(&meta, "replay_as", sides);
	good = !meta.malformed;
	if (!good)
		file_complain(file, 1, "%s", meta.why);
	row_end(&meta);
	for (size_t i = 0; policies[i].word != NULL; i++) {
		for (uint32_t side = first; good && side <= last; side++)
			good = judge_side(file, blocks, side, (uint32_t)policies[i].meaning,
			                  report);
	}
	return good;
}
