/* SPDX-License-Identifier: ISC */
/* What the library says about its schemas. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <string.h>

/* The constructors that each layer introduced. */
static const struct {
	uint32_t layer;
	size_t n;
} layers[] = { { 8, 14 }, { 17, 18 }, { 20, 5 }, { 23, 12 }, { 45, 21 }, { 46, 5 }, { 66, 3 },
	{ 73, 1 }, { 101, 3 }, { 143, 1 }, { 144, 2 } };

START_TEST(has_the_constructors_of_every_layer)
{
	size_t secret = 0, server = 0;

	for (size_t k = 0; k < TL_N(layers); k++) {
		size_t n = 0;

		for (size_t i = 0; i < tl_count(); i++)
			n += tl_info_at(i).layer == layers[k].layer;
		ck_assert_msg(n == layers[k].n, "layer %u has %zu", (unsigned)layers[k].layer, n);
	}
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_info info = tl_info_at(i);

		secret += info.schema == E2E_TL_SCHEMA_SECRET;
		server += info.schema == E2E_TL_SCHEMA_SERVER;
		ck_assert((info.layer == 0) == (info.schema != E2E_TL_SCHEMA_SECRET));
	}
	ck_assert_uint_eq(secret, 85);
	ck_assert_uint_eq(server, 38);
	ck_assert_uint_eq(secret + server, tl_count());
}
END_TEST

START_TEST(finds_every_constructor_by_its_id_and_no_other)
{
	uint64_t seed = 9;

	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_info at = tl_info_at(i), by_id = tl_info(at.ctor);

		ck_assert_str_eq(e2e_tl_name(at.ctor), at.name);
		ck_assert_ptr_eq(by_id.name, at.name);
		ck_assert_uint_eq(by_id.struct_bytes, at.struct_bytes);
		ck_assert(i == 0 || tl_info_at(i - 1).ctor < at.ctor);
		for (int k = -1; k <= 1; k += 2) {
			size_t beside = i + (size_t)k;
			uint32_t near = at.ctor + (uint32_t)k;

			if (beside >= tl_count() || tl_info_at(beside).ctor != near)
				ck_assert_ptr_null(e2e_tl_name(near));
		}
	}
	ck_assert_ptr_null(e2e_tl_name(0));
	ck_assert_ptr_null(e2e_tl_name(UINT32_MAX));
	ck_assert_ptr_null(e2e_tl_name(TL_VECTOR));
	for (int i = 0; i < 1000; i++) {
		uint32_t id = (uint32_t)tu_next(&seed);
		struct e2e_tl_info info = E2E_TL_INFO_INIT;

		ck_assert((e2e_tl_info_get(&info, id) == E2E_OK) == (e2e_tl_name(id) != NULL));
	}
}
END_TEST

START_TEST(rejects_what_there_is_not_and_other_sizes)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	struct e2e_tl_field_info field = E2E_TL_FIELD_INFO_INIT;
	uint32_t ctor = E2E_TL_DECRYPTED_MESSAGE_73;

	ck_assert_int_eq(e2e_tl_info_get(&info, TL_STRANGE), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_info_at(&info, tl_count()), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_info_at(&info, SIZE_MAX), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_field_get(&field, TL_STRANGE, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_field_get(&field, ctor, tl_info(ctor).n_fields),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_field_get(&field, ctor, UINT32_MAX), E2E_ERR_ARGUMENT);
	info.size--;
	field.size--;
	ck_assert_int_eq(e2e_tl_info_get(&info, ctor), E2E_ERR_VERSION);
	ck_assert_int_eq(e2e_tl_info_at(&info, 0), E2E_ERR_VERSION);
	ck_assert_int_eq(e2e_tl_field_get(&field, ctor, 0), E2E_ERR_VERSION);
}
END_TEST

