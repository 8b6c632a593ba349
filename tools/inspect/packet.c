/* SPDX-License-Identifier: ISC */
/* A packet: its length, its head, whether it opens, and if not, why (protocol 3.3). */
#include "config.h"

#include "inspect.h"
#include "../hex.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FINGERPRINT_BYTES 8
#define LENGTH_BYTES      4
#define PADDING_MIN       12
#define PADDING_MAX       1024
#define PADDING_V1_MAX    15

/* ---- Length ------------------------------------------------------------------- */

static void
surplus_explain(struct report *r, const struct trials *t, size_t over)
{
	size_t missing = 16 - over;
	const char *unit = missing == 1 ? "byte is" : "bytes are";

	if (t->best != NULL && t->best->good)
		report_means(r, "The packet is whole without the last %zu bytes: these are "
		             "trailing bytes.", over);
	else if (t->surplus > 0)
		report_means(r, "The packet is whole without the last %zu bytes: these are "
		             "trailing bytes.", over + 16 * t->surplus);
	else if (t->best != NULL)
		report_means(r, "The beginning opens: the packet was cut off, and %zu %s missing "
		             "(or 16 more, and so on).", missing, unit);
	else
		report_means(r, "Either %zu %s missing (or 16 more, and so on), or %zu are too "
		             "many.", missing, unit, over);
}

/* T is NULL if nothing was decrypted. */
static void
length_check(struct report *r, const struct trials *t, size_t n)
{
	size_t over = n < E2E_PACKET_HEAD_BYTES ? 0 : (n - E2E_PACKET_HEAD_BYTES) % 16;

	report_number(r, "packet_bytes", (int64_t)n);
	if (n >= E2E_PACKET_MIN_BYTES && over == 0) {
		report_check(r, REPORT_OK, "length", "%zu bytes: %d of head, %zu encrypted", n,
		             E2E_PACKET_HEAD_BYTES, n - E2E_PACKET_HEAD_BYTES);
		return;
	}
	report_check(r, REPORT_FAILED, "length", "%zu bytes", n);
	if (n < E2E_PACKET_MIN_BYTES) {
		report_expected(r, "at least %d: %d of head and one block", E2E_PACKET_MIN_BYTES,
		                E2E_PACKET_HEAD_BYTES);
		report_means(r, "Cut off, or no packet.");
		return;
	}
	report_expected(r, "%d of head and a multiple of 16, which this exceeds by %zu",
	                E2E_PACKET_HEAD_BYTES, over);
	if (t != NULL)
		surplus_explain(r, t, over);
}

/* ---- Head ---------------------------------------------------------------------- */

static int64_t
fingerprint_of(const uint8_t *p)
{
	uint64_t bits = 0;
	int64_t value;

	for (size_t i = FINGERPRINT_BYTES; i > 0; i--)
		bits = bits << 8 | p[i - 1];
	memcpy(&value, &bits, sizeof value);
	return value;
}

static void
fingerprint_text(char out[TOOL_HEX_BYTES(FINGERPRINT_BYTES)], int64_t value)
{
	uint8_t bytes[FINGERPRINT_BYTES];
	uint64_t bits = (uint64_t)value;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(bits >> (8 * i));
	tool_hex_encode(out, bytes, sizeof bytes);
}

/* Whether the head of the N bytes at P is that of a packet; else they could be anything. */
static bool
may_show(const struct inspect *in, const uint8_t *p, size_t n)
{
	return in->report.expose_keys || (in->have_key && fingerprint_of(p) == in->key.fingerprint)
	       || (n >= E2E_PACKET_MIN_BYTES && (n - E2E_PACKET_HEAD_BYTES) % 16 == 0);
}

/* False if the packet names another key. */
static bool
fingerprint_check(struct inspect *in, const struct trials *t, const uint8_t *p, size_t n)
{
	char own[TOOL_HEX_BYTES(FINGERPRINT_BYTES)], its[TOOL_HEX_BYTES(FINGERPRINT_BYTES)];
	struct report *r = &in->report;
	int64_t value;

	if (n < FINGERPRINT_BYTES) {
		report_check(r, REPORT_FAILED, "key_fingerprint", "cut off");
		return false;
	}
	value = fingerprint_of(p);
	if (!may_show(in, p, n) && (t == NULL || t->best == NULL)) {
		report_check(r, REPORT_NOTE, "key_fingerprint", "not shown");
		report_means(r, "No packet has this length, and a mistyped key could.");
		return false;
	}
	fingerprint_text(its, value);
	report_string(r, "packet_fingerprint", its);
	if (!in->have_key) {
		report_check(r, REPORT_NOTE, "key_fingerprint", "%s (%" PRId64 ")", its, value);
		return false;
	}
	fingerprint_text(own, in->key.fingerprint);
	report_string(r, "key_fingerprint", own);
	if (value == in->key.fingerprint) {
		report_check(r, REPORT_OK, "key_fingerprint", "%s (%" PRId64 "), that of the key",
		             its, value);
		return true;
	}
	report_check(r, REPORT_FAILED, "key_fingerprint", "%s (%" PRId64 ")", its, value);
	report_expected(r, "%s (%" PRId64 "), that of the key", own, in->key.fingerprint);
	if (t != NULL && t->best != NULL)
		report_means(r, "The key opens it all the same: only the fingerprint was changed.");
	else
		report_means(r, "Sealed under another key: of another chat, or of this one before "
		             "or after a re-key.");
	return false;
}

