"""What storing a record costs the database: indexes that others begin with, lookups at COMMIT of what the same
transaction stored, packing rows that fit a page anyhow, statistics that nobody asks for.
"""

import django.db.models.deletion
from django.db import migrations, models

# A record of 2 KB shrinks by a fifth; packing it took as long as all the rest of storing it. Longer ones are packed.
_WIDE = ("catalogue_record", "catalogue_recordversion", "catalogue_reading", "catalogue_edition")
# No query filters or joins by these either. Of lists ANALYZE counts every word.
_UNASKED = {
    "catalogue_edition": (
        "title", "title_sort", "part", "people", "subjects", "publisher", "language", "languages", "original_language",
        "audience", "isbns", "isbns_wrong", "issns", "pages", "series", "call_number",
    ),
    "catalogue_record": ("encoding", "form"),
    "catalogue_work": ("title",),
    "catalogue_outcome": ("control_number",),
}


def _statistics(target: int) -> list[str]:
    return [
        f"ALTER TABLE {table} " + ", ".join(f"ALTER COLUMN {name} SET STATISTICS {target}" for name in names)
        for table, names in _UNASKED.items()
    ]


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0010_ingest")]

    operations = [
        migrations.AlterField(  # catalogue_record_once and catalogue_record_digest begin with it
            "record", "source",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalogue.source"),
        ),
        migrations.AlterField(  # catalogue_record_taken begins with it
            "record", "taken_by",
            models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="catalogue.import",
            ),
        ),
        migrations.AlterField(  # so does catalogue_version_taken
            "recordversion", "taken_by",
            models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="catalogue.import",
            ),
        ),
        migrations.AlterField(
            "reading", "record",
            models.OneToOneField(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False,
                to="catalogue.record",
            ),
        ),
        migrations.AlterField(
            "outcome", "run",
            models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE,
                to="catalogue.import",
            ),
        ),
        *(
            migrations.RunSQL(
                f"ALTER TABLE {table} SET (toast_tuple_target = 4080)",
                f"ALTER TABLE {table} RESET (toast_tuple_target)",
            )
            for table in _WIDE
        ),
        # Each library that brings a book changes what its edition shows: with room beside it, six of ten such changes
        # stay on their page and touch no index; without, three.
        migrations.RunSQL(
            "ALTER TABLE catalogue_edition SET (fillfactor = 80)", "ALTER TABLE catalogue_edition RESET (fillfactor)"
        ),
        *(
            migrations.RunSQL(statement, undone)
            for statement, undone in zip(_statistics(0), _statistics(-1), strict=True)
        ),
    ]
