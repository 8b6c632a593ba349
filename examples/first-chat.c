/* SPDX-License-Identifier: ISC */
/*
 * Two people agree on the key of a secret chat and send each other messages, with the
 * building blocks of crypto.h and the codec of schema.h.  What would go through Telegram's
 * server is passed from one struct to the other.
 */
#include "config.h"

#include "terminal.h"

#include <e2e/e2e.h>

#include <stdio.h>
#include <string.h>

#define ROOM 256 /* for one short message */

struct person {
	const char *name;
	uint32_t role; /* E2E_CREATOR or E2E_ACCEPTOR */
	struct e2e_crypto *crypto;
	uint8_t secret_exp[E2E_DH_BYTES];
	uint8_t public_value[E2E_DH_BYTES];
	struct e2e_key key;
};

static int
failed(const char *what, int32_t result)
{
	fprintf(stderr, "first-chat: %s: %s\n", what, e2e_strerror(result));
	return 1;
}

/* g_a for alice, g_b for bob.  The known prime is what every server sends today. */
static int
draw_value(struct person *who, const struct e2e_dh_group *group)
{
	int32_t err = e2e_dh_keypair(who->crypto, group, who->secret_exp, who->public_value,
	                             NULL, 0);

	if (err != E2E_OK)
		return failed("e2e_dh_keypair", err);
	printf("  %-5s draws an exponent and sends %02x%02x%02x%02x... (256 bytes)\n", who->name,
	       who->public_value[0], who->public_value[1], who->public_value[2],
	       who->public_value[3]);
	return 0;
}

static int
agree(struct person *who, const struct e2e_dh_group *group, const struct person *peer)
{
	int32_t err = e2e_dh_agree(who->crypto, &who->key, group, who->secret_exp,
	                           peer->public_value, sizeof peer->public_value);

	e2e_wipe(who->secret_exp, sizeof who->secret_exp);
	if (err != E2E_OK)
		return failed("e2e_dh_agree", err);
	printf("  %-5s has a key with the fingerprint %016llx\n", who->name,
	       (unsigned long long)who->key.fingerprint);
	return 0;
}

static int
shake_hands(struct person *alice, struct person *bob)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	const char *const name[2] = { alice->name, bob->name };
	uint8_t hash_a[E2E_KEY_HASH_BYTES], hash_b[E2E_KEY_HASH_BYTES];
	const uint8_t *const hash[2] = { hash_a, hash_b };
	int32_t err;

	terminal_step("A handshake");
	e2e_dh_group_known(&group);
	if (draw_value(alice, &group) || draw_value(bob, &group) ||
	    agree(alice, &group, bob) || agree(bob, &group, alice))
		return 1;
	if (alice->key.fingerprint != bob->key.fingerprint)
		return failed("the keys differ", E2E_REFUSED_FINGERPRINT);

	terminal_step("The key, as both compare it on their screens");
	err = e2e_key_hash(alice->crypto, hash_a, &alice->key, NULL);
	if (err == E2E_OK)
		err = e2e_key_hash(bob->crypto, hash_b, &bob->key, NULL);
	if (err != E2E_OK)
		return failed("e2e_key_hash", err);
	terminal_pictures(name, hash);
	return 0;
}

/* The payload of a packet: TEXT as a decryptedMessage, and the wrapper around it. */
static int32_t
write_message(struct e2e_crypto *crypto, uint8_t *payload, size_t room, size_t *n,
              const char *text, int32_t out_seq_no)
{
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.message = { (const uint8_t *)text, strlen(text) },
	};
	struct e2e_tl_decrypted_message_layer wrapper = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_LAYER,
		.layer = E2E_LAYER,
		.out_seq_no = out_seq_no,
		.message = (const struct e2e_tl *)&message,
	};
	uint8_t random_bytes[15];
	int32_t err = e2e_random(crypto, random_bytes, sizeof random_bytes);

	wrapper.random_bytes = (struct e2e_bytes){ random_bytes, sizeof random_bytes };
	if (err == E2E_OK)
		err = e2e_random(crypto, (uint8_t *)&message.random_id, sizeof message.random_id);
	if (err == E2E_OK)
		err = e2e_tl_put(payload, room, n, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
		                 (const struct e2e_tl *)&wrapper);
	return err;
}

