"""Works that lead on from a work, and why: one query, bounded whatever the catalogue holds.

At most MOST_SHARED headings of the work are looked under, the rarest first, and at most MOST_UNDER works of each (the
nearest volumes of a series, else the newest). What a heading counts falls with how many works bear it, so that
thousands of novels do not make neighbours. The same thing in other words or another language is told by uniform title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from rianru.catalogue.queries.works import WorkRow, work_rows
from rianru.core.actors import Actor
from rianru.kernel.words import T

MOST_RELATED = 12
MOST_SHARED, MOST_UNDER = 24, 200
MOST_SAID = 2  # subjects in one reason
MOST_COMMON = 20_000  # works of a heading that says anything about one of them
MOST_IN_SERIES = 2_000  # works of a series whose volumes are put in order


@dataclass(frozen=True, slots=True)
class Shared:
    """What two works share. `kind`: version, series, author or subject; `number`: of the other work in the series;
    `after`: it is the next volume.
    """

    kind: str
    name: str
    number: str = ""
    after: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """A work that leads on, with what it shares: what weighs most first."""

    work: WorkRow
    shared: tuple[Shared, ...]

    @property
    def reasons(self) -> list[T]:
        """Why it is there, in words."""
        return reasons(self.shared)


_RELATED = """
    WITH own AS (
        SELECT heading.id, heading.kind, heading.name, heading.works, here.position,
               CASE heading.kind WHEN 'series' THEN 6.0 WHEN 'author' THEN 4.0 ELSE 3.0 END
                   / (1 + ln(heading.works)) AS weight
        FROM catalogue_headingwork AS here JOIN catalogue_heading AS heading ON heading.id = here.heading_id
        WHERE here.work_id = %(work)s AND heading.works BETWEEN 2 AND %(common)s
        ORDER BY heading.works, heading.id LIMIT %(shared)s),
    near AS (
        SELECT own.kind, own.name, own.weight, other.work_id, other.number, other.position - own.position AS step
        FROM own CROSS JOIN LATERAL (
            SELECT work_id, number, position FROM catalogue_headingwork
            WHERE heading_id = own.id AND work_id <> %(work)s ORDER BY year DESC, work_id DESC LIMIT %(under)s) AS other
        WHERE NOT (own.kind = 'series' AND own.works <= %(series)s)
        UNION ALL
        SELECT own.kind, own.name, own.weight + 2.0 / (1 + coalesce(abs(other.position - own.position), 9)),
               other.work_id, other.number, other.position - own.position
        FROM own CROSS JOIN LATERAL (
            SELECT work_id, number, position FROM catalogue_headingwork
            WHERE heading_id = own.id AND work_id <> %(work)s
            ORDER BY abs(position - own.position) NULLS LAST, year DESC, work_id DESC LIMIT %(under)s) AS other
        WHERE own.kind = 'series' AND own.works <= %(series)s),
    said AS (
        SELECT coalesce(array_agg(DISTINCT uniform_title) FILTER (WHERE uniform_title <> ''), '{}') AS uniform,
               coalesce(array_agg(DISTINCT title_main) FILTER (WHERE title_main <> ''), '{}') AS titles
        FROM catalogue_edition WHERE work_id = %(work)s AND live),
    versions AS (
        SELECT DISTINCT 'version', '', 12.0, edition.work_id, '', NULL::int
        FROM said, catalogue_edition AS edition
        WHERE edition.work_id IN (SELECT work_id FROM near WHERE kind = 'author') AND edition.live
          AND ((edition.uniform_title <> '' AND edition.uniform_title = ANY(said.uniform || said.titles))
               OR edition.title_main = ANY(said.uniform))),
    every AS (SELECT * FROM near UNION ALL SELECT * FROM versions),
    ranked AS (SELECT work_id, sum(weight) AS weight FROM every
               WHERE EXISTS (SELECT FROM catalogue_edition WHERE work_id = every.work_id AND live)
               GROUP BY work_id ORDER BY 2 DESC, 1 DESC LIMIT %(limit)s)
    SELECT ranked.work_id, every.kind, every.name, every.number, every.step
    FROM ranked JOIN every USING (work_id)
    ORDER BY ranked.weight DESC, ranked.work_id DESC, every.weight DESC, every.name
"""


def related(*, actor: Actor, work_id: UUID, limit: int = MOST_RELATED) -> list[Related]:
    """At most MOST_RELATED works, the nearest first, in two queries. None where nothing is shared."""
    with connection.cursor() as cursor:
        cursor.execute(_RELATED, {
            "work": work_id, "common": MOST_COMMON, "shared": MOST_SHARED, "under": MOST_UNDER,
            "series": MOST_IN_SERIES, "limit": min(limit, MOST_RELATED),
        })
        found: dict[UUID, list[Shared]] = {}
        for id, kind, name, number, step in cursor.fetchall():
            found.setdefault(id, []).append(Shared(kind, name, number, step == 1))
    rows = work_rows(actor=actor, ids=list(found)) if found else []
    return [Related(row, _once(found[row.id])) for row in rows]


def _once(shared: Sequence[Shared]) -> tuple[Shared, ...]:
    """Each thing shared once; of subjects that lie under each other the narrowest alone, because it says both."""
    kept = list(dict.fromkeys(shared))
    names = [one.name for one in kept if one.kind == "subject"]
    return tuple(
        one for one in kept
        if one.kind != "subject" or not any(name.startswith(f"{one.name} -- ") for name in names)
    )


def reasons(shared: Sequence[Shared]) -> list[T]:
    """At most two reasons, the strongest first; subjects are one reason together."""
    said = [reason for one in shared if one.kind != "subject" for reason in [_reason(one)]]
    subjects = [one.name for one in shared if one.kind == "subject"][:MOST_SAID]
    if subjects:
        listed = ", ".join(name.replace(" -- ", " › ") for name in subjects)
        names = T.verbatim(listed, listed)
        said.append(T("เรื่องเดียวกัน: {names}", "About the same: {names}", names=names))
    return said[:2]


def _reason(one: Shared) -> T:
    name = T.verbatim(one.name, one.name)
    if one.kind == "version":
        return T("งานเดียวกัน อีกสำนวนหรืออีกภาษา", "The same work, in another version or language")
    if one.kind == "author":
        return T("งานของ {name}", "By {name}", name=name)
    if one.after:
        return T("เล่มถัดไปในชุด {name}", "Next in the series {name}", name=name)
    if one.number:
        number = T.verbatim(one.number, one.number)
        return T("ชุดเดียวกัน: {name} ลำดับ {number}", "In the same series: {name}, {number}", name=name, number=number)
    return T("ชุดเดียวกัน: {name}", "In the same series: {name}", name=name)
