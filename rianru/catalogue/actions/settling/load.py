"""The scene from the database, in a handful of queries whatever the number of records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rianru.catalogue.actions.settling.fetching import fetching
from rianru.catalogue.actions.settling.scene import Id, Known, Scene, id_list
from rianru.kernel.matching import Traits

TOO_COMMON = 40  # records, or editions, that share a key: what so many have tells nothing
MOST_SHARED = 2_000  # records looked at of a key that many share
_NEAR = f"""
    SELECT asked.key, near.ids FROM unnest(%s::bigint[]) AS asked (key) CROSS JOIN LATERAL (
        SELECT string_agg(record_id::text, ' ') AS ids FROM (
            SELECT record_id FROM catalogue_matchkey WHERE key = asked.key LIMIT {TOO_COMMON + 1}) AS one
    ) AS near WHERE near.ids IS NOT NULL
"""
# Of a key that many share, the first and the last record of each edition: a book that every library has is still one
# edition, also where the one that looks for its twins is one of them.
_COMMON = f"""
    SELECT asked.key, min(near.record_id::text), max(near.record_id::text) FROM unnest(%s::bigint[]) AS asked (key)
    CROSS JOIN LATERAL (
        SELECT found.record_id, record.edition_id
        FROM catalogue_matchkey AS found JOIN catalogue_record AS record ON record.id = found.record_id
        WHERE found.key = asked.key AND record.state = 'live' LIMIT {MOST_SHARED}) AS near
    GROUP BY asked.key, near.edition_id
"""
# The records asked for, and all that share a work with one of them.
_AROUND = """
    WITH asked AS MATERIALIZED (
        SELECT id, source_id, edition_id FROM catalogue_record WHERE id = ANY(%s::uuid[]) AND state = 'live'),
    editions AS MATERIALIZED (SELECT DISTINCT edition_id FROM asked ORDER BY edition_id),
    works AS MATERIALIZED (
        SELECT DISTINCT work_id FROM editions JOIN catalogue_edition AS edition ON edition.id = editions.edition_id
        ORDER BY work_id)
    SELECT record.id, record.source_id, edition.id, edition.work_id, reading.traits::varchar
    FROM works JOIN catalogue_edition AS edition ON edition.work_id = works.work_id
    JOIN catalogue_record AS record ON record.edition_id = edition.id AND record.state = 'live'
    JOIN catalogue_reading AS reading ON reading.record_id = record.id
    UNION ALL
    SELECT asked.id, source_id, NULL, NULL, reading.traits::varchar
    FROM asked JOIN catalogue_reading AS reading ON reading.record_id = asked.id WHERE asked.edition_id IS NULL
"""
_SPOKEN = """
    SELECT level, left_id::text, right_id::text, same FROM catalogue_decision
    WHERE left_id = ANY(%(ids)s::uuid[]) OR right_id = ANY(%(ids)s::uuid[])
