/* SPDX-License-Identifier: ISC */
/* TL objects out of JSON, by way of the tables of the schema. */
#include "config.h"

#include "tl_json.h"

#include <string.h>

/* No run of one byte is longer, and no text made of runs. */
#define RUN_MAX 0x4000000

/* ---- Names ------------------------------------------------------------------ */

/*
 * TDLib appends a layer to the name of a constructor that another one replaced; the
 * schema calls all of them the same.  The layer is not always the one that introduced it.
 */
static const struct {
	const char *name;
	uint32_t ctor;
} tdlib_names[] = {
	{ "decryptedMessage8", E2E_TL_DECRYPTED_MESSAGE_8 },
	{ "decryptedMessage23", E2E_TL_DECRYPTED_MESSAGE_17 },
	{ "decryptedMessage46", E2E_TL_DECRYPTED_MESSAGE_45 },
	{ "decryptedMessageService8", E2E_TL_DECRYPTED_MESSAGE_SERVICE_8 },
	{ "decryptedMessageMediaPhoto8", E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_8 },
	{ "decryptedMessageMediaVideo8", E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_8 },
	{ "decryptedMessageMediaVideo23", E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_17 },
	{ "decryptedMessageMediaDocument8", E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_8 },
	{ "decryptedMessageMediaDocument46", E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45 },
	{ "decryptedMessageMediaAudio8", E2E_TL_DECRYPTED_MESSAGE_MEDIA_AUDIO_8 },
	{ "documentAttributeSticker23", E2E_TL_DOCUMENT_ATTRIBUTE_STICKER_23 },
	{ "documentAttributeVideo23", E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_23 },
	{ "documentAttributeAudio23", E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_23 },
	{ "documentAttributeAudio45", E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_45 },
};

bool
tl_json_find(struct e2e_tl_info *info, const char *name)
{
	struct e2e_tl_info one = E2E_TL_INFO_INIT;
	bool found = false;

	for (size_t i = 0; i < sizeof tdlib_names / sizeof tdlib_names[0]; i++) {
		if (strcmp(tdlib_names[i].name, name) == 0)
			return e2e_tl_info_get(info, tdlib_names[i].ctor) == E2E_OK;
	}
	/* A name alone is the newest constructor of that name. */
	for (size_t i = 0; e2e_tl_info_at(&one, i) == E2E_OK; i++) {
		if (one.schema != E2E_TL_SCHEMA_SECRET || strcmp(one.name, name) != 0)
			continue;
		if (!found || one.layer > info->layer)
			*info = one;
		found = true;
	}
	return found;
}

/* ---- From JSON to objects ---------------------------------------------------- */

static struct e2e_bytes
copy_text(struct row *row, const json_t *json)
{
	return row_copy(row, (struct e2e_bytes){ (const uint8_t *)json_string_value(json),
	                                         json_string_length(json) });
}

/* {"fill": HEX, "count": N} or {"fill_text": TEXT, "count": N} */
static struct e2e_bytes
build_run(struct row *row, const json_t *run)
{
	const json_t *hex = json_object_get(run, "fill"), *text = json_object_get(run, "fill_text");
	const json_t *count = json_object_get(run, "count");
	struct e2e_bytes piece = { NULL, 0 }, whole = { NULL, 0 };
	uint8_t *bytes;

	if (json_object_size(run) != 2 || !json_is_integer(count) ||
	    !json_is_string(hex != NULL ? hex : text) || json_integer_value(count) < 0) {
		row_malformed(row, "an object that is no run of bytes");
		return whole;
	}
	piece = hex != NULL ? value_bytes(row, hex, "fill") : copy_text(row, text);
	if (piece.n == 0)
		return whole;
	if ((uint64_t)json_integer_value(count) > RUN_MAX / piece.n) {
		row_malformed(row, "a run of more than %d bytes", RUN_MAX);
		return whole;
	}
	whole.n = piece.n * (size_t)json_integer_value(count);
	bytes = row_alloc(row, whole.n);
	for (size_t at = 0; at < whole.n; at += piece.n)
		memcpy(bytes + at, piece.p, piece.n);
	whole.p = bytes;
	return whole;
}

struct e2e_bytes
tl_json_bytes(struct row *row, const json_t *json)
{
	if (json_is_object(json))
		return build_run(row, json);
	return value_bytes(row, json, "a value");
}

static struct e2e_tl_longs
build_longs(struct row *row, const json_t *json)
{
	size_t n = json_array_size(json);
	int64_t *v = row_alloc(row, n * sizeof *v);

	if (!json_is_array(json))
		row_malformed(row, "a vector that is no array");
	for (size_t i = 0; i < n; i++)
		v[i] = value_i64(row, json_array_get(json, i), "an element");
	return (struct e2e_tl_longs){ v, n };
}

static bool
build_objects(struct row *row, const json_t *json, struct e2e_tl_objects *objects)
{
	size_t n = json_array_size(json);
	const struct e2e_tl **v = row_alloc(row, n * sizeof *v);

	if (!json_is_array(json))
		row_malformed(row, "a vector that is no array");
	for (size_t i = 0; i < n; i++) {
		v[i] = tl_json_build(row, json_array_get(json, i));
		if (v[i] == NULL)
			return false;
	}
	*objects = (struct e2e_tl_objects){ v, n };
	return true;
}

