/* SPDX-License-Identifier: ISC */
/* What the application hears of the messages that were processed. */
#ifndef CONFORM_HEARD_H
#define CONFORM_HEARD_H

#include "replay.h"

/* Exactly the messages of "processed" came as events, in order. */
void heard_agrees(struct replay *r, struct row *row);

#endif
