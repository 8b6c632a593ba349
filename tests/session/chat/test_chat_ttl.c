/* SPDX-License-Identifier: ISC */
/* Messages that destroy themselves (protocol 7.3). */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

#define YEAR INT32_C(31536000)

static const uint8_t key32[32] = { 1 };
static const struct e2e_remote_file stored = {
	.size = sizeof stored, .dc_id = 2, .id = 5, .access_hash = 6, .bytes = 4000,
};

/* ---- Messages with a time to live ---------------------------------------------------- */

/* Of the peer: gives its random_id. */
static int64_t
receive(struct ch *c, int32_t ttl, const struct e2e_tl *media)
{
	struct sp_packet k = sp_text_packet(&c->p, "");
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "for a while");

	message->ttl = ttl;
	if (media != NULL) {
		message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
		message->media = media;
		k.file = &stored;
	}
	k.message = (const void *)message;
	sp_send(&c->p, &k);
	ck_assert_int_eq(au_last_event(&c->h, E2E_EVENT_MESSAGE)->ttl, ttl);
	return message->random_id;
}

/* Of the account: the same. */
static int64_t
emit(struct ch *c, int32_t ttl, const struct e2e_tl *media)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "for a while");
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;
	int64_t id = 0;

	message->random_id = 0;
	message->ttl = ttl;
	if (media != NULL) {
		message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
		message->media = media;
		file.kind = E2E_FILE_EXISTING;
		file.id = 5;
	}
	ck_assert_int_eq(e2e_send_message(c->h.account, c->p.chat_id, &id, NULL,
	                                  (const void *)message, media != NULL ? &file : NULL, 0,
	                                  c->h.now),
	                 E2E_OK);
	au_run(&c->h);
	return id;
}

static const struct e2e_tl_decrypted_message_media_photo_45 photo = {
	.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45, .w = 90, .h = 90, .size = 4000,
	.key = { key32, 32 }, .iv = { key32, 32 },
};
static const struct e2e_tl_decrypted_message_media_video_45 video = {
	.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_45, .duration = 10, .size = 4000,
	.key = { key32, 32 }, .iv = { key32, 32 },
};

static void
reads(struct ch *c, int32_t max_date)
{
	ck_assert_int_eq(e2e_chat_read(c->h.account, c->p.chat_id, max_date, c->h.now), E2E_OK);
	au_run(&c->h);
}

static int32_t
today(const struct ch *c)
{
	return (int32_t)(c->h.now / 1000);
}

/* Nothing has expired MS before now + WAIT, and ID alone has at that moment. */
static void
expires(struct ch *c, int64_t id, int64_t wait)
{
	const struct e2e_event *event;

	ck_assert_int_le(e2e_deadline(c->h.account), c->h.now + wait);
	au_advance(&c->h, wait - 1);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_EXPIRED), 0);
	au_advance(&c->h, 1);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_EXPIRED), 1);
	event = au_last_event(&c->h, E2E_EVENT_EXPIRED);
	ck_assert_int_eq(event->chat_id, c->p.chat_id);
	ck_assert_uint_eq(event->ids.n, 1);
	ck_assert_int_eq(event->ids.v[0], id);
	ck_assert_uint_eq(ch_chat(c).timers, 0);
	au_restart(&c->h);
	au_advance(&c->h, 1000000);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_EXPIRED), 1);
}

/* Nothing expires in the next hour. */
static void
lasts(struct ch *c)
{
	int i;

	for (i = 0; i < 60; i++)
		au_advance(&c->h, 60000);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_EXPIRED), 0);
}

/* ---- The default of a chat ----------------------------------------------------------- */

