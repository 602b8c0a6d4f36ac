"""What was decided, into the tables, by sets. In the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from rianru.catalogue.actions import columns, headings
from rianru.catalogue.actions.following import follow_merged
from rianru.catalogue.actions.settling.best import Told, best
from rianru.catalogue.actions.settling.fetching import fetching
from rianru.catalogue.actions.settling.scene import Id, Known, Placing, Scene, id_list
from rianru.core import jobs
from rianru.kernel.ids import new_texts

AT_ONCE = 500  # editions whose records are weighed: what a batch's records say, all together, took sixty megabytes
_NAMED_BY = ("title", "title_sort", "restricted", "format", "year")  # of its editions, and whether they are live
_PLACED = """
    CREATE TEMPORARY TABLE IF NOT EXISTS placed (
        record_id uuid, edition_id uuid, work_id uuid, because text, because_of uuid, work_because text,
        work_because_of uuid, new_edition boolean, new_work boolean
    ) ON COMMIT DELETE ROWS
"""
_NEW = f"""
    INSERT INTO catalogue_work (id, title, title_sort, created_at)
        SELECT DISTINCT ON (placed.work_id) placed.work_id, coalesce(said->>'title', ''), said->>'title_sort', %(at)s
        FROM placed JOIN catalogue_reading AS reading USING (record_id) WHERE new_work
        ORDER BY placed.work_id, record_id;
    INSERT INTO catalogue_edition (id, work_id, live, said_by, because, because_of, {columns.LISTED})
        SELECT placed.edition_id, placed.work_id, true, '{{}}'::jsonb,
               coalesce(work_because, 'first'), work_because_of, {columns.of("said")}
        FROM (SELECT DISTINCT ON (edition_id) * FROM placed WHERE new_edition ORDER BY edition_id, record_id) AS placed
        JOIN catalogue_reading AS reading USING (record_id), {columns.SAID};
    UPDATE catalogue_edition AS edition SET work_id = placed.work_id,
           because = coalesce(placed.work_because, edition.because),
           because_of = CASE WHEN placed.work_because IS NULL THEN edition.because_of ELSE placed.work_because_of END
        FROM placed WHERE placed.edition_id = edition.id AND NOT new_edition
          AND (edition.work_id <> placed.work_id OR placed.work_because IS NOT NULL);
    UPDATE catalogue_record AS record SET edition_id = placed.edition_id,
           because = coalesce(placed.because, record.because),
           because_of = CASE WHEN placed.because IS NULL THEN record.because_of ELSE placed.because_of END
        FROM placed WHERE placed.record_id = record.id
"""
_ITEMS = """
    UPDATE catalogue_item AS item SET edition_id = record.edition_id
        FROM catalogue_record AS record
        WHERE (item.record_id = record.id OR item.beside_id = record.id) AND record.id = ANY(%(records)s::uuid[])
          AND item.edition_id <> record.edition_id
"""
_FOLLOW = """
    WITH gone AS (SELECT * FROM unnest(%(gone)s::uuid[], %(into)s::uuid[]) AS gone (id, into_id))
    UPDATE catalogue_item AS item SET edition_id = gone.into_id FROM gone WHERE item.edition_id = gone.id;
    WITH gone AS (SELECT * FROM unnest(%(gone)s::uuid[], %(into)s::uuid[]) AS gone (id, into_id))
    UPDATE catalogue_record AS record SET edition_id = gone.into_id FROM gone WHERE record.edition_id = gone.id
"""
_MERGED = """
    INSERT INTO catalogue_merged (id, level, "into", merged_at)
        SELECT gone, %(level)s, target, %(at)s FROM unnest(%(gone)s::uuid[], %(into)s::uuid[]) AS pair (gone, target)
    ON CONFLICT (id) DO UPDATE SET "into" = excluded."into", merged_at = excluded.merged_at
"""
# Whether others are to be told, and whether the work may have another name: `was` is the edition before.
_SHOWN = f"""
    RETURNING edition.work_id::text, NOT was.live
        OR ({columns.of("was", columns.FOLLOWED)}) IS DISTINCT FROM ({columns.of("edition", columns.FOLLOWED)}),
        NOT was.live OR ({columns.of("was", _NAMED_BY)}) IS DISTINCT FROM ({columns.of("edition", _NAMED_BY)})
