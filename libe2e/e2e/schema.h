/* SPDX-License-Identifier: ISC */
/* Made by tl/tlgen.py from schema.h.in and the schemas in tl; change those. */
/*
 * e2e/schema.h - the TL objects of secret chats, and the codec
 *
 * One struct for each constructor, with its id first; a constructor's number is a hash of
 * its definition, so a struct never changes.  Strings and bytes are spans, objects inside
 * objects are pointers to a struct e2e_tl, whose `ctor` says which struct it is.  A field
 * with a flag is there if its bit is set in `flags` and not otherwise, whatever the member
 * holds; a flag that has no field (`true`) has no member.  In what e2e_tl_get() gives, no span
 * or vector points to NULL, even if it is empty or not there.
 *
 * Names: decryptedMessage of layer 73 is struct e2e_tl_decrypted_message_73 with the id
 * E2E_TL_DECRYPTED_MESSAGE_73; the layer stands there if several constructors share a
 * name.  A field that is a word of C gets an underscore (long_).
 *
 * The conventions are those of backend.h, except that these structs have no size member.
 */
#ifndef E2E_SCHEMA_H
#define E2E_SCHEMA_H

#include <e2e/backend.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Objects ----------------------------------------------------------------------- */

/* What every object begins with. */
struct e2e_tl {
	uint32_t ctor; /* E2E_TL_* */
};

/* Vector<long>.  V may be NULL if N is 0. */
struct e2e_tl_longs {
	const int64_t *v;
	size_t n;
};

/* A vector of objects, none of them NULL. */
struct e2e_tl_objects {
	const struct e2e_tl *const *v;
	size_t n;
};

/*
 * The C type of a field by its kind (E2E_TL_KIND_*): FLAGS uint32_t, INT int32_t, LONG
 * int64_t, DOUBLE double, STRING and BYTES struct e2e_bytes, LONGS struct e2e_tl_longs,
 * OBJECT const struct e2e_tl *, OBJECTS struct e2e_tl_objects, TRUE none.  Members have the
 * order of the schema and the alignment of C; struct_bytes of struct e2e_tl_info and offset of
 * struct e2e_tl_field_info (below) say where they are.
 */

/* ---- Reading ------------------------------------------------------------------------ */

/* Limits for reading bytes of strangers. */
struct e2e_tl_limits {
	uint32_t size;
	uint32_t max_vector; /* elements of one vector        */
	size_t max_bytes;    /* of the whole, in the encoding */
};

#define E2E_TL_LIMITS_INIT { sizeof(struct e2e_tl_limits), 16384, 16777216 }

/* Memory that an object decoded from N bytes can take at most. */
#define E2E_TL_ROOM(n) (6 * (size_t)(n) + 512)

/*
 * What was odd about bytes that were accepted nevertheless, as peers accept them.  Flag bits
 * that the schema does not have stay in `flags` and are written again, unless decoding ended
 * because of them.
 */
#define E2E_TL_ODD_PADDING 1u /* a string was filled up with other bytes than zeros   */
#define E2E_TL_ODD_LENGTH  2u /* a short string had the long form of length           */
#define E2E_TL_ODD_FLAGS   4u /* a flag bit is set that the schema does not have      */

/* What e2e_tl_get() found. */
struct e2e_tl_got {
	uint32_t size;
	uint32_t odd;                /* E2E_TL_ODD_*                                     */
	const struct e2e_tl *object; /* in the memory given, with spans into the bytes    */
	uint32_t unknown;            /* the id that was not known, with REFUSED_UNKNOWN,  */
	                             /* or that of an object with unknown flags           */
	uint32_t reserved;
	struct e2e_bytes rest;       /* from that id, or what was not read, to the end    */
};

#define E2E_TL_GOT_INIT \
	{ sizeof(struct e2e_tl_got), 0, NULL, 0, 0, { NULL, 0 } }

/*
 * Decode BYTES, the whole of them one boxed object of TYPE (E2E_TYPE_*), into MEMORY of
 * ROOM bytes, aligned to 8; E2E_TL_ROOM(N) always suffices.  LIMITS may be NULL for the
 * defaults.  Nothing is allocated: the object is in MEMORY and points into BYTES, so both must
 * stay as long as it is used; the caller wipes them.  Methods have no type: E2E_TYPE_ANY.
 * A bare Vector<long>, as messages.receivedQueue gives, is no object.
 *
 * Refused:
 * TL for bytes that are no such object (cut off, a count that cannot be, another type's
 * constructor, bytes left over, length byte 255) or go beyond LIMITS; GOT->object is NULL then.
 *
 * UNKNOWN at a constructor that no schema of this version has.  It cannot be skipped, so
 * decoding ends there.  GOT->object is what came before it: the flags of everything not
 * reached are cleared, vectors end early, and objects that must be there are NULL.  GOT->rest
 * is the end that was not decoded.  If the first id is unknown, the object is NULL.
 *
 * UNKNOWN, too, if the bytes make no sense but have a flag that no schema of this version has,
 * because the field of that flag may be the reason.  Decoding ends with the first object that
 * has such a flag, before an optional field of it that cannot be read, or after all of them.
 * GOT->unknown is the id of that object, and those flags are cleared.
 *
 * Errors: LIMIT if ROOM is too small, ARGUMENT for an unknown TYPE or MEMORY that is not
 * aligned, VERSION.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_tl_get(struct e2e_tl_got *got, void *memory, size_t room, uint32_t type,
           const uint8_t *bytes, size_t n, const struct e2e_tl_limits *limits);

/* The verdict of e2e_tl_get() alone, without memory. */
E2E_API E2E_MUST_CHECK int32_t
e2e_tl_check(uint32_t type, const uint8_t *bytes, size_t n,
             const struct e2e_tl_limits *limits);

/* 1 if the N bytes at TEXT are UTF-8 without NUL; strings of peers need not be. */
E2E_API int32_t e2e_utf8_check(const uint8_t *text, size_t n);

/* ---- Writing --------------------------------------------------------------------------- */

/*
 * Store in *N how many bytes OBJECT, of TYPE, takes.  Errors: ARGUMENT if it, or an object in
 * it, is NULL, has an unknown constructor, or is not of the type that belongs there; LIMIT
 * for a string of 2^24 bytes or more, or a vector of 2^31 elements or more.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_tl_measure(size_t *n, uint32_t type, const struct e2e_tl *object);

/*
 * Encode OBJECT into OUT; *N is its length.  Errors: as above, LIMIT if ROOM is too small;
 * *N is 0 then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_tl_put(uint8_t *out, size_t room, size_t *n, uint32_t type, const struct e2e_tl *object);

/* ---- Showing ------------------------------------------------------------------------------ */

#define E2E_TL_TEXT 0 /* a line for each field, indented                               */
#define E2E_TL_JSON 1 /* one line; long as a decimal string, bytes in hex, a double as   */
                      /* the shortest number that reads back, or null if it is not finite */

/*
 * Write OBJECT as FORMAT into OUT, with a NUL; what does not fit is left out.  *N becomes
 * the length of the whole, without the NUL: ROOM was enough if it is above *N.  OUT may be
 * NULL if ROOM is 0.  In a string that is not UTF-8 each odd byte becomes U+FFFD.  Control
 * characters, also those that turn the direction of text, are escaped.  An object that is
 * NULL or unknown is shown as null.  Keys of files in OBJECT are shown, too.  Errors: ARGUMENT
 * for FORMAT.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_tl_print(char *out, size_t room, size_t *n, const struct e2e_tl *object,
             uint32_t format);

/* ---- The schema itself ---------------------------------------------------------------------- */

