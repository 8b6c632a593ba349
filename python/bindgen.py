#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Turn the list of libe2e's interface into the parts of the package that only repeat it.

    bindgen.py [--api FILE] [--out FOLDER]

reads ../libe2e/api.json and writes e2e/_abi.py (constants, structs and functions for ctypes),
e2e/_constructors.py (a class for each constructor of TL) and e2e/schema.py (the names of all of
them, and of e2e/_tl.py).  Only maintainers run it; its
output is committed, and tests/house/api.sh compares.
"""

import argparse
import ast
import json
import keyword
import os
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))

# C types of fields and arguments.  Lengths follow pointers, so a pointer to bytes is an
# address in a struct; as an argument it is what Python passes for it.
NUMBERS = {
    "int32_t": "c_int32", "uint32_t": "c_uint32", "int64_t": "c_int64",
    "uint64_t": "c_uint64", "size_t": "c_size_t", "uint8_t": "c_uint8",
    "uint16_t": "c_uint16", "double": "c_double", "void": "None",
}
FIELD_POINTERS = {"const uint8_t *": "c_void_p", "const char *": "c_char_p",
                  "void *": "c_void_p"}
ARGUMENT_POINTERS = {"const uint8_t *": "c_char_p", "const char *": "c_char_p",
                     "uint8_t *": "POINTER(c_char)", "char *": "POINTER(c_char)",
                     "void *": "c_void_p"}


def ctype(type_, pointers):
    """The expression for a C type."""
    if type_ in NUMBERS:
        return NUMBERS[type_]
    if type_ in pointers:
        return pointers[type_]
    if type_.endswith("*"):
        return f"POINTER({ctype(base_of(type_[:-1].strip()), pointers)})"
    if type_.startswith("struct "):
        return type_[len("struct "):]
    raise ValueError(f"no ctypes for {type_}")


def base_of(type_):
    """What a pointer points to, without const, which ctypes does not have."""
    if type_.endswith("const"):
        type_ = type_[:-len("const")].strip()
    return type_[len("const "):] if type_.startswith("const ") else type_


def field_ctype(field):
    if field["type"] == "function":
        function = field["function"]
        types = [function["result"]] + function["arguments"]
        return "CFUNCTYPE(%s)" % ", ".join(ctype(t, FIELD_POINTERS) for t in types)
    text = ctype(field["type"], FIELD_POINTERS)
    return f"{text} * {field['count']}" if "count" in field else text


def is_constructor(struct):
    return "tl" in struct


# ---- _abi.py -----------------------------------------------------------------------------


def abi_constants(api):
    """All but the ids, flags and types of TL: the library's own description has those."""
    for constant in api["constants"]:
        name, value = constant["name"], constant["value"]
        if name.startswith("E2E_TL_") and not name.startswith(
                ("E2E_TL_KIND_", "E2E_TL_ODD_", "E2E_TL_SCHEMA_", "E2E_TL_TEXT", "E2E_TL_JSON")):
            continue
        yield f"{name} = {value}"


def wrapped(text):
    """A line, with what is too long for it in lines below."""
    return "\n".join(textwrap.wrap(text, 95, subsequent_indent=" " * 8,
                                   break_long_words=False, break_on_hyphens=False))


def abi_struct(struct):
    if struct["fields"] is None:
        return None
    lines = [f"{struct['name']}._fields_ = ["]
    lines += [wrapped(f'    ("{f["name"]}", {field_ctype(f)}),') for f in struct["fields"]]
    return "\n".join(lines + ["]"])


def abi_function(function):
    arguments = [ctype(a["type"], ARGUMENT_POINTERS) for a in function["arguments"]]
    result = ctype(function["result"], FIELD_POINTERS)
    text = f'    "{function["name"]}": ({result}, ({", ".join(arguments)}'
    text += ",))," if len(arguments) == 1 else ")),"
    return wrapped(text)


def abi(api):
    structs = [s for s in api["structs"] if not is_constructor(s)]
    declared = "\n\n\n".join(f"class {s['name']}(Structure):\n    pass" for s in structs)
    return ABI.format(constants="\n".join(abi_constants(api)), declared=declared,
                      filled="\n\n".join(filter(None, map(abi_struct, structs))),
                      functions="\n".join(map(abi_function, api["functions"])))


ABI = '''\
# SPDX-License-Identifier: ISC
# Made by python/bindgen.py from libe2e/api.json; change the headers.
"""The binary interface of libe2e for ctypes: constants, structs, functions."""
# flake8: noqa: N801
from ctypes import (CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int32, c_int64, c_size_t,
                    c_uint8, c_uint16, c_uint32, c_uint64, c_void_p)

{constants}


{declared}


{filled}

# Result, and arguments.
FUNCTIONS = {{
{functions}
}}
'''


# ---- _constructors.py -----------------------------------------------------------------------

PLAIN = {"int": ("int", "0"), "long": ("int", "0"), "double": ("float", "0.0"),
         "string": ("str", '""'), "bytes": ("bytes", 'b""'), "true": ("bool", "False"),
         "Vector<long>": ("Tuple[int, ...]", "()")}


BASES = {"DecryptedMessageMedia": "Media"}


def camel(name):
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def class_name(struct):
    return camel(struct["name"][len("e2e_tl_"):])


def type_name(type_):
    """The class that all constructors of TYPE are of."""
    return "Type" + "".join(w[:1].upper() + w[1:] for w in type_.split("."))


def attribute(name):
    return name + "_" if keyword.iskeyword(name) else name


def annotation(type_, optional):
    """The type of an attribute, and its default."""
    if type_ in PLAIN:
        python, default = PLAIN[type_]
    elif type_.startswith("Vector<"):
        python, default = f'Tuple["{type_name(type_[7:-1])}", ...]', "()"
    else:
        return f'Optional["{type_name(type_)}"]', "None"
    if optional and type_ != "true":
        return f"Optional[{python}]", "None"
    return python, default


