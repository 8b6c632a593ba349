/* SPDX-License-Identifier: ISC */
/* Encrypts and decrypts a file as one AES-256-IGE stream, front to back (protocol 8.2). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/wipe.h"

#include <string.h>

#define BLOCK   16
#define MAX_PLAIN ((uint64_t)INT64_MAX - BLOCK + 1)

uint64_t
e2e_file_container_bytes(uint64_t n)
{
	return n + (BLOCK - n % BLOCK) % BLOCK;
}

/* Sizes in a message need not make sense, and nothing may hide in the container (protocol 8.3,
 * T8.1, T8.2). */
int32_t
e2e_file_sizes_check(int64_t media, int64_t container)
{
	if (media < 0 || container < media || container % BLOCK != 0)
		return E2E_REFUSED_SIZE;
	return container - media < BLOCK ? E2E_OK : E2E_REFUSED_SIZE;
}

void
e2e_file_wipe(struct e2e_file *file)
{
	uint32_t size = file->size;

	e2e_i_wipe(file, sizeof *file);
	file->size = size;
}

static int32_t
take_up(struct e2e_file *file, const struct e2e_file_checkpoint *from)
{
	if (from->size < sizeof *from)
		return E2E_ERR_VERSION;
	if (from->offset % BLOCK != 0 || from->offset > e2e_file_container_bytes(file->plain_n))
		return E2E_ERR_ARGUMENT;
	file->offset = from->offset;
	if (from->offset > 0)
		memcpy(file->chain, from->chain, sizeof file->chain);
	return E2E_OK;
}

int32_t
e2e_file_start(struct e2e_file *file, const struct e2e_file_key *file_key, uint32_t way,
               uint64_t plain_n, uint32_t padding, const struct e2e_file_checkpoint *from)
{
	struct e2e_file made = E2E_FILE_INIT;
	int32_t err = e2e_i_file_key_ready(file_key);

	if (file->size < sizeof *file || err == E2E_ERR_VERSION)
		return E2E_ERR_VERSION;
	if ((way != E2E_ENCRYPT && way != E2E_DECRYPT) ||
	    (padding != E2E_FILE_PAD_ZERO && padding != E2E_FILE_PAD_RANDOM))
		return E2E_ERR_ARGUMENT;
	if (plain_n > MAX_PLAIN)
		return E2E_ERR_LIMIT;
	if (err != E2E_OK)
		return err;
	made.size = file->size;
	made.way = way;
	made.padding = padding;
	made.plain_n = plain_n;
	memcpy(made.key, file_key->key, sizeof made.key);
	memcpy(made.chain, file_key->iv, sizeof made.chain);
	if (from != NULL)
		err = take_up(&made, from);
	if (err == E2E_OK)
		*file = made;
	e2e_i_wipe(&made, sizeof made);
	return err;
}

/* The cipher over N bytes of DATA, a multiple of 16; FILE moves on only on success. */
static int32_t
advance(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *data, size_t n)
{
	uint8_t chain[E2E_AES_IV_BYTES];
	int32_t err;

	memcpy(chain, file->chain, sizeof chain);
	err = e2e_i_crypto_ige(crypto, file->way, file->key, chain, data, n);
	if (err == E2E_OK) {
		memcpy(file->chain, chain, sizeof file->chain);
		file->offset += n;
	}
	e2e_i_wipe(chain, sizeof chain);
	return err;
}

/* Fill up the last block of the file, N bytes at TAIL. */
static int32_t
fill(struct e2e_crypto *crypto, const struct e2e_file *file, uint8_t *tail, size_t n)
{
	if (file->padding == E2E_FILE_PAD_RANDOM)
		return e2e_i_crypto_random(crypto, tail, n);
	memset(tail, 0, n);
	return E2E_OK;
}

int32_t
e2e_file_encrypt(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *out, size_t room,
                 size_t *out_n, const uint8_t *in, size_t n)
{
	size_t tail = (BLOCK - n % BLOCK) % BLOCK;
	uint64_t left;
	int32_t err;

	*out_n = 0;
	if (file->size < sizeof *file)
		return E2E_ERR_VERSION;
	if (file->way != E2E_ENCRYPT)
		return E2E_ERR_ARGUMENT;
	left = file->offset < file->plain_n ? file->plain_n - file->offset : 0;
	if (n > left || room < n || room - n < tail)
		return E2E_ERR_LIMIT;
	if (tail > 0 && n < left)
		return E2E_ERR_ARGUMENT;
	if (n == 0)
		return E2E_OK;

	memmove(out, in, n);
	err = fill(crypto, file, out + n, tail);
	if (err == E2E_OK)
		err = advance(crypto, file, out, n + tail);
	if (err == E2E_OK)
		*out_n = n + tail;
	else
		e2e_i_wipe(out, n + tail);
	return err;
}

int32_t
e2e_file_decrypt(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *out, size_t room,
                 size_t *out_n, const uint8_t *in, size_t n)
{
	uint64_t left, plain_left;
	int32_t err;

	*out_n = 0;
	if (file->size < sizeof *file)
		return E2E_ERR_VERSION;
	if (file->way != E2E_DECRYPT || n % BLOCK != 0)
		return E2E_ERR_ARGUMENT;
	left = e2e_file_container_bytes(file->plain_n) - file->offset;
	if (n > left || room < n)
		return E2E_ERR_LIMIT;
	if (n == 0)
		return E2E_OK;

	plain_left = file->plain_n - file->offset;
	memmove(out, in, n);
	err = advance(crypto, file, out, n);
	if (err == E2E_OK)
		*out_n = n < plain_left ? n : (size_t)plain_left;
	else
		e2e_i_wipe(out, n);
	return err;
}

int32_t
e2e_file_end(const struct e2e_file *file)
{
	if (file->size < sizeof *file)
		return E2E_ERR_VERSION;
	return file->offset == e2e_file_container_bytes(file->plain_n) ? E2E_OK : E2E_ERR_STATE;
}

int32_t
e2e_file_checkpoint_get(const struct e2e_file *file, struct e2e_file_checkpoint *point)
{
	if (file->size < sizeof *file || point->size < sizeof *point)
		return E2E_ERR_VERSION;
	point->offset = file->offset;
	memcpy(point->chain, file->chain, sizeof point->chain);
	return E2E_OK;
}
