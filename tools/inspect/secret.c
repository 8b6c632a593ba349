/* SPDX-License-Identifier: ISC */
/*
 * Keys of files, which messages bring: they are shown to nobody who did not ask for them.  In the
 * object a mark takes the place of each, and in the text of the object words take that of the mark.
 */
#include "config.h"

#include "inspect.h"
#include "../hex.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a mark; the length of what it stands for follows. */
#define HEAD_BYTES 12

static const uint8_t head[HEAD_BYTES] = { 0xc1, 0x07, 0x9e, 0x5b, 0xf3, 0x2a,
	                                  0x88, 0xd4, 0x61, 0xee, 0x0c, 0xb7 };

/* ---- In the object -------------------------------------------------------------------- */

static void
hide(struct secrets *s, uint8_t *member)
{
	struct e2e_bytes bytes;
	uint8_t *mark = s->mark[s->n < SECRETS ? s->n : SECRETS - 1];

	memcpy(&bytes, member, sizeof bytes);
	if (bytes.n == 0)
		return;
	memcpy(mark, head, HEAD_BYTES);
	for (size_t i = 0; i < 4; i++)
		mark[HEAD_BYTES + i] = (uint8_t)(bytes.n >> 8 * (3 - i));
	bytes = (struct e2e_bytes){ mark, MARK_BYTES };
	memcpy(member, &bytes, sizeof bytes);
	s->n++;
}

static void
walk(struct secrets *s, void *memory, const struct e2e_tl *object)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	uint8_t *base;

	if (object == NULL || e2e_tl_info_get(&info, object->ctor) != E2E_OK)
		return;
	base = (uint8_t *)memory + ((const uint8_t *)object - (const uint8_t *)memory);
	for (uint32_t i = 0; i < info.n_fields; i++) {
		struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
		struct e2e_tl_objects objects;
		const struct e2e_tl *inner;

		if (e2e_tl_field_get(&f, info.ctor, i) != E2E_OK)
			return;
		if (f.kind == E2E_TL_KIND_OBJECT) {
			memcpy(&inner, base + f.offset, sizeof inner);
			walk(s, memory, inner);
		} else if (f.kind == E2E_TL_KIND_OBJECTS) {
			memcpy(&objects, base + f.offset, sizeof objects);
			for (size_t k = 0; k < objects.n; k++)
				walk(s, memory, objects.v[k]);
		} else if (f.kind == E2E_TL_KIND_BYTES &&
		           (strcmp(f.name, "key") == 0 || strcmp(f.name, "iv") == 0)) {
			hide(s, base + f.offset);
		}
	}
}

void
secrets_hide(struct secrets *s, void *memory, const struct e2e_tl *object)
{
	s->n = 0;
	walk(s, memory, object);
}

/* ---- In the text ---------------------------------------------------------------------------- */

void
secrets_name(char *text, uint32_t format)
{
	static const char tail[] = " (16 bytes)"; /* E2E_TL_TEXT says that of a mark */
	char hex[TOOL_HEX_BYTES(HEAD_BYTES)], words[40];
	size_t mark_n = 2 * MARK_BYTES;

	tool_hex_encode(hex, head, HEAD_BYTES);
	while ((text = strstr(text, hex)) != NULL) {
		char length[9];
		size_t old_n = mark_n, new_n;

		snprintf(length, sizeof length, "%.8s", text + 2 * HEAD_BYTES);
		snprintf(words, sizeof words, "not shown (%lu bytes)", strtoul(length, NULL, 16));
		if (format == E2E_TL_JSON) { /* in quotes */
			text--;
			old_n += 2;
			strcpy(words, "null");
		} else if (strncmp(text + mark_n, tail, sizeof tail - 1) == 0) {
			old_n += sizeof tail - 1;
		}
		new_n = strlen(words);
		memcpy(text, words, new_n);
		memmove(text + new_n, text + old_n, strlen(text + old_n) + 1);
		text += new_n;
	}
}
