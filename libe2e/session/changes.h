/* SPDX-License-Identifier: ISC */
/* The difference that a work made, as rows. */
#ifndef E2E_SESSION_CHANGES_H
#define E2E_SESSION_CHANGES_H

#include "session/work.h"

/* Add to the work's commit a row for all that differs from its beginning; E2E_ERR_NOMEM. */
int32_t e2e_i_changes_rows(struct e2e_i_work *work);

#endif
