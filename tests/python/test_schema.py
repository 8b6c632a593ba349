# SPDX-License-Identifier: ISC
"""Objects of TL to bytes and back: every constructor, every plaintext of every recorded session,
and the vectors of other implementations."""
import dataclasses
import hashlib
import math
import typing
import unittest

import e2e
from e2e import _abi, _codec, _object, schema
from e2e._object import Method
from support import transcripts, vectors


def whole(row):
    """The bytes of a vector, which may be given in runs."""
    if "bytes" in row:
        return bytes.fromhex(row["bytes"])
    return b"".join(bytes.fromhex(part) if isinstance(part, str)
                    else bytes.fromhex(part["fill"]) * part["count"]
                    for part in row["bytes_parts"])


def of_vector(have, want):
    """Whether an attribute is what the vector says: long is a decimal string, bytes are hex."""
    if isinstance(want, dict) and "_" in want:
        return all(of_vector(getattr(have, name), value) for name, value in want.items()
                   if name not in ("_", "flags"))
    if isinstance(want, dict):
        fill = want["fill_text"] if "fill_text" in want else bytes.fromhex(want["fill"])
        return have == fill * want["count"]
    if isinstance(want, list):
        return len(have) == len(want) and all(map(of_vector, have, want))
    if isinstance(have, bool) or isinstance(have, float):
        return have == want
    if isinstance(have, bytes):
        return have.hex() == want
    return have == (int(want) if isinstance(have, int) else want)


class Vectors(unittest.TestCase):
    def test_both_directions(self):
        for row in vectors("tl_secret"):
            if row["expect"] != "ok":
                continue
            data = whole(row)
            if "bytes_sha256" in row:
                self.assertEqual(hashlib.sha256(data).hexdigest(), row["bytes_sha256"])
            if len(data) > 2 ** 24:  # more than a packet can hold
                continue
            value = schema.decode(data)
            self.assertEqual(value.CTOR, int(row["constructor_id"], 16))
            self.assertEqual(schema.encode(value), data, row["id"])
            self.assertTrue(of_vector(value, row["fields"]), (row["id"], value))
            self.assertIsInstance(value, getattr(schema, "Type" + row["type"]))

    def test_taken_and_refused(self):
        for row in vectors("tl_secret"):
            if row["expect"] == "accept":
                schema.decode(whole(row))
            elif row["expect"] == "reject":
                with self.assertRaises(e2e.Refused, msg=row["id"]) as caught:
                    schema.decode(whole(row))
                self.assertIn(caught.exception.name,
                              ("E2E_REFUSED_TL", "E2E_REFUSED_UNKNOWN"))

    def test_transcripts(self):
        plaintexts = [row["plaintext"] for rows in transcripts().values() for row in rows
                      if "plaintext" in row]
        self.assertGreater(len(plaintexts), 200)
        for plaintext in plaintexts:
            data = bytes.fromhex(plaintext)
            value = schema.decode(data, schema.DECRYPTED_MESSAGE_LAYER)
            self.assertEqual(schema.encode(value), data)
            self.assertEqual(schema.decode(schema.encode(value)), value)


def filled(cls):
    """An object with something in every field."""
    values = {}
    for field in _codec.layout_of(cls.CTOR).fields:
        kind = field.kind
        if kind != _abi.E2E_TL_KIND_FLAGS:
            values[field.name] = SAMPLES.get(kind) or sample_object(field)
    return cls(**values)


SAMPLES = {_abi.E2E_TL_KIND_INT: -7, _abi.E2E_TL_KIND_LONG: -2 ** 63,
           _abi.E2E_TL_KIND_DOUBLE: 0.1, _abi.E2E_TL_KIND_STRING: "zażółć \udcff",
           _abi.E2E_TL_KIND_BYTES: bytes(300), _abi.E2E_TL_KIND_TRUE: True,
           _abi.E2E_TL_KIND_LONGS: (1, -1, 2 ** 63 - 1)}


def sample_object(field):
    inside = [filled(c) for c in _codec.CLASSES.values()
              if _codec.layout_of(c.CTOR).type == field.type]
    return inside[0] if field.kind == _abi.E2E_TL_KIND_OBJECT else tuple(inside)


