/* SPDX-License-Identifier: ISC */
/* How a chat begins and ends, and the exponents of its keys. */
#ifndef CONFORM_START_H
#define CONFORM_START_H

#include "replay.h"

void start_request(struct replay *r, struct step *step);
void start_accept(struct replay *r, struct step *step);
void start_complete(struct replay *r, struct step *step);
void start_exponent(struct replay *r, struct step *step);
void start_discarded(struct replay *r, struct step *step);
void start_discard(struct replay *r, struct step *step);

#endif
