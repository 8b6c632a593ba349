/* SPDX-License-Identifier: ISC */
/* Seals and opens messages between client and server (protocol 10.2.1; DOC mtproto/description). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/ct.h"
#include "base/nothing.h"
#include "base/num.h"
#include "base/wipe.h"
#include "crypto/envelope.h"
#include "crypto/padding.h"

#define HEAD E2E_CLOUD_HEAD_BYTES

/* The shortest encrypted part: a head, no body, and 12 bytes of padding or a few more. */
#define TEXT_MIN ((HEAD + E2E_I_PADDING_MIN + 15) / 16 * 16)

/* A client's msg_id divides by 4, a server's is odd (protocol 10.2.2). */
static uint32_t
sender_may_use(uint32_t sender, int64_t msg_id)
{
	uint64_t low = (uint64_t)msg_id & 3;

	return sender == E2E_CLIENT ? low == 0 : (low & 1) == 1;
}

int32_t
e2e_cloud_seal(struct e2e_crypto *crypto, uint8_t *packet, size_t room, size_t *packet_n,
               const struct e2e_key *key, uint32_t sender, const struct e2e_padding *padding,
               const struct e2e_cloud_message *message)
{
	uint8_t bytes[HEAD];
	const struct e2e_bytes head = { bytes, sizeof bytes };
	int32_t err;

	*packet_n = 0;
	if (message->size < sizeof *message)
		return E2E_ERR_VERSION;
	if ((sender != E2E_CLIENT && sender != E2E_SERVER) ||
	    !sender_may_use(sender, message->msg_id))
		return E2E_ERR_ARGUMENT;
	e2e_i_store_le64(bytes, (uint64_t)message->salt);
	e2e_i_store_le64(bytes + 8, (uint64_t)message->session_id);
	e2e_i_store_le64(bytes + 16, (uint64_t)message->msg_id);
	e2e_i_store_le32(bytes + 24, (uint32_t)message->seq_no);
	e2e_i_store_le32(bytes + 28, (uint32_t)message->body.n);
	err = e2e_i_envelope_seal(crypto, packet, room, packet_n, key, 8 * sender, padding, head,
	                          message->body);
	e2e_i_wipe(bytes, sizeof bytes);
	return err;
}

static void
read_head(struct e2e_cloud_message *message, const uint8_t *plain)
{
	message->salt = e2e_i_signed64(e2e_i_load_le64(plain));
	message->session_id = e2e_i_signed64(e2e_i_load_le64(plain + 8));
	message->msg_id = e2e_i_signed64(e2e_i_load_le64(plain + 16));
	message->seq_no = e2e_i_signed32(e2e_i_load_le32(plain + 24));
	message->body.n = e2e_i_load_le32(plain + 28);
	message->body.p = plain + HEAD;
}

/* Check what is left to check once the message is authentic; E2E_OK if all is well. */
static int32_t
judge(const struct e2e_cloud_message *message, uint32_t sender, int64_t session_id)
{
	if (!e2e_i_ct_declassify(message->session_id == session_id))
		return E2E_REFUSED_SESSION;
	if (!e2e_i_ct_declassify(sender_may_use(sender, message->msg_id)))
		return E2E_REFUSED_MSG_ID;
	return E2E_OK;
}

int32_t
e2e_cloud_open(struct e2e_crypto *crypto, struct e2e_cloud_message *message, uint8_t *plain,
               size_t room, const struct e2e_key *key, uint32_t sender, int64_t session_id,
               const uint8_t *packet, size_t packet_n)
{
	struct e2e_cloud_message found = E2E_CLOUD_MESSAGE_INIT;
	uint32_t good = 0;
	size_t total;
	int32_t err;

	if (message->size < sizeof *message)
		return E2E_ERR_VERSION;
	found.size = message->size;
	found.body = E2E_I_NO_BYTES;
	*message = found;
	if (sender != E2E_CLIENT && sender != E2E_SERVER)
		return E2E_ERR_ARGUMENT;
	if (packet_n < E2E_PACKET_HEAD_BYTES + TEXT_MIN)
		return E2E_REFUSED_LENGTH;
	err = e2e_i_envelope_open(crypto, &good, plain, room, key, 8 * sender, packet, packet_n);
	if (err != E2E_OK)
		return err;

	total = packet_n - E2E_PACKET_HEAD_BYTES;
	good &= e2e_i_envelope_fits(e2e_i_load_le32(plain + 28), HEAD, total);
	err = E2E_REFUSED_FORGED;
	if (e2e_i_ct_declassify(good)) {
		read_head(&found, plain);
		err = judge(&found, sender, session_id);
	}
	if (err != E2E_OK)
		e2e_i_wipe(plain, total);
	else
		*message = found;
	e2e_i_wipe(&found, sizeof found);
	return err;
}
