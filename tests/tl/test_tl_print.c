/* SPDX-License-Identifier: ISC */
/* Objects as text and as JSON. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 65536

static char shown[SHOWN_MAX];

static const char *
show(const void *object, uint32_t format)
{
	size_t n;

	ck_assert_int_eq(e2e_tl_print(shown, sizeof shown, &n, object, format), E2E_OK);
	ck_assert_uint_lt(n, sizeof shown);
	ck_assert_uint_eq(n, strlen(shown));
	return shown;
}

static struct e2e_bytes
span(const char *text)
{
	return (struct e2e_bytes){ (const uint8_t *)text, strlen(text) };
}

static const struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 2 };
static const struct e2e_tl_decrypted_message_media_geo_point place = {
	E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 1.5, -0.25 };

static struct e2e_tl_decrypted_message_73
message(void)
{
	static const struct e2e_tl *elements[2];
	struct e2e_tl_decrypted_message_73 m = { E2E_TL_DECRYPTED_MESSAGE_73, .ttl = -1 };

	elements[0] = elements[1] = (const void *)&bold;
	m.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT | E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA
	          | E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
	m.random_id = INT64_MIN;
	m.message = span("hi");
	m.media = (const void *)&place;
	m.entities = (struct e2e_tl_objects){ elements, 2 };
	m.grouped_id = 5; /* its flag is clear */
	return m;
}

START_TEST(message_as_text)
{
	struct e2e_tl_decrypted_message_73 m = message();

	ck_assert_str_eq(show(&m, E2E_TL_TEXT),
	                 "decryptedMessage\n"
	                 "  flags: 0x000002a0\n"
	                 "  silent: true\n"
	                 "  random_id: -9223372036854775808\n"
	                 "  ttl: -1\n"
	                 "  message: \"hi\"\n"
	                 "  media: decryptedMessageMediaGeoPoint\n"
	                 "    lat: 1.5\n"
	                 "    long: -0.25\n"
	                 "  entities: 2 of them\n"
	                 "    messageEntityBold\n"
	                 "      offset: 0\n"
	                 "      length: 2\n"
	                 "    messageEntityBold\n"
	                 "      offset: 0\n"
	                 "      length: 2");
}
END_TEST

START_TEST(message_as_json)
{
	struct e2e_tl_decrypted_message_73 m = message();

	ck_assert_str_eq(show(&m, E2E_TL_JSON),
	                 "{\"_\":\"decryptedMessage\",\"silent\":true,"
	                 "\"random_id\":\"-9223372036854775808\",\"ttl\":-1,\"message\":\"hi\","
	                 "\"media\":{\"_\":\"decryptedMessageMediaGeoPoint\",\"lat\":1.5,"
	                 "\"long\":-0.25},\"entities\":["
	                 "{\"_\":\"messageEntityBold\",\"offset\":0,\"length\":2},"
	                 "{\"_\":\"messageEntityBold\",\"offset\":0,\"length\":2}]}");
}
END_TEST

START_TEST(numbers_of_messages_in_both_formats)
{
	static const int64_t v[] = { 1, -1, INT64_MAX };
	struct e2e_tl_decrypted_message_action_read_messages read = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, { v, 3 } };

	ck_assert_str_eq(show(&read, E2E_TL_JSON),
	                 "{\"_\":\"decryptedMessageActionReadMessages\","
	                 "\"random_ids\":[\"1\",\"-1\",\"9223372036854775807\"]}");
	ck_assert_str_eq(show(&read, E2E_TL_TEXT),
	                 "decryptedMessageActionReadMessages\n"
	                 "  random_ids: [1, -1, 9223372036854775807]");
	read.random_ids = (struct e2e_tl_longs){ NULL, 0 };
	ck_assert_str_eq(show(&read, E2E_TL_JSON),
	                 "{\"_\":\"decryptedMessageActionReadMessages\",\"random_ids\":[]}");
}
END_TEST

START_TEST(bytes_in_hex_whole_in_json_and_cut_in_text)
{
	uint8_t b[65];
	char hex[2 * sizeof b + 1] = "", want[512];
	struct e2e_tl_decrypted_message_action_request_key key = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, 7, { b, 0 } };
	static const char text[] = "decryptedMessageActionRequestKey\n  exchange_id: 7\n  g_a: ";

	for (size_t i = 0; i < sizeof b; i++)
		b[i] = (uint8_t)(0xc0 + i);
	for (key.g_a.n = 0; key.g_a.n <= sizeof b; key.g_a.n++) {
		size_t n = key.g_a.n;

		if (n > 0)
			snprintf(hex + 2 * (n - 1), 3, "%02x", b[n - 1]);
		snprintf(want, sizeof want, "{\"_\":\"decryptedMessageActionRequestKey\","
		         "\"exchange_id\":\"7\",\"g_a\":\"%s\"}", hex);
		ck_assert_str_eq(show(&key, E2E_TL_JSON), want);
		snprintf(want, sizeof want, "%s%.128s%s%s(%zu bytes)", text, hex,
		         n > 64 ? "..." : "", n > 0 ? " " : "", n);
		ck_assert_str_eq(show(&key, E2E_TL_TEXT), want);
	}
}
END_TEST

