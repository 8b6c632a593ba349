/* SPDX-License-Identifier: ISC */
/*
 * What the memory of our objects is aligned to.  i386 is content with 4 for numbers of 64 bits
 * in structs and arrays, so an array of uint64_t is not enough to promise 8: whoever makes
 * memory for objects says alignas(E2E_I_ALIGN), or takes it from an allocator, which has to
 * give memory for any object.
 */
#ifndef E2E_BASE_ALIGN_H
#define E2E_BASE_ALIGN_H

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

#define E2E_I_ALIGN 8

_Static_assert(alignof(int64_t) <= E2E_I_ALIGN && alignof(double) <= E2E_I_ALIGN &&
                       alignof(void *) <= E2E_I_ALIGN && alignof(size_t) <= E2E_I_ALIGN,
               "a member of our objects wants more");
_Static_assert(alignof(max_align_t) >= E2E_I_ALIGN, "allocators give too little");

#endif
