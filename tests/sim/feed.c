/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "feed.h"

#include <string.h>

#define VECTOR 0x1cb5c415u

static const uint8_t server_random[32] = { 0x5e, 0x7d, 0x01 };

/* ---- Fields -------------------------------------------------------------------------- */

int32_t
feed_dh(struct host *host, int32_t version)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	int64_t now = host_now(host);

	if (version == DH_VERSION)
		return e2e_feed_dh_not_modified(host->account, server_random,
		                                sizeof server_random, now);
	e2e_dh_group_known(&group);
	return e2e_feed_dh_config(host->account, DH_VERSION, group.g, group.p, sizeof group.p,
	                          server_random, sizeof server_random, now);
}

/* g_a or g_b, whichever is news to USER. */
static struct e2e_bytes
other_value(const struct server_chat *chat, uint32_t user)
{
	return user == chat->creator ? chat->g_b : chat->g_a;
}

int32_t
feed_chat(struct host *host, const struct server_chat *chat)
{
	int64_t now = host_now(host);
	int64_t hash = chat->hash[host->user];
	int64_t admin = server_user_id(chat->creator);
	int64_t other = server_user_id(1 - chat->creator);
	struct e2e_bytes g = other_value(chat, host->user);

	if (chat->state == CHAT_DISCARDED)
		return e2e_feed_discarded(host->account, chat->id, chat->history, now);
	if (chat->state == CHAT_ACCEPTED)
		return e2e_feed_accepted(host->account, chat->id, hash, chat->date, admin, other,
		                         g.p, g.n, chat->fingerprint, now);
	if (chat->creator == host->user)
		return e2e_feed_waiting(host->account, chat->id, hash, chat->date, admin, other,
		                        now);
	return e2e_feed_requested(host->account, chat->id, hash, chat->date, admin, other, g.p,
	                          g.n, now);
}

int32_t
feed_push(struct host *host, const struct push *push)
{
	const struct parcel *parcel = &push->parcel;
	int64_t now = host_now(host);

	switch (push->kind) {
	case PUSH_PARCEL:
		return e2e_feed_message(host->account, parcel->chat_id, parcel->random_id,
		                        parcel->date, parcel->packet.p, parcel->packet.n,
		                        parcel->file.size != 0 ? &parcel->file : NULL,
		                        parcel->service, parcel->qts, now);
	case PUSH_CHAT:
		return feed_chat(host, &push->chat);
	case PUSH_READ:
		return e2e_feed_read(host->account, push->chat_id, push->max_date, push->date,
		                     now);
	default:
		return e2e_feed_typing(host->account, push->chat_id, now);
	}
}

/* ---- TL ------------------------------------------------------------------------------ */

static struct e2e_bytes
put(struct host *host, const void *object)
{
	struct world *world = host->world;
	struct e2e_bytes tl = { NULL, 0 };
	uint8_t *bytes;
	size_t n;

	if (e2e_tl_measure(&n, E2E_TYPE_ANY, object) != E2E_OK)
		world_fail(world, "an object of the server cannot be measured");
	bytes = world_alloc(world, n);
	if (e2e_tl_put(bytes, n, &tl.n, E2E_TYPE_ANY, object) != E2E_OK)
		world_fail(world, "an object of the server cannot be written");
	tl.p = bytes;
	return tl;
}

/* An EncryptedChat as USER sees it. */
static const struct e2e_tl *
chat_object(struct host *host, const struct server_chat *chat)
{
	struct world *world = host->world;
	int64_t hash = chat->hash[host->user];
	int64_t admin = server_user_id(chat->creator);
	int64_t other = server_user_id(1 - chat->creator);
	struct e2e_bytes g = other_value(chat, host->user);

	if (chat->state == CHAT_DISCARDED)
		return world_copy(world, &(struct e2e_tl_encrypted_chat_discarded){
			E2E_TL_ENCRYPTED_CHAT_DISCARDED, chat->history, chat->id },
			sizeof(struct e2e_tl_encrypted_chat_discarded));
	if (chat->state == CHAT_ACCEPTED)
		return world_copy(world, &(struct e2e_tl_encrypted_chat){
			E2E_TL_ENCRYPTED_CHAT, chat->id, hash, chat->date, admin, other, g,
			chat->fingerprint }, sizeof(struct e2e_tl_encrypted_chat));
	if (chat->creator == host->user)
		return world_copy(world, &(struct e2e_tl_encrypted_chat_waiting){
			E2E_TL_ENCRYPTED_CHAT_WAITING, chat->id, hash, chat->date, admin, other },
			sizeof(struct e2e_tl_encrypted_chat_waiting));
	return world_copy(world, &(struct e2e_tl_encrypted_chat_requested){
		E2E_TL_ENCRYPTED_CHAT_REQUESTED, 0, 0, chat->id, hash, chat->date, admin, other,
		g },
		sizeof(struct e2e_tl_encrypted_chat_requested));
}

