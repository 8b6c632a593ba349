# SPDX-License-Identifier: ISC
"""What can be changed in a file: every place, and what it may become."""
import re

from source import ASSIGN, KEYWORDS, LOOPS, Source

SWAPS = {
    "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
    "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",),
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("*",), "<<": (">>",), ">>": ("<<",),
    "&": ("|",), "|": ("&",), "^": ("&",), "++": ("--",), "--": ("++",),
    "+=": ("-=", "="), "-=": ("+=", "="), "*=": ("=",), "|=": ("=", "&="), "&=": ("=", "|="),
    "^=": ("=",), "<<=": (">>=",), ">>=": ("<<=",),
}
RELATIONS = ("<", "<=", ">", ">=", "==", "!=")
NUMBER = re.compile(r"(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)([uUlL]*)$")
DEFINE = r"^[ \t]*#[ \t]*define[ \t]+([A-Z]\w+)[ \t]+(.*)$"
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*$")
# Where the part of an expression before a question mark may begin.
OPENERS = ASSIGN + ("(", "[", ",", "return", "?", ":", ";", "{", "}")


class Mutant:
    """One change of one file: the text from start to end becomes new."""

    def __init__(self, path, source, start, end, new, kind, lines):
        self.path, self.source, self.kind = path, source, kind
        self.start, self.end, self.new = start, end, new
        self.lines = lines # whose execution a test needs to notice it; None: the whole function's
        self.function = None

    @property
    def id(self):
        source = self.source
        return "%s:%d:%d:%s:%s" % (self.path, source.line(self.start), source.column(self.start),
                                   self.kind, re.sub(r"\s+", "", self.new)[:24])

    def text(self):
        return self.source.text[:self.start] + self.new + self.source.text[self.end:]

    def diff(self):
        """The lines of the original that differ, and what becomes of them."""
        text = self.source.text
        first = text.rfind("\n", 0, self.start) + 1
        last = text.find("\n", max(self.end - 1, self.start))
        last = len(text) if last < 0 else last
        old = text[first:last].split("\n")
        new = (text[first:self.start] + self.new + text[self.end:last]).split("\n")
        return old, new


