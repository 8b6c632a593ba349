/* SPDX-License-Identifier: ISC */
/* Who judges the lines of which vector files; the table is in main.c. */
#ifndef CONFORM_TOPICS_H
#define CONFORM_TOPICS_H

#include "rig.h"

/* Judge one line: what is found is in ROW. */
typedef void judge_fn(struct rig *rig, struct row *row);

judge_fn judge_aes_ige, judge_kdf_mtproto1, judge_kdf_mtproto2;
judge_fn judge_key_fingerprint, judge_file_key_fingerprint, judge_key_visual;
judge_fn judge_msg_e2e_v1, judge_msg_e2e_v2, judge_msg_cloud_v2, judge_bind_temp_auth_key;
judge_fn judge_dh, judge_tl_secret;

#endif
