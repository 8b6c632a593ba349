/* SPDX-License-Identifier: ISC */
/* Encrypted messages of the cloud, and the binding of a temporary key. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

#define FILL    0xcc
#define SESSION INT64_C(0x3132333435363738)
#define SALT    INT64_C(-0x0102030405060708)
#define HEAD    E2E_CLOUD_HEAD_BYTES
#define LARGEST 2048 /* body of the tests */

static const int64_t msg_id_of[2] = { INT64_C(0x5f5e5d5c5b5a5958), INT64_C(0x5f5e5d5c5b5a5959) };

static struct e2e_cloud_message
message(uint32_t sender, const uint8_t *body, size_t n)
{
	struct e2e_cloud_message m = E2E_CLOUD_MESSAGE_INIT;

	m.seq_no = -3;
	m.salt = SALT;
	m.session_id = SESSION;
	m.msg_id = msg_id_of[sender];
	m.body = (struct e2e_bytes){ body, n };
	return m;
}

/* The decrypted body of MESSAGE as the documents draw it, with this length field. */
static void
head_of(uint8_t head[HEAD], const struct e2e_cloud_message *m, uint32_t length)
{
	cu_put64(head, (uint64_t)m->salt);
	cu_put64(head + 8, (uint64_t)m->session_id);
	cu_put64(head + 16, (uint64_t)m->msg_id);
	cu_put32(head + 24, (uint32_t)m->seq_no);
	cu_put32(head + 28, length);
}

/* Open in guarded memory; what is not a success must leave nothing of the message. */
static int32_t
open_cloud(struct e2e_crypto *crypto, struct e2e_cloud_message *m, const struct e2e_key *key,
           uint32_t sender, int64_t session_id, const uint8_t *packet, size_t n)
{
	static uint8_t kept[LARGEST + 2048];
	size_t room = n < CU_HEAD ? 0 : n - CU_HEAD;
	uint8_t *in = tu_guarded_copy(packet, n), *plain = tu_guarded(room);
	int32_t got;

	*m = (struct e2e_cloud_message)E2E_CLOUD_MESSAGE_INIT;
	m->body = (struct e2e_bytes){ in, 1 };
	memset(plain, FILL, room);
	got = e2e_cloud_open(crypto, m, plain, room, key, sender, session_id, in, n);
	if (got == E2E_OK) {
		if (m->body.p < plain || m->body.n > room ||
		    (size_t)(m->body.p - plain) > room - m->body.n || m->body.n > sizeof kept)
			ck_abort_msg("the body is not inside PLAIN");
		memcpy(kept, m->body.p, m->body.n);
		m->body.p = kept;
	} else if (m->body.n != 0) {
		ck_abort_msg("a refused packet has a body");
	}
	if (got >= E2E_REFUSED_FORGED && !tu_all_zero(plain, room))
		ck_abort_msg("plaintext was left after %d", (int)got);
	if (got != E2E_OK && !cu_wiped_or_untouched(plain, room, FILL))
		ck_abort_msg("plaintext was left after %d", (int)got);
	tu_guarded_free(in, n);
	tu_guarded_free(plain, room);
	return got;
}

/* A packet with a valid msg_key, any length field and BODY_N bytes in all. */
static size_t
make(struct e2e_crypto *crypto, uint8_t *packet, const struct e2e_key *key, uint32_t sender,
     const struct e2e_cloud_message *m, uint32_t length, size_t body_n)
{
	static uint8_t body[HEAD + LARGEST + 1040];

	ck_assert(body_n <= sizeof body && body_n >= HEAD);
	cu_count(body, body_n, 1);
	head_of(body, m, length);
	return cu_packet_v2(crypto, packet, key->value, sender == E2E_CLIENT ? 0 : 8, body,
	                    body_n);
}

