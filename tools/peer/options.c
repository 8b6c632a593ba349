/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "peer.h"
#include "../hex.h"
#include "../shown.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPT_CHAT_ID     256
#define OPT_ACCESS_HASH 257
#define OPT_MY_ID       258
#define OPT_PEER_ID     259
#define OPT_BACKEND     260
#define OPT_STORE       261
#define OPT_G           262
#define OPT_PRIME       263
#define OPT_POLICY      264
#define OPT_LAYER       265
#define OPT_PEER_LAYER  266
#define OPT_MTPROTO1    267
#define OPT_AUTO_ACCEPT 268
#define OPT_SEED        269
#define OPT_EXPOSE_KEYS 270
#define OPT_CHAINS      271
#define OPT_NO_REKEY    272
#define OPT_NO_ACK      273
#define OPT_KNOWN_PRIME 274

static const struct option options_long[] = {
	{ "chat-id", required_argument, NULL, OPT_CHAT_ID },
	{ "access-hash", required_argument, NULL, OPT_ACCESS_HASH },
	{ "my-id", required_argument, NULL, OPT_MY_ID },
	{ "peer-id", required_argument, NULL, OPT_PEER_ID },
	{ "backend", required_argument, NULL, OPT_BACKEND },
	{ "store", required_argument, NULL, OPT_STORE },
	{ "g", required_argument, NULL, OPT_G },
	{ "prime", required_argument, NULL, OPT_PRIME },
	{ "policy", required_argument, NULL, OPT_POLICY },
	{ "layer", required_argument, NULL, OPT_LAYER },
	{ "peer-layer", required_argument, NULL, OPT_PEER_LAYER },
	{ "mtproto1", no_argument, NULL, OPT_MTPROTO1 },
	{ "auto-accept", no_argument, NULL, OPT_AUTO_ACCEPT },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "expose-keys", no_argument, NULL, OPT_EXPOSE_KEYS },
	{ "chains", no_argument, NULL, OPT_CHAINS },
	{ "no-rekey", no_argument, NULL, OPT_NO_REKEY },
	{ "no-ack", no_argument, NULL, OPT_NO_ACK },
	{ "known-prime", no_argument, NULL, OPT_KNOWN_PRIME },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"Usage: e2e-peer --chat-id N [options]\n"
	"One end of a secret chat: commands on standard input, what happens on standard output.\n"
	"\n"
	"      --chat-id N        the chat's id\n"
	"      --access-hash N    of the chat (1)\n"
	"      --my-id N          user id of this side (1)\n"
	"      --peer-id N        user id of the other side (2)\n"
	"      --store FILE       keep everything in FILE, an SQLite database (in memory)\n"
	"      --policy NAME      standard, strict or lenient (standard)\n"
	"      --layer N          our layer: 46, 73, 101 or 144 (144)\n"
	"      --peer-layer N     the other side's, until it tells its own (73)\n"
	"      --mtproto1         write MTProto 1 to peers below layer 73\n"
	"      --auto-accept      accept a chat that is asked for at once\n"
	"      --chains           hand out sends of a chat without waiting for the one before\n"
	"      --no-rekey         never start a re-key but by command\n"
	"      --no-ack           do not acknowledge by itself what is received\n"
	"      --g N --prime HEX  of the server (3 and Telegram's prime)\n"
	"      --known-prime      refuse every other prime than Telegram's\n"
	"      --backend NAME     cryptographic library, see --version\n"
	"      --seed HEX         tests only: all randomness comes from these bytes\n"
	"      --expose-keys      tests only: `keys` prints the keys themselves\n"
	"  -h, --help             this text\n"
	"  -V, --version          versions and backends\n"
	"\n"
	"The commands are in the manual page, e2e-peer(1).\n"
	"Exit status: 0 end of input or quit, 1 failed, 2 wrong usage.\n";

static void
version_print(void)
{
	const struct e2e_backend *b;
	size_t i;

	printf("e2e-peer %s (libe2e %s)\nbackends:", PACKAGE_VERSION, e2e_version());
	for (i = 0; (b = e2e_backend_at(i)) != NULL; i++)
		printf(" %s", b->name);
	putchar('\n');
}

/* ---- Values ----------------------------------------------------------------------- */

static bool
take_number(int64_t *value, const char *name, const char *text, int64_t min, int64_t max)
{
	if (word_number(value, text, min, max))
		return true;
	peer_say("--%s is a number from %lld to %lld, not '%s'", name, (long long)min,
	         (long long)max, tool_word(text));
	return false;
}

static bool
take_i32(int32_t *value, const char *name, const char *text)
{
	int64_t number;

	if (!take_number(&number, name, text, INT32_MIN, INT32_MAX))
		return false;
	*value = (int32_t)number;
	return true;
}

static bool
take_i64(int64_t *value, const char *name, const char *text)
{
	return take_number(value, name, text, INT64_MIN, INT64_MAX);
}

static bool
take_prime(struct peer_options *o, const char *text)
{
	if (tool_hex_decode(o->prime, sizeof o->prime, &o->prime_n, text) && o->prime_n > 0)
		return true;
	peer_say("--prime is 1 to %d bytes in hexadecimal", E2E_DH_BYTES);
	return false;
}

