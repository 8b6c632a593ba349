/* SPDX-License-Identifier: ISC */
/* What is done about what a peer did wrong (doc/design.md, "Policy"). */
#include "config.h"

#include <e2e/e2e.h>

#define I E2E_ACT_IGNORE
#define R E2E_ACT_REPORT
#define C E2E_ACT_CLOSE

/*
 * STANDARD closes where the documents do (protocol 5.2, 2.2), STRICT where TDLib was seen to,
 * LENIENT never.  What is not authenticated closes nothing: the server, or anybody in between,
 * could do it.
 */
static const uint8_t preset[][3] = {
	[E2E_CHECK_LENGTH] = { R, R, R },
	[E2E_CHECK_KEY_ID] = { R, R, R },
	[E2E_CHECK_FORGED] = { R, R, R },
	[E2E_CHECK_MTPROTO1] = { R, R, R },
	[E2E_CHECK_TL] = { R, C, R },
	[E2E_CHECK_OLD_LAYER] = { R, C, R },
	[E2E_CHECK_RANDOM_BYTES] = { I, I, I },
	[E2E_CHECK_PARITY] = { C, C, R },
	[E2E_CHECK_SEQ_RANGE] = { R, C, R },
	[E2E_CHECK_IN_SEQ_BACK] = { C, C, R },
	[E2E_CHECK_IN_SEQ_AHEAD] = { C, C, R },
	[E2E_CHECK_REFILL_IN_SEQ] = { I, C, I },
	[E2E_CHECK_LAYER_BACK] = { I, C, I },
	[E2E_CHECK_UNKNOWN] = { I, C, I },
	[E2E_CHECK_RESEND_RANGE] = { R, C, R },
	[E2E_CHECK_RESEND_GONE] = { R, C, R }, /* an iPhone may ask late, see action.c */
	[E2E_CHECK_REKEY_STATE] = { I, C, I },
	[E2E_CHECK_REKEY_VALUE] = { R, C, R },
	[E2E_CHECK_REKEY_KEY] = { R, C, R },
	[E2E_CHECK_REKEY_REQUEST] = { R, R, R },
	[E2E_CHECK_RANDOM_ID] = { I, I, I },
	[E2E_CHECK_NOTIFY_BACK] = { I, R, I },
};

uint32_t
e2e_policy_get(uint32_t which, uint32_t check)
{
	if (which > E2E_POLICY_LENIENT || check >= sizeof preset / sizeof preset[0])
		return E2E_ACT_DEFAULT;
	return preset[check][which];
}
