/* SPDX-License-Identifier: ISC */
/* Made by tl/tlgen.py from the schemas beside it; change those. */
#include "config.h"

#include "tl/data.h"

#include "base/align.h"

#include <e2e/schema.h>

#define NONE E2E_I_TL_NO_BIT

/* The C type of each member is the one that its row says. */
#define FIELD_TYPE(type, member) \
	_Static_assert(_Generic((member), type: 1, default: 0), #member " has another type")

/* A decoder that only checks writes every struct to the same place. */
#define SIZE(type) \
	_Static_assert(sizeof(type) <= E2E_I_TL_STRUCT_MAX && alignof(type) <= E2E_I_ALIGN, \
	               #type " is too large, or wants to be aligned to more")

FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_8 *)0)->random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_8 *)0)->random_bytes);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_8 *)0)->message);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_8 *)0)->media);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_service_8 *)0)->random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_service_8 *)0)->random_bytes);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_service_8 *)0)->action);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->thumb_h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->iv);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->thumb_h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->duration);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->iv);
FIELD_TYPE(double, ((struct e2e_tl_decrypted_message_media_geo_point *)0)->lat);
FIELD_TYPE(double, ((struct e2e_tl_decrypted_message_media_geo_point *)0)->long_);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_contact *)0)->phone_number);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_contact *)0)->first_name);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_contact *)0)->last_name);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_contact *)0)->user_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_action_set_message_ttl *)0)->ttl_seconds);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->thumb_h);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->file_name);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->mime_type);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->iv);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->duration);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->iv);
FIELD_TYPE(struct e2e_tl_longs, ((struct e2e_tl_decrypted_message_action_read_messages *)0)->random_ids);
FIELD_TYPE(struct e2e_tl_longs, ((struct e2e_tl_decrypted_message_action_delete_messages *)0)->random_ids);
FIELD_TYPE(struct e2e_tl_longs, ((struct e2e_tl_decrypted_message_action_screenshot_messages *)0)->random_ids);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_17 *)0)->random_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_17 *)0)->ttl);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_17 *)0)->message);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_17 *)0)->media);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_service_17 *)0)->random_id);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_service_17 *)0)->action);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->thumb_h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->duration);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->mime_type);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->iv);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->duration);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->mime_type);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->iv);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_layer *)0)->random_bytes);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_layer *)0)->layer);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_layer *)0)->in_seq_no);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_layer *)0)->out_seq_no);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_layer *)0)->message);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_action_resend *)0)->start_seq_no);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_action_resend *)0)->end_seq_no);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_action_notify_layer *)0)->layer);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_action_typing *)0)->action);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_action_request_key *)0)->exchange_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_action_request_key *)0)->g_a);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_action_accept_key *)0)->exchange_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_action_accept_key *)0)->g_b);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_action_accept_key *)0)->key_fingerprint);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_action_abort_key *)0)->exchange_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_action_commit_key *)0)->exchange_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_action_commit_key *)0)->key_fingerprint);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_image_size *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_image_size *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_video_23 *)0)->duration);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_video_23 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_video_23 *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_audio_23 *)0)->duration);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_filename *)0)->file_name);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_photo_size_empty *)0)->type);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_photo_size *)0)->type);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_photo_size *)0)->location);
FIELD_TYPE(int32_t, ((struct e2e_tl_photo_size *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_photo_size *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_photo_size *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_photo_cached_size *)0)->type);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_photo_cached_size *)0)->location);
FIELD_TYPE(int32_t, ((struct e2e_tl_photo_cached_size *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_photo_cached_size *)0)->h);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_photo_cached_size *)0)->bytes);
FIELD_TYPE(int64_t, ((struct e2e_tl_file_location_unavailable *)0)->volume_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_file_location_unavailable *)0)->local_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_file_location_unavailable *)0)->secret);
FIELD_TYPE(int32_t, ((struct e2e_tl_file_location *)0)->dc_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_file_location *)0)->volume_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_file_location *)0)->local_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_file_location *)0)->secret);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->access_hash);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->date);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_external_document *)0)->mime_type);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->size);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_media_external_document *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->dc_id);
FIELD_TYPE(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_media_external_document *)0)->attributes);
FIELD_TYPE(uint32_t, ((struct e2e_tl_decrypted_message_45 *)0)->flags);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_45 *)0)->random_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_45 *)0)->ttl);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_45 *)0)->message);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_45 *)0)->media);
FIELD_TYPE(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_45 *)0)->entities);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_45 *)0)->via_bot_name);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_45 *)0)->reply_to_random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->thumb_h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->iv);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->caption);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->thumb_h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->duration);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->mime_type);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->h);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->iv);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->caption);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->thumb_h);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->mime_type);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->iv);
FIELD_TYPE(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->attributes);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->caption);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_sticker_45 *)0)->alt);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_document_attribute_sticker_45 *)0)->stickerset);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_audio_45 *)0)->duration);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_45 *)0)->title);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_45 *)0)->performer);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_unknown *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_unknown *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_mention *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_mention *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_hashtag *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_hashtag *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_bot_command *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_bot_command *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_url *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_url *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_email *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_email *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_bold *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_bold *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_italic *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_italic *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_code *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_code *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_pre *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_pre *)0)->length);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_message_entity_pre *)0)->language);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_text_url *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_text_url *)0)->length);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_message_entity_text_url *)0)->url);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_input_sticker_set_short_name *)0)->short_name);
FIELD_TYPE(double, ((struct e2e_tl_decrypted_message_media_venue *)0)->lat);
FIELD_TYPE(double, ((struct e2e_tl_decrypted_message_media_venue *)0)->long_);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->title);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->address);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->provider);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->venue_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_web_page *)0)->url);
FIELD_TYPE(uint32_t, ((struct e2e_tl_document_attribute_audio_46 *)0)->flags);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_audio_46 *)0)->duration);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_46 *)0)->title);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_46 *)0)->performer);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_46 *)0)->waveform);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_mention_name *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_mention_name *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_mention_name *)0)->user_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_phone *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_phone *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_cashtag *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_cashtag *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_bank_card *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_bank_card *)0)->length);
FIELD_TYPE(uint32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->flags);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->duration);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->w);
FIELD_TYPE(int32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->h);
FIELD_TYPE(uint32_t, ((struct e2e_tl_decrypted_message_73 *)0)->flags);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_73 *)0)->random_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_73 *)0)->ttl);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_73 *)0)->message);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_73 *)0)->media);
FIELD_TYPE(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_73 *)0)->entities);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_73 *)0)->via_bot_name);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_73 *)0)->reply_to_random_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_73 *)0)->grouped_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_underline *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_underline *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_strike *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_strike *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_blockquote *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_blockquote *)0)->length);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->thumb);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->thumb_w);
FIELD_TYPE(int32_t, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->thumb_h);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->mime_type);
FIELD_TYPE(int64_t, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->size);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->key);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->iv);
FIELD_TYPE(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->attributes);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->caption);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_spoiler *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_spoiler *)0)->length);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_custom_emoji *)0)->offset);
FIELD_TYPE(int32_t, ((struct e2e_tl_message_entity_custom_emoji *)0)->length);
FIELD_TYPE(int64_t, ((struct e2e_tl_message_entity_custom_emoji *)0)->document_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_user *)0)->user_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_user *)0)->access_hash);
FIELD_TYPE(int32_t, ((struct e2e_tl_input_encrypted_chat *)0)->chat_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_chat *)0)->access_hash);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_empty *)0)->id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->access_hash);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->date);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->admin_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->participant_id);
FIELD_TYPE(uint32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->flags);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->folder_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat_requested *)0)->access_hash);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->date);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat_requested *)0)->admin_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat_requested *)0)->participant_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_encrypted_chat_requested *)0)->g_a);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat *)0)->access_hash);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat *)0)->date);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat *)0)->admin_id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat *)0)->participant_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_encrypted_chat *)0)->g_a_or_b);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_chat *)0)->key_fingerprint);
FIELD_TYPE(uint32_t, ((struct e2e_tl_encrypted_chat_discarded *)0)->flags);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_chat_discarded *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_file *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_file *)0)->access_hash);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_file *)0)->size);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_file *)0)->dc_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_file *)0)->key_fingerprint);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->id);
FIELD_TYPE(int32_t, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->parts);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->md5_checksum);
FIELD_TYPE(int32_t, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->key_fingerprint);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_file *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_file *)0)->access_hash);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_file_big_uploaded *)0)->id);
FIELD_TYPE(int32_t, ((struct e2e_tl_input_encrypted_file_big_uploaded *)0)->parts);
FIELD_TYPE(int32_t, ((struct e2e_tl_input_encrypted_file_big_uploaded *)0)->key_fingerprint);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_file_location *)0)->id);
FIELD_TYPE(int64_t, ((struct e2e_tl_input_encrypted_file_location *)0)->access_hash);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_message *)0)->random_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_message *)0)->chat_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_message *)0)->date);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_encrypted_message *)0)->bytes);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_encrypted_message *)0)->file);
FIELD_TYPE(int64_t, ((struct e2e_tl_encrypted_message_service *)0)->random_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_message_service *)0)->chat_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_encrypted_message_service *)0)->date);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_encrypted_message_service *)0)->bytes);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_dh_config *)0)->g);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_dh_config *)0)->p);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_dh_config *)0)->version);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_dh_config *)0)->random);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_dh_config_not_modified *)0)->random);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_sent_encrypted_message *)0)->date);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_sent_encrypted_file *)0)->date);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_sent_encrypted_file *)0)->file);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_update_new_encrypted_message *)0)->message);
FIELD_TYPE(int32_t, ((struct e2e_tl_update_new_encrypted_message *)0)->qts);
FIELD_TYPE(int32_t, ((struct e2e_tl_update_encrypted_chat_typing *)0)->chat_id);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_update_encryption *)0)->chat);
FIELD_TYPE(int32_t, ((struct e2e_tl_update_encryption *)0)->date);
FIELD_TYPE(int32_t, ((struct e2e_tl_update_encrypted_messages_read *)0)->chat_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_update_encrypted_messages_read *)0)->max_date);
FIELD_TYPE(int32_t, ((struct e2e_tl_update_encrypted_messages_read *)0)->date);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_get_dh_config *)0)->version);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_get_dh_config *)0)->random_length);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_request_encryption *)0)->user_id);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_request_encryption *)0)->random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_request_encryption *)0)->g_a);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_accept_encryption *)0)->peer);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_accept_encryption *)0)->g_b);
FIELD_TYPE(int64_t, ((struct e2e_tl_messages_accept_encryption *)0)->key_fingerprint);
FIELD_TYPE(uint32_t, ((struct e2e_tl_messages_discard_encryption *)0)->flags);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_discard_encryption *)0)->chat_id);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_set_encrypted_typing *)0)->peer);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_set_encrypted_typing *)0)->typing);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_read_encrypted_history *)0)->peer);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_read_encrypted_history *)0)->max_date);
FIELD_TYPE(uint32_t, ((struct e2e_tl_messages_send_encrypted *)0)->flags);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted *)0)->peer);
FIELD_TYPE(int64_t, ((struct e2e_tl_messages_send_encrypted *)0)->random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_send_encrypted *)0)->data);
FIELD_TYPE(uint32_t, ((struct e2e_tl_messages_send_encrypted_file *)0)->flags);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted_file *)0)->peer);
FIELD_TYPE(int64_t, ((struct e2e_tl_messages_send_encrypted_file *)0)->random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_send_encrypted_file *)0)->data);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted_file *)0)->file);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted_service *)0)->peer);
FIELD_TYPE(int64_t, ((struct e2e_tl_messages_send_encrypted_service *)0)->random_id);
FIELD_TYPE(struct e2e_bytes, ((struct e2e_tl_messages_send_encrypted_service *)0)->data);
FIELD_TYPE(int32_t, ((struct e2e_tl_messages_received_queue *)0)->max_qts);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_report_encrypted_spam *)0)->peer);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_upload_encrypted_file *)0)->peer);
FIELD_TYPE(const struct e2e_tl *, ((struct e2e_tl_messages_upload_encrypted_file *)0)->file);

