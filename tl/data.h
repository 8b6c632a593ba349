/* SPDX-License-Identifier: ISC */
/* The schemas as data: what tlgen.py writes (gen/tables.c) and the codec interprets. */
#ifndef E2E_TL_DATA_H
#define E2E_TL_DATA_H

#include <e2e/schema.h>

/* Short names for the generator. */
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

#define E2E_I_TL_NO_BIT 255

/* The id before every vector. */
#define E2E_I_TL_VECTOR 0x1cb5c415u

/*
 * The length of a string is one byte up to SHORT_MAX; above it, the byte LONG_FORM and three bytes.
 */
#define E2E_I_TL_SHORT_MAX 253
#define E2E_I_TL_LONG_FORM 254

/* No struct of the schema is larger; tables.c makes sure. */
#define E2E_I_TL_STRUCT_MAX 256

struct e2e_i_tl_field {
	uint16_t name;   /* in e2e_i_tl_names */
	uint16_t offset; /* of the member     */
	uint8_t kind;
	uint8_t bit;     /* in flags, or E2E_I_TL_NO_BIT */
	uint8_t type;    /* of the objects               */
};

struct e2e_i_tl_ctor {
	uint32_t id;
	uint16_t name;
	uint16_t first_field;
	uint16_t struct_bytes;
	uint8_t n_fields;
	uint8_t type;
	uint8_t layer;
	uint8_t schema;
};

struct e2e_i_tl_type {
	uint16_t name;
	uint16_t least; /* bytes of the shortest object of the type, with its id */
};

extern const struct e2e_i_tl_field e2e_i_tl_fields[];
extern const struct e2e_i_tl_ctor e2e_i_tl_ctors[]; /* by id */
extern const size_t e2e_i_tl_n_ctors;

/*
 * Where a constructor is, plus 1, by a hash of its id; 0 is an empty place.  One that is
 * taken sends on to the next.
 */
#define E2E_I_TL_SLOTS 512
#define E2E_I_TL_HASH(id) ((uint32_t)((id) * 0x9e3779b1u) >> 23)
extern const uint8_t e2e_i_tl_slots[E2E_I_TL_SLOTS];

extern const struct e2e_i_tl_type e2e_i_tl_types[]; /* by number; 0 is any */
extern const size_t e2e_i_tl_n_types;
extern const char e2e_i_tl_names[];

#endif
