/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "tl_json.h"

#include "../hex.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
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

/* The text that JSON is; NULL if it is none, or has a NUL in it. */
static const char *
plain_text(const json_t *json)
{
	const char *text = json_string_value(json);

	return text != NULL && strlen(text) == json_string_length(json) ? text : NULL;
}

static struct e2e_bytes
decode_hex(struct row *row, const json_t *json)
{
	const char *hex = plain_text(json);
	size_t room = hex != NULL ? strlen(hex) / 2 : 0, n;
	uint8_t *bytes = row_alloc(row, room);

	if (hex == NULL || !tool_hex_decode(bytes, room, &n, hex)) {
		row_malformed(row, "bytes that are not hexadecimal");
		return (struct e2e_bytes){ NULL, 0 };
	}
	return (struct e2e_bytes){ bytes, n };
}

static struct e2e_bytes
copy_text(struct row *row, const json_t *json)
{
	size_t n = json_string_length(json);
	uint8_t *bytes = row_alloc(row, n);

	if (n > 0)
		memcpy(bytes, json_string_value(json), n);
	return (struct e2e_bytes){ bytes, n };
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
	piece = hex != NULL ? decode_hex(row, hex) : copy_text(row, text);
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
	return decode_hex(row, json);
}

static struct e2e_bytes
build_string(struct row *row, const json_t *json)
{
	if (json_is_object(json))
		return build_run(row, json);
	if (json_is_string(json))
		return copy_text(row, json);
	row_malformed(row, "a string that is no text");
	return (struct e2e_bytes){ NULL, 0 };
}

static int64_t
build_long(struct row *row, const json_t *json)
{
	const char *text = plain_text(json) != NULL ? plain_text(json) : "";
	const char *digits = *text == '-' ? text + 1 : text;
	long long value;
	char *end;

	errno = 0;
	value = strtoll(text, &end, 10);
	/* strtoll() alone would take leading blanks and a plus. */
	if (*digits < '0' || *digits > '9' || *end != '\0' || errno != 0 || value < INT64_MIN ||
	    value > INT64_MAX) {
		row_malformed(row, "a long that is no decimal string");
		return 0;
	}
	return value;
}

static int32_t
build_int(struct row *row, const json_t *json)
{
	json_int_t value = json_integer_value(json);

	if (!json_is_integer(json) || value < INT32_MIN || value > INT32_MAX) {
		row_malformed(row, "an int that is no number of 32 bits");
		return 0;
	}
	return (int32_t)value;
}

static double
build_double(struct row *row, const json_t *json)
{
	if (!json_is_number(json))
		row_malformed(row, "a double that is no number");
	return json_number_value(json);
}

static struct e2e_tl_longs
build_longs(struct row *row, const json_t *json)
{
	size_t n = json_array_size(json);
	uint8_t *v = row_alloc(row, n * sizeof(int64_t));

	if (!json_is_array(json))
		row_malformed(row, "a vector that is no array");
	for (size_t i = 0; i < n; i++) {
		int64_t value = build_long(row, json_array_get(json, i));

		memcpy(v + i * sizeof value, &value, sizeof value);
	}
	return (struct e2e_tl_longs){ (const void *)v, n };
}

static bool
build_objects(struct row *row, const json_t *json, struct e2e_tl_objects *objects)
{
	size_t n = json_array_size(json);
	uint8_t *v = row_alloc(row, n * sizeof(const struct e2e_tl *));

	if (!json_is_array(json))
		row_malformed(row, "a vector that is no array");
	for (size_t i = 0; i < n; i++) {
		const struct e2e_tl *object = tl_json_build(row, json_array_get(json, i));

		if (object == NULL)
			return false;
		memcpy(v + i * sizeof object, &object, sizeof object);
	}
	*objects = (struct e2e_tl_objects){ (const void *)v, n };
	return true;
}

