/* SPDX-License-Identifier: ISC */
/* e2e-inspect: show every layer of a secret chat's packet, and what is wrong with it. */
#include "config.h"

#include "inspect.h"
#include "../shown.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPT_KEY     256
#define OPT_MTPROTO 257
#define OPT_TL      258
#define OPT_JSON    259
#define OPT_FORMAT  260
#define OPT_BACKEND 261
#define OPT_EXPOSE  262

static const struct option options_long[] = {
	{ "key-file", required_argument, NULL, 'k' },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "sender", required_argument, NULL, 's' },
	{ "mtproto", required_argument, NULL, OPT_MTPROTO },
	{ "tl", no_argument, NULL, OPT_TL },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "backend", required_argument, NULL, OPT_BACKEND },
	{ "expose-keys", no_argument, NULL, OPT_EXPOSE },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"Usage: e2e-inspect -k KEYFILE [-s creator|acceptor] [options] INPUT\n"
	"       e2e-inspect [--tl] [options] INPUT\n"
	"Shows every layer of a packet of a secret chat, with every check and its verdict.\n"
	"INPUT is a file, - for standard input, or the bytes as hexadecimal or base64. They are\n"
	"a packet, or a TL object: a message, or what the server sends.\n"
	"\n"
	"  -k, --key-file FILE   the chat's key: 512 hexadecimal digits, or 256 bytes\n"
	"      --key HEX         the same on the command line; other users can see it in ps\n"
	"  -s, --sender ROLE     who sent the packet, creator or acceptor; both are tried if this\n"
	"                        is not given\n"
	"      --mtproto 1|2     the version it must have; else 2 is tried, then 1\n"
	"      --tl              INPUT is a TL object, whatever it begins with\n"
	"      --format FORMAT   of INPUT: raw, hex, base64; else it is guessed\n"
	"      --json            one JSON object, for programs\n"
	"      --expose-keys     show keys of files, and undecoded bytes that could have them\n"
	"      --backend NAME    cryptographic library, see --version\n"
	"  -h, --help            this text\n"
	"  -V, --version         versions and backends\n"
	"\n"
	"The output has the message in it, and never the chat's key.\n"
	"Exit status: 0 all checks passed, 1 some failed, 2 wrong usage or unreadable input.\n";

static void
version_print(void)
{
	const struct e2e_backend *b;
	size_t i;

	printf("e2e-inspect %s (libe2e %s)\nbackends:", PACKAGE_VERSION, e2e_version());
	for (i = 0; (b = e2e_backend_at(i)) != NULL; i++)
		printf(" %s", b->name);
	putchar('\n');
}

/* ---- Options ---------------------------------------------------------------- */

/* Take the key from the command line, and take it off there as far as that is possible. */
static bool
key_take(struct inspect *in, char *text)
{
	in->have_key = inspect_key_text(in->key_value, "--key", text, strlen(text));
	e2e_wipe(text, strlen(text));
	return in->have_key;
}

static bool
sender_take(struct inspect *in, const char *text)
{
	if (strcmp(text, "creator") == 0)
		in->sender = E2E_CREATOR;
	else if (strcmp(text, "acceptor") == 0)
		in->sender = E2E_ACCEPTOR;
	else {
		inspect_say("--sender is creator or acceptor, not '%s'", tool_word(text));
		return false;
	}
	return true;
}

static bool
mtproto_take(struct inspect *in, const char *text)
{
	if (strcmp(text, "1") != 0 && strcmp(text, "2") != 0) {
		inspect_say("--mtproto is 1 or 2, not '%s'", tool_word(text));
		return false;
	}
	in->mtproto = (uint32_t)(text[0] - '0');
	return true;
}

static bool
format_take(struct inspect *in, const char *text)
{
	static const char *const names[] = { "auto", "raw", "hex", "base64" };

	for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(text, names[i]) == 0) {
			in->format = i;
			return true;
		}
	}
	inspect_say("--format is auto, raw, hex or base64, not '%s'", tool_word(text));
	return false;
}

static bool
backend_take(struct inspect *in, const char *name)
{
	if (e2e_backend_by_name(name) == NULL) {
		inspect_say("--backend: this build has no '%s'; --version lists them",
		            tool_word(name));
		return false;
	}
	in->backend = name;
	return true;
}

static bool
option_take(struct inspect *in, int option)
{
	switch (option) {
	case 'k': in->key_path = optarg; return true;
	case OPT_KEY: return key_take(in, optarg);
	case 's': return sender_take(in, optarg);
	case OPT_MTPROTO: return mtproto_take(in, optarg);
	case OPT_TL: in->tl = true; return true;
	case OPT_JSON: in->report.json = true; return true;
	case OPT_FORMAT: return format_take(in, optarg);
	case OPT_BACKEND: return backend_take(in, optarg);
	case OPT_EXPOSE: in->report.expose_keys = true; return true;
	default: return false; /* getopt knows why */
	}
}

