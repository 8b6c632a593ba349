/* SPDX-License-Identifier: ISC */
/* Fingerprints of keys, and what two users compare. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <stdio.h>
#include <string.h>

#define K_HASH "4a9c5b9e5e368da9991013119fb906283ef33734daae0e353f132ff5f3241d8f86ba81f8"

static const char k_picture[] =
	"220103123211" "231223112130" "130212221212" "001030101010" "331212322100" "022023303033"
	"313001302213" "232223001130" "333030103320" "113330330120" "131033022102" "223210020233";

/* Of the bytes 00, 01 to 23 hex. */
static const char counted_picture[] =
	"000010002000" "300001001100" "210031000200" "120022003200" "030013002300" "330000101010"
	"201030100110" "111021103110" "021012102210" "321003101310" "231033100020" "102020203020";

static const char k_text[] =
	"4A 9C 5B 9E  5E 36 8D A9\n"
	"99 10 13 11  9F B9 06 28\n"
	"3E F3 37 34  DA AE 0E 35\n"
	"3F 13 2F F5  F3 24 1D 8F";

START_TEST(computes_the_published_fingerprint)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key, again = E2E_KEY_INIT;
	uint8_t wire[8], want[8];

	cu_key(crypto, &key);
	ck_assert_int_eq(key.fingerprint, INT64_C(1870051236913789343));
	tu_hex(want, sizeof want, "9fb90628b1c1f319");
	cu_put64(wire, (uint64_t)key.fingerprint);
	ck_assert_mem_eq(wire, want, 8);
	memcpy(again.value, key.value, sizeof key.value);
	ck_assert_int_eq(e2e_key_set(crypto, &again, again.value), E2E_OK);
	ck_assert_int_eq(again.fingerprint, key.fingerprint);
	ck_assert_mem_eq(again.value, key.value, sizeof key.value);
	ck_assert_uint_eq(again.size, sizeof again);
	e2e_crypto_free(crypto);
}
END_TEST

/* A leading zero byte belongs to what is hashed. */
START_TEST(hashes_leading_zeros)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t value[E2E_KEY_BYTES], sha1[E2E_SHA1_BYTES], wire[8];
	size_t zeros;

	for (zeros = 0; zeros <= sizeof value; zeros += 64) {
		memset(value, 0, zeros);
		cu_count(value + zeros, sizeof value - zeros, 77);
		ck_assert_int_eq(e2e_key_set(crypto, &key, value), E2E_OK);
		cu_sha1(crypto, sha1, value, sizeof value);
		cu_put64(wire, (uint64_t)key.fingerprint);
		ck_assert_mem_eq(wire, sha1 + 12, 8);
		ck_assert_mem_eq(key.value, value, sizeof value);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(wipes_a_key_that_was_not_set)
{
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	uint8_t value[E2E_KEY_BYTES];

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	cu_key(crypto, &key);
	memcpy(value, key.value, sizeof value);
	cu_faults.hash = 1;
	ck_assert_int_eq(e2e_key_set(crypto, &key, value), E2E_ERR_BACKEND);
	ck_assert_uint_eq(key.size, sizeof key);
	ck_assert_int_eq(key.fingerprint, 0);
	ck_assert(tu_all_zero(key.value, sizeof key.value));
	cu_key(crypto, &key);
	key.size = sizeof key - 1;
	ck_assert_int_eq(e2e_key_set(crypto, &key, value), E2E_ERR_VERSION);
	ck_assert_uint_eq(key.size, sizeof key - 1);
	cu_key(crypto, &key);
	e2e_key_wipe(&key);
	ck_assert_uint_eq(key.size, sizeof key);
	ck_assert_int_eq(key.fingerprint, 0);
	ck_assert(tu_all_zero(key.value, sizeof key.value));
	e2e_crypto_free(crypto);
}
END_TEST

/* A key whose fingerprint is 0 is a key, and a number alone makes none. */
START_TEST(knows_a_key_that_was_set_by_that_alone)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_key key, unset = E2E_KEY_INIT;
	uint8_t packet[E2E_PACKET_ROOM(16)], plain[sizeof packet], text[16] = "sixteen bytes !";
	uint8_t hash[E2E_KEY_HASH_BYTES];
	struct e2e_bytes got;
	size_t n;

	cu_key(crypto, &key);
	key.fingerprint = 0;
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, NULL), E2E_OK);
	ck_assert_int_eq(e2e_message_seal(crypto, packet, sizeof packet, &n, &key, E2E_CREATOR, NULL,
	                                  text, sizeof text), E2E_OK);
	ck_assert_int_eq(e2e_message_open(crypto, &got, plain, sizeof plain, &key, E2E_CREATOR,
	                                  packet, n), E2E_OK);
	unset.fingerprint = 1;
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &unset, NULL), E2E_ERR_STATE);
	e2e_key_wipe(&key);
	key.fingerprint = 1;
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, NULL), E2E_ERR_STATE);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 127: the key hash KH */
START_TEST(hashes_the_key_as_published)
{
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	uint8_t want[E2E_KEY_HASH_BYTES], *hash = tu_guarded(E2E_KEY_HASH_BYTES);
	struct e2e_key key;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	cu_key(crypto, &key);
	tu_hex(want, sizeof want, K_HASH);
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, NULL), E2E_OK);
	ck_assert_mem_eq(hash, want, sizeof want);
	memset(hash, 0, E2E_KEY_HASH_BYTES);
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, &key), E2E_OK);
	ck_assert_mem_eq(hash, want, sizeof want);
	cu_faults.hash = 1;
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, NULL), E2E_ERR_BACKEND);
	cu_faults.hash = 2;
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &key, NULL), E2E_ERR_BACKEND);
	tu_guarded_free(hash, E2E_KEY_HASH_BYTES);
	e2e_crypto_free(crypto);
}
END_TEST

