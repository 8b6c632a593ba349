/* SPDX-License-Identifier: ISC */
/* bind_temp_auth_key */
#include "config.h"

#include "envelope.h"
#include "topics.h"

#include <string.h>

/* bind_auth_key_inner stands after random:int128, msg_id:long, seq_no:int, length:int. */
#define INNER_AT     32
#define PLAIN_BYTES  (INNER_AT + E2E_BIND_INNER_BYTES)
#define PADDING_BYTES (E2E_BIND_BYTES - E2E_PACKET_HEAD_BYTES - PLAIN_BYTES)
#define RANDOM_BYTES 16

struct bind_line {
	const uint8_t *permanent;
	const uint8_t *temporary;
	int64_t permanent_id;
	int64_t temporary_id;
	struct e2e_bind_temp_key bind;
	const uint8_t *random;
	const uint8_t *padding;
	const uint8_t *inner;
	const uint8_t *plain;
	const uint8_t *msg_key;
	const uint8_t *message;
};

static void
read_line(struct row *row, struct bind_line *line)
{
	line->permanent = row_fixed(row, "perm_auth_key", E2E_KEY_BYTES);
	line->temporary = row_fixed(row, "temp_auth_key", E2E_KEY_BYTES);
	line->permanent_id = row_i64(row, "perm_auth_key_id");
	line->temporary_id = row_i64(row, "temp_auth_key_id");
	line->bind = (struct e2e_bind_temp_key)E2E_BIND_TEMP_KEY_INIT;
	line->bind.nonce = row_i64(row, "nonce");
	line->bind.temp_session_id = row_i64(row, "temp_session_id");
	line->bind.expires_at = row_i32(row, "expires_at");
	line->bind.msg_id = row_i64(row, "msg_id");
	line->random = row_fixed(row, "random128", RANDOM_BYTES);
	line->padding = row_fixed(row, "padding", PADDING_BYTES);
	line->inner = row_fixed(row, "bind_auth_key_inner", E2E_BIND_INNER_BYTES);
	line->plain = row_fixed(row, "plaintext_without_padding", PLAIN_BYTES);
	line->msg_key = row_fixed(row, "msg_key", E2E_MSG_KEY_BYTES);
	line->message = row_fixed(row, "encrypted_message", E2E_BIND_BYTES);
}

/* Seal with the line's random bytes in place of the library's. */
static bool
bind_seal(struct rig *rig, struct row *row, const struct bind_line *line,
          const struct e2e_key *permanent, uint8_t message[E2E_BIND_BYTES])
{
	struct e2e_bytes part[] = {
		{ line->random, RANDOM_BYTES }, { line->padding, PADDING_BYTES },
	};
	int32_t result;

	rig_script(rig, envelope_join(row, part, 2));
	result = e2e_bind_temp_key_seal(rig->crypto, message, permanent, &line->bind);
	return rig_script_end(rig, row, result) &&
	       row_worked(row, "e2e_bind_temp_key_seal", result);
}

/* Decrypt MESSAGE as the server does, and compare what is in it. */
static bool
plain_agrees(struct rig *rig, struct row *row, const struct bind_line *line,
             const uint8_t message[E2E_BIND_BYTES])
{
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	uint8_t plain[E2E_BIND_BYTES - E2E_PACKET_HEAD_BYTES], digest[E2E_SHA1_BYTES];
	const uint8_t *msg_key = message + ENVELOPE_KEY_ID_BYTES;
	struct e2e_bytes hashed = { plain, PLAIN_BYTES };

	memcpy(plain, message + E2E_PACKET_HEAD_BYTES, sizeof plain);
	return row_worked(row, "e2e_kdf_v1", e2e_kdf_v1(rig->crypto, aes_key, aes_iv,
	                                                line->permanent, msg_key, 0)) &&
	       row_worked(row, "e2e_ige", e2e_ige(rig->crypto, E2E_DECRYPT, aes_key, aes_iv,
	                                          plain, sizeof plain)) &&
	       row_same_fixed(row, "bind_auth_key_inner", plain + INNER_AT, line->inner,
	                      E2E_BIND_INNER_BYTES) &&
	       row_same_fixed(row, "plaintext_without_padding", plain, line->plain,
	                      PLAIN_BYTES) &&
	       row_same_fixed(row, "padding", plain + PLAIN_BYTES, line->padding,
	                      PADDING_BYTES) &&
	       row_worked(row, "e2e_hash",
	                  e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, &hashed, 1)) &&
	       row_same_fixed(row, "msg_key", digest + 4, line->msg_key, E2E_MSG_KEY_BYTES);
}

enum verdict
judge_bind_temp_auth_key(struct rig *rig, struct row *row)
{
	struct bind_line line;
	struct e2e_key permanent = E2E_KEY_INIT, temporary = E2E_KEY_INIT;
	uint8_t message[E2E_BIND_BYTES];

	read_line(row, &line);
	if (row->malformed)
		return VERDICT_MALFORMED;
	if (!row_worked(row, "e2e_key_set",
	                e2e_key_set(rig->crypto, &permanent, line.permanent)) ||
	    !row_worked(row, "e2e_key_set",
	                e2e_key_set(rig->crypto, &temporary, line.temporary)) ||
	    !row_same_i64(row, "perm_auth_key_id", permanent.fingerprint, line.permanent_id) ||
	    !row_same_i64(row, "temp_auth_key_id", temporary.fingerprint, line.temporary_id))
		return VERDICT_FAIL;
	line.bind.temp_auth_key_id = temporary.fingerprint;
	return row_verdict(
		row, bind_seal(rig, row, &line, &permanent, message) &&
			     envelope_key_id(row, "the key id in the message",
	                                     permanent.fingerprint, message) &&
			     row_same_fixed(row, "msg_key", message + ENVELOPE_KEY_ID_BYTES,
	                                    line.msg_key, E2E_MSG_KEY_BYTES) &&
			     plain_agrees(rig, row, &line, message) &&
			     row_same_fixed(row, "encrypted_message", message, line.message,
	                                    sizeof message));
}
