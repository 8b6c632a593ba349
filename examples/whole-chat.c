/* SPDX-License-Identifier: ISC */
/*
 * A whole secret chat between two accounts: asked for, accepted, compared, talked in, with
 * everything that can happen to it on the way.  host.c has the host; the server is below.
 */
#include "config.h"

#include "host.h"
#include "terminal.h"

#include <stdio.h>
#include <string.h>

#define ALICE       INT64_C(1001)
#define BOB         INT64_C(1002)
#define ACCESS_HASH INT64_C(0x5ec2e7)

static host_call_fn server_call;

static struct host alice = { .name = "Alice", .server = server_call, .user_id = ALICE };
static struct host bob = { .name = "Bob", .server = server_call, .user_id = BOB };

/* ---- The server: it carries bytes that it cannot read ------------------------------------ */

static int lose_next; /* messages that the server forgets */
static int32_t qts[2] = { 100, 200 };

static struct host *
other(const struct host *host)
{
	return host == &alice ? &bob : &alice;
}

static int32_t
date(void)
{
	return (int32_t)(host_now / 1000);
}

static int32_t
send_dh_config(struct host *host)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&group);
	return e2e_feed_dh_config(host->account, 1, 3, group.p, sizeof group.p, NULL, 0, host_now);
}

static int32_t
request(struct host *host, const struct e2e_call *call)
{
	const int32_t id = call->chat_id;
	int32_t err = e2e_feed_requested(other(host)->account, id, ACCESS_HASH, date(), ALICE, BOB,
	                                 call->g_x.p, call->g_x.n, host_now);

	if (err != E2E_OK)
		return err;
	return e2e_feed_waiting(host->account, id, ACCESS_HASH, date(), ALICE, BOB, host_now);
}

static int32_t
accept(struct host *host, const struct e2e_call *call)
{
	const int32_t id = call->chat_id;
	int32_t err = e2e_feed_accepted(other(host)->account, id, ACCESS_HASH, date(), ALICE, BOB,
	                                call->g_x.p, call->g_x.n, call->key_fingerprint,
	                                host_now);

	if (err != E2E_OK)
		return err;
	return e2e_feed_accepted(host->account, id, ACCESS_HASH, date(), ALICE, BOB, NULL, 0, 0,
	                         host_now);
}

static int32_t
carry(struct host *host, const struct e2e_call *call)
{
	struct host *to = other(host);

	if (lose_next > 0) {
		lose_next--;
		printf("        . the server loses a message to %s\n", to->name);
		return E2E_OK;
	}
	return e2e_feed_message(to->account, call->chat_id, call->random_id, date(), call->data.p,
	                        call->data.n, NULL, call->method == E2E_CALL_SEND_SERVICE,
	                        ++qts[to == &bob], host_now);
}

static int32_t
server_call(struct host *host, const struct e2e_call *call)
{
	const uint64_t id = call->id;
	const int32_t chat_id = call->chat_id;
	int32_t err = E2E_OK;

	switch (call->method) {
	case E2E_CALL_GET_DH_CONFIG:
		err = send_dh_config(host);
		break;
	case E2E_CALL_REQUEST:
		err = request(host, call);
		break;
	case E2E_CALL_ACCEPT:
		err = accept(host, call);
		break;
	case E2E_CALL_DISCARD:
		err = e2e_feed_discarded(other(host)->account, chat_id,
		                         (call->flags & E2E_CALL_DELETE_HISTORY) != 0, host_now);
		break;
	case E2E_CALL_READ_HISTORY:
		err = e2e_feed_read(other(host)->account, chat_id, call->max_date, date(),
		                    host_now);
		break;
	default:
		err = carry(host, call);
		break;
	}
	return err == E2E_OK ? e2e_call_done(host->account, id, date(), NULL, host_now) : err;
}

/* ---- The story -------------------------------------------------------------------------------- */

/* Both until nothing happens any more. */
static int32_t
settle(void)
{
	int busy = 1;
	int32_t err = E2E_OK;

	while (err == E2E_OK && busy) {
		busy = 0;
		err = host_run(&alice, &busy);
		if (err == E2E_OK)
			err = host_run(&bob, &busy);
	}
	return err;
}

static int32_t
say(struct host *host, const char *text)
{
	int64_t id = 0;
	int32_t err = e2e_send_text(host->account, host->chat_id, &id, text, strlen(text), 0, 0,
	                            host_now);

	host_sent(host, id, text);
	printf("  %-5s > %s\n", host->name, text);
	return err == E2E_OK ? settle() : err;
}

