/* SPDX-License-Identifier: ISC */
/* One run: judge the sizes, open, then piece by piece from front to back. */
#include "config.h"

#include "file.h"
#include "../shown.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PADDING_MAX 15

static bool
encrypting(const struct file_job *job)
{
	return job->options->command == COMMAND_ENCRYPT;
}

/* ---- Sizes -------------------------------------------------------------------- */

/* Say which of the rules was broken that e2e_file_sizes_check() has found broken. */
static void
sizes_explain(const char *name, int64_t media, uint64_t container)
{
	name = tool_word(name);
	if (media < 0)
		file_say("size: %" PRId64 " is negative", media);
	else if (container % 16 != 0)
		file_say("%s: has %" PRIu64 " bytes, which is no multiple of 16: not the whole"
		         " container, or none", name, container);
	else if ((uint64_t)media > container)
		file_say("%s: has %" PRIu64 " bytes, fewer than the file's size of %" PRId64,
		         name, container, media);
	else if (container - (uint64_t)media > PADDING_MAX)
		file_say("%s: has %" PRIu64 " bytes, %" PRIu64 " more than the file's size of %"
		         PRId64 ": padding is at most %d, the rest could hide other data", name,
		         container, container - (uint64_t)media, media, PADDING_MAX);
	else
		file_say("%s: a container of %" PRIu64 " bytes for a file of %" PRId64
		         " is not possible", name, container, media);
}

static bool
sizes_decrypt(struct file_job *job)
{
	const struct file_facts *facts = &job->facts;
	const char *key_path = job->options->key_path;
	int32_t result;

	if (!facts->have_size) {
		file_say("size of the file is not known: give --size%s%s", key_path == NULL ? ""
		         : ", or size= in ", key_path == NULL ? "" : tool_word(key_path));
		return false;
	}
	if (job->in.regular)
		job->container_n = job->in.size;
	else
		job->container_n = facts->size < 0 ? 0
		                   : e2e_file_container_bytes((uint64_t)facts->size);
	result = job->container_n > INT64_MAX ? E2E_REFUSED_SIZE
	         : e2e_file_sizes_check(facts->size, (int64_t)job->container_n);
	if (result == E2E_OK) {
		job->plain_n = (uint64_t)facts->size;
		return true;
	}
	if (result == E2E_REFUSED_SIZE)
		sizes_explain(job->in.name, facts->size, job->container_n);
	else
		file_say("sizes: %s", e2e_strerror(result));
	return false;
}

static bool
sizes_encrypt(struct file_job *job)
{
	const struct file_facts *facts = &job->facts;
	const struct file_options *o = job->options;

	if (!job->in.regular && !facts->have_size) {
		file_say("%s: is no ordinary file, its size must be given with --size",
		         tool_word(job->in.name));
		return false;
	}
	if (facts->have_size && facts->size < 0) {
		sizes_explain(job->in.name, facts->size, 0);
		return false;
	}
	if (job->in.regular && facts->have_size && job->in.size != (uint64_t)facts->size) {
		file_say("%s: has %" PRIu64 " bytes, %s says %" PRId64 "%s",
		         tool_word(job->in.name), job->in.size,
		         o->given.have_size ? "--size" : tool_word(o->key_path), facts->size,
		         o->given.have_size ? "" : ": every content needs a key of its own");
		return false;
	}
	job->plain_n = job->in.regular ? job->in.size : (uint64_t)facts->size;
	job->container_n = e2e_file_container_bytes(job->plain_n);
	return true;
}

/* ---- One piece ------------------------------------------------------------------ */

static bool
short_input(const struct file_job *job, uint64_t got, uint64_t all)
{
	if (job->in.regular)
		file_say("%s: became shorter while it was read: %" PRIu64 " of %" PRIu64 " bytes",
		         tool_word(job->in.name), got, all);
	else
		file_say("%s: ended after %" PRIu64 " of %" PRIu64 " bytes",
		         tool_word(job->in.name), got, all);
	return false;
}

/* Nothing may follow the ALL bytes that have been read. */
static bool
input_ends(const struct file_job *job, uint64_t all)
{
	uint8_t more;
	size_t n;

	if (!file_read(&job->in, &more, 1, &n))
		return false;
	if (n == 0)
		return true;
	if (job->in.regular)
		file_say("%s: became longer while it was read: more than %" PRIu64 " bytes",
		         tool_word(job->in.name), all);
	else
		file_say("%s: goes on behind the %" PRIu64 " bytes expected",
		         tool_word(job->in.name), all);
	return false;
}

