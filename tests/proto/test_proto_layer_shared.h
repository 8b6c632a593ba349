/* SPDX-License-Identifier: ISC */
/* What the tests of layers, messages and times share: objects by the names of their members. */
#ifndef E2E_TEST_PROTO_LAYER_SHARED_H
#define E2E_TEST_PROTO_LAYER_SHARED_H

#include "tests/util/tlutil.h"

/* Objects of the test that runs. */
extern struct tl_pool pl_pool;

/* The member NAME of OBJECT, or NULL; the bit of an optional member, or 0. */
void *pl_member(struct e2e_tl *object, const char *name);
uint32_t pl_flag(uint32_t ctor, const char *name);

/* Change a member that is there. */
void pl_set_int(struct e2e_tl *object, const char *name, int32_t x);
void pl_set_flags(struct e2e_tl *object, uint32_t flags);
void pl_set_bytes(struct e2e_tl *object, const char *name, size_t n);
void pl_set_object(struct e2e_tl *object, const char *name, const struct e2e_tl *x);
void pl_set_objects(struct e2e_tl *object, const char *name, const struct e2e_tl *const *v,
                    size_t n);

/* The cases of test_proto_layer. */
TCase *pl_case_message(void);
TCase *pl_case_ttl(void);

#endif