static int
usage(const char *what)
{
	if (what != NULL)
		inspect_say("%s", what);
	fputs("Try 'e2e-inspect --help'.\n", stderr);
	return EXIT_USAGE;
}

/* -1: run; else the exit status. */
static int
options_read(struct inspect *in, int argc, char **argv)
{
	int option;

	opterr = 0; /* it would repeat what was given */
	while ((option = getopt_long(argc, argv, "k:s:hV", options_long, NULL)) != -1) {
		if (option == 'h')
			fputs(help, stdout);
		else if (option == 'V')
			version_print();
		else if (option_take(in, option))
			continue;
		else
			return usage(option == '?' ? "an option is unknown, or lacks its value"
			                           : NULL);
		return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_USAGE;
	}
	if (optind + 1 != argc)
		return usage("give one INPUT");
	in->input = argv[optind];
	if (in->key_path != NULL && in->have_key)
		return usage("either --key-file or --key");
	if (in->key_path != NULL && strcmp(in->key_path, "-") == 0 && strcmp(in->input, "-") == 0)
		return usage("key and INPUT cannot both be standard input");
	return -1;
}

/* ---- A run ---------------------------------------------------------------------- */

static bool
key_settle(struct inspect *in)
{
	int32_t result;

	if (in->key_path != NULL) {
		if (!inspect_key_file(in->key_value, in->key_path))
			return false;
		in->have_key = true;
	}
	if (!in->have_key)
		return true;
	result = e2e_key_set(in->crypto, &in->key, in->key_value);
	if (result != E2E_OK)
		inspect_say("%s", e2e_strerror(result));
	return result == E2E_OK;
}

/* A packet begins with a fingerprint, an object with a constructor. */
static bool
is_object(const struct inspect *in, struct e2e_bytes bytes)
{
	uint64_t fingerprint = (uint64_t)in->key.fingerprint;
	uint32_t id = inspect_first_id(bytes);

	if (in->tl)
		return true;
	if (bytes.n < 4 || e2e_tl_name(id) == NULL)
		return false;
	return !in->have_key || id != (uint32_t)fingerprint;
}

/* A key in the place of the packet would be shown: that of a chat, of a file, or with its iv. */
static bool
is_key(const struct inspect *in, struct e2e_bytes bytes)
{
	const uint64_t fingerprint = (uint64_t)in->key.fingerprint;
	bool sized = bytes.n == E2E_KEY_BYTES || bytes.n == E2E_AES_KEY_BYTES ||
	             bytes.n == E2E_AES_KEY_BYTES + E2E_AES_IV_BYTES;

	if (!sized || e2e_tl_name(inspect_first_id(bytes)) != NULL)
		return false;
	if (in->have_key && inspect_first_id(bytes) == (uint32_t)fingerprint)
		return false; /* a packet under that key, cut off */
	inspect_say("INPUT has the size of a key and is no packet; it is not shown");
	return true;
}

static bool
run(struct inspect *in)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct inspect_bytes input = { NULL, 0 };
	struct e2e_bytes bytes;
	int32_t result;
	bool ok;

	config.backend = e2e_backend_by_name(in->backend);
	result = e2e_crypto_new(&in->crypto, &config);
	if (result != E2E_OK) {
		inspect_say("cryptography: %s", e2e_strerror(result));
		return false;
	}
	if (!key_settle(in) || !inspect_input_read(&input, in->input, in->format))
		return false;
	bytes = (struct e2e_bytes){ input.p, input.n };
	if (is_key(in, bytes)) {
		ok = false;
	} else if (is_object(in, bytes)) {
		ok = inspect_object(in, bytes);
	} else {
		report_string(&in->report, "input", "packet");
		ok = inspect_packet(in, bytes.p, bytes.n);
	}
	inspect_bytes_free(&input);
	return ok;
}

int
main(int argc, char **argv)
{
	struct inspect in = { .sender = SENDER_UNKNOWN, .key = E2E_KEY_INIT };
	int status = options_read(&in, argc, argv);

	if (status < 0) {
		bool ok = run(&in);

		status = in.report.failed > 0 ? EXIT_FINDINGS : EXIT_SUCCESS;
		if (ok ? !report_finish(&in.report) : !report_drop(&in.report))
			status = EXIT_USAGE;
	}
	e2e_crypto_free(in.crypto);
	e2e_wipe(&in, sizeof in);
	return status;
}
