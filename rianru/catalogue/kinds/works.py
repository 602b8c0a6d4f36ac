"""What works are to the rest of the house."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from rianru.core import kinds
from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.words import T

MOST_NUMBERS = 2_000  # barcodes and call numbers of one work's copies
MOST_FACETS = 20  # authors, or subjects, of one work
MOST_SPACES = 1_000  # that hold one work
_DOCUMENTS = """
    SELECT work.id, work.title,
           array_agg(DISTINCT edition.title)
               || coalesce(array_agg(DISTINCT other) FILTER (WHERE other IS NOT NULL), '{}'),
           string_agg(DISTINCT array_to_string(edition.people, ' ; '), ' ; '),
           string_agg(DISTINCT edition.statement, ' ; '),
           string_agg(DISTINCT array_to_string(edition.subjects || edition.genres, ' ; '), ' ; '),
           string_agg(DISTINCT array_to_string(edition.series, ' ; '), ' ; '),
           min(edition.publisher || ' ; ' || edition.summary || ' ; ' || edition.contents),
           array_to_string(array_agg(array_to_string(edition.isbns || edition.issns || edition.isbns_wrong, ' ')), ' '),
           max(edition.year), string_agg(DISTINCT edition.call_number, E'\n'),
           array_agg(DISTINCT edition.format),
           array_agg(DISTINCT edition.language), array_agg(DISTINCT edition.audience), work.created_at
    FROM catalogue_work AS work JOIN catalogue_edition AS edition ON edition.work_id = work.id AND edition.live
    LEFT JOIN LATERAL unnest(edition.other_titles) AS other ON true
    WHERE work.id = ANY(%s) GROUP BY work.id, work.title, work.created_at
"""
_HELD = """
    SELECT edition.work_id, array_agg(DISTINCT item.barcode) || array_agg(DISTINCT item.call_number),
           count(*) FILTER (WHERE shown), array_agg(DISTINCT space.code) FILTER (WHERE shown),
           array_agg(DISTINCT left(space.area_id, 2)) FILTER (WHERE shown),
           array_agg(DISTINCT network.code) FILTER (WHERE shown AND network.code IS NOT NULL),
           bool_or(item.state = 'available')
    FROM catalogue_item AS item
    CROSS JOIN LATERAL (SELECT item.state NOT IN ('absent', 'withdrawn') AS shown) AS seen
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    JOIN places_space AS space ON space.id = item.space_id
    LEFT JOIN places_network AS network ON network.id = space.network_id
    WHERE edition.work_id = ANY(%s) GROUP BY edition.work_id
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What stands on shelves of one work: `numbers` of all its copies, withdrawn ones too; where the others stand."""

    numbers: Sequence[str] = ()
    copies: int = 0
    spaces: Sequence[str] = ()
    provinces: Sequence[str] = ()
    networks: Sequence[str] = ()
    available: bool = False


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a work: its title, and who made it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT work.id, work.title, min(array_to_string(people[1:2], ', ')) FROM catalogue_work AS work "
            "JOIN catalogue_edition AS edition ON edition.work_id = work.id AND edition.live "
            "WHERE work.id = ANY(%s) GROUP BY work.id",
            [list(ids)],
        )
        return {id: kinds.Card(title, title, people, "work", {"id": id}) for id, title, people in cursor.fetchall()}


def documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of works; a work that is gone gives none."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(ids)])
        held = {id: Held(numbers, copies, spaces or (), provinces or (), networks or (), available)
                for id, numbers, copies, spaces, provinces, networks, available in cursor.fetchall()}
        cursor.execute(_DOCUMENTS, [list(ids)])
        for row in cursor.fetchall():
            yield _document(held.get(row[0], Held()), *row)


def _document(
    held: Held, id: UUID, title: str, titles: list[str], people: str, statement: str, subjects: str, series: str,
    text: str, numbers: str, year: int | None, call_numbers: str, formats: list[str], languages: list[str],
    audiences: list[str], created_at: datetime,
) -> Document:
    names, topics, sets = _each(people), _each(subjects), _each(series)
    return Document(
        id=id,
        kind="work",
        title=BETWEEN.join([title, *(other for other in titles if other != title)]),
        people=BETWEEN.join([*names, statement]),
        subjects=BETWEEN.join(topics),
        series=BETWEEN.join(sets),
        text=text,
        numbers=tuple(dict.fromkeys(filter(None, [
            *numbers.split(), *call_numbers.split("\n"), *held.numbers[:MOST_NUMBERS],
        ]))),
        year=year,
        facets={
            "format": formats, "language": list(filter(None, languages)), "audience": list(filter(None, audiences)),
            "decade": [str(year // 10 * 10)] if year else [], "author": names[:MOST_FACETS],
            "subject": topics[:MOST_FACETS], "series_title": sets[:MOST_FACETS],
            "province": held.provinces, "network": held.networks, "space": held.spaces[:MOST_SPACES],
            "available": ["yes"] if held.available else [],
        },
        copies=held.copies,
        arrived_at=created_at,
    )


def _each(joined: str) -> list[str]:
    return list(dict.fromkeys(filter(None, joined.split(BETWEEN))))


def pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of works after one, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalogue_work WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT %s",
            [after, after, limit],
        )
        return [id for (id,) in cursor.fetchall()]


kinds.register(
    kinds.Kind(name="work", label=T("หนังสือและสื่อ", "Books and media"), cards=cards, documents=documents, pages=pages)
)
