/* SPDX-License-Identifier: ISC */
/* inputEncryptedFile as TL: saved with an outgoing message, and part of the call that sends it. */
#include "config.h"

#include "session/core/input_file.h"

#include "base/align.h"
#include "base/nothing.h"

#define SAVED_MAX 128 /* bytes of a saved inputEncryptedFile; more than any takes */

size_t
e2e_i_input_file_put(uint8_t *out, size_t room, const struct e2e_input_file *file)
{
	const struct e2e_tl_input_encrypted_file_uploaded uploaded = {
		.ctor = E2E_TL_INPUT_ENCRYPTED_FILE_UPLOADED,
		.id = file->id,
		.parts = file->parts,
		.md5_checksum = file->md5,
		.key_fingerprint = file->key_fingerprint,
	};
	const struct e2e_tl_input_encrypted_file_big_uploaded big = {
		.ctor = E2E_TL_INPUT_ENCRYPTED_FILE_BIG_UPLOADED,
		.id = file->id,
		.parts = file->parts,
		.key_fingerprint = file->key_fingerprint,
	};
	const struct e2e_tl_input_encrypted_file existing = {
		.ctor = E2E_TL_INPUT_ENCRYPTED_FILE,
		.id = file->id,
		.access_hash = file->access_hash,
	};
	const void *object = file->kind == E2E_FILE_UPLOADED ? (const void *)&uploaded
	                     : file->kind == E2E_FILE_BIG    ? (const void *)&big
	                                                     : (const void *)&existing;
	size_t n = 0;

	if (e2e_tl_put(out, room, &n, E2E_TYPE_INPUT_ENCRYPTED_FILE, object) != E2E_OK)
		return 0;
	return n;
}

int32_t
e2e_i_input_file_get(struct e2e_input_file *file, struct e2e_bytes saved)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	alignas(E2E_I_ALIGN) uint8_t memory[E2E_TL_ROOM(SAVED_MAX)];

	*file = (struct e2e_input_file)E2E_INPUT_FILE_INIT;
	file->md5 = E2E_I_NO_BYTES;
	if (saved.n > SAVED_MAX ||
	    e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_INPUT_ENCRYPTED_FILE, saved.p, saved.n,
	               NULL) != E2E_OK)
		return E2E_ERR_STORE;
	if (got.object->ctor == E2E_TL_INPUT_ENCRYPTED_FILE_UPLOADED) {
		const struct e2e_tl_input_encrypted_file_uploaded *f = (const void *)got.object;

		file->kind = E2E_FILE_UPLOADED;
		file->id = f->id;
		file->parts = f->parts;
		file->key_fingerprint = f->key_fingerprint;
		file->md5 = f->md5_checksum;
	} else if (got.object->ctor == E2E_TL_INPUT_ENCRYPTED_FILE_BIG_UPLOADED) {
		const struct e2e_tl_input_encrypted_file_big_uploaded *f = (const void *)got.object;

		file->kind = E2E_FILE_BIG;
		file->id = f->id;
		file->parts = f->parts;
		file->key_fingerprint = f->key_fingerprint;
	} else if (got.object->ctor == E2E_TL_INPUT_ENCRYPTED_FILE) {
		const struct e2e_tl_input_encrypted_file *f = (const void *)got.object;

		file->kind = E2E_FILE_EXISTING;
		file->id = f->id;
		file->access_hash = f->access_hash;
	}
	return E2E_OK;
}
