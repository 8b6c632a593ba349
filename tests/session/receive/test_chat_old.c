/* SPDX-License-Identifier: ISC */
/* MTProto 1, and the random bytes of wrappers (scenarios 24, 32, 33, 36, 37). */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

/* A chat with a peer of layer 46 that speaks MTProto 1, which the host allows. */
static void
open_old(struct st *s, int backend)
{
	st_init(s, backend);
	s->h.config.flags = E2E_CONFIG_MTPROTO1;
	s->h.config.peer_layer = 46;
	s->h.config.act[E2E_CHECK_PARITY] = E2E_ACT_REPORT;
	s->h.answers = AU_AUTO_SENDS;
	st_ready(s);
	s->p.layer = 46;
	s->p.mtproto = 1;
	sp_asked(&s->p);
	ck_assert_uint_eq(au_chat(&s->h, s->p.chat_id).mtproto, 1);
}

static void
dropped(struct st *s, const struct sp_packet *k, uint32_t check)
{
	struct rows rows = rows_copy(&s->h.rows);
	size_t messages = au_count_events(&s->h, E2E_EVENT_MESSAGE);
	uint32_t rejected = au_chat(&s->h, s->p.chat_id).rejected;

	sp_send(&s->p, k);
	ck_assert_uint_eq(au_chat(&s->h, s->p.chat_id).rejected, rejected + 1);
	ck_assert_uint_eq(au_last_event(&s->h, E2E_EVENT_REJECTED)->reason, check);
	ck_assert_uint_eq(au_count_events(&s->h, E2E_EVENT_MESSAGE), messages);
	ck_assert(au_rows_same(&rows, &s->h.rows));
	rows_free(&rows);
	s->p.out_seq--;
}

static void
delivered(struct st *s, const struct sp_packet *k, uint32_t flags)
{
	size_t messages = au_count_events(&s->h, E2E_EVENT_MESSAGE);

	sp_send(&s->p, k);
	ck_assert_uint_eq(au_count_events(&s->h, E2E_EVENT_MESSAGE), messages + 1);
	ck_assert_int_eq(au_last_event(&s->h, E2E_EVENT_MESSAGE)->random_id, k->random_id);
	ck_assert_uint_eq(au_last_event(&s->h, E2E_EVENT_MESSAGE)->flags, flags);
}

/* A text of layer 45, as a peer of layer 46 sends it. */
static struct sp_packet
old_text(struct st *s, size_t n)
{
	struct sp_packet k = sp_text_packet(&s->p, "");
	struct e2e_tl_decrypted_message_45 *m = sp_new(&s->p, sizeof *m);
	uint8_t *text = sp_new(&s->p, n);

	memset(text, 'o', n);
	m->ctor = E2E_TL_DECRYPTED_MESSAGE_45;
	m->random_id = k.random_id;
	m->message = (struct e2e_bytes){ text, n };
	k.message = (const void *)m;
	return k;
}

/* scenario 24: our own packet of MTProto 1, sent back, fails by its parity */
START_TEST(drops_its_own_message_of_mtproto_1_sent_back)
{
	struct st s;
	struct sp_packet k;

	open_old(&s, _i);
	au_text(&s.h, s.p.chat_id, "mine");
	ck_assert_uint_eq(sp_open_call(&s.p, au_last_send(&s.h)).mtproto, 1);
	k = sp_text_packet(&s.p, "");
	k.raw = au_last_send(&s.h)->call.data;
	dropped(&s, &k, E2E_CHECK_PARITY);
	st_close(&s);
}
END_TEST

/* A text of layer 8, without a wrapper. */
static struct e2e_bytes
old_layer_text(struct st *s)
{
	static const struct e2e_tl_decrypted_message_media_empty empty = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY,
	};
	const struct e2e_tl_decrypted_message_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_8, 5, { (const uint8_t *)"0123456789abcde", 15 },
		{ (const uint8_t *)"old", 3 }, (const void *)&empty,
	};
	struct e2e_bytes out = { NULL, 0 };
	uint8_t *bytes = sp_new(&s->p, 128);

	ck_assert_int_eq(e2e_tl_put(bytes, 128, &out.n, E2E_TYPE_DECRYPTED_MESSAGE,
	                            (const void *)&message),
	                 E2E_OK);
	out.p = bytes;
	return out;
}

