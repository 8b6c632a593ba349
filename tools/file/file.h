/* SPDX-License-Identifier: ISC */
/*
 * What the parts of e2e-file share.  Functions that return bool have told the user
 * what went wrong, by file_say(), when they return false.
 */
#ifndef E2E_TOOL_FILE_H
#define E2E_TOOL_FILE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <e2e/e2e.h>

#define FILE_BUFFER_BYTES (1024 * 1024)
#define FILE_WINDOW_BYTES (64 * 1024)       /* compared at both ends by --resume */
#define FILE_BAR_FROM     (8 * 1024 * 1024) /* smaller files get no progress bar */

#define FILE_CONTENT_BYTES E2E_SHA256_BYTES

#define EXIT_REFUSED 1
#define EXIT_USAGE   2

#if defined(__GNUC__)
#define FILE_PRINTF __attribute__((format(printf, 1, 2)))
#else
#define FILE_PRINTF
#endif

/* ---- Keys (key.c) --------------------------------------------------------- */

/* What is known of a file from a key file, or from the command line. */
struct file_facts {
	bool have_key, have_iv, have_size, have_fingerprint, have_content;
	bool used; /* by what a key file says, something was encrypted with it */
	uint8_t key[E2E_AES_KEY_BYTES];
	uint8_t iv[E2E_AES_IV_BYTES];
	int64_t size;
	int32_t fingerprint;
	uint8_t content[FILE_CONTENT_BYTES]; /* of what was encrypted, see content.c */
};

/*
 * One named fact ("key", "iv", "size", "fingerprint", "content") from its text.  WHERE is where
 * the text stands, for messages, which never show a key.
 */
bool file_fact_set(struct file_facts *facts, const char *where, const char *name,
                   const char *text);

/* Read the key file at PATH; *MISSING instead of a message if there is none. */
bool file_facts_read(struct file_facts *facts, const char *path, bool quiet, bool *missing);

/* Create the key file at PATH, which must not exist, for SIZE bytes of CONTENT, or NULL. */
bool file_facts_create(const char *path, const struct e2e_file_key *key, uint64_t size,
                       const uint8_t *content);

/* Add CONTENT to the key file at PATH, when it is known only after the run. */
bool file_facts_append(const char *path, const uint8_t content[FILE_CONTENT_BYTES]);

/* ---- Options (main.c) ------------------------------------------------------ */

#define COMMAND_ENCRYPT     1
#define COMMAND_DECRYPT     2
#define COMMAND_FINGERPRINT 3

struct file_options {
	uint32_t command;         /* COMMAND_* */
	uint32_t padding;         /* E2E_FILE_PAD_* */
	const char *in, *out;     /* "-": standard input and output */
	const char *key_path;     /* NULL: the key is in `given`, or a new one is printed */
	const char *backend;      /* NULL: the default */
	struct file_facts given;  /* by options */
	bool ignore_fingerprint, print_key, force, resume, recheck, quiet, progress;
};

/* ---- Input and output (io.c) ------------------------------------------------ */

/* One end of a run: the file read or the file written. */
struct file_end {
	int fd; /* -1: not open */
	const char *name;
	bool regular; /* has a size, can be read at any place */
	bool created; /* by this run */
	uint64_t size;
	uint64_t device, inode;
	struct timespec modified;
};

/* The signal that asked the program to stop; 0 if none has. */
extern volatile sig_atomic_t file_stop;

/* Print "e2e-file: " and a line to standard error, below a progress bar if there is one. */
void file_say(const char *format, ...) FILE_PRINTF;

/* Make SIGINT, SIGTERM and SIGHUP set file_stop, and failed writes come back as errors. */
void file_signals(void);

/* Open what is read; PATH "-" is standard input. */
bool file_open_in(struct file_end *end, const char *path);

/*
 * Open what is written, as OPTIONS say; nothing is cut off yet.  IN and the key file
 * are there to be recognised: neither is ever opened for writing.
 */
bool file_open_out(struct file_end *end, const struct file_options *options,
                   const struct file_end *in);

/* Make END, which has a plaintext in it soon, readable for its owner only; say so unless QUIET. */
bool file_make_private(const struct file_end *end, bool quiet);

/* Read up to N bytes; fewer only at the end of the file. */
bool file_read(const struct file_end *end, uint8_t *p, size_t n, size_t *got);

/* Read exactly N bytes at OFFSET. */
bool file_read_at(const struct file_end *end, uint8_t *p, size_t n, uint64_t offset);

bool file_write(const struct file_end *end, const uint8_t *p, size_t n);
bool file_seek(const struct file_end *end, uint64_t offset);

/* Bring a written regular file to the disk, and its name too if it is new. */
bool file_sync(const struct file_end *end);

/* ---- Progress (progress.c) --------------------------------------------------- */

struct file_progress {
	bool on;
	uint64_t from, total;
	struct timespec start, drawn;
};

void file_progress_start(struct file_progress *p, bool on, uint64_t from, uint64_t total);
void file_progress_update(struct file_progress *p, uint64_t done);
void file_progress_finish(struct file_progress *p);
void file_progress_break(void); /* end the line of a bar, if one is on the screen */

/* ---- A run (run.c, resume.c) --------------------------------------------------- */

struct file_job {
	const struct file_options *options;
	struct e2e_crypto *crypto;
	struct e2e_file_key key;
	struct file_facts facts; /* by options and key file together */
	bool key_is_new;
	bool adds_content; /* to a new key file, after the run: IN can be read only once */
	uint8_t content[FILE_CONTENT_BYTES];
	struct e2e_file file;
	struct file_end in, out;
	uint64_t plain_n, container_n;
	uint8_t tail[15]; /* what an interrupted run left behind its last whole block */
	size_t tail_n;
	bool started; /* data has been written, or was found by --resume */
	struct file_progress progress;
	uint8_t buffer[FILE_BUFFER_BYTES];
};

/* Find the key of JOB, make one, compare fingerprints, and settle JOB->facts. */
bool file_key_settle(struct file_job *job);

/*
 * A key is for one content (content.c): refuse another one than the key file was used for, and
 * know JOB->content if the key file is to be made.  COMPARED: what is in OUT already is of IN.
 */
bool file_content_settle(struct file_job *job, bool compared);

/* Begin JOB->content, and add the next piece of IN, FILE_BUFFER_BYTES but for the last. */
bool file_content_begin(struct file_job *job);
bool file_content_add(struct file_job *job, const uint8_t *p, size_t n);

/* Encrypt or decrypt as JOB->options say, and print the report. */
bool file_run(struct file_job *job);

/*
 * Find the POINT where an interrupted run left job->out, after having compared what is there
 * with what this key makes of job->in.  At offset 0 its chain is not set, nor at the end.
 */
bool file_resume(struct file_job *job, struct e2e_file_checkpoint *point);

enum file_report { FILE_REPORT_KEY, FILE_REPORT_ALL };

/* The line on standard output (or FD) with fingerprint, and sizes if WHAT is all. */
bool file_report(const struct file_job *job, enum file_report what);

#endif
