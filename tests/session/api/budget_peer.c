/* SPDX-License-Identifier: ISC */
/* What a peer that has the keys can do without end. */
#include "config.h"

#include "tests/util/budgetutil.h"

#include <string.h>

#define FAR_AHEAD 500000000 /* above limits.ahead */

/* N texts of BYTES from the user, which the peer does not acknowledge. */
static void
write_texts(struct bu *b, uint32_t n, size_t bytes)
{
	static char text[4096];
	struct au_host *h = &b->c.h;

	ck_assert_uint_le(bytes, sizeof text);
	memset(text, 'a', bytes);
	while (n-- > 0) {
		int64_t id = 0;
		int32_t result = e2e_send_text(h->account, b->c.p.chat_id, &id, text, bytes, 0, 0,
		                               h->now);

		if (result == E2E_ERR_LIMIT)
			return;
		ck_assert_int_eq(result, E2E_OK);
		bu_pump(b);
	}
}

/* ---- Requests to resend ---------------------------------------------------------------------- */

/* More than a minute's rate; in the day as many as are sent three times in a minute. */
static void
many_unread(struct bu *b)
{
	write_texts(b, b->day ? 100 : 1000, 100);
}

/* All of it, or one, or a part, or what there is not; again and again. */
static void
ask_again(struct bu *b, uint32_t i)
{
	int32_t last = ch_chat(&b->c).out_seq - 1;
	struct e2e_tl_decrypted_message_action_resend action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, 0, last };

	if (i % 4 == 1)
		action.start_seq_no = action.end_seq_no;
	else if (i % 4 == 2)
		action.start_seq_no = last / 2;
	else if (i % 16 == 3)
		action.end_seq_no = last + 1000;
	action.start_seq_no = 2 * action.start_seq_no + (b->c.p.role == E2E_CREATOR ? 0 : 1);
	action.end_seq_no = 2 * action.end_seq_no + (b->c.p.role == E2E_CREATOR ? 0 : 1);
	bu_action(b, &action);
}

/* ---- Gaps ------------------------------------------------------------------------------------ */

/* Every other number is never sent; what is asked for is acknowledged, in vain. */
static void
leave_gaps(struct bu *b, uint32_t i)
{
	(void)i;
	b->c.p.out_seq += 2;
	bu_acknowledge(b);
	bu_text_at(b, 8000, 0, b->c.p.out_seq - 1);
}

/* One number, and then as much as is held. */
static void
leave_one_gap(struct bu *b, uint32_t i)
{
	if (i == 0)
		b->c.p.out_seq++;
	bu_acknowledge(b);
	bu_text_at(b, 8000, 0, b->c.p.out_seq++);
}

/* Something far ahead, and farther. */
static void
leap(struct bu *b, uint32_t i)
{
	bu_text_at(b, 100, 0, b->c.p.out_seq + 1 + (int32_t)(i * 7919 % 200000));
}

/* ---- Keys ------------------------------------------------------------------------------------ */

static void
request(struct bu *b, struct e2e_bytes g_a)
{
	bu_action(b, &(struct e2e_tl_decrypted_message_action_request_key){
		RK_REQUEST, ++b->exchange, g_a });
}

static struct e2e_bytes
good(struct bu *b)
{
	return (struct e2e_bytes){ b->c.p.public_value, E2E_DH_BYTES };
}

/* If the account has answered: commit, and go over to the new key. */
static void
commit_if_answered(struct bu *b)
{
	struct sp_peer *p = &b->c.p;

	if (b->heard.ctor != RK_ACCEPT || b->heard.exchange_id != b->exchange)
		return;
	b->heard.ctor = 0;
	ck_assert_int_eq(e2e_dh_agree(p->crypto, &p->new_key, &p->group, p->secret_exp,
	                              b->heard.value, b->heard.n), E2E_OK);
	bu_action(b, &(struct e2e_tl_decrypted_message_action_commit_key){
		RK_COMMIT, b->exchange, p->new_key.fingerprint });
	p->old_key = p->key;
	p->key = p->new_key;
	bu_acknowledge(b);
	bu_text(b);
}

static void
request_good(struct bu *b, uint32_t i)
{
	(void)i;
	bu_acknowledge(b);
	request(b, good(b));
}

static void
request_and_commit(struct bu *b, uint32_t i)
{
	(void)i;
	bu_acknowledge(b);
	if (b->heard.ctor == RK_ACCEPT && b->heard.exchange_id == b->exchange)
		commit_if_answered(b);
	else
		request(b, good(b));
}

static void
request_bad(struct bu *b, uint32_t i)
{
	uint8_t value[E2E_DH_BYTES] = { 0 };

	value[E2E_DH_BYTES - 1] = (uint8_t)(i % 2);
	bu_acknowledge(b);
	request(b, (struct e2e_bytes){ value, i % 5 == 4 ? 0 : sizeof value });
}

/* Late: when half of what a key is used for has passed, which is no abuse of a key. */
static void
request_late(struct bu *b, uint32_t i)
{
	bu_acknowledge(b);
	if (b->heard.ctor == RK_ACCEPT && b->heard.exchange_id == b->exchange)
		commit_if_answered(b);
	else if (i % 55 == 0)
		request(b, good(b));
	else
		bu_text(b);
}

