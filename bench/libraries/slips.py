"""Slips of the hand: a letter lost, doubled or swapped with the next, a tone mark lost."""

import random
import unicodedata

TONES = "่้๊๋์"
ONE_AT = 12
"""Letters that a title must have for one slip: the standard takes titles apart at 10 % of their characters."""
TWO_AT = 24
"""Letters for two slips, and for a swap, which counts as two where swaps are not counted as one."""


def letters(text: str) -> int:
    """How many letters, marks and digits: blanks and punctuation are not counted."""
    return sum(unicodedata.category(sign)[0] in "LMN" for sign in text)


def slip(text: str, chance: random.Random, *, swaps: bool = True) -> str:
    """`text` with one slip. Digits stay as they are, and so does the first sign: a number is no matter of spelling."""
    kinds = ["lost", "doubled"] + ["tone"] * any(sign in TONES for sign in text) + ["swapped"] * swaps
    kind = chance.choice(kinds)
    if kind == "tone":
        return _without(text, chance.choice([n for n, sign in enumerate(text) if sign in TONES]))
    if kind == "swapped":
        pairs = [n for n in range(1, len(text) - 1) if _base(text[n]) and _base(text[n + 1]) and text[n] != text[n + 1]]
        if pairs:
            at = chance.choice(pairs)
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    places = [n for n in range(1, len(text)) if _base(text[n])]
    if not places:
        return text
    at = chance.choice(places)
    return _without(text, at) if kind == "lost" else text[: at + 1] + text[at:]


def in_title(text: str, chance: random.Random) -> str:
    """One slip, or two where the title is long enough; none in a title under `ONE_AT` letters."""
    length = letters(text)
    if length < ONE_AT:
        return text
    if length < TWO_AT:
        return slip(text, chance, swaps=False)
    once = slip(text, chance)
    return slip(once, chance, swaps=False) if chance.random() < 0.2 and length >= TWO_AT * 1.5 else once


def _base(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L"


def _without(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]