static int32_t
ttl_of_next(struct ch *c)
{
	const struct e2e_tl_decrypted_message_73 *message;
	struct sp_opened opened;

	au_text(&c->h, c->p.chat_id, "x");
	opened = ch_look(c, au_last_send(&c->h));
	message = (const void *)opened.message;
	ck_assert_uint_eq(message->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
	return message->ttl;
}

/* scenario 87: the default of the chat, from the peer */
START_TEST(takes_the_default_from_the_peer)
{
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	ck_assert_int_eq(ttl_of_next(&c), 0);
	sp_action(&c.p, ch_set_ttl(&c, 60));
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_TTL)->ttl, 60);
	ck_assert_int_eq(ch_chat(&c).ttl, 60);
	ck_assert_int_eq(ttl_of_next(&c), 60);
	au_restart(&c.h);
	ck_assert_int_eq(ttl_of_next(&c), 60);
	sp_action(&c.p, ch_set_ttl(&c, -1));
	ck_assert_int_eq(ch_chat(&c).ttl, 0);
	ck_assert_int_eq(ttl_of_next(&c), 0);
	sp_action(&c.p, ch_set_ttl(&c, INT32_MAX));
	ck_assert_int_ge(ch_chat(&c).ttl, YEAR);
	ck_assert_int_le(ch_chat(&c).ttl, YEAR + 86400); /* a leap year is one, too */
	ck_assert_int_eq(ttl_of_next(&c), ch_chat(&c).ttl);
	ck_assert_int_eq(ch_chat(&c).in_seq, 3);
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 87: and from the user */
START_TEST(tells_the_peer_the_default)
{
	const struct e2e_tl_decrypted_message_action_set_message_ttl *action;
	struct sp_opened opened;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, NULL, 30, c.h.now), E2E_OK);
	au_run(&c.h);
	opened = ch_look(&c, au_last_send(&c.h));
	ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL);
	action = (const void *)opened.action;
	ck_assert_int_eq(action->ttl_seconds, 30);
	ck_assert_int_eq(ch_chat(&c).ttl, 30);
	ck_assert_int_eq(ttl_of_next(&c), 30);
	ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, NULL, 0, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_int_eq(ttl_of_next(&c), 0);
	ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, NULL, -1, c.h.now),
	                 E2E_ERR_ARGUMENT);
	ch_close(&c);
}
END_TEST

/* ---- What was received --------------------------------------------------------------- */

/* scenario 88: a text of 5 seconds */
START_TEST(destroys_what_was_read)
{
	const struct au_call *call;
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_CREATOR);
	id = receive(&c, 5, NULL);
	ck_assert_uint_eq(ch_chat(&c).timers, 1);
	reads(&c, today(&c) - 1); /* not yet this one */
	lasts(&c);
	reads(&c, today(&c));
	call = au_last_call(&c.h, E2E_CALL_READ_HISTORY);
	ck_assert_ptr_nonnull(call);
	ck_assert_int_eq(call->call.max_date, today(&c));
	expires(&c, id, 5000);
	ch_close(&c);
}
END_TEST

/* scenario 88: the time goes on while nobody is there */
START_TEST(goes_on_counting_after_a_restart)
{
	struct ch c;
	int64_t id;
	int late;

	for (late = 0; late < 2; late++) {
		ch_open(&c, _i, E2E_ACCEPTOR);
		id = receive(&c, 5, NULL);
		reads(&c, today(&c));
		au_advance(&c.h, 3000);
		if (late)
			c.h.now += 3600000;
		au_restart(&c.h);
		if (late) {
			au_advance(&c.h, 0);
			ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 1);
			ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_EXPIRED)->ids.v[0], id);
		} else {
			expires(&c, id, 2000);
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 88: a clock that is put back does not make it last longer than was stored */
START_TEST(bears_a_clock_that_goes_back)
{
	int64_t read_at;
	struct ch c;
	int i;

	ch_open(&c, _i, E2E_CREATOR);
	receive(&c, 5, NULL);
	reads(&c, today(&c));
	read_at = c.h.now;
	au_advance(&c.h, 3000);
	au_advance(&c.h, -3600000);
	au_restart(&c.h);
	for (i = 0; i < 1000 && c.h.now < read_at + 5000; i++)
		au_advance(&c.h, 10000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 1);
	ch_close(&c);
}
END_TEST

/* scenario 89: a photo starts when it is opened */
START_TEST(destroys_what_was_opened)
{
	const struct e2e_tl_decrypted_message_action_read_messages *action;
	const struct e2e_tl *media[] = { (const void *)&photo, (const void *)&video };
	struct sp_opened opened;
	struct ch c;
	int64_t id;
	size_t i;

	for (i = 0; i < CU_N(media); i++) {
		ch_open(&c, _i, E2E_CREATOR);
		id = receive(&c, 5, media[i]);
		reads(&c, today(&c));
		lasts(&c);
		ck_assert_int_eq(e2e_send_opened(c.h.account, c.p.chat_id, NULL, &id, 1, c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		opened = ch_look(&c, au_last_send(&c.h));
		ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES);
		action = (const void *)opened.action;
		ck_assert_uint_eq(action->random_ids.n, 1);
		ck_assert_int_eq(action->random_ids.v[0], id);
		expires(&c, id, i == 0 ? 5000 : 11000); /* a video lasts as long as it lasts */
		ch_close(&c);
	}
}
END_TEST

/* protocol 7.3.2: a photo for longer than a minute is read, not opened */
START_TEST(destroys_a_lasting_photo_as_a_text)
{
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_ACCEPTOR);
	id = receive(&c, 61, (const void *)&photo);
	reads(&c, today(&c));
	expires(&c, id, 61000);
	ch_close(&c);
}
END_TEST

/* ---- What was sent ------------------------------------------------------------------- */

/* scenario 89: the sender's ends with the receiver's */
START_TEST(destroys_what_the_peer_opened)
{
	const struct e2e_event *event;
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_ACCEPTOR);
	id = emit(&c, 5, (const void *)&photo);
	ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, today(&c), today(&c), c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	lasts(&c);
	sp_action(&c.p, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, &id, 1));
	event = au_last_event(&c.h, E2E_EVENT_OPENED);
	ck_assert_ptr_nonnull(event);
	ck_assert_uint_eq(event->ids.n, 1);
	ck_assert_int_eq(event->ids.v[0], id);
	expires(&c, id, 5000);
	ch_close(&c);
}
END_TEST