/* A chat whose host does ACT about CHECK under POLICY; the account's role is the other of ROLE. */
static void
open_judged(struct st *s, int backend, uint32_t policy, uint32_t check, uint32_t act,
            uint32_t role)
{
	st_init(s, backend);
	s->h.config.flags = E2E_CONFIG_MTPROTO1;
	s->h.config.peer_layer = 46;
	s->h.config.policy = policy;
	s->h.config.act[check] = (uint8_t)act;
	s->h.answers = AU_AUTO_SENDS;
	st_ready(s);
	s->p.layer = 46;
	s->p.mtproto = 1;
	if (role == E2E_ACCEPTOR)
		sp_asked(&s->p);
	else
		sp_accepted(&s->p);
}

/* PACKET, which anybody with one of ours could have made, is dropped and no more than that. */
static void
closes_nothing(struct st *s, const struct sp_packet *packet, uint32_t check, bool told)
{
	struct rows rows = rows_copy(&s->h.rows);
	size_t events = au_count_events(&s->h, E2E_EVENT_REJECTED);
	size_t sends = au_count_sends(&s->h);

	sp_send(&s->p, packet);
	ck_assert_uint_eq(au_state(&s->h, s->p.chat_id), E2E_CHAT_ACTIVE);
	ck_assert(au_rows_same(&rows, &s->h.rows));
	ck_assert_uint_eq(au_count_sends(&s->h), sends);
	ck_assert_uint_eq(au_count_events(&s->h, E2E_EVENT_REJECTED), events + told);
	if (told)
		ck_assert_uint_eq(au_last_event(&s->h, E2E_EVENT_REJECTED)->reason, check);
	rows_free(&rows);
}

/* Each packet that the account has sent comes back. */
static void
reflect(struct st *s, bool told)
{
	size_t n = au_count_sends(&s->h);

	for (size_t i = 0; i < n; i++) {
		struct sp_packet k = sp_text_packet(&s->p, "");

		s->p.out_seq--;
		ck_assert_uint_eq(sp_open_call(&s->p, au_send_at(&s->h, i)).mtproto, 1);
		k.raw = au_send_at(&s->h, i)->call.data;
		closes_nothing(s, &k, E2E_CHECK_PARITY, told);
	}
}

/*
 * In MTProto 1 both sides seal alike, so a server without a key can send our own packets
 * back: whatever the host wants to be done about a wrong parity, that closes nothing.
 */
START_TEST(is_not_closed_by_its_own_messages_of_mtproto_1)
{
	for (uint32_t i = 0; i < 3 * 4 * 2; i++) {
		const uint32_t policy = i % 3, act = i / 3 % 4;
		struct st s;
		struct sp_packet k;

		open_judged(&s, _i, policy, E2E_CHECK_PARITY, act,
		            i / 12 == 0 ? E2E_ACCEPTOR : E2E_CREATOR);
		au_text(&s.h, s.p.chat_id, "mine");
		reflect(&s, act != E2E_ACT_IGNORE);
		k = old_text(&s, 3);
		delivered(&s, &k, 0);
		s.p.out_seq++; /* one is missing: the account asks for it */
		k = old_text(&s, 3);
		sp_send(&s.p, &k);
		ck_assert_uint_ge(au_count_sends(&s.h), 3);
		reflect(&s, act != E2E_ACT_IGNORE);
		au_restart(&s.h);
		reflect(&s, act != E2E_ACT_IGNORE);
		st_close(&s);
	}
}
END_TEST