class Finder:
    """All mutants of a file.  ENUMS: each enumerator's neighbour; MACROS: names of numbers."""

    def __init__(self, path, text, enums, macros):
        self.path, self.enums, self.macros = path, enums, macros
        self.source = Source(text)
        self.found = []

    def all(self):
        tokens = self.source.tokens
        for i, token in enumerate(tokens):
            if token.function is None:
                if self.in_initialiser(i):
                    self.constants(i)
                continue
            if token.kind == "mark":
                self.swaps(i)
            if token.text == "?":
                self.question(i)
            if token.kind in ("name", "number"):
                self.constants(i)
            if token.text in ("if", "while") and self.source.at(i + 1) == "(":
                self.condition(i)
            if self.source.begins_statement(i):
                self.statement(i)
        return self.found

    def add(self, first, last, new, kind):
        """Tokens FIRST to LAST become NEW."""
        source = self.source
        start, end = source.tokens[first].start, source.tokens[last].end
        mutant = Mutant(self.path, source, start, end, new, kind, self.lines(first, last))
        mutant.function = source.tokens[first].function
        self.found.append(mutant)

    def lines(self, first, last):
        source = self.source
        if source.tokens[first].function is None:
            return None
        begin = source.statement_start(first)
        if source.at(begin) in ("case", "default"):
            return None # which line a label counts for, compilers do not agree upon
        return list(range(source.line(source.tokens[begin].start),
                          source.line(source.tokens[last].end) + 1))

    # ---- Expressions ----------------------------------------------------------------------------

    def swaps(self, i):
        token, source = self.source.tokens[i], self.source
        text = token.text
        if text not in SWAPS:
            return
        if text not in ("++", "--"):
            # An operator between two operands has a space before it and one after it; a
            # pointer's star and a sign have not.
            after = source.text[token.end:token.end + 1]
            if not source.text[token.start - 1].isspace() or not after.isspace():
                return
        kind = "logic" if text in ("&&", "||") else "arithmetic"
        kind = "relation" if text in RELATIONS else kind
        for new in SWAPS[text]:
            self.add(i, i, new, kind)

    def question(self, i):
        k = i - 1
        while k > 0 and self.source.at(k) not in OPENERS:
            k = self.source.tokens[k].mate if self.source.at(k) in (")", "]") else k - 1
            if self.source.at(k) in ("(", "["):
                k -= 1
        if k + 1 < i:
            tokens = self.source.tokens
            old = self.source.text[tokens[k + 1].start:tokens[i - 1].end]
            self.add(k + 1, i - 1, "!(" + old + ")", "negate")

    def constants(self, i):
        token = self.source.tokens[i]
        if token.kind == "number":
            self.number(i, token.text)
        elif token.kind == "name" and token.text in self.enums:
            self.add(i, i, self.enums[token.text], "enum")
        elif token.kind == "name" and token.text in self.macros and not self.sizes_array(i):
            for sign in "+-":
                self.add(i, i, "(%s %s 1)" % (token.text, sign), "constant")

    def number(self, i, text):
        match = NUMBER.match(text)
        if not match or self.sizes_array(i):
            return
        digits, suffix = match.groups()
        value = int(digits, 8 if digits[0] == "0" and digits.isdigit() and len(digits) > 1 else 0)
        for other in (value + 1, value - 1):
            if other >= 0:
                shown = hex(other) if digits[:2] in ("0x", "0X") else str(other)
                self.add(i, i, shown + suffix, "constant")

    def sizes_array(self, i):
        """Whether it is in the size of an array that is declared."""
        source = self.source
        k = i
        while k > 0 and source.at(k) not in (";", "{", "}", "["):
            k = source.tokens[k].mate if source.at(k) in (")", "]") else k
            k -= 1
        if source.at(k) != "[":
            return False
        begin = source.statement_start(k)
        if not source.is_declaration(begin):
            return source.tokens[i].function is None and source.at(k - 1) not in ("{", ",")
        return "=" not in [t.text for t in source.tokens[begin:k]]

    def in_initialiser(self, i):
        """Outside of functions: between = { and }."""
        tokens = self.source.tokens
        depth = 0
        while i > 0:
            i -= 1
            if tokens[i].text == "}" and tokens[i].mate is not None:
                i = tokens[i].mate
            elif tokens[i].text == "{":
                if tokens[i - 1].text == "=":
                    return True
                depth += 1
            elif tokens[i].text == ";" or depth > 4:
                return False
        return False

    # ---- Statements ---------------------------------------------------------------------------

    def condition(self, i):
        tokens = self.source.tokens
        close = tokens[i + 1].mate
        if close is not None:
            old = self.source.text[tokens[i + 1].start:tokens[close].end]
            self.add(i + 1, close, "(!" + old + ")", "negate")

    def drop(self, first, last, kind):
        old = self.source.text[self.source.tokens[first].start:self.source.tokens[last].end]
        keep = "" if kind == "drop-case" else ";"
        self.add(first, last, keep + "\n" * old.count("\n"), kind)

    def statement(self, i):
        source = self.source
        text = source.at(i)
        if text == "case":
            self.drop_case(i)
            return
        end = source.statement_end(i)
        if end is None or end == i or text in LOOPS + ("do", "else", "default", "{"):
            return
        if text in ("break", "continue"):
            self.drop(i, end, "drop-jump")
        elif text in ("return", "goto"):
            # The last one of a function is its result, and without it there would be none.
            guarded = source.ends_head(i - 1) or source.at(i - 1) == "else"
            if guarded or source.tokens[source.tokens[end + 1].mate or 0].start > 0 and \
                    not source.begins_line(source.tokens[end + 1]):
                self.drop(i, end, "drop-" + text)
        elif not source.is_declaration(i):
            self.drop_expression(i, end)

    def drop_expression(self, i, end):
        source = self.source
        texts = [t.text for t in source.tokens[i:end]]
        calls = [a for a, b in zip(texts, texts[1:])
                 if b == "(" and re.match(r"[A-Za-z_]", a) and a not in KEYWORDS]
        if any("wipe" in name for name in calls):
            self.drop(i, end, "drop-wipe")
        elif any(t in ASSIGN for t in texts):
            self.drop(i, end, "drop-assignment")
        elif calls:
            self.drop(i, end, "drop-call")
        elif "++" in texts or "--" in texts:
            self.drop(i, end, "drop-step")

    def drop_case(self, i):
        k = i
        while self.source.at(k) not in (":", ";", ""):
            k += 1
        if self.source.at(k) == ":":
            self.drop(i, k, "drop-case")


# ---- What the headers tell --------------------------------------------------------------------

def enumerators(texts):
    """Each enumerator's neighbour in its enum: the next one, the last one's is the one before."""
    neighbours = {}
    for text in texts:
        source = Source(text)
        for i, token in enumerate(source.tokens):
            brace = i + 1 if source.at(i + 1) == "{" else i + 2
            if token.text != "enum" or source.at(brace) != "{":
                continue
            names = names_of(source, brace)
            for k, name in enumerate(names):
                if len(names) > 1:
                    neighbours[name] = names[k + 1] if k + 1 < len(names) else names[k - 1]
    return neighbours


def names_of(source, brace):
    names, fresh = [], True
    for token in source.tokens[brace + 1:source.tokens[brace].mate]:
        if fresh and token.kind == "name":
            names.append(token.text)
        fresh = token.text == "," and token.parens == 0
    return names


def number_macros(texts):
    """Macros without arguments that begin like a number or a calculation."""
    found = set()
    for text in texts:
        for name, value in re.findall(DEFINE, text, re.M):
            if re.match(r"\(*[0-9]|\(*[A-Z][A-Z0-9_]* [-+*/] ", value) and CONSTANT.match(name):
                found.add(name)
    return found
