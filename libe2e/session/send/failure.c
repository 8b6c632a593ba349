/* SPDX-License-Identifier: ISC */
/* Classifies the error of a call and computes the wait after it (protocol 0.1.2, 0.1.4, 0.1.5). */
#include "config.h"

#include "session/send/failure.h"

#include <string.h>

#define BACKOFF_MAX 60000 /* ms between two tries, unless the server asks for more */
#define WAIT_MAX_S  86400 /* s, the longest wait that the server can ask for       */

int64_t
e2e_i_failure_backoff(const struct e2e_account *account, uint32_t tries, int64_t wait_s)
{
	int64_t wait = account->timing.retry_ms;

	for (uint32_t i = 1; i < tries && wait < BACKOFF_MAX; i++)
		wait *= 2;
	if (wait > BACKOFF_MAX && wait > account->timing.retry_ms)
		wait = BACKOFF_MAX;
	return wait_s * 1000 > wait ? wait_s * 1000 : wait;
}

bool
e2e_i_failure_says(struct e2e_bytes text, const char *name)
{
	size_t n = strlen(name);

	return text.n >= n && memcmp(text.p, name, n) == 0;
}

bool
e2e_i_failure_had(const struct e2e_i_call *call, int32_t code, struct e2e_bytes text)
{
	return call->repeated && code == 400 && e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE");
}

bool
e2e_i_failure_logged_out(int32_t code, struct e2e_bytes text)
{
	static const char *const names[] = {
		"AUTH_KEY_UNREGISTERED", "AUTH_KEY_INVALID",     "AUTH_KEY_DUPLICATED",
		"SESSION_REVOKED",       "SESSION_EXPIRED",      "USER_DEACTIVATED",
		"USER_DEACTIVATED_BAN",
	};

	if (code != 401 && code != 406)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (text.n == strlen(names[i]) && e2e_i_failure_says(text, names[i]))
			return true;
	}
	return false;
}

/* The N of FLOOD_WAIT_N, SLOWMODE_WAIT_N and the like, in seconds; 0 if TEXT has none. */
static int64_t
wait_of(struct e2e_bytes text)
{
	static const char name[] = "_WAIT_";
	const size_t name_n = sizeof name - 1;
	int64_t seconds = 0;

	for (size_t i = 0; i + name_n < text.n; i++) {
		if (memcmp(text.p + i, name, name_n) != 0)
			continue;
		for (i += name_n; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++) {
			seconds = 10 * seconds + (text.p[i] - '0');
			if (seconds > WAIT_MAX_S)
				return WAIT_MAX_S;
		}
		return seconds;
	}
	return 0;
}

bool
e2e_i_failure_for_now(int32_t code, struct e2e_bytes text, int64_t *wait_s)
{
	*wait_s = wait_of(text);
	if (e2e_i_failure_says(text, "MSG_WAIT_") || *wait_s > 0 ||
	    e2e_i_failure_logged_out(code, text)) /* the call is made after a new login */
		return true;
	return code <= 0 || code >= 500 || code == 303 || code == 401 || code == 420 ||
	       code == 429;
}
