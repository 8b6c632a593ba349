/* SPDX-License-Identifier: ISC */
/* A common form for all versions of decryptedMessage, decryptedMessageService and media. */
#ifndef E2E_PROTO_MESSAGE_H
#define E2E_PROTO_MESSAGE_H

#include <stdbool.h>

#include <e2e/schema.h>

struct e2e_i_message {
	uint32_t ctor;
	int64_t random_id;
	int32_t ttl;                    /* seconds, 0 for none; see ttl.h              */
	bool silent;
	bool old;                       /* of layer 8: has random_bytes of its own     */
	struct e2e_bytes text;          /* borrowed, like all that follows; or empty   */
	struct e2e_tl_objects entities; /* or empty                                    */
	const struct e2e_tl *media;     /* or NULL                                     */
	const struct e2e_tl *action;    /* of a service message, or NULL               */
};

/*
 * Fill VIEW from MESSAGE, from which it borrows.  Return false, with VIEW zeroed, if MESSAGE is
 * NULL or of another type.
 */
bool e2e_i_message_view(struct e2e_i_message *view, const struct e2e_tl *message);

/* The common form of a medium. */
struct e2e_i_media {
	bool file;                /* is in an encrypted file on the server                 */
	bool keyed;               /* has a file key and iv of 32 bytes (protocol 7.2.3)    */
	struct e2e_bytes key;     /* of the file, as received, borrowed; or empty          */
	struct e2e_bytes iv;      /* the same                                              */
	struct e2e_bytes caption; /* borrowed, or empty                                    */
	bool secret;              /* a photo, video or voice message: opened, not read     */
	int32_t duration;         /* seconds, 0 for none                                   */
	size_t attributes;        /* the number of attributes of a document                */
};

/* Fill VIEW from MEDIA, from which it borrows; NULL gives a zeroed VIEW. */
void e2e_i_media_view(struct e2e_i_media *view, const struct e2e_tl *media);

#endif
