"""Reading every record anew from its bytes and placing it again: after a rule or a mapping changed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from rianru.catalogue.actions import storing
from rianru.catalogue.actions.reading import reader_of
from rianru.catalogue.actions.settling import alone, settle
from rianru.catalogue.actions.turns import Alone
from rianru.catalogue.actions.undoing import read_again
from rianru.catalogue.models import Edition, Import, Record, Source, Work
from rianru.catalogue.queries import scope_of
from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require

BATCH = 1_000  # records
WORKS = 200  # of several editions each


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
                    facts.record("catalogue.rematched", actor=actor, at=clock(), object_kind="source",
                                 object_id=one.id, count=len(rows))
                count += len(rows)
                if told:
                    told(len(rows))
    _settle_works(source, clock)
    return count


def _page(source: Source, last: UUID | None) -> list[Record]:
    found = Record.objects.filter(source=source, state=Record.State.LIVE).order_by("id")
    return list((found.filter(id__gt=last) if last else found)[:BATCH])


def _again(records: list[Record], at: datetime) -> None:
    runs = Import.objects.select_related("source").in_bulk({record.taken_by_id for record in records})
    for id, run in runs.items():
        reader = reader_of(run)
        own = (record for record in records if record.taken_by_id == id)
        arrived = [one for record in own if (one := read_again(reader, record, record.control_number))]
        storing.store(run=run, arrived=arrived, rejected=(), at=at, read_with=reader.read_with, again=True)


def _settle_works(source: Source | None, clock: Callable[[], datetime]) -> None:
    """Places whole works of several editions anew: an edition of two sources leaves its work only with both records.

    Once everything is read, so that each is placed once, however many sources and batches it is of.
    """
    newest = Work.objects.order_by("-id").values_list("id", flat=True).first()
    last: UUID | None = None
    while newest and (works := _works(source, last, newest)):
        last = works[-1]
        with transaction.atomic(), connection.cursor() as cursor:
            alone(cursor)
            found = Record.objects.filter(edition__work__in=works, state=Record.State.LIVE).order_by("id")
            settle(cursor, at=clock(), ids=list(found.values_list("id", flat=True)))


def _works(source: Source | None, last: UUID | None, newest: UUID) -> list[UUID]:
    """Works of several editions behind one in order, of those that there were before the first was placed."""
    several = Edition.objects.filter(work__lte=newest).values("work").annotate(n=Count("id")).filter(n__gt=1)
    if last:
        several = several.filter(work__gt=last)
    if source:
        several = several.filter(work__in=Record.objects.filter(source=source).values("edition__work"))
    return list(several.order_by("work").values_list("work", flat=True)[:WORKS])
