/* SPDX-License-Identifier: ISC */
/* The commands that send messages. */
#include "config.h"

#include "command.h"

#include <stdlib.h>
#include <string.h>

#define IDS_MAX 1000

/* A boxed object of TYPE from the word in REST; *MEMORY, to be freed, holds it. */
static const struct e2e_tl *
take_object(void **memory, char **rest, uint32_t type)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	struct e2e_bytes bytes;
	size_t room;

	*memory = NULL;
	if (!word_hex(&bytes, word_next(rest)) || !word_last(rest))
		return NULL;
	room = E2E_TL_ROOM(bytes.n);
	*memory = peer_alloc(room);
	if (e2e_tl_get(&got, *memory, room, type, bytes.p, bytes.n, NULL) != E2E_OK)
		return NULL;
	return got.object;
}

const char *
do_text(struct peer *p, char **rest)
{
	const char *word = word_next(rest);
	int64_t random_id = 0;

	if (word == NULL ||
	    (strcmp(word, "auto") != 0 && !word_number(&random_id, word, INT64_MIN, INT64_MAX)))
		return command_usage;
	return peer_why(e2e_send_text(p->account, p->chat_id, &random_id, *rest, strlen(*rest), 0,
	                              0, p->now));
}

/* A file that is uploaded in no time: its id says its size, see PEER_FILE_BYTES_MASK. */
static const char *
upload(struct peer *p, struct e2e_input_file *file, const struct e2e_tl *message)
{
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	struct e2e_bytes value, iv;
	int64_t size;
	uint8_t number[2];
	int32_t result;

	if (!message_file(message, &value, &iv, &size))
		return "the message has no media with a key";
	result = e2e_file_key_set(p->crypto, &key, value.p, value.n, iv.p, iv.n);
	if (result == E2E_OK)
		result = e2e_random(p->crypto, number, sizeof number);
	if (size < 0)
		size = 0;
	file->kind = E2E_FILE_UPLOADED;
	file->id = (int64_t)e2e_file_container_bytes((uint64_t)size) & PEER_FILE_BYTES_MASK;
	file->id |= (int64_t)(number[0] + 256 * (number[1] & 127) + 1) << 40;
	file->parts = (int32_t)((file->id & PEER_FILE_BYTES_MASK) / 524288 + 1);
	file->key_fingerprint = key.fingerprint;
	e2e_wipe(&key, sizeof key);
	return peer_why(result);
}

/* Whether the message is that of a file, which is "uploaded" first. */
enum with_file { WITHOUT_FILE, WITH_FILE };

static const char *
send_object(struct peer *p, char **rest, enum with_file with_file)
{
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;
	int64_t random_id = 0;
	void *memory;
	const struct e2e_tl *message = take_object(&memory, rest, E2E_TYPE_DECRYPTED_MESSAGE);
	const char *why = message == NULL ? "no boxed DecryptedMessage" : NULL;

	if (why == NULL && with_file == WITH_FILE)
		why = upload(p, &file, message);
	if (why == NULL)
		why = peer_why(e2e_send_message(p->account, p->chat_id, &random_id, NULL, message,
		                                with_file == WITH_FILE ? &file : NULL,
		                                message_silent(message), p->now));
	free(memory);
	return why;
}

const char *
do_send_tl(struct peer *p, char **rest)
{
	return send_object(p, rest, WITHOUT_FILE);
}

const char *
do_send_file_tl(struct peer *p, char **rest)
{
	return send_object(p, rest, WITH_FILE);
}

const char *
do_action_tl(struct peer *p, char **rest)
{
	int64_t random_id = 0;
	void *memory;
	const struct e2e_tl *action = take_object(&memory, rest,
	                                          E2E_TYPE_DECRYPTED_MESSAGE_ACTION);
	const char *why = "no boxed DecryptedMessageAction";

	if (action != NULL)
		why = peer_why(e2e_send_action(p->account, p->chat_id, &random_id, action, p->now));
	free(memory);
	return why;
}

const char *
do_ttl(struct peer *p, char **rest)
{
	int64_t random_id = 0, seconds;

	if (!word_number(&seconds, word_next(rest), INT32_MIN, INT32_MAX) || !word_last(rest))
		return command_usage;
	return peer_why(e2e_send_ttl(p->account, p->chat_id, &random_id, (int32_t)seconds,
	                             p->now));
}

/* The ids in REST, 1 to IDS_MAX; *N is 0 if they are wrong. */
static void
take_ids(int64_t ids[IDS_MAX], size_t *n, char **rest)
{
	const char *word;

	*n = 0;
	while ((word = word_next(rest)) != NULL) {
		if (*n == IDS_MAX || !word_number(&ids[*n], word, INT64_MIN, INT64_MAX)) {
			*n = 0;
			return;
		}
		++*n;
	}
}

const char *
do_read(struct peer *p, char **rest)
{
	int64_t ids[IDS_MAX], random_id = 0;
	size_t n;

	take_ids(ids, &n, rest);
	if (n == 0)
		return command_usage;
	return peer_why(e2e_send_opened(p->account, p->chat_id, &random_id, ids, n, p->now));
}

const char *
do_delete(struct peer *p, char **rest)
{
	int64_t ids[IDS_MAX], random_id = 0;
	size_t n;

	take_ids(ids, &n, rest);
	if (n == 0)
		return command_usage;
	return peer_why(e2e_send_delete(p->account, p->chat_id, &random_id, ids, n, p->now));
}

const char *
do_flush(struct peer *p, char **rest)
{
	int64_t random_id = 0;

	if (!word_last(rest))
		return command_usage;
	return peer_why(e2e_send_flush(p->account, p->chat_id, &random_id, p->now));
}

const char *
do_screenshot(struct peer *p, char **rest)
{
	int64_t random_id = 0;

	if (!word_last(rest))
		return command_usage;
	return peer_why(e2e_send_screenshot(p->account, p->chat_id, &random_id, NULL, 0, p->now));
}

const char *
do_typing(struct peer *p, char **rest)
{
	return word_last(rest) ? peer_why(e2e_chat_typing(p->account, p->chat_id, 1, p->now)) :
	                            command_usage;
}

const char *
do_read_history(struct peer *p, char **rest)
{
	int64_t date;

	if (!word_number(&date, word_next(rest), INT32_MIN, INT32_MAX) || !word_last(rest))
		return command_usage;
	return peer_why(e2e_chat_read(p->account, p->chat_id, (int32_t)date, p->now));
}

const char *
do_rekey(struct peer *p, char **rest)
{
	return word_last(rest) ? peer_why(e2e_chat_rekey(p->account, p->chat_id, p->now)) :
	                            command_usage;
}

const char *
do_skip(struct peer *p, char **rest)
{
	return word_last(rest) ? peer_why(e2e_chat_skip(p->account, p->chat_id, p->now)) :
	                            command_usage;
}