"""
_SINGLE = f"""
    UPDATE catalogue_edition AS edition SET live = true, said_by = '{{}}'::jsonb,
           ({columns.LISTED}) = ({columns.of("said")})
        FROM catalogue_edition AS was JOIN catalogue_record AS record ON record.edition_id = was.id
             JOIN catalogue_reading AS reading ON reading.record_id = record.id, {columns.SAID}
        WHERE was.id = edition.id AND record.state = 'live' AND edition.id = ANY(%(ids)s::uuid[])
          AND (NOT edition.live OR edition.said_by <> '{{}}'::jsonb
               OR ({columns.of("edition")}) IS DISTINCT FROM ({columns.of("said")}))
    {_SHOWN}
"""
_MANY = """
    SELECT record.edition_id::text, record.id::text, source.trust, reading.said
    FROM catalogue_record AS record JOIN catalogue_reading AS reading ON reading.record_id = record.id
    JOIN catalogue_source AS source ON source.id = record.source_id
    WHERE record.edition_id = ANY(%s::uuid[]) AND record.state = 'live'
"""
_READ = "SELECT record_id, said FROM catalogue_reading WHERE record_id = ANY(%s::uuid[])"
_BESTS = """
    CREATE TEMPORARY TABLE IF NOT EXISTS best (id uuid, said_by text, said jsonb)
    WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS
"""
# The ids are named as well: of a table of the moment the planner only guesses how many rows it has.
_BEST = f"""
    UPDATE catalogue_edition AS edition SET live = true, said_by = reading.said_by::jsonb,
           ({columns.LISTED}) = ({columns.of("said")})
        FROM catalogue_edition AS was JOIN best AS reading USING (id), {columns.SAID} WHERE was.id = edition.id
          AND edition.id = ANY(%(ids)s::uuid[]) AND was.id = ANY(%(ids)s::uuid[])
          AND (NOT edition.live OR edition.said_by <> reading.said_by::jsonb
               OR ({columns.of("edition")}) IS DISTINCT FROM ({columns.of("said")}))
    {_SHOWN}
"""
# By what _NAMED_BY has.
_TITLES = """
    UPDATE catalogue_work AS work SET title = named.title, title_sort = named.title_sort
        FROM (SELECT DISTINCT ON (work_id) work_id, title, title_sort FROM catalogue_edition
              WHERE work_id = ANY(%s::uuid[]) ORDER BY work_id, live DESC, restricted, format <> 'book',
                                                          year DESC NULLS LAST, id
        ) AS named WHERE named.work_id = work.id AND work.title <> named.title
"""
_TOUCH = """
    INSERT INTO core_change (kind, object_id, touched_at) SELECT 'work', unnest(%s::uuid[]), clock_timestamp()
"""
_DOUBTS = """
    INSERT INTO catalogue_doubt (id, left_id, right_id, because, raised_at)
        SELECT id, left_id, right_id, because, %(at)s
        FROM unnest(%(ids)s::uuid[], %(left)s::uuid[], %(right)s::uuid[], %(because)s::text[])
            AS raised (id, left_id, right_id, because)
    ON CONFLICT (left_id, right_id) DO NOTHING
