/* SPDX-License-Identifier: ISC */
/* A scripted peer begins and ends, and its memory (scripted.h). */
#include "config.h"

#include "scripted.h"

#include <stdlib.h>

struct sp_memory {
	struct sp_memory *next;
	max_align_t bytes[];
};

void
sp_open(struct sp_peer *p, struct au_host *host, int64_t user_id)
{
	*p = (struct sp_peer){
		.host = host,
		.user_id = user_id,
		.access_hash = 70,
		.key = E2E_KEY_INIT,
		.old_key = E2E_KEY_INIT,
		.new_key = E2E_KEY_INIT,
		.group = E2E_DH_GROUP_INIT,
		.layer = 144,
		.mtproto = 2,
		.next_id = INT64_C(0x7001000000000000) + user_id * 1000,
		.seed = (uint64_t)user_id,
	};
	p->crypto = tu_crypto(host->script.inner);
	e2e_dh_group_known(&p->group);
}

void
sp_close(struct sp_peer *p)
{
	e2e_crypto_free(p->crypto);
	while (p->memory != NULL) {
		struct sp_memory *next = p->memory->next;

		free(p->memory);
		p->memory = next;
	}
}

void *
sp_new(struct sp_peer *p, size_t n)
{
	struct sp_memory *memory = calloc(1, sizeof *memory + sizeof(max_align_t) + n);

	ck_assert_ptr_nonnull(memory);
	memory->next = p->memory;
	p->memory = memory;
	return memory->bytes;
}
