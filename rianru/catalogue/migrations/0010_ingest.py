"""What taking in records costs the database: statistics and checks of rows that nobody asks by these columns."""

import django.db.models.deletion
from django.db import migrations, models

# Long texts and lists that no query filters or joins by. Looking at a sample of them for the planner, at every ANALYZE
# and several times an import, cost as much as storing the records did.
_UNASKED = {
    "catalogue_record": ("raw", "repairs", "losses", "read_with", "because", "because_of", "taken_at"),
    "catalogue_recordversion": ("raw", "digest"),
    "catalogue_reading": ("said", "traits", "keys"),
    "catalogue_outcome": ("title", "encoding", "repairs", "losses", "\"offset\""),
    "catalogue_edition": (
        "said_by", "other_titles", "statement", "roles", "genres", "edition", "place", "year_text", "extent",
        "series_numbers", "isbn_notes", "identifiers", "notes", "contents", "summary", "links", "link_labels",
        "because", "because_of",
    ),
}


def _statistics(target: int) -> list[str]:
    return [
        f"ALTER TABLE {table} " + ", ".join(f"ALTER COLUMN {name} SET STATISTICS {target}" for name in names)
        for table, names in _UNASKED.items()
    ]


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0009_covers")]

    operations = [
        migrations.AlterField(
            "matchkey", "record",
            models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                to="catalogue.record",
            ),
        ),
        *(
            migrations.RunSQL(statement, undone)
            for statement, undone in zip(_statistics(0), _statistics(-1), strict=True)
        ),
    ]
