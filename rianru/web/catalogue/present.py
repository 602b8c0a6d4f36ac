"""From what the catalogue says to what a template shows."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rianru.catalogue.queries import EditionView, WorkRow, WorkView
from rianru.kernel.dates import to_be
from rianru.kernel.words import T


def year_text(year: int | None) -> T | str:
    """A year in the reader's era."""
    return T.verbatim(str(to_be(year)), str(year)) if year else ""


STARTERS = (T("ย้อมผ้า", "Weaving"), T("นิทาน", "Folk tales"), T("สมุนไพร", "Herbs"), T("อาหาร", "Cooking"),
            T("ประวัติศาสตร์", "History"))


def starters() -> list[dict[str, Any]]:
    """Searches to begin with."""
    return [{"label": word, "url": search_address(str(word))} for word in STARTERS]


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
    }


def rows(works: Sequence[WorkRow]) -> list[dict[str, Any]]:
    """Many."""
    return [row(work) for work in works]


def head(view: WorkView) -> dict[str, Any]:
    """The head of a work page (web/work_head.html)."""
    main, edition = view.main, view.main.edition
    best = view.branches[0] if view.branches else None
    meta = [main.format_label, main.language_label, edition.extent, edition.publisher,
            year_text(edition.year) if edition.year else edition.year_text]
    return {
        "id": view.work.id, "title": view.work.title, "creator": ", ".join(edition.people[:3]),
        "creators": [
            {"text": name, "role": role, "url": search_address(name)} for name, role in main.people
        ],
        "meta": [text for text in meta if text], "summary": edition.summary,
        "state": state_of(view.copies, view.available), "count": view.available or None,
        "place": best.name if best else "",
    }


def editions(view: WorkView) -> list[dict[str, Any]]:
    """Rows of the table of editions."""
    return [_edition(one) for one in view.editions]


def _edition(one: EditionView) -> dict[str, Any]:
    edition = one.edition
    return {
        "year": year_text(edition.year) if edition.year else edition.year_text, "statement": edition.edition,
        "format": one.format_label, "isbn": edition.isbns[0] if edition.isbns else "", "free": one.available,
        "total": one.copies,
    }


def identifiers(view: WorkView) -> list[dict[str, Any]]:
    """Numbers a librarian looks for."""
    edition = view.main.edition
    pairs = [
        ("ISBN", ", ".join(edition.isbns)), ("ISSN", ", ".join(edition.issns)),
        (T("เลขหมู่", "Call number"), edition.call_number), (T("ชุด", "Series"), " ; ".join(edition.series)),
    ]
    return [{"label": label, "text": text} for label, text in pairs if text]


def structured(view: WorkView, url: str) -> dict[str, Any]:
    """schema.org Book, for search engines."""
    edition = view.main.edition
    found: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Book", "name": view.work.title, "url": url,
        "author": [{"@type": "Person", "name": name} for name in edition.people[:5]],
        "isbn": edition.isbns[0] if edition.isbns else None,
        "datePublished": str(edition.year) if edition.year else None, "inLanguage": edition.language or None,
        "publisher": {"@type": "Organization", "name": edition.publisher} if edition.publisher else None,
    }
    return {key: value for key, value in found.items() if value}
