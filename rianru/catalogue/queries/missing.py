"""What a complete file left out, and whether a person may still be asked about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet

from rianru.catalogue.models import Import

# Nobody has withdrawn it, and no later file of its source has brought it.
_WAITS = "record.state = 'live' AND record.taken_by_id <= missing.run_id"
_WITHDRAWN = "record.state = 'gone' AND record.taken_by_id = missing.run_id"
_FROM = "FROM catalogue_missing AS missing JOIN catalogue_record AS record ON record.id = missing.record_id "
_PAGE = """
    SELECT record.id, record.control_number, coalesce(reading.said ->> 'title', ''), copies.n
    {source} LEFT JOIN catalogue_reading AS reading ON reading.record_id = record.id
    CROSS JOIN LATERAL (SELECT count(*) AS n FROM catalogue_item AS item WHERE item.record_id = record.id
        AND item.state = CASE record.state WHEN 'live' THEN 'available' ELSE 'absent' END) AS copies
    WHERE missing.run_id = %(run)s AND {which} AND (%(after)s::uuid IS NULL OR missing.record_id > %(after)s)
    ORDER BY missing.record_id LIMIT %(limit)s
"""
_OVER = (Import.State.UNDONE, Import.State.COLUMNS)  # as if it had not been; not begun


@dataclass(frozen=True, slots=True)
class MissingView:
    """A record that a complete file left out; how many copies stand on shelves, or stood there before it went."""

    record_id: UUID
    control_number: str
    title: str
    copies: int


def later_imports(run: "Import | OuterRef", source: "UUID | OuterRef") -> QuerySet[Import]:
    """Files that were sent into the same source after this one and have listed records, or soon will; newest first.

    What they listed unchanged is written nowhere, so nobody can be asked about what an earlier file left out.
    """
    id = run if isinstance(run, OuterRef) else run.id
    empty = Q(state=Import.State.REFUSED, number=0)
    return Import.objects.filter(source=source, id__gt=id).exclude(state__in=_OVER).exclude(empty).order_by("-id")


def waiting(*, run_id: UUID) -> list[UUID]:
    """The records that wait for a word on this import, in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT record.id {_FROM} WHERE missing.run_id = %s AND {_WAITS} ORDER BY record.id", [run_id])
        return [id for (id,) in cursor.fetchall()]


def missing_records(
    *, run_id: UUID, withdrawn: bool = False, after: UUID | None = None, limit: int = 100
) -> list[MissingView]:
    """Records that a complete file left out and that wait, or were withdrawn for it and still are; behind a record."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGE.format(source=_FROM, which=_WITHDRAWN if withdrawn else _WAITS),
            {"run": run_id, "after": after, "limit": limit},
        )
        return [MissingView(*row) for row in cursor.fetchall()]


def every_missing(*, run_id: UUID, withdrawn: bool = False) -> Iterator[MissingView]:
    """The whole list, page by page, for a download."""
    after: UUID | None = None
    while page := missing_records(run_id=run_id, withdrawn=withdrawn, after=after, limit=2_000):
        yield from page
        after = page[-1].record_id
