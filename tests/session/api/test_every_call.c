/* SPDX-License-Identifier: ISC */
/*
 * Every call of names.list is made, with the members that the list names and with the request of
 * its method around them.
 */
#include "config.h"

#include "everyutil.h"
#include "tests/util/ttlutil.h"

#include <string.h>

/* ---- How each comes about; the functions have the names of the list ------------------------ */

/* Another chat, which the account asks for. */
static void
cause_get_dh_config(struct ch *c)
{
	int32_t id;

	ck_assert_int_eq(e2e_chat_start(c->h.account, &id, 9, 90, c->h.now), E2E_OK);
}

static void
cause_request(struct ch *c)
{
	cause_get_dh_config(c);
	au_run(&c->h);
	sp_dh_config(&c->p);
}

static void
cause_accept(struct ch *c)
{
	sp_peer_asks(&c->p, 31);
	sp_account_accepts(&c->p);
}

static void
cause_discard(struct ch *c)
{
	ck_assert_int_eq(e2e_chat_close(c->h.account, c->p.chat_id, 1, c->h.now), E2E_OK);
}

static void
cause_send(struct ch *c)
{
	au_text(&c->h, c->p.chat_id, "text");
}

static void
cause_send_service(struct ch *c)
{
	ck_assert_int_eq(e2e_send_ttl(c->h.account, c->p.chat_id, NULL, 60, c->h.now), E2E_OK);
}

static void
cause_send_file(struct ch *c)
{
	ch_document(c, E2E_SEND_SILENT);
}

static void
cause_set_typing(struct ch *c)
{
	ck_assert_int_eq(e2e_chat_typing(c->h.account, c->p.chat_id, 1, c->h.now), E2E_OK);
}

static void
cause_read_history(struct ch *c)
{
	tt_reads(c, tt_today(c));
}

static void
cause_received_queue(struct ch *c)
{
	c->p.qts = 77;
	sp_text(&c->p, "text");
}

static void
cause_report_spam(struct ch *c)
{
	sp_peer_asks(&c->p, 31);
	ck_assert_int_eq(e2e_chat_report(c->h.account, 31, c->h.now), E2E_OK);
}

static void
cause_get_difference(struct ch *c)
{
	c->p.qts = 77;
	sp_text(&c->p, "text");
	c->p.qts = 79;
	sp_text(&c->p, "text");
	au_advance(&c->h, 700);
}

/* ---- What is in it ------------------------------------------------------------------------- */

/* The request, decoded; alive as long as the peer. */
static const void *
request_of(struct ch *c, const struct e2e_call *call, uint32_t ctor)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const size_t room = E2E_TL_ROOM(call->request.n);

	ck_assert_int_eq(e2e_tl_get(&got, sp_new(&c->p, room), room, E2E_TYPE_ANY,
	                            call->request.p, call->request.n, NULL),
	                 E2E_OK);
	ck_assert_uint_eq(got.object->ctor, ctor);
	return got.object;
}

static void
is_peer(const struct e2e_tl *peer, const struct e2e_call *call)
{
	const struct e2e_tl_input_encrypted_chat *chat = (const void *)peer;

	ck_assert_uint_eq(chat->ctor, E2E_TL_INPUT_ENCRYPTED_CHAT);
	ck_assert_int_eq(chat->chat_id, call->chat_id);
	ck_assert_int_eq(chat->access_hash, call->access_hash);
}

static void
check_get_dh_config(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_get_dh_config *r =
		request_of(c, call, E2E_TL_MESSAGES_GET_DH_CONFIG);

	ck_assert_int_eq(r->version, AU_DH_VERSION);
	ck_assert_int_eq(call->version, AU_DH_VERSION);
	ck_assert_int_eq(r->random_length, call->random_length);
	ck_assert_int_eq(call->random_length, E2E_DH_BYTES);
}

