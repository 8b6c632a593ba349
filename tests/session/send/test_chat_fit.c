/* SPDX-License-Identifier: ISC */
/* What is sent fits the layer of the peer, and the sender is told what that cost. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

static const uint8_t key32[32] = { 1 };

/* A chat with a peer of LAYER. */
static void
open_layer(struct ch *c, int backend, int32_t layer)
{
	ch_init(c, backend);
	c->h.config.peer_layer = layer;
	ch_ready(c, layer % 2 ? E2E_CREATOR : E2E_ACCEPTOR);
	c->p.layer = layer;
}

/* MESSAGE goes out; what it became, and at what cost. */
static const struct e2e_tl *
becomes(struct ch *c, const struct e2e_tl_decrypted_message_73 *message, uint32_t lost)
{
	struct sp_opened opened;
	uint32_t got = ~UINT32_C(0);
	int64_t id = 0;

	ck_assert_int_eq(e2e_send_message(c->h.account, c->p.chat_id, &id, &got,
	                                  (const void *)message, NULL, 0, c->h.now),
	                 E2E_OK);
	au_run(&c->h);
	ck_assert_uint_eq(got, lost);
	opened = ch_look(c, au_last_send(&c->h));
	ck_assert_int_eq(opened.random_id, id);
	return opened.message;
}

static struct e2e_tl_decrypted_message_73
text_of(const char *text)
{
	struct e2e_tl_decrypted_message_73 message = { .ctor = E2E_TL_DECRYPTED_MESSAGE_73 };

	message.message = ch_string(text);
	return message;
}

static void
has_text(struct e2e_bytes got, const char *text)
{
	ck_assert_uint_eq(got.n, strlen(text));
	ck_assert_mem_eq(got.p, text, got.n);
}

/* ---- Formatting ---------------------------------------------------------------------- */

static const struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 2 };
static const struct e2e_tl_message_entity_spoiler spoiler = {
	E2E_TL_MESSAGE_ENTITY_SPOILER, 1, 2,
};
static const struct e2e_tl_message_entity_custom_emoji emoji = {
	E2E_TL_MESSAGE_ENTITY_CUSTOM_EMOJI, 3, 2, 99,
};
static const struct e2e_tl_message_entity_underline underline = {
	E2E_TL_MESSAGE_ENTITY_UNDERLINE, 2, 2,
};
static const struct e2e_tl *const entities[] = {
	(const void *)&bold, (const void *)&underline, (const void *)&spoiler,
	(const void *)&emoji,
};

