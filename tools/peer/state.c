/* SPDX-License-Identifier: ISC */
/* What `state` and `keys` say about the chat. */
#include "config.h"

#include "peer.h"

#include <inttypes.h>

static const char no_chat[] = "there is no chat yet";

static const char *
rekey_name(uint32_t rekeying)
{
	switch (rekeying) {
	case E2E_REKEY_NONE: return "none";
	case E2E_REKEY_REQUESTED: return "requested";
	case E2E_REKEY_ACCEPTED: return "accepted";
	default: return "other";
	}
}

/* " NAME=" and the fingerprint, or nothing for 0, which is none. */
static void
fingerprint_show(struct text *line, const char *name, int64_t fingerprint)
{
	text_add(line, " %s=", name);
	if (fingerprint != 0)
		text_add(line, "%016" PRIx64, (uint64_t)fingerprint);
}

void
chat_show(struct peer *p, struct text *line, uint32_t state, uint32_t reason)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	bool there = peer_chat(p, &chat);

	text_add(line, "chat state=%s reason=%s layer=%d key_hash=", name_state(state),
	         name_reason(reason), there ? (int)chat.sent_layer : 0);
	if (there && chat.has_key)
		text_hex(line, (struct e2e_bytes){ chat.key_hash, sizeof chat.key_hash });
	fingerprint_show(line, "key", there ? chat.key_fingerprint : 0);
}

const char *
state_show(struct peer *p, struct text *line)
{
	struct e2e_chat c = E2E_CHAT_INIT;

	if (!peer_chat(p, &c))
		return no_chat;
	chat_show(p, line, c.state, c.reason);
	text_add(line, " chat_id=%d user_id=%" PRId64 " access_hash=%" PRId64 " date=%d creator=%"
	         PRIu32, (int)c.chat_id, c.user_id, c.access_hash, (int)c.date, c.creator);
	text_add(line, " own_layer=%d peer_layer=%d ttl=%d mtproto=%" PRIu32 " verified=%" PRIu32,
	         (int)c.layer, (int)c.peer_layer, (int)c.ttl, c.mtproto, c.verified);
	text_add(line, " key_since=%" PRId64 " key_uses=%" PRIu32 " rekeying=%s",
	         c.key_since / 1000, c.key_uses, rekey_name(c.rekeying));
	fingerprint_show(line, "old_key", c.old_key_fingerprint);
	fingerprint_show(line, "new_key", c.new_key_fingerprint);
	text_add(line, " in_seq=%d out_seq=%d acked_seq=%d unsent=%" PRIu32 " held=%" PRIu32,
	         (int)c.in_seq, (int)c.out_seq, (int)c.acked_seq, c.unsent, c.held);
	text_add(line, " holes=%" PRIu32 " since=%" PRId64 " early=%" PRIu32 " timers=%" PRIu32,
	         c.holes, c.hole_since / 1000, c.early, c.timers);
	text_add(line, " rejected=%" PRIu32 " epoch=%" PRId64 " now=%" PRId64 " health=",
	         c.rejected, c.epoch, p->now / 1000);
	name_health(line, c.health);
	return NULL;
}

const char *
keys_show(struct peer *p, struct text *line)
{
	static const char *const names[] = { "current", "old", "new" };
	struct e2e_chat chat = E2E_CHAT_INIT;
	struct e2e_key key = E2E_KEY_INIT;

	if (!peer_chat(p, &chat))
		return no_chat;
	text_add(line, "keys");
	fingerprint_show(line, names[0], chat.key_fingerprint);
	fingerprint_show(line, names[1], chat.old_key_fingerprint);
	fingerprint_show(line, names[2], chat.new_key_fingerprint);
	for (uint32_t i = 0; i < 3 && p->options->expose_keys; i++) {
		text_add(line, " %s_key=", names[i]);
		if (e2e_chat_key(p->account, &key, p->chat_id, i) == E2E_OK)
			text_hex(line, (struct e2e_bytes){ key.value, sizeof key.value });
		e2e_key_wipe(&key);
	}
	return NULL;
}
