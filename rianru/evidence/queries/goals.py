"""What this house's own records say that bears on the goals 4.3 and 17; each with what it cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Count

from rianru.credentials.models import Credential
from rianru.evidence.queries.counting import ALL, Fact, facts
from rianru.kernel.dates import fiscal_year_span
from rianru.kernel.disclosure import published
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.places.models import Organisation, SpaceNetwork

AGES: Final = {
    "0-5": T("0–5 ปี", "0–5"), "6-14": T("6–14 ปี", "6–14"), "15-24": T("15–24 ปี", "15–24"),
    "25-59": T("25–59 ปี", "25–59"), "60+": T("60 ปีขึ้นไป", "60 and over"), "": T("ไม่ได้บอกอายุ", "age not told"),
}
_BY_AGE: Final = """
    SELECT daily.age_band, sum(CASE daily.verb WHEN 'learning.attendance_undone' THEN -daily.count ELSE daily.count END)
    FROM core_factdaily AS daily WHERE daily.verb IN ('learning.attended', 'learning.attendance_undone')
      AND daily.day_on >= %s AND daily.day_on < %s GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Goals:
    """Numbers of one fiscal year. `ages`: attendances by age, as far as that may be told."""

    activities: Fact
    attendances: Fact
    ages: tuple[tuple[T, int | None], ...]
    given: Fact
    provinces: Fact
    networks: int
    organisations: int
    shared: int


def goals(year: int, *, today: date) -> Goals:
    """Of a fiscal year of the common era; seven queries."""
    told = facts([(name, year) for name in ("activities", "attendances", "provinces")], network_id=None, today=today)
    period = fiscal_year_span(year)
    since, until = period.moments()
    given = Credential.objects.filter(issued_at__gte=since, issued_at__lt=until, revoked_at=None, person__isnull=False)
    n = int(given.aggregate(n=Count("person", distinct=True))["n"])
    safe = published({"all": n})
    with connection.cursor() as cursor:
        cursor.execute(_BY_AGE, [period.start, period.end])
        found = {band: int(count) for band, count in cursor.fetchall()}
    by_age = published({band: found.get(band, 0) for band in reversed(AGES)})
    return Goals(
        told["activities", year][ALL], told["attendances", year][ALL],
        tuple((label, by_age.cells.get(band)) for band, label in AGES.items()),
        Fact(safe.total, safe.total is None), told["provinces", year][ALL],
        sum(1 for row in places.network_rows(on=today) if row.status != "closed"),
        Organisation.objects.count(), SpaceNetwork.objects.filter(until_on=None).values("space").distinct().count(),
    )
