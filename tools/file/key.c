/* SPDX-License-Identifier: ISC */
/* Keys, sizes and fingerprints: their texts, and the key file that keeps them. */
#include "config.h"

#include "file.h"
#include "../shown.h"
#include "../hex.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX   4096 /* a key file is some 250 bytes */
#define DIGITS     (2 * E2E_AES_KEY_BYTES)
#define WHERE_MAX  4200

static bool
secret_set(uint8_t out[32], const char *where, const char *name, const char *text)
{
	size_t digits = strspn(text, "0123456789abcdefABCDEF"), n = 0;

	if (text[digits] != '\0') {
		file_say("%s: %s is not hexadecimal", where, name);
		return false;
	}
	if (digits != DIGITS) {
		file_say("%s: %s has %zu hexadecimal digits, %d are needed", where, name, digits,
		         DIGITS);
		return false;
	}
	return tool_hex_decode(out, 32, &n, text) && n == 32;
}

static bool
integer(intmax_t *out, const char *text, int base)
{
	char *end;

	if (!isdigit((unsigned char)*text) && *text != '-')
		return false;
	errno = 0;
	*out = strtoimax(text, &end, base);
	return errno == 0 && end != text && *end == '\0';
}

static bool
size_set(int64_t *out, const char *where, const char *text)
{
	intmax_t value;

	if (!integer(&value, text, 10) || value > INT64_MAX || value < INT64_MIN) {
		file_say("%s: size is not a number of bytes", where);
		return false;
	}
	*out = (int64_t)value;
	return true;
}

/* 0x and hexadecimal digits, or a decimal number as an int32 or a uint32. */
static bool
fingerprint_set(int32_t *out, const char *where, const char *text)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	intmax_t value;
	uint32_t bits;

	if (!integer(&value, text, hex ? 16 : 10) || value > UINT32_MAX || value < INT32_MIN) {
		file_say("%s: fingerprint is neither 0x and hexadecimal digits nor a decimal number"
		         " of 32 bits", where);
		return false;
	}
	bits = (uint32_t)value;
	memcpy(out, &bits, sizeof *out);
	return true;
}

bool
file_fact_set(struct file_facts *facts, const char *where, const char *name, const char *text)
{
	bool *have;
	bool ok;

	if (strcmp(name, "key") == 0) {
		have = &facts->have_key;
		ok = secret_set(facts->key, where, name, text);
	} else if (strcmp(name, "iv") == 0) {
		have = &facts->have_iv;
		ok = secret_set(facts->iv, where, name, text);
	} else if (strcmp(name, "size") == 0) {
		have = &facts->have_size;
		ok = size_set(&facts->size, where, text);
	} else if (strcmp(name, "fingerprint") == 0) {
		have = &facts->have_fingerprint;
		ok = fingerprint_set(&facts->fingerprint, where, text);
	} else if (strcmp(name, "content") == 0) {
		have = &facts->have_content;
		ok = secret_set(facts->content, where, name, text);
	} else {
		file_say("%s: not one of key=, iv=, size=, fingerprint=, content=", where);
		return false;
	}
	if (ok && *have) {
		file_say("%s: a second %s", where, name);
		return false;
	}
	*have = ok;
	return ok;
}

/* A word of a key file: name=value, or the bare digits of first the key and then the iv. */
static bool
word_read(struct file_facts *facts, const char *where, char *word)
{
	char *equals = strchr(word, '=');
	const char *name = word;

	if (equals == NULL) {
		name = !facts->have_key ? "key" : "iv";
		return file_fact_set(facts, where, name, word);
	}
	*equals = '\0';
	return file_fact_set(facts, where, name, equals + 1);
}

static bool
lines_read(struct file_facts *facts, const char *path, char *text)
{
	char where[WHERE_MAX];
	char *line, *word, *next_line = NULL, *next_word;
	unsigned int number = 0;

	for (line = text; line != NULL; line = next_line) {
		next_line = strchr(line, '\n');
		if (next_line != NULL)
			*next_line++ = '\0';
		snprintf(where, sizeof where, "%s:%u", tool_word(path), ++number);
		word = strtok_r(line, " \t\r", &next_word);
		while (word != NULL && *word != '#') {
			if (!word_read(facts, where, word))
				return false;
			word = strtok_r(NULL, " \t\r", &next_word);
		}
	}
	if (facts->have_key && facts->have_iv)
		return true;
	file_say("%s: has no %s", tool_word(path), facts->have_key ? "iv" : "key");
	return false;
}

static bool
text_read(const struct file_end *end, char *text)
{
	size_t n;

	if (!file_read(end, (uint8_t *)text, TEXT_MAX, &n))
		return false;
	text[n] = '\0';
	if (n == TEXT_MAX || strlen(text) != n) {
		file_say("%s: is not a key file", tool_word(end->name));
		return false;
	}
	return true;
}

bool
file_facts_read(struct file_facts *facts, const char *path, bool quiet, bool *missing)
{
	struct file_end end = { .name = path };
	char text[TEXT_MAX + 1];
	struct stat st;
	bool ok = false;

	*facts = (struct file_facts){ .size = 0 };
	end.fd = open(path, O_RDONLY | O_CLOEXEC);
	*missing = end.fd < 0 && errno == ENOENT;
	if (end.fd < 0) {
		if (!*missing)
			file_say("%s: %s", tool_word(path), strerror(errno));
		return false;
	}
	if (!quiet && fstat(end.fd, &st) == 0 && S_ISREG(st.st_mode)
	    && (st.st_mode & (S_IRGRP | S_IROTH)) != 0)
		file_say("note: %s can be read by other users (mode %04o)", tool_word(path),
		         (unsigned int)(st.st_mode & 07777));
	ok = text_read(&end, text) && lines_read(facts, path, text);
	facts->used = facts->have_size || facts->have_content;
	close(end.fd);
	e2e_wipe(text, sizeof text);
	if (!ok)
		e2e_wipe(facts, sizeof *facts);
	return ok;
}