/* Print what PAYLOAD says, if it is a message with a text. */
static int32_t
read_message(struct e2e_bytes payload)
{
	static _Alignas(8) uint8_t memory[E2E_TL_ROOM(ROOM)];
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const struct e2e_tl_decrypted_message_layer *wrapper;
	const struct e2e_tl_decrypted_message_73 *message;
	int32_t err = e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	                         payload.p, payload.n, NULL);

	if (err != E2E_OK)
		return err;
	wrapper = (const void *)got.object;
	message = (const void *)wrapper->message;
	if (message->ctor != E2E_TL_DECRYPTED_MESSAGE_73)
		return E2E_REFUSED_UNKNOWN;
	printf("reads: %.*s\n", (int)message->message.n, (const char *)message->message.p);
	return E2E_OK;
}

static int
say(struct person *from, struct person *to, const char *text, int32_t out_seq_no, int flip_bit)
{
	uint8_t payload[ROOM], packet[E2E_PACKET_ROOM(ROOM)], plain[sizeof packet];
	size_t n, packet_n;
	struct e2e_bytes got;
	int32_t err;

	err = write_message(from->crypto, payload, sizeof payload, &n, text, out_seq_no);
	if (err != E2E_OK)
		return failed("e2e_tl_put", err);
	err = e2e_message_seal(from->crypto, packet, sizeof packet, &packet_n, &from->key,
	                       from->role, NULL, payload, n);
	if (err != E2E_OK)
		return failed("e2e_message_seal", err);
	if (flip_bit)
		packet[packet_n / 2] ^= 1;

	printf("  %-5s seals %3zu bytes into a packet of %3zu%s; %s ", from->name, n, packet_n,
	       flip_bit ? ", one bit is changed on the way" : "", to->name);
	err = e2e_message_open(to->crypto, &got, plain, sizeof plain, &to->key, from->role,
	                       packet, packet_n);
	if (err == E2E_OK)
		err = read_message(got);
	if (err != E2E_OK)
		printf("says: %s\n", e2e_strerror(err));
	return err != (flip_bit ? E2E_REFUSED_FORGED : E2E_OK);
}

static int
talk(struct person *alice, struct person *bob)
{
	terminal_step("Messages");
	return say(alice, bob, "Is this line safe?", 1, 0) ||
	       say(bob, alice, "Compare the picture first.", 0, 0) ||
	       say(alice, bob, "It is the same one.", 3, 0) ||
	       say(bob, alice, "Then it is.", 2, 1);
}

static int
meet(struct person *alice, struct person *bob)
{
	int32_t err = e2e_crypto_new(&alice->crypto, NULL);

	if (err == E2E_OK)
		err = e2e_crypto_new(&bob->crypto, NULL);
	if (err != E2E_OK)
		return failed("e2e_crypto_new", err);
	printf("libe2e %s over %s\n", e2e_version(), e2e_crypto_backend(alice->crypto));
	return shake_hands(alice, bob) || talk(alice, bob);
}

int
main(void)
{
	struct person alice = { .name = "Alice", .role = E2E_CREATOR, .key = E2E_KEY_INIT };
	struct person bob = { .name = "Bob", .role = E2E_ACCEPTOR, .key = E2E_KEY_INIT };
	int status = meet(&alice, &bob);

	e2e_key_wipe(&alice.key);
	e2e_key_wipe(&bob.key);
	e2e_crypto_free(alice.crypto);
	e2e_crypto_free(bob.crypto);
	return status;
}
