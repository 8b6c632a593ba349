#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Turn the TL schemas into e2e/schema.h and the tables of the codec.

    tlgen.py [--out FOLDER]

reads secret.tl, server.tl and schema.h.in from the folder of this script, and writes schema.h
and gen/tables.c below FOLDER (default: where they belong in the tree).  Only maintainers run it.
Its output is committed, and tests/house/regen.sh compares.

The language is TL, with one constructor on each line.  If a line has no id in hex, the id is the
CRC32 of the line.  `---layer N---` and other `---words---` begin a section.  `// text` above a
constructor documents it.  `//!id given by hand` above it says that its id is not the CRC32 of
the normalised line.
"""

import argparse
import os
import re
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMAS = ["secret", "server"]
SLOTS = 512

# Plain types: kind of the codec, C type, least bytes on the wire.
PLAIN = {
    "#": ("FLAGS", "uint32_t", 4),
    "int": ("INT", "int32_t", 4),
    "long": ("LONG", "int64_t", 8),
    "double": ("DOUBLE", "double", 8),
    "string": ("STRING", "struct e2e_bytes", 4),
    "bytes": ("BYTES", "struct e2e_bytes", 4),
    "true": ("TRUE", None, 0),
    "Vector<long>": ("LONGS", "struct e2e_tl_longs", 8),
}
KEYWORDS = {"auto", "break", "case", "char", "const", "continue", "default", "do", "double",
            "else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long",
            "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct",
            "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
            "class", "delete", "new", "private", "public", "template", "this"}


class Fault(Exception):
    """What is wrong with a schema."""


class Field:
    def __init__(self, text):
        self.name, _, type_ = text.partition(":")
        self.bit = None
        match = re.fullmatch(r"flags\.(\d+)\?(.+)", type_)
        if match:
            self.bit, type_ = int(match.group(1)), match.group(2)
            if self.bit > 31:
                raise Fault(f"{text}: flag bit above 31")
        self.type = type_
        self.member = self.name + "_" if self.name in KEYWORDS else self.name

    @property
    def boxed(self):
        """The type of the objects that the field refers to, or None."""
        if self.type in PLAIN:
            return None
        match = re.fullmatch(r"Vector<(.+)>", self.type)
        return match.group(1) if match else self.type

    @property
    def kind(self):
        if self.type in PLAIN:
            return PLAIN[self.type][0]
        return "OBJECTS" if self.type.startswith("Vector<") else "OBJECT"

    @property
    def ctype(self):
        if self.type in PLAIN:
            return PLAIN[self.type][1]
        return "struct e2e_tl_objects" if self.kind == "OBJECTS" else "const struct e2e_tl *"


class Constructor:
    def __init__(self, line, section, schema, doc, by_hand):
        match = re.fullmatch(r"([a-zA-Z][\w.]*)(?:#([0-9a-f]{8}))?((?: \S+)*) = (\S+);", line)
        if not match:
            raise Fault(f"not understood: {line}")
        self.name, given, fields, self.type = match.groups()
        self.line = line
        self.fields = [Field(f) for f in fields.split()]
        self.section, self.schema, self.doc, self.by_hand = section, schema, doc, by_hand
        self.layer = int(section.split()[1]) if section.startswith("layer ") else 0
        self.crc = zlib.crc32(self.normalised().encode())
        self.id = int(given, 16) if given else self.crc
        if (self.id != self.crc) != by_hand:
            raise Fault(f"{self.name}: the id is {self.id:08x}, the CRC32 {self.crc:08x}")
        self.method = section == "methods"
        self.cname = None
        self.check()

    def normalised(self):
        """The form of the line whose CRC32 is the id."""
        words = [self.name]
        for field in self.fields:
            if field.type == "true":
                continue
            type_ = {"bytes": "string"}.get(field.type, field.type)
            bit = f"flags.{field.bit}?" if field.bit is not None else ""
            words.append(f"{field.name}:{bit}{type_}")
        line = " ".join(words) + " = " + self.type
        return line.replace("<", " ").replace(">", "")

    def check(self):
        names = [f.name for f in self.fields]
        if len(set(names)) != len(names):
            raise Fault(f"{self.name}: two fields of one name")
        if "ctor" in names:
            raise Fault(f"{self.name}: a field called ctor clashes with the header")
        flags = [i for i, f in enumerate(self.fields) if f.type == "#"]
        for i, field in enumerate(self.fields):
            if field.type == "#" and field.name != "flags":
                raise Fault(f"{self.name}: flags must be called so")
            if field.bit is not None and (not flags or flags[0] >= i):
                raise Fault(f"{self.name}.{field.name}: no flags before it")
            if field.type == "true" and field.bit is None:
                raise Fault(f"{self.name}.{field.name}: true without a flag")
        if len(flags) > 1 or len(self.fields) > 255:
            raise Fault(f"{self.name}: too many fields or flags")


def snake(name):
    name = name.replace(".", "_")
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name).lower()


def parse(schema, text):
    found, doc, section, by_hand = [], [], "", False
    for line in text.splitlines():
        line = line.strip()
        heading = re.fullmatch(r"---(.+)---", line)
        if heading:
            section, doc = heading.group(1), []
        elif line.startswith("//!id given by hand"):
            by_hand = True
        elif line.startswith("//"):
            doc.append(line[2:].strip())
        elif line:
            found.append(Constructor(line, section, schema, " ".join(doc), by_hand))
            doc, by_hand = [], False
        else:
            doc = []
    return found


def refuse_cycles(types):
    done, path = set(), []

    def visit(type_):
        if type_ in path:
            raise Fault("a cycle: " + " -> ".join(path[path.index(type_):] + [type_]))
        if type_ in done:
            return 0
        path.append(type_)
        for ctor in types[type_]:
            for field in ctor.fields:
                if field.boxed:
                    visit(field.boxed)
        path.pop()
        done.add(type_)
        return 0

    for type_ in types:
        visit(type_)


def least_bytes(types):
    """Bytes of the shortest encoding of each type, id included.  The types have no cycle."""
    least = {}

    def of_type(type_):
        if type_ not in least:
            least[type_] = min(4 + sum(of_field(f) for f in c.fields) for c in types[type_])
        return least[type_]

    def of_field(field):
        if field.bit is not None:
            return 0
        if field.type in PLAIN:
            return PLAIN[field.type][2]
        return 8 if field.kind == "OBJECTS" else of_type(field.type)

    for type_ in types:
        of_type(type_)
    return least


def name_structs(ctors):
    count = {}
    for ctor in ctors:
        count[ctor.name] = count.get(ctor.name, 0) + 1
    for ctor in ctors:
        ctor.cname = snake(ctor.name)
        if count[ctor.name] > 1:
            ctor.cname += f"_{ctor.layer}"
    for what, of in (("id", lambda c: c.id), ("C name", lambda c: c.cname)):
        seen = {}
        for ctor in ctors:
            if of(ctor) in seen:
                raise Fault(f"{ctor.name} and {seen[of(ctor)].name} have one {what}")
            seen[of(ctor)] = ctor


def load(folder):
    ctors = []
    for number, schema in enumerate(SCHEMAS):
        with open(os.path.join(folder, schema + ".tl"), encoding="utf-8") as file:
            ctors += parse(number, file.read())
    name_structs(ctors)
    types = {}
    for ctor in ctors:
        if ctor.method:
            continue
        types.setdefault(ctor.type, []).append(ctor)
    for ctor in ctors:
        for field in ctor.fields:
            if field.boxed and field.boxed not in types:
                raise Fault(f"{ctor.name}.{field.name}: unknown type {field.type}")
    refuse_cycles(types)
    return ctors, types


# ---- schema.h -------------------------------------------------------------------------


def wrap(text, width=86):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return lines + [line]


def struct_text(ctor):
    upper = ctor.cname.upper()
    where = f"layer {ctor.layer}" if ctor.layer else ctor.section
    lines = ["/*"]
    lines += [f" * {x}" for x in wrap(f"{ctor.doc}  ({where})")]
    lines += [" *"] + [f" *     {x}" for x in wrap(ctor.line, 82)] + [" */"]
    lines.append(f"#define E2E_TL_{upper} 0x{ctor.id:08x}u")
    for field in ctor.fields:
        if field.bit is not None:
            lines.append(f"#define E2E_TL_{upper}_HAS_{field.name.upper()} (1u << {field.bit})")
    lines.append(f"struct e2e_tl_{ctor.cname} {{")
    lines.append("\tuint32_t ctor;")
    for field in ctor.fields:
        if field.ctype:
            gap = "" if field.ctype.endswith("*") else " "
            note = f" /* {field.boxed} */" if field.boxed else ""
            lines.append(f"\t{field.ctype}{gap}{field.member};{note}")
    lines.append("};")
    return "\n".join(lines)


def header(ctors, types, template):
    kinds = ["/* The types, for functions that take one. */",
             "#define E2E_TYPE_ANY 0 /* every constructor there is */"]
    for number, type_ in enumerate(types, 1):
        kinds.append(f"#define E2E_TYPE_{snake(type_).upper()} {number}")
    body = "\n\n".join(["\n".join(kinds)] + [struct_text(c) for c in ctors])
    return template.replace("@SCHEMA@", body)


# ---- tables.c -------------------------------------------------------------------------


class Names:
    """All names in one string, each once and with its NUL."""

    def __init__(self):
        self.at, self.list, self.n = {}, [], 0

    def add(self, name):
        if name not in self.at:
            self.at[name] = self.n
            self.list.append(name)
            self.n += len(name) + 1
        return self.at[name]

    def text(self):
        """As an array of characters, as C compilers need not take a string of this length."""
        return "\n".join("\t" + ", ".join(f"'{c}'" for c in name) + ", 0,"
                         for name in self.list)


def type_number(types, name):
    return list(types).index(name) + 1


def field_row(ctor, field, names, types):
    struct = f"struct e2e_tl_{ctor.cname}"
    offset = f"offsetof({struct}, {field.member})" if field.ctype else "0"
    bit = "NONE" if field.bit is None else field.bit
    boxed = type_number(types, field.boxed) if field.boxed else 0
    return (f"\tFIELD({names.add(field.name)}, {offset}, {field.kind}, {bit}, {boxed}),")


def assertion(ctor, field):
    where = f"((struct e2e_tl_{ctor.cname} *)0)->{field.member}"
    ctype = field.ctype.rstrip(" *") + " *" if "*" in field.ctype else field.ctype
    return f"FIELD_TYPE({ctype}, {where});"


def slots(ids):
    """The hash table of the ids that data.h describes."""
    table = [0] * SLOTS
    if len(ids) > 255:
        raise Fault("more constructors than a slot can number")
    for number, id_ in enumerate(ids, 1):
        slot = (id_ * 0x9E3779B1 & 0xFFFFFFFF) >> 23
        while table[slot]:
            slot = (slot + 1) % SLOTS
        table[slot] = number
    rows = (table[i:i + 16] for i in range(0, SLOTS, 16))
    return "\n".join("\t" + ", ".join(str(x) for x in row) + "," for row in rows)


def tables(ctors, types):
    names, fields, rows, asserts = Names(), [], [], []
    least = least_bytes(types)
    first = {}
    for ctor in ctors:
        first[ctor.cname] = len(fields)
        for field in ctor.fields:
            fields.append(field_row(ctor, field, names, types))
            if field.ctype:
                asserts.append(assertion(ctor, field))
    for ctor in sorted(ctors, key=lambda c: c.id):
        rows.append(f"\tCTOR({ctor.cname}, 0x{ctor.id:08x}, {names.add(ctor.name)}, "
                    f"{first[ctor.cname]}, {len(ctor.fields)}, "
                    f"{0 if ctor.method else type_number(types, ctor.type)}, "
                    f"{ctor.layer}, {ctor.schema}),")
    type_rows = ["\t{ 0, 4 },"]
    type_rows += [f"\t{{ {names.add(t)}, {least[t]} }}, /* {t} */" for t in types]
    return TABLES.format(fields="\n".join(fields), rows="\n".join(rows),
                         types="\n".join(type_rows), names=names.text(),
                         slots=slots(sorted(c.id for c in ctors)),
                         sizes="\n".join(f"SIZE(struct e2e_tl_{c.cname});" for c in ctors),
                         asserts="\n".join(asserts), n_rows=len(rows),
                         n_types=len(type_rows), n_names=names.n)


TABLES = """\
/* SPDX-License-Identifier: ISC */
/* Generated by tl/tlgen.py from the schemas in tl: edit those. */
#include "config.h"

