/* SPDX-License-Identifier: ISC */
/*
 * An encrypted message put together from the smallest building blocks: hash, key
 * derivation and IGE.  It reaches the lines whose message the library would not seal
 * itself, and proves the blocks and the whole to agree where it would.
 */
#ifndef CONFORM_ENVELOPE_H
#define CONFORM_ENVELOPE_H

#include "rig.h"

#define ENVELOPE_KEY_ID_BYTES 8

/* What a line says about one message.  Members that are NULL are not given. */
struct envelope {
	uint32_t version;       /* of MTProto: 1 or 2                            */
	uint32_t x;             /* see e2e_kdf_v2()                              */
	const uint8_t *key;     /* E2E_KEY_BYTES                                 */
	struct e2e_bytes head;  /* what is encrypted before the payload          */
	struct e2e_bytes payload;
	struct e2e_bytes padding;
	const uint8_t *key_id;  /* ENVELOPE_KEY_ID_BYTES                         */
	const uint8_t *msg_key; /* E2E_MSG_KEY_BYTES                             */
	const uint8_t *aes_key;
	const uint8_t *aes_iv;
	struct e2e_bytes packet; /* key_id, msg_key and ciphertext               */
};

/* Whether the line's msg_key, aes_key, aes_iv and packet are what the blocks give. */
bool envelope_rebuild(struct rig *rig, struct row *row, const struct envelope *envelope);

/* Whether KEY_ID, of the line, is FINGERPRINT as it stands on the wire. */
bool envelope_key_id(struct row *row, const char *field, int64_t fingerprint,
                     const uint8_t *key_id);

/* PARTS, of which there are N, one after the other. */
struct e2e_bytes envelope_join(struct row *row, const struct e2e_bytes *part, size_t n);

/* Memory for an output, filled so that envelope_clean() knows what was written. */
uint8_t *envelope_room(struct row *row, size_t n);

/*
 * Whether a refused packet left nothing of its text in ROOM_N bytes at ROOM: each is
 * either as envelope_room() made it, or wiped.
 */
bool envelope_clean(struct row *row, const uint8_t *room, size_t room_n);

/*
 * What the RESULT of opening a packet means for a line that wants EXPECT: false, with
 * the reason, if it contradicts it or is no verdict at all.
 */
bool envelope_expected(struct row *row, const char *what, int32_t result, enum expect expect);

#endif
