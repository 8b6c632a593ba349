/* SPDX-License-Identifier: ISC */
/* Which line's random bytes a draw of the account gets. */
#include "config.h"

#include "draw.h"

#include <string.h>

#define PADDING_BYTES 0 /* of any length */
#define NUMBER_BYTES  8
#define WRAPPER_BYTES 15

static void
plan(struct replay *r, struct row *row, size_t at, size_t room, struct e2e_bytes bytes)
{
	struct draw *draw = row_alloc(row, sizeof *draw);

	*draw = (struct draw){ .room = room, .step = at, .bytes = bytes };
	*r->host.draws.end = draw;
	r->host.draws.end = &draw->next;
}

static void
plan_exponent(struct replay *r, struct row *row, size_t at, const char *field)
{
	const uint8_t *exponent = row_number(row, field, E2E_DH_BYTES);

	plan(r, row, at, E2E_DH_BYTES, span(exponent, E2E_DH_BYTES));
}

/* JSON, a long, as it stands on the wire. */
static void
plan_number(struct replay *r, struct row *row, size_t at, const json_t *json)
{
	const uint8_t *wire = row_wire(row, value_i64(row, json, "an id"), NUMBER_BYTES);

	if (json == NULL)
		row_malformed(row, "a message has no random_id or exchange_id");
	plan(r, row, at, NUMBER_BYTES, span(wire, NUMBER_BYTES));
}

size_t
draw_next_send(const struct replay *r, size_t at)
{
	do
		at++;
	while (at < r->n && !step_sends(r, &r->step[at]));
	return at;
}

/* Whether the exponent for the message of line AT is given. */
static bool
exponent_given(const struct replay *r, size_t at)
{
	for (const struct draw *draw = r->host.draws.first; draw != NULL; draw = draw->next) {
		if (draw->room == E2E_DH_BYTES && draw->step == at)
			return true;
	}
	return false;
}

bool
draw_automatic(const struct step *step)
{
	const json_t *object = line_object(step->row.json);

	if (line_acts(object, "Resend") || line_acts(object, "AcceptKey") ||
	    line_acts(object, "AbortKey") || line_acts(object, "CommitKey"))
		return true;
	/* The form of layer 8 is what other clients make; the account never does. */
	return strcmp(line_name(object), "decryptedMessageService") == 0 &&
	       !row_says(&step->row, "cause", "application") &&
	       (line_acts(object, "NotifyLayer") || line_acts(object, "Noop"));
}

static void
plan_send(struct replay *r, struct step *step, size_t at)
{
	struct row *row = &step->row;
	const json_t *object = line_object(row->json);
	bool request = line_acts(object, "RequestKey");

	if ((request || line_acts(object, "AcceptKey")) && !exponent_given(r, at))
		plan(r, row, at, E2E_DH_BYTES, span(NULL, 0));
	if (request)
		plan_number(r, row, at,
		            json_object_get(json_object_get(object, "action"), "exchange_id"));
	if (request || draw_automatic(step))
		plan_number(r, row, at, json_object_get(object, "random_id"));
	plan(r, row, at, WRAPPER_BYTES, row_bytes(row, "random.layer_random_bytes"));
	plan(r, row, at, PADDING_BYTES, row_bytes(row, "random.padding"));
}

void
draw_plan(struct replay *r)
{
	r->host.draws.end = &r->host.draws.first;
	for (size_t i = 0; i < r->n; i++) {
		struct step *step = &r->step[i];

		if (step->actor != r->side)
			continue;
		if (step_is(step, "request"))
			plan_exponent(r, &step->row, i, "a");
		else if (step_is(step, "accept"))
			plan_exponent(r, &step->row, i, "b");
		else if (step_is(step, "rekey_exponent"))
			plan_exponent(r, &step->row, draw_next_send(r, i), "exponent");
		else if (step_is(step, "send"))
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

/* The next draw of N bytes that was not taken, from the line under way on; NULL without one. */
static struct draw *
choose(struct draws *draws, size_t n)
{
	struct draw *draw = draws->first;

	if (draws->padding != NULL && n != WRAPPER_BYTES)
		draw = draws->padding;
	else
		while (draw != NULL && (draw->used || draw->room != n || draw->step < draws->step))
			draw = draw->next;
	draws->padding = n == WRAPPER_BYTES && draw != NULL ? draw->next : NULL;
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
	if (draw != NULL && draw->bytes.n == n && n > 0)
		memcpy(out, draw->bytes.p, n);
	else
		fill(draws, out, n);
	return E2E_OK;
}
