/* SPDX-License-Identifier: ISC */
/* The lines of a transcript, one after the other: who plays each, and who describes it. */
#include "config.h"

#include "draw.h"
#include "host.h"
#include "packet.h"
#include "receive.h"
#include "send.h"
#include "start.h"
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_BYTES 32

/* Whose lines of a type say something about our side. */
enum judged { NONE, OURS, THEIRS, BOTH };

/*
 * A line is played in its turn, and described at the end of the session, when all keys are
 * known.  Either may be NULL.
 */
struct kind {
	const char *type;
	enum judged judged;
	void (*play)(struct replay *r, struct step *step);
	void (*describe)(struct replay *r, struct step *step);
};

static const struct kind kinds[] = {
	{ "meta", NONE, NULL, NULL },
	{ "request", BOTH, start_request, NULL },
	{ "accept", BOTH, start_accept, NULL },
	{ "complete", BOTH, start_complete, NULL },
	{ "send", OURS, send_play, packet_rebuilt },
	{ "resend", OURS, send_again_play, NULL },
	{ "receive", OURS, receive_play, receive_described },
	{ "forged_packet", THEIRS, NULL, packet_described }, /* it breaks the protocol      */
	{ "rekey_exponent", OURS, start_exponent, NULL },    /* of the next message         */
	{ "peer_packet", THEIRS, NULL, packet_described },
	{ "peer_accepts", NONE, NULL, NULL },                /* what it did with one of ours */
	{ "peer_event", NONE, NULL, NULL },
	{ "peer_discard", NONE, NULL, NULL },
	{ "receive_discarded", OURS, start_discarded, NULL },
	{ "discard", OURS, start_discard, NULL },
	{ "note", NONE, NULL, NULL },
	{ NULL, NONE, NULL, NULL },
};

static const struct row_word sides[] = {
	{ "A", E2E_CREATOR }, { "B", E2E_ACCEPTOR }, { NULL, 0 },
};

/* The policies, in the order of replaying. */
static const struct row_word policies[] = {
	{ "standard", E2E_POLICY_STANDARD }, { "strict", E2E_POLICY_STRICT }, { NULL, 0 },
};

/* ---- Reading ----------------------------------------------------------------------- */

static bool
is_judged(const struct replay *r, const struct step *step)
{
	bool ours = step->actor == r->side;

	/* What is fatal only because TDLib closes there, no document, is for that policy. */
	if (step->strict && r->policy != E2E_POLICY_STRICT)
		return false;
	/* Of the other side's packets some are not told what is in them. */
	if (step_is(step, "peer_packet") && !row_has(&step->row, "decrypted"))
		return false;
	return step->kind->judged == BOTH || (step->kind->judged == OURS && ours) ||
	       (step->kind->judged == THEIRS && !ours);
}

static void
read_step(struct replay *r, size_t at)
{
	struct step *step = &r->step[at];
	struct row *row = &step->row;
	const char *type;

	row_start(row, r->file->lines[at]);
	type = row_text(row, "type");
	step->kind = kinds;
	while (step->kind->type != NULL && strcmp(step->kind->type, type) != 0)
		step->kind++;
	if (step->kind->type == NULL)
		row_malformed(row, "a line of the unknown type \"%.40s\"", type);
	step->strict = row_has(row, "policy");
	if (step->strict && (strcmp(type, "receive") != 0 || !row_says(row, "policy", "strict") ||
	                     !row_says(row, "result", "fatal")))
		row_malformed(row, "policy is for what is fatal with \"strict\" only");
	step->actor = NO_SIDE;
	if (strcmp(type, "meta") != 0 && strcmp(type, "note") != 0)
		step->actor = (uint32_t)row_choice(row, "actor", sides);
	if (strcmp(type, "meta") == 0 && at > 0)
		row_malformed(row, "a second line of the type \"meta\"");
	/* Lines are counted, so that none is missing. */
	step->judged = !row_is_i32(row, "step?", (int64_t)at) || is_judged(r, step) || at == 0;
}

/* ---- Playing --------------------------------------------------------------------------- */

static void
begin(struct replay *r)
{
	struct row *row = &r->step[0].row;
	struct e2e_bytes p = row_bytes(row, "p");
	int32_t g = row_i32(row, "g");

	r->group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	r->layer = row_i32(row, r->side == E2E_CREATOR ? "A_max_layer" : "B_max_layer");
	r->peer_layer = row_i32(row, "initial_remote_layer");
	draw_plan(r);
	if (!row->malformed && row_worked(row, "e2e_dh_group_set",
	                                  e2e_dh_group_set(r->blocks->crypto, &r->group, p.p, p.n,
	                                                   g)))
		host_open(r, row);
}

static void
play_step(struct replay *r, size_t at)
{
	struct step *step = &r->step[at];
	struct host *host = &r->host;

	if (step->kind->play == NULL || !is_judged(r, step))
		return;
	if (host->account == NULL) {
		row_differs(&step->row, "there is no account");
		return;
	}
	r->at = at;
	host->now++;
	host->draws.step = at;
	host->draws.padding = NULL;
	host->heard = NULL;
	host->heard_end = &host->heard;
	step->kind->play(r, step);
}

static void
play(struct replay *r)
{
	size_t left = 0;

	begin(r);
	for (size_t i = 1; i < r->n; i++)
		play_step(r, i);
	for (const struct made *made = r->host.made; made != NULL; made = made->next)
		left++;
	if (left > 0)
		row_differs(&r->step[0].row,
		            "%zu packets came out that the transcript does not have", left);
	for (size_t i = 1; i < r->n; i++) {
		struct step *step = &r->step[i];

		if (step->kind->describe != NULL && is_judged(r, step))
			step->kind->describe(r, step);
	}
	host_close(r);
}

/* ---- Judging ------------------------------------------------------------------------------ */

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
tell(const struct replay *r, struct tally *tally)
{
	const char *side = sides[r->side].word;
	char id[ID_BYTES];

	for (size_t i = 0; i < r->n; i++) {
		snprintf(id, sizeof id, "%s-%zu", side, i);
		if (r->step[i].judged)
			tally_add(tally, i > 0 ? id : side, &r->step[i].row,
			          policies[r->policy].word);
	}
}

static bool
judge_side(const struct vector_file *file, struct rig *blocks, uint32_t side, uint32_t policy,
           struct tally *tally)
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
		tell(&r, tally);
	for (size_t i = 0; i < r.n; i++)
		row_end(&r.step[i].row);
	free(r.step);
	return good;
}

bool
transcript_judge(const struct vector_file *file, struct rig *blocks, struct tally *tally)
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
			good = judge_side(file, blocks, side, (uint32_t)policies[i].meaning, tally);
	}
	return good;
}
