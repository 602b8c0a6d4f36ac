"""How much of the catalogue PostgreSQL looks at for its planner: a sample as large as an import takes itself (20 of the
100 that are usual). It looks again whenever a tenth has changed, six times while 60,000 records come in; of rows of two
kilobytes a sample five times as large cost as much as placing the records did, and changed no plan.
"""

from django.db import migrations

_ASKED = {
    "catalogue_record": ("id", "source_id", "control_number", "digest", "state", "edition_id", "taken_by_id"),
    "catalogue_reading": ("record_id",),
    "catalogue_edition": (
        "id", "work_id", "live", "title_main", "uniform_title", "year", "format", "restricted",
    ),
    "catalogue_work": ("id", "title_sort", "created_at"),
    "catalogue_matchkey": ("key", "record_id"),
    "catalogue_outcome": ("run_id", "number", "kind"),
}


def _statistics(target: int) -> list[str]:
    return [
        f"ALTER TABLE {table} " + ", ".join(f"ALTER COLUMN {name} SET STATISTICS {target}" for name in names)
        for table, names in _ASKED.items()
    ]


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0012_circulation")]

    operations = [
        migrations.RunSQL(statement, undone)
        for statement, undone in zip(_statistics(20), _statistics(-1), strict=True)
    ]