#define E2E_TL_KIND_FLAGS   1
#define E2E_TL_KIND_INT     2
#define E2E_TL_KIND_LONG    3
#define E2E_TL_KIND_DOUBLE  4
#define E2E_TL_KIND_STRING  5
#define E2E_TL_KIND_BYTES   6
#define E2E_TL_KIND_TRUE    7 /* a flag without a member */
#define E2E_TL_KIND_LONGS   8
#define E2E_TL_KIND_OBJECT  9
#define E2E_TL_KIND_OBJECTS 10

#define E2E_TL_SCHEMA_SECRET 0
#define E2E_TL_SCHEMA_SERVER 1

/* A constructor, for programs that build objects by name. */
struct e2e_tl_info {
	uint32_t size;
	uint32_t ctor;
	const char *name;   /* as in the schema, static */
	uint32_t type;      /* E2E_TYPE_*, 0 for a method                  */
	uint32_t schema;    /* E2E_TL_SCHEMA_*                       */
	uint32_t layer;     /* that introduced it, 0 outside of secret */
	uint32_t n_fields;
	size_t struct_bytes;
};

struct e2e_tl_field_info {
	uint32_t size;
	uint32_t kind;      /* E2E_TL_KIND_*                          */
	const char *name;   /* as in the schema, static */
	size_t offset;      /* of the member in the struct            */
	uint32_t flag;      /* its bit in flags, or 0 if always there */
	uint32_t type;      /* E2E_TYPE_* of the objects in it        */
};

#define E2E_TL_INFO_INIT \
	{ sizeof(struct e2e_tl_info), 0, NULL, 0, 0, 0, 0, 0 }
#define E2E_TL_FIELD_INFO_INIT \
	{ sizeof(struct e2e_tl_field_info), 0, NULL, 0, 0, 0 }

/* The name of constructor CTOR as in its schema, static, or NULL if there is none. */
E2E_API const char *e2e_tl_name(uint32_t ctor);

/*
 * Constructor CTOR, or the one at INDEX in the order of their ids, or its field FIELD
 * from 0.  E2E_ERR_ARGUMENT if there is none; VERSION.
 */
E2E_API E2E_MUST_CHECK int32_t e2e_tl_info_get(struct e2e_tl_info *info, uint32_t ctor);
E2E_API E2E_MUST_CHECK int32_t e2e_tl_info_at(struct e2e_tl_info *info, size_t index);
E2E_API E2E_MUST_CHECK int32_t
e2e_tl_field_get(struct e2e_tl_field_info *info, uint32_t ctor, uint32_t field);

/* ---- Layers ------------------------------------------------------------------------------- */

#define E2E_LAYER 144 /* the highest layer that this version knows, and announces */

/*
 * The layer of the wrapper for what a client of layer OWN sends to a peer of layer PEER:
 * the largest of 46, 73, 101 and 144 that is above neither, or 46.  At any other number an
 * iPhone stops reading the chat (protocol T4.1).
 */
E2E_API int32_t e2e_layer_wrapper(int32_t own, int32_t peer);

/* What a message lost, or had changed, on its way to an older layer. */
#define E2E_LOST_ENTITIES     1u   /* formatting that the layer does not have; the text stays  */
#define E2E_LOST_SPOILERS     2u   /* the text stays, and is not hidden                        */
#define E2E_LOST_CUSTOM_EMOJI 4u   /* the ordinary emoji of the text stay                      */
#define E2E_LOST_SILENT       8u
#define E2E_LOST_ALBUM        16u  /* grouped_id: the parts arrive one by one                  */
#define E2E_LOST_NO_WEBPAGE   32u
#define E2E_LOST_ROUND        64u  /* a round video is an ordinary one                         */
#define E2E_LOST_TEXT         128u /* layer 46 shows captions, not text beside media: the text */
                                   /* became one, or may not be seen where there is none       */
#define E2E_LOST_SIZE         256u /* nothing was made: the file is too large for the layer    */

/*
 * Memory for the conversion of a message with that many entities and attributes, and that
 * many bytes of text and caption together.
 */
#define E2E_LAYER_ROOM(n_entities, n_attributes, text_n) \
	(1024 + 8 * (size_t)(n_entities) + 96 * (size_t)(n_attributes) + (size_t)(text_n))

/*
 * Make of MESSAGE what a peer of LAYER (46, 73, 101 or 144) understands, in *OUT.  What differs
 * is made in MEMORY of ROOM bytes, aligned to 8; the rest points into MESSAGE.  MESSAGE is
 * decryptedMessage of layer 73 or 45 or decryptedMessageService of layer 17, with media of
 * any generation.  Flag bits that the schema does not have are cleared in every object of it.
 * Entities that only TDLib understands are left out for every peer.  E2E_LOST_* in *LOST say
 * what the conversion cost (protocol T4.8).
 * Errors: ARGUMENT for another LAYER or alignment, or a message that is none of those or that
 * e2e_tl_put() would not take; LIMIT if ROOM is too small, or, with E2E_LOST_SIZE, for a file of
 * 2 GiB or more to a layer below 144.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_layer_convert(const struct e2e_tl **out, uint32_t *lost, void *memory, size_t room,
                  const struct e2e_tl *message, int32_t layer);

/* The types, for functions that take one. */
#define E2E_TYPE_ANY 0 /* every constructor there is */
#define E2E_TYPE_DECRYPTED_MESSAGE 1
#define E2E_TYPE_DECRYPTED_MESSAGE_MEDIA 2
#define E2E_TYPE_DECRYPTED_MESSAGE_ACTION 3
#define E2E_TYPE_DECRYPTED_MESSAGE_LAYER 4
#define E2E_TYPE_SEND_MESSAGE_ACTION 5
#define E2E_TYPE_DOCUMENT_ATTRIBUTE 6
#define E2E_TYPE_PHOTO_SIZE 7
#define E2E_TYPE_FILE_LOCATION 8
#define E2E_TYPE_MESSAGE_ENTITY 9
#define E2E_TYPE_INPUT_STICKER_SET 10
#define E2E_TYPE_BOOL 11
#define E2E_TYPE_INPUT_USER 12
#define E2E_TYPE_INPUT_ENCRYPTED_CHAT 13
#define E2E_TYPE_ENCRYPTED_CHAT 14
#define E2E_TYPE_ENCRYPTED_FILE 15
#define E2E_TYPE_INPUT_ENCRYPTED_FILE 16
#define E2E_TYPE_INPUT_FILE_LOCATION 17
#define E2E_TYPE_ENCRYPTED_MESSAGE 18
#define E2E_TYPE_MESSAGES_DH_CONFIG 19
#define E2E_TYPE_MESSAGES_SENT_ENCRYPTED_MESSAGE 20
#define E2E_TYPE_UPDATE 21

/*
 * A message of layer 8, without a wrapper around it. (layer 8)
 *
 *     decryptedMessage#1f814f1f random_id:long random_bytes:bytes message:string
 *     media:DecryptedMessageMedia = DecryptedMessage;
 */
#define E2E_TL_DECRYPTED_MESSAGE_8 0x1f814f1fu
struct e2e_tl_decrypted_message_8 {
	uint32_t ctor;
	int64_t random_id;
	struct e2e_bytes random_bytes;
	struct e2e_bytes message;
	const struct e2e_tl *media; /* DecryptedMessageMedia */
};

/*
 * A service message of layer 8. Old clients announce their layer with it. (layer 8)
 *
 *     decryptedMessageService#aa48327d random_id:long random_bytes:bytes
 *     action:DecryptedMessageAction = DecryptedMessage;
 */
#define E2E_TL_DECRYPTED_MESSAGE_SERVICE_8 0xaa48327du
struct e2e_tl_decrypted_message_service_8 {
	uint32_t ctor;
	int64_t random_id;
	struct e2e_bytes random_bytes;
	const struct e2e_tl *action; /* DecryptedMessageAction */
};

