/* SPDX-License-Identifier: ISC */
/* The members that every generation of decryptedMessage and its service form has. */
#ifndef E2E_PROTO_MESSAGE_H
#define E2E_PROTO_MESSAGE_H

#include <stdbool.h>

#include <e2e/schema.h>

struct e2e_i_message {
	uint32_t ctor;
	int64_t random_id;
	int32_t ttl;
	bool silent;
	bool old;                    /* of layer 8: with random_bytes of its own */
	struct e2e_bytes text;
	struct e2e_tl_objects entities;
	const struct e2e_tl *media;  /* or NULL                                  */
	const struct e2e_tl *action; /* of a service message, or NULL            */
};

/* Fill VIEW from MESSAGE; false if it is no decryptedMessage, or NULL. */
bool e2e_i_message_view(struct e2e_i_message *view, const struct e2e_tl *message);

/* What a medium is about. */
struct e2e_i_media {
	bool file;        /* lives in an encrypted file on the server           */
	bool keyed;       /* and its key and iv have 32 bytes (protocol 7.2.3)  */
	struct e2e_bytes key; /* as they came, of a medium with a file          */
	struct e2e_bytes iv;
	struct e2e_bytes caption; /* empty if it has none                       */
	bool secret;      /* photo, video or voice: opened rather than read     */
	int32_t duration; /* seconds, 0 if it has none                          */
	size_t attributes; /* of a document, how many                            */
};

/* Fill VIEW from MEDIA, which may be NULL. */
void e2e_i_media_view(struct e2e_i_media *view, const struct e2e_tl *media);

#endif