static bool
cipher(struct file_job *job, size_t n, size_t *out_n)
{
	uint8_t *b = job->buffer;
	size_t room = sizeof job->buffer;
	int32_t result;

	if (encrypting(job))
		result = e2e_file_encrypt(job->crypto, &job->file, b, room, out_n, b, n);
	else
		result = e2e_file_decrypt(job->crypto, &job->file, b, room, out_n, b, n);
	if (result != E2E_OK)
		file_say("%s: %s", encrypting(job) ? "encrypting" : "decrypting",
		         e2e_strerror(result));
	return result == E2E_OK;
}

/*
 * The piece of a block that an interrupted run left must come out again; but not if it is
 * of the last block and the padding was random.
 */
static bool
tail_fits(struct file_job *job, uint64_t offset, size_t out_n)
{
	size_t n = job->tail_n;

	job->tail_n = 0;
	if (encrypting(job) && job->options->padding == E2E_FILE_PAD_RANDOM && offset > 0
	    && offset + 16 > job->plain_n)
		return true;
	if (n <= out_n && memcmp(job->buffer, job->tail, n) == 0)
		return true;
	file_say("%s: the last %zu bytes are not what this key and %s give: another key, another"
	         " file, or damage; --force starts again", tool_word(job->out.name), n,
	         tool_word(job->in.name));
	return false;
}

static bool
piece(struct file_job *job)
{
	uint64_t all = encrypting(job) ? job->plain_n : job->container_n;
	uint64_t offset = job->file.offset, left = all - offset;
	size_t want = left < sizeof job->buffer ? (size_t)left : sizeof job->buffer;
	size_t n, out_n;

	if (!file_read(&job->in, job->buffer, want, &n))
		return false;
	if (n < want)
		return short_input(job, offset + n, all);
	if (want == left && !input_ends(job, all))
		return false;
	if (want == 0)
		return true;
	if (job->adds_content && !file_content_add(job, job->buffer, n))
		return false;
	if (!cipher(job, n, &out_n) || !tail_fits(job, offset, out_n))
		return false;
	job->started = true;
	if (!file_write(&job->out, job->buffer, out_n))
		return false;
	file_progress_update(&job->progress, job->file.offset);
	return true;
}

/* ---- The run ---------------------------------------------------------------------- */

/* Begin JOB->file at POINT, or at the front if that is NULL. */
static bool
begin(struct file_job *job, const struct e2e_file_checkpoint *point)
{
	uint32_t way = encrypting(job) ? E2E_ENCRYPT : E2E_DECRYPT;
	int32_t result = e2e_file_start(&job->file, &job->key, way, job->plain_n,
	                                job->options->padding, point);

	if (result != E2E_OK)
		file_say("starting: %s", e2e_strerror(result));
	return result == E2E_OK;
}

static bool
hex_print(const struct file_job *job, FILE *to)
{
	size_t i;

	fputs("key=", to);
	for (i = 0; i < sizeof job->key.key; i++)
		fprintf(to, "%02x", job->key.key[i]);
	fputs("\niv=", to);
	for (i = 0; i < sizeof job->key.iv; i++)
		fprintf(to, "%02x", job->key.iv[i]);
	fputc('\n', to);
	return fflush(to) == 0;
}

static FILE *
report_to(const struct file_job *job)
{
	const char *out = job->options->out;

	return out != NULL && strcmp(out, "-") == 0 ? stderr : stdout;
}

static bool
report_end(FILE *to, bool ok)
{
	if (ok && fflush(to) == 0 && ferror(to) == 0)
		return true;
	file_say("standard output: %s", strerror(errno));
	return false;
}

bool
file_report(const struct file_job *job, enum file_report what)
{
	FILE *to = report_to(job);
	bool ok = true;

	if (what == FILE_REPORT_ALL && to == stderr && job->options->quiet)
		return true;
	if (what == FILE_REPORT_ALL)
		ok = fprintf(to, "size=%" PRIu64 " container=%" PRIu64 " ", job->plain_n,
		             job->container_n) > 0;
	ok = fprintf(to, "fingerprint=0x%08" PRIx32 " fingerprint_i32=%" PRId32 "\n",
	             (uint32_t)job->key.fingerprint, job->key.fingerprint) > 0 && ok;
	return report_end(to, ok);
}

