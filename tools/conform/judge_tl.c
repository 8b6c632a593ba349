/* SPDX-License-Identifier: ISC */
/* tl_secret: objects to be written and read, and bytes to be read or refused */
#include "config.h"

#include "tl_json.h"
#include "topics.h"

#include <inttypes.h>
#include <string.h>

/* The types that objects of secret chats have. */
static const struct {
	const char *name;
	uint32_t type;
} types[] = {
	{ "DecryptedMessage", E2E_TYPE_DECRYPTED_MESSAGE },
	{ "DecryptedMessageMedia", E2E_TYPE_DECRYPTED_MESSAGE_MEDIA },
	{ "DecryptedMessageAction", E2E_TYPE_DECRYPTED_MESSAGE_ACTION },
	{ "DecryptedMessageLayer", E2E_TYPE_DECRYPTED_MESSAGE_LAYER },
	{ "SendMessageAction", E2E_TYPE_SEND_MESSAGE_ACTION },
	{ "DocumentAttribute", E2E_TYPE_DOCUMENT_ATTRIBUTE },
	{ "PhotoSize", E2E_TYPE_PHOTO_SIZE },
	{ "FileLocation", E2E_TYPE_FILE_LOCATION },
	{ "MessageEntity", E2E_TYPE_MESSAGE_ENTITY },
	{ "InputStickerSet", E2E_TYPE_INPUT_STICKER_SET },
};

#define N_TYPES (sizeof types / sizeof types[0])

/* Lines may go beyond what is sensible for strangers. */
static const struct e2e_tl_limits no_limits = { sizeof no_limits, UINT32_MAX, SIZE_MAX };

/* ---- The bytes of the line ----------------------------------------------------- */

/* The bytes of the line: whole, or in pieces, which are hexadecimal text and runs of bytes. */
static struct e2e_bytes
read_bytes(struct row *row)
{
	const json_t *parts = row_get(row, "bytes_parts");
	size_t n = json_array_size(parts);
	struct e2e_bytes *part = row_alloc(row, n * sizeof *part);

	if (row_has(row, "bytes") || parts == NULL)
		return row_bytes(row, "bytes");
	if (!json_is_array(parts))
		row_malformed(row, "bytes_parts is no array");
	for (size_t i = 0; i < n; i++)
		part[i] = tl_json_bytes(row, json_array_get(parts, i));
	return row_join(row, part, n);
}

/* ---- Encoding --------------------------------------------------------------------- */

/* OBJECT must encode to exactly WANT, and be nothing that does not fit or belong. */
static void
encodes_to(struct row *row, const struct e2e_tl *object, uint32_t type, struct e2e_bytes want)
{
	struct e2e_bytes tl = tl_encode(row, type, object);
	size_t n;

	if (tl.n == 0)
		return;
	row_same(row, "bytes", tl, want);
	row_same_i64(row, "e2e_tl_put with a byte too little",
	             e2e_tl_put(row_alloc(row, tl.n - 1), tl.n - 1, &n, type, object),
	             E2E_ERR_LIMIT);
	for (size_t i = 0; type != E2E_TYPE_ANY && i < N_TYPES; i++)
		row_same_i64(row, "e2e_tl_measure as another type",
		             e2e_tl_measure(&n, types[i].type, object),
		             types[i].type == type ? E2E_OK : E2E_ERR_ARGUMENT);
}

/* ---- Decoding ---------------------------------------------------------------------- */

/*
 * Is OBJECT, what came before an unknown constructor, made of DECODED, the bytes before
 * it?  What was not reached has no flag, and only an object that must be there is NULL.
 */
static bool
partial_is_sound(struct row *row, const struct e2e_tl *object, struct e2e_bytes decoded);

static bool
partial_field_is_sound(struct row *row, const struct e2e_tl_field_info *f, const void *member,
                       struct e2e_bytes decoded)
{
	const struct e2e_tl_objects *objects = member;
	const struct e2e_bytes *text = member;
	const struct e2e_tl *inner;

