/* SPDX-License-Identifier: ISC */
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
	/* without MD5 nothing was compared, and a message is not held up for that */
	return err != E2E_REFUSED_FINGERPRINT;
}
