/* SPDX-License-Identifier: ISC */
/* Fields of messages of any layer, by their names in the schema. */
#include "config.h"

#include "peer.h"

#include <string.h>

/* The member for the field NAME of OBJECT if it is there and of KIND, or NULL. */
static const void *
field(const struct e2e_tl *object, const char *name, uint32_t kind)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
	const unsigned char *base = (const unsigned char *)object;
	uint32_t flags = 0;

	if (object == NULL || e2e_tl_info_get(&info, object->ctor) != E2E_OK)
		return NULL;
	for (uint32_t i = 0; i < info.n_fields; i++) {
		if (e2e_tl_field_get(&f, object->ctor, i) != E2E_OK)
			return NULL;
		if (f.kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, base + f.offset, sizeof flags);
		if (f.kind != kind || strcmp(f.name, name) != 0)
			continue;
		return f.flag == 0 || (flags & f.flag) != 0 ? base + f.offset : NULL;
	}
	return NULL;
}

const struct e2e_tl *
object_in(const struct e2e_tl *object, const char *name)
{
	const struct e2e_tl *inner = NULL;
	const void *member = field(object, name, E2E_TL_KIND_OBJECT);

	if (member != NULL)
		memcpy(&inner, member, sizeof inner);
	return inner;
}

static struct e2e_bytes
bytes_in(const struct e2e_tl *object, const char *name, uint32_t kind)
{
	struct e2e_bytes bytes = { NULL, 0 };
	const void *member = field(object, name, kind);

	if (member != NULL)
		memcpy(&bytes, member, sizeof bytes);
	return bytes;
}

struct e2e_bytes
message_text(const struct e2e_tl *message)
{
	return bytes_in(message, "message", E2E_TL_KIND_STRING);
}

/* A size is an int in most media, and a long in new documents. */
static int64_t
size_in(const struct e2e_tl *media)
{
	const void *small = field(media, "size", E2E_TL_KIND_INT);
	const void *large = field(media, "size", E2E_TL_KIND_LONG);
	int32_t size32 = 0;
	int64_t size64 = 0;

	if (small != NULL)
		memcpy(&size32, small, sizeof size32);
	if (large != NULL)
		memcpy(&size64, large, sizeof size64);
	return large != NULL ? size64 : size32;
}

bool
message_file(const struct e2e_tl *message, struct e2e_bytes *key, struct e2e_bytes *iv,
             int64_t *size)
{
	const struct e2e_tl *media = object_in(message, "media");

	*key = bytes_in(media, "key", E2E_TL_KIND_BYTES);
	*iv = bytes_in(media, "iv", E2E_TL_KIND_BYTES);
	*size = size_in(media);
	return key->n > 0 && iv->n > 0;
}

uint32_t
message_silent(const struct e2e_tl *message)
{
	return field(message, "silent", E2E_TL_KIND_TRUE) != NULL ? E2E_SEND_SILENT : 0;
}