#include "tl/data.h"

#include "base/align.h"

#include <e2e/schema.h>

#define NONE E2E_I_TL_NO_BIT

/* Assert that the C type of a member is the one in the table. */
#define FIELD_TYPE(type, member) \\
\t_Static_assert(_Generic((member), type: 1, default: 0), #member " has another type")

/* Assert that a struct fits the place to which a decoder that only checks writes them all. */
#define SIZE(type) \\
\t_Static_assert(sizeof(type) <= E2E_I_TL_STRUCT_MAX && alignof(type) <= E2E_I_ALIGN, \\
\t               #type " is too large, or wants to be aligned to more")

{asserts}

{sizes}

_Static_assert({n_names} <= 65535, "the offset of a name has 16 bits");

#define FIELD(name_at, member_at, kind_is, bit_is, type_is) \\
\t{{ .name = (name_at), .offset = (member_at), .kind = E2E_I_TL_##kind_is, .bit = (bit_is), \\
\t  .type = (type_is) }}

const struct e2e_i_tl_field e2e_i_tl_fields[] = {{
{fields}
}};

#define CTOR(of, number, name_at, field_at, fields, type_is, layer_is, schema_is) \\
\t{{ .id = (number), .name = (name_at), .first_field = (field_at), \\
\t  .struct_bytes = sizeof(struct e2e_tl_##of), .n_fields = (fields), .type = (type_is), \\
\t  .layer = (layer_is), .schema = (schema_is) }}

const struct e2e_i_tl_ctor e2e_i_tl_ctors[] = {{
{rows}
}};

const size_t e2e_i_tl_n_ctors = {n_rows};

const uint8_t e2e_i_tl_slots[E2E_I_TL_SLOTS] = {{
{slots}
}};

const struct e2e_i_tl_type e2e_i_tl_types[] = {{
{types}
}};

const size_t e2e_i_tl_n_types = {n_types};

const char e2e_i_tl_names[] = {{
{names}
}};
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tl", default=HERE, help="the folder of the schemas")
    parser.add_argument("--out", help="write gen/tables.c and schema.h there")
    options = parser.parse_args()
    try:
        ctors, types = load(options.tl)
    except Fault as fault:
        sys.exit(f"tlgen.py: {fault}")
    with open(os.path.join(HERE, "schema.h.in"), encoding="utf-8") as file:
        template = file.read()
    public = options.out or os.path.join(HERE, "..", "libe2e", "e2e")
    private = options.out or HERE
    write(os.path.join(public, "schema.h"), header(ctors, types, template))
    write(os.path.join(private, "gen", "tables.c"), tables(ctors, types))


if __name__ == "__main__":
    main()
