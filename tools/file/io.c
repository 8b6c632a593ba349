/* SPDX-License-Identifier: ISC */
/* Files, messages and signals. */
#include "config.h"

#include "file.h"
#include "../shown.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE_CONTAINER (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)
#define MODE_PLAIN     (S_IRUSR | S_IWUSR)

volatile sig_atomic_t file_stop;

void
file_say(const char *format, ...)
{
	va_list args;

	file_progress_break();
	va_start(args, format);
	tool_say("e2e-file", format, args);
	va_end(args);
}

static bool
fail(const struct file_end *end)
{
	file_say("%s: %s", tool_word(end->name), strerror(errno));
	return false;
}

/* ---- Signals ---------------------------------------------------------------- */

static void
on_stop(int number)
{
	file_stop = number;
}

void
file_signals(void)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action, before;
	size_t i;

	memset(&action, 0, sizeof action);
	sigemptyset(&action.sa_mask);
	action.sa_handler = on_stop; /* without SA_RESTART: a blocked read must end */
	for (i = 0; i < sizeof stops / sizeof stops[0]; i++)
		if (sigaction(stops[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(stops[i], &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGXFSZ, &action, NULL);
}

static bool
stopped(void)
{
	if (file_stop == 0)
		return false;
	file_say("stopped by signal %d", (int)file_stop);
	return true;
}

/* ---- Opening ----------------------------------------------------------------- */

static bool
end_look(struct file_end *end)
{
	struct stat st;

	if (fstat(end->fd, &st) != 0)
		return fail(end);
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail(end);
	}
	end->regular = S_ISREG(st.st_mode) && lseek(end->fd, 0, SEEK_CUR) == 0;
	end->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	end->device = (uint64_t)st.st_dev;
	end->inode = (uint64_t)st.st_ino;
	end->modified = st.st_mtim;
	return true;
}

bool
file_open_in(struct file_end *end, const char *path)
{
	end->name = path;
	if (strcmp(path, "-") == 0) {
		end->name = "standard input";
		end->fd = STDIN_FILENO;
		return end_look(end);
	}
	end->fd = open(path, O_RDONLY | O_CLOEXEC);
	return end->fd < 0 ? fail(end) : end_look(end);
}

/* What exists at PATH must not be IN or the key file. */
static bool
is_other_file(const char *path, const struct stat *st, const struct file_options *options,
              const struct file_end *in)
{
	struct stat key;

	if ((uint64_t)st->st_dev == in->device && (uint64_t)st->st_ino == in->inode
	    && S_ISREG(st->st_mode)) {
		file_say("%s: is the same file as %s", tool_word(path), tool_word(in->name));
		return false;
	}
	if (options->key_path != NULL && stat(options->key_path, &key) == 0
	    && key.st_dev == st->st_dev && key.st_ino == st->st_ino && S_ISREG(st->st_mode)) {
		file_say("%s: is the key file, which is never overwritten", tool_word(path));
		return false;
	}
	return true;
}

/* Open the OUT that is there already. */
static bool
out_reopen(struct file_end *end, const struct file_options *options, const struct file_end *in)
{
	struct stat st;

	if (stat(end->name, &st) != 0)
		return fail(end);
	if (!is_other_file(end->name, &st, options, in))
		return false;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return fail(end);
	}
	if (!options->force && !options->resume) {
		file_say("%s: exists; --resume continues an interrupted run, --force overwrites",
		         tool_word(end->name));
		return false;
	}
	end->fd = open(end->name, (options->resume ? O_RDWR : O_WRONLY) | O_CLOEXEC);
	return end->fd < 0 ? fail(end) : end_look(end);
}

static bool
out_is_stdout(struct file_end *end, const struct file_options *options,
              const struct file_end *in)
{
	struct stat st;

	end->name = "standard output";
	end->fd = STDOUT_FILENO;
	if (options->command == COMMAND_ENCRYPT && !options->force && isatty(STDOUT_FILENO)) {
		file_say("standard output is a terminal; --force writes there all the same");
		return false;
	}
	if (fstat(end->fd, &st) != 0)
		return fail(end);
	if (!is_other_file(end->name, &st, options, in) || !end_look(end))
		return false;
	end->regular = false; /* what it held, and where it stands, is not ours */
	return true;
}

bool
file_open_out(struct file_end *end, const struct file_options *options, const struct file_end *in)
{
	bool encrypt = options->command == COMMAND_ENCRYPT;

	if (strcmp(options->out, "-") == 0)
		return out_is_stdout(end, options, in);
	end->name = options->out;
	end->fd = open(end->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	               encrypt ? MODE_CONTAINER : MODE_PLAIN);
	if (end->fd < 0)
		return errno == EEXIST ? out_reopen(end, options, in) : fail(end);
	end->created = true;
	return end_look(end);
}

bool
file_make_private(const struct file_end *end, bool quiet)
{
	struct stat st;

	if (fstat(end->fd, &st) != 0)
		return fail(end);
	if ((st.st_mode & ~(mode_t)MODE_PLAIN & 07777) == 0)
		return true;
	if (fchmod(end->fd, st.st_mode & MODE_PLAIN) != 0) {
		file_say("%s: other users can read it (mode %04o), and that cannot be changed: %s",
		         tool_word(end->name), (unsigned int)(st.st_mode & 07777),
		         strerror(errno));
		return false;
	}
	if (!quiet)
		file_say("note: %s is readable for its owner only now (mode was %04o)",
		         tool_word(end->name), (unsigned int)(st.st_mode & 07777));
	return true;
}

/* ---- Reading and writing ------------------------------------------------------ */

bool
file_read(const struct file_end *end, uint8_t *p, size_t n, size_t *got)
{
	ssize_t part;

	*got = 0;
	while (*got < n) {
		if (stopped())
			return false;
		part = read(end->fd, p + *got, n - *got);
		if (part < 0 && errno != EINTR)
			return fail(end);
		if (part == 0)
			return true;
		if (part > 0)
			*got += (size_t)part;
	}
	return true;
}

bool
file_read_at(const struct file_end *end, uint8_t *p, size_t n, uint64_t offset)
{
	ssize_t part;

	while (n > 0) {
		if (stopped())
			return false;
		part = pread(end->fd, p, n, (off_t)offset);
		if (part < 0 && errno != EINTR)
			return fail(end);
		if (part == 0) {
			file_say("%s: became shorter while it was read", tool_word(end->name));
			return false;
		}
		if (part > 0) {
			p += part;
			n -= (size_t)part;
			offset += (uint64_t)part;
		}
	}
	return true;
}

bool
file_write(const struct file_end *end, const uint8_t *p, size_t n)
{
	ssize_t part;

	while (n > 0) {
		if (stopped())
			return false;
		part = write(end->fd, p, n);
		if (part < 0 && errno != EINTR)
			return fail(end);
		if (part > 0) {
			p += part;
			n -= (size_t)part;
		}
	}
	return true;
}

bool
file_seek(const struct file_end *end, uint64_t offset)
{
	return lseek(end->fd, (off_t)offset, SEEK_SET) >= 0 || fail(end);
}

/* The name of a new file is in its folder, which not every file system can bring to disk. */
static void
folder_sync(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
	int fd;

	if (folder == NULL)
		return;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(folder);
}

bool
file_sync(const struct file_end *end)
{
	if (!end->regular)
		return true;
	while (fsync(end->fd) != 0) {
		if (errno == EINVAL || errno == ENOTSUP)
			break;
		if (errno != EINTR)
			return fail(end);
		if (stopped())
			return false;
	}
	if (end->created)
		folder_sync(end->name);
	return true;
}
