"""Code 128 (ISO/IEC 15417): bars that every scanner of a desk reads, for cards, items and bags.

Digits go in pairs (set C), other signs of ASCII one by one (set B); the check sign is the weighted sum modulo 103.
"""

from __future__ import annotations

import re
from typing import Final

QUIET: Final = 10  # modules of white that a scanner needs on both sides
_WIDTHS: Final = re.findall("[1-4]+", (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 "
    "113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 "
    "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 "
    "113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 "
    "241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 "
    "211232 2331112 "
))
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106


def signs(text: str) -> list[int]:
    """The values of the signs, with start, check sign and stop. ValueError unless it is printable ASCII."""
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError(f"no bars for {text!r}")
    values, place, pairs = [], 0, False
    while place < len(text):
        run = _digits(text, place)
        ends = place + run == len(text)
        worth = run >= 4 if not pairs and (place == 0 or ends) else run >= (2 if pairs else 6)
        if worth and (pairs or run % 2 == 0):
            if not pairs:
                values.append(_START_C if place == 0 else _TO_C)
                pairs = True
            values.append(int(text[place:place + 2]))
            place += 2
            continue
        if pairs or place == 0:
            values.append(_TO_B if place else _START_B)
            pairs = False
        values.append(ord(text[place]) - 32)
        place += 1
    check = values[0] + sum(place * value for place, value in enumerate(values))
    return [*values, check % 103, _STOP]


def bars(text: str) -> list[tuple[int, int]]:
    """Where each bar begins and how wide it is, in modules, the quiet zone before it counted."""
    found, left = [], QUIET
    for value in signs(text):
        for place, width in enumerate(map(int, _WIDTHS[value])):
            if place % 2 == 0:
                found.append((left, width))
            left += width
    return found


def width(text: str) -> int:
    """Of the whole, in modules, with both quiet zones."""
    left, wide = bars(text)[-1]
    return left + wide + QUIET


def _digits(text: str, place: int) -> int:
    """How many digits follow."""
    end = place
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - place
