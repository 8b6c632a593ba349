# SPDX-License-Identifier: ISC
"""C as far as mutants need it: tokens, functions and statements of one file, without a compiler."""
import re

TOKEN = re.compile(r"""
    (?P<space>(?:\s|\\\n)+)
  | (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<string>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
  | (?P<char>[uUL]?'(?:[^'\\\n]|\\.)*')
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[\w.])*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<mark>>>=|<<=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.S | re.X)
DIRECTIVE = re.compile(r"[ \t]*#(?:/\*.*?\*/|\\.|[^\n\\])*", re.S)

TYPES = set("""auto bool char const double enum extern float inline int long register short signed
    static struct typedef union unsigned void volatile alignas _Alignas _Bool _Static_assert
    static_assert FILE""".split())
KEYWORDS = TYPES | set("""break case continue default do else for goto if return sizeof switch while
    alignof offsetof""".split())
LOOPS = ("if", "for", "while", "switch")
ASSIGN = ("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=")


class Token:
    """A token that the compiler sees: kind, text, place, and how deep in which brackets."""

    def __init__(self, kind, text, start):
        self.kind, self.text, self.start = kind, text, start
        self.end = start + len(text)
        self.mate = None     # the index of the other bracket
        self.parens = 0      # round and square brackets around it
        self.function = None # the name of the function that it is in


class Source:
    """One file: its significant tokens (no comment, no directive), with what is around them."""

    def __init__(self, text):
        self.text = text
        self.tokens = list(self.scan())
        self.pair_brackets()
        self.find_functions()

    def scan(self):
        place, fresh = 0, True # fresh: nothing but space since the line began
        while place < len(self.text):
            found = DIRECTIVE.match(self.text, place) if fresh else None
            if found:
                place = found.end()
                continue
            found = TOKEN.match(self.text, place)
            kind = found.lastgroup
            if kind not in ("space", "comment"):
                yield Token(kind, found.group(), place)
            fresh = kind in ("space", "comment") and (fresh or "\n" in found.group())
            place = found.end()

    def pair_brackets(self):
        open_, parens = [], 0
        for i, token in enumerate(self.tokens):
            if token.text in "([{" and token.kind == "mark":
                token.parens = parens
                # a block in brackets (none in C) would begin at depth 0 again
                open_.append((i, parens))
                parens = 0 if token.text == "{" else parens + 1
            elif token.text in ")]}" and token.kind == "mark" and open_:
                mate, parens = open_.pop()
                token.mate, self.tokens[mate].mate = mate, i
                token.parens = parens
            else:
                token.parens = parens

    def find_functions(self):
        """A function's brace stands alone at the beginning of a line (HACKING.md, Style)."""
        for i, token in enumerate(self.tokens):
            if token.text != "{" or not self.begins_line(token) or token.mate is None:
                continue
            close = i - 1
            if close < 1 or self.tokens[close].text != ")":
                continue
            name = self.tokens[self.tokens[close].mate - 1].text
            for inside in self.tokens[i:token.mate + 1]:
                inside.function = name

    def begins_line(self, token):
        return token.start == 0 or self.text[token.start - 1] == "\n"

    def at(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    # ---- Statements ---------------------------------------------------------------------------

    def ends_head(self, i):
        """Whether token I is the bracket after if, for, while or switch."""
        token = self.tokens[i]
        return token.text == ")" and token.mate is not None and self.at(token.mate - 1) in LOOPS

    def ends_label(self, i):
        """Whether token I is the colon after case X, default or a label."""
        if self.at(i) != ":":
            return False
        while i > 0 and self.at(i) not in (";", "{", "}", "?", "case", "default"):
            i -= 1
        return self.at(i) in ("case", "default")

    def begins_statement(self, i):
        if self.tokens[i].function is None or self.tokens[i].parens or i == 0:
            return False
        before = self.at(i - 1)
        return (before in (";", "{", "}", "else", "do") or self.ends_head(i - 1) or
                self.ends_label(i - 1))

    def statement_start(self, i):
        while i > 0 and not self.begins_statement(i) and self.tokens[i].function:
            i -= 1
        return i

    def statement_end(self, i):
        """The index of the semicolon that ends the simple statement at I, or None."""
        while i < len(self.tokens):
            text = self.at(i)
            if text == ";":
                return i
            if text in "}":
                return None
            if text in "([{" and self.tokens[i].mate is not None:
                i = self.tokens[i].mate
            i += 1
        return None

    def is_declaration(self, i):
        first = self.tokens[i]
        if first.kind != "name":
            return False
        if first.text in TYPES or first.text.endswith("_t"):
            return True
        # another type's name: `type name` or `type *name`
        k = i + 1
        while self.at(k) == "*":
            k += 1
        return (self.tokens[k].kind == "name" and self.tokens[k].text not in KEYWORDS and
                first.text not in KEYWORDS and (k > i + 1 and self.at(k + 1) in ("=", ";", ",") or
                                                k == i + 1))

    # ---- Lines --------------------------------------------------------------------------------

    def line(self, place):
        return self.text.count("\n", 0, place) + 1

    def column(self, place):
        return place - (self.text.rfind("\n", 0, place) + 1) + 1
