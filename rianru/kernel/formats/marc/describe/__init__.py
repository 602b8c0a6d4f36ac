"""What a MARC 21 bibliographic record says about its edition, as plain values."""

from rianru.kernel.formats.marc.describe import (
    forms,
    gathering,
    notes,
    numbers,
    people,
    publication,
    series,
    subjects,
    titles,
    tongues,
)
from rianru.kernel.formats.marc.describe.mapping import NONE, FieldMapping
from rianru.kernel.formats.marc.describe.texts import first_of
from rianru.kernel.formats.marc.describe.titles import part_number
from rianru.kernel.formats.marc.description import Description, Link, Person
from rianru.kernel.formats.marc.record import Record

__all__ = ["VERSION", "Description", "FieldMapping", "Link", "Person", "describe", "headline", "part_number"]

VERSION = 1
"""Goes up when a rule here changes what records say, so that those who keep descriptions read anew."""


def describe(record: Record, mapping: FieldMapping = NONE) -> Description:
    """Everything that Description holds. Never refuses: what a record does not say, or says unreadably, is empty."""
    fields = gathering.gather(record, mapping)
    fixed = _fixed(fields)
    named = titles.titles(fields)
    published = publication.published(fields, fixed)
    spoken = tongues.languages(fields, fixed, named.title)
    right, qualifiers, wrong = numbers.isbns(fields) if "isbn" in fields else ((), (), ())
    in_series, series_numbers = series.series(fields)
    extent = first_of(fields.get("extent", ()), "af")
    language = spoken[0] if spoken else ""
    return Description(
        control_number=numbers.control_number(fields),
        title=named.title,
        title_main=named.main,
        part=named.part,
        uniform_title=named.uniform,
        other_titles=named.others,
        statement=named.statement,
        people=people.people(fields),
        subjects=subjects.subjects(fields),
        genres=subjects.genres(fields),
        edition=first_of(fields.get("edition", ()), "ab"),
        publisher=published.publisher,
        place=published.place,
        year=published.year,
        year_text=published.year_text,
        language=language,
        languages=spoken,
        original_language=tongues.original(fields, language) if "language" in fields else "",
        format=forms.format_of(record, fields, fixed),
        audience=forms.audience_of(record, fields, fixed),
        isbns=right,
        isbn_notes=qualifiers,
        isbns_wrong=wrong,
        issns=numbers.issns(fields),
        identifiers=numbers.identifiers(fields),
        extent=extent,
        pages=forms.pages_in(extent) if extent else None,
        series=in_series,
        series_numbers=series_numbers,
        notes=notes.notes(fields),
        contents=notes.contents(fields),
        summary=notes.summary(fields),
        links=numbers.links(fields),
        restricted=numbers.restricted(fields),
        call_number=numbers.call_number(fields),
    )


def headline(record: Record, mapping: FieldMapping = NONE) -> tuple[str, int | None, str]:
    """Title, year and language, as `describe` gives them, for a fraction of its time."""
    fields = gathering.gather_headline(record, mapping)
    fixed = _fixed(fields)
    title = titles.title_of(fields)
    spoken = tongues.languages(fields, fixed, title)
    return title, publication.year_of(fields, fixed), spoken[0] if spoken else ""


def _fixed(fields: gathering.Gathered) -> str:
    found = fields.get("fixed")
    return found[0].data if found else ""
