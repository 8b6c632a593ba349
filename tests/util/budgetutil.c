/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "budgetutil.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MS 1     /* a server that wants to be asked again is quick */
#define SILLY     20000 /* ticks at one time                             */

void
bu_fill(struct bu *b, uint8_t *out, size_t n)
{
	tu_fill(&b->seed, out, n);
}

/* ---- Counting ------------------------------------------------------------------------------ */

static void
within(const struct bu *b, const char *what, size_t spent, size_t allowed)
{
	ck_assert_msg(spent <= allowed, "%s, a hostile %s: %zu %s, of %zu in SECURITY.md, after %"
	              PRId64 " s", b->shape->name, b->day ? "day" : "hour", spent, what, allowed,
	              (b->c.h.now - AU_NOW) / BU_SECOND);
}

static void
count(struct bu *b)
{
	struct au_host *h = &b->c.h;

	b->spent.powers = h->script.modexp_calls - b->powers_before;
	b->spent.allocs = h->memory.calls - b->allocs_before;
	b->spent.peak = h->memory.peak_bytes;
	if (b->budget == NULL)
		return;
	within(b, "calls", b->spent.calls, b->budget->calls);
	within(b, "commits", b->spent.commits, b->budget->commits);
	within(b, "powers", b->spent.powers, b->budget->powers);
	within(b, "bytes at a time", b->spent.peak, b->budget->peak);
}

/* ---- Steps --------------------------------------------------------------------------------- */

static void
hear_action(struct bu *b, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_service_17 *service = (const void *)message;
	const struct e2e_tl_decrypted_message_action_request_key *key;

	if (message->ctor != E2E_TL_DECRYPTED_MESSAGE_SERVICE_17)
		return;
	key = (const void *)service->action;
	if (key->ctor != RK_REQUEST && key->ctor != RK_ACCEPT && key->ctor != RK_COMMIT)
		return;
	b->heard = (struct bu_heard){ .ctor = key->ctor, .exchange_id = key->exchange_id };
	if (key->ctor == RK_COMMIT)
		return;
	ck_assert_uint_le(key->g_a.n, sizeof b->heard.value);
	memcpy(b->heard.value, key->g_a.p, key->g_a.n);
	b->heard.n = key->g_a.n;
}

static void
hear(struct bu *b, const struct e2e_call *call)
{
	const struct e2e_key *keys[] = { &b->c.p.key, &b->c.p.old_key };
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	static uint8_t plain[BU_PACKET_ROOM];
	static max_align_t memory[E2E_TL_ROOM(BU_PACKET_ROOM) / sizeof(max_align_t) + 1];
	struct e2e_bytes payload;

	if (call->method != E2E_CALL_SEND_SERVICE || !b->shape->hears)
		return;
	for (size_t i = 0; i < 2; i++) {
		if (keys[i]->fingerprint == 0 ||
		    e2e_message_open(b->c.p.crypto, &payload, plain, sizeof plain, keys[i],
		                     b->c.p.role == E2E_CREATOR ? E2E_ACCEPTOR : E2E_CREATOR,
		                     call->data.p, call->data.n) != E2E_OK)
			continue;
		ck_assert_int_eq(e2e_tl_get(&got, memory, sizeof memory,
		                            E2E_TYPE_DECRYPTED_MESSAGE_LAYER, payload.p,
		                            payload.n, NULL), E2E_OK);
		hear_action(b, ((const struct e2e_tl_decrypted_message_layer *)(const void *)
		                got.object)->message);
		return;
	}
}

static int32_t
note(void *user, const struct e2e_call *call)
{
	struct bu *b = user;

	if (b->n_calls == b->room) {
		b->room = 2 * b->room + 16;
		b->calls = realloc(b->calls, b->room * sizeof *b->calls);
		ck_assert_ptr_nonnull(b->calls);
	}
	b->calls[b->n_calls++] = (struct bu_call){ call->id, call->method, call->chat_id };
	b->spent.calls++;
	hear(b, call);
	return E2E_OK;
}

