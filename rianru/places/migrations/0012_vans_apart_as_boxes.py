"""A van is never in two places at once, as boxes: across the van (52 bits of its hash), up the time (seconds).

The same rule as the two ranges of 0007, half-open by a thousandth of a second. GiST compares boxes without taking
ranges apart, which was most of what writing a year of visits took.
"""

from django.db import migrations

DROP = "ALTER TABLE places_visit DROP CONSTRAINT places_visit_apart"
BOXES = """
ALTER TABLE places_visit ADD CONSTRAINT places_visit_apart EXCLUDE USING gist (box(
    point((uuid_hash_extended(vehicle_id, 0) >> 12)::float8,
          extract(epoch FROM arrives_at AT TIME ZONE 'UTC')::float8),
    point((uuid_hash_extended(vehicle_id, 0) >> 12)::float8,
          extract(epoch FROM leaves_at AT TIME ZONE 'UTC')::float8 - 0.001)
) WITH &&) WHERE (state = 'planned') DEFERRABLE INITIALLY IMMEDIATE
"""
RANGES = """
ALTER TABLE places_visit ADD CONSTRAINT places_visit_apart EXCLUDE USING gist (
    int8range(uuid_hash_extended(vehicle_id, 0), uuid_hash_extended(vehicle_id, 0), '[]') WITH &&,
    tstzrange(arrives_at, leaves_at) WITH &&) WHERE (state = 'planned') DEFERRABLE INITIALLY IMMEDIATE
"""


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0009_vans_in_the_shadow"),
    ]

    operations = [
        migrations.RunSQL(DROP, RANGES),
        migrations.RunSQL(BOXES, DROP),
    ]