static void
check_request(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_request_encryption *r =
		request_of(c, call, E2E_TL_MESSAGES_REQUEST_ENCRYPTION);
	const struct e2e_tl_input_user *user = (const void *)r->user_id;

	ck_assert_uint_eq(user->ctor, E2E_TL_INPUT_USER);
	ck_assert_int_eq(user->user_id, 9);
	ck_assert_int_eq(user->access_hash, 90);
	ck_assert_int_eq(call->user_id, 9);
	ck_assert_int_eq(call->access_hash, 90);
	ck_assert_int_eq(r->random_id, call->chat_id);
	ck_assert_uint_eq(call->g_x.n, E2E_DH_BYTES);
	ck_assert_mem_eq(r->g_a.p, call->g_x.p, E2E_DH_BYTES);
}

static void
check_accept(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_accept_encryption *r =
		request_of(c, call, E2E_TL_MESSAGES_ACCEPT_ENCRYPTION);

	ck_assert_int_eq(call->chat_id, 31);
	is_peer(r->peer, call);
	ck_assert_uint_eq(call->g_x.n, E2E_DH_BYTES);
	ck_assert_mem_eq(r->g_b.p, call->g_x.p, E2E_DH_BYTES);
	ck_assert_int_ne(call->key_fingerprint, 0);
	ck_assert_int_eq(r->key_fingerprint, call->key_fingerprint);
}

static void
check_discard(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_discard_encryption *r =
		request_of(c, call, E2E_TL_MESSAGES_DISCARD_ENCRYPTION);

	ck_assert_uint_eq(call->flags, E2E_CALL_DELETE_HISTORY);
	ck_assert_uint_eq(r->flags, E2E_TL_MESSAGES_DISCARD_ENCRYPTION_HAS_DELETE_HISTORY);
	ck_assert_int_eq(r->chat_id, c->p.chat_id);
}

static void
check_send(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_send_encrypted *r =
		request_of(c, call, E2E_TL_MESSAGES_SEND_ENCRYPTED);

	is_peer(r->peer, call);
	ck_assert_uint_eq(call->flags, 0);
	ck_assert_uint_eq(r->flags, 0);
	ck_assert_int_eq(r->random_id, call->random_id);
	ck_assert_uint_eq(r->data.n, call->data.n);
	ck_assert_mem_eq(r->data.p, call->data.p, call->data.n);
}

static void
check_send_service(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_send_encrypted_service *r =
		request_of(c, call, E2E_TL_MESSAGES_SEND_ENCRYPTED_SERVICE);

	is_peer(r->peer, call);
	ck_assert_int_eq(r->random_id, call->random_id);
	ck_assert_uint_eq(r->data.n, call->data.n);
	ck_assert_mem_eq(r->data.p, call->data.p, call->data.n);
}

static void
check_send_file(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_send_encrypted_file *r =
		request_of(c, call, E2E_TL_MESSAGES_SEND_ENCRYPTED_FILE);
	const struct e2e_tl_input_encrypted_file *file = (const void *)r->file;

	is_peer(r->peer, call);
	ck_assert_uint_eq(call->flags, E2E_CALL_SILENT);
	ck_assert_uint_eq(r->flags, E2E_TL_MESSAGES_SEND_ENCRYPTED_FILE_HAS_SILENT);
	ck_assert_uint_eq(file->ctor, E2E_TL_INPUT_ENCRYPTED_FILE);
	ck_assert_uint_eq(call->file->kind, E2E_FILE_EXISTING);
	ck_assert_int_eq(file->id, 5);
	ck_assert_int_eq(file->access_hash, 6);
	ck_assert_mem_eq(r->data.p, call->data.p, call->data.n);
}

static void
check_set_typing(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_set_encrypted_typing *r =
		request_of(c, call, E2E_TL_MESSAGES_SET_ENCRYPTED_TYPING);

	is_peer(r->peer, call);
	ck_assert_uint_eq(call->flags, E2E_CALL_TYPING);
	ck_assert_uint_eq(r->typing->ctor, E2E_TL_BOOL_TRUE);
}