/* scenario 79: entities that the peer's layer does not have are left out */
START_TEST(takes_away_what_the_peer_cannot_show)
{
	static const struct {
		int32_t layer;
		uint32_t lost;
		size_t left;
	} peers[] = {
		{ 144, 0, 4 },
		{ 101, E2E_LOST_SPOILERS | E2E_LOST_CUSTOM_EMOJI, 2 },
		{ 73, E2E_LOST_SPOILERS | E2E_LOST_CUSTOM_EMOJI | E2E_LOST_ENTITIES, 1 },
	};
	struct e2e_tl_decrypted_message_73 message = text_of("formatted text");
	const struct e2e_tl_decrypted_message_73 *got;
	struct ch c;
	size_t i;

	message.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
	message.entities = (struct e2e_tl_objects){ entities, 4 };
	for (i = 0; i < CU_N(peers); i++) {
		open_layer(&c, _i, peers[i].layer);
		got = (const void *)becomes(&c, &message, peers[i].lost);
		ck_assert_uint_eq(got->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
		has_text(got->message, "formatted text");
		ck_assert_uint_eq(got->entities.n, peers[i].left);
		ck_assert_uint_eq(got->entities.v[0]->ctor, bold.ctor);
		ch_close(&c);
	}
}
END_TEST

/* scenario 79: layer 46 has a message of its own */
START_TEST(writes_to_layer_46_as_it_reads)
{
	struct e2e_tl_decrypted_message_73 message = text_of("to an old one");
	const struct e2e_tl_decrypted_message_45 *got;
	struct ch c;

	message.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES |
	                E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID;
	message.entities = (struct e2e_tl_objects){ entities, 1 };
	message.reply_to_random_id = 4711;
	open_layer(&c, _i, 46);
	got = (const void *)becomes(&c, &message, 0);
	ck_assert_uint_eq(got->ctor, E2E_TL_DECRYPTED_MESSAGE_45);
	has_text(got->message, "to an old one");
	ck_assert_uint_eq(got->entities.n, 1);
	ck_assert_int_eq(got->reply_to_random_id, 4711);
	ck_assert_int_eq(ch_look(&c, au_last_send(&c.h)).layer, 46);
	ch_close(&c);
}
END_TEST

/* scenario 79: also a plain text, and its reply */
START_TEST(replies_in_any_layer)
{
	const struct e2e_tl_decrypted_message_45 *old;
	const struct e2e_tl_decrypted_message_73 *now;
	struct sp_opened opened;
	struct ch c;
	int32_t layer;

	for (layer = 46; layer <= 73; layer += 27) {
		open_layer(&c, _i, layer);
		ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "yes", 3, 4711, 0,
		                               c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		opened = ch_look(&c, au_last_send(&c.h));
		old = (const void *)opened.message;
		now = (const void *)opened.message;
		if (layer == 46) {
			ck_assert_uint_eq(old->ctor, E2E_TL_DECRYPTED_MESSAGE_45);
			ck_assert_int_eq(old->reply_to_random_id, 4711);
		} else {
			ck_assert_uint_eq(now->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
			ck_assert_int_eq(now->reply_to_random_id, 4711);
		}
		ch_close(&c);
	}
}
END_TEST

/* ---- Documents ----------------------------------------------------------------------- */

#define TEN_MIB   (INT64_C(10) << 20)
#define THREE_GIB (INT64_C(3) << 30)

/* A document of SIZE to a peer of LAYER; the constructor of its media, 0 if it is refused. */
static uint32_t
document_to(int backend, int32_t layer, int64_t size)
{
	struct e2e_tl_decrypted_message_media_document_143 media = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143, .size = size,
		.key = { key32, 32 }, .iv = { key32, 32 },
	};
	struct e2e_tl_decrypted_message_73 message = text_of("");
	const struct e2e_tl_decrypted_message_73 *got;
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;
	uint32_t lost = 0, ctor = 0;
	struct sp_opened opened;
	struct ch c;
	int32_t result;

	message.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message.media = (const void *)&media;
	file.kind = E2E_FILE_BIG;
	file.id = 1;
	file.parts = 20;
	open_layer(&c, backend, layer);
	result = e2e_send_message(c.h.account, c.p.chat_id, NULL, &lost, (const void *)&message,
	                          &file, 0, c.h.now);
	au_run(&c.h);
	if (result == E2E_OK) {
		opened = ch_look(&c, au_last_send(&c.h));
		got = (const void *)opened.message;
		ctor = got->media->ctor;
		ck_assert_uint_eq(au_last_send(&c.h)->call.method, E2E_CALL_SEND_FILE);
	} else {
		ck_assert_int_eq(result, E2E_ERR_LIMIT);
		ck_assert_uint_ne(lost & E2E_LOST_SIZE, 0);
		ck_assert_uint_eq(au_count_sends(&c.h), 0);
		ck_assert_int_eq(ch_chat(&c).out_seq, 1); /* no number was used up */
	}
	ch_close(&c);
	return ctor;
}

/* scenario 80: large files go to layer 144 only */
START_TEST(knows_who_takes_large_files)
{
	ck_assert_uint_eq(document_to(_i, 144, THREE_GIB),
	                  E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143);
	ck_assert_uint_eq(document_to(_i, 101, THREE_GIB), 0);
	ck_assert_uint_eq(document_to(_i, 101, TEN_MIB),
	                  E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45);
	ck_assert_uint_eq(document_to(_i, 144, TEN_MIB),
	                  E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143);
}
END_TEST

/* ---- Albums -------------------------------------------------------------------------- */

/* scenario 81: an album has its id from layer 73 on */
START_TEST(sends_albums_to_who_has_them)
{
	static const int32_t layers[] = { 144, 73, 46 };
	struct e2e_tl_decrypted_message_73 message = text_of("one of three");
	const struct e2e_tl_decrypted_message_73 *got;
	struct ch c;
	size_t i, part;

	message.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID;
	message.grouped_id = 815;
	for (i = 0; i < CU_N(layers); i++) {
		open_layer(&c, _i, layers[i]);
		for (part = 0; part < 3; part++) {
			got = (const void *)becomes(&c, &message,
			                            layers[i] == 46 ? E2E_LOST_ALBUM : 0);
			if (layers[i] == 46) {
				ck_assert_uint_eq(got->ctor, E2E_TL_DECRYPTED_MESSAGE_45);
				continue;
			}
			ck_assert_uint_eq(got->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
			ck_assert_uint_eq(got->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID);
			ck_assert_int_eq(got->grouped_id, 815);
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 82: a peer of layer 46 has no such flag, the server has */
START_TEST(is_silent_to_the_server_in_any_layer)
{
	const struct e2e_tl_decrypted_message_45 *got;
	struct sp_opened opened;
	struct ch c;

	open_layer(&c, _i, 46);
	ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "psst", 4, 0,
	                               E2E_SEND_SILENT, c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	opened = ch_look(&c, au_last_send(&c.h));
	got = (const void *)opened.message;
	ck_assert_uint_eq(got->ctor, E2E_TL_DECRYPTED_MESSAGE_45);
	ck_assert_uint_eq(got->flags, 0);
	ck_assert_uint_ne(au_last_send(&c.h)->call.flags & E2E_CALL_SILENT, 0);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_away_what_the_peer_cannot_show },
		{ writes_to_layer_46_as_it_reads },
		{ replies_in_any_layer },
		{ knows_who_takes_large_files },
		{ sends_albums_to_who_has_them },
		{ is_silent_to_the_server_in_any_layer },
	};

	return tu_run(cu_suite("chat_fit", tests, CU_N(tests)));
}
