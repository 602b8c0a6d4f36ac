"""Reading every record anew from its bytes and placing it again: after a rule or a mapping changed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from rianru.catalogue.actions import storing
from rianru.catalogue.actions.importing import Alone
from rianru.catalogue.actions.settling import settle
from rianru.catalogue.actions.undoing import read_again, reader_of
from rianru.catalogue.models import Edition, Import, Record, Source
from rianru.catalogue.queries import scope_of
from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require

BATCH = 1_000


def rematch(
    *, actor: Actor, clock: Callable[[], datetime], source: Source | None = None,
    told: Callable[[int], None] | None = None,
) -> int:
    """Reads the live records of one source, or of all, from their bytes and settles them by today's rules; how many.

    Batch by batch, each whole: killed and begun again it does no harm. Librarians' decisions hold as before.
    """
    require("catalogue.rematch", actor=actor, at=clock(), scope=scope_of(source))
    count = 0
    for one in [source] if source else Source.objects.order_by("code"):
        with Alone(one.id):
            last: UUID | None = None
            while rows := _page(one, last):
                last = rows[-1].id
                with transaction.atomic():
                    _again(rows, clock())
                    _settle_works([row.id for row in rows], clock())
                    facts.record("catalogue.rematched", actor=actor, at=clock(), object_kind="source",
                                 object_id=one.id, count=len(rows))
                count += len(rows)
                if told:
                    told(len(rows))
    return count


def _page(source: Source, last: UUID | None) -> list[Record]:
    found = Record.objects.filter(source=source, state=Record.State.LIVE).order_by("id")
    return list((found.filter(id__gt=last) if last else found)[:BATCH])


def _again(records: list[Record], at: datetime) -> None:
    runs = Import.objects.select_related("source").in_bulk({record.taken_by_id for record in records})
    for id, run in runs.items():
        reader = reader_of(run)
        own = (record for record in records if record.taken_by_id == id)
        rows = [row for record in own if (row := read_again(reader, record, record.control_number))]
        storing.store(run=run, rows=rows, rejected=(), at=at, read_with=reader.read_with, again=True)


def _settle_works(ids: list[UUID], at: datetime) -> None:
    """Places whole works of several editions anew: an edition of two sources leaves its work only with both records."""
    own = Record.objects.filter(id__in=ids).values("edition__work")
    several = Edition.objects.filter(work__in=own).values("work").annotate(n=Count("id")).filter(n__gt=1).values("work")
    around = Record.objects.filter(edition__work__in=several, state=Record.State.LIVE).order_by("id")
    if found := list(around.values_list("id", flat=True)):
        with connection.cursor() as cursor:
            settle(cursor, at=at, ids=found)
