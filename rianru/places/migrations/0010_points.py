"""Points on a plane, so that what is nearest comes out of an index in that order."""

from django.db import migrations, models

TABLES = ("space", "area", "stop")


def index(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""CREATE INDEX places_{table}_point ON places_{table}
            USING gist (point(lon::double precision, lat::double precision)) WHERE lat IS NOT NULL""",
        f"DROP INDEX places_{table}_point",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0009_vans_in_the_shadow"),
    ]

    operations = [
        *(index(table) for table in TABLES),
        migrations.AddIndex(
            model_name="hoursexception", index=models.Index(fields=["day_on"], name="places_exception_day")
        ),
    ]