/* Write JSON into MEMBER, as field F has it; false if there is no such object. */
static bool
build_value(struct row *row, const json_t *json, const struct e2e_tl_field_info *f, void *member)
{
	switch (f->kind) {
	case E2E_TL_KIND_INT:
		*(int32_t *)member = value_i32(row, json, f->name);
		return true;
	case E2E_TL_KIND_LONG:
		*(int64_t *)member = value_i64(row, json, f->name);
		return true;
	case E2E_TL_KIND_DOUBLE:
		if (!json_is_number(json))
			row_malformed(row, "%s is no number", f->name);
		*(double *)member = json_number_value(json);
		return true;
	case E2E_TL_KIND_STRING:
		*(struct e2e_bytes *)member = json_is_string(json) ? copy_text(row, json)
		                                                   : build_run(row, json);
		return true;
	case E2E_TL_KIND_BYTES:
		*(struct e2e_bytes *)member = tl_json_bytes(row, json);
		return true;
	case E2E_TL_KIND_LONGS:
		*(struct e2e_tl_longs *)member = build_longs(row, json);
		return true;
	case E2E_TL_KIND_OBJECT:
		*(const struct e2e_tl **)member = tl_json_build(row, json);
		return *(const struct e2e_tl **)member != NULL;
	case E2E_TL_KIND_OBJECTS:
		return build_objects(row, json, member);
	default:
		return row_differs(row, "field %s is of an unknown kind", f->name);
	}
}

/* What is left to do for one object: JSON's fields not met yet, and the flags so far. */
struct building {
	uint8_t *object;
	size_t unmet;
	uint32_t flags;
};

static bool
build_field(struct row *row, const json_t *json, const struct e2e_tl_field_info *f,
            struct building *b)
{
	const json_t *value = json_object_get(json, f->name);

	if (value == NULL)
		return f->flag != 0 || row_differs(row, "there is no field \"%s\"", f->name);
	b->unmet--;
	if (f->kind != E2E_TL_KIND_TRUE) {
		b->flags |= f->flag;
		return build_value(row, value, f, b->object + f->offset);
	}
	if (!json_is_boolean(value))
		row_malformed(row, "\"%s\" is neither true nor false", f->name);
	b->flags |= json_is_true(value) ? f->flag : 0;
	return true;
}

/* All fields of INFO, and its flags; JSON must have no others. */
static bool
build_fields(struct row *row, const json_t *json, const struct e2e_tl_info *info,
             uint8_t *object)
{
	struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
	struct building b = { object, json_object_size(json) - 1, 0 };
	uint8_t *flags_member = NULL;

	for (uint32_t i = 0; i < info->n_fields; i++) {
		if (!row_worked(row, "e2e_tl_field_get", e2e_tl_field_get(&f, info->ctor, i)))
			return false;
		if (f.kind == E2E_TL_KIND_FLAGS)
			flags_member = object + f.offset;
		else if (!build_field(row, json, &f, &b))
			return false;
	}
	if (flags_member != NULL)
		memcpy(flags_member, &b.flags, sizeof b.flags);
	if (b.unmet > 0)
		return row_differs(row, "%zu fields that %s does not have", b.unmet, info->name);
	return true;
}

const struct e2e_tl *
tl_json_build(struct row *row, const json_t *json)
{
	const char *name = value_text(json_object_get(json, "_"));
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	uint8_t *object;

	if (name == NULL) {
		row_malformed(row, "an object without the field \"_\"");
		return NULL;
	}
	if (!tl_json_find(&info, name)) {
		row_differs(row, "there is no constructor \"%.80s\"", name);
		return NULL;
	}
	object = row_alloc(row, info.struct_bytes);
	memcpy(object, &info.ctor, sizeof info.ctor);
	return build_fields(row, json, &info, object) ? (const void *)object : NULL;
}

/* ---- Bytes ---------------------------------------------------------------------- */

struct e2e_bytes
tl_encode(struct row *row, uint32_t type, const struct e2e_tl *object)
{
	size_t measured = 0, n = 0;
	uint8_t *out;

	if (object == NULL)
		row_differs(row, "an object is missing");
	else
		row_worked(row, "e2e_tl_measure", e2e_tl_measure(&measured, type, object));
	if (measured == 0)
		return span(NULL, 0);
	out = row_alloc(row, measured);
	row_worked(row, "e2e_tl_put", e2e_tl_put(out, measured, &n, type, object));
	row_same_i64(row, "the measured length", (int64_t)measured, (int64_t)n);
	return span(out, n);
}

const struct e2e_tl *
tl_decode(struct row *row, uint32_t type, struct e2e_bytes bytes)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(bytes.n);

	if (!row_worked(row, "e2e_tl_get",
	                e2e_tl_get(&got, row_alloc(row, room), room, type, bytes.p, bytes.n, NULL)))
		return NULL;
	return got.object;
}

bool
tl_json_equal(struct row *row, const struct e2e_tl *got, const struct e2e_tl *want)
{
	struct e2e_bytes got_tl = tl_encode(row, E2E_TYPE_ANY, got);
	struct e2e_bytes want_tl = tl_encode(row, E2E_TYPE_ANY, want);
	char text[ROW_WHY_BYTES / 2] = "", want_text[ROW_WHY_BYTES / 2] = "";
	size_t n;

	if (got_tl.n == want_tl.n && got_tl.n > 0 && memcmp(got_tl.p, want_tl.p, got_tl.n) == 0)
		return true;
	if (got == NULL || want == NULL ||
	    e2e_tl_print(text, sizeof text, &n, got, E2E_TL_JSON) != E2E_OK ||
	    e2e_tl_print(want_text, sizeof want_text, &n, want, E2E_TL_JSON) != E2E_OK)
		return row_differs(row, "an object is missing");
	return row_differs(row, "an object differs: %s, not %s", text, want_text);
}

bool
tl_json_same(struct row *row, const struct e2e_tl *got, const json_t *json)
{
	const struct e2e_tl *want = tl_json_build(row, json);

	return want != NULL && tl_json_equal(row, got, want);
}
