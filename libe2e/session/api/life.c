/* SPDX-License-Identifier: ISC */
/* Creating an account from its configuration, and freeing it. */
#include "config.h"

#include "base/mem.h"
#include "proto/date.h"
#include "session/core/index.h"

#define CONFIG_FLAGS                                                                        \
	(E2E_CONFIG_MTPROTO1 | E2E_CONFIG_CHAINS | E2E_CONFIG_ACK_QTS | E2E_CONFIG_NO_REKEY |   \
	 E2E_CONFIG_NO_NOTIFY | E2E_CONFIG_SKIP_FIRST | E2E_CONFIG_KNOWN_PRIME |                \
	 E2E_CONFIG_NO_ACK)
#define OWN_LAYER_MIN      46 /* the lowest of our wrappers (protocol 4.2.4), and of a peer's */
#define PEER_LAYER_DEFAULT 73

/* ---- Configuration --------------------------------------------------------------------- */

/* Put FROM into *TO unless it is 0, which keeps the default; return whether FROM is allowed. */
static bool
take_count(uint32_t *to, uint32_t from)
{
	if (from != 0)
		*to = from;
	return from <= E2E_LIMIT_MAX;
}

static bool
take_time(int64_t *to, int64_t from)
{
	if (from != 0)
		*to = from;
	return from >= 0 && from <= E2E_TIMING_MAX_MS;
}

static const struct e2e_limits default_limits = {
	.size = sizeof(struct e2e_limits),
	.requested_chats = 100,
	.early_messages = 64,
	.early_bytes = 1 << 20,
	.held_messages = 1000,
	.held_bytes = 8 << 20,
	.ahead = 100000,
	.outbox_messages = 10000,
	.outbox_bytes = 64 << 20,
	.tail = 8,
	.resend_span = 1001,
	.resend_repeats = 3,
	.resend_rate = 2000,
	.timers = 10000,
	.prime_checks = 4,
	.rejected_events = 60,
	.packet_bytes = 1 << 20,
	.peer_rekeys = 6,
	.account_rekeys = 600,
};

static int32_t
take_limits(struct e2e_limits *to, const struct e2e_limits *from)
{
	bool good = true;

	*to = default_limits;
	if (from == NULL)
		return E2E_OK;
	if (from->size < sizeof *from)
		return E2E_ERR_VERSION;
	good &= take_count(&to->requested_chats, from->requested_chats);
	good &= take_count(&to->early_messages, from->early_messages);
	good &= take_count(&to->early_bytes, from->early_bytes);
	good &= take_count(&to->held_messages, from->held_messages);
	good &= take_count(&to->held_bytes, from->held_bytes);
	good &= take_count(&to->ahead, from->ahead);
	good &= take_count(&to->outbox_messages, from->outbox_messages);
	good &= take_count(&to->outbox_bytes, from->outbox_bytes);
	good &= take_count(&to->tail, from->tail);
	good &= take_count(&to->resend_span, from->resend_span);
	good &= take_count(&to->resend_repeats, from->resend_repeats);
	good &= take_count(&to->resend_rate, from->resend_rate);
	good &= take_count(&to->timers, from->timers);
	good &= take_count(&to->prime_checks, from->prime_checks);
	good &= take_count(&to->rejected_events, from->rejected_events);
	good &= take_count(&to->packet_bytes, from->packet_bytes);
	good &= take_count(&to->peer_rekeys, from->peer_rekeys);
	good &= take_count(&to->account_rekeys, from->account_rekeys);
	/* each message counts its resends in a byte */
	if (to->resend_repeats > UINT8_MAX)
		to->resend_repeats = UINT8_MAX;
	/* no valid packet is longer, and no row can hold a longer one */
	if (to->packet_bytes > E2E_PACKET_MAX_BYTES)
		to->packet_bytes = E2E_PACKET_MAX_BYTES;
	return good ? E2E_OK : E2E_ERR_ARGUMENT;
}

static int32_t
take_timing(struct e2e_timing *to, const struct e2e_timing *from)
{
	const struct e2e_timing defaults = {
		.size = sizeof defaults,
		.rekey_messages = 100,
		.rekey_age_ms = INT64_C(7) * E2E_I_DAY_MS,
		.answer_delay_ms = 0,
		.resend_wait_ms = 10000,
		.resend_tries = 8,
		.retry_ms = 1000,
		.qts_wait_ms = 700,
		.rekey_late_ms = 60000,
		.ack_messages = 64,
		.ack_ms = 3600 * 1000,
		.old_key_ms = INT64_C(7) * E2E_I_DAY_MS,
		.gap_ms = E2E_I_DAY_MS,
	};
	bool good = true;

	*to = defaults;
	if (from == NULL)
		return E2E_OK;
	if (from->size < sizeof *from)
		return E2E_ERR_VERSION;
	good &= take_count(&to->rekey_messages, from->rekey_messages);
	good &= take_time(&to->rekey_age_ms, from->rekey_age_ms);
	good &= take_time(&to->answer_delay_ms, from->answer_delay_ms);
	good &= take_time(&to->resend_wait_ms, from->resend_wait_ms);
	good &= take_count(&to->resend_tries, from->resend_tries);
	good &= take_time(&to->retry_ms, from->retry_ms);
	good &= take_time(&to->qts_wait_ms, from->qts_wait_ms);
	good &= take_time(&to->rekey_late_ms, from->rekey_late_ms);
	good &= take_count(&to->ack_messages, from->ack_messages);
	good &= take_time(&to->ack_ms, from->ack_ms);
	good &= take_time(&to->old_key_ms, from->old_key_ms);
	good &= take_time(&to->gap_ms, from->gap_ms);
	return good ? E2E_OK : E2E_ERR_ARGUMENT;
}

