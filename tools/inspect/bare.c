/* SPDX-License-Identifier: ISC */
/* An object that came bare: a message, or what the server sends, with the packet in it. */
#include "config.h"

#include "inspect.h"

static const struct names of_object = { "object_unknown", "object_rest",
	                                "object_trailing_bytes" };

/* The packet that an object of the server brings. */
static struct e2e_bytes
packet_in(const struct e2e_tl *object)
{
	const struct e2e_bytes none = { NULL, 0 };
	const void *p = object;

	if (object != NULL && object->ctor == E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE) {
		object = ((const struct e2e_tl_update_new_encrypted_message *)p)->message;
		p = object;
	}
	if (object == NULL)
		return none;
	if (object->ctor == E2E_TL_ENCRYPTED_MESSAGE)
		return ((const struct e2e_tl_encrypted_message *)p)->bytes;
	if (object->ctor == E2E_TL_ENCRYPTED_MESSAGE_SERVICE)
		return ((const struct e2e_tl_encrypted_message_service *)p)->bytes;
	return none;
}

bool
inspect_object(struct inspect *in, struct e2e_bytes bytes)
{
	struct decoded d = { .names = &of_object };
	struct e2e_bytes packet;
	bool ok;

	report_string(&in->report, "input", "object");
	report_part(&in->report, "object");
	ok = object_decode(in, &d, bytes);
	if (ok)
		object_show(in, d.got.object, in->mtproto, in->sender);
	packet = packet_in(d.got.object);
	object_end(in, &d);
	if (ok && packet.p != NULL)
		ok = inspect_packet(in, packet.p, packet.n);
	return ok;
}
