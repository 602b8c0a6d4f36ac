"""From what the catalogue says to what a template shows."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from rianru.catalogue.queries import EditionRecords, EditionView, RecordCard, WorkRow, WorkView
from rianru.catalogue.words import audience, language, role
from rianru.core.search.why import Why
from rianru.kernel.dates import year_number
from rianru.kernel.matching.headings import DIVIDED
from rianru.kernel.thai import truncate
from rianru.kernel.words import T
from rianru.web.catalogue.heading_addresses import heading_address

MOST_SUBJECTS = 12
WEB = ("http://", "https://")
LONG_SUMMARY, FOLDED = 600, 420  # characters


def year_text(year: int | None) -> T | str:
    """A year in the reader's era."""
    return year_number(year) if year else ""


def edition_line(edition: Any) -> str:
    """`ฉบับพิมพ์ครั้งที่ 2 · สำนักพิมพ์ · 2552`: an edition in few words, the year in the reader's era."""
    year = str(year_text(edition.year)) or edition.year_text
    return " · ".join(filter(None, (edition.edition, edition.publisher, year)))


STARTERS = (T("ย้อมผ้า", "Dyeing cloth"), T("นิทาน", "Folk tales"), T("สมุนไพร", "Herbs"), T("อาหาร", "Cooking"),
            T("ประวัติศาสตร์", "History"))


def starters() -> list[dict[str, Any]]:
    """Searches to begin with: the Thai word in either language, for that is how most of the books call it."""
    return [{"label": word, "url": search_address(word.th)} for word in STARTERS]


def search_address(query: str, offset: int = 0) -> str:
    """The search page for a query."""
    return f"{reverse('search')}?{urlencode({'q': query} | ({'offset': offset} if offset else {}))}"


def state_of(copies: int, available: int) -> str:
    """The state of a work for `{% avail %}`; blank where nobody holds a copy."""
    return "available" if available else "out" if copies else ""


def row(work: WorkRow) -> dict[str, Any]:
    """A row of a list, or a cover on a shelf (parts/row_work.html, parts/shelf.html)."""
    more = work.branches - 1
    return {
        "id": work.id, "url": reverse("work", kwargs={"id": work.id}), "title": work.title,
        "creator": ", ".join(work.people), "year": year_text(work.year) if work.year else "",
        "state": state_of(work.copies, work.available), "count": work.available or None, "place": work.branch,
        "place_note": T("และอีก {n:,} แห่ง", "and {n:,} more", n=more) if more > 0 else "",
        "formats": work.format_labels, "languages": work.language_labels, "editions": work.editions,
        "cover": work.cover,
    }


def rows(works: Sequence[WorkRow]) -> list[dict[str, Any]]:
    """Many."""
    return [row(work) for work in works]


FIELDS = {
    "title": T("ชื่อเรื่อง", "title"), "people": T("ชื่อคน", "names"), "subjects": T("หัวเรื่อง", "subjects"),
    "series": T("ชื่อชุด", "series"), "text": T("เรื่องย่อและสำนักพิมพ์", "summary and publisher"),
    "pieces": T("ในคำที่ยาวกว่า", "inside a longer word"), "numbers": T("เลขประจำเล่ม", "numbers"),
}


def reason(why: Why) -> list[T]:
    """Why a row stands where it does, for staff: a line for each thing that counts."""
    lines = [
        T("“{word}” อยู่ใน{field} ({n:.1f})", "“{word}” is in {field} ({n:.1f})", word=word, field=FIELDS[name], n=given)
        for word, name, given in why.words
    ]
    if why.phrase:
        lines.append(T("คำเรียงติดกันในชื่อเรื่อง ({n:.1f})", "the words side by side in a title ({n:.1f})", n=why.phrase))
    if why.typed > 1:
        lines.append(T("ชื่อตรงตามที่พิมพ์ (คูณ {n:.2f})", "a title as it was typed (times {n:.2f})", n=why.typed))
    if why.factor > 1:
        lines.append(T("มีให้ยืมและมีหลายเล่ม (คูณ {n:.2f})", "to be had, and held by many (times {n:.2f})", n=why.factor))
    if why.close_by:
        lines.append(T("อยู่ใกล้ (บวก {n:.1f})", "close by (plus {n:.1f})", n=why.close_by))
    return [*lines, T("รวม {n:.1f}", "in all {n:.1f}", n=why.score)]


def head(view: WorkView, nearest: Mapping[str, Any]) -> dict[str, Any]:
    """The head of a work page (web/work_head.html); `nearest` is the branch to go to, or nothing."""
    main, edition = view.main, view.main.edition
    meta = [main.format_label, main.language_label, edition.extent, edition.publisher,
            year_text(edition.year) if edition.year else edition.year_text]
    return {
        "id": view.work.id, "title": view.work.title, "creator": ", ".join(edition.people[:3]),
        "creators": [
            {"text": name, "role": role(part), "url": heading_address("author", name)} for name, part in main.people
        ],
        "meta": [text for text in meta if text], **_summary(edition.summary),
        "state": state_of(view.copies, view.available), "count": view.available or None,
        "place": nearest.get("space_name", ""), "place_note": _place_note(view, nearest),
        "cover": view.cover,
    }


def _place_note(view: WorkView, nearest: Mapping[str, Any]) -> T | str:
    """How far the branch to go to is, and how many more have a free copy."""
    far: T | str = nearest.get("distance", "")
    more = sum(bool(branch.available) for branch in view.branches) - 1
    if more < 1:
        return far
    others = T("และอีก {n:,} แห่ง", "and {n:,} more", n=more)
    return T("{far} {others}", "{far}, {others}", far=far, others=others) if far else others


