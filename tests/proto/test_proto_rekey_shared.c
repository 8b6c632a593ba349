/* SPDX-License-Identifier: ISC */
/* The inputs of proto/rekey.h with values that say whose they are, and a look after each. */
#include "config.h"

#include "test_proto_rekey_shared.h"

#include <string.h>

/* ---- Values, and a look after each input ------------------------------------------------ */

void
pr_fill(uint8_t out[E2E_DH_BYTES], int64_t id, uint8_t what)
{
	uint64_t seed = (uint64_t)id * 4 + what;

	tu_fill(&seed, out, E2E_DH_BYTES);
	out[0] = what;
}

bool
pr_is(const uint8_t p[E2E_DH_BYTES], int64_t id, uint8_t what)
{
	uint8_t right[E2E_DH_BYTES];

	pr_fill(right, id, what);
	return memcmp(p, right, E2E_DH_BYTES) == 0;
}

static void
kept(const uint8_t *p, bool has, int64_t id, uint8_t what)
{
	if (has)
		PR_TRUE(pr_is(p, id, what));
	else
		PR_TRUE(tu_all_zero(p, E2E_DH_BYTES));
}

void
pr_sane(const struct e2e_i_rekey *r)
{
	PR_TRUE(r->phase <= E2E_I_REKEY_SWITCHED);
	kept(r->exponent, r->phase == E2E_I_REKEY_REQUESTED, r->exchange_id, PR_EXPONENT);
	kept(r->answer_value, r->has_answer, r->exchange_id, PR_VALUE);
	kept(r->abandoned_exponent, r->has_abandoned, r->abandoned_id, PR_EXPONENT);
	kept(r->ignored_value, r->has_ignored, r->ignored_id, PR_VALUE);
	PR_TRUE(!r->has_answer || r->phase == E2E_I_REKEY_ACCEPTED);
	PR_TRUE(r->has_abandoned || r->abandoned_id == 0);
	PR_TRUE(r->has_ignored || (r->ignored_id == 0 && !r->postponed));
}

uint32_t
pr_request(struct e2e_i_rekey *r, int64_t id, bool holes, int64_t now)
{
	uint8_t value[E2E_DH_BYTES];
	uint32_t act;

	pr_fill(value, id, PR_VALUE);
	act = e2e_i_rekey_on_request(r, id, value, holes, now);
	pr_sane(r);
	return act;
}

uint32_t
pr_accept(struct e2e_i_rekey *r, int64_t id)
{
	uint32_t act = e2e_i_rekey_on_accept(r, id);

	pr_sane(r);
	return act;
}

uint32_t
pr_commit(struct e2e_i_rekey *r, int64_t id, int32_t seq)
{
	uint32_t act = e2e_i_rekey_on_commit(r, id, seq);

	pr_sane(r);
	return act;
}

uint32_t
pr_abort(struct e2e_i_rekey *r, int64_t id)
{
	uint32_t act = e2e_i_rekey_on_abort(r, id);

	pr_sane(r);
	return act;
}

uint32_t
pr_new_key(struct e2e_i_rekey *r)
{
	uint32_t act = e2e_i_rekey_on_new_key(r);

	pr_sane(r);
	return act;
}

uint32_t
pr_message(struct e2e_i_rekey *r, int32_t acked, int64_t now)
{
	uint32_t act = e2e_i_rekey_on_message(r, acked, now, 60000);

	pr_sane(r);
	return act;
}

uint32_t
pr_filled(struct e2e_i_rekey *r, int64_t now)
{
	uint32_t act = e2e_i_rekey_on_filled(r, now);

	pr_sane(r);
	return act;
}

void
pr_order(struct e2e_i_rekey *r, int64_t id, int32_t seq, int64_t now)
{
	pr_fill(r->exponent, id, PR_EXPONENT);
	e2e_i_rekey_requested(r, id, seq, now);
	pr_sane(r);
}

void
pr_answered(struct e2e_i_rekey *r, int32_t seq)
{
	e2e_i_rekey_answered(r, seq);
	pr_sane(r);
}

void
pr_committed(struct e2e_i_rekey *r, int32_t seq, int64_t now)
{
	e2e_i_rekey_committed(r, seq, now);
	pr_sane(r);
}

void
pr_dropped(struct e2e_i_rekey *r)
{
	e2e_i_rekey_dropped(r);
	pr_sane(r);
}
