"""What editions say of headings, into the tables, by sets, in the caller's transaction; only what differs."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from rianru.catalogue.actions.headings.told import Told
from rianru.kernel.thai.collation import sort_key

_TABLES = """
    CREATE TEMPORARY TABLE IF NOT EXISTS heading_said (
        heading_id uuid, work_id uuid, kind text, key text COLLATE "C", form text COLLATE "C", year smallint,
        roles text[], number text, position int
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE IF NOT EXISTS heading_delta (
        heading_id uuid, form text COLLATE "C", n int
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE IF NOT EXISTS heading_news (heading_id uuid, kind text) ON COMMIT DELETE ROWS
"""
_WORKS = """
    INSERT INTO catalogue_heading (id, kind, key, name, sort, works)
        SELECT DISTINCT heading_id, kind, key, '', '', 0 FROM heading_said ORDER BY heading_id
    ON CONFLICT (id) DO NOTHING;
    WITH gone AS (
        DELETE FROM catalogue_headingwork AS old WHERE work_id = ANY(%(works)s) AND NOT EXISTS (
            SELECT FROM heading_said AS said WHERE said.heading_id = old.heading_id AND said.work_id = old.work_id)
        RETURNING heading_id, form)
    INSERT INTO heading_delta SELECT heading_id, form, -1 FROM gone;
    INSERT INTO heading_delta
        SELECT old.heading_id, each.form, each.n
        FROM catalogue_headingwork AS old JOIN heading_said AS said USING (heading_id, work_id),
             LATERAL (VALUES (old.form, -1), (said.form, 1)) AS each (form, n)
        WHERE old.work_id = ANY(%(works)s) AND old.form <> said.form;
    UPDATE catalogue_headingwork AS old SET form = said.form, year = said.year, roles = said.roles,
           number = said.number, position = said.position
        FROM heading_said AS said
        WHERE said.heading_id = old.heading_id AND said.work_id = old.work_id AND old.work_id = ANY(%(works)s)
          AND (old.form, old.year, old.roles, old.number, old.position)
              IS DISTINCT FROM (said.form, said.year, said.roles, said.number, said.position);
    WITH fresh AS (
        INSERT INTO catalogue_headingwork (heading_id, work_id, form, year, roles, number, position)
            SELECT heading_id, work_id, form, year, roles, number, position FROM heading_said
        ON CONFLICT (heading_id, work_id) DO NOTHING RETURNING heading_id, form)
    INSERT INTO heading_delta SELECT heading_id, form, 1 FROM fresh
"""
# A form is told of where it is new or gone: its heading is found by other words then.
_FORMS = """
    WITH sums AS (SELECT heading_id, form, sum(n) AS n FROM heading_delta GROUP BY 1, 2 HAVING sum(n) <> 0),
    gone AS (
        DELETE FROM catalogue_headingform AS kept USING sums
        WHERE kept.heading_id = sums.heading_id AND kept.form = sums.form AND kept.works + sums.n <= 0
        RETURNING kept.heading_id, kept.form),
    kept AS (
        UPDATE catalogue_headingform AS kept SET works = kept.works + sums.n FROM sums
        WHERE kept.heading_id = sums.heading_id AND kept.form = sums.form AND kept.works + sums.n > 0
        RETURNING kept.heading_id, kept.form),
    fresh AS (
        INSERT INTO catalogue_headingform (heading_id, form, works)
            SELECT heading_id, form, n FROM sums
            WHERE n > 0 AND NOT EXISTS (SELECT FROM catalogue_headingform AS old
                                        WHERE old.heading_id = sums.heading_id AND old.form = sums.form)
        RETURNING heading_id, form)
    INSERT INTO heading_news
        SELECT id, kind FROM catalogue_heading
        WHERE id IN (SELECT heading_id FROM gone UNION SELECT heading_id FROM fresh);
    UPDATE catalogue_heading AS heading SET works = heading.works + sums.n
        FROM (SELECT heading_id, sum(n) AS n FROM heading_delta GROUP BY 1 HAVING sum(n) <> 0) AS sums
        WHERE heading.id = sums.heading_id
"""
_RENAMED = """
    SELECT heading.id, best.form
    FROM catalogue_heading AS heading JOIN LATERAL (
        SELECT form FROM catalogue_headingform WHERE heading_id = heading.id
        ORDER BY works DESC, length(form), form LIMIT 1) AS best ON true
    WHERE heading.id IN (SELECT heading_id FROM heading_delta) AND heading.name <> best.form
"""
_NAMES = """
    WITH named AS (
        UPDATE catalogue_heading AS heading SET name = named.name, sort = named.sort
        FROM unnest(%(ids)s::uuid[], %(names)s::text[], %(sorts)s::text[]) AS named (id, name, sort)
        WHERE heading.id = named.id RETURNING heading.id, heading.kind)
    INSERT INTO heading_news SELECT id, kind FROM named
"""
_END = """
    DELETE FROM catalogue_heading AS heading WHERE works = 0 AND id IN (SELECT heading_id FROM heading_delta);
    INSERT INTO core_change (kind, object_id, touched_at)
        SELECT DISTINCT kind, heading_id, clock_timestamp() FROM heading_news
"""


def write(cursor: Any, works: Sequence[UUID], said: Mapping[tuple[UUID, UUID], Told]) -> None:
    """The headings of these works are what is said, and nothing else; whose names changed are told to the index."""
    for statement in _TABLES.split(";"):
        cursor.execute(statement)
    cursor.execute("TRUNCATE heading_said, heading_delta, heading_news")
    with cursor.copy("COPY heading_said FROM STDIN") as copy:
        for (heading, work), one in said.items():
            copy.write_row((
                heading, work, one.kind, one.key, one.form, one.year, one.roles, one.number, one.position,
            ))
    for statement in (*_WORKS.split(";"), *_FORMS.split(";")):
        cursor.execute(statement, {"works": list(works)})
    _name(cursor)
    for statement in _END.split(";"):
        cursor.execute(statement)


def _name(cursor: Any) -> None:
    """Each heading bears the form that most works have; among equals the shortest, which has no title of rank."""
    cursor.execute(_RENAMED)
    renamed = cursor.fetchall()
    if renamed:
        cursor.execute(_NAMES, {
            "ids": [id for id, _ in renamed], "names": [name for _, name in renamed],
            "sorts": [sort_key(name) for _, name in renamed],
        })
