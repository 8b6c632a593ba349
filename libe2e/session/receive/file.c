/* SPDX-License-Identifier: ISC */
/* Compares the key in a message with the fingerprint that the server gave for its file. */
#include "config.h"

#include "session/receive/file.h"

#include "base/wipe.h"

bool
e2e_i_file_fits(struct e2e_account *account, const struct e2e_i_media *media,
                int32_t fingerprint)
{
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	int32_t err;

	if (!media->keyed)
		return false;
	err = e2e_file_key_set(account->crypto, &key, media->key.p, media->key.n, media->iv.p,
	                       media->iv.n);
	if (err == E2E_OK)
		err = e2e_file_key_check(&key, fingerprint);
	e2e_i_wipe(&key, sizeof key);
	/* where MD5 is forbidden nothing was compared, and that is no reason to warn */
	return err != E2E_REFUSED_FINGERPRINT;
}