class EveryConstructor(unittest.TestCase):
    def test_fields_are_those_of_the_schema(self):
        for cls in _codec.CLASSES.values():
            of_schema = [f.name for f in _codec.layout_of(cls.CTOR).fields]
            have = [f.name for f in dataclasses.fields(cls)]
            self.assertEqual([n.replace("unknown_flags", "flags") for n in have
                              if n != "unknown_flags"],
                             [n for n in of_schema if n != "flags"])
            self.assertEqual("unknown_flags" in have, "flags" in of_schema)
            self.assertEqual(set(typing.get_type_hints(cls)) - {"CTOR"}, set(have))

    def test_types(self):
        """The base class is the type that the library says."""
        names = {}
        for cls in _codec.CLASSES.values():
            number = _codec.layout_of(cls.CTOR).type
            self.assertIs(number == 0, issubclass(cls, Method))
            names.setdefault(number, set()).add(cls.__bases__)
        self.assertTrue(all(len(bases) == 1 for bases in names.values()))
        self.assertEqual(len({b for bases in names.values() for b in bases}), len(names))

    def test_filled(self):
        for cls in _codec.CLASSES.values():
            value = filled(cls)
            again = schema.decode(schema.encode(value))
            self.assertEqual(again, value)
            self.assertEqual(hash(again), hash(value))
            self.assertEqual(schema.to_json(value)["_"], schema.name_of(cls.CTOR))
            self.assertTrue(schema.to_text(value))

    def test_empty(self):
        """Zeros and nothing; what must be there and is not is an ArgumentError."""
        for cls in _codec.CLASSES.values():
            needs = any(f.kind == _abi.E2E_TL_KIND_OBJECT and not f.flag
                        for f in _codec.layout_of(cls.CTOR).fields)
            if needs:
                with self.assertRaises(e2e.ArgumentError):
                    schema.encode(cls())
            else:
                self.assertEqual(schema.decode(schema.encode(cls())), cls())