/* scenario 90: our own starts when the peer has read it */
START_TEST(destroys_what_the_peer_read)
{
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_CREATOR);
	id = emit(&c, 5, NULL);
	ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, today(&c) - 1, today(&c), c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_READ)->date, today(&c) - 1);
	lasts(&c);
	ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, today(&c), today(&c), c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_READ)->date, today(&c));
	expires(&c, id, 5000);
	ch_close(&c);
}
END_TEST

/* What is deleted has no time any more */
START_TEST(forgets_the_time_of_what_is_deleted)
{
	const struct e2e_tl *action = NULL;
	int32_t result = E2E_OK;
	struct ch c;
	int64_t id;
	int how;

	for (how = 0; how < 4; how++) {
		ch_open(&c, _i, how % 2 ? E2E_CREATOR : E2E_ACCEPTOR);
		id = receive(&c, 5, NULL);
		reads(&c, today(&c));
		au_advance(&c.h, 1000);
		if (how == 0)
			result = e2e_send_delete(c.h.account, c.p.chat_id, NULL, &id, 1, c.h.now);
		else if (how == 1)
			result = e2e_send_flush(c.h.account, c.p.chat_id, NULL, c.h.now);
		else if (how == 2)
			action = ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, &id,
			                  1);
		else
			action = ch_simple(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY);
		ck_assert_int_eq(result, E2E_OK);
		if (how >= 2)
			sp_action(&c.p, action);
		au_run(&c.h);
		ck_assert_uint_eq(ch_chat(&c).timers, 0);
		lasts(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 91: opened what is not there */
START_TEST(ignores_who_opened_what_is_not_there)
{
	const int64_t unknown[] = { 1, -5 };
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	emit(&c, 5, (const void *)&photo);
	sp_action(&c.p, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, unknown, 2));
	sp_action(&c.p, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, NULL, 0));
	ck_assert_int_eq(ch_chat(&c).in_seq, 2);
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	lasts(&c);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_the_default_from_the_peer },
		{ tells_the_peer_the_default },
		{ destroys_what_was_read },
		{ goes_on_counting_after_a_restart },
		{ bears_a_clock_that_goes_back },
		{ destroys_what_was_opened },
		{ destroys_a_lasting_photo_as_a_text },
		{ destroys_what_the_peer_opened },
		{ destroys_what_the_peer_read },
		{ forgets_the_time_of_what_is_deleted },
		{ ignores_who_opened_what_is_not_there },
	};

	return tu_run(cu_suite("chat_ttl", tests, CU_N(tests)));
}
