"""Authors, subjects and series: one of them with what is known of it, its works by key, its neighbours, and lists.

Every read is by sets and bounded: what would grow with the works of a heading is left out above MOST_SORTED works.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from rianru.core.actors import Actor
from rianru.kernel.matching.headings import BELOW, Kind, heading_id, heading_key
from rianru.kernel.thai.collation import sort_key

MOST_SORTED = 5_000  # works of a heading that are put into another order than by year, counted and narrowed
NEWEST = 1_000  # works of a heading by which its neighbours are found
MOST_FORMS, MOST_ROLES, MOST_NEAR, MOST_BELOW = 12, 8, 12, 24
Order = Literal["newest", "title", "volume"]
_LAST_VOLUME = 2**31 - 1  # where what has no number stands
_ROW = "heading.id, heading.kind, heading.key, heading.name, heading.works, heading.sort"


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """An author, a subject or a series in a list. `works`: how many works bear it; `key` is its address."""

    id: UUID
    kind: Kind
    key: str
    name: str
    works: int
    sort: str


@dataclass(frozen=True, slots=True)
class HeadingFacts:
    """What is known of a heading beside its works. Years are CE, of newest editions; None where no record says.

    `forms`: the other ways in which records write it. `roles`: what an author did, in the records' words, and in how
    many works. `wider` and `narrower`: of a subject, from the widest, and with the most works first. `about`: of an
    author the subject of that name, and the other way round. `numbered`: of a series, that any work has a volume.
    """

    forms: tuple[str, ...] = ()
    roles: tuple[tuple[str, int], ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    wider: tuple[HeadingRow, ...] = ()
    narrower: tuple[HeadingRow, ...] = ()
    about: HeadingRow | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which works of a heading are meant: all of them where nothing is said."""

    role: str = ""
    format: str = ""
    language: str = ""
    decade: int | None = None


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """A work under a heading. `number`: of a series, as the record writes it; `position`: the volume it names."""

    work_id: UUID
    number: str
    position: int | None


def heading(*, actor: Actor, kind: Kind, key: str) -> HeadingRow | None:
    """The heading of an address: by its key, by any of its names, or by its id. None where no work bears it."""
    ids = [heading_id(kind, key), heading_id(kind, heading_key(kind, key)), _id(key)]
    rows = {row.id: row for row in heading_rows(actor=actor, ids=[id for id in ids if id]) if row.kind == kind}
    return next((rows[id] for id in ids if id in rows), None)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def heading_rows(*, actor: Actor, ids: Sequence[UUID]) -> list[HeadingRow]:
    """Rows in the order of `ids`, in one query; headings that are gone are left out."""
    found = {row.id: row for row in _rows(
        f"SELECT {_ROW} FROM catalogue_heading AS heading WHERE id = ANY(%s) AND works > 0", [list(ids)]
    )}
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def heading_page(
    *, actor: Actor, kind: Kind, beginning: str = "", after: UUID | None = None, limit: int
) -> list[HeadingRow]:
    """Headings of a kind in dictionary order, by key: from a beginning on (ก, new york), or behind a heading."""
    place = ("(sort, id) > (SELECT sort, id FROM catalogue_heading WHERE id = %s)", after) if after else (
        "sort >= %s", sort_key(beginning).split("\x01")[0])
    return _rows(
        f"SELECT {_ROW} FROM catalogue_heading AS heading WHERE kind = %s AND works > 0 AND {place[0]} "
        "ORDER BY sort, id LIMIT %s",
        [kind, place[1], limit],
    )


def most_held(*, actor: Actor, kind: Kind, limit: int) -> list[HeadingRow]:
    """The headings of a kind with the most works."""
    return _rows(
        f"SELECT {_ROW} FROM catalogue_heading AS heading WHERE kind = %s AND works > 0 "
        "ORDER BY works DESC, id DESC LIMIT %s",
        [kind, limit],
    )


def initials(*, actor: Actor, kind: Kind) -> list[str]:
    """The letters with which headings of a kind begin in dictionary order: one step in the index each."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE step AS (
                (SELECT left(sort, 1) AS letter FROM catalogue_heading WHERE kind = %(kind)s AND works > 0
                 ORDER BY sort LIMIT 1)
                UNION ALL
                SELECT (SELECT left(sort, 1) FROM catalogue_heading
                        WHERE kind = %(kind)s AND works > 0 AND sort > step.letter || chr(1114111)
                        ORDER BY sort LIMIT 1)
                FROM step WHERE letter IS NOT NULL)
            SELECT letter FROM step WHERE letter IS NOT NULL
            """,
            {"kind": kind},
        )
        return [letter for (letter,) in cursor.fetchall()]