class Details(unittest.TestCase):
    def test_immutable(self):
        value = schema.DecryptedMessage(message="x")
        with self.assertRaises(dataclasses.FrozenInstanceError):
            value.message = "y"
        self.assertEqual(dataclasses.replace(value, ttl=5).ttl, 5)
        self.assertEqual(repr(value), "DecryptedMessage73(message='x')")
        self.assertEqual(value.to_dict()["message"], "x")

    def test_newest(self):
        self.assertIs(schema.DecryptedMessage, schema.DecryptedMessage73)
        self.assertIs(schema.DecryptedMessageMediaDocument,
                      schema.DecryptedMessageMediaDocument143)

    def test_flags(self):
        """Missing, empty, and bits that nobody knows."""
        missing = schema.encode(schema.DecryptedMessage())
        empty = schema.encode(schema.DecryptedMessage(entities=(), via_bot_name=""))
        self.assertIsNone(schema.decode(missing).entities)
        self.assertEqual(schema.decode(empty).entities, ())
        self.assertEqual(schema.decode(empty).via_bot_name, "")
        odd = schema.DecryptedMessage(silent=True, unknown_flags=1 << 30)
        data = schema.encode(odd)
        self.assertEqual(int.from_bytes(data[4:8], "little"), 1 << 30 | 1 << 5)
        self.assertEqual(schema.decode(data), odd)
        self.assertEqual(schema.decode_partly(data).odd, _abi.E2E_TL_ODD_FLAGS)

    def test_known_bits_are_not_unknown(self):
        lying = schema.DecryptedMessage(unknown_flags=0xffffffff)
        data = schema.encode(lying)
        self.assertIsNone(schema.decode(data).entities)

    def test_text_that_is_no_utf8(self):
        data = schema.encode(schema.DecryptedMessage(message="ab")).replace(b"\2ab", b"\2\xff\xfe")
        value = schema.decode(data)
        self.assertEqual(value.message, "\udcff\udcfe")
        self.assertEqual(schema.encode(value), data)
        self.assertIn("\ufffd", schema.to_json(value)["message"])

    def test_not_finite(self):
        value = schema.decode(schema.encode(
            schema.DecryptedMessageMediaGeoPoint(lat=math.nan, long=math.inf)))
        self.assertTrue(math.isnan(value.lat))
        self.assertEqual(value.long, math.inf)

    def test_values_that_do_not_fit(self):
        for wrong in (dict(ttl=2 ** 31), dict(ttl="5"), dict(random_id=2 ** 63),
                      dict(message=5), dict(message="\ud800"), dict(media="x"),
                      dict(entities=(None,)), dict(entities=5),
                      dict(reply_to_random_id=-2 ** 63 - 1),
                      dict(media=schema.BoolTrue())):
            with self.assertRaises(e2e.ArgumentError, msg=wrong):
                schema.encode(schema.DecryptedMessage(**wrong))
        with self.assertRaisesRegex(e2e.ArgumentError, "key: bytes are wanted"):
            schema.encode(schema.DecryptedMessageMediaPhoto(key="text"))
        with self.assertRaises(e2e.ArgumentError):
            schema.encode("text")
        with self.assertRaises(e2e.LimitError):
            schema.encode(schema.DecryptedMessageMediaPhoto(key=bytes(2 ** 24)))

    def test_fields_are_given_by_name(self):
        """The first is a flag, and "x" would have set it."""
        for cls in _codec.CLASSES.values():
            with self.assertRaises(TypeError, msg=cls):
                cls("x")
        self.assertEqual(schema.DecryptedMessage.__match_args__, ())

    def test_fields_are_given_by_name_in_python_3_9(self):
        @_object._refuse_places
        @dataclasses.dataclass(frozen=True)
        class Sample(schema.TLObject):
            silent: bool = False
            message: str = ""
        self.assertEqual(Sample(message="x").message, "x")
        self.assertEqual(dataclasses.replace(Sample(message="x"), silent=True).message, "x")
        with self.assertRaisesRegex(TypeError, "Sample.*'x'"):
            Sample("x")
        self.assertEqual(Sample.__match_args__, ())

    def test_flags_are_true_or_false(self):
        self.assertEqual(schema.decode(schema.encode(schema.DecryptedMessage(silent=False))),
                         schema.DecryptedMessage())
        for cls in _codec.CLASSES.values():
            for field in _codec.layout_of(cls.CTOR).fields:
                for wrong in (0, 1, "x", "", None):
                    if field.kind == _abi.E2E_TL_KIND_TRUE:
                        with self.assertRaises(e2e.ArgumentError, msg=(cls, field.name, wrong)):
                            schema.encode(cls(**{field.name: wrong}))

    def test_unknown_flags_that_do_not_fit(self):
        for wrong in ("x", None, -1, 2 ** 32, 1.5):
            with self.assertRaises(e2e.ArgumentError):
                schema.encode(schema.DecryptedMessage(unknown_flags=wrong))

    def test_all_kinds_of_bytes(self):
        data = bytes(range(32))
        want = schema.encode(schema.DecryptedMessageMediaPhoto(key=data))
        for kind in (bytearray, memoryview, lambda b: memoryview(b).cast("I")):
            self.assertEqual(schema.encode(schema.DecryptedMessageMediaPhoto(key=kind(data))), want)
            self.assertEqual(schema.decode(kind(want)), schema.decode(want))

    def test_type(self):
        data = schema.encode(schema.BoolTrue())
        with self.assertRaises(e2e.Refused) as caught:
            schema.decode(data, schema.DECRYPTED_MESSAGE)
        self.assertEqual(caught.exception.name, "E2E_REFUSED_TL")
        with self.assertRaises(e2e.ArgumentError):
            schema.decode(data, 999)

    def test_unknown_constructor(self):
        data = schema.encode(schema.DecryptedMessage(
            message="before", media=schema.DecryptedMessageMediaEmpty()))
        ctor = schema.DecryptedMessageMediaEmpty.CTOR.to_bytes(4, "little")
        data = data.replace(ctor, b"\1\2\3\4")
        with self.assertRaises(e2e.Refused) as caught:
            schema.decode(data)
        self.assertEqual(caught.exception.name, "E2E_REFUSED_UNKNOWN")
        got = schema.decode_partly(data)
        self.assertEqual(got.object, schema.DecryptedMessage(message="before"))
        self.assertEqual((got.unknown, got.rest), (0x04030201, b"\1\2\3\4"))

    def test_unknown_flag(self):
        """A flag that is not known, and what may be its field: the message is there without."""
        data = bytearray(schema.encode(schema.DecryptedMessage(
            random_id=5, ttl=6, message="before", reply_to_random_id=7)))
        data[6] |= 1 << 4  # behind the constructor: bit 20
        self.assertEqual(schema.decode(bytes(data)).message, "before")
        data += bytes(8)
        with self.assertRaises(e2e.Refused) as caught:
            schema.decode(bytes(data))
        self.assertEqual(caught.exception.name, "E2E_REFUSED_UNKNOWN")
        self.assertIn("flags", str(caught.exception))
        got = schema.decode_partly(bytes(data))
        self.assertEqual(got.object, schema.DecryptedMessage(
            random_id=5, ttl=6, message="before", reply_to_random_id=7))
        self.assertEqual((got.unknown, got.rest), (schema.DecryptedMessage.CTOR, bytes(8)))

    def test_unknown_constructor_zero(self):
        with self.assertRaises(e2e.Refused):
            schema.decode(bytes(4))
        self.assertEqual(schema.decode_partly(bytes(4)), schema.Got(None, 0, 0, bytes(4)))

    def test_convert(self):
        message = schema.DecryptedMessage(
            message="x" * 100, silent=True, grouped_id=5,
            entities=tuple(schema.MessageEntitySpoiler(offset=i, length=1) for i in range(50)),
            media=schema.DecryptedMessageMediaDocument(
                size=5, caption="y" * 50, attributes=(schema.DocumentAttributeAnimated(),) * 9))
        same, lost = schema.convert(message, 144)
        self.assertEqual((same, lost), (message, 0))
        old, lost = schema.convert(message, 46)
        self.assertIsInstance(old, schema.DecryptedMessage45)
        self.assertTrue(lost & e2e.Lost.SPOILERS and lost & e2e.Lost.ALBUM)
        self.assertEqual(schema.decode(schema.encode(old)), old)
        with self.assertRaises(e2e.ArgumentError):
            schema.convert(message, 45)
        with self.assertRaises(e2e.LimitError):
            schema.convert(schema.DecryptedMessage(media=schema.DecryptedMessageMediaDocument(
                size=2 ** 31)), 101)

    def test_wrapper_layer(self):
        self.assertEqual([schema.wrapper_layer(144, n) for n in (8, 46, 72, 73, 120, 200)],
                         [46, 46, 46, 73, 101, 144])
        self.assertIsNone(schema.name_of(1))


if __name__ == "__main__":
    unittest.main()
