/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <e2e/e2e.h>

static const struct {
	uint32_t reason;
	const char *text;
} texts[] = {
	{ E2E_REASON_NONE, "no reason" },
	{ E2E_CHECK_LENGTH, "no possible length of a packet" },
	{ E2E_CHECK_KEY_ID, "sealed for a key that is not here" },
	{ E2E_CHECK_FORGED, "not authentic" },
	{ E2E_CHECK_MTPROTO1, "MTProto 1 around a layer that forbids it" },
	{ E2E_CHECK_TL, "authentic bytes that are no message" },
	{ E2E_CHECK_OLD_LAYER, "a message of layer 8 without a wrapper" },
	{ E2E_CHECK_RANDOM_BYTES, "fewer than 15 random bytes" },
	{ E2E_CHECK_PARITY, "sequence numbers of the wrong side" },
	{ E2E_CHECK_SEQ_RANGE, "sequence numbers out of range" },
	{ E2E_CHECK_IN_SEQ_BACK, "in_seq_no went back" },
	{ E2E_CHECK_IN_SEQ_AHEAD, "in_seq_no acknowledges what was never sent" },
	{ E2E_CHECK_REFILL_IN_SEQ, "in_seq_no of a message sent again does not fit" },
	{ E2E_CHECK_LAYER_BACK, "the layer of the wrapper went back" },
	{ E2E_CHECK_UNKNOWN, "a constructor that this version does not know" },
	{ E2E_CHECK_RESEND_RANGE, "asked to resend a range that cannot be" },
	{ E2E_CHECK_RESEND_GONE, "asked to resend what was acknowledged" },
	{ E2E_CHECK_REKEY_STATE, "a step of a re-key that nothing waits for" },
	{ E2E_CHECK_REKEY_VALUE, "g_b of a re-key is out of range" },
	{ E2E_CHECK_REKEY_KEY, "fingerprint of a re-key is not the new key's" },
	{ E2E_CHECK_REKEY_REQUEST, "g_a of a re-key is out of range" },
	{ E2E_CHECK_RANDOM_ID, "random_id is 0" },
	{ E2E_CHECK_NOTIFY_BACK, "notifyLayer with a lower layer" },
	{ E2E_REASON_USER, "closed by the user" },
	{ E2E_REASON_DISCARDED, "closed by the other side" },
	{ E2E_REASON_ELSEWHERE, "accepted on another device" },
	{ E2E_REASON_DECLINED, "declined, or over for the server" },
	{ E2E_REASON_SERVER, "refused by the server" },
	{ E2E_REASON_IDENTITY, "identity mismatch" },
	{ E2E_REASON_VALUE, "bad DH value" },
	{ E2E_REASON_FINGERPRINT, "fingerprint mismatch" },
	{ E2E_REASON_DH, "bad prime or generator" },
	{ E2E_REASON_STORE, "a saved row is damaged" },
	{ E2E_REASON_NO_CHAT, "no such chat" },
	{ E2E_REASON_NOT_READY, "the chat is not ready" },
	{ E2E_REASON_CLOSED, "the chat is closed" },
	{ E2E_REASON_HELD, "too many messages wait behind a hole" },
	{ E2E_REASON_GROUP, "parameters that nobody asked for" },
	{ E2E_REASON_REQUESTS, "too many chats are requested" },
	{ E2E_REASON_WITHHELD, "withheld or lost" },
	{ E2E_REASON_SKIPPED, "a first message that never came" },
};

const char *
e2e_reason_text(uint32_t reason)
{
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (texts[i].reason == reason)
			return texts[i].text;
	}
	return "unknown reason";
}