SIZE(struct e2e_tl_decrypted_message_8);
SIZE(struct e2e_tl_decrypted_message_service_8);
SIZE(struct e2e_tl_decrypted_message_media_empty);
SIZE(struct e2e_tl_decrypted_message_media_photo_8);
SIZE(struct e2e_tl_decrypted_message_media_video_8);
SIZE(struct e2e_tl_decrypted_message_media_geo_point);
SIZE(struct e2e_tl_decrypted_message_media_contact);
SIZE(struct e2e_tl_decrypted_message_action_set_message_ttl);
SIZE(struct e2e_tl_decrypted_message_media_document_8);
SIZE(struct e2e_tl_decrypted_message_media_audio_8);
SIZE(struct e2e_tl_decrypted_message_action_read_messages);
SIZE(struct e2e_tl_decrypted_message_action_delete_messages);
SIZE(struct e2e_tl_decrypted_message_action_screenshot_messages);
SIZE(struct e2e_tl_decrypted_message_action_flush_history);
SIZE(struct e2e_tl_decrypted_message_17);
SIZE(struct e2e_tl_decrypted_message_service_17);
SIZE(struct e2e_tl_decrypted_message_media_video_17);
SIZE(struct e2e_tl_decrypted_message_media_audio_17);
SIZE(struct e2e_tl_decrypted_message_layer);
SIZE(struct e2e_tl_send_message_typing_action);
SIZE(struct e2e_tl_send_message_cancel_action);
SIZE(struct e2e_tl_send_message_record_video_action);
SIZE(struct e2e_tl_send_message_upload_video_action);
SIZE(struct e2e_tl_send_message_record_audio_action);
SIZE(struct e2e_tl_send_message_upload_audio_action);
SIZE(struct e2e_tl_send_message_upload_photo_action);
SIZE(struct e2e_tl_send_message_upload_document_action);
SIZE(struct e2e_tl_send_message_geo_location_action);
SIZE(struct e2e_tl_send_message_choose_contact_action);
SIZE(struct e2e_tl_decrypted_message_action_resend);
SIZE(struct e2e_tl_decrypted_message_action_notify_layer);
SIZE(struct e2e_tl_decrypted_message_action_typing);
SIZE(struct e2e_tl_decrypted_message_action_request_key);
SIZE(struct e2e_tl_decrypted_message_action_accept_key);
SIZE(struct e2e_tl_decrypted_message_action_abort_key);
SIZE(struct e2e_tl_decrypted_message_action_commit_key);
SIZE(struct e2e_tl_decrypted_message_action_noop);
SIZE(struct e2e_tl_document_attribute_image_size);
SIZE(struct e2e_tl_document_attribute_animated);
SIZE(struct e2e_tl_document_attribute_sticker_23);
SIZE(struct e2e_tl_document_attribute_video_23);
SIZE(struct e2e_tl_document_attribute_audio_23);
SIZE(struct e2e_tl_document_attribute_filename);
SIZE(struct e2e_tl_photo_size_empty);
SIZE(struct e2e_tl_photo_size);
SIZE(struct e2e_tl_photo_cached_size);
SIZE(struct e2e_tl_file_location_unavailable);
SIZE(struct e2e_tl_file_location);
SIZE(struct e2e_tl_decrypted_message_media_external_document);
SIZE(struct e2e_tl_decrypted_message_45);
SIZE(struct e2e_tl_decrypted_message_media_photo_45);
SIZE(struct e2e_tl_decrypted_message_media_video_45);
SIZE(struct e2e_tl_decrypted_message_media_document_45);
SIZE(struct e2e_tl_document_attribute_sticker_45);
SIZE(struct e2e_tl_document_attribute_audio_45);
SIZE(struct e2e_tl_message_entity_unknown);
SIZE(struct e2e_tl_message_entity_mention);
SIZE(struct e2e_tl_message_entity_hashtag);
SIZE(struct e2e_tl_message_entity_bot_command);
SIZE(struct e2e_tl_message_entity_url);
SIZE(struct e2e_tl_message_entity_email);
SIZE(struct e2e_tl_message_entity_bold);
SIZE(struct e2e_tl_message_entity_italic);
SIZE(struct e2e_tl_message_entity_code);
SIZE(struct e2e_tl_message_entity_pre);
SIZE(struct e2e_tl_message_entity_text_url);
SIZE(struct e2e_tl_input_sticker_set_short_name);
SIZE(struct e2e_tl_input_sticker_set_empty);
SIZE(struct e2e_tl_decrypted_message_media_venue);
SIZE(struct e2e_tl_decrypted_message_media_web_page);
SIZE(struct e2e_tl_document_attribute_audio_46);
SIZE(struct e2e_tl_message_entity_mention_name);
SIZE(struct e2e_tl_message_entity_phone);
SIZE(struct e2e_tl_message_entity_cashtag);
SIZE(struct e2e_tl_message_entity_bank_card);
SIZE(struct e2e_tl_document_attribute_video_66);
SIZE(struct e2e_tl_send_message_record_round_action);
SIZE(struct e2e_tl_send_message_upload_round_action);
SIZE(struct e2e_tl_decrypted_message_73);
SIZE(struct e2e_tl_message_entity_underline);
SIZE(struct e2e_tl_message_entity_strike);
SIZE(struct e2e_tl_message_entity_blockquote);
SIZE(struct e2e_tl_decrypted_message_media_document_143);
SIZE(struct e2e_tl_message_entity_spoiler);
SIZE(struct e2e_tl_message_entity_custom_emoji);
SIZE(struct e2e_tl_bool_true);
SIZE(struct e2e_tl_bool_false);
SIZE(struct e2e_tl_input_user);
SIZE(struct e2e_tl_input_encrypted_chat);
SIZE(struct e2e_tl_encrypted_chat_empty);
SIZE(struct e2e_tl_encrypted_chat_waiting);
SIZE(struct e2e_tl_encrypted_chat_requested);
SIZE(struct e2e_tl_encrypted_chat);
SIZE(struct e2e_tl_encrypted_chat_discarded);
SIZE(struct e2e_tl_encrypted_file_empty);
SIZE(struct e2e_tl_encrypted_file);
SIZE(struct e2e_tl_input_encrypted_file_empty);
SIZE(struct e2e_tl_input_encrypted_file_uploaded);
SIZE(struct e2e_tl_input_encrypted_file);
SIZE(struct e2e_tl_input_encrypted_file_big_uploaded);
SIZE(struct e2e_tl_input_encrypted_file_location);
SIZE(struct e2e_tl_encrypted_message);
SIZE(struct e2e_tl_encrypted_message_service);
SIZE(struct e2e_tl_messages_dh_config);
SIZE(struct e2e_tl_messages_dh_config_not_modified);
SIZE(struct e2e_tl_messages_sent_encrypted_message);
SIZE(struct e2e_tl_messages_sent_encrypted_file);
SIZE(struct e2e_tl_update_new_encrypted_message);
SIZE(struct e2e_tl_update_encrypted_chat_typing);
SIZE(struct e2e_tl_update_encryption);
SIZE(struct e2e_tl_update_encrypted_messages_read);
SIZE(struct e2e_tl_messages_get_dh_config);
SIZE(struct e2e_tl_messages_request_encryption);
SIZE(struct e2e_tl_messages_accept_encryption);
SIZE(struct e2e_tl_messages_discard_encryption);
SIZE(struct e2e_tl_messages_set_encrypted_typing);
SIZE(struct e2e_tl_messages_read_encrypted_history);
SIZE(struct e2e_tl_messages_send_encrypted);
SIZE(struct e2e_tl_messages_send_encrypted_file);
SIZE(struct e2e_tl_messages_send_encrypted_service);
SIZE(struct e2e_tl_messages_received_queue);
SIZE(struct e2e_tl_messages_report_encrypted_spam);
SIZE(struct e2e_tl_messages_upload_encrypted_file);

_Static_assert(3794 <= 65535, "names are found by 16 bits");

#define FIELD(name_at, member_at, kind_is, bit_is, type_is) \
	{ .name = (name_at), .offset = (member_at), .kind = E2E_I_TL_##kind_is, .bit = (bit_is), \
	  .type = (type_is) }

