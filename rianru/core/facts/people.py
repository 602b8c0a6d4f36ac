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


def new_one_off(*, object_kind: str, object_id: UUID) -> UUID:
    """The same for a loan, hold or reading that begins: nothing is looked for."""
    return OneOffKey.objects.create(object_kind=object_kind, object_id=object_id).key


def end_one_off(*, object_kind: str, object_id: UUID, keep: bool = False) -> UUID | None:
    """The key for the last fact of a loan or hold that ends; destroyed with this, unless history was asked for."""
    where = "core_oneoffkey WHERE object_kind = %s AND object_id = %s"
    ends = f"SELECT key FROM {where}" if keep else f"DELETE FROM {where} RETURNING key"
    with connection.cursor() as cursor:
        cursor.execute(ends, [object_kind, object_id])
        row = cursor.fetchone()
    return row[0] if row else None


def first_in_period(verb: str, *, key: UUID, at: datetime, area: str = "", home_area: str = "") -> tuple[str, ...]:
    """Records `verb` once a Bangkok month and once a fiscal year for a person, without key or object.

    Returns the periods it was the first in, such as ("2026-11", "FY2570"); `programme` carries the kind of period.
    """
    day = day_of(at)
    periods = {f"{day:%Y-%m}": "month", f"FY{fiscal_year_be(day)}": "fiscal_year"}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_countedperson (key, verb, period) SELECT %s, %s, unnest(%s::text[]) "
            "ON CONFLICT DO NOTHING RETURNING period",
            [key, verb, list(periods)],
        )
        new = {period for (period,) in cursor.fetchall()}
    for period in (first := [period for period in periods if period in new]):
        record(verb, actor=system("counting"), at=at, area=area, home_area=home_area, programme=periods[period])
    return tuple(first)


def forget_counts(*, key: UUID) -> int:
    """Removes who-was-counted rows of a destroyed key; totals keep standing."""
    return CountedPerson.objects.filter(key=key).delete()[0]
