/* SPDX-License-Identifier: ISC */
/*
 * Open the packets of sessions that were recorded from other implementations
 * (tests/vectors/transcripts) and compare the plaintext with what they meant.
 *
 *     recorded FILE.jsonl...
 *
 * Packets under the key of the handshake are opened.  Keys that were renewed later in a
 * session can be had only by following its messages, which building blocks do not do.
 */
#include "config.h"

#include "terminal.h"

#include <e2e/e2e.h>

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

#define PACKET_MAX 65536
#define LINE_MAX_  (4 * PACKET_MAX)

struct session {
	struct e2e_crypto *crypto;
	struct e2e_key key;
	bool has_key;
	unsigned opened[2];     /* by whom: 0 the script that drove the session, 1 its peer */
	unsigned old_version;   /* of those, MTProto 1 */
	unsigned other_key, wrong;
	bool fatal;             /* the last packet has to be refused, */
	char rule[80];          /* for the rule that it breaks        */
	uint8_t packet[PACKET_MAX], plain[PACKET_MAX], expected[PACKET_MAX];
};

static const char *
text_of(const json_t *step, const char *name)
{
	return json_string_value(json_object_get(step, name));
}

/* `accept` and `complete` carry the key of the handshake; the first one counts. */
static int
take_key(struct session *s, const json_t *step)
{
	const char *hex = text_of(step, "key");
	uint8_t value[E2E_KEY_BYTES];
	size_t n;
	int32_t err;

	if (hex == NULL || s->has_key)
		return 0;
	if (!tool_hex_decode(value, sizeof value, &n, hex) || n != sizeof value)
		return -1;
	err = e2e_key_set(s->crypto, &s->key, value);
	e2e_wipe(value, sizeof value);
	s->has_key = err == E2E_OK;
	return s->has_key ? 0 : -1;
}

/* The TL bytes that the packet is known to hold, if the file has them. */
static const char *
plaintext_of(const json_t *step)
{
	const char *hex = text_of(step, "plaintext");

	return hex != NULL ? hex : text_of(json_object_get(step, "decrypted"), "plaintext");
}

static int32_t
open_either_version(struct session *s, struct e2e_bytes *got, uint32_t sender, size_t n)
{
	int32_t err = e2e_message_open(s->crypto, got, s->plain, sizeof s->plain, &s->key, sender,
	                               s->packet, n);

	if (err != E2E_REFUSED_FORGED)
		return err;
	err = e2e_message_open_v1(s->crypto, got, s->plain, sizeof s->plain, &s->key, s->packet, n);
	s->old_version += err == E2E_OK;
	return err;
}

static int
open_packet(struct session *s, const json_t *step)
{
	const char *hex = text_of(step, "packet"), *actor = text_of(step, "actor");
	const char *expected_hex = plaintext_of(step), *type = text_of(step, "type");
	struct e2e_bytes got;
	size_t n, expected_n;
	int32_t err;

	if (hex == NULL || actor == NULL || expected_hex == NULL)
		return 0;
	if (!s->has_key || !tool_hex_decode(s->packet, sizeof s->packet, &n, hex) ||
	    !tool_hex_decode(s->expected, sizeof s->expected, &expected_n, expected_hex))
		return -1;
	err = open_either_version(s, &got, actor[0] == 'A' ? E2E_CREATOR : E2E_ACCEPTOR, n);
	if (err == E2E_REFUSED_KEY_ID)
		s->other_key++;
	else if (err == E2E_OK && got.n == expected_n && memcmp(got.p, s->expected, got.n) == 0)
		s->opened[strcmp(type, "peer_packet") == 0]++;
	else
		s->wrong++;
	return 0;
}

/* A `receive` whose result has to be the end of the chat, and why. */
static void
take_verdict(struct session *s, const json_t *step)
{
	const char *result = text_of(step, "result"), *reason = text_of(step, "reason");

	s->fatal = result != NULL && strcmp(result, "fatal") == 0;
	snprintf(s->rule, sizeof s->rule, "%s", reason != NULL ? reason : "no reason given");
}

static int
read_session(struct session *s, FILE *file, const char *name)
{
	static char line[LINE_MAX_];
	unsigned number = 0;
	int status = 0;

	while (status == 0 && fgets(line, sizeof line, file) != NULL) {
		json_error_t error;
		json_t *step = json_loads(line, 0, &error);

		number++;
		if (step == NULL || take_key(s, step) != 0 || open_packet(s, step) != 0) {
			fprintf(stderr, "recorded: %s: line %u is not understood\n", name, number);
			status = -1;
		}
		take_verdict(s, step);
		json_decref(step);
	}
	return status;
}

static void
report(const struct session *s, const char *name)
{
	printf("  %-32.*s %3u packets opened", (int)strcspn(name, "."), name,
	       s->opened[0] + s->opened[1]);
	if (s->opened[1] > 0)
		printf(", %u of them sealed by a live TDLib", s->opened[1]);
	if (s->old_version > 0)
		printf(", %u of them MTProto 1", s->old_version);
	if (s->other_key > 0)
		printf("; %u under renewed keys left closed", s->other_key);
	if (s->fatal)
		printf("; the last breaks a rule (%s): to refuse it is right", s->rule);
	if (s->wrong > 0)
		printf("; %u WRONG", s->wrong);
	putchar('\n');
}

static int
replay(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	struct session *s = calloc(1, sizeof *s);
	FILE *file = fopen(path, "r");
	int status = -1;

	if (s == NULL || file == NULL) {
		perror(path);
		goto out;
	}
	s->key = (struct e2e_key)E2E_KEY_INIT;
	if (e2e_crypto_new(&s->crypto, NULL) == E2E_OK)
		status = read_session(s, file, name);
	e2e_crypto_free(s->crypto);
	if (status == 0)
		report(s, name);
	if (status == 0 && (s->wrong > 0 || s->opened[0] + s->opened[1] == 0))
		status = -1;
out:
	if (file != NULL)
		fclose(file);
	if (s != NULL)
		e2e_wipe(s, sizeof *s);
	free(s);
	return status;
}

int
main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	if (argc < 2) {
		fputs("usage: recorded FILE.jsonl...\n", stderr);
		return 2;
	}
	terminal_step("Sessions recorded from other implementations");
	for (int i = 1; i < argc; i++) {
		if (replay(argv[i]) != 0)
			status = EXIT_FAILURE;
	}
	return status;
}
