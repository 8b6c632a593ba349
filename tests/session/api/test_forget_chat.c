/* SPDX-License-Identifier: ISC */
/*
 * What an account leaves behind.  What it gives back is wiped, as the allocator of every test here
 * asserts; so when something is over, the blocks that are in use are searched for its secrets.  And
 * each step of a handshake, a re-key or a message runs on a stack of its own, which is searched.
 */
#include "config.h"

#include "tests/util/rekeyutil.h"
#include "tests/util/stackutil.h"

#include <stdio.h>
#include <string.h>

#define BLOCKS_MAX  8192
#define SECRETS_MAX 64
#define LONG_TEXT   "a text that is long enough to be told apart from anything else in memory"

/* ---- A backend that tells what is secret, itself on no stack ------------------------------ */

static struct {
	struct e2e_backend inner;
	uint8_t exponent[E2E_DH_BYTES]; /* of the last power  */
	uint8_t shared[E2E_DH_BYTES];   /* the last that is no power of a generator */
	struct {
		const char *name;
		uint8_t bytes[E2E_DH_BYTES];
		size_t n;
	} secret[SECRETS_MAX];
	size_t n;
} spy;

static void
note(const char *name, const void *p, size_t n)
{
	ck_assert_uint_lt(spy.n, SECRETS_MAX);
	ck_assert_uint_le(n, sizeof spy.secret[0].bytes);
	spy.secret[spy.n].name = name;
	memcpy(spy.secret[spy.n].bytes, p, n);
	spy.secret[spy.n++].n = n;
}

static int32_t
spy_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
           const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	const int32_t err = spy.inner.modexp(state, out, base, secret_exp, odd_mod);

	memcpy(spy.exponent, secret_exp, sizeof spy.exponent);
	if (!tu_all_zero(base, E2E_DH_BYTES - 1))
		memcpy(spy.shared, out, sizeof spy.shared);
	return err;
}

/* ---- An allocator that looks --------------------------------------------------------------- */

static struct {
	struct e2e_allocator inner;
	struct {
		uint8_t *p;
		size_t n;
	} block[BLOCKS_MAX];
	size_t n;
	size_t calls, fail_from; /* of allocations: all from number fail_from on, if not 0 */
} heap;

static void *
look_alloc(void *user, size_t n)
{
	uint8_t *p = NULL;

	(void)user;
	if (++heap.calls < heap.fail_from || heap.fail_from == 0)
		p = heap.inner.alloc(heap.inner.user, n);
	ck_assert_uint_lt(heap.n, BLOCKS_MAX);
	if (p != NULL) {
		heap.block[heap.n].p = p;
		heap.block[heap.n++].n = n;
	}
	return p;
}

static void
look_free(void *user, void *p, size_t n)
{
	size_t i = 0;

	(void)user;
	while (i < heap.n && heap.block[i].p != p)
		i++;
	ck_assert_uint_lt(i, heap.n);
	ck_assert_uint_eq(heap.block[i].n, n);
	heap.block[i] = heap.block[--heap.n];
	heap.inner.free(heap.inner.user, p, n);
}

/* How often a secret stands in a block that is in use now. */
static size_t
count_in_use(void)
{
	size_t found = 0;

	for (size_t i = 0; i < heap.n; i++)
		for (size_t k = 0; k < spy.n; k++)
			found += cu_shows(heap.block[i].p, heap.block[i].n, spy.secret[k].bytes,
			                  spy.secret[k].n);
	return found;
}

/* A host whose backend and allocator are ours. */
static void
init_watched(struct ch *c, int backend)
{
	memset(&spy, 0, sizeof spy);
	memset(&heap, 0, sizeof heap);
	ch_init(c, backend);
	c->h.config.flags |= E2E_CONFIG_NO_ACK;
	spy.inner = c->h.backend;
	c->h.backend.modexp = spy_modexp;
	heap.inner = c->h.allocator;
	c->h.allocator.alloc = look_alloc;
	c->h.allocator.free = look_free;
}

