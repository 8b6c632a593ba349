/* SPDX-License-Identifier: ISC */
/*
 * e2e/backend.h - errors, bytes, memory, and the seam to a cryptographic library
 *
 * Conventions of every public header of libe2e
 *
 * - Functions that can fail return an int32_t.  0 (E2E_OK) is success.  A
 *   negative value is the fault of the caller or of the machine, and the host
 *   can do something about it.  A positive value is a verdict on bytes that came
 *   from outside (a peer, a server, a file): they were refused, nothing else
 *   happened, and there is nothing to mend on this side.
 * - Lengths are in bytes and follow their pointer.  A pointer whose length is 0
 *   may be NULL.  No other pointer may be NULL unless its text says so.
 * - What is passed in is borrowed for the call.  What a function fills is the
 *   caller's.  Output parameters come first, after the object.
 * - A struct that may grow begins with a uint32_t `size`, set by its _INIT macro;
 *   a library that is older or newer than the caller reads no more of it than both
 *   know.  E2E_ERR_VERSION says that a size is smaller than the first version's.
 * - No enum, bool, long, bit-field, union, callback with varargs, or library type
 *   appears in a signature, so that any language can call this without a shim.
 * - "protocol 5.2.3", "T6.1" and "observed 5.1" are numbers in protocol.md and observed.md, which
 *   are installed as documentation; "DOC" is a page of core.telegram.org.
 * - Nothing is global, except that libgcrypt, where it is used, is started once for the
 *   process, and in its FIPS mode makes one power at a time.  Two contexts share nothing.
 *   One thread at a time may use a context, and it may move between threads.
 */
#ifndef E2E_BACKEND_H
#define E2E_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#include <e2e/names.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define E2E_API __attribute__((visibility("default")))
#define E2E_MUST_CHECK __attribute__((warn_unused_result))
#else
#define E2E_API
#define E2E_MUST_CHECK
#endif

/* ---- Results ------------------------------------------------------------ */

/* E2E_OK, E2E_ERR_* and E2E_REFUSED_* are in names.h. */

/*
 * A short English text for RESULT, one of these values, without a full stop.
 * Static, and never NULL, also for unknown values.
 */
E2E_API const char *e2e_strerror(int32_t result);

/* ---- Bytes and memory ----------------------------------------------------- */

/* N borrowed bytes at P.  This pair never grows, so it has no size member. */
struct e2e_bytes {
	const uint8_t *p;
	size_t n;
};

/*
 * Where the library takes memory from; malloc() and free() by default.  `alloc`
 * returns N bytes aligned for any object, or NULL.  `free` gets what `alloc`
 * gave, with its N, already wiped, and never NULL.  Both get `user`.
 */
struct e2e_allocator {
	uint32_t size;
	void *user;
	void *(*alloc)(void *user, size_t n);
	void (*free)(void *user, void *p, size_t n);
};

#define E2E_ALLOCATOR_INIT { sizeof(struct e2e_allocator), NULL, NULL, NULL }

/* ---- A cryptographic library ---------------------------------------------- */

#define E2E_BACKEND_VERSION 1

#define E2E_DH_BYTES       256 /* group elements and exponents, big-endian */
#define E2E_HASH_PARTS_MAX 4

#define E2E_HASH_MD5    1 /* 16 bytes; only for the fingerprint of file keys        */
#define E2E_HASH_SHA1   2 /* 20 bytes; fingerprints and MTProto 1                    */
#define E2E_HASH_SHA256 3 /* 32 bytes                                                */

#define E2E_MD5_BYTES    16
#define E2E_SHA1_BYTES   20
#define E2E_SHA256_BYTES 32

#define E2E_DECRYPT 0
#define E2E_ENCRYPT 1

/*
 * What libe2e needs of a cryptographic library.  Two are built in (see
 * e2e_backend_by_name()); a host may pass its own.  The struct is copied when a
 * context is made.  Members are only ever appended, and `version` says how many
 * of them the provider knew.
 *
 * Every context gets a state of `state_size` bytes, zeroed and aligned for any
 * object, which `open` fills and `close` empties; the library wipes and frees the
 * memory itself.  `state_size` may be 0.  Keep handles in that state, so that they are
 * reused and no two threads share one.  When a call returns, nothing that it was given,
 * keys above all, may be left in them.
 *
 * One thread at a time calls the functions with one state.  They return E2E_OK or a
 * negative value (E2E_ERR_BACKEND, E2E_ERR_NOMEM); after a failure their outputs are not
 * read.  No output overlaps an input.
 */
struct e2e_backend {
	uint32_t size;    /* of this struct, for the provider  */
	uint32_t version; /* E2E_BACKEND_VERSION, same         */
	const char *name; /* static, for people                */
	void *user;       /* given to `open`, not used otherwise */
	size_t state_size;

	/* Make a state ready.  `close` is not called for a state whose open failed. */
	int32_t (*open)(void *state, void *user);
	void (*close)(void *state);

	/*
	 * N unpredictable bytes.  It must fail rather than give weak ones, must not
	 * repeat itself after fork(), and should cost less than a microsecond for the
	 * 16 to 64 bytes of one message.
	 */
	int32_t (*random)(void *state, uint8_t *out, size_t n);

	/*
	 * The digest ALGORITHM (E2E_HASH_*) of N_PARTS (1 to E2E_HASH_PARTS_MAX) byte
	 * strings, one after the other.  A backend may refuse MD5; then files are not
	 * supported.
	 */
	int32_t (*hash)(void *state, uint32_t algorithm, uint8_t *digest,
	                const struct e2e_bytes *part, size_t n_parts);

	/*
	 * AES-256 in IGE mode, in place on DATA, a multiple of 16 bytes, possibly 0:
	 *     encrypt: c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]
	 *     decrypt: p[i] = D(c[i] ^ p[i-1]) ^ c[i-1]
	 * IV is c[-1] followed by p[-1] and is replaced by the last blocks, so that a
	 * long text can be done in pieces.
	 */
	int32_t (*ige)(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32],
	               uint8_t *data, size_t n);

	/*
	 * OUT = BASE ^ SECRET_EXP mod ODD_MOD, all big-endian and exactly E2E_DH_BYTES
	 * long.  The modulus is odd and above 1, not always prime; BASE may be 0 or
	 * above it.  The time must not depend on SECRET_EXP.
	 */
	int32_t (*modexp)(void *state, uint8_t out[E2E_DH_BYTES],
	                  const uint8_t base[E2E_DH_BYTES],
	                  const uint8_t secret_exp[E2E_DH_BYTES],
	                  const uint8_t odd_mod[E2E_DH_BYTES]);
	/* end of version 1 */
};

/*
 * The built-in backend called NAME ("nettle" or "gcrypt"), or NULL if this build
 * has none of that name.  NULL as a name gives the default of this build.
 */
E2E_API const struct e2e_backend *e2e_backend_by_name(const char *name);

/* The built-in backend at INDEX, from 0, the default one; NULL after the last. */
E2E_API const struct e2e_backend *e2e_backend_at(size_t index);

#ifdef __cplusplus
}
#endif

#endif
