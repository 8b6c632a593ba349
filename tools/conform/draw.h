/* SPDX-License-Identifier: ISC */
/*
 * The random values of a transcript, handed to the account as it draws.  What a draw is for
 * shows in its length: 256 bytes are an exponent, 8 a random_id or an exchange_id (of a re-key
 * request first the latter), 15 the random_bytes of a wrapper, and what follows those is padding.
 * Where the transcript has another length or none, the bytes are made up, always the same ones,
 * and the packet differs from the transcript's in them.
 */
#ifndef CONFORM_DRAW_H
#define CONFORM_DRAW_H

#include "replay.h"

/* Collect what our side draws according to the transcript. */
void draw_plan(struct replay *r);

/* The `random` of struct wrap; USER is a struct draws. */
int32_t draw_take(void *user, void *state, uint8_t *out, size_t n);

/* The line of our next message after line AT, or the number of lines. */
size_t draw_next_send(const struct replay *r, size_t at);

/* Whether a message of ours is one that the account makes by itself. */
bool draw_automatic(const struct step *step);

#endif
