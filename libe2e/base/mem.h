/* SPDX-License-Identifier: ISC */
/* Memory from the host's allocator, zeroed when allocated and wiped when freed. */
#ifndef E2E_BASE_MEM_H
#define E2E_BASE_MEM_H

#include <e2e/backend.h>

/*
 * Copy FROM into *TO; NULL stands for malloc() and free().  E2E_ERR_VERSION if its size member is
 * too small, E2E_ERR_ARGUMENT if a function is missing.
 */
int32_t e2e_i_mem_init(struct e2e_allocator *to, const struct e2e_allocator *from);

/* Allocate N zero bytes, N at least 1; NULL if that fails. */
void *e2e_i_mem_new(const struct e2e_allocator *allocator, size_t n);

/* Wipe and free the N bytes at P that e2e_i_mem_new() returned for the same N.  P may be NULL. */
void e2e_i_mem_free(const struct e2e_allocator *allocator, void *p, size_t n);

#endif
