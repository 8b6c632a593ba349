/* SPDX-License-Identifier: ISC */
/* Objects by the names of their members, for the tests of layers, messages and times. */
#include "config.h"

#include "test_proto_layer_shared.h"

#include <string.h>

/* ---- Objects, by the names of their members --------------------------------------------- */

struct tl_pool pl_pool;

void *
pl_member(struct e2e_tl *object, const char *name)
{
	const struct e2e_tl_info info = tl_info(object->ctor);

	for (uint32_t i = 0; i < info.n_fields; i++) {
		const struct e2e_tl_field_info f = tl_field(object->ctor, i);

		if (strcmp(f.name, name) == 0 && f.kind != E2E_TL_KIND_TRUE)
			return (uint8_t *)object + f.offset;
	}
	return NULL;
}

uint32_t
pl_flag(uint32_t ctor, const char *name)
{
	const struct e2e_tl_info info = tl_info(ctor);

	for (uint32_t i = 0; i < info.n_fields; i++) {
		const struct e2e_tl_field_info f = tl_field(ctor, i);

		if (strcmp(f.name, name) == 0)
			return f.flag;
	}
	return 0;
}

void
pl_set_int(struct e2e_tl *object, const char *name, int32_t x)
{
	memcpy(pl_member(object, name), &x, sizeof x);
}

void
pl_set_flags(struct e2e_tl *object, uint32_t flags)
{
	memcpy(pl_member(object, "flags"), &flags, sizeof flags);
}

void
pl_set_bytes(struct e2e_tl *object, const char *name, size_t n)
{
	const struct e2e_bytes bytes = { tl_new(&pl_pool, n + 1), n };

	memcpy(pl_member(object, name), &bytes, sizeof bytes);
}

void
pl_set_object(struct e2e_tl *object, const char *name, const struct e2e_tl *x)
{
	memcpy(pl_member(object, name), &x, sizeof x);
}

void
pl_set_objects(struct e2e_tl *object, const char *name, const struct e2e_tl *const *v, size_t n)
{
	const struct e2e_tl_objects objects = { v, n };

	memcpy(pl_member(object, name), &objects, sizeof objects);
}
