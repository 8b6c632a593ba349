/* SPDX-License-Identifier: ISC */
/* What a line says of the chat after it. */
#ifndef CONFORM_STATE_H
#define CONFORM_STATE_H

#include "replay.h"

/* The chat is as "state_after" says, if the line has that. */
void state_agrees(struct replay *r, struct row *row);

#endif
