/* SPDX-License-Identifier: ISC */
/* Modular exponentiation of every backend. */
#include "config.h"

#include "test_backend_shared.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define ONES_32    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define ONES_96    ONES_32 ONES_32 ONES_32
#define ONES       ONES_96 ONES_96 ONES_32 ONES_32
#define ONES_BUT_1 \
	ONES_96 ONES_96 ONES_32 \
	"fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"

#define ZEROS_21  "000000000000000000000000000000000000000000"
#define ZEROS_126 ZEROS_21 ZEROS_21 ZEROS_21 ZEROS_21 ZEROS_21 ZEROS_21

/* Telegram's. */
#define PRIME \
	"c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058" \
	"229493d22530f4dbfa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13ab" \
	"dc9746512969328454f18faf8c595f642477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f" \
	"3a9060bee67cf9a4a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754" \
	"fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4e418fc15e83ebea0" \
	"f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf" \
	"6f4fadf034b10403119cd8e3b92fcc5b"

/* RFC 3526, group 14: a safe prime that is not Telegram's, with p = 7 mod 8. */
const char tb_other_prime[] =
	"ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
	"514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
	"f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
	"c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
	"9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
	"9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
	"15728e5a8aacaa68ffffffffffffffff";

/* Computed with CPython 3.11, pow(base, exp, mod).  Shorter than 256 bytes: zeros before it. */
static const struct {
	const char *what;
	const char *base, *exp, *mod, *power;
} known[] = {
	{ "exponent 0",
	  "05", "00", "07", "01" },
	{ "exponent 0, modulus 3",
	  "02", "00", "03", "01" },
	{ "exponent 0, base 0",
	  "00", "00", "07", "01" },
	{ "exponent 0, base is the modulus",
	  "07", "00", "07", "01" },
	{ "exponent 0, large modulus",
	  "03", "00", PRIME, "01" },
	{ "exponent 1",
	  "05", "01", "07", "05" },
	{ "exponent 1, base above the modulus",
	  "64", "01", "07", "02" },
	{ "exponent 1, base and modulus all ones",
	  ONES, "01", ONES, "00" },
	{ "exponent 1, base all ones",
	  ONES, "01", PRIME,
	  "38e35146394e36fb7193add08f0ec08c67f2bfdc71c1de3eb6cb2fc8a9c26cf0b7e675f5583ebfa7"
	  "dd6b6c2ddacf0b2405cc9091f536daec6abc512bb33183c8df02ae096ba78fa539732b019494ec54"
	  "2368b9aed696cd7bab0e705073a6a09bdb88016944d56be2a432e2b53733b677f8f70564c871c3b0"
	  "c56f9f411983065b5b596a7eefae6f81e9d8ac4a94f094bef2458b2757b4d5eb4cebb1f10ed7b8ab"
	  "02e8126af2a69a4b4622b9a7d24ee872e963943b9a4f2900635c6d7010a4651b1be703ea17c1415f"
	  "07805600a1128ffaf212d7b60b8406a626a97af316d67ae0f27eea09ca4efa11d1b1ea2fb4dbab40"
	  "90b0520fcb4efbfcee63271c46d033a4" },
	{ "base 0",
	  "00", "3039", "010001", "00" },
	{ "base 0, exponent all ones",
	  "00", ONES, PRIME, "00" },
	{ "base 1, exponent all ones",
	  "01", ONES, PRIME, "01" },
	{ "base is the modulus",
	  PRIME, "3039", PRIME, "00" },
	{ "base is the modulus, small",
	  "03", "02", "03", "00" },
	{ "modulus 3, base 2, exponent all ones",
	  "02", ONES, "03", "02" },
	{ "modulus 3, all else all ones",
	  ONES, ONES, "03", "00" },
	{ "modulus 5, base and exponent large",
	  ONES_BUT_1, ONES, "05", "04" },
	{ "modulus 15, base not prime to it",
	  "06", "10000000000000000000000000", "0f", "06" },
	{ "modulus 9, power is 0",
	  "03", "02", "09", "00" },
	{ "modulus of one word, top bit clear",
	  "075bcd15", "3ade68b1", "3b9aca07", "26e4fd0e" },
	{ "modulus of one word, all ones",
	  "010000000000000000", "0100000000000000000000000000000001", "ffffffffffffffff", "01" },
	{ "modulus one bit above a word",
	  "fffffffffffffffb", "020000000000000003", "01000000000000000d", "9d8471cc79bab67f" },
	{ "modulus of 1025 bits",
	  "02e90edd", "168f08f8e7", "01" ZEROS_126 "0283",
	  "a3a5f2df5b2e3efca3e567d32faf637471fc494e46a47c3d62e5b9f9c07f5f69224911f95bd68ec4"
	  "2535f477706c79e9b50f60c5946161bef1041822e71fb48152c9130de58640bfdce720795e84d70d"
	  "ac4d96a79a537724397b4ee42ccc70c8db91b50675534583e1080aa761c7a24419732ce8c62e7230"
	  "ecb9ac66614a8705" },
	{ "exponent is its top bit",
	  "03", "80" ZEROS_126 ZEROS_126 "000000", PRIME,
	  "4ec14778edd15111228b44c532468be62de021a14ab1a1ef166a2efdeb365a247bfe72a804271595"
	  "7ee543bdc338925fa80ff1d7e06c000f9f38486802b372304e76aae93a5c4a6af88f02a30e8ee896"
	  "aa3effb0cb0dce55c83e37d3181ab5ae514625f3b3e9443ebeb215d01e5ddf667f907638f82f3dc0"
	  "e31c433c7c53db2276a027e482151fb33d6c9871cb41dbaca7bba5e90242e3f8adc29e5efce9adc1"
	  "776d3ea838b47c5f9026e2f5412434ba2bfff7b137c82a1d6d0d69c78599ec9cc616361b9f09e1e3"
	  "e767f86dbe53c91fabc3fd181df7f5a9a2bbca49547b388fdb7c6a63d334f4e0ddb39dce1057dd85"
	  "d664a4d3c2e4f2c762438473bd5f8d7d" },
	{ "exponent all ones",
	  "03", ONES, PRIME,
	  "2a1e067731394cbf35176cefbc9f9b631ee5cb66f3bca2b1c85c4bf23b9a7000a97eae2b0d6a0462"
	  "039cf48e0e22b88fee0443abe66da6d6c1fa61cd9fa8d921725525c1f7385be1cd34c00100af45b2"
	  "89d75eb54ab1241ee7936bda8eed6544b5979a60906df642867b16dd36dcbcb163e1bacdc39277ef"
	  "72078e99b0e5ddf67d2ced61f13e87f6bc63334a0b631998bcd8c1a026d4a756b97e1642eb800ea2"
	  "2a9a113b11488ffc6b985f4b23ed65c44f6d163d37dc45f714f25932acb63a1490f4e7bf2748d7dc"
	  "22cef3c2266cda6272a335a8b2f44fa9e50fa150638a3db4e70a0a2e5364ce2f3cc4fe7ca513a4a3"
	  "fd4cd923df51f114db12393064af64ca" },
	{ "base and exponent all ones",
	  ONES, ONES, PRIME,
	  "1e75c5db245750fb2c562b6135ea363d9dfc58c425da6502961498424f40361c5afb7f570a803d53"
	  "34e9af29e52257dd18a0dec7d12a6a28a16a7f48c5bf5d35edd598984d9dfba540846ed4538e4375"
	  "d1506eb0dc63f69e0514c615a199627d3b7068b1ee92d6e9a22d2e157d140e1e93657c093d73f4fe"
	  "2aa8e04c86f550438136def86f9ba5c7ae7db630b279a478513e073a952ddf138efbad2482b2fc1e"
	  "f481cc15ab491fffa5b4042fffff0c24de08c895114f52a85a36f19a42eb4dd42ae8d427df4b5751"
	  "e9f52eba9f9104240db96e6ace4ffd2e956338898a2484739b8b96f4562d88d4dde90e8b17f723db"
	  "7e7b5a0cbf566d2fef9fb0fb609cd69e" },
	{ "exponent and modulus all ones",
	  "03", ONES, ONES,
	  "d6bf42922c22e17860069ae57c027b2baba67ec301c02016997c685fb565b037d58c9c1c568b289e"
	  "fc7bc4eba019df021196d323cfc812e56a2b6eb65d7f2a20becd7642b2ee9c1842353a1e473bb436"
	  "04ba8607e7437888ad0877113e133eee29f7b0945508f271d463bd1118d433a1350644209cb307ba"
	  "6253d1b0f2ee8f8177eec764b0111cee1463a1c604c5ab56ee0bf46cd74ad864cb7edd1aa4e325de"
	  "b85fe7a8d4e9f1b2671f07e2b7693b027ecf6384f170075e7e124aaeed681a3c65e3dd21e8acd3c9"
	  "0a9e9a4e686377af6fcbfc1ab356c77e44b153a9ac06bbedd368bf6089be72c9f2afb2d5249bd9c5"
	  "9d66a86bfd4628a54153fd3cb78403fc" },
	{ "base is minus one",
	  ONES_BUT_1, ONES, ONES, ONES_BUT_1 },
};

