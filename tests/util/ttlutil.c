/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ttlutil.h"

static const uint8_t key32[32] = { 1 };
static const struct e2e_remote_file stored = {
	.size = sizeof stored, .dc_id = 2, .id = 5, .access_hash = 6, .bytes = 4000,
};
static const struct e2e_tl_decrypted_message_media_photo_45 photo = {
	.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45, .w = 90, .h = 90, .size = 4000,
	.key = { key32, 32 }, .iv = { key32, 32 },
};
const struct e2e_tl *const tt_photo = (const void *)&photo;

static struct e2e_tl_decrypted_message_73 *
message_of(struct ch *c, int32_t ttl, const struct e2e_tl *media)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "for a while");

	message->ttl = ttl;
	if (media != NULL) {
		message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
		message->media = media;
	}
	return message;
}

struct sp_packet
tt_packet(struct ch *c, int32_t ttl, const struct e2e_tl *media)
{
	struct sp_packet k = sp_text_packet(&c->p, "");
	struct e2e_tl_decrypted_message_73 *message = message_of(c, ttl, media);

	k.random_id = message->random_id;
	k.file = media != NULL ? &stored : NULL;
	k.message = (const void *)message;
	return k;
}

int64_t
tt_receive(struct ch *c, int32_t ttl, const struct e2e_tl *media)
{
	struct sp_packet k = tt_packet(c, ttl, media);

	sp_send(&c->p, &k);
	ck_assert_int_eq(au_last_event(&c->h, E2E_EVENT_MESSAGE)->random_id, k.random_id);
	ck_assert_int_eq(au_last_event(&c->h, E2E_EVENT_MESSAGE)->ttl, ttl);
	return k.random_id;
}

int32_t
tt_try_emit(struct ch *c, int64_t *id, int32_t ttl, const struct e2e_tl *media)
{
	struct e2e_tl_decrypted_message_73 *message = message_of(c, ttl, media);
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;

	message->random_id = 0;
	file.kind = E2E_FILE_EXISTING;
	file.id = 5;
	return e2e_send_message(c->h.account, c->p.chat_id, id, NULL, (const void *)message,
	                        media != NULL ? &file : NULL, 0, c->h.now);
}

int64_t
tt_emit(struct ch *c, int32_t ttl, const struct e2e_tl *media)
{
	int64_t id = 0;

	ck_assert_int_eq(tt_try_emit(c, &id, ttl, media), E2E_OK);
	au_run(&c->h);
	return id;
}

void
tt_reads(struct ch *c, int32_t max_date)
{
	ck_assert_int_eq(e2e_chat_read(c->h.account, c->p.chat_id, max_date, c->h.now), E2E_OK);
	au_run(&c->h);
}

void
tt_is_read(struct ch *c, int32_t max_date)
{
	ck_assert_int_eq(e2e_feed_read(c->h.account, c->p.chat_id, max_date, tt_today(c),
	                               c->h.now),
	                 E2E_OK);
	au_run(&c->h);
}

void
tt_opens(struct ch *c, int64_t id)
{
	ck_assert_int_eq(e2e_send_opened(c->h.account, c->p.chat_id, NULL, &id, 1, c->h.now),
	                 E2E_OK);
	au_run(&c->h);
}

void
tt_answer(struct ch *c, const struct au_call *call, int32_t date)
{
	ck_assert_int_eq(e2e_call_done(c->h.account, call->call.id, date, NULL, c->h.now), E2E_OK);
	au_run(&c->h);
}

int32_t
tt_today(const struct ch *c)
{
	return (int32_t)(c->h.now / 1000);
}

static size_t
count(const struct ch *c, const int64_t *id)
{
	const struct e2e_event *event;
	size_t n = 0;

	for (size_t i = 0; (event = au_event(&c->h, E2E_EVENT_EXPIRED, i)) != NULL; i++) {
		ck_assert_int_eq(event->chat_id, c->p.chat_id);
		for (size_t k = 0; k < event->ids.n; k++)
			n += id == NULL || event->ids.v[k] == *id;
	}
	return n;
}

size_t
tt_expired(const struct ch *c, int64_t id)
{
	return count(c, &id);
}

size_t
tt_expired_all(const struct ch *c)
{
	return count(c, NULL);
}

void
tt_expires_in(struct ch *c, int64_t id, int64_t ms)
{
	au_advance(&c->h, ms - 1);
	ck_assert_uint_eq(tt_expired_all(c), 0);
	au_advance(&c->h, 1);
	ck_assert_uint_eq(tt_expired(c, id), 1);
	au_restart(&c->h);
	au_advance(&c->h, 1000000);
	ck_assert_uint_eq(tt_expired_all(c), 1);
}

void
tt_lasts(struct ch *c)
{
	const size_t before = tt_expired_all(c);

	for (int day = 0; day < 10; day++) {
		au_advance(&c->h, 86400000);
		if (day == 5)
			au_restart(&c->h);
	}
	ck_assert_uint_eq(tt_expired_all(c), before);
}
