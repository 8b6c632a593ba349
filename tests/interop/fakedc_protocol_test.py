# SPDX-License-Identifier: ISC
"""fakedc below the API: TL, ciphers, transports, making and binding keys, where it listens."""
import asyncio
import os
import subprocess
import sys
import unittest
from typing import Any

import fakedc
from fakedc import aes, envelope, schema, tl
from fakedc.tl import Object, Reader, TlError
from fakedc_case import HERE, ServerCase, server_key
from fakedc_client import Client, binding

# auth.bindTempAuthKey: a permanent key of bytes 37 i + 11, and what the method carries under it
BIND_KEY = bytes((37 * i + 11) % 256 for i in range(256))
BIND_PACKET = bytes.fromhex(
    "9fb90628b1c1f319119112aa84dfcf03e321c1007f6b05e43d535f59c9dd197748dddea1c08a0544"
    "6a0b7609e5eb64cfb689497ee271710649fe3b47115878a01ae378c5626c862774c242c08c31c7d4"
    "284a7cf78d33298e489cccd107d977c27cd60046702ac9b3")


class TlTest(unittest.TestCase):
    """Bytes and objects."""

    def test_strings(self) -> None:
        for length in (0, 1, 3, 253, 254, 255, 70000):
            coded = tl.string(b"a" * length)
            self.assertEqual(len(coded) % 4, 0)
            reader = Reader(coded)
            self.assertEqual((reader.string(), reader.at), (b"a" * length, len(coded)))

    def test_flags(self) -> None:
        fields: Any = dict(flags=1, id=-5, folder_id=0, access_hash=1 << 62, date=2, admin_id=3,
                      participant_id=4, g_a=b"g")
        chat = Object("encryptedChatRequested", **fields)
        self.assertEqual(schema.API.decode(schema.API.encode(chat)), chat)
        chat = Object("encryptedChatRequested", **{**fields, "flags": 0, "folder_id": None})
        self.assertEqual(schema.API.decode(schema.API.encode(chat)), chat)

    def test_bad_bytes(self) -> None:
        good = schema.API.encode(Object("messages.dhConfigNotModified", random=b"random"))
        for data in (b"", b"\1\2\3\4", good[:-4], good + bytes(4)):
            with self.assertRaises(TlError):
                schema.API.decode(data)
        with self.assertRaises(TlError):
            schema.API.encode(Object("messages.dhConfigNotModified"))

    def test_user_by_layer(self) -> None:
        user = Object("user", id=1, access_hash=2, first_name="a", phone="1")
        ids = {144: 0x3FF6ECB0, 184: 0x215C4438, 185: 0x83314FCA, 200: 0x020B1422,
               208: 0x020B1422, 222: 0x31774388, 227: 0x31774388, 229: 0xB1B8CC83}
        for layer, number in ids.items():
            self.assertEqual(Reader(schema.API.encode(user, layer)).uint32(), number, layer)


class CipherTest(unittest.TestCase):
    """IGE against its definition, and the vector of auth.bindTempAuthKey."""

    @staticmethod
    def by_definition(key: bytes, iv: bytes, plain: bytes) -> bytes:
        """c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]; one block of CBC with IV x is E(p ^ x)."""
        last_coded, last_plain, out = iv[:16], iv[16:], b""
        for at in range(0, len(plain), 16):
            block = aes.Cipher(aes.algorithms.AES(key), aes.modes.CBC(last_coded)).encryptor()
            coded = block.update(plain[at:at + 16])
            last_coded = bytes(a ^ b for a, b in zip(coded, last_plain))
            last_plain = plain[at:at + 16]
            out += last_coded
        return out

    def test_ige(self) -> None:
        for blocks in (0, 1, 2, 3, 4, 50):
            key, iv, plain = os.urandom(32), os.urandom(32), os.urandom(16 * blocks)
            coded = aes.ige_encrypt(key, iv, plain)
            self.assertEqual(coded, self.by_definition(key, iv, plain))
            self.assertEqual(aes.ige_decrypt(key, iv, coded), plain)

    def test_binding_vector(self) -> None:
        message = envelope.open_binding(BIND_KEY, BIND_PACKET)
        self.assertEqual(message.msg_id, 0x5F5E5D5C5B5A5958)
        self.assertEqual(schema.MTPROTO.decode(message.body), Object(
            "bind_auth_key_inner", nonce=0x1112131415161718, temp_session_id=0x3132333435363738,
            temp_auth_key_id=0x2122232425262728, expires_at=1700000000,
            perm_auth_key_id=int.from_bytes(envelope.key_id(BIND_KEY), "little")))
        for at in (0, 10, 30, 100):
            bad = bytearray(BIND_PACKET)
            bad[at] ^= 1
            with self.assertRaises(TlError):
                envelope.open_binding(BIND_KEY, bytes(bad))


