/* SPDX-License-Identifier: ISC */
/*
 * The random values of a transcript, handed to the account as it draws.  What a draw is
 * for shows in its length: 256 bytes are an exponent, 8 a random_id or an exchange_id
 * (of a re-key request first the latter), 15 the random_bytes of a wrapper, and what
 * follows those is padding.  Where the transcript has another length or none, the bytes
 * are made up, always the same ones, and the packet differs from the transcript's in them.
 */
#include "config.h"

#include "number.h"
#include "transcript.h"

#include <string.h>

#define NUMBER_BYTES  8
#define WRAPPER_BYTES 15

static void
plan(struct replay *r, struct step *step, size_t at, enum draw_kind kind, struct e2e_bytes bytes)
{
	struct draw *draw = (struct draw *)(void *)row_alloc(&step->row, sizeof *draw);

	*draw = (struct draw){ .kind = kind, .step = at, .bytes = bytes };
	*r->host.draws.end = draw;
	r->host.draws.end = &draw->next;
}

/* The long FIELD of JSON as it stands on the wire. */
static void
plan_number(struct replay *r, struct step *step, size_t at, const json_t *json,
            const char *field)
{
	const json_t *outside = step->row.json;
	uint8_t *wire = row_alloc(&step->row, NUMBER_BYTES);

	step->row.json = json;
	number_store64(wire, row_i64(&step->row, field));
	step->row.json = outside;
	plan(r, step, at, DRAW_NUMBER, (struct e2e_bytes){ wire, NUMBER_BYTES });
}

size_t
draw_next_send(const struct replay *r, size_t at)
{
	do
		at++;
	while (at < r->n && (r->step[at].type != STEP_SEND || r->step[at].actor != r->side));
	return at;
}

static void
plan_exponent(struct replay *r, struct step *step, size_t at, const char *field)
{
	plan(r, step, at, DRAW_EXPONENT,
	     (struct e2e_bytes){ row_number(&step->row, field, E2E_DH_BYTES), E2E_DH_BYTES });
}

/* Whether the exponent for the message of line AT is given. */
static bool
exponent_given(const struct replay *r, size_t at)
{
	for (const struct draw *draw = r->host.draws.first; draw != NULL; draw = draw->next) {
		if (draw->kind == DRAW_EXPONENT && draw->step == at)
			return true;
	}
	return false;
}

static bool
action_is(const json_t *object, const char *name)
{
	return strcmp(line_name(line_action(object)), name) == 0;
}

bool
draw_automatic(const struct step *step)
{
	static const char *const always[] = {
		"decryptedMessageActionResend", "decryptedMessageActionAcceptKey",
		"decryptedMessageActionAbortKey", "decryptedMessageActionCommitKey",
	};
	const json_t *object = line_object(step->row.json);

	for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
		if (action_is(object, always[i]))
			return true;
	}
	/* The form of layer 8 is what other clients make; the account never does. */
	return strcmp(line_name(object), "decryptedMessageService") == 0 &&
	       !line_is(&step->row, "cause", "application") &&
	       (action_is(object, "decryptedMessageActionNotifyLayer") ||
	        action_is(object, "decryptedMessageActionNoop"));
}

/* Bytes FIELD of "random", or none. */
static struct e2e_bytes
random_given(struct row *row, const char *field)
{
	const json_t *outside = line_enter(row, "random");
	struct e2e_bytes bytes = row_bytes(row, field);

	line_leave(row, outside);
	return bytes;
}

static void
plan_send(struct replay *r, struct step *step, size_t at)
{
	const json_t *object = line_object(step->row.json);
	bool request = action_is(object, "decryptedMessageActionRequestKey");

	if ((request || action_is(object, "decryptedMessageActionAcceptKey")) &&
	    !exponent_given(r, at))
		plan(r, step, at, DRAW_EXPONENT, (struct e2e_bytes){ NULL, 0 });
	if (request)
		plan_number(r, step, at, line_action(object), "exchange_id");
	if (request || draw_automatic(step))
		plan_number(r, step, at, object, "random_id");
	plan(r, step, at, DRAW_WRAPPER, random_given(&step->row, "layer_random_bytes"));
	plan(r, step, at, DRAW_PADDING, random_given(&step->row, "padding"));
}

void
draw_plan(struct replay *r)
{
	r->host.draws.end = &r->host.draws.first;
	for (size_t i = 0; i < r->n; i++) {
		struct step *step = &r->step[i];

		if (step->actor != r->side)
			continue;
		if (step->type == STEP_REQUEST)
			plan_exponent(r, step, i, "a");
		else if (step->type == STEP_ACCEPT)
			plan_exponent(r, step, i, "b");
		else if (step->type == STEP_EXPONENT)
			plan_exponent(r, step, draw_next_send(r, i), "exponent");
		else if (step->type == STEP_SEND)
			plan_send(r, step, i);
	}
}

/* ---- Drawing ---------------------------------------------------------------------- */

/* splitmix64: bytes that look random, the same in each run. */
static void
fill(struct draws *draws, uint8_t *out, size_t n)
{
	uint64_t z = 0;

	for (size_t i = 0; i < n; i++) {
		if (i % 8 == 0) {
			draws->filler += UINT64_C(0x9e3779b97f4a7c15);
			z = draws->filler;
			z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
			z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
			z ^= z >> 31;
		}
		out[i] = (uint8_t)(z >> 8 * (i % 8));
	}
}

/* The next of KIND that was not taken, from the line under way on. */
static struct draw *
next_draw(struct draws *draws, enum draw_kind kind)
{
	struct draw *draw = draws->first;

	while (draw != NULL && (draw->used || draw->kind != kind || draw->step < draws->step))
		draw = draw->next;
	return draw;
}

static struct draw *
choose(struct draws *draws, size_t n)
{
	struct draw *padding = draws->padding, *draw = NULL;

	draws->padding = NULL;
	if (n == WRAPPER_BYTES) {
		draw = next_draw(draws, DRAW_WRAPPER);
		draws->padding = draw != NULL ? draw->next : NULL;
	} else if (padding != NULL) {
		draw = padding;
	} else if (n == E2E_DH_BYTES) {
		draw = next_draw(draws, DRAW_EXPONENT);
	} else if (n == NUMBER_BYTES) {
		draw = next_draw(draws, DRAW_NUMBER);
	}
	return draw;
}

int32_t
draw_take(void *user, void *state, uint8_t *out, size_t n)
{
	struct draws *draws = user;
	struct draw *draw = choose(draws, n);

	(void)state;
	if (draw != NULL)
		draw->used = true;
	if (draw != NULL && draw->bytes.p != NULL && draw->bytes.n == n)
		memcpy(out, draw->bytes.p, n);
	else
		fill(draws, out, n);
	return E2E_OK;
}
