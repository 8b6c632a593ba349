/* SPDX-License-Identifier: ISC */
/* What a host looks at: its calls, events and chats (accountutil.h). */
#include "config.h"

#include "accountutil.h"

/* ---- Calls and events ---------------------------------------------------------------- */

bool
au_is_send(uint32_t method)
{
	return method == E2E_CALL_SEND || method == E2E_CALL_SEND_SERVICE ||
	       method == E2E_CALL_SEND_FILE;
}

/* METHOD 0 stands for all that send. */
static bool
call_is(const struct au_call *call, uint32_t method)
{
	return method == 0 ? au_is_send(call->call.method) : call->call.method == method;
}

struct au_call *
au_call_at(struct au_host *h, uint32_t method, size_t index)
{
	size_t i;

	for (i = h->first_call; i < h->n_calls; i++)
		if (call_is(h->calls[i], method) && index-- == 0)
			return h->calls[i];
	return NULL;
}

size_t
au_count_calls(const struct au_host *h, uint32_t method)
{
	size_t i, n = 0;

	for (i = h->first_call; i < h->n_calls; i++)
		n += call_is(h->calls[i], method) ? 1 : 0;
	return n;
}

struct au_call *
au_last_call(struct au_host *h, uint32_t method)
{
	size_t n = au_count_calls(h, method);

	return n == 0 ? NULL : au_call_at(h, method, n - 1);
}

struct au_call *
au_last_send(struct au_host *h)
{
	return au_last_call(h, 0);
}

struct au_call *
au_send_at(struct au_host *h, size_t index)
{
	return au_call_at(h, 0, index);
}

size_t
au_count_sends(const struct au_host *h)
{
	return au_count_calls(h, 0);
}

const struct e2e_event *
au_event(const struct au_host *h, uint32_t kind, size_t index)
{
	size_t i;

	for (i = h->first_event; i < h->n_events; i++)
		if (h->events[i]->event.kind == kind && index-- == 0)
			return &h->events[i]->event;
	return NULL;
}

size_t
au_count_events(const struct au_host *h, uint32_t kind)
{
	size_t n = 0;

	while (au_event(h, kind, n) != NULL)
		n++;
	return n;
}

const struct e2e_event *
au_last_event(const struct au_host *h, uint32_t kind)
{
	size_t n = au_count_events(h, kind);

	return n == 0 ? NULL : au_event(h, kind, n - 1);
}

void
au_forget(struct au_host *h)
{
	h->first_call = h->n_calls;
	h->first_event = h->n_events;
}

/* ---- Chats ---------------------------------------------------------------------------- */

struct e2e_chat
au_chat(struct au_host *h, int32_t chat_id)
{
	struct e2e_chat chat = E2E_CHAT_INIT;

	ck_assert_int_eq(e2e_chat_get(h->account, &chat, chat_id), E2E_OK);
	ck_assert_int_eq(chat.chat_id, chat_id);
	return chat;
}

bool
au_has_chat(struct au_host *h, int32_t chat_id)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	int32_t result = e2e_chat_get(h->account, &chat, chat_id);

	ck_assert(result == E2E_OK || result == E2E_ERR_ARGUMENT);
	return result == E2E_OK;
}

uint32_t
au_state(struct au_host *h, int32_t chat_id)
{
	return au_chat(h, chat_id).state;
}