/* The account's own are answered with a value that is none, or ended. */
static void
spoil_ours(struct bu *b, uint32_t i)
{
	uint8_t one[E2E_DH_BYTES] = { 0 };
	int64_t id = b->heard.exchange_id;

	bu_acknowledge(b);
	one[E2E_DH_BYTES - 1] = 1;
	if (b->heard.ctor != RK_REQUEST) {
		bu_text(b);
		return;
	}
	b->heard.ctor = 0;
	if (i % 2 == 0)
		bu_action(b, &(struct e2e_tl_decrypted_message_action_abort_key){ RK_ABORT, id });
	else
		bu_action(b, &(struct e2e_tl_decrypted_message_action_accept_key){
			RK_ACCEPT, id, { one, sizeof one }, 1 });
}

/* ---- Answers --------------------------------------------------------------------------------- */

static void
old_peer(struct bu *b)
{
	b->c.h.config.flags |= E2E_CONFIG_MTPROTO1;
	b->c.h.config.policy = E2E_POLICY_LENIENT;
	b->c.h.config.peer_layer = 46;
}

/* From the beginning, so that there is no sign of a newer one. */
static void
speak_old(struct bu *b)
{
	struct sp_peer *p = &b->c.p;

	p->mtproto = 1;
	p->layer = 46;
	sp_asked(p);
}

/* As clients of layer 8 do, without a number: a higher one each time, which asks for an answer. */
static void
notify_without_number(struct bu *b, uint32_t i)
{
	static const uint8_t random[15];
	struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 47 + (int32_t)i };
	size_t n;

	ck_assert_int_eq(e2e_tl_put(b->payload, sizeof b->payload, &n, E2E_TYPE_DECRYPTED_MESSAGE,
		(const void *)&(struct e2e_tl_decrypted_message_service_8){
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, b->next_id,
			{ random, sizeof random }, (const void *)&action }), E2E_OK);
	bu_seal(b, b->c.p.mtproto, n);
}

static void
notify(struct bu *b, uint32_t i)
{
	static const int32_t layers[] = { 144, 46, 73, 8, 101, 17 };

	bu_acknowledge(b);
	bu_action(b, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, i % 2 == 0 ? layers[i / 2 % 6] : 145 + (int32_t)i });
}

/* The user has written until the outbox is full, and nothing is acknowledged. */
static void
fill_outbox(struct bu *b)
{
	write_texts(b, 20000, 1000);
}

/* What has to be answered: bad keys, gaps, so many texts that a noop is due. */
static void
make_us_answer(struct bu *b, uint32_t i)
{
	static const uint8_t none[E2E_DH_BYTES];

	if (i % 3 == 0)
		request(b, (struct e2e_bytes){ none, sizeof none });
	else if (i % 300 == 1)
		b->c.p.out_seq++;
	else
		bu_text(b);
}

/* ---- Content --------------------------------------------------------------------------------- */

/* Texts that destroy themselves: in a second, in years, when they are closed. */
static void
set_timers(struct bu *b, uint32_t i)
{
	static const int32_t ttls[] = { 1, INT32_MAX - 1, 60, INT32_MAX, 86400, 1 };

	bu_acknowledge(b);
	for (uint32_t k = 0; k < 6; k++)
		bu_text_at(b, 10, ttls[(i + k) % 6], b->c.p.out_seq++);
}

/* They are called read by the peer, which is what starts them, ours as well as unknown ones. */
static void
order_about(struct bu *b, uint32_t i)
{
	static const uint32_t kinds[] = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
		E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES,
		E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES,
	};
	int64_t ids[1000];

	bu_fill(b, (uint8_t *)ids, sizeof ids);
	bu_acknowledge(b);
	if (i % 4 == 3)
		bu_action(b, &(struct e2e_tl){ E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY });
	else
		bu_action(b, &(struct e2e_tl_decrypted_message_action_delete_messages){
			kinds[i % 4], { ids, 1000 } });
}

/* Packets of the key in which there is nothing that can be read, and numbers that lie. */
static void
say_rubbish(struct bu *b, uint32_t i)
{
	const int32_t before = b->c.p.out_seq - 1 - (int32_t)(i % 50);
	size_t n = 4 * (1 + i % 400);

	if (i % 2 == 0) {
		bu_fill(b, b->payload, n);
		bu_seal(b, 2, n);
	} else {
		/* what was there, or far ahead: a negative number would be the end */
		bu_text_at(b, 100, 0, before >= 0 ? before : FAR_AHEAD + before);
	}
}

const struct bu_shape bu_peer_shapes[] = {
	{ "resend", NULL, many_unread, ask_again, NULL, false, false },
	{ "gaps", NULL, NULL, leave_gaps, NULL, false, false },
	{ "one-gap", NULL, NULL, leave_one_gap, NULL, false, false },
	{ "leaps", NULL, NULL, leap, NULL, false, false },
	{ "rekey-open", NULL, NULL, request_good, NULL, true, false },
	{ "rekey-early", NULL, NULL, request_and_commit, NULL, true, false },
	{ "rekey-late", NULL, NULL, request_late, NULL, true, false },
	{ "rekey-bad", NULL, NULL, request_bad, NULL, false, false },
	{ "rekey-ours", NULL, NULL, spoil_ours, NULL, true, false },
	{ "notify-v1", old_peer, speak_old, notify_without_number, NULL, false, true },
	{ "notify-8", NULL, NULL, notify_without_number, NULL, false, false },
	{ "notify", NULL, NULL, notify, NULL, false, false },
	{ "full-outbox", NULL, fill_outbox, make_us_answer, NULL, false, false },
	{ "timers", NULL, NULL, set_timers, NULL, false, false },
	{ "orders", NULL, NULL, order_about, NULL, false, false },
	{ "rubbish", NULL, NULL, say_rubbish, NULL, false, false },
};
const size_t bu_peer_shapes_n = sizeof bu_peer_shapes / sizeof bu_peer_shapes[0];
