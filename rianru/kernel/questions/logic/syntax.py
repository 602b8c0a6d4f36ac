"""Rules as trees: the part of XPath that authors of XLSForms write, read by descent.

`${name}` an answer, `.` the question's own, a bare name a fact of the choice that a filter looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from rianru.kernel.questions.logic.arity import TAKES
from rianru.kernel.questions.logic.faults import ArgumentsWrong, FunctionUnknown, RuleTooLong, RuleUnclear

LONGEST: Final = 4_000  # letters of one rule
DEEPEST: Final = 40  # brackets and calls inside one another
TALLEST: Final = 150  # the tree; evaluating goes down as far, three calls a step

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<answer>\$\{\s*[^{}\s]+\s*\})
    | (?P<name>[^\W\d][\w]*(?:[-:.][^\W\d][\w]*)*)
    | (?P<sign><=|>=|!=|[-+*=<>(),.])
    )""",
    re.VERBOSE,
)
_QUOTES: Final = str.maketrans("“”‘’", "\"\"''")  # what word processors make of quotes
_LISTED: Final = {"or", "and", "+", "*"}  # a long list of one of them stays one call
_LEVELS: Final = (
    {"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered under a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Own:
    """What was answered to the question to which the rule belongs."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the choice that a filter looks at."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function; signs are functions too."""

    name: str
    given: tuple[Node, ...]


Node = Literal | Answer | Own | Fact | Call


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


@lru_cache(maxsize=4_096)
def parsed(rule: str) -> Node:
    """The tree of a rule. Refuses with RuleTooLong, RuleUnclear, FunctionUnknown, ArgumentsWrong."""
    if len(rule) > LONGEST:
        raise RuleTooLong(most=LONGEST)
    plain = rule if "'" in rule or '"' in rule else rule.translate(_QUOTES)
    reader = _Reader(plain, list(_tokens(plain)))
    tree = reader.level(0, 0)
    reader.end()
    if _height(tree) > TALLEST:
        raise RuleTooLong(most=LONGEST)
    return tree


def walked(tree: Node) -> Iterator[Node]:
    """The tree and everything in it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Call):
            waiting.extend(reversed(node.given))


def _height(tree: Node) -> int:
    highest, waiting = 0, [(tree, 1)]
    while waiting:
        node, height = waiting.pop()
        highest = max(highest, height)
        if isinstance(node, Call):
            waiting.extend((each, height + 1) for each in node.given)
    return highest


def names_in(rule: str) -> tuple[str, ...]:
    """The names whose answers it asks for, each once, in order. Refuses as `parsed` does."""
    return tuple(dict.fromkeys(node.name for node in walked(parsed(rule)) if isinstance(node, Answer)))


def asks_own(rule: str) -> bool:
    """Whether it asks for the question's own answer."""
    return any(isinstance(node, Own) for node in walked(parsed(rule)))


def facts_in(rule: str) -> tuple[str, ...]:
    """The facts of choices that it asks for."""
    return tuple(dict.fromkeys(node.name for node in walked(parsed(rule)) if isinstance(node, Fact)))


def _tokens(rule: str) -> Iterator[_Token]:
    at, end = 0, len(rule.rstrip())
    while at < end:
        found = _TOKEN.match(rule, at, end)
        if found is None or found.lastgroup is None:
            at += len(rule[at:end]) - len(rule[at:end].lstrip())
            raise RuleUnclear(at=at + 1, near=rule[at : at + 12].strip())
        yield _Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup))
        at = found.end()


class _Reader:
    """A rule's tokens, read one after another."""

    def __init__(self, rule: str, tokens: list[_Token]) -> None:
        self.rule = rule
        self.tokens = tokens
        self.next = 0

    def level(self, level: int, deep: int) -> Node:
        """Signs that bind as loosely as `level`, from left to right."""
        if level == len(_LEVELS):
            return self.negated(deep)
        left, before = self.level(level + 1, deep), ""
        while (sign := self.sees(*_LEVELS[level])) is not None:
            right = self.level(level + 1, deep)
            if sign == before and sign in _LISTED and isinstance(left, Call):
                left = Call(sign, (*left.given, right))
            else:
                left = Call(sign, (left, right))
            before = sign
        return left

    def negated(self, deep: int) -> Node:
        """A value, with minus before it or not."""
        minus = 0
        while self.sees("-"):
            minus += 1
        value = self.value(deep)
        return Call("negative", (value,)) if minus % 2 else value

    def value(self, deep: int) -> Node:
        """A number, a text, an answer, a call, or a rule in brackets."""
        token = self.take()
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if token.kind == "answer":
            return Answer(token.text[2:-1].strip())
        if token.text == ".":
            return Own()
        if deep >= DEEPEST:
            raise self.unclear(token)
        if token.text == "(":
            inner = self.level(0, deep + 1)
            self.want(")")
            return inner
        if token.kind == "name":
            return self.call(token, deep + 1) if self.sees("(") else Fact(token.text)
        raise self.unclear(token)

    def call(self, name: _Token, deep: int) -> Node:
        """What is between the brackets of a function."""
        given: list[Node] = []
        if not self.sees(")"):
            given.append(self.level(0, deep))
            while self.sees(","):
                given.append(self.level(0, deep))
            self.want(")")
        if name.text not in TAKES:
            raise FunctionUnknown(function=name.text)
        least, most = TAKES[name.text]
        if not least <= len(given) <= most:
            raise ArgumentsWrong(function=name.text, given=len(given))
        return Call(name.text, tuple(given))

    def sees(self, *texts: str) -> str | None:
        """Passes the next token where it is one of these signs or words."""
        if self.next < len(self.tokens):
            token = self.tokens[self.next]
            if token.kind in {"sign", "name"} and token.text in texts:
                self.next += 1
                return token.text
        return None

    def take(self) -> _Token:
        """The next token. RuleUnclear at the end."""
        if self.next >= len(self.tokens):
            raise RuleUnclear(at=len(self.rule), near="…")
        self.next += 1
        return self.tokens[self.next - 1]

    def want(self, text: str) -> None:
        """Passes this sign. RuleUnclear for another."""
        token = self.take()
        if token.text != text:
            raise self.unclear(token)

    def end(self) -> None:
        """RuleUnclear where something is left."""
        if self.next < len(self.tokens):
            raise self.unclear(self.tokens[self.next])

    def unclear(self, token: _Token) -> RuleUnclear:
        """A refusal that points at it."""
        return RuleUnclear(at=token.at + 1, near=token.text[:12])
