"""What the release before knew, in the new tables: one reading a record, outcomes of rejected records, versions whole."""

import django.db.models.deletion
from django.db import migrations, models

_SHARED = """title, other_titles, statement, people, roles, subjects, edition, publisher, place, year, year_text, language,
    format, isbns, issns, extent, series, summary, call_number"""
_FILL = [
    """UPDATE catalogue_edition AS edition SET title_sort = work.title_sort, title_main = edition.title,
           isbn_notes = array_fill(''::text, ARRAY[coalesce(cardinality(isbns), 0)]),
           series_numbers = array_fill(''::text, ARRAY[coalesce(cardinality(series), 0)])
       FROM catalogue_work AS work WHERE work.id = edition.work_id""",
    f"""INSERT INTO catalogue_reading (record_id, traits, keys, said)
        SELECT record.id, '[]', '{{}}', (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(said))
            WHERE value NOT IN ('""'::jsonb, '[]'::jsonb, 'null'::jsonb, 'false'::jsonb))
        FROM catalogue_record AS record JOIN LATERAL (
            SELECT title_sort, title_main, isbn_notes, series_numbers, {_SHARED}
            FROM catalogue_edition WHERE id = record.edition_id) AS said ON true""",
    """INSERT INTO catalogue_outcome (run_id, number, "offset", kind, control_number, title, encoding, repairs, losses)
        SELECT run_id, number, "offset", 'rejected', '', '', '', '{}', ARRAY[reason] FROM catalogue_rejection""",
    """UPDATE catalogue_recordversion AS version SET digest = sha256(version.raw), taken_at = version.replaced_at,
           taken_by_id = coalesce((SELECT before.id FROM catalogue_import AS before JOIN catalogue_import AS after
               ON after.id = version.replaced_by_id AND before.source_id = after.source_id AND before.id < after.id
               ORDER BY before.id DESC LIMIT 1), version.replaced_by_id)""",
    "UPDATE catalogue_item SET listed_at_id = space_id WHERE record_id IS NOT NULL",
    "SET CONSTRAINTS ALL IMMEDIATE",
]


class Migration(migrations.Migration):
    """Records filled so are read anew, with keys and traits, when they come again or by `rianru rematch`."""

    dependencies = [("catalogue", "0003_readings")]
    operations = [
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in _FILL),
        migrations.AlterField("recordversion", "digest", models.BinaryField()),
        migrations.AlterField("recordversion", "taken_at", models.DateTimeField()),
        migrations.AlterField(
            "recordversion", "taken_by",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.import"),
        ),
        migrations.DeleteModel("Rejection"),
    ]