def heading_facts(*, actor: Actor, heading: HeadingRow) -> HeadingFacts:
    """What is known of a heading beside its works, in at most six queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT form FROM catalogue_headingform WHERE heading_id = %s AND form <> %s "
            "ORDER BY works DESC, form LIMIT %s",
            [heading.id, heading.name, MOST_FORMS],
        )
        forms = tuple(form for (form,) in cursor.fetchall())
        cursor.execute(
            "SELECT min(year), max(year) FROM catalogue_headingwork WHERE heading_id = %s AND year > 0", [heading.id]
        )
        first, last = cursor.fetchone()
        cursor.execute(
            "SELECT FROM catalogue_headingwork WHERE heading_id = %s AND position IS NOT NULL LIMIT 1", [heading.id]
        )
        numbered = heading.kind == "series" and cursor.rowcount > 0
        roles = _roles(cursor, heading) if heading.kind == "author" and heading.works <= MOST_SORTED else ()
    wider, about = _kin(actor, heading, forms)
    return HeadingFacts(forms, roles, first, last, wider, _narrower(heading), about, numbered)


def _roles(cursor: Any, heading: HeadingRow) -> tuple[tuple[str, int], ...]:
    cursor.execute(
        "SELECT role, count(*) FROM catalogue_headingwork AS own, unnest(own.roles) AS role "
        "WHERE heading_id = %s GROUP BY role ORDER BY 2 DESC, 1 LIMIT %s",
        [heading.id, MOST_ROLES],
    )
    return tuple(cursor.fetchall())


def _kin(
    actor: Actor, heading: HeadingRow, forms: Sequence[str]
) -> tuple[tuple[HeadingRow, ...], HeadingRow | None]:
    """The wider subjects; and who is meant by a subject, or what is written about an author."""
    if heading.kind == "series":
        return (), None
    parts = heading.key.split(BELOW) if heading.kind == "subject" else []
    wider = [heading_id("subject", BELOW.join(parts[:end])) for end in range(1, len(parts))]
    other: Kind = "author" if heading.kind == "subject" else "subject"
    same = [heading_id(other, key) for name in (heading.name, *forms) if (key := heading_key(other, name))]
    rows = {row.id: row for row in heading_rows(actor=actor, ids=[*wider, *same])}
    return tuple(rows[id] for id in wider if id in rows), next((rows[id] for id in same if id in rows), None)


def _narrower(heading: HeadingRow) -> tuple[HeadingRow, ...]:
    """The subjects one step below, those with the most works first."""
    if heading.kind != "subject":
        return ()
    return tuple(_rows(
        f"""
        SELECT {_ROW} FROM catalogue_heading AS heading
        WHERE kind = 'subject' AND key > %(key)s || '--' AND key < %(key)s || '-.' AND works > 0
          AND strpos(substr(key, length(%(key)s) + 3), '--') = 0
        ORDER BY works DESC, sort, id LIMIT %(limit)s
        """,
        {"key": heading.key, "limit": MOST_BELOW},
    ))


def heading_near(*, actor: Actor, heading: HeadingRow) -> dict[Kind, list[HeadingRow]]:
    """Who and what else stands on its newest works, most often first: people, subjects (undivided ones), series."""
    near: dict[Kind, list[HeadingRow]] = {"author": [], "subject": [], "series": []}
    rows = _rows(
        f"""
        WITH own AS (SELECT work_id FROM catalogue_headingwork WHERE heading_id = %(id)s
                     ORDER BY year DESC, work_id DESC LIMIT %(newest)s),
        together AS (SELECT other.heading_id, count(*) AS n FROM own JOIN catalogue_headingwork AS other USING (work_id)
                     WHERE other.heading_id <> %(id)s GROUP BY 1),
        ranked AS (SELECT {_ROW}, row_number() OVER (
                       PARTITION BY heading.kind ORDER BY n DESC, heading.works DESC, heading.id) AS place
                   FROM together JOIN catalogue_heading AS heading ON heading.id = together.heading_id
                   WHERE heading.works > 0 AND (heading.kind <> 'subject' OR strpos(heading.key, '--') = 0))
        SELECT {_ROW} FROM ranked AS heading WHERE place <= %(limit)s ORDER BY place
        """,
        {"id": heading.id, "newest": NEWEST, "limit": MOST_NEAR},
    )
    for row in rows:
        if not heading.key.startswith(row.key + BELOW) or row.kind != heading.kind:
            near[row.kind].append(row)
    return near


def heading_works(
    *, actor: Actor, heading: HeadingRow, order: Order = "newest", narrowed: Narrowed | None = None,
    after: UUID | None = None, limit: int,
) -> list[HeadingPlace]:
    """Works of a heading by key, behind one of them. Above MOST_SORTED works always the newest first, and all of them.

    `volume`: by number, those without one at the end by title. A work that is gone begins the list anew.
    """
    order, narrowed = (order, narrowed or Narrowed()) if heading.works <= MOST_SORTED else ("newest", Narrowed())
    parts, direction = _KEYS[order]
    key, which = f"({', '.join(parts)})", _which(narrowed)
    behind = f" AND {key} {'<' if direction else '>'} (SELECT {', '.join(parts)} {_FROM} AND own.work_id = %(after)s)"
    values = {**asdict(narrowed), "heading": heading.id, "after": after, "limit": limit}
    with connection.cursor() as cursor:
        if after:
            cursor.execute(f"SELECT {_FROM} AND own.work_id = %(after)s", values)
            which += behind if cursor.rowcount else ""
        cursor.execute(
            f"SELECT own.work_id, own.number, own.position {_FROM} {which} "
            f"ORDER BY {', '.join(part + direction for part in parts)} LIMIT %(limit)s",
            values,
        )
        return [HeadingPlace(*row) for row in cursor.fetchall()]



def heading_number(*, actor: Actor, heading: HeadingRow, work_id: UUID) -> str:
    """The number of a work in a series, as the record writes it; empty where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM catalogue_headingwork WHERE heading_id = %s AND work_id = %s", [heading.id, work_id]
        )
        found = cursor.fetchone()
    return found[0] if found else ""


