/* SPDX-License-Identifier: ISC */
/* Memory from the host's allocator, zeroed when it comes and wiped when it goes. */
#ifndef E2E_BASE_MEM_H
#define E2E_BASE_MEM_H

#include <e2e/backend.h>

/* Copy FROM (NULL: malloc and free) into *TO.  E2E_ERR_VERSION, E2E_ERR_ARGUMENT. */
int32_t e2e_i_mem_init(struct e2e_allocator *to, const struct e2e_allocator *from);

/* N zero bytes (at least 1), or NULL. */
void *e2e_i_mem_new(const struct e2e_allocator *allocator, size_t n);

/* Wipe and free the N bytes at P, as they came from e2e_i_mem_new().  P may be NULL. */
void e2e_i_mem_free(const struct e2e_allocator *allocator, void *p, size_t n);

#endif
