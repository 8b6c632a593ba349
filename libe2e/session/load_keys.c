/* SPDX-License-Identifier: ISC */
/* Rows of a chat's keys, and of how they come to be, come back. */
#include "config.h"

#include "session/load.h"

#include "base/mem.h"
#include "session/clock.h"

#include <string.h>

int32_t
e2e_i_load_key(struct e2e_i_load *load)
{
	const struct e2e_tl_state_key *row = (const void *)load->object;
	struct e2e_i_key **place;
	struct e2e_i_key *key;
	int32_t err;

	if (load->suffix > E2E_KEY_NEW)
		return E2E_ERR_ARGUMENT;
	place = &load->chat->core.key[load->suffix];
	if (row->ctor != E2E_TL_STATE_KEY || row->value.n != E2E_KEY_BYTES ||
	    !e2e_i_load_past(row->since))
		return E2E_ERR_STORE;
	if (*place != NULL)
		return E2E_ERR_ARGUMENT;
	key = e2e_i_mem_new(&load->account->allocator, sizeof *key);
	if (key == NULL)
		return E2E_ERR_NOMEM;
	key->key = (struct e2e_key)E2E_KEY_INIT;
	key->since = row->since;
	err = e2e_key_set(load->account->crypto, &key->key, row->value.p);
	if (err != E2E_OK) {
		e2e_i_mem_free(&load->account->allocator, key, sizeof *key);
		return err;
	}
	*place = key;
	e2e_i_clock_was(load->account, key->since);
	return E2E_OK;
}

static int32_t
take_bytes(uint8_t *to, size_t n, struct e2e_bytes from)
{
	if (from.n != n)
		return E2E_ERR_STORE;
	memcpy(to, from.p, n);
	return E2E_OK;
}

int32_t
e2e_i_load_handshake(struct e2e_i_load *load)
{
	const struct e2e_tl_state_handshake *row = (const void *)load->object;
	struct e2e_i_handshake *h;
	int32_t err = E2E_OK;

	if (row->ctor != E2E_TL_STATE_HANDSHAKE)
		return E2E_ERR_STORE;
	if (load->chat->core.handshake != NULL)
		return E2E_ERR_ARGUMENT;
	h = e2e_i_mem_new(&load->account->allocator, sizeof *h);
	if (h == NULL)
		return E2E_ERR_NOMEM;
	load->chat->core.handshake = h;
	h->waiting = (row->flags & E2E_TL_STATE_HANDSHAKE_HAS_WAITING) != 0;
	h->accepted = (row->flags & E2E_TL_STATE_HANDSHAKE_HAS_ACCEPTED) != 0;
	h->fingerprint = row->fingerprint;
	h->access_hash = row->access_hash;
	h->date = row->date;
	h->admin_id = row->admin_id;
	h->participant_id = row->participant_id;
	if ((row->flags & E2E_TL_STATE_HANDSHAKE_HAS_EXPONENT) != 0) {
		h->has_exponent = true;
		err = take_bytes(h->exponent, sizeof h->exponent, row->exponent);
		if (err == E2E_OK)
			err = take_bytes(h->public_value, sizeof h->public_value, row->public_);
	}
	if (err == E2E_OK && (row->flags & E2E_TL_STATE_HANDSHAKE_HAS_PEER_VALUE) != 0) {
		if (row->peer_value.n == 0 || row->peer_value.n > sizeof h->peer_value)
			return E2E_ERR_STORE;
		h->peer_n = (uint32_t)row->peer_value.n;
		memcpy(h->peer_value, row->peer_value.p, h->peer_n);
	}
	return err;
}

static bool
good_rekey(const struct e2e_tl_state_rekey *row)
{
	return e2e_i_load_range(row->phase, E2E_I_REKEY_IDLE, E2E_I_REKEY_SWITCHED) &&
	       ((row->flags & E2E_TL_STATE_REKEY_HAS_EXPONENT) != 0 ||
	        row->phase != E2E_I_REKEY_REQUESTED) &&
	       e2e_i_load_raws(row->request_seq) && e2e_i_load_raws(row->commit_seq) &&
	       e2e_i_load_raws(row->proof) && e2e_i_load_past(row->since);
}

int32_t
e2e_i_load_rekey(struct e2e_i_load *load)
{
	const struct e2e_tl_state_rekey *row = (const void *)load->object;
	struct e2e_i_rekey *r;
	int32_t err = E2E_OK;

	if (row->ctor != E2E_TL_STATE_REKEY || !good_rekey(row))
		return E2E_ERR_STORE;
	if (load->chat->core.rekey != NULL)
		return E2E_ERR_ARGUMENT;
	r = e2e_i_mem_new(&load->account->allocator, sizeof *r);
	if (r == NULL)
		return E2E_ERR_NOMEM;
	load->chat->core.rekey = r;
	r->phase = (uint32_t)row->phase;
	r->initiator = (row->flags & E2E_TL_STATE_REKEY_HAS_INITIATOR) != 0;
	r->commit_seen = (row->flags & E2E_TL_STATE_REKEY_HAS_COMMIT_SEEN) != 0;
	r->proved = (row->flags & E2E_TL_STATE_REKEY_HAS_PROVED) != 0;
	r->postponed = (row->flags & E2E_TL_STATE_REKEY_HAS_POSTPONED) != 0;
	r->exchange_id = row->exchange_id;
	r->request_seq = row->request_seq;
	r->commit_seq = row->commit_seq;
	r->proof = row->proof;
	r->since = row->since;
	if ((row->flags & E2E_TL_STATE_REKEY_HAS_EXPONENT) != 0)
		err = take_bytes(r->exponent, sizeof r->exponent, row->exponent);
	if (err == E2E_OK && (row->flags & E2E_TL_STATE_REKEY_HAS_ABANDONED_ID) != 0) {
		r->has_abandoned = true;
		r->abandoned_id = row->abandoned_id;
		err = take_bytes(r->abandoned_exponent, sizeof r->abandoned_exponent,
		                 row->abandoned_exponent);
	}
	if (err == E2E_OK && (row->flags & E2E_TL_STATE_REKEY_HAS_IGNORED_ID) != 0) {
		r->has_ignored = true;
		r->ignored_id = row->ignored_id;
		err = take_bytes(r->ignored_value, sizeof r->ignored_value, row->ignored_value);
	}
	if (err == E2E_OK && (row->flags & E2E_TL_STATE_REKEY_HAS_ANSWER_VALUE) != 0) {
		r->has_answer = true;
		err = take_bytes(r->answer_value, sizeof r->answer_value, row->answer_value);
	}
	return err;
}
