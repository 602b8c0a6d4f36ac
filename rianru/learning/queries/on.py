"""What is on: sessions that readers see, by time, place, distance and for whom; as a list, as days, as points of a map.

Two statements a page, whatever is asked: one finds the keys, one reads what belongs to them. Everything is decided in
sets inside the database; pages go on behind a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from rianru.kernel.dates import day_of
from rianru.kernel.geography import Point
from rianru.kernel.words import T
from rianru.learning.models import Session
from rianru.learning.queries.activities import Meeting, rooms_of_sessions

LONGEST = timedelta(days=366)  # an exhibition that is on may have begun long ago: so the index by beginning is enough
MOST_COUNTED = 1_000
DEGREE = 110.574  # kilometres of latitude, at least, in Thailand
NARROWEST = 0.93  # of a degree of longitude to one of latitude, at its northern end (21°)


@dataclass(frozen=True, slots=True)
class Near:
    """Around a point, in a straight line."""

    point: Point
    km: float


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a map, in degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sessions that end after `since` and begin before `until`, and not before `begins` where that is said.

    `area`: the code of an area, with what lies in it; `ages`: bands of which one is meant; `stop_id`: held where a van
    halts; `once`: each activity at its first session that is on.
    """

    since: datetime
    until: datetime | None = None
    begins: datetime | None = None
    space_ids: Sequence[UUID] | None = None
    area: str = ""
    kind: str = ""
    ages: Sequence[str] = ()
    free: bool = False
    online: bool = False
    near: Near | None = None
    box: Box | None = None
    stop_id: UUID | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A space on a map, with how many activities it holds of what is wanted, and the first of them."""

    code: str
    name: T
    lat: float
    lon: float
    activities: int
    first: T
    starts_at: datetime
    km: float | None


_FROM = """
    FROM learning_session AS session
    JOIN learning_activity AS activity ON activity.id = session.activity_id
        AND activity.state IN ('open', 'cancelled', 'over')
    JOIN places_space AS space ON space.id = activity.space_id
"""
# Where a space is: where somebody marked it, else in the middle of its area.
_PLACED = """
    JOIN places_area AS around ON around.code = space.area_id
"""
_LAT, _LON = "coalesce(space.lat, around.lat)::float8", "coalesce(space.lon, around.lon)::float8"
_KM = f"""(12742.0 * asin(least(1, sqrt(
    sin(radians({_LAT} - %(lat)s) / 2) ^ 2
    + cos(radians(%(lat)s)) * cos(radians({_LAT})) * sin(radians({_LON} - %(lon)s) / 2) ^ 2))))"""
# The spaces come first, by where they are: there are fewer of them than sessions, however long one looks ahead.
_IN_BOX = """activity.space_id = ANY(ARRAY(
    SELECT placed.id FROM places_space AS placed
    WHERE placed.lat BETWEEN %(south)s AND %(north)s AND placed.lon BETWEEN %(west)s AND %(east)s
    UNION ALL SELECT placed.id FROM places_area AS middle JOIN places_space AS placed ON placed.area_id = middle.code
    WHERE placed.lat IS NULL AND middle.lat BETWEEN %(south)s AND %(north)s
        AND middle.lon BETWEEN %(west)s AND %(east)s))"""
_WHERE = {
    "until": "session.starts_at < %(until)s",
    "begins": "session.starts_at >= %(begins)s",
    "space_ids": "activity.space_id = ANY(%(space_ids)s)",
    "area": "space.area_id LIKE %(area)s",
    "kind": "activity.kind = %(kind)s",
    "stop_id": "session.stop_id = %(stop_id)s",
    "ages": "(activity.ages && %(ages)s OR activity.ages = '{}')",
    "free": "activity.satang = 0",
    "online": "(activity.kind = 'online' OR activity.online_link <> '')",
}
# Of an activity the first session that is on, before those that are off.
_FIRST = """session.id = (
    SELECT own.id FROM learning_session AS own
    WHERE own.activity_id = session.activity_id AND own.ends_at > %(since)s
        AND (%(until)s::timestamptz IS NULL OR own.starts_at < %(until)s)
        AND (%(begins)s::timestamptz IS NULL OR own.starts_at >= %(begins)s)
    ORDER BY own.state DESC, own.starts_at, own.id LIMIT 1)"""

_HELD = ("session.state = 'planned'", "activity.state <> 'cancelled'")
_PAGE = """
    SELECT session.id, {km} {rows} WHERE {where} ORDER BY session.starts_at, session.id LIMIT %(limit)s
"""
_BY_DAY = """
    SELECT id, km FROM (
        SELECT session.id, {km} AS km, session.starts_at, row_number() OVER (
            PARTITION BY (greatest(session.starts_at, %(since)s) AT TIME ZONE 'Asia/Bangkok')::date
            ORDER BY session.starts_at, session.id) AS place
        {rows} WHERE {where}) AS numbered
    WHERE place <= %(each)s ORDER BY starts_at, id
"""
_COUNT = "SELECT count(*) FROM (SELECT 1 {rows} WHERE {where} LIMIT %(limit)s) AS found"
_DAYS = """
    SELECT day::date, count(DISTINCT activity_id) FROM (
        SELECT session.activity_id,
               greatest((session.starts_at AT TIME ZONE 'Asia/Bangkok')::date, %(first)s) AS begins,
               least(((session.ends_at - interval '1 second') AT TIME ZONE 'Asia/Bangkok')::date, %(last)s) AS ends
        {rows} WHERE {where}) AS held
    CROSS JOIN LATERAL generate_series(held.begins, held.ends, interval '1 day') AS day
    GROUP BY 1
