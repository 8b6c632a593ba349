/* SPDX-License-Identifier: ISC */
/*
 * Messages of every generation: what only some of them have is handed on and sent as it is, with
 * its file, however early or late it comes.
 */
#include "config.h"

#include "tests/util/rekeyutil.h"

#include <string.h>

#define NOTIFY E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

static const uint8_t fifteen[15];
static const uint8_t key32[32] = { 1 };
static const struct e2e_remote_file stored = {
	.size = sizeof stored, .dc_id = 2, .id = 5, .access_hash = 6, .bytes = 4000,
	.key_fingerprint = 0x37c0a65c, /* of key32 as key and iv */
};
static const struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 2 };
static const struct e2e_tl_message_entity_italic italic = { E2E_TL_MESSAGE_ENTITY_ITALIC, 1, 2 };
static const struct e2e_tl *const styles[] = { (const void *)&bold, (const void *)&italic };

/* ---- What is handed on --------------------------------------------------------------------- */

static const struct e2e_event *
receive(struct ch *c, const void *message)
{
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.message_tl = ch_bytes(c, message);
	au_forget(&c->h);
	sp_send(&c->p, &k);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_MESSAGE), 1);
	return au_last_event(&c->h, E2E_EVENT_MESSAGE);
}

static void
has_extras(const struct e2e_event *event, int64_t reply_to, int64_t grouped_id, size_t entities)
{
	ck_assert_int_eq(event->reply_to, reply_to);
	ck_assert_int_eq(event->grouped_id, grouped_id);
	ck_assert_uint_eq(event->entities.n, entities);
	for (size_t i = 0; i < entities; i++)
		ck_assert_uint_eq(event->entities.v[i]->ctor, styles[i]->ctor);
}

/* Each alone, and all together: a flag brings its own member and no other. */
START_TEST(hands_on_replies_groups_and_styles_of_layer_73)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	for (uint32_t set = 0; set < 8; set++) {
		const bool reply = (set & 1) != 0, group = (set & 2) != 0, style = (set & 4) != 0;
		const struct e2e_tl_decrypted_message_73 message = {
			.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .random_id = 900 + set,
			.flags = (reply ? E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID : 0) |
			         (group ? E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID : 0) |
			         (style ? E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES : 0),
			.message = ch_string("text"), .reply_to_random_id = 77, .grouped_id = 88,
			.entities = { styles, 2 },
		};

		has_extras(receive(&c, &message), reply ? 77 : 0, group ? 88 : 0, style ? 2 : 0);
	}
	ch_close(&c);
}
END_TEST

START_TEST(hands_on_replies_and_styles_of_layer_45)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	for (uint32_t set = 0; set < 4; set++) {
		const bool reply = (set & 1) != 0, style = (set & 2) != 0;
		const struct e2e_tl_decrypted_message_45 message = {
			.ctor = E2E_TL_DECRYPTED_MESSAGE_45, .random_id = 900 + set,
			.flags = (reply ? E2E_TL_DECRYPTED_MESSAGE_45_HAS_REPLY_TO_RANDOM_ID : 0) |
			         (style ? E2E_TL_DECRYPTED_MESSAGE_45_HAS_ENTITIES : 0),
			.message = ch_string("text"), .reply_to_random_id = 77,
			.entities = { styles, 2 },
		};

		has_extras(receive(&c, &message), reply ? 77 : 0, 0, style ? 2 : 0);
	}
	ch_close(&c);
}
END_TEST

/* ---- What is sent -------------------------------------------------------------------------- */

/* What the account made of MESSAGE, as the peer decodes it; NULL if it was refused. */
static const struct e2e_tl *
sent(struct ch *c, const void *message)
{
	const int32_t err = e2e_send_message(c->h.account, c->p.chat_id, NULL, NULL, message, NULL,
	                                     0, c->h.now);

	ck_assert(err == E2E_OK || err == E2E_ERR_ARGUMENT);
	au_run(&c->h);
	return err == E2E_OK ? ch_look(c, au_last_send(&c->h)).message : NULL;
}