const struct e2e_i_tl_field e2e_i_tl_fields[] = {
	FIELD(0, offsetof(struct e2e_tl_decrypted_message_8, random_id), LONG, NONE, 0),
	FIELD(10, offsetof(struct e2e_tl_decrypted_message_8, random_bytes), BYTES, NONE, 0),
	FIELD(23, offsetof(struct e2e_tl_decrypted_message_8, message), STRING, NONE, 0),
	FIELD(31, offsetof(struct e2e_tl_decrypted_message_8, media), OBJECT, NONE, 2),
	FIELD(0, offsetof(struct e2e_tl_decrypted_message_service_8, random_id), LONG, NONE, 0),
	FIELD(10, offsetof(struct e2e_tl_decrypted_message_service_8, random_bytes), BYTES, NONE, 0),
	FIELD(37, offsetof(struct e2e_tl_decrypted_message_service_8, action), OBJECT, NONE, 3),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_photo_8, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_photo_8, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_photo_8, thumb_h), INT, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_decrypted_message_media_photo_8, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_decrypted_message_media_photo_8, h), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_photo_8, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_photo_8, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_photo_8, iv), BYTES, NONE, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_video_8, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_video_8, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_video_8, thumb_h), INT, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_decrypted_message_media_video_8, duration), INT, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_decrypted_message_media_video_8, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_decrypted_message_media_video_8, h), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_video_8, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_video_8, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_video_8, iv), BYTES, NONE, 0),
	FIELD(91, offsetof(struct e2e_tl_decrypted_message_media_geo_point, lat), DOUBLE, NONE, 0),
	FIELD(95, offsetof(struct e2e_tl_decrypted_message_media_geo_point, long_), DOUBLE, NONE, 0),
	FIELD(100, offsetof(struct e2e_tl_decrypted_message_media_contact, phone_number), STRING, NONE, 0),
	FIELD(113, offsetof(struct e2e_tl_decrypted_message_media_contact, first_name), STRING, NONE, 0),
	FIELD(124, offsetof(struct e2e_tl_decrypted_message_media_contact, last_name), STRING, NONE, 0),
	FIELD(134, offsetof(struct e2e_tl_decrypted_message_media_contact, user_id), INT, NONE, 0),
	FIELD(142, offsetof(struct e2e_tl_decrypted_message_action_set_message_ttl, ttl_seconds), INT, NONE, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_document_8, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_document_8, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_document_8, thumb_h), INT, NONE, 0),
	FIELD(154, offsetof(struct e2e_tl_decrypted_message_media_document_8, file_name), STRING, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_document_8, mime_type), STRING, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_document_8, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_document_8, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_document_8, iv), BYTES, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_decrypted_message_media_audio_8, duration), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_audio_8, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_audio_8, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_audio_8, iv), BYTES, NONE, 0),
	FIELD(174, offsetof(struct e2e_tl_decrypted_message_action_read_messages, random_ids), LONGS, NONE, 0),
	FIELD(174, offsetof(struct e2e_tl_decrypted_message_action_delete_messages, random_ids), LONGS, NONE, 0),
	FIELD(174, offsetof(struct e2e_tl_decrypted_message_action_screenshot_messages, random_ids), LONGS, NONE, 0),
	FIELD(0, offsetof(struct e2e_tl_decrypted_message_17, random_id), LONG, NONE, 0),
	FIELD(185, offsetof(struct e2e_tl_decrypted_message_17, ttl), INT, NONE, 0),
	FIELD(23, offsetof(struct e2e_tl_decrypted_message_17, message), STRING, NONE, 0),
	FIELD(31, offsetof(struct e2e_tl_decrypted_message_17, media), OBJECT, NONE, 2),
	FIELD(0, offsetof(struct e2e_tl_decrypted_message_service_17, random_id), LONG, NONE, 0),
	FIELD(37, offsetof(struct e2e_tl_decrypted_message_service_17, action), OBJECT, NONE, 3),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_video_17, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_video_17, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_video_17, thumb_h), INT, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_decrypted_message_media_video_17, duration), INT, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_video_17, mime_type), STRING, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_decrypted_message_media_video_17, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_decrypted_message_media_video_17, h), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_video_17, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_video_17, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_video_17, iv), BYTES, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_decrypted_message_media_audio_17, duration), INT, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_audio_17, mime_type), STRING, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_audio_17, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_audio_17, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_audio_17, iv), BYTES, NONE, 0),
	FIELD(10, offsetof(struct e2e_tl_decrypted_message_layer, random_bytes), BYTES, NONE, 0),
	FIELD(189, offsetof(struct e2e_tl_decrypted_message_layer, layer), INT, NONE, 0),
	FIELD(195, offsetof(struct e2e_tl_decrypted_message_layer, in_seq_no), INT, NONE, 0),
	FIELD(205, offsetof(struct e2e_tl_decrypted_message_layer, out_seq_no), INT, NONE, 0),
	FIELD(23, offsetof(struct e2e_tl_decrypted_message_layer, message), OBJECT, NONE, 1),
	FIELD(216, offsetof(struct e2e_tl_decrypted_message_action_resend, start_seq_no), INT, NONE, 0),
	FIELD(229, offsetof(struct e2e_tl_decrypted_message_action_resend, end_seq_no), INT, NONE, 0),
	FIELD(189, offsetof(struct e2e_tl_decrypted_message_action_notify_layer, layer), INT, NONE, 0),
	FIELD(37, offsetof(struct e2e_tl_decrypted_message_action_typing, action), OBJECT, NONE, 5),
	FIELD(240, offsetof(struct e2e_tl_decrypted_message_action_request_key, exchange_id), LONG, NONE, 0),
	FIELD(252, offsetof(struct e2e_tl_decrypted_message_action_request_key, g_a), BYTES, NONE, 0),
	FIELD(240, offsetof(struct e2e_tl_decrypted_message_action_accept_key, exchange_id), LONG, NONE, 0),
	FIELD(256, offsetof(struct e2e_tl_decrypted_message_action_accept_key, g_b), BYTES, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_decrypted_message_action_accept_key, key_fingerprint), LONG, NONE, 0),
	FIELD(240, offsetof(struct e2e_tl_decrypted_message_action_abort_key, exchange_id), LONG, NONE, 0),
	FIELD(240, offsetof(struct e2e_tl_decrypted_message_action_commit_key, exchange_id), LONG, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_decrypted_message_action_commit_key, key_fingerprint), LONG, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_document_attribute_image_size, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_document_attribute_image_size, h), INT, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_document_attribute_video_23, duration), INT, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_document_attribute_video_23, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_document_attribute_video_23, h), INT, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_document_attribute_audio_23, duration), INT, NONE, 0),
	FIELD(154, offsetof(struct e2e_tl_document_attribute_filename, file_name), STRING, NONE, 0),
	FIELD(276, offsetof(struct e2e_tl_photo_size_empty, type), STRING, NONE, 0),
	FIELD(276, offsetof(struct e2e_tl_photo_size, type), STRING, NONE, 0),
	FIELD(281, offsetof(struct e2e_tl_photo_size, location), OBJECT, NONE, 8),
	FIELD(66, offsetof(struct e2e_tl_photo_size, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_photo_size, h), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_photo_size, size), INT, NONE, 0),
	FIELD(276, offsetof(struct e2e_tl_photo_cached_size, type), STRING, NONE, 0),
	FIELD(281, offsetof(struct e2e_tl_photo_cached_size, location), OBJECT, NONE, 8),
	FIELD(66, offsetof(struct e2e_tl_photo_cached_size, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_photo_cached_size, h), INT, NONE, 0),
	FIELD(290, offsetof(struct e2e_tl_photo_cached_size, bytes), BYTES, NONE, 0),
	FIELD(296, offsetof(struct e2e_tl_file_location_unavailable, volume_id), LONG, NONE, 0),
	FIELD(306, offsetof(struct e2e_tl_file_location_unavailable, local_id), INT, NONE, 0),
	FIELD(315, offsetof(struct e2e_tl_file_location_unavailable, secret), LONG, NONE, 0),
	FIELD(322, offsetof(struct e2e_tl_file_location, dc_id), INT, NONE, 0),
	FIELD(296, offsetof(struct e2e_tl_file_location, volume_id), LONG, NONE, 0),
	FIELD(306, offsetof(struct e2e_tl_file_location, local_id), INT, NONE, 0),
	FIELD(315, offsetof(struct e2e_tl_file_location, secret), LONG, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_decrypted_message_media_external_document, id), LONG, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_decrypted_message_media_external_document, access_hash), LONG, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_decrypted_message_media_external_document, date), INT, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_external_document, mime_type), STRING, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_external_document, size), INT, NONE, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_external_document, thumb), OBJECT, NONE, 7),
	FIELD(322, offsetof(struct e2e_tl_decrypted_message_media_external_document, dc_id), INT, NONE, 0),
	FIELD(348, offsetof(struct e2e_tl_decrypted_message_media_external_document, attributes), OBJECTS, NONE, 6),
	FIELD(359, offsetof(struct e2e_tl_decrypted_message_45, flags), FLAGS, NONE, 0),
	FIELD(0, offsetof(struct e2e_tl_decrypted_message_45, random_id), LONG, NONE, 0),
	FIELD(185, offsetof(struct e2e_tl_decrypted_message_45, ttl), INT, NONE, 0),
	FIELD(23, offsetof(struct e2e_tl_decrypted_message_45, message), STRING, NONE, 0),
	FIELD(31, offsetof(struct e2e_tl_decrypted_message_45, media), OBJECT, 9, 2),
	FIELD(365, offsetof(struct e2e_tl_decrypted_message_45, entities), OBJECTS, 7, 9),
	FIELD(374, offsetof(struct e2e_tl_decrypted_message_45, via_bot_name), STRING, 11, 0),
	FIELD(387, offsetof(struct e2e_tl_decrypted_message_45, reply_to_random_id), LONG, 3, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_photo_45, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_photo_45, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_photo_45, thumb_h), INT, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_decrypted_message_media_photo_45, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_decrypted_message_media_photo_45, h), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_photo_45, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_photo_45, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_photo_45, iv), BYTES, NONE, 0),
	FIELD(406, offsetof(struct e2e_tl_decrypted_message_media_photo_45, caption), STRING, NONE, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_video_45, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_video_45, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_video_45, thumb_h), INT, NONE, 0),
	FIELD(82, offsetof(struct e2e_tl_decrypted_message_media_video_45, duration), INT, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_video_45, mime_type), STRING, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_decrypted_message_media_video_45, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_decrypted_message_media_video_45, h), INT, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_video_45, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_video_45, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_video_45, iv), BYTES, NONE, 0),
	FIELD(406, offsetof(struct e2e_tl_decrypted_message_media_video_45, caption), STRING, NONE, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_document_45, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_document_45, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_document_45, thumb_h), INT, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_document_45, mime_type), STRING, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_document_45, size), INT, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_document_45, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_document_45, iv), BYTES, NONE, 0),
	FIELD(348, offsetof(struct e2e_tl_decrypted_message_media_document_45, attributes), OBJECTS, NONE, 6),
	FIELD(406, offsetof(struct e2e_tl_decrypted_message_media_document_45, caption), STRING, NONE, 0),
	FIELD(414, offsetof(struct e2e_tl_document_attribute_sticker_45, alt), STRING, NONE, 0),
	FIELD(418, offsetof(struct e2e_tl_document_attribute_sticker_45, stickerset), OBJECT, NONE, 10),
	FIELD(82, offsetof(struct e2e_tl_document_attribute_audio_45, duration), INT, NONE, 0),
	FIELD(429, offsetof(struct e2e_tl_document_attribute_audio_45, title), STRING, NONE, 0),
	FIELD(435, offsetof(struct e2e_tl_document_attribute_audio_45, performer), STRING, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_unknown, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_unknown, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_mention, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_mention, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_hashtag, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_hashtag, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_bot_command, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_bot_command, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_url, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_url, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_email, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_email, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_bold, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_bold, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_italic, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_italic, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_code, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_code, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_pre, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_pre, length), INT, NONE, 0),
	FIELD(459, offsetof(struct e2e_tl_message_entity_pre, language), STRING, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_text_url, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_text_url, length), INT, NONE, 0),
	FIELD(468, offsetof(struct e2e_tl_message_entity_text_url, url), STRING, NONE, 0),
	FIELD(472, offsetof(struct e2e_tl_input_sticker_set_short_name, short_name), STRING, NONE, 0),
	FIELD(91, offsetof(struct e2e_tl_decrypted_message_media_venue, lat), DOUBLE, NONE, 0),
	FIELD(95, offsetof(struct e2e_tl_decrypted_message_media_venue, long_), DOUBLE, NONE, 0),
	FIELD(429, offsetof(struct e2e_tl_decrypted_message_media_venue, title), STRING, NONE, 0),
	FIELD(483, offsetof(struct e2e_tl_decrypted_message_media_venue, address), STRING, NONE, 0),
	FIELD(491, offsetof(struct e2e_tl_decrypted_message_media_venue, provider), STRING, NONE, 0),
	FIELD(500, offsetof(struct e2e_tl_decrypted_message_media_venue, venue_id), STRING, NONE, 0),
	FIELD(468, offsetof(struct e2e_tl_decrypted_message_media_web_page, url), STRING, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_document_attribute_audio_46, flags), FLAGS, NONE, 0),
	FIELD(509, 0, TRUE, 10, 0),
	FIELD(82, offsetof(struct e2e_tl_document_attribute_audio_46, duration), INT, NONE, 0),
	FIELD(429, offsetof(struct e2e_tl_document_attribute_audio_46, title), STRING, 0, 0),
	FIELD(435, offsetof(struct e2e_tl_document_attribute_audio_46, performer), STRING, 1, 0),
	FIELD(515, offsetof(struct e2e_tl_document_attribute_audio_46, waveform), BYTES, 2, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_mention_name, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_mention_name, length), INT, NONE, 0),
	FIELD(134, offsetof(struct e2e_tl_message_entity_mention_name, user_id), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_phone, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_phone, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_cashtag, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_cashtag, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_bank_card, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_bank_card, length), INT, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_document_attribute_video_66, flags), FLAGS, NONE, 0),
	FIELD(524, 0, TRUE, 0, 0),
	FIELD(82, offsetof(struct e2e_tl_document_attribute_video_66, duration), INT, NONE, 0),
	FIELD(66, offsetof(struct e2e_tl_document_attribute_video_66, w), INT, NONE, 0),
	FIELD(68, offsetof(struct e2e_tl_document_attribute_video_66, h), INT, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_decrypted_message_73, flags), FLAGS, NONE, 0),
	FIELD(538, 0, TRUE, 1, 0),
	FIELD(549, 0, TRUE, 5, 0),
	FIELD(0, offsetof(struct e2e_tl_decrypted_message_73, random_id), LONG, NONE, 0),
	FIELD(185, offsetof(struct e2e_tl_decrypted_message_73, ttl), INT, NONE, 0),
	FIELD(23, offsetof(struct e2e_tl_decrypted_message_73, message), STRING, NONE, 0),
	FIELD(31, offsetof(struct e2e_tl_decrypted_message_73, media), OBJECT, 9, 2),
	FIELD(365, offsetof(struct e2e_tl_decrypted_message_73, entities), OBJECTS, 7, 9),
	FIELD(374, offsetof(struct e2e_tl_decrypted_message_73, via_bot_name), STRING, 11, 0),
	FIELD(387, offsetof(struct e2e_tl_decrypted_message_73, reply_to_random_id), LONG, 3, 0),
	FIELD(556, offsetof(struct e2e_tl_decrypted_message_73, grouped_id), LONG, 17, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_underline, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_underline, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_strike, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_strike, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_blockquote, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_blockquote, length), INT, NONE, 0),
	FIELD(44, offsetof(struct e2e_tl_decrypted_message_media_document_143, thumb), BYTES, NONE, 0),
	FIELD(50, offsetof(struct e2e_tl_decrypted_message_media_document_143, thumb_w), INT, NONE, 0),
	FIELD(58, offsetof(struct e2e_tl_decrypted_message_media_document_143, thumb_h), INT, NONE, 0),
	FIELD(164, offsetof(struct e2e_tl_decrypted_message_media_document_143, mime_type), STRING, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_decrypted_message_media_document_143, size), LONG, NONE, 0),
	FIELD(75, offsetof(struct e2e_tl_decrypted_message_media_document_143, key), BYTES, NONE, 0),
	FIELD(79, offsetof(struct e2e_tl_decrypted_message_media_document_143, iv), BYTES, NONE, 0),
	FIELD(348, offsetof(struct e2e_tl_decrypted_message_media_document_143, attributes), OBJECTS, NONE, 6),
	FIELD(406, offsetof(struct e2e_tl_decrypted_message_media_document_143, caption), STRING, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_spoiler, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_spoiler, length), INT, NONE, 0),
	FIELD(445, offsetof(struct e2e_tl_message_entity_custom_emoji, offset), INT, NONE, 0),
	FIELD(452, offsetof(struct e2e_tl_message_entity_custom_emoji, length), INT, NONE, 0),
	FIELD(567, offsetof(struct e2e_tl_message_entity_custom_emoji, document_id), LONG, NONE, 0),
	FIELD(134, offsetof(struct e2e_tl_input_user, user_id), LONG, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_input_user, access_hash), LONG, NONE, 0),
	FIELD(579, offsetof(struct e2e_tl_input_encrypted_chat, chat_id), INT, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_input_encrypted_chat, access_hash), LONG, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_encrypted_chat_empty, id), INT, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_encrypted_chat_waiting, id), INT, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_encrypted_chat_waiting, access_hash), LONG, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_encrypted_chat_waiting, date), INT, NONE, 0),
	FIELD(587, offsetof(struct e2e_tl_encrypted_chat_waiting, admin_id), LONG, NONE, 0),
	FIELD(596, offsetof(struct e2e_tl_encrypted_chat_waiting, participant_id), LONG, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_encrypted_chat_requested, flags), FLAGS, NONE, 0),
	FIELD(611, offsetof(struct e2e_tl_encrypted_chat_requested, folder_id), INT, 0, 0),
	FIELD(328, offsetof(struct e2e_tl_encrypted_chat_requested, id), INT, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_encrypted_chat_requested, access_hash), LONG, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_encrypted_chat_requested, date), INT, NONE, 0),
	FIELD(587, offsetof(struct e2e_tl_encrypted_chat_requested, admin_id), LONG, NONE, 0),
	FIELD(596, offsetof(struct e2e_tl_encrypted_chat_requested, participant_id), LONG, NONE, 0),
	FIELD(252, offsetof(struct e2e_tl_encrypted_chat_requested, g_a), BYTES, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_encrypted_chat, id), INT, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_encrypted_chat, access_hash), LONG, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_encrypted_chat, date), INT, NONE, 0),
	FIELD(587, offsetof(struct e2e_tl_encrypted_chat, admin_id), LONG, NONE, 0),
	FIELD(596, offsetof(struct e2e_tl_encrypted_chat, participant_id), LONG, NONE, 0),
	FIELD(621, offsetof(struct e2e_tl_encrypted_chat, g_a_or_b), BYTES, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_encrypted_chat, key_fingerprint), LONG, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_encrypted_chat_discarded, flags), FLAGS, NONE, 0),
	FIELD(630, 0, TRUE, 0, 0),
	FIELD(328, offsetof(struct e2e_tl_encrypted_chat_discarded, id), INT, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_encrypted_file, id), LONG, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_encrypted_file, access_hash), LONG, NONE, 0),
	FIELD(70, offsetof(struct e2e_tl_encrypted_file, size), LONG, NONE, 0),
	FIELD(322, offsetof(struct e2e_tl_encrypted_file, dc_id), INT, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_encrypted_file, key_fingerprint), INT, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_input_encrypted_file_uploaded, id), LONG, NONE, 0),
	FIELD(646, offsetof(struct e2e_tl_input_encrypted_file_uploaded, parts), INT, NONE, 0),
	FIELD(652, offsetof(struct e2e_tl_input_encrypted_file_uploaded, md5_checksum), STRING, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_input_encrypted_file_uploaded, key_fingerprint), INT, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_input_encrypted_file, id), LONG, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_input_encrypted_file, access_hash), LONG, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_input_encrypted_file_big_uploaded, id), LONG, NONE, 0),
	FIELD(646, offsetof(struct e2e_tl_input_encrypted_file_big_uploaded, parts), INT, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_input_encrypted_file_big_uploaded, key_fingerprint), INT, NONE, 0),
	FIELD(328, offsetof(struct e2e_tl_input_encrypted_file_location, id), LONG, NONE, 0),
	FIELD(331, offsetof(struct e2e_tl_input_encrypted_file_location, access_hash), LONG, NONE, 0),
	FIELD(0, offsetof(struct e2e_tl_encrypted_message, random_id), LONG, NONE, 0),
	FIELD(579, offsetof(struct e2e_tl_encrypted_message, chat_id), INT, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_encrypted_message, date), INT, NONE, 0),
	FIELD(290, offsetof(struct e2e_tl_encrypted_message, bytes), BYTES, NONE, 0),
	FIELD(665, offsetof(struct e2e_tl_encrypted_message, file), OBJECT, NONE, 15),
	FIELD(0, offsetof(struct e2e_tl_encrypted_message_service, random_id), LONG, NONE, 0),
	FIELD(579, offsetof(struct e2e_tl_encrypted_message_service, chat_id), INT, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_encrypted_message_service, date), INT, NONE, 0),
	FIELD(290, offsetof(struct e2e_tl_encrypted_message_service, bytes), BYTES, NONE, 0),
	FIELD(670, offsetof(struct e2e_tl_messages_dh_config, g), INT, NONE, 0),
	FIELD(672, offsetof(struct e2e_tl_messages_dh_config, p), BYTES, NONE, 0),
	FIELD(674, offsetof(struct e2e_tl_messages_dh_config, version), INT, NONE, 0),
	FIELD(682, offsetof(struct e2e_tl_messages_dh_config, random), BYTES, NONE, 0),
	FIELD(682, offsetof(struct e2e_tl_messages_dh_config_not_modified, random), BYTES, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_messages_sent_encrypted_message, date), INT, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_messages_sent_encrypted_file, date), INT, NONE, 0),
	FIELD(665, offsetof(struct e2e_tl_messages_sent_encrypted_file, file), OBJECT, NONE, 15),
	FIELD(23, offsetof(struct e2e_tl_update_new_encrypted_message, message), OBJECT, NONE, 18),
	FIELD(689, offsetof(struct e2e_tl_update_new_encrypted_message, qts), INT, NONE, 0),
	FIELD(579, offsetof(struct e2e_tl_update_encrypted_chat_typing, chat_id), INT, NONE, 0),
	FIELD(693, offsetof(struct e2e_tl_update_encryption, chat), OBJECT, NONE, 14),
	FIELD(343, offsetof(struct e2e_tl_update_encryption, date), INT, NONE, 0),
	FIELD(579, offsetof(struct e2e_tl_update_encrypted_messages_read, chat_id), INT, NONE, 0),
	FIELD(698, offsetof(struct e2e_tl_update_encrypted_messages_read, max_date), INT, NONE, 0),
	FIELD(343, offsetof(struct e2e_tl_update_encrypted_messages_read, date), INT, NONE, 0),
	FIELD(674, offsetof(struct e2e_tl_messages_get_dh_config, version), INT, NONE, 0),
	FIELD(707, offsetof(struct e2e_tl_messages_get_dh_config, random_length), INT, NONE, 0),
	FIELD(134, offsetof(struct e2e_tl_messages_request_encryption, user_id), OBJECT, NONE, 12),
	FIELD(0, offsetof(struct e2e_tl_messages_request_encryption, random_id), INT, NONE, 0),
	FIELD(252, offsetof(struct e2e_tl_messages_request_encryption, g_a), BYTES, NONE, 0),
	FIELD(721, offsetof(struct e2e_tl_messages_accept_encryption, peer), OBJECT, NONE, 13),
	FIELD(256, offsetof(struct e2e_tl_messages_accept_encryption, g_b), BYTES, NONE, 0),
	FIELD(260, offsetof(struct e2e_tl_messages_accept_encryption, key_fingerprint), LONG, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_messages_discard_encryption, flags), FLAGS, NONE, 0),
	FIELD(726, 0, TRUE, 0, 0),
	FIELD(579, offsetof(struct e2e_tl_messages_discard_encryption, chat_id), INT, NONE, 0),
	FIELD(721, offsetof(struct e2e_tl_messages_set_encrypted_typing, peer), OBJECT, NONE, 13),
	FIELD(741, offsetof(struct e2e_tl_messages_set_encrypted_typing, typing), OBJECT, NONE, 11),
	FIELD(721, offsetof(struct e2e_tl_messages_read_encrypted_history, peer), OBJECT, NONE, 13),
	FIELD(698, offsetof(struct e2e_tl_messages_read_encrypted_history, max_date), INT, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_messages_send_encrypted, flags), FLAGS, NONE, 0),
	FIELD(549, 0, TRUE, 0, 0),
	FIELD(721, offsetof(struct e2e_tl_messages_send_encrypted, peer), OBJECT, NONE, 13),
	FIELD(0, offsetof(struct e2e_tl_messages_send_encrypted, random_id), LONG, NONE, 0),
	FIELD(748, offsetof(struct e2e_tl_messages_send_encrypted, data), BYTES, NONE, 0),
	FIELD(359, offsetof(struct e2e_tl_messages_send_encrypted_file, flags), FLAGS, NONE, 0),
	FIELD(549, 0, TRUE, 0, 0),
	FIELD(721, offsetof(struct e2e_tl_messages_send_encrypted_file, peer), OBJECT, NONE, 13),
	FIELD(0, offsetof(struct e2e_tl_messages_send_encrypted_file, random_id), LONG, NONE, 0),
	FIELD(748, offsetof(struct e2e_tl_messages_send_encrypted_file, data), BYTES, NONE, 0),
	FIELD(665, offsetof(struct e2e_tl_messages_send_encrypted_file, file), OBJECT, NONE, 16),
	FIELD(721, offsetof(struct e2e_tl_messages_send_encrypted_service, peer), OBJECT, NONE, 13),
	FIELD(0, offsetof(struct e2e_tl_messages_send_encrypted_service, random_id), LONG, NONE, 0),
	FIELD(748, offsetof(struct e2e_tl_messages_send_encrypted_service, data), BYTES, NONE, 0),
	FIELD(753, offsetof(struct e2e_tl_messages_received_queue, max_qts), INT, NONE, 0),
	FIELD(721, offsetof(struct e2e_tl_messages_report_encrypted_spam, peer), OBJECT, NONE, 13),
	FIELD(721, offsetof(struct e2e_tl_messages_upload_encrypted_file, peer), OBJECT, NONE, 13),
	FIELD(665, offsetof(struct e2e_tl_messages_upload_encrypted_file, file), OBJECT, NONE, 16),
};

