/* SPDX-License-Identifier: ISC */
/* Choosing the next call, and keeping track of calls in flight (doc/design.md, "The account"). */
#include "config.h"

#include "session/api/calls.h"
#include "session/api/request.h"

#include "base/nothing.h"
#include "session/api/group.h"
#include "session/core/index.h"
#include "session/core/input_file.h"
#include "session/core/qts.h"

#include <string.h>

#define RANDOM_LENGTH 256 /* bytes asked of the server in getDhConfig */
#define CHAIN_MAX     64 /* sends of one chat in flight at once, with E2E_CONFIG_CHAINS */

/* ---- Calls in flight ----------------------------------------------------------------------- */

struct e2e_i_call *
e2e_i_calls_find(struct e2e_account *account, uint64_t id)
{
	return id <= INT64_MAX ? e2e_i_list_find(&account->calls.in_flight, (int64_t)id) : NULL;
}

bool
e2e_i_calls_is_send(uint32_t method)
{
	return method == E2E_CALL_SEND || method == E2E_CALL_SEND_SERVICE ||
	       method == E2E_CALL_SEND_FILE;
}

void
e2e_i_calls_end(struct e2e_account *account, struct e2e_i_call *call)
{
	e2e_i_list_remove(&account->calls.in_flight, &call->item);
	e2e_i_item_free(&account->allocator, &call->item);
}

void
e2e_i_calls_forget(struct e2e_account *account, int32_t chat_id)
{
	for (uint32_t i = account->calls.in_flight.n; i > 0; i--) {
		struct e2e_i_call *call = e2e_i_list_at(&account->calls.in_flight, i - 1);

		if (call->chat_id == chat_id && call->method != E2E_CALL_RECEIVED_QUEUE &&
		    call->method != E2E_CALL_GET_DIFFERENCE)
			e2e_i_calls_end(account, call);
	}
}

/* What is remembered of a call, or goes into its request, and is not in struct e2e_call. */
struct about {
	struct e2e_bytes file; /* inputEncryptedFile as TL, or empty         */
	int32_t seq_no;        /* sequence number of the message, in a send  */
	int32_t value;         /* max_date or max_qts of the call            */
};

/* Serialise account->calls.call, give it an id and add it to the calls in flight. */
static int32_t
dispatch(struct e2e_account *account, const struct about *about)
{
	struct e2e_call *call = &account->calls.call;
	const uint64_t id = account->calls.last_id + 1;
	struct e2e_i_call *in_flight;
	int32_t err = e2e_i_request_put(account, about->file);

	if (err == E2E_OK)
		err = e2e_i_list_reserve(&account->calls.in_flight, &account->allocator);
	if (err != E2E_OK)
		return err;
	in_flight = e2e_i_item_new(&account->allocator, sizeof *in_flight, (int64_t)id, 0);
	if (in_flight == NULL)
		return E2E_ERR_NOMEM;
	in_flight->chat_id = call->chat_id;
	in_flight->seq_no = about->seq_no;
	in_flight->method = call->method;
	in_flight->value = about->value;
	in_flight->repeated = (call->flags & E2E_CALL_REPEATED) != 0;
	e2e_i_list_insert(&account->calls.in_flight, &in_flight->item);
	account->calls.last_id = id;
	call->id = id;
	return E2E_OK;
}

/* Clear account->calls.call and fill in METHOD and, if CHAT is not NULL, whose call it is. */
static void
begin_call(struct e2e_account *account, const struct e2e_i_chat *chat, uint32_t method)
{
	struct e2e_call *call = &account->calls.call;

	memset(call, 0, sizeof *call);
	call->size = sizeof *call;
	call->method = method;
	call->g_x = call->data = call->request = E2E_I_NO_BYTES;
	if (chat == NULL)
		return;
	call->chat_id = chat->core.id;
	call->access_hash = chat->core.saved.access_hash;
	call->user_id = chat->core.saved.user_id;
}

/* ---- The call of a chat's stage (protocol 2.1.1, 2.1.3, 2.1.5) --------------------------- */

