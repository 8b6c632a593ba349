/* SPDX-License-Identifier: ISC */
/* What the account lends to the rest of session/: reusable buffers and its copies of groups. */
#include "config.h"

#include "session/core/account.h"

#include "base/mem.h"

#include <string.h>

/* A reusable buffer stays allocated up to this many bytes; a larger one is freed after use. */
#define SCRATCH_KEPT ((size_t)64 * 1024)

int32_t
e2e_i_account_room(struct e2e_account *account, struct e2e_i_buffer *buffer, size_t n)
{
	uint8_t *larger;
	size_t size = 256;

	if (n <= buffer->room)
		return E2E_OK;
	while (size < n && size < SCRATCH_KEPT)
		size *= 2;
	if (size < n)
		size = n; /* freed after use: allocate no more than is needed */
	larger = e2e_i_mem_new(&account->allocator, size);
	if (larger == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_mem_free(&account->allocator, buffer->p, buffer->room);
	*buffer = (struct e2e_i_buffer){ .p = larger, .room = size };
	return E2E_OK;
}

void
e2e_i_account_room_back(struct e2e_account *account, struct e2e_i_buffer *buffer)
{
	if (buffer->room <= SCRATCH_KEPT)
		return;
	e2e_i_mem_free(&account->allocator, buffer->p, buffer->room);
	*buffer = (struct e2e_i_buffer){ .p = NULL, .room = 0 };
}

const struct e2e_dh_group *
e2e_i_account_group(struct e2e_account *account, const struct e2e_dh_group *group)
{
	struct e2e_i_group *own;

	for (own = account->groups; own != NULL; own = own->next) {
		if (own->group.g == group->g &&
		    memcmp(own->group.p, group->p, sizeof group->p) == 0)
			return &own->group;
	}
	own = e2e_i_mem_new(&account->allocator, sizeof *own);
	if (own == NULL)
		return NULL;
	own->group = *group;
	own->next = account->groups;
	account->groups = own;
	return &own->group;
}

void
e2e_i_account_dh(struct e2e_i_saved *saved, const struct e2e_dh_group *group, int32_t version)
{
	saved->group = group;
	saved->dh = (struct e2e_i_saved_dh){
		.version = version,
		.g = group->g,
		.p = { group->p, sizeof group->p },
	};
}

void
e2e_i_account_drop(struct e2e_account *account, struct e2e_i_commit *commit)
{
	e2e_i_pool_reset(&commit->pool);
	e2e_i_mem_free(&account->allocator, commit, sizeof *commit);
}
