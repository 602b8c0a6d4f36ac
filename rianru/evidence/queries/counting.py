"""What is counted of the house's own records for an indicator: by fiscal year and area, set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from rianru.evidence.words import INDICATORS, VERBS
from rianru.kernel.dates import fiscal_year_span
from rianru.kernel.disclosure import LEAST, published
from rianru.places.words import REGIONS

ALL = ""  # the whole country or network, where an area is asked for
SPACE = "space."
PROVINCE: Final = 2  # digits of its code
_OURS: Final = """
    (%(network)s::uuid IS NULL OR space.network_id = %(network)s OR EXISTS (
        SELECT FROM places_spacenetwork AS own WHERE own.space_id = space.id AND own.network_id = %(network)s
        AND own.since_on <= {day} AND (own.until_on IS NULL OR own.until_on > {day})))
"""
_SERVES: Final = f"""
    (space.opened_on IS NULL OR space.opened_on <= wanted.day_on)
    AND (space.closed_on IS NULL OR space.closed_on > wanted.day_on) AND {_OURS.format(day="wanted.day_on")}
"""
_WANTED: Final = "unnest(%(years)s::int[], %(days)s::date[]) AS wanted(year, day_on)"
_CELLS: Final = """
    CROSS JOIN LATERAL (
        SELECT left(space.area_id, digits) AS code FROM unnest(%(levels)s::int[]) AS digits
        WHERE digits = 2 OR (length(space.area_id) >= digits AND left(space.area_id, digits) = ANY(%(fine)s))) AS cell
"""
_SPACES: Final = f"""
    SELECT wanted.year, cell.code, space.kind, count(*)
    FROM {_WANTED} JOIN places_space AS space ON {_SERVES} {_CELLS} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_STANDARDS: Final = f"""
    SELECT wanted.year, cell.code, count(DISTINCT space.id)
    FROM {_WANTED} JOIN evidence_assessment AS round ON round.state = 'met' AND round.valid_until_on > wanted.day_on
        AND (round.decided_at AT TIME ZONE 'Asia/Bangkok')::date <= wanted.day_on
    JOIN places_space AS space ON space.id = round.space_id AND {_SERVES} {_CELLS} GROUP BY 1, 2 ORDER BY 1, 2
"""
_TRAINED: Final = f"""
    trained AS (
        SELECT DISTINCT wanted.year, wanted.day_on, held.person_id FROM {_WANTED}
        JOIN credentials_credential AS held ON held.person_id IS NOT NULL AND held.revoked_at IS NULL
            AND held.suspended_at IS NULL AND (held.issued_at AT TIME ZONE 'Asia/Bangkok')::date <= wanted.day_on
            AND (held.valid_until_at IS NULL OR (held.valid_until_at AT TIME ZONE 'Asia/Bangkok')::date > wanted.day_on)
        JOIN evidence_caretakercourse AS course ON course.definition_id = held.definition_id
            AND (%(network)s::uuid IS NULL OR course.network_id IS NULL OR course.network_id = %(network)s)),
    kept AS (
        SELECT DISTINCT wanted.year, wanted.person_id, space.id, left(space.area_id, 2) AS province
        FROM trained AS wanted JOIN people_rolegrant AS duty ON duty.person_id = wanted.person_id
            AND duty.role = 'caretaker' AND duty.scope_kind = 'space'
            AND (duty.since AT TIME ZONE 'Asia/Bangkok')::date <= wanted.day_on
            AND (duty.until IS NULL OR (duty.until AT TIME ZONE 'Asia/Bangkok')::date > wanted.day_on)
        JOIN places_space AS space ON space.id = duty.scope_id AND {_SERVES})
"""
_CARETAKERS: Final = f"""
    WITH {_TRAINED}
    SELECT year, province, count(*) FROM (
        SELECT trained.year, trained.person_id, coalesce(min(kept.province), '') AS province FROM trained
        LEFT JOIN kept USING (year, person_id)
        WHERE %(network)s::uuid IS NULL OR kept.id IS NOT NULL GROUP BY 1, 2) AS each
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_BUILDINGS: Final = f"WITH {_TRAINED} SELECT year, province, count(DISTINCT id) FROM kept GROUP BY 1, 2 ORDER BY 1, 2"
_MONTHS: Final = f"""
    SELECT extract(year FROM daily.day_on + interval '3 months')::int AS year, cell.code AS province,
           daily.verb = ANY(%(back)s) AS back, measure.name, daily.space_id,
           date_trunc('month', daily.day_on)::date AS month, sum(daily.count)::bigint AS n
    FROM core_factdaily AS daily
    JOIN unnest(%(names)s::text[], %(verbs)s::text[]) AS measure(name, verb) ON measure.verb = daily.verb
    JOIN places_space AS space ON space.id = daily.space_id AND {_OURS.format(day="daily.day_on")}
    {_CELLS}
    WHERE daily.day_on >= %(start)s AND daily.day_on < %(end)s
        AND (%(spaces)s::uuid[] IS NULL OR daily.space_id = ANY(%(spaces)s)) GROUP BY 1, 2, 3, 4, 5, 6
