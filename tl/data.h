/* SPDX-License-Identifier: ISC */
/* The schemas as tables: tlgen.py writes them (gen/tables.c), and the codec interprets them. */
#ifndef E2E_TL_DATA_H
#define E2E_TL_DATA_H

#include <e2e/schema.h>

/* E2E_TL_KIND_* under short names, for the generated tables. */
#define E2E_I_TL_FLAGS   E2E_TL_KIND_FLAGS
#define E2E_I_TL_INT     E2E_TL_KIND_INT
#define E2E_I_TL_LONG    E2E_TL_KIND_LONG
#define E2E_I_TL_DOUBLE  E2E_TL_KIND_DOUBLE
#define E2E_I_TL_STRING  E2E_TL_KIND_STRING
#define E2E_I_TL_BYTES   E2E_TL_KIND_BYTES
#define E2E_I_TL_TRUE    E2E_TL_KIND_TRUE
#define E2E_I_TL_LONGS   E2E_TL_KIND_LONGS
#define E2E_I_TL_OBJECT  E2E_TL_KIND_OBJECT
#define E2E_I_TL_OBJECTS E2E_TL_KIND_OBJECTS

/* `bit` of a field that is always there. */
#define E2E_I_TL_NO_BIT 255

/* The constructor id that every vector begins with. */
#define E2E_I_TL_VECTOR 0x1cb5c415u

/* Before a string: its length in one byte, up to SHORT_MAX; or LONG_FORM and three bytes. */
#define E2E_I_TL_SHORT_MAX 253
#define E2E_I_TL_LONG_FORM 254

/* The size of the largest struct of the schema, at most; assertions in tables.c hold it. */
#define E2E_I_TL_STRUCT_MAX 256

struct e2e_i_tl_field {
	uint16_t name;   /* offset in e2e_i_tl_names      */
	uint16_t offset; /* of the member in its struct   */
	uint8_t kind;    /* E2E_TL_KIND_*                 */
	uint8_t bit;     /* in flags, or E2E_I_TL_NO_BIT  */
	uint8_t type;    /* E2E_TYPE_* of the objects     */
};

struct e2e_i_tl_ctor {
	uint32_t id;
	uint16_t name;         /* offset in e2e_i_tl_names          */
	uint16_t first_field;  /* index in e2e_i_tl_fields          */
	uint16_t struct_bytes;
	uint8_t n_fields;
	uint8_t type;          /* E2E_TYPE_*, 0 for a method        */
	uint8_t layer;         /* that introduced it, 0 of a server */
	uint8_t schema;        /* E2E_TL_SCHEMA_*                   */
};

struct e2e_i_tl_type {
	uint16_t name;  /* offset in e2e_i_tl_names                             */
	uint16_t least; /* bytes of the shortest object of the type, with its id */
};

extern const struct e2e_i_tl_field e2e_i_tl_fields[];
extern const struct e2e_i_tl_ctor e2e_i_tl_ctors[]; /* sorted by id */
extern const size_t e2e_i_tl_n_ctors;

/*
 * A hash table from the id of a constructor to its index in e2e_i_tl_ctors, plus 1; 0 is an empty
 * slot.  If a slot is taken by another constructor, the next one is tried.
 */
#define E2E_I_TL_SLOTS 512
#define E2E_I_TL_HASH(id) ((uint32_t)((id) * 0x9e3779b1u) >> 23)
extern const uint8_t e2e_i_tl_slots[E2E_I_TL_SLOTS];

extern const struct e2e_i_tl_type e2e_i_tl_types[]; /* by E2E_TYPE_*; 0 is any type */
extern const size_t e2e_i_tl_n_types;
extern const char e2e_i_tl_names[]; /* all names, each with its NUL */

#endif
