/* SPDX-License-Identifier: ISC */
/*
 * All ways to open a packet.  e2e_message_open() says no more than that a packet is
 * forged; here the owner of the key wants to know why, so its steps are done one by one.
 */
#include "config.h"

#include "inspect.h"

#include <stdlib.h>
#include <string.h>

#define FINGERPRINT_BYTES 8
#define V1_MSG_KEY_START  4 /* in SHA1    */
#define V2_MSG_KEY_START  8 /* in SHA256  */
#define SURPLUS_BLOCKS    64
#define SURPLUS_WORK      (64 * 1024 * 1024) /* bytes hashed in search of the end */

static bool
fine(int32_t result)
{
	if (result != E2E_OK)
		inspect_say("%s", e2e_strerror(result));
	return result == E2E_OK;
}

/* msg_key of TEXT as MTProto 2 computes it (protocol 3.1.2). */
static bool
msg_key_v2(struct inspect *in, uint8_t out[E2E_MSG_KEY_BYTES], uint32_t sender,
           const uint8_t *text, size_t n)
{
	uint8_t digest[E2E_SHA256_BYTES];
	const struct e2e_bytes part[2] = { { in->key.value + 88 + 8 * sender, 32 }, { text, n } };

	if (!fine(e2e_hash(in->crypto, E2E_HASH_SHA256, digest, part, 2)))
		return false;
	memcpy(out, digest + V2_MSG_KEY_START, E2E_MSG_KEY_BYTES);
	return true;
}

/* The same of MTProto 1, over what the length field says, or over all if that is too much. */
static bool
msg_key_v1(struct inspect *in, uint8_t out[E2E_MSG_KEY_BYTES], const uint8_t *text, size_t n)
{
	uint8_t digest[E2E_SHA1_BYTES];
	const struct e2e_bytes whole = { text, n };
	uint32_t length = inspect_first_id(whole);
	const struct e2e_bytes part = { text, length > n - 4 ? n : 4 + (size_t)length };

	if (!fine(e2e_hash(in->crypto, E2E_HASH_SHA1, digest, &part, 1)))
		return false;
	memcpy(out, digest + V1_MSG_KEY_START, E2E_MSG_KEY_BYTES);
	return true;
}

static bool
decrypt(struct inspect *in, const struct trial *way, const uint8_t *p, uint8_t *text, size_t n)
{
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	const uint8_t *msg_key = p + FINGERPRINT_BYTES;
	int32_t err;

	memcpy(text, p + E2E_PACKET_HEAD_BYTES, n);
	if (way->mtproto == 1)
		err = e2e_kdf_v1(in->crypto, aes_key, aes_iv, in->key.value, msg_key, 0);
	else
		err = e2e_kdf_v2(in->crypto, aes_key, aes_iv, in->key.value, msg_key,
		                 8 * way->sender);
	if (err == E2E_OK)
		err = e2e_ige(in->crypto, E2E_DECRYPT, aes_key, aes_iv, text, n);
	e2e_wipe(aes_key, sizeof aes_key);
	e2e_wipe(aes_iv, sizeof aes_iv);
	return fine(err);
}

/* Does the text behind the length field begin as a message does? */
static bool
is_readable(const uint8_t *text)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	const struct e2e_bytes body = { text + 4, 12 };

	if (e2e_tl_info_get(&info, inspect_first_id(body)) != E2E_OK)
		return false;
	return info.type == E2E_TYPE_DECRYPTED_MESSAGE_LAYER
	       || info.type == E2E_TYPE_DECRYPTED_MESSAGE;
}

static bool
trial_run(struct inspect *in, struct trials *t, struct trial *way, const uint8_t *p)
{
	if (!decrypt(in, way, p, t->text, t->text_n))
		return false;
	if (way->mtproto == 1 ? !msg_key_v1(in, way->msg_key, t->text, t->text_n)
	    : !msg_key_v2(in, way->msg_key, way->sender, t->text, t->text_n))
		return false;
	way->good = memcmp(way->msg_key, p + FINGERPRINT_BYTES, E2E_MSG_KEY_BYTES) == 0;
	way->readable = is_readable(t->text);
	return true;
}

/* Were whole blocks put behind a packet of MTProto 2?  Its msg_key covers all of it. */
static bool
surplus_find(struct inspect *in, struct trials *t, const uint8_t *p)
{
	uint8_t msg_key[E2E_MSG_KEY_BYTES];
	size_t work = 0;

	for (size_t k = 1; k <= SURPLUS_BLOCKS && 16 * k < t->text_n; k++) {
		size_t n = t->text_n - 16 * k;

		work += n;
		if (work > SURPLUS_WORK)
			return true;
		if (!msg_key_v2(in, msg_key, t->best->sender, t->text, n))
			return false;
		if (memcmp(msg_key, p + FINGERPRINT_BYTES, sizeof msg_key) == 0) {
			t->surplus = k;
			return true;
		}
	}
	return true;
}

/* The ways, those that the options want first. */
static void
ways_set(const struct inspect *in, struct trials *t)
{
	static const struct trial all[TRIALS] = {
		{ .mtproto = 2, .sender = E2E_CREATOR },
		{ .mtproto = 2, .sender = E2E_ACCEPTOR },
		{ .mtproto = 1, .sender = SENDER_UNKNOWN },
	};
	size_t n = 0;

	for (int wanted = 1; wanted >= 0; wanted--) {
		for (size_t i = 0; i < TRIALS; i++) {
			bool role = in->sender == SENDER_UNKNOWN || all[i].mtproto == 1
			            || all[i].sender == in->sender;
			bool version = in->mtproto == 0 || in->mtproto == all[i].mtproto;

			if ((role && version) != (wanted == 1))
				continue;
			t->way[n] = all[i];
			t->way[n++].wanted = wanted == 1;
		}
	}
	t->first = &t->way[0];
}

bool
trials_run(struct inspect *in, struct trials *t, const uint8_t *p, size_t n)
{
	const struct trial *good = NULL, *readable = NULL;
	size_t i;

	*t = (struct trials){ .text_n = (n - E2E_PACKET_HEAD_BYTES) / 16 * 16 };
	ways_set(in, t);
	t->text = malloc(t->text_n);
	if (t->text == NULL)
		return fine(E2E_ERR_NOMEM);
	for (i = 0; i < TRIALS && good == NULL; i++) {
		if (!trial_run(in, t, &t->way[i], p))
			return false;
		if (t->way[i].good)
			good = &t->way[i];
		if (t->way[i].readable && readable == NULL)
			readable = &t->way[i];
	}
	t->best = good != NULL ? good : readable;
	if (good != NULL || readable == NULL)
		return true;
	if (!decrypt(in, readable, p, t->text, t->text_n))
		return false;
	return readable->mtproto == 1 || surplus_find(in, t, p);
}

void
trials_free(struct trials *t)
{
	if (t->text != NULL)
		e2e_wipe(t->text, t->text_n);
	free(t->text);
	t->text = NULL;
}