	if (f->kind == E2E_TL_KIND_STRING || f->kind == E2E_TL_KIND_BYTES) {
		if (text->p == NULL && text->n == 0 && f->flag == 0)
			return true;
		return (text->p > decoded.p && text->p <= decoded.p + decoded.n &&
		        text->n <= (size_t)(decoded.p + decoded.n - text->p)) ||
		       row_differs(row, "%s is no part of what was decoded", f->name);
	}
	if (f->kind == E2E_TL_KIND_OBJECT) {
		inner = *(const struct e2e_tl *const *)member;
		if (inner == NULL)
			return f->flag == 0 || row_differs(row, "%s has a flag only", f->name);
		return partial_is_sound(row, inner, decoded);
	}
	for (size_t i = 0; f->kind == E2E_TL_KIND_OBJECTS && i < objects->n; i++) {
		if (!partial_is_sound(row, objects->v[i], decoded))
			return false;
	}
	return true;
}

static bool
partial_is_sound(struct row *row, const struct e2e_tl *object, struct e2e_bytes decoded)
{
	const uint8_t *bytes = (const void *)object;
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
	uint32_t flags = 0;

	if (object == NULL)
		return row_differs(row, "a vector has a NULL in it");
	if (!row_worked(row, "e2e_tl_info_get", e2e_tl_info_get(&info, object->ctor)))
		return false;
	for (uint32_t i = 0; i < info.n_fields; i++) {
		if (!row_worked(row, "e2e_tl_field_get", e2e_tl_field_get(&f, info.ctor, i)))
			return false;
		if (f.kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, bytes + f.offset, sizeof flags);
		if (f.flag != 0 && (flags & f.flag) == 0)
			continue;
		if (!partial_field_is_sound(row, &f, bytes + f.offset, decoded))
			return false;
	}
	return true;
}

/* What e2e_tl_get() leaves behind when it did not take BYTES. */
static bool
refused_well(struct row *row, const struct e2e_tl_got *got, int32_t result,
             struct e2e_bytes bytes)
{
	uint32_t id = 0;
	size_t n;

	if (result == E2E_REFUSED_TL)
		return got->object == NULL || row_differs(row, "an object of refused bytes");
	if (result != E2E_REFUSED_UNKNOWN)
		return row_worked(row, "e2e_tl_get", result);
	if (got->rest.n > bytes.n || got->rest.p != bytes.p + (bytes.n - got->rest.n))
		return row_differs(row, "the undecoded rest is not the end of the bytes");
	for (int i = 3; got->rest.n >= 4 && i >= 0; i--)
		id = id << 8 | got->rest.p[i];
	/* or it is a known one, with flags that are not */
	if (e2e_tl_name(got->unknown) != NULL ? (got->odd & E2E_TL_ODD_FLAGS) == 0
	                                      : got->rest.n < 4 || id != got->unknown)
		return row_differs(row, "the unknown constructor is not %08" PRIx32, got->unknown);
	if ((got->object == NULL) != (got->rest.n == bytes.n))
		return row_differs(row, "what came before the unknown constructor is not there");
	if (got->object == NULL)
		return true;
	if (!partial_is_sound(row, got->object,
	                      span(bytes.p, bytes.n - got->rest.n)))
		return false;
	return row_worked(row, "e2e_tl_print",
	                  e2e_tl_print(NULL, 0, &n, got->object, E2E_TL_JSON));
}

/*
 * Decode BYTES as TYPE with both functions, which must agree, and give their verdict; GOT->object
 * is NULL if there is no object or something is wrong.
 */
static int32_t
decode(struct row *row, struct e2e_tl_got *got, uint32_t type, struct e2e_bytes bytes)
{
	size_t room = E2E_TL_ROOM(bytes.n);
	int32_t checked = e2e_tl_check(type, bytes.p, bytes.n, &no_limits), result;

	*got = (struct e2e_tl_got)E2E_TL_GOT_INIT;
	result = e2e_tl_get(got, row_alloc(row, room), room, type, bytes.p, bytes.n, &no_limits);
	row_same_i64(row, "the verdict of e2e_tl_check", checked, result);
	if (result != E2E_OK)
		refused_well(row, got, result, bytes);
	else if (got->object == NULL)
		row_differs(row, "e2e_tl_get gives no object");
	return result;
}

/* ---- Judging ------------------------------------------------------------------------- */

