/* SPDX-License-Identifier: ISC */
/* Serialising calls of the server's methods as TL (protocol 0.1.1). */
#include "config.h"

#include "base/align.h"
#include "session/api/request.h"

/* The struct of each method, of which one is used, and the objects that it points to. */
struct method {
	struct e2e_tl_input_user user;
	struct e2e_tl_input_encrypted_chat peer;
	struct e2e_tl_bool_true typing;
	union {
		struct e2e_tl any;
		struct e2e_tl_messages_get_dh_config get_dh_config;
		struct e2e_tl_messages_request_encryption request;
		struct e2e_tl_messages_accept_encryption accept;
		struct e2e_tl_messages_discard_encryption discard;
		struct e2e_tl_messages_send_encrypted send;
		struct e2e_tl_messages_send_encrypted_service service;
		struct e2e_tl_messages_send_encrypted_file file;
		struct e2e_tl_messages_set_encrypted_typing set_typing;
		struct e2e_tl_messages_read_encrypted_history read;
		struct e2e_tl_messages_received_queue received;
		struct e2e_tl_messages_report_encrypted_spam report;
	} u;
};

/* Fill in a method of a chat's stage; false if CALL is of another kind. */
static bool
set_stage_method(struct method *r, const struct e2e_call *call)
{
	const struct e2e_tl *peer = (const struct e2e_tl *)&r->peer;

	switch (call->method) {
	case E2E_CALL_GET_DH_CONFIG:
		r->u.get_dh_config = (struct e2e_tl_messages_get_dh_config){
			.ctor = E2E_TL_MESSAGES_GET_DH_CONFIG,
			.version = call->version,
			.random_length = call->random_length
		};
		return true;
	case E2E_CALL_REQUEST:
		r->u.request = (struct e2e_tl_messages_request_encryption){
			.ctor = E2E_TL_MESSAGES_REQUEST_ENCRYPTION,
			.user_id = (const struct e2e_tl *)&r->user,
			.random_id = call->chat_id,
			.g_a = call->g_x
		};
		return true;
	case E2E_CALL_ACCEPT:
		r->u.accept = (struct e2e_tl_messages_accept_encryption){
			.ctor = E2E_TL_MESSAGES_ACCEPT_ENCRYPTION,
			.peer = peer,
			.g_b = call->g_x,
			.key_fingerprint = call->key_fingerprint
		};
		return true;
	case E2E_CALL_DISCARD:
		r->u.discard = (struct e2e_tl_messages_discard_encryption){
			.ctor = E2E_TL_MESSAGES_DISCARD_ENCRYPTION,
			.flags = (call->flags & E2E_CALL_DELETE_HISTORY) != 0
				? E2E_TL_MESSAGES_DISCARD_ENCRYPTION_HAS_DELETE_HISTORY
				: 0,
			.chat_id = call->chat_id
		};
		return true;
	default:
		return false;
	}
}

/* Fill in a method that sends a message, with FILE or NULL; false if CALL is of another kind. */
static bool
set_send_method(struct method *r, const struct e2e_call *call, const struct e2e_tl *file)
{
	const struct e2e_tl *peer = (const struct e2e_tl *)&r->peer;
	const uint32_t silent = (call->flags & E2E_CALL_SILENT) != 0
	                                ? E2E_TL_MESSAGES_SEND_ENCRYPTED_HAS_SILENT
	                                : 0;

	switch (call->method) {
	case E2E_CALL_SEND:
		r->u.send = (struct e2e_tl_messages_send_encrypted){
			.ctor = E2E_TL_MESSAGES_SEND_ENCRYPTED,
			.flags = silent,
			.peer = peer,
			.random_id = call->random_id,
			.data = call->data
		};
		return true;
	case E2E_CALL_SEND_SERVICE:
		r->u.service = (struct e2e_tl_messages_send_encrypted_service){
			.ctor = E2E_TL_MESSAGES_SEND_ENCRYPTED_SERVICE,
			.peer = peer,
			.random_id = call->random_id,
			.data = call->data
		};
		return true;
	case E2E_CALL_SEND_FILE:
		r->u.file = (struct e2e_tl_messages_send_encrypted_file){
			.ctor = E2E_TL_MESSAGES_SEND_ENCRYPTED_FILE,
			.flags = silent,
			.peer = peer,
			.random_id = call->random_id,
			.data = call->data,
			.file = file
		};
		return true;
	default:
		return false;
	}
}

/* Fill in one of the other methods; false if CALL is of another kind. */
static bool
set_passing_method(struct method *r, const struct e2e_call *call)
{
	const struct e2e_tl *peer = (const struct e2e_tl *)&r->peer;

	switch (call->method) {
	case E2E_CALL_SET_TYPING:
		r->u.set_typing = (struct e2e_tl_messages_set_encrypted_typing){
			.ctor = E2E_TL_MESSAGES_SET_ENCRYPTED_TYPING,
			.peer = peer,
			.typing = (const struct e2e_tl *)&r->typing
		};
		return true;
	case E2E_CALL_READ_HISTORY:
		r->u.read = (struct e2e_tl_messages_read_encrypted_history){
			.ctor = E2E_TL_MESSAGES_READ_ENCRYPTED_HISTORY,
			.peer = peer,
			.max_date = call->max_date
		};
		return true;
	case E2E_CALL_RECEIVED_QUEUE:
		r->u.received = (struct e2e_tl_messages_received_queue){
			.ctor = E2E_TL_MESSAGES_RECEIVED_QUEUE,
			.max_qts = call->max_qts
		};
		return true;
	case E2E_CALL_REPORT_SPAM:
		r->u.report = (struct e2e_tl_messages_report_encrypted_spam){
			.ctor = E2E_TL_MESSAGES_REPORT_ENCRYPTED_SPAM,
			.peer = peer
		};
		return true;
	default:
		return false;
	}
}

int32_t
e2e_i_request_put(struct e2e_account *account, struct e2e_bytes file)
{
	struct e2e_call *call = &account->calls.call;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	alignas(E2E_I_ALIGN) uint8_t memory[E2E_TL_ROOM(128)];
	struct method r = {
		.user = { .ctor = E2E_TL_INPUT_USER,
		          .user_id = call->user_id,
		          .access_hash = call->access_hash },
		.peer = { .ctor = E2E_TL_INPUT_ENCRYPTED_CHAT,
		          .chat_id = call->chat_id,
		          .access_hash = call->access_hash },
		.typing = { .ctor = (call->flags & E2E_CALL_TYPING) != 0 ? E2E_TL_BOOL_TRUE
		                                                         : E2E_TL_BOOL_FALSE },
	};
	size_t n = 0;
	int32_t err;

	if (file.n > 0 && e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_INPUT_ENCRYPTED_FILE,
	                             file.p, file.n, NULL) != E2E_OK)
		return E2E_ERR_STORE; /* cannot happen: it was checked before it was saved */
	if (!set_stage_method(&r, call) && !set_send_method(&r, call, got.object) &&
	    !set_passing_method(&r, call))
		return E2E_OK; /* a method of the host's own */
	err = e2e_tl_measure(&n, E2E_TYPE_ANY, &r.u.any);
	if (err == E2E_OK)
		err = e2e_i_account_room(account, &account->request, n);
	if (err == E2E_OK)
		err = e2e_tl_put(account->request.p, account->request.room, &n, E2E_TYPE_ANY,
		                 &r.u.any);
	call->request = (struct e2e_bytes){ account->request.p, n };
	return err;
}
