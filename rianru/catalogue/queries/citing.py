"""An edition as others take it away: as MARC describes it, and as it is cited."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rianru.catalogue.models import Edition
from rianru.kernel.formats.citations import Cited, Maker, apa, bibtex, part_of_role, plain, ris
from rianru.kernel.formats.marc import Description, Link, Person, Record
from rianru.kernel.formats.marc.compose import compose
from rianru.kernel.formats.marc.marcxml import write_xml
from rianru.kernel.formats.marc.rowrecord import is_body
from rianru.kernel.formats.marc.write import write
from rianru.kernel.ids import short
from rianru.kernel.words import T

LONGEST_NAME = 60  # characters of a file's name
_UNFIT = re.compile(r"[^\w\u0e00-\u0e7f -]+")  # what a file's name is better without
_XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A file to take away: what it is called, its media type (IANA's, or the one that programs look for), its maker of
    an edition and the lasting address of its work.
    """

    label: str
    media_type: str
    suffix: str
    made: Callable[[Edition, str], bytes]

    def file_name(self, title: str) -> str:
        """A name for the file that every system takes."""
        name = " ".join(_UNFIT.sub(" ", title).split())[:LONGEST_NAME].strip() or "rianru"
        return f"{name}.{self.suffix}"


def described(edition: Edition) -> Description:
    """What the edition's columns say: the best of all its records. Its control number is its id."""
    return Description(
        control_number=short(edition.id), title=edition.title, title_main=edition.title_main, part=edition.part,
        uniform_title=edition.uniform_title, other_titles=tuple(edition.other_titles), statement=edition.statement,
        people=_people(edition), subjects=tuple(edition.subjects), genres=tuple(edition.genres),
        edition=edition.edition, publisher=edition.publisher, place=edition.place, year=edition.year,
        year_text=edition.year_text, language=edition.language, languages=tuple(edition.languages),
        original_language=edition.original_language, format=edition.format, audience=edition.audience,
        isbns=tuple(edition.isbns), isbn_notes=tuple(edition.isbn_notes), isbns_wrong=tuple(edition.isbns_wrong),
        issns=tuple(edition.issns), identifiers=tuple(edition.identifiers), extent=edition.extent,
        pages=edition.pages, series=tuple(edition.series), series_numbers=tuple(edition.series_numbers),
        notes=tuple(edition.notes), contents=edition.contents, summary=edition.summary, links=_links(edition),
        restricted=edition.restricted, call_number=edition.call_number,
    )  # fmt: skip


def marc_of(edition: Edition) -> Record:
    """The edition as a MARC 21 record."""
    return compose(described(edition))


def cited(edition: Edition, *, url: str) -> Cited:
    """The edition as citations need it. `url` is its page; what is read on a screen is cited where it is read."""
    own = next((link for link in edition.links if link.startswith(("https://", "http://"))), "")
    made = Cited(
        key=f"rianru-{short(edition.id)[-12:]}", title=edition.title,
        makers=tuple(
            Maker(name, part_of_role(role)) for name, role in zip(edition.people, edition.roles, strict=True)
        ),
        year=edition.year, edition=edition.edition, publisher=edition.publisher, place=edition.place,
        series=edition.series[0] if edition.series else "",
        series_number=edition.series_numbers[0] if edition.series_numbers else "", isbns=tuple(edition.isbns),
        issn=_hyphened(edition.issns[0]) if edition.issns else "", format=edition.format, language=edition.language,
        extent=edition.extent, call_number=edition.call_number, summary=edition.summary,
        subjects=tuple(edition.subjects), url=url,
    )  # fmt: skip
    return made.at(own) if own and made.digital else made


def _people(edition: Edition) -> tuple[Person, ...]:
    """The first of them leads where they wrote it; columns do not keep which were bodies, so Thai ones are told by how
    their names begin.
    """
    found = []
    for place, (name, role) in enumerate(zip(edition.people, edition.roles, strict=True)):
        kind = "body" if is_body(name) else "person"
        found.append(Person(name, role, kind, main=place == 0 and part_of_role(role) == "author"))
    return tuple(found)


def _links(edition: Edition) -> tuple[Link, ...]:
    labels = [*edition.link_labels, *[""] * (len(edition.links) - len(edition.link_labels))]
    return tuple(Link(url, label) for url, label in zip(edition.links, labels, strict=False))


def _hyphened(issn: str) -> str:
    return f"{issn[:4]}-{issn[4:]}" if len(issn) == 8 else issn


def reference(edition: Edition, *, url: str) -> T:
    """The edition as APA 7 refers to it, in one line; italics are left to the reader."""
    own = cited(edition, url=url)
    return T.verbatim(plain(apa(own, "th")), plain(apa(own, "en")))


CITATIONS = {
    "bibtex": CitationForm("BibTeX", "application/x-bibtex; charset=utf-8", "bib",
                           lambda edition, url: bibtex(cited(edition, url=url)).encode()),
    "ris": CitationForm("RIS", "application/x-research-info-systems; charset=utf-8", "ris",
                        lambda edition, url: ris(cited(edition, url=url)).encode()),
    "marc": CitationForm("MARC 21", "application/marc", "mrc", lambda edition, url: write(marc_of(edition))),
    "marcxml": CitationForm("MARCXML", "application/marcxml+xml; charset=utf-8", "xml",
                            lambda edition, url: _XML + write_xml(marc_of(edition)).encode()),
}  # fmt: skip
