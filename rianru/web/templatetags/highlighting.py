"""Marks what was found in a text, without ever cutting a letter from its vowel or tone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import accumulate, pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rianru.kernel.thai import break_points, graphemes

BREAK = mark_safe("<wbr>")


def joined(parts: Iterable[str]) -> SafeString:
    """Parts with <wbr> between them, each escaped."""
    return mark_safe(BREAK.join(map(escape, parts)))


def folded(text: str) -> str:
    """Lower case, letter by letter, so that offsets stay those of the text."""
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def found_spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the terms stand in the text, as whole graphemes only, merged where they touch."""
    edges = {0, *accumulate(len(letter) for letter in graphemes(text))}
    plain, wanted = folded(text), {folded(term.strip()) for term in terms} - {""}
    found = sorted(match.span() for term in wanted for match in re.finditer(re.escape(term), plain))
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if not {start, end} <= edges:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def broken(text: str, start: int, end: int, breaks: Iterable[int]) -> SafeString:
    """text[start:end] with <wbr> at the breaks inside it, escaped."""
    cuts = [start, *sorted(cut for cut in breaks if start < cut < end), end]
    return joined(text[a:b] for a, b in pairwise(cuts))


def word_ends(text: str) -> set[int]:
    """The offsets at which a line may break."""
    return set(accumulate(len(part) for part in break_points(text))) - {len(text)}


def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The text with <mark> round the spans and <wbr> between words, escaped."""
    breaks, pieces, at = word_ends(text), [], 0
    for start, end in [*spans, (len(text), len(text))]:
        pieces.append(broken(text, at, start, breaks))
        if 0 < start < end and start in breaks:
            pieces.append(BREAK)
        if start < end:
            pieces.append(format_html("<mark>{}</mark>", broken(text, start, end, breaks)))
        if start < end and end in breaks:
            pieces.append(BREAK)
        at = end
    return mark_safe("".join(pieces))