/* SHA1 is of the first key, SHA256 of the one in force at layer 46. */
START_TEST(hashes_two_keys_of_an_old_chat)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t hash[E2E_KEY_HASH_BYTES], sha1[E2E_SHA1_BYTES], sha256[E2E_SHA256_BYTES];
	uint8_t value[E2E_KEY_BYTES];
	struct e2e_key first, later = E2E_KEY_INIT;

	cu_key(crypto, &first);
	cu_count(value, sizeof value, 1);
	ck_assert_int_eq(e2e_key_set(crypto, &later, value), E2E_OK);
	cu_sha1(crypto, sha1, first.value, sizeof first.value);
	cu_sha256(crypto, sha256, later.value, sizeof later.value);
	ck_assert_int_eq(e2e_key_hash(crypto, hash, &first, &later), E2E_OK);
	ck_assert_mem_eq(hash, sha1, 16);
	ck_assert_mem_eq(hash + 16, sha256, 20);
	e2e_crypto_free(crypto);
}
END_TEST

/* Two bits a square, the lowest first. */
static void
naive_picture(uint8_t *pixel, size_t pixels, const uint8_t *hash)
{
	size_t n;

	for (n = 0; n < pixels; n++)
		pixel[n] = (uint8_t)((hash[n / 4] >> (2 * (n % 4))) & 3);
}

/* Draw into exactly the bytes of the picture from exactly the bytes of the hash. */
static void
draw(uint8_t *pixel, size_t side, const uint8_t *hash)
{
	size_t hash_n = side * side / 4;
	uint8_t *out = tu_guarded(side * side), *in = tu_guarded_copy(hash, hash_n);

	memset(out, 9, side * side);
	if (side == E2E_PICTURE_SIDE)
		e2e_key_picture(out, in);
	else
		e2e_key_picture_legacy(out, in);
	memcpy(pixel, out, side * side);
	tu_guarded_free(out, side * side);
	tu_guarded_free(in, hash_n);
}