def _summary(text: str) -> dict[str, str]:
    """The summary, and where it is long its beginning and the rest, parted between words."""
    if len(text) <= LONG_SUMMARY:
        return {"summary": text}
    beginning = truncate(text, FOLDED, "")
    return {"summary": text, "summary_head": beginning + "…", "summary_rest": text[len(beginning):].strip()}


def editions(view: WorkView) -> list[dict[str, Any]]:
    """Rows of the table of editions."""
    cite = reverse("work_cite", kwargs={"id": view.work.id})
    return [{**_edition(one), "cite_url": f"{cite}?edition={one.edition.id}"} for one in view.editions]


def _edition(one: EditionView) -> dict[str, Any]:
    edition = one.edition
    return {
        "language": one.language_label or "", "publisher": edition.publisher,
        "year": year_text(edition.year) if edition.year else edition.year_text, "statement": edition.edition,
        "format": one.format_label, "isbn": edition.isbns[0] if edition.isbns else "", "free": one.available,
        "total": one.copies,
    }


def series(view: WorkView) -> list[dict[str, Any]]:
    """The series that it is in, with its number in each."""
    edition = view.main.edition
    numbers = [*edition.series_numbers, *[""] * (len(edition.series) - len(edition.series_numbers))]
    return [
        {"text": name, "number": number, "url": heading_address("series", name)}
        for name, number in zip(edition.series, numbers, strict=False)
    ]


def subjects(view: WorkView) -> list[dict[str, Any]]:
    """What it is about, each with its page."""
    names = view.main.edition.subjects
    return [{"text": name.replace(DIVIDED, " › "), "url": heading_address("subject", name)}
            for name in names[:MOST_SUBJECTS]]


def identifiers(view: WorkView) -> list[dict[str, Any]]:
    """What a careful reader and a librarian look for; `field` is where the edition keeps it."""
    edition = view.main.edition
    pairs = [
        ("audience", T("เหมาะกับ", "For"), audience(edition.audience) if edition.audience else ""),
        ("original_language", T("แปลจาก", "Translated from"),
         language(edition.original_language) if edition.original_language else ""),
        ("isbns", "ISBN", _beside(edition.isbns, edition.isbn_notes)),
        ("issns", "ISSN", ", ".join(edition.issns)),
        ("call_number", T("เลขหมู่", "Call number"), edition.call_number),
    ]
    return [{"field": field, "label": label, "text": text} for field, label, text in pairs if text]


def _beside(values: Sequence[str], notes: Sequence[str]) -> str:
    """Values with what is said of each: `9786161234567 (ปกแข็ง), …`; what is said may be missing."""
    said = [*notes, *[""] * (len(values) - len(notes))]
    return ", ".join(value + (f" ({note})" if note else "") for value, note in zip(values, said, strict=False))


def links(edition: Any) -> list[dict[str, Any]]:
    """Addresses of the web with what the record calls them; nothing that a browser would run."""
    labels = [*edition.link_labels, *[""] * (len(edition.links) - len(edition.link_labels))]
    return [
        {"url": url, "label": label or urlsplit(url).hostname or url}
        for url, label in zip(edition.links, labels, strict=False) if url.startswith(WEB)
    ][:6]


def contents(text: str) -> list[str]:
    """A table of contents in its own lines: cataloguers part chapters by ` -- `."""
    return [part.strip() for part in text.split(" -- ") if part.strip()]


FIELDS = {
    "title": T("ชื่อเรื่อง", "Title"), "people": T("ผู้แต่ง", "People"), "publisher": T("สำนักพิมพ์", "Publisher"),
    "year": T("ปีพิมพ์", "Year"), "edition": T("ครั้งที่พิมพ์", "Edition"), "extent": T("จำนวนหน้า", "Extent"),
    "summary": T("เรื่องย่อ", "Summary"), "contents": T("สารบัญ", "Contents"), "subjects": T("หัวเรื่อง", "Subjects"),
    "series": T("ชุด", "Series"), "isbns": T("ISBN", "ISBN"), "issns": T("ISSN", "ISSN"), "notes": T("หมายเหตุ", "Notes"),
    "audience": T("เหมาะกับ", "For"), "original_language": T("แปลจาก", "Translated from"),
    "call_number": T("เลขหมู่", "Call number"), "language": T("ภาษา", "Language"), "links": T("ลิงก์", "Links"),
}


def said_by(edition: Any, groups: Sequence[EditionRecords]) -> list[dict[str, Any]]:
    """For staff: whose word each thing is that the page shows; one line for all where one record says it all."""
    cards = {str(card.record.id): card for group in groups for card in group.cards}
    own = [card for card in cards.values() if card.record.edition_id == edition.id]
    if not edition.said_by:
        return [_said(T("ทุกอย่าง", "All of it"), card) for card in own[:1]]
    lines = [(name, cards.get(str(edition.said_by.get(name, "")))) for name in FIELDS]
    return [_said(FIELDS[name], card) for name, card in lines if card]


def _said(label: T, card: RecordCard) -> dict[str, Any]:
    source = card.record.source
    return {"label": label, "source": T.verbatim(source.name_th, source.name_en),
            "url": reverse("record", kwargs={"id": card.record.id}), "number": card.record.control_number}
