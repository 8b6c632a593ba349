/* SPDX-License-Identifier: ISC */
/*
 * e2e/crypto.h - the building blocks of Telegram's secret chats
 *
 * Everything here works on bytes and numbers and knows no TL, no chat and no
 * network.  The account in e2e.h is built on it.  Hosts that need only a part (a
 * file cipher, a key picture, the binding of a temporary key) can call it alone.
 * backend.h states the conventions, and what "protocol 5.2" and "DOC" refer to.
 *
 * A context owns a backend's state and is not thread-safe.  After e2e_crypto_new()
 * no function here allocates, with two exceptions that take plain memory while they run:
 * the modular exponentiations of e2e_dh_*, and MD5 in libgcrypt.  (libgcrypt itself ends
 * the process when it gets no memory for a number.)
 *
 * No function keeps a pointer it was given.  Secrets on the stack are wiped before
 * return, on success and on failure; wiping what was filled is the caller's part.
 */
#ifndef E2E_CRYPTO_H
#define E2E_CRYPTO_H

#include <e2e/backend.h>

#ifdef __cplusplus
extern "C" {
#endif

#define E2E_KEY_BYTES     256 /* a shared key or an authorisation key */
#define E2E_MSG_KEY_BYTES 16
#define E2E_AES_KEY_BYTES 32
#define E2E_AES_IV_BYTES  32

/* ---- The context ---------------------------------------------------------- */

struct e2e_crypto;

struct e2e_crypto_config {
	uint32_t size;
	const struct e2e_backend *backend;     /* copied; NULL: the default of this build */
	const struct e2e_allocator *allocator; /* copied; NULL: malloc() and free()       */
};

#define E2E_CRYPTO_CONFIG_INIT { sizeof(struct e2e_crypto_config), NULL, NULL }

/*
 * Make a context in *CRYPTO.  CONFIG may be NULL for all defaults.  The backend over
 * libgcrypt initialises that library once for the process, if nobody has, and does not
 * change its global state otherwise.  A host that uses libgcrypt itself must initialise it
 * before its first context.
 * Errors: ARGUMENT, VERSION, NOMEM, BACKEND; *CRYPTO is NULL then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_crypto_new(struct e2e_crypto **crypto, const struct e2e_crypto_config *config);

/* Wipe and free CRYPTO, which may be NULL. */
E2E_API void e2e_crypto_free(struct e2e_crypto *crypto);

/* The name of the backend in use; valid as long as CRYPTO. */
E2E_API const char *e2e_crypto_backend(const struct e2e_crypto *crypto);

/* ---- Primitives ----------------------------------------------------------- */

/* Erase N bytes at P in a way that no optimiser removes. */
E2E_API void e2e_wipe(void *p, size_t n);

/* N unpredictable bytes into OUT.  Errors: BACKEND; OUT is wiped then. */
E2E_API E2E_MUST_CHECK int32_t
e2e_random(struct e2e_crypto *crypto, uint8_t *out, size_t n);

/*
 * The digest ALGORITHM (E2E_HASH_*) of the concatenation of N_PARTS parts (1 to
 * E2E_HASH_PARTS_MAX) into DIGEST, 16, 20 or 32 bytes.  Errors: ARGUMENT, BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_hash(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest,
         const struct e2e_bytes *part, size_t n_parts);

/*
 * AES-256-IGE in place on DATA, N bytes, a multiple of 16.  IV is the previous
 * ciphertext block followed by the previous plaintext block.  It is replaced by the last
 * ones, so that the next piece can follow.  WAY is E2E_ENCRYPT or E2E_DECRYPT.
 * IGE alone authenticates nothing.  Errors: ARGUMENT, BACKEND; after BACKEND, IV and
 * DATA hold nothing of use.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_ige(struct e2e_crypto *crypto, uint32_t way, const uint8_t key[E2E_AES_KEY_BYTES],
        uint8_t iv[E2E_AES_IV_BYTES], uint8_t *data, size_t n);

/*
 * The AES key and IV of one message from the 256-byte KEY and the message's
 * msg_key: MTProto 1 (DOC api/end-to-end_v1) and MTProto 2 (DOC api/end-to-end).
 * X is 0 or 8 (protocol: 0 for what the creator of a chat, or a cloud client,
 * sends; 8 for the other direction; always 0 in secret chats of MTProto 1).
 * Errors: ARGUMENT for another X, BACKEND; the outputs are unchanged then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_kdf_v1(struct e2e_crypto *crypto, uint8_t aes_key[E2E_AES_KEY_BYTES],
           uint8_t aes_iv[E2E_AES_IV_BYTES], const uint8_t key[E2E_KEY_BYTES],
           const uint8_t msg_key[E2E_MSG_KEY_BYTES], uint32_t x);
E2E_API E2E_MUST_CHECK int32_t
e2e_kdf_v2(struct e2e_crypto *crypto, uint8_t aes_key[E2E_AES_KEY_BYTES],
           uint8_t aes_iv[E2E_AES_IV_BYTES], const uint8_t key[E2E_KEY_BYTES],
           const uint8_t msg_key[E2E_MSG_KEY_BYTES], uint32_t x);

/* ---- Keys ----------------------------------------------------------------- */

/*
 * A 2048-bit key with its fingerprint: the shared key of a secret chat, or an
 * authorisation key of the cloud, where the same number is called auth_key_id.
 * Fill it with e2e_key_set(); changing `value` alone leaves a wrong fingerprint.  If it was never
 * set, or was wiped, every function that would use it returns E2E_ERR_STATE.  Only `set` decides
 * that: the bytes and the fingerprint of a key may be zeros.
 */
struct e2e_key {
	uint32_t size;
	uint32_t set;        /* 1: there is a key                                     */
	int64_t fingerprint; /* last 8 bytes of SHA1(value), as a little-endian int64 */
	uint8_t value[E2E_KEY_BYTES];
};

#define E2E_KEY_INIT { sizeof(struct e2e_key), 0, 0, { 0 } }

/*
 * Store VALUE, big-endian with all its leading zeros, and compute the fingerprint
 * (DOC api/end-to-end, "key_fingerprint").  VALUE may be key->value itself.
 * Errors: VERSION, BACKEND; KEY is wiped then, but for its size.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_key_set(struct e2e_crypto *crypto, struct e2e_key *key,
            const uint8_t value[E2E_KEY_BYTES]);

/* Erase KEY, but for its size. */
E2E_API void e2e_key_wipe(struct e2e_key *key);

/* ---- Key verification ------------------------------------------------------ */

#define E2E_KEY_HASH_BYTES        36
#define E2E_KEY_HASH_LEGACY_BYTES 16
#define E2E_PICTURE_SIDE          12 /* squares on each side of the picture         */
#define E2E_PICTURE_LEGACY_SIDE   8
#define E2E_PICTURE_COLOURS       4
#define E2E_KEY_TEXT_BYTES        100 /* e2e_key_text(), with the NUL               */
#define E2E_KEY_EMOJI             5
#define E2E_CALL_EMOJI            4
#define E2E_EMOJI_TABLE           333 /* entries of the table the indices refer to   */

/*
 * What two users compare: the first 16 bytes of SHA1(INITIAL) and the first 20 of
 * SHA256(LAYER46).  INITIAL is the chat's first key and stays so when keys are
 * renewed.  LAYER46 is NULL, meaning the same key, unless the chat began below
 * layer 46: then it is the key in force when the peer first reached it.
 * Errors: VERSION, STATE, BACKEND; HASH is unchanged then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_key_hash(struct e2e_crypto *crypto, uint8_t hash[E2E_KEY_HASH_BYTES],
             const struct e2e_key *initial, const struct e2e_key *layer46);

/*
 * The key picture, row by row, each byte a palette index from 0 to 3.  The legacy
 * form is what chats from before layer 46 show: the first 16 bytes of SHA1 of the
 * key, which is also the first 16 bytes of the hash above.
 */
E2E_API void
e2e_key_picture(uint8_t pixel[E2E_PICTURE_SIDE * E2E_PICTURE_SIDE],
                const uint8_t hash[E2E_KEY_HASH_BYTES]);
E2E_API void
e2e_key_picture_legacy(uint8_t pixel[E2E_PICTURE_LEGACY_SIDE * E2E_PICTURE_LEGACY_SIDE],
                       const uint8_t hash[E2E_KEY_HASH_LEGACY_BYTES]);

/* The colour of palette index COLOUR (0 to 3) as 0xRRGGBB; 0 for other numbers. */
E2E_API uint32_t e2e_picture_rgb(uint32_t colour);

/*
 * The first 32 bytes of HASH as clients print them: four lines of eight upper-case
 * bytes, "4A 9C 5B 9E  5E 36 8D A9", separated by '\n', with a NUL at the end.
 */
E2E_API void
e2e_key_text(char text[E2E_KEY_TEXT_BYTES], const uint8_t hash[E2E_KEY_HASH_BYTES]);

/*
 * The five emoji that Android shows for a secret chat, as indices from 0 to 332
 * into the table of 333 that calls use.
 */
E2E_API void
e2e_key_emoji(uint16_t emoji[E2E_KEY_EMOJI], const uint8_t hash[E2E_KEY_HASH_BYTES]);

/*
 * The four emoji of a call (DOC api/end-to-end/voice-calls), from its 256-byte KEY
 * and G_A as received, 1 to 256 bytes.  Errors: ARGUMENT, BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_call_emoji(struct e2e_crypto *crypto, uint16_t emoji[E2E_CALL_EMOJI],
               const uint8_t key[E2E_KEY_BYTES], const uint8_t *g_a, size_t g_a_n);

/* ---- Padding --------------------------------------------------------------- */

/*
 * How many random bytes follow a sealed text, always between 12 and 1024 and such
 * that the whole is a multiple of 16 (DOC api/end-to-end, "padding").
 */
#define E2E_PADDING_TDLIB   0 /* up to the sizes TDLib uses: 64, 128, 192, 256, 384,   */
                              /* 512, 768, 1024, 1280, then 1280 + 448 k; the default */
#define E2E_PADDING_MINIMAL 1 /* 12 to 27                                             */
#define E2E_PADDING_RANDOM  2 /* minimal, and a random number of blocks more, so that  */
                              /* it stays within `bytes`, 27 to 1024                  */
#define E2E_PADDING_FIXED   3 /* up to a multiple of `bytes`: 16 to 1008, itself a     */
                              /* multiple of 16                                       */
#define E2E_PADDING_EXACT   4 /* exactly `bytes`, 12 to 1024; ARGUMENT if the whole    */
                              /* is then no multiple of 16.  For replaying sessions   */

struct e2e_padding {
	uint32_t size;
	uint32_t policy; /* E2E_PADDING_* */
	uint32_t bytes;  /* see there      */
};

#define E2E_PADDING_INIT { sizeof(struct e2e_padding), E2E_PADDING_TDLIB, 0 }

/* ---- Messages of secret chats ----------------------------------------------- */

#define E2E_CREATOR  0 /* of a chat: who asked for it; x = 0 */
#define E2E_ACCEPTOR 1 /* who accepted it; x = 8             */

/*
 * A packet is key_fingerprint:8 msg_key:16 and the encrypted part; TL can carry
 * it only below 2^24 bytes.
 */
#define E2E_PACKET_HEAD_BYTES  24
#define E2E_PACKET_MIN_BYTES   40
#define E2E_PACKET_MAX_BYTES   16777192
#define E2E_PAYLOAD_MAX_BYTES  16776128 /* of a secret chat; fits with any padding policy */

/* Room that e2e_message_seal() may need for a payload of N bytes under any policy. */
#define E2E_PACKET_ROOM(n) ((size_t)(n) + E2E_PACKET_HEAD_BYTES + 4 + 1024)

/*
 * Seal PAYLOAD, the TL bytes of a decryptedMessageLayer, with MTProto 2 (DOC
 * api/end-to-end) into PACKET, which has ROOM bytes; its length is stored in
 * *PACKET_N.  SENDER is the role of whoever sends it, E2E_CREATOR or E2E_ACCEPTOR.
 * PADDING may be NULL for TDLib's.  PACKET and PAYLOAD must not overlap.
 * Errors: ARGUMENT if PAYLOAD_N is no multiple of 4, LIMIT if the payload is above
 * E2E_PAYLOAD_MAX_BYTES or ROOM is too small, VERSION, STATE, BACKEND.  On failure
 * *PACKET_N is 0 and PACKET holds nothing of the payload.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_message_seal(struct e2e_crypto *crypto, uint8_t *packet, size_t room, size_t *packet_n,
                 const struct e2e_key *key, uint32_t sender,
                 const struct e2e_padding *padding, const uint8_t *payload,
                 size_t payload_n);

/*
 * Open PACKET, sealed by SENDER under KEY.  The plaintext goes to PLAIN, which has
 * ROOM bytes, at least PACKET_N - E2E_PACKET_HEAD_BYTES, and does not overlap
 * PACKET; on success *PAYLOAD points into it.  No allocation is made.
 *
 * Refused: LENGTH if PACKET_N is no possible length (nothing else was looked at),
 * KEY_ID if it names another key, FORGED for everything else.  FORGED comes after
 * decrypting and hashing the whole, in the same time whatever was wrong.
 * Errors: ARGUMENT, LIMIT if ROOM is too small, VERSION, STATE, BACKEND.
 * Whatever is not success leaves PLAIN wiped (if it was written) and *PAYLOAD empty.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_message_open(struct e2e_crypto *crypto, struct e2e_bytes *payload, uint8_t *plain,
                 size_t room, const struct e2e_key *key, uint32_t sender,
                 const uint8_t *packet, size_t packet_n);

/*
 * The same with MTProto 1 (DOC api/end-to-end_v1), which was given up in 2017.  Its
 * authenticity is weak: neither the padding of 0 to 15 bytes nor the direction is
 * authenticated, and a packet that is sent back to its sender opens.  Open with it
 * only where a peer is known to be below layer 73.  Seal with it in tests only.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_message_seal_v1(struct e2e_crypto *crypto, uint8_t *packet, size_t room,
                    size_t *packet_n, const struct e2e_key *key, const uint8_t *payload,
                    size_t payload_n);
E2E_API E2E_MUST_CHECK int32_t
e2e_message_open_v1(struct e2e_crypto *crypto, struct e2e_bytes *payload, uint8_t *plain,
                    size_t room, const struct e2e_key *key, const uint8_t *packet,
                    size_t packet_n);

/* ---- Messages of the cloud --------------------------------------------------- */

#define E2E_CLIENT 0 /* x = 0 */
#define E2E_SERVER 1 /* x = 8 */

#define E2E_CLOUD_HEAD_BYTES 32 /* salt, session_id, msg_id, seq_no, length, encrypted */
#define E2E_CLOUD_BODY_MAX_BYTES (E2E_PAYLOAD_MAX_BYTES - E2E_CLOUD_HEAD_BYTES + 4)

/* What an encrypted message of MTProto 2 carries (DOC mtproto/description). */
struct e2e_cloud_message {
	uint32_t size;
	int32_t seq_no;
	int64_t salt;
	int64_t session_id;
	int64_t msg_id;
	struct e2e_bytes body; /* message_data */
};

#define E2E_CLOUD_MESSAGE_INIT \
	{ sizeof(struct e2e_cloud_message), 0, 0, 0, 0, { NULL, 0 } }

/* Room that e2e_cloud_seal() may need for a body of N bytes under any policy. */
#define E2E_CLOUD_ROOM(n) \
	((size_t)(n) + E2E_PACKET_HEAD_BYTES + E2E_CLOUD_HEAD_BYTES + 1024)

/*
 * Seal MESSAGE as SENDER (E2E_CLIENT or E2E_SERVER) under the authorisation key
 * KEY, as e2e_message_seal() does.  A body has at most E2E_CLOUD_BODY_MAX_BYTES.
 * ARGUMENT also if msg_id is not one that SENDER may use: a multiple of 4 for a
 * client, odd for a server.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_cloud_seal(struct e2e_crypto *crypto, uint8_t *packet, size_t room, size_t *packet_n,
               const struct e2e_key *key, uint32_t sender, const struct e2e_padding *padding,
               const struct e2e_cloud_message *message);

/*
 * Open PACKET of SENDER into PLAIN, as e2e_message_open() does; MESSAGE->body points
 * into it.  SESSION_ID is the session the packet must belong to.  Refused besides:
 * SESSION, MSG_ID, both only after the packet proved authentic.  MESSAGE->size must be set.
 *
 * The receiver does the rest (DOC mtproto/security_guidelines):
 *
 *   - remember the last N msg_ids of the other side (some hundreds), and drop a packet whose
 *     msg_id is one of them, or below all of them once there are N;
 *   - once the server's time is known, drop a msg_id that is more than 30 seconds after it or
 *     300 before it: its upper 32 bits are Unix time;
 *   - on bad_server_salt send again with the new salt: a salt is replaced about every 30 minutes,
 *     and the one before it stays valid for 1800 seconds more;
 *   - acknowledge also what is dropped as repeated, if its seq_no is odd.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_cloud_open(struct e2e_crypto *crypto, struct e2e_cloud_message *message, uint8_t *plain,
               size_t room, const struct e2e_key *key, uint32_t sender, int64_t session_id,
               const uint8_t *packet, size_t packet_n);

/* ---- Binding of a temporary key ------------------------------------------------ */

#define E2E_BIND_BYTES       104 /* encrypted_message of auth.bindTempAuthKey           */
#define E2E_BIND_INNER_BYTES 40  /* bind_auth_key_inner#75a3f765                        */

struct e2e_bind_temp_key {
	uint32_t size;
	int32_t expires_at;         /* Unix time, as in the call                          */
	int64_t nonce;              /* as in the call                                     */
	int64_t temp_auth_key_id;
	int64_t temp_session_id;    /* the session in which the call is made              */
	int64_t msg_id;             /* of the message that makes the call; a retry has a  */
	                            /* new one and so needs a new encrypted_message       */
};

#define E2E_BIND_TEMP_KEY_INIT { sizeof(struct e2e_bind_temp_key), 0, 0, 0, 0, 0 }

/*
 * The argument encrypted_message of auth.bindTempAuthKey (DOC api/pfs): sealed with
 * MTProto 1 under the PERMANENT key.  Errors: ARGUMENT if msg_id is no multiple of
 * 4, VERSION, STATE, BACKEND; MESSAGE is wiped after BACKEND.
 *
 * The caller does the rest (protocol 10.1.2):
 *
 *   - draw a random nonce (e2e_random()), and give the same one in BIND and in the call; the same
 *     goes for expires_at, in the server's time;
 *   - make the call under the TEMPORARY key, in session temp_session_id, as the message that has
 *     msg_id.  If it has to go with another msg_id, seal anew;
 *   - after 400 ENCRYPTED_MESSAGE_INVALID make both keys anew if the permanent key is older than
 *     60 seconds, and else repeat the call.  After 400 TEMP_AUTH_KEY_ALREADY_BOUND or
 *     TEMP_AUTH_KEY_EMPTY make another temporary key;
 *   - until the temporary key is bound, use it for this call and few others only; wrap the first
 *     query afterwards in invokeWithLayer and initConnection.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_bind_temp_key_seal(struct e2e_crypto *crypto, uint8_t message[E2E_BIND_BYTES],
                       const struct e2e_key *permanent,
                       const struct e2e_bind_temp_key *bind);

/* ---- Diffie-Hellman ------------------------------------------------------------ */

/* A prime and a generator that e2e_dh_group_set() found good. */
struct e2e_dh_group {
	uint32_t size;
	int32_t g;
	uint8_t p[E2E_DH_BYTES];
};

#define E2E_DH_GROUP_INIT { sizeof(struct e2e_dh_group), 0, { 0 } }

/* The prime that Telegram's servers have always sent, with g = 3. */
E2E_API void e2e_dh_group_known(struct e2e_dh_group *group);

/*
 * Check P, P_N bytes, and G as messages.getDhConfig gave them, and store them in
 * GROUP (DOC api/end-to-end and mtproto/security_guidelines): p has 2048 bits, p and
 * (p-1)/2 are prime, g is 2 to 7 and generates the subgroup of order (p-1)/2.
 *
 * The known prime is compared whole and costs nothing.  Another good one costs 65
 * exponentiations or somewhat more the first time (0.2 s with Nettle, 0.9 with libgcrypt
 * where this was measured), a bad one far less.  CRYPTO remembers the verdicts on the
 * last few primes.  The Miller-Rabin bases are random, so a prime made to deceive fixed
 * bases does not pass.
 * Refused: PRIME, GENERATOR.  Errors: VERSION, NOMEM, BACKEND.  GROUP is changed
 * only on success.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_dh_group_set(struct e2e_crypto *crypto, struct e2e_dh_group *group, const uint8_t *p,
                 size_t p_n, int32_t g);

/*
 * Keep verdicts over restarts: compute the DIGEST of a prime, and tell CRYPTO the verdict
 * that an e2e_dh_group_set() gave for it earlier, E2E_OK or E2E_REFUSED_PRIME.  (What
 * depends on g costs nothing and is never remembered.)  Of several verdicts on a digest
 * the last one counts.  Do not believe a store that an attacker can write to.
 * Errors: ARGUMENT for another verdict, BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_dh_prime_digest(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA256_BYTES],
                    const uint8_t *p, size_t p_n);
E2E_API E2E_MUST_CHECK int32_t
e2e_dh_verdict_set(struct e2e_crypto *crypto, const uint8_t digest[E2E_SHA256_BYTES],
                   int32_t verdict);

/*
 * Check a public VALUE (g_a or g_b), 1 to 256 bytes big-endian, leading zeros there
 * or stripped, and store it with 256 bytes in PADDED, which may be NULL.
 * It must lie between 2^1984 and p - 2^1984, both included (DOC
 * mtproto/security_guidelines, "g_a and g_b validation").
 * Refused: VALUE.  Errors: VERSION, ARGUMENT if GROUP was never set.  PADDED is zero
 * then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_dh_value_check(const struct e2e_dh_group *group, uint8_t padded[E2E_DH_BYTES],
                   const uint8_t *value, size_t n);

/*
 * Draw an exponent and compute its public value, g ^ SECRET_EXP mod p; draw again if
 * that is out of range.  SERVER_RANDOM, 0 to 256 bytes from messages.getDhConfig, is
 * mixed into the local randomness and can only add to it.
 * Errors: LIMIT for more server bytes, ARGUMENT if GROUP was never set, BACKEND (also
 * if no draw was in range), NOMEM, VERSION; both outputs are wiped then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_dh_keypair(struct e2e_crypto *crypto, const struct e2e_dh_group *group,
               uint8_t secret_exp[E2E_DH_BYTES], uint8_t public_value[E2E_DH_BYTES],
               const uint8_t *server_random, size_t server_random_n);

/*
 * The shared KEY and its fingerprint from our exponent and the peer's VALUE, which
 * is checked as e2e_dh_value_check() does.  Refused: VALUE.  Errors: VERSION,
 * ARGUMENT if GROUP was never set, BACKEND, NOMEM.  Whatever is not success leaves KEY
 * wiped.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_dh_agree(struct e2e_crypto *crypto, struct e2e_key *key, const struct e2e_dh_group *group,
             const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t *value, size_t n);

/* ---- Files --------------------------------------------------------------------- */

/*
 * The key of one encrypted file; it travels in the message, the fingerprint in
 * inputEncryptedFile and encryptedFile.  A file's content is not authenticated by
 * anything in the protocol (T8.5): who can change the ciphertext changes the file.
 *
 * Make it with e2e_file_key_new() or e2e_file_key_set(); until then every function that would use
 * it returns E2E_ERR_STATE.  A peer may choose any bytes, so 32 zeros are a key like any other.
 */
struct e2e_file_key {
	uint32_t size;
	int32_t fingerprint; /* of key and iv (DOC api/end-to-end, "key_fingerprint") */
	uint8_t key[E2E_AES_KEY_BYTES];
	uint8_t iv[E2E_AES_IV_BYTES];
	uint32_t set;        /* 1: there is a key                                     */
};

#define E2E_FILE_KEY_INIT { sizeof(struct e2e_file_key), 0, { 0 }, { 0 }, 0 }

/*
 * Draw a random key.  Every content needs one of its own.  Errors: VERSION, BACKEND; FILE_KEY is
 * wiped after BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_key_new(struct e2e_crypto *crypto, struct e2e_file_key *file_key);

/*
 * The key and iv of a received message; both lengths must be 32 (clients drop a
 * message with others): E2E_REFUSED_LENGTH, and FILE_KEY is unchanged.  Errors: VERSION,
 * BACKEND; FILE_KEY is wiped after BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_key_set(struct e2e_crypto *crypto, struct e2e_file_key *file_key,
                 const uint8_t *key, size_t key_n, const uint8_t *iv, size_t iv_n);

/*
 * Check that FILE_KEY has the FINGERPRINT that is in an encryptedFile.  Refused: FINGERPRINT;
 * then the file is another one and must not be fetched (DOC api/end-to-end).  Success proves
 * nothing: the server can make 32 bits fit.  Errors: VERSION, STATE.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_key_check(const struct e2e_file_key *file_key, int32_t fingerprint);

/* The length of the container of a file of N bytes, at most 2^63 - 16: rounded up to 16. */
E2E_API uint64_t e2e_file_container_bytes(uint64_t n);

/*
 * Judge the two sizes of a received file before downloading: MEDIA as the message
 * says, CONTAINER as encryptedFile says.  Refused: SIZE if MEDIA is negative or
 * above CONTAINER, if CONTAINER is no multiple of 16, or if it is 16 or more bytes
 * larger than MEDIA (where other data could hide).
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_sizes_check(int64_t media, int64_t container);

/* The last block of a file that is no multiple of 16 is filled up with ... */
#define E2E_FILE_PAD_ZERO   0 /* zeros, as Android does: a resumed upload is identical */
#define E2E_FILE_PAD_RANDOM 1 /* random bytes, as TDLib does                           */

/*
 * The state of one file being encrypted or decrypted from front to back.  It holds
 * the key: wipe it with e2e_file_wipe() at the end.  Its members are for reading
 * only.  It may be copied; two copies must not both go on encrypting.
 */
struct e2e_file {
	uint32_t size;
	uint32_t way;        /* E2E_ENCRYPT or E2E_DECRYPT             */
	uint32_t padding;    /* E2E_FILE_PAD_*, when encrypting        */
	uint32_t reserved;
	uint64_t plain_n;    /* length of the file                     */
	uint64_t offset;     /* bytes of the container done            */
	uint8_t key[E2E_AES_KEY_BYTES];
	uint8_t chain[E2E_AES_IV_BYTES]; /* last ciphertext and plaintext block */
};

#define E2E_FILE_INIT \
	{ sizeof(struct e2e_file), 0, 0, 0, 0, 0, { 0 }, { 0 } }

/*
 * Where a file can be taken up again, also by another process.  It holds a block of
 * the file's plaintext: keep it as secret as the file.
 */
struct e2e_file_checkpoint {
	uint32_t size;
	uint32_t reserved;
	uint64_t offset; /* bytes of the container done, a multiple of 16 */
	uint8_t chain[E2E_AES_IV_BYTES];
};

#define E2E_FILE_CHECKPOINT_INIT \
	{ sizeof(struct e2e_file_checkpoint), 0, 0, { 0 } }

/*
 * Begin a file of PLAIN_N bytes under FILE_KEY.  FROM may be NULL to begin at the
 * front.  Errors: ARGUMENT (also for a checkpoint beyond the file or between two
 * blocks), LIMIT above 2^63 - 16, STATE for a FILE_KEY that was never set, VERSION.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_start(struct e2e_file *file, const struct e2e_file_key *file_key, uint32_t way,
               uint64_t plain_n, uint32_t padding, const struct e2e_file_checkpoint *from);

/*
 * Do the next N bytes.  IN and OUT may be the same address, and must not overlap
 * otherwise.  Give multiples of 16.  When encrypting, the last piece of a file may have
 * another length, and its output is rounded up to 16.  When decrypting, input always comes
 * in whole blocks, and the output of the last piece ends where the file does.  OUT needs N
 * rounded up to 16; *OUT_N is how much was produced.
 * Errors: ARGUMENT for other lengths and a wrong way, LIMIT if more comes than the
 * file has or ROOM is too small, VERSION, BACKEND.  A failure leaves FILE as it was, and
 * OUT as it was or wiped.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_encrypt(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *out, size_t room,
                 size_t *out_n, const uint8_t *in, size_t n);
E2E_API E2E_MUST_CHECK int32_t
e2e_file_decrypt(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *out, size_t room,
                 size_t *out_n, const uint8_t *in, size_t n);

/* E2E_OK if the whole file is done, else STATE. */
E2E_API E2E_MUST_CHECK int32_t e2e_file_end(const struct e2e_file *file);

/*
 * Store in POINT where FILE could be taken up again, also at its end.  The checkpoint is
 * the same for encrypting and decrypting.  Errors: VERSION.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_file_checkpoint_get(const struct e2e_file *file, struct e2e_file_checkpoint *point);

/* Erase FILE, but for its size. */
E2E_API void e2e_file_wipe(struct e2e_file *file);

#ifdef __cplusplus
}
#endif

#endif