/*
 * No media. (layer 8)
 *
 *     decryptedMessageMediaEmpty#089f5c4a = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY 0x089f5c4au
struct e2e_tl_decrypted_message_media_empty {
	uint32_t ctor;
};

/*
 * A photo, without a caption. (layer 8)
 *
 *     decryptedMessageMediaPhoto#32798a8c thumb:bytes thumb_w:int thumb_h:int w:int
 *     h:int size:int key:bytes iv:bytes = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_8 0x32798a8cu
struct e2e_tl_decrypted_message_media_photo_8 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	int32_t w;
	int32_t h;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
};

/*
 * A video, without a type or a caption. (layer 8)
 *
 *     decryptedMessageMediaVideo#4cee6ef3 thumb:bytes thumb_w:int thumb_h:int
 *     duration:int w:int h:int size:int key:bytes iv:bytes = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_8 0x4cee6ef3u
struct e2e_tl_decrypted_message_media_video_8 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	int32_t duration;
	int32_t w;
	int32_t h;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
};

/*
 * A place, in degrees. (layer 8)
 *
 *     decryptedMessageMediaGeoPoint#35480a59 lat:double long:double =
 *     DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT 0x35480a59u
struct e2e_tl_decrypted_message_media_geo_point {
	uint32_t ctor;
	double lat;
	double long_;
};

/*
 * A contact; user_id is 0 if the sender does not know it. (layer 8)
 *
 *     decryptedMessageMediaContact#588a0a97 phone_number:string first_name:string
 *     last_name:string user_id:int = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_CONTACT 0x588a0a97u
struct e2e_tl_decrypted_message_media_contact {
	uint32_t ctor;
	struct e2e_bytes phone_number;
	struct e2e_bytes first_name;
	struct e2e_bytes last_name;
	int32_t user_id;
};

/*
 * From now on messages live ttl_seconds, 0 for ever. (layer 8)
 *
 *     decryptedMessageActionSetMessageTTL#a1733aec ttl_seconds:int =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL 0xa1733aecu
struct e2e_tl_decrypted_message_action_set_message_ttl {
	uint32_t ctor;
	int32_t ttl_seconds;
};

/*
 * A file, with its name as a field. (layer 8)
 *
 *     decryptedMessageMediaDocument#b095434b thumb:bytes thumb_w:int thumb_h:int
 *     file_name:string mime_type:string size:int key:bytes iv:bytes =
 *     DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_8 0xb095434bu
struct e2e_tl_decrypted_message_media_document_8 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	struct e2e_bytes file_name;
	struct e2e_bytes mime_type;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
};

/*
 * A voice note, without a type. (layer 8)
 *
 *     decryptedMessageMediaAudio#6080758f duration:int size:int key:bytes iv:bytes =
 *     DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_AUDIO_8 0x6080758fu
struct e2e_tl_decrypted_message_media_audio_8 {
	uint32_t ctor;
	int32_t duration;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
};

/*
 * The content of these messages was opened; their self-destruction begins. (layer 8)
 *
 *     decryptedMessageActionReadMessages#0c4f40be random_ids:Vector<long> =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES 0x0c4f40beu
struct e2e_tl_decrypted_message_action_read_messages {
	uint32_t ctor;
	struct e2e_tl_longs random_ids;
};

/*
 * Delete these messages. (layer 8)
 *
 *     decryptedMessageActionDeleteMessages#65614304 random_ids:Vector<long> =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES 0x65614304u
struct e2e_tl_decrypted_message_action_delete_messages {
	uint32_t ctor;
	struct e2e_tl_longs random_ids;
};

/*
 * A screenshot of these messages was taken. (layer 8)
 *
 *     decryptedMessageActionScreenshotMessages#8ac1f475 random_ids:Vector<long> =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES 0x8ac1f475u
struct e2e_tl_decrypted_message_action_screenshot_messages {
	uint32_t ctor;
	struct e2e_tl_longs random_ids;
};

/*
 * Delete the whole history up to here. (layer 8)
 *
 *     decryptedMessageActionFlushHistory#6719e45c = DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY 0x6719e45cu
struct e2e_tl_decrypted_message_action_flush_history {
	uint32_t ctor;
};

/*
 * A message with a time to live, in seconds. (layer 17)
 *
 *     decryptedMessage#204d3878 random_id:long ttl:int message:string
 *     media:DecryptedMessageMedia = DecryptedMessage;
 */
#define E2E_TL_DECRYPTED_MESSAGE_17 0x204d3878u
struct e2e_tl_decrypted_message_17 {
	uint32_t ctor;
	int64_t random_id;
	int32_t ttl;
	struct e2e_bytes message;
	const struct e2e_tl *media; /* DecryptedMessageMedia */
};

/*
 * A service message. (layer 17)
 *
 *     decryptedMessageService#73164160 random_id:long action:DecryptedMessageAction =
 *     DecryptedMessage;
 */
#define E2E_TL_DECRYPTED_MESSAGE_SERVICE_17 0x73164160u
struct e2e_tl_decrypted_message_service_17 {
	uint32_t ctor;
	int64_t random_id;
	const struct e2e_tl *action; /* DecryptedMessageAction */
};

/*
 * A video, without a caption. (layer 17)
 *
 *     decryptedMessageMediaVideo#524a415d thumb:bytes thumb_w:int thumb_h:int
 *     duration:int mime_type:string w:int h:int size:int key:bytes iv:bytes =
 *     DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_17 0x524a415du
struct e2e_tl_decrypted_message_media_video_17 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	int32_t duration;
	struct e2e_bytes mime_type;
	int32_t w;
	int32_t h;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
};

/*
 * A voice note. (layer 17)
 *
 *     decryptedMessageMediaAudio#57e0a9cb duration:int mime_type:string size:int
 *     key:bytes iv:bytes = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_AUDIO_17 0x57e0a9cbu
struct e2e_tl_decrypted_message_media_audio_17 {
	uint32_t ctor;
	int32_t duration;
	struct e2e_bytes mime_type;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
};

/*
 * The wrapper of every message: layer, and both sequence numbers as on the wire. (layer
 * 17)
 *
 *     decryptedMessageLayer#1be31789 random_bytes:bytes layer:int in_seq_no:int
 *     out_seq_no:int message:DecryptedMessage = DecryptedMessageLayer;
 */
#define E2E_TL_DECRYPTED_MESSAGE_LAYER 0x1be31789u
struct e2e_tl_decrypted_message_layer {
	uint32_t ctor;
	struct e2e_bytes random_bytes;
	int32_t layer;
	int32_t in_seq_no;
	int32_t out_seq_no;
	const struct e2e_tl *message; /* DecryptedMessage */
};

