/* SPDX-License-Identifier: ISC */
/*
 * What the parts of e2e-inspect share.  Functions that return bool return false only for
 * what keeps the program from going on (unreadable input, no memory, a backend that
 * fails), and have told the user by inspect_say() then.  What is wrong with the bytes
 * that are inspected goes to the report.
 */
#ifndef E2E_TOOL_INSPECT_H
#define E2E_TOOL_INSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>
#include <e2e/schema.h>

#define EXIT_FINDINGS 1
#define EXIT_USAGE    2

#if defined(__GNUC__)
#define INSPECT_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define INSPECT_PRINTF(f, a)
#endif

/* Print "e2e-inspect: " and a line to standard error (say.c). */
void inspect_say(const char *format, ...) INSPECT_PRINTF(1, 2);

/* ---- The report (report.c) ---------------------------------------------------- */

#define REPORT_OK     0
#define REPORT_NOTE   1
#define REPORT_FAILED 2

/* Text that grows; `broken` if there was no memory for all of it. */
struct report_text {
	char *p;
	size_t n, room;
	bool broken;
};

struct report {
	bool json;
	bool expose_keys;   /* of files, and what could have them */
	uint32_t failed;    /* checks that failed so far       */
	bool in_check;      /* the last check is not closed yet */
	const char *part;   /* of the checks that follow        */
	struct report_text checks, fields; /* of JSON */
};

/* The checks that follow are about PART ("packet", ...), static. */
void report_part(struct report *r, const char *part);

/* A check called NAME, how it ended (REPORT_*), and what was found. */
void report_check(struct report *r, uint32_t verdict, const char *name, const char *found, ...)
	INSPECT_PRINTF(4, 5);

/* What the last check expected, and then what its result means; each once at most. */
void report_expected(struct report *r, const char *format, ...) INSPECT_PRINTF(2, 3);
void report_means(struct report *r, const char *format, ...) INSPECT_PRINTF(2, 3);

/* A fact for programs only: a member of the JSON object. */
void report_number(struct report *r, const char *name, int64_t value);
void report_string(struct report *r, const char *name, const char *value);
void report_hex(struct report *r, const char *name, const uint8_t *p, size_t n);

/* An object, in the format of the report. */
void report_object(struct report *r, const char *name, const struct e2e_tl *object);

/* Bytes that nobody could read, shortened for people, if they may be shown; KNOWN: an object
 * begins before them. */
void report_rest(struct report *r, const char *name, struct e2e_bytes rest, bool known);

/* Print what is left to print, and free R.  False if it could not be written. */
bool report_finish(struct report *r);

/* Free R without printing what JSON there is; false, as a failed run is. */
bool report_drop(struct report *r);

/* ---- Input (input.c, key.c) ----------------------------------------------------- */

#define FORMAT_AUTO   0
#define FORMAT_RAW    1
#define FORMAT_HEX    2
#define FORMAT_BASE64 3

/* Bytes of the heap. */
struct inspect_bytes {
	uint8_t *p;
	size_t n;
};

/*
 * The bytes that WORD gives: the content of the file of that name ("-": standard
 * input), or the word itself if there is no such file.
 */
bool inspect_input_read(struct inspect_bytes *out, const char *word, uint32_t format);

/* Read a file of at most LIMIT bytes, or standard input. */
bool inspect_file_read(struct inspect_bytes *out, const char *path, size_t limit);

/* Wipe and free. */
void inspect_bytes_free(struct inspect_bytes *bytes);

/* A key of 512 hexadecimal digits, white space ignored; WHERE is for the message. */
bool inspect_key_text(uint8_t value[E2E_KEY_BYTES], const char *where, const char *text,
                      size_t n);

/* A key file: such a text, or exactly 256 other bytes. */
bool inspect_key_file(uint8_t value[E2E_KEY_BYTES], const char *path);

/* ---- Keys of files (secret.c) ------------------------------------------------------ */

/* A file's key in TL takes 33 bytes and its constructor 4: fewer bytes have none in them. */
#define SECRET_TL_BYTES 36
#define SECRET_BYTES    20 /* and of a key that came bare, fewer are not worth much */

#define SECRETS     4 /* fields of a message that can be hidden; there are two, key and iv */
#define MARK_BYTES  16

/* What stands in an object for the keys that are hidden. */
struct secrets {
	size_t n;
	uint8_t mark[SECRETS][MARK_BYTES];
};

/* Put marks in the place of file keys in OBJECT, which lies in MEMORY. */
void secrets_hide(struct secrets *s, void *memory, const struct e2e_tl *object);

