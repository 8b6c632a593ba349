/* SPDX-License-Identifier: ISC */
/* A message that was received, whatever is done with it: decoded, checked, told. */
#include "config.h"

#include "session/received.h"

#include "session/check.h"
#include "session/decode.h"

int32_t
e2e_i_received_check(struct e2e_i_turn *turn, uint32_t check)
{
	uint32_t outcome;
	int32_t err = e2e_i_check_failed(turn->work, &outcome, check, turn->view.random_id,
	                               turn->date);

	turn->came |= E2E_I_CAME_WARNED;
	turn->closed |= outcome == E2E_I_CLOSED_IT;
	return err;
}

/* ---- Decoding -------------------------------------------------------------------------------- */

static int32_t
decode(struct e2e_i_turn *turn, struct e2e_bytes tl)
{
	turn->verdict = e2e_i_decode(&turn->work->commit->pool, &turn->got,
	                             E2E_TYPE_DECRYPTED_MESSAGE, tl, NULL);
	if (turn->verdict < 0)
		return turn->verdict;
	e2e_i_message_view(&turn->view, turn->got.object);
	return E2E_OK;
}

int32_t
e2e_i_received_peek(struct e2e_i_turn *turn)
{
	return decode(turn, turn->wrapper.message);
}

int32_t
e2e_i_received_decode(struct e2e_i_turn *turn)
{
	int32_t err = e2e_i_pool_copy(&turn->work->commit->pool, &turn->tl,
	                              turn->wrapper.message);

	return err == E2E_OK ? decode(turn, turn->tl) : err;
}

/* ---- Events ----------------------------------------------------------------------------------- */

struct e2e_event *
e2e_i_received_event(struct e2e_i_turn *turn, uint32_t kind)
{
	struct e2e_event *event = e2e_i_work_event(turn->work, kind);

	if (event == NULL)
		return NULL;
	event->random_id = turn->view.random_id;
	event->date = turn->date;
	event->layer = turn->wrapper.layer;
	event->tl = turn->tl;
	event->message = turn->got.object;
	event->action = turn->view.action;
	if ((turn->came & E2E_I_CAME_SERVICE) != 0)
		event->flags |= E2E_MESSAGE_SERVICE;
	if ((turn->came & E2E_I_CAME_WARNED) != 0)
		event->flags |= E2E_MESSAGE_WARNED;
	if (e2e_i_received_is_newer(turn))
		event->flags |= E2E_MESSAGE_NEWER_LAYER;
	return event;
}

bool
e2e_i_received_is_ignored(const struct e2e_i_turn *turn)
{
	return turn->wrapper.random_bytes.n < E2E_I_RANDOM_BYTES &&
	       turn->work->account->act[E2E_CHECK_RANDOM_BYTES] != E2E_ACT_IGNORE;
}
