#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""List the public interface of libe2e for other languages, from its headers.

    apigen.py [--out FILE]

reads e2e/names.h, backend.h, crypto.h, schema.h and e2e.h beside itself and writes api.json
(default: beside itself).  Only maintainers run it; its output is committed, and tests/house/api.sh compares.

api.json has these lists, each in the order of the headers:

    constants  name, value (an integer) of each #define that is a number
    macros     name, parameters (or null), text of each other #define
    structs    name, fields; an opaque struct has fields null.  A constructor of TL also has
               `tl`, its line of the schema, and `doc`, its sentence
    functions  name, result, arguments, must_check

A field or argument is a name and a C type.  A field that is an array has `count`, one that
points to a function has `function`, with result and arguments (of which only the types
count).  An argument that is declared as an array is a pointer, with `count` as a promise.

The headers are regular, and this reads no other C than they use: what it does not understand
is an error.
"""

import argparse
import ast
import json
import operator
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HEADERS = ["names.h", "backend.h", "crypto.h", "schema.h", "e2e.h"]
NOT_API = {"E2E_API", "E2E_MUST_CHECK"}  # attributes of the compiler
NAME = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class Fault(Exception):
    """A header that is not understood."""


# ---- Pieces of a header ------------------------------------------------------------------


def pieces(text):
    """Cut TEXT into (kind, text): comments, directives, and declarations up to the ; that
    ends them.  Comments inside of declarations are dropped."""
    at, declaration, depth = 0, "", 0
    while at < len(text):
        if text.startswith("/*", at):
            end = text.index("*/", at) + 2
            if not declaration.strip():
                yield "comment", text[at:end]
            at = end
        elif text[at] == "#" and not declaration.strip():
            line, at = logical_line(text, at)
            yield "directive", line
        else:
            char = text[at]
            depth += {"{": 1, "}": -1}.get(char, 0)
            at += 1
            if char == ";" and depth == 0:
                yield "declaration", " ".join(declaration.split())
                declaration = ""
            else:
                declaration += char
    if declaration.strip():
        raise Fault(f"not ended: {declaration.strip()[:60]}")


def logical_line(text, at):
    """The directive at AT without comments, its continuations joined; and where it ends."""
    line = ""
    while True:
        end = text.index("\n", at)
        physical = text[at:end]
        comment = physical.find("/*")
        if comment >= 0:
            close = text.index("*/", at + comment) + 2
            line += physical[:comment] + " "
            end = text.index("\n", close)
            return line + text[close:end], end + 1
        at = end + 1
        if not physical.endswith("\\"):
            return line + physical, at
        line += physical[:-1] + " "


def without_conditions(kinds):
    """Leave out what is for C++ or for one compiler only; an include guard has no #else and
    stays.  Its condition is #ifndef, which nothing else uses."""
    skipped = 0
    for kind, text in kinds:
        words = text[1:].split() if kind == "directive" else [""]
        if words[0] in ("if", "ifdef"):
            skipped += 1
        elif words[0] == "ifndef":
            if skipped:
                raise Fault(f"#ifndef within a condition: {text}")
        elif words[0] == "endif":
            skipped = max(0, skipped - 1)
        elif not skipped and words[0] not in ("else", "elif", "include"):
            yield kind, text


# ---- Constants ----------------------------------------------------------------------------


def tokens(text):
    """Names, numbers and operators of an expression."""
    at, found = 0, []
    while at < len(text):
        start = at
        while at < len(text) and text[at] in NAME:
            at += 1
        if at > start:
            found.append(text[start:at])
        elif text[at].isspace():
            at += 1
        else:
            found.append(text[at])
            at += 1
    return found


def number(text, constants):
    """The value of an expression of numbers, constants, + - * << and parentheses; None for
    anything else."""
    words = []
    for token in tokens(text):
        known = constants.get(token)
        words.append(str(known) if known is not None else
                     token.rstrip("uUlL") if token[0].isdigit() else token)
    try:
        return value_of(ast.parse("".join(words), mode="eval").body)
    except (SyntaxError, KeyError):
        return None


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
             ast.LShift: operator.lshift, ast.USub: operator.neg}


def value_of(node):
    """Of an expression of integers; KeyError for anything else."""
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](value_of(node.left), value_of(node.right))
    if isinstance(node, ast.UnaryOp):
        return OPERATORS[type(node.op)](value_of(node.operand))
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    raise KeyError(node)


def define(line, api, constants):
    body = line.split(None, 1)[1].strip()
    name = tokens(body)[0]
    rest = body[len(name):]
    if name in NOT_API or not rest.strip():
        return  # an include guard has no text
    parameters = None
    if rest.startswith("("):
        inside, _, rest = rest[1:].partition(")")
        parameters = [p.strip() for p in inside.split(",")]
    value = number(rest, constants) if parameters is None else None
    if value is not None:
        constants[name] = value
        api["constants"].append({"name": name, "value": value})
        return
    text = " ".join(rest.split())
    api["macros"].append({"name": name, "parameters": parameters, "text": text})