/* Write JSON into MEMBER, as field F has it; false if there is no such object. */
static bool
build_value(struct row *row, const json_t *json, const struct e2e_tl_field_info *f, void *member)
{
	switch (f->kind) {
	case E2E_TL_KIND_INT:
		*(int32_t *)member = build_int(row, json);
		return true;
	case E2E_TL_KIND_LONG:
		*(int64_t *)member = build_long(row, json);
		return true;
	case E2E_TL_KIND_DOUBLE:
		*(double *)member = build_double(row, json);
		return true;
	case E2E_TL_KIND_STRING:
		*(struct e2e_bytes *)member = build_string(row, json);
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
	const char *name = plain_text(json_object_get(json, "_"));
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

/* ---- Comparing ----------------------------------------------------------------- */

static bool
equal_longs(struct row *row, const char *name, const struct e2e_tl_longs *got,
            const struct e2e_tl_longs *want)
{
	if (got->n != want->n)
		return row_differs(row, "%s has %zu elements, not %zu", name, got->n, want->n);
	for (size_t i = 0; i < got->n; i++) {
		if (!row_same_i64(row, name, got->v[i], want->v[i]))
			return false;
	}
	return true;
}

static bool
equal_objects(struct row *row, const char *name, const struct e2e_tl_objects *got,
              const struct e2e_tl_objects *want)
{
	if (got->n != want->n)
		return row_differs(row, "%s has %zu elements, not %zu", name, got->n, want->n);
	for (size_t i = 0; i < got->n; i++) {
		if (!tl_json_equal(row, got->v[i], want->v[i]))
			return false;
	}
	return true;
}

/* The members GOT and WANT, both of them there. */
static bool
equal_value(struct row *row, const struct e2e_tl_field_info *f, const void *got, const void *want)
{
	switch (f->kind) {
	case E2E_TL_KIND_FLAGS:
		return row_same_i64(row, f->name, *(const uint32_t *)got, *(const uint32_t *)want);
	case E2E_TL_KIND_INT:
		return row_same_i64(row, f->name, *(const int32_t *)got, *(const int32_t *)want);
	case E2E_TL_KIND_LONG:
		return row_same_i64(row, f->name, *(const int64_t *)got, *(const int64_t *)want);
	case E2E_TL_KIND_DOUBLE:
		return row_same_fixed(row, f->name, got, want, sizeof(double));
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		return row_same(row, f->name, *(const struct e2e_bytes *)got,
		                *(const struct e2e_bytes *)want);
	case E2E_TL_KIND_LONGS:
		return equal_longs(row, f->name, got, want);
	case E2E_TL_KIND_OBJECT:
		return tl_json_equal(row, *(const struct e2e_tl *const *)got,
		                     *(const struct e2e_tl *const *)want);
	case E2E_TL_KIND_OBJECTS:
		return equal_objects(row, f->name, got, want);
	case E2E_TL_KIND_TRUE: /* its flag was compared */
		return true;
	default:
		return row_differs(row, "field %s is of an unknown kind", f->name);
	}
}

bool
tl_json_equal(struct row *row, const struct e2e_tl *got, const struct e2e_tl *want)
{
	const uint8_t *got_bytes = (const void *)got, *want_bytes = (const void *)want;
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
	uint32_t flags = 0;

	if (got == NULL)
		return row_differs(row, "an object is missing");
	if (got->ctor != want->ctor)
		return row_differs(row, "an object is %08" PRIx32 ", not %08" PRIx32, got->ctor,
		                   want->ctor);
	if (!row_worked(row, "e2e_tl_info_get", e2e_tl_info_get(&info, want->ctor)))
		return false;
	for (uint32_t i = 0; i < info.n_fields; i++) {
		if (!row_worked(row, "e2e_tl_field_get", e2e_tl_field_get(&f, info.ctor, i)))
			return false;
		if (f.kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, want_bytes + f.offset, sizeof flags);
		if (f.flag != 0 && (flags & f.flag) == 0)
			continue;
		if (!equal_value(row, &f, got_bytes + f.offset, want_bytes + f.offset))
			return false;
	}
	return true;
}

bool
tl_json_same(struct row *row, const struct e2e_tl *got, const json_t *json)
{
	const struct e2e_tl *want = tl_json_build(row, json);

	return want != NULL && tl_json_equal(row, got, want);
}