/* HEX as a number of 256 bytes that end at a guard page. */
static uint8_t *
number(const char *hex)
{
	uint8_t *p = tu_guarded(E2E_DH_BYTES);
	size_t n = strlen(hex) / 2;

	ck_assert_uint_le(n, E2E_DH_BYTES);
	memset(p, 0, E2E_DH_BYTES - n);
	(void)tu_hex(p + E2E_DH_BYTES - n, n, hex);
	return p;
}

/* The same number still; gives it back. */
static void
release(uint8_t *p, const char *hex)
{
	uint8_t *same = number(hex);

	ck_assert_mem_eq(p, same, E2E_DH_BYTES);
	tu_guarded_free(same, E2E_DH_BYTES);
	tu_guarded_free(p, E2E_DH_BYTES);
}

static void
check_power(const struct tb_raw *raw, const char *what, const char *base_hex,
            const char *exp_hex, const char *mod_hex, const char *power_hex)
{
	uint8_t *base = number(base_hex), *exp = number(exp_hex), *mod = number(mod_hex);
	uint8_t *right = number(power_hex), *got = number(ONES);
	int32_t err = raw->backend->modexp(raw->state, got, base, exp, mod);

	ck_assert_msg(err == E2E_OK && memcmp(got, right, E2E_DH_BYTES) == 0, "%s: %s",
	              raw->backend->name, what);
	release(got, power_hex);
	release(right, power_hex);
	release(base, base_hex);
	release(exp, exp_hex);
	release(mod, mod_hex);
}