/* scenario 127: VIS and the grid of 00 to 23 */
START_TEST(draws_the_published_pictures)
{
	uint8_t hash[E2E_KEY_HASH_BYTES], pixel[12 * 12];
	size_t n;

	tu_hex(hash, sizeof hash, K_HASH);
	draw(pixel, E2E_PICTURE_SIDE, hash);
	for (n = 0; n < sizeof pixel; n++)
		ck_assert_int_eq(pixel[n], k_picture[n] - '0');
	cu_count(hash, sizeof hash, 0);
	draw(pixel, E2E_PICTURE_SIDE, hash);
	for (n = 0; n < sizeof pixel; n++)
		ck_assert_int_eq(pixel[n], counted_picture[n] - '0');
}
END_TEST

/* scenario 127: also the 8x8 picture of 16 bytes */
START_TEST(draws_any_hash_by_the_same_bit_order)
{
	uint8_t hash[E2E_KEY_HASH_BYTES], pixel[12 * 12], want[12 * 12];
	uint64_t seed = 11;
	int round;

	for (round = 0; round < 100; round++) {
		tu_fill(&seed, hash, sizeof hash);
		draw(pixel, E2E_PICTURE_SIDE, hash);
		naive_picture(want, 12 * 12, hash);
		ck_assert_mem_eq(pixel, want, 12 * 12);
		draw(pixel, E2E_PICTURE_LEGACY_SIDE, hash);
		naive_picture(want, 8 * 8, hash);
		ck_assert_mem_eq(pixel, want, 8 * 8);
	}
}
END_TEST

/* scenario 127: the four colours of the picture */
START_TEST(knows_four_colours)
{
	uint32_t colour;

	ck_assert_uint_eq(e2e_picture_rgb(0), 0xffffff);
	ck_assert_uint_eq(e2e_picture_rgb(1), 0xd5e6f3);
	ck_assert_uint_eq(e2e_picture_rgb(2), 0x2d5775);
	ck_assert_uint_eq(e2e_picture_rgb(3), 0x2f99c9);
	for (colour = E2E_PICTURE_COLOURS; colour < 300; colour++)
		ck_assert_uint_eq(e2e_picture_rgb(colour), 0);
	ck_assert_uint_eq(e2e_picture_rgb(0x80000000), 0);
	ck_assert_uint_eq(e2e_picture_rgb(UINT32_MAX), 0);
}
END_TEST

/* scenario 127: the vector HEX */
START_TEST(prints_the_published_text)
{
	uint8_t hash[E2E_KEY_HASH_BYTES];
	char *text = (char *)tu_guarded(E2E_KEY_TEXT_BYTES);

	tu_hex(hash, sizeof hash, K_HASH);
	memset(text, 'x', E2E_KEY_TEXT_BYTES);
	e2e_key_text(text, hash);
	ck_assert_uint_eq(sizeof k_text, E2E_KEY_TEXT_BYTES);
	ck_assert_mem_eq(text, k_text, sizeof k_text);
	tu_guarded_free((uint8_t *)text, E2E_KEY_TEXT_BYTES);
}
END_TEST

/* Every byte value, at every place. */
START_TEST(prints_any_hash)
{
	char text[E2E_KEY_TEXT_BYTES], want[E2E_KEY_TEXT_BYTES + 1];
	uint8_t hash[E2E_KEY_HASH_BYTES];
	unsigned value;
	size_t i, at;

	for (value = 0; value < 256; value++) {
		cu_count(hash, sizeof hash, (uint8_t)value);
		for (i = at = 0; i < 32; i++)
			at += (size_t)snprintf(want + at, sizeof want - at, "%02X%s", hash[i],
			                       i == 31 ? "" : i % 8 == 7 ? "\n" :
			                       i % 4 == 3 ? "  " : " ");
		e2e_key_text(text, hash);
		ck_assert_str_eq(text, want);
	}
}
END_TEST