/* ---- How it opened ----------------------------------------------------------------- */

static void
version_check(struct inspect *in, const struct trial *best)
{
	struct report *r = &in->report;
	bool asked = in->mtproto == 0 || in->mtproto == best->mtproto;

	report_number(r, "mtproto", best->mtproto);
	if (!asked) {
		report_check(r, REPORT_FAILED, "mtproto", "%" PRIu32, best->mtproto);
		report_expected(r, "%" PRIu32 ", as --mtproto says", in->mtproto);
		report_means(r, "It opens as a packet of MTProto %" PRIu32 " only.", best->mtproto);
	} else if (best->mtproto == 1) {
		report_check(r, REPORT_NOTE, "mtproto", "1");
		report_means(r, "Given up in 2017: its padding and direction are not "
		             "authenticated.");
	} else {
		report_check(r, REPORT_OK, "mtproto", "2");
	}
}

static void
sender_check(struct inspect *in, const struct trial *best)
{
	struct report *r = &in->report;

	report_string(r, "sender", inspect_role(best->mtproto == 1 ? in->sender : best->sender));
	if (best->mtproto == 1) {
		report_check(r, REPORT_NOTE, "sender", "%s; MTProto 1 does not tell",
		             inspect_role(in->sender));
	} else if (in->sender == SENDER_UNKNOWN) {
		report_check(r, REPORT_OK, "sender", "%s, found by trying both",
		             inspect_role(best->sender));
	} else if (in->sender == best->sender) {
		report_check(r, REPORT_OK, "sender", "%s", inspect_role(best->sender));
	} else {
		report_check(r, REPORT_FAILED, "sender", "%s", inspect_role(best->sender));
		report_expected(r, "%s, as --sender says", inspect_role(in->sender));
		report_means(r, "It opens in the other direction: a reflected packet, sent back to "
		             "the side it came from, or --sender is wrong.");
	}
}

static void
forged_explain(struct report *r, const struct trials *t, bool key_matches)
{
	if (t->surplus > 0)
		report_means(r, "It would match without the last %zu bytes: whole blocks were put "
		             "behind the packet.", 16 * t->surplus);
	else if (t->best != NULL)
		report_means(r, "Key, direction, msg_key and the first block are good, for the "
		             "text begins as a message: the encrypted part was changed further on, "
		             "or cut off.");
	else if (key_matches)
		report_means(r, "The key is named right and no direction or version opens it: "
		             "msg_key or the beginning of the encrypted part was changed, or it "
		             "was made with another key under this fingerprint.");
	else
		report_means(r, "It opens in no direction and version, as a packet of another key "
		             "does.");
}

static void
msg_key_check(struct report *r, const struct trials *t, const uint8_t *p, bool key_matches,
              bool shown)
{
	const struct trial *way = t->best != NULL ? t->best : t->first;
	char its[TOOL_HEX_BYTES(E2E_MSG_KEY_BYTES)], own[TOOL_HEX_BYTES(E2E_MSG_KEY_BYTES)];

	if (!shown) {
		report_check(r, REPORT_FAILED, "msg_key", "not shown");
		forged_explain(r, t, key_matches);
		return;
	}
	tool_hex_encode(its, p + FINGERPRINT_BYTES, E2E_MSG_KEY_BYTES);
	tool_hex_encode(own, way->msg_key, E2E_MSG_KEY_BYTES);
	report_string(r, "msg_key", its);
	report_string(r, "msg_key_computed", own);
	if (way->good) {
		report_check(r, REPORT_OK, "msg_key", "%s", its);
		return;
	}
	report_check(r, REPORT_FAILED, "msg_key", "%s", its);
	if (way->mtproto == 1)
		report_expected(r, "%s, computed as MTProto 1", own);
	else
		report_expected(r, "%s, computed as MTProto 2 of the %s", own,
		                inspect_role(way->sender));
	forged_explain(r, t, key_matches);
}

/* ---- Inside ---------------------------------------------------------------------- */

static void
too_large_explain(struct report *r, const struct trials *t)
{
	const struct e2e_bytes body = { t->text + LENGTH_BYTES, t->text_n - LENGTH_BYTES };
	struct walk w;

	walk_bytes(&w, body);
	if (w.problem == NULL)
		report_means(r, "The object there ends after %zu bytes: a faulty sender.", w.at);
	else
		report_means(r, "The packet was cut off, or made by a faulty sender.");
}

