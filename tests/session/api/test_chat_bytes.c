/* SPDX-License-Identifier: ISC */
/* What a server can tell in bytes: facts, vectors of a difference, results of sends. */
#include "config.h"

#include "tests/util/startutil.h"

#include <string.h>

static const struct e2e_tl_encrypted_file file_there = {
	E2E_TL_ENCRYPTED_FILE, 5, 6, 4000, 2, 77,
};
static const struct e2e_tl file_empty = { E2E_TL_ENCRYPTED_FILE_EMPTY };

/* ---- Bytes --------------------------------------------------------------------------------- */

/* OBJECT boxed at OUT; how many bytes. */
static size_t
put(uint8_t *out, size_t room, const void *object)
{
	size_t n;

	ck_assert_int_eq(e2e_tl_put(out, room, &n, E2E_TYPE_ANY, object), E2E_OK);
	return n;
}

static int32_t
feed(struct st *s, const void *object)
{
	uint8_t bytes[2048];
	const size_t n = put(bytes, sizeof bytes, object);
	const int32_t err = e2e_feed_tl(s->h.account, bytes, n, s->h.now);

	au_run(&s->h);
	return err;
}

/* An active chat of the account, which asked for it. */
static void
open_chat(struct st *s, int backend)
{
	st_init(s, backend);
	s->h.answers = AU_AUTO_SENDS;
	st_ready(s);
	sp_asked(&s->p);
	au_forget(&s->h);
}

/* TEXT as the peer's next, in a container with FILE. */
static struct e2e_tl_encrypted_message
container(struct st *s, const char *text, const void *file)
{
	const struct sp_packet k = sp_text_packet(&s->p, text);

	return (struct e2e_tl_encrypted_message){
		E2E_TL_ENCRYPTED_MESSAGE, k.random_id, s->p.chat_id, 1700000000,
		sp_compose(&s->p, &k), file,
	};
}

static void
has_file(struct st *s, bool has)
{
	const struct e2e_event *event = au_last_event(&s->h, E2E_EVENT_MESSAGE);

	ck_assert_ptr_nonnull(event);
	if (!has) {
		ck_assert_ptr_null(event->file);
		return;
	}
	ck_assert_ptr_nonnull(event->file);
	ck_assert_int_eq(event->file->id, 5);
	ck_assert_int_eq(event->file->access_hash, 6);
	ck_assert_int_eq(event->file->bytes, 4000);
	ck_assert_int_eq(event->file->dc_id, 2);
	ck_assert_int_eq(event->file->key_fingerprint, 77);
}

START_TEST(takes_every_fact_in_bytes)
{
	const struct e2e_tl_messages_sent_encrypted_message sent = {
		E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE, 1700000000,
	};
	const struct e2e_tl_encrypted_chat_empty nobody = { E2E_TL_ENCRYPTED_CHAT_EMPTY, 5 };
	struct e2e_tl_encrypted_message message;
	struct e2e_tl_update_encrypted_chat_typing typing = {
		E2E_TL_UPDATE_ENCRYPTED_CHAT_TYPING, 0,
	};
	struct au_mark mark;
	struct st s;

	open_chat(&s, _i);
	message = container(&s, "with", &file_there);
	ck_assert_int_eq(feed(&s, &message), E2E_OK);
	has_file(&s, true);
	message = container(&s, "without", &file_empty);
	ck_assert_int_eq(feed(&s, &message), E2E_OK);
	has_file(&s, false);
	typing.chat_id = s.p.chat_id;
	ck_assert_int_eq(feed(&s, &typing), E2E_OK);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_TYPING), 1);
	mark = au_mark(&s.h);
	ck_assert_int_eq(feed(&s, &sent), E2E_OK); /* of no call */
	ck_assert_int_eq(feed(&s, &nobody), E2E_OK);
	ck_assert_int_eq(feed(&s, &file_there), E2E_REFUSED_UNKNOWN);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

/* new_encrypted_messages: N of them that say so, those in BYTES, and the result. */
static int32_t
feed_vector(struct st *s, uint32_t n, const uint8_t *bytes, size_t bytes_n)
{
	uint8_t all[4096];
	int32_t err;

	ck_assert_uint_le(bytes_n + 8, sizeof all);
	cu_put32(all, 0x1cb5c415);
	cu_put32(all + 4, n);
	memcpy(all + 8, bytes, bytes_n);
	err = e2e_feed_tl(s->h.account, all, bytes_n + 8, s->h.now);
	au_run(&s->h);
	return err;
}