/* scenario 127: the vector EMOJI5, as Android shows it */
START_TEST(shows_the_emoji_of_android)
{
	static const uint16_t want[E2E_KEY_EMOJI] = { 289, 220, 17, 50, 263 };
	uint8_t hash[E2E_KEY_HASH_BYTES], *in;
	uint16_t emoji[E2E_KEY_EMOJI];
	uint64_t seed = 13, word;
	int round, i, j;

	tu_hex(hash, sizeof hash, K_HASH);
	e2e_key_emoji(emoji, hash);
	for (i = 0; i < E2E_KEY_EMOJI; i++)
		ck_assert_uint_eq(emoji[i], want[i]);
	for (round = 0; round < 200; round++) {
		tu_fill(&seed, hash, sizeof hash);
		in = tu_guarded_copy(hash, sizeof hash);
		e2e_key_emoji(emoji, in);
		tu_guarded_free(in, sizeof hash);
		for (i = 0; i < E2E_KEY_EMOJI; i++) {
			for (word = 0, j = 0; j < 4; j++)
				word = word * 256 + hash[16 + 4 * i + j];
			ck_assert_uint_eq(emoji[i], word % 0x80000000 % E2E_EMOJI_TABLE);
		}
	}
}
END_TEST

static void
naive_call(struct e2e_crypto *crypto, uint64_t want[E2E_CALL_EMOJI], const uint8_t *key,
           const uint8_t g_a[256])
{
	uint8_t both[512], digest[32];
	int i, j;

	memcpy(both, key, 256);
	memcpy(both + 256, g_a, 256);
	cu_sha256(crypto, digest, both, sizeof both);
	for (i = 0; i < E2E_CALL_EMOJI; i++) {
		for (want[i] = 0, j = 0; j < 8; j++)
			want[i] = want[i] * 256 + digest[8 * i + j];
		want[i] = (want[i] & INT64_MAX) % E2E_EMOJI_TABLE;
	}
}

/* scenario 127: the vector CALL, of a call */
START_TEST(shows_the_emoji_of_a_call)
{
	static const uint16_t published[E2E_CALL_EMOJI] = { 73, 145, 275, 112 };
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint16_t emoji[E2E_CALL_EMOJI];
	uint64_t want[E2E_CALL_EMOJI];
	uint8_t g_a[256];
	struct e2e_key key;
	unsigned i, zeros;

	cu_key(crypto, &key);
	for (i = 0; i < 256; i++)
		g_a[i] = (uint8_t)(11 * i + 5);
	ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, g_a, 256), E2E_OK);
	for (i = 0; i < E2E_CALL_EMOJI; i++)
		ck_assert_uint_eq(emoji[i], published[i]);
	for (zeros = 0; zeros < 256; zeros += 5) { /* stripped and whole are the same */
		memset(g_a, 0, zeros);
		naive_call(crypto, want, key.value, g_a);
		ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, g_a, 256), E2E_OK);
		for (i = 0; i < E2E_CALL_EMOJI; i++)
			ck_assert_uint_eq(emoji[i], want[i]);
		memset(emoji, 0xff, sizeof emoji);
		ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, g_a + zeros,
		                                256 - zeros), E2E_OK);
		for (i = 0; i < E2E_CALL_EMOJI; i++)
			ck_assert_uint_eq(emoji[i], want[i]);
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(refuses_call_values_of_impossible_length)
{
	struct e2e_backend faulty;
	struct e2e_crypto *crypto;
	uint16_t emoji[E2E_CALL_EMOJI];
	uint8_t g_a[257] = { 0 };
	struct e2e_key key;

	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	crypto = tu_crypto(&faulty);
	cu_key(crypto, &key);
	ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, NULL, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, g_a, 257), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, g_a, 1), E2E_OK);
	cu_faults.hash = 1;
	ck_assert_int_eq(e2e_call_emoji(crypto, emoji, key.value, g_a, 256), E2E_ERR_BACKEND);
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ computes_the_published_fingerprint },
		{ hashes_leading_zeros },
		{ wipes_a_key_that_was_not_set },
		{ knows_a_key_that_was_set_by_that_alone },
		{ hashes_the_key_as_published },
		{ hashes_two_keys_of_an_old_chat },
		{ draws_the_published_pictures },
		{ draws_any_hash_by_the_same_bit_order },
		{ knows_four_colours },
		{ prints_the_published_text },
		{ prints_any_hash },
		{ shows_the_emoji_of_android },
		{ shows_the_emoji_of_a_call },
		{ refuses_call_values_of_impossible_length },
	};

	return tu_run(cu_suite("key", tests, CU_N(tests)));
}
