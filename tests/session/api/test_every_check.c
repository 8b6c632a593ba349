/* SPDX-License-Identifier: ISC */
/*
 * Every cell of the policy, by what becomes of the chat: each check of names.list is failed once
 * under each preset and once under each act that a host can order.
 */
#include "config.h"

#include "everyutil.h"

#include <string.h>

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint8_t fifteen[15];

/* ---- How each check is failed; the functions have the names of the list ------------------ */

static void
send_raw(struct ch *c, const uint8_t *bytes, size_t n)
{
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.raw = (struct e2e_bytes){ bytes, n };
	sp_send(&c->p, &k);
}

static void
fail_length(struct ch *c)
{
	send_raw(c, fifteen, sizeof fifteen);
}

static void
fail_key_id(struct ch *c)
{
	struct e2e_key other = E2E_KEY_INIT;
	struct sp_packet k = sp_text_packet(&c->p, "other");

	cu_key(c->p.crypto, &other);
	k.key = &other;
	sp_send(&c->p, &k);
	e2e_key_wipe(&other);
}

static void
fail_forged(struct ch *c)
{
	const struct sp_packet k = sp_text_packet(&c->p, "forged");
	const struct e2e_bytes good = sp_compose(&c->p, &k);
	uint8_t *bad = sp_new(&c->p, good.n);

	memcpy(bad, good.p, good.n);
	bad[good.n - 1] ^= 1;
	send_raw(c, bad, good.n);
}

static void
fail_mtproto1(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "old");

	k.mtproto = 1;
	sp_send(&c->p, &k);
}

static void
fail_tl(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "cut off");

	k.payload = sp_payload(&c->p, &k);
	k.payload.n = 24; /* before the numbers */
	sp_send(&c->p, &k);
}

static void
fail_old_layer(struct ch *c)
{
	const struct e2e_tl_decrypted_message_media_empty empty = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY,
	};
	const struct e2e_tl_decrypted_message_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_8, 99, { fifteen, sizeof fifteen }, ch_string("old"),
		(const void *)&empty,
	};
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.payload = ch_bytes(c, (const void *)&message);
	sp_send(&c->p, &k);
}

static void
fail_random_bytes(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "few");

	k.random_bytes = 14;
	sp_send(&c->p, &k);
}

static void
fail_parity(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "ours");

	k.out_seq_no ^= 1;
	sp_send(&c->p, &k);
}

static void
fail_seq_ahead(struct ch *c)
{
	ch_text_at(c, 200000, "far");
}

/* The account has sent two more texts, and the peer has them. */
static void
acknowledges_two(struct ch *c)
{
	au_text(&c->h, c->p.chat_id, "one");
	au_text(&c->h, c->p.chat_id, "two");
	c->p.in_seq = ch_chat(c).out_seq;
	sp_text(&c->p, "both");
}

static void
fail_in_seq_back(struct ch *c)
{
	struct sp_packet k;

	acknowledges_two(c);
	k = sp_text_packet(&c->p, "back");
	k.in_seq_no -= 2;
	sp_send(&c->p, &k);
}

static void
fail_in_seq_ahead(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "ahead");

	k.in_seq_no = sp_wire_in(&c->p, ch_chat(c).out_seq + 2);
	sp_send(&c->p, &k);
}

static void
fail_refill_in_seq(struct ch *c)
{
	const int32_t raw = c->p.out_seq;
	struct sp_packet k;

	ch_text_at(c, raw + 2, "behind a gap");
	k = ch_packet_at(c, raw + 1, "sent again");
	k.in_seq_no = sp_wire_in(&c->p, ch_chat(c).out_seq + 2);
	sp_send(&c->p, &k);
}

static void
fail_layer_back(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "144");

	sp_send(&c->p, &k);
	k = sp_text_packet(&c->p, "101");
	k.layer = 101;
	sp_send(&c->p, &k);
}

static void
fail_unknown(struct ch *c)
{
	static const struct e2e_tl_decrypted_message_media_geo_point place = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 1.5, 2.5,
	};
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "look");
	struct sp_packet k = sp_text_packet(&c->p, "");

	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message->media = (const void *)&place;
	k.message_tl = ch_strange(c, (const void *)message, place.ctor, 0xdeadbeef);
	sp_send(&c->p, &k);
}

