/* SPDX-License-Identifier: ISC */
/* Converts messages to the layer that the peer understands (protocol 4.1, 4.2, T4.1, T4.8). */
#include "config.h"

#include "base/align.h"
#include "base/arena.h"
#include "base/nothing.h"
#include "proto/flags.h"

#include <e2e/schema.h>

#include <string.h>

/* For entities that no published layer has; only TDLib reads them (protocol 7.1.1). */
#define NEVER INT32_MAX

/* The flags of decryptedMessage that layer 73 added to layer 45 (protocol 7.2.7). */
#define FLAGS_73                                                                              \
	(E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT | \
	 E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID)

struct conversion {
	struct e2e_i_arena arena;
	int32_t layer;
	uint32_t lost;
	int32_t err;
};

int32_t
e2e_layer_wrapper(int32_t own, int32_t peer)
{
	static const int32_t known[] = { 144, 101, 73 };
	int32_t both = own < peer ? own : peer;

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (both >= known[i])
			return known[i];
	}
	return 46;
}

static void *
new_object(struct conversion *c, size_t n)
{
	void *p = e2e_i_arena_alloc(&c->arena, n);

	if (p == NULL && c->err == E2E_OK)
		c->err = E2E_ERR_LIMIT;
	return p;
}

/* A copy of the N bytes of OBJECT, which may be changed; NULL without room. */
static void *
copy_of(struct conversion *c, const void *object, size_t n)
{
	void *p = new_object(c, n);

	if (p != NULL)
		memcpy(p, object, n);
	return p;
}

/* ---- Entities -------------------------------------------------------------------------- */

/* The first layer that has ENTITY; *LOST: what is lost without it. */
static int32_t
entity_since(const struct e2e_tl *entity, uint32_t *lost)
{
	*lost = E2E_LOST_ENTITIES;
	switch (entity->ctor) {
	case E2E_TL_MESSAGE_ENTITY_UNDERLINE:
	case E2E_TL_MESSAGE_ENTITY_STRIKE:
	case E2E_TL_MESSAGE_ENTITY_BLOCKQUOTE:
		return 101;
	case E2E_TL_MESSAGE_ENTITY_SPOILER:
		*lost = E2E_LOST_SPOILERS;
		return 144;
	case E2E_TL_MESSAGE_ENTITY_CUSTOM_EMOJI:
		*lost = E2E_LOST_CUSTOM_EMOJI;
		return 144;
	case E2E_TL_MESSAGE_ENTITY_MENTION_NAME:
	case E2E_TL_MESSAGE_ENTITY_PHONE:
	case E2E_TL_MESSAGE_ENTITY_CASHTAG:
	case E2E_TL_MESSAGE_ENTITY_BANK_CARD:
		return NEVER;
	default:
		return 45;
	}
}

static void
convert_entities(struct conversion *c, struct e2e_tl_objects *entities)
{
	const struct e2e_tl **kept = new_object(c, entities->n * sizeof *kept);
	size_t n = 0;

	for (size_t i = 0; i < entities->n && kept != NULL; i++) {
		uint32_t lost;

		if (entity_since(entities->v[i], &lost) <= c->layer)
			kept[n++] = entities->v[i];
		else
			c->lost |= lost;
	}
	entities->v = kept;
	entities->n = n;
}

/* ---- Media ------------------------------------------------------------------------------- */

/* Replace a video attribute below layer 66, which introduced round videos. */
static const struct e2e_tl *
convert_attribute(struct conversion *c, const struct e2e_tl *attribute)
{
	const struct e2e_tl_document_attribute_video_66 *video = (const void *)attribute;
	struct e2e_tl_document_attribute_video_23 *old;

	if (attribute->ctor != E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66 || c->layer >= 66)
		return attribute;
	if ((video->flags & E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66_HAS_ROUND_MESSAGE) != 0)
		c->lost |= E2E_LOST_ROUND;
	old = new_object(c, sizeof *old);
	if (old == NULL)
		return attribute;
	old->ctor = E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_23;
	old->duration = video->duration;
	old->w = video->w;
	old->h = video->h;
	return (const struct e2e_tl *)old;
}

static void
convert_attributes(struct conversion *c, struct e2e_tl_objects *attributes)
{
	const struct e2e_tl **made = new_object(c, attributes->n * sizeof *made);

	for (size_t i = 0; i < attributes->n && made != NULL; i++)
		made[i] = convert_attribute(c, attributes->v[i]);
	attributes->v = made;
	attributes->n = made != NULL ? attributes->n : 0;
}

static const struct e2e_tl *
make_document_143(struct conversion *c, const struct e2e_tl_decrypted_message_media_document_45 *d)
{
	struct e2e_tl_decrypted_message_media_document_143 *made = new_object(c, sizeof *made);

	if (made == NULL)
		return NULL;
	made->ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143;
	made->thumb = d->thumb;
	made->thumb_w = d->thumb_w;
	made->thumb_h = d->thumb_h;
	made->mime_type = d->mime_type;
	made->size = d->size;
	made->key = d->key;
	made->iv = d->iv;
	made->attributes = d->attributes;
	made->caption = d->caption;
	return (const struct e2e_tl *)made;
}

