"""From what the catalogue says of authors, subjects and series to what a template shows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from rianru.catalogue.queries import HeadingFacts, HeadingRow, Narrowed
from rianru.kernel.dates import to_be
from rianru.kernel.matching.headings import DIVIDED, Kind, volumes
from rianru.kernel.words import T
from rianru.web.catalogue import narrowing
from rianru.web.catalogue.heading_addresses import LISTS

VOLUME = re.compile(r"(?:(?:เล่ม(?:ที่)?|ล\.|vol(?:ume)?\.?|v\.)\s*)?\d+", re.IGNORECASE)
YEARLIKE = 1_000  # numbers in a series from here on are years, or so many that a gap says nothing
MOST_SHOWN = 12  # values of a facet


@dataclass(frozen=True, slots=True)
class Words:
    """What readers see of a kind: one and many, the list, and what its page is about."""

    one: T
    many: T
    lead: T
    of: T  # above the works
    find: T


WORDS: dict[Kind, Words] = {
    "author": Words(
        T("ผู้แต่ง", "Author"), T("ผู้แต่ง", "Authors"),
        T("คนเขียน คนแปล คนวาด และหน่วยงานที่ทำหนังสือในเครือข่าย",
          "The writers, translators, illustrators and bodies behind the books of the network."),
        T("ผลงาน", "Works"), T("ค้นชื่อผู้แต่ง", "Find an author"),
    ),
    "subject": Words(
        T("หัวเรื่อง", "Subject"), T("หัวเรื่อง", "Subjects"),
        T("เรื่องที่หนังสือและสื่อในเครือข่ายเล่าถึง เลือกเรื่องที่สนใจแล้วดูได้ทั้งหมด",
          "What the books and media of the network are about. Pick one to see everything on it."),
        T("หนังสือและสื่อเรื่องนี้", "Books and media on it"), T("ค้นหัวเรื่อง", "Find a subject"),
    ),
    "series": Words(
        T("ชุดหนังสือ", "Series"), T("ชุดหนังสือ", "Series"),
        T("หนังสือที่ออกเป็นชุด เรียงตามเล่มให้อ่านต่อกันได้",
          "Books that came out as a set, volume by volume, so that you can read on."),
        T("เล่มในชุดนี้", "In this series"), T("ค้นชื่อชุด", "Find a series"),
    ),
}


def address(row: HeadingRow) -> str:
    """The one address of a heading."""
    return reverse(row.kind, kwargs={"key": row.key})


def name_of(row: HeadingRow) -> str:
    """As it is shown: the parts of a divided subject with signs that a reader knows."""
    return row.name.replace(DIVIDED, " › ") if row.kind == "subject" else row.name


def link(row: HeadingRow) -> dict[str, Any]:
    """A chip or a line of a list: text, how many works, address."""
    return {"text": name_of(row), "count": row.works, "url": address(row)}


def below(row: HeadingRow) -> dict[str, Any]:
    """A narrower subject, by its last part."""
    return link(row) | {"text": row.name.rpartition(DIVIDED.strip())[2].strip() or row.name}


def years(facts: HeadingFacts) -> T | str:
    """`2548–2566` in the reader's era; one year where there is one."""
    if facts.first_year is None or facts.last_year is None:
        return ""
    first, last = facts.first_year, facts.last_year
    if first == last:
        return T.verbatim(str(to_be(first)), str(first))
    return T.verbatim(f"{to_be(first)}–{to_be(last)}", f"{first}–{last}")


def head(row: HeadingRow, facts: HeadingFacts) -> dict[str, Any]:
    """The head of the page."""
    return {
        "id": row.id, "kind": row.kind, "name": name_of(row), "works": row.works, "years": years(facts),
        "forms": facts.forms, "about": link(facts.about) if facts.about else None,
        "narrower": [below(one) for one in facts.narrower],
    }


def query(row: HeadingRow) -> str:
    """What finds its works in the search box."""
    return f'{row.kind}:"{row.name.replace(DIVIDED, " ")}"'


