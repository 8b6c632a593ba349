/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "topics.h"

#include <string.h>

static const struct topic topics[] = {
	{ "aes_ige", judge_aes_ige },
	{ "bind_temp_auth_key", judge_bind_temp_auth_key },
	{ "dh", judge_dh },
	{ "file_key_fingerprint", judge_file_key_fingerprint },
	{ "kdf_mtproto1", judge_kdf_mtproto1 },
	{ "kdf_mtproto2", judge_kdf_mtproto2 },
	{ "key_fingerprint", judge_key_fingerprint },
	{ "key_visual", judge_key_visual },
	{ "msg_cloud_v2", judge_msg_cloud_v2 },
	{ "msg_e2e_v1", judge_msg_e2e_v1 },
	{ "msg_e2e_v2", judge_msg_e2e_v2 },
	{ "tl_secret", judge_tl_secret },
};

const struct topic *
topic_find(const char *name)
{
	for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
		if (strcmp(topics[i].name, name) == 0)
			return &topics[i];
	}
	return NULL;
}
