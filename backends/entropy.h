/* SPDX-License-Identifier: ISC */
/*
 * The kernel's randomness, bought in bulk: a system call costs more than sealing the
 * message that wanted its 40 bytes.
 */
#ifndef E2E_BACKENDS_ENTROPY_H
#define E2E_BACKENDS_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

struct e2e_i_entropy_page;

/*
 * The store is a page that the kernel empties in a child of fork(), so that parent
 * and child never share a byte.  Where such a page cannot be had, `page` is NULL and
 * every draw is a system call.
 */
struct e2e_i_entropy {
	struct e2e_i_entropy_page *page;
};

void e2e_i_entropy_open(struct e2e_i_entropy *entropy);
void e2e_i_entropy_close(struct e2e_i_entropy *entropy);

/* N bytes into OUT, each given out once.  E2E_ERR_BACKEND if the kernel has none. */
int32_t e2e_i_entropy_draw(struct e2e_i_entropy *entropy, uint8_t *out, size_t n);

#endif
