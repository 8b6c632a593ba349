/* SPDX-License-Identifier: ISC */
/*
 * The transcript of a whole session, replayed as one of its sides by an account of the library,
 * and every number and byte that came out compared.
 *
 * Time stands still but for a millisecond a line, and answers that an account makes by itself
 * (notifyLayer, resend requests, the answers of a re-key) wait for a tick, which comes where the
 * transcript has one of them: its maker may have answered later than at once, and then other
 * messages have the numbers in between.
 */
#ifndef CONFORM_TRANSCRIPT_H
#define CONFORM_TRANSCRIPT_H

#include "file.h"
#include "rig.h"
#include "tally.h"

/*
 * Replay FILE with the backend of BLOCKS, under the standard policy and then under the strict
 * one, as each side that it allows, and add to TALLY each line that says something about the
 * library and each session as a whole: line 7 replayed as A is "A-7", the session "A".
 * False, after a message, if the file is malformed; what was added means nothing then.
 */
bool transcript_judge(const struct vector_file *file, struct rig *blocks, struct tally *tally);

#endif