#define CTOR(of, number, name_at, field_at, fields, type_is, layer_is, schema_is) \
	{ .id = (number), .name = (name_at), .first_field = (field_at), \
	  .struct_bytes = sizeof(struct e2e_tl_##of), .n_fields = (fields), .type = (type_is), \
	  .layer = (layer_is), .schema = (schema_is) }

const struct e2e_i_tl_ctor e2e_i_tl_ctors[] = {
	CTOR(message_entity_blockquote, 0x020df5d0, 761, 226, 2, 9, 101, 0),
	CTOR(document_attribute_audio_23, 0x051448e5, 785, 89, 1, 6, 23, 0),
	CTOR(decrypted_message_media_empty, 0x089f5c4a, 808, 7, 0, 2, 8, 0),
	CTOR(decrypted_message_action_read_messages, 0x0c4f40be, 835, 43, 1, 3, 8, 0),
	CTOR(photo_size_empty, 0x0e17e23c, 870, 91, 1, 7, 23, 0),
	CTOR(document_attribute_video_66, 0x0ef02ce6, 885, 206, 5, 6, 66, 0),
	CTOR(document_attribute_animated, 0x11b58939, 908, 86, 0, 6, 23, 0),
	CTOR(update_new_encrypted_message, 0x12bcbd9a, 934, 303, 2, 21, 0, 1),
	CTOR(document_attribute_filename, 0x15590068, 960, 90, 1, 6, 23, 0),
	CTOR(send_message_typing_action, 0x16bf744e, 986, 72, 0, 5, 17, 0),
	CTOR(update_encrypted_chat_typing, 0x1710f156, 1010, 305, 1, 21, 0, 1),
	CTOR(send_message_geo_location_action, 0x176f8ba1, 1036, 72, 0, 5, 17, 0),
	CTOR(input_encrypted_file_empty, 0x1837c364, 1065, 275, 0, 16, 0, 1),
	CTOR(decrypted_message_layer, 0x1be31789, 1089, 67, 5, 4, 17, 0),
	CTOR(encrypted_chat_discarded, 0x1e1c7c45, 1111, 267, 3, 14, 0, 1),
	CTOR(decrypted_message_8, 0x1f814f1f, 1134, 0, 4, 1, 8, 0),
	CTOR(decrypted_message_17, 0x204d3878, 1134, 46, 4, 1, 17, 0),
	CTOR(encrypted_message_service, 0x23734b06, 1151, 291, 4, 18, 0, 1),
	CTOR(messages_get_dh_config, 0x26cf8950, 1175, 311, 2, 0, 0, 1),
	CTOR(message_entity_code, 0x28a20571, 1196, 175, 2, 9, 45, 0),
	CTOR(messages_dh_config, 0x2c221edd, 1214, 295, 4, 19, 0, 1),
	CTOR(input_encrypted_file_big_uploaded, 0x2dc173c8, 1232, 281, 3, 16, 0, 1),
	CTOR(decrypted_message_media_photo_8, 0x32798a8c, 1262, 7, 8, 2, 8, 0),
	CTOR(message_entity_spoiler, 0x32ca960f, 1289, 237, 2, 9, 144, 0),
	CTOR(messages_send_encrypted_service, 0x32d439a4, 1310, 337, 3, 0, 0, 1),
	CTOR(message_entity_mention_name, 0x352dca58, 1340, 197, 3, 9, 46, 0),
	CTOR(decrypted_message_media_geo_point, 0x35480a59, 1365, 24, 2, 2, 8, 0),
	CTOR(decrypted_message_45, 0x36b091de, 1134, 117, 8, 1, 45, 0),
	CTOR(update_encrypted_messages_read, 0x38fe25b7, 1395, 308, 3, 21, 0, 1),
	CTOR(document_attribute_sticker_45, 0x3a556302, 1423, 154, 2, 6, 45, 0),
	CTOR(messages_accept_encryption, 0x3dbc0415, 1448, 316, 3, 0, 0, 1),
	CTOR(messages_send_encrypted, 0x44fa7a15, 1474, 326, 5, 0, 0, 1),
	CTOR(encrypted_chat_requested, 0x48f1d94c, 1497, 252, 8, 14, 0, 1),
	CTOR(messages_report_encrypted_spam, 0x4b0c8c0f, 1520, 341, 1, 0, 0, 1),
	CTOR(message_entity_cashtag, 0x4c4e743f, 1549, 202, 2, 9, 46, 0),
	CTOR(decrypted_message_media_video_8, 0x4cee6ef3, 1570, 15, 9, 2, 8, 0),
	CTOR(messages_upload_encrypted_file, 0x5057c497, 1597, 342, 2, 0, 0, 1),
	CTOR(decrypted_message_action_resend, 0x511110b0, 1626, 72, 2, 3, 17, 0),
	CTOR(decrypted_message_media_video_17, 0x524a415d, 1570, 52, 10, 2, 17, 0),
	CTOR(file_location, 0x53d69076, 1655, 105, 4, 8, 23, 0),
	CTOR(messages_send_encrypted_file, 0x5559481d, 1668, 331, 6, 0, 0, 1),
	CTOR(messages_received_queue, 0x55a5bb66, 1695, 340, 1, 0, 0, 1),
	CTOR(messages_sent_encrypted_message, 0x560f8935, 1718, 300, 1, 20, 0, 1),
	CTOR(decrypted_message_media_audio_17, 0x57e0a9cb, 1748, 62, 5, 2, 17, 0),
	CTOR(decrypted_message_media_contact, 0x588a0a97, 1775, 26, 4, 2, 8, 0),
	CTOR(document_attribute_video_23, 0x5910cccb, 885, 86, 3, 6, 23, 0),
	CTOR(input_encrypted_file, 0x5a17b5e5, 1804, 279, 2, 16, 0, 1),
	CTOR(decrypted_message_media_audio_8, 0x6080758f, 1748, 39, 4, 2, 8, 0),
	CTOR(encrypted_chat, 0x61f0d4c7, 1823, 260, 7, 14, 0, 1),
	CTOR(send_message_choose_contact_action, 0x628cbc6f, 1837, 72, 0, 5, 17, 0),
	CTOR(input_encrypted_file_uploaded, 0x64bd0306, 1868, 275, 4, 16, 0, 1),
	CTOR(message_entity_email, 0x64e475c2, 1895, 169, 2, 9, 45, 0),
	CTOR(decrypted_message_action_delete_messages, 0x65614304, 1914, 44, 1, 3, 8, 0),
	CTOR(encrypted_chat_waiting, 0x66b25953, 1951, 247, 5, 14, 0, 1),
	CTOR(decrypted_message_action_flush_history, 0x6719e45c, 1972, 46, 0, 3, 8, 0),
	CTOR(decrypted_message_media_document_143, 0x6abd9782, 2007, 228, 9, 2, 143, 0),
	CTOR(document_attribute_image_size, 0x6c37c15c, 2037, 84, 2, 6, 23, 0),
	CTOR(message_entity_bot_command, 0x6cef8ac7, 2064, 165, 2, 9, 45, 0),
	CTOR(message_entity_url, 0x6ed02538, 2088, 167, 2, 9, 45, 0),
	CTOR(message_entity_hashtag, 0x6f635b0d, 2105, 163, 2, 9, 45, 0),
	CTOR(decrypted_message_action_accept_key, 0x6fe1735b, 2126, 78, 3, 3, 20, 0),
	CTOR(decrypted_message_service_17, 0x73164160, 2158, 50, 2, 1, 17, 0),
	CTOR(message_entity_pre, 0x73924be0, 2182, 177, 3, 9, 45, 0),
	CTOR(message_entity_bank_card, 0x761e6af4, 2199, 204, 2, 9, 46, 0),
	CTOR(message_entity_text_url, 0x76a6d327, 2221, 180, 3, 9, 45, 0),
	CTOR(photo_size, 0x77bfb61b, 2242, 92, 5, 7, 23, 0),
	CTOR(messages_set_encrypted_typing, 0x791451ed, 2252, 322, 2, 0, 0, 1),
	CTOR(decrypted_message_media_document_45, 0x7afe8ae2, 2007, 145, 9, 2, 45, 0),
	CTOR(file_location_unavailable, 0x7c596b46, 2280, 102, 3, 8, 23, 0),
	CTOR(messages_read_encrypted_history, 0x7f4b690a, 2304, 324, 2, 0, 0, 1),
	CTOR(message_entity_italic, 0x826f8b60, 2334, 173, 2, 9, 45, 0),
	CTOR(input_sticker_set_short_name, 0x861cc8a0, 2354, 183, 1, 10, 45, 0),
	CTOR(send_message_record_round_action, 0x88f27fbc, 2379, 211, 0, 5, 66, 0),
	CTOR(decrypted_message_media_venue, 0x8a0df56f, 2408, 184, 6, 2, 45, 0),
	CTOR(decrypted_message_action_screenshot_messages, 0x8ac1f475, 2435, 45, 1, 3, 8, 0),
	CTOR(send_message_upload_document_action, 0x8faee98e, 2476, 72, 0, 5, 17, 0),
	CTOR(decrypted_message_73, 0x91cc4674, 1134, 211, 11, 1, 73, 0),
	CTOR(send_message_upload_video_action, 0x92042ff7, 2508, 72, 0, 5, 17, 0),
	CTOR(messages_sent_encrypted_file, 0x9493ff32, 2537, 301, 2, 20, 0, 1),
	CTOR(decrypted_message_media_video_45, 0x970c8c0e, 1570, 134, 11, 2, 45, 0),
	CTOR(document_attribute_audio_46, 0x9852f9c6, 785, 191, 6, 6, 46, 0),
	CTOR(send_message_upload_photo_action, 0x990a3c1a, 2564, 72, 0, 5, 17, 0),
	CTOR(bool_true, 0x997275b5, 2593, 242, 0, 11, 0, 1),
	CTOR(message_entity_phone, 0x9b69e34b, 2602, 200, 2, 9, 46, 0),
	CTOR(message_entity_underline, 0x9c4e7e8b, 2621, 222, 2, 9, 101, 0),
	CTOR(decrypted_message_action_set_message_ttl, 0xa1733aec, 2644, 30, 1, 3, 8, 0),
	CTOR(send_message_record_video_action, 0xa187d66f, 2680, 72, 0, 5, 17, 0),
	CTOR(encrypted_file, 0xa8008cd8, 2709, 270, 5, 15, 0, 1),
	CTOR(decrypted_message_action_noop, 0xa82fdd63, 2723, 84, 0, 3, 20, 0),
	CTOR(decrypted_message_service_8, 0xaa48327d, 2158, 4, 3, 1, 8, 0),
	CTOR(encrypted_chat_empty, 0xab7ec0a0, 2750, 246, 1, 14, 0, 1),
	CTOR(decrypted_message_media_document_8, 0xb095434b, 2007, 31, 8, 2, 8, 0),
	CTOR(update_encryption, 0xb4a2e88d, 2769, 306, 2, 21, 0, 1),
	CTOR(send_message_upload_round_action, 0xbb718624, 2786, 211, 0, 5, 66, 0),
	CTOR(message_entity_unknown, 0xbb92ba95, 2815, 159, 2, 9, 45, 0),
	CTOR(bool_false, 0xbc799737, 2836, 242, 0, 11, 0, 1),
	CTOR(message_entity_bold, 0xbd610bc9, 2846, 171, 2, 9, 45, 0),
	CTOR(message_entity_strike, 0xbf0693d4, 2864, 224, 2, 9, 101, 0),
	CTOR(messages_dh_config_not_modified, 0xc0e24635, 2884, 299, 1, 19, 0, 1),
	CTOR(encrypted_file_empty, 0xc21f497e, 2913, 270, 0, 15, 0, 1),
	CTOR(message_entity_custom_emoji, 0xc8cf05f8, 2932, 239, 3, 9, 144, 0),
	CTOR(decrypted_message_action_typing, 0xccb27641, 2957, 75, 1, 3, 17, 0),
	CTOR(send_message_record_audio_action, 0xd52f73f7, 2986, 72, 0, 5, 17, 0),
	CTOR(decrypted_message_action_abort_key, 0xdd05ec6b, 3015, 81, 1, 3, 20, 0),
	CTOR(document_attribute_audio_45, 0xded218e0, 785, 156, 3, 6, 45, 0),
	CTOR(decrypted_message_media_web_page, 0xe50511d8, 3046, 190, 1, 2, 45, 0),
	CTOR(send_message_upload_audio_action, 0xe6ac8a6f, 3075, 72, 0, 5, 17, 0),
	CTOR(photo_cached_size, 0xe9a734fa, 3104, 97, 5, 7, 23, 0),
	CTOR(decrypted_message_action_commit_key, 0xec2e0b9b, 3120, 82, 2, 3, 20, 0),
	CTOR(encrypted_message, 0xed18c118, 3152, 286, 5, 18, 0, 1),
	CTOR(input_encrypted_chat, 0xf141b5e1, 3169, 244, 2, 13, 0, 1),
	CTOR(decrypted_message_media_photo_45, 0xf1fa8d78, 1262, 125, 9, 2, 45, 0),
	CTOR(input_user, 0xf21158c6, 3188, 242, 2, 12, 0, 1),
	CTOR(decrypted_message_action_notify_layer, 0xf3048883, 3198, 74, 1, 3, 17, 0),
	CTOR(messages_discard_encryption, 0xf393aea0, 3232, 319, 3, 0, 0, 1),
	CTOR(decrypted_message_action_request_key, 0xf3c9611b, 3259, 76, 2, 3, 20, 0),
	CTOR(input_encrypted_file_location, 0xf5235d55, 3292, 284, 2, 17, 0, 1),
	CTOR(messages_request_encryption, 0xf64daf43, 3319, 313, 3, 0, 0, 1),
	CTOR(message_entity_mention, 0xfa04579d, 3346, 161, 2, 9, 45, 0),
	CTOR(decrypted_message_media_external_document, 0xfa95b0dd, 3367, 109, 8, 2, 23, 0),
	CTOR(document_attribute_sticker_23, 0xfb0a5727, 1423, 86, 0, 6, 23, 0),
	CTOR(send_message_cancel_action, 0xfd5ec8f5, 3405, 72, 0, 5, 17, 0),
	CTOR(input_sticker_set_empty, 0xffb62b95, 3429, 184, 0, 10, 45, 0),
};

const size_t e2e_i_tl_n_ctors = 123;

const uint8_t e2e_i_tl_slots[E2E_I_TL_SLOTS] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 118, 0, 0, 0, 17, 0, 0,
	16, 43, 101, 0, 0, 27, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 49, 0, 0, 77, 95, 0, 0,
	0, 2, 80, 71, 9, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 85, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 34, 0, 0, 58, 0, 0, 0, 0, 72, 103,
	112, 0, 0, 67, 26, 30, 56, 66, 83, 1, 0, 0, 0, 0, 96, 109,
	0, 0, 0, 0, 0, 14, 123, 0, 0, 0, 0, 0, 0, 40, 0, 0,
	0, 121, 0, 0, 108, 0, 0, 116, 0, 0, 32, 0, 0, 0, 0, 0,
	0, 0, 0, 74, 0, 12, 107, 94, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 65, 38, 0, 0, 0, 0, 0, 33, 0, 51, 75,
	0, 114, 10, 0, 0, 0, 0, 0, 0, 0, 0, 55, 24, 79, 122, 0,
	0, 0, 0, 0, 22, 62, 31, 92, 0, 70, 97, 0, 0, 81, 102, 120,
	86, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 39, 0,
	0, 0, 0, 0, 0, 6, 104, 0, 0, 0, 0, 0, 0, 0, 37, 87,
	0, 0, 0, 0, 0, 0, 115, 0, 0, 0, 0, 69, 0, 0, 0, 57,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 59, 100, 60,
	0, 0, 15, 0, 0, 0, 89, 29, 0, 0, 0, 20, 0, 0, 0, 0,
	0, 0, 0, 0, 41, 0, 63, 0, 82, 0, 0, 0, 64, 91, 0, 28,
	84, 0, 0, 0, 0, 0, 119, 0, 0, 0, 0, 0, 50, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 5, 21, 68, 0, 0, 0, 0, 0, 0, 78,
	0, 0, 0, 0, 0, 35, 0, 36, 0, 0, 0, 7, 0, 0, 44, 117,
	54, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 42, 0, 0, 0, 52, 0, 73, 0,
	0, 3, 0, 98, 0, 0, 0, 0, 13, 0, 0, 19, 0, 111, 46, 0,
	0, 0, 0, 0, 0, 0, 18, 0, 0, 0, 0, 76, 0, 0, 113, 0,
	0, 0, 0, 0, 0, 90, 0, 0, 0, 61, 0, 0, 0, 0, 0, 0,
	0, 93, 0, 0, 11, 0, 106, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 47, 0, 0, 0, 0, 0, 0, 0, 110, 0, 45, 53, 0,
	0, 0, 0, 0, 8, 0, 0, 0, 48, 0, 105, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 88, 0, 0, 0, 0, 0,
};

