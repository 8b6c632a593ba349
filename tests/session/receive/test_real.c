/* SPDX-License-Identifier: ISC */
/*
 * Packets that a real phone sent, where somebody has published some with the key of a throwaway
 * chat: each opens and says what it is known to say, and an account that gets the same messages
 * takes them all.  The file is not part of the project: $E2E_SHARED, or ../shared beside the
 * sources, may have it; where it is not, there is nothing to test.
 */
#include "config.h"

#include "tests/util/chatutil.h"
#include "tests/util/testutil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SKIPPED  77 /* for automake      */
#define LINE_ROOM (64 * 1024)
#define ROOM     (16 * 1024)
#define FILE_NAME "vectors/real/official_android_2026.jsonl"

/* What is known of each, in order. */
static const struct {
	int32_t layer, in_seq_no, out_seq_no;
	uint32_t kind;    /* of the message or its action */
	const char *text; /* or NULL                      */
	int32_t announced;
} known[] = {
	{ 46, 1, 0, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, NULL, 151 },
	{ 144, 1, 2, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, NULL, 151 },
	{ 144, 3, 4, E2E_TL_DECRYPTED_MESSAGE_73, "4827", 0 },
};

static FILE *
open_file(void)
{
	const char *srcdir = getenv("srcdir"), *shared = getenv("E2E_SHARED");
	char name[4096];

	if (shared != NULL)
		(void)snprintf(name, sizeof name, "%s/" FILE_NAME, shared);
	else
		(void)snprintf(name, sizeof name, "%s/../shared/" FILE_NAME,
		               srcdir != NULL ? srcdir : ".");
	return fopen(name, "r");
}

/* The hexadecimal string NAME in LINE, as bytes in OUT; how many. */
static size_t
field(const char *line, const char *name, uint8_t *out, size_t room)
{
	const char *at = strstr(line, name);
	char hex[2 * ROOM + 1];
	size_t n;

	ck_assert_ptr_nonnull(at);
	at = strchr(at + strlen(name) + 1, '"'); /* behind the quote that ends the name */
	ck_assert_ptr_nonnull(at);
	n = strcspn(at + 1, "\"");
	ck_assert_uint_lt(n, sizeof hex);
	memcpy(hex, at + 1, n);
	hex[n] = '\0';
	return tu_hex(out, room, hex);
}

struct real {
	FILE *file;
	char line[LINE_ROOM];
	struct e2e_key key;
	uint8_t plain[ROOM];
	struct e2e_bytes payload;
};

static struct real *
begin(struct e2e_crypto *crypto)
{
	struct real *r = calloc(1, sizeof *r);
	uint8_t value[E2E_KEY_BYTES];

	ck_assert_ptr_nonnull(r);
	r->file = open_file();
	ck_assert_ptr_nonnull(r->file);
	ck_assert_ptr_nonnull(fgets(r->line, sizeof r->line, r->file));
	ck_assert_uint_eq(field(r->line, "\"key\"", value, sizeof value), sizeof value);
	r->key = (struct e2e_key)E2E_KEY_INIT;
	ck_assert_int_eq(e2e_key_set(crypto, &r->key, value), E2E_OK);
	return r;
}

static void
end(struct real *r)
{
	ck_assert_ptr_null(fgets(r->line, sizeof r->line, r->file));
	ck_assert_int_eq(fclose(r->file), 0);
	free(r);
}

/* The next one, opened; nobody else sealed it, and not the other side. */
static void
next(struct real *r, struct e2e_crypto *crypto)
{
	uint8_t packet[ROOM];
	size_t n;

	ck_assert_ptr_nonnull(fgets(r->line, sizeof r->line, r->file));
	n = field(r->line, "\"packet\"", packet, sizeof packet);
	ck_assert_int_eq(e2e_message_open(crypto, &r->payload, r->plain, sizeof r->plain, &r->key,
	                                  E2E_CREATOR, packet, n),
	                 E2E_REFUSED_FORGED);
	ck_assert_int_eq(e2e_message_open(crypto, &r->payload, r->plain, sizeof r->plain, &r->key,
	                                  E2E_ACCEPTOR, packet, n),
	                 E2E_OK);
}

/* What is in the open one, but for its message: that is as KNOWN says. */
static void
decodes(const struct real *r, size_t i)
{
	static _Alignas(8) uint8_t memory[64 * 1024];
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const struct e2e_tl_decrypted_message_layer *layer;

	ck_assert_int_eq(e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	                            r->payload.p, r->payload.n, NULL),
	                 E2E_OK);
	layer = (const void *)got.object;
	ck_assert_int_eq(layer->layer, known[i].layer);
	ck_assert_int_eq(layer->in_seq_no, known[i].in_seq_no);
	ck_assert_int_eq(layer->out_seq_no, known[i].out_seq_no);
	ck_assert_uint_ge(layer->random_bytes.n, 15);
	if (known[i].text != NULL) {
		const struct e2e_tl_decrypted_message_73 *m = (const void *)layer->message;

		ck_assert_uint_eq(m->ctor, known[i].kind);
		ck_assert_uint_eq(m->message.n, strlen(known[i].text));
		ck_assert_mem_eq(m->message.p, known[i].text, m->message.n);
	} else {
		const struct e2e_tl_decrypted_message_service_17 *m = (const void *)layer->message;
		const struct e2e_tl_decrypted_message_action_notify_layer *a =
			(const void *)m->action;

		ck_assert_uint_eq(a->ctor, known[i].kind);
		ck_assert_int_eq(a->layer, known[i].announced);
	}
}

START_TEST(opens_and_decodes)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct real *r = begin(crypto);

	for (size_t i = 0; i < CU_N(known); i++) {
		next(r, crypto);
		decodes(r, i);
	}
	end(r);
	e2e_crypto_free(crypto);
}
END_TEST

/* The same bytes, sealed for an account's chat. */
START_TEST(is_taken_by_an_account)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct real *r = begin(crypto);
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR); /* the phone accepted */
	for (size_t i = 0; i < CU_N(known); i++) {
		next(r, crypto);
		k = sp_packet(&c.p);
		k.payload = r->payload;
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).in_seq, (int32_t)i + 1);
	}
	ch_delivered(&c, "4827");
	ck_assert_int_eq(ch_chat(&c).peer_layer, 151);
	ck_assert_int_eq(ch_chat(&c).sent_layer, 144);
	ck_assert_uint_eq(ch_chat(&c).health, 0);
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	ch_is_open(&c);
	ch_close(&c);
	end(r);
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ opens_and_decodes },
		{ is_taken_by_an_account },
	};
	FILE *file = open_file();

	if (file == NULL) {
		printf("skipped: there is no " FILE_NAME " (set E2E_SHARED)\n");
		return SKIPPED;
	}
	(void)fclose(file);
	return tu_run(cu_suite("real", tests, CU_N(tests)));
}
