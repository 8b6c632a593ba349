/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t host_now = INT64_C(1700000000000);

/* ---- The rows: a messenger has a table with these three columns ------------------------ */

static struct host_row *
find_row(struct host *host, const struct e2e_row *row)
{
	for (size_t i = 0; i < host->n_rows; i++) {
		struct host_row *own = &host->row[i];

		if (own->table == row->table && own->key_n == row->key.n &&
		    (row->key.n == 0 || memcmp(own->key, row->key.p, row->key.n) == 0))
			return own;
	}
	return NULL;
}

static void
wipe_value(struct host_row *own)
{
	if (own->value != NULL)
		e2e_wipe(own->value, own->value_n);
	free(own->value);
	own->value = NULL;
}

static int32_t
put_row(struct host *host, const struct e2e_row *row)
{
	struct host_row *own = find_row(host, row);
	uint8_t *value = malloc(row->value.n);

	if (value == NULL || (own == NULL && host->n_rows == HOST_ROWS)) {
		free(value);
		return E2E_ERR_NOMEM;
	}
	if (own == NULL) {
		own = &host->row[host->n_rows++];
		own->table = row->table;
		own->key_n = row->key.n;
		own->value = NULL;
		if (row->key.n > 0)
			memcpy(own->key, row->key.p, row->key.n);
	}
	wipe_value(own);
	memcpy(value, row->value.p, row->value.n);
	own->value = value;
	own->value_n = row->value.n;
	return E2E_OK;
}

static void
delete_row(struct host *host, const struct e2e_row *row)
{
	struct host_row *own = find_row(host, row);

	if (own == NULL)
		return;
	wipe_value(own);
	*own = host->row[--host->n_rows];
}

/* ---- What the user sees ------------------------------------------------------------------ */

/* Only this program writes here; of what a peer wrote a terminal gets no control characters. */

static void
show_chat(struct host *host, const struct e2e_event *event)
{
	static const char *const state[] = { "", "requested", "waiting", "active", "closed" };

	host->chat_id = event->chat_id;
	printf("  %-5s | chat is %s", host->name, state[event->state]);
	if (event->state == E2E_CHAT_CLOSED)
		printf(": %s", e2e_reason_text(event->reason));
	if ((event->flags & E2E_CHAT_HISTORY) != 0)
		printf(", history to be deleted");
	printf("\n");
}

static void
show_delivered(const struct host *host, int64_t random_id)
{
	for (size_t i = 0; i < HOST_SENT; i++) {
		if (host->sent[i].text != NULL && host->sent[i].random_id == random_id)
			printf("  %-5s | knows that \"%s\" arrived\n", host->name,
			       host->sent[i].text);
	}
}

static void
show_event(struct host *host, const struct e2e_event *event)
{
	const char *name = host->name;

	switch (event->kind) {
	case E2E_EVENT_CHAT:
		show_chat(host, event);
		break;
	case E2E_EVENT_MESSAGE:
		host->last_message = event->random_id;
		host->last_date = event->date;
		printf("  %-5s | reads: %.*s", name, (int)event->body.n,
		       (const char *)event->body.p);
		if (event->ttl == E2E_TTL_VIEW_ONCE) /* then e2e_send_opened() when it is closed */
			printf("   (to be seen once)\n");
		else
			printf(event->ttl > 0 ? "   (destroys itself after %d s)\n" : "\n",
			       event->ttl);
		break;
	case E2E_EVENT_DELIVERED:
		show_delivered(host, event->random_id);
		break;
	case E2E_EVENT_TTL:
		if (event->ttl > 0)
			printf("  %-5s | messages now live for %d s\n", name, event->ttl);
		else
			printf("  %-5s | messages stay: self-destruction is off\n", name);
		break;
	case E2E_EVENT_EXPIRED:
		printf("  %-5s | a message has destroyed itself\n", name);
		break;
	case E2E_EVENT_DELETED:
		printf("  %-5s | %zu message deleted by the other side\n", name, event->ids.n);
		break;
	case E2E_EVENT_HEALTH:
		printf((event->health & E2E_HEALTH_HOLES) != 0
		               ? "  %-5s | a message is missing; it was asked for\n"
		               : "  %-5s | nothing is missing\n",
		       name);
		break;
	case E2E_EVENT_REKEYED:
		printf("  %-5s | has a new key, %016llx\n", name,
		       (unsigned long long)event->key_fingerprint);
		break;
	default:
		break;
	}
}

void
host_sent(struct host *host, int64_t random_id, const char *text)
{
	host->sent[host->n_sent++ % HOST_SENT] = (struct host_text){ random_id, text };
}

/* ---- The account ------------------------------------------------------------------------------ */

int32_t
host_start(struct host *host)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	int32_t err;

	config.user_id = host->user_id;
	err = e2e_account_new(&host->account, &config);
	for (size_t i = 0; err == E2E_OK && i < host->n_rows; i++) {
		const struct host_row *row = &host->row[i];

		err = e2e_load(host->account, row->table, row->key, row->key_n, row->value,
		               row->value_n);
	}
	return err == E2E_OK ? e2e_start(host->account, host_now) : err;
}

void
host_die(struct host *host)
{
	e2e_account_free(host->account);
	host->account = NULL;
}

void
host_free(struct host *host)
{
	host_die(host);
	while (host->n_rows > 0)
		wipe_value(&host->row[--host->n_rows]);
}

/* All of it or none of it: in a program with a database this is one transaction. */
static int32_t
commit(struct host *host, const struct e2e_step *step)
{
	for (uint32_t i = 0; i < step->n_rows; i++) {
		struct e2e_row row = E2E_ROW_INIT;
		int32_t err = e2e_row_at(host->account, &row, i);

		if (err == E2E_OK && row.value.n > 0)
			err = put_row(host, &row);
		else if (err == E2E_OK)
			delete_row(host, &row);
		if (err != E2E_OK)
			return err;
	}
	for (uint32_t i = 0; i < step->n_events; i++) {
		struct e2e_event event = E2E_EVENT_INIT;
		int32_t err = e2e_event_at(host->account, &event, i);

		if (err != E2E_OK)
			return err;
		show_event(host, &event);
	}
	return e2e_committed(host->account, step->id);
}

int32_t
host_run(struct host *host, int *busy)
{
	struct e2e_step step = E2E_STEP_INIT;
	int32_t err;

	if (e2e_deadline(host->account) <= host_now) {
		err = e2e_tick(host->account, host_now);
		if (err != E2E_OK)
			return err;
	}
	for (;;) {
		err = e2e_next(host->account, &step);
		if (err != E2E_OK || step.kind == E2E_STEP_NONE)
			return err;
		*busy = 1;
		if (step.kind == E2E_STEP_COMMIT) {
			err = commit(host, &step);
		} else if (host->pull_the_plug) {
			host->pull_the_plug = 0;
			printf("  %-5s | ... the power fails: saved, but not sent\n", host->name);
			host_die(host);
			err = host_start(host);
		} else {
			err = host->server(host, step.call);
		}
		if (err != E2E_OK)
			return err;
	}
}
