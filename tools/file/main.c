/* SPDX-License-Identifier: ISC */
/* e2e-file: encrypt and decrypt files the way Telegram's secret chats do. */
#include "config.h"

#include "file.h"
#include "../shown.h"
#include "../streams.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPT_KEY                256
#define OPT_IV                 257
#define OPT_PAD                258
#define OPT_BACKEND            259
#define OPT_IGNORE_FINGERPRINT 260
#define OPT_PRINT_KEY          261
#define OPT_RECHECK            262
#define OPT_PROGRESS           263

static const struct option options_long[] = {
	{ "key-file", required_argument, NULL, 'k' },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "iv", required_argument, NULL, OPT_IV },
	{ "print-key", no_argument, NULL, OPT_PRINT_KEY },
	{ "size", required_argument, NULL, 's' },
	{ "fingerprint", required_argument, NULL, 'f' },
	{ "ignore-fingerprint", no_argument, NULL, OPT_IGNORE_FINGERPRINT },
	{ "pad", required_argument, NULL, OPT_PAD },
	{ "resume", no_argument, NULL, 'r' },
	{ "recheck", no_argument, NULL, OPT_RECHECK },
	{ "force", no_argument, NULL, 'F' },
	{ "backend", required_argument, NULL, OPT_BACKEND },
	{ "quiet", no_argument, NULL, 'q' },
	{ "progress", no_argument, NULL, OPT_PROGRESS },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
	"Usage: e2e-file encrypt -k KEYFILE [options] IN OUT\n"
	"       e2e-file decrypt -k KEYFILE [options] IN OUT\n"
	"       e2e-file fingerprint -k KEYFILE [-f FINGERPRINT]\n"
	"Encrypts and decrypts files the way Telegram's secret chats do.\n"
	"IN and OUT can be - for standard input and output.\n"
	"\n"
	"  -k, --key-file FILE     key, iv, size and fingerprint; encrypt makes FILE, with a new\n"
	"                          key, if there is none; never overwritten, and refused for\n"
	"                          another content than it was used for\n"
	"      --key HEX --iv HEX  instead of a key file; other users can see them in ps\n"
	"      --print-key         print key and iv too\n"
	"  -s, --size N            size of the file itself, as in the message (decrypt: if the\n"
	"                          key file has none; encrypt: if IN is a pipe)\n"
	"  -f, --fingerprint N     refuse if the key has another; decimal int32, or 0x...\n"
	"      --ignore-fingerprint  go on although a fingerprint differs\n"
	"      --pad zero|random   what fills up the last 16 bytes (zero)\n"
	"  -r, --resume            go on with the OUT of an interrupted run\n"
	"      --recheck           with --resume: compare all of OUT, not start and end only\n"
	"  -F, --force             overwrite OUT; what is decrypted becomes private\n"
	"      --backend NAME      cryptographic library, see --version\n"
	"  -q, --quiet             no progress bar, no notes\n"
	"      --progress          a progress bar in any case\n"
	"  -h, --help              this text\n"
	"  -V, --version           versions and backends\n"
	"\n"
	"Exit status: 0 done, 1 refused or failed, 2 wrong usage.\n";

static void
version_print(void)
{
	const struct e2e_backend *b;
	size_t i;

	printf("e2e-file %s (libe2e %s)\nbackends:", PACKAGE_VERSION, e2e_version());
	for (i = 0; (b = e2e_backend_at(i)) != NULL; i++)
		printf(" %s", b->name);
	putchar('\n');
}

/* Take a secret from the command line, and take it off there as far as that is possible. */
static bool
secret_take(struct file_facts *given, const char *name, char *text)
{
	bool ok = file_fact_set(given, "command line", name, text);

	e2e_wipe(text, strlen(text));
	return ok;
}

static bool
padding_take(struct file_options *o, const char *text)
{
	if (strcmp(text, "zero") == 0)
		o->padding = E2E_FILE_PAD_ZERO;
	else if (strcmp(text, "random") == 0)
		o->padding = E2E_FILE_PAD_RANDOM;
	else {
		file_say("--pad is zero or random, not '%s'", tool_word(text));
		return false;
	}
	return true;
}

static bool
backend_take(struct file_options *o, const char *name)
{
	if (e2e_backend_by_name(name) == NULL) {
		file_say("--backend: this build has no '%s'; --version lists them",
		         tool_word(name));
		return false;
	}
	o->backend = name;
	return true;
}

/* Options without an argument. */
static bool
flag_take(struct file_options *o, int option)
{
	switch (option) {
	case OPT_PRINT_KEY: o->print_key = true; return true;
	case OPT_IGNORE_FINGERPRINT: o->ignore_fingerprint = true; return true;
	case OPT_RECHECK: o->recheck = true; return true;
	case OPT_PROGRESS: o->progress = true; return true;
	case 'r': o->resume = true; return true;
	case 'F': o->force = true; return true;
	case 'q': o->quiet = true; return true;
	default: return false; /* getopt knows why */
	}
}

