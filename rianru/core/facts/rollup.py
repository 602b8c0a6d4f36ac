"""The daily roll-up: facts added by the Bangkok day they occurred on, however late they arrive."""

from django.db import connection, transaction

NIL = "00000000-0000-0000-0000-000000000000"
_DIMENSIONS = "day_on, verb, space_id, area, home_area, programme, age_band, sex, format"
_SUMS = f"""
    SELECT (occurred_at AT TIME ZONE 'Asia/Bangkok')::date AS day_on, verb,
           coalesce(space_id, '{NIL}') AS space_id, area, home_area, programme, age_band, sex, format,
           count(*) AS facts, sum(count) AS count, sum(minutes) AS minutes, sum(satang) AS satang
    FROM {{source}} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
_ADVANCE = f"""
    WITH at AS (SELECT xid::xid8 AS xid, row FROM core_follower WHERE name = 'roll_up' FOR UPDATE),
    batch AS (
        SELECT core_fact.* FROM core_fact, at
        WHERE (core_fact.xid, core_fact.id) > (at.xid, at.row)
          AND core_fact.xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY core_fact.xid, core_fact.id LIMIT %s),
    last AS (SELECT xid, id FROM batch ORDER BY xid DESC, id DESC LIMIT 1),
    moved AS (UPDATE core_follower SET xid = last.xid::text, row = last.id FROM last WHERE name = 'roll_up'),
    added AS (
        INSERT INTO core_factdaily AS d ({_DIMENSIONS}, facts, count, minutes, satang)
        {_SUMS.format(source="batch")}
        ON CONFLICT ({_DIMENSIONS}) DO UPDATE SET facts = d.facts + excluded.facts, count = d.count + excluded.count,
            minutes = d.minutes + excluded.minutes, satang = d.satang + excluded.satang)
    SELECT count(*) FROM batch
"""


def advance(*, limit: int) -> int:
    """Adds the next committed facts, at most `limit`, below the oldest running transaction; how many were added."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_follower (name, xid, row) VALUES ('roll_up', '0', 0) ON CONFLICT DO NOTHING")
        cursor.execute(_ADVANCE, [limit])
        return int(cursor.fetchone()[0])


def differences() -> int:
    """How many cells of the roll-up differ from a fresh count of the same facts; 0 where all is well."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH at AS (SELECT xid::xid8 AS xid, row FROM core_follower WHERE name = 'roll_up'),
            counted AS (SELECT core_fact.* FROM core_fact, at WHERE (core_fact.xid, core_fact.id) <= (at.xid, at.row)),
            fresh AS ({_SUMS.format(source="counted")})
            SELECT count(*) FROM fresh FULL JOIN core_factdaily AS kept USING ({_DIMENSIONS})
            WHERE (fresh.facts, fresh.count, fresh.minutes, fresh.satang)
               IS DISTINCT FROM (kept.facts, kept.count, kept.minutes, kept.satang)
            """
        )
        return int(cursor.fetchone()[0])
