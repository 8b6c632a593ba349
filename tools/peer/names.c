/* SPDX-License-Identifier: ISC */
/* Words without spaces for the numbers of e2e/names.h. */
#include "config.h"

#include "names_list.h"
#include "peer.h"

struct name {
	uint32_t number;
	const char *name;
};

#define METHOD(NAME, name, text) { E2E_CALL_##NAME, text },
#define STATE(NAME, name) { E2E_CHAT_##NAME, #name },
#define CHECK(NAME, name, standard, strict, lenient, text) { E2E_CHECK_##NAME, #name },
#define REASON(NAME, name, text) { E2E_REASON_##NAME, #name },
#define HEALTH(NAME, name) { E2E_HEALTH_##NAME, #name },

static const struct name methods[] = { E2E_I_CALLS(METHOD) { 0, NULL } };
static const struct name states[] = { E2E_I_CHATS(STATE) { 0, NULL } };
static const struct name reasons[] = { E2E_I_CHECKS(CHECK) E2E_I_REASONS(REASON) { 0, NULL } };
static const struct name healths[] = { E2E_I_HEALTHS(HEALTH) { 0, NULL } }; /* bits */

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