/* A peer's text neither drives the terminal of who reads it nor turns it around. */
START_TEST(control_characters_of_all_kinds_are_escaped)
{
	static const struct {
		const char *utf8, *shown;
	} c[] = {
		{ "\x1b", "\\u001b" },         { "\x7f", "\\u007f" },
		{ "\xc2\x80", "\\u0080" },     { "\xc2\x9b", "\\u009b" },
		{ "\xc2\x9f", "\\u009f" },     { "\xc2\xa0", "\xc2\xa0" },
		{ "\xd8\x9c", "\\u061c" },     { "\xd8\x9d", "\xd8\x9d" },
		{ "\xe2\x80\x8d", "\xe2\x80\x8d" }, { "\xe2\x80\x8e", "\\u200e" },
		{ "\xe2\x80\x8f", "\\u200f" }, { "\xe2\x80\xa7", "\xe2\x80\xa7" },
		{ "\xe2\x80\xa8", "\\u2028" }, { "\xe2\x80\xae", "\\u202e" },
		{ "\xe2\x80\xaf", "\xe2\x80\xaf" }, { "\xe2\x81\xa5", "\xe2\x81\xa5" },
		{ "\xe2\x81\xa6", "\\u2066" }, { "\xe2\x81\xa9", "\\u2069" },
		{ "\xe2\x81\xaa", "\xe2\x81\xaa" }, { "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
	};
	char want[128];

	for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
		struct e2e_tl_decrypted_message_media_web_page page = {
			E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE,
			{ (const uint8_t *)c[i].utf8, strlen(c[i].utf8) }
		};

		snprintf(want, sizeof want, "{\"_\":\"decryptedMessageMediaWebPage\",\"url\":\"%s\"}",
		         c[i].shown);
		ck_assert_str_eq(show(&page, E2E_TL_JSON), want);
		snprintf(want, sizeof want, "decryptedMessageMediaWebPage\n  url: \"%s\"", c[i].shown);
		ck_assert_str_eq(show(&page, E2E_TL_TEXT), want);
	}
}
END_TEST

START_TEST(nothing_and_strange_objects_are_null)
{
	struct e2e_tl strange = { TL_STRANGE };
	struct e2e_tl_decrypted_message_layer layer = { E2E_TL_DECRYPTED_MESSAGE_LAYER,
		.layer = 151, .message = NULL };

	ck_assert_str_eq(show(NULL, E2E_TL_TEXT), "null");
	ck_assert_str_eq(show(NULL, E2E_TL_JSON), "null");
	ck_assert_str_eq(show(&strange, E2E_TL_TEXT), "null");
	ck_assert_str_eq(show(&strange, E2E_TL_JSON), "null");
	ck_assert_str_eq(show(&layer, E2E_TL_JSON),
	                 "{\"_\":\"decryptedMessageLayer\",\"random_bytes\":\"\",\"layer\":151,"
	                 "\"in_seq_no\":0,\"out_seq_no\":0,\"message\":null}");
}
END_TEST

START_TEST(rejects_another_format)
{
	size_t n = 1;

	ck_assert_int_eq(e2e_tl_print(shown, 10, &n, NULL, 2), E2E_ERR_ARGUMENT);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(e2e_tl_print(shown, 10, &n, NULL, UINT32_MAX), E2E_ERR_ARGUMENT);
}
END_TEST

/* Room 0, 1, ... up to more than enough, ending at a guard page. */
START_TEST(cuts_to_any_room_and_says_the_whole_length)
{
	struct e2e_tl_decrypted_message_73 m = message();

	for (uint32_t format = E2E_TL_TEXT; format <= E2E_TL_JSON; format++) {
		char *whole = strdup(show(&m, format));
		size_t length = strlen(whole), n;
		uint8_t *out = tu_guarded(length + 2);

		for (size_t room = 0; room <= length + 2; room++) {
			char *at = (char *)out + length + 2 - room;

			memset(at, '#', room);
			n = 0;
			ck_assert_int_eq(e2e_tl_print(at, room, &n, (const void *)&m, format),
			                 E2E_OK);
			ck_assert_uint_eq(n, length);
			if (room == 0)
				continue;
			ck_assert_uint_eq(strlen(at), room > length ? length : room - 1);
			ck_assert_mem_eq(at, whole, strlen(at));
			ck_assert(room != length + 2 || at[room - 1] == '#');
		}
		ck_assert_int_eq(e2e_tl_print(NULL, 0, &n, (const void *)&m, format), E2E_OK);
		ck_assert_uint_eq(n, length);
		tu_guarded_free(out, length + 2);
		free(whole);
	}
}
END_TEST

TCase *
tl_case_print(void)
{
	TCase *tc = tcase_create("print");

	tcase_add_test(tc, message_as_text);
	tcase_add_test(tc, message_as_json);
	tcase_add_test(tc, numbers_of_messages_in_both_formats);
	tcase_add_test(tc, bytes_in_hex_whole_in_json_and_cut_in_text);
	tcase_add_test(tc, control_characters_of_all_kinds_are_escaped);
	tcase_add_test(tc, nothing_and_strange_objects_are_null);
	tcase_add_test(tc, rejects_another_format);
	tcase_add_test(tc, cuts_to_any_room_and_says_the_whole_length);
	return tc;
}