"""


@dataclass(slots=True)
class Touched:
    """What is to be looked at once all is stored: editions, whose works follow where they show something else now;
    works of other editions than before, those to be named anew, those left empty.
    """

    editions: set[Id] = field(default_factory=set)
    works: set[Id] = field(default_factory=set)
    retitled: set[Id] = field(default_factory=set)
    emptied: set[Id] = field(default_factory=set)
    members: dict[Id, list[tuple[Id, Id]]] = field(default_factory=dict)  # of an edition, where known: record, source
    said: Mapping[Id, str] = field(default_factory=dict)  # by record, as JSON, where known


@dataclass(slots=True)
class Shown:
    """The works of editions that show something else than before of what others follow (columns.FOLLOWED); of these,
    the ones that may have another name.
    """

    works: set[Id] = field(default_factory=set)
    retitled: set[Id] = field(default_factory=set)

    def add(self, rows: Iterable[tuple[Id, bool, bool]]) -> None:
        """What _SHOWN gave."""
        for work, shown, named in rows:
            if shown:
                self.works.add(work)
            if named:
                self.retitled.add(work)


def write(cursor: Any, scene: Scene, *, at: datetime) -> Touched:
    """The scene after placing."""
    changed = _changed(scene)
    if changed:
        _write_placed(cursor, scene, changed, at)
    _write_merged(cursor, scene, at)
    if scene.doubts:
        _write_doubts(cursor, scene, at)
    editions = {record.edition for record in changed if record.edition}
    fresh_alone = {one for one in editions - scene.stood.keys() if len(scene.editions.get(one, ())) == 1}
    left = {record.was for record in changed if record.was and record.was not in editions}
    works = {
        work for edition in editions if (work := scene.work_of.get(edition)) and scene.stood.get(edition) != work
    }
    left_works = {
        work for record in changed
        if record.was and (work := scene.stood.get(record.was)) and _stands(scene, record)[1] != work
    }
    gone = left_works | set(scene.gone_works)
    renamed = {work for work in works if len(scene.works.get(work, ())) > 1}
    said_anew = (editions - fresh_alone) | left
    return Touched(
        said_anew, works | gone, renamed | left_works, gone,
        {
            edition: [(id, scene.records[id].source) for id in scene.editions[edition]]
            for edition in said_anew if edition in scene.editions
        },
    )


def _changed(scene: Scene) -> list[Known]:
    """The records that stand elsewhere than in the tables: those that were placed, and all of an edition that is of
    another work now.
    """
    ids = dict.fromkeys(scene.placed)
    for edition, work in scene.work_of.items():
        if scene.stood.get(edition) != work:
            ids.update(dict.fromkeys(scene.editions[edition]))
    return [scene.records[id] for id in ids]


def _stands(scene: Scene, record: Known) -> tuple[Id | None, Id | None]:
    return record.edition, scene.work_of.get(record.edition) if record.edition else None


def say(cursor: Any, touched: Touched) -> None:
    """Says anew what was touched, and tells the search index."""
    shown = refresh_editions(cursor, touched.editions, members=touched.members, said=touched.said)
    works, retitled = touched.works | shown.works, touched.retitled | shown.retitled
    name_works(cursor, retitled)
    if touched.emptied:
        cursor.execute(
            "DELETE FROM catalogue_work AS work WHERE id = ANY(%s::uuid[]) "
            "AND NOT EXISTS (SELECT FROM catalogue_edition WHERE work_id = work.id)",
            [id_list(touched.emptied)],
        )
    if works:
        cursor.execute(_TOUCH, [id_list(works)])
        jobs.wake(headings.JOB)


def name_works(cursor: Any, works: set[Id]) -> None:
    """A work is called as the best of its editions."""
    if works:
        cursor.execute(_TITLES, [id_list(works)])


def _write_placed(cursor: Any, scene: Scene, changed: Sequence[Known], at: datetime) -> None:
    works = set(scene.stood.values())
    cursor.execute(_PLACED)
    cursor.execute("DELETE FROM placed")
    with cursor.copy("COPY placed FROM STDIN") as copy:
        copy.write("".join([_placed_line(scene, record, works) for record in changed]))
    values = {"at": at, "blank": columns.BLANK_JSON}
    for statement in _NEW.split(";"):
        cursor.execute(statement, values if "%(" in statement else None)
    known = [record.id for record in changed if record.was]
    if known:
        cursor.execute(_ITEMS, {"records": id_list(known)})


def _placed_line(scene: Scene, record: Known, works: set[Id]) -> str:
    """A row of `placed` as COPY reads it; codes of reasons and ids need no care."""
    assert record.edition is not None
    work = scene.work_of[record.edition]
    why, work_why = scene.placed.get(record.id), scene.joined.get(record.edition)
    return "\t".join((
        record.id, record.edition, work, *_reason(why), *_reason(work_why),
        "f" if record.edition in scene.stood else "t", "f\n" if work in works else "t\n",
    ))


def _reason(why: Placing | None) -> tuple[str, str]:
    return (why.because, why.because_of or "\\N") if why else ("\\N", "\\N")


def _write_merged(cursor: Any, scene: Scene, at: datetime) -> None:
    if scene.gone_editions:
        pair = _resolved(scene.gone_editions)
        for statement in _FOLLOW.split(";"):
            cursor.execute(statement, pair)
        cursor.execute("DELETE FROM catalogue_edition WHERE id = ANY(%s::uuid[])", [pair["gone"]])
        cursor.execute(_MERGED, pair | {"level": "edition", "at": at})
    if scene.gone_works:
        pair = _resolved(scene.gone_works)
        cursor.execute(
            "UPDATE catalogue_edition AS edition SET work_id = gone.into_id "
            "FROM unnest(%(gone)s::uuid[], %(into)s::uuid[]) AS gone (id, into_id) WHERE edition.work_id = gone.id",
            pair,
        )
        cursor.execute(_MERGED, pair | {"level": "work", "at": at})
        follow_merged(cursor, pair)


def _resolved(gone: dict[Id, Id]) -> dict[str, str]:
    """Where each ended, followed to the end."""
    ends = {}
    for id, target in gone.items():
        end = target
        while end in gone:
            end = gone[end]
        ends[id] = end
    return {"gone": id_list(ends), "into": id_list(ends.values())}


def _write_doubts(cursor: Any, scene: Scene, at: datetime) -> None:
    apart = [
        (pair, because) for pair, because in scene.doubts.items()
        if scene.records[pair[0]].edition != scene.records[pair[1]].edition
        and scene.word("edition", *pair) is None and scene.word("work", *pair) is None
    ]
    cursor.execute(_DOUBTS, {
        "ids": id_list(new_texts(len(apart))), "left": id_list(pair[0] for pair, _ in apart),
        "right": id_list(pair[1] for pair, _ in apart),
        "because": columns.array([because for _, because in apart]), "at": at,
    })


def refresh_editions(
    cursor: Any, editions: Iterable[Id], *, members: Mapping[Id, Sequence[tuple[Id, Id]]] | None = None,
    said: Mapping[Id, str] | None = None,
) -> Shown:
    """Says anew what each edition shows, from the live records it has; one without any is not live. `members` (record
    and source) and `said` (JSON, by record): what the caller has at hand of it.
    """
    ids, found = list(editions), Shown()
    if not ids:
        return found
    known, single = members or {}, list[Id]()
    lines: dict[Id, str] = {}  # of those with several records
    for at in range(0, len(ids), AT_ONCE):
        part = ids[at : at + AT_ONCE]
        for id, records in _told(cursor, part, {id: known[id] for id in part if id in known}, said or {}).items():
            if len(records) == 1:
                single.append(id)
            else:
                lines[id] = _line(id, records)
    if single:
        cursor.execute(_SINGLE, {"ids": id_list(single), "blank": columns.BLANK_JSON})
        found.add(cursor.fetchall())
    if lines:
        _write_best(cursor, lines)
        found.add(cursor.fetchall())
    empty = list(set(ids).difference(single, lines))
    if empty:
        left = _leave(cursor, empty)
        found.works |= left
        found.retitled |= left
    return found


def _leave(cursor: Any, empty: list[Id]) -> set[Id]:
    """Editions without a live record: not live; removed where nothing at all hangs on them. Gives their works."""
    cursor.execute(
        "UPDATE catalogue_edition SET live = false WHERE id = ANY(%s::uuid[]) AND live RETURNING work_id::text",
        [id_list(empty)],
    )
    works = {work for (work,) in cursor.fetchall()}
    cursor.execute(
        "DELETE FROM catalogue_edition AS edition WHERE id = ANY(%s::uuid[]) "
        "AND NOT EXISTS (SELECT FROM catalogue_record WHERE edition_id = edition.id) "
        "AND NOT EXISTS (SELECT FROM catalogue_item WHERE edition_id = edition.id)",
        [id_list(empty)],
    )
    return works


def _told(
    cursor: Any, editions: Iterable[Id], members: Mapping[Id, Sequence[tuple[Id, Id]]], said: Mapping[Id, str]
) -> dict[Id, list[Told]]:
    """What the live records of each edition say; editions without any are left out. Of one that is known to have a
    single record it is left out what that says: nobody weighs it.
    """
    found: dict[Id, list[Told]] = {}
    others = [edition for edition in editions if edition not in members]
    if others:
        with fetching() as reader:
            reader.execute(_MANY, [id_list(others)])
            for edition, record, trust, values in reader.fetchall():
                found.setdefault(edition, []).append(Told(record, trust, values))
    if members:
        values_of = _values([id for each in members.values() if len(each) > 1 for id, _ in each], said)
        cursor.execute("SELECT id::text, trust FROM catalogue_source")
        trust_of = dict(cursor.fetchall())
        for edition, each in members.items():
            found[edition] = [Told(id, trust_of[source], values_of.get(id, {})) for id, source in each]
    return found


def _values(ids: Sequence[Id], said: Mapping[Id, str]) -> dict[Id, dict[str, Any]]:
    """What each record says."""
    found = {id: orjson.loads(said[id]) for id in ids if id in said}
    with fetching() as reader:
        reader.execute(_READ, [id_list(id for id in ids if id not in said)])
        found.update(reader.fetchall())
    return found


def _write_best(cursor: Any, lines: Mapping[Id, str]) -> None:
    cursor.execute(_BESTS)
    cursor.execute("DELETE FROM best")
    with cursor.copy("COPY best FROM STDIN") as copy:
        copy.write("".join(lines.values()))
    cursor.execute(_BEST, {"blank": columns.BLANK_JSON, "ids": id_list(lines)})


def _line(edition: Id, records: list[Told]) -> str:
    """A row of `best` as COPY reads it. Of JSON without blanks only backslashes mean anything there."""
    values, said_by = best(records)
    doubled = orjson.dumps(values).decode().replace("\\", "\\\\")
    return f"{edition}\t{orjson.dumps(said_by).decode()}\t{doubled}\n"
