/* SPDX-License-Identifier: ISC */
/* The public values of the peer, and the key that comes of them (scenarios 7 to 10). */
#include "config.h"

#include <string.h>

#include "tests/util/cryptoutil.h"
#include "tests/util/scripted.h"

#define USER 100
#define PEER 7
#define N    E2E_DH_BYTES

/* ---- Numbers ---------------------------------------------------------------------- */

static void
known_prime(uint8_t p[N])
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&group);
	memcpy(p, group.p, N);
}

/* 2^BIT. */
static void
power(uint8_t out[N], unsigned bit)
{
	memset(out, 0, N);
	out[N - 1 - bit / 8] = (uint8_t)(1u << (bit % 8));
}

/* OUT = A - B, or A + B. */
static void
minus(uint8_t out[N], const uint8_t a[N], const uint8_t b[N])
{
	int borrow = 0;

	for (size_t i = N; i-- > 0;) {
		int digit = a[i] - b[i] - borrow;

		borrow = digit < 0;
		out[i] = (uint8_t)digit;
	}
}

static void
plus(uint8_t out[N], const uint8_t a[N], const uint8_t b[N])
{
	int carry = 0;

	for (size_t i = N; i-- > 0;) {
		int digit = a[i] + b[i] + carry;

		carry = digit > 255;
		out[i] = (uint8_t)digit;
	}
}

/* ---- What becomes of it ------------------------------------------------------------- */

/* The peer accepts with VALUE and a fingerprint that cannot be right. */
static int32_t
accept_with(struct au_host *h, const uint8_t *value, size_t n)
{
	struct sp_peer p;

	sp_open(&p, h, PEER);
	sp_account_asks(&p);
	sp_waiting(&p);
	au_feed_accepted(h, p.chat_id, true, PEER, value, n, 1);
	sp_close(&p);
	ck_assert_uint_eq(au_state(h, p.chat_id), E2E_CHAT_CLOSED);
	return p.chat_id;
}