/*
 * Typing. (layer 17)
 *
 *     sendMessageTypingAction#16bf744e = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_TYPING_ACTION 0x16bf744eu
struct e2e_tl_send_message_typing_action {
	uint32_t ctor;
};

/*
 * No longer typing. (layer 17)
 *
 *     sendMessageCancelAction#fd5ec8f5 = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_CANCEL_ACTION 0xfd5ec8f5u
struct e2e_tl_send_message_cancel_action {
	uint32_t ctor;
};

/*
 * Recording a video. (layer 17)
 *
 *     sendMessageRecordVideoAction#a187d66f = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_RECORD_VIDEO_ACTION 0xa187d66fu
struct e2e_tl_send_message_record_video_action {
	uint32_t ctor;
};

/*
 * Uploading a video. (layer 17)
 *
 *     sendMessageUploadVideoAction#92042ff7 = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_UPLOAD_VIDEO_ACTION 0x92042ff7u
struct e2e_tl_send_message_upload_video_action {
	uint32_t ctor;
};

/*
 * Recording a voice note. (layer 17)
 *
 *     sendMessageRecordAudioAction#d52f73f7 = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_RECORD_AUDIO_ACTION 0xd52f73f7u
struct e2e_tl_send_message_record_audio_action {
	uint32_t ctor;
};

/*
 * Uploading a voice note. (layer 17)
 *
 *     sendMessageUploadAudioAction#e6ac8a6f = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_UPLOAD_AUDIO_ACTION 0xe6ac8a6fu
struct e2e_tl_send_message_upload_audio_action {
	uint32_t ctor;
};

/*
 * Uploading a photo. (layer 17)
 *
 *     sendMessageUploadPhotoAction#990a3c1a = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_UPLOAD_PHOTO_ACTION 0x990a3c1au
struct e2e_tl_send_message_upload_photo_action {
	uint32_t ctor;
};

/*
 * Uploading a file. (layer 17)
 *
 *     sendMessageUploadDocumentAction#8faee98e = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_UPLOAD_DOCUMENT_ACTION 0x8faee98eu
struct e2e_tl_send_message_upload_document_action {
	uint32_t ctor;
};

/*
 * Choosing a place. (layer 17)
 *
 *     sendMessageGeoLocationAction#176f8ba1 = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_GEO_LOCATION_ACTION 0x176f8ba1u
struct e2e_tl_send_message_geo_location_action {
	uint32_t ctor;
};

/*
 * Choosing a contact. (layer 17)
 *
 *     sendMessageChooseContactAction#628cbc6f = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_CHOOSE_CONTACT_ACTION 0x628cbc6fu
struct e2e_tl_send_message_choose_contact_action {
	uint32_t ctor;
};

/*
 * Send again what has out_seq_no from start to end, both included. (layer 17)
 *
 *     decryptedMessageActionResend#511110b0 start_seq_no:int end_seq_no:int =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND 0x511110b0u
struct e2e_tl_decrypted_message_action_resend {
	uint32_t ctor;
	int32_t start_seq_no;
	int32_t end_seq_no;
};

/*
 * The highest layer the sender knows. (layer 17)
 *
 *     decryptedMessageActionNotifyLayer#f3048883 layer:int = DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER 0xf3048883u
struct e2e_tl_decrypted_message_action_notify_layer {
	uint32_t ctor;
	int32_t layer;
};

/*
 * What the user is doing. Not sent: there is an API method for it. (layer 17)
 *
 *     decryptedMessageActionTyping#ccb27641 action:SendMessageAction =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING 0xccb27641u
struct e2e_tl_decrypted_message_action_typing {
	uint32_t ctor;
	const struct e2e_tl *action; /* SendMessageAction */
};

/*
 * Renewal of the key, step 1. (layer 20)
 *
 *     decryptedMessageActionRequestKey#f3c9611b exchange_id:long g_a:bytes =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY 0xf3c9611bu
struct e2e_tl_decrypted_message_action_request_key {
	uint32_t ctor;
	int64_t exchange_id;
	struct e2e_bytes g_a;
};

/*
 * Renewal of the key, step 2. (layer 20)
 *
 *     decryptedMessageActionAcceptKey#6fe1735b exchange_id:long g_b:bytes
 *     key_fingerprint:long = DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY 0x6fe1735bu
struct e2e_tl_decrypted_message_action_accept_key {
	uint32_t ctor;
	int64_t exchange_id;
	struct e2e_bytes g_b;
	int64_t key_fingerprint;
};

/*
 * Renewal of the key, given up. (layer 20)
 *
 *     decryptedMessageActionAbortKey#dd05ec6b exchange_id:long = DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY 0xdd05ec6bu
struct e2e_tl_decrypted_message_action_abort_key {
	uint32_t ctor;
	int64_t exchange_id;
};

/*
 * Renewal of the key, step 3. (layer 20)
 *
 *     decryptedMessageActionCommitKey#ec2e0b9b exchange_id:long key_fingerprint:long =
 *     DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY 0xec2e0b9bu
struct e2e_tl_decrypted_message_action_commit_key {
	uint32_t ctor;
	int64_t exchange_id;
	int64_t key_fingerprint;
};

/*
 * Nothing but a sequence number. (layer 20)
 *
 *     decryptedMessageActionNoop#a82fdd63 = DecryptedMessageAction;
 */
#define E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP 0xa82fdd63u
struct e2e_tl_decrypted_message_action_noop {
	uint32_t ctor;
};

/*
 * Width and height of an image, in pixels. (layer 23)
 *
 *     documentAttributeImageSize#6c37c15c w:int h:int = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE 0x6c37c15cu
struct e2e_tl_document_attribute_image_size {
	uint32_t ctor;
	int32_t w;
	int32_t h;
};

/*
 * A GIF, or a silent video shown like one. (layer 23)
 *
 *     documentAttributeAnimated#11b58939 = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED 0x11b58939u
struct e2e_tl_document_attribute_animated {
	uint32_t ctor;
};

/*
 * A sticker. (layer 23)
 *
 *     documentAttributeSticker#fb0a5727 = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_STICKER_23 0xfb0a5727u
struct e2e_tl_document_attribute_sticker_23 {
	uint32_t ctor;
};

/*
 * A video: seconds and pixels. (layer 23)
 *
 *     documentAttributeVideo#5910cccb duration:int w:int h:int = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_23 0x5910cccbu
struct e2e_tl_document_attribute_video_23 {
	uint32_t ctor;
	int32_t duration;
	int32_t w;
	int32_t h;
};

/*
 * Audio: seconds. (layer 23)
 *
 *     documentAttributeAudio#051448e5 duration:int = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_23 0x051448e5u
struct e2e_tl_document_attribute_audio_23 {
	uint32_t ctor;
	int32_t duration;
};

/*
 * The name of a file. (layer 23)
 *
 *     documentAttributeFilename#15590068 file_name:string = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_FILENAME 0x15590068u
struct e2e_tl_document_attribute_filename {
	uint32_t ctor;
	struct e2e_bytes file_name;
};

/*
 * No thumbnail. (layer 23)
 *
 *     photoSizeEmpty#0e17e23c type:string = PhotoSize;
 */
#define E2E_TL_PHOTO_SIZE_EMPTY 0x0e17e23cu
struct e2e_tl_photo_size_empty {
	uint32_t ctor;
	struct e2e_bytes type;
};

/*
 * A thumbnail in the cloud. (layer 23)
 *
 *     photoSize#77bfb61b type:string location:FileLocation w:int h:int size:int =
 *     PhotoSize;
 */
#define E2E_TL_PHOTO_SIZE 0x77bfb61bu
struct e2e_tl_photo_size {
	uint32_t ctor;
	struct e2e_bytes type;
	const struct e2e_tl *location; /* FileLocation */
	int32_t w;
	int32_t h;
	int32_t size;
};

/*
 * A thumbnail with its bytes. (layer 23)
 *
 *     photoCachedSize#e9a734fa type:string location:FileLocation w:int h:int bytes:bytes
 *     = PhotoSize;
 */
#define E2E_TL_PHOTO_CACHED_SIZE 0xe9a734fau
struct e2e_tl_photo_cached_size {
	uint32_t ctor;
	struct e2e_bytes type;
	const struct e2e_tl *location; /* FileLocation */
	int32_t w;
	int32_t h;
	struct e2e_bytes bytes;
};

/*
 * A file that is not there any more. (layer 23)
 *
 *     fileLocationUnavailable#7c596b46 volume_id:long local_id:int secret:long =
 *     FileLocation;
 */
#define E2E_TL_FILE_LOCATION_UNAVAILABLE 0x7c596b46u
struct e2e_tl_file_location_unavailable {
	uint32_t ctor;
	int64_t volume_id;
	int32_t local_id;
	int64_t secret;
};

/*
 * A file in the cloud. (layer 23)
 *
 *     fileLocation#53d69076 dc_id:int volume_id:long local_id:int secret:long =
 *     FileLocation;
 */
#define E2E_TL_FILE_LOCATION 0x53d69076u
struct e2e_tl_file_location {
	uint32_t ctor;
	int32_t dc_id;
	int64_t volume_id;
	int32_t local_id;
	int64_t secret;
};

