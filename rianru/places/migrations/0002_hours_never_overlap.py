"""Spans of one space on one weekday never overlap: an exclusion constraint over ranges, since btree_gist may be missing.

The space stands as a 64-bit hash: two spaces that share one would only be refused overlapping hours, never allowed them.
"""

from django.db import migrations

EXCLUDE = """
ALTER TABLE places_openinghours ADD CONSTRAINT places_hours_apart EXCLUDE USING gist (
    int8range(uuid_hash_extended(space_id, 0), uuid_hash_extended(space_id, 0), '[]') WITH &&,
    int4range(weekday * 1440 + opens, weekday * 1440 + closes) WITH &&)
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.RunSQL(EXCLUDE, "ALTER TABLE places_openinghours DROP CONSTRAINT places_hours_apart"),
    ]
