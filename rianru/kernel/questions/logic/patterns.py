"""Regular expressions that cannot run away: all ways through a pattern are followed at once, a letter at a time.

What people use for phone numbers, codes and names: letters, `.`, sets, `\\d \\w \\s` and their opposites, groups, `|`,
`* + ? {2,5}`, `^` and `$`. A pattern matches the whole text, as in XLSForm. No looking back or ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rianru.kernel.questions.logic.faults import PatternUnclear

LONGEST: Final = 300  # letters of a pattern
MOST_STATES: Final = 2_000
MOST_TIMES: Final = 500
DEEPEST: Final = 20

Takes = Callable[[str], bool]
_SETS: Final[dict[str, Takes]] = {
    "d": lambda letter: "0" <= letter <= "9",
    "w": lambda letter: letter == "_" or (letter.isascii() and letter.isalnum()),
    "s": str.isspace,
}
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(slots=True)
class _State:
    """One point in a pattern: a letter leads to the only way on; without one all ways are open at once."""

    takes: Takes | None = None
    ways: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was read; `steps` is how many points a letter may have to look at."""

    states: tuple[_State, ...]
    start: int
    end: int

    @property
    def steps(self) -> int:
        """The work for one letter, at most."""
        return len(self.states)

    def matches(self, text: str) -> bool:
        """Whether the whole text is what it describes; in time of its length times `steps`."""
        now = self._open({self.start})
        for letter in text:
            after = {state.ways[0] for at in now if (state := self.states[at]).takes and state.takes(letter)}
            if not after:
                return False
            now = self._open(after)
        return self.end in now

    def _open(self, points: set[int]) -> set[int]:
        seen, waiting = set(points), list(points)
        while waiting:
            state = self.states[waiting.pop()]
            if state.takes is None:
                new = [way for way in state.ways if way not in seen]
                seen.update(new)
                waiting.extend(new)
        return seen


@lru_cache(maxsize=1_024)
def pattern(text: str) -> Pattern:
    """Refuses with PatternUnclear what is wrong, too long, or looks back or ahead."""
    if len(text) > LONGEST:
        raise PatternUnclear(pattern=text[:40])
    return _Reader(text).read()