static void
fail_resend_range(struct ch *c)
{
	acknowledges_two(c);
	sp_action(&c->p, ch_asks(c, 2, 1));
}

static void
fail_resend_gone(struct ch *c)
{
	acknowledges_two(c); /* the tail is of one message, see init_chat() */
	sp_action(&c->p, ch_asks(c, 0, 0));
}

static void
fail_rekey_state(struct ch *c)
{
	sp_action(&c->p, rk_commit(c, 12345, 54321));
}

static void
fail_rekey_value(struct ch *c)
{
	const struct rk_said request = rk_order(c);

	rk_peer_draws(c, &request);
	sp_action(&c->p, rk_accept(c, request.id, ch_string("\1"), c->p.new_key.fingerprint));
}

static void
fail_accept_key(struct ch *c)
{
	const struct rk_said request = rk_order(c);

	rk_peer_draws(c, &request);
	sp_action(&c->p, rk_accept(c, request.id, rk_value(c), c->p.new_key.fingerprint + 1));
}

static void
fail_rekey_request(struct ch *c)
{
	sp_action(&c->p, rk_request(c, 900, ch_string("\1")));
}

static void
fail_random_id(struct ch *c)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "nameless");
	struct sp_packet k = sp_text_packet(&c->p, "");

	message->random_id = 0;
	k.message = (const void *)message;
	sp_send(&c->p, &k);
}

static void
fail_notify_back(struct ch *c)
{
	sp_notify_layer(&c->p, 144);
	sp_notify_layer(&c->p, 101);
}

static void
fail_seq_negative(struct ch *c)
{
	struct sp_packet k = sp_text_packet(&c->p, "negative");

	k.out_seq_no = c->p.role == E2E_CREATOR ? -1 : -2;
	sp_send(&c->p, &k);
}

static void
fail_resend_unsent(struct ch *c)
{
	sp_action(&c->p, ch_asks(c, 50, 50));
}

static void
fail_commit_key(struct ch *c)
{
	rk_peer_requests(c, 900);
	rk_peer_agrees(c, 900);
	sp_action(&c->p, rk_commit(c, 900, c->p.new_key.fingerprint + 1));
}

/* ---- What is to become of the chat ------------------------------------------------------- */

/*
 * What STANDARD, STRICT and LENIENT do, written down a second time: a cell that is changed by
 * mistake is found here, and one that is changed on purpose is changed twice.
 */
static const struct {
	const char *name;
	char acts[4];
} cells[E2E_I_CHECK_END] = {
	[E2E_CHECK_LENGTH] = { "LENGTH", "RRR" },
	[E2E_CHECK_KEY_ID] = { "KEY_ID", "RRR" },
	[E2E_CHECK_FORGED] = { "FORGED", "RRR" },
	[E2E_CHECK_MTPROTO1] = { "MTPROTO1", "RCR" },
	[E2E_CHECK_TL] = { "TL", "RCR" },
	[E2E_CHECK_OLD_LAYER] = { "OLD_LAYER", "RCR" },
	[E2E_CHECK_RANDOM_BYTES] = { "RANDOM_BYTES", "RRI" },
	[E2E_CHECK_PARITY] = { "PARITY", "CCR" },
	[E2E_CHECK_SEQ_AHEAD] = { "SEQ_AHEAD", "RCR" },
	[E2E_CHECK_IN_SEQ_BACK] = { "IN_SEQ_BACK", "CCR" },
	[E2E_CHECK_IN_SEQ_AHEAD] = { "IN_SEQ_AHEAD", "CCR" },
	[E2E_CHECK_REFILL_IN_SEQ] = { "REFILL_IN_SEQ", "ICI" },
	[E2E_CHECK_LAYER_BACK] = { "LAYER_BACK", "ICI" },
	[E2E_CHECK_UNKNOWN] = { "UNKNOWN", "ICI" },
	[E2E_CHECK_RESEND_RANGE] = { "RESEND_RANGE", "RCR" },
	[E2E_CHECK_RESEND_GONE] = { "RESEND_GONE", "RCR" },
	[E2E_CHECK_REKEY_STATE] = { "REKEY_STATE", "ICI" },
	[E2E_CHECK_REKEY_VALUE] = { "REKEY_VALUE", "RCR" },
	[E2E_CHECK_ACCEPT_KEY] = { "ACCEPT_KEY", "RCR" },
	[E2E_CHECK_REKEY_REQUEST] = { "REKEY_REQUEST", "RRR" },
	[E2E_CHECK_RANDOM_ID] = { "RANDOM_ID", "RRR" },
	[E2E_CHECK_NOTIFY_BACK] = { "NOTIFY_BACK", "IRI" },
	[E2E_CHECK_SEQ_NEGATIVE] = { "SEQ_NEGATIVE", "CCR" },
	[E2E_CHECK_RESEND_UNSENT] = { "RESEND_UNSENT", "CCR" },
	[E2E_CHECK_COMMIT_KEY] = { "COMMIT_KEY", "CCR" },
};

