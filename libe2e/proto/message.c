/* SPDX-License-Identifier: ISC */
/* Gives messages and media of all layers one common form (protocol 7.2.1, Annex A). */
#include "config.h"

#include "proto/message.h"

#include <string.h>

#define FILE_KEY_BYTES 32

static void
view_73(struct e2e_i_message *view, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_73 *m = (const void *)message;

	view->random_id = m->random_id;
	view->ttl = m->ttl;
	view->silent = (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT) != 0;
	view->text = m->message;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES) != 0)
		view->entities = m->entities;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA) != 0)
		view->media = m->media;
}

static void
view_45(struct e2e_i_message *view, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_45 *m = (const void *)message;

	view->random_id = m->random_id;
	view->ttl = m->ttl;
	view->text = m->message;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_ENTITIES) != 0)
		view->entities = m->entities;
	if ((m->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_MEDIA) != 0)
		view->media = m->media;
}

static void
view_17(struct e2e_i_message *view, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_17 *m = (const void *)message;

	view->random_id = m->random_id;
	view->ttl = m->ttl;
	view->text = m->message;
	view->media = m->media;
}

static void
view_8(struct e2e_i_message *view, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_8 *m = (const void *)message;

	view->random_id = m->random_id;
	view->text = m->message;
	view->media = m->media;
	view->old = true;
}

static void
view_service_17(struct e2e_i_message *view, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_service_17 *m = (const void *)message;

	view->random_id = m->random_id;
	view->action = m->action;
}

static void
view_service_8(struct e2e_i_message *view, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_service_8 *m = (const void *)message;

	view->random_id = m->random_id;
	view->action = m->action;
	view->old = true;
}

bool
e2e_i_message_view(struct e2e_i_message *view, const struct e2e_tl *message)
{
	static const struct {
		uint32_t ctor;
		void (*fill)(struct e2e_i_message *view, const struct e2e_tl *message);
	} kinds[] = {
		{ E2E_TL_DECRYPTED_MESSAGE_73, view_73 },
		{ E2E_TL_DECRYPTED_MESSAGE_45, view_45 },
		{ E2E_TL_DECRYPTED_MESSAGE_17, view_17 },
		{ E2E_TL_DECRYPTED_MESSAGE_8, view_8 },
		{ E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, view_service_17 },
		{ E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, view_service_8 },
	};

	memset(view, 0, sizeof *view);
	for (size_t i = 0; message != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
		if (message->ctor != kinds[i].ctor)
			continue;
		view->ctor = message->ctor;
		kinds[i].fill(view, message);
		return true;
	}
	return false;
}

static void
view_file(struct e2e_i_media *view, struct e2e_bytes key, struct e2e_bytes iv)
{
	view->file = true;
	view->keyed = key.n == FILE_KEY_BYTES && iv.n == FILE_KEY_BYTES;
	view->key = key;
	view->iv = iv;
}

static void
lasts(struct e2e_i_media *view, int32_t seconds)
{
	if (seconds > view->duration)
		view->duration = seconds;
}

static void
view_attribute(struct e2e_i_media *view, const struct e2e_tl *attribute)
{
	const struct e2e_tl_document_attribute_video_66 *video_66 = (const void *)attribute;
	const struct e2e_tl_document_attribute_video_23 *video_23 = (const void *)attribute;
	const struct e2e_tl_document_attribute_audio_46 *audio_46 = (const void *)attribute;
	const struct e2e_tl_document_attribute_audio_45 *audio_45 = (const void *)attribute;
	const struct e2e_tl_document_attribute_audio_23 *audio_23 = (const void *)attribute;

	switch (attribute->ctor) {
	case E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66:
		lasts(view, video_66->duration);
		view->secret = true;
		break;
	case E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_23:
		lasts(view, video_23->duration);
		view->secret = true;
		break;
	case E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46:
		lasts(view, audio_46->duration);
		view->secret |=
			(audio_46->flags & E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_VOICE) != 0;
		break;
	case E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_45:
		lasts(view, audio_45->duration);
		break;
	case E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_23:
		lasts(view, audio_23->duration);
		break;
	default:
		break;
	}
}

/* The attributes make a document a video or a voice message.  They come in any order. */
static void
view_attributes(struct e2e_i_media *view, const struct e2e_tl_objects *attributes)
{
	view->attributes = attributes->n;
	for (size_t i = 0; i < attributes->n; i++)
		view_attribute(view, attributes->v[i]);
}

static void
view_recorded(struct e2e_i_media *view, struct e2e_bytes key, struct e2e_bytes iv,
              int32_t duration)
{
	view_file(view, key, iv);
	view->duration = duration;
	view->secret = true;
}

static void
view_photo_8(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_photo_8 *m = (const void *)media;

	view_file(view, m->key, m->iv);
	view->secret = true;
}

static void
view_photo_45(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_photo_45 *m = (const void *)media;

	view_file(view, m->key, m->iv);
	view->caption = m->caption;
	view->secret = true;
}

static void
view_video_8(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_video_8 *m = (const void *)media;

	view_recorded(view, m->key, m->iv, m->duration);
}

static void
view_video_17(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_video_17 *m = (const void *)media;

	view_recorded(view, m->key, m->iv, m->duration);
}

static void
view_video_45(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_video_45 *m = (const void *)media;

	view_recorded(view, m->key, m->iv, m->duration);
	view->caption = m->caption;
}

static void
view_audio_8(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_audio_8 *m = (const void *)media;

	view_recorded(view, m->key, m->iv, m->duration);
}

static void
view_audio_17(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_audio_17 *m = (const void *)media;

	view_recorded(view, m->key, m->iv, m->duration);
}

static void
view_document_8(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_document_8 *m = (const void *)media;

	view_file(view, m->key, m->iv);
}

static void
view_document_45(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_document_45 *m = (const void *)media;

	view_file(view, m->key, m->iv);
	view->caption = m->caption;
	view_attributes(view, &m->attributes);
}

static void
view_document_143(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_document_143 *m = (const void *)media;

	view_file(view, m->key, m->iv);
	view->caption = m->caption;
	view_attributes(view, &m->attributes);
}

static void
view_external_document(struct e2e_i_media *view, const struct e2e_tl *media)
{
	const struct e2e_tl_decrypted_message_media_external_document *m = (const void *)media;

	view->attributes = m->attributes.n;
}

void
e2e_i_media_view(struct e2e_i_media *view, const struct e2e_tl *media)
{
	memset(view, 0, sizeof *view);
	switch (media != NULL ? media->ctor : 0) {
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_8:
		view_photo_8(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45:
		view_photo_45(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_8:
		view_video_8(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_17:
		view_video_17(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_45:
		view_video_45(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_AUDIO_8:
		view_audio_8(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_AUDIO_17:
		view_audio_17(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_8:
		view_document_8(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45:
		view_document_45(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143:
		view_document_143(view, media);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_MEDIA_EXTERNAL_DOCUMENT:
		view_external_document(view, media);
		break;
	default:
		break;
	}
}