static int32_t
confirm(void *user, const struct e2e_step *step)
{
	struct bu *b = user;

	b->spent.commits++;
	return e2e_committed(b->c.h.account, step->id);
}

void
bu_pump(struct bu *b)
{
	struct steps steps = {
		.account = b->c.h.account, .user = b, .call = note, .commit = confirm,
	};

	ck_assert_int_eq(steps_run(&steps), E2E_OK);
	count(b);
}

/* ---- Answers ------------------------------------------------------------------------------- */

static void
give_parameters(struct bu *b)
{
	struct e2e_dh_group known = E2E_DH_GROUP_INIT;
	uint8_t random[E2E_DH_BYTES];

	e2e_dh_group_known(&known);
	bu_fill(b, random, sizeof random);
	ck_assert_int_eq(e2e_feed_dh_config(b->c.h.account, AU_DH_VERSION, 3, known.p,
	                                    sizeof known.p, random, sizeof random, b->c.h.now),
	                 E2E_OK);
	bu_pump(b);
}

static void
end_call(struct bu *b, const struct bu_call *call)
{
	enum bu_end end = b->shape->answer == NULL || b->budget == NULL ?
	                  BU_DONE : b->shape->answer(b, call);
	struct e2e_account *account = b->c.h.account;
	int64_t now = b->c.h.now;
	uint8_t garbage[64];
	int32_t result;

	if (end == BU_DONE && call->method == E2E_CALL_GET_DH_CONFIG)
		give_parameters(b);
	bu_fill(b, garbage, sizeof garbage);
	if (end == BU_DONE)
		result = e2e_call_done(account, call->id, (int32_t)(now / BU_SECOND), NULL, now);
	else if (end == BU_FAILED)
		result = e2e_call_failed(account, call->id, b->code, b->error,
		                         strlen(b->error), now);
	else
		result = e2e_call_done_tl(account, call->id, garbage, garbage[0] % 64u, now);
	ck_assert_msg(result == E2E_OK, "%s: an answer gives \"%s\"", b->shape->name,
	              e2e_strerror(result));
	bu_pump(b);
}

/* All that are out; what follows from them has to wait for the next time. */
static void
end_calls(struct bu *b)
{
	struct bu_call *calls = b->calls;
	size_t n = b->n_calls;

	b->calls = NULL;
	b->n_calls = b->room = 0;
	for (size_t i = 0; i < n; i++)
		end_call(b, &calls[i]);
	free(calls);
}

/* ---- Time ---------------------------------------------------------------------------------- */

/* Until UNTIL: calls are answered and deadlines kept. */
static void
pass(struct bu *b, int64_t until)
{
	struct au_host *h = &b->c.h;
	size_t at_once = 0;

	for (;;) {
		int64_t deadline = e2e_deadline(h->account), next = until;

		if (b->n_calls != 0 && h->now + ANSWER_MS < next)
			next = h->now + ANSWER_MS;
		if (deadline < next)
			next = deadline > h->now ? deadline : h->now;
		at_once = next == h->now ? at_once + 1 : 0;
		ck_assert_msg(at_once < SILLY, "%s: ticks do not move the deadline",
		              b->shape->name);
		h->now = next;
		if (b->n_calls != 0)
			end_calls(b);
		if (e2e_deadline(h->account) <= h->now) {
			ck_assert_int_eq(e2e_tick(h->account, h->now), E2E_OK);
			bu_pump(b);
		}
		if (h->now >= until)
			return;
	}
}

/* ---- What the peer says ---------------------------------------------------------------------- */

void
bu_deliver(struct bu *b, const uint8_t *packet, size_t n)
{
	struct au_host *h = &b->c.h;
	int32_t qts = b->qts == 0 ? 0 : b->qts++;

	ck_assert_int_eq(e2e_feed_message(h->account, b->c.p.chat_id, b->next_id++,
	                                  (int32_t)(h->now / BU_SECOND), packet, n, NULL, 0, qts,
	                                  h->now), E2E_OK);
	bu_pump(b);
}