"""
_SUMMED: Final = """
    SELECT year, {by}, name, sum(n) FILTER (WHERE n >= %(least)s OR name <> ALL(%(people)s)),
           coalesce(bool_or(n > 0 AND n < %(least)s AND name = ANY(%(people)s)), false)
    FROM (SELECT year, province, name, space_id, month, sum(CASE WHEN back THEN -n ELSE n END) AS n
          FROM ({months}) AS told GROUP BY 1, 2, 3, 4, 5) AS netted
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_HAPPENED: Final = _SUMMED.format(by="province", months=_MONTHS)
_HAPPENED_AT: Final = _SUMMED.format(by="space_id", months=_MONTHS)


@dataclass(frozen=True, slots=True)
class Fact:
    """What was counted. `number`: none where it may not be told; `least`: there is more that may not be told;
    `ahead`: the year has not begun, so that there is nothing to count.
    """

    number: int | None = 0
    least: bool = False
    ahead: bool = False


Cells = Mapping[str, Fact]  # by province, under what was asked for besides, and under ALL the whole
NOTHING: Final = Fact()


def facts(
    wanted: Iterable[tuple[str, int]], *, network_id: UUID | None, today: date, places: Iterable[str] = ()
) -> dict[tuple[str, int], Cells]:
    """The facts of (indicator, fiscal year of the common era), by province and altogether; also of `places`, which are
    codes of districts and sub-districts, or names of regions. At most five queries.
    """
    asked, also = list(dict.fromkeys(wanted)), set(places)
    begun = sorted({year for _, year in asked if fiscal_year_span(year).start <= today})
    names = {name for name, _ in asked}
    fine = sorted(code for code in also if code.isdigit() and len(code) > PROVINCE)
    where = {"network": network_id, "fine": fine, "levels": sorted({PROVINCE, *map(len, fine)})}
    found: dict[tuple[str, int], dict[str, Fact]] = {}
    if begun:
        for name, cells in _stocks(names, begun, where, today).items():
            found |= {(name, year): _told(name, cells.get(year, {})) for year in begun}
        found |= _happened(names & VERBS.keys(), begun, where)
    for told in found.values():
        told |= {name: _over(told, REGIONS[name][1].split()) for name in also & REGIONS.keys()}
    ahead: Cells = {ALL: Fact(None, ahead=True)}
    return {(name, year): found.get((name, year), {ALL: NOTHING}) if year in begun else ahead for name, year in asked}


def _over(cells: Cells, codes: Iterable[str]) -> Fact:
    """Of several provinces together: adds up only what is told of them, so that it tells nothing new."""
    parts = [cells[code] for code in codes if code in cells]
    told = [one.number for one in parts if one.number is not None]
    least = any(one.least for one in parts)
    return Fact(sum(told) if told or not least else None, least)