"""


@dataclass(slots=True)
class Fresh:
    """What the caller has at hand of records: traits and keys, and the source of those that no table holds yet.

    `said`: what each of them says, as JSON. `common` remembers, from batch to batch, keys that too many share.
    """

    traits: Mapping[Id, Traits] = field(default_factory=dict)
    keys: Mapping[Id, Sequence[int]] = field(default_factory=dict)
    sources: Mapping[Id, Id] = field(default_factory=dict)
    said: Mapping[Id, str] = field(default_factory=dict)
    common: set[int] = field(default_factory=set)


def load(cursor: Any, ids: Sequence[Id], *, fresh: Fresh) -> Scene:
    """Everything that decides where `ids` belong; those that are gone are left out."""
    cursor.execute("SELECT EXISTS (SELECT FROM catalogue_decision)")
    any_spoken = cursor.fetchone()[0]
    spoken: dict[str, dict[tuple[Id, Id], bool]] = {"edition": {}, "work": {}}
    near = _near(cursor, ids, fresh)
    if any_spoken:
        _spoken(cursor, list(ids), spoken)
        _hear(spoken, set(ids), near)
    asked = {*ids, *(other for others in near.values() for other in others)} - fresh.sources.keys()
    records = {id: Known(id, source, fresh.traits[id]) for id, source in fresh.sources.items()}
    records |= _around(asked, fresh) if asked else {}
    if any_spoken:
        _spoken(cursor, list(records), spoken)
    return _scene(ids, records, near, spoken)


def _near(cursor: Any, ids: Sequence[Id], fresh: Fresh) -> dict[Id, set[Id]]:
    """For each record those that share a key with it, in the tables or among `ids`."""
    asked: dict[int, list[Id]] = defaultdict(list)
    for id, keys in _keys(cursor, ids, fresh).items():
        for key in keys:
            if key not in fresh.common:
                asked[key].append(id)
    cursor.execute(_NEAR, ["{" + ",".join(map(str, sorted(asked))) + "}"])  # in the order of the index
    found: dict[int, list[Id]] = {key: others.split() for key, others in cursor.fetchall()}
    last = _thin(cursor, found, asked)
    near: dict[Id, set[Id]] = defaultdict(set)
    for key, own in asked.items():
        others = found.get(key, ())
        if len(others) > TOO_COMMON:
            fresh.common.add(key)
        elif len(own) > 1 or others:
            for id in own:
                those = near[id]
                those.update(others)
                if len(own) > 1:
                    those.update(own)
                if key in last:
                    those.update(last[key])
    for id, those in near.items():
        those.discard(id)
    return near


def _thin(cursor: Any, found: dict[int, list[Id]], asked: Mapping[int, Sequence[Id]]) -> dict[int, list[Id]]:
    """Of keys that many records share, one record an edition instead; gives another one of each."""
    many = [
        key for key, own in asked.items()
        if len(own) + len(found.get(key, ())) > TOO_COMMON and len({*own, *found.get(key, ())}) > TOO_COMMON
    ]
    last: dict[int, list[Id]] = {key: [] for key in many}
    if not many:
        return last
    for key in many:
        found[key] = []
    cursor.execute(_COMMON, ["{" + ",".join(map(str, many)) + "}"])
    for key, one, other in cursor.fetchall():
        found[key].append(one)
        last[key].append(other)
    return last


def _keys(cursor: Any, ids: Sequence[Id], fresh: Fresh) -> dict[Id, Sequence[int]]:
    keys = {id: fresh.keys[id] for id in ids if id in fresh.keys}
    missing = [id for id in ids if id not in keys]
    if missing:
        cursor.execute(
            "SELECT record_id::text, keys FROM catalogue_reading WHERE record_id = ANY(%s::uuid[])", [id_list(missing)]
        )
        keys |= dict(cursor.fetchall())
    return keys


def _around(ids: Iterable[Id], fresh: Fresh) -> dict[Id, Known]:
    at_hand = fresh.traits
    with fetching() as reader:
        reader.execute(_AROUND, [id_list(ids)])
        return {
            id: Known(id, source, at_hand.get(id) or traits, edition, work)
            for id, source, edition, work, traits in reader.fetchall()
        }


def _spoken(cursor: Any, ids: list[Id], spoken: dict[str, dict[tuple[Id, Id], bool]]) -> None:
    cursor.execute(_SPOKEN, {"ids": id_list(ids)})
    for level, left, right, same in cursor.fetchall():
        spoken[level][(left, right)] = same


def _hear(
    spoken: dict[str, dict[tuple[Id, Id], bool]], moving: set[Id], near: dict[Id, set[Id]]
) -> None:
    """Records that a librarian joined are near each other, whatever their keys."""
    for pairs in spoken.values():
        for (left, right), same in pairs.items():
            if same:
                for one, other in ((left, right), (right, left)):
                    if one in moving:
                        near[one].add(other)


def _scene(
    ids: Sequence[Id], records: dict[Id, Known], near: dict[Id, set[Id]], spoken: dict[str, dict[tuple[Id, Id], bool]]
) -> Scene:
    scene = Scene(
        records=records, moving=sorted({id for id in ids if id in records}), spoken=spoken,
        near={id: sorted(others & records.keys()) for id, others in near.items()},
    )
    for id in sorted(records):
        record = records[id]
        if record.edition is None or record.work is None:
            continue
        if record.edition not in scene.editions:
            scene.editions[record.edition] = []
            scene.work_of[record.edition] = record.work
            scene.works.setdefault(record.work, []).append(record.edition)
        scene.editions[record.edition].append(id)
    scene.stood = dict(scene.work_of)
    return scene