def constructor_fields(line):
    """Name, type and whether it may be missing, of each field but flags."""
    for word in line.split(" = ")[0].split()[1:]:
        name, _, type_ = word.partition(":")
        if type_ == "#":
            continue
        optional = "?" in type_
        yield attribute(name), type_.split("?")[-1], optional


def has_flags(line):
    return " flags:# " in line


def constructor(struct, ids):
    line, doc = struct["tl"].rstrip(";"), struct["doc"]
    type_ = "Method" if doc.endswith("(methods)") else type_name(line.split(" = ")[1])
    lines = ["@by_name(frozen=True, repr=False, kw_only=True)", f"class {class_name(struct)}({type_}):"]
    lines += textwrap.wrap(f'"""{doc}', 95, initial_indent="    ", subsequent_indent="    ")
    lines += [""] + textwrap.wrap(line, 91, initial_indent=" " * 8, subsequent_indent=" " * 8,
                                  break_on_hyphens=False)
    lines += ['    """', f"    CTOR: ClassVar[int] = 0x{ids[struct['name']]:08x}"]
    for name, field_type, optional in constructor_fields(line):
        python, default = annotation(field_type, optional)
        lines.append(f"    {name}: {python} = {default}")
    if has_flags(line):
        lines.append("    unknown_flags: int = 0")
    return "\n".join(lines)


def newest(structs):
    """NAME = NAME144 for names that several layers share."""
    latest = {}
    for struct in structs:
        name = class_name(struct)
        bare = name.rstrip("0123456789")
        schema_name = struct["tl"].split()[0].split("#")[0]
        expected = "".join(w[:1].upper() + w[1:] for w in schema_name.split("."))
        if bare != name and bare == expected:
            layer = int(name[len(bare):])
            if layer > latest.get(bare, (0, ""))[0]:
                latest[bare] = (layer, name)
    return [f"{bare} = {name}" for bare, (_, name) in latest.items()]


def name_list(names):
    """Quoted, a line each few: what checks types reads no other form of __all__."""
    return "\n".join(textwrap.wrap(", ".join(f'"{name}"' for name in sorted(set(names))), 91,
                                   initial_indent=" " * 4, subsequent_indent=" " * 4,
                                   break_long_words=False, break_on_hyphens=False))


def constructors(api):
    """The file, and the names in it."""
    structs = [s for s in api["structs"] if is_constructor(s)]
    values = {c["name"]: c["value"] for c in api["constants"]}
    ids = {s["name"]: values[s["name"].upper()] for s in structs}
    types = []
    for struct in structs:
        type_ = struct["tl"].rstrip(";").split(" = ")[1]
        if not struct["doc"].endswith("(methods)") and type_ not in types:
            types.append(type_)
    bases = "\n\n\n".join(f'class {type_name(t)}({BASES.get(t, "TLObject")}):\n    """{t}"""'
                          for t in types)
    aliases = newest(structs)
    names = [type_name(t) for t in types] + [class_name(s) for s in structs]
    names += [line.split(" ")[0] for line in aliases]
    text = CONSTRUCTORS.format(bases=bases, aliases="\n".join(aliases), names=name_list(names),
                               classes="\n\n\n".join(constructor(s, ids) for s in structs))
    return text, names


CONSTRUCTORS = '''\
# SPDX-License-Identifier: ISC
# Made by python/bindgen.py from libe2e/api.json; change the schemas in tl.
"""A class for each constructor of the schemas.

Fields are given by name.  One that may be missing is None then; a flag without a field is a bool.
unknown_flags are the bits of flags that the schema does not have.  Strings of peers need not be
UTF-8: other bytes are lone surrogates (as os.fsdecode() makes them) and are written as they came.
"""
from typing import ClassVar, Optional, Tuple

from e2e._object import Media, Method, TLObject, by_name

__all__ = [
{names}
]


{bases}


{classes}


# The newest of the constructors that share a name.
{aliases}
'''


# ---- schema.py --------------------------------------------------------------------------------

def functions_of_tl():
    """The names that _tl.py gives."""
    with open(os.path.join(HERE, "e2e", "_tl.py"), encoding="utf-8") as file:
        tree = ast.parse(file.read())
    return next(ast.literal_eval(line.value) for line in tree.body
                if isinstance(line, ast.Assign) and line.targets[0].id == "__all__")


SCHEMA = '''\
# SPDX-License-Identifier: ISC
# Made by python/bindgen.py from libe2e/api.json and _tl.py.
"""The objects of TL: a class for each constructor, and the way to bytes and back.

    message = schema.DecryptedMessage(message="hello", random_id=1)
    assert schema.decode(schema.encode(message)) == message

Where several layers have a constructor of one name, the classes end in the layer that brought
it (DecryptedMessage45, DecryptedMessage73), and the bare name is the newest.  Fields are given by
name.
"""
from e2e._constructors import *  # noqa: F401,F403
from e2e._tl import *  # noqa: F401,F403

# Written out, for what checks types runs nothing.
__all__ = [
{names}
]
'''


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--api", default=os.path.join(HERE, "..", "libe2e", "api.json"))
    parser.add_argument("--out", default=os.path.join(HERE, "e2e"))
    options = parser.parse_args()
    with open(options.api, encoding="utf-8") as file:
        api = json.load(file)
    classes, names = constructors(api)
    for name, text in (("_abi.py", abi(api)), ("_constructors.py", classes),
                       ("schema.py", SCHEMA.format(names=name_list(names + functions_of_tl())))):
        with open(os.path.join(options.out, name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