"""
_SPOTS = f"""
    SELECT space.code, space.name_th, space.name_en, min({_LAT}), min({_LON}), count(DISTINCT activity.id),
           (array_agg(activity.title_th ORDER BY session.starts_at, session.id))[1],
           (array_agg(activity.title_en ORDER BY session.starts_at, session.id))[1],
           min(session.starts_at), {{km}}
    {{rows}} WHERE {{where}}
    GROUP BY space.id ORDER BY {{order}}, space.code LIMIT %(limit)s
"""


def meetings(
    wanted: Wanted | None = None, *, after: tuple[datetime, UUID] | None = None, limit: int = 30, **more: Any
) -> list[Meeting]:
    """A page of what is wanted (or of `Wanted(**more)`), in order of the beginning, behind the last one's key."""
    wanted = wanted or Wanted(**more)
    rows, where, given = _asked(wanted)
    if after is not None:
        where.append("(session.starts_at, session.id) > (%(after_at)s, %(after_id)s)")
        given |= {"after_at": after[0], "after_id": after[1]}
    return _read(_all(_PAGE, rows, where, given | {"limit": limit}, km=_km(wanted)), wanted)


def days_ahead(wanted: Wanted, *, each: int) -> list[Meeting]:
    """The first few of every day on which something begins; in order."""
    rows, where, given = _asked(wanted)
    return _read(_all(_BY_DAY, rows, where, given | {"each": each}, km=_km(wanted)), wanted)


def count_meetings(wanted: Wanted, *, most: int = MOST_COUNTED) -> int:
    """How many `meetings` there are; more than `most` are not counted and come as one more than that."""
    rows, where, given = _asked(wanted)
    [(count,)] = _all(_COUNT, rows, where, given | {"limit": most + 1})
    return int(count)


def days_of(wanted: Wanted, *, first: date, last: date) -> dict[date, int]:
    """How many activities are on, on each day from `first` to `last`; what goes over several days on each of them."""
    rows, where, given = _asked(replace(wanted, once=False))
    return dict(_all(_DAYS, rows, [*where, *_HELD], given | {"first": first, "last": last}))


def spots(wanted: Wanted, *, limit: int) -> list[Spot]:
    """Spaces that hold what is wanted, where they can be put on a map: the nearest first, else those that hold most."""
    rows, where, given = _asked(replace(wanted, once=False), placed=True)
    found = _all(
        _SPOTS, rows, [*where, *_HELD, f"{_LAT} IS NOT NULL"], given | {"limit": limit},
        km=f"min({_KM})" if wanted.near else "NULL::float8", order="10" if wanted.near else "6 DESC",
    )
    return [Spot(code, T.verbatim(th, en), lat, lon, count, T.verbatim(title_th, title_en), starts_at, far)
            for code, th, en, lat, lon, count, title_th, title_en, starts_at, far in found]


def _km(wanted: Wanted) -> str:
    return f"round({_KM}::numeric, 2)::float8" if wanted.near else "NULL::float8"


def _asked(wanted: Wanted, *, placed: bool = False) -> tuple[str, list[str], dict[str, Any]]:
    """Where rows come from, what must hold of them, and the values."""
    given: dict[str, Any] = {
        "since": wanted.since, "until": wanted.until, "begins": wanted.begins, "kind": wanted.kind,
        "stop_id": wanted.stop_id, "earliest": wanted.since - LONGEST, "area": f"{wanted.area}%",
        "ages": list(wanted.ages), "space_ids": list(wanted.space_ids or ()),
    }
    where = ["session.ends_at > %(since)s", "session.starts_at > %(earliest)s"]
    where += [sql for name, sql in _WHERE.items() if getattr(wanted, name) not in (None, "", (), False)]
    box = wanted.box
    if wanted.near:
        around, point = wanted.near, wanted.near.point
        north = around.km / DEGREE
        box = Box(point.lat - north, point.lon - north / NARROWEST, point.lat + north, point.lon + north / NARROWEST)
        where.append(f"{_KM} <= %(km)s")
        given |= {"lat": point.lat, "lon": point.lon, "km": around.km}
    if box:
        where.append(_IN_BOX)
        given |= {"south": box.south, "west": box.west, "north": box.north, "east": box.east}
    if wanted.once:
        where.append(_FIRST)
    return _FROM + (_PLACED if box or placed else ""), where, given


def _all(
    sql: str, rows: str, where: Sequence[str], given: dict[str, Any], **parts: str
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(rows=rows, where=" AND ".join(where), **parts), given)
        return list(cursor.fetchall())


def _read(found: Sequence[tuple[Any, ...]], wanted: Wanted) -> list[Meeting]:
    """The sessions of these keys, in their order."""
    rows = Session.objects.select_related("activity__space__area").in_bulk([id for id, _ in found])
    rooms = rooms_of_sessions(list(rows))
    more = _more([row.activity_id for row in rows.values()], wanted) if wanted.once else {}
    return [Meeting(rows[id], rows[id].activity, rooms.get(id), more.get(rows[id].activity_id, 1) - 1, km=km)
            for id, km in found if id in rows]


def _more(ids: Sequence[UUID], wanted: Wanted) -> dict[UUID, int]:
    """How many sessions of each of these activities are on within what is wanted."""
    rows = Session.objects.filter(activity__in=ids, ends_at__gt=wanted.since, state="planned")
    rows = rows.filter(starts_at__lt=wanted.until) if wanted.until else rows
    rows = rows.filter(starts_at__gte=wanted.begins) if wanted.begins else rows
    return dict(rows.values("activity").annotate(number=Count("id")).values_list("activity", "number"))


def first_day(found: Meeting, at: datetime) -> date:
    """The day under which a session stands in a list: what is on already stands under today."""
    return max(day_of(found.session.starts_at), day_of(at))
