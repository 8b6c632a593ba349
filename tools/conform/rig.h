/* SPDX-License-Identifier: ISC */
/*
 * A context of the library over one of its backends, whose randomness can be replaced by given
 * bytes: what a vector calls padding or an exponent.
 */
#ifndef CONFORM_RIG_H
#define CONFORM_RIG_H

#include "common/wrap.h"
#include "row.h"

struct rig {
	struct e2e_crypto *crypto;
	struct wrap wrap;        /* its backend                           */
	bool scripted;           /* randomness comes from the script only */
	struct e2e_bytes script; /* what is left of it                    */
	bool overdrawn;          /* more was asked for than there was     */
};

/* Make RIG over INNER.  It must not move before rig_close(), which may always follow. */
int32_t rig_open(struct rig *rig, const struct e2e_backend *inner);
void rig_close(struct rig *rig);

/*
 * From here to rig_script_end() every random byte the library draws is the next of the N at P,
 * which must stay; drawing more than there is fails as a backend would.
 */
void rig_script(struct rig *rig, const uint8_t *p, size_t n);

/*
 * Go back to real randomness.  False, with the reason in ROW, unless the library drew exactly
 * the script; a function that refused to work may have drawn less.
 */
bool rig_script_end(struct rig *rig, struct row *row, int32_t result);

/* A key pair of GROUP with the exponent EXPONENT, of E2E_DH_BYTES. */
bool rig_keypair(struct rig *rig, struct row *row, const struct e2e_dh_group *group,
                 const uint8_t *exponent, uint8_t secret[E2E_DH_BYTES],
                 uint8_t value[E2E_DH_BYTES]);

#endif