START_TEST(known_powers)
{
	struct tb_raw raw;
	size_t i;

	tb_raw_open(&raw, tu_backend((size_t)_i));
	for (i = 0; i < COUNT(known); i++)
		check_power(&raw, known[i].what, known[i].base, known[i].exp, known[i].mod,
		            known[i].power);
	tb_raw_close(&raw);
}
END_TEST

/* Row dh-p-ex012: CPython pow; confirmed with TDLib 1.8.66, gotd/td, GramJS, MadelineProto. */
static const char exchange_a[] =
	"ec37685253fcf49c0936c5d806d71dfe29ad7a66e584627ab7e7c4956255fb141fc77c66cf582978"
	"05e6f1c710bec102b64281c86e01db8a17826858f44cf7ae52d5a43be0e32dda3fb8f220c1d4af0e"
	"7338e71fc66be13b0a20993a737ca4e71fa6b24d172e059252e3f52596bc7a35eca92817e50a3a80"
	"2db251b0cccc6fe2eaec647333b8ac211f8f114a5d36e5af632c53eee5fef2cb9201a67fb9c567f2"
	"2440042745f356a04da943ac7240f6f782c61ba8612c8d5c35ca1a915fa05ec8a429eab5ba54cad3"
	"1ddb97ed974deb187a147d2f93f49eebd55872b865d7dc00b10e51639cabe0f0524ebff08d605830"
	"c067a74a6dd8bea21a148b24481e5964";
