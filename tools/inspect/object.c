/* SPDX-License-Identifier: ISC */
/* TL: an object, decoded as far as that is possible, and shown. */
#include "config.h"

#include "inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static bool
get(struct decoded *d, int32_t *result, struct e2e_bytes bytes)
{
	size_t room = E2E_TL_ROOM(bytes.n);

	d->got = (struct e2e_tl_got)E2E_TL_GOT_INIT;
	free(d->memory);
	d->memory = malloc(room);
	*result = E2E_ERR_NOMEM;
	if (d->memory != NULL)
		*result = e2e_tl_get(&d->got, d->memory, room, E2E_TYPE_ANY, bytes.p, bytes.n,
		                     NULL);
	if (*result >= 0)
		return true;
	inspect_say("%s", e2e_strerror(*result));
	return false;
}

static void
odd_check(struct report *r, uint32_t odd)
{
	if ((odd & E2E_TL_ODD_PADDING) != 0)
		report_check(r, REPORT_NOTE, "odd", "a string is filled up with other bytes than "
		             "zeros");
	if ((odd & E2E_TL_ODD_LENGTH) != 0)
		report_check(r, REPORT_NOTE, "odd", "a short string has the long form of length");
	if ((odd & E2E_TL_ODD_FLAGS) != 0)
		report_check(r, REPORT_NOTE, "odd", "a flag is set that the schema does not have");
}

static const char *
path_of(const struct walk *w)
{
	return w->path[0] != '\0' ? w->path : "the object";
}

static void
unknown_check(struct report *r, const struct walk *w, const struct decoded *d)
{
	const struct e2e_tl_got *got = &d->got;
	char id[24];

	/* Objects have whole words; of what has not, the first could be that of a mistyped key. */
	if (w->at == 0 && w->left % 4 != 0 && !r->expose_keys)
		snprintf(id, sizeof id, "(not shown)");
	else
		snprintf(id, sizeof id, "0x%08" PRIx32, got->unknown);
	report_check(r, REPORT_FAILED, "tl", "unknown constructor %s at byte %zu, %s", id, w->at,
	             path_of(w));
	report_expected(r, "a constructor of the schema");
	report_means(r, "It cannot be skipped, so the last %zu bytes stay undecoded. A newer "
	             "client, a constructor of the cloud's schema (old Androids do that), or no "
	             "TL.", got->rest.n);
	report_string(r, d->names->unknown, id);
}

static void
trailing_check(struct report *r, const struct walk *w, const struct names *names)
{
	report_check(r, REPORT_FAILED, "tl", "the object ends at byte %zu and %zu trailing bytes "
	             "follow", w->at, w->left);
	report_expected(r, "one object that takes all bytes");
	report_means(r, "A faulty sender, or a field that the schema here does not have.");
	report_number(r, names->trailing, (int64_t)w->left);
}

static void
problem_check(struct report *r, const struct walk *w)
{
	if (w->problem == NULL) { /* larger than the decoder takes */
		report_check(r, REPORT_FAILED, "tl", "no object that can be decoded");
		return;
	}
	report_check(r, REPORT_FAILED, "tl", "at byte %zu: %s %s", w->at, path_of(w), w->problem);
	if (w->kind == WALK_CUT_OFF)
		report_expected(r, "%" PRIu32 " bytes, and %zu are left", w->want, w->left);
	else if (w->kind == WALK_COUNT)
		report_expected(r, "fewer than %" PRIu32 " elements", w->want);
	else if (w->kind == WALK_CONSTRUCTOR)
		report_means(r, "The constructor there is 0x%08" PRIx32 " (%s).", w->id,
		             e2e_tl_name(w->id) != NULL ? e2e_tl_name(w->id) : "unknown");
}

/* Whether decoding ended at an id that no schema has, and not at a flag. */
static bool
unknown_id(const struct decoded *d, int32_t result)
{
	return result == E2E_REFUSED_UNKNOWN && e2e_tl_name(d->got.unknown) == NULL;
}

bool
object_decode(struct inspect *in, struct decoded *d, struct e2e_bytes bytes)
{
	struct report *r = &in->report;
	struct walk w;
	int32_t result;

	if (bytes.n == 0) {
		report_check(r, REPORT_FAILED, "tl", "no bytes");
		report_expected(r, "an object");
		d->got = (struct e2e_tl_got)E2E_TL_GOT_INIT;
		return true;
	}
	if (!get(d, &result, bytes))
		return false;
	walk_bytes(&w, bytes);
	d->whole = result == E2E_OK;
	if (result == E2E_OK) {
		report_check(r, REPORT_OK, "tl", "%s, %zu bytes", e2e_tl_name(d->got.object->ctor),
		             bytes.n);
	} else if (unknown_id(d, result)) {
		unknown_check(r, &w, d);
	} else if (w.problem == NULL && w.left > 0) {
		trailing_check(r, &w, d->names);
		bytes.n = w.at;
		if (!get(d, &result, bytes))
			return false;
	} else {
		problem_check(r, &w);
	}
	odd_check(r, d->got.odd);
	if (!r->expose_keys)
		secrets_hide(&d->secrets, d->memory, d->got.object);
	return true;
}

/* ---- Showing ------------------------------------------------------------------ */

static void
message_show(struct inspect *in, const struct e2e_tl *message, int32_t layer)
{
	struct report *r = &in->report;
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	report_part(r, "message");
	if (message == NULL || e2e_tl_info_get(&info, message->ctor) != E2E_OK) {
		report_check(r, REPORT_NOTE, "constructor", "none that could be decoded");
		return;
	}
	if ((int64_t)info.layer > layer) {
		report_check(r, REPORT_NOTE, "constructor", "%s#%08" PRIx32 " of layer %" PRIu32,
		             info.name, info.ctor, info.layer);
		report_means(r, "Newer than the layer of the wrapper.");
	} else {
		report_check(r, REPORT_OK, "constructor", "%s#%08" PRIx32 " of layer %" PRIu32,
		             info.name, info.ctor, info.layer);
	}
	report_string(r, "constructor", info.name);
	report_object(r, "message", message);
}

void
object_show(struct inspect *in, const struct e2e_tl *object, uint32_t mtproto, uint32_t sender)
{
	const struct e2e_tl_decrypted_message_layer *w;
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	if (object == NULL || e2e_tl_info_get(&info, object->ctor) != E2E_OK)
		return;
	if (info.type == E2E_TYPE_DECRYPTED_MESSAGE_LAYER) {
		w = (const struct e2e_tl_decrypted_message_layer *)(const void *)object;
		inspect_wrapper(in, w, mtproto, sender);
		message_show(in, w->message, w->layer);
	} else if (info.type == E2E_TYPE_DECRYPTED_MESSAGE) {
		report_check(&in->report, REPORT_NOTE, "wrapper", "none");
		report_means(&in->report, "A message without layer and sequence numbers, as layer "
		             "8 had them.");
		message_show(in, object, 8);
	} else {
		report_object(&in->report, "object", object);
	}
}

static void
secrets_tell(struct report *r, const struct secrets *s)
{
	if (s->n == 0)
		return;
	report_number(r, "keys_hidden", (int64_t)s->n);
	report_check(r, REPORT_NOTE, "file key", "not shown");
	report_means(r, "--expose-keys shows it.");
}

void
object_end(struct inspect *in, struct decoded *d)
{
	struct report *r = &in->report;

	secrets_tell(r, &d->secrets);
	if (d->got.rest.n > 0)
		report_rest(r, d->names->rest, d->got.rest, d->got.object != NULL);
	free(d->memory);
	d->memory = NULL;
}
