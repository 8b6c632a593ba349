/* SPDX-License-Identifier: ISC */
/* Loading the rows of a chat's keys, handshake and re-key. */
#include "config.h"

#include "base/mem.h"
#include "session/core/clock.h"
#include "session/store/load_keys.h"
#include "tl/saved.h"

int32_t
e2e_i_load_key(struct e2e_i_load *load)
{
	struct e2e_i_saved_key saved;
	const struct e2e_i_key **place;
	struct e2e_bytes value;
	struct e2e_i_key *key;
	int32_t err;

	if (load->suffix > E2E_KEY_NEW)
		return E2E_ERR_ARGUMENT;
	place = &load->chat->core.key[load->suffix];
	err = e2e_i_saved_get(E2E_I_ROW_SAVED_KEY, &saved, &value, load->body);
	if (err != E2E_OK)
		return err;
	if (value.n != E2E_KEY_BYTES)
		return E2E_ERR_STORE;
	if (*place != NULL)
		return E2E_ERR_ARGUMENT;
	key = e2e_i_mem_new(&load->account->allocator, sizeof *key);
	if (key == NULL)
		return E2E_ERR_NOMEM;
	key->key = (struct e2e_key)E2E_KEY_INIT;
	key->saved = saved;
	err = e2e_key_set(load->account->crypto, &key->key, value.p);
	if (err != E2E_OK) {
		e2e_i_mem_free(&load->account->allocator, key, sizeof *key);
		return err;
	}
	*place = key;
	e2e_i_clock_was(load->account, key->saved.since);
	return E2E_OK;
}

/* Allocate *BOX, the struct of N bytes that ROW describes, and read it from LOAD's body. */
static int32_t
load_box(struct e2e_i_load *load, void **box, const struct e2e_i_saved_row *row, size_t n)
{
	int32_t err;

	*box = e2e_i_mem_new(&load->account->allocator, n);
	if (*box == NULL)
		return E2E_ERR_NOMEM;
	err = e2e_i_saved_get(row, *box, NULL, load->body);
	if (err == E2E_OK)
		return E2E_OK;
	e2e_i_mem_free(&load->account->allocator, *box, n);
	return err;
}

int32_t
e2e_i_load_handshake(struct e2e_i_load *load)
{
	struct e2e_i_core *core = &load->chat->core;
	void *box;
	int32_t err;

	if (core->handshake != NULL)
		return E2E_ERR_ARGUMENT;
	err = load_box(load, &box, E2E_I_ROW_HANDSHAKE, sizeof *core->handshake);
	if (err == E2E_OK)
		core->handshake = box;
	return err;
}

int32_t
e2e_i_load_rekey(struct e2e_i_load *load)
{
	struct e2e_i_core *core = &load->chat->core;
	void *box;
	int32_t err;

	if (core->rekey != NULL)
		return E2E_ERR_ARGUMENT;
	err = load_box(load, &box, E2E_I_ROW_REKEY, sizeof *core->rekey);
	if (err == E2E_OK)
		core->rekey = box;
	return err;
}
