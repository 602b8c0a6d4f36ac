"""Passports: for oneself and those one cares for; what hangs on the wall of a space and what looks odd, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rianru.core import prepared
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.disclosure import published
from rianru.kernel.paper_codes import span_of, window_on, written
from rianru.kernel.words import T
from rianru.learning.models import CodeFlag, Passport
from rianru.learning.queries.learners import Learner, with_household
from rianru.learning.words import FLAGS
from rianru.places import queries as places

CARED_FOR = ("child", "elder")
_CODE = """
    SELECT code.number, code.secret, code.turns, code.most_a_day, code.stops, space.id, space.name_th, space.name_en,
           space.lat, space.lon
    FROM learning_papercode AS code JOIN places_space AS space ON space.id = code.space_id
    WHERE {which}
"""
_BEHIND = _CODE.format(which="code.number = %s AND space.closed_on IS NULL")
_OF_SPACE = _CODE.format(which="code.space_id = %s")
# A van is where it halted then, not where it stands at night.
_SEEN = f"""
    SELECT space.name_th, space.name_en, stamp.occurred_at, coalesce(stop.lat, space.lat), coalesce(stop.lon, space.lon)
    FROM learning_stamp AS stamp JOIN places_space AS space ON space.id = stamp.space_id
    LEFT JOIN places_vehicle AS van ON van.space_id = space.id
    LEFT JOIN places_visit AS visit ON visit.id = CASE WHEN van.space_id IS NOT NULL THEN (
        {places.NEAREST_HALT.format(van="van.space_id", moment="stamp.occurred_at")}) END
    LEFT JOIN places_stop AS stop ON stop.id = visit.stop_id
    WHERE stamp.person_id = ANY(%(persons)s) AND stamp.kind = 'visit' AND stamp.occurred_at > %(since)s
      AND coalesce(stop.lat, space.lat) IS NOT NULL AND (van.space_id IS NULL OR stop.lat IS NOT NULL)
"""  # noqa: S608 - nothing but a query of our own is written into it
_SINCE = "SELECT count(*)::int FROM learning_stamp WHERE space_id = %s AND occurred_at > %s"
STAMPS = """
    SELECT stamp.id, stamp.kind, stamp.occurred_on, stamp.source, stamp.minutes, stamp.books, stamp.title, space.code,
           coalesce(space.name_th, ''), coalesce(space.name_en, ''), coalesce(city.dye, network.dye, 'indigo'),
           coalesce(city.weave, network.weave, 'diamond'), activity.id, coalesce(activity.title_th, ''),
           coalesce(activity.title_en, '')
    FROM learning_stamp AS stamp LEFT JOIN places_space AS space ON space.id = stamp.space_id
    LEFT JOIN places_network AS network ON network.id = space.network_id
    LEFT JOIN LATERAL (
        SELECT made.dye, made.weave FROM places_cityarea AS covered
        JOIN places_city AS made ON made.id = covered.city_id
        WHERE space.area_id LIKE covered.area_id || '%%' ORDER BY covered.area_id DESC, made.id LIMIT 1
    ) AS city ON true
    LEFT JOIN learning_session AS session ON session.id = stamp.session_id
    LEFT JOIN learning_activity AS activity ON activity.id = session.activity_id
"""
"""Stamps as `StampRow` has them: a query that goes on with WHERE."""
_STAMPS = STAMPS + """
    WHERE stamp.person_id = %(person)s
      AND (%(on)s::date IS NULL OR (stamp.occurred_on, stamp.id) < (%(on)s::date, %(after)s::uuid))
    ORDER BY stamp.occurred_on DESC, stamp.id DESC LIMIT %(limit)s
"""
_TOTALS = """
    SELECT count(*) FILTER (WHERE kind = 'visit')::int, count(*) FILTER (WHERE kind = 'activity')::int,
           coalesce(sum(minutes) FILTER (WHERE kind = 'reading'), 0)::int, coalesce(sum(books), 0)::int,
           count(DISTINCT space_id)::int, count(*)::int, min(occurred_on)
    FROM learning_stamp WHERE person_id = %s
