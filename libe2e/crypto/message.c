/* SPDX-License-Identifier: ISC */
/* Seals and opens packets of secret chats (protocol 3; DOC api/end-to-end, end-to-end_v1). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/ct.h"
#include "base/nothing.h"
#include "base/num.h"
#include "base/wipe.h"
#include "crypto/envelope.h"
#include "crypto/envelope_v1.h"

#include <string.h>

/* The text begins with the length of the payload. */
#define LENGTH_BYTES 4

int32_t
e2e_message_seal(struct e2e_crypto *crypto, uint8_t *packet, size_t room, size_t *packet_n,
                 const struct e2e_key *key, uint32_t sender, const struct e2e_padding *padding,
                 const uint8_t *payload, size_t payload_n)
{
	uint8_t length[LENGTH_BYTES];
	const struct e2e_bytes head = { length, sizeof length };
	const struct e2e_bytes body = { payload, payload_n };

	*packet_n = 0;
	if (sender != E2E_CREATOR && sender != E2E_ACCEPTOR)
		return E2E_ERR_ARGUMENT;
	e2e_i_store_le32(length, (uint32_t)payload_n);
	return e2e_i_envelope_seal(crypto, packet, room, packet_n, key, 8 * sender, padding, head,
	                           body);
}

/* Make the verdict public: until here no branch has depended on it. */
static int32_t
publish(struct e2e_bytes *payload, uint32_t good, uint8_t *plain, size_t total)
{
	if (!e2e_i_ct_declassify(good)) {
		e2e_i_wipe(plain, total);
		return E2E_REFUSED_FORGED;
	}
	payload->p = plain + LENGTH_BYTES;
	payload->n = e2e_i_load_le32(plain);
	return E2E_OK;
}

int32_t
e2e_message_open(struct e2e_crypto *crypto, struct e2e_bytes *payload, uint8_t *plain,
                 size_t room, const struct e2e_key *key, uint32_t sender,
                 const uint8_t *packet, size_t packet_n)
{
	uint32_t good = 0;
	size_t total;
	int32_t err;

	*payload = E2E_I_NO_BYTES;
	if (sender != E2E_CREATOR && sender != E2E_ACCEPTOR)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_envelope_open(crypto, &good, plain, room, key, 8 * sender, packet, packet_n);
	if (err != E2E_OK)
		return err;
	total = packet_n - E2E_PACKET_HEAD_BYTES;
	good &= e2e_i_envelope_fits(e2e_i_load_le32(plain), LENGTH_BYTES, total);
	return publish(payload, good, plain, total);
}

int32_t
e2e_message_seal_v1(struct e2e_crypto *crypto, uint8_t *packet, size_t room, size_t *packet_n,
                    const struct e2e_key *key, const uint8_t *payload, size_t payload_n)
{
	uint8_t *text = packet + E2E_PACKET_HEAD_BYTES;
	size_t text_n, total;
	int32_t err;

	*packet_n = 0;
	err = e2e_i_key_check(key);
	if (err != E2E_OK)
		return err;
	if (payload_n > E2E_PAYLOAD_MAX_BYTES)
		return E2E_ERR_LIMIT;
	if (payload_n % 4 != 0)
		return E2E_ERR_ARGUMENT;
	text_n = LENGTH_BYTES + payload_n;
	total = e2e_i_round_up(text_n, 16);
	if (room < E2E_PACKET_HEAD_BYTES + total)
		return E2E_ERR_LIMIT;

	e2e_i_store_le32(text, (uint32_t)payload_n);
	if (payload_n > 0)
		memcpy(text + LENGTH_BYTES, payload, payload_n);
	err = e2e_i_crypto_random(crypto, text + text_n, total - text_n);
	if (err != E2E_OK) {
		e2e_i_wipe(packet, E2E_PACKET_HEAD_BYTES + total);
		return err;
	}
	err = e2e_i_envelope_v1_seal(crypto, packet, key, text_n, total);
	if (err == E2E_OK)
		*packet_n = E2E_PACKET_HEAD_BYTES + total;
	return err;
}

int32_t
e2e_message_open_v1(struct e2e_crypto *crypto, struct e2e_bytes *payload, uint8_t *plain,
                    size_t room, const struct e2e_key *key, const uint8_t *packet,
                    size_t packet_n)
{
	uint32_t good = 0;
	int32_t err;

	*payload = E2E_I_NO_BYTES;
	err = e2e_i_envelope_v1_open(crypto, &good, plain, room, key, packet, packet_n);
	if (err != E2E_OK)
		return err;
	return publish(payload, good, plain, packet_n - E2E_PACKET_HEAD_BYTES);
}