/*
 * A sticker or GIF of the cloud; the server learns which one is fetched. (layer 23)
 *
 *     decryptedMessageMediaExternalDocument#fa95b0dd id:long access_hash:long date:int
 *     mime_type:string size:int thumb:PhotoSize dc_id:int
 *     attributes:Vector<DocumentAttribute> = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_EXTERNAL_DOCUMENT 0xfa95b0ddu
struct e2e_tl_decrypted_message_media_external_document {
	uint32_t ctor;
	int64_t id;
	int64_t access_hash;
	int32_t date;
	struct e2e_bytes mime_type;
	int32_t size;
	const struct e2e_tl *thumb; /* PhotoSize */
	int32_t dc_id;
	struct e2e_tl_objects attributes; /* DocumentAttribute */
};

/*
 * A message with entities, via_bot_name and a reply. (layer 45)
 *
 *     decryptedMessage#36b091de flags:# random_id:long ttl:int message:string
 *     media:flags.9?DecryptedMessageMedia entities:flags.7?Vector<MessageEntity>
 *     via_bot_name:flags.11?string reply_to_random_id:flags.3?long = DecryptedMessage;
 */
#define E2E_TL_DECRYPTED_MESSAGE_45 0x36b091deu
#define E2E_TL_DECRYPTED_MESSAGE_45_HAS_MEDIA (1u << 9)
#define E2E_TL_DECRYPTED_MESSAGE_45_HAS_ENTITIES (1u << 7)
#define E2E_TL_DECRYPTED_MESSAGE_45_HAS_VIA_BOT_NAME (1u << 11)
#define E2E_TL_DECRYPTED_MESSAGE_45_HAS_REPLY_TO_RANDOM_ID (1u << 3)
struct e2e_tl_decrypted_message_45 {
	uint32_t ctor;
	uint32_t flags;
	int64_t random_id;
	int32_t ttl;
	struct e2e_bytes message;
	const struct e2e_tl *media; /* DecryptedMessageMedia */
	struct e2e_tl_objects entities; /* MessageEntity */
	struct e2e_bytes via_bot_name;
	int64_t reply_to_random_id;
};

/*
 * A photo. The file itself is in EncryptedFile, under key and iv. (layer 45)
 *
 *     decryptedMessageMediaPhoto#f1fa8d78 thumb:bytes thumb_w:int thumb_h:int w:int
 *     h:int size:int key:bytes iv:bytes caption:string = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45 0xf1fa8d78u
struct e2e_tl_decrypted_message_media_photo_45 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	int32_t w;
	int32_t h;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
	struct e2e_bytes caption;
};

/*
 * A video. (layer 45)
 *
 *     decryptedMessageMediaVideo#970c8c0e thumb:bytes thumb_w:int thumb_h:int
 *     duration:int mime_type:string w:int h:int size:int key:bytes iv:bytes
 *     caption:string = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_45 0x970c8c0eu
struct e2e_tl_decrypted_message_media_video_45 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	int32_t duration;
	struct e2e_bytes mime_type;
	int32_t w;
	int32_t h;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
	struct e2e_bytes caption;
};

/*
 * A file, described by attributes. (layer 45)
 *
 *     decryptedMessageMediaDocument#7afe8ae2 thumb:bytes thumb_w:int thumb_h:int
 *     mime_type:string size:int key:bytes iv:bytes attributes:Vector<DocumentAttribute>
 *     caption:string = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45 0x7afe8ae2u
struct e2e_tl_decrypted_message_media_document_45 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	struct e2e_bytes mime_type;
	int32_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
	struct e2e_tl_objects attributes; /* DocumentAttribute */
	struct e2e_bytes caption;
};

/*
 * A sticker, with its emoji and set. (layer 45)
 *
 *     documentAttributeSticker#3a556302 alt:string stickerset:InputStickerSet =
 *     DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_STICKER_45 0x3a556302u
struct e2e_tl_document_attribute_sticker_45 {
	uint32_t ctor;
	struct e2e_bytes alt;
	const struct e2e_tl *stickerset; /* InputStickerSet */
};

/*
 * Music: seconds, title, performer. (layer 45)
 *
 *     documentAttributeAudio#ded218e0 duration:int title:string performer:string =
 *     DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_45 0xded218e0u
struct e2e_tl_document_attribute_audio_45 {
	uint32_t ctor;
	int32_t duration;
	struct e2e_bytes title;
	struct e2e_bytes performer;
};

/*
 * An entity that the sender did not understand. (layer 45)
 *
 *     messageEntityUnknown#bb92ba95 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_UNKNOWN 0xbb92ba95u
struct e2e_tl_message_entity_unknown {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * @name. (layer 45)
 *
 *     messageEntityMention#fa04579d offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_MENTION 0xfa04579du
struct e2e_tl_message_entity_mention {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * #hashtag. (layer 45)
 *
 *     messageEntityHashtag#6f635b0d offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_HASHTAG 0x6f635b0du
struct e2e_tl_message_entity_hashtag {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * /command. (layer 45)
 *
 *     messageEntityBotCommand#6cef8ac7 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_BOT_COMMAND 0x6cef8ac7u
struct e2e_tl_message_entity_bot_command {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * An address. (layer 45)
 *
 *     messageEntityUrl#6ed02538 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_URL 0x6ed02538u
struct e2e_tl_message_entity_url {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * An e-mail address. (layer 45)
 *
 *     messageEntityEmail#64e475c2 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_EMAIL 0x64e475c2u
struct e2e_tl_message_entity_email {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * Bold text. (layer 45)
 *
 *     messageEntityBold#bd610bc9 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_BOLD 0xbd610bc9u
struct e2e_tl_message_entity_bold {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * Italic text. (layer 45)
 *
 *     messageEntityItalic#826f8b60 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_ITALIC 0x826f8b60u
struct e2e_tl_message_entity_italic {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * Monospaced text. (layer 45)
 *
 *     messageEntityCode#28a20571 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_CODE 0x28a20571u
struct e2e_tl_message_entity_code {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * A block of code in a language. (layer 45)
 *
 *     messageEntityPre#73924be0 offset:int length:int language:string = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_PRE 0x73924be0u
struct e2e_tl_message_entity_pre {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
	struct e2e_bytes language;
};

/*
 * Text that leads to an address. (layer 45)
 *
 *     messageEntityTextUrl#76a6d327 offset:int length:int url:string = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_TEXT_URL 0x76a6d327u
struct e2e_tl_message_entity_text_url {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
	struct e2e_bytes url;
};

/*
 * A sticker set, by its short name. (layer 45)
 *
 *     inputStickerSetShortName#861cc8a0 short_name:string = InputStickerSet;
 */
#define E2E_TL_INPUT_STICKER_SET_SHORT_NAME 0x861cc8a0u
struct e2e_tl_input_sticker_set_short_name {
	uint32_t ctor;
	struct e2e_bytes short_name;
};

/*
 * No sticker set. (layer 45)
 *
 *     inputStickerSetEmpty#ffb62b95 = InputStickerSet;
 */
#define E2E_TL_INPUT_STICKER_SET_EMPTY 0xffb62b95u
struct e2e_tl_input_sticker_set_empty {
	uint32_t ctor;
};

