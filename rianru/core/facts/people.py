"""Keys that stand for people in facts: one-off keys, and who was already counted in a period."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from rianru.core.actors import system
from rianru.core.facts.door import record
from rianru.core.models import CountedPerson, OneOffKey
from rianru.kernel.dates import day_of, fiscal_year_be


def one_off(*, object_kind: str, object_id: UUID) -> UUID:
    """The key that stands for the person in all facts of this one loan, hold or reading; made at the first call."""
    row, _ = OneOffKey.objects.get_or_create(object_kind=object_kind, object_id=object_id)
    return row.key


def destroy_one_off(*, object_kind: str, object_id: UUID) -> bool:
    """Cuts the tie between an ended loan and its facts; whether there was one."""
    deleted, _ = OneOffKey.objects.filter(object_kind=object_kind, object_id=object_id).delete()
    return bool(deleted)


def first_in_period(verb: str, *, key: UUID, at: datetime, area: str = "", home_area: str = "") -> tuple[str, ...]:
    """Records `verb` once a Bangkok month and once a fiscal year for a person, without key or object.

    Returns the periods it was the first in, such as ("2026-11", "FY2570"); `programme` carries the kind of period.
    """
    day = day_of(at)
    new: list[str] = []
    for programme, period in (("month", f"{day:%Y-%m}"), ("fiscal_year", f"FY{fiscal_year_be(day)}")):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_countedperson (key, verb, period) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                [key, verb, period],
            )
            if not cursor.rowcount:
                continue
        record(verb, actor=system("counting"), at=at, area=area, home_area=home_area, programme=programme)
        new.append(period)
    return tuple(new)


def forget_counts(*, key: UUID) -> int:
    """Removes who-was-counted rows of a destroyed key; totals keep standing."""
    return CountedPerson.objects.filter(key=key).delete()[0]
