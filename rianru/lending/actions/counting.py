"""Head-counts: how many people came to a space on a day."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of, start_of_day
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.scanning import network_in
from rianru.lending.models import HeadCount
from rianru.places import queries as places

MOST = 200_000
BACK = timedelta(days=366)  # how late a day may still be told


class HeadCountWrong(NotUnderstood):
    """No number of people that can be, or no day that may be told."""

    code = "lending.headcount_wrong"
    says = T("ใส่จำนวนคน 0 ถึง {most:,} ของวันนี้หรือวันที่ผ่านมาไม่เกินหนึ่งปี",
             "Give 0 to {most:,} people, of today or of a day up to a year ago.")


def record_visitors(*, actor: Actor, at: datetime, space_id: UUID, day: date, people: int) -> None:
    """So many people came on a day; told again it is corrected, and facts count the difference.

    Refuses with HeadCountWrong.
    """
    require("lending.count_visitors", actor=actor, at=at, scope=(scope := places.scope_of_space(space_id)))
    network_in(scope)
    today = day_of(at)
    if not 0 <= people <= MOST or not today - BACK <= day <= today:
        raise HeadCountWrong(most=MOST)
    with transaction.atomic():
        HeadCount.objects.get_or_create(space_id=space_id, day_on=day, defaults={"people": 0})
        row = HeadCount.objects.select_for_update().get(space=space_id, day_on=day)
        changed = people - row.people
        if changed:
            HeadCount.objects.filter(id=row.id).update(people=people)
            facts.record(kinds.VISITED, actor=actor, at=min(at, start_of_day(day) + timedelta(hours=12)),
                         object_kind="space", object_id=space_id, space_id=space_id, count=changed)