START_TEST(takes_a_vector_up_to_what_it_does_not_know)
{
	struct e2e_tl_encrypted_message message;
	uint8_t bytes[3000], id[4];
	size_t one, two;
	struct st s;

	open_chat(&s, _i);
	cu_put32(bytes, 0x1cb5c415);
	ck_assert_int_eq(e2e_feed_tl(s.h.account, bytes, 4, s.h.now), E2E_REFUSED_TL);
	ck_assert_int_eq(e2e_feed_tl(s.h.account, bytes, 7, s.h.now), E2E_REFUSED_TL);
	ck_assert_int_eq(feed_vector(&s, 0, bytes, 0), E2E_OK);
	ck_assert_int_eq(feed_vector(&s, 0, bytes, 4), E2E_REFUSED_TL); /* bytes left over */
	message = container(&s, "one", &file_there);
	one = put(bytes, sizeof bytes, &message);
	message = container(&s, "two", &file_empty);
	two = put(bytes + one, sizeof bytes - one, &message);
	ck_assert_int_eq(feed_vector(&s, 3, bytes, one + two), E2E_REFUSED_TL); /* one is missing */
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 2);
	has_file(&s, false);
	ck_assert_int_eq(feed_vector(&s, 2, bytes, one + two), E2E_OK); /* once more */
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 2);
	message = container(&s, "three", &file_empty);
	two = put(bytes + one, sizeof bytes - one, &message);
	cu_put32(id, 0xdeadbeef);
	memcpy(bytes + one + two - 4, id, 4); /* a file of another kind */
	ck_assert_int_eq(feed_vector(&s, 2, bytes, one + two), E2E_REFUSED_UNKNOWN);
	cu_put32(bytes + one, 0xdeadbeef); /* and a message */
	ck_assert_int_eq(feed_vector(&s, 2, bytes, one + two), E2E_REFUSED_UNKNOWN);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 2);
	st_close(&s);
}
END_TEST

/* What is taken before memory fails is not lost; it is fed again as a whole. */
START_TEST(goes_on_with_a_vector_after_an_error)
{
	struct e2e_tl_encrypted_message message;
	uint8_t bytes[3000];
	size_t n = 0;
	struct st s;
	int32_t err = E2E_ERR_NOMEM;

	open_chat(&s, _i);
	for (int i = 0; i < 3; i++) {
		message = container(&s, "text", &file_empty);
		n += put(bytes + n, sizeof bytes - n, &message);
	}
	for (size_t at = 1; err == E2E_ERR_NOMEM; at++) {
		uint8_t all[3100];

		cu_put32(all, 0x1cb5c415);
		cu_put32(all + 4, 3);
		memcpy(all + 8, bytes, n);
		s.h.memory.fail_at = s.h.memory.calls + at;
		err = e2e_feed_tl(s.h.account, all, n + 8, s.h.now);
		s.h.memory.fail_at = 0;
		au_run(&s.h);
	}
	ck_assert_int_eq(err, E2E_OK);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 3);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_REJECTED), 0);
	st_close(&s);
}
END_TEST

/* ---- Results ------------------------------------------------------------------------------- */

/* A text is out, and RESULT is given for it. */
static void
answer_send(struct st *s, const void *result, size_t cut)
{
	uint8_t bytes[512];
	size_t n = put(bytes, sizeof bytes, result);

	au_forget(&s->h);
	s->h.answers = 0;
	au_text(&s->h, s->p.chat_id, "text");
	ck_assert_int_eq(e2e_call_done_tl(s->h.account, au_last_send(&s->h)->call.id, bytes,
	                                  n - cut, s->h.now),
	                 E2E_OK);
	au_run(&s->h);
}

START_TEST(takes_every_result_of_a_send)
{
	const struct e2e_tl_messages_sent_encrypted_message sent = {
		E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE, 1700000123,
	};
	const struct e2e_tl_messages_sent_encrypted_file with = {
		E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE, 1700000124, (const void *)&file_there,
	};
	const struct e2e_tl_messages_sent_encrypted_file without = {
		E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE, 1700000125, &file_empty,
	};
	const struct e2e_tl other = { E2E_TL_BOOL_TRUE };
	const struct e2e_event *event;
	struct st s;

	open_chat(&s, _i);
	answer_send(&s, &sent, 0);
	event = au_last_event(&s.h, E2E_EVENT_SENT);
	ck_assert_int_eq(event->date, 1700000123);
	ck_assert_ptr_null(event->file);
	answer_send(&s, &with, 0);
	event = au_last_event(&s.h, E2E_EVENT_SENT);
	ck_assert_int_eq(event->date, 1700000124);
	ck_assert_ptr_nonnull(event->file);
	ck_assert_int_eq(event->file->id, 5);
	ck_assert_int_eq(event->file->key_fingerprint, 77);
	answer_send(&s, &without, 0);
	event = au_last_event(&s.h, E2E_EVENT_SENT);
	ck_assert_int_eq(event->date, 1700000125);
	ck_assert_ptr_null(event->file);
	/* what is none, or is cut off, is a failure for now */
	answer_send(&s, &other, 0);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_SENT), 0);
	ck_assert(au_due(&s.h));
	ck_assert_uint_eq(au_count_sends(&s.h), 2);
	au_answer_ok(&s.h, au_last_send(&s.h));
	answer_send(&s, &sent, 1);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_SENT), 0);
	ck_assert(au_due(&s.h));
	ck_assert_uint_eq(au_count_sends(&s.h), 2);
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_every_fact_in_bytes },
		{ takes_a_vector_up_to_what_it_does_not_know },
		{ goes_on_with_a_vector_after_an_error },
		{ takes_every_result_of_a_send },
	};

	return tu_run(cu_suite("chat_bytes", tests, CU_N(tests)));
}