START_TEST(opens_what_it_sealed)
{
	static uint8_t body[LARGEST], packet[E2E_CLOUD_ROOM(LARGEST)];
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_cloud_message in, out;
	struct e2e_key key;
	uint64_t seed = 5;
	uint32_t sender;
	size_t n, packet_n;

	cu_key(crypto, &key);
	tu_fill(&seed, body, sizeof body);
	for (sender = E2E_CLIENT; sender <= E2E_SERVER; sender++) {
		for (n = 0; n <= sizeof body; n += n < 200 ? 4 : 44) {
			in = message(sender, body, n);
			ck_assert_int_eq(e2e_cloud_seal(crypto, packet, E2E_CLOUD_ROOM(n),
			                                &packet_n, &key, sender, NULL, &in),
			                 E2E_OK);
			ck_assert_int_eq(open_cloud(crypto, &out, &key, sender, SESSION, packet,
			                            packet_n), E2E_OK);
			ck_assert_int_eq(out.seq_no, in.seq_no);
			ck_assert_int_eq(out.salt, in.salt);
			ck_assert_int_eq(out.session_id, in.session_id);
			ck_assert_int_eq(out.msg_id, in.msg_id);
			ck_assert_uint_eq(out.body.n, n);
			ck_assert(memcmp(out.body.p, body, n) == 0);
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* With the padding known, sealing gives the packet made by hand, in exactly its room. */
START_TEST(seals_as_the_documents_draw_it)
{
	struct tu_script script = { .inner = tu_backend((size_t)_i), .fail_after_script = true };
	struct e2e_padding padding = E2E_PADDING_INIT;
	uint8_t random[20], body[HEAD + 60], want[CU_HEAD + HEAD + 80];
	uint8_t *packet = tu_guarded(sizeof want);
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_cloud_message m;
	struct e2e_key key;
	uint32_t sender;
	size_t n;

	tu_scripted_backend(&scripted, &script);
	crypto = tu_crypto(&scripted);
	cu_key(crypto, &key);
	padding.policy = E2E_PADDING_EXACT;
	padding.bytes = sizeof random;
	cu_count(body, HEAD + 60, 1);
	cu_count(random, sizeof random, 1 + HEAD + 60); /* goes on as make() does */
	for (sender = E2E_CLIENT; sender <= E2E_SERVER; sender++) {
		m = message(sender, body + HEAD, 60);
		make(crypto, want, &key, sender, &m, 60, HEAD + 80);
		script.script = random;
		script.n = sizeof random;
		ck_assert_int_eq(e2e_cloud_seal(crypto, packet, sizeof want, &n, &key, sender,
		                                &padding, &m), E2E_OK);
		ck_assert_uint_eq(n, sizeof want);
		ck_assert_mem_eq(packet, want, sizeof want);
		ck_assert_int_eq(e2e_cloud_seal(crypto, packet + 1, sizeof want - 1, &n, &key,
		                                sender, &padding, &m), E2E_ERR_LIMIT);
		ck_assert_uint_eq(n, 0);
		ck_assert(!cu_shows(packet + 1, sizeof want - 1, body + HEAD, 60));
	}
	tu_guarded_free(packet, sizeof want);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 125: wrong session, wrong parity, wrong direction */
START_TEST(refuses_each_with_its_reason)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t packet[CU_HEAD + 256];
	struct e2e_cloud_message m, out;
	struct e2e_key key;
	uint32_t sender, low;
	int32_t want;
	size_t n;

	cu_key(crypto, &key);
	for (sender = E2E_CLIENT; sender <= E2E_SERVER; sender++) {
		for (low = 0; low < 4; low++) {
			m = message(sender, NULL, 0);
			m.msg_id = (m.msg_id & ~INT64_C(3)) | low;
			want = (sender == E2E_CLIENT ? low == 0 : low % 2 == 1) ?
				E2E_OK : E2E_REFUSED_MSG_ID;
			n = make(crypto, packet, &key, sender, &m, 64, 128);
			ck_assert_int_eq(open_cloud(crypto, &out, &key, sender, SESSION, packet,
			                            n), want);
			ck_assert_int_eq(open_cloud(crypto, &out, &key, 1 - sender, SESSION,
			                            packet, n), E2E_REFUSED_FORGED);
		}
		m = message(sender, NULL, 0);
		n = make(crypto, packet, &key, sender, &m, 64, 128);
		ck_assert_int_eq(open_cloud(crypto, &out, &key, sender, SESSION, packet, n),
		                 E2E_OK);
		ck_assert_int_eq(open_cloud(crypto, &out, &key, sender, SESSION + 1, packet, n),
		                 E2E_REFUSED_SESSION);
		ck_assert_int_eq(open_cloud(crypto, &out, &key, sender,
		                            SESSION ^ INT64_MIN, packet, n),
		                 E2E_REFUSED_SESSION);
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* A forged packet of a foreign session with a bad msg_id is only forged. */
START_TEST(looks_at_nothing_before_it_is_authentic)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t packet[CU_HEAD + 128];
	struct e2e_cloud_message m = message(E2E_SERVER, NULL, 0), out;
	struct e2e_key key;
	size_t bit, n;

	cu_key(crypto, &key);
	m.msg_id &= ~INT64_C(1);
	n = make(crypto, packet, &key, E2E_SERVER, &m, 64, 128);
	for (bit = 0; bit < 8 * n; bit++) {
		packet[bit / 8] ^= (uint8_t)(1U << bit % 8);
		ck_assert_int_eq(open_cloud(crypto, &out, &key, E2E_SERVER, 1, packet, n),
		                 bit < 64 ? E2E_REFUSED_KEY_ID : E2E_REFUSED_FORGED);
		packet[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	n = make(crypto, packet, &key, E2E_SERVER, &m, 84, 128); /* 12 bytes of padding */
	ck_assert_int_ge(open_cloud(crypto, &out, &key, E2E_SERVER, 1, packet, n),
	                 E2E_REFUSED_SESSION);
	n = make(crypto, packet, &key, E2E_SERVER, &m, 88, 128); /* 8 */
	ck_assert_int_eq(open_cloud(crypto, &out, &key, E2E_SERVER, 1, packet, n),
	                 E2E_REFUSED_FORGED);
	e2e_crypto_free(crypto);
}
END_TEST

/* scenario 125: padding 11 and 1025; lengths that are no multiple of 4, or lie */
START_TEST(judges_every_length_by_the_rule)
{
	static const size_t bodies[] = { 48, 64, 1072, 1088, 1104 };
	static const uint32_t lies[] = { 0xffffffff, 0xfffffff0, 0xffffffe0, 0xfffffc00,
		                         0x80000000, 0x7ffffffc };
	static uint8_t packet[CU_HEAD + 1104];
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	struct e2e_cloud_message m = message(E2E_SERVER, NULL, 0), out;
	struct e2e_key key;
	uint32_t length, j;
	size_t i, n, left;
	bool good;

	cu_key(crypto, &key);
	for (i = 0; i < CU_N(bodies); i++) {
		left = bodies[i] - HEAD;
		for (j = 0; j < left + 20 + CU_N(lies); j++) {
			length = j < left + 20 ? j : lies[j - left - 20];
			n = make(crypto, packet, &key, E2E_SERVER, &m, length, bodies[i]);
			good = length % 4 == 0 && length <= left && left - length >= 12 &&
				left - length <= 1024;
			if (open_cloud(crypto, &out, &key, E2E_SERVER, SESSION, packet, n) !=
			    (good ? E2E_OK : E2E_REFUSED_FORGED))
				ck_abort_msg("length %u in %zu", (unsigned)length, bodies[i]);
			if (good && out.body.n != length)
				ck_abort_msg("a body of %zu, not %u", out.body.n, (unsigned)length);
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

/* The least message has a head and 12 bytes of padding: 48 bytes, 72 with the rest. */
START_TEST(refuses_every_impossible_length)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	size_t most = E2E_PACKET_MAX_BYTES + 16, n;
	uint8_t *packet = tu_guarded(most);
	struct e2e_cloud_message out;
	struct e2e_key key;

	cu_key(crypto, &key);
	cu_put64(packet, (uint64_t)key.fingerprint);
	for (n = 0; n <= 200; n++)
		ck_assert_int_eq(open_cloud(crypto, &out, &key, E2E_SERVER, SESSION, packet, n),
		                 n >= 72 && (n - CU_HEAD) % 16 == 0 ?
		                 E2E_REFUSED_FORGED : E2E_REFUSED_LENGTH);
	ck_assert_int_eq(open_cloud(crypto, &out, &key, E2E_SERVER, SESSION, packet, most),
	                 E2E_REFUSED_LENGTH);
	tu_guarded_free(packet, most);
	e2e_crypto_free(crypto);
}
END_TEST

static int32_t
seal_fault(struct e2e_crypto *crypto, const struct e2e_key *key, uint32_t sender,
           const struct e2e_cloud_message *m)
{
	uint8_t packet[E2E_CLOUD_ROOM(64)];
	size_t n = 1;
	int32_t got;

	memset(packet, 0, sizeof packet);
	got = e2e_cloud_seal(crypto, packet, sizeof packet, &n, key, sender, NULL, m);
	ck_assert((got == E2E_OK) == (n != 0));
	return got;
}

START_TEST(seals_only_what_its_sender_may_send)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t body[64] = { 0 };
	struct e2e_cloud_message m;
	struct e2e_key key;
	uint32_t sender, low;
	size_t n;

	cu_key(crypto, &key);
	for (sender = E2E_CLIENT; sender <= E2E_SERVER; sender++) {
		for (low = 0; low < 4; low++) {
			m = message(sender, body, 16);
			m.msg_id = (m.msg_id & ~INT64_C(3)) | low;
			ck_assert_int_eq(seal_fault(crypto, &key, sender, &m),
			                 (sender == E2E_CLIENT ? low == 0 : low % 2 == 1) ?
			                 E2E_OK : E2E_ERR_ARGUMENT);
		}
		for (n = 0; n <= 64; n++) {
			m = message(sender, body, n);
			ck_assert_int_eq(seal_fault(crypto, &key, sender, &m),
			                 n % 4 == 0 ? E2E_OK : E2E_ERR_ARGUMENT);
		}
	}
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(names_unknown_senders_sizes_and_small_rooms)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t body[64] = { 0 }, packet[CU_HEAD + 128], plain[128];
	struct e2e_cloud_message m;
	struct e2e_key key;
	size_t n;

	cu_key(crypto, &key);
	m = message(E2E_CLIENT, body, 16);
	ck_assert_int_eq(seal_fault(crypto, &key, 2, &m), E2E_ERR_ARGUMENT);
	m.size = sizeof m - 1;
	ck_assert_int_eq(seal_fault(crypto, &key, E2E_CLIENT, &m), E2E_ERR_VERSION);
	m.size = sizeof m;
	n = make(crypto, packet, &key, E2E_CLIENT, &m, 64, 128);
	ck_assert_int_eq(e2e_cloud_open(crypto, &m, plain, sizeof plain - 1, &key, E2E_CLIENT,
	                                SESSION, packet, n), E2E_ERR_LIMIT);
	ck_assert_int_eq(e2e_cloud_open(crypto, &m, plain, sizeof plain, &key, 2, SESSION,
	                                packet, n), E2E_ERR_ARGUMENT);
	m.size = sizeof m - 1;
	ck_assert_int_eq(e2e_cloud_open(crypto, &m, plain, sizeof plain, &key, E2E_CLIENT,
	                                SESSION, packet, n), E2E_ERR_VERSION);
	m.size = sizeof m;
	key.size = sizeof key - 1;
	ck_assert_int_eq(seal_fault(crypto, &key, E2E_CLIENT, &m), E2E_ERR_VERSION);
	e2e_crypto_free(crypto);
}
END_TEST

/* ---- Binding of a temporary key -------------------------------------------------------- */

static const char bind_inner_hex[] =
	"65f7a375181716151413121128272625242322219fb90628b1c1f319383736353433323100f15365";
static const char bind_hex[] =
	"9fb90628b1c1f319119112aa84dfcf03e321c1007f6b05e43d535f59c9dd197748dddea1c08a05446a0b"
	"7609e5eb64cfb689497ee271710649fe3b47115878a01ae378c5626c862774c242c08c31c7d4284a7cf7"
	"8d33298e489cccd107d977c27cd60046702ac9b3";

static const struct e2e_bind_temp_key bind_in = {
	sizeof(struct e2e_bind_temp_key), 1700000000, INT64_C(0x1112131415161718),
	INT64_C(0x2122232425262728), SESSION, INT64_C(0x5f5e5d5c5b5a5958)
};

static int32_t
bind_seal(const struct e2e_backend *backend, uint8_t *wire, const struct e2e_bind_temp_key *in,
          size_t random_n)
{
	struct tu_script script = { .inner = backend, .fail_after_script = true };
	struct e2e_backend scripted;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	uint8_t random[24];
	int32_t got;

	cu_count(random, 16, 0x40);
	memset(random + 16, 0xcc, 8);
	tu_scripted_backend(&scripted, &script);
	crypto = tu_crypto(&scripted);
	cu_key(crypto, &key);
	script.script = random;
	script.n = random_n;
	got = e2e_bind_temp_key_seal(crypto, wire, &key, in);
	e2e_crypto_free(crypto);
	return got;
}

/* Undo the envelope of MTProto 1 by hand. */
static void
bind_open(const struct e2e_backend *backend, uint8_t plain[80], const uint8_t *wire)
{
	struct e2e_crypto *crypto = tu_crypto(backend);
	struct e2e_key key;
	uint8_t aes_key[32], iv[32], sha1[E2E_SHA1_BYTES];

	cu_key(crypto, &key);
	memcpy(plain, wire + CU_HEAD, 80);
	ck_assert_int_eq(e2e_kdf_v1(crypto, aes_key, iv, key.value, wire + 8, 0), E2E_OK);
	ck_assert_int_eq(e2e_ige(crypto, E2E_DECRYPT, aes_key, iv, plain, 80), E2E_OK);
	cu_sha1(crypto, sha1, plain, 72);
	ck_assert_mem_eq(wire + 8, sha1 + 4, 16);
	e2e_crypto_free(crypto);
}

/* scenarios 23 and 124: the vector BIND */
START_TEST(binds_to_the_published_bytes)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	uint8_t want[E2E_BIND_BYTES], inner[E2E_BIND_INNER_BYTES], plain[80];
	uint8_t *wire = tu_guarded(E2E_BIND_BYTES);

	ck_assert_uint_eq(tu_hex(want, sizeof want, bind_hex), sizeof want);
	ck_assert_uint_eq(tu_hex(inner, sizeof inner, bind_inner_hex), sizeof inner);
	ck_assert_int_eq(bind_seal(backend, wire, &bind_in, 24), E2E_OK);
	ck_assert_mem_eq(wire, want, sizeof want);
	bind_open(backend, plain, wire);
	ck_assert_mem_eq(plain + 32, inner, sizeof inner);
	tu_guarded_free(wire, E2E_BIND_BYTES);
}
END_TEST

/* scenario 124: a retry has a new msg_id, and only that differs inside */
START_TEST(binds_anew_for_a_new_msg_id)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	struct e2e_bind_temp_key retry = bind_in;
	uint8_t first[E2E_BIND_BYTES], second[E2E_BIND_BYTES], plain[2][80], msg_id[8];

	retry.msg_id += 4;
	ck_assert_int_eq(bind_seal(backend, first, &bind_in, 24), E2E_OK);
	ck_assert_int_eq(bind_seal(backend, second, &retry, 24), E2E_OK);
	ck_assert_mem_ne(first + 8, second + 8, 16);
	bind_open(backend, plain[0], first);
	bind_open(backend, plain[1], second);
	cu_put64(msg_id, (uint64_t)retry.msg_id);
	ck_assert_mem_eq(plain[1] + 16, msg_id, 8);
	memcpy(plain[0] + 16, msg_id, 8);
	ck_assert_mem_eq(plain[1], plain[0], 72);
}
END_TEST

START_TEST(binds_with_fresh_randomness)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	uint8_t first[E2E_BIND_BYTES], second[E2E_BIND_BYTES];
	struct e2e_key key;

	cu_key(crypto, &key);
	ck_assert_int_eq(e2e_bind_temp_key_seal(crypto, first, &key, &bind_in), E2E_OK);
	ck_assert_int_eq(e2e_bind_temp_key_seal(crypto, second, &key, &bind_in), E2E_OK);
	ck_assert_mem_eq(first, second, 8);
	ck_assert_mem_ne(first + 8, second + 8, 16);
	e2e_crypto_free(crypto);
}
END_TEST

START_TEST(binds_only_what_a_client_may_send)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	struct e2e_bind_temp_key in = bind_in;
	uint8_t wire[E2E_BIND_BYTES];
	size_t n;
	int low;

	for (low = 1; low < 4; low++) {
		in.msg_id = bind_in.msg_id + low;
		ck_assert_int_eq(bind_seal(backend, wire, &in, 24), E2E_ERR_ARGUMENT);
	}
	in = bind_in;
	in.size = sizeof in - 1;
	ck_assert_int_eq(bind_seal(backend, wire, &in, 24), E2E_ERR_VERSION);
	for (n = 0; n < 24; n += 4)
		ck_assert_int_eq(bind_seal(backend, wire, &bind_in, n), E2E_ERR_BACKEND);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ opens_what_it_sealed },
		{ seals_as_the_documents_draw_it },
		{ refuses_each_with_its_reason },
		{ looks_at_nothing_before_it_is_authentic },
		{ judges_every_length_by_the_rule },
		{ refuses_every_impossible_length },
		{ seals_only_what_its_sender_may_send },
		{ names_unknown_senders_sizes_and_small_rooms },
		{ binds_to_the_published_bytes },
		{ binds_anew_for_a_new_msg_id },
		{ binds_with_fresh_randomness },
		{ binds_only_what_a_client_may_send },
	};

	return tu_run(cu_suite("cloud", tests, CU_N(tests)));
}
