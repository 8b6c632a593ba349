/* SPDX-License-Identifier: ISC */
/* Words without spaces for the numbers of e2e.h. */
#include "config.h"

#include "peer.h"

struct name {
	uint32_t number;
	const char *name;
};

static const struct name methods[] = {
	{ E2E_CALL_GET_DH_CONFIG, "getDhConfig" },
	{ E2E_CALL_REQUEST, "requestEncryption" },
	{ E2E_CALL_ACCEPT, "acceptEncryption" },
	{ E2E_CALL_DISCARD, "discardEncryption" },
	{ E2E_CALL_SEND, "sendEncrypted" },
	{ E2E_CALL_SEND_SERVICE, "sendEncryptedService" },
	{ E2E_CALL_SEND_FILE, "sendEncryptedFile" },
	{ E2E_CALL_SET_TYPING, "setEncryptedTyping" },
	{ E2E_CALL_READ_HISTORY, "readEncryptedHistory" },
	{ E2E_CALL_RECEIVED_QUEUE, "receivedQueue" },
	{ E2E_CALL_REPORT_SPAM, "reportEncryptedSpam" },
	{ E2E_CALL_GET_DIFFERENCE, "getDifference" },
	{ 0, NULL },
};

static const struct name states[] = {
	{ E2E_CHAT_REQUESTED, "requested" },
	{ E2E_CHAT_WAITING, "waiting" },
	{ E2E_CHAT_ACTIVE, "active" },
	{ E2E_CHAT_CLOSED, "closed" },
	{ 0, NULL },
};

static const struct name reasons[] = {
	{ E2E_REASON_NONE, "none" },
	{ E2E_CHECK_LENGTH, "length" },
	{ E2E_CHECK_KEY_ID, "key_id" },
	{ E2E_CHECK_FORGED, "forged" },
	{ E2E_CHECK_MTPROTO1, "mtproto1" },
	{ E2E_CHECK_TL, "tl" },
	{ E2E_CHECK_OLD_LAYER, "old_layer" },
	{ E2E_CHECK_RANDOM_BYTES, "random_bytes" },
	{ E2E_CHECK_PARITY, "parity" },
	{ E2E_CHECK_SEQ_RANGE, "seq_range" },
	{ E2E_CHECK_IN_SEQ_BACK, "in_seq_back" },
	{ E2E_CHECK_IN_SEQ_AHEAD, "in_seq_ahead" },
	{ E2E_CHECK_REFILL_IN_SEQ, "refill_in_seq" },
	{ E2E_CHECK_LAYER_BACK, "layer_back" },
	{ E2E_CHECK_UNKNOWN, "unknown" },
	{ E2E_CHECK_RESEND_RANGE, "resend_range" },
	{ E2E_CHECK_RESEND_GONE, "resend_gone" },
	{ E2E_CHECK_REKEY_STATE, "rekey_state" },
	{ E2E_CHECK_REKEY_VALUE, "rekey_value" },
	{ E2E_CHECK_REKEY_KEY, "rekey_key" },
	{ E2E_CHECK_RANDOM_ID, "random_id" },
	{ E2E_REASON_USER, "user" },
	{ E2E_REASON_DISCARDED, "discarded" },
	{ E2E_REASON_ELSEWHERE, "elsewhere" },
	{ E2E_REASON_DECLINED, "declined" },
	{ E2E_REASON_SERVER, "server" },
	{ E2E_REASON_IDENTITY, "identity" },
	{ E2E_REASON_VALUE, "value" },
	{ E2E_REASON_FINGERPRINT, "fingerprint" },
	{ E2E_REASON_DH, "dh" },
	{ E2E_REASON_STORE, "store" },
	{ E2E_REASON_NO_CHAT, "no_chat" },
	{ E2E_REASON_NOT_READY, "not_ready" },
	{ E2E_REASON_CLOSED, "closed" },
	{ E2E_REASON_HELD, "held" },
	{ E2E_REASON_GROUP, "group" },
	{ E2E_REASON_REQUESTS, "requests" },
	{ E2E_REASON_SKIPPED, "skipped" },
	{ 0, NULL },
};

/* Bits. */
static const struct name healths[] = {
	{ E2E_HEALTH_HOLES, "holes" },
	{ E2E_HEALTH_STUCK, "stuck" },
	{ E2E_HEALTH_SENDING, "sending" },
	{ E2E_HEALTH_KEY_OLD, "key_old" },
	{ E2E_HEALTH_UNREADABLE, "unreadable" },
	{ E2E_HEALTH_OVERFLOW, "overflow" },
	{ E2E_HEALTH_OUTDATED, "outdated" },
	{ E2E_HEALTH_BACKEND, "backend" },
	{ 0, NULL },
};

static const char *
find(const struct name *list, uint32_t number)
{
	for (; list->name != NULL; list++) {
		if (list->number == number)
			return list->name;
	}
	return "other";
}

const char *
name_method(uint32_t method)
{
	return find(methods, method);
}

const char *
name_state(uint32_t state)
{
	return find(states, state);
}

const char *
name_reason(uint32_t reason)
{
	return find(reasons, reason);
}

void
name_health(struct text *line, uint32_t health)
{
	const char *between = "";

	if (health == 0)
		text_add(line, "good");
	for (const struct name *h = healths; h->name != NULL; h++) {
		if (health & h->number) {
			text_add(line, "%s%s", between, h->name);
			between = ",";
		}
	}
}