/* What the line says about the constructor, against what the schema says of INFO. */
static void
described(struct row *row, const struct e2e_tl_info *info)
{
	const char *name = row_text(row, "constructor"), *type = row_text(row, "type");
	uint8_t id[4];
	size_t i = 0;

	for (size_t k = 0; k < sizeof id; k++)
		id[k] = (uint8_t)(info->ctor >> (24 - 8 * k));
	while (i < N_TYPES && types[i].type != info->type)
		i++;
	if (i == N_TYPES || strcmp(types[i].name, type) != 0)
		row_differs(row, "type differs: %s, not %.40s",
		            i < N_TYPES ? types[i].name : "none", type);
	if (!row_says(row, "fields._", name))
		row_differs(row, "constructor and fields are not of one name");
	if (e2e_tl_name(info->ctor) == NULL || strcmp(e2e_tl_name(info->ctor), info->name) != 0)
		row_differs(row, "e2e_tl_name and e2e_tl_info differ");
	row_is(row, "constructor_id", id, sizeof id);
	row_is_i32(row, "layer", info->layer);
}

/* OBJECT and BYTES are the same as TYPE, in both directions. */
static void
judge_as(struct row *row, const struct e2e_tl *object, uint32_t type, struct e2e_bytes bytes)
{
	struct e2e_tl_got got;

	encodes_to(row, object, type, bytes);
	row_worked(row, "e2e_tl_get", decode(row, &got, type, bytes));
	row_same_i64(row, "odd", got.odd, 0);
	encodes_to(row, got.object, type, bytes);
}

/* A line with "ok": an object, and the one way to write it. */
static void
judge_object(struct row *row, struct e2e_bytes bytes)
{
	const struct e2e_tl *object = tl_json_build(row, row_get(row, "fields"));
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	if (row->malformed || object == NULL ||
	    !row_worked(row, "e2e_tl_info_get", e2e_tl_info_get(&info, object->ctor)))
		return;
	described(row, &info);
	judge_as(row, object, info.type, bytes);
	judge_as(row, object, E2E_TYPE_ANY, bytes);
}

/* BYTES as each type that there is; the number of those that take them. */
static int
decode_all(struct row *row, struct e2e_bytes bytes)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_got got;
	int accepted = 0;

	for (size_t i = 0; i < N_TYPES && row_good(row); i++) {
		if (decode(row, &got, types[i].type, bytes) != E2E_OK)
			continue;
		accepted++;
		/* Written again it is the same, if there was nothing odd about it. */
		if (got.odd == 0)
			encodes_to(row, got.object, types[i].type, bytes);
		else
			tl_encode(row, types[i].type, got.object);
	}
	/* Any type also takes objects that are no part of secret chats. */
	if (decode(row, &got, E2E_TYPE_ANY, bytes) != E2E_OK)
		row_same_i64(row, "how many types take what no type takes", accepted, 0);
	else if (row_good(row) && row_worked(row, "e2e_tl_info_get",
	                                     e2e_tl_info_get(&info, got.object->ctor)))
		row_same_i64(row, "how many types take it", accepted,
		             info.schema == E2E_TL_SCHEMA_SECRET);
	return accepted;
}

/* Lines have an object, or bytes only, for which e2e_tl_get() is to have this verdict. */
void
judge_tl_secret(struct rig *rig, struct row *row)
{
	enum { OBJECT = EXPECT_EITHER + 1 };
	static const struct row_word words[] = {
		{ "ok", OBJECT },              { "accept", EXPECT_ACCEPT },
		{ "reject", EXPECT_REJECT },   { "lenient", EXPECT_EITHER },
		{ "either", EXPECT_EITHER },   { NULL, 0 },
	};
	int32_t demand = row_choice(row, "expect", words);
	struct e2e_bytes bytes = read_bytes(row);
	uint8_t digest[E2E_SHA256_BYTES] = { 0 };
	int accepted;

	if (demand == OBJECT && !json_is_object(row_get(row, "fields")))
		row_malformed(row, "no field \"fields\", or it is no object");
	row_is_i32(row, "bytes_len?", (int64_t)bytes.n);
	row_worked(row, "e2e_hash", e2e_hash(rig->crypto, E2E_HASH_SHA256, digest, &bytes, 1));
	row_is(row, "bytes_sha256?", digest, sizeof digest);
	if (!row_good(row))
		return;
	if (demand == OBJECT) {
		judge_object(row, bytes);
		return;
	}
	accepted = decode_all(row, bytes);
	if (demand == EXPECT_REJECT && accepted > 0)
		row_differs(row, "it was accepted");
	if (demand == EXPECT_ACCEPT && accepted == 0)
		row_differs(row, "it was refused");
}
