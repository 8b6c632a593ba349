/* SPDX-License-Identifier: ISC */
/*
 * transcripts_tl FILE.jsonl... - the TL codec against recorded sessions
 *
 * Every plaintext in a transcript, wherever it stands, is decoded, compared with the
 * message and the numbers that the line gives, and encoded again, once from what was
 * decoded and once from what the line says.  A file without a plaintext fails.
 */
#include "config.h"

#include "conform/file.h"
#include "conform/row.h"
#include "conform/tl_json.h"

#include <stdio.h>
#include <string.h>

struct counts {
	size_t passed;
	size_t failed;
};

/* OBJECT must be encoded to exactly WANT. */
static bool
encodes_to(struct row *row, const struct e2e_tl *object, struct e2e_bytes want)
{
	uint8_t *out;
	size_t room, n;

	if (!row_worked(row, "e2e_tl_measure",
	                e2e_tl_measure(&room, E2E_TYPE_DECRYPTED_MESSAGE_LAYER, object)))
		return false;
	out = row_alloc(row, room);
	return row_worked(row, "e2e_tl_put",
	                  e2e_tl_put(out, room, &n, E2E_TYPE_DECRYPTED_MESSAGE_LAYER, object)) &&
	       row_same_i64(row, "the measured length", (int64_t)room, (int64_t)n) &&
	       row_same(row, "plaintext", (struct e2e_bytes){ out, n }, want);
}

/* The random bytes that a step of our side gives, if it does. */
static bool
random_agrees(struct row *row, const struct e2e_tl_decrypted_message_layer *layer)
{
	const json_t *random = json_object_get(row->json, "random");
	const json_t *bytes = json_object_get(random, "layer_random_bytes");

	return bytes == NULL ||
	       row_same(row, "random_bytes", layer->random_bytes, tl_json_bytes(row, bytes));
}

/* A line with the message and, beside it, the numbers of the layer around it. */
static bool
message_agrees(struct row *row, const struct e2e_tl_decrypted_message_layer *layer,
               struct e2e_bytes plaintext)
{
	const json_t *json = json_object_get(row->json, "object");
	struct e2e_tl_decrypted_message_layer rebuilt = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_LAYER,
		.random_bytes = layer->random_bytes,
		.layer = row_i32(row, "layer"),
		.in_seq_no = row_i32(row, "in_seq_no"),
		.out_seq_no = row_i32(row, "out_seq_no"),
		.message = tl_json_build(row, json),
	};

	return rebuilt.message != NULL && !row->malformed &&
	       row_same_i64(row, "layer", layer->layer, rebuilt.layer) &&
	       row_same_i64(row, "in_seq_no", layer->in_seq_no, rebuilt.in_seq_no) &&
	       row_same_i64(row, "out_seq_no", layer->out_seq_no, rebuilt.out_seq_no) &&
	       random_agrees(row, layer) && tl_json_equal(row, layer->message, rebuilt.message) &&
	       encodes_to(row, (const struct e2e_tl *)&rebuilt, plaintext);
}

/* A line with the layer around the message as an object. */
static bool
wrapped_agrees(struct row *row, const struct e2e_tl *layer, struct e2e_bytes plaintext)
{
	const struct e2e_tl *wrapped = tl_json_build(row, json_object_get(row->json, "wrapped"));

	return wrapped != NULL && !row->malformed && tl_json_equal(row, layer, wrapped) &&
	       encodes_to(row, wrapped, plaintext);
}

/* Judge the part of a line that has a plaintext. */
static bool
plaintext_agrees(struct row *row)
{
	const uint32_t type = E2E_TYPE_DECRYPTED_MESSAGE_LAYER;
	struct e2e_bytes plaintext = row_bytes(row, "plaintext");
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(plaintext.n);
	int32_t result;

	if (row->malformed)
		return false;
	result = e2e_tl_get(&got, row_alloc(row, room), room, type, plaintext.p, plaintext.n, NULL);
	if (!row_worked(row, "e2e_tl_get", result) ||
	    !row_worked(row, "e2e_tl_check", e2e_tl_check(type, plaintext.p, plaintext.n, NULL)) ||
	    !row_same_i64(row, "odd", got.odd, 0) || !encodes_to(row, got.object, plaintext))
		return false;
	if (row_has(row, "wrapped"))
		return wrapped_agrees(row, got.object, plaintext);
	return message_agrees(row, (const struct e2e_tl_decrypted_message_layer *)got.object,
	                      plaintext);
}

/* Judge all plaintexts in JSON, part of line NUMBER. */
static void
judge_part(const struct vector_file *file, size_t number, const json_t *json,
           struct counts *counts)
{
	struct row row;
	bool good;

	if (json_object_get(json, "plaintext") != NULL) {
		row_start(&row, json);
		good = plaintext_agrees(&row) && !row.malformed;
		counts->passed += good;
		counts->failed += !good;
		if (!good)
			printf("%s:%zu: %s\n", file->path, number, row.why);
		row_end(&row);
	}
	for (size_t i = 0; i < json_array_size(json); i++)
		judge_part(file, number, json_array_get(json, i), counts);
	/* Jansson iterates with pointers that are not const, and changes nothing. */
	for (void *i = json_object_iter((json_t *)(uintptr_t)json); i != NULL;
	     i = json_object_iter_next((json_t *)(uintptr_t)json, i))
		judge_part(file, number, json_object_iter_value(i), counts);
}

static void
judge_file(const char *path, struct counts *total)
{
	struct counts counts = { 0, 0 };
	struct vector_file file;

	if (!file_open(&file, path)) {
		counts.failed = 1;
	} else {
		for (size_t i = 0; i < file.n; i++)
			judge_part(&file, i + 1, file.lines[i], &counts);
		if (!file_is_transcript(&file) || counts.passed + counts.failed == 0) {
			printf("%s: this is no transcript with a plaintext\n", path);
			counts.failed++;
		}
	}
	printf("%s: %zu passed, %zu failed\n", path, counts.passed, counts.failed);
	total->passed += counts.passed;
	total->failed += counts.failed;
	file_close(&file);
}

int
main(int argc, char **argv)
{
	struct counts total = { 0, 0 };

	for (int i = 1; i < argc; i++)
		judge_file(argv[i], &total);
	printf("%zu passed, %zu failed\n", total.passed, total.failed);
	if (fflush(stdout) != 0)
		return 2;
	return total.passed > 0 && total.failed == 0 ? 0 : 1;
}
