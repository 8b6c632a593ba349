/* SPDX-License-Identifier: ISC */
/*
 * What the files of commands share.  A command gets the rest of its line, and returns NULL,
 * or why it was not done.  It makes one call of the library, or feeds one fact; whoever runs
 * it takes the steps that come of it.
 */
#ifndef PEER_COMMAND_H
#define PEER_COMMAND_H

#include "peer.h"

/* What any command says about arguments that it does not take. */
extern const char command_usage[];

const char *do_text(struct peer *p, char **rest);
const char *do_send_tl(struct peer *p, char **rest);
const char *do_send_file_tl(struct peer *p, char **rest);
const char *do_action_tl(struct peer *p, char **rest);
const char *do_ttl(struct peer *p, char **rest);
const char *do_read(struct peer *p, char **rest);
const char *do_delete(struct peer *p, char **rest);
const char *do_flush(struct peer *p, char **rest);
const char *do_screenshot(struct peer *p, char **rest);
const char *do_typing(struct peer *p, char **rest);
const char *do_read_history(struct peer *p, char **rest);
const char *do_rekey(struct peer *p, char **rest);
const char *do_skip(struct peer *p, char **rest);

#endif
