"""How fast facts are written, beside a plain INSERT into a table without partitions, clock or triggers.

Run with a database that may be written to: `.venv/bin/python -m bench.facts`. Prints ratios; leaves nothing behind.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bench.house import report, scratch_database

ROWS, SINGLES = 200_000, 2_000
COLUMNS = (
    "verb, object_kind, area, home_area, programme, age_band, sex, format, count, minutes, satang, changed, occurred_at"
)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three."""
    found = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    """Bulk and single, ours and plain."""
    with scratch_database():
        from django.db import connection, transaction

        from rianru.core import facts
        from rianru.core.actors import system
        from rianru.kernel.words import T

        facts.verb("bench.happened", T("เกิดขึ้น", "Happened"))
        at, actor = datetime.now(UTC), system("bench")
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE plain AS SELECT {COLUMNS} FROM core_fact WHERE false")
        values: list[Any] = ["bench.happened", *[""] * 7, 1, 0, 0, "[]", at]
        one = f"INSERT INTO plain ({COLUMNS}) VALUES ({', '.join(['%s'] * len(values))})"

        def bulk() -> None:
            with transaction.atomic():
                facts.record_many(facts.NewFact("bench.happened", at) for _ in range(ROWS))

        def plain_bulk() -> None:
            with (
                transaction.atomic(),
                connection.cursor() as cursor,
                cursor.copy(f"COPY plain ({COLUMNS}) FROM STDIN") as copy,
            ):
                for _ in range(ROWS):
                    copy.write_row(values)

        def single() -> None:
            with transaction.atomic():
                for _ in range(SINGLES):
                    facts.record("bench.happened", actor=actor, at=at)

        def plain_single() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                for _ in range(SINGLES):
                    cursor.execute(one, values)

        ours, theirs = timed(bulk), timed(plain_bulk)
        report(
            "facts.bulk", ours=ROWS / ours, peer=ROWS / theirs, peer_name="plain COPY", unit="facts/s", at_least=100_000
        )
        ours, theirs = timed(single) / SINGLES * 1000, timed(plain_single) / SINGLES * 1000
        report("facts.single", ours=ours, peer=theirs, peer_name="plain INSERT", unit="ms", at_most=0.3)


if __name__ == "__main__":
    main()