static bool
option_take(struct file_options *o, int option)
{
	switch (option) {
	case 'k': o->key_path = optarg; return true;
	case OPT_KEY: return secret_take(&o->given, "key", optarg);
	case OPT_IV: return secret_take(&o->given, "iv", optarg);
	case 's': return file_fact_set(&o->given, "command line", "size", optarg);
	case 'f': return file_fact_set(&o->given, "command line", "fingerprint", optarg);
	case OPT_PAD: return padding_take(o, optarg);
	case OPT_BACKEND: return backend_take(o, optarg);
	default: return flag_take(o, option);
	}
}

static const char *
key_complaint(const struct file_options *o)
{
	bool half = o->given.have_key != o->given.have_iv;

	if (half)
		return "--key and --iv are given together";
	if (o->key_path != NULL && o->given.have_key)
		return "either --key-file, or --key and --iv";
	if (o->key_path != NULL || o->given.have_key)
		return NULL;
	if (o->command != COMMAND_ENCRYPT)
		return "no key: give --key-file FILE";
	if (!o->print_key)
		return "no key: give --key-file FILE, which is made if it does not exist";
	return o->resume ? "--resume needs the key of the interrupted run" : NULL;
}

/* What is wrong with the options together, or NULL. */
static const char *
complaint(const struct file_options *o, int n_names)
{
	bool run = o->command != COMMAND_FINGERPRINT;

	if (n_names != (run ? 2 : 0))
		return run ? "give IN and OUT" : "fingerprint takes no file names";
	if (!run && (o->given.have_size || o->resume || o->force || o->print_key))
		return "fingerprint takes none of --size, --resume, --force, --print-key";
	if (o->resume && o->force)
		return "either --resume or --force";
	if (o->recheck && !o->resume)
		return "--recheck goes with --resume";
	return key_complaint(o);
}

static uint32_t
command_find(const char *name)
{
	if (strcmp(name, "encrypt") == 0)
		return COMMAND_ENCRYPT;
	if (strcmp(name, "decrypt") == 0)
		return COMMAND_DECRYPT;
	return strcmp(name, "fingerprint") == 0 ? COMMAND_FINGERPRINT : 0;
}

static int
usage(const char *what)
{
	if (what != NULL)
		file_say("%s", what);
	fputs("Try 'e2e-file --help'.\n", stderr);
	return EXIT_USAGE;
}

/* -1: run; else the exit status. */
static int
options_read(struct file_options *o, int argc, char **argv)
{
	const char *wrong;
	int option;

	opterr = 0; /* it would repeat what was given */
	while ((option = getopt_long(argc, argv, "k:s:f:rFqhV", options_long, NULL)) != -1) {
		if (option == 'h')
			fputs(help, stdout);
		else if (option == 'V')
			version_print();
		else if (option_take(o, option))
			continue;
		else
			return usage(option == '?' ? "an option is unknown, or lacks its value"
			                           : NULL);
		return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_REFUSED;
	}
	if (optind == argc)
		return usage("give a command: encrypt, decrypt or fingerprint");
	o->command = command_find(argv[optind]);
	if (o->command == 0)
		return usage("the command is one of encrypt, decrypt and fingerprint");
	wrong = complaint(o, argc - optind - 1);
	if (wrong != NULL)
		return usage(wrong);
	if (o->command != COMMAND_FINGERPRINT) {
		o->in = argv[optind + 1];
		o->out = argv[optind + 2];
	}
	return -1;
}

static bool
fingerprint_run(struct file_job *job)
{
	return file_key_settle(job) && file_report(job, FILE_REPORT_KEY);
}

static bool
job_run(const struct file_options *o)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct file_job *job = calloc(1, sizeof *job);
	int32_t result;
	bool ok = false;

	if (job == NULL) {
		file_say("%s", e2e_strerror(E2E_ERR_NOMEM));
		return false;
	}
	job->options = o;
	job->key = (struct e2e_file_key)E2E_FILE_KEY_INIT;
	job->file = (struct e2e_file)E2E_FILE_INIT;
	job->in.fd = job->out.fd = -1;
	config.backend = e2e_backend_by_name(o->backend);
	result = e2e_crypto_new(&job->crypto, &config);
	if (result != E2E_OK)
		file_say("cryptography: %s", e2e_strerror(result));
	else
		ok = o->command == COMMAND_FINGERPRINT ? fingerprint_run(job) : file_run(job);
	e2e_crypto_free(job->crypto);
	e2e_wipe(job, sizeof *job);
	free(job);
	return ok;
}

int
main(int argc, char **argv)
{
	struct file_options options = { .in = NULL };
	int status;

	tool_streams_fill();
	status = options_read(&options, argc, argv);
	if (status < 0) {
		file_signals();
		status = job_run(&options) ? EXIT_SUCCESS : EXIT_REFUSED;
	}
	e2e_wipe(&options, sizeof options);
	if (file_stop != 0) {
		signal(file_stop, SIG_DFL);
		raise(file_stop);
	}
	return status;
}