class _Reader:
    """A pattern's letters, read one after another, and the points that they make."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next = 0
        self.states: list[_State] = []

    def read(self) -> Pattern:
        start, end = self.either(0)
        if self.next < len(self.text):
            raise self.unclear()
        return Pattern(tuple(self.states), start, end)

    def either(self, deep: int) -> tuple[int, int]:
        """Sequences with | between them."""
        if deep > DEEPEST:
            raise self.unclear()
        ways = [self.sequence(deep)]
        while self.sees("|"):
            ways.append(self.sequence(deep))
        if len(ways) == 1:
            return ways[0]
        end = self.point()
        for _, last in ways:
            self.states[last].ways.append(end)
        return self.point(*(first for first, _ in ways)), end

    def sequence(self, deep: int) -> tuple[int, int]:
        """Parts one after another; outermost they may stand between ^ and $, which say what holds anyway."""
        start = end = self.point()
        if deep == 0:
            self.sees("^")
        while self.next < len(self.text) and self.text[self.next] not in "|)":
            if deep == 0 and self.text[self.next] == "$" and self.text[self.next + 1 : self.next + 2] in {"", "|"}:
                self.next += 1
                break
            first, last = self.part(deep)
            self.states[end].ways.append(first)
            end = last
        return start, end

    def part(self, deep: int) -> tuple[int, int]:
        """One thing, as often as is said after it."""
        began = self.next
        bodies = [self.single(deep)]
        least, most = self.times()
        ended = self.next
        start = end = self.point()
        if most == 0:
            return start, end
        for _ in range((least + 1 if most is None else most) - 1):
            self.next = began
            bodies.append(self.single(deep))
        self.next = ended
        for count, (first, last) in enumerate(bodies):
            self.states[end].ways += [first] if count < least else [first, last]
            end = last
        if most is None:
            self.states[end].ways.append(bodies[-1][0])
        return start, end

    def times(self) -> tuple[int, int | None]:
        """How often, from and to; None has no end. A ? after it is about greed, which changes no answer here."""
        found = self.counted()
        if found != (1, 1):
            self.sees("?")
        return found

    def counted(self) -> tuple[int, int | None]:
        for sign, counts in {"*": (0, None), "+": (1, None), "?": (0, 1)}.items():
            if self.sees(sign):
                return counts
        if not self.sees("{"):
            return 1, 1
        inside, closed, _ = self.text[self.next :].partition("}")
        low, comma, high = inside.partition(",")
        right = low.isascii() and low.isdigit() and len(low) <= 3 and (not high or (high.isdigit() and high.isascii()))
        if not closed or not right or len(high) > 3:
            raise self.unclear()
        self.next += len(inside) + 1
        least, most = int(low), (int(high) if high else None) if comma else int(low)
        if least > MOST_TIMES or (most is not None and not least <= most <= MOST_TIMES):
            raise self.unclear()
        return least, most

    def single(self, deep: int) -> tuple[int, int]:
        """A letter, a set, a group, or an edge."""
        if self.next >= len(self.text):
            raise self.unclear()
        letter = self.text[self.next]
        self.next += 1
        if letter == "(":
            return self.group(deep)
        if letter in "^$*+?{":
            raise self.unclear()
        return self.letters(self.set_of(letter))

    def group(self, deep: int) -> tuple[int, int]:
        if self.sees("?") and not self.sees(":"):
            raise self.unclear()
        inner = self.either(deep + 1)
        if not self.sees(")"):
            raise self.unclear()
        return inner

    def set_of(self, letter: str) -> Takes:
        if letter == ".":
            return lambda other: other != "\n"
        if letter == "[":
            return self.bracketed()
        return self.escaped() if letter == "\\" else letter.__eq__

    def escaped(self) -> Takes:
        """What stands after a backslash."""
        if self.next >= len(self.text):
            raise self.unclear()
        letter = self.text[self.next]
        self.next += 1
        known = _SETS.get(letter.lower())
        if known:
            return known if letter.islower() else lambda other: not known(other)
        if letter.isalnum() and letter not in _SIGNS:  # back references, properties, edges of words
            raise self.unclear()
        return _SIGNS.get(letter, letter).__eq__

    def bracketed(self) -> Takes:
        """What stands between [ and ]."""
        opposite = self.sees("^")
        parts: list[Takes] = []
        while not (parts and self.sees("]")):
            parts.append(self.ranged())
        return lambda other: any(part(other) for part in parts) != opposite

    def ranged(self) -> Takes:
        """A letter, a set, or letters from one to another."""
        low = self.in_brackets()
        ahead = self.text[self.next : self.next + 2]
        if len(ahead) < 2 or ahead[0] != "-" or ahead[1] == "]" or not isinstance(low, str):
            return low.__eq__ if isinstance(low, str) else low
        self.next += 1
        high = self.in_brackets()
        if not isinstance(high, str) or high < low:
            raise self.unclear()
        return lambda other: low <= other <= high

    def in_brackets(self) -> str | Takes:
        if self.next >= len(self.text):
            raise self.unclear()
        letter = self.text[self.next]
        self.next += 1
        if letter != "\\":
            return letter
        if self.next < len(self.text) and self.text[self.next].lower() not in _SETS:
            self.next += 1
            after = self.text[self.next - 1]
            return _SIGNS.get(after, after)
        return self.escaped()

    def letters(self, takes: Takes) -> tuple[int, int]:
        """A point that takes a letter, and the one after it."""
        end = self.point()
        start = self.point(end)
        self.states[start].takes = takes
        return start, end

    def point(self, *ways: int) -> int:
        if len(self.states) >= MOST_STATES:
            raise self.unclear()
        self.states.append(_State(None, list(ways)))
        return len(self.states) - 1

    def sees(self, sign: str) -> bool:
        """Passes the next letter where it is this one."""
        if self.text.startswith(sign, self.next):
            self.next += len(sign)
            return True
        return False

    def unclear(self) -> PatternUnclear:
        return PatternUnclear(pattern=self.text[:40])