/* True if LENGTH bytes are there. */
static bool
length_field_check(struct report *r, const struct trials *t, uint32_t length)
{
	size_t space = t->text_n - LENGTH_BYTES;
	bool negative = length > INT32_MAX;
	int64_t shown = negative ? (int64_t)length - ((int64_t)1 << 32) : (int64_t)length;

	report_number(r, "length_field", shown);
	if (length <= space && length % 4 == 0) {
		report_check(r, REPORT_OK, "length_field", "%" PRIu32, length);
		return true;
	}
	report_check(r, REPORT_FAILED, "length_field", "%" PRId64 "%s", shown,
	             negative ? ", negative" : length > space ? ", too large" : "");
	if (length > space) {
		report_expected(r, "at most the %zu bytes behind it", space);
		too_large_explain(r, t);
		return false;
	}
	report_expected(r, "a multiple of 4");
	report_means(r, "TL has no other lengths: a faulty sender. Peers differ in whether they "
	             "take it.");
	return true;
}

static void
padding_check(struct report *r, const struct trials *t, uint32_t length)
{
	size_t n = t->text_n - LENGTH_BYTES - length;
	bool old = t->best->mtproto == 1;
	size_t least = old ? 0 : PADDING_MIN, most = old ? PADDING_V1_MAX : PADDING_MAX;

	report_number(r, "padding_bytes", (int64_t)n);
	if (n >= least && n <= most) {
		report_check(r, REPORT_OK, "padding", "%zu bytes", n);
		return;
	}
	report_check(r, REPORT_FAILED, "padding", "%zu bytes, %s", n,
	             n < least ? "below the minimum" : "above the maximum");
	report_expected(r, "%zu to %zu bytes", least, most);
	if (!t->best->good)
		report_means(r, "Blocks at the end are missing or too many.");
	else if (old)
		report_means(r, "MTProto 1 does not authenticate padding: blocks were appended.");
	else
		report_means(r, "A faulty sender, or one that hides data: msg_key covers padding.");
}

/* What the library itself says must be what was found here. */
static bool
library_check(struct inspect *in, const struct trials *t, const uint8_t *p, size_t n,
              bool expect)
{
	const struct trial *way = t->best != NULL && t->best->wanted ? t->best : t->first;
	struct e2e_bytes payload;
	uint8_t *plain = malloc(n);
	int32_t result = E2E_ERR_NOMEM;

	if (plain != NULL && way->mtproto == 1)
		result = e2e_message_open_v1(in->crypto, &payload, plain, n, &in->key, p, n);
	else if (plain != NULL)
		result = e2e_message_open(in->crypto, &payload, plain, n, &in->key, way->sender, p,
		                          n);
	if (plain != NULL)
		e2e_wipe(plain, n);
	free(plain);
	if (result < 0) {
		inspect_say("%s", e2e_strerror(result));
		return false;
	}
	if ((result == E2E_OK) == expect) {
		report_check(&in->report, REPORT_NOTE, "libe2e", "%s",
		             expect ? "opens it" : e2e_strerror(result));
		return true;
	}
	report_check(&in->report, REPORT_FAILED, "libe2e", "%s", e2e_strerror(result));
	report_means(&in->report, "That contradicts the checks above: please report it.");
	return true;
}

/* All checks of a packet that has a block at least. */
static bool
opened_report(struct inspect *in, const struct trials *t, const uint8_t *p, size_t n)
{
	struct report *r = &in->report;
	uint32_t before = r->failed, length = 0;
	const struct e2e_bytes text = { t->text, t->text_n };
	bool fits = false;

	length_check(r, t, n);
	msg_key_check(r, t, p, fingerprint_check(in, t, p, n),
	              may_show(in, p, n) || (t->best != NULL && t->best->good));
	if (t->best != NULL) {
		version_check(in, t->best);
		sender_check(in, t->best);
		length = inspect_first_id(text);
		fits = length_field_check(r, t, length);
	}
	if (fits)
		padding_check(r, t, length);
	if (!library_check(in, t, p, n, r->failed == before))
		return false;
	if (fits && t->best->good) {
		const struct e2e_bytes payload = { t->text + LENGTH_BYTES, length };

		return inspect_payload(in, payload, t->best->mtproto,
		                       t->best->mtproto == 1 ? in->sender : t->best->sender);
	}
	return true;
}

bool
inspect_packet(struct inspect *in, const uint8_t *p, size_t n)
{
	char its[TOOL_HEX_BYTES(E2E_MSG_KEY_BYTES)];
	struct report *r = &in->report;
	struct trials t;
	bool ok;

	report_part(r, "packet");
	if (in->have_key && n >= E2E_PACKET_MIN_BYTES) {
		ok = trials_run(in, &t, p, n) && opened_report(in, &t, p, n);
		trials_free(&t);
		return ok;
	}
	length_check(r, NULL, n);
	(void)fingerprint_check(in, NULL, p, n);
	if (n >= E2E_PACKET_HEAD_BYTES && may_show(in, p, n)) {
		tool_hex_encode(its, p + FINGERPRINT_BYTES, E2E_MSG_KEY_BYTES);
		report_string(r, "msg_key", its);
		report_check(r, REPORT_NOTE, "msg_key", "%s", its);
	}
	if (!in->have_key) {
		report_check(r, REPORT_FAILED, "key", "none was given");
		report_means(r, "Nothing else can be told without the key; or is this TL? (--tl)");
	}
	return true;
}
