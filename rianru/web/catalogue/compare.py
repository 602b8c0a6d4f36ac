"""Two descriptions beside each other: what templates show of records, pairs, and fields received and repaired."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from rianru.catalogue.queries import Pair, RecordCard
from rianru.catalogue.words import FORMATS, language
from rianru.kernel.words import T
from rianru.web.catalogue.present import year_text

_CODE = re.compile(r"(?:^| )\$(.)")
OFTEN, SHOWN_OF_OFTEN = 8, 3  # lines of one field, and how many of them are read first
SHOWN_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}


def card(one: RecordCard) -> dict[str, Any]:
    """A record in a list: whose it is, what it says, why it is where it is."""
    record, reading = one.record, one.reading
    meta = [", ".join(reading.people[:2]), reading.publisher, year_text(reading.year) if reading.year else
            reading.year_text, reading.extent, ", ".join(reading.isbns[:2])]
    return {
        "id": record.id, "url": reverse("record", kwargs={"id": record.id}), "title": reading.title,
        "source": T.verbatim(record.source.name_th, record.source.name_en), "control_number": record.control_number,
        "meta": [text for text in meta if text], "because": one.because if record.because != "first" else None,
        "gone": record.state != "live",
        "repaired": bool(record.repairs), "damaged": bool(record.losses), "edition_id": record.edition_id,
    }


def pair(two: Pair) -> dict[str, Any]:
    """Two records with what they say line by line."""
    return {
        "left": card(two.left), "right": card(two.right), "because": two.because, "same": two.same_edition,
        "same_work": two.same_work,
        "lines": [
            {"label": line.label, "left": _worded(line.label, line.left), "right": _worded(line.label, line.right),
             "differs": line.differs} for line in two.lines
        ],
        "differing": sum(line.differs for line in two.lines),
    }


def _worded(label: T, value: str) -> T | str:
    """Codes of languages and formats in words."""
    if label.en == "Format":
        return FORMATS.get(value, value)
    return language(value) if label.en == "Language" and value else value


def neighbour(two: Pair) -> dict[str, Any]:
    """A record near another: beside it in an edition, in a work, or apart, and what the rules say of the two."""
    one, other = two.left.record, two.right.record
    together = one.edition_id is not None and one.edition_id == other.edition_id
    works = [record.edition.work_id if record.edition else None for record in (one, other)]
    beside = together or (works[0] is not None and works[0] == works[1])
    return {
        "card": card(two.right), "because": two.because,
        "where": "edition" if together else "work" if beside else "apart",
        "by_rule": two.same_edition is True if together else two.same_edition is not True,
    }


def aligned(left: Sequence[Any], right: Sequence[Any]) -> list[dict[str, Any]]:
    """Lines of two sides in rows: what both have stands beside itself, what differs beside what took its place."""
    rows: list[dict[str, Any]] = []
    ours, theirs = list(left), list(right)
    while ours or theirs:
        first, second = _differing(ours), _differing(theirs)
        rows += _beside(first, second)
        if ours and theirs:
            rows.append(_row(ours.pop(0), theirs.pop(0), differs=False))
        elif ours or theirs:  # the two sides do not keep step: never hide a line
            rows += _beside(ours, theirs)
            break
    return rows


def folded(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines to read first, and the further ones of a field that comes very often, such as one for each copy; a line
    that differs is always among the first.
    """
    often = {tag for tag, times in Counter(row["tag"] for row in rows).items() if times > OFTEN}
    first: list[dict[str, Any]] = []
    further: list[dict[str, Any]] = []
    seen = Counter[str]()
    for row in rows:
        seen[row["tag"]] += 1
        shown = row["tag"] not in often or seen[row["tag"]] <= SHOWN_OF_OFTEN or row["differs"]
        (first if shown else further).append(row)
    return first, further


def _differing(lines: list[Any]) -> list[Any]:
    taken = []
    while lines and lines[0].differs:
        taken.append(lines.pop(0))
    return taken


def _beside(left: Sequence[Any], right: Sequence[Any]) -> list[dict[str, Any]]:
    """Pairs by tag, in order; a line without a partner stands alone."""
    waiting, rows = list(right), []
    for one in left:
        other = next((line for line in waiting if line.tag == one.tag), None)
        while other is not None and waiting[0] is not other:
            rows.append(_row(None, waiting.pop(0), differs=True))
        if other is not None:
            waiting.pop(0)
        rows.append(_row(one, other, differs=True))
    return rows + [_row(None, line, differs=True) for line in waiting]


def _row(left: Any, right: Any, *, differs: bool) -> dict[str, Any]:
    return {"tag": (left or right).tag, "left": line(left), "right": line(right), "differs": differs}


def line(one: Any) -> dict[str, Any] | None:
    """A field: indicators with their blanks shown, and its text cut at the subfields."""
    if one is None:
        return None
    text = visible(one.text)
    pieces = _CODE.split(text) if one.tag >= "010" and one.tag != "LDR" else [text]
    found = [{"code": "", "text": pieces[0]}] if pieces[0] else []
    found += [{"code": code, "text": value} for code, value in zip(pieces[1::2], pieces[2::2], strict=True)]
    return {"tag": one.tag, "indicators": one.indicators.replace(" ", "·"), "parts": found, "differs": one.differs}


def visible(text: str) -> str:
    """Signs that a screen would swallow as their pictures."""
    return text.translate(SHOWN_CONTROLS)