static size_t
member_bytes(uint32_t kind)
{
	switch (kind) {
	case E2E_TL_KIND_FLAGS:
	case E2E_TL_KIND_INT:
		return 4;
	case E2E_TL_KIND_LONG:
	case E2E_TL_KIND_DOUBLE:
		return 8;
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		return sizeof(struct e2e_bytes);
	case E2E_TL_KIND_LONGS:
		return sizeof(struct e2e_tl_longs);
	case E2E_TL_KIND_OBJECT:
		return sizeof(const struct e2e_tl *);
	case E2E_TL_KIND_OBJECTS:
		return sizeof(struct e2e_tl_objects);
	default:
		ck_assert_uint_eq(kind, E2E_TL_KIND_TRUE);
		return 0;
	}
}

/* Members follow each other inside the struct; flags are single bits, none twice. */
START_TEST(describes_fields_that_fit_their_struct)
{
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_info info = tl_info_at(i);
		size_t end = sizeof(uint32_t);
		uint32_t seen = 0;

		/* The decoder's room for a struct that it only checks. */
		ck_assert_uint_le(info.struct_bytes, 256);
		for (uint32_t k = 0; k < info.n_fields; k++) {
			struct e2e_tl_field_info f = tl_field(info.ctor, k);
			bool boxed = f.kind == E2E_TL_KIND_OBJECT || f.kind == E2E_TL_KIND_OBJECTS;

			ck_assert_uint_eq(f.flag & (f.flag - 1), 0);
			ck_assert_uint_eq(f.flag & seen, 0);
			seen |= f.flag;
			ck_assert(boxed == (f.type != 0));
			ck_assert(!boxed || tl_ctors_of(f.type) > 0);
			if (f.kind == E2E_TL_KIND_TRUE)
				continue;
			ck_assert_uint_ge(f.offset, end);
			end = f.offset + member_bytes(f.kind);
			ck_assert_uint_le(end, info.struct_bytes);
		}
	}
}
END_TEST

START_TEST(describes_the_message_of_layer_73)
{
	struct e2e_tl_info info = tl_info(E2E_TL_DECRYPTED_MESSAGE_73);
	struct e2e_tl_field_info f;

	ck_assert_uint_eq(info.ctor, 0x91cc4674);
	ck_assert_str_eq(info.name, "decryptedMessage");
	ck_assert_uint_eq(info.type, E2E_TYPE_DECRYPTED_MESSAGE);
	ck_assert_uint_eq(info.schema, E2E_TL_SCHEMA_SECRET);
	ck_assert_uint_eq(info.layer, 73);
	ck_assert_uint_eq(info.n_fields, 11);
	ck_assert_uint_eq(info.struct_bytes, sizeof(struct e2e_tl_decrypted_message_73));
	f = tl_field(info.ctor, 0);
	ck_assert_str_eq(f.name, "flags");
	ck_assert_uint_eq(f.kind, E2E_TL_KIND_FLAGS);
	f = tl_field(info.ctor, 2);
	ck_assert_str_eq(f.name, "silent");
	ck_assert_uint_eq(f.kind, E2E_TL_KIND_TRUE);
	ck_assert_uint_eq(f.flag, E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
	f = tl_field(info.ctor, 7);
	ck_assert_str_eq(f.name, "entities");
	ck_assert_uint_eq(f.kind, E2E_TL_KIND_OBJECTS);
	ck_assert_uint_eq(f.type, E2E_TYPE_MESSAGE_ENTITY);
	ck_assert_uint_eq(f.offset, offsetof(struct e2e_tl_decrypted_message_73, entities));
	ck_assert_uint_eq(f.flag, E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES);
	ck_assert_uint_eq(tl_info(E2E_TL_MESSAGES_SEND_ENCRYPTED).type, 0);
}
END_TEST

TCase *
tl_case_tables(void)
{
	TCase *tc = tcase_create("tables");

	tcase_add_test(tc, has_the_constructors_of_every_layer);
	tcase_add_test(tc, finds_every_constructor_by_its_id_and_no_other);
	tcase_add_test(tc, rejects_what_there_is_not_and_other_sizes);
	tcase_add_test(tc, describes_fields_that_fit_their_struct);
	tcase_add_test(tc, describes_the_message_of_layer_73);
	return tc;
}