static void
open_watched(struct ch *c, int backend, uint32_t role)
{
	init_watched(c, backend);
	ch_ready(c, role);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };

START_TEST(finds_what_is_left_in_memory)
{
	struct ch c;
	uint8_t *p;

	init_watched(&c, _i);
	note("text", LONG_TEXT, sizeof LONG_TEXT);
	p = c.h.allocator.alloc(c.h.allocator.user, 100);
	memset(p, 0, 100);
	ck_assert_uint_eq(count_in_use(), 0);
	memcpy(p + 5, LONG_TEXT, 40);
	ck_assert_uint_eq(count_in_use(), 1);
	memset(p, 0, 100);
	c.h.allocator.free(c.h.allocator.user, p, 100);
	ck_assert_uint_eq(heap.n, 0);
}
END_TEST

/* What was delivered, or is sealed, is nowhere as it was; what the host may still ask for is. */
START_TEST(keeps_no_text_of_a_message)
{
	for (size_t i = 0; i < CU_N(roles); i++) {
		struct ch c;

		open_watched(&c, _i, roles[i]);
		note("text", LONG_TEXT, sizeof LONG_TEXT - 1);
		sp_text(&c.p, LONG_TEXT);
		ck_assert_uint_eq(count_in_use(), 0);
		au_text(&c.h, c.p.chat_id, LONG_TEXT);
		ck_assert_uint_eq(count_in_use(), 0);
		ch_text_at(&c, c.p.out_seq + 1, LONG_TEXT);
		ck_assert_uint_eq(count_in_use(), 1); /* it waits */
		ch_text_at(&c, c.p.out_seq - 2, "missing");
		ck_assert_uint_eq(count_in_use(), 0);
		ch_close(&c);
	}
}
END_TEST

START_TEST(keeps_no_exponent_and_no_key_that_is_over)
{
	for (size_t i = 0; i < CU_N(roles); i++) {
		struct ch c;

		open_watched(&c, _i, roles[i]);
		note("exponent", spy.exponent, sizeof spy.exponent);
		ck_assert_uint_eq(count_in_use(), 0);
		note("key", c.p.key.value, sizeof c.p.key.value);
		ck_assert_uint_gt(count_in_use(), 0);
		if (i == 0)
			rk_by_account(&c);
		else
			rk_by_peer(&c, 900);
		sp_text(&c.p, "under the new key");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		note("next exponent", spy.exponent, sizeof spy.exponent);
		ck_assert_uint_eq(count_in_use(), 0); /* nor the key before */
		note("next key", c.p.key.value, sizeof c.p.key.value);
		ck_assert_uint_gt(count_in_use(), 0);
		ck_assert_int_eq(e2e_chat_close(c.h.account, c.p.chat_id, 0, c.h.now), E2E_OK);
		au_run(&c.h);
		ck_assert_uint_eq(count_in_use(), 0);
		ch_close(&c);
	}
}
END_TEST

/* ---- The stack: each step, and what it must not leave ---------------------------------------- */

static const uint8_t file_key[32] = "a key of a file, thirty-two byte";

static struct {
	struct ch c;
	struct e2e_account *account; /* that is loaded */
	struct e2e_bytes bytes;
	uint8_t random[E2E_DH_BYTES];
	int64_t random_id;
	int32_t err;
	bool shows; /* what is left is told */
} w;

static void
take_dh_config(void)
{
	w.err = e2e_feed_dh_config(w.c.h.account, AU_DH_VERSION, w.c.p.group.g, w.c.p.group.p,
	                           sizeof w.c.p.group.p, w.random, sizeof w.random, w.c.h.now);
}

static void
take_accepted(void)
{
	w.err = e2e_feed_accepted(w.c.h.account, w.c.p.chat_id, AU_ACCESS_HASH, 1700000000,
	                          CH_USER, CH_PEER, w.c.p.public_value,
	                          sizeof w.c.p.public_value, w.c.p.key.fingerprint, w.c.h.now);
}