/* Write TEXT to the key file END, to the disk, and close it; a new one that fails goes again. */
static bool
text_write(const struct file_end *end, const char *text)
{
	bool ok = file_write(end, (const uint8_t *)text, strlen(text)) && file_sync(end);

	if (close(end->fd) != 0 && ok) {
		file_say("%s: %s", tool_word(end->name), strerror(errno));
		ok = false;
	}
	if (!ok && end->created)
		unlink(end->name);
	return ok;
}

bool
file_facts_create(const char *path, const struct e2e_file_key *key, uint64_t size,
                  const uint8_t *content)
{
	struct file_end end = { .name = path, .regular = true, .created = true };
	char text[512], key_hex[DIGITS + 1], iv_hex[DIGITS + 1], content_hex[DIGITS + 1] = "";
	bool ok;

	end.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (end.fd < 0) {
		file_say("%s: %s", tool_word(path), strerror(errno));
		return false;
	}
	tool_hex_encode(key_hex, key->key, sizeof key->key);
	tool_hex_encode(iv_hex, key->iv, sizeof key->iv);
	if (content != NULL)
		tool_hex_encode(content_hex, content, FILE_CONTENT_BYTES);
	snprintf(text, sizeof text,
	         "# Key of one encrypted file: who has it can read that file.\n"
	         "key=%s\niv=%s\nsize=%" PRIu64 "\nfingerprint=0x%08" PRIx32 "\n%s%s%s",
	         key_hex, iv_hex, size, (uint32_t)key->fingerprint,
	         content != NULL ? "content=" : "", content_hex, content != NULL ? "\n" : "");
	ok = text_write(&end, text);
	e2e_wipe(text, sizeof text);
	e2e_wipe(key_hex, sizeof key_hex);
	e2e_wipe(iv_hex, sizeof iv_hex);
	return ok;
}

bool
file_facts_append(const char *path, const uint8_t content[FILE_CONTENT_BYTES])
{
	struct file_end end = { .name = path, .regular = true };
	char text[DIGITS + 16] = "content=";

	end.fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (end.fd < 0) {
		file_say("%s: %s", tool_word(path), strerror(errno));
		return false;
	}
	tool_hex_encode(text + strlen(text), content, FILE_CONTENT_BYTES);
	strcat(text, "\n");
	return text_write(&end, text);
}

/* ---- Settling the key of a run ---------------------------------------------- */

static bool
size_merge(struct file_facts *facts, const struct file_options *o)
{
	if (!o->given.have_size)
		return true;
	if (facts->have_size && facts->size != o->given.size) {
		file_say("size: %s says %" PRId64 ", --size says %" PRId64, tool_word(o->key_path),
		         facts->size, o->given.size);
		return false;
	}
	facts->have_size = true;
	facts->size = o->given.size;
	return true;
}

static bool
fingerprint_check(const struct file_job *job, const struct file_facts *said, const char *by)
{
	uint32_t computed = (uint32_t)job->key.fingerprint;
	bool go_on = job->options->ignore_fingerprint;

	if (!said->have_fingerprint || said->fingerprint == job->key.fingerprint)
		return true;
	if (go_on && job->options->quiet)
		return true;
	file_say("%sfingerprint: computed 0x%08" PRIx32 " (%" PRId32 "), given 0x%08" PRIx32
	         " (%" PRId32 ") by %s", go_on ? "note: " : "", computed, job->key.fingerprint,
	         (uint32_t)said->fingerprint, said->fingerprint, by);
	return go_on;
}

static bool
key_new(struct file_job *job)
{
	int32_t result = e2e_file_key_new(job->crypto, &job->key);

	if (result != E2E_OK)
		file_say("making a key: %s", e2e_strerror(result));
	job->key_is_new = result == E2E_OK;
	return job->key_is_new;
}

/* The facts of the key file, or of the options if there is none; *MISSING: neither. */
static bool
facts_find(struct file_facts *facts, const struct file_options *o, bool *missing)
{
	*missing = false;
	*facts = o->given;
	if (o->key_path == NULL) {
		*missing = !o->given.have_key;
		return !*missing;
	}
	if (file_facts_read(facts, o->key_path, o->quiet, missing))
		return true;
	if (*missing && o->command == COMMAND_ENCRYPT && tool_is_key(o->key_path)) {
		file_say("the key file's name is made of a key's digits; a key is given by --key"
		         " and --iv");
		*missing = false;
	}
	if (*missing && o->command != COMMAND_ENCRYPT) {
		file_say("%s: %s", tool_word(o->key_path), strerror(ENOENT));
		*missing = false;
	}
	return false;
}

bool
file_key_settle(struct file_job *job)
{
	const struct file_options *o = job->options;
	struct file_facts *facts = &job->facts;
	bool missing;
	int32_t result;

	if (!facts_find(facts, o, &missing)) {
		if (!missing)
			return false;
		*facts = o->given;
		return key_new(job) && fingerprint_check(job, &o->given, "--fingerprint");
	}
	result = e2e_file_key_set(job->crypto, &job->key, facts->key, sizeof facts->key, facts->iv,
	                          sizeof facts->iv);
	if (result != E2E_OK) {
		file_say("key: %s", e2e_strerror(result));
		return false;
	}
	if (o->key_path != NULL && !fingerprint_check(job, facts, o->key_path))
		return false;
	return fingerprint_check(job, &o->given, "--fingerprint") && size_merge(facts, o);
}