/* A message of layer 45 has its entities in mind, where it goes as it is and where it grows. */
START_TEST(sends_the_styles_of_layer_45)
{
	static const int32_t layers[] = { 46, 73, 144 };
	const struct e2e_tl_message_entity_bold beyond = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 99 };
	const struct e2e_tl *const bad[] = { (const void *)&beyond };
	const struct e2e_tl *many[200];

	for (size_t i = 0; i < CU_N(many); i++)
		many[i] = styles[i % 2];
	for (size_t i = 0; i < CU_N(layers); i++) {
		struct e2e_tl_decrypted_message_45 message = {
			.ctor = E2E_TL_DECRYPTED_MESSAGE_45,
			.flags = E2E_TL_DECRYPTED_MESSAGE_45_HAS_ENTITIES,
			.message = ch_string("text"), .entities = { many, CU_N(many) },
		};
		const struct e2e_tl *got;
		const struct e2e_tl_decrypted_message_45 *old;
		const struct e2e_tl_decrypted_message_73 *new;
		struct e2e_tl_objects entities;
		struct ch c;

		ch_init(&c, _i);
		c.h.config.peer_layer = layers[i];
		ch_ready(&c, E2E_CREATOR);
		got = sent(&c, &message);
		ck_assert_ptr_nonnull(got);
		old = (const void *)got;
		new = (const void *)got;
		entities = got->ctor == E2E_TL_DECRYPTED_MESSAGE_45 ? old->entities
		                                                    : new->entities;
		ck_assert_uint_eq(entities.n, CU_N(many));
		for (size_t k = 0; k < entities.n; k++)
			ck_assert_uint_eq(entities.v[k]->ctor, many[k]->ctor);
		message.entities = (struct e2e_tl_objects){ bad, 1 };
		ck_assert_ptr_null(sent(&c, &message));
		message.flags = 0; /* then nobody looks at them */
		ck_assert_ptr_nonnull(sent(&c, &message));
		ch_close(&c);
	}
}
END_TEST

/* ---- A wrapper of layer 8 ------------------------------------------------------------------ */

/* Only one that has no number at all is taken for a message without a number (protocol T4.7). */
START_TEST(counts_a_wrapper_of_layer_8_that_has_numbers)
{
	static const struct {
		int32_t layer;
		bool in, out; /* -1 stands there */
		uint32_t check; /* it fails; 0: none, and 1 in in_seq: it counts */
		int32_t peer_layer, in_seq;
	} row[] = {
		{ 8, true, true, 0, 101, 0 },
		{ 8, true, false, E2E_CHECK_SEQ_NEGATIVE, 73, 0 },
		{ 8, false, true, E2E_CHECK_SEQ_NEGATIVE, 73, 0 },
		{ 8, false, false, 0, 101, 1 },
		{ 73, true, true, E2E_CHECK_SEQ_NEGATIVE, 73, 0 },
		{ 17, true, true, E2E_CHECK_SEQ_NEGATIVE, 73, 0 },
	};
	const struct e2e_tl_decrypted_message_action_notify_layer action = { NOTIFY, 101 };
	const struct e2e_tl_decrypted_message_service_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 88, { fifteen, sizeof fifteen },
		(const void *)&action,
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		struct sp_packet k;
		struct ch c;

		ch_open_policy(&c, _i, E2E_CREATOR, E2E_POLICY_LENIENT);
		k = sp_packet(&c.p);
		k.message_tl = ch_bytes(&c, (const void *)&message);
		k.layer = row[i].layer;
		k.in_seq_no = row[i].in ? -1 : k.in_seq_no;
		k.out_seq_no = row[i].out ? -1 : k.out_seq_no;
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).peer_layer, row[i].peer_layer);
		ck_assert_int_eq(ch_chat(&c).in_seq, row[i].in_seq);
		ck_assert_uint_eq(ch_rejected(&c, 0), row[i].check != 0);
		if (row[i].check != 0)
			ck_assert_uint_eq(ch_rejected(&c, row[i].check), 1);
		ch_close(&c);
	}
}
END_TEST

/* ---- Files --------------------------------------------------------------------------------- */

static struct sp_packet
with_file(struct ch *c, const char *text)
{
	static const struct e2e_tl_decrypted_message_media_document_45 document = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45, .size = 4000,
		.key = { key32, 32 }, .iv = { key32, 32 },
	};
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, text);
	struct sp_packet k = sp_text_packet(&c->p, "");

	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message->media = (const void *)&document;
	k.message = (const void *)message;
	k.file = &stored;
	return k;
}

static void
has_file(struct ch *c, const char *text)
{
	const struct e2e_event *event = au_last_event(&c->h, E2E_EVENT_MESSAGE);

	ck_assert(ch_says(event, text));
	ck_assert_ptr_nonnull(event->file);
	ck_assert_int_eq(event->file->id, stored.id);
	ck_assert_int_eq(event->file->access_hash, stored.access_hash);
	ck_assert_int_eq(event->file->bytes, stored.bytes);
	ck_assert_int_eq(event->file->dc_id, stored.dc_id);
	ck_assert_int_eq(event->file->key_fingerprint, stored.key_fingerprint);
	ck_assert_uint_eq(event->flags & E2E_MESSAGE_NO_FILE, 0);
}

