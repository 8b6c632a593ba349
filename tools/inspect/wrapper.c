/* SPDX-License-Identifier: ISC */
/* decryptedMessageLayer: layer and sequence numbers (protocol 4.1, 5.1.1, 5.2.1). */
#include "config.h"

#include "inspect.h"

#include <inttypes.h>

#define RANDOM_MIN     15
#define LAYER_WRAPPER  17
#define LAYER_MTPROTO2 73
#define LAYER_NEWEST   144

const char *
inspect_role(uint32_t sender)
{
	if (sender == E2E_CREATOR)
		return "creator";
	return sender == E2E_ACCEPTOR ? "acceptor" : "unknown";
}

static void
random_check(struct report *r, size_t n)
{
	report_number(r, "random_bytes_n", (int64_t)n);
	if (n >= RANDOM_MIN) {
		report_check(r, REPORT_OK, "random_bytes", "%zu bytes", n);
		return;
	}
	report_check(r, REPORT_FAILED, "random_bytes", "%zu bytes", n);
	report_expected(r, "at least %d bytes", RANDOM_MIN);
	report_means(r, "Telegram for Android drops such a message without counting it, so that "
	             "the chat is left with a hole.");
}

static void
layer_check(struct report *r, int32_t layer, uint32_t mtproto)
{
	bool exact = layer == 46 || layer == 73 || layer == 101 || layer == LAYER_NEWEST;

	report_number(r, "layer", layer);
	if (layer < 8) {
		report_check(r, REPORT_FAILED, "layer", "%" PRId32, layer);
		report_expected(r, "8 or more");
		report_means(r, "There is no such layer.");
	} else if (mtproto == 1 && layer >= LAYER_MTPROTO2) {
		report_check(r, REPORT_FAILED, "layer", "%" PRId32, layer);
		report_expected(r, "below %d in a packet of MTProto 1", LAYER_MTPROTO2);
		report_means(r, "Who knows layer %d seals with MTProto 2; TDLib ends the chat "
		             "here.", LAYER_MTPROTO2);
	} else if (exact) {
		report_check(r, REPORT_OK, "layer", "%" PRId32, layer);
	} else {
		report_check(r, REPORT_NOTE, "layer", "%" PRId32, layer);
		if (layer > LAYER_NEWEST)
			report_means(r, "Newer than %d, the newest that is published.",
			             LAYER_NEWEST);
		else if (layer < LAYER_WRAPPER)
			report_means(r, "Wrappers exist since layer %d; some old clients send "
			             "this.", LAYER_WRAPPER);
		else
			report_means(r, "Telegram for iOS stops at a layer that is none of 8, 46, "
			             "73, 101, 144 (17 to 45 count as 46).");
	}
}

/* A number whose lowest bit must be BIT. */
static bool
number_check(struct report *r, const char *name, int32_t value, int32_t bit, const char *who)
{
	if (value < 0) {
		report_check(r, REPORT_FAILED, name, "%" PRId32, value);
		report_expected(r, "0 or more");
		return false;
	}
	if ((value & 1) != bit) {
		report_check(r, REPORT_FAILED, name, "%" PRId32 ", which is %s", value,
		             bit != 0 ? "even" : "odd");
		report_expected(r, "an %s number, as the %s sends it", bit != 0 ? "odd" : "even",
		                who);
		return false;
	}
	report_check(r, REPORT_OK, name, "%" PRId32 " = 2 * %" PRId32 " + %" PRId32, value,
	             value / 2, bit);
	return true;
}

/* What a wrong pair means; ONE of the two may be right. */
static void
pair_explain(struct report *r, const struct e2e_tl_decrypted_message_layer *w, uint32_t mtproto,
             bool one)
{
	if (w->in_seq_no == -1 && w->out_seq_no == -1)
		report_means(r, "Some old clients announce their layer like this, outside of the "
		             "sequence.");
	else if (w->in_seq_no < 0 || w->out_seq_no < 0)
		report_means(r, "Sequence numbers are never negative: a peer ends the chat.");
	else if (one)
		report_means(r, "One number has the parity of the other role: a faulty sender. A "
		             "peer ends the chat.");
	else if (mtproto == 2)
		report_means(r, "Both numbers have the parity of the other role, yet the packet is "
		             "authentic: the sender takes itself for the other side.");
	else
		report_means(r, "Both numbers have the parity of the other role: a reflected "
		             "message, or --sender is wrong.");
}

void
inspect_wrapper(struct inspect *in, const struct e2e_tl_decrypted_message_layer *w,
                uint32_t mtproto, uint32_t sender)
{
	struct report *r = &in->report;
	bool out_good, in_good;
	int32_t x;

	report_part(r, "wrapper");
	random_check(r, w->random_bytes.n);
	layer_check(r, w->layer, mtproto);
	if (sender == SENDER_UNKNOWN) {
		sender = (w->out_seq_no & 1) != 0 ? E2E_CREATOR : E2E_ACCEPTOR;
		report_check(r, REPORT_NOTE, "sender", "%s, by the parity of out_seq_no",
		             inspect_role(sender));
	}
	x = sender == E2E_CREATOR ? 0 : 1;
	report_string(r, "role", inspect_role(sender));
	report_number(r, "in_seq_no", w->in_seq_no);
	report_number(r, "out_seq_no", w->out_seq_no);
	in_good = number_check(r, "in_seq_no", w->in_seq_no, x, inspect_role(sender));
	if (in_good)
		report_number(r, "raw_in", w->in_seq_no / 2);
	out_good = number_check(r, "out_seq_no", w->out_seq_no, 1 - x, inspect_role(sender));
	if (out_good)
		report_number(r, "raw_out", w->out_seq_no / 2);
	if (in_good && out_good)
		return;
	report_check(r, REPORT_NOTE, "sequence", "%s", out_good ? "in_seq_no is wrong"
	             : in_good ? "out_seq_no is wrong" : "both numbers are wrong");
	pair_explain(r, w, mtproto, in_good || out_good);
}
