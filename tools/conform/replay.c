/* SPDX-License-Identifier: ISC */
/* What stands where in the lines of a transcript. */
#include "config.h"

#include "replay.h"

#include <string.h>

bool
step_is(const struct step *step, const char *word)
{
	return row_says(&step->row, "type", word);
}

bool
step_sends(const struct replay *r, const struct step *step)
{
	return step->actor == r->side && step_is(step, "send");
}

const json_t *
line_object(const json_t *line)
{
	static const char *const paths[] = {
		"object", "decrypted.object", "decrypted.message", "wrapped.object",
		"wrapped.message",
	};
	const struct row row = { .json = line };
	const json_t *object = NULL;

	for (size_t i = 0; object == NULL && i < sizeof paths / sizeof paths[0]; i++)
		object = row_get(&row, paths[i]);
	return object;
}

const char *
line_name(const json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "_"));

	return name != NULL ? name : "";
}

bool
line_acts(const json_t *object, const char *name)
{
	static const char prefix[] = "decryptedMessageAction";
	const char *action = line_name(json_object_get(object, "action"));

	return strncmp(action, prefix, sizeof prefix - 1) == 0 &&
	       strcmp(action + sizeof prefix - 1, name) == 0;
}

struct e2e_remote_file
line_file(struct row *row)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;

	if (!row_has(row, "file"))
		return (struct e2e_remote_file){ 0 };
	file.id = row_i64(row, "file.id");
	file.access_hash = row_i64(row, "file.access_hash");
	file.bytes = row_i64(row, "file.size");
	file.dc_id = row_i32(row, "file.dc_id");
	file.key_fingerprint = row_i32(row, "file.key_fingerprint");
	return file;
}

struct step *
step_of_packet(struct replay *r, const char *packet_id, size_t before)
{
	for (size_t i = before; i-- > 0;) {
		struct step *step = &r->step[i];

		if (!step_is(step, "receive") && row_has(&step->row, "packet") &&
		    row_says(&step->row, "packet_id", packet_id))
			return step;
	}
	return NULL;
}

struct step *
step_of_sent(struct replay *r, const char *packet_id, size_t before)
{
	for (size_t i = 0; i < before; i++) {
		struct step *step = &r->step[i];

		if (step_is(step, "send") && row_says(&step->row, "packet_id", packet_id))
			return step;
	}
	return NULL;
}
