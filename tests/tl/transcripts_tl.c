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
#define TYPE E2E_TYPE_DECRYPTED_MESSAGE_LAYER

struct counts {
	size_t passed;
	size_t failed;
};

/* A line with the message and, beside it, the numbers of the layer around it. */
static void
message_agrees(struct row *row, const struct e2e_tl_decrypted_message_layer *layer)
{
	const struct e2e_tl_decrypted_message_layer rebuilt = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_LAYER,
		.random_bytes = layer->random_bytes,
		.layer = row_i32(row, "layer"),
		.in_seq_no = row_i32(row, "in_seq_no"),
		.out_seq_no = row_i32(row, "out_seq_no"),
		.message = tl_json_build(row, row_get(row, "object")),
	};

	if (rebuilt.message == NULL)
		return;
	row_is_bytes(row, "random.layer_random_bytes?", layer->random_bytes);
	tl_json_equal(row, (const struct e2e_tl *)layer, (const struct e2e_tl *)&rebuilt);
	row_is_bytes(row, "plaintext", tl_encode(row, TYPE, (const struct e2e_tl *)&rebuilt));
}

/* The part of a line that has a plaintext: it is read, and written again from the line's fields. */
static void
plaintext_agrees(struct row *row)
{
	struct e2e_bytes plaintext = row_bytes(row, "plaintext");
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(plaintext.n);
	const struct e2e_tl *wrapped;

	if (row->malformed || !row_worked(row, "e2e_tl_get",
	                                  e2e_tl_get(&got, row_alloc(row, room), room, TYPE,
	                                             plaintext.p, plaintext.n, NULL)))
		return;
	row_worked(row, "e2e_tl_check", e2e_tl_check(TYPE, plaintext.p, plaintext.n, NULL));
	row_same_i64(row, "odd", got.odd, 0);
	row_is_bytes(row, "plaintext", tl_encode(row, TYPE, got.object));
	if (!row_has(row, "wrapped")) {
		message_agrees(row, (const struct e2e_tl_decrypted_message_layer *)got.object);
		return;
	}
	wrapped = tl_json_build(row, row_get(row, "wrapped"));
	if (wrapped == NULL)
		return;
	tl_json_equal(row, got.object, wrapped);
	row_is_bytes(row, "plaintext", tl_encode(row, TYPE, wrapped));
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
		plaintext_agrees(&row);
		good = row_good(&row);
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
