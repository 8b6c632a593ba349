/* SPDX-License-Identifier: ISC */
/* A host that passes on what a peer wrote pays for its entities once, wherever they point. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>
#include <time.h>

#define TEXT_N   400000
#define ENTITIES 8000

static int32_t
try_entities(struct ch *c, char *text, size_t step, int32_t odd)
{
	struct e2e_tl_message_entity_bold *bold = sp_new(&c->p, ENTITIES * sizeof *bold);
	const struct e2e_tl **v = sp_new(&c->p, ENTITIES * sizeof *v);
	struct e2e_tl_decrypted_message_73 m = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES,
		.message = { (const uint8_t *)text, TEXT_N },
		.entities = { v, ENTITIES },
	};
	const int32_t units = (int32_t)(TEXT_N / 2); /* for each step of 4 bytes, 2 of UTF-16 */
	size_t i;

	for (i = 0; i < TEXT_N; i += 4)
		memcpy(text + i, "\xf0\x9f\x98\x80", 4);
	for (i = 0; i < ENTITIES; i++) {
		const int32_t from = (int32_t)(i * step) % (units / 2) / 2 * 2;

		/* each from near the beginning to near the end */
		bold[i] = (struct e2e_tl_message_entity_bold){
			E2E_TL_MESSAGE_ENTITY_BOLD, from, units - 2 * from
		};
		v[i] = (const struct e2e_tl *)&bold[i];
	}
	bold[ENTITIES - 1].length += odd;
	return e2e_send_message(c->h.account, c->p.chat_id, NULL, NULL,
	                        (const struct e2e_tl *)&m, NULL, 0, c->h.now);
}

START_TEST(looks_at_many_in_a_short_time)
{
	const clock_t begun = clock();
	struct ch c;
	char *text;

	ch_open(&c, _i, E2E_CREATOR);
	text = sp_new(&c.p, TEXT_N);
	ck_assert_int_eq(try_entities(&c, text, 0, 0), E2E_OK);
	ck_assert_int_eq(try_entities(&c, text, 14, 0), E2E_OK);
	/* and still at the last of them */
	ck_assert_int_eq(try_entities(&c, text, 14, -1), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(try_entities(&c, text, 14, TEXT_N), E2E_ERR_ARGUMENT);
	/* each counted from the beginning takes some seconds */
	ck_assert_int_lt((clock() - begun) / CLOCKS_PER_SEC, 2);
	au_run(&c.h);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ looks_at_many_in_a_short_time },
	};

	return tu_run(cu_suite("chat_entities", tests, CU_N(tests)));
}