/* Before the chat is ready (way 0), behind a gap (1), both over a restart (2 and 3). */
START_TEST(keeps_the_file_of_a_message_that_waits)
{
	for (int way = 0; way < 4; way++) {
		struct sp_packet k;
		struct ch c;

		ch_init(&c, _i);
		au_start(&c.h);
		sp_open(&c.p, &c.h, CH_PEER);
		sp_peer_asks(&c.p, 31);
		sp_account_accepts(&c.p);
		if (way % 2 == 1) {
			sp_peer_agrees(&c.p);
			c.p.out_seq++;
		} else {
			const struct e2e_call *call =
				&au_last_call(&c.h, E2E_CALL_ACCEPT)->call;

			ck_assert_int_eq(e2e_dh_agree(c.p.crypto, &c.p.key, &c.p.group,
			                              c.p.secret_exp, call->g_x.p, call->g_x.n),
			                 E2E_OK);
		}
		k = with_file(&c, "with a file");
		sp_send(&c.p, &k);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 0);
		if (way >= 2)
			au_restart(&c.h);
		if (way % 2 == 1)
			ch_text_at(&c, 0, "missing");
		else
			sp_peer_agrees(&c.p);
		has_file(&c, "with a file");
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_ACTIVE);
		ch_close(&c);
	}
}
END_TEST

/*
 * protocol T5.1: what a message that was sent again acknowledges is believed if the next one that
 * was not says as much; that one may have a file, which is behind it in memory.
 */
START_TEST(believes_an_acknowledgement_before_a_file)
{
	for (int32_t more = 0; more < 2; more++) {
		struct sp_packet k;
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		au_text(&c.h, c.p.chat_id, "ours");
		c.p.out_seq = 2;
		k = with_file(&c, "with a file");
		k.in_seq_no = sp_wire_in(&c.p, 2 - more);
		sp_send(&c.p, &k);
		k = ch_packet_at(&c, 0, "sent again");
		k.in_seq_no = sp_wire_in(&c.p, 2);
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ck_assert_int_eq(ch_chat(&c).acked_seq, more == 0 ? 2 : 0);
		ch_close(&c);
	}
}
END_TEST

/* ---- Keys ---------------------------------------------------------------------------------- */

/* All three at once: the one before, under which a message is missing, the current, the next. */
START_TEST(gives_the_host_each_key)
{
	struct e2e_key key = E2E_KEY_INIT, small = E2E_KEY_INIT;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	rk_peer_requests(&c, 7);
	rk_peer_agrees(&c, 7);
	for (uint32_t which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++) {
		const struct e2e_key *is = which == E2E_KEY_CURRENT ? &c.p.key : &c.p.new_key;
		const int32_t err = e2e_chat_key(c.h.account, &key, c.p.chat_id, which);

		ck_assert_int_eq(err, which == E2E_KEY_OLD ? E2E_ERR_ARGUMENT : E2E_OK);
		if (err == E2E_OK)
			ck_assert_mem_eq(key.value, is->value, sizeof key.value);
	}
	rk_peer_commits(&c, 7);
	ck_assert_int_eq(e2e_chat_key(c.h.account, &key, c.p.chat_id, E2E_KEY_OLD), E2E_OK);
	ck_assert_mem_eq(key.value, c.p.key.value, sizeof key.value);
	ck_assert_int_eq(e2e_chat_key(c.h.account, &key, c.p.chat_id, E2E_KEY_NEW),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_key(c.h.account, &key, c.p.chat_id, E2E_KEY_NEW + 1),
	                 E2E_ERR_ARGUMENT);
	small.size = sizeof small.size;
	ck_assert_int_eq(e2e_chat_key(c.h.account, &small, c.p.chat_id, E2E_KEY_CURRENT),
	                 E2E_ERR_VERSION);
	e2e_key_wipe(&key);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ hands_on_replies_groups_and_styles_of_layer_73 },
		{ hands_on_replies_and_styles_of_layer_45 },
		{ sends_the_styles_of_layer_45 },
		{ counts_a_wrapper_of_layer_8_that_has_numbers },
		{ keeps_the_file_of_a_message_that_waits },
		{ believes_an_acknowledgement_before_a_file },
		{ gives_the_host_each_key },
	};

	return tu_run(cu_suite("chat_generations", tests, CU_N(tests)));
}
