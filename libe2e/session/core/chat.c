/* SPDX-License-Identifier: ISC */
/* What belongs to a chat in memory: freeing it, and its group. */
#include "config.h"

#include "session/core/chat.h"

#include "base/mem.h"
#include "base/nothing.h"

#include <string.h>

void
e2e_i_box_free(const struct e2e_allocator *allocator, const void *box, size_t n)
{
	e2e_i_mem_free(allocator, (void *)(uintptr_t)box, n);
}

void
e2e_i_chat_free(const struct e2e_allocator *m, struct e2e_i_chat *chat)
{
	for (size_t i = 0; i < E2E_I_LISTS; i++)
		e2e_i_list_free(&chat->list[i], m);
	for (size_t i = 0; i < E2E_I_KEYS; i++)
		e2e_i_box_free(m, chat->core.key[i], sizeof *chat->core.key[i]);
	e2e_i_box_free(m, chat->core.rekey, sizeof *chat->core.rekey);
	e2e_i_box_free(m, chat->core.handshake, sizeof *chat->core.handshake);
	e2e_i_mem_free(m, chat, sizeof *chat);
}

void
e2e_i_chat_group(struct e2e_i_core *core, const struct e2e_dh_group *group)
{
	struct e2e_dh_group known = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&known);
	core->group = group;
	core->saved.g = group->g;
	core->saved.p = E2E_I_NO_BYTES;
	if (memcmp(known.p, group->p, sizeof known.p) != 0)
		core->saved.p = (struct e2e_bytes){ group->p, sizeof group->p };
}