static const char exchange_g_a[] =
	"98ac77151f37b40e3377e069a61f5cc8c51fcdcb94f5104eed1e409a7c943b520038ef49411976c5"
	"89443d2cebc36eb15d81fca000454adfcb50caf886a8e562eef4d5fe928de521f94ca6625360bca3"
	"ba08e4bc6405a3e3f98484c892010954a13dc6e8d18462517675b86a9d64af97b0d095ed77ce9ea5"
	"0eed430b7580fbf9aec14f8a87bfa1fb521445ff5782b731a15175296722acefe32f7a47ffff11a1"
	"efa565014e7cb2a57c78340f2c123cc42b75b7de96e984cae790b3d34567361055a260cd9a1226e1"
	"8b58173bcdca5320ec1bc94319a1eaccbad2900996ffb0061845e1566d27e0e1dd05d6d6a719355d"
	"dfa1c63c46a098a61e4d4c9ecf5925e2";
static const char exchange_b[] =
	"9ac9ee30d1f5414ef5956bc1b65fa551f4b393070ba17aea2753961f47480885f311e04f92472c1e"
	"d02048c366e0c83dcf65eebb4f2763025ce54d4c58bac36a402872d1421bc1fa1cfa0248c208ef65"
	"0adb6e04652c4b0f12bb57f63a9e366d3b99da24c83f886e0259c321bf34931281e81968969e860b"
	"11d98b9416e0fadb64257444be18321769f10e96f5bf78572edcb736827465a73d5bc8e05812847b"
	"863035f509d6efe2ff83276fef6db559eec4c8d0b426c53e3c3bb04282bc0dc5f797007c620ef162"
	"6ed74944d1474a0a88c1f04892c5d1fc52d7527a059d5214f0a2f92ab1439b6c558c58d6a1874d82"
	"4691d653f56fb424f63690c5a0c0f43e";
static const char exchange_g_b[] =
	"8084b67dc5f559c31c0640420eaf7da8b19b75acb8153dbba5ea90148831c27a16d833b18c4172ea"
	"ecab07693f8a9adca0f29a6bb3d5f5aa774768945176e421445c4190557fd575353de70dcc98ab97"
	"e199deb14e89965b11acb9d4ee2dc600eb17cf8a93c341dee16caae56cde322a5fb72d8e815f4309"
	"97699e6979ea4752b3c6193ea156063fc211ebb750a1fc60162bdb20faba21e4cbcb6f9205d006ce"
	"2c55fda1554d11e417705ca465db25acfd576b04033b15753e39c6cb82ee13489c5edd9640334cfd"
	"c1c33235a160a97aaa71145eea17877a7a6876a2e3e533386a0be3fbc2d18a77587cc9d7d525db3e"
	"39d050bd32f11c8ab69bab7814f3f414";
static const char exchange_key[] =
	"0000e33cf38b28f2d38be4ca3e7ddcd2aa4803755141e38fbef37f4feef080e338f3898b4b7c7f1f"
	"7d910d7e5128058cf2e6b74134ce44bea60cb4e2cb65f95adc79cdf39f4fe658f101aa336c5d100e"
	"ce51df0baf63db3dafcc787fc1e45622eeb908ac2612832477527f2dc7836d29bb5dc070762b4f76"
	"880990cbb53d5d13564d29f77f10f7dd127cc3d5a7e85068ded756fe6c316f3e6cb08f0fbd510295"
	"ce249a266308a65573312326304e2c1c9c87c88011cdc4899e7e07e0b98b9d8b6096a8e776851727"
	"37b1dd09035adb23ee124bd0b2cbf9c00de44d4d036d9af84acc707d9f35f9e3ee2c6b8abc21acf9"
	"bd6935b46f8ee50fd799bf2e51e3df5a";

/* The key of this exchange begins with two zero bytes, which must be there. */
START_TEST(known_exchange)
{
	struct tb_raw raw;

	ck_assert_int_eq(memcmp(exchange_key, "0000", 4), 0);
	tb_raw_open(&raw, tu_backend((size_t)_i));
	check_power(&raw, "g_a", "03", exchange_a, PRIME, exchange_g_a);
	check_power(&raw, "g_b", "03", exchange_b, PRIME, exchange_g_b);
	check_power(&raw, "key of a", exchange_g_b, exchange_a, PRIME, exchange_key);
	check_power(&raw, "key of b", exchange_g_a, exchange_b, PRIME, exchange_key);
	tb_raw_close(&raw);
}
END_TEST

static void
modexp(const struct tb_raw *raw, uint8_t *out, const uint8_t *base, const uint8_t *exp,
       const uint8_t *mod)
{
	ck_assert_int_eq(raw->backend->modexp(raw->state, out, base, exp, mod), E2E_OK);
}

