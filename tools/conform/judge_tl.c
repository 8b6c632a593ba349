/* SPDX-License-Identifier: ISC */
/* tl_secret */
#include "config.h"

#include "tl_json.h"
#include "topics.h"

#include <inttypes.h>
#include <string.h>

/* What a line demands of the codec. */
enum demand {
	DEMAND_OBJECT, /* encoding and decoding of an object that is given */
	DEMAND_ACCEPT, /* decoding only                                    */
	DEMAND_REJECT,
	DEMAND_EITHER
};

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

/* Hexadecimal text and runs of bytes, one after the other. */
static struct e2e_bytes
join_parts(struct row *row, const json_t *parts)
{
	size_t n_parts = json_array_size(parts), n = 0;
	uint8_t *whole, *at;

	if (!json_is_array(parts))
		row_malformed(row, "field \"bytes_parts\" is no array");
	for (size_t i = 0; i < n_parts; i++)
		n += tl_json_bytes(row, json_array_get(parts, i)).n;
	whole = row_alloc(row, n);
	at = whole;
	for (size_t i = 0; i < n_parts; i++) {
		struct e2e_bytes part = tl_json_bytes(row, json_array_get(parts, i));

		if (part.n > 0)
			memcpy(at, part.p, part.n);
		at += part.n;
	}
	return (struct e2e_bytes){ whole, n };
}

/* The bytes of the line, which it gives in one of two ways. */
static struct e2e_bytes
read_bytes(struct row *row)
{
	if (row_has(row, "bytes") || !row_has(row, "bytes_parts"))
		return row_bytes(row, "bytes");
	return join_parts(row, json_object_get(row->json, "bytes_parts"));
}

/* Does BYTES have the length and the hash that the line gives, if it gives them? */
static bool
bytes_described(struct rig *rig, struct row *row, struct e2e_bytes bytes)
{
	uint8_t digest[E2E_SHA256_BYTES];
	const uint8_t *want;

	if (!row_described(row, "bytes_len", bytes.n))
		return false;
	if (!row_has(row, "bytes_sha256"))
		return true;
	want = row_fixed(row, "bytes_sha256", sizeof digest);
	return row_worked(row, "e2e_hash",
	                  e2e_hash(rig->crypto, E2E_HASH_SHA256, digest, &bytes, 1)) &&
	       row_same_fixed(row, "bytes_sha256", digest, want, sizeof digest);
}

/* ---- Encoding --------------------------------------------------------------------- */

/* OBJECT must encode to exactly WANT, and be nothing that does not fit or belong. */
static bool
encodes_to(struct row *row, const struct e2e_tl *object, uint32_t type, struct e2e_bytes want)
{
	uint8_t *out;
	size_t measured, n;
	int32_t result;

	if (!row_worked(row, "e2e_tl_measure", e2e_tl_measure(&measured, type, object)))
		return false;
	out = row_alloc(row, measured);
	if (!row_worked(row, "e2e_tl_put", e2e_tl_put(out, measured, &n, type, object)) ||
	    !row_same_i64(row, "the measured length", (int64_t)measured, (int64_t)n) ||
	    !row_same(row, "bytes", (struct e2e_bytes){ out, n }, want))
		return false;
	result = e2e_tl_put(row_alloc(row, measured - 1), measured - 1, &n, type, object);
	if (!row_same_i64(row, "e2e_tl_put with a byte too little", result, E2E_ERR_LIMIT))
		return false;
	for (size_t i = 0; type != E2E_TYPE_ANY && i < N_TYPES; i++) {
		result = e2e_tl_measure(&n, types[i].type, object);
		if (!row_same_i64(row, "e2e_tl_measure as another type", result,
		                  types[i].type == type ? E2E_OK : E2E_ERR_ARGUMENT))
			return false;
	}
	return true;
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
	                      (struct e2e_bytes){ bytes.p, bytes.n - got->rest.n }))
		return false;
	return row_worked(row, "e2e_tl_print",
	                  e2e_tl_print(NULL, 0, &n, got->object, E2E_TL_JSON));
}

/*
 * Decode BYTES as TYPE with both functions, which must agree.  False, with the reason, if
 * they do not, or give no verdict; otherwise *RESULT is theirs.
 */
static bool
decode(struct row *row, struct e2e_tl_got *got, uint32_t type, struct e2e_bytes bytes,
       int32_t *result)
{
	struct e2e_tl_got empty = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(bytes.n);
	int32_t checked = e2e_tl_check(type, bytes.p, bytes.n, &no_limits);

	*got = empty;
	*result = e2e_tl_get(got, row_alloc(row, room), room, type, bytes.p, bytes.n, &no_limits);
	if (!row_same_i64(row, "the verdict of e2e_tl_check", checked, *result))
		return false;
	if (*result != E2E_OK)
		return refused_well(row, got, *result, bytes);
	return got->object != NULL || row_differs(row, "e2e_tl_get gives no object");
}

/* Encoding GOT again must give BYTES, if there was nothing odd about them. */
static bool
encodes_again(struct row *row, const struct e2e_tl_got *got, uint32_t type,
              struct e2e_bytes bytes)
{
	uint8_t *out;
	size_t n;

	if (got->odd == 0)
		return encodes_to(row, got->object, type, bytes);
	if (!row_worked(row, "e2e_tl_measure", e2e_tl_measure(&n, type, got->object)))
		return false;
	out = row_alloc(row, n);
	return row_worked(row, "e2e_tl_put", e2e_tl_put(out, n, &n, type, got->object));
}

