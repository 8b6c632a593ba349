# SPDX-License-Identifier: ISC
"""Does a list of the interface (libe2e/api.json) fit the package's ctypes, the library and the
headers?  Each function returns what is wrong, a line each, so that tests can change a list and
see that it is noticed."""
import ctypes
import os
import subprocess
from ctypes import (POINTER, c_char, c_char_p, c_double, c_int32, c_int64, c_size_t, c_uint8,
                    c_uint16, c_uint32, c_uint64, c_void_p)
from typing import Any, Dict, List

NUMBERS = {"int32_t": c_int32, "uint32_t": c_uint32, "int64_t": c_int64, "uint64_t": c_uint64,
           "size_t": c_size_t, "uint8_t": c_uint8, "uint16_t": c_uint16, "double": c_double}
# Addresses in structs, since ctypes reads a char pointer up to a zero byte; what Python hands
# over in arguments.
IN_STRUCT = {"const uint8_t *": c_void_p, "const char *": c_char_p, "void *": c_void_p}
IN_ARGUMENT = {"const uint8_t *": c_char_p, "const char *": c_char_p, "void *": c_void_p,
               "uint8_t *": POINTER(c_char), "char *": POINTER(c_char)}

Api = Dict[str, List[Dict[str, Any]]]


def expected_type(text: str, abi: Any, special: Dict[str, Any]) -> Any:
    """What ctypes should have for the C type TEXT."""
    if text == "void":
        return None
    if text in NUMBERS:
        return NUMBERS[text]
    if text in special:
        return special[text]
    bare = text.replace("const ", "").replace(" const", "")
    if bare.endswith("*"):
        return POINTER(expected_type(bare[:-1].strip(), abi, special))
    return getattr(abi, bare[len("struct "):])


def same_type(have: Any, want: Any) -> bool:
    """ctypes makes a new class for each array and function type."""
    if have is None or want is None:
        return have is want
    if issubclass(have, ctypes.Array) and issubclass(want, ctypes.Array):
        return have._length_ == want._length_ and have._type_ is want._type_
    return have is want


# ---- Structs --------------------------------------------------------------------------------


def is_object(struct: Dict[str, Any]) -> bool:
    """A constructor of TL: its struct has no class in ctypes, and is walked instead."""
    return "tl" in struct


def struct_faults(api: Api, abi: Any) -> List[str]:
    """Names, fields, their order and types."""
    faults = []
    listed = [s for s in api["structs"] if not is_object(s)]
    names = {s["name"] for s in listed}
    for name, value in vars(abi).items():
        if isinstance(value, type) and issubclass(value, ctypes.Structure) and \
                value is not ctypes.Structure and name not in names:
            faults.append(f"{name} is not in the list")
    for struct in listed:
        have = getattr(abi, struct["name"], None)
        if have is None:
            faults.append(f"no {struct['name']}")
        else:
            faults += field_faults(struct, have, abi)
    return faults


def field_faults(struct: Dict[str, Any], have: Any, abi: Any) -> List[str]:
    fields = getattr(have, "_fields_", [])
    if [name for name, _ in fields] != [f["name"] for f in struct["fields"] or []]:
        return [f"{struct['name']} has other fields, or another order"]
    faults = []
    for (name, type_), field in zip(fields, struct["fields"] or []):
        if field["type"] == "function":
            good = function_fits(type_, field["function"], abi)
        else:
            want = expected_type(field["type"], abi, IN_STRUCT)
            want = want * field["count"] if "count" in field else want
            good = same_type(type_, want)
        if not good:
            faults.append(f"{struct['name']}.{name} is {type_.__name__}")
    return faults


def function_fits(type_: Any, function: Dict[str, Any], abi: Any) -> bool:
    """Whether a pointer to a function has these types."""
    want = [expected_type(a, abi, IN_STRUCT) for a in function["arguments"]]
    return issubclass(type_, ctypes._CFuncPtr) and list(type_._argtypes_) == want \
        and type_._restype_ is expected_type(function["result"], abi, IN_STRUCT)


# ---- Functions and constants ----------------------------------------------------------------


def function_faults(api: Api, abi: Any, lib: Any) -> List[str]:
    """Names, results, arguments, and that the library exports each."""
    listed = {f["name"]: f for f in api["functions"]}
    faults = [f"{name} is not in the list" for name in abi.FUNCTIONS if name not in listed]
    for name, function in listed.items():
        if not hasattr(lib, name):
            faults.append(f"the library has no {name}")
        if name not in abi.FUNCTIONS:
            faults.append(f"no {name}")
            continue
        result, arguments = abi.FUNCTIONS[name]
        want = [expected_type(a["type"], abi, IN_ARGUMENT) for a in function["arguments"]]
        if list(arguments) != want:
            faults.append(f"{name} has other arguments")
        if result is not expected_type(function["result"], abi, IN_STRUCT):
            faults.append(f"{name} has another result")
    return faults


def constant_faults(api: Api, abi: Any) -> List[str]:
    """The constants that the package has."""
    listed = {c["name"]: c["value"] for c in api["constants"]}
    return [f"{name} is {value}" for name, value in vars(abi).items()
            if name.startswith("E2E_") and listed.get(name) != value]


# ---- Objects of TL --------------------------------------------------------------------------