static const struct e2e_tl *
file_object(struct host *host, const struct e2e_remote_file *file)
{
	if (file->size == 0)
		return world_copy(host->world, &(struct e2e_tl_encrypted_file_empty){
			E2E_TL_ENCRYPTED_FILE_EMPTY }, sizeof(struct e2e_tl_encrypted_file_empty));
	return world_copy(host->world, &(struct e2e_tl_encrypted_file){
		E2E_TL_ENCRYPTED_FILE, file->id, file->access_hash, file->bytes, file->dc_id,
		file->key_fingerprint }, sizeof(struct e2e_tl_encrypted_file));
}

static const struct e2e_tl *
parcel_object(struct host *host, const struct parcel *parcel)
{
	if (parcel->service)
		return world_copy(host->world, &(struct e2e_tl_encrypted_message_service){
			E2E_TL_ENCRYPTED_MESSAGE_SERVICE, parcel->random_id, parcel->chat_id,
			parcel->date, parcel->packet },
			sizeof(struct e2e_tl_encrypted_message_service));
	return world_copy(host->world, &(struct e2e_tl_encrypted_message){
		E2E_TL_ENCRYPTED_MESSAGE, parcel->random_id, parcel->chat_id, parcel->date,
		parcel->packet, file_object(host, &parcel->file) },
		sizeof(struct e2e_tl_encrypted_message));
}

static struct e2e_bytes
push_tl(struct host *host, const struct push *push)
{
	switch (push->kind) {
	case PUSH_PARCEL:
		return put(host, &(struct e2e_tl_update_new_encrypted_message){
			E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE, parcel_object(host, &push->parcel),
			push->parcel.qts });
	case PUSH_CHAT:
		return put(host, &(struct e2e_tl_update_encryption){
			E2E_TL_UPDATE_ENCRYPTION, chat_object(host, &push->chat),
			push->chat.date });
	case PUSH_READ:
		return put(host, &(struct e2e_tl_update_encrypted_messages_read){
			E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ, push->chat_id, push->max_date,
			push->date });
	default:
		return put(host, &(struct e2e_tl_update_encrypted_chat_typing){
			E2E_TL_UPDATE_ENCRYPTED_CHAT_TYPING, push->chat_id });
	}
}

int32_t
feed_push_tl(struct host *host, const struct push *push)
{
	struct e2e_bytes tl;

	/* In a difference a message stands alone. */
	if (push->kind == PUSH_PARCEL && push->parcel.qts == 0)
		tl = put(host, parcel_object(host, &push->parcel));
	else
		tl = push_tl(host, push);
	return e2e_feed_tl(host->account, tl.p, tl.n, host_now(host));
}

static void
put_int(uint8_t *p, uint32_t value)
{
	size_t i;

	for (i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

int32_t
feed_parcels_tl(struct host *host, struct parcel *const *parcel, size_t n)
{
	struct world *world = host->world;
	struct e2e_bytes *tl = world_alloc(world, n * sizeof *tl);
	size_t total = 8, used = 8, i;
	uint8_t *bytes;

	for (i = 0; i < n; i++) {
		tl[i] = put(host, parcel_object(host, parcel[i]));
		total += tl[i].n;
	}
	bytes = world_alloc(world, total);
	put_int(bytes, VECTOR);
	put_int(bytes + 4, (uint32_t)n);
	for (i = 0; i < n; i++) {
		memcpy(bytes + used, tl[i].p, tl[i].n);
		used += tl[i].n;
	}
	return e2e_feed_tl(host->account, bytes, total, host_now(host));
}

struct e2e_bytes
feed_answer_tl(struct host *host, const struct wire_call *call, const struct answer *answer)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_bytes random = { server_random, sizeof server_random };
	static const uint8_t no_longs[8] = { 0x15, 0xc4, 0xb5, 0x1c, 0, 0, 0, 0 };

	switch (answer->kind) {
	case ANSWER_DH:
		if (call->call.version == DH_VERSION)
			return put(host, &(struct e2e_tl_messages_dh_config_not_modified){
				E2E_TL_MESSAGES_DH_CONFIG_NOT_MODIFIED, random });
		e2e_dh_group_known(&group);
		return put(host, &(struct e2e_tl_messages_dh_config){
			E2E_TL_MESSAGES_DH_CONFIG, group.g, { group.p, sizeof group.p },
			DH_VERSION, random });
	case ANSWER_CHAT:
		return put(host, chat_object(host, &answer->chat));
	case ANSWER_SENT:
		if (answer->file.size != 0)
			return put(host, &(struct e2e_tl_messages_sent_encrypted_file){
				E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE, answer->date,
				file_object(host, &answer->file) });
		return put(host, &(struct e2e_tl_messages_sent_encrypted_message){
			E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE, answer->date });
	case ANSWER_LONGS:
		return (struct e2e_bytes){ no_longs, sizeof no_longs };
	default:
		return put(host, &(struct e2e_tl){ E2E_TL_BOOL_TRUE });
	}
}