static void
describe_stage_call(struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const struct e2e_i_handshake *h = chat->core.handshake;
	struct e2e_call *call = &account->calls.call;

	switch (chat->core.saved.stage) {
	case E2E_I_ASKING:
		begin_call(account, chat, E2E_CALL_REQUEST);
		call->access_hash = chat->core.saved.user_hash;
		call->g_x = (struct e2e_bytes){ h->public_value, sizeof h->public_value };
		break;
	case E2E_I_ACCEPTING:
		begin_call(account, chat, E2E_CALL_ACCEPT);
		call->g_x = (struct e2e_bytes){ h->public_value, sizeof h->public_value };
		call->key_fingerprint = chat->core.key[E2E_KEY_CURRENT]->key.fingerprint;
		break;
	case E2E_I_CLOSED:
		begin_call(account, chat, E2E_CALL_DISCARD);
		call->flags = chat->core.saved.history ? E2E_CALL_DELETE_HISTORY : 0;
		break;
	default:
		begin_call(account, chat, E2E_CALL_GET_DH_CONFIG);
		call->version = e2e_i_group_saved(account) != NULL ? account->saved.dh.version : 0;
		call->random_length = RANDOM_LENGTH;
		break;
	}
	if (chat->stage_call.repeated)
		call->flags |= E2E_CALL_REPEATED;
}

static bool
stage_wants(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	if (chat->stage_call.id != 0 || chat->stage_call.retry_at > account->clock.last)
		return false;
	switch (chat->core.saved.stage) {
	case E2E_I_ACCEPT_DH:
	case E2E_I_START_DH:
	case E2E_I_ASKING:
	case E2E_I_ACCEPTING:
		return true;
	case E2E_I_CLOSED:
		return chat->core.saved.discard;
	default:
		return false;
	}
}

static int32_t
stage_call(struct e2e_account *account, struct e2e_i_chat *chat, bool *made)
{
	int32_t err;

	if (!stage_wants(account, chat))
		return E2E_OK;
	describe_stage_call(account, chat);
	err = dispatch(account, &(struct about){ .seq_no = 0 });
	if (err != E2E_OK)
		return err;
	chat->stage_call.id = account->calls.call.id;
	*made = true;
	return E2E_OK;
}

/* ---- Sends, in the order of their sequence numbers (protocol 5.2.7, T5.5) ---------------- */

/* Find the message with the lowest sequence number that has to be sent; NULL if there is none. */
static struct e2e_i_outgoing *
next_send(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];
	uint32_t i = 0;

	/* if none is to be sent anew, all below `sent` can be skipped */
	if (chat->sends.n_to_send == 0)
		i = e2e_i_list_below(list, chat->core.counters.sent);
	for (; i < list->n; i++) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);

		if (outgoing->in_flight || outgoing->item.blob == NULL)
			continue;
		if (outgoing->to_send ||
		    (outgoing->item.key >= chat->core.counters.sent && !outgoing->done))
			return outgoing;
	}
	return NULL;
}

static int32_t
send_call(struct e2e_account *account, struct e2e_i_chat *chat, bool *made)
{
	const bool chains = (account->config.flags & E2E_CONFIG_CHAINS) != 0;
	struct e2e_call *call = &account->calls.call;
	struct e2e_i_outgoing *outgoing;
	struct about about = { .seq_no = 0 };
	int32_t err;

	if (chat->core.saved.stage != E2E_I_ACTIVE || chat->sends.retry_at > account->clock.last ||
	    chat->sends.n_in_flight >= (chains ? CHAIN_MAX : 1))
		return E2E_OK;
	outgoing = next_send(chat);
	if (outgoing == NULL)
		return E2E_OK;
	begin_call(account, chat, outgoing->saved.kind & E2E_I_OUTGOING_METHOD);
	call->random_id = outgoing->saved.random_id;
	call->data = (struct e2e_bytes){ outgoing->item.blob,
		                         outgoing->item.blob_n - outgoing->saved.file_n };
	about.file = (struct e2e_bytes){ outgoing->item.blob + call->data.n,
		                          outgoing->saved.file_n };
	about.seq_no = (int32_t)outgoing->item.key;
	if ((outgoing->saved.kind & E2E_I_OUTGOING_SILENT) != 0)
		call->flags |= E2E_CALL_SILENT;
	if (outgoing->to_send || outgoing->tries > 0 || outgoing->loaded)
		call->flags |= E2E_CALL_REPEATED;
	call->after = chat->sends.n_in_flight > 0 ? chat->sends.last_call : 0;
	if (outgoing->saved.file_n > 0) {
		err = e2e_i_input_file_get(&account->calls.file, about.file);
		if (err != E2E_OK)
			return err;
		call->file = &account->calls.file;
	}
	err = dispatch(account, &about);
	if (err != E2E_OK)
		return err;
	chat->sends.last_call = call->id;
	outgoing->in_flight = 1;
	if (outgoing->to_send) {
		outgoing->to_send = 0;
		chat->sends.n_to_send--;
	}
	chat->sends.n_in_flight++;
	*made = true;
	return E2E_OK;
}

