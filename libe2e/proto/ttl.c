/* SPDX-License-Identifier: ISC */
/*
 * Computes how long a message lives, and whether opening or reading it starts its timer
 * (protocol 7.3.1, 7.3.2, 7.3.4).
 */
#include "config.h"

#include "proto/ttl.h"

/* s; media with a longer ttl are read like text (protocol 7.3.2) */
#define OPENS_UP_TO 60

int32_t
e2e_i_ttl_default(int32_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds < E2E_I_TTL_YEAR ? seconds : E2E_I_TTL_YEAR;
}

int32_t
e2e_i_ttl_seconds(const struct e2e_i_message *message)
{
	struct e2e_i_media media;
	int32_t ttl = message->ttl;

	if (ttl <= 0 || ttl == E2E_I_TTL_VIEW_ONCE || message->action != NULL)
		return 0;
	ttl = e2e_i_ttl_default(ttl);
	e2e_i_media_view(&media, message->media);
	if (media.duration >= ttl && media.duration < E2E_I_TTL_YEAR)
		ttl = media.duration + 1;
	return ttl;
}

bool
e2e_i_ttl_once(const struct e2e_i_message *message)
{
	return message->ttl == E2E_I_TTL_VIEW_ONCE && message->action == NULL;
}

bool
e2e_i_ttl_opens(const struct e2e_i_message *message)
{
	struct e2e_i_media media;

	e2e_i_media_view(&media, message->media);
	return media.secret && message->ttl > 0 && message->ttl <= OPENS_UP_TO;
}