_FROM = """
    FROM catalogue_headingwork AS own JOIN catalogue_work AS work ON work.id = own.work_id
    WHERE own.heading_id = %(heading)s
"""
_KEYS: Mapping[Order, tuple[tuple[str, ...], str]] = {
    "newest": (("own.year", "own.work_id"), " DESC"),
    "title": (("work.title_sort", "work.id"), ""),
    "volume": ((f"coalesce(own.position, {_LAST_VOLUME})", "work.title_sort", "work.id"), ""),
}


def _which(narrowed: Narrowed) -> str:
    said = [
        ("%(role)s = ANY(own.roles)", narrowed.role),
        ("EXISTS (SELECT FROM catalogue_edition WHERE work_id = own.work_id AND live AND format = %(format)s)",
         narrowed.format),
        ("EXISTS (SELECT FROM catalogue_edition WHERE work_id = own.work_id AND live AND language = %(language)s)",
         narrowed.language),
        ("own.year BETWEEN %(decade)s AND %(decade)s + 9", narrowed.decade is not None),
    ]
    return "".join(f" AND {text}" for text, wanted in said if wanted)


def heading_counts(
    *, actor: Actor, heading: HeadingRow, narrowed: Narrowed | None = None
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many works are meant; and of those, by format, language and decade (CE), how many.

    Above MOST_SORTED works nothing is narrowed or counted: the index does it (rianru.core.search).
    """
    if heading.works > MOST_SORTED:
        return heading.works, {}
    narrowed = narrowed or Narrowed()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH meant AS MATERIALIZED (SELECT own.work_id, own.year {_FROM} {_which(narrowed)}),
            said AS (SELECT DISTINCT work_id, format, language FROM catalogue_edition
                     WHERE live AND work_id IN (SELECT work_id FROM meant))
            SELECT '', '', count(*) FROM meant
            UNION ALL SELECT 'format', format, count(DISTINCT work_id) FROM said GROUP BY format
            UNION ALL SELECT 'language', language, count(DISTINCT work_id) FROM said WHERE language <> '' GROUP BY 2
            UNION ALL SELECT 'decade', (year / 10 * 10)::text, count(*) FROM meant WHERE year > 0 GROUP BY year / 10
            ORDER BY 1, 3 DESC, 2
            """,
            {**asdict(narrowed), "heading": heading.id},
        )
        (_, _, total), *rest = cursor.fetchall()
    counted: dict[str, dict[str, int]] = {"format": {}, "language": {}, "decade": {}}
    for name, value, count in rest:
        counted[name][value] = count
    return total, counted


def _rows(statement: str, values: Any) -> list[HeadingRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [HeadingRow(*row) for row in cursor.fetchall()]
