/* SPDX-License-Identifier: ISC */
/* Receiving the server's Diffie-Hellman parameters for all chats that wait (protocol 1.1.1). */
#include "config.h"

#include "session/api/group.h"

#include "proto/date.h"
#include "session/api/end.h"
#include "session/api/handshake.h"
#include "session/chat/check.h"
#include "session/chat/close.h"

#include <string.h>

static bool
wants_group(const struct e2e_i_chat *chat)
{
	const uint32_t stage = chat->core.saved.stage;

	return stage == E2E_I_START_DH || stage == E2E_I_ACCEPT_DH;
}

static bool
anybody_waits(const struct e2e_account *account)
{
	for (uint32_t i = 0; i < account->index.n; i++) {
		if (wants_group(account->index.chats[i]))
			return true;
	}
	return false;
}

static bool
is_known(const uint8_t *p, size_t n)
{
	struct e2e_dh_group known = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&known);
	return n == sizeof known.p && memcmp(p, known.p, n) == 0;
}

/* Whether the configuration allows the prime P, whether or not it is a good one. */
static bool
is_wanted(const struct e2e_account *account, const uint8_t *p, size_t n)
{
	return (account->config.flags & E2E_CONFIG_KNOWN_PRIME) == 0 || is_known(p, n);
}

const struct e2e_dh_group *
e2e_i_group_saved(const struct e2e_account *account)
{
	const struct e2e_dh_group *group = account->saved.group;

	return group != NULL && is_wanted(account, group->p, sizeof group->p) ? group : NULL;
}

/*
 * Whether P may be tested now: tests are slow, so a limit stops a server that sends many (protocol
 * T1.5).
 */
static bool
may_test(struct e2e_account *account, const uint8_t *p, size_t n)
{
	if (is_known(p, n) || !is_wanted(account, p, n))
		return true; /* without a test */
	if (account->saved.group != NULL && n == sizeof account->saved.group->p &&
	    memcmp(p, account->saved.group->p, n) == 0)
		return true;
	e2e_i_rate_renew(&account->budget.primes, account->clock.last, E2E_I_HOUR_MS);
	return account->budget.primes.used < account->limits.prime_checks;
}

/* Save VERDICT if it took a test, so that no restart has to repeat the test. */
static int32_t
keep_verdict(struct e2e_i_transaction *tx, const uint8_t *p, size_t n, int32_t verdict)
{
	if (n != E2E_DH_BYTES || is_known(p, n) || !is_wanted(tx->account, p, n) ||
	    (verdict != E2E_OK && verdict != E2E_REFUSED_PRIME))
		return E2E_OK;
	tx->account->budget.primes.used++;
	tx->has_verdict = true;
	tx->verdict = verdict;
	return e2e_dh_prime_digest(tx->account->crypto, tx->verdict_digest, p, n);
}

static int32_t
tell_refused(struct e2e_i_transaction *tx, uint32_t reason)
{
	struct e2e_event *event = e2e_i_transaction_event(tx, E2E_EVENT_DH_REFUSED);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->reason = reason;
	return E2E_OK;
}

/*
 * Test and save the parameters in a transaction of the account's; *GROUP is NULL if they are
 * refused.
 */
static int32_t
accept_group(struct e2e_account *account, const struct e2e_dh_group **group, int32_t version,
             int32_t g, const uint8_t *p, size_t p_n, int64_t now)
{
	struct e2e_dh_group checked = E2E_DH_GROUP_INIT;
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_transaction_begin(&tx, account, NULL, now);
	int32_t verdict;

	*group = NULL;
	if (err != E2E_OK)
		return err;
	verdict = is_wanted(account, p, p_n)
	                  ? e2e_dh_group_set(account->crypto, &checked, p, p_n, g)
	                  : E2E_REFUSED_PRIME;
	if (verdict < 0)
		return e2e_i_end_transaction(&tx, verdict);
	err = keep_verdict(&tx, p, p_n, verdict);
	if (err == E2E_OK && verdict != E2E_OK)
		err = tell_refused(&tx, E2E_REASON_DH);
	if (err == E2E_OK && verdict == E2E_OK) {
		*group = e2e_i_account_group(account, &checked);
		if (*group != NULL)
			e2e_i_account_dh(&account->saved, *group, version);
		else
			err = E2E_ERR_NOMEM;
	}
	return e2e_i_end_transaction(&tx, err);
}

/* Continue each chat that waits with GROUP, or close it if GROUP is NULL. */
static int32_t
continue_chats(struct e2e_account *account, const struct e2e_dh_group *group,
               const uint8_t *random, size_t random_n, int64_t now)
{

	for (uint32_t i = 0; i < account->index.n; i++) {
		struct e2e_i_chat *chat = account->index.chats[i];
		struct e2e_i_transaction tx;
		int32_t err;

		if (!wants_group(chat))
			continue;
		err = e2e_i_transaction_begin(&tx, account, chat, now);
		if (err != E2E_OK)
			return err;
		if (group != NULL)
			err = e2e_i_handshake_group(&tx, group, random, random_n);
		else
			err = e2e_i_close_chat(
				&tx, E2E_REASON_DH,
				e2e_i_close_how(chat->core.saved.stage == E2E_I_ACCEPT_DH));
		err = e2e_i_end_transaction(&tx, err);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

/* Report parameters that no chat waits for, or that may not be tested now. */
static int32_t
report_unusable(struct e2e_account *account, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_transaction_begin(&tx, account, NULL, now);

	if (err != E2E_OK)
		return err;
	err = e2e_i_check_reject(&tx, E2E_REASON_GROUP, 0, 0);
	return e2e_i_end_transaction(&tx, err);
}

int32_t
e2e_feed_dh_config(struct e2e_account *account, int32_t version, int32_t g, const uint8_t *p,
                   size_t p_n, const uint8_t *random, size_t random_n, int64_t now)
{
	const struct e2e_dh_group *group;
	int32_t err;

	if (account == NULL || (p == NULL && p_n > 0) || (random == NULL && random_n > 0) ||
	    !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	if (!anybody_waits(account) || !may_test(account, p, p_n))
		return report_unusable(account, now);
	if (random_n > E2E_DH_BYTES)
		random_n = E2E_DH_BYTES; /* longer is allowed; this much is used (protocol T1.2) */
	err = accept_group(account, &group, version, g, p, p_n, now);
	return err == E2E_OK ? continue_chats(account, group, random, random_n, now) : err;
}

int32_t
e2e_feed_dh_not_modified(struct e2e_account *account, const uint8_t *random, size_t random_n,
                         int64_t now)
{
	if (account == NULL || (random == NULL && random_n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	if (e2e_i_group_saved(account) == NULL || !anybody_waits(account))
		return report_unusable(account, now);
	if (random_n > E2E_DH_BYTES)
		random_n = E2E_DH_BYTES;
	return continue_chats(account, account->saved.group, random, random_n, now);
}