static const struct e2e_tl *
make_document_45(struct conversion *c, const struct e2e_tl_decrypted_message_media_document_143 *d)
{
	struct e2e_tl_decrypted_message_media_document_45 *made;

	if (d->size < 0 || d->size > INT32_MAX) {
		c->lost |= d->size > 0 ? E2E_LOST_SIZE : 0;
		c->err = d->size > 0 ? E2E_ERR_LIMIT : E2E_ERR_ARGUMENT;
		return NULL;
	}
	made = new_object(c, sizeof *made);
	if (made == NULL)
		return NULL;
	made->ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45;
	made->thumb = d->thumb;
	made->thumb_w = d->thumb_w;
	made->thumb_h = d->thumb_h;
	made->mime_type = d->mime_type;
	made->size = (int32_t)d->size;
	made->key = d->key;
	made->iv = d->iv;
	made->attributes = d->attributes;
	convert_attributes(c, &made->attributes);
	made->caption = d->caption;
	return (const struct e2e_tl *)made;
}

/* Convert the attributes of other media; only layer 46 needs it. */
static const struct e2e_tl *
convert_old_document(struct conversion *c, const struct e2e_tl *media)
{
	struct e2e_tl_decrypted_message_media_document_45 *document;
	struct e2e_tl_decrypted_message_media_external_document *external;

	if (c->layer >= 66)
		return media;
	if (media->ctor == E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45) {
		document = copy_of(c, media, sizeof *document);
		if (document != NULL)
			convert_attributes(c, &document->attributes);
		return (const struct e2e_tl *)document;
	}
	external = copy_of(c, media, sizeof *external);
	if (external != NULL)
		convert_attributes(c, &external->attributes);
	return (const struct e2e_tl *)external;
}

/* From layer 143 on, sizes have 64 bits; of those layers we send 144 (protocol 4.1.1). */
static const struct e2e_tl *
convert_media(struct conversion *c, const struct e2e_tl *media)
{
	switch (media->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143:
		return c->layer >= 144 ? media : make_document_45(c, (const void *)media);
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45:
		return c->layer >= 144 ? make_document_143(c, (const void *)media)
		                       : convert_old_document(c, media);
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_EXTERNAL_DOCUMENT:
		return convert_old_document(c, media);
	default:
		return media;
	}
}

/* ---- Text beside media ---------------------------------------------------------------------- */

/* A copy of MEDIA, and its caption, if its kind has one in layer 46; or NULL. */
static struct e2e_tl *
with_caption(struct conversion *c, const struct e2e_tl *media, struct e2e_bytes **caption)
{
	struct e2e_tl_decrypted_message_media_photo_45 *photo;
	struct e2e_tl_decrypted_message_media_video_45 *video;
	struct e2e_tl_decrypted_message_media_document_45 *document;

	switch (media->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45:
		photo = copy_of(c, media, sizeof *photo);
		*caption = photo != NULL ? &photo->caption : NULL;
		return (struct e2e_tl *)photo;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_45:
		video = copy_of(c, media, sizeof *video);
		*caption = video != NULL ? &video->caption : NULL;
		return (struct e2e_tl *)video;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45:
		document = copy_of(c, media, sizeof *document);
		*caption = document != NULL ? &document->caption : NULL;
		return (struct e2e_tl *)document;
	default:
		*caption = NULL;
		return NULL;
	}
}

/* TEXT, a blank line and CAPTION, joined as by clients that show both (protocol 7.2.4). */
static struct e2e_bytes
join(struct conversion *c, struct e2e_bytes text, struct e2e_bytes caption)
{
	size_t n = text.n + 2 + caption.n;
	uint8_t *joined;

	if (caption.n == 0)
		return text;
	joined = new_object(c, n);
	if (joined == NULL)
		return text;
	memcpy(joined, text.p, text.n);
	memset(joined + text.n, '\n', 2);
	memcpy(joined + text.n + 2, caption.p, caption.n);
	return (struct e2e_bytes){ joined, n };
}

/*
 * Move the text of a message with media into the caption, which is what clients of layer 46
 * show; later ones show the text (protocol 7.2.4).  Entities cannot move with it.  Beside media
 * that have no caption the text stays in the message, where it may not be seen.
 */
static void
move_text(struct conversion *c, struct e2e_tl_decrypted_message_73 *m)
{
	struct e2e_bytes *caption;
	struct e2e_tl *media;

	if (m->message.n == 0 || c->err != E2E_OK ||
	    m->media->ctor == E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY ||
	    m->media->ctor == E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE)
		return;
	c->lost |= E2E_LOST_TEXT;
	media = with_caption(c, m->media, &caption);
	if (media == NULL)
		return;
	*caption = join(c, m->message, *caption);
	m->message = E2E_I_NO_BYTES;
	m->media = media;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES) != 0) {
		m->flags &= ~E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
		c->lost |= E2E_LOST_ENTITIES;
	}
}

/* ---- Messages -------------------------------------------------------------------------------- */

