# SPDX-License-Identifier: ISC
"""Clients that people have, one for each thing that they were seen to do and the documents do not
have, or forbid. Else they keep to the documents, and close the chat where those say so.

Each has a name for the table; LACKS says what such a client has no means for, by the name of a
capability, with "to" where libe2e acts and "from" where the client does.
"""

import struct
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

from . import crypto, scripted, tl
from .chat import Chat, Heard, Sent
from .tl import Object, Reader, Schema, TLError

BOTH = ("to", "from")
MOST_AGAIN = 1000    # messages that one request may ask for
HOLES = ("the server loses messages", "two holes at once, and one each way",
         "deleted before it was delivered", "SIGKILL while a hole is open")
STEP = "the server loses a step"
ATTRIBUTES = ("small document", "documents of 1, 15, 16 and 17 bytes", "large document",
              "document with a thumbnail", "animation", "voice", "audio", "album")


def lacks(reason: str, *rows: str, ways: Tuple[str, ...] = BOTH) -> Dict[Tuple[str, str], str]:
    """An entry of LACKS for each row and way."""
    return {(row, way): reason for row in rows for way in ways}


class Other(scripted.Peer):
    """A client of this kind."""

    LACKS: Dict[Tuple[str, str], str] = {}

    def lacks(self, row: str, way: str) -> Optional[str]:
        """Why the client cannot do this, or None."""
        return self.LACKS.get((row, way))


# ---- MTProto 1 at first ----------------------------------------------------------------------

@dataclass
class OpenerHabits(scripted.Habits):
    """How it opens a chat."""

    layers: Tuple[int, ...] = (46, 101)    # of the wrapper, by turns from chat to chat
    goes_on: bool = False                  # all that follows is MTProto 1, too


