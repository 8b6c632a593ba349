# SPDX-License-Identifier: ISC
"""Events in bytes, and what is in the other records."""
import dataclasses
import json
import unittest

import e2e
from e2e import ChatState, Event, EventKind, Reason, RemoteFile, _abi, schema
from server import pair, settle


def full():
    """An event with something in every member."""
    message = schema.DecryptedMessage(message="x", media=schema.DecryptedMessageMediaEmpty())
    return Event(kind=EventKind.MESSAGE, chat_id=-2 ** 31, flags=5, random_id=-2 ** 63,
                 value=2 ** 63 - 1, key_fingerprint=1, date=2, ttl=3, layer=144, code=-500,
                 state=ChatState.CLOSED, reason=Reason.DISCARDED, health=7, unknown=0xffffffff,
                 tl=schema.encode(message), ids=(2 ** 63 - 1, -1), text="FLOOD \ufffd",
                 file=RemoteFile(2 ** 62, -1, 2 ** 40, 4, -5), reply_to=9, grouped_id=-10,
                 body=b"x\xff", first=13, last=14, number=12)


class Events(unittest.TestCase):
    def test_packed(self):
        event = full()
        self.assertTrue(all(getattr(event, f.name) for f in dataclasses.fields(event)))
        again = Event.unpack(event.pack(), 12)
        self.assertEqual(again, event)
        for field in dataclasses.fields(event):
            self.assertEqual(getattr(again, field.name), getattr(event, field.name))
            self.assertIs(type(getattr(again, field.name)), type(getattr(event, field.name)))
        self.assertEqual(again.message, event.message)

    def test_empty(self):
        event = Event(kind=EventKind.TYPING, chat_id=1)
        self.assertLess(len(event.pack()), 40)
        self.assertEqual(Event.unpack(event.pack()), event)
        self.assertEqual((event.message, event.media, event.action, event.entities,
                          event.reason_text), (None, None, None, (), ""))

    def test_of_another_version(self):
        found = json.loads(full().pack())
        found["novelty"] = 5
        found["kind"], found["reason"] = 99, 60
        event = Event.from_dict(found)
        self.assertEqual((event.kind, event.reason), (99, 60))
        self.assertTrue(event.reason_text)
        self.assertEqual(Event.unpack(event.pack()), event)

    def test_partial_message(self):
        """Up to the first thing that is not known."""
        data = schema.encode(schema.DecryptedMessage(
            message="before", media=schema.DecryptedMessageMediaEmpty()))
        data = data.replace(schema.DecryptedMessageMediaEmpty.CTOR.to_bytes(4, "little"),
                            b"\1\2\3\4")
        event = Event(kind=EventKind.UNSUPPORTED, tl=data)
        self.assertEqual(event.message.message, "before")
        self.assertIsNone(event.media)
        self.assertIsNone(Event(kind=EventKind.UNSUPPORTED, tl=b"\1\2\3\4").message)

    def test_members_are_those_of_the_struct(self):
        derived = {"size", "message", "media", "action", "entities"}
        of_struct = {name for name, _ in _abi.e2e_event._fields_} - derived
        self.assertEqual({f.name for f in dataclasses.fields(Event)} - {"number"}, of_struct)

    def test_service_message(self):
        alice, bob, chat = pair()
        alice.account.send_action(chat, schema.DecryptedMessageActionTyping(
            action=schema.SendMessageTypingAction()))
        settle(alice, bob)
        for event in bob.events():
            if event.tl:
                self.assertEqual(schema.encode(event.message), event.tl)


class Others(unittest.TestCase):
    def test_members_are_those_of_the_structs(self):
        for ours, struct, other in ((e2e.Chat, _abi.e2e_chat, {"size", "reserved"}),
                                    (e2e.Call, _abi.e2e_call, {"size"}),
                                    (e2e.InputFile, _abi.e2e_input_file, {"size"}),
                                    (e2e.Row, _abi.e2e_row, {"size"})):
            self.assertEqual({f.name for f in dataclasses.fields(ours)},
                             {name for name, _ in struct._fields_} - other)

    def test_immutable(self):
        for value in (full(), e2e.Row(1, b"", b""), RemoteFile(1, 2, 3, 4, 5)):
            with self.assertRaises(dataclasses.FrozenInstanceError):
                setattr(value, dataclasses.fields(value)[0].name, 1)


if __name__ == "__main__":
    unittest.main()
