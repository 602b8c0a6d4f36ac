"""Months of facts: partitions are laid ahead; a default one catches what nobody foresaw."""

from datetime import UTC, datetime

from django.db import connection, transaction


def lay_ahead(*, months: int) -> list[str]:
    """Makes the partitions of this month (database clock) and `months` after it; the names of the new ones.

    Rows that had fallen into the default partition move to their month. Safe to run at any time, twice at once too.
    """
    made: list[str] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7420, 0), date_trunc('month', now() AT TIME ZONE 'UTC')")
        start = cursor.fetchone()[1]
        for ahead in range(months + 1):
            made += _lay(cursor, _month(start, ahead), _month(start, ahead + 1))
    return made


def _lay(cursor, start: datetime, end: datetime) -> list[str]:  # type: ignore[no-untyped-def]
    name = f"core_fact_{start:%Y_%m}"
    cursor.execute("SELECT to_regclass(%s)", [name])
    if cursor.fetchone()[0]:
        return []
    bounds = [start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)]
    cursor.execute(f"CREATE TABLE {name} (LIKE core_fact INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    cursor.execute("SELECT EXISTS (SELECT FROM core_fact_default WHERE recorded_at >= %s AND recorded_at < %s)", bounds)
    if cursor.fetchone()[0]:
        cursor.execute("ALTER TABLE core_fact_default DISABLE TRIGGER USER")
        cursor.execute(
            f"WITH moved AS (DELETE FROM core_fact_default WHERE recorded_at >= %s AND recorded_at < %s RETURNING *) "
            f"INSERT INTO {name} SELECT * FROM moved",
            bounds,
        )
        cursor.execute("ALTER TABLE core_fact_default ENABLE TRIGGER USER")
    cursor.execute(f"ALTER TABLE core_fact ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)", bounds)
    return [name]


def _month(start: datetime, ahead: int) -> datetime:
    month = start.month - 1 + ahead
    return start.replace(year=start.year + month // 12, month=month % 12 + 1)
