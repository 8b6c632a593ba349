/* SPDX-License-Identifier: ISC */
/*
 * The alignment of memory for our objects.  An array of uint64_t does not guarantee 8: i386 aligns
 * numbers of 64 bits to 4 in structs and arrays.  So memory for objects is declared with
 * alignas(E2E_I_ALIGN), or comes from an allocator, which must give memory for any object.
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