class OpenerChat(Chat):
    """Its notifyLayer has number 0 and is in MTProto 1; what follows is in MTProto 2."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        layers = self.habits.layers
        self.opening_layer = layers[len(self.owner.chats) % len(layers)]

    def layer(self) -> int:
        return self.opening_layer if self.out_raw == 0 else super().layer()

    def seal(self, raw: int, sent: Sent) -> bytes:
        self.in_mtproto1 = raw == 0 or self.habits.goes_on
        return super().seal(raw, sent)

    def writes_mtproto1(self, layer: int) -> bool:
        del layer
        return self.in_mtproto1


class Opener(Other):
    """Opens every chat, in both roles, with a notifyLayer in MTProto 1."""

    chat_class = OpenerChat
    habits_class = OpenerHabits


# ---- No numbers ------------------------------------------------------------------------------

class CounterChat(Chat):
    """It looks at no number of what comes: each packet counts, and is shown, when it comes."""

    rekey_out = rekey_in = None            # begins no re-key

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.shown: List[Tuple[int, str]] = []

    def take(self, heard: Heard) -> None:
        heard.raw = self.in_raw
        self.process(heard)

    def oddities(self, heard: Heard) -> List[str]:
        return list(heard.odd)

    def shows(self, message: Object) -> bool:
        self.shown.append((message["random_id"], message["message"]))
        return True

    def delete(self, random_ids: List[int]) -> None:
        super().delete([number for number in random_ids if number in self.messages])
        self.shown = [entry for entry in self.shown if entry[0] not in random_ids]

    def rewrite(self, raw: int, sent: Sent) -> None:
        """What is deleted is gone."""
        sent.kept = False

    def trim(self) -> None:
        """Nothing: all that it sent is kept."""

    def bad_request(self, heard: Heard, reason: str) -> None:
        """It does not look."""

    def asked(self, first: int, last: int, heard: Heard) -> None:
        """Says it anew, as messages with numbers and random_ids of their own."""
        for raw in range(first, min(last, self.out_raw - 1, first + MOST_AGAIN) + 1):
            sent = self.sent.get(raw)
            if sent is not None and sent.kept:
                random_id = self.owner.new_id()
                self.send({**sent.message, "random_id": random_id}, random_id,
                          service=sent.service, silent=sent.silent, file=sent.file)

    def unexpected(self, action: Object) -> None:
        """Nothing: copies of a step are to be expected."""


class Counter(Other):
    """No check for what came before, and nothing waits for what is missing."""

    chat_class = CounterChat
    LACKS = {
        **lacks("it does not ask for what is missing", HOLES[0], HOLES[1], HOLES[3], ways=("to",)),
        **lacks("asked to resend, it says it anew under new numbers: the gap stays until libe2e"
                " gives it up, after a day", *HOLES, ways=("from",)),
        **lacks("asked to resend, it says it anew, so it may be there twice",
                "pushes come twice and out of order", "pushes are missing, the difference has them",
                "restart of the receiver amid messages", "SIGKILL of the receiver amid messages",
                ways=("from",)),
        **lacks("what the server gives it twice it shows and counts: its next message acknowledges"
                " what was never sent, at which libe2e closes the chat",
                "an answer is lost, the message was taken", "restart of the sender amid messages",
                "SIGKILL of the sender amid messages", ways=("to",)),
        **lacks("it begins no re-key", "begun by one side",
                "one side writes, the other never answers", ways=("from",)),
        **lacks("it does not ask for what is missing", STEP),
    }

    async def do_rekey(self, chat: int) -> None:
        raise self.cannot("it begins no re-key")

    async def do_history(self, chat: int) -> List[Dict[str, Any]]:
        return [{"message": number, "text": text} for number, text in self.chats[chat].shown]


# ---- Numbers that are not doubled ------------------------------------------------------------

class UndoubledChat(Chat):
    """Its requests to resend count messages: no doubling, no side."""

    def ask(self, first: int, last: int) -> None:
        self.ram.asked.add(first)
        self.send_action({"_": "decryptedMessageActionResend", "start_seq_no": first,
                          "end_seq_no": last})


class Undoubled(Other):
    """What it misses is never what it asks for."""

    chat_class = UndoubledChat
    LACKS = {
        **lacks("its requests to resend have numbers that are not doubled", *HOLES, ways=("to",)),
        **lacks("its requests to resend have numbers that are not doubled", HOLES[1],
                ways=("from",)),
        **lacks("its requests to resend have numbers that are not doubled", STEP),
    }


# ---- Vectors without ids ---------------------------------------------------------------------

class BareSchema(Schema):
    """Vectors in objects are written, and read, without the id of their constructor."""

    def write_value(self, kind: str, value: Any) -> bytes:
        data = super().write_value(kind, value)
        return data[4:] if kind.startswith("Vector<") else data

    def _read_value(self, reader: Reader, kind: str) -> Any:
        if not kind.startswith("Vector<"):
            return super()._read_value(reader, kind)
        count = reader.plain("<I")
        if count > len(reader.data):
            raise TLError("a vector longer than the data")    # the real one hangs
        return [self._read_value(reader, kind[7:-1]) for _ in range(count)]


class BareChat(Chat):
    """What it sends again has an empty vector behind it, with an id."""

    def asked(self, first: int, last: int, heard: Heard) -> None:
        for raw in range(first, min(last, self.out_raw - 1) + 1):
            sent = self.sent.get(raw)
            if sent is not None:
                self.post_again(raw, sent, self.seal_again(raw, sent), sent.random_id)

    def seal_again(self, raw: int, sent: Sent) -> bytes:
        """The packet of a refill."""
        payload = self.schema.write({
            "_": "decryptedMessageLayer", "layer": sent.layer, "message": sent.message,
            "random_bytes": crypto.random_bytes(self.random, 15),
            "in_seq_no": self.in_wire(sent.in_raw), "out_seq_no": self.out_wire(raw)})
        payload += struct.pack("<II", tl.VECTOR, 0)
        return crypto.seal(sent.key.data, 0 if self.creator else 8, payload, self.padding)


class Bare(Other):
    """Nested vectors without ids."""

    chat_class = BareChat
    LACKS = {
        **lacks("it reads and writes vectors without their id", *ATTRIBUTES,
                "text with entities", "deleted messages", "screenshot", "photo opened",
                HOLES[2]),
        **lacks("what it sends again has an empty vector behind it, which nobody can read",
                HOLES[0], HOLES[3], "pushes come twice and out of order", ways=("from",)),
        **lacks("what it sends again has an empty vector behind it, which nobody can read",
                HOLES[1], STEP, "requests that cross"),
    }

    def make_schema(self) -> Schema:
        return BareSchema((tl.FOLDER / "secret.tl").read_text(encoding="utf-8"))


# ---- Re-keys without end ---------------------------------------------------------------------

class EndlessChat(Chat):
    """When a re-key is over, it begins the next one."""

    def process(self, heard: Heard) -> None:
        super().process(heard)
        if self.state == "ready" and self.rekeys > 0 and self.can_rekey():
            self.request_key()


class Endless(Other):
    """Re-keys without a pause after the first one. health: libe2e says that they wait (BUSY), and
    what waits is a key grown old (KEY_OLD)."""

    chat_class = EndlessChat
    health = 256 | 8
    LACKS = lacks("its seventh re-key in an hour has to wait, and meanwhile it says nothing, so it"
                  " acknowledges nothing", "one side writes, the other never answers", ways=("to",))


# ---- No notifyLayer --------------------------------------------------------------------------

class MuteChat(Chat):
    """Its wrappers have its own layer, and say it alone."""

    def ready(self) -> None:
        pass

    def layer(self) -> int:
        return self.own_layer


class Mute(Other):
    """Never says which layer it has."""

    chat_class = MuteChat
    LACKS = lacks("it announces no layer", "a lower layer is announced", ways=("from",))


OTHERS = {"opens-v1": Opener, "copies": Counter, "undoubled": Undoubled, "bare": Bare,
          "endless": Endless, "mute": Mute}
TITLES = {
    "opens-v1": "opens in MTProto 1 (scripted)",
    "copies": "no duplicate check (scripted)",
    "undoubled": "resend numbers not doubled (scripted)",
    "bare": "vectors without ids (scripted)",
    "endless": "re-keys without end (scripted)",
    "mute": "no notifyLayer (scripted)",
}
