/* SPDX-License-Identifier: ISC */
/* e2e-conform - run vectors through the public API of libe2e */
#include "config.h"

#include "file.h"
#include "topics.h"
#include "transcript.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_GOOD   0
#define STATUS_FAILED 1
#define STATUS_ERROR  2

struct counts {
	size_t passed;
	size_t failed;
	size_t skipped;
};

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

static void
print_counts(const struct counts *counts)
{
	printf("%zu passed, %zu failed, %zu skipped\n", counts->passed, counts->failed,
	       counts->skipped);
}

static void
count(struct counts *counts, enum verdict verdict)
{
	counts->passed += verdict == VERDICT_PASS;
	counts->failed += verdict == VERDICT_FAIL;
	counts->skipped += verdict == VERDICT_SKIP;
}

/* Who counts and shows the verdicts on the lines of one file. */
struct tally {
	const struct options *options;
	struct counts counts;
};

static void
tell(void *user, const char *id, enum verdict verdict, const char *why)
{
	struct tally *tally = user;

	count(&tally->counts, verdict);
	if (tally->options->verbose && verdict == VERDICT_FAIL)
		printf("%s: %s\n", id, why);
	else if (tally->options->verbose && verdict == VERDICT_SKIP)
		printf("%s: skipped: %s\n", id, why);
}

/* Judge one line of FILE; MALFORMED after a message. */
static enum verdict
judge_line(struct tally *tally, struct rig *rig, const struct topic *topic,
           const struct vector_file *file, size_t i)
{
	enum verdict verdict;
	struct row row;

	row_start(&row, file->lines[i]);
	if (row_id(&row) == NULL) {
		row_malformed(&row, "no field \"id\", or it is no text");
		verdict = VERDICT_MALFORMED;
	} else {
		verdict = topic->judge(rig, &row);
	}
	if (verdict == VERDICT_MALFORMED)
		file_complain(file, i + 1, "%s", row.why);
	else
		tell(tally, row_id(&row), verdict, row.why);
	row_end(&row);
	return verdict;
}

static bool
judge_lines(struct tally *tally, struct rig *rig, const struct topic *topic,
            const struct vector_file *file)
{
	for (size_t i = 0; i < file->n; i++) {
		if (judge_line(tally, rig, topic, file, i) == VERDICT_MALFORMED)
			return false;
	}
	return true;
}

/*
 * Judge FILE with one backend, as a transcript if TOPIC is NULL; false, after a message, if
 * that cannot be finished.
 */
static bool
judge_file(const struct options *options, const struct topic *topic,
           const struct vector_file *file, const struct e2e_backend *backend,
           struct counts *total)
{
	struct tally tally = { options, { 0, 0, 0 } };
	const struct transcript_report report = { tell, &tally };
	struct rig rig;
	int32_t result = rig_open(&rig, backend);
	bool good;

	if (result != E2E_OK) {
		file_complain(file, 0, "backend %s: %s", backend->name, e2e_strerror(result));
		return false;
	}
	good = topic != NULL ? judge_lines(&tally, &rig, topic, file)
	                     : transcript_judge(file, &rig, &report);
	rig_close(&rig);
	if (!good)
		return false;
	printf("%s %s: ", file->name, backend->name);
	print_counts(&tally.counts);
	total->passed += tally.counts.passed;
	total->failed += tally.counts.failed;
	total->skipped += tally.counts.skipped;
	return true;
}

/* Set *TOPIC to that of FILE, NULL for a transcript; false, after a message, if unknown. */
static bool
find_topic(const struct topic **topic, const struct vector_file *file)
{
	*topic = NULL;
	if (file_is_transcript(file))
		return true;
	*topic = topic_find(file->name);
	if (*topic == NULL)
		file_complain(file, 0, "unknown topic \"%s\"", file->name);
	return *topic != NULL;
}

static bool
judge_path(const struct options *options, const char *path, struct counts *total)
{
	const struct e2e_backend *backend = options->backend;
	const struct topic *topic = NULL;
	struct vector_file file;
	bool good = file_open(&file, path) && find_topic(&topic, &file);

	if (backend != NULL) {
		good = good && judge_file(options, topic, &file, backend, total);
	} else {
		for (size_t i = 0; good && (backend = e2e_backend_at(i)) != NULL; i++)
			good = judge_file(options, topic, &file, backend, total);
	}
	file_close(&file);
	return good;
}

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
	struct counts total = { 0, 0, 0 };
	int status = read_options(&options, argc, argv);
	bool good = true;

	if (status >= 0)
		return finish(status);
	for (int i = optind; i < argc; i++)
		good = judge_path(&options, argv[i], &total) && good;
	print_counts(&total);
	if (!good)
		status = STATUS_ERROR;
	else if (total.failed > 0 || total.passed == 0)
		status = STATUS_FAILED;
	else
		status = STATUS_GOOD;
	return finish(status);
}