# The C type of a field by its E2E_TL_KIND_*, as schema.h says; a flag has none.
OF_KIND = [None, "uint32_t", "int32_t", "int64_t", "double", "struct e2e_bytes",
           "struct e2e_bytes", None, "struct e2e_tl_longs", "const struct e2e_tl *",
           "struct e2e_tl_objects"]


def object_faults(api: Api, codec: Any) -> List[str]:
    """The library's own description of the structs, against the fields of the list laid out by
    the rules of C."""
    faults = []
    values = {c["name"]: c["value"] for c in api["constants"]}
    listed = [s for s in api["structs"] if is_object(s)]
    if len(listed) != len(codec.CLASSES):
        faults.append(f"{len(codec.CLASSES)} classes for {len(listed)} constructors")
    for struct in listed:
        ctor = values[struct["name"].upper()]
        if ctor not in codec.CLASSES:
            faults.append(f"no class for {struct['name']}")
            continue
        layout = codec.layout_of(ctor)
        size, members = laid_out(struct)
        have = [(f.name, f.offset, OF_KIND[f.kind]) for f in layout.fields if OF_KIND[f.kind]]
        for member in members[1:]:
            if member not in have:
                faults.append(f"{struct['name']}: the library has no {member}")
        if size != layout.size:
            faults.append(f"{struct['name']} has {size} bytes, the library {layout.size}")
    return faults


def laid_out(struct: Dict[str, Any]) -> Any:
    """Size of a struct of numbers, pointers and pairs of pointer and length, and of each member
    its name in the schema, place and type."""
    at, members, most = 0, [], 4
    word = ctypes.sizeof(c_void_p)
    for field in struct["fields"]:
        if field["type"] in NUMBERS:
            size = align = ctypes.sizeof(NUMBERS[field["type"]])
        else:
            align = word
            size = word if field["type"].endswith("*") else 2 * word
        at = (at + align - 1) // align * align
        members.append((field["name"].rstrip("_"), at, field["type"]))
        at, most = at + size, max(most, align)
    return (at + most - 1) // most * most, members


# ---- The headers ----------------------------------------------------------------------------


def probe_source(api: Api) -> str:
    """A program of C that prints what the headers make of every name in the list; with PROTOTYPES
    it does not compile if a function has other types."""
    lines = ["#include <e2e/e2e.h>", "#include <stddef.h>", "#include <stdio.h>",
             "#ifdef PROTOTYPES"]
    for i, f in enumerate(api["functions"]):
        arguments = ", ".join(a["type"] for a in f["arguments"]) or "void"
        lines.append(f"extern {f['result']} (*const probe_{i})({arguments});")
        lines.append(f"{f['result']} (*const probe_{i})({arguments}) = {f['name']};")
    lines += ["#endif", "int", "main(void)", "{"]
    for struct in api["structs"]:
        name = f"struct {struct['name']}"
        if struct["fields"] is None:
            continue
        lines.append(f'printf("{struct["name"]} %zu\\n", sizeof({name}));')
        for field in struct["fields"]:
            member = f"offsetof({name}, {field['name']}), sizeof((({name} *)0)->{field['name']})"
            lines.append(f'printf("{struct["name"]}.{field["name"]} %zu %zu\\n", {member});')
    for constant in api["constants"]:
        lines.append(f'printf("{constant["name"]} %lld\\n", (long long)({constant["name"]}));')
    return "\n".join(lines + ["return 0;", "}", ""])


def probe(api: Api, include: str, folder: str) -> Dict[str, str]:
    """What the program says by name; RuntimeError with what the compiler said.  FOLDER is for
    its files."""
    source, program = os.path.join(folder, "probe.c"), os.path.join(folder, "probe")
    with open(source, "w", encoding="ascii") as file:
        file.write(probe_source(api))
    for how in (["-DPROTOTYPES", "-c", "-o", os.devnull], ["-o", program]):
        command = compiler() + ["-std=c11", "-Werror", "-I", include, source] + how
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(made.stderr)
    said = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    return dict(line.split(" ", 1) for line in said.splitlines())


def compiler() -> List[str]:
    return os.environ.get("CC", "cc").split()


def have_compiler() -> bool:
    try:
        return subprocess.run(compiler() + ["--version"], capture_output=True,
                              check=False).returncode == 0
    except OSError:
        return False


def probe_faults(said: Dict[str, str], api: Api, abi: Any, codec: Any) -> List[str]:
    """Sizes, offsets and values of C against those of Python."""
    faults = []
    values = {c["name"]: c["value"] for c in api["constants"]}

    def compare(name: str, want: str) -> None:
        if said.get(name) != want:
            faults.append(f"{name}: {want} in Python, {said.get(name)} in C")

    for struct in api["structs"]:
        if struct["fields"] is None:
            continue
        if is_object(struct):
            layout = codec.layout_of(values[struct["name"].upper()])
            compare(struct["name"], str(layout.size))
            offsets = {f.name: f.offset for f in layout.fields}
            for field in struct["fields"]:
                at = offsets.get(field["name"].rstrip("_"), 0)
                size = said.get(f"{struct['name']}.{field['name']}", " ").split(" ")[1]
                compare(f"{struct['name']}.{field['name']}", f"{at} {size}")
            continue
        have = getattr(abi, struct["name"])
        compare(struct["name"], str(ctypes.sizeof(have)))
        for field in struct["fields"]:
            member = getattr(have, field["name"])
            compare(f"{struct['name']}.{field['name']}", f"{member.offset} {member.size}")
    for name, value in values.items():
        compare(name, str(value))
    return faults
