/* SPDX-License-Identifier: ISC */
/* What our side sends, and sends again. */
#ifndef CONFORM_SEND_H
#define CONFORM_SEND_H

#include "replay.h"

/* A message of ours comes out, ordered if it does not come by itself, and is the line's. */
void send_play(struct replay *r, struct step *step);

/* One comes out once more. */
void send_again_play(struct replay *r, struct step *step);

#endif
