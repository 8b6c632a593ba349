/* SPDX-License-Identifier: ISC */
/* The key of the chat.  No message here, and no output anywhere, shows any of it. */
#include "config.h"

#include "inspect.h"
#include "../hex.h"
#include "../shown.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DIGITS   (2 * E2E_KEY_BYTES)
#define FILE_MAX 4096

bool
inspect_key_text(uint8_t value[E2E_KEY_BYTES], const char *where, const char *text, size_t n)
{
	char digits[DIGITS + 1];
	size_t found = 0, done = 0;
	bool ok = true;

	for (size_t i = 0; i < n && ok; i++) {
		if (text[i] != '\0' && strchr(" \t\r\n", text[i]) != NULL)
			continue;
		ok = text[i] != '\0' && strchr("0123456789abcdefABCDEF", text[i]) != NULL;
		if (ok && found < DIGITS)
			digits[found] = text[i];
		found += ok;
	}
	digits[found < DIGITS ? found : DIGITS] = '\0';
	if (!ok)
		inspect_say("%s: the key is neither hexadecimal nor %d bytes", where,
		            E2E_KEY_BYTES);
	else if (found != DIGITS)
		inspect_say("%s: the key has %zu hexadecimal digits, %d are needed", where, found,
		            DIGITS);
	ok = ok && found == DIGITS && tool_hex_decode(value, E2E_KEY_BYTES, &done, digits);
	e2e_wipe(digits, sizeof digits);
	return ok;
}

bool
inspect_key_file(uint8_t value[E2E_KEY_BYTES], const char *path)
{
	struct inspect_bytes content;
	struct stat st;
	bool ok = true;

	if (!inspect_file_read(&content, path, FILE_MAX))
		return false;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & (S_IRGRP | S_IROTH)) != 0)
		inspect_say("note: %s can be read by other users (mode %04o)", tool_word(path),
		            (unsigned int)(st.st_mode & 07777));
	if (content.n == E2E_KEY_BYTES)
		memcpy(value, content.p, E2E_KEY_BYTES);
	else
		ok = inspect_key_text(value, tool_word(path), (const char *)content.p, content.n);
	inspect_bytes_free(&content);
	return ok;
}