const struct e2e_i_tl_type e2e_i_tl_types[] = {
	{ 0, 4 },
	{ 3450, 16 }, /* DecryptedMessage */
	{ 3467, 4 }, /* DecryptedMessageMedia */
	{ 3489, 4 }, /* DecryptedMessageAction */
	{ 3512, 36 }, /* DecryptedMessageLayer */
	{ 3534, 4 }, /* SendMessageAction */
	{ 3552, 4 }, /* DocumentAttribute */
	{ 3570, 8 }, /* PhotoSize */
	{ 3580, 24 }, /* FileLocation */
	{ 3593, 12 }, /* MessageEntity */
	{ 3607, 4 }, /* InputStickerSet */
	{ 3623, 4 }, /* Bool */
	{ 3628, 20 }, /* InputUser */
	{ 3638, 16 }, /* InputEncryptedChat */
	{ 3657, 8 }, /* EncryptedChat */
	{ 3671, 4 }, /* EncryptedFile */
	{ 3685, 4 }, /* InputEncryptedFile */
	{ 3704, 20 }, /* InputFileLocation */
	{ 3722, 24 }, /* EncryptedMessage */
	{ 3739, 8 }, /* messages.DhConfig */
	{ 3757, 8 }, /* messages.SentEncryptedMessage */
	{ 3787, 8 }, /* Update */
};