START_TEST(small_powers_by_counting)
{
	struct tb_raw raw;
	uint8_t base[E2E_DH_BYTES] = { 0 }, exp[E2E_DH_BYTES] = { 0 };
	uint8_t mod[E2E_DH_BYTES] = { 0 }, right[E2E_DH_BYTES] = { 0 }, got[E2E_DH_BYTES];
	const size_t last = E2E_DH_BYTES - 1;
	unsigned m, b, e, power;

	tb_raw_open(&raw, tu_backend((size_t)_i));
	for (m = 3; m < 64; m += 4) {
		for (b = 0; b < 70; b += 3) {
			power = 1;
			for (e = 0; e < 4; e++) {
				mod[last] = (uint8_t)m;
				base[last] = (uint8_t)b;
				exp[last] = (uint8_t)e;
				right[last] = (uint8_t)(power % m);
				modexp(&raw, got, base, exp, mod);
				ck_assert_mem_eq(got, right, E2E_DH_BYTES);
				power = power * b % m;
			}
		}
	}
	tb_raw_close(&raw);
}
END_TEST

/* (g ^ a) ^ b = (g ^ b) ^ a, whatever the odd modulus. */
START_TEST(two_exponents_commute)
{
	struct tb_raw raw;
	uint8_t base[E2E_DH_BYTES], a[E2E_DH_BYTES], b[E2E_DH_BYTES], mod[E2E_DH_BYTES];
	uint8_t g_a[E2E_DH_BYTES], g_b[E2E_DH_BYTES], g_ab[E2E_DH_BYTES], g_ba[E2E_DH_BYTES];
	uint64_t seed = 1;
	size_t i;

	tb_raw_open(&raw, tu_backend((size_t)_i));
	for (i = 0; i < 10; i++) {
		tu_fill(&seed, base, sizeof base);
		tu_fill(&seed, a, sizeof a);
		tu_fill(&seed, b, sizeof b);
		tu_fill(&seed, mod, sizeof mod);
		memset(mod, 0, i * 27); /* shorter and shorter */
		mod[E2E_DH_BYTES - 1] |= 1;
		modexp(&raw, g_a, base, a, mod);
		modexp(&raw, g_b, base, b, mod);
		modexp(&raw, g_ab, g_a, b, mod);
		modexp(&raw, g_ba, g_b, a, mod);
		ck_assert_mem_eq(g_ab, g_ba, E2E_DH_BYTES);
		ck_assert_int_lt(memcmp(g_ab, mod, E2E_DH_BYTES), 0);
	}
	tb_raw_close(&raw);
}
END_TEST

/* A library may have little locked memory, and a host many accounts. */
START_TEST(works_while_many_states_are_open)
{
	static struct tb_raw raw[200];
	uint8_t base[E2E_DH_BYTES] = { 0x55 }, exp[E2E_DH_BYTES], mod[E2E_DH_BYTES];
	uint8_t first[E2E_DH_BYTES], got[E2E_DH_BYTES];
	size_t i;

	memset(exp, 0xc3, sizeof exp);
	(void)tu_hex(mod, sizeof mod, PRIME);
	for (i = 0; i < COUNT(raw); i++) {
		tb_raw_open(&raw[i], tu_backend((size_t)_i));
		if (i % 20 != 0 && i != COUNT(raw) - 1)
			continue;
		modexp(&raw[i], i == 0 ? first : got, base, exp, mod);
		ck_assert(i == 0 || memcmp(got, first, sizeof first) == 0);
	}
	for (i = 0; i < COUNT(raw); i++)
		tb_raw_close(&raw[i]);
}
END_TEST

TCase *
tb_case_modexp(void)
{
	TCase *tc = tcase_create("modexp");
	int n = (int)tu_backend_count();

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, known_powers, 0, n);
	tcase_add_loop_test(tc, known_exchange, 0, n);
	tcase_add_loop_test(tc, small_powers_by_counting, 0, n);
	tcase_add_loop_test(tc, two_exponents_commute, 0, n);
	tcase_add_loop_test(tc, works_while_many_states_are_open, 0, n);
	return tc;
}
