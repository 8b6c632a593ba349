/* SPDX-License-Identifier: ISC */
/* Made by tl/tlgen.py from the schemas beside it; change those. */
#include "config.h"

#include "tl/data.h"

#include "base/align.h"

#include <e2e/schema.h>

#define NONE E2E_I_TL_NO_BIT

/* The C type of each member is the one that its row says. */
#define ROW(type, member) \
	_Static_assert(_Generic((member), type: 1, default: 0), #member " has another type")

/* A decoder that only checks writes every struct to the same place. */
#define SIZE(type) \
	_Static_assert(sizeof(type) <= E2E_I_TL_STRUCT_MAX && alignof(type) <= E2E_I_ALIGN, \
	               #type " is too large, or wants to be aligned to more")

ROW(int64_t, ((struct e2e_tl_decrypted_message_8 *)0)->random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_8 *)0)->random_bytes);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_8 *)0)->message);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_8 *)0)->media);
ROW(int64_t, ((struct e2e_tl_decrypted_message_service_8 *)0)->random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_service_8 *)0)->random_bytes);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_service_8 *)0)->action);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->thumb_h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_8 *)0)->iv);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->thumb_h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->duration);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_8 *)0)->iv);
ROW(double, ((struct e2e_tl_decrypted_message_media_geo_point *)0)->lat);
ROW(double, ((struct e2e_tl_decrypted_message_media_geo_point *)0)->long_);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_contact *)0)->phone_number);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_contact *)0)->first_name);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_contact *)0)->last_name);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_contact *)0)->user_id);
ROW(int32_t, ((struct e2e_tl_decrypted_message_action_set_message_ttl *)0)->ttl_seconds);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->thumb_h);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->file_name);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->mime_type);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_8 *)0)->iv);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->duration);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_8 *)0)->iv);
ROW(struct e2e_tl_longs, ((struct e2e_tl_decrypted_message_action_read_messages *)0)->random_ids);
ROW(struct e2e_tl_longs, ((struct e2e_tl_decrypted_message_action_delete_messages *)0)->random_ids);
ROW(struct e2e_tl_longs, ((struct e2e_tl_decrypted_message_action_screenshot_messages *)0)->random_ids);
ROW(int64_t, ((struct e2e_tl_decrypted_message_17 *)0)->random_id);
ROW(int32_t, ((struct e2e_tl_decrypted_message_17 *)0)->ttl);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_17 *)0)->message);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_17 *)0)->media);
ROW(int64_t, ((struct e2e_tl_decrypted_message_service_17 *)0)->random_id);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_service_17 *)0)->action);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->thumb_h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->duration);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->mime_type);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_17 *)0)->iv);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->duration);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->mime_type);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_audio_17 *)0)->iv);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_layer *)0)->random_bytes);
ROW(int32_t, ((struct e2e_tl_decrypted_message_layer *)0)->layer);
ROW(int32_t, ((struct e2e_tl_decrypted_message_layer *)0)->in_seq_no);
ROW(int32_t, ((struct e2e_tl_decrypted_message_layer *)0)->out_seq_no);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_layer *)0)->message);
ROW(int32_t, ((struct e2e_tl_decrypted_message_action_resend *)0)->start_seq_no);
ROW(int32_t, ((struct e2e_tl_decrypted_message_action_resend *)0)->end_seq_no);
ROW(int32_t, ((struct e2e_tl_decrypted_message_action_notify_layer *)0)->layer);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_action_typing *)0)->action);
ROW(int64_t, ((struct e2e_tl_decrypted_message_action_request_key *)0)->exchange_id);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_action_request_key *)0)->g_a);
ROW(int64_t, ((struct e2e_tl_decrypted_message_action_accept_key *)0)->exchange_id);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_action_accept_key *)0)->g_b);
ROW(int64_t, ((struct e2e_tl_decrypted_message_action_accept_key *)0)->key_fingerprint);
ROW(int64_t, ((struct e2e_tl_decrypted_message_action_abort_key *)0)->exchange_id);
ROW(int64_t, ((struct e2e_tl_decrypted_message_action_commit_key *)0)->exchange_id);
ROW(int64_t, ((struct e2e_tl_decrypted_message_action_commit_key *)0)->key_fingerprint);
ROW(int32_t, ((struct e2e_tl_document_attribute_image_size *)0)->w);
ROW(int32_t, ((struct e2e_tl_document_attribute_image_size *)0)->h);
ROW(int32_t, ((struct e2e_tl_document_attribute_video_23 *)0)->duration);
ROW(int32_t, ((struct e2e_tl_document_attribute_video_23 *)0)->w);
ROW(int32_t, ((struct e2e_tl_document_attribute_video_23 *)0)->h);
ROW(int32_t, ((struct e2e_tl_document_attribute_audio_23 *)0)->duration);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_filename *)0)->file_name);
ROW(struct e2e_bytes, ((struct e2e_tl_photo_size_empty *)0)->type);
ROW(struct e2e_bytes, ((struct e2e_tl_photo_size *)0)->type);
ROW(const struct e2e_tl *, ((struct e2e_tl_photo_size *)0)->location);
ROW(int32_t, ((struct e2e_tl_photo_size *)0)->w);
ROW(int32_t, ((struct e2e_tl_photo_size *)0)->h);
ROW(int32_t, ((struct e2e_tl_photo_size *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_photo_cached_size *)0)->type);
ROW(const struct e2e_tl *, ((struct e2e_tl_photo_cached_size *)0)->location);
ROW(int32_t, ((struct e2e_tl_photo_cached_size *)0)->w);
ROW(int32_t, ((struct e2e_tl_photo_cached_size *)0)->h);
ROW(struct e2e_bytes, ((struct e2e_tl_photo_cached_size *)0)->bytes);
ROW(int64_t, ((struct e2e_tl_file_location_unavailable *)0)->volume_id);
ROW(int32_t, ((struct e2e_tl_file_location_unavailable *)0)->local_id);
ROW(int64_t, ((struct e2e_tl_file_location_unavailable *)0)->secret);
ROW(int32_t, ((struct e2e_tl_file_location *)0)->dc_id);
ROW(int64_t, ((struct e2e_tl_file_location *)0)->volume_id);
ROW(int32_t, ((struct e2e_tl_file_location *)0)->local_id);
ROW(int64_t, ((struct e2e_tl_file_location *)0)->secret);
ROW(int64_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->id);
ROW(int64_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->access_hash);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->date);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_external_document *)0)->mime_type);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->size);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_media_external_document *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_external_document *)0)->dc_id);
ROW(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_media_external_document *)0)->attributes);
ROW(uint32_t, ((struct e2e_tl_decrypted_message_45 *)0)->flags);
ROW(int64_t, ((struct e2e_tl_decrypted_message_45 *)0)->random_id);
ROW(int32_t, ((struct e2e_tl_decrypted_message_45 *)0)->ttl);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_45 *)0)->message);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_45 *)0)->media);
ROW(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_45 *)0)->entities);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_45 *)0)->via_bot_name);
ROW(int64_t, ((struct e2e_tl_decrypted_message_45 *)0)->reply_to_random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->thumb_h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->iv);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_photo_45 *)0)->caption);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->thumb_h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->duration);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->mime_type);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->h);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->iv);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_video_45 *)0)->caption);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->thumb_h);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->mime_type);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->iv);
ROW(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->attributes);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_45 *)0)->caption);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_sticker_45 *)0)->alt);
ROW(const struct e2e_tl *, ((struct e2e_tl_document_attribute_sticker_45 *)0)->stickerset);
ROW(int32_t, ((struct e2e_tl_document_attribute_audio_45 *)0)->duration);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_45 *)0)->title);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_45 *)0)->performer);
ROW(int32_t, ((struct e2e_tl_message_entity_unknown *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_unknown *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_mention *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_mention *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_hashtag *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_hashtag *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_bot_command *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_bot_command *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_url *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_url *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_email *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_email *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_bold *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_bold *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_italic *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_italic *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_code *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_code *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_pre *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_pre *)0)->length);
ROW(struct e2e_bytes, ((struct e2e_tl_message_entity_pre *)0)->language);
ROW(int32_t, ((struct e2e_tl_message_entity_text_url *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_text_url *)0)->length);
ROW(struct e2e_bytes, ((struct e2e_tl_message_entity_text_url *)0)->url);
ROW(struct e2e_bytes, ((struct e2e_tl_input_sticker_set_short_name *)0)->short_name);
ROW(double, ((struct e2e_tl_decrypted_message_media_venue *)0)->lat);
ROW(double, ((struct e2e_tl_decrypted_message_media_venue *)0)->long_);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->title);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->address);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->provider);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_venue *)0)->venue_id);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_web_page *)0)->url);
ROW(uint32_t, ((struct e2e_tl_document_attribute_audio_46 *)0)->flags);
ROW(int32_t, ((struct e2e_tl_document_attribute_audio_46 *)0)->duration);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_46 *)0)->title);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_46 *)0)->performer);
ROW(struct e2e_bytes, ((struct e2e_tl_document_attribute_audio_46 *)0)->waveform);
ROW(int32_t, ((struct e2e_tl_message_entity_mention_name *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_mention_name *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_mention_name *)0)->user_id);
ROW(int32_t, ((struct e2e_tl_message_entity_phone *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_phone *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_cashtag *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_cashtag *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_bank_card *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_bank_card *)0)->length);
ROW(uint32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->flags);
ROW(int32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->duration);
ROW(int32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->w);
ROW(int32_t, ((struct e2e_tl_document_attribute_video_66 *)0)->h);
ROW(uint32_t, ((struct e2e_tl_decrypted_message_73 *)0)->flags);
ROW(int64_t, ((struct e2e_tl_decrypted_message_73 *)0)->random_id);
ROW(int32_t, ((struct e2e_tl_decrypted_message_73 *)0)->ttl);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_73 *)0)->message);
ROW(const struct e2e_tl *, ((struct e2e_tl_decrypted_message_73 *)0)->media);
ROW(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_73 *)0)->entities);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_73 *)0)->via_bot_name);
ROW(int64_t, ((struct e2e_tl_decrypted_message_73 *)0)->reply_to_random_id);
ROW(int64_t, ((struct e2e_tl_decrypted_message_73 *)0)->grouped_id);
ROW(int32_t, ((struct e2e_tl_message_entity_underline *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_underline *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_strike *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_strike *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_blockquote *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_blockquote *)0)->length);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->thumb);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->thumb_w);
ROW(int32_t, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->thumb_h);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->mime_type);
ROW(int64_t, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->size);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->key);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->iv);
ROW(struct e2e_tl_objects, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->attributes);
ROW(struct e2e_bytes, ((struct e2e_tl_decrypted_message_media_document_143 *)0)->caption);
ROW(int32_t, ((struct e2e_tl_message_entity_spoiler *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_spoiler *)0)->length);
ROW(int32_t, ((struct e2e_tl_message_entity_custom_emoji *)0)->offset);
ROW(int32_t, ((struct e2e_tl_message_entity_custom_emoji *)0)->length);
ROW(int64_t, ((struct e2e_tl_message_entity_custom_emoji *)0)->document_id);
ROW(int64_t, ((struct e2e_tl_input_user *)0)->user_id);
ROW(int64_t, ((struct e2e_tl_input_user *)0)->access_hash);
ROW(int32_t, ((struct e2e_tl_input_encrypted_chat *)0)->chat_id);
ROW(int64_t, ((struct e2e_tl_input_encrypted_chat *)0)->access_hash);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_empty *)0)->id);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->id);
ROW(int64_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->access_hash);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->date);
ROW(int64_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->admin_id);
ROW(int64_t, ((struct e2e_tl_encrypted_chat_waiting *)0)->participant_id);
ROW(uint32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->flags);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->folder_id);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->id);
ROW(int64_t, ((struct e2e_tl_encrypted_chat_requested *)0)->access_hash);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_requested *)0)->date);
ROW(int64_t, ((struct e2e_tl_encrypted_chat_requested *)0)->admin_id);
ROW(int64_t, ((struct e2e_tl_encrypted_chat_requested *)0)->participant_id);
ROW(struct e2e_bytes, ((struct e2e_tl_encrypted_chat_requested *)0)->g_a);
ROW(int32_t, ((struct e2e_tl_encrypted_chat *)0)->id);
ROW(int64_t, ((struct e2e_tl_encrypted_chat *)0)->access_hash);
ROW(int32_t, ((struct e2e_tl_encrypted_chat *)0)->date);
ROW(int64_t, ((struct e2e_tl_encrypted_chat *)0)->admin_id);
ROW(int64_t, ((struct e2e_tl_encrypted_chat *)0)->participant_id);
ROW(struct e2e_bytes, ((struct e2e_tl_encrypted_chat *)0)->g_a_or_b);
ROW(int64_t, ((struct e2e_tl_encrypted_chat *)0)->key_fingerprint);
ROW(uint32_t, ((struct e2e_tl_encrypted_chat_discarded *)0)->flags);
ROW(int32_t, ((struct e2e_tl_encrypted_chat_discarded *)0)->id);
ROW(int64_t, ((struct e2e_tl_encrypted_file *)0)->id);
ROW(int64_t, ((struct e2e_tl_encrypted_file *)0)->access_hash);
ROW(int64_t, ((struct e2e_tl_encrypted_file *)0)->size);
ROW(int32_t, ((struct e2e_tl_encrypted_file *)0)->dc_id);
ROW(int32_t, ((struct e2e_tl_encrypted_file *)0)->key_fingerprint);
ROW(int64_t, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->id);
ROW(int32_t, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->parts);
ROW(struct e2e_bytes, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->md5_checksum);
ROW(int32_t, ((struct e2e_tl_input_encrypted_file_uploaded *)0)->key_fingerprint);
ROW(int64_t, ((struct e2e_tl_input_encrypted_file *)0)->id);
ROW(int64_t, ((struct e2e_tl_input_encrypted_file *)0)->access_hash);
ROW(int64_t, ((struct e2e_tl_input_encrypted_file_big_uploaded *)0)->id);
ROW(int32_t, ((struct e2e_tl_input_encrypted_file_big_uploaded *)0)->parts);
ROW(int32_t, ((struct e2e_tl_input_encrypted_file_big_uploaded *)0)->key_fingerprint);
ROW(int64_t, ((struct e2e_tl_input_encrypted_file_location *)0)->id);
ROW(int64_t, ((struct e2e_tl_input_encrypted_file_location *)0)->access_hash);
ROW(int64_t, ((struct e2e_tl_encrypted_message *)0)->random_id);
ROW(int32_t, ((struct e2e_tl_encrypted_message *)0)->chat_id);
ROW(int32_t, ((struct e2e_tl_encrypted_message *)0)->date);
ROW(struct e2e_bytes, ((struct e2e_tl_encrypted_message *)0)->bytes);
ROW(const struct e2e_tl *, ((struct e2e_tl_encrypted_message *)0)->file);
ROW(int64_t, ((struct e2e_tl_encrypted_message_service *)0)->random_id);
ROW(int32_t, ((struct e2e_tl_encrypted_message_service *)0)->chat_id);
ROW(int32_t, ((struct e2e_tl_encrypted_message_service *)0)->date);
ROW(struct e2e_bytes, ((struct e2e_tl_encrypted_message_service *)0)->bytes);
ROW(int32_t, ((struct e2e_tl_messages_dh_config *)0)->g);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_dh_config *)0)->p);
ROW(int32_t, ((struct e2e_tl_messages_dh_config *)0)->version);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_dh_config *)0)->random);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_dh_config_not_modified *)0)->random);
ROW(int32_t, ((struct e2e_tl_messages_sent_encrypted_message *)0)->date);
ROW(int32_t, ((struct e2e_tl_messages_sent_encrypted_file *)0)->date);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_sent_encrypted_file *)0)->file);
ROW(const struct e2e_tl *, ((struct e2e_tl_update_new_encrypted_message *)0)->message);
ROW(int32_t, ((struct e2e_tl_update_new_encrypted_message *)0)->qts);
ROW(int32_t, ((struct e2e_tl_update_encrypted_chat_typing *)0)->chat_id);
ROW(const struct e2e_tl *, ((struct e2e_tl_update_encryption *)0)->chat);
ROW(int32_t, ((struct e2e_tl_update_encryption *)0)->date);
ROW(int32_t, ((struct e2e_tl_update_encrypted_messages_read *)0)->chat_id);
ROW(int32_t, ((struct e2e_tl_update_encrypted_messages_read *)0)->max_date);
ROW(int32_t, ((struct e2e_tl_update_encrypted_messages_read *)0)->date);
ROW(int32_t, ((struct e2e_tl_messages_get_dh_config *)0)->version);
ROW(int32_t, ((struct e2e_tl_messages_get_dh_config *)0)->random_length);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_request_encryption *)0)->user_id);
ROW(int32_t, ((struct e2e_tl_messages_request_encryption *)0)->random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_request_encryption *)0)->g_a);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_accept_encryption *)0)->peer);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_accept_encryption *)0)->g_b);
ROW(int64_t, ((struct e2e_tl_messages_accept_encryption *)0)->key_fingerprint);
ROW(uint32_t, ((struct e2e_tl_messages_discard_encryption *)0)->flags);
ROW(int32_t, ((struct e2e_tl_messages_discard_encryption *)0)->chat_id);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_set_encrypted_typing *)0)->peer);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_set_encrypted_typing *)0)->typing);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_read_encrypted_history *)0)->peer);
ROW(int32_t, ((struct e2e_tl_messages_read_encrypted_history *)0)->max_date);
ROW(uint32_t, ((struct e2e_tl_messages_send_encrypted *)0)->flags);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted *)0)->peer);
ROW(int64_t, ((struct e2e_tl_messages_send_encrypted *)0)->random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_send_encrypted *)0)->data);
ROW(uint32_t, ((struct e2e_tl_messages_send_encrypted_file *)0)->flags);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted_file *)0)->peer);
ROW(int64_t, ((struct e2e_tl_messages_send_encrypted_file *)0)->random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_send_encrypted_file *)0)->data);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted_file *)0)->file);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_send_encrypted_service *)0)->peer);
ROW(int64_t, ((struct e2e_tl_messages_send_encrypted_service *)0)->random_id);
ROW(struct e2e_bytes, ((struct e2e_tl_messages_send_encrypted_service *)0)->data);
ROW(int32_t, ((struct e2e_tl_messages_received_queue *)0)->max_qts);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_report_encrypted_spam *)0)->peer);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_upload_encrypted_file *)0)->peer);
ROW(const struct e2e_tl *, ((struct e2e_tl_messages_upload_encrypted_file *)0)->file);

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