static void
check_read_history(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_read_encrypted_history *r =
		request_of(c, call, E2E_TL_MESSAGES_READ_ENCRYPTED_HISTORY);

	is_peer(r->peer, call);
	ck_assert_int_eq(call->max_date, tt_today(c));
	ck_assert_int_eq(r->max_date, tt_today(c));
}

static void
check_received_queue(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_received_queue *r =
		request_of(c, call, E2E_TL_MESSAGES_RECEIVED_QUEUE);

	ck_assert_int_eq(call->max_qts, 77);
	ck_assert_int_eq(r->max_qts, 77);
}

/* The chat is as it was, and it is said once. */
static void
check_report_spam(struct ch *c, const struct e2e_call *call)
{
	const struct e2e_tl_messages_report_encrypted_spam *r =
		request_of(c, call, E2E_TL_MESSAGES_REPORT_ENCRYPTED_SPAM);

	ck_assert_int_eq(call->chat_id, 31);
	ck_assert_int_eq(call->access_hash, AU_ACCESS_HASH);
	is_peer(r->peer, call);
	ck_assert_uint_eq(au_state(&c->h, 31), E2E_CHAT_REQUESTED);
}

static void
check_get_difference(struct ch *c, const struct e2e_call *call)
{
	(void)c;
	ck_assert_uint_eq(call->request.n, 0);
}

/* ---- All of them --------------------------------------------------------------------------- */

/* A call that is added to names.list does not compile without two functions of its name. */
#define METHOD(NAME, name, text) [E2E_CALL_##NAME] = { text, cause_##name, check_##name },

static const struct {
	const char *name;
	void (*cause)(struct ch *c);
	void (*check)(struct ch *c, const struct e2e_call *call);
} methods[] = { E2E_I_CALLS(METHOD) };

START_TEST(makes_every_call_with_all_that_belongs_to_it)
{
	for (uint32_t method = 1; method < E2E_I_CALL_END; method++) {
		struct ch c;

		ch_init(&c, _i);
		c.h.config.flags |= E2E_CONFIG_ACK_QTS;
		ch_ready(&c, E2E_CREATOR);
		methods[method].cause(&c);
		au_run(&c.h);
		ck_assert_msg(au_count_calls(&c.h, method) == 1, "%s was made %zu times",
		              methods[method].name, au_count_calls(&c.h, method));
		methods[method].check(&c, &au_last_call(&c.h, method)->call);
		ch_close(&c);
	}
}
END_TEST

/* What reports spam is not made again, whether it was answered, refused or not answered. */
START_TEST(reports_spam_once)
{
	for (int outcome = 0; outcome < 3; outcome++) {
		struct ch c;

		ch_init(&c, _i);
		ch_ready(&c, E2E_CREATOR);
		c.h.answers = 0;
		cause_report_spam(&c);
		au_run(&c.h);
		if (outcome == 1)
			au_answer_ok(&c.h, au_last_call(&c.h, E2E_CALL_REPORT_SPAM));
		if (outcome == 2)
			au_fail(&c.h, au_last_call(&c.h, E2E_CALL_REPORT_SPAM), 500, "INTERNAL");
		au_advance(&c.h, 3600000);
		ck_assert_uint_eq(au_count_calls(&c.h, E2E_CALL_REPORT_SPAM), 1);
		/* it is for a chat that is asked for, and for no other */
		ck_assert_int_eq(e2e_chat_report(c.h.account, c.p.chat_id - 1, c.h.now),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_chat_accept(c.h.account, 31, c.h.now), E2E_OK);
		ck_assert_int_eq(e2e_chat_report(c.h.account, 31, c.h.now), E2E_ERR_STATE);
		ch_close(&c);
	}
}
END_TEST

TCase *
every_call(void)
{
	const struct cu_test tests[] = {
		{ makes_every_call_with_all_that_belongs_to_it },
		{ reports_spam_once },
	};

	return every_case("call", tests, CU_N(tests));
}