static bool
take_seed(struct peer_options *o, const char *text)
{
	struct peer_random *random = &o->random;

	random->seeded = tool_hex_decode(random->seed, sizeof random->seed, &random->seed_n,
	                                 text) && random->seed_n > 0;
	if (!random->seeded)
		peer_say("--seed is 1 to %d bytes in hexadecimal", PEER_SEED_MAX_BYTES);
	return random->seeded;
}

static bool
take_backend(struct peer_options *o, const char *name)
{
	o->random.wrap.inner = e2e_backend_by_name(name);
	if (o->random.wrap.inner == NULL)
		peer_say("--backend: this build has no '%s'; --version lists them",
		         tool_word(name));
	return o->random.wrap.inner != NULL;
}

static bool
take_policy(struct peer_options *o, const char *text)
{
	static const char *const names[] = {
		[E2E_POLICY_STANDARD] = "standard",
		[E2E_POLICY_STRICT] = "strict",
		[E2E_POLICY_LENIENT] = "lenient",
	};

	for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(text, names[i]) == 0) {
			o->policy = i;
			return true;
		}
	}
	peer_say("--policy is standard, strict or lenient, not '%s'", tool_word(text));
	return false;
}

/* SQLite would take an empty name for a database that nobody else can have, and forget it. */
static bool
take_store(struct peer_options *o, const char *path)
{
	o->store = path;
	if (path[0] == '\0')
		peer_say("--store: give the name of a file");
	return path[0] != '\0';
}

/* The layers this version can be, so that account_open() does not fail for this. */
static bool
take_layer(struct peer_options *o, const char *text)
{
	if (!take_i32(&o->layer, "layer", text))
		return false;
	if (o->layer == 46 || o->layer == 73 || o->layer == 101 || o->layer == 144)
		return true;
	peer_say("--layer is 46, 73, 101 or 144, not '%s'", tool_word(text));
	return false;
}

/* ---- Options ---------------------------------------------------------------------- */

/* Options without an argument. */
static bool
flag_take(struct peer_options *o, int option)
{
	switch (option) {
	case OPT_MTPROTO1: o->flags |= E2E_CONFIG_MTPROTO1; return true;
	case OPT_CHAINS: o->flags |= E2E_CONFIG_CHAINS; return true;
	case OPT_NO_REKEY: o->flags |= E2E_CONFIG_NO_REKEY; return true;
	case OPT_NO_ACK: o->flags |= E2E_CONFIG_NO_ACK; return true;
	case OPT_KNOWN_PRIME: o->flags |= E2E_CONFIG_KNOWN_PRIME; return true;
	case OPT_AUTO_ACCEPT: o->auto_accept = true; return true;
	case OPT_EXPOSE_KEYS: o->expose_keys = true; return true;
	default: return false; /* getopt knows why */
	}
}

static bool
option_take(struct peer_options *o, bool *have_id, int option)
{
	switch (option) {
	case OPT_CHAT_ID: *have_id = true; return take_i32(&o->chat_id, "chat-id", optarg);
	case OPT_ACCESS_HASH: return take_i64(&o->access_hash, "access-hash", optarg);
	case OPT_MY_ID: return take_i64(&o->my_id, "my-id", optarg);
	case OPT_PEER_ID: return take_i64(&o->peer_id, "peer-id", optarg);
	case OPT_BACKEND: return take_backend(o, optarg);
	case OPT_STORE: return take_store(o, optarg);
	case OPT_G: return take_i32(&o->g, "g", optarg);
	case OPT_PRIME: return take_prime(o, optarg);
	case OPT_POLICY: return take_policy(o, optarg);
	case OPT_LAYER: return take_layer(o, optarg);
	case OPT_PEER_LAYER: return take_i32(&o->peer_layer, "peer-layer", optarg);
	case OPT_SEED: return take_seed(o, optarg);
	default: return flag_take(o, option);
	}
}

static int
usage(const char *what)
{
	if (what != NULL)
		peer_say("%s", what);
	fputs("Try 'e2e-peer --help'.\n", stderr);
	return EXIT_USAGE;
}

static void
defaults(struct peer_options *o)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	*o = (struct peer_options){ .access_hash = 1, .my_id = 1, .peer_id = 2 };
	e2e_dh_group_known(&group);
	o->g = group.g;
	memcpy(o->prime, group.p, sizeof o->prime);
	o->prime_n = sizeof o->prime;
	o->random.wrap.inner = e2e_backend_by_name(NULL);
}

int
options_read(struct peer_options *o, int argc, char **argv)
{
	bool have_id = false;
	int option;

	defaults(o);
	opterr = 0; /* it would repeat what was given */
	while ((option = getopt_long(argc, argv, "hV", options_long, NULL)) != -1) {
		if (option == 'h')
			fputs(help, stdout);
		else if (option == 'V')
			version_print();
		else if (option_take(o, &have_id, option))
			continue;
		else
			return usage(option == '?' ? "an option is unknown, or lacks its value"
			                           : NULL);
		return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	}
	if (optind != argc)
		return usage("there are no arguments but options; commands come on standard input");
	if (!have_id || o->chat_id == 0)
		return usage("give --chat-id N, which is not 0");
	if (o->random.seeded)
		peer_say("--seed: nothing here is random; for tests only");
	return -1;
}