/*
 * A venue. (layer 45)
 *
 *     decryptedMessageMediaVenue#8a0df56f lat:double long:double title:string
 *     address:string provider:string venue_id:string = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_VENUE 0x8a0df56fu
struct e2e_tl_decrypted_message_media_venue {
	uint32_t ctor;
	double lat;
	double long_;
	struct e2e_bytes title;
	struct e2e_bytes address;
	struct e2e_bytes provider;
	struct e2e_bytes venue_id;
};

/*
 * A link preview. (layer 45)
 *
 *     decryptedMessageMediaWebPage#e50511d8 url:string = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE 0xe50511d8u
struct e2e_tl_decrypted_message_media_web_page {
	uint32_t ctor;
	struct e2e_bytes url;
};

/*
 * Music or a voice note, with its waveform (5 bits a sample). (layer 46)
 *
 *     documentAttributeAudio#9852f9c6 flags:# voice:flags.10?true duration:int
 *     title:flags.0?string performer:flags.1?string waveform:flags.2?bytes =
 *     DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46 0x9852f9c6u
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_VOICE (1u << 10)
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_TITLE (1u << 0)
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_PERFORMER (1u << 1)
#define E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_WAVEFORM (1u << 2)
struct e2e_tl_document_attribute_audio_46 {
	uint32_t ctor;
	uint32_t flags;
	int32_t duration;
	struct e2e_bytes title;
	struct e2e_bytes performer;
	struct e2e_bytes waveform;
};

/*
 * A mention of a user without a name. Not in the documents; TDLib takes it. (layer 46)
 *
 *     messageEntityMentionName#352dca58 offset:int length:int user_id:int =
 *     MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_MENTION_NAME 0x352dca58u
struct e2e_tl_message_entity_mention_name {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
	int32_t user_id;
};

/*
 * A telephone number. Not in the documents; TDLib takes it. (layer 46)
 *
 *     messageEntityPhone#9b69e34b offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_PHONE 0x9b69e34bu
struct e2e_tl_message_entity_phone {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * $cashtag. Not in the documents; TDLib takes it. (layer 46)
 *
 *     messageEntityCashtag#4c4e743f offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_CASHTAG 0x4c4e743fu
struct e2e_tl_message_entity_cashtag {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * A card number. Not in the documents; TDLib takes it. (layer 46)
 *
 *     messageEntityBankCard#761e6af4 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_BANK_CARD 0x761e6af4u
struct e2e_tl_message_entity_bank_card {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * A video, perhaps a round one. (layer 66)
 *
 *     documentAttributeVideo#0ef02ce6 flags:# round_message:flags.0?true duration:int
 *     w:int h:int = DocumentAttribute;
 */
#define E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66 0x0ef02ce6u
#define E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66_HAS_ROUND_MESSAGE (1u << 0)
struct e2e_tl_document_attribute_video_66 {
	uint32_t ctor;
	uint32_t flags;
	int32_t duration;
	int32_t w;
	int32_t h;
};

/*
 * Recording a round video. (layer 66)
 *
 *     sendMessageRecordRoundAction#88f27fbc = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_RECORD_ROUND_ACTION 0x88f27fbcu
struct e2e_tl_send_message_record_round_action {
	uint32_t ctor;
};

/*
 * Uploading a round video. (layer 66)
 *
 *     sendMessageUploadRoundAction#bb718624 = SendMessageAction;
 */
#define E2E_TL_SEND_MESSAGE_UPLOAD_ROUND_ACTION 0xbb718624u
struct e2e_tl_send_message_upload_round_action {
	uint32_t ctor;
};

/*
 * A message; grouped_id joins the parts of an album. (layer 73)
 *
 *     decryptedMessage#91cc4674 flags:# no_webpage:flags.1?true silent:flags.5?true
 *     random_id:long ttl:int message:string media:flags.9?DecryptedMessageMedia
 *     entities:flags.7?Vector<MessageEntity> via_bot_name:flags.11?string
 *     reply_to_random_id:flags.3?long grouped_id:flags.17?long = DecryptedMessage;
 */
#define E2E_TL_DECRYPTED_MESSAGE_73 0x91cc4674u
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE (1u << 1)
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT (1u << 5)
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA (1u << 9)
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES (1u << 7)
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_VIA_BOT_NAME (1u << 11)
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID (1u << 3)
#define E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID (1u << 17)
struct e2e_tl_decrypted_message_73 {
	uint32_t ctor;
	uint32_t flags;
	int64_t random_id;
	int32_t ttl;
	struct e2e_bytes message;
	const struct e2e_tl *media; /* DecryptedMessageMedia */
	struct e2e_tl_objects entities; /* MessageEntity */
	struct e2e_bytes via_bot_name;
	int64_t reply_to_random_id;
	int64_t grouped_id;
};

/*
 * Underlined text. (layer 101)
 *
 *     messageEntityUnderline#9c4e7e8b offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_UNDERLINE 0x9c4e7e8bu
struct e2e_tl_message_entity_underline {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * Text struck through. (layer 101)
 *
 *     messageEntityStrike#bf0693d4 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_STRIKE 0xbf0693d4u
struct e2e_tl_message_entity_strike {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * A quotation. (layer 101)
 *
 *     messageEntityBlockquote#020df5d0 offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_BLOCKQUOTE 0x020df5d0u
struct e2e_tl_message_entity_blockquote {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * A file of any size. (layer 143)
 *
 *     decryptedMessageMediaDocument#6abd9782 thumb:bytes thumb_w:int thumb_h:int
 *     mime_type:string size:long key:bytes iv:bytes attributes:Vector<DocumentAttribute>
 *     caption:string = DecryptedMessageMedia;
 */
#define E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143 0x6abd9782u
struct e2e_tl_decrypted_message_media_document_143 {
	uint32_t ctor;
	struct e2e_bytes thumb;
	int32_t thumb_w;
	int32_t thumb_h;
	struct e2e_bytes mime_type;
	int64_t size;
	struct e2e_bytes key;
	struct e2e_bytes iv;
	struct e2e_tl_objects attributes; /* DocumentAttribute */
	struct e2e_bytes caption;
};

/*
 * Hidden text. (layer 144)
 *
 *     messageEntitySpoiler#32ca960f offset:int length:int = MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_SPOILER 0x32ca960fu
struct e2e_tl_message_entity_spoiler {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
};

/*
 * A custom emoji in place of the text. (layer 144)
 *
 *     messageEntityCustomEmoji#c8cf05f8 offset:int length:int document_id:long =
 *     MessageEntity;
 */
#define E2E_TL_MESSAGE_ENTITY_CUSTOM_EMOJI 0xc8cf05f8u
struct e2e_tl_message_entity_custom_emoji {
	uint32_t ctor;
	int32_t offset;
	int32_t length;
	int64_t document_id;
};

/*
 * true (types)
 *
 *     boolTrue#997275b5 = Bool;
 */
#define E2E_TL_BOOL_TRUE 0x997275b5u
struct e2e_tl_bool_true {
	uint32_t ctor;
};

/*
 * false (types)
 *
 *     boolFalse#bc799737 = Bool;
 */
#define E2E_TL_BOOL_FALSE 0xbc799737u
struct e2e_tl_bool_false {
	uint32_t ctor;
};

/*
 * A user, as the client has met them. (types)
 *
 *     inputUser#f21158c6 user_id:long access_hash:long = InputUser;
 */
#define E2E_TL_INPUT_USER 0xf21158c6u
struct e2e_tl_input_user {
	uint32_t ctor;
	int64_t user_id;
	int64_t access_hash;
};

/*
 * A secret chat, in calls. (types)
 *
 *     inputEncryptedChat#f141b5e1 chat_id:int access_hash:long = InputEncryptedChat;
 */
#define E2E_TL_INPUT_ENCRYPTED_CHAT 0xf141b5e1u
struct e2e_tl_input_encrypted_chat {
	uint32_t ctor;
	int32_t chat_id;
	int64_t access_hash;
};

/*
 * A chat that is not there. (types)
 *
 *     encryptedChatEmpty#ab7ec0a0 id:int = EncryptedChat;
 */
#define E2E_TL_ENCRYPTED_CHAT_EMPTY 0xab7ec0a0u
struct e2e_tl_encrypted_chat_empty {
	uint32_t ctor;
	int32_t id;
};