/* ---- Judging ------------------------------------------------------------------------- */

static const char *
read_text(struct row *row, const char *field)
{
	const json_t *json = json_object_get(row->json, field);
	const char *text = json_string_value(json);

	if (text == NULL || strlen(text) != json_string_length(json))
		row_malformed(row, "no field \"%s\", or it is no text", field);
	return text != NULL ? text : "";
}

/* What the line says about the constructor, against what the schema says of INFO. */
static bool
describes(struct row *row, const struct e2e_tl_info *info)
{
	const uint8_t *id = row_fixed(row, "constructor_id", 4);
	const char *name = read_text(row, "constructor"), *type = read_text(row, "type");
	const char *ctor = json_string_value(json_object_get(json_object_get(row->json, "fields"),
	                                                     "_"));
	uint8_t wire[4];
	size_t i = 0;

	for (size_t k = 0; k < sizeof wire; k++)
		wire[k] = (uint8_t)(info->ctor >> (24 - 8 * k));
	while (i < N_TYPES && types[i].type != info->type)
		i++;
	if (i == N_TYPES || strcmp(types[i].name, type) != 0)
		return row_differs(row, "type differs: %s, not %.40s",
		                   i < N_TYPES ? types[i].name : "none", type);
	if (ctor == NULL || strcmp(ctor, name) != 0)
		return row_differs(row, "constructor and fields are not of one name");
	if (e2e_tl_name(info->ctor) == NULL || strcmp(e2e_tl_name(info->ctor), info->name) != 0)
		return row_differs(row, "e2e_tl_name and e2e_tl_info differ");
	return row_same_fixed(row, "constructor_id", wire, id, sizeof wire) &&
	       row_same_i64(row, "layer", info->layer, row_i32(row, "layer"));
}

/* A line with "ok": an object, and the one way to write it. */
static enum verdict
judge_object(struct row *row, struct e2e_bytes bytes)
{
	const struct e2e_tl *object = tl_json_build(row, json_object_get(row->json, "fields"));
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_got got, any;
	int32_t result, any_result;

	if (row->malformed || object == NULL)
		return row_verdict(row, false);
	if (!row_worked(row, "e2e_tl_info_get", e2e_tl_info_get(&info, object->ctor)) ||
	    !describes(row, &info) || row->malformed)
		return row_verdict(row, false);
	return row_verdict(
		row, encodes_to(row, object, info.type, bytes) &&
			     encodes_to(row, object, E2E_TYPE_ANY, bytes) &&
			     decode(row, &got, info.type, bytes, &result) &&
			     row_worked(row, "e2e_tl_get", result) &&
			     row_same_i64(row, "odd", got.odd, 0) &&
			     tl_json_equal(row, got.object, object) &&
			     encodes_to(row, got.object, info.type, bytes) &&
			     decode(row, &any, E2E_TYPE_ANY, bytes, &any_result) &&
			     row_worked(row, "e2e_tl_get as any type", any_result) &&
			     tl_json_equal(row, any.object, object));
}

/* BYTES as each type that there is; *ACCEPTED becomes the number of those that take them. */
static bool
decode_all(struct row *row, struct e2e_bytes bytes, int *accepted)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_got got;
	int32_t result, any;

	*accepted = 0;
	for (size_t i = 0; i < N_TYPES; i++) {
		if (!decode(row, &got, types[i].type, bytes, &result))
			return false;
		if (result != E2E_OK)
			continue;
		++*accepted;
		if (!encodes_again(row, &got, types[i].type, bytes))
			return false;
	}
	/* Any type also takes objects that are no part of secret chats. */
	if (!decode(row, &got, E2E_TYPE_ANY, bytes, &any))
		return false;
	if (any != E2E_OK)
		return row_same_i64(row, "how many types take what no type takes", *accepted, 0);
	return row_worked(row, "e2e_tl_info_get", e2e_tl_info_get(&info, got.object->ctor)) &&
	       row_same_i64(row, "how many types take it", *accepted,
	                    info.schema == E2E_TL_SCHEMA_SECRET);
}

/* A line that has bytes only. */
static enum verdict
judge_bytes(struct row *row, struct e2e_bytes bytes, enum demand demand)
{
	int accepted;

	if (!decode_all(row, bytes, &accepted))
		return row_verdict(row, false);
	if (demand == DEMAND_REJECT && accepted > 0)
		return row_verdict(row, row_differs(row, "it was accepted"));
	if (demand == DEMAND_ACCEPT && accepted == 0)
		return row_verdict(row, row_differs(row, "it was refused"));
	return VERDICT_PASS;
}

enum verdict
judge_tl_secret(struct rig *rig, struct row *row)
{
	static const struct row_word words[] = {
		{ "ok", DEMAND_OBJECT },      { "accept", DEMAND_ACCEPT },
		{ "reject", DEMAND_REJECT },  { "lenient", DEMAND_EITHER },
		{ "either", DEMAND_EITHER },  { NULL, 0 },
	};
	enum demand demand = (enum demand)row_choice(row, "expect", words);
	struct e2e_bytes bytes = read_bytes(row);

	if (demand == DEMAND_OBJECT && !json_is_object(json_object_get(row->json, "fields")))
		row_malformed(row, "no field \"fields\", or it is no object");
	if (row->malformed)
		return VERDICT_MALFORMED;
	if (!bytes_described(rig, row, bytes))
		return row_verdict(row, false);
	if (demand == DEMAND_OBJECT)
		return judge_object(row, bytes);
	return judge_bytes(row, bytes, demand);
}