/* A new key must be safe before anything is encrypted with it. */
static bool
key_keep(struct file_job *job)
{
	const struct file_options *o = job->options;

	if (job->key_is_new && o->key_path != NULL
	    && !file_facts_create(o->key_path, &job->key, job->plain_n,
	                          job->adds_content ? NULL : job->content))
		return false;
	return !o->print_key || report_end(report_to(job), hex_print(job, report_to(job)));
}

/* Go on where an interrupted run ended; if that is the end, nothing is left to begin. */
static bool
go_on(struct file_job *job)
{
	struct e2e_file_checkpoint point = E2E_FILE_CHECKPOINT_INIT;
	bool ok = file_resume(job, &point);

	if (ok && point.offset == job->container_n)
		job->file.offset = point.offset;
	else if (ok)
		ok = begin(job, point.offset > 0 ? &point : NULL)
		     && file_seek(&job->in, point.offset) && file_seek(&job->out, point.offset);
	e2e_wipe(&point, sizeof point);
	return ok;
}

/* Put the job at its beginning, wherever that is. */
static bool
prepare(struct file_job *job)
{
	bool fresh = !job->options->resume || job->out.created;

	if (fresh ? !begin(job, NULL) : !go_on(job))
		return false;
	if (encrypting(job) && !file_content_settle(job, !fresh && job->file.offset > 0))
		return false;
	if (!encrypting(job) && job->out.regular
	    && !file_make_private(&job->out, job->options->quiet))
		return false;
	if (!key_keep(job))
		return false;
	if (fresh && job->out.regular && ftruncate(job->out.fd, 0) != 0) {
		file_say("%s: %s", tool_word(job->out.name), strerror(errno));
		return false;
	}
	return true;
}

static bool
transfer(struct file_job *job)
{
	const struct file_options *o = job->options;
	bool bar = !o->quiet && (o->progress || (isatty(STDERR_FILENO)
	                                         && job->container_n > FILE_BAR_FROM));

	if (!prepare(job))
		return false;
	file_progress_start(&job->progress, bar, job->file.offset, job->container_n);
	if (job->started && job->file.offset == job->container_n) {
		if (!o->quiet)
			file_say("note: %s is complete already", tool_word(job->out.name));
		return file_sync(&job->out);
	}
	do {
		if (!piece(job))
			return false;
	} while (job->file.offset < job->container_n);
	file_progress_finish(&job->progress);
	return file_sync(&job->out)
	       && (!job->adds_content || file_facts_append(o->key_path, job->content));
}

/* What is left behind when a run fails: no empty file, and a hint about another one. */
static void
leftover(const struct file_job *job)
{
	uint64_t whole = encrypting(job) ? job->container_n : job->plain_n;
	struct stat st;

	if (!job->out.regular || fstat(job->out.fd, &st) != 0)
		return;
	if (job->out.created && st.st_size == 0) {
		unlink(job->out.name);
		return;
	}
	if (job->started)
		file_say("%s has %" PRIu64 " of %" PRIu64 " bytes%s", tool_word(job->out.name),
		         (uint64_t)st.st_size, whole,
		         job->in.regular ? "; --resume goes on from there" : "");
}

static bool
out_close(struct file_job *job, bool ok)
{
	if (!ok)
		leftover(job);
	if (job->out.fd > STDERR_FILENO && close(job->out.fd) != 0 && ok) {
		file_say("%s: %s", tool_word(job->out.name), strerror(errno));
		ok = false;
	}
	job->out.fd = -1;
	return ok;
}

bool
file_run(struct file_job *job)
{
	bool ok = false;

	if (!file_open_in(&job->in, job->options->in) || !file_key_settle(job))
		goto out;
	if (encrypting(job) ? !sizes_encrypt(job) : !sizes_decrypt(job))
		goto out;
	if (!file_open_out(&job->out, job->options, &job->in))
		goto out;
	ok = out_close(job, transfer(job)) && file_report(job, FILE_REPORT_ALL);
out:
	if (job->in.fd > STDERR_FILENO)
		close(job->in.fd);
	return ok;
}