/*
 * A chat that we asked for and the other side has not accepted yet. (types)
 *
 *     encryptedChatWaiting#66b25953 id:int access_hash:long date:int admin_id:long
 *     participant_id:long = EncryptedChat;
 */
#define E2E_TL_ENCRYPTED_CHAT_WAITING 0x66b25953u
struct e2e_tl_encrypted_chat_waiting {
	uint32_t ctor;
	int32_t id;
	int64_t access_hash;
	int32_t date;
	int64_t admin_id;
	int64_t participant_id;
};

/*
 * A chat that somebody asks us for. (types)
 *
 *     encryptedChatRequested#48f1d94c flags:# folder_id:flags.0?int id:int
 *     access_hash:long date:int admin_id:long participant_id:long g_a:bytes =
 *     EncryptedChat;
 */
#define E2E_TL_ENCRYPTED_CHAT_REQUESTED 0x48f1d94cu
#define E2E_TL_ENCRYPTED_CHAT_REQUESTED_HAS_FOLDER_ID (1u << 0)
struct e2e_tl_encrypted_chat_requested {
	uint32_t ctor;
	uint32_t flags;
	int32_t folder_id;
	int32_t id;
	int64_t access_hash;
	int32_t date;
	int64_t admin_id;
	int64_t participant_id;
	struct e2e_bytes g_a;
};

/*
 * A chat that both sides agreed to. (types)
 *
 *     encryptedChat#61f0d4c7 id:int access_hash:long date:int admin_id:long
 *     participant_id:long g_a_or_b:bytes key_fingerprint:long = EncryptedChat;
 */
#define E2E_TL_ENCRYPTED_CHAT 0x61f0d4c7u
struct e2e_tl_encrypted_chat {
	uint32_t ctor;
	int32_t id;
	int64_t access_hash;
	int32_t date;
	int64_t admin_id;
	int64_t participant_id;
	struct e2e_bytes g_a_or_b;
	int64_t key_fingerprint;
};

/*
 * A chat that is over. (types)
 *
 *     encryptedChatDiscarded#1e1c7c45 flags:# history_deleted:flags.0?true id:int =
 *     EncryptedChat;
 */
#define E2E_TL_ENCRYPTED_CHAT_DISCARDED 0x1e1c7c45u
#define E2E_TL_ENCRYPTED_CHAT_DISCARDED_HAS_HISTORY_DELETED (1u << 0)
struct e2e_tl_encrypted_chat_discarded {
	uint32_t ctor;
	uint32_t flags;
	int32_t id;
};

/*
 * No file. (types)
 *
 *     encryptedFileEmpty#c21f497e = EncryptedFile;
 */
#define E2E_TL_ENCRYPTED_FILE_EMPTY 0xc21f497eu
struct e2e_tl_encrypted_file_empty {
	uint32_t ctor;
};

/*
 * An encrypted file on the server. (types)
 *
 *     encryptedFile#a8008cd8 id:long access_hash:long size:long dc_id:int
 *     key_fingerprint:int = EncryptedFile;
 */
#define E2E_TL_ENCRYPTED_FILE 0xa8008cd8u
struct e2e_tl_encrypted_file {
	uint32_t ctor;
	int64_t id;
	int64_t access_hash;
	int64_t size;
	int32_t dc_id;
	int32_t key_fingerprint;
};

/*
 * No file, in calls. (types)
 *
 *     inputEncryptedFileEmpty#1837c364 = InputEncryptedFile;
 */
#define E2E_TL_INPUT_ENCRYPTED_FILE_EMPTY 0x1837c364u
struct e2e_tl_input_encrypted_file_empty {
	uint32_t ctor;
};

/*
 * A file whose parts were just uploaded. (types)
 *
 *     inputEncryptedFileUploaded#64bd0306 id:long parts:int md5_checksum:string
 *     key_fingerprint:int = InputEncryptedFile;
 */
#define E2E_TL_INPUT_ENCRYPTED_FILE_UPLOADED 0x64bd0306u
struct e2e_tl_input_encrypted_file_uploaded {
	uint32_t ctor;
	int64_t id;
	int32_t parts;
	struct e2e_bytes md5_checksum;
	int32_t key_fingerprint;
};

/*
 * A file that the server has already. (types)
 *
 *     inputEncryptedFile#5a17b5e5 id:long access_hash:long = InputEncryptedFile;
 */
#define E2E_TL_INPUT_ENCRYPTED_FILE 0x5a17b5e5u
struct e2e_tl_input_encrypted_file {
	uint32_t ctor;
	int64_t id;
	int64_t access_hash;
};

/*
 * A file above 10 MiB whose parts were just uploaded. (types)
 *
 *     inputEncryptedFileBigUploaded#2dc173c8 id:long parts:int key_fingerprint:int =
 *     InputEncryptedFile;
 */
#define E2E_TL_INPUT_ENCRYPTED_FILE_BIG_UPLOADED 0x2dc173c8u
struct e2e_tl_input_encrypted_file_big_uploaded {
	uint32_t ctor;
	int64_t id;
	int32_t parts;
	int32_t key_fingerprint;
};

/*
 * Where to download an encrypted file. (types)
 *
 *     inputEncryptedFileLocation#f5235d55 id:long access_hash:long = InputFileLocation;
 */
#define E2E_TL_INPUT_ENCRYPTED_FILE_LOCATION 0xf5235d55u
struct e2e_tl_input_encrypted_file_location {
	uint32_t ctor;
	int64_t id;
	int64_t access_hash;
};

/*
 * A message as the server carries it. (types)
 *
 *     encryptedMessage#ed18c118 random_id:long chat_id:int date:int bytes:bytes
 *     file:EncryptedFile = EncryptedMessage;
 */
#define E2E_TL_ENCRYPTED_MESSAGE 0xed18c118u
struct e2e_tl_encrypted_message {
	uint32_t ctor;
	int64_t random_id;
	int32_t chat_id;
	int32_t date;
	struct e2e_bytes bytes;
	const struct e2e_tl *file; /* EncryptedFile */
};

/*
 * A service message as the server carries it. (types)
 *
 *     encryptedMessageService#23734b06 random_id:long chat_id:int date:int bytes:bytes =
 *     EncryptedMessage;
 */
#define E2E_TL_ENCRYPTED_MESSAGE_SERVICE 0x23734b06u
struct e2e_tl_encrypted_message_service {
	uint32_t ctor;
	int64_t random_id;
	int32_t chat_id;
	int32_t date;
	struct e2e_bytes bytes;
};

/*
 * The Diffie-Hellman parameters, and random bytes. (types)
 *
 *     messages.dhConfig#2c221edd g:int p:bytes version:int random:bytes =
 *     messages.DhConfig;
 */
#define E2E_TL_MESSAGES_DH_CONFIG 0x2c221eddu
struct e2e_tl_messages_dh_config {
	uint32_t ctor;
	int32_t g;
	struct e2e_bytes p;
	int32_t version;
	struct e2e_bytes random;
};

/*
 * The parameters are those of the version we named; random bytes. (types)
 *
 *     messages.dhConfigNotModified#c0e24635 random:bytes = messages.DhConfig;
 */
#define E2E_TL_MESSAGES_DH_CONFIG_NOT_MODIFIED 0xc0e24635u
struct e2e_tl_messages_dh_config_not_modified {
	uint32_t ctor;
	struct e2e_bytes random;
};

/*
 * A message was sent. (types)
 *
 *     messages.sentEncryptedMessage#560f8935 date:int = messages.SentEncryptedMessage;
 */
#define E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE 0x560f8935u
struct e2e_tl_messages_sent_encrypted_message {
	uint32_t ctor;
	int32_t date;
};

/*
 * A message with a file was sent. (types)
 *
 *     messages.sentEncryptedFile#9493ff32 date:int file:EncryptedFile =
 *     messages.SentEncryptedMessage;
 */
