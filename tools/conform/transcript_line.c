/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "transcript.h"

#include <string.h>

#define FINGERPRINT_BYTES 8

const char *
line_text(struct row *row, const char *field)
{
	const json_t *value = json_object_get(row->json, field);
	const char *text = json_string_value(value);

	if (text == NULL || strlen(text) != json_string_length(value)) {
		row_malformed(row, "field \"%s\" is missing or no text", field);
		return "";
	}
	return text;
}

bool
line_is(const struct row *row, const char *field, const char *word)
{
	const char *text = json_string_value(json_object_get(row->json, field));

	return text != NULL && strcmp(text, word) == 0;
}

int64_t
line_fingerprint(struct row *row, const char *field)
{
	const uint8_t *wire = row_fixed(row, field, FINGERPRINT_BYTES);
	uint64_t bits = 0;

	for (int i = FINGERPRINT_BYTES; i-- > 0;)
		bits = bits << 8 | wire[i];
	return (int64_t)bits;
}

struct e2e_remote_file
line_file(struct row *row, const char *field)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	const json_t *outside;

	if (!row_has(row, field))
		return (struct e2e_remote_file){ 0 };
	outside = line_enter(row, field);
	file.id = row_i64(row, "id");
	file.access_hash = row_i64(row, "access_hash");
	file.bytes = row_i64(row, "size");
	file.dc_id = row_i32(row, "dc_id");
	file.key_fingerprint = row_i32(row, "key_fingerprint");
	line_leave(row, outside);
	return file;
}

const json_t *
line_enter(struct row *row, const char *field)
{
	const json_t *outside = row->json;

	row->json = json_object_get(outside, field);
	if (!json_is_object(row->json))
		row_malformed(row, "field \"%s\" is missing or no object", field);
	return outside;
}

void
line_leave(struct row *row, const json_t *outside)
{
	row->json = outside;
}

const json_t *
line_object(const json_t *line)
{
	static const char *const around[] = { "decrypted", "wrapped" };
	const json_t *object = json_object_get(line, "object"), *outer;

	for (size_t i = 0; object == NULL && i < sizeof around / sizeof around[0]; i++) {
		outer = json_object_get(line, around[i]);
		object = json_object_get(outer, "object");
		if (object == NULL)
			object = json_object_get(outer, "message");
	}
	return object;
}

const json_t *
line_action(const json_t *object)
{
	return json_object_get(object, "action");
}

const char *
line_name(const json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "_"));

	return name != NULL ? name : "";
}

struct step *
line_of_packet(struct replay *r, const char *packet_id, size_t before)
{
	while (before-- > 0) {
		struct step *step = &r->step[before];

		if (step->type != STEP_RECEIVE && row_has(&step->row, "packet") &&
		    line_is(&step->row, "packet_id", packet_id))
			return step;
	}
	return NULL;
}

struct e2e_bytes
line_copy(struct row *row, struct e2e_bytes bytes)
{
	uint8_t *copy = row_alloc(row, bytes.n);

	if (bytes.n > 0)
		memcpy(copy, bytes.p, bytes.n);
	return (struct e2e_bytes){ copy, bytes.n };
}
