/* SPDX-License-Identifier: ISC */
/*
 * One key, one content: under the same key and iv two files that begin alike encrypt alike as far
 * as they are alike.  So a key file that encrypt makes names what it was used for, as a chain of
 * SHA-256 over key and iv and then over pieces of 1 MiB; who has no key learns nothing from it.
 */
#include "config.h"

#include "file.h"
#include "../shown.h"

#include <string.h>

static bool
chain(struct file_job *job, const struct e2e_bytes part[2])
{
	int32_t result = e2e_hash(job->crypto, E2E_HASH_SHA256, job->content, part, 2);

	if (result != E2E_OK)
		file_say("hashing: %s", e2e_strerror(result));
	return result == E2E_OK;
}

bool
file_content_begin(struct file_job *job)
{
	const struct e2e_bytes part[2] = { { job->key.key, sizeof job->key.key },
		                           { job->key.iv, sizeof job->key.iv } };

	return chain(job, part);
}

bool
file_content_add(struct file_job *job, const uint8_t *p, size_t n)
{
	uint8_t before[FILE_CONTENT_BYTES];
	const struct e2e_bytes part[2] = { { before, sizeof before }, { p, n } };

	memcpy(before, job->content, sizeof before);
	return chain(job, part);
}

/* All of IN, which stays where it is. */
static bool
content_read(struct file_job *job)
{
	uint64_t done = 0;

	if (!file_content_begin(job))
		return false;
	while (done < job->plain_n) {
		uint64_t left = job->plain_n - done;
		size_t n = left < sizeof job->buffer ? (size_t)left : sizeof job->buffer;

		if (!file_read_at(&job->in, job->buffer, n, done)
		    || !file_content_add(job, job->buffer, n))
			return false;
		done += n;
	}
	return true;
}

static bool
refuse(const struct file_job *job, const char *how)
{
	file_say("%s has been used before, %s: every content needs a key of its own",
	         tool_word(job->options->key_path), how);
	return false;
}

bool
file_content_settle(struct file_job *job, bool compared)
{
	const struct file_options *o = job->options;
	const struct file_facts *facts = &job->facts;

	if (o->key_path == NULL || (!job->key_is_new && !facts->used))
		return true;
	job->adds_content = job->key_is_new && !job->in.regular;
	if (job->adds_content)
		return file_content_begin(job);
	if (facts->used && !job->in.regular)
		return refuse(job, "and a pipe cannot be compared with what it was used for");
	if (facts->used && !facts->have_content)
		return compared || refuse(job, "and does not say for what");
	if (!content_read(job))
		return false;
	if (job->key_is_new)
		return true;
	if (memcmp(job->content, facts->content, sizeof job->content) != 0)
		return refuse(job, "for another content");
	if (!o->resume && !o->quiet)
		file_say("note: %s has been used before, for the same content",
		         tool_word(o->key_path));
	return true;
}