# ---- Types ---------------------------------------------------------------------------------


def split_arguments(text):
    """The parts of TEXT between commas that are in no parentheses."""
    parts, depth, part = [], 0, ""
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += char
    return parts + [part.strip()]


def spaced(type_):
    """A type with one space between words, and none between stars."""
    words = tokens(type_)
    return " ".join(words).replace("* *", "**")


def declared(text, constants):
    """One member or argument as {name, type} and, where there is one, count or function."""
    if "(*" in text:
        result, _, rest = text.partition("(*")
        name, _, arguments = rest.partition(")")
        inside = arguments.strip()[1:-1]
        function = {"result": spaced(result),
                    "arguments": [argument(a, constants)["type"]
                                  for a in split_arguments(inside)]}
        return {"name": name.strip(), "type": "function", "function": function}
    count = None
    if text.endswith("]"):
        text, _, length = text[:-1].partition("[")
        count = number(length, constants)
        if count is None:
            raise Fault(f"{text}: how long is [{length}]?")
    words = tokens(text)
    entry = {"name": words[-1], "type": spaced(" ".join(words[:-1]))}
    if not entry["type"]:
        raise Fault(f"no type: {text}")
    if count is not None:
        entry["count"] = count
    return entry


def argument(text, constants):
    entry = declared(text, constants)
    if "count" in entry:
        entry["type"] += " *"
    return entry


def struct(text, api, constants, doc):
    head, _, body = text.partition("{")
    name = head.split()[1]
    if not body:
        api["structs"].append({"name": name, "fields": None})
        return
    members = [m.strip() for m in body.rstrip("} ").split(";") if m.strip()]
    entry = {"name": name, "fields": [declared(m, constants) for m in members]}
    entry.update(doc)
    api["structs"].append(entry)


def function(text, api, constants):
    words = text.split()[1:]  # without E2E_API
    must_check = words[0] == "E2E_MUST_CHECK"
    head, _, rest = " ".join(words[1:] if must_check else words).partition("(")
    if not rest.endswith(")"):
        raise Fault(f"not understood: {text}")
    entry = declared(head, constants)
    inside = rest[:-1].strip()
    arguments = [] if inside == "void" else \
        [argument(a, constants) for a in split_arguments(inside)]
    api["functions"].append({"name": entry["name"], "result": entry["type"],
                             "must_check": must_check, "arguments": arguments})


def constructor(comment):
    """The schema's line and sentence, if COMMENT is above a constructor, else nothing: the
    line is what is indented in it, and ends with a semicolon."""
    lines = [line.strip("\n")[2:] for line in comment.splitlines()[1:-1]]
    line = " ".join(x.strip() for x in lines if x.startswith("     "))
    if " = " not in line or not line.endswith(";"):
        return {}
    doc = " ".join(x.strip() for x in lines if x.strip() and not x.startswith("     "))
    return {"tl": line, "doc": doc}


# ---- The whole ----------------------------------------------------------------------------


def read_header(text, api, constants):
    doc = {}
    for kind, part in without_conditions(pieces(text)):
        if kind == "comment":
            doc = constructor(part)
        elif kind == "directive":
            if part.startswith("#define"):
                define(part, api, constants)
        elif part.startswith("E2E_API "):
            function(part, api, constants)
        elif part.startswith("struct "):
            struct(part, api, constants, doc)
            doc = {}
        else:
            raise Fault(f"not understood: {part[:60]}")


def read_api(folder):
    """The interface in the headers of FOLDER, as api.json has it."""
    api = {"constants": [], "macros": [], "structs": [], "functions": []}
    constants = {}
    for name in HEADERS:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        # What C++ needs around the declarations is no declaration.
        for line in ('extern "C" {', "#ifdef __cplusplus\n}\n#endif\n"):
            text = text.replace(line, "")
        try:
            read_header(text, api, constants)
        except (Fault, ValueError) as fault:
            raise Fault(f"{name}: {fault}") from fault
    return api


def write_api(api):
    """JSON with one entry a line, so that changes are easy to read."""
    lists = []
    for kind, entries in api.items():
        rows = ",\n".join("  " + json.dumps(entry) for entry in entries)
        lists.append(f" {json.dumps(kind)}: [\n{rows}\n ]")
    return "{\n" + ",\n".join(lists) + "\n}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default=os.path.join(HERE, "api.json"))
    parser.add_argument("--headers", default=os.path.join(HERE, "e2e"))
    options = parser.parse_args()
    try:
        text = write_api(read_api(options.headers))
    except Fault as fault:
        sys.exit(f"apigen.py: {fault}")
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