/* ---- Spam reports, typing and read marks ----------------------------------------------------- */

static int32_t
passing_call(struct e2e_account *account, struct e2e_i_chat *chat, bool *made)
{
	struct e2e_call *call = &account->calls.call;
	int32_t err;

	if (chat->told.report != 0) {
		begin_call(account, chat, E2E_CALL_REPORT_SPAM);
	} else if (chat->core.saved.stage != E2E_I_ACTIVE) {
		return E2E_OK;
	} else if (chat->told.typing != 0) {
		begin_call(account, chat, E2E_CALL_SET_TYPING);
		call->flags = chat->told.typing == 1 ? E2E_CALL_TYPING : 0;
	} else if (chat->core.counters.read_due != 0 && chat->told.read_call == 0 &&
	           chat->sends.retry_at <= account->clock.last) {
		begin_call(account, chat, E2E_CALL_READ_HISTORY);
		call->max_date = chat->core.counters.read_due;
	} else {
		return E2E_OK;
	}
	err = dispatch(account, &(struct about){ .value = call->max_date });
	if (err != E2E_OK)
		return err;
	if (call->method == E2E_CALL_REPORT_SPAM)
		chat->told.report = 0;
	else if (call->method == E2E_CALL_SET_TYPING)
		chat->told.typing = 0;
	else
		chat->told.read_call = call->id;
	*made = true;
	return E2E_OK;
}

/* ---- The next call -------------------------------------------------------------------------- */

static int32_t
chat_call(struct e2e_account *account, struct e2e_i_chat *chat, bool *made)
{
	int32_t err;

	/* nothing may depend on rows that are not durable */
	if (chat->commit > account->commits.confirmed)
		return E2E_OK;
	if (account->rollback && chat->core.saved.stage != E2E_I_CLOSED)
		return E2E_OK;
	err = stage_call(account, chat, made);
	if (err == E2E_OK && !*made)
		err = send_call(account, chat, made);
	if (err == E2E_OK && !*made)
		err = passing_call(account, chat, made);
	return err;
}

static int32_t
account_call(struct e2e_account *account, bool *made)
{
	int32_t max_qts = 0;
	uint32_t method = e2e_i_qts_call(account, &max_qts);
	int32_t err;

	if (method == 0)
		return E2E_OK;
	begin_call(account, NULL, method);
	account->calls.call.max_qts = max_qts;
	err = dispatch(account, &(struct about){ .value = max_qts });
	if (err != E2E_OK)
		return err;
	e2e_i_qts_called(account, method, account->calls.call.id);
	*made = true;
	return E2E_OK;
}

int32_t
e2e_i_calls_next(struct e2e_account *account, const struct e2e_call **call)
{
	bool made = false;
	int32_t err;

	*call = NULL;
	if (account->logged_out)
		return E2E_OK;
	err = account_call(account, &made);
	while (err == E2E_OK && !made && account->index.ready != NULL) {
		struct e2e_i_chat *chat = account->index.ready;

		err = chat_call(account, chat, &made);
		if (err == E2E_OK && !made)
			e2e_i_index_unready(account, chat);
		else if (made)
			/* the other chats come before this one's next call */
			account->index.ready = chat->index.ready_next;
	}
	if (made)
		*call = &account->calls.call;
	return err;
}