/* In TEXT, an object as FORMAT (E2E_TL_*), say of marks what they stand for.  It gets no longer. */
void secrets_name(char *text, uint32_t format);

/* ---- A run ------------------------------------------------------------------------- */

#define SENDER_UNKNOWN 2 /* besides E2E_CREATOR and E2E_ACCEPTOR */

struct inspect {
	const char *input, *key_path, *backend;
	uint32_t format;  /* FORMAT_*                              */
	uint32_t sender;  /* as told, or SENDER_UNKNOWN            */
	uint32_t mtproto; /* 1 or 2, or 0: whichever opens it       */
	bool tl;          /* the input is an object, no packet      */
	bool have_key;
	uint8_t key_value[E2E_KEY_BYTES]; /* of --key */
	struct e2e_key key;
	struct e2e_crypto *crypto;
	struct report report;
};

/* Report on the packet P (packet.c). */
bool inspect_packet(struct inspect *in, const uint8_t *p, size_t n);

/* ---- Opening (trial.c) ---------------------------------------------------------------- */

/* One way to open a packet, and how it went. */
struct trial {
	uint32_t mtproto, sender;
	bool wanted;   /* the options allow it                                        */
	bool good;     /* msg_key is right                                            */
	bool readable; /* the text begins as a message, so key and beginning are right */
	uint8_t msg_key[E2E_MSG_KEY_BYTES]; /* computed */
};

#define TRIALS 3

/* All ways; TEXT is that of the best one. */
struct trials {
	struct trial way[TRIALS];
	const struct trial *best; /* first good one, else readable one, else NULL */
	const struct trial *first; /* that was wanted                             */
	uint8_t *text;
	size_t text_n;   /* whole blocks                                                    */
	size_t surplus;  /* blocks at the end without which msg_key would be right, or 0    */
};

/* Try all ways to open P, of at least E2E_PACKET_MIN_BYTES. */
bool trials_run(struct inspect *in, struct trials *t, const uint8_t *p, size_t n);
void trials_free(struct trials *t);

/* ---- TL (wrapper.c, object.c, payload.c, bare.c, walk.c) --------------------------------- */

/* "creator", "acceptor" or "unknown". */
const char *inspect_role(uint32_t sender);

/* Report on a message's wrapper; MTPROTO is 0 if it is not known. */
void inspect_wrapper(struct inspect *in, const struct e2e_tl_decrypted_message_layer *w,
                     uint32_t mtproto, uint32_t sender);

/* Facts, by what they are called: of a packet's text, and of what came bare. */
struct names {
	const char *unknown, *rest, *trailing;
};

/* Decoded bytes, and the memory that the objects are in. */
struct decoded {
	const struct names *names;
	struct e2e_tl_got got;
	void *memory;
	bool whole;             /* nothing is left undecoded */
	struct secrets secrets; /* hidden in the object      */
};

/* Decode BYTES as far as that is possible, and report how far it was. */
bool object_decode(struct inspect *in, struct decoded *d, struct e2e_bytes bytes);

/* Report on OBJECT, which may be NULL, as what it is; MTPROTO is 0 if it is not known. */
void object_show(struct inspect *in, const struct e2e_tl *object, uint32_t mtproto,
                 uint32_t sender);

/* Report on what was hidden and what is left undecoded, and free D's memory. */
void object_end(struct inspect *in, struct decoded *d);

/* Report on the text of a packet of MTPROTO that SENDER sent. */
bool inspect_payload(struct inspect *in, struct e2e_bytes payload, uint32_t mtproto,
                     uint32_t sender);

/* Report on an object that came bare, and on the packet in it if there is one. */
bool inspect_object(struct inspect *in, struct e2e_bytes bytes);

#define WALK_CUT_OFF     1
#define WALK_COUNT       2
#define WALK_CONSTRUCTOR 3
#define WALK_STRING      4

/* What a walk through bytes, field by field, found. */
struct walk {
	const char *problem; /* NULL if an object ended well           */
	uint32_t kind;       /* WALK_*, of the problem                  */
	uint32_t id;         /* of a constructor that did not fit       */
	size_t at;           /* where the problem is, or the object ends */
	size_t left;         /* bytes behind that place                  */
	uint32_t want;       /* bytes, or a count, that cannot be        */
	char path[200];      /* of names, to the problem                 */
};

void walk_bytes(struct walk *w, struct e2e_bytes bytes);

/* The first four bytes as a little-endian number; 0 if there are fewer. */
uint32_t inspect_first_id(struct e2e_bytes bytes);

#endif