const size_t e2e_i_tl_n_types = 22;

const char e2e_i_tl_names[] = {
	'r', 'a', 'n', 'd', 'o', 'm', '_', 'i', 'd', 0,
	'r', 'a', 'n', 'd', 'o', 'm', '_', 'b', 'y', 't', 'e', 's', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 0,
	'm', 'e', 'd', 'i', 'a', 0,
	'a', 'c', 't', 'i', 'o', 'n', 0,
	't', 'h', 'u', 'm', 'b', 0,
	't', 'h', 'u', 'm', 'b', '_', 'w', 0,
	't', 'h', 'u', 'm', 'b', '_', 'h', 0,
	'w', 0,
	'h', 0,
	's', 'i', 'z', 'e', 0,
	'k', 'e', 'y', 0,
	'i', 'v', 0,
	'd', 'u', 'r', 'a', 't', 'i', 'o', 'n', 0,
	'l', 'a', 't', 0,
	'l', 'o', 'n', 'g', 0,
	'p', 'h', 'o', 'n', 'e', '_', 'n', 'u', 'm', 'b', 'e', 'r', 0,
	'f', 'i', 'r', 's', 't', '_', 'n', 'a', 'm', 'e', 0,
	'l', 'a', 's', 't', '_', 'n', 'a', 'm', 'e', 0,
	'u', 's', 'e', 'r', '_', 'i', 'd', 0,
	't', 't', 'l', '_', 's', 'e', 'c', 'o', 'n', 'd', 's', 0,
	'f', 'i', 'l', 'e', '_', 'n', 'a', 'm', 'e', 0,
	'm', 'i', 'm', 'e', '_', 't', 'y', 'p', 'e', 0,
	'r', 'a', 'n', 'd', 'o', 'm', '_', 'i', 'd', 's', 0,
	't', 't', 'l', 0,
	'l', 'a', 'y', 'e', 'r', 0,
	'i', 'n', '_', 's', 'e', 'q', '_', 'n', 'o', 0,
	'o', 'u', 't', '_', 's', 'e', 'q', '_', 'n', 'o', 0,
	's', 't', 'a', 'r', 't', '_', 's', 'e', 'q', '_', 'n', 'o', 0,
	'e', 'n', 'd', '_', 's', 'e', 'q', '_', 'n', 'o', 0,
	'e', 'x', 'c', 'h', 'a', 'n', 'g', 'e', '_', 'i', 'd', 0,
	'g', '_', 'a', 0,
	'g', '_', 'b', 0,
	'k', 'e', 'y', '_', 'f', 'i', 'n', 'g', 'e', 'r', 'p', 'r', 'i', 'n', 't', 0,
	't', 'y', 'p', 'e', 0,
	'l', 'o', 'c', 'a', 't', 'i', 'o', 'n', 0,
	'b', 'y', 't', 'e', 's', 0,
	'v', 'o', 'l', 'u', 'm', 'e', '_', 'i', 'd', 0,
	'l', 'o', 'c', 'a', 'l', '_', 'i', 'd', 0,
	's', 'e', 'c', 'r', 'e', 't', 0,
	'd', 'c', '_', 'i', 'd', 0,
	'i', 'd', 0,
	'a', 'c', 'c', 'e', 's', 's', '_', 'h', 'a', 's', 'h', 0,
	'd', 'a', 't', 'e', 0,
	'a', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 's', 0,
	'f', 'l', 'a', 'g', 's', 0,
	'e', 'n', 't', 'i', 't', 'i', 'e', 's', 0,
	'v', 'i', 'a', '_', 'b', 'o', 't', '_', 'n', 'a', 'm', 'e', 0,
	'r', 'e', 'p', 'l', 'y', '_', 't', 'o', '_', 'r', 'a', 'n', 'd', 'o', 'm', '_', 'i', 'd', 0,
	'c', 'a', 'p', 't', 'i', 'o', 'n', 0,
	'a', 'l', 't', 0,
	's', 't', 'i', 'c', 'k', 'e', 'r', 's', 'e', 't', 0,
	't', 'i', 't', 'l', 'e', 0,
	'p', 'e', 'r', 'f', 'o', 'r', 'm', 'e', 'r', 0,
	'o', 'f', 'f', 's', 'e', 't', 0,
	'l', 'e', 'n', 'g', 't', 'h', 0,
	'l', 'a', 'n', 'g', 'u', 'a', 'g', 'e', 0,
	'u', 'r', 'l', 0,
	's', 'h', 'o', 'r', 't', '_', 'n', 'a', 'm', 'e', 0,
	'a', 'd', 'd', 'r', 'e', 's', 's', 0,
	'p', 'r', 'o', 'v', 'i', 'd', 'e', 'r', 0,
	'v', 'e', 'n', 'u', 'e', '_', 'i', 'd', 0,
	'v', 'o', 'i', 'c', 'e', 0,
	'w', 'a', 'v', 'e', 'f', 'o', 'r', 'm', 0,
	'r', 'o', 'u', 'n', 'd', '_', 'm', 'e', 's', 's', 'a', 'g', 'e', 0,
	'n', 'o', '_', 'w', 'e', 'b', 'p', 'a', 'g', 'e', 0,
	's', 'i', 'l', 'e', 'n', 't', 0,
	'g', 'r', 'o', 'u', 'p', 'e', 'd', '_', 'i', 'd', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', '_', 'i', 'd', 0,
	'c', 'h', 'a', 't', '_', 'i', 'd', 0,
	'a', 'd', 'm', 'i', 'n', '_', 'i', 'd', 0,
	'p', 'a', 'r', 't', 'i', 'c', 'i', 'p', 'a', 'n', 't', '_', 'i', 'd', 0,
	'f', 'o', 'l', 'd', 'e', 'r', '_', 'i', 'd', 0,
	'g', '_', 'a', '_', 'o', 'r', '_', 'b', 0,
	'h', 'i', 's', 't', 'o', 'r', 'y', '_', 'd', 'e', 'l', 'e', 't', 'e', 'd', 0,
	'p', 'a', 'r', 't', 's', 0,
	'm', 'd', '5', '_', 'c', 'h', 'e', 'c', 'k', 's', 'u', 'm', 0,
	'f', 'i', 'l', 'e', 0,
	'g', 0,
	'p', 0,
	'v', 'e', 'r', 's', 'i', 'o', 'n', 0,
	'r', 'a', 'n', 'd', 'o', 'm', 0,
	'q', 't', 's', 0,
	'c', 'h', 'a', 't', 0,
	'm', 'a', 'x', '_', 'd', 'a', 't', 'e', 0,
	'r', 'a', 'n', 'd', 'o', 'm', '_', 'l', 'e', 'n', 'g', 't', 'h', 0,
	'p', 'e', 'e', 'r', 0,
	'd', 'e', 'l', 'e', 't', 'e', '_', 'h', 'i', 's', 't', 'o', 'r', 'y', 0,
	't', 'y', 'p', 'i', 'n', 'g', 0,
	'd', 'a', 't', 'a', 0,
	'm', 'a', 'x', '_', 'q', 't', 's', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'B', 'l', 'o', 'c', 'k', 'q', 'u', 'o', 't', 'e', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 'A', 'u', 'd', 'i', 'o', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'E', 'm', 'p', 't', 'y', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'R', 'e', 'a', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 's', 0,
	'p', 'h', 'o', 't', 'o', 'S', 'i', 'z', 'e', 'E', 'm', 'p', 't', 'y', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 'V', 'i', 'd', 'e', 'o', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 'A', 'n', 'i', 'm', 'a', 't', 'e', 'd', 0,
	'u', 'p', 'd', 'a', 't', 'e', 'N', 'e', 'w', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 'F', 'i', 'l', 'e', 'n', 'a', 'm', 'e', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'T', 'y', 'p', 'i', 'n', 'g', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'u', 'p', 'd', 'a', 't', 'e', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 'T', 'y', 'p', 'i', 'n', 'g', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'G', 'e', 'o', 'L', 'o', 'c', 'a', 't', 'i', 'o', 'n', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'i', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 'E', 'm', 'p', 't', 'y', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'L', 'a', 'y', 'e', 'r', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 'D', 'i', 's', 'c', 'a', 'r', 'd', 'e', 'd', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'S', 'e', 'r', 'v', 'i', 'c', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'g', 'e', 't', 'D', 'h', 'C', 'o', 'n', 'f', 'i', 'g', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'C', 'o', 'd', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'd', 'h', 'C', 'o', 'n', 'f', 'i', 'g', 0,
	'i', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 'B', 'i', 'g', 'U', 'p', 'l', 'o', 'a', 'd', 'e', 'd', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'P', 'h', 'o', 't', 'o', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'S', 'p', 'o', 'i', 'l', 'e', 'r', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 's', 'e', 'n', 'd', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'S', 'e', 'r', 'v', 'i', 'c', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'M', 'e', 'n', 't', 'i', 'o', 'n', 'N', 'a', 'm', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'G', 'e', 'o', 'P', 'o', 'i', 'n', 't', 0,
	'u', 'p', 'd', 'a', 't', 'e', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 's', 'R', 'e', 'a', 'd', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 'S', 't', 'i', 'c', 'k', 'e', 'r', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'a', 'c', 'c', 'e', 'p', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'i', 'o', 'n', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 's', 'e', 'n', 'd', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 'R', 'e', 'q', 'u', 'e', 's', 't', 'e', 'd', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'r', 'e', 'p', 'o', 'r', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'S', 'p', 'a', 'm', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'C', 'a', 's', 'h', 't', 'a', 'g', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'V', 'i', 'd', 'e', 'o', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'u', 'p', 'l', 'o', 'a', 'd', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'R', 'e', 's', 'e', 'n', 'd', 0,
	'f', 'i', 'l', 'e', 'L', 'o', 'c', 'a', 't', 'i', 'o', 'n', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 's', 'e', 'n', 'd', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'r', 'e', 'c', 'e', 'i', 'v', 'e', 'd', 'Q', 'u', 'e', 'u', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 's', 'e', 'n', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'A', 'u', 'd', 'i', 'o', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'C', 'o', 'n', 't', 'a', 'c', 't', 0,
	'i', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'C', 'h', 'o', 'o', 's', 'e', 'C', 'o', 'n', 't', 'a', 'c', 't', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'i', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 'U', 'p', 'l', 'o', 'a', 'd', 'e', 'd', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'E', 'm', 'a', 'i', 'l', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'D', 'e', 'l', 'e', 't', 'e', 'M', 'e', 's', 's', 'a', 'g', 'e', 's', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 'W', 'a', 'i', 't', 'i', 'n', 'g', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'F', 'l', 'u', 's', 'h', 'H', 'i', 's', 't', 'o', 'r', 'y', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'D', 'o', 'c', 'u', 'm', 'e', 'n', 't', 0,
	'd', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 'I', 'm', 'a', 'g', 'e', 'S', 'i', 'z', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'B', 'o', 't', 'C', 'o', 'm', 'm', 'a', 'n', 'd', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'U', 'r', 'l', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'H', 'a', 's', 'h', 't', 'a', 'g', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'A', 'c', 'c', 'e', 'p', 't', 'K', 'e', 'y', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'S', 'e', 'r', 'v', 'i', 'c', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'P', 'r', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'B', 'a', 'n', 'k', 'C', 'a', 'r', 'd', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'T', 'e', 'x', 't', 'U', 'r', 'l', 0,
	'p', 'h', 'o', 't', 'o', 'S', 'i', 'z', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 's', 'e', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'T', 'y', 'p', 'i', 'n', 'g', 0,
	'f', 'i', 'l', 'e', 'L', 'o', 'c', 'a', 't', 'i', 'o', 'n', 'U', 'n', 'a', 'v', 'a', 'i', 'l', 'a', 'b', 'l', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'r', 'e', 'a', 'd', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'H', 'i', 's', 't', 'o', 'r', 'y', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'I', 't', 'a', 'l', 'i', 'c', 0,
	'i', 'n', 'p', 'u', 't', 'S', 't', 'i', 'c', 'k', 'e', 'r', 'S', 'e', 't', 'S', 'h', 'o', 'r', 't', 'N', 'a', 'm', 'e', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'R', 'e', 'c', 'o', 'r', 'd', 'R', 'o', 'u', 'n', 'd', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'V', 'e', 'n', 'u', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'S', 'c', 'r', 'e', 'e', 'n', 's', 'h', 'o', 't', 'M', 'e', 's', 's', 'a', 'g', 'e', 's', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'U', 'p', 'l', 'o', 'a', 'd', 'D', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 'c', 't', 'i', 'o', 'n', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'U', 'p', 'l', 'o', 'a', 'd', 'V', 'i', 'd', 'e', 'o', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 's', 'e', 'n', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'U', 'p', 'l', 'o', 'a', 'd', 'P', 'h', 'o', 't', 'o', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'b', 'o', 'o', 'l', 'T', 'r', 'u', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'P', 'h', 'o', 'n', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'U', 'n', 'd', 'e', 'r', 'l', 'i', 'n', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'S', 'e', 't', 'M', 'e', 's', 's', 'a', 'g', 'e', 'T', 'T', 'L', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'R', 'e', 'c', 'o', 'r', 'd', 'V', 'i', 'd', 'e', 'o', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'N', 'o', 'o', 'p', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 'E', 'm', 'p', 't', 'y', 0,
	'u', 'p', 'd', 'a', 't', 'e', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'i', 'o', 'n', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'U', 'p', 'l', 'o', 'a', 'd', 'R', 'o', 'u', 'n', 'd', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'U', 'n', 'k', 'n', 'o', 'w', 'n', 0,
	'b', 'o', 'o', 'l', 'F', 'a', 'l', 's', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'B', 'o', 'l', 'd', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'S', 't', 'r', 'i', 'k', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'd', 'h', 'C', 'o', 'n', 'f', 'i', 'g', 'N', 'o', 't', 'M', 'o', 'd', 'i', 'f', 'i', 'e', 'd', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 'E', 'm', 'p', 't', 'y', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'C', 'u', 's', 't', 'o', 'm', 'E', 'm', 'o', 'j', 'i', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'T', 'y', 'p', 'i', 'n', 'g', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'R', 'e', 'c', 'o', 'r', 'd', 'A', 'u', 'd', 'i', 'o', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'A', 'b', 'o', 'r', 't', 'K', 'e', 'y', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'W', 'e', 'b', 'P', 'a', 'g', 'e', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'U', 'p', 'l', 'o', 'a', 'd', 'A', 'u', 'd', 'i', 'o', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'p', 'h', 'o', 't', 'o', 'C', 'a', 'c', 'h', 'e', 'd', 'S', 'i', 'z', 'e', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'C', 'o', 'm', 'm', 'i', 't', 'K', 'e', 'y', 0,
	'e', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'i', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 0,
	'i', 'n', 'p', 'u', 't', 'U', 's', 'e', 'r', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'N', 'o', 't', 'i', 'f', 'y', 'L', 'a', 'y', 'e', 'r', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'd', 'i', 's', 'c', 'a', 'r', 'd', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'i', 'o', 'n', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 'R', 'e', 'q', 'u', 'e', 's', 't', 'K', 'e', 'y', 0,
	'i', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 'L', 'o', 'c', 'a', 't', 'i', 'o', 'n', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'r', 'e', 'q', 'u', 'e', 's', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'i', 'o', 'n', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 'M', 'e', 'n', 't', 'i', 'o', 'n', 0,
	'd', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 'E', 'x', 't', 'e', 'r', 'n', 'a', 'l', 'D', 'o', 'c', 'u', 'm', 'e', 'n', 't', 0,
	's', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'C', 'a', 'n', 'c', 'e', 'l', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'i', 'n', 'p', 'u', 't', 'S', 't', 'i', 'c', 'k', 'e', 'r', 'S', 'e', 't', 'E', 'm', 'p', 't', 'y', 0,
	'D', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'D', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'M', 'e', 'd', 'i', 'a', 0,
	'D', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'D', 'e', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'L', 'a', 'y', 'e', 'r', 0,
	'S', 'e', 'n', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 'A', 'c', 't', 'i', 'o', 'n', 0,
	'D', 'o', 'c', 'u', 'm', 'e', 'n', 't', 'A', 't', 't', 'r', 'i', 'b', 'u', 't', 'e', 0,
	'P', 'h', 'o', 't', 'o', 'S', 'i', 'z', 'e', 0,
	'F', 'i', 'l', 'e', 'L', 'o', 'c', 'a', 't', 'i', 'o', 'n', 0,
	'M', 'e', 's', 's', 'a', 'g', 'e', 'E', 'n', 't', 'i', 't', 'y', 0,
	'I', 'n', 'p', 'u', 't', 'S', 't', 'i', 'c', 'k', 'e', 'r', 'S', 'e', 't', 0,
	'B', 'o', 'o', 'l', 0,
	'I', 'n', 'p', 'u', 't', 'U', 's', 'e', 'r', 0,
	'I', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 0,
	'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'C', 'h', 'a', 't', 0,
	'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	'I', 'n', 'p', 'u', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'F', 'i', 'l', 'e', 0,
	'I', 'n', 'p', 'u', 't', 'F', 'i', 'l', 'e', 'L', 'o', 'c', 'a', 't', 'i', 'o', 'n', 0,
	'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'D', 'h', 'C', 'o', 'n', 'f', 'i', 'g', 0,
	'm', 'e', 's', 's', 'a', 'g', 'e', 's', '.', 'S', 'e', 'n', 't', 'E', 'n', 'c', 'r', 'y', 'p', 't', 'e', 'd', 'M', 'e', 's', 's', 'a', 'g', 'e', 0,
	'U', 'p', 'd', 'a', 't', 'e', 0,
};
