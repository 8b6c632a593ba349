/* SPDX-License-Identifier: ISC */
/* e2e-conform - run vectors through the public API of libe2e */
#include "config.h"

#include "file.h"
#include "tally.h"
#include "topics.h"
#include "transcript.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_GOOD   0
#define STATUS_FAILED 1
#define STATUS_ERROR  2

struct options {
	const struct e2e_backend *backend; /* NULL: all */
	bool verbose;
};

static const struct option long_options[] = {
	{ "backend", required_argument, NULL, 'b' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static void
print_usage(FILE *stream)
{
	fputs("usage: e2e-conform [--backend nettle|gcrypt|all] [--verbose] FILE.jsonl...\n",
	      stream);
}

static void
print_help(void)
{
	print_usage(stdout);
	puts("Judge test vectors by calling libe2e's public functions.\n"
	     "\n"
	     "  -b, --backend NAME  only this cryptographic library; all: each that is built in,\n"
	     "                      which is the default\n"
	     "  -v, --verbose       say which lines failed or were skipped, and why\n"
	     "  -h, --help          print this text\n"
	     "  -V, --version       print the version\n"
	     "\n"
	     "The base name of a file says what it is about; one that begins with a line of the\n"
	     "type \"meta\" is the transcript of a session.  Exit status: 0 if nothing failed\n"
	     "and something passed, 1 if not, 2 for a file or a command line that is wrong.");
}

/* ---- Files -------------------------------------------------------------------------- */

static const struct {
	const char *name; /* the base name of the file */
	judge_fn *judge;
} topics[] = {
	{ "aes_ige", judge_aes_ige },
	{ "bind_temp_auth_key", judge_bind_temp_auth_key },
	{ "dh", judge_dh },
	{ "file_key_fingerprint", judge_file_key_fingerprint },
	{ "kdf_mtproto1", judge_kdf_mtproto1 },
	{ "kdf_mtproto2", judge_kdf_mtproto2 },
	{ "key_fingerprint", judge_key_fingerprint },
	{ "key_visual", judge_key_visual },
	{ "msg_cloud_v2", judge_msg_cloud_v2 },
	{ "msg_e2e_v1", judge_msg_e2e_v1 },
	{ "msg_e2e_v2", judge_msg_e2e_v2 },
	{ "tl_secret", judge_tl_secret },
};

/* False, after a message, if a line is malformed. */
static bool
judge_lines(struct tally *tally, struct rig *rig, judge_fn *judge, const struct vector_file *file)
{
	bool good = true;

	for (size_t i = 0; i < file->n && good; i++) {
		struct row row;
		const char *id;

		row_start(&row, file->lines[i]);
		id = row_text(&row, "id");
		if (*id == '\0')
			row_malformed(&row, "id is empty");
		if (!row.malformed)
			judge(rig, &row);
		good = !row.malformed;
		if (good)
			tally_add(tally, id, &row, NULL);
		else
			file_complain(file, i + 1, "%s", row.why);
		row_end(&row);
	}
	return good;
}

/*
 * Judge FILE with one backend, as a transcript if JUDGE is NULL; false, after a message, if that
 * cannot be finished.
 */
static bool
judge_file(const struct options *options, judge_fn *judge, const struct vector_file *file,
           const struct e2e_backend *backend, struct tally *total)
{
	struct tally tally = { .verbose = options->verbose };
	struct rig rig;
	int32_t result = rig_open(&rig, backend);
	bool good = result == E2E_OK;

	if (!good)
		file_complain(file, 0, "backend %s: %s", backend->name, e2e_strerror(result));
	else
		good = judge != NULL ? judge_lines(&tally, &rig, judge, file)
		                     : transcript_judge(file, &rig, &tally);
	rig_close(&rig);
	if (!good)
		return false;
	printf("%s %s: ", file->name, backend->name);
	tally_print(&tally);
	total->passed += tally.passed;
	total->failed += tally.failed;
	total->skipped += tally.skipped;
	return true;
}

/* Set *JUDGE to that of FILE, NULL for a transcript; false, after a message, if unknown. */
static bool
find_judge(judge_fn **judge, const struct vector_file *file)
{
	*judge = NULL;
	if (file_is_transcript(file))
		return true;
	for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
		if (strcmp(topics[i].name, file->name) == 0)
			*judge = topics[i].judge;
	}
	if (*judge == NULL)
		file_complain(file, 0, "unknown topic \"%s\"", file->name);
	return *judge != NULL;
}

static bool
judge_path(const struct options *options, const char *path, struct tally *total)
{
	const struct e2e_backend *backend;
	struct vector_file file;
	judge_fn *judge = NULL;
	bool good = file_open(&file, path) && find_judge(&judge, &file);

	for (size_t i = 0; good && (backend = e2e_backend_at(i)) != NULL; i++) {
		if (options->backend == NULL || options->backend == backend)
			good = judge_file(options, judge, &file, backend, total);
	}
	file_close(&file);
	return good;
}

/* ---- The command line ----------------------------------------------------------------- */

static bool
choose_backend(struct options *options, const char *name)
{
	options->backend = NULL;
	if (strcmp(name, "all") == 0)
		return true;
	options->backend = e2e_backend_by_name(name);
	if (options->backend != NULL)
		return true;
	fprintf(stderr, "e2e-conform: no backend \"%s\" in this build\n", name);
	return false;
}

/* The status to exit with at once, or -1 to go on. */
static int
read_options(struct options *options, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "b:vhV", long_options, NULL)) != -1) {
		switch (option) {
		case 'b':
			if (!choose_backend(options, optarg))
				return STATUS_ERROR;
			break;
		case 'v':
			options->verbose = true;
			break;
		case 'h':
			print_help();
			return STATUS_GOOD;
		case 'V':
			printf("e2e-conform %s\n", e2e_version());
			return STATUS_GOOD;
		default:
			print_usage(stderr);
			return STATUS_ERROR;
		}
	}
	if (optind < argc)
		return -1;
	print_usage(stderr);
	return STATUS_ERROR;
}

/* STATUS, or an error if what was printed did not arrive. */
static int
finish(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fputs("e2e-conform: standard output cannot be written\n", stderr);
	return STATUS_ERROR;
}

int
main(int argc, char **argv)
{
	struct options options = { NULL, false };
	struct tally total = { 0 };
	int status = read_options(&options, argc, argv);
	bool good = true;

	if (status >= 0)
		return finish(status);
	for (int i = optind; i < argc; i++)
		good = judge_path(&options, argv[i], &total) && good;
	tally_print(&total);
	if (!good)
		status = STATUS_ERROR;
	else if (total.failed > 0 || total.passed == 0)
		status = STATUS_FAILED;
	else
		status = STATUS_GOOD;
	return finish(status);
}