def as_of(year: int, today: date) -> date:
    """The day as of which a stock is counted: the last one of the fiscal year, today where that lies ahead."""
    return min(fiscal_year_span(year).end - timedelta(days=1), today)


def _stocks(
    names: Collection[str], years: list[int], where: Mapping[str, Any], today: date
) -> dict[str, dict[int, dict[str, int]]]:
    given = {**where, "years": years, "days": [as_of(year, today) for year in years]}
    found: dict[str, dict[int, dict[str, int]]] = {name: defaultdict(dict) for name in names if name not in VERBS}
    if any(name == "provinces" or name.startswith(SPACE) for name in names):
        for year, province, kind, n in _all(_SPACES, given):
            for name in (f"{SPACE}{kind}", "provinces"):
                if name in found:
                    found[name][year][province] = 1 if name == "provinces" else n
    for name, sql in (("standards", _STANDARDS), ("caretakers", _CARETAKERS), ("buildings", _BUILDINGS)):
        if name in found:
            for year, province, n in _all(sql, given):
                found[name][year][province] = n
    return found


def _told(name: str, cells: Mapping[str, int]) -> dict[str, Fact]:
    if not INDICATORS[name].people:
        whole = sum(n for code, n in cells.items() if len(code) <= PROVINCE)
        return {code: Fact(n) for code, n in cells.items()} | {ALL: Fact(whole)}
    safe = published({province or "-": n for province, n in sorted(cells.items())})
    return {province: Fact(n, n is None) for province, n in safe.cells.items()} | {
        ALL: Fact(safe.total, safe.total is None)
    }


def _happened(
    names: Collection[str], years: list[int], where: Mapping[str, Any]
) -> dict[tuple[str, int], dict[str, Fact]]:
    """Months of a place with fewer than five are not told of what people did; sums add up what is told."""
    found: dict[tuple[str, int], dict[str, Fact]] = {(name, year): {} for name in names for year in years}
    for year, province, name, fact in _summed(_HAPPENED, names, years, where):
        if (name, year) in found:
            found[name, year][province] = fact
    for cells in found.values():
        cells[ALL] = _over(cells, [code for code in cells if len(code) == PROVINCE])
    return found


def facts_at(space_ids: Collection[UUID], year: int, *, today: date) -> dict[UUID, dict[str, Fact]]:
    """What happened at each of these spaces in a fiscal year (the names of VERBS), told as it is of areas: at most one
    query.
    """
    begun = fiscal_year_span(year).start <= today
    found = {id: dict.fromkeys(VERBS, NOTHING if begun else Fact(None, ahead=True)) for id in space_ids}
    where = {"network": None, "fine": [], "levels": [PROVINCE]}
    rows = _summed(_HAPPENED_AT, VERBS.keys(), [year], where, list(found)) if begun and found else []
    for told, space, name, fact in rows:
        if told == year:
            found[space][name] = fact
    return found


def _summed(
    sql: str, names: Collection[str], years: list[int], where: Mapping[str, Any], spaces: list[UUID] | None = None
) -> list[tuple[int, Any, str, Fact]]:
    """By year, by what the statement sums, by name."""
    if not names:
        return []
    pairs = [(name, verb) for name in sorted(names) for verb in (*VERBS[name][0], *VERBS[name][1])]
    rows = _all(sql, {
        **where, "spaces": spaces, "names": [name for name, _ in pairs], "verbs": [verb for _, verb in pairs],
        "back": [verb for name in sorted(names) for verb in VERBS[name][1]], "least": LEAST,
        "people": [name for name in sorted(names) if INDICATORS[name].people],
        "start": fiscal_year_span(years[0]).start, "end": fiscal_year_span(years[-1]).end,
    })
    return [(year, of, name, Fact(int(n) if n is not None else None, bool(short))) for year, of, name, n, short in rows]


def _all(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(given))
        return list(cursor.fetchall())
