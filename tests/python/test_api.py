# SPDX-License-Identifier: ISC
"""The list of the interface, the package, the library and the headers say the same; and each of
these checks notices when they do not."""
import copy
import json
import os
import tempfile
import types
import unittest

import apicheck
from e2e import _abi, _codec
from e2e._library import lib
from support import SRCDIR


def load_api():
    with open(os.path.join(SRCDIR, "libe2e", "api.json"), encoding="utf-8") as file:
        return json.load(file)


def named(api, kind, name):
    return next(entry for entry in api[kind] if entry["name"] == name)


class Fits(unittest.TestCase):
    def setUp(self):
        self.api = load_api()

    def test_structs(self):
        self.assertEqual(apicheck.struct_faults(self.api, _abi), [])

    def test_functions(self):
        self.assertEqual(apicheck.function_faults(self.api, _abi, lib), [])

    def test_constants(self):
        self.assertEqual(apicheck.constant_faults(self.api, _abi), [])

    def test_objects(self):
        self.assertEqual(apicheck.object_faults(self.api, _codec), [])


class Notices(unittest.TestCase):
    """Changes of the list, one at a time."""

    def setUp(self):
        self.api = load_api()

    def faults(self):
        return (apicheck.struct_faults(self.api, _abi)
                + apicheck.function_faults(self.api, _abi, lib)
                + apicheck.constant_faults(self.api, _abi)
                + apicheck.object_faults(self.api, _codec))

    def test_fields_in_another_order(self):
        fields = named(self.api, "structs", "e2e_call")["fields"]
        fields[3], fields[4] = fields[4], fields[3]
        self.assertEqual(self.faults(), ["e2e_call has other fields, or another order"])

    def test_field_of_another_type(self):
        named(self.api, "structs", "e2e_event")["fields"][4]["type"] = "int32_t"
        self.assertEqual(self.faults(), ["e2e_event.random_id is c_long"])

    def test_array_of_another_length(self):
        named(self.api, "structs", "e2e_config")["fields"][12]["count"] = 63
        self.assertEqual(len(self.faults()), 1)

    def test_new_field(self):
        named(self.api, "structs", "e2e_chat")["fields"].append(
            {"name": "more", "type": "uint32_t"})
        self.assertEqual(len(self.faults()), 1)

    def test_callback_of_another_type(self):
        field = named(self.api, "structs", "e2e_backend")["fields"][7]
        self.assertEqual(field["name"], "random")
        field["function"]["arguments"][2] = "uint32_t"
        self.assertEqual(len(self.faults()), 1)

    def test_struct_missing_or_new(self):
        self.api["structs"] = [s for s in self.api["structs"] if s["name"] != "e2e_step"]
        self.api["structs"].append({"name": "e2e_other", "fields": None})
        self.assertEqual(self.faults(), ["e2e_step is not in the list", "no e2e_other"])

    def test_function_with_other_types(self):
        function = named(self.api, "functions", "e2e_send_text")
        function["arguments"][4]["type"] = "uint32_t"
        named(self.api, "functions", "e2e_qts")["result"] = "int64_t"
        self.assertEqual(self.faults(), ["e2e_qts has another result",
                                         "e2e_send_text has other arguments"])

    def test_function_missing_or_new(self):
        named(self.api, "functions", "e2e_qts")["name"] = "e2e_sqt"
        self.assertEqual(self.faults(), ["e2e_qts is not in the list",
                                         "the library has no e2e_sqt", "no e2e_sqt"])

    def test_constant(self):
        named(self.api, "constants", "E2E_EVENT_SENT")["value"] = 5
        self.assertEqual(self.faults(), ["E2E_EVENT_SENT is 4"])

    def test_object(self):
        fields = named(self.api, "structs", "e2e_tl_decrypted_message_73")["fields"]
        fields[3]["type"] = "int64_t"
        self.assertTrue(self.faults())


@unittest.skipUnless(apicheck.have_compiler(), "no compiler")
class Headers(unittest.TestCase):
    """What the compiler makes of the headers."""

    @classmethod
    def setUpClass(cls):
        cls.api = load_api()
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.said = cls.probe(cls.api)

    @classmethod
    def probe(cls, api):
        return apicheck.probe(api, os.path.join(SRCDIR, "libe2e"), cls.folder.name)

    def test_fit(self):
        self.assertEqual(apicheck.probe_faults(self.said, self.api, _abi, _codec), [])

    def test_other_size_or_offset_is_noticed(self):
        other = types.SimpleNamespace(**vars(_abi))

        class e2e_chat(_abi.Structure):
            _fields_ = [(n, _abi.c_int64 if n == "ttl" else t)
                        for n, t in _abi.e2e_chat._fields_]
        other.e2e_chat = e2e_chat
        faults = apicheck.probe_faults(self.said, self.api, other, _codec)
        self.assertTrue(any(f.startswith("e2e_chat.ttl:") for f in faults), faults)

    def test_other_constant_is_noticed(self):
        api = copy.deepcopy(self.api)
        named(api, "constants", "E2E_LAYER")["value"] = 145
        self.assertEqual(apicheck.probe_faults(self.said, api, _abi, _codec),
                         ["E2E_LAYER: 145 in Python, 144 in C"])

    def test_other_prototype_does_not_compile(self):
        api = copy.deepcopy(self.api)
        named(api, "functions", "e2e_feed_qts")["arguments"][1]["type"] = "int64_t"
        with self.assertRaisesRegex(RuntimeError, "e2e_feed_qts"):
            self.probe(api)


if __name__ == "__main__":
    unittest.main()