const struct e2e_i_tl_field e2e_i_tl_fields[] = {
	{ 0, offsetof(struct e2e_tl_decrypted_message_8, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 10, offsetof(struct e2e_tl_decrypted_message_8, random_bytes), E2E_I_TL_BYTES, NONE, 0 },
	{ 23, offsetof(struct e2e_tl_decrypted_message_8, message), E2E_I_TL_STRING, NONE, 0 },
	{ 31, offsetof(struct e2e_tl_decrypted_message_8, media), E2E_I_TL_OBJECT, NONE, 2 },
	{ 0, offsetof(struct e2e_tl_decrypted_message_service_8, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 10, offsetof(struct e2e_tl_decrypted_message_service_8, random_bytes), E2E_I_TL_BYTES, NONE, 0 },
	{ 37, offsetof(struct e2e_tl_decrypted_message_service_8, action), E2E_I_TL_OBJECT, NONE, 3 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_photo_8, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_photo_8, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_photo_8, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_decrypted_message_media_photo_8, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_decrypted_message_media_photo_8, h), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_photo_8, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_photo_8, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_photo_8, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_video_8, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_video_8, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_video_8, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_decrypted_message_media_video_8, duration), E2E_I_TL_INT, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_decrypted_message_media_video_8, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_decrypted_message_media_video_8, h), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_video_8, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_video_8, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_video_8, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 91, offsetof(struct e2e_tl_decrypted_message_media_geo_point, lat), E2E_I_TL_DOUBLE, NONE, 0 },
	{ 95, offsetof(struct e2e_tl_decrypted_message_media_geo_point, long_), E2E_I_TL_DOUBLE, NONE, 0 },
	{ 100, offsetof(struct e2e_tl_decrypted_message_media_contact, phone_number), E2E_I_TL_STRING, NONE, 0 },
	{ 113, offsetof(struct e2e_tl_decrypted_message_media_contact, first_name), E2E_I_TL_STRING, NONE, 0 },
	{ 124, offsetof(struct e2e_tl_decrypted_message_media_contact, last_name), E2E_I_TL_STRING, NONE, 0 },
	{ 134, offsetof(struct e2e_tl_decrypted_message_media_contact, user_id), E2E_I_TL_INT, NONE, 0 },
	{ 142, offsetof(struct e2e_tl_decrypted_message_action_set_message_ttl, ttl_seconds), E2E_I_TL_INT, NONE, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_document_8, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_document_8, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_document_8, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 154, offsetof(struct e2e_tl_decrypted_message_media_document_8, file_name), E2E_I_TL_STRING, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_document_8, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_document_8, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_document_8, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_document_8, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_decrypted_message_media_audio_8, duration), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_audio_8, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_audio_8, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_audio_8, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 174, offsetof(struct e2e_tl_decrypted_message_action_read_messages, random_ids), E2E_I_TL_LONGS, NONE, 0 },
	{ 174, offsetof(struct e2e_tl_decrypted_message_action_delete_messages, random_ids), E2E_I_TL_LONGS, NONE, 0 },
	{ 174, offsetof(struct e2e_tl_decrypted_message_action_screenshot_messages, random_ids), E2E_I_TL_LONGS, NONE, 0 },
	{ 0, offsetof(struct e2e_tl_decrypted_message_17, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 185, offsetof(struct e2e_tl_decrypted_message_17, ttl), E2E_I_TL_INT, NONE, 0 },
	{ 23, offsetof(struct e2e_tl_decrypted_message_17, message), E2E_I_TL_STRING, NONE, 0 },
	{ 31, offsetof(struct e2e_tl_decrypted_message_17, media), E2E_I_TL_OBJECT, NONE, 2 },
	{ 0, offsetof(struct e2e_tl_decrypted_message_service_17, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 37, offsetof(struct e2e_tl_decrypted_message_service_17, action), E2E_I_TL_OBJECT, NONE, 3 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_video_17, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_video_17, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_video_17, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_decrypted_message_media_video_17, duration), E2E_I_TL_INT, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_video_17, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_decrypted_message_media_video_17, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_decrypted_message_media_video_17, h), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_video_17, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_video_17, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_video_17, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_decrypted_message_media_audio_17, duration), E2E_I_TL_INT, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_audio_17, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_audio_17, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_audio_17, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_audio_17, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 10, offsetof(struct e2e_tl_decrypted_message_layer, random_bytes), E2E_I_TL_BYTES, NONE, 0 },
	{ 189, offsetof(struct e2e_tl_decrypted_message_layer, layer), E2E_I_TL_INT, NONE, 0 },
	{ 195, offsetof(struct e2e_tl_decrypted_message_layer, in_seq_no), E2E_I_TL_INT, NONE, 0 },
	{ 205, offsetof(struct e2e_tl_decrypted_message_layer, out_seq_no), E2E_I_TL_INT, NONE, 0 },
	{ 23, offsetof(struct e2e_tl_decrypted_message_layer, message), E2E_I_TL_OBJECT, NONE, 1 },
	{ 216, offsetof(struct e2e_tl_decrypted_message_action_resend, start_seq_no), E2E_I_TL_INT, NONE, 0 },
	{ 229, offsetof(struct e2e_tl_decrypted_message_action_resend, end_seq_no), E2E_I_TL_INT, NONE, 0 },
	{ 189, offsetof(struct e2e_tl_decrypted_message_action_notify_layer, layer), E2E_I_TL_INT, NONE, 0 },
	{ 37, offsetof(struct e2e_tl_decrypted_message_action_typing, action), E2E_I_TL_OBJECT, NONE, 5 },
	{ 240, offsetof(struct e2e_tl_decrypted_message_action_request_key, exchange_id), E2E_I_TL_LONG, NONE, 0 },
	{ 252, offsetof(struct e2e_tl_decrypted_message_action_request_key, g_a), E2E_I_TL_BYTES, NONE, 0 },
	{ 240, offsetof(struct e2e_tl_decrypted_message_action_accept_key, exchange_id), E2E_I_TL_LONG, NONE, 0 },
	{ 256, offsetof(struct e2e_tl_decrypted_message_action_accept_key, g_b), E2E_I_TL_BYTES, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_decrypted_message_action_accept_key, key_fingerprint), E2E_I_TL_LONG, NONE, 0 },
	{ 240, offsetof(struct e2e_tl_decrypted_message_action_abort_key, exchange_id), E2E_I_TL_LONG, NONE, 0 },
	{ 240, offsetof(struct e2e_tl_decrypted_message_action_commit_key, exchange_id), E2E_I_TL_LONG, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_decrypted_message_action_commit_key, key_fingerprint), E2E_I_TL_LONG, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_document_attribute_image_size, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_document_attribute_image_size, h), E2E_I_TL_INT, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_document_attribute_video_23, duration), E2E_I_TL_INT, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_document_attribute_video_23, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_document_attribute_video_23, h), E2E_I_TL_INT, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_document_attribute_audio_23, duration), E2E_I_TL_INT, NONE, 0 },
	{ 154, offsetof(struct e2e_tl_document_attribute_filename, file_name), E2E_I_TL_STRING, NONE, 0 },
	{ 276, offsetof(struct e2e_tl_photo_size_empty, type), E2E_I_TL_STRING, NONE, 0 },
	{ 276, offsetof(struct e2e_tl_photo_size, type), E2E_I_TL_STRING, NONE, 0 },
	{ 281, offsetof(struct e2e_tl_photo_size, location), E2E_I_TL_OBJECT, NONE, 8 },
	{ 66, offsetof(struct e2e_tl_photo_size, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_photo_size, h), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_photo_size, size), E2E_I_TL_INT, NONE, 0 },
	{ 276, offsetof(struct e2e_tl_photo_cached_size, type), E2E_I_TL_STRING, NONE, 0 },
	{ 281, offsetof(struct e2e_tl_photo_cached_size, location), E2E_I_TL_OBJECT, NONE, 8 },
	{ 66, offsetof(struct e2e_tl_photo_cached_size, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_photo_cached_size, h), E2E_I_TL_INT, NONE, 0 },
	{ 290, offsetof(struct e2e_tl_photo_cached_size, bytes), E2E_I_TL_BYTES, NONE, 0 },
	{ 296, offsetof(struct e2e_tl_file_location_unavailable, volume_id), E2E_I_TL_LONG, NONE, 0 },
	{ 306, offsetof(struct e2e_tl_file_location_unavailable, local_id), E2E_I_TL_INT, NONE, 0 },
	{ 315, offsetof(struct e2e_tl_file_location_unavailable, secret), E2E_I_TL_LONG, NONE, 0 },
	{ 322, offsetof(struct e2e_tl_file_location, dc_id), E2E_I_TL_INT, NONE, 0 },
	{ 296, offsetof(struct e2e_tl_file_location, volume_id), E2E_I_TL_LONG, NONE, 0 },
	{ 306, offsetof(struct e2e_tl_file_location, local_id), E2E_I_TL_INT, NONE, 0 },
	{ 315, offsetof(struct e2e_tl_file_location, secret), E2E_I_TL_LONG, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_decrypted_message_media_external_document, id), E2E_I_TL_LONG, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_decrypted_message_media_external_document, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_decrypted_message_media_external_document, date), E2E_I_TL_INT, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_external_document, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_external_document, size), E2E_I_TL_INT, NONE, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_external_document, thumb), E2E_I_TL_OBJECT, NONE, 7 },
	{ 322, offsetof(struct e2e_tl_decrypted_message_media_external_document, dc_id), E2E_I_TL_INT, NONE, 0 },
	{ 348, offsetof(struct e2e_tl_decrypted_message_media_external_document, attributes), E2E_I_TL_OBJECTS, NONE, 6 },
	{ 359, offsetof(struct e2e_tl_decrypted_message_45, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 0, offsetof(struct e2e_tl_decrypted_message_45, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 185, offsetof(struct e2e_tl_decrypted_message_45, ttl), E2E_I_TL_INT, NONE, 0 },
	{ 23, offsetof(struct e2e_tl_decrypted_message_45, message), E2E_I_TL_STRING, NONE, 0 },
	{ 31, offsetof(struct e2e_tl_decrypted_message_45, media), E2E_I_TL_OBJECT, 9, 2 },
	{ 365, offsetof(struct e2e_tl_decrypted_message_45, entities), E2E_I_TL_OBJECTS, 7, 9 },
	{ 374, offsetof(struct e2e_tl_decrypted_message_45, via_bot_name), E2E_I_TL_STRING, 11, 0 },
	{ 387, offsetof(struct e2e_tl_decrypted_message_45, reply_to_random_id), E2E_I_TL_LONG, 3, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_photo_45, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_photo_45, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_photo_45, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_decrypted_message_media_photo_45, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_decrypted_message_media_photo_45, h), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_photo_45, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_photo_45, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_photo_45, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 406, offsetof(struct e2e_tl_decrypted_message_media_photo_45, caption), E2E_I_TL_STRING, NONE, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_video_45, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_video_45, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_video_45, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 82, offsetof(struct e2e_tl_decrypted_message_media_video_45, duration), E2E_I_TL_INT, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_video_45, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_decrypted_message_media_video_45, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_decrypted_message_media_video_45, h), E2E_I_TL_INT, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_video_45, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_video_45, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_video_45, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 406, offsetof(struct e2e_tl_decrypted_message_media_video_45, caption), E2E_I_TL_STRING, NONE, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_document_45, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_document_45, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_document_45, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_document_45, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_document_45, size), E2E_I_TL_INT, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_document_45, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_document_45, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 348, offsetof(struct e2e_tl_decrypted_message_media_document_45, attributes), E2E_I_TL_OBJECTS, NONE, 6 },
	{ 406, offsetof(struct e2e_tl_decrypted_message_media_document_45, caption), E2E_I_TL_STRING, NONE, 0 },
	{ 414, offsetof(struct e2e_tl_document_attribute_sticker_45, alt), E2E_I_TL_STRING, NONE, 0 },
	{ 418, offsetof(struct e2e_tl_document_attribute_sticker_45, stickerset), E2E_I_TL_OBJECT, NONE, 10 },
	{ 82, offsetof(struct e2e_tl_document_attribute_audio_45, duration), E2E_I_TL_INT, NONE, 0 },
	{ 429, offsetof(struct e2e_tl_document_attribute_audio_45, title), E2E_I_TL_STRING, NONE, 0 },
	{ 435, offsetof(struct e2e_tl_document_attribute_audio_45, performer), E2E_I_TL_STRING, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_unknown, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_unknown, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_mention, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_mention, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_hashtag, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_hashtag, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_bot_command, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_bot_command, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_url, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_url, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_email, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_email, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_bold, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_bold, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_italic, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_italic, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_code, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_code, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_pre, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_pre, length), E2E_I_TL_INT, NONE, 0 },
	{ 459, offsetof(struct e2e_tl_message_entity_pre, language), E2E_I_TL_STRING, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_text_url, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_text_url, length), E2E_I_TL_INT, NONE, 0 },
	{ 468, offsetof(struct e2e_tl_message_entity_text_url, url), E2E_I_TL_STRING, NONE, 0 },
	{ 472, offsetof(struct e2e_tl_input_sticker_set_short_name, short_name), E2E_I_TL_STRING, NONE, 0 },
	{ 91, offsetof(struct e2e_tl_decrypted_message_media_venue, lat), E2E_I_TL_DOUBLE, NONE, 0 },
	{ 95, offsetof(struct e2e_tl_decrypted_message_media_venue, long_), E2E_I_TL_DOUBLE, NONE, 0 },
	{ 429, offsetof(struct e2e_tl_decrypted_message_media_venue, title), E2E_I_TL_STRING, NONE, 0 },
	{ 483, offsetof(struct e2e_tl_decrypted_message_media_venue, address), E2E_I_TL_STRING, NONE, 0 },
	{ 491, offsetof(struct e2e_tl_decrypted_message_media_venue, provider), E2E_I_TL_STRING, NONE, 0 },
	{ 500, offsetof(struct e2e_tl_decrypted_message_media_venue, venue_id), E2E_I_TL_STRING, NONE, 0 },
	{ 468, offsetof(struct e2e_tl_decrypted_message_media_web_page, url), E2E_I_TL_STRING, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_document_attribute_audio_46, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 509, 0, E2E_I_TL_TRUE, 10, 0 },
	{ 82, offsetof(struct e2e_tl_document_attribute_audio_46, duration), E2E_I_TL_INT, NONE, 0 },
	{ 429, offsetof(struct e2e_tl_document_attribute_audio_46, title), E2E_I_TL_STRING, 0, 0 },
	{ 435, offsetof(struct e2e_tl_document_attribute_audio_46, performer), E2E_I_TL_STRING, 1, 0 },
	{ 515, offsetof(struct e2e_tl_document_attribute_audio_46, waveform), E2E_I_TL_BYTES, 2, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_mention_name, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_mention_name, length), E2E_I_TL_INT, NONE, 0 },
	{ 134, offsetof(struct e2e_tl_message_entity_mention_name, user_id), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_phone, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_phone, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_cashtag, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_cashtag, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_bank_card, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_bank_card, length), E2E_I_TL_INT, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_document_attribute_video_66, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 524, 0, E2E_I_TL_TRUE, 0, 0 },
	{ 82, offsetof(struct e2e_tl_document_attribute_video_66, duration), E2E_I_TL_INT, NONE, 0 },
	{ 66, offsetof(struct e2e_tl_document_attribute_video_66, w), E2E_I_TL_INT, NONE, 0 },
	{ 68, offsetof(struct e2e_tl_document_attribute_video_66, h), E2E_I_TL_INT, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_decrypted_message_73, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 538, 0, E2E_I_TL_TRUE, 1, 0 },
	{ 549, 0, E2E_I_TL_TRUE, 5, 0 },
	{ 0, offsetof(struct e2e_tl_decrypted_message_73, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 185, offsetof(struct e2e_tl_decrypted_message_73, ttl), E2E_I_TL_INT, NONE, 0 },
	{ 23, offsetof(struct e2e_tl_decrypted_message_73, message), E2E_I_TL_STRING, NONE, 0 },
	{ 31, offsetof(struct e2e_tl_decrypted_message_73, media), E2E_I_TL_OBJECT, 9, 2 },
	{ 365, offsetof(struct e2e_tl_decrypted_message_73, entities), E2E_I_TL_OBJECTS, 7, 9 },
	{ 374, offsetof(struct e2e_tl_decrypted_message_73, via_bot_name), E2E_I_TL_STRING, 11, 0 },
	{ 387, offsetof(struct e2e_tl_decrypted_message_73, reply_to_random_id), E2E_I_TL_LONG, 3, 0 },
	{ 556, offsetof(struct e2e_tl_decrypted_message_73, grouped_id), E2E_I_TL_LONG, 17, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_underline, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_underline, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_strike, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_strike, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_blockquote, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_blockquote, length), E2E_I_TL_INT, NONE, 0 },
	{ 44, offsetof(struct e2e_tl_decrypted_message_media_document_143, thumb), E2E_I_TL_BYTES, NONE, 0 },
	{ 50, offsetof(struct e2e_tl_decrypted_message_media_document_143, thumb_w), E2E_I_TL_INT, NONE, 0 },
	{ 58, offsetof(struct e2e_tl_decrypted_message_media_document_143, thumb_h), E2E_I_TL_INT, NONE, 0 },
	{ 164, offsetof(struct e2e_tl_decrypted_message_media_document_143, mime_type), E2E_I_TL_STRING, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_decrypted_message_media_document_143, size), E2E_I_TL_LONG, NONE, 0 },
	{ 75, offsetof(struct e2e_tl_decrypted_message_media_document_143, key), E2E_I_TL_BYTES, NONE, 0 },
	{ 79, offsetof(struct e2e_tl_decrypted_message_media_document_143, iv), E2E_I_TL_BYTES, NONE, 0 },
	{ 348, offsetof(struct e2e_tl_decrypted_message_media_document_143, attributes), E2E_I_TL_OBJECTS, NONE, 6 },
	{ 406, offsetof(struct e2e_tl_decrypted_message_media_document_143, caption), E2E_I_TL_STRING, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_spoiler, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_spoiler, length), E2E_I_TL_INT, NONE, 0 },
	{ 445, offsetof(struct e2e_tl_message_entity_custom_emoji, offset), E2E_I_TL_INT, NONE, 0 },
	{ 452, offsetof(struct e2e_tl_message_entity_custom_emoji, length), E2E_I_TL_INT, NONE, 0 },
	{ 567, offsetof(struct e2e_tl_message_entity_custom_emoji, document_id), E2E_I_TL_LONG, NONE, 0 },
	{ 134, offsetof(struct e2e_tl_input_user, user_id), E2E_I_TL_LONG, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_input_user, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 579, offsetof(struct e2e_tl_input_encrypted_chat, chat_id), E2E_I_TL_INT, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_input_encrypted_chat, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_encrypted_chat_empty, id), E2E_I_TL_INT, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_encrypted_chat_waiting, id), E2E_I_TL_INT, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_encrypted_chat_waiting, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_encrypted_chat_waiting, date), E2E_I_TL_INT, NONE, 0 },
	{ 587, offsetof(struct e2e_tl_encrypted_chat_waiting, admin_id), E2E_I_TL_LONG, NONE, 0 },
	{ 596, offsetof(struct e2e_tl_encrypted_chat_waiting, participant_id), E2E_I_TL_LONG, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_encrypted_chat_requested, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 611, offsetof(struct e2e_tl_encrypted_chat_requested, folder_id), E2E_I_TL_INT, 0, 0 },
	{ 328, offsetof(struct e2e_tl_encrypted_chat_requested, id), E2E_I_TL_INT, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_encrypted_chat_requested, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_encrypted_chat_requested, date), E2E_I_TL_INT, NONE, 0 },
	{ 587, offsetof(struct e2e_tl_encrypted_chat_requested, admin_id), E2E_I_TL_LONG, NONE, 0 },
	{ 596, offsetof(struct e2e_tl_encrypted_chat_requested, participant_id), E2E_I_TL_LONG, NONE, 0 },
	{ 252, offsetof(struct e2e_tl_encrypted_chat_requested, g_a), E2E_I_TL_BYTES, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_encrypted_chat, id), E2E_I_TL_INT, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_encrypted_chat, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_encrypted_chat, date), E2E_I_TL_INT, NONE, 0 },
	{ 587, offsetof(struct e2e_tl_encrypted_chat, admin_id), E2E_I_TL_LONG, NONE, 0 },
	{ 596, offsetof(struct e2e_tl_encrypted_chat, participant_id), E2E_I_TL_LONG, NONE, 0 },
	{ 621, offsetof(struct e2e_tl_encrypted_chat, g_a_or_b), E2E_I_TL_BYTES, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_encrypted_chat, key_fingerprint), E2E_I_TL_LONG, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_encrypted_chat_discarded, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 630, 0, E2E_I_TL_TRUE, 0, 0 },
	{ 328, offsetof(struct e2e_tl_encrypted_chat_discarded, id), E2E_I_TL_INT, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_encrypted_file, id), E2E_I_TL_LONG, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_encrypted_file, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 70, offsetof(struct e2e_tl_encrypted_file, size), E2E_I_TL_LONG, NONE, 0 },
	{ 322, offsetof(struct e2e_tl_encrypted_file, dc_id), E2E_I_TL_INT, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_encrypted_file, key_fingerprint), E2E_I_TL_INT, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_input_encrypted_file_uploaded, id), E2E_I_TL_LONG, NONE, 0 },
	{ 646, offsetof(struct e2e_tl_input_encrypted_file_uploaded, parts), E2E_I_TL_INT, NONE, 0 },
	{ 652, offsetof(struct e2e_tl_input_encrypted_file_uploaded, md5_checksum), E2E_I_TL_STRING, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_input_encrypted_file_uploaded, key_fingerprint), E2E_I_TL_INT, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_input_encrypted_file, id), E2E_I_TL_LONG, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_input_encrypted_file, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_input_encrypted_file_big_uploaded, id), E2E_I_TL_LONG, NONE, 0 },
	{ 646, offsetof(struct e2e_tl_input_encrypted_file_big_uploaded, parts), E2E_I_TL_INT, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_input_encrypted_file_big_uploaded, key_fingerprint), E2E_I_TL_INT, NONE, 0 },
	{ 328, offsetof(struct e2e_tl_input_encrypted_file_location, id), E2E_I_TL_LONG, NONE, 0 },
	{ 331, offsetof(struct e2e_tl_input_encrypted_file_location, access_hash), E2E_I_TL_LONG, NONE, 0 },
	{ 0, offsetof(struct e2e_tl_encrypted_message, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 579, offsetof(struct e2e_tl_encrypted_message, chat_id), E2E_I_TL_INT, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_encrypted_message, date), E2E_I_TL_INT, NONE, 0 },
	{ 290, offsetof(struct e2e_tl_encrypted_message, bytes), E2E_I_TL_BYTES, NONE, 0 },
	{ 665, offsetof(struct e2e_tl_encrypted_message, file), E2E_I_TL_OBJECT, NONE, 15 },
	{ 0, offsetof(struct e2e_tl_encrypted_message_service, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 579, offsetof(struct e2e_tl_encrypted_message_service, chat_id), E2E_I_TL_INT, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_encrypted_message_service, date), E2E_I_TL_INT, NONE, 0 },
	{ 290, offsetof(struct e2e_tl_encrypted_message_service, bytes), E2E_I_TL_BYTES, NONE, 0 },
	{ 670, offsetof(struct e2e_tl_messages_dh_config, g), E2E_I_TL_INT, NONE, 0 },
	{ 672, offsetof(struct e2e_tl_messages_dh_config, p), E2E_I_TL_BYTES, NONE, 0 },
	{ 674, offsetof(struct e2e_tl_messages_dh_config, version), E2E_I_TL_INT, NONE, 0 },
	{ 682, offsetof(struct e2e_tl_messages_dh_config, random), E2E_I_TL_BYTES, NONE, 0 },
	{ 682, offsetof(struct e2e_tl_messages_dh_config_not_modified, random), E2E_I_TL_BYTES, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_messages_sent_encrypted_message, date), E2E_I_TL_INT, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_messages_sent_encrypted_file, date), E2E_I_TL_INT, NONE, 0 },
	{ 665, offsetof(struct e2e_tl_messages_sent_encrypted_file, file), E2E_I_TL_OBJECT, NONE, 15 },
	{ 23, offsetof(struct e2e_tl_update_new_encrypted_message, message), E2E_I_TL_OBJECT, NONE, 18 },
	{ 689, offsetof(struct e2e_tl_update_new_encrypted_message, qts), E2E_I_TL_INT, NONE, 0 },
	{ 579, offsetof(struct e2e_tl_update_encrypted_chat_typing, chat_id), E2E_I_TL_INT, NONE, 0 },
	{ 693, offsetof(struct e2e_tl_update_encryption, chat), E2E_I_TL_OBJECT, NONE, 14 },
	{ 343, offsetof(struct e2e_tl_update_encryption, date), E2E_I_TL_INT, NONE, 0 },
	{ 579, offsetof(struct e2e_tl_update_encrypted_messages_read, chat_id), E2E_I_TL_INT, NONE, 0 },
	{ 698, offsetof(struct e2e_tl_update_encrypted_messages_read, max_date), E2E_I_TL_INT, NONE, 0 },
	{ 343, offsetof(struct e2e_tl_update_encrypted_messages_read, date), E2E_I_TL_INT, NONE, 0 },
	{ 674, offsetof(struct e2e_tl_messages_get_dh_config, version), E2E_I_TL_INT, NONE, 0 },
	{ 707, offsetof(struct e2e_tl_messages_get_dh_config, random_length), E2E_I_TL_INT, NONE, 0 },
	{ 134, offsetof(struct e2e_tl_messages_request_encryption, user_id), E2E_I_TL_OBJECT, NONE, 12 },
	{ 0, offsetof(struct e2e_tl_messages_request_encryption, random_id), E2E_I_TL_INT, NONE, 0 },
	{ 252, offsetof(struct e2e_tl_messages_request_encryption, g_a), E2E_I_TL_BYTES, NONE, 0 },
	{ 721, offsetof(struct e2e_tl_messages_accept_encryption, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 256, offsetof(struct e2e_tl_messages_accept_encryption, g_b), E2E_I_TL_BYTES, NONE, 0 },
	{ 260, offsetof(struct e2e_tl_messages_accept_encryption, key_fingerprint), E2E_I_TL_LONG, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_messages_discard_encryption, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 726, 0, E2E_I_TL_TRUE, 0, 0 },
	{ 579, offsetof(struct e2e_tl_messages_discard_encryption, chat_id), E2E_I_TL_INT, NONE, 0 },
	{ 721, offsetof(struct e2e_tl_messages_set_encrypted_typing, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 741, offsetof(struct e2e_tl_messages_set_encrypted_typing, typing), E2E_I_TL_OBJECT, NONE, 11 },
	{ 721, offsetof(struct e2e_tl_messages_read_encrypted_history, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 698, offsetof(struct e2e_tl_messages_read_encrypted_history, max_date), E2E_I_TL_INT, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_messages_send_encrypted, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 549, 0, E2E_I_TL_TRUE, 0, 0 },
	{ 721, offsetof(struct e2e_tl_messages_send_encrypted, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 0, offsetof(struct e2e_tl_messages_send_encrypted, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 748, offsetof(struct e2e_tl_messages_send_encrypted, data), E2E_I_TL_BYTES, NONE, 0 },
	{ 359, offsetof(struct e2e_tl_messages_send_encrypted_file, flags), E2E_I_TL_FLAGS, NONE, 0 },
	{ 549, 0, E2E_I_TL_TRUE, 0, 0 },
	{ 721, offsetof(struct e2e_tl_messages_send_encrypted_file, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 0, offsetof(struct e2e_tl_messages_send_encrypted_file, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 748, offsetof(struct e2e_tl_messages_send_encrypted_file, data), E2E_I_TL_BYTES, NONE, 0 },
	{ 665, offsetof(struct e2e_tl_messages_send_encrypted_file, file), E2E_I_TL_OBJECT, NONE, 16 },
	{ 721, offsetof(struct e2e_tl_messages_send_encrypted_service, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 0, offsetof(struct e2e_tl_messages_send_encrypted_service, random_id), E2E_I_TL_LONG, NONE, 0 },
	{ 748, offsetof(struct e2e_tl_messages_send_encrypted_service, data), E2E_I_TL_BYTES, NONE, 0 },
	{ 753, offsetof(struct e2e_tl_messages_received_queue, max_qts), E2E_I_TL_INT, NONE, 0 },
	{ 721, offsetof(struct e2e_tl_messages_report_encrypted_spam, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 721, offsetof(struct e2e_tl_messages_upload_encrypted_file, peer), E2E_I_TL_OBJECT, NONE, 13 },
	{ 665, offsetof(struct e2e_tl_messages_upload_encrypted_file, file), E2E_I_TL_OBJECT, NONE, 16 },
};

const struct e2e_i_tl_ctor e2e_i_tl_ctors[] = {
	{ 0x020df5d0, 761, 226, sizeof(struct e2e_tl_message_entity_blockquote), 2, 9, 101, 0 },
	{ 0x051448e5, 785, 89, sizeof(struct e2e_tl_document_attribute_audio_23), 1, 6, 23, 0 },
	{ 0x089f5c4a, 808, 7, sizeof(struct e2e_tl_decrypted_message_media_empty), 0, 2, 8, 0 },
	{ 0x0c4f40be, 835, 43, sizeof(struct e2e_tl_decrypted_message_action_read_messages), 1, 3, 8, 0 },
	{ 0x0e17e23c, 870, 91, sizeof(struct e2e_tl_photo_size_empty), 1, 7, 23, 0 },
	{ 0x0ef02ce6, 885, 206, sizeof(struct e2e_tl_document_attribute_video_66), 5, 6, 66, 0 },
	{ 0x11b58939, 908, 86, sizeof(struct e2e_tl_document_attribute_animated), 0, 6, 23, 0 },
	{ 0x12bcbd9a, 934, 303, sizeof(struct e2e_tl_update_new_encrypted_message), 2, 21, 0, 1 },
	{ 0x15590068, 960, 90, sizeof(struct e2e_tl_document_attribute_filename), 1, 6, 23, 0 },
	{ 0x16bf744e, 986, 72, sizeof(struct e2e_tl_send_message_typing_action), 0, 5, 17, 0 },
	{ 0x1710f156, 1010, 305, sizeof(struct e2e_tl_update_encrypted_chat_typing), 1, 21, 0, 1 },
	{ 0x176f8ba1, 1036, 72, sizeof(struct e2e_tl_send_message_geo_location_action), 0, 5, 17, 0 },
	{ 0x1837c364, 1065, 275, sizeof(struct e2e_tl_input_encrypted_file_empty), 0, 16, 0, 1 },
	{ 0x1be31789, 1089, 67, sizeof(struct e2e_tl_decrypted_message_layer), 5, 4, 17, 0 },
	{ 0x1e1c7c45, 1111, 267, sizeof(struct e2e_tl_encrypted_chat_discarded), 3, 14, 0, 1 },
	{ 0x1f814f1f, 1134, 0, sizeof(struct e2e_tl_decrypted_message_8), 4, 1, 8, 0 },
	{ 0x204d3878, 1134, 46, sizeof(struct e2e_tl_decrypted_message_17), 4, 1, 17, 0 },
	{ 0x23734b06, 1151, 291, sizeof(struct e2e_tl_encrypted_message_service), 4, 18, 0, 1 },
	{ 0x26cf8950, 1175, 311, sizeof(struct e2e_tl_messages_get_dh_config), 2, 0, 0, 1 },
	{ 0x28a20571, 1196, 175, sizeof(struct e2e_tl_message_entity_code), 2, 9, 45, 0 },
	{ 0x2c221edd, 1214, 295, sizeof(struct e2e_tl_messages_dh_config), 4, 19, 0, 1 },
	{ 0x2dc173c8, 1232, 281, sizeof(struct e2e_tl_input_encrypted_file_big_uploaded), 3, 16, 0, 1 },
	{ 0x32798a8c, 1262, 7, sizeof(struct e2e_tl_decrypted_message_media_photo_8), 8, 2, 8, 0 },
	{ 0x32ca960f, 1289, 237, sizeof(struct e2e_tl_message_entity_spoiler), 2, 9, 144, 0 },
	{ 0x32d439a4, 1310, 337, sizeof(struct e2e_tl_messages_send_encrypted_service), 3, 0, 0, 1 },
	{ 0x352dca58, 1340, 197, sizeof(struct e2e_tl_message_entity_mention_name), 3, 9, 46, 0 },
	{ 0x35480a59, 1365, 24, sizeof(struct e2e_tl_decrypted_message_media_geo_point), 2, 2, 8, 0 },
	{ 0x36b091de, 1134, 117, sizeof(struct e2e_tl_decrypted_message_45), 8, 1, 45, 0 },
	{ 0x38fe25b7, 1395, 308, sizeof(struct e2e_tl_update_encrypted_messages_read), 3, 21, 0, 1 },
	{ 0x3a556302, 1423, 154, sizeof(struct e2e_tl_document_attribute_sticker_45), 2, 6, 45, 0 },
	{ 0x3dbc0415, 1448, 316, sizeof(struct e2e_tl_messages_accept_encryption), 3, 0, 0, 1 },
	{ 0x44fa7a15, 1474, 326, sizeof(struct e2e_tl_messages_send_encrypted), 5, 0, 0, 1 },
	{ 0x48f1d94c, 1497, 252, sizeof(struct e2e_tl_encrypted_chat_requested), 8, 14, 0, 1 },
	{ 0x4b0c8c0f, 1520, 341, sizeof(struct e2e_tl_messages_report_encrypted_spam), 1, 0, 0, 1 },
	{ 0x4c4e743f, 1549, 202, sizeof(struct e2e_tl_message_entity_cashtag), 2, 9, 46, 0 },
	{ 0x4cee6ef3, 1570, 15, sizeof(struct e2e_tl_decrypted_message_media_video_8), 9, 2, 8, 0 },
	{ 0x5057c497, 1597, 342, sizeof(struct e2e_tl_messages_upload_encrypted_file), 2, 0, 0, 1 },
	{ 0x511110b0, 1626, 72, sizeof(struct e2e_tl_decrypted_message_action_resend), 2, 3, 17, 0 },
	{ 0x524a415d, 1570, 52, sizeof(struct e2e_tl_decrypted_message_media_video_17), 10, 2, 17, 0 },
	{ 0x53d69076, 1655, 105, sizeof(struct e2e_tl_file_location), 4, 8, 23, 0 },
	{ 0x5559481d, 1668, 331, sizeof(struct e2e_tl_messages_send_encrypted_file), 6, 0, 0, 1 },
	{ 0x55a5bb66, 1695, 340, sizeof(struct e2e_tl_messages_received_queue), 1, 0, 0, 1 },
	{ 0x560f8935, 1718, 300, sizeof(struct e2e_tl_messages_sent_encrypted_message), 1, 20, 0, 1 },
	{ 0x57e0a9cb, 1748, 62, sizeof(struct e2e_tl_decrypted_message_media_audio_17), 5, 2, 17, 0 },
	{ 0x588a0a97, 1775, 26, sizeof(struct e2e_tl_decrypted_message_media_contact), 4, 2, 8, 0 },
	{ 0x5910cccb, 885, 86, sizeof(struct e2e_tl_document_attribute_video_23), 3, 6, 23, 0 },
	{ 0x5a17b5e5, 1804, 279, sizeof(struct e2e_tl_input_encrypted_file), 2, 16, 0, 1 },
	{ 0x6080758f, 1748, 39, sizeof(struct e2e_tl_decrypted_message_media_audio_8), 4, 2, 8, 0 },
	{ 0x61f0d4c7, 1823, 260, sizeof(struct e2e_tl_encrypted_chat), 7, 14, 0, 1 },
	{ 0x628cbc6f, 1837, 72, sizeof(struct e2e_tl_send_message_choose_contact_action), 0, 5, 17, 0 },
	{ 0x64bd0306, 1868, 275, sizeof(struct e2e_tl_input_encrypted_file_uploaded), 4, 16, 0, 1 },
	{ 0x64e475c2, 1895, 169, sizeof(struct e2e_tl_message_entity_email), 2, 9, 45, 0 },
	{ 0x65614304, 1914, 44, sizeof(struct e2e_tl_decrypted_message_action_delete_messages), 1, 3, 8, 0 },
	{ 0x66b25953, 1951, 247, sizeof(struct e2e_tl_encrypted_chat_waiting), 5, 14, 0, 1 },
	{ 0x6719e45c, 1972, 46, sizeof(struct e2e_tl_decrypted_message_action_flush_history), 0, 3, 8, 0 },
	{ 0x6abd9782, 2007, 228, sizeof(struct e2e_tl_decrypted_message_media_document_143), 9, 2, 143, 0 },
	{ 0x6c37c15c, 2037, 84, sizeof(struct e2e_tl_document_attribute_image_size), 2, 6, 23, 0 },
	{ 0x6cef8ac7, 2064, 165, sizeof(struct e2e_tl_message_entity_bot_command), 2, 9, 45, 0 },
	{ 0x6ed02538, 2088, 167, sizeof(struct e2e_tl_message_entity_url), 2, 9, 45, 0 },
	{ 0x6f635b0d, 2105, 163, sizeof(struct e2e_tl_message_entity_hashtag), 2, 9, 45, 0 },
	{ 0x6fe1735b, 2126, 78, sizeof(struct e2e_tl_decrypted_message_action_accept_key), 3, 3, 20, 0 },
	{ 0x73164160, 2158, 50, sizeof(struct e2e_tl_decrypted_message_service_17), 2, 1, 17, 0 },
	{ 0x73924be0, 2182, 177, sizeof(struct e2e_tl_message_entity_pre), 3, 9, 45, 0 },
	{ 0x761e6af4, 2199, 204, sizeof(struct e2e_tl_message_entity_bank_card), 2, 9, 46, 0 },
	{ 0x76a6d327, 2221, 180, sizeof(struct e2e_tl_message_entity_text_url), 3, 9, 45, 0 },
	{ 0x77bfb61b, 2242, 92, sizeof(struct e2e_tl_photo_size), 5, 7, 23, 0 },
	{ 0x791451ed, 2252, 322, sizeof(struct e2e_tl_messages_set_encrypted_typing), 2, 0, 0, 1 },
	{ 0x7afe8ae2, 2007, 145, sizeof(struct e2e_tl_decrypted_message_media_document_45), 9, 2, 45, 0 },
	{ 0x7c596b46, 2280, 102, sizeof(struct e2e_tl_file_location_unavailable), 3, 8, 23, 0 },
	{ 0x7f4b690a, 2304, 324, sizeof(struct e2e_tl_messages_read_encrypted_history), 2, 0, 0, 1 },
	{ 0x826f8b60, 2334, 173, sizeof(struct e2e_tl_message_entity_italic), 2, 9, 45, 0 },
	{ 0x861cc8a0, 2354, 183, sizeof(struct e2e_tl_input_sticker_set_short_name), 1, 10, 45, 0 },
	{ 0x88f27fbc, 2379, 211, sizeof(struct e2e_tl_send_message_record_round_action), 0, 5, 66, 0 },
	{ 0x8a0df56f, 2408, 184, sizeof(struct e2e_tl_decrypted_message_media_venue), 6, 2, 45, 0 },
	{ 0x8ac1f475, 2435, 45, sizeof(struct e2e_tl_decrypted_message_action_screenshot_messages), 1, 3, 8, 0 },
	{ 0x8faee98e, 2476, 72, sizeof(struct e2e_tl_send_message_upload_document_action), 0, 5, 17, 0 },
	{ 0x91cc4674, 1134, 211, sizeof(struct e2e_tl_decrypted_message_73), 11, 1, 73, 0 },
	{ 0x92042ff7, 2508, 72, sizeof(struct e2e_tl_send_message_upload_video_action), 0, 5, 17, 0 },
	{ 0x9493ff32, 2537, 301, sizeof(struct e2e_tl_messages_sent_encrypted_file), 2, 20, 0, 1 },
	{ 0x970c8c0e, 1570, 134, sizeof(struct e2e_tl_decrypted_message_media_video_45), 11, 2, 45, 0 },
	{ 0x9852f9c6, 785, 191, sizeof(struct e2e_tl_document_attribute_audio_46), 6, 6, 46, 0 },
	{ 0x990a3c1a, 2564, 72, sizeof(struct e2e_tl_send_message_upload_photo_action), 0, 5, 17, 0 },
	{ 0x997275b5, 2593, 242, sizeof(struct e2e_tl_bool_true), 0, 11, 0, 1 },
	{ 0x9b69e34b, 2602, 200, sizeof(struct e2e_tl_message_entity_phone), 2, 9, 46, 0 },
	{ 0x9c4e7e8b, 2621, 222, sizeof(struct e2e_tl_message_entity_underline), 2, 9, 101, 0 },
	{ 0xa1733aec, 2644, 30, sizeof(struct e2e_tl_decrypted_message_action_set_message_ttl), 1, 3, 8, 0 },
	{ 0xa187d66f, 2680, 72, sizeof(struct e2e_tl_send_message_record_video_action), 0, 5, 17, 0 },
	{ 0xa8008cd8, 2709, 270, sizeof(struct e2e_tl_encrypted_file), 5, 15, 0, 1 },
	{ 0xa82fdd63, 2723, 84, sizeof(struct e2e_tl_decrypted_message_action_noop), 0, 3, 20, 0 },
	{ 0xaa48327d, 2158, 4, sizeof(struct e2e_tl_decrypted_message_service_8), 3, 1, 8, 0 },
	{ 0xab7ec0a0, 2750, 246, sizeof(struct e2e_tl_encrypted_chat_empty), 1, 14, 0, 1 },
	{ 0xb095434b, 2007, 31, sizeof(struct e2e_tl_decrypted_message_media_document_8), 8, 2, 8, 0 },
	{ 0xb4a2e88d, 2769, 306, sizeof(struct e2e_tl_update_encryption), 2, 21, 0, 1 },
	{ 0xbb718624, 2786, 211, sizeof(struct e2e_tl_send_message_upload_round_action), 0, 5, 66, 0 },
	{ 0xbb92ba95, 2815, 159, sizeof(struct e2e_tl_message_entity_unknown), 2, 9, 45, 0 },
	{ 0xbc799737, 2836, 242, sizeof(struct e2e_tl_bool_false), 0, 11, 0, 1 },
	{ 0xbd610bc9, 2846, 171, sizeof(struct e2e_tl_message_entity_bold), 2, 9, 45, 0 },
	{ 0xbf0693d4, 2864, 224, sizeof(struct e2e_tl_message_entity_strike), 2, 9, 101, 0 },
	{ 0xc0e24635, 2884, 299, sizeof(struct e2e_tl_messages_dh_config_not_modified), 1, 19, 0, 1 },
	{ 0xc21f497e, 2913, 270, sizeof(struct e2e_tl_encrypted_file_empty), 0, 15, 0, 1 },
	{ 0xc8cf05f8, 2932, 239, sizeof(struct e2e_tl_message_entity_custom_emoji), 3, 9, 144, 0 },
	{ 0xccb27641, 2957, 75, sizeof(struct e2e_tl_decrypted_message_action_typing), 1, 3, 17, 0 },
	{ 0xd52f73f7, 2986, 72, sizeof(struct e2e_tl_send_message_record_audio_action), 0, 5, 17, 0 },
	{ 0xdd05ec6b, 3015, 81, sizeof(struct e2e_tl_decrypted_message_action_abort_key), 1, 3, 20, 0 },
	{ 0xded218e0, 785, 156, sizeof(struct e2e_tl_document_attribute_audio_45), 3, 6, 45, 0 },
	{ 0xe50511d8, 3046, 190, sizeof(struct e2e_tl_decrypted_message_media_web_page), 1, 2, 45, 0 },
	{ 0xe6ac8a6f, 3075, 72, sizeof(struct e2e_tl_send_message_upload_audio_action), 0, 5, 17, 0 },
	{ 0xe9a734fa, 3104, 97, sizeof(struct e2e_tl_photo_cached_size), 5, 7, 23, 0 },
	{ 0xec2e0b9b, 3120, 82, sizeof(struct e2e_tl_decrypted_message_action_commit_key), 2, 3, 20, 0 },
	{ 0xed18c118, 3152, 286, sizeof(struct e2e_tl_encrypted_message), 5, 18, 0, 1 },
	{ 0xf141b5e1, 3169, 244, sizeof(struct e2e_tl_input_encrypted_chat), 2, 13, 0, 1 },
	{ 0xf1fa8d78, 1262, 125, sizeof(struct e2e_tl_decrypted_message_media_photo_45), 9, 2, 45, 0 },
	{ 0xf21158c6, 3188, 242, sizeof(struct e2e_tl_input_user), 2, 12, 0, 1 },
	{ 0xf3048883, 3198, 74, sizeof(struct e2e_tl_decrypted_message_action_notify_layer), 1, 3, 17, 0 },
	{ 0xf393aea0, 3232, 319, sizeof(struct e2e_tl_messages_discard_encryption), 3, 0, 0, 1 },
	{ 0xf3c9611b, 3259, 76, sizeof(struct e2e_tl_decrypted_message_action_request_key), 2, 3, 20, 0 },
	{ 0xf5235d55, 3292, 284, sizeof(struct e2e_tl_input_encrypted_file_location), 2, 17, 0, 1 },
	{ 0xf64daf43, 3319, 313, sizeof(struct e2e_tl_messages_request_encryption), 3, 0, 0, 1 },
	{ 0xfa04579d, 3346, 161, sizeof(struct e2e_tl_message_entity_mention), 2, 9, 45, 0 },
	{ 0xfa95b0dd, 3367, 109, sizeof(struct e2e_tl_decrypted_message_media_external_document), 8, 2, 23, 0 },
	{ 0xfb0a5727, 1423, 86, sizeof(struct e2e_tl_document_attribute_sticker_23), 0, 6, 23, 0 },
	{ 0xfd5ec8f5, 3405, 72, sizeof(struct e2e_tl_send_message_cancel_action), 0, 5, 17, 0 },
	{ 0xffb62b95, 3429, 184, sizeof(struct e2e_tl_input_sticker_set_empty), 0, 10, 45, 0 },
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
