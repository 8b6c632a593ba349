/* SPDX-License-Identifier: ISC */
/* Which layer and which MTProto is spoken (protocol 3.2.1, 4.2; scenarios 70 - 72). */
#include "config.h"

#include "test_proto_layer_shared.h"

#include "proto/negotiate.h"

#include <string.h>

/* ---- Layers ----------------------------------------------------------------------------- */

/* protocol 4.2.3, T4.2; scenarios 70, 71, 72: whatever it shows, it only rises */
START_TEST(never_lowers_the_layer_of_the_peer)
{
	static const struct {
		int32_t known, seen, after;
	} c[] = {
		{ 46, 46, 46 },   { 46, 73, 73 },    { 73, 46, 73 },   { 73, 144, 144 },
		{ 144, 73, 144 }, { 144, 151, 151 }, { 151, 8, 151 },  { 73, 0, 73 },
		{ 73, -1, 73 },   { 73, INT32_MIN, 73 }, { 144, INT32_MAX, INT32_MAX },
	};

	for (size_t i = 0; i < TL_N(c); i++)
		ck_assert_int_eq(e2e_i_peer_layer(c[i].known, c[i].seen), c[i].after);
}
END_TEST

/* protocol T4.1, T4.3: one of four, and never below one that was sent, as TDLib closes */
START_TEST(never_sends_a_lower_wrapper)
{
	static const struct {
		int32_t own, peer, sent, layer;
	} c[] = {
		{ 144, 73, 0, 73 },    { 144, 46, 0, 46 },     { 144, 144, 73, 144 },
		{ 144, 151, 73, 144 }, { 144, 143, 73, 101 },  { 144, 123, 73, 101 },
		{ 144, 66, 0, 46 },    { 144, 66, 73, 73 },    { 144, 46, 144, 144 },
		{ 101, 144, 0, 101 },  { 73, 144, 101, 101 },  { 46, 144, 46, 46 },
		{ 144, -5, 0, 46 },    { 144, INT32_MAX, 0, 144 },
	};
	uint64_t seed = 3;
	int32_t sent = 0;

	for (size_t i = 0; i < TL_N(c); i++)
		ck_assert_int_eq(e2e_i_wrapper_layer(c[i].own, c[i].peer, c[i].sent), c[i].layer);
	for (int i = 0; i < 10000; i++) {
		int32_t own = (int32_t)(tu_next(&seed) % 160);
		int32_t peer = (int32_t)(tu_next(&seed) % 160);
		int32_t layer = e2e_i_wrapper_layer(own, peer, i % 50 == 0 ? 0 : sent);

		ck_assert(i % 50 == 0 || layer >= sent);
		ck_assert(layer == 46 || layer == 73 || layer == 101 || layer == 144);
		sent = layer;
	}
}
END_TEST

/* protocol T3.4: written only if allowed, and until the first sign of MTProto 2 */
START_TEST(writes_mtproto_1_only_to_old_peers)
{
	ck_assert(e2e_i_mtproto1(true, false, 46));
	ck_assert(e2e_i_mtproto1(true, false, E2E_I_LAYER_MTPROTO2 - 1));
	ck_assert(!e2e_i_mtproto1(true, false, E2E_I_LAYER_MTPROTO2));
	ck_assert(!e2e_i_mtproto1(true, false, 151));
	ck_assert(!e2e_i_mtproto1(true, true, 46));
	ck_assert(!e2e_i_mtproto1(false, false, 46));
	ck_assert(!e2e_i_mtproto1(false, true, 8));
	ck_assert_int_eq(E2E_I_LAYER_MTPROTO2, 73); /* MTProto 2 is mandatory (protocol 4.1.2) */
}
END_TEST

/* protocol T3.4: read below the lowest number that was taken in MTProto 2 */
START_TEST(reads_mtproto_1_below_the_first_of_2)
{
	static const struct {
		bool seen_2;
		int32_t from_2, raw;
		bool reads;
	} c[] = {
		{ false, 0, 0, true },         { false, 0, 5, true },
		{ false, 0, INT32_MAX, true }, { true, 0, 0, false },
		{ true, 0, 1, false },         { true, 5, 4, true },
		{ true, 5, 5, false },         { true, 5, 6, false },
		{ true, 1, 0, true },          { true, INT32_MAX - 1, INT32_MAX, false },
	};

	for (size_t i = 0; i < TL_N(c); i++)
		ck_assert_msg(e2e_i_mtproto1_read(c[i].seen_2, c[i].from_2, c[i].raw) == c[i].reads,
		              "case %zu", i);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("proto_layer");
	TCase *layers = tcase_create("layers");

	tcase_add_test(layers, never_lowers_the_layer_of_the_peer);
	tcase_add_test(layers, never_sends_a_lower_wrapper);
	tcase_add_test(layers, writes_mtproto_1_only_to_old_peers);
	tcase_add_test(layers, reads_mtproto_1_below_the_first_of_2);
	suite_add_tcase(suite, layers);
	suite_add_tcase(suite, pl_case_message());
	suite_add_tcase(suite, pl_case_ttl());
	return tu_run(suite);
}
