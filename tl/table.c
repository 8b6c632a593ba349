/* SPDX-License-Identifier: ISC */
/* Looks up constructors and fields in the schemas, for the codec and for hosts. */
#include "config.h"

#include "tl/table.h"

const struct e2e_i_tl_ctor *
e2e_i_tl_find(uint32_t id)
{
	uint32_t slot = E2E_I_TL_HASH(id);

	while (e2e_i_tl_slots[slot] != 0) {
		const struct e2e_i_tl_ctor *c = &e2e_i_tl_ctors[e2e_i_tl_slots[slot] - 1];

		if (c->id == id)
			return c;
		slot = (slot + 1) % E2E_I_TL_SLOTS;
	}
	return NULL;
}

const struct e2e_i_tl_ctor *
e2e_i_tl_find_in(uint32_t id, uint32_t type)
{
	const struct e2e_i_tl_ctor *ctor = e2e_i_tl_find(id);

	if (ctor == NULL || (type != E2E_TYPE_ANY && ctor->type != type))
		return NULL;
	return ctor;
}

const char *
e2e_tl_name(uint32_t ctor)
{
	const struct e2e_i_tl_ctor *c = e2e_i_tl_find(ctor);

	return c != NULL ? e2e_i_tl_names + c->name : NULL;
}

static int32_t
describe(struct e2e_tl_info *info, const struct e2e_i_tl_ctor *c)
{
	if (info->size < sizeof *info)
		return E2E_ERR_VERSION;
	if (c == NULL)
		return E2E_ERR_ARGUMENT;
	info->ctor = c->id;
	info->name = e2e_i_tl_names + c->name;
	info->type = c->type;
	info->schema = c->schema;
	info->layer = c->layer;
	info->n_fields = c->n_fields;
	info->struct_bytes = c->struct_bytes;
	return E2E_OK;
}

int32_t
e2e_tl_info_get(struct e2e_tl_info *info, uint32_t ctor)
{
	return describe(info, e2e_i_tl_find(ctor));
}

int32_t
e2e_tl_info_at(struct e2e_tl_info *info, size_t index)
{
	return describe(info, index < e2e_i_tl_n_ctors ? &e2e_i_tl_ctors[index] : NULL);
}

int32_t
e2e_tl_field_get(struct e2e_tl_field_info *info, uint32_t ctor, uint32_t field)
{
	const struct e2e_i_tl_ctor *c = e2e_i_tl_find(ctor);
	const struct e2e_i_tl_field *f;

	if (info->size < sizeof *info)
		return E2E_ERR_VERSION;
	if (c == NULL || field >= c->n_fields)
		return E2E_ERR_ARGUMENT;
	f = &e2e_i_tl_fields[c->first_field + field];
	info->kind = f->kind;
	info->name = e2e_i_tl_names + f->name;
	info->offset = f->offset;
	info->flag = f->bit == E2E_I_TL_NO_BIT ? 0 : (uint32_t)1 << f->bit;
	info->type = f->type;
	return E2E_OK;
}
