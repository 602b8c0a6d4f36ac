"""Head-counts without names, and what people tell of how it was."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T
from rianru.learning.actions.attending import kept_by
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import HeadCount
from rianru.learning.words import BANDS, SEXES

MOST = 10_000


class HeadsWrong(NotUnderstood):
    """No number of people that can be."""

    code = "learning.heads_wrong"
    says = T("ใส่จำนวนคน 0 ถึง {most:,} ในแต่ละช่อง", "Give 0 to {most:,} people in each box.")


def count_heads(
    *, actor: Actor, at: datetime, session_id: UUID, people: Mapping[tuple[str, str], int]
) -> int:
    """So many of each band of age and sex came who are not on the list; told again it is corrected, and facts count the
    difference. How many it is altogether. Refuses with HeadsWrong, NotYetThere and NotComing.
    """
    m = kept_by(actor, at, session_id)
    cells = {(band, sex) for band in BANDS for sex in SEXES}
    if not people.keys() <= cells or not all(0 <= count <= MOST for count in people.values()):
        raise HeadsWrong(most=MOST)
    with transaction.atomic():
        for (band, sex), count in sorted(people.items()):
            HeadCount.objects.get_or_create(session_id=session_id, band=band, sex=sex, defaults={"people": 0})
            row = HeadCount.objects.select_for_update().get(session=session_id, band=band, sex=sex)
            changed = count - row.people
            if not changed:
                continue
            HeadCount.objects.filter(id=row.id).update(people=count)
            facts.record(
                verbs.HEADS_COUNTED if changed > 0 else verbs.HEADS_UNCOUNTED, actor=actor,
                at=max(min(at, m.ends_at), m.starts_at), object_kind="activity", object_id=m.activity_id,
                space_id=m.space_id, area=m.area, format=m.kind, age_band=band, sex="" if sex == "unsaid" else sex,
                count=abs(changed), minutes=abs(changed) * m.minutes,
            )
        rows = HeadCount.objects.filter(session=session_id).values_list("people", flat=True)
    return sum(rows)


__all__ = ["count_heads"]
