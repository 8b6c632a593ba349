/* SPDX-License-Identifier: ISC */
/* What our side receives, and what becomes of it. */
#ifndef CONFORM_RECEIVE_H
#define CONFORM_RECEIVE_H

#include "replay.h"

/* Feed the packet of the line: the result, the events and the state are as it says. */
void receive_play(struct replay *r, struct step *step);

/* The packets of "processed" hold the messages that are named with them. */
void receive_described(struct replay *r, struct step *step);

#endif
