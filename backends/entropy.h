/* SPDX-License-Identifier: ISC */
/*
 * Random bytes, drawn from a store that is filled from the kernel: a system call for the 16 to 460
 * bytes of padding of each message would cost more than sealing it.
 */
#ifndef E2E_BACKENDS_ENTROPY_H
#define E2E_BACKENDS_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

#define E2E_I_SEED_BYTES 32

struct e2e_i_entropy_page;

/*
 * The store is a page of AES-256-CTR keystream.  Its key comes from the kernel and is forgotten at
 * once; the next page has another key.  Every byte is given out once and then erased.
 *
 * Parent and child never share a byte: the kernel empties the page in a child of fork(), and only
 * the process that filled it reads it.  Where such a page cannot be had, or the kernel accepts any
 * advice, `page` is NULL and every draw is a system call.
 */
struct e2e_i_entropy {
	struct e2e_i_entropy_page *page;
	int64_t owner; /* the process that filled it */

	/* Fill N bytes at OUT with the keystream of SEED from counter 0; 0 on success. */
	int32_t (*stretch)(void *cipher, const uint8_t seed[E2E_I_SEED_BYTES], uint8_t *out,
	                   size_t n);
	void *cipher;
};

/* Set `page`; the other members are the owner's to set. */
void e2e_i_entropy_open(struct e2e_i_entropy *entropy);
void e2e_i_entropy_close(struct e2e_i_entropy *entropy);

/* N bytes into OUT.  E2E_ERR_BACKEND if the kernel has none or the cipher fails. */
int32_t e2e_i_entropy_draw(struct e2e_i_entropy *entropy, uint8_t *out, size_t n);

#endif