#define E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE 0x9493ff32u
struct e2e_tl_messages_sent_encrypted_file {
	uint32_t ctor;
	int32_t date;
	const struct e2e_tl *file; /* EncryptedFile */
};

/*
 * A message arrived; the only one of these updates that has a qts. (types)
 *
 *     updateNewEncryptedMessage#12bcbd9a message:EncryptedMessage qts:int = Update;
 */
#define E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE 0x12bcbd9au
struct e2e_tl_update_new_encrypted_message {
	uint32_t ctor;
	const struct e2e_tl *message; /* EncryptedMessage */
	int32_t qts;
};

/*
 * The other side is typing. (types)
 *
 *     updateEncryptedChatTyping#1710f156 chat_id:int = Update;
 */
#define E2E_TL_UPDATE_ENCRYPTED_CHAT_TYPING 0x1710f156u
struct e2e_tl_update_encrypted_chat_typing {
	uint32_t ctor;
	int32_t chat_id;
};

/*
 * The state of a chat changed. (types)
 *
 *     updateEncryption#b4a2e88d chat:EncryptedChat date:int = Update;
 */
#define E2E_TL_UPDATE_ENCRYPTION 0xb4a2e88du
struct e2e_tl_update_encryption {
	uint32_t ctor;
	const struct e2e_tl *chat; /* EncryptedChat */
	int32_t date;
};

/*
 * The other side has read what was sent up to max_date. (types)
 *
 *     updateEncryptedMessagesRead#38fe25b7 chat_id:int max_date:int date:int = Update;
 */
#define E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ 0x38fe25b7u
struct e2e_tl_update_encrypted_messages_read {
	uint32_t ctor;
	int32_t chat_id;
	int32_t max_date;
	int32_t date;
};

/*
 * The Diffie-Hellman parameters, if there are newer ones than version. (methods)
 *
 *     messages.getDhConfig#26cf8950 version:int random_length:int = messages.DhConfig;
 */
#define E2E_TL_MESSAGES_GET_DH_CONFIG 0x26cf8950u
struct e2e_tl_messages_get_dh_config {
	uint32_t ctor;
	int32_t version;
	int32_t random_length;
};

/*
 * Ask a user for a secret chat; random_id becomes its id. (methods)
 *
 *     messages.requestEncryption#f64daf43 user_id:InputUser random_id:int g_a:bytes =
 *     EncryptedChat;
 */
#define E2E_TL_MESSAGES_REQUEST_ENCRYPTION 0xf64daf43u
struct e2e_tl_messages_request_encryption {
	uint32_t ctor;
	const struct e2e_tl *user_id; /* InputUser */
	int32_t random_id;
	struct e2e_bytes g_a;
};

/*
 * Accept a secret chat. (methods)
 *
 *     messages.acceptEncryption#3dbc0415 peer:InputEncryptedChat g_b:bytes
 *     key_fingerprint:long = EncryptedChat;
 */
#define E2E_TL_MESSAGES_ACCEPT_ENCRYPTION 0x3dbc0415u
struct e2e_tl_messages_accept_encryption {
	uint32_t ctor;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	struct e2e_bytes g_b;
	int64_t key_fingerprint;
};

/*
 * End a secret chat. (methods)
 *
 *     messages.discardEncryption#f393aea0 flags:# delete_history:flags.0?true
 *     chat_id:int = Bool;
 */
#define E2E_TL_MESSAGES_DISCARD_ENCRYPTION 0xf393aea0u
#define E2E_TL_MESSAGES_DISCARD_ENCRYPTION_HAS_DELETE_HISTORY (1u << 0)
struct e2e_tl_messages_discard_encryption {
	uint32_t ctor;
	uint32_t flags;
	int32_t chat_id;
};

/*
 * Tell the other side that we are typing, or not any more. (methods)
 *
 *     messages.setEncryptedTyping#791451ed peer:InputEncryptedChat typing:Bool = Bool;
 */
#define E2E_TL_MESSAGES_SET_ENCRYPTED_TYPING 0x791451edu
struct e2e_tl_messages_set_encrypted_typing {
	uint32_t ctor;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	const struct e2e_tl *typing; /* Bool */
};

/*
 * Tell the other side that we have read everything up to max_date. (methods)
 *
 *     messages.readEncryptedHistory#7f4b690a peer:InputEncryptedChat max_date:int =
 *     Bool;
 */
#define E2E_TL_MESSAGES_READ_ENCRYPTED_HISTORY 0x7f4b690au
struct e2e_tl_messages_read_encrypted_history {
	uint32_t ctor;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	int32_t max_date;
};

/*
 * Send a message. (methods)
 *
 *     messages.sendEncrypted#44fa7a15 flags:# silent:flags.0?true
 *     peer:InputEncryptedChat random_id:long data:bytes = messages.SentEncryptedMessage;
 */
#define E2E_TL_MESSAGES_SEND_ENCRYPTED 0x44fa7a15u
#define E2E_TL_MESSAGES_SEND_ENCRYPTED_HAS_SILENT (1u << 0)
struct e2e_tl_messages_send_encrypted {
	uint32_t ctor;
	uint32_t flags;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	int64_t random_id;
	struct e2e_bytes data;
};

/*
 * Send a message with a file. (methods)
 *
 *     messages.sendEncryptedFile#5559481d flags:# silent:flags.0?true
 *     peer:InputEncryptedChat random_id:long data:bytes file:InputEncryptedFile =
 *     messages.SentEncryptedMessage;
 */
#define E2E_TL_MESSAGES_SEND_ENCRYPTED_FILE 0x5559481du
#define E2E_TL_MESSAGES_SEND_ENCRYPTED_FILE_HAS_SILENT (1u << 0)
struct e2e_tl_messages_send_encrypted_file {
	uint32_t ctor;
	uint32_t flags;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	int64_t random_id;
	struct e2e_bytes data;
	const struct e2e_tl *file; /* InputEncryptedFile */
};

/*
 * Send a service message, of which the other side is not notified. (methods)
 *
 *     messages.sendEncryptedService#32d439a4 peer:InputEncryptedChat random_id:long
 *     data:bytes = messages.SentEncryptedMessage;
 */
#define E2E_TL_MESSAGES_SEND_ENCRYPTED_SERVICE 0x32d439a4u
struct e2e_tl_messages_send_encrypted_service {
	uint32_t ctor;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	int64_t random_id;
	struct e2e_bytes data;
};

/*
 * Everything up to max_qts is stored here; the server may forget it. (methods)
 *
 *     messages.receivedQueue#55a5bb66 max_qts:int = Vector<long>;
 */
#define E2E_TL_MESSAGES_RECEIVED_QUEUE 0x55a5bb66u
struct e2e_tl_messages_received_queue {
	uint32_t ctor;
	int32_t max_qts;
};

/*
 * Report a secret chat as spam. (methods)
 *
 *     messages.reportEncryptedSpam#4b0c8c0f peer:InputEncryptedChat = Bool;
 */
#define E2E_TL_MESSAGES_REPORT_ENCRYPTED_SPAM 0x4b0c8c0fu
struct e2e_tl_messages_report_encrypted_spam {
	uint32_t ctor;
	const struct e2e_tl *peer; /* InputEncryptedChat */
};

/*
 * Attach a file without sending a message. (methods)
 *
 *     messages.uploadEncryptedFile#5057c497 peer:InputEncryptedChat
 *     file:InputEncryptedFile = EncryptedFile;
 */
#define E2E_TL_MESSAGES_UPLOAD_ENCRYPTED_FILE 0x5057c497u
struct e2e_tl_messages_upload_encrypted_file {
	uint32_t ctor;
	const struct e2e_tl *peer; /* InputEncryptedChat */
	const struct e2e_tl *file; /* InputEncryptedFile */
};

#ifdef __cplusplus
}
#endif

#endif