/* The same for every check that runs before the numbers have shown that it is not ours. */
START_TEST(is_not_closed_by_mtproto_1_of_an_unknown_sender)
{
	static const uint8_t junk[32] = { 1, 2, 3 };
	static const struct {
		uint32_t check;
		int32_t out_seq_no, in_seq_no; /* 0: right */
	} row[] = {
		{ E2E_CHECK_TL, 0, 0 },         { E2E_CHECK_OLD_LAYER, 0, 0 },
		{ E2E_CHECK_SEQ_NEGATIVE, -2, 0 }, { E2E_CHECK_SEQ_NEGATIVE, 0, -1 },
		{ E2E_CHECK_PARITY, 1, 0 },     { E2E_CHECK_PARITY, 0, 2 },
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		struct st s;
		struct sp_packet k;

		open_judged(&s, _i, E2E_POLICY_STRICT, row[i].check, E2E_ACT_CLOSE, E2E_ACCEPTOR);
		k = old_text(&s, 3);
		s.p.out_seq--;
		if (row[i].check == E2E_CHECK_TL)
			k.payload = (struct e2e_bytes){ junk, sizeof junk };
		if (row[i].check == E2E_CHECK_OLD_LAYER)
			k.payload = old_layer_text(&s);
		if (row[i].out_seq_no != 0)
			k.out_seq_no = row[i].out_seq_no;
		if (row[i].in_seq_no != 0)
			k.in_seq_no = row[i].in_seq_no;
		closes_nothing(&s, &k, row[i].check, true);
		k = old_text(&s, 3);
		delivered(&s, &k, 0);
		st_close(&s);
	}
}
END_TEST

/* What its numbers show to be the peer's is judged as in MTProto 2. */
START_TEST(is_closed_by_mtproto_1_of_the_peer)
{
	static const int32_t ahead[] = { 2 * 5000000, INT32_MAX - 1 }; /* or cannot be counted */

	for (size_t i = 0; i < CU_N(ahead); i++) {
		struct st s;
		struct sp_packet k;

		open_judged(&s, _i, E2E_POLICY_STRICT, E2E_CHECK_SEQ_AHEAD, E2E_ACT_CLOSE,
		            E2E_ACCEPTOR);
		k = old_text(&s, 3);
		ck_assert_int_le(k.out_seq_no, 1);
		k.out_seq_no += ahead[i];
		sp_send(&s.p, &k);
		st_closed(&s, E2E_CHECK_SEQ_AHEAD);
		st_close(&s);
	}
}
END_TEST

/* scenario 32: MTProto 1 is read below layer 73 */
START_TEST(takes_mtproto_1_from_an_old_peer)
{
	struct st s;
	struct sp_packet k;
	bool seen[16] = { false };

	open_old(&s, _i);
	for (size_t n = 1; n < 20; n++) {
		size_t padding;

		k = old_text(&s, n);
		padding = (16 - (4 + sp_payload(&s.p, &k).n) % 16) % 16;
		seen[padding] = true;
		delivered(&s, &k, 0);
		k = old_text(&s, n);
		k.padding = padding + 16;
		dropped(&s, &k, E2E_CHECK_FORGED);
	}
	ck_assert(seen[0] && seen[4] && seen[8] && seen[12]);
	k = old_text(&s, 3);
	k.layer = 73;
	dropped(&s, &k, E2E_CHECK_MTPROTO1);
	k = old_text(&s, 3);
	delivered(&s, &k, 0);
	st_close(&s);
}
END_TEST

/* scenario 33: what counts is the number of a message of MTProto 2 */
START_TEST(refuses_mtproto_1_after_the_first_message_of_2)
{
	for (int sign = 0; sign < 3; sign++) {
		struct st s;
		struct sp_packet k;

		open_old(&s, _i);
		k = old_text(&s, 3);
		delivered(&s, &k, 0);
		k = sign == 0 ? old_text(&s, 3) : sp_text_packet(&s.p, "new");
		k.mtproto = 2;
		k.layer = sign == 0 ? 46 : sign == 1 ? 73 : 144;
		delivered(&s, &k, 0);
		for (int restart = 0; restart < 2; restart++) {
			k = old_text(&s, 3);
			dropped(&s, &k, E2E_CHECK_MTPROTO1);
			ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).mtproto, 2);
			au_restart(&s.h);
		}
		au_text(&s.h, s.p.chat_id, "mine");
		ck_assert_uint_eq(sp_open_call(&s.p, au_last_send(&s.h)).mtproto, 2);
		st_close(&s);
	}
}
END_TEST