static int32_t
take_policy(struct e2e_account *account, const struct e2e_config *config)
{
	if (config->policy > E2E_POLICY_LENIENT)
		return E2E_ERR_ARGUMENT;
	for (uint32_t i = 0; i < E2E_CHECKS_MAX; i++) {
		account->act[i] = (uint8_t)e2e_policy_get(config->policy, i);
		if (config->act[i] == E2E_ACT_DEFAULT)
			continue;
		if (account->act[i] == E2E_ACT_DEFAULT || config->act[i] > E2E_ACT_CLOSE)
			return E2E_ERR_ARGUMENT;
		account->act[i] = config->act[i];
	}
	return E2E_OK;
}

static int32_t
take_layers(struct e2e_config *config)
{
	if (config->layer == 0)
		config->layer = E2E_LAYER;
	if (config->peer_layer == 0)
		config->peer_layer = PEER_LAYER_DEFAULT;
	if (config->layer < OWN_LAYER_MIN ||
	    e2e_layer_wrapper(config->layer, INT32_MAX) != config->layer)
		return E2E_ERR_ARGUMENT;
	return config->peer_layer < OWN_LAYER_MIN ? E2E_ERR_ARGUMENT : E2E_OK;
}

static int32_t
take_config(struct e2e_account *account, const struct e2e_config *config)
{
	int32_t err;

	if (config->size < sizeof *config)
		return E2E_ERR_VERSION;
	if ((config->flags & ~CONFIG_FLAGS) != 0 || config->user_id <= 0 ||
	    config->generation < 0 || config->generation > E2E_GENERATION_MAX)
		return E2E_ERR_ARGUMENT;
	account->config = *config;
	account->padding = (struct e2e_padding)E2E_PADDING_INIT;
	if (config->padding != NULL) {
		if (config->padding->size < sizeof *config->padding)
			return E2E_ERR_VERSION;
		account->padding = *config->padding;
	}
	err = take_layers(&account->config);
	if (err == E2E_OK)
		err = take_policy(account, config);
	if (err == E2E_OK)
		err = take_limits(&account->limits, config->limits);
	if (err == E2E_OK)
		err = take_timing(&account->timing, config->timing);
	return err;
}

/* ---- Life --------------------------------------------------------------------------------- */

int32_t
e2e_account_new(struct e2e_account **out, const struct e2e_config *config)
{
	struct e2e_crypto_config crypto = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_allocator allocator;
	struct e2e_account *account;
	int32_t err;

	if (out == NULL)
		return E2E_ERR_ARGUMENT;
	*out = NULL;
	if (config == NULL)
		return E2E_ERR_ARGUMENT;
	if (config->size < sizeof *config)
		return E2E_ERR_VERSION;
	err = e2e_i_mem_init(&allocator, config->allocator);
	if (err != E2E_OK)
		return err;
	account = e2e_i_mem_new(&allocator, sizeof *account);
	if (account == NULL)
		return E2E_ERR_NOMEM;
	account->allocator = allocator;
	account->commits.end = &account->commits.first;
	crypto.backend = config->backend;
	crypto.allocator = &account->allocator;
	err = take_config(account, config);
	if (err == E2E_OK)
		err = e2e_crypto_new(&account->crypto, &crypto);
	if (err != E2E_OK) {
		e2e_account_free(account);
		return err;
	}
	*out = account;
	return E2E_OK;
}

static void
free_commits(struct e2e_account *account)
{
	while (account->commits.first != NULL) {
		struct e2e_i_commit *commit = account->commits.first;

		account->commits.first = commit->next;
		e2e_i_account_drop(account, commit);
	}
}

void
e2e_account_free(struct e2e_account *account)
{
	struct e2e_allocator m;

	if (account == NULL)
		return;
	m = account->allocator;
	free_commits(account);
	for (uint32_t i = 0; i < account->index.n; i++)
		e2e_i_chat_free(&m, account->index.chats[i]);
	e2e_i_index_free(account);
	e2e_i_list_free(&account->calls.in_flight, &m);
	while (account->load.refused != NULL) {
		struct e2e_i_refused *row = account->load.refused;

		account->load.refused = row->next;
		e2e_i_mem_free(&m, row, sizeof *row);
	}
	while (account->groups != NULL) {
		struct e2e_i_group *group = account->groups;

		account->groups = group->next;
		e2e_i_mem_free(&m, group, sizeof *group);
	}
	e2e_i_mem_free(&m, account->undo.v, account->undo.room * sizeof *account->undo.v);
	e2e_i_mem_free(&m, account->plain.p, account->plain.room);
	e2e_i_mem_free(&m, account->wire.p, account->wire.room);
	e2e_i_mem_free(&m, account->request.p, account->request.room);
	e2e_crypto_free(account->crypto);
	e2e_i_mem_free(&m, account, sizeof *account);
}

struct e2e_crypto *
e2e_account_crypto(struct e2e_account *account)
{
	return account->crypto;
}

int64_t
e2e_generation(const struct e2e_account *account)
{
	if (account == NULL || !account->started)
		return 0;
	return e2e_i_account_generation(account->generation.durable);
}