/* A copy of MESSAGE, of layer 45 or 73, in the form of 73; or NULL. */
static struct e2e_tl_decrypted_message_73 *
newest_form(struct conversion *c, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_45 *old = (const void *)message;
	struct e2e_tl_decrypted_message_73 *m;

	if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_73)
		return copy_of(c, message, sizeof *m);
	m = new_object(c, sizeof *m);
	if (m == NULL)
		return NULL;
	m->ctor = E2E_TL_DECRYPTED_MESSAGE_73;
	m->flags = old->flags;
	m->random_id = old->random_id;
	m->ttl = old->ttl;
	m->message = old->message;
	m->media = old->media;
	m->entities = old->entities;
	m->via_bot_name = old->via_bot_name;
	m->reply_to_random_id = old->reply_to_random_id;
	return m;
}

static const struct e2e_tl *
form_of_45(struct conversion *c, const struct e2e_tl_decrypted_message_73 *m)
{
	struct e2e_tl_decrypted_message_45 *old = new_object(c, sizeof *old);

	if (old == NULL)
		return NULL;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT) != 0)
		c->lost |= E2E_LOST_SILENT;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID) != 0)
		c->lost |= E2E_LOST_ALBUM;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE) != 0)
		c->lost |= E2E_LOST_NO_WEBPAGE;
	old->ctor = E2E_TL_DECRYPTED_MESSAGE_45;
	old->flags = m->flags & ~FLAGS_73;
	old->random_id = m->random_id;
	old->ttl = m->ttl;
	old->message = m->message;
	old->media = m->media;
	old->entities = m->entities;
	old->via_bot_name = m->via_bot_name;
	old->reply_to_random_id = m->reply_to_random_id;
	return (const struct e2e_tl *)old;
}

static const struct e2e_tl *
convert_message(struct conversion *c, const struct e2e_tl *message)
{
	struct e2e_tl_decrypted_message_73 *m = newest_form(c, message);
	const uint32_t has_media = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	const uint32_t has_entities = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;

	if (m == NULL)
		return NULL;
	if ((m->flags & has_entities) != 0) {
		convert_entities(c, &m->entities);
		if (m->entities.n == 0)
			m->flags &= ~has_entities;
	}
	if ((m->flags & has_media) != 0)
		m->media = convert_media(c, m->media);
	if (c->layer >= 73)
		return (const struct e2e_tl *)m;
	if ((m->flags & has_media) != 0)
		move_text(c, m);
	return form_of_45(c, m);
}

/* The equivalent of a typing action below layer 66, which introduced round videos. */
static uint32_t
older_typing(uint32_t ctor)
{
	switch (ctor) {
	case E2E_TL_SEND_MESSAGE_RECORD_ROUND_ACTION:
		return E2E_TL_SEND_MESSAGE_RECORD_VIDEO_ACTION;
	case E2E_TL_SEND_MESSAGE_UPLOAD_ROUND_ACTION:
		return E2E_TL_SEND_MESSAGE_UPLOAD_VIDEO_ACTION;
	default:
		return ctor;
	}
}

static const struct e2e_tl *
convert_service(struct conversion *c, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_service_17 *from = (const void *)message;
	const struct e2e_tl_decrypted_message_action_typing *typing = (const void *)from->action;
	struct e2e_tl_decrypted_message_service_17 *m;
	struct e2e_tl_decrypted_message_action_typing *action;
	struct e2e_tl *doing;

	/* read `typing` only after the constructor is checked: other actions may be aligned less */
	if (c->layer >= 66 || from->action->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING ||
	    older_typing(typing->action->ctor) == typing->action->ctor)
		return message;
	m = copy_of(c, from, sizeof *m);
	action = copy_of(c, typing, sizeof *action);
	doing = copy_of(c, typing->action, sizeof *doing);
	if (m == NULL || action == NULL || doing == NULL)
		return NULL;
	doing->ctor = older_typing(doing->ctor);
	action->action = doing;
	m->action = (const struct e2e_tl *)action;
	c->lost |= E2E_LOST_ROUND;
	return (const struct e2e_tl *)m;
}

int32_t
e2e_layer_convert(const struct e2e_tl **out, uint32_t *lost, void *memory, size_t room,
                  const struct e2e_tl *message, int32_t layer)
{
	struct conversion c = { .layer = layer, .err = E2E_OK };
	const struct e2e_tl *made;
	size_t n;
	int32_t err;

	*out = NULL;
	*lost = 0;
	if (layer != e2e_layer_wrapper(E2E_LAYER, layer) || (uintptr_t)memory % E2E_I_ALIGN != 0)
		return E2E_ERR_ARGUMENT;
	err = e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, message);
	if (err != E2E_OK)
		return err;
	e2e_i_arena_init(&c.arena, memory, room);
	message = e2e_i_flags_clear(&c.arena, message);
	if (message == NULL)
		return E2E_ERR_LIMIT;
	switch (message->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_SERVICE_17:
		made = convert_service(&c, message);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_45:
	case E2E_TL_DECRYPTED_MESSAGE_73:
		made = convert_message(&c, message);
		break;
	default:
		return E2E_ERR_ARGUMENT;
	}
	*lost = c.lost;
	if (c.err == E2E_OK)
		*out = made;
	return c.err;
}