static void
order_rekey(void)
{
	w.err = e2e_chat_rekey(w.c.h.account, w.c.p.chat_id, w.c.h.now);
}

static void
take_message(void)
{
	w.err = e2e_feed_message(w.c.h.account, w.c.p.chat_id, 5, 1700000000, w.bytes.p,
	                         w.bytes.n, NULL, 0, 0, w.c.h.now);
}

static void
send_text(void)
{
	w.err = e2e_send_text(w.c.h.account, w.c.p.chat_id, &w.random_id, LONG_TEXT,
	                      sizeof LONG_TEXT - 1, 0, 0, w.c.h.now);
}

/* All over again, if memory failed. */
static void
load_all(void)
{
	e2e_account_free(w.account);
	w.err = e2e_account_new(&w.account, &w.c.h.config);
	for (size_t i = 0; i < w.c.h.rows.n && w.err == E2E_OK; i++) {
		const struct row_kept *row = &w.c.h.rows.v[i];

		w.err = e2e_load(w.account, row->table, row->key, row->key_n, row->value,
		                 row->value_n);
	}
	if (w.err == E2E_OK)
		w.err = e2e_start(w.account, w.c.h.now);
}

/* ---- What is before each, and what is secret after it ------------------------------------ */

static void
before_asking(void)
{
	ck_assert_int_eq(e2e_chat_start(w.c.h.account, &w.c.p.chat_id, CH_PEER, 70, w.c.h.now),
	                 E2E_OK);
	au_run(&w.c.h);
}

static void
before_accepting(void)
{
	sp_peer_asks(&w.c.p, 31);
	ck_assert_int_eq(e2e_chat_accept(w.c.h.account, 31, w.c.h.now), E2E_OK);
	au_run(&w.c.h);
}

static void
before_accepted(void)
{
	sp_account_asks(&w.c.p);
	sp_waiting(&w.c.p);
	sp_agree(&w.c.p);
}

static void
before_rekey(void)
{
	sp_asked(&w.c.p);
	sp_noop(&w.c.p);
}

static void
next_is(const struct sp_packet *packet)
{
	w.bytes = sp_compose(&w.c.p, packet);
}

static void
before_request(void)
{
	struct sp_packet k;

	sp_asked(&w.c.p);
	sp_draw(&w.c.p);
	k = sp_action_packet(&w.c.p, rk_request(&w.c, 900, rk_value(&w.c)));
	next_is(&k);
}

static void
before_accept(void)
{
	struct rk_said request;
	struct sp_packet k;

	before_rekey();
	request = rk_order(&w.c);
	rk_peer_draws(&w.c, &request);
	k = sp_action_packet(&w.c.p, rk_accept(&w.c, request.id, rk_value(&w.c),
	                                       w.c.p.new_key.fingerprint));
	next_is(&k);
}

static void
before_text(void)
{
	struct sp_packet k;

	sp_asked(&w.c.p);
	k = sp_text_packet(&w.c.p, LONG_TEXT);
	next_is(&k);
}

static void
before_file(void)
{
	static const struct e2e_tl_decrypted_message_media_document_45 document = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45, .size = 4000,
		.key = { file_key, 32 }, .iv = { file_key, 32 },
	};
	struct e2e_tl_decrypted_message_73 *message = ch_message(&w.c, "file");
	struct sp_packet k;

	sp_asked(&w.c.p);
	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message->media = (const void *)&document;
	k = sp_text_packet(&w.c.p, "");
	k.message = (const void *)message;
	next_is(&k);
}

static void
before_loading(void)
{
	sp_asked(&w.c.p);
	rk_peer_requests(&w.c, 900);
	rk_peer_agrees(&w.c, 900);
}

/* Where memory failed first there is none. */
static void
after_exponent(void)
{
	if (!tu_all_zero(spy.exponent, sizeof spy.exponent))
		note("exponent", spy.exponent, sizeof spy.exponent);
}