NEAR: dict[Kind, dict[Kind, T]] = {
    "author": {
        "subject": T("เรื่องที่ทำ", "Writes about"), "series": T("ชุดที่ร่วมทำ", "Series"),
        "author": T("ทำหนังสือด้วยกัน", "Made books with"),
    },
    "subject": {
        "subject": T("เรื่องที่พบคู่กัน", "Often on the same books"), "author": T("ใครทำเรื่องนี้", "People on it"),
        "series": T("ชุดที่มีเรื่องนี้", "Series on it"),
    },
    "series": {
        "subject": T("ชุดนี้เล่าเรื่อง", "What it is about"), "author": T("ใครทำชุดนี้", "Who made it"),
        "series": T("ชุดที่ใกล้กัน", "Series close to it"),
    },
}


def near(kind: Kind, found: Mapping[Kind, Sequence[HeadingRow]]) -> list[dict[str, Any]]:
    """The neighbours, kind by kind."""
    return [
        {"title": title, "links": [link(row) for row in found[each][:8]]}
        for each, title in NEAR[kind].items() if found[each]
    ]


def facets(
    counted: Mapping[str, Mapping[str, int]], chosen: Narrowed, toggled: Callable[[str, Any], str]
) -> list[dict[str, Any]]:
    """What narrows the works: facets with something to choose."""
    shown = []
    for name, counts in counted.items():
        taken = str(getattr(chosen, name) or "")
        pairs = sorted(counts.items(), reverse=True) if name == "decade" else list(counts.items())
        values = [
            {
                "label": narrowing.label(name, value, {}), "count": count, "on": value == taken,
                "url": toggled(name, int(value) if name == "decade" else value),
            }
            for value, count in pairs[:MOST_SHOWN]
        ]
        if len(values) > 1 or taken:
            shown.append({"title": narrowing.FACETS[name], "values": values, "open": True})
    return shown


def crumbs(row: HeadingRow, facts: HeadingFacts) -> list[dict[str, Any]]:
    """Search, the list of the kind, wider subjects, the heading."""
    return [
        {"text": T("ค้นหา", "Search"), "url": reverse("search")},
        {"text": WORDS[row.kind].many, "url": reverse(LISTS[row.kind])},
        *({"text": below(wider)["text"], "url": address(wider)} for wider in facts.wider),
        {"text": below(row)["text"] if facts.wider else row.name, "url": ""},
    ]


def last_volume(number: str) -> int:
    """The last volume that a number names; 0 for none."""
    span = volumes(number) if number else None
    return span[1] if span else 0


def number(text: str) -> T | str:
    """A number in a series: `เล่ม 3`, in the reader's language, where it is one volume; else as the record writes it."""
    span = volumes(text) if text else None
    if span is None or not VOLUME.fullmatch(text.strip(" .[]()")) or span[0] >= YEARLIKE:
        return text
    return T("เล่ม {n}", "Volume {n}", n=span[0])


def gap(last: int, text: str) -> T | str:
    """That volumes between the one before and this one are not known here; empty where none is missing."""
    span = volumes(text) if text else None
    if span is None or span[0] <= last + 1 or span[0] >= YEARLIKE:
        return ""
    if span[0] == last + 2:
        return T("ยังไม่มีเล่ม {n} ในระบบ", "Volume {n} is not in the system yet", n=last + 1)
    return T("ยังไม่มีเล่ม {first}–{end} ในระบบ", "Volumes {first}–{end} are not in the system yet", first=last + 1,
             end=span[0] - 1)


def structured(row: HeadingRow, facts: HeadingFacts, url: str) -> dict[str, Any]:
    """schema.org, for search engines. Editions do not say which authors are bodies: all are what most are, a Person."""
    types: dict[Kind, str] = {"author": "Person", "subject": "DefinedTerm", "series": "CreativeWorkSeries"}
    found: dict[str, Any] = {
        "@context": "https://schema.org", "@type": types[row.kind], "name": row.name, "url": url,
        "alternateName": list(facts.forms),
        "identifier": str(row.id),
    }
    if row.kind == "subject":
        found["inDefinedTermSet"] = url.rpartition("/subjects/")[0] + "/subjects/"
    if row.kind == "series" and facts.first_year:
        found |= {"startDate": str(facts.first_year), "endDate": str(facts.last_year)}
    return {name: value for name, value in found.items() if value}

