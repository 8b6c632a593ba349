# SPDX-License-Identifier: ISC
"""A small MTProto client for the tests of fakedc: enough to be polite, and to be impolite."""
import asyncio
import hashlib
import os
import struct
import time
import zlib
from typing import Any, Dict, List, Optional

from cryptography.hazmat.primitives.serialization import load_pem_public_key

from fakedc import aes, dh, envelope, rpc, schema, tl, transport
from fakedc.envelope import Envelope, Message
from fakedc.tl import Object, Reader

LAYER = 227
RPC_RESULT, CONTAINER, FUTURE_SALTS = 0xF35C6D01, 0x73F1F8DC, 0xAE500895
TIMEOUT = 10.0


def obfuscated_head(tag: bytes) -> bytes:
    """64 random bytes that cannot be taken for another transport, the tag in their place."""
    while True:
        head = os.urandom(56) + tag + struct.pack("<h", 1) + os.urandom(2)
        plain = head[0] != 0xEF and head[:4] not in (b"\xdd" * 4, b"\xee" * 4)
        if plain and head[0] != 5 and head[4:8] != bytes(4):
            return head


class Client:
    """One connection at a time, one key, one session; made by connect() and make_key()."""

    def __init__(self, port: int, public_pem: bytes, layer: int = LAYER) -> None:
        self.port = port
        public: Any = load_pem_public_key(public_pem)
        self._modulus, self._exponent = public.public_numbers().n, public.public_numbers().e
        self.layer = layer
        self.key = b""
        self.perm_key = b""  # what self.key, if temporary, is to be bound to
        self.user_id = 0
        self.salt = 0
        self.session_id = int.from_bytes(os.urandom(8), "little", signed=True)
        self.updates: "asyncio.Queue[Object]" = asyncio.Queue()
        self.service: "asyncio.Queue[Object]" = asyncio.Queue()
        self.acks: List[int] = []
        self.acknowledges = True
        self._waiting: Dict[int, "asyncio.Future[bytes]"] = {}
        self._last_id = 0
        self._content = 0
        self._reading: Optional[asyncio.Task] = None

    # the connection

    async def connect(self, name: str = "intermediate", obfuscated: bool = False,
                      socks: bool = False) -> None:
        """Connect with the transport of this name."""
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._stream = transport.Stream(reader, self._writer)
        if socks:
            self._writer.write(b"\x05\x01\x00\x05\x01\x00\x01\x95\x9a\xa7\x28\x01\xbb")
            await reader.readexactly(12)
        tags = {"abridged": transport.ABRIDGED, "intermediate": transport.INTERMEDIATE,
                "padded intermediate": transport.PADDED}
        if name == "full":
            self._codec: Any = transport.Full(b"")
        elif name == "abridged":
            self._codec = transport.Abridged()
        else:
            self._codec = transport.Intermediate(name.startswith("padded"))
        if obfuscated:
            self._obfuscate(tags[name])
        elif name != "full":
            self._writer.write(tags[name][:1] if name == "abridged" else tags[name])

    def _obfuscate(self, tag: bytes) -> None:
        head = obfuscated_head(tag)
        encrypt = aes.ctr(head[8:40], head[40:56])
        mirrored = head[8:56][::-1]
        self._writer.write(head[:56] + encrypt(head)[56:])
        self._stream.obfuscate(aes.ctr(mirrored[:32], mirrored[32:]), encrypt)

    def cut_off(self) -> bool:
        """Whether the server has ended the connection."""
        return self._reading is not None and self._reading.done()

    async def disconnect(self) -> None:
        """Close the connection; the session remains."""
        if self._reading:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
            self._reading = None
        self._writer.close()

    def send_packet(self, packet: bytes) -> None:
        self._stream.write(self._codec.frame(packet))

    async def read_packet(self) -> bytes:
        return await asyncio.wait_for(self._codec.read(self._stream), TIMEOUT)

    # the key

    async def _exchange(self, method: str, **fields: Any) -> Object:
        body = schema.MTPROTO.encode(Object(method, **fields))
        self.send_packet(bytes(8) + tl.int64(self.next_id()) + tl.int32(len(body)) + body)
        return schema.MTPROTO.read(Reader((await self.read_packet())[20:]))

    def _pad(self, data: bytes, old: bool) -> int:
        """What is raised to the exponent: RSA_PAD, or the padding before it."""
        if old:
            data = hashlib.sha1(data).digest() + data
            return int.from_bytes(data + os.urandom(255 - len(data)), "big")
        data += os.urandom(192 - len(data))
        while True:
            key = os.urandom(32)
            plain = data[::-1] + hashlib.sha256(key + data).digest()
            coded = aes.ige_encrypt(key, bytes(32), plain)
            mask = hashlib.sha256(coded).digest()
            number = int.from_bytes(bytes(a ^ b for a, b in zip(key, mask)) + coded, "big")
            if number < self._modulus:
                return number

    async def make_key(self, expires_in: int = 0, old_padding: bool = False,
                       g_b: Optional[int] = None) -> Object:
        """Make an auth key, temporary if expires_in is not 0; the last answer of the exchange."""
        nonce, new_nonce, factor = os.urandom(16), os.urandom(32), 1229739323
        answer = await self._exchange("req_pq_multi", nonce=nonce)
        pq = int.from_bytes(answer.pq, "big")
        p, q = (n.to_bytes(4, "big") for n in (factor, pq // factor))
        fields = dict(pq=answer.pq, p=p, q=q, nonce=nonce, server_nonce=answer.server_nonce,
                      new_nonce=new_nonce, dc=1)
        if expires_in:
            inner = Object("p_q_inner_data_temp_dc", expires_in=expires_in, **fields)
        else:
            inner = Object("p_q_inner_data_dc", **fields)
        number = pow(self._pad(schema.MTPROTO.encode(inner), old_padding), self._exponent,
                     self._modulus)
        names = dict(nonce=nonce, server_nonce=answer.server_nonce)
        offer = await self._exchange(
            "req_DH_params", p=p, q=q, encrypted_data=number.to_bytes(256, "big"),
            public_key_fingerprint=answer.server_public_key_fingerprints[0], **names)
        return await self._finish(offer, new_nonce, names, g_b)

    async def _finish(self, offer: Object, new: bytes, names: Dict[str, bytes],
                      g_b: Optional[int]) -> Object:
        def sha1(data: bytes) -> bytes:
            return hashlib.sha1(data).digest()
        server = names["server_nonce"]
        key = sha1(new + server) + sha1(server + new)[:12]
        iv = sha1(server + new)[12:] + sha1(new + new) + new[:4]
        data = aes.ige_decrypt(key, iv, offer.encrypted_answer)
        params = schema.MTPROTO.read(Reader(data[20:]))
        b = int.from_bytes(os.urandom(32), "big")
        own = pow(params.g, b, dh.PRIME) if g_b is None else g_b
        inner = schema.MTPROTO.encode(Object("client_DH_inner_data", retry_id=0,
                                             g_b=own.to_bytes(256, "big"), **names))
        data = sha1(inner) + inner
        data += os.urandom(-len(data) % 16)
        done = await self._exchange("set_client_DH_params",
                                    encrypted_data=aes.ige_encrypt(key, iv, data), **names)
        shared = dh.to_bytes(pow(int.from_bytes(params.g_a, "big"), b, dh.PRIME))
        if done.name == "dh_gen_ok":
            wanted = sha1(new + b"\x01" + sha1(shared)[:8])[4:]
            assert done.new_nonce_hash1 == wanted
            self.key = shared
            self.salt = int.from_bytes(bytes(a ^ b for a, b in zip(new, server[:8])), "little",
                                       signed=True)
        return done

    # the session

    def next_id(self) -> int:
        self._last_id = max(int(time.time() * 2 ** 32) & ~3, self._last_id + 4)
        return self._last_id

    def next_seqno(self, content: bool = True) -> int:
        self._content += content
        return self._content * 2 - content

    def listen(self) -> None:
        """Start to read encrypted messages."""
        self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        while True:
            packet = await self._codec.read(self._stream)
            if len(packet) < 24:
                self.service.put_nowait(
                    Object("error", code=struct.unpack("<i", packet[:4])[0], text=""))
                continue
            message = envelope.open_packet(self.key, packet, envelope.FROM_SERVER).message
            self._handle(message)

    def _handle(self, message: Message) -> None:
        reader = Reader(message.body)
        if message.seqno & 1 and self.acknowledges:
            self.acks.append(message.msg_id)
        if reader.uint32() == RPC_RESULT:
            future = self._waiting.pop(reader.int64(), None)
            if future and not future.done():
                future.set_result(rpc.unpacked(reader.rest()))
        elif Reader(message.body).uint32() == FUTURE_SALTS:
            reader.raw(12)
            count = reader.int32()
            salts = [(reader.int32(), reader.int32(), reader.int64()) for _ in range(count)]
            self.service.put_nowait(Object("future_salts", salts=salts))
        elif Reader(message.body).uint32() in schema.MTPROTO.by_id:
            value = schema.MTPROTO.decode(message.body)
            if value.name == "bad_server_salt":
                self.salt = value.new_server_salt
            self.service.put_nowait(value)
        else:
            value = schema.API.decode(rpc.unpacked(message.body))
            for update in value.get("updates") or [value]:
                self.updates.put_nowait(update)

    def send_message(self, message: Message) -> None:
        """Send one message as it is."""
        self.send_packet(envelope.seal(self.key, Envelope(self.salt, self.session_id, message),
                                       envelope.FROM_CLIENT))

    def send_service(self, name: str, content: bool = False, **fields: Any) -> int:
        """Send a service message; its id."""
        body = schema.MTPROTO.encode(Object(name, **fields))
        message = Message(self.next_id(), self.next_seqno(content), body)
        self.send_message(message)
        return message.msg_id

    def acknowledge(self) -> None:
        """Acknowledge what was received."""
        acks, self.acks = self.acks, []
        if acks:
            self.send_service("msgs_ack", msg_ids=acks)

    def body(self, method: str, **fields: Any) -> bytes:
        """A call, wrapped as the first call of a connection is."""
        query = schema.API.encode(Object(method, **fields))
        query = schema.API.encode(Object(
            "initConnection", api_id=1, device_model="test", system_version="1",
            app_version="1", system_lang_code="en", lang_pack="", lang_code="en", query=query))
        return schema.API.encode(Object("invokeWithLayer", layer=self.layer, query=query))

    def expect(self, msg_id: int) -> "asyncio.Future[bytes]":
        """The bytes of the answer to this message."""
        return self._waiting.setdefault(msg_id, asyncio.get_running_loop().create_future())

    async def call(self, method: str, **fields: Any) -> Any:
        """Make a call and acknowledge what came before; its result, or RpcError."""
        self.acknowledge()
        message = Message(self.next_id(), self.next_seqno(), self.body(method, **fields))
        future = self.expect(message.msg_id)
        self.send_message(message)
        return rpc.decode_result(method, await asyncio.wait_for(future, TIMEOUT))

    async def update(self) -> Object:
        """The next update."""
        return await asyncio.wait_for(self.updates.get(), TIMEOUT)

    async def notice(self, name: str) -> Object:
        """The next service message with this name."""
        while True:
            value = await asyncio.wait_for(self.service.get(), TIMEOUT)
            if value.name == name:
                return value


def container(client: Client, messages: List[Message]) -> Message:
    """A container with these messages."""
    body = tl.int32(CONTAINER) + tl.int32(len(messages))
    for message in messages:
        body += (tl.int64(message.msg_id) + tl.int32(message.seqno)
                 + tl.int32(len(message.body)) + message.body)
    return Message(client.next_id(), client.next_seqno(False), body)


def gzipped(body: bytes) -> bytes:
    """body as gzip_packed."""
    packer = zlib.compressobj(wbits=31)
    return tl.int32(rpc.GZIP_PACKED) + tl.string(packer.compress(body) + packer.flush())


def binding(perm_key: bytes, inner: Object, msg_id: int) -> bytes:
    """The encrypted_message of auth.bindTempAuthKey."""
    body = schema.MTPROTO.encode(inner)
    plain = os.urandom(16) + tl.int64(msg_id) + tl.int32(0) + tl.int32(len(body)) + body
    msg_key = hashlib.sha1(plain).digest()[4:]
    a = hashlib.sha1(msg_key + perm_key[:32]).digest()
    b = hashlib.sha1(perm_key[32:48] + msg_key + perm_key[48:64]).digest()
    c = hashlib.sha1(perm_key[64:96] + msg_key).digest()
    d = hashlib.sha1(msg_key + perm_key[96:128]).digest()
    plain += os.urandom(-len(plain) % 16)
    coded = aes.ige_encrypt(a[:8] + b[8:20] + c[4:16], a[8:20] + b[:8] + c[16:20] + d[:8], plain)
    return envelope.key_id(perm_key) + msg_key + coded