static const uint32_t acts[] = { ['I'] = E2E_ACT_IGNORE, ['R'] = E2E_ACT_REPORT,
	                         ['C'] = E2E_ACT_CLOSE };

/* A check that is added to names.list does not compile without a function of its name. */
#define FAIL(NAME, name, standard, strict, lenient, text) \
	[E2E_CHECK_##NAME] = fail_##name,

static void (*const fail[])(struct ch *c) = { E2E_I_CHECKS(FAIL) };

/* A chat under POLICY, not open yet. */
static void
init_chat(struct ch *c, int backend, uint32_t policy)
{
	ch_init(c, backend);
	c->h.config.policy = policy;
	c->h.limits.tail = 1;
}

/* CHECK was failed, and ACT done about it, to the letter and nothing else. */
static void
is_done(struct ch *c, uint32_t check, uint32_t act)
{
	const char *name = cells[check].name;
	const uint32_t state = ch_chat(c).state;
	const size_t told = ch_rejected(c, check), all = ch_rejected(c, 0);

	ck_assert_msg((state == E2E_CHAT_CLOSED) == (act == E2E_ACT_CLOSE), "%s, act %u: %s", name,
	              (unsigned)act, state == E2E_CHAT_CLOSED ? "closed" : "not closed");
	if (act == E2E_ACT_CLOSE) {
		ch_is_closed(c, check);
		return;
	}
	ck_assert_msg(told == (act == E2E_ACT_REPORT) && all == told, "%s, act %u: told %zu of %zu",
	              name, (unsigned)act, told, all);
	ch_is_open(c);
}

START_TEST(does_about_every_check_what_each_preset_says)
{
	for (uint32_t check = 1; check < E2E_I_CHECK_END; check++) {
		ck_assert_msg(cells[check].name != NULL, "check %u has no acts", (unsigned)check);
		for (uint32_t policy = 0; policy <= E2E_POLICY_LENIENT; policy++) {
			const uint32_t act = acts[(uint8_t)cells[check].acts[policy]];
			struct ch c;

			ck_assert_uint_eq(e2e_policy_get(policy, check), act);
			init_chat(&c, _i, policy);
			ch_ready(&c, roles[(check + policy) % 2]);
			fail[check](&c);
			is_done(&c, check, act);
			ch_close(&c);
		}
	}
}
END_TEST

START_TEST(does_about_every_check_what_the_host_orders)
{
	for (uint32_t check = 1; check < E2E_I_CHECK_END; check++) {
		for (uint32_t act = E2E_ACT_IGNORE; act <= E2E_ACT_CLOSE; act++) {
			struct ch c;

			init_chat(&c, _i, act % (E2E_POLICY_LENIENT + 1));
			c.h.config.act[check] = (uint8_t)act;
			ch_ready(&c, roles[(check + act) % 2]);
			fail[check](&c);
			is_done(&c, check, act);
			ch_close(&c);
		}
	}
}
END_TEST

TCase *
every_check(void)
{
	const struct cu_test tests[] = {
		{ does_about_every_check_what_each_preset_says },
		{ does_about_every_check_what_the_host_orders },
	};

	return every_case("check", tests, CU_N(tests));
}
