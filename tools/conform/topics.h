/* SPDX-License-Identifier: ISC */
/* What kinds of vector files there are, and who judges their lines. */
#ifndef CONFORM_TOPICS_H
#define CONFORM_TOPICS_H

#include "rig.h"

struct topic {
	const char *name; /* the base name of the file */

	/* Judge one line. */
	enum verdict (*judge)(struct rig *rig, struct row *row);
};

/* The topic called NAME, or NULL. */
const struct topic *topic_find(const char *name);

enum verdict judge_aes_ige(struct rig *rig, struct row *row);
enum verdict judge_kdf_mtproto1(struct rig *rig, struct row *row);
enum verdict judge_kdf_mtproto2(struct rig *rig, struct row *row);
enum verdict judge_msg_e2e_v1(struct rig *rig, struct row *row);
enum verdict judge_msg_e2e_v2(struct rig *rig, struct row *row);
enum verdict judge_msg_cloud_v2(struct rig *rig, struct row *row);
enum verdict judge_key_fingerprint(struct rig *rig, struct row *row);
enum verdict judge_file_key_fingerprint(struct rig *rig, struct row *row);
enum verdict judge_key_visual(struct rig *rig, struct row *row);
enum verdict judge_dh(struct rig *rig, struct row *row);
enum verdict judge_bind_temp_auth_key(struct rig *rig, struct row *row);
enum verdict judge_tl_secret(struct rig *rig, struct row *row);

#endif