static void
closed_for(struct au_host *h, int32_t chat_id, uint32_t reason)
{
	const struct e2e_event *event = au_last_event(h, E2E_EVENT_CHAT);
	struct au_call *call = au_last_call(h, E2E_CALL_DISCARD);
	struct e2e_chat chat = au_chat(h, chat_id);

	ck_assert_uint_eq(chat.reason, reason);
	ck_assert_uint_eq(chat.has_key, 0);
	ck_assert_int_eq(event->chat_id, chat_id);
	ck_assert_uint_eq(event->state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(event->reason, reason);
	ck_assert_ptr_nonnull(call);
	ck_assert_int_eq(call->call.chat_id, chat_id);
	ck_assert_uint_eq(call->call.flags & E2E_CALL_DELETE_HISTORY, 0);
}

/* scenario 7: a g_b out of range */
START_TEST(closes_for_a_bad_g_b)
{
	uint8_t p[N], one[N], edge[N], value[7][N], good[N];
	struct au_host h;

	known_prime(p);
	power(one, 0);
	power(edge, 1984);
	memset(value[0], 0, N);
	memcpy(value[1], one, N);
	minus(value[2], p, one);
	memcpy(value[3], p, N);
	plus(value[4], p, one);
	minus(value[5], edge, one);
	minus(value[6], p, value[5]);
	au_open(&h, tu_backend(_i), USER);
	for (size_t i = 0; i < CU_N(value); i++)
		closed_for(&h, accept_with(&h, value[i], N), E2E_REASON_VALUE);
	/* In range: it is only the fingerprint that is wrong. */
	closed_for(&h, accept_with(&h, edge, N), E2E_REASON_FINGERPRINT);
	minus(good, p, edge);
	closed_for(&h, accept_with(&h, good, N), E2E_REASON_FINGERPRINT);
	au_close(&h);
}
END_TEST

/* scenario 8: the lengths that cannot be, from both sides */
START_TEST(refuses_values_of_impossible_length)
{
	uint8_t value[N + 1] = { 0 };
	struct au_host h;
	struct sp_peer p;

	au_open(&h, tu_backend(_i), USER);
	sp_open(&p, &h, PEER);
	sp_draw(&p);
	memcpy(value + 1, p.public_value, N);
	for (size_t n = 0; n <= N + 1; n += N + 1) {
		int32_t chat_id = 50 + (int32_t)n;

		closed_for(&h, accept_with(&h, value, n), E2E_REASON_VALUE);
		au_feed_requested(&h, chat_id, PEER, value, n);
		if (au_has_chat(&h, chat_id) && au_state(&h, chat_id) == E2E_CHAT_REQUESTED) {
			ck_assert_int_eq(e2e_chat_accept(h.account, chat_id, h.now), E2E_OK);
			au_run(&h);
			sp_dh_config(&p);
			ck_assert_uint_eq(au_chat(&h, chat_id).reason, E2E_REASON_VALUE);
		}
		ck_assert_ptr_null(au_last_call(&h, E2E_CALL_ACCEPT));
	}
	sp_close(&p);
	au_close(&h);
}
END_TEST

/* scenario 7 for the other side: a g_a that is out of range is not accepted */
START_TEST(closes_for_a_bad_g_a)
{
	uint8_t one[N], value[N];
	struct au_host h;
	struct sp_peer p;

	au_open(&h, tu_backend(_i), USER);
	sp_open(&p, &h, PEER);
	power(one, 0);
	known_prime(value);
	minus(value, value, one);
	au_feed_requested(&h, 9, PEER, value, N);
	if (au_has_chat(&h, 9) && au_state(&h, 9) == E2E_CHAT_REQUESTED) {
		ck_assert_int_eq(e2e_chat_accept(h.account, 9, h.now), E2E_OK);
		au_run(&h);
		sp_dh_config(&p);
	}
	ck_assert_ptr_null(au_last_call(&h, E2E_CALL_ACCEPT));
	closed_for(&h, 9, E2E_REASON_VALUE);
	sp_close(&p);
	au_close(&h);
}
END_TEST

/* scenario 8: 255 bytes are the same value as 256 with a zero (vector LZ-G) */
START_TEST(takes_values_without_their_leading_zero)
{
	struct au_host h;
	struct sp_peer p;

	au_open(&h, tu_backend(_i), USER);
	sp_open(&p, &h, PEER);
	for (size_t cut = 0; cut < 2; cut++) {
		sp_draw_fixed(&p, "libe2e-b82");
		ck_assert_uint_eq(p.public_value[0], 0);
		ck_assert_uint_eq(p.public_value[1], 0xb4);
		sp_account_asks(&p);
		sp_waiting(&p);
		sp_agree(&p);
		au_feed_accepted(&h, p.chat_id, true, PEER, p.public_value + cut, N - cut,
		                 p.key.fingerprint);
		ck_assert_uint_eq(au_state(&h, p.chat_id), E2E_CHAT_ACTIVE);
		ck_assert_int_eq(au_chat(&h, p.chat_id).key_fingerprint, p.key.fingerprint);
	}
	sp_close(&p);
	au_close(&h);
}
END_TEST

/* ---- Vectors ------------------------------------------------------------------------- */

/* A backend whose every draw of 256 bytes is FIXED, and otherwise that of the host. */
static uint8_t fixed[N];
static int32_t (*plain_random)(void *state, uint8_t *out, size_t n);

static int32_t
fixed_random(void *state, uint8_t *out, size_t n)
{
	if (n != N)
		return plain_random(state, out, n);
	memcpy(out, fixed, N);
	return E2E_OK;
}

/* The account asks with the exponent EXP(OURS), the peer accepts with EXP(THEIRS). */
static void
agree_by_vector(struct au_host *h, struct sp_peer *p, int backend, const char *ours,
                const char *theirs)
{
	struct au_call *call;

	au_init(h, tu_backend((size_t)backend), USER);
	plain_random = h->backend.random;
	h->backend.random = fixed_random;
	au_start(h);
	sp_open(p, h, PEER);
	cu_exp(p->crypto, fixed, ours);
	sp_draw_fixed(p, theirs);
	p->role = E2E_ACCEPTOR;
	ck_assert_int_eq(e2e_chat_start(h->account, &p->chat_id, PEER, 70, h->now), E2E_OK);
	au_run(h);
	call = au_last_call(h, E2E_CALL_GET_DH_CONFIG);
	/* Without a byte of the server the draw is the exponent. */
	au_feed_dh_config(h, AU_DH_VERSION, p->group.g, p->group.p, N, NULL, 0);
	ck_assert_int_eq(e2e_call_done(h->account, call->call.id, 0, NULL, h->now), E2E_OK);
	au_run(h);
	sp_waiting(p);
	sp_agree(p);
}

/* scenario 9: a key that begins with a zero (vector LZ), and an ordinary one (vector DH) */
START_TEST(agrees_on_the_keys_of_the_vectors)
{
	static const struct {
		const char *theirs;
		uint64_t wire; /* as its 8 bytes read */
	} row[] = {
		{ "libe2e-b175", UINT64_C(0x3743281597f5631c) },
		{ "libe2e-b82", UINT64_C(0x585b7991239d0cfe) },
		{ "libe2e-b", UINT64_C(0xe1fdcf1480ae7f24) },
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		struct au_host h;
		struct sp_peer p;
		struct e2e_key key = E2E_KEY_INIT;
		uint64_t wire = 0;

		agree_by_vector(&h, &p, _i, "libe2e-a", row[i].theirs);
		for (int k = 0; k < 8; k++)
			wire = wire << 8 | ((uint64_t)p.key.fingerprint >> (8 * k) & 0xff);
		ck_assert_uint_eq(wire, row[i].wire);
		au_feed_accepted(&h, p.chat_id, true, PEER, p.public_value, N, p.key.fingerprint);
		ck_assert_uint_eq(au_state(&h, p.chat_id), E2E_CHAT_ACTIVE);
		ck_assert_int_eq(e2e_chat_key(h.account, &key, p.chat_id, E2E_KEY_CURRENT), E2E_OK);
		ck_assert_int_eq(memcmp(key.value, p.key.value, E2E_KEY_BYTES), 0);
		ck_assert_int_eq(key.fingerprint, p.key.fingerprint);
		sp_close(&p);
		au_close(&h);
	}
}
END_TEST

/* scenario 10: a fingerprint that is off by a bit */
START_TEST(closes_for_a_fingerprint_that_is_off_by_a_bit)
{
	struct au_host h;
	struct sp_peer p;

	au_open(&h, tu_backend(_i), USER);
	sp_open(&p, &h, PEER);
	for (int bit = 0; bit < 64; bit += 21) {
		int64_t random_id = 0;

		sp_account_asks(&p);
		sp_waiting(&p);
		sp_agree(&p);
		au_feed_accepted(&h, p.chat_id, true, PEER, p.public_value, N,
		                 (int64_t)((uint64_t)p.key.fingerprint ^ UINT64_C(1) << bit));
		closed_for(&h, p.chat_id, E2E_REASON_FINGERPRINT);
		ck_assert_int_eq(e2e_send_text(h.account, p.chat_id, &random_id, "x", 1, 0, 0,
		                               h.now),
		                 E2E_ERR_STATE);
		ck_assert_uint_eq(au_count_sends(&h), 0);
		/* The right one comes too late. */
		au_feed_accepted(&h, p.chat_id, true, PEER, p.public_value, N, p.key.fingerprint);
		ck_assert_uint_eq(au_state(&h, p.chat_id), E2E_CHAT_CLOSED);
	}
	sp_close(&p);
	au_close(&h);
}
END_TEST

/* scenario 10 for the other side: what the server says back is compared as well */
START_TEST(closes_when_the_server_gives_another_fingerprint_back)
{
	for (int zero = 0; zero < 2; zero++) { /* as the server says it, 0 is one as any other */
		struct au_host h;
		struct sp_peer p;
		struct au_call *call;

		au_open(&h, tu_backend(_i), USER);
		sp_open(&p, &h, PEER);
		sp_peer_asks(&p, 77);
		sp_account_accepts(&p);
		call = au_last_call(&h, E2E_CALL_ACCEPT);
		h.bytes_lane = zero;
		au_feed_accepted(&h, 77, false, PEER, p.public_value, N,
		                 zero ? 0 : call->call.key_fingerprint ^ 2);
		ck_assert_int_eq(e2e_call_done(h.account, call->call.id, 0, NULL, h.now), E2E_OK);
		au_run(&h);
		closed_for(&h, 77, E2E_REASON_FINGERPRINT);
		sp_close(&p);
		au_close(&h);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ closes_for_a_bad_g_b },
		{ refuses_values_of_impossible_length },
		{ closes_for_a_bad_g_a },
		{ takes_values_without_their_leading_zero },
		{ agrees_on_the_keys_of_the_vectors },
		{ closes_for_a_fingerprint_that_is_off_by_a_bit },
		{ closes_when_the_server_gives_another_fingerprint_back },
	};

	return tu_run(cu_suite("chat_value", tests, CU_N(tests)));
}