class TransportTest(ServerCase):
    """Every way to cut packets, with a whole key exchange and a call."""

    async def talk(self, **transport: object) -> None:
        client = await self.login(1, **transport)
        config = await client.call("help.getConfig")
        self.assertEqual((config.this_dc, config.dc_options[0].port),
                         (self.server.dc_id, self.server.port))
        used = [r for r in self.server.log if r.kind == "connect"]
        self.assertEqual(used[-1].name, transport["name"])

    async def test_full(self) -> None:
        await self.talk(name="full")

    async def test_abridged(self) -> None:
        await self.talk(name="abridged")
        await self.talk(name="abridged", obfuscated=True)

    async def test_intermediate(self) -> None:
        await self.talk(name="intermediate")
        await self.talk(name="intermediate", obfuscated=True)

    async def test_padded_intermediate(self) -> None:
        await self.talk(name="padded intermediate")
        await self.talk(name="padded intermediate", obfuscated=True)

    async def test_socks5(self) -> None:
        await self.talk(name="intermediate", obfuscated=True, socks=True)
        record = [r for r in self.server.log if r.kind == "connect"][0]
        self.assertEqual(record.details["socks"], ("149.154.167.40", 443))

    async def test_nonsense(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(b"GET / HTTP/1.1\r\n" + bytes(range(200)))
        self.assertEqual(await asyncio.wait_for(reader.read(), 10), b"")
        writer.close()

    async def test_broken_off_anywhere(self) -> None:
        for length in (1, 3, 7, 40):
            _, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
            writer.write(b"\xee" * length)
            writer.close()
        await self.talk(name="intermediate")


class KeyTest(ServerCase):
    """The key exchange, and temporary keys."""

    async def test_paddings(self) -> None:
        for old in (False, True):
            client = await self.client()
            done = await client.make_key(old_padding=old)
            self.assertEqual(done.name, "dh_gen_ok")
            client.listen()
            self.assertEqual((await client.call("help.getNearestDc")).this_dc, 1)

    async def test_bad_g_b(self) -> None:
        client = await self.client()
        self.assertEqual((await client.make_key(g_b=1)).name, "dh_gen_fail")
        self.assertEqual(self.server.keys.all(), [])

    async def test_unknown_key(self) -> None:
        client = await self.client()
        await client.make_key()
        client.key = os.urandom(256)
        client.listen()
        client.send_service("ping", ping_id=1)
        self.assertEqual((await client.notice("error")).code, -404)

    async def temporary(self) -> Client:
        """A client with a temporary key, and the permanent one of user 1 in perm_key."""
        other = await self.login(1)
        client = await self.client()
        await client.make_key(expires_in=3600)
        client.listen()
        client.perm_key = other.key
        return client

    async def bind(self, client: Client, **changes: int) -> bool:
        """auth.bindTempAuthKey, with other values in the inner message."""
        def number(key: bytes) -> int:
            return int.from_bytes(envelope.key_id(key), "little", signed=True)
        expires_at = [k.expires_at for k in self.server.keys.all() if k.key == client.key][0]
        client.acknowledge()
        message_id = client.next_id()
        fields = dict(nonce=5, perm_auth_key_id=number(client.perm_key), expires_at=expires_at)
        inner = dict(fields, temp_auth_key_id=number(client.key),
                     temp_session_id=client.session_id, msg_id=message_id)
        inner.update(changes)
        packed = binding(client.perm_key, Object("bind_auth_key_inner", **inner), inner["msg_id"])
        body = client.body("auth.bindTempAuthKey", encrypted_message=packed, **fields)
        future = client.expect(message_id)
        client.send_message(envelope.Message(message_id, client.next_seqno(), body))
        data = await asyncio.wait_for(future, 10)
        return fakedc.rpc.decode_result("auth.bindTempAuthKey", data)

    async def test_binding(self) -> None:
        client = await self.temporary()
        await self.refused("AUTH_KEY_PERM_EMPTY", client.call("updates.getState"))
        self.assertTrue(await self.bind(client))
        self.assertEqual((await client.call("updates.getState")).qts, 100)
        mine = await client.call("users.getUsers", id=[Object("inputUserSelf")])
        self.assertEqual(mine[0].id, 1)

    async def test_binding_refused(self) -> None:
        client = await self.temporary()
        for name in ("nonce", "temp_auth_key_id", "temp_session_id", "expires_at", "msg_id",
                     "perm_auth_key_id"):
            await self.refused("ENCRYPTED_MESSAGE_INVALID", self.bind(client, **{name: 4}))
        await self.refused("AUTH_KEY_PERM_EMPTY", client.call("updates.getState"))

    async def test_expired(self) -> None:
        client = await self.temporary()
        await self.bind(client)
        [key] = [k for k in self.server.keys.all() if k.expires_at]
        key.expires_at = 1
        client.send_service("ping", ping_id=1)
        self.assertEqual((await client.notice("error")).code, -404)


class HostTest(unittest.TestCase):
    """Nothing but loopback."""

    def test_refused(self) -> None:
        for host in ("0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "2001:db8::1", "example.org", ""):
            with self.assertRaises(ValueError, msg=host):
                fakedc.Server(server_key(), host=host)

    def test_taken(self) -> None:
        for host in ("127.0.0.1", "127.1.2.3", "::1", "localhost"):
            self.assertTrue(fakedc.Server(server_key(), host=host).host)

    def test_small_key(self) -> None:
        with self.assertRaises(ValueError):
            fakedc.Server(b"not a key")

    def test_command(self) -> None:
        command = [sys.executable, "-B", "-m", "fakedc", "--host", "0.0.0.0", "--key",
                   os.devnull]
        run = subprocess.run(command, cwd=HERE, stderr=subprocess.PIPE, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn(b"loopback", run.stderr)
