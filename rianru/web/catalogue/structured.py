"""A work in the words of schema.org, for search engines: what it is, its editions, and where a copy can be had now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from rianru.catalogue.queries import EditionView, WorkView
from rianru.kernel.formats.citations import part_of_role
from rianru.kernel.formats.marc.languages import tag_of
from rianru.web.catalogue.present import contents

MOST_EDITIONS, MOST_OFFERS, MOST_SUBJECTS, MOST_MAKERS, MOST_CHAPTERS = 20, 10, 20, 10, 30
LEASE = "http://purl.org/goodrelations/v1#LeaseOut"
_KINDS = {
    "book": "Book", "ebook": "Book", "manuscript": "Manuscript", "map": "Map", "score": "SheetMusic",
    "video": "VideoObject", "audio": "Audiobook", "music": "MusicAlbum", "picture": "VisualArtwork",
    "software": "SoftwareApplication", "serial": "Periodical", "eserial": "Periodical",
}
_BOOK_FORMATS = {"ebook": "https://schema.org/EBook", "audio": "https://schema.org/AudiobookFormat"}
_PARTS = {"author": "author", "editor": "editor", "translator": "translator", "other": "contributor"}


def structured(view: WorkView, url: str, holdings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The work, its editions as examples of it, an offer for each of the first branches. The unknown is left out."""
    edition = view.main.edition
    several = len(view.editions) > 1
    return _told({
        "@context": "https://schema.org", "@type": _kind(view.main), "@id": url, "url": url, "name": view.work.title,
        "alternateName": list(edition.other_titles[:5]), **_makers(view.main), **_published(view.main),
        "description": edition.summary, "about": list(edition.subjects[:MOST_SUBJECTS]),
        "genre": list(edition.genres[:5]),
        "hasPart": [{"@type": "Chapter", "name": name} for name in contents(edition.contents)[:MOST_CHAPTERS]],
        "isPartOf": [{"@type": "BookSeries", "name": name} for name in edition.series[:3]],
        "workExample": [_example(one) for one in view.editions[:MOST_EDITIONS]] if several else [],
        "offers": [_offer(held) for held in holdings[:MOST_OFFERS]],
    })


def _kind(one: EditionView) -> str:
    return _KINDS.get(one.edition.format, "CreativeWork")


def _makers(one: EditionView) -> dict[str, list[dict[str, str]]]:
    """Everyone with a part, by the part; first those who wrote it."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, role in one.people[:MOST_MAKERS]:
        found.setdefault(_PARTS[part_of_role(role)], []).append({"@type": "Person", "name": name})
    return found


def _published(one: EditionView) -> dict[str, Any]:
    edition = one.edition
    return {
        "isbn": edition.isbns[0] if edition.isbns else None, "issn": edition.issns[0] if edition.issns else None,
        "datePublished": str(edition.year) if edition.year else None, "inLanguage": tag_of(edition.language),
        "bookEdition": edition.edition, "numberOfPages": edition.pages, "bookFormat": _BOOK_FORMATS.get(edition.format),
        "publisher": {"@type": "Organization", "name": edition.publisher} if edition.publisher else None,
    }


def _example(one: EditionView) -> dict[str, Any]:
    return _told({"@type": _kind(one), "name": one.edition.title, **_published(one)})


def _offer(held: Mapping[str, Any]) -> dict[str, Any]:
    """A place that lends it for nothing, and whether a copy is in."""
    return {
        "@type": "Offer", "businessFunction": LEASE, "price": "0", "priceCurrency": "THB",
        "availability": f"https://schema.org/{'InStock' if held['count'] else 'OutOfStock'}",
        "availableAtOrFrom": {
            "@type": "Library", "name": str(held["space_name"]), "url": settings.PUBLIC_URL + held["space_url"],
        },
    }


def _told(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
