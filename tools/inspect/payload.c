/* SPDX-License-Identifier: ISC */
/* What a packet carries: one object, which should be a message. */
#include "config.h"

#include "inspect.h"

static const struct names of_payload = { "unknown", "rest", "trailing_bytes" };

static bool
is_message(const struct e2e_tl *object)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	return e2e_tl_info_get(&info, object->ctor) == E2E_OK
	       && (info.type == E2E_TYPE_DECRYPTED_MESSAGE_LAYER
	           || info.type == E2E_TYPE_DECRYPTED_MESSAGE);
}

bool
inspect_payload(struct inspect *in, struct e2e_bytes payload, uint32_t mtproto, uint32_t sender)
{
	struct report *r = &in->report;
	struct decoded d = { .names = &of_payload };
	bool ok;

	report_part(r, "payload");
	report_number(r, "payload_bytes", (int64_t)payload.n);
	ok = object_decode(in, &d, payload);
	if (r->expose_keys || payload.n < SECRET_TL_BYTES || (d.whole && d.secrets.n == 0))
		report_hex(r, "payload", payload.p, payload.n);
	if (ok && d.got.object != NULL && !is_message(d.got.object)) {
		report_check(r, REPORT_FAILED, "type", "%s", e2e_tl_name(d.got.object->ctor));
		report_expected(r, "a decryptedMessageLayer");
		report_means(r, "This object is not sent inside a packet.");
	}
	if (ok)
		object_show(in, d.got.object, mtproto, sender);
	object_end(in, &d);
	return ok;
}
