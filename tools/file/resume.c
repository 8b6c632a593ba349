/* SPDX-License-Identifier: ISC */
/*
 * Going on after an interrupted run.  No notes are kept beside the two files: the
 * chain at any block is the block before it of the container and of the file, and
 * one of them is in IN, the other in OUT.
 *
 * IGE decryption needs nothing from further ahead, so a piece from the middle can be
 * checked alone: the container decrypted must be the file, whichever way the run goes.
 */
#include "config.h"

#include "file.h"
#include "../shown.h"

#include <inttypes.h>
#include <string.h>

#define BLOCK 16
#define PIECE (FILE_BUFFER_BYTES / 2)

static const struct file_end *
container(const struct file_job *job)
{
	return job->options->command == COMMAND_ENCRYPT ? &job->out : &job->in;
}

static const struct file_end *
plain(const struct file_job *job)
{
	return job->options->command == COMMAND_ENCRYPT ? &job->in : &job->out;
}

static bool
differs(const struct file_job *job, uint64_t from, uint64_t to)
{
	file_say("%s: bytes %" PRIu64 " to %" PRIu64 " are not what this key and %s give: another"
	         " key, another file, or damage; --force starts again", tool_word(job->out.name),
	         from, to, tool_word(job->in.name));
	return false;
}

/* Start F at OFFSET with the chain from the two files. */
static bool
checker_start(struct file_job *job, struct e2e_file *f, uint64_t offset)
{
	struct e2e_file_checkpoint point = E2E_FILE_CHECKPOINT_INIT;
	bool ok = true;
	int32_t result;

	point.offset = offset;
	if (offset > 0)
		ok = file_read_at(container(job), point.chain, BLOCK, offset - BLOCK)
		     && file_read_at(plain(job), point.chain + BLOCK, BLOCK, offset - BLOCK);
	if (!ok)
		goto out;
	result = e2e_file_start(f, &job->key, E2E_DECRYPT, job->plain_n, E2E_FILE_PAD_ZERO,
	                        offset > 0 ? &point : NULL);
	ok = result == E2E_OK;
	if (!ok)
		file_say("starting to compare: %s", e2e_strerror(result));
out:
	e2e_wipe(&point, sizeof point);
	return ok;
}

/* Compare the next N bytes of the container, at F->offset, with the file. */
static bool
piece_check(struct file_job *job, struct e2e_file *f, size_t n)
{
	uint8_t *decrypted = job->buffer, *there = job->buffer + PIECE;
	uint64_t offset = f->offset;
	size_t out_n;
	int32_t result;

	if (!file_read_at(container(job), decrypted, n, offset))
		return false;
	result = e2e_file_decrypt(job->crypto, f, decrypted, PIECE, &out_n, decrypted, n);
	if (result != E2E_OK) {
		file_say("comparing: %s", e2e_strerror(result));
		return false;
	}
	if (!file_read_at(plain(job), there, out_n, offset))
		return false;
	return memcmp(decrypted, there, out_n) == 0 || differs(job, offset, offset + out_n);
}

/* Compare the container from FROM up to TO, whole blocks; POINT is then where TO is. */
static bool
range_check(struct file_job *job, uint64_t from, uint64_t to, struct e2e_file_checkpoint *point)
{
	struct e2e_file f = E2E_FILE_INIT;
	uint64_t left;
	bool ok = checker_start(job, &f, from);

	while (ok && f.offset < to) {
		left = to - f.offset;
		ok = piece_check(job, &f, left < PIECE ? (size_t)left : PIECE);
	}
	if (ok && to < job->container_n)
		ok = e2e_file_checkpoint_get(&f, point) == E2E_OK;
	e2e_file_wipe(&f);
	return ok;
}

/*
 * The first and the last 64 KiB; everything if asked to, or if IN was written to
 * after OUT, when the middle could be of another version of it.
 */
static bool
done_check(struct file_job *job, uint64_t done, struct e2e_file_checkpoint *point)
{
	const struct timespec *in = &job->in.modified, *out = &job->out.modified;
	bool newer = in->tv_sec > out->tv_sec
	             || (in->tv_sec == out->tv_sec && in->tv_nsec > out->tv_nsec);

	if (job->options->recheck || newer || done <= 2 * (uint64_t)FILE_WINDOW_BYTES)
		return range_check(job, 0, done, point);
	return range_check(job, 0, FILE_WINDOW_BYTES, point)
	       && range_check(job, done - FILE_WINDOW_BYTES, done, point);
}

/* How much of the container OUT stands for, in whole blocks; what is over goes to the tail. */
static bool
done_find(struct file_job *job, uint64_t *done)
{
	bool encrypt = job->options->command == COMMAND_ENCRYPT;
	uint64_t whole = encrypt ? job->container_n : job->plain_n, have = job->out.size;

	if (have > whole) {
		file_say("%s: has %" PRIu64 " bytes, the whole result only %" PRIu64
		         ": this is no interrupted run; --force starts again",
		         tool_word(job->out.name), have,
		         whole);
		return false;
	}
	if (have > 0 && job->key_is_new) {
		file_say("%s: cannot be continued: there is no key file %s",
		         tool_word(job->out.name), tool_word(job->options->key_path));
		return false;
	}
	*done = have == whole ? job->container_n : have - have % BLOCK;
	job->tail_n = have == whole ? 0 : (size_t)(have % BLOCK);
	return file_read_at(&job->out, job->tail, job->tail_n, *done);
}

bool
file_resume(struct file_job *job, struct e2e_file_checkpoint *point)
{
	uint64_t done;

	if (!job->in.regular || !job->out.regular) {
		file_say("%s: is no ordinary file: a run cannot be continued with it",
		         job->in.regular ? tool_word(job->out.name) : tool_word(job->in.name));
		return false;
	}
	if (!done_find(job, &done) || !done_check(job, done, point))
		return false;
	point->offset = done;
	job->started = job->out.size > 0;
	return true;
}