/* A layer that has MTProto 2 is no message in it: what the peer wrote before is on its way. */
START_TEST(reads_mtproto_1_after_a_layer_that_has_2)
{
	for (int32_t layer = 73; layer <= 144; layer += 71) {
		struct st s;
		struct sp_packet k;

		open_old(&s, _i);
		sp_notify_layer(&s.p, layer);
		au_text(&s.h, s.p.chat_id, "mine");
		ck_assert_uint_eq(sp_open_call(&s.p, au_last_send(&s.h)).mtproto, 2);
		k = old_text(&s, 3);
		delivered(&s, &k, 0);
		au_restart(&s.h);
		k = old_text(&s, 3);
		delivered(&s, &k, 0);
		st_close(&s);
	}
}
END_TEST

/* A host that does not allow it writes MTProto 2 to old peers as well. */
START_TEST(never_writes_mtproto_1_unless_the_host_allows_it)
{
	struct st s;

	st_init(&s, _i);
	s.h.config.peer_layer = 46;
	st_ready(&s);
	sp_asked(&s.p);
	ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).mtproto, 2);
	ck_assert_uint_eq(sp_open_call(&s.p, au_last_send(&s.h)).mtproto, 2);
	st_close(&s);
}
END_TEST

/* scenario 36: the same text twice is two packets */
START_TEST(never_sends_the_same_packet_for_two_messages)
{
	struct st s;
	const struct au_call *first, *second, *again;

	st_open(&s, _i);
	sp_asked(&s.p);
	au_text(&s.h, s.p.chat_id, "same");
	first = au_last_send(&s.h);
	au_answer_ok(&s.h, au_last_send(&s.h));
	au_text(&s.h, s.p.chat_id, "same");
	second = au_last_send(&s.h);
	ck_assert_ptr_ne(first, second);
	ck_assert_uint_eq(first->call.data.n, second->call.data.n);
	ck_assert_int_eq(memcmp(first->call.data.p, second->call.data.p, 8), 0);
	ck_assert_int_ne(memcmp(first->call.data.p + 8, second->call.data.p + 8, 16), 0);
	au_fail(&s.h, au_last_send(&s.h), 500, "");
	ck_assert(au_due(&s.h));
	again = au_last_send(&s.h);
	ck_assert_ptr_ne(again, second);
	st_same_call(second, again);
	ck_assert_uint_ne(again->call.flags & E2E_CALL_REPEATED, 0);
	au_restart(&s.h);
	st_same_call(second, au_last_send(&s.h));
	st_close(&s);
}
END_TEST

/* scenario 37: at least 15 random bytes are sent */
START_TEST(sends_enough_random_bytes)
{
	struct st s;

	st_open(&s, _i);
	s.h.answers = AU_AUTO_SENDS;
	sp_asked(&s.p);
	for (int i = 0; i < 20; i++)
		au_text(&s.h, s.p.chat_id, "text");
	for (size_t i = 0; i < 21; i++) {
		struct sp_opened o = sp_open_call(&s.p, au_send_at(&s.h, i));

		ck_assert_uint_ge(o.random_bytes, 15);
		ck_assert_uint_le(o.random_bytes, 31);
		ck_assert_uint_ge(o.padding, 12);
		ck_assert_uint_le(o.padding, 1024);
	}
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ drops_its_own_message_of_mtproto_1_sent_back },
		{ is_not_closed_by_its_own_messages_of_mtproto_1 },
		{ is_not_closed_by_mtproto_1_of_an_unknown_sender },
		{ is_closed_by_mtproto_1_of_the_peer },
		{ takes_mtproto_1_from_an_old_peer },
		{ refuses_mtproto_1_after_the_first_message_of_2 },
		{ reads_mtproto_1_after_a_layer_that_has_2 },
		{ never_writes_mtproto_1_unless_the_host_allows_it },
		{ never_sends_the_same_packet_for_two_messages },
		{ sends_enough_random_bytes },
	};

	return tu_run(cu_suite("chat_old", tests, CU_N(tests)));
}