static int32_t
begin(void)
{
	int32_t err;

	terminal_step("Alice asks Bob for a secret chat, and he accepts");
	err = e2e_chat_start(alice.account, &alice.chat_id, BOB, 0, host_now);
	if (err == E2E_OK)
		err = settle();
	if (err == E2E_OK)
		err = e2e_chat_accept(bob.account, bob.chat_id, host_now);
	return err == E2E_OK ? settle() : err;
}

static int32_t
compare(void)
{
	const char *const name[2] = { alice.name, bob.name };
	struct e2e_chat a = E2E_CHAT_INIT, b = E2E_CHAT_INIT;
	const uint8_t *const hash[2] = { a.key_hash, b.key_hash };
	int32_t err = e2e_chat_get(alice.account, &a, alice.chat_id);

	if (err == E2E_OK)
		err = e2e_chat_get(bob.account, &b, bob.chat_id);
	if (err != E2E_OK || memcmp(a.key_hash, b.key_hash, sizeof a.key_hash) != 0)
		return err != E2E_OK ? err : E2E_REFUSED_FINGERPRINT;
	terminal_step("The key, as both compare it on their screens");
	terminal_pictures(name, hash);
	err = e2e_chat_verify(alice.account, alice.chat_id, 1, host_now);
	return err == E2E_OK ? settle() : err;
}

static int32_t
talk(void)
{
	int32_t err;

	terminal_step("They talk");
	err = say(&alice, "Hello Bob, is that picture yours, too?");
	return err == E2E_OK ? say(&bob, "Square by square.") : err;
}

static int32_t
self_destruct(void)
{
	int32_t err;

	terminal_step("A message that destroys itself");
	err = e2e_send_ttl(alice.account, alice.chat_id, NULL, 5, host_now);
	if (err == E2E_OK)
		err = say(&alice, "Burn after reading.");
	if (err == E2E_OK)
		err = e2e_chat_read(bob.account, bob.chat_id, bob.last_date, host_now);
	if (err == E2E_OK)
		err = settle();
	printf("        . five seconds go by\n");
	host_now += 5000;
	if (err == E2E_OK)
		err = settle();
	if (err == E2E_OK)
		err = e2e_send_ttl(alice.account, alice.chat_id, NULL, 0, host_now);
	return err == E2E_OK ? settle() : err;
}

static int32_t
take_back(void)
{
	int64_t id;
	int32_t err;

	terminal_step("A message that is taken back");
	err = say(&alice, "The password is ...");
	id = bob.last_message;
	if (err == E2E_OK)
		err = e2e_send_delete(alice.account, alice.chat_id, NULL, &id, 1, host_now);
	return err == E2E_OK ? settle() : err;
}

static int32_t
lose_one(void)
{
	int32_t err;

	terminal_step("A message is lost, and comes back by itself");
	lose_next = 1;
	err = say(&alice, "one (lost on the way)");
	return err == E2E_OK ? say(&alice, "two") : err;
}

static int32_t
renew(void)
{
	int32_t err;

	terminal_step("The key is renewed (by itself after 100 messages or a week)");
	err = e2e_chat_rekey(alice.account, alice.chat_id, host_now);
	if (err == E2E_OK)
		err = settle();
	return err == E2E_OK ? say(&bob, "Under the new key; the picture stays the same.") : err;
}

static int32_t
crash(void)
{
	int32_t err;

	terminal_step("A crash in the worst moment");
	alice.pull_the_plug = 1;
	err = say(&alice, "Saved before it is sent, and sent with the same bytes.");
	return err == E2E_OK ? say(&bob, "Once, and in order.") : err;
}

static int32_t
end(void)
{
	int32_t err;

	terminal_step("The end");
	err = e2e_chat_close(bob.account, bob.chat_id, 1, host_now);
	return err == E2E_OK ? settle() : err;
}

int
main(void)
{
	static int32_t (*const scene[])(void) = {
		begin, compare, talk, self_destruct, take_back, lose_one, renew, crash, end,
	};
	int32_t err = host_start(&alice);

	if (err == E2E_OK)
		err = host_start(&bob);
	if (err == E2E_OK)
		err = settle();
	for (size_t i = 0; err == E2E_OK && i < sizeof scene / sizeof scene[0]; i++) {
		host_now += 1000;
		err = scene[i]();
	}
	host_free(&alice);
	host_free(&bob);
	if (err != E2E_OK) {
		fprintf(stderr, "whole-chat: %s\n", e2e_strerror(err));
		return 1;
	}
	return 0;
}