void
bu_seal(struct bu *b, uint32_t version, size_t payload_n)
{
	struct sp_peer *p = &b->c.p;
	size_t n;

	if (version == 1)
		ck_assert_int_eq(e2e_message_seal_v1(p->crypto, b->packet, sizeof b->packet, &n,
		                                     &p->key, b->payload, payload_n), E2E_OK);
	else
		ck_assert_int_eq(e2e_message_seal(p->crypto, b->packet, sizeof b->packet, &n,
		                                  &p->key, p->role, NULL, b->payload, payload_n),
		                 E2E_OK);
	bu_deliver(b, b->packet, n);
}

void
bu_message_at(struct bu *b, const void *message, int32_t raw)
{
	struct sp_peer *p = &b->c.p;
	uint8_t random[15];
	struct e2e_tl_decrypted_message_layer layer = {
		E2E_TL_DECRYPTED_MESSAGE_LAYER, { random, sizeof random }, p->layer,
		sp_wire_in(p, p->in_seq), sp_wire_out(p, raw), message };
	size_t n;

	bu_fill(b, random, sizeof random);
	ck_assert_int_eq(e2e_tl_put(b->payload, sizeof b->payload, &n,
	                            E2E_TYPE_DECRYPTED_MESSAGE_LAYER, (const void *)&layer),
	                 E2E_OK);
	bu_seal(b, p->mtproto, n);
}

void
bu_message(struct bu *b, const void *message)
{
	bu_message_at(b, message, b->c.p.out_seq++);
}

void
bu_action(struct bu *b, const void *action)
{
	bu_message(b, &(struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, b->next_id, action });
}

void
bu_text_at(struct bu *b, size_t n, int32_t ttl, int32_t raw)
{
	static const uint8_t text[64 * 1024];

	ck_assert_uint_le(n, sizeof text);
	bu_message_at(b, &(struct e2e_tl_decrypted_message_73){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .random_id = b->next_id, .ttl = ttl,
		.message = { text, n } }, raw);
}

void
bu_text(struct bu *b)
{
	bu_text_at(b, 100, 0, b->c.p.out_seq++);
}

void
bu_acknowledge(struct bu *b)
{
	b->c.p.in_seq = ch_chat(&b->c).out_seq;
}

/* ---- An hour, or a day ------------------------------------------------------------------------ */

static void
begin(struct bu *b, int backend)
{
	ch_init(&b->c, backend);
	if (b->shape->configure != NULL)
		b->shape->configure(b);
	if (!b->shape->alone) {
		ch_ready(&b->c, E2E_CREATOR);
		sp_draw(&b->c.p);
	} else {
		au_start(&b->c.h);
		sp_open(&b->c.p, &b->c.h, CH_PEER);
	}
	if (b->shape->prepare != NULL)
		b->shape->prepare(b);
	pass(b, b->c.h.now + 10 * BU_SECOND);
	b->c.h.memory.peak_bytes = b->c.h.memory.live_bytes;
	b->powers_before = b->c.h.script.modexp_calls;
	b->allocs_before = b->c.h.memory.calls;
	b->spent = (struct bu_cost){ 0 };
}

struct bu_cost
bu_live(int backend, const struct bu_shape *shape, bool day, const struct bu_cost *budget)
{
	struct bu *b = calloc(1, sizeof *b);
	int64_t beat = day ? BU_DAY_BEAT : BU_HOUR_BEAT;
	uint32_t n = (uint32_t)((day ? BU_DAY : BU_HOUR) / beat);
	struct bu_cost spent;

	ck_assert_ptr_nonnull(b);
	b->shape = shape;
	b->day = day;
	b->seed = 9;
	b->next_id = INT64_C(0x6000000000000001);
	b->code = 500;
	b->error = "INTERNAL";
	begin(b, backend);
	b->budget = budget;
	for (uint32_t i = 0; i < n; i++) {
		shape->deed(b, i);
		pass(b, b->c.h.now + beat);
	}
	count(b);
	spent = b->spent;
	free(b->calls);
	ch_close(&b->c);
	free(b);
	return spent;
}