static void
after_key(void)
{
	after_exponent();
	if (!tu_all_zero(spy.shared, sizeof spy.shared))
		note("agreed key", spy.shared, sizeof spy.shared);
}

static void
after_text(void)
{
	note("text", LONG_TEXT, sizeof LONG_TEXT - 1);
	note("key", w.c.p.key.value, sizeof w.c.p.key.value);
}

static void
after_file(void)
{
	note("key of a file", file_key, sizeof file_key);
	note("key", w.c.p.key.value, sizeof w.c.p.key.value);
}

static void
after_loading(void)
{
	note("key", w.c.p.key.value, sizeof w.c.p.key.value);
	note("next key", w.c.p.new_key.value, sizeof w.c.p.new_key.value);
}

static const struct {
	const char *name;
	void (*before)(void);
	void (*run)(void);
	void (*after)(void);
} steps[] = {
	{ "asking for a chat", before_asking, take_dh_config, after_exponent },
	{ "accepting a chat", before_accepting, take_dh_config, after_key },
	{ "a chat that is accepted", before_accepted, take_accepted, after_key },
	{ "asking for a key", before_rekey, order_rekey, after_exponent },
	{ "accepting a key", before_request, take_message, after_key },
	{ "a key that is accepted", before_accept, take_message, after_key },
	{ "receiving a text", before_text, take_message, after_text },
	{ "receiving a file", before_file, take_message, after_file },
	{ "sending a text", before_rekey, send_text, after_text },
	{ "loading", before_loading, load_all, after_loading },
};

/* Pieces of the secrets of step number I on the stack that it leaves when it is done once. */
static size_t
left_once(size_t i)
{
	uint8_t *stack = su_after(steps[i].run);
	size_t found = 0;

	steps[i].after();
	for (size_t k = 0; k < spy.n; k++) {
		const size_t n = su_count(stack, spy.secret[k].bytes, spy.secret[k].n);

		if (n > 0 && w.shows)
			fprintf(stderr, "%s, %s, leaves %zu pieces of: %s\n", steps[i].name,
			        e2e_strerror(w.err), n, spy.secret[k].name);
		found += n;
	}
	spy.n = 0;
	su_free(stack);
	return found;
}

/*
 * All that it leaves where no memory is left at each of its allocations, so that nothing that
 * follows writes over it, and then where there is enough.
 */
static size_t
left_by(int backend, size_t i, bool shows)
{
	size_t found = 0;

	memset(&w, 0, sizeof w);
	init_watched(&w.c, backend);
	w.shows = shows;
	au_start(&w.c.h);
	sp_open(&w.c.p, &w.c.h, CH_PEER);
	steps[i].before();
	memset(spy.exponent, 0, sizeof spy.exponent);
	memset(spy.shared, 0, sizeof spy.shared);
	w.err = E2E_ERR_NOMEM;
	for (size_t n = 1; w.err == E2E_ERR_NOMEM; n++) {
		heap.fail_from = heap.calls + n;
		found += left_once(i);
	}
	heap.fail_from = 0;
	ck_assert_msg(w.err == E2E_OK, "%s: %s", steps[i].name, e2e_strerror(w.err));
	e2e_account_free(w.account);
	au_run(&w.c.h);
	ch_close(&w.c);
	return found;
}

START_TEST(leaves_no_secret_of_a_chat_on_the_stack)
{
	size_t found = 0;

	if (!su_is_searchable)
		return;
	/* twice: what is bound lazily saves registers the first time */
	for (size_t i = 0; i < CU_N(steps); i++)
		left_by(_i, i, false);
	for (size_t i = 0; i < CU_N(steps); i++)
		found += left_by(_i, i, true);
	ck_assert_uint_eq(found, 0);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ finds_what_is_left_in_memory },
		{ keeps_no_text_of_a_message },
		{ keeps_no_exponent_and_no_key_that_is_over },
		{ leaves_no_secret_of_a_chat_on_the_stack },
	};

	return tu_run(cu_suite("forget_chat", tests, CU_N(tests)));
}
