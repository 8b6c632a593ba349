/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "envelope.h"
#include "number.h"

#include <inttypes.h>
#include <string.h>

#define UNTOUCHED 0xa5

/* Where msg_key begins in the digest, and which part of the key goes into that. */
#define MSG_KEY_AT_V1   4
#define MSG_KEY_AT_V2   8
#define MSG_KEY_PART_AT 88
#define MSG_KEY_PART_N  32

struct e2e_bytes
envelope_join(struct row *row, const struct e2e_bytes *part, size_t n)
{
	uint8_t *joined, *end;
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += part[i].n;
	joined = row_alloc(row, total);
	end = joined;
	for (size_t i = 0; i < n; i++) {
		if (part[i].n == 0)
			continue;
		memcpy(end, part[i].p, part[i].n);
		end += part[i].n;
	}
	return (struct e2e_bytes){ joined, total };
}

static int32_t
make_msg_key(struct rig *rig, uint8_t msg_key[E2E_MSG_KEY_BYTES], const struct envelope *e)
{
	struct e2e_bytes v1[] = { e->head, e->payload };
	struct e2e_bytes v2[] = {
		{ e->key + MSG_KEY_PART_AT + e->x, MSG_KEY_PART_N },
		e->head,
		e->payload,
		e->padding,
	};
	uint8_t digest[E2E_SHA256_BYTES];
	int32_t result;

	if (e->version == 1)
		result = e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, v1, 2);
	else
		result = e2e_hash(rig->crypto, E2E_HASH_SHA256, digest, v2, 4);
	if (result == E2E_OK)
		memcpy(msg_key, digest + (e->version == 1 ? MSG_KEY_AT_V1 : MSG_KEY_AT_V2),
		       E2E_MSG_KEY_BYTES);
	return result;
}

static int32_t
make_aes_key(struct rig *rig, uint8_t aes_key[E2E_AES_KEY_BYTES],
             uint8_t aes_iv[E2E_AES_IV_BYTES], const struct envelope *e,
             const uint8_t msg_key[E2E_MSG_KEY_BYTES])
{
	if (e->version == 1)
		return e2e_kdf_v1(rig->crypto, aes_key, aes_iv, e->key, msg_key, e->x);
	return e2e_kdf_v2(rig->crypto, aes_key, aes_iv, e->key, msg_key, e->x);
}

bool
envelope_rebuild(struct rig *rig, struct row *row, const struct envelope *e)
{
	struct e2e_bytes part[] = { e->head, e->payload, e->padding };
	struct e2e_bytes plain = envelope_join(row, part, 3), packet;
	uint8_t *data = row_alloc(row, plain.n);
	uint8_t msg_key[E2E_MSG_KEY_BYTES], aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];

	if (!row_worked(row, "e2e_hash", make_msg_key(rig, msg_key, e)) ||
	    !row_same_fixed(row, "msg_key", msg_key, e->msg_key, sizeof msg_key) ||
	    !row_worked(row, "the key derivation",
	                make_aes_key(rig, aes_key, aes_iv, e, msg_key)))
		return false;
	if (e->aes_key != NULL &&
	    (!row_same_fixed(row, "aes_key", aes_key, e->aes_key, sizeof aes_key) ||
	     !row_same_fixed(row, "aes_iv", aes_iv, e->aes_iv, sizeof aes_iv)))
		return false;
	if (plain.n > 0)
		memcpy(data, plain.p, plain.n);
	if (!row_worked(row, "e2e_ige",
	                e2e_ige(rig->crypto, E2E_ENCRYPT, aes_key, aes_iv, data, plain.n)))
		return false;
	part[0] = (struct e2e_bytes){ e->key_id, ENVELOPE_KEY_ID_BYTES };
	part[1] = (struct e2e_bytes){ msg_key, sizeof msg_key };
	part[2] = (struct e2e_bytes){ data, plain.n };
	packet = envelope_join(row, part, 3);
	return row_same(row, "the packet of building blocks", packet, e->packet);
}

bool
envelope_key_id(struct row *row, const char *field, int64_t fingerprint,
                const uint8_t *key_id)
{
	uint8_t wire[ENVELOPE_KEY_ID_BYTES];

	number_store64(wire, fingerprint);
	return row_same_fixed(row, field, wire, key_id, sizeof wire);
}

uint8_t *
envelope_room(struct row *row, size_t n)
{
	uint8_t *room = row_alloc(row, n);

	memset(room, UNTOUCHED, n);
	return room;
}

bool
envelope_clean(struct row *row, const uint8_t *room, size_t room_n)
{
	for (size_t i = 0; i < room_n; i++) {
		if (room[i] != UNTOUCHED && room[i] != 0)
			return row_differs(row, "it was refused, but its text was left behind");
	}
	return true;
}

bool
envelope_expected(struct row *row, const char *what, int32_t result, enum expect expect)
{
	if (result < 0)
		return row_worked(row, what, result);
	if (result == E2E_OK && expect == EXPECT_REJECT)
		return row_differs(row, "%s accepts it", what);
	if (result > 0 && expect == EXPECT_ACCEPT)
		return row_differs(row, "%s refuses it: %s (%" PRId32 ")", what,
		                   e2e_strerror(result), result);
	return true;
}
