/* SPDX-License-Identifier: ISC */
/*
 * Seals the message that binds a temporary key to the permanent one
 * (protocol 10.1.1; DOC api/pfs). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/num.h"
#include "base/wipe.h"
#include "crypto/envelope_v1.h"

#define INNER_ID 0x75a3f765 /* bind_auth_key_inner */

/* random:int128 msg_id:long seq_no:int length:int, then the inner object. */
#define RANDOM_BYTES 16
#define HEAD_BYTES   (RANDOM_BYTES + 16)
#define TEXT_BYTES   (HEAD_BYTES + E2E_BIND_INNER_BYTES)
#define TOTAL_BYTES  (E2E_BIND_BYTES - E2E_PACKET_HEAD_BYTES)

static void
write_text(uint8_t *text, const struct e2e_key *permanent, const struct e2e_bind_temp_key *bind)
{
	uint8_t *inner = text + HEAD_BYTES;

	e2e_i_store_le64(text + RANDOM_BYTES, (uint64_t)bind->msg_id);
	e2e_i_store_le32(text + RANDOM_BYTES + 8, 0);
	e2e_i_store_le32(text + RANDOM_BYTES + 12, E2E_BIND_INNER_BYTES);

	e2e_i_store_le32(inner, INNER_ID);
	e2e_i_store_le64(inner + 4, (uint64_t)bind->nonce);
	e2e_i_store_le64(inner + 12, (uint64_t)bind->temp_auth_key_id);
	e2e_i_store_le64(inner + 20, (uint64_t)permanent->fingerprint);
	e2e_i_store_le64(inner + 28, (uint64_t)bind->temp_session_id);
	e2e_i_store_le32(inner + 36, (uint32_t)bind->expires_at);
}

int32_t
e2e_bind_temp_key_seal(struct e2e_crypto *crypto, uint8_t message[E2E_BIND_BYTES],
                       const struct e2e_key *permanent, const struct e2e_bind_temp_key *bind)
{
	uint8_t *text = message + E2E_PACKET_HEAD_BYTES;
	int32_t err;

	err = e2e_i_key_check(permanent);
	if (err != E2E_OK)
		return err;
	if (bind->size < sizeof *bind)
		return E2E_ERR_VERSION;
	if (((uint64_t)bind->msg_id & 3) != 0)
		return E2E_ERR_ARGUMENT;
	write_text(text, permanent, bind);
	err = e2e_i_crypto_random(crypto, text, RANDOM_BYTES);
	if (err == E2E_OK)
		err = e2e_i_crypto_random(crypto, text + TEXT_BYTES, TOTAL_BYTES - TEXT_BYTES);
	if (err != E2E_OK) {
		e2e_i_wipe(message, E2E_BIND_BYTES);
		return err;
	}
	return e2e_i_envelope_v1_seal(crypto, message, permanent, TEXT_BYTES, TOTAL_BYTES);
}