"""

_BY_AREA = """
    SELECT left(space.area_id, %(digits)s), sum(CASE daily.verb WHEN 'learning.stamped' THEN daily.count
                                                ELSE -daily.count END)::int
    FROM core_factdaily AS daily JOIN places_space AS space ON space.id = daily.space_id
    WHERE daily.verb IN ('learning.stamped', 'learning.unstamped') AND daily.day_on BETWEEN %(first)s AND %(last)s
    GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class SpaceCode:
    """The secret behind the code of a space; it never leaves the house. `point`: where it is, as far as known."""

    number: int
    secret: bytes
    turns: str
    most_a_day: int
    stops: bool
    space_id: UUID
    name_th: str
    name_en: str
    point: tuple[float, float] | None

    @property
    def name(self) -> T:
        """Of the space."""
        return T.verbatim(self.name_th, self.name_en)

    def digits(self, day: date) -> str:
        """What is printed for a day."""
        return written(self.number, self.secret, window_on(self.turns, day))

    def span(self, day: date) -> tuple[date, date]:
        """From which to which day that counts."""
        return span_of(self.turns, day)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody was stamped, and when."""

    name_th: str
    name_en: str
    occurred_at: datetime
    lat: float
    lon: float

    @property
    def name(self) -> T:
        """Of the space."""
        return T.verbatim(self.name_th, self.name_en)


@dataclass(frozen=True, slots=True)
class StampRow:
    """A stamp as its own page shows it: where, in the dye and the weave of its learning city, or of its network where
    it lies in none; at home without a space.
    """

    id: UUID
    kind: str
    occurred_on: date
    source: str
    minutes: int
    books: int
    title: str
    space_code: str | None
    space_th: str
    space_en: str
    dye: str
    weave: str
    activity_id: UUID | None
    activity_th: str
    activity_en: str

    @property
    def space(self) -> T:
        """Its name; at home where there is none."""
        return T.verbatim(self.space_th, self.space_en) if self.space_th else T("ที่บ้าน", "At home")

    @property
    def about(self) -> T:
        """What it was, of an activity."""
        return T.verbatim(self.activity_th, self.activity_en)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a passport adds up to."""

    visits: int
    activities: int
    minutes: int
    books: int
    spaces: int
    stamps: int
    since_on: date | None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """Something odd about the code of a space on a day: how often, when last."""

    id: int
    day_on: date
    reason: str
    times: int
    last_at: datetime

    @property
    def label(self) -> T:
        """In words."""
        return FLAGS[self.reason]


def in_my_care(key: UUID) -> list[Learner]:
    """The person behind a key first, then the children and elders whom they act for."""
    return [one for one in with_household(key) if one.key == key or one.part in CARED_FOR]


def code_behind(number: int) -> SpaceCode | None:
    """The code of a space that is not closed for good, by its number."""
    return _code(_BEHIND, number)


def code_of_space(space_id: UUID) -> SpaceCode | None:
    """The code of a space, where one was made. For its staff: rules are the caller's."""
    return _code(_OF_SPACE, space_id)


def _code(sql: str, given: Any) -> SpaceCode | None:
    for number, secret, turns, most, stops, space, name_th, name_en, lat, lon in prepared.rows(sql, [given]):
        point = (float(lat), float(lon)) if lat is not None else None
        return SpaceCode(number, bytes(secret), turns, most, stops, space, name_th, name_en, point)
    return None


def last_seen(persons: Sequence[UUID], *, since: datetime) -> list[Seen]:
    """Where these persons were stamped by code since a moment."""
    found = prepared.rows(_SEEN, {"persons": list(persons), "since": since})
    return [Seen(th, en, at, float(lat), float(lon)) for th, en, at, lat, lon in found]


def stamps_since(space_id: UUID, *, since: datetime) -> int:
    """How many stamps the code of a space gave since a moment."""
    count: int = prepared.rows(_SINCE, [space_id, since])[0][0]
    return count


def stamps_of(person_id: UUID, *, limit: int, after: tuple[date, UUID] | None = None) -> list[StampRow]:
    """The stamps of somebody, the latest first; `after`: day and id of the last one of the page before."""
    on, id = after or (None, None)
    return [StampRow(*row) for row in prepared.rows(
        _STAMPS, {"person": person_id, "limit": limit, "on": on, "after": id})]


def totals_of(person_id: UUID) -> Totals:
    """What the passport of somebody adds up to."""
    return Totals(*prepared.rows(_TOTALS, [person_id])[0])


def choices_of(person_id: UUID) -> tuple[bool, bool]:
    """Whether loans give stamps, and whether these name what was borrowed."""
    row = Passport.objects.filter(person=person_id).first()
    return (row.borrowing, row.titles) if row else (False, False)


def flags(*, actor: Actor, at: datetime, space_id: UUID, limit: int = 50) -> list[FlagRow]:
    """What looks odd at a space and nobody has looked at, the latest first; for its staff."""
    require("learning.stamp", actor=actor, at=at, scope=places.scope_of_space(space_id))
    rows = CodeFlag.objects.filter(space=space_id, settled_at=None).order_by("-day_on", "-id")[:limit]
    return [FlagRow(one.id, one.day_on, one.reason, one.times, one.last_at) for one in rows]


def stamped_by_area(first: date, last: date, *, digits: int = 2) -> dict[str, int]:
    """Stamps given in each area (2 digits: provinces) from one day to another, from the roll-up of facts: no number
    under five, because everybody sees it.
    """
    rows = prepared.rows(_BY_AREA, {"digits": digits, "first": first, "last": last})
    told = {code: published({"all": count}).total for code, count in rows}
    return {code: total for code, total in told.items() if total}


def stamped_today(space_id: UUID, *, at: datetime) -> int:
    """How many stamps by code this day has."""
    rows = prepared.rows(
        "SELECT count(*)::int FROM learning_stamp WHERE space_id = %s AND occurred_at IS NOT NULL AND occurred_on = %s",
        [space_id, day_of(at)])
    count: int = rows[0][0]
    return count
